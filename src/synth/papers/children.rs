//! Children: the allowances of orphans and of children whom nobody in fact brings up.

use crate::domain::{Day, Fen, Month};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChildScheme {
    Orphan,
    /// The parents live, and neither of them can bring the child up.
    WithoutCare,
}

impl ChildScheme {
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Orphan => "散居孤儿",
            Self::WithoutCare => "事实无人抚养儿童",
        }
    }
}

/// What both schemes grant a month.
pub const CHILD_STANDARD: Fen = Fen::from_yuan(1400);

/// One payment for a child.
#[derive(Clone)]
pub struct ChildPayment {
    pub number: String,
    pub child: u32,
    pub scheme: ChildScheme,
    pub guardian: u32,
    pub period: Month,
    pub paid: Day,
    pub amount: Fen,
}
