//! A made-up population and what seven sources say of it, for tests and benchmarks of linkage.
//!
//! Families share phones, accounts and doors; siblings share characters of their names, twins their
//! birthday; fathers and sons differ by one character; clerks mistype as `Quality` says. The
//! including file brings `domain` into scope. Numbers carry the prefix 99, which no place has.

use pinyin::ToPinyin;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::domain::{Day, IdClass, Mention, Mentions, MentionsBuilder, ResidentId, Role, Source};

/// The mentions of a night and the true person of each.
pub struct Population {
    pub mentions: Mentions,
    pub sources: Vec<Source>,
    pub truth: Vec<u32>,
    /// Mentions that carry another living person's valid number.
    pub borrowed: Vec<u32>,
}

#[derive(Clone)]
struct Person {
    surname: char,
    given: Vec<char>,
    id: ResidentId,
    birth: Day,
    male: bool,
    phone: String,
    account: String,
    town: String,
    village: String,
    door: String,
    parents: Option<[u32; 2]>,
}

/// Chances per ten thousand rows.
#[derive(Clone, Copy)]
struct Quality {
    no_number: u32,
    wrong_digit: u32,
    truncated: u32,
    borrowed: u32,
    same_sound: u32,
    left_out: u32,
    wrong_birth: u32,
    no_birth: u32,
    other_address: u32,
    other_phone: u32,
}

const GOOD: Quality = Quality {
    no_number: 20,
    wrong_digit: 6,
    truncated: 0,
    borrowed: 2,
    same_sound: 15,
    left_out: 10,
    wrong_birth: 10,
    no_birth: 0,
    other_address: 1500,
    other_phone: 1500,
};
const MIDDLING: Quality = Quality {
    no_number: 150,
    wrong_digit: 50,
    truncated: 100,
    borrowed: 20,
    same_sound: 80,
    left_out: 60,
    wrong_birth: 150,
    no_birth: 300,
    other_address: 2500,
    other_phone: 2500,
};
const BAD: Quality = Quality {
    no_number: 1800,
    wrong_digit: 280,
    truncated: 600,
    borrowed: 100,
    same_sound: 300,
    left_out: 300,
    wrong_birth: 600,
    no_birth: 3000,
    other_address: 3000,
    other_phone: 3500,
};

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华兰红玉梅建国文斌鹏辉飞波宇浩凯健俊帆雪荣爱玲芬燕云莲真环珍香月莺媛瑞凡佳嘉琼勤贞莉晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔竹霭凝晓欢枫芸菲寒伊亚宜可姬舒影荔枝思玮炜维玮利立力莹盈营峰锋丰志智致刚钢纲林琳霖庆清晴晨辰诚成承龙隆春淳";

const SOURCES: [(&str, bool, Quality); 7] = [
    ("register", true, GOOD),
    ("insured", false, GOOD),
    ("pensions", false, GOOD),
    ("members", false, MIDDLING),
    ("payments", false, MIDDLING),
    ("pupils", true, MIDDLING),
    ("charity", false, BAD),
];

struct Dice(ChaCha8Rng);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        u32::try_from((u64::from(self.0.next_u32()) * u64::from(bound)) >> 32).expect("high half")
    }

    fn chance(&mut self, per_ten_thousand: u32) -> bool {
        self.below(10_000) < per_ten_thousand
    }

    /// A character of a list; earlier ones are commoner, as in real life.
    fn pick(&mut self, list: &[char]) -> char {
        let size = u32::try_from(list.len()).expect("a short list");
        let bound = self.below(size) + 1;
        list[self.below(bound) as usize]
    }
}

/// A population of about `people` people, the same for the same seed.
pub fn population(people: usize, seed: u64) -> Population {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
    let persons = families(people, &mut dice);
    let mut builder = MentionsBuilder::default();
    let mut truth = Vec::new();
    let mut borrowed = Vec::new();
    for (source, (_, _, quality)) in SOURCES.iter().enumerate() {
        let mut line = 1;
        for at in 0..persons.len() {
            if !covers(source, &persons[at], &mut dice) {
                continue;
            }
            line += 1;
            let mut write = |who: usize, role: Role, dice: &mut Dice| {
                if Row::new(&persons, who, source, role, *quality, dice).write(
                    source,
                    line,
                    role,
                    &mut builder,
                ) {
                    borrowed.push(u32::try_from(truth.len()).expect("few rows"));
                }
                truth.push(u32::try_from(who).expect("few people"));
            };
            write(at, Role::Recipient, &mut dice);
            if let (0 | 5, Some([father, mother])) = (source, persons[at].parents) {
                let roles =
                    if source == 0 { [Role::Father, Role::Mother] } else { [Role::Guardian; 2] };
                write(father as usize, roles[0], &mut dice);
                write(mother as usize, roles[1], &mut dice);
            }
        }
    }
    let sources = SOURCES.iter().map(|(id, roster, _)| Source {
        id: (*id).to_owned(),
        agency: (*id).to_owned(),
        agency_name: (*id).to_owned(),
        title: (*id).to_owned(),
        roster: *roster,
        snapshot: Day(20_000),
        age_days: 0,
    });
    Population { mentions: builder.finish(), sources: sources.collect(), truth, borrowed }
}

