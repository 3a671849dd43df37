//! Compare: two identities become a comparison vector, one level per comparison.
//!
//! Every value is decoded, folded and packed once, into one row of 64-bit words per identity, so
//! that comparing a pair reads two short runs of memory, allocates nothing and parses nothing. A
//! level is a number below 32; level 0 says that a value is missing. Each comparison lists its
//! levels from the closest agreement to plain disagreement, each with a code the model is keyed by
//! and a Chinese phrase for the reviewer. What a level weighs is not known here.

pub mod address;
pub mod circle;
pub mod code;
pub mod cross;
pub mod date;
mod digits;
mod field;
pub mod han_name;
pub mod household;
pub mod latin_name;
pub mod phone;
pub mod postcode;
pub mod resident_id;
mod spelling;
mod terms;
#[cfg(test)]
mod tests;
pub mod text;

use crate::domain::{
    CandidatePair, ComparisonShape, ComparisonVector, Identities, MAX_COMPARISONS, NO_EVIDENCE,
    ShortForms,
};
use terms::Terms;

/// What is compared, in the order of the comparison vector.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub comparison: Vec<ComparisonSettings>,
    /// What names of an alphabet are short for; a file of its own says it.
    #[serde(skip)]
    pub short_forms: ShortForms,
}

/// One comparison; `kind` chooses how.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ComparisonSettings {
    HanName(han_name::Settings),
    ResidentId(resident_id::Settings),
    Date(date::Settings),
    Code(code::Settings),
    Cross(cross::Settings),
    Phone(phone::Settings),
    Address(address::Settings),
    Household(household::Settings),
    Text(text::Settings),
    LatinName(latin_name::Settings),
    Postcode(postcode::Settings),
    Circle(circle::Settings),
}

/// A level of a comparison above "no evidence".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// What the model and the pipeline's files call it.
    pub code: &'static str,
    /// What a reviewer reads, such as `姓名同音不同字`.
    pub chinese: &'static str,
}

/// The phrase of level 0 of every comparison.
pub const NO_EVIDENCE_CHINESE: &str = "一方缺失，无法比较";

/// Why identities cannot be compared as the settings say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    #[error("comparison `{comparison}` reads the field `{field}`, which identities do not have")]
    NoSuchField { comparison: String, field: String },
    #[error("{declared} comparisons are declared; at most {MAX_COMPARISONS} can be")]
    TooMany { declared: usize },
    #[error("two comparisons are called `{name}`")]
    NameTwice { name: String },
    #[error("comparison `{comparison}` needs 0 < near < region, both in last characters of a code")]
    Region { comparison: String },
}

impl ComparisonSettings {
    pub fn name(&self) -> &str {
        match self {
            Self::HanName(settings) => &settings.name,
            Self::ResidentId(settings) => &settings.name,
            Self::Date(settings) => &settings.name,
            Self::Code(settings) => &settings.name,
            Self::Cross(settings) => &settings.name,
            Self::Phone(settings) => &settings.name,
            Self::Address(settings) => &settings.name,
            Self::Household(settings) => &settings.name,
            Self::Text(settings) => &settings.name,
            Self::LatinName(settings) => &settings.name,
            Self::Postcode(settings) => &settings.name,
            Self::Circle(settings) => &settings.name,
        }
    }

