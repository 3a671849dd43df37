//! The difference as rows of its table, in order.

use std::collections::BTreeSet;
use std::fmt::Display;

use super::{
    CaseChange, CaseFate, CaseField, CodeChange, ComparedCase, ComparedSource, Difference, FlagEnd,
};
use super::{PeopleChanges, Regrouping, SourceChange};
use crate::domain::{Day, Fen, PersonId};
use crate::report::tables::{RunChange, RunChanges};

/// One aspect of one thing. What it does not speak of is empty.
#[derive(Default)]
struct Row {
    kind: &'static str,
    change: &'static str,
    id: String,
    what: &'static str,
    texts: [Option<String>; 2],
    amounts: [Option<Fen>; 2],
    counts: [Option<u64>; 2],
    days: [Option<Day>; 2],
    percent: Option<f64>,
    household: Option<String>,
    town: Option<String>,
    conclusion: Option<String>,
}

/// The table of a difference: every case, flag, person and source that changed, and every case that
/// goes on.
pub fn rows(difference: &Difference) -> RunChanges {
    let mut rows = made(difference);
    rows.extend(difference.cases.iter().flat_map(case));
    rows.extend(flags(difference));
    rows.extend(people(&difference.people));
    rows.extend(difference.sources.iter().flat_map(source));
    let key = |row: &Row| (row.kind, row.change, row.id.clone(), row.what, row.texts.clone());
    rows.sort_by_cached_key(key);
    RunChanges::from_rows(rows.iter().map(|row| publish(row, difference)))
}

fn publish<'a>(row: &'a Row, difference: &Difference) -> RunChange<'a> {
    let [before, after] = &row.texts;
    let [count_before, count_after] = row.counts.map(|count| {
        count.map(|count| u32::try_from(count).expect("rows of a source are numbered in 32 bits"))
    });
    RunChange {
        run_before: difference.before,
        run_after: difference.after,
        kind: row.kind,
        change: row.change,
        id: &row.id,
        what: row.what,
        before: before.as_deref(),
        after: after.as_deref(),
        amount_before: row.amounts[0],
        amount_after: row.amounts[1],
        count_before,
        count_after,
        day_before: row.days[0],
        day_after: row.days[1],
        percent: row.percent,
        household_id: row.household.as_deref(),
        town: row.town.as_deref(),
        conclusion: row.conclusion.as_deref(),
    }
}

