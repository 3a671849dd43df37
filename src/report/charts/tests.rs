//! The charts: round axes, sound markup, and nothing drawn that is not in the data.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::scale::{Scale, Unit};
use super::svg::{cut, escaped, width_of};
use super::*;
use crate::domain::Language;

/// The SVG's texts, tips included, after reading it as XML from end to end.
fn texts(svg: &str) -> Vec<String> {
    let mut reader = Reader::from_str(svg);
    let mut texts = Vec::new();
    let mut text = String::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Text(part) => text += &part,
            Event::GeneralRef(name) => text.extend(["&", &*name, ";"]),
            Event::End(_) => texts.push(std::mem::take(&mut text).trim().to_owned()),
            Event::Start(tag) => {
                let sound = tag.attributes().all(|attribute| attribute.is_ok());
                assert!(sound, "attributes are quoted and named once");
            }
            Event::Eof => return texts,
            _ => {}
        }
    }
}

fn check_sound(svg: &str) {
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\""), "{svg}");
    assert!(!texts(svg).is_empty());
    for trace in ["NaN", "inf", "<script", "href"] {
        assert!(!svg.contains(trace), "`{trace}` is in:\n{svg}");
    }
}

fn level(comparison: &str, level: &str, chinese: &str, m: f64, u: f64) -> LevelBar {
    LevelBar {
        comparison: comparison.to_owned(),
        level: level.to_owned(),
        chinese: chinese.to_owned(),
        m,
        u,
        weight: (m / u).log2(),
        basis: if u > 0.001 { "训练" } else { "起始值" },
    }
}

fn levels() -> Vec<LevelBar> {
    vec![
        level("name", "exact", "姓名相同", 0.93, 0.0004),
        level("name", "same_sound", "姓名同音同调不同字", 0.02, 0.0002),
        level("name", "nothing", "姓名不同", 0.01, 0.95),
        level("birth", "equal", "日期相同", 0.97, 0.000_03),
        level("birth", "one_digit", "日期差一位或相邻两位颠倒", 0.02, 0.0009),
        level("birth", "differ", "日期不同", 0.003, 0.99),
    ]
}

fn points() -> Vec<ThresholdPoint> {
    let point = |step: u32| {
        let share = f64::from(step) / 30.0;
        let (precision, recall) = (1.0 - 0.2 * (1.0 - share).powi(3), 1.0 - 0.4 * share.powi(3));
        ThresholdPoint {
            weight: f64::from(step) - 5.0,
            precision,
            recall,
            f1: 2.0 * precision * recall / (precision + recall),
            pairs: u64::from(100_000 - step * 1000),
        }
    };
    (0..=30).map(point).collect()
}

fn bins() -> Vec<WeightBin> {
    let bin = |step: u64| WeightBin {
        from: f64::from(u32::try_from(step).expect("a few steps")) - 20.0,
        pairs: (step * step * step * 7919) % 100_003 + 1,
        matches: (step > 3).then_some(step * 1000),
    };
    (0..45).map(bin).collect()
}

fn steps(weights: &[f64]) -> Vec<WaterfallStep> {
    let step = |weight: &f64| WaterfallStep {
        label: "name".to_owned(),
        says: "姓名相同".to_owned(),
        weight: *weight,
    };
    weights.iter().map(step).collect()
}

fn of_one_pair(weights: &[f64]) -> Waterfall {
    Waterfall {
        title: "一对身份的匹配权重".to_owned(),
        steps: steps(weights),
        total: weights.iter().filter(|weight| weight.is_finite()).sum(),
        link_weight: 8.0,
    }
}

/// Every chart, of data with the given number in each place that takes one.
fn all_charts(odd: f64) -> Vec<String> {
    let mut levels = levels();
    levels.push(LevelBar {
        m: odd,
        u: odd,
        weight: odd,
        ..level("sex", "equal", "相同", 1.0, 0.5)
    });
    let mut points = points();
    points.push(ThresholdPoint { weight: odd, precision: odd, recall: odd, f1: odd, pairs: 1 });
    let mut bins = bins();
    bins.push(WeightBin { from: odd, pairs: u64::MAX, matches: None });
    let shares = points.iter().map(|point| (point.weight, 1.0 - point.recall));
    let shares: Vec<_> = shares.map(|(weight, share)| UnlinkablePoint { weight, share }).collect();
    let sizes = (1..40).map(|size| SizeCount { size, clusters: 1 << (40 - size) });
    vec![
        match_weights(odd, &levels),
        level_chances(&levels),
        precision_recall(&points, odd),
        thresholds(&points, odd),
        weight_histogram(&bins, 1.0, odd),
        weight_histogram(&bins, odd, 8.0),
        cluster_sizes(&sizes.collect::<Vec<_>>()),
        unlinkable(&shares, odd),
        waterfall(&Waterfall { total: odd, link_weight: odd, ..of_one_pair(&[-20.0, odd, 12.0]) }),
    ]
}

