//! Repeated parts: files, members or sheets of one source that share most of their rows.

use rustc_hash::FxHashMap;

use crate::domain::Contents;

/// Two parts that say the same, be it in another form or order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// The smaller one.
    pub file: String,
    pub twin: String,
    /// How much of the smaller is in the other, about.
    pub percent: usize,
}

/// Fewer people than this in common are chance, or a matter for the rules: one pupil on two lists.
const FEWEST: usize = 10;

/// The first two parts of which the smaller has more than a share of its rows in the other.
pub fn repeated(parts: &[(String, Contents)], max_percent: u8) -> Option<Repeated> {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut shared: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for (at, (_, contents)) in parts.iter().enumerate() {
        for print in contents.prints() {
            let earlier = holders.entry(*print).or_default();
            for other in earlier.iter() {
                *shared.entry((*other, at)).or_default() += 1;
            }
            earlier.push(at);
        }
    }
    let compared = shared.into_iter().map(|((one, other), shared)| {
        let comparable = parts[one].1.comparable(&parts[other].1);
        (one, other, shared, comparable)
    });
    let is_repeated = |(_, _, shared, comparable): &(usize, usize, usize, usize)| {
        *shared >= FEWEST && shared * 100 > comparable * usize::from(max_percent)
    };
    let (one, other, shared, comparable) = compared.filter(is_repeated).min()?;
    let size = |at: usize| parts[at].1.prints().len();
    let (file, twin) = if size(one) < size(other) { (one, other) } else { (other, one) };
    let percent = shared * 100 / comparable.max(1);
    let name = |at: usize| parts[at].0.clone();
    Some(Repeated { file: name(file), twin: name(twin), percent: percent.min(100) })
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::domain::{Mention, Mentions, Records};

    /// The contents of a file that lists people by number, from its first line on.
    fn people(numbers: Range<u32>, file: &str) -> (String, Contents) {
        let mut contents = Contents::default();
        let numbers: Vec<u32> = numbers.collect();
        for chunk in numbers.chunks(1000) {
            let names: Vec<String> = chunk.iter().map(u32::to_string).collect();
            let mentions = names.iter().map(|name| mention(name, file));
            let records = Records { mentions: Mentions::from_rows(mentions), ..Records::empty() };
            contents.merge(&Contents::of(&records));
        }
        (file.to_owned(), contents)
    }

    fn mention<'a>(name: &'a str, file: &'a str) -> Mention<'a> {
        Mention { source: "insured", file, name: Some(name), ..Mention::of_nobody() }
    }

    #[test]
    fn two_nights_of_one_register_are_found_though_neither_is_kept_whole() {
        let parts = [people(0..30_000, "a"), people(300..30_500, "b"), people(90_000..99_000, "c")];
        let found = repeated(&parts, 50).expect("a and b");
        assert_eq!((found.file.as_str(), found.twin.as_str()), ("b", "a"));
        assert!((97..=100).contains(&found.percent), "{}", found.percent);
        assert_eq!(repeated(&parts[1..], 50), None);
    }

    #[test]
    fn a_small_part_within_a_large_one_is_found_and_a_few_people_in_common_are_not() {
        let all = people(0..2000, "all");
        let found = repeated(&[all.clone(), people(40..60, "some")], 50).expect("all of some");
        assert_eq!((found.file.as_str(), found.percent), ("some", 100));
        assert_eq!(repeated(&[all.clone(), people(1995..2004, "few")], 50), None);
        assert_eq!(repeated(&[all.clone(), people(1900..2400, "a fifth")], 50), None);
        assert_eq!(repeated(&[all.clone(), all], 100), None);
    }
}