    /// The levels from 1 on, the closest agreement first.
    pub const fn levels(&self) -> &'static [Level] {
        match self {
            Self::HanName(_) => han_name::LEVELS,
            Self::ResidentId(_) => resident_id::LEVELS,
            Self::Date(settings) => settings.levels(),
            Self::Code(_) => code::LEVELS,
            Self::Cross(_) => cross::LEVELS,
            Self::Phone(_) => phone::LEVELS,
            Self::Address(_) => address::LEVELS,
            Self::Household(settings) => settings.levels(),
            Self::Text(_) => text::LEVELS,
            Self::LatinName(_) => latin_name::LEVELS,
            Self::Postcode(_) => postcode::LEVELS,
            Self::Circle(_) => circle::LEVELS,
        }
    }

    /// The field by which the comparison knows whether a number fits its row, where it asks.
    pub fn fits(&self) -> Option<&str> {
        match self {
            Self::ResidentId(settings) => settings.fits.as_deref(),
            _ => None,
        }
    }

    fn fields(&self) -> Vec<&str> {
        match self {
            Self::HanName(settings) => settings.fields(),
            Self::ResidentId(settings) => settings.fields(),
            Self::Date(settings) => vec![&settings.field],
            Self::Code(settings) => vec![&settings.field],
            Self::Cross(settings) => vec![&settings.field, &settings.other],
            Self::Text(settings) => vec![&settings.field],
            Self::LatinName(settings) => vec![&settings.field],
            Self::Postcode(settings) => vec![&settings.field],
            Self::Circle(_) => Vec::new(),
            Self::Phone(settings) => vec![&settings.field, &settings.holder],
            Self::Address(settings) => vec![&settings.town, &settings.village, &settings.door],
            Self::Household(settings) => settings.fields(),
        }
    }

    fn build(&self, identities: &Identities, short_forms: &ShortForms) -> Columns {
        match self {
            Self::HanName(settings) => Columns::HanName(han_name::Names::new(identities, settings)),
            Self::ResidentId(settings) => {
                Columns::Words2(resident_id::words(identities, settings), resident_id::level)
            }
            Self::Date(settings) => {
                Columns::Words1(date::words(identities, settings), settings.kernel())
            }
            Self::Code(settings) => Columns::Words1(code::words(identities, settings), code::level),
            Self::Cross(settings) => {
                Columns::Words1(cross::words(identities, settings), cross::level)
            }
            Self::Phone(settings) => {
                Columns::Words1(phone::words(identities, settings), phone::level)
            }
            Self::Address(settings) => {
                Columns::Words3(address::words(identities, settings), address::level)
            }
            Self::Household(settings) => {
                Columns::Words3(household::words(identities, settings), settings.kernel())
            }
            Self::Text(settings) => Columns::Terms(text::terms(identities, settings)),
            Self::LatinName(settings) => {
                Columns::Terms(latin_name::terms(identities, settings, short_forms))
            }
            Self::Postcode(settings) => Columns::Terms(postcode::terms(identities, settings)),
            Self::Circle(_) => Columns::Nothing,
        }
    }
}

impl Settings {
    /// The names and level codes of the comparisons, in the order of the vector.
    pub fn shapes(&self) -> Vec<ComparisonShape> {
        let shape = |comparison: &ComparisonSettings| ComparisonShape {
            name: comparison.name().to_owned(),
            levels: comparison.levels().iter().map(|level| level.code.to_owned()).collect(),
        };
        self.comparison.iter().map(shape).collect()
    }

    /// Every fault of the settings against the fields that identities have.
    pub fn faults(&self, known_fields: &[&str]) -> Vec<CompareError> {
        let mut faults = Vec::new();
        if self.comparison.len() > MAX_COMPARISONS {
            faults.push(CompareError::TooMany { declared: self.comparison.len() });
        }
        for (at, comparison) in self.comparison.iter().enumerate() {
            let name = comparison.name();
            if self.comparison[..at].iter().any(|earlier| earlier.name() == name) {
                faults.push(CompareError::NameTwice { name: name.to_owned() });
            }
            if matches!(comparison, ComparisonSettings::Postcode(code) if !code.is_sound()) {
                faults.push(CompareError::Region { comparison: name.to_owned() });
            }
            for field in comparison.fields() {
                if !known_fields.contains(&field) {
                    let (comparison, field) = (name.to_owned(), field.to_owned());
                    faults.push(CompareError::NoSuchField { comparison, field });
                }
            }
        }
        faults
    }
}

