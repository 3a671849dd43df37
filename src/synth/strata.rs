//! Strata: what makes a person or a mention hard to link, as bits that the truth spells out.
//!
//! A score of everything hides the few hundred twins and the children with their mother's number, so
//! every mention says which kinds of difficulty it has, and every score is given for each of them.

/// A set of strata.
pub type Strata = u64;

/// Declares the strata in the order of their bits, each with the word the truth uses.
macro_rules! strata {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal,)+) => {
        strata!(@bits 0; $($(#[doc = $doc])+ $name,)+);

        /// The words of the strata, in the order of their bits.
        pub const WORDS: &[&str] = &[$($word),+];
    };
    (@bits $bit:expr; $(#[doc = $doc:literal])+ $name:ident, $($rest:tt)*) => {
        $(#[doc = $doc])+
        pub const $name: Strata = 1 << $bit;
        strata!(@bits $bit + 1; $($rest)*);
    };
    (@bits $bit:expr;) => {};
}

strata! {
    /// Born together with a brother or sister.
    TWIN = "twin",
    /// Shares the first character of the given name with a brother or sister.
    GENERATION_NAME = "generation_name",
    /// A father and a son whose names differ by one character.
    FATHER_SON = "father_son",
    /// Another person has the same name, sex and birth date.
    SAME_NAME_AND_BIRTH = "same_name_and_birth",
    /// Another person of the town has the same name, sex and birth year.
    SAME_NAME_AND_YEAR = "same_name_and_year",
    /// Another person of the village has the same name.
    NAMESAKE_IN_VILLAGE = "namesake_in_village",
    /// Another person of the village and of about the same age has a name of the same sound.
    HOMOPHONE_IN_VILLAGE = "homophone_in_village",
    /// One of the names that very many bear.
    COMMON_NAME = "common_name",
    /// Married again, or came into the household with a parent who did.
    REMARRIED = "remarried",
    /// Bears another surname than at birth.
    RESURNAMED = "resurnamed",
    /// Came into the family as a child.
    ADOPTED = "adopted",
    /// Of a household that splits between the nights.
    SPLIT_HOUSEHOLD = "split_household",
    /// Of a household that is joined by another between the nights.
    MERGED_HOUSEHOLD = "merged_household",
    /// Has died by the night.
    DECEASED = "deceased",
    /// Lives here and is registered elsewhere.
    MIGRANT = "migrant",
    /// Has no resident identity number but a permit or passport.
    FOREIGN_DOCUMENT = "foreign_document",
    /// Has a given name of one character.
    SINGLE_CHARACTER_NAME = "single_character_name",
    /// Has a surname of two characters.
    COMPOUND_SURNAME = "compound_surname",
    /// Has a name with a dot, as many minorities have.
    DOTTED_NAME = "dotted_name",
    /// Has a name with a character that old systems cannot write.
    RARE_CHARACTER = "rare_character",
    /// Was given a second number in place of the first.
    RENUMBERED = "renumbered",
    /// In need and not assisted.
    MISSED = "missed",
    /// Without a number.
    NO_ID = "no_id",
    /// With a number that is not the one in use, and not somebody else's.
    BAD_ID = "bad_id",
    /// With fifteen digits, as numbers were before 1999.
    OLD_NUMBER = "old_number",
    /// With the number of a guardian, a spouse or the head of the household.
    GUARDIAN_ID = "guardian_id",
    /// With a number that three or more people carry.
    SHARED_ID = "shared_id",
    /// With a number that stands for none.
    PLACEHOLDER_ID = "placeholder_id",
    /// With a number of which a spreadsheet kept fifteen digits.
    TRUNCATED_ID = "truncated_id",
    /// With a number whose birth date is hidden.
    MASKED_ID = "masked_id",
    /// With the valid number of somebody of the same name.
    NAMESAKE_ID = "namesake_id",
    /// With another valid number of the person's: the one before, or that of a second register.
    OTHER_OWN_ID = "other_own_id",
    /// Under any other spelling than the right one.
    NAME_ERROR = "name_error",
    /// With a character of like sound.
    HOMOPHONE = "homophone",
    /// With a character of like shape.
    LOOK_ALIKE = "look_alike",
    /// Under a name with a character less, or as it is used at home.
    SHORT_NAME = "short_name",
    /// Under a name borne before.
    FORMER_NAME = "former_name",
    /// With a character in traditional or variant form.
    VARIANT_NAME = "variant_name",
    /// With a rare character lost.
    LOST_CHARACTER = "lost_character",
    /// Without a name, as somebody's child.
    AFTER_PARENT = "after_parent",
    /// With another birth date, or none.
    BIRTH_ERROR = "birth_error",
    /// With a birth date of the lunar calendar.
    LUNAR_BIRTH = "lunar_birth",
    /// With the phone of the village's office, which forty people give.
    SHARED_PHONE = "shared_phone",
    /// Paid to the account of a relative.
    SHARED_ACCOUNT = "shared_account",
    /// Entered a second time in one file.
    RE_ENTRY = "re_entry",
}

/// With the first of January of the person's birth year for a birth date.
pub const FIRST_OF_YEAR: Strata = 1 << 58;
/// Of another sex than the person; not spelt out, like the others below.
pub const OTHER_SEX: Strata = 1 << 59;
/// With a birth date that is not the person's.
pub const OTHER_BIRTH: Strata = 1 << 60;
/// Beside a certificate's or roll number with another identity number inside.
pub const OTHER_INSIDE: Strata = 1 << 61;
/// With a number whose length, date or check character is wrong.
pub const INVALID_ID: Strata = 1 << 62;
/// With a character mistaken or left out, which makes it a name of other sound.
pub const MISTYPED_NAME: Strata = 1 << 63;

/// With somebody else's number.
pub const BORROWED_ID: Strata = GUARDIAN_ID | NAMESAKE_ID;

/// All that a written number can be.
pub const OF_NUMBERS: Strata = BORROWED_ID
    | NO_ID
    | BAD_ID
    | OLD_NUMBER
    | SHARED_ID
    | PLACEHOLDER_ID
    | TRUNCATED_ID
    | MASKED_ID
    | OTHER_OWN_ID
    | INVALID_ID;

/// The words of a set, joined by `;`.
pub fn words(set: Strata) -> String {
    let held = WORDS.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1);
    held.map(|(_, word)| *word).collect::<Vec<_>>().join(";")
}
