//! Normalise: a raw row becomes mentions and facts in one spelling, or a reject with its reason.
//!
//! There is one file per kind of value, each a pure function from text to a normal form or a fault,
//! and one interpreter of the mappings, so that a new agency is a TOML file and no code. A row is
//! seen alone: what another row could tell is for linkage. A value that cannot be read is set aside
//! and its row goes on; a row whose money or award cannot be read is set aside whole, so that the
//! ledger balances to the row and the fen.

mod account;
mod address;
mod amount;
mod check;
mod code;
mod date;
mod door;
mod fault;
mod gazetteer;
mod han;
mod latin;
mod list;
mod mapping;
mod normaliser;
mod numeral;
mod person;
mod person_name;
mod phone;
mod private_use;
mod resident_id;
mod sense;
mod slot;
mod surname;
#[cfg(test)]
mod tests;
mod text;

pub use amount::Unit;
pub use date::DateForm;
pub use fault::Fault;
pub use mapping::{
    After, AwardMap, Choice, ChoiceBy, CircumstanceMap, Column, Condition, DateRule, Key, Mapping,
    MembershipMap, MentionMap, OnFault, PaymentMap, Reference, Sum, SumOf, Value,
};
pub use normaliser::{Counts, MappingError, Normaliser};
pub use private_use::PrivateUse;
pub use slot::read_value;
