//! Banks: what everybody had whom a unit in force counts, all banks together.

use std::collections::BTreeSet;
use std::io;

use crate::domain::{Fen, Role};

use crate::synth::dice::{Dice, Stream};
use crate::synth::papers::Assets;
use crate::synth::sheet::Sheet;
use crate::synth::world::World;

use super::{View, said};

/// Civil affairs asks for the state at the end of the month before.
pub fn assets(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let queried = view.night.month().plus_months(-1).last_day();
    let units = view.world.units.iter().filter(|unit| unit.is_active(view.night));
    let people: BTreeSet<u32> = units.flat_map(|unit| unit.members.iter().copied()).collect();
    for person in people.into_iter().filter(|person| view.world.lives_here(*person, view.night)) {
        let seen = view.seen(person, sheet.dataset);
        let Assets { total, origin } = owned(view.world, person);
        sheet.push(
            &[&seen.id, &seen.name, &queried.to_string(), &total.to_string(), origin],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    Ok(())
}

/// A little, if no story says more.
fn owned(world: &World, person: u32) -> Assets {
    if let Some(assets) = world.papers.assets.get(&person) {
        return *assets;
    }
    let mut dice = Dice::new(world.seed, Stream::Papers, u64::from(person) | 1 << 43);
    let total = Fen(i64::from(dice.between(0, 600_000)));
    Assets { total, origin: "" }
}
