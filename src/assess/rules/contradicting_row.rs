//! Contradicting row: the sex or the birth date of a row against the number of the same row.
//!
//! The number is valid, so either the field is mistyped or the number is somebody else's; the row
//! alone does not tell which, and nothing is corrected here.

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::domain::{Day, Dossier, Evidence, Holding, IdentityFact, LunarDate};

/// Which fields are compared.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContradictingRow {
    pub sex: bool,
    pub birth: bool,
}

impl RuleKind for ContradictingRow {
    const NAME: &'static str = "contradicting_row";
    const EXCEPTIONS: &'static [&'static str] =
        &["lunar", "year_only", "fifteen_digits", "cut_number"];
    const WORDS: &'static [&'static str] = &["name", "agencies", "what", "count", "number"];

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        contradicting_row(dossier, self, context)
    }
}

/// Finds the members with rows that contradict their own number.
pub fn contradicting_row(
    dossier: &Dossier,
    settings: &ContradictingRow,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, member) in (0..).zip(&dossier.members) {
        let rows = member.identities.iter().filter_map(|row| {
            let said = contradiction(row, settings, context)?;
            Some((row, said))
        });
        let rows: Vec<(&IdentityFact, String)> = rows.collect();
        if !rows.is_empty() {
            drafts.push(draft(dossier, at, &rows, context));
        }
    }
    drafts
}

/// What of a row contradicts its number, in Chinese.
fn contradiction(
    row: &IdentityFact,
    settings: &ContradictingRow,
    context: &Context,
) -> Option<String> {
    let number = row.of_number?;
    let cut = number.ends_in_zeros && context.heeds("cut_number");
    if cut || number.fifteen_digits && context.heeds("fifteen_digits") {
        return None;
    }
    let sex = row.male.filter(|male| settings.sex && *male != number.male);
    let sex =
        sex.map(|male| format!("性别“{}”，证号为“{}”", sex_says(male), sex_says(number.male)));
    let birth = row.birth.as_deref().filter(|_| settings.birth);
    let birth = birth.filter(|birth| is_other_birth(birth, number, context));
    let birth = birth.map(|birth| format!("出生日期{birth}，证号为{}", number.birth));
    let said: Vec<String> = [sex, birth].into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join("；"))
}

/// Whether a written birth date, by its precision, is not the number's.
fn is_other_birth(written: &str, number: Holding, context: &Context) -> bool {
    let own = number.birth.to_string();
    let Ok(day) = written.parse::<Day>() else {
        // Only a year, or a year and a month.
        return !context.heeds("year_only") || !own.starts_with(written);
    };
    let year_only = day.year() == number.birth.year()
        && (day.month_of_year(), day.day_of_month()) == (1, 1)
        && context.heeds("year_only");
    let lunar = context.heeds("lunar") && is_lunar_of(day, number.birth);
    day != number.birth && !year_only && !lunar
}

const fn sex_says(male: bool) -> &'static str {
    if male { "男" } else { "女" }
}

fn draft(
    dossier: &Dossier,
    member: u32,
    rows: &[(&IdentityFact, String)],
    context: &Context,
) -> Draft {
    let mut agencies: Vec<&str> =
        rows.iter().map(|(row, _)| context.agency_name(row.proof)).collect();
    agencies.sort_unstable();
    agencies.dedup();
    let words = vec![
        ("agencies", agencies.join("、")),
        ("what", rows[0].1.clone()),
        ("count", rows.len().to_string()),
        ("number", rows[0].0.id_masked.clone().unwrap_or_default()),
    ];
    let says = |(row, said): &(&IdentityFact, String)| -> Evidence {
        let number = row.id_masked.clone().unwrap_or_default();
        Context::evidence(row.proof, &format!("证号{number}，{said}"))
    };
    Draft {
        discriminator: "row".to_owned(),
        arithmetic: format!("与证号不符的写法{}种", rows.len()),
        evidence: rows.iter().map(says).collect(),
        ..Draft::about(dossier, &[member], words)
    }
}

/// Whether a written date has the month and day that the birth has in the lunar calendar, in the lunar
/// year or in the solar one.
fn is_lunar_of(written: Day, birth: Day) -> bool {
    LunarDate::of(birth).is_some_and(|lunar| {
        (written.month_of_year(), written.day_of_month()) == (lunar.month, lunar.day)
            && [lunar.year, birth.year()].contains(&written.year())
    })
}
