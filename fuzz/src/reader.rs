//! Any bytes as a delivered file: a reader must end, within its limits, in rows or in an error that
//! names the file and what to do.

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;
use std::sync::Once;

use arrow::array::Array;

use crate::domain::{Day, Source};
use crate::ingest::{Column, IngestError, Settings, open, read_manifests};

/// Limits low enough that a file of a fuzzer can reach them.
const LIMITS: &str = "
max_row_bytes = 20000
max_columns = 100
max_file_bytes = 1000000
max_workbook_bytes = 1000000
max_workbook_rows = 2000
max_workbook_cells = 20000
max_unpacked_bytes = 1000000
max_members = 20
min_confidence_percent = 0
";

/// The columns of the fixed width files.
pub const FIXED_WIDTH: &str = "format = \"fixed_width\"
fixed_width = [
    { header = \"姓名\", width = 12 },
    { header = \"金额\", width = 10 },
    { header = \"联系电话\", width = 11 },
]
";

/// Reads the bytes as a file of this name, with these settings of `[ingest]`.
pub fn read(name: &str, settings: &str, bytes: &[u8]) {
    let_caught_panics_be();
    let settings = format!("file = \"{name}\"\n{LIMITS}{settings}");
    let settings: Settings = toml::from_str(&settings).expect("settings of a target");
    let folder = Folder::mine();
    let path = folder.path.join(name);
    fs::write(&path, bytes).expect("a folder in memory can be written");
    let mut file = match open(&source(), &folder.path, &path, &settings, &columns(), 7) {
        Ok(file) => file,
        Err(error) => return told(&error, name),
    };
    let (mut read, mut rejected) = (0, 0);
    for rows in file.by_ref() {
        let rows = match rows {
            Ok(rows) => rows,
            Err(error) => return told(&error, name),
        };
        assert_eq!(rows.rows_read, (rows.lines.len() + rows.rejects.len()) as u64);
        assert!(rows.columns.iter().all(|column| column.len() == rows.lines.len()));
        read += rows.rows_read;
        rejected += rows.rejects.len() as u64;
    }
    assert_eq!((file.rows_read(), file.rows_rejected()), (read, rejected));
}

/// Reads the bytes as a manifest of both forms.
pub fn manifest(bytes: &[u8]) {
    let folder = Folder::mine();
    for name in ["manifest.json", "manifest.csv"] {
        let path = folder.path.join(name);
        fs::write(&path, bytes).expect("a folder in memory can be written");
        if let Err(error) = read_manifests(&folder.path, "", 1_000_000) {
            let text = error.to_string();
            assert!(text.contains(name) && text.contains("; "), "{text}");
        }
        fs::remove_file(&path).expect("a folder in memory can be written");
    }
}

/// A reader catches the panics of a library, and only those that it lets through are faults: the
/// fuzzer's own hook would end the run at every one.
fn let_caught_panics_be() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))));
}

/// An error names the agency, the file and what to do.
fn told(error: &IngestError, name: &str) {
    let text = error.to_string();
    assert!(text.contains("医疗保障局") && text.contains(name), "{text}");
    assert!(text.contains("; "), "{text}");
}

fn source() -> Source {
    Source {
        id: "health_insured".to_owned(),
        agency: "health".to_owned(),
        agency_name: "医疗保障局".to_owned(),
        title: "资助参保".to_owned(),
        roster: false,
        snapshot: Day(20_000),
        age_days: 0,
    }
}

fn columns() -> Vec<Column> {
    let column = |field: &str, header: &str, needed| Column {
        field: field.to_owned(),
        headers: vec![header.to_owned()],
        needed,
        spreads: true,
        told_by: None,
    };
    vec![
        column("name", "姓名", true),
        column("amount", "金额", false),
        column("phone", "联系电话", false),
    ]
}

/// A folder of this process, in memory where the system has one there.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn mine() -> Self {
        thread_local!(static MINE: RefCell<Option<PathBuf>> = const { RefCell::new(None) });
        let path = MINE.with_borrow_mut(|mine| mine.get_or_insert_with(Self::make).clone());
        Self { path }
    }

    fn make() -> PathBuf {
        let memory = PathBuf::from("/dev/shm");
        let parent = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let path = parent.join(format!("hedui-fuzz-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a temporary folder can be made");
        path
    }
}
