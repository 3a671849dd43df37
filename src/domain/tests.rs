use super::*;

fn id(body: &str) -> ResidentId {
    ResidentId::from_body(body).expect("the body of a number")
}

#[test]
fn every_wrong_digit_and_every_adjacent_swap_fails_the_check_character() {
    let number = id("99010119500302001");
    let digits: Vec<char> = number.as_str().chars().collect();
    for at in 0..17 {
        for other in '0'..='9' {
            let mut wrong = digits.clone();
            wrong[at] = other;
            let wrong: String = wrong.into_iter().collect();
            assert_eq!(ResidentId::parse(&wrong).is_some(), wrong == number.as_str());
        }
        let mut swapped = digits.clone();
        swapped.swap(at, at + 1);
        let text: String = swapped.iter().collect();
        assert!(swapped == digits || ResidentId::parse(&text).is_none());
    }
}

#[test]
fn a_number_tells_birth_and_sex_and_hides_itself() {
    let number = id("99010119500302001");
    assert_eq!(number.birth().to_string(), "1950-03-02");
    assert!(number.is_male());
    let shown = format!("{number:?}");
    assert!(shown.starts_with("990101********"), "{shown}");
}

#[test]
fn a_number_with_an_impossible_date_is_no_number() {
    assert!(ResidentId::from_body("99010119500230001").is_none());
}

/// By the almanac: Duanwu of 1950, the leap month of 2020, the last day of the year 1954.
#[test]
fn lunar_dates_are_days_of_the_calendar_and_back() {
    let lunar = |year, month, is_leap, day| LunarDate { year, month, is_leap, day };
    for (date, day) in [
        (lunar(1950, 5, false, 5), "1950-06-19"),
        (lunar(2020, 4, false, 10), "2020-05-02"),
        (lunar(2020, 4, true, 10), "2020-06-01"),
        (lunar(1954, 12, false, 30), "1955-01-23"),
    ] {
        let day: Day = day.parse().expect("a day");
        assert_eq!(date.solar(), Some(day), "{date:?}");
        assert_eq!(LunarDate::of(day), Some(date), "{day}");
    }
    assert_eq!(lunar(2021, 4, true, 10).solar(), None, "2021 has no leap month");
    assert_eq!(lunar(1950, 13, false, 1).solar(), None);
    assert_eq!(lunar(1900, 5, false, 5).solar(), None, "before the table");
    assert_eq!(LunarDate::of(Day::from_ymd(1900, 6, 1).expect("a day")), None);
}

#[test]
fn short_forms_stand_for_every_name_that_lists_them() {
    let read = |text: &str| toml::from_str::<ShortForms>(text);
    let forms = read("edward = ['ed', 'ted']\ntheodore = ['ted']").expect("short forms");
    assert_eq!(forms.full_names("ted"), ["edward", "theodore"]);
    assert!(forms.full_names("edward").is_empty());
    let fault = read("edward = ['Ted']").expect_err("a capital letter").to_string();
    assert!(fault.contains("`Ted` would agree with no name"), "{fault}");
}

#[test]
fn days_and_months_agree_with_the_calendar() {
    let day: Day = "2024-02-29".parse().expect("a leap day");
    assert_eq!(day.to_string(), "2024-02-29");
    assert_eq!(day.month().last_day(), day);
    assert_eq!(day.month().plus_months(12).first_day().to_string(), "2025-02-01");
    assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day(0)));
    assert!("2023-02-29".parse::<Day>().is_err());
    assert_eq!(day.age_years("2025-02-28".parse().expect("a day")), 0);
    assert_eq!(day.age_years("2025-03-01".parse().expect("a day")), 1);
}

#[test]
fn money_prints_as_yuan_without_a_float() {
    assert_eq!(Fen(300_005).to_string(), "3000.05");
    assert_eq!(Fen(-5).to_string(), "-0.05");
    assert_eq!(Fen::from_yuan(910).in_yuan(), "910");
    assert_eq!(Fen(91_050).in_yuan(), "910.50");
}

#[test]
fn masks_keep_only_the_ends() {
    assert_eq!(mask::name("王秀英"), "王*英");
    assert_eq!(mask::name("王英"), "王*");
    assert_eq!(mask::resident_id("990101195003020011"), "990101********0011");
    assert_eq!(mask::phone("13800001234"), "138****1234");
    assert_eq!(mask::account("123"), "***");
    let labels =
        ["王秀英990101195003020011申请.pdf", "13800001234 王英", "insured_20261123120000.csv"];
    let masked =
        ["王*英990101********0011申*.pdf", "138****1234 王*", "insured_20261123120000.csv"];
    assert_eq!(labels.map(mask::label), masked);
    assert_eq!(mask::path("health/insured.csv"), "health/insured.csv");
    let [one, other] = ["陈英990101195003020011.csv", "陈英990101196101010011.csv"].map(mask::path);
    assert!(one.starts_with("陈*990101********0011.csv~") && one != other, "{one} {other}");
}

