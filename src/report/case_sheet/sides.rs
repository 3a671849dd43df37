//! Side by side: what the sources say of one person, with what differs told apart.
//!
//! Values are compared as they are and, unless a purpose was given, shown masked, so a reader sees that
//! two numbers differ without seeing either.

use std::collections::BTreeMap;

use crate::domain::{Evidence, Mention};
use crate::report::night::Night;
use crate::report::privacy::{self, Masking};

/// The rows of one person beside each other.
pub(super) struct Sides {
    /// Whom they speak of, masked.
    pub person: String,
    /// Agency, dataset and line of each row.
    pub heads: Vec<String>,
    pub fields: Vec<SideField>,
    /// How many further rows there are, if any.
    pub further: Option<String>,
}

pub(super) struct SideField {
    pub name: &'static str,
    pub cells: Vec<SideCell>,
}

pub(super) struct SideCell {
    pub text: String,
    /// Whether the row contradicts what most rows say.
    pub differs: bool,
}

/// Rows beside each other on a page of A4.
const MOST_ROWS: usize = 4;

/// A field: its name, its value for comparison, and how that is shown.
struct Field {
    name: &'static str,
    value: fn(&Mention) -> Option<String>,
    shown: fn(&Mention, &Night) -> String,
}

static FIELDS: [Field; 8] = [
    Field {
        name: "姓名",
        value: |row| row.name_folded.or(row.name).map(str::to_owned),
        shown: |row, night| shown(row.name_raw, |name| night.masking().name(name)),
    },
    Field {
        name: "证号",
        value: |row| row.resident_id.map(str::to_owned),
        shown: |row, night| shown(row.resident_id_raw, |number| night.masking().document(number)),
    },
    Field {
        name: "证号类别",
        value: |_| None,
        shown: |row, night| match class_says(row.resident_id_class) {
            Some(words) => night.language().say(words).to_owned(),
            None => row.resident_id_class.to_owned(),
        },
    },
    Field {
        name: "性别",
        value: |row| row.sex.map(str::to_owned),
        shown: |row, night| match row.sex {
            Some("male") => night.language().say("男").to_owned(),
            Some("female") => night.language().say("女").to_owned(),
            _ => String::new(),
        },
    },
    Field {
        name: "出生年",
        value: |row| row.birth_date.map(str::to_owned),
        shown: |row, _| {
            row.birth_date.and_then(|date| date.get(..4)).unwrap_or_default().to_owned()
        },
    },
    Field {
        name: "电话",
        value: |row| row.phone.map(str::to_owned),
        shown: |row, night| shown(row.phone, |phone| night.masking().phone(phone)),
    },
    Field {
        name: "住址",
        value: |row| row.door.map(|door| format!("{:?} {door}", row.village)),
        shown: address,
    },
    Field {
        name: "账号",
        value: |row| row.account.map(str::to_owned),
        shown: |row, night| shown(row.account, |account| night.masking().account(account)),
    },
];

fn shown(value: Option<&str>, masked: impl Fn(&str) -> String) -> String {
    value.map(masked).unwrap_or_default()
}

/// Town and village; the door only where nothing is masked.
fn address(row: &Mention, night: &Night) -> String {
    if let (Masking::Off, Some(given)) = (night.masking(), row.address_raw) {
        return given.to_owned();
    }
    let divisions = night.tonight.divisions;
    let named = row.town.into_iter().chain(row.village);
    let mut text: String = named.map(|code| divisions.name(code)).collect();
    if row.door.is_some() {
        text.push_str("***");
    }
    text
}

/// The rows of the evidence, person by person in the order of their first row.
pub(super) fn of<'a>(night: &Night, evidence: impl Iterator<Item = &'a Evidence>) -> Vec<Sides> {
    let mut people: Vec<(Option<u32>, Vec<&Evidence>)> = Vec::new();
    for row in evidence {
        let person = night.person_of(row.mention);
        let at = people.iter().position(|(known, _)| *known == person).unwrap_or_else(|| {
            people.push((person, Vec::new()));
            people.len() - 1
        });
        if !people[at].1.iter().any(|known| known.mention == row.mention) {
            people[at].1.push(row);
        }
    }
    people.into_iter().map(|(_, rows)| sides(night, &rows)).collect()
}

fn sides(night: &Night, rows: &[&Evidence]) -> Sides {
    let language = night.tonight.settings.language;
    let chosen = chosen(night, rows);
    let mentions: Vec<Mention> = chosen.iter().map(|row| night.mention(row.mention)).collect();
    let mut fields: Vec<SideField> =
        FIELDS.iter().map(|one| field(night, one, &mentions)).collect();
    fields.retain(|field| field.cells.iter().any(|cell| !cell.text.is_empty()));
    let says = chosen.iter().map(|row| plain(privacy::text(&row.says).into_owned()));
    fields.push(SideField { name: "内容", cells: says.collect() });
    let grades = chosen.iter().map(|row| plain(language.say(row.grade.chinese()).to_owned()));
    fields.push(SideField { name: "匹配等级", cells: grades.collect() });
    let further = rows.len() - chosen.len();
    let named = mentions.iter().find_map(|row| row.name);
    Sides {
        person: named.map_or_else(
            || language.say("（未留姓名）").to_owned(),
            |name| night.masking().name(name),
        ),
        heads: chosen.iter().map(|row| night.place_said(row.mention)).collect(),
        fields,
        further: (further > 0).then(|| language.fill("另有{}行，见疑点证据表。", &[&further])),
    }
}

/// The rows to show: of each source first one, then further ones while there is room.
fn chosen<'a>(night: &Night, rows: &[&'a Evidence]) -> Vec<&'a Evidence> {
    let mut seen = Vec::new();
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for row in rows {
        let source = night.place_of(row.mention).source;
        if seen.contains(&source) {
            rest.push(*row);
        } else {
            seen.push(source);
            first.push(*row);
        }
    }
    first.into_iter().chain(rest).take(MOST_ROWS).collect()
}

fn field(night: &Night, field: &Field, rows: &[Mention]) -> SideField {
    let values: Vec<Option<String>> = rows.iter().map(field.value).collect();
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for value in values.iter().flatten() {
        *counts.entry(value).or_default() += 1;
    }
    // Among equals the first row's: any would do, and none is right by being first.
    let most = counts.values().max().copied().unwrap_or(0);
    let usual = values.iter().flatten().find(|value| counts[value] == most);
    let cells = rows.iter().zip(&values).map(|(row, value)| SideCell {
        text: (field.shown)(row, night),
        differs: value.is_some() && value.as_ref() != usual,
    });
    SideField { name: field.name, cells: cells.collect() }
}

fn plain(text: String) -> SideCell {
    SideCell { text, differs: false }
}

fn class_says(class: &str) -> Option<&'static str> {
    Some(match class {
        "valid" => "有效",
        "invalid" => "日期或校验码不符",
        "masked" => "已遮蔽",
        "placeholder" => "占位值",
        "missing" => "未填",
        "other_document" => "其他证件",
        _ => return None,
    })
}
