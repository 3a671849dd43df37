use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use expect_test::{Expect, expect};

use super::document::Document;
use super::labels::labels;
use super::source::{EverySource, SourceSettings};

/// Reads a source file and prints every fault.
fn check(text: &str, expect: &Expect) {
    let mut faults = Vec::new();
    SourceSettings::read(Path::new("posts.toml"), text, &EverySource::default(), &mut faults);
    faults.sort();
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    expect.assert_eq(&lines.join("\n"));
}

/// Reads labels and prints what they decide, then every fault.
fn check_labels(bytes: &[u8], expect: &Expect) {
    let mut faults = Vec::new();
    let labels = labels(Path::new("labels.csv"), bytes, &mut faults);
    let decided = labels.iter().map(|label| {
        let verdict = if label.is_match { "one person" } else { "two people" };
        format!("{} {} = {}: {verdict}", label.line, label.left, label.right)
    });
    let lines: Vec<String> = decided.chain(faults.iter().map(ToString::to_string)).collect();
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn labels_are_read_in_any_order_of_columns_and_in_the_words_of_either_language() {
    let text = "\u{feff}match,reviewer,left,right\n\
        yes,甲,register:1,pupils:2\n\
        是,乙,register:3, pupils:4:guardian\n\
        1,,a:1,b:1\nTRUE,,a:2,b:2\n\
        no,,a:3,b:3\n否,,a:4,b:4\n0,,a:5,b:5\nfalse,,a:6,\"b:x,y.csv:6\"\n";
    check_labels(
        text.as_bytes(),
        &expect![[r#"
            2 register:1 = pupils:2: one person
            3 register:3 = pupils:4:guardian: one person
            4 a:1 = b:1: one person
            5 a:2 = b:2: one person
            6 a:3 = b:3: two people
            7 a:4 = b:4: two people
            8 a:5 = b:5: two people
            9 a:6 = b:x,y.csv:6: two people"#]],
    );
}

#[test]
fn every_fault_of_labels_is_named_with_its_line() {
    let text = "left,right,match\na:1,b:1,yes\na:2,b:2,perhaps\na:3,b:3\na:4,b:4,\na:5,b:5,no\n";
    check_labels(
        text.as_bytes(),
        &expect![[r#"
            2 a:1 = b:1: one person
            6 a:5 = b:5: two people
            labels.csv:3: `perhaps` is no decision; write yes or no, 是 or 否, 1 or 0
            labels.csv:4: has 2 cells where the header has 3
            labels.csv:5: `` is no decision; write yes or no, 是 or 否, 1 or 0"#]],
    );
    check_labels(
        b"left,right,decision\na:1,b:1,yes\n",
        &expect!["labels.csv:1: has no column `match`; the columns are left, right, match"],
    );
    check_labels(
        b"left,right,match\na:1,b:1,\xCA\xC7\n",
        &expect!["labels.csv:2: is not UTF-8; save it as `CSV UTF-8`"],
    );
}

#[test]
fn every_fault_of_a_source_is_named_with_its_line() {
    check(
        r#"
[source]
id = "posts"
agencie = "hr"

[ingest]
file = "posts.csv"
format = "pdf"

[[column]]
field = "name"
headers = ["姓名"]
value = { kind = "person_nme" }

[[colum]]
field = "id"

[private_use]
4E00 = "䶮"
"#,
        &expect![[r#"
            posts.toml:4: unknown field `agencie`, expected one of `id`, `agency`, `agency_name`, `title`, `roster`, `required`, `max_rejected_percent`, `max_faulty_values_percent`, `max_faulty_subjects_percent`, `max_repeated_percent`, `min_rows`
            posts.toml:8: unknown variant `pdf`, expected one of `detect`, `csv`, `fixed_width`, `json_lines`, `markup`, `xlsx`, `xlsb`, `xls`, `ods`, `parquet`
            posts.toml:13: unknown variant `person_nme`, expected one of `person_name`, `resident_id`, `document_type`, `date`, `written_date`, `month`, `term`, `amount`, `phone`, `account`, `address`, `place`, `division`, `code`, `scheme`, `cause`, `relation`, `sex`, `yes_no`, `text`, `latin_text`, `number`
            posts.toml:15: `colum` is unknown; this file has `award`, `circumstance`, `column`, `ingest`, `membership`, `mention`, `payment`, `private_use`, `source`
            posts.toml:18: `4E00` is no private-use code point; write its hexadecimal number, as `E000`"#]],
    );
}

#[test]
fn a_missing_section_is_said_once() {
    check(
        "[source]\nid = \"a\"\nagency = \"b\"\nagency_name = \"c\"\ntitle = \"d\"\n",
        &expect!["posts.toml: `ingest` is missing; add it"],
    );
}

#[test]
fn what_is_no_toml_is_named_by_line_and_hides_nothing_else_behind_it() {
    check("[source\nid = \"a\"\n", &expect!["posts.toml:1: unclosed table, expected `]`"]);
}

#[test]
fn a_list_that_is_no_list_of_tables_is_a_fault() {
    let mut faults = Vec::new();
    let mut document = Document::parse(Path::new("a.toml"), "column = 3\n", &mut faults);
    let entries: Vec<String> = document.take_all("column", &mut faults);
    assert!(entries.is_empty());
    assert_eq!(faults[0].to_string(), "a.toml:1: write it as `[[column]]`");
}

/// Every fault of a pipeline, one a line.
fn faults_of(file: &Path) -> String {
    let date = crate::domain::Day::from_ymd(2026, 11, 23).expect("a day");
    let faults = super::read(file, date).err().unwrap_or_default();
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn shipped(inside: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines").join(inside)
}

#[test]
fn the_shipped_pipelines_have_no_fault() {
    for name in ["nightly", "benchmarks/febrl3", "benchmarks/febrl4", "benchmarks/historical_50k"] {
        assert_eq!(faults_of(&shipped(&format!("{name}.toml"))), "", "{name}");
    }
}

#[test]
fn a_pipeline_without_policy_is_a_linkage_alone() {
    let date = crate::domain::Day::from_ymd(2026, 11, 23).expect("a day");
    let pipeline = super::read(&shipped("benchmarks/febrl4.toml"), date).expect("no fault");
    assert!(pipeline.linkage_only && pipeline.policy.rules.is_empty());
    assert!(pipeline.linkage.anchor.is_none());
    assert_eq!(pipeline.delivery(date), pipeline.deliveries);
    let names: BTreeSet<&str> = pipeline.attribute_names().collect();
    assert!(names.contains("soc_sec_id"), "{names:?}");
}

/// Header and reading of the first source of a pipeline.
fn first_source(file: &Path) -> (super::SourceHeader, crate::ingest::Settings) {
    let date = crate::domain::Day::from_ymd(2026, 11, 23).expect("a day");
    let pipeline = super::read(file, date).expect("no fault");
    let source = pipeline.sources.into_iter().next().expect("a source");
    (source.header, source.ingest)
}

#[test]
fn the_limits_that_the_shipped_pipeline_shows_are_those_of_a_source_that_says_nothing() {
    let text = std::fs::read_to_string(shipped("nightly.toml")).expect("a shipped file");
    let shown: toml::Table = text.parse().expect("TOML");
    let of = |section: &str| shown[section].as_table().expect("a section").clone();
    let with = |mut table: toml::Table, names: &[&str]| {
        for name in names {
            table.insert((*name).to_owned(), toml::Value::String("a".to_owned()));
        }
        table
    };
    let names = ["id", "agency", "agency_name", "title"];
    let header = |table: toml::Table| -> super::SourceHeader {
        with(table, &names).try_into().expect("a header")
    };
    let ingest = |table: toml::Table| -> crate::ingest::Settings {
        with(table, &["file"]).try_into().expect("settings")
    };
    assert_eq!(header(of("source")), header(toml::Table::new()));
    assert_eq!(ingest(of("ingest")), ingest(toml::Table::new()));
    let date = crate::domain::Day::from_ymd(2026, 11, 23).expect("a day");
    let pipeline = super::read(&shipped("nightly.toml"), date).expect("no fault");
    assert_eq!(pipeline.households, crate::household::Settings::default());
    assert_eq!(pipeline.report, crate::report::Settings::default());
    assert_eq!(pipeline.profile, crate::profile::Settings::default());
}

#[test]
fn a_source_has_what_the_pipeline_says_of_all_unless_its_own_file_says_otherwise() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let every = "[night]\n";
    let with =
        "[source]\nmin_rows = 7\nmax_rejected_percent = 9\n\n[ingest]\nmax_files = 3\n\n[night]\n";
    let place = copy_changed(folder.path(), &[("benchmarks/febrl3.toml", every, with)]);
    let (header, ingest) = first_source(&place);
    // The source's own file sets one per cent.
    assert_eq!((header.min_rows, header.max_rejected_percent, ingest.max_files), (7, 1, 3));
}

#[test]
fn what_is_wrong_in_what_every_source_has_is_said_once_with_its_line() {
    let with = "[source]\nmin_row = 7\n\n[ingest]\nmax_files = \"many\"\n\n[night]\n";
    changed(
        &[("benchmarks/febrl3.toml", "[night]\n", with)],
        &expect![[r#"
        benchmarks/febrl3.toml:6: unknown field `min_row`, expected one of `id`, `agency`, `agency_name`, `title`, `roster`, `required`, `max_rejected_percent`, `max_faulty_values_percent`, `max_faulty_subjects_percent`, `max_repeated_percent`, `min_rows`
        benchmarks/febrl3.toml:9: invalid type: string "many", expected usize"#]],
    );
}

/// The shipped febrl3 pipeline in a folder, with changes in its files; gives the pipeline file.
fn copy_changed(folder: &Path, changes: &[(&str, &str, &str)]) -> PathBuf {
    let files = [
        "benchmarks/febrl3.toml",
        "benchmarks/sources/febrl3.toml",
        "benchmarks/linkage/febrl.toml",
        "benchmarks/linkage/short_forms.toml",
        "keys/demo.key",
    ];
    for file in files {
        let mut text = std::fs::read_to_string(shipped(file)).expect("a shipped file");
        for (_, from, to) in changes.iter().filter(|(changed, ..)| file.ends_with(changed)) {
            assert!(text.contains(from), "{file} holds {from}");
            text = text.replacen(from, to, 1);
        }
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a written file");
    }
    folder.join(files[0])
}

/// The faults of the shipped febrl3 pipeline with changes in its files.
fn changed(changes: &[(&str, &str, &str)], expect: &Expect) {
    let folder = tempfile::TempDir::new().expect("a folder");
    let faults = faults_of(&copy_changed(folder.path(), changes));
    expect.assert_eq(&faults.replace(&format!("{}/", folder.path().display()), ""));
}

#[test]
fn fields_of_the_linkage_are_fixed_ones_or_attributes_of_the_sources() {
    changed(
        &[
            ("sources/febrl3.toml", "suburb = \"suburb\"\n", "birth = \"suburb\"\n"),
            ("linkage/febrl.toml", "field = \"state\"", "field = \"county\""),
        ],
        &expect![[r#"
            benchmarks/linkage/febrl.toml: blocking rule `suburb and street number`: `suburb` reads `suburb`, which identities do not have
            benchmarks/linkage/febrl.toml: comparison `state` reads the field `county`, which identities do not have
            benchmarks/linkage/febrl.toml: comparison `suburb` reads the field `suburb`, which identities do not have
            benchmarks/sources/febrl3.toml: attribute `birth` is a field of every identity; rename it"#]],
    );
}

#[test]
fn what_names_are_short_for_is_read_where_the_linkage_names_a_file() {
    let (linkage, table) = ("linkage/febrl.toml", "linkage/short_forms.toml");
    let (weight, named) = ("report_weight = -4.0\n", "report_weight = -4.0\nshort_forms = ");
    let keys = "keys = [\"given_name\", \"surname\"]";
    let full_names = keys.replace("\"given_name\"", "\"full_names(given_name)\"");
    changed(
        &[(linkage, keys, &full_names)],
        &expect![
            "benchmarks/linkage/febrl.toml: blocking rule `names`: `full_names(given_name)` needs `short_forms`"
        ],
    );
    let with = format!("{named}\"linkage/short_forms.toml\"\n");
    changed(&[(linkage, keys, &full_names), (linkage, weight, &with)], &expect![[""]]);
    changed(
        &[(linkage, weight, &format!("{named}\"linkage/forms.toml\"\n"))],
        &expect![
            "benchmarks/linkage/forms.toml: cannot be read: No such file or directory (os error 2)"
        ],
    );
    changed(
        &[(linkage, weight, &with), (table, "abraham = [\"abe\", \"bram\"]", "abraham = \"abe\"")],
        &expect![[
            r#"benchmarks/linkage/short_forms.toml:5: invalid type: string "abe", expected a sequence"#
        ]],
    );
    changed(
        &[(linkage, weight, &with), (table, "\"abe\"", "\"Abe\"")],
        &expect![
            "benchmarks/linkage/short_forms.toml:4: `Abe` would agree with no name: names are compared word by word in small letters"
        ],
    );
}

#[test]
fn numbers_are_doubted_only_where_they_are_known_to_fit_their_rows() {
    let doubt = "report_weight = -4.0\n\n[doubt]\ncomparison = \"number\"\nderived = []\n";
    changed(
        &[("linkage/febrl.toml", "report_weight = -4.0\n", doubt)],
        &expect![
            "benchmarks/linkage/febrl.toml: [doubt] needs to know which numbers fit their rows; give the comparison `number` of kind `resident_id` a field `fits`"
        ],
    );
}

#[test]
fn a_truth_is_of_a_known_source_and_an_undated_delivery_has_no_earlier_night() {
    changed(
        &[
            ("benchmarks/febrl3.toml", "source = \"febrl3\"", "source = \"febrl5\""),
            ("benchmarks/febrl3.toml", "max_snapshot_age_days = 0", "max_snapshot_age_days = 3"),
        ],
        &expect![[r#"
            benchmarks/febrl3.toml: [[truth]] is of source `febrl5`, which the pipeline lacks
            benchmarks/febrl3.toml: with `dated = false` there is no earlier night; set max_snapshot_age_days = 0"#]],
    );
}

#[test]
fn a_true_entity_stands_between_two_texts() {
    let truth = |after: &str, until: &str| super::TruthSettings {
        source: String::new(),
        column: String::new(),
        after: after.to_owned(),
        until: until.to_owned(),
    };
    assert_eq!(truth("rec-", "-").entity(" rec-12-dup-0"), Some("12"));
    assert_eq!(truth("", "").entity("Q42"), Some("Q42"));
    assert_eq!(truth("rec-", "-").entity("row-12-org"), None);
    assert_eq!(truth("rec-", "-").entity("rec--org"), None);
}
