//! Lists, sheets and the index in the centre's language: none of the program's own words stays in another.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::night::{TinyNight, day, tiny_night};
use crate::domain::*;
use crate::report::publish;

/// Names of people and places stay as they are.
const NAMES: [&str; 4] = ["王*英", "李*宝", "青石镇", "柳树村"];

/// A night whose policy pack and sources speak English, with something for every part of a list and a sheet.
fn full_night(language: Language) -> TinyNight {
    let mut night = tiny_night();
    night.settings.language = language;
    night.settings.centre = "Verification centre".to_owned();
    night.settings.evidence_rows_per_case = 1;
    for source in &mut night.sources {
        source.agency_name = format!("Office of {}", source.agency);
        source.title.clone_from(&source.id);
    }
    for name in night.rule_names.values_mut() {
        name.chinese = name.english.clone().expect("the tiny night's rules have English names");
    }
    let schemes = night.schemes.iter().map(|scheme| Scheme {
        name: scheme.name_en.clone().expect("so have its schemes"),
        ..scheme.clone()
    });
    night.schemes = Schemes::new(schemes.collect::<Vec<_>>());
    speak_english(&mut night.findings);
    add_rows_of_nobody(&mut night);
    let second = Finding { code: "G02".to_owned(), ..night.findings[0].clone() };
    let note = Finding { note: true, ..night.findings[0].clone() };
    night.findings.extend([second, note]);
    let keys = night.evidence_keys[0].clone();
    night.evidence_keys[0].extend(vec![keys[0]; 5]);
    night.evidence_keys.extend(vec![night.evidence_keys[0].clone(); 2]);
    night.cases[0].findings = vec![0, 2];
    for case in &mut night.cases {
        case.office = "Town office".to_owned();
        case.other_offices = vec!["Health office".to_owned(), "Housing office".to_owned()];
        case.escalated_to = Some("Joint office".to_owned());
        case.overdue_days = 3;
    }
    night.cases[1].grade = Grade::Probable;
    night.cases[1].town = None;
    night.findings[1].grade = Grade::Probable;
    night.previous.flags = crate::report::flag_ids(&night.findings[1..2])
        .into_iter()
        .map(|flag| KnownFlag {
            flag: flag.0,
            first_seen: day("2026-11-20"),
            nights: 3,
            open_since: None,
        })
        .collect();
    let told = "2026-11-21 属实但减免（G02），其后有新的依据；2026-11-20 属实（D01）；另有3条";
    night.past_outcomes = night
        .cases
        .iter()
        .map(|case| (crate::report::case_id(case.household), told.to_owned()))
        .collect();
    fill_chain(&mut night.dossiers[0]);
    night
}

fn speak_english(findings: &mut [Finding]) {
    for finding in findings {
        finding.reason = "Paid twice in November.".to_owned();
        finding.arithmetic = "420 + 420 - 420 = 420".to_owned();
        finding.verify = "Ask the bank.".to_owned();
        finding.harm = "An allowance may be reclaimed".to_owned();
        finding.exceptions_checked = vec!["back pay".to_owned(), "bank return".to_owned()];
        let suggestion = |unknown: &[&str]| Suggestion {
            name: "Medical assistance".to_owned(),
            office: "Health office".to_owned(),
            unknown: unknown.iter().map(|&text| text.to_owned()).collect(),
        };
        finding.suggested = vec![suggestion(&["income", "property"]), suggestion(&[])];
        for row in &mut finding.evidence {
            row.says = "2026-11 420".to_owned();
        }
    }
}

/// Rows of every class of number, of nobody known and of more people than fit beside each other.
fn add_rows_of_nobody(night: &mut TinyNight) {
    let mentions = &night.records.mentions;
    let first = u32::try_from(mentions.len()).expect("few rows");
    let classes = ["invalid", "masked", "placeholder", "missing", "other_document"];
    let nobody = classes.iter().map(|class| Mention {
        source: "charity_grants",
        file: "charity/grants.xlsx",
        line: 9,
        resident_id_class: class,
        sex: Some(if *class == "masked" { "male" } else { "female" }),
        birth_date: Some("1950-03-02"),
        ..Mention::of_nobody()
    });
    let rows = Mentions::from_rows(mentions.rows().chain(nobody));
    night.records.mentions = rows;
    // They are of one line.
    night.ledger[0].rows_read += 1;
    night.ledger[0].rows_accepted += 1;
    let row = night.findings[0].evidence[0].clone();
    let rows = (first..).zip(classes).map(|(mention, _)| Evidence { mention, ..row.clone() });
    night.findings[0].evidence.extend(rows);
}

/// An award of each standing, a circumstance of each kind, and members of every relation.
fn fill_chain(dossier: &mut Dossier) {
    let (award, member) = (dossier.awards[0].clone(), dossier.members[0].clone());
    let standings = [AwardStatus::Applied, AwardStatus::Suspended, AwardStatus::Refused];
    dossier.awards.extend(standings.map(|status| DossierAward { status, ..award.clone() }));
    let proof = award.proof;
    dossier.circumstances.extend(CircumstanceKind::ALL.into_iter().map(|kind| {
        DossierCircumstance {
            member: 0,
            kind,
            from: Some(day("2026-10-01")),
            to: Some(day("2026-10-20")),
            amount: Some(Fen::from_yuan(32_000)),
            assisted: None,
            grade: None,
            event: None,
            proof,
        }
    }));
    let relations = [
        "spouse",
        "son",
        "daughter",
        "son_in_law",
        "daughter_in_law",
        "grandson",
        "granddaughter",
        "father",
        "mother",
        "father_in_law",
        "mother_in_law",
        "grandfather",
        "grandmother",
        "sibling",
        "other",
    ];
    dossier.members.extend(
        relations.map(|relation| DossierMember {
            relation: Some(relation.to_owned()),
            ..member.clone()
        }),
    );
}

