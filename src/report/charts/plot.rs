//! Plots: curves and columns over two axes, with a legend and the link weight as a line.

use super::scale::{Scale, is_drawable};
use super::svg::{
    AXIS, Anchor, Drawing, GRID, Ink, LINK, MARKED, Place, QUIET, Stroke, WIDTH, WORDS, width_of,
};

const LEFT: f64 = 70.0;
const RIGHT: f64 = WIDTH - 20.0;
/// Above the plot: the name of the upright axis and the legend, then the words of the link line.
const TOP: f64 = 46.0;
const BOTTOM: f64 = 306.0;
const HEIGHT: f64 = 348.0;

pub(super) const SMALL_DOT: f64 = 2.5;
pub(super) const LARGE_DOT: f64 = 5.0;

/// Few columns do not fill a plot.
const WIDEST_COLUMN: f64 = 60.0;

/// What a legend shows beside its words.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sample {
    Column(Ink),
    Curve(Stroke),
    Dot(Stroke),
}

/// A plot being drawn.
pub(super) struct Plot {
    drawing: Drawing,
    x: Scale,
    y: Scale,
}

impl Plot {
    /// Draws both axes with their names.
    pub(super) fn new(title: &str, (x, x_name): (Scale, &str), (y, y_name): (Scale, &str)) -> Self {
        let (x, y) = (x.across(LEFT, RIGHT), y.across(BOTTOM, TOP));
        let mut drawing = Drawing::new(title, HEIGHT);
        for tick in &y.ticks {
            let at = y.at(tick.value);
            drawing.line((LEFT, at), (RIGHT, at), GRID);
            drawing.text((LEFT - 8.0, at + 4.0), QUIET.anchored(Anchor::End), &tick.label);
        }
        drawing.line((LEFT, BOTTOM), (RIGHT, BOTTOM), AXIS);
        for tick in &x.ticks {
            let at = x.at(tick.value);
            drawing.line((at, BOTTOM), (at, BOTTOM + 4.0), AXIS);
            drawing.text((at, BOTTOM + 17.0), QUIET.anchored(Anchor::Middle), &tick.label);
        }
        let middle = f64::midpoint(LEFT, RIGHT);
        drawing.text((middle, HEIGHT - 6.0), WORDS.anchored(Anchor::Middle), x_name);
        drawing.text((0.0, 14.0), WORDS, y_name);
        Self { drawing, x, y }
    }

    /// Names the series, from the right edge leftwards.
    pub(super) fn legend(&mut self, entries: &[(Sample, &str)]) {
        let mut right = RIGHT;
        for (sample, words) in entries.iter().rev() {
            self.drawing.text((right, 14.0), WORDS.anchored(Anchor::End), words);
            let end = right - width_of(words, WORDS.size) - 6.0;
            match *sample {
                Sample::Column(ink) => self.drawing.bar((end - 14.0, 5.0), (end, 15.0), ink, words),
                Sample::Curve(stroke) => {
                    self.drawing.line((end - 28.0, 10.0), (end, 10.0), stroke);
                }
                Sample::Dot(stroke) => {
                    self.drawing.dot((end - 6.0, 10.0), LARGE_DOT, stroke, words);
                }
            }
            right = end - 28.0 - 16.0;
        }
    }

    /// A curve through points in their order.
    pub(super) fn curve(&mut self, points: &[Place], stroke: Stroke) {
        let places: Vec<Place> = points.iter().map(|point| self.place(*point)).collect();
        self.drawing.curve(&places, stroke);
    }

    pub(super) fn dot(&mut self, point: Place, radius: f64, stroke: Stroke, tip: &str) {
        self.drawing.dot(self.place(point), radius, stroke, tip);
    }

    /// Small words below a point and to its left, or to its right at the left edge.
    pub(super) fn label(&mut self, point: Place, words: &str) {
        let (x, y) = self.place(point);
        let baseline = (y + 13.0).min(BOTTOM - 4.0);
        if x - width_of(words, QUIET.size) < LEFT + 5.0 {
            self.drawing.text((x + 5.0, baseline), QUIET, words);
        } else {
            self.drawing.text((x - 5.0, baseline), QUIET.anchored(Anchor::End), words);
        }
    }

    /// Words in the middle above a column.
    pub(super) fn above(&mut self, point: Place, words: &str) {
        let (x, y) = self.place(point);
        self.drawing.text((x, y - 4.0), WORDS.anchored(Anchor::Middle), words);
    }

    /// A column that stands on the axis, made of parts from its foot up, each a share of its height.
    pub(super) fn column(&mut self, (from, to): Place, top: f64, parts: &[(f64, Ink)], tip: &str) {
        let (left, right) = (self.x.at(from), self.x.at(to));
        let width = right - left;
        let gap = (width * 0.1).min(4.0).max((width - WIDEST_COLUMN) / 2.0);
        let height = BOTTOM - self.y.at(top);
        let mut foot = BOTTOM;
        for (share, ink) in parts.iter().filter(|(share, _)| *share > 0.0) {
            let head = foot - share * height;
            self.drawing.bar((left + gap, foot), (right - gap, head), *ink, tip);
            foot = head;
        }
    }

    /// The weight from which pairs are linked, and words about it; nothing if it is no number.
    pub(super) fn link_line(&mut self, weight: f64, words: &str) {
        if !is_drawable(weight) {
            return;
        }
        let x = self.x.at(weight);
        self.drawing.line((x, TOP - 4.0), (x, BOTTOM), LINK);
        let left = x.min(RIGHT - width_of(words, MARKED.size));
        self.drawing.text((left, TOP - 9.0), MARKED, words);
    }

    /// Where a point stands on the sheet.
    pub(super) fn place(&self, (x, y): Place) -> Place {
        (self.x.at(x), self.y.at(y))
    }

    pub(super) fn finish(self) -> String {
        self.drawing.finish()
    }
}
