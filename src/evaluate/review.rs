//! How much work a night makes for reviewers, and how much of it is not in vain.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::OutcomeCase;
use super::figures::{About, Record, as_float, share, shown};
use super::flags::JudgedFlag;
use super::layout::Columns;

/// What the review queue holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReviewScores {
    /// The true people the load is spread over.
    pub people: u64,
    /// The rows of the deliveries that name somebody.
    pub source_rows: u64,
    pub all: LoadScores,
    /// What the towns' lists show.
    pub listed: LoadScores,
}

/// The load of all cases, or of the listed ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LoadScores {
    pub cases: u64,
    /// Cases of which a flag is right.
    pub right: u64,
    pub flags: u64,
    /// How many cases each town has that has any, fewest first.
    pub towns: Vec<u64>,
}

impl LoadScores {
    /// Share of the cases that are right.
    pub fn precision(&self) -> f64 {
        share(self.right, self.cases)
    }

    fn flags_per_case(&self) -> f64 {
        as_float(self.flags) / as_float(self.cases)
    }

    fn per_ten_thousand(&self, of: u64) -> f64 {
        as_float(self.cases) * 10_000.0 / as_float(of)
    }

    fn most(&self) -> f64 {
        self.towns.last().map_or(0.0, |cases| as_float(*cases))
    }

    /// The middle town's cases; between two middle towns, their mean.
    fn median(&self) -> f64 {
        let towns = &self.towns;
        match towns.len() {
            0 => 0.0,
            count if count % 2 == 1 => as_float(towns[count / 2]),
            count => f64::midpoint(as_float(towns[count / 2 - 1]), as_float(towns[count / 2])),
        }
    }
}

pub(super) fn score(
    cases: &[OutcomeCase],
    flags: &[JudgedFlag<'_>],
    people: u64,
    source_rows: u64,
) -> ReviewScores {
    let load = |cases: &[&OutcomeCase], counts: &dyn Fn(&JudgedFlag<'_>) -> bool| {
        let wanted: BTreeSet<u32> = cases.iter().map(|case| case.priority).collect();
        let of_case = |flag: &&JudgedFlag<'_>| {
            counts(flag) && flag.flag.case.is_some_and(|case| wanted.contains(&case))
        };
        let own: Vec<&JudgedFlag<'_>> = flags.iter().filter(of_case).collect();
        let right: BTreeSet<Option<u32>> =
            own.iter().filter(|flag| flag.right).map(|flag| flag.flag.case).collect();
        let mut towns: BTreeMap<&str, u64> = BTreeMap::new();
        for town in cases.iter().filter_map(|case| case.town.as_deref()) {
            *towns.entry(town).or_default() += 1;
        }
        let mut towns: Vec<u64> = towns.into_values().collect();
        towns.sort_unstable();
        LoadScores {
            cases: cases.len() as u64,
            right: right.len() as u64,
            flags: own.len() as u64,
            towns,
        }
    };
    let all: Vec<&OutcomeCase> = cases.iter().collect();
    let listed: Vec<&OutcomeCase> = cases.iter().filter(|case| case.listed).collect();
    ReviewScores {
        people,
        source_rows,
        all: load(&all, &|_| true),
        listed: load(&listed, &|flag| flag.flag.listed),
    }
}

/// One line of the review load: its name, its measure in the record, and its figure with the
/// number of things it is about.
type Line = (&'static str, &'static str, f64, u64, usize);

impl ReviewScores {
    fn lines(&self, load: &LoadScores) -> [Line; 7] {
        let towns = load.towns.len() as u64;
        let (people, rows) = (self.people, self.source_rows);
        [
            ("cases", "cases", as_float(load.cases), 1, 0),
            ("share right", "precision", load.precision(), load.cases, 4),
            ("flags per case", "flags_per_case", load.flags_per_case(), load.cases, 2),
            (
                "cases per 10,000 people",
                "cases_per_10000_people",
                load.per_ten_thousand(people),
                people,
                2,
            ),
            (
                "cases per 10,000 source rows",
                "cases_per_10000_source_rows",
                load.per_ten_thousand(rows),
                rows,
                2,
            ),
            ("cases of the busiest town", "cases_of_the_busiest_town", load.most(), towns, 0),
            ("cases of the median town", "cases_of_the_median_town", load.median(), towns, 1),
        ]
    }

    pub(super) fn record(&self, record: &mut Record) {
        const SECTION: &str = "review";
        record.count(About::new(SECTION, "district"), "people", self.people);
        record.count(About::new(SECTION, "district"), "source_rows", self.source_rows);
        for (subject, load) in [("all", &self.all), ("listed", &self.listed)] {
            let about = About::new(SECTION, subject);
            for (_, measure, value, of, _) in self.lines(load) {
                record.share(about, measure, value, of);
            }
            record.count(about, "right", load.right);
            record.count(about, "flags", load.flags);
            record.count(about, "towns", load.towns.len() as u64);
        }
    }
}

impl fmt::Display for ReviewScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Columns::new(1, &["review load", "all", "listed"]);
        let both = self.lines(&self.all).into_iter().zip(self.lines(&self.listed));
        for ((name, _, all, of_all, decimals), (_, _, listed, of_listed, _)) in both {
            let cells = [shown(all, of_all, decimals), shown(listed, of_listed, decimals)];
            table.row([name.to_owned()].into_iter().chain(cells));
        }
        write!(f, "{table}")?;
        writeln!(
            f,
            "A case is right if one of its flags is; a listed one, if one of those shown is."
        )
    }
}
