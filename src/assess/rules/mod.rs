//! Rule kinds: each a settings type and one pure function of a dossier.
//!
//! The pack declares rules by kind; the kinds know no threshold, scheme or wording of their own.

mod amount_over_cap;
mod bill_without_help;
mod certificates_of_one_household;
mod child_aid_over_formula;
mod circumstance_without_aid;
mod conflicting_identity;
mod contradicting_row;
mod counted_while_away;
mod dead_still_counted;
mod disability_unaided;
mod doubtful_death;
mod entitlement_not_paid;
mod event_sum_over_cost;
mod exclusive_schemes;
mod filler_value;
mod home_in_need;
mod income_over_declared;
mod income_over_line;
mod invalid_identity;
mod job_lost;
mod kin_of_staff;
mod label_without_award;
mod many_sources_one_cause;
mod means_over_line;
mod member_left_out;
mod member_of_two_units;
mod month_unpaid;
mod overlapping_areas;
mod paid_after_end;
mod paid_after_event;
mod paid_twice;
mod paper_overdue;
pub(super) mod parents_unable;
mod repeated_for_one_cause;
mod shared_account;
mod support_due;
mod two_numbers;

use std::fmt::Debug;

use serde::de::DeserializeOwned;

use super::draft::{Context, Draft};
use super::scheme_set::SchemeSet;
use crate::domain::{Dossier, SharedKind, SharedValue};

/// Every kind a pack may name.
pub const KINDS: &[Kind] = &[
    kind::<amount_over_cap::AmountOverCap>(),
    kind::<bill_without_help::BillWithoutHelp>(),
    kind::<certificates_of_one_household::CertificatesOfOneHousehold>(),
    kind::<child_aid_over_formula::ChildAidOverFormula>(),
    kind::<circumstance_without_aid::CircumstanceWithoutAid>(),
    kind::<conflicting_identity::ConflictingIdentity>(),
    kind::<contradicting_row::ContradictingRow>(),
    kind::<counted_while_away::CountedWhileAway>(),
    kind::<dead_still_counted::DeadStillCounted>(),
    kind::<disability_unaided::DisabilityUnaided>(),
    kind::<doubtful_death::DoubtfulDeath>(),
    kind::<entitlement_not_paid::EntitlementNotPaid>(),
    kind::<event_sum_over_cost::EventSumOverCost>(),
    kind::<exclusive_schemes::ExclusiveSchemes>(),
    kind::<filler_value::FillerValue>(),
    kind::<home_in_need::HomeInNeed>(),
    kind::<income_over_declared::IncomeOverDeclared>(),
    kind::<income_over_line::IncomeOverLine>(),
    kind::<invalid_identity::InvalidIdentity>(),
    kind::<job_lost::JobLost>(),
    kind::<kin_of_staff::KinOfStaff>(),
    kind::<label_without_award::LabelWithoutAward>(),
    kind::<many_sources_one_cause::ManySourcesOneCause>(),
    kind::<means_over_line::MeansOverLine>(),
    kind::<member_left_out::MemberLeftOut>(),
    kind::<member_of_two_units::MemberOfTwoUnits>(),
    kind::<month_unpaid::MonthUnpaid>(),
    kind::<overlapping_areas::OverlappingAreas>(),
    kind::<paid_after_end::PaidAfterEnd>(),
    kind::<paid_after_event::PaidAfterEvent>(),
    kind::<paid_twice::PaidTwice>(),
    kind::<paper_overdue::PaperOverdue>(),
    kind::<parents_unable::ParentsUnable>(),
    kind::<repeated_for_one_cause::RepeatedForOneCause>(),
    kind::<shared_account::SharedAccount>(),
    kind::<support_due::SupportDue>(),
    kind::<two_numbers::TwoNumbers>(),
];

/// A kind as the pack meets it: by name.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    /// The exceptions the kind can check.
    pub exceptions: &'static [&'static str],
    /// The words a reason template may use.
    pub words: &'static [&'static str],
    /// Reads a rule's parameters.
    pub read: fn(toml::Table) -> Result<Box<dyn Rule>, toml::de::Error>,
}

/// The settings of one kind, with the kind's function on them.
pub trait RuleKind: DeserializeOwned + Debug + Send + Sync + 'static {
    const NAME: &'static str;
    const EXCEPTIONS: &'static [&'static str];
    const WORDS: &'static [&'static str];

    /// The sets of schemes among the settings, so that the pack can be checked for unknown codes.
    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        Vec::new()
    }

    /// What the rule finds in a dossier.
    fn find(&self, _dossier: &Dossier, _context: &Context) -> Vec<Draft> {
        Vec::new()
    }

    /// The kind of shared value the rule asks about, if it asks about one.
    fn shared_kind(&self) -> Option<SharedKind> {
        None
    }

    /// What the rule finds in a shared value of its kind.
    fn find_shared(&self, _shared: &SharedValue, _context: &Context) -> Vec<Draft> {
        Vec::new()
    }
}

/// [`RuleKind`] without the type of its settings.
pub trait Rule: Debug + Send + Sync {
    fn scheme_sets(&self) -> Vec<&SchemeSet>;
    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft>;
    fn shared_kind(&self) -> Option<SharedKind>;
    fn find_shared(&self, shared: &SharedValue, context: &Context) -> Vec<Draft>;
}

impl<K: RuleKind> Rule for K {
    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        RuleKind::scheme_sets(self)
    }
    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        RuleKind::find(self, dossier, context)
    }
    fn shared_kind(&self) -> Option<SharedKind> {
        RuleKind::shared_kind(self)
    }
    fn find_shared(&self, shared: &SharedValue, context: &Context) -> Vec<Draft> {
        RuleKind::find_shared(self, shared, context)
    }
}

const fn kind<K: RuleKind>() -> Kind {
    Kind { name: K::NAME, exceptions: K::EXCEPTIONS, words: K::WORDS, read: read::<K> }
}

fn read<K: RuleKind>(parameters: toml::Table) -> Result<Box<dyn Rule>, toml::de::Error> {
    let settings: K = toml::Value::Table(parameters).try_into()?;
    Ok(Box::new(settings))
}
