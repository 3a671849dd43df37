//! Guesses: what a file's headers mean, by the shipped mappings.
//!
//! A file is taken for the shipped source with which it shares most headers, where every needed column
//! is among them and they share at least half. A column is found by the headers its own mapping lists,
//! then by those that another mapping lists for the same field and kind of value. A file that is like
//! none is only searched for people.

use super::template::{Template, TemplateColumn};
use crate::ingest::fold_header;

/// What a file is taken for.
pub(super) enum Guess<'t> {
    /// A shipped source, with where each of its columns was found and what else the file has.
    Like { template: &'t Template, columns: Vec<Option<Found<'t>>>, others: Vec<Known<'t>> },
    /// No shipped source, but people are in it.
    People { columns: Vec<Known<'t>> },
}

/// A column of a template in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found<'t> {
    pub header: String,
    /// The other source that reads the header so; none where the template itself lists it.
    pub by: Option<&'t str>,
}

/// A header, and what it is elsewhere.
pub(super) struct Known<'t> {
    pub header: String,
    pub meaning: Option<Meaning<'t>>,
}

/// What a header means in a shipped source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning<'t> {
    pub field: &'t str,
    pub kind: &'t str,
    pub source: &'t str,
}

/// Headers of a file and columns of a source that are one, of all of both, in per cent.
const LIKE_PERCENT: usize = 50;

/// Kinds of value that a source's own words decide.
const OWN_WORDS: &[&str] = &["code"];

/// Fields by which a person is told, and the kind of value each must have.
pub(super) const PERSON: &[(&str, &str)] = &[
    ("name", "person_name"),
    ("resident_id", "resident_id"),
    ("sex", "sex"),
    ("birth_date", "date"),
    ("phone", "phone"),
    ("address", "address"),
];

/// A shipped source that a file may be.
struct Candidate<'t> {
    /// How much of both is one, in per cent, and whether they are named alike.
    rank: (usize, bool),
    template: &'t Template,
    columns: Vec<Option<Found<'t>>>,
}

/// What the headers of a file are taken for; nothing where they tell of nobody.
pub(super) fn guess<'t>(
    templates: &'t [Template],
    headers: &[String],
    file: &str,
) -> Option<Guess<'t>> {
    let folded: Vec<String> = headers.iter().map(|header| fold_header(header)).collect();
    let mut best: Option<Candidate<'t>> = None;
    for template in templates {
        let found = find_columns(template, templates, headers, &folded);
        let Some(percent) = likeness(template, &found, &folded) else { continue };
        let rank = (percent, is_named_alike(template, file));
        if percent >= LIKE_PERCENT && best.as_ref().is_none_or(|best| rank > best.rank) {
            best = Some(Candidate { rank, template, columns: found });
        }
    }
    let known = |header: &String| Known {
        header: header.clone(),
        meaning: meaning(templates, &fold_header(header)),
    };
    if let Some(Candidate { template, columns, .. }) = best {
        let is_other = |header: &&String| {
            !columns.iter().flatten().any(|found| found.header == **header)
                && !template.unused.contains(&fold_header(header))
        };
        let others = headers.iter().filter(is_other).map(known).collect();
        return Some(Guess::Like { template, columns, others });
    }
    let columns: Vec<Known<'_>> = headers.iter().map(known).collect();
    let tells = |known: &Known<'_>| {
        known.of_person().is_some_and(|field| PERSON[..2].iter().any(|one| one.0 == field))
    };
    columns.iter().any(tells).then_some(Guess::People { columns })
}

