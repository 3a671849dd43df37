//! Plan: takes households out of the crowd, each for one story, and writes what was granted to
//! them and paid for them.
//!
//! A household lives one story at most, so no two planted findings meet in one family and a
//! look-alike stays innocent. Stories take households in an order drawn from the seed.

use crate::domain::{Day, Fen, Month};

use super::dice::{Dice, Stream};
use super::place::{NEIGHBOUR, district_code};
use super::world::{Bill, Grant, Payment, Relief, Scheme, Tenancy, TruthLine, Unit, World};

/// The town that pays on the 23rd of a month instead of the 10th.
const LATE_PAYER: usize = 10;
/// How many months of payments the extracts hold.
const MONTHS_OF_PAYMENTS: i32 = 12;

pub struct Plan<'w> {
    pub world: &'w mut World,
    pub dice: Dice,
    /// The people of each household on the first night.
    pub members: Vec<Vec<u32>>,
    order: Vec<u32>,
    used: Vec<bool>,
}

/// What a hospital bill is made of, in whole yuan.
#[derive(Clone, Copy)]
pub struct Cost {
    pub own: i64,
    pub assisted: i64,
}

impl<'w> Plan<'w> {
    pub fn new(world: &'w mut World) -> Self {
        let members = world.members_by_household(world.today());
        let count = u32::try_from(members.len()).expect("a world has fewer than 2^32 households");
        let seed = world.seed;
        let mut order: Vec<u32> = (0..count).collect();
        let rank = |number: &u32| Dice::new(seed, Stream::Plan, u64::from(*number)).below(1 << 30);
        order.sort_by_cached_key(|number| (rank(number), *number));
        let dice = Dice::new(seed, Stream::Plan, u64::MAX);
        let used = vec![false; members.len()];
        Self { world, dice, members, order, used }
    }

    pub fn today(&self) -> Day {
        self.world.today()
    }

    /// The month of the first night, which is the last month paid.
    pub fn this_month(&self) -> Month {
        self.today().month()
    }

    /// The first free household that fits, living members only, the head first.
    pub fn take(&mut self, fits: impl Fn(&World, &[u32]) -> bool) -> Option<(u32, Vec<u32>)> {
        self.take_next(&mut 0, fits)
    }

    /// As [`Plan::take`], from where the last search for the same kind of household ended: what
    /// did not fit then does not fit later.
    pub fn take_next(
        &mut self,
        cursor: &mut usize,
        fits: impl Fn(&World, &[u32]) -> bool,
    ) -> Option<(u32, Vec<u32>)> {
        while let Some(household) = self.order.get(*cursor).copied() {
            *cursor += 1;
            if self.used[household as usize] {
                continue;
            }
            let living = self.living(household);
            let all_living = living.len() == self.members[household as usize].len();
            // Migrants and those without a resident's number live ordinary lives only.
            let all_registered = living.iter().all(|person| self.world.person(*person).registered);
            if all_registered && !living.is_empty() && all_living && fits(self.world, &living) {
                self.used[household as usize] = true;
                return Some((household, living));
            }
        }
        None
    }

    /// As [`Plan::take`], for a story the truth tells: its people keep decidable records.
    pub fn take_planted(
        &mut self,
        fits: impl Fn(&World, &[u32]) -> bool,
    ) -> Option<(u32, Vec<u32>)> {
        let (household, living) = self.take(fits)?;
        self.world.planted.extend(&self.members[household as usize]);
        Some((household, living))
    }

    /// Takes a given household, if it is free and nobody of it has died.
    pub fn take_this(&mut self, household: u32) -> Option<Vec<u32>> {
        let at = household as usize;
        let living = self.living(household);
        if self.used[at] || living.is_empty() || living.len() != self.members[at].len() {
            return None;
        }
        self.used[at] = true;
        self.world.planted.extend(&living);
        Some(living)
    }

    pub fn is_free(&self, household: u32) -> bool {
        !self.used[household as usize]
    }

