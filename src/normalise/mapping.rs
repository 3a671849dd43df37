//! Mappings: what a source's columns mean, and which mentions and facts a row yields.
//!
//! A source is described, never programmed: these are the tables of `pipelines/sources/*.toml`.
//! References to fields and mentions are checked all at once by [`Mapping::faults`].

use std::collections::BTreeMap;

use serde::Deserialize;

use super::amount::Unit;
use super::code::Values;
use super::date::DateForm;
use super::private_use::PrivateUse;
use crate::domain::{CircumstanceKind, HouseholdKind};

/// A column or mention by its name; resolving a mapping finds its position.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Reference {
    pub name: String,
    pub(super) at: usize,
}

impl From<String> for Reference {
    fn from(name: String) -> Self {
        Self { name, at: usize::MAX }
    }
}

/// A column of the source: where it is found, and what kind of value it holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The canonical field.
    pub field: String,
    /// The headers it is delivered under, the usual one first.
    pub headers: Vec<String>,
    /// Whether a file without it is refused.
    #[serde(default)]
    pub needed: bool,
    pub value: Value,
    #[serde(default)]
    pub on_fault: OnFault,
}

/// What becomes of a row with a value that cannot be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnFault {
    /// The value is set aside and the row goes on, unless money or an award needs the value.
    #[default]
    SetAside,
    RejectRow,
}

/// Kinds of value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    PersonName {
        /// The cell may hold several people (`张三、李四`). A mention of it is a mention of each.
        #[serde(default)]
        list: bool,
        /// The cell may rightly name an institution (`青石镇敬老院`), which is set aside elsewhere.
        #[serde(default)]
        institutions: bool,
        /// Such a name is nobody's, and no fault.
        #[serde(default)]
        institutions_are_nobody: bool,
    },
    ResidentId {
        /// The cell may hold several people's numbers, in the order of their names.
        #[serde(default)]
        list: bool,
        /// The field that says which document it is.
        #[serde(default)]
        document_type: Option<Reference>,
        /// The office's sample numbers, which stand for none.
        #[serde(default)]
        samples: Vec<String>,
        /// The numbers have passed through a spreadsheet as numbers.
        #[serde(default)]
        excel_damage: bool,
    },
    DocumentType,
    Date {
        /// The forms allowed; any form if none is given.
        #[serde(default)]
        forms: Vec<DateForm>,
    },
    /// A date as written, also one that no calendar has: where only linkage reads it, a wrong digit
    /// still tells who it is.
    WrittenDate,
    Month,
    /// A school term, as its first month.
    Term,
    Amount {
        #[serde(default)]
        unit: Unit,
    },
    Phone,
    Account,
    Address,
    /// The address of what the row is about and not of a person, as village and door in one text, where it
    /// tells one dwelling.
    Place,
    /// A town or village by name or code, or a district by code.
    Division,
    /// One of the source's own words, all of which the table lists.
    Code {
        values: Values,
    },
    /// A scheme, by the source's words, then by the policy pack's names and aliases.
    Scheme {
        #[serde(default)]
        values: Values,
    },
    /// A cause, by the source's words, then by the policy pack's names and aliases.
    Cause {
        #[serde(default)]
        values: Values,
    },
    Relation {
        #[serde(default)]
        values: Values,
    },
    Sex {
        #[serde(default)]
        values: Values,
    },
    YesNo {
        #[serde(default)]
        values: Values,
    },
    Text,
    /// Names, streets and places of the Latin alphabet: small letters, no accents or punctuation.
    LatinText,
    Number,
}

impl Value {
    /// Whether a cell may speak of several people.
    pub const fn is_list(&self) -> bool {
        matches!(self, Self::PersonName { list: true, .. } | Self::ResidentId { list: true, .. })
    }
}

