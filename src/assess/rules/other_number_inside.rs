//! Number inside: a school number or a disability certificate made out under another identity number
//! than the row gives.
//!
//! Both numbers are valid, so one of them is somebody else's, or the police gave another after the paper
//! was issued; that keeps birth date and sex. What of a row is not valid is told by another rule.

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::domain::{Dossier, DossierMember, Evidence, IdClass, IdentityFact, NumberInside};

/// Nothing to set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherNumberInside {}

impl RuleKind for OtherNumberInside {
    const NAME: &'static str = "other_number_inside";
    const EXCEPTIONS: &'static [&'static str] = &["changed_after_issue", "cut_number"];
    const WORDS: &'static [&'static str] =
        &["name", "agencies", "number", "inside", "count", "owner"];

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        other_number_inside(dossier, context)
    }
}

/// Finds the members with rows whose papers hold another number, all rows of a member together.
pub fn other_number_inside(dossier: &Dossier, context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, member) in (0..).zip(&dossier.members) {
        let rows = member.identities.iter().filter_map(|row| {
            let inside = row.inside.as_ref()?;
            is_other(member, row, inside, context).then_some((row, inside))
        });
        let rows: Vec<(&IdentityFact, &NumberInside)> = rows.collect();
        if !rows.is_empty() {
            drafts.push(draft(dossier, at, &rows, context));
        }
    }
    drafts
}

fn is_other(
    member: &DossierMember,
    row: &IdentityFact,
    inside: &NumberInside,
    context: &Context,
) -> bool {
    let Some(own) = row.of_number.filter(|_| row.id_class == IdClass::Valid) else {
        return false;
    };
    let within = inside.of_number;
    let is_own = |fact: &IdentityFact| fact.id_key == inside.id_key && !fact.of_another;
    let changed = (own.male, own.birth) == (within.male, within.birth)
        || !row.of_another && member.identities.iter().any(is_own);
    let cut = own.ends_in_zeros || within.ends_in_zeros;
    row.id_key != inside.id_key
        && !(changed && context.heeds("changed_after_issue"))
        && !(cut && context.heeds("cut_number"))
}

fn draft(
    dossier: &Dossier,
    at: u32,
    rows: &[(&IdentityFact, &NumberInside)],
    context: &Context,
) -> Draft {
    let mut agencies: Vec<&str> =
        rows.iter().map(|(row, _)| context.agency_name(row.proof)).collect();
    agencies.sort_unstable();
    agencies.dedup();
    let number = |row: &IdentityFact| row.id_masked.clone().unwrap_or_default();
    let (first, inside) = rows[0];
    let owner = if first.of_another { "；该行证号是他人的" } else { "" };
    let words = vec![
        ("agencies", agencies.join("、")),
        ("number", number(first)),
        ("inside", inside.id_masked.clone()),
        ("count", rows.len().to_string()),
        ("owner", owner.to_owned()),
    ];
    let says = |(row, inside): &(&IdentityFact, &NumberInside)| -> Evidence {
        let says = format!("证号{}，内嵌证号{}", number(row), inside.id_masked);
        Context::evidence(row.proof, &says)
    };
    Draft {
        discriminator: "inside".to_owned(),
        arithmetic: format!("内嵌证号与证号不同的写法{}种", rows.len()),
        evidence: rows.iter().map(says).collect(),
        ..Draft::about(dossier, &[at], words)
    }
}
