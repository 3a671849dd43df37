//! Income over the line: months on end in which somebody whom an award counts earned well.
//!
//! Every month is compared on its own. A sum spread evenly over a year would hold a month of good
//! pay against months without any, and has elsewhere made debts of people who owed nothing.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::counted::counted;
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{span, yuan};
use crate::domain::{
    CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, Fen, Month,
};

/// Which income, from which line on, for how many months.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncomeOverLine {
    pub schemes: SchemeSet,
    /// A circumstance whose amount is that of one month.
    pub income: CircumstanceKind,
    /// Words of the types that somebody else than the person pays.
    pub counted_types: Vec<String>,
    /// Words of the types that do not count all the same.
    #[serde(default)]
    pub other_types: Vec<String>,
    pub line_yuan: i64,
    /// So many months on end, each over the line.
    pub least_months: usize,
    /// The last of them may lie so many months back: rows come late, and work that has long ended
    /// is no income.
    pub recent_months: i32,
}

impl RuleKind for IncomeOverLine {
    const NAME: &'static str = "income_over_line";
    const EXCEPTIONS: &'static [&'static str] = &["self_paid", "public_post", "not_counted"];
    const WORDS: &'static [&'static str] = &["name", "schemes", "span", "months", "lowest", "line"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        income_over_line(dossier, self, context)
    }
}

/// One row for each month over the line.
type Months<'a> = BTreeMap<Month, (Fen, &'a DossierCircumstance)>;

/// Finds the counted members with months on end over the line, up to lately.
pub fn income_over_line(
    dossier: &Dossier,
    settings: &IncomeOverLine,
    context: &Context,
) -> Vec<Draft> {
    let heeds_counting = context.heeds("not_counted");
    let counted = counted(dossier, &settings.schemes, heeds_counting, context.run_date);
    let drafts = counted.into_iter().filter_map(|(member, award)| {
        let months = latest_run(&over_line(dossier, member, settings, context));
        let last = *months.last_key_value()?.0;
        let recent = last >= context.run_date.month().plus_months(-settings.recent_months);
        (recent && months.len() >= settings.least_months)
            .then(|| draft(dossier, (member, award), &months, settings, context))
    });
    drafts.collect()
}

fn over_line<'a>(
    dossier: &'a Dossier,
    member: u32,
    settings: &IncomeOverLine,
    context: &Context,
) -> Months<'a> {
    let rows = dossier.circumstances.iter().filter(|one| one.member == member);
    let rows = rows.filter(|one| one.kind == settings.income && counts(one, settings, context));
    let mut months: Months = BTreeMap::new();
    for row in rows {
        let (Some(from), Some(amount)) = (row.from, row.amount) else { continue };
        let on_post = context.heeds("public_post") && is_on_post(dossier, member, from);
        if amount < Fen::from_yuan(settings.line_yuan) || on_post {
            continue;
        }
        // Several insurances have one base; the highest of a month stands for it.
        let best = months.entry(from.month()).or_insert((amount, row));
        if amount > best.0 {
            *best = (amount, row);
        }
    }
    months
}

fn counts(one: &DossierCircumstance, settings: &IncomeOverLine, context: &Context) -> bool {
    let kind = one.grade.as_deref().unwrap_or_default();
    let is_of = |words: &[String]| words.iter().any(|word| kind.contains(word.as_str()));
    !context.heeds("self_paid") || is_of(&settings.counted_types) && !is_of(&settings.other_types)
}

/// Whether the member held a public post in the month of the day; it is help, not a market wage.
fn is_on_post(dossier: &Dossier, member: u32, day: Day) -> bool {
    dossier.circumstances.iter().any(|one| {
        one.member == member
            && one.kind == CircumstanceKind::PublicPost
            && one.from.is_none_or(|from| from.month() <= day.month())
            && one.to.is_none_or(|to| to.month() >= day.month())
    })
}

/// The months on end that the last of them closes.
fn latest_run<'a>(months: &Months<'a>) -> Months<'a> {
    let mut run = BTreeMap::new();
    for (month, row) in months.iter().rev() {
        let joins = run
            .first_key_value()
            .is_none_or(|(first, _): (&Month, _)| first.plus_months(-1) == *month);
        if !joins {
            break;
        }
        run.insert(*month, *row);
    }
    run
}

fn draft(
    dossier: &Dossier,
    (member, award): (u32, &DossierAward),
    months: &Months,
    settings: &IncomeOverLine,
    context: &Context,
) -> Draft {
    let line = yuan(Fen::from_yuan(settings.line_yuan));
    let lowest = months.values().map(|(amount, _)| *amount).min().unwrap_or_default();
    let each: Vec<String> = months
        .iter()
        .map(|(month, (amount, _))| format!("{} {} ≥ {line}", month.in_chinese(), yuan(*amount)))
        .collect();
    let mut evidence = vec![context.awarded(award)];
    evidence.extend(months.iter().map(|(month, (amount, row))| {
        let kind = row.grade.as_deref().unwrap_or_default();
        let says = format!("{} {kind}缴费基数{}", month.in_chinese(), yuan(*amount));
        Context::evidence(row.proof, &says)
    }));
    let months: Vec<Month> = months.keys().copied().collect();
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("span", span(&months)),
        ("months", months.len().to_string()),
        ("lowest", yuan(lowest)),
        ("line", line),
    ];
    Draft {
        discriminator: settings.income.code().to_owned(),
        schemes: vec![award.scheme.clone()],
        arithmetic: format!("逐月比较，不取平均：{}", each.join("；")),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
    .over(&months)
}
