//! The review lists: who is on them, and in what words.

use calamine::{Reader, Xlsx, open_workbook};
use expect_test::expect;

use super::night::tiny_night;
use crate::report::publish;

fn rows(path: &std::path::Path) -> Vec<Vec<String>> {
    sheet(path, "疑点清单")
}

fn sheet(path: &std::path::Path, name: &str) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = workbook.worksheet_range(name).expect("the sheet");
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
    expect![[r#"
        青石镇社会救助核对疑点清单
        核对日期 2026-11-23　本表 1 户　批次 Rf2cd2dd91a5b300a　居民家庭经济状况信息核对中心　所列均为疑点或线索，须经核实，不作为处理依据。请只填右侧空白各栏；一户有几个疑点、结论不同的，在“分项结论”表逐项填写。
        编号 | C5d7ddbc454b18ff6
        优先级 | 红 / 1
        疑点类型 | 重复救助·同项目同期重复发放（D01）
        姓名 | 王*英
        证号 | 990101********001X
        村/社区 | 柳树村
        涉及项目与金额 | 农村低保 / 420元
        月数 | 1
        一句话理由 | 王*英2026年11月‘农村低保’发放两笔，每笔420元，可能重复。
        建议核实方法 | 核对发放台账，电话138****1234联系本人。 / 若有误：应得的待遇可能被追回
        证据摘要 | 1. 民政局《低保特困发放》第2行：2026年11月 农村低保 420元 / 2. 民政局《低保特困发放》第3行：2026年11月 农村低保 420元
        匹配等级 | 确认
        首次/连续出现次数 | 2026-11-23 / 连续1次
        上次处理结果 | 无
        承办单位 | 民政局 / 协办：医疗保障局 / 关联工单：C72aa114aa30b047e
        期限 | 2026-12-07 / 逾期3天 / 报联席会议办公室督办
        疑点编号 | F646e3f55d98fdac6
        核实结论 | 
        非本人证据号 | 
        理由/备注 | 
        核实日期 | 
        核实人（工号） | 
        复核人（工号） | 
        核对批次 | 2026-11-23 Rf2cd2dd91a5b300a
        校验码 | K83e5e0c32989cb81-K135d5c1d6a8db7bf-b4b09d5d85aeb2__52834cd86cd6a3d2b15f64
    "#]]
    .assert_eq(&text);
}

/// What the file itself says of a sheet.
fn sheet_xml(path: &std::path::Path, number: usize) -> String {
    use std::io::Read;
    let file = std::fs::File::open(path).expect("a list");
    let mut package = zip::ZipArchive::new(file).expect("a package");
    let name = format!("xl/worksheets/sheet{number}.xml");
    let mut text = String::new();
    let mut part = package.by_name(&name).expect("the sheet");
    part.read_to_string(&mut text).expect("a sheet is text");
    text
}

#[test]
fn only_what_reviewers_fill_in_is_open() {
    let runs = tempfile::tempdir().expect("a folder");
    let published = publish(&tiny_night().tonight(), runs.path()).expect("a run");
    let list = published.folder.join("lists/district.xlsx");
    for number in [1, 2] {
        let xml = sheet_xml(&list, number);
        assert!(xml.contains("<sheetProtection "), "{xml}");
        assert!(xml.contains("hidden=\"1\""), "{xml}");
        assert!(xml.contains("属实,属实但减免,不属实-数据错误,不属实-匹配错误,政策允许,无法核实"));
        assert!(xml.contains("type=\"date\""), "{xml}");
    }
    assert!(!sheet_xml(&list, 3).contains("<sheetProtection "), "notes are nobody's to close");
}

/// A column that no seal covers could be changed unnoticed.
#[test]
fn every_column_is_sealed_or_open() {
    use crate::domain::review_list::{OPEN, SEAL, SEALED};
    let runs = tempfile::tempdir().expect("a folder");
    let published = publish(&tiny_night().tonight(), runs.path()).expect("a run");
    let list = published.folder.join("lists/district.xlsx");
    for name in ["疑点清单", "分项结论"] {
        for title in &sheet(&list, name)[2] {
            let known = SEALED.iter().chain(&OPEN).chain([&SEAL]).any(|known| known == title);
            assert!(known, "{name}: {title}");
        }
    }
}

#[test]
fn flags_of_a_case_with_several_stand_on_a_sheet_of_their_own() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    let list = |night: &super::night::TinyNight| {
        let published = publish(&night.tonight(), runs.path()).expect("a run");
        published.folder.join("lists/990101001-青石镇.xlsx")
    };
    assert_eq!(sheet(&list(&night), "分项结论").len(), 3, "one flag is concluded with its case");
    add_second_flag(&mut night);
    let list = list(&night);
    let (cases, flags) = (rows(&list), sheet(&list, "分项结论"));
    let column = |rows: &[Vec<String>], title: &str| {
        let at = rows[2].iter().position(|one| one == title).expect("the title");
        rows[3..].iter().map(|row| row[at].clone()).collect::<Vec<_>>()
    };
    let ids = column(&flags, "疑点编号");
    assert_eq!(column(&cases, "疑点编号"), [ids.join(" ")]);
    assert_eq!(column(&flags, "编号"), vec![column(&cases, "编号")[0].clone(); 2]);
    assert!(column(&flags, "疑点类型")[1].contains("（X01）"));
    let seals = column(&flags, "校验码");
    assert_ne!(seals[0], seals[1]);
}

