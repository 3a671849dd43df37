//! What is granted and paid: certificates, monthly payments, allowances, bills, relief, grants,
//! tenancies.

use std::ops::RangeInclusive;

use crate::domain::{Day, Fen, Month, ResidentId};

use crate::synth::calendar::{compact_day, compact_month};
use crate::synth::papers::{Allowance, AllowanceKind};
use crate::synth::place::{NEIGHBOUR, district_code};
use crate::synth::world::{
    Bill, Grant, HOSPITAL_YUAN, OUTPATIENT_KINDS, Payment, Relief, Scheme, Tenancy, Unit,
};

use super::Plan;

/// The town that pays on the 23rd of a month instead of the 10th.
const LATE_PAYER: usize = 10;
/// How many months of payments the extracts hold.
const MONTHS_OF_PAYMENTS: i32 = 12;
/// How many months of allowances they hold.
pub const MONTHS_OF_ALLOWANCES: i32 = 6;
/// Allowances are paid on the 15th.
const ALLOWANCE_DAY: i32 = 14;

/// What a hospital bill is made of, in whole yuan.
#[derive(Clone, Copy)]
pub struct Cost {
    pub own: i64,
    pub assisted: i64,
}

impl Plan<'_> {
    /// The division code of a household's town.
    pub fn area(&self, household: u32) -> String {
        self.world.households[household as usize].dwelling.village.town_code()
    }

    /// Grants a certificate, by the household's town. The household was looked at and signed for
    /// within the year, as often as its class asks.
    pub fn grant(
        &mut self,
        scheme: Scheme,
        household: u32,
        members: &[u32],
        (from, to): (Month, Option<Month>),
    ) -> usize {
        let area = self.area(household);
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
        let most_days = if scheme.is_support() { 320 } else { 150 };
        let reviewed = self.some_days_ago(10, most_days);
        let authorised = Some(reviewed.plus_days(-self.dice.between(0, 30)));
        self.world.units.push(Unit {
            certificate: format!("{area}{kind}{:08}", self.world.serial(number)),
            scheme,
            head: members[0],
            members: members.to_vec(),
            household,
            from,
            to,
            monthly: Fen::from_yuan(i64::from(per_head) * heads),
            area,
            cause,
            account: self.world.account(members[0]),
            declared: None,
            reviewed,
            authorised,
            suspended: None,
            withdrawing: false,
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

    /// A certificate of the household's own scheme for everyone in it, in force for one to three
    /// years, and paid.
    pub fn subsist(&mut self, household: u32, living: &[u32]) -> usize {
        let unit = self.subsist_unpaid(household, living);
        self.pay(unit);
        unit
    }

    /// As [`Plan::subsist`], with the payments still to come.
    pub fn subsist_unpaid(&mut self, household: u32, living: &[u32]) -> usize {
        let scheme = self.local_subsistence(household);
        let from = self.some_months_ago(13, 40);
        self.grant(scheme, household, living, (from, None))
    }

    /// Scattered support of one person for two and a half years, paid.
    pub fn support(&mut self, household: u32, person: u32) -> usize {
        let months = (self.months_ago(30), None);
        let unit = self.grant(Scheme::ScatteredSupport, household, &[person], months);
        self.pay(unit);
        unit
    }

    /// Pays every month the unit is in force, as far back as the extracts reach.
    pub fn pay(&mut self, unit: usize) {
        let Unit { from, to, suspended, .. } = self.world.units[unit];
        let first = from.max(self.months_ago(MONTHS_OF_PAYMENTS - 1));
        // The lists of a night hold what is paid by then.
        let nights = &self.world.nights;
        let last_night = nights[nights.len() - 1].month();
        let mut last = to.unwrap_or(last_night).min(last_night);
        if let Some(suspended) = suspended {
            last = last.min(suspended.plus_months(-1));
        }
        for month in first.0..=last.0 {
            let amount = self.world.units[unit].monthly;
            self.pay_once(unit, Month(month), amount, "");
        }
    }

    /// One payment for a month on the usual day; gives its place.
    pub fn pay_once(
        &mut self,
        unit: usize,
        period: Month,
        amount: Fen,
        mark: &'static str,
    ) -> usize {
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
        self.world.payments.len() - 1
    }

    /// The place of the payment of a unit's month.
    pub fn payment_of(&self, unit: usize, period: Month) -> usize {
        let is_it = |payment: &Payment| (payment.unit as usize, payment.period) == (unit, period);
        self.world.payments.iter().rposition(is_it).expect("the month was paid")
    }

    /// Pays an allowance for some months, under another number if one is given.
    pub fn allow(
        &mut self,
        recipient: u32,
        kind: AllowanceKind,
        months: RangeInclusive<i32>,
        under: Option<ResidentId>,
    ) {
        for ago in months.rev() {
            let period = self.months_ago(ago);
            let paid = period.first_day().plus_days(ALLOWANCE_DAY);
            let amount = allowance(self.world.age(recipient, paid), kind);
            let at = self.world.serial(self.world.papers.allowances.len());
            self.world.papers.allowances.push(Allowance {
                number: format!("BT{}{at:09}", compact_month(period)),
                recipient,
                kind,
                period,
                paid,
                amount,
                account: self.world.account(recipient),
                mark: "",
                under,
            });
        }
    }

    /// Settles a bill whose own cost after insurance is given; gives its place.
    pub fn bill(&mut self, patient: u32, discharged: Day, cost: Cost) -> usize {
        let inpatient = cost.own >= HOSPITAL_YUAN;
        let stay = if inpatient { self.dice.between(3, 14) } else { 0 };
        let own = Fen::from_yuan(cost.own) + Fen(i64::from(self.dice.below(100)));
        let fund = own.percent(i64::from(self.dice.between(90, 230)));
        let major_illness = if cost.own > 10_000 { own.percent(35) } else { Fen::ZERO };
        let number = self.world.bill_number(discharged);
        self.world.bills.push(Bill {
            number,
            patient,
            kind: if inpatient { "普通住院" } else { self.dice.pick(&OUTPATIENT_KINDS) },
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
}

/// What an allowance pays somebody of that age.
fn allowance(age: i32, kind: AllowanceKind) -> Fen {
    Fen::from_yuan(match kind {
        AllowanceKind::Nursing => 120,
        AllowanceKind::ElderCare => 150,
        AllowanceKind::SupportCare => 300,
        AllowanceKind::InjuryCare => 1180,
        AllowanceKind::OldAge if age >= 100 => 500,
        AllowanceKind::OldAge if age >= 90 => 200,
        AllowanceKind::Living | AllowanceKind::OldAge => 100,
        AllowanceKind::Premium => 400,
    })
}
