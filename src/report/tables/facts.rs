//! Awards, payments and circumstances: the night's facts with person, household and line.

use crate::domain::table::{Category, Count, InMonth, Maybe, Money, OnDay, Text, table, zh};
use crate::domain::{HouseholdId, PersonId, mask};
use crate::report::night::{Night, Place};
use crate::report::parquet_file::TableFile;
use crate::report::{ReportError, privacy};

table! {
    /// What sources say has been granted, to whom.
    pub Awards, Award, AwardsBuilder = "awards" "救助资格" v 1 sorted [person_id, from] {
        /// The recipient.
        person_id: Maybe<Text> => zh("人员编号").null("the row names nobody").personal(),
        /// The recipient's home household.
        household_id: Maybe<Text> => zh("归属家庭").null("no dossier was made").personal(),
        /// The scheme's code.
        scheme: Category => zh("救助项目").personal(),
        /// `active`, `ended`, `applied` or `refused`.
        status: Category => zh("状态").personal(),
        /// First day in force.
        from: Maybe<OnDay> => zh("起").null("not known"),
        /// Last day in force.
        to: Maybe<OnDay> => zh("止").null("no end is set"),
        /// Amount granted per month.
        monthly: Maybe<Money> => zh("月标准").unit("yuan").null("not monthly, or not given")
            .personal(),
        /// The number of the certificate or contract.
        certificate: Maybe<Text> => zh("证号或合同号").null("none is issued").personal(),
        /// The division that granted it.
        area: Maybe<Category> => zh("所属区划").standard("GB/T 2260").null("the own district"),
        /// The agency that says so.
        agency: Category => zh("部门"),
        /// The dataset.
        source: Category => zh("来源"),
        /// The file within the delivery.
        file: Category => zh("文件"),
        /// The line, counted from 1 with the header.
        line: Count => zh("行号"),
        /// How surely the row speaks of this person.
        grade: Maybe<Category> => zh("匹配等级").null("the row names nobody"),
    }
}

table! {
    /// Money that moved to, or on behalf of, a person.
    pub Payments, Payment, PaymentsBuilder = "payments" "发放明细" v 1
        sorted [person_id, period] {
        /// The recipient.
        person_id: Maybe<Text> => zh("人员编号").null("the row names nobody").personal(),
        /// The recipient's home household.
        household_id: Maybe<Text> => zh("归属家庭").null("no dossier was made").personal(),
        /// The scheme's code.
        scheme: Category => zh("救助项目").personal(),
        /// The first day of the month the payment is for.
        period: InMonth => zh("所属期"),
        /// The day it was paid.
        paid_on: Maybe<OnDay> => zh("发放日期").null("not given"),
        /// Amount paid; negative when taken back.
        amount: Money => zh("金额").unit("yuan").personal(),
        /// The payer's number of the payment.
        payment_number: Maybe<Text> => zh("发放编号").null("not given"),
        /// The account it went to, all but the last four characters hidden.
        account_masked: Maybe<Text> => zh("账号（遮蔽）").null("cash or in kind").sensitive(),
        /// What joins it to the circumstance it answers.
        event: Maybe<Text> => zh("事件号").null("not tied to an event"),
        /// The cause: `illness`, `accident`, `education` …
        cause: Maybe<Category> => zh("事由").null("not given").sensitive(),
        /// `back_pay`, `bank_return`, `split`, `approved_exception`, `price_subsidy`.
        mark: Maybe<Category> => zh("标记").null("an ordinary payment"),
        /// The division that paid.
        area: Maybe<Category> => zh("所属区划").standard("GB/T 2260").null("the own district"),
        /// The agency that says so.
        agency: Category => zh("部门"),
        /// The dataset.
        source: Category => zh("来源"),
        /// The file within the delivery.
        file: Category => zh("文件"),
        /// The line, counted from 1 with the header.
        line: Count => zh("行号"),
        /// How surely the row speaks of this person.
        grade: Maybe<Category> => zh("匹配等级").null("the row names nobody"),
    }
}

table! {
    /// Anything a source says of a person that bears on need or entitlement.
    pub Circumstances, Circumstance, CircumstancesBuilder = "circumstances" "情况" v 1
        sorted [person_id, from] {
        /// The person.
        person_id: Maybe<Text> => zh("人员编号").null("the row names nobody").personal(),
        /// The person's home household.
        household_id: Maybe<Text> => zh("归属家庭").null("no dossier was made").personal(),
        /// The kind of circumstance: `hospital_bill`, `disability`, `death` …
        kind: Category => zh("情况类别").sensitive(),
        /// First day.
        from: Maybe<OnDay> => zh("起").null("not known"),
        /// Last day.
        to: Maybe<OnDay> => zh("止").null("lasts, or a single day"),
        /// What it costs or yields, by the kind.
        amount: Maybe<Money> => zh("金额").unit("yuan").null("not about money").sensitive(),
        /// What assistance within the same settlement already paid of it.
        assisted: Maybe<Money> => zh("其中救助").unit("yuan").null("not a settlement").sensitive(),
        /// Grade or type, by the kind.
        level: Maybe<Category> => zh("等级").null("has none").sensitive(),
        /// What joins it to payments.
        event: Maybe<Text> => zh("事件号").null("none"),
        /// The agency that says so.
        agency: Category => zh("部门"),
        /// The dataset.
        source: Category => zh("来源"),
        /// The file within the delivery.
        file: Category => zh("文件"),
        /// The line, counted from 1 with the header.
        line: Count => zh("行号"),
        /// How surely the row speaks of this person.
        grade: Maybe<Category> => zh("匹配等级").null("the row names nobody"),
    }
}

