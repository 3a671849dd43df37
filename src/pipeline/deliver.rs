//! Delivering: every source's files of a night become one set of records, and the ledger counts
//! each row of them.
//!
//! Files are read in chunks; chunks are normalised in parallel and joined in file order, so the
//! records are the same for any number of threads.

mod faulty;
mod reconcile;
mod repeated;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use arrow::array::ArrayRef;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use self::faulty::FaultyLimits;
pub use self::faulty::FaultyValues;
pub(super) use self::reconcile::unclaimed;
use self::reconcile::{Found, Statements};
use self::repeated::{Repeated, repeated};
use super::refusal::Refusal;
use super::{Progress, RunError};
use crate::config::{Fault, Pipeline, SourceSettings};
use crate::domain::{
    Contents, Day, LedgerLine, Profile, RawRows, Records, Rejects, Source, Subject, mask,
};
use crate::ingest;
use crate::normalise::{Counts, Normaliser};
use crate::profile::{self, FileFacts, Tally};
use crate::report::Refused;

/// Everything the night's files say.
pub(super) struct Delivered {
    pub records: Records,
    pub sources: Vec<Source>,
    pub ledger: Vec<LedgerLine>,
    pub profile: Profile,
    pub warnings: Vec<String>,
    /// What was delivered tonight and could not be used.
    pub refused: Vec<Refused>,
}

/// Why a night cannot go on.
pub(super) struct Stop {
    pub error: RunError,
    pub refused: Vec<Refused>,
}

impl From<RunError> for Box<Stop> {
    fn from(error: RunError) -> Self {
        Self::new(Stop { error, refused: Vec::new() })
    }
}

impl From<Box<Stop>> for RunError {
    fn from(stop: Box<Stop>) -> Self {
        stop.error
    }
}

impl Delivered {
    /// Whether a source is missing or came from an earlier night.
    pub fn is_partial(&self, declared: usize) -> bool {
        self.sources.len() < declared || self.sources.iter().any(|source| source.age_days > 0)
    }
}

/// What one source contributed.
pub(super) struct SourceDelivery {
    pub source: Source,
    parts: Vec<Records>,
    ledger: Vec<LedgerLine>,
    pub tally: Tally,
    pub warnings: Vec<String>,
    /// What was refused before this came to be used, tonight's first.
    refusals: Vec<Refusal>,
}

/// What became of a source: what it came to, or why the night cannot do without it.
pub(super) type Outcome<T> = Result<Arrival<T>, Box<Refusal>>;

/// What an optional source may come to.
pub(super) enum Arrival<T> {
    /// Its files, or its last good snapshot.
    Came(T),
    /// Neither; with why what there was had to be refused.
    Nothing { refusals: Vec<Refusal> },
}

/// What is kept of the records of some rows, as soon as they have been counted.
pub(super) type KeepRecords = fn(Records) -> Records;

/// Reads every source of the pipeline and keeps of each what `keep` takes, in their order.
pub(super) fn read_sources<T: Send>(
    pipeline: &Pipeline,
    date: Day,
    progress: &dyn Progress,
    keep_records: KeepRecords,
    keep: impl Fn(SourceDelivery) -> T + Sync,
) -> Result<Vec<Outcome<T>>, RunError> {
    let folder = pipeline.delivery(date);
    if !folder.is_dir() {
        return Err(RunError::MissingNight { folder });
    }
    let read = |settings: &SourceSettings| {
        let delivery = read_source(pipeline, settings, date, keep_records);
        progress.step();
        delivery.map(|arrival| match arrival {
            Arrival::Came(delivery) => Arrival::Came(keep(delivery)),
            Arrival::Nothing { refusals } => Arrival::Nothing { refusals },
        })
    };
    Ok(pipeline.sources.par_iter().map(read).collect())
}

/// Reads and normalises every source of the pipeline; reports all that is missing at once.
pub(super) fn deliver(
    pipeline: &Pipeline,
    date: Day,
    progress: &dyn Progress,
) -> Result<Delivered, Box<Stop>> {
    deliver_keeping(pipeline, date, progress, |records| records)
}

