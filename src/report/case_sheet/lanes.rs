//! Lanes: a dossier and what was found in it, as the lanes of a drawing.

use std::collections::BTreeMap;

use crate::domain::{
    AwardStatus, CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, DossierPayment,
    Finding, Language, Month,
};
use crate::report::charts::{Lane, Mark, Span};
use crate::report::night::Night;

/// Lanes on a sheet; what is beyond stands in the chain's table.
const MOST_LANES: usize = 14;

/// What was found first, then what was granted and paid by scheme, then what befell the household; and how
/// many more lanes there are that these months do not touch or a sheet has no room for.
pub(super) fn of(
    night: &Night,
    dossier: &Dossier,
    findings: &[&Finding],
    [from, to]: [Month; 2],
) -> (Vec<Lane>, usize) {
    let language = night.language();
    let mut lanes: Vec<Lane> = findings.iter().filter_map(|one| found(night, one)).collect();
    lanes.extend(by_scheme(night, dossier));
    lanes.extend(circumstances(language, dossier));
    let all = lanes.len();
    lanes.retain(|lane| lane.is_within(from, to));
    lanes.truncate(MOST_LANES);
    let further = all - lanes.len();
    (lanes, further)
}

fn found(night: &Night, finding: &Finding) -> Option<Lane> {
    let span = Span {
        from: Some(finding.from?),
        to: finding.to,
        words: night.rule_said(&finding.code).to_owned(),
        in_question: true,
    };
    let name = night.language().fill("疑点 {}", &[&finding.code]);
    Some(Lane { name, spans: vec![span], marks: Vec::new() })
}

fn by_scheme(night: &Night, dossier: &Dossier) -> Vec<Lane> {
    let language = night.language();
    let mut lanes: BTreeMap<&str, Lane> = BTreeMap::new();
    let lane = |scheme: &str| -> Lane {
        let name = night.tonight.schemes.name_in(scheme, language).to_owned();
        Lane { name, ..Lane::default() }
    };
    for award in &dossier.awards {
        let lane = lanes.entry(&award.scheme).or_insert_with(|| lane(&award.scheme));
        lane.spans.push(granted(language, dossier, award));
    }
    for payment in &dossier.payments {
        let lane = lanes.entry(&payment.scheme).or_insert_with(|| lane(&payment.scheme));
        lane.marks.push(paid(language, payment));
    }
    lanes.into_values().collect()
}

fn granted(language: Language, dossier: &Dossier, award: &DossierAward) -> Span {
    let monthly = award.monthly.map(|amount| language.fill("每月{}元", &[&amount.in_yuan()]));
    let recipient = award.recipient.map(|at| dossier.members[at as usize].name_masked.clone());
    let status = match award.status {
        AwardStatus::Applied => Some("申请中"),
        AwardStatus::Suspended => Some("暂停"),
        AwardStatus::Refused => Some("未批准"),
        AwardStatus::Active | AwardStatus::Ended => None,
    };
    let status = status.map(|words| language.say(words).to_owned());
    let words: Vec<String> = [recipient, monthly, status].into_iter().flatten().collect();
    Span { from: award.from, to: award.to, words: words.join(" "), in_question: false }
}

fn paid(language: Language, payment: &DossierPayment) -> Mark {
    let within = payment.paid_on.filter(|day| day.month() == payment.period);
    let on = within.unwrap_or_else(|| payment.period.first_day());
    let amount = language.fill("{}元", &[&payment.amount.in_yuan()]);
    let tip = format!("{} {amount}", payment.period.in_language(language));
    Mark { on, words: String::new(), tip }
}

/// The kinds of circumstance that a course shows, with their names.
const SHOWN: [(CircumstanceKind, &str); 9] = [
    (CircumstanceKind::HospitalBill, "住院、门诊自付"),
    (CircumstanceKind::Unemployment, "失业登记"),
    (CircumstanceKind::PublicPost, "公益性岗位"),
    (CircumstanceKind::Damage, "因灾受损"),
    (CircumstanceKind::Disability, "持残疾证"),
    (CircumstanceKind::Custody, "羁押服刑"),
    (CircumstanceKind::Missing, "失踪失联"),
    (CircumstanceKind::Death, "死亡登记"),
    (CircumstanceKind::RegisterExit, "户口迁出、注销"),
];

fn circumstances(language: Language, dossier: &Dossier) -> Vec<Lane> {
    let mut lanes = Vec::new();
    for (kind, name) in SHOWN {
        let mut lane = Lane { name: language.say(name).to_owned(), ..Lane::default() };
        for one in dossier.circumstances.iter().filter(|one| one.kind == kind) {
            match (lasts(kind), one.from) {
                (true, _) => lane.spans.push(lasting(dossier, one)),
                (false, Some(on)) => lane.marks.push(happening(language, dossier, one, on)),
                (false, None) => {}
            }
        }
        if !(lane.spans.is_empty() && lane.marks.is_empty()) {
            lanes.push(lane);
        }
    }
    lanes
}

const fn lasts(kind: CircumstanceKind) -> bool {
    matches!(
        kind,
        CircumstanceKind::Unemployment
            | CircumstanceKind::PublicPost
            | CircumstanceKind::Disability
            | CircumstanceKind::Custody
            | CircumstanceKind::Missing
    )
}

fn whose<'a>(dossier: &'a Dossier, one: &DossierCircumstance) -> &'a str {
    &dossier.members[one.member as usize].name_masked
}

fn lasting(dossier: &Dossier, one: &DossierCircumstance) -> Span {
    let words = whose(dossier, one).to_owned();
    Span { from: one.from, to: one.to, words, in_question: false }
}

fn happening(language: Language, dossier: &Dossier, one: &DossierCircumstance, on: Day) -> Mark {
    let amount = one.amount.map(|amount| language.fill("{}元", &[&amount.in_yuan()]));
    let words = amount.clone().unwrap_or_else(|| whose(dossier, one).to_owned());
    let amount = amount.unwrap_or_default();
    Mark { on, words, tip: format!("{on} {} {amount}", whose(dossier, one)) }
}
