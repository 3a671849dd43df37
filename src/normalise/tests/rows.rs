//! Rows through a small mapping: what they yield, and what is set aside.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use std::fmt::Write;

use arrow::array::StringArray;
use expect_test::{Expect, expect};

use super::super::{
    AwardMap, CircumstanceMap, Column, Counts, Mapping, MembershipMap, MentionMap, Normaliser,
    PaymentMap, PrivateUse,
};
use super::divisions;
use crate::domain::{Cause, Day, RawRows, Records, Rejects, Schemes, Source};

/// The part of a source file that normalising obeys, as one text.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceText {
    column: Vec<Column>,
    #[serde(default)]
    mention: Vec<MentionMap>,
    #[serde(default)]
    membership: Vec<MembershipMap>,
    #[serde(default)]
    award: Vec<AwardMap>,
    #[serde(default)]
    payment: Vec<PaymentMap>,
    #[serde(default)]
    circumstance: Vec<CircumstanceMap>,
    #[serde(default)]
    private_use: PrivateUse,
}

impl SourceText {
    /// The columns and what rows of them yield.
    pub fn into_parts(self) -> (Vec<Column>, Mapping) {
        let mapping = Mapping {
            mentions: self.mention,
            memberships: self.membership,
            awards: self.award,
            payments: self.payment,
            circumstances: self.circumstance,
            private_use: self.private_use,
        };
        (self.column, mapping)
    }
}