fn covers(source: usize, person: &Person, dice: &mut Dice) -> bool {
    let age = 2026 - person.birth.year();
    match source {
        0 => dice.chance(9700),
        1 => dice.chance(9000),
        2 => age >= 60 && dice.chance(9000),
        3 | 4 => person.door.ends_with('3') && dice.chance(9500),
        5 => (6..18).contains(&age) && dice.chance(9500),
        _ => dice.chance(300),
    }
}

fn families(people: usize, dice: &mut Dice) -> Vec<Person> {
    let surnames: Vec<char> = SURNAMES.chars().collect();
    let given: Vec<char> = GIVEN.chars().collect();
    let mut persons: Vec<Person> = Vec::with_capacity(people + 8);
    let mut household = 0;
    while persons.len() < people {
        household += 1;
        let father_year = 1935 + i32::try_from(dice.below(65)).expect("small");
        let home = home(household, dice);
        let father = person(dice.pick(&surnames), father_year, true, &home, None, &given, dice);
        let years = i32::try_from(dice.below(6)).expect("small");
        let mother_year = father_year + years - 2;
        let mother = person(dice.pick(&surnames), mother_year, false, &home, None, &given, dice);
        let first = u32::try_from(persons.len()).expect("few people");
        let parents = Some([first, first + 1]);
        let (surname, shared) = (father.surname, father.given[father.given.len() - 1]);
        persons.extend([father, mother]);
        let generation = dice.chance(4000).then(|| dice.pick(&given));
        let mut year = father_year + 20 + i32::try_from(dice.below(12)).expect("small");
        for _ in 0..dice.below(4) {
            let male = dice.chance(5200);
            let mut child = person(surname, year, male, &home, parents, &given, dice);
            if let Some(generation) = generation.or(dice.chance(200).then_some(shared)) {
                child.given = vec![generation, dice.pick(&given)];
            }
            if dice.chance(100) {
                let mut twin = person(surname, year, male, &home, parents, &given, dice);
                twin.birth = child.birth;
                twin.given = vec![child.given[0], dice.pick(&given)];
                twin.id = number(child.birth, male, &child.id.as_str()[..6], dice);
                persons.push(twin);
            }
            persons.push(child);
            year += 1 + i32::try_from(dice.below(5)).expect("small");
        }
    }
    persons
}

struct Home {
    phone: String,
    account: String,
    town: String,
    village: String,
    door: String,
}

fn home(household: u32, dice: &mut Dice) -> Home {
    let town = 1 + dice.below(11);
    let village = 1 + dice.below(20);
    Home {
        phone: phone(dice),
        account: format!("62{:014}", dice.below(u32::MAX)),
        town: format!("9901010{town:02}"),
        village: format!("9901010{town:02}{village:03}"),
        door: format!("g{}-{}", 1 + dice.below(12), household % 997),
    }
}

fn phone(dice: &mut Dice) -> String {
    format!("13{:09}", dice.below(1_000_000_000))
}

fn person(
    surname: char,
    year: i32,
    male: bool,
    home: &Home,
    parents: Option<[u32; 2]>,
    given: &[char],
    dice: &mut Dice,
) -> Person {
    let first = Day::from_ymd(year.min(2025), 1, 1).expect("a year's first day");
    let birth = first.plus_days(i32::try_from(dice.below(365)).expect("a day of the year"));
    let region = match dice.below(10) {
        0..8 => "990101",
        8 => "990181",
        _ => "990203",
    };
    let length = if dice.chance(2500) { 1 } else { 2 };
    let own_phone = dice.chance(4000);
    Person {
        surname,
        given: (0..length).map(|_| dice.pick(given)).collect(),
        id: number(birth, male, region, dice),
        birth,
        male,
        phone: if own_phone { phone(dice) } else { home.phone.clone() },
        account: home.account.clone(),
        town: home.town.clone(),
        village: home.village.clone(),
        door: home.door.clone(),
        parents,
    }
}

fn number(birth: Day, male: bool, region: &str, dice: &mut Dice) -> ResidentId {
    let sequence = dice.below(499) * 2 + u32::from(male);
    let date = birth.to_string().replace('-', "");
    ResidentId::from_body(&format!("{region}{date}{sequence:03}")).expect("a body with a real date")
}

/// A person as one row of one source has them.
struct Row {
    name: String,
    id: Option<String>,
    class: IdClass,
    sex: Option<&'static str>,
    birth: Option<String>,
    phone: Option<String>,
    account: Option<String>,
    place: Option<[String; 3]>,
    borrowed: bool,
}

