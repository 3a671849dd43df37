//! Justice: who is or was in custody.

use std::io;

use crate::domain::Role;

use crate::synth::calendar::compact_day;
use crate::synth::sheet::Sheet;

use super::{View, said};

pub fn custody(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let custodies = view.world.papers.custodies.iter();
    for (person, custody) in custodies.filter(|(_, custody)| custody.from <= view.night) {
        let seen = view.seen(*person, sheet.dataset);
        sheet.push(
            &[
                &seen.name,
                &seen.id,
                &compact_day(custody.from),
                &custody.released(view.night).map(compact_day).unwrap_or_default(),
                custody.kind,
            ],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    Ok(())
}
