//! Nobody is named: everything that the commands on the fixtures' nights print and write is masked, unless
//! somebody gives a purpose.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use arrow::array::AsArray;
use arrow::datatypes::DataType;
use calamine::{Reader, Xlsx, open_workbook};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::sandbox::{LAST_NIGHT, Sandbox, TONIGHT, failed_with, succeeded};

/// Texts, each with where it stands.
type Texts = Vec<(String, String)>;

const PIPELINE: &str = "pipelines/nightly.toml";

#[test]
fn everything_that_two_nights_print_and_write_is_masked() {
    let sandbox = Sandbox::new();
    let mut texts = Texts::new();
    let mut say = |command: &str, output: &Output| {
        for (stream, bytes) in [("output", &output.stdout), ("errors", &output.stderr)] {
            texts.push((format!("{command}: {stream}"), String::from_utf8_lossy(bytes).into()));
        }
    };
    for night in [LAST_NIGHT, TONIGHT] {
        let output = sandbox.hedui(&["--log-format", "json", "run", PIPELINE, "--date", night]);
        succeeded(&output);
        say("run", &output);
    }
    let run = format!("runs/run_date={TONIGHT}");
    let before = format!("runs/run_date={LAST_NIGHT}");
    let page = |name: &'static str| ["--out", name];
    let night = ["--date", TONIGHT];
    let truth = ["--truth", "fixtures/district/truth", "--pipeline", PIPELINE];
    let flag = some_flag(&sandbox);
    let pair = ["--pair", "police_register:10", "health_insured:20"];
    let commands: [Vec<&str>; 9] = [
        [&["profile", PIPELINE][..], &night, &page("runs/quality.html")].concat(),
        [&["blocking", PIPELINE][..], &night].concat(),
        [&["train", PIPELINE][..], &night, &["--out", "runs/m.json", "--charts", "runs/m.html"]]
            .concat(),
        [&["explain", &run, "--flag", &flag][..]].concat(),
        [&["explain", PIPELINE][..], &night, &pair, &page("runs/pair.html")].concat(),
        [&["evaluate", &run][..], &truth, &page("runs/evaluation")].concat(),
        [&["diff", &before, &run][..], &page("runs/difference")].concat(),
        [&["run", PIPELINE][..], &night, &["--dry-run"]].concat(),
        vec!["check", PIPELINE],
    ];
    for arguments in commands {
        let output = sandbox.hedui(&arguments);
        succeeded(&output);
        say(&arguments.join(" "), &output);
    }
    let damaged = sandbox.to_change("health/insured.csv");
    let text = fs::read_to_string(&damaged).expect("this fixture is UTF-8");
    fs::write(&damaged, text.replace("居民身份证,", "居民身份证,\"")).expect("written");
    let output = sandbox.run(TONIGHT);
    assert!(!output.status.success(), "a file of broken rows is refused");
    say("run on a damaged file", &output);
    texts.extend(written(&sandbox.path("runs")));
    for kind in ["parquet", "xlsx", "html", "json", "jsonl"] {
        assert!(texts.iter().any(|(place, _)| place.contains(&format!(".{kind}"))), "{kind}");
    }
    let names = full_names(&sandbox);
    for (place, text) in texts {
        if let Some(secret) = long_number(&text).or_else(|| full_name(&text, &names)) {
            panic!("{place} shows {secret}");
        }
    }
}

