//! Overlap: agency by agency, whom both assist and what is found in the rows of both.
//!
//! The agencies of a person or a flag are bits of one number, so nothing is ever joined. Agencies
//! beyond the 64th are left out.

use std::collections::BTreeMap;

use super::{Figure, agencies, amount_of, is_person_time};
use crate::domain::table::{Category, Cell, Maybe, OnDay};
use crate::domain::{AwardStatus, Fen, Finding};
use crate::report::night::Night;

/// People whom both agencies assist; on the diagonal, one.
pub(in crate::report) const RECIPIENTS: &str = "shared_recipients";
/// Flags, but no notes, that rest on rows of both agencies; on the diagonal, of one.
pub(in crate::report) const FLAGS: &str = "shared_flags";
/// The same by the rule's code.
const FLAGS_BY_CODE: &str = "shared_flags_by_code";
/// Notes that rest on rows of both agencies.
pub(in crate::report) const NOTES: &str = "shared_notes";

pub(super) fn figures(night: &Night) -> Vec<Figure> {
    let agencies: Vec<&str> = agencies(night).into_keys().take(u64::BITS as usize).collect();
    let mut figures = recipients(night, &agencies);
    figures.extend(findings(night, &agencies));
    figures
}

/// The pairs of agencies, each once and each with itself, with the bits of both.
fn pairs<'a>(agencies: &'a [&'a str]) -> impl Iterator<Item = (Figure, u64)> + 'a {
    let pair = move |one: usize, other: usize| {
        let figure = Figure {
            agency: Some(agencies[one].to_owned()),
            other_agency: Some(agencies[other].to_owned()),
            ..Figure::default()
        };
        (figure, 1_u64 << one | 1_u64 << other)
    };
    (0..agencies.len())
        .flat_map(move |one| (one..agencies.len()).map(move |other| pair(one, other)))
}

fn recipients(night: &Night, agencies: &[&str]) -> Vec<Figure> {
    let mut assisted_by = vec![0_u64; night.tonight.people.len()];
    let mut add = |mention: u32| {
        let agency = agencies.binary_search(&night.agency_of(mention));
        if let (Some(person), Ok(agency)) = (night.person_of(mention), agency) {
            assisted_by[person as usize] |= 1 << agency;
        }
    };
    let records = &night.tonight.records;
    for (payment, mention) in records.payments.mention.values().iter().enumerate() {
        if is_person_time(amount_of(night, payment)) {
            add(*mention);
        }
    }
    for (award, mention) in records.awards.mention.values().iter().enumerate() {
        let today = night.tonight.run_date;
        let active = Category::value(&records.awards.status, award) == AwardStatus::Active.code();
        let begun = <Maybe<OnDay>>::value(&records.awards.from, award);
        let end = <Maybe<OnDay>>::value(&records.awards.to, award);
        if active && begun.is_none_or(|day| day <= today) && end.is_none_or(|day| day >= today) {
            add(*mention);
        }
    }
    let mut by_set: BTreeMap<u64, u32> = BTreeMap::new();
    for set in assisted_by {
        *by_set.entry(set).or_default() += 1;
    }
    let count = |both: u64| by_set.iter().filter(move |(set, _)| **set & both == both);
    let figure = |(place, both): (Figure, u64)| Figure {
        measure: RECIPIENTS,
        persons: Some(count(both).map(|(_, people)| people).sum()),
        ..place
    };
    pairs(agencies).map(figure).collect()
}

fn findings(night: &Night, agencies: &[&str]) -> Vec<Figure> {
    let bits = |finding: &Finding| {
        let of_rows = finding.evidence.iter().map(|row| night.agency_of(row.mention));
        let known = of_rows.filter_map(|agency| agencies.binary_search(&agency).ok());
        known.fold(0_u64, |set, agency| set | 1 << agency)
    };
    // Flags and their money by rule and by the set of agencies.
    let mut sums: BTreeMap<(bool, &str, u64), (u32, Fen)> = BTreeMap::new();
    for finding in night.tonight.findings {
        let sum = sums.entry((finding.note, &finding.code, bits(finding))).or_default();
        sum.0 += 1;
        sum.1 += finding.amount;
    }
    let mut codes: Vec<(bool, &str)> = sums.keys().map(|(note, code, _)| (*note, *code)).collect();
    codes.dedup();
    let figure = |measure, place: &Figure, code: Option<&str>, (flags, amount)| Figure {
        measure,
        code: code.map(str::to_owned),
        flags: Some(flags),
        amount: Some(amount),
        ..place.clone()
    };
    let mut figures = Vec::new();
    for (place, both) in pairs(agencies) {
        let of = |is_note: bool, wanted: Option<&str>| {
            let own = sums.iter().filter(|((note, code, set), _)| {
                *note == is_note
                    && wanted.is_none_or(|wanted| *code == wanted)
                    && set & both == both
            });
            own.fold((0, Fen::ZERO), |sum, (_, more)| (sum.0 + more.0, sum.1 + more.1))
        };
        figures.push(figure(FLAGS, &place, None, of(false, None)));
        figures.push(figure(NOTES, &place, None, of(true, None)));
        for (note, code) in &codes {
            let sum = of(*note, Some(code));
            if sum.0 > 0 {
                figures.push(figure(FLAGS_BY_CODE, &place, Some(code), sum));
            }
        }
    }
    figures
}
