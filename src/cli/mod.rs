//! Cli: arguments become one verb; the only room that prints.
//!
//! Results go to standard output, progress and faults to standard error, so that a scheduler can
//! keep the one and mail the other. Progress bars appear on a terminal only.

mod aligned;
mod audit;
mod bars;
mod blocking;
mod check;
mod clock;
mod completions;
mod decisions;
mod diff;
mod evaluate;
mod explain;
mod init;
mod man;
mod profile;
mod run;
mod schema;
mod synth;
#[cfg(test)]
mod tests;
mod train;
mod voice;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use self::voice::Voice;
use crate::config::Pipeline;
use crate::domain::Day;
use crate::pipeline;

const AFTER_HELP: &str = "\
Exit codes:
  0  done
  1  internal error
  2  usage or configuration
  3  a required delivery is missing
  4  a delivery was refused: not what its name says, a needed column gone, too many rejected rows;
     or a reviewed list was
  5  the ledger, or a manifest and its file, do not balance; or the decision ledger
     or the audit log was changed
  6  another run or import holds the lock
  7  done, with an optional delivery stale or missing
  8  disk or output";

/// 核对: the nightly data matching of a social-assistance verification centre.
///
/// Finds who is assisted twice (重复救助), by several for one need (多头救助), or not at all though
/// in need (救助遗漏), with the evidence for each.
#[derive(Parser)]
#[command(name = "hedui", version, after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,

    /// Threads to work with; all cores if not given. The output does not depend on it.
    #[arg(long, global = true, value_name = "N")]
    threads: Option<usize>,

    /// How log lines are written to standard error.
    #[arg(long, global = true, value_enum, default_value = "human", value_name = "FORMAT")]
    log_format: LogFormat,

    /// Errors only: no progress, no warnings and no account of what was done.
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// Lines to read, and progress bars on a terminal.
    #[value(alias = "text")]
    Human,
    /// One JSON object a line: stages, sources, counts, warnings, and the error with its exit code.
    Json,
}

#[derive(Subcommand)]
enum Verb {
    Run(run::Run),
    Check(check::Check),
    Synth(synth::Synth),
    Evaluate(evaluate::Evaluate),
    Explain(explain::Explain),
    Diff(diff::Diff),
    Profile(profile::Profile),
    Blocking(blocking::BlockingRules),
    Train(train::Train),
    Decisions(decisions::Decisions),
    Schema(schema::Schema),
    Audit(audit::Audit),
    Init(init::Init),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Prints a line to standard output; a reader that has seen enough, such as `head`, ends nothing.
macro_rules! say {
    ($($words:tt)*) => {
        $crate::cli::print_line(format_args!($($words)*))
    };
}
use say;

fn print_line(words: std::fmt::Arguments) {
    use std::io::Write;
    // Nobody is left to tell when standard output is gone; what was published stands.
    let _ = writeln!(std::io::stdout().lock(), "{words}");
}

/// Prints bytes to standard output as they are.
fn print_text(text: &[u8]) {
    use std::io::Write;
    let _ = std::io::stdout().lock().write_all(text);
}

/// What a verb could not do: the message for standard error, and the exit code.
struct Failure {
    message: String,
    code: u8,
}

impl From<pipeline::RunError> for Failure {
    fn from(error: pipeline::RunError) -> Self {
        Self { code: error.exit_code(), message: error.to_string() }
    }
}

/// The settings of a pipeline for a night, with the deliveries of another folder if one is given.
fn pipeline_of(pipeline: &Path, date: Day, deliveries: Option<&Path>) -> Result<Pipeline, Failure> {
    let mut settings = pipeline::read_pipeline(pipeline, date)?;
    if let Some(deliveries) = deliveries {
        deliveries.clone_into(&mut settings.deliveries);
    }
    Ok(settings)
}

/// The newest night that a pipeline has a delivery of.
fn newest_night(pipeline: &Path, deliveries: Option<&Path>) -> Result<Day, Failure> {
    let mut settings = pipeline::read_newest_pipeline(pipeline)?;
    if let Some(deliveries) = deliveries {
        deliveries.clone_into(&mut settings.deliveries);
    }
    Ok(pipeline::newest_night(&settings)?)
}

/// Runs the program with the arguments of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let voice = Voice { quiet: arguments.quiet, json: arguments.log_format == LogFormat::Json };
    log_to_standard_error(voice);
    if let Some(threads) = arguments.threads {
        pipeline::use_threads(threads);
    }
    let outcome = match &arguments.verb {
        Verb::Run(verb) => verb.execute(voice),
        Verb::Check(verb) => verb.execute(voice),
        Verb::Synth(verb) => verb.execute(voice),
        Verb::Evaluate(verb) => verb.execute(),
        Verb::Explain(verb) => verb.execute(),
        Verb::Diff(verb) => verb.execute(voice),
        Verb::Profile(verb) => verb.execute(voice),
        Verb::Blocking(verb) => verb.execute(),
        Verb::Train(verb) => verb.execute(voice),
        Verb::Decisions(verb) => verb.execute(voice),
        Verb::Schema(verb) => verb.execute(),
        Verb::Audit(verb) => verb.execute(),
        Verb::Init(verb) => verb.execute(voice),
        Verb::Completions(verb) => Ok(verb.execute()),
        Verb::Man(verb) => verb.execute(voice),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(failure) if voice.json => {
            tracing::error!(exit_code = failure.code, "{}", failure.message);
            ExitCode::from(failure.code)
        }
        Err(failure) => {
            for line in failure.message.lines() {
                tracing::error!("{line}");
            }
            ExitCode::from(failure.code)
        }
    }
}

fn log_to_standard_error(voice: Voice) {
    let level = if voice.quiet { tracing::Level::ERROR } else { tracing::Level::INFO };
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_max_level(level);
    if voice.json {
        log.json().flatten_event(true).init();
    } else {
        let terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
        log.without_time().with_ansi(terminal).init();
    }
}
