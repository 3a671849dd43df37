//! Addresses: parsed parts compared from the dwelling outwards.
//!
//! Every part is numbered together with what it lies in, so that "12 in group 3" of two villages
//! never agree.

use super::Level;
use super::field::{column, numbered, pack, unpack};
use crate::domain::{FieldValues, Identities, NO_EVIDENCE};

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    pub town: String,
    pub village: String,
    /// What follows the village, its parts separated by `-` from the road or group to the room.
    pub door: String,
}

const DWELLING: u8 = 1;
const BUILDING: u8 = 2;
const ROAD: u8 = 3;
const VILLAGE: u8 = 4;
const TOWN: u8 = 5;
const DIFFER: u8 = 6;

pub const LEVELS: &[Level] = &[
    Level { code: "dwelling", chinese: "门牌相同" },
    Level { code: "building", chinese: "同一楼栋或院落" },
    Level { code: "road", chinese: "同一组或道路" },
    Level { code: "village", chinese: "同一村（社区）" },
    Level { code: "town", chinese: "同一乡镇（街道）" },
    Level { code: "differ", chinese: "不在同一乡镇（街道）" },
];

pub fn words(identities: &Identities, settings: &Settings) -> Vec<[u64; 3]> {
    let doors = column(identities, &settings.door);
    let towns = column(identities, &settings.town).numbers();
    let villages = column(identities, &settings.village);
    let part = |cut: fn(&str) -> Option<&str>| {
        let parts = std::iter::once(None).chain(doors.texts().map(cut));
        let parts = FieldValues::collect(parts);
        let numbers = doors.numbers().iter().map(|number| parts.numbers()[*number as usize]);
        within(villages, numbers)
    };
    let dwellings = part(|door| Some(door));
    let buildings = part(|door| door.rsplit_once('-').map(|(building, _)| building));
    let roads = part(|door| door.split('-').next());
    let villages = villages.numbers();
    (0..identities.len())
        .map(|at| {
            [
                pack(dwellings[at], buildings[at]),
                pack(roads[at], villages[at]),
                u64::from(towns[at]),
            ]
        })
        .collect()
}

/// Numbers doors, or parts of doors, within their village; one without a village has no number.
pub fn within(villages: &FieldValues, doors: impl Iterator<Item = u32>) -> Vec<u32> {
    let both = villages.numbers().iter().zip(doors);
    numbered(both.map(|(village, door)| (*village != 0 && door != 0).then(|| pack(*village, door))))
}

pub fn level(left: [u64; 3], right: [u64; 3]) -> u8 {
    let ((dwelling, building), (dwelling_too, building_too)) = (unpack(left[0]), unpack(right[0]));
    let ((road, village), (road_too, village_too)) = (unpack(left[1]), unpack(right[1]));
    let (town, town_too) = (left[2], right[2]);
    let agree = |one: u32, other: u32| one != 0 && one == other;
    if agree(dwelling, dwelling_too) {
        DWELLING
    } else if agree(building, building_too) {
        BUILDING
    } else if agree(road, road_too) {
        ROAD
    } else if agree(village, village_too) {
        VILLAGE
    } else if town == 0 || town_too == 0 {
        NO_EVIDENCE
    } else if town == town_too {
        TOWN
    } else {
        DIFFER
    }
}
