//! Cluster: weighed pairs become people, under constraints, with ids that last.