#[test]
fn a_long_list_of_evidence_shows_each_source_and_keeps_its_numbers() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    night.settings.evidence_rows_per_case = 2;
    let row = |mention, says: &str| crate::domain::Evidence {
        mention,
        says: says.to_owned(),
        ..night.findings[0].evidence[0].clone()
    };
    let rows_of = [row(1, "2026年10月 420元"), row(0, "2026年11月 420元"), row(2, "2,000元")];
    night.findings[0].evidence = rows_of.to_vec();
    night.evidence_keys[0] = vec![night.evidence_keys[0][0]; 3];
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    let rows = rows(&published.folder.join("lists/990101001-青石镇.xlsx"));
    let at = rows[2].iter().position(|title| title == "证据摘要").expect("the title");
    expect![[r#"
        1. 民政局《低保特困发放》第2行：2026年10月 420元
        3. 慈善会《慈善救助》第3行：2,000元
        另有1行，见疑点证据表。"#]]
    .assert_eq(&rows[3][at]);
}

#[test]
fn a_settled_flag_says_so_and_is_in_no_case() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    night.findings[0].decision = Some(crate::domain::Standing {
        outcome: crate::domain::Outcome::Permitted,
        decided_on: super::night::day("2026-11-21"),
        returned: None,
    });
    assert!(night.findings[0].is_settled() && !night.findings[0].is_open());
    night.cases.remove(0);
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    let flags: crate::report::tables::Flags =
        crate::report::read_table(&published.folder).expect("flags");
    let flag = flags.rows().find(|flag| flag.code == "D01").expect("the flag is still there");
    assert_eq!((flag.decision, flag.returned, flag.case_id), (Some("permitted"), None, None));
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

/// The lines of a sheet, one cell after the other.
fn lines(path: &std::path::Path, name: &str) -> String {
    let rows = sheet(path, name);
    let line =
        |row: &Vec<String>| row.join(" | ").replace('\n', " / ").trim_end().to_owned() + "\n";
    rows.iter().map(line).collect()
}

#[test]
fn a_note_stands_on_a_sheet_of_its_own_and_in_no_case() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    night.findings[0].note = true;
    night.cases.remove(0);
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    let list = published.folder.join("lists/990101001-青石镇.xlsx");
    assert_eq!(rows(&list).len(), 3, "no case is left");
    expect![[r#"
        青石镇社会救助统筹提示 |  |  |  |  |  |  |  |  |  |  |
        核对日期 2026-11-23　本表 1 条　批次 Rf2cd2dd91a5b300a　居民家庭经济状况信息核对中心　所列为几个部门先后救助的同一家庭，供后续统筹，不是疑点，无须核查。 |  |  |  |  |  |  |  |  |  |  |
        编号 | 提示类型 | 姓名 | 证号 | 村/社区 | 涉及项目与金额 | 情况 | 建议 | 依据的记录 | 匹配等级 | 首次/连续出现次数 | 备注
        F646e3f55d98fdac6 | 同项目同期重复发放（D01） | 王*英 | 990101********001X | 柳树村 | 农村低保 / 420元 | 王*英2026年11月‘农村低保’发放两笔，每笔420元，可能重复。 | 核对发放台账，电话138****1234联系本人。 | 民政局《低保特困发放》第2行：2026年11月 农村低保 420元 / 民政局《低保特困发放》第3行：2026年11月 农村低保 420元 | 确认 | 2026-11-23 / 连续1次 |
    "#]].assert_eq(&lines(&list, "统筹提示"));
    let district = lines(&published.folder.join("lists/district.xlsx"), "统筹提示");
    assert!(district.contains("青石镇 | 柳树村"), "{district}");
    let flags: crate::report::tables::Flags =
        crate::report::read_table(&published.folder).expect("flags");
    let notes: Vec<_> = flags.rows().map(|flag| (flag.code, flag.note, flag.case_id)).collect();
    assert!(notes.contains(&("D01", true, None)), "a note is published without a case");
    let page = std::fs::read_to_string(published.folder.join("summary.html")).expect("a page");
    assert!(page.contains("<h2>统筹提示</h2>") && page.contains("共 1 条、1 户"), "{page}");
}

#[test]
fn the_workbook_of_statistics_says_what_the_tables_say() {
    let runs = tempfile::tempdir().expect("a folder");
    let published = publish(&tiny_night().tonight(), runs.path()).expect("a run");
    let book = published.folder.join("lists/statistics.xlsx");
    let names = ["各项目救助", "备用金台账", "困难群众救助覆盖", "部门共同救助对象"];
    let text: String = names.into_iter().map(|name| lines(&book, name)).collect();
    expect![[r"
        各项目救助 |  |  |  |  |  |  |
        核对日期 2026-11-23　本表 3 行　居民家庭经济状况信息核对中心　按发放的所属期统计，“本月”“本年”为核对日期所在的月和年。一笔发放为一人次，退回不计人次、冲减金额；人数去重，各行人数相加不等于合计。 |  |  |  |  |  |  |
        代码 | 救助项目 | 本月人次 | 本月人数 | 本月金额（元） | 本年人次 | 本年人数 | 本年金额（元）
        CS | 慈善救助 | 1 | 1 | 2000 | 1 | 1 | 2000
        DBN | 农村低保 | 2 | 1 | 840 | 2 | 1 | 840
        合计 |  | 3 | 1 | 2840 | 3 | 1 | 2840
        备用金台账 |  |  |  |  |  |  |  |  |  |
        核对日期 2026-11-23　本表 11 行　居民家庭经济状况信息核对中心　慈善金2026年度总额1,500.00元，依据：未核实。按发放日期记账，没有发放日期的按所属期；没有年度总额的年份不列台账。 |  |  |  |  |  |  |  |  |  |
        资金 | 月份 | 本月人次 | 本月人数 | 本月金额（元） | 累计人次 | 累计人数 | 累计金额（元） | 年度总额（元） | 结余（元） | 超支
        慈善金 | 2026年1月 | 0 | 0 | 0 | 0 | 0 | 0 | 1500 | 1500 |
        慈善金 | 2026年2月 | 0 | 0 | 0 | 0 | 0 | 0 | 1500 | 1500 |
        慈善金 | 2026年3月 | 0 | 0 | 0 | 0 | 0 | 0 | 1500 | 1500 |
        慈善金 | 2026年4月 | 0 | 0 | 0 | 0 | 0 | 0 | 1500 | 1500 |
        慈善金 | 2026年5月 | 0 | 0 | 0 | 0 | 0 | 0 | 1500 | 1500 |
        慈善金 | 2026年6月 | 0 | 0 | 0 | 0 | 0 | 0 | 1500 | 1500 |
        慈善金 | 2026年7月 | 0 | 0 | 0 | 0 | 0 | 0 | 1500 | 1500 |
        慈善金 | 2026年8月 | 0 | 0 | 0 | 0 | 0 | 0 | 1500 | 1500 |
        慈善金 | 2026年9月 | 0 | 0 | 0 | 0 | 0 | 0 | 1500 | 1500 |
        慈善金 | 2026年10月 | 0 | 0 | 0 | 0 | 0 | 0 | 1500 | 1500 |
        慈善金 | 2026年11月 | 1 | 1 | 2000 | 1 | 1 | 2000 | 1500 | -500 | 超支
        困难群众救助覆盖 |  |  |  |  |  |  |
        核对日期 2026-11-23　本表 2 行　居民家庭经济状况信息核对中心　按已报送的情况记录统计，只计数，不是疑点：未见救助不等于应当救助，各行之间会有同一人。 |  |  |  |  |  |  |
        困难情形 | 有困难（人） | 已救助（人） | 未见救助（人） | 覆盖率 | 救助人次 | 救助金额（元） | 算作救助的项目
        大额医疗费用 | 2 | 1 | 1 | 0.5 | 1 | 2000 | 慈善救助
        受灾 |  |  |  |  |  |  | 今晚未统计：缺少数据来源 emergency_damage
        部门共同救助对象 |  |
        核对日期 2026-11-23　本表 2 行　居民家庭经济状况信息核对中心　两部门都有发放或现行资格的人数；对角线为一个部门的受助人数。 |  |
         | 慈善会 | 民政局
        慈善会 | 1 | 1
        民政局 |  | 1
    "]].assert_eq(&text);
}

#[test]
fn a_list_speaks_the_language_of_the_centre_and_keeps_its_seal() {
    use crate::domain::Language;
    let mut night = tiny_night();
    let printed = |night: &super::night::TinyNight| {
        let runs = tempfile::tempdir().expect("a folder");
        let published = publish(&night.tonight(), runs.path()).expect("a run");
        let path = published.folder.join("lists/990101001-青石镇.xlsx");
        let name = night.settings.language.say("疑点清单");
        let rows = sheet(&path, name);
        (rows[0][0].clone(), rows[2].join(" | "))
    };
    let (title, header) = printed(&night);
    assert!(
        title == "青石镇社会救助核对疑点清单" && header.starts_with("编号 | 优先级"),
        "{header}"
    );
    night.settings.language = Language::English;
    let (title, header) = printed(&night);
    assert!(title == "青石镇 – cases to verify", "{title}");
    assert!(header.starts_with("Case | Priority | Kind | Name"), "{header}");
    night.settings.language = Language::Traditional;
    let (_, header) = printed(&night);
    assert!(header.starts_with("編號 | 優先級 | 疑點類型"), "{header}");
}

/// The cell under a title of a sheet's first line.
fn cell(rows: &[Vec<String>], title: &str) -> String {
    let at = rows[2].iter().position(|known| known == title).expect("the title");
    rows[3][at].clone()
}

/// A list that comes back as it was printed is not altered, cut cells included.
fn is_sealed(rows: &[Vec<String>]) -> bool {
    use crate::domain::review_list::Seal;
    let seal: Seal = cell(rows, "校验码").parse().expect("a seal");
    let text = |title: &str| {
        let at = rows[2].iter().position(|known| known == title)?;
        Some(rows[3][at].as_str())
    };
    seal.altered(&Seal::new(text, seal.grounds)).is_none()
}

#[test]
fn what_paper_has_no_room_for_is_cut_with_a_word_on_where_the_rest_is() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    let list = |night: &super::night::TinyNight| {
        let published = publish(&night.tonight(), runs.path()).expect("a run");
        published.folder.join("lists/990101001-青石镇.xlsx")
    };
    assert!(is_sealed(&rows(&list(&night))));
    // A line of the column holds twelve Han characters, a row thirty-one lines, the last for the word.
    night.findings[0].reason = "王*英的低保多发了。".repeat(60);
    let alone = rows(&list(&night));
    let reason = cell(&alone, "一句话理由");
    assert!(reason.ends_with("\n其余见疑点表"), "{reason}");
    assert!((370..=390).contains(&reason.chars().count()), "{}", reason.chars().count());
    assert!(is_sealed(&alone));
    add_second_flag(&mut night);
    let path = list(&night);
    let (together, apart) = (rows(&path), sheet(&path, "分项结论"));
    assert!(cell(&together, "一句话理由").ends_with("\n其余见分项结论"));
    assert!(cell(&apart, "一句话理由").ends_with("\n其余见疑点表"));
    assert!(is_sealed(&together) && is_sealed(&apart));
    assert!(sheet_xml(&path, 1).contains("ht=\"40"), "the row is as high as its text");
}

/// Gives the first case another flag, on the same evidence.
fn add_second_flag(night: &mut super::night::TinyNight) {
    let second = crate::domain::Finding {
        code: "X01".to_owned(),
        discriminator: "death".to_owned(),
        ..night.findings[0].clone()
    };
    night.findings.push(second);
    night.evidence_keys.push(night.evidence_keys[0].clone());
    night.cases[0].findings = vec![0, 2];
}
