//! The pipeline file itself, and the files it names.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::document::Document;
use super::files::Files;
use super::source::EverySource;
use super::{Fault, LinkageSettings, Pipeline, SourceSettings, TruthSettings};
use crate::assess::{Policy, PolicyParts};
use crate::domain::{Day, Division, Divisions};
use crate::ingest::may_read_one_part;
use crate::{household, identify, profile, report};

/// The `[night]` table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Night {
    deliveries: PathBuf,
    /// Whether `deliveries` holds a folder for each night, or the one delivery there is.
    #[serde(default = "dated")]
    dated: bool,
    runs: PathBuf,
    divisions: Option<PathBuf>,
    policy: Option<PathBuf>,
    linkage: PathBuf,
    model: Option<PathBuf>,
    #[serde(default = "model_drift_max")]
    model_drift_max: f64,
    /// The decision ledger.
    decisions: Option<PathBuf>,
    pseudonym_key: PathBuf,
    max_snapshot_age_days: u32,
    chunk_rows: usize,
    #[serde(default)]
    manifest: Manifests,
    #[serde(default = "max_manifest_bytes")]
    max_manifest_bytes: u64,
    sources: Vec<PathBuf>,
}

/// Whether every delivered file must be listed in a manifest.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Manifests {
    #[default]
    Optional,
    Required,
}

fn max_manifest_bytes() -> u64 {
    16 << 20
}

/// What is usually called a distribution that has moved.
fn model_drift_max() -> f64 {
    0.25
}

fn dated() -> bool {
    true
}

impl Night {
    fn faults(&self) -> impl Iterator<Item = String> {
        let faults = [
            (self.chunk_rows == 0, "chunk_rows of 0 would read nothing"),
            (
                !self.dated && self.max_snapshot_age_days > 0,
                "with `dated = false` there is no earlier night; set max_snapshot_age_days = 0",
            ),
        ];
        faults.into_iter().filter(|(is_so, _)| *is_so).map(|(_, message)| message.to_owned())
    }
}

pub(super) fn read(file: &Path, date: Day, faults: &mut Vec<Fault>) -> Option<Pipeline> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut files = Files::new(folder);
    let name = PathBuf::from(file.file_name().unwrap_or_default());
    let text = files.text(&name, faults)?;
    let mut document = Document::parse(file, &text, faults);
    let night: Option<Night> = document.take("night", faults);
    let households: household::Settings = document.take_or_default("households", faults);
    let report: report::Settings = document.take_or_default("report", faults);
    let profile: profile::Settings = document.take_or_default("profile", faults);
    let truth: Vec<TruthSettings> = document.take_all("truth", faults);
    let every = EverySource::take(&mut document, faults);
    document.finish(faults);
    let night = night?;
    let fault = |message: String| Fault { file: file.to_owned(), line: None, message };
    faults.extend(night.faults().map(fault));
    let divisions = match &night.divisions {
        Some(inside) => divisions(&mut files, inside, faults),
        None => Some(Divisions::default()),
    };
    let declared = night.sources.len();
    let sources = sources(&mut files, &night.sources, &every, faults);
    let all_known = sources.len() == declared;
    let linkage = linkage(&mut files, &night.linkage, faults);
    let model = night.model.as_ref().map(|model| files.text(model, faults));
    let policy = match &night.policy {
        Some(inside) => policy(&mut files, inside, date, faults),
        None => Some(Policy::none()),
    };
    // A source that could not be read has been reported; what depends on it is not at fault.
    if all_known {
        let parts = Parts { sources: &sources, linkage: linkage.as_ref(), policy: policy.as_ref() };
        faults.extend(parts.faults(&night, &files));
        let unknown = truth.iter().flat_map(|truth| truth.faults(&sources));
        faults.extend(unknown.map(fault));
    }
    let pseudonym_key = key(&files.path(&night.pseudonym_key), faults);
    Some(Pipeline {
        deliveries: files.path(&night.deliveries),
        dated: night.dated,
        runs: files.path(&night.runs),
        divisions: divisions?,
        sources,
        linkage: linkage?,
        model: match model {
            None => None,
            Some(text) => Some(text?),
        },
        model_drift_max: night.model_drift_max,
        decisions: night.decisions.as_ref().map(|inside| files.path(inside)),
        households,
        linkage_only: night.policy.is_none(),
        policy: policy?,
        policy_name: night.policy.map(|policy| name_of(&policy)).unwrap_or_default(),
        report,
        profile,
        pseudonym_key: pseudonym_key?,
        max_snapshot_age_days: night.max_snapshot_age_days,
        chunk_rows: night.chunk_rows,
        manifest_required: night.manifest == Manifests::Required,
        max_manifest_bytes: night.max_manifest_bytes,
        truth,
        files: files.digests(),
    })
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A row of the operator's list of divisions.
#[derive(Deserialize)]
struct DivisionRow {
    code: String,
    name: String,
    #[serde(default)]
    aliases: String,
}

