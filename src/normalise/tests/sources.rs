//! The shipped mappings: each reads its dataset's headers, and a row of it yields what it should.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use std::path::PathBuf;

use expect_test::{Expect, expect};

use super::super::{Column, Mapping};
use super::rows::{SourceText, normalise, show};

fn load(id: &str) -> (Vec<Column>, Mapping) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("pipelines/sources");
    let text = std::fs::read_to_string(path.join(format!("{id}.toml"))).expect("a source file");
    let mut table: toml::Table = text.parse().expect("a source file is TOML");
    for others in ["source", "ingest"] {
        assert!(table.remove(others).is_some(), "{id} has no [{others}]");
    }
    let settings: SourceText = table.try_into().expect("a mapping");
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
    assert_eq!(ids.len(), 30);
}

#[test]
fn a_household_yields_its_head_unit_award_and_income() {
    check(
        "civil_affairs_households",
        "
        certificate | scheme   | head_name | head_id            | income        | monthly | phone       | address            | town   | village | area   | granted | stopped | account
        DB001       | 农村低保 | 王秀英    | 990101195003020036 | 12000         | 910     | 13812340001 | 城关镇新民村3组12号 | 城关镇 | 新民村  | 990101 | 2024-03 |         | 6222000012345678901
        DB002       | 分散供养 | 李强      | 990101194001010016 | 0             | 1300    |             | 新民村3组          | 东风街道 |       | 990101 | 2020-01 | 2024-03 |
        ",
        &expect![[r#"
            2 head 王秀英 990101195003020036 13812340001 6222000012345678901 990101001 990101001001 g3-12 yes (resident_id valid)
            3 head 李强 990101194001010016 990101002 990101002001 g3 no (resident_id valid)
            membership of 0 assistance_unit civil_affairs:990101195003020036 head
            membership of 1 assistance_unit civil_affairs:990101194001010016 head
            award of 0 DBN active DB001 2024-03-01 910.00 990101 civil_affairs:990101195003020036
            award of 1 TKF ended DB002 2020-01-01 2024-03-31 1300.00 990101 civil_affairs:990101194001010016
            circumstance of 0 declared_income 12000.00
            circumstance of 1 declared_income 0.00
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_member_yields_a_unit_by_its_head_and_a_disability() {
    check(
        "civil_affairs_members",
        "
        name   | resident_id        | head_id            | relation | sex | birth_date | disabled | disability_grade
        王小明 |                    | 990101195003020036 | 孙子     | 男  | 2015-03-02 | 是       | 二级
        李强   |                    | 000000000000000000 | 本人     | 男  | 1940       | 否       |
        ",
        &expect![[r#"
            2 member 王小明 male 2015-03-02 (resident_id missing)
            3 member 李强 male 1940 (resident_id missing)
            membership of 0 assistance_unit civil_affairs:990101195003020036 grandson
            circumstance of 0 disability 2
            reject value 3 placeholder_id 户主身份证号 000000000000000000
            rows 2 = 2 + 0, values 1, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_payment_has_its_certificate_mark_and_area() {
    check(
        "civil_affairs_payments",
        "
        payment_number | certificate | scheme   | name   | resident_id        | period | paid_on  | amount | account             | remark | area
        F1             | N1          | 城市低保 | 王秀英 | 990101195003020036 | 202611 | 20261105 | 910.00 | 6222000012345678901 | 补发   | 990102
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 6222000012345678901 (resident_id valid)
            payment to 0 DBC 2026-11 910.00 2026-11-05 F1 N1 6222000012345678901 back_pay 990102
            rows 1 = 1 + 0, values 0, yuan 910.00 = 910.00 + 0.00
        "#]],
    );
}

#[test]
fn relief_answers_a_bill_and_counts_by_its_payment() {
    check(
        "civil_affairs_relief",
        "
        payment_number | name   | resident_id        | cause | scheme | amount | approved_on | paid_on  | town   | discussed | bill
        L1             | 王秀英 | 990101195003020036 | 疾病  | 支出型 | 5000   | 20261030    | 20261105 | 城关镇 | 是        | S1
        L2             | 王秀英 | 990101195003020036 | 灾祸  | 急难型 | 800    | 20261030    |          | 城关镇 | 否        |
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 990101001 (resident_id valid)
            3 recipient 王秀英 990101195003020036 990101001 (resident_id valid)
            payment to 0 LSZ 2026-11 5000.00 2026-11-05 L1 S1 illness approved_exception
            payment to 1 LSJ 2026-10 800.00 L2
            reject value 3 unknown_code 困难原因 灾祸
            rows 2 = 2 + 0, values 1, yuan 5800.00 = 5800.00 + 0.00
        "#]],
    );
}

#[test]
fn a_subsidised_premium_is_a_payment() {
    check(
        "health_insured",
        "
        name   | document   | resident_id        | sex | birth_date | insurance | state | subsidy | year | phone
        王秀英 | 居民身份证 | 990101195003020036 | 女  | 1950-03-02 | 390       | 正常  | 380     | 2026 | 13812340001
        李强   | 护照       | E1234567           | 男  | 1980-01-01 | 310       | 停保  | 0       | 2026 |
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 female 1950-03-02 13812340001 (resident_id valid)
            3 recipient 李强 E1234567 male 1980-01-01 (passport other_document)
            payment to 0 YLC 2026-01 380.00
            circumstance of 0 insured 2026-01-01 2026-12-31 390
            rows 2 = 2 + 0, values 0, yuan 380.00 = 380.00 + 0.00
        "#]],
    );
}

#[test]
fn a_settlement_is_a_bill_before_assistance_and_a_payment() {
    check(
        "health_settlements",
        "
        settlement | name   | resident_id        | sex | birth_date | admitted   | discharged | total   | fund    | large | assistance
        S1         | 王秀英 | 990101195003020036 | 女  | 1950-03-02 | 2026-10-28 | 2026-11-05 | 30000   | 18000   | 2000  | 6000
        S1         | 王秀英 | 990101195003020036 | 女  | 1950-03-02 | 2026-10-28 | 2026-11-05 | -30000  | -18000  | -2000 | -6000
        S2         | 李强   |                    | 男  |            | 2026-10-28 |            | 100     |         |       |
        S3         | 李强   |                    | 男  |            | 2026-10-28 |            | 一百多  | 0       |       | 70
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 female 1950-03-02 (resident_id valid)
            3 recipient 王秀英 990101195003020036 female 1950-03-02 (resident_id valid)
            4 recipient 李强 male (resident_id missing)
            payment to 0 YLZ 2026-11 6000.00 2026-11-05 S1 S1 illness
            payment to 1 YLZ 2026-11 -6000.00 2026-11-05 S1 S1 illness
            circumstance of 0 hospital_bill 2026-10-28 2026-11-05 10000.00 6000.00 S1
            circumstance of 1 hospital_bill 2026-10-28 2026-11-05 -10000.00 -6000.00 S1
            circumstance of 2 hospital_bill 2026-10-28 2026-10-28 100.00 S2
            reject row 5 inexact_amount 医疗费总额 一百多
            rows 4 = 3 + 1, values 0, yuan 70.00 = 0.00 + 70.00
        "#]],
    );
}

#[test]
fn a_pupils_guardians_have_roles_by_their_relation() {
    check(
        "education_pupils",
        "
        school | name   | document   | resident_id        | sex | birth_date | grade  | guardian1_name | guardian1_id       | guardian1_relation | guardian2_name | guardian2_relation | address
        X1     | 王小明 | 居民身份证 | 990101201503020014 | 男  | 2015/3/2   | 五年级 | 王强           | 990101198003020013 | 父亲               | 赵兰           | 祖母               | 和平社区人民路18号3栋2单元501室
        ",
        &expect![[r#"
            2 recipient 王小明 990101201503020014 male 2015-03-02 990101001 990101001002 r人民路-18-b3-u2-501 yes (resident_id valid)
            2 father 王强 990101198003020013 (resident_id valid)
            2 guardian 赵兰 (resident_id missing)
            circumstance of 0 enrolment 五年级 X1
            rows 1 = 1 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn school_aid_counts_in_the_first_month_of_its_term() {
    check(
        "education_aid",
        "
        name   | resident_id        | school | term   | amount | paid_on        | account
        王小明 | 990101201503020014 | X1     | 2026秋 | 500    | 2026年11月5日  | 6222000012345678901
        ",
        &expect![[r#"
            2 recipient 王小明 990101201503020014 6222000012345678901 (resident_id valid)
            payment to 0 JY 2026-09 500.00 2026-11-05 6222000012345678901 X1 education
            rows 1 = 1 + 0, values 0, yuan 500.00 = 500.00 + 0.00
        "#]],
    );
}

#[test]
fn a_contract_is_an_award_until_they_left() {
    check(
        "housing_rentals",
        "
        contract | name   | resident_id        | spouse_name | spouse_id | scheme   | address             | begins     | ends       | subsidy | left
        H1       | 王强   | 990101198003020013 | 赵兰        |           | 实物配租 | 和平社区人民路18-3-2-501 | 2024.01.01 | 2027.12.31 |         | 2026.05.31
        H2       | 王强   | 990101198003020013 |             |           | 租赁补贴 |                     | 2026.06.01 | 2027.05.31 | 300     |
        ",
        &expect![[r#"
            2 recipient 王强 990101198003020013 990101001 990101001002 r人民路-18-b3-u2-501 yes (resident_id valid)
            2 spouse 赵兰 (resident_id missing)
            3 recipient 王强 990101198003020013 (resident_id valid)
            award of 0 ZFS ended H1 2024-01-01 2026-05-31
            award of 2 ZFB active H2 2026-06-01 2027-05-31 300.00
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_property_is_a_circumstance_of_its_owner() {
    check(
        "housing_property",
        "
        certificate | name        | resident_id        | use  | registered
        Q1          | 王强        | 990101198003020013 | 住宅 | 2010.05.06
        Q2          | 王强、赵兰  |                    | 住宅 | 2010.05.06
        ",
        &expect![[r#"
            2 recipient 王强 990101198003020013 (resident_id valid)
            3 recipient 王强 (resident_id missing)
            3 recipient 赵兰 (resident_id missing)
            circumstance of 0 property 2010-05-06 住宅 Q1
            circumstance of 1 property 2010-05-06 住宅 Q2
            circumstance of 2 property 2010-05-06 住宅 Q2
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_pension_lasts_its_month() {
    check(
        "hr_pensions",
        "
        resident_id        | name   | sex | birth_date | type     | month  | amount
        990101195003020036 | 王秀英 | 2   | 195003     | 城乡居民 | 202611 | 186.50
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 female 1950-03 (resident_id valid)
            circumstance of 0 pension 2026-11-01 2026-11-30 186.50 城乡居民
            rows 1 = 1 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_contribution_that_was_not_paid_is_none() {
    check(
        "hr_contributions",
        "
        resident_id        | name | insurance | month  | base | state
        990101198003020013 | 王强 | 养老      | 202611 | 4200 | 正常
        990101198003020013 | 王强 | 养老      | 202612 | 4200 | 欠缴
        ",
        &expect![[r#"
            2 recipient 王强 990101198003020013 (resident_id valid)
            3 recipient 王强 990101198003020013 (resident_id valid)
            circumstance of 0 contribution 2026-11-01 2026-11-30 4200.00 养老
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn an_unemployment_benefit_runs_from_the_registration() {
    check(
        "hr_unemployment",
        "
        resident_id        | name | sex | registered | reason   | months | monthly
        990101198003020013 | 王强 | 1   | 202606     | 合同期满 | 6      | 1500
        990101198003020013 | 王强 | 1   | 20260601   | 合同期满 | 0      |
        ",
        &expect![[r#"
            2 recipient 王强 990101198003020013 male (resident_id valid)
            3 recipient 王强 990101198003020013 male (resident_id valid)
            award of 0 SYJ active 2026-06-01 2026-12-31 1500.00
            circumstance of 0 unemployment 2026-06-01 1500.00 合同期满
            circumstance of 1 unemployment 2026-06-01 合同期满
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_public_post_is_an_award_and_an_income() {
    check(
        "hr_posts",
        "
        resident_id        | name | post | begins | ends   | monthly
        990101198003020013 | 王强 | 保洁 | 202601 | 202612 | 1200
        ",
        &expect![[r#"
            2 recipient 王强 990101198003020013 (resident_id valid)
            award of 0 JYG active 2026-01-01 2026-12-31 1200.00
            circumstance of 0 public_post 2026-01-01 2026-12-31 1200.00 保洁
            rows 1 = 1 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
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
        &expect![[r#"
            2 recipient 王秀英 990101********0011 g3 no (resident_id masked)
            3 recipient 李强 990101195003020000 990101001 990101001001 (resident_id truncated)
            payment to 0 CS 2026-11 10000.00 2026-11-05 S1 illness
            payment to 1 CS 2026-11 10000.00 2026-11-05
            reject value 3 truncated_id 身份证号 990101195003020000
            rows 2 = 2 + 0, values 1, yuan 20000.00 = 20000.00 + 0.00
        "#]],
    );
}

#[test]
fn the_register_names_kin_and_tells_death_and_leaving() {
    check(
        "police_register",
        "
        household | name   | resident_id        | sex | birth_date | relation | father_name | father_id          | spouse_name | address            | village    | state | changed
        0001      | 王强   | 990101198003020013 | 1   | 19800302   | 户主     | 王大山      | 990101500302001    | 赵兰        | 城关镇新民村3组12号 | 新民村委会 | 正常  |
        0001      | 王大山 | 990101195003020036 | 1   | 19500302   | 父亲     |             |                    |             | 城关镇新民村3组12号 | 和平社区居委会 | 死亡  | 20260401
        0002      | 李强   |                    | 1   | 19400101   | 户主     |             |                    |             |                    |            | 迁出  | 20250101
        ",
        &expect![[r#"
            2 member 王强 990101198003020013 male 1980-03-02 990101001 990101001001 g3-12 yes (resident_id valid)
            2 father 王大山 99010119500302001X rewritten fifteen_digits (resident_id valid)
            2 spouse 赵兰 (resident_id missing)
            3 member 王大山 990101195003020036 male 1950-03-02 990101001 990101001001 g3-12 yes (resident_id valid)
            4 member 李强 male 1940-01-01 (resident_id missing)
            membership of 0 register police:0001 head
            membership of 3 register police:0001 father
            membership of 4 register police:0002 head
            circumstance of 3 death 2026-04-01
            circumstance of 4 register_exit 2025-01-01
            rows 3 = 3 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_death_is_of_its_day() {
    check(
        "deaths",
        "
        certificate | name   | resident_id        | sex | birth_date | died             | address
        C1          | 王大山 | 990101195003020036 | 男  | 1950-03-02 | 2026-04-01 10:30 | 示范区城关镇新民村3组12号
        ",
        &expect![[r#"
            2 deceased 王大山 990101195003020036 male 1950-03-02 990101001 990101001001 g3-12 yes (resident_id valid)
            circumstance of 0 death 2026-04-01 C1
            rows 1 = 1 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_former_name_is_folded_and_one_that_repeats_the_name_or_says_none_is_not_one() {
    check(
        "police_register",
        "
        household | name   | former_name | resident_id        | state
        0001      | 王秀英 | 王 招娣     | 990101198003020021 | 正常
        0001      | 王偉   | 张偉        | 990101198003020013 | 正常
        0002      | 王偉   | 王伟        | 990101195003020036 | 正常
        0002      | 李强   | 无          | 990101500302001    | 正常
        0003      | 李芳   | 测试        | 990101500302002    | 正常
        ",
        &expect![[r#"
            2 member 王秀英 990101198003020021 formerly 王招娣 (resident_id valid)
            3 member 王偉 990101198003020013 formerly 张伟 (resident_id valid)
            4 member 王偉 990101195003020036 (resident_id valid)
            5 member 李强 99010119500302001X rewritten fifteen_digits (resident_id valid)
            6 member 李芳 990101195003020028 rewritten fifteen_digits (resident_id valid)
            membership of 0 register police:0001
            membership of 1 register police:0001
            membership of 2 register police:0002
            membership of 3 register police:0002
            membership of 4 register police:0003
            reject value 6 placeholder_name 曾用名 测试
            rows 5 = 5 + 0, values 1, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_town_declares_what_a_month_brings_and_the_state_tells_whether_an_award_is_in_force() {
    check(
        "civil_affairs_households",
        "
        certificate | scheme   | head_name | head_id            | income | monthly | town   | area   | granted | stopped | state | authorised
        DB003       | 城市低保 | 周敏      | 990203195003020467 | 500    | 640     | 东风街道 | 990101 | 2025-03 |         | 暂停  | 2026-01-05
        DB004       | 城市低保 | 李强      | 990101194001010016 | 0      | 640     | 东风街道 | 990101 | 2025-03 |         | 渐退  |
        ",
        &expect![[r#"
            2 head 周敏 990203195003020467 990101002 (resident_id invalid)
            3 head 李强 990101194001010016 990101002 (resident_id valid)
            membership of 0 assistance_unit civil_affairs:990203195003020467 head
            membership of 1 assistance_unit civil_affairs:990101194001010016 head
            award of 0 DBC suspended DB003 2025-03-01 640.00 990101 civil_affairs:990203195003020467
            award of 1 DBC active DB004 2025-03-01 640.00 990101 civil_affairs:990101194001010016
            circumstance of 0 declared_income 6000.00
            circumstance of 0 authorisation 2026-01-05
            circumstance of 1 withdrawal DB004
            circumstance of 1 declared_income 0.00
            reject value 2 invalid_id 户主身份证号 990203195003020467
            rows 2 = 2 + 0, values 1, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_subsidy_is_a_payment_of_its_scheme() {
    check(
        "civil_affairs_subsidies",
        "
        payment_number | name   | resident_id        | scheme               | period | paid_on  | amount | account             | remark
        BT20261100001  | 王秀英 | 990101195003020036 | 困难残疾人生活补贴   | 202610 | 20261012 | 90.00  | 6222000012345678901 |
        BT20261100002  | 王秀英 | 990101195003020036 | 重度残疾人护理补贴   | 202609 | 20261012 | 110.00 | 6222000012345678901 | 补发
        BT20261100003  | 李强   | 990101194001010016 | 高龄津贴             | 202610 | 20261012 | 50元   |                     |
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 6222000012345678901 (resident_id valid)
            3 recipient 王秀英 990101195003020036 6222000012345678901 (resident_id valid)
            4 recipient 李强 990101194001010016 (resident_id valid)
            payment to 0 CJS 2026-10 90.00 2026-10-12 BT20261100001 6222000012345678901
            payment to 1 CJH 2026-09 110.00 2026-10-12 BT20261100002 6222000012345678901 back_pay
            payment to 2 GL 2026-10 50.00 2026-10-12 BT20261100003
            rows 3 = 3 + 0, values 0, yuan 250.00 = 250.00 + 0.00
        "#]],
    );
}

#[test]
fn a_certificate_of_disability_counts_while_it_is_in_force() {
    check(
        "disability_certificates",
        "
        name   | resident_id        | sex | birth_date | grade | issued    | until     | state | phone       | address
        王秀英 | 990101195003020036 | 女  | 1950-03-02 | 二级  | 2021/3/5  | 2031/3/4  | 正常  | 13812340001 | 城关镇新民村3组12号
        李强   | 990101194001010016 | 男  | 1940-01-01 | 四级  | 2011/3/5  | 2021/3/4  | 注销  |             |
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 female 1950-03-02 13812340001 990101001 990101001001 g3-12 yes (resident_id valid)
            3 recipient 李强 990101194001010016 male 1940-01-01 (resident_id valid)
            circumstance of 0 disability 2021-03-05 2031-03-04 2
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_vehicle_that_is_scrapped_or_stolen_is_nobodys() {
    check(
        "police_vehicles",
        "
        type         | name   | resident_id        | registered | state
        小型轿车     | 王秀英 | 990101195003020036 | 2019-05-06 | 正常
        普通二轮摩托 | 李强   | 990101194001010016 | 2012-05-06 | 报废
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 (resident_id valid)
            3 recipient 李强 990101194001010016 (resident_id valid)
            circumstance of 0 vehicle 2019-05-06 小型轿车
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn an_enterprise_that_is_closed_is_nobodys() {
    check(
        "market_enterprises",
        "
        type       | name   | resident_id        | founded    | state
        个体工商户 | 王秀英 | 990101195003020036 | 2019/5/6   | 存续
        有限责任公司 | 李强 | 990101194001010016 | 2012年5月6日 | 吊销
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 (resident_id valid)
            3 recipient 李强 990101194001010016 (resident_id valid)
            circumstance of 0 business 2019-05-06 个体工商户
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn custody_lasts_until_the_day_of_release() {
    check(
        "justice_custody",
        "
        name   | resident_id        | taken    | released | type
        王秀英 | 990101195003020036 | 20260105 | 20260704 | 拘役
        李强   | 990101194001010016 | 20240105 |          | 服刑
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 (resident_id valid)
            3 recipient 李强 990101194001010016 (resident_id valid)
            circumstance of 0 custody 2026-01-05 2026-07-04 拘役
            circumstance of 1 custody 2024-01-05 服刑
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn damage_with_a_remark_is_none_and_disaster_relief_is_a_payment() {
    check(
        "emergency_damage",
        "
        name   | resident_id        | address             | damaged   | level | phone       | remark
        王秀英 | 990101195003020036 | 城关镇新民村3组12号 | 2026/7/14 | 严重损坏 | 13812340001 |
        李强   | 990101194001010016 |                     | 2026/7/14 | 一般损坏 |             | 已参保理赔
        ",
        &expect![[r#"
            2 head 王秀英 990101195003020036 13812340001 990101001 990101001001 g3-12 yes (resident_id valid)
            3 head 李强 990101194001010016 (resident_id valid)
            circumstance of 0 damage 2026-07-14 严重损坏
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
    check(
        "emergency_relief",
        "
        payment_number | name   | resident_id        | scheme       | amount  | paid_on    | account
        SZ20260801001  | 王秀英 | 990101195003020036 | 倒损住房补助 | 8000.00 | 2026-08-01 | 6222000012345678901
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 6222000012345678901 (resident_id valid)
            payment to 0 SZ 2026-08 8000.00 2026-08-01 SZ20260801001 6222000012345678901 disaster
            rows 1 = 1 + 0, values 0, yuan 8000.00 = 8000.00 + 0.00
        "#]],
    );
}

#[test]
fn a_childs_allowance_is_paid_to_the_child_and_names_the_guardian() {
    check(
        "civil_affairs_children",
        "
        payment_number | name   | resident_id        | scheme           | guardian_name | guardian_id        | guardian_relation | period | paid_on  | amount
        ET1            | 王秀英 | 990101201503020049 | 事实无人抚养儿童 | 李强          | 990101194001010016 | 祖父              | 202610 | 20261015 | 1400.00
        ET2            | 王秀英 | 990101201503020049 | 孤儿             |               |                    |                   | 202610 | 20261015 | 1400.00
        ",
        &expect![[r#"
            2 recipient 王秀英 990101201503020049 (resident_id valid)
            2 guardian 李强 990101194001010016 (resident_id valid)
            3 recipient 王秀英 990101201503020049 (resident_id valid)
            payment to 0 SW 2026-10 1400.00 2026-10-15 ET1
            payment to 2 GE 2026-10 1400.00 2026-10-15 ET2
            rows 2 = 2 + 0, values 0, yuan 2800.00 = 2800.00 + 0.00
        "#]],
    );
}

#[test]
fn a_listing_for_low_income_is_no_award_and_a_refusal_is_one() {
    check(
        "civil_affairs_low_income",
        "
        listing | tier             | decision | name   | resident_id        | income | decided    | until      | asked_for      | homes | phone       | address
        DS1     | 农村低保边缘家庭 | 在册     | 王秀英 | 990101195003020036 | 700.00 | 2026-01-10 | 2027-01-09 | 低收入家庭认定 | 1     | 13812340001 | 城关镇新民村3组12号
        DS2     | 城市低保边缘家庭 | 在册     | 李强   | 990101194001010016 | 900.00 | 2026-01-10 | 2027-01-09 | 城市低保       | 0     |             |
        DS3     | 农村低保边缘家庭 | 不予认定 | 李强   | 990101194001010016 | 950.00 | 2026-03-10 |            | 农村低保       | 1     |             |
        DS4     | 农村低保边缘家庭 | 退出     | 李强   | 990101194001010016 | 700.00 | 2025-03-10 | 2026-03-09 | 低收入家庭认定 | 1     |             |
        ",
        &expect![[r#"
            2 member 王秀英 990101195003020036 13812340001 990101001 990101001001 g3-12 yes (resident_id valid)
            3 member 李强 990101194001010016 (resident_id valid)
            4 member 李强 990101194001010016 (resident_id valid)
            5 member 李强 990101194001010016 (resident_id valid)
            award of 2 DBN refused 2026-03-10
            circumstance of 0 low_income 2026-01-10 2027-01-09 700.00 农村低保边缘家庭 DS1
            circumstance of 1 low_income 2026-01-10 2027-01-09 900.00 城市低保边缘家庭 DS2
            circumstance of 1 no_own_home 2026-01-10 2027-01-09
            rows 4 = 4 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn staff_and_whom_they_declare_are_told_by_one_number() {
    check(
        "civil_affairs_staff",
        "
        number | name   | resident_id        | office       | since      | until | relative_name | relative_id        | relation | declared
        G001   | 王秀英 | 990101195003020036 | 城关镇民政办 | 2020-03-01 |       | 李强          | 990101194001010016 | 父亲     | 2025-01-20
        G002   | 李强   | 990101194001010016 | 城关镇民政办 | 2020-03-01 | 2026-05-31 |          |                    |          |
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 (resident_id valid)
            2 father 李强 990101194001010016 (resident_id valid)
            3 recipient 李强 990101194001010016 (resident_id valid)
            circumstance of 0 staff 2020-03-01 城关镇民政办 G001
            circumstance of 1 declared_kin 2025-01-20 G001
            circumstance of 2 staff 2020-03-01 2026-05-31 城关镇民政办 G002
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn an_unsafe_home_is_one_until_it_is_renovated_or_left() {
    check(
        "housing_unsafe",
        "
        number | name   | resident_id        | address             | grade | found     | state
        WF1    | 王秀英 | 990101195003020036 | 城关镇新民村3组12号 | D级   | 2026.3.20 | 未列入计划
        WF2    | 李强   | 990101194001010016 |                     | D     | 2026.3.20 | 列入计划
        WF3    | 李强   | 990101194001010016 |                     | C级   | 2024.3.20 | 竣工
        WF4    | 李强   | 990101194001010016 |                     | D级   | 2024.3.20 | 已搬离
        ",
        &expect![[r#"
            2 head 王秀英 990101195003020036 990101001 990101001001 g3-12 yes (resident_id valid)
            3 head 李强 990101194001010016 (resident_id valid)
            4 head 李强 990101194001010016 (resident_id valid)
            5 head 李强 990101194001010016 (resident_id valid)
            award of 1 ZFW applied WF2
            award of 2 ZFW ended WF3
            circumstance of 0 unsafe_home 2026-03-20 D
            circumstance of 1 unsafe_home 2026-03-20 D
            rows 4 = 4 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn care_after_an_injury_is_a_payment_of_the_month() {
    check(
        "hr_injury",
        "
        resident_id        | name   | month  | paid_on  | amount
        990101195003020036 | 王秀英 | 202610 | 20261020 | 1180.00
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 (resident_id valid)
            payment to 0 GSH 2026-10 1180.00 2026-10-20
            rows 1 = 1 + 0, values 0, yuan 1180.00 = 1180.00 + 0.00
        "#]],
    );
}

#[test]
fn financial_assets_have_their_day_and_where_they_come_from() {
    check(
        "bank_assets",
        "
        resident_id        | name   | queried    | total    | origin
        990101195003020036 | 王秀英 | 2026-10-31 | 81234.56 | 大病捐款
        990101194001010016 | 李强   | 2026-10-31 | 1200.00  |
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 (resident_id valid)
            3 recipient 李强 990101194001010016 (resident_id valid)
            circumstance of 0 financial_assets 2026-10-31 81234.56 大病捐款
            circumstance of 1 financial_assets 2026-10-31 1200.00
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_registration_ends_with_work_and_work_without_an_employer_is_told() {
    check(
        "hr_unemployment",
        "
        resident_id        | name   | registered | reason           | months | monthly | state    | changed
        990101195003020036 | 王秀英 | 2026-06-10 | 用人单位解除合同 |        |         | 灵活就业 | 2026-08-01
        990101194001010016 | 李强   | 2026-06-10 | 其他             |        |         | 失业     |
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 (resident_id valid)
            3 recipient 李强 990101194001010016 (resident_id valid)
            circumstance of 0 unemployment 2026-06-10 2026-08-01 用人单位解除合同
            circumstance of 0 informal_work 2026-08-01
            circumstance of 1 unemployment 2026-06-10 其他
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_flat_that_is_waited_for_is_applied_for() {
    check(
        "housing_rentals",
        "
        contract | name   | resident_id        | scheme   | begins     | ends       | state
        ZF1      | 王秀英 | 990101195003020036 | 实物配租 | 2025.03.01 | 2028.02.29 | 履行
        ZF2      | 李强   | 990101194001010016 | 实物配租 |            |            | 轮候
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 (resident_id valid)
            3 recipient 李强 990101194001010016 (resident_id valid)
            award of 0 ZFS active ZF1 2025-03-01 2028-02-29
            award of 1 ZFS applied ZF2
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_disability_of_the_mind_is_told_as_such() {
    check(
        "disability_certificates",
        "
        name   | resident_id        | category | grade | issued   | until    | state
        王秀英 | 990101195003020036 | 精神     | 三级  | 2021/3/5 | 2031/3/4 | 有效
        李强   | 990101194001010016 | 肢体     | 三级  | 2021/3/5 | 2031/3/4 | 有效
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 (resident_id valid)
            3 recipient 李强 990101194001010016 (resident_id valid)
            circumstance of 0 disability 2021-03-05 2031-03-04 3
            circumstance of 0 mental_disability 2021-03-05 2031-03-04 3
            circumstance of 1 disability 2021-03-05 2031-03-04 3
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_household_may_declare_that_it_owns_no_home() {
    check(
        "civil_affairs_households",
        "
        certificate | scheme   | head_name | head_id            | homes | monthly | granted
        DB001       | 城市低保 | 王秀英    | 990101195003020036 | 0     | 910     | 2024-03
        DB002       | 城市低保 | 李强      | 990101194001010016 | 1     | 910     | 2024-03
        ",
        &expect![[r#"
            2 head 王秀英 990101195003020036 (resident_id valid)
            3 head 李强 990101194001010016 (resident_id valid)
            membership of 0 assistance_unit civil_affairs:990101195003020036 head
            membership of 1 assistance_unit civil_affairs:990101194001010016 head
            award of 0 DBC active DB001 2024-03-01 910.00 civil_affairs:990101195003020036
            award of 1 DBC active DB002 2024-03-01 910.00 civil_affairs:990101194001010016
            circumstance of 0 no_own_home
            rows 2 = 2 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}