/// Rows of a table drawn with `|` under its fields, as reading a file would give them.
pub fn raw_rows(columns: &[Column], table: &str) -> RawRows {
    let mut lines = table
        .trim()
        .lines()
        .map(|line| line.trim().split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
    let drawn = lines.next().expect("a table has a header");
    let rows: Vec<Vec<String>> = lines.collect();
    let column_of = |column: &Column| {
        let at = drawn.iter().position(|field| *field == column.field);
        let cell = |row: &Vec<String>| {
            let text = at.and_then(|at| row.get(at)).filter(|text| !text.is_empty());
            text.cloned()
        };
        rows.iter().map(cell).collect::<StringArray>()
    };
    for field in &drawn {
        assert!(columns.iter().any(|column| column.field == *field), "no column {field}");
    }
    let count = u32::try_from(rows.len()).expect("a small table");
    RawRows {
        file: "file.csv".to_owned(),
        sheet: None,
        fields: columns.iter().map(|column| column.field.clone()).collect(),
        headers: columns.iter().map(|column| column.headers[0].clone()).collect(),
        unit: None,
        columns: columns.iter().map(column_of).collect(),
        lines: (2..count + 2).collect(),
        spanned: Vec::new(),
        rows_read: u64::from(count),
        rejects: Rejects::empty(),
    }
}

pub fn source(id: &str) -> Source {
    Source {
        id: id.to_owned(),
        agency: "agency".to_owned(),
        agency_name: "某局".to_owned(),
        title: "某表".to_owned(),
        roster: false,
        snapshot: Day::from_ymd(2026, 11, 23).expect("a day"),
        age_days: 0,
    }
}

/// The causes of the shipped policy pack; its schemes are not known, so that rows show their own words.
fn shipped_causes() -> Schemes {
    #[derive(serde::Deserialize)]
    struct File {
        cause: Vec<Cause>,
    }
    let file: File = toml::from_str(include_str!("../../../pipelines/policy/demo/schemes.toml"))
        .expect("the shipped schemes");
    Schemes::default().with_causes(file.cause)
}

pub fn normalise(
    id: &str,
    columns: &[Column],
    mapping: &Mapping,
    table: &str,
) -> (Records, Counts) {
    let normaliser =
        Normaliser::new(&source(id), columns, mapping, &divisions(), &shipped_causes());
    let normaliser = normaliser.expect("a mapping without faults");
    normaliser.normalise(&raw_rows(columns, table))
}

/// Records as text: one line a record, absent values left out.
pub fn show(records: &Records, counts: &Counts) -> String {
    let mut out = String::new();
    for row in records.mentions.rows() {
        let place = [row.town, row.village, row.door, row.door_is_dwelling];
        let person = [row.name, row.resident_id, row.sex, row.birth_date, row.phone, row.account];
        write!(out, "{} {}", row.line, row.role).expect("writing to a string");
        write_given(&mut out, person.into_iter().chain(place));
        if let Some(former) = row.former_name {
            write!(out, " formerly {former}").expect("a string");
        }
        if let Some(repairs) = row.resident_id_repairs {
            write!(out, " rewritten {repairs}").expect("a string");
        }
        if let Some(hypothesis) = row.resident_id_hypothesis {
            write!(out, " perhaps {hypothesis}").expect("a string");
        }
        writeln!(out, " ({} {})", row.document_type, row.resident_id_class).expect("a string");
    }
    for row in records.memberships.rows() {
        write!(out, "membership of {} {} {}", row.mention, row.kind, row.key).expect("a string");
        write_given(&mut out, [row.relation]);
        out.push('\n');
    }
    for row in records.awards.rows() {
        write!(out, "award of {} {} {}", row.mention, row.scheme, row.status).expect("a string");
        let days = [row.from, row.to].map(|day| day.map(|day| day.to_string()));
        let monthly = row.monthly.map(|fen| fen.to_string());
        write_given(&mut out, [row.certificate, days[0].as_deref(), days[1].as_deref()]);
        write_given(&mut out, [monthly.as_deref(), row.area, row.household_key]);
        out.push('\n');
    }
    for row in records.payments.rows() {
        let (mention, scheme, period, amount) = (row.mention, row.scheme, row.period, row.amount);
        write!(out, "payment to {mention} {scheme} {period} {amount}").expect("a string");
        let paid_on = row.paid_on.map(|day| day.to_string());
        write_given(&mut out, [paid_on.as_deref(), row.payment_number, row.certificate]);
        write_given(&mut out, [row.account]);
        write_given(&mut out, [row.event, row.cause, row.mark, row.area]);
        out.push('\n');
    }
    for row in records.circumstances.rows() {
        write!(out, "circumstance of {} {}", row.mention, row.kind).expect("a string");
        let days = [row.from, row.to].map(|day| day.map(|day| day.to_string()));
        let amounts = [row.amount, row.assisted].map(|fen| fen.map(|fen| fen.to_string()));
        write_given(&mut out, [days[0].as_deref(), days[1].as_deref()]);
        write_given(&mut out, [amounts[0].as_deref(), amounts[1].as_deref(), row.grade, row.event]);
        out.push('\n');
    }
    for row in records.rejects.rows() {
        let what = if row.whole_row { "row" } else { "value" };
        write!(out, "reject {what} {} {}", row.line, row.code).expect("a string");
        write_given(&mut out, [row.field, row.value]);
        assert!(row.message_en.is_ascii(), "{}", row.message_en);
        if let Some(repair) = row.repair {
            write!(out, " perhaps {repair}").expect("a string");
        }
        out.push('\n');
    }
    let Counts { rows_read, rows_accepted, rows_rejected, values_rejected, .. } = counts;
    let Counts { amount_read, amount_accepted, amount_rejected, .. } = counts;
    writeln!(
        out,
        "rows {rows_read} = {rows_accepted} + {rows_rejected}, values {values_rejected}, \
         yuan {amount_read} = {amount_accepted} + {amount_rejected}"
    )
    .expect("a string");
    assert!(counts.ledger_line("source", "file", "").balances());
    out
}

fn write_given<'a>(out: &mut String, values: impl IntoIterator<Item = Option<&'a str>>) {
    for value in values.into_iter().flatten() {
        write!(out, " {value}").expect("writing to a string");
    }
}

