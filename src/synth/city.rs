//! City: how many people become districts, and districts become wards.
//!
//! A ward is a few towns of one district. It is made, lived in and written by itself, so wards can be
//! worked on side by side and a city of millions needs no more memory than the wards under way. The
//! price is that nobody of one ward is related to anybody of another.

use std::ops::Range;

use super::place::{MOST_DISTRICTS, TOWNS};

/// More people than this make a further district.
const PEOPLE_PER_DISTRICT: u32 = 300_000;
/// About how many people a ward holds, if its district is large enough to have several.
const PEOPLE_PER_WARD: u32 = 20_000;
/// How far the numbers of two wards' people and papers lie apart.
const NUMBERS_PER_WARD: u32 = 1_000_000;

/// Some towns of a district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ward {
    /// Its place in the city.
    pub number: u32,
    /// The place of its district in the city.
    pub district: u8,
    /// Its place in the district, and how many wards that has.
    pub share: (u32, u32),
    pub towns: Range<usize>,
    /// About how many people live in it.
    pub people: u32,
}

impl Ward {
    /// What the numbers of its people and papers begin from.
    pub fn base(&self) -> u32 {
        self.number * NUMBERS_PER_WARD
    }

    /// Whether it is the only ward of its district, so that its files need no name of their own.
    pub fn is_whole_district(&self) -> bool {
        self.share.1 == 1
    }
}

/// How many districts a city has.
pub fn districts(people: u32) -> u32 {
    people.div_ceil(PEOPLE_PER_DISTRICT).clamp(1, MOST_DISTRICTS)
}

/// The wards of a city, in the order in which they are written.
pub fn wards(people: u32) -> Vec<Ward> {
    let districts = districts(people);
    let mut wards = Vec::new();
    for district in 0..districts {
        let inhabitants = part(people, district, districts);
        let towns = u32::try_from(TOWNS).expect("eleven");
        let count = (inhabitants / PEOPLE_PER_WARD).clamp(1, towns);
        for at in 0..count {
            let (first, end) = (towns * at / count, towns * (at + 1) / count);
            wards.push(Ward {
                number: u32::try_from(wards.len()).expect("a city has few wards"),
                district: u8::try_from(district).expect("a city has few districts"),
                share: (at, count),
                towns: first as usize..end as usize,
                people: inhabitants * end / towns - inhabitants * first / towns,
            });
        }
    }
    wards
}

/// One of several nearly equal parts of a whole.
fn part(whole: u32, at: u32, parts: u32) -> u32 {
    let upto = |at: u32| u64::from(whole) * u64::from(at) / u64::from(parts);
    u32::try_from(upto(at + 1) - upto(at)).expect("a part is not larger than the whole")
}
