//! Sheets: the datasets of a night, their files, formats and headers, written row by row.
//!
//! Rows are streamed, so a large district needs no more memory than a small one, except for the
//! spreadsheets, which are small sources. Every row says who is mentioned in it: that is the truth
//! of the mentions. Files hold the same bytes for the same rows: no clock gets into a workbook.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use csv::Terminator;
use encoding_rs::GB18030;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::domain::Role;

/// A dataset of a night.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dataset {
    CivilAffairsHouseholds,
    CivilAffairsMembers,
    CivilAffairsPayments,
    CivilAffairsRelief,
    HealthInsured,
    HealthSettlements,
    EducationPupils,
    EducationAid,
    HousingRentals,
    HousingProperty,
    HrPensions,
    HrContributions,
    HrUnemployment,
    HrPosts,
    CharityGrants,
    PoliceRegister,
    Deaths,
    CivilAffairsSubsidies,
    DisabilityCertificates,
    PoliceVehicles,
    MarketEnterprises,
    JusticeCustody,
    EmergencyDamage,
    EmergencyRelief,
}

/// How carefully a source keeps its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    Good,
    Middling,
    Bad,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Utf8,
    Utf8WithMark,
    Gb18030,
    /// A workbook; the title, if any, stands above the header and a footer below the rows.
    Workbook(Option<&'static str>),
}

/// What a dataset's file looks like.
pub struct Layout {
    pub id: &'static str,
    pub file: &'static str,
    pub form: Form,
    pub quality: Quality,
    /// The columns, separated by blanks.
    columns: &'static str,
}

impl Dataset {
    pub const ALL: [Self; 24] = [
        Self::CivilAffairsHouseholds,
        Self::CivilAffairsMembers,
        Self::CivilAffairsPayments,
        Self::CivilAffairsRelief,
        Self::HealthInsured,
        Self::HealthSettlements,
        Self::EducationPupils,
        Self::EducationAid,
        Self::HousingRentals,
        Self::HousingProperty,
        Self::HrPensions,
        Self::HrContributions,
        Self::HrUnemployment,
        Self::HrPosts,
        Self::CharityGrants,
        Self::PoliceRegister,
        Self::Deaths,
        Self::CivilAffairsSubsidies,
        Self::DisabilityCertificates,
        Self::PoliceVehicles,
        Self::MarketEnterprises,
        Self::JusticeCustody,
        Self::EmergencyDamage,
        Self::EmergencyRelief,
    ];

    pub const fn layout(self) -> &'static Layout {
        &LAYOUTS[self as usize]
    }

    pub fn columns(self) -> Vec<&'static str> {
        self.layout().columns.split(' ').collect()
    }
}

const fn layout(
    id: &'static str,
    file: &'static str,
    form: Form,
    quality: Quality,
    columns: &'static str,
) -> Layout {
    Layout { id, file, form, quality, columns }
}