/// What a row yields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The first is the row's subject.
    #[serde(default, rename = "mention")]
    pub mentions: Vec<MentionMap>,
    #[serde(default, rename = "membership")]
    pub memberships: Vec<MembershipMap>,
    #[serde(default, rename = "award")]
    pub awards: Vec<AwardMap>,
    #[serde(default, rename = "payment")]
    pub payments: Vec<PaymentMap>,
    #[serde(default, rename = "circumstance")]
    pub circumstances: Vec<CircumstanceMap>,
    /// The characters the agency has drawn itself, `E000 = "䶮"`.
    #[serde(default)]
    pub private_use: PrivateUse,
}

/// A person the row speaks of. Without a name and a number there is no mention; where neither is
/// mapped, any attribute makes one.
///
/// Where name and number are lists, it is one mention per person, in order, and each person has the
/// memberships and circumstances of the mention; an award or a payment, which would count several
/// times, goes to the first. Sex, birth date and the like are of nobody where there are several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MentionMap {
    /// What the other tables call it.
    pub id: String,
    /// A role's code, or a choice among them.
    pub role: Choice,
    #[serde(default)]
    pub name: Option<Reference>,
    /// A field of kind `person_name` with another name of the same person.
    #[serde(default)]
    pub former_name: Option<Reference>,
    #[serde(default)]
    pub resident_id: Option<Reference>,
    #[serde(default)]
    pub sex: Option<Reference>,
    #[serde(default)]
    pub birth_date: Option<Reference>,
    #[serde(default)]
    pub phone: Option<Reference>,
    #[serde(default)]
    pub address: Option<Reference>,
    /// A field of kind `division` that names the town or village.
    #[serde(default)]
    pub town: Option<Reference>,
    #[serde(default)]
    pub village: Option<Reference>,
    #[serde(default)]
    pub account: Option<Reference>,
    /// Further fields of linkage by name, each with the column its value is the normal text of.
    #[serde(default)]
    pub attributes: BTreeMap<String, Reference>,
    #[serde(default)]
    pub when: Vec<Condition>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MembershipMap {
    pub mention: Reference,
    pub kind: HouseholdKind,
    pub key: Key,
    #[serde(default)]
    pub relation: Option<Choice>,
    #[serde(default)]
    pub from: Option<DateRule>,
    #[serde(default)]
    pub to: Option<DateRule>,
    #[serde(default)]
    pub when: Vec<Condition>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwardMap {
    pub mention: Reference,
    pub scheme: Choice,
    #[serde(default)]
    pub certificate: Option<Reference>,
    /// `active`, `ended`, `applied`, `refused`.
    pub status: Choice,
    #[serde(default)]
    pub from: Option<DateRule>,
    #[serde(default)]
    pub to: Option<DateRule>,
    #[serde(default)]
    pub monthly: Option<Sum>,
    #[serde(default)]
    pub area: Option<Reference>,
    #[serde(default)]
    pub household_key: Option<Key>,
    #[serde(default)]
    pub when: Vec<Condition>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentMap {
    pub mention: Reference,
    pub scheme: Choice,
    /// The month it is for: of a field of kind `month`, `term` or `date`.
    pub period: DateRule,
    #[serde(default)]
    pub paid_on: Option<Reference>,
    pub amount: Sum,
    #[serde(default)]
    pub payment_number: Option<Reference>,
    #[serde(default)]
    pub certificate: Option<Reference>,
    #[serde(default)]
    pub account: Option<Reference>,
    #[serde(default)]
    pub event: Option<Reference>,
    #[serde(default)]
    pub cause: Option<Choice>,
    #[serde(default)]
    pub mark: Option<Choice>,
    #[serde(default)]
    pub area: Option<Reference>,
    /// A row of a period further ahead of the extract's month is set aside.
    #[serde(default = "max_period_months_ahead")]
    pub max_period_months_ahead: u16,
    /// A day of payment further ahead of the extract's day is set aside.
    #[serde(default = "max_paid_on_days_ahead")]
    pub max_paid_on_days_ahead: u16,
    #[serde(default)]
    pub when: Vec<Condition>,
}

/// Next year's insurance is paid for this year.
fn max_period_months_ahead() -> u16 {
    12
}

/// A payment is ordered some weeks before it is made.
fn max_paid_on_days_ahead() -> u16 {
    31
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CircumstanceMap {
    pub mention: Reference,
    pub kind: CircumstanceKind,
    #[serde(default)]
    pub from: Option<DateRule>,
    #[serde(default)]
    pub to: Option<DateRule>,
    #[serde(default)]
    pub amount: Option<Sum>,
    #[serde(default)]
    pub assisted: Option<Sum>,
    #[serde(default)]
    pub grade: Option<Choice>,
    #[serde(default)]
    pub event: Option<Reference>,
    #[serde(default)]
    pub when: Vec<Condition>,
}

/// A code: always the same, or told by a field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Choice {
    Always(String),
    By(ChoiceBy),
}

/// A code told by a field: by its value, by its being there, or the value itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceBy {
    pub field: Reference,
    /// Normal values and the codes they stand for; without any, the value is the code.
    #[serde(default)]
    pub values: Values,
    /// The code wherever the field holds a value that is not listed.
    #[serde(default)]
    pub present: Option<String>,
    /// The code wherever nothing else gives one.
    #[serde(default)]
    pub otherwise: Option<String>,
}

/// A day: of a field, of the first of several that holds one, or some months after one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum DateRule {
    Field(Reference),
    FirstOf(Vec<Reference>),
    After(After),
}

