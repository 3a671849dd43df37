//! The integration tests, as one binary so that the program is linked once.

mod architecture;
mod bad_input;
mod benchmarks;
mod decisions;
mod deliveries;
mod diff;
mod evaluate;
mod fuzz;
mod hostile;
mod init;
mod linkage;
mod manifest;
mod masking;
mod night;
mod operators;
mod profile;
mod readme;
mod sandbox;
mod train;
