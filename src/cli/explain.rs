//! `hedui explain`: why a flag was raised, or what two rows have in common.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use super::{Failure, pipeline_of, say};
use crate::domain::Day;
use crate::pipeline::{self, Explanation, FlagExplanation, Outcome, PairExplanation, RowRef, Side};

/// Shows the evidence of a flag, or what each comparison says of two rows, as a waterfall of match
/// weights.
///
/// With --flag, PLACE is a published run; with --pair it is a pipeline file and --date the night.
#[derive(Args)]
#[command(
    group = ArgGroup::new("what").required(true).args(["flag", "pair"]),
    after_help = "Examples:\n  hedui explain runs/run_date=2026-11-23 --flag F0123456789abcdef\n  \
                  hedui explain pipelines/nightly.toml --date 2026-11-23 \\\n      \
                  --pair police_register:12 health_insured:40\n  \
                  hedui explain pipelines/nightly.toml --date 2026-11-23 \\\n      \
                  --pair education_pupils:7:guardian police_register:12\n  \
                  hedui explain pipelines/nightly.toml --date 2026-11-23 \\\n      \
                  --pair education_pupils:pupils.xlsx#一年级1班:7:guardian:2 housing_property:9:recipient:2"
)]
pub(super) struct Explain {
    /// A run's folder, or a pipeline file.
    place: PathBuf,
    /// The flag's id, as in `flags.parquet`.
    #[arg(long, value_name = "ID")]
    flag: Option<String>,
    /// Two rows, each source:line or source:line:role; source:file:line where the line stands in
    /// several files, source:file#sheet:line in several sheets; :2 behind the role for the second
    /// in that role. Of the file and sheet their end is enough.
    #[arg(long, num_args = 2, value_names = ["ROW", "ROW"], requires = "date")]
    pair: Option<Vec<RowRef>>,
    /// Where the deliveries lie, instead of the pipeline's own folder.
    #[arg(long, value_name = "FOLDER", requires = "pair")]
    deliveries: Option<PathBuf>,
    /// Also write the waterfall of the pair as a page.
    #[arg(long, value_name = "FILE.html", requires = "pair")]
    out: Option<PathBuf>,
    /// The night of the rows.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Day>,
}

impl Explain {
    pub fn execute(&self) -> Result<u8, Failure> {
        if let Some(flag) = &self.flag {
            print_flag(&pipeline::explain_flag(&self.place, flag)?);
        }
        if let (Some([left, right]), Some(date)) = (self.pair.as_deref(), self.date) {
            let settings = pipeline_of(&self.place, date, self.deliveries.as_deref())?;
            let explained = pipeline::explain_rows(&settings, date, left, right)?;
            print_pair(&explained);
            if let (Some(path), Some(weighed)) = (&self.out, &explained.weighed) {
                pipeline::write_explanation(&explained, weighed, &verdict(weighed), path)?;
                say!("已写入\t{}", path.display());
            }
        }
        Ok(0)
    }
}

fn print_flag(flag: &FlagExplanation) {
    for (label, text) in &flag.facts {
        say!("{label}\t{text}");
    }
    say!("证据");
    for line in &flag.evidence {
        say!(
            "  {} {}  {}  {}  {}\n      {}",
            line.agency,
            line.place,
            line.name_masked,
            line.resident_id_masked,
            line.grade,
            line.says
        );
    }
}

fn print_pair(pair: &PairExplanation) {
    print_side("左", &pair.left);
    print_side("右", &pair.right);
    let Some(weighed) = &pair.weighed else {
        say!("两行在同一来源中写法完全相同，是同一身份，无需比对");
        return;
    };
    if !weighed.proposed_by.is_empty() {
        say!("分块规则\t{}", weighed.proposed_by.join("；"));
    }
    let mut running = weighed.prior;
    say!("{:>8} {:>8}  先验", signed(running), signed(running));
    for reason in &weighed.reasons {
        running += reason.weight;
        say!(
            "{:>8} {:>8}  {} = {}  {}  {}",
            signed(reason.weight),
            signed(running),
            reason.comparison,
            reason.level,
            reason.chinese,
            bar(reason.weight)
        );
        if let Some(words) = &reason.by_sources {
            say!("{:>19} 其中来源质量：{words}", "");
        }
    }
    let odds = f64::from(weighed.weight).exp2();
    say!(
        "{:>8}           匹配权重（log2），概率 {:.4}，连接阈值 {}",
        signed(weighed.weight),
        if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) },
        signed(weighed.link_weight),
    );
    say!("结论\t{}", verdict(weighed));
}

/// What became of the two, as a reviewer reads it.
fn verdict(weighed: &Explanation) -> String {
    match &weighed.outcome {
        Outcome::Linked => format!("认定为同一人，等级 {}", weighed.grade.chinese()),
        Outcome::LinkedByOthers => {
            "认定为同一人：由各自的其他记录相连，仅凭这两行不足以认定".to_owned()
        }
        Outcome::NotCompared => {
            "不是同一人：没有分块规则或同户关系提出这一对，夜间不比较".to_owned()
        }
        Outcome::TooLight => "不足以认定为同一人：权重低于连接阈值".to_owned(),
        Outcome::KeptApart(why) => format!("权重足够，但不认定为同一人：{why}"),
    }
}

fn print_side(label: &str, side: &Side) {
    say!(
        "{label}\t{}  {}  {}  {}  {}",
        side.place,
        side.name_masked,
        side.resident_id_masked,
        side.birth_year,
        side.sex
    );
}

fn signed(weight: f32) -> String {
    format!("{weight:+.2}")
}

/// A bar of one block per unit of weight: `█` speaks for one person, `░` against.
fn bar(weight: f32) -> String {
    let sign = if weight < 0.0 { "░" } else { "█" };
    let whole = format!("{:.0}", weight.abs().trunc().min(MAX_BLOCKS));
    sign.repeat(whole.parse().unwrap_or(0))
}

/// The longest bar that still fits a line of the terminal.
const MAX_BLOCKS: f32 = 40.0;
