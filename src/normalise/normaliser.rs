//! The normaliser: interprets a source's mapping, row by row.

use std::ops::AddAssign;

use arrow::array::Array;

use super::address::{Address, address};
use super::check::resolve;
use super::fault::Fault;
use super::gazetteer::Gazetteer;
use super::mapping::{
    AwardMap, Choice, CircumstanceMap, Column, DateRule, Mapping, MembershipMap, MentionMap,
    OnFault, PaymentMap, Reference,
};
use super::resident_id::Document;
use super::slot::{Lookup, Row, Slot};
use crate::domain::{
    AttributesBuilder, Award, AwardsBuilder, Circumstance, CircumstancesBuilder, Divisions, Fen,
    HouseholdKind, IdClass, LedgerLine, Membership, MembershipsBuilder, Mention, MentionsBuilder,
    Payment, PaymentsBuilder, RawRows, Records, Reject, Rejects, RejectsBuilder, Schemes, Source,
};

/// What became of the rows and the money of a chunk or a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows read, those included that ingest already set aside.
    pub rows_read: u64,
    pub rows_accepted: u64,
    pub rows_rejected: u64,
    /// Values that were faulted within accepted rows.
    pub values_rejected: u64,
    /// The payments' amounts, as far as they can be read.
    pub amount_read: Fen,
    pub amount_accepted: Fen,
    pub amount_rejected: Fen,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.rows_read += other.rows_read;
        self.rows_accepted += other.rows_accepted;
        self.rows_rejected += other.rows_rejected;
        self.values_rejected += other.values_rejected;
        self.amount_read += other.amount_read;
        self.amount_accepted += other.amount_accepted;
        self.amount_rejected += other.amount_rejected;
    }
}

impl Counts {
    /// The ledger's line of a file with these counts.
    pub fn ledger_line(&self, source: &str, file: &str, digest: &str) -> LedgerLine {
        LedgerLine {
            source: source.to_owned(),
            file: file.to_owned(),
            rows_read: self.rows_read,
            rows_accepted: self.rows_accepted,
            rows_rejected: self.rows_rejected,
            values_rejected: self.values_rejected,
            amount_read: self.amount_read,
            amount_accepted: self.amount_accepted,
            amount_rejected: self.amount_rejected,
            digest: digest.to_owned(),
        }
    }
}

/// A mapping that cannot be used, with every fault it has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the mapping of source {source_id} cannot be used: {}", faults.join("; "))]
pub struct MappingError {
    pub source_id: String,
    pub faults: Vec<String>,
}

/// Turns the raw rows of one source into records. It is shared by threads; chunks are independent.
#[derive(Debug)]
pub struct Normaliser {
    source: Source,
    columns: Vec<Column>,
    mapping: Mapping,
    gazetteer: Gazetteer,
    schemes: Schemes,
    /// Columns whose fault sets the row aside.
    critical: Vec<bool>,
}

impl Normaliser {
    /// Prepares a source's mapping; every fault of it is named at once.
    pub fn new(
        source: &Source,
        columns: &[Column],
        mapping: &Mapping,
        divisions: &Divisions,
        schemes: &Schemes,
    ) -> Result<Self, MappingError> {
        let (mut columns, mut mapping) = (columns.to_vec(), mapping.clone());
        let faults = resolve(&mut columns, &mut mapping);
        if !faults.is_empty() {
            return Err(MappingError { source_id: source.id.clone(), faults });
        }
        let mut critical: Vec<bool> =
            columns.iter().map(|column| column.on_fault == OnFault::RejectRow).collect();
        for field in fields_of_money(&mapping) {
            critical[field.at] = true;
        }
        let gazetteer = Gazetteer::new(divisions);
        let (source, schemes) = (source.clone(), schemes.clone());
        Ok(Self { source, columns, mapping, gazetteer, schemes, critical })
    }

    /// The records of a chunk, and what became of its rows. Rejects of reading come first.
    ///
    /// The chunk's columns must be those the normaliser was made with, in the same order.
    pub fn normalise(&self, rows: &RawRows) -> (Records, Counts) {
        let declared = self.columns.iter().map(|column| &column.field);
        assert!(rows.fields.iter().eq(declared), "a chunk has the columns its source declares");
        let unread = rows.rejects.len() as u64;
        let names = self.mapping.attribute_names().map(str::to_owned);
        let mut out = Output {
            attributes: AttributesBuilder::new(names),
            counts: Counts {
                rows_read: rows.rows_read,
                rows_rejected: unread,
                ..Counts::default()
            },
            ..Output::default()
        };
        let lookup = Lookup { gazetteer: &self.gazetteer, schemes: &self.schemes };
        let mut row = Row::with_capacity(self.columns.len());
        for (at, line) in rows.lines.iter().enumerate() {
            let cells =
                rows.columns.iter().map(|cells| cells.is_valid(at).then(|| cells.value(at)));
            row.read(&self.columns, cells, &lookup);
            self.take(rows, *line, &row, &mut out);
        }
        out.finish(&rows.rejects)
    }

