//! Refusals: a delivery of a source that was not used, in the words its agency gets.
//!
//! The operator reads the error itself, which is English and names settings. The agency knows neither:
//! it is told in Chinese what is wrong with its file and what to send instead.

use super::RunError;
use crate::domain::{Rejects, Source, mask};
use crate::ingest::IngestError;
use crate::report::Refused;

/// A delivery that was not used.
pub(super) struct Refusal {
    pub error: RunError,
    pub source: Source,
    /// Its rows and values at fault, as far as it was read.
    pub rejects: Rejects,
}

impl Refusal {
    /// What its agency is to mend, if the fault is the agency's.
    pub fn refused(&self) -> Option<Refused> {
        Some(Refused {
            source: self.source.clone(),
            sentence: self.sentence()?,
            message: self.error.to_string(),
            rejects: self.rejects.clone(),
        })
    }

    /// Why in one line, for the agency and for the operator; of an earlier night, it says of which.
    pub fn in_words(&self) -> String {
        let words = match self.sentence() {
            Some(sentence) => format!("{sentence}（{}）", self.error),
            None => self.error.to_string(),
        };
        match self.source.age_days {
            0 => words,
            _ => format!("{} 批次：{words}", self.source.snapshot),
        }
    }

    /// `教育局：education/pupils.xlsx 整份退回：文件为空；请重新导出后报送`.
    fn sentence(&self) -> Option<String> {
        let (file, reason) = for_agency(&self.error)?;
        Some(format!("{}：{file} 整份退回：{reason}", self.source.agency_name))
    }
}

/// The file, and in Chinese what is wrong with it and what to do; none where nothing is the agency's to
/// mend.
fn for_agency(error: &RunError) -> Option<(&str, String)> {
    let told = match error {
        RunError::Refused(error) => return of_reading(error),
        RunError::TooManyRejects { file, rejected, read, limit_percent, line, message, .. } => {
            let reason = format!(
                "{read} 行中有 {rejected} 行不能采用，超过 {limit_percent}%；第一处在第 {line} 行：\
                 {message}；请按“退回清单”更正后整份重报"
            );
            (file, reason)
        }
        RunError::TooManyFaultyValues { file, faulty, .. } => {
            (file, format!("{faulty}，超过 {}%；请更正后整份重报", faulty.limit_percent))
        }
        RunError::TooFewRows { file, read, min_rows, .. } => (
            file,
            format!("只有 {read} 行，应不少于 {min_rows} 行，导出可能中断；请重新导出完整文件"),
        ),
        RunError::CutShort { file, line, .. } => {
            (file, format!("第 {line} 行中途断开，文件不完整；请重新导出完整文件"))
        }
        RunError::DeliveredTwice { file, twin, percent, .. } => {
            let reason = format!("内容有 {percent}% 与 {twin} 相同；请删去重复或过期的一份");
            (file, format!("{reason}，或补送应有的文件"))
        }
        RunError::ListedFileAbsent { file, manifest, .. } => {
            (file, format!("交接清单 {manifest} 列有该文件而未送达；请补送文件或更正清单"))
        }
        RunError::NotListed { file, .. } => {
            (file, "未列入交接清单；请补列行数、人数和金额".to_owned())
        }
        RunError::NotAsSent { file, manifest, .. } => {
            (file, format!("与交接清单 {manifest} 的校验值不符；请重新报送文件和清单"))
        }
        RunError::NotReconciled { file, manifest, .. } => {
            (file, format!("行数、人数或金额与交接清单 {manifest} 不符；请核对后重报文件或清单"))
        }
        RunError::Manifest(_)
        | RunError::Configuration(_)
        | RunError::Usage { .. }
        | RunError::MissingNight { .. }
        | RunError::MissingDelivery { .. }
        | RunError::ReadTwice { .. }
        | RunError::Deliveries(_)
        | RunError::Stopped { .. }
        | RunError::Unbalanced(_)
        | RunError::Locked { .. }
        | RunError::Unwritable { .. }
        | RunError::Report(_)
        | RunError::ListFaults(_)
        | RunError::UnreadableList { .. }
        | RunError::UnreadableLedger { .. }
        | RunError::BrokenLedger { .. }
        | RunError::AuditBroken { .. }
        | RunError::NoSuchRun { .. } => return None,
    };
    Some((told.0, told.1))
}

