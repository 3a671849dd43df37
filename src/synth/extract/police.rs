//! Police and health commission: the household register and the death certificates.

use std::io;

use crate::domain::{Day, Role};

use crate::synth::calendar::{compact_day, dashed};
use crate::synth::dice::{Dice, Stream};
use crate::synth::papers::RegisterEntry;
use crate::synth::place::AddressForm;
use crate::synth::sheet::Sheet;
use crate::synth::world::World;

use super::{View, said, sex_code, sex_word};

/// Of those who have a household of their own beside their parents', the register notes since when.
const NOTED_PERCENT: f64 = 60.0;
/// They founded it so many years ago at least, and are so old.
const FOUNDED_YEARS_AGO: i32 = 6;
const FOUNDERS_FROM_YEARS: i32 = 26;
/// Deaths at home never reach the health commission.
const UNCERTIFIED_PERCENT: f64 = 4.0;

pub fn register(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for (household, members) in (0_usize..).zip(&view.members) {
        let dead = |person: &&u32| view.world.is_dead(**person, view.night);
        let registered = |person: &&u32| view.world.person(**person).registered;
        let Some(first) = members.iter().find(registered) else { continue };
        let head = *members.iter().filter(registered).find(|one| !dead(one)).unwrap_or(first);
        let dwelling = view.world.households[household].dwelling;
        let number = format!("{}{:07}", dwelling.village.town_code(), household + 1);
        let village = dwelling.village.name();
        for person in members.iter().filter(|person| view.world.person(**person).registered) {
            entry(view, sheet, *person, (head, &number, &village))?;
        }
    }
    Ok(())
}

fn entry(
    view: &View<'_>,
    sheet: &mut Sheet,
    person: u32,
    (head, number, village): (u32, &str, &str),
) -> io::Result<()> {
    let world = view.world;
    let of = world.person(person);
    let seen = view.seen(person, sheet.dataset);
    let mut mentioned = vec![said(Role::Member, &seen)];
    let mut relatives: Vec<String> = Vec::with_capacity(6);
    for role in [Role::Father, Role::Mother, Role::Spouse] {
        let relative = named_kin(world, person, role, view.night);
        let written = relative.map(|relative| view.seen(relative, sheet.dataset));
        mentioned.extend(written.as_ref().map(|seen| said(role, seen)));
        let (name, id) = written.map(|seen| (seen.name, seen.id)).unwrap_or_default();
        relatives.extend([name, id]);
    }
    // The register notes a name as a former one from the day it has changed.
    let former = of.former_name.as_deref().filter(|former| *former != of.name_on(view.night));
    let former = former.unwrap_or("");
    let struck_off = of.struck_off.is_some_and(|day| day <= view.night);
    let (status, changed) = match (of.death, of.left) {
        (Some(death), _) if struck_off => {
            let entered = world.papers.register_deaths.get(&person).copied();
            ("死亡", compact_day(entered.unwrap_or(death)))
        }
        (_, Some(left)) if left <= view.night => ("迁出", compact_day(left)),
        _ => ("正常", String::new()),
    };
    let number = &world.written_key(person, sheet.dataset, number);
    let entry = register_entry(world, person, view.night);
    let (entered, reason) =
        entry.map(|entry| (compact_day(entry.on), entry.reason)).unwrap_or_default();
    // The register gives the address of the register, wherever somebody lives.
    let register = world.household_of(person, view.night);
    let address = if world.living_household(person, view.night) == register {
        seen.address.clone()
    } else {
        world.households[register as usize].dwelling.address(AddressForm::Usual)
    };
    sheet.push(
        &[
            number,
            &seen.name,
            former,
            &seen.id,
            sex_code(seen.male),
            &seen.birth.map(compact_day).unwrap_or_default(),
            world.relation(head, person, view.night),
            &relatives[0],
            &relatives[1],
            &relatives[2],
            &relatives[3],
            &relatives[4],
            &relatives[5],
            &address,
            village,
            status,
            &changed,
            &entered,
            reason,
        ],
        &mentioned,
    )
}

