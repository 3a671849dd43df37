//! Doubt: the numbers that the first round has found to be other people's.

use rayon::prelude::*;

use super::{Linkage, holds, position};
use crate::cluster::{Claim, Disowned, Fit, disowned};
use crate::domain::{ComparisonShape, FieldValues};

impl Linkage<'_> {
    /// Finds the numbers that are not their rows' own, and takes them out of every comparison to come.
    /// `person_of` numbers the people of the first round.
    pub(super) fn doubt_numbers(&mut self, person_of: &[u32]) -> Vec<Disowned> {
        let (settings, identities) = (self.settings, self.identities);
        let Some(doubt) = &settings.doubt else { return Vec::new() };
        let number = slot(&self.shapes, &doubt.comparison);
        let wrong = disowned(self.claims(number, person_of));
        let derived: Vec<(usize, &FieldValues, &FieldValues)> = doubt
            .derived
            .iter()
            .filter_map(|one| {
                let fields = (identities.field(&one.field)?, identities.field(&one.given)?);
                Some((slot(&self.shapes, &one.comparison), fields.0, fields.1))
            })
            .collect();
        for Disowned { identity, .. } in &wrong {
            let at = *identity as usize;
            let filled_in = derived.iter().filter(|(_, field, given)| field.at(at) != given.at(at));
            self.comparer.disown(*identity, number, filled_in.map(|(slot, ..)| *slot));
            self.anchored[at] = false;
        }
        wrong
    }

    fn claims(&self, number: usize, person_of: &[u32]) -> Vec<Claim> {
        let fits = self.fits().expect("settings are checked against the fields");
        let claim = |identity: u32| Claim {
            number: self.comparer.number(number, identity),
            person: person_of[identity as usize],
            identity,
            fit: match () {
                () if holds(fits, identity, "yes") => Fit::Fits,
                () if holds(fits, identity, "no") => Fit::Contradicts,
                () => Fit::Unsaid,
            },
        };
        let identities = (0..position(self.identities.len())).into_par_iter();
        identities.filter(|identity| self.has_number(*identity)).map(claim).collect()
    }
}

fn slot(shapes: &[ComparisonShape], name: &str) -> usize {
    let slot = shapes.iter().position(|shape| shape.name == name);
    slot.expect("settings are checked against the comparisons")
}
