//! Pipeline: settings, deliveries and a run date become a published run; counts every row.

pub mod link;