#[test]
fn every_chart_is_sound_whatever_the_numbers() {
    for odd in [8.0, 0.0, -0.0, 1e-300, f64::MAX, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for svg in all_charts(odd) {
            check_sound(&svg);
        }
    }
}

#[test]
fn a_chart_of_nothing_says_so() {
    let nothing = Waterfall { steps: Vec::new(), ..of_one_pair(&[]) };
    let unknown = UnlinkablePoint { weight: f64::NAN, share: 0.5 };
    for svg in [
        match_weights(-20.0, &[]),
        level_chances(&[]),
        precision_recall(&[], 8.0),
        thresholds(&[], 8.0),
        weight_histogram(&[], 1.0, 8.0),
        weight_histogram(&bins(), 0.0, 8.0),
        cluster_sizes(&[SizeCount { size: 1, clusters: 0 }]),
        unlinkable(&[unknown], 8.0),
        waterfall(&nothing),
    ] {
        check_sound(&svg);
        assert!(texts(&svg).contains(&"无数据".to_owned()), "{svg}");
    }
}

#[test]
fn what_the_data_says_is_text_and_never_markup() {
    let hostile = "<b onload=\"x\">&'\u{0}\u{fffe}";
    let bars = [level(hostile, hostile, hostile, 0.9, 0.1)];
    let mut pair = of_one_pair(&[-20.0, 30.0]);
    pair.title = hostile.to_owned();
    pair.steps[0].label = hostile.to_owned();
    pair.steps[1].says = hostile.to_owned();
    for svg in [match_weights(-20.0, &bars), level_chances(&bars), waterfall(&pair)] {
        check_sound(&svg);
        assert!(!svg.contains("<b"), "{svg}");
        assert!(svg.contains("&lt;b onload=&quot;x&quot;&gt;&amp;'\u{fffd}\u{fffd}"), "{svg}");
    }
    let chart = Chart { title: hostile.to_owned(), note: hostile.to_owned(), svg: String::new() };
    let page = page(hostile, hostile, &[chart]);
    assert!(!page.contains("<b "), "{page}");
}

#[test]
fn a_long_name_is_cut_and_shown_whole_under_a_pointer() {
    let long = "均为有效号码，地区生日相同，顺序码相邻（双胞胎或同日出生）";
    let texts = texts(&match_weights(-20.0, &[level("resident_id", "adjacent", long, 0.1, 0.2)]));
    assert!(texts.contains(&long.to_owned()), "{texts:?}");
    assert!(texts.contains(&"均为有效号码，地区生日相同，顺序码相邻（双…".to_owned()), "{texts:?}");
}

