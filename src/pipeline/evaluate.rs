//! Evaluating: a published run and the truth beside its deliveries become precision and recall.

use std::fmt::Write;
use std::fs::File;
use std::path::Path;

use super::{RunError, read_pipeline, true_mentions};
use crate::domain::{Day, Grade, IdClass, PersonId, Role, Severity, TrueMention};
use crate::evaluate::{self, Evaluation, Outcome, OutcomeFlag, OutcomeMention, Truth};
use crate::report::read_table;
use crate::report::tables::{Cases, Flags, SourceRows};

/// Judges a published run by the `mentions.csv`, `findings.csv` and `legal.csv` of a folder.
pub fn evaluate(run: &Path, truth: &Path) -> Result<Evaluation, RunError> {
    let date = date_of(run)?;
    judge(run, &read_truth(truth, date)?)
}

/// Judges the published run of a benchmark by what its files say themselves.
///
/// The files lie in the pipeline's folder of deliveries if none is given.
pub fn evaluate_benchmark(
    run: &Path,
    pipeline: &Path,
    deliveries: Option<&Path>,
) -> Result<Evaluation, RunError> {
    let date = date_of(run)?;
    let mut settings = read_pipeline(pipeline, date)?;
    if settings.truth.is_empty() {
        let message = "the pipeline has no [[truth]] to judge by".to_owned();
        return Err(RunError::Usage { place: pipeline.display().to_string(), message });
    }
    if let Some(deliveries) = deliveries {
        deliveries.clone_into(&mut settings.deliveries);
    }
    let mut mentions = "night,source,line,role,person\n".to_owned();
    for row in true_mentions(&settings, date)?.rows() {
        let TrueMention { night, source, line, role, person, .. } = row;
        writeln!(mentions, "{night},{source},{line},{role},{person}").expect("a string");
    }
    let nothing = "night,code,person,discriminator\n".as_bytes();
    let truth = Truth::read(mentions.as_bytes(), nothing, nothing, date);
    judge(run, &truth.expect("what is written as a truth can be read as one"))
}

fn judge(run: &Path, truth: &Truth) -> Result<Evaluation, RunError> {
    let rows: SourceRows = read_table(run)?;
    let flags: Flags = read_table(run)?;
    let cases: Cases = read_table(run)?;
    let outcome = Outcome { mentions: mentions(run, &rows)?, flags: raised(run, &flags, &cases)? };
    Ok(evaluate::evaluate(&outcome, truth))
}

fn date_of(run: &Path) -> Result<Day, RunError> {
    let name = run.file_name().and_then(|name| name.to_str());
    let date = name.and_then(|name| name.strip_prefix("run_date="));
    date.and_then(|date| date.parse().ok()).ok_or_else(|| RunError::Usage {
        place: run.display().to_string(),
        message: "a run's folder is named run_date=2026-11-23".to_owned(),
    })
}

fn read_truth(folder: &Path, date: Day) -> Result<Truth, RunError> {
    let open = |name: &str| {
        let path = folder.join(name);
        File::open(&path).map_err(|error| RunError::Usage {
            place: path.display().to_string(),
            message: error.to_string(),
        })
    };
    let truth = Truth::read(open("mentions.csv")?, open("findings.csv")?, open("legal.csv")?, date);
    truth.map_err(|error| RunError::Usage {
        place: folder.display().to_string(),
        message: error.to_string(),
    })
}

fn mentions<'a>(run: &Path, rows: &'a SourceRows) -> Result<Vec<OutcomeMention<'a>>, RunError> {
    let mut identities = std::collections::BTreeMap::new();
    let mut mentions = Vec::with_capacity(rows.len());
    for row in rows.rows() {
        let (Some(identity), Some(person)) = (row.identity_key, row.person_id) else { continue };
        let next = u32::try_from(identities.len()).expect("identities are numbered in 32 bits");
        mentions.push(OutcomeMention {
            source: row.source,
            line: row.line,
            role: Role::from_code(row.role).ok_or_else(|| foreign(run, row.role))?,
            person: person_number(run, person)?,
            identity: *identities.entry(identity).or_insert(next),
            id_class: IdClass::from_code(row.resident_id_class),
            id_key: row.resident_id_key.unwrap_or(0),
        });
    }
    Ok(mentions)
}

/// The flags, with the place of their case in the queue where it is on a list.
fn raised<'a>(
    run: &Path,
    flags: &'a Flags,
    cases: &Cases,
) -> Result<Vec<OutcomeFlag<'a>>, RunError> {
    let listed = cases.rows().filter(|case| case.listed);
    let listed: std::collections::BTreeMap<String, u32> =
        listed.map(|case| (case.case_id.to_owned(), case.priority)).collect();
    let mut raised = Vec::with_capacity(flags.len());
    for flag in flags.rows() {
        let subjects = flag.subjects.split("; ").filter(|subject| !subject.is_empty());
        let severity = Severity::ALL.into_iter().find(|one| one.code() == flag.severity);
        let shown = Grade::from_code(flag.grade) != Some(Grade::Possible);
        let case = flag.case_id.filter(|_| shown);
        raised.push(OutcomeFlag {
            code: flag.code,
            severity: severity.ok_or_else(|| foreign(run, flag.severity))?,
            subjects: subjects
                .map(|person| person_number(run, person))
                .collect::<Result<_, _>>()?,
            listed: case.and_then(|case| listed.get(case).copied()),
        });
    }
    Ok(raised)
}

fn person_number(run: &Path, text: &str) -> Result<u64, RunError> {
    text.parse::<PersonId>().map(|person| person.0).map_err(|_| foreign(run, text))
}

fn foreign(run: &Path, word: &str) -> RunError {
    RunError::Usage {
        place: run.display().to_string(),
        message: format!("`{word}` is no word of this version; was the run written by another?"),
    }
}
