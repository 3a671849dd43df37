//! Ids of flags and cases, and the keyed pseudonym of a person.
//!
//! A flag's id depends on what it says about whom and on nothing else, so the same finding has the
//! same id on any night. What it gives up: when a person's id changes, so do the ids of the flags
//! about them, and their nights count from one again.

use std::io::Read;
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use rustc_hash::FxHashMap;
use sm3::{Digest, Sm3};

use super::Tonight;
use crate::domain::{
    CaseId, Finding, FlagId, HouseholdId, PROGRAM, RunId, first_eight, hexadecimal,
};

/// The ids of the night's findings, in their order.
///
/// Findings that a rule does not tell apart (same code, people and discriminator) are numbered in
/// the order given, so that no two flags ever share an id.
pub fn flag_ids(findings: &[Finding]) -> Vec<FlagId> {
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let mut ids = Vec::with_capacity(findings.len());
    for finding in findings {
        let times = seen.entry(flag_id(finding, 0).0).or_default();
        ids.push(flag_id(finding, *times));
        *times += 1;
    }
    ids
}

fn flag_id(finding: &Finding, occurrence: u32) -> FlagId {
    let mut parts = vec!["flag".to_owned(), finding.code.clone()];
    if finding.subjects.is_empty() {
        parts.push(finding.household.to_string());
    }
    parts.extend(finding.subjects.iter().map(ToString::to_string));
    parts.push(finding.discriminator.clone());
    if occurrence > 0 {
        parts.push(occurrence.to_string());
    }
    FlagId(first_eight(&parts))
}

/// The id of a household's case.
pub fn case_id(household: HouseholdId) -> CaseId {
    CaseId(first_eight(&["case".to_owned(), household.to_string()]))
}

/// The id of a run: equal for the same night of the same pipeline, model, deliveries and decisions.
pub(super) fn run_id(tonight: &Tonight) -> RunId {
    let mut parts = vec!["run".to_owned(), tonight.run_date.to_string(), PROGRAM.to_owned()];
    parts.extend(tonight.inputs.iter().map(|file| format!("{} {}", file.path, file.digest)));
    parts.push(digest(tonight.model_json.as_bytes()));
    parts.extend(tonight.ledger.iter().map(|line| format!("{} {}", line.file, line.digest)));
    parts.push(tonight.decision_head.digest.clone());
    RunId(first_eight(&parts))
}

/// The SM3 digest (GB/T 32905) of some bytes, in hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sm3::digest(bytes))
}

/// The SM3 digest of a file, read piece by piece.
pub(super) fn digest_of_file(path: &Path) -> std::io::Result<String> {
    const PIECE_BYTES: usize = 1 << 16;
    let mut file = std::fs::File::open(path)?;
    let mut hasher = Sm3::new();
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hexadecimal(&hasher.finalize())),
            read => hasher.update(&piece[..read]),
        }
    }
}

/// Makes pseudonyms under one key.
pub(super) struct Pseudonyms(Hmac<Sm3>);

impl Pseudonyms {
    pub fn new(key: &[u8; 32]) -> Self {
        Self(Hmac::new_from_slice(key).expect("HMAC takes a key of any length"))
    }

    /// HMAC-SM3 of a number in normal form, whatever its class: equal for equal numbers, and useless
    /// without the key.
    pub fn of(&self, number: &str) -> Pseudonym {
        let mut mac = self.0.clone();
        mac.update(number.as_bytes());
        Pseudonym(mac.finalize().into_bytes().into())
    }
}

/// The pseudonym of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pseudonym([u8; 32]);

impl Pseudonym {
    /// All of it, in hexadecimal.
    pub fn text(&self) -> String {
        hexadecimal(&self.0)
    }

    /// Its first eight bytes.
    pub fn key(&self) -> u64 {
        u64::from_be_bytes(*self.0.first_chunk().expect("a digest has 32 bytes"))
    }
}