const GRANTS: &str = r#"
[[column]]
field = "name"
headers = ["姓名"]
value = { kind = "person_name" }
[[column]]
field = "number"
headers = ["证号"]
value = { kind = "resident_id" }
[[column]]
field = "birth"
headers = ["生日"]
value = { kind = "date" }
[[column]]
field = "scheme"
headers = ["项目"]
value = { kind = "scheme", values = { "急难" = "LSJ" } }
[[column]]
field = "paid"
headers = ["日期"]
value = { kind = "date" }
[[column]]
field = "amount"
headers = ["金额"]
value = { kind = "amount" }
[[column]]
field = "payee"
headers = ["代领人"]
value = { kind = "person_name" }

[[mention]]
id = "recipient"
role = "recipient"
name = "name"
resident_id = "number"
birth_date = "birth"
[[mention]]
id = "payee"
role = "payee"
name = "payee"
[[payment]]
mention = "recipient"
scheme = { field = "scheme" }
period = "paid"
paid_on = "paid"
amount = "amount"
when = [{ field = "amount", nonzero = true }]
"#;

fn check(mapping: &str, table: &str, expected: &Expect) {
    let settings: SourceText = toml::from_str(mapping).expect("a mapping");
    let (columns, mapping) = settings.into_parts();
    let (records, counts) = normalise("grants", &columns, &mapping, table);
    expected.assert_eq(&show(&records, &counts));
}

#[test]
fn a_row_yields_its_subject_its_payment_and_whoever_else_is_named() {
    check(
        GRANTS,
        "
        name   | number             | scheme | paid     | amount   | payee
        王秀英 | 990101195003020036 | 急难   | 20261105 | 3,000.00 | 李强
        王秀英 |                    | 急难   | 20261105 | 100      |
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020036 (resident_id valid)
            2 payee 李强 (resident_id missing)
            3 recipient 王秀英 (resident_id missing)
            payment to 0 LSJ 2026-11 3000.00 2026-11-05
            payment to 2 LSJ 2026-11 100.00 2026-11-05
            rows 2 = 2 + 0, values 0, yuan 3100.00 = 3100.00 + 0.00
        "#]],
    );
}

#[test]
fn a_bad_birth_date_is_set_aside_and_its_row_goes_on() {
    check(
        GRANTS,
        "
        name   | number             | birth    | scheme | paid     | amount
        王秀英 | 990101195003020012 | 20230229 | 急难   | 20261105 | 100
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020012 (resident_id invalid)
            payment to 0 LSJ 2026-11 100.00 2026-11-05
            reject value 2 invalid_id 证号 990101195003020012
            reject value 2 invalid_date 生日 20230229
            rows 1 = 1 + 0, values 2, yuan 100.00 = 100.00 + 0.00
        "#]],
    );
}

