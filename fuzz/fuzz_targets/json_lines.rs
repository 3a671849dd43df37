//! JSON Lines.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedui_fuzz::read(
    "any.jsonl",
    "format = \"json_lines\"\n",
    bytes
));
