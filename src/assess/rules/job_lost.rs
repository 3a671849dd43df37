//! Job lost: somebody of working age has lost their work, the household's known income is low, and no
//! help has come.
//!
//! The work is lost by a registration, or when an employer who paid contributions month after month
//! has stopped. Only a known income counts: what a household earns that told nobody is not guessed.

use serde::Deserialize;

use super::RuleKind;
use super::circumstance_without_aid::{is_anchored, paid_on};
use crate::assess::counted::has_gone;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{maybe_day, yuan};
use crate::assess::strays;
use crate::domain::{
    AwardStatus, CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, Evidence, Fen,
    Month,
};

/// Who has lost their work, what income is low, and what help answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobLost {
    pub from_years: i32,
    pub below_years: i32,
    /// A registration counts so many days after it.
    pub wait_days: i32,
    pub employed: Employed,
    /// Work lost more months ago is not asked about.
    pub look_back_months: i32,
    /// The standards of subsistence that income is held against, in this order.
    pub standards: Vec<Standard>,
    /// Income below so many per cent of the standard is low.
    pub line_percent: i64,
    /// What help answers, to anybody of the household, and how long ago.
    pub aid: SchemeSet,
    pub aid_days: i32,
    /// Whoever registers as unemployed after these ended is asked about elsewhere.
    pub exit: Exit,
}

/// Awards that have ended lately.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exit {
    pub schemes: SchemeSet,
    pub within_days: i32,
}

/// Contributions that an employer pays, as a sign of steady work and of its end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Employed {
    /// Words of the insurances that an employer pays for.
    pub types: Vec<String>,
    /// Words of those that do not count all the same.
    pub other_types: Vec<String>,
    pub steady_months: usize,
    /// So many whole months without a contribution.
    pub gap_months: i32,
}

/// The monthly standard of one scheme, and the word that tiers of low income call it by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    pub scheme: String,
    pub word: String,
    pub yuan: i64,
}

impl RuleKind for JobLost {
    const NAME: &'static str = "job_lost";
    const EXCEPTIONS: &'static [&'static str] = &[
        "gone",
        "back_at_work",
        "informal_work",
        "already_applied",
        "anchored",
        "stray_aid",
        "after_exit",
    ];
    const WORDS: &'static [&'static str] =
        &["name", "how", "income", "line", "household", "aid", "days"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.aid, &self.exit.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        job_lost(dossier, self, context)
    }
}

/// How work was lost, and the rows that say so.
struct Loss<'a> {
    on: Day,
    is_registered: bool,
    how: String,
    rows: Vec<&'a DossierCircumstance>,
}

/// What is known of a household's income per head and month.
struct Income<'a> {
    amount: Fen,
    line: Fen,
    household: String,
    by: By<'a>,
}

enum By<'a> {
    Listing(&'a DossierCircumstance),
    /// What was declared for an award that has ended.
    Declared(&'a DossierCircumstance, &'a DossierAward),
}

