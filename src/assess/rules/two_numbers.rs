//! Two numbers: one person paid in the same months under two valid identity numbers, or known under two
//! and paid under one at most.
//!
//! A valid number is strong evidence of another person, so the rule speaks only where linkage holds
//! both to be one person's, the rows under them share a name, and nobody else owns either. Twins share
//! birth date and home, never the name; a relative who applied for somebody may have given their own.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{involving, span, sum, yuan};
use crate::domain::{Dossier, DossierMember, DossierPayment, Evidence, Fen, IdClass, Month};

/// Whose payments are compared by number, and how long replacing a number may take.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwoNumbers {
    pub schemes: SchemeSet,
    /// Months in which old and new number may both be paid.
    pub tolerated_months: usize,
    #[serde(default)]
    pub asks: Asks,
}

/// Which people with two numbers are meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// Those paid under both at once.
    #[default]
    PaidTwice,
    /// Those who are not, and whom lists of the present know under both.
    Known,
}

impl RuleKind for TwoNumbers {
    const NAME: &'static str = "two_numbers";
    const EXCEPTIONS: &'static [&'static str] =
        &["number_replaced", "other_name", "number_of_another", "back_pay", "cut_number"];
    const WORDS: &'static [&'static str] =
        &["name", "numbers", "schemes", "span", "months", "amount", "involving", "agencies"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        two_numbers(dossier, self, context)
    }
}

/// What is paid under one number.
struct Numbered<'a> {
    id_key: u64,
    payments: Vec<&'a DossierPayment>,
    /// Those of which something is left, ordered.
    months: Vec<Month>,
}

/// Finds the members who are paid under two of their numbers in more months than replacing a number
/// explains. Of several numbers, the two with most months in common.
pub fn two_numbers(dossier: &Dossier, settings: &TwoNumbers, context: &Context) -> Vec<Draft> {
    let tolerated = if context.heeds("number_replaced") { settings.tolerated_months } else { 0 };
    let mut drafts = Vec::new();
    for (at, member) in (0..).zip(&dossier.members) {
        let mut numbers = numbers(dossier, at, settings, context);
        if settings.asks == Asks::Known {
            add_listed(member, &mut numbers);
            numbers.retain(|number| !is_out_of_use(member, number, settings, context));
        }
        if context.heeds("number_of_another") {
            numbers.retain(|number| !is_of_another(member, number.id_key));
        }
        let pairs = numbers
            .iter()
            .enumerate()
            .flat_map(|(nth, one)| numbers[nth + 1..].iter().map(move |other| [one, other]));
        let one_name = |[one, other]: &[&Numbered; 2]| {
            !context.heeds("other_name") || have_one_name(member, one.id_key, other.id_key)
        };
        let overlaps = pairs
            .filter(one_name)
            .map(|pair| (force::in_common(&pair[0].months, &pair[1].months), pair));
        let most = overlaps.max_by_key(|(months, _)| months.len());
        let is_meant = |months: &[Month]| match settings.asks {
            Asks::PaidTwice => months.len() > tolerated,
            Asks::Known => months.len() <= tolerated,
        };
        if let Some((months, pair)) = most.filter(|(months, _)| is_meant(months)) {
            drafts.push(match settings.asks {
                Asks::PaidTwice => draft(dossier, at, pair, &months, context),
                Asks::Known => known(dossier, at, pair, context),
            });
        }
    }
    drafts
}

/// Adds the valid numbers under which nothing was paid, in the order of all keys.
fn add_listed(member: &DossierMember, numbers: &mut Vec<Numbered<'_>>) {
    let valid = member.identities.iter().filter(|fact| fact.id_class == IdClass::Valid);
    for id_key in valid.map(|fact| fact.id_key) {
        if !numbers.iter().any(|number| number.id_key == id_key) {
            numbers.push(Numbered { id_key, payments: Vec::new(), months: Vec::new() });
        }
    }
    numbers.sort_unstable_by_key(|number| number.id_key);
}

/// Whether a number is one that a spreadsheet has cut, or stands only in payments of the past.
fn is_out_of_use(
    member: &DossierMember,
    number: &Numbered,
    settings: &TwoNumbers,
    context: &Context,
) -> bool {
    let facts = || member.identities.iter().filter(|fact| fact.id_key == number.id_key);
    let cut = facts().any(|fact| fact.of_number.is_some_and(|held| held.ends_in_zeros));
    let tolerated = i32::try_from(settings.tolerated_months).unwrap_or(i32::MAX);
    let is_past = |last: &Month| last.plus_months(tolerated) < context.run_date.month();
    let past = number.months.last().is_some_and(is_past) && !facts().any(|fact| fact.is_listed);
    cut && context.heeds("cut_number") || past && context.heeds("number_replaced")
}

