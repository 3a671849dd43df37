//! Charts of rows: words on the left, a bar over a common axis on the right.

use super::scale::{Scale, plain};
use super::svg::{
    AXIS, Anchor, Drawing, GRID, Ink, LINK, Look, MARKED, Place, QUIET, WIDTH, width_of,
};

const ROW: f64 = 18.0;
/// Above the rows: the heads of the columns, and the values of the axis.
const TOP: f64 = 50.0;
const BOTTOM: f64 = 26.0;

/// A column of words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub head: &'static str,
    pub left: f64,
    pub width: f64,
    pub look: Look,
}

/// The part of a row's height a bar takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lane {
    Whole,
    Upper,
    Lower,
}

impl Lane {
    const fn edges(self) -> (f64, f64) {
        match self {
            Self::Whole => (3.0, 15.0),
            Self::Upper => (2.5, 8.5),
            Self::Lower => (9.5, 15.5),
        }
    }
}

/// A chart of rows being drawn, from the top down.
pub(super) struct Rows<'a> {
    drawing: Drawing,
    axis: Scale,
    columns: &'a [Column],
    bottom: f64,
    /// Top of the row that is next, and of the one that is current.
    next: f64,
    current: f64,
}

impl<'a> Rows<'a> {
    /// Draws the heads and the axis for as many rows; the axis knows where it lies across.
    pub(super) fn new(
        title: &str,
        columns: &'a [Column],
        axis_name: &str,
        axis: Scale,
        rows: usize,
    ) -> Self {
        let bottom = std::iter::repeat_n(ROW, rows).sum::<f64>() + TOP;
        let drawing = Drawing::new(title, bottom + BOTTOM);
        let mut chart = Self { drawing, axis, columns, bottom, next: TOP, current: TOP };
        for column in columns {
            chart.drawing.text(beside(column, 14.0), head(column.look), column.head);
        }
        let middle = f64::midpoint(chart.axis.start, chart.axis.end);
        chart.drawing.text((middle, 14.0), QUIET.anchored(Anchor::Middle), axis_name);
        chart.draw_axis();
        chart
    }

    fn draw_axis(&mut self) {
        let middle = QUIET.anchored(Anchor::Middle);
        for tick in &self.axis.ticks {
            let x = self.axis.at(tick.value);
            self.drawing.line((x, TOP - 4.0), (x, self.bottom + 4.0), GRID);
            self.drawing.text((x, TOP - 8.0), middle, &tick.label);
            self.drawing.text((x, self.bottom + 17.0), middle, &tick.label);
        }
        // Where bars begin: at zero, or at the low end of an axis that has none.
        let zero = self.axis.at(0.0);
        self.drawing.line((zero, TOP - 4.0), (zero, self.bottom + 4.0), AXIS);
        self.drawing.line((0.0, TOP), (WIDTH, TOP), GRID);
        self.drawing.line((0.0, self.bottom), (WIDTH, self.bottom), GRID);
    }

    /// Begins a row with one cell for each column.
    pub(super) fn row(&mut self, cells: &[&str], opens_group: bool) {
        self.current = self.next;
        self.next += ROW;
        if opens_group && self.current > TOP {
            self.drawing.line((0.0, self.current), (WIDTH, self.current), GRID);
        }
        for (column, cell) in self.columns.iter().zip(cells) {
            let place = beside(column, self.current + 13.0);
            self.drawing.text_within(place, column.width, column.look, cell);
        }
    }

    /// A bar of the current row.
    pub(super) fn bar(&mut self, from: f64, to: f64, lane: Lane, ink: Ink, tip: &str) {
        let (upper, lower) = lane.edges();
        let one = (self.axis.at(from), self.current + upper);
        let other = (self.axis.at(to), self.current + lower);
        self.drawing.bar(one, other, ink, tip);
    }

    /// Leads from the current row to the next one at the value where their bars meet.
    pub(super) fn joint(&mut self, value: f64) {
        let (upper, _) = Lane::Whole.edges();
        let x = self.axis.at(value);
        self.drawing.line((x, self.current + upper), (x, self.next + upper), AXIS);
    }

    /// The weight from which pairs are linked, over all rows.
    pub(super) fn link_line(&mut self, weight: f64) {
        let x = self.axis.at(weight);
        self.drawing.line((x, TOP - 4.0), (x, self.bottom + 4.0), LINK);
        let words = format!("匹配阈值 {}", plain(weight));
        let width = width_of(&words, MARKED.size);
        let right = (x + width / 2.0).min(WIDTH);
        self.drawing.text((right, TOP - 21.0), MARKED.anchored(Anchor::End), &words);
    }

    pub(super) fn finish(self) -> String {
        self.drawing.finish()
    }
}

/// Heads are quiet, whatever the cells below are.
const fn head(look: Look) -> Look {
    QUIET.anchored(look.anchor)
}

/// Where a cell of the column begins, or ends if its words end there.
fn beside(column: &Column, y: f64) -> Place {
    match column.look.anchor {
        Anchor::Start => (column.left, y),
        Anchor::Middle => (column.left + column.width / 2.0, y),
        Anchor::End => (column.left + column.width, y),
    }
}
