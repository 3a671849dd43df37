//! Persons: one row per person of tonight, masked.

use arrow::array::Array;

use crate::domain::table::{Category, Cell, Count, Maybe, OnDay, Text, Truth, table, zh};
use crate::domain::{Day, Grade, IdClass, Mentions, ResidentId, mask};
use crate::report::ReportError;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

table! {
    /// Everyone tonight's sources speak of, one row per person.
    pub Persons, Person, PersonsBuilder = "persons" "人员"
        says "当晚各来源提及的全部人员，每人一行。"
        v 1 sorted [person_id] {
        /// The person's lasting id.
        person_id: Text => zh("人员编号").says("人员的长期编号").personal(),
        /// HMAC-SM3 of the person's resident id under the centre's key: joins without showing it.
        person_key: Maybe<Text> => zh("人员假名")
            .says("用核对中心密钥对身份证号作HMAC-SM3所得的假名，可用于关联而不显示证号")
            .standard("GB/T 32905")
            .null("no source gives a valid resident id", "各来源均未给出有效身份证号").personal(),
        /// The name, masked.
        name_masked: Maybe<Text> => zh("姓名（遮蔽）").says("遮蔽后的姓名")
            .null("no source gives a name", "各来源均未给出姓名").sensitive(),
        /// The resident id, masked.
        resident_id_masked: Maybe<Text> => zh("证号（遮蔽）").says("遮蔽后的身份证号")
            .standard("GB 11643").null("no source gives one", "各来源均未给出").sensitive(),
        /// `male` or `female`.
        sex: Maybe<Category> => zh("性别").says("性别代码：male＝男、female＝女")
            .standard("GB/T 2261.1").null("not known", "不详").personal(),
        /// Year of birth.
        birth_year: Maybe<Count> => zh("出生年").says("出生的年份").unit("year")
            .null("not known", "不详").personal(),
        /// Whole years lived on the run date.
        age_years: Maybe<Count> => zh("年龄").says("截至核对日期的周岁").unit("year")
            .null("not known", "不详").personal(),
        /// Whether under 18 on the run date.
        minor: Maybe<Truth> => zh("未成年").says("截至核对日期是否未满18周岁")
            .null("age not known", "年龄不详").personal(),
        /// The town of the home household.
        town: Maybe<Category> => zh("乡镇街道").says("归属家庭所在的乡镇街道").standard("GB/T 2260")
            .null("not known", "不详").personal(),
        /// The village or community of the home household.
        village: Maybe<Category> => zh("村社区").says("归属家庭所在的村或社区")
            .null("not known", "不详").personal(),
        /// The household under which everything of the person is looked at.
        home_household_id: Maybe<Text> => zh("归属家庭").says("归集该人各项情况的家庭的编号")
            .null("no dossier was made", "未形成救助链").personal(),
        /// Distinct ways the sources write the person.
        identities: Count => zh("身份写法数").says("各来源对该人的不同写法数"),
        /// Rows' mentions of the person.
        mentions: Count => zh("提及数").says("各行提及该人的次数"),
        /// Distinct sources that mention the person.
        sources: Count => zh("来源数").says("提及该人的不同来源数"),
        /// The weakest grade at which one of the identities belongs to the person.
        grade: Category => zh("匹配等级")
            .says("各种写法归于该人的最低匹配等级：confirmed＝确认、probable＝高度疑似、\
                 possible＝疑似"),
        /// The first night the person was seen.
        first_seen: OnDay => zh("首次出现").says("首次出现该人的核对日期"),
    }
}

/// Writes the people in order of their ids.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let portraits = portraits(night);
    for chunk in night.people_by_id.chunks(file.rows_at_a_time()) {
        let mut builder = PersonsBuilder::with_capacity(chunk.len());
        for (_, person) in chunk {
            portraits[*person as usize].push(night, *person, &mut builder);
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}

/// What the identities of a person say together.
#[derive(Clone)]
struct Portrait {
    /// The valid resident id that most mentions give; the smaller of two as frequent.
    resident_id: Option<Vote>,
    /// The mention with the first name that an identity gives.
    name: Option<u32>,
    identities: u32,
    mentions: u32,
    sources: u32,
    /// The source of the identity that was added last.
    source: Option<u16>,
    grade: Grade,
}

/// How many mentions of a person give a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Vote {
    /// The number, in the order of its characters.
    number: u64,
    mentions: u32,
    /// One of the mentions.
    mention: u32,
}

