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
    pub Awards, Award, AwardsBuilder = "awards" "救助资格"
        says "各来源记载的救助资格：给予何人何种救助。"
        v 1 sorted [person_id, from] {
        /// The recipient.
        person_id: Maybe<Text> => zh("人员编号").says("救助对象的编号")
            .null("the row names nobody", "该行未写明人员").personal(),
        /// The recipient's home household.
        household_id: Maybe<Text> => zh("归属家庭").says("救助对象归属家庭的编号")
            .null("no dossier was made", "未形成救助链").personal(),
        /// The scheme's code.
        scheme: Category => zh("救助项目").says("救助项目的代码").personal(),
        /// `active`, `suspended`, `ended`, `applied` or `refused`.
        status: Category => zh("状态")
            .says("资格状态：active＝在享、suspended＝暂停、ended＝已终止、applied＝申请中、\
                 refused＝未批准").personal(),
        /// First day in force.
        from: Maybe<OnDay> => zh("起").says("生效的第一日").null("not known", "不详"),
        /// Last day in force.
        to: Maybe<OnDay> => zh("止").says("有效的最后一日").null("no end is set", "未定终止日期"),
        /// Amount granted per month.
        monthly: Maybe<Money> => zh("月标准").says("每月给予的金额").unit("yuan")
            .null("not monthly, or not given", "不按月发放，或未填").personal(),
        /// The number of the certificate or contract.
        certificate: Maybe<Text> => zh("证号或合同号").says("救助证或合同的编号")
            .null("none is issued", "不发证").personal(),
        /// The division that granted it.
        area: Maybe<Category> => zh("所属区划").says("批准单位所属的行政区划").standard("GB/T 2260")
            .null("the own district", "本区"),
        /// The agency that says so.
        agency: Category => zh("部门").says("提供该记录的部门"),
        /// The dataset.
        source: Category => zh("来源").says("所属数据集"),
        /// The file within the delivery.
        file: Category => zh("文件").says("批次中的文件"),
        /// The line, counted from 1 with the header.
        line: Count => zh("行号").says("行号，含表头从1起计"),
        /// How surely the row speaks of this person.
        grade: Maybe<Category> => zh("匹配等级")
            .says("该行指向此人的确定程度：confirmed＝确认、probable＝高度疑似、possible＝疑似")
            .null("the row names nobody", "该行未写明人员"),
    }
}

table! {
    /// Money that moved to, or on behalf of, a person.
    pub Payments, Payment, PaymentsBuilder = "payments" "发放明细"
        says "发放给个人或代其支付的款项。"
        v 1 sorted [person_id, period] {
        /// The recipient.
        person_id: Maybe<Text> => zh("人员编号").says("领取人的编号")
            .null("the row names nobody", "该行未写明人员").personal(),
        /// The recipient's home household.
        household_id: Maybe<Text> => zh("归属家庭").says("领取人归属家庭的编号")
            .null("no dossier was made", "未形成救助链").personal(),
        /// The scheme's code.
        scheme: Category => zh("救助项目").says("救助项目的代码").personal(),
        /// The first day of the month the payment is for.
        period: InMonth => zh("所属期").says("款项所属月份的第一日"),
        /// The day it was paid.
        paid_on: Maybe<OnDay> => zh("发放日期").says("实际发放的日期").null("not given", "未填"),
        /// Amount paid; negative when taken back.
        amount: Money => zh("金额").says("发放的金额，收回的为负数").unit("yuan").personal(),
        /// The payer's number of the payment.
        payment_number: Maybe<Text> => zh("发放编号").says("发放单位对该笔款项的编号")
            .null("not given", "未填"),
        /// The account it went to, all but the last four characters hidden.
        account_masked: Maybe<Text> => zh("账号（遮蔽）").says("收款账号，只显示末四位")
            .null("cash or in kind", "现金或实物").sensitive(),
        /// What joins it to the circumstance it answers.
        event: Maybe<Text> => zh("事件号").says("款项与所对应情况之间的关联号")
            .null("not tied to an event", "不针对某一事件"),
        /// The cause: `illness`, `accident`, `education` …
        cause: Maybe<Category> => zh("事由")
            .says("救助的事由：illness＝疾病、accident＝意外事故、education＝教育等")
            .null("not given", "未填").sensitive(),
        /// `back_pay`, `bank_return`, `split`, `approved_exception`, `price_subsidy`, `transfer`.
        mark: Maybe<Category> => zh("标记")
            .says("发放标记：back_pay＝补发、bank_return＝退汇重发、split＝分账户发放、\
                 approved_exception＝一事一议、price_subsidy＝价格临时补贴、transfer＝转学续发")
            .null("an ordinary payment", "普通发放"),
        /// The division that paid.
        area: Maybe<Category> => zh("所属区划").says("发放单位所属的行政区划").standard("GB/T 2260")
            .null("the own district", "本区"),
        /// The agency that says so.
        agency: Category => zh("部门").says("提供该记录的部门"),
        /// The dataset.
        source: Category => zh("来源").says("所属数据集"),
        /// The file within the delivery.
        file: Category => zh("文件").says("批次中的文件"),
        /// The line, counted from 1 with the header.
        line: Count => zh("行号").says("行号，含表头从1起计"),
        /// How surely the row speaks of this person.
        grade: Maybe<Category> => zh("匹配等级")
            .says("该行指向此人的确定程度：confirmed＝确认、probable＝高度疑似、possible＝疑似")
            .null("the row names nobody", "该行未写明人员"),
    }
}

