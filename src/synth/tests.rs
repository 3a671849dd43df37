use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect;

use super::dataset::Form;
use super::lineage::Document;
use super::place::{AddressForm, Dwelling, Village};
use super::*;

/// What the nights make of somebody, whatever a clerk does.
const STANDING: strata::Strata =
    strata::DECEASED | strata::SPLIT_HOUSEHOLD | strata::MERGED_HOUSEHOLD | strata::MISSED;

/// Every code that the oracle judges.
const CODES: [&str; 53] = [
    "A01", "A03", "A05", "D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10",
    "G01", "G02", "G03", "G04", "G05", "G06", "G07", "G08", "G09", "G10", "G11", "G13", "G14",
    "M01", "M02", "M03", "M04", "M05", "M06", "M08", "M09", "M10", "Q01", "Q02", "Q04", "Q06",
    "Q07", "Q08", "Q09", "Q10", "X01", "X02", "X03", "X04", "X05", "X06", "X08", "X09", "X10",
    "X13",
];
/// Codes whose findings come from the errors of clerks, so that no story bounds their number.
const OF_CLERKS: [&str; 5] = ["Q01", "Q02", "Q04", "Q06", "Q07"];
/// Codes without look-alikes among the stories: a wrong number is wrong, and clerks alone write a
/// lunar birthday.
const WITHOUT_LOOK_ALIKES: [&str; 2] = ["Q01", "Q04"];

fn small() -> Settings {
    Settings { people: 1500, ..Settings::default() }
}

fn written(settings: &Settings) -> (tempfile::TempDir, Summary) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let summary = write(settings, folder.path()).expect("a writable folder");
    (folder, summary)
}

/// The world of the first ward.
fn made(settings: &Settings) -> World {
    world(settings, &city::wards(settings.people)[0])
}

/// All files below a folder with their bytes, by relative path.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below the folder").to_path_buf();
                found.insert(name, fs::read(&path).expect("a readable file"));
            }
        }
    }
    found
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn one_seed_gives_one_district_and_another_seed_another() {
    let (one, two) = (written(&small()).0, written(&small()).0);
    assert!(files(one.path()) == files(two.path()), "two runs of one seed differ");
    let other = written(&Settings { seed: 8, ..small() }).0;
    let mentions = Path::new("truth/mentions.parquet");
    assert!(files(one.path())[mentions] != files(other.path())[mentions]);
}

#[test]
fn the_committed_district_is_what_the_generator_writes() {
    let (fresh, _) = written(&Settings::default());
    let (fresh, committed) = (files(fresh.path()), files(&repository("fixtures/district")));
    assert!(fresh.keys().eq(committed.keys()), "the folders hold different files");
    let differing: Vec<&PathBuf> =
        fresh.keys().filter(|name| fresh[*name] != committed[*name]).collect();
    assert!(differing.is_empty(), "differs from what is committed: {differing:?}");
}

#[test]
fn every_file_of_a_night_has_its_header() {
    let (folder, _) = written(&small());
    let files = files(&folder.path().join("2026-11-22"));
    assert_eq!(files.len(), Dataset::ALL.len() + 1, "every dataset and the manifest");
    for dataset in Dataset::ALL {
        let layout = dataset.layout();
        let bytes = &files[Path::new(layout.file)];
        let text = match layout.form {
            Form::Gb18030 => encoding_rs::GB18030.decode(bytes).0.into_owned(),
            form if form.is_workbook() => continue,
            _ => String::from_utf8(bytes.clone()).expect("UTF-8"),
        };
        let marked = text.starts_with('\u{feff}');
        assert_eq!(marked, layout.form == Form::Utf8WithMark, "{}", layout.id);
        let header = text.trim_start_matches('\u{feff}').lines().next().expect("a header");
        assert_eq!(header, dataset.columns().join(","), "{}", layout.id);
    }
}

#[test]
fn look_alikes_are_no_findings_whatever_the_seed() {
    for seed in [1, 2, 3, 7] {
        let world = &made(&Settings { seed, ..Settings::default() });
        for night in &world.nights {
            let found = oracle::findings(world, *night);
            let is_finding: BTreeSet<(&str, u32)> =
                found.iter().map(|line| (line.code, line.person)).collect();
            let legal = world.legal.iter().map(|line| (line.code, line.person));
            let broken: Vec<_> = legal.filter(|line| is_finding.contains(line)).collect();
            assert!(broken.is_empty(), "seed {seed}: look-alikes that are findings: {broken:?}");
        }
    }
}

