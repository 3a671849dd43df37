//! Addresses: parsed parts compared from the dwelling outwards.
//!
//! Every part is numbered together with what it lies in, so that "12 in group 3" of two villages
//! never agree.

use super::Level;
use super::field::{Interned, column, intern, intern_by, pack, unpack, value};
use crate::domain::{Identities, NO_EVIDENCE};

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
    let towns = intern(column(identities, &settings.town)).values;
    let villages = intern(column(identities, &settings.village)).values;
    let part = |cut: fn(&str) -> Option<&str>| {
        within(&villages, |at| value(doors, at).and_then(cut)).values
    };
    let dwellings = part(|door| Some(door));
    let buildings = part(|door| door.rsplit_once('-').map(|(building, _)| building));
    let roads = part(|door| door.split('-').next());
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

/// Numbers the parts of doors within their village; a door without a village has no number.
pub fn within<'a>(villages: &[u32], part: impl Fn(usize) -> Option<&'a str>) -> Interned {
    intern_by(villages.len(), |at| {
        let village = Some(villages[at]).filter(|village| *village != 0)?;
        Some((village, part(at)?))
    })
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