fn divisions(files: &mut Files, inside: &Path, faults: &mut Vec<Fault>) -> Option<Divisions> {
    let text = files.text(inside, faults)?;
    let mut fault = |line: Option<usize>, message: String| {
        faults.push(Fault { file: files.path(inside), line, message });
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut divisions = Vec::new();
    for (at, row) in reader.deserialize::<DivisionRow>().enumerate() {
        match row {
            Ok(row) if !matches!(row.code.len(), 2 | 4 | 6 | 9 | 12) => {
                let message = format!("`{}` is not a division code of 2 to 12 digits", row.code);
                fault(Some(at + 2), message);
            }
            Ok(row) => divisions.push(Division {
                code: row.code,
                name: row.name,
                aliases: row
                    .aliases
                    .split(';')
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned)
                    .collect(),
            }),
            Err(error) => {
                let line = error.position().and_then(|place| usize::try_from(place.line()).ok());
                fault(line, format!("{error}; the columns are code, name, aliases"));
            }
        }
    }
    Some(Divisions::new(divisions))
}

fn sources(
    files: &mut Files,
    names: &[PathBuf],
    every: &EverySource<'_>,
    faults: &mut Vec<Fault>,
) -> Vec<SourceSettings> {
    let mut sources: Vec<SourceSettings> = Vec::new();
    for name in names {
        let Some(text) = files.text(name, faults) else { continue };
        let path = files.path(name);
        let Some(source) = SourceSettings::read(&path, &text, every, faults) else { continue };
        if let Some(twice) = sources.iter().find(|other| other.header.id == source.header.id) {
            let message =
                format!("source `{}` is already {}", source.header.id, twice.file.display());
            faults.push(Fault { file: path.clone(), line: None, message });
        }
        faults.extend(sources.iter().filter_map(|other| shared_files(&source, other)));
        sources.push(source);
    }
    sources
}

/// A file that two sources find would count twice.
fn shared_files(source: &SourceSettings, other: &SourceSettings) -> Option<Fault> {
    let (pattern, others) = (&source.ingest.file, &other.ingest.file);
    may_read_one_part(&source.ingest, &other.ingest).then(|| {
        let message = format!(
            "`{pattern}` finds files that source `{}` may find by `{others}`; narrow one of them, or \
             tell them apart by `members` of an archive or named `sheets`",
            other.header.id
        );
        Fault { file: source.file.clone(), line: None, message }
    })
}

fn linkage(files: &mut Files, inside: &Path, faults: &mut Vec<Fault>) -> Option<LinkageSettings> {
    let text = files.text(inside, faults)?;
    let mut linkage = LinkageSettings::read(&files.path(inside), &text, faults)?;
    if let Some(short_forms) = linkage.short_forms.clone() {
        let text = files.text(&short_forms, faults)?;
        linkage.read_short_forms(&files.path(&short_forms), &text, faults);
    }
    Some(linkage)
}

