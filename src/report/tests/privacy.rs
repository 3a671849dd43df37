//! No value that names a person leaves the program.

use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx, open_workbook};

use super::night::{SECRETS, tiny_night};
use crate::report::{Unmasked, privacy, publish};

/// The published files that hold a value naming a person.
fn telling(unmasked: Unmasked) -> Vec<String> {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    night.settings.unmasked = unmasked;
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    let mut looked_into = 0;
    let mut telling = Vec::new();
    for file in files(&published.folder) {
        let content = content(&file);
        looked_into += usize::from(!content.is_empty());
        if SECRETS.iter().any(|secret| content.contains(secret)) {
            let file = file.strip_prefix(&published.folder).expect("files lie in the run");
            telling.push(file.display().to_string());
        }
    }
    let tables = crate::report::contracts().len();
    assert_eq!(
        looked_into,
        tables + 3 + 2 + 1 + 5,
        "tables, lists, sheets, a return, and five other files"
    );
    telling
}

#[test]
fn no_published_file_holds_a_name_number_phone_account_or_address() {
    assert_eq!(telling(Unmasked::default()), [""; 0]);
}

#[test]
fn only_what_goes_back_to_its_agency_shows_a_value_as_given() {
    let returns = "退回更正".parse().ok();
    let unmasked = Unmasked { returns, ..Unmasked::default() };
    assert_eq!(telling(unmasked), ["returns/civil_affairs.xlsx"]);
}

#[cfg(unix)]
#[test]
fn other_accounts_cannot_look_into_what_goes_back() {
    let runs = tempfile::tempdir().expect("a folder");
    let published = publish(&tiny_night().tonight(), runs.path()).expect("a run");
    let folder = std::fs::metadata(published.folder.join("returns")).expect("returns");
    let mode = std::os::unix::fs::PermissionsExt::mode(&folder.permissions());
    assert_eq!(mode & 0o777, 0o700);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a run's folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The file's values without compression.
fn content(path: &Path) -> String {
    match path.extension().and_then(std::ffi::OsStr::to_str) {
        Some("parquet") => values(path),
        Some("xlsx") => cells(path),
        _ => std::fs::read_to_string(path).expect("a text file"),
    }
}

fn values(path: &Path) -> String {
    use arrow::compute::cast;
    use arrow::datatypes::DataType;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    let file = std::fs::File::open(path).expect("a table");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("a table");
    let mut text = String::new();
    for batch in reader.build().expect("a table") {
        for column in batch.expect("a batch").columns() {
            // Arrow prints no named zone.
            let column = match column.data_type() {
                DataType::Timestamp(unit, Some(_)) => {
                    cast(column, &DataType::Timestamp(*unit, None))
                }
                _ => Ok(column.clone()),
            };
            let column = column.and_then(|column| cast(&column, &DataType::Utf8));
            let column = column.expect("every published type can be printed");
            let words = column.as_any().downcast_ref::<arrow::array::StringArray>();
            for word in words.expect("text").iter().flatten() {
                text.push_str(word);
                text.push('\n');
            }
        }
    }
    text
}

fn cells(path: &Path) -> String {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
    let mut text = String::new();
    for (_, range) in workbook.worksheets() {
        for (_, _, cell) in range.cells() {
            text.push_str(&cell.to_string());
            text.push('\n');
        }
    }
    text
}

#[test]
fn numbers_that_slipped_into_a_text_are_masked() {
    for (given, printed) in [
        ("证号99010119500302001X有误", "证号990101********001X有误"),
        ("电话13800001234", "电话138****1234"),
        ("卡6217000010001234567。", "卡***************4567。"),
        ("0099010119500302001X", "00990101********001X"),
        ("错一位990101195003020012", "错一位990101********0012"),
        ("十五位990101500302001", "十五位990101*****2001"),
        ("残疾证99010119500302001X43", "残疾证990101********001X43"),
        ("卡4033930000000001", "卡************0001"),
        ("发放编号20261105000123456，10000元", "发放编号20261105000123456，10000元"),
        ("没有数字", "没有数字"),
    ] {
        assert_eq!(privacy::text(given), printed);
    }
}

#[test]
fn a_serial_number_stays_unless_it_holds_an_identity_number() {
    assert_eq!(privacy::serial("13800001234"), "13800001234");
    assert_eq!(privacy::serial("99010119500302001X"), "990101********001X");
}

#[test]
fn a_rejected_value_keeps_its_ends_and_a_short_code_stays() {
    assert_eq!(privacy::rejected("2026-13"), "2*****3");
    assert_eq!(privacy::rejected("DBX"), "DBX");
    assert_eq!(privacy::rejected("李宝"), "李*");
}

#[test]
fn a_document_number_of_unusual_length_is_hidden_more_closely() {
    assert_eq!(privacy::document("99010119500302001X"), "990101********001X");
    assert_eq!(privacy::document("G12345678"), "G*******8");
}

#[test]
fn of_a_rejected_value_longer_than_any_only_the_beginning_is_kept() {
    let masked = crate::report::privacy::rejected(&"王".repeat(40_000));
    assert_eq!(masked, format!("王{}王…（共 40000 字）", "*".repeat(62)));
    assert_eq!(crate::report::privacy::rejected(&"王".repeat(64)).chars().count(), 64);
}
