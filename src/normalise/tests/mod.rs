//! Tests of normalising: values as given in, normal forms out.

mod attributes;
mod kinds;
mod lists;
mod properties;
mod rows;
mod sources;

use crate::domain::{Division, Divisions};

/// Two towns with a village of one name, and a neighbouring district.
fn divisions() -> Divisions {
    let division = |(code, name, aliases): (&str, &str, &[&str])| Division {
        code: code.to_owned(),
        name: name.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    };
    Divisions::new(
        [
            ("990101", "示范区", [].as_slice()),
            ("990101001", "城关镇", &[]),
            ("990101001001", "新民村", &["老民村"]),
            ("990101001002", "和平社区", &[]),
            ("990101002", "东风街道", &["东风镇"]),
            ("990101002001", "新民村", &[]),
            ("990101002002", "红旗社区", &[]),
            ("990102", "邻近区", &[]),
            ("990102001", "城关镇", &[]),
        ]
        .map(division),
    )
}
