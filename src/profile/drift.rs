//! Drift: what of a source moved further than the settings allow since the last run, and what is worth
//! a look by itself.

use super::Settings;
use super::figures::{Figures, percent};
use super::quality::{filled_percent, parts};
use crate::domain::{Day, Profile, Remark, SourceDrift};

/// The weight of what no share can say: a column or a form of files that came or went.
const PLAIN: f64 = 20.0;

/// What an operator should know of a source, the gravest first.
pub(super) fn remarks(
    tonight: &Figures,
    before: Option<&Figures>,
    settings: &Settings,
) -> Vec<Remark> {
    let mut remarks = Remarks { settings, all: Vec::new() };
    remarks.of_tonight(tonight);
    if let Some(before) = before {
        remarks.since(tonight, before);
    }
    remarks.gravest_first()
}

/// What of each source moved further since the last run than the settings allow.
pub fn moved(
    tonight: &Profile,
    before: Option<(Day, &Profile)>,
    settings: &Settings,
) -> SourceDrift {
    let Some((since, before)) = before else { return SourceDrift::default() };
    let figures_before = Figures::by_source(before);
    let all = Figures::by_source(tonight).into_iter();
    let sources = all.filter_map(|(source, figures)| {
        let before = figures_before.get(&source)?;
        let mut remarks = Remarks { settings, all: Vec::new() };
        remarks.since(&figures, before);
        let remarks = remarks.gravest_first();
        (!remarks.is_empty()).then_some((source, remarks))
    });
    SourceDrift { since: Some(since), sources: sources.collect() }
}

/// A source that has far more rows than at the last run, or far fewer.
#[derive(Debug, Clone, PartialEq)]
pub struct RowsMoved {
    pub source: String,
    pub rows: u64,
    pub rows_before: u64,
    pub percent: f64,
}

/// The sources whose rows moved further than the settings allow, in order of their ids.
pub fn rows_moved(tonight: &Profile, before: &Profile, settings: &Settings) -> Vec<RowsMoved> {
    let figures_before = Figures::by_source(before);
    let all = Figures::by_source(tonight).into_iter();
    let moved = all.filter_map(|(source, figures)| {
        let rows_before = figures_before.get(&source)?.count("rows");
        let rows = figures.count("rows");
        let percent = far_moved(rows, rows_before, settings)?;
        Some(RowsMoved { source, rows, rows_before, percent })
    });
    moved.collect()
}

/// By how many per cent rows moved, if further than the settings allow.
fn far_moved(rows: u64, before: u64, settings: &Settings) -> Option<f64> {
    let moved = percent(rows.abs_diff(before), before);
    let is_small = rows.max(before) < settings.rows_min;
    (moved > settings.rows_percent && !is_small).then_some(moved)
}

struct Remarks<'a> {
    settings: &'a Settings,
    all: Vec<Remark>,
}

