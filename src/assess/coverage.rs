//! Coverage: who is in a need by circumstances, and whom a scheme of that need reaches.
//!
//! A count and no finding: that somebody in need is not assisted says nothing of whether they are
//! entitled, have applied or want to. Who is in need but known to no agency is in neither number.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::bills;
use super::draft::Context;
use super::force;
use super::policy::{AssistedThrough, Condition, Need, Policy};
use super::rules::RuleKind;
use super::rules::parents_unable::{ParentsUnable, parents_unable};
use super::scheme_set::SchemeSet;
use crate::domain::{
    CircumstanceKind, Coverage, Day, Dossier, DossierCircumstance, DossierPayment, Fen, Source,
    TownCoverage,
};

/// Counts the people in each need of the policy, by town.
///
/// A need whose parameters have no value, or one of whose sources is missing or too old, is not
/// counted, and says why.
pub fn coverage(
    dossiers: &[Dossier],
    policy: &Policy,
    run_date: Day,
    sources: &[Source],
) -> Vec<Coverage> {
    let exceptions: Vec<String> =
        ParentsUnable::EXCEPTIONS.iter().map(|name| (*name).to_owned()).collect();
    let context = Context { run_date, schemes: &policy.schemes, sources, exceptions: &exceptions };
    let of_need = |need: &Need| {
        let schemes = policy.schemes.iter().map(|scheme| &scheme.code);
        let (towns, off) = match need.condition(sources, policy.stale_after_days) {
            Ok(condition) => (towns(need, condition, dossiers, &context), None),
            Err(why) => (Vec::new(), Some(why)),
        };
        Coverage {
            need: need.code.clone(),
            name: need.name.clone(),
            schemes: schemes.filter(|code| need.schemes.contains(code)).cloned().collect(),
            towns,
            off,
        }
    };
    policy.needs.iter().map(of_need).collect()
}

fn towns(
    need: &Need,
    condition: &Condition,
    dossiers: &[Dossier],
    context: &Context,
) -> Vec<TownCoverage> {
    let count = |mut towns: Towns, dossier: &Dossier| {
        add(&mut towns, of_dossier(need, condition, dossier, context));
        towns
    };
    let join = |mut one: Towns, other: Towns| {
        for (_, town) in other {
            add(&mut one, town);
        }
        one
    };
    let counted = dossiers.par_iter().fold(Towns::new, count).reduce(Towns::new, join);
    counted.into_values().filter(|town| town.in_need > 0).collect()
}

type Towns = BTreeMap<Option<String>, TownCoverage>;

fn add(towns: &mut Towns, more: TownCoverage) {
    if more.in_need == 0 {
        return;
    }
    let town = towns.entry(more.town.clone()).or_default();
    town.town = more.town;
    town.in_need += more.in_need;
    town.assisted += more.assisted;
    town.payments += more.payments;
    town.amount += more.amount;
}

fn of_dossier(
    need: &Need,
    condition: &Condition,
    dossier: &Dossier,
    context: &Context,
) -> TownCoverage {
    let mut in_need = members_in_need(condition, dossier, context);
    in_need.retain(|member| !is_dead(dossier, *member));
    if in_need.is_empty() {
        return TownCoverage::default();
    }
    let since = context.run_date.plus_days(-need.within_days);
    let through_household = need.assisted_through == AssistedThrough::Household;
    let answers = |payment: &&DossierPayment| {
        need.schemes.contains(&payment.scheme)
            && paid_on(payment) > since
            && (through_household || in_need.contains(&payment.recipient))
    };
    let payments: Vec<&DossierPayment> = dossier.payments.iter().filter(answers).collect();
    let everyone: BTreeSet<u32> = (0..).take(dossier.members.len()).collect();
    let is_assisted = |member: &&u32| {
        let through = if through_household { everyone.clone() } else { BTreeSet::from([**member]) };
        let paid = |payment: &&DossierPayment| {
            through.contains(&payment.recipient) && payment.amount > Fen::ZERO
        };
        payments.iter().any(paid)
            || through.iter().any(|one| is_covered(dossier, *one, &need.schemes, context.run_date))
    };
    let number = |count: usize| u32::try_from(count).expect("a dossier has few members and rows");
    TownCoverage {
        town: dossier.town.clone(),
        in_need: number(in_need.len()),
        assisted: number(in_need.iter().filter(is_assisted).count()),
        payments: number(payments.iter().filter(|one| one.amount >= Fen::ZERO).count()),
        amount: payments.iter().map(|payment| payment.amount).sum(),
    }
}

fn members_in_need(condition: &Condition, dossier: &Dossier, context: &Context) -> BTreeSet<u32> {
    let on = context.run_date;
    match condition {
        Condition::HospitalBills { least_yuan, over_days } => {
            let since = on.plus_days(-over_days);
            let mut bills = bills::standing(dossier);
            bills.retain(|bill| bill.paid_on().is_some_and(|day| day > since && day <= on));
            let cost: Fen = bills.iter().map(|bill| bill.cost).sum();
            let high = cost > Fen::ZERO && cost >= Fen::from_yuan(*least_yuan);
            bills.iter().filter(|_| high).map(|bill| bill.row.member).collect()
        }
        Condition::Circumstance { kind, grades, over_days, covered_by } => {
            let holds = |one: &&DossierCircumstance| {
                one.kind == *kind
                    && (grades.is_empty()
                        || one.grade.as_ref().is_some_and(|grade| grades.contains(grade)))
                    && is_current(one, *over_days, on)
                    && covered_by
                        .as_ref()
                        .is_none_or(|schemes| is_covered(dossier, one.member, schemes, on))
            };
            dossier.circumstances.iter().filter(holds).map(|one| one.member).collect()
        }
        Condition::ParentsUnable { minor_under_years, severe_grades, missing_days } => {
            // Whoever is provided for is in need just the same.
            let settings = ParentsUnable {
                provided_by: SchemeSet::default(),
                minor_under_years: *minor_under_years,
                severe_grades: severe_grades.clone(),
                missing_days: *missing_days,
            };
            let drafts = parents_unable(dossier, &settings, context);
            let children: BTreeSet<_> =
                drafts.iter().filter_map(|draft| draft.subjects.first()).collect();
            let members = (0..).zip(&dossier.members);
            let members = members.filter(|(_, member)| children.contains(&member.person));
            members.map(|(at, _)| at).collect()
        }
    }
}

/// In force on the day; of what happens and passes, not longer ago than the days say.
fn is_current(one: &DossierCircumstance, over_days: Option<i32>, on: Day) -> bool {
    let begun = one.from.is_none_or(|from| from <= on);
    let lasts = one.to.is_none_or(|to| to >= on);
    match over_days {
        None => begun && lasts,
        Some(days) => begun && one.to.or(one.from).is_some_and(|last| last > on.plus_days(-days)),
    }
}

fn is_covered(dossier: &Dossier, member: u32, schemes: &SchemeSet, on: Day) -> bool {
    dossier.awards.iter().any(|award| {
        schemes.contains(&award.scheme) && force::covers_on(dossier, award, member, on)
    })
}

fn is_dead(dossier: &Dossier, member: u32) -> bool {
    dossier
        .circumstances
        .iter()
        .any(|one| one.kind == CircumstanceKind::Death && one.member == member)
}

fn paid_on(payment: &DossierPayment) -> Day {
    payment.paid_on.unwrap_or_else(|| payment.period.last_day())
}
