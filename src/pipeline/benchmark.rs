//! Benchmarks: public files that say themselves whom each row truly speaks of.
//!
//! The column that tells it is read here, apart from the run, and never by the run: it is no column
//! of the source. What comes of it is the same table as the truth of a synthetic district.

use std::collections::BTreeMap;

use super::RunError;
use crate::config::{Pipeline, SourceSettings, TruthSettings};
use crate::domain::{Day, Role, TrueMention, TrueMentions, TrueMentionsBuilder};
use crate::ingest::{self, Column};
use crate::normalise::Choice;

/// Whom the rows of a benchmark truly speak of, as the pipeline's `[[truth]]` tables tell.
///
/// True people are numbered in the order they first appear, over all sources.
pub fn true_mentions(pipeline: &Pipeline, night: Day) -> Result<TrueMentions, RunError> {
    let mut reading =
        Reading { pipeline, night, people: BTreeMap::new(), rows: TrueMentionsBuilder::default() };
    for truth in &pipeline.truth {
        let mut sources = pipeline.sources.iter();
        let source = sources.find(|source| source.header.id == truth.source);
        reading.read(truth, source.expect("a truth is of a source of its pipeline"))?;
    }
    Ok(reading.rows.finish())
}

struct Reading<'a> {
    pipeline: &'a Pipeline,
    night: Day,
    /// The number of each true entity.
    people: BTreeMap<String, u32>,
    rows: TrueMentionsBuilder,
}

impl Reading<'_> {
    fn read(&mut self, truth: &TruthSettings, settings: &SourceSettings) -> Result<(), RunError> {
        let folder = self.pipeline.delivery(self.night);
        let source = settings.source(self.night, 0);
        let column = Column {
            field: "truth".into(),
            headers: vec![truth.column.clone()],
            needed: true,
            spreads: true,
            told_by: None,
        };
        let (ingest, chunk_rows) = (&settings.ingest, self.pipeline.chunk_rows);
        for path in ingest::find(&source, &folder, ingest)? {
            let columns = std::slice::from_ref(&column);
            let chunks = ingest::open(&source, &folder, &path, ingest, columns, chunk_rows)?;
            for rows in chunks {
                let rows = rows?;
                for (cell, line) in rows.columns[0].iter().zip(&rows.lines) {
                    let entity = cell.and_then(|cell| truth.entity(cell));
                    let entity = entity.ok_or_else(|| no_entity(truth, &rows.file, *line))?;
                    self.push(settings, &rows.file, *line, entity);
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, settings: &SourceSettings, file: &str, line: u32, entity: &str) {
        let next = u32::try_from(self.people.len() + 1).expect("people are numbered in 32 bits");
        let person = *self.people.entry(entity.to_owned()).or_insert(next);
        self.rows.push(TrueMention {
            night: self.night,
            source: &settings.header.id,
            file,
            line,
            role: subject_role(settings),
            person,
            register: None,
            dwelling: None,
            unit: None,
            strata: None,
        });
    }
}

/// The role of the person a row is about.
fn subject_role(settings: &SourceSettings) -> &str {
    match settings.mapping.mentions.first().map(|mention| &mention.role) {
        Some(Choice::Always(role)) => role,
        _ => Role::Member.code(),
    }
}

fn no_entity(truth: &TruthSettings, file: &str, line: u32) -> RunError {
    RunError::Usage {
        place: format!("{file}, line {line}"),
        message: format!("`{}` names no true person as [[truth]] has it", truth.column),
    }
}