    fn take(&self, rows: &RawRows, line: u32, row: &Row<'_>, out: &mut Output) {
        let due: Fen = self.payments_due(row).filter_map(|map| row.sum(&map.amount)).sum();
        out.counts.amount_read += due;
        let place = Place { source: &self.source, rows, line };
        let critical = row.faults.iter().find(|(column, _)| self.critical[*column]);
        let refusal = match critical {
            Some((column, fault)) => Some((Some(*column), *fault)),
            None => self.refusal(row),
        };
        if let Some((column, fault)) = refusal {
            out.counts.rows_rejected += 1;
            out.counts.amount_rejected += due;
            out.reject(&place, row, column, fault, true);
            return;
        }
        out.counts.rows_accepted += 1;
        out.counts.values_rejected += row.faults.len() as u64;
        for (column, fault) in &row.faults {
            out.reject(&place, row, Some(*column), *fault, false);
        }
        self.push(&place, row, out);
    }

    /// Why a row whose values can be read is still of no use.
    fn refusal(&self, row: &Row<'_>) -> Option<(Option<usize>, Fault)> {
        let subject = self.mapping.mentions.first()?;
        if !is_there(subject, row) {
            let fields = [&subject.name, &subject.resident_id].into_iter().flatten();
            let mut told = fields
                .filter_map(|field| row.faults.iter().find(|(column, _)| *column == field.at));
            let fault = told.next().map(|(column, fault)| (Some(*column), *fault));
            return Some(fault.unwrap_or((None, Fault::NoPerson)));
        }
        for map in self.payments_due(row) {
            if !is_there(&self.mapping.mentions[map.mention.at], row) {
                return Some((None, Fault::MissingMention));
            }
            if row.choice(&map.scheme).is_none() {
                return Some((None, Fault::MissingScheme));
            }
            if row.period(&map.period).is_none() {
                let column = map.period.fields().first().map(|field| field.at);
                return Some((column, Fault::MissingPeriod));
            }
            if row.sum(&map.amount).is_none() {
                return Some((None, Fault::MissingAmount));
            }
        }
        let mut awards = self.mapping.awards.iter().filter(|map| row.holds(&map.when));
        let unknown = awards.any(|map| row.choice(&map.scheme).is_none());
        unknown.then_some((None, Fault::MissingScheme))
    }