#[test]
fn every_code_has_a_few_findings_and_look_alikes() {
    let (_folder, summary) = written(&Settings::default());
    let night = "2026-11-22".to_owned();
    for code in CODES {
        let count = summary.findings.get(&(night.clone(), code)).copied().unwrap_or(0);
        let most = if OF_CLERKS.contains(&code) { 200 } else { 20 };
        assert!((3..=most).contains(&count), "{code} has {count} findings");
        let legal = summary.legal.get(&(night.clone(), code)).copied().unwrap_or(0);
        assert!(legal > 0 || WITHOUT_LOOK_ALIKES.contains(&code), "{code} has no look-alike");
    }
    let judged: BTreeSet<&str> = summary.findings.keys().map(|(_, code)| *code).collect();
    assert_eq!(judged, BTreeSet::from(CODES));
}

#[test]
fn every_story_is_told_in_the_smallest_ward_and_in_a_large_one() {
    for (people, seed, each) in [(3000, 2, 2), (3000, 5, 2), (20_000, 4, 3)] {
        let world = &made(&Settings { people, seed, ..Settings::default() });
        let mut counts: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for line in oracle::findings(world, world.nights[0]) {
            if !line.note.starts_with(oracle::OPTIONAL) {
                counts.entry(line.code).or_default().insert(line.discriminator);
            }
        }
        for code in CODES.iter().filter(|code| !["Q01", "Q02", "Q04", "Q07"].contains(code)) {
            let count = counts.get(code).map_or(0, BTreeSet::len);
            assert!(count >= each, "{people} people, seed {seed}: {code} has {count} findings");
        }
    }
}

#[test]
fn ordinary_life_gives_hardly_a_finding() {
    for seed in [1, 2, 3, 7] {
        let world = &made(&Settings { people: 6000, seed, ..Settings::default() });
        let found = oracle::findings(world, world.nights[0]);
        let unmeant: BTreeSet<(&str, &str)> = found
            .iter()
            .filter(|line| !world.planted.contains(&line.person))
            .map(|line| (line.code, line.discriminator.as_str()))
            .collect();
        assert!(unmeant.len() <= 4, "seed {seed}: {unmeant:?}");
    }
}

#[test]
fn assistance_has_about_its_usual_size() {
    let world = &made(&Settings { people: 20_000, ..Settings::default() });
    let today = world.today();
    let people = f64::from(u32::try_from(world.people.len()).expect("a ward"));
    let active = world.units.iter().filter(|unit| unit.is_active(today));
    let covered: BTreeSet<u32> = active.flat_map(|unit| unit.members.iter().copied()).collect();
    let disabled = world.numbers().filter(|person| world.disability(*person, today).is_some());
    let percent = |count: usize| 100.0 * f64::from(u32::try_from(count).expect("a ward")) / people;
    for (what, count, usual) in [
        ("covered", covered.len(), 4.0..7.0),
        ("relieved", world.relief.len(), 0.3..0.9),
        ("helped by charities", world.grants.len(), 0.9..1.2),
        ("disabled", disabled.count(), 2.2..3.2),
    ] {
        assert!(usual.contains(&percent(count)), "{what}: {:.2} %", percent(count));
    }
    let stacking = world.legal.iter().filter(|line| line.note.starts_with("低保叠加")).count();
    assert!(stacking >= 15, "{stacking} families rightly have several kinds of help");
    let look_alikes: BTreeSet<&str> =
        world.legal.iter().map(|line| line.discriminator.as_str()).collect();
    assert!(look_alikes.len() >= 200, "{} look-alikes", look_alikes.len());
}

#[test]
fn a_disability_is_one_fact_in_every_list() {
    let world = &made(&Settings::default());
    for payment in world.papers.allowances.iter().filter(|one| one.kind.is_for_the_disabled()) {
        assert!(world.disability(payment.recipient, payment.paid).is_some());
    }
    let severe =
        world.numbers().filter(|person| world.is_severely_disabled(*person, world.today()));
    assert!(severe.count() > 5);
}

