//! A tiny night, published and read back.
