//! Settling one component: which of its identities are one person.

use rustc_hash::FxHashSet;

use super::condition::Apart;
use super::{Barred, Rules, Settings};
use crate::domain::{CandidatePair, ComparisonVector, Grade, ScoredPair};

/// Identities that edges connect, whether or not they are one person.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Component {
    /// In ascending order.
    pub members: Vec<u32>,
    pub edges: Vec<ScoredPair>,
}

/// What settling may ask about identities.
pub struct Evidence<'a, W, R, A> {
    /// How two identities compare, and what that weighs.
    pub weigh: W,
    /// The roster that lists an identity, if one does.
    pub roster: R,
    /// Whether an identity carries a valid number of its own.
    pub anchor: A,
    /// What reviewers have found to be different people.
    pub barred: &'a Barred,
}

/// One person of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// In ascending order.
    pub members: Vec<u32>,
    /// How surely each member belongs.
    pub grades: Vec<Grade>,
}

/// Why two groups are kept apart although an edge connects them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objection {
    /// Reviewers have found them to be different people.
    Reviewed,
    /// The condition at this position of the settings.
    Apart(usize),
    /// Both are listed by a roster that lists each person once.
    OnePerRoster,
    /// One weak edge alone connects them.
    WeakBridge,
    TooLarge,
}

/// How often, and why, groups that an edge connects were kept apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Refusals {
    /// By condition, in the order of the settings.
    pub apart: Vec<u64>,
    pub reviewed: u64,
    pub one_per_roster: u64,
    pub weak_bridge: u64,
    pub too_large: u64,
}

impl Refusals {
    fn count(&mut self, objection: Objection) {
        *match objection {
            Objection::Reviewed => &mut self.reviewed,
            Objection::Apart(at) => &mut self.apart[at],
            Objection::OnePerRoster => &mut self.one_per_roster,
            Objection::WeakBridge => &mut self.weak_bridge,
            Objection::TooLarge => &mut self.too_large,
        } += 1;
    }

    pub fn add(&mut self, other: &Self) {
        self.apart.resize(self.apart.len().max(other.apart.len()), 0);
        for (sum, count) in self.apart.iter_mut().zip(&other.apart) {
            *sum += count;
        }
        self.reviewed += other.reviewed;
        self.one_per_roster += other.one_per_roster;
        self.weak_bridge += other.weak_bridge;
        self.too_large += other.too_large;
    }
}

/// The components of the edges, in order of their smallest identity; others are alone and absent.
pub fn components(identities: usize, edges: &[ScoredPair]) -> Vec<Component> {
    let mut forest = Forest::new(identities);
    for edge in edges {
        forest.join(edge.pair.left, edge.pair.right);
    }
    let mut number_of = vec![u32::MAX; identities];
    let mut components: Vec<Component> = Vec::new();
    for identity in 0..position(identities) {
        let root = forest.root(identity);
        if forest.size[root as usize] < 2 {
            continue;
        }
        let number = &mut number_of[root as usize];
        if *number == u32::MAX {
            *number = position(components.len());
            components.push(Component::default());
        }
        components[*number as usize].members.push(identity);
    }
    for edge in edges {
        let root = forest.root(edge.pair.left);
        components[number_of[root as usize] as usize].edges.push(*edge);
    }
    components
}

/// Splits a component into people, whatever the order of its edges.
pub fn settle<W, R, A>(
    component: &Component,
    evidence: &Evidence<'_, W, R, A>,
    rules: &Rules,
    settings: &Settings,
) -> (Vec<Group>, Refusals)
where
    W: Fn(CandidatePair) -> (ComparisonVector, f32),
    R: Fn(u32) -> Option<u16>,
    A: Fn(u32) -> bool,
{
    let mut edges: Vec<&ScoredPair> =
        component.edges.iter().filter(|edge| edge.weight >= settings.link_weight).collect();
    edges.sort_unstable_by(|one, other| {
        other.weight.total_cmp(&one.weight).then(one.pair.cmp(&other.pair))
    });
    let mut settling = Settling::new(component, evidence, rules, settings);
    for edge in edges {
        settling.take(edge);
    }
    settling.finish()
}

struct Settling<'a, W, R, A> {
    members: &'a [u32],
    evidence: &'a Evidence<'a, W, R, A>,
    rules: &'a Rules,
    settings: &'a Settings,
    forest: Forest,
    /// The positions of each group's members, held by the group's root.
    groups: Vec<Vec<u32>>,
    /// Pairs of groups, as they stand, that have been looked at in vain.
    refused: FxHashSet<(u32, usize, u32, usize)>,
    refusals: Refusals,
}

