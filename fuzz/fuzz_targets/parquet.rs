//! Parquet files.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hedui_fuzz::read(
    "any.parquet",
    "format = \"parquet\"\n",
    bytes
));
