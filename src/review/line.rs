//! Lines: what reviewers have filled in, found by the titles of columns wherever rows and columns went.
//!
//! Sorting, filtering, saving by another program and copying lines from list to list all leave a line
//! whole, because it carries its case, its flags, its run and the seal of its computed cells along.

use std::collections::BTreeSet;

use super::fault::{At, ListFault, Wrong};
use crate::domain::review_list::{
    CASE_ID, CONCLUSION, DECIDED_BY, DECIDED_ON, FLAG_IDS, NOT_THEIRS, OPEN, REASON, RUN, SEAL,
    SEALED, SECONDED_BY, Seal,
};
use crate::domain::{
    CaseId, Day, FlagId, Language, MergedCells, RowKey, RunId, SheetCell, SheetCells, SheetRow,
    mask,
};

/// The header stands within so many rows, under titles.
const HEADER_ROWS_MAX: usize = 10;

/// A workbook that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// As messages name it.
    pub file: String,
    pub sheets: Vec<SheetCells>,
}

/// What lists say, before anything is known of their runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadLists {
    pub(super) lines: Vec<Line>,
    pub(super) faults: Vec<ListFault>,
    /// Lines with a remark and no conclusion yet.
    pub(super) unfinished: usize,
}

impl ReadLists {
    /// The nights whose runs the lists come from.
    pub fn run_dates(&self) -> BTreeSet<Day> {
        self.lines.iter().map(|line| line.run_date).collect()
    }

    /// Adds a fault of a list as a whole.
    pub fn refuse(&mut self, file: String, wrong: Wrong) {
        self.faults.push(ListFault { at: At::file(file), wrong });
    }
}

/// A line that was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub at: At,
    pub case: CaseId,
    pub flags: Vec<FlagId>,
    pub run_date: Day,
    pub run: RunId,
    /// What its flags rested on when it was printed.
    pub grounds: RowKey,
    pub conclusion: String,
    pub not_theirs: String,
    pub reason: String,
    pub decided_on: String,
    pub decided_by: String,
    pub seconded_by: String,
}

/// Reads what the lists say.
pub fn read_lists(lists: &[List]) -> ReadLists {
    let mut read = ReadLists::default();
    for list in lists {
        let mut is_list = false;
        for sheet in &list.sheets {
            let name = Some(mask::label(&sheet.name));
            let at = At { file: list.file.clone(), sheet: name, row: None };
            match Header::find(sheet) {
                None => continue,
                Some(Ok((header, rows))) => {
                    read.faults.extend(merged(&header, rows, &sheet.merged, &at));
                    read_rows(&header, rows, &at, &mut read);
                }
                Some(Err(wrong)) => read.faults.push(ListFault { at, wrong }),
            }
            is_list = true;
        }
        if !is_list {
            read.refuse(list.file.clone(), Wrong::NotAList);
        }
    }
    read
}

/// What was filled in once for several rows belongs to the first of them alone, and the others look as if
/// nobody had filled them in.
fn merged<'a>(
    header: &'a Header,
    rows: &'a [SheetRow],
    merged: &'a [MergedCells],
    sheet: &'a At,
) -> impl Iterator<Item = ListFault> + 'a {
    merged.iter().filter(|cells| cells.rows.0 < cells.rows.1).filter_map(move |cells| {
        let row = rows.iter().find(|row| row.row == cells.rows.0)?;
        let row = Row { header, cells: &row.cells };
        let is_filled = |title: &&str| {
            let column = header.at(title);
            let covers = |column| (cells.columns.0..=cells.columns.1).contains(&column);
            column.is_some_and(covers) && !row.text(title).is_empty()
        };
        let title = OPEN.into_iter().find(is_filled)?;
        let at = At { row: Some(cells.rows.0), ..sheet.clone() };
        Some(ListFault { at, wrong: Wrong::Merged(title) })
    })
}

