//! Terms: what the list of awards says of one beside the grant, such as the income declared for it.
//!
//! A recipient may have several awards, and each row speaks of its own.

use crate::domain::{CircumstanceKind, Dossier, DossierAward, DossierCircumstance};

/// The circumstances of a kind that the award's own row tells of its recipient; those of other lists,
/// where rows of awards tell of none.
pub fn of_award<'a>(
    dossier: &'a Dossier,
    award: &'a DossierAward,
    kind: CircumstanceKind,
) -> impl Iterator<Item = &'a DossierCircumstance> {
    let is_of_award = |one: &DossierCircumstance| {
        let mention = one.proof.mention;
        mention == award.proof.mention
            || !dossier.awards.iter().any(|other| other.proof.mention == mention)
    };
    let own = dossier.circumstances.iter();
    let own = own.filter(move |one| one.kind == kind && Some(one.member) == award.recipient);
    own.filter(move |one| is_of_award(one))
}

/// Whether assistance is being withdrawn by degrees, in which income is left aside.
pub fn is_withdrawing(dossier: &Dossier, award: &DossierAward) -> bool {
    dossier.circumstances.iter().any(|one| {
        one.kind == CircumstanceKind::Withdrawal
            && Some(one.member) == award.recipient
            && (one.event.is_none()
                || award.certificate.is_none()
                || one.event == award.certificate)
    })
}
