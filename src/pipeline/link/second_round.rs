//! The second round: what the first found out about people weighs pairs that it left open.
//!
//! How common a name is, is counted in people and no longer in rows, of which one person has many. And
//! who stands beside whom is known: a father who is only a name in his child's row is the man of that
//! name in the household of the child. People with a number of their own are settled; the household
//! says nothing of two of them.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::{Linkage, position};
use crate::cluster::Disowned;
use crate::compare::circle::{self, Company};
use crate::domain::{
    CandidatePair, CircleKind, ComparisonVector, Grouped, NO_EVIDENCE, ScoredPair,
};
use crate::score::{Scorer, Step};

pub(super) struct SecondRound<'a> {
    linkage: &'a Linkage<'a>,
    scorer: Scorer,
    person_of: Vec<u32>,
    identities_of: Grouped,
    /// Of each person, whether some identity has a number of its own. Where there are no such numbers,
    /// everybody is settled.
    settled: Vec<bool>,
    /// Person and owner of a number that the person gives, in ascending order.
    owners: Vec<(u32, u32)>,
    disowned: Vec<u32>,
    company: Vec<OnceLock<Beside>>,
    /// The position of the comparison of circles in the vector.
    circle: Option<usize>,
}

/// The people whom a person stands beside, in ascending order.
#[derive(Debug, Default)]
struct Beside {
    rows: Vec<u32>,
    households: Vec<u32>,
}

impl<'a> SecondRound<'a> {
    /// `person_of` numbers the people of the first round; a number that is another's stands for him.
    pub fn new(linkage: &'a Linkage<'a>, person_of: Vec<u32>, disowned: &[Disowned]) -> Self {
        let people = person_of.iter().max().map_or(0, |last| *last as usize + 1);
        let mut settled = vec![linkage.anchor().is_none(); people];
        for (identity, person) in (0..).zip(&person_of) {
            settled[*person as usize] |= linkage.is_anchored(identity);
        }
        let owner = |one: &Disowned| Some((person_of[one.identity as usize], one.owner?));
        let owners = disowned.iter().filter_map(owner);
        let mut owners: Vec<(u32, u32)> =
            owners.flat_map(|(person, owner)| [(person, owner), (owner, person)]).collect();
        owners.sort_unstable();
        let mut round = Self {
            owners,
            disowned: disowned.iter().map(|one| one.identity).collect(),
            linkage,
            scorer: linkage.scorer.clone(),
            identities_of: Grouped::new(people, person_of.iter().map(|person| Some(*person))),
            person_of,
            settled,
            company: (0..people).map(|_| OnceLock::new()).collect(),
            circle: linkage.comparer.circle(),
        };
        round.count_people();
        if linkage.settings.score.sources.is_some_and(|sources| sources.weigh) {
            round.scorer.tell_sources_apart(&linkage.model, &linkage.identities.sources);
        }
        round
    }

    /// Weighs terms by the settled people who have them.
    fn count_people(&mut self) {
        let Self { linkage, scorer, person_of, settled, .. } = self;
        let people_with = |comparison: usize| {
            let comparer = &linkage.comparer;
            let held = person_of.par_iter().enumerate().filter_map(|(identity, person)| {
                let term = comparer.term(comparison, position(identity));
                (settled[*person as usize] && term != 0).then_some((term, *person))
            });
            let mut held: Vec<(u32, u32)> = held.collect();
            held.par_sort_unstable();
            held.dedup();
            let mut counts = vec![0; comparer.term_counts(comparison).len()];
            for (term, _) in held {
                counts[term as usize] += 1;
            }
            counts
        };
        let people = position(settled.iter().filter(|settled| **settled).count());
        let unseen = linkage.settings.score.unseen;
        scorer.count_people(&linkage.model, people_with, people, unseen);
    }

