//! `hedui decisions`: reviewed lists come back, and what was decided is told.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::aligned::{left, right};
use super::audit::Occasion;
use super::voice::Voice;
use super::{Failure, clock, say};
use crate::config::Pipeline;
use crate::domain::{CaseId, Day, Decision, DecisionQuality, FlagId, Outcome, Share};
use crate::pipeline::{self, Imported, RunError};

/// Takes reviewed lists into the decision ledger, shows it, and says how often flags were right.
///
/// A night takes the ledger as an input: what was decided stays out of the queue until its grounds change, and
/// rows of different people are never one person again.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    hedui decisions import 990101001-青石镇.xlsx 990101002-柳河镇.xlsx --date 2026-11-25\n  \
    hedui decisions list --case C0123456789abcdef\n  \
    hedui decisions report --since 2026-01-01")]
pub(super) struct Decisions {
    #[command(subcommand)]
    what: What,
    /// The pipeline file, which says where the ledger is kept.
    #[arg(long, global = true, value_name = "FILE", default_value = "pipelines/nightly.toml")]
    pipeline: PathBuf,
    /// Where the runs are published, instead of the pipeline's own folder.
    #[arg(long, global = true, value_name = "FOLDER")]
    runs: Option<PathBuf>,
}

#[derive(Subcommand)]
enum What {
    Import(Import),
    List(List),
    Report(Report),
}

/// Adds what reviewed lists conclude to the ledger: all of it, or nothing and every fault.
#[derive(Args)]
#[command(after_help = "Example:\n  \
    hedui decisions import 990101001-青石镇.xlsx --date 2026-11-25\n\n\
    Ends with code 4 where a list has a fault; importing a list again adds nothing.")]
struct Import {
    /// The lists as they came back, in XLSX.
    #[arg(required = true, value_name = "LIST.xlsx")]
    lists: Vec<PathBuf>,
    /// The day of the import, today or earlier. Nights of this day and later take what it adds.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Day,
    /// Let a conclusion replace another one of the same list that the ledger holds.
    #[arg(long)]
    correct: bool,
}

/// Shows the entries of the ledger.
#[derive(Args)]
struct List {
    /// Only those about a case.
    #[arg(long, value_name = "ID")]
    case: Option<CaseId>,
    /// Only those about a flag.
    #[arg(long, value_name = "ID")]
    flag: Option<FlagId>,
}

/// Says how often flags were right by rule, grade, severity and source.
#[derive(Args)]
struct Report {
    /// Only what was decided on this day and later.
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<Day>,
}

impl Decisions {
    pub fn execute(&self, voice: Voice) -> Result<u8, Failure> {
        match &self.what {
            What::Import(import) => {
                import.check_date(clock::today()?)?;
                let settings =
                    self.with_runs(pipeline::read_pipeline(&self.pipeline, import.date)?);
                let occasion = Occasion { runs: &settings.runs, run: None, purpose: None };
                occasion.around(|| import.execute(&settings, voice))
            }
            What::List(list) => list.execute(&self.newest()?),
            What::Report(report) => report.execute(&self.newest()?),
        }
    }

    fn newest(&self) -> Result<Pipeline, Failure> {
        Ok(self.with_runs(pipeline::read_newest_pipeline(&self.pipeline)?))
    }

    fn with_runs(&self, mut settings: Pipeline) -> Pipeline {
        if let Some(runs) = &self.runs {
            settings.runs.clone_from(runs);
        }
        settings
    }
}

impl Import {
    /// A later import is never earlier than one before: a day to come would keep all others out until then.
    fn check_date(&self, today: Day) -> Result<(), Failure> {
        if self.date <= today {
            return Ok(());
        }
        let Self { date, .. } = self;
        Err(Failure {
            code: 2,
            message: format!("--date {date} is yet to come, today is {today}; is it mistyped?"),
        })
    }

