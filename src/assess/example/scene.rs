//! Scenes: the text form of a dossier.
//!
//! A block opens with its name and columns (`payment: who scheme period yuan`); the lines below it
//! are its rows, cells separated by blanks, `-` for what is not given. Blocks and columns:
//!
//! ```text
//! run: 2026-11-23
//! person: who birth sex relation namesake
//! unit: who household head size relation award property from to source sure
//! register: who household head size relation award property from to source sure
//! dwelling: who household head size relation award from to source sure
//! award: who covers household scheme status from to monthly area certificate paid payee agent source sure
//! payment: who scheme period yuan number certificate paid_on mark event cause under account area source sure
//! circumstance: who kind from to yuan assisted level event source sure
//! kin: of role who birth register unit dwelling kind from to yuan level event source sure
//! neighbour: household head members shared register scheme status from to monthly certificate area paid source sure
//! identity: who name class number owner sex birth inside list source sure
//! stray: who scheme period paid_on
//! shared: kind value who name reading former birth source sure
//! bill: number who cost scheme yuan paid_on mark source sure
//! ```
//!
//! A month may be a span (`2026-03..2026-06`): a payment then stands for one a month. `covers` is
//! names joined by `+`. An award is paid in the months of its certificate's or else its recipient's
//! payments unless `paid` says otherwise. `payee` is in whose name the account is, `agent` who is
//! registered to collect. The `role` of kin is `spouse`, `father`, `mother`, `guardian` or `child`; rows
//! about one relative add up. `property` says that somebody of the household has a title. A neighbour is
//! another unit; its `register` says `one` where one register household holds everyone of both. `under`
//! is the number somebody is paid under, `owner` whose number it is if it is another's, `inside` the number
//! inside another of the row; `list` says `payments` where only payments give it. A bill's `cost` is its
//! settlement, its `yuan` a payment on it. A name may bring its reading along (`王莉/wangli`); `□` in it is a
//! character that the row lost. `source` names an agency; `sure` is the match grade.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::assess::force::{Ticket, Tie};
use crate::domain::{
    AwardStatus, Belonging, CircumstanceKind, Claim, Day, Dossier, DossierAward,
    DossierCircumstance, DossierMember, DossierPayment, Fen, Grade, Holder, Holding, HouseholdId,
    HouseholdKind, IdClass, IdentityFact, Kin, Kinship, Month, NameKeys, NeighbourUnit,
    NumberInside, Payee, PersonId, Proof, ResidentId, SharedKind, SharedValue, Source, Stray, mask,
};

/// A dossier and what goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    pub run_date: Day,
    pub dossier: Dossier,
    pub shared: Vec<SharedValue>,
    pub sources: Vec<Source>,
    /// The masked name of every person in it.
    pub names: BTreeMap<PersonId, String>,
}

impl Scene {
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut stage = Stage::new();
        let mut block: Option<(&str, Vec<&str>)> = None;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some((name, columns)) = header(line) {
                if name == "run" {
                    stage.scene.run_date = parse(columns.first().copied().unwrap_or(""))?;
                }
                block = Some((name, columns));
                continue;
            }
            let Some((name, columns)) = &block else {
                return Err(format!("`{line}` stands before any block such as `payment:`"));
            };
            let cells: Vec<&str> = line.split_whitespace().collect();
            if cells.len() != columns.len() {
                return Err(format!("`{line}` does not have the columns {}", columns.join(" ")));
            }
            let row = Row { cells: columns.iter().copied().zip(cells).collect() };
            stage.read(name, &row).map_err(|error| format!("`{line}`: {error}"))?;
        }
        Ok(stage.finish())
    }
}

/// `name: column column …`, if the line opens a block.
fn header(line: &str) -> Option<(&str, Vec<&str>)> {
    let (name, columns) = line.split_once(':')?;
    let plain = name.chars().all(|letter| letter.is_ascii_lowercase());
    plain.then(|| (name, columns.split_whitespace().collect()))
}

/// One line under a block's columns.
struct Row<'a> {
    cells: BTreeMap<&'a str, &'a str>,
}

