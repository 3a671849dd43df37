use std::collections::BTreeMap;
use std::fmt::Display;

use expect_test::{Expect, expect};

use super::super::fault::Fault;
use super::super::gazetteer::Gazetteer;
use super::super::resident_id::Document;
use super::super::{Unit, account, address, amount, code, date, person_name, phone, resident_id};
use super::divisions;

/// Each line of `given` through a kind: what it becomes, or the fault's code.
fn check<T: Display>(
    given: &str,
    kind: impl Fn(&str) -> Result<Option<T>, Fault>,
    expected: &Expect,
) {
    let mut shown = String::new();
    for line in given.lines() {
        let result = match kind(line) {
            Ok(Some(value)) => value.to_string(),
            Ok(None) => "(none)".to_owned(),
            Err(fault) => format!("! {}", fault.code()),
        };
        shown += &format!("{line} => {result}\n");
    }
    expected.assert_eq(&shown);
}

fn shown_name(raw: &str) -> Result<Option<String>, Fault> {
    let name = person_name::person_name(raw)?;
    Ok(name.map(|name| {
        let reading = name.reading.unwrap_or_else(|| "(no reading)".to_owned());
        let surname = name.surname_length.map_or("?".to_owned(), |length| length.to_string());
        format!("{} / {} / {surname} / {reading}", name.normal, name.folded)
    }))
}

#[test]
fn a_name_loses_what_is_not_the_name_and_nothing_else() {
    check(
        "王秀英\n 王 秀英\u{3000}\n王秀英（户主）\n（已故）王秀英\n王秀英等3人\n王秀英同志\n\
         王秀英\u{200B}\n王*英\n王□英\n王\u{E500}英\n王\u{E831}",
        shown_name,
        &expect![[]],
    );
}

#[test]
fn a_surname_is_read_as_a_surname() {
    check("曾伟\n单雄\n仇英\n欧阳修文\n尉迟恭\n欧阳\n区小明\n甯静\n劉偉", shown_name, &expect![[]]);
}

#[test]
fn a_dotted_or_latin_name_keeps_one_dot_or_blank() {
    check(
        "阿依古丽•买买提\n阿依古丽.买买提\n阿依古丽 · 买买提\n阿依古丽·\nJohn  smith\nＷＥＩ Wang",
        shown_name,
        &expect![[]],
    );
}

#[test]
fn a_name_that_is_nobodys_is_set_aside() {
    check(
        "王伟之子\n王伟之女（婴）\n不详\n无名氏\n张某某\n李某\n测试\n王女士\n12345\n张三、李四\n无\n/\n ",
        shown_name,
        &expect![[]],
    );
}

fn shown_id(raw: &str) -> Result<Option<String>, Fault> {
    let samples = ["990101199001010011".to_owned()];
    let (id, fault) = resident_id::id_number(raw, None, &samples, false);
    let fault = fault.map(|fault| format!(" ! {}", fault.code())).unwrap_or_default();
    let normal = id.normal.unwrap_or_else(|| "(none)".to_owned());
    Ok(Some(format!("{normal} {} {}{fault}", id.class.code(), id.document.code())))
}

#[test]
fn a_number_is_spelt_one_way_and_classed_but_never_repaired() {
    check(
        "990101195003020011\n99010119500302001O\n'990101195003020011\n９９０１０１１９５００３０２００１１\n\
         990101 19500302 0011\n990101195003020012\n990101500302001\n990101195003020000\n\
         9.90101195003020E+17\n9.9010119500302E+17\n9.90101E+17\n990101195003020\n99010119500302004x\n\
         99010119500302004×\n990101********0011\n990101XXXXXXXX0011\n000000000000000000\n\
         111111111111111111\n123456789012345678\n990101190001010019\n990101199001010011\n无\n\
         H12345678\nE12345678\nG990101195003020011\n99010119500302001142\n990101\n家庭住址",
        shown_id,
        &expect![[]],
    );
}

#[test]
fn a_number_of_another_document_is_not_measured_as_a_resident_number() {
    let passport = |raw: &str| {
        let (id, fault) = resident_id::id_number(raw, Some(Document::Passport), &[], false);
        let normal = id.normal.unwrap_or_default();
        fault.map_or(Ok(Some(format!("{normal} {}", id.class.code()))), Err)
    };
    check("e1234567\n123456789012345678\n", passport, &expect![[]]);
}

#[test]
fn a_date_keeps_its_precision_and_a_default_is_none() {
    check(
        "20261105\n2026-11-05\n2026/11/5\n2026.11.05\n2026年11月5日\n二〇二六年十一月五日\n\
         2026-11-05 10:30\n2026-11-05T10:30:00\n20261105103000\n46331\n202611\n2026-11\n2026年11月\n20230500\n\
         2026\n1950年\n99991231\n0000-00-00\n1900-01-01\n2023-02-29\n2026-13-01\n20261332\n五月\n农历五月初三\n\
         85.3.2\n不详\n长期\n2024-02-29",
        |raw| date::date(raw, &[]),
        &expect![[]],
    );
}