#[test]
fn what_somebody_has_a_purpose_for_is_shown_there_alone() {
    let sandbox = Sandbox::new();
    let settings = sandbox.path(PIPELINE);
    let text = fs::read_to_string(&settings).expect("the pipeline");
    let unmasked =
        "[report.unmasked]\nreturns = \"退回更正\"\nfull_identifiers = \"专项分析\"\n\n[report]";
    fs::write(&settings, text.replace("[report]", unmasked)).expect("written");
    let arguments = ["run", PIPELINE, "--date", TONIGHT, "--unmasked", "--purpose", "入户核实"];
    succeeded(&sandbox.hedui(&arguments));
    let shown: BTreeSet<String> = written(&sandbox.published(TONIGHT))
        .into_iter()
        .filter(|(_, text)| long_number(text).is_some())
        .map(|(place, _)| place.split('/').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(shown, ["lists", "returns", "sheets", "unmasked"].map(str::to_owned).into());
    let list = content(&sandbox.published(TONIGHT).join("lists/district.xlsx"));
    assert!(
        list.contains("含未遮蔽的个人信息，用途：入户核实"),
        "a list says what it shows and why"
    );
    let audit = fs::read_to_string(sandbox.path("runs/audit.jsonl")).expect("a log");
    let purposes = "lists: 入户核实; returns: 退回更正; full_identifiers: 专项分析";
    assert_eq!(audit.matches(purposes).count(), 2, "as begun and as ended: {audit}");
    let record = fs::read_to_string(sandbox.published(TONIGHT).join("run.json")).expect("a record");
    assert!(record.contains("入户核实") && record.contains("专项分析"));
    #[cfg(unix)]
    for folder in shown {
        let folder = sandbox.published(TONIGHT).join(folder);
        let mode = fs::metadata(&folder).expect("a folder").permissions();
        let mode = std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777;
        assert_eq!(mode, 0o700, "{}", folder.display());
    }
}

#[test]
fn a_purpose_that_says_nothing_is_a_fault_of_the_pipeline() {
    let sandbox = Sandbox::new();
    let settings = sandbox.path(PIPELINE);
    let text = fs::read_to_string(&settings).expect("the pipeline");
    let unmasked = "[report.unmasked]\nreturns = \" \"\n\n[report]";
    fs::write(&settings, text.replace("[report]", unmasked)).expect("written");
    let errors = failed_with(2, &sandbox.run(TONIGHT));
    assert!(errors.contains("say what the values are needed for"), "{errors}");
    assert!(errors.contains("nightly.toml"), "{errors}");
}

/// The id of a flag of the run.
fn some_flag(sandbox: &Sandbox) -> String {
    let flags: hedui::report::tables::Flags =
        hedui::report::read_table(&sandbox.published(TONIGHT)).expect("flags");
    let first = flags.rows().next().expect("the night has flags");
    first.flag_id.to_owned()
}

/// What every file below a folder says, a column of a table apart from the others.
fn written(folder: &Path) -> Texts {
    let mut found = Texts::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            let place = path.strip_prefix(folder).expect("within").display().to_string();
            match path.extension().and_then(std::ffi::OsStr::to_str) {
                _ if path.is_dir() => folders.push(path),
                Some("parquet") => found.extend(columns(&path, &place)),
                _ => found.push((place, content(&path))),
            }
        }
    }
    found
}

/// The texts of a table, by column.
fn columns(path: &Path, place: &str) -> Texts {
    let file = fs::File::open(path).expect("a table");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("a table");
    let mut texts = Texts::new();
    for batch in reader.build().expect("a table") {
        let batch = batch.expect("rows");
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            if !matches!(field.data_type(), DataType::Utf8 | DataType::Dictionary(..)) {
                continue;
            }
            let array = arrow::compute::cast(array, &DataType::Utf8).expect("text");
            let values: Vec<&str> = array.as_string::<i32>().iter().flatten().collect();
            texts.push((format!("{place} {}", field.name()), values.join("\n")));
        }
    }
    texts
}

/// What a file other than a table says.
fn content(path: &Path) -> String {
    if path.extension().is_none_or(|kind| kind != "xlsx") {
        return fs::read_to_string(path).expect("text");
    }
    let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
    let sheets = workbook.worksheets();
    let cells = sheets.iter().flat_map(|(_, range)| range.cells());
    cells.fold(String::new(), |text, (_, _, cell)| text + &cell.to_string() + "\n")
}

/// A run of 11 or 15 to 19 digits that stands alone, as a phone, identity or account number would.
fn long_number(text: &str) -> Option<&str> {
    let number = |part: &&str| {
        let digits = part.trim_end_matches(['X', 'x']);
        let phone = part.len() == 11 && part.starts_with('1');
        (phone || (15..=19).contains(&part.len()))
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    text.split(|c: char| !c.is_ascii_alphanumeric()).find(number)
}

/// The names of three characters and more that a roll of nearly everybody lists.
fn full_names(sandbox: &Sandbox) -> BTreeSet<String> {
    let path = sandbox.path(&format!("fixtures/district/{LAST_NIGHT}/health/insured.csv"));
    let text = fs::read_to_string(path).expect("this fixture is UTF-8");
    let names = text.lines().skip(1).filter_map(|line| line.split(',').nth(1));
    names.filter(|name| name.chars().count() >= 3).map(str::to_owned).collect()
}

/// Such a name that stands alone.
fn full_name<'a>(text: &'a str, names: &BTreeSet<String>) -> Option<&'a str> {
    text.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c)).find(|part| names.contains(*part))
}
