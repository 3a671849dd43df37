//! The case sheets and the index: what a supervisor prints and opens.

use std::path::Path;

use super::night::tiny_night;
use crate::report::publish;

fn page(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join(file)).expect("a page")
}

#[test]
fn a_sheet_holds_reason_sources_course_and_room_for_signatures_and_needs_no_network() {
    let runs = tempfile::tempdir().expect("a folder");
    let published = publish(&tiny_night().tonight(), runs.path()).expect("a run");
    let sheet = page(&published.folder, "sheets/C5d7ddbc454b18ff6.html");
    for part in [
        "可能重复",
        "420 + 420 − 420 = 420",
        "民政局《低保特困发放》第2行",
        "补发；退汇重发",
        "<svg",
        "当事人签字",
        "复核人签字",
        "□ 不属实-匹配错误",
        "提供材料：28",
        "逾期3天",
        "应得的待遇可能被追回",
    ] {
        assert!(sheet.contains(part), "`{part}` is not on the sheet:\n{sheet}");
    }
    for trace in ["http://", "https://", "src=", "@import", "url("] {
        let plain = sheet.replace("http://www.w3.org/2000/svg", "");
        assert!(!plain.contains(trace), "`{trace}` would load something");
    }
    let town = page(&published.folder, "sheets/990101001-青石镇.html");
    assert_eq!(town.matches("<article").count(), 1, "a case of a weak match has no sheet");
}

#[test]
fn the_index_leads_to_every_list_and_sheet_it_names() {
    let runs = tempfile::tempdir().expect("a folder");
    let published = publish(&tiny_night().tonight(), runs.path()).expect("a run");
    let index = page(&published.folder, "index.html");
    let links: Vec<&str> =
        index.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(links.contains(&"sheets/C5d7ddbc454b18ff6.html"), "{links:?}");
    for link in links {
        assert!(published.folder.join(link).is_file(), "{link} leads nowhere");
    }
}

/// What rests on a weak match is for analysts, also where the case is listed for something surer.
#[test]
fn the_index_names_no_kind_that_lists_do_not_show() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    night.cases[0].findings = vec![0, 1];
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    let index = page(&published.folder, "index.html");
    assert!(index.contains("同项目同期重复发放"), "{index}");
    assert!(!index.contains("大额医疗费用未获救助"), "{index}");
}

#[test]
fn a_sheet_says_how_much_of_a_course_it_does_not_draw() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    let sheet = |night: &super::night::TinyNight| {
        let published = publish(&night.tonight(), runs.path()).expect("a run");
        page(&published.folder, "sheets/C5d7ddbc454b18ff6.html")
    };
    assert!(!sheet(&night).contains("不在图上"), "all of it is drawn");
    let award = night.dossiers[0].awards[0].clone();
    let of_scheme = |number: u32| crate::domain::DossierAward {
        scheme: format!("S{number:02}"),
        ..award.clone()
    };
    // With the finding and the award there are sixteen lanes, and one that ended years ago.
    night.dossiers[0].awards.extend((0..14).map(of_scheme));
    night.dossiers[0].awards.push(crate::domain::DossierAward {
        to: Some(super::night::day("2020-03-31")),
        from: Some(super::night::day("2019-01-01")),
        ..of_scheme(99)
    });
    let sheet = sheet(&night);
    assert!(sheet.contains("另有 3 项不在图上（更早的，或图上排不下的），见救助链表。"), "{sheet}");
    assert!(!sheet.contains(">S99<"), "{sheet}");
}
