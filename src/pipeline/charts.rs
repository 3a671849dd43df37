//! Charts: what training and evaluation found, laid out for the pages of `report`.

use std::collections::BTreeMap;
use std::path::Path;

use super::link::{Explanation, Spread};
use super::{PairExplanation, RunError, Side};
use crate::config::LinkageSettings;
use crate::evaluate::{Evaluation, Rates};
use crate::report::charts::{self, Chart, LevelBar, SourceBar};
use crate::report::charts::{
    SizeCount, ThresholdPoint, UnlinkablePoint, Waterfall, WaterfallStep, WeightBin,
};
use crate::score::{Basis, LevelModel, LinkageModel};

/// Bits of weight to a column of a histogram.
const BIN_BITS: i32 = 2;

/// Writes a page of charts.
pub fn write_page(page: &str, path: &Path) -> Result<(), RunError> {
    std::fs::write(path, page)
        .map_err(|source| RunError::Unwritable { path: path.to_owned(), source })
}

/// Writes the waterfall of a pair as a page of its own.
pub fn write_explanation(
    pair: &PairExplanation,
    weighed: &Explanation,
    verdict: &str,
    path: &Path,
) -> Result<(), RunError> {
    let step = |label: &str, says: &str, weight: f32| WaterfallStep {
        label: label.to_owned(),
        says: says.to_owned(),
        weight: f64::from(weight),
    };
    let reasons = weighed.reasons.iter();
    let reasons = reasons.map(|reason| step(&reason.comparison, reason.chinese, reason.weight));
    let by_sources = weighed.reasons.iter().filter_map(|reason| {
        let words = reason.by_sources.as_ref()?;
        Some(format!("{}：{words}", reason.comparison))
    });
    let in_words = |side: &Side| {
        let Side { place, name_masked, resident_id_masked, birth_year, sex } = side;
        format!("{place}　{name_masked}　{resident_id_masked}　{birth_year}　{sex}")
    };
    let drawn = Waterfall {
        title: "匹配权重的构成".to_owned(),
        steps: std::iter::once(step("先验", "任意两条记录", weighed.prior))
            .chain(reasons)
            .collect(),
        total: f64::from(weighed.weight),
        link_weight: f64::from(weighed.link_weight),
    };
    let chart = Chart {
        title: drawn.title.clone(),
        note: [format!("{verdict}。分块规则：{}", weighed.proposed_by.join("；"))]
            .into_iter()
            .chain(by_sources)
            .collect::<Vec<_>>()
            .join("。"),
        svg: charts::waterfall(&drawn),
    };
    let subtitle = format!("{}　|　{}", in_words(&pair.left), in_words(&pair.right));
    write_page(&charts::page("两条记录的比对说明", &subtitle, &[chart]), path)
}

/// What training a model showed of it and of tonight's identities.
pub(super) struct TrainingFigures<'a> {
    pub model: &'a LinkageModel,
    pub settings: &'a LinkageSettings,
    /// What the pairs weigh that blocking proposes.
    pub pairs: Spread,
    /// What identities weigh beside themselves.
    pub selves: Spread,
    /// How many identities each person has, linked by the model.
    pub members: Vec<u32>,
}

/// The page of a training.
pub(super) fn of_training(figures: &TrainingFigures<'_>) -> String {
    let TrainingFigures { model, settings, pairs, selves, members } = figures;
    let link_weight = f64::from(settings.cluster.link_weight);
    let mut sizes: BTreeMap<u32, u64> = BTreeMap::new();
    for size in members {
        *sizes.entry(*size).or_default() += 1;
    }
    let pairs = pairs.iter().map(|(bit, pairs)| (*bit, *pairs, None));
    let mut drawn = of_model(model, Some(settings));
    drawn.push(Chart {
        title: "今晚候选对的匹配权重".to_owned(),
        note: "分块规则提出的每一对，按第一轮的匹配权重计数。两座山之间的谷越深，阈值越好定；\
               谷中的对最值得人工标注。"
            .to_owned(),
        svg: charts::weight_histogram(&bins(pairs), f64::from(BIN_BITS), link_weight),
    });
    drawn.push(Chart {
        title: "无法匹配的身份".to_owned(),
        note:
            "每条身份与自身相比所得的权重，大致是它能得到的最高权重。在某一阈值下，低于该值的身份\
               填得太少，与谁都连不上。"
                .to_owned(),
        svg: charts::unlinkable(&unlinkable(selves), link_weight),
    });
    drawn.push(found_sizes(&sizes));
    charts::page("匹配模型", &subtitle(model), &drawn)
}

