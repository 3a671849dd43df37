//! The review lists: who is on them, and in what words.

use calamine::{Reader, Xlsx, open_workbook};
use expect_test::expect;

use super::night::tiny_night;
use crate::report::publish;

fn rows(path: &std::path::Path) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = workbook.worksheet_range("疑点清单").expect("the list");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn a_towns_list_prints_each_case_in_the_words_of_a_reviewer() {
    let runs = tempfile::tempdir().expect("a folder");
    let night = tiny_night();
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    let rows = rows(&published.folder.join("lists/990101001-青石镇.xlsx"));
    let cells = rows[2].iter().zip(&rows[3]);
    let lines = cells.map(|(title, cell)| format!("{title} | {}\n", cell.replace('\n', " / ")));
    let text = format!("{}\n{}\n{}", rows[0][0], rows[1][0], lines.collect::<String>());
    expect![[r"
        青石镇社会救助核对疑点清单
        核对日期 2026-11-23　本表 1 户　居民家庭经济状况信息核对中心　所列均为疑点或线索，须经核实，不作为处理依据。
        编号 | C5d7ddbc454b18ff6
        优先级 | 红 / 1
        疑点类型 | 重复救助·同项目同期重复发放（D01）
        姓名（遮蔽） | 王*英
        证号（遮蔽） | 990101********001X
        村/社区 | 柳树村
        涉及项目与金额 | 农村低保 / 420元
        月数 | 1
        一句话理由 | 王*英2026年11月‘农村低保’发放两笔，每笔420元，可能重复。
        建议核实方法 | 核对发放台账，电话138****1234联系本人。
        证据摘要 | 民政局《低保特困发放》第2行：2026年11月 农村低保 420元 / 民政局《低保特困发放》第3行：2026年11月 农村低保 420元
        匹配等级 | 确认
        首次/连续出现次数 | 2026-11-23 / 连续1次
        上次处理结果 | 无
        承办单位 | 民政局
        期限 | 2026-12-07
        核实结论 | 
        备注 | 
    "]]
    .assert_eq(&text);
}

#[test]
fn cases_below_the_cap_or_of_a_weak_match_stay_off_the_lists() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    assert_eq!(rows(&published.folder.join("lists/district.xlsx")).len(), 3 + 1);
    night.cases[0].listed = false;
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    assert_eq!(rows(&published.folder.join("lists/district.xlsx")).len(), 3);
    // The town without a listed case still gets its list, with the titles alone.
    assert_eq!(rows(&published.folder.join("lists/990101001-青石镇.xlsx")).len(), 3);
}
