//! Text with delimiters, of any encoding.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedui_fuzz::read(
    "any.csv",
    "format = \"csv\"\n",
    bytes
));
