//! The oracle: which findings the true world holds on a night, by the catalogue's own words.
//!
//! It knows the world and needs no matching, so it is written apart from the rules it judges and
//! shares no code with them. It looks at everything, planted or not: a finding that no story meant
//! is listed all the same. What the literal rule also hits without need is noted `optional`.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::domain::{Day, Fen, Month};

use super::extract::{is_known_dead, is_severely_disabled, pupil_aid};
use super::plan::compact_month;
use super::world::{Bill, Payment, TruthLine, Unit, World};

/// Months in which two grants may overlap while one replaces the other.
const CHANGE_OVER_MONTHS: usize = 1;
const GRACE_MONTHS: i32 = 1;
/// Months a unit must be paid beyond the grace before its dead count as forgotten.
const FORGOTTEN_MONTHS: usize = 2;
const COST_LINE: Fen = Fen::from_yuan(20_000);
const DAYS_TO_HELP: i32 = 60;
const DEDUCTIBLE: Fen = Fen::from_yuan(500);
const RELIEF_CAP: Fen = Fen::from_yuan(3_000);
/// The reserve fund's own cap.
const RESERVE_CAP: Fen = Fen::from_yuan(10_000);
const DAYS_OF_ONE_CAUSE: i32 = 90;
/// A note that begins so marks a finding which may be flagged or left out.
pub const OPTIONAL: &str = "optional";

/// The findings of a night, ordered. Those about written numbers come from the rows themselves.
pub fn findings(world: &World, night: Day) -> Vec<TruthLine> {
    let view = View::new(world, night);
    let mut lines = Vec::new();
    view.paid_twice(&mut lines);
    view.overlapping_units(&mut lines);
    view.overlapping_tenancies(&mut lines);
    view.answered_bills(&mut lines);
    view.large_costs(&mut lines);
    view.missing_medical_assistance(&mut lines);
    view.missing_school_aid(&mut lines);
    view.orphans(&mut lines);
    view.paid_after_death(&mut lines);
    view.dead_still_counted(&mut lines);
    view.above_the_cap(&mut lines);
    lines.sort();
    lines.dedup();
    lines
}

struct View<'w> {
    world: &'w World,
    night: Day,
    payments: Vec<&'w Payment>,
    bills: Vec<&'w Bill>,
    /// Months each unit was paid for.
    paid_months: FxHashMap<u32, BTreeSet<Month>>,
}

impl<'w> View<'w> {
    fn new(world: &'w World, night: Day) -> Self {
        let payments: Vec<&Payment> =
            world.payments.iter().filter(|payment| payment.is_listed(night)).collect();
        let in_force = |bill: &&Bill| {
            let refunded = bill.refunded.is_some_and(|day| day <= night);
            bill.discharged <= night && !refunded
        };
        let bills = world.bills.iter().filter(in_force).collect();
        let mut paid_months: FxHashMap<u32, BTreeSet<Month>> = FxHashMap::default();
        for payment in &payments {
            paid_months.entry(payment.unit).or_default().insert(payment.period);
        }
        Self { world, night, payments, bills, paid_months }
    }

    /// D01: two payment numbers for one person, scheme and month, together above the entitlement.
    fn paid_twice(&self, lines: &mut Vec<TruthLine>) {
        let mut by_month: BTreeMap<_, Vec<&Payment>> = BTreeMap::new();
        for payment in self.payments.iter().filter(|payment| payment.mark.is_empty()) {
            let scheme = self.unit(payment.unit).scheme;
            by_month.entry((payment.payee, scheme, payment.period)).or_default().push(payment);
        }
        for ((payee, _, period), payments) in by_month {
            let sum: Fen = payments.iter().map(|payment| payment.amount).sum();
            if payments.len() < 2 || sum <= self.unit(payments[0].unit).monthly {
                continue;
            }
            let one_unit = payments.iter().all(|payment| payment.unit == payments[0].unit);
            let (discriminator, note) = if one_unit {
                (format!("P{}/{}", self.world.label(payee), compact_month(period)), String::new())
            } else {
                (
                    format!("P{}", self.world.label(payee)),
                    format!("{OPTIONAL}: two areas pay, which is D03"),
                )
            };
            lines.push(TruthLine { code: "D01", discriminator, person: payee, note });
        }
    }