#[test]
fn plates_codes_and_certificates_are_given_once() {
    let world = &made(&Settings { people: 8000, ..Settings::default() });
    let papers = &world.papers;
    let plates: BTreeSet<&str> = papers.vehicles.iter().map(|one| one.plate.as_str()).collect();
    let codes: BTreeSet<&str> = papers.enterprises.iter().map(|one| one.code.as_str()).collect();
    let titles: BTreeSet<&str> =
        papers.properties.iter().map(|one| one.certificate.as_str()).collect();
    assert_eq!(plates.len(), papers.vehicles.len());
    assert_eq!(codes.len(), papers.enterprises.len());
    assert_eq!(titles.len(), papers.properties.len());
    let units: BTreeSet<&str> = world.units.iter().map(|unit| unit.certificate.as_str()).collect();
    assert_eq!(units.len(), world.units.len());
}

#[test]
fn findings_come_and_go_between_the_nights() {
    let world = &made(&Settings::default());
    let [first, second] = [world.nights[0], world.nights[1]].map(|night| {
        let lines = oracle::findings(world, night).into_iter();
        lines.map(|line| (line.code, line.discriminator)).collect::<BTreeSet<_>>()
    });
    let codes = |lines: BTreeSet<&(&'static str, String)>| {
        let codes: BTreeSet<&str> = lines.iter().map(|(code, _)| *code).collect();
        codes.into_iter().collect::<Vec<_>>().join(" ")
    };
    let text = format!(
        "come: {}\ngo: {}",
        codes(second.difference(&first).collect()),
        codes(first.difference(&second).collect())
    );
    expect![[r#"
        come: A01 A05 D01 G10 G11 Q09 X01
        go: A01 D01 G07 G14 Q10 X03 X05"#]]
    .assert_eq(&text);
}

#[test]
fn the_dead_are_still_counted_only_beside_survivors() {
    let world = &made(&Settings::default());
    let found = oracle::findings(world, world.nights[0]);
    let people = |code| -> BTreeSet<u32> {
        found.iter().filter(|line| line.code == code).map(|line| line.person).collect()
    };
    let notes: BTreeSet<&str> =
        found.iter().filter(|line| line.code == "X02").map(|line| line.note.as_str()).collect();
    assert_eq!(notes, BTreeSet::from(["变更户主", "核减人口"]));
    assert!(people("X01").is_disjoint(&people("X02")), "a dead person is under both codes");
}

#[test]
fn numbers_are_unique_and_tell_birth_and_sex() {
    let mut seen = BTreeSet::new();
    for person in &made(&small()).people {
        assert!(seen.insert(person.number), "a number was given twice");
        assert_eq!(person.number.birth(), person.birth);
        assert_eq!(person.number.is_male(), person.male);
        assert!(person.number.division().starts_with("99"));
    }
}

#[test]
fn homes_have_addresses_of_their_own() {
    let world = made(&Settings { people: 6000, ..Settings::default() });
    let mut by_address: BTreeMap<String, Dwelling> = BTreeMap::new();
    for household in &world.households {
        let address = household.dwelling.address(AddressForm::Usual);
        let first = *by_address.entry(address).or_insert(household.dwelling);
        assert_eq!(first, household.dwelling, "two homes share an address");
    }
}

#[test]
fn an_address_is_written_in_several_ways() {
    let town = Dwelling { village: Village::new(0, 8, 1), number: 345 };
    let country = Dwelling { village: Village::new(0, 0, 1), number: 61 };
    let forms = [
        AddressForm::Usual,
        AddressForm::Long,
        AddressForm::Short,
        AddressForm::Numerals,
        AddressForm::OldName,
        AddressForm::VillageOnly,
    ];
    let line = |form: AddressForm| format!("{}  {}", country.address(form), town.address(form));
    let text = forms.map(line).join("\n");
    expect![[r"
        示范区青石镇西湾村3组12号  示范区城关街道和平社区中山路38号2栋1单元502室
        虚构省示例市示范区青石镇西湾村3组12号  虚构省示例市示范区城关街道和平社区中山路38号2栋1单元502室
        青石镇西湾村3组12号  城关街道和平社区中山路38号2栋1单元502室
        示范区青石镇西湾村三组12号  示范区城关街道和平社区中山路38-2-1-502
        示范区青石乡西湾村3组12号  示范区城关街道办事处和平社区中山路38号2栋1单元502室
        示范区青石镇西湾村  示范区城关街道和平社区"]].assert_eq(&text);
}

#[test]
fn a_record_keeps_its_errors_until_somebody_corrects_it() {
    let world = &made(&Settings::default());
    let (first, second) = (world.nights[0], world.nights[1]);
    let (mut dirty, mut corrected) = (0, 0);
    for person in world.numbers().filter(|person| world.is_known(*person, first)) {
        let one = world.seen(person, Dataset::EducationPupils, first);
        let two = world.seen(person, Dataset::EducationPupils, second);
        let faults = strata::NO_ID
            | strata::BAD_ID
            | strata::GUARDIAN_ID
            | strata::NAMESAKE_ID
            | strata::NAME_ERROR
            | strata::BIRTH_ERROR;
        dirty += u32::from(one.tags & faults != 0);
        if (&one.name, &one.id, one.birth) != (&two.name, &two.id, two.birth) {
            assert_eq!(two.tags & faults, 0, "a record only changes to be right");
            corrected += 1;
        }
    }
    assert!(dirty > 100 && corrected > 0 && corrected < dirty / 10, "{dirty} {corrected}");
}

#[test]
fn a_clean_profile_writes_everybody_right() {
    let world = &made(&Settings { errors_percent: 0, ..small() });
    let forced = |person: &u32| world.forced.contains_key(&(*person, Dataset::CharityGrants));
    for person in world.numbers().filter(|person| !forced(person)) {
        let seen = world.seen(person, Dataset::CharityGrants, world.nights[1]);
        let of = world.person(person);
        assert_eq!(seen.id, of.document_number());
        assert_eq!(seen.name, of.name_on(world.nights[1]));
        assert_eq!(seen.tags, of.strata | seen.tags & STANDING, "{}", of.name);
    }
}

#[test]
fn households_change_between_the_nights() {
    let world = &made(&Settings::default());
    let (first, second) = (world.nights[0], world.nights[1]);
    let born = world.numbers().filter(|person| !world.is_known(*person, first)).count();
    let moved = world
        .numbers()
        .filter(|person| world.household_of(*person, first) != world.household_of(*person, second))
        .count();
    let wed = world
        .numbers()
        .filter(|person| world.spouse_of(*person, first) != world.spouse_of(*person, second))
        .count();
    assert!(born >= 2 && moved >= 3 && wed == 2, "{born} born, {moved} moved, {wed} wed");
}

#[test]
fn the_division_list_is_the_one_addresses_are_written_by() {
    let lines: String = divisions(1).iter().map(division_line).collect();
    let committed = fs::read_to_string(repository("pipelines/divisions/demo.csv"));
    let committed = committed.expect("the demo's division list");
    assert_eq!(committed, format!("code,name,aliases\n{lines}"));
}

#[test]
fn the_shipped_rates_have_the_profiles_that_are_promised() {
    let rates = Rates::default();
    let profiles: Vec<String> =
        rates.profiles.iter().map(|(name, percent)| format!("{name} {percent}")).collect();
    assert_eq!(profiles, ["clean 0", "default 100", "harsh 300"]);
    for id in rates.quality.good.iter().chain(&rates.quality.bad) {
        let known = Dataset::ALL.iter().any(|dataset| dataset.layout().id == id);
        assert!(known, "`{id}` is no dataset");
    }
    let wrong = corrupt::SHIPPED.replace("[0.15, 0.8, 3.0]", "[-0.15, 180.0, 3.0]");
    let wrong = wrong.replace("\"charity_grants\"", "\"charity_grant\"");
    let error = Rates::parse(&wrong).expect_err("no percentages").to_string();
    for part in ["-0.15 is no percentage", "180 is no percentage", "no source `charity_grant`"] {
        assert!(error.contains(part), "{error}");
    }
    let misspelt = corrupt::SHIPPED.replace("homophone", "homphone");
    let error = Rates::parse(&misspelt).expect_err("an unknown rate").to_string();
    assert!(error.contains("homphone"), "{error}");
}

/// Wards by their district, towns and people.
#[test]
fn a_city_is_districts_and_wards_that_share_out_its_people() {
    let text = |people: u32| {
        let wards = city::wards(people);
        let all: u32 = wards.iter().map(|ward| ward.people).sum();
        assert_eq!(all, people);
        let lines = wards.iter().map(|ward| {
            format!("{} {:?} {}", place::district_code(ward.district), ward.towns, ward.people)
        });
        lines.collect::<Vec<_>>().join("; ")
    };
    expect![["990101 0..11 3000"]].assert_eq(&text(3000));
    expect![["990101 0..5 22727; 990101 5..11 27273"]].assert_eq(&text(50_000));
    assert_eq!(city::wards(5_000_000).len(), 187);
}

#[test]
fn threads_and_wards_make_no_difference_to_the_bytes() {
    let settings =
        Settings { people: 45_000, nights: vec![Settings::default().nights[1]], ..small() };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("a pool").install(|| written(&settings).0)
    };
    let (one, three) = (on(1), on(3));
    assert!(files(one.path()) == files(three.path()), "the number of threads shows");
}

#[test]
fn numbers_are_unique_over_the_wards_of_a_city() {
    let settings = Settings { people: 320_000, ..Settings::default() };
    let wards = city::wards(settings.people);
    let mut seen = BTreeSet::new();
    for ward in [&wards[0], &wards[1], &wards[wards.len() - 1]] {
        let mut people = World::empty(
            settings.seed ^ u64::from(ward.number),
            ward.clone(),
            settings.nights.clone(),
            Care::new(0, Rates::default(), 0),
        );
        people::settle(&mut people, ward);
        for person in &people.people {
            assert!(seen.insert(person.number), "a number was given twice");
        }
    }
}

/// The share of mentions that carry each kind of difficulty, over a ward of usual size.
#[test]
fn every_stratum_is_met() {
    // Seldom kinds of error need a district that is dirtier than usual.
    let settings = Settings { people: 20_000, seed: 4, errors_percent: 300, ..Settings::default() };
    let ward = ward_files(&settings, &city::wards(settings.people)[0]).expect("a ward");
    let mut met: strata::Strata = 0;
    for (_, rows) in ward.nights.iter().flat_map(|night| &night.parts) {
        met |= rows.strata();
    }
    let words = strata::words(met);
    let missing: Vec<&&str> =
        strata::WORDS.iter().filter(|word| !words.split(';').any(|met| met == **word)).collect();
    assert!(missing.is_empty(), "never met: {missing:?}");
}

#[test]
fn another_form_of_a_number_or_name_is_no_error() {
    let world = made(&Settings { people: 6000, errors_percent: 300, ..Settings::default() });
    let plain = |text: &str| -> String {
        let folded = text.chars().filter(|one| !one.is_whitespace() && *one != '\'');
        let narrow = |one: char| match u32::from(one) {
            wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).expect("ASCII"),
            _ => one,
        };
        folded.map(narrow).collect::<String>().to_uppercase()
    };
    let (mut forms, mut blanks) = (0, 0);
    for person in world.numbers() {
        let seen = world.seen(person, Dataset::CharityGrants, world.nights[0]);
        let of = world.person(person);
        let number = seen.tags & strata::OF_NUMBERS == 0 && of.permit.is_none();
        if number {
            assert_eq!(plain(&seen.id), of.number.as_str());
            forms += u32::from(seen.id != of.number.as_str());
        }
        if seen.tags & strata::NAME_ERROR == 0 && of.name.chars().all(|one| !one.is_ascii()) {
            assert_eq!(plain(&seen.name), of.name_on(world.nights[0]));
            blanks += u32::from(seen.name != of.name_on(world.nights[0]));
        }
    }
    assert!(forms > 50 && blanks > 50, "{forms} {blanks}");
}

#[test]
fn errors_gather_at_some_clerks() {
    let world = made(&Settings { people: 20_000, ..Settings::default() });
    let night = world.nights[0];
    let mut by_town: BTreeMap<usize, (u32, u32)> = BTreeMap::new();
    for person in world.numbers().filter(|person| !world.planted.contains(person)) {
        let seen = world.seen(person, Dataset::CivilAffairsPayments, night);
        let town = world.home(person, night).village.town();
        let (wrong, all) = by_town.entry(town).or_default();
        *wrong += u32::from(seen.tags & (strata::NO_ID | strata::BAD_ID) != 0);
        *all += 1;
    }
    let rates: Vec<u32> = by_town.values().map(|(wrong, all)| wrong * 10_000 / all).collect();
    let (least, most) = (rates.iter().min(), rates.iter().max());
    assert!(most > least.map(|least| least * 3).as_ref(), "clerks are all alike: {rates:?}");
}

#[test]
fn a_foreigner_shows_a_permit_and_is_in_no_register() {
    let world = made(&Settings { people: 20_000, ..Settings::default() });
    let foreign: Vec<u32> =
        world.numbers().filter(|person| world.person(*person).permit.is_some()).collect();
    assert!(foreign.len() >= 5, "{}", foreign.len());
    for person in foreign {
        let of = world.person(person);
        assert!(!of.registered);
        let passport = matches!(of.permit, Some((Document::Passport, _)));
        assert_eq!(passport, of.name.is_ascii(), "{}", of.name);
    }
}

#[test]
fn villages_have_families_of_their_own() {
    let world = made(&Settings { people: 20_000, ..Settings::default() });
    let mut by_village: BTreeMap<Village, BTreeMap<&str, u32>> = BTreeMap::new();
    for person in &world.people {
        let village = world.households[person.household as usize].dwelling.village;
        let surname = naming::split(&person.name).0;
        *by_village.entry(village).or_default().entry(surname).or_default() += 1;
    }
    let share = |surnames: &BTreeMap<&str, u32>| {
        let all: u32 = surnames.values().sum();
        surnames.values().max().expect("a village has people") * 100 / all
    };
    let (urban, rural): (Vec<_>, Vec<_>) =
        by_village.iter().partition(|(village, _)| village.is_urban());
    let mean = |villages: &[(&Village, &BTreeMap<&str, u32>)]| {
        let shares: u32 = villages.iter().map(|(_, surnames)| share(surnames)).sum();
        shares / u32::try_from(villages.len()).expect("few villages")
    };
    let (urban, rural) = (mean(&urban), mean(&rural));
    assert!((30..=60).contains(&rural) && urban < 20, "rural {rural} %, urban {urban} %");
}

#[test]
fn families_are_possible() {
    let world = made(&Settings { people: 20_000, seed: 9, ..Settings::default() });
    let mut by_mother: BTreeMap<u32, Vec<Day>> = BTreeMap::new();
    for person in &world.people {
        let parents = [(person.mother, 0), (person.father, 280)];
        for (parent, days) in parents {
            let Some(of) = parent.map(|parent| world.person(parent)) else { continue };
            assert!(
                of.birth.age_years(person.birth) >= 16,
                "{} born {}",
                person.name,
                person.birth
            );
            let lived = of.death.is_none_or(|death| death.plus_days(days) >= person.birth);
            assert!(lived, "{} was born after a parent's death", person.name);
        }
        if let Some(mother) = person.mother {
            by_mother.entry(mother).or_default().push(person.birth);
        }
    }
    for births in by_mother.values_mut() {
        births.sort();
        let apart = births.windows(2).map(|two| two[1].0 - two[0].0);
        let close: Vec<i32> = apart.filter(|days| (1..250).contains(days)).collect();
        assert!(close.is_empty(), "born {close:?} days apart");
    }
    let share = |holds: &dyn Fn(u32) -> bool| {
        let count = world.numbers().filter(|person| holds(*person)).count();
        count * 1000 / world.people.len()
    };
    let old = share(&|person| world.age(person, world.today()) >= 65);
    assert!((110..190).contains(&old), "{old} in a thousand are 65 or older");
    let apart = share(&|person| world.person(person).lives_in.is_some());
    assert!((80..250).contains(&apart), "{apart} in a thousand live apart from their register");
}

#[test]
fn a_folder_that_is_not_of_our_making_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let night = folder.path().join("2026-11-23");
    fs::create_dir_all(&night).expect("a folder");
    for manifest in [
        r#"{"files": [{"file": "health/insured.csv"}]}"#,
        r#"{"made_by": "hedui synth", "files": [{"file": "../../victim"}]}"#,
        "no manifest at all",
    ] {
        fs::write(night.join("manifest.json"), manifest).expect("a manifest");
        let error = write(&small(), folder.path()).expect_err("a foreign folder");
        assert!(error.to_string().contains("choose a folder of its own"), "{error}");
    }
}

#[test]
fn the_manifest_counts_what_the_files_hold() {
    let (folder, summary) = written(&small());
    let night = folder.path().join("2026-11-23");
    let text = fs::read_to_string(night.join("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let files = manifest["files"].as_array().expect("a list of files");
    assert_eq!(files.len(), Dataset::ALL.len());
    for file in files {
        let bytes = fs::read(night.join(file["file"].as_str().expect("a path"))).expect("a file");
        let digest = <sm3::Sm3 as sm3::Digest>::digest(&bytes);
        assert_eq!(file["sm3"], crate::domain::hexadecimal(&digest), "{file}");
        let dataset = file["dataset"].as_str().expect("a dataset");
        let rows =
            summary.rows.iter().find(|((night, id), _)| night == "2026-11-23" && *id == dataset);
        assert_eq!(file["rows"], *rows.expect("a counted dataset").1, "{file}");
    }
}