#[test]
fn ticks_are_round() {
    let labels = |values: &[f64], unit: Unit| {
        let scale = Scale::linear(values.iter().copied(), unit);
        scale.ticks.into_iter().map(|tick| tick.label).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(labels(&[-21.3, 27.9], Unit::Number), "−25 −20 −15 −10 −5 0 5 10 15 20 25 30");
    assert_eq!(labels(&[0.0, 1.0], Unit::Number), "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0");
    assert_eq!(labels(&[0.913, 1.0], Unit::Percent), "91% 92% 93% 94% 95% 96% 97% 98% 99% 100%");
    assert_eq!(
        labels(&[0.9992, 1.0], Unit::Percent),
        "99.92% 99.93% 99.94% 99.95% 99.96% 99.97% 99.98% 99.99% 100.00%"
    );
    assert_eq!(labels(&[], Unit::Number), "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0");
    let powers =
        |scale: Scale| scale.ticks.into_iter().map(|tick| tick.label).collect::<Vec<_>>().join(" ");
    assert_eq!(powers(Scale::chances([0.93, 0.0, 0.000_03])), "10⁻⁵ 0.0001 0.001 0.01 0.1 1");
    assert_eq!(powers(Scale::counts([3, 1200])), "1 10 100 1,000 10,000");
    assert_eq!(powers(Scale::counts([1])), "1 10");
}

proptest! {
    #[test]
    fn ticks_cover_the_range_at_even_steps(
        values in prop::collection::vec(-1e6..1e6_f64, 1..20),
        shrink in 0_i32..9,
    ) {
        let values: Vec<f64> = values.iter().map(|value| value / 10_f64.powi(shrink)).collect();
        let scale = Scale::linear(values.iter().copied(), Unit::Number).across(100.0, 200.0);
        let ticks: Vec<f64> = scale.ticks.iter().map(|tick| tick.value).collect();
        let step = ticks[1] - ticks[0];
        prop_assert!((2..=12).contains(&ticks.len()), "{ticks:?}");
        prop_assert!(ticks.windows(2).all(|two| ((two[1] - two[0]) / step - 1.0).abs() < 1e-6));
        for value in &values {
            let slack = step * 1e-6;
            prop_assert!(ticks[0] - slack <= *value && *value <= ticks[ticks.len() - 1] + slack);
            prop_assert!((100.0..=200.0).contains(&scale.at(*value)));
        }
    }

    #[test]
    fn words_never_outgrow_their_width(words in ".{0,60}", width in 20.0..300.0_f64) {
        let cut = cut(&words, width, 11.0);
        prop_assert!(width_of(&cut, 11.0) <= width);
        prop_assert!(cut == words || cut.ends_with('…'));
    }

    #[test]
    fn any_words_are_sound_xml(words in any::<String>()) {
        texts(&format!("<title>{}</title>", escaped(&words)));
    }

    #[test]
    fn the_steps_of_a_waterfall_end_where_its_total_does(
        weights in prop::collection::vec(-30.0..30.0_f64, 1..12)
    ) {
        let pair = of_one_pair(&weights);
        let running = super::waterfall::running(&pair.steps);
        prop_assert!(running.windows(2).all(|two| two[0].1.to_bits() == two[1].0.to_bits()));
        prop_assert!((running[running.len() - 1].1 - pair.total).abs() < 1e-9);
    }
}

#[test]
fn a_step_that_is_no_number_adds_nothing() {
    let running = super::waterfall::running(&steps(&[-20.0, f64::NAN, 28.0]));
    assert_eq!(running, [(0.0, -20.0), (-20.0, -20.0), (-20.0, 8.0)]);
}

#[test]
fn the_last_bar_of_a_waterfall_ends_where_its_total_does() {
    let bars = bar_edges(&waterfall(&of_one_pair(&[-20.0, 30.0])));
    let [prior, step, total] = bars[..] else { panic!("three bars, not {bars:?}") };
    let near = |one: f64, other: f64| (one - other).abs() < 0.2;
    assert!(near(prior.0, step.0), "the step begins where the prior ends: {bars:?}");
    assert!(near(prior.1, total.0), "prior and total begin at zero: {bars:?}");
    assert!(near(step.1, total.1), "the step ends at the total: {bars:?}");
}

/// Left and right edge of each bar.
fn bar_edges(svg: &str) -> Vec<(f64, f64)> {
    let number = |bar: &str, name: &str| {
        let (_, rest) = bar.split_once(&format!("{name}=\"")).expect("the attribute");
        let (digits, _) = rest.split_once('"').expect("a closing quote");
        digits.parse::<f64>().expect("a number")
    };
    let edges = |bar: &str| (number(bar, " x"), number(bar, " x") + number(bar, " width"));
    svg.split("<rect").skip(1).map(edges).collect()
}

#[test]
fn a_waterfall_says_each_step_its_sum_and_the_verdict() {
    let svg = waterfall(&of_one_pair(&[-20.0, 28.5, -1.25]));
    let texts = texts(&svg);
    for words in ["−20.00", "+28.50", "+8.50", "−1.25", "+7.25", "未达到匹配阈值 8", "匹配阈值 8"]
    {
        assert!(texts.contains(&words.to_owned()), "{words} in {texts:?}");
    }
}

#[test]
fn sources_stand_beside_the_whole_by_how_often_they_err() {
    let bar = |source: &str, rate: f64| SourceBar {
        comparison: "birth".to_owned(),
        source: source.to_owned(),
        matches: 1234.0,
        rate,
        overall: 0.01,
    };
    let svg = source_errors(&[bar("charity_grants", 0.04), bar("police_register", 0.0025)]);
    check_sound(&svg);
    let texts = texts(&svg);
    for words in ["birth", "charity_grants", "4.000 %", "0.250 %", "1.000 %", "1234"] {
        assert!(texts.contains(&words.to_owned()), "{words} in {texts:?}");
    }
    check_sound(&source_errors(&[bar("none", 0.0), bar("odd", f64::NAN)]));
    assert!(source_errors(&[]).contains("无数据"));
}

#[test]
fn the_link_line_tells_what_linking_there_finds() {
    let texts = texts(&thresholds(&points(), 8.0));
    let told = "匹配阈值 8：精确率 96.36%，召回率 96.75%，F1 96.55%，87,000 对";
    assert!(texts.contains(&told.to_owned()), "{texts:?}");
}

#[test]
fn sizes_beyond_the_axis_share_its_last_column() {
    let sizes: Vec<_> = (1..=25).map(|size| SizeCount { size, clusters: 10 }).collect();
    let texts = texts(&cluster_sizes(&sizes));
    assert!(texts.contains(&"≥16 个身份：100 人".to_owned()), "{texts:?}");
    assert!(!texts.contains(&"17".to_owned()), "{texts:?}");
}

#[test]
fn a_page_holds_the_charts_in_order_and_needs_nothing_else() {
    let chart = |title: &str| Chart {
        title: title.to_owned(),
        note: "说明".to_owned(),
        svg: thresholds(&points(), 8.0),
    };
    let page = page("匹配图表", "批次日期 2026-11-23", &[chart("甲图"), chart("乙图")]);
    assert!(page.find("甲图") < page.find("乙图"), "{page}");
    assert_eq!(page.matches("<svg ").count(), 2);
    for trace in ["<script", "<link", "src=", "url(", "@import"] {
        assert!(!page.contains(trace), "`{trace}` is in:\n{page}");
    }
    assert!(super::page("匹配图表", "", &[]).contains("无数据"));
}

#[test]
fn a_course_draws_lanes_and_leaves_what_would_run_into_the_next_to_the_pointer() {
    let day = |text: &str| text.parse::<crate::domain::Day>().expect("a day");
    let mark = |on: &str, words: &str| Mark {
        on: day(on),
        words: words.to_owned(),
        tip: format!("{on} {words}"),
    };
    let span = |from: Option<&str>, to: Option<&str>, words: &str| Span {
        from: from.map(day),
        to: to.map(day),
        words: words.to_owned(),
        in_question: true,
    };
    let lane = Lane {
        name: "住院自付".to_owned(),
        spans: vec![
            span(None, Some("2026-06-30"), "每月420元"),
            span(Some("2020-01-01"), Some("2025-11-30"), "每月310元"),
            span(None, Some("2021-12-31"), "每月320元"),
            span(Some("2026-12-01"), None, "每月330元"),
        ],
        marks: vec![
            mark("2026-03-02", "300元"),
            mark("2026-03-09", "40元"),
            mark("2026-03-09", "50元"),
            mark("2020-01-01", "9元"),
        ],
    };
    let months = (day("2025-12-01").month(), day("2026-11-23").month());
    let svg = course(Language::Simplified, months.0, months.1, &[lane]);
    check_sound(&svg);
    let texts = texts(&svg);
    let is_drawn = |words: &str| texts.iter().any(|text| text == words);
    assert!(is_drawn("住院自付") && is_drawn("每月420元") && is_drawn("2026-01"), "{texts:?}");
    for outside in ["每月310元", "每月320元", "每月330元"] {
        assert!(!svg.contains(outside), "{outside} is of other months");
    }
    assert!(!is_drawn("300元") && is_drawn("40元"), "{texts:?}");
    assert!(is_drawn("2026-03-09 40元；2026-03-09 50元"), "{texts:?}");
    assert!(!svg.contains("9元\"") && !svg.contains("2020"), "what lies outside is not drawn");
    check_sound(&course(Language::Simplified, months.0, months.1, &[]));
}

#[test]
fn stacks_show_their_totals_and_leave_out_what_is_nought() {
    let stack = |name: &str, counts| Stack { name: name.to_owned(), counts };
    let svg = stacks(
        Language::Simplified,
        "大类",
        &[stack("重复救助", [10, 15, 0, 1_200]), stack("救助遗漏", [0; 4])],
    );
    check_sound(&svg);
    let texts = texts(&svg);
    let is_drawn = |words: &str| texts.iter().any(|text| text == words);
    assert!(is_drawn("1,225") && is_drawn("重复救助 橙 15") && is_drawn("0"), "{texts:?}");
    assert!(!texts.iter().any(|text| text.contains('黄') && text.starts_with("重复")), "{texts:?}");
    check_sound(&stacks(Language::Simplified, "大类", &[stack("重复救助", [0; 4])]));
}
