//! Person names: what is kept, what goes, what is set aside, and the agency's own characters.

use std::collections::BTreeMap;

use expect_test::expect;

use super::super::fault::Fault;
use super::super::{PrivateUse, person_name};
use super::check;

fn shown_name(raw: &str) -> Result<Option<String>, Fault> {
    let name = person_name::person_name(raw, &PrivateUse::default())?;
    Ok(name.map(|name| {
        let reading = name.reading.unwrap_or_else(|| "(no reading)".to_owned());
        let surname = name.surname_length.map_or("?".to_owned(), |length| length.to_string());
        let former = name.former.map(|former| format!(" / formerly {former}")).unwrap_or_default();
        format!("{} / {} / {surname} / {reading}{former}", name.normal, name.folded)
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
fn a_remark_in_brackets_tells_another_name_or_a_relative_or_nothing() {
    check(
        "张三（曾用名：张山）\n张三(原名张山)\n张三【又名 張山】\n张三（小名：狗蛋）\n（曾用名张山）张三\n\
         张三（曾用名：不详）\n王伟（其子）\n王伟（之子）\n王伟（户主之女）\n王伟(已故)\n王伟（低保户）\n王伟（户主\n\
         王伟的父亲\n户主：王伟\n姓名:王伟",
        shown_name,
        &expect![[r#"
            张三（曾用名：张山） => 张三 / 张三 / 1 / zhang1 san1 / formerly 张山
            张三(原名张山) => 张三 / 张三 / 1 / zhang1 san1 / formerly 张山
            张三【又名 張山】 => 张三 / 张三 / 1 / zhang1 san1 / formerly 张山
            张三（小名：狗蛋） => 张三 / 张三 / 1 / zhang1 san1 / formerly 狗蛋
            （曾用名张山）张三 => 张三 / 张三 / 1 / zhang1 san1 / formerly 张山
            张三（曾用名：不详） => 张三 / 张三 / 1 / zhang1 san1
            王伟（其子） => ! name_of_relative
            王伟（之子） => ! name_of_relative
            王伟（户主之女） => ! name_of_relative
            王伟(已故) => 王伟 / 王伟 / 1 / wang2|wang4|yu4 wei3
            王伟（低保户） => 王伟 / 王伟 / 1 / wang2|wang4|yu4 wei3
            王伟（户主 => 王伟 / 王伟 / 1 / wang2|wang4|yu4 wei3
            王伟的父亲 => ! name_of_relative
            户主：王伟 => 王伟 / 王伟 / 1 / wang2|wang4|yu4 wei3
            姓名:王伟 => 王伟 / 王伟 / 1 / wang2|wang4|yu4 wei3
        "#]],
    );
}

#[test]
fn every_mark_typed_for_the_dot_is_the_dot() {
    check(
        "买买提·艾山\n买买提•艾山\n买买提．艾山\n买买提・艾山\n买买提‧艾山\n买买提｡艾山\n买买提-艾山\n\
         买买提—艾山\n买买提丶艾山\n买买提﹒艾山\n买买提··艾山\n买买提_艾山\nJEAN-PIERRE",
        |raw| Ok(person_name::person_name(raw, &PrivateUse::default())?.map(|name| name.normal)),
        &expect![[r#"
            买买提·艾山 => 买买提·艾山
            买买提•艾山 => 买买提·艾山
            买买提．艾山 => 买买提·艾山
            买买提・艾山 => 买买提·艾山
            买买提‧艾山 => 买买提·艾山
            买买提｡艾山 => 买买提·艾山
            买买提-艾山 => 买买提·艾山
            买买提—艾山 => 买买提·艾山
            买买提丶艾山 => 买买提·艾山
            买买提﹒艾山 => 买买提·艾山
            买买提··艾山 => 买买提·艾山
            买买提_艾山 => 买买提·艾山
            JEAN-PIERRE => JEAN-PIERRE
        "#]],
    );
}

#[test]
fn a_compound_surname_leaves_at_least_one_character() {
    check(
        "东方明\n东方\n东方明珠\n司马懿\n欧阳菲菲\n长孙无忌\n万俟雄\n诸葛孔明先生",
        shown_name,
        &expect![[r#"
            东方明 => 东方明 / 东方明 / 2 / dong1 fang1|fang2|fang3|pang2|wang3|feng1 ming2|meng4
            东方 => 东方 / 东方 / 1 / dong1 fang1|fang2|fang3|pang2|wang3|feng1
            东方明珠 => 东方明珠 / 东方明珠 / 2 / dong1 fang1|fang2|fang3|pang2|wang3|feng1 ming2|meng4 zhu1
            司马懿 => 司马懿 / 司马懿 / 2 / si1|ci2|si4 ma3 yi4|yi1
            欧阳菲菲 => 欧阳菲菲 / 欧阳菲菲 / 2 / ou1 yang2 fei1|fei3|fei4 fei1|fei3|fei4
            长孙无忌 => 长孙无忌 / 长孙无忌 / 2 / zhang3 sun1 wu2|mo2 ji4
            万俟雄 => 万俟雄 / 万俟雄 / 2 / mo4 qi2 xiong2
            诸葛孔明先生 => 诸葛孔明 / 诸葛孔明 / 2 / zhu1 ge2|ge3 kong3 ming2|meng4
        "#]],
    );
}

#[test]
fn a_private_character_is_what_its_agency_or_the_standard_says() {
    let listed = BTreeMap::from([("E000".to_owned(), "䶮".to_owned())]);
    let own = PrivateUse::try_from(listed).expect("a sound list");
    check(
        "刘\u{E000}\n刘\u{E001}\n刘\u{E863}\n刘\u{E831}",
        |raw| Ok(person_name::person_name(raw, &own)?.map(|name| name.normal)),
        &expect![[r#"
            刘\u{e000} => 刘䶮
            刘\u{e001} => 刘*
            刘\u{e863} => 刘䶮
            刘\u{e831} => 刘𡗗
        "#]],
    );
    for (point, character) in [("4E00", "一"), ("E000", "一二"), ("E000", "\u{E001}"), ("X", "一")]
    {
        let faulty = BTreeMap::from([(point.to_owned(), character.to_owned())]);
        assert!(PrivateUse::try_from(faulty).is_err(), "{point} {character}");
    }
}

#[test]
fn the_standards_private_characters_are_those_of_gb_18030() {
    let facts = [
        ('\u{E815}', '\u{2E81}'),
        ('\u{E816}', '\u{20087}'),
        ('\u{E81E}', '龴'),
        ('\u{E82F}', '㳠'),
        // FE7F is left out between these two.
        ('\u{E843}', '龹'),
        ('\u{E844}', '䜣'),
        ('\u{E855}', '\u{241FE}'),
        ('\u{E863}', '䶮'),
        ('\u{E864}', '龻'),
        ('\u{E78D}', '︐'),
        ('\u{E78E}', '︒'),
        ('\u{E78F}', '︑'),
        ('\u{E796}', '︙'),
        ('\u{E7C7}', 'ḿ'),
    ];
    for (private, settled) in facts {
        assert_eq!(PrivateUse::default().settle(private), Some(settled), "{private:?}");
    }
    for unsaid in ['\u{E814}', '\u{E865}', '\u{E000}', '\u{F0000}'] {
        assert_eq!(PrivateUse::default().settle(unsaid), None, "{unsaid:?}");
    }
}

#[test]
fn a_word_for_the_role_goes_and_what_cannot_be_a_name_behind_it_is_set_aside() {
    let normal = |raw: &str| {
        let name = person_name::person_name(raw, &PrivateUse::default())?;
        Ok(name.map(|name| name.normal))
    };
    check(
        "户主王测一\n户主姓名王测一\n申请人 王测一\n户主买买提·艾山\n户主王*一\n户主\n申请人\n户主本人\n户主王\n\
         户主王测一二三四\n户主ABC\n户主王测一之子\n户小明\n户主配偶\n户主儿子\n申请人母亲\n患者家属\n户主的配偶\n\
         本人已故\n户主死亡\n领取人代领\n户主王测一已故\n户主孙长子",
        normal,
        &expect![[r#"
            户主王测一 => 王测一
            户主姓名王测一 => 王测一
            申请人 王测一 => 王测一
            户主买买提·艾山 => 买买提·艾山
            户主王*一 => 王*一
            户主 => ! placeholder_name
            申请人 => ! placeholder_name
            户主本人 => ! placeholder_name
            户主王 => ! invalid_name
            户主王测一二三四 => ! invalid_name
            户主ABC => ! invalid_name
            户主王测一之子 => ! name_of_relative
            户小明 => 户小明
            户主配偶 => ! name_of_relative
            户主儿子 => ! name_of_relative
            申请人母亲 => ! name_of_relative
            患者家属 => ! name_of_relative
            户主的配偶 => ! name_of_relative
            本人已故 => ! invalid_name
            户主死亡 => ! invalid_name
            领取人代领 => ! invalid_name
            户主王测一已故 => ! invalid_name
            户主孙长子 => 孙长子
        "#]],
    );
}

#[test]
fn an_institution_is_told_from_people_whose_names_end_alike() {
    for name in
        ["敬老院", "青石镇敬老院", "东沟村民委员会", "示范建筑有限公司", "东沟小学", "示范区残联"]
    {
        assert!(person_name::names_institution(name), "{name}");
    }
    for name in ["王小学", "欧阳大学", "李会", "王建社", "赵学校", "张公司", "王测一"]
    {
        assert!(!person_name::names_institution(name), "{name}");
    }
}