/// Writes the awards in order of person and first day.
pub(super) fn write_awards(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let awards = &night.tonight.records.awards;
    let keys = awards.rows().map(|award| (award.mention, award.from.map(|day| day.0)));
    for chunk in order(night, keys).chunks(file.rows_per_group()) {
        let mut builder = AwardsBuilder::default();
        for (_, _, row) in chunk {
            let award = awards.row(*row as usize);
            let origin = Origin::of(night, award.mention);
            builder.push(Award {
                person_id: origin.person_id.as_deref(),
                household_id: origin.household_id.as_deref(),
                scheme: award.scheme,
                status: award.status,
                from: award.from,
                to: award.to,
                monthly: award.monthly,
                certificate: award.certificate.map(privacy::serial).as_deref(),
                area: award.area,
                agency: origin.agency,
                source: origin.source,
                file: origin.file,
                line: origin.line,
                grade: origin.grade,
            });
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}

/// Writes the payments in order of person and period.
pub(super) fn write_payments(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let payments = &night.tonight.records.payments;
    let keys = payments.rows().map(|payment| (payment.mention, Some(payment.period.0)));
    for chunk in order(night, keys).chunks(file.rows_per_group()) {
        let mut builder = PaymentsBuilder::default();
        for (_, _, row) in chunk {
            let payment = payments.row(*row as usize);
            let origin = Origin::of(night, payment.mention);
            builder.push(Payment {
                person_id: origin.person_id.as_deref(),
                household_id: origin.household_id.as_deref(),
                scheme: payment.scheme,
                period: payment.period,
                paid_on: payment.paid_on,
                amount: payment.amount,
                payment_number: payment.payment_number.map(privacy::serial).as_deref(),
                account_masked: payment.account.map(mask::account).as_deref(),
                event: payment.event.map(privacy::serial).as_deref(),
                cause: payment.cause,
                mark: payment.mark,
                area: payment.area,
                agency: origin.agency,
                source: origin.source,
                file: origin.file,
                line: origin.line,
                grade: origin.grade,
            });
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}

/// Writes the circumstances in order of person and first day.
pub(super) fn write_circumstances(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let circumstances = &night.tonight.records.circumstances;
    let keys = circumstances.rows().map(|one| (one.mention, one.from.map(|day| day.0)));
    for chunk in order(night, keys).chunks(file.rows_per_group()) {
        let mut builder = CircumstancesBuilder::default();
        for (_, _, row) in chunk {
            let circumstance = circumstances.row(*row as usize);
            let origin = Origin::of(night, circumstance.mention);
            builder.push(Circumstance {
                person_id: origin.person_id.as_deref(),
                household_id: origin.household_id.as_deref(),
                kind: circumstance.kind,
                from: circumstance.from,
                to: circumstance.to,
                amount: circumstance.amount,
                assisted: circumstance.assisted,
                level: circumstance.grade,
                event: circumstance.event.map(privacy::serial).as_deref(),
                agency: origin.agency,
                source: origin.source,
                file: origin.file,
                line: origin.line,
                grade: origin.grade,
            });
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}

/// Row numbers in order of person, then date, then row.
fn order(
    night: &Night,
    keys: impl Iterator<Item = (u32, Option<i32>)>,
) -> Vec<(Option<PersonId>, Option<i32>, u32)> {
    let keyed = keys.zip(0..);
    let mut rows: Vec<_> =
        keyed.map(|((mention, date), row)| (night.person_id_of(mention), date, row)).collect();
    rows.sort_unstable();
    rows
}

/// Whom a fact is about and where it stands.
struct Origin<'a> {
    person_id: Option<String>,
    household_id: Option<String>,
    agency: &'a str,
    source: &'a str,
    file: &'a str,
    line: u32,
    grade: Option<&'static str>,
}

impl<'a> Origin<'a> {
    fn of(night: &Night<'a>, mention: u32) -> Self {
        let Place { source, file, line } = night.place_of(mention);
        Self {
            person_id: night.person_id_of(mention).as_ref().map(PersonId::to_string),
            household_id: night.household_of(mention).as_ref().map(HouseholdId::to_string),
            agency: night.agency_of(mention),
            source,
            file,
            line,
            grade: night.grade_of(mention).map(crate::domain::Grade::code),
        }
    }
}
