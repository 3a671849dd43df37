//! Properties: normalising twice equals once, and nothing makes a kind fall over.

use proptest::prelude::*;

use super::super::gazetteer::Gazetteer;
use super::super::person_name::PersonName;
use super::super::resident_id::Habits;
use super::super::{
    PrivateUse, Unit, account, address, amount, date, person_name, phone, resident_id,
};
use super::divisions;
use crate::domain::{IdClass, ResidentId};

/// Any text, and texts of the characters that the kinds look at.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,24}",
        "[0-9XxＯOlI*×. -]{0,20}",
        "[王欧阳曾单之子等人（）·• 某劉A-c*?]{0,8}",
        "[0-9年月日/.-]{0,12}",
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
    fn normalising_a_number_twice_equals_once(raw in texts()) {
        let (id, _) = resident_id::id_number(&raw, None, Habits::default());
        if let Some(normal) = &id.normal {
            let (again, _) = resident_id::id_number(normal, None, Habits::default());
            prop_assert_eq!(&again.normal, &id.normal);
            prop_assert_eq!(again.class, id.class);
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
    fn normalising_a_date_twice_equals_once(raw in texts()) {
        if let Ok(Some(found)) = date::date(&raw, &[]) {
            prop_assert_eq!(date::date(&found.to_string(), &[]), Ok(Some(found)));
        }
    }

    #[test]
    fn normalising_an_amount_twice_equals_once(raw in texts()) {
        if let Ok(Some(fen)) = amount::amount(&raw, Unit::Yuan) {
            prop_assert_eq!(amount::amount(&fen.to_string(), Unit::Yuan), Ok(Some(fen)));
        }
    }

    #[test]
    fn normalising_a_phone_or_an_account_twice_equals_once(raw in texts()) {
        if let Ok(Some(number)) = phone::phone(&raw) {
            prop_assert_eq!(phone::phone(&number), Ok(Some(number)));
        }
        if let Ok(Some(number)) = account::account(&raw) {
            prop_assert_eq!(account::account(&number), Ok(Some(number)));
        }
    }

    #[test]
    fn no_address_makes_the_parser_fall_over(raw in texts()) {
        let gazetteer = Gazetteer::new(&divisions());
        let found = address::address(Some(&raw), None, None, &gazetteer, &PrivateUse::default());
        prop_assert!(found.door.is_some() || !found.is_dwelling);
    }

    #[test]
    fn every_amount_of_fen_is_read_back(fen in -99_999_999_999_i64..99_999_999_999) {
        let fen = crate::domain::Fen(fen);
        prop_assert_eq!(amount::amount(&fen.to_string(), Unit::Yuan), Ok(Some(fen)));
    }
}