/// The page of an evaluation. Without the run's settings, levels go by their codes and no link weight
/// is drawn; `model` is why there is none, if there is none.
pub(super) fn of_evaluation(
    evaluation: &Evaluation,
    model: Result<&LinkageModel, &str>,
    settings: Option<&LinkageSettings>,
) -> String {
    let link_weight = settings.map_or(f64::NAN, |own| f64::from(own.cluster.link_weight));
    let points = evaluation.weights.thresholds();
    let points: Vec<ThresholdPoint> = points.iter().map(point).collect();
    let bits = evaluation.weights.bits.iter();
    let known = bits.clone().map(|(bit, pairs)| (*bit, pairs.known, Some(pairs.matches)));
    let unknown: u64 = bits.map(|(_, pairs)| pairs.unknown).sum();
    let mut drawn = vec![
        Chart {
            title: "精确率与召回率".to_owned(),
            note: "只看公布的关联对本身，不看归集。未公布的真实对在任何阈值下都算漏掉。\
                   召回率不到最高值九成的阈值见下图。"
                .to_owned(),
            svg: charts::precision_recall(worth_choosing(&points), link_weight),
        },
        Chart {
            title: "阈值的取舍".to_owned(),
            note: "若把匹配阈值设在横轴处，这些关联对会有多准、多全。".to_owned(),
            svg: charts::thresholds(&points, link_weight),
        },
        Chart {
            title: "公布的关联对的匹配权重".to_owned(),
            note: format!("低于公布权重的对不在其中；另有 {unknown} 对真值未知，未计。"),
            svg: charts::weight_histogram(&bins(known), f64::from(BIN_BITS), link_weight),
        },
        found_sizes(&evaluation.sizes.found),
        Chart {
            title: "每名人员的身份数：真值".to_owned(),
            note: "与上图同一批身份，按真实人员计。".to_owned(),
            svg: charts::cluster_sizes(&size_counts(&evaluation.sizes.actual)),
        },
    ];
    let night = format!("批次日期 {}", evaluation.night);
    let subtitle = match model {
        Ok(model) => {
            drawn.extend(of_model(model, settings));
            format!("{night}。模型：{}", subtitle(model))
        }
        Err(why) => format!("{night}。运行的模型未绘制：{why}"),
    };
    charts::page("匹配评估", &subtitle, &drawn)
}

fn of_model(model: &LinkageModel, settings: Option<&LinkageSettings>) -> Vec<Chart> {
    let bars = bars(model, settings);
    let mut drawn = vec![
        Chart {
            title: "匹配权重".to_owned(),
            note: "每一级别把可能性翻几番（log2）：正数支持同一人，负数反对。姓名等项完全相同时，\
                   还按该值的常见程度增减。"
                .to_owned(),
            svg: charts::match_weights(model.prior_weight(), &bars),
        },
        Chart {
            title: "m 与 u".to_owned(),
            note: "m 是同一人的两条身份落在该级别的概率，u 是不同人的。两者之比就是权重，\
                   但不超过该项的上下限。"
                .to_owned(),
            svg: charts::level_chances(&bars),
        },
    ];
    let sources = source_bars(model);
    if !sources.is_empty() {
        drawn.push(Chart {
            title: "各来源的差错率".to_owned(),
            note: "同一人的两条身份在该项上不一致、且错在该来源的比例，向全体收缩。启用 weigh 时，\
                   与多错的来源不一致，反对同一人的分量较轻，与少错的则较重；设定的权重不变。"
                .to_owned(),
            svg: charts::source_errors(&sources),
        });
    }
    drawn
}

/// The sources of each comparison, those that err most first.
fn source_bars(model: &LinkageModel) -> Vec<SourceBar> {
    let mut bars = Vec::new();
    for comparison in &model.comparisons {
        let Some(errors) = &comparison.errors else { continue };
        bars.extend(errors.by_rate().into_iter().map(|source| SourceBar {
            comparison: comparison.name.clone(),
            source: source.source.clone(),
            matches: source.matches,
            rate: source.rate,
            overall: errors.overall,
        }));
    }
    bars
}

