//! Foreign members: the read-me, the picture, the letter that lie beside the tables of an archive.
//!
//! Such a member is passed over and told of. One that may be a table is none: neither what is named
//! as tables are, nor a text in whose lines something like rows shows, for its people would be lost.
//! A text taken for a table by mistake refuses the archive with a hint at `members`.

use super::encoding::detect;
use super::forms::delimited::DELIMITERS;
use super::sniff::Look;
use super::{Format, TABLE_FORMATS};

/// The extension that tables and read-mes share.
const PLAIN: &str = "txt";

/// Lines of a text that are looked at.
const LINES: usize = 100;

/// What databases and statistics programs keep tables in, which no form here reads.
const DATA: [&str; 12] =
    ["accdb", "bak", "dat", "db", "dbf", "dmp", "dta", "et", "mdb", "sas7bdat", "sav", "sqlite"];

/// Whether a member of this name, look and beginning is no table.
pub fn is_foreign(name: &str, look: Look, sample: &[u8], whole: bool) -> bool {
    if is_named_as_table(name) {
        return false;
    }
    match look {
        Look::Document | Look::Pdf | Look::Picture | Look::Binary => true,
        Look::Text => is_prose(&detect(sample, whole).encoding.decode(sample).0),
        _ => false,
    }
}

fn is_named_as_table(name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let extension = last.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let known = |format: &Format, extension: &str| format.extensions().contains(&extension);
    extension.is_some_and(|extension| {
        let is_read = TABLE_FORMATS.iter().any(|format| known(format, &extension));
        DATA.contains(&extension.as_str()) || (extension != PLAIN && is_read)
    })
}

/// Whether nothing in a text stands below one another as cells do.
fn is_prose(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES);
    let lines: Vec<&str> = lines.collect();
    let between = |delimiter: char| lines.iter().map(move |line| line.matches(delimiter).count());
    let delimiters = || DELIMITERS.into_iter().map(char::from);
    let gaps: Vec<usize> = lines.iter().map(|line| gaps(line)).collect();
    !delimiters().any(|delimiter| has_rows(&between(delimiter).collect::<Vec<_>>()))
        && !has_rows(&gaps)
        && !delimiters().any(|delimiter| are_alike(between(delimiter)))
        && !has_rows(&between(' ').collect::<Vec<_>>())
        && !lines.iter().any(|line| has_long_number(line))
}

/// Whether two lines in succession have as many cells, and more than two.
fn has_rows(cuts: &[usize]) -> bool {
    cuts.windows(2).any(|pair| pair[0] >= 2 && pair[0] == pair[1])
}

/// Whether all lines, of several, are cut alike.
fn are_alike(mut cuts: impl Iterator<Item = usize>) -> bool {
    let (first, second) = (cuts.next(), cuts.next());
    first.is_some_and(|first| first > 0) && first == second && cuts.all(|cut| Some(cut) == first)
}

/// The blanks, more than one each, by which columns of fixed width are told apart.
fn gaps(line: &str) -> usize {
    line.split("  ").skip(1).filter(|part| !part.trim().is_empty()).count()
}

/// Whether a line has as many digits in a row as identity numbers and accounts have.
fn has_long_number(line: &str) -> bool {
    const DIGITS: usize = 15;
    line.split(|character: char| !character.is_ascii_digit()).any(|digits| digits.len() >= DIGITS)
}
