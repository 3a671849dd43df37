//! Facts: what sources say happened to a mentioned person, as three narrow tables.
//!
//! An award is a promise (certificate, scheme, from, to), a payment is money that moved, and a
//! circumstance is anything else that bears on need: a hospital bill, a disability, a school year,
//! a property, a death. Their columns are the same for every agency, so a new agency needs a
//! mapping and no code.

use super::table::{Category, Count, InMonth, Maybe, Money, OnDay, Text, table, zh};

table! {
    /// A source's word that a scheme has been granted to a mentioned person or their household.
    pub Awards, Award, AwardsBuilder = "awards" "救助资格" v 1 sorted [] {
        /// The recipient, as a position in the night's mentions.
        mention: Count => zh("提及"),
        /// The number of the certificate or contract.
        certificate: Maybe<Text> => zh("证号或合同号").null("none is issued", "不发证"),
        /// The scheme's code.
        scheme: Category => zh("救助项目"),
        /// `active`, `suspended`, `ended`, `applied` or `refused`.
        status: Category => zh("状态"),
        /// First day in force.
        from: Maybe<OnDay> => zh("起").null("not known", "不详"),
        /// Last day in force.
        to: Maybe<OnDay> => zh("止").null("no end is set", "未定终止日期"),
        /// Amount granted per month.
        monthly: Maybe<Money> => zh("月标准").unit("yuan")
            .null("not monthly, or not given", "不按月发放，或未填"),
        /// The division that granted it.
        area: Maybe<Category> => zh("所属区划").standard("GB/T 2260")
            .null("the own district", "本区"),
        /// The key of the household it covers, as in the memberships; the recipient alone if null.
        household_key: Maybe<Text> => zh("户键")
            .null("covers the recipient alone", "只含救助对象本人").sensitive(),
    }
}

table! {
    /// Money that moved to, or on behalf of, a mentioned person.
    pub Payments, Payment, PaymentsBuilder = "payments" "发放明细" v 1 sorted [] {
        /// The recipient, as a position in the night's mentions.
        mention: Count => zh("提及"),
        /// The scheme's code.
        scheme: Category => zh("救助项目"),
        /// The month the payment is for.
        period: InMonth => zh("所属期"),
        /// The day it was paid.
        paid_on: Maybe<OnDay> => zh("发放日期").null("not given", "未填"),
        /// Amount paid; negative when taken back.
        amount: Money => zh("金额").unit("yuan"),
        /// The payer's number of the payment.
        payment_number: Maybe<Text> => zh("发放编号").null("not given", "未填"),
        /// The number of the award's certificate or contract it is paid under.
        certificate: Maybe<Text> => zh("证号或合同号").null("not given", "未填"),
        /// The account it went to.
        account: Maybe<Text> => zh("账号").null("cash or in kind", "现金或实物").sensitive(),
        /// What joins it to the circumstance it answers: an admission, an accident, a school term.
        event: Maybe<Text> => zh("事件号").null("not tied to an event", "不针对某一事件"),
        /// The cause in one vocabulary: `illness`, `accident`, `education`, `disaster` …
        cause: Maybe<Category> => zh("事由").null("not given", "未填"),
        /// `back_pay`, `bank_return`, `split`, `approved_exception`, `price_subsidy`, `transfer`.
        mark: Maybe<Category> => zh("标记").null("an ordinary payment", "普通发放"),
        /// The division that paid.
        area: Maybe<Category> => zh("所属区划").standard("GB/T 2260")
            .null("the own district", "本区"),
    }
}

