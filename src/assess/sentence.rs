//! Sentences: what a civil servant reads, from a template of the pack and the rule's own words.

use crate::domain::{Day, Fen, Grade, Kinship, Month};

/// A word a template may use, and what stands for it in this finding.
pub type Word = (&'static str, String);

/// The template with every `{word}` replaced.
pub fn render(template: &str, words: &[Word]) -> String {
    let mut text = template.to_owned();
    for (word, value) in words {
        text = text.replace(&format!("{{{word}}}"), value);
    }
    text
}

/// The words a template asks for.
pub fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(word, _)| word))
}

/// How the rows were found to speak of one person, as the end of a sentence.
pub fn of_grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Confirmed => "各行证号一致、姓名相符（确认）。",
        Grade::Probable => "部分行证号缺失或有误，姓名及其他两项以上信息一致（高度疑似）。",
        Grade::Possible => "仅部分信息相符，是否为同一人尚需核对（疑似）。",
    }
}

/// `1,680元`.
pub fn yuan(amount: Fen) -> String {
    let text = amount.in_yuan();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, rest) = digits.find('.').map_or((digits, ""), |dot| digits.split_at(dot));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{rest}元")
}

/// `2026年3月5日`.
pub fn day(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month_of_year(), day.day_of_month())
}

/// A day that may not be known.
pub fn maybe_day(value: Option<Day>) -> String {
    value.map_or_else(|| "日期不详".to_owned(), day)
}

/// Two days as a span; one day is written once.
pub fn days(from: Option<Day>, to: Option<Day>) -> String {
    if from == to { maybe_day(from) } else { format!("{}至{}", maybe_day(from), maybe_day(to)) }
}

/// `、涉及1,680元` after the given lead; nothing where no money is known to be involved.
pub fn involving(lead: &str, amount: Fen) -> String {
    if amount == Fen::ZERO { String::new() } else { format!("{lead}涉及{}", yuan(amount)) }
}

/// Ordered months as a span: `2025年3月至6月`, and the count where some are left out.
pub fn span(months: &[Month]) -> String {
    let (Some(first), Some(last)) = (months.first(), months.last()) else {
        return String::new();
    };
    if first == last {
        return first.in_chinese();
    }
    let end = if first.year() == last.year() {
        format!("{}月", last.month_of_year())
    } else {
        last.in_chinese()
    };
    let whole = usize::try_from(last.0 - first.0 + 1).is_ok_and(|length| length == months.len());
    let gaps = if whole { String::new() } else { format!("间共{}个月", months.len()) };
    format!("{}至{end}{gaps}", first.in_chinese())
}

/// The parts of a sum: `420元 + 420元 = 840元`.
pub fn sum(parts: impl IntoIterator<Item = Fen>) -> String {
    let parts: Vec<Fen> = parts.into_iter().collect();
    let total: Fen = parts.iter().copied().sum();
    let shown: Vec<String> = parts.into_iter().map(yuan).collect();
    format!("{} = {}", shown.join(" + "), yuan(total))
}

/// What a relative is to somebody.
pub const fn kinship_in_chinese(kinship: Kinship) -> &'static str {
    match kinship {
        Kinship::Spouse => "配偶",
        Kinship::Father => "父亲",
        Kinship::Mother => "母亲",
        Kinship::Guardian => "监护人",
        Kinship::Child => "子女",
    }
}
