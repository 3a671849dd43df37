//! Invalid identity: a row's number has the shape of a resident number but fails date or check.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::domain::{Dossier, DossierMember, IdClass, IdentityFact};

/// Nothing is left to the pack here but the words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvalidIdentity {}

impl RuleKind for InvalidIdentity {
    const NAME: &'static str = "invalid_identity";
    const EXCEPTIONS: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &["name", "number", "count", "agencies", "known"];

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        invalid_identity(dossier, self, context)
    }
}

/// Finds the members whom some row gives an invalid number.
pub fn invalid_identity(
    dossier: &Dossier,
    _settings: &InvalidIdentity,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, member) in (0..).zip(&dossier.members) {
        let mut invalid: Vec<&IdentityFact> =
            member.identities.iter().filter(|one| one.id_class == IdClass::Invalid).collect();
        // Rows that differ only in sex or birth date write the number alike.
        let mut written = BTreeSet::new();
        invalid.retain(|one| written.insert((one.name_key, one.id_key)));
        if !invalid.is_empty() {
            drafts.push(draft(dossier, at, member, &invalid, context));
        }
    }
    drafts
}

fn draft(
    dossier: &Dossier,
    at: u32,
    member: &DossierMember,
    invalid: &[&IdentityFact],
    context: &Context,
) -> Draft {
    let number = |one: &IdentityFact| one.id_masked.clone().unwrap_or_default();
    let mut agencies: Vec<&str> =
        invalid.iter().map(|one| context.agency_name(one.proof)).collect();
    agencies.sort_unstable();
    agencies.dedup();
    let valid = member.identities.iter().any(|one| one.id_class == IdClass::Valid);
    let known = if valid {
        "其他来源有校验通过的证号，疑似笔误"
    } else {
        "各来源均无校验通过的证号"
    };
    let words = vec![
        ("number", number(invalid[0])),
        ("count", invalid.len().to_string()),
        ("agencies", agencies.join("、")),
        ("known", known.to_owned()),
    ];
    let says = |one: &&IdentityFact| {
        Context::evidence(one.proof, &format!("证号{}，日期或校验码不符", number(one)))
    };
    Draft {
        discriminator: "invalid_identity".to_owned(),
        arithmetic: format!("校验不通过的写法{}种", invalid.len()),
        evidence: invalid.iter().map(says).collect(),
        ..Draft::about(dossier, &[at], words)
    }
}
