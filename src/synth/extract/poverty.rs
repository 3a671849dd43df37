//! Civil affairs beside subsistence: listings for low income, children's allowances, staff with their
//! declared relatives.

use std::io;

use crate::domain::Role;

use crate::synth::calendar::{compact_day, compact_month, dashed};
use crate::synth::papers::CHILD_STANDARD;
use crate::synth::place::town_name;
use crate::synth::sheet::Sheet;

use super::{View, said};

/// One row for each person of a household, with what was decided of it.
pub fn listings(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let titles = view.world.homes_owned();
    let listings = view.world.papers.listings.iter();
    for listing in listings.filter(|listing| listing.decided <= view.night) {
        let decision = match listing.refused {
            Some(_) => "不予认定",
            None if listing.holds(view.night) => "在册",
            None => "退出",
        };
        let asked_for = match (listing.refused, listing.in_town) {
            (None, _) => "低收入家庭认定",
            (Some(_), true) => "城市低保",
            (Some(_), false) => "农村低保",
        };
        let until = listing.refused.is_none().then(|| listing.until());
        let homes = view.world.declared_homes(&listing.people, &titles).to_string();
        for person in &listing.people {
            let seen = view.seen(*person, sheet.dataset);
            sheet.push(
                &[
                    &listing.number,
                    listing.tier.chinese(listing.in_town),
                    decision,
                    &seen.name,
                    &seen.id,
                    view.world.relation(listing.people[0], *person, view.night),
                    &listing.income.in_yuan(),
                    &listing.decided.to_string(),
                    &dashed(until),
                    asked_for,
                    listing.refused.unwrap_or(""),
                    &homes,
                    &seen.phone,
                    &seen.address,
                ],
                &[said(Role::Member, &seen)],
            )?;
        }
    }
    Ok(())
}

pub fn children(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let payments = view.world.papers.child_payments.iter();
    for payment in payments.filter(|payment| payment.paid <= view.night) {
        let child = view.seen(payment.child, sheet.dataset);
        let guardian = view.seen(payment.guardian, sheet.dataset);
        let relation = view.world.relation(payment.child, payment.guardian, view.night);
        let role = match relation {
            "父亲" => Role::Father,
            "母亲" => Role::Mother,
            _ => Role::Guardian,
        };
        sheet.push(
            &[
                &payment.number,
                &child.name,
                &child.id,
                payment.scheme.chinese(),
                &guardian.name,
                &guardian.id,
                relation,
                &CHILD_STANDARD.in_yuan(),
                &compact_month(payment.period),
                &compact_day(payment.paid),
                &payment.amount.to_string(),
                "",
            ],
            &[said(Role::Recipient, &child), said(role, &guardian)],
        )?;
    }
    Ok(())
}

/// One row for each declared relative; who declared nobody has one.
pub fn staff(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for member in view.world.papers.staff.iter().filter(|member| member.since <= view.night) {
        let seen = view.seen(member.person, sheet.dataset);
        let town = view.world.home(member.person, view.night).village.town();
        let office = format!("{}民政办", town_name(town));
        let until = member.until.filter(|day| *day <= view.night);
        let declared: Vec<_> =
            member.declared.iter().filter(|(_, day)| *day <= view.night).collect();
        let mut write = |relative: [&str; 4], mentioned: &[crate::synth::sheet::Said]| {
            let [name, number, relation, day] = relative;
            sheet.push(
                &[
                    &member.number,
                    &seen.name,
                    &seen.id,
                    &office,
                    &member.since.to_string(),
                    &dashed(until),
                    name,
                    number,
                    relation,
                    day,
                ],
                mentioned,
            )
        };
        if declared.is_empty() {
            write([""; 4], &[said(Role::Recipient, &seen)])?;
        }
        for (relative, day) in declared {
            let other = view.seen(*relative, crate::synth::dataset::Dataset::CivilAffairsStaff);
            let relation = view.world.relation(member.person, *relative, view.night);
            let role = match relation {
                "配偶" => Role::Spouse,
                "父亲" => Role::Father,
                "母亲" => Role::Mother,
                _ => Role::Member,
            };
            let mentioned = [said(Role::Recipient, &seen), said(role, &other)];
            write([&other.name, &other.id, relation, &day.to_string()], &mentioned)?;
        }
    }
    Ok(())
}
