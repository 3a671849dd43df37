//! Holders: the people behind a value that several share.

use super::draft::Context;
use crate::domain::{Holder, SharedValue};

/// The holders of a value. Relatives were left out when it was built; where the rule heeds `same_name`,
/// holders of one name may be one person whom linkage did not join, and count once.
pub fn distinct<'a>(shared: &'a SharedValue, context: &Context) -> Vec<&'a Holder> {
    let mut holders: Vec<&Holder> = Vec::new();
    for holder in &shared.holders {
        let named = |one: &&Holder| {
            one.name_key == holder.name_key || one.reading_key == holder.reading_key
        };
        if !(context.heeds("same_name") && holders.iter().any(named)) {
            holders.push(holder);
        }
    }
    holders
}
