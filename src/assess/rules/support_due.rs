//! Support due: on subsistence, too old, too young or too disabled to earn, and nobody able to support them.

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{kinship_in_chinese, maybe_day};
use crate::domain::{
    CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, DossierMember, Evidence, Kin,
};

/// Whom support is for, and who is able to give it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportDue {
    /// The awards of those who might be better off with support.
    pub granted: SchemeSet,
    /// What provides already.
    pub provided_by: SchemeSet,
    pub from_years: i32,
    pub below_years: i32,
    pub severe_grades: Vec<String>,
    /// The ages at which a relative is able to support.
    pub able_from_years: i32,
    pub able_below_years: i32,
}

impl RuleKind for SupportDue {
    const NAME: &'static str = "support_due";
    const EXCEPTIONS: &'static [&'static str] = &["has_supporter", "supporter_unknown", "died"];
    const WORDS: &'static [&'static str] = &["name", "schemes", "why", "relatives"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.granted, &self.provided_by]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        support_due(dossier, self, context)
    }
}

/// Finds the members on subsistence who cannot earn and whom nobody of their kin can support.
pub fn support_due(dossier: &Dossier, settings: &SupportDue, context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, member) in (0..).zip(&dossier.members) {
        let covers =
            |award: &&DossierAward| force::is_active_for(dossier, award, at, context.run_date);
        let mut awards = dossier.awards.iter().filter(covers);
        let granted = awards.clone().find(|award| settings.granted.contains(&award.scheme));
        let provided = awards.any(|award| settings.provided_by.contains(&award.scheme));
        let died = dossier.circumstances.iter().any(|one| {
            one.member == at
                && matches!(one.kind, CircumstanceKind::Death | CircumstanceKind::RegisterExit)
        });
        let Some(award) = granted.filter(|_| !(provided || died && context.heeds("died"))) else {
            continue;
        };
        let Some(need) = need(dossier, at, member, settings, context.run_date) else { continue };
        let kin = || member.kin.iter().filter(|kin| kin.kinship.is_obligated());
        let stands = |kin: &Kin| standing(kin, settings, context.run_date);
        let helped = kin().any(|kin| match stands(kin) {
            Standing::Able => context.heeds("has_supporter"),
            Standing::Unknown => context.heeds("supporter_unknown"),
            Standing::Unable(_) => false,
        });
        if !helped {
            let unable = kin().filter_map(|kin| match stands(kin) {
                Standing::Unable(why) => Some((kin, why)),
                _ => None,
            });
            let unable: Vec<(&Kin, String)> = unable.collect();
            drafts.push(draft(dossier, at, award, &need, &unable, context));
        }
    }
    drafts
}

/// Why a person cannot earn, and the row that says so beside the birth date.
struct Need<'a> {
    why: String,
    certificate: Option<&'a DossierCircumstance>,
}

fn need<'a>(
    dossier: &'a Dossier,
    at: u32,
    member: &DossierMember,
    settings: &SupportDue,
    on: Day,
) -> Option<Need<'a>> {
    let age = member.birth.map(|birth| birth.age_years(on));
    let certificate = dossier
        .circumstances
        .iter()
        .find(|one| one.member == at && is_severe(one, &settings.severe_grades, on));
    if let Some(certificate) = certificate {
        let grade = certificate.grade.as_deref().unwrap_or_default();
        return Some(Need { why: format!("残疾{grade}级"), certificate: Some(certificate) });
    }
    let age = age.filter(|age| *age >= settings.from_years || *age < settings.below_years)?;
    Some(Need { why: format!("{age}周岁"), certificate: None })
}

fn is_severe(one: &DossierCircumstance, severe_grades: &[String], on: Day) -> bool {
    one.kind == CircumstanceKind::Disability
        && one.from.is_none_or(|from| from <= on)
        && one.to.is_none_or(|to| to >= on)
        && one.grade.as_ref().is_some_and(|grade| severe_grades.contains(grade))
}

/// Whether a relative can support.
enum Standing {
    Able,
    Unable(String),
    /// Named, and in no register: nothing is known of them.
    Unknown,
}

fn standing(kin: &Kin, settings: &SupportDue, on: Day) -> Standing {
    let begun = |one: &&DossierCircumstance| one.from.is_none_or(|from| from <= on);
    for one in kin.circumstances.iter().filter(begun) {
        let lasts = one.to.is_none_or(|to| to >= on);
        let why = match one.kind {
            CircumstanceKind::Death => format!("已于{}死亡", maybe_day(one.from)),
            CircumstanceKind::RegisterExit => "户口已迁出或注销".to_owned(),
            CircumstanceKind::Custody if lasts => "服刑羁押".to_owned(),
            CircumstanceKind::Missing if lasts => "失踪".to_owned(),
            _ if is_severe(one, &settings.severe_grades, on) => "重度残疾".to_owned(),
            _ => continue,
        };
        return Standing::Unable(why);
    }
    let age = kin.birth.map(|birth| birth.age_years(on));
    match age {
        Some(age) if age >= settings.able_below_years => Standing::Unable(format!("{age}周岁")),
        Some(age) if age < settings.able_from_years => {
            Standing::Unable(format!("{age}周岁，未成年"))
        }
        _ if kin.registers.is_empty() => Standing::Unknown,
        _ => Standing::Able,
    }
}

fn draft(
    dossier: &Dossier,
    member: u32,
    award: &DossierAward,
    need: &Need,
    unable: &[(&Kin, String)],
    context: &Context,
) -> Draft {
    let told = |(kin, why): &(&Kin, String)| {
        format!("{}{}{why}", kinship_in_chinese(kin.kinship), kin.name_masked)
    };
    let relatives: Vec<String> = unable.iter().map(told).collect();
    let relatives = if relatives.is_empty() {
        "户籍登记中没有配偶、父母和子女".to_owned()
    } else {
        relatives.join("，")
    };
    let mut evidence: Vec<Evidence> = vec![context.awarded(award)];
    evidence.extend(need.certificate.map(|one| {
        let grade = one.grade.as_deref().unwrap_or_default();
        Context::evidence(one.proof, &format!("残疾证{grade}级"))
    }));
    evidence.extend(unable.iter().map(|one| Context::evidence(one.0.proof, &told(one))));
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("why", need.why.clone()),
        ("relatives", relatives.clone()),
    ];
    Draft {
        discriminator: "support".to_owned(),
        from: award.from,
        to: Some(context.run_date),
        schemes: vec![award.scheme.clone()],
        arithmetic: format!("{}；{relatives}", need.why),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
}
