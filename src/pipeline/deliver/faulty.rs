//! Faulty columns: a column nearly all of whose values were set aside says nothing, though each row of
//! it was read.
//!
//! A spreadsheet that made every identity number a power of ten leaves a file whose rows are all
//! accepted and whose people cannot be told apart. So the share of values at fault is looked at column
//! by column: over one limit it is told, over a second the file is refused, where the column says
//! whom the rows are about. A register that writes `NULL` where it knows no number is told so and not
//! refused, as it would not be for empty cells.

use std::fmt;

use crate::config::{Pipeline, SourceSettings};
use crate::domain::{Records, Reject, Subject};
use crate::normalise::Fault;
use crate::pipeline::RunError;
use crate::profile::{FaultyColumn, Tally};

/// A column of which too much was set aside. Reads as a Chinese half-sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultyValues {
    /// As the header has it.
    pub column: String,
    pub faulty: u64,
    pub filled: u64,
    pub limit_percent: u8,
    /// The fault most of them have, how many, and where the first stands.
    pub code: String,
    pub with_code: u64,
    pub message: String,
    pub suggestion: String,
    pub first_file: String,
    pub line: u32,
}

impl fmt::Display for FaultyValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { column, faulty, filled, code, with_code, message, suggestion, line, .. } = self;
        let share = faulty * 100 / filled;
        write!(
            f,
            "列“{column}”已填的 {filled} 个值中有 {faulty} 个不能采用（{share}%），最多的是：{message}\
             （{code}，{with_code} 个，第一处在第 {line} 行），{suggestion}"
        )
    }
}

/// The limits of a source.
pub(super) struct FaultyLimits<'a> {
    pub pipeline: &'a Pipeline,
    pub settings: &'a SourceSettings,
    pub subject: Subject,
}

impl FaultyLimits<'_> {
    /// The sentences for the columns of a file that hold too many faulty values; an error if one of
    /// them tells whom the rows are about and nearly all of it is at fault.
    pub fn check(
        &self,
        file: &str,
        tally: &Tally,
        parts: &[Records],
    ) -> Result<Vec<String>, RunError> {
        let header = &self.settings.header;
        let agency = &header.agency_name;
        let (of_subjects, of_values) =
            (header.max_faulty_subjects_percent, header.max_faulty_values_percent);
        let tells_whom = |at| [self.subject.number, self.subject.name].contains(&Some(at));
        // A word for no value is told, and costs no more than the empty cell that nobody refuses.
        let mut subjects = tally.faulty_columns(|code| code == Fault::NullWord.code());
        if let Some(column) =
            subjects.find(|column| tells_whom(column.at) && self.is_over(column, of_subjects))
        {
            let (agency, file) = (agency.clone(), file.to_owned());
            let faulty = in_full(&column, of_subjects, parts).into();
            return Err(RunError::TooManyFaultyValues { agency, file, faulty });
        }
        let columns = tally.faulty_columns(|_| false);
        let told = columns.filter(|column| self.is_over(column, of_values));
        let sentence =
            |column| format!("{agency}：{file} 的{}", in_full(&column, of_values, parts));
        Ok(told.map(sentence).collect())
    }

    fn is_over(&self, column: &FaultyColumn<'_>, percent: u8) -> bool {
        column.filled >= self.pipeline.profile.rows_min
            && column.faulty * 100 > column.filled * u64::from(percent)
    }
}

fn in_full(column: &FaultyColumn<'_>, limit_percent: u8, parts: &[Records]) -> FaultyValues {
    let rejects = || parts.iter().flat_map(|part| part.rejects.rows());
    let is_one =
        |reject: &Reject<'_>| reject.code == column.code && reject.field == Some(column.header);
    let first = rejects().find(is_one);
    let text = |of: fn(&Reject<'_>) -> String| first.as_ref().map(of).unwrap_or_default();
    FaultyValues {
        column: column.header.to_owned(),
        faulty: column.faulty,
        filled: column.filled,
        limit_percent,
        code: column.code.to_owned(),
        with_code: column.with_code,
        message: text(|reject| reject.message.to_owned()),
        suggestion: text(|reject| reject.suggestion.to_owned()),
        first_file: text(|reject| reject.file.to_owned()),
        line: first.as_ref().map_or(0, |reject| reject.line),
    }
}
