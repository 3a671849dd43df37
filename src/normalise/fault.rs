//! Faults: why a value or a row was set aside, in the words the agency gets.

/// A kind of fault. Its code is what reports count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    InvalidName,
    PlaceholderName,
    /// The name is that of the person's mother or father: `王伟之子`.
    NameOfRelative,
    /// `张三、李四` in one cell.
    SeveralNames,
    /// `青石镇敬老院` where a person is to be named.
    NameOfInstitution,
    /// Copied from a merged cell into the row of another number.
    MergedName,
    /// More or fewer numbers in a cell than names in the cell they belong to.
    UnpairedNumbers,
    InvalidId,
    TruncatedId,
    PlaceholderId,
    /// The number is said to be that of a parent or guardian.
    NumberOfRelative,
    InvalidDate,
    /// `85.3.2`: of which century is not said.
    TwoDigitYear,
    /// A date of the lunar calendar that is no day of the solar one, or of a year not said.
    InvalidLunarDate,
    /// Somebody born after the day the extract describes.
    BornInFuture,
    /// `2026-01` where the day is needed.
    DayMissing,
    /// Paid long after the day the extract describes.
    PaidInFuture,
    InvalidMonth,
    /// Money for a month long after the one the extract describes.
    PeriodInFuture,
    InvalidTerm,
    InvalidAmount,
    /// `12.345` yuan.
    AmountBelowFen,
    /// `约500`, `500-600`.
    InexactAmount,
    InvalidPhone,
    InvalidAccount,
    /// `6.22E+18`.
    TruncatedAccount,
    InvalidNumber,
    UnknownCode,
    UnknownDivision,
    /// `#REF!`: a formula of the spreadsheet failed.
    ErrorValue,
    /// `NULL`: the word a database or a program has for no value.
    NullWord,
    /// Neither a name nor a number: nobody the row could speak of.
    NoPerson,
    MissingAmount,
    MissingPeriod,
    MissingScheme,
    /// A fact without its person.
    MissingMention,
}

/// What the agency is told of a fault.
#[derive(Debug, Clone, Copy)]
struct Words {
    code: &'static str,
    message: &'static str,
    message_en: &'static str,
    suggestion: &'static str,
}

impl Fault {
    pub const fn code(self) -> &'static str {
        self.words().code
    }

    /// Whether what needs the value cannot do without it. A day that is not said leaves its month, and
    /// a word for no value is as good as an empty cell.
    pub const fn spoils(self) -> bool {
        !matches!(self, Self::DayMissing | Self::NullWord)
    }

    /// What is wrong, in Chinese.
    pub const fn message(self) -> &'static str {
        self.words().message
    }

    /// What is wrong, in English.
    pub const fn message_en(self) -> &'static str {
        self.words().message_en
    }

    /// What to do about it, in Chinese.
    pub const fn suggestion(self) -> &'static str {
        self.words().suggestion
    }

    const fn words(self) -> &'static Words {
        &WORDS[self as usize].1
    }
}

const fn words(
    fault: Fault,
    code: &'static str,
    message: &'static str,
    message_en: &'static str,
    suggestion: &'static str,
) -> (Fault, Words) {
    (fault, Words { code, message, message_en, suggestion })
}

