//! The normaliser: interprets a source's mapping, row by row.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::{AddAssign, Range};

use arrow::array::Array;

use super::address::{Address, address};
use super::amount::Unit;
use super::check::resolve;
use super::fault::Fault;
use super::gazetteer::Gazetteer;
use super::mapping::{
    AwardMap, Choice, CircumstanceMap, Column, DateRule, Mapping, MembershipMap, MentionMap,
    OnFault, PaymentMap, Reference, Value,
};
use super::person::{Person, name_of, people};
use super::resident_id::{Document, Witness};
use super::sense::Sense;
use super::slot::{Faulty, Lookup, Row, Slot};
use crate::domain::{
    AttributesBuilder, Award, AwardsBuilder, Circumstance, CircumstancesBuilder, Divisions, Fen,
    HouseholdKind, IdClass, LedgerLine, Membership, MembershipsBuilder, Mention, MentionsBuilder,
    Payment, PaymentsBuilder, RawRows, Records, Reject, Rejects, RejectsBuilder, ResidentId,
    Schemes, Source,
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
            stated: None,
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
    sense: Sense,
    /// Columns whose fault sets the row aside.
    critical: Vec<bool>,
    /// Columns of names, each with that of their numbers, that may list several people.
    lists: Vec<(usize, usize)>,
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
        let pairs = mapping
            .mentions
            .iter()
            .filter_map(|map| Some((map.name.as_ref()?.at, map.resident_id.as_ref()?.at)));
        let lists = pairs.filter(|(name, _)| columns[*name].value.is_list()).collect();
        let gazetteer = Gazetteer::new(divisions);
        let (source, schemes) = (source.clone(), schemes.clone());
        let sense = Sense::new(&mapping, source.snapshot);
        Ok(Self { source, columns, mapping, gazetteer, schemes, sense, critical, lists })
    }

    /// The records of a chunk, and what became of its rows. Rejects of reading come first.
    ///
    /// The chunk's columns must be those the normaliser was made with, in the same order.
    pub fn normalise<'a>(&'a self, rows: &'a RawRows) -> (Records, Counts) {
        let declared = self.columns.iter().map(|column| &column.field);
        assert!(rows.fields.iter().eq(declared), "a chunk has the columns its source declares");
        let unread = rows.rejects.len() as u64;
        let names = self.mapping.attribute_names().map(str::to_owned);
        let room = |maps: usize| rows.lines.len() * maps;
        let mut out = Output {
            mentions: MentionsBuilder::with_capacity(room(self.mapping.mentions.len())),
            memberships: MembershipsBuilder::with_capacity(room(self.mapping.memberships.len())),
            awards: AwardsBuilder::with_capacity(room(self.mapping.awards.len())),
            payments: PaymentsBuilder::with_capacity(room(self.mapping.payments.len())),
            circumstances: CircumstancesBuilder::with_capacity(room(
                self.mapping.circumstances.len(),
            )),
            attributes: AttributesBuilder::new(names),
            counts: Counts {
                rows_read: rows.rows_read,
                rows_rejected: unread,
                ..Counts::default()
            },
            ..Output::default()
        };
        let lookup = Lookup {
            gazetteer: &self.gazetteer,
            schemes: &self.schemes,
            latest: self.source.snapshot,
            private_use: &self.mapping.private_use,
            units: self.units(rows),
        };
        let mut row = Row::with_capacity(self.columns.len());
        let mut spanned = rows.spanned.iter().peekable();
        for (at, line) in rows.lines.iter().enumerate() {
            let cells =
                rows.columns.iter().map(|cells| cells.is_valid(at).then(|| cells.value(at)));
            row.read(&self.columns, cells, &lookup);
            while let Some(cell) = spanned.next_if(|cell| cell.row == at) {
                row.disown_if_of_another(cell, &self.columns[cell.teller], &lookup);
            }
            self.sense.judge(&mut row);
            for (names, numbers) in &self.lists {
                row.pair(*names, *numbers);
            }
            if row.faults.iter().any(|faulty| faulty.fault == Fault::InvalidId) {
                self.suppose(&mut row);
            }
            self.take(rows, *line, &row, &mut out);
        }
        out.finish(&rows.rejects)
    }

    /// What a plain number of each column counts: as its own header states, or what stands above the
    /// table, or else the mapping.
    fn units(&self, rows: &RawRows) -> Vec<Unit> {
        let above = rows.unit.as_deref().and_then(Unit::stated);
        let unit = |(column, header): (&Column, &String)| match column.value {
            Value::Amount { unit } => Unit::stated(header).or(above).unwrap_or(unit),
            _ => Unit::default(),
        };
        self.columns.iter().zip(&rows.headers).map(unit).collect()
    }

    /// Looks for the numbers that invalid ones were probably meant to be.
    fn suppose(&self, row: &mut Row<'_>) {
        for map in &self.mapping.mentions {
            let Some(number) = map.resident_id.as_ref().filter(|_| row.holds(&map.when)) else {
                continue;
            };
            // Beside a list of people it is not said whose birth date and sex they are.
            let alone = row.people(Some(number)) == 1 && row.people(map.name.as_ref()) == 1;
            let own = |field: &Option<Reference>| {
                row.optional_text(field.as_ref().filter(|_| alone)).map(Cow::into_owned)
            };
            let (birth_date, sex) = (own(&map.birth_date), own(&map.sex));
            let witness = Witness {
                birth_date: birth_date.as_deref(),
                is_male: sex.map(|sex| sex == "male"),
                latest: self.source.snapshot,
            };
            row.suppose(number, &witness);
        }
    }

    fn take<'a>(&'a self, rows: &'a RawRows, line: u32, row: &Row<'a>, out: &mut Output<'a>) {
        let due: Fen = self.payments_due(row).filter_map(|map| row.sum(&map.amount)).sum();
        out.counts.amount_read += due;
        let place = Place { source: &self.source, rows, line };
        let is_critical = |faulty: &&Faulty<'_>| {
            faulty.column.is_some_and(|at| self.critical[at]) && faulty.fault.spoils()
        };
        let critical = row.faults.iter().find(is_critical).cloned();
        if let Some(refusal) = critical.or_else(|| self.refusal(row)) {
            out.counts.rows_rejected += 1;
            out.counts.amount_rejected += due;
            out.reject(&place, &refusal, true);
            return;
        }
        out.counts.rows_accepted += 1;
        out.counts.values_rejected += row.faults.len() as u64;
        for faulty in &row.faults {
            out.reject(&place, faulty, false);
        }
        self.push(&place, row, out);
    }

    /// Why a row whose values can be read is still of no use.
    fn refusal<'a>(&self, row: &Row<'a>) -> Option<Faulty<'a>> {
        let lacks = |fault| Faulty { column: None, value: None, fault, repair: None };
        let subject = self.mapping.mentions.first()?;
        if people(subject, row).next().is_none() {
            let fields = [&subject.name, &subject.resident_id].into_iter().flatten();
            let mut told = fields.filter_map(|field| {
                row.faults.iter().find(|faulty| faulty.column == Some(field.at)).cloned()
            });
            return Some(told.next().unwrap_or(lacks(Fault::NoPerson)));
        }
        for map in self.payments_due(row) {
            if people(&self.mapping.mentions[map.mention.at], row).next().is_none() {
                return Some(lacks(Fault::MissingMention));
            }
            if row.choice(&map.scheme).is_none() {
                return Some(lacks(Fault::MissingScheme));
            }
            if row.period(&map.period).is_none() {
                let column = map.period.fields().first().map(|field| field.at);
                let value = column.and_then(|column| row.raws[column]);
                return Some(Faulty { column, value, ..lacks(Fault::MissingPeriod) });
            }
            if row.period(&map.period).is_some_and(|period| self.sense.is_too_late(map, period)) {
                let told = map.period.fields().iter().find(|field| row.month(field).is_some());
                let column = told.map(|field| field.at);
                let value = column.and_then(|column| row.raws[column]);
                return Some(Faulty { column, value, ..lacks(Fault::PeriodInFuture) });
            }
            if row.sum(&map.amount).is_none() {
                return Some(lacks(Fault::MissingAmount));
            }
        }
        let mut awards = self.mapping.awards.iter().filter(|map| row.holds(&map.when));
        let unknown = awards.any(|map| row.choice(&map.scheme).is_none());
        unknown.then_some(lacks(Fault::MissingScheme))
    }

    fn payments_due<'r>(&'r self, row: &'r Row<'_>) -> impl Iterator<Item = &'r PaymentMap> {
        self.mapping.payments.iter().filter(|map| row.holds(&map.when))
    }

    fn push<'a>(&'a self, place: &Place<'a>, row: &Row<'a>, out: &mut Output<'a>) {
        out.positions.clear();
        for map in &self.mapping.mentions {
            let first = out.next_mention();
            for person in people(map, row) {
                self.push_mention(map, &person, place, row, out);
            }
            out.positions.push(first..out.next_mention());
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

    fn push_mention<'a>(
        &'a self,
        map: &MentionMap,
        person: &Person<'_>,
        place: &Place<'a>,
        row: &Row<'a>,
        out: &mut Output<'a>,
    ) {
        let Person { name_raw, name, id_raw, id, alone } = *person;
        // Whose a cell is that stands beside a list of people, is not said.
        let own = |field: &Option<Reference>| {
            let field = field.as_ref().filter(|_| alone);
            row.optional_text(field)
        };
        let former = map.former_name.as_ref().filter(|_| alone);
        // Registers repeat the name where there is no other.
        let former = former.and_then(|field| name_of(row.slot(field)));
        let former = former.map(|former| former.folded.as_str());
        let former = former
            .or_else(|| name.and_then(|name| name.former.as_deref()))
            .filter(|former| name.is_none_or(|name| name.folded != *former));
        // A place is the row's, however many people it names.
        let told = |field: &&Reference| alone || self.columns[field.at].value == Value::Place;
        out.attributes
            .push(|attribute| row.optional_text(map.attributes.get(attribute).filter(told)));
        let role = row.choice(&map.role);
        let Output { addresses, mentions, .. } = out;
        let Address { town, village, door, is_dwelling } = self.address_of(map, row, addresses);
        let dwelling = if *is_dwelling { "yes" } else { "no" };
        mentions.push(Mention {
            source: &self.source.id,
            file: &place.rows.file,
            line: place.line,
            role: role.as_deref().unwrap_or("member"),
            name_raw,
            name: name.map(|name| name.normal.as_str()),
            name_folded: name.map(|name| name.folded.as_str()),
            name_reading: name.and_then(|name| name.reading.as_deref()),
            surname_length: name.and_then(|name| name.surname_length),
            former_name: former,
            document_type: id.map_or(Document::ResidentId, |id| id.document).code(),
            resident_id_raw: id_raw,
            resident_id: id.and_then(|id| id.normal.as_deref()),
            resident_id_repairs: id.and_then(|id| id.repairs.text()).as_deref(),
            resident_id_hypothesis: id
                .and_then(|id| id.hypothesis.as_ref())
                .map(ResidentId::as_str),
            resident_id_class: id.map_or(IdClass::Missing, |id| id.class).code(),
            sex: own(&map.sex).as_deref(),
            birth_date: own(&map.birth_date).as_deref(),
            phone: own(&map.phone).as_deref(),
            address_raw: row.raw(map.address.as_ref()),
            town: *town,
            village: *village,
            door: door.as_deref(),
            door_is_dwelling: door.as_ref().map(|_| dwelling),
            account: own(&map.account).as_deref(),
            snapshot: self.source.snapshot,
        });
    }

    /// The address of a mention, read once for all who live there.
    fn address_of<'a, 'm>(
        &'a self,
        map: &MentionMap,
        row: &Row<'a>,
        recent: &'m mut RecentAddresses<'a>,
    ) -> &'m Address<'a> {
        let town = self.division(map.town.as_ref(), row, None).filter(|code| code.len() == 9);
        let village = self.division(map.village.as_ref(), row, town);
        let village = village.filter(|code| code.len() == 12);
        // What stands there instead of an address is none.
        let told = map.address.as_ref().filter(|field| *row.slot(field) != Slot::Absent);
        let raw = row.raw(told);
        recent.find((raw, town, village), || {
            address(raw, town, village, &self.gazetteer, &self.mapping.private_use)
        })
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

    fn push_award(&self, map: &AwardMap, row: &Row<'_>, out: &mut Output<'_>) {
        let first = out.positions[map.mention.at].clone().next();
        let Some(mention) = first.filter(|_| row.holds(&map.when)) else {
            return;
        };
        let scheme = row.choice(&map.scheme).expect("a row without a scheme was set aside");
        out.awards.push(Award {
            mention,
            certificate: row.optional_text(map.certificate.as_ref()).as_deref(),
            scheme: &scheme,
            status: &row.choice(&map.status).expect("every row of an award tells its status"),
            from: map.from.as_ref().and_then(|rule| row.day(rule, false)),
            to: map.to.as_ref().and_then(|rule| row.day(rule, true)),
            monthly: map.monthly.as_ref().and_then(|sum| row.sum(sum)),
            area: self.area(map.area.as_ref(), row).as_deref(),
            household_key: map.household_key.as_ref().and_then(|key| row.key(key)).as_deref(),
        });
    }

    fn push_payment(&self, map: &PaymentMap, row: &Row<'_>, out: &mut Output<'_>) {
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
            mention: out.positions[map.mention.at].clone().next().expect(set_aside),
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

fn push_membership(map: &MembershipMap, row: &Row<'_>, out: &mut Output<'_>) {
    let Some(key) = row.key(&map.key).filter(|_| row.holds(&map.when)) else {
        return;
    };
    let kind: HouseholdKind = map.kind;
    for mention in out.positions[map.mention.at].clone() {
        out.memberships.push(Membership {
            mention,
            kind: kind.code(),
            key: &key,
            relation: map.relation.as_ref().and_then(|choice| row.choice(choice)).as_deref(),
            from: map.from.as_ref().and_then(|rule| row.day(rule, false)),
            to: map.to.as_ref().and_then(|rule| row.day(rule, true)),
        });
    }
}

fn push_circumstance(map: &CircumstanceMap, row: &Row<'_>, out: &mut Output<'_>) {
    if !row.holds(&map.when) {
        return;
    }
    for mention in out.positions[map.mention.at].clone() {
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

/// An address as given, and the town and village its row names in columns of their own.
type AddressKey<'a> = (Option<&'a str>, Option<&'a str>, Option<&'a str>);

/// The last few addresses, the latest last: the rows of a household mostly stand together.
#[derive(Default)]
struct RecentAddresses<'a>(VecDeque<(AddressKey<'a>, Address<'a>)>);

impl<'a> RecentAddresses<'a> {
    const KEPT: usize = 4;

    fn find(&mut self, key: AddressKey<'a>, read: impl FnOnce() -> Address<'a>) -> &Address<'a> {
        let known = self.0.iter().rposition(|(known, _)| *known == key);
        let at = known.unwrap_or_else(|| {
            if self.0.len() == Self::KEPT {
                self.0.pop_front();
            }
            self.0.push_back((key, read()));
            self.0.len() - 1
        });
        &self.0[at].1
    }
}

/// What a chunk has yielded so far.
#[derive(Default)]
struct Output<'a> {
    mentions: MentionsBuilder,
    attributes: AttributesBuilder,
    memberships: MembershipsBuilder,
    awards: AwardsBuilder,
    payments: PaymentsBuilder,
    circumstances: CircumstancesBuilder,
    rejects: RejectsBuilder,
    counts: Counts,
    addresses: RecentAddresses<'a>,
    /// Of the row at hand: the positions of the people of each mention.
    positions: Vec<Range<u32>>,
}

impl Output<'_> {
    fn next_mention(&self) -> u32 {
        u32::try_from(self.mentions.len()).expect("a table has fewer than 2^32 rows")
    }

    fn reject(
        &mut self,
        place: &Place<'_>,
        Faulty { column, value, fault, repair }: &Faulty<'_>,
        whole_row: bool,
    ) {
        self.rejects.push(Reject {
            source: &place.source.id,
            file: &place.rows.file,
            sheet: place.rows.sheet.as_deref(),
            line: place.line,
            field: column.map(|column| place.rows.headers[column].as_str()),
            value: *value,
            code: fault.code(),
            message: fault.message(),
            message_en: fault.message_en(),
            suggestion: fault.suggestion(),
            repair: repair.as_deref(),
            whole_row,
        });
    }

    fn finish(self, unread: &Rejects) -> (Records, Counts) {
        let rejects = self.rejects.finish();
        let rejects = if unread.is_empty() {
            rejects
        } else {
            Rejects::concat(vec![unread.clone(), rejects])
        };
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
