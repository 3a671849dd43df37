//! Overlapping areas: one scheme paid to one person by two districts for the same months.

use serde::Deserialize;

use super::RuleKind;
use super::exclusive_schemes::evidence;
use crate::assess::draft::{Context, Draft};
use crate::assess::force::{self, Stream};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{involving, span, yuan};
use crate::domain::{Dossier, Fen};

/// Which schemes are one programme wherever paid, and from how many months the overlap counts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverlappingAreas {
    /// Each pattern is one programme: `DB*` in two districts is the same even if one is urban.
    pub schemes: SchemeSet,
    /// The district that a row without a division means.
    pub own_district: String,
    pub least_months: usize,
}

impl RuleKind for OverlappingAreas {
    const NAME: &'static str = "overlapping_areas";
    const EXCEPTIONS: &'static [&'static str] = &["move_month"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "span", "months", "amount", "involving", "areas"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        overlapping_areas(dossier, self, context)
    }
}

/// Finds members covered and paid by two districts under one programme.
pub fn overlapping_areas(
    dossier: &Dossier,
    settings: &OverlappingAreas,
    context: &Context,
) -> Vec<Draft> {
    let mut found: Vec<(Vec<u32>, Stream, Stream)> = Vec::new();
    let least = if context.heeds("move_month") { settings.least_months } else { 1 };
    for member in 0..dossier.members.len() {
        let member = u32::try_from(member).expect("a dossier has few members");
        let streams = force::streams(dossier, member, &settings.schemes, true, context.run_date);
        for (nth, left) in streams.iter().enumerate() {
            for right in &streams[nth + 1..] {
                let months = force::in_common(&left.months, &right.months);
                if !is_one_programme(settings, left, right) || months.len() < least {
                    continue;
                }
                let same = |one: &&mut (Vec<u32>, Stream, Stream)| {
                    one.1.award.is_some() && (one.1.award, one.2.award) == (left.award, right.award)
                };
                match found.iter_mut().find(same) {
                    Some(known) => known.0.push(member),
                    None => found.push((vec![member], left.clone(), right.clone())),
                }
            }
        }
    }
    let drafts = found.iter().map(|one| draft(dossier, &one.0, &one.1, &one.2, settings, context));
    drafts.collect()
}

/// The same programme from two different districts.
fn is_one_programme(settings: &OverlappingAreas, left: &Stream, right: &Stream) -> bool {
    district(settings, left) != district(settings, right)
        && settings.schemes.pattern_of(left.scheme) == settings.schemes.pattern_of(right.scheme)
}

fn district<'a>(settings: &'a OverlappingAreas, stream: &Stream<'a>) -> &'a str {
    stream.district.unwrap_or(&settings.own_district)
}

fn draft(
    dossier: &Dossier,
    members: &[u32],
    left: &Stream,
    right: &Stream,
    settings: &OverlappingAreas,
    context: &Context,
) -> Draft {
    let months = force::in_common(&left.months, &right.months);
    let sharing = Some(members.len());
    let [one, other] = [left, right].map(|stream| stream.part(dossier, &months, sharing));
    let amount = one.amount.min(other.amount).max(Fen::ZERO);
    let mut areas = [district(settings, left), district(settings, right)];
    areas.sort_unstable();
    let mut schemes = vec![left.scheme.to_owned(), right.scheme.to_owned()];
    schemes.sort_unstable();
    schemes.dedup();
    let recipient = left.award.and_then(|at| dossier.awards[at].recipient);
    let mut subjects = members.to_vec();
    subjects.sort_by_key(|member| Some(*member) != recipient);
    let words = vec![
        ("schemes", context.quoted(schemes.iter().map(String::as_str))),
        ("span", span(&months)),
        ("months", months.len().to_string()),
        ("amount", yuan(amount)),
        ("involving", involving("、", amount)),
        ("areas", format!("区划{}和区划{}", areas[0], areas[1])),
    ];
    let arithmetic = format!(
        "重叠{}个月：区划{}合计{one}，区划{}合计{other}，较小者{}",
        months.len(),
        district(settings, left),
        district(settings, right),
        yuan(amount)
    );
    Draft {
        discriminator: format!("{} {}", areas.join("+"), schemes.join("+")),
        amount,
        arithmetic,
        evidence: evidence(dossier, &[left, right], &months, context),
        schemes,
        ..Draft::about(dossier, &subjects, words)
    }
    .over(&months)
}
