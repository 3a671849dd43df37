//! What a scheduler and an operator see of a night: its log, its rehearsal, its summary, the shell.

use std::fs;

use crate::sandbox::{LAST_NIGHT, Sandbox, TONIGHT, failed_with, succeeded};

const NIGHT: [&str; 4] = ["run", "pipelines/nightly.toml", "--date", TONIGHT];

fn run_with(sandbox: &Sandbox, before: &[&str], after: &[&str]) -> std::process::Output {
    sandbox.hedui(&[before, &NIGHT, after].concat())
}

/// How many sources the shipped pipeline has.
fn sources() -> usize {
    let folder = crate::sandbox::root().join("pipelines/sources");
    fs::read_dir(folder).expect("the shipped mappings").count()
}

/// The objects of a log of JSON lines.
fn events(log: &[u8]) -> Vec<serde_json::Value> {
    let text = std::str::from_utf8(log).expect("a log is UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
}

#[test]
fn a_quiet_run_says_nothing_unless_it_fails() {
    let sandbox = Sandbox::new();
    let output = run_with(&sandbox, &["--quiet"], &[]);
    assert_eq!(succeeded(&output), "");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(sandbox.published(TONIGHT).exists());
    fs::remove_file(sandbox.to_change("charity/grants.xlsx")).expect("the fixture is there");
    let output = run_with(&sandbox, &["--quiet"], &[]);
    assert_eq!(failed_with(7, &output), "", "a success with remarks is no error");
    fs::remove_file(sandbox.to_change("police/register.csv")).expect("the fixture is there");
    let output = run_with(&sandbox, &["--quiet"], &[]);
    assert!(failed_with(3, &output).contains("police_register"));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_log_of_json_lines_tells_stages_sources_counts_and_the_error_with_its_code() {
    let sandbox = Sandbox::new();
    let output = run_with(&sandbox, &["--log-format", "json"], &[]);
    succeeded(&output);
    let events = events(&output.stderr);
    let of = |kind: &str| events.iter().filter(|event| event["event"] == kind).count();
    assert_eq!((of("stage_begin"), of("stage_end")), (7, 7), "{events:?}");
    assert_eq!((of("source"), of("published")), (sources(), 1));
    let read = events.iter().find(|event| event["event"] == "stage_end").expect("a stage");
    assert!(read["stage"] == "read" && read["unit"] == "rows", "{read}");
    assert!(read["handled"].as_u64() > Some(10_000) && read["peak_memory_bytes"].is_u64());
    let counts = events.iter().find(|event| event["event"] == "published").expect("counts");
    assert!(counts["flags"].as_u64() > Some(0) && counts["exit_code"] == 0, "{counts}");

    fs::remove_file(sandbox.to_change("police/register.csv")).expect("the fixture is there");
    let output = run_with(&sandbox, &["--log-format", "json"], &[]);
    assert_eq!(output.status.code(), Some(3));
    let events = self::events(&output.stderr);
    let error = events.iter().find(|event| event["level"] == "ERROR").expect("an error");
    assert_eq!(error["exit_code"], 3, "{error}");
}

#[test]
fn a_dry_run_says_what_a_run_would_do_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let words = succeeded(&run_with(&sandbox, &[], &["--dry-run"]));
    for part in ["将成为runs/run_date=", "以今晚的数据训练", "此前没有运行", "退出码       预计为0"]
    {
        assert!(words.contains(part), "{part}\n{words}");
    }
    assert!(!sandbox.path("runs").exists(), "no lock, no folder");
    succeeded(&sandbox.run(LAST_NIGHT));
    fs::remove_file(sandbox.to_change("charity/grants.xlsx")).expect("the fixture is there");
    let output = run_with(&sandbox, &[], &["--dry-run"]);
    assert!(failed_with(7, &output).contains("charity_grants"));
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(words.contains(&format!("沿用{LAST_NIGHT}的编号")), "{words}");
    assert!(words.contains("\n退回 ") && words.contains("预计为7"), "{words}");
    let rehearsed = failed_with(7, &run_with(&sandbox, &[], &["--dry-run"]));
    let run = failed_with(7, &run_with(&sandbox, &[], &[]));
    assert_eq!(rehearsed, run, "a rehearsal warns of what the run warns of");
    let broken = sandbox.to_change("police/register.csv");
    fs::write(&broken, "%PDF-1.7\n").expect("the sandbox can be written");
    let before = fs::read_dir(sandbox.path("runs")).expect("runs").count();
    failed_with(4, &run_with(&sandbox, &[], &["--dry-run"]));
    let after = fs::read_dir(sandbox.path("runs")).expect("runs").count();
    assert_eq!(before, after, "not even what the agency has to mend");
}

#[test]
fn the_summary_shows_drift_of_sources_and_what_each_stage_took() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(LAST_NIGHT));
    let page = |date: &str| {
        fs::read_to_string(sandbox.published(date).join("summary.html")).expect("a page")
    };
    assert!(page(LAST_NIGHT).contains("此前没有运行可比较"));
    let path = sandbox.to_change("civil_affairs/subsidies.csv");
    let bytes = fs::read(&path).expect("the fixture is there");
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let half = lines.len() / 2;
    fs::write(&path, [&lines[..half], &[b"".as_slice()]].concat().join(&b'\n')).expect("written");
    let output = sandbox.run(TONIGHT);
    let words = succeeded(&output);
    assert!(words.contains("变动         civil_affairs_subsidies: 行数："), "{words}");
    for stage in hedui::pipeline::Stage::ALL.map(hedui::pipeline::Stage::chinese) {
        let line = words.lines().find(|line| line.starts_with(stage)).expect("every stage");
        assert!(line.split_whitespace().count() == 5, "{line}");
    }
    for part in ["的匹配已经比较", "模型         今晚自行训练", "\n提示 "] {
        assert!(words.contains(part), "{part}\n{words}");
    }
    let page = page(TONIGHT);
    assert!(page.contains("行数：") && page.contains("退回率") && page.contains(LAST_NIGHT));
    assert!(page.contains("今晚自行训练") && page.contains("run.json"));
    for warning in String::from_utf8_lossy(&output.stderr).lines() {
        assert!(
            warning.contains('请') || warning.contains("如需"),
            "what is to be done: {warning}"
        );
    }
}

