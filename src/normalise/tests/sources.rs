//! The shipped mappings: each reads its dataset's headers, and a row of it yields what it should.

use std::path::PathBuf;

use expect_test::{Expect, expect};

use super::super::{Column, Mapping, Settings};
use super::rows::{normalise, show};

fn load(id: &str) -> (Vec<Column>, Mapping) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("pipelines/sources");
    let text = std::fs::read_to_string(path.join(format!("{id}.toml"))).expect("a source file");
    let mut table: toml::Table = text.parse().expect("a source file is TOML");
    for others in ["source", "ingest"] {
        assert!(table.remove(others).is_some(), "{id} has no [{others}]");
    }
    let settings: Settings = table.try_into().expect("a mapping");
    settings.into_parts()
}

fn check(id: &str, table: &str, expected: &Expect) {
    let (columns, mapping) = load(id);
    assert_eq!(mapping.faults(&columns), Vec::<String>::new());
    let (records, counts) = normalise(id, &columns, &mapping, table);
    expected.assert_eq(&show(&records, &counts));
}

#[test]
fn every_shipped_mapping_is_tested_here() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("pipelines/sources");
    let mut ids: Vec<String> = std::fs::read_dir(folder)
        .expect("the shipped mappings")
        .map(|entry| entry.expect("a file").path())
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    ids.sort();
    let here = include_str!("sources.rs");
    for id in &ids {
        assert!(here.contains(&format!("\"{id}\",\n")), "{id} has no test");
        let (columns, mapping) = load(id);
        assert_eq!(mapping.faults(&columns), Vec::<String>::new(), "{id}");
    }
    assert_eq!(ids.len(), 17);
}

#[test]
fn a_household_yields_its_head_unit_award_and_income() {
    check(
        "civil_affairs_households",
        "
        certificate | scheme   | head_name | head_id            | yearly_income | monthly | phone       | address            | town   | village | area   | granted | stopped | account
        DB001       | 农村低保 | 王秀英    | 990101195003020011 | 12000         | 910     | 13812340001 | 城关镇新民村3组12号 | 城关镇 | 新民村  | 990101 | 2024-03 |         | 6222000012345678901
        DB002       | 分散供养 | 李强      | 990101194001010019 | 0             | 1300    |             | 新民村3组          | 东风街道 |       | 990101 | 2020-01 | 2024-03 |
        ",
        &expect![[]],
    );
}

#[test]
fn a_member_yields_a_unit_by_its_head_and_a_disability() {
    check(
        "civil_affairs_members",
        "
        name   | resident_id        | head_id            | relation | sex | birth_date | disabled | disability_grade
        王小明 |                    | 990101195003020011 | 孙子     | 男  | 2015-03-02 | 是       | 二级
        李强   |                    | 000000000000000000 | 本人     | 男  | 1940       | 否       |
        ",
        &expect![[]],
    );
}

#[test]
fn a_payment_has_its_mark_and_area() {
    check(
        "civil_affairs_payments",
        "
        payment_number | scheme   | name   | resident_id        | period | paid_on  | amount | account             | remark | area
        F1             | 城市低保 | 王秀英 | 990101195003020011 | 202611 | 20261105 | 910.00 | 6222000012345678901 | 补发   | 990102
        ",
        &expect![[]],
    );
}

#[test]
fn relief_answers_a_bill_and_counts_by_its_payment() {
    check(
        "civil_affairs_relief",
        "
        payment_number | name   | resident_id        | cause | scheme | amount | approved_on | paid_on  | town   | discussed | bill
        L1             | 王秀英 | 990101195003020011 | 疾病  | 支出型 | 5000   | 20261030    | 20261105 | 城关镇 | 是        | S1
        L2             | 王秀英 | 990101195003020011 | 灾祸  | 急难型 | 800    | 20261030    |          | 城关镇 | 否        |
        ",
        &expect![[]],
    );
}

#[test]
fn a_subsidised_premium_is_a_payment() {
    check(
        "health_insured",
        "
        name   | document   | resident_id        | sex | birth_date | insurance | state | subsidy | year | phone
        王秀英 | 居民身份证 | 990101195003020011 | 女  | 1950-03-02 | 390       | 正常  | 380     | 2026 | 13812340001
        李强   | 护照       | E1234567           | 男  | 1980-01-01 | 310       | 停保  | 0       | 2026 |
        ",
        &expect![[]],
    );
}

#[test]
fn a_settlement_is_a_bill_before_assistance_and_a_payment() {
    check(
        "health_settlements",
        "
        settlement | name   | resident_id        | sex | birth_date | admitted   | discharged | total   | fund    | large | assistance
        S1         | 王秀英 | 990101195003020011 | 女  | 1950-03-02 | 2026-10-28 | 2026-11-05 | 30000   | 18000   | 2000  | 6000
        S1         | 王秀英 | 990101195003020011 | 女  | 1950-03-02 | 2026-10-28 | 2026-11-05 | -30000  | -18000  | -2000 | -6000
        S2         | 李强   |                    | 男  |            | 2026-10-28 |            | 100     |         |       |
        S3         | 李强   |                    | 男  |            | 2026-10-28 |            | 一百多  | 0       |       | 70
        ",
        &expect![[]],
    );
}