impl Row {
    fn new(
        persons: &[Person],
        who: usize,
        source: usize,
        role: Role,
        quality: Quality,
        dice: &mut Dice,
    ) -> Self {
        let person = &persons[who];
        let relative = !role.is_subject();
        let (id, class, borrowed) = number_in_row(persons, who, quality, dice);
        let has_birth = !relative && !matches!(source, 4 | 6) && !dice.chance(quality.no_birth);
        let has_place = !relative && matches!(source, 0 | 1 | 3 | 5 | 6);
        let has_phone = !relative && matches!(source, 1 | 5 | 6);
        let moved = dice.chance(quality.other_address);
        let place = [&person.town, &person.village, &person.door].map(Clone::clone);
        let elsewhere = home(dice.below(900), dice);
        let elsewhere = [elsewhere.town, elsewhere.village, elsewhere.door];
        let other_phone = dice.chance(quality.other_phone).then(|| phone(dice));
        Self {
            name: name_in_row(person, quality, dice),
            id,
            class,
            sex: (has_birth && source != 6).then_some(if person.male { "male" } else { "female" }),
            birth: has_birth.then(|| birth_in_row(person.birth, quality, dice)),
            phone: has_phone.then(|| other_phone.unwrap_or_else(|| person.phone.clone())),
            account: (!relative && matches!(source, 2 | 4)).then(|| person.account.clone()),
            place: has_place.then_some(if moved { elsewhere } else { place }),
            borrowed,
        }
    }

    /// Writes the row and tells whether it carries somebody else's number.
    fn write(&self, source: usize, line: u32, role: Role, builder: &mut MentionsBuilder) -> bool {
        let reading: Vec<String> = self.name.chars().map(reading_of).collect();
        let place = self.place.as_ref();
        builder.push(Mention {
            source: SOURCES[source].0,
            file: "made-up.csv",
            line,
            role: role.code(),
            name_raw: Some(&self.name),
            name: Some(&self.name),
            name_folded: Some(&self.name),
            name_reading: Some(&reading.join(" ")),
            surname_length: Some(1),
            former_name: None,
            document_type: "resident_id",
            resident_id_raw: self.id.as_deref(),
            resident_id: self.id.as_deref(),
            resident_id_class: self.class.code(),
            sex: self.sex,
            birth_date: self.birth.as_deref(),
            phone: self.phone.as_deref(),
            address_raw: None,
            town: place.map(|place| place[0].as_str()),
            village: place.map(|place| place[1].as_str()),
            door: place.map(|place| place[2].as_str()),
            door_is_dwelling: place.map(|_| "true"),
            account: self.account.as_deref(),
            snapshot: Day(20_000),
        });
        self.borrowed
    }
}

fn reading_of(character: char) -> String {
    character.to_pinyin().map_or_else(String::new, |sound| sound.with_tone_num_end().to_owned())
}

fn name_in_row(person: &Person, quality: Quality, dice: &mut Dice) -> String {
    let mut given = person.given.clone();
    if dice.chance(quality.same_sound) {
        let last = given.len() - 1;
        let sound = reading_of(given[last]);
        let homophones = GIVEN.chars().filter(|other| reading_of(*other) == sound);
        let homophones: Vec<char> = homophones.collect();
        given[last] = dice.pick(&homophones);
    }
    if given.len() > 1 && dice.chance(quality.left_out) {
        given.remove(0);
    }
    std::iter::once(person.surname).chain(given).collect()
}

fn number_in_row(
    persons: &[Person],
    who: usize,
    quality: Quality,
    dice: &mut Dice,
) -> (Option<String>, IdClass, bool) {
    let own = persons[who].id.as_str();
    if dice.chance(quality.no_number) {
        return (None, IdClass::Missing, false);
    }
    if dice.chance(quality.borrowed) {
        let stranger = dice.below(u32::try_from(persons.len()).expect("few people"));
        let owner = persons[who].parents.map_or(stranger, |parents| parents[1]) as usize;
        let borrowed = owner != who;
        return (Some(persons[owner].id.as_str().to_owned()), IdClass::Valid, borrowed);
    }
    if dice.chance(quality.truncated) {
        return (Some(format!("{}000", &own[..15])), IdClass::Truncated, false);
    }
    if dice.chance(quality.wrong_digit) {
        let mut digits: Vec<u8> = own.bytes().collect();
        let at = dice.below(17) as usize;
        digits[at] =
            b'0' + (digits[at] - b'0' + 1 + u8::try_from(dice.below(9)).expect("small")) % 10;
        let wrong = digits.into_iter().map(char::from).collect();
        return (Some(wrong), IdClass::Invalid, false);
    }
    (Some(own.to_owned()), IdClass::Valid, false)
}

fn birth_in_row(birth: Day, quality: Quality, dice: &mut Dice) -> String {
    if !dice.chance(quality.wrong_birth) {
        return birth.to_string();
    }
    match dice.below(3) {
        0 => format!("{}-01-01", birth.year()),
        1 => birth.plus_days(30 + i32::try_from(dice.below(25)).expect("small")).to_string(),
        _ => birth.plus_days(365).to_string(),
    }
}
