//! Printed sheets: what every workbook that is filled in and printed on A4 has in common.
//!
//! All cells are text, so that no spreadsheet turns an id into a number, and the date of the run
//! stands for the time of writing, so that the same night gives the same bytes.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, ProtectionOptions, Workbook,
    Worksheet, XlsxError,
};

use super::publish::write_synced;
use super::{FileDigest, Purpose, ReportError, Settings, identifiers};
use crate::domain::{Day, Language};

/// A column: its title, its width and what a line writes into it.
pub(super) struct Column<Line> {
    pub title: &'static str,
    /// In tenths of a digit of the workbook's default font; a column of no width is hidden.
    pub width_tenths: u32,
    pub text: fn(&Line) -> &str,
    /// Whether readers fill it in. Where there is such a column, all others are closed to them.
    pub is_open: bool,
}

impl<Line> Column<Line> {
    pub const fn open(mut self) -> Self {
        self.is_open = true;
        self
    }
}

pub(super) const fn column<Line>(
    title: &'static str,
    width_tenths: u32,
    text: fn(&Line) -> &str,
) -> Column<Line> {
    Column { title, width_tenths, text, is_open: false }
}

/// A line of a sheet.
pub(super) trait Printed {
    /// What stands at the end of a cell that paper has no room for: where the rest is. Cells are whole where
    /// there is nothing to lead to.
    fn rest(&self) -> Option<&'static str> {
        None
    }
}

impl<Line: Printed> Column<Line> {
    /// What it prints of a line, which is what a seal is of.
    pub fn printed<'a>(&self, line: &'a Line) -> Cow<'a, str> {
        let text = (self.text)(line);
        match (line.rest(), self.width_tenths) {
            (None, _) | (_, 0) => Cow::Borrowed(text),
            (Some(rest), width) => fitted(text, width, rest),
        }
    }
}

/// What a sheet says around its lines.
pub(super) struct Frame<'a> {
    pub title: &'a str,
    pub run_date: Day,
    pub centre: &'a str,
    pub language: Language,
    /// How many lines there are, and of what: `本表 12 户`.
    pub counted: String,
    /// What the reader should know or do.
    pub remark: &'a str,
    /// What the sheet shows values unmasked for.
    pub unmasked: Option<&'a Purpose>,
    /// At the foot of each page, in the file format's own codes.
    pub footer: &'a str,
}

impl Frame<'_> {
    fn note(&self) -> String {
        let Self { run_date, counted, centre, remark, language, .. } = self;
        let unmasked = self.unmasked.map(|purpose| unmasked(*language, purpose));
        let unmasked = unmasked.map(|words| format!("　{words}")).unwrap_or_default();
        format!("{} {run_date}　{counted}　{centre}　{remark}{unmasked}", language.say("核对日期"))
    }
}

/// That values are not masked, and what for.
pub(super) fn unmasked(language: Language, purpose: &Purpose) -> String {
    let label = language.say("含未遮蔽的个人信息，用途");
    language.fill("{}：{}", &[&label, &purpose.as_str()])
}

const TITLE_ROW: u32 = 0;
const NOTE_ROW: u32 = 1;
/// The row of the columns' titles; lines follow below.
pub(super) const HEADER_ROW: u32 = 2;
/// What the file format leaves below the header.
pub(super) const ROWS_MAX: usize = 1_048_576 - HEADER_ROW as usize - 1;
/// Paper size 9 is A4 in the file format.
const A4: u8 = 9;

/// An empty workbook of a night.
pub(super) fn workbook(
    settings: &Settings,
    run_date: Day,
    title: &str,
) -> Result<Workbook, XlsxError> {
    let properties = DocProperties::new()
        .set_title(title)
        .set_author(&settings.centre)
        .set_creation_datetime(&excel_date(run_date)?);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties);
    Ok(workbook)
}

/// Makes the folder of a run for what readers are given; one that shows values unmasked is closed to
/// other accounts, where the system knows accounts.
pub(super) fn folder_for(folder: &Path, unmasked: Option<&Purpose>) -> Result<(), ReportError> {
    let made = match unmasked {
        Some(_) => create_closed(folder),
        None => fs::create_dir_all(folder),
    };
    made.map_err(ReportError::output(folder))
}

