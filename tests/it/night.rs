//! The golden night: the fixtures end to end, as an operator runs them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use hedui::domain::table::Contract;
use hedui::report::tables;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::sandbox::{LAST_NIGHT, Sandbox, TONIGHT, succeeded};

fn contracts() -> Vec<Contract> {
    hedui::report::contracts().to_vec()
}

fn read(file: &Path) -> RecordBatch {
    let file = fs::File::open(file).expect("the table is published");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("a Parquet file");
    let schema = reader.schema().clone();
    let batches: Result<Vec<_>, _> = reader.build().expect("a readable file").collect();
    arrow::compute::concat_batches(&schema, &batches.expect("readable rows")).expect("one schema")
}

fn texts(batch: &RecordBatch, column: &str) -> Vec<String> {
    let array = batch.column_by_name(column).expect("the column is in the contract");
    let array = arrow::compute::cast(array, &arrow::datatypes::DataType::Utf8).expect("text");
    let array = array.as_string::<i32>();
    (0..array.len()).map(|row| array.value(row).to_owned()).collect()
}

#[test]
fn every_table_is_published_to_its_contract() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(TONIGHT));
    for contract in contracts() {
        let file = sandbox.published(TONIGHT).join(format!("{}.parquet", contract.name));
        let batch = read(&file);
        let schema = contract.schema();
        let described = |schema: &arrow::datatypes::Schema| -> Vec<String> {
            let line = |field: &std::sync::Arc<arrow::datatypes::Field>| {
                format!("{} {} {}", field.name(), field.data_type(), field.is_nullable())
            };
            schema.fields().iter().map(line).collect()
        };
        assert_eq!(described(&batch.schema()), described(&schema), "{}", contract.name);
        let version = batch.schema().metadata().get("hedui.schema_version").cloned();
        assert_eq!(version, Some(contract.version.to_string()), "{}", contract.name);
        assert!(batch.num_rows() > 0, "{} has rows in the golden night", contract.name);
    }
    for file in ["summary.html", "dictionary.html", "run.json"] {
        assert!(sandbox.published(TONIGHT).join(file).exists(), "{file} is published");
    }
    let lists = fs::read_dir(sandbox.published(TONIGHT).join("lists")).expect("lists").count();
    assert!(lists >= 11, "a list per town, and there are {lists}");
}

#[test]
fn the_catalogue_of_this_pack_is_found() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(TONIGHT));
    let flags = read(&sandbox.published(TONIGHT).join("flags.parquet"));
    let found: BTreeSet<String> = texts(&flags, "code").into_iter().collect();
    for code in [
        "A01", "A02", "A04", "A05", "D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09",
        "D10", "G01", "G02", "G03", "G04", "G05", "G06", "G07", "G08", "G09", "G10", "G11", "G12",
        "G13", "G14", "M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08", "M09", "M10", "Q01",
        "Q02", "Q03", "Q04", "Q05", "Q06", "Q07", "Q08", "Q09", "Q10", "X01", "X02", "X03", "X04",
        "X05", "X06", "X07", "X08", "X09", "X10", "X11", "X12", "X13",
    ] {
        assert!(found.contains(code), "{code} is found in {found:?}");
    }
    for column in ["name", "reason", "arithmetic", "verify", "exceptions_checked"] {
        for text in texts(&flags, column) {
            assert!(!text.contains("停发") && !text.contains("违规"), "nothing is decided: {text}");
            assert!(!text.contains('{'), "every placeholder is filled: {text}");
        }
    }
}

#[test]
fn one_thread_and_two_publish_the_same_bytes() {
    let sandbox = Sandbox::new();
    let bytes_at = |threads: &str, runs: &str| {
        let pipeline = ["run", "pipelines/nightly.toml", "--date", TONIGHT];
        let places = ["--threads", threads, "--runs", runs];
        succeeded(&sandbox.hedui(&[pipeline.as_slice(), places.as_slice()].concat()));
        published_bytes(&sandbox.path(&format!("{runs}/run_date={TONIGHT}")))
    };
    let (one, two) = (bytes_at("1", "one"), bytes_at("2", "two"));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (file, bytes) in &one {
        assert!(bytes == &two[file], "{file} depends on the thread count");
    }
}

/// Every file of a run but `run.json`, which holds timings.
fn published_bytes(run: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in [run.to_owned(), run.join("lists")] {
        for entry in fs::read_dir(folder).expect("a published folder") {
            let path = entry.expect("a folder entry").path();
            let name = path.strip_prefix(run).expect("inside the run").display().to_string();
            if path.is_file() && name != "run.json" {
                files.insert(name, fs::read(&path).expect("a readable file"));
            }
        }
    }
    files
}

#[test]
fn people_keep_their_ids_from_one_night_to_the_next() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(LAST_NIGHT));
    succeeded(&sandbox.run(TONIGHT));
    let ids = |date: &str, table: &str, column: &str| -> BTreeSet<String> {
        let file = sandbox.published(date).join(format!("{table}.parquet"));
        texts(&read(&file), column).into_iter().collect()
    };
    for (table, column) in [("persons", "person_id"), ("households", "household_id")] {
        let (before, after) = (ids(LAST_NIGHT, table, column), ids(TONIGHT, table, column));
        let kept = before.intersection(&after).count();
        assert!(kept * 100 >= before.len() * 97, "{table}: {kept} of {} kept", before.len());
        assert!(after.difference(&before).count() > 0, "{table}: the second night has newcomers");
    }
    let flags = read(&sandbox.published(TONIGHT).join("flags.parquet"));
    let nights = flags.column_by_name("nights").expect("the column is in the contract");
    let nights = nights.as_primitive::<arrow::datatypes::UInt32Type>();
    assert!(nights.values().contains(&2), "a flag of both nights counts two");
    assert!(nights.values().contains(&1), "a flag first found tonight counts one");
}