    fn unit(&self, number: u32) -> &'w Unit {
        &self.world.units[number as usize]
    }

    /// Months in which both are in force and paid.
    fn overlap(&self, one: u32, other: u32) -> usize {
        let (Some(first), Some(second)) =
            (self.paid_months.get(&one), self.paid_months.get(&other))
        else {
            return 0;
        };
        let both = |month: &&Month| {
            self.unit(one).covers_month(**month) && self.unit(other).covers_month(**month)
        };
        first.intersection(second).filter(both).count()
    }

    /// D02, D03, D04 and M01: one person in two units at once.
    fn overlapping_units(&self, lines: &mut Vec<TruthLine>) {
        for (person, units) in &self.world.units_of {
            for (at, one) in units.iter().enumerate() {
                for other in &units[at + 1..] {
                    if self.overlap(*one, *other) <= CHANGE_OVER_MONTHS {
                        continue;
                    }
                    let (first, second) = (self.unit(*one), self.unit(*other));
                    let discriminator = format!("{}+{}", first.certificate, second.certificate);
                    for code in codes_of_overlap(first, second) {
                        lines.push(TruthLine {
                            code,
                            discriminator: discriminator.clone(),
                            person: *person,
                            note: String::new(),
                        });
                    }
                }
            }
        }
    }

    /// D09: a public rental and a rent subsidy, or two rentals, of a person or their spouse.
    fn overlapping_tenancies(&self, lines: &mut Vec<TruthLine>) {
        let mut by_couple: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, tenancy) in self.world.tenancies.iter().enumerate() {
            let spouse = self.world.spouse_of(tenancy.applicant, self.night);
            let couple = spouse.map_or(tenancy.applicant, |spouse| spouse.min(tenancy.applicant));
            by_couple.entry(couple).or_default().push(at);
        }
        for tenancies in by_couple.values() {
            for (at, one) in tenancies.iter().enumerate() {
                for other in &tenancies[at + 1..] {
                    let (one, other) = (&self.world.tenancies[*one], &self.world.tenancies[*other]);
                    let last = |tenancy: &super::world::Tenancy| tenancy.left.unwrap_or(tenancy.to);
                    let end = last(one).min(last(other)).min(self.night);
                    let days = end.0 - one.from.max(other.from).0 + 1;
                    if days <= 31 || !(one.in_kind || other.in_kind) {
                        continue;
                    }
                    for person in BTreeSet::from([one.applicant, other.applicant]) {
                        lines.push(TruthLine {
                            code: "D09",
                            discriminator: format!("{}+{}", one.contract, other.contract),
                            person,
                            note: String::new(),
                        });
                    }
                }
            }
        }
    }

    /// M05 and M06: what answers one hospital bill.
    fn answered_bills(&self, lines: &mut Vec<TruthLine>) {
        let mut answers: BTreeMap<&str, Vec<(&str, Day, Fen)>> = BTreeMap::new();
        for relief in self.world.relief.iter().filter(|relief| relief.paid <= self.night) {
            if let Some(bill) = &relief.bill {
                answers.entry(bill).or_default().push(("civil", relief.paid, relief.amount));
            }
        }
        for grant in self.world.grants.iter().filter(|grant| grant.paid <= self.night) {
            if let Some(bill) = &grant.bill {
                answers.entry(bill).or_default().push(("charity", grant.paid, grant.amount));
            }
        }
        for bill in &self.bills {
            let Some(answers) = answers.get_mut(bill.number.as_str()) else { continue };
            if bill.assisted > Fen::ZERO {
                answers.push(("health", bill.discharged, bill.assisted));
            }
            let sum: Fen = answers.iter().map(|(_, _, amount)| *amount).sum();
            let agencies: BTreeSet<&str> = answers.iter().map(|(agency, ..)| *agency).collect();
            let days = answers.iter().map(|(_, day, _)| day.0);
            let spread = days.clone().max().unwrap_or(0) - days.min().unwrap_or(0);
            let together = agencies.len() >= 3 && spread <= DAYS_OF_ONE_CAUSE;
            let code = match () {
                () if sum > bill.own_cost() => "M05",
                () if together => "M06",
                () => continue,
            };
            lines.push(TruthLine {
                code,
                discriminator: bill.number.clone(),
                person: bill.patient,
                note: format!("合计{}元，自付{}元", sum.in_yuan(), bill.own_cost().in_yuan()),
            });
        }
    }

    /// G01: a household paid beyond the line in a year and nobody helped in time.
    fn large_costs(&self, lines: &mut Vec<TruthLine>) {
        let mut by_household: BTreeMap<u32, Vec<&Bill>> = BTreeMap::new();
        for bill in self.bills.iter().filter(|bill| bill.discharged.0 > self.night.0 - 365) {
            let household = self.world.household_of(bill.patient, self.night);
            by_household.entry(household).or_default().push(bill);
        }
        let helped = self.help_by_household();
        let members = self.world.members_by_household(self.night);
        for (household, bills) in by_household {
            let mut spent = Fen::ZERO;
            let crossing = bills.iter().find(|bill| {
                spent += bill.own_cost() - bill.assisted;
                spent >= COST_LINE
            });
            let Some(crossing) = crossing else { continue };
            let judged = crossing.discharged.plus_days(DAYS_TO_HELP);
            let first = bills[0].discharged;
            let is_helped = helped
                .get(&household)
                .is_some_and(|days| days.iter().any(|day| *day >= first && *day <= judged));
            if judged > self.night || is_helped {
                continue;
            }
            lines.extend(members[household as usize].iter().map(|person| TruthLine {
                code: "G01",
                discriminator: crossing.number.clone(),
                person: *person,
                note: String::new(),
            }));
        }
    }

    /// Days on which assistance, relief or charity reached a household.
    fn help_by_household(&self) -> BTreeMap<u32, Vec<Day>> {
        let assisted = self.bills.iter().filter(|bill| bill.assisted > Fen::ZERO);
        let assisted = assisted.map(|bill| (bill.patient, bill.discharged));
        let relief = self.world.relief.iter().map(|relief| (relief.recipient, relief.paid));
        let grants = self.world.grants.iter().map(|grant| (grant.recipient, grant.paid));
        let mut helped: BTreeMap<u32, Vec<Day>> = BTreeMap::new();
        for (person, day) in assisted.chain(relief).chain(grants) {
            if day <= self.night {
                helped.entry(self.world.household_of(person, self.night)).or_default().push(day);
            }
        }
        helped
    }

    /// G02: a recipient's bill above the deductible without medical assistance.
    fn missing_medical_assistance(&self, lines: &mut Vec<TruthLine>) {
        for bill in &self.bills {
            let month = bill.discharged.month();
            let aided = self.world.units_in(bill.patient, month).next().is_some();
            if aided && bill.own_cost() >= DEDUCTIBLE && bill.assisted == Fen::ZERO {
                lines.push(TruthLine {
                    code: "G02",
                    discriminator: bill.number.clone(),
                    person: bill.patient,
                    note: String::new(),
                });
            }
        }
    }

    /// G06: a pupil of a unit in force without school aid this term.
    fn missing_school_aid(&self, lines: &mut Vec<TruthLine>) {
        for person in self.world.units_of.keys() {
            let in_force = self.world.units_in(*person, self.night.month()).next().is_some();
            let pupil = self.world.school_year(*person, self.night).is_some()
                && self.world.lives_here(*person, self.night);
            if in_force && pupil && pupil_aid(self.world, *person, self.night).is_none() {
                lines.push(TruthLine {
                    code: "G06",
                    discriminator: format!("P{}", self.world.label(*person)),
                    person: *person,
                    note: String::new(),
                });
            }
        }
    }

    /// G07: a minor whose parents are dead or severely disabled, and who is not supported.
    fn orphans(&self, lines: &mut Vec<TruthLine>) {
        let world = self.world;
        for number in world.numbers().filter(|number| world.lives_here(*number, self.night)) {
            let person = world.person(number);
            let (Some(father), Some(mother)) = (person.father, person.mother) else { continue };
            let unable = |parent| self.is_dead(parent) || is_severely_disabled(world, parent);
            let mut units = world.units_in(number, self.night.month());
            if unable(father)
                && unable(mother)
                && world.age(number, self.night) < 18
                && !units.any(|unit| unit.scheme.is_support())
            {
                lines.push(TruthLine {
                    code: "G07",
                    discriminator: format!("P{}", world.label(number)),
                    person: number,
                    note: String::new(),
                });
            }
        }
    }

    /// X01: paid for a month after death and grace, with nobody of the unit left alive.
    fn paid_after_death(&self, lines: &mut Vec<TruthLine>) {
        let mut dead: BTreeSet<(u32, u32)> = BTreeSet::new();
        for payment in &self.payments {
            let Some(grace) = self.last_month_of_grace(payment.payee) else { continue };
            if payment.period > grace && self.survivors(payment.unit) == 0 {
                dead.insert((payment.unit, payment.payee));
            }
        }
        for (unit, payee) in dead {
            lines.push(TruthLine {
                code: "X01",
                discriminator: self.unit(unit).certificate.clone(),
                person: payee,
                note: String::new(),
            });
        }
    }

    /// X02: a unit with survivors goes on being paid with a dead member or in a dead head's name.
    fn dead_still_counted(&self, lines: &mut Vec<TruthLine>) {
        for (number, unit) in (0..).zip(&self.world.units) {
            let Some(paid) = self.paid_months.get(&number) else { continue };
            for member in &unit.members {
                let Some(grace) = self.last_month_of_grace(*member) else { continue };
                let late =
                    paid.iter().filter(|month| **month > grace && unit.covers_month(**month));
                if late.count() < FORGOTTEN_MONTHS || self.survivors(number) == 0 {
                    continue;
                }
                let change = if *member == unit.head { "变更户主" } else { "核减人口" };
                lines.push(TruthLine {
                    code: "X02",
                    discriminator: format!("{}/P{}", unit.certificate, self.world.label(*member)),
                    person: *member,
                    note: change.to_owned(),
                });
            }
        }
    }

    /// The last month for which somebody may be paid whose death an agency reports.
    fn last_month_of_grace(&self, person: u32) -> Option<Month> {
        let death = self.world.person(person).death.filter(|_| self.is_dead(person))?;
        Some(death.month().plus_months(GRACE_MONTHS))
    }

    /// Dead, and an agency reports it.
    fn is_dead(&self, person: u32) -> bool {
        self.world.is_dead(person, self.night) && is_known_dead(self.world, person, self.night)
    }

    fn survivors(&self, unit: u32) -> usize {
        let members = self.unit(unit).members.iter();
        members.filter(|member| !self.world.is_dead(**member, self.night)).count()
    }

    /// A01: temporary relief above the cap without approval of the exception.
    fn above_the_cap(&self, lines: &mut Vec<TruthLine>) {
        for relief in self.world.relief.iter().filter(|relief| relief.paid <= self.night) {
            let cap = if relief.class == "备用金" { RESERVE_CAP } else { RELIEF_CAP };
            if relief.amount > cap && !relief.is_exception(self.night) {
                lines.push(TruthLine {
                    code: "A01",
                    discriminator: relief.number.clone(),
                    person: relief.recipient,
                    note: format!("{}元", relief.amount.in_yuan()),
                });
            }
        }
    }
}

fn codes_of_overlap(first: &Unit, second: &Unit) -> Vec<&'static str> {
    let mut codes = Vec::new();
    let support = (first.scheme.is_support(), second.scheme.is_support());
    if first.scheme == second.scheme && first.area[..6] != second.area[..6] {
        codes.push("D03");
    }
    match support {
        (false, false) if first.scheme != second.scheme => codes.push("D02"),
        (true, false) | (false, true) => codes.push("M01"),
        _ => {}
    }
    if first.key() != second.key() {
        codes.push("D04");
    }
    codes
}
