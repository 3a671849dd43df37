//! Slots: the cells of one row, each read once by its column's kind.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::account::account;
use super::address::address;
use super::amount::{self, Unit};
use super::code;
use super::date::{self, PartialDate, month, term, written_date};
use super::fault::Fault;
use super::gazetteer::Gazetteer;
use super::latin::latin_text;
use super::list;
use super::mapping::{Choice, Column, Condition, DateRule, Key, Reference, Sum, Value};
use super::person_name::{PersonName, names_institution, person_name};
use super::phone::phone;
use super::private_use::PrivateUse;
use super::resident_id::{Document, Habits, IdNumber, Witness, hypothesis, id_number};
use super::text::{fold, is_nothing, not_a_value, plain_number, text};
use crate::domain::{Day, Fen, IdClass, Month, Schemes};

/// A cell as its column's kind reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot<'a> {
    /// Empty, or set aside.
    Absent,
    /// Several people in one cell.
    List(Vec<Item<'a>>),
    Name(PersonName),
    Id(IdNumber<'a>),
    Date(PartialDate),
    Month(Month),
    Amount(Fen),
    /// Everything whose normal form is a text; an address and a division as given.
    Text(Cow<'a, str>),
}

impl Slot<'_> {
    /// The normal value as text.
    fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            // Only mentions may refer to a list.
            Slot::Absent | Slot::List(_) => None,
            Slot::Name(name) => Some(Cow::Borrowed(&name.normal)),
            Slot::Id(id) => id.normal.as_deref().map(Cow::Borrowed),
            Slot::Date(date) => Some(Cow::Owned(date.to_string())),
            Slot::Month(month) => Some(Cow::Owned(month.to_string())),
            Slot::Amount(fen) => Some(Cow::Owned(fen.to_string())),
            Slot::Text(text) => Some(Cow::Borrowed(text)),
        }
    }
}

/// What a cell says of one of several people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<'a> {
    pub raw: &'a str,
    pub slot: Slot<'a>,
}

/// A value, or a row, that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faulty<'a> {
    pub column: Option<usize>,
    /// As given; of a list, the part at fault.
    pub value: Option<&'a str>,
    pub fault: Fault,
    /// What the value was probably meant to be.
    pub repair: Option<String>,
}

/// What reading a cell may look up.
pub struct Lookup<'a> {
    pub gazetteer: &'a Gazetteer,
    pub schemes: &'a Schemes,
    /// The day the extract describes.
    pub latest: Day,
    /// The agency's own characters.
    pub private_use: &'a PrivateUse,
    /// What a plain number counts, column by column.
    pub units: Vec<Unit>,
}

/// The cells of a row.
#[derive(Debug)]
pub struct Row<'a> {
    pub slots: Vec<Slot<'a>>,
    pub raws: Vec<Option<&'a str>>,
    pub faults: Vec<Faulty<'a>>,
}

impl<'a> Row<'a> {
    pub fn with_capacity(columns: usize) -> Self {
        Self {
            slots: Vec::with_capacity(columns),
            raws: Vec::with_capacity(columns),
            faults: Vec::new(),
        }
    }

    /// Reads the cells of a row in place of those of the last.
    pub fn read(
        &mut self,
        columns: &'a [Column],
        cells: impl Iterator<Item = Option<&'a str>>,
        lookup: &Lookup<'a>,
    ) {
        self.slots.clear();
        self.raws.clear();
        self.faults.clear();
        self.raws.extend(cells);
        for (at, column) in columns.iter().enumerate() {
            let slot = match self.raws[at] {
                Some(raw) if column.value.is_list() => self.read_list(at, column, raw, lookup),
                Some(raw) => self.read_part(at, column, raw, lookup),
                None => Slot::Absent,
            };
            self.slots.push(slot);
        }
    }

