//! Benchmarks of the rooms, in one binary.

use criterion::{criterion_group, criterion_main};
use hedui::domain;

mod linking;
mod population;

criterion_group!(benches, linking::blocking, linking::comparing, linking::linking);
criterion_main!(benches);
