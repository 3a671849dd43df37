//! Doubtful eligibility: X01 to X06, X08 to X10, X13.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Day, Fen, Month};

use crate::synth::extract::{Occupation, occupation};
use crate::synth::papers::{Custody, EnterpriseKind, Property, PropertyUse};
use crate::synth::world::{TruthLine, Unit};

use super::parameters::{
    ASSETS_LINE, CONTRIBUTION_LINE, FORGOTTEN_MONTHS, GRACE_MONTHS, STEADY_MONTHS,
};
use super::{View, line, noted};

impl View<'_> {
    pub(super) fn doubtful_eligibility(&self, lines: &mut Vec<TruthLine>) {
        self.paid_after_death(lines);
        self.dead_still_counted(lines);
        self.vehicles(lines);
        self.homes(lines);
        self.enterprises(lines);
        self.steady_work(lines);
        self.savings(lines);
        self.kin_of_staff(lines);
        self.paid_in_custody(lines);
        self.paid_after_moving(lines);
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
        lines.extend(
            dead.into_iter()
                .map(|(unit, payee)| line("X01", payee, self.unit(unit).certificate.clone())),
        );
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
                let discriminator = format!("{}/{}", unit.certificate, self.label(*member));
                lines.push(noted(line("X02", *member, discriminator), change));
            }
        }
    }

    /// The last month for which somebody may be paid whose death an agency reports.
    fn last_month_of_grace(&self, person: u32) -> Option<Month> {
        let death = self.world.person(person).death.filter(|_| self.is_dead(person))?;
        Some(death.month().plus_months(GRACE_MONTHS))
    }

    fn survivors(&self, unit: u32) -> usize {
        let members = self.unit(unit).members.iter();
        members.filter(|member| !self.world.is_dead(**member, self.night)).count()
    }

    /// X03: a member owns a vehicle on the road that is no motorcycle, farm machine or disabled
    /// person's vehicle.
    fn vehicles(&self, lines: &mut Vec<TruthLine>) {
        for vehicle in &self.world.papers.vehicles {
            let counts = vehicle.kind.counts() && vehicle.state(self.night) == "正常";
            if counts && self.is_counted(vehicle.owner) {
                lines.push(line("X03", vehicle.owner, vehicle.plate.clone()));
            }
        }
    }

    /// X04: two homes of one unit, or one and a public rental. A title is one home however many
    /// owners it has; a home given for one that was pulled down does not count.
    fn homes(&self, lines: &mut Vec<TruthLine>) {
        let mut titles: BTreeMap<u32, Vec<&Property>> = BTreeMap::new();
        for property in &self.world.papers.properties {
            if property.usage == PropertyUse::Home {
                for owner in &property.owners {
                    titles.entry(*owner).or_default().push(property);
                }
            }
        }
        let rents = |person: u32| {
            self.world.tenancies.iter().any(|tenancy| {
                let last = tenancy.left.unwrap_or(tenancy.to);
                let running = tenancy.from <= self.night && self.night <= last;
                tenancy.applicant == person && tenancy.in_kind && running
            })
        };
        for (_, unit) in self.active_units() {
            let owners: Vec<u32> =
                self.living_members(unit).filter(|member| titles.contains_key(member)).collect();
            let owned = owners.iter().flat_map(|owner| &titles[owner]);
            let owned: BTreeSet<&str> =
                owned.map(|property| property.certificate.as_str()).collect();
            let rented = || self.living_members(unit).any(rents);
            if owned.len() >= 2 || (owned.len() == 1 && rented()) {
                let owners = owners.into_iter();
                lines.extend(owners.map(|owner| line("X04", owner, unit.certificate.clone())));
            }
        }
    }

    /// X05: a member answers for an enterprise that is open and no cooperative.
    fn enterprises(&self, lines: &mut Vec<TruthLine>) {
        for enterprise in &self.world.papers.enterprises {
            let counts =
                enterprise.is_open(self.night) && enterprise.kind != EnterpriseKind::Cooperative;
            if counts && self.is_counted(enterprise.owner) {
                lines.push(line("X05", enterprise.owner, enterprise.code.clone()));
            }
        }
    }

    /// X06: an employer has contributed for a member for three months or more, above the line.
    /// Public posts and contributions of one's own do not count.
    fn steady_work(&self, lines: &mut Vec<TruthLine>) {
        for person in self.world.units_of.keys() {
            let Occupation::Worker { base, since, .. } = occupation(self.world, *person) else {
                continue;
            };
            let months = self.night.month().0 - since.0 + 1;
            if months >= STEADY_MONTHS && base >= CONTRIBUTION_LINE && self.is_counted(*person) {
                lines.push(line("X06", *person, self.label(*person)));
            }
        }
    }

    /// X08: what the living members of a unit have saved comes to more a head than the line. What was
    /// donated or paid as compensation does not count.
    fn savings(&self, lines: &mut Vec<TruthLine>) {
        let saved = |person: &u32| {
            let assets = self.world.papers.assets.get(person);
            assets.filter(|assets| {
                !["捐款", "赔偿款"].iter().any(|word| assets.origin.ends_with(word))
            })
        };
        for (_, unit) in self.active_units() {
            let members: Vec<u32> = self.living_members(unit).collect();
            let total: Fen = members.iter().filter_map(saved).map(|assets| assets.total).sum();
            let heads = i64::try_from(members.len()).expect("units are small");
            if total.0 > ASSETS_LINE.0 * heads {
                let savers = members.into_iter().filter(|person| saved(person).is_some());
                lines.extend(savers.map(|person| line("X08", person, unit.certificate.clone())));
            }
        }
    }

    /// X13: a spouse, parent or child of somebody in post is counted by a unit, and not declared.
    fn kin_of_staff(&self, lines: &mut Vec<TruthLine>) {
        let staff = self.world.papers.staff.iter();
        for member in staff.filter(|member| member.is_in_post(self.night)) {
            let kin = self.kin.nearest(self.world, member.person, self.night);
            let undeclared = kin.filter(|person| {
                self.is_counted(*person) && !member.has_declared(*person, self.night)
            });
            lines.extend(undeclared.map(|person| {
                let home = self.world.household_of(person, self.night);
                line("X13", person, format!("{}/{home}", member.number))
            }));
        }
    }

    /// X09: a unit is paid for a month that a member spent in custody from before until after it.
    fn paid_in_custody(&self, lines: &mut Vec<TruthLine>) {
        for (person, custody) in &self.world.papers.custodies {
            let released = custody.released(self.night);
            let known = Custody { to: released, ..*custody };
            let inside = |month: Month| custody.from <= self.night && known.encloses(month);
            lines.extend(self.units_paid_for(*person, inside).map(|unit| {
                line("X09", *person, format!("{}/{}", unit.certificate, self.label(*person)))
            }));
        }
    }

    /// X10: a unit is paid for a month after the one in which a member moved out of the district.
    fn paid_after_moving(&self, lines: &mut Vec<TruthLine>) {
        for person in self.world.units_of.keys() {
            let left: Option<Day> =
                self.world.person(*person).left.filter(|day| *day <= self.night);
            let Some(left) = left else { continue };
            let later = |month: Month| month > left.month();
            lines.extend(self.units_paid_for(*person, later).map(|unit| {
                line("X10", *person, format!("{}/{}", unit.certificate, self.label(*person)))
            }));
        }
    }

    /// Units that cover somebody and were paid for a month of the kind.
    fn units_paid_for(
        &self,
        person: u32,
        is_wrong: impl Fn(Month) -> bool,
    ) -> impl Iterator<Item = &Unit> {
        let units = self.world.units_of.get(&person).map_or(&[][..], Vec::as_slice);
        let units = units.iter().filter(move |number| {
            let months = self.paid_months.get(number).into_iter().flatten();
            let mut months = months.filter(|month| self.unit(**number).covers_month(**month));
            months.any(|month| is_wrong(*month))
        });
        units.map(|number| self.unit(*number))
    }

    /// Counted tonight by a unit in force, and alive and here.
    fn is_counted(&self, person: u32) -> bool {
        let mut units = self.world.units_in(person, self.night.month());
        units.any(|unit| unit.is_active(self.night)) && self.world.lives_here(person, self.night)
    }
}
