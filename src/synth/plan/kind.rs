//! Kinds of household that stories look for.
//!
//! A kind is asked of every household once, in the order of the plan: what did not fit then does not
//! fit later, so each kind remembers how far it has looked. Kinds whose people will draw
//! subsistence leave out those who ought to get support instead.

use crate::domain::Day;

use crate::synth::corrupt::variant;
use crate::synth::dice::{Dice, Stream};
use crate::synth::kin::Kin;
use crate::synth::world::World;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One person of thirty to fifty-nine.
    Alone,
    /// One person of sixty or more.
    AgedAlone,
    /// One person of sixty or more whom nobody of the register can support.
    AgedWithoutKin,
    /// One person of sixty or more with somebody elsewhere who can support them.
    AgedWithKin,
    /// Two people at most, neither at school, who may draw subsistence.
    Small,
    /// A couple and nobody else, who may draw subsistence.
    Couple,
    /// Three or fewer without pupils, one of them of eighty or more.
    VeryOld,
    /// Two grown-ups, of whom one beside the head is of working age.
    WithWorker,
    /// Two or three grown-ups, of whom one is an unmarried child of the head.
    WithGrownChild,
    /// Grown-ups, of whom somebody beside the head is old, and the rest can do without them.
    WithElder,
    /// Grown-ups under an elderly head whom the rest can do without.
    ElderlyHead,
    /// Three or fewer without pupils, who may draw subsistence.
    Grown,
    /// Three or fewer with one pupil, who may draw subsistence.
    OnePupil,
    /// A couple with a child below sixteen.
    WithChild,
    /// A child with both parents and at least one more grown-up.
    FamilyWithOthers,
    /// A couple, perhaps with others.
    Married,
    /// Two to five people who pay ordinary bills.
    Ordinary,
    /// As [`Kind::Ordinary`], headed by a couple.
    OrdinaryCouple,
    /// As [`Kind::Ordinary`], under a head with a former name.
    Renamed,
    /// As [`Kind::Ordinary`], under a head whose name has a variant form.
    WithVariant,
    /// Four or fewer under a head of thirty or more, who may draw subsistence.
    InNeed,
    /// As [`Kind::InNeed`], with a disabled member.
    InNeedDisabled,
    /// A couple who may have a child.
    Fertile,
    /// With a single man who may marry.
    Groom,
    /// With a single woman who may marry.
    Bride,
    /// With a married son who may found a household of his own.
    MarriedSon,
    /// A couple of sixty or more, and nobody else.
    AgedCouple,
    /// Two to four people, of whom one is a child of the head of nineteen to twenty-three.
    WithYoungAdult,
    /// As [`Kind::WithGrownChild`], whose child lives elsewhere.
    WithChildApart,
    /// As [`Kind::Ordinary`], with somebody of working age.
    WithEarner,
}

/// What a kind may ask about.
pub struct Crowd<'w> {
    pub world: &'w World,
    pub kin: &'w Kin,
}

impl Kind {
    /// Whether a household is of the kind; its people all live, the head first.
    pub fn fits(self, crowd: &Crowd, living: &[u32]) -> bool {
        let look = Look::at(crowd.world, living);
        self.is_like(&look) && self.holds(crowd.world, living) && self.is_due(crowd, living)
    }

