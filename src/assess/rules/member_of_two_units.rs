//! Member of two units: one person counted, and paid for, in two assistance units at once.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{involving, span, yuan};
use crate::domain::{
    Belonging, Dossier, DossierAward, Fen, HouseholdKind, Month, relation_in_chinese,
};

/// Which schemes count members, and from how many months being counted twice counts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberOfTwoUnits {
    pub schemes: SchemeSet,
    pub least_months: usize,
}

impl RuleKind for MemberOfTwoUnits {
    const NAME: &'static str = "member_of_two_units";
    const EXCEPTIONS: &'static [&'static str] = &["single_person_award", "family_change_month"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "span", "months", "amount", "involving", "heads"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        member_of_two_units(dossier, self, context)
    }
}

/// Finds members counted in two units whose awards were in force and paid in the same months.
pub fn member_of_two_units(
    dossier: &Dossier,
    settings: &MemberOfTwoUnits,
    context: &Context,
) -> Vec<Draft> {
    let least = if context.heeds("family_change_month") { settings.least_months } else { 1 };
    let mut drafts = Vec::new();
    for (member, one) in (0..).zip(&dossier.members) {
        let is_unit = |belonging: &&Belonging| {
            let alone = belonging.size == 1 && context.heeds("single_person_award");
            belonging.kind == HouseholdKind::AssistanceUnit && !alone
        };
        let units: Vec<&Belonging> = one.households.iter().filter(is_unit).collect();
        for (nth, left) in units.iter().enumerate() {
            for right in &units[nth + 1..] {
                let both = [left, right].map(|unit| Counted::new(dossier, unit, settings, context));
                let months = force::in_common(&both[0].months, &both[1].months);
                if months.len() >= least {
                    drafts.push(draft(dossier, member, &both, &months, context));
                }
            }
        }
    }
    drafts
}

/// A unit that counts the member, with its awards and the months they ran.
struct Counted<'a> {
    unit: &'a Belonging,
    awards: Vec<&'a DossierAward>,
    months: Vec<Month>,
}

impl<'a> Counted<'a> {
    fn new(
        dossier: &'a Dossier,
        unit: &'a Belonging,
        settings: &MemberOfTwoUnits,
        context: &Context,
    ) -> Self {
        let covers = |award: &&DossierAward| {
            award.household == Some(unit.household) && settings.schemes.contains(&award.scheme)
        };
        let awards: Vec<&DossierAward> = dossier.awards.iter().filter(covers).collect();
        let months = awards.iter().flat_map(|award| force::months(award, true, context.run_date));
        let belongs = |month: &Month| {
            unit.from.is_none_or(|from| from.month() <= *month)
                && unit.to.is_none_or(|to| to.month() >= *month)
        };
        let months: BTreeSet<Month> = months.filter(belongs).collect();
        Self { unit, awards, months: months.into_iter().collect() }
    }

    /// One person's share of what the unit is granted each month.
    fn share(&self) -> Fen {
        let granted = self.awards.iter().filter_map(|award| award.monthly).max();
        Fen(granted.unwrap_or_default().0 / i64::from(self.unit.size.max(1)))
    }

    fn head(&self) -> String {
        self.unit.head_masked.clone().unwrap_or_else(|| "（户主不详）".to_owned())
    }
}

fn draft(
    dossier: &Dossier,
    member: u32,
    both: &[Counted; 2],
    months: &[Month],
    context: &Context,
) -> Draft {
    let share = both[0].share().min(both[1].share());
    let count = i64::try_from(months.len()).expect("a span of months is short");
    let amount = Fen(share.0 * count);
    let awards = || both.iter().flat_map(|unit| unit.awards.iter());
    let mut schemes: Vec<String> = awards().map(|award| award.scheme.clone()).collect();
    schemes.sort_unstable();
    schemes.dedup();
    let mut ids = [both[0].unit.household, both[1].unit.household];
    ids.sort_unstable();
    let words = vec![
        ("schemes", context.quoted(schemes.iter().map(String::as_str))),
        ("span", span(months)),
        ("months", months.len().to_string()),
        ("amount", yuan(amount)),
        ("involving", involving("，按人均计", amount)),
        ("heads", format!("{}户和{}户", both[0].head(), both[1].head())),
    ];
    let counted = both.iter().map(|unit| {
        let relation = unit.unit.relation.as_deref().map_or("关系不详", relation_in_chinese);
        Context::evidence(
            unit.unit.proof,
            &format!("列为{}户的保障对象（{relation}）", unit.head()),
        )
    });
    let mut evidence: Vec<_> = counted.collect();
    evidence.extend(awards().map(|award| context.awarded(award)));
    Draft {
        other_households: ids.to_vec(),
        discriminator: format!("{}+{}", ids[0], ids[1]),
        amount,
        schemes,
        arithmetic: format!("人均每月{} × {count}个月 = {}", yuan(share), yuan(amount)),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
    .over(months)
}