impl<'a, W, R, A> Settling<'a, W, R, A>
where
    W: Fn(CandidatePair) -> (ComparisonVector, f32),
    R: Fn(u32) -> Option<u16>,
    A: Fn(u32) -> bool,
{
    fn new(
        component: &'a Component,
        evidence: &'a Evidence<'a, W, R, A>,
        rules: &'a Rules,
        settings: &'a Settings,
    ) -> Self {
        let members = &component.members;
        Self {
            members,
            evidence,
            rules,
            settings,
            forest: Forest::new(members.len()),
            groups: (0..position(members.len())).map(|member| vec![member]).collect(),
            refused: FxHashSet::default(),
            refusals: Refusals { apart: vec![0; rules.apart.len()], ..Refusals::default() },
        }
    }

    fn take(&mut self, edge: &ScoredPair) {
        let one = self.forest.root(self.place(edge.pair.left));
        let other = self.forest.root(self.place(edge.pair.right));
        let sizes = (self.groups[one as usize].len(), self.groups[other as usize].len());
        if one == other || self.refused.contains(&(one, sizes.0, other, sizes.1)) {
            return;
        }
        if !self.may_join(one, other, edge) {
            self.refused.insert((one, sizes.0, other, sizes.1));
            self.refused.insert((other, sizes.1, one, sizes.0));
            return;
        }
        let root = self.forest.join(one, other);
        let gone = if root == one { other } else { one };
        let moved = std::mem::take(&mut self.groups[gone as usize]);
        self.groups[root as usize].extend(moved);
    }

    fn place(&self, identity: u32) -> u32 {
        let place = self.members.binary_search(&identity);
        position(place.expect("an edge joins members of its component"))
    }

    /// Whether the two groups as wholes may be one person.
    fn may_join(&mut self, one: u32, other: u32, edge: &ScoredPair) -> bool {
        let members = |root: u32| -> Vec<u32> {
            let places = self.groups[root as usize].iter();
            places.map(|place| self.members[*place as usize]).collect()
        };
        let groups = (members(one), members(other));
        let (evidence, rules, settings) = (self.evidence, self.rules, self.settings);
        let objection = objection(&groups.0, &groups.1, edge, evidence, rules, settings);
        objection.inspect(|objection| self.refusals.count(*objection)).is_none()
    }

    fn weigh(&self, one: u32, other: u32) -> (ComparisonVector, f32) {
        let (one, other) = (self.members[one as usize], self.members[other as usize]);
        (self.evidence.weigh)(CandidatePair::new(one, other))
    }

    fn finish(self) -> (Vec<Group>, Refusals) {
        let mut groups: Vec<Group> = Vec::new();
        for places in self.groups.iter().filter(|places| !places.is_empty()) {
            let mut places = places.clone();
            places.sort_unstable();
            let grades = self.grades(&places);
            let members = places.iter().map(|place| self.members[*place as usize]).collect();
            groups.push(Group { members, grades });
        }
        groups.sort_unstable_by_key(|group| group.members[0]);
        (groups, self.refusals)
    }

    /// The best grade among each member's links within the person.
    ///
    /// A member with a valid number of its own is the person by definition; one without is never
    /// more than its links make it, so that nobody is confirmed by a bare name.
    fn grades(&self, places: &[u32]) -> Vec<Grade> {
        let own = |place: &u32| {
            let anchor = (self.evidence.anchor)(self.members[*place as usize]);
            if anchor { Grade::Confirmed } else { Grade::Possible }
        };
        let mut grades: Vec<Grade> = places.iter().map(own).collect();
        for one in 0..places.len() {
            for other in one + 1..places.len() {
                if grades[one].max(grades[other]) > Grade::Confirmed {
                    let grade = self.rules.grade(&self.weigh(places[one], places[other]).0);
                    grades[one] = grades[one].min(grade);
                    grades[other] = grades[other].min(grade);
                }
            }
        }
        grades
    }
}

