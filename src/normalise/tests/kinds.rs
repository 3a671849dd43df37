//! One test per kind of value: each line as given, and what it becomes.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use std::collections::BTreeMap;

use expect_test::expect;

use super::super::fault::Fault;
use super::super::gazetteer::Gazetteer;
use super::super::{Unit, account, address, amount, code, date, person_name, phone};
use super::{check, check_shown, divisions};

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
        &expect![[r#"
            王秀英 => 王秀英 / 王秀英 / 1 / wang2|wang4|yu4 xiu4 ying1|yang1
             王 秀英\u{3000} => 王秀英 / 王秀英 / 1 / wang2|wang4|yu4 xiu4 ying1|yang1
            王秀英（户主） => 王秀英 / 王秀英 / 1 / wang2|wang4|yu4 xiu4 ying1|yang1
            （已故）王秀英 => 王秀英 / 王秀英 / 1 / wang2|wang4|yu4 xiu4 ying1|yang1
            王秀英等3人 => 王秀英 / 王秀英 / 1 / wang2|wang4|yu4 xiu4 ying1|yang1
            王秀英同志 => 王秀英 / 王秀英 / 1 / wang2|wang4|yu4 xiu4 ying1|yang1
            王秀英\u{200b} => 王秀英 / 王秀英 / 1 / wang2|wang4|yu4 xiu4 ying1|yang1
            王*英 => 王*英 / 王*英 / 1 / wang2|wang4|yu4 * ying1|yang1
            王□英 => 王*英 / 王*英 / 1 / wang2|wang4|yu4 * ying1|yang1
            王\u{e500}英 => 王*英 / 王*英 / 1 / wang2|wang4|yu4 * ying1|yang1
            王\u{e831} => 王𡗗 / 王𡗗 / 1 / wang2|wang4|yu4 peng3
        "#]],
    );
}

