//! Full identifiers: what the sources write of each person, unmasked; only where there is a purpose for it.

use crate::domain::table::{Category, Count, Key, Maybe, Text, table, zh};
use crate::report::ReportError;
use crate::report::night::{Night, Place};
use crate::report::parquet_file::TableFile;

table! {
    /// Each way a source writes a person, in full and not masked: a run has this table only where its
    /// settings name a purpose for it.
    pub FullIdentifiers, FullIdentifier, FullIdentifiersBuilder = "full_identifiers" "完整身份信息"
        says "各来源对人员的每种写法，完整而不遮蔽；仅在设置中写明用途的运行才有此表。"
        v 1 sorted [person_id, source, file, line] {
        /// The person.
        person_id: Text => zh("人员编号").says("所指人员的编号").personal(),
        /// The dataset.
        source: Category => zh("来源").says("所属数据集"),
        /// The file within the delivery, of the first row that writes the person so.
        file: Category => zh("文件").says("首次如此书写该人的行所在的文件，按批次中的名称"),
        /// The line of that row, counted from 1 with the header.
        line: Count => zh("行号").says("该行的行号，含表头从1起计"),
        /// The keyed fingerprint of source and values, as `source_rows` has it.
        identity_key: Key => zh("身份键").says("来源与各项取值的带密钥指纹，与source_rows中的相同")
            .personal(),
        /// The name as given.
        name: Maybe<Text> => zh("姓名").says("来源所填的姓名").null("not given", "未填")
            .sensitive(),
        /// The kind of identity document.
        document_type: Category => zh("证件类型")
            .says("身份证件的种类：resident_id＝居民身份证、\
                 hk_macao_permit＝港澳居民来往内地通行证、taiwan_permit＝台湾居民来往大陆通行证、\
                 hmt_residence_permit＝港澳台居民居住证、foreigner_permit＝外国人永久居留身份证、\
                 passport＝护照、military＝军人证件、birth_certificate＝出生医学证明、\
                 student_number＝学籍号、unified_code＝统一社会信用代码、other＝其他"),
        /// The identity number as given.
        resident_id: Maybe<Text> => zh("证号").says("来源所填的证件号码").standard("GB 11643")
            .null("not given", "未填").sensitive(),
        /// How far the identity number may be trusted.
        resident_id_class: Category => zh("证号类别")
            .says("证件号码的可信程度：valid＝有效、invalid＝日期或校验码不符、\
                 truncated＝末三位丢失、masked＝已遮蔽、placeholder＝占位值、\
                 other_document＝其他证件、missing＝未填"),
        /// Telephone number, digits only.
        phone: Maybe<Text> => zh("电话").says("电话号码，只留数字").null("not given", "未填")
            .sensitive(),
        /// The account assistance is paid to.
        account: Maybe<Text> => zh("账号").says("救助金发放到的账号").null("not given", "未填")
            .sensitive(),
        /// The address as given.
        address: Maybe<Text> => zh("住址").says("来源所填的住址").null("not given", "未填")
            .sensitive(),
    }
}

/// Writes the identities in order of person and first row.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let identities = night.tonight.identities;
    let mut order: Vec<_> = (0..identities.len())
        .filter_map(|identity| {
            let mention = identities.first_mention[identity];
            Some((night.person_id_of(mention)?, night.place_of(mention), identity))
        })
        .collect();
    order.sort_unstable();
    for chunk in order.chunks(file.rows_at_a_time()) {
        let mut builder = FullIdentifiersBuilder::with_capacity(chunk.len());
        for (person, Place { source, file, line }, identity) in chunk {
            let row = night.mention(identities.first_mention[*identity]);
            builder.push(FullIdentifier {
                person_id: &person.to_string(),
                source,
                file,
                line: *line,
                identity_key: identities.keys[*identity],
                name: row.name_raw,
                document_type: row.document_type,
                resident_id: row.resident_id_raw,
                resident_id_class: row.resident_id_class,
                phone: row.phone,
                account: row.account,
                address: row.address_raw,
            });
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}
