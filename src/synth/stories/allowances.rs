//! Allowances of everybody who is entitled to them: for the disabled on subsistence, for the severely
//! disabled, for the very old; and the premiums that civil affairs paid last year for those on support.

use crate::domain::Month;

use crate::synth::papers::AllowanceKind;
use crate::synth::plan::{MONTHS_OF_ALLOWANCES, Plan};

/// From this age on everybody draws the allowance of old age.
const OLD_AGE: i32 = 80;
/// How many months after the certificate the first allowance is paid.
const MONTHS_TO_PAY: i32 = 2;

pub fn pay(plan: &mut Plan<'_>) {
    for ago in (0..MONTHS_OF_ALLOWANCES).rev() {
        let month = plan.months_ago(ago);
        let disabled: Vec<u32> = plan.world.papers.disabilities.keys().copied().collect();
        for person in disabled {
            pay_disabled(plan, person, month, ago);
        }
        for person in plan.world.numbers() {
            let old = plan.world.age(person, month.first_day()) >= OLD_AGE;
            if old && plan.world.lives_here(person, month.first_day()) {
                pay_once(plan, person, AllowanceKind::OldAge, month, ago);
            }
        }
    }
    pay_premiums(plan);
}

fn pay_disabled(plan: &mut Plan<'_>, person: u32, month: Month, ago: i32) {
    let world = &plan.world;
    let issued = world.disability(person, month.first_day()).map(|disability| disability.issued);
    let due = issued.is_some_and(|issued| issued.month().plus_months(MONTHS_TO_PAY) <= month);
    let supported = world.units_in(person, month).any(|unit| unit.scheme.is_support());
    if !due || supported || !world.lives_here(person, month.first_day()) {
        return;
    }
    let forgotten = world.papers.without_living_allowance.contains(&person);
    let subsists = !forgotten && world.units_in(person, month).any(|unit| unit.from < month);
    let unnursed = world.papers.without_nursing_allowance.contains(&person);
    let nursed = !unnursed && world.needs_nursing(person, month.first_day());
    if subsists {
        pay_once(plan, person, AllowanceKind::Living, month, ago);
    }
    if nursed {
        pay_once(plan, person, AllowanceKind::Nursing, month, ago);
    }
}

/// Under the number that was the person's in that month.
fn pay_once(plan: &mut Plan<'_>, person: u32, kind: AllowanceKind, month: Month, ago: i32) {
    let second = plan.world.papers.second_numbers.get(&person);
    let replaced = second.filter(|second| second.until.is_some_and(|until| month <= until));
    let under = replaced.map(|second| second.number);
    plan.allow(person, kind, ago..=ago, under);
}

fn pay_premiums(plan: &mut Plan<'_>) {
    let year = plan.today().year() - 1;
    let month = Month::from_ym(year, 1);
    let ago = plan.this_month().0 - month.0;
    let units = plan.world.units.iter();
    let supported = units.filter(|unit| unit.scheme.is_support() && unit.covers_month(month));
    let people: Vec<u32> = supported.map(|unit| unit.head).collect();
    for person in people {
        plan.allow(person, AllowanceKind::Premium, ago..=ago, None);
    }
}