#[test]
fn a_surname_is_read_as_a_surname() {
    check(
        "曾伟\n单雄\n仇英\n欧阳修文\n尉迟恭\n欧阳\n区小明\n甯静\n劉偉",
        shown_name,
        &expect![[r#"
            曾伟 => 曾伟 / 曾伟 / 1 / zeng1 wei3
            单雄 => 单雄 / 单雄 / 1 / shan4 xiong2
            仇英 => 仇英 / 仇英 / 1 / qiu2 ying1|yang1
            欧阳修文 => 欧阳修文 / 欧阳修文 / 2 / ou1 yang2 xiu1 wen2
            尉迟恭 => 尉迟恭 / 尉迟恭 / 2 / yu4 chi2 gong1
            欧阳 => 欧阳 / 欧阳 / 1 / ou1 yang2
            区小明 => 区小明 / 区小明 / 1 / ou1 xiao3 ming2|meng4
            甯静 => 甯静 / 宁静 / 1 / ning2|ning4 jing4
            劉偉 => 劉偉 / 刘伟 / 1 / liu2 wei3
        "#]],
    );
}

#[test]
fn a_dotted_or_latin_name_keeps_one_dot_or_blank() {
    check(
        "阿依古丽•买买提\n阿依古丽.买买提\n阿依古丽 · 买买提\n阿依古丽·\nJohn  smith\nＷＥＩ Wang",
        shown_name,
        &expect![[r#"
            阿依古丽•买买提 => 阿依古丽·买买提 / 阿依古丽买买提 / ? / a1|e1|e3|a3|a4|a yi1|yi3 gu3|gu4|ku1 li4|li2 mai3 mai3 ti2|di1|chi2|shi2|di3
            阿依古丽.买买提 => 阿依古丽·买买提 / 阿依古丽买买提 / ? / a1|e1|e3|a3|a4|a yi1|yi3 gu3|gu4|ku1 li4|li2 mai3 mai3 ti2|di1|chi2|shi2|di3
            阿依古丽 · 买买提 => 阿依古丽·买买提 / 阿依古丽买买提 / ? / a1|e1|e3|a3|a4|a yi1|yi3 gu3|gu4|ku1 li4|li2 mai3 mai3 ti2|di1|chi2|shi2|di3
            阿依古丽· => 阿依古丽 / 阿依古丽 / 1 / a1|e1|e3|a3|a4|a yi1|yi3 gu3|gu4|ku1 li4|li2
            John  smith => JOHN SMITH / JOHN SMITH / ? / (no reading)
            ＷＥＩ Wang => WEI WANG / WEI WANG / ? / (no reading)
        "#]],
    );
}

#[test]
fn a_name_that_is_nobodys_is_set_aside() {
    check(
        "王伟之子\n王伟之女（婴）\n不详\n无名氏\n张某某\n李某\n测试\n王女士\n12345\n张三、李四\n无\n/\n ",
        shown_name,
        &expect![[r#"
            王伟之子 => ! name_of_relative
            王伟之女（婴） => ! name_of_relative
            不详 => ! placeholder_name
            无名氏 => ! placeholder_name
            张某某 => ! placeholder_name
            李某 => ! placeholder_name
            测试 => ! placeholder_name
            王女士 => ! placeholder_name
            12345 => ! invalid_name
            张三、李四 => ! several_names
            无 => (none)
            / => (none)
              => (none)
        "#]],
    );
}

#[test]
fn a_date_keeps_its_precision_and_a_default_is_none() {
    check(
        "20261105\n2026-11-05\n2026/11/5\n2026.11.05\n2026年11月5日\n二〇二六年十一月五日\n\
         2026-11-05 10:30\n2026-11-05T10:30:00\n20261105103000\n46331\n202611\n2026-11\n2026年11月\n20230500\n\
         2026\n1950年\n99991231\n0000-00-00\n1900-01-01\n2023-02-29\n2026-13-01\n20261332\n五月\n农历五月初三\n\
         85.3.2\n不详\n长期\n2024-02-29",
        |raw| date::date(raw, &[]),
        &expect![[r#"
            20261105 => 2026-11-05
            2026-11-05 => 2026-11-05
            2026/11/5 => 2026-11-05
            2026.11.05 => 2026-11-05
            2026年11月5日 => 2026-11-05
            二〇二六年十一月五日 => 2026-11-05
            2026-11-05 10:30 => 2026-11-05
            2026-11-05T10:30:00 => 2026-11-05
            20261105103000 => 2026-11-05
            46331 => 2026-11-05
            202611 => 2026-11
            2026-11 => 2026-11
            2026年11月 => 2026-11
            20230500 => 2023-05
            2026 => 2026
            1950年 => 1950
            99991231 => (none)
            0000-00-00 => (none)
            1900-01-01 => (none)
            2023-02-29 => ! invalid_date
            2026-13-01 => ! invalid_date
            20261332 => ! invalid_date
            五月 => ! invalid_date
            农历五月初三 => ! invalid_date
            85.3.2 => ! invalid_date
            不详 => (none)
            长期 => (none)
            2024-02-29 => 2024-02-29
        "#]],
    );
}

#[test]
fn a_term_is_its_first_month() {
    check(
        "2026秋\n2026春\n2026秋季学期\n2026-2027-1\n2026-2027-2\n2026-2027学年第二学期\n2023上\n2023下\n秋\n2026",
        date::term,
        &expect![[r#"
            2026秋 => 2026-09
            2026春 => 2026-03
            2026秋季学期 => 2026-09
            2026-2027-1 => 2026-09
            2026-2027-2 => 2027-03
            2026-2027学年第二学期 => 2027-03
            2023上 => 2023-03
            2023下 => 2023-09
            秋 => ! invalid_term
            2026 => ! invalid_term
        "#]],
    );
}

#[test]
fn an_amount_is_read_to_the_fen_and_never_rounded() {
    check(
        "3000\n3,000.00元\n¥1200.5\n-35.50\n(35.50)\n1.2万\n1万\n10,000.00\n壹万元\n壹仟贰佰叁拾元伍角整\n\
         一万两千\n贰佰零伍元整\n叁元零伍分\n0\n0.00\n12.345\n12.340\n1,20\n.5\n无\n/\n一\n三百元\n1e5\n\
         99999999999999",
        |raw| amount::amount(raw, Unit::Yuan),
        &expect![[r#"
            3000 => 3000.00
            3,000.00元 => 3000.00
            ¥1200.5 => 1200.50
            -35.50 => -35.50
            (35.50) => -35.50
            1.2万 => 12000.00
            1万 => 10000.00
            10,000.00 => 10000.00
            壹万元 => 10000.00
            壹仟贰佰叁拾元伍角整 => 1230.50
            一万两千 => 12000.00
            贰佰零伍元整 => 205.00
            叁元零伍分 => 3.05
            0 => 0.00
            0.00 => 0.00
            12.345 => ! invalid_amount
            12.340 => 12.34
            1,20 => ! invalid_amount
            .5 => 0.50
            无 => (none)
            / => (none)
            一 => 1.00
            三百元 => 300.00
            1e5 => ! invalid_amount
            99999999999999 => ! invalid_amount
        "#]],
    );
}

#[test]
fn a_column_in_thousands_is_multiplied_without_loss() {
    check(
        "1.2\n1.23456\n1.234567",
        |raw| amount::amount(raw, Unit::ThousandYuan),
        &expect![[r#"
        1.2 => 1200.00
        1.23456 => 1234.56
        1.234567 => ! invalid_amount
    "#]],
    );
}

#[test]
fn a_phone_is_digits_and_a_filler_is_none() {
    check(
        "13812340001\n+86 138-1234-0001\n0086138 12340001\n010-12345670\n88001234\n13812340001,13912340002\n\
         138****0001\n11111111111\n13800000000\n12345\n无",
        phone::phone,
        &expect![[r#"
            13812340001 => 13812340001
            +86 138-1234-0001 => 13812340001
            0086138 12340001 => 13812340001
            010-12345670 => 01012345670
            88001234 => 88001234
            13812340001,13912340002 => 13812340001
            138****0001 => ! invalid_phone
            11111111111 => ! invalid_phone
            13800000000 => ! invalid_phone
            12345 => ! invalid_phone
            无 => (none)
        "#]],
    );
}

#[test]
fn an_account_that_lost_digits_is_set_aside() {
    check(
        "6222 0000 1234 5678 901\n'6222000012345678901\n6.22200E+18\n6222000012345670000\n0000000000\n8123\n无",
        account::account,
        &expect![[r#"
            6222 0000 1234 5678 901 => 6222000012345678901
            \'6222000012345678901 => 6222000012345678901
            6.22200E+18 => ! invalid_account
            6222000012345670000 => ! invalid_account
            0000000000 => ! invalid_account
            8123 => ! invalid_account
            无 => (none)
        "#]],
    );
}

#[test]
fn a_code_by_the_sources_table_comes_first() {
    let table = BTreeMap::from([("0".to_owned(), "female".to_owned())]);
    let none = BTreeMap::new();
    check(
        "男\n1\n女性\n0\n3\n ",
        |raw| code::sex(raw, &none),
        &expect![[r#"
        男 => male
        1 => male
        女性 => female
        0 => (none)
        3 => ! unknown_code
          => (none)
    "#]],
    );
    check(
        "0\n1",
        |raw| code::sex(raw, &table),
        &expect![[r#"
        0 => female
        1 => male
    "#]],
    );
    check(
        "户主\n本人\n子\n长女\n父亲\n孙子\n兄弟姐妹\n其他\n10\n41\n表舅爷",
        |raw| code::relation(raw, &none),
        &expect![[r#"
            户主 => head
            本人 => head
            子 => son
            长女 => daughter
            父亲 => father
            孙子 => grandson
            兄弟姐妹 => sibling
            其他 => other
            10 => spouse
            41 => grandson
            表舅爷 => ! unknown_code
        "#]],
    );
    check(
        "是\n否\n√\n0\n或许",
        |raw| code::yes_no(raw, &none),
        &expect![[r#"
        是 => yes
        否 => no
        √ => yes
        0 => no
        或许 => ! unknown_code
    "#]],
    );
}

fn shown_address(raw: &str, town: Option<&str>) -> String {
    let gazetteer = Gazetteer::new(&divisions());
    let town = town.and_then(|town| gazetteer.code_of(town, None));
    let found = address::address(Some(raw), town, None, &gazetteer);
    let show = |code: Option<&str>| code.unwrap_or("-").to_owned();
    let dwelling = if found.is_dwelling { "dwelling" } else { "-" };
    let door = show(found.door.as_deref());
    format!("{} {} {door} {dwelling}", show(found.town), show(found.village))
}

#[test]
fn an_address_has_one_spelling_below_the_village() {
    check_shown(
        "示范区城关镇新民村3组12号\n虚构省示例市示范区城关镇新民村三组十二号\n城关镇新民村第三组\n\
         示范区城关镇城关镇老民村3社12号\n城关镇新民村村委会3组12号附1号\n城关镇新民村大屋湾3组12-1号\n\
         示范区东风街道红旗社区人民路18号3栋2单元501室\n东风街道办事处红旗社区居委会人民路18-3-2-501\n\
         东风街道红旗社区人民路18号三幢二单元五〇一\n东风街道红旗社区五一路廿三号\n东风镇红旗社区幸福小区8-1-302\n\
         东风街道红旗社区幸福小区3号楼2单元501\n红旗社区人民路\n红旗12号\n示范区城关镇",
        |raw| shown_address(raw, None),
        &expect![[r#"
            示范区城关镇新民村3组12号 => 990101001 990101001001 g3-12 dwelling
            虚构省示例市示范区城关镇新民村三组十二号 => 990101001 990101001001 g3-12 dwelling
            城关镇新民村第三组 => 990101001 990101001001 g3 -
            示范区城关镇城关镇老民村3社12号 => 990101001 990101001001 g3-12 dwelling
            城关镇新民村村委会3组12号附1号 => 990101001 990101001001 g3-12-1 dwelling
            城关镇新民村大屋湾3组12-1号 => 990101001 990101001001 g3-12-1 dwelling
            示范区东风街道红旗社区人民路18号3栋2单元501室 => 990101002 990101002002 r人民路-18-b3-u2-501 dwelling
            东风街道办事处红旗社区居委会人民路18-3-2-501 => 990101002 990101002002 r人民路-18-b3-u2-501 dwelling
            东风街道红旗社区人民路18号三幢二单元五〇一 => 990101002 990101002002 r人民路-18-b3-u2-501 dwelling
            东风街道红旗社区五一路廿三号 => 990101002 990101002002 r五一路-23 dwelling
            东风镇红旗社区幸福小区8-1-302 => 990101002 990101002002 e幸福小区-b8-u1-302 dwelling
            东风街道红旗社区幸福小区3号楼2单元501 => 990101002 990101002002 e幸福小区-b3-u2-501 dwelling
            红旗社区人民路 => 990101002 990101002002 r人民路 -
            红旗12号 => 990101002 990101002002 12 dwelling
            示范区城关镇 => 990101001 - - -
        "#]],
    );
}

#[test]
fn a_village_of_two_towns_needs_its_town_and_a_strange_district_has_no_door() {
    check_shown(
        "新民村3组12号\n示范区新民村3组12号\n邻近区城关镇新民村3组12号\n他省外市西区城关镇新民村3组12号\n某县某村3组\n人民路18号",
        |raw| shown_address(raw, None),
        &expect![[r#"
            新民村3组12号 => - - g3-12 -
            示范区新民村3组12号 => - - g3-12 -
            邻近区城关镇新民村3组12号 => 990102001 - g3-12 -
            他省外市西区城关镇新民村3组12号 => - - - -
            某县某村3组 => - - - -
            人民路18号 => - - r人民路-18 -
        "#]],
    );
    check_shown(
        "新民村3组12号\n3组12号",
        |raw| shown_address(raw, Some("东风街道")),
        &expect![[r#"
        新民村3组12号 => 990101002 990101002001 g3-12 dwelling
        3组12号 => 990101002 - g3-12 -
    "#]],
    );
}
