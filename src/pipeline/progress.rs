//! Progress: what a run says of itself while it works, to whoever wants to show it.

use crate::report::StageTiming;

/// The stages of a night, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Read,
    Identify,
    Link,
    Households,
    Dossiers,
    Assess,
    Publish,
}

impl Stage {
    pub const ALL: [Self; 7] = [
        Self::Read,
        Self::Identify,
        Self::Link,
        Self::Households,
        Self::Dossiers,
        Self::Assess,
        Self::Publish,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Identify => "identify",
            Self::Link => "link",
            Self::Households => "households",
            Self::Dossiers => "dossiers",
            Self::Assess => "assess",
            Self::Publish => "publish",
        }
    }

    /// What the stage is given, and counted by.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Read | Self::Publish => "rows",
            Self::Identify | Self::Dossiers => "mentions",
            Self::Link => "identities",
            Self::Households => "people",
            Self::Assess => "dossiers",
        }
    }

    pub const fn unit_chinese(self) -> &'static str {
        match self {
            Self::Read | Self::Publish => "行",
            Self::Identify | Self::Dossiers => "次出现",
            Self::Link => "种写法",
            Self::Households => "人",
            Self::Assess => "份档案",
        }
    }

    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Read => "读取与规范",
            Self::Identify => "归并提及",
            Self::Link => "人员匹配",
            Self::Households => "家庭归集",
            Self::Dossiers => "建立档案",
            Self::Assess => "疑点研判",
            Self::Publish => "发布结果",
        }
    }
}

/// Hears about a run's progress. Calls may come from several threads.
pub trait Progress: Sync {
    /// A stage begins; `steps` is how many times [`Progress::step`] will be called, if known.
    fn begin(&self, stage: Stage, steps: u64);
    /// A part of the current stage is done.
    fn step(&self);
    /// The current stage is done; with what it took, where that is measured.
    fn end(&self, took: Option<&StageTiming>);
}

/// Hears and shows nothing.
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: Stage, _: u64) {}
    fn step(&self) {}
    fn end(&self, _: Option<&StageTiming>) {}
}