/// The words of every fault, in the order of [`Fault`].
static WORDS: [(Fault, Words); 36] = [
    words(
        Fault::InvalidName,
        "invalid_name",
        "姓名无法识别",
        "the name cannot be read",
        "请填写证件上的姓名",
    ),
    words(
        Fault::PlaceholderName,
        "placeholder_name",
        "姓名为占位值",
        "the name is a placeholder",
        "请填写真实姓名",
    ),
    words(
        Fault::NameOfRelative,
        "name_of_relative",
        "填写的是亲属姓名（如“某某之子”）",
        "the name is that of a relative (somebody's son)",
        "请填写本人姓名和证件号码",
    ),
    words(
        Fault::SeveralNames,
        "several_names",
        "一个单元格内填写了多人姓名",
        "one cell names several people",
        "请每人一行分别填写",
    ),
    words(
        Fault::NameOfInstitution,
        "name_of_institution",
        "填写的是机构名称，不是个人姓名",
        "the name is that of an institution and of no person",
        "请填写受助人本人姓名，机构名称请另列填写",
    ),
    words(
        Fault::MergedName,
        "merged_name",
        "姓名来自合并单元格，而该行证件号码与合并首行不同，不能确定是本人姓名",
        "the name was merged over rows of different identity numbers, so whose it is is not said",
        "请取消合并单元格，逐行填写本人姓名",
    ),
    words(
        Fault::UnpairedNumbers,
        "unpaired_numbers",
        "证件号码的个数与姓名的个数不一致，无法对应到人",
        "the cell has more or fewer numbers than there are names, so whose they are is not said",
        "请每人一行分别填写，或按姓名顺序逐一填写证件号码，没有的填“无”",
    ),
    words(
        Fault::InvalidId,
        "invalid_id",
        "证件号码的位数、日期或校验码不正确",
        "the identity number has a wrong length, date or check character",
        "请与证件核对后更正",
    ),
    words(
        Fault::TruncatedId,
        "truncated_id",
        "证件号码被表格软件改为数值，末几位已丢失",
        "a spreadsheet made the identity number a number and lost its last digits",
        "请将该列设为文本格式后重新填写并导出",
    ),
    words(
        Fault::PlaceholderId,
        "placeholder_id",
        "证件号码为占位值",
        "the identity number is a placeholder",
        "请填写真实证件号码",
    ),
    words(
        Fault::NumberOfRelative,
        "number_of_relative",
        "填写的是监护人或亲属的证件号码",
        "the identity number is said to be that of a parent or guardian",
        "请填写本人证件号码，没有的请留空",
    ),
    words(
        Fault::InvalidDate,
        "invalid_date",
        "日期无法识别或不存在",
        "the date cannot be read, or no calendar has it",
        "请按2026-11-05的形式填写",
    ),
    words(
        Fault::TwoDigitYear,
        "two_digit_year",
        "年份只有两位，无法确定世纪",
        "the year has two digits, so its century is not said",
        "请填写四位年份，如1985-03-02",
    ),
    words(
        Fault::InvalidLunarDate,
        "invalid_lunar_date",
        "农历日期缺少年份或农历中没有这一天，无法换算为公历",
        "the lunar date lacks its year or does not exist, so it cannot be converted",
        "请填写公历日期",
    ),
    words(
        Fault::BornInFuture,
        "birth_in_future",
        "出生日期晚于数据日期",
        "the birth date lies after the day the extract describes",
        "请与证件核对后更正",
    ),
    words(
        Fault::DayMissing,
        "day_missing",
        "发放日期只写到月份或年份，缺少日",
        "the day of payment gives no day, only a month or a year",
        "请按2026-11-05的形式填写到日",
    ),
    words(
        Fault::PaidInFuture,
        "paid_in_future",
        "发放日期远晚于数据日期",
        "the day of payment lies long after the day the extract describes",
        "请核对发放日期后更正",
    ),
    words(
        Fault::InvalidMonth,
        "invalid_month",
        "月份无法识别",
        "the month cannot be read",
        "请按2026-11的形式填写",
    ),
    words(
        Fault::PeriodInFuture,
        "period_in_future",
        "所属期远晚于数据日期",
        "the month it is for lies long after the day the extract describes",
        "请核对所属期后更正",
    ),
    words(
        Fault::InvalidTerm,
        "invalid_term",
        "学期无法识别",
        "the school term cannot be read",
        "请按2026秋的形式填写",
    ),
    words(
        Fault::InvalidAmount,
        "invalid_amount",
        "金额无法识别",
        "the amount cannot be read",
        "请填写以元为单位、最多两位小数的数字",
    ),
    words(
        Fault::AmountBelowFen,
        "amount_below_fen",
        "金额小于一分的部分无法入账",
        "the amount has a part below one fen",
        "请四舍五入到分后重报",
    ),
    words(
        Fault::InexactAmount,
        "inexact_amount",
        "金额为约数或区间",
        "the amount is an estimate or a range",
        "请填写实际金额",
    ),
    words(
        Fault::InvalidPhone,
        "invalid_phone",
        "电话号码无法识别",
        "the telephone number cannot be read",
        "请填写11位手机号码或带区号的座机",
    ),
    words(
        Fault::InvalidAccount,
        "invalid_account",
        "账号无法识别",
        "the account cannot be read",
        "请按存折或银行卡填写完整账号",
    ),
    words(
        Fault::TruncatedAccount,
        "truncated_account",
        "账号被表格软件改为数值，末几位已丢失",
        "a spreadsheet made the account a number and lost its last digits",
        "请将该列设为文本格式后重新填写并导出",
    ),
    words(
        Fault::InvalidNumber,
        "invalid_number",
        "数字无法识别",
        "the number cannot be read",
        "请填写阿拉伯数字",
    ),
    words(
        Fault::UnknownCode,
        "unknown_code",
        "代码或选项不在约定的值域内",
        "the code or word is none of those agreed on",
        "请按值域表填写",
    ),
    words(
        Fault::UnknownDivision,
        "unknown_division",
        "区划名称或代码不在区划表内",
        "the division is not on the list of divisions",
        "请按现行区划名称填写",
    ),
    words(
        Fault::ErrorValue,
        "spreadsheet_error",
        "单元格是表格软件的公式错误值",
        "the cell holds the error value of a spreadsheet's formula",
        "请修正公式或直接填写原值后重新导出",
    ),
    words(
        Fault::NullWord,
        "null_word",
        "单元格写有NULL、NaN等字样，不是数据",
        "the cell holds the word of a database or a program for no value",
        "没有数据的请留空后重新导出，有数据的请补充",
    ),
    words(
        Fault::NoPerson,
        "no_person",
        "该行既无姓名也无证件号码",
        "the row has neither a name nor an identity number",
        "请补充姓名或证件号码",
    ),
    words(
        Fault::MissingAmount,
        "missing_amount",
        "该行缺少金额",
        "the row lacks its amount",
        "请补充金额",
    ),
    words(
        Fault::MissingPeriod,
        "missing_period",
        "该行缺少所属期或发放日期",
        "the row lacks the month or day it is for",
        "请补充日期",
    ),
    words(
        Fault::MissingScheme,
        "missing_scheme",
        "该行缺少救助项目",
        "the row lacks its scheme",
        "请补充救助项目",
    ),
    words(
        Fault::MissingMention,
        "missing_person",
        "该行的款项缺少对应的人员",
        "the row's money lacks the person it went to",
        "请补充该人员的姓名或证件号码",
    ),
];

const _: () = {
    let mut at = 0;
    while at < WORDS.len() {
        assert!(WORDS[at].0 as usize == at, "the words stand in the order of the faults");
        at += 1;
    }
};
