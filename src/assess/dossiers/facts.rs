//! The facts of a dossier: awards, payments and circumstances of its people, in date order.

use std::collections::BTreeMap;

use super::index::{self, Index};
use super::{names, payees, tight};
use crate::assess::force::{Ticket, Tie};
use crate::domain::{
    Award, AwardStatus, CircumstanceKind, DossierAward, DossierCircumstance, DossierPayment, Fen,
    HouseholdKind, IdClass, Month, mask,
};

/// The awards to the people of a home, and those that cover one of them through any unit.
pub(super) fn awards(index: &Index, people: &[u32]) -> Vec<DossierAward> {
    let mut rows: Vec<u32> = Vec::new();
    for person in people {
        rows.extend(index.awards_of.of(*person));
        for (household, _) in index.places(*person) {
            rows.extend(index.awards_of_household.of(household));
        }
    }
    rows.sort_unstable();
    rows.dedup();
    let mut awards: Vec<DossierAward> =
        rows.into_iter().filter_map(|row| award(index, people, row)).collect();
    awards.sort_by(|one, other| {
        let order = (one.from, &one.scheme, one.proof.mention);
        order.cmp(&(other.from, &other.scheme, other.proof.mention))
    });
    tight(awards)
}

/// The awards that cover a unit; they name nobody of a dossier.
pub(super) fn awards_of_unit(index: &Index, unit: u32) -> Vec<DossierAward> {
    let rows = index.awards_of_household.of(unit).iter();
    rows.filter_map(|row| award(index, &[], *row)).collect()
}

fn award(index: &Index, people: &[u32], row: u32) -> Option<DossierAward> {
    let award = index.night.records.awards.row(row as usize);
    let owner = index.person_of_mention[award.mention as usize];
    let unit = award.household_key.and_then(|key| unit(index, key));
    let recipient = position(people, owner);
    let in_unit = |person: u32| {
        unit.is_some_and(|unit| index.places(person).any(|(household, _)| household == unit))
    };
    let covered = |at: &u32| Some(*at) == recipient || in_unit(people[*at as usize]);
    let size = u32::try_from(people.len()).expect("a home has few members");
    let moved = moved(index, (&award, row), owner, unit);
    let months = |wanted: fn(&Fen) -> bool| -> Vec<Month> {
        moved.iter().filter(|(_, net)| wanted(net)).map(|(month, _)| *month).collect()
    };
    Some(DossierAward {
        recipient,
        covers: (0..size).filter(covered).collect(),
        household: unit.map(|unit| index.night.households[unit as usize].id),
        certificate: award.certificate.map(str::to_owned),
        scheme: award.scheme.to_owned(),
        status: AwardStatus::from_code(award.status)?,
        from: award.from,
        to: award.to,
        monthly: award.monthly,
        area: award.area.map(str::to_owned),
        paid_months: months(|net| *net > Fen::ZERO),
        returned_months: months(|net| *net <= Fen::ZERO),
        payee: payees::of_award(index, award.mention, owner, unit),
        proof: index.proof(award.mention),
    })
}

fn unit(index: &Index, key: &str) -> Option<u32> {
    let at = (index.night.unit_of_key)(key)?;
    let kind = index.night.households.get(at as usize)?.kind;
    (kind == HouseholdKind::AssistanceUnit).then_some(at)
}

/// What money moved under the award, by the month it was for.
///
/// The certificate tells, to whomever the money goes. Without one it is the owner's money; where
/// there is none, that of others of the unit, if no other award of the scheme explains it: what a
/// shared member receives for one unit must not prove that the other is paid.
fn moved(
    index: &Index,
    (award, row): (&Award, u32),
    owner: u32,
    unit: Option<u32>,
) -> BTreeMap<Month, Fen> {
    let of_certificate = award.certificate.into_iter();
    let of_certificate = of_certificate.flat_map(|number| index.payments_of_certificate(number));
    let own = index.payments_of.of(owner).iter().copied();
    let mut net = BTreeMap::new();
    add_paid(index, award, of_certificate, Tie::Certificate, &mut net);
    add_paid(index, award, own, Tie::Recipient, &mut net);
    if net.is_empty() {
        let members = unit.map_or(&[][..], |unit| &index.night.households[unit as usize].members);
        let others = members.iter().map(|member| member.person);
        let others =
            others.filter(|one| *one != owner && !has_other_award(index, *one, award, row));
        let rows = others.flat_map(|person| index.payments_of.of(person).iter().copied());
        add_paid(index, award, rows, Tie::Recipient, &mut net);
    }
    net
}

