//! The tables as readers get them.

use std::path::PathBuf;

use arrow::array::RecordBatch;
use arrow::row::{RowConverter, SortField};
use expect_test::{Expect, expect};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use tempfile::TempDir;

use super::night::{TinyNight, tiny_night};
use crate::report::{contracts, publish, read_table, tables};

/// Publishes a night; the folder lives as long as the first part of the answer.
fn run(night: &TinyNight) -> (TempDir, PathBuf) {
    let runs = tempfile::tempdir().expect("a folder");
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    (runs, published.folder)
}

fn batches(folder: &std::path::Path, table: &str) -> Vec<RecordBatch> {
    let file = std::fs::File::open(folder.join(format!("{table}.parquet"))).expect("a table");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("a table");
    let reader = reader.build().expect("a table");
    reader.map(|batch| batch.expect("a batch")).collect()
}

/// Prints some columns of a published table.
fn check(table: &str, columns: &[&str], expected: &Expect) {
    let night = tiny_night();
    let (_runs, folder) = run(&night);
    let mut lines = String::new();
    for batch in batches(&folder, table) {
        for row in 0..batch.num_rows() {
            let cells = columns.iter().map(|column| {
                let values = batch.column_by_name(column).expect("a column of the table");
                arrow::util::display::array_value_to_string(values, row).expect("a printable value")
            });
            lines.push_str(cells.collect::<Vec<_>>().join(" | ").trim_end());
            lines.push('\n');
        }
    }
    expected.assert_eq(&lines);
}

#[test]
fn every_table_is_sorted_by_its_declared_keys() {
    let night = tiny_night();
    let (_runs, folder) = run(&night);
    for contract in contracts() {
        let schema = contract.schema();
        let place = |key: &&str| schema.index_of(key).expect("a sort key is a column");
        let keys: Vec<usize> = contract.sorted_by.iter().map(place).collect();
        let fields = keys.iter().map(|at| SortField::new(schema.field(*at).data_type().clone()));
        let converter = RowConverter::new(fields.collect()).expect("sortable types");
        let mut last = None;
        for batch in batches(&folder, contract.name) {
            let columns: Vec<_> = keys.iter().map(|at| batch.column(*at).clone()).collect();
            let rows = converter.convert_columns(&columns).expect("sortable columns");
            for row in &rows {
                let row = row.owned();
                assert!(last.as_ref() <= Some(&row), "{} is not sorted", contract.name);
                last = Some(row);
            }
        }
    }
}

#[test]
fn every_table_reads_back_as_its_own_type() {
    let night = tiny_night();
    let (_runs, folder) = run(&night);
    let rows =
        |table: &str| batches(&folder, table).iter().map(RecordBatch::num_rows).sum::<usize>();
    let persons: tables::Persons = read_table(&folder).expect("persons");
    let chain: tables::HouseholdChain = read_table(&folder).expect("chains");
    let dictionary: tables::Dictionary = read_table(&folder).expect("a dictionary");
    let metrics: tables::Metrics = read_table(&folder).expect("metrics");
    assert_eq!(persons.len(), rows("persons"));
    assert_eq!(chain.len(), rows("household_chain"));
    assert_eq!(metrics.len(), rows("metrics"));
    let columns: usize = contracts().iter().map(|contract| contract.columns.len()).sum();
    assert_eq!(dictionary.len(), columns);
    assert!(read_table::<tables::Flags>(&folder.join("lists")).is_err());
}

