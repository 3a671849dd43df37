//! A copy of the pipeline and its deliveries in a folder of its own, for a test to break.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The night the fixtures end with, and the one before.
pub const TONIGHT: &str = "2026-11-23";
pub const LAST_NIGHT: &str = "2026-11-22";
/// The day on which lists come back at the latest.
pub const TODAY: &str = "2026-11-25";

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// `fixtures/district` and `pipelines` under a temporary folder.
pub struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        copy(&root().join("pipelines"), &folder.path().join("pipelines"));
        copy(&root().join("fixtures/district"), &folder.path().join("fixtures/district"));
        Self { folder }
    }

    pub fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    pub fn delivered(&self, file: &str) -> PathBuf {
        self.path(&format!("fixtures/district/{TONIGHT}/{file}"))
    }

    /// A delivered file for a test to change. The manifest, which would refuse whatever is no longer
    /// as it was sent, goes.
    pub fn to_change(&self, file: &str) -> PathBuf {
        let manifest = self.delivered("manifest.json");
        if manifest.exists() {
            fs::remove_file(manifest).expect("the sandbox can be written");
        }
        self.delivered(file)
    }

    /// How many rows a night's file of text lines delivers below its header.
    pub fn rows_delivered(&self, night: &str, file: &str) -> usize {
        let path = self.path(&format!("fixtures/district/{night}/{file}"));
        let text = fs::read(path).expect("a delivered file");
        String::from_utf8_lossy(&text).matches('\n').count() - 1
    }

    /// Delivers tonight's files once more as those of another night.
    pub fn deliver_again(&self, night: &str) {
        let to = self.path(&format!("fixtures/district/{night}"));
        copy(&self.path(&format!("fixtures/district/{TONIGHT}")), &to);
        fs::remove_file(to.join("manifest.json")).expect("tonight's delivery has a manifest");
    }

    pub fn published(&self, date: &str) -> PathBuf {
        self.path(&format!("runs/run_date={date}"))
    }

    /// Runs the program in the sandbox.
    pub fn hedui(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().expect("the program starts")
    }

    /// The program in the sandbox, on a day that does not pass.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hedui"));
        command.current_dir(self.folder.path()).env("HEDUI_TODAY", TODAY);
        command
    }

    pub fn run(&self, date: &str) -> Output {
        self.hedui(&["run", "pipelines/nightly.toml", "--date", date])
    }
}

/// Standard output of a command that must have succeeded.
#[track_caller]
pub fn succeeded(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "exit {:?}: {errors}", output.status.code());
    String::from_utf8(output.stdout.clone()).expect("the program writes UTF-8")
}

/// Standard error of a command that must have ended with this code.
#[track_caller]
pub fn failed_with(code: i32, output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{errors}");
    errors
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder in the sandbox");
    for entry in fs::read_dir(from).expect("a fixture folder") {
        let entry = entry.expect("a folder entry");
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target);
        } else {
            fs::copy(&source, &target).expect("a fixture can be copied");
        }
    }
}