/// Adds up by month the payments that are tied to the award in the way.
fn add_paid(
    index: &Index,
    award: &Award,
    rows: impl Iterator<Item = u32>,
    tie: Tie,
    net: &mut BTreeMap<Month, Fen>,
) {
    let payments = &index.night.records.payments;
    let of_award = Ticket::new(award.scheme, award.area, award.certificate);
    for row in rows {
        let payment = payments.row(row as usize);
        let of_payment = Ticket::new(payment.scheme, payment.area, payment.certificate);
        if of_award.tie(of_payment) == Some(tie) {
            *net.entry(payment.period).or_default() += payment.amount;
        }
    }
}

/// Whether the person has, alone or through a unit, another award of the scheme.
fn has_other_award(index: &Index, person: u32, award: &Award, row: u32) -> bool {
    let own = index.awards_of.of(person).iter();
    let places = index.places(person).map(|(household, _)| household);
    let through_units = places.flat_map(|at| index.awards_of_household.of(at));
    own.chain(through_units).any(|other| {
        *other != row && index.night.records.awards.row(*other as usize).scheme == award.scheme
    })
}

pub(super) fn payments(index: &Index, people: &[u32]) -> Vec<DossierPayment> {
    let mut payments = Vec::new();
    for (recipient, person) in (0..).zip(people) {
        for row in index.payments_of.of(*person) {
            payments.push(payment(index, recipient, *row));
        }
    }
    payments.sort_by_key(|one| (one.period, one.paid_on, one.proof.mention));
    tight(payments)
}

fn payment(index: &Index, recipient: u32, row: u32) -> DossierPayment {
    let payment = index.night.records.payments.row(row as usize);
    DossierPayment {
        recipient,
        scheme: payment.scheme.to_owned(),
        period: payment.period,
        paid_on: payment.paid_on,
        amount: payment.amount,
        payment_number: payment.payment_number.map(str::to_owned),
        certificate: payment.certificate.map(str::to_owned),
        id_key: valid_number(index, payment.mention).map_or(0, names::key),
        account_masked: payment.account.map(mask::account),
        account_key: payment.account.map_or(0, names::key),
        event: payment.event.map(str::to_owned),
        cause: payment.cause.map(str::to_owned),
        mark: payment.mark.map(str::to_owned),
        area: payment.area.map(str::to_owned),
        proof: index.proof(payment.mention),
    }
}

/// The valid number a mention gives.
fn valid_number<'a>(index: &Index<'a>, mention: u32) -> Option<&'a str> {
    let numbers = &index.night.records.mentions.resident_id;
    let is_valid = index.id_class(mention) == IdClass::Valid;
    index::text(numbers, mention as usize).filter(|_| is_valid)
}

pub(super) fn circumstances(index: &Index, people: &[u32]) -> Vec<DossierCircumstance> {
    let mut circumstances = Vec::new();
    for (member, person) in (0..).zip(people) {
        circumstances.extend(circumstances_of(index, member, *person, |_| true));
    }
    circumstances.sort_by_key(|one| (one.from, one.kind, one.proof.mention));
    tight(circumstances)
}

/// One person's circumstances of the wanted kinds, in date order.
pub(super) fn circumstances_of(
    index: &Index,
    member: u32,
    person: u32,
    wanted: impl Fn(CircumstanceKind) -> bool,
) -> Vec<DossierCircumstance> {
    let table = &index.night.records.circumstances;
    let mut found = Vec::new();
    for row in index.circumstances_of.of(person) {
        let Some(kind) = index.circumstance_kind(*row).filter(|kind| wanted(*kind)) else {
            continue;
        };
        let row = table.row(*row as usize);
        found.push(DossierCircumstance {
            member,
            kind,
            from: row.from,
            to: row.to,
            amount: row.amount,
            assisted: row.assisted,
            grade: row.grade.map(str::to_owned),
            event: row.event.map(str::to_owned),
            proof: index.proof(row.mention),
        });
    }
    found.sort_by_key(|one| (one.from, one.kind, one.proof.mention));
    tight(found)
}

fn position(people: &[u32], person: u32) -> Option<u32> {
    let at = people.iter().position(|one| *one == person)?;
    Some(u32::try_from(at).expect("a home has few members"))
}