#[test]
fn joining_records_moves_the_positions_of_mentions() {
    let one = records_of_one_payment(Fen(100));
    let parts: Vec<Records> = std::iter::repeat_n(one, 3).collect();
    let joined = Records::concat(parts);
    let mentions: Vec<u32> = joined.payments.rows().map(|payment| payment.mention).collect();
    assert_eq!(mentions, [0, 1, 2]);
    assert_eq!(joined.mentions.len(), 3);
    assert_eq!(joined.mentions.row(2).name, Some("王秀英"));
}

#[test]
fn a_batch_of_another_shape_is_refused() {
    let error = Payments::from_batch(Mentions::empty().batch()).err().expect("a refusal");
    assert_eq!(error.to_string(), "table payments: column `mention` is missing");
}

fn records_of_one_payment(amount: Fen) -> Records {
    let mut records = Records::empty();
    records.mentions = Mentions::from_rows(vec![Mention {
        source: "relief",
        file: "relief.csv",
        name_raw: Some("王秀英"),
        name: Some("王秀英"),
        name_folded: Some("王秀英"),
        name_reading: Some("wang2 xiu4 ying1"),
        surname_length: Some(1),
        sex: Some("female"),
        birth_date: Some("1950-03"),
        ..Mention::of_nobody()
    }]);
    records.payments = Payments::from_rows([Payment {
        mention: 0,
        scheme: "LSJ",
        period: Month::from_ym(2026, 3),
        paid_on: None,
        amount,
        payment_number: Some("1"),
        certificate: None,
        account: None,
        event: None,
        cause: None,
        mark: None,
        area: None,
    }]);
    records
}

#[test]
fn a_cause_is_known_by_its_code_its_name_and_every_alias() {
    let cause = Cause {
        code: "illness".to_owned(),
        name: "因病".to_owned(),
        aliases: vec!["疾病".to_owned()],
    };
    let schemes = Schemes::default().with_causes([cause]);
    for name in ["illness", "因病", "疾病"] {
        assert_eq!(schemes.cause_of(name), Some("illness"), "{name}");
    }
    assert_eq!(schemes.cause_of("火灾"), None);
    assert_eq!(schemes.cause_name("illness"), Some("因病"));
    assert_eq!(schemes.cause_name("fire"), None);
}

#[test]
fn every_word_of_a_review_list_comes_back_in_every_language_and_as_no_other() {
    use super::review_list::{OPEN, RUN, SEAL, SEALED};
    use super::{Language, Outcome};
    let titles: Vec<&'static str> = SEALED.into_iter().chain(OPEN).chain([RUN, SEAL]).collect();
    let outcomes = Outcome::ALL.map(Outcome::chinese);
    for words in [titles.as_slice(), &outcomes] {
        for language in Language::ALL {
            for word in words {
                let printed = language.say(word);
                let read: Vec<_> =
                    words.iter().filter(|known| Language::is_any(printed, known)).collect();
                assert!(!read.is_empty() && read.iter().all(|known| *known == word), "{printed}");
                let translated = language != Language::English || printed.is_ascii();
                assert!(translated, "`{word}` has no English");
            }
        }
    }
}

#[test]
fn a_sentence_has_the_same_values_in_every_language() {
    use super::language::words::WORDS;
    let holes = |words: &str| words.matches("{}").count();
    for (index, (chinese, traditional, english)) in WORDS.iter().enumerate() {
        let alike = holes(chinese) == holes(traditional) && holes(chinese) == holes(english);
        assert!(alike, "`{chinese}` has other values in another language");
        assert!(
            WORDS[..index].iter().all(|entry| entry.0 != *chinese),
            "`{chinese}` is there twice"
        );
    }
}

#[test]
fn a_sentence_takes_its_values_in_order_and_a_list_its_mark() {
    use super::Language;
    let place = |language: Language| language.fill("{}《{}》第{}行", &[&"A", &"B", &7]);
    assert_eq!(place(Language::Simplified), "A《B》第7行");
    assert_eq!(place(Language::English), "A, B, line 7");
    assert_eq!(Language::Traditional.list(&["A", "B"]), "A、B");
    assert_eq!(Language::English.list(&["A", "B"]), "A, B");
}

#[test]
fn relations_and_months_are_told_in_every_language() {
    use super::{Language, Month, relation_in};
    assert_eq!(relation_in(Language::Simplified, "daughter"), "女");
    assert_eq!(relation_in(Language::English, "daughter"), "daughter");
    assert_eq!(relation_in(Language::Traditional, "grandson"), "孫子");
    assert_eq!(Month::from_ym(2026, 3).in_language(Language::English), "2026-03");
    assert_eq!(Month::from_ym(2026, 3).in_language(Language::Traditional), "2026年3月");
}

#[test]
fn numerals_keep_their_thousands_apart_and_their_sign() {
    use super::numerals::{grouped, movement, percent, share, yuan};
    assert_eq!([grouped(0), grouped(999), grouped(1_055_900)], ["0", "999", "1,055,900"]);
    assert_eq!(yuan(Fen(-123_450)), "-1,234.50");
    assert_eq!([share(1, 3), share(1, 0)], ["33.3%", ""]);
    assert_eq!(percent(12.34), "12.3%");
    let moved = [Some(1.84), Some(-0.26), Some(0.0), None].map(movement);
    assert_eq!(moved, ["+1.8%", "-0.3%", "", ""]);
}
