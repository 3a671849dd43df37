//! A file of any form, told by its bytes alone.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedui_fuzz::read("any", "", bytes));