/// What a model was trained on, in a line.
fn subtitle(model: &LinkageModel) -> String {
    let on = &model.trained_on;
    let night = on.night.map(|night| format!("批次日期 {night}，")).unwrap_or_default();
    let labels = on.labels.map_or_else(
        || "未用标注".to_owned(),
        |labels| format!("按标注训练：同一人 {} 对，不同人 {} 对", labels.matches, labels.others),
    );
    format!("{night}{} 条身份，{labels}，{}", on.identities, on.program)
}

fn bars(model: &LinkageModel, settings: Option<&LinkageSettings>) -> Vec<LevelBar> {
    let mut bars = Vec::new();
    for comparison in &model.comparisons {
        let compared = settings.and_then(|settings| {
            settings.compare.comparison.iter().find(|one| one.name() == comparison.name)
        });
        let levels = compared.map_or(&[][..], |compared| compared.levels());
        bars.extend(comparison.levels.iter().map(|level| {
            let known = levels.iter().find(|known| known.code == level.code);
            LevelBar {
                comparison: comparison.name.clone(),
                level: level.code.clone(),
                chinese: known.map_or("", |known| known.chinese).to_owned(),
                m: level.m,
                u: level.u,
                weight: level.weight,
                basis: basis(level),
            }
        }));
    }
    bars
}

/// Where a weight comes from: it is no better founded than the weaker of its two chances.
fn basis(level: &LevelModel) -> &'static str {
    match (level.m_basis, level.u_basis) {
        (Basis::Declared, _) | (_, Basis::Declared) => "设定",
        (Basis::Start, _) | (_, Basis::Start) => "初始值",
        (Basis::Labelled, _) | (_, Basis::Labelled) => "标注",
        (Basis::Trained, Basis::Trained) => "训练",
    }
}

/// Columns of pairs and matches from counts by bit.
fn bins(bits: impl Iterator<Item = (i32, u64, Option<u64>)>) -> Vec<WeightBin> {
    let mut bins: BTreeMap<i32, WeightBin> = BTreeMap::new();
    for (bit, pairs, matches) in bits {
        let from = bit.div_euclid(BIN_BITS) * BIN_BITS;
        let empty = WeightBin { from: f64::from(from), pairs: 0, matches: matches.map(|_| 0) };
        let bin = bins.entry(from).or_insert(empty);
        bin.pairs += pairs;
        bin.matches = bin.matches.zip(matches).map(|(sum, more)| sum + more);
    }
    bins.into_values().collect()
}

/// The share of identities below each whole weight, from the first that any stays below.
fn unlinkable(selves: &Spread) -> Vec<UnlinkablePoint> {
    let all: u64 = selves.values().sum();
    let (Some(first), Some(last)) = (selves.keys().next(), selves.keys().next_back()) else {
        return Vec::new();
    };
    let mut below = 0;
    let points = (*first..=last + 1).map(|bit| {
        let point = UnlinkablePoint { weight: f64::from(bit), share: share(below, all) };
        below += selves.get(&bit).unwrap_or(&0);
        point
    });
    points.collect()
}

fn point((bit, rates): &(i32, Rates)) -> ThresholdPoint {
    ThresholdPoint {
        weight: f64::from(*bit),
        precision: rates.precision(),
        recall: rates.recall(),
        f1: rates.f1(),
        pairs: rates.predicted,
    }
}

/// The points by rising weight up to where recall falls far below the best: beyond, the axis would leave
/// no room for those that anybody chooses between.
fn worth_choosing(points: &[ThresholdPoint]) -> &[ThresholdPoint] {
    let best = points.first().map_or(0.0, |point| point.recall);
    let worth = points.iter().take_while(|point| point.recall >= 0.9 * best).count();
    &points[..worth]
}

fn found_sizes(sizes: &BTreeMap<u32, u64>) -> Chart {
    Chart {
        title: "每名人员的身份数".to_owned(),
        note: "身份是一个来源中写法相同的记录。一人的身份远多于来源数时，多半是并错了人。"
            .to_owned(),
        svg: charts::cluster_sizes(&size_counts(sizes)),
    }
}

fn size_counts(sizes: &BTreeMap<u32, u64>) -> Vec<SizeCount> {
    sizes.iter().map(|(size, clusters)| SizeCount { size: *size, clusters: *clusters }).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of identities stay far below 2^52")]
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}