/// The portraits of all people, by number. Identities are gone through once and in their order, for a
/// person's are all over the night.
fn portraits(night: &Night) -> Vec<Portrait> {
    let tonight = night.tonight;
    let nobody = Portrait {
        resident_id: None,
        name: None,
        identities: 0,
        mentions: 0,
        sources: 0,
        source: None,
        grade: Grade::Confirmed,
    };
    let mut portraits = vec![nobody; tonight.people.len()];
    // Few people have a second number.
    let mut further: Vec<(u32, Vote)> = Vec::new();
    let mentions = mentions_per_identity(night);
    for (identity, person) in tonight.people.person_of_identity.iter().enumerate() {
        let portrait = &mut portraits[*person as usize];
        let mention = tonight.identities.first_mention[identity];
        portrait.identities += 1;
        portrait.mentions += mentions[identity];
        portrait.grade = portrait.grade.max(tonight.people.grade_of_identity[identity]);
        // Identities are sorted by source, so a change of source is a further source.
        let source = Some(tonight.identities.source[identity]);
        portrait.sources += u32::from(source != portrait.source);
        portrait.source = source;
        let has_name = tonight.records.mentions.name.is_valid(mention as usize);
        portrait.name = portrait.name.or_else(|| has_name.then_some(mention));
        let number = valid_id(&tonight.records.mentions, mention).map(|id| id.packed());
        let Some(number) = number else { continue };
        let vote = Vote { number, mentions: mentions[identity], mention };
        match &mut portrait.resident_id {
            Some(first) if first.number == number => first.mentions += vote.mentions,
            Some(_) => further.push((*person, vote)),
            first @ None => *first = Some(vote),
        }
    }
    further.sort_unstable();
    for votes in further.chunk_by(|one, other| (one.0, one.1.number) == (other.0, other.1.number)) {
        let (person, mut vote) = votes[0];
        vote.mentions = votes.iter().map(|(_, vote)| vote.mentions).sum();
        let favourite = &mut portraits[person as usize].resident_id;
        let rank = |vote: &Vote| (vote.mentions, std::cmp::Reverse(vote.number));
        *favourite = favourite.take().into_iter().chain([vote]).max_by_key(rank);
    }
    portraits
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

impl Portrait {
    fn push(&self, night: &Night, person: u32, builder: &mut PersonsBuilder) {
        let tonight = night.tonight;
        let mentions = &tonight.records.mentions;
        let number = self.resident_id.map(|vote| vote.mention);
        let own_id = number.and_then(|mention| valid_id(mentions, mention));
        let own_name = self.name.map(|mention| Text::value(&mentions.name, mention as usize));
        let home = night.home_of(person);
        let member = home.map(|(_, member)| member);
        let key = number.and_then(|mention| night.pseudonym_of(mention));
        let key = key.map(|pseudonym| pseudonym.text());
        let name = member.map(|member| member.name_masked.clone());
        let name = name.or_else(|| own_name.map(mask::name));
        let id = member.and_then(|member| member.resident_id_masked.clone());
        let id = id.or_else(|| own_id.map(|id| mask::resident_id(id.as_str())));
        let male = member.and_then(|member| member.male);
        let male = male.or_else(|| own_id.map(|id| id.is_male()));
        let birth = member.and_then(|member| member.birth);
        let birth = birth.or_else(|| own_id.map(|id| id.birth()));
        let age = birth.map(|birth| age_years(birth, tonight.run_date));
        let household = home.map(|(dossier, _)| dossier.household.to_string());
        builder.push(Person {
            person_id: night.person_text(person),
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
            first_seen: tonight.people.first_seen[person as usize],
        });
    }
}

/// Civil Code of the People's Republic of China, article 17.
const ADULT_YEARS: u32 = 18;

fn age_years(birth: Day, on: Day) -> u32 {
    // A birth date after the run date is a fault of the data; it counts as age 0.
    u32::try_from(birth.age_years(on)).unwrap_or(0)
}

fn valid_id(mentions: &Mentions, mention: u32) -> Option<ResidentId> {
    let row = mention as usize;
    let valid = Category::value(&mentions.resident_id_class, row) == IdClass::Valid.code();
    let id = Maybe::<Text>::value(&mentions.resident_id, row).filter(|_| valid)?;
    ResidentId::parse(id)
}
