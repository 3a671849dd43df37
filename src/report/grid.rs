//! Grids: the night's figures as tables that the summary page and the workbook of statistics print.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::{
    ASSISTED_IN_NEED, FLAGS, Figure, FundLine, IN_NEED, NOTES, Part, RECIPIENTS, Spent, agencies,
};
use super::night::Night;
use crate::domain::numerals::{grouped, yuan};
use crate::domain::{Coverage, Fen, Month};

/// A table as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    /// Short enough for the name of a sheet.
    pub title: &'static str,
    /// What the reader should know of the figures.
    pub notes: Vec<String>,
    pub headings: Vec<String>,
    pub rows: Vec<Vec<GridCell>>,
}

impl Grid {
    /// The headings with their classes: those of figures stand over them.
    pub fn heads(&self) -> Vec<(&str, &'static str)> {
        let is_of_figures = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(GridCell::class).any(|class| !class.is_empty())
        };
        let heads = self.headings.iter().enumerate();
        heads
            .map(|(at, heading)| (heading.as_str(), if is_of_figures(at) { "n" } else { "" }))
            .collect()
    }
}

/// One cell of a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum GridCell {
    Empty,
    Text(String),
    Count(u32),
    Yuan(Fen),
    /// A part of a whole, as a share.
    Share(u32, u32),
    /// A part of a whole, with both numbers.
    PartOf(u32, u32),
}

impl GridCell {
    /// As a page prints it.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => grouped(u64::from(*count)),
            Self::Yuan(amount) => yuan(*amount),
            Self::Share(part, whole) => per_mille(*part, *whole)
                .map_or_else(String::new, |share| format!("{}.{}%", share / 10, share % 10)),
            Self::PartOf(part, whole) => {
                format!("{} / {}", grouped(u64::from(*part)), grouped(u64::from(*whole)))
            }
        }
    }

    /// The classes of the page's style.
    pub const fn class(&self) -> &'static str {
        match self {
            Self::Empty | Self::Text(_) => "",
            Self::Yuan(amount) if amount.0 < 0 => "n stale",
            _ => "n",
        }
    }
}

/// A share in thousandths, rounded down; none of nothing.
pub(super) fn per_mille(part: u32, whole: u32) -> Option<u32> {
    let share = (u64::from(part) * 1000).checked_div(u64::from(whole))?;
    u32::try_from(share).ok()
}

const SMALL_FIGURES: &str = "少于3人的数字未作隐去，仅供内部使用，对外公布前请先处理。";

/// The tables of the summary page.
pub(super) fn of_page(night: &Night) -> Vec<Grid> {
    let mut grids = vec![by_scheme(night), by_town(night), by_month(night)];
    if !night.fund_lines.is_empty() {
        grids.push(funds(night));
        grids.push(funds_by_town(night));
    }
    if !night.tonight.coverage.is_empty() {
        grids.push(coverage(night));
        grids.push(coverage_matrix(night));
    }
    grids.push(recipients(night));
    grids.push(flags(night));
    grids
}