    /// Each person of a cell as a cell of their own; one person is no list.
    fn read_list(
        &mut self,
        at: usize,
        column: &'a Column,
        raw: &'a str,
        lookup: &Lookup<'a>,
    ) -> Slot<'a> {
        let parts: Vec<&str> = list::parts(raw).collect();
        match parts[..] {
            [] => self.read_part(at, column, raw, lookup),
            [one] => self.read_part(at, column, one, lookup),
            _ => {
                let read = |raw| Item { raw, slot: self.read_part(at, column, raw, lookup) };
                Slot::List(parts.into_iter().map(read).collect())
            }
        }
    }

    fn read_part(
        &mut self,
        at: usize,
        column: &'a Column,
        raw: &'a str,
        lookup: &Lookup<'a>,
    ) -> Slot<'a> {
        let document = match &column.value {
            Value::ResidentId { document_type, .. } => document_type.as_ref(),
            _ => None,
        };
        let document = document.and_then(|field| self.raws[field.at]).and_then(Document::from_text);
        let unit = lookup.units.get(at).copied().unwrap_or_default();
        let (slot, fault) = read_cell(&column.value, raw, document, unit, lookup);
        self.faults.extend(fault.map(|fault| {
            let repair = probable(&column.value, raw, fault, at, lookup);
            Faulty { column: Some(at), value: Some(raw), fault, repair }
        }));
        slot
    }

    /// Sets numbers aside that are more or fewer than the names: whose they are is not said.
    pub fn pair(&mut self, names: usize, numbers: usize) {
        let count = |slot: &Slot<'_>| match slot {
            Slot::List(items) => items.len(),
            Slot::Absent | Slot::Id(IdNumber { class: IdClass::Missing, .. }) => 0,
            _ => 1,
        };
        let (named, numbered) = (count(&self.slots[names]), count(&self.slots[numbers]));
        if named == 0 || numbered == 0 || named == numbered {
            return;
        }
        self.slots[numbers] = Slot::Absent;
        let value = self.raws[numbers].take();
        self.faults.retain(|faulty| faulty.column != Some(numbers));
        let (column, fault) = (Some(numbers), Fault::UnpairedNumbers);
        self.faults.push(Faulty { column, value, fault, repair: None });
    }

    /// Gives the invalid number of a field the one it was probably meant to be, by what else the row
    /// says of the person, and tells so in its fault.
    pub fn suppose(&mut self, number: &Reference, witness: &Witness<'_>) {
        let parts = match &mut self.slots[number.at] {
            Slot::List(items) => {
                items.iter_mut().map(|item| (Some(item.raw), &mut item.slot)).collect()
            }
            slot => vec![(self.raws[number.at], slot)],
        };
        for (raw, slot) in parts {
            let Slot::Id(id) = slot else { continue };
            if id.class != IdClass::Invalid || id.hypothesis.is_some() {
                continue;
            }
            id.hypothesis = id.normal.as_deref().and_then(|normal| hypothesis(normal, witness));
            let Some(found) = id.hypothesis else { continue };
            let its =
                |faulty: &&mut Faulty<'_>| faulty.column == Some(number.at) && faulty.value == raw;
            for faulty in self.faults.iter_mut().filter(its) {
                faulty.repair = Some(found.as_str().to_owned());
            }
        }
    }

    pub fn slot(&self, field: &Reference) -> &Slot<'a> {
        &self.slots[field.at]
    }

    /// How many people the field speaks of, be it in vain.
    pub fn people(&self, field: Option<&Reference>) -> usize {
        match field.map(|field| self.slot(field)) {
            Some(Slot::List(items)) => items.len(),
            _ => 1,
        }
    }

    /// What the field says of one of the row's people, as given and as read.
    pub fn person(&self, field: Option<&Reference>, number: usize) -> (Option<&'a str>, &Slot<'a>) {
        let Some(field) = field else { return (None, &Slot::Absent) };
        match self.slot(field) {
            Slot::List(items) => {
                items.get(number).map_or((None, &Slot::Absent), |item| (Some(item.raw), &item.slot))
            }
            slot if number == 0 => (self.raws[field.at], slot),
            _ => (None, &Slot::Absent),
        }
    }

    pub fn raw(&self, field: Option<&Reference>) -> Option<&'a str> {
        field.and_then(|field| self.raws[field.at])
    }

    /// The normal value as text.
    pub fn text(&self, field: &Reference) -> Option<Cow<'_, str>> {
        self.slot(field).text()
    }

    pub fn optional_text(&self, field: Option<&Reference>) -> Option<Cow<'_, str>> {
        field.and_then(|field| self.text(field))
    }

    pub fn amount(&self, field: &Reference) -> Option<Fen> {
        match self.slot(field) {
            Slot::Amount(fen) => Some(*fen),
            _ => None,
        }
    }

    /// The sum, if any of the amounts added is there.
    pub fn sum(&self, sum: &Sum) -> Option<Fen> {
        let (plus, minus) = sum.fields();
        let mut added = plus.iter().filter_map(|field| self.amount(field)).peekable();
        added.peek()?;
        let added: Fen = added.sum();
        let taken: Fen = minus.iter().filter_map(|field| self.amount(field)).sum();
        Some(Fen((added - taken).0.saturating_mul(i64::from(sum.times()))))
    }

    pub fn month(&self, field: &Reference) -> Option<Month> {
        match self.slot(field) {
            Slot::Month(month) => Some(*month),
            Slot::Date(date) => Some(date.month()),
            _ => None,
        }
    }

    /// The month of a rule.
    pub fn period(&self, rule: &DateRule) -> Option<Month> {
        match rule {
            DateRule::After(_) => self.day(rule, true).map(Day::month),
            _ => rule.fields().iter().find_map(|field| self.month(field)),
        }
    }

    /// The day of a rule: the first its field can mean, or the last.
    pub fn day(&self, rule: &DateRule, last: bool) -> Option<Day> {
        if let DateRule::After(after) = rule {
            let months: i32 = self.text(&after.plus_months)?.parse().ok()?;
            let until = self.month(&after.field)?.plus_months(months);
            return (1..1200).contains(&months).then(|| until.last_day());
        }
        rule.fields().iter().find_map(|field| match self.slot(field) {
            Slot::Date(date) if last => date.last_day(),
            Slot::Date(date) => date.first_day(),
            Slot::Month(month) if last => Some(month.last_day()),
            Slot::Month(month) => Some(month.first_day()),
            _ => None,
        })
    }

    pub fn choice<'r>(&'r self, choice: &'r Choice) -> Option<Cow<'r, str>> {
        let by = match choice {
            Choice::Always(code) => return Some(Cow::Borrowed(code)),
            Choice::By(by) => by,
        };
        let told = self.text(&by.field).and_then(|text| {
            let listed = by.values.get(text.as_ref()).or(by.present.as_ref());
            match listed {
                Some(code) => Some(Cow::Borrowed(code.as_str())),
                None if by.values.is_empty() => Some(text),
                None => None,
            }
        });
        told.or_else(|| by.otherwise.as_deref().map(Cow::Borrowed))
    }

    /// The household's key, if its field tells one household from another.
    pub fn key(&self, key: &Key) -> Option<String> {
        if let Slot::Id(id) = self.slot(&key.field)
            && matches!(id.class, IdClass::Placeholder | IdClass::Masked | IdClass::Missing)
        {
            return None;
        }
        self.text(&key.field).map(|text| format!("{}:{text}", key.prefix))
    }

    pub fn holds(&self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| self.holds_one(condition))
    }

    fn holds_one(&self, condition: &Condition) -> bool {
        let text = self.text(&condition.field);
        let among = |list: &[String]| {
            text.as_ref().is_some_and(|text| list.iter().any(|one| *one == **text))
        };
        let amount = self.amount(&condition.field).unwrap_or(Fen::ZERO);
        condition.present.is_none_or(|present| present == text.is_some())
            && (condition.equals.is_empty() || among(&condition.equals))
            && !among(&condition.not_equals)
            && condition.nonzero.is_none_or(|nonzero| nonzero == (amount != Fen::ZERO))
            && condition.differs_from.as_ref().is_none_or(|other| text != self.text(other))
    }
}

