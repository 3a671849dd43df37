//! Manifests, in JSON and in CSV.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedui_fuzz::manifest(bytes));
