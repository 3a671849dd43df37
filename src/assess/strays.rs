//! Strays: help that went to somebody of a member's name whom nothing tells to be the member, or not.
//!
//! A list with a mistyped or missing number loses its link to the person. Where no help is the very
//! finding, such a row may be the help, so the benefit of the doubt is the reader's.

use super::scheme_set::SchemeSet;
use crate::domain::{Day, Dossier, Stray};

/// Whether help of the schemes went, on one of the wanted days, to a namesake of one of the members
/// whom no list places.
pub fn may_have_reached(
    dossier: &Dossier,
    schemes: &SchemeSet,
    is_member: impl Fn(u32) -> bool,
    is_day: impl Fn(Day) -> bool,
) -> bool {
    dossier.strays.iter().any(|stray| {
        is_member(stray.member) && schemes.contains(&stray.scheme) && is_day(paid_on(stray))
    })
}

/// The day of the payment; the last of its month where only the month is given.
fn paid_on(stray: &Stray) -> Day {
    stray.paid_on.unwrap_or_else(|| stray.period.last_day())
}
