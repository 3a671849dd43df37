//! The plan: which identities meet in which block, counted before any pair is made.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::expression::{Hashes, mixed};
use super::{KeyExpression, RuleSettings, Settings};
use crate::domain::{CandidatePair, Identities};

/// The blocks of a night, ready to be turned into pairs chunk by chunk.
pub struct Plan {
    rules: Vec<RuleBlocks>,
    /// The block of each identity under each rule, identity by identity; 0 for none, and with [`SEVERAL`]
    /// a position in `several`.
    block_of: Vec<u32>,
    /// The blocks, in ascending order, of identities that stand in several of one rule.
    several: Vec<Vec<u32>>,
    /// The roster that lists each identity, counted from 1; 0 for none.
    roster_of: Vec<u16>,
    chunks: Vec<Chunk>,
    reports: Vec<RuleReport>,
}

/// Marks an identity that a rule has put into several blocks.
const SEVERAL: u32 = 1 << 31;

/// A run of blocks of one rule, about as many pairs as any other chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    pub rule: usize,
    blocks: Range<usize>,
    /// Pairs before those are left out that an earlier rule proposes.
    pub pairs: u64,
}

/// What one rule proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleReport {
    pub rule: String,
    pub blocks: u64,
    /// Pairs of the rule by itself, as predicted from the sizes of its blocks.
    pub pairs: u64,
    /// Identities in the largest blocks, largest first.
    pub largest: Vec<u32>,
    /// Blocks over the limit that a further key has split.
    pub split: u64,
    /// Blocks that no key could bring under the limit, cut into slices instead.
    pub sliced: u64,
    /// Pairs that slicing has lost.
    pub lost_pairs: u64,
}

/// The blocks of one rule, one after the other; block `n` counts from 1.
struct RuleBlocks {
    members: Vec<u32>,
    /// Where each block ends; the first entry is 0.
    ends: Vec<usize>,
    within_roster: bool,
    /// Whether no identity stands in two of the blocks.
    is_single: bool,
}

impl Plan {
    /// Groups the identities by every rule. `settings` must be free of faults; rows of a roster for
    /// which the field `listed` is given count as two people.
    pub fn new(identities: &Identities, settings: &Settings) -> Self {
        let hashes = expression_hashes(identities, settings);
        let built: Vec<(RuleBlocks, RuleReport)> =
            settings.rule.par_iter().map(|rule| rule_blocks(rule, &hashes, settings)).collect();
        let (rules, reports): (Vec<RuleBlocks>, Vec<RuleReport>) = built.into_iter().unzip();
        let mut block_of = vec![0; identities.len() * rules.len()];
        let mut several: Vec<Vec<u32>> = Vec::new();
        for (rule, blocks) in rules.iter().enumerate() {
            for block in 1..blocks.ends.len() {
                for member in blocks.members(block) {
                    let own = &mut block_of[*member as usize * rules.len() + rule];
                    if *own == 0 {
                        *own = number(block);
                    } else if *own & SEVERAL != 0 {
                        several[(*own & !SEVERAL) as usize].push(number(block));
                    } else {
                        several.push(vec![*own, number(block)]);
                        *own = SEVERAL | number(several.len() - 1);
                    }
                }
            }
        }
        let roster_of = rosters(identities);
        let chunks = rules.iter().enumerate();
        let chunks =
            chunks.flat_map(|(rule, blocks)| blocks.chunks(rule, settings.chunk_pairs)).collect();
        Self { rules, block_of, several, roster_of, chunks, reports }
    }