/// Whom the register names as a parent or the spouse of somebody.
pub fn named_kin(world: &World, person: u32, role: Role, night: Day) -> Option<u32> {
    let of = world.person(person);
    let misnamed = world.papers.misnamed_kin.get(&(person, role)).copied();
    misnamed.or_else(|| match role {
        Role::Father => of.father,
        Role::Mother => of.mother,
        _ => world.spouse_of(person, night),
    })
}

/// How somebody came into their register household, as far as the register notes it: between the nights, by
/// birth between them, or long ago by founding a household of their own.
pub fn register_entry(world: &World, person: u32, night: Day) -> Option<RegisterEntry> {
    let of = world.person(person);
    if let Some((on, _)) = of.moves.filter(|(on, _)| *on <= night) {
        let reason = if of.married == Some(on) { "婚迁" } else { "分户" };
        return Some(RegisterEntry { on, reason });
    }
    if let Some(entry) = world.papers.register_entries.get(&person) {
        return Some(*entry);
    }
    if let Some(on) = of.entered {
        return Some(RegisterEntry { on, reason: "出生" });
    }
    let parents = [of.father, of.mother].into_iter().flatten();
    let mut homes = parents.map(|parent| world.household_of(parent, night)).peekable();
    let age = world.age(person, world.today());
    let apart =
        homes.peek().is_some() && homes.all(|home| home != world.household_of(person, night));
    let mut dice = Dice::new(world.seed, Stream::Apart, u64::from(person) | 1 << 40);
    (apart && age >= FOUNDERS_FROM_YEARS && dice.chance(NOTED_PERCENT)).then(|| {
        let years = dice.between(FOUNDED_YEARS_AGO, age - 18);
        let on = world.today().plus_days(-years * 1461 / 4 - dice.between(0, 360));
        RegisterEntry { on, reason: dice.pick(&["分户", "分户", "婚迁", "迁入"]) }
    })
}

/// The certificate of a death.
struct Certificate {
    number: String,
    /// `2026-11-05 10:30`.
    died: String,
    issued: Day,
}

/// The certificate of somebody's death, if a doctor saw it, or of a living person's by mistake.
fn certificate(world: &World, person: u32) -> Option<Certificate> {
    if let Some(mistaken) = world.papers.mistaken_deaths.get(&person) {
        return Some(Certificate {
            number: format!("SW{}{:05}", compact_day(mistaken.died), person % 100_000),
            died: format!("{} 08:30", mistaken.died),
            issued: mistaken.issued,
        });
    }
    let death = world.person(person).death?;
    let mut dice = Dice::new(world.seed, Stream::Life, u64::from(person) | 1 << 41);
    let uncertified = dice.chance(UNCERTIFIED_PERCENT);
    let late = if dice.chance(6.0) { dice.between(20, 90) } else { dice.between(0, 3) };
    let heard = world.heard_late.get(&person).copied();
    let died = format!("{death} {:02}:{:02}", dice.below(24), dice.below(60));
    let number = format!("SW{}{:05}", compact_day(death), dice.below(100_000));
    let issued = heard.unwrap_or_else(|| death.plus_days(late));
    let certified = !uncertified || world.planted.contains(&person);
    certified.then_some(Certificate { number, died, issued })
}

/// Whether a register or a certificate of the night says that somebody is dead.
pub fn is_known_dead(world: &World, person: u32, night: Day) -> bool {
    let struck_off = world.person(person).struck_off.is_some_and(|day| day <= night);
    struck_off || certificate(world, person).is_some_and(|paper| paper.issued <= night)
}

pub fn deaths(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for person in view.known() {
        let paper = certificate(view.world, person).filter(|paper| paper.issued <= view.night);
        let Some(Certificate { number, died, issued }) = paper else { continue };
        let seen = view.seen(person, sheet.dataset);
        sheet.push(
            &[
                &number,
                &seen.name,
                &seen.id,
                sex_word(seen.male),
                &dashed(seen.birth),
                &died,
                &view.world.home(person, view.night).address(AddressForm::Usual),
                &issued.to_string(),
            ],
            &[said(Role::Deceased, &seen)],
        )?;
    }
    Ok(())
}
