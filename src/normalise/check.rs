//! Checking a mapping: every reference to a field or mention that is not there, at once.

use std::collections::BTreeSet;

use super::date::DateForm;
use super::mapping::{
    AwardMap, Choice, ChoiceBy, CircumstanceMap, Column, Condition, DateRule, Mapping,
    MembershipMap, MentionMap, PaymentMap, Reference, Sum, Value,
};
use crate::domain::{AwardStatus, Role};

impl Mapping {
    /// What is wrong with the mapping, one sentence each; empty if it can be used.
    pub fn faults(&self, columns: &[Column]) -> Vec<String> {
        resolve(&mut columns.to_vec(), &mut self.clone())
    }
}

/// Finds the position of everything the mapping refers to, and says what it cannot find.
pub fn resolve(columns: &mut [Column], mapping: &mut Mapping) -> Vec<String> {
    let known = columns.iter().map(|column| (column.field.clone(), column.value.clone())).collect();
    let mentions = mapping.mentions.iter().map(|mention| mention.id.clone()).collect();
    let mut check = Check { columns: known, mentions, faults: Vec::new() };
    check.columns(columns);
    if mapping.mentions.is_empty() {
        check.faults.push("no [[mention]]: no row would speak of anybody".to_owned());
    }
    let mut seen = BTreeSet::new();
    for mention in &mut mapping.mentions {
        check.mention(mention);
        if !seen.insert(mention.id.clone()) {
            check.faults.push(format!("mention `{}` is declared twice", mention.id));
        }
    }
    mapping.memberships.iter_mut().for_each(|map| check.membership(map));
    mapping.awards.iter_mut().for_each(|map| check.award(map));
    mapping.payments.iter_mut().for_each(|map| check.payment(map));
    mapping.circumstances.iter_mut().for_each(|map| check.circumstance(map));
    check.faults
}

struct Check {
    columns: Vec<(String, Value)>,
    mentions: Vec<String>,
    faults: Vec<String>,
}

/// Which kinds of value a place takes.
type Fits = fn(&Value) -> bool;

const ANY: Fits = |value| !value.is_list();
const NAME: Fits = |value| matches!(value, Value::PersonName { .. });
const ONE_NAME: Fits = |value| matches!(value, Value::PersonName { list: false, .. });
const ID: Fits = |value| matches!(value, Value::ResidentId { .. });
const DATE: Fits = |value| matches!(value, Value::Date { .. } | Value::Month | Value::Term);
const DAY: Fits = |value| matches!(value, Value::Date { .. });
const AMOUNT: Fits = |value| matches!(value, Value::Amount { .. });
const SEX: Fits = |value| matches!(value, Value::Sex { .. });
const PHONE: Fits = |value| matches!(value, Value::Phone);
const ADDRESS: Fits = |value| matches!(value, Value::Address);
const DIVISION: Fits = |value| matches!(value, Value::Division);
const ACCOUNT: Fits = |value| matches!(value, Value::Account);
const NUMBER: Fits = |value| matches!(value, Value::Number);
const DOCUMENT: Fits = |value| matches!(value, Value::DocumentType);

impl Check {
    fn columns(&mut self, columns: &mut [Column]) {
        let mut seen = BTreeSet::new();
        for column in columns {
            let field = &column.field;
            if !seen.insert(field.clone()) {
                self.faults.push(format!("column `{field}` is declared twice"));
            }
            if column.headers.is_empty() {
                self.faults.push(format!("column `{field}` has no headers"));
            }
            if let Value::Date { forms } = &column.value
                && forms.contains(&DateForm::DayFirst)
                && forms.contains(&DateForm::MonthFirst)
            {
                self.faults.push(format!("column `{field}`: day first or month first, not both"));
            }
            if let Value::ResidentId { document_type: Some(document), .. } = &mut column.value {
                self.field(&format!("column `{field}`"), document, DOCUMENT);
            }
        }
    }

