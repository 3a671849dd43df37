//! Addresses: town, village and door in one spelling.

use expect_test::expect;

use super::super::gazetteer::Gazetteer;
use super::super::{PrivateUse, address};
use super::{check_shown, divisions};

fn shown_address(raw: &str, town: Option<&str>) -> String {
    let gazetteer = Gazetteer::new(&divisions());
    let town = town.and_then(|town| gazetteer.code_of(town, None));
    let found = address::address(Some(raw), town, None, &gazetteer, &PrivateUse::default());
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
