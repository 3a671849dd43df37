//! Records: what normalising a source gives, and how the parts of a night are joined.

use arrow::array::{RecordBatch, UInt32Array};

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
        Self::concat(&[])
    }

    /// The parts in order as one, with the mention positions of the facts moved along.
    pub fn concat(parts: &[Self]) -> Self {
        let mut offset = 0;
        let mut moved = Vec::with_capacity(parts.len());
        for part in parts {
            moved.push(part.moved_by(offset));
            offset += u32::try_from(part.mentions.len()).expect("mentions are numbered in 32 bits");
        }
        let attributes: Vec<(&Attributes, usize)> =
            moved.iter().map(|part| (&part.attributes, part.mentions.len())).collect();
        Self {
            attributes: Attributes::concat(&attributes),
            mentions: Mentions::concat(&pick(&moved, |part| &part.mentions)),
            memberships: Memberships::concat(&pick(&moved, |part| &part.memberships)),
            awards: Awards::concat(&pick(&moved, |part| &part.awards)),
            payments: Payments::concat(&pick(&moved, |part| &part.payments)),
            circumstances: Circumstances::concat(&pick(&moved, |part| &part.circumstances)),
            rejects: Rejects::concat(&pick(&moved, |part| &part.rejects)),
        }
    }

    fn moved_by(&self, offset: u32) -> Self {
        let moved = |batch: &RecordBatch| move_mentions(batch, offset);
        let same_shape = "moving positions keeps the shape";
        Self {
            mentions: self.mentions.clone(),
            attributes: self.attributes.clone(),
            memberships: Memberships::from_batch(&moved(self.memberships.batch()))
                .expect(same_shape),
            awards: Awards::from_batch(&moved(self.awards.batch())).expect(same_shape),
            payments: Payments::from_batch(&moved(self.payments.batch())).expect(same_shape),
            circumstances: Circumstances::from_batch(&moved(self.circumstances.batch()))
                .expect(same_shape),
            rejects: self.rejects.clone(),
        }
    }
}

fn pick<T: Clone>(parts: &[Records], table: impl Fn(&Records) -> &T) -> Vec<T> {
    parts.iter().map(|part| table(part).clone()).collect()
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