/// Everything that a reader may see of the lists, sheets and the index, without names.
fn printed(night: &TinyNight) -> Vec<(PathBuf, String)> {
    let runs = tempfile::tempdir().expect("a folder");
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    let mut texts = vec![text_of(&published.folder.join("index.html"))];
    for folder in ["lists", "sheets"] {
        let entries = std::fs::read_dir(published.folder.join(folder)).expect("a folder");
        let files = entries.map(|entry| entry.expect("an entry").path());
        // The book of statistics and the returns are for the centre and the agencies.
        texts.extend(
            files.filter(|file| !file.ends_with("statistics.xlsx")).map(|file| text_of(&file)),
        );
    }
    assert!(texts.len() >= 6, "index, two lists, two sheets and a town's: {}", texts.len());
    for (_, text) in &mut texts {
        *text = NAMES.iter().fold(std::mem::take(text), |text, name| text.replace(name, ""));
    }
    texts
}

fn text_of(file: &Path) -> (PathBuf, String) {
    let text = if file.extension().is_some_and(|end| end == "html") {
        std::fs::read_to_string(file).expect("a page")
    } else {
        let mut package =
            zip::ZipArchive::new(std::fs::File::open(file).expect("a list")).expect("a package");
        let mut text = String::new();
        for part in 0..package.len() {
            let mut part = package.by_index(part).expect("a part");
            // The theme names fonts of many scripts.
            let is_theme = part.name().expect("a name is text").contains("theme");
            if !is_theme {
                part.read_to_string(&mut text).expect("parts of a workbook are text");
            }
        }
        text
    };
    (file.to_owned(), text)
}

const fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

#[test]
fn an_english_centre_reads_no_chinese_but_names() {
    for (file, text) in printed(&full_night(Language::English)) {
        let lines = text.split(['\n', '<', '>']).filter(|part| part.chars().any(is_han));
        let left: BTreeSet<&str> = lines.collect();
        assert!(left.is_empty(), "{}: {left:?}", file.display());
    }
}

/// Words that are right in traditional Chinese as they are, though a letter of them has another form elsewhere.
const RIGHT: [&str; 3] = ["批准", "岳父", "岳母"];

#[test]
fn a_traditional_centre_reads_no_simplified_character() {
    // Letter by letter: whole words have more than one traditional spelling.
    let is_simplified = |one: char| {
        let letter = one.to_string();
        hanconv::s2t(&letter) != letter
    };
    let mut left = BTreeSet::new();
    for (_, text) in printed(&full_night(Language::Traditional)) {
        let text = RIGHT.iter().fold(text, |text, word| text.replace(word, ""));
        let parts = text.split(['\n', '<', '>']);
        left.extend(parts.filter(|part| part.chars().any(is_simplified)).map(str::to_owned));
    }
    assert!(left.is_empty(), "{left:?}");
}

/// The check must be able to fail.
#[test]
fn a_simplified_centre_reads_chinese() {
    let texts = printed(&full_night(Language::Simplified));
    assert!(texts.iter().all(|(_, text)| text.chars().any(is_han)));
    assert!(texts.iter().all(|(_, text)| hanconv::s2t(text) != *text));
}

/// Without an English name, the Chinese one is better than a code.
#[test]
fn a_rule_without_an_english_name_has_its_chinese_one() {
    let name = |english: Option<&str>| Name {
        chinese: "一人多户".to_owned(),
        english: english.map(str::to_owned),
    };
    assert_eq!(name(Some("two homes")).in_language(Language::English), "two homes");
    assert_eq!(name(None).in_language(Language::English), "一人多户");
    assert_eq!(name(Some("two homes")).in_language(Language::Traditional), "一人多户");
}

/// Words in the source or a template that no language knows would be printed as they are.
#[test]
fn every_word_that_is_said_is_in_the_table() {
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
    let mut said = 0;
    for file in files_below(&report) {
        let text = std::fs::read_to_string(&file).expect("a source file is text");
        let calls = [".say(", ".fill("].into_iter().flat_map(|call| text.split(call).skip(1));
        for rest in calls {
            let Some(rest) = rest.trim_start().strip_prefix('"') else { continue };
            let word = rest.split('"').next().expect("a literal ends").to_owned();
            said += 1;
            let word: &'static str = word.leak();
            let english = Language::English.say(word);
            assert!(!english.chars().any(is_han), "{}: `{word}`", file.display());
        }
    }
    assert!(said > 100, "only {said} words were found in the source");
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of sources");
    let files = entries.flat_map(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files_below(&path) } else { vec![path] }
    });
    files.filter(|file| !file.components().any(|part| part.as_os_str() == "tests")).collect()
}