/// A folder that only the account of the night may look into, where the system knows accounts.
pub(super) fn create_closed(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes the bytes of a workbook to a path within a folder.
pub(super) fn save(
    folder: &Path,
    inside: String,
    bytes: Result<Vec<u8>, XlsxError>,
) -> Result<FileDigest, ReportError> {
    let path = folder.join(&inside);
    let bytes = bytes.map_err(ReportError::workbook(&path))?;
    write_synced(&path, &bytes)?;
    Ok(FileDigest { path: inside, digest: identifiers::digest(&bytes) })
}

/// A name or code without what file systems reserve.
pub(super) fn file_safe(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric() || "_-".contains(*letter)).collect()
}

/// What the files of a town are called, without their endings.
pub(super) fn town_file(code: &str, name: &str) -> String {
    format!("{}-{}", file_safe(code), file_safe(name))
}

/// A column that no reader sees.
pub(super) const fn hidden<Line>(title: &'static str, text: fn(&Line) -> &str) -> Column<Line> {
    column(title, 0, text)
}

/// Writes title, note, header and lines, and sets the page up; gives the last row.
pub(super) fn write_sheet<Line: Printed>(
    sheet: &mut Worksheet,
    frame: &Frame<'_>,
    columns: &[&Column<Line>],
    lines: impl Iterator<Item = Line>,
) -> Result<u32, XlsxError> {
    let titles: Vec<&str> = columns.iter().map(|column| frame.language.say(column.title)).collect();
    let widths: Vec<u32> = columns.iter().map(|column| column.width_tenths).collect();
    head_sheet(sheet, frame, &titles, &widths)?;
    let (cell, open) = (cell_format(), cell_format().set_unlocked());
    let mut row = HEADER_ROW;
    for line in lines {
        row += 1;
        let mut printed = 1;
        for (at, column) in (0..).zip(columns) {
            let text = column.printed(&line);
            sheet.write_with_format(
                row,
                at,
                text.as_ref(),
                if column.is_open { &open } else { &cell },
            )?;
            if column.width_tenths > 0 {
                printed = printed.max(printed_lines(&text, column.width_tenths));
            }
        }
        sheet.set_row_height(row, row_height(printed))?;
    }
    sheet.autofilter(HEADER_ROW, 0, row.max(HEADER_ROW + 1), last(&titles))?;
    if columns.iter().any(|column| column.is_open) {
        close(sheet);
    }
    Ok(row)
}

/// Closes a sheet's cells but those of open columns. There is no password: it guards against slips, and
/// what is changed all the same is told when the list comes back.
fn close(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        use_autofilter: true,
        sort: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
}

/// Sets a sheet up, with title, note and the columns' titles.
pub(super) fn head_sheet(
    sheet: &mut Worksheet,
    frame: &Frame<'_>,
    titles: &[&str],
    widths_tenths: &[u32],
) -> Result<(), XlsxError> {
    set_up_page(sheet, frame, widths_tenths)?;
    write_heading(sheet, frame, titles, widths_tenths)
}

/// Writes paragraphs below one another, on a page of their own.
pub(super) fn write_page(
    sheet: &mut Worksheet,
    title: &str,
    paragraphs: &[String],
) -> Result<(), XlsxError> {
    const WIDTH_TENTHS: u32 = 900;
    sheet.set_column_width(0, f64::from(WIDTH_TENTHS) / 10.0)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.write_with_format(0, 0, title, &Format::new().set_bold().set_font_size(16))?;
    sheet.set_row_height(0, 26)?;
    let cell = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    for (row, paragraph) in (1..).zip(paragraphs) {
        sheet.write_with_format(row, 0, paragraph, &cell)?;
        sheet.set_row_height(row, row_height(printed_lines(paragraph, WIDTH_TENTHS)) + 4.0)?;
    }
    Ok(())
}

/// How many lines a text takes in a column. Not every spreadsheet fits rows to their text when it
/// opens a file, so heights are written down; an estimate a little too high does no harm.
fn printed_lines(text: &str, width_tenths: u32) -> u32 {
    text.split('\n').map(|paragraph| lines_of(paragraph, capacity(width_tenths))).sum()
}

/// How many letters a line of a column holds.
const fn capacity(width_tenths: u32) -> u32 {
    // Cells print at 9 points where a column's width counts digits of 11; some is lost in wrapping.
    let letters = width_tenths * 11 / 100;
    if letters < 2 { 2 } else { letters }
}

const fn width_of(character: char) -> u32 {
    if character.is_ascii() { 1 } else { 2 }
}

fn lines_of(paragraph: &str, capacity: u32) -> u32 {
    paragraph.chars().map(width_of).sum::<u32>().div_ceil(capacity).max(1)
}

