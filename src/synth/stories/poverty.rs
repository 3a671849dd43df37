//! Poor without subsistence: G03, G08 and G09, with the refused application, the new job and the relatives'
//! home that look alike.

use crate::domain::Fen;

use crate::synth::extract::Occupation;
use crate::synth::papers::{Disability, PropertyUse, Tier, VehicleKind};
use crate::synth::plan::{Kind, Plan, earner, grown_child};

use super::Round;

const EMPLOYER: &str = "示例市宏泰建材有限公司";

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    disability_unaided(plan, round.variant(3));
    job_lost(plan, round.variant(2));
    home_in_need(plan, round.variant(3));
    if let Some(variant) = round.look_alike(5) {
        disability_provided_for(plan, variant);
        job_found(plan, variant);
        home_provided_for(plan, variant);
    }
}

/// A household listed for its low income, nobody of whom works as far as is known.
fn listed(plan: &mut Plan<'_>, kind: Kind, tier: Tier) -> Option<(u32, Vec<u32>)> {
    let (household, living) = plan.take_planted(kind)?;
    plan.list(household, &living, tier);
    for person in &living {
        plan.work(*person, Occupation::Unknown);
    }
    Some((household, living))
}

/// Certifies a grave disability for long.
fn disable(plan: &mut Plan<'_>, person: u32, of_the_mind: bool, days_ago: i32) {
    let (category, grade) = if of_the_mind {
        (plan.dice.pick(&[("智力", '5'), ("精神", '6')]), plan.dice.pick(&[3, 4]))
    } else {
        (plan.dice.pick(&[("肢体", '4'), ("视力", '1')]), plan.dice.pick(&[1, 2]))
    };
    let disability = Disability::new(category, grade, plan.days_ago(days_ago));
    plan.world.papers.disabilities.insert(person, disability);
}

/// G03: listed, with neither subsistence nor nursing; on subsistence without nursing; listed, nursed, and
/// without subsistence.
fn disability_unaided(plan: &mut Plan<'_>, variant: u32) {
    if variant == 1 {
        let Some((household, living)) = plan.take_planted(Kind::WithWorker) else { return };
        plan.subsist(household, &living);
        disable(plan, living[0], false, 900);
        plan.world.papers.without_nursing_allowance.insert(living[0]);
        return;
    }
    let Some((_, living)) = listed(plan, Kind::Ordinary, Tier::Margin) else { return };
    disable(plan, living[0], variant == 2, 700);
    if variant == 0 {
        plan.world.papers.without_nursing_allowance.insert(living[0]);
    }
}

/// Looks like G03: refused, with a car, certified last month, on subsistence alone, or of a grade that
/// calls for nothing.
fn disability_provided_for(plan: &mut Plan<'_>, variant: u32) {
    let kind = if variant == 3 { Kind::WithWorker } else { Kind::Ordinary };
    let Some((household, living)) = listed(plan, kind, Tier::Margin) else { return };
    let days = if variant == 2 { 33 } else { 800 };
    let note = match variant {
        0 => {
            let decided = plan.some_days_ago(40, 300);
            plan.refuse(household, &living, decided);
            "低保申请未获批准"
        }
        1 => {
            plan.own_vehicle(living[1], VehicleKind::Car);
            "家庭有机动车"
        }
        2 => "办证未满六十日",
        3 => {
            plan.subsist(household, &living[..1]);
            let relatives = living[1..].iter().copied();
            let left_out: Vec<u32> = relatives.collect();
            plan.legal("G10", &left_out, "低收入家庭单人保");
            "已纳入单人保"
        }
        _ => {
            plan.disable(living[0], plan.days_ago(days));
            return plan.legal("G03", &living[..1], "三级、四级肢体等残疾");
        }
    };
    disable(plan, living[0], false, days);
    plan.legal("G03", &living[..1], note);
}

