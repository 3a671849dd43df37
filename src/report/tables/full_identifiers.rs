//! Full identifiers: what the sources write of each person, unmasked; only where there is a purpose for it.

use crate::domain::table::{Category, Count, Key, Maybe, Text, table, zh};
use crate::report::ReportError;
use crate::report::night::{Night, Place};
use crate::report::parquet_file::TableFile;

table! {
    /// Each way a source writes a person, in full and not masked: a run has this table only where its
    /// settings name a purpose for it.
    pub FullIdentifiers, FullIdentifier, FullIdentifiersBuilder = "full_identifiers" "完整身份信息" v 1
        sorted [person_id, source, file, line] {
        /// The person.
        person_id: Text => zh("人员编号").personal(),
        /// The dataset.
        source: Category => zh("来源"),
        /// The file within the delivery, of the first row that writes the person so.
        file: Category => zh("文件"),
        /// The line of that row, counted from 1 with the header.
        line: Count => zh("行号"),
        /// The keyed fingerprint of source and values, as `source_rows` has it.
        identity_key: Key => zh("身份键").personal(),
        /// The name as given.
        name: Maybe<Text> => zh("姓名").null("not given").sensitive(),
        /// The kind of identity document.
        document_type: Category => zh("证件类型"),
        /// The identity number as given.
        resident_id: Maybe<Text> => zh("证号").standard("GB 11643").null("not given").sensitive(),
        /// How far the identity number may be trusted.
        resident_id_class: Category => zh("证号类别"),
        /// Telephone number, digits only.
        phone: Maybe<Text> => zh("电话").null("not given").sensitive(),
        /// The account assistance is paid to.
        account: Maybe<Text> => zh("账号").null("not given").sensitive(),
        /// The address as given.
        address: Maybe<Text> => zh("住址").null("not given").sensitive(),
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
