//! Amount by formula: what an award grants in a month against what the figures of its own row come to.
//!
//! The gap is the standard less the declared income, for as many as the row counts. Whoever belongs to
//! a class that gets more (分类施保) may bring the amount up to a band above it; the extracts do not say
//! how much, so an amount within the band is right.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::yuan;
use crate::assess::terms;
use crate::domain::{CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, Fen};

/// The standards, what is rounding, and who may get more.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmountByFormula {
    pub standards: BTreeMap<String, Standard>,
    pub tolerance_yuan: i64,
    /// Standards are those of this district.
    pub own_district: String,
    /// What somebody of a class may get more, of the standard.
    pub class_percent: i64,
    pub class_from_years: i32,
    pub class_below_years: i32,
    pub class_grades: Vec<String>,
}

/// The standard of a month and head under some schemes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    pub schemes: SchemeSet,
    pub yuan: i64,
}

impl RuleKind for AmountByFormula {
    const NAME: &'static str = "amount_by_formula";
    const EXCEPTIONS: &'static [&'static str] =
        &["withdrawing", "other_calculation", "classes", "other_area"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "monthly", "standard", "income", "count", "due", "compared", "amount"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        self.standards.values().map(|standard| &standard.schemes).collect()
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        amount_by_formula(dossier, self, context)
    }
}

/// The figures of an award's row and what they come to.
struct Figures<'a> {
    monthly: Fen,
    standard: Fen,
    heads: i64,
    income: &'a DossierCircumstance,
    /// What was declared for a month.
    declared: Fen,
    gap: Fen,
    /// What classes may add.
    band: Fen,
}

/// Finds the awards in force whose amount is neither the gap nor within the band above it.
pub fn amount_by_formula(
    dossier: &Dossier,
    settings: &AmountByFormula,
    context: &Context,
) -> Vec<Draft> {
    let tolerance = Fen::from_yuan(settings.tolerance_yuan);
    let mut drafts = Vec::new();
    for award in &dossier.awards {
        let Some(head) = award.recipient else { continue };
        let in_force = force::is_active_for(dossier, award, head, context.run_date);
        if !in_force || is_excepted(dossier, award, settings, context) {
            continue;
        }
        let Some(figures) = figures(dossier, award, settings, context) else { continue };
        let too_little = figures.monthly + tolerance < figures.gap;
        let too_much = figures.monthly > figures.gap + figures.band + tolerance;
        if too_little || too_much {
            drafts.push(draft(dossier, (head, award), &figures, context));
        }
    }
    drafts
}

fn is_excepted(
    dossier: &Dossier,
    award: &DossierAward,
    settings: &AmountByFormula,
    context: &Context,
) -> bool {
    let mut calculations = terms::of_award(dossier, award, CircumstanceKind::Calculation);
    let elsewhere =
        award.area.as_deref().is_some_and(|area| force::district(area) != settings.own_district);
    let by_other = calculations.any(|one| one.grade.as_deref().is_some_and(|how| how != "gap"));
    terms::is_withdrawing(dossier, award) && context.heeds("withdrawing")
        || elsewhere && context.heeds("other_area")
        || by_other && context.heeds("other_calculation")
}

/// The figures, if the row gives all of them and the place has a standard.
fn figures<'a>(
    dossier: &'a Dossier,
    award: &'a DossierAward,
    settings: &AmountByFormula,
    context: &Context,
) -> Option<Figures<'a>> {
    let monthly = award.monthly?;
    let mut standards = settings.standards.values();
    let standard = standards.find(|standard| standard.schemes.contains(&award.scheme))?;
    let standard = Fen::from_yuan(standard.yuan);
    let mut counted = terms::of_award(dossier, award, CircumstanceKind::Counted);
    let heads = counted.find_map(|one| one.grade.as_deref()?.parse::<i64>().ok())?;
    let income = terms::of_award(dossier, award, CircumstanceKind::DeclaredIncome).next()?;
    let declared = Fen(income.amount?.0 / 12);
    let gap = (Fen(standard.0 * heads) - declared).max(Fen::ZERO);
    let classed = if context.heeds("classes") {
        classed(dossier, award, heads, settings, context.run_date)
    } else {
        0
    };
    let band = Fen(standard.percent(settings.class_percent).0 * classed);
    Some(Figures { monthly, standard, heads, income, declared, gap, band })
}

/// How many of those counted may be of a class; whoever has a home elsewhere may be of one.
fn classed(
    dossier: &Dossier,
    award: &DossierAward,
    heads: i64,
    settings: &AmountByFormula,
    on: Day,
) -> i64 {
    let covered = award.covers.iter().copied();
    let known = i64::try_from(award.covers.len()).expect("a dossier has few members");
    let is_of_class = |at: &u32| {
        let age = dossier.members[*at as usize].birth.map(|birth| birth.age_years(on));
        age.is_none_or(|age| age >= settings.class_from_years || age < settings.class_below_years)
            || is_disabled(dossier, *at, &settings.class_grades)
    };
    let classed = covered.filter(is_of_class).count();
    i64::try_from(classed).expect("a dossier has few members") + (heads - known).max(0)
}

fn is_disabled(dossier: &Dossier, member: u32, grades: &[String]) -> bool {
    dossier.circumstances.iter().any(|one| {
        one.kind == CircumstanceKind::Disability
            && one.member == member
            && one.grade.as_ref().is_some_and(|grade| grades.contains(grade))
    })
}

fn draft(
    dossier: &Dossier,
    (head, award): (u32, &DossierAward),
    figures: &Figures,
    context: &Context,
) -> Draft {
    let Figures { monthly, standard, heads, income, declared, gap, band } = *figures;
    let (compared, amount) =
        if monthly < gap { ("低于", gap - monthly) } else { ("高于", monthly - gap - band) };
    let due =
        if band == Fen::ZERO { yuan(gap) } else { format!("{}至{}", yuan(gap), yuan(gap + band)) };
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("monthly", yuan(monthly)),
        ("standard", yuan(standard)),
        ("income", yuan(declared)),
        ("count", heads.to_string()),
        ("due", due.clone()),
        ("compared", compared.to_owned()),
        ("amount", yuan(amount)),
    ];
    let yearly = yuan(income.amount.unwrap_or_default());
    let says = format!("登记保障人口{heads}人，申报家庭年收入{yearly}");
    Draft {
        discriminator: award.certificate.clone().unwrap_or_else(|| award.scheme.clone()),
        amount,
        from: award.from,
        to: Some(context.run_date),
        schemes: vec![award.scheme.clone()],
        arithmetic: format!(
            "{} × {heads}人 − 申报月均{} = {}，分类施保最多{}；核定{}，{compared}{}",
            yuan(standard),
            yuan(declared),
            yuan(gap),
            yuan(band),
            yuan(monthly),
            yuan(amount)
        ),
        evidence: vec![context.awarded(award), Context::evidence(income.proof, &says)],
        ..Draft::about(dossier, &[head], words)
    }
}
