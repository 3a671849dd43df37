//! Encodings: which one a text is in, and how sure that is.
//!
//! A byte order mark says it; valid UTF-8 with a character beyond ASCII is UTF-8, for Chinese text
//! in another encoding is so by no chance worth planning for; zeros at every other byte are UTF-16.
//! So is one with damaged rows, as long as everyday characters outnumber the damage. What is left is
//! GB18030 or Big5, whichever makes more of the text everyday characters, then chardetng's guess. The
//! confidence follows from how many more they are than in the other: two more halve the doubt.

use std::sync::LazyLock;

use encoding_rs::{BIG5, CoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::Encoding as Declared;

/// An encoding and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    pub encoding: &'static Encoding,
    /// 100 where nothing else is possible.
    pub confidence_percent: u8,
}

/// How much of a sample is looked at to tell how everyday its characters are.
const WEIGHED_BYTES: usize = 1 << 16;

/// The encoding of a sample from the beginning of a text file.
pub fn detect(sample: &[u8], whole: bool) -> Found {
    let sure = |encoding, confidence_percent| Found { encoding, confidence_percent };
    if let Some((encoding, _)) = Encoding::for_bom(sample) {
        return sure(encoding, 100);
    }
    if let Some(encoding) = wide(sample) {
        return sure(encoding, 95);
    }
    if decoding_errors(UTF_8, sample, whole) == 0 {
        return sure(UTF_8, if sample.is_ascii() { 100 } else { 99 });
    }
    let weighed = &sample[..sample.len().min(WEIGHED_BYTES)];
    let whole = whole && weighed.len() == sample.len();
    if everyday_characters(UTF_8, weighed, whole) > 0 {
        return sure(UTF_8, 90);
    }
    let encoding = guess(weighed, whole);
    sure(encoding, confidence(encoding, weighed, whole))
}

/// The encoding the sample is in although another is declared, if that is beyond doubt.
pub fn contradiction(
    declared: Declared,
    sample: &[u8],
    whole: bool,
) -> Option<(&'static str, &'static str)> {
    let declared = declared.encoding()?;
    let found = detect(sample, whole);
    // Some damaged rows are the rows' fault; a file that decodes cleanly as another encoding and not
    // as its own is in the other.
    let clean = |encoding| decoding_errors(encoding, sample, whole) == 0;
    let utf8_beyond_doubt = found.encoding == UTF_8 && !sample.is_ascii();
    let other = found.encoding != declared
        && clean(found.encoding)
        && (utf8_beyond_doubt || !clean(declared) || found.confidence_percent == 100);
    other.then(|| (name(declared), name(found.encoding)))
}

/// The encoding's usual name.
pub fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 { "GB18030" } else { encoding.name() }
}

/// How much of a sample is looked at for zeros and control characters.
const HEAD_BYTES: usize = 4096;

/// The beginning of a sample, and how many zeros it has at even and at odd places: in UTF-16 they keep
/// to one side.
pub fn zeros(sample: &[u8]) -> (&[u8], usize, usize) {
    let head = &sample[..sample.len().min(HEAD_BYTES)];
    let of_parity = |parity: usize| {
        let every_other = head.iter().skip(parity).step_by(2);
        every_other.filter(|byte| **byte == 0).count()
    };
    (head, of_parity(0), of_parity(1))
}

/// UTF-16 without a mark: digits, commas and line ends have a zero before or behind them.
fn wide(sample: &[u8]) -> Option<&'static Encoding> {
    let (head, even, odd) = zeros(sample);
    let many = |count: usize| count * 20 >= head.len().max(20);
    match (many(even), many(odd)) {
        (true, false) if odd * 10 <= even => Some(UTF_16BE),
        (false, true) if even * 10 <= odd => Some(UTF_16LE),
        _ => None,
    }
}

fn guess(sample: &[u8], whole: bool) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, whole);
    let guess = detector.guess(None, chardetng::Utf8Detection::Allow);
    let weight = |encoding: &&'static Encoding| {
        (everyday_characters(encoding, sample, whole), **encoding == *guess)
    };
    // Of two alike, the last one.
    [BIG5, GB18030].into_iter().max_by_key(weight).expect("there are candidates")
}

/// How sure the chosen encoding is, by what the text would be in the others.
fn confidence(chosen: &'static Encoding, sample: &[u8], whole: bool) -> u8 {
    let own = everyday_characters(chosen, sample, whole);
    let others = [GB18030, BIG5].into_iter().filter(|encoding| *encoding != chosen);
    let next = others.map(|encoding| everyday_characters(encoding, sample, whole)).max();
    let advantage = own.saturating_sub(next.unwrap_or(0));
    let doubt = 100_u32.checked_shr(1 + u32::try_from(advantage / 2).unwrap_or(u32::MAX));
    100 - u8::try_from(doubt.unwrap_or(0).max(1)).unwrap_or(100)
}

/// How many characters of the text are everyday ones, less what cannot be decoded.
fn everyday_characters(encoding: &'static Encoding, sample: &[u8], whole: bool) -> usize {
    let mut everyday: usize = 0;
    let mut errors: usize = 0;
    decode(encoding, sample, whole, |text| {
        everyday += text.chars().filter(|character| is_everyday(*character)).count();
        errors += text.matches('\u{FFFD}').count();
    });
    everyday.saturating_sub(errors)
}

/// The characters of the first level of GB 2312 and of Big5, which order them by use.
static EVERYDAY: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut set = vec![0_u64; 1024];
    let levels = [(GB18030, 0xB0..=0xD7_u8), (BIG5, 0xA4..=0xC6_u8)];
    for (encoding, leads) in levels {
        for lead in leads {
            for trail in 0x40..=0xFE_u8 {
                // Trailing bytes below 0xA1 are outside GB 2312.
                if encoding == BIG5 || trail >= 0xA1 {
                    insert(&mut set, &encoding.decode_without_bom_handling(&[lead, trail]).0);
                }
            }
        }
    }
    set
});

fn insert(set: &mut [u64], text: &str) {
    let mut characters = text.chars();
    if let (Some(character), None) = (characters.next(), characters.next())
        && let Some(word) = set.get_mut(character as usize / 64)
    {
        *word |= 1 << (character as usize % 64);
    }
}

fn is_everyday(character: char) -> bool {
    let at = character as usize;
    let is_han = ('\u{4E00}'..='\u{9FFF}').contains(&character);
    is_han && EVERYDAY.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
}

/// How many replacement characters decoding the sample makes.
fn decoding_errors(encoding: &'static Encoding, sample: &[u8], whole: bool) -> usize {
    let mut errors = 0;
    decode(encoding, sample, whole, |text| errors += text.matches('\u{FFFD}').count());
    errors
}

/// Decodes the sample piece by piece.
fn decode(encoding: &'static Encoding, sample: &[u8], whole: bool, mut take: impl FnMut(&str)) {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut buffer = vec![0; 1 << 16];
    let mut rest = sample;
    loop {
        let (result, read, written, _) = decoder.decode_to_utf8(rest, &mut buffer, whole);
        take(std::str::from_utf8(&buffer[..written]).expect("decoding writes UTF-8"));
        rest = &rest[read..];
        if result == CoderResult::InputEmpty {
            return;
        }
    }
}