/// In the order of [`Dataset::ALL`].
static LAYOUTS: [Layout; 24] = [
    layout(
        "civil_affairs_households",
        "civil_affairs/households.xlsx",
        Form::Workbook(Some("示范区低保特困家庭查询")),
        Quality::Middling,
        "低保（特困）证号 救助类别 户主姓名 户主身份证号 家庭人口数 保障人口数 家庭年总收入（元） \
         户月保障金额（元） 联系电话 家庭住址 所属街道 所属社区 所属区划代码 最初享受月份 停保月份 \
         申请原因 银行帐号 保障状态 最近复核日期 授权书签署日期",
    ),
    layout(
        "civil_affairs_members",
        "civil_affairs/members.xlsx",
        Form::Workbook(Some("示范区低保特困人员查询")),
        Quality::Middling,
        "姓名 身份证号 户主身份证号 与户主关系 性别 出生日期 是否残疾 残疾等级 健康状况 备注",
    ),
    layout(
        "civil_affairs_payments",
        "civil_affairs/payments.csv",
        Form::Gb18030,
        Quality::Middling,
        "发放编号 低保（特困）证号 救助类别 领取人姓名 身份证号 所属期 发放日期 发放金额（元） \
         银行帐号 发放说明 所属区划代码",
    ),
    layout(
        "civil_affairs_relief",
        "civil_affairs/temporary_relief.csv",
        Form::Gb18030,
        Quality::Middling,
        "申请编号 姓名 身份证号 家庭人口 困难原因 救助类别 审批金额（元） 审批日期 发放日期 发放方式 \
         银行帐号 乡镇 一事一议 关联票据号",
    ),
    layout(
        "health_insured",
        "health/insured.csv",
        Form::Utf8,
        Quality::Good,
        "人员编号 姓名 证件类型 证件号码 性别 出生日期 险种 参保状态 资助参保类别 资助金额 参保年度 \
         联系电话 家庭住址",
    ),
    layout(
        "health_settlements",
        "health/settlements.csv",
        Form::Utf8,
        Quality::Good,
        "结算ID 姓名 证件号码 性别 出生日期 医疗类别 入院日期 出院日期 医疗费总额 基金支付 大病支付 \
         医疗救助 个人负担 退费标志",
    ),
    layout(
        "education_pupils",
        "education/pupils.xlsx",
        Form::Workbook(None),
        Quality::Middling,
        "学校名称 学校标识码 学籍号 姓名 身份证件类型 身份证件号 性别 出生日期 年级 班级 监护人1姓名 \
         监护人1证件号 监护人1关系 监护人2姓名 监护人2证件号 监护人2关系 家庭住址 联系电话",
    ),
    layout(
        "education_aid",
        "education/aid.csv",
        Form::Utf8WithMark,
        Quality::Middling,
        "学籍号 姓名 身份证件号 学校标识码 资助项目 资助类别 学期 金额（元） 发放日期 银行账号",
    ),
    layout(
        "housing_rentals",
        "housing/rentals.csv",
        Form::Gb18030,
        Quality::Middling,
        "合同编号 申请人 身份证号 配偶 配偶身份证号 保障方式 房屋坐落 合同起 合同止 月租金（元） \
         月补贴额（元） 退出日期",
    ),
    layout(
        "housing_property",
        "housing/property.csv",
        Form::Utf8,
        Quality::Middling,
        "权证号 权利人 证件号 共有情况 坐落 面积（平方米） 用途 登记日期",
    ),
    layout(
        "hr_pensions",
        "hr/pensions.csv",
        Form::Utf8,
        Quality::Good,
        "公民身份号码 姓名 性别 出生日期 待遇类型 发放月 发放金额 银行账号",
    ),
    layout(
        "hr_contributions",
        "hr/contributions.csv",
        Form::Utf8,
        Quality::Good,
        "公民身份号码 姓名 险种 单位名称 所属期 缴费基数 缴费状态",
    ),
    layout(
        "hr_unemployment",
        "hr/unemployment.csv",
        Form::Utf8,
        Quality::Good,
        "公民身份号码 姓名 性别 失业登记日期 失业原因 失业金月数 失业金月标准",
    ),
    layout(
        "hr_posts",
        "hr/posts.csv",
        Form::Utf8,
        Quality::Good,
        "公民身份号码 姓名 岗位名称 补贴起 补贴止 月补贴额",
    ),
    layout(
        "charity_grants",
        "charity/grants.xlsx",
        Form::Workbook(Some("示例市慈善会示范区救助台账")),
        Quality::Bad,
        "序号 受助人 身份证号 年龄 联系电话 住址 项目 困难原因 金额 日期 捐赠方 经手人 票据号 备注",
    ),
    layout(
        "police_register",
        "police/register.csv",
        Form::Gb18030,
        Quality::Good,
        "户号 姓名 曾用名 身份证号 性别 出生日期 与户主关系 父亲姓名 父亲身份证号 母亲姓名 母亲身份证号 \
         配偶姓名 配偶身份证号 户籍地址 居委会 人口状态 变动日期",
    ),
    layout(
        "deaths",
        "deaths/deaths.csv",
        Form::Utf8,
        Quality::Good,
        "证明编号 姓名 证件号 性别 出生日期 死亡日期 户籍地 签发日期",
    ),
    layout(
        "civil_affairs_subsidies",
        "civil_affairs/subsidies.csv",
        Form::Gb18030,
        Quality::Middling,
        "发放编号 姓名 身份证号 残疾证号 残疾类别 残疾等级 补贴项目 所属期 发放日期 金额（元） 银行帐号 \
         发放说明",
    ),
    layout(
        "disability_certificates",
        "disability/certificates.xlsx",
        Form::Workbook(Some("示范区持证残疾人名册")),
        Quality::Middling,
        "姓名 身份证号 性别 出生日期 残疾证号 残疾类别 残疾等级 发证日期 有效期止 状态 联系电话 住址",
    ),
    layout(
        "police_vehicles",
        "police/vehicles.csv",
        Form::Gb18030,
        Quality::Good,
        "号牌号码 车辆类型 所有人 身份证号 初次登记日期 状态",
    ),
    layout(
        "market_enterprises",
        "market/enterprises.csv",
        Form::Utf8WithMark,
        Quality::Good,
        "统一社会信用代码 名称 类型 法定代表人或经营者 身份证号 成立日期 状态",
    ),
    layout(
        "justice_custody",
        "justice/custody.csv",
        Form::Gb18030,
        Quality::Good,
        "姓名 身份证号 收押日期 释放日期 类别",
    ),
    layout(
        "emergency_damage",
        "emergency/damage.xlsx",
        Form::Workbook(Some("示范区因灾倒损住房台账")),
        Quality::Middling,
        "户主姓名 身份证号 地址 灾种 受灾日期 倒损等级 联系电话 备注",
    ),
    layout(
        "emergency_relief",
        "emergency/relief.csv",
        Form::Utf8,
        Quality::Middling,
        "发放编号 姓名 身份证号 救助类别 救助金额（元） 发放日期 银行帐号",
    ),
];

