//! The quality page: what it shows, and that nothing a file says becomes markup.

use crate::domain::{ColumnQuality, Day, Part, Quality, Remark, SourceQuality, SourceState};
use crate::report::quality_page::render;

fn source(state: SourceState) -> SourceQuality {
    SourceQuality {
        id: "health_insured".to_owned(),
        agency_name: "医疗保障局".to_owned(),
        title: "参保登记".to_owned(),
        state,
        rows: 1_234_567,
        rows_before: Some(1000),
        rows_rejected: 3,
        values_set_aside: 4,
        subjects: 1_200_000,
        rows_with_subject: 1_234_000,
        names_lost: 5,
        names_private_use: 6,
        footer_rows: 7,
        encoding_confidence_percent: Some(87),
        forms: vec![Part {
            name: "csv gb18030".to_owned(),
            count: 2,
            percent: 100.0,
            percent_before: None,
        }],
        id_classes: vec![Part {
            name: "valid".to_owned(),
            count: 9,
            percent: 99.04,
            percent_before: Some(98.0),
        }],
        document_types: Vec::new(),
        unknown_columns: vec!["<b>血型</b>".to_owned()],
        absent_columns: vec!["性别".to_owned()],
        columns: vec![ColumnQuality {
            field: "phone".to_owned(),
            filled_percent: 61.55,
            filled_percent_before: Some(95.0),
            most_frequent_percent: 3.0,
            placeholder_percent: 12.0,
            set_aside: vec![("invalid_phone".to_owned(), 4)],
        }],
        remarks: vec![Remark {
            weight: 33.0, text: "字段 phone：填充率 95.0% → 61.6%".to_owned()
        }],
    }
}

fn page(state: SourceState) -> String {
    let quality = Quality {
        night: Day(20_780),
        compared_with: Some(Day(20_779)),
        sources: vec![source(state)],
    };
    render(&quality, "核对中心").expect("a page")
}

#[test]
fn a_source_is_shown_with_its_figures_remarks_and_columns() {
    let page = page(SourceState::Read);
    for words in [
        "医疗保障局 参保登记",
        "1,234,567",
        "csv gb18030 × 2",
        "编码把握 <b>87%</b>",
        "<li>字段 phone：填充率 95.0% → 61.6%</li>",
        "<td>phone</td><td class=\"n\">61.5%</td><td class=\"n\">95.0%</td>",
        "invalid_phone 4",
        "<td>valid</td><td class=\"n\">9</td><td class=\"n\">99.0%</td><td class=\"n\">98.0%</td>",
        "与 2026-11-22 的运行比较",
    ] {
        assert!(page.contains(words), "the page shows {words}:\n{page}");
    }
    assert!(!page.contains("<b>血型"), "a header is text");
}

#[test]
fn a_refused_source_says_why() {
    let page = page(SourceState::Refused("a < b".to_owned()));
    assert!(page.contains("已退回") && page.contains("a &#60; b"), "{page}");
}

#[test]
fn every_element_that_opens_closes() {
    let page = page(SourceState::Read);
    for tag in
        ["table", "tr", "td", "th", "thead", "tbody", "section", "ul", "li", "div", "h2", "p"]
    {
        let opened =
            page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}
