//! The shipped pipeline, within the program: an installed program needs no folder beside it.

/// The texts of files below `pipelines/`, each with its path.
macro_rules! shipped {
    ($below:literal: $($path:literal,)*) => {
        &[$(($path, include_str!(concat!("../../pipelines/", $below, $path)))),*]
    };
}

/// A file and its text.
pub(super) type Shipped = (&'static str, &'static str);

pub(super) const NIGHTLY: &str = include_str!("../../pipelines/nightly.toml");
pub(super) const LINKAGE: &str = include_str!("../../pipelines/linkage/chinese.toml");

/// The mappings, in the order of the shipped pipeline.
pub(super) const SOURCES: &[Shipped] = shipped! { "":
    "sources/police_register.toml",
    "sources/civil_affairs_households.toml",
    "sources/civil_affairs_members.toml",
    "sources/civil_affairs_payments.toml",
    "sources/civil_affairs_relief.toml",
    "sources/health_insured.toml",
    "sources/health_settlements.toml",
    "sources/education_pupils.toml",
    "sources/education_aid.toml",
    "sources/housing_rentals.toml",
    "sources/housing_property.toml",
    "sources/hr_pensions.toml",
    "sources/hr_contributions.toml",
    "sources/hr_unemployment.toml",
    "sources/hr_posts.toml",
    "sources/charity_grants.toml",
    "sources/deaths.toml",
    "sources/civil_affairs_subsidies.toml",
    "sources/disability_certificates.toml",
    "sources/police_vehicles.toml",
    "sources/market_enterprises.toml",
    "sources/justice_custody.toml",
    "sources/emergency_damage.toml",
    "sources/emergency_relief.toml",
    "sources/civil_affairs_children.toml",
    "sources/civil_affairs_low_income.toml",
    "sources/civil_affairs_staff.toml",
    "sources/housing_unsafe.toml",
    "sources/hr_injury.toml",
    "sources/bank_assets.toml",
};

/// The policy pack.
pub(super) const PACK: &[Shipped] = shipped! { "policy/demo/":
    "schemes.toml",
    "parameters.toml",
    "statistics.toml",
    "rules/D01.toml",
    "rules/D03.toml",
    "rules/D04.toml",
    "rules/D05.toml",
    "rules/assets.toml",
    "rules/bills.toml",
    "rules/care.toml",
    "rules/child_allowances.toml",
    "rules/children.toml",
    "rules/data.toml",
    "rules/deaths.toml",
    "rules/exclusive.toml",
    "rules/exit.toml",
    "rules/formula.toml",
    "rules/homes.toml",
    "rules/households.toml",
    "rules/identity.toml",
    "rules/income.toml",
    "rules/job_loss.toml",
    "rules/lapsed.toml",
    "rules/means.toml",
    "rules/medical.toml",
    "rules/money.toml",
    "rules/papers.toml",
    "rules/pensions.toml",
    "rules/severe_disability.toml",
    "rules/staff.toml",
    "rules/twice.toml",
    "rules/unprovided.toml",
    "rules/whereabouts.toml",
};
