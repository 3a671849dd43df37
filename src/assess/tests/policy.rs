//! Reading a pack: dated values, rules that are off, and all faults at once.

use super::{parts, policy, run_date};
use crate::assess::{Policy, PolicyParts, run_examples};
use crate::domain::{Day, Excused, Grade, Source};

/// The faults of the demonstration pack after one of its texts was changed.
fn faults(change: impl Fn(&mut PolicyParts)) -> Vec<String> {
    let mut parts = parts();
    change(&mut parts);
    let faults = Policy::parse(&parts, run_date()).err().unwrap_or_default();
    faults.iter().map(ToString::to_string).collect()
}

fn with_rule(parts: &mut PolicyParts, text: &str) {
    parts.rules.push(("rules/new.toml".to_owned(), text.to_owned()));
}

const RULE: &str = r#"
[[rule]]
code = "Z01"
name = "试验"
family = "money"
severity = "blue"
household = "person"
kind = "amount_over_cap"
reason = "{name}超过{cap}"
verify = "核对"
office = "民政局"
basis = "未核实"
[rule.parameters.caps.one]
schemes = ["LS*"]
cap_yuan = 3000
"#;

#[test]
fn every_fault_is_told_at_once_with_its_file_and_line() {
    let text = RULE.replace("{cap}", "{limit}").replace("LS*", "XX")
        + "
[[rule.exceptions]]
name = \"full_moon\"
text = \"满月\"
[[rule.example]]
title = \"读不懂\"
dossier = \"payment: who\\n王秀英 多余\"
expect = \"\"
[[rule]]
code = \"Z02\"
name = \"试验\"
family = \"money\"
severity = \"blue\"
household = \"person\"
kind = \"no_such_kind\"
reason = \"\"
verify = \"\"
office = \"\"
basis = \"\"
";
    let found = faults(|parts| with_rule(parts, &text)).join("\n");
    expect_test::expect![[r"
        rules/new.toml:9: Z01: unknown word {limit} in reason; known are name, schemes, date, number, total, cap, amount
        rules/new.toml:13: Z01: unknown scheme `XX`
        rules/new.toml:18: Z01: kind amount_over_cap knows no exception `full_moon`; it knows approved_exception
        rules/new.toml:20: Z01: example `读不懂`: `王秀英 多余` does not have the columns who
        rules/new.toml:30: Z02: unknown kind `no_such_kind`; known are amount_by_formula, amount_over_cap, bill_claimed_twice, bill_without_help, certificates_of_one_household, child_aid_over_formula, circumstance_without_aid, conflicting_identity, contradicting_row, counted_while_away, dead_still_counted, disability_unaided, doubtful_death, entitlement_not_paid, event_sum_over_cost, exclusive_schemes, filler_value, home_in_need, income_over_declared, income_over_line, invalid_identity, job_lost, kin_ages, kin_of_staff, label_without_award, many_sources_one_cause, means_over_line, member_left_out, member_of_two_units, month_unpaid, other_number_inside, overlapping_areas, paid_after_end, paid_after_event, paid_twice, paper_overdue, parents_unable, payee_outside_unit, repeated_for_one_cause, risk_after_exit, shared_account, split_household, state_lapsed, support_due, two_numbers"]].assert_eq(&found);
}

#[test]
fn days_that_no_calendar_has_are_faults() {
    let text = RULE.replace("name = \"试验\"", "name = \"试验\"\neffective_from = \"2026-13-01\"");
    let found = faults(|parts| {
        with_rule(parts, &text);
        parts.parameters_toml = parts.parameters_toml.replacen("2020-01-01", "2020-02-30", 1);
    });
    expect_test::expect![[r#"
        parameters.toml:38: `2020-02-30` is not a day of the calendar; write it as 2026-11-23
        rules/new.toml:5: `2026-13-01` is not a day of the calendar; write it as 2026-11-23"#]]
    .assert_eq(&found.join("\n"));
}

#[test]
fn a_term_that_starts_on_no_day_and_a_period_of_no_kind_are_faults() {
    let aid = r#"kind = "paid_twice"
parameters = { schemes = ["JY"], tolerance_yuan = 1, period = PERIOD }"#;
    let rule = RULE.split("[rule.parameters").next().expect("the rule has a head");
    let rule = rule.replace("{name}超过{cap}", "{name}");
    let found = |period: &str| {
        let text = rule.replace(r#"kind = "amount_over_cap""#, &aid.replace("PERIOD", period));
        faults(|parts| with_rule(parts, &text)).join("\n")
    };
    assert_eq!(found("{ term = { starts = [\"09-01\"] } }"), "");
    let faults = [found("{ term = { starts = [\"13-01\"] } }"), found("\"week\"")];
    expect_test::expect![[r"
        rules/new.toml:8: Z01: `13-01` is no day of a year like 09-01
        rules/new.toml:8: Z01: unknown variant `week`, expected one of `month`, `term`, `year`"]]
    .assert_eq(&faults.join("\n"));
}

#[test]
fn a_text_that_is_no_toml_is_told_with_its_line() {
    let found = faults(|parts| with_rule(parts, "[[rule]]\ncode = Z01\n"));
    assert!(found[0].starts_with("rules/new.toml:2:"), "{found:?}");
}

#[test]
fn the_value_in_force_is_the_latest_that_is_not_after_the_run_date() {
    let later = "\n[[parameter.values]]\neffective_from = \"2026-07-01\"\nvalue = 5000\nbasis = \"未核实\"\n";
    let mut parts = parts();
    parts.parameters_toml = parts.parameters_toml.replacen(
        "value = 3000\nbasis = \"未核实\"\n",
        &format!("value = 3000\nbasis = \"未核实\"\n{later}"),
        1,
    );
    let cap_on = |day: &str| {
        let day: Day = day.parse().expect("a day");
        let policy = Policy::parse(&parts, day).expect("a pack without faults");
        let shown = &policy.rule("A01").expect("the pack has A01").parameters;
        shown.split("; ").next().expect("the cap comes first").to_owned()
    };
    assert_eq!(cap_on("2026-06-30"), "caps.relief.cap_yuan=3000");
    assert_eq!(cap_on("2026-07-01"), "caps.relief.cap_yuan=5000");
}

#[test]
fn a_rule_without_a_value_in_force_or_a_setting_is_off_and_says_so() {
    let mut parts = parts();
    with_rule(&mut parts, &RULE.replace("cap_yuan = 3000", ""));
    let early: Day = "2019-12-31".parse().expect("a day");
    let policy = Policy::parse(&parts, early).expect("a pack without faults");
    let off = policy.off(&all_sources(0));
    let why = |code: &str| off.iter().find(|rule| rule.code == code).map(|rule| rule.why.clone());
    assert_eq!(
        why("A01").as_deref(),
        Some("参数 relief_cap_yuan（临时救助一次限额（元））没有现行值")
    );
    assert_eq!(why("Z01").as_deref(), Some("参数不全：missing field `cap_yuan`"));
    assert_eq!(why("Q01"), None);
    assert!(run_examples(&policy).is_empty(), "the examples of rules that are off do not run");
}

#[test]
fn an_undeclared_parameter_switches_its_rule_off() {
    let mut parts = parts();
    with_rule(&mut parts, &RULE.replace("3000", "{ parameter = \"nowhere\" }"));
    let policy = Policy::parse(&parts, run_date()).expect("a pack without faults");
    let off = policy.off(&all_sources(0));
    let off: Vec<String> = off.iter().map(|rule| format!("{} {}", rule.code, rule.why)).collect();
    assert_eq!(off, ["Z01 参数 nowhere 未定义"]);
}

#[test]
fn a_night_is_judged_by_the_rules_of_its_day() {
    let dated = |name: &str, days: &str| {
        RULE.replace("name = \"试验\"", &format!("name = \"{name}\"\n{days}"))
    };
    let mut parts = parts();
    with_rule(
        &mut parts,
        &dated("新", "effective_from = \"2026-07-01\"\neffective_to = \"2027-06-30\""),
    );
    with_rule(&mut parts, &dated("旧", "effective_from = \"2020-01-01\""));
    let on = |day: &str| {
        let day: Day = day.parse().expect("a day");
        let policy = Policy::parse(&parts, day).expect("a pack without faults");
        let off = policy.off(&all_sources(0));
        let why = off.iter().find(|rule| rule.code == "Z01").map(|rule| rule.why.clone());
        let name = policy.rule("Z01").expect("a version of Z01").name.clone();
        format!("{name} {}", why.unwrap_or_default())
    };
    let found: Vec<String> =
        ["2019-12-31", "2026-06-30", "2026-07-01", "2027-07-01"].map(on).to_vec();
    assert_eq!(found, ["旧 自2020-01-01起施行", "旧 ", "新 ", "新 已于2027-06-30停止执行"]);
}

#[test]
fn a_missing_or_old_extract_holds_back_the_rules_that_depend_on_it() {
    let policy = policy();
    let mut sources = all_sources(0);
    assert!(policy.off(&sources).is_empty());
    sources.retain(|source| source.id != "charity_grants");
    let charity = sources.len();
    sources[charity - 1].age_days = 90;
    let off: Vec<String> =
        policy.off(&sources).iter().map(|rule| format!("{} {}", rule.code, rule.why)).collect();
    expect_test::expect![[r"
        G01 缺少数据来源 charity_grants
        G12 缺少数据来源 charity_grants
        G13 缺少数据来源 charity_grants
        M05 缺少数据来源 charity_grants
        M06 缺少数据来源 charity_grants
        X03 police_vehicles数据滞后90天"]]
    .assert_eq(&off.join("\n"));
}

fn all_sources(age_days: u32) -> Vec<Source> {
    let policy = policy();
    let mut ids: Vec<&String> = policy.rules.iter().flat_map(|rule| &rule.depends_on).collect();
    ids.sort();
    ids.dedup();
    let source = |id: &String| Source {
        id: id.clone(),
        agency: id.clone(),
        agency_name: id.clone(),
        title: id.clone(),
        roster: false,
        snapshot: run_date(),
        age_days,
    };
    ids.into_iter().map(source).collect()
}

#[test]
fn the_reserve_fund_of_a_year_is_the_latest_sum_from_before_its_end() {
    let later = "\n[[parameter.values]]\neffective_from = \"2027-07-01\"\nvalue = 600000\nbasis = \"文件\"\n";
    let mut parts = parts();
    parts.parameters_toml.push_str(later);
    let on = |day: &str| -> Day { day.parse().expect("a day") };
    let fund = |day: &str| {
        let policy = Policy::parse(&parts, on(day)).expect("a pack without faults");
        policy.funds.into_iter().next().expect("the pack has a fund")
    };
    let yuan = |year: i32, day: &str| {
        fund(day).of_year(year, on(day)).map(|value| value.amount.to_string())
    };
    assert_eq!(fund("2026-11-23").schemes, ["LSB"]);
    assert_eq!(yuan(2025, "2026-11-23"), None, "no sum is known, and none is guessed");
    assert_eq!(yuan(2026, "2026-11-23").as_deref(), Some("500000.00"));
    assert_eq!(yuan(2027, "2027-03-01").as_deref(), Some("500000.00"));
    assert_eq!(yuan(2027, "2027-11-23").as_deref(), Some("600000.00"));
    assert_eq!(yuan(2026, "2027-11-23").as_deref(), Some("500000.00"));
}

#[test]
fn faults_of_what_is_counted_are_told_with_file_and_line() {
    let found = faults(|parts| {
        parts.statistics_toml = r#"
[[need]]
code = "cold"
name = "受寒"
schemes = ["XX"]
assisted_through = "person"
within_days = 365
basis = ""
[need.condition.hospital_bills]
least = 1

[[fund]]
code = "fund"
name = "资金"
schemes = ["LSB"]
yearly_yuan = "no_such_parameter"
"#
        .to_owned();
    });
    expect_test::expect![[r"
        statistics.toml:5: cold: unknown scheme `XX`
        statistics.toml:9: need `cold`: give the basis, or write 未核实
        statistics.toml:9: need `cold`: unknown field `least`, expected `least_yuan` or `over_days`
        statistics.toml:16: parameter `no_such_parameter` is not declared"]]
    .assert_eq(&found.join("\n"));
}

#[test]
fn without_a_source_that_could_show_an_exception_a_finding_is_never_sure() {
    let policy = policy();
    let rule = policy.rule("X01").expect("the pack has the rule");
    let dossiers = [rule.examples[0].dossier().clone()];
    let mut sources = all_sources(0);
    for id in &rule.protected_by {
        if !sources.iter().any(|source| source.id == *id) {
            sources.push(Source { id: id.clone(), ..sources[0].clone() });
        }
    }
    let found = |sources: &[Source]| {
        let findings = crate::assess::assess(&dossiers, &[], &policy, run_date(), sources).0;
        let finding = findings.into_iter().find(|finding| finding.code == "X01");
        let finding = finding.expect("the first example is found");
        (finding.grade, finding.reason.contains("未能核对"))
    };
    assert_eq!(found(&sources), (Grade::Confirmed, false));
    let without: Vec<Source> =
        sources.into_iter().filter(|source| source.id != "police_register").collect();
    assert_eq!(found(&without), (Grade::Probable, true));
}

#[test]
fn lists_are_reviewed_by_the_latest_table_that_is_not_after_the_run_date() {
    let with_review = |tables: &str| {
        let mut parts = parts();
        let own = parts.parameters_toml.find("[[review]]").expect("the pack says how");
        let rest = parts.parameters_toml[own..].find("[[parameter]]").expect("parameters follow");
        parts.parameters_toml.replace_range(own..own + rest, tables);
        Policy::parse(&parts, run_date())
    };
    let reopens = |tables: &str| {
        let policy = with_review(tables).expect("a pack without a fault");
        policy.review.new_month_reopens.iter().map(|one| one.code()).collect::<Vec<_>>()
    };
    assert_eq!(reopens(""), ["confirmed", "waived"], "what holds where nothing is said");
    let dated = |day: &str, outcome: &str| {
        format!("[[review]]\neffective_from = \"{day}\"\nnew_month_reopens = [\"{outcome}\"]\n")
    };
    let both = dated("2026-12-01", "permitted") + &dated("2026-11-01", "waived");
    assert_eq!(reopens(&both), ["waived"]);
    let faults = with_review(&(dated("2026-11-01", "waived") + &dated("2026-11-01", "waived")));
    let faults = faults.expect_err("declared twice");
    assert!(faults[0].message.contains("declared twice"), "{faults:?}");
    assert!(with_review(&dated("2026-11-31", "waived")).is_err());
    assert!(with_review(&dated("2026-11-01", "perhaps")).is_err());
}

#[test]
fn every_exception_of_the_pack_excuses_somebody_in_an_example() {
    let policy = policy();
    let mut idle = Vec::new();
    for rule in &policy.rules {
        let heard = rule.examples.iter().filter_map(|example| example.heard(&policy, rule));
        let excused: Vec<Excused> = heard.flat_map(|(_, excused)| excused).collect();
        for exception in &rule.exceptions {
            if !excused.iter().any(|one| one.exceptions.contains(&exception.text)) {
                idle.push(format!("{} {}", rule.code, exception.name));
            }
        }
    }
    // M02 lets both run on for 0 months, and nothing falls within none.
    expect_test::expect!["M02 change_over_month"].assert_eq(&idle.join("\n"));
}

/// English lists name rules and schemes in English; a pack that does not is read all the same.
#[test]
fn the_demonstration_names_its_rules_and_schemes_in_english_too() {
    let policy = policy();
    let rules = policy.rules.iter().map(|rule| (&rule.code, &rule.name_en));
    let schemes = policy.schemes.iter().map(|scheme| (&scheme.code, &scheme.name_en));
    for (code, name) in rules.chain(schemes) {
        assert!(name.as_ref().is_some_and(|name| name.is_ascii()), "{code}: {name:?}");
    }
    let pack = faults(|parts| with_rule(parts, RULE));
    assert!(pack.is_empty(), "a rule without one: {pack:?}");
}