fn policy(files: &mut Files, folder: &Path, date: Day, faults: &mut Vec<Fault>) -> Option<Policy> {
    let schemes_toml = files.text(&folder.join("schemes.toml"), faults);
    let parameters_toml = files.text(&folder.join("parameters.toml"), faults);
    let statistics = folder.join("statistics.toml");
    let has_statistics = files.path(&statistics).is_file();
    let statistics_toml =
        if has_statistics { files.text(&statistics, faults) } else { Some(String::new()) };
    let mut rules = Vec::new();
    for name in files.toml_files(&folder.join("rules"), faults) {
        let text = files.text(&name, faults)?;
        let inside = name.strip_prefix(folder).unwrap_or(&name);
        rules.push((inside.to_string_lossy().replace('\\', "/"), text));
    }
    let parts = PolicyParts {
        schemes_toml: schemes_toml?,
        parameters_toml: parameters_toml?,
        statistics_toml: statistics_toml?,
        rules,
    };
    let place = files.path(folder);
    match Policy::parse(&parts, date) {
        Ok(policy) => Some(policy),
        Err(found) => {
            faults.extend(found.into_iter().map(|fault| Fault {
                file: place.join(&fault.file),
                line: fault.line.and_then(|line| usize::try_from(line).ok()),
                message: fault.message,
            }));
            None
        }
    }
}

/// The parts of a pipeline that must fit one another.
struct Parts<'a> {
    sources: &'a [SourceSettings],
    linkage: Option<&'a LinkageSettings>,
    policy: Option<&'a Policy>,
}

impl Parts<'_> {
    fn faults(&self, night: &Night, files: &Files) -> Vec<Fault> {
        let mut faults = self.misnamed_attributes();
        let fault =
            |file: PathBuf| move |message| Fault { file: file.clone(), line: None, message };
        if let Some(linkage) = self.linkage {
            let attributes =
                self.sources.iter().flat_map(|source| source.mapping.attribute_names());
            let known: Vec<&str> = identify::FIELDS.into_iter().chain(attributes).collect();
            let found = linkage.faults(&known).into_iter();
            faults.extend(found.map(fault(files.path(&night.linkage))));
        }
        if let (Some(policy), Some(inside)) = (self.policy, &night.policy) {
            let found = self.unknown_sources(policy).into_iter();
            faults.extend(found.map(fault(files.path(inside).join("rules"))));
        }
        faults
    }

    /// An attribute by the name of a field that identities have anyway would take its place.
    fn misnamed_attributes(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for source in self.sources {
            let names = source.mapping.attribute_names();
            for name in names.filter(|name| identify::FIELDS.contains(name)) {
                let message = format!("attribute `{name}` is a field of every identity; rename it");
                faults.push(Fault { file: source.file.clone(), line: None, message });
            }
        }
        faults
    }

    /// A rule or a need that depends on a source the pipeline does not have would never be heard of.
    fn unknown_sources(&self, policy: &Policy) -> Vec<String> {
        let known = |id: &String| self.sources.iter().any(|source| source.header.id == *id);
        let mut faults = Vec::new();
        for rule in &policy.rules {
            let code = &rule.code;
            let unknown = rule.depends_on.iter().filter(|id| !known(id));
            let fault =
                |id| format!("rule {code} depends on source `{id}`, which the pipeline lacks");
            faults.extend(unknown.map(fault));
        }
        for need in &policy.needs {
            let code = &need.code;
            let unknown = need.depends_on.iter().filter(|id| !known(id));
            let fault =
                |id| format!("need {code} depends on source `{id}`, which the pipeline lacks");
            faults.extend(unknown.map(fault));
        }
        faults
    }
}

fn key(file: &Path, faults: &mut Vec<Fault>) -> Option<[u8; 32]> {
    let mut fault = |message: String| {
        faults.push(Fault { file: file.to_owned(), line: None, message });
        None
    };
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return fault(format!("cannot be read: {error}")),
    };
    let digits = text.trim();
    let byte = |at: usize| u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
    match bytes.and_then(|bytes| bytes.try_into().ok()) {
        Some(key) if digits.len() == 64 => Some(key),
        _ => fault("is not 64 hexadecimal digits; make one with `openssl rand -hex 32`".to_owned()),
    }
}
