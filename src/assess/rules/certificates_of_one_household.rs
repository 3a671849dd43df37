//! Certificates of one household: two certificates of one scheme in force for people of one register
//! household, or for two units with the same members.

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{involving, yuan};
use crate::domain::{AwardStatus, Day, Dossier, DossierAward, Fen, NeighbourUnit};

/// Which schemes are granted by household, and how many members in common make one of two units.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificatesOfOneHousehold {
    pub schemes: SchemeSet,
    pub least_shared_members: u32,
}

impl RuleKind for CertificatesOfOneHousehold {
    const NAME: &'static str = "certificates_of_one_household";
    const EXCEPTIONS: &'static [&'static str] = &["own_register", "other_area"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "certificates", "heads", "shared", "amount", "involving"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        certificates_of_one_household(dossier, self, context)
    }
}

/// Finds the pairs of certificates; each pair is found from the unit that comes first.
pub fn certificates_of_one_household(
    dossier: &Dossier,
    settings: &CertificatesOfOneHousehold,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for neighbour in dossier.neighbours.iter().filter(|neighbour| neighbour.is_first) {
        let is_one = neighbour.is_of_one_register
            || neighbour.shared >= settings.least_shared_members
            || !context.heeds("own_register");
        if !is_one {
            continue;
        }
        let counts = |award: &&DossierAward| {
            settings.schemes.contains(&award.scheme) && is_in_force(award, context.run_date)
        };
        let own = dossier.awards.iter().filter(counts);
        for one in own.filter(|award| award.household == Some(dossier.household)) {
            for other in neighbour.awards.iter().filter(counts) {
                if other.scheme == one.scheme
                    && other.certificate != one.certificate
                    && !(of_other_areas(one, other) && context.heeds("other_area"))
                {
                    drafts.push(draft(dossier, neighbour, one, other, context));
                }
            }
        }
    }
    drafts
}

fn is_in_force(award: &DossierAward, on: Day) -> bool {
    award.status == AwardStatus::Active
        && award.from.is_none_or(|from| from <= on)
        && award.to.is_none_or(|to| to >= on)
}

fn of_other_areas(one: &DossierAward, other: &DossierAward) -> bool {
    let (Some(one), Some(other)) = (&one.area, &other.area) else { return false };
    force::district(one) != force::district(other)
}

fn draft(
    dossier: &Dossier,
    neighbour: &NeighbourUnit,
    one: &DossierAward,
    other: &DossierAward,
    context: &Context,
) -> Draft {
    let number =
        |award: &DossierAward| award.certificate.clone().unwrap_or_else(|| "无证号".to_owned());
    let monthly = |award: &DossierAward| award.monthly.unwrap_or_default();
    let amount: Fen = monthly(one).min(monthly(other));
    let shared = match neighbour.shared {
        0 => "两证的成员登记在同一户口".to_owned(),
        shared => format!("两证有{shared}名相同成员"),
    };
    let head = neighbour.head_masked.clone().unwrap_or_else(|| "户主不详".to_owned());
    let first = one.recipient.or_else(|| one.covers.first().copied()).unwrap_or(0);
    let mut members = vec![first];
    members.extend(one.covers.iter().filter(|member| **member != first));
    let words = vec![
        ("schemes", context.quoted([one.scheme.as_str()])),
        ("certificates", format!("{}和{}", number(one), number(other))),
        ("heads", head),
        ("shared", shared.clone()),
        ("amount", yuan(amount)),
        ("involving", involving("，每月", amount)),
    ];
    let mut draft = Draft::about(dossier, &members, words);
    for person in &neighbour.members {
        if !draft.subjects.contains(person) {
            draft.subjects.push(*person);
        }
    }
    let mut numbers = [number(one), number(other)];
    numbers.sort_unstable();
    Draft {
        other_households: vec![neighbour.household],
        discriminator: numbers.join("+"),
        amount,
        from: one.from.max(other.from),
        to: Some(context.run_date),
        schemes: vec![one.scheme.clone()],
        arithmetic: format!("{shared}；同一项目两个证号同时在保，少的一份每月{}", yuan(amount)),
        evidence: vec![context.awarded(one), context.awarded(other)],
        ..draft
    }
}
