//! Exclusive schemes: two schemes, two of several, or two units of one, that nobody may have at the same
//! time.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force::{self, Stream};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{involving, span, yuan};
use crate::domain::{Dossier, Evidence, Fen, Kinship, Month};

/// Which schemes exclude each other, for whom, and how long a change-over may take.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExclusiveSchemes {
    #[serde(default)]
    pub left: SchemeSet,
    #[serde(default)]
    pub right: SchemeSet,
    /// Schemes of which each excludes all the others.
    #[serde(default)]
    pub at_most_one_of: SchemeSet,
    /// Sets of schemes that may go together all the same.
    #[serde(default)]
    pub may_combine: Vec<SchemeSet>,
    /// Schemes of which a second unit excludes the first.
    #[serde(default)]
    pub one_unit_of: SchemeSet,
    pub subject: Subject,
    /// Whether only months count for which money moved; false for what is given in kind.
    pub must_be_paid: bool,
    /// Months of overlap that a change from one to the other explains.
    pub tolerated_months: usize,
    /// Days of overlap that a hand-over explains, where being in force is enough.
    #[serde(default)]
    pub tolerated_days: i32,
}

/// Between whom the exclusion holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Person,
    /// A person and the spouse.
    Couple,
    /// All members of the dossier.
    Household,
}

impl RuleKind for ExclusiveSchemes {
    const NAME: &'static str = "exclusive_schemes";
    const EXCEPTIONS: &'static [&'static str] = &["change_over_month", "may_combine"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "span", "months", "amount", "involving", "both", "others"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        let sets = [&self.left, &self.right, &self.at_most_one_of, &self.one_unit_of];
        sets.into_iter().chain(&self.may_combine).collect()
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        exclusive_schemes(dossier, self, context)
    }
}

/// Two streams that exclude each other, by what identifies them in the dossier.
type Clash<'a> = (Stream<'a>, Stream<'a>);

/// Finds the people who had both for more months than a change-over explains.
///
/// All members whom the same two awards cover are one finding, the recipient first.
pub fn exclusive_schemes(
    dossier: &Dossier,
    settings: &ExclusiveSchemes,
    context: &Context,
) -> Vec<Draft> {
    let mut found: BTreeMap<Key, (Vec<u32>, Clash)> = BTreeMap::new();
    for member in 0..dossier.members.len() {
        let member = u32::try_from(member).expect("a dossier has few members");
        for clash in clashes(dossier, member, settings, context) {
            if is_beyond_tolerance(dossier, &clash, settings, context) {
                let entry = found.entry(key(&clash)).or_insert_with(|| (Vec::new(), clash));
                entry.0.push(member);
            }
        }
    }
    let drafts = found
        .into_values()
        .map(|(members, clash)| draft(dossier, &members, &clash, settings, context));
    drafts.collect()
}

fn is_beyond_tolerance(
    dossier: &Dossier,
    (left, right): &Clash,
    settings: &ExclusiveSchemes,
    context: &Context,
) -> bool {
    let months = force::in_common(&left.months, &right.months).len();
    if !context.heeds("change_over_month") {
        return months > 0;
    }
    let awards = [left, right].map(|stream| stream.award.map(|at| &dossier.awards[at]));
    if let ([Some(left), Some(right)], false) = (awards, settings.must_be_paid) {
        let days = force::days_in_common(left, right, context.run_date);
        return months > 0 && days > settings.tolerated_days;
    }
    months > settings.tolerated_months
}

/// Awards and payments of both sides, and the months: the same for every member they cover alike.
type Key = (Option<usize>, Option<usize>, Vec<usize>, Vec<usize>, Vec<Month>);

fn key((left, right): &Clash) -> Key {
    // Payments only tell streams without an award apart; with one, they vary with the member.
    let payments = |stream: &Stream| match stream.award {
        Some(_) => Vec::new(),
        None => stream.payments.clone(),
    };
    let months = force::in_common(&left.months, &right.months);
    (left.award, right.award, payments(left), payments(right), months)
}

fn clashes<'a>(
    dossier: &'a Dossier,
    member: u32,
    settings: &ExclusiveSchemes,
    context: &Context,
) -> Vec<Clash<'a>> {
    let of = |set: &SchemeSet, people: &[u32]| -> Vec<Stream<'a>> {
        let streams = people.iter().flat_map(|person| {
            force::streams(dossier, *person, set, settings.must_be_paid, context.run_date)
        });
        let mut distinct: Vec<Stream> = Vec::new();
        for stream in streams {
            let same = |one: &Stream| one.award.is_some() && one.award == stream.award;
            if !distinct.iter().any(same) {
                distinct.push(stream);
            }
        }
        distinct
    };
    let own = of(&settings.left, &[member]);
    let units = of(&settings.one_unit_of, &[member]);
    let one_of = of(&settings.at_most_one_of, &[member]);
    if own.is_empty() && units.is_empty() && one_of.is_empty() {
        return Vec::new();
    }
    let circle = circle(dossier, member, settings.subject);
    let mut clashes = Vec::new();
    for left in one_of {
        // Of two that exclude each other, one side is enough to find them from.
        let later = |right: &Stream| right.scheme > left.scheme;
        let others = of(&settings.at_most_one_of, &circle).into_iter().filter(later);
        clashes.extend(others.map(|right| (left.clone(), right)));
    }
    for left in own {
        let others = of(&settings.right, &circle).into_iter();
        clashes.extend(
            others.filter(|right| right.scheme != left.scheme).map(|right| (left.clone(), right)),
        );
    }
    for left in units {
        let later = |right: &Stream| right.award > left.award && right.scheme == left.scheme;
        let others = of(&settings.one_unit_of, &circle).into_iter().filter(later);
        clashes.extend(others.map(|right| (left.clone(), right)));
    }
    clashes.retain(|(left, right)| !may_combine(left, right, settings, context));
    clashes
}

