//! A difference as a terminal shows it.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::aligned::{left, right, wrapped};
use crate::domain::numerals::movement;
use crate::pipeline::{
    Background, CaseChange, CaseFate, CodeChange, Difference, FlagEnd, PeopleChanges, PersonFate,
    SourceChange, SourceFate,
};

/// All of it in columns: cases, flags by code, people, sources.
pub(in crate::cli) fn in_words(difference: &Difference) -> String {
    let mut lines = vec![format!("from {} to {}", difference.before, difference.after)];
    lines.extend(remarks(difference));
    for part in [
        cases(&difference.cases),
        flags(&difference.flags.by_code, &difference.flags.total()),
        people(&difference.people, difference.settings.people_max),
        sources(&difference.sources),
    ] {
        lines.push(String::new());
        lines.extend(part);
    }
    let trimmed: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    trimmed.join("\n")
}

fn remarks(difference: &Difference) -> Vec<String> {
    let made: Vec<&str> = difference.made_with.iter().map(|made| made.what.as_str()).collect();
    let mut lines = Vec::new();
    if !made.is_empty() {
        lines.extend(wrapped("made with another ", &made.join(", ")));
    }
    for rule in &difference.rules {
        let run = if rule.is_off { "later" } else { "earlier" };
        let label = format!("off in the {run} run  {:<4} ", rule.code);
        lines.extend(wrapped(&label, &rule.reason));
    }
    lines
}

fn cases(changes: &[CaseChange]) -> Vec<String> {
    let mut lines = vec![format!("{:<12} {:>8} {:>8}", "cases", "all", "listed")];
    for code in CaseFate::CODES {
        let own: Vec<&CaseChange> =
            changes.iter().filter(|change| change.fate.code() == code).collect();
        let listed = own.iter().filter(|change| change.is_listed()).count();
        let why = why(&own);
        let row = format!("{code:<12} {:>8} {listed:>8}  ", own.len());
        lines.extend(wrapped(&row, &why));
    }
    lines
}

