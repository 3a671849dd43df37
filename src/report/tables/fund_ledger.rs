//! Fund ledger: what was paid out of yearly funds, and what is left of them.

use crate::domain::Fen;
use crate::domain::table::{Category, Count, InMonth, Maybe, Money, Truth, table, zh};
use crate::report::ReportError;
use crate::report::figures::Part;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

table! {
    /// The ledgers of yearly funds by month, of the whole district and of each town. A year for which
    /// the policy pack names no sum has none.
    pub FundLedger, FundEntry, FundLedgerBuilder = "fund_ledger" "资金台账"
        says "年度资金按月的台账，分全区和各乡镇街道；政策包未定年度总额的年份没有台账。"
        v 1 sorted [fund, month, level, town] {
        /// The fund, as the policy pack names it.
        fund: Category => zh("资金").says("政策包所定资金的代码"),
        /// The first day of the month in which was paid, or for which if no day is given.
        month: InMonth => zh("月份").says("发放所在月份的第一日，未给出发放日期的按所属期"),
        /// `district` or `town`.
        level: Category => zh("层级").says("台账的层级：district＝全区、town＝乡镇街道"),
        /// The town that the payment's row names, else that of the recipient's home household.
        town: Maybe<Category> => zh("乡镇街道")
            .says("发放记录所记的乡镇街道，未记的取领取人归属家庭所在地").standard("GB/T 2260")
            .null("the whole district, or not known", "全区合计，或不详"),
        /// Payments of the month.
        person_times: Count => zh("本月人次").says("本月发放笔数"),
        /// Different people paid in the month.
        persons: Count => zh("本月人数").says("本月领取的不同人数"),
        /// Paid in the month, less what was taken back.
        amount: Money => zh("本月金额").says("本月发放金额，已减去收回的金额").unit("yuan"),
        /// Payments from January to the end of the month.
        person_times_to_date: Count => zh("本年累计人次").says("一月至本月末的发放笔数"),
        /// Different people paid from January to the end of the month.
        persons_to_date: Count => zh("本年累计人数").says("一月至本月末领取的不同人数"),
        /// Paid from January to the end of the month.
        amount_to_date: Money => zh("本年累计金额").says("一月至本月末的发放金额，已减去收回的金额")
            .unit("yuan"),
        /// What the fund holds for the year.
        yearly: Money => zh("年度总额").says("该项资金全年的总额").unit("yuan"),
        /// What of it is left at the end of the month; negative if it is overdrawn.
        left: Maybe<Money> => zh("结余").says("年度总额至本月末的余额，超支为负数").unit("yuan")
            .null("the fund is the district's, not a town's", "资金属于全区，不分到乡镇街道"),
        /// Whether the district has spent more than the fund by the end of the month.
        overdrawn: Truth => zh("超支").says("至本月末全区支出是否超过该项资金总额"),
        /// What the yearly sum rests on.
        basis: Category => zh("依据").says("年度总额的依据"),
    }
}

/// Writes the ledgers in order of fund, month and town.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    for chunk in night.fund_lines.chunks(file.rows_at_a_time()) {
        let rows = chunk.iter().map(|line| FundEntry {
            fund: &line.fund,
            month: line.month,
            level: match line.of {
                Part::District => "district",
                Part::Town(_) => "town",
            },
            town: match &line.of {
                Part::District => None,
                Part::Town(town) => town.as_deref(),
            },
            person_times: line.this_month.person_times,
            persons: line.this_month.persons,
            amount: line.this_month.amount,
            person_times_to_date: line.to_date.person_times,
            persons_to_date: line.to_date.persons,
            amount_to_date: line.to_date.amount,
            yearly: line.yearly.amount,
            left: (line.of == Part::District).then_some(line.left),
            overdrawn: line.left < Fen::ZERO,
            basis: &line.yearly.basis,
        });
        file.write(FundLedger::from_rows(rows).batch())?;
    }
    Ok(())
}