    /// The chunks in a fixed order; any thread may take any of them.
    pub fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }

    pub fn reports(&self) -> &[RuleReport] {
        &self.reports
    }

    /// Hands over each pair that this chunk's rule is the first to propose, left to right.
    pub fn for_each_pair(&self, chunk: &Chunk, mut visit: impl FnMut(CandidatePair)) {
        self.for_each_proposal(chunk, |pair| {
            if !self.proposed_before(chunk.rule, pair) {
                visit(pair);
            }
        });
    }

    /// Hands over each pair that this chunk's rule proposes, whether or not an earlier rule does.
    pub fn for_each_proposal(&self, chunk: &Chunk, mut visit: impl FnMut(CandidatePair)) {
        let rule = &self.rules[chunk.rule];
        for block in chunk.blocks.clone() {
            let members = rule.members(block);
            for (at, left) in members.iter().enumerate() {
                for right in &members[at + 1..] {
                    let pair = CandidatePair::new(*left, *right);
                    let is_first = rule.is_single || self.meets_first(chunk.rule, pair, block);
                    if is_first && (rule.within_roster || !self.one_roster(pair)) {
                        visit(pair);
                    }
                }
            }
        }
    }

    /// Hands over each pair of an identity that some rule proposes; one that several propose comes again.
    pub fn for_each_pair_of(&self, identity: u32, mut visit: impl FnMut(CandidatePair)) {
        for (rule, own) in self.rules.iter().zip(self.blocks_of(identity)) {
            let members = self.each(*own).flat_map(|block| rule.members(block as usize));
            for other in members.filter(|other| **other != identity) {
                let pair = CandidatePair::new(identity, *other);
                if rule.within_roster || !self.one_roster(pair) {
                    visit(pair);
                }
            }
        }
    }

    /// The rules that propose a pair, one bit each.
    pub fn proposers(&self, pair: CandidatePair) -> u32 {
        let (left, right) = (self.blocks_of(pair.left), self.blocks_of(pair.right));
        let one_roster = self.one_roster(pair);
        let proposes = |rule: usize| {
            self.common(left[rule], right[rule]).is_some()
                && (self.rules[rule].within_roster || !one_roster)
        };
        (0..self.rules.len()).filter(|rule| proposes(*rule)).fold(0, |bits, rule| bits | 1 << rule)
    }

    #[inline]
    fn proposed_before(&self, rule: usize, pair: CandidatePair) -> bool {
        let left = &self.blocks_of(pair.left)[..rule];
        let right = &self.blocks_of(pair.right)[..rule];
        let same = |(one, other): (&u32, &u32)| self.common(*one, *other).is_some();
        let mut earlier = left.iter().zip(right).zip(&self.rules);
        earlier.any(|(blocks, rule)| same(blocks) && (rule.within_roster || !self.one_roster(pair)))
    }

    /// The first block that two share, of what a rule holds for each.
    #[inline]
    fn common(&self, one: u32, other: u32) -> Option<u32> {
        if (one | other) & SEVERAL == 0 {
            return (one != 0 && one == other).then_some(one);
        }
        self.each(one).find(|block| self.each(other).any(|other| other == *block))
    }

    /// The blocks behind what a rule holds for an identity.
    fn each(&self, own: u32) -> impl Iterator<Item = u32> {
        let is_single = own & SEVERAL == 0;
        let single = Some(own).filter(|block| is_single && *block != 0);
        let several: &[u32] =
            if is_single { &[] } else { &self.several[(own & !SEVERAL) as usize] };
        single.into_iter().chain(several.iter().copied())
    }

    /// Whether a block is the first of its rule in which the two meet.
    fn meets_first(&self, rule: usize, pair: CandidatePair, block: usize) -> bool {
        let (left, right) = (self.blocks_of(pair.left), self.blocks_of(pair.right));
        self.common(left[rule], right[rule]) == Some(number(block))
    }

    #[inline]
    fn one_roster(&self, pair: CandidatePair) -> bool {
        let roster = self.roster_of[pair.left as usize];
        roster != 0 && roster == self.roster_of[pair.right as usize]
    }

    #[inline]
    fn blocks_of(&self, identity: u32) -> &[u32] {
        let start = identity as usize * self.rules.len();
        &self.block_of[start..start + self.rules.len()]
    }
}

/// The roster of each identity it lists, counted from 1.
fn rosters(identities: &Identities) -> Vec<u16> {
    let listed = identities.field("listed");
    let is_listed = |at: usize| listed.is_some_and(|column| column.at(at).is_some());
    let roster = |(at, source): (usize, &u16)| {
        let roster = identities.sources[usize::from(*source)].roster;
        if roster && is_listed(at) { source + 1 } else { 0 }
    };
    identities.source.iter().enumerate().map(roster).collect()
}

/// Each distinct expression's hashes, made once however many rules use it.
fn expression_hashes<'a>(
    identities: &'a Identities,
    settings: &'a Settings,
) -> BTreeMap<&'a KeyExpression, Hashes<'a>> {
    let expressions = settings.rule.iter().flat_map(|rule| rule.keys.iter().chain(&rule.then));
    let distinct: BTreeSet<&KeyExpression> = expressions.collect();
    let hashes = |expression: &'a KeyExpression| {
        (expression, expression.hashes(identities, &settings.short_forms))
    };
    distinct.into_par_iter().map(hashes).collect()
}

