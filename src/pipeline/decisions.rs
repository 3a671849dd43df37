//! Decisions: the ledger of a place, as an input of every night and as what reviewed lists are added to.

mod import;
mod run;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

pub use import::{Imported, import};

use super::RunError;
use crate::cluster::Barred;
use crate::config::Pipeline;
use crate::domain::{
    CandidatePair, CaseId, Day, Decision, DecisionQuality, Dossier, EvidenceKey, Finding, FlagId,
    Grounds, HouseholdId, Identities, PersonId, RowKey, Standing,
};
use crate::report;
use crate::review::{self, Decided, Ledger, LedgerFault};

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

/// Where a ledger lies.
pub(super) fn folder_of(ledger: &Path) -> &Path {
    let folder = ledger.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// The ledger, its chain proved, and that nothing is gone of it which the last run has taken.
fn read_ledger(pipeline: &Pipeline) -> Result<Ledger, RunError> {
    let Some(path) = &pipeline.decisions else { return Ok(Ledger::default()) };
    let (ledger, _) = read_chain(path)?;
    if let Some(fault) = cut_short(pipeline, &ledger)? {
        return Err(RunError::BrokenLedger { path: path.clone(), fault });
    }
    Ok(ledger)
}

/// The ledger, its chain proved, and its text.
fn read_chain(path: &Path) -> Result<(Ledger, String), RunError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(source) => return Err(RunError::UnreadableLedger { path: path.to_owned(), source }),
    };
    let broken = |fault| RunError::BrokenLedger { path: path.to_owned(), fault };
    Ok((Ledger::parse(&text).map_err(broken)?, text))
}

/// What is gone of a ledger that the last run has taken.
fn cut_short(pipeline: &Pipeline, ledger: &Ledger) -> Result<Option<LedgerFault>, RunError> {
    let Some(last) = report::published_days(&pipeline.runs)?.pop() else { return Ok(None) };
    let taken = report::read_taken(&report::run_folder(&pipeline.runs, last))?.decisions;
    Ok(ledger.prove_continues(last, &taken).err())
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
    let wanted: FxHashSet<RowKey> = of_key.keys().copied().collect();
    let identity_keys = identities.keys.par_iter().map(|key| RowKey(*key));
    let known: Vec<(RowKey, u32)> = identity_keys
        .zip(match_keys)
        .enumerate()
        .flat_map_iter(|(at, (key, match_key))| {
            let identity = u32::try_from(at).expect("identities are numbered in 32 bits");
            let in_source = match_key.in_source(source_of(identities, identity));
            let known_by = BTreeSet::from([key, *match_key, in_source]);
            let wanted = known_by.into_iter().filter(|key| wanted.contains(key));
            wanted.map(move |key| (key, identity)).collect::<Vec<_>>()
        })
        .collect();
    for (key, identity) in known {
        of_key.entry(key).or_default().push(identity);
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

/// Writes a file anew, all of it or nothing, in a folder that is there. Only the account that imports may
/// read it, where the system knows accounts: reasons are written by people, about people.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
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
