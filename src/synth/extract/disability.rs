//! The disabled persons' federation: who holds a certificate.

use std::io;

use crate::domain::Role;

use crate::synth::calendar::dashed;
use crate::synth::sheet::Sheet;

use super::{View, said, sex_word, under, with_inside};

pub fn certificates(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for (person, disability) in &view.world.papers.disabilities {
        let known = view.world.is_known(*person, view.night) && disability.issued <= view.night;
        if !known {
            continue;
        }
        let second = view.world.papers.second_numbers.get(person);
        let own = view.world.person(*person).number;
        let number = disability.number(second.map_or(own, |second| second.number));
        // A number that the police replaced may rightly stay inside.
        let replaced = second.is_some_and(|second| second.until.is_some());
        let inside = (number.len() == 20 && !replaced).then(|| &number[..18]);
        let other = second.filter(|_| !replaced).map(|second| second.number);
        let seen = with_inside(view.world, under(view.seen(*person, sheet.dataset), other), inside);
        let state = match () {
            () if !view.world.lives_here(*person, view.night) => "注销",
            () if !disability.is_valid(view.night) => "过期",
            () => "有效",
        };
        sheet.push(
            &[
                &seen.name,
                &seen.id,
                sex_word(seen.male),
                &dashed(seen.birth),
                &number,
                disability.category.0,
                disability.grade_in_words(),
                &disability.issued.to_string(),
                &disability.until.to_string(),
                state,
                &seen.phone,
                &seen.address,
            ],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    Ok(())
}
