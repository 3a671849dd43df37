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
    /// More or fewer numbers in a cell than names in the cell they belong to.
    UnpairedNumbers,
    InvalidId,
    TruncatedId,
    PlaceholderId,
    InvalidDate,
    InvalidMonth,
    InvalidTerm,
    InvalidAmount,
    InvalidPhone,
    InvalidAccount,
    InvalidNumber,
    UnknownCode,
    UnknownDivision,
    /// Neither a name nor a number: nobody the row could speak of.
    NoPerson,
    MissingAmount,
    MissingPeriod,
    MissingScheme,
    /// A fact without its person.
    MissingMention,
}

impl Fault {
    pub const fn code(self) -> &'static str {
        self.text().0
    }

    /// What is wrong, in Chinese.
    pub const fn message(self) -> &'static str {
        self.text().1
    }

    /// What to do about it, in Chinese.
    pub const fn suggestion(self) -> &'static str {
        self.text().2
    }

    const fn text(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::InvalidName => ("invalid_name", "姓名无法识别", "请填写证件上的姓名"),
            Self::PlaceholderName => ("placeholder_name", "姓名为占位值", "请填写真实姓名"),
            Self::NameOfRelative => {
                ("name_of_relative", "填写的是亲属姓名（如“某某之子”）", "请填写本人姓名和证件号码")
            }
            Self::SeveralNames => {
                ("several_names", "一个单元格内填写了多人姓名", "请每人一行分别填写")
            }
            Self::UnpairedNumbers => (
                "unpaired_numbers",
                "证件号码的个数与姓名的个数不一致，无法对应到人",
                "请每人一行分别填写，或按姓名顺序逐一填写证件号码，没有的填“无”",
            ),
            Self::InvalidId => {
                ("invalid_id", "证件号码的位数、日期或校验码不正确", "请与证件核对后更正")
            }
            Self::TruncatedId => (
                "truncated_id",
                "证件号码被表格软件改为数值，末几位已丢失",
                "请将该列设为文本格式后重新填写并导出",
            ),
            Self::PlaceholderId => ("placeholder_id", "证件号码为占位值", "请填写真实证件号码"),
            Self::InvalidDate => {
                ("invalid_date", "日期无法识别或不存在", "请按2026-11-05的形式填写")
            }
            Self::InvalidMonth => ("invalid_month", "月份无法识别", "请按2026-11的形式填写"),
            Self::InvalidTerm => ("invalid_term", "学期无法识别", "请按2026秋的形式填写"),
            Self::InvalidAmount => {
                ("invalid_amount", "金额无法识别", "请填写以元为单位、最多两位小数的数字")
            }
            Self::InvalidPhone => {
                ("invalid_phone", "电话号码无法识别", "请填写11位手机号码或带区号的座机")
            }
            Self::InvalidAccount => {
                ("invalid_account", "账号无法识别或位数已丢失", "请将该列设为文本格式后重新填写")
            }
            Self::InvalidNumber => ("invalid_number", "数字无法识别", "请填写阿拉伯数字"),
            Self::UnknownCode => ("unknown_code", "代码或选项不在约定的值域内", "请按值域表填写"),
            Self::UnknownDivision => {
                ("unknown_division", "区划名称或代码不在区划表内", "请按现行区划名称填写")
            }
            Self::NoPerson => ("no_person", "该行既无姓名也无证件号码", "请补充姓名或证件号码"),
            Self::MissingAmount => ("missing_amount", "该行缺少金额", "请补充金额"),
            Self::MissingPeriod => ("missing_period", "该行缺少所属期或发放日期", "请补充日期"),
            Self::MissingScheme => ("missing_scheme", "该行缺少救助项目", "请补充救助项目"),
            Self::MissingMention => {
                ("missing_person", "该行的款项缺少对应的人员", "请补充该人员的姓名或证件号码")
            }
        }
    }
}
