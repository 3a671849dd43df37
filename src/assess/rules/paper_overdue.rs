//! Paper overdue: an award in force whose review or authorisation is too old, or was never given.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::day;
use crate::assess::terms;
use crate::domain::{CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance};

/// Which paper, and how long it is good for under which schemes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperOverdue {
    pub paper: CircumstanceKind,
    pub terms: BTreeMap<String, Term>,
    /// Whether the lack of a paper is a finding, too; false where lists may leave it out.
    pub missing_counts: bool,
}

/// How long a paper is good for under some schemes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub schemes: SchemeSet,
    pub good_for_days: i32,
}

impl RuleKind for PaperOverdue {
    const NAME: &'static str = "paper_overdue";
    const EXCEPTIONS: &'static [&'static str] = &["ended", "newly_granted"];
    const WORDS: &'static [&'static str] = &["name", "schemes", "state", "days", "limit"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        self.terms.values().map(|term| &term.schemes).collect()
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        paper_overdue(dossier, self, context)
    }
}

/// Finds the awards of recipients in the dossier whose paper is missing or too old.
pub fn paper_overdue(dossier: &Dossier, settings: &PaperOverdue, context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for award in &dossier.awards {
        let mut terms = settings.terms.values();
        let term = terms.find(|term| term.schemes.contains(&award.scheme));
        let (Some(term), Some(head)) = (term, award.recipient) else { continue };
        let runs = force::covers_on(dossier, award, head, context.run_date);
        if !runs && context.heeds("ended") {
            continue;
        }
        let papers = terms::of_award(dossier, award, settings.paper);
        let paper = papers.filter(|one| one.from.is_some()).max_by_key(|one| one.from);
        if paper.is_none() && !settings.missing_counts {
            continue;
        }
        // Whoever was granted lately has been looked into for it.
        let granted = award.from.filter(|_| context.heeds("newly_granted"));
        let since = paper.and_then(|paper| paper.from).max(granted);
        let old = since.is_none_or(|day| context.run_date.0 - day.0 > term.good_for_days);
        if old {
            drafts.push(draft(dossier, (head, award), paper, term, settings.paper, context));
        }
    }
    drafts
}

fn draft(
    dossier: &Dossier,
    (head, award): (u32, &DossierAward),
    paper: Option<&DossierCircumstance>,
    term: &Term,
    kind: CircumstanceKind,
    context: &Context,
) -> Draft {
    let signed: Option<Day> = paper.and_then(|paper| paper.from);
    let limit = term.good_for_days;
    let what = if kind == CircumstanceKind::Review { "复核" } else { "签署" };
    let (state, arithmetic, days) = signed.map_or_else(
        || ("没有记录".to_owned(), format!("{what}记录0条"), String::new()),
        |on| {
            let days = context.run_date.0 - on.0;
            let state = format!("{}{what}，已过{days}天", day(on));
            let sum = format!("{} − {} = {days}天 > {limit}天", day(context.run_date), day(on));
            (state, sum, days.to_string())
        },
    );
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("state", state),
        ("days", days),
        ("limit", limit.to_string()),
    ];
    let mut evidence = vec![context.awarded(award)];
    evidence.extend(paper.map(|paper| {
        let says = format!("{}{what}", crate::assess::sentence::maybe_day(paper.from));
        Context::evidence(paper.proof, &says)
    }));
    Draft {
        discriminator: award.certificate.clone().unwrap_or_else(|| award.scheme.clone()),
        from: signed,
        to: Some(context.run_date),
        schemes: vec![award.scheme.clone()],
        arithmetic,
        evidence,
        ..Draft::about(dossier, &[head], words)
    }
}
