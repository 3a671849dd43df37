//! Shared account: one account receives for people of several unrelated households.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::holders;
use crate::domain::{Fen, Holder, SharedKind, SharedValue};

/// From how many households on, and when an account must be an institution's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedAccount {
    pub least_households: usize,
    /// More people share a home's or a village's account, not one person's.
    pub most_people: usize,
}

impl RuleKind for SharedAccount {
    const NAME: &'static str = "shared_account";
    const EXCEPTIONS: &'static [&'static str] = &["institution", "same_name"];
    const WORDS: &'static [&'static str] = &["name", "account", "names", "count", "households"];

    fn shared_kind(&self) -> Option<SharedKind> {
        Some(SharedKind::Account)
    }

    fn find_shared(&self, shared: &SharedValue, context: &Context) -> Vec<Draft> {
        shared_account(shared, self, context).into_iter().collect()
    }
}

/// Finds whether the account's holders are of enough households.
pub fn shared_account(
    shared: &SharedValue,
    settings: &SharedAccount,
    context: &Context,
) -> Option<Draft> {
    let holders = holders::distinct(shared, context);
    let households: BTreeSet<_> = holders.iter().map(|one| one.household).collect();
    let institution = holders.len() > settings.most_people && context.heeds("institution");
    let wanted = households.len() >= settings.least_households && !institution;
    wanted.then(|| draft(shared, &holders, households.len()))
}

fn draft(shared: &SharedValue, holders: &[&Holder], households: usize) -> Draft {
    let names: Vec<&str> = holders.iter().map(|one| one.name_masked.as_str()).collect();
    let words = vec![
        ("name", names[0].to_owned()),
        ("account", shared.masked.clone()),
        ("names", names.join("、")),
        ("count", names.len().to_string()),
        ("households", households.to_string()),
    ];
    let says = |one: &&Holder| {
        Context::evidence(one.proof, &format!("{}领取，账号{}", one.name_masked, shared.masked))
    };
    Draft {
        subjects: holders.iter().map(|one| one.person).collect(),
        other_households: Vec::new(),
        discriminator: shared.masked.clone(),
        amount: Fen::ZERO,
        from: None,
        to: None,
        last_month: None,
        schemes: Vec::new(),
        words,
        arithmetic: format!("1个账号，{}人，{households}户", names.len()),
        evidence: holders.iter().map(says).collect(),
    }
}
