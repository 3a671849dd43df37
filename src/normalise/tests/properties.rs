//! Properties: normalising twice equals once, and nothing makes a kind fall over.

use chinese_lunisolar_calendar::{ChineseVariant, LunisolarDate, SolarDate};
use proptest::prelude::*;

use super::super::fault::Fault;
use super::super::gazetteer::Gazetteer;
use super::super::person_name::PersonName;
use super::super::resident_id::{Habits, Witness};
use super::super::{
    PrivateUse, Unit, Value, address, amount, date, person_name, read_value, resident_id,
};
use super::divisions;
use crate::domain::{Day, IdClass, ResidentId};

/// Any text, and texts of the characters that the kinds look at.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,24}",
        "[0-9XxＯOlI*×. -]{0,20}",
        "[王欧阳曾单之子等人（）·• 某劉A-c*?]{0,8}",
        "[0-9年月日/.-]{0,12}",
        "[0-9农历闰正腊初廿卅十年月日T:Z+ -]{0,14}",
        "[壹贰拾佰仟万元角分整0-9.,负-]{0,10}",
        "[示范区城关镇新民村三组路号栋单元室廿0-9-]{0,16}",
    ]
}

proptest! {
    #[test]
    fn normalising_a_name_twice_equals_once(raw in texts()) {
        if let Ok(Some(name)) = person_name::person_name(&raw, &PrivateUse::default()) {
            let again = person_name::person_name(&name.normal, &PrivateUse::default());
            let alone = PersonName { former: None, ..name };
            prop_assert_eq!(again, Ok(Some(alone)));
        }
    }

    #[test]
    fn every_real_number_is_valid_in_any_spelling(
        sequence in 0_u32..1000,
        year in 1930_i32..2026,
        month in 1_u32..13,
        day in 1_u32..29,
    ) {
        let body = format!("990101{year}{month:02}{day:02}{sequence:03}");
        let number = ResidentId::from_body(&body).expect("a body of a real date");
        let plain = number.as_str();
        let wide: String = plain
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xFEE0).expect("a full-width character"))
            .collect();
        let spaced = format!(" '{} {}", &plain[..6], plain[6..].to_lowercase());
        for spelling in [plain, wide.as_str(), spaced.as_str()] {
            let (id, fault) = resident_id::id_number(spelling, None, Habits::default());
            prop_assert_eq!(id.normal.as_deref(), Some(plain));
            prop_assert_eq!(id.class, IdClass::Valid);
            prop_assert_eq!(fault, None);
        }
    }

    #[test]
    fn normalising_a_value_twice_equals_once(raw in texts()) {
        for value in values() {
            if let Ok(Some(normal)) = read_value(&value, &raw) {
                // The codes of relations, documents and terms are no words of any agency.
                let coded = matches!(
                    value,
                    Value::Relation { .. } | Value::Term | Value::DocumentType
                );
                if !coded {
                    let again = read_value(&value, &normal);
                    prop_assert_eq!(again, Ok(Some(normal)), "{:?}", value);
                }
            }
        }
    }

    #[test]
    fn nothing_makes_a_kind_fall_over(raw in prop_oneof![any::<String>(), mutated()]) {
        for value in values() {
            let read = read_value(&value, &raw);
            prop_assert!(read.is_ok() || read.is_err_and(|fault| !fault.message().is_empty()));
        }
        let gazetteer = Gazetteer::new(&divisions());
        let found = address::address(Some(&raw), None, None, &gazetteer, &PrivateUse::default());
        prop_assert!(found.door.is_some() || !found.is_dwelling);
    }

    #[test]
    fn no_address_makes_the_parser_fall_over(raw in texts()) {
        let gazetteer = Gazetteer::new(&divisions());
        let found = address::address(Some(&raw), None, None, &gazetteer, &PrivateUse::default());
        prop_assert!(found.door.is_some() || !found.is_dwelling);
    }

    #[test]
    fn an_amount_loses_no_fen_in_any_unit(fen in -99_999_999_999_i64..99_999_999_999) {
        let fen = crate::domain::Fen(fen);
        prop_assert_eq!(amount::amount(&fen.to_string(), Unit::Yuan), Ok(Some(fen)));
        let sign = if fen.0 < 0 { "-" } else { "" };
        let fen_alone = fen.0.unsigned_abs();
        for (unit, places, per) in [
            (Unit::Fen, 0, 1),
            (Unit::HundredYuan, 4, 10_000),
            (Unit::ThousandYuan, 5, 100_000),
            (Unit::TenThousandYuan, 6, 1_000_000),
        ] {
            let (whole, part) = (fen_alone / per, fen_alone % per);
            let written = match places {
                0 => format!("{sign}{whole}"),
                _ => format!("{sign}{whole}.{part:0places$}"),
            };
            prop_assert_eq!(amount::amount(&written, unit), Ok(Some(fen)));
            let below = format!("{sign}{whole}.{part:0places$}1");
            prop_assert_eq!(amount::amount(&below, unit), Err(Fault::AmountBelowFen));
        }
    }

    #[test]
    fn a_date_keeps_the_precision_it_is_written_with(
        year in 1851_i32..2150,
        month in 1_u32..13,
        day in 1_u32..29,
    ) {
        // January 1900 is what spreadsheets write for none.
        prop_assume!((year, month) != (1900, 1));
        let exact = format!("{year:04}-{month:02}-{day:02}");
        for written in [
            format!("{year}{month:02}{day:02}"),
            format!("{year}/{month}/{day}"),
            format!("{year}.{month:02}.{day:02} 08:30:00"),
            format!("{year}年{month}月{day}日"),
            format!("{exact}T23:59:59+08:00"),
        ] {
            let read = date::date(&written, &[]).map(|date| date.map(|date| date.to_string()));
            prop_assert_eq!(read, Ok(Some(exact.clone())), "{}", written);
        }
        for (written, precision) in [
            (format!("{year}{month:02}00"), 7),
            (format!("{year}-{month}"), 7),
            (format!("{year}年{month}月"), 7),
            (format!("{year}0000"), 4),
            (format!("{year}年"), 4),
        ] {
            let read = date::date(&written, &[]).map(|date| date.map(|date| date.to_string()));
            prop_assert_eq!(read, Ok(Some(exact[..precision].to_owned())), "{}", written);
        }
    }

    #[test]
    fn a_lunar_date_in_words_becomes_the_day_it_is(days in -24_000_i32..27_000) {
        let day = Day(days);
        let number = |value: u32| u8::try_from(value).expect("a month or a day");
        let year = u16::try_from(day.year()).expect("a year");
        let solar = SolarDate::from_ymd(year, number(day.month_of_year()), number(day.day_of_month()));
        let lunar = LunisolarDate::from_solar_date(solar.expect("a real day")).expect("in the table");
        // `一九五〇　庚寅、虎年　五月　初三`.
        let (year, month) = (lunar.to_lunisolar_year().to_u16(), lunar.to_lunar_month());
        let month = month.to_str(ChineseVariant::Simple);
        let written = format!("农历{year}年{month}{}", lunar.to_lunar_day().to_str());
        let read = date::date(&written, &[]).map(|date| date.map(|date| date.to_string()));
        prop_assert_eq!(read, Ok(Some(day.to_string())), "{}", written);
    }

    #[test]
    fn spelling_is_told_if_and_only_if_it_changed(raw in texts()) {
        let (id, _) = resident_id::id_number(&raw, None, Habits::default());
        if let Some(normal) = &id.normal {
            prop_assert_eq!(id.repairs.text().is_none(), normal == &raw, "{:?}", id);
            let (again, _) = resident_id::id_number(normal, None, Habits::default());
            prop_assert_eq!(&again.normal, &id.normal);
            prop_assert_eq!(again.class, id.class);
            prop_assert_eq!(again.repairs.text(), None);
        }
    }

    #[test]
    fn a_hypothesis_is_the_number_itself_or_nothing(
        number in numbers(),
        slip in 0_usize..4,
        at in 0_usize..17,
        digit in b'0'..=b'9',
    ) {
        let given = slipped(number.as_str(), slip, at, digit);
        if given == number.as_str() {
            return Ok(());
        }
        let birth_date = number.birth().to_string();
        let witness = Witness {
            birth_date: Some(&birth_date),
            is_male: Some(number.is_male()),
            latest: Day::from_ymd(2026, 11, 23).expect("a day"),
        };
        let (id, _) = resident_id::id_number(&given, None, Habits::default());
        prop_assert_ne!(id.class, IdClass::Valid);
        // The number itself is a candidate, so that no other can be the only one.
        let found = resident_id::hypothesis(&given, &witness);
        prop_assert!(found.is_none_or(|found| found == number), "{given}");
        // Without a witness, whatever is found is still well-formed and one slip away.
        let silent = Witness { birth_date: None, is_male: None, ..witness };
        if let Some(found) = resident_id::hypothesis(&given, &silent) {
            prop_assert!(ResidentId::parse(found.as_str()).is_some());
            prop_assert!(strsim::osa_distance(found.as_str(), &given) == 1);
        }
    }
}