/// The member's payments by the valid number they are made to, in the order of the numbers' keys.
fn numbers<'a>(
    dossier: &'a Dossier,
    member: u32,
    settings: &TwoNumbers,
    context: &Context,
) -> Vec<Numbered<'a>> {
    let mut by_number: BTreeMap<u64, Vec<&DossierPayment>> = BTreeMap::new();
    for payment in &dossier.payments {
        let explained = payment.mark.as_deref().is_some_and(|mark| context.heeds(mark));
        let wanted = payment.recipient == member && settings.schemes.contains(&payment.scheme);
        if wanted && !explained && payment.id_key != 0 {
            by_number.entry(payment.id_key).or_default().push(payment);
        }
    }
    let numbered = by_number.into_iter().map(|(id_key, payments)| {
        let mut net: BTreeMap<Month, Fen> = BTreeMap::new();
        for payment in &payments {
            *net.entry(payment.period).or_default() += payment.amount;
        }
        let paid = net.into_iter().filter(|(_, amount)| *amount > Fen::ZERO);
        Numbered { id_key, payments, months: paid.map(|(month, _)| month).collect() }
    });
    numbered.collect()
}

/// Whether the number is somebody else's own.
fn is_of_another(member: &DossierMember, id_key: u64) -> bool {
    member.identities.iter().any(|fact| fact.id_key == id_key && fact.of_another)
}

/// Whether some row of either number gives the same name, or no name is known to ask.
fn have_one_name(member: &DossierMember, one: u64, other: u64) -> bool {
    let names = |id_key: u64| -> BTreeSet<u64> {
        let facts = member.identities.iter().filter(|fact| fact.id_key == id_key);
        facts.map(|fact| fact.name_key).filter(|name| *name != 0).collect()
    };
    let (one, other) = (names(one), names(other));
    one.is_empty() || other.is_empty() || !one.is_disjoint(&other)
}

/// A number as sentences write it.
fn masked(member: &DossierMember, id_key: u64) -> String {
    let fact = member.identities.iter().find(|fact| fact.id_key == id_key);
    let masked = fact.and_then(|fact| fact.id_masked.clone());
    masked.unwrap_or_else(|| "（证号不详）".to_owned())
}

/// Somebody known under two numbers.
fn known(dossier: &Dossier, at: u32, numbers: [&Numbered; 2], context: &Context) -> Draft {
    let member = &dossier.members[at as usize];
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut agencies: BTreeSet<&str> = BTreeSet::new();
    for number in numbers {
        let facts = member.identities.iter().filter(|fact| fact.id_key == number.id_key);
        for fact in facts {
            let name = fact.name_masked.as_deref().unwrap_or("（无姓名）");
            let says = format!("证号{}，姓名{name}", masked(member, number.id_key));
            evidence.push(Context::evidence(fact.proof, &says));
            agencies.insert(context.agency_name(fact.proof));
        }
    }
    let shown = numbers.map(|number| masked(member, number.id_key)).join("和");
    let words = vec![
        ("numbers", shown.clone()),
        ("schemes", String::new()),
        ("span", String::new()),
        ("months", "0".to_owned()),
        ("amount", yuan(Fen::ZERO)),
        ("involving", String::new()),
        ("agencies", agencies.into_iter().collect::<Vec<_>>().join("、")),
    ];
    Draft {
        discriminator: "numbers".to_owned(),
        arithmetic: format!("2个有效证号：{shown}；没有同月同时领款"),
        evidence,
        ..Draft::about(dossier, &[at], words)
    }
}

fn draft(
    dossier: &Dossier,
    at: u32,
    numbers: [&Numbered; 2],
    months: &[Month],
    context: &Context,
) -> Draft {
    let member = &dossier.members[at as usize];
    let fact =
        |number: &Numbered| member.identities.iter().find(|fact| fact.id_key == number.id_key);
    let paid = numbers.map(|number| {
        let within = |payment: &&&DossierPayment| months.contains(&payment.period);
        number.payments.iter().filter(within).copied().collect::<Vec<_>>()
    });
    let totals = [0, 1].map(|nth: usize| paid[nth].iter().map(|one| one.amount).sum::<Fen>());
    let amount = totals[0].min(totals[1]);
    let all = || paid.iter().flatten();
    let schemes: BTreeSet<&str> = all().map(|payment| payment.scheme.as_str()).collect();
    let agencies: BTreeSet<&str> =
        all().map(|payment| context.agency_name(payment.proof)).collect();
    let numbers_masked = numbers.map(|number| masked(member, number.id_key));
    let words = vec![
        ("numbers", numbers_masked.join("和")),
        ("schemes", context.quoted(schemes.iter().copied())),
        ("span", span(months)),
        ("months", months.len().to_string()),
        ("amount", yuan(amount)),
        ("involving", involving("，", amount)),
        ("agencies", agencies.into_iter().collect::<Vec<_>>().join("、")),
    ];
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut arithmetic: Vec<String> = Vec::new();
    for nth in 0..2 {
        let named = fact(numbers[nth]).map(|fact| {
            let name = fact.name_masked.as_deref().unwrap_or("（无姓名）");
            Context::evidence(fact.proof, &format!("证号{}，姓名{name}", numbers_masked[nth]))
        });
        evidence.extend(named);
        evidence.extend(paid[nth].iter().map(|payment| context.paid(payment)));
        let parts = sum(paid[nth].iter().map(|payment| payment.amount));
        arithmetic.push(format!("{}：{parts}", numbers_masked[nth]));
    }
    Draft {
        discriminator: "numbers".to_owned(),
        amount,
        schemes: schemes.into_iter().map(str::to_owned).collect(),
        arithmetic: format!("{}个月同时有款：{}", months.len(), arithmetic.join("；")),
        evidence,
        ..Draft::about(dossier, &[at], words)
    }
    .over(months)
}
