#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them when it updates")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    CandidatePair, ComparisonShape, ComparisonVector, Day, Grade, KnownIdentity, PersonId,
    PreviousRun, ScoredPair,
};

fn shapes() -> Vec<ComparisonShape> {
    let shape = |name: &str, levels: [&str; 2]| ComparisonShape {
        name: name.to_owned(),
        levels: levels.map(str::to_owned).to_vec(),
    };
    let former = shape("former", ["equal", "differ"]);
    vec![shape("number", ["equal", "differ"]), shape("name", ["exact", "differ"]), former]
}

fn settings() -> Settings {
    let text = "
        link_weight = 2.0
        bridge_weight = 6.0
        max_cluster = 4
        one_per_roster = true
        [[apart]]
        name = 'two numbers'
        when = { number = ['differ'] }
        [[apart]]
        name = 'two names'
        when = { name = ['differ'] }
        unless = [{ former = ['equal'] }]
        tolerated_percent = 50
        [[confirmed]]
        number = ['equal']
        name = ['exact']
        [[probable]]
        number = ['none']
        name = ['exact']
    ";
    toml::from_str(text).expect("clustering settings")
}

type Pairs = BTreeMap<CandidatePair, (ComparisonVector, f32)>;

/// Lines of `left right number name weight` and perhaps `former`, levels as `=`, `/` (differ) or `-`.
fn pairs(text: &str) -> Pairs {
    let level = |text: &str| match text {
        "=" => 1,
        "/" => 2,
        _ => 0,
    };
    let rows = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    rows.filter(|cells| !cells.is_empty())
        .map(|cells| {
            let number = |at: usize| cells[at].parse().expect("a number");
            let mut vector = ComparisonVector::default();
            vector.0[0] = level(cells[2]);
            vector.0[1] = level(cells[3]);
            vector.0[2] = level(cells.get(5).copied().unwrap_or("-"));
            let pair = CandidatePair::new(number(0), number(1));
            (pair, (vector, cells[4].parse().expect("a weight")))
        })
        .collect()
}

fn edges(pairs: &Pairs) -> Vec<ScoredPair> {
    let linked = pairs.iter().filter(|(_, (_, weight))| *weight >= 2.0);
    linked
        .map(|(pair, (vector, weight))| ScoredPair {
            pair: *pair,
            vector: *vector,
            weight: *weight,
        })
        .collect()
}

fn people(
    identities: usize,
    edges: &[ScoredPair],
    pairs: &Pairs,
    rostered: &[u32],
) -> (Vec<Group>, Refusals) {
    people_apart(identities, edges, pairs, rostered, &Barred::default())
}

fn people_apart(
    identities: usize,
    edges: &[ScoredPair],
    pairs: &Pairs,
    rostered: &[u32],
    barred: &Barred,
) -> (Vec<Group>, Refusals) {
    let settings = settings();
    let rules = Rules::new(&settings, &shapes()).expect("conditions on what is compared");
    let evidence = Evidence {
        weigh: |pair: CandidatePair| pairs.get(&pair).copied().unwrap_or_default(),
        roster: |identity: u32| rostered.contains(&identity).then_some(0),
        anchor: |identity: u32| identity == 0,
        barred,
    };
    let mut groups = Vec::new();
    let mut refusals = Refusals::default();
    for component in components(identities, edges) {
        let (settled, refused) = settle(&component, &evidence, &rules, &settings);
        groups.extend(settled);
        refusals.add(&refused);
    }
    (groups, refusals)
}

fn check(rostered: &[u32], text: &str, expected: &Expect) {
    let pairs = pairs(text);
    let (groups, refusals) = people(10, &edges(&pairs), &pairs, rostered);
    let mut shown = String::new();
    for group in groups {
        let grades: Vec<&str> = group.grades.iter().map(|grade| grade.code()).collect();
        writeln!(shown, "{:?} {}", group.members, grades.join(" "))
            .expect("a string takes any text");
    }
    let Refusals { apart, reviewed, one_per_roster, weak_bridge, too_large } = refusals;
    assert_eq!(reviewed, 0, "nothing is barred here");
    write!(shown, "apart {apart:?} roster {one_per_roster} bridge {weak_bridge} large {too_large}")
        .expect("a string takes any text");
    expected.assert_eq(&shown);
}

