//! Payee outside the unit: assistance goes to an account in the name of somebody whom it does not count
//! and who is not registered to collect it.
//!
//! Banks and lists write names in their own way, so whoever may be meant by the name counts: everyone
//! of the unit, under every name and every sound that any source gives.

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::yuan;
use crate::domain::{Dossier, DossierAward, NameKeys, Payee};

/// Which awards are looked at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayeeOutsideUnit {
    pub schemes: SchemeSet,
}

impl RuleKind for PayeeOutsideUnit {
    const NAME: &'static str = "payee_outside_unit";
    const EXCEPTIONS: &'static [&'static str] =
        &["agent", "other_spelling", "same_reading", "unknown_character", "ended"];
    const WORDS: &'static [&'static str] = &["name", "schemes", "payee", "monthly", "certificate"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        payee_outside_unit(dossier, self, context)
    }
}

/// Finds the awards that are paid to somebody outside; each in its recipient's dossier.
pub fn payee_outside_unit(
    dossier: &Dossier,
    settings: &PayeeOutsideUnit,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for award in dossier.awards.iter().filter(|award| settings.schemes.contains(&award.scheme)) {
        let (Some(head), Some(payee)) = (award.recipient, &award.payee) else { continue };
        let runs = force::is_active_for(dossier, award, head, context.run_date);
        if (runs || !context.heeds("ended")) && is_outside(payee, context) {
            drafts.push(draft(dossier, head, award, payee, context));
        }
    }
    drafts
}

/// Whether the payee is nobody of the unit and no agent, under any name.
fn is_outside(payee: &Payee, context: &Context) -> bool {
    let own = payee.names;
    if own.name_key == 0 && context.heeds("unknown_character") {
        return false;
    }
    let is = |one: &NameKeys| {
        let spelt = own.name_key != 0 && own.name_key == one.name_key;
        let sounds = one.name_key != 0 && own.reading_key == one.reading_key;
        own.person == one.person
            || spelt && context.heeds("other_spelling")
            || sounds && context.heeds("same_reading")
    };
    let is_agent = context.heeds("agent") && payee.agents.iter().any(is);
    !is_agent && !payee.of_unit.iter().any(is)
}

fn draft(
    dossier: &Dossier,
    head: u32,
    award: &DossierAward,
    payee: &Payee,
    context: &Context,
) -> Draft {
    let certificate = award.certificate.clone();
    let monthly = award.monthly.unwrap_or_default();
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("payee", payee.name_masked.clone()),
        ("monthly", yuan(monthly)),
        ("certificate", certificate.clone().unwrap_or_else(|| "无证号".to_owned())),
    ];
    let says = format!("发放账户户名{}", payee.name_masked);
    let agents = match payee.agents.len() {
        0 => "没有登记代领人".to_owned(),
        count => format!("登记的代领人{count}名均不是{}", payee.name_masked),
    };
    let mut names: Vec<NameKeys> = payee.of_unit.clone();
    names.sort_unstable_by_key(|one| one.person);
    names.dedup_by_key(|one| one.person);
    Draft {
        discriminator: certificate.unwrap_or_else(|| award.scheme.clone()),
        amount: monthly,
        from: award.from,
        to: Some(context.run_date),
        schemes: vec![award.scheme.clone()],
        arithmetic: format!("户名与{}名保障人口的各种写法都不同；{agents}", names.len()),
        evidence: vec![context.awarded(award), Context::evidence(payee.proof, &says)],
        ..Draft::about(dossier, &[head], words)
    }
}
