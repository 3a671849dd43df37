//! Rules as text in, sentences out, with the demonstration pack.

mod coverage;
mod dossiers;
mod policy;
mod queue;
mod sentences;

use std::fmt::Write as _;
use std::path::Path;

use expect_test::{Expect, expect};

use super::example::Example;
use super::*;
use crate::domain::{Day, Finding};

fn parts() -> PolicyParts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/policy/demo");
    let text = |path: &Path| std::fs::read_to_string(path).expect("the pack can be read");
    let rules = std::fs::read_dir(folder.join("rules")).expect("the pack has rules");
    let mut rules: Vec<(String, String)> = rules
        .map(|entry| entry.expect("a folder entry").path())
        .map(|path| (format!("rules/{}", path.file_name().expect("a file").display()), text(&path)))
        .collect();
    rules.sort();
    PolicyParts {
        schemes_toml: text(&folder.join("schemes.toml")),
        parameters_toml: text(&folder.join("parameters.toml")),
        statistics_toml: text(&folder.join("statistics.toml")),
        rules,
    }
}

fn run_date() -> Day {
    Day::from_ymd(2026, 11, 23).expect("a day of the calendar")
}

fn policy() -> Policy {
    Policy::parse(&parts(), run_date()).unwrap_or_else(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("the pack has faults:\n{}", faults.join("\n"))
    })
}

/// The findings of one rule of the pack, in full.
fn check(code: &str, dossier: &str, expect: &Expect) {
    let policy = policy();
    let rule = policy.rule(code).expect("the pack has the rule");
    let example = Example::parse("", dossier, "").expect("a dossier in text");
    let findings = example.heard(&policy, rule).expect("the rule is on").0;
    expect.assert_eq(&findings.iter().map(shown).collect::<String>());
}

fn shown(finding: &Finding) -> String {
    let mut text = format!("{} {}\n", finding.code, finding.reason);
    let _ = writeln!(text, "  算式：{}", finding.arithmetic);
    let _ = writeln!(text, "  参数：{}", finding.parameters);
    let _ = writeln!(text, "  已查例外：{}", finding.exceptions_checked.join("；"));
    for row in &finding.evidence {
        let _ = writeln!(text, "  [{}] {}", row.grade.chinese(), row.says);
    }
    text
}

