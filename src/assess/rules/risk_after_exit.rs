//! Risk after exit: a family whose award ended lately, and then a blow that nobody has answered.
//!
//! Bills over the line, the loss of work and the death of an earner are what may bring a family back
//! below the line that it has just left. A cost so high that any household's would be asked about is
//! told by another rule.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::bills::{self, Bill};
use crate::assess::counted::has_gone;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{day, sum, yuan};
use crate::assess::strays;
use crate::domain::{
    AwardStatus, CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, Evidence, Fen,
};

/// Which awards end, what is a blow, and what answers it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskAfterExit {
    pub ended: SchemeSet,
    pub within_days: i32,
    /// Any payment of these answers.
    pub help: SchemeSet,
    /// How long help may take.
    pub wait_days: i32,
    /// Own cost since the end.
    pub line_yuan: i64,
    /// Own cost from which every household is asked about.
    pub high_line_yuan: i64,
    /// What the insured draw who have lost their work.
    pub benefit: SchemeSet,
    /// Schemes of work for those who have lost theirs.
    pub work: SchemeSet,
    pub earner_from_years: i32,
    pub earner_below_years: i32,
}

impl RuleKind for RiskAfterExit {
    const NAME: &'static str = "risk_after_exit";
    const EXCEPTIONS: &'static [&'static str] =
        &["already_applied", "stray_aid", "benefit", "working_again", "high_cost"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "ended", "risks", "aid", "wait", "amount"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.ended, &self.help, &self.benefit, &self.work]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        risk_after_exit(dossier, self, context)
    }
}

/// A blow since the end.
struct Risk<'a> {
    /// The day from which help is looked for.
    since: Day,
    /// The day from which help may take its time.
    struck: Day,
    says: String,
    sum: String,
    amount: Fen,
    rows: Rows<'a>,
}

enum Rows<'a> {
    Bills(Vec<Bill<'a>>),
    Row(&'a DossierCircumstance),
}

/// Finds the units that left lately, are not back, and whom a blow has struck without help.
pub fn risk_after_exit(
    dossier: &Dossier,
    settings: &RiskAfterExit,
    context: &Context,
) -> Vec<Draft> {
    let Some((award, end)) = latest_exit(dossier, settings, context) else { return Vec::new() };
    let left: Vec<u32> = award
        .covers
        .iter()
        .copied()
        .filter(|member| force::is_member_on(dossier, award, *member, end))
        .collect();
    let stays = |member: &u32| !has_gone(dossier, *member, context.run_date);
    let here: Vec<u32> = left.iter().copied().filter(stays).collect();
    if here.is_empty() {
        return Vec::new();
    }
    let mut risks: Vec<Risk> =
        bills_since(dossier, &left, end, settings, context).into_iter().collect();
    risks.extend(dossier.circumstances.iter().filter_map(|one| {
        let since = one.from.filter(|from| *from > end && left.contains(&one.member))?;
        match one.kind {
            CircumstanceKind::Unemployment => work_lost(dossier, one, since, settings, context),
            CircumstanceKind::Death => earner_died(dossier, one, since, settings),
            _ => None,
        }
    }));
    let waited = |risk: &Risk| risk.struck.plus_days(settings.wait_days) <= context.run_date;
    risks.retain(|risk| waited(risk) && !is_helped(dossier, risk.since, settings, context));
    if risks.is_empty() {
        return Vec::new();
    }
    vec![draft(dossier, (&here, award, end), &risks, settings, context)]
}

/// The award that ended last of those that ended lately, unless another has taken its place.
fn latest_exit<'a>(
    dossier: &'a Dossier,
    settings: &RiskAfterExit,
    context: &Context,
) -> Option<(&'a DossierAward, Day)> {
    let on = context.run_date;
    let of_kind = || dossier.awards.iter().filter(|one| settings.ended.contains(&one.scheme));
    let back = of_kind().any(|award| match award.status {
        AwardStatus::Active => award.to.is_none_or(|to| to >= on),
        AwardStatus::Suspended => true,
        _ => false,
    });
    let since = on.plus_days(-settings.within_days);
    let ended = of_kind().filter(|award| award.status == AwardStatus::Ended && !back);
    let ended = ended.filter_map(|award| Some((award, award.to?)));
    ended.filter(|(_, to)| (since..on).contains(to)).max_by_key(|(_, to)| *to)
}

/// The bills settled since the end, if they reach the line.
fn bills_since<'a>(
    dossier: &'a Dossier,
    left: &[u32],
    end: Day,
    settings: &RiskAfterExit,
    context: &Context,
) -> Option<Risk<'a>> {
    let is_since = |bill: &Bill| {
        left.contains(&bill.row.member)
            && bill.paid_on().is_some_and(|day| day > end && day <= context.run_date)
    };
    let mut bills: Vec<Bill> = bills::standing(dossier).into_iter().filter(is_since).collect();
    bills.sort_by_key(|bill| (bill.paid_on(), bill.row.proof.mention));
    let line = Fen::from_yuan(settings.line_yuan);
    let mut total = Fen::ZERO;
    let crossing = bills.iter().find(|bill| {
        total += bill.self_paid;
        total >= line
    });
    let struck = crossing.and_then(Bill::paid_on)?;
    let total: Fen = bills.iter().map(|bill| bill.self_paid).sum();
    if total >= Fen::from_yuan(settings.high_line_yuan) && context.heeds("high_cost") {
        return None;
    }
    let first = bills.iter().filter_map(|bill| bill.row.from.or(bill.paid_on())).min()?;
    Some(Risk {
        since: first,
        struck,
        says: format!("医疗费用个人负担{}", yuan(total)),
        sum: format!("{} ≥ {}", sum(bills.iter().map(|bill| bill.self_paid)), yuan(line)),
        amount: total,
        rows: Rows::Bills(bills),
    })
}

