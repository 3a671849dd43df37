//! Sniffing: what a file looks like by its first bytes, whatever its name says.

use super::Encoding;

/// What the first bytes look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Text,
    /// A ZIP archive, which every XLSX is.
    Zip,
    /// The container of XLS, and of workbooks with a password.
    OldOffice,
    Html,
    Utf16,
    Pdf,
    Archive,
    Parquet,
    Binary,
}

impl Look {
    pub const fn words(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::Zip => "a ZIP archive or XLSX workbook",
            Self::OldOffice => "an old XLS workbook or one with a password",
            Self::Html => "an HTML or XML page",
            Self::Utf16 => "UTF-16 text",
            Self::Pdf => "a PDF",
            Self::Archive => "a RAR, 7z or gzip archive",
            Self::Parquet => "a Parquet file",
            Self::Binary => "binary data",
        }
    }

    /// What the agency or the operator should do.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Text => "set `format = \"csv\"` if this is meant",
            Self::Zip => {
                "set `format = \"xlsx\"` if it is a workbook, unpack it if it is an archive"
            }
            Self::OldOffice => "open it in a spreadsheet program and save it as XLSX, no password",
            Self::Html => "the system exported a web page: open it and save it as XLSX",
            Self::Utf16 => "save it as CSV UTF-8",
            Self::Archive => "unpack it before the delivery",
            Self::Parquet => "set `format = \"parquet\"` if this is meant",
            Self::Pdf | Self::Binary => "ask the agency for the agreed format",
        }
    }
}

/// What the beginning of a file looks like.
pub fn look(start: &[u8]) -> Look {
    const MAGIC: [(&[u8], Look); 9] = [
        (b"PK\x03\x04", Look::Zip),
        (b"\xD0\xCF\x11\xE0", Look::OldOffice),
        (b"\xFF\xFE", Look::Utf16),
        (b"\xFE\xFF", Look::Utf16),
        (b"%PDF", Look::Pdf),
        (b"PAR1", Look::Parquet),
        (b"Rar!", Look::Archive),
        (b"7z\xBC\xAF", Look::Archive),
        (b"\x1F\x8B", Look::Archive),
    ];
    let magic = MAGIC.iter().find(|(magic, _)| start.starts_with(magic));
    if let Some((_, look)) = magic {
        return *look;
    }
    if is_markup(start) {
        return Look::Html;
    }
    let head = &start[..start.len().min(4096)];
    if head.contains(&0) { Look::Binary } else { Look::Text }
}

fn is_markup(start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let head = text[..text.len().min(16)].to_ascii_lowercase();
    let tags: [&[u8]; 6] = [b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta"];
    tags.iter().any(|tag| head.starts_with(tag))
}

/// The encoding of a sample from the beginning of a text file, by the fewest decoding errors.
///
/// Valid UTF-8 with a character beyond ASCII is UTF-8: Chinese text in GB18030 is so by no chance
/// worth planning for. Otherwise chardetng has a guess, and GB18030 wins ties, since agencies that
/// do not write UTF-8 write that.
pub fn encoding_of(sample: &[u8], whole: bool) -> &'static encoding_rs::Encoding {
    if decoding_errors(encoding_rs::UTF_8, sample, whole) == 0 {
        return encoding_rs::UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, whole);
    let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Allow);
    let candidates = [encoding_rs::GB18030, encoding_rs::UTF_8, encoding_rs::BIG5];
    let guessed = |encoding: &&'static encoding_rs::Encoding| u32::from(**encoding != *guess);
    let best = candidates
        .iter()
        .min_by_key(|encoding| (decoding_errors(encoding, sample, whole), guessed(encoding)));
    best.expect("there are candidates")
}

/// The encoding the sample is in although another is declared, if that is beyond doubt.
pub fn contradiction(
    declared: Encoding,
    sample: &[u8],
    whole: bool,
) -> Option<(&'static str, &'static str)> {
    let looks = encoding_of(sample, whole);
    match declared {
        Encoding::Gb18030 if looks == encoding_rs::UTF_8 && !sample.is_ascii() => {
            Some(("GB18030", "UTF-8"))
        }
        // Some damaged rows are the rows' fault; a file that decodes cleanly as GB18030 and not as
        // UTF-8 is in GB18030.
        Encoding::Utf8
            if looks == encoding_rs::GB18030
                && decoding_errors(encoding_rs::GB18030, sample, whole) == 0 =>
        {
            Some(("UTF-8", "GB18030"))
        }
        Encoding::Utf8 | Encoding::Gb18030 | Encoding::Detect => None,
    }
}

/// How many replacement characters decoding the sample makes.
fn decoding_errors(encoding: &'static encoding_rs::Encoding, sample: &[u8], whole: bool) -> usize {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut buffer = vec![0; 1 << 16];
    let (mut rest, mut errors) = (sample, 0);
    loop {
        let (result, read, written, _) = decoder.decode_to_utf8(rest, &mut buffer, whole);
        errors += count_replacements(&buffer[..written]);
        rest = &rest[read..];
        if result == encoding_rs::CoderResult::InputEmpty {
            return errors;
        }
    }
}

fn count_replacements(text: &[u8]) -> usize {
    text.windows(3).filter(|bytes| *bytes == super::decode::REPLACEMENT).count()
}