/// As [`deliver`], with of the records what `keep_records` takes.
pub(super) fn deliver_keeping(
    pipeline: &Pipeline,
    date: Day,
    progress: &dyn Progress,
    keep_records: KeepRecords,
) -> Result<Delivered, Box<Stop>> {
    let results = read_sources(pipeline, date, progress, keep_records, |delivery| delivery)?;
    let mut delivered = Delivered {
        records: Records::empty(),
        sources: Vec::new(),
        ledger: Vec::new(),
        profile: Profile::empty(),
        warnings: Vec::new(),
        refused: Vec::new(),
    };
    let (mut errors, mut parts, mut tallies) = (Vec::new(), Vec::new(), Vec::new());
    for (settings, result) in pipeline.sources.iter().zip(results) {
        match result {
            Ok(Arrival::Came(delivery)) => {
                delivered.sources.push(delivery.source);
                tallies.push((settings.header.id.as_str(), delivery.tally));
                delivered.ledger.extend(delivery.ledger);
                delivered.warnings.extend(delivery.warnings);
                parts.extend(delivery.parts);
                delivered.refused.extend(of_night(&delivery.refusals, date));
            }
            Ok(Arrival::Nothing { refusals }) => {
                delivered.warnings.push(absent(settings, pipeline, !refusals.is_empty()));
                delivered.warnings.extend(refusals.iter().map(Refusal::in_words));
                delivered.refused.extend(of_night(&refusals, date));
            }
            Err(refusal) => {
                delivered.refused.extend(refusal.refused());
                errors.push(refusal.error);
            }
        }
    }
    if let Some(error) = one_of(errors) {
        return Err(Box::new(Stop { error, refused: delivered.refused }));
    }
    delivered.warnings.extend(unclaimed(pipeline, &pipeline.delivery(date)));
    delivered.profile = profile::profile(tallies.iter().map(|(source, tally)| (*source, tally)));
    if let Some(line) = delivered.ledger.iter().find(|line| !line.balances()) {
        return Err(RunError::Unbalanced(Box::new(line.clone())).into());
    }
    read_once(&delivered.ledger)?;
    delivered.records = Records::concat_by(parts, side_by_side);
    let mentions = delivered.records.mentions.len();
    delivered.records.attributes.declare(pipeline.attribute_names(), mentions);
    Ok(delivered)
}

/// Joins the columns of a table side by side.
fn side_by_side(columns: Vec<Vec<ArrayRef>>, join: fn(Vec<ArrayRef>) -> ArrayRef) -> Vec<ArrayRef> {
    columns.into_par_iter().map(join).collect()
}

/// What of the refusals is tonight's: what an earlier night delivered went back then.
fn of_night(refusals: &[Refusal], night: Day) -> impl Iterator<Item = Refused> {
    let tonights = refusals.iter().filter(move |refusal| refusal.source.snapshot == night);
    tonights.filter_map(Refusal::refused)
}

/// Whether no part of a file was read by two sources.
fn read_once(ledger: &[LedgerLine]) -> Result<(), RunError> {
    let mut readers: BTreeMap<&str, &str> = BTreeMap::new();
    for line in ledger {
        if let Some(other) = readers.insert(&line.file, &line.source).filter(|o| *o != line.source)
        {
            let (file, source_id, other) =
                (line.file.clone(), line.source.clone(), other.to_owned());
            return Err(RunError::ReadTwice { file, source_id, other });
        }
    }
    Ok(())
}

/// All errors of a night as one, if there are any. A manifest with a fault is the fault of every
/// source it speaks of, and one line to read.
pub(super) fn one_of(mut errors: Vec<RunError>) -> Option<RunError> {
    errors.dedup_by_key(|error| error.to_string());
    if errors.len() > 1 { Some(RunError::Deliveries(errors)) } else { errors.pop() }
}

/// The sentence for a source of which there is nothing that can be used.
pub(super) fn absent(settings: &SourceSettings, pipeline: &Pipeline, was_refused: bool) -> String {
    let fate = if was_refused { "送达但被退回" } else { "未送达" };
    format!(
        "{}：{} 今晚{fate}，近 {} 天内也没有可用快照；依赖该来源的疑点暂不研判，请联系该部门补送",
        settings.header.agency_name, settings.header.id, pipeline.max_snapshot_age_days
    )
}

/// The sentence for a source whose last good snapshot stands in.
fn stale(settings: &SourceSettings, night: Day, age_days: u32) -> String {
    format!(
        "{}：{} 今晚缺失或被退回，沿用 {night} 的快照（已 {age_days} 天）；请联系该部门补送",
        settings.header.agency_name, settings.header.id
    )
}