/// Real numbers of people born before 2026.
fn numbers() -> impl Strategy<Value = ResidentId> {
    (1930_i32..2026, 1_u32..13, 1_u32..29, 1_u32..1000).prop_map(|(year, month, day, sequence)| {
        let body = format!("990101{year}{month:02}{day:02}{sequence:03}");
        ResidentId::from_body(&body).expect("a body of a real date")
    })
}

/// A digit changed, swapped with the next, dropped or added.
fn slipped(number: &str, slip: usize, at: usize, digit: u8) -> String {
    let mut bytes = number.as_bytes().to_vec();
    match slip {
        0 => bytes[at] = digit,
        1 => bytes.swap(at, at + 1),
        2 => drop(bytes.remove(at)),
        _ => bytes.insert(at, digit),
    }
    String::from_utf8(bytes).expect("digits are ASCII")
}

/// Every kind of value that needs no table.
fn values() -> Vec<Value> {
    let none = std::collections::BTreeMap::new;
    vec![
        Value::PersonName { list: false, institutions: false, institutions_are_nobody: false },
        Value::ResidentId {
            list: false,
            document_type: None,
            samples: Vec::new(),
            excel_damage: false,
        },
        Value::DocumentType,
        Value::Date { forms: Vec::new() },
        Value::WrittenDate,
        Value::Month,
        Value::Term,
        Value::Amount { unit: Unit::Yuan },
        Value::Phone,
        Value::Account,
        Value::Address,
        Value::Division,
        Value::Relation { values: none() },
        Value::Sex { values: none() },
        Value::YesNo { values: none() },
        Value::Text,
        Value::LatinText,
        Value::Number,
    ]
}

