//! Numbers: the identity number that an identity is linked by.
//!
//! A pupil's school number and a disability certificate's number hold the resident's number once more. A
//! row whose own number is damaged or missing is linked by the one inside; what the row says of itself
//! stays as it is in the mentions, where it is found fault with.

use arrow::array::{Array, StringArray};

use crate::domain::table::{Category, Cell};
use crate::domain::{Attributes, IdClass, Mentions, NUMBER_INSIDE, ResidentId};

/// A number and how far it may be trusted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number<'a> {
    pub text: Option<&'a str>,
    /// The code of its class.
    pub class: &'a str,
    /// The number as such, if it is valid.
    pub valid: Option<ResidentId>,
}

/// The numbers of mentions.
pub(super) struct Numbers<'a> {
    mentions: &'a Mentions,
    inside: Option<&'a StringArray>,
}

impl<'a> Numbers<'a> {
    pub fn new(mentions: &'a Mentions, attributes: &'a Attributes) -> Self {
        Self { mentions, inside: attributes.column(NUMBER_INSIDE) }
    }

    pub fn of(&self, mention: usize) -> Number<'a> {
        let text = super::text_at(&self.mentions.resident_id, mention);
        let class = Category::value(&self.mentions.resident_id_class, mention);
        let is_valid = class == IdClass::Valid.code();
        let valid = text.filter(|_| is_valid).and_then(ResidentId::parse);
        let inside = self.inside.filter(|_| !is_valid);
        let inside = inside.filter(|inside| inside.is_valid(mention));
        let inside = inside.map(|inside| inside.value(mention));
        match inside.and_then(ResidentId::parse) {
            Some(id) => Number { text: inside, class: IdClass::Valid.code(), valid: Some(id) },
            None => Number { text, class, valid },
        }
    }
}
