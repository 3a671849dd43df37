//! A tiny night, published and read back.

mod chinese;
mod contracts;
mod languages;
mod lists;
mod night;
mod pack;
mod privacy;
mod publishing;
mod quality;
mod reading;
mod returns;
mod sheets;
mod tables;