/// How one comparison reads its words, while rows are put together.
#[expect(clippy::large_enum_variant, reason = "a dozen live for a moment")]
enum Columns {
    HanName(han_name::Names),
    Terms((Terms, Vec<u32>)),
    Words1(Vec<[u64; 1]>, fn([u64; 1], [u64; 1]) -> u8),
    Words2(Vec<[u64; 2]>, fn([u64; 2], [u64; 2]) -> u8),
    Words3(Vec<[u64; 3]>, fn([u64; 3], [u64; 3]) -> u8),
    /// What the pair's values do not tell.
    Nothing,
}

/// How one comparison of the pair loop finds its level.
#[expect(clippy::large_enum_variant, reason = "a dozen exist, and the pair loop reads them")]
enum Kernel {
    HanName(han_name::Lexicon),
    Terms(Terms),
    Words1(fn([u64; 1], [u64; 1]) -> u8),
    Words2(fn([u64; 2], [u64; 2]) -> u8),
    Words3(fn([u64; 3], [u64; 3]) -> u8),
    Nothing,
}

/// One comparison, ready: where its words stand in a row and what it may say.
struct Comparison {
    name: String,
    levels: &'static [Level],
    offset: usize,
    kernel: Kernel,
}

/// Compares the identities of a night.
///
/// Words stand row by row, not column by column: a pair needs all of two rows, and blocks visit
/// identities in no useful order, so a row costs one or two cache misses and a column each would
/// cost one per comparison.
pub struct Comparer {
    comparisons: Vec<Comparison>,
    rows: Vec<u64>,
    width: usize,
}

impl Comparer {
    pub fn new(identities: &Identities, settings: &Settings) -> Result<Self, CompareError> {
        let known: Vec<&str> = identities.field_names().collect();
        if let Some(fault) = settings.faults(&known).into_iter().next() {
            return Err(fault);
        }
        let columns = build_all(identities, settings);
        let width = columns.iter().map(Columns::width).sum();
        let mut comparer =
            Self { comparisons: Vec::new(), rows: vec![0; width * identities.len()], width };
        let mut offset = 0;
        for (columns, settings) in columns.into_iter().zip(&settings.comparison) {
            let words = columns.width();
            let kernel = columns.lay_out(&mut comparer.rows, width, offset);
            let (name, levels) = (settings.name().to_owned(), settings.levels());
            comparer.comparisons.push(Comparison { name, levels, offset, kernel });
            offset += words;
        }
        Ok(comparer)
    }

    /// The names of the comparisons, in the order of the vector.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.comparisons.iter().map(|comparison| comparison.name.as_str())
    }

    /// The levels of the comparison at a position of the vector, from level 1 on.
    pub fn levels(&self, comparison: usize) -> &'static [Level] {
        self.comparisons[comparison].levels
    }

    /// How close the two are, comparison by comparison. Swapping the two changes nothing.
    #[inline]
    pub fn compare(&self, pair: CandidatePair) -> ComparisonVector {
        let left = self.row(pair.left);
        let right = self.row(pair.right);
        let mut vector = ComparisonVector::default();
        for (level, comparison) in vector.0.iter_mut().zip(&self.comparisons) {
            *level = comparison.level(left, right);
        }
        vector
    }

    /// Takes the number that an identity gives for another person's, and what was only known from it for
    /// unknown. `derived` are positions of comparisons.
    pub fn disown(&mut self, identity: u32, number: usize, derived: impl Iterator<Item = usize>) {
        let start = identity as usize * self.width;
        let row = &mut self.rows[start..start + self.width];
        let at = self.comparisons[number].offset;
        row[at..at + 2].copy_from_slice(&resident_id::WORDS_OF_ANOTHER);
        for comparison in derived {
            let at = self.comparisons[comparison].offset;
            row[at] = 0;
        }
    }

    /// The characters of an identity's number.
    pub fn number(&self, comparison: usize, identity: u32) -> [u64; 2] {
        resident_id::characters(words(self.row(identity), self.comparisons[comparison].offset))
    }

    /// The position in the vector of the comparison of circles, which [`Self::compare`] leaves open.
    pub fn circle(&self) -> Option<usize> {
        self.comparisons.iter().position(|one| matches!(one.kernel, Kernel::Nothing))
    }

    /// The number of the value that an identity's term frequency is looked up by; 0 for none.
    ///
    /// Only names and texts have terms; for other comparisons it is 0.
    #[inline]
    pub fn term(&self, comparison: usize, identity: u32) -> u32 {
        let comparison = &self.comparisons[comparison];
        match comparison.kernel {
            Kernel::HanName(_) => han_name::term(words(self.row(identity), comparison.offset)),
            Kernel::Terms(_) => terms::term(words(self.row(identity), comparison.offset)),
            _ => 0,
        }
    }

    /// How many identities hold each term of a comparison; empty for those without terms.
    pub fn term_counts(&self, comparison: usize) -> &[u32] {
        match &self.comparisons[comparison].kernel {
            Kernel::HanName(lexicon) => lexicon.counts(),
            Kernel::Terms(terms) => terms.counts(),
            _ => &[],
        }
    }

    #[inline]
    fn row(&self, identity: u32) -> &[u64] {
        let start = identity as usize * self.width;
        &self.rows[start..start + self.width]
    }
}