/// A model has not moved on the night it was trained on, and has where names are no longer the same.
#[test]
fn a_frozen_model_is_held_against_the_night() {
    let sandbox = Sandbox::new();
    let pipeline = sandbox.path("pipelines/nightly.toml");
    let text = fs::read_to_string(&pipeline).expect("the pipeline");
    let train = ["train", "pipelines/nightly.toml", "--date", TONIGHT, "--out"];
    succeeded(&sandbox.hedui(&[train.as_slice(), &["pipelines/model.json"]].concat()));
    let with = |more: &str| text.replacen("[night]\n", &format!("[night]\n{more}\n"), 1);
    fs::write(&pipeline, with("model = \"model.json\"")).expect("written");
    let words = succeeded(&sandbox.run(TONIGHT));
    assert!(words.contains("偏移最大：0.000，上限0.25\n"), "{words}");
    let page = fs::read_to_string(sandbox.published(TONIGHT).join("summary.html")).expect("a page");
    assert!(page.contains("没有偏移") && page.contains("model_drift_m"), "the page tells it");

    let model = fs::read_to_string(sandbox.path("pipelines/model.json")).expect("the model");
    let mut model: serde_json::Value = serde_json::from_str(&model).expect("JSON");
    let names = model["comparisons"].as_array_mut().expect("comparisons");
    let names = names.iter_mut().find(|one| one["name"] == "name").expect("names are compared");
    let levels = names["levels"].as_array_mut().expect("levels");
    let last = levels.len() - 1;
    let (first, other) = (levels[0]["m"].clone(), levels[last]["m"].clone());
    (levels[0]["m"], levels[last]["m"]) = (other, first);
    fs::write(sandbox.path("pipelines/model.json"), model.to_string()).expect("written");
    let output = sandbox.run(TONIGHT);
    let words = succeeded(&output);
    assert!(words.contains("name偏移最大") && words.contains("重新训练"), "{words}");
    let warnings = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(warnings.contains("匹配模型与今晚的数据有偏移（name"), "{warnings}");
}

