//! The nouns of the trade: agencies' sources, mentions, identities, persons, households, awards,
//! payments, circumstances, dossiers, findings and cases, with the tables that carry them.
//!
//! Every room speaks in these. Nothing here reads a file, looks at a clock or knows a stage.

mod attributes;
pub mod chain;
mod circle;
mod contents;
mod coverage;
mod decision;
mod digest;
mod division;
mod dossier;
mod evaluation;
mod fact;
mod field_values;
mod file_form;
mod finding;
mod grouped;
mod household;
mod identity;
mod kin;
mod language;
mod lasting_id;
mod link;
mod lunar;
pub mod mask;
mod mention;
mod money;
pub mod numerals;
mod period;
mod person;
mod previous;
mod quality;
mod raw;
mod records;
mod reject;
mod resident_id;
pub mod review_list;
mod scheme;
mod sheet_cells;
mod short_forms;
mod source;
mod subject;
pub mod table;
#[cfg(test)]
mod tests;
mod truth;

pub use attributes::{Attributes, AttributesBuilder, NUMBER_INSIDE};
pub use circle::{CircleKind, Circles};
pub use contents::Contents;
pub use coverage::{Coverage, Fund, FundValue, TownCoverage};
pub use decision::{
    Decision, DecisionQuality, EvidenceKey, Grounds, LedgerHead, Outcome, Returned, ReviewRules,
    SecondPerson, Share, Standing,
};
pub use digest::hexadecimal;
pub use division::{Division, Divisions};
pub use dossier::{
    AwardStatus, Belonging, Claim, Dossier, DossierAward, DossierCircumstance, DossierMember,
    DossierPayment, Holder, Holding, IdentityFact, Kin, NameKeys, NeighbourUnit, NumberInside,
    Payee, Proof, SharedKind, SharedValue, Stray,
};
pub use evaluation::{Measurement, Measurements, MeasurementsBuilder};
pub use fact::{
    Award, Awards, AwardsBuilder, Circumstance, CircumstanceKind, Circumstances,
    CircumstancesBuilder, Payment, Payments, PaymentsBuilder,
};
pub use field_values::FieldValues;
pub use file_form::FileForm;
pub use finding::{Case, Evidence, Excused, Family, Finding, Severity, Suggestion};
pub use grouped::Grouped;
pub use household::{
    Household, HouseholdId, HouseholdKind, HouseholdLink, HouseholdMember, HouseholdRelation,
    Membership, Memberships, MembershipsBuilder, relation_in, relation_in_chinese,
};
pub use identity::{Identities, IdentitySource};
pub use kin::{KinGraph, Kinship, Relative};
pub use language::{Language, Name};
pub use lasting_id::{CaseId, FlagId, RowKey, RunId, first_eight};
pub use link::{
    CandidatePair, ComparisonShape, ComparisonVector, Grade, Link, MAX_COMPARISONS, NO_EVIDENCE,
    ScoredPair,
};
pub use lunar::LunarDate;
pub use mention::{Mention, Mentions, MentionsBuilder, Role, is_dwelling, push_dwelling};
pub use money::Fen;
pub use period::{Day, Moment, Month, NotADay, NotAMoment};
pub use person::{IdChange, IdFate, NotAnId, People, PersonId};
pub use previous::{KnownFlag, KnownHome, KnownIdentity, KnownMember, PreviousRun};
pub use quality::{
    ColumnQuality, Part, Profile, ProfileBuilder, ProfileFigure, Quality, Remark, SourceDrift,
    SourceQuality, SourceState,
};
pub use raw::{RawRows, Spanned};
pub use records::Records;
pub use reject::{Reject, Rejects, RejectsBuilder};
pub use resident_id::{IdClass, ResidentId, check_character};
pub use scheme::{Cause, Scheme, Schemes};
pub use sheet_cells::{MergedCells, SheetCell, SheetCells, SheetRow};
pub use short_forms::ShortForms;
pub use source::{LedgerLine, Source, Stated};
pub use subject::Subject;
pub use truth::{
    TrueMention, TrueMentions, TrueMentionsBuilder, TruePeople, TruePeopleBuilder, TruePerson,
};

/// The program that runs, as its records and pages name it.
pub const PROGRAM: &str = concat!("hedui ", env!("CARGO_PKG_VERSION"));