#[test]
fn persons_are_masked_and_carry_a_keyed_pseudonym() {
    check(
        "persons",
        &[
            "person_id",
            "name_masked",
            "resident_id_masked",
            "sex",
            "birth_year",
            "age_years",
            "minor",
            "home_household_id",
            "identities",
            "mentions",
            "sources",
            "grade",
            "first_seen",
        ],
        &expect![[r"
            P000000000000000a | 李*宝 | 990101********0033 | male | 2012 | 14 | true | H000000000000001e | 1 | 1 | 1 | confirmed | 2026-11-23
            P000000000000000b | 王*英 | 990101********001X | male | 1950 | 76 | false | H000000000000001f | 3 | 3 | 2 | probable | 2026-11-20
        "]],
    );
    check(
        "persons",
        &["person_key"],
        &expect![[r"
            d625debf02c77633cd4856689b6bf1e734152251b39c6015bb381a0cfc158608
            a930b9b045bebfe40218efea3b715575307c1bb529c288af8fff2f376006bf2f
        "]],
    );
}

#[test]
fn a_pseudonym_depends_on_the_key() {
    use crate::report::identifiers::Pseudonyms;
    let id = "99010119500302001X";
    let (one, other) = (Pseudonyms::new(&[1; 32]), Pseudonyms::new(&[2; 32]));
    assert_eq!(one.of(id), one.of(id));
    assert_ne!(one.of(id), other.of(id));
    assert_eq!(one.of(id).text().len(), 64);
}

#[test]
fn links_spell_out_what_was_compared_and_what_it_weighs() {
    check(
        "person_links",
        &[
            "left_person_id",
            "left_identity",
            "right_identity",
            "weight",
            "probability",
            "grade",
            "levels",
            "level_weights",
        ],
        &expect![[r"
            P000000000000000b | 18446744073709551614 | 30 | 3.5 | 0.91879 | probable | name=exact | name=8.12
            P000000000000000b | 18446744073709551614 | 40 | 20.25 | 0.999999 | confirmed | name=exact; resident_id=equal_valid | name=8.12; resident_id=21.00
        "]],
    );
}

#[test]
fn a_chain_runs_in_date_order_and_shows_what_is_left_of_a_cost() {
    check(
        "household_chain",
        &[
            "household_id",
            "sequence",
            "from",
            "event",
            "subject",
            "agency",
            "amount",
            "own_cost",
            "remaining",
            "says",
            "file",
            "line",
        ],
        &expect![[r#"
            H000000000000001e | 1 | 2026-10-01 | circumstance | hospital_bill | health | 32000.00 | 32000.00 | 32000.00 | 医疗费用报销后个人负担 32000元 | health/settlements.csv | 2
            H000000000000001e | 2 | 2026-11-05 | payment | CS | charity | 2000.00 |  | 30000.00 | 2026年11月 慈善救助 2000元 | charity/grants.xlsx | 3
            H000000000000001e | 3 | 2026-11-21 | decision | G02 | centre |  |  |  | 2026-11-20清单的大额医疗费用未获救助（G02）核实结论：属实但减免 | ledger | 1
            H000000000000001e | 4 | 2026-11-23 | flag | G02 | health | 30000.00 |  |  | 发现救助遗漏：大额医疗费用未获救助 | health/settlements.csv | 2
            H000000000000001f | 1 | 2025-03-01 | award | DBN | civil_affairs | 420.00 |  |  | 农村低保 在享 每月420元 | civil_affairs/payments.csv | 3
            H000000000000001f | 2 | 2026-11-05 | payment | DBN | civil_affairs | 420.00 |  |  | 2026年11月 农村低保 420元 | civil_affairs/payments.csv | 2
            H000000000000001f | 3 | 2026-11-05 | payment | DBN | civil_affairs | 420.00 |  |  | 2026年11月 农村低保 420元 | civil_affairs/payments.csv | 3
            H000000000000001f | 4 | 2026-11-23 | flag | D01 | civil_affairs | 420.00 |  |  | 发现重复救助：同项目同期重复发放 | civil_affairs/payments.csv | 2
        "#]],
    );
}

#[test]
fn facts_lead_to_person_household_file_and_line() {
    check(
        "payments",
        &[
            "person_id",
            "household_id",
            "scheme",
            "period",
            "amount",
            "payment_number",
            "account_masked",
            "event",
            "agency",
            "file",
            "line",
            "grade",
        ],
        &expect![[r"
            P000000000000000b | H000000000000001f | DBN | 2026-11-01 | 420.00 | P2026110001 | ***************4567 |  | civil_affairs | civil_affairs/payments.csv | 3 | confirmed
            P000000000000000b | H000000000000001f | DBN | 2026-11-01 | 420.00 | P2026110002 | ***************4567 |  | civil_affairs | civil_affairs/payments.csv | 2 | confirmed
            P000000000000000b | H000000000000001f | CS | 2026-11-01 | 2000.00 |  | ***************4567 | J0001 | charity | charity/grants.xlsx | 3 | probable
        "]],
    );
    check(
        "awards",
        &["person_id", "scheme", "certificate", "monthly"],
        &expect![[r"
            P000000000000000b | DBN | 990101********001X | 420.00
        "]],
    );
    check(
        "circumstances",
        &["person_id", "kind", "amount", "level"],
        &expect![[r"
            P000000000000000a | hospital_bill | 32000.00 |
        "]],
    );
}

#[test]
fn flags_carry_reason_arithmetic_and_what_was_checked() {
    check(
        "flags",
        &[
            "flag_id",
            "code",
            "name",
            "household_id",
            "subjects",
            "amount",
            "reason",
            "arithmetic",
            "exceptions_checked",
            "policy",
            "nights",
        ],
        &expect![[r"
            F646e3f55d98fdac6 | D01 | 同项目同期重复发放 | H000000000000001f | P000000000000000b | 420.00 | 王*英2026年11月‘农村低保’发放两笔，每笔420元，可能重复。 | 420 + 420 − 420 = 420（证号990101********001X） | 补发; 退汇重发 | demo 2026.1 | 1
            F91df2a1aa8494f3c | G02 | 大额医疗费用未获救助 | H000000000000001e | P000000000000000a | 30000.00 | 李*宝住院个人负担32000元，仅获慈善救助2000元。 | 32000 − 2000 = 30000 |  | demo 2026.1 | 1
        "]],
    );
    check(
        "flag_evidence",
        &[
            "sequence",
            "agency",
            "file",
            "line",
            "name_given_masked",
            "resident_id_masked",
            "says",
            "snapshot",
        ],
        &expect![[r"
            1 | civil_affairs | civil_affairs/payments.csv | 2 | 王*英 | 990101********001X | 2026年11月 农村低保 420元 | 2026-11-22
            2 | civil_affairs | civil_affairs/payments.csv | 3 | 王*英 | 990101********001X | 2026年11月 农村低保 420元 | 2026-11-22
            1 | health | health/settlements.csv | 2 | 李*宝 | 990101********0033 | 住院个人负担32000元 | 2026-11-22
        "]],
    );
}

#[test]
fn cases_stand_in_queue_order() {
    check(
        "cases",
        &["priority", "case_id", "listed", "codes", "amount", "due", "past_outcome", "summary"],
        &expect![[r#"
            1 | C5d7ddbc454b18ff6 | true | D01 | 420.00 | 2026-12-07 |  | 王*英2026年11月‘农村低保’发放两笔，每笔420元，可能重复。
            2 | C72aa114aa30b047e | true | G02 | 30000.00 | 2026-12-07 | 2026-11-21 属实但减免（G02） | 李*宝住院个人负担32000元，仅获慈善救助2000元。
        "#]],
    );
}

#[test]
fn households_members_changes_and_quarantine_are_published() {
    check(
        "households",
        &["household_id", "kind", "members", "first_seen"],
        &expect![[r"
            H000000000000001e | register | 1 | 2026-11-23
            H000000000000001f | assistance_unit | 1 | 2026-11-20
        "]],
    );
    check(
        "household_members",
        &["household_id", "person_id", "relation"],
        &expect![[r"
            H000000000000001e | P000000000000000a | head
            H000000000000001f | P000000000000000b | head
        "]],
    );
    check(
        "kin",
        &["person_id", "kinship", "relative_id", "obligated", "mentions", "grade"],
        &expect![[r"
            P000000000000000a | mother | P000000000000000b | true | 1 | probable
            P000000000000000b | child | P000000000000000a | true | 1 | probable
        "]],
    );
    check(
        "household_links",
        &["household_id", "other_household_id", "relation", "shared", "similarity"],
        &expect![[r"
            H000000000000001f | H000000000000001e | partial | 1 | 0.25
        "]],
    );
    check(
        "id_changes",
        &["kind", "id", "fate", "other"],
        &expect![[r"
            household | H0000000000000099 | merged_into | H000000000000001f
            person | P000000000000000a | new |
        "]],
    );
    check(
        "quarantine",
        &["file", "line", "field", "value_masked", "message"],
        &expect![[r"
            civil_affairs/payments.csv | 4 | 身份证号 | 9********************宝 | 该行列数不符：990101********0033，电话138****1234
        "]],
    );
    check(
        "source_rows",
        &["source", "line", "identity_key", "person_id", "grade"],
        &expect![[r"
            charity_grants | 3 | 30 | P000000000000000b | probable
            civil_affairs_payments | 2 | 40 | P000000000000000b | confirmed
            civil_affairs_payments | 3 | 18446744073709551614 | P000000000000000b | confirmed
            health_settlements | 2 | 20 | P000000000000000a | confirmed
        "]],
    );
}

#[test]
fn metrics_sum_payments_overlaps_and_flags() {
    check(
        "metrics",
        &[
            "name",
            "dimension",
            "scheme",
            "town",
            "month",
            "agency",
            "other_agency",
            "family",
            "severity",
            "value",
            "amount",
        ],
        &expect![[r"
            blocking_recall |  |  |  |  |  |  |  |  | 0.998765 |
            flags |  |  | 990101001 |  |  |  | duplicate | red | 1.0 | 420.00
            flags |  |  | 990101001 |  |  |  | missed | orange | 1.0 | 30000.00
            pairs | resident_id |  |  |  |  |  |  |  | 1200.0 |
            payments |  | CS | 990101001 | 2026-11-01 |  |  |  |  | 1.0 | 2000.00
            payments |  | DBN | 990101001 | 2026-11-01 |  |  |  |  | 2.0 | 840.00
            shared_persons |  |  |  |  | charity | charity |  |  | 1.0 |
            shared_persons |  |  |  |  | charity | civil_affairs |  |  | 1.0 |
            shared_persons |  |  |  |  | charity | health |  |  | 0.0 |
            shared_persons |  |  |  |  | civil_affairs | civil_affairs |  |  | 1.0 |
            shared_persons |  |  |  |  | civil_affairs | health |  |  | 0.0 |
            shared_persons |  |  |  |  | health | health |  |  | 1.0 |
        "]],
    );
}

#[test]
fn statistics_add_payments_up_and_count_coverage_and_overlap() {
    check(
        "statistics",
        &[
            "measure",
            "scheme",
            "town",
            "year",
            "month",
            "agency",
            "other_agency",
            "need",
            "code",
            "persons",
            "person_times",
            "flags",
            "amount",
        ],
        &expect![[r"
            assisted_in_need |  | 990101001 |  |  |  |  | illness |  | 1 | 1 |  | 2000.00
            in_need |  | 990101001 |  |  |  |  | illness |  | 2 |  |  |
            paid |  |  |  |  |  |  |  |  | 1 | 3 |  | 2840.00
            paid_by_month |  |  |  | 2026-11-01 |  |  |  |  | 1 | 3 |  | 2840.00
            paid_by_scheme | CS |  |  |  |  |  |  |  | 1 | 1 |  | 2000.00
            paid_by_scheme | DBN |  |  |  |  |  |  |  | 1 | 2 |  | 840.00
            paid_by_scheme_month | CS |  |  | 2026-11-01 |  |  |  |  | 1 | 1 |  | 2000.00
            paid_by_scheme_month | DBN |  |  | 2026-11-01 |  |  |  |  | 1 | 2 |  | 840.00
            paid_by_scheme_town_month | CS | 990101001 |  | 2026-11-01 |  |  |  |  | 1 | 1 |  | 2000.00
            paid_by_scheme_town_month | DBN | 990101001 |  | 2026-11-01 |  |  |  |  | 1 | 2 |  | 840.00
            paid_by_scheme_town_year | CS | 990101001 | 2026 |  |  |  |  |  | 1 | 1 |  | 2000.00
            paid_by_scheme_town_year | DBN | 990101001 | 2026 |  |  |  |  |  | 1 | 2 |  | 840.00
            paid_by_scheme_year | CS |  | 2026 |  |  |  |  |  | 1 | 1 |  | 2000.00
            paid_by_scheme_year | DBN |  | 2026 |  |  |  |  |  | 1 | 2 |  | 840.00
            paid_by_town |  | 990101001 |  |  |  |  |  |  | 1 | 3 |  | 2840.00
            paid_by_town_year |  | 990101001 | 2026 |  |  |  |  |  | 1 | 3 |  | 2840.00
            paid_by_year |  |  | 2026 |  |  |  |  |  | 1 | 3 |  | 2840.00
            shared_flags |  |  |  |  | charity | charity |  |  |  |  | 0 | 0.00
            shared_flags |  |  |  |  | charity | civil_affairs |  |  |  |  | 0 | 0.00
            shared_flags |  |  |  |  | charity | health |  |  |  |  | 0 | 0.00
            shared_flags |  |  |  |  | civil_affairs | civil_affairs |  |  |  |  | 1 | 420.00
            shared_flags |  |  |  |  | civil_affairs | health |  |  |  |  | 0 | 0.00
            shared_flags |  |  |  |  | health | health |  |  |  |  | 1 | 30000.00
            shared_flags_by_code |  |  |  |  | civil_affairs | civil_affairs |  | D01 |  |  | 1 | 420.00
            shared_flags_by_code |  |  |  |  | health | health |  | G02 |  |  | 1 | 30000.00
            shared_notes |  |  |  |  | charity | charity |  |  |  |  | 0 | 0.00
            shared_notes |  |  |  |  | charity | civil_affairs |  |  |  |  | 0 | 0.00
            shared_notes |  |  |  |  | charity | health |  |  |  |  | 0 | 0.00
            shared_notes |  |  |  |  | civil_affairs | civil_affairs |  |  |  |  | 0 | 0.00
            shared_notes |  |  |  |  | civil_affairs | health |  |  |  |  | 0 | 0.00
            shared_notes |  |  |  |  | health | health |  |  |  |  | 0 | 0.00
            shared_recipients |  |  |  |  | charity | charity |  |  | 1 |  |  |
            shared_recipients |  |  |  |  | charity | civil_affairs |  |  | 1 |  |  |
            shared_recipients |  |  |  |  | charity | health |  |  | 0 |  |  |
            shared_recipients |  |  |  |  | civil_affairs | civil_affairs |  |  | 1 |  |  |
            shared_recipients |  |  |  |  | civil_affairs | health |  |  | 0 |  |  |
            shared_recipients |  |  |  |  | health | health |  |  | 0 |  |  |
        "]],
    );
}

#[test]
fn a_funds_ledger_runs_from_january_and_shows_that_it_is_overdrawn() {
    check(
        "fund_ledger",
        &[
            "fund",
            "month",
            "level",
            "town",
            "person_times",
            "persons",
            "amount",
            "amount_to_date",
            "yearly",
            "left",
            "overdrawn",
            "basis",
        ],
        &expect![[r"
            charity | 2026-01-01 | district |  | 0 | 0 | 0.00 | 0.00 | 1500.00 | 1500.00 | false | 未核实
            charity | 2026-01-01 | town | 990101001 | 0 | 0 | 0.00 | 0.00 | 1500.00 |  | false | 未核实
            charity | 2026-02-01 | district |  | 0 | 0 | 0.00 | 0.00 | 1500.00 | 1500.00 | false | 未核实
            charity | 2026-02-01 | town | 990101001 | 0 | 0 | 0.00 | 0.00 | 1500.00 |  | false | 未核实
            charity | 2026-03-01 | district |  | 0 | 0 | 0.00 | 0.00 | 1500.00 | 1500.00 | false | 未核实
            charity | 2026-03-01 | town | 990101001 | 0 | 0 | 0.00 | 0.00 | 1500.00 |  | false | 未核实
            charity | 2026-04-01 | district |  | 0 | 0 | 0.00 | 0.00 | 1500.00 | 1500.00 | false | 未核实
            charity | 2026-04-01 | town | 990101001 | 0 | 0 | 0.00 | 0.00 | 1500.00 |  | false | 未核实
            charity | 2026-05-01 | district |  | 0 | 0 | 0.00 | 0.00 | 1500.00 | 1500.00 | false | 未核实
            charity | 2026-05-01 | town | 990101001 | 0 | 0 | 0.00 | 0.00 | 1500.00 |  | false | 未核实
            charity | 2026-06-01 | district |  | 0 | 0 | 0.00 | 0.00 | 1500.00 | 1500.00 | false | 未核实
            charity | 2026-06-01 | town | 990101001 | 0 | 0 | 0.00 | 0.00 | 1500.00 |  | false | 未核实
            charity | 2026-07-01 | district |  | 0 | 0 | 0.00 | 0.00 | 1500.00 | 1500.00 | false | 未核实
            charity | 2026-07-01 | town | 990101001 | 0 | 0 | 0.00 | 0.00 | 1500.00 |  | false | 未核实
            charity | 2026-08-01 | district |  | 0 | 0 | 0.00 | 0.00 | 1500.00 | 1500.00 | false | 未核实
            charity | 2026-08-01 | town | 990101001 | 0 | 0 | 0.00 | 0.00 | 1500.00 |  | false | 未核实
            charity | 2026-09-01 | district |  | 0 | 0 | 0.00 | 0.00 | 1500.00 | 1500.00 | false | 未核实
            charity | 2026-09-01 | town | 990101001 | 0 | 0 | 0.00 | 0.00 | 1500.00 |  | false | 未核实
            charity | 2026-10-01 | district |  | 0 | 0 | 0.00 | 0.00 | 1500.00 | 1500.00 | false | 未核实
            charity | 2026-10-01 | town | 990101001 | 0 | 0 | 0.00 | 0.00 | 1500.00 |  | false | 未核实
            charity | 2026-11-01 | district |  | 1 | 1 | 2000.00 | 2000.00 | 1500.00 | -500.00 | true | 未核实
            charity | 2026-11-01 | town | 990101001 | 1 | 1 | 2000.00 | 2000.00 | 1500.00 |  | true | 未核实
        "]],
    );
}

#[test]
fn the_ledger_has_what_was_stated_read_accepted_and_set_aside() {
    check(
        "ledger",
        &[
            "source",
            "file",
            "agency_name",
            "snapshot",
            "age_days",
            "rows_stated",
            "amount_stated",
            "rows_read",
            "rows_accepted",
            "rows_rejected",
            "amount_accepted",
        ],
        &expect![[r#"
            charity_grants | charity/grants.xlsx | 慈善会 | 2026-11-20 | 3 | 1 | 2000.00 | 1 | 1 | 0 | 2000.00
            civil_affairs_payments | civil_affairs/payments.csv | 民政局 | 2026-11-23 | 0 |  |  | 3 | 2 | 1 | 840.00
            health_settlements | health/settlements.csv | 医疗保障局 | 2026-11-23 | 0 |  |  | 1 | 1 | 0 | 0.00
        "#]],
    );
}

#[test]
fn a_moment_is_told_where_a_manifest_tells_it() {
    let (_runs, folder) = run(&tiny_night());
    let ledger: tables::Ledger = read_table(&folder).expect("a ledger");
    let moments: Vec<_> = ledger.rows().map(|line| line.extracted_at).collect();
    let told = moments[0].map(|moment| moment.to_string());
    assert_eq!(told.as_deref(), Some("2026-11-20T01:30:00+08:00"));
    assert_eq!(moments[1..], [None, None]);
}

#[test]
fn what_an_exception_excused_is_on_show_without_a_number() {
    check(
        "excused",
        &[
            "code",
            "name",
            "household_id",
            "town",
            "subjects",
            "discriminator",
            "exceptions",
            "amount",
        ],
        &expect![[r#"
            M01 | M01 | H000000000000001e | 990101001 | P000000000000000a; P000000000000000b | 990101********001X | 转保交接当月 | 910.00
        "#]],
    );
}
