//! Grouped: the positions of rows by what they belong to, as two flat arrays.
//!
//! Facts by person, identities by person, members by household: each is one counting sort, linear
//! in the rows, and a group is a slice in row order.

/// Row positions by group. Groups are numbered from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grouped {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Grouped {
    /// Groups rows `0, 1, 2 …` by the group each names; `None` leaves a row out.
    pub fn new(groups: usize, group_of_row: impl Iterator<Item = Option<u32>> + Clone) -> Self {
        let mut starts = vec![0_u32; groups + 1];
        for group in group_of_row.clone().flatten() {
            starts[group as usize + 1] += 1;
        }
        for at in 0..groups {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; starts[groups] as usize];
        for (row, group) in group_of_row.enumerate() {
            let Some(group) = group else { continue };
            let place = &mut next[group as usize];
            rows[*place as usize] = u32::try_from(row).expect("rows are numbered in 32 bits");
            *place += 1;
        }
        Self { starts, rows }
    }

    /// The rows of a group, in order.
    pub fn of(&self, group: u32) -> &[u32] {
        let group = group as usize;
        &self.rows[self.starts[group] as usize..self.starts[group + 1] as usize]
    }
}
