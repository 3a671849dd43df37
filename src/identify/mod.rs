//! Identify: the mentions of a night become the distinct identities that are linked.
