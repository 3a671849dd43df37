//! Drafts: what a rule kind finds, before the pack's words make a finding of it.

use super::bills::{self, Bill};
use super::scheme_set::SchemeSet;
use super::sentence::{self, Word};
use crate::domain::{
    Day, Dossier, DossierAward, DossierCircumstance, DossierPayment, Evidence, Fen, HouseholdId,
    Month, PersonId, Proof, Schemes, Source,
};

/// What every rule kind may know beside the dossier and its own settings.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub run_date: Day,
    pub schemes: &'a Schemes,
    pub sources: &'a [Source],
    /// The exceptions the rule has switched on.
    pub exceptions: &'a [String],
}

impl Context<'_> {
    /// Whether the rule heeds this exception.
    pub fn heeds(&self, exception: &str) -> bool {
        self.exceptions.iter().any(|one| one == exception)
    }

    /// The printed name of the agency behind a row.
    pub fn agency_name(&self, proof: Proof) -> &str {
        self.sources.get(proof.source as usize).map_or("", |source| source.agency_name.as_str())
    }

    /// The code of the agency behind a row.
    pub fn agency(&self, proof: Proof) -> &str {
        self.sources.get(proof.source as usize).map_or("", |source| source.agency.as_str())
    }

    /// The day that the extract of a row describes.
    pub fn snapshot(&self, proof: Proof) -> Option<Day> {
        self.sources.get(proof.source as usize).map(|source| source.snapshot)
    }

    /// The names of the schemes of a set that the place has, in quotation marks.
    pub fn all_quoted(&self, set: &SchemeSet) -> String {
        let known = self.schemes.iter().filter(|scheme| set.contains(&scheme.code));
        self.quoted(known.map(|scheme| scheme.code.as_str()))
    }

    /// What a row says, as evidence. Which dataset says it is known by the mention.
    pub fn evidence(proof: Proof, says: &str) -> Evidence {
        Evidence { mention: proof.mention, grade: proof.grade, says: says.to_owned() }
    }

    /// A payment as evidence.
    pub fn paid(&self, payment: &DossierPayment) -> Evidence {
        let scheme = self.schemes.name(&payment.scheme);
        let period = payment.period.in_chinese();
        let number = payment
            .payment_number
            .as_ref()
            .map_or_else(String::new, |number| format!("（编号{number}）"));
        let on =
            payment.paid_on.map_or_else(String::new, |day| format!("，{}发放", sentence::day(day)));
        let says = format!("{period} {scheme} {}{number}{on}", sentence::yuan(payment.amount));
        Self::evidence(payment.proof, &says)
    }

    /// An award as evidence.
    pub fn awarded(&self, award: &DossierAward) -> Evidence {
        let scheme = self.schemes.name(&award.scheme);
        let from = award
            .from
            .map_or_else(|| "起始不详".to_owned(), |day| format!("{}起", day.month().in_chinese()));
        let to =
            award.to.map_or_else(String::new, |day| format!("至{}止", day.month().in_chinese()));
        let monthly = award
            .monthly
            .map_or_else(String::new, |amount| format!("，每月{}", sentence::yuan(amount)));
        let number = award
            .certificate
            .as_ref()
            .map_or_else(String::new, |number| format!("（证号{number}）"));
        Self::evidence(award.proof, &format!("{scheme}{number} {from}{to}{monthly}"))
    }

    /// Hospital bills as evidence, each refund once, after the first bill it is taken off.
    pub fn all_billed(bills: &[Bill]) -> Vec<Evidence> {
        let mut rows: Vec<&DossierCircumstance> = Vec::new();
        for row in bills.iter().flat_map(|bill| std::iter::once(&bill.row).chain(&bill.refunds)) {
            if !rows.iter().any(|one| one.proof == row.proof) {
                rows.push(row);
            }
        }
        rows.into_iter().map(Self::billed).collect()
    }

    /// A hospital bill or a refund as evidence.
    pub fn billed(bill: &DossierCircumstance) -> Evidence {
        let on = sentence::maybe_day(bills::paid_on(bill));
        if let Some(refund) = bill.amount.filter(|amount| *amount < Fen::ZERO) {
            let says = format!("{on}退费，退回自付{}", sentence::yuan(-refund));
            return Self::evidence(bill.proof, &says);
        }
        let cost = sentence::yuan(bill.amount.unwrap_or_default());
        let assisted = sentence::yuan(bill.assisted.unwrap_or_default());
        let says = format!("{on}结算，保险报销后自付{cost}，其中医疗救助{assisted}");
        Self::evidence(bill.proof, &says)
    }

    /// The names of schemes in quotation marks: `“农村低保”、“医疗救助”和“分散供养”`.
    pub fn quoted<'a>(&self, codes: impl IntoIterator<Item = &'a str>) -> String {
        let names: Vec<String> =
            codes.into_iter().map(|code| format!("“{}”", self.schemes.name(code))).collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{}和{last}", rest.join("、")),
            _ => names.concat(),
        }
    }
}

/// One thing a rule kind found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The first is the one the sentence speaks of.
    pub subjects: Vec<PersonId>,
    /// The households it speaks of beside the dossier's own.
    pub other_households: Vec<HouseholdId>,
    pub discriminator: String,
    pub amount: Fen,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// The last of the months it is about, where it is about months.
    pub last_month: Option<Month>,
    pub schemes: Vec<String>,
    pub words: Vec<Word>,
    pub arithmetic: String,
    pub evidence: Vec<Evidence>,
}

impl Draft {
    /// A draft about members of a dossier; the words start with the first one's name.
    pub fn about(dossier: &Dossier, members: &[u32], words: Vec<Word>) -> Self {
        let member = |at: &u32| &dossier.members[*at as usize];
        let mut all_words = vec![("name", member(&members[0]).name_masked.clone())];
        all_words.extend(words);
        Self {
            subjects: members.iter().map(|at| member(at).person).collect(),
            other_households: Vec::new(),
            discriminator: String::new(),
            amount: Fen::ZERO,
            from: None,
            to: None,
            last_month: None,
            schemes: Vec::new(),
            words: all_words,
            arithmetic: String::new(),
            evidence: Vec::new(),
        }
    }

    /// Sets the time the draft speaks of to ordered months.
    #[must_use]
    pub fn over(mut self, months: &[Month]) -> Self {
        self.from = months.first().map(|month| month.first_day());
        self.to = months.last().map(|month| month.last_day());
        self.last_month = months.last().copied();
        self
    }
}