#[test]
fn a_pupils_guardians_have_roles_by_their_relation() {
    check(
        "education_pupils",
        "
        school | name   | document   | resident_id        | sex | birth_date | grade  | guardian1_name | guardian1_id       | guardian1_relation | guardian2_name | guardian2_relation | address
        X1     | 王小明 | 居民身份证 | 990101201503020011 | 男  | 2015/3/2   | 五年级 | 王强           | 990101198003020017 | 父亲               | 赵兰           | 祖母               | 和平社区人民路18号3栋2单元501室
        ",
        &expect![[]],
    );
}

#[test]
fn school_aid_counts_in_the_first_month_of_its_term() {
    check(
        "education_aid",
        "
        name   | resident_id        | school | term   | amount | paid_on        | account
        王小明 | 990101201503020011 | X1     | 2026秋 | 500    | 2026年11月5日  | 6222000012345678901
        ",
        &expect![[]],
    );
}

#[test]
fn a_contract_is_an_award_until_they_left() {
    check(
        "housing_rentals",
        "
        contract | name   | resident_id        | spouse_name | spouse_id | scheme   | address             | begins     | ends       | subsidy | left
        H1       | 王强   | 990101198003020017 | 赵兰        |           | 实物配租 | 和平社区人民路18-3-2-501 | 2024.01.01 | 2027.12.31 |         | 2026.05.31
        H2       | 王强   | 990101198003020017 |             |           | 租赁补贴 |                     | 2026.06.01 | 2027.05.31 | 300     |
        ",
        &expect![[]],
    );
}

#[test]
fn a_property_is_a_circumstance_of_its_owner() {
    check(
        "housing_property",
        "
        certificate | name        | resident_id        | use  | registered
        Q1          | 王强        | 990101198003020017 | 住宅 | 2010.05.06
        Q2          | 王强、赵兰  |                    | 住宅 | 2010.05.06
        ",
        &expect![[]],
    );
}

#[test]
fn a_pension_lasts_its_month() {
    check(
        "hr_pensions",
        "
        resident_id        | name   | sex | birth_date | type     | month  | amount
        990101195003020011 | 王秀英 | 2   | 195003     | 城乡居民 | 202611 | 186.50
        ",
        &expect![[]],
    );
}

#[test]
fn a_contribution_that_was_not_paid_is_none() {
    check(
        "hr_contributions",
        "
        resident_id        | name | insurance | month  | base | state
        990101198003020017 | 王强 | 养老      | 202611 | 4200 | 正常
        990101198003020017 | 王强 | 养老      | 202612 | 4200 | 欠缴
        ",
        &expect![[]],
    );
}

#[test]
fn an_unemployment_benefit_runs_from_the_registration() {
    check(
        "hr_unemployment",
        "
        resident_id        | name | sex | registered | reason   | months | monthly
        990101198003020017 | 王强 | 1   | 202606     | 合同期满 | 6      | 1500
        990101198003020017 | 王强 | 1   | 20260601   | 合同期满 | 0      |
        ",
        &expect![[]],
    );
}

#[test]
fn a_public_post_is_an_award_and_an_income() {
    check(
        "hr_posts",
        "
        resident_id        | name | post | begins | ends   | monthly
        990101198003020017 | 王强 | 保洁 | 202601 | 202612 | 1200
        ",
        &expect![[]],
    );
}

#[test]
fn a_grant_of_a_charity_may_be_in_words() {
    check(
        "charity_grants",
        "
        name          | resident_id        | phone | address         | cause | amount | paid_on   | bill
        王秀英        | 990101********0011 |       | 新民村三组      | 疾病  | 壹万元 | 2026/11/5 | S1
        李强（户主）  | 990101195003020000 |       | 城关镇新民村    |       | 1万    | 2026年11月5日 |
        ",
        &expect![[]],
    );
}

#[test]
fn the_register_names_kin_and_tells_death_and_leaving() {
    check(
        "police_register",
        "
        household | name   | resident_id        | sex | birth_date | relation | father_name | father_id          | spouse_name | address            | village    | state | changed
        0001      | 王强   | 990101198003020017 | 1   | 19800302   | 户主     | 王大山      | 990101500302001    | 赵兰        | 城关镇新民村3组12号 | 新民村委会 | 正常  |
        0001      | 王大山 | 990101195003020011 | 1   | 19500302   | 父亲     |             |                    |             | 城关镇新民村3组12号 | 和平社区居委会 | 死亡  | 20260401
        0002      | 李强   |                    | 1   | 19400101   | 户主     |             |                    |             |                    |            | 迁出  | 20250101
        ",
        &expect![[]],
    );
}

#[test]
fn a_death_is_of_its_day() {
    check(
        "deaths",
        "
        certificate | name   | resident_id        | sex | birth_date | died             | address
        C1          | 王大山 | 990101195003020011 | 男  | 1950-03-02 | 2026-04-01 10:30 | 示范区城关镇新民村3组12号
        ",
        &expect![[]],
    );
}
