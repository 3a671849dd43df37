//! Means that speak against need: X03 to X06 and X08, with the motorcycle, the title of two owners, the
//! cooperative, the public post and the donation that look alike.

use crate::domain::Fen;
use crate::synth::extract::Occupation;
use crate::synth::papers::{Assets, EnterpriseKind, PropertyUse, VehicleKind};
use crate::synth::plan::{Kind, Plan, grown_child, worker};

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    owns_a_car(plan, round);
    owns_two_homes(plan, round);
    runs_a_business(plan, round);
    works_steadily(plan);
    has_savings(plan);
    if let Some(variant) = round.look_alike(4) {
        owns_no_car(plan, variant);
    }
    if let Some(variant) = round.look_alike(3) {
        owns_one_home(plan, variant);
        works_otherwise(plan, variant);
        was_given_money(plan, variant);
    }
    if let Some(variant) = round.look_alike(2) {
        ran_a_business(plan, variant);
    }
}

/// A household on subsistence, and its people.
fn subsisting(plan: &mut Plan<'_>, kind: Kind) -> Option<Vec<u32>> {
    let (household, living) = plan.take_planted(kind)?;
    plan.subsist(household, &living);
    Some(living)
}

/// X03: a car, a van or a truck.
fn owns_a_car(plan: &mut Plan<'_>, round: Round) {
    let Some(living) = subsisting(plan, Kind::Small) else { return };
    let kinds = [VehicleKind::Car, VehicleKind::Van, VehicleKind::Truck];
    let owner = plan.dice.pick(&living);
    plan.own_vehicle(owner, kinds[round.variant(3) as usize]);
}

/// Looks like X03: a motorcycle or tractor, a scrapped car, a disabled driver's, a grown child's.
fn owns_no_car(plan: &mut Plan<'_>, variant: u32) {
    if variant == 3 {
        return child_owns_a_car(plan);
    }
    let Some(living) = subsisting(plan, Kind::Small) else { return };
    let owner = living[0];
    let note = match variant {
        0 => {
            let kind = plan.dice.pick(&[VehicleKind::Motorcycle, VehicleKind::Farm]);
            plan.own_vehicle(owner, kind);
            "摩托车、农用机械"
        }
        1 => {
            let car = plan.own_vehicle(owner, VehicleKind::Car);
            let state = plan.dice.pick(&["报废", "注销", "被盗"]);
            let day = plan.some_days_ago(30, 190);
            plan.world.papers.vehicles[car].gone = Some((day, state));
            "车辆已报废、注销或被盗"
        }
        _ => {
            let issued = plan.some_days_ago(400, 2500);
            plan.disable(owner, issued);
            plan.own_vehicle(owner, VehicleKind::ForTheDisabled);
            "残疾人专用汽车"
        }
    };
    plan.legal("X03", &[owner], note);
}

fn child_owns_a_car(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::WithGrownChild) else { return };
    let child = grown_child(plan.world, &living).expect("the household fits");
    let rest: Vec<u32> = living.iter().copied().filter(|person| *person != child).collect();
    plan.subsist(household, &rest);
    plan.own_vehicle(child, VehicleKind::Car);
    plan.legal("X03", &[child], "车主不在保障人口内");
}

/// X04: two homes, or one beside a public rental.
fn owns_two_homes(plan: &mut Plan<'_>, round: Round) {
    let Some(living) = subsisting(plan, Kind::Small) else { return };
    plan.own_property(&living[..1], PropertyUse::Home);
    if round.variant(2) == 0 {
        plan.own_property(&living[living.len() - 1..], PropertyUse::Home);
    } else {
        let from = plan.some_days_ago(100, 700);
        plan.rent(living[0], true, from, 3);
    }
}

/// Looks like X04: one title of two owners, a home given for one pulled down, a garage.
fn owns_one_home(plan: &mut Plan<'_>, variant: u32) {
    let Some(living) = subsisting(plan, Kind::Couple) else { return };
    let note = match variant {
        0 => {
            plan.own_property(&living, PropertyUse::Home);
            "一证共有"
        }
        1 => {
            plan.own_property(&living[..1], PropertyUse::Home);
            plan.own_property(&living[1..], PropertyUse::Resettlement);
            "拆迁安置"
        }
        _ => {
            plan.own_property(&living[..1], PropertyUse::Home);
            plan.own_property(&living[..1], PropertyUse::Garage);
            "非住宅"
        }
    };
    plan.legal("X04", &living, note);
}

