//! Means over the line: vehicles, homes or enterprises of those whom an award counts.
//!
//! A register shows a title, not what it is worth or who really uses it, so each is a question about
//! the household's means and never an answer.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::counted::counted;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::maybe_day;
use crate::domain::{
    CircumstanceKind, Dossier, DossierAward, DossierCircumstance, Evidence, Grade, HouseholdId,
};

/// What counts as means, for whom, and from how many on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeansOverLine {
    pub schemes: SchemeSet,
    pub owned: CircumstanceKind,
    /// Words of the types that count; without any, all do.
    #[serde(default)]
    pub counted_types: Vec<String>,
    /// Words of the types that do not count all the same.
    #[serde(default)]
    pub other_types: Vec<String>,
    pub least_count: usize,
    /// Schemes given in kind that count as one more each: a public rental beside a home.
    #[serde(default)]
    pub beside: SchemeSet,
    pub of: Circle,
}

/// Whose means are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Circle {
    Person,
    /// All whom the award counts.
    Household,
}

impl RuleKind for MeansOverLine {
    const NAME: &'static str = "means_over_line";
    const EXCEPTIONS: &'static [&'static str] =
        &["other_type", "co_owned", "not_counted", "uncertain"];
    const WORDS: &'static [&'static str] = &["name", "others", "schemes", "things", "count"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes, &self.beside]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        means_over_line(dossier, self, context)
    }
}

/// One thing that somebody owns or holds.
enum Thing<'a> {
    Owned(&'a DossierCircumstance),
    Held(&'a DossierAward),
}

/// The people whose means are added up, with the award that counts the first of them.
type Owners<'a> = (BTreeSet<u32>, &'a DossierAward);

/// Finds whoever is counted by an award in force and owns as many things as the line or more.
pub fn means_over_line(
    dossier: &Dossier,
    settings: &MeansOverLine,
    context: &Context,
) -> Vec<Draft> {
    let heeds_counting = context.heeds("not_counted");
    let counted = counted(dossier, &settings.schemes, heeds_counting, context.run_date);
    let mut circles: BTreeMap<(Option<HouseholdId>, Option<u32>), Owners> = BTreeMap::new();
    for (member, award) in counted {
        let key = match (settings.of, award.household) {
            (Circle::Household, Some(unit)) => (Some(unit), None),
            _ => (None, Some(member)),
        };
        circles.entry(key).or_insert_with(|| (BTreeSet::new(), award)).0.insert(member);
    }
    let drafts = circles.into_values().filter_map(|(circle, award)| {
        let (owners, things) = things(dossier, &circle, settings, context);
        (things.len() >= settings.least_count)
            .then(|| draft(dossier, (&owners, award), &things, settings, context))
    });
    drafts.collect()
}

/// The people of a circle who have something that counts, and what they have, each thing once.
fn things<'a>(
    dossier: &'a Dossier,
    circle: &BTreeSet<u32>,
    settings: &MeansOverLine,
    context: &Context,
) -> (Vec<u32>, Vec<Thing<'a>>) {
    let (mut owners, mut things) = (BTreeSet::new(), Vec::new());
    let mut titles = BTreeSet::new();
    let rows = dossier.circumstances.iter().filter(|one| one.kind == settings.owned);
    for one in rows.filter(|one| circle.contains(&one.member) && counts(one, settings, context)) {
        owners.insert(one.member);
        let title = one.event.as_deref().filter(|_| context.heeds("co_owned"));
        if title.is_none_or(|title| titles.insert(title)) {
            things.push(Thing::Owned(one));
        }
    }
    for award in dossier.awards.iter().filter(|award| settings.beside.contains(&award.scheme)) {
        let Some(holder) = award.recipient.filter(|holder| circle.contains(holder)) else {
            continue;
        };
        if force::covers_on(dossier, award, holder, context.run_date) {
            owners.insert(holder);
            things.push(Thing::Held(award));
        }
    }
    // A public rental alone is no means.
    let owns = things.iter().any(|thing| matches!(thing, Thing::Owned(_)));
    if owns { (owners.into_iter().collect(), things) } else { (Vec::new(), Vec::new()) }
}

fn counts(one: &DossierCircumstance, settings: &MeansOverLine, context: &Context) -> bool {
    let kind = one.grade.as_deref().unwrap_or_default();
    let is_of = |words: &[String]| words.iter().any(|word| kind.contains(word.as_str()));
    // A title without a number may be a namesake's.
    let uncertain = one.proof.grade == Grade::Possible && context.heeds("uncertain");
    if uncertain || !context.heeds("other_type") {
        return !uncertain;
    }
    (settings.counted_types.is_empty() || is_of(&settings.counted_types))
        && !is_of(&settings.other_types)
}

fn draft(
    dossier: &Dossier,
    (owners, award): (&[u32], &DossierAward),
    things: &[Thing],
    settings: &MeansOverLine,
    context: &Context,
) -> Draft {
    let named: Vec<String> = things.iter().map(|thing| named(thing, context)).collect();
    let others = match owners.len() {
        1 => String::new(),
        count => format!("等{count}人"),
    };
    let words = vec![
        ("others", others),
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("things", named.join("、")),
        ("count", things.len().to_string()),
    ];
    let mut evidence = vec![context.awarded(award)];
    evidence.extend(things.iter().map(|thing| says(thing, context)));
    Draft {
        discriminator: settings.owned.code().to_owned(),
        from: things.iter().filter_map(since).min(),
        to: Some(context.run_date),
        schemes: vec![award.scheme.clone()],
        arithmetic: format!(
            "{}：共{}项 ≥ 提示线{}项",
            named.join("、"),
            things.len(),
            settings.least_count
        ),
        evidence,
        ..Draft::about(dossier, owners, words)
    }
}

fn named(thing: &Thing, context: &Context) -> String {
    match thing {
        Thing::Owned(one) => one.grade.clone().unwrap_or_else(|| "类型不详".to_owned()),
        Thing::Held(award) => context.schemes.name(&award.scheme).to_owned(),
    }
}

const fn since(thing: &Thing) -> Option<crate::domain::Day> {
    match thing {
        Thing::Owned(one) => one.from,
        Thing::Held(award) => award.from,
    }
}

fn says(thing: &Thing, context: &Context) -> Evidence {
    match thing {
        Thing::Owned(one) => {
            let registered = maybe_day(one.from);
            let says = format!("名下{}，{registered}登记", named(thing, context));
            Context::evidence(one.proof, &says)
        }
        Thing::Held(award) => context.awarded(award),
    }
}