/// The last day of the month that lies a number of months after a date's month.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct After {
    pub field: Reference,
    /// A field of kind `number`.
    pub plus_months: Reference,
}

/// An amount: of a field, or of several added and taken away, once or several times. An empty cell
/// counts nothing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Sum {
    Field(Reference),
    Of(SumOf),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SumOf {
    pub plus: Vec<Reference>,
    #[serde(default)]
    pub minus: Vec<Reference>,
    /// How often the sum counts: 12 makes a year of what a month brings.
    #[serde(default = "once")]
    pub times: u16,
}

fn once() -> u16 {
    1
}

/// A household's key: the field's normal value behind what it is unique in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    pub prefix: String,
    pub field: Reference,
}

/// A condition on a field; all that are given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub field: Reference,
    /// Whether the field holds a value.
    #[serde(default)]
    pub present: Option<bool>,
    /// The normal value is one of these.
    #[serde(default)]
    pub equals: Vec<String>,
    /// The normal value is none of these; an empty field is none of them.
    #[serde(default)]
    pub not_equals: Vec<String>,
    /// Whether the field holds an amount other than nought.
    #[serde(default)]
    pub nonzero: Option<bool>,
    /// The normal value is another than that of this field.
    #[serde(default)]
    pub differs_from: Option<Reference>,
}

impl Mapping {
    /// The names of all attributes that any mention of a row may have.
    pub fn attribute_names(&self) -> impl Iterator<Item = &str> {
        self.mentions.iter().flat_map(|map| map.attributes.keys()).map(String::as_str)
    }
}

impl Sum {
    /// How often the sum counts.
    pub fn times(&self) -> u16 {
        match self {
            Self::Field(_) => 1,
            Self::Of(sum) => sum.times,
        }
    }

    /// The fields added, then those taken away.
    pub fn fields(&self) -> (&[Reference], &[Reference]) {
        match self {
            Self::Field(field) => (std::slice::from_ref(field), &[]),
            Self::Of(sum) => (&sum.plus, &sum.minus),
        }
    }
}

impl DateRule {
    pub fn fields(&self) -> &[Reference] {
        match self {
            Self::Field(field) => std::slice::from_ref(field),
            Self::FirstOf(fields) => fields,
            Self::After(after) => std::slice::from_ref(&after.field),
        }
    }
}
