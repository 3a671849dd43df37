//! What is written down of families in need: listings, refusals, homes, children's allowances, staff.

use std::ops::RangeInclusive;

use crate::domain::{Day, Fen};

use crate::synth::calendar::compact_month;
use crate::synth::papers::{
    CHILD_STANDARD, ChildPayment, ChildScheme, HousingRequest, Listing, StaffMember, Tier,
    UnsafeHome,
};

use super::Plan;

/// Children's allowances are paid on the 12th.
const CHILD_PAY_DAY: i32 = 11;

impl Plan<'_> {
    /// Lists a household for its low income some months ago; gives the listing's place.
    pub fn list(&mut self, household: u32, people: &[u32], tier: Tier) -> usize {
        let in_town = self.world.households[household as usize].dwelling.village.is_urban();
        let (low, high) = match (tier, in_town) {
            (Tier::Margin, true) => (800, 1_100),
            (Tier::Margin, false) => (540, 750),
            (Tier::Spending, _) => (1_400, 2_100),
        };
        let income = Fen::from_yuan(i64::from(self.dice.between(low, high)));
        let decided = self.some_days_ago(80, 330);
        let at = self.world.papers.listings.len();
        self.world.papers.listings.push(Listing {
            number: format!("DS{}{:08}", decided.year(), self.world.serial(at)),
            people: people.to_vec(),
            tier,
            in_town,
            income,
            decided,
            refused: None,
        });
        at
    }

    /// Refuses subsistence to a household on a day.
    pub fn refuse(&mut self, household: u32, people: &[u32], decided: Day) {
        let at = self.list(household, people, Tier::Margin);
        let why = self.dice.pick(&["家庭收入超过标准", "家庭财产超过标准"]);
        let listing = &mut self.world.papers.listings[at];
        (listing.decided, listing.refused) = (decided, Some(why));
    }

    /// Lets people own no home, as they say themselves.
    pub fn own_no_home(&mut self, people: &[u32]) {
        self.world.papers.without_home.extend(people);
    }

    /// Lets somebody ask for a public flat.
    pub fn ask_for_flat(&mut self, applicant: u32, refused: bool) {
        let at = self.world.serial(self.world.papers.housing_requests.len());
        let number = format!("SQ{}{at:09}", self.today().year());
        self.world.papers.housing_requests.push(HousingRequest { number, applicant, refused });
    }

    /// Finds the home of somebody's household unsafe, or hardly so.
    pub fn inspect_home(
        &mut self,
        head: u32,
        grade: &'static str,
        found: Day,
        state: &'static str,
    ) {
        let at = self.world.serial(self.world.papers.unsafe_homes.len());
        let number = format!("WF{}{at:08}", found.year());
        self.world.papers.unsafe_homes.push(UnsafeHome { number, head, grade, found, state });
    }

    /// Pays a child's allowance for some months.
    pub fn pay_child(
        &mut self,
        child: u32,
        guardian: u32,
        scheme: ChildScheme,
        (months, amount): (RangeInclusive<i32>, Fen),
    ) {
        for ago in months.rev() {
            let period = self.months_ago(ago);
            let at = self.world.serial(self.world.papers.child_payments.len());
            self.world.papers.child_payments.push(ChildPayment {
                number: format!("ET{}{at:09}", compact_month(period)),
                child,
                scheme,
                guardian,
                period,
                paid: period.first_day().plus_days(CHILD_PAY_DAY),
                amount,
            });
        }
    }

    /// As [`Plan::pay_child`], the whole standard.
    pub fn pay_child_standard(
        &mut self,
        child: u32,
        guardian: u32,
        scheme: ChildScheme,
        months: RangeInclusive<i32>,
    ) {
        self.pay_child(child, guardian, scheme, (months, CHILD_STANDARD));
    }

    /// Lets somebody decide on assistance in their town; gives the place on the list.
    pub fn employ(&mut self, person: u32) -> usize {
        let at = self.world.papers.staff.len();
        let number = format!("MZ{:08}", self.world.serial(at));
        let since = self.some_days_ago(400, 5_000);
        let member = StaffMember { number, person, since, until: None, declared: Vec::new() };
        self.world.papers.staff.push(member);
        at
    }

    /// Declares relatives of a staff member, some time after they took the post.
    pub fn declare(&mut self, staff: usize, relatives: &[u32]) {
        let day = self.some_days_ago(30, 380);
        let declared = relatives.iter().map(|relative| (*relative, day));
        self.world.papers.staff[staff].declared.extend(declared);
    }
}
