//! Human resources and social security: pensions, contributions, unemployment, public posts and care
//! after injuries.

use std::io;

use crate::domain::{Day, Fen, Month, Role};

use crate::synth::calendar::{compact_day, compact_month, dashed};
use crate::synth::dice::{Dice, Stream};
use crate::synth::papers::{Allowance, AllowanceKind};
use crate::synth::sheet::Sheet;
use crate::synth::vocabulary::{EMPLOYERS, POSTS};
use crate::synth::world::World;

use super::{View, said, sex_code};

/// How many months of pensions and contributions the extracts hold.
const MONTHS: i32 = 3;

/// What a public post and the benefit of the unemployed pay in a month.
const POST_WAGE: Fen = Fen::from_yuan(1520);
const BENEFIT: Fen = Fen::from_yuan(1330);
const BENEFIT_MONTHS: i32 = 12;
/// The insurance of those who pay for themselves.
const SELF_PAID: &str = "灵活就业人员基本养老保险";
const EMPLOYED: &str = "企业职工基本养老保险";

/// What an adult lives on, as the agency knows it.
#[derive(Clone, Copy)]
pub enum Occupation {
    Worker {
        employer: &'static str,
        base: Fen,
        since: Month,
    },
    /// Pays for the own insurance and is employed by nobody.
    SelfInsured {
        base: Fen,
    },
    Pensioner {
        kind: &'static str,
        amount: Fen,
    },
    Unemployed {
        since: Day,
        /// Draws the benefit of the insured.
        benefit: bool,
    },
    OnPost {
        post: &'static str,
        from: Month,
        /// The centre of public posts pays contributions.
        insured: bool,
    },
    /// Whom an employer has let go.
    LaidOff {
        employer: &'static str,
        base: Fen,
        /// The last month with a contribution.
        until: Month,
        /// The day on which they declared work without an employer.
        informal: Option<Day>,
    },
    /// Registered as unemployed, and employed again since.
    BackAtWork {
        registered: Day,
        employer: &'static str,
        base: Fen,
        since: Month,
    },
    Unknown,
}

impl Occupation {
    /// What the agency's lists say that it brings in a month.
    pub fn monthly_income(self, night: Day) -> Fen {
        match self {
            Self::Worker { base, since, .. } | Self::BackAtWork { base, since, .. }
                if since <= night.month() =>
            {
                base
            }
            Self::OnPost { from, .. } if from <= night.month() => POST_WAGE,
            Self::Unemployed { since, benefit: true }
                if night.month() <= since.month().plus_months(BENEFIT_MONTHS) =>
            {
                BENEFIT
            }
            _ => Fen::ZERO,
        }
    }
}

/// Recipients of subsistence have no steady work; they hold public posts more often.
pub fn occupation(world: &World, person: u32) -> Occupation {
    if let Some(occupation) = world.papers.occupations.get(&person) {
        return *occupation;
    }
    let mut dice = Dice::new(world.seed, Stream::Life, u64::from(person));
    let today = world.today();
    let of = world.person(person);
    let aided = world.units_of.contains_key(&person);
    let pension_age = if of.male { 60 } else { 55 };
    let age = world.age(person, today);
    let draw = dice.below(1000);
    let yuan = |dice: &mut Dice, low: i32, high: i32| {
        Fen::from_yuan(i64::from(dice.between(low, high)) * 10)
    };
    if age >= pension_age {
        return match draw {
            0..220 if !aided => Occupation::Pensioner {
                kind: "职工基本养老金",
                amount: yuan(&mut dice, 190, 420),
            },
            0..850 => Occupation::Pensioner {
                kind: "城乡居民养老金",
                amount: yuan(&mut dice, 14, 26),
            },
            _ => Occupation::Unknown,
        };
    }
    match draw {
        0..320 if age >= 22 && !aided => Occupation::Worker {
            employer: dice.pick(EMPLOYERS),
            base: yuan(&mut dice, 380, 980),
            since: today.month().plus_months(-24),
        },
        320..332 if age >= 22 => {
            let since = today.plus_days(-dice.between(20, 330));
            Occupation::Unemployed { since, benefit: person.is_multiple_of(2) }
        }
        332..338 if age >= 30 => on_post(&mut dice, today),
        338..400 if age >= 30 && aided => on_post(&mut dice, today),
        400..404 if age >= 22 && !aided => Occupation::LaidOff {
            employer: dice.pick(EMPLOYERS),
            base: yuan(&mut dice, 380, 700),
            until: today.month().plus_months(-dice.between(2, 9)),
            informal: None,
        },
        _ => Occupation::Unknown,
    }
}

fn on_post(dice: &mut Dice, today: Day) -> Occupation {
    let from = today.month().plus_months(-dice.between(2, 20));
    Occupation::OnPost { post: dice.pick(POSTS), from, insured: false }
}

pub fn is_worker(view: &View<'_>, person: u32) -> bool {
    matches!(occupation(view.world, person), Occupation::Worker { .. })
}

