//! Staff: who decides on assistance in a town, and which relatives they have declared.

use crate::domain::Day;

#[derive(Clone)]
pub struct StaffMember {
    pub number: String,
    pub person: u32,
    pub since: Day,
    pub until: Option<Day>,
    /// Declared relatives, each with the day.
    pub declared: Vec<(u32, Day)>,
}

impl StaffMember {
    pub fn is_in_post(&self, night: Day) -> bool {
        self.since <= night && self.until.is_none_or(|until| until >= night)
    }

    pub fn has_declared(&self, person: u32, night: Day) -> bool {
        self.declared.iter().any(|(relative, day)| *relative == person && *day <= night)
    }
}