/// Somebody a row speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    pub role: Role,
    pub person: u32,
    /// What makes the mention hard to link, as bits of [`super::corrupt::tag`].
    pub tags: u64,
    /// Whose number the row gives them, when it is not their own.
    pub borrowed: Option<u32>,
}

/// Somebody a written row speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TruthMention {
    /// The line of the file or the row of the sheet, counted from 1.
    pub line: u32,
    pub said: Said,
}

/// One dataset's file being written.
pub struct Sheet {
    pub dataset: Dataset,
    pub rows: u32,
    pub mentions: Vec<TruthMention>,
    line: u32,
    path: PathBuf,
    body: Body,
}

enum Body {
    Text(Box<csv::Writer<Encoded<BufWriter<File>>>>),
    Book(Box<Workbook>),
}

impl Sheet {
    /// Starts the dataset's file in a night's folder, header included.
    pub fn create(dataset: Dataset, night: &Path) -> io::Result<Self> {
        let path = night.join(dataset.layout().file);
        std::fs::create_dir_all(path.parent().expect("a dataset lies in its agency's folder"))?;
        let body = match dataset.layout().form {
            Form::Workbook(_) => Body::Book(Box::new(new_workbook()?)),
            form => Body::Text(Box::new(new_text(&path, form)?)),
        };
        let mut sheet = Self { dataset, rows: 0, mentions: Vec::new(), line: 0, path, body };
        sheet.open()?;
        Ok(sheet)
    }

    fn open(&mut self) -> io::Result<()> {
        let columns = self.dataset.columns();
        if let Form::Workbook(Some(title)) = self.dataset.layout().form {
            self.title(title, columns.len())?;
        }
        self.cells(&columns)
    }

    /// Writes a row and remembers whom it speaks of.
    pub fn push(&mut self, cells: &[&str], said: &[Said]) -> io::Result<()> {
        debug_assert_eq!(cells.len(), self.dataset.columns().len(), "one cell a column");
        self.push_ragged(cells, said)
    }

