//! Every kind of value.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| hedui_fuzz::values(text));
