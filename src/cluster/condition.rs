//! Conditions on comparison vectors: which levels grade a link, and which keep people apart.

use super::{Condition, Settings};
use crate::domain::{ComparisonShape, ComparisonVector, Grade, MAX_COMPARISONS};

/// The code of level 0 in conditions.
const NONE: &str = "none";

/// The settings' conditions as bit masks.
pub struct Rules {
    pub(super) apart: Vec<Apart>,
    open: Vec<Mask>,
    confirmed: Vec<Mask>,
    probable: Vec<Mask>,
}

pub(super) struct Apart {
    pub when: Mask,
    pub unless: Vec<Mask>,
    pub tolerated_percent: u8,
}

/// The levels that each comparison may have, one bit each.
#[derive(Clone, Copy)]
pub(super) struct Mask([u32; MAX_COMPARISONS]);

/// A condition names what is not compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownLevel {
    #[error("a condition names the comparison `{0}`, which is not made")]
    Comparison(String),
    #[error("a condition names the level `{level}`, which `{comparison}` does not have")]
    Level { comparison: String, level: String },
}

impl Rules {
    pub fn new(settings: &Settings, shapes: &[ComparisonShape]) -> Result<Self, UnknownLevel> {
        let masks = |conditions: &[Condition]| -> Result<Vec<Mask>, UnknownLevel> {
            conditions.iter().map(|condition| Mask::new(condition, shapes)).collect()
        };
        let apart = settings.apart.iter().map(|apart| {
            let when = Mask::new(&apart.when, shapes)?;
            Ok(Apart {
                when,
                unless: masks(&apart.unless)?,
                tolerated_percent: apart.tolerated_percent,
            })
        });
        Ok(Self {
            apart: apart.collect::<Result<_, _>>()?,
            open: masks(&settings.open)?,
            confirmed: masks(&settings.confirmed)?,
            probable: masks(&settings.probable)?,
        })
    }

    /// Whether a second round looks at a pair whatever it weighs.
    pub fn is_open(&self, vector: &ComparisonVector) -> bool {
        self.open.iter().any(|mask| mask.holds(vector))
    }

    /// How sure a link with these levels is.
    pub fn grade(&self, vector: &ComparisonVector) -> Grade {
        let any = |masks: &[Mask]| masks.iter().any(|mask| mask.holds(vector));
        if any(&self.confirmed) {
            Grade::Confirmed
        } else if any(&self.probable) {
            Grade::Probable
        } else {
            Grade::Possible
        }
    }
}

impl Mask {
    fn new(condition: &Condition, shapes: &[ComparisonShape]) -> Result<Self, UnknownLevel> {
        let mut mask = Self([u32::MAX; MAX_COMPARISONS]);
        for (comparison, levels) in condition {
            let at = shapes.iter().position(|shape| shape.name == *comparison);
            let at = at.ok_or_else(|| UnknownLevel::Comparison(comparison.clone()))?;
            mask.0[at] = 0;
            for level in levels {
                let number = shapes[at].levels.iter().position(|code| code == level);
                let number = number.map(|number| number + 1).or((level == NONE).then_some(0));
                let unknown =
                    || UnknownLevel::Level { comparison: comparison.clone(), level: level.clone() };
                mask.0[at] |= 1 << number.ok_or_else(unknown)?;
            }
        }
        Ok(mask)
    }

    #[inline]
    pub fn holds(&self, vector: &ComparisonVector) -> bool {
        self.0.iter().zip(vector.0).all(|(levels, level)| levels >> (level % 32) & 1 == 1)
    }
}
