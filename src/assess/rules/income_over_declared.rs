//! Income over what is declared: a unit earns more in a month than it declared for one.
//!
//! Each month stands on its own: what was earned in one is never spread over others. A declaration
//! is for a year, so a twelfth of it is what the unit itself says of a month. Where two agencies know
//! of one person's income in one month, only one counts, for the one may be part of the other.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{span, yuan};
use crate::assess::terms;
use crate::domain::{
    AwardStatus, CircumstanceKind, Dossier, DossierAward, DossierCircumstance, Evidence, Fen, Month,
};

/// Whose income is held against what they declared, and how.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncomeOverDeclared {
    pub schemes: SchemeSet,
    /// Schemes whose monthly grant is an income.
    pub awards: SchemeSet,
    /// Circumstances whose amount is a month's income, with the grades that count; all if none is
    /// named. They count for people without such an award.
    pub circumstances: BTreeMap<CircumstanceKind, Vec<String>>,
    /// The part of income that may be left out for the cost of working.
    #[serde(default)]
    pub cost_of_work_percent: i64,
    /// What of a month's income of a grade does not count, such as a basic pension's.
    #[serde(default)]
    pub exempt_yuan: BTreeMap<String, i64>,
    /// Income that ended more months ago is not asked about.
    pub lag_months: i32,
    /// How many months are looked at, the run's own included.
    pub look_back_months: i32,
    pub tolerance_yuan: i64,
}

impl RuleKind for IncomeOverDeclared {
    const NAME: &'static str = "income_over_declared";
    const EXCEPTIONS: &'static [&'static str] = &["cost_of_work", "withdrawing", "exempt"];
    const WORDS: &'static [&'static str] = &[
        "name", "schemes", "span", "months", "declared", "earned", "incomes", "amount", "agencies",
    ];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes, &self.awards]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        income_over_declared(dossier, self, context)
    }
}

/// What a member earned in one month, and the row that says so.
#[derive(Clone, Copy)]
struct Earned<'a> {
    member: u32,
    amount: Fen,
    by: Row<'a>,
}

#[derive(Clone, Copy)]
enum Row<'a> {
    Award(&'a DossierAward),
    Circumstance(&'a DossierCircumstance),
}

/// A month in which more was earned than declared.
struct Over<'a> {
    month: Month,
    earned: Vec<Earned<'a>>,
    total: Fen,
    /// What is beyond the declaration after the cost of working.
    excess: Fen,
}

/// Finds the units in force that earn more than they declare, up to the present.
pub fn income_over_declared(
    dossier: &Dossier,
    settings: &IncomeOverDeclared,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for award in &dossier.awards {
        let in_force = award.status == AwardStatus::Active
            && award.to.is_none_or(|to| to >= context.run_date)
            && settings.schemes.contains(&award.scheme);
        if !in_force || terms::is_withdrawing(dossier, award) && context.heeds("withdrawing") {
            continue;
        }
        let Some((row, declared)) = declared(dossier, award) else { continue };
        let run = run_over(dossier, award, declared, settings, context);
        if !run.is_empty() {
            drafts.push(draft(dossier, award, (row, declared), &run, settings, context));
        }
    }
    drafts
}

/// What the head declared for a year, the most where several rows differ; and a month of it.
fn declared<'a>(
    dossier: &'a Dossier,
    award: &DossierAward,
) -> Option<(&'a DossierCircumstance, Fen)> {
    let rows = dossier.circumstances.iter().filter(|one| {
        one.kind == CircumstanceKind::DeclaredIncome && Some(one.member) == award.recipient
    });
    let most = rows.max_by_key(|row| row.amount)?;
    Some((most, Fen(most.amount?.0 / 12)))
}

