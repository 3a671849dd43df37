//! Allowances: what civil affairs pays every month to the disabled and the very old, and the
//! insurance premiums it pays for some.

use std::io;

use crate::domain::Role;

use crate::synth::calendar::{compact_day, compact_month};
use crate::synth::papers::{Allowance, AllowanceKind};
use crate::synth::sheet::Sheet;

use super::{View, said, under, with_inside};

pub fn payments(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let is_listed = |payment: &&Allowance| {
        payment.paid <= view.night && payment.kind != AllowanceKind::InjuryCare
    };
    for payment in view.world.papers.allowances.iter().filter(is_listed) {
        let person = view.world.person(payment.recipient);
        let number = payment.under.unwrap_or(person.number);
        let disability = view.world.disability(payment.recipient, payment.paid);
        let disability = disability.filter(|_| payment.kind.is_for_the_disabled());
        let certificate = disability.map(|disability| disability.number(number));
        let inside = certificate.as_deref().filter(|number| number.len() == 20);
        let seen = under(view.seen(payment.recipient, sheet.dataset), payment.under);
        let seen = with_inside(seen, inside.map(|number| &number[..18]));
        sheet.push(
            &[
                &payment.number,
                &seen.name,
                &seen.id,
                certificate.as_deref().unwrap_or(""),
                disability.map_or("", |disability| disability.category.0),
                disability.map_or("", |disability| disability.grade_in_words()),
                payment.kind.chinese(),
                &compact_month(payment.period),
                &compact_day(payment.paid),
                &payment.amount.to_string(),
                &payment.account,
                payment.mark,
            ],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    Ok(())
}
