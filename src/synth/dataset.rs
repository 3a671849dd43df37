//! Datasets: what the agencies send, in which files, forms and columns.

use crate::domain::Role;

use super::strata::{self, Strata};

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
    CivilAffairsChildren,
    CivilAffairsLowIncome,
    CivilAffairsStaff,
    HousingUnsafe,
    HrInjury,
    BankAssets,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Utf8,
    Utf8WithMark,
    Gb18030,
    /// A workbook of one sheet, with this title above the header and a footer below the rows.
    Workbook(&'static str),
    /// A workbook for each ward, with a sheet for each class.
    Tabs,
}

impl Form {
    pub const fn is_workbook(self) -> bool {
        matches!(self, Self::Workbook(_) | Self::Tabs)
    }
}

/// What a dataset's file looks like.
pub struct Layout {
    pub id: &'static str,
    /// The file of a whole district; parts of a city add their code to the name.
    pub file: &'static str,
    pub form: Form,
    /// The columns, separated by blanks.
    columns: &'static str,
}

impl Dataset {
    pub const ALL: [Self; 30] = [
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
        Self::CivilAffairsChildren,
        Self::CivilAffairsLowIncome,
        Self::CivilAffairsStaff,
        Self::HousingUnsafe,
        Self::HrInjury,
        Self::BankAssets,
    ];

    pub const fn layout(self) -> &'static Layout {
        &LAYOUTS[self as usize]
    }

    /// The dataset whose records this one shows: files of one system share their records.
    pub const fn record(self) -> Self {
        match self {
            Self::CivilAffairsMembers => Self::CivilAffairsHouseholds,
            other => other,
        }
    }

    /// The agency whose folder the dataset's files lie in.
    pub fn agency(self) -> &'static str {
        self.layout().file.split('/').next().expect("a path has a first part")
    }

    /// The strata that rows of the dataset can show of somebody in a role: a list without birth dates
    /// shows no wrong one.
    pub fn shown(self, role: Role) -> Strata {
        let subject = role.is_subject();
        let births = subject
            && matches!(
                self,
                Self::CivilAffairsMembers
                    | Self::HealthInsured
                    | Self::HealthSettlements
                    | Self::EducationPupils
                    | Self::HrPensions
                    | Self::PoliceRegister
                    | Self::Deaths
                    | Self::DisabilityCertificates
            );
        let sexes = births || (subject && self == Self::HrUnemployment);
        let phones = subject
            && matches!(
                self,
                Self::CivilAffairsHouseholds
                    | Self::HealthInsured
                    | Self::EducationPupils
                    | Self::CharityGrants
                    | Self::DisabilityCertificates
                    | Self::EmergencyDamage
                    | Self::CivilAffairsLowIncome
            );
        let accounts = subject
            && matches!(self, Self::CivilAffairsRelief | Self::EducationAid | Self::HrPensions);
        let mut hidden = 0;
        for (shown, strata) in [
            (births, strata::BIRTH_ERROR | strata::OTHER_BIRTH),
            (births, strata::LUNAR_BIRTH | strata::FIRST_OF_YEAR),
            (sexes, strata::OTHER_SEX),
            (phones, strata::SHARED_PHONE),
            (accounts, strata::SHARED_ACCOUNT),
        ] {
            hidden |= if shown { 0 } else { strata };
        }
        !hidden
    }

    pub fn columns(self) -> Vec<&'static str> {
        self.layout().columns.split(' ').collect()
    }
}

/// The column of what a dataset's rows pay, which its manifest sums up, by its header. The charity's,
/// filled in by hand, is summed up as it is meant.
const AMOUNTS: [(Dataset, &str); 9] = [
    (Dataset::CivilAffairsSubsidies, "金额（元）"),
    (Dataset::EmergencyRelief, "救助金额（元）"),
    (Dataset::CivilAffairsPayments, "发放金额（元）"),
    (Dataset::CivilAffairsRelief, "审批金额（元）"),
    (Dataset::HealthInsured, "资助金额"),
    (Dataset::HealthSettlements, "医疗救助"),
    (Dataset::EducationAid, "金额（元）"),
    (Dataset::CivilAffairsChildren, "发放金额（元）"),
    (Dataset::HrInjury, "发放金额（元）"),
];