#[test]
fn a_shell_gets_its_completions_and_every_verb_a_manual_page() {
    let sandbox = Sandbox::new();
    for (shell, word) in [
        ("bash", "complete"),
        ("zsh", "#compdef"),
        ("fish", "complete -c"),
        ("powershell", "Register"),
    ] {
        let text = succeeded(&sandbox.hedui(&["completions", shell]));
        assert!(text.contains(word) && text.contains("dry-run"), "{shell}: {text}");
    }
    assert!(succeeded(&sandbox.hedui(&["man"])).contains(".TH hedui 1"));
    fs::create_dir(sandbox.path("man")).expect("a folder");
    succeeded(&sandbox.hedui(&["man", "--out", "man"]));
    let page = fs::read_to_string(sandbox.path("man/hedui-run.1")).expect("a page for each verb");
    assert!(page.contains("dry\\-run"), "{page}");
    failed_with(8, &sandbox.hedui(&["man", "--out", "nowhere"]));
}

/// What an operator copies must name the verb, the night and the code that is no failure.
#[test]
fn the_examples_of_schedules_run_the_night_and_know_its_codes() {
    let read = |name: &str| {
        let path = crate::sandbox::root().join("tools/schedule").join(name);
        fs::read_to_string(path).expect("an example")
    };
    for name in ["hedui.service", "crontab.example", "README.md"] {
        let text = read(name);
        assert!(text.contains("run ") && text.contains("--date") && text.contains("%F"), "{name}");
    }
    assert!(read("hedui.service").contains("\nSuccessExitStatus=7\n"));
    assert!(read("hedui.timer").contains("\nOnCalendar="));
    let windows = read("hedui.cmd");
    assert!(windows.contains("if %CODE%==7") && windows.contains("--date"), "{windows}");
    assert!(read("README.md").contains("schtasks /Create"));
}

#[test]
fn the_audit_log_holds_every_run_with_its_purpose_and_shows_what_was_changed() {
    let sandbox = Sandbox::new();
    failed_with(2, &run_with(&sandbox, &[], &["--unmasked"]));
    failed_with(2, &run_with(&sandbox, &[], &["--unmasked", "--purpose", "  "]));
    failed_with(2, &run_with(&sandbox, &[], &["--purpose", "入户核实"]));
    assert!(!sandbox.path("runs").exists(), "without a purpose nothing begins");
    succeeded(&run_with(&sandbox, &[], &["--unmasked", "--purpose", "入户核实"]));
    fs::remove_file(sandbox.to_change("police/register.csv")).expect("the fixture is there");
    failed_with(3, &sandbox.run(TONIGHT));
    let log = sandbox.path("runs/audit.jsonl");
    let text = fs::read_to_string(&log).expect("a log");
    let deeds: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("an entry a line")).collect();
    let told = |at: usize, key: &str| deeds[at]["deed"][key].as_str().unwrap_or("-").to_owned();
    let outcomes: Vec<String> = (0..deeds.len()).map(|at| told(at, "outcome")).collect();
    assert_eq!(outcomes, ["begun", "exit code 0", "begun", "exit code 3"]);
    assert_eq!((told(0, "purpose"), told(2, "purpose")), ("lists: 入户核实".into(), "-".into()));
    assert_eq!(told(0, "run"), TONIGHT);
    let check = ["audit", "check", "runs"];
    let words = succeeded(&sandbox.hedui(&check));
    assert!(words.contains("4 entries") && words.contains("unmasked "), "{words}");

    let lines: Vec<&str> = text.lines().collect();
    let changed = text.replacen("入户核实", "例行核对", 1);
    let without = [lines[0], lines[2], lines[3]].join("\n");
    let swapped = [lines[1], lines[0], lines[2], lines[3]].join("\n");
    for (bad, line) in [(changed, 1), (without, 2), (swapped, 1)] {
        fs::write(&log, bad).expect("written");
        let errors = failed_with(5, &sandbox.hedui(&check));
        assert!(errors.contains(&format!("audit.jsonl, line {line}: does not follow")), "{errors}");
    }
}

