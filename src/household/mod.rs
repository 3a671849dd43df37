//! Household: people and memberships become households of three kinds, with ids that last.