    fn payments_due<'r>(&'r self, row: &'r Row<'_>) -> impl Iterator<Item = &'r PaymentMap> {
        self.mapping.payments.iter().filter(|map| row.holds(&map.when))
    }

    fn push(&self, place: &Place<'_>, row: &Row<'_>, out: &mut Output) {
        out.positions.clear();
        for map in &self.mapping.mentions {
            let position = is_there(map, row).then(|| self.push_mention(map, place, row, out));
            out.positions.push(position);
        }
        for map in &self.mapping.memberships {
            push_membership(map, row, out);
        }
        for map in &self.mapping.awards {
            self.push_award(map, row, out);
        }
        for map in &self.mapping.payments {
            self.push_payment(map, row, out);
        }
        for map in &self.mapping.circumstances {
            push_circumstance(map, row, out);
        }
    }

    fn push_mention(
        &self,
        map: &MentionMap,
        place: &Place<'_>,
        row: &Row<'_>,
        out: &mut Output,
    ) -> u32 {
        let name_in = |field: Option<&Reference>| match row.slot(field?) {
            Slot::Name(name) => Some(name),
            _ => None,
        };
        let name = name_in(map.name.as_ref());
        // Registers repeat the name where there is no other.
        let former = name_in(map.former_name.as_ref())
            .filter(|former| name.is_none_or(|name| name.folded != former.folded));
        let id = map.resident_id.as_ref().and_then(|field| match row.slot(field) {
            Slot::Id(id) => Some(id),
            _ => None,
        });
        out.attributes.push(|attribute| row.optional_text(map.attributes.get(attribute)));
        let role = row.choice(&map.role);
        let Address { town, village, door, is_dwelling } = self.address_of(map, row);
        let dwelling = if is_dwelling { "yes" } else { "no" };
        out.mentions.push(Mention {
            source: &self.source.id,
            file: &place.rows.file,
            line: place.line,
            role: role.as_deref().unwrap_or("member"),
            name_raw: row.raw(map.name.as_ref()),
            name: name.map(|name| name.normal.as_str()),
            name_folded: name.map(|name| name.folded.as_str()),
            name_reading: name.and_then(|name| name.reading.as_deref()),
            surname_length: name.and_then(|name| name.surname_length),
            former_name: former.map(|former| former.folded.as_str()),
            document_type: id.map_or(Document::ResidentId, |id| id.document).code(),
            resident_id_raw: row.raw(map.resident_id.as_ref()),
            resident_id: id.and_then(|id| id.normal.as_deref()),
            resident_id_class: id.map_or(IdClass::Missing, |id| id.class).code(),
            sex: row.optional_text(map.sex.as_ref()).as_deref(),
            birth_date: row.optional_text(map.birth_date.as_ref()).as_deref(),
            phone: row.optional_text(map.phone.as_ref()).as_deref(),
            address_raw: row.raw(map.address.as_ref()),
            town,
            village,
            door: door.as_deref(),
            door_is_dwelling: door.as_ref().map(|_| dwelling),
            account: row.optional_text(map.account.as_ref()).as_deref(),
            snapshot: self.source.snapshot,
        })
    }

    fn address_of<'n>(&'n self, map: &MentionMap, row: &Row<'_>) -> Address<'n> {
        let town = self.division(map.town.as_ref(), row, None).filter(|code| code.len() == 9);
        let village = self.division(map.village.as_ref(), row, town);
        let village = village.filter(|code| code.len() == 12);
        address(row.raw(map.address.as_ref()), town, village, &self.gazetteer)
    }

    /// The code of a division that a cell of its own names, if the list has it.
    fn division<'n>(
        &'n self,
        field: Option<&Reference>,
        row: &Row<'_>,
        within: Option<&str>,
    ) -> Option<&'n str> {
        let text = row.optional_text(field)?;
        self.gazetteer.code_of(&text, within.or(self.gazetteer.home()))
    }

    /// The division that granted or paid: as coded, also outside the list, or by its name.
    fn area(&self, field: Option<&Reference>, row: &Row<'_>) -> Option<String> {
        let text = row.optional_text(field)?;
        let known = self.gazetteer.code_of(&text, None).map(str::to_owned);
        known.or_else(|| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.into_owned()))
    }

    fn push_award(&self, map: &AwardMap, row: &Row<'_>, out: &mut Output) {
        let Some(mention) = out.positions[map.mention.at].filter(|_| row.holds(&map.when)) else {
            return;
        };
        let scheme = row.choice(&map.scheme).expect("a row without a scheme was set aside");
        out.awards.push(Award {
            mention,
            certificate: row.optional_text(map.certificate.as_ref()).as_deref(),
            scheme: &scheme,
            status: row.choice(&map.status).as_deref().unwrap_or("active"),
            from: map.from.as_ref().and_then(|rule| row.day(rule, false)),
            to: map.to.as_ref().and_then(|rule| row.day(rule, true)),
            monthly: map.monthly.as_ref().and_then(|sum| row.sum(sum)),
            area: self.area(map.area.as_ref(), row).as_deref(),
            household_key: map.household_key.as_ref().and_then(|key| row.key(key)).as_deref(),
        });
    }

    fn push_payment(&self, map: &PaymentMap, row: &Row<'_>, out: &mut Output) {
        if !row.holds(&map.when) {
            return;
        }
        let set_aside = "a row that lacks what a payment needs was set aside";
        let amount = row.sum(&map.amount).expect(set_aside);
        let paid_on = map.paid_on.as_ref().and_then(|field| match row.slot(field) {
            Slot::Date(date) => date.first_day().filter(|_| date.day.is_some()),
            _ => None,
        });
        out.payments.push(Payment {
            mention: out.positions[map.mention.at].expect(set_aside),
            scheme: &row.choice(&map.scheme).expect(set_aside),
            period: row.period(&map.period).expect(set_aside),
            paid_on,
            amount,
            payment_number: row.optional_text(map.payment_number.as_ref()).as_deref(),
            certificate: row.optional_text(map.certificate.as_ref()).as_deref(),
            account: row.optional_text(map.account.as_ref()).as_deref(),
            event: row.optional_text(map.event.as_ref()).as_deref(),
            cause: map.cause.as_ref().and_then(|choice| row.choice(choice)).as_deref(),
            mark: map.mark.as_ref().and_then(|choice| row.choice(choice)).as_deref(),
            area: self.area(map.area.as_ref(), row).as_deref(),
        });
        out.counts.amount_accepted += amount;
    }
}

