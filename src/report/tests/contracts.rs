//! Contracts as text: what readers rely on does not change by accident.

use std::collections::BTreeSet;
use std::path::PathBuf;

use arrow::datatypes::DataType;

use crate::domain::table::Contract;
use crate::report::{as_json, as_markdown, contracts, contracts_on_request, describe, snapshot};

/// Of the tables in runs and beside them.
pub(super) fn all_contracts() -> Vec<&'static Contract> {
    contracts().iter().chain(contracts_on_request()).collect()
}

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/contracts")
}

/// What stands between a contract and its published text.
#[derive(Debug, PartialEq, Eq)]
enum Difference {
    None,
    /// It may be recorded: its version is above that of the published text, or nothing is published.
    Recordable,
    /// It says something else under a version that readers know.
    SameVersion,
}

fn difference(published: Option<&str>, text: &str) -> Difference {
    match published {
        Some(published) if published == text => Difference::None,
        Some(published) if version(text) <= version(published) => Difference::SameVersion,
        _ => Difference::Recordable,
    }
}

/// The version in a contract's first line: `flags v1  疑点与线索`.
fn version(text: &str) -> u32 {
    let word = text.split_whitespace().nth(1).and_then(|word| word.strip_prefix('v'));
    word.and_then(|word| word.parse().ok()).expect("a contract begins with its name and version")
}

/// `UPDATE_EXPECT=1` writes the files, as for every expected text of the tests, but never over a
/// contract of the same version.
#[test]
fn contracts_are_what_they_were_published_as() {
    let mut faults = Vec::new();
    for contract in all_contracts() {
        let path = fixtures().join(format!("{}.txt", contract.name));
        let text = snapshot(contract);
        let published = std::fs::read_to_string(&path).ok();
        match difference(published.as_deref(), &text) {
            Difference::None => {}
            Difference::Recordable if std::env::var_os("UPDATE_EXPECT").is_some() => {
                std::fs::write(&path, &text).expect("the fixture can be written");
            }
            Difference::Recordable => faults.push(format!(
                "`{}` v{} is not published yet: record it with UPDATE_EXPECT=1",
                contract.name, contract.version
            )),
            Difference::SameVersion => faults.push(format!(
                "the contract of `{0}` has changed and its version has not: raise the `v {1}` of its \
                 `table!` to `v {2}`, then record it with UPDATE_EXPECT=1\n{3}",
                contract.name,
                contract.version,
                version(published.as_deref().unwrap_or(&text)) + 1,
                lines_that_differ(published.as_deref().unwrap_or_default(), &text)
            )),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn lines_that_differ(published: &str, text: &str) -> String {
    let only_in = |one: &str, other: &str, sign| {
        let others: BTreeSet<&str> = other.lines().collect();
        let lines = one.lines().filter(|line| !others.contains(line));
        lines.map(|line| format!("  {sign} {line}")).collect::<Vec<_>>()
    };
    [only_in(published, text, '-'), only_in(text, published, '+')].concat().join("\n")
}

#[test]
fn a_changed_contract_is_not_recorded_until_its_version_is_raised() {
    let contract = contracts().iter().find(|contract| contract.name == "payments");
    let published = snapshot(contract.expect("payments are published"));
    let (first, columns) = published.split_once('\n').expect("a first line");
    let raised = published.replacen("payments v1 ", "payments v2 ", 1);
    let changes = [
        published.replacen("decimal(14,2)", "float64", 1),
        published.replacen("date32  not null", "date32  null", 1),
        published.replacen("unit: yuan", "unit: fen", 1),
        published.replacen("sensitivity: sensitive", "sensitivity: open", 1),
        published.replacen("null means: not given", "null means: none", 1),
        published.replacen("sorted by person_id, period", "sorted by period", 1),
        format!("{published}town  text  null  乡镇  (sensitivity: open; null means: unknown)\n"),
        format!("{first}\n{}\n", columns.lines().skip(2).collect::<Vec<_>>().join("\n")),
    ];
    for changed in changes {
        assert_ne!(changed, published);
        assert_eq!(difference(Some(&published), &changed), Difference::SameVersion, "{changed}");
        let changed = changed.replacen("payments v1 ", "payments v2 ", 1);
        assert_eq!(difference(Some(&published), &changed), Difference::Recordable, "{changed}");
        assert_eq!(difference(Some(&raised), &published), Difference::SameVersion, "lowered");
    }
    assert_eq!(difference(Some(&published), &published), Difference::None);
    assert_eq!(difference(None, &published), Difference::Recordable);
    let changed = published.replacen("unit: yuan", "unit: fen", 1);
    let told = lines_that_differ(&published, &changed);
    assert_eq!(told.lines().map(|line| &line[..9]).collect::<Vec<_>>(), ["  - amoun", "  + amoun"]);
}

#[test]
fn every_contract_has_its_file_and_every_file_its_contract() {
    let names: BTreeSet<String> =
        all_contracts().iter().map(|contract| format!("{}.txt", contract.name)).collect();
    assert_eq!(names.len(), all_contracts().len(), "two tables share a name");
    let entries = std::fs::read_dir(fixtures()).expect("the fixtures are there");
    let files: BTreeSet<String> = entries
        .map(|entry| entry.expect("a readable folder").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, files);
}

#[test]
fn every_column_is_explained() {
    for contract in all_contracts() {
        assert!(!contract.about.trim().is_empty(), "{}", contract.name);
        for column in contract.columns {
            let place = format!("{}.{}", contract.name, column.name);
            assert!(!column.meaning.trim().is_empty(), "{place} has no meaning");
            assert!(!column.note.chinese.is_empty(), "{place} has no Chinese name");
            assert_eq!(column.nullable, !column.note.null_means.is_empty(), "null in {place}");
        }
        for key in contract.sorted_by {
            let known = contract.columns.iter().any(|column| column.name == *key);
            assert!(known, "{} is sorted by `{key}`, which it has not", contract.name);
        }
    }
}

#[test]
fn the_json_of_a_contract_has_what_the_dictionary_has() {
    let json: serde_json::Value = serde_json::from_str(&as_json(contracts())).expect("JSON");
    let tables = json.as_array().expect("a list of tables");
    assert_eq!(tables.len(), contracts().len());
    let payments = tables.iter().find(|table| table["table"] == "payments");
    let payments = payments.expect("payments are published");
    assert_eq!(payments["sorted_by"][1], "period");
    let columns = payments["columns"].as_array().expect("a list of columns");
    let amount = columns.iter().find(|column| column["column"] == "amount");
    let amount = amount.expect("payments have an amount");
    assert_eq!(amount["data_type"], "decimal(14,2)");
    assert_eq!(
        (amount["unit"].as_str(), amount["nullable"].as_bool()),
        (Some("yuan"), Some(false))
    );
    assert_eq!(amount["chinese"], "金额");
    assert_eq!(amount["meaning_zh"], "发放的金额，收回的为负数");
    assert!(amount["null_means"].is_null() && amount["null_means_zh"].is_null());
    let account = columns.iter().find(|column| column["column"] == "account_masked");
    assert_eq!(account.expect("payments have an account")["null_means_zh"], "现金或实物");
    assert_eq!(payments["about_zh"], "发放给个人或代其支付的款项。");
}

#[test]
fn the_markdown_of_a_contract_is_a_table() {
    for contract in contracts() {
        let page = as_markdown(contract);
        let rows: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), contract.columns.len() + 2, "{page}");
        for row in rows {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 11, "{row}");
        }
    }
}

