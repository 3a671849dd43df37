//! Persons: one row per person of tonight, masked.

use crate::domain::table::{Category, Cell, Count, Maybe, OnDay, Text, Truth, table, zh};
use crate::domain::{Day, Grade, IdClass, Mentions, ResidentId, mask};
use crate::report::ReportError;
use crate::report::identifiers::Pseudonyms;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

table! {
    /// Everyone tonight's sources speak of, one row per person.
    pub Persons, Person, PersonsBuilder = "persons" "人员" v 1 sorted [person_id] {
        /// The person's lasting id.
        person_id: Text => zh("人员编号").personal(),
        /// HMAC-SM3 of the person's resident id under the centre's key: joins without showing it.
        person_key: Maybe<Text> => zh("人员假名").standard("GB/T 32905")
            .null("no source gives a valid resident id").personal(),
        /// The name, masked.
        name_masked: Maybe<Text> => zh("姓名（遮蔽）").null("no source gives a name").sensitive(),
        /// The resident id, masked.
        resident_id_masked: Maybe<Text> => zh("证号（遮蔽）").standard("GB 11643")
            .null("no source gives one").sensitive(),
        /// `male` or `female`.
        sex: Maybe<Category> => zh("性别").standard("GB/T 2261.1").null("not known").personal(),
        /// Year of birth.
        birth_year: Maybe<Count> => zh("出生年").unit("year").null("not known").personal(),
        /// Whole years lived on the run date.
        age_years: Maybe<Count> => zh("年龄").unit("year").null("not known").personal(),
        /// Whether under 18 on the run date.
        minor: Maybe<Truth> => zh("未成年").null("age not known").personal(),
        /// The town of the home household.
        town: Maybe<Category> => zh("乡镇街道").standard("GB/T 2260").null("not known").personal(),
        /// The village or community of the home household.
        village: Maybe<Category> => zh("村社区").null("not known").personal(),
        /// The household under which everything of the person is looked at.
        home_household_id: Maybe<Text> => zh("归属家庭").null("no dossier was made").personal(),
        /// Distinct ways the sources write the person.
        identities: Count => zh("身份写法数"),
        /// Rows' mentions of the person.
        mentions: Count => zh("提及数"),
        /// Distinct sources that mention the person.
        sources: Count => zh("来源数"),
        /// The weakest grade at which one of the identities belongs to the person.
        grade: Category => zh("匹配等级"),
        /// The first night the person was seen.
        first_seen: OnDay => zh("首次出现"),
    }
}