fn rule_blocks(
    rule: &RuleSettings,
    hashes: &BTreeMap<&KeyExpression, Hashes<'_>>,
    settings: &Settings,
) -> (RuleBlocks, RuleReport) {
    let keys: Vec<&Hashes> = rule.keys.iter().map(|key| &hashes[key]).collect();
    // A block is split by the first value of each.
    let then: Vec<&Hashes> = rule.then.iter().map(|key| &hashes[key]).collect();
    let is_single = keys.iter().all(|hashes| hashes.is_single());
    let mut entries: Vec<(u64, u32)> = Vec::new();
    let (mut begun, mut longer) = (Vec::new(), Vec::new());
    for identity in 0..number(keys[0].len()) {
        begun.clear();
        begun.push(0);
        for hashes in &keys {
            longer.clear();
            let of_key = hashes.of(identity);
            longer.extend(
                begun.iter().flat_map(|key| of_key.iter().map(move |hash| mixed(*key, *hash))),
            );
            std::mem::swap(&mut begun, &mut longer);
        }
        entries.extend(begun.iter().map(|key| (*key, identity)));
    }
    entries.sort_unstable();
    entries.dedup();
    let report = RuleReport {
        rule: rule.name.clone(),
        blocks: 0,
        pairs: 0,
        largest: Vec::new(),
        split: 0,
        sliced: 0,
        lost_pairs: 0,
    };
    let blocks = RuleBlocks {
        members: Vec::new(),
        ends: vec![0],
        within_roster: rule.within_roster,
        is_single,
    };
    let mut builder = Builder { blocks, report, limit: settings.max_block_pairs };
    for run in entries.chunk_by_mut(|one, other| one.0 == other.0) {
        builder.add(run, &then);
    }
    builder.finish(settings.reported_blocks)
}

/// Collects the blocks of one rule, splitting those over the limit.
struct Builder {
    blocks: RuleBlocks,
    report: RuleReport,
    limit: u64,
}

impl Builder {
    fn add(&mut self, run: &mut [(u64, u32)], then: &[&Hashes]) {
        if run.len() < 2 {
            return;
        }
        if pairs_of(run.len()) <= self.limit {
            self.push(run);
            return;
        }
        let Some((next, rest)) = then.split_first() else {
            self.slice(run);
            return;
        };
        self.report.split += 1;
        for (key, member) in run.iter_mut() {
            *key = next.first(*member);
        }
        run.sort_unstable();
        for part in run.chunk_by_mut(|one, other| one.0 == other.0) {
            self.add(part, rest);
        }
    }

    /// Cuts a block that no key can split into slices of neighbours, and owns up to the loss.
    fn slice(&mut self, run: &[(u64, u32)]) {
        let mut most = 2;
        while pairs_of(most + 1) <= self.limit {
            most += 1;
        }
        self.report.sliced += 1;
        self.report.lost_pairs += pairs_of(run.len());
        for slice in run.chunks(most) {
            self.report.lost_pairs -= pairs_of(slice.len());
            if slice.len() > 1 {
                self.push(slice);
            }
        }
    }

    fn push(&mut self, run: &[(u64, u32)]) {
        self.blocks.members.extend(run.iter().map(|(_, member)| *member));
        self.blocks.ends.push(self.blocks.members.len());
        self.report.blocks += 1;
        self.report.pairs += pairs_of(run.len());
    }

    fn finish(mut self, reported_blocks: usize) -> (RuleBlocks, RuleReport) {
        let mut sizes: Vec<u32> =
            self.blocks.ends.windows(2).map(|ends| number(ends[1] - ends[0])).collect();
        sizes.sort_unstable_by(|one, other| other.cmp(one));
        sizes.truncate(reported_blocks);
        self.report.largest = sizes;
        (self.blocks, self.report)
    }
}

impl RuleBlocks {
    fn members(&self, block: usize) -> &[u32] {
        &self.members[self.ends[block - 1]..self.ends[block]]
    }

    fn chunks(&self, rule: usize, about: u64) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        let (mut start, mut pairs) = (1, 0);
        for block in 1..self.ends.len() {
            pairs += pairs_of(self.members(block).len());
            if pairs >= about {
                chunks.push(Chunk { rule, blocks: start..block + 1, pairs });
                (start, pairs) = (block + 1, 0);
            }
        }
        if pairs > 0 {
            chunks.push(Chunk { rule, blocks: start..self.ends.len(), pairs });
        }
        chunks
    }
}

const fn pairs_of(members: usize) -> u64 {
    let members = members as u64;
    members * members.saturating_sub(1) / 2
}

fn number(at: usize) -> u32 {
    u32::try_from(at).expect("identities and blocks are numbered in 32 bits")
}
