//! In force and paid: in which months a person really had a scheme.
//!
//! An award alone is a promise and a payment alone may be a mistake, so an overlap counts only the
//! months in which an award was in force and money moved. Where an agency delivers payments but no
//! award for a scheme, the payments stand for both.

use std::collections::BTreeMap;

use super::scheme_set::SchemeSet;
use crate::domain::{AwardStatus, Day, Dossier, DossierAward, Fen, Month};

/// The months in which one award, or a person's payments without an award, ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream<'a> {
    pub scheme: &'a str,
    /// The district that grants it, where it is given.
    pub district: Option<&'a str>,
    /// The award, as a position in the dossier.
    pub award: Option<usize>,
    /// Payments of the scheme to the recipient, as positions in the dossier.
    pub payments: Vec<usize>,
    /// Ordered.
    pub months: Vec<Month>,
}

impl Stream<'_> {
    /// What was paid, or else granted, in the months.
    pub fn amount(&self, dossier: &Dossier, months: &[Month]) -> Fen {
        months.iter().map(|month| self.amount_of(dossier, *month)).sum()
    }

    fn amount_of(&self, dossier: &Dossier, month: Month) -> Fen {
        let payments = self.payments.iter().map(|at| &dossier.payments[*at]);
        let paid: Fen =
            payments.filter(|payment| payment.period == month).map(|payment| payment.amount).sum();
        let granted = self.award.and_then(|at| dossier.awards[at].monthly);
        if paid == Fen::ZERO { granted.unwrap_or_default() } else { paid }
    }
}

/// The six digits of the district a division lies in.
pub fn district(code: &str) -> &str {
    code.get(..6).unwrap_or(code)
}

/// A member's streams of the schemes. Without `must_be_paid`, being in force is enough.
pub fn streams<'a>(
    dossier: &'a Dossier,
    member: u32,
    schemes: &SchemeSet,
    must_be_paid: bool,
    run_date: Day,
) -> Vec<Stream<'a>> {
    let mut streams: Vec<Stream> = Vec::new();
    let mut explained: Vec<usize> = Vec::new();
    for (at, award) in dossier.awards.iter().enumerate() {
        if !schemes.contains(&award.scheme) || !award.covers.contains(&member) {
            continue;
        }
        let payments = payments_for(dossier, award, member);
        explained.extend(&payments);
        let months = months(award, must_be_paid, run_date);
        if !months.is_empty() {
            streams.push(Stream {
                scheme: &award.scheme,
                district: award.area.as_deref().map(district),
                award: Some(at),
                payments,
                months,
            });
        }
    }
    streams.extend(unexplained(dossier, member, schemes, &explained));
    streams
}

/// The months an award is in force, and paid for if it must be.
pub fn months(award: &DossierAward, must_be_paid: bool, run_date: Day) -> Vec<Month> {
    if !matches!(award.status, AwardStatus::Active | AwardStatus::Ended) {
        return Vec::new();
    }
    if must_be_paid {
        let within = |month: &&Month| {
            award.from.is_none_or(|from| from.month() <= **month)
                && award.to.is_none_or(|to| to.month() >= **month)
        };
        return award.paid_months.iter().filter(within).copied().collect();
    }
    // An ended award whose end is not known proves no month.
    let open = (award.status == AwardStatus::Active).then_some(run_date);
    let (Some(from), Some(to)) = (award.from, award.to.or(open)) else { return Vec::new() };
    (from.month().0..=to.min(run_date).month().0).map(Month).collect()
}

/// The payments in the dossier that belong to an award: to its recipient, else to the member.
fn payments_for(dossier: &Dossier, award: &DossierAward, member: u32) -> Vec<usize> {
    let to = |recipient: u32| -> Vec<usize> {
        let payments = dossier.payments.iter().enumerate();
        let belongs = payments.filter(|(_, payment)| {
            let areas = (award.area.as_deref(), payment.area.as_deref());
            let one_area = match areas {
                (Some(award), Some(payment)) => district(award) == district(payment),
                _ => true,
            };
            payment.recipient == recipient && payment.scheme == award.scheme && one_area
        });
        belongs.map(|(at, _)| at).collect()
    };
    let own = award.recipient.map(to).unwrap_or_default();
    if own.is_empty() && award.recipient.is_some() { to(member) } else { own }
}

/// Payments to the member that no award explains, by scheme and district.
fn unexplained<'a>(
    dossier: &'a Dossier,
    member: u32,
    schemes: &SchemeSet,
    explained: &[usize],
) -> Vec<Stream<'a>> {
    let mut by_scheme: BTreeMap<(&str, Option<&str>), Vec<usize>> = BTreeMap::new();
    for (at, payment) in dossier.payments.iter().enumerate() {
        let wanted = payment.recipient == member && schemes.contains(&payment.scheme);
        if wanted && !explained.contains(&at) {
            let area = payment.area.as_deref().map(district);
            by_scheme.entry((&payment.scheme, area)).or_default().push(at);
        }
    }
    let stream = |((scheme, district), payments): ((&'a str, _), Vec<usize>)| {
        let mut net: BTreeMap<Month, Fen> = BTreeMap::new();
        for payment in payments.iter().map(|at| &dossier.payments[*at]) {
            *net.entry(payment.period).or_default() += payment.amount;
        }
        let paid = net.into_iter().filter(|(_, amount)| *amount > Fen::ZERO);
        let months = paid.map(|(month, _)| month).collect();
        Stream { scheme, district, award: None, payments, months }
    };
    by_scheme.into_iter().map(stream).filter(|stream| !stream.months.is_empty()).collect()
}

/// The months two ordered lists have in common.
pub fn in_common(one: &[Month], other: &[Month]) -> Vec<Month> {
    one.iter().filter(|month| other.binary_search(month).is_ok()).copied().collect()
}

/// How many days two awards are in force together, up to the run date.
pub fn days_in_common(one: &DossierAward, other: &DossierAward, run_date: Day) -> i32 {
    let (Some(from), Some(also)) = (one.from, other.from) else { return 0 };
    let end = |award: &DossierAward| award.to.map_or(run_date, |to| to.min(run_date));
    (end(one).min(end(other)).0 - from.max(also).0 + 1).max(0)
}

/// Whether an award covers the member and is in force on the day.
pub fn covers_on(award: &DossierAward, member: u32, day: Day) -> bool {
    award.covers.contains(&member)
        && matches!(award.status, AwardStatus::Active | AwardStatus::Ended)
        && award.from.is_some_and(|from| from <= day)
        && award.to.map_or(award.status == AwardStatus::Active, |to| to >= day)
}
