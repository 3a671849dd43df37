//! Places: where in a delivery a mention stands, and which mention of the truth stands there too.

use crate::domain::Role;

/// Where a mention stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The number of source and file in the list's [`Files`].
    pub file: u32,
    /// The line of the file or the row of the sheet, counted from 1.
    pub line: u32,
    pub role: Role,
}

/// The files of a list of mentions: each source with each of its files, numbered as they come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    names: Vec<(String, String)>,
    latest: usize,
}

impl Files {
    /// The number of a source's file. Lists go file by file, so the latest is asked first.
    pub fn number(&mut self, source: &str, file: &str) -> u32 {
        let is = |name: &(String, String)| name.0 == source && name.1 == file;
        if !self.names.get(self.latest).is_some_and(is) {
            self.latest = self.names.iter().position(is).unwrap_or(self.names.len());
        }
        if self.latest == self.names.len() {
            self.names.push((source.to_owned(), file.to_owned()));
        }
        number(self.latest)
    }

    fn find(&self, name: &(String, String)) -> Option<u32> {
        self.names.iter().position(|known| known == name).map(number)
    }
}

/// The mention of the truth that each place of a list has, as a position among the true places.
///
/// Mentions that share file, line and role are told apart by their order.
pub(super) fn join(
    (files, places): (&Files, impl Iterator<Item = Place>),
    (true_files, true_places): (&Files, &[Place]),
) -> Vec<Option<u32>> {
    let file_of: Vec<Option<u32>> = files.names.iter().map(|name| true_files.find(name)).collect();
    let mut list: Vec<(u64, u32)> = Vec::with_capacity(places.size_hint().0);
    let mut found = Vec::with_capacity(places.size_hint().0);
    for (at, place) in places.enumerate() {
        found.push(None);
        list.extend(file_of[place.file as usize].map(|file| (key(place, file), number(at))));
    }
    let truth = true_places.iter().enumerate();
    let mut truth: Vec<(u64, u32)> =
        truth.map(|(at, place)| (key(*place, place.file), number(at))).collect();
    list.sort_unstable();
    truth.sort_unstable();
    let mut truth = truth.into_iter().peekable();
    for (key, at) in list {
        while truth.next_if(|known| known.0 < key).is_some() {}
        found[at as usize] = truth.next_if(|known| known.0 == key).map(|known| known.1);
    }
    found
}

/// File, line and role as one number that orders as they do.
fn key(place: Place, file: u32) -> u64 {
    u64::from(file) << 40 | u64::from(place.line) << 8 | u64::from(role_key(place.role))
}

/// Roles as far as truth and outcome must agree: every subject of a row counts as one role.
fn role_key(role: Role) -> u8 {
    if role.is_subject() { 0 } else { 1 + role as u8 }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).expect("mentions and files are numbered in 32 bits")
}