    fn living(&self, household: u32) -> Vec<u32> {
        let today = self.today();
        let people = self.members[household as usize].iter().copied();
        people.filter(|person| self.world.lives_here(*person, today)).collect()
    }

    /// Subsistence as the household's village grants it.
    pub fn local_subsistence(&self, household: u32) -> Scheme {
        let urban = self.world.households[household as usize].dwelling.village.is_urban();
        if urban { Scheme::UrbanSubsistence } else { Scheme::RuralSubsistence }
    }

    pub fn months_ago(&self, months: i32) -> Month {
        self.this_month().plus_months(-months)
    }

    pub fn days_ago(&self, days: i32) -> Day {
        self.today().plus_days(-days)
    }

    pub fn some_months_ago(&mut self, fewest: i32, most: i32) -> Month {
        let months = self.dice.between(fewest, most);
        self.months_ago(months)
    }

    pub fn some_days_ago(&mut self, fewest: i32, most: i32) -> Day {
        let days = self.dice.between(fewest, most);
        self.days_ago(days)
    }

    /// Grants a certificate, by the household's town or by the neighbouring district.
    pub fn grant(
        &mut self,
        scheme: Scheme,
        household: u32,
        members: &[u32],
        (from, to): (Month, Option<Month>),
    ) -> usize {
        let town = self.world.households[household as usize].dwelling.village.town_code();
        let number = self.world.units.len();
        let kind = if scheme.is_support() { "TK" } else { "DB" };
        let per_head = match scheme {
            Scheme::UrbanSubsistence => self.dice.between(42, 70) * 10,
            Scheme::RuralSubsistence => self.dice.between(25, 46) * 10,
            Scheme::CentralSupport => 1180,
            Scheme::ScatteredSupport => 980,
        };
        let heads = i64::try_from(members.len()).expect("units are small");
        let cause = self.dice.pick(&["因病", "因残", "年老体弱", "缺乏劳动力", "因学"]);
        self.world.units.push(Unit {
            certificate: format!("{town}{kind}{:09}", self.world.serial(number)),
            scheme,
            head: members[0],
            members: members.to_vec(),
            household,
            from,
            to,
            monthly: Fen::from_yuan(i64::from(per_head) * heads),
            area: town,
            cause,
            account: self.world.account(members[0]),
        });
        number
    }

    /// As [`Plan::grant`], by the neighbouring district.
    pub fn grant_next_door(
        &mut self,
        scheme: Scheme,
        household: u32,
        members: &[u32],
        months: (Month, Option<Month>),
    ) -> usize {
        let unit = self.grant(scheme, household, members, months);
        let district = district_code(self.world.ward.district);
        let certificate = &mut self.world.units[unit].certificate;
        *certificate = certificate.replacen(&district, NEIGHBOUR, 1);
        NEIGHBOUR.clone_into(&mut self.world.units[unit].area);
        unit
    }

    /// Pays every month the unit is in force, as far back as the extracts reach.
    pub fn pay(&mut self, unit: usize) {
        let Unit { from, to, .. } = self.world.units[unit];
        let first = from.max(self.months_ago(MONTHS_OF_PAYMENTS - 1));
        let last = to.unwrap_or(self.this_month()).min(self.this_month());
        for month in first.0..=last.0 {
            let amount = self.world.units[unit].monthly;
            self.pay_once(unit, Month(month), amount, "");
        }
    }

    /// One payment for a month on the usual day.
    pub fn pay_once(&mut self, unit: usize, period: Month, amount: Fen, mark: &'static str) {
        let of = &self.world.units[unit];
        let town = self.world.households[of.household as usize].dwelling.village.town();
        let day = if town == LATE_PAYER { 22 } else { 9 };
        let payment = Payment {
            number: format!(
                "FF{}{:09}",
                compact_month(period),
                self.world.serial(self.world.payments.len())
            ),
            unit: u32::try_from(unit).expect("a world has fewer than 2^32 units"),
            payee: of.head,
            period,
            paid: period.first_day().plus_days(day),
            amount,
            account: of.account.clone(),
            mark,
            withdrawn: None,
        };
        self.world.payments.push(payment);
    }

