//! Market regulation: enterprises and who answers for them.

use std::io;

use crate::domain::Role;

use crate::synth::calendar::loose;
use crate::synth::sheet::Sheet;

use super::{View, said};

pub fn enterprises(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for enterprise in &view.world.papers.enterprises {
        let seen = view.seen(enterprise.owner, sheet.dataset);
        sheet.push(
            &[
                &enterprise.code,
                &enterprise.name,
                enterprise.kind.chinese(),
                &seen.name,
                &seen.id,
                &loose(enterprise.founded, false),
                enterprise.state(view.night),
            ],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    Ok(())
}