#[test]
fn every_example_of_the_pack_holds() {
    let failures: Vec<String> = run_examples(&policy()).iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_of_the_pack_is_on_and_shows_a_finding_and_a_legitimate_exception() {
    let policy = policy();
    for rule in &policy.rules {
        let found: Vec<usize> = rule
            .examples
            .iter()
            .map(|example| example.heard(&policy, rule).map_or(0, |heard| heard.0.len()))
            .collect();
        assert!(found.iter().any(|count| *count > 0), "{}: no example is found", rule.code);
        assert!(found.contains(&0), "{}: no example is an exception", rule.code);
    }
    let codes: Vec<&str> = policy.rules.iter().map(|rule| rule.code.as_str()).collect();
    let expected = "A01 A03 A05 D01 D02 D03 D04 D05 D06 D07 D08 D09 D10 G01 G02 G03 G04 G05 G06 G07 G08 G09 G10 \
                    G11 G13 G14 M01 M02 M03 M04 M05 M06 M08 M09 M10 Q01 Q02 Q04 Q06 Q08 Q09 Q10 X01 X02 X03 X04 \
                    X05 X06 X08 X09 X10 X13";
    assert_eq!(codes.join(" "), expected);
}

#[test]
fn no_reason_leaves_a_word_of_its_template_open_or_tells_anyone_to_stop_paying() {
    let policy = policy();
    for rule in &policy.rules {
        let findings = rule.examples.iter().filter_map(|one| Some(one.heard(&policy, rule)?.0));
        for finding in findings.flatten() {
            assert!(!finding.reason.contains('{'), "{}", finding.reason);
            assert!(!finding.reason.contains("停发"), "{}", finding.reason);
            assert!(!finding.evidence.is_empty() && !finding.arithmetic.is_empty());
        }
    }
}

#[test]
fn the_missed_are_told_what_they_appear_to_qualify_for_and_others_are_not() {
    let policy = policy();
    let suggested = |code: &str| -> Vec<String> {
        let rule = policy.rule(code).expect("the pack has the rule");
        let findings = rule.examples.iter().filter_map(|one| Some(one.heard(&policy, rule)?.0));
        let first = findings.flatten().next().expect("an example is found");
        first.suggested.iter().map(crate::domain::Suggestion::in_words).collect()
    };
    assert_eq!(
        suggested("G04"),
        ["特困人员救助供养（民政局；待核实：生活自理能力、外地登记的赡养、抚养、扶养义务人）"]
    );
    assert_eq!(suggested("D01"), Vec::<String>::new());
    for rule in policy.rules.iter().filter(|rule| rule.family == crate::domain::Family::Missed) {
        let named = policy.programmes.iter().any(|one| one.codes.contains(&rule.code));
        assert!(named || rule.code == "G14", "{}: nothing is suggested", rule.code);
    }
}

#[test]
fn a_month_paid_twice_is_told_with_both_numbers_and_the_sum() {
    check(
        "D01",
        "
        award: who scheme from monthly certificate
        王秀英 DBN 2025-01-01 420 N1
        payment: who scheme period yuan number paid_on
        王秀英 DBN 2026-10 420 A1 2026-10-10
        王秀英 DBN 2026-10 420 A2 2026-10-16
        ",
        &expect![[r"
            D01 王*英2026年10月的“农村低保”由民政局发放2笔、共840元，应发420元，多出420元。各行证号一致、姓名相符（确认）。可能的正当理由：漏标的补发、退汇后重发、分账户发放。
              算式：420元 + 420元 = 840元；840元 − 应发420元 = 420元
              参数：schemes=DB*,TK*,GE,SW,CJ*,GL,YF*,ZLH,GSH; tolerance_yuan=1
              已查例外：已标明为补发的，不计入；已标明为退汇重发的，不计入；已标明为分账户发放的，不计入；价格临时补贴，不计入；分别发给同一人两个证号的，由 D07 提示；有同名同年出生的另一人，且两笔进了不同账户、又没有证号可辨的，可能串号，不提示
              [确认] 2026年10月 农村低保 420元（编号A1），2026年10月10日发放
              [确认] 2026年10月 农村低保 420元（编号A2），2026年10月16日发放
        "]],
    );
}

#[test]
fn months_paid_twice_in_a_row_are_told_at_once_and_a_month_apart_by_itself() {
    check(
        "D01",
        "
        award: who scheme from monthly
        王秀英 DBN 2025-01-01 420
        payment: who scheme period yuan number
        王秀英 DBN 2026-03..2026-04 420 A
        王秀英 DBN 2026-03..2026-04 420 B
        王秀英 DBN 2026-07 420 C
        王秀英 DBN 2026-07 300 D
        ",
        &expect![[r"
            D01 王*英2026年3月至4月的“农村低保”由民政局发放4笔、共1,680元，应发840元，多出840元。各行证号一致、姓名相符（确认）。可能的正当理由：漏标的补发、退汇后重发、分账户发放。
              算式：2026年3月至4月每期420元 + 420元 = 840元；840元 − 应发420元 = 420元；2期合计840元
              参数：schemes=DB*,TK*,GE,SW,CJ*,GL,YF*,ZLH,GSH; tolerance_yuan=1
              已查例外：已标明为补发的，不计入；已标明为退汇重发的，不计入；已标明为分账户发放的，不计入；价格临时补贴，不计入；分别发给同一人两个证号的，由 D07 提示；有同名同年出生的另一人，且两笔进了不同账户、又没有证号可辨的，可能串号，不提示
              [确认] 2026年3月 农村低保 420元（编号A-2026-03）
              [确认] 2026年3月 农村低保 420元（编号B-2026-03）
              [确认] 2026年4月 农村低保 420元（编号A-2026-04）
              [确认] 2026年4月 农村低保 420元（编号B-2026-04）
            D01 王*英2026年7月的“农村低保”由民政局发放2笔、共720元，应发420元，多出300元。各行证号一致、姓名相符（确认）。可能的正当理由：漏标的补发、退汇后重发、分账户发放。
              算式：420元 + 300元 = 720元；720元 − 应发420元 = 300元
              参数：schemes=DB*,TK*,GE,SW,CJ*,GL,YF*,ZLH,GSH; tolerance_yuan=1
              已查例外：已标明为补发的，不计入；已标明为退汇重发的，不计入；已标明为分账户发放的，不计入；价格临时补贴，不计入；分别发给同一人两个证号的，由 D07 提示；有同名同年出生的另一人，且两笔进了不同账户、又没有证号可辨的，可能串号，不提示
              [确认] 2026年7月 农村低保 420元（编号C）
              [确认] 2026年7月 农村低保 300元（编号D）
        "]],
    );
}

#[test]
fn a_grant_of_two_schools_in_one_term_is_told_by_the_term() {
    check(
        "D08",
        "
        payment: who scheme period yuan event source
        李小山 JY 2026-09 500 甲校 教育局
        李小山 JY 2026-10 500 乙校 教育局
        李小山 JY 2026-03 500 甲校 教育局
        ",
        &expect![[r"
            D08 李*山2026年9月起的学期在两所以上学校领取“教育资助”2笔、共1,000元，应发500元，多出500元。各行证号一致、姓名相符（确认）。可能的正当理由：学期内转学、分段发放。
              算式：500元 + 500元 = 1,000元；1,000元 − 应发500元 = 500元
              参数：period.term.starts=03-01,09-01; schemes=JY; told_apart_by=event; tolerance_yuan=1
              已查例外：标明转学续发的，不计入；已标明为补发的，不计入
              [确认] 2026年9月 教育资助 500元
              [确认] 2026年10月 教育资助 500元
        "]],
    );
}

#[test]
fn two_numbers_of_one_person_are_told_with_what_is_paid_under_each() {
    check(
        "D07",
        "
        identity: who name class number
        王秀英 王秀英 valid 99010119400101002X
        王秀英 王秀英 valid 990101194001010127
        payment: who scheme period yuan under
        王秀英 DBN 2026-09..2026-10 420 99010119400101002X
        王秀英 CJS 2026-08..2026-10 100 990101194001010127
        ",
        &expect![[r"
            D07 王*英疑似持有两个公民身份号码990101********0127和990101********002X，2026年9月至10月由民政局以两个证号发放“困难残疾人生活补贴”和“农村低保”，同时有款2个月，涉及200元。各行证号一致、姓名相符（确认）。可能的正当理由：公安机关变更证号在办、证号录错待更正、双胞胎或同名同生日的两个人。
              算式：2个月同时有款：990101********0127：100元 + 100元 = 200元；990101********002X：420元 + 420元 = 840元
              参数：schemes=DB*,TK*,GE,SW,CJ*,GL,YF*,ZLH,GSH; tolerated_months=1
              已查例外：证号变更前后最多一个月重叠的，不提示；其中一个证号主要属于他人（如监护人代办时填了自己的），不提示；两个证号下姓名不同，可能是双胞胎或他人的，不提示；已标明为补发的，不计入
              [确认] 证号990101********0127，姓名王*英
              [确认] 2026年9月 困难残疾人生活补贴 100元
              [确认] 2026年10月 困难残疾人生活补贴 100元
              [确认] 证号990101********002X，姓名王*英
              [确认] 2026年9月 农村低保 420元
              [确认] 2026年10月 农村低保 420元
        "]],
    );
}

#[test]
fn relief_for_one_cause_is_told_with_its_days_and_what_came_after_the_first() {
    check(
        "D06",
        "
        payment: who scheme period yuan number paid_on cause
        王秀英 LSJ 2026-02 1500 L1 2026-02-10 accident
        李大山 LSJ 2026-08 2000 L2 2026-08-20 accident
        王秀英 LSJ 2026-09 600 L3 2026-09-20 unemployment
        ",
        &expect![[r"
            D06 王*英家2026年2月10日、2026年8月20日因意外由民政局给予“急难型临时救助”2次、共3,500元，首次以外2,000元，未见一事一议标记。各行证号一致、姓名相符（确认）。可能的正当理由：新发生的同类困难、当地规定允许一年内多次。
              算式：1,500元 + 2,000元 = 3,500元；首次以外2,000元
              参数：reserve=LSB; schemes=LS*; vague_causes=other; within_days=365
              已查例外：经一事一议分次救助的，不提示；票据号不同，是另一次就医的，不提示；备用金先行救助后再予临时救助的，由 M10 提示
              [确认] 2026年2月 急难型临时救助 1,500元（编号L1），2026年2月10日发放
              [确认] 2026年8月 急难型临时救助 2,000元（编号L2），2026年8月20日发放
        "]],
    );
}

#[test]
fn income_is_held_against_the_declaration_month_by_month() {
    check(
        "M08",
        "
        circumstance: who kind from to yuan level source
        李大山 declared_income - - 2400 - 民政局
        李大山 contribution 2026-10-01 2026-10-31 3800 企业职工基本养老保险 人社局
        李大山 contribution 2026-11-01 2026-11-30 3800 企业职工基本养老保险 人社局
        award: who covers household scheme from monthly source
        李大山 李大山+王秀英 甲户 DBN 2025-01-01 840 民政局
        王秀英 王秀英 - JYG 2026-08-01 1520 人社局
        ",
        &expect![[r"
            M08 李*山所在家庭享受“农村低保”，申报收入月均200元；人社局数据显示2026年8月至11月逐月有收入（公益性岗位、按月缴纳社会保险），最近一月5,320元，扣除就业成本后各月均高于申报，共4个月、10,144元。各行证号一致、姓名相符（确认）。可能的正当理由：新近就业、尚未到申报时间、缴费基数高于实际工资、就业成本高于扣减比例。
              算式：2026年8月至9月每月1,520元 × 80% − 申报月均200元 = 1,016元；2026年10月至11月每月5,320元 × 80% − 申报月均200元 = 4,056元；4个月逐月合计10,144元
              参数：awards=JYG,SYJ; circumstances.contribution=企业职工基本养老保险; cost_of_work_percent=20; lag_months=1; look_back_months=12; schemes=DB*,TK*; tolerance_yuan=1
              已查例外：就业成本按规定比例扣减后再比较；渐退期内的家庭，不提示
              [确认] 农村低保 2025年1月起，每月840元
              [确认] 申报家庭年收入2,400元
              [确认] 公益性岗位 2026年8月起，每月1,520元
              [确认] 2026年10月按月缴纳社会保险，缴费基数3,800元（企业职工基本养老保险）
              [确认] 2026年11月按月缴纳社会保险，缴费基数3,800元（企业职工基本养老保险）
        "]],
    );
}

#[test]
fn a_label_that_outlived_its_award_is_told_with_the_month_it_ended() {
    check(
        "M09",
        "
        register: who household
        王秀英 乙户
        award: who scheme status from to monthly certificate
        王秀英 DBN ended 2024-01-01 2026-06-30 420 N1
        circumstance: who kind from level source
        王秀英 label - subsistence 医保局
        王秀英 label 2026-09-01 subsistence 教育局
        ",
        &expect![[r"
            M09 医保局、教育局数据在2026年11月23日把王*英标识为“城市低保”或“农村低保”对象，但民政2026年10月至11月没有相应在保记录（已于2026年6月停保）。各行证号一致、姓名相符（确认）。可能的正当理由：对方数据滞后、由户籍地民政部门认定。
              算式：医保局、教育局标识2条；2026年10月至11月民政在保记录0条
              参数：labels.subsistence=DB*; labels.support=TK*; lag_months=1
              已查例外：停保后数据滞后允许的月数以内，不提示；只知已停、不知停保月份（暂停保障）的，不提示；列在民政保障家庭里，但该户的证对不上的，不提示；同户籍的家人在保、名单可能漏录或错录此人的，不提示；对方那一行是否为此人尚存疑的，不提示；有同名同年出生的另一人、此人又在对方名单里出现两次的，可能串号，不提示；不在本区户籍、可能由户籍地认定的，不提示
              [确认] 2026年11月23日标识为“城市低保”或“农村低保”对象
              [确认] 2026年9月1日标识为“城市低保”或“农村低保”对象
              [确认] 农村低保（证号N1） 2024年1月起至2026年6月止，每月420元
        "]],
    );
}

#[test]
fn payments_after_the_end_are_told_with_the_certificate() {
    check(
        "A05",
        "
        award: who scheme status from to monthly certificate
        王秀英 DBN ended 2025-01-01 2026-06-30 420 N1
        payment: who scheme period yuan certificate
        李大山 DBN 2026-09..2026-10 420 N1
        ",
        &expect![[r"
            A05 “农村低保”证号N1已于2026年6月停保，2026年9月至10月仍向李*山发放，共2个月、840元。各行证号一致、姓名相符（确认）。可能的正当理由：漏标的停保前待遇补发、停保决定已撤销。
              算式：2026年6月止，此后2个月：420元 + 420元 = 840元
              参数：grace_months=1; schemes=DB*,TK*
              已查例外：已标明为补发停保前待遇的，不计入；已换发新证、当月应享而未另发的，不计入
              [确认] 农村低保（证号N1） 2025年1月起至2026年6月止，每月420元
              [确认] 2026年9月 农村低保 420元
              [确认] 2026年10月 农村低保 420元
        "]],
    );
}

#[test]
fn subsistence_and_support_together_are_told_in_the_pattern_of_the_trade() {
    check(
        "M01",
        "
        award: who scheme from monthly
        王秀英 DBN 2025-01-01 420
        王秀英 TKF 2025-03-01 910
        payment: who scheme period yuan sure
        王秀英 DBN 2025-01..2025-06 420 confirmed
        王秀英 TKF 2025-03..2025-08 910 probable
        ",
        &expect![[r"
            M01 王*英2025年3月至6月同时领取“农村低保”（民政局，420元/月）和“特困分散供养”（民政局，910元/月），重叠4个月、涉及1,680元。部分行证号缺失或有误，姓名及其他两项以上信息一致（高度疑似）。可能的正当理由：转保交接当月、特困人员在低保户内但不计入保障人口。
              算式：重叠4个月：农村低保合计1,680元，特困分散供养合计3,640元，涉及1,680元
              参数：left=DB*; must_be_paid=true; right=TK*; subject=person; tolerated_months=1
              已查例外：转保交接当月的一个月重叠，不提示
              [确认] 农村低保 2025年1月起，每月420元
              [确认] 2025年3月 农村低保 420元
              [确认] 2025年4月 农村低保 420元
              [确认] 2025年5月 农村低保 420元
              [确认] 2025年6月 农村低保 420元
              [确认] 特困分散供养 2025年3月起，每月910元
              [高度疑似] 2025年3月 特困分散供养 910元
              [高度疑似] 2025年4月 特困分散供养 910元
              [高度疑似] 2025年5月 特困分散供养 910元
              [高度疑似] 2025年6月 特困分散供养 910元
        "]],
    );
}

#[test]
fn a_child_counted_in_two_units_is_told_with_both_heads() {
    check(
        "D04",
        "
        unit: who household head relation size
        李小山 甲户 李大山 son 2
        李小山 乙户 王秀英 son 3
        award: who covers household scheme from monthly paid
        李大山 李大山+李小山 甲户 DBN 2025-01-01 840 2025-01..2026-04
        - 李小山 乙户 DBN 2026-01-01 900 2026-01..2026-04
        ",
        &expect![[r"
            D04 李*山2026年1月至4月同时列为李*山户和王*英户的保障对象，两户均领取“农村低保”，重叠4个月，按人均计涉及1,200元。各行证号一致、姓名相符（确认）。可能的正当理由：结婚、离婚当月、子女由父母双方轮流抚养。
              算式：人均每月300元 × 4个月 = 1,200元
              参数：least_months=2; schemes=DB*,TK*
              已查例外：单人保，不提示；婚姻变动当月的一个月重叠，不提示
              [确认] 列为李*山户的保障对象（子）
              [确认] 列为王*英户的保障对象（子）
              [确认] 农村低保 2025年1月起，每月840元
              [确认] 农村低保 2026年1月起，每月900元
        "]],
    );
}

#[test]
fn a_large_bill_nobody_helped_with_is_told_with_its_days_and_sum() {
    check(
        "G01",
        "
        circumstance: who kind from to yuan assisted event source
        王秀英 hospital_bill 2026-03-01 2026-03-10 15000 0 S1 医保局
        李大山 hospital_bill 2026-06-01 2026-06-10 9000.50 - S2 医保局
        ",
        &expect![[r"
            G01 王*英家2026年3月10日至2026年6月10日共2次医疗结算，个人负担合计24,000.50元，达到20,000元的提示线，此后60天内没有医疗救助、临时救助或慈善救助记录。各行证号一致、姓名相符（确认）。可能的正当理由：商业保险已赔付、家庭经济状况较好。
              算式：个人负担 15,000元 + 9,000.50元 = 24,000.50元 ≥ 20,000元
              参数：help=YLM,YLZ,LS*,CS; line_yuan=20000; over_days=365; wait_days=60
              已查例外：已申请或已有不予批准结论的，不提示；有同名而证号缺失或无效、对不上本人的发放记录的，可能就是本人，不提示
              [确认] 2026年3月10日结算，保险报销后自付15,000元，其中医疗救助0元
              [确认] 2026年6月10日结算，保险报销后自付9,000.50元，其中医疗救助0元
        "]],
    );
}

#[test]
fn a_death_told_by_two_agencies_and_later_payments_are_told_with_months() {
    check(
        "X01",
        "
        circumstance: who kind from source
        王秀英 death 2026-03-05 卫健委
        王秀英 death 2026-03-08 公安局
        payment: who scheme period yuan
        王秀英 TKF 2026-01..2026-07 910
        ",
        &expect![[r"
            X01 公安局、卫健委数据显示王*英已于2026年3月8日死亡，2026年5月至7月仍以其名义发放“特困分散供养”，共3个月、2,730元。各行证号一致、姓名相符（确认）。可能的正当理由：死亡信息误录、补发生前待遇、丧葬费。
              算式：3个月：910元 + 910元 + 910元 = 2,730元
              参数：activity=hospital_bill,contribution,enrolment; activity_after_days=31; date_conflict_days=30; event=death; grace_months=1; of_household=DB*,TK*; schemes=DB*,TK*,GE,SW,CJ*,GL,YF*,ZLH,GSH,JYG
              已查例外：标明为补发的，不计入；户内其他成员健在的，属变更户主，由 X02 提示；死亡日期之后有就医、缴费或入学记录的，疑为误录，暂不提示，由 Q08 提示；各来源死亡日期相差超过三十天的，暂不提示，由 Q08 提示；仅一个来源且身份未确认的，不提示
              [确认] 2026年3月5日死亡
              [确认] 2026年3月8日死亡
              [确认] 2026年5月 特困分散供养 910元
              [确认] 2026年6月 特困分散供养 910元
              [确认] 2026年7月 特困分散供养 910元
        "]],
    );
}

#[test]
fn deaths_dated_a_season_apart_wait_until_they_are_settled() {
    check(
        "X01",
        "
        circumstance: who kind from source
        王秀英 death 2026-03-05 卫健委
        王秀英 death 2026-06-20 公安局
        payment: who scheme period yuan
        王秀英 TKF 2026-01..2026-09 910
        ",
        &expect![[""]],
    );
}

#[test]
fn one_bill_answered_beyond_its_cost_is_told_payer_by_payer() {
    check(
        "M05",
        "
        circumstance: who kind from to yuan assisted event source
        王秀英 hospital_bill 2026-05-01 2026-05-10 8000 5000 S1 医保局
        payment: who scheme period yuan paid_on event cause source
        王秀英 YLZ 2026-05 5000 2026-05-10 S1 illness 医保局
        李大山 LSZ 2026-06 3000 2026-06-02 S1 illness 民政局
        王秀英 CS 2026-06 2000 2026-06-20 S1 illness 慈善会
        ",
        &expect![[r"
            M05 王*英2026年5月10日结算的一次医疗，保险报销后自付8,000元，医保局、慈善会、民政局以“慈善救助”、“支出型临时救助”和“医疗救助”共救助10,000元，超出2,000元。各行证号一致、姓名相符（确认）。可能的正当理由：不限定用途的捐赠、同时给予的生活救助。
              算式：5,000元 + 3,000元 + 2,000元 = 10,000元；10,000元 − 自付8,000元 = 2,000元
              参数：least_agencies=2; schemes=YLM,YLZ,LS*,CS; tolerance_yuan=1
              已查例外：经一事一议批准的，不计入
              [确认] 2026年5月10日结算，保险报销后自付8,000元，其中医疗救助5,000元
              [确认] 2026年5月 医疗救助 5,000元，2026年5月10日发放
              [确认] 2026年6月 支出型临时救助 3,000元，2026年6月2日发放
              [确认] 2026年6月 慈善救助 2,000元，2026年6月20日发放
        "]],
    );
}

#[test]
fn one_day_is_written_once_and_no_money_is_not_written() {
    let day = Day::from_ymd(2026, 7, 4);
    assert_eq!(sentence::days(day, day), "2026年7月4日");
    assert_eq!(sentence::days(day, Day::from_ymd(2026, 8, 1)), "2026年7月4日至2026年8月1日");
    assert_eq!(sentence::involving("、", crate::domain::Fen::ZERO), "");
    assert_eq!(sentence::involving("、", crate::domain::Fen::from_yuan(1680)), "、涉及1,680元");
}

#[test]
fn a_household_grant_counts_per_head_where_one_person_has_both() {
    check(
        "M01",
        "
        award: who covers household scheme from monthly certificate
        李大山 李大山+王秀英 甲户 DBN 2025-01-01 800 N1
        王秀英 王秀英 乙户 TKF 2025-03-01 910 T1
        payment: who scheme period yuan certificate
        李大山 DBN 2025-03..2025-04 800 N1
        王秀英 TKF 2025-03..2025-04 910 T1
        ",
        &expect![[r"
            M01 王*英2025年3月至4月同时领取“农村低保”（民政局，800元/月）和“特困分散供养”（民政局，910元/月），重叠2个月、涉及800元。各行证号一致、姓名相符（确认）。可能的正当理由：转保交接当月、特困人员在低保户内但不计入保障人口。
              算式：重叠2个月：农村低保合计800元（户内2人按人均计1人），特困分散供养合计1,820元，涉及800元
              参数：left=DB*; must_be_paid=true; right=TK*; subject=person; tolerated_months=1
              已查例外：转保交接当月的一个月重叠，不提示
              [确认] 农村低保（证号N1） 2025年1月起，每月800元
              [确认] 2025年3月 农村低保 800元
              [确认] 2025年4月 农村低保 800元
              [确认] 特困分散供养（证号T1） 2025年3月起，每月910元
              [确认] 2025年3月 特困分散供养 910元
              [确认] 2025年4月 特困分散供养 910元
        "]],
    );
}