#[test]
fn moments_are_the_only_times_of_day_and_have_a_zone() {
    let times: Vec<String> = contracts()
        .iter()
        .flat_map(|contract| contract.columns.iter().map(move |column| (contract, column)))
        .filter(|(_, column)| (column.data_type)().is_temporal())
        .filter(|(_, column)| (column.data_type)() != DataType::Date32)
        .map(|(contract, column)| {
            format!("{}.{} {}", contract.name, column.name, (column.data_type)())
        })
        .collect();
    assert!(
        !times.is_empty() && times.iter().all(|time| time.contains("Asia/Shanghai")),
        "{times:?}"
    );
}

#[test]
fn a_description_names_type_unit_standard_and_sensitivity() {
    let contract = contracts().iter().find(|contract| contract.name == "payments");
    let page = describe(contract.expect("payments are published"));
    for part in [
        "payments v1  发放明细",
        "发放给个人或代其支付的款项。",
        "amount  decimal(14,2)  not null  金额",
        "    Amount paid; negative when taken back.\n    发放的金额，收回的为负数\n",
        "收款账号，只显示末四位（空值：现金或实物）",
        "unit: yuan",
        "standard: GB/T 2260",
        "sensitivity: sensitive",
        "null means: cash or in kind",
    ] {
        assert!(page.contains(part), "`{part}` is not in:\n{page}");
    }
}
