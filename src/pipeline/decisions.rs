//! Decisions: the ledger of a place, as an input of every night and as what reviewed lists are added to.

mod import;
mod run;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

pub use import::{Imported, import};

use super::RunError;
use crate::cluster::Barred;
use crate::config::Pipeline;
use crate::domain::{
    CandidatePair, CaseId, Day, Decision, DecisionQuality, Dossier, EvidenceKey, Finding, FlagId,
    Grounds, HouseholdId, Identities, PersonId, RowKey, Standing,
};
use crate::report;
use crate::review::{self, Decided, Ledger};

/// All that was ever decided, in the order of import; nothing where the place keeps no ledger yet.
pub fn decisions(pipeline: &Pipeline) -> Result<Vec<Decision>, RunError> {
    Ok(read_ledger(pipeline)?.entries().to_vec())
}

/// How often flags were right, by the decisions of a day and later, or by all of them.
pub fn decision_quality(
    pipeline: &Pipeline,
    since: Option<Day>,
) -> Result<Vec<DecisionQuality>, RunError> {
    let ledger = read_ledger(pipeline)?;
    let after_all = Day(i32::MAX);
    let decided = Decided::before(&ledger, after_all);
    let counts = |one: &&Decision| since.is_none_or(|since| one.decided_on >= since);
    Ok(review::quality(decided.decisions.iter().filter(counts)))
}

/// Where the place keeps its ledger.
fn ledger_path(pipeline: &Pipeline) -> Result<&PathBuf, RunError> {
    pipeline.decisions.as_ref().ok_or_else(|| RunError::Usage {
        place: "[night]".to_owned(),
        message: "says nowhere where decisions are kept; set `decisions = \"…/ledger.jsonl\"`"
            .to_owned(),
    })
}

/// The ledger, its chain proved, and that nothing is gone of it which the last run has taken.
fn read_ledger(pipeline: &Pipeline) -> Result<Ledger, RunError> {
    let Some(path) = &pipeline.decisions else { return Ok(Ledger::default()) };
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(source) => return Err(RunError::UnreadableLedger { path: path.clone(), source }),
    };
    let broken = |fault| RunError::BrokenLedger { path: path.clone(), fault };
    let ledger = Ledger::parse(&text).map_err(broken)?;
    if let Some(last) = report::published_days(&pipeline.runs)?.last() {
        let taken = report::read_taken(&report::run_folder(&pipeline.runs, *last))?.decisions;
        ledger.prove_continues(*last, &taken).map_err(broken)?;
    }
    Ok(ledger)
}

/// What a night takes of the ledger.
pub(super) fn decided_before(pipeline: &Pipeline, night: Day) -> Result<Decided, RunError> {
    Ok(Decided::before(&read_ledger(pipeline)?, night))
}

/// The pairs of tonight's identities that reviewers have found to be different people.
pub(super) fn barred(identities: &Identities, match_keys: &[RowKey], decided: &Decided) -> Barred {
    let apart = decided.apart();
    let mut of_key: FxHashMap<RowKey, Vec<u32>> =
        apart.iter().flatten().map(|key| (*key, Vec::new())).collect();
    if of_key.is_empty() {
        return Barred::default();
    }
    for (identity, (key, match_key)) in (0..).zip(identities.keys.iter().zip(match_keys)) {
        let mut known_by = vec![*match_key, RowKey(*key)];
        known_by.dedup();
        if of_key.contains_key(match_key) {
            known_by.push(match_key.in_source(source_of(identities, identity)));
        }
        for key in known_by {
            if let Some(known) = of_key.get_mut(&key) {
                known.push(identity);
            }
        }
    }
    // A key by source stands against the same key in other sources.
    let written = |one: u32| (match_keys[one as usize], identities.source[one as usize]);
    let pairs = apart.iter().flat_map(|[one, other]| {
        let others = &of_key[other];
        let each = of_key[one].iter();
        each.flat_map(move |one| others.iter().map(move |other| (*one, *other)))
    });
    let pairs = pairs.filter(|(one, other)| written(*one) != written(*other));
    Barred::new(pairs.map(|(one, other)| CandidatePair::new(one, other)))
}

fn source_of(identities: &Identities, identity: u32) -> &str {
    &identities.sources[usize::from(identities.source[identity as usize])].id
}

/// Writes into each finding where it stands by what was decided.
pub(super) fn settle(
    pipeline: &Pipeline,
    decided: &Decided,
    findings: &mut [Finding],
    evidence_keys: &[Vec<EvidenceKey>],
) {
    let flags = report::flag_ids(findings);
    for ((finding, keys), flag) in findings.iter_mut().zip(evidence_keys).zip(flags) {
        let grounds = Grounds::new(keys, finding.last_month, &finding.parameters);
        finding.decision = decided.standing(flag, &grounds, &pipeline.policy.review);
    }
}

/// What reports tell of earlier decisions.
pub(super) struct Told {
    /// Of each household of tonight, in the order of the ledger.
    pub by_household: BTreeMap<HouseholdId, Vec<Decision>>,
    pub past_outcomes: BTreeMap<CaseId, String>,
    pub quality: Vec<DecisionQuality>,
}

impl Told {
    /// A decision belongs to the household in which its first person lives tonight.
    pub fn of(decided: &Decided, dossiers: &[Dossier], findings: &[Finding]) -> Self {
        let mut homes: FxHashMap<PersonId, HouseholdId> = FxHashMap::default();
        if !decided.decisions.is_empty() {
            for dossier in dossiers {
                let people = dossier.members.iter().map(|member| member.person);
                homes.extend(people.map(|person| (person, dossier.household)));
            }
        }
        let home = |decision: &Decision| {
            let first = decision.subjects.first().and_then(|person| homes.get(person));
            first.copied().unwrap_or(decision.household)
        };
        let mut by_household: BTreeMap<HouseholdId, Vec<Decision>> = BTreeMap::new();
        for decision in &decided.decisions {
            by_household.entry(home(decision)).or_default().push(decision.clone());
        }
        let flags = report::flag_ids(findings).into_iter().zip(findings);
        let standing: BTreeMap<FlagId, Standing> =
            flags.filter_map(|(flag, finding)| Some((flag, finding.decision?))).collect();
        let of_cases = by_household.iter().flat_map(|(household, decisions)| {
            decisions.iter().map(|decision| (report::case_id(*household), decision))
        });
        let past_outcomes = review::past_outcomes(of_cases, &standing);
        let quality = review::quality(decided.decisions.iter());
        Self { by_household, past_outcomes, quality }
    }
}

/// Writes a file anew, all of it or nothing. Only the account that imports may read it, where the system
/// knows accounts: reasons are written by people, about people.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("partial");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)
}
