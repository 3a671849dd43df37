//! The true people of a night's identities, for whoever trains by the truth.

use std::path::Path;

use super::{blocking, files, truth};
use crate::domain::{Day, Identities};
use crate::evaluate::{Files, true_people};
use crate::pipeline::RunError;
use crate::pipeline::deliver::Delivered;
use crate::report::FileRead;

/// The true person of each identity by the truth of a folder, which must have been written for the
/// files that were read.
pub fn people_by_truth(
    folder: &Path,
    night: Day,
    delivered: &Delivered,
    identities: &Identities,
) -> Result<Vec<Option<u32>>, RunError> {
    let truth = truth::read_mentions(folder, night)?;
    files::belong_to(&files_read(delivered), &truth, folder)?;
    let mut names = Files::default();
    let mentions = blocking::mentions(&delivered.records.mentions, identities, &mut names);
    Ok(true_people(&names, &mentions, identities.len(), &truth))
}

fn files_read(delivered: &Delivered) -> Vec<FileRead> {
    let night_of = |id: &str| {
        let source = delivered.sources.iter().find(|source| source.id == id);
        source.expect("the ledger counts the rows of delivered sources").snapshot
    };
    let read = delivered.ledger.iter().map(|line| FileRead {
        source: line.source.clone(),
        file: line.file.clone(),
        night: night_of(&line.source),
        sm3: line.digest.clone(),
    });
    read.collect()
}
