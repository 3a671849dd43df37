//! Source rows: every mention with the person it was taken for; the next night reads it back.

use crate::domain::table::{Category, Cell, Count, Key, Maybe, OnDay, Text, table, zh};
use crate::report::ReportError;
use crate::report::night::{Night, Place};
use crate::report::parquet_file::TableFile;

table! {
    /// Every mention of tonight and the person it was taken for.
    pub SourceRows, SourceRow, SourceRowsBuilder = "source_rows" "来源明细" v 1
        sorted [source, file, line] {
        /// The dataset.
        source: Category => zh("来源"),
        /// The file within the delivery.
        file: Category => zh("文件"),
        /// The line, counted from 1 with the header.
        line: Count => zh("行号"),
        /// What the person is in the row.
        role: Category => zh("角色"),
        /// The keyed fingerprint of source and values: one spelling has one key on any night.
        identity_key: Maybe<Key> => zh("身份键").null("the row names nobody").personal(),
        /// The person.
        person_id: Maybe<Text> => zh("人员编号").null("the row names nobody").personal(),
        /// How far the row's identity number may be trusted.
        resident_id_class: Category => zh("证号类别"),
        /// A keyed pseudonym of the identity number as the row writes it: equal for equal numbers.
        resident_id_key: Maybe<Key> => zh("证号假名").null("no number is given").personal(),
        /// How surely the row speaks of this person.
        grade: Maybe<Category> => zh("匹配等级").null("the row names nobody"),
        /// The first night the person was seen.
        first_seen: Maybe<OnDay> => zh("人员首次出现").null("the row names nobody"),
    }
}

/// Writes the mentions in order of source, file and line.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let tonight = night.tonight;
    let mentions = &tonight.records.mentions;
    for chunk in order(night).chunks(file.rows_at_a_time()) {
        let mut builder = SourceRowsBuilder::with_capacity(chunk.len());
        for (_, _, _, mention) in chunk {
            let Place { source, file, line } = night.place_of(*mention);
            let identity = night.identity_of(*mention);
            let person = night.person_of(*mention);
            builder.push(SourceRow {
                source,
                file,
                line,
                role: Category::value(&mentions.role, *mention as usize),
                identity_key: identity.map(|identity| tonight.identities.keys[identity]),
                person_id: person.map(|person| night.person_text(person)),
                resident_id_class: Category::value(&mentions.resident_id_class, *mention as usize),
                resident_id_key: night.pseudonym_of(*mention).map(|pseudonym| pseudonym.key()),
                grade: night.grade_of(*mention).map(crate::domain::Grade::code),
                first_seen: person.map(|person| tonight.people.first_seen[person as usize]),
            });
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}

/// Mentions by rank of source and file, then line, then position: numbers sort faster than names.
fn order(night: &Night) -> Vec<(u32, u32, u32, u32)> {
    let mentions = &night.tonight.records.mentions;
    let sources = ranks(&mentions.source);
    let files = ranks(&mentions.file);
    let key = |mention: u32| {
        let row = mention as usize;
        let source = sources[mentions.source.keys().value(row).unsigned_abs() as usize];
        let file = files[mentions.file.keys().value(row).unsigned_abs() as usize];
        (source, file, mentions.line.value(row), mention)
    };
    let count = u32::try_from(mentions.len()).expect("mentions are numbered in 32 bits");
    let mut order: Vec<_> = (0..count).map(key).collect();
    order.sort_unstable();
    order
}

/// The alphabetical rank of each word of a category; equal words share one.
fn ranks(category: &<Category as Cell>::Array) -> Vec<u32> {
    let words = category.values().as_any().downcast_ref::<<Text as Cell>::Array>();
    let words: Vec<&str> =
        words.expect("a category's words are text").iter().map(Option::unwrap_or_default).collect();
    let mut sorted = words.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let rank = |word: &&str| sorted.partition_point(|other| other < word);
    words.iter().map(|word| u32::try_from(rank(word)).expect("a category has few words")).collect()
}
