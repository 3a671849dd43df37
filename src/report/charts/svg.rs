//! Drawing: bars, lines and words on a sheet of fixed width, as SVG text.
//!
//! Sizes are in units of the sheet, which a page scales to its own width. Colours differ in
//! lightness as well, so that a chart survives a black-and-white printer.

use crate::domain::Language;

/// The width of every sheet; printed on A4 upright, a unit is about 0.22 mm.
pub(super) const WIDTH: f64 = 840.0;

const FONTS: &str =
    "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif";

/// How a bar is filled and outlined.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    fill: &'static str,
    outline: &'static str,
}

/// Evidence for one person; the first of two series.
pub(super) const FOR: Ink = Ink { fill: "#486581", outline: "#486581" };
/// Evidence against; the second of two series.
pub(super) const AGAINST: Ink = Ink { fill: "#f7c99b", outline: "#b44d12" };
pub(super) const UNKNOWN: Ink = Ink { fill: "#f0f4f8", outline: "#616e7c" };
/// How urgent something is, from dark to light.
pub(super) const RED: Ink = Ink { fill: "#8a1c1c", outline: "#8a1c1c" };
pub(super) const ORANGE: Ink = Ink { fill: "#d9762b", outline: "#b44d12" };
pub(super) const YELLOW: Ink = Ink { fill: "#f2cf7a", outline: "#b48a12" };
pub(super) const BLUE: Ink = Ink { fill: "#dce8f2", outline: "#486581" };
pub(super) const TOTAL: Ink = Ink { fill: "#1f2933", outline: "#1f2933" };

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stroke {
    colour: &'static str,
    width: f64,
    /// Lengths of dash and gap; empty for a solid line.
    dashes: &'static str,
}

const fn stroke(colour: &'static str, width: f64, dashes: &'static str) -> Stroke {
    Stroke { colour, width, dashes }
}

pub(super) const GRID: Stroke = stroke("#d9e2ec", 1.0, "");
pub(super) const AXIS: Stroke = stroke("#616e7c", 1.0, "");
pub(super) const LINK: Stroke = stroke("#b44d12", 1.5, "");
pub(super) const SOLID: Stroke = stroke("#486581", 2.2, "");
pub(super) const DASHED: Stroke = stroke("#d9762b", 2.2, "7 4");
pub(super) const DOTTED: Stroke = stroke("#1f2933", 1.8, "2 3");

/// Which point of a text stands at its place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How words are set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub size: f64,
    colour: &'static str,
    bold: bool,
    pub anchor: Anchor,
}

pub(super) const WORDS: Look =
    Look { size: 11.0, colour: "#1f2933", bold: false, anchor: Anchor::Start };
pub(super) const STRONG: Look = Look { bold: true, ..WORDS };
pub(super) const QUIET: Look = Look { colour: "#616e7c", ..WORDS };
pub(super) const MARKED: Look = Look { colour: "#b44d12", bold: true, ..WORDS };

impl Look {
    pub(super) const fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// A place on the sheet: from its left, from its top.
pub(super) type Place = (f64, f64);

/// A sheet being drawn on.
pub(super) struct Drawing {
    title: String,
    height: f64,
    elements: Vec<String>,
}

impl Drawing {
    pub(super) fn new(title: &str, height: f64) -> Self {
        Self { title: title.to_owned(), height, elements: Vec::new() }
    }

    /// A bar between two opposite corners; the tip is what a pointer over it shows.
    pub(super) fn bar(&mut self, one: Place, other: Place, ink: Ink, tip: &str) {
        let (left, top) = (one.0.min(other.0), one.1.min(other.1));
        let (width, height) = ((one.0 - other.0).abs(), (one.1 - other.1).abs());
        self.elements.push(format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="0.6"><title>{}</title></rect>"#,
            units(left),
            units(top),
            units(width),
            units(height),
            ink.fill,
            ink.outline,
            escaped(tip)
        ));
    }

    pub(super) fn line(&mut self, from: Place, to: Place, stroke: Stroke) {
        self.curve(&[from, to], stroke);
    }

