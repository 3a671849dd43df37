//! What no longer holds or never held apart: X07, X11, X12.

use std::collections::BTreeSet;

use crate::domain::{Fen, Month};

use crate::synth::extract::{Occupation, occupation, register_entry, school_kind};
use crate::synth::papers::{Allowance, AllowanceKind, EnterpriseKind, PropertyUse};
use crate::synth::world::{TruthLine, Unit};

use super::parameters::{
    BASIC_PENSION_EXEMPT, CERTIFICATE_GRACE_MONTHS, CONTRIBUTION_LINE, PUPIL_BELOW_YEARS,
    PUPIL_GRACE_DAYS, SPLIT_MONTHS, STEADY_MONTHS,
};
use super::{View, line, noted};

impl View<'_> {
    pub(super) fn lapsed_or_split(&self, lines: &mut Vec<TruthLine>) {
        self.pensions_left_out(lines);
        self.grown_pupils(lines);
        self.certificates_lapsed(lines);
        self.split_households(lines);
    }

    /// X07: pensions bring a unit more in a month than it declares, the basic part left aside. Not while
    /// assistance is being withdrawn.
    fn pensions_left_out(&self, lines: &mut Vec<TruthLine>) {
        for (_, unit) in self.active_units().filter(|(_, unit)| !unit.withdrawing) {
            let pension = |member: &u32| match occupation(self.world, *member) {
                Occupation::Pensioner { kind: "城乡居民养老金", amount } => {
                    (amount - BASIC_PENSION_EXEMPT).max(Fen::ZERO)
                }
                Occupation::Pensioner { amount, .. } => amount,
                _ => Fen::ZERO,
            };
            let drawers: Vec<u32> =
                self.living_members(unit).filter(|member| pension(member) > Fen::ZERO).collect();
            let income: Fen = drawers.iter().map(pension).sum();
            let declared = Fen(unit.declared.unwrap_or(Fen::ZERO).0 / 12);
            if income > declared + Fen::from_yuan(1) {
                let note =
                    format!("申报月均{}元，养老金{}元", declared.in_yuan(), income.in_yuan());
                lines.extend(drawers.into_iter().map(|member| {
                    noted(line("X07", member, unit.certificate.clone()), note.clone())
                }));
            }
        }
    }

    /// X11: the list counts somebody as a pupil of a school of the district who came of age months ago and
    /// is on no school's roll.
    fn grown_pupils(&self, lines: &mut Vec<TruthLine>) {
        let judged = self.night.plus_days(-PUPIL_GRACE_DAYS);
        for (_, unit) in self.active_units() {
            for member in self.living_members(unit) {
                let listed = school_kind(self.world, member, self.night);
                let of_district = matches!(listed, "小学" | "初中" | "高中");
                let on_roll = self.world.school_year(member, self.night).is_some();
                if of_district && !on_roll && self.world.age(member, judged) >= PUPIL_BELOW_YEARS {
                    lines.push(noted(line("X11", member, self.label(member)), "非在校生"));
                }
            }
        }
    }

    /// X11: an allowance for the disabled is paid for a month after the certificate expired, or was made
    /// out for a grade or kind that it is not for, and the grace.
    fn certificates_lapsed(&self, lines: &mut Vec<TruthLine>) {
        let mut found = BTreeSet::new();
        let allowances = self.world.papers.allowances.iter();
        for payment in allowances.filter(|payment| payment.paid <= self.night) {
            let lapsed = self.lapse(payment);
            let last = lapsed.map(|month| month.plus_months(CERTIFICATE_GRACE_MONTHS));
            if last.is_some_and(|last| payment.period > last) && payment.amount > Fen::ZERO {
                found.insert((payment.recipient, payment.kind.chinese()));
            }
        }
        lines.extend(found.into_iter().map(|(person, kind)| {
            noted(line("X11", person, format!("{}/{kind}", self.label(person))), "残疾证失效")
        }));
    }

    /// The month in which the certificate that an allowance rests on lost its force for it.
    fn lapse(&self, payment: &Allowance) -> Option<Month> {
        if !payment.kind.is_for_the_disabled() {
            return None;
        }
        let certificate = self.world.papers.disabilities.get(&payment.recipient)?;
        match payment.kind {
            AllowanceKind::Nursing if !certificate.calls_for_nursing() => {
                Some(certificate.issued.month())
            }
            _ => (certificate.until < self.night).then(|| certificate.until.month()),
        }
    }

    /// X12: subsistence of people who left a register shortly before it was granted, or of one person
    /// alone, who live with kin that must support them: any in the one case, such with means in the other.
    /// Not where one person is granted alone by policy.
    fn split_households(&self, lines: &mut Vec<TruthLine>) {
        for (_, unit) in self.active_units().filter(|(_, unit)| !unit.scheme.is_support()) {
            let alone = unit.members.len() == 1;
            let disability = self.world.papers.disabilities.get(&unit.head);
            let severe = disability.is_some_and(|disability| disability.grade <= 2);
            if unit.calculation == "单人保" || alone && severe {
                continue;
            }
            let kin = self.kin_at_home(unit);
            let split = unit.members.iter().any(|member| self.has_split(unit, *member));
            let rich = alone && kin.iter().any(|person| self.owns_means(*person));
            if split && !kin.is_empty() || rich {
                let note =
                    if split { "申请前分户" } else { "同住义务人有财产或收入" };
                lines.push(noted(line("X12", unit.head, unit.certificate.clone()), note));
            }
        }
    }

    fn has_split(&self, unit: &Unit, member: u32) -> bool {
        register_entry(self.world, member, self.night).is_some_and(|entry| {
            let first = unit.from.plus_months(-SPLIT_MONTHS);
            entry.reason == "分户" && (first..=unit.from).contains(&entry.on.month())
        })
    }

    /// The spouses, parents and children of a unit's people who live in their homes and are not counted.
    fn kin_at_home(&self, unit: &Unit) -> BTreeSet<u32> {
        let (world, night) = (self.world, self.night);
        let mut near = BTreeSet::new();
        for member in self.living_members(unit) {
            let kin = self.kin.nearest(world, member, night);
            near.extend(kin.filter(|person| {
                world.lives_here(*person, night)
                    && !unit.members.contains(person)
                    && world.home(*person, night) == world.home(member, night)
            }));
        }
        near
    }

    /// Owns what X03 to X06 ask about.
    fn owns_means(&self, person: u32) -> bool {
        let (papers, night) = (&self.world.papers, self.night);
        let drives = papers.vehicles.iter().any(|vehicle| {
            vehicle.owner == person && vehicle.kind.counts() && vehicle.state(night) == "正常"
        });
        let homes = papers
            .properties
            .iter()
            .filter(|home| home.usage == PropertyUse::Home && home.owners.contains(&person));
        let trades = papers.enterprises.iter().any(|enterprise| {
            enterprise.owner == person
                && enterprise.is_open(night)
                && enterprise.kind != EnterpriseKind::Cooperative
        });
        let works = match occupation(self.world, person) {
            Occupation::Worker { base, since, .. } => {
                night.month().0 - since.0 + 1 >= STEADY_MONTHS && base >= CONTRIBUTION_LINE
            }
            _ => false,
        };
        drives || homes.count() >= 2 || trades || works
    }
}
