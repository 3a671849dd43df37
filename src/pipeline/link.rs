//! Linking: identities become people. Blocks, compares, scores and clusters, in that order, and weighs
//! what is left open once more by what is then known of the people.
//!
//! Pairs are made, compared and weighed chunk by chunk, each chunk on whatever thread is free; only
//! pairs above the reporting weight outlive their chunk. Chunks are joined in their own order, so
//! the result is the same for any number of threads.

mod doubt;
mod explain;
mod second_round;
mod sources;
mod spread;
mod training;

use rayon::prelude::*;

use self::second_round::SecondRound;
use crate::block::{Plan, RecallEstimate, RuleReport, estimated_recall};
use crate::cluster::{
    Barred, Disowned, Evidence, Group, Refusals, Rules, components, settle, stable_ids,
};
use crate::compare::{CompareError, Comparer};
use crate::config::LinkageSettings;
use crate::domain::{
    CandidatePair, ComparisonShape, ComparisonVector, Day, FieldValues, Grade, IdChange,
    Identities, Link, People, PersonId, PreviousRun, ScoredPair,
};
use crate::score::{Drift, LinkageModel, ModelMismatch, Scorer, drift};

pub use explain::{Explanation, Outcome, Reason, explain_pair};
pub use spread::Spread;
pub use training::Labels;

/// Why identities cannot be linked as declared.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    #[error("the linkage cannot be used: {}", .0.join("; "))]
    Settings(Vec<String>),
    #[error(transparent)]
    Compare(#[from] CompareError),
    #[error(transparent)]
    Model(#[from] ModelMismatch),
}

/// What a night's linkage found.
pub struct Linked {
    pub people: People,
    /// Ordered by id.
    pub changes: Vec<IdChange<PersonId>>,
    /// Pairs above the reporting weight, ordered by pair.
    pub links: Vec<Link>,
    /// The model in use: the given one, or the one trained tonight.
    pub model: LinkageModel,
    pub report: LinkReport,
}

/// What the run's summary tells of the linkage.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkReport {
    pub rules: Vec<RuleReport>,
    /// Pairs each rule was the first to propose.
    pub compared: Vec<u64>,
    /// Matches that each rule proposes, and that it alone does.
    pub matches: Vec<RuleMatches>,
    /// Matches that no rule proposes, found by who stands beside whom.
    pub by_circles: u64,
    pub recall: RecallEstimate,
    pub refusals: Refusals,
    /// Levels whose weights are starting values.
    pub fallbacks: Vec<String>,
    /// How far tonight has moved from the given model; none where the model is tonight's.
    pub drift: Option<Vec<Drift>>,
}

/// Pairs of one person that a rule proposes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RuleMatches {
    pub all: u64,
    /// Those that no other rule proposes.
    pub only: u64,
}

/// Links the identities of a night. Without a model, one is trained on tonight's identities.
pub fn link(
    identities: &Identities,
    settings: &LinkageSettings,
    model: Option<LinkageModel>,
    previous: &PreviousRun,
    run_date: Day,
) -> Result<Linked, LinkError> {
    Ok(Linkage::new(identities, settings, model)?.link(previous, run_date))
}

/// Everything a pair needs to be proposed, compared, weighed and graded.
pub struct Linkage<'a> {
    identities: &'a Identities,
    settings: &'a LinkageSettings,
    shapes: Vec<ComparisonShape>,
    plan: Plan,
    comparer: Comparer,
    model: LinkageModel,
    scorer: Scorer,
    rules: Rules,
    /// Whether each identity has a number of its own, as far as is known.
    anchored: Vec<bool>,
    /// Whether the model has yet to learn how often each source errs, from what the first round finds.
    learns_sources: bool,
    /// How far tonight has moved from the given model, where that was looked at.
    drift: Option<Vec<Drift>>,
    /// What reviewers have found to be different people.
    barred: Barred,
}

/// What the first round leaves to the second.
struct FirstRound {
    scored: Vec<ScoredPair>,
    person_of: Vec<u32>,
    disowned: Vec<Disowned>,
}