/// Reads a cell by its kind. A number is of the document its row says, a plain amount in the unit.
pub fn read_cell<'a>(
    value: &'a Value,
    raw: &'a str,
    document: Option<Document>,
    unit: Unit,
    lookup: &Lookup<'a>,
) -> (Slot<'a>, Option<Fault>) {
    if let Some(fault) = not_a_value(raw, matches!(value, Value::LatinText)) {
        return (Slot::Absent, Some(fault));
    }
    let read = match value {
        Value::PersonName { institutions, institutions_are_nobody, .. } => {
            match person_name(raw, lookup.private_use) {
                Ok(Some(name)) if !institutions && names_institution(&name.normal) => {
                    if *institutions_are_nobody {
                        Ok(None)
                    } else {
                        Err(Fault::NameOfInstitution)
                    }
                }
                name => name.map(|name| name.map(Slot::Name)),
            }
        }
        Value::ResidentId { samples, excel_damage, .. } => {
            let habits = Habits { samples, excel_damage: *excel_damage };
            let (number, fault) = id_number(raw, document, habits);
            return (Slot::Id(number), fault);
        }
        Value::DocumentType => document_type(raw),
        Value::Date { forms } => date::date(raw, forms).map(|date| date.map(Slot::Date)),
        Value::WrittenDate => written_date(raw).map(|date| date.map(owned)),
        Value::Month => month(raw).map(|month| month.map(Slot::Month)),
        Value::Term => term(raw).map(|month| month.map(Slot::Month)),
        Value::Amount { .. } => amount::amount(raw, unit).map(|fen| fen.map(Slot::Amount)),
        Value::Phone => phone(raw).map(|phone| phone.map(Slot::Text)),
        Value::Account => account(raw).map(|account| account.map(owned)),
        Value::Address => Ok(Some(borrowed(raw))),
        Value::Place => Ok(address(Some(raw), None, None, lookup.gazetteer, lookup.private_use)
            .dwelling()
            .map(owned)),
        Value::Division => division(raw, lookup.gazetteer),
        Value::Code { values } => code::code(raw, values).map(|code| code.map(borrowed)),
        Value::Scheme { values } => known(raw, values, |name| lookup.schemes.code_of(name)),
        Value::Cause { values } => known(raw, values, |name| lookup.schemes.cause_of(name)),
        Value::Relation { values } => code::relation(raw, values).map(|c| c.map(borrowed)),
        Value::Sex { values } => code::sex(raw, values).map(|code| code.map(borrowed)),
        Value::YesNo { values } => code::yes_no(raw, values).map(|code| code.map(borrowed)),
        Value::Text => Ok(text(raw).map(Slot::Text)),
        Value::LatinText => Ok(latin_text(raw).map(Slot::Text)),
        Value::Number => number(raw),
    };
    match read {
        Ok(slot) => (slot.unwrap_or(Slot::Absent), None),
        Err(fault) => (Slot::Absent, Some(fault)),
    }
}