/// The items separated as lists of the published tables are; none of none.
fn joined<T: Display>(items: impl IntoIterator<Item = T>) -> Option<String> {
    let texts: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

fn made(difference: &Difference) -> Vec<Row> {
    let made = difference.made_with.iter().map(|made| Row {
        kind: "made_with",
        change: "changed",
        id: made.what.clone(),
        what: "version",
        texts: [made.before.clone(), made.after.clone()],
        ..Row::default()
    });
    let rules = difference.rules.iter().map(|rule| {
        let reason = Some(rule.reason.clone());
        Row {
            kind: "rule",
            change: if rule.is_off { "off" } else { "on" },
            id: rule.code.clone(),
            what: "reason",
            texts: if rule.is_off { [None, reason] } else { [reason, None] },
            ..Row::default()
        }
    });
    made.chain(rules).collect()
}

fn case(change: &CaseChange) -> Vec<Row> {
    let mut rows = fate(change);
    let row = |what| case_row(change, what);
    rows.extend(
        change
            .id_before
            .as_ref()
            .map(|id| Row { texts: [Some(id.clone()), Some(change.id.clone())], ..row("case_id") }),
    );
    if !change.ends.is_empty() {
        let codes: BTreeSet<&str> = change.ends.iter().map(|end| end.code()).collect();
        let concluded = change.ends.iter().filter_map(|end| end.conclusion());
        let outcomes: BTreeSet<&str> = concluded.map(|one| one.outcome.code()).collect();
        rows.push(Row {
            texts: [None, joined(codes)],
            conclusion: joined(outcomes),
            ..row("ended")
        });
    }
    rows
}

fn case_row(change: &CaseChange, what: &'static str) -> Row {
    Row {
        kind: "case",
        change: change.fate.code(),
        id: change.id.clone(),
        what,
        household: Some(change.latest().household.to_string()),
        town: change.latest().town.clone(),
        ..Row::default()
    }
}

fn fate(change: &CaseChange) -> Vec<Row> {
    let sides = [&change.before, &change.after];
    let row = |what: &'static str| case_row(change, what);
    let codes = || Row {
        texts: sides.map(|side| side.as_ref().and_then(|case| joined(&case.codes))),
        amounts: sides.map(|side| side.as_ref().map(|case| case.amount)),
        ..row("codes")
    };
    match &change.fate {
        CaseFate::Continuing => vec![codes()],
        CaseFate::Changed(fields) => {
            fields.iter().map(|field| field_of(*field, change, &row)).collect()
        }
        CaseFate::New(background) | CaseFate::Resolved(background) => {
            // What the other run says stands on that run's side.
            let side = usize::from(change.after.is_none());
            let told = |what, text: Option<String>| {
                let mut row = row(what);
                row.texts[side] = text;
                row.texts[side].is_some().then_some(row)
            };
            let household = if background.household_exists { "exists" } else { "absent" };
            let facts = [
                told("household", Some(household.to_owned())),
                told("people", joined(background.people.iter().map(|fate| fate.code()))),
                told("people_at_home", joined(&background.homes)),
                told("rules_off", joined(&background.rules_off)),
            ];
            std::iter::once(codes()).chain(facts.into_iter().flatten()).collect()
        }
    }
}

fn field_of(field: CaseField, change: &CaseChange, row: &dyn Fn(&'static str) -> Row) -> Row {
    let sides = [&change.before, &change.after];
    let told = |text: fn(&ComparedCase) -> Option<String>| Row {
        texts: sides.map(|side| side.as_ref().and_then(text)),
        ..row(field.code())
    };
    match field {
        CaseField::Severity => told(|case| Some(case.severity.clone())),
        CaseField::Grade => told(|case| Some(case.grade.clone())),
        CaseField::Codes => told(|case| joined(&case.codes)),
        CaseField::Listed => told(|case| Some(case.listed.to_string())),
        CaseField::Office => told(|case| Some(case.office.clone())),
        CaseField::Amount => Row {
            amounts: sides.map(|side| side.as_ref().map(|case| case.amount)),
            ..row(field.code())
        },
        CaseField::Flags => Row {
            texts: [joined(&change.flags_gone), joined(&change.flags_new)],
            counts: sides.map(|side| side.as_ref().map(|case| u64::from(case.flags))),
            ..row(field.code())
        },
    }
}

fn flags(difference: &Difference) -> Vec<Row> {
    let flag = |change, side: usize| {
        move |(id, code): &(String, String)| {
            let mut row =
                Row { kind: "flag", change, id: id.clone(), what: "code", ..Row::default() };
            row.texts[side] = Some(code.clone());
            row
        }
    };
    let flags = &difference.flags;
    let mut rows: Vec<Row> = flags.new.iter().map(flag("new", 1)).collect();
    rows.extend(flags.resolved.iter().map(flag("resolved", 0)));
    rows.extend(flags.settled.iter().map(flag("settled", 0)));
    rows.extend(flags.renumbered.iter().map(|[was, is, _]| Row {
        kind: "flag",
        change: "renumbered",
        id: is.clone(),
        what: "flag_id",
        texts: [Some(was.clone()), Some(is.clone())],
        ..Row::default()
    }));
    rows.extend(flags.ends.iter().map(|(id, end)| ended(id, *end)));
    rows.extend(flags.by_code.iter().flat_map(code));
    rows
}

fn ended(id: &str, end: FlagEnd) -> Row {
    let conclusion = end.conclusion();
    Row {
        kind: "flag",
        change: if matches!(end, FlagEnd::Decided(_)) { "settled" } else { "resolved" },
        id: id.to_owned(),
        what: "ended",
        texts: [None, Some(end.code().to_owned())],
        days: [None, conclusion.map(|one| one.decided_on)],
        conclusion: conclusion.map(|one| one.outcome.code().to_owned()),
        ..Row::default()
    }
}

fn code(code: &CodeChange) -> [Row; 5] {
    let change = match (code.before, code.after) {
        (0, _) => "new",
        (_, 0) => "resolved",
        (before, after) if after > before => "grew",
        (before, after) if after < before => "shrank",
        _ => "continuing",
    };
    let row = |what, before: Option<u32>, after: Option<u32>| Row {
        kind: "flag_code",
        change,
        id: code.code.clone(),
        what,
        counts: [before, after].map(|count| count.map(u64::from)),
        ..Row::default()
    };
    [
        row("flags", Some(code.before), Some(code.after)),
        row("flags_new", None, Some(code.new)),
        row("flags_resolved", Some(code.resolved), None),
        row("flags_settled", None, Some(code.settled)),
        row("flags_renumbered", None, Some(code.renumbered)),
    ]
}

fn people(people: &PeopleChanges) -> Vec<Row> {
    let row = |change, id: PersonId, before: &[PersonId], after: &[PersonId]| Row {
        kind: "person",
        change,
        id: id.to_string(),
        what: "persons",
        texts: [joined(before), joined(after)],
        ..Row::default()
    };
    let group = |change, group: &Regrouping, id| row(change, id, &group.before, &group.after);
    let alone = std::slice::from_ref::<PersonId>;
    let mut rows = Vec::new();
    rows.extend(people.new.iter().map(|person| row("new", *person, &[], alone(person))));
    rows.extend(people.gone.iter().map(|person| row("gone", *person, alone(person), &[])));
    let renumbered = people.renumbered.iter();
    rows.extend(renumbered.map(|(was, is)| row("renumbered", *was, alone(was), alone(is))));
    rows.extend(people.merged.iter().map(|one| group("merged", one, one.after[0])));
    rows.extend(people.split.iter().map(|one| group("split", one, one.before[0])));
    rows.extend(people.regrouped.iter().map(|one| group("regrouped", one, one.before[0])));
    rows
}

fn source(change: &SourceChange) -> Vec<Row> {
    let sides = [&change.before, &change.after];
    let row = |what| Row {
        kind: "source",
        change: change.fate.code(),
        id: change.id.clone(),
        what,
        ..Row::default()
    };
    let counts = |what, count: fn(&ComparedSource) -> u64| Row {
        counts: sides.map(|side| side.as_ref().map(count)),
        ..row(what)
    };
    let amounts = |what, amount: fn(&ComparedSource) -> Fen| Row {
        amounts: sides.map(|side| side.as_ref().map(amount)),
        ..row(what)
    };
    let mut rows = vec![
        Row {
            percent: change.rows_percent,
            ..counts("rows_accepted", |source| source.rows_accepted)
        },
        counts("rows_rejected", |source| source.rows_rejected),
        Row { percent: change.yuan_percent, ..amounts("yuan_accepted", |source| source.accepted) },
        amounts("yuan_rejected", |source| source.rejected),
        counts("files", |source| source.files.len() as u64),
        counts("age_days", |source| u64::from(source.age_days)),
        Row {
            days: sides.map(|side| side.as_ref().map(|source| source.snapshot)),
            ..row("snapshot")
        },
    ];
    let file = |change, side: usize, name: &str| {
        let mut file = Row { kind: "file", change, ..row("name") };
        file.texts[side] = Some(name.to_owned());
        file
    };
    rows.extend(change.files_new().into_iter().map(|name| file("new", 1, name)));
    rows.extend(change.files_gone().into_iter().map(|name| file("missing", 0, name)));
    rows
}