impl<'a> Row<'a> {
    fn text(&self, column: &str) -> Option<&'a str> {
        self.cells.get(column).copied().filter(|cell| *cell != "-")
    }

    fn owned(&self, column: &str) -> Option<String> {
        self.text(column).map(str::to_owned)
    }

    fn must(&self, column: &str) -> Result<&'a str, String> {
        self.text(column).ok_or_else(|| format!("column `{column}` is not given"))
    }

    fn day(&self, column: &str) -> Result<Option<Day>, String> {
        self.text(column).map(parse).transpose()
    }

    fn fen(&self, column: &str) -> Result<Option<Fen>, String> {
        self.text(column).map(fen).transpose()
    }

    fn grade(&self) -> Result<Grade, String> {
        self.text("sure").map_or(Ok(Grade::Confirmed), |text| {
            Grade::from_code(text).ok_or_else(|| format!("`{text}` is no grade"))
        })
    }
}

fn parse<T: FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| error.to_string())
}

fn fen(text: &str) -> Result<Fen, String> {
    let wrong = || format!("`{text}` is no amount in yuan");
    let (yuan, rest) = text.split_once('.').unwrap_or((text, "00"));
    let yuan: i64 = yuan.parse().map_err(|_| wrong())?;
    let rest: i64 = format!("{rest:0<2}").parse().map_err(|_| wrong())?;
    Ok(Fen(yuan * 100 + if text.starts_with('-') { -rest } else { rest }))
}

/// `2026-03` or `2026-03..2026-06`.
fn months(text: &str) -> Result<Vec<Month>, String> {
    let month = |text: &str| parse::<Day>(&format!("{text}-01")).map(Day::month);
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    Ok((month(from)?.0..=month(to)?.0).map(Month).collect())
}

/// A scene under construction.
struct Stage {
    scene: Scene,
    people: Vec<String>,
    households: Vec<String>,
    mentions: u32,
    /// Awards whose paid months the payments give.
    unpaid: Vec<usize>,
    /// Keys of the readings of names, by the keys of these.
    readings: BTreeMap<u64, u64>,
}

impl Stage {
    fn new() -> Self {
        let dossier = Dossier {
            household: HouseholdId(1),
            kind: HouseholdKind::AssistanceUnit,
            town: None,
            village: None,
            members: Vec::new(),
            awards: Vec::new(),
            payments: Vec::new(),
            circumstances: Vec::new(),
            neighbours: Vec::new(),
            strays: Vec::new(),
        };
        let run_date = Day::from_ymd(2026, 11, 23).expect("a day of the calendar");
        let (shared, sources, names) = (Vec::new(), Vec::new(), BTreeMap::new());
        Self {
            scene: Scene { run_date, dossier, shared, sources, names },
            people: Vec::new(),
            households: Vec::new(),
            mentions: 0,
            unpaid: Vec::new(),
            readings: BTreeMap::new(),
        }
    }

    fn finish(mut self) -> Scene {
        let dossier = &mut self.scene.dossier;
        for at in self.unpaid {
            let award = &dossier.awards[at];
            let paid = dossier.payments.iter().filter(|payment| {
                match Ticket::of_award(award).tie(Ticket::of_payment(payment)) {
                    Some(Tie::Certificate) => true,
                    Some(Tie::Recipient) => Some(payment.recipient) == award.recipient,
                    None => false,
                }
            });
            let mut net: BTreeMap<Month, Fen> = BTreeMap::new();
            for payment in paid {
                *net.entry(payment.period).or_default() += payment.amount;
            }
            for (month, amount) in net {
                let award = &mut dossier.awards[at];
                let kept = amount > Fen::ZERO;
                let months = if kept { &mut award.paid_months } else { &mut award.returned_months };
                months.push(month);
            }
        }
        let (members, readings) = (&dossier.members, &self.readings);
        for award in &mut dossier.awards {
            let Some(payee) = &mut award.payee else { continue };
            let covered = award.covers.iter().map(|at| &members[*at as usize]);
            payee.of_unit = covered.flat_map(|member| names_of(member, readings)).collect();
        }
        dossier.payments.sort_by_key(|one| (one.period, one.paid_on, one.proof.mention));
        dossier.circumstances.sort_by_key(|one| (one.from, one.kind, one.proof.mention));
        self.scene
    }

