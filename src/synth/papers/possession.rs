//! Possession: vehicles and properties.

use crate::domain::Day;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VehicleKind {
    Car,
    Van,
    Truck,
    Motorcycle,
    /// A tractor or another machine of the farm.
    Farm,
    /// Built or altered for a disabled driver.
    ForTheDisabled,
}

impl VehicleKind {
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Car => "小型轿车",
            Self::Van => "小型普通客车",
            Self::Truck => "轻型普通货车",
            Self::Motorcycle => "普通二轮摩托车",
            Self::Farm => "轮式拖拉机",
            Self::ForTheDisabled => "残疾人专用汽车",
        }
    }

    /// Whether owning one speaks against need.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Car | Self::Van | Self::Truck)
    }
}

#[derive(Clone)]
pub struct Vehicle {
    pub plate: String,
    pub kind: VehicleKind,
    pub owner: u32,
    pub registered: Day,
    /// The day it was scrapped, deregistered or stolen, and which.
    pub gone: Option<(Day, &'static str)>,
}

impl Vehicle {
    pub fn state(&self, night: Day) -> &'static str {
        self.gone.filter(|(day, _)| *day <= night).map_or("正常", |(_, state)| state)
    }
}

/// The plate with a serial number, of a province that does not exist.
pub fn plate(serial: u32) -> String {
    const SIGNS: &[u8; 34] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut rest = serial;
    let mut signs = ['0'; 6];
    for sign in signs.iter_mut().rev() {
        *sign = char::from(SIGNS[(rest % 34) as usize]);
        rest /= 34;
    }
    format!("虚A{}", signs.iter().collect::<String>())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyUse {
    Home,
    /// Given in place of a home that was pulled down.
    Resettlement,
    Garage,
}

impl PropertyUse {
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Home => "住宅",
            Self::Resettlement => "拆迁安置住宅",
            Self::Garage => "车库",
        }
    }
}

/// A title in the land register, of one person or a couple.
#[derive(Clone)]
pub struct Property {
    pub certificate: String,
    pub owners: Vec<u32>,
    pub usage: PropertyUse,
    /// In hundredths of a square metre.
    pub area: u32,
    pub registered: Day,
}
