//! The course of a household: what it was granted and paid, what befell it and what was found, lane by
//! lane along the months.

use super::svg::{
    AGAINST, Drawing, GRID, LINK, Place, QUIET, SOLID, STRONG, UNKNOWN, WIDTH, WORDS, no_data_in,
    width_of,
};
use crate::domain::{Day, Language, Month};

/// What one lane shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lane {
    pub name: String,
    pub spans: Vec<Span>,
    pub marks: Vec<Mark>,
}

/// Something that lasts, in force or in question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The beginning of the drawing where it is not known.
    pub from: Option<Day>,
    /// The end of the drawing where it lasts.
    pub to: Option<Day>,
    pub words: String,
    /// Whether it is what a finding asks about.
    pub in_question: bool,
}

/// Something that happens on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub on: Day,
    /// What stands beside it; empty where its place says enough.
    pub words: String,
    /// What a pointer over it shows.
    pub tip: String,
}

impl Lane {
    /// Whether anything of it is drawn over these months.
    pub fn is_within(&self, from: Month, to: Month) -> bool {
        let axis = Axis::over(from, to);
        self.spans.iter().any(|span| axis.shows(span))
            || self.marks.iter().any(|mark| axis.holds(mark.on))
    }
}

const LABELS: f64 = 170.0;
const LANE: f64 = 26.0;
const HEAD: f64 = 24.0;
const MARGIN: f64 = 10.0;
/// Marks of one lane nearer than this are drawn as one.
const APART: f64 = 5.0;

/// Draws the lanes over whole months, the last included. What was over before or begins after is left out.
pub fn course(language: Language, from: Month, to: Month, lanes: &[Lane]) -> String {
    let title = language.say("救助链");
    if lanes.is_empty() || to < from {
        return no_data_in(language, title);
    }
    let axis = Axis::over(from, to);
    let count = u32::try_from(lanes.len()).expect("a sheet has few lanes");
    let height = HEAD + LANE * f64::from(count) + MARGIN;
    let mut drawing = Drawing::new(title, height);
    draw_months(&mut drawing, &axis, from, to, height);
    for (at, lane) in (0_u32..).zip(lanes) {
        draw_lane(&mut drawing, language, &axis, lane, HEAD + LANE * f64::from(at));
    }
    drawing.finish()
}

/// From days to places.
struct Axis {
    from: Day,
    to: Day,
}

impl Axis {
    fn over(from: Month, to: Month) -> Self {
        Self { from: from.first_day(), to: to.last_day() }
    }

    fn holds(&self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// Whether any day of a span is on it.
    fn shows(&self, span: &Span) -> bool {
        span.from.is_none_or(|from| from <= self.to) && span.to.is_none_or(|to| to >= self.from)
    }

    /// The place of a day; days before the first or after the last stand at the ends.
    fn place(&self, day: Day) -> f64 {
        let days = f64::from((self.to.0 - self.from.0).max(1));
        let at = f64::from(day.0.clamp(self.from.0, self.to.0) - self.from.0);
        LABELS + at / days * (WIDTH - MARGIN - LABELS)
    }
}

fn draw_months(drawing: &mut Drawing, axis: &Axis, from: Month, to: Month, height: f64) {
    for number in from.0..=to.0 {
        let month = Month(number);
        let day = month.first_day();
        let at = axis.place(day);
        if day.month_of_year() % 3 == 1 {
            drawing.line((at, HEAD - 6.0), (at, height - MARGIN), GRID);
            let words = format!("{}-{:02}", day.year(), day.month_of_year());
            drawing.text((at + 2.0, HEAD - 9.0), QUIET, &words);
        }
    }
}

fn draw_lane(drawing: &mut Drawing, language: Language, axis: &Axis, lane: &Lane, top: f64) {
    let in_question = lane.spans.iter().any(|span| span.in_question);
    let look = if in_question { STRONG } else { WORDS };
    drawing.text_within((2.0, top + 16.0), LABELS - 8.0, look, &lane.name);
    drawing.line((0.0, top + LANE - 1.0), (WIDTH - MARGIN, top + LANE - 1.0), GRID);
    for span in lane.spans.iter().filter(|span| axis.shows(span)) {
        let left = axis.place(span.from.unwrap_or(axis.from));
        let right = axis.place(span.to.unwrap_or(axis.to)).max(left + 2.0);
        let ink = if span.in_question { AGAINST } else { UNKNOWN };
        drawing.bar((left, top + 3.0), (right, top + 17.0), ink, &span.words);
        drawing.text_within((left + 3.0, top + 14.0), right - left - 6.0, WORDS, &span.words);
    }
    draw_marks(drawing, language, axis, lane, top);
}

/// Marks in order of day; those that fall together are one, drawn larger.
fn draw_marks(drawing: &mut Drawing, language: Language, axis: &Axis, lane: &Lane, top: f64) {
    let shown = lane.marks.iter().filter(|mark| axis.holds(mark.on));
    let mut marks: Vec<(f64, &Mark)> = shown.map(|mark| (axis.place(mark.on), mark)).collect();
    marks.sort_by(|one, other| one.0.total_cmp(&other.0));
    let line = if lane.spans.is_empty() { top + 12.0 } else { top + 20.5 };
    let groups: Vec<&[(f64, &Mark)]> =
        marks.chunk_by(|one, other| other.0 - one.0 < APART).collect();
    for (at, together) in groups.iter().enumerate() {
        let next = groups.get(at + 1).map_or(WIDTH, |next| next[0].0);
        draw_mark(drawing, language, together, next, line);
    }
}

/// Draws one mark and what stands beside it; words that would run into the next mark are left to the
/// pointer.
fn draw_mark(
    drawing: &mut Drawing,
    language: Language,
    together: &[(f64, &Mark)],
    next: f64,
    line: f64,
) {
    let place: Place = (together[0].0, line);
    let tips: Vec<&str> = together.iter().map(|(_, mark)| mark.tip.as_str()).collect();
    let (radius, stroke) = if together.len() > 1 { (3.6, LINK) } else { (2.6, SOLID) };
    drawing.dot(place, radius, stroke, &tips.join(language.say("；")));
    let words = &together[0].1.words;
    let left = place.0 + 6.0;
    if !words.is_empty() && left + width_of(words, WORDS.size) < next.min(WIDTH - MARGIN) - 4.0 {
        drawing.text((left, line + 4.0), WORDS, words);
    }
}
