//! What the tiny night's policy pack and its list of divisions name.

use std::collections::BTreeMap;

use crate::domain::{Division, Divisions, Name, Scheme, Schemes};

pub fn rule_names() -> BTreeMap<String, Name> {
    let names = [
        ("D01", "同项目同期重复发放", "paid twice for one period"),
        ("G02", "大额医疗费用未获救助", "high medical cost without aid"),
    ];
    let name = |(code, chinese, english): (&str, &str, &str)| {
        let chinese = chinese.to_owned();
        (code.to_owned(), Name { chinese, english: Some(english.to_owned()) })
    };
    names.map(name).into()
}

pub fn divisions() -> Divisions {
    let division = |code: &str, name: &str| Division {
        code: code.to_owned(),
        name: name.to_owned(),
        aliases: vec![],
    };
    Divisions::new([division("990101001", "青石镇"), division("990101001001", "柳树村")])
}

pub fn schemes() -> Schemes {
    let scheme = |code: &str, name: &str, name_en: &str, office: &str| Scheme {
        code: code.to_owned(),
        name: name.to_owned(),
        name_en: Some(name_en.to_owned()),
        group: "subsistence".to_owned(),
        office: office.to_owned(),
        aliases: vec![],
    };
    Schemes::new([
        scheme("DBN", "农村低保", "rural subsistence allowance", "民政局"),
        scheme("CS", "慈善救助", "charity", "慈善会"),
    ])
}
