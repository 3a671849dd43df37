//! XLSX workbooks, or their sheet alone.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedui_fuzz::read(
    "any.xlsx",
    "format = \"xlsx\"\n",
    &hedui_fuzz::xlsx(bytes)
));
