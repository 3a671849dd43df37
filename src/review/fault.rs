//! Faults of a reviewed list, in Chinese for the reviewer and in English for the log.
//!
//! A reviewer is told where, what and what to do. The log is told the same. Neither repeats a word of what
//! was filled in: a cell may hold anything, and messages are kept.

use std::fmt;

use crate::domain::review_list::{CONCLUSION, SEAL};
use crate::domain::{Day, Outcome};

/// Where something stands in a list; of the file as a whole where there is no sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    pub file: String,
    pub sheet: Option<String>,
    pub row: Option<u32>,
}

impl At {
    pub const fn file(file: String) -> Self {
        Self { file, sheet: None, row: None }
    }

    fn chinese(&self) -> String {
        let sheet = self.sheet.as_ref().map(|sheet| format!("“{sheet}”")).unwrap_or_default();
        let row = self.row.map(|row| format!("第{row}行")).unwrap_or_default();
        format!("{}{sheet}{row}", self.file)
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, "#{sheet}")?;
        }
        self.row.map_or(Ok(()), |row| write!(f, ":{row}"))
    }
}

/// Why a list is not taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListFault {
    pub at: At,
    pub wrong: Wrong,
}

/// What is wrong with a list or one of its rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    Unreadable { detail: String },
    NotAList,
    NoColumn(&'static str),
    NoCase,
    NoRun,
    UnpublishedRun(Day),
    UnknownCase,
    UnknownFlag,
    Altered(Vec<&'static str>),
    NoSeal,
    RunAgain(Day),
    MatchedAgain(Day),
    Formula(&'static str),
    Merged(&'static str),
    NoConclusion,
    UnknownConclusion,
    NoReason(Outcome),
    PersonalReason,
    LongReason { limit: usize },
    NoDay,
    NotADay,
    DayToCome { day: Day, today: Day },
    DayBeforeRun { day: Day, run: Day },
    NoReviewer,
    NotACode(&'static str),
    NoSecondPerson,
    SamePerson,
    TwoConclusions { first: At },
    Decided { entry: u32, outcome: Outcome, decided_on: Day },
    NotNumbers { rows: usize },
    NumbersInVain,
    UnclearMatch,
    NobodyElse,
}

impl ListFault {
    /// As the reviewer reads it.
    pub fn chinese(&self) -> String {
        format!("{}：{}", self.at.chinese(), self.wrong.chinese())
    }
}

impl fmt::Display for ListFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.wrong)
    }
}

impl Wrong {
    #[expect(clippy::too_many_lines, reason = "a sentence for each fault, and nothing else")]
    fn chinese(&self) -> String {
        match self {
            Self::Unreadable { .. } => {
                "打不开：请用 Excel、WPS 或 LibreOffice 另存为不加密的 .xlsx 后重新导入。"
                    .to_owned()
            }
            Self::NotAList => {
                "不是本程序下发的疑点清单，请导入 lists 文件夹中下发的清单。".to_owned()
            }
            Self::NoColumn(title) => {
                format!("缺少“{title}”列（含隐藏列），请在下发的清单上填写，不要另建表格。")
            }
            Self::NoCase => "填了核实内容但没有编号，请填在所核实的那一户的行内。".to_owned(),
            Self::NoRun => "核对批次被改动或缺失，请在下发的清单上重新填写。".to_owned(),
            Self::UnpublishedRun(date) => {
                format!("清单出自{date}的核对，该批次的结果不在，请与运行人员核对。")
            }
            Self::UnknownCase => "编号不是该批次的工单，请核对是否抄错或混入其他批次。".to_owned(),
            Self::UnknownFlag => {
                "疑点编号与该批次的工单不符，请在下发的清单上重新填写。".to_owned()
            }
            Self::Altered(titles) if titles.is_empty() => {
                "程序填写的内容被改动，请从下发的清单复制原行后重填。".to_owned()
            }
            Self::Altered(titles) => format!(
                "程序填写的“{}”被改动，请恢复原内容；如认为原内容有误，请写在备注里。",
                titles.join("”“")
            ),
            Self::NoSeal => {
                format!("隐藏列“{SEAL}”缺失或被改动，请从下发的清单复制原行后重填。")
            }
            Self::RunAgain(date) => {
                format!("{date}的核对后来重新运行过，该户的疑点已有变化，请按新清单重新核实。")
            }
            Self::MatchedAgain(date) => format!(
                "{date}的核对后来重新运行过，证据的序号和匹配可能已变，匹配错误请在新清单上填写。"
            ),
            Self::Formula(title) => {
                format!("“{title}”里是公式，请改为直接填写的内容（复制后选择性粘贴为数值）。")
            }
            Self::Merged(title) => {
                format!("“{title}”是几行合并的单元格，请取消合并，逐行填写。")
            }
            Self::NoConclusion => format!("填了核实信息但没有选“{CONCLUSION}”，请选择结论。"),
            Self::UnknownConclusion => format!(
                "“{CONCLUSION}”里不是可选的结论，请从下拉列表中选择一项：{}。",
                Outcome::ALL.map(Outcome::chinese).join("、")
            ),
            Self::NoReason(outcome) => {
                format!("结论为“{}”须写明理由，请填写“理由/备注”。", outcome.chinese())
            }
            Self::PersonalReason => "备注里有证号、电话或账号，请删去，只写事由。".to_owned(),
            Self::LongReason { limit } => format!("备注超过{limit}字，请缩短。"),
            Self::NoDay => "没有核实日期，请填写，如2026-11-24。".to_owned(),
            Self::NotADay => "核实日期看不懂，请写成2026-11-24。".to_owned(),
            Self::DayToCome { day, today } => {
                format!("核实日期{day}晚于导入日期{today}，请改正。")
            }
            Self::DayBeforeRun { day, run } => {
                format!("核实日期{day}早于核对日期{run}，请改正。")
            }
            Self::NoReviewer => "没有核实人，请填写核实人工号。".to_owned(),
            Self::NotACode(title) => {
                format!("“{title}”须填工号（字母、数字），不填姓名，请改正。")
            }
            Self::NoSecondPerson => {
                "按规定该疑点或结论须两人核实，请由第二人复核后填写复核人工号。".to_owned()
            }
            Self::SamePerson => "复核人与核实人是同一人，请由另一人复核。".to_owned(),
            Self::TwoConclusions { first } => format!(
                "与{}对同一户（同一疑点）的结论或核实信息不同，请核对后只留一个。",
                first.chinese()
            ),
            Self::Decided { entry, outcome, decided_on } => format!(
                "该批次此疑点已登记为“{}”（{decided_on}，台账第{entry}条），如确需更正，请运行人员导入时加 --correct。",
                outcome.chinese()
            ),
            Self::NotNumbers { rows } => {
                format!("“非本人证据号”须是证据摘要里的序号（1至{rows}），几个用顿号分开，请改正。")
            }
            Self::NumbersInVain => {
                "只有结论为“不属实-匹配错误”时才填“非本人证据号”，请改正结论或清空该栏。".to_owned()
            }
            Self::UnclearMatch => {
                "匹配错误看不出哪一行不是本人，请在“非本人证据号”填写证据摘要里不是本人的序号。"
                    .to_owned()
            }
            Self::NobodyElse => {
                "“非本人证据号”包括了该人的全部证据，请只填不是本人的序号。".to_owned()
            }
        }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { detail } => write!(f, "cannot be read ({detail}); save it as .xlsx"),
            Self::NotAList => f.write_str("is no review list of this program"),
            Self::NoColumn(title) => write!(f, "the column `{title}` is gone"),
            Self::NoCase => f.write_str("something is filled in beside no case"),
            Self::NoRun => f.write_str("the run it comes from is not said"),
            Self::UnpublishedRun(date) => write!(f, "the run of {date} is not published"),
            Self::UnknownCase => f.write_str("the case is none of its run"),
            Self::UnknownFlag => f.write_str("the flags are not those of the case"),
            Self::Altered(titles) => {
                write!(f, "computed cells were changed: {}", titles.join(", "))
            }
            Self::NoSeal => f.write_str("the seal of its computed cells is gone or changed"),
            Self::RunAgain(date) => {
                write!(f, "the run of {date} was repeated, and what the case rests on has changed")
            }
            Self::MatchedAgain(date) => write!(
                f,
                "the run of {date} was repeated, and only its new list can tell of a match error"
            ),
            Self::Formula(title) => write!(f, "a formula stands in `{title}`"),
            Self::Merged(title) => write!(f, "cells of several rows are merged in `{title}`"),
            Self::NoConclusion => f.write_str("a conclusion is missing"),
            Self::UnknownConclusion => f.write_str("the conclusion is none of those offered"),
            Self::NoReason(outcome) => write!(f, "`{}` needs a reason", outcome.code()),
            Self::PersonalReason => f.write_str("the remark holds a personal number"),
            Self::LongReason { limit } => write!(f, "the remark is longer than {limit} characters"),
            Self::NoDay => f.write_str("the day of the review is missing"),
            Self::NotADay => f.write_str("the day of the review cannot be read"),
            Self::DayToCome { day, today } => {
                write!(f, "the review of {day} is later than its import on {today}")
            }
            Self::DayBeforeRun { day, run } => {
                write!(f, "the review of {day} is earlier than the run of {run}")
            }
            Self::NoReviewer => f.write_str("the reviewer is missing"),
            Self::NotACode(title) => write!(f, "`{title}` holds no reviewer's code"),
            Self::NoSecondPerson => f.write_str("the policy asks for a second person"),
            Self::SamePerson => f.write_str("the second person is the first"),
            Self::TwoConclusions { first } => write!(f, "{first} concludes something else"),
            Self::Decided { entry, .. } => {
                write!(
                    f,
                    "entry {entry} of the ledger concludes something else; to replace it, `--correct`"
                )
            }
            Self::NotNumbers { rows } => write!(f, "evidence is numbered 1 to {rows}"),
            Self::NumbersInVain => f.write_str("only a match error says whose evidence it is not"),
            Self::UnclearMatch => f.write_str("which row is of somebody else is not said"),
            Self::NobodyElse => {
                f.write_str("all rows of the person are said to be of somebody else")
            }
        }
    }
}

/// A match error about rows that write one person alike, so that nothing can tell them apart. It is taken,
/// and the reviewer should know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Inseparable(pub At);

impl Inseparable {
    pub fn chinese(&self) -> String {
        format!(
            "{}：匹配错误已登记；但各行的证号、姓名写法相同，程序无法据此分开，请来源部门更正。",
            self.0.chinese()
        )
    }
}
