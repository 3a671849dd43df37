//! Sniffing: what a content is by its bytes, whatever its name says.

use std::io::{self, Cursor};

use super::Format;
use super::encoding::zeros;
use super::unpack::Content;

/// What the bytes look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Text,
    /// One record a line, each in braces.
    JsonLines,
    /// One JSON document around all records.
    JsonDocument,
    /// An HTML table, or the XML that Excel wrote in 2003.
    Markup,
    Xlsx,
    Xlsb,
    Ods,
    Xls,
    /// A workbook with a password.
    Locked,
    Parquet,
    Zip,
    Gzip,
    /// RAR, 7z and others.
    Archive,
    Document,
    Pdf,
    Picture,
    Binary,
}

impl Look {
    /// The form that reads it, if one does.
    pub const fn format(self) -> Option<Format> {
        Some(match self {
            Self::Text => Format::Csv,
            Self::JsonLines => Format::JsonLines,
            Self::Markup => Format::Markup,
            Self::Xlsx => Format::Xlsx,
            Self::Xlsb => Format::Xlsb,
            Self::Ods => Format::Ods,
            Self::Xls => Format::Xls,
            Self::Parquet => Format::Parquet,
            _ => return None,
        })
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::JsonLines => "JSON Lines",
            Self::JsonDocument => "one JSON document",
            Self::Markup => "an HTML or XML table",
            Self::Xlsx => "an XLSX workbook",
            Self::Xlsb => "an XLSB workbook",
            Self::Ods => "an ODS workbook",
            Self::Xls => "an old XLS workbook",
            Self::Locked => "a workbook with a password",
            Self::Parquet => "a Parquet file",
            Self::Zip => "a ZIP archive",
            Self::Gzip => "a gzip file",
            Self::Archive => "a RAR, 7z or other archive",
            Self::Document => "a text document",
            Self::Pdf => "a PDF",
            Self::Picture => "a picture",
            Self::Binary => "binary data",
        }
    }

    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Text => "纯文本",
            Self::JsonLines => "逐行 JSON",
            Self::JsonDocument => "单个 JSON 文档",
            Self::Markup => "网页或 XML 表格",
            Self::Xlsx => "XLSX 工作簿",
            Self::Xlsb => "XLSB 工作簿",
            Self::Ods => "ODS 工作簿",
            Self::Xls => "旧版 XLS 工作簿",
            Self::Locked => "带密码的工作簿",
            Self::Parquet => "Parquet 文件",
            Self::Zip => "ZIP 压缩包",
            Self::Gzip => "gzip 压缩文件",
            Self::Archive => "RAR、7z 等压缩包",
            Self::Document => "文字处理文档",
            Self::Pdf => "PDF 文件",
            Self::Picture => "图片",
            Self::Binary => "二进制数据",
        }
    }

    /// What the agency or the operator should do.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Text
            | Self::JsonLines
            | Self::Markup
            | Self::Xlsx
            | Self::Xlsb
            | Self::Ods
            | Self::Xls
            | Self::Parquet => "leave `format` out of the source's settings if this is meant",
            Self::JsonDocument => "ask the agency for JSON Lines: one record in braces a line",
            Self::Locked => "ask the agency to save it without a password",
            Self::Zip | Self::Gzip | Self::Archive => {
                "ask the agency for the file itself, or for one ZIP archive of plain files"
            }
            Self::Document | Self::Pdf | Self::Picture => {
                "ask the agency for the table itself, as XLSX or CSV"
            }
            Self::Binary => "ask the agency for the agreed format",
        }
    }
}

/// What a content looks like; `sample` is its beginning, `limit` how much may be held to find out.
pub fn look(content: &Content, sample: &[u8], limit: u64) -> io::Result<Look> {
    match by_first_bytes(sample) {
        Look::Zip => Ok(zipped(&content.names_within(limit).unwrap_or_default())),
        Look::Xls => Ok(compound(content.bytes(limit)?)),
        other => Ok(other),
    }
}

fn by_first_bytes(start: &[u8]) -> Look {
    const MAGIC: [(&[u8], Look); 15] = [
        (b"PK\x03\x04", Look::Zip),
        (b"PK\x05\x06", Look::Zip),
        (b"\xD0\xCF\x11\xE0", Look::Xls),
        (b"%PDF", Look::Pdf),
        (b"PAR1", Look::Parquet),
        (b"\x1F\x8B", Look::Gzip),
        (b"Rar!", Look::Archive),
        (b"7z\xBC\xAF", Look::Archive),
        (b"BZh", Look::Archive),
        (b"\xFD7zXZ", Look::Archive),
        (b"\x28\xB5\x2F\xFD", Look::Archive),
        (b"\x89PNG", Look::Picture),
        (b"\xFF\xD8\xFF", Look::Picture),
        (b"GIF8", Look::Picture),
        (b"{\\rtf", Look::Document),
    ];
    let magic = MAGIC.iter().find(|(magic, _)| start.starts_with(magic));
    if let Some((_, look)) = magic {
        return *look;
    }
    if start.get(257..262) == Some(b"ustar") {
        return Look::Archive;
    }
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    if is_markup(text) {
        return Look::Markup;
    }
    match (text.first(), is_binary(start)) {
        (_, true) => Look::Binary,
        (Some(b'{'), _) => Look::JsonLines,
        (Some(b'['), _) if text[1..].trim_ascii_start().starts_with(b"{") => Look::JsonDocument,
        _ => Look::Text,
    }
}

fn is_markup(text: &[u8]) -> bool {
    let head = text[..text.len().min(16)].to_ascii_lowercase();
    let tags: [&[u8]; 7] =
        [b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta", b"<style"];
    tags.iter().any(|tag| head.starts_with(tag))
}

/// Whether a beginning holds what no text does. UTF-16 has a zero at every other byte, and databases
/// fill their columns with some.
fn is_binary(start: &[u8]) -> bool {
    let (head, even, odd) = zeros(start);
    let control = |byte: &&u8| matches!(byte, 1..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    // In UTF-16 control characters are halves of others.
    let is_wide = head.starts_with(b"\xFF\xFE")
        || head.starts_with(b"\xFE\xFF")
        || even.max(odd) > 20 * even.min(odd) + head.len() / 20;
    let strange = head.iter().filter(control).count() + even + odd;
    !is_wide && strange * 10 > head.len()
}

/// Which kind of workbook a ZIP archive is, by the names in it.
fn zipped(names: &[String]) -> Look {
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    let within = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("xl/workbook.bin") {
        Look::Xlsb
    } else if has("xl/workbook.xml") || (has("[Content_Types].xml") && within("xl/")) {
        Look::Xlsx
    } else if has("content.xml") && has("mimetype") {
        Look::Ods
    } else if has("[Content_Types].xml") {
        Look::Document
    } else {
        Look::Zip
    }
}

/// What an OLE container holds: an old workbook, an encrypted one, or a document.
fn compound(bytes: Vec<u8>) -> Look {
    let Ok(container) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
        return Look::Xls;
    };
    let has = |name: &str| container.exists(name);
    if has("/EncryptedPackage") {
        Look::Locked
    } else if has("/WordDocument") {
        Look::Document
    } else {
        Look::Xls
    }
}
