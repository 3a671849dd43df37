//! Civil affairs: certificates, their members, payments and temporary relief.

use std::io;

use crate::domain::{Fen, Role};

use crate::synth::calendar::{compact_day, compact_month, dashed};
use crate::synth::dataset::Dataset;
use crate::synth::papers::Disability;
use crate::synth::place::{NEIGHBOUR, town_name};
use crate::synth::sheet::{Said, Sheet};
use crate::synth::world::{Scheme, Unit};

use super::{View, said, sex_word};

pub fn households(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let titles = view.world.homes_owned();
    for unit in &view.world.units {
        let head = view.world.seen_with(unit.head, sheet.dataset, view.night, true);
        let village = view.world.households[unit.household as usize].dwelling.village;
        let size = view.members[unit.household as usize].len().max(unit.members.len());
        let next_door = unit.area == NEIGHBOUR;
        let town = if next_door { "邻近区" } else { town_name(village.town()) };
        let community = if next_door { String::new() } else { village.name() };
        // One column holds what a year brings in the country and what a month brings in town.
        let yearly = unit.declared.unwrap_or(Fen::ZERO);
        let in_town = unit.scheme == Scheme::UrbanSubsistence;
        let income = if in_town { Fen(yearly.0 / 12) } else { yearly };
        let signed = unit.authorised.filter(|day| *day <= view.night);
        sheet.push(
            &[
                &unit.certificate,
                unit.scheme.chinese(),
                &head.name,
                &head.id,
                &size.to_string(),
                &unit.members.len().to_string(),
                &income.in_yuan(),
                &view.world.declared_homes(&unit.members, &titles).to_string(),
                &unit.monthly.in_yuan(),
                &head.phone,
                &head.address,
                town,
                &community,
                &unit.area,
                &unit.from.to_string(),
                &unit.to.map(|month| month.to_string()).unwrap_or_default(),
                unit.cause,
                &unit.account,
                unit.state(view.night),
                &unit.reviewed.to_string(),
                &dashed(signed),
            ],
            &[Said { unit: Some(unit.key()), ..said(Role::Head, &head) }],
        )?;
    }
    Ok(())
}

/// One row for each person and head: two certificates of one head share their members.
pub fn members(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let mut listed = std::collections::BTreeSet::new();
    for unit in &view.world.units {
        let head = view.world.seen_with(unit.head, sheet.dataset, view.night, true);
        for member in &unit.members {
            if !listed.insert((unit.key(), *member)) {
                continue;
            }
            let is_head = *member == unit.head;
            let seen = view.world.seen_with(*member, sheet.dataset, view.night, is_head);
            let relation = match view.world.relation(unit.head, *member, view.night) {
                "户主" if member.is_multiple_of(5) => "本人",
                relation => relation,
            };
            let disability = view.world.disability(*member, view.night);
            let key = if is_head || head.id.len() != 18 {
                head.id.clone()
            } else {
                view.world.written_key(*member, sheet.dataset, &head.id)
            };
            sheet.push(
                &[
                    &seen.name,
                    &seen.id,
                    &key,
                    relation,
                    sex_word(seen.male),
                    &dashed(seen.birth),
                    if disability.is_some() { "是" } else { "否" },
                    disability.map_or("", Disability::grade_in_words),
                    if disability.is_some() { "患病" } else { "健康" },
                    "",
                ],
                &[Said { unit: Some(unit.key()), ..said(Role::Member, &seen) }],
            )?;
        }
    }
    Ok(())
}

pub fn payments(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for payment in view.world.payments.iter().filter(|payment| payment.is_listed(view.night)) {
        let unit = &view.world.units[payment.unit as usize];
        let payee = view.seen(payment.payee, Dataset::CivilAffairsPayments);
        sheet.push(
            &[
                &payment.number,
                &unit.certificate,
                unit.scheme.chinese(),
                &payee.name,
                &payee.id,
                &compact_month(payment.period),
                &compact_day(payment.paid),
                &payment.amount.to_string(),
                &payment.account,
                payment.mark,
                &unit.area,
            ],
            &[said(Role::Recipient, &payee)],
        )?;
    }
    unreadable_amount(view, sheet)
}

/// A payment typed by hand, with an amount nobody can read.
fn unreadable_amount(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    if view.world.care.is_perfect() {
        return Ok(());
    }
    let plain = |unit: &&Unit| !view.world.planted.contains(&unit.head);
    let Some(unit) = view.world.units.iter().find(plain) else { return Ok(()) };
    let payee = view.seen(unit.head, sheet.dataset);
    let number = format!("FF{}-B{}", compact_day(view.night), view.world.serial(1));
    let period = compact_month(view.night.month().plus_months(-1));
    sheet.push(
        &[
            &number,
            &unit.certificate,
            unit.scheme.chinese(),
            &payee.name,
            &payee.id,
            &period,
            &compact_day(view.night),
            "三千?",
            &unit.account,
            "",
            &unit.area,
        ],
        &[said(Role::Recipient, &payee)],
    )
}

pub fn relief(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for relief in view.world.relief.iter().filter(|relief| relief.paid <= view.night) {
        let seen = view.seen(relief.recipient, sheet.dataset);
        let household = view.world.household_of(relief.recipient, view.night);
        let town = view.world.households[household as usize].dwelling.village.town();
        let cash = relief.class == "备用金";
        sheet.push(
            &[
                &relief.number,
                &seen.name,
                &seen.id,
                &view.members[household as usize].len().to_string(),
                relief.cause,
                relief.class,
                &relief.amount.to_string(),
                &compact_day(relief.approved),
                &compact_day(relief.paid),
                if cash { "现金" } else { "打卡" },
                if cash { "" } else { &seen.account },
                town_name(town),
                if relief.is_exception(view.night) { "是" } else { "否" },
                relief.bill.as_deref().unwrap_or(""),
            ],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    impossible_date(view, sheet)
}

/// A relief whose dates no calendar has.
fn impossible_date(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    if view.world.care.is_perfect() {
        return Ok(());
    }
    let Some(person) = view.bystander() else { return Ok(()) };
    let seen = view.seen(person, sheet.dataset);
    let number = format!("LS{}-B{}", compact_day(view.night), view.world.serial(1));
    let date = format!("{}1332", view.night.year());
    sheet.push(
        &[
            &number,
            &seen.name,
            &seen.id,
            "1",
            "其他",
            "急难型",
            "500.00",
            &date,
            &date,
            "现金",
            "",
            town_name(0),
            "否",
            "",
        ],
        &[said(Role::Recipient, &seen)],
    )
}