/// What the second round has decided.
struct Decided<'l> {
    round: SecondRound<'l>,
    /// By pair.
    scored: Vec<ScoredPair>,
    person_of: Vec<u32>,
    grades: Vec<Grade>,
    refusals: Refusals,
}

impl<'a> Linkage<'a> {
    /// Links the identities in both rounds.
    pub fn link(mut self, previous: &PreviousRun, run_date: Day) -> Linked {
        self.model.trained_on.night.get_or_insert(run_date);
        let (first, compared) = self.first_round();
        let Decided { scored, person_of, grades, refusals, .. } = self.second_round(first);
        let links: Vec<Link> = scored
            .into_par_iter()
            .map(|scored| Link {
                scored,
                grade: self.rules.grade(&scored.vector),
                same_person: person_of[scored.pair.left as usize]
                    == person_of[scored.pair.right as usize],
            })
            .collect();
        let matches = links.par_iter().filter(|link| link.same_person);
        let proposers: Vec<u32> =
            matches.map(|link| self.plan.proposers(link.scored.pair)).collect();
        let (people, changes) =
            stable_ids(person_of, grades, &self.identities.keys, previous, run_date);
        let report = LinkReport {
            rules: self.plan.reports().to_vec(),
            compared,
            matches: rule_matches(self.settings.block.rule.len(), &proposers),
            by_circles: proposers.iter().filter(|rules| **rules == 0).count() as u64,
            recall: estimated_recall(proposers),
            refusals,
            fallbacks: self.model.fallbacks(),
            drift: self.drift,
        };
        Linked { people, changes, links, model: self.model, report }
    }

    /// Links by values alone, and takes the numbers that turn out to be others' out of what follows. Also
    /// counts the pairs that each rule was the first to propose.
    fn first_round(&mut self) -> (FirstRound, Vec<u64>) {
        let (scored, compared) = self.scored_pairs();
        let (groups, _) = self.groups(&scored, |pair| self.weigh(pair));
        let (person_of, _) = numbered(&self.lone_grades(), &groups);
        let disowned = self.doubt_numbers(&person_of);
        self.learn_sources(&scored, &person_of);
        (FirstRound { scored, person_of, disowned }, compared)
    }

