//! One test per kind of value: each line as given, and what it becomes.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use std::borrow::Cow;
use std::collections::BTreeMap;

use expect_test::expect;

use super::super::{account, code, phone};
use super::check;

#[test]
fn a_phone_is_digits_and_a_filler_is_none() {
    check(
        "13812340001\n+86 138-1234-0001\n0086138 12340001\n010-12345670\n88001234\n13812340001,13912340002\n\
         13812340001/13912340002\n1381234,13912340002\n13812340001 13912340002\n138 1234 0001\n\
         13812340001.0\n013812340001\n010-12345670转801\n010-12345670-801\n88001234-801\n(0571)88001234\n\
         0571 88001234\n0571-8800-1234\n+86-571-88001234\n0086 10 12345670\n4008001234\n电话：13812340001\n\
         1.38E+10\n138****0001\n11111111111\n13800000000\n12345\n无",
        |raw| Ok(phone::phone(raw)?.map(Cow::into_owned)),
        &expect![[r#"
            13812340001 => 13812340001
            +86 138-1234-0001 => 13812340001
            0086138 12340001 => 13812340001
            010-12345670 => 01012345670
            88001234 => 88001234
            13812340001,13912340002 => 13812340001
            13812340001/13912340002 => 13812340001
            1381234,13912340002 => 13912340002
            13812340001 13912340002 => 13812340001
            138 1234 0001 => 13812340001
            13812340001.0 => 13812340001
            013812340001 => 13812340001
            010-12345670转801 => 01012345670
            010-12345670-801 => 01012345670
            88001234-801 => 88001234
            (0571)88001234 => 057188001234
            0571 88001234 => 057188001234
            0571-8800-1234 => 057188001234
            +86-571-88001234 => 057188001234
            0086 10 12345670 => 01012345670
            4008001234 => 4008001234
            电话：13812340001 => 13812340001
            1.38E+10 => ! invalid_phone
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
        "6222 0000 1234 5678 901\n'6222000012345678901\n6.22200E+18\n6222000012345670000\n\
         6222000012345678901.0\n6.22848e+18\n6228480012345678\nCN12 3456 7890\n6222****8901\n0000000000\n8123\n无",
        account::account,
        &expect![[r#"
            6222 0000 1234 5678 901 => 6222000012345678901
            \'6222000012345678901 => 6222000012345678901
            6.22200E+18 => ! truncated_account
            6222000012345670000 => ! truncated_account
            6222000012345678901.0 => ! truncated_account
            6.22848e+18 => ! truncated_account
            6228480012345678 => 6228480012345678
            CN12 3456 7890 => CN1234567890
            6222****8901 => ! invalid_account
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
        "男\n1\n1-男\n2 女\n2.女性\nFEMALE\n女性\n0\n3\n ",
        |raw| code::sex(raw, &none),
        &expect![[r#"
            男 => male
            1 => male
            1-男 => male
            2 女 => female
            2.女性 => female
            FEMALE => female
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
        "户主\n02.配偶\n20-子\n之子\n户主之女\n户主本人\n外婆\n侄女\n本人\n子\n长女\n父亲\n孙子\n兄弟姐妹\n其他\n10\n41\n表舅爷",
        |raw| code::relation(raw, &none),
        &expect![[r#"
            户主 => head
            02.配偶 => spouse
            20-子 => son
            之子 => son
            户主之女 => daughter
            户主本人 => head
            外婆 => grandmother
            侄女 => relative
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
        "是\n否\n有\n无\n \n1-是\nTRUE\n√\n0\n或许",
        |raw| code::yes_no(raw, &none),
        &expect![[r#"
            是 => yes
            否 => no
            有 => yes
            无 => no
              => (none)
            1-是 => yes
            TRUE => yes
            √ => yes
            0 => no
            或许 => ! unknown_code
        "#]],
    );
}
