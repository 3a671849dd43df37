//! What gzip packed.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedui_fuzz::read("any.csv.gz", "", bytes));