/// As [`for_agency`], of a file that could not be read.
fn of_reading(error: &IngestError) -> Option<(&str, String)> {
    let again = "请重新导出后报送";
    let (place, reason) = match error {
        IngestError::MissingFile { .. }
        | IngestError::TooManyFiles { .. }
        | IngestError::Unreadable { .. } => return None,
        IngestError::Empty { place } => (place, format!("文件为空，导出可能中断；{again}")),
        IngestError::TooLarge { place, .. }
        | IngestError::UnpacksTooLarge { place, .. }
        | IngestError::TooManyRows { place, .. } => {
            (place, "文件超过约定的大小；请分成几个文件报送".to_owned())
        }
        IngestError::TooManyCells { place, .. } | IngestError::TooManyColumns { place, .. } => (
            place,
            format!("列数或单元格数超过上限，表格远处可能有多余内容或分隔符有误；请清理后{again}"),
        ),
        IngestError::NotThisFormat { place, found, .. } => {
            let found = found.chinese();
            (place, format!("文件内容不是约定的格式（实际像{found}）；请导出为约定格式后报送"))
        }
        IngestError::WrongEncoding { place, .. } | IngestError::UnclearEncoding { place, .. } => {
            (place, "文字编码不符合约定或无法确定；请以 UTF-8 编码重新导出".to_owned())
        }
        IngestError::DamagedWorkbook { place, .. }
        | IngestError::DamagedParquet { place, .. }
        | IngestError::DamagedArchive { place, .. } => (place, format!("文件已损坏；{again}")),
        IngestError::NoSheet { place, sheets } => (
            place,
            format!("数据在未约定或隐藏的工作表“{}”中；请取消隐藏或更正表名", named(sheets)),
        ),
        IngestError::EncryptedArchive { place } => {
            (place, "文件设有密码；请去掉密码后报送".to_owned())
        }
        IngestError::NestedArchive { place } => {
            (place, "压缩包内还有压缩包；请只压缩一层".to_owned())
        }
        IngestError::NoMember { place, pattern, others } => (place, of_members(pattern, others)),
        IngestError::UnfitMember(error) => return of_reading(error),
        IngestError::SeveralSheets { place, sheets } => (
            place,
            format!("工作表“{}”的表头相同，不知以哪个为准；请只保留一个工作表", named(sheets)),
        ),
        IngestError::TooManyMembers { place, found, limit } => {
            (place, format!("压缩包内有 {found} 个文件，超过 {limit} 个；请分开报送"))
        }
        IngestError::UnreadCodec { place, codec } => {
            (place, format!("压缩方式 {codec} 不能读取；请改用常用压缩方式或不压缩"))
        }
        IngestError::NoTextColumn { place, column, .. } => {
            (place, format!("列“{column}”的内容不是文本；请每行填一个值"))
        }
        IngestError::NoHeader { place, expected, .. } => {
            (place, format!("没有找到表头（如“{expected}”）；请按约定的表样报送"))
        }
        IngestError::MissingColumn { place, column, closest, .. } => {
            let closest = closest.as_ref().map(|found| format!("（相近的有“{found}”）"));
            let closest = closest.unwrap_or_default();
            (place, format!("缺少列“{column}”{closest}；请按约定的表头报送"))
        }
        IngestError::AmbiguousColumn { place, column, .. } => {
            (place, format!("列“{column}”出现两次；请只保留一列"))
        }
        IngestError::RowsWithinCell { place, line, .. }
        | IngestError::RowTooLong { place, line, .. } => (
            place,
            format!("第 {line} 行起引号不成对或没有闭合，多行并成一格；请更正引号后{again}"),
        ),
    };
    Some((&place.file, reason))
}

/// The first of the sheets, without what their names say of people.
fn named(sheets: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = mask::labels(&sheets[..sheets.len().min(SHOWN)]);
    let more = if sheets.len() > SHOWN { format!("等{}个", sheets.len()) } else { String::new() };
    format!("{shown}{more}")
}