impl Comparison {
    #[inline]
    fn level(&self, left: &[u64], right: &[u64]) -> u8 {
        let at = self.offset;
        match &self.kernel {
            Kernel::HanName(lexicon) => lexicon.level(words(left, at), words(right, at)),
            Kernel::Terms(terms) => terms.level(words(left, at), words(right, at)),
            Kernel::Words1(level) => level(words(left, at), words(right, at)),
            Kernel::Words2(level) => level(words(left, at), words(right, at)),
            Kernel::Words3(level) => level(words(left, at), words(right, at)),
            Kernel::Nothing => NO_EVIDENCE,
        }
    }
}

#[inline]
fn words<const N: usize>(row: &[u64], offset: usize) -> [u64; N] {
    *row[offset..].first_chunk().expect("a row holds the words of every comparison")
}

/// Builds the comparisons side by side: each reads only its own fields.
fn build_all(identities: &Identities, settings: &Settings) -> Vec<Columns> {
    std::thread::scope(|scope| {
        let builders: Vec<_> = settings
            .comparison
            .iter()
            .map(|comparison| scope.spawn(|| comparison.build(identities, &settings.short_forms)))
            .collect();
        let built = builders.into_iter().map(std::thread::ScopedJoinHandle::join);
        built.map(|columns| columns.expect("building a comparison does not panic")).collect()
    })
}

impl Columns {
    const fn width(&self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::HanName(_) => han_name::WORDS,
            Self::Terms(_) | Self::Words1(..) => 1,
            Self::Words2(..) => 2,
            Self::Words3(..) => 3,
        }
    }

    /// Writes the words into the rows and keeps what the pair loop needs beside them.
    fn lay_out(self, rows: &mut [u64], width: usize, offset: usize) -> Kernel {
        match self {
            Self::HanName(names) => {
                let (lexicon, values) = names.into_parts();
                for (row, value) in rows.chunks_exact_mut(width).zip(&values) {
                    let packed = lexicon.packed(*value);
                    row[offset..offset + han_name::WORDS].copy_from_slice(&packed);
                }
                Kernel::HanName(lexicon)
            }
            Self::Terms((terms, values)) => {
                for (row, value) in rows.chunks_exact_mut(width).zip(&values) {
                    row[offset] = u64::from(*value);
                }
                Kernel::Terms(terms)
            }
            Self::Nothing => Kernel::Nothing,
            Self::Words1(columns, level) => {
                copy_words(&columns, rows, width, offset);
                Kernel::Words1(level)
            }
            Self::Words2(columns, level) => {
                copy_words(&columns, rows, width, offset);
                Kernel::Words2(level)
            }
            Self::Words3(columns, level) => {
                copy_words(&columns, rows, width, offset);
                Kernel::Words3(level)
            }
        }
    }
}

fn copy_words<const N: usize>(columns: &[[u64; N]], rows: &mut [u64], width: usize, offset: usize) {
    for (row, packed) in rows.chunks_exact_mut(width).zip(columns) {
        row[offset..offset + N].copy_from_slice(packed);
    }
}