/// What speaks against two groups of identities being one person, which an edge connects.
pub fn objection<W, R, A>(
    group: &[u32],
    other: &[u32],
    edge: &ScoredPair,
    evidence: &Evidence<'_, W, R, A>,
    rules: &Rules,
    settings: &Settings,
) -> Option<Objection>
where
    W: Fn(CandidatePair) -> (ComparisonVector, f32),
    R: Fn(u32) -> Option<u16>,
{
    if evidence.barred.between(group, other) {
        return Some(Objection::Reviewed);
    }
    if group.len() + other.len() > settings.max_cluster {
        return Some(Objection::TooLarge);
    }
    let confirmed = rules.grade(&edge.vector) == Grade::Confirmed;
    if settings.one_per_roster && !confirmed && share_a_roster(group, other, &evidence.roster) {
        return Some(Objection::OnePerRoster);
    }
    let across = group.len() * other.len();
    let (mut shown, mut support) = (vec![0; rules.apart.len()], 0);
    for left in group {
        for right in other {
            let (vector, weight) = (evidence.weigh)(CandidatePair::new(*left, *right));
            support += usize::from(weight >= settings.link_weight);
            for (shown, apart) in shown.iter_mut().zip(&rules.apart) {
                *shown += usize::from(apart.when.holds(&vector));
            }
        }
    }
    for (at, (shown, apart)) in shown.iter().zip(&rules.apart).enumerate() {
        let contradict = |shown: usize| shown * 100 > usize::from(apart.tolerated_percent) * across;
        if contradict(*shown) && contradict(shown - excused(apart, group, other, &evidence.weigh)) {
            return Some(Objection::Apart(at));
        }
    }
    let alone = group.len() == 1 || other.len() == 1;
    let weak = !alone && support < 2 && edge.weight < settings.bridge_weight;
    weak.then_some(Objection::WeakBridge)
}

fn share_a_roster(group: &[u32], other: &[u32], roster: impl Fn(u32) -> Option<u16>) -> bool {
    let listed: Vec<u16> = group.iter().filter_map(|member| roster(*member)).collect();
    let mut others = other.iter().filter_map(|member| roster(*member));
    !listed.is_empty() && others.any(|other| listed.contains(&other))
}

/// How many of the contradicting pairs across two groups a pair of their members excuses.
fn excused(
    apart: &Apart,
    group: &[u32],
    other: &[u32],
    weigh: impl Fn(CandidatePair) -> (ComparisonVector, f32),
) -> usize {
    if apart.unless.is_empty() {
        return 0;
    }
    let vector = |left: u32, right: u32| weigh(CandidatePair::new(left, right)).0;
    let excuses = |vector: &ComparisonVector| apart.unless.iter().any(|one| one.holds(vector));
    let both: Vec<u32> = group.iter().chain(other).copied().collect();
    let pairs = both
        .iter()
        .enumerate()
        .flat_map(|(at, left)| both[at + 1..].iter().map(move |right| (*left, *right)));
    let excused_by: Vec<(u32, u32)> =
        pairs.filter(|(left, right)| excuses(&vector(*left, *right))).collect();
    if excused_by.is_empty() {
        return 0;
    }
    let agree = |one: u32, other: u32| one == other || !apart.when.holds(&vector(one, other));
    let is_excused = |left: u32, right: u32| {
        excused_by.iter().any(|(one, other)| {
            agree(left, *one) && agree(*other, right) || agree(left, *other) && agree(*one, right)
        })
    };
    let across = group.iter().flat_map(|left| other.iter().map(move |right| (*left, *right)));
    let contradicting = across.filter(|(left, right)| apart.when.holds(&vector(*left, *right)));
    contradicting.filter(|(left, right)| is_excused(*left, *right)).count()
}

/// Union-find: which group everything belongs to.
struct Forest {
    parent: Vec<u32>,
    size: Vec<u32>,
}

impl Forest {
    fn new(len: usize) -> Self {
        Self { parent: (0..position(len)).collect(), size: vec![1; len] }
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while self.parent[at as usize] != at {
            let grandparent = self.parent[self.parent[at as usize] as usize];
            self.parent[at as usize] = grandparent;
            at = grandparent;
        }
        at
    }

    /// Joins two groups and gives the root of both.
    fn join(&mut self, one: u32, other: u32) -> u32 {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return one;
        }
        let larger = self.size[one as usize] >= self.size[other as usize];
        let (root, gone) = if larger { (one, other) } else { (other, one) };
        self.parent[gone as usize] = root;
        self.size[root as usize] += self.size[gone as usize];
        root
    }
}

fn position(at: usize) -> u32 {
    u32::try_from(at).expect("identities are numbered in 32 bits")
}