impl Remarks<'_> {
    fn push(&mut self, weight: f64, text: String) {
        self.all.push(Remark { weight, text });
    }

    fn gravest_first(mut self) -> Vec<Remark> {
        self.all.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        self.all
    }

    /// What is not as it was before.
    fn since(&mut self, tonight: &Figures, before: &Figures) {
        self.of_rows(tonight, before);
        self.of_headers(tonight, before);
        self.of_parts(tonight, before);
        self.of_columns(tonight, before);
    }

    /// What is bad whatever it was before.
    fn of_tonight(&mut self, tonight: &Figures) {
        if tonight.count("rows") < self.settings.rows_min {
            return;
        }
        for column in tonight.columns() {
            let filled = tonight.column_count(column, "filled");
            let share = |measure| percent(tonight.column_count(column, measure), filled);
            let (placeholders, set_aside) = (share("placeholders"), share("set_aside"));
            if placeholders > self.settings.placeholder_percent {
                self.push(placeholders, format!("字段 {column}：占位值占 {placeholders:.1}%"));
            }
            if set_aside > self.settings.set_aside_percent {
                self.push(set_aside, format!("字段 {column}：退回的值占 {set_aside:.1}%"));
            }
        }
        let damaged = tonight.count("names_lost") + tonight.count("names_private_use");
        let damaged = percent(damaged, tonight.count("names"));
        if damaged > self.settings.lost_percent {
            self.push(damaged, format!("姓名：缺字、造字占 {damaged:.1}%"));
        }
    }

    fn of_rows(&mut self, tonight: &Figures, before: &Figures) {
        let (rows, before) = (tonight.count("rows"), before.count("rows"));
        if let Some(moved) = far_moved(rows, before, self.settings) {
            let sign = if rows < before { '-' } else { '+' };
            self.push(moved, format!("行数：{before} → {rows}（{sign}{moved:.0}%）"));
        }
    }

    fn of_headers(&mut self, tonight: &Figures, before: &Figures) {
        for (measure, came, went) in [
            ("unknown_column", "新出现的列：{}（未登记，未读取）", "不再出现的列：{}（未登记）"),
            ("absent_column", "消失的列：{}（已登记）", "重新出现的列：{}（已登记）"),
        ] {
            let is_in = |figures: &Figures, header: &str| {
                figures.parts(measure).any(|(name, _)| name == header)
            };
            for (header, _) in tonight.parts(measure).filter(|one| !is_in(before, one.0)) {
                self.push(PLAIN, came.replace("{}", header));
            }
            for (header, _) in before.parts(measure).filter(|one| !is_in(tonight, one.0)) {
                self.push(PLAIN, went.replace("{}", header));
            }
        }
    }

    fn of_parts(&mut self, tonight: &Figures, before: &Figures) {
        let few = tonight.count("rows").min(before.count("rows")) < self.settings.rows_min;
        for (measure, label) in [("id_class", "证号类别"), ("document_type", "证件类型")] {
            for part in parts(tonight, Some(before), measure).iter().filter(|_| !few) {
                let was = part.percent_before.unwrap_or(part.percent);
                self.of_share(&format!("{label} {}", part.name), was, part.percent);
            }
        }
        for part in parts(tonight, Some(before), "file_form") {
            let was = part.percent_before.unwrap_or(0.0);
            if part.count > 0 && was == 0.0 {
                self.push(PLAIN, format!("文件格式：出现 {}", part.name));
            } else if part.count == 0 {
                self.push(PLAIN, format!("文件格式：不再有 {}", part.name));
            }
        }
        if !few {
            let rejected = |of: &Figures| percent(of.count("rows_rejected"), of.count("rows"));
            self.of_share("退回行占比", rejected(before), rejected(tonight));
            let repeated = |of: &Figures| {
                let rows = of.count("rows_with_subject");
                percent(rows.saturating_sub(of.count("subjects")), rows)
            };
            self.of_share("同一人的重复行占比", repeated(before), repeated(tonight));
        }
    }

    fn of_columns(&mut self, tonight: &Figures, before: &Figures) {
        if tonight.count("rows").min(before.count("rows")) < self.settings.rows_min {
            return;
        }
        for column in tonight.columns().filter(|column| before.has_column(column)) {
            let (was, is) = (filled_percent(before, column), filled_percent(tonight, column));
            if was > 0.0 && is == 0.0 {
                self.push(
                    PLAIN.max(was),
                    format!("字段 {column}：上次填有 {was:.1}%，今晚全空（列已消失？）"),
                );
                continue;
            }
            if was == 0.0 && is > 0.0 {
                self.push(PLAIN, format!("字段 {column}：上次全空，今晚填有 {is:.1}%"));
                continue;
            }
            self.of_share(&format!("字段 {column}：填充率"), was, is);
            let filled = |of: &Figures| of.column_count(column, "filled");
            if filled(tonight).min(filled(before)) < self.settings.rows_min {
                continue;
            }
            let share =
                |of: &Figures, measure| percent(of.column_count(column, measure), filled(of));
            for (measure, label) in [
                ("most_frequent", "最常见值占比"),
                ("placeholders", "占位值占比"),
                ("set_aside", "退回值占比"),
            ] {
                let label = format!("字段 {column}：{label}");
                self.of_share(&label, share(before, measure), share(tonight, measure));
            }
        }
    }

    fn of_share(&mut self, label: &str, was: f64, is: f64) {
        let moved = (is - was).abs();
        if moved > self.settings.drift_percent_points {
            self.push(moved, format!("{label} {was:.1}% → {is:.1}%"));
        }
    }
}
