//! Charity: one spreadsheet of grants, filled by hand.

use std::io;

use crate::domain::{Fen, Role};

use crate::synth::dice::{Dice, Stream};
use crate::synth::sheet::Sheet;
use crate::synth::vocabulary::DONORS;

use super::{View, loose, said};

const CLERKS: [&str; 3] = ["王干事", "刘干事", "陈干事"];

pub fn grants(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let paid = view.world.grants.iter().filter(|grant| grant.paid <= view.night);
    for (number, grant) in (1_u64..).zip(paid) {
        let seen = view.seen(grant.recipient, sheet.dataset);
        let mut dice = Dice::new(view.world.seed, Stream::Kindness, number | 1 << 50);
        let age = view.world.age(grant.recipient, grant.paid);
        let in_words = dice.chance(40.0);
        let remark = if dice.chance(8.0) { "家属代领" } else { "" };
        sheet.push(
            &[
                &number.to_string(),
                &seen.name,
                &seen.id,
                &age.to_string(),
                &seen.phone,
                &seen.address,
                grant.project,
                grant.cause,
                &amount(&mut dice, grant.amount),
                &loose(grant.paid, in_words),
                dice.pick(DONORS),
                dice.pick(&CLERKS),
                grant.bill.as_deref().unwrap_or(""),
                remark,
            ],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    Ok(())
}

/// `5000`, `5,000.00` or `5000元`.
fn amount(dice: &mut Dice, amount: Fen) -> String {
    let yuan = amount.in_yuan();
    let digits = yuan.len();
    match dice.below(10) {
        0 | 1 if (4..=6).contains(&digits) && !yuan.contains('.') => {
            format!("{},{}.00", &yuan[..digits - 3], &yuan[digits - 3..])
        }
        2 => format!("{yuan}元"),
        _ => yuan,
    }
}