    /// The exit code, and what was added in words.
    fn execute(&self, settings: &Pipeline, voice: Voice) -> Result<(u8, Option<String>), Failure> {
        let imported = pipeline::import(settings, &self.lists, self.date, self.correct);
        if let Err(RunError::ListFaults(faults)) = &imported {
            say!("清单有{}处问题，没有导入任何结论：", faults.len());
            for fault in faults {
                say!("  {}", fault.chinese());
            }
        }
        let Imported { ledger, added, known, unfinished, remarks } = imported?;
        for outcome in Outcome::ALL {
            let count = added.iter().filter(|one| one.outcome == outcome).count();
            if count > 0 {
                let count = right(&count.to_string(), 6);
                voice.tell(&format!("{}{count}", left(outcome.chinese(), 20)));
            }
        }
        match added.len() {
            0 => voice.tell("没有新的结论，台账未变"),
            count => voice.tell(&format!("已登记{count}条结论：{}", ledger.display())),
        }
        if known > 0 {
            voice.tell(&format!("其中{known}条此前已登记，未重复登记"));
        }
        if unfinished > 0 {
            voice.tell(&format!("另有{unfinished}行只有备注、没有结论，未登记"));
        }
        for remark in remarks {
            voice.tell(&remark);
        }
        Ok((0, Some(format!("{} entries added", added.len()))))
    }
}

impl List {
    fn execute(&self, settings: &Pipeline) -> Result<u8, Failure> {
        let decisions = pipeline::decisions(settings)?;
        let is_meant = |one: &&Decision| {
            self.case.is_none_or(|case| case == one.case)
                && self.flag.is_none_or(|flag| flag == one.flag)
        };
        let meant: Vec<&Decision> = decisions.iter().filter(is_meant).collect();
        if meant.is_empty() {
            say!("没有登记的结论");
            return Ok(0);
        }
        for decision in meant {
            say!("{}", in_words(decision));
        }
        Ok(0)
    }
}

fn in_words(decision: &Decision) -> String {
    let Decision { entry, case, flag, code, outcome, decided_on, decided_by, .. } = decision;
    let second = decision.seconded_by.as_ref().map(|code| format!("、{code}")).unwrap_or_default();
    let whole = if decision.with_case { "（随户）" } else { "" };
    let corrects = decision.corrects.map(|entry| format!("，更正第{entry}条")).unwrap_or_default();
    let apart = match decision.apart.len() {
        0 => String::new(),
        pairs => format!("，{pairs}对记录不再认作同一人"),
    };
    let reason = match decision.reason.as_str() {
        "" => String::new(),
        reason => format!("\n      {reason}"),
    };
    format!(
        "{entry:>5} {decided_on} {code} {}{whole}  {case} {flag}  核实 {decided_by}{second}\
         {corrects}{apart}{reason}",
        outcome.chinese()
    )
}

impl Report {
    fn execute(&self, settings: &Pipeline) -> Result<u8, Failure> {
        let figures = pipeline::decision_quality(settings, self.since)?;
        let mut dimension = "";
        for figure in &figures {
            if figure.dimension != dimension {
                dimension = figure.dimension;
                say!("{}", heading(dimension));
            }
            say!("{}", line(figure));
        }
        say!("查准率：属实、属实但减免占计入数的比例；匹配查准率：除匹配错误外占计入数的比例。");
        say!("括号内为95%置信区间（Wilson）。无法核实的不计入。一个疑点计入其证据的每个来源。");
        Ok(0)
    }
}

const NAME_COLUMNS: usize = 28;

fn heading(dimension: &str) -> String {
    let name = match dimension {
        "code" => "疑点代码",
        "grade" => "匹配等级",
        "severity" => "优先级",
        "source" => "数据来源",
        _ => "全部",
    };
    let outcomes = ["属实", "减免", "数据错", "匹配错", "政策", "无法核实", "计入"];
    let outcomes: String = outcomes.iter().map(|title| right(title, 9)).collect();
    format!(
        "{}{outcomes}{}{}",
        left(name, NAME_COLUMNS),
        right("查准率", 22),
        right("匹配查准率", 22)
    )
}

fn line(figure: &DecisionQuality) -> String {
    let outcomes = Outcome::ALL.map(|outcome| right(&figure.of(outcome).to_string(), 9)).concat();
    format!(
        "{}{outcomes}{}{}{}",
        left(&figure.value, NAME_COLUMNS),
        right(&figure.counted().to_string(), 9),
        right(&share(figure.precision), 22),
        right(&share(figure.match_precision), 22)
    )
}

/// In per cent, with its interval.
fn share(share: Option<Share>) -> String {
    share.map_or_else(
        || "—".to_owned(),
        |Share { share, low, high }| {
            let percent = |share: f64| share * 100.0;
            format!("{:.1}% ({:.1}-{:.1})", percent(share), percent(low), percent(high))
        },
    )
}