/// A list that is not there: two entries of the audit log, and nothing else.
fn import_nothing(sandbox: &Sandbox) {
    let nothing = ["decisions", "import", "王秀英990101198001011017.xlsx", "--date", TONIGHT];
    failed_with(2, &sandbox.hedui(&nothing));
}

#[test]
fn an_import_is_recorded_without_whom_its_list_is_named_after() {
    let sandbox = Sandbox::new();
    import_nothing(&sandbox);
    let log = fs::read_to_string(sandbox.path("runs/audit.jsonl")).expect("a log");
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert!(lines[0].contains("hedui decisions import ") && lines[0].contains("\"begun\""));
    assert!(lines[1].contains("\"exit code 2\""), "{log}");
    assert!(!log.contains("秀") && !log.contains("19800101"), "{log}");
}

/// What Windows of the nineties and broken archives name files.
#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_is_recorded_all_the_same() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new();
    let name = std::ffi::OsStr::from_bytes(b"\xc7\xe0\xca\xaf.xlsx");
    let mut command = sandbox.command();
    command.args(["decisions", "import", "--date", TONIGHT]).arg(name);
    failed_with(2, &command.output().expect("the program starts"));
    succeeded(&sandbox.hedui(&["audit", "check", "runs"]));
}

#[test]
fn an_entry_that_a_crash_broke_off_is_told_from_one_that_was_changed() {
    let sandbox = Sandbox::new();
    let log = sandbox.path("runs/audit.jsonl");
    let check = ["audit", "check", "runs"];
    import_nothing(&sandbox);
    let whole = fs::read(&log).expect("a log");
    let first = whole.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
    // The second entry breaks off anywhere, in the middle of a character and before a byte is on the disk.
    let han = whole.windows(3).rposition(|bytes| bytes == "王".as_bytes()).expect("a name");
    let torn = [&whole[..first + 20], &whole[..=han], &whole[..whole.len() - 3]];
    let zeros = [&whole[..first], &[0; 40]].concat();
    for torn in torn.into_iter().chain([zeros.as_slice()]) {
        fs::write(&log, torn).expect("written");
        let words = succeeded(&sandbox.hedui(&check));
        assert!(words.contains("broken off   1 ") && words.contains("1 entries"), "{words}");
        import_nothing(&sandbox);
        let words = succeeded(&sandbox.hedui(&check));
        assert!(words.contains("broken off   1 ") && words.contains("3 entries"), "{words}");
    }
    // Only the beginning of the entry that comes next may break off, and none behind it may be gone.
    let text = String::from_utf8(whole).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    let behind = |line: &str| format!("{}\n{line}\n{}\n", lines[0], lines[1]);
    let half = &lines[0][..60];
    for (bad, line) in [
        (behind("{}"), 2),
        (behind(""), 2),
        (behind(half), 2),
        (format!("{half}\n{}\n", lines[1]), 2),
        (text.replacen("begun", "ended", 1), 1),
    ] {
        fs::write(&log, &bad).expect("written");
        let errors = failed_with(5, &sandbox.hedui(&check));
        assert!(errors.contains(&format!("line {line}: does not follow")), "{errors}\n{bad}");
    }
}