/// That an archive holds nothing to read. `*` fits any table, and is no name to an agency.
fn of_members(pattern: &str, others: &[String]) -> String {
    match pattern {
        _ if others.is_empty() => "压缩包是空的；请重新导出后报送".to_owned(),
        "*" => "压缩包内没有数据表；请将数据表放入压缩包后报送".to_owned(),
        _ => format!("压缩包内没有“{pattern}”；请补充该文件后报送"),
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use expect_test::expect;

    use super::*;
    use crate::domain::Day;
    use crate::ingest::{Look, Place};
    use crate::pipeline::FaultyValues;

    fn refusal(error: RunError) -> Refusal {
        let source = Source {
            id: "health_insured".to_owned(),
            agency: "health".to_owned(),
            agency_name: "医疗保障局".to_owned(),
            title: "参保登记".to_owned(),
            roster: true,
            snapshot: Day(20_000),
            age_days: 0,
        };
        Refusal { error, source, rejects: Rejects::empty() }
    }

    fn place() -> Place {
        Place { agency: "医疗保障局".to_owned(), file: "health/insured.csv".to_owned() }
    }

    #[test]
    fn an_agency_is_told_in_its_own_words_what_to_send_instead() {
        let (agency, file) = ("医疗保障局".to_owned(), "health/insured.csv".to_owned());
        let faulty = FaultyValues {
            column: "证件号码".to_owned(),
            faulty: 99,
            filled: 100,
            limit_percent: 60,
            code: "truncated_id".to_owned(),
            with_code: 98,
            message: "末几位已丢失".to_owned(),
            suggestion: "请设为文本格式".to_owned(),
            first_file: file.clone(),
            line: 3,
        };
        let errors = [
            RunError::TooManyRejects {
                agency: agency.clone(),
                file: file.clone(),
                rejected: 40,
                read: 100,
                limit_percent: 10,
                first_file: file.clone(),
                line: 7,
                message: "该行有3列，表头有5列，无法对应".to_owned(),
            },
            RunError::TooManyFaultyValues {
                agency: agency.clone(),
                file: file.clone(),
                faulty: Box::new(faulty),
            },
            RunError::TooFewRows { agency, file, read: 3, min_rows: 100 },
            IngestError::Empty { place: place() }.into(),
            IngestError::MissingColumn {
                place: place(),
                line: 1,
                column: "证件号码".to_owned(),
                closest: Some("证件号".to_owned()),
            }
            .into(),
            IngestError::DamagedWorkbook { place: place(), detail: "detail".to_owned() }.into(),
        ];
        let told = errors.map(|error| refusal(error).refused().expect("the agency's").sentence);
        expect![[r#"
            医疗保障局：health/insured.csv 整份退回：100 行中有 40 行不能采用，超过 10%；第一处在第 7 行：该行有3列，表头有5列，无法对应；请按“退回清单”更正后整份重报
            医疗保障局：health/insured.csv 整份退回：列“证件号码”已填的 100 个值中有 99 个不能采用（99%），最多的是：末几位已丢失（truncated_id，98 个，第一处在第 3 行），请设为文本格式，超过 60%；请更正后整份重报
            医疗保障局：health/insured.csv 整份退回：只有 3 行，应不少于 100 行，导出可能中断；请重新导出完整文件
            医疗保障局：health/insured.csv 整份退回：文件为空，导出可能中断；请重新导出后报送
            医疗保障局：health/insured.csv 整份退回：缺少列“证件号码”（相近的有“证件号”）；请按约定的表头报送
            医疗保障局：health/insured.csv 整份退回：文件已损坏；请重新导出后报送"#]].assert_eq(&told.join("\n"));
    }

    #[test]
    fn an_archive_without_a_table_is_no_pattern_to_an_agency() {
        let none = |pattern: &str, others: &[&str]| {
            let pattern = pattern.to_owned();
            let others = others.iter().map(|other| (*other).to_owned()).collect();
            let error = IngestError::NoMember { place: place(), pattern, others };
            refusal(error.into()).refused().expect("the agency's").sentence
        };
        let (expected, found) = ("a CSV text file", Look::Pdf);
        let format = IngestError::NotThisFormat { place: place(), expected, found };
        let told = [
            none("*", &[]),
            none("*", &["说明.png"]),
            none("*参保*", &["说明.png"]),
            refusal(format.into()).refused().expect("the agency's").sentence,
        ];
        expect![[r#"
            医疗保障局：health/insured.csv 整份退回：压缩包是空的；请重新导出后报送
            医疗保障局：health/insured.csv 整份退回：压缩包内没有数据表；请将数据表放入压缩包后报送
            医疗保障局：health/insured.csv 整份退回：压缩包内没有“*参保*”；请补充该文件后报送
            医疗保障局：health/insured.csv 整份退回：文件内容不是约定的格式（实际像PDF 文件）；请导出为约定格式后报送"#]].assert_eq(&told.join("\n"));
    }

    #[test]
    fn a_refusal_of_an_earlier_night_names_it() {
        let mut refusal = refusal(IngestError::Empty { place: place() }.into());
        let tonight = refusal.in_words();
        assert!(tonight.starts_with("医疗保障局：health/insured.csv 整份退回"), "{tonight}");
        refusal.source.age_days = 2;
        assert_eq!(refusal.in_words(), format!("{} 批次：{tonight}", Day(20_000)));
    }

    #[test]
    fn what_the_operator_has_to_mend_is_nothing_to_an_agency() {
        let source = io::Error::other("no such disk");
        let error: RunError = IngestError::Unreadable { place: place(), source }.into();
        let words = error.to_string();
        let refusal = refusal(error);
        assert!(refusal.refused().is_none());
        assert_eq!(refusal.in_words(), words);
    }
}