/// The source's files tonight, or for an optional source its last good snapshot.
fn read_source(
    pipeline: &Pipeline,
    settings: &SourceSettings,
    date: Day,
    keep_records: KeepRecords,
) -> Outcome<SourceDelivery> {
    let oldest = if settings.header.required { 0 } else { pipeline.max_snapshot_age_days };
    let mut refusals = Vec::new();
    for age_days in 0..=oldest {
        let night = date.plus_days(-i32::try_from(age_days).unwrap_or(i32::MAX));
        match read_night(pipeline, settings, (night, age_days), keep_records) {
            Ok(mut delivery) => {
                delivery.warnings.extend(refusals.iter().map(Refusal::in_words));
                delivery.refusals = refusals;
                if age_days > 0 {
                    delivery.warnings.push(stale(settings, night, age_days));
                }
                return Ok(Arrival::Came(delivery));
            }
            Err(refusal) if settings.header.required => return Err(refusal),
            Err(refusal) if matches!(refusal.error, RunError::MissingDelivery { .. }) => {}
            Err(refusal) => refusals.push(*refusal),
        }
    }
    Ok(Arrival::Nothing { refusals })
}

/// The source as one night's folder has it.
fn read_night(
    pipeline: &Pipeline,
    settings: &SourceSettings,
    (night, age_days): (Day, u32),
    keep_records: KeepRecords,
) -> Result<SourceDelivery, Box<Refusal>> {
    let source = settings.source(night, age_days);
    let mut gathered = Gathered::default();
    match read_files(pipeline, settings, &source, keep_records, &mut gathered) {
        Ok(ledger) => {
            let Gathered { parts, tally, warnings, .. } = gathered;
            let refusals = Vec::new();
            Ok(SourceDelivery { source, parts, ledger, tally, warnings, refusals })
        }
        Err(error) => {
            let rejects: Vec<Rejects> =
                gathered.parts.into_iter().map(|part| part.rejects).collect();
            Err(Box::new(Refusal { error, source, rejects: Rejects::concat(rejects) }))
        }
    }
}

/// Reads a source's files of a night; also where one is refused, what was read is gathered.
fn read_files(
    pipeline: &Pipeline,
    settings: &SourceSettings,
    source: &Source,
    keep_records: KeepRecords,
    gathered: &mut Gathered,
) -> Result<Vec<LedgerLine>, RunError> {
    let folder = pipeline.delivery(source.snapshot);
    let files = find(source, settings, &folder)?;
    let statements = Statements::read(pipeline, settings, &folder)?;
    let names: Vec<String> = files.iter().map(|file| ingest::within(file, &folder)).collect();
    let unlisted = statements.check_listed(&names, &folder)?;
    let normaliser = Normaliser::new(
        source,
        &settings.values,
        &settings.mapping,
        &pipeline.divisions,
        &pipeline.policy.schemes,
    );
    let normaliser = normaliser.map_err(|error| {
        let message = error.to_string();
        RunError::Configuration(vec![Fault { file: settings.file.clone(), line: None, message }])
    })?;
    let reader = FileReader {
        pipeline,
        settings,
        source,
        folder: &folder,
        normaliser,
        statements: &statements,
        subject: subject(settings),
        is_one_of_several: files.len() > 1,
        keep_records,
    };
    let limits = FaultyLimits { pipeline, settings, subject: reader.subject };
    gathered.warnings.extend(unlisted);
    let mut ledger = Vec::new();
    for file in &files {
        let mut own = Gathered::default();
        let read = reader.read(file, &mut own).and_then(|(whole, lines)| {
            own.warnings.extend(limits.check(&whole.file, &own.tally, &own.parts)?);
            Ok(lines)
        });
        gathered.add(own);
        ledger.extend(read?);
    }
    if let Some(found) = repeated(&gathered.contents, settings.header.max_repeated_percent) {
        let agency = settings.header.agency_name.clone();
        let Repeated { file, twin, percent } = found;
        return Err(RunError::DeliveredTwice { agency, file, twin, percent });
    }
    Ok(ledger)
}

/// What the files of a source have yielded so far.
#[derive(Default)]
struct Gathered {
    parts: Vec<Records>,
    tally: Tally,
    warnings: Vec<String>,
    /// What each part says, where there are several.
    contents: Vec<(String, Contents)>,
}

impl Gathered {
    fn add(&mut self, later: Self) {
        self.parts.extend(later.parts);
        self.tally.merge(later.tally);
        self.warnings.extend(later.warnings);
        self.contents.extend(later.contents);
    }
}

