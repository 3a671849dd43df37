//! Owners: whose an identity number is that several people give.
//!
//! A child's row may carry the number of a guardian, and a form that of whoever filled it in. Such a
//! number says nothing of the row's own person, and would keep the row apart from it. A number belongs
//! to the person most of whose rows give it; where two give it as often, it is nobody's to say.

/// An identity that gives a number, once its people are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// Equal for equal numbers.
    pub number: [u64; 2],
    pub person: u32,
    pub identity: u32,
    pub fit: Fit,
}

/// Whether a number fits what else its row says of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    Fits,
    /// The row says nothing to hold it against.
    Unsaid,
    Contradicts,
}

/// An identity whose number is not its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disowned {
    pub identity: u32,
    /// The person whose number it is, if that is known.
    pub owner: Option<u32>,
}

/// The claims that are wrong. A number that fits its row is never taken from it.
pub fn disowned(mut claims: Vec<Claim>) -> Vec<Disowned> {
    claims.sort_unstable();
    claims.chunk_by(|one, other| one.number == other.number).flat_map(of_one_number).collect()
}

fn of_one_number(claims: &[Claim]) -> Vec<Disowned> {
    let by_person = || claims.chunk_by(|one, other| one.person == other.person);
    let owner = owner(by_person().map(|claims| (claims[0].person, credible(claims))));
    let mut wrong = Vec::new();
    for claims in by_person() {
        let (person, own) = (claims[0].person, credible(claims));
        let other = owner.filter(|(owner, _)| *owner != person);
        let is_wrong = |claim: &&Claim| match claim.fit {
            Fit::Fits => false,
            Fit::Unsaid => other.is_some_and(|(_, theirs)| theirs > own),
            // Where other rows of the person bear the number out, the birth date is what is wrong.
            Fit::Contradicts => own == 0,
        };
        let owner = other.map(|(owner, _)| owner);
        let all = claims.iter().filter(is_wrong);
        wrong.extend(all.map(|claim| Disowned { identity: claim.identity, owner }));
    }
    wrong
}

fn credible(claims: &[Claim]) -> usize {
    claims.iter().filter(|claim| claim.fit != Fit::Contradicts).count()
}

/// The person with most claims that nothing speaks against, unless two have as many.
fn owner(people: impl Iterator<Item = (u32, usize)>) -> Option<(u32, usize)> {
    let mut best: Option<(u32, usize)> = None;
    let mut is_tie = false;
    for (person, claims) in people.filter(|(_, claims)| *claims > 0) {
        let most = best.map_or(0, |(_, most)| most);
        is_tie = claims == most || (is_tie && claims < most);
        if claims > most {
            best = Some((person, claims));
        }
    }
    best.filter(|_| !is_tie)
}
