//! One test per kind of value: each line as given, and what it becomes.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use std::collections::BTreeMap;

use expect_test::expect;

use super::super::{Unit, account, amount, code, date, phone};
use super::check;

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
