//! Field values: a column of texts that holds each distinct text once.
//!
//! A night has twelve times as many rows as people, and few names, villages and doors. What is made of a
//! text (a blocking key, a packed name) is made once for each number and not for each row.

use arrow::array::{Array, StringArray, StringDictionaryBuilder};
use arrow::datatypes::UInt32Type;

/// The text of each row, numbered from 1 in order of first appearance. A blank text is a missing one.
#[derive(Debug, Clone)]
pub struct FieldValues {
    numbers: Vec<u32>,
    texts: StringArray,
}

impl FieldValues {
    /// The values of rows, in their order.
    pub fn collect<T: AsRef<str>>(rows: impl Iterator<Item = Option<T>>) -> Self {
        let mut texts = StringDictionaryBuilder::<UInt32Type>::new();
        let numbers =
            rows.map(|text| text.map_or(0, |text| number_of(&mut texts, text.as_ref()))).collect();
        Self::finish(numbers, texts)
    }

    /// The values of rows of which each names a word of a small vocabulary by its position.
    pub fn of_words<T: AsRef<str>>(
        rows: impl Iterator<Item = Option<usize>>,
        word: impl Fn(usize) -> T,
    ) -> Self {
        let mut texts = StringDictionaryBuilder::<UInt32Type>::new();
        let mut known: Vec<Option<u32>> = Vec::new();
        let mut number = |at: usize| {
            if at >= known.len() {
                known.resize(at + 1, None);
            }
            *known[at].get_or_insert_with(|| number_of(&mut texts, word(at).as_ref()))
        };
        let numbers = rows.map(|at| at.map_or(0, &mut number)).collect();
        Self::finish(numbers, texts)
    }

    fn finish(numbers: Vec<u32>, mut texts: StringDictionaryBuilder<UInt32Type>) -> Self {
        let texts = texts.finish();
        let words = texts.values().as_any().downcast_ref::<StringArray>();
        Self { numbers, texts: words.expect("a dictionary of texts holds texts").clone() }
    }

    /// How many rows there are.
    pub const fn len(&self) -> usize {
        self.numbers.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// How many numbers there are, with 0 for the missing text.
    pub fn distinct(&self) -> usize {
        self.texts.len() + 1
    }

    /// The number of each row's text; 0 where it is missing.
    pub fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// The text of a number; none of 0.
    pub fn text(&self, number: u32) -> Option<&str> {
        let at = (number as usize).checked_sub(1)?;
        Some(self.texts.value(at))
    }

    /// The text of a row.
    pub fn at(&self, row: usize) -> Option<&str> {
        self.text(self.numbers[row])
    }

    /// The texts of all rows, in their order.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        self.numbers.iter().map(|number| self.text(*number))
    }

    /// The distinct texts, from number 1 on.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.texts.len()).map(|at| self.texts.value(at))
    }

    /// What a function makes of the text of each number, 0 first.
    pub fn map<T>(&self, function: impl FnMut(Option<&str>) -> T) -> Vec<T> {
        std::iter::once(None).chain(self.texts().map(Some)).map(function).collect()
    }

    /// The first row that holds the text of each number; 0 for number 0.
    pub fn first_rows(&self) -> Vec<usize> {
        let mut first = vec![0];
        for (row, number) in self.numbers.iter().enumerate() {
            if *number as usize == first.len() {
                first.push(row);
            }
        }
        first
    }

    /// How many rows hold the text of each number.
    pub fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.distinct()];
        for number in &self.numbers {
            counts[*number as usize] += 1;
        }
        counts
    }
}

fn number_of(texts: &mut StringDictionaryBuilder<UInt32Type>, text: &str) -> u32 {
    if text.is_empty() {
        return 0;
    }
    texts.append(text).expect("texts are numbered in 32 bits") + 1
}