/// The source's files; a manifest holds no rows, whatever the pattern.
fn find(
    source: &Source,
    settings: &SourceSettings,
    folder: &Path,
) -> Result<Vec<PathBuf>, RunError> {
    let files = ingest::find(source, folder, &settings.ingest).map_err(|error| {
        if error.is_missing() { missing(settings, folder) } else { error.into() }
    })?;
    let files: Vec<PathBuf> = files.into_iter().filter(|file| !ingest::is_manifest(file)).collect();
    if files.is_empty() { Err(missing(settings, folder)) } else { Ok(files) }
}

/// The columns that say whom a row of the source is about.
fn subject(settings: &SourceSettings) -> Subject {
    let column = |field: &crate::normalise::Reference| {
        settings.columns.iter().position(|column| column.field == field.name)
    };
    let mention = settings.mapping.mentions.first();
    Subject {
        number: mention.and_then(|mention| mention.resident_id.as_ref()).and_then(column),
        name: mention.and_then(|mention| mention.name.as_ref()).and_then(column),
    }
}

fn missing(settings: &SourceSettings, folder: &Path) -> RunError {
    RunError::MissingDelivery {
        agency: settings.header.agency_name.clone(),
        source_id: settings.header.id.clone(),
        pattern: settings.ingest.file.clone(),
        folder: folder.to_owned(),
    }
}

/// The line in which a file breaks off, if it does.
fn cut_last_line(parts: &[Records]) -> Option<u32> {
    let rejects = parts.iter().flat_map(|part| part.rejects.rows());
    rejects.filter(|reject| reject.code == ingest::CUT_LAST_ROW).map(|reject| reject.line).max()
}

/// Chunks read ahead for each thread: enough for one that has read to find some left to understand.
const CHUNKS_PER_THREAD: usize = 4;

/// The following chunks of a file, in order; none at its end.
fn next_wave(file: &mut ingest::OpenFile) -> Result<Vec<RawRows>, ingest::IngestError> {
    file.by_ref().take(CHUNKS_PER_THREAD * rayon::current_num_threads()).collect()
}

/// Reads the files of one source.
struct FileReader<'a> {
    pipeline: &'a Pipeline,
    settings: &'a SourceSettings,
    source: &'a Source,
    folder: &'a Path,
    normaliser: Normaliser,
    statements: &'a Statements<'a>,
    subject: Subject,
    /// Whether the source has other files that might say the same.
    is_one_of_several: bool,
    keep_records: KeepRecords,
}

/// What some rows came to.
struct Understood {
    records: Records,
    counts: Counts,
    contents: Contents,
    tally: Tally,
}

