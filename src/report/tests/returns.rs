//! What goes back to the agencies: to whom, in what words, and how much of it.

use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};
use expect_test::expect;

use super::night::{TinyNight, tiny_night};
use crate::domain::{Reject, Rejects, Source};
use crate::report::{Refused, publish, write_refused};

fn sheet(path: &Path, name: &str) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = workbook.worksheet_range(name).expect("the sheet");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// Publishes a night and looks at the return of civil affairs.
fn with_return(night: &TinyNight, look: impl FnOnce(&Path)) {
    let runs = tempfile::tempdir().expect("a folder");
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    look(&published.folder.join("returns/civil_affairs.xlsx"));
}

/// A value set aside in an accepted row of the payments.
fn value_set_aside(line: u32, value: &str) -> Reject<'_> {
    Reject {
        source: "civil_affairs_payments",
        file: "civil_affairs/payments.csv",
        sheet: None,
        line,
        field: Some("银行帐号"),
        value: Some(value),
        code: "invalid_account",
        message: "账号位数不对",
        message_en: "The account has a wrong number of digits",
        suggestion: "请核对账号",
        repair: None,
        whole_row: false,
    }
}

#[test]
fn an_agency_gets_each_fault_with_its_place_value_and_remedy() {
    with_return(&tiny_night(), |path| {
        let rows = sheet(path, "退回清单");
        let cells = rows[2].iter().zip(&rows[3]);
        let lines = cells.map(|(title, cell)| format!("{title} | {cell}\n"));
        let page: Vec<String> = sheet(path, "填写说明").concat();
        let text = format!(
            "{}\n{}\n{}\n{}",
            rows[0][0],
            rows[1][0],
            lines.collect::<String>(),
            page.join("\n")
        );
        expect![[r#"
            民政局数据退回清单
            核对日期 2026-11-23　本页 1 条　居民家庭经济状况信息核对中心　请更正后随下一批次重报，并将本表填写后退还。
            数据 | 低保特困发放
            批次日期 | 2026-11-23
            文件 | civil_affairs/payments.csv
            工作表 | 
            行号 | 4
            字段 | 身份证号
            原值 | 9********************宝
            退回范围 | 整行
            问题代码 | ragged_row
            问题说明 | 该行列数不符：990101********0033，电话138****1234
            英文说明 | the row's cells are not the header's: 990101********0033
            处理建议 | 请核对后重新报送
            疑似正确值（仅供参考） | 9****************3
            更正值（由部门填写） | 
            说明（由部门填写） | 

            民政局数据退回清单
            民政局：2026-11-23 核对时，贵部门报送的数据中有 1 行整行未能采用、0 个值未能采用。
            一、请按“批次日期、文件、工作表、行号、字段”找到原数据；行号自文件第一行（含标题、表头）起数。
            二、请在业务系统中更正，随下一批次重报；并在“更正值”“说明”两列填写结果，退还本表。
            三、“疑似正确值”由程序推测，未经核实，不会写回任何数据，请核实后再用。
            四、“整行”表示该行所有内容未采用；“该值”表示只有这个值未采用，该行其他内容已采用；“整份”表示该份数据全部未采用。
            五、本表含个人信息，仅限本部门经办人使用，用毕按规定销毁。"#]].assert_eq(&text);
    });
}

#[test]
fn only_agencies_with_something_to_mend_get_a_return() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    let returns = |folder: &Path| {
        let entries = std::fs::read_dir(folder.join("returns")).into_iter().flatten();
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        names.map(|name| name.to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(returns(&published.folder), ["civil_affairs.xlsx"]);
    night.records.rejects = Rejects::empty();
    night.ledger[1].rows_rejected = 0;
    night.ledger[1].rows_read = 2;
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    assert!(returns(&published.folder).is_empty() && !published.folder.join("returns").exists());
}

#[test]
fn many_rejects_are_split_into_sheets_and_what_is_left_out_is_counted() {
    let mut night = tiny_night();
    let own: Vec<Reject> = night.records.rejects.rows().collect();
    let more = (10..14).map(|line| value_set_aside(line, "6217"));
    night.records.rejects = Rejects::from_rows(own.into_iter().chain(more));
    night.settings.returns_rows_max = 3;
    night.settings.returns_rows_per_sheet = 2;
    with_return(&night, |path| {
        let lines = |name| sheet(path, name).into_iter().skip(3).map(|row| row[4].clone());
        assert_eq!(lines("退回清单").collect::<Vec<_>>(), ["4", "10"]);
        assert_eq!(lines("退回清单2").collect::<Vec<_>>(), ["11"]);
        let page = sheet(path, "填写说明").concat().join("\n");
        assert!(page.contains("有 1 行整行未能采用、4 个值未能采用"), "{page}");
        assert!(page.contains("本表列出前 3 条，另有 2 条未列出"), "{page}");
    });
}

#[test]
fn a_value_is_masked_unless_there_is_a_purpose() {
    let mut night = tiny_night();
    let long = "账".repeat(40_000);
    let own: Vec<Reject> = night.records.rejects.rows().collect();
    let more = [value_set_aside(5, "=1+1"), value_set_aside(6, &long)];
    night.records.rejects = Rejects::from_rows(own.into_iter().chain(more));
    let values = |path: &Path| -> Vec<String> {
        sheet(path, "退回清单").into_iter().skip(3).map(|row| row[6].clone()).collect()
    };
    with_return(&night, |path| assert_eq!(values(path)[0], "9********************宝"));
    night.settings.unmasked.returns = "退回更正".parse().ok();
    with_return(&night, |path| {
        let values = values(path);
        assert_eq!(values[..2], ["990101201207150033 李小宝", "=1+1"]);
        assert!(values[2].ends_with("…（共 40000 字）"), "{}", values[2]);
    });
}

#[test]
fn a_delivery_that_was_refused_goes_back_whole_and_says_why() {
    let mut night = tiny_night();
    let is_its = |source: &&Source| source.agency == "civil_affairs";
    let known = night.sources.iter().find(is_its).expect("a source").clone();
    let mut reject = value_set_aside(7, "6217");
    reject.whole_row = true;
    reject.source = "civil_affairs_relief";
    night.refused = vec![Refused {
        source: Source {
            id: "civil_affairs_relief".to_owned(),
            title: "临时救助".to_owned(),
            ..known
        },
        sentence: "民政局：civil_affairs/relief.csv 整份退回：文件为空；请重新导出后报送"
            .to_owned(),
        message: "civil_affairs/relief.csv is empty".to_owned(),
        rejects: Rejects::from_rows([reject]),
    }];
    let runs = tempfile::tempdir().expect("a folder");
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    let path = published.folder.join("returns/civil_affairs.xlsx");
    let told = sheet(&path, "整份退回");
    expect![[r#"
        民政局数据退回清单




        核对日期 2026-11-23　本页 1 份　居民家庭经济状况信息核对中心　请更正后随下一批次重报，并将本表填写后退还。




        数据
        批次日期
        退回原因与处理办法
        英文说明
        说明（由部门填写）
        临时救助
        2026-11-23
        民政局：civil_affairs/relief.csv 整份退回：文件为空；请重新导出后报送
        civil_affairs/relief.csv is empty
    "#]].assert_eq(&told.concat().join("\n"));
    let listed = sheet(&path, "退回清单").into_iter().skip(3);
    let lines: Vec<String> =
        listed.map(|row| format!("{} {} {}", row[0], row[4], row[7])).collect();
    assert_eq!(lines, ["临时救助 7 整份", "低保特困发放 4 整行"]);
    let page = sheet(&path, "填写说明").concat().join("\n");
    assert!(page.contains("有 1 行整行未能采用、0 个值未能采用"), "{page}");
    assert!(page.contains("另有 1 份数据整份退回"), "{page}");
}

#[test]
fn what_stopped_a_night_lies_beside_the_runs_until_the_night_comes_to_one() {
    let night = tiny_night();
    let refused = Refused {
        source: night.sources[0].clone(),
        sentence: "整份退回".to_owned(),
        message: "refused".to_owned(),
        rejects: Rejects::empty(),
    };
    let runs = tempfile::tempdir().expect("a folder");
    let date = night.tonight().run_date;
    let write = |refused: &[Refused]| {
        write_refused(runs.path(), date, &night.settings, refused).expect("written")
    };
    let returns = write(&[refused]).expect("something to mend");
    assert_eq!(returns, runs.path().join(format!("refused/{date}/returns")));
    assert!(returns.is_dir());
    assert_eq!(write(&[]), None);
    assert!(!returns.exists(), "what an earlier attempt left goes");
}
