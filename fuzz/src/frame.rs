//! Frames: the parts of a workbook around the one that is fuzzed.
//!
//! A changed byte of a packed file fails its check sum, and nothing behind is ever reached; so a
//! target may give the sheet alone, and it is put, unpacked, into an archive that is sound.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const MANIFEST: &str = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;

/// An XLSX with these bytes as its sheet; an archive is taken as it is.
pub fn xlsx(bytes: &[u8]) -> Vec<u8> {
    framed(
        bytes,
        "xl/worksheets/sheet1.xml",
        &[
            ("[Content_Types].xml", TYPES),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
        ],
    )
}

/// An ODS with these bytes as its content; an archive is taken as it is.
pub fn ods(bytes: &[u8]) -> Vec<u8> {
    framed(
        bytes,
        "content.xml",
        &[
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", MANIFEST),
        ],
    )
}

fn framed(bytes: &[u8], name: &str, others: &[(&str, &str)]) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let parts = others.iter().map(|(name, text)| (*name, text.as_bytes()));
    for (name, part) in parts.chain([(name, bytes)]) {
        archive.start_file(name, stored).expect("memory takes a member");
        archive.write_all(part).expect("memory takes bytes");
    }
    archive.finish().expect("memory takes an archive").into_inner()
}
