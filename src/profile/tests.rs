//! Tests of profiling: rows in, figures and remarks out.

use std::fmt::Write;

use arrow::array::StringArray;
use expect_test::expect;

use super::distinct::Distinct;
use super::frequent::Frequent;
use super::written::{characters, is_placeholder};
use super::{FileFacts, Profiled, Settings, Tally, profile, quality};
use crate::domain::{
    Day, FileForm, Mention, MentionsBuilder, Profile, Quality, RawRows, Records, Reject, Rejects,
    Source, SourceState, Subject,
};

const SUBJECT: Subject = Subject { number: Some(1), name: Some(0) };

/// Rows of name, number and phone; `_` stands for an empty cell.
fn rows(drawn: &[String]) -> RawRows {
    let cells: Vec<Vec<Option<&str>>> = drawn
        .iter()
        .map(|row| row.split_whitespace().map(|cell| (cell != "_").then_some(cell)).collect())
        .collect();
    let column = |at: usize| cells.iter().map(|row| row[at]).collect::<StringArray>();
    let count = u32::try_from(drawn.len()).expect("few rows");
    RawRows {
        file: "insured.csv".to_owned(),
        sheet: None,
        fields: ["name", "number", "phone"].map(str::to_owned).to_vec(),
        headers: ["姓名", "证件号码", "电话"].map(str::to_owned).to_vec(),
        columns: (0..3).map(column).collect(),
        lines: (2..2 + count).collect(),
        spanned: Vec::new(),
        unit: None,
        rows_read: u64::from(count),
        rejects: Rejects::empty(),
    }
}

/// What a tally looks at of what normalising would make of the rows: here a number of three
/// characters is valid.
fn records(rows: &RawRows) -> Records {
    let mut mentions = MentionsBuilder::default();
    for (name, number) in rows.columns[0].iter().zip(rows.columns[1].iter()) {
        mentions.push(Mention {
            source: "health_insured",
            file: &rows.file,
            name_raw: name,
            name,
            resident_id_raw: number,
            resident_id: number,
            resident_id_class: match number {
                None => "missing",
                Some(number) if number.len() == 3 => "valid",
                Some(_) => "invalid",
            },
            ..Mention::of_nobody()
        });
    }
    let phones = rows.columns[2].iter().zip(&rows.lines);
    let wrong = phones.filter_map(|(phone, line)| Some((phone.filter(|p| p.len() < 3)?, *line)));
    let rejects = Rejects::from_rows(wrong.map(|(phone, line)| Reject {
        source: "health_insured",
        file: &rows.file,
        sheet: None,
        line,
        field: Some("电话"),
        value: Some(phone),
        code: "invalid_phone",
        message: "电话号码位数不对",
        message_en: "the phone number has a wrong number of digits",
        suggestion: "请核对",
        repair: None,
        whole_row: phone == "!",
    }));
    Records { mentions: mentions.finish(), rejects, ..Records::empty() }
}

fn tally(drawn: &[String]) -> Tally {
    let rows = rows(drawn);
    let mut tally = Tally::of_chunk(&rows, &records(&rows), SUBJECT);
    tally.add_file(&FileFacts {
        forms: vec![FileForm {
            format: "csv",
            encoding: Some("utf-8"),
            confidence_percent: 100,
            delimiter: Some(','),
        }],
        footer_rows: 0,
        unknown_headers: Vec::new(),
        absent_headers: Vec::new(),
    });
    tally
}

fn drawn(rows: &[&str]) -> Vec<String> {
    rows.iter().map(|row| (*row).to_owned()).collect()
}

/// So many good rows of different people.
fn good_rows(count: u32) -> Vec<String> {
    (0..count).map(|at| format!("王{at} {:03} 1380000{at:04}", at % 1000)).collect()
}

fn figures(tally: &Tally) -> Profile {
    profile([("health_insured", tally)])
}