    pub(super) fn curve(&mut self, places: &[Place], stroke: Stroke) {
        let places = places.iter().map(|(x, y)| format!("{},{}", units(*x), units(*y)));
        let places: Vec<String> = places.collect();
        let dashes = match stroke.dashes {
            "" => String::new(),
            dashes => format!(r#" stroke-dasharray="{dashes}""#),
        };
        self.elements.push(format!(
            r#"<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"{dashes}/>"#,
            places.join(" "),
            stroke.colour,
            stroke.width
        ));
    }

    pub(super) fn dot(&mut self, place: Place, radius: f64, stroke: Stroke, tip: &str) {
        self.elements.push(format!(
            r#"<circle cx="{}" cy="{}" r="{radius}" fill="{}"><title>{}</title></circle>"#,
            units(place.0),
            units(place.1),
            stroke.colour,
            escaped(tip)
        ));
    }

    /// Words whose baseline is at the place.
    pub(super) fn text(&mut self, place: Place, look: Look, words: &str) {
        let anchor = match look.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let bold = if look.bold { r#" font-weight="600""# } else { "" };
        self.elements.push(format!(
            r#"<text x="{}" y="{}" text-anchor="{anchor}" font-size="{}" fill="{}"{bold}>{}</text>"#,
            units(place.0),
            units(place.1),
            look.size,
            look.colour,
            escaped(words)
        ));
    }

    /// Words cut to a width; those that were cut show whole under a pointer.
    pub(super) fn text_within(&mut self, place: Place, width: f64, look: Look, words: &str) {
        let cut = cut(words, width, look.size);
        if cut == words {
            self.text(place, look, words);
            return;
        }
        self.elements.push("<g>".to_owned());
        self.elements.push(format!("<title>{}</title>", escaped(words)));
        self.text(place, look, &cut);
        self.elements.push("</g>".to_owned());
    }

    pub(super) fn finish(self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {} {}\" \
             font-family=\"{FONTS}\">\n<title>{}</title>\n{}\n</svg>",
            units(WIDTH),
            units(self.height),
            escaped(&self.title),
            self.elements.join("\n")
        )
    }
}

/// What stands for a chart that has nothing to show.
pub(super) fn no_data(title: &str) -> String {
    no_data_in(Language::Simplified, title)
}

/// The same in the language of the page.
pub(super) fn no_data_in(language: Language, title: &str) -> String {
    let mut drawing = Drawing::new(title, 60.0);
    drawing.bar((0.5, 0.5), (WIDTH - 0.5, 59.5), UNKNOWN, title);
    drawing.text((WIDTH / 2.0, 34.0), QUIET.anchored(Anchor::Middle), language.say("无数据"));
    drawing.finish()
}

/// A length with one decimal at most.
fn units(length: f64) -> String {
    let text = format!("{length:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// How wide words are set at most, judged by script: browsers differ in their fonts.
pub(super) fn width_of(words: &str, size: f64) -> f64 {
    words.chars().map(|character| ems(character) * size).sum()
}

fn ems(character: char) -> f64 {
    match character {
        '\u{2e80}'.. => 1.0,
        'M' | 'W' | 'm' | 'w' | '%' | '@' | '…' | '—' => 0.9,
        'A'..='Z' => 0.7,
        'i' | 'j' | 'l' | '.' | ',' | ':' | ' ' => 0.35,
        _ => 0.6,
    }
}

/// The words as far as they fit, `…` for the rest.
pub(super) fn cut(words: &str, width: f64, size: f64) -> String {
    if width_of(words, size) <= width {
        return words.to_owned();
    }
    let mut left = width - width_of("…", size);
    let fits = |character: &char| {
        left -= ems(*character) * size;
        left >= 0.0
    };
    words.chars().take_while(fits).chain(['…']).collect()
}

/// Words as text of XML: no markup, and no character that XML does not know.
pub(super) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\t' | '\n' | '\r' => text.push(' '),
            '\u{fffe}' | '\u{ffff}' => text.push(char::REPLACEMENT_CHARACTER),
            control if control.is_control() => text.push(char::REPLACEMENT_CHARACTER),
            other => text.push(other),
        }
    }
    text
}