    fn read(&mut self, block: &str, row: &Row) -> Result<(), String> {
        match block {
            "person" => self.person(row),
            "unit" => self.belonging(row, HouseholdKind::AssistanceUnit),
            "register" => self.belonging(row, HouseholdKind::Register),
            "dwelling" => self.belonging(row, HouseholdKind::Dwelling),
            "award" => self.award(row),
            "payment" => self.payment(row),
            "circumstance" => {
                let member = self.member(row.must("who")?);
                let one = self.circumstance(row, member)?;
                self.scene.dossier.circumstances.push(one);
                Ok(())
            }
            "kin" => self.kin(row),
            "neighbour" => self.neighbour(row),
            "identity" => self.identity(row),
            "stray" => self.stray(row),
            "shared" => self.shared(row),
            "bill" => self.bill(row),
            other => Err(format!("there is no block `{other}`")),
        }
    }

    fn person(&mut self, row: &Row) -> Result<(), String> {
        let at = self.member(row.must("who")?);
        let member = &mut self.scene.dossier.members[at as usize];
        member.birth = row.day("birth")?;
        member.male = row.text("sex").map(|sex| sex == "male");
        member.relation = row.owned("relation");
        member.has_namesake = row.text("namesake").is_some();
        Ok(())
    }

    fn belonging(&mut self, row: &Row, kind: HouseholdKind) -> Result<(), String> {
        let proof = self.proof(row)?;
        let household = self.household(row.must("household")?);
        let at = self.member(row.must("who")?);
        let belonging = Belonging {
            household,
            kind,
            relation: row.owned("relation"),
            from: row.day("from")?,
            to: row.day("to")?,
            head_masked: row.text("head").map(mask::name),
            has_award: row.text("award").is_some(),
            has_property: row.text("property").is_some(),
            size: row.text("size").map(parse).transpose()?.unwrap_or(2),
            proof,
        };
        self.scene.dossier.members[at as usize].households.push(belonging);
        Ok(())
    }

    fn award(&mut self, row: &Row) -> Result<(), String> {
        let recipient = row.text("who").map(|who| self.member(who));
        let covers = row.text("covers").or(row.text("who")).unwrap_or_default().split('+');
        let mut covers: Vec<u32> = covers.map(|who| self.member(who)).collect();
        covers.sort_unstable();
        let household = row.text("household").map(|label| self.household(label));
        let payee = row.text("payee").map(|name| self.payee(row, name)).transpose()?;
        let award = DossierAward { recipient, covers, payee, ..self.granted(row, household)? };
        if row.text("paid").is_none() {
            self.unpaid.push(self.scene.dossier.awards.len());
        }
        self.scene.dossier.awards.push(award);
        Ok(())
    }

    /// In whose name the account of an award is; the names of its unit are known in the end.
    fn payee(&mut self, row: &Row, name: &str) -> Result<Payee, String> {
        let agents = row.text("agent").map(|agent| self.names(agent));
        Ok(Payee {
            name_masked: mask::name(self.named(name)),
            names: self.names(name),
            of_unit: Vec::new(),
            agents: agents.into_iter().collect(),
            proof: self.proof(row)?,
        })
    }

