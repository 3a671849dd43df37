//! The published tables: one contract each, and how tonight fills it.
//!
//! Whatever changes about a contract, but for its wording, changes with its version, which a test holds
//! against `fixtures/contracts`. No table has the time of its making: equal inputs give equal bytes. A
//! moment stands in a table only where an input tells it.

mod cases;
mod decision_quality;
mod dictionary;
mod excused;
mod facts;
mod flags;
mod full_identifiers;
mod fund_ledger;
mod household_chain;
mod households;
mod id_changes;
mod kin;
mod ledger;
mod metrics;
mod person_links;
mod persons;
mod profile;
mod quarantine;
mod run_changes;
mod source_rows;
mod statistics;

use std::path::Path;

use super::night::Night;
use super::parquet_file::TableFile;
use super::{ReportError, WrittenTable};
use crate::domain::table::Contract;
use crate::domain::{Measurements, Profile, TrueMentions};

pub use cases::{Case, Cases, CasesBuilder};
pub use decision_quality::{DecisionQuality, DecisionQualityBuilder, DecisionQualityRow};
pub use dictionary::{Dictionary, DictionaryBuilder, DictionaryRow};
pub use excused::{Excused, ExcusedBuilder, ExcusedRow};
pub use facts::{
    Award, Awards, AwardsBuilder, Circumstance, Circumstances, CircumstancesBuilder, Payment,
    Payments, PaymentsBuilder,
};
pub use flags::{Flag, FlagEvidence, FlagEvidenceBuilder, FlagEvidenceRow, Flags, FlagsBuilder};
pub use full_identifiers::{FullIdentifier, FullIdentifiers, FullIdentifiersBuilder};
pub use fund_ledger::{FundEntry, FundLedger, FundLedgerBuilder};
pub use household_chain::{Event, EventsBuilder, HouseholdChain, outcome_told};
pub use households::{
    Household, HouseholdMember, HouseholdMembers, HouseholdMembersBuilder, Households,
    HouseholdsBuilder,
};
pub use id_changes::{IdChangeRow, IdChanges, IdChangesBuilder};
pub use kin::{HouseholdLinkRow, HouseholdLinks, HouseholdLinksBuilder, Kin, KinBuilder, KinRow};
pub use ledger::{Ledger, LedgerBuilder, LedgerEntry};
pub use metrics::{MetricRow, Metrics, MetricsBuilder};
pub use person_links::{PersonLink, PersonLinks, PersonLinksBuilder};
pub use persons::{Person, Persons, PersonsBuilder};
pub(super) use quarantine::in_order;
pub use quarantine::{Quarantine, QuarantineBuilder, QuarantineRow};
pub use run_changes::{RunChange, RunChanges, RunChangesBuilder};
pub use source_rows::{SourceRow, SourceRows, SourceRowsBuilder};
pub use statistics::{Statistic, Statistics, StatisticsBuilder};

/// A published table: its contract and what writes it.
#[derive(Clone, Copy)]
pub(super) struct Publication {
    contract: Contract,
    fill: fn(&Night, &mut TableFile) -> Result<(), ReportError>,
}

/// The tables of a run. The largest stand first, so that threads finish together.
pub(super) const PUBLICATIONS: [Publication; 24] = [
    publication(SourceRows::CONTRACT, source_rows::write),
    publication(Circumstances::CONTRACT, facts::write_circumstances),
    publication(Payments::CONTRACT, facts::write_payments),
    publication(PersonLinks::CONTRACT, person_links::write),
    publication(Persons::CONTRACT, persons::write),
    publication(HouseholdMembers::CONTRACT, households::write_members),
    publication(Awards::CONTRACT, facts::write_awards),
    publication(HouseholdChain::CONTRACT, household_chain::write),
    publication(Households::CONTRACT, households::write_households),
    publication(HouseholdLinks::CONTRACT, kin::write_links),
    publication(Kin::CONTRACT, kin::write_kin),
    publication(IdChanges::CONTRACT, id_changes::write),
    publication(Quarantine::CONTRACT, quarantine::write),
    publication(Flags::CONTRACT, flags::write_flags),
    publication(FlagEvidence::CONTRACT, flags::write_evidence),
    publication(Excused::CONTRACT, excused::write),
    publication(Cases::CONTRACT, cases::write),
    publication(Ledger::CONTRACT, ledger::write),
    publication(DecisionQuality::CONTRACT, decision_quality::write),
    publication(Metrics::CONTRACT, metrics::write),
    publication(Statistics::CONTRACT, statistics::write),
    publication(FundLedger::CONTRACT, fund_ledger::write),
    publication(Profile::CONTRACT, profile::write),
    publication(Dictionary::CONTRACT, dictionary::write),
];

/// The contracts of [`PUBLICATIONS`], in the same order.
pub(super) static CONTRACTS: [Contract; 24] = contracts();

const fn publication(
    contract: Contract,
    fill: fn(&Night, &mut TableFile) -> Result<(), ReportError>,
) -> Publication {
    Publication { contract, fill }
}

const fn contracts() -> [Contract; 24] {
    let mut contracts = [PUBLICATIONS[0].contract; 24];
    let mut at = 1;
    while at < contracts.len() {
        contracts[at] = PUBLICATIONS[at].contract;
        at += 1;
    }
    contracts
}

/// The table of full identifiers, which a run has only where there is a purpose for it.
pub(super) const FULL_IDENTIFIERS: Publication =
    publication(FullIdentifiers::CONTRACT, full_identifiers::write);

/// The contracts of the tables that not every run has: unmasked, of an evaluation, of a comparison, of the
/// truth.
pub(super) static ON_REQUEST: [Contract; 4] = [
    FullIdentifiers::CONTRACT,
    Measurements::CONTRACT,
    RunChanges::CONTRACT,
    TrueMentions::CONTRACT,
];

impl Publication {
    /// Writes the table into the folder and reads it back.
    pub fn write(&self, night: &Night, folder: &Path) -> Result<WrittenTable, ReportError> {
        let mut file = TableFile::create(folder, &self.contract, night.tonight.settings)?;
        (self.fill)(night, &mut file)?;
        file.finish()
    }
}

/// Makes a table readable by [`super::read_table`].
macro_rules! readable {
    ($($table:ty),+ $(,)?) => {
        $(impl super::PublishedTable for $table {
            const CONTRACT: Contract = <$table>::CONTRACT;

            fn from_batch(
                batch: &arrow::array::RecordBatch,
            ) -> Result<Self, crate::domain::table::TableError> {
                <$table>::from_batch(batch)
            }

            fn concat(parts: Vec<Self>) -> Self {
                <$table>::concat(parts)
            }
        })+
    };
}

readable! {
    Awards, Cases, Circumstances, DecisionQuality, Dictionary, Excused, FlagEvidence, Flags, FullIdentifiers, FundLedger,
    HouseholdChain, HouseholdLinks, HouseholdMembers, Households, IdChanges, Kin, Ledger, Metrics,
    Payments, PersonLinks, Persons, Profile, Quarantine,
    RunChanges, SourceRows, Statistics, Measurements, TrueMentions,
}