#[test]
fn a_run_of_the_same_date_is_replaced_and_no_case_multiplies() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(TONIGHT));
    let first = published_bytes(&sandbox.published(TONIGHT));
    succeeded(&sandbox.run(TONIGHT));
    assert!(first == published_bytes(&sandbox.published(TONIGHT)));
}

/// What the statistics say is what anybody can add up from the payments.
#[test]
fn statistics_and_ledgers_add_up_to_the_payments() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(TONIGHT));
    let run = sandbox.published(TONIGHT);
    let payments: tables::Payments = hedui::report::read_table(&run).expect("payments");
    let statistics: tables::Statistics = hedui::report::read_table(&run).expect("statistics");
    let measures: BTreeSet<&str> = statistics
        .rows()
        .map(|figure| figure.measure)
        .filter(|measure| measure.starts_with("paid"))
        .collect();
    assert_eq!(measures.len(), 10, "{measures:?}");
    let fen = |amounts: &mut dyn Iterator<Item = i64>| amounts.sum::<i64>();
    let paid = payments.rows().filter(|payment| payment.amount.0 >= 0).count() as u64;
    let money = fen(&mut payments.rows().map(|payment| payment.amount.0));
    for measure in measures {
        let own = || statistics.rows().filter(|figure| figure.measure == measure);
        let times: u64 = own().map(|figure| u64::from(figure.person_times.unwrap_or(0))).sum();
        let amount = own().map(|figure| figure.amount.map_or(0, |amount| amount.0));
        assert_eq!((times, fen(&mut amount.into_iter())), (paid, money), "{measure}");
    }
    let people: BTreeSet<&str> = payments.rows().filter_map(|payment| payment.person_id).collect();
    let all = statistics.rows().find(|figure| figure.measure == "paid").expect("all payments");
    assert_eq!(all.persons.map(|persons| persons as usize), Some(people.len()));
    cells_add_up(&payments, &statistics);
    ledger_adds_up(&payments, &hedui::report::read_table(&run).expect("a ledger"));
}

fn cells_add_up(payments: &tables::Payments, statistics: &tables::Statistics) {
    let mut cells: BTreeMap<(&str, i32), (u32, i64, BTreeSet<&str>)> = BTreeMap::new();
    for payment in payments.rows() {
        let cell = cells.entry((payment.scheme, payment.period.0)).or_default();
        cell.0 += u32::from(payment.amount.0 >= 0);
        cell.1 += payment.amount.0;
        cell.2.extend(payment.person_id.filter(|_| payment.amount.0 >= 0));
    }
    let own = statistics.rows().filter(|figure| figure.measure == "paid_by_scheme_month");
    let mut found = 0;
    for figure in own {
        let place = (figure.scheme.expect("a scheme"), figure.month.expect("a month").0);
        let (times, fen, people) = &cells[&place];
        assert_eq!(figure.person_times, Some(*times), "{place:?}");
        assert_eq!(figure.amount.map(|amount| amount.0), Some(*fen), "{place:?}");
        assert_eq!(figure.persons.map(|persons| persons as usize), Some(people.len()));
        found += 1;
    }
    assert_eq!(found, cells.len());
}

fn ledger_adds_up(payments: &tables::Payments, ledger: &tables::FundLedger) {
    let year = |payment: &tables::Payment| payment.paid_on.map_or(0, hedui::domain::Day::year);
    let spent: i64 = payments
        .rows()
        .filter(|payment| payment.scheme == "LSB" && year(payment) == 2026)
        .map(|payment| payment.amount.0)
        .sum();
    assert!(spent > 0, "the fixtures pay out of the reserve fund");
    for level in ["district", "town"] {
        let own = || ledger.rows().filter(|entry| entry.level == level);
        assert_eq!(own().map(|entry| entry.amount.0).sum::<i64>(), spent, "{level}");
        let last = own().map(|entry| entry.month).max();
        let to_date = own().filter(|entry| Some(entry.month) == last);
        assert_eq!(to_date.map(|entry| entry.amount_to_date.0).sum::<i64>(), spent, "{level}");
    }
    for entry in ledger.rows().filter(|entry| entry.level == "district") {
        let left = entry.yearly.0 - entry.amount_to_date.0;
        assert_eq!((entry.left.map(|left| left.0), entry.overdrawn), (Some(left), left < 0));
    }
}

/// Notes are published, and no case holds one.
#[test]
fn a_note_is_a_flag_without_a_case() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(TONIGHT));
    let run = sandbox.published(TONIGHT);
    let flags: tables::Flags = hedui::report::read_table(&run).expect("flags");
    let cases: tables::Cases = hedui::report::read_table(&run).expect("cases");
    let notes: Vec<_> = flags.rows().filter(|flag| flag.note).collect();
    assert!(!notes.is_empty() && notes.iter().all(|flag| flag.code == "M06"));
    assert!(flags.rows().all(|flag| flag.note != flag.case_id.is_some()));
    assert!(cases.rows().all(|case| !case.codes.contains("M06")));
}
