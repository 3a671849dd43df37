//! A tiny night, published and read back.

mod contracts;
mod lists;
mod night;
mod privacy;
mod publishing;
mod reading;
mod returns;
mod tables;