/// The last months up to the night in which somebody still lived here.
fn months(view: &View<'_>, person: u32) -> impl Iterator<Item = Month> {
    months_up_to(view, person, view.night.month())
}

/// The last month of contributions; the extract has the latest months of everybody.
fn last_month(view: &View<'_>, person: u32) -> Month {
    match occupation(view.world, person) {
        Occupation::LaidOff { until, .. } => until.min(view.night.month()),
        _ => view.night.month(),
    }
}

fn months_up_to(view: &View<'_>, person: u32, last: Month) -> impl Iterator<Item = Month> {
    let months = (1 - MONTHS..=0).map(move |ago| last.plus_months(ago));
    months.filter(move |month| view.world.lives_here(person, month.first_day()))
}

pub fn pensions(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for person in view.known() {
        let Occupation::Pensioner { kind, amount } = occupation(view.world, person) else {
            continue;
        };
        let seen = view.seen(person, sheet.dataset);
        for month in months(view, person) {
            sheet.push(
                &[
                    &seen.id,
                    &seen.name,
                    sex_code(seen.male),
                    &dashed(seen.birth),
                    kind,
                    &compact_month(month),
                    &amount.to_string(),
                    &seen.account,
                ],
                &[said(Role::Recipient, &seen)],
            )?;
        }
    }
    Ok(())
}

pub fn contributions(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let mut first = None;
    for person in view.known() {
        let Some((employer, insurance, base, since)) = contribution(view.world, person) else {
            continue;
        };
        let seen = view.seen(person, sheet.dataset);
        for month in months_up_to(view, person, last_month(view, person)) {
            if month < since {
                continue;
            }
            sheet.push(
                &[
                    &seen.id,
                    &seen.name,
                    insurance,
                    employer,
                    &compact_month(month),
                    &base.to_string(),
                    "已缴",
                ],
                &[said(Role::Recipient, &seen)],
            )?;
        }
        first = first.or(Some(seen));
    }
    // The last line of the export was cut.
    let Some(seen) = first.filter(|_| !view.world.care.is_perfect()) else { return Ok(()) };
    sheet.push_ragged(&[&seen.id, &seen.name, "企业职工"], &[said(Role::Recipient, &seen)])
}

/// Employer, insurance, base and first month of what somebody's work contributes.
fn contribution(world: &World, person: u32) -> Option<(&'static str, &'static str, Fen, Month)> {
    let long_ago = world.today().month().plus_months(-24);
    match occupation(world, person) {
        Occupation::Worker { employer, base, since }
        | Occupation::BackAtWork { employer, base, since, .. } => {
            Some((employer, EMPLOYED, base, since))
        }
        Occupation::LaidOff { employer, base, .. } => Some((employer, EMPLOYED, base, long_ago)),
        Occupation::SelfInsured { base } => Some(("个人缴费窗口", SELF_PAID, base, long_ago)),
        Occupation::OnPost { from, insured: true, .. } => {
            Some(("示范区公益性岗位开发中心", EMPLOYED, Fen::from_yuan(4000), from))
        }
        _ => None,
    }
}

pub fn unemployment(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for person in view.living() {
        let (since, benefit, changed) = match occupation(view.world, person) {
            Occupation::Unemployed { since, benefit } => (since, benefit, None),
            Occupation::BackAtWork { registered, .. } => (registered, false, None),
            Occupation::LaidOff { until, informal: Some(informal), .. } => {
                (until.last_day().plus_days(9), false, Some(informal))
            }
            _ => continue,
        };
        let seen = view.seen(person, sheet.dataset);
        let (months, monthly) = (BENEFIT_MONTHS.to_string(), BENEFIT.to_string());
        sheet.push(
            &[
                &seen.id,
                &seen.name,
                sex_code(seen.male),
                &since.to_string(),
                if benefit { "用人单位解除合同" } else { "其他" },
                if benefit { &months } else { "" },
                if benefit { &monthly } else { "" },
                if changed.is_some() { "灵活就业" } else { "失业" },
                &dashed(changed),
            ],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    Ok(())
}

/// What the insurance pays for care after an injury at work.
pub fn injury_care(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let is_listed = |payment: &&Allowance| {
        payment.paid <= view.night && payment.kind == AllowanceKind::InjuryCare
    };
    for payment in view.world.papers.allowances.iter().filter(is_listed) {
        let seen = view.seen(payment.recipient, sheet.dataset);
        sheet.push(
            &[
                &seen.id,
                &seen.name,
                "大部分护理依赖",
                &compact_month(payment.period),
                &compact_day(payment.paid),
                &payment.amount.to_string(),
            ],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    Ok(())
}

pub fn posts(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for person in view.living() {
        let Occupation::OnPost { post, from, .. } = occupation(view.world, person) else {
            continue;
        };
        let seen = view.seen(person, sheet.dataset);
        sheet.push(
            &[
                &seen.id,
                &seen.name,
                post,
                &compact_month(from),
                &compact_month(from.plus_months(35)),
                &POST_WAGE.to_string(),
            ],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    Ok(())
}