#[test]
fn a_term_is_its_first_month() {
    check(
        "2026秋\n2026春\n2026秋季学期\n2026-2027-1\n2026-2027-2\n2026-2027学年第二学期\n2023上\n2023下\n秋\n2026",
        date::term,
        &expect![[]],
    );
}

#[test]
fn an_amount_is_read_to_the_fen_and_never_rounded() {
    check(
        "3000\n3,000.00元\n¥1200.5\n-35.50\n(35.50)\n1.2万\n1万\n10,000.00\n壹万元\n壹仟贰佰叁拾元伍角整\n\
         一万两千\n贰佰零伍元整\n叁元零伍分\n0\n0.00\n12.345\n12.340\n1,20\n.5\n无\n/\n一\n三百元\n1e5\n\
         99999999999999",
        |raw| amount::amount(raw, Unit::Yuan),
        &expect![[]],
    );
}

#[test]
fn a_column_in_thousands_is_multiplied_without_loss() {
    check(
        "1.2\n1.23456\n1.234567",
        |raw| amount::amount(raw, Unit::ThousandYuan),
        &expect![[]],
    );
}

#[test]
fn a_phone_is_digits_and_a_filler_is_none() {
    check(
        "13812340001\n+86 138-1234-0001\n0086138 12340001\n010-12345670\n88001234\n13812340001,13912340002\n\
         138****0001\n11111111111\n13800000000\n12345\n无",
        phone::phone,
        &expect![[]],
    );
}

#[test]
fn an_account_that_lost_digits_is_set_aside() {
    check(
        "6222 0000 1234 5678 901\n'6222000012345678901\n6.22200E+18\n6222000012345670000\n0000000000\n8123\n无",
        account::account,
        &expect![[]],
    );
}

#[test]
fn a_code_by_the_sources_table_comes_first() {
    let table = BTreeMap::from([("0".to_owned(), "female".to_owned())]);
    let none = BTreeMap::new();
    check("男\n1\n女性\n0\n3\n ", |raw| code::sex(raw, &none), &expect![[]]);
    check("0\n1", |raw| code::sex(raw, &table), &expect![[]]);
    check("户主\n本人\n子\n长女\n父亲\n孙子\n兄弟姐妹\n其他\n10\n41\n表舅爷", |raw| code::relation(raw, &none), &expect![[]]);
    check("是\n否\n√\n0\n或许", |raw| code::yes_no(raw, &none), &expect![[]]);
}

fn shown_address(raw: &str, town: Option<&str>) -> Result<Option<String>, Fault> {
    let gazetteer = Gazetteer::new(&divisions());
    let town = town.and_then(|town| gazetteer.code_of(town, None));
    let found = address::address(Some(raw), town, None, &gazetteer);
    let show = |code: Option<&str>| code.unwrap_or("-").to_owned();
    let dwelling = if found.is_dwelling { "dwelling" } else { "-" };
    let door = show(found.door.as_deref());
    Ok(Some(format!("{} {} {door} {dwelling}", show(found.town), show(found.village))))
}

#[test]
fn an_address_has_one_spelling_below_the_village() {
    check(
        "示范区城关镇新民村3组12号\n虚构省示例市示范区城关镇新民村三组十二号\n城关镇新民村第三组\n\
         示范区城关镇城关镇老民村3社12号\n城关镇新民村村委会3组12号附1号\n城关镇新民村大屋湾3组12-1号\n\
         示范区东风街道红旗社区人民路18号3栋2单元501室\n东风街道办事处红旗社区居委会人民路18-3-2-501\n\
         东风街道红旗社区人民路18号三幢二单元五〇一\n东风街道红旗社区五一路廿三号\n东风镇红旗社区幸福小区8-1-302\n\
         东风街道红旗社区幸福小区3号楼2单元501\n红旗社区人民路\n红旗12号\n示范区城关镇",
        |raw| shown_address(raw, None),
        &expect![[]],
    );
}

#[test]
fn a_village_of_two_towns_needs_its_town_and_a_strange_district_has_no_door() {
    check(
        "新民村3组12号\n示范区新民村3组12号\n邻近区城关镇新民村3组12号\n他省外市西区城关镇新民村3组12号\n某县某村3组\n人民路18号",
        |raw| shown_address(raw, None),
        &expect![[]],
    );
    check("新民村3组12号\n3组12号", |raw| shown_address(raw, Some("东风街道")), &expect![[]]);
}
