//! Records: what normalising a source gives, and how the parts of a night are joined.

use arrow::array::{RecordBatch, UInt32Array};

use super::table::{JoinColumns, TableError, in_turn};
use super::{Attributes, Awards, Circumstances, Memberships, Mentions, Payments, Rejects};

/// The canonical tables of one source, one chunk of it, or the whole night.
///
/// Facts and memberships name their mention by its position in `mentions`, so parts are only ever
/// joined through [`Records::concat`], which moves those positions along.
#[derive(Clone)]
pub struct Records {
    pub mentions: Mentions,
    /// What the mentions have beyond the columns of `mentions`, in the same order.
    pub attributes: Attributes,
    pub memberships: Memberships,
    pub awards: Awards,
    pub payments: Payments,
    pub circumstances: Circumstances,
    pub rejects: Rejects,
}

impl Records {
    pub fn empty() -> Self {
        Self::concat(Vec::new())
    }

    /// The parts in order as one, with the mention positions of the facts moved along.
    pub fn concat(parts: Vec<Self>) -> Self {
        Self::concat_by(parts, in_turn)
    }

    /// The same, with the columns of a table joined in turn or side by side.
    pub fn concat_by(parts: Vec<Self>, join: JoinColumns) -> Self {
        let mut offset = 0;
        let mut attributes = Vec::with_capacity(parts.len());
        let (mut mentions, mut rejects) = (Vec::new(), Vec::new());
        let (mut memberships, mut awards) = (Vec::new(), Vec::new());
        let (mut payments, mut circumstances) = (Vec::new(), Vec::new());
        for part in parts {
            let so_many = part.mentions.len();
            attributes.push((part.attributes, so_many));
            mentions.push(part.mentions);
            memberships.push(moved(
                &part.memberships,
                Memberships::batch,
                Memberships::from_batch,
                offset,
            ));
            awards.push(moved(&part.awards, Awards::batch, Awards::from_batch, offset));
            payments.push(moved(&part.payments, Payments::batch, Payments::from_batch, offset));
            circumstances.push(moved(
                &part.circumstances,
                Circumstances::batch,
                Circumstances::from_batch,
                offset,
            ));
            rejects.push(part.rejects);
            offset += u32::try_from(so_many).expect("mentions are numbered in 32 bits");
        }
        Self {
            attributes: Attributes::concat(&attributes),
            mentions: Mentions::concat_by(mentions, join),
            memberships: Memberships::concat_by(memberships, join),
            awards: Awards::concat_by(awards, join),
            payments: Payments::concat_by(payments, join),
            circumstances: Circumstances::concat_by(circumstances, join),
            rejects: Rejects::concat_by(rejects, join),
        }
    }
}

/// The fact table with its mentions moved along.
fn moved<T>(
    facts: &T,
    batch: impl Fn(&T) -> &RecordBatch,
    from_batch: impl Fn(&RecordBatch) -> Result<T, TableError>,
    offset: u32,
) -> T {
    from_batch(&move_mentions(batch(facts), offset)).expect("moving positions keeps the shape")
}

/// The batch with its first column, the mention, moved along.
fn move_mentions(batch: &RecordBatch, offset: u32) -> RecordBatch {
    let mentions = batch.column(0).as_any().downcast_ref::<UInt32Array>();
    let mentions = mentions.expect("a fact table's first column is its mention");
    let moved: UInt32Array = mentions.values().iter().map(|mention| mention + offset).collect();
    let mut columns = batch.columns().to_vec();
    columns[0] = std::sync::Arc::new(moved);
    RecordBatch::try_new(batch.schema(), columns).expect("moving positions keeps the shape")
}