/// Kinds of circumstance the rules know.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum CircumstanceKind {
    /// A medical settlement: amount = own cost after insurance, before any assistance.
    HospitalBill,
    /// Insured in a scheme of medical insurance; grade = insurance type.
    Insured,
    /// A disability certificate; grade = `1` to `4`, detail = category.
    Disability,
    /// On a school's roll; detail = term or grade.
    Enrolment,
    /// Registered as unemployed.
    Unemployment,
    /// A month of contribution to workers' insurance; amount = contribution base.
    Contribution,
    /// A pension in payment; amount = monthly pension.
    Pension,
    /// A public-service post; amount = monthly wage.
    PublicPost,
    /// A property in the land register; amount is absent.
    Property,
    Vehicle,
    Business,
    Death,
    Custody,
    /// Missing for as long as given.
    Missing,
    /// Declared income of the household per year.
    DeclaredIncome,
    /// Damage by disaster.
    Damage,
    /// Authorised the verification (核对授权).
    Authorisation,
    /// The need was looked into again (复核).
    Review,
    /// Another agency labels the person as poor; grade = the label.
    Label,
    /// Moved out of the register or struck off.
    RegisterExit,
    /// An award is being withdrawn by degrees (渐退期); event = its certificate.
    Withdrawal,
    /// How an award is calculated (救助金计算方式): grade = `gap`, `tier` or `single`.
    Calculation,
    /// How many people an award counts, as its own list says; grade = the number.
    Counted,
    /// An award's list counts the person as a pupil: grade = `basic`, `secondary` or `higher`.
    CountedPupil,
    /// Entered in the register household: grade = `split`, `moved_in`, `marriage` or `birth`.
    RegisterEntry,
    /// A disability of the mind or the intellect, beside the row of the certificate; grade = `1` to
    /// `4`.
    MentalDisability,
    /// Of a household listed for its low income; amount = its income per head and month, grade =
    /// tier, event = the number of the listing.
    LowIncome,
    /// The home was found unsafe; grade = `A` to `D`.
    UnsafeHome,
    /// The household declares that it owns no home.
    NoOwnHome,
    /// Has declared work without an employer (灵活就业).
    InformalWork,
    /// Financial assets of a person on a day; amount = all of them, grade = what they come from,
    /// where that is told.
    FinancialAssets,
    /// Of the staff that decides on assistance; event = number of the staff member.
    Staff,
    /// Declared as a relative by one of that staff; event = number of the staff member.
    DeclaredKin,
}

impl CircumstanceKind {
    pub const ALL: [Self; 33] = [
        Self::HospitalBill,
        Self::Insured,
        Self::Disability,
        Self::Enrolment,
        Self::Unemployment,
        Self::Contribution,
        Self::Pension,
        Self::PublicPost,
        Self::Property,
        Self::Vehicle,
        Self::Business,
        Self::Death,
        Self::Custody,
        Self::Missing,
        Self::DeclaredIncome,
        Self::Damage,
        Self::Authorisation,
        Self::Review,
        Self::Label,
        Self::RegisterExit,
        Self::Withdrawal,
        Self::Calculation,
        Self::Counted,
        Self::CountedPupil,
        Self::RegisterEntry,
        Self::MentalDisability,
        Self::LowIncome,
        Self::UnsafeHome,
        Self::NoOwnHome,
        Self::InformalWork,
        Self::FinancialAssets,
        Self::Staff,
        Self::DeclaredKin,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::HospitalBill => "hospital_bill",
            Self::Insured => "insured",
            Self::Disability => "disability",
            Self::Enrolment => "enrolment",
            Self::Unemployment => "unemployment",
            Self::Contribution => "contribution",
            Self::Pension => "pension",
            Self::PublicPost => "public_post",
            Self::Property => "property",
            Self::Vehicle => "vehicle",
            Self::Business => "business",
            Self::Death => "death",
            Self::Custody => "custody",
            Self::Missing => "missing",
            Self::DeclaredIncome => "declared_income",
            Self::Damage => "damage",
            Self::Authorisation => "authorisation",
            Self::Review => "review",
            Self::Label => "label",
            Self::RegisterExit => "register_exit",
            Self::Withdrawal => "withdrawal",
            Self::Calculation => "calculation",
            Self::Counted => "counted",
            Self::CountedPupil => "counted_pupil",
            Self::RegisterEntry => "register_entry",
            Self::MentalDisability => "mental_disability",
            Self::LowIncome => "low_income",
            Self::UnsafeHome => "unsafe_home",
            Self::NoOwnHome => "no_own_home",
            Self::InformalWork => "informal_work",
            Self::FinancialAssets => "financial_assets",
            Self::Staff => "staff",
            Self::DeclaredKin => "declared_kin",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

table! {
    /// Anything a source says of a mentioned person that bears on need or entitlement.
    pub Circumstances, Circumstance, CircumstancesBuilder =
        "circumstances" "情况" v 1 sorted [] {
        /// The person, as a position in the night's mentions.
        mention: Count => zh("提及"),
        /// The kind of circumstance.
        kind: Category => zh("情况类别"),
        /// First day.
        from: Maybe<OnDay> => zh("起").null("not known", "不详"),
        /// Last day.
        to: Maybe<OnDay> => zh("止").null("lasts, or a single day", "持续至今，或只有一日"),
        /// What it costs or yields, by the kind.
        amount: Maybe<Money> => zh("金额").unit("yuan").null("not about money", "不涉及金额")
            .sensitive(),
        /// What assistance within the same settlement already paid of it.
        assisted: Maybe<Money> => zh("其中救助").unit("yuan").null("not a settlement", "不是结算")
            .sensitive(),
        /// Grade or type, by the kind.
        grade: Maybe<Category> => zh("等级").null("has none", "没有等级").sensitive(),
        /// What joins it to payments: an admission, a school term.
        event: Maybe<Text> => zh("事件号").null("none", "没有"),
    }
}
