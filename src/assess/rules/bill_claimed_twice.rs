//! Bill claimed twice: one bill that several payers reimbursed, with more than it cost.
//!
//! What the settlement itself assists (一站式结算) is deducted there and needs no paper, so it is no claim:
//! the sum of everything that answers one event is another rule's business, and this one looks at the
//! paper that was handed in at two counters, in whatever name.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{maybe_day, sum, yuan};
use crate::domain::{Claim, Evidence, Fen, Holder, PersonId, SharedKind, SharedValue};

/// Whose payments are claims on a bill.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillClaimedTwice {
    pub schemes: SchemeSet,
    pub least_payers: usize,
    pub tolerance_yuan: i64,
}

impl RuleKind for BillClaimedTwice {
    const NAME: &'static str = "bill_claimed_twice";
    const EXCEPTIONS: &'static [&'static str] = &["shared_settlement", "approved_exception"];
    const WORDS: &'static [&'static str] =
        &["name", "bill", "schemes", "agencies", "names", "count", "cost", "total", "amount"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn shared_kind(&self) -> Option<SharedKind> {
        Some(SharedKind::Bill)
    }

    fn find_shared(&self, shared: &SharedValue, context: &Context) -> Vec<Draft> {
        bill_claimed_twice(shared, self, context).into_iter().collect()
    }
}

/// Finds whether the bill's claims are of enough payers and exceed its cost. A bill that no settlement
/// knows is not judged.
pub fn bill_claimed_twice(
    shared: &SharedValue,
    settings: &BillClaimedTwice,
    context: &Context,
) -> Option<Draft> {
    let cost = shared.cost.filter(|cost| *cost > Fen::ZERO)?;
    let claims: Vec<&Claim> = shared
        .claims
        .iter()
        .filter(|claim| {
            let explained = claim.mark.as_deref().is_some_and(|mark| context.heeds(mark));
            settings.schemes.contains(&claim.scheme) && !explained
        })
        .collect();
    let payers: BTreeSet<&str> = claims
        .iter()
        .filter(|claim| claim.amount > Fen::ZERO)
        .map(|claim| context.agency(claim.proof))
        .collect();
    let total: Fen = claims.iter().map(|claim| claim.amount).sum();
    let over = total > cost + Fen::from_yuan(settings.tolerance_yuan);
    let wanted =
        payers.len() >= settings.least_payers && (over || !context.heeds("shared_settlement"));
    wanted.then(|| draft(shared, &claims, (cost, total), context))
}

fn draft(
    shared: &SharedValue,
    claims: &[&Claim],
    (cost, total): (Fen, Fen),
    context: &Context,
) -> Draft {
    let claimants: BTreeSet<PersonId> = claims.iter().map(|claim| claim.person).collect();
    let patient = &shared.holders[0];
    let is_concerned =
        |one: &&Holder| one.person == patient.person || claimants.contains(&one.person);
    let concerned: Vec<&Holder> = shared.holders.iter().filter(is_concerned).collect();
    let named = |person: PersonId| {
        let holder = shared.holders.iter().find(|one| one.person == person);
        holder.map_or("（无姓名）", |one| one.name_masked.as_str())
    };
    let names: Vec<&str> = claimants.iter().map(|person| named(*person)).collect();
    let schemes: BTreeSet<&str> = claims.iter().map(|claim| claim.scheme.as_str()).collect();
    let agencies: BTreeSet<&str> =
        claims.iter().map(|claim| context.agency_name(claim.proof)).collect();
    let over = (total - cost).max(Fen::ZERO);
    let words = vec![
        ("name", patient.name_masked.clone()),
        ("bill", shared.masked.clone()),
        ("schemes", context.quoted(schemes.iter().copied())),
        ("agencies", agencies.into_iter().collect::<Vec<_>>().join("、")),
        ("names", names.join("、")),
        ("count", claims.len().to_string()),
        ("cost", yuan(cost)),
        ("total", yuan(total)),
        ("amount", yuan(over)),
    ];
    let settled = format!("票据{}，保险报销后自付{}", shared.masked, yuan(cost));
    let mut evidence: Vec<Evidence> = vec![Context::evidence(patient.proof, &settled)];
    evidence.extend(claims.iter().map(|claim| {
        let says = format!(
            "{}凭票据{}，以{}报销{}，{}发放",
            named(claim.person),
            shared.masked,
            context.quoted([claim.scheme.as_str()]),
            yuan(claim.amount),
            maybe_day(claim.paid_on)
        );
        Context::evidence(claim.proof, &says)
    }));
    let paid = sum(claims.iter().map(|claim| claim.amount));
    Draft {
        subjects: concerned.iter().map(|one| one.person).collect(),
        other_households: Vec::new(),
        discriminator: shared.masked.clone(),
        amount: over,
        from: claims.iter().filter_map(|claim| claim.paid_on).min(),
        to: claims.iter().filter_map(|claim| claim.paid_on).max(),
        last_month: None,
        schemes: schemes.into_iter().map(str::to_owned).collect(),
        words,
        arithmetic: format!("{paid}；{} − 自付{} = {}", yuan(total), yuan(cost), yuan(over)),
        evidence,
    }
}
