//! Dossiers: everything known of one household, in date order (一户一条救助链).
//!
//! Every person has one home household and appears in exactly one dossier: the assistance unit if
//! they belong to one, else the register household, else the dwelling, else themselves alone. The
//! dossier holds all facts of its members from all agencies, also those that cover them through
//! another household, so that a rule needs nothing else. Each fact carries the mention that proves
//! it and the grade at which that mention belongs to the person.

use super::{
    CircumstanceKind, Day, Fen, Grade, HouseholdId, HouseholdKind, Kinship, Month, PersonId,
};

/// One household and all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    pub household: HouseholdId,
    /// The kind of the home household.
    pub kind: HouseholdKind,
    /// Nine-digit division code.
    pub town: Option<String>,
    pub village: Option<String>,
    /// Ordered by person id.
    pub members: Vec<DossierMember>,
    /// Ordered by first day, then scheme, then mention.
    pub awards: Vec<DossierAward>,
    /// Ordered by period, then day, then mention.
    pub payments: Vec<DossierPayment>,
    /// Ordered by first day, then kind, then mention.
    pub circumstances: Vec<DossierCircumstance>,
    /// Payments to namesakes of members whom nothing tells to be the member or somebody else; one
    /// for each member, scheme and month, in that order.
    pub strays: Vec<Stray>,
    /// Other assistance units among the people of its register households; of units only.
    pub neighbours: Vec<NeighbourUnit>,
}

/// Another assistance unit, near a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeighbourUnit {
    pub household: HouseholdId,
    /// Whether the dossier's own unit comes first of the two, in order of id.
    pub is_first: bool,
    pub head_masked: Option<String>,
    /// The people who belong to it tonight.
    pub members: Vec<PersonId>,
    /// How many of them belong to the dossier's own unit, too.
    pub shared: u32,
    /// Whether one register household holds everyone of both.
    pub is_of_one_register: bool,
    /// Its awards; they cover nobody of the dossier.
    pub awards: Vec<DossierAward>,
}

/// A person of the dossier. Facts name members by their position here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierMember {
    pub person: PersonId,
    /// The name as reports print it, already masked.
    pub name_masked: String,
    pub resident_id_masked: Option<String>,
    /// The first row that writes the name so, and the first that gives this number.
    pub name_mention: Option<u32>,
    pub number_mention: Option<u32>,
    pub male: Option<bool>,
    pub birth: Option<Day>,
    /// Relation to the head of the home household.
    pub relation: Option<String>,
    /// Every household of every kind the person belongs to.
    pub households: Vec<Belonging>,
    /// Whether somebody else tonight has the same name and year of birth.
    pub has_namesake: bool,
    /// Known relatives, also outside the dossier.
    pub kin: Vec<Kin>,
    /// Distinct ways the sources write the person's identity.
    pub identities: Vec<IdentityFact>,
}

/// That a person belongs to a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belonging {
    pub household: HouseholdId,
    pub kind: HouseholdKind,
    pub relation: Option<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Name of that household's head, masked, for the reviewer.
    pub head_masked: Option<String>,
    /// Whether an award in force covers the unit, or a unit of somebody of the register household.
    pub has_award: bool,
    /// Whether somebody of it has a title in the land register.
    pub has_property: bool,
    /// How many people that household has.
    pub size: u32,
    pub proof: Proof,
}

/// A relative of a member, and what is known of them that matters to the member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kin {
    /// What the relative is to the member.
    pub kinship: Kinship,
    pub person: PersonId,
    pub name_masked: String,
    pub birth: Option<Day>,
    /// The register households that hold the relative tonight.
    pub registers: Vec<HouseholdId>,
    /// The assistance units that count the relative tonight.
    pub units: Vec<HouseholdId>,
    /// The dwelling the relative lives in, where most sources agree on the door; for members of an
    /// assistance unit's dossier only.
    pub dwellings: Vec<HouseholdId>,
    /// The relative's deaths, disabilities, custody, absence, leaving and place on the staff that
    /// decides on assistance, in date order; for members of an assistance unit's dossier also what the
    /// relative owns and contributes.
    pub circumstances: Vec<DossierCircumstance>,
    pub proof: Proof,
}

/// One way the sources write a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityFact {
    pub name_masked: Option<String>,
    /// A one-way key of the normal name: equal for equal names, so rules compare without seeing it.
    pub name_key: u64,
    pub id_class: super::IdClass,
    pub id_masked: Option<String>,
    /// A one-way key of the number; 0 when there is none.
    pub id_key: u64,
    /// What the number says of its holder, if it is valid.
    pub of_number: Option<Holding>,
    /// The sex and the birth date the row gives beside the number, the latter by its precision.
    pub male: Option<bool>,
    pub birth: Option<String>,
    /// Whether the number is the own number of somebody else.
    pub of_another: bool,
    /// The valid number inside another number of the row: of a school or of a certificate.
    pub inside: Option<NumberInside>,
    /// Whether a source writes so that lists people, and not only what was paid to them.
    pub is_listed: bool,
    pub proof: Proof,
}