/// X05: a member answers for an enterprise.
fn runs_a_business(plan: &mut Plan<'_>, round: Round) {
    let Some(living) = subsisting(plan, Kind::Small) else { return };
    let kinds = [EnterpriseKind::Sole, EnterpriseKind::Limited];
    let owner = plan.dice.pick(&living);
    plan.run_enterprise(owner, kinds[round.variant(2) as usize]);
}

/// Looks like X05: closed, or a cooperative.
fn ran_a_business(plan: &mut Plan<'_>, variant: u32) {
    let Some(living) = subsisting(plan, Kind::Small) else { return };
    let note = if variant == 0 {
        let at = plan.run_enterprise(living[0], EnterpriseKind::Sole);
        let state = plan.dice.pick(&["吊销", "注销"]);
        let day = plan.some_days_ago(20, 110);
        plan.world.papers.enterprises[at].closed = Some((day, state));
        "已吊销或注销"
    } else {
        plan.run_enterprise(living[0], EnterpriseKind::Cooperative);
        "农民专业合作社"
    };
    plan.legal("X05", &living[..1], note);
}

/// X06: an employer has contributed for long. What it brings is declared.
fn works_steadily(plan: &mut Plan<'_>) {
    let Some(living) = subsisting(plan, Kind::WithWorker) else { return };
    let worker = worker(plan.world, &living).expect("the household fits");
    let base = Fen::from_yuan(i64::from(plan.dice.between(38, 62)) * 100);
    let since = plan.some_months_ago(5, 30);
    let employer = "示例市宏泰建材有限公司";
    plan.work(worker, Occupation::Worker { employer, base, since });
}

/// Looks like X06: a public post, contributions of one's own, a job begun last month.
fn works_otherwise(plan: &mut Plan<'_>, variant: u32) {
    let Some(living) = subsisting(plan, Kind::WithWorker) else { return };
    let worker = worker(plan.world, &living).expect("the household fits");
    let base = Fen::from_yuan(4_100);
    let (occupation, note) = match variant {
        0 => {
            let from = plan.months_ago(9);
            (Occupation::OnPost { post: "护林员", from, insured: true }, "公益性岗位缴费")
        }
        1 => (Occupation::SelfInsured { base }, "灵活就业个人缴费"),
        _ => {
            let (employer, since) = ("示例市顺达物流有限公司", plan.months_ago(1));
            (Occupation::Worker { employer, base, since }, "缴费未满三个月")
        }
    };
    plan.work(worker, occupation);
    plan.legal("X06", &[worker], note);
}

/// X08: savings far above what a head may have.
fn has_savings(plan: &mut Plan<'_>) {
    let Some(living) = subsisting(plan, Kind::Small) else { return };
    let saver = plan.dice.pick(&living);
    let heads = i64::try_from(living.len()).expect("a household is small");
    let total = Fen::from_yuan(i64::from(plan.dice.between(42, 150)) * 1_000 * heads);
    plan.world.papers.assets.insert(saver, Assets { total, origin: "" });
}

/// Looks like X08: donated for an illness, paid for an accident, or shared by two.
fn was_given_money(plan: &mut Plan<'_>, variant: u32) {
    let kind = if variant == 2 { Kind::Couple } else { Kind::Small };
    let Some(living) = subsisting(plan, kind) else { return };
    let (yuan, origin, note) = match variant {
        0 => (160_000, "大病捐款", "大病捐款"),
        1 => (180_000, "交通事故赔偿款", "赔偿款"),
        _ => (52_000, "", "人均未超过提示线"),
    };
    let total = Fen::from_yuan(yuan);
    plan.world.papers.assets.insert(living[0], Assets { total, origin });
    plan.legal("X08", &living, note);
}