/// A registered loss of work, unless the insurance pays for it or work has been found again.
fn work_lost<'a>(
    dossier: &Dossier,
    row: &'a DossierCircumstance,
    since: Day,
    settings: &RiskAfterExit,
    context: &Context,
) -> Option<Risk<'a>> {
    let on = context.run_date;
    let holds = |set: &SchemeSet| {
        dossier.awards.iter().any(|award| {
            set.contains(&award.scheme) && force::covers_on(dossier, award, row.member, on)
        })
    };
    let contributes = || {
        dossier.circumstances.iter().any(|one| {
            one.kind == CircumstanceKind::Contribution
                && one.member == row.member
                && one.from.is_some_and(|from| from > since)
        })
    };
    let insured = context.heeds("benefit") && holds(&settings.benefit);
    let again = context.heeds("working_again") && (holds(&settings.work) || contributes());
    let name = &dossier.members[row.member as usize].name_masked;
    (!insured && !again).then(|| Risk {
        since,
        struck: since,
        says: format!("{name}{}登记失业", day(since)),
        sum: format!("{}登记失业", day(since)),
        amount: Fen::ZERO,
        rows: Rows::Row(row),
    })
}

fn earner_died<'a>(
    dossier: &Dossier,
    row: &'a DossierCircumstance,
    since: Day,
    settings: &RiskAfterExit,
) -> Option<Risk<'a>> {
    let member = &dossier.members[row.member as usize];
    let age = member.birth?.age_years(since);
    let earns = (settings.earner_from_years..settings.earner_below_years).contains(&age);
    earns.then(|| Risk {
        since,
        struck: since,
        says: format!("{}（{age}岁）{}死亡", member.name_masked, day(since)),
        sum: format!("{}死亡时{age}岁", day(since)),
        amount: Fen::ZERO,
        rows: Rows::Row(row),
    })
}

/// Whether any help has come since, or was asked for.
fn is_helped(dossier: &Dossier, since: Day, settings: &RiskAfterExit, context: &Context) -> bool {
    let paid = dossier.payments.iter().any(|payment| {
        let lately = payment.paid_on.map_or(payment.period >= since.month(), |day| day >= since);
        payment.amount > Fen::ZERO && settings.help.contains(&payment.scheme) && lately
    });
    let asked = || {
        dossier.awards.iter().any(|award| {
            matches!(award.status, AwardStatus::Applied | AwardStatus::Refused)
                && settings.help.contains(&award.scheme)
                && award.from.is_none_or(|day| day >= since)
        })
    };
    let astray = || strays::may_have_reached(dossier, &settings.help, |_| true, |day| day >= since);
    paid || context.heeds("already_applied") && asked() || context.heeds("stray_aid") && astray()
}

fn draft(
    dossier: &Dossier,
    (here, award, end): (&[u32], &DossierAward, Day),
    risks: &[Risk],
    settings: &RiskAfterExit,
    context: &Context,
) -> Draft {
    let says: Vec<&str> = risks.iter().map(|risk| risk.says.as_str()).collect();
    let amount: Fen = risks.iter().map(|risk| risk.amount).sum();
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("ended", day(end)),
        ("risks", says.join("，")),
        ("aid", context.all_quoted(&settings.help)),
        ("wait", settings.wait_days.to_string()),
        ("amount", yuan(amount)),
    ];
    let mut evidence: Vec<Evidence> = vec![context.awarded(award)];
    for risk in risks {
        match &risk.rows {
            Rows::Bills(bills) => evidence.extend(Context::all_billed(bills)),
            Rows::Row(row) => evidence.push(Context::evidence(row.proof, &risk.says)),
        }
    }
    // The struck first, then the rest of the family who are still here.
    let struck = risks.iter().flat_map(|risk| match &risk.rows {
        Rows::Bills(bills) => bills.iter().map(|bill| bill.row.member).collect(),
        Rows::Row(row) => vec![row.member],
    });
    let mut seen = BTreeSet::new();
    let struck = struck.filter(|member| here.contains(member));
    let members: Vec<u32> =
        struck.chain(here.iter().copied()).filter(|member| seen.insert(*member)).collect();
    let sums: Vec<&str> = risks.iter().map(|risk| risk.sum.as_str()).collect();
    Draft {
        discriminator: award.certificate.clone().unwrap_or_else(|| award.scheme.clone()),
        amount,
        from: Some(end),
        to: Some(context.run_date),
        schemes: vec![award.scheme.clone()],
        arithmetic: format!(
            "{}停保后{}；已满{}天，没有救助记录",
            day(end),
            sums.join("；"),
            settings.wait_days
        ),
        evidence,
        ..Draft::about(dossier, &members, words)
    }
}