    /// Writes a row that may have too few cells, as a cut-off line has.
    pub fn push_ragged(&mut self, cells: &[&str], said: &[Said]) -> io::Result<()> {
        self.cells(cells)?;
        self.rows += 1;
        let line = self.line;
        self.mentions.extend(said.iter().map(|said| TruthMention { line, said: *said }));
        Ok(())
    }

    /// Writes what stands below the rows and closes the file.
    pub fn close(mut self) -> io::Result<(u32, Vec<TruthMention>)> {
        if let Form::Workbook(Some(_)) = self.dataset.layout().form {
            let total = format!("共{}行", self.rows);
            self.cells(&["合计", &total])?;
            self.cells(&["制表人：示范区信息核对中心"])?;
        }
        match self.body {
            Body::Text(mut file) => file.flush()?,
            Body::Book(mut book) => book.save(&self.path).map_err(broken_workbook)?,
        }
        Ok((self.rows, self.mentions))
    }

    fn title(&mut self, title: &str, columns: usize) -> io::Result<()> {
        let Body::Book(book) = &mut self.body else { return Ok(()) };
        let last = u16::try_from(columns - 1).expect("a sheet has few columns");
        let page = book.worksheet_from_index(0).map_err(broken_workbook)?;
        page.merge_range(0, 0, 0, last, title, &Format::new()).map_err(broken_workbook)?;
        self.line = 1;
        Ok(())
    }

    fn cells(&mut self, cells: &[&str]) -> io::Result<()> {
        let numeric = |column: usize| {
            self.line > 1
                && NUMERIC.iter().any(|(dataset, at)| (*dataset, *at) == (self.dataset, column))
        };
        match &mut self.body {
            Body::Book(book) => {
                let page = book.worksheet_from_index(0).map_err(broken_workbook)?;
                for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                    let written = match cell.parse::<f64>() {
                        Ok(number) if numeric(usize::from(column)) => {
                            page.write_number(self.line, column, number)
                        }
                        _ => page.write_string(self.line, column, *cell),
                    };
                    written.map_err(broken_workbook)?;
                }
            }
            Body::Text(file) => file.write_record(cells)?,
        }
        self.line += 1;
        Ok(())
    }
}

/// Columns of workbooks whose cells are numbers rather than text, counted from 0.
const NUMERIC: [(Dataset, usize); 6] = [
    (Dataset::CivilAffairsHouseholds, 4),
    (Dataset::CivilAffairsHouseholds, 5),
    (Dataset::CivilAffairsHouseholds, 6),
    (Dataset::CivilAffairsHouseholds, 7),
    (Dataset::CharityGrants, 0),
    (Dataset::CharityGrants, 8),
];

fn new_workbook() -> io::Result<Workbook> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 1, 1).map_err(broken_workbook)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    book.add_worksheet();
    Ok(book)
}

fn broken_workbook(error: XlsxError) -> io::Error {
    io::Error::other(error)
}

/// CSV with Windows line ends, as the agencies' programmes export it.
fn new_text(path: &Path, form: Form) -> io::Result<csv::Writer<Encoded<BufWriter<File>>>> {
    let mut file = BufWriter::new(File::create(path)?);
    if form == Form::Utf8WithMark {
        file.write_all("\u{feff}".as_bytes())?;
    }
    let encoded = Encoded { file, gb18030: form == Form::Gb18030, begun: Vec::new() };
    Ok(csv::WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(encoded))
}

/// Turns UTF-8 into the file's encoding.
struct Encoded<W> {
    file: W,
    gb18030: bool,
    /// The first bytes of a character whose last ones are yet to come.
    begun: Vec<u8>,
}

impl<W: Write> Write for Encoded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.gb18030 {
            return self.file.write(bytes);
        }
        self.begun.extend(bytes);
        let whole = match str::from_utf8(&self.begun) {
            Ok(text) => text,
            Err(cut) => str::from_utf8(&self.begun[..cut.valid_up_to()])
                .expect("the bytes are valid up to there"),
        };
        self.file.write_all(&GB18030.encode(whole).0)?;
        let written = whole.len();
        self.begun.drain(..written);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