/// Writes the people in order of their ids.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let tonight = night.tonight;
    let groups = Groups::new(&tonight.people.person_of_identity, tonight.people.len());
    let mentions = mentions_per_identity(night);
    let pseudonyms = Pseudonyms::new(tonight.pseudonym_key);
    for chunk in night.people_by_id.chunks(file.rows_per_group()) {
        let mut builder = PersonsBuilder::default();
        for (_, person) in chunk {
            let portrait = Portrait::of(night, *person, groups.identities(*person), &mentions);
            portrait.push(night, &pseudonyms, &mut builder);
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}

/// The identities of each person, as one array cut into stretches.
struct Groups {
    starts: Vec<u32>,
    identities: Vec<u32>,
}

impl Groups {
    fn new(person_of_identity: &[u32], people: usize) -> Self {
        let mut starts = vec![0_u32; people + 1];
        for person in person_of_identity {
            starts[*person as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut identities = vec![0; person_of_identity.len()];
        for (person, identity) in person_of_identity.iter().zip(0..) {
            let place = &mut next[*person as usize];
            identities[*place as usize] = identity;
            *place += 1;
        }
        Self { starts, identities }
    }

    fn identities(&self, person: u32) -> &[u32] {
        let person = person as usize;
        &self.identities[self.starts[person] as usize..self.starts[person + 1] as usize]
    }
}

fn mentions_per_identity(night: &Night) -> Vec<u32> {
    let mut counts = vec![0; night.tonight.identities.len()];
    for identity in &night.tonight.identities.of_mention {
        if let Some(count) = counts.get_mut(*identity as usize) {
            *count += 1;
        }
    }
    counts
}

/// What the identities of a person say together.
struct Portrait<'a> {
    person: u32,
    /// The valid resident id that most mentions give; the smaller of two as frequent.
    resident_id: Option<ResidentId>,
    /// The first name an identity gives.
    name: Option<&'a str>,
    identities: u32,
    mentions: u32,
    sources: u32,
    grade: Grade,
}

impl<'a> Portrait<'a> {
    fn of(night: &Night<'a>, person: u32, identities: &[u32], mentions: &[u32]) -> Self {
        let tonight = night.tonight;
        let mut votes: Vec<(ResidentId, u32)> = Vec::new();
        let mut portrait = Self {
            person,
            resident_id: None,
            name: None,
            identities: u32::try_from(identities.len()).expect("identities fit in 32 bits"),
            mentions: 0,
            sources: 0,
            grade: Grade::Confirmed,
        };
        let mut last_source = None;
        for identity in identities.iter().map(|identity| *identity as usize) {
            let mention = tonight.identities.first_mention[identity] as usize;
            portrait.mentions += mentions[identity];
            portrait.grade = portrait.grade.max(tonight.people.grade_of_identity[identity]);
            // Identities are sorted by source, so a change of source is a further source.
            let source = Some(tonight.identities.source[identity]);
            portrait.sources += u32::from(source != last_source);
            last_source = source;
            if let Some(id) = valid_id(&tonight.records.mentions, mention) {
                votes.push((id, mentions[identity]));
            }
            portrait.name = portrait
                .name
                .or_else(|| Maybe::<Text>::value(&tonight.records.mentions.name, mention));
        }
        portrait.resident_id = favourite(votes);
        portrait
    }

    fn push(&self, night: &Night, pseudonyms: &Pseudonyms, builder: &mut PersonsBuilder) {
        let tonight = night.tonight;
        let home = night.home_of(self.person);
        let member = home.map(|(_, member)| member);
        let number = self.person as usize;
        let key = self.resident_id.map(|id| pseudonyms.of(&id));
        let name = member.map(|member| member.name_masked.clone());
        let name = name.or_else(|| self.name.map(mask::name));
        let id = member.and_then(|member| member.resident_id_masked.clone());
        let id = id.or_else(|| self.resident_id.map(|id| mask::resident_id(id.as_str())));
        let male = member.and_then(|member| member.male);
        let male = male.or_else(|| self.resident_id.map(|id| id.is_male()));
        let birth = member.and_then(|member| member.birth);
        let birth = birth.or_else(|| self.resident_id.map(|id| id.birth()));
        let age = birth.map(|birth| age_years(birth, tonight.run_date));
        let household = home.map(|(dossier, _)| dossier.household.to_string());
        builder.push(Person {
            person_id: &tonight.people.ids[number].to_string(),
            person_key: key.as_deref(),
            name_masked: name.as_deref(),
            resident_id_masked: id.as_deref(),
            sex: male.map(|male| if male { "male" } else { "female" }),
            birth_year: birth.map(|birth| birth.year().unsigned_abs()),
            age_years: age,
            minor: age.map(|age| age < ADULT_YEARS),
            town: home.and_then(|(dossier, _)| dossier.town.as_deref()),
            village: home.and_then(|(dossier, _)| dossier.village.as_deref()),
            home_household_id: household.as_deref(),
            identities: self.identities,
            mentions: self.mentions,
            sources: self.sources,
            grade: self.grade.code(),
            first_seen: tonight.people.first_seen[number],
        });
    }
}

/// Civil Code of the People's Republic of China, article 17.
const ADULT_YEARS: u32 = 18;

fn age_years(birth: Day, on: Day) -> u32 {
    // A birth date after the run date is a fault of the data; it counts as age 0.
    u32::try_from(birth.age_years(on)).unwrap_or(0)
}

fn valid_id(mentions: &Mentions, row: usize) -> Option<ResidentId> {
    let valid = Category::value(&mentions.resident_id_class, row) == IdClass::Valid.code();
    let id = Maybe::<Text>::value(&mentions.resident_id, row).filter(|_| valid)?;
    ResidentId::parse(id)
}

/// The id with most votes; of two as frequent, the smaller.
fn favourite(mut votes: Vec<(ResidentId, u32)>) -> Option<ResidentId> {
    votes.sort_unstable();
    let mut tally: Vec<(ResidentId, u32)> = Vec::new();
    for (id, count) in votes {
        match tally.last_mut().filter(|(known, _)| *known == id) {
            Some((_, total)) => *total += count,
            None => tally.push((id, count)),
        }
    }
    let most = tally.iter().map(|(_, total)| *total).max()?;
    tally.into_iter().find(|(_, total)| *total == most).map(|(id, _)| id)
}
