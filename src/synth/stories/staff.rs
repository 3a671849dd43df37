//! Staff that decides on assistance: X13, with the declaration and the post of another time that look
//! alike; and the staff of every town, who declare their kin as they should.

use crate::synth::dice::{Dice, Stream};
use crate::synth::plan::Plan;

use super::Round;

/// So many people have one of the staff.
const PEOPLE_PER_STAFF: u32 = 1_500;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    child_decides(plan, None);
    if let Some(variant) = round.look_alike(2) {
        child_decides(plan, Some(variant));
    }
}

/// X13: parents on subsistence whose child decides on assistance; or has declared them, or has left.
fn child_decides(plan: &mut Plan<'_>, look_alike: Option<u32>) {
    let Some([(parents, elders), (_, living)]) = plan.take_linked() else { return };
    let child = plan.linking_child(&elders, &living);
    plan.subsist(parents, &elders);
    let staff = plan.employ(child);
    let note = match look_alike {
        None => return,
        Some(0) => {
            plan.declare(staff, &elders);
            "已备案"
        }
        Some(_) => {
            let left = plan.some_days_ago(60, 380);
            plan.world.papers.staff[staff].until = Some(left);
            "已调离经办岗位"
        }
    };
    plan.legal("X13", &elders, note);
}

/// Puts grown-ups without a story on the staff; those of their kin who are assisted are declared.
pub fn serve(plan: &mut Plan<'_>, people: u32) {
    let today = plan.today();
    let count = u32::try_from(plan.world.people.len()).expect("fewer than 2^32 people");
    for number in 0..(people / PEOPLE_PER_STAFF).max(2) {
        let mut dice = Dice::new(plan.world.seed, Stream::Plan, u64::from(number) | 1 << 44);
        let start = dice.below(count);
        let fits = |person: &u32| {
            let of = plan.world.person(*person);
            (24..58).contains(&plan.world.age(*person, today))
                && of.registered
                && plan.world.lives_here(*person, today)
                && !plan.world.planted.contains(person)
                && !plan.world.units_of.contains_key(person)
                && plan.world.papers.staff.iter().all(|staff| staff.person != *person)
        };
        let Some(person) = (start..count).chain(0..start).find(fits) else { return };
        let kin: Vec<u32> = plan.kin.nearest(plan.world, person, today).collect();
        let assisted = kin.into_iter().filter(|one| plan.world.units_of.contains_key(one));
        let assisted: Vec<u32> = assisted.collect();
        let staff = plan.employ(person);
        plan.declare(staff, &assisted);
    }
}
