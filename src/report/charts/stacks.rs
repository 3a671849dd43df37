//! Stacks: counts of things by what they belong to, each divided by how urgent they are.

use super::rows::{Column, Lane, Rows};
use super::scale::{Scale, Unit, as_float};
use super::svg::{Anchor, BLUE, Ink, ORANGE, RED, STRONG, WORDS, YELLOW, no_data_in};
use crate::domain::Language;
use crate::domain::numerals::grouped;

/// One row: its name, and its counts from the most urgent on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stack {
    pub name: String,
    /// Red, orange, yellow and blue.
    pub counts: [u64; 4],
}

const AXIS_START: f64 = 150.0;
const AXIS_END: f64 = 760.0;
const INKS: [(Ink, &str); 4] = [(RED, "红"), (ORANGE, "橙"), (YELLOW, "黄"), (BLUE, "蓝")];

/// The stacks in their order, the most urgent on the left.
pub fn stacks(language: Language, title: &str, stacks: &[Stack]) -> String {
    let total = |stack: &Stack| stack.counts.iter().sum::<u64>();
    if stacks.iter().all(|stack| total(stack) == 0) {
        return no_data_in(language, title);
    }
    let totals = stacks.iter().map(|stack| as_float(total(stack)));
    let axis = Scale::linear(totals.chain([0.0]), Unit::Number).across(AXIS_START, AXIS_END);
    let total_head = language.say("合计");
    let columns = [
        Column { head: "", left: 0.0, width: 140.0, look: STRONG },
        Column { head: total_head, left: 770.0, width: 66.0, look: WORDS.anchored(Anchor::End) },
    ];
    let axis_name = language.say("红、橙、黄、蓝自左至右");
    let mut chart = Rows::new(title, &columns, axis_name, axis, stacks.len());
    for stack in stacks {
        chart.row(&[&stack.name, &grouped(total(stack))], false);
        let mut from = 0;
        for (count, (ink, severity)) in stack.counts.iter().zip(INKS) {
            if *count > 0 {
                let tip = format!("{} {} {}", stack.name, language.say(severity), grouped(*count));
                chart.bar(as_float(from), as_float(from + count), Lane::Whole, ink, &tip);
                from += count;
            }
        }
    }
    chart.finish()
}