/// The sheets of the workbook of statistics.
pub(super) fn of_book(night: &Night) -> Vec<Grid> {
    vec![
        by_scheme(night),
        by_town(night),
        by_month(night),
        in_detail(night),
        funds(night),
        funds_by_town(night),
        coverage(night),
        coverage_by_town(night),
        recipients(night),
        flags(night),
        notes(night),
    ]
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn text(text: &str) -> GridCell {
    GridCell::Text(text.to_owned())
}

fn town_name<'a>(night: &Night<'a>, town: Option<&'a str>) -> &'a str {
    town.map_or("（未识别）", |town| night.tonight.divisions.name(town))
}

fn of_measure<'a>(night: &'a Night, measure: &'a str) -> impl Iterator<Item = &'a Figure> {
    night.figures.iter().filter(move |figure| figure.measure == measure)
}

/// Person-times, people and money of a figure.
fn paid(figure: Option<&Figure>) -> [GridCell; 3] {
    let count = |number: Option<u32>| GridCell::Count(number.unwrap_or_default());
    [
        count(figure.and_then(|figure| figure.person_times)),
        count(figure.and_then(|figure| figure.persons)),
        GridCell::Yuan(figure.and_then(|figure| figure.amount).unwrap_or_default()),
    ]
}

fn by_scheme(night: &Night) -> Grid {
    let today = night.tonight.run_date;
    let this_year = |figure: &&Figure| figure.year == u32::try_from(today.year()).ok();
    let this_month = |figure: &&Figure| figure.month == Some(today.month());
    let mut rows = Vec::new();
    for figure in of_measure(night, "paid_by_scheme_year").filter(this_year) {
        let scheme = figure.scheme.as_deref().unwrap_or_default();
        let mut months = of_measure(night, "paid_by_scheme_month").filter(this_month);
        let month = months.find(|month| month.scheme == figure.scheme);
        let mut row = vec![text(scheme), text(night.tonight.schemes.name(scheme))];
        row.extend(paid(month));
        row.extend(paid(Some(figure)));
        rows.push(row);
    }
    let mut total = vec![text("合计"), GridCell::Empty];
    total.extend(paid(of_measure(night, "paid_by_month").find(this_month)));
    total.extend(paid(of_measure(night, "paid_by_year").find(this_year)));
    rows.push(total);
    Grid {
        title: "各项目救助",
        notes: vec![
            "按发放的所属期统计，“本月”“本年”为核对日期所在的月和年。一笔发放为一人次，退回不计人次、\
             冲减金额；人数去重，各行人数相加不等于合计。"
                .to_owned(),
        ],
        headings: words(&[
            "代码", "救助项目", "本月人次", "本月人数", "本月金额（元）", "本年人次", "本年人数",
            "本年金额（元）",
        ]),
        rows,
    }
}

fn by_town(night: &Night) -> Grid {
    let year = u32::try_from(night.tonight.run_date.year()).ok();
    let own = of_measure(night, "paid_by_town_year").filter(|figure| figure.year == year);
    let row = |figure: &Figure| {
        let mut row = vec![text(town_name(night, figure.town.as_deref()))];
        row.extend(paid(Some(figure)));
        row
    };
    let mut rows: Vec<_> = own.map(row).collect();
    let mut total = vec![text("合计")];
    total.extend(paid(of_measure(night, "paid_by_year").find(|figure| figure.year == year)));
    rows.push(total);
    Grid {
        title: "各乡镇救助",
        notes: vec![format!("按受助人归属家庭所在乡镇统计本年发放。{SMALL_FIGURES}")],
        headings: words(&["乡镇街道", "本年人次", "本年人数", "本年金额（元）"]),
        rows,
    }
}

/// The latest twelve months for which was paid.
fn by_month(night: &Night) -> Grid {
    const MONTHS: usize = 12;
    let all: Vec<&Figure> = of_measure(night, "paid_by_month").collect();
    let row = |figure: &&Figure| {
        let month = figure.month.map(Month::in_chinese).unwrap_or_default();
        let mut row = vec![GridCell::Text(month)];
        row.extend(paid(Some(figure)));
        row
    };
    Grid {
        title: "各月救助",
        notes: vec!["最近十二个有发放的所属期；当月发放可能尚未报全。".to_owned()],
        headings: words(&["月份", "人次", "人数", "金额（元）"]),
        rows: all.iter().skip(all.len().saturating_sub(MONTHS)).map(row).collect(),
    }
}

/// Every scheme in every town and month.
fn in_detail(night: &Night) -> Grid {
    let row = |figure: &Figure| {
        let scheme = figure.scheme.as_deref().unwrap_or_default();
        let mut row = vec![
            text(scheme),
            text(night.tonight.schemes.name(scheme)),
            text(town_name(night, figure.town.as_deref())),
            GridCell::Text(figure.month.map(|month| month.to_string()).unwrap_or_default()),
        ];
        row.extend(paid(Some(figure)));
        row
    };
    Grid {
        title: "项目乡镇月明细",
        notes: vec![format!("人次、金额相加等于发放明细表。{SMALL_FIGURES}")],
        headings: words(&[
            "代码",
            "救助项目",
            "乡镇街道",
            "所属月份",
            "人次",
            "人数",
            "金额（元）",
        ]),
        rows: of_measure(night, "paid_by_scheme_town_month").map(row).collect(),
    }
}

fn spent(spent: &Spent) -> [GridCell; 3] {
    [
        GridCell::Count(spent.person_times),
        GridCell::Count(spent.persons),
        GridCell::Yuan(spent.amount),
    ]
}

/// The ledgers of the whole district, with what each year's sum rests on.
fn funds(night: &Night) -> Grid {
    let of_district = || night.fund_lines.iter().filter(|line| line.of == Part::District);
    let row = |line: &FundLine| {
        let mut row = vec![text(&line.name), GridCell::Text(line.month.in_chinese())];
        row.extend(spent(&line.this_month));
        row.extend(spent(&line.to_date));
        row.extend([GridCell::Yuan(line.yearly.amount), GridCell::Yuan(line.left)]);
        row.push(text(if line.left < Fen::ZERO { "超支" } else { "" }));
        row
    };
    let basis = |line: &FundLine| {
        let (year, amount) = (line.month.year(), yuan(line.yearly.amount));
        format!("{}{year}年度总额{amount}元，依据：{}。", line.name, line.yearly.basis)
    };
    let mut notes: Vec<String> = of_district().map(basis).collect();
    notes.dedup();
    notes.push("按发放日期记账，没有发放日期的按所属期；没有年度总额的年份不列台账。".to_owned());
    Grid {
        title: "备用金台账",
        notes,
        headings: words(&[
            "资金",
            "月份",
            "本月人次",
            "本月人数",
            "本月金额（元）",
            "累计人次",
            "累计人数",
            "累计金额（元）",
            "年度总额（元）",
            "结余（元）",
            "超支",
        ]),
        rows: of_district().map(row).collect(),
    }
}

/// The ledgers of the towns, as of the last month.
fn funds_by_town(night: &Night) -> Grid {
    let mut last: BTreeMap<&str, Month> = BTreeMap::new();
    for line in &night.fund_lines {
        last.insert(&line.fund, line.month);
    }
    let mut rows = Vec::new();
    for line in &night.fund_lines {
        let Part::Town(town) = &line.of else { continue };
        if last.get(line.fund.as_str()) != Some(&line.month) {
            continue;
        }
        let mut row = vec![
            text(&line.name),
            text(town_name(night, town.as_deref())),
            GridCell::Text(line.month.in_chinese()),
        ];
        row.extend(spent(&line.this_month));
        row.extend(spent(&line.to_date));
        rows.push(row);
    }
    Grid {
        title: "备用金分乡镇",
        notes: vec![format!("累计自当年一月起。各月见 fund_ledger 表。{SMALL_FIGURES}")],
        headings: words(&[
            "资金",
            "乡镇街道",
            "月份",
            "本月人次",
            "本月人数",
            "本月金额（元）",
            "累计人次",
            "累计人数",
            "累计金额（元）",
        ]),
        rows,
    }
}

/// In need, assisted, not seen to be assisted, and the share; with the payments.
fn reached(in_need: u32, assisted: u32, payments: u32, amount: Fen) -> [GridCell; 6] {
    [
        GridCell::Count(in_need),
        GridCell::Count(assisted),
        GridCell::Count(in_need.saturating_sub(assisted)),
        GridCell::Share(assisted, in_need),
        GridCell::Count(payments),
        GridCell::Yuan(amount),
    ]
}

fn schemes_of(night: &Night, coverage: &Coverage) -> String {
    let names: Vec<&str> =
        coverage.schemes.iter().map(|code| night.tonight.schemes.name(code)).collect();
    names.join("、")
}

fn coverage(night: &Night) -> Grid {
    let row = |coverage: &Coverage| {
        let towns = || coverage.towns.iter();
        let mut row = vec![text(&coverage.name)];
        if let Some(why) = &coverage.off {
            row.extend(vec![GridCell::Empty; 6]);
            row.push(GridCell::Text(format!("今晚未统计：{why}")));
        } else {
            row.extend(reached(
                towns().map(|town| town.in_need).sum(),
                towns().map(|town| town.assisted).sum(),
                towns().map(|town| town.payments).sum(),
                towns().map(|town| town.amount).sum(),
            ));
            row.push(GridCell::Text(schemes_of(night, coverage)));
        }
        row
    };
    Grid {
        title: "困难群众救助覆盖",
        notes: vec![
            "按已报送的情况记录统计，只计数，不是疑点：未见救助不等于应当救助，各行之间会有同一人。".to_owned(),
        ],
        headings: words(&[
            "困难情形", "有困难（人）", "已救助（人）", "未见救助（人）", "覆盖率", "救助人次",
            "救助金额（元）", "算作救助的项目",
        ]),
        rows: night.tonight.coverage.iter().map(row).collect(),
    }
}

fn coverage_by_town(night: &Night) -> Grid {
    let mut rows = Vec::new();
    for coverage in night.tonight.coverage {
        for town in &coverage.towns {
            let mut row = vec![text(&coverage.name), text(town_name(night, town.town.as_deref()))];
            row.extend(reached(town.in_need, town.assisted, town.payments, town.amount));
            rows.push(row);
        }
    }
    Grid {
        title: "覆盖分乡镇",
        notes: vec![SMALL_FIGURES.to_owned()],
        headings: words(&[
            "困难情形",
            "乡镇街道",
            "有困难（人）",
            "已救助（人）",
            "未见救助（人）",
            "覆盖率",
            "救助人次",
            "救助金额（元）",
        ]),
        rows,
    }
}

/// Towns down, needs across.
fn coverage_matrix(night: &Night) -> Grid {
    let needs: Vec<&Coverage> =
        night.tonight.coverage.iter().filter(|coverage| coverage.off.is_none()).collect();
    let mut counts: BTreeMap<(Option<&str>, &str), [u32; 2]> = BTreeMap::new();
    for (at, measure) in [IN_NEED, ASSISTED_IN_NEED].into_iter().enumerate() {
        for figure in of_measure(night, measure) {
            let place = (figure.town.as_deref(), figure.need.as_deref().unwrap_or_default());
            counts.entry(place).or_default()[at] = figure.persons.unwrap_or_default();
        }
    }
    let towns: BTreeSet<Option<&str>> = counts.keys().map(|(town, _)| *town).collect();
    let row = |town: Option<&str>| {
        let name = town.map_or("（未识别）", |town| night.tonight.divisions.name(town));
        let cell = |need: &&Coverage| match counts.get(&(town, need.need.as_str())) {
            Some([in_need, assisted]) => GridCell::PartOf(*assisted, *in_need),
            None => GridCell::Empty,
        };
        std::iter::once(text(name)).chain(needs.iter().map(cell)).collect()
    };
    let names = needs.iter().map(|need| need.name.clone());
    Grid {
        title: "覆盖分乡镇",
        notes: vec![format!("每格为“已救助 / 有困难”的人数。{SMALL_FIGURES}")],
        headings: std::iter::once("乡镇街道".to_owned()).chain(names).collect(),
        rows: towns.into_iter().map(row).collect(),
    }
}

fn recipients(night: &Night) -> Grid {
    let count = |figure: &Figure| figure.persons.unwrap_or_default();
    matrix(
        night,
        "部门共同救助对象",
        "两部门都有发放或现行资格的人数；对角线为一个部门的受助人数。",
        (RECIPIENTS, count),
    )
}

fn flags(night: &Night) -> Grid {
    let count = |figure: &Figure| figure.flags.unwrap_or_default();
    matrix(
        night,
        "疑点涉及部门",
        "证据同时出自两部门的疑点数，不含统筹提示；对角线为证据出自该部门的疑点数。",
        (FLAGS, count),
    )
}

fn notes(night: &Night) -> Grid {
    let count = |figure: &Figure| figure.flags.unwrap_or_default();
    matrix(night, "统筹提示涉及部门", "证据同时出自两部门的统筹提示数。", (NOTES, count))
}

/// Agency by agency, the half above the diagonal; agencies with nothing at all are left out.
fn matrix(
    night: &Night,
    title: &'static str,
    note: &str,
    (measure, count): (&str, fn(&Figure) -> u32),
) -> Grid {
    let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for figure in of_measure(night, measure).filter(|figure| count(figure) > 0) {
        let (one, other) = (figure.agency.as_deref(), figure.other_agency.as_deref());
        counts.insert((one.unwrap_or_default(), other.unwrap_or_default()), count(figure));
    }
    let mut agencies = agencies(night);
    agencies.retain(|agency, _| counts.contains_key(&(*agency, *agency)));
    let row = |(agency, name): (&&str, &&str)| {
        let cell = |other: &&str| match counts.get(&(*agency, *other)) {
            Some(count) => GridCell::Count(*count),
            None => GridCell::Empty,
        };
        std::iter::once(text(name)).chain(agencies.keys().map(cell)).collect()
    };
    let names = agencies.values().map(|name| (*name).to_owned());
    Grid {
        title,
        notes: vec![note.to_owned()],
        headings: std::iter::once(String::new()).chain(names).collect(),
        rows: agencies.iter().map(row).collect(),
    }
}
