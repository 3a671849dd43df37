//! Filler value: a number that stands for none, or one telephone on the forms of many households.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::holders;
use crate::domain::{
    Dossier, Evidence, Fen, IdClass, IdentityFact, Proof, SharedKind, SharedValue,
};

/// From how many households on a telephone is nobody's own, and when it is an office's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FillerValue {
    pub least_households: usize,
    /// More households than this share the telephone of a village's office.
    pub most_households: usize,
}

impl RuleKind for FillerValue {
    const NAME: &'static str = "filler_value";
    const EXCEPTIONS: &'static [&'static str] = &["few_households", "village_phone", "same_name"];
    const WORDS: &'static [&'static str] = &["name", "agencies", "what", "value", "why", "count"];

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        filler_numbers(dossier, context)
    }

    fn shared_kind(&self) -> Option<SharedKind> {
        Some(SharedKind::Phone)
    }

    fn find_shared(&self, shared: &SharedValue, context: &Context) -> Vec<Draft> {
        shared_phone(shared, self, context).into_iter().collect()
    }
}

/// Finds the members whom some row gives a number that stands for none.
pub fn filler_numbers(dossier: &Dossier, context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, member) in (0..).zip(&dossier.members) {
        let fillers = member.identities.iter().filter(|one| one.id_class == IdClass::Placeholder);
        let fillers: Vec<&IdentityFact> = fillers.collect();
        let Some(first) = fillers.first() else { continue };
        let number = |one: &IdentityFact| one.id_masked.clone().unwrap_or_default();
        let evidence: Vec<Evidence> = fillers
            .iter()
            .map(|one| Context::evidence(one.proof, &format!("证号填为{}", number(one))))
            .collect();
        let words = vec![
            ("agencies", agencies(fillers.iter().map(|one| one.proof), context)),
            ("what", "证号".to_owned()),
            ("value", number(first)),
            ("why", "是占位数字，不是真实证号".to_owned()),
            ("count", fillers.len().to_string()),
        ];
        drafts.push(Draft {
            discriminator: "number".to_owned(),
            arithmetic: format!("占位证号{}处", fillers.len()),
            evidence,
            ..Draft::about(dossier, &[at], words)
        });
    }
    drafts
}

/// Finds whether a telephone is given by people of too many households.
pub fn shared_phone(
    shared: &SharedValue,
    settings: &FillerValue,
    context: &Context,
) -> Option<Draft> {
    let holders = holders::distinct(shared, context);
    let households = holders.iter().map(|one| one.household).collect::<BTreeSet<_>>().len();
    let few = households < settings.least_households && context.heeds("few_households");
    let village = households > settings.most_households && context.heeds("village_phone");
    if few || village || households < 2 {
        return None;
    }
    let evidence: Vec<Evidence> = holders
        .iter()
        .map(|one| {
            let says = format!("{}的联系电话{}", one.name_masked, shared.masked);
            Context::evidence(one.proof, &says)
        })
        .collect();
    let words = vec![
        ("name", holders[0].name_masked.clone()),
        ("agencies", agencies(holders.iter().map(|one| one.proof), context)),
        ("what", "联系电话".to_owned()),
        ("value", shared.masked.clone()),
        ("why", format!("同时登记在{households}户{}人名下", holders.len())),
        ("count", holders.len().to_string()),
    ];
    Some(Draft {
        subjects: holders.iter().map(|one| one.person).collect(),
        other_households: Vec::new(),
        discriminator: format!("phone {}", shared.masked),
        amount: Fen::ZERO,
        from: None,
        to: None,
        last_month: None,
        schemes: Vec::new(),
        words,
        arithmetic: format!("1个电话，{}人，{households}户", holders.len()),
        evidence,
    })
}

/// The agencies of the rows, each once.
fn agencies(proofs: impl Iterator<Item = Proof>, context: &Context) -> String {
    let names: BTreeSet<&str> = proofs.map(|proof| context.agency_name(proof)).collect();
    names.into_iter().collect::<Vec<_>>().join("、")
}