table! {
    /// Anything a source says of a person that bears on need or entitlement.
    pub Circumstances, Circumstance, CircumstancesBuilder = "circumstances" "情况"
        says "各来源记载的与人员困难或资格有关的情况。"
        v 1 sorted [person_id, from] {
        /// The person.
        person_id: Maybe<Text> => zh("人员编号").says("所指人员的编号")
            .null("the row names nobody", "该行未写明人员").personal(),
        /// The person's home household.
        household_id: Maybe<Text> => zh("归属家庭").says("所指人员归属家庭的编号")
            .null("no dossier was made", "未形成救助链").personal(),
        /// The kind of circumstance: `hospital_bill`, `disability`, `death` …
        kind: Category => zh("情况类别")
            .says("情况的类别：hospital_bill＝医疗费用、disability＝残疾、death＝死亡等")
            .sensitive(),
        /// First day.
        from: Maybe<OnDay> => zh("起").says("情况的第一日").null("not known", "不详"),
        /// Last day.
        to: Maybe<OnDay> => zh("止").says("情况的最后一日")
            .null("lasts, or a single day", "持续至今，或只有一日"),
        /// What it costs or yields, by the kind.
        amount: Maybe<Money> => zh("金额").says("花费或收入的金额，视类别而定").unit("yuan")
            .null("not about money", "不涉及金额").sensitive(),
        /// What assistance within the same settlement already paid of it.
        assisted: Maybe<Money> => zh("其中救助").says("同一次结算中已由救助支付的金额").unit("yuan")
            .null("not a settlement", "不是结算").sensitive(),
        /// Grade or type, by the kind.
        level: Maybe<Category> => zh("等级").says("情况的等级或种类，视类别而定")
            .null("has none", "没有等级").sensitive(),
        /// What joins it to payments.
        event: Maybe<Text> => zh("事件号").says("情况与发放款项之间的关联号").null("none", "没有"),
        /// The agency that says so.
        agency: Category => zh("部门").says("提供该记录的部门"),
        /// The dataset.
        source: Category => zh("来源").says("所属数据集"),
        /// The file within the delivery.
        file: Category => zh("文件").says("批次中的文件"),
        /// The line, counted from 1 with the header.
        line: Count => zh("行号").says("行号，含表头从1起计"),
        /// How surely the row speaks of this person.
        grade: Maybe<Category> => zh("匹配等级")
            .says("该行指向此人的确定程度：confirmed＝确认、probable＝高度疑似、possible＝疑似")
            .null("the row names nobody", "该行未写明人员"),
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
