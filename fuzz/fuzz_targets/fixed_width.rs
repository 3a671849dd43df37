//! Text in columns of fixed width.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedui_fuzz::read(
    "any.dat",
    hedui_fuzz::FIXED_WIDTH,
    bytes
));