fn push_membership(map: &MembershipMap, row: &Row<'_>, out: &mut Output) {
    let mention = out.positions[map.mention.at].filter(|_| row.holds(&map.when));
    let (Some(mention), Some(key)) = (mention, row.key(&map.key)) else {
        return;
    };
    let kind: HouseholdKind = map.kind;
    out.memberships.push(Membership {
        mention,
        kind: kind.code(),
        key: &key,
        relation: map.relation.as_ref().and_then(|choice| row.choice(choice)).as_deref(),
        from: map.from.as_ref().and_then(|rule| row.day(rule, false)),
        to: map.to.as_ref().and_then(|rule| row.day(rule, true)),
    });
}

fn push_circumstance(map: &CircumstanceMap, row: &Row<'_>, out: &mut Output) {
    let Some(mention) = out.positions[map.mention.at].filter(|_| row.holds(&map.when)) else {
        return;
    };
    out.circumstances.push(Circumstance {
        mention,
        kind: map.kind.code(),
        from: map.from.as_ref().and_then(|rule| row.day(rule, false)),
        to: map.to.as_ref().and_then(|rule| row.day(rule, true)),
        amount: map.amount.as_ref().and_then(|sum| row.sum(sum)),
        assisted: map.assisted.as_ref().and_then(|sum| row.sum(sum)),
        grade: map.grade.as_ref().and_then(|choice| row.choice(choice)).as_deref(),
        event: row.optional_text(map.event.as_ref()).as_deref(),
    });
}

/// Whether the row names this person by a name, by a number that is more than a filler, or where
/// neither is mapped by any attribute.
fn is_there(map: &MentionMap, row: &Row<'_>) -> bool {
    let is_name = |field: &Reference| matches!(row.slot(field), Slot::Name(_));
    let is_number = |field: &Reference| match row.slot(field) {
        Slot::Id(id) => !matches!(id.class, IdClass::Missing | IdClass::Placeholder),
        _ => false,
    };
    let is_nameless = map.name.is_none() && map.resident_id.is_none();
    let told = map.name.as_ref().is_some_and(is_name)
        || map.resident_id.as_ref().is_some_and(is_number)
        || is_nameless && map.attributes.values().any(|field| row.text(field).is_some());
    told && row.holds(&map.when)
}

/// The fields without which a payment or an award would say something else than its row.
fn fields_of_money(mapping: &Mapping) -> Vec<&Reference> {
    let mut fields = Vec::new();
    for map in &mapping.payments {
        let (plus, minus) = map.amount.fields();
        fields.extend(
            plus.iter().chain(minus).chain(map.period.fields()).chain(field_of(&map.scheme)),
        );
        fields.extend(map.when.iter().map(|condition| &condition.field));
    }
    for map in &mapping.awards {
        fields.extend(field_of(&map.scheme));
        fields.extend([&map.from, &map.to].into_iter().flatten().flat_map(DateRule::fields));
        let monthly = map.monthly.iter().flat_map(|sum| sum.fields().0.iter());
        fields.extend(monthly.chain(map.when.iter().map(|condition| &condition.field)));
    }
    fields
}

const fn field_of(choice: &Choice) -> Option<&Reference> {
    match choice {
        Choice::Always(_) => None,
        Choice::By(by) => Some(&by.field),
    }
}

/// Where a row stands.
struct Place<'a> {
    source: &'a Source,
    rows: &'a RawRows,
    line: u32,
}

/// What a chunk has yielded so far.
#[derive(Default)]
struct Output {
    mentions: MentionsBuilder,
    attributes: AttributesBuilder,
    memberships: MembershipsBuilder,
    awards: AwardsBuilder,
    payments: PaymentsBuilder,
    circumstances: CircumstancesBuilder,
    rejects: RejectsBuilder,
    counts: Counts,
    /// Of the row at hand: the position of each mention, if it is there.
    positions: Vec<Option<u32>>,
}

impl Output {
    fn reject(
        &mut self,
        place: &Place<'_>,
        row: &Row<'_>,
        column: Option<usize>,
        fault: Fault,
        whole_row: bool,
    ) {
        self.rejects.push(Reject {
            source: &place.source.id,
            file: &place.rows.file,
            sheet: place.rows.sheet.as_deref(),
            line: place.line,
            field: column.map(|column| place.rows.headers[column].as_str()),
            value: column.and_then(|column| row.raws[column]),
            code: fault.code(),
            message: fault.message(),
            suggestion: fault.suggestion(),
            whole_row,
        });
    }

    fn finish(self, unread: &Rejects) -> (Records, Counts) {
        let rejects = self.rejects.finish();
        let rejects =
            if unread.is_empty() { rejects } else { Rejects::concat(&[unread.clone(), rejects]) };
        let records = Records {
            mentions: self.mentions.finish(),
            attributes: self.attributes.finish(),
            memberships: self.memberships.finish(),
            awards: self.awards.finish(),
            payments: self.payments.finish(),
            circumstances: self.circumstances.finish(),
            rejects,
        };
        (records, self.counts)
    }
}
