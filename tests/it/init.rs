//! A new centre's pipeline, begun from its deliveries, as somebody at a terminal begins it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hedui::domain::Day;
use hedui::pipeline::read_pipeline;

use crate::sandbox::{LAST_NIGHT, Sandbox, TONIGHT, failed_with, succeeded};

/// How many sources the shipped pipeline has.
fn sources() -> usize {
    let folder = crate::sandbox::root().join("pipelines/sources");
    fs::read_dir(folder).expect("the shipped mappings").count()
}

/// The district with its first night only, and a pipeline begun from it.
fn begun() -> (Sandbox, String) {
    let sandbox = Sandbox::new();
    let tonight = sandbox.path(&format!("fixtures/district/{TONIGHT}"));
    fs::remove_dir_all(tonight).expect("the sandbox can be written");
    let words = init(&sandbox);
    (sandbox, words)
}

fn init(sandbox: &Sandbox) -> String {
    succeeded(&sandbox.hedui(&["init", "centre", "--deliveries", "fixtures/district"]))
}

/// For each source, the fields of its columns with what kind of value they are taken to hold.
fn columns(pipeline: &Path) -> BTreeMap<String, BTreeMap<String, String>> {
    let day: Day = LAST_NIGHT.parse().expect("a day");
    let pipeline = read_pipeline(pipeline, day).expect("no fault");
    let of = |source: &hedui::config::SourceSettings| {
        let kind = |column: &hedui::normalise::Column| {
            (column.field.clone(), format!("{:?}", column.value))
        };
        (source.header.id.clone(), source.values.iter().map(kind).collect())
    };
    pipeline.sources.iter().map(of).collect()
}

#[test]
fn the_pipeline_of_a_district_is_begun_checked_and_run() {
    let (sandbox, words) = begun();
    assert_eq!(
        words.lines().filter(|line| line.contains("headers known")).count(),
        sources(),
        "{words}"
    );
    let (mut right, mut all) = (0, 0);
    let begun = columns(&sandbox.path("centre/nightly.toml"));
    for (source, known) in columns(&sandbox.path("pipelines/nightly.toml")) {
        let guessed = begun.get(&source);
        all += known.len();
        right += known
            .iter()
            .filter(|(field, kind)| guessed.and_then(|own| own.get(*field)) == Some(kind))
            .count();
    }
    assert_eq!((right, all > 150), (all, true), "columns guessed rightly");
    let checked = succeeded(&sandbox.hedui(&["check", "centre/nightly.toml"]));
    assert!(checked.contains(&format!("{} sources", sources())), "{checked}");
    let night = ["run", "centre/nightly.toml", "--date", LAST_NIGHT];
    let own = succeeded(&sandbox.hedui(&night));
    let shipped = succeeded(&sandbox.run(LAST_NIGHT));
    let rows = |words: &str| {
        let mut lines: Vec<String> = words
            .lines()
            .filter(|line| line.contains('%') && line.split_whitespace().count() > 5)
            .filter(|line| !line.starts_with("blocking"))
            .map(|line| line.split_whitespace().take(4).collect::<Vec<_>>().join(" "))
            .collect();
        lines.sort();
        lines
    };
    assert_eq!(rows(&own).len(), sources(), "{own}");
    assert_eq!(rows(&own), rows(&shipped), "the same rows are read, and set aside");
    assert!(sandbox.path(&format!("centre/runs/run_date={LAST_NIGHT}")).exists());
}

/// Some agencies only, under other names and with headers of their own.
#[test]
fn a_part_of_the_agencies_under_other_names_is_begun_and_checked() {
    let sandbox = Sandbox::new();
    let night = sandbox.path("other/2026-11-23");
    for (from, to) in [
        ("police/register.csv", "公安/户籍20261123.csv"),
        ("deaths/deaths.csv", "卫健/死亡.csv"),
        ("civil_affairs/members.xlsx", "民政/成员2026-11-23.xlsx"),
        ("civil_affairs/households.xlsx", "民政/家庭2026-11-23.xlsx"),
    ] {
        let to = night.join(to);
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(sandbox.delivered(from), to).expect("a fixture");
    }
    fs::create_dir_all(night.join("图书馆")).expect("a folder");
    let cards = "借书证号,姓名,身份证号,联系电话\nA1,王秀英,,13800001234\n";
    fs::write(night.join("图书馆/读者.csv"), cards).expect("written");
    fs::write(night.join("图书馆/气温.csv"), "日期,气温\n2026-11-23,3\n").expect("written");
    let output = sandbox.hedui(&["init", "centre", "--deliveries", "other"]);
    let words = succeeded(&output);
    assert!(words.contains("like police_register  公安/户籍*"), "{words}");
    assert!(words.contains("people only") && words.contains("图书馆/读者*"), "{words}");
    assert!(words.contains("rules and needs wait"), "{words}");
    let left = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(left.contains("气温.csv: no source was made"), "{left}");
    let checked = succeeded(&sandbox.hedui(&["check", "centre/nightly.toml"]));
    assert!(checked.contains("5 sources"), "{checked}");
    succeeded(&sandbox.hedui(&["run", "centre/nightly.toml", "--date", TONIGHT]));
}

#[test]
fn without_deliveries_the_shipped_mappings_are_copied() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.hedui(&["init", "centre"]));
    let checked = succeeded(&sandbox.hedui(&["check", "centre/nightly.toml"]));
    assert!(checked.contains(&format!("{} sources", sources())), "{checked}");
}

#[test]
fn a_folder_that_holds_anything_is_not_written_into() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("centre")).expect("a folder");
    succeeded(&sandbox.hedui(&["init", "centre"]));
    let key = fs::read(sandbox.path("centre/keys/pseudonym.key")).expect("a key");
    let errors = failed_with(2, &sandbox.hedui(&["init", "centre"]));
    assert!(errors.contains("centre is not empty"), "{errors}");
    assert!(fs::read(sandbox.path("centre/keys/pseudonym.key")).expect("a key") == key);
    succeeded(&sandbox.hedui(&["init", "another"]));
    let other = fs::read(sandbox.path("another/keys/pseudonym.key")).expect("a key");
    assert!(other != key && other.len() == 65, "every centre draws its own key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let place = sandbox.path("centre/keys/pseudonym.key");
        let mode = fs::metadata(place).expect("a key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "nobody else reads the key");
    }
}
