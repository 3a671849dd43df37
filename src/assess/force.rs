//! In force and paid: in which months a person really had a scheme.
//!
//! An award alone is a promise and a payment alone may be a mistake, so an overlap counts only the
//! months in which an award was in force and money moved. Where an agency delivers payments but no
//! award for a scheme, the payments stand for both.

use std::collections::BTreeMap;

use super::scheme_set::SchemeSet;
use super::sentence;
use crate::domain::{
    AwardStatus, Belonging, Day, Dossier, DossierAward, DossierPayment, Fen, Month,
};

/// The months in which one award, or a person's payments without an award, ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream<'a> {
    pub scheme: &'a str,
    /// The district that grants it, where it is given.
    pub district: Option<&'a str>,
    /// The award, as a position in the dossier.
    pub award: Option<usize>,
    /// Payments under the award or of the scheme to the member, as positions in the dossier.
    pub payments: Vec<usize>,
    /// Ordered.
    pub months: Vec<Month>,
}

/// What of a stream falls on some of the people who share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub amount: Fen,
    /// How many of how many share it, where it is not the whole.
    of_people: Option<(u32, u32)>,
}

impl std::fmt::Display for Part {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str(&sentence::yuan(self.amount))?;
        match self.of_people {
            Some((some, all)) => write!(out, "（户内{all}人按人均计{some}人）"),
            None => Ok(()),
        }
    }
}

impl Stream<'_> {
    /// What was paid, or else granted, in the months; of a household's award the share per head of
    /// so many people, if they are given.
    pub fn part(&self, dossier: &Dossier, months: &[Month], people: Option<usize>) -> Part {
        let whole: Fen = months.iter().map(|month| self.amount_of(dossier, *month)).sum();
        let all = self.award.map_or(1, |at| self::people(dossier, &dossier.awards[at]));
        match people.and_then(|some| u32::try_from(some).ok()).filter(|some| *some < all) {
            Some(some) => Part {
                amount: Fen(whole.0 * i64::from(some) / i64::from(all)),
                of_people: Some((some, all)),
            },
            None => Part { amount: whole, of_people: None },
        }
    }

    fn amount_of(&self, dossier: &Dossier, month: Month) -> Fen {
        let payments = self.payments.iter().map(|at| &dossier.payments[*at]);
        let paid: Fen =
            payments.filter(|payment| payment.period == month).map(|payment| payment.amount).sum();
        let granted = self.award.and_then(|at| dossier.awards[at].monthly);
        if paid == Fen::ZERO { granted.unwrap_or_default() } else { paid }
    }
}

/// What tells, of an award or a payment, to which of the other it belongs.
#[derive(Debug, Clone, Copy)]
pub struct Ticket<'a> {
    scheme: &'a str,
    district: Option<&'a str>,
    certificate: Option<&'a str>,
}

/// What ties a payment to an award.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// Both name one certificate, whoever receives the money.
    Certificate,
    /// A certificate is not given, so only the recipient can tell.
    Recipient,
}

impl<'a> Ticket<'a> {
    pub fn new(scheme: &'a str, area: Option<&'a str>, certificate: Option<&'a str>) -> Self {
        Self { scheme, district: area.map(district), certificate }
    }

    pub fn of_award(award: &'a DossierAward) -> Self {
        Self::new(&award.scheme, award.area.as_deref(), award.certificate.as_deref())
    }

    pub fn of_payment(payment: &'a DossierPayment) -> Self {
        Self::new(&payment.scheme, payment.area.as_deref(), payment.certificate.as_deref())
    }