/// Finds the people of working age who lost their work and whom nothing helps on.
pub fn job_lost(dossier: &Dossier, settings: &JobLost, context: &Context) -> Vec<Draft> {
    let is_lost = |one: &DossierCircumstance| {
        matches!(one.kind, CircumstanceKind::Unemployment | CircumstanceKind::Contribution)
    };
    if !dossier.circumstances.iter().any(is_lost) || is_helped(dossier, settings, context) {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    for (at, member) in (0..).zip(&dossier.members) {
        let age = member.birth.map(|birth| birth.age_years(context.run_date));
        let working = |age: i32| (settings.from_years..settings.below_years).contains(&age);
        let gone = has_gone(dossier, at, context.run_date) && context.heeds("gone");
        let unknown = !is_anchored(dossier, at) && context.heeds("anchored");
        if !age.is_some_and(working) || gone || unknown {
            continue;
        }
        let Some(loss) = loss(dossier, at, settings, context) else { continue };
        let again = works_again(dossier, at, loss.on, context.run_date);
        if again && context.heeds("back_at_work")
            || has_informal_work(dossier, at, context.run_date) && context.heeds("informal_work")
            || is_after_exit(dossier, at, &loss, &settings.exit, context)
                && context.heeds("after_exit")
        {
            continue;
        }
        if let Some(income) = income(dossier, at, settings, context.run_date) {
            drafts.push(draft(dossier, at, &loss, &income, settings, context));
        }
    }
    drafts
}

/// Whether help reached anybody of the household, was asked for, or may have come.
fn is_helped(dossier: &Dossier, settings: &JobLost, context: &Context) -> bool {
    let on = context.run_date;
    let since = on.plus_days(-settings.aid_days);
    let lately = |day: Day| day >= since && day <= on;
    let size = u32::try_from(dossier.members.len()).expect("a dossier has few members");
    let awarded = dossier.awards.iter().any(|award| {
        settings.aid.contains(&award.scheme)
            && (0..size).any(|member| force::covers_on(dossier, award, member, on))
    });
    let paid = dossier.payments.iter().any(|payment| {
        settings.aid.contains(&payment.scheme)
            && payment.amount > Fen::ZERO
            && lately(paid_on(payment))
    });
    let applied = dossier.awards.iter().any(|award| {
        settings.aid.contains(&award.scheme)
            && matches!(award.status, AwardStatus::Applied | AwardStatus::Refused)
            && award.from.is_none_or(lately)
    });
    let astray = || strays::may_have_reached(dossier, &settings.aid, |_| true, lately);
    awarded
        || paid
        || applied && context.heeds("already_applied")
        || context.heeds("stray_aid") && astray()
}

/// How the member lost their work, by a registration or else by the end of contributions.
fn loss<'a>(
    dossier: &'a Dossier,
    member: u32,
    settings: &JobLost,
    context: &Context,
) -> Option<Loss<'a>> {
    let own = || dossier.circumstances.iter().filter(move |one| one.member == member);
    let on = context.run_date;
    let earliest = on.month().plus_months(-settings.look_back_months);
    let registered = own().filter(|one| {
        one.kind == CircumstanceKind::Unemployment
            && one.to.is_none_or(|to| to >= on)
            && one.from.is_some_and(|from| from.plus_days(settings.wait_days) <= on)
            && one.from.is_some_and(|from| from.month() >= earliest)
    });
    let registered = registered.max_by_key(|one| one.from).map(|one| Loss {
        on: one.from.unwrap_or(on),
        is_registered: true,
        how: format!("{}登记失业", maybe_day(one.from)),
        rows: vec![one],
    });
    registered.or_else(|| gap(own(), earliest, &settings.employed, on))
}

/// The end of steady contributions, if it lies long enough back.
fn gap<'a>(
    own: impl Iterator<Item = &'a DossierCircumstance>,
    earliest: Month,
    settings: &Employed,
    on: Day,
) -> Option<Loss<'a>> {
    let paid = own.filter(|one| one.kind == CircumstanceKind::Contribution);
    let by_employer = paid.filter(|one| {
        let of = one.grade.as_deref().unwrap_or_default();
        let is_of = |words: &[String]| words.iter().any(|word| of.contains(word.as_str()));
        is_of(&settings.types) && !is_of(&settings.other_types)
    });
    let mut rows: Vec<(Month, &DossierCircumstance)> =
        by_employer.filter_map(|one| Some((one.from?.month(), one))).collect();
    rows.sort_by_key(|(month, _)| std::cmp::Reverse(*month));
    // Several insurances of one month are one month of work.
    rows.dedup_by_key(|(month, _)| *month);
    let last = rows.first()?.0;
    let follows = |(at, (month, _)): &(i32, &(Month, _))| last.plus_months(-at) == *month;
    let steady: Vec<&DossierCircumstance> =
        (0..).zip(&rows).take_while(follows).map(|(_, (_, row))| *row).collect();
    let whole_months = on.month().0 - last.0 - 1;
    let is_lost = whole_months >= settings.gap_months && last >= earliest;
    (is_lost && steady.len() >= settings.steady_months).then(|| Loss {
        on: last.last_day(),
        is_registered: false,
        how: format!("单位缴费到{}为止，此后{whole_months}个月没有缴费", last.in_chinese()),
        rows: steady,
    })
}

/// Whether the member works again, for an employer, on a public post or on their own account, or has
/// retired.
fn works_again(dossier: &Dossier, member: u32, lost: Day, on: Day) -> bool {
    let mut own = dossier.circumstances.iter().filter(|one| one.member == member);
    own.any(|one| {
        let since = |from: Day| from.month() > lost.month();
        let lasts = one.to.is_none_or(|to| to >= on);
        match one.kind {
            CircumstanceKind::Contribution => one.from.is_some_and(since),
            CircumstanceKind::Pension => true,
            CircumstanceKind::PublicPost => lasts,
            CircumstanceKind::Business => one.from.is_some_and(|from| from >= lost) && lasts,
            _ => false,
        }
    })
}

fn has_informal_work(dossier: &Dossier, member: u32, on: Day) -> bool {
    dossier.circumstances.iter().any(|one| {
        one.member == member
            && one.kind == CircumstanceKind::InformalWork
            && one.from.is_none_or(|from| from <= on)
            && one.to.is_none_or(|to| to >= on)
    })
}

