//! Benchmarks of the rooms, in one binary.

use criterion::{criterion_group, criterion_main};

mod district;
mod linking;
mod nights;
mod normalising;
mod reading;

criterion_group!(
    benches,
    nights::reading,
    reading::forms,
    normalising::normalising,
    linking::blocking,
    linking::comparing,
    linking::clustering,
    linking::linking,
    nights::whole
);
criterion_main!(benches);
