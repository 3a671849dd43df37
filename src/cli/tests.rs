//! Tests of what a terminal shows.

use expect_test::expect;

use super::aligned::{PAGE, left, right, width, wrapped};
use super::clock;
use super::profile::in_words;
use crate::domain::{ColumnQuality, Day, Part, Quality, Remark, SourceQuality, SourceState};

#[test]
fn han_characters_are_two_wide() {
    assert_eq!((width("姓名name"), width("（元）"), width("→×")), (8, 6, 2));
    assert_eq!((left("姓名", 6), right("12%", 6)), ("姓名  ".to_owned(), "   12%".to_owned()));
    assert_eq!(left("低保特困发放", 8), "低保特… ");
}

#[test]
fn a_long_text_goes_on_below_its_beginning() {
    let text = "字".repeat(60) + " a_word_of_letters";
    let lines = wrapped("    提示 ", &text);
    assert!(lines.iter().all(|line| width(line) <= 100), "{lines:?}");
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].starts_with("         字") && lines[1].ends_with(" a_word_of_letters"));
    let long = wrapped("", &"x".repeat(250));
    assert_eq!(long.iter().map(|line| width(line)).collect::<Vec<_>>(), [100, 100, 50]);
}

fn part(name: &str, percent: f64, percent_before: Option<f64>) -> Part {
    Part { name: name.to_owned(), count: 1, percent, percent_before }
}

fn column(field: &str, filled_percent: f64, set_aside: &[(&str, u64)]) -> ColumnQuality {
    ColumnQuality {
        field: field.to_owned(),
        filled_percent,
        filled_percent_before: Some(100.0),
        most_frequent_percent: 3.25,
        placeholder_percent: 0.0,
        set_aside: set_aside.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect(),
    }
}

fn source(id: &str, state: SourceState) -> SourceQuality {
    SourceQuality {
        id: id.to_owned(),
        agency_name: "医疗保障局".to_owned(),
        title: "参保登记".to_owned(),
        state,
        rows: 0,
        rows_before: None,
        rows_rejected: 0,
        values_set_aside: 0,
        subjects: 0,
        rows_with_subject: 0,
        names_lost: 0,
        names_private_use: 0,
        footer_rows: 0,
        encoding_confidence_percent: None,
        forms: Vec::new(),
        id_classes: Vec::new(),
        document_types: Vec::new(),
        unknown_columns: Vec::new(),
        absent_columns: Vec::new(),
        columns: Vec::new(),
        remarks: Vec::new(),
    }
}

#[test]
fn a_night_is_shown_within_a_page_and_every_column_below_its_title() {
    let mut read = SourceQuality {
        rows: 1411,
        rows_before: Some(2821),
        rows_rejected: 3,
        values_set_aside: 15,
        subjects: 1390,
        names_lost: 2,
        encoding_confidence_percent: Some(87),
        forms: vec![part("csv gb18030 |", 100.0, None)],
        id_classes: vec![part("valid", 98.2, Some(99.0)), part("missing", 1.8, Some(1.8))],
        document_types: vec![part("resident_id", 100.0, Some(100.0))],
        unknown_columns: vec!["血型".to_owned()],
        absent_columns: vec!["家庭住址".to_owned()],
        columns: vec![
            column("name", 100.0, &[("placeholder_name", 2), ("name_of_institution", 1)]),
            column("身份证号", 98.0, &[]),
            column(
                "phone",
                61.5,
                &[("invalid_phone", 12), ("null_word", 30_000), ("spreadsheet_error", 7)],
            ),
        ],
        ..source("health_insured", SourceState::Stale { age_days: 2 })
    };
    let long = "字段 phone：".to_owned() + &"很长的提示".repeat(12);
    read.remarks = ["行数：2821 → 1411（-50%）".to_owned(), long]
        .map(|text| Remark { weight: 1.0, text })
        .to_vec();
    let why = "教育局：education/pupils.xlsx 整份退回：文件为空，导出可能中断；请重新导出后报送（教育局: \
               education/pupils.xlsx is empty; ask the agency to repeat it）";
    let quality = Quality {
        night: Day::from_ymd(2026, 11, 23).expect("a day"),
        compared_with: Day::from_ymd(2026, 11, 22),
        sources: vec![
            source("education_pupils", SourceState::Refused(why.to_owned())),
            source("deaths", SourceState::Absent),
            read,
        ],
    };
    let words = in_words(&quality);
    assert!(words.lines().all(|line| width(line) <= PAGE), "{words}");
    expect![[r#"
        night 2026-11-23, compared with 2026-11-22

        source                    rows in  moved rejected   values   people  valid
        education_pupils          refused  医疗保障局 参保登记
            教育局：education/pupils.xlsx 整份退回：文件为空，导出可能中断；请重新导出后报送（教育局:
            education/pupils.xlsx is empty; ask the agency to repeat it）
        deaths                     absent  医疗保障局 参保登记
        health_insured               1411   -50%        3       15     1390  98.2%  参保登记 (2 days old)
            行数：2821 → 1411（-50%）
            字段 phone：很长的提示很长的提示很长的提示很长的提示很长的提示很长的提示很长的提示很长的提示很长
            的提示很长的提示很长的提示很长的提示

        health_insured  医疗保障局 参保登记
            文件     csv gb18030 | × 1，编码把握 87%
            证号类别 valid 98.2%（上次 99.0%）、missing 1.8%
            证件类型 resident_id 100.0%
            姓名     缺字 2
            未登记列 血型
            缺少的列 家庭住址
            字段                       填充率     上次 最常见值   占位值  退回的值
            name                       100.0%   100.0%     3.2%     0.0%  placeholder_name 2、
                                                                          name_of_institution 1
            身份证号                    98.0%   100.0%     3.2%     0.0%
            phone                       61.5%   100.0%     3.2%     0.0%  invalid_phone 12、null_word
                                                                          30000、spreadsheet_error 7"#]].assert_eq(&words);
}

#[test]
fn a_day_begins_in_china_while_it_is_still_the_day_before_elsewhere() {
    let day = |text: &str| text.parse::<Day>().expect("a day");
    // 2026-11-24T15:59:59Z, and the second after.
    let seconds = 20_781 * 86_400 + 16 * 3_600 - 1;
    assert_eq!(clock::in_china(seconds), (day("2026-11-24"), 86_399));
    assert_eq!(clock::in_china(seconds + 1), (day("2026-11-25"), 0));
}