/// What stands behind cases that came or went, or which parts of those that changed did, by how often.
fn why(changes: &[&CaseChange]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for change in changes {
        for reason in reasons(change) {
            *counts.entry(reason).or_default() += 1;
        }
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    counts.iter().map(|(reason, count)| format!("{reason} {count}")).collect::<Vec<_>>().join(", ")
}

fn reasons(change: &CaseChange) -> Vec<String> {
    let ends: BTreeSet<String> = change.ends.iter().map(|end| ended(*end)).collect();
    let mut reasons = fate(&change.fate);
    reasons.extend(ends);
    reasons.extend(change.id_before.is_some().then(|| "renumbered".to_owned()));
    reasons
}

/// How a flag of a case left the queue.
fn ended(end: FlagEnd) -> String {
    match end {
        FlagEnd::Decided(conclusion) => format!("decided {}", conclusion.outcome.code()),
        FlagEnd::GoneAfterDecision(conclusion) => {
            format!("decided {} and gone", conclusion.outcome.code())
        }
        FlagEnd::Gone => "gone undecided".to_owned(),
        FlagEnd::RuleOff => "not looked for".to_owned(),
        FlagEnd::Elsewhere => "in another case".to_owned(),
    }
}

fn fate(fate: &CaseFate) -> Vec<String> {
    match fate {
        CaseFate::New(background) => behind(background, "household new", "in the earlier run"),
        CaseFate::Resolved(background) => behind(background, "household gone", "in the later run"),
        CaseFate::Changed(fields) => fields.iter().map(|field| field.code().to_owned()).collect(),
        CaseFate::Continuing => Vec::new(),
    }
}

fn behind(background: &Background, absent: &str, run: &str) -> Vec<String> {
    let household = if background.household_exists { "household in both" } else { absent };
    let mut reasons = vec![household.to_owned()];
    reasons.extend(background.people.iter().map(|fate| match fate {
        PersonFate::Absent => format!("people not {run}"),
        other => format!("people {}", other.code()),
    }));
    if !background.rules_off.is_empty() {
        reasons.push(format!("rule off {run}"));
    }
    reasons
}

fn flags(codes: &[CodeChange], total: &CodeChange) -> Vec<String> {
    let row = |code: &CodeChange, label: &str| {
        let CodeChange { before, after, new, resolved, settled, renumbered, name, .. } = code;
        format!(
            "{label:<12} {before:>8} {after:>8} {new:>8} {resolved:>9} {settled:>8} \
             {renumbered:>10}  {name}"
        )
    };
    let heading = format!(
        "{:<12} {:>8} {:>8} {:>8} {:>9} {:>8} {:>10}",
        "flags", "before", "after", "new", "resolved", "settled", "renumbered"
    );
    let changed = codes.iter().filter(|code| !code.is_same());
    let changed = changed.map(|code| row(code, &code.code));
    std::iter::once(heading).chain([row(total, "all")]).chain(changed).collect()
}

fn people(people: &PeopleChanges, most: usize) -> Vec<String> {
    let PeopleChanges { before, after, continuing, renumbered, .. } = people;
    let mut lines = vec![
        format!("{:<12} {:>8}", "people", "count"),
        format!("{:<12} {before:>8}", "before"),
        format!("{:<12} {after:>8}", "after"),
        format!(
            "{:<12} {continuing:>8}  of whom {} under another id",
            "continuing",
            renumbered.len()
        ),
    ];
    let mut list = |label: &str, items: Vec<String>| {
        lines.push(format!("{label:<12} {:>8}", items.len()));
        lines.extend(items.iter().take(most).map(|item| format!("    {item}")));
        if items.len() > most {
            lines.push(format!("    and {} more", items.len() - most));
        }
    };
    let ids = |people: &[crate::domain::PersonId]| people.iter().map(ToString::to_string).collect();
    let groups =
        |groups: &[crate::pipeline::Regrouping]| groups.iter().map(ToString::to_string).collect();
    list("new", ids(&people.new));
    list("gone", ids(&people.gone));
    list("merged", groups(&people.merged));
    list("split", groups(&people.split));
    list("regrouped", groups(&people.regrouped));
    lines
}

fn sources(changes: &[SourceChange]) -> Vec<String> {
    let heading = [
        left("source", 24),
        right("before", 9),
        right("after", 9),
        right("moved", 8),
        right("rejected", 9),
        right("yuan", 15),
        right("moved", 8),
    ];
    let mut lines = vec![heading.join(" ")];
    let worth = |change: &&SourceChange| {
        change.fate != SourceFate::Steady
            || !change.is_same()
            || change.before.as_ref().map(|source| source.age_days)
                != change.after.as_ref().map(|source| source.age_days)
    };
    lines.extend(changes.iter().filter(worth).map(source));
    let same = changes.len() - changes.iter().filter(worth).count();
    lines.push(format!("{same} more read the same files as before"));
    lines
}

fn source(change: &SourceChange) -> String {
    let SourceChange { id, fate, before, after, .. } = change;
    let rows = [before, after]
        .map(|side| side.as_ref().map(|source| source.rows_accepted.to_string()))
        .map(Option::unwrap_or_default);
    let rejected = after.as_ref().map(|source| source.rows_rejected.to_string());
    let yuan = after.as_ref().map(|source| source.accepted.to_string());
    let age = after.as_ref().filter(|source| source.age_days > 0);
    let age = age.map(|source| format!("({} days old)", source.age_days));
    let latest = after.as_ref().or(before.as_ref());
    let named = latest.map(|source| format!("{} {}", source.agency_name, source.title));
    let remark = match fate {
        SourceFate::Steady => String::new(),
        other => format!("{} ", other.code()),
    };
    [
        left(id, 24),
        right(&rows[0], 9),
        right(&rows[1], 9),
        right(&movement(change.rows_percent), 8),
        right(&rejected.unwrap_or_default(), 9),
        right(&yuan.unwrap_or_default(), 15),
        right(&movement(change.yuan_percent), 8),
        format!(" {remark}{} {}", named.unwrap_or_default(), age.unwrap_or_default()),
    ]
    .join(" ")
}
