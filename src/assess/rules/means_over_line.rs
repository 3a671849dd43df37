//! Means over the line: vehicles, homes, enterprises or savings of those whom an award counts.
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
use crate::assess::sentence::{maybe_day, yuan};
use crate::domain::{
    CircumstanceKind, Dossier, DossierAward, DossierCircumstance, Evidence, Fen, Grade, HouseholdId,
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
    #[serde(default = "one")]
    pub least_count: usize,
    /// What the things must come to a head of those counted. A row then is the sum of all that its
    /// owner has on a day, and the newest counts.
    pub over_yuan_per_head: Option<i64>,
    /// Schemes given in kind that count as one more each: a public rental beside a home.
    #[serde(default)]
    pub beside: SchemeSet,
    pub of: Circle,
}

fn one() -> usize {
    1
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
    const WORDS: &'static [&'static str] =
        &["name", "others", "schemes", "things", "count", "amount", "heads", "per_head", "line"];

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
        let worth = Worth::of(&things, circle.len());
        let is_over = settings.over_yuan_per_head.is_none_or(|line| worth.is_over(line));
        (things.len() >= settings.least_count && is_over)
            .then(|| draft(dossier, (&owners, award), (&things, worth), settings, context))
    });
    drafts.collect()
}

/// What the things of a circle come to, and how many people share it.
#[derive(Clone, Copy)]
struct Worth {
    total: Fen,
    heads: i64,
}

impl Worth {
    fn of(things: &[Thing], heads: usize) -> Self {
        let amount = |thing: &Thing| match thing {
            Thing::Owned(one) => one.amount.unwrap_or_default(),
            Thing::Held(_) => Fen::ZERO,
        };
        let heads = i64::try_from(heads).expect("a dossier has few members");
        Self { total: things.iter().map(amount).sum(), heads }
    }

    fn is_over(self, line_yuan: i64) -> bool {
        self.total.0 > Fen::from_yuan(line_yuan).0 * self.heads
    }

    fn per_head(self) -> Fen {
        Fen(self.total.0 / self.heads.max(1))
    }
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
    let rows = owned(dossier, circle, settings).into_iter();
    for one in rows.filter(|one| counts(one, settings, context)) {
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

/// The rows of what a circle owns; of sums the newest row of each owner, the highest of its day.
fn owned<'a>(
    dossier: &'a Dossier,
    circle: &BTreeSet<u32>,
    settings: &MeansOverLine,
) -> Vec<&'a DossierCircumstance> {
    let of_circle =
        |one: &&DossierCircumstance| one.kind == settings.owned && circle.contains(&one.member);
    let rows = dossier.circumstances.iter().filter(of_circle);
    if settings.over_yuan_per_head.is_none() {
        return rows.collect();
    }
    let mut newest: BTreeMap<u32, &DossierCircumstance> = BTreeMap::new();
    for row in rows {
        let best = newest.entry(row.member).or_insert(row);
        if (row.from, row.amount) > (best.from, best.amount) {
            *best = row;
        }
    }
    newest.into_values().collect()
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
    (things, worth): (&[Thing], Worth),
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
        ("amount", yuan(worth.total)),
        ("heads", worth.heads.to_string()),
        ("per_head", yuan(worth.per_head())),
        ("line", yuan(Fen::from_yuan(settings.over_yuan_per_head.unwrap_or_default()))),
    ];
    let mut evidence = vec![context.awarded(award)];
    evidence.extend(things.iter().map(|thing| says(thing, context)));
    Draft {
        discriminator: settings.owned.code().to_owned(),
        from: things.iter().filter_map(since).min(),
        to: Some(context.run_date),
        schemes: vec![award.scheme.clone()],
        amount: worth.total,
        arithmetic: arithmetic(&named, worth, settings),
        evidence,
        ..Draft::about(dossier, owners, words)
    }
}

fn arithmetic(named: &[String], worth: Worth, settings: &MeansOverLine) -> String {
    match settings.over_yuan_per_head {
        Some(line) => format!(
            "{} ÷ 保障人口{}人 = 人均{} > 提示线{}",
            yuan(worth.total),
            worth.heads,
            yuan(worth.per_head()),
            yuan(Fen::from_yuan(line))
        ),
        None => {
            format!("{}：共{}项 ≥ 提示线{}项", named.join("、"), named.len(), settings.least_count)
        }
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
            let on = maybe_day(one.from);
            let says = match one.amount {
                Some(amount) => format!("截至{on}合计{}", yuan(amount)),
                None => format!("名下{}，{on}登记", named(thing, context)),
            };
            Context::evidence(one.proof, &says)
        }
        Thing::Held(award) => context.awarded(award),
    }
}
