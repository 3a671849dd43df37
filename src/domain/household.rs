//! Households of three kinds, which are never merged into one.

use super::Language;
use super::table::{Category, Count, Maybe, OnDay, Text, table, zh};

/// Which notion of household a membership or a rule speaks of.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum HouseholdKind {
    /// 户口户: the people of one household register.
    Register,
    /// 保障家庭: the people one award counts.
    AssistanceUnit,
    /// 居住户: the people who live behind one door.
    Dwelling,
}

impl HouseholdKind {
    pub const ALL: [Self; 3] = [Self::Register, Self::AssistanceUnit, Self::Dwelling];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::AssistanceUnit => "assistance_unit",
            Self::Dwelling => "dwelling",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Register => "户口户",
            Self::AssistanceUnit => "保障家庭",
            Self::Dwelling => "居住户",
        }
    }
}

/// A household's id, kept from night to night. Shown as `H` and sixteen hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HouseholdId(pub u64);

impl std::fmt::Display for HouseholdId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "H{:016x}", self.0)
    }
}

impl std::str::FromStr for HouseholdId {
    type Err = super::NotAnId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        super::person::parse_id('H', text).map(Self)
    }
}

table! {
    /// A source's word that a mentioned person belongs to a household.
    pub Memberships, Membership, MembershipsBuilder = "memberships" "成员关系" v 1 sorted [] {
        /// The mention, as its position in the night's mentions.
        mention: Count => zh("提及"),
        /// `register`, `assistance_unit` or `dwelling`.
        kind: Category => zh("家庭类别"),
        /// The household's key in the source's own numbering, prefixed by what it is unique in.
        key: Text => zh("户键").sensitive(),
        /// Relation to the head in one vocabulary: `head`, `spouse`, `son`, `daughter`, `father` …
        relation: Maybe<Category> => zh("与户主关系").standard("GB/T 4761")
            .null("not given", "未填"),
        /// First day of the membership.
        from: Maybe<OnDay> => zh("起").null("not known", "不详"),
        /// Last day of the membership.
        to: Maybe<OnDay> => zh("止").null("still a member", "仍为成员"),
    }
}

/// One household of tonight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    pub id: HouseholdId,
    pub kind: HouseholdKind,
    /// Ordered by person number.
    pub members: Vec<HouseholdMember>,
    /// The town most members' mentions name, a nine-digit division code.
    pub town: Option<String>,
    pub village: Option<String>,
    /// How many source-scoped keys were joined into it.
    pub source_keys: u32,
}

/// A person in a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdMember {
    /// The person's number tonight.
    pub person: u32,
    pub relation: Option<String>,
    pub from: Option<super::Day>,
    pub to: Option<super::Day>,
    /// The memberships (positions in the table) that say so.
    pub memberships: Vec<u32>,
}

/// How two households stand to each other, as groups of people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HouseholdLink {
    /// A household of tonight.
    pub household: HouseholdId,
    /// A household of another kind, or one of its kind of the previous night.
    pub other: HouseholdId,
    pub is_of_previous_night: bool,
    pub kind: HouseholdKind,
    pub other_kind: HouseholdKind,
    pub relation: HouseholdRelation,
    /// People of both.
    pub shared: u32,
    pub members: u32,
    pub other_members: u32,
    /// People of both by people of either, each as surely as linkage is of them.
    pub similarity_permille: u32,
}

/// What a household is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HouseholdRelation {
    /// The same people.
    Same,
    /// The other holds all its people, and more.
    PartOf,
    /// It holds all people of the other, and more.
    Holds,
    /// Each has people of its own.
    Partial,
    /// The same people, in another place.
    Moved,
    /// The household of the previous night has come apart, and this is a part.
    Split,
    /// Several households of the previous night have come together.
    Merged,
}

impl HouseholdRelation {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::PartOf => "part_of",
            Self::Holds => "holds",
            Self::Partial => "partial",
            Self::Moved => "moved",
            Self::Split => "split",
            Self::Merged => "merged",
        }
    }
}

/// A relation to the head, in the words of a language.
pub fn relation_in(language: Language, relation: &str) -> &'static str {
    match (language, relation) {
        // The standard's word is that of the sex.
        (Language::English, "daughter") => "daughter",
        _ => language.say(relation_in_chinese(relation)),
    }
}

/// A relation to the head, in the words of GB/T 4761.
pub fn relation_in_chinese(relation: &str) -> &'static str {
    match relation {
        "head" => "户主",
        "spouse" => "配偶",
        "son" => "子",
        "daughter" => "女",
        "son_in_law" => "女婿",
        "daughter_in_law" => "儿媳",
        "grandson" => "孙子",
        "granddaughter" => "孙女",
        "father" => "父亲",
        "mother" => "母亲",
        "father_in_law" => "公公或岳父",
        "mother_in_law" => "婆婆或岳母",
        "grandfather" => "祖父",
        "grandmother" => "祖母",
        "sibling" => "兄弟姐妹",
        _ => "其他",
    }
}