    /// What ties the two, unless they cannot belong together.
    pub fn tie(self, other: Ticket) -> Option<Tie> {
        let one_district = match (self.district, other.district) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        if self.scheme != other.scheme || !one_district {
            return None;
        }
        match (self.certificate, other.certificate) {
            (Some(one), Some(other)) => (one == other).then_some(Tie::Certificate),
            _ => Some(Tie::Recipient),
        }
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
        let months = months_of(dossier, award, member, must_be_paid, run_date);
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
    if !was_granted(award) {
        return Vec::new();
    }
    if must_be_paid {
        let within = |month: &&Month| {
            award.from.is_none_or(|from| from.month() <= **month)
                && award.to.is_none_or(|to| to.month() >= **month)
        };
        return award.paid_months.iter().filter(within).copied().collect();
    }
    // An award that has ended or rests, nobody knows since when, proves no month.
    let open = (award.status == AwardStatus::Active).then_some(run_date);
    let (Some(from), Some(to)) = (award.from, award.to.or(open)) else { return Vec::new() };
    (from.month().0..=to.min(run_date).month().0).map(Month).collect()
}

/// Whether the award is or was in force, rather than asked for or refused.
const fn was_granted(award: &DossierAward) -> bool {
    matches!(award.status, AwardStatus::Active | AwardStatus::Suspended | AwardStatus::Ended)
}

/// The months an award covers a member: in force, and within the membership of its unit.
pub fn months_of(
    dossier: &Dossier,
    award: &DossierAward,
    member: u32,
    must_be_paid: bool,
    run_date: Day,
) -> Vec<Month> {
    let mut months = months(award, must_be_paid, run_date);
    months.retain(|month| {
        is_counted(dossier, award, member, |one| {
            one.from.is_none_or(|from| from.month() <= *month)
                && one.to.is_none_or(|to| to.month() >= *month)
        })
    });
    months
}

/// Whether a membership of the award's unit holds at the time, or none is known to ask.
fn is_counted(
    dossier: &Dossier,
    award: &DossierAward,
    member: u32,
    holds: impl Fn(&Belonging) -> bool,
) -> bool {
    let belongings = dossier.members[member as usize].households.iter();
    let mut of_unit = belongings.filter(|one| Some(one.household) == award.household).peekable();
    of_unit.peek().is_none() || of_unit.any(holds)
}

/// How many people share what the award grants: those of its unit, also with a home elsewhere.
pub fn people(dossier: &Dossier, award: &DossierAward) -> u32 {
    let Some(unit) = award.household else { return 1 };
    let belongings = dossier.members.iter().flat_map(|member| &member.households);
    let size = belongings.filter(|one| one.household == unit).map(|one| one.size).max();
    let covered = u32::try_from(award.covers.len()).expect("a dossier has few members");
    size.unwrap_or(covered).max(covered).max(1)
}

/// The payments in the dossier that belong to an award: by certificate, else to its recipient, else
/// to the member, unless the member's own award of the scheme explains them.
fn payments_for(dossier: &Dossier, award: &DossierAward, member: u32) -> Vec<usize> {
    let tied = |recipient: Option<u32>| -> Vec<usize> {
        let payments = dossier.payments.iter().enumerate();
        let belongs = payments.filter(|(_, payment)| {
            match Ticket::of_award(award).tie(Ticket::of_payment(payment)) {
                Some(Tie::Certificate) => true,
                Some(Tie::Recipient) => Some(payment.recipient) == recipient,
                None => false,
            }
        });
        belongs.map(|(at, _)| at).collect()
    };
    let own = tied(award.recipient);
    let has_own = || {
        let mut awards = dossier.awards.iter();
        awards.any(|one| one.recipient == Some(member) && one.scheme == award.scheme)
    };
    if own.is_empty() && award.recipient.is_some() && !has_own() { tied(Some(member)) } else { own }
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
        // Received for somebody else: a guardian is not the one who has the scheme.
        let for_others = dossier.awards.iter().any(|award| {
            !award.covers.contains(&member)
                && Ticket::of_award(award).tie(Ticket::of_payment(payment))
                    == Some(Tie::Certificate)
        });
        if wanted && !for_others && !explained.contains(&at) {
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

/// Whether an award covers the member, also by the dates of membership, and is in force on the day.
pub fn covers_on(dossier: &Dossier, award: &DossierAward, member: u32, day: Day) -> bool {
    award.covers.contains(&member)
        && is_member_on(dossier, award, member, day)
        && was_granted(award)
        && award.from.is_some_and(|from| from <= day)
        && award.to.map_or(award.status == AwardStatus::Active, |to| to >= day)
}

/// Whether an award that covers the member on the day is active, too.
pub fn is_active_for(dossier: &Dossier, award: &DossierAward, member: u32, day: Day) -> bool {
    award.status == AwardStatus::Active && covers_on(dossier, award, member, day)
}

/// Whether the member is of the award's unit on the day, so far as dates of membership are known.
pub fn is_member_on(dossier: &Dossier, award: &DossierAward, member: u32, day: Day) -> bool {
    is_counted(dossier, award, member, |one| {
        one.from.is_none_or(|from| from <= day) && one.to.is_none_or(|to| to >= day)
    })
}