/// The text as far as the highest row has room for it, and then where the rest is; nothing is lost on paper
/// without a word.
fn fitted<'a>(text: &'a str, width_tenths: u32, rest: &str) -> Cow<'a, str> {
    if printed_lines(text, width_tenths) <= LINES_MAX {
        return Cow::Borrowed(text);
    }
    let capacity = capacity(width_tenths);
    let mut room = LINES_MAX - printed_lines(rest, width_tenths).min(LINES_MAX - 1);
    let mut kept = String::new();
    for paragraph in text.split('\n') {
        let lines = lines_of(paragraph, capacity);
        kept.push_str(if lines <= room {
            paragraph
        } else {
            beginning(paragraph, room * capacity)
        });
        kept.push('\n');
        room = room.saturating_sub(lines);
        if room == 0 {
            break;
        }
    }
    Cow::Owned(kept + rest)
}

/// As much of a paragraph as is no wider.
fn beginning(paragraph: &str, width: u32) -> &str {
    let mut left = width;
    let end = paragraph.char_indices().find(|(_, character)| {
        let fits = width_of(*character) <= left;
        left = left.saturating_sub(width_of(*character));
        !fits
    });
    end.map_or(paragraph, |(at, _)| &paragraph[..at])
}

/// The file format's highest row, in points.
const HIGHEST_ROW: f64 = 409.0;
/// How many lines it holds.
const LINES_MAX: u32 = 31;

fn row_height(lines: u32) -> f64 {
    (f64::from(lines) * 13.0 + 4.0).min(HIGHEST_ROW)
}

pub(super) fn excel_date(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).map_err(|_| {
        XlsxError::ParameterError("the run date lies outside the years of a workbook".to_owned())
    })?;
    let month = u8::try_from(day.month_of_year()).expect("a month is 1 to 12");
    let day_of_month = u8::try_from(day.day_of_month()).expect("a day is 1 to 31");
    ExcelDateTime::from_ymd(year, month, day_of_month)
}

fn last(titles: &[&str]) -> u16 {
    u16::try_from(titles.len() - 1).expect("a sheet has few columns")
}

/// A4 across, one page wide, the header on every page, the page number below.
fn set_up_page(
    sheet: &mut Worksheet,
    frame: &Frame<'_>,
    widths_tenths: &[u32],
) -> Result<(), XlsxError> {
    for (at, width) in (0..).zip(widths_tenths) {
        match width {
            0 => sheet.set_column_hidden(at)?,
            width => sheet.set_column_width(at, f64::from(*width) / 10.0)?,
        };
    }
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.3, 0.3, 0.4, 0.6, 0.3, 0.3);
    sheet.set_repeat_rows(TITLE_ROW, HEADER_ROW)?;
    sheet.set_footer(frame.footer);
    sheet.set_freeze_panes(HEADER_ROW + 1, 0)?;
    Ok(())
}

fn write_heading(
    sheet: &mut Worksheet,
    frame: &Frame<'_>,
    titles: &[&str],
    widths_tenths: &[u32],
) -> Result<(), XlsxError> {
    let large = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    let small = Format::new().set_font_size(9).set_align(FormatAlign::Left).set_text_wrap();
    let header =
        cell_format().set_bold().set_align(FormatAlign::Center).set_background_color("D9E2EC");
    let note = frame.note();
    let lines = printed_lines(&note, widths_tenths.iter().sum());
    span(sheet, TITLE_ROW, last(titles), frame.title, &large)?;
    sheet.set_row_height(TITLE_ROW, 26)?;
    span(sheet, NOTE_ROW, last(titles), &note, &small)?;
    sheet.set_row_height(NOTE_ROW, row_height(lines).max(16.0))?;
    for (at, title) in (0..).zip(titles) {
        sheet.write_with_format(HEADER_ROW, at, *title, &header)?;
    }
    let title_lines = titles.iter().zip(widths_tenths).filter(|(_, width)| **width > 0);
    let title_lines = title_lines.map(|(title, width)| printed_lines(title, *width)).max();
    sheet.set_row_height(HEADER_ROW, row_height(title_lines.unwrap_or(1)).max(30.0))?;
    Ok(())
}

/// Writes over all columns of a row; one cell is no range to merge.
fn span(
    sheet: &mut Worksheet,
    row: u32,
    last: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    match last {
        0 => sheet.write_with_format(row, 0, text, format).map(|_| ()),
        last => sheet.merge_range(row, 0, row, last, text, format).map(|_| ()),
    }
}

pub(super) fn cell_format() -> Format {
    Format::new()
        .set_num_format("@")
        .set_font_size(9)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
}
