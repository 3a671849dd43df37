//! Child aid over the formula: a child's own allowance beside a share of subsistence or support, together
//! more than the place's formula allows.
//!
//! Beside subsistence a child is due its share and a part of what the child standard is above the
//! standard of subsistence. Beside support it is due the higher of the two. Every month is held
//! against the formula on its own.

use serde::Deserialize;

use super::RuleKind;
use super::exclusive_schemes::evidence;
use crate::assess::draft::{Context, Draft};
use crate::assess::force::{self, Stream};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{span, yuan};
use crate::domain::{Dossier, DossierAward, Fen, Month};

/// Which allowances meet which awards, and what they may come to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChildAidOverFormula {
    /// The allowances for the child alone.
    pub child: SchemeSet,
    /// The standard of these allowances a month.
    pub child_standard_yuan: i64,
    /// Awards of subsistence, each with its standard a head and month.
    pub subsistence: Vec<Standard>,
    /// Of what the child standard is above that of subsistence, so much is paid on top.
    pub top_up_percent: i64,
    /// Awards of support, beside which the higher one is due.
    pub support: SchemeSet,
    pub tolerance_yuan: i64,
    /// Months of overlap that a change from one to the other explains.
    pub tolerated_months: usize,
}

/// The monthly standard of a scheme.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    pub scheme: SchemeSet,
    pub yuan: i64,
}

impl RuleKind for ChildAidOverFormula {
    const NAME: &'static str = "child_aid_over_formula";
    const EXCEPTIONS: &'static [&'static str] = &["change_over_month"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "span", "months", "paid", "allowed", "amount"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        let subsistence = self.subsistence.iter().map(|standard| &standard.scheme);
        [&self.child, &self.support].into_iter().chain(subsistence).collect()
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        child_aid_over_formula(dossier, self, context)
    }
}

/// One month in which the two came to more than they may.
struct Over {
    month: Month,
    own: Fen,
    share: Fen,
    allowed: Fen,
}

impl Over {
    fn excess(&self) -> Fen {
        self.own + self.share - self.allowed
    }
}

/// Finds the children whose allowance and share together are over the formula.
pub fn child_aid_over_formula(
    dossier: &Dossier,
    settings: &ChildAidOverFormula,
    context: &Context,
) -> Vec<Draft> {
    let size = u32::try_from(dossier.members.len()).expect("a dossier has few members");
    let mut drafts = Vec::new();
    for member in 0..size {
        let streams = |set| force::streams(dossier, member, set, true, context.run_date);
        for own in streams(&settings.child) {
            let beside = settings.subsistence.iter().map(|standard| &standard.scheme);
            for other in beside.chain([&settings.support]).flat_map(streams) {
                let over = over(dossier, &own, &other, settings);
                let tolerated =
                    if context.heeds("change_over_month") { settings.tolerated_months } else { 0 };
                if over.len() > tolerated {
                    drafts.push(draft(dossier, member, [&own, &other], &over, settings, context));
                }
            }
        }
    }
    drafts
}

/// The months in which the two are over the formula.
fn over(
    dossier: &Dossier,
    own: &Stream,
    other: &Stream,
    settings: &ChildAidOverFormula,
) -> Vec<Over> {
    let months = force::in_common(&own.months, &other.months);
    let over = months.into_iter().map(|month| {
        let own = own.part(dossier, &[month], None).amount;
        let share = other.part(dossier, &[month], Some(1)).amount;
        Over { month, own, share, allowed: allowed(other.scheme, share, settings) }
    });
    let tolerance = Fen::from_yuan(settings.tolerance_yuan);
    over.filter(|over| over.excess() > tolerance).collect()
}

/// What the two may come to in a month.
fn allowed(scheme: &str, share: Fen, settings: &ChildAidOverFormula) -> Fen {
    let standard = Fen::from_yuan(settings.child_standard_yuan);
    match settings.subsistence.iter().find(|standard| standard.scheme.contains(scheme)) {
        Some(subsistence) => {
            let above = standard - Fen::from_yuan(subsistence.yuan);
            share + above.max(Fen::ZERO).percent(settings.top_up_percent)
        }
        None => standard.max(share),
    }
}

fn draft(
    dossier: &Dossier,
    member: u32,
    [own, other]: [&Stream; 2],
    over: &[Over],
    settings: &ChildAidOverFormula,
    context: &Context,
) -> Draft {
    let months: Vec<Month> = over.iter().map(|one| one.month).collect();
    let amount: Fen = over.iter().map(Over::excess).sum();
    let last = over.last().expect("a finding has a month");
    let mut schemes = vec![own.scheme.to_owned(), other.scheme.to_owned()];
    schemes.sort_unstable();
    let words = vec![
        ("schemes", context.quoted([own.scheme, other.scheme])),
        ("span", span(&months)),
        ("months", months.len().to_string()),
        ("paid", yuan(last.own + last.share)),
        ("allowed", yuan(last.allowed)),
        ("amount", yuan(amount)),
    ];
    let certificate = |award: &DossierAward| award.certificate.clone().unwrap_or_default();
    let certificate = other.award.map(|at| certificate(&dossier.awards[at])).unwrap_or_default();
    Draft {
        discriminator: format!("{} {}:{certificate}", own.scheme, other.scheme),
        amount,
        schemes,
        arithmetic: arithmetic(over, other.scheme, amount, settings),
        evidence: evidence(dossier, &[own, other], &months, context),
        ..Draft::about(dossier, &[member], words)
    }
    .over(&months)
}

/// Month by month; months of one sum are told together.
fn arithmetic(over: &[Over], scheme: &str, amount: Fen, settings: &ChildAidOverFormula) -> String {
    let standard = yuan(Fen::from_yuan(settings.child_standard_yuan));
    let formula = |share: Fen| match settings
        .subsistence
        .iter()
        .find(|standard| standard.scheme.contains(scheme))
    {
        Some(subsistence) => format!(
            "{} +（{standard} − {}）× {}%",
            yuan(share),
            yuan(Fen::from_yuan(subsistence.yuan)),
            settings.top_up_percent
        ),
        None => format!("{standard}和{}中的高者", yuan(share)),
    };
    let alike = over.chunk_by(|one, other| (one.own, one.share) == (other.own, other.share));
    let mut parts: Vec<String> = alike
        .map(|months| {
            let named: Vec<Month> = months.iter().map(|one| one.month).collect();
            let one = &months[0];
            format!(
                "{}{}儿童保障{} + 本人份额{} = {}，按公式应为{} = {}，多{}",
                span(&named),
                if named.len() > 1 { "每月" } else { "" },
                yuan(one.own),
                yuan(one.share),
                yuan(one.own + one.share),
                formula(one.share),
                yuan(one.allowed),
                yuan(one.excess())
            )
        })
        .collect();
    parts.push(format!("{}个月合计{}", over.len(), yuan(amount)));
    parts.join("；")
}