    fn mention(&mut self, map: &mut MentionMap) {
        let place = format!("mention `{}`", map.id);
        self.choice(&place, &mut map.role);
        for code in codes(&map.role).filter(|code| Role::from_code(code).is_none()) {
            self.faults.push(format!("{place}: `{code}` is no role"));
        }
        if map.name.is_none() && map.resident_id.is_none() && map.attributes.is_empty() {
            self.faults.push(format!("{place} has neither a name nor a resident_id"));
        }
        let optional: [(&mut Option<Reference>, Fits); 10] = [
            (&mut map.name, NAME),
            (&mut map.former_name, ONE_NAME),
            (&mut map.resident_id, ID),
            (&mut map.sex, SEX),
            (&mut map.birth_date, DATE),
            (&mut map.phone, PHONE),
            (&mut map.address, ADDRESS),
            (&mut map.town, DIVISION),
            (&mut map.village, DIVISION),
            (&mut map.account, ACCOUNT),
        ];
        for (field, fits) in optional {
            self.optional(&place, field.as_mut(), fits);
        }
        let is_list = |field: &Reference| Some(self.columns.get(field.at)?.1.is_list());
        let lists = [&map.name, &map.resident_id].map(|field| field.as_ref().and_then(is_list));
        if let [Some(name), Some(number)] = lists
            && name != number
        {
            self.faults.push(format!("{place}: name and resident_id are both lists, or neither"));
        }
        for field in map.attributes.values_mut() {
            self.field(&place, field, ANY);
        }
        self.conditions(&place, &mut map.when);
    }

    fn membership(&mut self, map: &mut MembershipMap) {
        let place = format!("membership of `{}`", map.mention.name);
        self.mention_exists(&place, &mut map.mention);
        self.field(&place, &mut map.key.field, ANY);
        self.optional_choice(&place, map.relation.as_mut());
        self.dates(&place, [&mut map.from, &mut map.to]);
        self.conditions(&place, &mut map.when);
    }

    fn award(&mut self, map: &mut AwardMap) {
        let place = format!("award of `{}`", map.mention.name);
        self.mention_exists(&place, &mut map.mention);
        self.choice(&place, &mut map.scheme);
        self.choice(&place, &mut map.status);
        for code in codes(&map.status).filter(|code| AwardStatus::from_code(code).is_none()) {
            self.faults.push(format!("{place}: `{code}` is no status of an award"));
        }
        self.statuses_of(&place, map);
        self.optional(&place, map.certificate.as_mut(), ANY);
        self.dates(&place, [&mut map.from, &mut map.to]);
        self.sums(&place, [&mut map.monthly]);
        self.optional(&place, map.area.as_mut(), DIVISION);
        self.optional(&place, map.household_key.as_mut().map(|key| &mut key.field), ANY);
        self.conditions(&place, &mut map.when);
    }

    /// Every row of an award has to tell its status: a state that nothing is said of would count as
    /// in force.
    fn statuses_of(&mut self, place: &str, map: &AwardMap) {
        let Choice::By(ChoiceBy { field, values, present, otherwise: None }) = &map.status else {
            return;
        };
        let asked = |one: &&Condition| one.field.name == field.name;
        let own = || map.when.iter().filter(asked);
        let named = own().find_map(|one| (!one.equals.is_empty()).then_some(&one.equals));
        if named.is_none() && !own().any(|one| one.present == Some(true)) {
            let name = &field.name;
            self.faults.push(format!(
                "{place}: the status of rows without `{name}` is not said: give it by `otherwise`, \
                 or leave them out by `when`"
            ));
        }
        let column = self.columns.iter().find(|(known, _)| *known == field.name);
        let Some((name, value)) = column else { return };
        let Value::Code { values: given } = value else {
            if present.is_none() {
                self.faults.push(format!("{place}: `{name}` can be anything, also of no status"));
            }
            return;
        };
        let is_given = |code: &&String| named.is_none_or(|named| named.contains(code));
        let codes: BTreeSet<&String> = given.values().filter(is_given).collect();
        for code in codes {
            let own_status = values.is_empty() && AwardStatus::from_code(code).is_some();
            if !(own_status || present.is_some() || values.contains_key(code)) {
                self.faults.push(format!("{place}: `{name}` can be `{code}`, of no status"));
            }
        }
    }