/// The columns of the person a row is about, number and name, where they are not `身份证号` and `姓名`.
const SUBJECTS: [(Dataset, &str, &str); 20] = [
    (Dataset::CivilAffairsHouseholds, "户主身份证号", "户主姓名"),
    (Dataset::CivilAffairsPayments, "身份证号", "领取人姓名"),
    (Dataset::HealthInsured, "证件号码", "姓名"),
    (Dataset::HealthSettlements, "证件号码", "姓名"),
    (Dataset::EducationPupils, "身份证件号", "姓名"),
    (Dataset::EducationAid, "身份证件号", "姓名"),
    (Dataset::HousingRentals, "身份证号", "申请人"),
    (Dataset::HousingProperty, "证件号", "权利人"),
    (Dataset::HrPensions, "公民身份号码", "姓名"),
    (Dataset::HrContributions, "公民身份号码", "姓名"),
    (Dataset::HrUnemployment, "公民身份号码", "姓名"),
    (Dataset::HrPosts, "公民身份号码", "姓名"),
    (Dataset::CharityGrants, "身份证号", "受助人"),
    (Dataset::EmergencyDamage, "身份证号", "户主姓名"),
    (Dataset::Deaths, "证件号", "姓名"),
    (Dataset::PoliceVehicles, "身份证号", "所有人"),
    (Dataset::MarketEnterprises, "身份证号", "法定代表人或经营者"),
    (Dataset::HousingUnsafe, "身份证号", "户主姓名"),
    (Dataset::HrInjury, "公民身份号码", "姓名"),
    (Dataset::BankAssets, "证件号码", "姓名"),
];

/// Columns of workbooks whose cells are numbers rather than text, by their headers.
const NUMERIC: [(Dataset, &[&str]); 2] = [
    (
        Dataset::CivilAffairsHouseholds,
        &[
            "家庭人口数",
            "保障人口数",
            "家庭年总收入（元）",
            "拥有产权住房套数",
            "户月保障金额（元）",
        ],
    ),
    (Dataset::CharityGrants, &["序号", "金额"]),
];

impl Dataset {
    /// The place of the column that the manifest sums up.
    pub fn amount_column(self) -> Option<usize> {
        let (_, header) = AMOUNTS.iter().find(|(dataset, _)| *dataset == self)?;
        self.columns().iter().position(|column| column == header)
    }

    /// Whether the manifest states what the rows pay.
    pub fn pays(self) -> bool {
        self == Self::CharityGrants || AMOUNTS.iter().any(|(dataset, _)| *dataset == self)
    }

    /// The places of number and name of the person a row is about.
    pub fn subject_columns(self) -> [usize; 2] {
        let own = SUBJECTS.iter().find(|(dataset, ..)| *dataset == self);
        let (number, name) =
            own.map_or(("身份证号", "姓名"), |(_, number, name)| (number, name));
        let columns = self.columns();
        [number, name].map(|header| {
            let at = columns.iter().position(|column| *column == header);
            at.expect("a dataset has the columns of its subject")
        })
    }

    /// Whether each column of the dataset's workbook holds numbers.
    pub fn numeric_columns(self) -> Vec<bool> {
        let headers = NUMERIC.iter().find(|(dataset, _)| *dataset == self);
        let headers = headers.map_or(&[][..], |(_, headers)| headers);
        self.columns().iter().map(|column| headers.contains(column)).collect()
    }
}

const fn layout(id: &'static str, file: &'static str, form: Form, columns: &'static str) -> Layout {
    Layout { id, file, form, columns }
}