    /// Weighs what the first round left open by what it found, and decides.
    fn second_round(&self, first: FirstRound) -> Decided<'_> {
        let FirstRound { scored, person_of, disowned } = first;
        let round = SecondRound::new(self, person_of, &disowned);
        let scored = round.scored_pairs(&scored);
        let (groups, refusals) = self.groups(&scored, |pair| round.weigh(pair));
        let (person_of, grades) = numbered(&self.lone_grades(), &groups);
        Decided { round, scored, person_of, grades, refusals }
    }

    /// Prepares a night's linkage. Without a model, one is trained on tonight's identities.
    pub fn new(
        identities: &'a Identities,
        settings: &'a LinkageSettings,
        model: Option<LinkageModel>,
    ) -> Result<Self, LinkError> {
        model.map_or_else(
            || Self::trained(identities, settings, None),
            |model| Self::prepared(identities, settings, |_, _, _| model),
        )
    }

    /// As [`Linkage::new`], and holds a given model against what tonight's identities would teach.
    pub fn watched(
        identities: &'a Identities,
        settings: &'a LinkageSettings,
        model: Option<LinkageModel>,
    ) -> Result<Self, LinkError> {
        let Some(model) = model else { return Self::trained(identities, settings, None) };
        let mut moved = Vec::new();
        let mut linkage = Self::prepared(identities, settings, |plan, comparer, shapes| {
            let tonight =
                training::trained(identities.len(), plan, comparer, shapes, settings, None);
            moved = drift(&model, &tonight);
            model
        })?;
        linkage.drift = Some(moved);
        Ok(linkage)
    }

    /// Prepares a night's linkage by a model that is trained on its identities, and by labels where
    /// there are any.
    pub fn trained(
        identities: &'a Identities,
        settings: &'a LinkageSettings,
        labels: Option<&Labels>,
    ) -> Result<Self, LinkError> {
        let mut linkage = Self::prepared(identities, settings, |plan, comparer, shapes| {
            training::trained(identities.len(), plan, comparer, shapes, settings, labels)
        })?;
        linkage.learns_sources = true;
        Ok(linkage)
    }

    fn prepared(
        identities: &'a Identities,
        settings: &'a LinkageSettings,
        model: impl FnOnce(&Plan, &Comparer, &[ComparisonShape]) -> LinkageModel,
    ) -> Result<Self, LinkError> {
        let known: Vec<&str> = identities.field_names().collect();
        let faults = settings.faults(&known);
        if !faults.is_empty() {
            return Err(LinkError::Settings(faults));
        }
        let shapes = settings.compare.shapes();
        let rules = Rules::new(&settings.cluster, &shapes);
        let rules = rules.map_err(|fault| LinkError::Settings(vec![fault.to_string()]))?;
        let (plan, comparer) = rayon::join(
            || Plan::new(identities, &settings.block),
            || Comparer::new(identities, &settings.compare),
        );
        let comparer = comparer?;
        let model = model(&plan, &comparer, &shapes);
        let counts: Vec<&[u32]> = (0..shapes.len()).map(|at| comparer.term_counts(at)).collect();
        let scorer = Scorer::new(&model, &shapes, &counts)?;
        let anchored = Vec::new();
        let mut linkage = Self {
            identities,
            settings,
            shapes,
            plan,
            comparer,
            model,
            scorer,
            rules,
            anchored,
            learns_sources: false,
            drift: None,
            barred: Barred::default(),
        };
        let identities = (0..position(identities.len())).into_par_iter();
        linkage.anchored = identities
            .map(|identity| {
                let unfit = linkage.fits().is_some_and(|column| holds(column, identity, "no"));
                linkage.has_number(identity) && !unfit
            })
            .collect();
        Ok(linkage)
    }

    /// Never takes the identities of a barred pair for one person.
    #[must_use]
    pub fn keeping_apart(mut self, barred: Barred) -> Self {
        self.barred = barred;
        self
    }

    pub const fn model(&self) -> &LinkageModel {
        &self.model
    }

    /// The model with all that it learns of the night.
    pub fn into_model(mut self) -> LinkageModel {
        if self.learns_sources && self.settings.score.sources.is_some() {
            self.first_round();
        }
        self.model
    }

    #[inline]
    pub fn weigh(&self, pair: CandidatePair) -> (ComparisonVector, f32) {
        let vector = self.comparer.compare(pair);
        let term = |comparison: usize| self.comparer.term(comparison, pair.left);
        (vector, self.scorer.weight(&vector, term))
    }

    /// The pairs above the reporting weight, by pair, and how many each rule had compared.
    pub fn scored_pairs(&self) -> (Vec<ScoredPair>, Vec<u64>) {
        let chunks: Vec<(usize, u64, Vec<ScoredPair>)> = self
            .plan
            .chunks()
            .par_iter()
            .map(|chunk| {
                let (mut compared, mut scored) = (0, Vec::new());
                self.plan.for_each_pair(chunk, |pair| {
                    compared += 1;
                    let (vector, weight) = self.weigh(pair);
                    if weight >= self.settings.report_weight || self.rules.is_open(&vector) {
                        scored.push(ScoredPair { pair, vector, weight });
                    }
                });
                (chunk.rule, compared, scored)
            })
            .collect();
        let mut compared = vec![0; self.plan.reports().len()];
        let mut scored = Vec::with_capacity(chunks.iter().map(|chunk| chunk.2.len()).sum());
        for (rule, count, pairs) in chunks {
            compared[rule] += count;
            scored.extend(pairs);
        }
        scored.par_sort_unstable_by_key(|scored| scored.pair);
        (scored, compared)
    }

    /// The people among the scored pairs; identities without a link are not in any group.
    pub fn groups(
        &self,
        scored: &[ScoredPair],
        weigh: impl Fn(CandidatePair) -> (ComparisonVector, f32) + Sync,
    ) -> (Vec<Group>, Refusals) {
        let link_weight = self.settings.cluster.link_weight;
        let edges: Vec<ScoredPair> =
            scored.iter().filter(|scored| scored.weight >= link_weight).copied().collect();
        let evidence = self.evidence(weigh);
        let settled: Vec<(Vec<Group>, Refusals)> = components(self.identities.len(), &edges)
            .par_iter()
            .map(|component| settle(component, &evidence, &self.rules, &self.settings.cluster))
            .collect();
        let mut refusals = Refusals::default();
        let mut groups = Vec::new();
        for (people, refused) in settled {
            groups.extend(people);
            refusals.add(&refused);
        }
        (groups, refusals)
    }

    /// What settling may ask of the identities.
    fn evidence<W>(
        &self,
        weigh: W,
    ) -> Evidence<'_, W, impl Fn(u32) -> Option<u16>, impl Fn(u32) -> bool> {
        let listed = self.field("listed");
        let roster = move |identity: u32| {
            let source = self.identities.source[identity as usize];
            let roster = self.identities.sources[usize::from(source)].roster;
            let is_listed = listed.is_some_and(|column| holds(column, identity, "yes"));
            (roster && is_listed).then_some(source)
        };
        let anchor = |identity| self.is_anchored(identity);
        Evidence { weigh, roster, anchor, barred: &self.barred }
    }

    /// The grade of each identity as long as nothing is linked to it: it is the person of its
    /// valid number, and without one it is only possibly the person its rows are taken for.
    fn lone_grades(&self) -> Vec<Grade> {
        let grade = |identity| {
            if self.is_anchored(identity) { Grade::Confirmed } else { Grade::Possible }
        };
        (0..position(self.identities.len())).map(grade).collect()
    }

    /// Whether an identity has a number of its own, as far as is known.
    #[inline]
    fn is_anchored(&self, identity: u32) -> bool {
        self.anchored[identity as usize]
    }

    /// Whether an identity gives the number of somebody.
    fn has_number(&self, identity: u32) -> bool {
        self.anchor().is_some_and(|(column, value)| holds(column, identity, value))
    }

    /// The field that says whether numbers fit their rows.
    fn fits(&self) -> Option<&FieldValues> {
        self.field(self.settings.fits()?)
    }

    /// The field that makes an identity a person's own, and the value by which it does.
    fn anchor(&self) -> Option<(&FieldValues, &str)> {
        let anchor = self.settings.anchor.as_ref()?;
        Some((self.field(&anchor.field)?, &anchor.value))
    }

    fn field(&self, name: &str) -> Option<&FieldValues> {
        self.identities.field(name)
    }
}