    /// Settles a bill whose own cost after insurance is given; gives its place.
    pub fn bill(&mut self, patient: u32, discharged: Day, cost: Cost) -> usize {
        let inpatient = cost.own >= 800;
        let stay = if inpatient { self.dice.between(3, 14) } else { 0 };
        let own = Fen::from_yuan(cost.own) + Fen(i64::from(self.dice.below(100)));
        let fund = own.percent(i64::from(self.dice.between(90, 230)));
        let major_illness = if cost.own > 10_000 { own.percent(35) } else { Fen::ZERO };
        let number = format!(
            "JS{}{:09}",
            compact_day(discharged),
            self.world.serial(self.world.bills.len())
        );
        let kinds = ["普通门诊", "门诊慢特病"];
        self.world.bills.push(Bill {
            number,
            patient,
            kind: if inpatient { "普通住院" } else { self.dice.pick(&kinds) },
            admitted: discharged.plus_days(-stay),
            discharged,
            total: own + fund + major_illness,
            fund,
            major_illness,
            assisted: Fen::from_yuan(cost.assisted),
            refunded: None,
        });
        self.world.bills.len() - 1
    }

    pub fn relieve(&mut self, recipient: u32, cause: &'static str, yuan: i64, paid: Day) -> usize {
        let class = match cause {
            "疾病" | "就学" => "支出型",
            _ => self.dice.pick(&["急难型", "急难型", "急难型", "备用金"]),
        };
        let number =
            format!("LS{}{:09}", compact_day(paid), self.world.serial(self.world.relief.len()));
        self.world.relief.push(Relief {
            number,
            recipient,
            class,
            cause,
            amount: Fen::from_yuan(yuan),
            approved: paid.plus_days(-self.dice.between(2, 12)),
            paid,
            exception: None,
            bill: None,
        });
        self.world.relief.len() - 1
    }

    pub fn donate(&mut self, recipient: u32, cause: &'static str, yuan: i64, paid: Day) -> usize {
        let project = match cause {
            "疾病" => "大病救助",
            "就学" => "金秋助学",
            _ => "困难帮扶",
        };
        let amount = Fen::from_yuan(yuan);
        self.world.grants.push(Grant { recipient, project, cause, amount, paid, bill: None });
        self.world.grants.len() - 1
    }

    pub fn rent(&mut self, applicant: u32, in_kind: bool, from: Day, years: i32) -> usize {
        let contract =
            format!("ZF{}{:09}", from.year(), self.world.serial(self.world.tenancies.len()));
        let monthly = Fen::from_yuan(i64::from(self.dice.between(12, 38)) * 10);
        let to = from.plus_days(years * 365 - 1);
        self.world.tenancies.push(Tenancy {
            contract,
            applicant,
            in_kind,
            from,
            to,
            left: None,
            monthly,
        });
        self.world.tenancies.len() - 1
    }

    /// Lets somebody die; the register strikes them off three weeks later.
    pub fn let_die(&mut self, person: u32, death: Day) {
        let person = &mut self.world.people[person as usize];
        person.death = Some(death);
        person.struck_off = Some(death.plus_days(21));
    }

    /// Lets somebody die of whom no agency hears before a day.
    pub fn let_die_unheard(&mut self, person: u32, death: Day, heard: Day) {
        self.let_die(person, death);
        self.world.people[person as usize].struck_off = Some(heard);
        self.world.heard_late.insert(person, heard);
    }

    /// Notes a look-alike that a rule must let pass.
    pub fn legal(&mut self, code: &'static str, people: &[u32], story: &str) {
        for person in people {
            self.world.legal.push(TruthLine {
                code,
                discriminator: format!("{code}-{}", self.world.label(people[0])),
                person: *person,
                note: story.to_owned(),
            });
        }
    }
}

/// `202611`.
pub fn compact_month(month: Month) -> String {
    format!("{:04}{:02}", month.year(), month.month_of_year())
}

/// `20261105`.
pub fn compact_day(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month_of_year(), day.day_of_month())
}
