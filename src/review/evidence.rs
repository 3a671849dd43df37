//! Evidence keys: what the rows of a finding say, in fingerprints by which later nights tell a change.
//!
//! What a row says is its source, its person as written and its facts. Where it stands says nothing, nor
//! does a new phone or address. Of what recurs month by month, only the last month is told apart: twelve
//! payments of one amount are one row said twelve times.

use arrow::array::UInt32Array;
use rustc_hash::FxHashMap;
use siphasher::sip::SipHasher24;

use crate::domain::{
    Award, Circumstance, CircumstanceKind, EvidenceKey, Finding, Membership, Mention, Month,
    Payment, Records, RowKey,
};

/// The keys of each finding's evidence, in their order. `key` is the secret of the place.
pub fn evidence_keys(
    findings: &[Finding],
    records: &Records,
    key: [u8; 16],
) -> Vec<Vec<EvidenceKey>> {
    let rows = || findings.iter().flat_map(|finding| &finding.evidence);
    let mut said: FxHashMap<u32, Said> = rows().map(|row| (row.mention, Said::default())).collect();
    add_facts(&mut said, records);
    let keys: FxHashMap<u32, EvidenceKey> = said
        .into_iter()
        .map(|(mention, said)| (mention, said.key(&records.mentions.row(mention as usize), key)))
        .collect();
    let of = |finding: &Finding| finding.evidence.iter().map(|row| keys[&row.mention]).collect();
    findings.iter().map(of).collect()
}

/// What a row tells of its mention.
#[derive(Default)]
struct Said {
    facts: Vec<String>,
    month: Option<Month>,
}

fn add_facts(said: &mut FxHashMap<u32, Said>, records: &Records) {
    for at in wanted(&records.awards.mention, said) {
        let award = records.awards.row(at);
        add(said, award.mention, award_says(&award), None);
    }
    for at in wanted(&records.payments.mention, said) {
        let payment = records.payments.row(at);
        add(said, payment.mention, payment_says(&payment), Some(payment.period));
    }
    for at in wanted(&records.circumstances.mention, said) {
        let one = records.circumstances.row(at);
        let month = recurs(one.kind).then(|| one.to.or(one.from)).flatten();
        add(said, one.mention, circumstance_says(&one), month.map(crate::domain::Day::month));
    }
    for at in wanted(&records.memberships.mention, said) {
        let membership = records.memberships.row(at);
        add(said, membership.mention, membership_says(&membership), None);
    }
}

/// The positions of the facts about mentions that are evidence.
fn wanted(mentions: &UInt32Array, said: &FxHashMap<u32, Said>) -> Vec<usize> {
    let all = mentions.values().iter().enumerate();
    all.filter(|(_, mention)| said.contains_key(mention)).map(|(at, _)| at).collect()
}

fn add(said: &mut FxHashMap<u32, Said>, mention: u32, says: String, month: Option<Month>) {
    let row = said.get_mut(&mention).expect("only facts about evidence are wanted");
    row.facts.push(says);
    row.month = row.month.max(month);
}

impl Said {
    fn key(mut self, mention: &Mention, key: [u8; 16]) -> EvidenceKey {
        self.facts.push(mention_says(mention));
        self.facts.sort_unstable();
        self.facts.dedup();
        let content = SipHasher24::new_with_key(&key).hash(self.facts.join("\n").as_bytes());
        EvidenceKey { content: RowKey(content), month: self.month }
    }
}

fn mention_says(mention: &Mention) -> String {
    let Mention { source, role, name, resident_id, sex, birth_date, .. } = mention;
    format!("{source} {role} {name:?} {resident_id:?} {sex:?} {birth_date:?}")
}

fn award_says(award: &Award) -> String {
    let Award { certificate, scheme, status, from, to, monthly, area, .. } = award;
    format!("award {certificate:?} {scheme} {status} {from:?} {to:?} {monthly:?} {area:?}")
}

/// Without its month, day and number, in which each payment of a year differs from the last.
fn payment_says(payment: &Payment) -> String {
    let Payment { scheme, amount, event, cause, mark, area, .. } = payment;
    format!("payment {scheme} {amount:?} {event:?} {cause:?} {mark:?} {area:?}")
}

fn circumstance_says(one: &Circumstance) -> String {
    let Circumstance { kind, from, to, amount, assisted, grade, event, .. } = one;
    let says = format!("{kind} {amount:?} {assisted:?} {grade:?} {event:?}");
    if recurs(kind) { says } else { format!("{says} {from:?} {to:?}") }
}

fn membership_says(membership: &Membership) -> String {
    let Membership { kind, key, relation, from, to, .. } = membership;
    format!("membership {kind} {key} {relation:?} {from:?} {to:?}")
}

/// Whether a circumstance of this kind comes anew with every month.
fn recurs(kind: &str) -> bool {
    [CircumstanceKind::Contribution, CircumstanceKind::Pension].iter().any(|one| one.code() == kind)
}
