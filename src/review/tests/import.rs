//! What lines conclude, and what is wrong with them.

use expect_test::{Expect, expect};

use super::*;

/// Imports one list into an empty ledger.
fn check(lines: &str, expected: &Expect) {
    let list = list("清单.xlsx", vec![sheet("疑点清单", lines)]);
    expected.assert_eq(&shown(concluded(&[list], &Ledger::default(), false)));
}

#[test]
fn a_conclusion_about_a_case_holds_for_all_its_flags() {
    check(
        "
        1: 1 2 | 属实 | | | 2026-11-24 | qs01 | QS02
        2: 3   | 政策允许 | | 残疾代步车 | 2026/11/24 | ＱＳ０１ |
        ",
        &expect![[r#"
            1 X01 confirmed by case 2026-11-24 QS01 QS02
            2 D04 confirmed by case 2026-11-24 QS01 QS02
            3 X03 permitted by flag 2026-11-24 QS01 - 残疾代步车"#]],
    );
}

#[test]
fn a_conclusion_about_a_flag_goes_over_that_of_its_case() {
    let cases = sheet("疑点清单", "1: 1 2 | 属实 | | | 2026-11-24 | A1 | A2");
    let flags =
        sheet("分项结论", "1: 2 | 不属实-数据错误 | | 一人多户系录入错误 | 2026-11-24 | A1 |");
    let list = list("清单.xlsx", vec![cases, flags]);
    expect![[r#"
        1 X01 confirmed by case 2026-11-24 A1 A2
        2 D04 data_error by flag 2026-11-24 A1 - 一人多户系录入错误"#]]
    .assert_eq(&shown(concluded(&[list], &Ledger::default(), false)));
}

#[test]
fn days_are_read_as_people_and_spreadsheets_write_them() {
    for written in [
        "2026-11-24",
        "2026/11/24",
        "2026.11.24",
        "20261124",
        "2026年11月24日",
        "2026年11月24号",
        "46350",
        "46350.354166666664",
        "2026-11-24 08:30:00",
        "2026-11-24T00:00:00",
    ] {
        let line = format!("2: 3 | 属实 | | | {written} | A1 |");
        let list = list("清单.xlsx", vec![sheet("疑点清单", &line)]);
        let drawn = concluded(&[list], &Ledger::default(), false).expect("a list without a fault");
        assert_eq!(drawn.decisions[0].decided_on, day("2026-11-24"), "{written}");
    }
}

#[test]
fn every_fault_is_told_at_once_with_its_row_and_what_to_do() {
    check(
        "
        1: 1 2 | 属实 | | | 2026-11-24 | A1 |
        1: 1   | 不属实 | | | 2026-11-24 | A1 | A2
        2: 3   | 无法核实 | | | | 张三 |
        2: 3   | | | | 2026-11-24 | A1 |
        2: 3   | 属实 | 1 | | 2026-11-26 | A1 | a1
        2: 3   | 属实 | | | 2026-11-22 | |
        2: 3   | 属实 | | | 明天 | A1 |
        2: 3   | 政策允许 | | 见99010119500302001X | 2026-11-24 | A1 |
        9: 3   | 属实 | | | 2026-11-24 | A1 |
        2: 1   | 属实 | | | 2026-11-24 | A1 |
        2: 77  | 属实 | | | 2026-11-24 | A1 |
        ",
        &expect![[r#"
            清单.xlsx“疑点清单”第4行：按规定该疑点或结论须两人核实，请由第二人复核后填写复核人工号。
            清单.xlsx“疑点清单”第5行：“核实结论”里不是可选的结论，请从下拉列表中选择一项：属实、属实但减免、不属实-数据错误、不属实-匹配错误、政策允许、无法核实。
            清单.xlsx“疑点清单”第6行：结论为“无法核实”须写明理由，请填写“理由/备注”。
            清单.xlsx“疑点清单”第6行：没有核实日期，请填写，如2026-11-24。
            清单.xlsx“疑点清单”第6行：“核实人（工号）”须填工号（字母、数字），不填姓名，请改正。
            清单.xlsx“疑点清单”第7行：填了核实信息但没有选“核实结论”，请选择结论。
            清单.xlsx“疑点清单”第8行：核实日期2026-11-26晚于导入日期2026-11-25，请改正。
            清单.xlsx“疑点清单”第8行：复核人与核实人是同一人，请由另一人复核。
            清单.xlsx“疑点清单”第8行：只有结论为“不属实-匹配错误”时才填“非本人证据号”，请改正结论或清空该栏。
            清单.xlsx“疑点清单”第9行：核实日期2026-11-22早于核对日期2026-11-23，请改正。
            清单.xlsx“疑点清单”第9行：没有核实人，请填写核实人工号。
            清单.xlsx“疑点清单”第10行：核实日期看不懂，请写成2026-11-24。
            清单.xlsx“疑点清单”第11行：备注里有证号、电话或账号，请删去，只写事由。
            清单.xlsx“疑点清单”第12行：编号不是该批次的工单，请核对是否抄错或混入其他批次。
            清单.xlsx“疑点清单”第13行：疑点编号与该批次的工单不符，请在下发的清单上重新填写。
            清单.xlsx“疑点清单”第14行：2026-11-23的核对后来重新运行过，该户的疑点已有变化，请按新清单重新核实。"#]],
    );
}

#[test]
fn the_log_is_told_the_same_without_a_word_of_the_list() {
    let lines = "
        2: 3 | 张三说属实 | | | 后天 | 张三 |
        2: 3 | 政策允许 | | | 2026-11-24 | A1 |
        ";
    let list = list("清单.xlsx", vec![sheet("疑点清单", lines)]);
    let faults = concluded(&[list], &Ledger::default(), false).expect_err("faults");
    let english: Vec<String> = faults.iter().map(ToString::to_string).collect();
    expect![[r#"
        清单.xlsx#疑点清单:4: the conclusion is none of those offered
        清单.xlsx#疑点清单:4: the day of the review cannot be read
        清单.xlsx#疑点清单:4: `核实人（工号）` holds no reviewer's code
        清单.xlsx#疑点清单:5: `permitted` needs a reason"#]]
    .assert_eq(&english.join("\n"));
}

#[test]
fn two_lists_may_say_the_same_of_a_case_and_nothing_else() {
    let town =
        list("990101001.xlsx", vec![sheet("疑点清单", "2: 3 | 属实 | | | 2026-11-24 | A1 |")]);
    let same =
        list("district.xlsx", vec![sheet("疑点清单", "2: 3 | 属实 | | | 2026-11-24 | A1 |")]);
    let other = list(
        "district.xlsx",
        vec![sheet("疑点清单", "2: 3 | 无法核实 | | 外出 | 2026-11-24 | A1 |")],
    );
    let drawn = concluded(&[town.clone(), same], &Ledger::default(), false);
    assert_eq!(drawn.expect("one conclusion").decisions.len(), 1);
    expect!["district.xlsx“疑点清单”第4行：与990101001.xlsx“疑点清单”第4行对同一户（同一疑点）的结论或核实信息不同，请核对后只留一个。"].assert_eq(&shown(concluded(&[town, other], &Ledger::default(), false)));
}

#[test]
fn a_list_that_is_imported_again_adds_nothing() {
    let list = list(
        "清单.xlsx",
        vec![sheet(
            "疑点清单",
            "1: 1 2 | 属实 | | | 2026-11-24 | A1 | A2\n2: 3 | | | 电话未接 | | |",
        )],
    );
    let mut ledger = Ledger::default();
    let first = concluded(std::slice::from_ref(&list), &ledger, false).expect("decisions");
    ledger.add(first.decisions);
    expect!["known 2, unfinished 1"].assert_eq(&shown(concluded(&[list], &ledger, false)));
}

#[test]
fn a_conclusion_is_replaced_only_where_that_is_meant() {
    let first = list("清单.xlsx", vec![sheet("疑点清单", "2: 3 | 属实 | | | 2026-11-24 | A1 |")]);
    let mut ledger = Ledger::default();
    ledger.add(concluded(&[first], &ledger, false).expect("decisions").decisions);
    let second = list(
        "清单.xlsx",
        vec![sheet("疑点清单", "2: 3 | 政策允许 | | 残疾代步车 | 2026-11-25 | A1 |")],
    );
    expect!["清单.xlsx“疑点清单”第4行：该批次此疑点已登记为“属实”（2026-11-24，台账第1条），如确需更正，请运行人员导入时加 --correct。"].assert_eq(&shown(concluded(std::slice::from_ref(&second), &ledger, false)));
    expect!["3 X03 permitted by flag 2026-11-25 A1 - 残疾代步车 corrects 1"]
        .assert_eq(&shown(concluded(&[second], &ledger, true)));
}

#[test]
fn a_case_that_a_repeated_night_changed_is_not_taken() {
    let list = list("清单.xlsx", vec![sheet("疑点清单", "2: 3 | 属实 | | | 2026-11-24 | A1 |")]);
    let rules = rules();
    let terms = Terms { rules: &rules, today: day("2026-11-25"), may_correct: false };
    let conclude_with = |run: Option<ReviewedRun>| {
        let runs = run.map(|run| (day(RUN_DATE), run)).into_iter().collect();
        shown(conclude(read_lists(std::slice::from_ref(&list)), &runs, &Ledger::default(), &terms))
    };
    let mut repeated = run();
    let flag = repeated.flags.get_mut(&FlagId(3)).expect("the flag is there");
    flag.grounds = Grounds::new(&[key(0xdead, None)], None, "tolerance_yuan=1");
    let texts = [conclude_with(Some(repeated)), conclude_with(None)];
    expect![[r#"
        清单.xlsx“疑点清单”第4行：2026-11-23的核对后来重新运行过，该户的疑点已有变化，请按新清单重新核实。
        清单.xlsx“疑点清单”第4行：清单出自2026-11-23的核对，该批次的结果不在，请与运行人员核对。"#]].assert_eq(&texts.join("\n"));
    // Another id alone says nothing: what was reviewed is the same.
    let renamed = ReviewedRun { id: RunId(5), ..run() };
    assert!(conclude_with(Some(renamed)).starts_with("3 X03 confirmed"));
}

#[test]
fn a_match_error_says_whose_rows_are_kept_apart() {
    // Flag 1 leaves no doubt; of the case as a whole, the numbers say it: 5 is the last row of flag 2.
    check(
        "1: 1 | 不属实-匹配错误 | | 同名 | 2026-11-24 | A1 | A2",
        &expect!["1 X01 match_error by flag 2026-11-24 A1 A2 同名 11≠12"],
    );
    check(
        "1: 1 2 | 不属实-匹配错误 | 5 | 同名 | 2026-11-24 | A1 | A2",
        &expect![[r#"
        1 X01 match_error by case 2026-11-24 A1 A2 同名 21≠22
        2 D04 match_error by case 2026-11-24 A1 A2 同名 21≠22"#]],
    );
    // The one row of its person that the list shows: with whatever else was taken for the person.
    check(
        "2: 3 | 不属实-匹配错误 | 1 | 同名 | 2026-11-24 | A1 |",
        &expect!["3 X03 match_error by flag 2026-11-24 A1 - 同名 31≠31@1 b1≠31@1 b2≠31@1"],
    );
    // One number under one name: the row of its source, and all others that give it.
    check(
        "3: 4 | 不属实-匹配错误 | 2 | 重号 | 2026-11-24 | A1 |",
        &expect!["4 X02 match_error by flag 2026-11-24 A1 - 重号 41≠41@1"],
    );
    // In one source, nothing tells them apart.
    check(
        "4: 5 | 不属实-匹配错误 | 2 | 同名 | 2026-11-24 | A1 |",
        &expect![[r#"
            5 D01 match_error by flag 2026-11-24 A1 - 同名
            清单.xlsx“疑点清单”第4行：匹配错误已登记；但各行的证号、姓名写法相同，程序无法据此分开，请来源部门更正。"#]],
    );
    check(
        "
        1: 1 2 | 不属实-匹配错误 | | 同名 | 2026-11-24 | A1 | A2
        2: 3 | 不属实-匹配错误 | 2 | 同名 | 2026-11-24 | A1 |
        3: 4 | 不属实-匹配错误 | 1、2 | 同名 | 2026-11-24 | A1 |
        ",
        &expect![[r#"
            清单.xlsx“疑点清单”第4行：匹配错误看不出哪一行不是本人，请在“非本人证据号”填写证据摘要里不是本人的序号。
            清单.xlsx“疑点清单”第5行：“非本人证据号”须是证据摘要里的序号（1至1），几个用顿号分开，请改正。
            清单.xlsx“疑点清单”第6行：“非本人证据号”包括了该人的全部证据，请只填不是本人的序号。"#]],
    );
}

#[test]
fn every_way_of_writing_the_person_is_kept_apart_from_the_row_of_somebody_else() {
    check(
        "5: 6 | 不属实-匹配错误 | 2 | 重号 | 2026-11-24 | A1 |",
        &expect!["6 D02 match_error by flag 2026-11-24 A1 - 重号 61≠61@1 62≠61@1"],
    );
    // What one source writes alike is not told apart, and the rest of that source neither.
    check(
        "5: 6 | 不属实-匹配错误 | 3 | 重号 | 2026-11-24 | A1 |",
        &expect!["6 D02 match_error by flag 2026-11-24 A1 - 重号 61≠62"],
    );
}

#[test]
fn rows_of_somebody_else_may_be_one_other_persons() {
    check(
        "5: 7 | 不属实-匹配错误 | 2、3 | 重号 | 2026-11-24 | A1 |",
        &expect!["7 D03 match_error by flag 2026-11-24 A1 - 重号 71@0≠71@2 71@0≠71@1"],
    );
    // Where all that the list shows is somebody else's, what it does not show is the person's.
    check(
        "5: 8 | 不属实-匹配错误 | 1、2 | 重号 | 2026-11-24 | A1 |",
        &expect!["8 D05 match_error by flag 2026-11-24 A1 - 重号 b8≠81@1 b8≠81@0"],
    );
}

/// What the list of the night says against the night as it was run again.
fn against(repeated: ReviewedRun, sheets: Vec<SheetCells>) -> String {
    let rules = rules();
    let terms = Terms { rules: &rules, today: day("2026-11-25"), may_correct: false };
    let runs = BTreeMap::from([(day(RUN_DATE), repeated)]);
    let lists = [list("清单.xlsx", sheets)];
    shown(conclude(read_lists(&lists), &runs, &Ledger::default(), &terms))
}

#[test]
fn a_match_error_is_taken_from_the_run_alone_that_numbered_its_rows() {
    // An agency has sent its rows in another order: the second row is the first.
    let mut repeated = ReviewedRun { id: RunId(5), ..run() };
    repeated.flags.get_mut(&FlagId(4)).expect("the flag is there").evidence.reverse();
    let lines = "
        3: 4 | 不属实-匹配错误 | 2 | 重号 | 2026-11-24 | A1 |
        2: 3 | 属实 | | | 2026-11-24 | A1 |
        ";
    expect!["清单.xlsx“疑点清单”第4行：2026-11-23的核对后来重新运行过，证据的序号和匹配可能已变，匹配错误请在新清单上填写。"]
        .assert_eq(&against(repeated, vec![sheet("疑点清单", lines)]));
}

#[test]
fn a_line_of_several_flags_is_about_its_case_whatever_a_repeated_night_has_found_since() {
    let mut repeated = ReviewedRun { id: RunId(5), ..run() };
    repeated.cases.get_mut(&CaseId(1)).expect("the case is there").insert(FlagId(3));
    let cases = sheet("疑点清单", "1: 1 2 | 属实 | | | 2026-11-24 | A1 | A2");
    let flags = sheet("分项结论", "1: 1 | 不属实-数据错误 | | 录入错误 | 2026-11-24 | A1 | A2");
    expect![[r#"
        1 X01 data_error by flag 2026-11-24 A1 A2 录入错误
        2 D04 confirmed by case 2026-11-24 A1 A2"#]]
    .assert_eq(&against(repeated, vec![cases, flags]));
}

#[test]
fn messages_repeat_no_word_of_a_list_nor_whom_it_is_named_after() {
    let name = "王秀英990101198001011017";
    let sheet = sheet(name, "2: 3 | 张三说属实 | | | 张三说后天 | A1 |");
    let list = list("清单.xlsx", vec![sheet]);
    let faults = concluded(&[list], &Ledger::default(), false).expect_err("faults");
    for fault in &faults {
        let told = format!("{} {fault}", fault.chinese());
        assert!(
            !told.contains("张三") && !told.contains("秀") && !told.contains("19800101"),
            "{told}"
        );
    }
    assert_eq!(faults.len(), 2);
}
