//! What happens to people: births, deaths, moves, disabilities, custody, possessions, work.

use crate::domain::{Day, Fen, Month, ResidentId};

use crate::synth::calendar::compact_day;
use crate::synth::extract::Occupation;
use crate::synth::naming;
use crate::synth::papers::{
    Custody, Damage, Disability, DisasterRelief, Enterprise, EnterpriseKind, Property, PropertyUse,
    SecondNumber, Vehicle, VehicleKind, credit_code, plate,
};
use crate::synth::world::{Household, Person};

use super::Plan;

impl Plan<'_> {
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

    /// Lets somebody die on some day of a month.
    pub fn let_die_in(&mut self, person: u32, month: Month) {
        let death = month.first_day().plus_days(self.dice.between(2, 24));
        self.let_die(person, death);
    }

    pub fn move_out(&mut self, person: u32, day: Day) {
        self.world.people[person as usize].left = Some(day);
    }

    /// A child of a couple of the household, whom the register enters on a day.
    pub fn give_birth(
        &mut self,
        household: u32,
        (father, mother): (u32, u32),
        (birth, entered): (Day, Day),
    ) -> u32 {
        let male = self.dice.chance(52.0);
        let of_father = self.world.person(father);
        let surname = naming::split(&of_father.name).0.to_owned();
        let given = naming::given(&mut self.dice, male, birth.year(), None);
        let number = u32::try_from(self.world.people.len()).expect("fewer than 2^32 people");
        self.world.people.push(Person {
            name: format!("{surname}{given}"),
            former_name: None,
            male,
            birth,
            number: self.numbers.give_local(birth, male),
            former_number: None,
            permit: None,
            father: Some(father),
            mother: Some(mother),
            spouse: None,
            household,
            lives_in: None,
            registered: true,
            death: None,
            struck_off: None,
            left: None,
            entered: Some(entered),
            married: None,
            moves: None,
            renamed: None,
            strata: 0,
        });
        number
    }

    /// Gives some people of a household a register of their own, at the same door, long ago.
    pub fn set_up(&mut self, household: u32, people: &[u32]) -> u32 {
        let own = u32::try_from(self.world.households.len()).expect("fewer than 2^32 households");
        let dwelling = self.world.households[household as usize].dwelling;
        self.world.households.push(Household { dwelling });
        for person in people {
            self.world.people[*person as usize].household = own;
        }
        own
    }

    /// Certifies a disability of the third or fourth grade, which calls for no nursing.
    pub fn disable(&mut self, person: u32, issued: Day) {
        let grade = self.dice.pick(&[3, 4]);
        let category = self.dice.pick(&[("肢体", '4'), ("视力", '1'), ("听力", '2')]);
        let disability = Disability::new(category, grade, issued);
        self.world.papers.disabilities.insert(person, disability);
    }

    /// A second valid number of somebody, of the same birthday and sex; in use until a month, if the
    /// police replaced it by the other.
    pub fn give_second_number(&mut self, person: u32, until: Option<Month>) -> ResidentId {
        let of = self.world.person(person);
        let number = self.numbers.give_local(of.birth, of.male);
        self.world.papers.second_numbers.insert(person, SecondNumber { number, until });
        number
    }

    pub fn take_into_custody(&mut self, person: u32, from: Day, to: Option<Day>) {
        let kind = match to.unwrap_or(self.today()).0 - from.0 {
            ..=37 => "刑事拘留",
            38..=180 if to.is_some() => "拘役",
            _ => self.dice.pick(&["服刑", "服刑", "服刑", "强制隔离戒毒"]),
        };
        self.world.papers.custodies.insert(person, Custody { from, to, kind });
    }

    /// Lets somebody own a vehicle; gives its place.
    pub fn own_vehicle(&mut self, owner: u32, kind: VehicleKind) -> usize {
        let vehicles = &self.world.papers.vehicles;
        let (at, plate) = (vehicles.len(), plate(self.world.serial(vehicles.len())));
        let registered = self.some_days_ago(200, 4000);
        let vehicle = Vehicle { plate, kind, owner, registered, gone: None };
        self.world.papers.vehicles.push(vehicle);
        at
    }

    /// Lets somebody run an enterprise; gives its place.
    pub fn run_enterprise(&mut self, owner: u32, kind: EnterpriseKind) -> usize {
        let at = self.world.papers.enterprises.len();
        let household = self.world.person(owner).household;
        let district = self.area(household)[..6].to_owned();
        let village = self.world.households[household as usize].dwelling.village.name();
        let trade = match kind {
            EnterpriseKind::Sole => self.dice.pick(&["便利店", "小吃店", "理发店", "五金店"]),
            EnterpriseKind::Limited => {
                self.dice.pick(&["商贸有限公司", "建筑劳务有限公司", "运输有限公司"])
            }
            EnterpriseKind::Cooperative => {
                self.dice.pick(&["种植专业合作社", "养殖专业合作社", "农机专业合作社"])
            }
        };
        let sign: String = naming::given(&mut self.dice, true, 1990, None);
        let founded = self.some_days_ago(120, 4000);
        self.world.papers.enterprises.push(Enterprise {
            code: credit_code(kind, &district, self.world.serial(at)),
            name: format!("{village}{sign}{trade}"),
            kind,
            owner,
            founded,
            closed: None,
        });
        at
    }

    /// Enters a title in the land register; gives its place.
    pub fn own_property(&mut self, owners: &[u32], usage: PropertyUse) -> usize {
        let at = self.world.papers.properties.len();
        let area = match usage {
            PropertyUse::Garage => self.dice.between(12, 30),
            PropertyUse::Home | PropertyUse::Resettlement => self.dice.between(48, 160),
        };
        let area = u32::try_from(area).expect("areas are positive") * 100 + self.dice.below(100);
        let registered = self.some_days_ago(400, 9000);
        self.world.papers.properties.push(Property {
            certificate: format!("示房权证{:09}", self.world.serial(at)),
            owners: owners.to_vec(),
            usage,
            area,
            registered,
        });
        at
    }

    pub fn work(&mut self, person: u32, occupation: Occupation) {
        self.world.papers.occupations.insert(person, occupation);
    }

    /// Lets a disaster damage the home of somebody's household.
    pub fn damage(&mut self, head: u32, on: Day, level: &'static str, remark: &'static str) {
        let kind = self.dice.pick(&["洪涝", "洪涝", "风雹", "滑坡"]);
        self.world.papers.damages.push(Damage { head, kind, on, level, remark });
    }

    pub fn relieve_disaster(&mut self, recipient: u32, yuan: i64, paid: Day) {
        let at = self.world.serial(self.world.papers.disaster_relief.len());
        let number = format!("SZ{}{at:09}", compact_day(paid));
        let amount = Fen::from_yuan(yuan);
        let relief = DisasterRelief { number, recipient, amount, paid };
        self.world.papers.disaster_relief.push(relief);
    }
}