/// In the order of [`Dataset::ALL`].
static LAYOUTS: [Layout; 30] = [
    layout(
        "civil_affairs_households",
        "civil_affairs/households.xlsx",
        Form::Workbook("低保特困家庭查询"),
        "低保（特困）证号 救助类别 户主姓名 户主身份证号 家庭人口数 保障人口数 家庭年总收入（元） \
         拥有产权住房套数 户月保障金额（元） 联系电话 家庭住址 所属街道 所属社区 所属区划代码 最初享受月份 停保月份 \
         申请原因 银行帐号 保障状态 最近复核日期 授权书签署日期",
    ),
    layout(
        "civil_affairs_members",
        "civil_affairs/members.xlsx",
        Form::Workbook("低保特困人员查询"),
        "姓名 身份证号 户主身份证号 与户主关系 性别 出生日期 是否残疾 残疾等级 健康状况 备注",
    ),
    layout(
        "civil_affairs_payments",
        "civil_affairs/payments.csv",
        Form::Gb18030,
        "发放编号 低保（特困）证号 救助类别 领取人姓名 身份证号 所属期 发放日期 发放金额（元） \
         银行帐号 发放说明 所属区划代码",
    ),
    layout(
        "civil_affairs_relief",
        "civil_affairs/temporary_relief.csv",
        Form::Gb18030,
        "申请编号 姓名 身份证号 家庭人口 困难原因 救助类别 审批金额（元） 审批日期 发放日期 发放方式 \
         银行帐号 乡镇 一事一议 关联票据号",
    ),
    layout(
        "health_insured",
        "health/insured.csv",
        Form::Utf8,
        "人员编号 姓名 证件类型 证件号码 性别 出生日期 险种 参保状态 资助参保类别 资助金额 参保年度 \
         联系电话 家庭住址",
    ),
    layout(
        "health_settlements",
        "health/settlements.csv",
        Form::Utf8,
        "结算ID 姓名 证件号码 性别 出生日期 医疗类别 入院日期 出院日期 医疗费总额 基金支付 大病支付 \
         医疗救助 个人负担 退费标志",
    ),
    layout(
        "education_pupils",
        "education/pupils.xlsx",
        Form::Tabs,
        "学校名称 学校标识码 学籍号 姓名 身份证件类型 身份证件号 性别 出生日期 年级 班级 监护人1姓名 \
         监护人1证件号 监护人1关系 监护人2姓名 监护人2证件号 监护人2关系 家庭住址 联系电话",
    ),
    layout(
        "education_aid",
        "education/aid.csv",
        Form::Utf8WithMark,
        "学籍号 姓名 身份证件号 学校标识码 资助项目 资助类别 学期 金额（元） 发放日期 银行账号",
    ),
    layout(
        "housing_rentals",
        "housing/rentals.csv",
        Form::Gb18030,
        "合同编号 申请人 身份证号 配偶 配偶身份证号 保障方式 房屋坐落 合同起 合同止 月租金（元） \
         月补贴额（元） 退出日期 合同状态",
    ),
    layout(
        "housing_property",
        "housing/property.csv",
        Form::Utf8,
        "权证号 权利人 证件号 共有情况 坐落 面积（平方米） 用途 登记日期",
    ),
    layout(
        "hr_pensions",
        "hr/pensions.csv",
        Form::Utf8,
        "公民身份号码 姓名 性别 出生日期 待遇类型 发放月 发放金额 银行账号",
    ),
    layout(
        "hr_contributions",
        "hr/contributions.csv",
        Form::Utf8,
        "公民身份号码 姓名 险种 单位名称 所属期 缴费基数 缴费状态",
    ),
    layout(
        "hr_unemployment",
        "hr/unemployment.csv",
        Form::Utf8,
        "公民身份号码 姓名 性别 失业登记日期 失业原因 失业金月数 失业金月标准 登记状态 变动日期",
    ),
    layout(
        "hr_posts",
        "hr/posts.csv",
        Form::Utf8,
        "公民身份号码 姓名 岗位名称 补贴起 补贴止 月补贴额",
    ),
    layout(
        "charity_grants",
        "charity/grants.xlsx",
        Form::Workbook("示例市慈善会救助台账"),
        "序号 受助人 身份证号 年龄 联系电话 住址 项目 困难原因 金额 日期 捐赠方 经手人 票据号 备注",
    ),
    layout(
        "police_register",
        "police/register.csv",
        Form::Gb18030,
        "户号 姓名 曾用名 身份证号 性别 出生日期 与户主关系 父亲姓名 父亲身份证号 母亲姓名 母亲身份证号 \
         配偶姓名 配偶身份证号 户籍地址 居委会 人口状态 变动日期",
    ),
    layout(
        "deaths",
        "deaths/deaths.csv",
        Form::Utf8,
        "证明编号 姓名 证件号 性别 出生日期 死亡日期 户籍地 签发日期",
    ),
    layout(
        "civil_affairs_subsidies",
        "civil_affairs/subsidies.csv",
        Form::Gb18030,
        "发放编号 姓名 身份证号 残疾证号 残疾类别 残疾等级 补贴项目 所属期 发放日期 金额（元） 银行帐号 \
         发放说明",
    ),
    layout(
        "disability_certificates",
        "disability/certificates.xlsx",
        Form::Workbook("持证残疾人名册"),
        "姓名 身份证号 性别 出生日期 残疾证号 残疾类别 残疾等级 发证日期 有效期止 状态 联系电话 住址",
    ),
    layout(
        "police_vehicles",
        "police/vehicles.csv",
        Form::Gb18030,
        "号牌号码 车辆类型 所有人 身份证号 初次登记日期 状态",
    ),
    layout(
        "market_enterprises",
        "market/enterprises.csv",
        Form::Utf8WithMark,
        "统一社会信用代码 名称 类型 法定代表人或经营者 身份证号 成立日期 状态",
    ),
    layout(
        "justice_custody",
        "justice/custody.csv",
        Form::Gb18030,
        "姓名 身份证号 收押日期 释放日期 类别",
    ),
    layout(
        "emergency_damage",
        "emergency/damage.xlsx",
        Form::Workbook("因灾倒损住房台账"),
        "户主姓名 身份证号 地址 灾种 受灾日期 倒损等级 联系电话 备注",
    ),
    layout(
        "emergency_relief",
        "emergency/relief.csv",
        Form::Utf8,
        "发放编号 姓名 身份证号 救助类别 救助金额（元） 发放日期 银行帐号",
    ),
    layout(
        "civil_affairs_children",
        "civil_affairs/children.csv",
        Form::Gb18030,
        "发放编号 姓名 身份证号 类别 监护人 监护人身份证号 关系 月标准（元） 所属期 发放日期 \
         发放金额（元） 发放说明",
    ),
    layout(
        "civil_affairs_low_income",
        "civil_affairs/low_income.xlsx",
        Form::Workbook("低收入家庭认定查询"),
        "认定编号 认定类别 认定结果 姓名 身份证号 与户主关系 人均月收入（元） 认定日期 有效期止 申请项目 \
         不予认定原因 自有住房套数 联系电话 家庭住址",
    ),
    layout(
        "civil_affairs_staff",
        "civil_affairs/staff.xlsx",
        Form::Workbook("救助经办人员近亲属备案表"),
        "工号 姓名 身份证号 单位 任职日期 离任日期 近亲属姓名 近亲属身份证号 与本人关系 备案日期",
    ),
    layout(
        "housing_unsafe",
        "housing/unsafe.csv",
        Form::Gb18030,
        "鉴定编号 户主姓名 身份证号 住房地址 危房等级 鉴定日期 改造状态",
    ),
    layout(
        "hr_injury",
        "hr/injury.csv",
        Form::Utf8,
        "公民身份号码 姓名 护理等级 发放月 发放日期 发放金额（元）",
    ),
    layout(
        "bank_assets",
        "bank/assets.csv",
        Form::Utf8WithMark,
        "证件号码 姓名 查询日期 金融资产合计（元） 款项来源",
    ),
];
