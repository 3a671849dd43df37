//! Quality: the deliveries of a night are read and held against the last run's, and nobody is matched.

use std::path::Path;

use super::deliver::{Arrival, Outcome, absent, one_of, read_sources, unclaimed};
use super::refusal::Refusal;
use super::{Progress, RunError, Stage};
use crate::config::{Pipeline, SourceSettings};
use crate::domain::{Day, Profile, Quality, Records, Source, SourceState};
use crate::profile::{self, Profiled, RowsMoved, Tally};
use crate::report;

/// How good the data of a night is, and why a night would not run, if it would not.
pub struct NightQuality {
    pub quality: Quality,
    /// What the night's run would say of its deliveries.
    pub error: Option<RunError>,
    /// In plain Chinese.
    pub warnings: Vec<String>,
    /// Whether an optional source is missing or stale.
    pub partial: bool,
}

/// Profiles every source of a night, also where others are refused, and compares with the newest run
/// before it.
pub fn profile(
    pipeline: &Pipeline,
    night: Day,
    progress: &dyn Progress,
) -> Result<NightQuality, RunError> {
    progress.begin(Stage::Read, pipeline.sources.len() as u64);
    // Nobody is matched, so the people are let go as soon as they have been counted.
    let only_rejects = |records: Records| Records { rejects: records.rejects, ..Records::empty() };
    let outcomes = read_sources(pipeline, night, progress, only_rejects, |delivery| Read {
        source: delivery.source,
        tally: delivery.tally,
        warnings: delivery.warnings,
    });
    progress.end(None);
    let mut gathered = Gathered {
        warnings: unclaimed(pipeline, &pipeline.delivery(night)),
        ..Gathered::default()
    };
    for (settings, outcome) in pipeline.sources.iter().zip(outcomes?) {
        gathered.add(pipeline, settings, night, outcome);
    }
    let tallies = gathered.tallies.iter().map(|(source, tally)| (source.as_str(), tally));
    let tonight = profile::profile(tallies);
    let before = read_before(pipeline, night)?;
    let before = before.as_ref().map(|(day, profile)| (*day, profile));
    let sources = &gathered.sources;
    let quality = profile::quality(night, sources, &tonight, before, &pipeline.profile);
    let partial = sources.iter().any(|source| source.state != SourceState::Read);
    Ok(NightQuality {
        quality,
        error: one_of(gathered.errors),
        warnings: gathered.warnings,
        partial,
    })
}

/// Writes the page of a night's quality.
pub fn write_quality(quality: &Quality, pipeline: &Pipeline, path: &Path) -> Result<(), RunError> {
    Ok(report::write_quality(quality, &pipeline.report.centre, path)?)
}

/// The newest night that has a delivery.
pub fn newest_night(pipeline: &Pipeline) -> Result<Day, RunError> {
    let folder = &pipeline.deliveries;
    let usage = |message: &str| RunError::Usage {
        place: folder.display().to_string(),
        message: message.to_owned(),
    };
    if !pipeline.dated {
        return Err(usage("the deliveries carry no date; give one with --date"));
    }
    let entries =
        std::fs::read_dir(folder).map_err(|_| RunError::MissingNight { folder: folder.clone() })?;
    let nights = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<Day>().ok());
    nights.max().ok_or_else(|| usage("there is no folder of a night here, such as 2026-11-23"))
}

/// What is kept of a source that could be read.
struct Read {
    source: Source,
    tally: Tally,
    warnings: Vec<String>,
}

#[derive(Default)]
struct Gathered {
    sources: Vec<Profiled>,
    tallies: Vec<(String, Tally)>,
    errors: Vec<RunError>,
    warnings: Vec<String>,
}

impl Gathered {
    fn add(
        &mut self,
        pipeline: &Pipeline,
        settings: &SourceSettings,
        night: Day,
        outcome: Outcome<Read>,
    ) {
        match outcome {
            Ok(Arrival::Came(read)) => {
                let state = match read.source.age_days {
                    0 => SourceState::Read,
                    age_days => SourceState::Stale { age_days },
                };
                self.tallies.push((read.source.id.clone(), read.tally));
                self.sources.push(Profiled { source: read.source, state });
                self.warnings.extend(read.warnings);
            }
            Ok(Arrival::Nothing { refusals }) => {
                let source = settings.source(night, 0);
                let refused = refusals.first().map(|first| SourceState::Refused(first.in_words()));
                let state = refused.unwrap_or(SourceState::Absent);
                self.sources.push(Profiled { source, state });
                self.warnings.push(absent(settings, pipeline, !refusals.is_empty()));
                self.warnings.extend(refusals.iter().map(Refusal::in_words));
            }
            Err(refusal) => {
                let state = match &refusal.error {
                    RunError::MissingDelivery { .. } => SourceState::Absent,
                    _ => SourceState::Refused(refusal.in_words()),
                };
                self.sources.push(Profiled { source: settings.source(night, 0), state });
                self.errors.push(refusal.error);
            }
        }
    }
}

/// The sentences for the sources that have far more or fewer rows than at the newest run before.
pub(super) fn row_alarms(
    pipeline: &Pipeline,
    sources: &[Source],
    tonight: &Profile,
    before: Option<(Day, &Profile)>,
) -> Vec<String> {
    let Some((day, before)) = before else { return Vec::new() };
    let moved = profile::rows_moved(tonight, before, &pipeline.profile);
    let sentence = |moved: &RowsMoved| {
        let source = sources.iter().find(|source| source.id == moved.source)?;
        let RowsMoved { rows, rows_before, percent, .. } = moved;
        let way = if rows < rows_before { "减少" } else { "增加" };
        Some(format!(
            "{}：{} 今晚 {rows} 行，{day} 的运行为 {rows_before} 行，{way} {percent:.0}%，超过 {:.0}%；\
             请向该部门核对导出是否完整、有无重复",
            source.agency_name, source.id, pipeline.profile.rows_percent
        ))
    };
    moved.iter().filter_map(sentence).collect()
}

/// The profile of the newest run before a night. A run of a version that wrote none is no reason to
/// stop.
pub(super) fn read_before(
    pipeline: &Pipeline,
    night: Day,
) -> Result<Option<(Day, Profile)>, RunError> {
    let days = report::published_days(&pipeline.runs)?;
    let Some(day) = days.into_iter().rfind(|day| *day < night) else { return Ok(None) };
    let folder = report::run_folder(&pipeline.runs, day);
    if !folder.join(format!("{}.parquet", Profile::CONTRACT.name)).exists() {
        return Ok(None);
    }
    Ok(Some((day, report::read_table(&folder)?)))
}
