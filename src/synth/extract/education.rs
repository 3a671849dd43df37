//! Education: pupils with their guardians, and the aid of a term.

use std::io;

use crate::domain::{Day, Fen, Month, ResidentId, Role};

use crate::synth::calendar::loose;
use crate::synth::corrupt::Seen;
use crate::synth::dataset::Dataset;
use crate::synth::dice::{Dice, Stream};
use crate::synth::place::{TOWNS, district_digits, district_name, town_name};
use crate::synth::sheet::Sheet;
use crate::synth::world::{World, school_start_year};

use super::{View, said, sex_word, with_inside};

const GRADES: [&str; 12] = [
    "一年级",
    "二年级",
    "三年级",
    "四年级",
    "五年级",
    "六年级",
    "七年级",
    "八年级",
    "九年级",
    "高一",
    "高二",
    "高三",
];
/// About so many people of a town have a class of children in each grade.
const PEOPLE_PER_CLASS: usize = 3_500;
/// Pupils outside the assistance units whom schools aid all the same.
const OTHER_AIDED_PERCENT: f64 = 2.0;

/// Half a school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub start: Month,
}

impl Term {
    fn current(night: Day) -> Self {
        let year = school_start_year(night);
        let spring = (2..9).contains(&night.month_of_year());
        let start = if spring { Month::from_ym(year + 1, 3) } else { Month::from_ym(year, 9) };
        Self { start }
    }

    fn previous(self) -> Self {
        Self { start: self.start.plus_months(-6) }
    }

    fn name(self) -> String {
        let season = if self.start.month_of_year() == 9 { "秋" } else { "春" };
        format!("{}{season}", self.start.year())
    }

    /// Aid is paid in the second month of the term.
    fn payday(self) -> Day {
        self.start.plus_months(1).first_day().plus_days(14)
    }
}

/// Whether this term's aid is due by the night.
pub fn is_aid_due(night: Day) -> bool {
    Term::current(night).payday() <= night
}

/// The label under which a pupil of an assistance unit gets aid this term, if the school knows.
pub fn pupil_aid(world: &World, person: u32, night: Day) -> Option<&'static str> {
    aid_label(world, person, Term::current(night), night)
}

fn aid_label(world: &World, person: u32, term: Term, night: Day) -> Option<&'static str> {
    if world.unaided_pupils.contains(&person) || term.payday() > night {
        return None;
    }
    let unit = world.units_in(person, term.start).next()?;
    Some(unit.scheme.tier())
}

/// Which kind of school the list of a unit's members says that somebody attends.
pub fn school_kind(world: &World, person: u32, night: Day) -> &'static str {
    if let Some(listed) = world.papers.listed_schools.get(&person) {
        return listed;
    }
    match world.school_year(person, night).filter(|_| world.lives_here(person, night)) {
        Some(..=6) => "小学",
        Some(7..=9) => "初中",
        Some(_) => "高中",
        None => "",
    }
}

struct School {
    /// Its place among the schools of the district.
    rank: u32,
    name: String,
    /// What it is called on the tab of a sheet.
    short: String,
    code: String,
}

fn school(world: &World, person: u32, year: i32, night: Day) -> School {
    let home = world.home(person, night).village;
    let (kind, stage, places) = match year {
        ..=6 => ("中心小学", 1, TOWNS),
        7..=9 => ("初级中学", 2, TOWNS),
        10.. => ("高级中学", 3, 2),
    };
    let town = home.town() % places;
    let place = town_name(town).replace("街道", "").replace('镇', "");
    let district = home.district;
    let rank = u32::try_from(stage * TOWNS + town).expect("a district has few schools");
    School {
        rank,
        name: format!("{}{place}{kind}", district_name(district)),
        short: format!("{place}{kind}"),
        code: format!("21{}{stage}{town:05}", district_digits(district)),
    }
}

/// How many classes each grade of a school has; each has a sheet.
fn classes(world: &World) -> u32 {
    let people = world.people.len() / world.ward.towns.len();
    u32::try_from(people / PEOPLE_PER_CLASS).expect("a town is small").clamp(1, 19)
}

/// The pupil's number: `G` and the number typed, or a temporary one.
fn roll_number(world: &World, id: &str, person: u32) -> String {
    if id.len() == 18 && !id.contains('*') {
        return format!("G{id}");
    }
    let mut dice = Dice::new(world.seed, Stream::Contact, u64::from(person) | 1 << 50);
    // Its digits are nobody's identity number.
    loop {
        let digits = format!("{:08}{:010}", dice.below(100_000_000), world.label(person));
        if ResidentId::parse(&digits).is_none() {
            return format!("L{digits}");
        }
    }
}

pub fn pupils(view: &View<'_>, sheet: &mut Sheet) {
    for person in view.living() {
        let Some(year) = view.world.school_year(person, view.night) else { continue };
        for seen in view.entries(person, sheet.dataset) {
            pupil(view, sheet, year, seen);
        }
    }
}

