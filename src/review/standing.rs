//! Standing: what the ledger means for a night.
//!
//! Of several decisions about a flag the one of the latest night's list holds. It keeps its flag out of the
//! queue as long as the flag's grounds are those that the reviewer saw.

use std::collections::BTreeMap;

use super::Ledger;
use crate::domain::{
    CaseId, Day, Decision, FlagId, Grounds, LedgerHead, Outcome, Returned, ReviewRules, RowKey,
    Standing,
};

/// What a night takes from the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decided {
    /// How far the ledger was read: to the last entry that the night takes.
    pub head: LedgerHead,
    /// The last word on each flag of each night's list, in the order of the ledger.
    pub decisions: Vec<Decision>,
    /// The position of the one that holds for a flag.
    holding: BTreeMap<FlagId, usize>,
}

impl Decided {
    /// What was imported by a night about the lists of earlier ones. A night that is run again takes what
    /// it took before, whatever came of its own list since.
    pub fn before(ledger: &Ledger, night: Day) -> Self {
        let takes = |one: &&Decision| one.imported_on <= night && one.run_date < night;
        let mut last: BTreeMap<(Day, FlagId), &Decision> = BTreeMap::new();
        let mut read = 0;
        for decision in ledger.entries().iter().filter(takes) {
            last.insert((decision.run_date, decision.flag), decision);
            read = decision.entry;
        }
        let mut decisions: Vec<Decision> = last.into_values().cloned().collect();
        decisions.sort_by_key(|decision| decision.entry);
        let mut holding: BTreeMap<FlagId, usize> = BTreeMap::new();
        for (at, decision) in decisions.iter().enumerate() {
            let holds = holding.entry(decision.flag).or_insert(at);
            if decisions[*holds].run_date < decision.run_date {
                *holds = at;
            }
        }
        Self { head: ledger.head_at(read), decisions, holding }
    }

    /// The decision that holds for a flag.
    pub fn holding(&self, flag: FlagId) -> Option<&Decision> {
        self.holding.get(&flag).map(|at| &self.decisions[*at])
    }

    /// Where a flag of tonight stands; none if nothing was decided about it.
    pub fn standing(
        &self,
        flag: FlagId,
        grounds: &Grounds,
        rules: &ReviewRules,
    ) -> Option<Standing> {
        let decision = self.holding(flag)?;
        let Decision { outcome, decided_on, .. } = *decision;
        let returned = returned(outcome, &decision.grounds, grounds, rules);
        Some(Standing { outcome, decided_on, returned })
    }

    /// Keys of rows that are never one person.
    pub fn apart(&self) -> Vec<[RowKey; 2]> {
        let holding = self.holding.values().map(|at| &self.decisions[*at]);
        let errors = holding.filter(|decision| decision.outcome == Outcome::MatchError);
        let mut apart: Vec<[RowKey; 2]> =
            errors.flat_map(|decision| decision.apart.iter().copied()).collect();
        apart.sort_unstable();
        apart.dedup();
        apart
    }
}

/// Why a flag is to be looked at again, given what it rested on and what it rests on.
pub(super) fn returned(
    outcome: Outcome,
    then: &Grounds,
    now: &Grounds,
    rules: &ReviewRules,
) -> Option<Returned> {
    let contains = |rows: &[RowKey], row: &RowKey| rows.binary_search(row).is_ok();
    if outcome == Outcome::NotVerified {
        return Some(Returned::NotVerified);
    }
    if now.rows.iter().any(|row| !contains(&then.rows, row)) {
        return Some(Returned::NewRows);
    }
    // The row that is gone may have been the wrong one; of what is right, less is nothing new.
    let was_wrong = matches!(outcome, Outcome::DataError | Outcome::MatchError);
    if was_wrong && then.rows.iter().any(|row| !contains(&now.rows, row)) {
        return Some(Returned::RowsGone);
    }
    if rules.new_month_reopens.contains(&outcome) && now.until > then.until {
        return Some(Returned::NewMonth);
    }
    let by_policy = outcome == Outcome::Permitted && now.parameters != then.parameters;
    by_policy.then_some(Returned::NewParameters)
}

/// How many earlier conclusions a list tells of a case.
const TOLD_MAX: usize = 3;

/// What reviewers last concluded about the flags of each case, the newest first. `decided` gives each
/// decision with the case it belongs to tonight; `standing` tells of tonight's flags why they are back.
pub fn past_outcomes<'a>(
    decided: impl Iterator<Item = (CaseId, &'a Decision)>,
    standing: &BTreeMap<FlagId, Standing>,
) -> BTreeMap<CaseId, String> {
    let mut by_case: BTreeMap<CaseId, Vec<&Decision>> = BTreeMap::new();
    for (case, decision) in decided {
        by_case.entry(case).or_default().push(decision);
    }
    let in_words = |mut decisions: Vec<&Decision>| {
        let newest = |one: &&Decision| std::cmp::Reverse((one.decided_on, one.run_date, one.entry));
        decisions.sort_by_key(newest);
        let mut told: Vec<FlagId> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        for decision in decisions {
            if told.contains(&decision.flag) {
                continue;
            }
            told.push(decision.flag);
            let back = standing.get(&decision.flag).and_then(|standing| standing.returned);
            let back = back.map_or("", Returned::chinese);
            let comma = if back.is_empty() { "" } else { "，" };
            let Decision { decided_on, outcome, code, .. } = decision;
            let text = format!("{decided_on} {}（{code}）{comma}{back}", outcome.chinese());
            if !words.contains(&text) {
                words.push(text);
            }
        }
        let further = words.len().saturating_sub(TOLD_MAX);
        words.truncate(TOLD_MAX);
        if further > 0 {
            words.push(format!("另有{further}条"));
        }
        words.join("；")
    };
    by_case.into_iter().map(|(case, decisions)| (case, in_words(decisions))).collect()
}