fn read_rows(header: &Header, rows: &[SheetRow], sheet: &At, read: &mut ReadLists) {
    for row in rows {
        let at = At { row: Some(row.row), ..sheet.clone() };
        let row = Row { header, cells: &row.cells };
        if OPEN.iter().all(|title| row.text(title).is_empty()) && row.formula(&OPEN).is_none() {
            continue;
        }
        if let Some(title) = row.formula(&OPEN).or_else(|| row.formula(&SEALED)) {
            read.faults.push(ListFault { at, wrong: Wrong::Formula(title) });
            continue;
        }
        let said_more = OPEN.iter().any(|title| *title != REASON && !row.text(title).is_empty());
        if !said_more {
            read.unfinished += 1;
            continue;
        }
        match row.line(&at) {
            Ok(line) => read.lines.push(line),
            Err(wrong) => read.faults.push(ListFault { at, wrong }),
        }
    }
}

/// Where the columns of a sheet stand.
struct Header(Vec<(&'static str, u32)>);

impl Header {
    /// The header of a review list and the rows below it; none of another sheet.
    fn find(sheet: &SheetCells) -> Option<Result<(Self, &[SheetRow]), Wrong>> {
        let mut leading = sheet.rows.iter().take(HEADER_ROWS_MAX).enumerate();
        let known: Vec<&'static str> = SEALED.into_iter().chain(OPEN).chain([SEAL]).collect();
        leading.find_map(|(at, row)| {
            let titled = row.cells.iter().filter_map(|cell| {
                let title = known.iter().find(|title| Language::is_any(&cell.text, title));
                title.map(|title| (*title, cell.column))
            });
            let header = Self(titled.collect());
            header.at(CASE_ID).and(header.at(CONCLUSION))?;
            let gone = [FLAG_IDS, RUN, SEAL].into_iter().find(|title| header.at(title).is_none());
            Some(match gone {
                Some(title) => Err(Wrong::NoColumn(title)),
                None => Ok((header, &sheet.rows[at + 1..])),
            })
        })
    }

    fn at(&self, title: &str) -> Option<u32> {
        self.0.iter().find(|(known, _)| *known == title).map(|(_, column)| *column)
    }
}

/// A row below a header.
struct Row<'a> {
    header: &'a Header,
    cells: &'a [SheetCell],
}

impl<'a> Row<'a> {
    fn cell(&self, title: &str) -> Option<&'a SheetCell> {
        let column = self.header.at(title)?;
        self.cells.iter().find(|cell| cell.column == column)
    }

    fn text(&self, title: &str) -> &'a str {
        self.cell(title).map_or("", |cell| cell.text.trim())
    }

    /// The first of these columns in which a formula stands.
    fn formula(&self, titles: &[&'static str]) -> Option<&'static str> {
        let is_formula = |title: &&&str| self.cell(title).is_some_and(|cell| cell.is_formula);
        titles.iter().find(is_formula).copied()
    }

    fn line(&self, at: &At) -> Result<Line, Wrong> {
        if self.text(CASE_ID).is_empty() {
            return Err(Wrong::NoCase);
        }
        let sealed: Seal = self.text(SEAL).parse().map_err(|_| Wrong::NoSeal)?;
        let text = |title: &str| self.header.at(title).map(|_| self.text(title));
        if let Some(titles) = sealed.altered(&Seal::new(text, sealed.grounds)) {
            return Err(Wrong::Altered(titles));
        }
        let flags = self.text(FLAG_IDS).split_whitespace().map(str::parse);
        let mut run = self.text(RUN).split_whitespace();
        let mut next = || run.next().ok_or(Wrong::NoRun);
        let (run_date, run) = (next()?, next()?);
        let own = |title: &str| self.text(title).to_owned();
        Ok(Line {
            at: at.clone(),
            case: self.text(CASE_ID).parse().map_err(|_| Wrong::UnknownCase)?,
            flags: flags.collect::<Result<_, _>>().map_err(|_| Wrong::UnknownFlag)?,
            run_date: run_date.parse().map_err(|_| Wrong::NoRun)?,
            run: run.parse().map_err(|_| Wrong::NoRun)?,
            grounds: sealed.grounds,
            conclusion: own(CONCLUSION),
            not_theirs: own(NOT_THEIRS),
            reason: own(REASON),
            decided_on: own(DECIDED_ON),
            decided_by: own(DECIDED_BY),
            seconded_by: own(SECONDED_BY),
        })
    }
}
