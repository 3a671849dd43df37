//! Workbooks: sheets of cells as a programme of the agencies exports them, always the same bytes.

use std::io;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::dataset::{Dataset, Form};

/// One sheet of a workbook.
pub struct Page {
    pub name: String,
    pub rows: Vec<Vec<String>>,
}

impl Page {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), rows: Vec::new() }
    }
}

/// The line of the first row below the header, counted from 1.
pub const fn first_line(form: Form) -> u32 {
    match form {
        Form::Workbook(_) => 3,
        Form::Tabs | Form::Utf8 | Form::Utf8WithMark | Form::Gb18030 => 2,
    }
}

/// The bytes of a workbook of the dataset.
pub fn bytes(dataset: Dataset, pages: &[Page]) -> io::Result<Vec<u8>> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 1, 1).map_err(broken)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for page in pages {
        let sheet = book.add_worksheet();
        sheet.set_name(&page.name).map_err(broken)?;
        write(sheet, dataset, page).map_err(broken)?;
    }
    book.save_to_buffer().map_err(broken)
}

fn write(sheet: &mut Worksheet, dataset: Dataset, page: &Page) -> Result<(), XlsxError> {
    let columns = dataset.columns();
    let numeric = dataset.numeric_columns();
    let mut line = 0;
    if let Form::Workbook(title) = dataset.layout().form {
        let last = u16::try_from(columns.len() - 1).expect("a sheet has few columns");
        sheet.merge_range(0, 0, 0, last, title, &Format::new().set_bold())?;
        line += 1;
    }
    let grey =
        Format::new().set_background_color(Color::RGB(0x00D9_D9D9)).set_border(FormatBorder::Thin);
    for (column, header) in (0..).zip(&columns) {
        sheet.write_string_with_format(line, column, *header, &grey)?;
    }
    for cells in &page.rows {
        line += 1;
        for ((column, cell), numeric) in (0..).zip(cells).zip(&numeric) {
            match cell.parse::<f64>() {
                _ if cell.is_empty() => {}
                Ok(number) if *numeric => {
                    sheet.write_number(line, column, number)?;
                }
                _ => {
                    sheet.write_string(line, column, cell)?;
                }
            }
        }
    }
    if let Form::Workbook(_) = dataset.layout().form {
        sheet.write_string(line + 1, 0, "合计")?;
        sheet.write_string(line + 1, 1, format!("共{}行", page.rows.len()))?;
        sheet.write_string(line + 2, 0, "制表人：示范区信息核对中心")?;
    }
    Ok(())
}

fn broken(error: XlsxError) -> io::Error {
    io::Error::other(error)
}
