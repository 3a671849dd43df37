//! Emergency management: homes that a disaster damaged, and the relief that followed.

use std::io;

use crate::domain::Role;

use crate::synth::calendar::loose;
use crate::synth::dice::{Dice, Stream};
use crate::synth::sheet::Sheet;

use super::{View, said};

pub fn damage(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let damages = view.world.papers.damages.iter().filter(|damage| damage.on <= view.night);
    for damage in damages {
        let seen = view.seen(damage.head, sheet.dataset);
        let entity = u64::from(damage.head) | 1 << 42;
        let in_words = Dice::new(view.world.seed, Stream::Papers, entity).chance(30.0);
        sheet.push(
            &[
                &seen.name,
                &seen.id,
                &seen.address,
                damage.kind,
                &loose(damage.on, in_words),
                damage.level,
                &seen.phone,
                damage.remark,
            ],
            &[said(Role::Head, &seen)],
        )?;
    }
    Ok(())
}

pub fn relief(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let relief = view.world.papers.disaster_relief.iter();
    for relief in relief.filter(|relief| relief.paid <= view.night) {
        let seen = view.seen(relief.recipient, sheet.dataset);
        sheet.push(
            &[
                &relief.number,
                &seen.name,
                &seen.id,
                "自然灾害救助",
                &relief.amount.to_string(),
                &relief.paid.to_string(),
                &view.world.account(relief.recipient),
            ],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    Ok(())
}
