//! Quality: the figures of a night, with those of the last run beside them, as an operator reads them.

use std::collections::BTreeMap;

use super::Settings;
use super::drift::remarks;
use super::figures::{Figures, percent};
use crate::domain::{
    ColumnQuality, Day, Part, Profile, Quality, Source, SourceQuality, SourceState,
};

/// A source of the pipeline and what became of it.
pub struct Profiled {
    pub source: Source,
    pub state: SourceState,
}

/// What an operator reads: the worst source first, sources alike in the order of the pipeline.
pub fn quality(
    night: Day,
    sources: &[Profiled],
    tonight: &Profile,
    before: Option<(Day, &Profile)>,
    settings: &Settings,
) -> Quality {
    let figures = Figures::by_source(tonight);
    let figures_before = before.map(|(_, profile)| Figures::by_source(profile)).unwrap_or_default();
    let none = Figures::default();
    let view = |profiled: &Profiled| {
        let id = &profiled.source.id;
        let tonight = figures.get(id).unwrap_or(&none);
        source_quality(profiled, tonight, figures_before.get(id), settings)
    };
    let mut sources: Vec<SourceQuality> = sources.iter().map(view).collect();
    sources.sort_by(|one, other| badness(other).total_cmp(&badness(one)));
    Quality { night, compared_with: before.map(|(day, _)| day), sources }
}

/// How far up a source belongs.
fn badness(source: &SourceQuality) -> f64 {
    let state = match source.state {
        SourceState::Refused(_) => 1e9,
        SourceState::Absent => 1e8,
        SourceState::Stale { .. } => 1e7,
        SourceState::Read => 0.0,
    };
    state + source.remarks.iter().map(|remark| remark.weight).sum::<f64>()
}

fn source_quality(
    profiled: &Profiled,
    tonight: &Figures,
    before: Option<&Figures>,
    settings: &Settings,
) -> SourceQuality {
    let count = |measure| tonight.count(measure);
    let values_set_aside =
        tonight.columns().map(|column| tonight.column_count(column, "set_aside")).sum();
    let is_read = matches!(profiled.state, SourceState::Read | SourceState::Stale { .. });
    let confidence = tonight.parts("encoding_confidence_percent").next();
    SourceQuality {
        id: profiled.source.id.clone(),
        agency_name: profiled.source.agency_name.clone(),
        title: profiled.source.title.clone(),
        state: profiled.state.clone(),
        rows: count("rows"),
        rows_before: before.map(|before| before.count("rows")),
        rows_rejected: count("rows_rejected"),
        values_set_aside,
        subjects: count("subjects"),
        rows_with_subject: count("rows_with_subject"),
        names_lost: count("names_lost"),
        names_private_use: count("names_private_use"),
        footer_rows: count("footer_rows"),
        encoding_confidence_percent: confidence.map(|(_, percent)| percent),
        forms: parts(tonight, before, "file_form"),
        id_classes: parts(tonight, before, "id_class"),
        document_types: parts(tonight, before, "document_type"),
        unknown_columns: tonight.parts("unknown_column").map(|(name, _)| name.to_owned()).collect(),
        absent_columns: tonight.parts("absent_column").map(|(name, _)| name.to_owned()).collect(),
        columns: tonight.columns().map(|column| column_quality(tonight, before, column)).collect(),
        remarks: if is_read { remarks(tonight, before, settings) } else { Vec::new() },
    }
}

/// The parts of a measure, the largest first, with those that are there no more.
pub(super) fn parts(tonight: &Figures, before: Option<&Figures>, measure: &str) -> Vec<Part> {
    let (all, all_before) = (tonight.count(measure), before.map(|before| before.count(measure)));
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (name, count) in tonight.parts(measure) {
        counts.entry(name).or_default().0 = count;
    }
    for (name, count) in before.into_iter().flat_map(|before| before.parts(measure)) {
        counts.entry(name).or_default().1 = count;
    }
    let part = |(name, (count, count_before)): (&str, (u64, u64))| Part {
        name: name.to_owned(),
        count,
        percent: percent(count, all),
        percent_before: all_before.map(|all| percent(count_before, all)),
    };
    let mut parts: Vec<Part> = counts.into_iter().map(part).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.count));
    parts
}

fn column_quality(tonight: &Figures, before: Option<&Figures>, column: &str) -> ColumnQuality {
    let filled = tonight.column_count(column, "filled");
    let share = |measure| percent(tonight.column_count(column, measure), filled);
    let set_aside = tonight.column_parts(column, "set_aside");
    ColumnQuality {
        field: column.to_owned(),
        filled_percent: filled_percent(tonight, column),
        filled_percent_before: before
            .filter(|before| before.has_column(column))
            .map(|before| filled_percent(before, column)),
        most_frequent_percent: share("most_frequent"),
        placeholder_percent: share("placeholders"),
        set_aside: set_aside.map(|(code, count)| (code.to_owned(), count)).collect(),
    }
}

pub(super) fn filled_percent(figures: &Figures, column: &str) -> f64 {
    percent(figures.column_count(column, "filled"), figures.count("rows_with_cells"))
}
