//! Charity: one spreadsheet of grants, filled by hand.

use std::io;

use crate::domain::{Fen, Role};

use crate::synth::calendar::loose;
use crate::synth::corrupt::Seen;
use crate::synth::dice::{Dice, Stream};
use crate::synth::sheet::Sheet;
use crate::synth::vocabulary::DONORS;
use crate::synth::world::Grant;

use super::{View, said};

const CAPITALS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const CLERKS: [&str; 3] = ["王干事", "刘干事", "陈干事"];

pub fn grants(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let paid = view.world.grants.iter().filter(|grant| grant.paid <= view.night);
    for (number, grant) in (1_u64..).zip(paid) {
        let mut dice = Dice::new(view.world.seed, Stream::Kindness, number | 1 << 50);
        // A grant with a bill is counted against its cost, so nobody enters it twice.
        let entries = if grant.bill.is_some() { 1 } else { 2 };
        for seen in view.entries(grant.recipient, sheet.dataset).take(entries) {
            enter(view, sheet, (number, grant), &seen, &mut dice)?;
        }
    }
    Ok(())
}

fn enter(
    view: &View<'_>,
    sheet: &mut Sheet,
    (number, grant): (u64, &Grant),
    seen: &Seen,
    dice: &mut Dice,
) -> io::Result<()> {
    let age = view.world.age(grant.recipient, grant.paid);
    let in_words = dice.chance(40.0);
    let remark = match dice.below(100) {
        0..8 => "家属代领",
        8..11 => "因病致困，情况属实，已入户核实；家中另有老人需照料",
        11..14 => "同村干部代为申请",
        _ => "",
    };
    let in_short = dice.chance(20.0) && !view.world.care.is_perfect();
    let place = if in_short { village_only(view, grant.recipient) } else { String::new() };
    sheet.add_amount(grant.amount);
    sheet.push(
        &[
            &number.to_string(),
            &seen.name,
            &seen.id,
            &age.to_string(),
            &seen.phone,
            if place.is_empty() { &seen.address } else { &place },
            grant.project,
            grant.cause,
            &amount(dice, grant.amount),
            &loose(grant.paid, in_words),
            dice.pick(DONORS),
            dice.pick(&CLERKS),
            grant.bill.as_deref().unwrap_or(""),
            remark,
        ],
        &[said(Role::Recipient, seen)],
    )
}

/// A place as neighbours name it, without town or district.
fn village_only(view: &View<'_>, person: u32) -> String {
    view.world.home(person, view.night).village.name()
}

/// `5000`, `5,000.00`, `5000元` or `0.5万`.
fn amount(dice: &mut Dice, amount: Fen) -> String {
    let yuan = amount.in_yuan();
    let digits = yuan.len();
    match dice.below(10) {
        0 | 1 if (4..=6).contains(&digits) && !yuan.contains('.') => {
            format!("{},{}.00", &yuan[..digits - 3], &yuan[digits - 3..])
        }
        2 => format!("{yuan}元"),
        3 if amount.0 % 1_000_000 == 0 => format!("{}万元", amount.0 / 1_000_000),
        4 if amount.0 % 100_000 == 0 && digits == 4 => {
            format!("{}仟元整", CAPITALS[usize::from(yuan.as_bytes()[0] - b'0')])
        }
        _ => yuan,
    }
}
