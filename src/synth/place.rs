//! Places: the fictional district's towns and villages, its dwellings, and the ways clerks write
//! an address.
//!
//! The division list in `pipelines/divisions/demo.csv` is this module's list, so addresses and
//! list agree. The neighbouring district exists as a code only: nobody of the world lives there.

use crate::domain::Division;

use super::dice::Dice;

/// The division code of the neighbouring district whose payments are shared.
pub const NEIGHBOUR: &str = "990102";
/// As many districts as have a code of their own beside the neighbour's.
pub const MOST_DISTRICTS: u32 = 70;
pub const TOWNS: usize = 11;
/// Villages of a town in the division list; a small world uses the first few.
pub const VILLAGES_PER_TOWN: usize = 16;
const FIRST_URBAN_TOWN: usize = 8;

const TOWN_NAMES: [&str; TOWNS] = [
    "青石镇",
    "柳河镇",
    "白沙镇",
    "双桥镇",
    "云溪镇",
    "红岩镇",
    "马鞍镇",
    "竹林镇",
    "城关街道",
    "北苑街道",
    "新华街道",
];
const PLACE_FIRST: [&str; VILLAGES_PER_TOWN] = [
    "东", "西", "南", "北", "上", "下", "前", "后", "大", "小", "新", "老", "高", "长", "金", "石",
];
const PLACE_SECOND: [&str; TOWNS] =
    ["沟", "湾", "坪", "岭", "塘", "桥", "庄", "寨", "河", "坝", "堰"];
const COMMUNITY: [&str; VILLAGES_PER_TOWN] = [
    "朝阳", "和平", "建设", "文化", "光明", "幸福", "康乐", "团结", "胜利", "解放", "新民", "友谊",
    "育才", "滨河", "永安", "兴隆",
];
const COMMUNITY_TAIL: [&str; 3] = ["", "里", "苑"];
const ROADS: [&str; 8] =
    ["人民路", "建设路", "中山路", "育才路", "文化街", "和平街", "滨河路", "环城路"];
const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A village or community, by its place in its district's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Village {
    pub district: u8,
    at: u16,
}

impl Village {
    pub fn new(district: u8, town: usize, number: usize) -> Self {
        let at = town * VILLAGES_PER_TOWN + number;
        Self { district, at: u16::try_from(at).expect("the list is short") }
    }

    pub fn town(self) -> usize {
        usize::from(self.at) / VILLAGES_PER_TOWN
    }

    /// Its place among all villages of its district.
    pub const fn rank(self) -> u16 {
        self.at
    }

    pub fn town_code(self) -> String {
        town_code(self.district, self.town())
    }

    fn number(self) -> usize {
        usize::from(self.at) % VILLAGES_PER_TOWN
    }

    pub fn is_urban(self) -> bool {
        self.town() >= FIRST_URBAN_TOWN
    }

    pub fn code(self) -> String {
        format!("{}{:03}", self.town_code(), self.number() + 1)
    }

    pub fn name(self) -> String {
        let number = self.number();
        if self.is_urban() {
            let tail = COMMUNITY_TAIL[self.town() - FIRST_URBAN_TOWN];
            return format!("{}{tail}社区", COMMUNITY[number]);
        }
        format!("{}村", self.stem())
    }

    fn stem(self) -> String {
        let number = self.number();
        format!("{}{}", PLACE_FIRST[number], PLACE_SECOND[(number + self.town()) % TOWNS])
    }
}

/// The division code of a district of the city: the neighbour's is left out.
pub fn district_code(district: u8) -> String {
    format!("9901{}", district_digits(district))
}

/// The two digits by which the codes of one district are told from those of another.
pub fn district_digits(district: u8) -> String {
    let neighbours = u8::from(district > 0);
    format!("{:02}", district + 1 + neighbours)
}

pub fn district_name(district: u8) -> String {
    if district == 0 {
        return "示范区".to_owned();
    }
    format!("示范{}区", chinese_number(u32::from(district) + 1))
}

fn town_code(district: u8, town: usize) -> String {
    format!("{}{:03}", district_code(district), town + 1)
}

pub fn town_name(town: usize) -> &'static str {
    TOWN_NAMES[town]
}

/// The operator's division list: the districts, the towns, and every village, with other names.
pub fn divisions(districts: u32) -> Vec<Division> {
    let mut list = vec![division(NEIGHBOUR.to_owned(), "邻近区", &["示例市邻近区"])];
    for district in 0..u8::try_from(districts).expect("a city has few districts") {
        let name = district_name(district);
        list.push(division(district_code(district), &name, &[format!("示例市{name}")]));
        for (town, name) in TOWN_NAMES.iter().enumerate() {
            list.push(division(town_code(district, town), name, &town_aliases(town)));
            for number in 0..VILLAGES_PER_TOWN {
                let village = Village::new(district, town, number);
                list.push(division(village.code(), &village.name(), &village_aliases(village)));
            }
        }
    }
    list.sort_by(|a, b| a.code.cmp(&b.code));
    list
}