impl FileReader<'_> {
    /// Adds what the file yields to `gathered`; gives the sum of the file and its lines of the
    /// ledger, one for each sheet where all are read.
    fn read(
        &self,
        path: &Path,
        gathered: &mut Gathered,
    ) -> Result<(LedgerLine, Vec<LedgerLine>), RunError> {
        let settings = self.settings;
        let mut file = ingest::open(
            self.source,
            self.folder,
            path,
            &settings.ingest,
            &settings.columns,
            self.pipeline.chunk_rows,
        )?;
        let first = gathered.parts.len();
        let mut people = self.statements.states_people(file.file()).then(FxHashSet::<u64>::default);
        let mut whole = Counts::default();
        let mut counts: BTreeMap<String, (Counts, Contents)> = BTreeMap::new();
        let compares = self.is_one_of_several || file.has_several_tables();
        // While one wave of chunks is understood, side by side, the next is read.
        let mut wave = next_wave(&mut file)?;
        while !wave.is_empty() {
            let understand = |rows| self.understand(rows, compares);
            let (following, understood) = rayon::join(
                || next_wave(&mut file),
                || wave.par_iter().map(understand).collect::<Vec<_>>(),
            );
            for (rows, Understood { records, counts: of_rows, contents, tally }) in
                wave.iter().zip(understood)
            {
                let of_part = counts.entry(rows.file.clone()).or_default();
                of_part.0 += of_rows;
                of_part.1.merge(&contents);
                whole += of_rows;
                gathered.parts.push(records);
                gathered.tally.merge(tally);
                if let Some(people) = &mut people {
                    people.extend(self.subject.fingerprints(rows));
                }
            }
            wave = following?;
        }
        gathered.warnings.extend(self.remarks(&file));
        let absent = file.parts().iter().flat_map(|part| &part.absent_headers);
        gathered.tally.add_file(&FileFacts {
            forms: file.parts().iter().map(|part| part.form.clone()).collect(),
            footer_rows: file.parts().iter().map(|part| part.footer_rows).sum(),
            unknown_headers: file.unknown_headers(),
            absent_headers: absent.map(String::as_str).collect(),
        });
        let digest = file.digest()?;
        let whole = whole.ledger_line(&self.source.id, file.file(), &digest);
        let people = people.map(|people| people.len() as u64);
        let found = Found { path, whole: &whole, people };
        self.accept(&found, &gathered.parts[first..])?;
        gathered.warnings.extend(self.statements.uncompared(file.file()));
        let lines = file.parts().iter().map(|part| {
            let counts = counts.get(&part.file).map(|(counts, _)| *counts).unwrap_or_default();
            counts.ledger_line(&self.source.id, &part.file, &digest)
        });
        let mut lines: Vec<LedgerLine> = lines.collect();
        if let Some(first) = lines.first_mut() {
            first.stated = self.statements.stated(file.file());
        }
        if compares {
            let contents = counts.into_iter().map(|(file, (_, contents))| (file, contents));
            gathered.contents.extend(contents);
        }
        Ok((whole, lines))
    }

    fn understand(&self, rows: &RawRows, compares: bool) -> Understood {
        let (records, counts) = self.normaliser.normalise(rows);
        let tally = Tally::of_chunk(rows, &records, self.subject);
        let contents = if compares { Contents::of(&records) } else { Contents::default() };
        Understood { records: (self.keep_records)(records), counts, contents, tally }
    }

    /// Whether the file is the one that was sent, whole, and sound enough to be used.
    fn accept(&self, found: &Found<'_>, parts: &[Records]) -> Result<(), RunError> {
        self.statements.check_digests(found)?;
        let (header, whole) = (&self.settings.header, found.whole);
        let (agency, file) = (header.agency_name.clone(), whole.file.clone());
        if whole.rows_read < header.min_rows {
            let (read, min_rows) = (whole.rows_read, header.min_rows);
            return Err(RunError::TooFewRows { agency, file, read, min_rows });
        }
        if let Some(line) = cut_last_line(parts) {
            return Err(RunError::CutShort { agency, file, line });
        }
        let limit_percent = u64::from(header.max_rejected_percent);
        if whole.rows_rejected * 100 > whole.rows_read * limit_percent {
            return Err(self.too_many_rejects(whole, parts));
        }
        self.statements.check_totals(found)
    }

    /// What the agency should hear of a file that could be read.
    fn remarks(&self, file: &ingest::OpenFile) -> Vec<String> {
        let place = format!("{}：{}", self.settings.header.agency_name, file.file());
        let mut remarks = Vec::new();
        if !file.unknown_headers().is_empty() {
            let headers = file.unknown_headers().join("、");
            remarks
                .push(format!("{place} 有未登记的列：{headers}；未读取，如需使用请登记到来源映射"));
        }
        if !file.unread().is_empty() {
            let unread = mask::labels(file.unread());
            remarks.push(format!("{place} 有未读取的工作表或文件：{unread}；如需使用请在来源映射的 sheets 或 members 中写明"));
        }
        remarks.extend(file.remarks().iter().map(|remark| format!("{place}：{remark}")));
        remarks
    }

    fn too_many_rejects(&self, line: &LedgerLine, parts: &[Records]) -> RunError {
        let rejects = parts.iter().flat_map(|part| part.rejects.rows());
        let mut rows = rejects.filter(|reject| reject.whole_row).peekable();
        // Parts are in order of sheet; only within one do lines follow each other.
        let first_file = rows.peek().map_or_else(String::new, |row| row.file.to_owned());
        let first = rows.filter(|row| row.file == first_file).min_by_key(|row| row.line);
        RunError::TooManyRejects {
            agency: self.settings.header.agency_name.clone(),
            file: line.file.clone(),
            rejected: line.rows_rejected,
            read: line.rows_read,
            limit_percent: self.settings.header.max_rejected_percent,
            first_file,
            line: first.as_ref().map_or(0, |row| row.line),
            message: first
                .map_or_else(String::new, |row| format!("{}；{}", row.message, row.suggestion)),
        }
    }
}
