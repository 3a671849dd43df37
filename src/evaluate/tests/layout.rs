use expect_test::expect;

use super::super::layout::{Columns, width};

#[test]
fn chinese_and_latin_cells_share_their_columns() {
    let mut table = Columns::new(2, &["code", "kind", "count"]);
    table.row(["D01", "补发（更正）", "5"].map(str::to_owned));
    table.gap();
    table.row(["X01", "dead", "12345"].map(str::to_owned));
    table.row(["all"].map(str::to_owned));
    expect![[r#"
        code  kind          count
        D01   补发（更正）      5

        X01   dead          12345
        all
    "#]]
    .assert_eq(&table.to_string());
}

#[test]
fn a_han_character_takes_two_columns() {
    assert_eq!(width("B³ 王秀英–"), 2 + 1 + 6 + 1);
    assert_eq!(width("𠮷，"), 4);
}