/// A real value with a character changed, dropped or added.
fn mutated() -> impl Strategy<Value = String> {
    const REAL: [&str; 14] = [
        "990101195003020036",
        "99010119500302001X",
        "9.90101195003020E+17",
        "G990101195003020036",
        "张三（曾用名：张山）",
        "阿依古丽·买买提",
        "王伟之子",
        "2026-11-05T08:30:00.000+08:00",
        "农历一九五〇年闰四月廿三",
        "¥1,200.00元/月",
        "壹仟贰佰叁拾元伍角整",
        "+86-571-88001234转801",
        "6222 0000 1234 5678 901",
        "示范区城关镇新民村三组人民路18号3栋2单元501室",
    ];
    (0..REAL.len(), 0_usize..40, any::<char>(), 0_u8..3).prop_map(|(which, at, character, how)| {
        let mut characters: Vec<char> = REAL[which].chars().collect();
        let at = at % characters.len();
        match how {
            0 => characters[at] = character,
            1 => drop(characters.remove(at)),
            _ => characters.insert(at, character),
        }
        characters.into_iter().collect()
    })
}

#[test]
fn every_wrong_digit_and_every_swap_of_neighbours_is_caught() {
    let mut tried = 0;
    for sequence in (1..1000).step_by(37) {
        for (year, month, day) in [(1950, 3, 2), (1988, 12, 31), (2001, 2, 28), (2019, 10, 10)] {
            let body = format!("990101{year}{month:02}{day:02}{sequence:03}");
            let number = ResidentId::from_body(&body).expect("a body of a real date");
            let mut slips: Vec<String> = Vec::new();
            for at in 0..17 {
                slips.push(slipped(number.as_str(), 1, at, 0));
                slips.extend((b'0'..=b'9').map(|digit| slipped(number.as_str(), 0, at, digit)));
            }
            slips.extend("0123456789X".chars().map(|check| format!("{body}{check}")));
            for wrong in slips.iter().filter(|wrong| *wrong != number.as_str()) {
                let (id, fault) = resident_id::id_number(wrong, None, Habits::default());
                let zeros = wrong.ends_with("000") && id.class == IdClass::Truncated;
                assert!(id.class == IdClass::Invalid || zeros, "{wrong} is {:?}", id.class);
                assert!(fault.is_some(), "{wrong}");
                tried += 1;
            }
        }
    }
    assert!(tried > 15_000, "{tried} slips");
}
