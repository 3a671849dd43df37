//! Truth: what a synthetic district knows of its own rows, for judging a run.
//!
//! The generator writes it beside the deliveries and `evaluate` reads it. No stage of a night sees
//! it. True people and households are plain numbers, unlike the ids of a run. A mention is the one
//! of a run that stands in the same source, file, line and role; those of one role in one line are
//! told apart by their order. Beside the table lie two lists, `findings.csv` of what holds and
//! `legal.csv` of what only looks like it, with the columns night, code, person, discriminator
//! (one line for each person of a finding) and note (`optional …` where a finding may be flagged or
//! not; what a look-alike's excuse is).

use super::table::{Category, Count, Maybe, OnDay, table, zh};

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