/// Reads one cell by its kind alone, as text in normal form; what only lists of divisions and schemes
/// tell is not known.
pub fn read_value(value: &Value, raw: &str) -> Result<Option<String>, Fault> {
    static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::default);
    static SCHEMES: LazyLock<Schemes> = LazyLock::new(Schemes::default);
    static PRIVATE_USE: LazyLock<PrivateUse> = LazyLock::new(PrivateUse::default);
    let unit = match value {
        Value::Amount { unit } => *unit,
        _ => Unit::default(),
    };
    let lookup = Lookup {
        gazetteer: &GAZETTEER,
        schemes: &SCHEMES,
        latest: Day(0),
        private_use: &PRIVATE_USE,
        units: Vec::new(),
    };
    let (slot, fault) = read_cell(value, raw, None, unit, &lookup);
    fault.map_or_else(|| Ok(slot.text().map(Cow::into_owned)), Err)
}

/// What a value that cannot be read was probably meant to be, where the value alone tells.
fn probable(
    value: &Value,
    raw: &str,
    fault: Fault,
    at: usize,
    lookup: &Lookup<'_>,
) -> Option<String> {
    match (value, fault) {
        (Value::Date { .. }, Fault::InvalidDate | Fault::TwoDigitYear) => {
            date::probable(raw, lookup.latest).map(|date| date.to_string())
        }
        (Value::Amount { .. }, Fault::AmountBelowFen) => {
            amount::rounded(raw, *lookup.units.get(at)?).map(|fen| fen.to_string())
        }
        _ => None,
    }
}

const fn borrowed(text: &str) -> Slot<'_> {
    Slot::Text(Cow::Borrowed(text))
}

fn owned(text: String) -> Slot<'static> {
    Slot::Text(Cow::Owned(text))
}

fn document_type(raw: &str) -> Result<Option<Slot<'static>>, Fault> {
    match Document::from_text(raw) {
        Some(document) => Ok(Some(borrowed(document.code()))),
        None if is_nothing(&fold(raw)) => Ok(None),
        None => Err(Fault::UnknownCode),
    }
}

/// A code as given, also one of another district; a name only if the list has it.
fn division<'a>(raw: &'a str, gazetteer: &Gazetteer) -> Result<Option<Slot<'a>>, Fault> {
    let Some(text) = text(raw) else {
        return Ok(None);
    };
    let is_code =
        text.bytes().all(|byte| byte.is_ascii_digit()) && matches!(text.len(), 6 | 9 | 12);
    if is_code || gazetteer.knows(&text) {
        Ok(Some(Slot::Text(text)))
    } else {
        Err(Fault::UnknownDivision)
    }
}

/// A code by the source's words, or else by those of the policy pack.
fn known<'a>(
    raw: &str,
    values: &'a code::Values,
    code_of: impl Fn(&str) -> Option<&'a str>,
) -> Result<Option<Slot<'a>>, Fault> {
    if let Some(code) = code::listed(raw, values) {
        return Ok(Some(borrowed(code)));
    }
    let folded = fold(raw);
    match code_of(&folded) {
        Some(code) => Ok(Some(borrowed(code))),
        None if is_nothing(&folded) => Ok(None),
        None => Err(Fault::UnknownCode),
    }
}

fn number(raw: &str) -> Result<Option<Slot<'static>>, Fault> {
    if is_nothing(&fold(raw)) {
        return Ok(None);
    }
    plain_number(raw).map(|number| Some(owned(number))).ok_or(Fault::InvalidNumber)
}
