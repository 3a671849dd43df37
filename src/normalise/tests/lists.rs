//! Several people in one cell: how they are told apart, and what a row then yields for each.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::super::list::parts;
use super::rows::{SourceText, normalise, show};
use crate::domain::Records;

#[test]
fn a_cell_is_split_between_people_and_nowhere_else() {
    let cells = [
        "张三、李四",
        "张三，李四,王五；赵六;孙七/周八",
        " 张三 、 李四　，　王五 ",
        "张三、、李四、",
        "张 三",
        "买买提·艾山、阿依古丽•买买提",
        "张三（李四之父、已故），王五[代]",
        "张三（户主、李四",
        "张三)、李四",
        "JOHN SMITH/王芳",
        "990101195003020036，\u{200B}99010119800302001Ｘ",
        "/",
        "",
    ];
    let shown: Vec<String> =
        cells.iter().map(|cell| parts(cell).collect::<Vec<_>>().join(" | ")).collect();
    expect![[r#"
        张三 | 李四
        张三 | 李四 | 王五 | 赵六 | 孙七 | 周八
        张三 | 李四 | 王五
        张三 | 李四
        张 三
        买买提·艾山 | 阿依古丽•买买提
        张三（李四之父、已故） | 王五[代]
        张三（户主 | 李四
        张三) | 李四
        JOHN SMITH | 王芳
        990101195003020036 | 99010119800302001Ｘ

    "#]]
    .assert_eq(&shown.join("\n"));
}

/// Co-owners of a property, with a certificate, a household and a date that are everybody's.
const OWNERS: &str = r#"
[[column]]
field = "owners"
headers = ["权利人"]
value = { kind = "person_name", list = true }
[[column]]
field = "numbers"
headers = ["证件号"]
value = { kind = "resident_id", list = true }
[[column]]
field = "sex"
headers = ["性别"]
value = { kind = "sex" }
[[column]]
field = "phone"
headers = ["电话"]
value = { kind = "phone" }
[[column]]
field = "address"
headers = ["住址"]
value = { kind = "address" }
[[column]]
field = "household"
headers = ["户号"]
value = { kind = "text" }
[[column]]
field = "amount"
headers = ["补贴"]
value = { kind = "amount" }
[[column]]
field = "paid"
headers = ["日期"]
value = { kind = "date" }
[[column]]
field = "spouse"
headers = ["配偶"]
value = { kind = "person_name" }

[[mention]]
id = "owner"
role = "recipient"
name = "owners"
resident_id = "numbers"
sex = "sex"
phone = "phone"
address = "address"
[[mention]]
id = "spouse"
role = "spouse"
name = "spouse"
[[membership]]
mention = "owner"
kind = "dwelling"
key = { prefix = "housing", field = "household" }
[[circumstance]]
mention = "owner"
kind = "property"
from = "paid"
when = [{ field = "paid", present = true }]
[[award]]
mention = "owner"
scheme = "ZFB"
status = "active"
monthly = "amount"
when = [{ field = "amount", nonzero = true }]
[[payment]]
mention = "owner"
scheme = "ZFB"
period = "paid"
amount = "amount"
when = [{ field = "amount", nonzero = true }]
[[circumstance]]
mention = "spouse"
kind = "enrolment"
"#;

fn read(mapping: &str, table: &str) -> (Records, String) {
    let settings: SourceText = toml::from_str(mapping).expect("a mapping");
    let (columns, mapping) = settings.into_parts();
    let (records, counts) = normalise("owners", &columns, &mapping, table);
    let shown = show(&records, &counts);
    (records, shown)
}

fn check(table: &str, expected: &Expect) {
    expected.assert_eq(&read(OWNERS, table).1);
}

#[test]
fn co_owners_have_their_numbers_in_order_and_the_facts_of_their_row() {
    check(
        "
        owners     | numbers                               | household | paid
        张三、李四 | 990101198003020013,990101195003020036 | H1        | 20200506
        ",
        &expect![[r#"
            2 recipient 张三 990101198003020013 (resident_id valid)
            2 recipient 李四 990101195003020036 (resident_id valid)
            membership of 0 dwelling housing:H1
            membership of 1 dwelling housing:H1
            circumstance of 0 property 2020-05-06
            circumstance of 1 property 2020-05-06
            rows 1 = 1 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn numbers_that_are_fewer_or_more_than_the_names_are_of_nobody() {
    check(
        "
        owners         | numbers
        张三、李四     | 990101198003020013
        张三           | 990101198003020013；990101195003020036
        张三、李四、王五 | 990101198003020013、、990101195003020036
        张三/李四      |
        张三/李四      | 无
        张三/李四      | 无/990101195003020036
        张三，李四     | 990101198003020012，1
        ",
        &expect![[r#"
            2 recipient 张三 (resident_id missing)
            2 recipient 李四 (resident_id missing)
            3 recipient 张三 (resident_id missing)
            4 recipient 张三 (resident_id missing)
            4 recipient 李四 (resident_id missing)
            4 recipient 王五 (resident_id missing)
            5 recipient 张三 (resident_id missing)
            5 recipient 李四 (resident_id missing)
            6 recipient 张三 (resident_id missing)
            6 recipient 李四 (resident_id missing)
            7 recipient 张三 (resident_id missing)
            7 recipient 李四 990101195003020036 (resident_id valid)
            8 recipient 张三 990101198003020012 (resident_id invalid)
            8 recipient 李四 1 (resident_id placeholder)
            reject value 2 unpaired_numbers 证件号 990101198003020013
            reject value 3 unpaired_numbers 证件号 990101198003020013；990101195003020036
            reject value 4 unpaired_numbers 证件号 990101198003020013、、990101195003020036
            reject value 8 invalid_id 证件号 990101198003020012
            reject value 8 invalid_id 证件号 1
            rows 7 = 7 + 0, values 5, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn a_name_at_fault_keeps_its_place_in_the_list() {
    check(
        "
        owners         | numbers
        不详、李四     | 990101198003020013,990101195003020036
        不详、李四     |
        不详、王伟之子 |
                       | 990101198003020013,990101195003020036
        ",
        &expect![[r#"
            2 recipient 990101198003020013 (resident_id valid)
            2 recipient 李四 990101195003020036 (resident_id valid)
            3 recipient 李四 (resident_id missing)
            5 recipient 990101198003020013 (resident_id valid)
            5 recipient 990101195003020036 (resident_id valid)
            reject value 2 placeholder_name 权利人 不详
            reject value 3 placeholder_name 权利人 不详
            reject row 4 placeholder_name 权利人 不详
            rows 4 = 3 + 1, values 2, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn what_is_one_persons_is_of_nobody_among_several_and_money_goes_to_the_first() {
    check(
        "
        owners     | numbers            | sex | phone       | address             | amount | paid     | spouse
        张三、李四 |                    | 男  | 13812340001 | 城关镇新民村3组12号 | 100    | 20261105 | 王芳
        张三       | 990101198003020013 | 男  | 13812340001 | 城关镇新民村3组12号 | 100    | 20261105 | 王芳
        ",
        &expect![[r#"
            2 recipient 张三 990101001 990101001001 g3-12 yes (resident_id missing)
            2 recipient 李四 990101001 990101001001 g3-12 yes (resident_id missing)
            2 spouse 王芳 (resident_id missing)
            3 recipient 张三 990101198003020013 male 13812340001 990101001 990101001001 g3-12 yes (resident_id valid)
            3 spouse 王芳 (resident_id missing)
            award of 0 ZFB active 100.00
            award of 3 ZFB active 100.00
            payment to 0 ZFB 2026-11 100.00
            payment to 3 ZFB 2026-11 100.00
            circumstance of 0 property 2026-11-05
            circumstance of 1 property 2026-11-05
            circumstance of 2 enrolment
            circumstance of 3 property 2026-11-05
            circumstance of 4 enrolment
            rows 2 = 2 + 0, values 0, yuan 200.00 = 200.00 + 0.00
        "#]],
    );
}

#[test]
fn a_list_is_for_mentions_and_for_names_and_numbers_together() {
    let mapping = OWNERS
        .replace("kind = \"resident_id\", list = true", "kind = \"resident_id\"")
        .replace("field = \"household\" }", "field = \"owners\" }")
        .replace("sex = \"sex\"\n", "former_name = \"owners\"\n");
    let settings: SourceText = toml::from_str(&mapping).expect("a mapping");
    let (columns, mapping) = settings.into_parts();
    expect![[r#"
        mention `owner`: column `owners` is a list
        mention `owner`: name and resident_id are both lists, or neither
        membership of `owner`: column `owners` is a list"#]]
    .assert_eq(&mapping.faults(&columns).join("\n"));
}

/// People of whom some have no number, or one that is wrong.
fn people() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let names = prop::sample::select(vec![
        "张三",
        "买买提·艾山",
        "李四（代）",
        "JOHN SMITH",
        "不详",
        "王伟之子",
    ]);
    let numbers = prop::sample::select(vec![
        "990101198003020013",
        "99010119800302001２",
        "990101500302001",
        "990101********0011",
        "无",
        "H12345678",
    ]);
    prop::collection::vec((names, numbers), 2..6)
}

proptest! {
    #[test]
    fn splitting_then_reading_equals_reading_the_parts_singly(
        people in people(),
        between in prop::sample::select(vec!["、", ",", "，", ";", "；", "/", " 、 ", "　；"]),
    ) {
        let (names, numbers): (Vec<&str>, Vec<&str>) = people.iter().copied().unzip();
        let list = format!("{}|{}|H1", names.join(between), numbers.join(between));
        let singly: Vec<String> =
            people.iter().map(|(name, number)| format!("{name}|{number}|H1")).collect();
        let header = "owners|numbers|household";
        let (listed, _) = read(OWNERS, &format!("{header}\n{list}"));
        let (single, _) = read(OWNERS, &format!("{header}\n{}", singly.join("\n")));
        prop_assert_eq!(told(&listed), told(&single));
        // A row that speaks of nobody says one fault only.
        if !listed.mentions.is_empty() {
            prop_assert_eq!(faults(&listed), faults(&single));
        }
    }
}

/// Mentions and their facts, whatever their line.
fn told(records: &Records) -> Vec<String> {
    let mentions = records.mentions.rows().map(|row| {
        let person = [row.name_raw, row.name, row.resident_id_raw, row.resident_id];
        format!("{person:?} {} {}", row.document_type, row.resident_id_class)
    });
    let memberships = records.memberships.rows().map(|row| format!("{} {}", row.mention, row.key));
    let facts = records.circumstances.rows().map(|row| format!("{} {}", row.mention, row.kind));
    mentions.chain(memberships).chain(facts).collect()
}

/// Faults and the values at fault, in no order.
fn faults(records: &Records) -> Vec<String> {
    let faults = records.rejects.rows().map(|row| format!("{} {:?}", row.code, row.value));
    let mut faults: Vec<String> = faults.collect();
    faults.sort();
    faults
}
