//! hedui (核对): the nightly data matching of a social-assistance verification centre.
//!
//! The rooms stand in the order of the flow; each is introduced by its own header, and the README
//! holds the map with what may import what.

pub mod assess;
pub mod block;
pub mod cli;
pub mod cluster;
pub mod compare;
pub mod config;
pub mod domain;
pub mod evaluate;
pub mod household;
pub mod identify;
pub mod ingest;
pub mod normalise;
pub mod pipeline;
pub mod profile;
pub mod report;
pub mod review;
pub mod score;
pub mod starter;
pub mod synth;
