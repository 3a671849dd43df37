//! Forms: one reader per form of file, each giving rows of text.
//!
//! A reader knows how its form is written and nothing of headers, columns or sources.

pub mod columnar;
pub mod delimited;
pub mod fixed_width;
pub mod json_lines;
pub mod lines;
pub mod markup;
pub mod ods;
pub mod sheet;
pub mod workbook;
mod xls_size;
mod xlsx_parts;