    /// The name alone of a text that may bring its reading along.
    fn named<'t>(&mut self, text: &'t str) -> &'t str {
        let (name, reading) = text.split_once('/').unwrap_or((text, text));
        self.readings.insert(key(name), key(reading));
        name
    }

    fn names(&mut self, text: &str) -> NameKeys {
        let name = self.named(text);
        let person = self.stranger(name);
        NameKeys { person, name_key: name_key(name), reading_key: self.readings[&key(name)] }
    }

    /// An award as its row gives it, without the people of the dossier.
    fn granted(
        &mut self,
        row: &Row,
        household: Option<HouseholdId>,
    ) -> Result<DossierAward, String> {
        let status = row.text("status").unwrap_or("active");
        Ok(DossierAward {
            recipient: None,
            covers: Vec::new(),
            household,
            certificate: row.owned("certificate"),
            scheme: row.must("scheme")?.to_owned(),
            status: AwardStatus::from_code(status)
                .ok_or_else(|| format!("no status `{status}`"))?,
            from: row.day("from")?,
            to: row.day("to")?,
            monthly: row.fen("monthly")?,
            area: row.owned("area"),
            paid_months: row.text("paid").map(months).transpose()?.unwrap_or_default(),
            returned_months: Vec::new(),
            payee: None,
            proof: self.proof(row)?,
        })
    }

    fn payment(&mut self, row: &Row) -> Result<(), String> {
        let recipient = self.member(row.must("who")?);
        let periods = months(row.must("period")?)?;
        for period in &periods {
            let number = row.owned("number");
            let payment = DossierPayment {
                recipient,
                scheme: row.must("scheme")?.to_owned(),
                period: *period,
                paid_on: row.day("paid_on")?,
                amount: row.fen("yuan")?.unwrap_or_default(),
                payment_number: match periods.len() {
                    1 => number,
                    _ => number.map(|number| format!("{number}-{period}")),
                },
                certificate: row.owned("certificate"),
                id_key: row.text("under").map_or(0, key),
                account_masked: None,
                account_key: row.text("account").map_or(0, key),
                event: row.owned("event"),
                cause: row.owned("cause"),
                mark: row.owned("mark"),
                area: row.owned("area"),
                proof: self.proof(row)?,
            };
            self.scene.dossier.payments.push(payment);
        }
        Ok(())
    }

    fn circumstance(&mut self, row: &Row, member: u32) -> Result<DossierCircumstance, String> {
        let kind = row.must("kind")?;
        Ok(DossierCircumstance {
            member,
            kind: CircumstanceKind::from_code(kind).ok_or_else(|| format!("no kind `{kind}`"))?,
            from: row.day("from")?,
            to: row.day("to")?,
            amount: row.fen("yuan")?,
            assisted: row.fen("assisted")?,
            grade: row.owned("level"),
            event: row.owned("event"),
            proof: self.proof(row)?,
        })
    }

    fn kin(&mut self, row: &Row) -> Result<(), String> {
        let member = self.member(row.must("of")?);
        let kinship = row.must("role")?;
        let kinship = Kinship::from_code(kinship).ok_or_else(|| format!("no role `{kinship}`"))?;
        let person = self.stranger(row.must("who")?);
        let circumstances = match row.text("kind") {
            Some(_) => vec![self.circumstance(row, member)?],
            None => Vec::new(),
        };
        let proof = self.proof(row)?;
        let name_masked = mask::name(row.must("who")?);
        let birth = row.day("birth")?;
        let mut places = |column| -> Vec<HouseholdId> {
            row.text(column).map(|label| self.household(label)).into_iter().collect()
        };
        let kin = Kin {
            kinship,
            person,
            name_masked,
            birth,
            registers: places("register"),
            units: places("unit"),
            dwellings: places("dwelling"),
            circumstances,
            proof,
        };
        let all = &mut self.scene.dossier.members[member as usize].kin;
        match all.iter_mut().find(|one| (one.kinship, one.person) == (kinship, person)) {
            Some(known) => known.circumstances.extend(kin.circumstances),
            None => all.push(kin),
        }
        Ok(())
    }

    fn neighbour(&mut self, row: &Row) -> Result<(), String> {
        let household = self.household(row.must("household")?);
        let members = row.must("members")?.split('+').map(|who| self.stranger(who)).collect();
        let award = self.granted(row, Some(household))?;
        let neighbours = &mut self.scene.dossier.neighbours;
        neighbours.push(NeighbourUnit {
            household,
            is_first: true,
            head_masked: row.text("head").map(mask::name),
            members,
            shared: row.text("shared").map(parse).transpose()?.unwrap_or(0),
            is_of_one_register: row.text("register") == Some("one"),
            awards: vec![award],
        });
        Ok(())
    }

    fn identity(&mut self, row: &Row) -> Result<(), String> {
        let at = self.member(row.must("who")?);
        let class = row.must("class")?;
        let proof = self.proof(row)?;
        let name = row.text("name").map(|name| self.named(name));
        let fact = IdentityFact {
            name_masked: name.map(mask::name),
            name_key: name.map_or(0, name_key),
            id_class: IdClass::from_code(class).ok_or_else(|| format!("no class `{class}`"))?,
            id_masked: row.text("number").map(mask::resident_id),
            id_key: row.text("number").map_or(0, key),
            of_number: row.text("number").and_then(holding),
            male: row.text("sex").map(|sex| sex == "male"),
            birth: row.owned("birth"),
            of_another: row.text("owner").is_some(),
            inside: row.text("inside").and_then(inside),
            is_listed: row.text("list") != Some("payments"),
            proof,
        };
        self.scene.dossier.members[at as usize].identities.push(fact);
        Ok(())
    }

    fn stray(&mut self, row: &Row) -> Result<(), String> {
        let member = self.member(row.must("who")?);
        for period in months(row.must("period")?)? {
            let scheme = row.must("scheme")?.to_owned();
            let stray = Stray { member, scheme, period, paid_on: row.day("paid_on")? };
            self.scene.dossier.strays.push(stray);
        }
        Ok(())
    }

    fn shared(&mut self, row: &Row) -> Result<(), String> {
        let kind = match row.must("kind")? {
            "resident_id" => SharedKind::ResidentId,
            "account" => SharedKind::Account,
            "phone" => SharedKind::Phone,
            other => return Err(format!("no kind `{other}`")),
        };
        let person = self.stranger(row.must("who")?);
        let name = row.text("name").or(row.text("who")).unwrap_or_default();
        let holder = Holder {
            reading_key: key(row.text("reading").unwrap_or(name)),
            own_birth: row.text("birth").is_some_and(|birth| is_birth_of(birth, row.text("value"))),
            ..holder(person, name, self.proof(row)?)
        };
        let masked = mask::resident_id(row.must("value")?);
        let values = &mut self.scene.shared;
        let declared = row.text("former").map(|former| [holder.name_key, key(former)]);
        match values.iter_mut().find(|one| one.kind == kind && one.masked == masked) {
            Some(value) => {
                value.holders.push(holder);
                value.declared.extend(declared);
            }
            None => values.push(SharedValue {
                kind,
                masked,
                holders: vec![holder],
                declared: declared.into_iter().collect(),
                claims: Vec::new(),
                cost: None,
            }),
        }
        Ok(())
    }

    /// A row of a bill: its settlement, or a payment on it.
    fn bill(&mut self, row: &Row) -> Result<(), String> {
        let who = row.must("who")?;
        let (person, masked) = (self.stranger(who), row.must("number")?.to_owned());
        let proof = self.proof(row)?;
        let known = self.scene.shared.iter().position(|one| one.masked == masked);
        let at = known.unwrap_or_else(|| {
            let (holders, declared, claims) = (Vec::new(), Vec::new(), Vec::new());
            let kind = SharedKind::Bill;
            let bill = SharedValue { kind, masked, holders, declared, claims, cost: None };
            self.scene.shared.push(bill);
            self.scene.shared.len() - 1
        });
        let bill = &mut self.scene.shared[at];
        if !bill.holders.iter().any(|one| one.person == person) {
            bill.holders.push(holder(person, who, proof));
        }
        if let Some(cost) = row.fen("cost")? {
            *bill.cost.get_or_insert_default() += cost;
        }
        if let Some(scheme) = row.owned("scheme") {
            bill.claims.push(Claim {
                person,
                scheme,
                amount: row.fen("yuan")?.unwrap_or_default(),
                paid_on: row.day("paid_on")?,
                mark: row.owned("mark"),
                proof,
            });
        }
        Ok(())
    }

    /// The person's id, given in order of appearance.
    fn stranger(&mut self, who: &str) -> PersonId {
        let at = position(&mut self.people, who);
        self.scene.names.insert(PersonId(at), mask::name(who));
        PersonId(at)
    }

    /// The position of a member, who enters the dossier when first named.
    fn member(&mut self, who: &str) -> u32 {
        let person = self.stranger(who);
        let members = &mut self.scene.dossier.members;
        let known = members.iter().position(|member| member.person == person);
        let at = known.unwrap_or_else(|| {
            members.push(DossierMember {
                person,
                name_masked: mask::name(who),
                resident_id_masked: None,
                name_mention: None,
                number_mention: None,
                male: None,
                birth: None,
                relation: None,
                has_namesake: false,
                households: Vec::new(),
                kin: Vec::new(),
                identities: Vec::new(),
            });
            members.len() - 1
        });
        u32::try_from(at).expect("a scene has few members")
    }

    fn household(&mut self, label: &str) -> HouseholdId {
        HouseholdId(position(&mut self.households, label))
    }

    fn proof(&mut self, row: &Row) -> Result<Proof, String> {
        let name = row.text("source").unwrap_or("民政局");
        let known = self.scene.sources.iter().position(|source| source.id == name);
        let at = known.unwrap_or_else(|| {
            self.scene.sources.push(source(name, self.scene.run_date));
            self.scene.sources.len() - 1
        });
        self.mentions += 1;
        let source = u16::try_from(at).expect("a scene has few sources");
        Ok(Proof { mention: self.mentions, source, grade: row.grade()? })
    }
}

