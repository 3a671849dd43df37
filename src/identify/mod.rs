//! Identify: the mentions of a night become the distinct identities that are linked.
//!
//! Mentions of one source with the same values are one identity, which shrinks the work several
//! times. Sameness must still mean something: two rows that say only "王伟" are two identities,
//! because nothing makes them one person, and a father named without a number is one identity per
//! child. An identity's key is a keyed fingerprint of its values, the same on any night, and says
//! nothing to those who lack the secret.

mod circles;
mod fingerprint;
mod match_key;
mod number;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use arrow::array::{Array, StringArray};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::domain::table::{Category, Cell};
use crate::domain::{
    Attributes, Day, FieldValues, Identities, IdentitySource, LunarDate, Memberships, Mentions,
    ResidentId, Role, Source, is_dwelling,
};

use self::fingerprint::fingerprints;
pub use self::match_key::match_keys;
use self::number::{Number, Numbers};

/// The field that says an identity is a row of a roster rather than somebody's relation.
pub const LISTED: &str = "listed";
/// The value of [`LISTED`] for rows that a roster is about.
pub const YES: &str = "yes";

/// The distinct mentions of each source, sorted by source and first mention.
///
/// Each attribute of the mentions is a field besides [`FIELDS`]. `key` is the secret of the place.
/// Every mention's source must be one of `sources`.
pub fn identities(
    mentions: &Mentions,
    attributes: &Attributes,
    memberships: &Memberships,
    sources: &[Source],
    key: [u8; 16],
) -> Identities {
    let source_of = source_positions(mentions, sources);
    let prints = fingerprints(mentions, attributes, &source_of, sources, key);
    let (first_mention, of_mention) = group(&prints, &source_of);
    let print_of = |mention: &u32| prints[*mention as usize];
    let mut identities = Identities::default();
    identities.keys = distinct_keys(first_mention.iter().map(print_of));
    identities.source = first_mention.iter().map(|mention| source_of[*mention as usize]).collect();
    identities.sources = sources
        .iter()
        .map(|source| IdentitySource {
            id: source.id.clone(),
            title: source.title.clone(),
            roster: source.roster,
        })
        .collect();
    identities.circles =
        circles::circles(mentions, attributes, memberships, &of_mention, identities.keys.len());
    identities.first_mention = first_mention;
    identities.of_mention = of_mention;
    add_fields(&mut identities, mentions, attributes);
    add_attributes(&mut identities, attributes);
    identities
}

/// The position in `sources` of each mention's source.
fn source_positions(mentions: &Mentions, sources: &[Source]) -> Vec<u16> {
    let words = mentions.source.values().as_any().downcast_ref::<StringArray>();
    let words = words.expect("a category's words are utf8");
    let position = |word: Option<&str>| {
        let at = sources.iter().position(|source| Some(source.id.as_str()) == word);
        at.map(|at| u16::try_from(at).expect("sources are numbered in 16 bits"))
    };
    let positions: Vec<Option<u16>> = words.iter().map(position).collect();
    let keys = mentions.source.keys().values().iter();
    keys.map(|key| {
        let word = usize::try_from(*key).expect("a dictionary key is not negative");
        positions[word].expect("every mention comes from one of the night's sources")
    })
    .collect()
}

/// The first mention of each distinct fingerprint, by source, and the identity of each mention.
fn group(prints: &[u128], source_of: &[u16]) -> (Vec<u32>, Vec<u32>) {
    let mut numbers: FxHashMap<u128, u32> = FxHashMap::default();
    let mut first_mention: Vec<u32> = Vec::new();
    let mut of_mention = Vec::with_capacity(prints.len());
    for (mention, print) in prints.iter().enumerate() {
        let next = number(first_mention.len());
        let identity = *numbers.entry(*print).or_insert(next);
        if identity == next {
            first_mention.push(number(mention));
        }
        of_mention.push(identity);
    }
    let mut order: Vec<u32> = (0..number(first_mention.len())).collect();
    order.sort_by_key(|identity| {
        let mention = first_mention[*identity as usize];
        (source_of[mention as usize], mention)
    });
    let mut place = vec![0; order.len()];
    for (at, identity) in order.iter().enumerate() {
        place[*identity as usize] = number(at);
    }
    for identity in &mut of_mention {
        *identity = place[*identity as usize];
    }
    let first_mention = order.iter().map(|identity| first_mention[*identity as usize]).collect();
    (first_mention, of_mention)
}

