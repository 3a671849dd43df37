//! Who is in need, whom a scheme of the need reaches, and what turns the counting off.

use expect_test::{Expect, expect};

use super::{policy, run_date};
use crate::assess::example::Example;
use crate::assess::{Policy, coverage};
use crate::domain::{Day, Source};

/// Every source that a need depends on, delivered tonight.
fn sources() -> Vec<Source> {
    let policy = policy();
    let source = |id: &String| Source {
        id: id.clone(),
        agency: id.clone(),
        agency_name: id.clone(),
        title: id.clone(),
        roster: false,
        snapshot: run_date(),
        age_days: 0,
    };
    policy.needs.iter().flat_map(|need| &need.depends_on).map(source).collect()
}

/// The needs that somebody of the dossier is in.
fn check(dossier: &str, expected: &Expect) {
    let example = Example::parse("", dossier, "").expect("a dossier in text");
    let dossiers = std::slice::from_ref(example.dossier());
    let counted = coverage(dossiers, &policy(), run_date(), &sources());
    let lines = counted.iter().flat_map(|need| {
        need.towns.iter().map(|town| {
            format!(
                "{} {}: {} of {}, {} payments, {} yuan\n",
                need.need, need.name, town.assisted, town.in_need, town.payments, town.amount
            )
        })
    });
    expected.assert_eq(&lines.collect::<String>());
}

#[test]
fn bills_of_a_household_add_up_to_a_need_and_help_to_one_is_help_to_all() {
    check(
        "
        circumstance: who kind from to yuan assisted event source
        王秀英 hospital_bill 2026-03-01 2026-03-10 15000 0 S1 医保局
        李大山 hospital_bill 2026-06-01 2026-06-10 9000 - S2 医保局
        payment: who scheme period yuan paid_on
        李小山 LSZ 2026-07 2000 2026-07-02
        李小山 LSZ 2025-07 2000 2025-07-02
        李小山 JY 2026-09 500 2026-09-10
        ",
        &expect![[r"
            illness 大额医疗费用: 2 of 2, 1 payments, 2000.00 yuan
        "]],
    );
}

#[test]
fn an_allowance_reaches_the_disabled_person_alone_and_the_dead_are_in_no_need() {
    check(
        "
        circumstance: who kind from level source
        王秀英 disability 2020-01-01 1 残联
        李大山 disability 2020-01-01 2 残联
        李小山 disability 2020-01-01 3 残联
        李老汉 disability 2020-01-01 1 残联
        李老汉 death 2026-01-01 - 卫健委
        payment: who scheme period yuan
        王秀英 CJH 2026-09..2026-11 120
        ",
        &expect![[r"
            severe_disability 重度残疾: 1 of 2, 3 payments, 360.00 yuan
        "]],
    );
}

#[test]
fn pupils_and_the_disabled_of_a_unit_on_subsistence_aid_are_in_need_of_more() {
    check(
        "
        award: who covers household scheme from monthly
        李大山 李大山+王秀英+李小山 甲户 DBN 2025-01-01 840
        circumstance: who kind from level source
        王秀英 disability 2020-01-01 3 残联
        李小山 enrolment 2026-09-01 - 教育局
        李大山 unemployment 2026-05-01 - 人社局
        payment: who scheme period yuan
        李大山 DBN 2026-10 840
        李小山 JY 2026-09 500
        ",
        &expect![[r"
            disability_in_poverty 低保户中的残疾人: 0 of 1, 0 payments, 0.00 yuan
            unemployment 登记失业: 1 of 1, 1 payments, 840.00 yuan
            pupil_in_poverty 低保、特困家庭的学生: 1 of 1, 1 payments, 500.00 yuan
        "]],
    );
}

#[test]
fn a_child_whose_parents_cannot_care_is_in_need_whether_provided_for_or_not() {
    let child = "
        person: who birth
        李小山 2016-05-01
        kin: of role who kind from level source
        李小山 father 李大山 death 2024-01-05 - 卫健委
        李小山 mother 王秀英 disability 2020-01-01 1 残联
        ";
    check(
        child,
        &expect![[r"
            child_without_care 父母均无力抚养的未成年人: 0 of 1, 0 payments, 0.00 yuan
        "]],
    );
    check(
        &format!("{child}award: who scheme from monthly\n李小山 SW 2024-03-01 1400"),
        &expect![[r"
            child_without_care 父母均无力抚养的未成年人: 1 of 1, 0 payments, 0.00 yuan
        "]],
    );
}

#[test]
fn damage_of_the_last_year_is_a_need_and_older_damage_is_not() {
    check(
        "
        circumstance: who kind from yuan source
        王秀英 damage 2026-07-01 8000 应急局
        李大山 damage 2024-07-01 9000 应急局
        ",
        &expect![[r"
            disaster 受灾: 0 of 1, 0 payments, 0.00 yuan
        "]],
    );
}

#[test]
fn a_need_without_its_source_or_a_value_in_force_is_not_counted_and_says_so() {
    let mut sources = sources();
    sources.retain(|source| source.id != "education_aid");
    let early: Day = "2019-12-31".parse().expect("a day");
    let policy = Policy::parse(&super::parts(), early).expect("a pack without faults");
    let counted = coverage(&[], &policy, early, &sources);
    let off: Vec<String> = counted
        .iter()
        .filter_map(|need| Some(format!("{} {}", need.need, need.off.as_ref()?)))
        .collect();
    expect![[r"
        illness 参数 high_self_paid_yuan（家庭十二个月自付医疗费用提示线（元））没有现行值
        pupil_in_poverty 缺少数据来源 education_aid
        child_without_care 参数 missing_days（失踪满多少天视为失踪）没有现行值"]]
    .assert_eq(&off.join("\n"));
    assert!(counted.iter().all(|need| need.towns.is_empty()));
}
