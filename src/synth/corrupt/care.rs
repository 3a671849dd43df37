//! Care: how carefully each clerk writes, and how carefully each person is written.

use super::Clerk;
use super::rates::{Rate, Rates};
use crate::synth::dataset::Dataset;
use crate::synth::dice::{Dice, Stream};
use crate::synth::place::TOWNS;

/// No error is more frequent than this, however careless its clerk.
const MOST_PERCENT: f64 = 90.0;

/// The rates of a ward, with the factors of its clerks.
pub struct Care {
    pub rates: Rates,
    /// Errors per hundred of the rates.
    percent: u32,
    /// By dataset and town.
    clerks: Vec<[TownClerk; TOWNS]>,
}

/// The clerk who keeps one source's records of one town.
#[derive(Clone, Copy)]
struct TownClerk {
    factor: f64,
    /// A spreadsheet cut all numbers of the town to fifteen digits.
    cut_block: bool,
}

impl Care {
    pub fn new(seed: u64, rates: Rates, percent: u32) -> Self {
        let mut care = Self { rates, percent, clerks: Vec::new() };
        care.clerks = Dataset::ALL.iter().map(|dataset| care.town_clerks(seed, *dataset)).collect();
        care
    }

    fn town_clerks(&self, seed: u64, dataset: Dataset) -> [TownClerk; TOWNS] {
        let quality = self.quality(dataset);
        let in_workbook = dataset.layout().form.is_workbook();
        std::array::from_fn(|town| {
            let entity = (dataset.record() as u64) << 8 | town as u64;
            let mut dice = Dice::new(seed, Stream::Clerk, entity);
            let factor = dice.factor(self.rates.correlation.clerk_sigma);
            let mut block = Dice::new(seed, Stream::Block, entity);
            let cut_block =
                in_workbook && block.chance(self.scaled(self.rates.number.cut_block[quality], 1.0));
            TownClerk { factor, cut_block }
        })
    }

    /// Whether nobody errs.
    pub const fn is_perfect(&self) -> bool {
        self.percent == 0
    }

    /// The place of a source's quality in every rate.
    fn quality(&self, dataset: Dataset) -> usize {
        let id = dataset.layout().id;
        let holds = |list: &[String]| list.iter().any(|known| known == id);
        match () {
            () if holds(&self.rates.quality.good) => 0,
            () if holds(&self.rates.quality.bad) => 2,
            () => 1,
        }
    }

    fn scaled(&self, rate: f64, factor: f64) -> f64 {
        (rate * f64::from(self.percent) / 100.0 * factor).min(MOST_PERCENT)
    }

    /// The clerk of a source and town, writing somebody of a given frailty.
    pub(super) fn clerk(&self, dataset: Dataset, town: usize, frailty: f64) -> Clerk<'_> {
        let clerk = self.clerks[dataset as usize][town];
        Clerk {
            care: self,
            quality: self.quality(dataset),
            factor: clerk.factor * frailty,
            cut_block: clerk.cut_block,
        }
    }
}

impl Clerk<'_> {
    /// Whether an error of the rate happens.
    pub(super) fn errs(&self, dice: &mut Dice, rate: &Rate) -> bool {
        dice.chance(self.care.scaled(rate[self.quality], self.factor))
    }

    /// Whether something happens that has nothing to do with care.
    pub(super) fn happens(&self, dice: &mut Dice, rate: &Rate) -> bool {
        dice.chance(self.care.scaled(rate[self.quality], 1.0))
    }
}