fn division<S: AsRef<str>>(code: String, name: &str, aliases: &[S]) -> Division {
    let aliases = aliases.iter().map(|alias| alias.as_ref().to_owned()).collect();
    Division { code, name: name.to_owned(), aliases }
}

fn town_aliases(town: usize) -> Vec<String> {
    let name = TOWN_NAMES[town];
    match name.strip_suffix('镇') {
        Some(stem) => vec![format!("{stem}乡")],
        None => vec![format!("{name}办事处"), name.replace("街道", "街办")],
    }
}

fn village_aliases(village: Village) -> Vec<String> {
    if village.is_urban() {
        return vec![village.name().replace("社区", "居委会")];
    }
    vec![format!("{}村委会", village.name()), format!("{}大队", village.stem())]
}

/// The line of the operator's list for a division: `code,name,aliases`.
pub fn division_line(division: &Division) -> String {
    format!("{},{},{}\n", division.code, division.name, division.aliases.join(";"))
}

/// A home: where a living household lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Dwelling {
    pub village: Village,
    /// Its place among the village's homes; the address follows from it.
    pub number: u32,
}

/// How a clerk writes an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressForm {
    /// From the district down.
    Usual,
    /// With province and city in front.
    Long,
    /// From the town down.
    Short,
    /// Numbers as Chinese numerals, or the door as bare numbers.
    Numerals,
    /// By a former name of the town.
    OldName,
    /// Only down to the village.
    VillageOnly,
}

impl AddressForm {
    /// A form that is not the usual one.
    pub fn other(dice: &mut Dice) -> Self {
        let forms = [
            (Self::Long, 25),
            (Self::Short, 35),
            (Self::Numerals, 25),
            (Self::OldName, 7),
            (Self::VillageOnly, 8),
        ];
        dice.weighted(&forms)
    }
}

impl Dwelling {
    pub fn address(self, form: AddressForm) -> String {
        let (town, village) = (TOWN_NAMES[self.village.town()], self.village.name());
        let district = district_name(self.village.district);
        let door = if form == AddressForm::Numerals { self.bare_door() } else { self.door() };
        match form {
            AddressForm::Long => format!("虚构省示例市{district}{town}{village}{door}"),
            // Districts of one city have towns of the same names.
            AddressForm::Short if self.village.district == 0 => format!("{town}{village}{door}"),
            AddressForm::VillageOnly => format!("{district}{town}{village}"),
            AddressForm::OldName => {
                format!("{district}{}{village}{door}", town_aliases(self.village.town())[0])
            }
            AddressForm::Usual | AddressForm::Numerals | AddressForm::Short => {
                format!("{district}{town}{village}{door}")
            }
        }
    }

    fn door(self) -> String {
        if self.village.is_urban() {
            let (road, number, building, unit, room) = self.urban();
            return format!("{road}{number}号{building}栋{unit}单元{room}室");
        }
        format!("{}组{}号", self.number / 25 + 1, self.number % 25 + 1)
    }

    fn bare_door(self) -> String {
        if self.village.is_urban() {
            let (road, number, building, unit, room) = self.urban();
            return format!("{road}{number}-{building}-{unit}-{room}");
        }
        format!("{}组{}号", chinese_number(self.number / 25 + 1), self.number % 25 + 1)
    }

    /// Road, number, building, unit and room: two rooms a floor, six floors, four units, six
    /// buildings a compound.
    fn urban(self) -> (&'static str, u32, u32, u32, u32) {
        let room = (self.number / 2 % 6 + 1) * 100 + self.number % 2 + 1;
        let unit = self.number / 12 % 4 + 1;
        let building = self.number / 48 % 6 + 1;
        let compound = self.number / 288 + u32::from(self.village.at);
        (ROADS[(compound % 8) as usize], compound / 8 * 2 + 6, building, unit, room)
    }
}

/// A number below 100 in Chinese numerals; larger ones digit by digit.
fn chinese_number(number: u32) -> String {
    let digit = |value: u32| DIGITS[(value % 10) as usize];
    match number {
        0..10 => digit(number).to_owned(),
        10..20 => format!("十{}", if number == 10 { "" } else { digit(number) }),
        20..100 => {
            let ones = if number.is_multiple_of(10) { "" } else { digit(number) };
            format!("{}十{ones}", digit(number / 10))
        }
        _ => number.to_string().bytes().map(|byte| digit(u32::from(byte - b'0'))).collect(),
    }
}
