//! What the fuzz targets share: the rooms that read deliveries, and how bytes are put before them.
//!
//! The rooms are taken by their paths and not as the crate, which would build the rest of it, polars
//! first of all, with the sanitiser. That works because they import no other rooms.

#![allow(dead_code, unused_imports, reason = "the rooms are written for the crate they belong to")]

#[path = "../../src/domain/mod.rs"]
pub mod domain;
#[path = "../../src/ingest/mod.rs"]
pub mod ingest;
#[path = "../../src/normalise/mod.rs"]
pub mod normalise;

mod frame;
mod reader;
mod values;

pub use frame::{ods, xlsx};
pub use reader::{FIXED_WIDTH, manifest, read};
pub use values::values;
