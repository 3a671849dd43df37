//! Truth: what a synthetic district knows of its own rows, for judging a run.
//!
//! The generator writes it beside the deliveries and `evaluate` reads it. No stage of a night sees
//! it. True people and households are plain numbers, unlike the ids of a run. A mention is the one
//! of a run that stands in the same source, file, line and role; those of one role in one line are
//! told apart by their order. Beside the table lie two lists, `findings.csv` of what holds and
//! `legal.csv` of what only looks like it, with the columns night, code, person, discriminator
//! (one line for each person of a finding) and note (`optional …` where a finding may be flagged or
//! not; what a look-alike's excuse is).

use super::table::{Category, Count, Maybe, OnDay, Text, table, zh};

table! {
    /// Whom every row of every night speaks of, in the order of the rows.
    pub TrueMentions, TrueMention, TrueMentionsBuilder = "mentions" "真实提及" v 1 sorted [night] {
        /// The night of the delivery.
        night: OnDay => zh("夜次"),
        /// The dataset.
        source: Category => zh("来源"),
        /// The file within the delivery; where a source reads all sheets, `#` and the sheet follow.
        file: Category => zh("文件"),
        /// The line of the file or the row of the sheet, counted from 1.
        line: Count => zh("行号"),
        /// What the person is in the row.
        role: Category => zh("角色"),
        /// The true person, counted from 1.
        person: Count => zh("真实人员").personal(),
        /// The person's register household on the night.
        register: Maybe<Count> => zh("真实户口户").null("in no register of the district").personal(),
        /// The home the person lives in on the night.
        dwelling: Maybe<Count> => zh("真实居住户").null("dead or moved away").personal(),
        /// The assistance unit this row is about; only rows that list units and their members have one.
        unit: Maybe<Count> => zh("真实保障家庭").null("the row is about no unit").personal(),
        /// What makes the mention hard to link, as words joined by `;`.
        strata: Maybe<Category> => zh("难点层").null("nothing"),
    }
}

table! {
    /// Everybody of a synthetic district as they truly are on its last night. Nobody of them exists.
    pub TruePeople, TruePerson, TruePeopleBuilder = "people" "真实人员" v 1 sorted [person] {
        /// The true person, counted from 1.
        person: Count => zh("真实人员").personal(),
        /// The name in use.
        name: Text => zh("姓名").sensitive(),
        /// A name borne before, or one that a renaming is to bring.
        former_name: Maybe<Text> => zh("曾用名").null("none").sensitive(),
        /// `male` or `female`.
        sex: Category => zh("性别").standard("GB/T 2261.1"),
        /// The birth date.
        birth: OnDay => zh("出生日期").sensitive(),
        /// The number of the document the person shows.
        number: Text => zh("证号").standard("GB 11643").sensitive(),
        /// The number before the police gave another.
        former_number: Maybe<Text> => zh("原证号").null("none").sensitive(),
        /// The register household.
        register: Maybe<Count> => zh("真实户口户").null("in no register of the district").personal(),
        /// The home the person lives in.
        dwelling: Maybe<Count> => zh("真实居住户").null("dead or moved away").personal(),
        /// The division code of the village or community of that home.
        village: Category => zh("村社区").standard("GB/T 2260"),
        /// The father, as a true person.
        father: Maybe<Count> => zh("父亲").null("not of the district").personal(),
        /// The mother, as a true person.
        mother: Maybe<Count> => zh("母亲").null("not of the district").personal(),
        /// The spouse, as a true person.
        spouse: Maybe<Count> => zh("配偶").null("not married here").personal(),
        /// The day of death.
        death: Maybe<OnDay> => zh("死亡日期").null("alive"),
        /// The day of moving out of the district.
        left: Maybe<OnDay> => zh("迁出日期").null("has not moved"),
    }
}
