//! Awards, payments and circumstances: the night's facts with person, household and line.

use std::borrow::Cow;

use arrow::array::{Array, ArrayRef, RecordBatch, StringArray, UInt32Array};
use arrow::compute::{take, take_record_batch};

use crate::domain::table::{
    Category, Cell, Contract, Count, InMonth, Maybe, Money, OnDay, Text, table, zh,
};
use crate::domain::{Grade, PersonId, mask};
use crate::report::night::Night;
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
    let dates = awards.rows().map(|award| award.from.map(|day| day.0));
    let order = order(night, &awards.mention, dates);
    write(night, &Awards::CONTRACT, awards.batch(), &order, file)
}

/// Writes the payments in order of person and period.
pub(super) fn write_payments(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let payments = &night.tonight.records.payments;
    let dates = payments.period.values().iter().copied().map(Some);
    let order = order(night, &payments.mention, dates);
    write(night, &Payments::CONTRACT, payments.batch(), &order, file)
}

/// Writes the circumstances in order of person and first day.
pub(super) fn write_circumstances(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let circumstances = &night.tonight.records.circumstances;
    let dates = circumstances.from.iter();
    let order = order(night, &circumstances.mention, dates);
    write(night, &Circumstances::CONTRACT, circumstances.batch(), &order, file)
}

/// Row numbers in order of person, then date, then row.
fn order(
    night: &Night,
    mentions: &UInt32Array,
    dates: impl Iterator<Item = Option<i32>>,
) -> Vec<u32> {
    let keys = mentions.values().iter().zip(dates).zip(0..);
    let mut rows: Vec<(Option<PersonId>, Option<i32>, u32)> =
        keys.map(|((mention, date), row)| (night.person_id_of(*mention), date, row)).collect();
    rows.sort_unstable();
    rows.into_iter().map(|(_, _, row)| row).collect()
}

/// Writes facts in the given order, a group of rows at a time.
///
/// Rows lie far apart in that order, so whole columns are gathered before any row is looked at:
/// fetching row by row waits for memory millions of times.
fn write(
    night: &Night,
    contract: &Contract,
    facts: &RecordBatch,
    order: &[u32],
    file: &mut TableFile,
) -> Result<(), ReportError> {
    for chunk in order.chunks(file.rows_at_a_time()) {
        let rows = UInt32Array::from(chunk.to_vec());
        let gathered = take_record_batch(facts, &rows).expect("the order holds rows of the table");
        file.write(&published(night, contract, &gathered))?;
    }
    Ok(())
}

/// The facts as published: where they stand and whom they are about, and their own columns.
fn published(night: &Night, contract: &Contract, facts: &RecordBatch) -> RecordBatch {
    let mentions = facts.column(0).as_any().downcast_ref::<UInt32Array>();
    let mentions = mentions.expect("a fact table's first column is its mention");
    let origin = Origin::of(night, mentions);
    let columns = contract.columns.iter().map(|column| match column.name {
        "person_id" => origin.person_id.clone(),
        "household_id" => origin.household_id.clone(),
        "agency" => origin.agency.clone(),
        "source" => origin.source.clone(),
        "file" => origin.file.clone(),
        "line" => origin.line.clone(),
        "grade" => origin.grade.clone(),
        own => own_column(own, facts),
    });
    RecordBatch::try_new(contract.schema(), columns.collect())
        .expect("a published fact has its origin and the columns of the fact")
}

/// A column of the fact itself, masked where the contract says so.
fn own_column(name: &str, facts: &RecordBatch) -> ArrayRef {
    let own = |name: &str| {
        facts.column_by_name(name).expect("a published fact keeps the fact's columns").clone()
    };
    match name {
        // Within a fact the word stands for the kind's own grade, in print for the match's.
        "level" => own("grade"),
        "account_masked" => map_text(&own("account"), |account| mask::account(account).into()),
        "certificate" | "payment_number" | "event" => map_text(&own(name), privacy::serial),
        _ => own(name),
    }
}

fn map_text(column: &ArrayRef, change: impl Fn(&str) -> Cow<'_, str>) -> ArrayRef {
    let texts = column.as_any().downcast_ref::<StringArray>().expect("the column is text");
    let mut changed = <Maybe<Text> as Cell>::builder(0);
    for text in texts {
        Maybe::<Text>::append(&mut changed, text.map(&change).as_deref());
    }
    Maybe::<Text>::finish(changed)
}

/// Whom each of some facts is about and where it stands, column by column.
struct Origin {
    person_id: ArrayRef,
    household_id: ArrayRef,
    agency: ArrayRef,
    source: ArrayRef,
    file: ArrayRef,
    line: ArrayRef,
    grade: ArrayRef,
}

impl Origin {
    fn of(night: &Night, mentions: &UInt32Array) -> Self {
        let mut person_id = <Maybe<Text> as Cell>::builder(0);
        let mut household_id = <Maybe<Text> as Cell>::builder(0);
        let mut agency = <Category as Cell>::builder(0);
        let mut grade = <Maybe<Category> as Cell>::builder(0);
        // Facts come in order of person, so the ids are spelled out once for each.
        let mut last = None;
        let (mut person_text, mut household_text) = (None, None);
        for mention in mentions.values() {
            let person = night.person_of(*mention);
            if last != Some(person) {
                last = Some(person);
                person_text = night.person_id_of(*mention).map(|id| id.to_string());
                household_text = night.household_of(*mention).map(|id| id.to_string());
            }
            Maybe::<Text>::append(&mut person_id, person_text.as_deref());
            Maybe::<Text>::append(&mut household_id, household_text.as_deref());
            Category::append(&mut agency, night.agency_of(*mention));
            Maybe::<Category>::append(&mut grade, night.grade_of(*mention).map(Grade::code));
        }
        let all = &night.tonight.records.mentions;
        let gather = |column: &dyn Array| {
            take(column, mentions, None).expect("a fact names a mention of the night")
        };
        Self {
            person_id: Maybe::<Text>::finish(person_id),
            household_id: Maybe::<Text>::finish(household_id),
            agency: Category::finish(agency),
            source: gather(&all.source),
            file: gather(&all.file),
            line: gather(&all.line),
            grade: Maybe::<Category>::finish(grade),
        }
    }
}