/// Where the columns of a template are, by its own headers and then by those of others.
fn find_columns<'t>(
    template: &'t Template,
    templates: &'t [Template],
    headers: &[String],
    folded: &[String],
) -> Vec<Option<Found<'t>>> {
    let mut is_free = vec![true; headers.len()];
    let mut take = |wanted: &[String], by: Option<&'t str>| {
        let mut at = wanted.iter().filter_map(|name| folded.iter().position(|one| one == name));
        let at = at.find(|at| is_free[*at])?;
        is_free[at] = false;
        Some(Found { header: headers[at].clone(), by })
    };
    let mut found: Vec<_> =
        template.columns.iter().map(|column| take(&column.headers, None)).collect();
    for (column, found) in template.columns.iter().zip(&mut found) {
        let alike = |other: &'t Template| {
            let columns = other.columns.iter().filter(|one| column.is_alike(one));
            columns.map(|one| (other.id.as_str(), one)).collect::<Vec<(&'t str, &TemplateColumn)>>()
        };
        for (id, other) in templates.iter().filter(|other| other.id != template.id).flat_map(alike)
        {
            if found.is_none() {
                *found = take(&other.headers, Some(id));
            }
        }
    }
    found
}

/// How much of a file and a template are one, in per cent; nothing where a needed column lacks.
fn likeness(template: &Template, found: &[Option<Found<'_>>], folded: &[String]) -> Option<usize> {
    let mut columns = template.columns.iter().zip(found);
    if columns.any(|(column, found)| column.needed && found.is_none()) {
        return None;
    }
    let known = found.iter().flatten().count();
    let in_vain = folded.iter().filter(|header| template.unused.contains(header)).count();
    let all = folded.len() + template.columns.len() + in_vain;
    Some((2 * (known + in_vain) * 100).checked_div(all).unwrap_or(0))
}

/// Whether the file has the name that the template's file has.
fn is_named_alike(template: &Template, file: &str) -> bool {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let wanted = name(&template.file);
    name(file).starts_with(wanted.trim_end_matches('*'))
}

/// What most shipped sources take a header for, the first of several; never what a source's own words
/// decide.
fn meaning<'t>(templates: &'t [Template], header: &str) -> Option<Meaning<'t>> {
    let mut meanings: Vec<(usize, Meaning<'t>)> = Vec::new();
    for template in templates {
        let reads = |column: &&TemplateColumn| {
            column.headers.iter().any(|one| one == header)
                && !OWN_WORDS.contains(&column.kind.as_str())
        };
        let Some(column) = template.columns.iter().find(reads) else { continue };
        let Template { id: source, .. } = template;
        let meaning = Meaning { field: &column.field, kind: &column.kind, source };
        let is_same = |known: &&mut (usize, Meaning<'_>)| {
            (known.1.field, known.1.kind) == (meaning.field, meaning.kind)
        };
        match meanings.iter_mut().find(is_same) {
            Some((count, _)) => *count += 1,
            None => meanings.push((1, meaning)),
        }
    }
    let most = meanings.iter().rev().max_by_key(|(count, _)| *count)?;
    Some(most.1)
}

impl Known<'_> {
    /// The field of a person that it is.
    pub fn of_person(&self) -> Option<&str> {
        let meaning = self.meaning?;
        PERSON.iter().find(|one| **one == (meaning.field, meaning.kind)).map(|one| one.0)
    }
}

impl Guess<'_> {
    /// Whether both are taken for one shipped source.
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Like { template, .. }, Self::Like { template: other, .. }) => {
                template.id == other.id
            }
            _ => false,
        }
    }

    /// Its place among the sources.
    pub fn rank(&self, templates: &[Template]) -> usize {
        match self {
            Self::Like { template, .. } => {
                templates.iter().position(|one| one.id == template.id).unwrap_or(templates.len())
            }
            Self::People { .. } => templates.len(),
        }
    }

    /// The source's id: the shipped one's, or one made of the file's path.
    pub fn id(&self, file: &str) -> String {
        if let Self::Like { template, .. } = self {
            return template.id.clone();
        }
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        let id: String = stem.chars().map(plain).collect();
        let id = id.trim_matches('_');
        if id.is_empty() { "source".to_owned() } else { id.to_owned() }
    }
}
