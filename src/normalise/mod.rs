//! Normalise: a raw row becomes mentions and facts in one spelling, or a reject with its reason.