    fn payment(&mut self, map: &mut PaymentMap) {
        let place = format!("payment to `{}`", map.mention.name);
        self.mention_exists(&place, &mut map.mention);
        self.choice(&place, &mut map.scheme);
        self.date(&place, &mut map.period);
        self.optional(&place, map.paid_on.as_mut(), DAY);
        self.sum(&place, &mut map.amount);
        self.optional(&place, map.payment_number.as_mut(), ANY);
        self.optional(&place, map.certificate.as_mut(), ANY);
        self.optional(&place, map.account.as_mut(), ACCOUNT);
        self.optional(&place, map.event.as_mut(), ANY);
        self.optional_choice(&place, map.cause.as_mut());
        self.optional_choice(&place, map.mark.as_mut());
        self.optional(&place, map.area.as_mut(), DIVISION);
        self.conditions(&place, &mut map.when);
    }

    fn circumstance(&mut self, map: &mut CircumstanceMap) {
        let place = format!("circumstance {} of `{}`", map.kind.code(), map.mention.name);
        self.mention_exists(&place, &mut map.mention);
        self.dates(&place, [&mut map.from, &mut map.to]);
        self.sums(&place, [&mut map.amount, &mut map.assisted]);
        self.optional_choice(&place, map.grade.as_mut());
        self.optional(&place, map.event.as_mut(), ANY);
        self.conditions(&place, &mut map.when);
    }

    fn mention_exists(&mut self, place: &str, mention: &mut Reference) {
        match self.mentions.iter().position(|known| *known == mention.name) {
            Some(at) => mention.at = at,
            None => self.faults.push(format!("{place}: there is no mention `{}`", mention.name)),
        }
    }

    fn field(&mut self, place: &str, field: &mut Reference, fits: Fits) {
        let name = &field.name;
        let Some(at) = self.columns.iter().position(|(known, _)| known == name) else {
            self.faults.push(format!("{place}: there is no column `{name}`"));
            return;
        };
        let value = &self.columns[at].1;
        if !fits(value) {
            let what = if value.is_list() { "a list" } else { "of another kind" };
            self.faults.push(format!("{place}: column `{name}` is {what}"));
        }
        field.at = at;
    }

    fn optional(&mut self, place: &str, field: Option<&mut Reference>, fits: Fits) {
        if let Some(field) = field {
            self.field(place, field, fits);
        }
    }

    fn choice(&mut self, place: &str, choice: &mut Choice) {
        if let Choice::By(by) = choice {
            self.field(place, &mut by.field, ANY);
        }
    }

    fn optional_choice(&mut self, place: &str, choice: Option<&mut Choice>) {
        if let Some(choice) = choice {
            self.choice(place, choice);
        }
    }

    fn dates(&mut self, place: &str, rules: [&mut Option<DateRule>; 2]) {
        for rule in rules.into_iter().flatten() {
            self.date(place, rule);
        }
    }

    fn date(&mut self, place: &str, rule: &mut DateRule) {
        match rule {
            DateRule::Field(field) => self.field(place, field, DATE),
            DateRule::FirstOf(fields) => {
                for field in fields {
                    self.field(place, field, DATE);
                }
            }
            DateRule::After(after) => {
                self.field(place, &mut after.field, DATE);
                self.field(place, &mut after.plus_months, NUMBER);
            }
        }
    }

    fn sums<const N: usize>(&mut self, place: &str, sums: [&mut Option<Sum>; N]) {
        for sum in sums.into_iter().flatten() {
            self.sum(place, sum);
        }
    }

    fn sum(&mut self, place: &str, sum: &mut Sum) {
        match sum {
            Sum::Field(field) => self.field(place, field, AMOUNT),
            Sum::Of(of) => {
                for field in of.plus.iter_mut().chain(&mut of.minus) {
                    self.field(place, field, AMOUNT);
                }
            }
        }
    }

    fn conditions(&mut self, place: &str, conditions: &mut [Condition]) {
        for condition in conditions {
            let fits = if condition.nonzero.is_some() { AMOUNT } else { ANY };
            self.field(place, &mut condition.field, fits);
            self.optional(place, condition.differs_from.as_mut(), ANY);
        }
    }
}

/// The codes a choice can give, as far as the mapping itself says.
fn codes(choice: &Choice) -> impl Iterator<Item = &str> {
    let (always, by) = match choice {
        Choice::Always(code) => (Some(code), None),
        Choice::By(by) => (None, Some(by)),
    };
    let told = by
        .into_iter()
        .flat_map(|by| by.values.values().chain(by.present.as_ref()).chain(by.otherwise.as_ref()));
    always.into_iter().chain(told).map(String::as_str)
}
