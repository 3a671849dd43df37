//! Disability: who has a certificate, of which kind and grade, and what its number looks like.
//!
//! It is a fact of the person, the same for the federation's list, the allowances, the members'
//! list and every rule. More of the old are disabled than of the young.

use crate::domain::{Day, ResidentId};

use crate::synth::dice::{Dice, Stream};

/// How long a certificate is good for.
const YEARS: i32 = 10;
/// Certificates nobody renewed.
const EXPIRED_PERCENT: f64 = 4.0;
/// Kinds of disability, each with its digit in a certificate's number.
const CATEGORIES: [((&str, char), u32); 7] = [
    (("肢体", '4'), 55),
    (("视力", '1'), 12),
    (("听力", '2'), 12),
    (("精神", '6'), 9),
    (("智力", '5'), 8),
    (("言语", '3'), 2),
    (("多重", '7'), 2),
];
const GRADES: [(u8, u32); 4] = [(1, 12), (2, 25), (3, 28), (4, 35)];
const GRADE_WORDS: [&str; 4] = ["一级", "二级", "三级", "四级"];

/// A disability certificate.
#[derive(Clone)]
pub struct Disability {
    /// The kind, and its digit in the number.
    pub category: (&'static str, char),
    /// 1 to 4; 1 is the gravest.
    pub grade: u8,
    pub issued: Day,
    /// The last day it is good for.
    pub until: Day,
    /// The identity number inside the certificate's, where it is not the holder's own.
    pub inside: Option<String>,
}

impl Disability {
    pub fn new(category: (&'static str, char), grade: u8, issued: Day) -> Self {
        let until = issued.plus_days(YEARS * 1461 / 4 - 1);
        Self { category, grade, issued, until, inside: None }
    }

    /// The disability of somebody of that age, if they have one.
    pub fn draw(seed: u64, person: u32, age: i32, today: Day) -> Option<Self> {
        let mut dice = Dice::new(seed, Stream::Papers, u64::from(person));
        let percent = match age {
            ..3 => 0.0,
            3..18 => 0.9,
            18..50 => 1.5,
            50..65 => 3.0,
            65..80 => 6.0,
            80.. => 9.0,
        };
        if !dice.chance(percent) {
            return None;
        }
        let category = dice.weighted(&CATEGORIES);
        let grade = dice.weighted(&GRADES);
        let expired = dice.chance(EXPIRED_PERCENT);
        let most = (age * 365).min(YEARS * 360);
        let days =
            if expired { YEARS * 366 + dice.between(5, 300) } else { dice.between(100, most) };
        Some(Self::new(category, grade, today.plus_days(-days)))
    }

    pub fn is_valid(&self, night: Day) -> bool {
        self.issued <= night && night <= self.until
    }

    pub const fn is_severe(&self) -> bool {
        self.grade <= 2
    }

    pub fn is_of_the_mind(&self) -> bool {
        matches!(self.category.0, "智力" | "精神")
    }

    /// Whether it calls for nursing.
    pub fn calls_for_nursing(&self) -> bool {
        self.is_severe() || self.is_of_the_mind()
    }

    pub fn grade_in_words(&self) -> &'static str {
        GRADE_WORDS[usize::from(self.grade) - 1]
    }

    /// The holder's number, the digit of the kind and that of the grade.
    pub fn number(&self, holder: ResidentId) -> String {
        let inside = self.inside.as_deref().unwrap_or(holder.as_str());
        format!("{inside}{}{}", self.category.1, self.grade)
    }
}