#[test]
fn edges_join_and_every_member_has_its_best_grade() {
    check(
        &[],
        "
        0 1  = =  20
        1 2  - =  8
        0 3  - -  7
        ",
        &expect![[r#"
            [0, 1, 2, 3] confirmed confirmed probable possible
            apart [0, 0] roster 0 bridge 0 large 0"#]],
    );
}

#[test]
fn two_numbers_never_meet_even_through_a_third_row() {
    check(
        &[],
        "
        0 1  - =  9
        1 2  - =  8
        0 2  / =  -4
        ",
        &expect![[r#"
            [0, 1] confirmed probable
            [2] possible
            apart [1, 0] roster 0 bridge 0 large 0"#]],
    );
}

#[test]
fn a_contradiction_that_most_pairs_show_keeps_groups_apart() {
    check(
        &[],
        "
        0 1  = =  20
        2 0  - =  9
        2 1  - /  3
        5 6  = =  20
        7 5  - /  3
        7 6  - /  2
        ",
        &expect![[r#"
            [0, 1, 2] confirmed confirmed probable
            [5, 6] confirmed confirmed
            [7] possible
            apart [0, 1] roster 0 bridge 0 large 0"#]],
    );
}

#[test]
fn a_former_name_makes_one_of_two_names_but_not_of_a_third() {
    // 0 is the register's row, 1 writes the name in use, 2 the former one, 3 a third.
    check(
        &[],
        "
        0 1  = =  20
        0 2  = /  17  =
        1 2  = /  9
        0 3  = /  9   /
        1 3  = /  9
        2 3  = /  9
        ",
        &expect![[r#"
            [0, 1, 2] confirmed confirmed possible
            [3] possible
            apart [0, 1] roster 0 bridge 0 large 0"#]],
    );
    // Two groups meet as wholes.
    check(
        &[],
        "
        0 1  = =  20
        2 3  = =  19
        0 2  = /  17  =
        0 3  = /  16  =
        1 2  = /  9
        1 3  = /  9
        ",
        &expect![[r#"
            [0, 1, 2, 3] confirmed confirmed confirmed confirmed
            apart [0, 0] roster 0 bridge 0 large 0"#]],
    );
}

#[test]
fn a_former_name_excuses_whichever_row_comes_last() {
    // The register's row 0 and the former name's 1 have met before the name in use comes.
    check(
        &[],
        "
        0 1  = /  17  =
        0 2  = =  8
        1 2  = /  3
        ",
        &expect![[r#"
            [0, 1, 2] confirmed possible confirmed
            apart [0, 0] roster 0 bridge 0 large 0"#]],
    );
}

#[test]
fn what_reviewers_keep_apart_stays_apart_through_third_rows_too() {
    let pairs = pairs(
        "
        0 1  = =  20
        1 2  - =  18
        0 2  - =  15
        2 3  - =  9
        0 3  - =  8
        ",
    );
    let groups = |barred: &Barred| {
        let (groups, refusals) = people_apart(10, &edges(&pairs), &pairs, &[], barred);
        let members: Vec<Vec<u32>> = groups.into_iter().map(|group| group.members).collect();
        (members, refusals.reviewed)
    };
    assert_eq!(groups(&Barred::default()), (vec![vec![0, 1, 2, 3]], 0));
    // Row 3 goes where it fits best, and 0 and 2 never meet.
    let barred = Barred::new([CandidatePair::new(2, 0)]);
    assert_eq!(groups(&barred), (vec![vec![0, 1], vec![2, 3]], 2));
}

#[test]
fn rosters_bridges_and_size_bound_a_person() {
    check(
        &[0, 1, 2, 3],
        "
        0 1  - =  9
        2 3  = =  9
        4 5  - =  9
        6 7  - =  9
        5 6  - -  3
        4 8  - =  9
        5 8  - =  9
        8 9  - =  9
        4 9  - =  9
        9 7  - =  9
        ",
        &expect![[r#"
            [0] confirmed
            [1] possible
            [2, 3] confirmed confirmed
            [4, 5, 8, 9] probable probable probable probable
            [6, 7] probable probable
            apart [0, 0] roster 1 bridge 0 large 1"#]],
    );
    check(
        &[],
        "
        4 5  - =  9
        6 7  - =  9
        5 6  - -  3
        ",
        &expect![[r#"
            [4, 5] probable probable
            [6, 7] probable probable
            apart [0, 0] roster 0 bridge 1 large 0"#]],
    );
}

#[test]
fn conditions_name_only_what_is_compared() {
    let mut settings = settings();
    settings.confirmed[0].insert("number".to_owned(), vec!["near".to_owned()]);
    let error = Rules::new(&settings, &shapes()).err().expect("an unknown level");
    assert_eq!(
        error.to_string(),
        "a condition names the level `near`, which `number` does not have"
    );
}

/// Lines of `key person`: tonight's people by number, the old ones by id and first day.
fn check_ids(tonight: &[(u64, u32)], old: &[(u64, u64, i32)], expected: &Expect) {
    let known = |(identity_key, person, day): &(u64, u64, i32)| KnownIdentity {
        identity_key: *identity_key,
        person: PersonId(*person),
        first_seen: Day(*day),
    };
    let previous =
        PreviousRun { persons: old.iter().map(known).collect(), ..PreviousRun::default() };
    let keys: Vec<u64> = tonight.iter().map(|(key, _)| *key).collect();
    let persons: Vec<u32> = tonight.iter().map(|(_, person)| *person).collect();
    let grades = vec![Grade::Confirmed; keys.len()];
    let (people, changes) = stable_ids(persons, grades, &keys, &previous, Day(100));
    let mut text = String::new();
    for (id, day) in people.ids.iter().zip(&people.first_seen) {
        writeln!(text, "{:x} since {}", id.0, day.0).expect("a string takes any text");
    }
    for change in changes {
        let other = change.other.map(|other| format!(" {:x}", other.0)).unwrap_or_default();
        writeln!(text, "{:x} {}{other}", change.id.0, change.fate.code())
            .expect("a string takes any text");
    }
    expected.assert_eq(&text);
}

#[test]
fn the_first_night_names_people_by_their_smallest_key() {
    check_ids(
        &[(9, 0), (4, 0), (7, 1)],
        &[],
        &expect![[r#"
        4 since 100
        7 since 100
        4 new
        7 new
    "#]],
    );
}

#[test]
fn people_keep_their_ids_through_merges_splits_and_departures() {
    // a1 merges into b1 (more identities); c1 splits; d1 is gone; equal shares go to the older id.
    check_ids(
        &[(1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 2), (8, 3), (9, 3), (20, 4)],
        &[
            (1, 0xa1, 10),
            (2, 0xb1, 20),
            (3, 0xb1, 20),
            (4, 0xc1, 30),
            (5, 0xc1, 30),
            (6, 0xc1, 30),
            (7, 0xd1, 40),
            (8, 0xe2, 50),
            (9, 0xe1, 60),
        ],
        &expect![[r#"
            b1 since 20
            c1 since 30
            6 since 100
            e2 since 50
            14 since 100
            6 new
            14 new
            a1 merged_into b1
            c1 split_into 6
            d1 retired
            e1 merged_into e2
        "#]],
    );
}

/// Clustering as its definition reads, group by group, with no forest and no memory.
fn naive(identities: u32, pairs: &Pairs) -> BTreeSet<Vec<u32>> {
    let rules = Rules::new(&settings(), &shapes()).expect("conditions");
    let mut groups: Vec<Vec<u32>> = (0..identities).map(|identity| vec![identity]).collect();
    let mut edges = edges(pairs);
    edges.sort_by(|one, other| other.weight.total_cmp(&one.weight).then(one.pair.cmp(&other.pair)));
    for edge in edges {
        let at = |identity| groups.iter().position(|group| group.contains(&identity));
        let one = at(edge.pair.left).expect("in a group");
        let other = at(edge.pair.right).expect("in a group");
        if one == other {
            continue;
        }
        let across: Vec<(ComparisonVector, f32)> = groups[one]
            .iter()
            .flat_map(|left| groups[other].iter().map(|right| CandidatePair::new(*left, *right)))
            .map(|pair| pairs.get(&pair).copied().unwrap_or_default())
            .collect();
        let vector = |left: u32, right: u32| {
            pairs.get(&CandidatePair::new(left, right)).copied().unwrap_or_default().0
        };
        let share = |apart: &super::condition::Apart| {
            let shown = across.iter().filter(|(vector, _)| apart.when.holds(vector)).count();
            let (group, other) = (&groups[one], &groups[other]);
            let agree = |one, other| one == other || !apart.when.holds(&vector(one, other));
            let both = || group.iter().chain(other).copied();
            let excused = |left: u32, right: u32| {
                let same = |one, other| {
                    let former = one != other
                        && apart.unless.iter().any(|unless| unless.holds(&vector(one, other)));
                    former && agree(left, one) && agree(other, right)
                };
                apart.when.holds(&vector(left, right))
                    && both().any(|one| both().any(|other| same(one, other)))
            };
            let ways = group.iter().flat_map(|left| other.iter().map(move |right| (left, right)));
            let excused = ways.filter(|(left, right)| excused(**left, **right)).count();
            (shown - excused) * 100 <= usize::from(apart.tolerated_percent) * across.len()
        };
        let support = across.iter().filter(|(_, weight)| *weight >= 2.0).count();
        let alone = groups[one].len() == 1 || groups[other].len() == 1;
        if groups[one].len() + groups[other].len() <= 4
            && rules.apart.iter().all(share)
            && (alone || support > 1 || edge.weight >= 6.0)
        {
            let moved = groups[other].clone();
            groups[one].extend(moved);
            groups.remove(other);
        }
    }
    let sorted = groups.into_iter().filter(|group| group.len() > 1).map(|mut group| {
        group.sort_unstable();
        group
    });
    sorted.collect()
}

fn graph() -> impl Strategy<Value = Pairs> {
    let pair = (0_u32..10, 0_u32..10, 0_u8..3, 0_u8..3, 0_u8..3, -2_i8..12);
    proptest::collection::vec(pair, 0..40).prop_map(|rows| {
        let different = rows.into_iter().filter(|(left, right, ..)| left != right);
        different
            .map(|(left, right, number, name, former, weight)| {
                let mut vector = ComparisonVector::default();
                vector.0[0] = number;
                vector.0[1] = name;
                vector.0[2] = former;
                (CandidatePair::new(left, right), (vector, f32::from(weight)))
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn clustering_agrees_with_its_definition_and_is_blind_to_order(pairs in graph(), seed: u64) {
        let forward = edges(&pairs);
        let mut shuffled = forward.clone();
        shuffled.sort_by_key(|edge| {
            let mixed = u64::from(edge.pair.left * 16 + edge.pair.right) ^ seed;
            mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15)
        });
        let (groups, refusals) = people(10, &forward, &pairs, &[]);
        prop_assert_eq!(people(10, &shuffled, &pairs, &[]), (groups.clone(), refusals));
        let joined = groups.into_iter().map(|group| group.members).filter(|group| group.len() > 1);
        prop_assert_eq!(joined.collect::<BTreeSet<_>>(), naive(10, &pairs));
    }
}

/// Claims of one number as `person fit`, one identity each; the identities that are wrong, and whose the
/// number is.
fn wrong_claims(claims: &str) -> Vec<(u32, Option<u32>)> {
    let claims = (0..).zip(claims.split_whitespace()).map(|(identity, claim)| {
        let (person, fit) = claim.split_at(1);
        Claim {
            number: [1, 2],
            person: person.parse().expect("a person has one digit"),
            identity,
            fit: match fit {
                "+" => Fit::Fits,
                "-" => Fit::Contradicts,
                _ => Fit::Unsaid,
            },
        }
    });
    disowned(claims.collect()).into_iter().map(|wrong| (wrong.identity, wrong.owner)).collect()
}

#[test]
fn a_number_belongs_to_whom_most_rows_give_it() {
    assert_eq!(wrong_claims("0 0 0+ 1"), [(3, Some(0))]);
    assert_eq!(wrong_claims("0 0 1 1"), [], "two give it as often");
    assert_eq!(wrong_claims("0 0 0"), [], "nobody else gives it");
}

#[test]
fn a_number_is_never_taken_from_a_row_that_it_fits() {
    assert_eq!(wrong_claims("0 0 0 1+"), []);
}

#[test]
fn a_number_that_its_row_contradicts_is_wrong_unless_other_rows_bear_it_out() {
    assert_eq!(wrong_claims("0-"), [(0, None)]);
    assert_eq!(wrong_claims("0- 0 0"), [], "the birth date is what is wrong");
    assert_eq!(wrong_claims("0- 1 1-"), [(0, Some(1))]);
}
