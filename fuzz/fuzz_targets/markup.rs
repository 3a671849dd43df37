//! HTML tables, and the XML of Excel 2003.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedui_fuzz::read(
    "any.xls",
    "format = \"markup\"\n",
    bytes
));