/// Halves of the fingerprints, made unique where two halves happen to be equal.
fn distinct_keys(prints: impl Iterator<Item = u128>) -> Vec<u64> {
    let halves: Vec<(u64, u64)> = prints
        .map(|print| {
            let high = u64::try_from(print >> 64).expect("the high half has 64 bits");
            let low = u64::try_from(print & u128::from(u64::MAX)).expect("the low half, too");
            (high, low | 1)
        })
        .collect();
    let mut keys: Vec<u64> = halves.iter().map(|(key, _)| *key).collect();
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    if sorted.windows(2).all(|two| two[0] != two[1]) {
        return keys;
    }
    let mut taken = rustc_hash::FxHashSet::default();
    for (key, (_, step)) in keys.iter_mut().zip(&halves) {
        while !taken.insert(*key) {
            *key = key.wrapping_add(*step);
        }
    }
    keys
}

/// What makes the column of a field.
type Make<'a> = &'a (dyn Fn() -> FieldValues + Sync);

/// The columns that linkage reads, all as text, made side by side.
fn add_fields(identities: &mut Identities, mentions: &Mentions, attributes: &Attributes) {
    let positions: Vec<usize> = identities.first_mention.iter().map(|at| *at as usize).collect();
    let rosters = identities.source.iter();
    let rosters = rosters.map(|source| identities.sources[usize::from(*source)].roster);
    let listed: Vec<bool> = rosters
        .zip(subject_identities(identities, mentions))
        .map(|(roster, subject)| roster && subject)
        .collect();
    let numbers = Numbers::new(mentions, attributes);
    let numbers: Vec<Number> = positions.par_iter().map(|at| numbers.of(*at)).collect();
    let valid = || numbers.iter().map(|number| number.valid.as_ref());

    let at_firsts = |column: &StringArray| at_positions(&positions, column);
    let category = |column: &<Category as Cell>::Array| -> FieldValues {
        let key = |at: &usize| column.key(*at);
        let words = column.values().as_any().downcast_ref::<StringArray>();
        let words = words.expect("a category's words are utf8");
        FieldValues::of_words(positions.iter().map(key), |key| words.value(key))
    };
    let birth_date = |at: usize| text_at(&mentions.birth_date, at);
    let birth = || {
        let best = |(at, id): (&usize, Option<&ResidentId>)| best_birth(birth_date(*at), id);
        FieldValues::collect(positions.iter().zip(valid()).map(best))
    };
    let sex = || {
        let best = |(at, id): (&usize, Option<&ResidentId>)| {
            let given = mentions.sex.is_valid(*at).then(|| Category::value(&mentions.sex, *at));
            best_sex(given, id)
        };
        FieldValues::collect(positions.iter().zip(valid()).map(best))
    };
    let fits = || {
        let fit = |(at, id): (&usize, Option<&ResidentId>)| number_fits(birth_date(*at)?, id?);
        FieldValues::collect(positions.iter().zip(valid()).map(fit))
    };
    let length = || {
        let lengths = &mentions.surname_length;
        let length = |at: &usize| lengths.is_valid(*at).then(|| lengths.value(*at) as usize);
        FieldValues::of_words(positions.iter().map(length), |length| length.to_string())
    };
    let listed = || FieldValues::collect(listed.iter().map(|listed| listed.then_some(YES)));

    let fields: [(&str, Make); 20] = [
        ("name", &|| at_firsts(&mentions.name)),
        ("name_folded", &|| at_firsts(&mentions.name_folded)),
        ("name_reading", &|| at_firsts(&mentions.name_reading)),
        ("surname_length", &length),
        ("former_name", &|| at_firsts(&mentions.former_name)),
        ("resident_id", &|| FieldValues::collect(numbers.iter().map(|number| number.text))),
        ("resident_id_class", &|| {
            FieldValues::collect(numbers.iter().map(|number| Some(number.class)))
        }),
        ("document_type", &|| category(&mentions.document_type)),
        ("birth_date", &|| at_firsts(&mentions.birth_date)),
        ("birth", &birth),
        ("sex", &sex),
        ("sex_given", &|| category(&mentions.sex)),
        ("number_fits", &fits),
        ("phone", &|| at_firsts(&mentions.phone)),
        ("town", &|| category(&mentions.town)),
        ("village", &|| category(&mentions.village)),
        ("door", &|| at_firsts(&mentions.door)),
        ("dwelling", &|| dwelling(&positions, mentions)),
        ("account", &|| at_firsts(&mentions.account)),
        (LISTED, &listed),
    ];
    let made: Vec<(&str, FieldValues)> =
        fields.par_iter().map(|(name, make)| (*name, make())).collect();
    for (name, values) in made {
        identities.add_field(name, values);
    }
}