/// Enters a pupil on the sheet of the class.
fn pupil(view: &View<'_>, sheet: &mut Sheet, year: i32, seen: Seen) {
    let person = seen.person;
    let school = school(view.world, person, year, view.night);
    let mut dice = Dice::new(view.world.seed, Stream::Life, u64::from(person) | 1 << 40);
    let class = dice.below(classes(view.world)) + 1;
    let in_words = dice.chance(20.0);
    let guardians = guardians(view, person);
    let year = u32::try_from(year).expect("years count from one");
    let grade = GRADES[year as usize - 1];
    let mut mentioned = vec![said(Role::Recipient, &seen)];
    let mut cells = vec![
        school.name.clone(),
        school.code,
        roll_number(view.world, &seen.id, person),
        seen.name.clone(),
        seen.document.to_owned(),
        seen.id.clone(),
        sex_word(seen.male).to_owned(),
        seen.birth.map(|day| loose(day, in_words)).unwrap_or_default(),
        grade.to_owned(),
        format!("{class}班"),
    ];
    for at in 0..2 {
        let Some((guardian, relation)) = guardians.get(at) else {
            cells.extend([String::new(), String::new(), String::new()]);
            continue;
        };
        let written = view.seen(*guardian, sheet.dataset);
        let role = match *relation {
            "父亲" => Role::Father,
            "母亲" => Role::Mother,
            _ => Role::Guardian,
        };
        mentioned.push(said(role, &written));
        cells.extend([written.name, written.id, (*relation).to_owned()]);
    }
    cells.extend([seen.address, seen.phone]);
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let tab = format!("{}{grade}{class}班", school.short);
    sheet.push_to((school.rank * 20 + year) * 20 + class, &tab, &cells, &mentioned);
}

/// Parents alive, else the eldest adult of the household.
fn guardians(view: &View<'_>, person: u32) -> Vec<(u32, &'static str)> {
    let world = view.world;
    let parents = world.guardians(person, view.night);
    if !parents.is_empty() {
        let word = |parent: &u32| if world.person(*parent).male { "父亲" } else { "母亲" };
        return parents.iter().map(|parent| (*parent, word(parent))).collect();
    }
    let household = &view.members[world.household_of(person, view.night) as usize];
    let adults = household.iter().copied().filter(|other| {
        world.lives_here(*other, view.night) && world.age(*other, view.night) >= 20
    });
    let Some(eldest) = adults.min_by_key(|other| (world.person(*other).birth, *other)) else {
        return Vec::new();
    };
    let word = match world.relation(eldest, person, view.night) {
        "孙子" | "孙女" if world.person(eldest).male => "祖父",
        "孙子" | "孙女" => "祖母",
        _ => "其他",
    };
    vec![(eldest, word)]
}

/// Half of an amount in yuan.
fn half_of(yuan: &str) -> String {
    let whole: i64 = yuan.trim_end_matches(".00").parse().expect("whole yuan");
    Fen::from_yuan(whole).percent(50).to_string()
}

/// The code of a school of the same stage that is not the pupil's.
pub fn other_school(world: &World, person: u32, night: Day) -> Option<String> {
    let year = world.school_year(person, night)?;
    let code = school(world, person, year, night).code;
    let (kind, town) = code.split_at(5);
    let town: usize = town.parse().expect("a school's code ends in its town");
    let places = if year > 9 { 2 } else { TOWNS };
    Some(format!("{kind}{:05}", (town + 1) % places))
}

pub fn aid(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let current = Term::current(view.night);
    for term in [current.previous(), current] {
        for person in view.living() {
            let start = term.start.first_day();
            let Some(year) = view.world.school_year(person, start) else { continue };
            let on_roll = view.world.school_year(person, view.night).is_some();
            let mut dice =
                Dice::new(view.world.seed, Stream::Kindness, u64::from(person) | 1 << 40);
            let is_other = dice.chance(OTHER_AIDED_PERCENT)
                && term.payday() <= view.night
                && !view.world.units_of.contains_key(&person);
            let label = aid_label(view.world, person, term, view.night);
            let Some(label) = label.or(is_other.then_some("其他低收入")) else { continue };
            if !on_roll {
                continue;
            }
            let seen = view.seen(person, sheet.dataset);
            let on_the_roll = view.seen(person, Dataset::EducationPupils);
            let (project, yuan) = match year {
                ..=6 => ("义务教育家庭经济困难学生生活补助", "500.00"),
                7..=9 => ("义务教育家庭经济困难学生生活补助", "625.00"),
                10.. => ("普通高中国家助学金", "1000.00"),
            };
            let roll = roll_number(view.world, &on_the_roll.id, person);
            let seen = with_inside(view.world, seen, roll.strip_prefix('G'));
            let mut cells = [
                roll.as_str(),
                &seen.name,
                &seen.id,
                &school(view.world, person, year, view.night).code,
                project,
                label,
                &term.name(),
                yuan,
                &loose(term.payday(), false),
                &seen.account,
            ];
            let second = view.world.papers.second_schools.get(&person);
            let second = second.filter(|_| term == current);
            let transferred = second.is_some_and(|school| school.transferred);
            let half = half_of(yuan);
            if transferred {
                cells[7] = &half;
            }
            sheet.push(&cells, &[said(Role::Recipient, &seen)])?;
            let Some(second) = second else { continue };
            let continued = format!("{project}（转学续发）");
            if transferred {
                cells[4] = &continued;
            }
            cells[3] = &second.code;
            sheet.push(&cells, &[said(Role::Recipient, &seen)])?;
        }
    }
    Ok(())
}