    /// By size, age and marriage alone.
    fn is_like(self, look: &Look) -> bool {
        let Look { size, head, wed, grown, .. } = *look;
        let ordinary = (2..=5).contains(&size) && (25..80).contains(&head);
        match self {
            Self::Alone => size == 1 && (30..60).contains(&head),
            Self::AgedAlone | Self::AgedWithoutKin | Self::AgedWithKin => {
                size == 1 && (60..92).contains(&head)
            }
            Self::Small => size <= 2 && grown,
            Self::Couple => size == 2 && wed && grown,
            Self::VeryOld => size <= 3 && grown && look.oldest >= 80,
            Self::WithWorker => size == 2 && grown,
            Self::WithGrownChild | Self::WithChildApart => (2..=3).contains(&size) && grown,
            Self::AgedCouple => size == 2 && wed && head >= 60,
            Self::WithYoungAdult | Self::WithElder => (2..=4).contains(&size) && grown,
            Self::ElderlyHead => (2..=4).contains(&size) && grown && head >= 55,
            Self::Grown => size <= 3 && grown,
            Self::OnePupil => size <= 3,
            Self::WithChild => wed && (3..=4).contains(&size),
            Self::FamilyWithOthers => look.adults >= 3,
            Self::Married => wed,
            Self::Ordinary | Self::Renamed | Self::WithVariant | Self::WithEarner => ordinary,
            Self::OrdinaryCouple => ordinary && wed,
            Self::InNeed | Self::InNeedDisabled => size <= 4 && head >= 30,
            Self::Fertile => wed && size <= 4,
            Self::Groom | Self::Bride | Self::MarriedSon => true,
        }
    }

    /// By what is known of its people.
    fn holds(self, world: &World, living: &[u32]) -> bool {
        let head = world.person(living[0]);
        let today = world.today();
        match self {
            Self::WithWorker => worker(world, living).is_some(),
            Self::WithGrownChild => grown_child(world, living).is_some(),
            Self::WithChildApart => grown_child(world, living)
                .is_some_and(|child| world.person(child).lives_in.is_some()),
            Self::AgedCouple => world.age(living[1], today) >= 60,
            Self::WithYoungAdult => young_adult(world, living).is_some(),
            Self::WithElder => elder(world, living).is_some(),
            Self::OnePupil => pupils(world, living).len() == 1,
            Self::WithChild => child(world, living, 1).is_some(),
            Self::FamilyWithOthers => family(world, living).is_some(),
            Self::Renamed => head.former_name.is_some(),
            Self::WithVariant => {
                let mut dice = Dice::new(0, Stream::Errors, 0);
                variant(&mut dice, &head.name).is_some()
            }
            Self::InNeedDisabled => {
                living.iter().any(|person| world.disability(*person, today).is_some())
            }
            Self::Fertile => head.male && (22..38).contains(&world.age(living[1], today)),
            Self::Groom => single(world, living, true).is_some(),
            Self::Bride => single(world, living, false).is_some(),
            Self::MarriedSon => married_son(world, living).is_some(),
            Self::WithEarner => earner(world, living).is_some(),
            _ => true,
        }
    }

    /// By whether they may draw subsistence, also when those are gone whom a story takes away.
    fn is_due(self, crowd: &Crowd, living: &[u32]) -> bool {
        let may = |without| crowd.may_subsist(living, without);
        match self {
            Self::AgedWithoutKin => !may(None),
            Self::WithWorker => may(worker(crowd.world, living)),
            Self::WithElder => may(elder(crowd.world, living)) && may(Some(living[0])),
            Self::ElderlyHead => may(Some(living[0])),
            Self::Alone
            | Self::AgedWithKin
            | Self::Small
            | Self::Couple
            | Self::WithGrownChild
            | Self::WithChildApart
            | Self::WithYoungAdult
            | Self::Grown
            | Self::OnePupil
            | Self::WithChild
            | Self::InNeed
            | Self::InNeedDisabled
            | Self::Fertile => may(None),
            _ => true,
        }
    }
}

/// What a household looks like at first sight.
struct Look {
    size: usize,
    /// Ages of the head and of the oldest.
    head: i32,
    oldest: i32,
    /// How many are twenty or older.
    adults: usize,
    /// Headed by a couple.
    wed: bool,
    /// Nobody is of an age to be at school.
    grown: bool,
}