fn text_at(column: &StringArray, at: usize) -> Option<&str> {
    column.is_valid(at).then(|| column.value(at))
}

fn add_attributes(identities: &mut Identities, attributes: &Attributes) {
    let positions: Vec<usize> = identities.first_mention.iter().map(|at| *at as usize).collect();
    for (name, column) in attributes.columns() {
        identities.add_field(name, at_positions(&positions, column));
    }
}

fn at_positions(positions: &[usize], column: &StringArray) -> FieldValues {
    FieldValues::collect(positions.iter().map(|at| text_at(column, *at)))
}

/// The fields that every identity has, for checking settings before any mention is read.
pub const FIELDS: [&str; 20] = [
    "name",
    "name_folded",
    "name_reading",
    "surname_length",
    "former_name",
    "resident_id",
    "resident_id_class",
    "document_type",
    "birth_date",
    "birth",
    "sex",
    "sex_given",
    "number_fits",
    "phone",
    "town",
    "village",
    "door",
    "dwelling",
    "account",
    LISTED,
];

/// Whether any mention of each identity is what its row is about.
fn subject_identities(identities: &Identities, mentions: &Mentions) -> Vec<bool> {
    let mut subjects = vec![false; identities.len()];
    for (mention, identity) in identities.of_mention.iter().enumerate() {
        if !subjects[*identity as usize] {
            let role = Role::from_code(Category::value(&mentions.role, mention));
            subjects[*identity as usize] = role.is_some_and(Role::is_subject);
        }
    }
    subjects
}

/// Whether a valid number fits the birth date that its row gives: `yes` where they are equal, or one is the
/// other by the lunar calendar; `no` where neither a slip explains the difference, nor that the lunar
/// calendar, which lags by less than two months, and a slip came together, nor that only the year was known.
fn number_fits(given: &str, id: &ResidentId) -> Option<&'static str> {
    const LUNAR_LAG: u32 = 60;
    let digits = given.bytes().filter(|byte| *byte != b'-');
    if digits.eq(id.as_str().bytes().skip(6).take(8)) {
        return Some(YES);
    }
    let given: Day = given.parse().ok()?;
    let own = id.birth();
    if LunarDate::may_mean(given, own) || LunarDate::may_mean(own, given) {
        return Some(YES);
    }
    let (one, other) = (given.to_string(), own.to_string());
    let slips = one.bytes().zip(other.bytes()).filter(|(one, other)| one != other).count();
    let only_year = given.year() == own.year() && one.ends_with("-01-01");
    let contradicts = slips > 2 && !only_year && given.0.abs_diff(own.0) > LUNAR_LAG;
    contradicts.then_some("no")
}

/// The birth date as given if it names a day, else the valid number's, else whatever is given.
fn best_birth<'a>(given: Option<&'a str>, id: Option<&ResidentId>) -> Option<Cow<'a, str>> {
    const A_DAY: usize = "1950-03-02".len();
    match (given, id) {
        (Some(given), Some(_)) if given.len() == A_DAY => Some(given.into()),
        (_, Some(id)) => Some(id.birth().to_string().into()),
        (given, None) => given.map(Cow::Borrowed),
    }
}

fn best_sex<'a>(given: Option<&'a str>, id: Option<&ResidentId>) -> Option<&'a str> {
    given.or_else(|| id.map(|id| if id.is_male() { "male" } else { "female" }))
}

/// Doors that name one dwelling; a group or a road is shared by too many to speak of a household.
fn dwelling(positions: &[usize], mentions: &Mentions) -> FieldValues {
    let kinds = &mentions.door_is_dwelling;
    let is_one = |at: usize| kinds.is_valid(at) && is_dwelling(Category::value(kinds, at));
    let of = |at: &usize| text_at(&mentions.door, *at).filter(|_| is_one(*at));
    FieldValues::collect(positions.iter().map(of))
}

fn number(at: usize) -> u32 {
    u32::try_from(at).expect("mentions are numbered in 32 bits")
}
