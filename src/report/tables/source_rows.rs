//! Source rows: every mention with the person it was taken for; the next night reads it back.

use crate::domain::table::{Category, Cell, Count, Key, Maybe, OnDay, Text, table, zh};
use crate::report::ReportError;
use crate::report::night::{Night, Place};
use crate::report::parquet_file::TableFile;

table! {
    /// Every mention of tonight and the person it was taken for.
    pub SourceRows, SourceRow, SourceRowsBuilder = "source_rows" "来源明细"
        says "当晚的每次提及及其归入的人员。"
        v 1 sorted [source, file, line] {
        /// The dataset.
        source: Category => zh("来源").says("所属数据集"),
        /// The file within the delivery.
        file: Category => zh("文件").says("批次中的文件"),
        /// The line, counted from 1 with the header.
        line: Count => zh("行号").says("行号，含表头从1起计"),
        /// What the person is in the row.
        role: Category => zh("角色")
            .says("人员在该行中的身份：recipient＝救助对象或申请人、head＝户主、member＝家庭成员、\
                 spouse＝配偶、father＝父亲、mother＝母亲、guardian＝监护人、\
                 co_applicant＝共同申请人或共有人、payee＝收款账户户名、deceased＝死者、agent＝代领人"),
        /// The keyed fingerprint of source and values: one spelling has one key on any night.
        identity_key: Maybe<Key> => zh("身份键")
            .says("来源与各项取值的带密钥指纹，同一写法在任何一晚指纹相同")
            .null("the row names nobody", "该行未写明人员").personal(),
        /// The person.
        person_id: Maybe<Text> => zh("人员编号").says("所归人员的编号")
            .null("the row names nobody", "该行未写明人员").personal(),
        /// How far the row's identity number may be trusted.
        resident_id_class: Category => zh("证号类别")
            .says("该行证件号码的可信程度：valid＝有效、invalid＝日期或校验码不符、\
                 truncated＝末三位丢失、masked＝已遮蔽、placeholder＝占位值、\
                 other_document＝其他证件、missing＝未填"),
        /// A keyed pseudonym of the identity number as the row writes it: equal for equal numbers.
        resident_id_key: Maybe<Key> => zh("证号假名")
            .says("该行所填证件号码的带密钥假名，号码相同则假名相同")
            .null("no number is given", "未填证件号码").personal(),
        /// How surely the row speaks of this person.
        grade: Maybe<Category> => zh("匹配等级")
            .says("该行指向此人的确定程度：confirmed＝确认、probable＝高度疑似、possible＝疑似")
            .null("the row names nobody", "该行未写明人员"),
        /// The first night the person was seen.
        first_seen: Maybe<OnDay> => zh("人员首次出现").says("首次出现该人的核对日期")
            .null("the row names nobody", "该行未写明人员"),
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
