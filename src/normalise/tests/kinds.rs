//! One test per kind of value: each line as given, and what it becomes.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use std::collections::BTreeMap;

use expect_test::expect;

use super::super::{account, code, phone};
use super::check;

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
