//! Review lists: what a list and its reader agree on, so that it can come back filled in.
//!
//! Some columns are computed and closed, some are open to the reviewer. A line carries a seal of its
//! computed cells: whoever changes one, in whatever program, is told which.

use std::fmt;
use std::str::FromStr;

use super::{FlagId, Grounds, NotAnId, RowKey, first_eight};

pub const CASE_ID: &str = "编号";
/// The flags a line is about; several are separated by blanks.
pub const FLAG_IDS: &str = "疑点编号";
/// The date and the id of the run, separated by a blank.
pub const RUN: &str = "核对批次";
pub const SEAL: &str = "校验码";

pub const CONCLUSION: &str = "核实结论";
/// The numbers of the evidence that speaks of somebody else.
pub const NOT_THEIRS: &str = "非本人证据号";
pub const REASON: &str = "理由/备注";
pub const DECIDED_ON: &str = "核实日期";
pub const DECIDED_BY: &str = "核实人（工号）";
pub const SECONDED_BY: &str = "复核人（工号）";

/// The columns a reviewer fills in.
pub const OPEN: [&str; 6] = [CONCLUSION, NOT_THEIRS, REASON, DECIDED_ON, DECIDED_BY, SECONDED_BY];

/// The columns that a seal covers. A list need not have them all; one that is not named here is not
/// sealed.
pub const SEALED: [&str; 19] = [
    CASE_ID,
    FLAG_IDS,
    RUN,
    "优先级",
    "疑点类型",
    "姓名",
    "证号",
    "乡镇/街道",
    "村/社区",
    "涉及项目与金额",
    "月数",
    "一句话理由",
    "建议核实方法",
    "证据摘要",
    "匹配等级",
    "首次/连续出现次数",
    "上次处理结果",
    "承办单位",
    "期限",
];

/// What a line's computed cells said when it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Of all of them.
    whole: RowKey,
    /// Of what the line's flags rest on.
    pub grounds: RowKey,
    /// Of each column in the order of [`SEALED`]; none of those that the list lacks.
    columns: [Option<u8>; SEALED.len()],
}

impl Seal {
    /// Seals a line, given the text of each column it has.
    pub fn new<'a>(text: impl Fn(&str) -> Option<&'a str>, grounds: RowKey) -> Self {
        let cells = SEALED.map(|title| text(title).map(without_blanks));
        let said: Vec<String> = SEALED
            .iter()
            .zip(&cells)
            .filter_map(|(title, cell)| Some(format!("{title}\n{}", cell.as_ref()?)))
            .collect();
        let columns = cells.map(|cell| {
            let [first, ..] = first_eight(&[cell?]).to_be_bytes();
            Some(first)
        });
        Self { whole: RowKey(first_eight(&said)), grounds, columns }
    }

    /// The columns whose cells are no longer what they were; one at fault may escape being named, but
    /// not being noticed.
    pub fn altered(&self, now: &Self) -> Option<Vec<&'static str>> {
        let both = self.columns.iter().zip(&now.columns);
        let differ = SEALED.iter().zip(both).filter(|(_, (then, now))| then != now);
        let titles = differ.map(|(title, _)| *title).collect();
        (self.whole != now.whole).then_some(titles)
    }
}

/// What a line's flags rest on, in the order in which it names them.
pub fn grounds_key<'a>(flags: impl Iterator<Item = (FlagId, &'a Grounds)>) -> RowKey {
    let mut parts = Vec::new();
    for (flag, grounds) in flags {
        parts.push(flag.to_string());
        parts.extend(grounds.rows.iter().map(ToString::to_string));
        parts.push(grounds.until.map(|month| month.to_string()).unwrap_or_default());
        parts.push(grounds.parameters.to_string());
    }
    RowKey(first_eight(&parts))
}

/// Numbers rows of evidence from 1, equal ones alike, as a list prints them.
pub fn numbered<T: PartialEq>(rows: impl Iterator<Item = T>) -> Vec<usize> {
    let mut seen: Vec<T> = Vec::new();
    rows.map(|row| {
        if let Some(at) = seen.iter().position(|one| *one == row) {
            return at + 1;
        }
        seen.push(row);
        seen.len()
    })
    .collect()
}

/// Programs break lines and trim blanks in ways of their own.
fn without_blanks(text: &str) -> String {
    let is_blank = |letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, '\u{FEFF}' | '\u{200B}')
    };
    text.chars().filter(|letter| !is_blank(*letter)).collect()
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-", self.whole, self.grounds)?;
        for column in &self.columns {
            match column {
                Some(byte) => write!(f, "{byte:02x}")?,
                None => f.write_str("__")?,
            }
        }
        Ok(())
    }
}

impl FromStr for Seal {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = || NotAnId { prefix: 'K', text: text.to_owned() };
        let mut parts = text.split('-');
        let mut next = || parts.next().ok_or_else(wrong);
        let (whole, grounds, codes) = (next()?.parse()?, next()?.parse()?, next()?);
        if codes.len() != 2 * SEALED.len() || !codes.is_ascii() {
            return Err(wrong());
        }
        let mut columns = [None; SEALED.len()];
        for (at, column) in columns.iter_mut().enumerate() {
            let code = &codes[2 * at..2 * at + 2];
            if code != "__" {
                *column = Some(u8::from_str_radix(code, 16).map_err(|_| wrong())?);
            }
        }
        Ok(Self { whole, grounds, columns })
    }
}