fn show(profile: &Profile) -> String {
    let mut text = String::new();
    for row in profile.rows() {
        let (column, dimension) = (row.column.unwrap_or("-"), row.dimension.unwrap_or("-"));
        writeln!(text, "{column} {} {dimension} {}", row.measure, row.value)
            .expect("a string takes any text");
    }
    text
}

/// The remarks on a night's rows held against those of the night before.
fn remarks(before: &Tally, tonight: &Tally) -> String {
    let source = Source {
        id: "health_insured".to_owned(),
        agency: "health".to_owned(),
        agency_name: "医疗保障局".to_owned(),
        title: "参保登记".to_owned(),
        roster: true,
        snapshot: Day(20_000),
        age_days: 0,
    };
    let before = figures(before);
    let sources = [Profiled { source, state: SourceState::Read }];
    let settings = Settings::default();
    let quality: Quality =
        quality(Day(20_001), &sources, &figures(tonight), Some((Day(20_000), &before)), &settings);
    let remarks = quality.sources[0].remarks.iter();
    remarks.map(|remark| remark.text.clone() + "\n").collect()
}

#[test]
fn a_chunk_is_counted_by_source_and_by_column() {
    let mut tally = tally(&drawn(&[
        "王秀英 001 13800000001",
        "王秀英 001 无",
        "李? 0002 1",
        "张\u{E001} _ !",
        "_ _ _",
    ]));
    tally.add_file(&FileFacts {
        forms: vec![FileForm {
            format: "csv",
            encoding: Some("gb18030"),
            confidence_percent: 87,
            delimiter: Some('|'),
        }],
        footer_rows: 2,
        unknown_headers: vec!["血型\u{7}"],
        absent_headers: vec!["性别"],
    });
    expect![[r#"
        - absent_column 性别 1
        - document_type resident_id 5
        - encoding_confidence_percent - 87
        - file_form csv gb18030 | 1
        - file_form csv utf-8 1
        - files - 2
        - footer_rows - 2
        - id_class invalid 1
        - id_class missing 2
        - id_class valid 2
        - mentions - 5
        - names - 4
        - names_lost - 1
        - names_private_use - 1
        - rows - 5
        - rows_rejected invalid_phone 1
        - rows_with_cells - 5
        - rows_with_subject - 4
        - subjects - 3
        - unknown_column 血型 1
        name filled - 4
        name most_frequent - 2
        name placeholders - 0
        number filled - 3
        number most_frequent - 2
        number placeholders - 0
        phone filled - 4
        phone most_frequent - 1
        phone placeholders - 1
        phone set_aside invalid_phone 2
    "#]]
    .assert_eq(&show(&figures(&tally)));
}

#[test]
fn chunks_merge_into_what_the_whole_would_be() {
    let all = drawn(&["王一 001 1", "王二 002 无", "王一 001 13800000001", "王三 _ -", "_ _ 无"]);
    let whole = Tally::of_chunk(&rows(&all), &records(&rows(&all)), SUBJECT);
    for at in 0..=all.len() {
        let (one, other) = all.split_at(at);
        let mut merged = Tally::default();
        for part in [one, other] {
            merged.merge(Tally::of_chunk(&rows(part), &records(&rows(part)), SUBJECT));
        }
        assert_eq!(show(&figures(&merged)), show(&figures(&whole)), "split at {at}");
    }
}

#[test]
fn a_default_value_is_found_among_many_others() {
    let values = (0..30_000_u64).map(|at| if at % 5 < 2 { 7 } else { 1000 + at });
    let values: Vec<u64> = values.collect();
    for chunk in [1000, 4096, 30_000] {
        let mut all = Frequent::default();
        for values in values.chunks(chunk) {
            let mut part = Frequent::default();
            for value in values {
                part.add(*value);
            }
            all.merge(&part);
        }
        let (most, truly) = (all.most(), 12_000);
        assert!(most <= truly && most + 30_000 / 33 >= truly, "chunks of {chunk}: {most}");
    }
}

#[test]
fn different_people_are_counted_exactly_up_to_thousands_and_closely_beyond() {
    // Multiplying by an odd number spreads numbers over all fingerprints.
    let of = |people: u64| {
        let fingerprints =
            |from: u64| (from..people).map(|at| (at + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut distinct = Distinct::of(fingerprints(0));
        distinct.merge(&Distinct::of(fingerprints(people / 2)));
        distinct.count()
    };
    assert_eq!([of(0), of(1), of(4095)], [0, 1, 4095]);
    for people in [5_000, 100_000, 1_000_000] {
        let off = of(people).abs_diff(people);
        assert!(off * 100 <= people * 5, "{people} people are counted as {}", of(people));
    }
}

#[test]
fn fillers_and_damaged_names_are_told_from_values() {
    for filler in ["无", "-", "——", "000000", "111111111111111111", "1900-01-01", " 不详 ", "???"]
    {
        assert!(is_placeholder(filler), "{filler}");
    }
    for value in ["0", "11111", "王", "2026-11-01", "低保", "99010119500302001X", ""] {
        assert!(!is_placeholder(value), "{value}");
    }
    for (name, lost, private_use) in [
        ("王秀英", false, false),
        ("王?英", true, false),
        ("张\u{E863}", false, true),
        ("李□", true, false),
    ] {
        let found = characters(name);
        assert_eq!((found.lost, found.private_use), (lost, private_use), "{name}");
    }
}

#[test]
fn what_stays_as_it_was_is_worth_no_remark() {
    let tally = tally(&good_rows(200));
    assert_eq!(remarks(&tally, &tally), "");
}

#[test]
fn rows_shares_and_columns_that_moved_are_told_the_gravest_first() {
    let before = tally(&good_rows(200));
    let mut rows = good_rows(120);
    for (at, row) in rows.iter_mut().enumerate() {
        let number = if at % 10 == 0 { "_" } else { "001" };
        *row = format!("王{at} {number} _");
    }
    let mut tonight = tally(&rows);
    tonight.add_file(&FileFacts {
        forms: vec![FileForm {
            format: "xlsx",
            encoding: None,
            confidence_percent: 100,
            delimiter: None,
        }],
        footer_rows: 0,
        unknown_headers: vec!["手机"],
        absent_headers: vec!["电话"],
    });
    expect![[r#"
        字段 phone：上次填有 100.0%，今晚全空（列已消失？）
        字段 number：最常见值占比 0.5% → 100.0%
        同一人的重复行占比 0.0% → 89.2%
        行数：200 → 120（-40%）
        新出现的列：手机（未登记，未读取）
        消失的列：电话（已登记）
        文件格式：出现 xlsx
        证号类别 valid 100.0% → 90.0%
        证号类别 missing 0.0% → 10.0%
        字段 number：填充率 100.0% → 90.0%
    "#]]
    .assert_eq(&remarks(&before, &tonight));
}

#[test]
fn fillers_faults_and_damaged_names_are_told_whatever_they_were() {
    let mut rows = good_rows(100);
    for (at, row) in rows.iter_mut().enumerate() {
        match at % 10 {
            0 => *row = format!("王? {at:03} 无"),
            1 => *row = format!("王{at} {at:03} 12"),
            _ => {}
        }
    }
    let tally = tally(&rows);
    expect![[r#"
        字段 phone：占位值占 10.0%
        字段 phone：退回的值占 10.0%
        姓名：缺字、造字占 10.0%
    "#]]
    .assert_eq(&remarks(&tally, &tally));
}

#[test]
fn shares_of_a_few_rows_say_nothing() {
    let before = tally(&good_rows(20));
    let tonight = tally(&drawn(&["王? _ 无", "李? _ 1"]));
    assert_eq!(remarks(&before, &tonight), "");
}

#[test]
fn a_refused_source_stands_before_one_that_moved() {
    let source = |id: &str| Source {
        id: id.to_owned(),
        agency: "health".to_owned(),
        agency_name: "医疗保障局".to_owned(),
        title: "参保登记".to_owned(),
        roster: true,
        snapshot: Day(20_000),
        age_days: 0,
    };
    let sources = [
        Profiled { source: source("fine"), state: SourceState::Read },
        Profiled { source: source("moved"), state: SourceState::Read },
        Profiled { source: source("stale"), state: SourceState::Stale { age_days: 2 } },
        Profiled { source: source("refused"), state: SourceState::Refused("why".to_owned()) },
        Profiled { source: source("absent"), state: SourceState::Absent },
    ];
    let (good, few) = (tally(&good_rows(200)), tally(&good_rows(60)));
    let before = profile([("fine", &good), ("moved", &good), ("stale", &good)]);
    let tonight = profile([("fine", &good), ("moved", &few), ("stale", &good)]);
    let before = Some((Day(20_000), &before));
    let quality = quality(Day(20_001), &sources, &tonight, before, &Settings::default());
    let ids: Vec<&str> = quality.sources.iter().map(|source| source.id.as_str()).collect();
    assert_eq!(ids, ["refused", "absent", "stale", "moved", "fine"]);
}

#[test]
fn the_commonest_fault_of_a_column_is_told_and_no_more_faults_than_values() {
    let tally = tally(&drawn(&["王一 001 1", "王二 002 12", "王三 003 13800000001", "王四 004 _"]));
    let faulty: Vec<_> = tally.faulty_columns(|_| false).collect();
    let expected = super::FaultyColumn {
        at: 2,
        header: "电话",
        filled: 3,
        faulty: 2,
        code: "invalid_phone",
        with_code: 2,
    };
    assert_eq!(faulty, [expected]);
    assert_eq!(tally.faulty_columns(|code| code == "invalid_phone").count(), 0);
}

#[test]
fn what_is_as_good_as_empty_is_neither_filled_nor_faulty() {
    let mut tally = tally(&drawn(&["王一 001 1", "王二 002 12", "王三 003 13800000001"]));
    tally.columns[2].set_aside.insert("null_word".to_owned(), 1);
    let of = |column: super::FaultyColumn<'_>| (column.filled, column.faulty, column.with_code);
    assert_eq!(tally.faulty_columns(|_| false).map(of).collect::<Vec<_>>(), [(3, 3, 2)]);
    let shares = tally.faulty_columns(|code| code == "null_word").map(of);
    assert_eq!(shares.collect::<Vec<_>>(), [(2, 2, 2)]);
}

#[test]
fn what_a_row_lacks_is_no_value_at_fault() {
    let rows = rows(&drawn(&["王一 001 13800000001", "王二 002 _"]));
    let mut records = records(&rows);
    records.rejects = Rejects::from_rows([Reject {
        source: "health_insured",
        file: &rows.file,
        sheet: None,
        line: 3,
        field: Some("电话"),
        value: None,
        code: "missing_period",
        message: "该行缺少所属期",
        message_en: "the row lacks its period",
        suggestion: "请补充",
        repair: None,
        whole_row: true,
    }]);
    let tally = Tally::of_chunk(&rows, &records, SUBJECT);
    assert_eq!(tally.rows_rejected["missing_period"], 1);
    assert_eq!(tally.faulty_columns(|_| false).count(), 0);
}

#[test]
fn rows_that_moved_far_are_named_with_both_numbers_and_few_rows_are_not() {
    let (many, half, few) = (tally(&good_rows(200)), tally(&good_rows(100)), tally(&good_rows(9)));
    let before = profile([("a", &many), ("b", &many), ("c", &half), ("d", &few), ("gone", &many)]);
    let tonight = profile([("a", &half), ("b", &many), ("c", &many), ("d", &tally(&good_rows(3)))]);
    let moved = super::rows_moved(&tonight, &before, &Settings::default());
    let shown: Vec<_> = moved
        .iter()
        .map(|moved| {
            format!("{} {} → {} {:.0}", moved.source, moved.rows_before, moved.rows, moved.percent)
        })
        .collect();
    assert_eq!(shown, ["a 200 → 100 50", "c 100 → 200 100"]);
}
