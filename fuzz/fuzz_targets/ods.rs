//! ODS workbooks, or their content alone.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedui_fuzz::read(
    "any.ods",
    "format = \"ods\"\n",
    &hedui_fuzz::ods(bytes)
));
