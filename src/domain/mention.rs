//! Mentions: every appearance of a person in a row, whatever its agency, in one spelling.
//!
//! A row may speak of several people: a pupil and two guardians, an applicant and a spouse. The
//! first mention of a row is its subject; the roles of the others are their relation to it. Raw
//! values stay beside the normal ones because evidence quotes them, and no stage writes them back.

use super::table::{Category, Count, Maybe, OnDay, Text, table, zh};

/// What a person is in the row that mentions them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Receives or applies for what the row is about.
    Recipient,
    /// Heads the household of the row.
    Head,
    /// Belongs to the household of the row.
    Member,
    Spouse,
    Father,
    Mother,
    Guardian,
    /// Shares a tenancy or a property.
    CoApplicant,
    /// In whose name the account is that the money goes to.
    Payee,
    Deceased,
    /// Registered to collect for the recipient.
    Agent,
}

impl Role {
    pub const ALL: [Self; 11] = [
        Self::Recipient,
        Self::Head,
        Self::Member,
        Self::Spouse,
        Self::Father,
        Self::Mother,
        Self::Guardian,
        Self::CoApplicant,
        Self::Payee,
        Self::Deceased,
        Self::Agent,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Recipient => "recipient",
            Self::Head => "head",
            Self::Member => "member",
            Self::Spouse => "spouse",
            Self::Father => "father",
            Self::Mother => "mother",
            Self::Guardian => "guardian",
            Self::CoApplicant => "co_applicant",
            Self::Payee => "payee",
            Self::Deceased => "deceased",
            Self::Agent => "agent",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the row is about this person, rather than naming them as somebody's relation.
    pub const fn is_subject(self) -> bool {
        matches!(self, Self::Recipient | Self::Head | Self::Member | Self::Deceased)
    }
}

table! {
    /// One appearance of a person in a row of a source.
    pub Mentions, Mention, MentionsBuilder = "mentions" "提及" v 1 sorted [] {
        /// The source (dataset of an agency) the row came from.
        source: Category => zh("来源"),
        /// The file within the delivery.
        file: Category => zh("文件"),
        /// The line of the file or the row of the sheet, counted from 1 with the header.
        line: Count => zh("行号"),
        /// What the person is in the row.
        role: Category => zh("角色"),
        /// The name as given.
        name_raw: Maybe<Text> => zh("姓名原文").null("not given", "未填").sensitive(),
        /// The name in normal form: NFKC, no blanks or titles, one separator dot.
        name: Maybe<Text> => zh("姓名").null("not given or a placeholder", "未填，或为占位值")
            .sensitive(),
        /// The name with traditional and variant characters folded; a comparison key only.
        name_folded: Maybe<Text> => zh("姓名归一").null("no name", "没有姓名").sensitive(),
        /// Toned syllables separated by blanks, other readings of a character after `|`, the
        /// surname first in its surname reading: `ceng1|zeng1 wei3`.
        name_reading: Maybe<Text> => zh("读音")
            .null("no name, or no Han character", "没有姓名，或没有汉字").sensitive(),
        /// How many leading characters of the name are the surname.
        surname_length: Maybe<Count> => zh("姓长")
            .null("no name, or not known", "没有姓名，或不详"),
        /// Another name that the row gives the person, folded as `name_folded` is; a comparison key
        /// only, for no evidence quotes it.
        former_name: Maybe<Text> => zh("曾用名归一")
            .null("not given, or the name itself", "未填，或与姓名相同").sensitive(),
        /// The kind of identity document.
        document_type: Category => zh("证件类型"),
        /// The identity number as given.
        resident_id_raw: Maybe<Text> => zh("证号原文").null("not given", "未填").sensitive(),
        /// The identity number in normal form, whatever its class; never repaired.
        resident_id: Maybe<Text> => zh("证号").standard("GB 11643").null("not given", "未填")
            .sensitive(),
        /// How the normal form differs in spelling from the number as given: `full_width`,
        /// `fifteen_digits`, `check_character` …, several joined by `+` in a fixed order.
        resident_id_repairs: Maybe<Category> => zh("证号改写")
            .null("the normal form is the number as given", "规范写法与所填号码相同"),
        /// The number an invalid one was probably meant to be; a comparison key only, never written
        /// back.
        resident_id_hypothesis: Maybe<Text> => zh("疑似正确证号")
            .null("valid, or no single number one slip away", "号码有效，或没有唯一可推知的号码")
            .sensitive(),
        /// How far the identity number may be trusted.
        resident_id_class: Category => zh("证号类别"),
        /// `male` or `female`, as given.
        sex: Maybe<Category> => zh("性别").standard("GB/T 2261.1").null("not given", "未填"),
        /// The birth date as given, `1950-03-02`, `1950-03` or `1950` by its precision.
        birth_date: Maybe<Text> => zh("出生日期").null("not given or a default", "未填，或为默认值")
            .sensitive(),
        /// Telephone number, digits only.
        phone: Maybe<Text> => zh("电话").null("not given", "未填").sensitive(),
        /// The address as given.
        address_raw: Maybe<Text> => zh("住址原文").null("not given", "未填").sensitive(),
        /// The division code of the town (nine digits) the address or the row lies in.
        town: Maybe<Category> => zh("乡镇").standard("GB/T 2260")
            .null("not recognised", "未能识别"),
        /// The division code of the village or community (twelve digits).
        village: Maybe<Category> => zh("村社区").null("not recognised", "未能识别"),
        /// What follows the village in one spelling: `g3-12`, `r人民路-18-b3-u2-501`.
        door: Maybe<Text> => zh("门牌")
            .null("no address below the village", "没有村或社区以下的地址").sensitive(),
        /// Whether the door names a single dwelling (a house or a room), not only a group or road.
        door_is_dwelling: Maybe<Category> => zh("住宅级").null("no door", "没有门牌"),
        /// The account assistance is paid to.
        account: Maybe<Text> => zh("账号").null("not given", "未填").sensitive(),
        /// The day the extract describes.
        snapshot: OnDay => zh("数据日期"),
    }
}

#[cfg(test)]
impl Mention<'_> {
    /// The subject of a row that says nothing, for tests to say what matters to them.
    pub fn of_nobody() -> Self {
        Self {
            source: "",
            file: "rows.csv",
            line: 2,
            role: Role::Recipient.code(),
            name_raw: None,
            name: None,
            name_folded: None,
            name_reading: None,
            surname_length: None,
            former_name: None,
            document_type: "resident_id",
            resident_id_raw: None,
            resident_id: None,
            resident_id_repairs: None,
            resident_id_hypothesis: None,
            resident_id_class: super::IdClass::Missing.code(),
            sex: None,
            birth_date: None,
            phone: None,
            address_raw: None,
            town: None,
            village: None,
            door: None,
            door_is_dwelling: None,
            account: None,
            snapshot: super::Day(20_000),
        }
    }
}

/// Whether what a mention tells of its door says that it is one dwelling.
pub fn is_dwelling(told: &str) -> bool {
    matches!(told, "true" | "yes" | "1")
}

/// Writes what tells one dwelling from another behind a text: its village, or its town, and its door.
pub fn push_dwelling(place: &str, door: &str, out: &mut String) {
    out.extend([place, "/", door]);
}