/// What each rule proposes of the matches, whose proposing rules are one bit each.
fn rule_matches(rules: usize, proposers: &[u32]) -> Vec<RuleMatches> {
    let mut matches = vec![RuleMatches::default(); rules];
    for bits in proposers {
        for (rule, found) in matches.iter_mut().enumerate() {
            found.all += u64::from(bits >> rule & 1);
            found.only += u64::from(*bits == 1 << rule);
        }
    }
    matches
}

fn holds(field: &FieldValues, identity: u32, value: &str) -> bool {
    field.at(identity as usize) == Some(value)
}

/// Numbers the people by their smallest identity; whoever is in no group is alone, and certain.
fn numbered(lone_grades: &[Grade], groups: &[Group]) -> (Vec<u32>, Vec<Grade>) {
    let identities = lone_grades.len();
    let mut leader: Vec<u32> = (0..position(identities)).collect();
    let mut grades = lone_grades.to_vec();
    for group in groups {
        for (member, grade) in group.members.iter().zip(&group.grades) {
            leader[*member as usize] = group.members[0];
            grades[*member as usize] = *grade;
        }
    }
    let mut persons = 0;
    let mut numbers = vec![0; identities];
    for identity in 0..identities {
        let first = leader[identity] as usize;
        if first == identity {
            numbers[identity] = persons;
            persons += 1;
        } else {
            numbers[identity] = numbers[first];
        }
    }
    (numbers, grades)
}

fn position(at: usize) -> u32 {
    u32::try_from(at).expect("identities are numbered in 32 bits")
}
