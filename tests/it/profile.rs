//! The quality of a night's data, as an operator looks at it before the run.

use std::fs;

use crate::sandbox::{LAST_NIGHT, Sandbox, TONIGHT, failed_with, succeeded};

fn profile(sandbox: &Sandbox) -> std::process::Output {
    let arguments =
        ["profile", "pipelines/nightly.toml", "--date", TONIGHT, "--out", "quality.html"];
    sandbox.hedui(&arguments)
}

/// The lines of the terminal's table that speak of a source.
fn block<'a>(words: &'a str, source: &str) -> Vec<&'a str> {
    let lines = words.lines().skip_while(|line| !line.starts_with(source));
    let more = lines.clone().skip(1).take_while(|line| line.starts_with("    "));
    lines.take(1).chain(more).collect()
}

#[test]
fn a_night_is_held_against_the_run_before_and_nothing_is_published() {
    let sandbox = Sandbox::new();
    let words = succeeded(&profile(&sandbox));
    assert!(words.contains("no earlier run") && !sandbox.path("runs").exists(), "{words}");
    succeeded(&sandbox.run(LAST_NIGHT));
    let words = succeeded(&profile(&sandbox));
    assert!(words.contains(&format!("night {TONIGHT}, compared with {LAST_NIGHT}")), "{words}");
    let registered = sandbox.rows_delivered(TONIGHT, "police/register.csv").to_string();
    assert!(block(&words, "police_register")[0].contains(&registered), "{words}");
    assert_eq!(block(&words, "police_register").len(), 1, "nothing moved: {words}");
    // Behind the table of all sources each stands by itself.
    let (_, details) = words.split_once("police_register  公安局").expect("a source by itself");
    for part in
        ["编码把握", "证号类别 valid", "证件类型 resident_id", "填充率", "占位值", "    name "]
    {
        assert!(details.contains(part), "{part}: {details}");
    }
    let page = fs::read_to_string(sandbox.path("quality.html")).expect("a page");
    assert!(page.contains("police_register") && page.contains(LAST_NIGHT));
    assert!(!sandbox.published(TONIGHT).exists(), "nothing is published");
}

#[test]
fn the_newest_night_is_profiled_where_none_is_named() {
    let sandbox = Sandbox::new();
    let words = succeeded(&sandbox.hedui(&["profile", "pipelines/nightly.toml"]));
    assert!(words.contains(&format!("night {TONIGHT}")), "{words}");
}

#[test]
fn a_column_that_lost_its_values_and_rows_that_are_gone_are_told_first() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(LAST_NIGHT));
    let path = sandbox.to_change("health/insured.csv");
    let text = fs::read_to_string(&path).expect("this fixture is UTF-8");
    let rows = text.lines().enumerate().filter(|(at, _)| *at == 0 || at % 2 == 1);
    let changed = rows.map(|(at, line)| {
        let mut cells: Vec<&str> = line.split(',').collect();
        // A line that was cut off has no phone.
        if let Some(phone) = cells.get_mut(11).filter(|_| at > 0) {
            *phone = "";
        }
        format!("{},{}\r\n", cells.join(","), if at == 0 { "血型" } else { "A" })
    });
    fs::write(&path, changed.collect::<String>()).expect("writable");
    let words = succeeded(&profile(&sandbox));
    let [before, after] =
        [LAST_NIGHT, TONIGHT].map(|night| sandbox.rows_delivered(night, "health/insured.csv"));
    let rows = format!("行数：{before} → {after}（-50%）");
    let table = words.lines().nth(3).expect("a first source");
    assert!(table.starts_with("health_insured"), "the worst stands first: {words}");
    let told = block(&words, "health_insured").join("\n");
    for part in [rows.as_str(), "字段 phone：上次填有", "全空", "新出现的列：血型"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn a_refused_source_is_shown_and_the_others_are_still_profiled() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.to_change("health/insured.csv"), b"PK\x03\x04 no table").expect("writable");
    fs::remove_file(sandbox.delivered("deaths/deaths.csv")).expect("writable");
    let output = profile(&sandbox);
    let errors = failed_with(4, &output);
    assert!(errors.contains("insured.csv"), "{errors}");
    let words = String::from_utf8(output.stdout).expect("the program writes UTF-8");
    assert!(block(&words, "health_insured").join("\n").contains("refused"), "{words}");
    assert!(block(&words, "deaths")[0].contains("(1 days old)"), "{words}");
    let registered = sandbox.rows_delivered(TONIGHT, "police/register.csv").to_string();
    assert!(block(&words, "police_register")[0].contains(&registered), "{words}");
    let page = fs::read_to_string(sandbox.path("quality.html")).expect("a page");
    assert!(page.contains("已退回") && page.contains("沿用 1 天前"));
}

#[test]
fn a_stale_source_ends_with_7_as_the_night_would() {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.to_change("deaths/deaths.csv")).expect("writable");
    failed_with(7, &profile(&sandbox));
    fs::remove_file(sandbox.to_change("police/register.csv")).expect("writable");
    let output = profile(&sandbox);
    failed_with(3, &output);
    let words = String::from_utf8(output.stdout).expect("the program writes UTF-8");
    assert!(block(&words, "police_register")[0].contains("absent"), "{words}");
}