#[test]
fn a_row_whose_money_cannot_be_read_is_set_aside_whole() {
    check(
        GRANTS,
        "
        name   | scheme | paid     | amount
        王秀英 | 急难   | 20261105 | 12.345
        王秀英 | 急难   | 20261399 | 100
        王秀英 | 急难   |          | 200
        王秀英 | 借款   | 20261105 | 400
        王秀英 |        | 20261105 | 800
        不详   | 急难   | 20261105 | 1600
               | 急难   | 20261105 | -50
        王秀英 | 急难   | 20261105 | -50
        王秀英 | 急难   | 20261105 | 0
        ",
        &expect![[r#"
            9 recipient 王秀英 (resident_id missing)
            10 recipient 王秀英 (resident_id missing)
            payment to 0 LSJ 2026-11 -50.00 2026-11-05
            reject row 2 amount_below_fen 金额 12.345 perhaps 12.35
            reject row 3 invalid_date 日期 20261399
            reject row 4 missing_period 日期
            reject row 5 unknown_code 项目 借款
            reject row 6 missing_scheme
            reject row 7 placeholder_name 姓名 不详
            reject row 8 no_person
            rows 9 = 2 + 7, values 0, yuan 3000.00 = -50.00 + 3050.00
        "#]],
    );
}

#[test]
fn every_wrong_reference_of_a_mapping_is_named_at_once() {
    let mapping = GRANTS
        .replace("birth_date = \"birth\"", "birth_date = \"birthday\"\nphone = \"name\"")
        .replace("role = \"payee\"", "role = \"godfather\"")
        .replace("mention = \"recipient\"", "mention = \"nobody\"");
    let settings: SourceText = toml::from_str(&mapping).expect("a mapping");
    let (columns, mapping) = settings.into_parts();
    let faults = mapping.faults(&columns).join("\n");
    expect![[r#"
        mention `recipient`: there is no column `birthday`
        mention `recipient`: column `name` is of another kind
        mention `payee`: `godfather` is no role
        payment to `nobody`: there is no mention `nobody`"#]]
    .assert_eq(&faults);
    let made = Normaliser::new(&source("x"), &columns, &mapping, &divisions(), &Schemes::default());
    assert_eq!(made.err().map(|error| error.faults.len()), Some(faults.lines().count()));
}

const PEOPLE: &str = r#"
[[column]]
field = "name"
headers = ["姓名"]
value = { kind = "person_name" }
[[column]]
field = "number"
headers = ["证号"]
value = { kind = "resident_id" }
[[column]]
field = "sex"
headers = ["性别"]
value = { kind = "sex" }
[[column]]
field = "birth"
headers = ["生日"]
value = { kind = "date" }
[[column]]
field = "former"
headers = ["曾用名"]
value = { kind = "person_name" }
[[column]]
field = "income"
headers = ["年收入（万元）"]
value = { kind = "amount" }
[[column]]
field = "rent"
headers = ["租金"]
value = { kind = "amount" }

[[mention]]
id = "person"
role = "recipient"
name = "name"
former_name = "former"
resident_id = "number"
sex = "sex"
birth_date = "birth"
[[circumstance]]
mention = "person"
kind = "declared_income"
amount = "income"
assisted = "rent"

[private_use]
E000 = "䶮"
"#;

#[test]
fn what_a_wrong_number_was_meant_to_be_stands_beside_it_and_in_its_reject() {
    check(
        PEOPLE,
        "
        name   | number              | sex | birth
        王秀英 | 990101195003020063  | 男  | 1950-03-02
        王秀英 | 99010119500302003   | 男  | 1950-03-02
        王秀英 | 990101195003020063  |     |
        王秀英 | 990101195003020063  | 女  | 1988-01-01
        王秀英 | ９９0101500302001   | 男  | 85.3.2
        王秀英 | 990101195003020000  | 男  | 1950-03-02
        ",
        &expect![[r#"
            2 recipient 王秀英 990101195003020063 male 1950-03-02 perhaps 990101195003020036 (resident_id invalid)
            3 recipient 王秀英 99010119500302003 male 1950-03-02 perhaps 990101195003020036 (resident_id invalid)
            4 recipient 王秀英 990101195003020063 (resident_id invalid)
            5 recipient 王秀英 990101195003020063 female 1988-01-01 (resident_id invalid)
            6 recipient 王秀英 99010119500302001X male rewritten full_width+fifteen_digits (resident_id valid)
            7 recipient 王秀英 990101195003020000 male 1950-03-02 (resident_id truncated)
            circumstance of 0 declared_income
            circumstance of 1 declared_income
            circumstance of 2 declared_income
            circumstance of 3 declared_income
            circumstance of 4 declared_income
            circumstance of 5 declared_income
            reject value 2 invalid_id 证号 990101195003020063 perhaps 990101195003020036
            reject value 3 invalid_id 证号 99010119500302003 perhaps 990101195003020036
            reject value 4 invalid_id 证号 990101195003020063
            reject value 5 invalid_id 证号 990101195003020063
            reject value 6 two_digit_year 生日 85.3.2 perhaps 1985-03-02
            reject value 7 truncated_id 证号 990101195003020000
            rows 6 = 6 + 0, values 6, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn another_name_is_that_of_its_column_or_else_of_a_remark() {
    check(
        PEOPLE,
        "
        name                 | former
        张三（曾用名：张山） |
        张三（曾用名：张山） | 张善
        张三                 | 张三
        刘\u{E000}           | 刘岩
        ",
        &expect![[r#"
            2 recipient 张三 formerly 张山 (resident_id missing)
            3 recipient 张三 formerly 张善 (resident_id missing)
            4 recipient 张三 (resident_id missing)
            5 recipient 刘䶮 formerly 刘岩 (resident_id missing)
            circumstance of 0 declared_income
            circumstance of 1 declared_income
            circumstance of 2 declared_income
            circumstance of 3 declared_income
            rows 4 = 4 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}

#[test]
fn an_amount_is_in_the_unit_of_its_header_or_else_of_its_sheet() {
    let settings: SourceText = toml::from_str(PEOPLE).expect("a mapping");
    let (columns, mapping) = settings.into_parts();
    let schemes = Schemes::default();
    let made = Normaliser::new(&source("x"), &columns, &mapping, &divisions(), &schemes);
    let normaliser = made.expect("a mapping without faults");
    let table = "
        name   | income | rent
        王秀英 | 1.2    | 3
        王秀英 | 1.2元  | 0.0125
    ";
    let mut shown = String::new();
    for above in [None, Some("单位：千元"), Some("制表单位：民政局")] {
        let mut rows = raw_rows(&columns, table);
        rows.unit = above.map(str::to_owned);
        let (records, _) = normaliser.normalise(&rows);
        for row in records.circumstances.rows() {
            let amounts = [row.amount, row.assisted].map(|fen| fen.map(|fen| fen.to_string()));
            writeln!(shown, "{above:?} {amounts:?}").expect("writing to a string");
        }
        for row in records.rejects.rows() {
            writeln!(shown, "{} {:?}", row.code, row.repair).expect("writing to a string");
        }
    }
    expect![[r#"
        None [Some("12000.00"), Some("3.00")]
        None [Some("1.20"), None]
        amount_below_fen Some("0.01")
        Some("单位：千元") [Some("12000.00"), Some("3000.00")]
        Some("单位：千元") [Some("1.20"), Some("12.50")]
        Some("制表单位：民政局") [Some("12000.00"), Some("3.00")]
        Some("制表单位：民政局") [Some("1.20"), None]
        amount_below_fen Some("0.01")
    "#]]
    .assert_eq(&shown);
}

const ACCOUNTS: &str = r#"
[[column]]
field = "name"
headers = ["姓名"]
value = { kind = "person_name" }
[[column]]
field = "holder"
headers = ["户名"]
value = { kind = "person_name", institutions_are_nobody = true }

[[mention]]
id = "recipient"
role = "recipient"
name = "name"
[[mention]]
id = "payee"
role = "payee"
name = "holder"
when = [{ field = "holder", differs_from = "name" }]
"#;

#[test]
fn an_accounts_holder_is_named_where_it_is_another_person() {
    check(
        ACCOUNTS,
        "
        name   | holder
        王秀英 | 王 秀英
        王秀英 | 李强
        王秀英 | 青石镇敬老院
        王秀英 |
        ",
        &expect![[r#"
            2 recipient 王秀英 (resident_id missing)
            3 recipient 王秀英 (resident_id missing)
            3 payee 李强 (resident_id missing)
            4 recipient 王秀英 (resident_id missing)
            5 recipient 王秀英 (resident_id missing)
            rows 4 = 4 + 0, values 0, yuan 0.00 = 0.00 + 0.00
        "#]],
    );
}