/// A valid number that another number of a row holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberInside {
    pub id_masked: String,
    /// A one-way key, as of the numbers of identities.
    pub id_key: u64,
    pub of_number: Holding,
}

/// Sex and birth date as an identity number holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// Given as fifteen digits, which leave the century open.
    pub fifteen_digits: bool,
    /// Ends in three zeros, as a number does that a spreadsheet has cut and that checks by chance.
    pub ends_in_zeros: bool,
    pub male: bool,
    pub birth: Day,
}

/// Which row says so, and how surely the row speaks of this person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// The mention, as a position in the night's mentions.
    pub mention: u32,
    /// The source, as a position in the night's sources.
    pub source: u16,
    pub grade: Grade,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierAward {
    /// The recipient's position in `members`; `None` when the recipient is outside the dossier and
    /// the award only covers members.
    pub recipient: Option<u32>,
    /// Positions in `members` of everyone it covers, the recipient included.
    pub covers: Vec<u32>,
    /// The assistance unit it covers, if it covers one.
    pub household: Option<HouseholdId>,
    pub certificate: Option<String>,
    pub scheme: String,
    pub status: AwardStatus,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub monthly: Option<Fen>,
    pub area: Option<String>,
    /// Months for which money moved under the award, also to a recipient outside the dossier;
    /// ordered.
    pub paid_months: Vec<Month>,
    /// The months for which money moved and came back, as after a transfer that the bank returned;
    /// ordered.
    pub returned_months: Vec<Month>,
    /// In whose name the account is, where it is not the recipient's.
    pub payee: Option<Payee>,
    pub proof: Proof,
}

/// Who an account belongs to that an award is paid to, and who may be meant by the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payee {
    pub name_masked: String,
    pub names: NameKeys,
    /// The names of everyone whom the award counts, as the sources write them.
    pub of_unit: Vec<NameKeys>,
    /// Whoever is registered to collect.
    pub agents: Vec<NameKeys>,
    pub proof: Proof,
}

/// A person as one row names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameKeys {
    pub person: PersonId,
    /// As of identities; 0 when a character is not known.
    pub name_key: u64,
    /// The name's reading without tones, as a key.
    pub reading_key: u64,
}

/// Where an award stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AwardStatus {
    Applied,
    Active,
    /// Granted, and payment rests for a time.
    Suspended,
    Ended,
    Refused,
}

impl AwardStatus {
    pub const ALL: [Self; 5] =
        [Self::Applied, Self::Active, Self::Suspended, Self::Ended, Self::Refused];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Ended => "ended",
            Self::Refused => "refused",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierPayment {
    /// The recipient's position in `members`.
    pub recipient: u32,
    pub scheme: String,
    pub period: Month,
    pub paid_on: Option<Day>,
    pub amount: Fen,
    pub payment_number: Option<String>,
    /// The certificate of the award it is paid under; the recipient may be no one it covers.
    pub certificate: Option<String>,
    /// A one-way key of the valid number the recipient is paid under, as in the identities; else 0.
    pub id_key: u64,
    /// The account, masked, and a one-way key to compare it by.
    pub account_masked: Option<String>,
    pub account_key: u64,
    pub event: Option<String>,
    pub cause: Option<String>,
    pub mark: Option<String>,
    pub area: Option<String>,
    pub proof: Proof,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierCircumstance {
    /// The person's position in `members`; for kin, the member they are kin of.
    pub member: u32,
    pub kind: CircumstanceKind,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub amount: Option<Fen>,
    pub assisted: Option<Fen>,
    pub grade: Option<String>,
    pub event: Option<String>,
    pub proof: Proof,
}

/// A payment under a member's name, to somebody without a valid number whom no register places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stray {
    /// The namesake's position in `members`.
    pub member: u32,
    pub scheme: String,
    pub period: Month,
    pub paid_on: Option<Day>,
}

/// A value that several people or households share: one number, one account, one bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedValue {
    pub kind: SharedKind,
    pub masked: String,
    pub holders: Vec<Holder>,
    /// Keys of names that one row gives as a holder's name and former name; numbers only.
    pub declared: Vec<[u64; 2]>,
    /// What was paid on it; bills only. The patients come first among its holders.
    pub claims: Vec<Claim>,
    /// Own cost after insurance and refunds; of a bill that the settlements know.
    pub cost: Option<Fen>,
}

/// A payment that names a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub person: PersonId,
    pub scheme: String,
    pub amount: Fen,
    pub paid_on: Option<Day>,
    pub mark: Option<String>,
    pub proof: Proof,
}

/// What is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedKind {
    /// A valid resident identity number.
    ResidentId,
    /// An account that receives payments.
    Account,
    Phone,
    /// A settlement or invoice number.
    Bill,
}

/// Who holds a shared value, by which row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub person: PersonId,
    pub household: HouseholdId,
    pub name_masked: String,
    pub name_key: u64,
    /// The name's reading without tones, as a key: namesakes by sound share it.
    pub reading_key: u64,
    /// Of a number: whether a row under this name gives the birth date that the number holds.
    pub own_birth: bool,
    pub proof: Proof,
}