/// Whether the place lets the two go together.
fn may_combine(
    left: &Stream,
    right: &Stream,
    settings: &ExclusiveSchemes,
    context: &Context,
) -> bool {
    let together = |set: &SchemeSet| set.contains(left.scheme) && set.contains(right.scheme);
    context.heeds("may_combine") && settings.may_combine.iter().any(together)
}

/// The people between whom the exclusion holds, the member first.
fn circle(dossier: &Dossier, member: u32, subject: Subject) -> Vec<u32> {
    let size = u32::try_from(dossier.members.len()).expect("a dossier has few members");
    let kin = &dossier.members[member as usize].kin;
    let is_spouse = |other: u32| {
        let person = dossier.members[other as usize].person;
        kin.iter().any(|one| one.kinship == Kinship::Spouse && one.person == person)
    };
    let others = (0..size).filter(|other| *other != member);
    let belongs = |other: &u32| match subject {
        Subject::Person => false,
        Subject::Couple => is_spouse(*other),
        Subject::Household => true,
    };
    std::iter::once(member).chain(others.filter(belongs)).collect()
}

fn draft(
    dossier: &Dossier,
    members: &[u32],
    (left, right): &Clash,
    settings: &ExclusiveSchemes,
    context: &Context,
) -> Draft {
    let months = force::in_common(&left.months, &right.months);
    let sharing = (settings.subject == Subject::Person).then_some(members.len());
    let [one, other] = [left, right].map(|stream| stream.part(dossier, &months, sharing));
    let amount = undue(one.amount, other.amount, settings.must_be_paid);
    let subjects = concerned(dossier, members, [left, right], settings.subject);
    let others = match subjects.len() {
        1 => String::new(),
        count => format!("等{count}人"),
    };
    let words = vec![
        ("schemes", context.quoted([left.scheme, right.scheme])),
        ("span", span(&months)),
        ("months", months.len().to_string()),
        ("amount", yuan(amount)),
        ("involving", involving("、", amount)),
        (
            "both",
            format!(
                "{}和{}",
                described(dossier, left, context),
                described(dossier, right, context)
            ),
        ),
        ("others", others),
    ];
    let mut schemes = vec![left.scheme.to_owned(), right.scheme.to_owned()];
    schemes.sort_unstable();
    schemes.dedup();
    Draft {
        discriminator: discriminator(dossier, left, right),
        amount,
        schemes,
        arithmetic: format!(
            "重叠{}个月：{}合计{one}，{}合计{other}，涉及{}",
            months.len(),
            context.schemes.name(left.scheme),
            context.schemes.name(right.scheme),
            yuan(amount)
        ),
        evidence: evidence(dossier, &[left, right], &months, context),
        ..Draft::about(dossier, &subjects, words)
    }
    .over(&months)
}

/// The smaller of the two, which would not have been due; beside what is given in kind and has no
/// amount, the money.
fn undue(one: Fen, other: Fen, must_be_paid: bool) -> Fen {
    let in_kind = !must_be_paid && one.min(other) <= Fen::ZERO;
    if in_kind { one.max(other) } else { one.min(other) }.max(Fen::ZERO)
}

/// Schemes and certificates: the same from night to night while the overlap grows.
fn discriminator(dossier: &Dossier, left: &Stream, right: &Stream) -> String {
    let one = |stream: &Stream| {
        let certificate = stream.award.and_then(|at| dossier.awards[at].certificate.as_deref());
        format!("{}:{}", stream.scheme, certificate.unwrap_or_default())
    };
    format!("{} {}", one(left), one(right))
}

/// The members, recipients first; where the exclusion holds between people, both recipients.
fn concerned(
    dossier: &Dossier,
    members: &[u32],
    streams: [&Stream; 2],
    subject: Subject,
) -> Vec<u32> {
    let recipients = streams.map(|stream| stream.award.and_then(|at| dossier.awards[at].recipient));
    let mut subjects: Vec<u32> = Vec::new();
    for member in recipients.into_iter().flatten().chain(members.iter().copied()) {
        let belongs = subject != Subject::Person || members.contains(&member);
        if belongs && !subjects.contains(&member) {
            subjects.push(member);
        }
    }
    subjects
}

/// `“农村低保”（民政局，420元/月）`.
fn described(dossier: &Dossier, stream: &Stream, context: &Context) -> String {
    let award = stream.award.map(|at| &dossier.awards[at]);
    let proof =
        award.map_or_else(|| dossier.payments[stream.payments[0]].proof, |award| award.proof);
    let monthly = award.and_then(|award| award.monthly);
    let monthly = monthly.map_or_else(String::new, |amount| format!("，{}/月", yuan(amount)));
    let name = context.schemes.name(stream.scheme);
    format!("“{name}”（{}{monthly}）", context.agency_name(proof))
}

/// The awards, and the payments of the months in common.
pub fn evidence(
    dossier: &Dossier,
    streams: &[&Stream],
    months: &[Month],
    context: &Context,
) -> Vec<Evidence> {
    let mut rows = Vec::new();
    for stream in streams {
        rows.extend(stream.award.map(|at| context.awarded(&dossier.awards[at])));
        let payments = stream.payments.iter().map(|at| &dossier.payments[*at]);
        let paid = payments.filter(|payment| months.contains(&payment.period));
        rows.extend(paid.map(|payment| context.paid(payment)));
    }
    rows
}
