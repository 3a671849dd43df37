//! Amounts: to the fen, in the unit the cell, its header, the sheet or the mapping says.

use expect_test::expect;

use super::super::{Unit, amount};
use super::{check, check_shown};

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
            12.345 => ! amount_below_fen
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
            1.234567 => ! amount_below_fen
        "#]],
    );
}

#[test]
fn what_stands_around_a_number_is_no_part_of_it() {
    check(
        "500元/月\n￥500\n¥ -500\n-¥500\n(¥500)\nRMB500\nRMB 500.00\n人民币500元整\n人民币：伍佰元正\n\
         1.2万元\n3千\n3千元\n1.5亿\n5百元\n35.50-\n（35.50）\n负35.5\n+35\n500块\n500块钱\n3元5角\n\
         12元3角4分\n每月500元\n500元人民币\n0元\n500.\n１，２００．５０\n−35\n--5\n-(5)\n(-5)\n-\n元\n¥",
        |raw| amount::amount(raw, Unit::Yuan),
        &expect![[r#"
            500元/月 => 500.00
            ￥500 => 500.00
            ¥ -500 => -500.00
            -¥500 => -500.00
            (¥500) => -500.00
            RMB500 => 500.00
            RMB 500.00 => 500.00
            人民币500元整 => 500.00
            人民币：伍佰元正 => 500.00
            1.2万元 => 12000.00
            3千 => 3000.00
            3千元 => 3000.00
            1.5亿 => 150000000.00
            5百元 => 500.00
            35.50- => -35.50
            （35.50） => -35.50
            负35.5 => -35.50
            +35 => 35.00
            500块 => 500.00
            500块钱 => 500.00
            3元5角 => 3.50
            12元3角4分 => 12.34
            每月500元 => 500.00
            500元人民币 => 500.00
            0元 => 0.00
            500. => 500.00
            １，２００．５０ => 1200.50
            −35 => -35.00
            --5 => ! invalid_amount
            -(5) => ! invalid_amount
            (-5) => ! invalid_amount
            - => (none)
            元 => ! invalid_amount
            ¥ => ! invalid_amount
        "#]],
    );
}

#[test]
fn an_estimate_a_range_and_a_part_below_the_fen_are_refused() {
    check(
        "约500\n500左右\n500-600\n500—600元\n500~600\n500至600元\n三千多\n500元以上\n不足500\n近500\n\
         12.345\n0.001\n12.3400\n1200元整元\n1 200\n1.2.3\n1,2,3\n5e3\n金额\n500元(低保)",
        |raw| amount::amount(raw, Unit::Yuan),
        &expect![[r#"
            约500 => ! inexact_amount
            500左右 => ! inexact_amount
            500-600 => ! inexact_amount
            500—600元 => ! inexact_amount
            500~600 => ! inexact_amount
            500至600元 => ! inexact_amount
            三千多 => ! inexact_amount
            500元以上 => ! inexact_amount
            不足500 => ! inexact_amount
            近500 => ! inexact_amount
            12.345 => ! amount_below_fen
            0.001 => ! amount_below_fen
            12.3400 => 12.34
            1200元整元 => ! invalid_amount
            1 200 => ! invalid_amount
            1.2.3 => ! invalid_amount
            1,2,3 => ! invalid_amount
            5e3 => ! invalid_amount
            金额 => ! invalid_amount
            500元(低保) => ! invalid_amount
        "#]],
    );
    check_shown(
        "12.345\n12.344\n-12.345\n1199.9999999998\n0.0049\n12.34\n约500",
        |raw| {
            let rounded = amount::rounded(raw, Unit::Yuan);
            rounded.map_or("(none)".to_owned(), |fen| fen.to_string())
        },
        &expect![[r#"
            12.345 => 12.35
            12.344 => 12.34
            -12.345 => -12.35
            1199.9999999998 => 1200.00
            0.0049 => 0.00
            12.34 => (none)
            约500 => (none)
        "#]],
    );
}

#[test]
fn a_unit_of_the_cell_comes_before_that_of_the_column() {
    check(
        "500元\n1.2万\n1.2万元\n1.2\n五百元\n(0.5)",
        |raw| amount::amount(raw, Unit::TenThousandYuan),
        &expect![[r#"
            500元 => 500.00
            1.2万 => 12000.00
            1.2万元 => 12000.00
            1.2 => 12000.00
            五百元 => 500.00
            (0.5) => -5000.00
        "#]],
    );
    check(
        "1250\n12.5\n5元",
        |raw| amount::amount(raw, Unit::Fen),
        &expect![[r#"
        1250 => 12.50
        12.5 => ! amount_below_fen
        5元 => 5.00
    "#]],
    );
}

#[test]
fn a_header_or_a_line_above_the_table_states_a_unit() {
    check_shown(
        "金额（万元）\n补贴额(千元)\n月保障金额（元）\n单位：元\n单位:万元、人\n(单位：人民币万元)\n年收入/万元\n\
         补贴标准(元/月)\n金额万元\n救助金额元\n应缴【分】\n得分\n金额（含税）\n金额\n（百元）\n资产（亿元）\n金额（万）\n元",
        |raw| format!("{:?}", Unit::stated(raw)),
        &expect![[r#"
            金额（万元） => Some(TenThousandYuan)
            补贴额(千元) => Some(ThousandYuan)
            月保障金额（元） => Some(Yuan)
            单位：元 => Some(Yuan)
            单位:万元、人 => Some(TenThousandYuan)
            (单位：人民币万元) => Some(TenThousandYuan)
            年收入/万元 => Some(TenThousandYuan)
            补贴标准(元/月) => Some(Yuan)
            金额万元 => Some(TenThousandYuan)
            救助金额元 => Some(Yuan)
            应缴【分】 => Some(Fen)
            得分 => None
            金额（含税） => None
            金额 => None
            （百元） => Some(HundredYuan)
            资产（亿元） => Some(HundredMillionYuan)
            金额（万） => Some(TenThousandYuan)
            元 => Some(Yuan)
        "#]],
    );
}