    /// The pairs of the first round and those that circles propose, weighed anew, by pair.
    pub fn scored_pairs(&self, first: &[ScoredPair]) -> Vec<ScoredPair> {
        let report_weight = self.linkage.settings.report_weight;
        let weighed = |pair: CandidatePair| {
            let (vector, weight) = self.weigh(pair);
            (weight >= report_weight).then_some(ScoredPair { pair, vector, weight })
        };
        let mut scored: Vec<ScoredPair> =
            first.par_iter().filter_map(|scored| weighed(scored.pair)).collect();
        let identities = 0..position(self.person_of.len());
        let open = identities.into_par_iter().filter(|identity| !self.is_settled(*identity));
        let by_circle = open.filter(|_| self.circle.is_some());
        scored.par_extend(
            by_circle.flat_map_iter(|identity| self.proposals(identity)).filter_map(weighed),
        );
        // What their numbers weighed against may now be one person.
        let again = self.disowned.par_iter().flat_map_iter(|identity| {
            let mut pairs = Vec::new();
            self.linkage.plan.for_each_pair_of(*identity, |pair| pairs.push(pair));
            pairs
        });
        scored.par_extend(again.filter_map(weighed));
        scored.par_sort_unstable_by_key(|scored| scored.pair);
        scored.dedup_by_key(|scored| scored.pair);
        scored
    }

    #[inline]
    pub fn weigh(&self, pair: CandidatePair) -> (ComparisonVector, f32) {
        let mut vector = self.linkage.comparer.compare(pair);
        if let Some(circle) = self.circle {
            let is_open = self.is_open(pair) || self.linkage.rules.is_open(&vector);
            vector.0[circle] = if is_open { self.circle_level(pair) } else { NO_EVIDENCE };
        }
        let term = |comparison: usize| self.linkage.comparer.term(comparison, pair.left);
        let sources = self.linkage.identities.sources_of(pair);
        (vector, self.scorer.weight_between(sources, &vector, term))
    }

    /// Each comparison's share of a pair's weight.
    pub fn waterfall(&self, pair: CandidatePair, vector: &ComparisonVector) -> Vec<Step> {
        let term = |comparison: usize| self.linkage.comparer.term(comparison, pair.left);
        let sources = self.linkage.identities.sources_of(pair);
        self.scorer.waterfall(sources, vector, term)
    }

    /// Whether one of the two has no number of its own.
    fn is_open(&self, pair: CandidatePair) -> bool {
        !(self.is_settled(pair.left) && self.is_settled(pair.right))
    }

    fn circle_level(&self, pair: CandidatePair) -> u8 {
        let company = |identity: u32| {
            let person = self.person_of[identity as usize];
            let Beside { rows, households } = self.beside(person);
            Company { person, rows, households }
        };
        circle::level(company(pair.left), company(pair.right))
    }

    /// The identities of the people who stand beside those whom an identity stands beside, and of those
    /// in its own household.
    fn proposals(&self, identity: u32) -> Vec<CandidatePair> {
        let own = self.person_of[identity as usize];
        let Beside { rows, households } = self.beside(own);
        let mut people = households.clone();
        for person in rows.iter().chain(households) {
            let Beside { rows, households } = self.beside(*person);
            people.extend(rows.iter().chain(households));
        }
        people.sort_unstable();
        people.dedup();
        let others = |person: &&u32| **person != own && rows.binary_search(person).is_err();
        let others = people.iter().filter(others);
        let identities = others.flat_map(|person| self.identities_of.of(*person));
        identities.map(|other| CandidatePair::new(identity, *other)).collect()
    }

    fn beside(&self, person: u32) -> &Beside {
        self.company[person as usize].get_or_init(|| {
            let mut beside = Beside::default();
            let circles = &self.linkage.identities.circles;
            for identity in self.identities_of.of(person) {
                for (kind, other) in circles.beside(*identity) {
                    let people = match kind {
                        CircleKind::Row => &mut beside.rows,
                        CircleKind::Household => &mut beside.households,
                    };
                    people.push(self.person_of[other as usize]);
                }
            }
            let own = self.owners.partition_point(|(one, _)| *one < person);
            let owners = self.owners[own..].iter().take_while(|(one, _)| *one == person);
            beside.rows.extend(owners.map(|(_, owner)| owner));
            for people in [&mut beside.rows, &mut beside.households] {
                people.retain(|other| *other != person);
                people.sort_unstable();
                people.dedup();
            }
            beside
        })
    }

    fn is_settled(&self, identity: u32) -> bool {
        self.settled[self.person_of[identity as usize] as usize]
    }
}
