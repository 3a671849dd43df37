//! The ledger: what each delivered file brought, and what became of it.

use crate::domain::table::{AtMoment, Category, Count, Maybe, Money, OnDay, Text, table, zh};
use crate::domain::{LedgerLine, Stated};
use crate::report::ReportError;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

table! {
    /// Rows and money of each delivered file, or of each sheet where a source reads several: as stated
    /// by the delivery's manifest, read, accepted and set aside.
    pub Ledger, LedgerEntry, LedgerBuilder = "ledger" "台账"
        says "每个报送文件的行数和金额，一个来源读取多张工作表的按表分列：交接清单所列、读入、\
              采用和退回。"
        v 1 sorted [source, file] {
        /// The dataset.
        source: Category => zh("来源").says("所属数据集"),
        /// The file within the delivery, with its sheet where several are read.
        file: Category => zh("文件").says("批次中的文件，读取多张工作表的附表名"),
        /// The agency that sent it.
        agency: Category => zh("部门").says("报送部门的代码"),
        /// The agency's name.
        agency_name: Category => zh("部门名称").says("报送部门的名称"),
        /// The dataset's name.
        title: Category => zh("数据名称").says("数据集的名称"),
        /// The day the extract describes.
        snapshot: OnDay => zh("数据日期").says("数据所反映的日期"),
        /// Nights since it was delivered: 0 when it came tonight.
        age_days: Count => zh("滞后天数").says("报送至今的天数，当晚报送为0").unit("day"),
        /// When the agency took it out of its system, by the manifest.
        extracted_at: Maybe<AtMoment> => zh("抽取时间").says("交接清单所列的部门系统抽取时间")
            .standard("GB/T 7408")
            .null("not stated, or told at another sheet", "未列，或记在另一工作表"),
        /// Rows by the manifest.
        rows_stated: Maybe<Count> => zh("清单应到行").says("交接清单所列的行数")
            .null("not stated, or told at another sheet", "未列，或记在另一工作表"),
        /// Different people by the manifest.
        people_stated: Maybe<Count> => zh("清单人数").says("交接清单所列的不同人数")
            .null("not stated, or told at another sheet", "未列，或记在另一工作表"),
        /// Money by the manifest.
        amount_stated: Maybe<Money> => zh("清单金额").says("交接清单所列的金额").unit("yuan")
            .null("not stated, or told at another sheet", "未列，或记在另一工作表"),
        /// Rows read; each was accepted or set aside.
        rows_read: Count => zh("读入行").says("读入的行数，每行或采用或退回"),
        /// Rows that say something of somebody: those of `source_rows`.
        rows_accepted: Count => zh("采用行").says("对人员有所记载的行数，即source_rows中的行"),
        /// Rows set aside whole.
        rows_rejected: Count => zh("退回行").says("整行退回的行数"),
        /// Values set aside within accepted rows.
        values_rejected: Count => zh("退回值").says("采用行中退回的值数"),
        /// Money in all rows whose amounts can be read.
        amount_read: Money => zh("读入金额").says("金额可读的全部行的金额合计").unit("yuan"),
        /// Money in accepted rows: that of `payments`.
        amount_accepted: Money => zh("采用金额").says("采用行的金额合计，即payments中的金额")
            .unit("yuan"),
        /// Money in rows set aside.
        amount_rejected: Money => zh("退回金额").says("退回行的金额合计").unit("yuan"),
        /// SM3 digest of the file's bytes, in hexadecimal.
        digest: Text => zh("摘要").says("文件字节的SM3摘要，十六进制").standard("GB/T 32905"),
    }
}

/// Writes the files in order of source and path.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let mut lines: Vec<&LedgerLine> = night.tonight.ledger.iter().collect();
    lines.sort_by_key(|line| (&line.source, &line.file));
    let mut builder = LedgerBuilder::default();
    for line in lines {
        push(night, line, &mut builder);
    }
    file.write(builder.finish().batch())
}

fn push(night: &Night, line: &LedgerLine, builder: &mut LedgerBuilder) {
    let source = night.tonight.sources.iter().find(|source| source.id == line.source);
    let source = source.expect("a file that was read is of a source of the night");
    let stated = line.stated.as_ref();
    let number = |count: u64| u32::try_from(count).expect("a file has fewer than 2^32 rows");
    // What no file can have is not told of; a file that was held against it is not used.
    let stated_number =
        |count: fn(&Stated) -> Option<u64>| u32::try_from(stated.and_then(count)?).ok();
    builder.push(LedgerEntry {
        source: &line.source,
        file: &line.file,
        agency: &source.agency,
        agency_name: &source.agency_name,
        title: &source.title,
        snapshot: source.snapshot,
        age_days: source.age_days,
        extracted_at: stated.and_then(|stated| stated.extracted_at),
        rows_stated: stated_number(|stated| stated.rows),
        people_stated: stated_number(|stated| stated.people),
        amount_stated: stated.and_then(|stated| stated.amount),
        rows_read: number(line.rows_read),
        rows_accepted: number(line.rows_accepted),
        rows_rejected: number(line.rows_rejected),
        values_rejected: number(line.values_rejected),
        amount_read: line.amount_read,
        amount_accepted: line.amount_accepted,
        amount_rejected: line.amount_rejected,
        digest: &line.digest,
    });
}