/// Whether the member registered as unemployed after an award that counted them had ended.
fn is_after_exit(
    dossier: &Dossier,
    member: u32,
    loss: &Loss,
    exit: &Exit,
    context: &Context,
) -> bool {
    let earliest = context.run_date.plus_days(-exit.within_days);
    let mut awards = dossier.awards.iter().filter(|award| exit.schemes.contains(&award.scheme));
    loss.is_registered
        && awards.any(|award| {
            award.status == AwardStatus::Ended
                && award.covers.contains(&member)
                && award.to.is_some_and(|to| to >= earliest && to < loss.on)
        })
}

/// The income of the member's household, if it is known and below the line.
fn income<'a>(
    dossier: &'a Dossier,
    member: u32,
    settings: &JobLost,
    on: Day,
) -> Option<Income<'a>> {
    let listed = dossier.circumstances.iter().filter_map(|one| {
        let holds = one.member == member
            && one.kind == CircumstanceKind::LowIncome
            && one.from.is_none_or(|from| from <= on)
            && one.to.is_none_or(|to| to >= on);
        let tier = one.grade.as_deref().unwrap_or("低收入家庭");
        let standard = settings.standards.iter().find(|standard| tier.contains(&standard.word))?;
        let (amount, line) = (one.amount?, line(standard, settings));
        let household = format!("所在家庭已列为{tier}");
        holds.then_some(Income { amount, line, household, by: By::Listing(one) })
    });
    let known = listed.min_by_key(|income| income.amount);
    known
        .or_else(|| declared(dossier, member, settings, on))
        .filter(|income| income.amount < income.line)
}

/// What was declared for an award that counted the member and has ended since.
fn declared<'a>(
    dossier: &'a Dossier,
    member: u32,
    settings: &JobLost,
    on: Day,
) -> Option<Income<'a>> {
    let earliest = on.month().plus_months(-settings.look_back_months);
    let ended = dossier.awards.iter().filter(|award| {
        award.status == AwardStatus::Ended
            && award.covers.contains(&member)
            && award.to.is_some_and(|to| to.month() >= earliest)
    });
    let known = ended.filter_map(|award| {
        let of = settings.standards.iter().find(|standard| standard.scheme == award.scheme)?;
        let rows = dossier.circumstances.iter().filter(|one| {
            one.kind == CircumstanceKind::DeclaredIncome && Some(one.member) == award.recipient
        });
        let row = rows.max_by_key(|row| row.amount)?;
        let amount = Fen(row.amount?.0 / 12 / i64::from(force::people(dossier, award)));
        let household = "所在家庭的低保已终止".to_owned();
        Some(Income { amount, line: line(of, settings), household, by: By::Declared(row, award) })
    });
    known.min_by_key(|income| income.amount)
}

fn line(standard: &Standard, settings: &JobLost) -> Fen {
    Fen::from_yuan(standard.yuan).percent(settings.line_percent)
}

fn draft(
    dossier: &Dossier,
    member: u32,
    loss: &Loss,
    income: &Income,
    settings: &JobLost,
    context: &Context,
) -> Draft {
    let (amount, line) = (yuan(income.amount), yuan(income.line));
    let mut evidence: Vec<Evidence> = loss.rows.iter().map(|row| says(row)).collect();
    let schemes = match income.by {
        By::Listing(row) => {
            let tier = row.grade.as_deref().unwrap_or_default();
            let says = format!("{}列入{tier}，人均月收入{amount}", maybe_day(row.from));
            evidence.push(Context::evidence(row.proof, &says));
            Vec::new()
        }
        By::Declared(row, award) => {
            let yearly = yuan(row.amount.unwrap_or_default());
            evidence.push(context.awarded(award));
            evidence.push(Context::evidence(row.proof, &format!("申报家庭年收入{yearly}")));
            vec![award.scheme.clone()]
        }
    };
    let words = vec![
        ("how", loss.how.clone()),
        ("income", amount.clone()),
        ("line", line.clone()),
        ("household", income.household.clone()),
        ("aid", context.all_quoted(&settings.aid)),
        ("days", settings.aid_days.to_string()),
    ];
    Draft {
        discriminator: loss.on.month().to_string(),
        from: Some(loss.on),
        to: Some(context.run_date),
        schemes,
        arithmetic: format!(
            "人均月收入{amount} < {line}（低保标准的{}%）；{}",
            settings.line_percent, loss.how
        ),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
}

fn says(row: &DossierCircumstance) -> Evidence {
    let says = if row.kind == CircumstanceKind::Unemployment {
        format!("{}登记失业", maybe_day(row.from))
    } else {
        let month = row.from.map(|from| from.month().in_chinese()).unwrap_or_default();
        format!("{month}{}缴费", row.grade.as_deref().unwrap_or_default())
    };
    Context::evidence(row.proof, &says)
}