/// G08: registered as unemployed without the benefit, or let go months ago.
fn job_lost(plan: &mut Plan<'_>, variant: u32) {
    let Some((_, living)) = listed(plan, Kind::WithEarner, Tier::Margin) else { return };
    let person = earner(plan.world, &living).expect("the household fits");
    let occupation = if variant == 0 {
        Occupation::Unemployed { since: plan.some_days_ago(60, 250), benefit: false }
    } else {
        let until = plan.some_months_ago(4, 9);
        let base = Fen::from_yuan(4_200);
        Occupation::LaidOff { employer: EMPLOYER, base, until, informal: None }
    };
    plan.work(person, occupation);
}

/// Looks like G08: employed again, on the benefit, at work without an employer, of a household with more,
/// or moved away.
fn job_found(plan: &mut Plan<'_>, variant: u32) {
    let tier = if variant == 3 { Tier::Spending } else { Tier::Margin };
    let Some((_, living)) = listed(plan, Kind::WithEarner, tier) else { return };
    let person = earner(plan.world, &living).expect("the household fits");
    let (employer, base) = (EMPLOYER, Fen::from_yuan(4_200));
    let until = plan.months_ago(6);
    let (occupation, note) = match variant {
        0 => {
            let (registered, since) = (plan.days_ago(200), plan.months_ago(3));
            (Occupation::BackAtWork { registered, employer, base, since }, "已重新就业")
        }
        1 => {
            let since = plan.days_ago(120);
            (Occupation::Unemployed { since, benefit: true }, "正在领取失业保险金")
        }
        2 => {
            let informal = Some(plan.days_ago(90));
            (Occupation::LaidOff { employer, base, until, informal }, "已登记灵活就业")
        }
        3 => {
            let since = plan.days_ago(120);
            (Occupation::Unemployed { since, benefit: false }, "人均收入高于提示线")
        }
        _ => {
            plan.move_out(person, plan.days_ago(45));
            (Occupation::LaidOff { employer, base, until, informal: None }, "已迁出")
        }
    };
    plan.work(person, occupation);
    plan.legal("G08", &[person], note);
}

/// G09: on subsistence or listed without a home, or in a home about to fall down.
fn home_in_need(plan: &mut Plan<'_>, variant: u32) {
    match variant {
        0 => {
            let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
            plan.subsist(household, &living);
            plan.own_no_home(&living);
        }
        1 => {
            let Some((_, living)) = listed(plan, Kind::Ordinary, Tier::Margin) else { return };
            plan.own_no_home(&living);
        }
        _ => {
            let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
            let found = plan.some_days_ago(130, 500);
            plan.inspect_home(living[0], "D", found, "未列入计划");
        }
    }
}

/// Looks like G09: with parents who own a home, on the list for a flat, in one, in the plan, or in a home
/// that only leaks.
fn home_provided_for(plan: &mut Plan<'_>, variant: u32) {
    let note = match variant {
        0 => return with_parents(plan),
        1 | 2 => {
            let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
            plan.subsist(household, &living);
            plan.own_no_home(&living);
            let note = if variant == 1 {
                plan.ask_for_flat(living[0], false);
                "公租房轮候中"
            } else {
                let from = plan.some_days_ago(100, 700);
                plan.rent(living[0], true, from, 3);
                "租住公租房"
            };
            return plan.legal("G09", &living, note);
        }
        3 => ("D", "列入计划", "危房已列入改造计划"),
        _ => ("C", "未列入计划", "未达D级"),
    };
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let (grade, state, note) = note;
    let found = plan.some_days_ago(130, 500);
    plan.inspect_home(living[0], grade, found, state);
    plan.legal("G09", &living[..1], note);
}

/// A grown child on subsistence without a home of their own, of one register with parents who have one.
fn with_parents(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::WithGrownChild) else { return };
    let child = grown_child(plan.world, &living).expect("the household fits");
    plan.subsist(household, &[child]);
    plan.own_no_home(&[child]);
    plan.own_property(&living[..1], PropertyUse::Home);
    plan.legal("G09", &[child], "与有房的父母同户");
}