/// Somebody who shares a value, under one name.
fn holder(person: PersonId, name: &str, proof: Proof) -> Holder {
    Holder {
        person,
        household: HouseholdId(person.0),
        name_masked: mask::name(name),
        name_key: name_key(name),
        reading_key: key(name),
        own_birth: false,
        proof,
    }
}

/// The names that `identity` rows give a member, and the member under none.
fn names_of(
    member: &DossierMember,
    readings: &BTreeMap<u64, u64>,
) -> impl Iterator<Item = NameKeys> {
    let names = member.identities.iter().map(|one| one.name_key).chain([0]);
    names.map(|name_key| {
        let reading_key = readings.get(&name_key).copied().unwrap_or(name_key);
        NameKeys { person: member.person, name_key, reading_key }
    })
}

fn inside(number: &str) -> Option<NumberInside> {
    let (id_masked, id_key) = (mask::resident_id(number), key(number));
    Some(NumberInside { id_masked, id_key, of_number: holding(number)? })
}

/// What a valid number says, also one of the fifteen digits of before 1999.
fn holding(number: &str) -> Option<Holding> {
    let fifteen_digits = number.len() == 15;
    let id = if fifteen_digits {
        ResidentId::from_body(&format!("{}19{}", &number[..6], &number[6..]))?
    } else {
        ResidentId::parse(number)?
    };
    let ends_in_zeros = number.ends_with("000");
    Some(Holding { fifteen_digits, ends_in_zeros, male: id.is_male(), birth: id.birth() })
}

fn is_birth_of(birth: &str, number: Option<&str>) -> bool {
    number.and_then(holding).is_some_and(|held| held.birth.to_string() == birth)
}

fn source(name: &str, snapshot: Day) -> Source {
    Source {
        id: name.to_owned(),
        agency: name.to_owned(),
        agency_name: name.to_owned(),
        title: "示例".to_owned(),
        roster: false,
        snapshot,
        age_days: 0,
    }
}

/// The place of a word in a list, from 1, after it has been added if it is missing.
fn position(list: &mut Vec<String>, word: &str) -> u64 {
    let known = list.iter().position(|one| one == word);
    let at = known.unwrap_or_else(|| {
        list.push(word.to_owned());
        list.len() - 1
    });
    at as u64 + 1
}

/// The key of a name; 0, as in any dossier, when one of its characters is not known.
fn name_key(name: &str) -> u64 {
    if name.contains('□') { 0 } else { key(name) }
}

/// A key that is equal for equal words; scenes have too few words for more.
fn key(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
