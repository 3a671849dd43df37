//! Health insurance: who is insured, and what was settled for whom.

use std::io;

use crate::domain::{Day, Fen, Role};

use crate::synth::calendar::dashed;
use crate::synth::dice::{Dice, Stream};
use crate::synth::sheet::Sheet;
use crate::synth::world::{Bill, World};

use super::{View, hr, said, sex_word};

/// Infants are insured after a while, and a few people never are.
const INFANT_DAYS: i32 = 60;
const UNINSURED_PERCENT: f64 = 3.0;
/// What the state pays for the insurance of recipients.
const SUBSIDY: Fen = Fen::from_yuan(400);

pub fn insured(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for person in view.living() {
        let mut dice = Dice::new(view.world.seed, Stream::Kindness, u64::from(person));
        let number = format!("{:010}", dice.below(u32::MAX));
        let label = label(view.world, person, view.night);
        if is_infant(view.world, person, view.night)
            || (label.is_none() && dice.chance(UNINSURED_PERCENT))
        {
            continue;
        }
        let subsidy = label.map(|_| SUBSIDY.to_string()).unwrap_or_default();
        let insurance = if hr::is_worker(view, person) { "310" } else { "390" };
        for seen in view.entries(person, sheet.dataset) {
            sheet.push(
                &[
                    &number,
                    &seen.name,
                    seen.document,
                    &seen.id,
                    sex_word(seen.male),
                    &dashed(seen.birth),
                    insurance,
                    "正常参保",
                    label.unwrap_or(""),
                    &subsidy,
                    &view.night.year().to_string(),
                    &seen.phone,
                    &seen.address,
                ],
                &[said(Role::Recipient, &seen)],
            )?;
        }
    }
    cut_off_line(view, sheet)
}

/// The tier for whose sake the state pays somebody's insurance.
pub fn label(world: &World, person: u32, night: Day) -> Option<&'static str> {
    if let Some(stale) = world.papers.stale_labels.get(&person) {
        return Some(stale);
    }
    let unit = world.units_in(person, night.month()).next()?;
    Some(unit.scheme.tier())
}

/// Whether the insurance lists somebody at all.
pub fn is_insured(world: &World, person: u32, night: Day) -> bool {
    world.lives_here(person, night) && !is_infant(world, person, night)
}

/// Too young for the insurance to have heard of.
fn is_infant(world: &World, person: u32, night: Day) -> bool {
    night.0 - world.person(person).birth.0 < INFANT_DAYS
}

/// A line that a broken transfer cut after its fifth cell.
fn cut_off_line(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    if view.world.care.is_perfect() {
        return Ok(());
    }
    let Some(person) = view.bystander() else { return Ok(()) };
    let seen = view.seen(person, sheet.dataset);
    let cells = ["0000000000", &seen.name, "居民身份证", &seen.id, sex_word(seen.male)];
    sheet.push_ragged(&cells, &[said(Role::Recipient, &seen)])
}

pub fn settlements(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for bill in view.world.bills.iter().filter(|bill| bill.discharged <= view.night) {
        settle(view, sheet, bill, bill.discharged, false)?;
    }
    for bill in &view.world.bills {
        if let Some(day) = bill.refunded.filter(|day| *day <= view.night) {
            settle(view, sheet, bill, day, true)?;
        }
    }
    Ok(())
}

/// A settlement, or its refund: the same bill with negative amounts.
fn settle(
    view: &View<'_>,
    sheet: &mut Sheet,
    bill: &Bill,
    day: Day,
    refund: bool,
) -> io::Result<()> {
    let seen = view.seen(bill.patient, sheet.dataset);
    let signed = |amount: Fen| if refund { (-amount).to_string() } else { amount.to_string() };
    sheet.push(
        &[
            &bill.number,
            &seen.name,
            &seen.id,
            sex_word(seen.male),
            &dashed(seen.birth),
            bill.kind,
            &bill.admitted.to_string(),
            &day.to_string(),
            &signed(bill.total),
            &signed(bill.fund),
            &signed(bill.major_illness),
            &signed(bill.assisted),
            &signed(bill.own_cost() - bill.assisted),
            if refund { "1" } else { "0" },
        ],
        &[said(Role::Recipient, &seen)],
    )
}