/// The months without a gap, up to the latest that is known, in which more was earned than declared.
fn run_over<'a>(
    dossier: &'a Dossier,
    award: &DossierAward,
    declared: Fen,
    settings: &IncomeOverDeclared,
    context: &Context,
) -> Vec<Over<'a>> {
    let this_month = context.run_date.month();
    let in_force = force::months(award, false, context.run_date);
    let mut run: Vec<Over> = Vec::new();
    for ago in 0..settings.look_back_months {
        let month = this_month.plus_months(-ago);
        let over = in_force
            .contains(&month)
            .then(|| over(dossier, award, month, declared, settings, context))
            .flatten();
        match over {
            Some(over) => run.push(over),
            None if run.is_empty() && ago < settings.lag_months => {}
            None => break,
        }
    }
    run.reverse();
    run
}

fn over<'a>(
    dossier: &'a Dossier,
    award: &DossierAward,
    month: Month,
    declared: Fen,
    settings: &IncomeOverDeclared,
    context: &Context,
) -> Option<Over<'a>> {
    let counted = award.covers.iter().filter(|member| {
        force::months_of(dossier, award, **member, false, context.run_date).contains(&month)
    });
    let earned = counted.filter_map(|member| earned(dossier, *member, month, settings, context));
    let earned: Vec<Earned> = earned.collect();
    let total: Fen = earned.iter().map(|one| one.amount).sum();
    let excess = total.percent(counted_percent(settings, context)) - declared;
    let is_over = excess > Fen::from_yuan(settings.tolerance_yuan);
    is_over.then_some(Over { month, earned, total, excess })
}

/// The part of income that counts, per cent.
fn counted_percent(settings: &IncomeOverDeclared, context: &Context) -> i64 {
    if context.heeds("cost_of_work") { 100 - settings.cost_of_work_percent } else { 100 }
}

/// What the member earned in a month: by an award, or else by a circumstance; the most, where
/// several rows say so.
fn earned<'a>(
    dossier: &'a Dossier,
    member: u32,
    month: Month,
    settings: &IncomeOverDeclared,
    context: &Context,
) -> Option<Earned<'a>> {
    let awards = dossier.awards.iter().filter(|award| {
        award.recipient == Some(member)
            && settings.awards.contains(&award.scheme)
            && force::months(award, false, context.run_date).contains(&month)
    });
    let granted = awards.filter_map(|award| Some((award.monthly?, Row::Award(award))));
    let rows = dossier
        .circumstances
        .iter()
        .filter(|one| one.member == member && lasts(one, month) && is_income(one, settings));
    let known = rows.filter_map(|one| {
        let exempt = exempt(one, settings, context);
        Some((one.amount? - exempt, Row::Circumstance(one)))
    });
    let best = granted.max_by_key(|one| one.0).or_else(|| known.max_by_key(|one| one.0));
    let (amount, by) = best.filter(|(amount, _)| *amount > Fen::ZERO)?;
    Some(Earned { member, amount, by })
}

fn is_income(one: &DossierCircumstance, settings: &IncomeOverDeclared) -> bool {
    let Some(grades) = settings.circumstances.get(&one.kind) else { return false };
    grades.is_empty() || one.grade.as_ref().is_some_and(|grade| grades.contains(grade))
}

/// What of a month's income does not count.
fn exempt(one: &DossierCircumstance, settings: &IncomeOverDeclared, context: &Context) -> Fen {
    let yuan = one.grade.as_ref().and_then(|grade| settings.exempt_yuan.get(grade));
    Fen::from_yuan(yuan.copied().filter(|_| context.heeds("exempt")).unwrap_or(0))
}

/// Whether a circumstance with a first day lasts in the month.
fn lasts(one: &DossierCircumstance, month: Month) -> bool {
    one.from.is_some_and(|from| from.month() <= month)
        && one.to.is_none_or(|to| to.month() >= month)
}

