//! A run, or what it would be, in words for a terminal.

use std::fmt::Write;

use crate::domain::numerals::share;
use crate::domain::{Family, Severity, SourceDrift};
use crate::pipeline::{ModelDrift, Rehearsal, RunSummary, SourceCount, StageTiming};

/// The summary of a run.
pub(in crate::cli) fn of_run(summary: &RunSummary) -> String {
    let mut text = Lines::default();
    text.sources(&summary.sources, &summary.drift);
    text.stages(&summary.stages);
    text.found(summary);
    let recall = &summary.recall;
    text.line(&format!(
        "blocking     {:>7.2}%  of matches were compared, by estimate from above; {:.0} were not",
        recall.recall * 100.0,
        recall.missed
    ));
    text.model(summary.model_drift.as_ref());
    text.rules_off(&summary.rules_off);
    text.warnings(summary.warnings.len());
    text.line(&format!("published    {}", summary.place.display()));
    text.0.trim_end().to_owned()
}

/// What a run would do.
pub(in crate::cli) fn of_rehearsal(rehearsal: &Rehearsal, code: u8) -> String {
    let mut text = Lines::default();
    text.sources(&rehearsal.sources, &rehearsal.drift);
    let fate = if rehearsal.replaces { "would replace" } else { "would be" };
    text.line(&format!("run          {fate} {}", rehearsal.place.display()));
    let follows = rehearsal.follows.map_or_else(
        || "no earlier run; every id is new".to_owned(),
        |day| format!("people and households keep their ids from {day}"),
    );
    text.line(&format!("follows      {follows}"));
    let model =
        if rehearsal.has_model { "the pipeline's own file" } else { "trained on the night" };
    text.line(&format!("model        {model}"));
    for agency in &rehearsal.returns_to {
        text.line(&format!("returns      {agency}"));
    }
    text.rules_off(&rehearsal.rules_off);
    text.warnings(rehearsal.warnings.len());
    text.line(&format!("exit code    {code} is to be expected; nothing was written"));
    text.0.trim_end().to_owned()
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, words: &str) {
        writeln!(self.0, "{words}").expect("a string takes any text");
    }

    fn sources(&mut self, sources: &[SourceCount], drift: &SourceDrift) {
        self.line(&format!(
            "{:<26} {:>9} {:>9} {:>11} {:>6}",
            "source", "rows in", "accepted", "quarantined", "share"
        ));
        for source in sources {
            let age = match source.age_days {
                0 => String::new(),
                days => format!(" ({days} days old)"),
            };
            self.line(&format!(
                "{:<26} {:>9} {:>9} {:>11} {:>6}  {} {}{age}",
                source.id,
                source.rows_read,
                source.rows_accepted,
                source.rows_rejected,
                share(source.rows_rejected, source.rows_read),
                source.agency_name,
                source.title
            ));
        }
        self.line("");
        let Some(since) = drift.since else { return };
        let moved = sources.iter().filter_map(|source| {
            let (first, others) = drift.of(&source.id).split_first()?;
            Some((&source.id, first, others.len()))
        });
        let mut any = false;
        for (id, first, others) in moved {
            any = true;
            let others =
                if others == 0 { String::new() } else { format!("；另有 {others} 项") };
            self.line(&format!("moved        {id}: {}{others}", first.text));
        }
        let told = if any { "further than the settings allow" } else { "nothing" };
        self.line(&format!("moved        {told} since the run of {since}; see `hedui profile`"));
        self.line("");
    }

    fn stages(&mut self, stages: &[StageTiming]) {
        self.line(&format!(
            "{:<12} {:>9} {:>10} {:<11} {:>8}",
            "stage", "seconds", "handled", "", "peak MB"
        ));
        for stage in stages {
            self.line(&format!(
                "{:<12} {:>9.3} {:>10} {:<11} {:>8}",
                stage.stage,
                stage.seconds,
                stage.handled,
                stage.unit,
                stage.peak_memory_bytes / 1_000_000
            ));
        }
        self.line("");
    }

    fn found(&mut self, summary: &RunSummary) {
        self.line(&format!(
            "people       {:>8}  from {} mentions in {} identities",
            summary.people, summary.mentions, summary.identities
        ));
        for (kind, count) in &summary.households {
            self.line(&format!("households   {count:>8}  {} {}", kind.code(), kind.chinese()));
        }
        self.line("");
        self.line(&format!(
            "{:<14} {:>6} {:>6} {:>6} {:>6}",
            "flags", "red", "orange", "yellow", "blue"
        ));
        for family in Family::ALL {
            let count = |severity: Severity| summary.flags.get(&(family, severity)).unwrap_or(&0);
            let counts = Severity::ALL.map(|severity| format!(" {:>6}", count(severity))).concat();
            self.line(&format!("{:<14}{counts}  {}", family.code(), family.chinese()));
        }
        self.line("");
        if summary.decisions > 0 {
            self.line(&format!(
                "decisions    {:>8}  which settle {} of tonight's flags",
                summary.decisions, summary.settled
            ));
        }
        self.line(&format!(
            "cases        {:>8}  of which {} on the lists",
            summary.cases, summary.listed
        ));
    }

    fn model(&mut self, drift: Option<&ModelDrift>) {
        let Some(drift) = drift else {
            self.line("model        trained tonight, so there is nothing it could have moved from");
            return;
        };
        let largest = drift.comparisons.iter().map(|one| (one.largest(), one.name.as_str()));
        let (index, name) =
            largest.max_by(|one, other| one.0.total_cmp(&other.0)).unwrap_or_default();
        let fate =
            if drift.moved().next().is_some() { "; train again with `hedui train`" } else { "" };
        self.line(&format!(
            "model        {name} moved most: {index:.3}, and {} is the limit{fate}",
            drift.max
        ));
    }

    fn rules_off(&mut self, rules_off: &[(String, String)]) {
        for (code, reason) in rules_off {
            self.line(&format!("rule off     {code:>8}  {reason}"));
        }
    }

    fn warnings(&mut self, count: usize) {
        if count > 0 {
            self.line(&format!("warnings     {count:>8}  above, each with what to do"));
        }
    }
}