impl Look {
    fn at(world: &World, living: &[u32]) -> Self {
        let age = |person: &u32| world.age(*person, world.today());
        Self {
            size: living.len(),
            head: age(&living[0]),
            oldest: living.iter().map(age).max().expect("a household has people"),
            adults: living.iter().filter(|person| age(person) >= 20).count(),
            wed: living.len() > 1 && world.person(living[0]).spouse == Some(living[1]),
            grown: living.iter().all(|person| age(person) >= 19),
        }
    }
}

impl Crowd<'_> {
    /// Whether nobody of a household ought to get support instead, with one of them thought away.
    pub fn may_subsist(&self, living: &[u32], without: Option<u32>) -> bool {
        let today: Day = self.world.today();
        living
            .iter()
            .filter(|person| Some(**person) != without)
            .all(|person| !self.kin.qualifies_for_support(self.world, *person, today, without))
    }
}

/// Somebody of working age beside the head.
pub fn worker(world: &World, living: &[u32]) -> Option<u32> {
    let fits = |person: &u32| (22..55).contains(&world.age(*person, world.today()));
    living[1..].iter().copied().find(fits)
}

/// The first of working age.
pub fn earner(world: &World, living: &[u32]) -> Option<u32> {
    let fits = |person: &u32| (22..55).contains(&world.age(*person, world.today()));
    living.iter().copied().find(fits)
}

/// A child of the head, grown up and unmarried.
pub fn grown_child(world: &World, living: &[u32]) -> Option<u32> {
    living[1..].iter().copied().find(|person| {
        let of = world.person(*person);
        let of_head = of.father == Some(living[0]) || of.mother == Some(living[0]);
        of_head && of.spouse.is_none() && (24..55).contains(&world.age(*person, world.today()))
    })
}

/// A child of the head of nineteen to twenty-three.
pub fn young_adult(world: &World, living: &[u32]) -> Option<u32> {
    living[1..].iter().copied().find(|person| {
        let of = world.person(*person);
        let of_head = of.father == Some(living[0]) || of.mother == Some(living[0]);
        of_head && (19..24).contains(&world.age(*person, world.today()))
    })
}

/// Somebody of fifty or more beside the head.
pub fn elder(world: &World, living: &[u32]) -> Option<u32> {
    living[1..].iter().copied().find(|person| world.age(*person, world.today()) >= 50)
}

pub fn pupils(world: &World, living: &[u32]) -> Vec<u32> {
    let is_pupil = |person: &u32| world.school_year(*person, world.today()).is_some();
    living.iter().copied().filter(is_pupil).collect()
}

/// A child of the head of at least so many years and below sixteen.
pub fn child(world: &World, living: &[u32], least_age: i32) -> Option<u32> {
    living[1..].iter().copied().find(|person| {
        let of = world.person(*person);
        let of_head = of.father == Some(living[0]) || of.mother == Some(living[0]);
        of_head && (least_age..16).contains(&world.age(*person, world.today()))
    })
}

/// A minor whose parents both live in the household, and the parents.
pub fn family(world: &World, living: &[u32]) -> Option<(u32, [u32; 2])> {
    let minor = |person: &&u32| world.age(**person, world.today()) < 17;
    let child = living.iter().find(minor)?;
    let parents = [world.person(*child).father?, world.person(*child).mother?];
    parents.iter().all(|parent| living.contains(parent)).then_some((*child, parents))
}

pub fn single(world: &World, living: &[u32], male: bool) -> Option<u32> {
    living.iter().copied().find(|person| {
        let of = world.person(*person);
        of.male == male
            && of.spouse.is_none()
            && (23..36).contains(&world.age(*person, world.today()))
    })
}

/// A married son who lives with his father and his wife.
pub fn married_son(world: &World, living: &[u32]) -> Option<u32> {
    living.iter().copied().find(|person| {
        let of = world.person(*person);
        let with_father = of.father.is_some_and(|father| living.contains(&father));
        with_father && of.spouse.is_some_and(|spouse| living.contains(&spouse))
    })
}