fn draft(
    dossier: &Dossier,
    award: &DossierAward,
    (row, declared): (&DossierCircumstance, Fen),
    run: &[Over],
    settings: &IncomeOverDeclared,
    context: &Context,
) -> Draft {
    let months: Vec<Month> = run.iter().map(|over| over.month).collect();
    let last = run.last().expect("a run has a month");
    let amount: Fen = run.iter().map(|over| over.excess).sum();
    let earned = || run.iter().flat_map(|over| &over.earned);
    let mut evidence: Vec<Evidence> = vec![
        context.awarded(award),
        Context::evidence(
            row.proof,
            &format!("申报家庭年收入{}", yuan(row.amount.unwrap_or_default())),
        ),
    ];
    let mut agencies = BTreeSet::new();
    let mut incomes = BTreeSet::new();
    for one in earned() {
        let (shown, name) = shown(one, context);
        agencies.insert(context.agency_name(proof(one)));
        incomes.insert(name);
        if !evidence.contains(&shown) {
            evidence.push(shown);
        }
    }
    // Who earns at present first.
    let mut seen = BTreeSet::new();
    let members = last.earned.iter().chain(earned()).map(|one| one.member);
    let members: Vec<u32> = members.filter(|member| seen.insert(*member)).collect();
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("span", span(&months)),
        ("months", months.len().to_string()),
        ("declared", yuan(declared)),
        ("earned", yuan(last.total)),
        ("incomes", incomes.into_iter().collect::<Vec<_>>().join("、")),
        ("amount", yuan(amount)),
        ("agencies", agencies.into_iter().collect::<Vec<_>>().join("、")),
    ];
    let certificate = award.certificate.clone();
    Draft {
        discriminator: certificate.unwrap_or_else(|| award.scheme.clone()),
        amount,
        schemes: vec![award.scheme.clone()],
        arithmetic: arithmetic(run, declared, counted_percent(settings, context), amount),
        evidence,
        ..Draft::about(dossier, &members, words)
    }
    .over(&months)
}

/// Month by month; months of one sum are told together.
fn arithmetic(run: &[Over], declared: Fen, percent: i64, amount: Fen) -> String {
    let alike = run.chunk_by(|one, other| one.total == other.total);
    let mut parts: Vec<String> = alike
        .map(|months| {
            let named: Vec<Month> = months.iter().map(|over| over.month).collect();
            let each = if named.len() > 1 { "每月" } else { "" };
            let counted = if percent == 100 {
                yuan(months[0].total)
            } else {
                format!("{} × {percent}%", yuan(months[0].total))
            };
            let (declared, excess) = (yuan(declared), yuan(months[0].excess));
            format!("{}{each}{counted} − 申报月均{declared} = {excess}", span(&named))
        })
        .collect();
    if run.len() > 1 {
        parts.push(format!("{}个月逐月合计{}", run.len(), yuan(amount)));
    }
    parts.join("；")
}

const fn proof(earned: &Earned) -> crate::domain::Proof {
    match earned.by {
        Row::Award(award) => award.proof,
        Row::Circumstance(one) => one.proof,
    }
}

/// The row as evidence, and what the income is called.
fn shown(earned: &Earned, context: &Context) -> (Evidence, String) {
    match earned.by {
        Row::Award(award) => {
            (context.awarded(award), context.schemes.name(&award.scheme).to_owned())
        }
        Row::Circumstance(one) => {
            let name = match one.kind {
                CircumstanceKind::Contribution => "按月缴纳社会保险，缴费基数",
                CircumstanceKind::Pension => "养老金",
                CircumstanceKind::PublicPost => "公益性岗位",
                _ => "其他收入",
            };
            let month = one.from.map(|from| from.month().in_chinese()).unwrap_or_default();
            let kind =
                one.grade.as_deref().map_or_else(String::new, |grade| format!("（{grade}）"));
            let says = format!("{month}{name}{}{kind}", yuan(one.amount.unwrap_or_default()));
            (Context::evidence(one.proof, &says), name.trim_end_matches("，缴费基数").to_owned())
        }
    }
}
