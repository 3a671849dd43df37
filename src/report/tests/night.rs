//! A tiny night: two families, three agencies, one duplicate, one missed person, one bad row.

use std::collections::BTreeMap;

use super::pack::{divisions, rule_names, schemes};
use crate::domain::*;
use crate::report::{
    ComparisonDrift, ComparisonLevels, FileDigest, Metric, ModelDrift, Refused, RuleOff, Settings,
    StageTiming, Tonight,
};

/// Values that must never be published as they are.
pub const SECRETS: [&str; 8] = [
    "99010119500302001X",
    "990101201207150033",
    "13800001234",
    "6217000010001234567",
    "王秀英",
    "李小宝",
    "幸福路18号2栋301",
    "wang2 xiu4 ying1",
];

/// Everything a [`Tonight`] borrows.
pub struct TinyNight {
    pub run_date: Day,
    pub settings: Settings,
    pub sources: Vec<Source>,
    pub ledger: Vec<LedgerLine>,
    pub records: Records,
    pub identities: Identities,
    pub people: People,
    pub person_changes: Vec<IdChange<PersonId>>,
    pub household_changes: Vec<IdChange<HouseholdId>>,
    pub households: Vec<Household>,
    pub household_first_seen: Vec<Day>,
    pub kin: KinGraph,
    pub household_links: Vec<HouseholdLink>,
    pub links: Vec<Link>,
    pub comparisons: Vec<ComparisonLevels>,
    pub dossiers: Vec<Dossier>,
    pub findings: Vec<Finding>,
    pub evidence_keys: Vec<Vec<EvidenceKey>>,
    pub match_keys: Vec<RowKey>,
    pub excused: Vec<Excused>,
    pub cases: Vec<Case>,
    pub coverage: Vec<Coverage>,
    pub funds: Vec<Fund>,
    pub previous: PreviousRun,
    pub divisions: Divisions,
    pub schemes: Schemes,
    pub metrics: Vec<Metric>,
    pub profile: Profile,
    pub rules_off: Vec<RuleOff>,
    pub rule_names: BTreeMap<String, Name>,
    pub past_outcomes: BTreeMap<CaseId, String>,
    pub decisions: BTreeMap<HouseholdId, Vec<Decision>>,
    pub decision_head: LedgerHead,
    pub decision_quality: Vec<DecisionQuality>,
    pub inputs: Vec<FileDigest>,
    pub stages: Vec<StageTiming>,
    pub drift: SourceDrift,
    pub model_drift: Option<ModelDrift>,
    pub warnings: Vec<String>,
    pub refused: Vec<Refused>,
}

impl TinyNight {
    pub fn tonight(&self) -> Tonight<'_> {
        Tonight {
            run_date: self.run_date,
            settings: &self.settings,
            sources: &self.sources,
            ledger: &self.ledger,
            records: &self.records,
            identities: &self.identities,
            people: &self.people,
            person_changes: &self.person_changes,
            household_changes: &self.household_changes,
            households: &self.households,
            household_first_seen: &self.household_first_seen,
            kin: &self.kin,
            household_links: &self.household_links,
            links: &self.links,
            comparisons: &self.comparisons,
            dossiers: &self.dossiers,
            findings: &self.findings,
            evidence_keys: &self.evidence_keys,
            match_keys: &self.match_keys,
            excused: &self.excused,
            cases: &self.cases,
            coverage: &self.coverage,
            funds: &self.funds,
            previous: &self.previous,
            divisions: &self.divisions,
            schemes: &self.schemes,
            metrics: &self.metrics,
            profile: &self.profile,
            drift: &self.drift,
            model_drift: self.model_drift.as_ref(),
            rules_off: &self.rules_off,
            rule_names: &self.rule_names,
            policy: "demo 2026.1",
            past_outcomes: &self.past_outcomes,
            decisions: &self.decisions,
            decision_head: &self.decision_head,
            decision_quality: &self.decision_quality,
            model_json: "{\"version\":1}\n",
            inputs: &self.inputs,
            stages: &self.stages,
            peak_memory_bytes: 1 << 20,
            pseudonym_key: &[7; 32],
            warnings: &self.warnings,
            refused: &self.refused,
        }
    }
}

pub fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub const GRANDMOTHER: PersonId = PersonId(0x0b);
pub const BOY: PersonId = PersonId(0x0a);
pub const FIRST_HOME: HouseholdId = HouseholdId(0x1f);
pub const SECOND_HOME: HouseholdId = HouseholdId(0x1e);

/// The night of 2026-11-23.
pub fn tiny_night() -> TinyNight {
    TinyNight {
        run_date: day("2026-11-23"),
        settings: Settings { rows_per_group: 2, ..Settings::default() },
        sources: sources(),
        ledger: ledger(),
        records: records(),
        identities: identities(),
        people: people(),
        person_changes: vec![IdChange { id: BOY, fate: IdFate::New, other: None }],
        household_changes: vec![IdChange {
            id: HouseholdId(0x99),
            fate: IdFate::MergedInto,
            other: Some(FIRST_HOME),
        }],
        households: households(),
        household_first_seen: vec![day("2026-11-20"), day("2026-11-23")],
        kin: KinGraph::new(2, kin()),
        household_links: vec![household_link()],
        links: links(),
        comparisons: comparisons(),
        dossiers: dossiers(),
        findings: findings(),
        evidence_keys: vec![
            vec![evidence_key(0x51, Some("2026-11")); 2],
            vec![evidence_key(0x52, None)],
        ],
        match_keys: [0x61, 0x61, 0x62, 0x63].map(RowKey).to_vec(),
        excused: excused(),
        cases: cases(),
        coverage: coverage(),
        funds: funds(),
        previous: PreviousRun::default(),
        divisions: divisions(),
        schemes: schemes(),
        metrics: metrics(),
        profile: Profile::from_rows([ProfileFigure {
            source: "charity_grants",
            column: Some("phone"),
            measure: "filled",
            dimension: None,
            value: 1.0,
        }]),
        rules_off: vec![RuleOff {
            code: "G03".to_owned(),
            reason: "缺少参数：年人均收入".to_owned(),
        }],
        rule_names: rule_names(),
        past_outcomes: BTreeMap::from([(
            crate::report::case_id(SECOND_HOME),
            "2026-11-21 属实但减免（G02）".to_owned(),
        )]),
        decisions: BTreeMap::from([(SECOND_HOME, vec![decision()])]),
        decision_head: LedgerHead { entries: 1, digest: "5e".repeat(32) },
        decision_quality: vec![decision_quality()],
        inputs: vec![FileDigest { path: "nightly.toml".to_owned(), digest: "ab".repeat(32) }],
        stages: vec![StageTiming {
            stage: "read".to_owned(),
            seconds: 0.25,
            handled: 9,
            unit: "rows".to_owned(),
            peak_memory_bytes: 1 << 19,
        }],
        drift: drift(),
        model_drift: Some(model_drift()),
        warnings: vec!["慈善会数据滞后3天，相关疑点暂缓。".to_owned()],
        refused: Vec::new(),
    }
}

fn household_link() -> HouseholdLink {
    HouseholdLink {
        household: FIRST_HOME,
        other: SECOND_HOME,
        is_of_previous_night: false,
        kind: HouseholdKind::AssistanceUnit,
        other_kind: HouseholdKind::Register,
        relation: HouseholdRelation::Partial,
        shared: 1,
        members: 2,
        other_members: 3,
        similarity_permille: 250,
    }
}

fn drift() -> SourceDrift {
    let rows = Remark { weight: 50.0, text: "行数：18 → 9（-50%）".to_owned() };
    let filled =
        Remark { weight: 7.0, text: "字段 phone：填充率 90.0% → 83.0%".to_owned() };
    SourceDrift {
        since: Some(day("2026-11-22")),
        sources: BTreeMap::from([("civil_affairs_payments".to_owned(), vec![rows, filled])]),
    }
}

fn model_drift() -> ModelDrift {
    ModelDrift {
        trained_on: Some(day("2026-11-01")),
        max: 0.25,
        comparisons: vec![
            ComparisonDrift { name: "name".to_owned(), m: Some(0.31), u: 0.02 },
            ComparisonDrift { name: "birth".to_owned(), m: None, u: 0.004 },
        ],
    }
}

fn people() -> People {
    People {
        person_of_identity: vec![0, 0, 0, 1],
        grade_of_identity: vec![
            Grade::Confirmed,
            Grade::Confirmed,
            Grade::Probable,
            Grade::Confirmed,
        ],
        ids: vec![GRANDMOTHER, BOY],
        first_seen: vec![day("2026-11-20"), day("2026-11-23")],
    }
}

fn comparisons() -> Vec<ComparisonLevels> {
    vec![
        ComparisonLevels {
            name: "name".to_owned(),
            levels: vec!["exact".to_owned(), "same_reading".to_owned()],
            weights: vec![8.125, 4.5],
        },
        ComparisonLevels {
            name: "resident_id".to_owned(),
            levels: vec!["equal_valid".to_owned()],
            weights: vec![21.0],
        },
    ]
}

fn metrics() -> Vec<Metric> {
    vec![
        Metric { name: "pairs".to_owned(), dimension: "resident_id".to_owned(), value: 1200.0 },
        Metric { name: "blocking_recall".to_owned(), dimension: String::new(), value: 0.998_765 },
    ]
}

fn sources() -> Vec<Source> {
    let source = |id: &str, agency: &str, agency_name: &str, title: &str, age_days| Source {
        id: id.to_owned(),
        agency: agency.to_owned(),
        agency_name: agency_name.to_owned(),
        title: title.to_owned(),
        roster: false,
        snapshot: day("2026-11-23").plus_days(-i32::try_from(age_days).expect("few days")),
        age_days,
    };
    vec![
        source("charity_grants", "charity", "慈善会", "慈善救助", 3),
        source("civil_affairs_payments", "civil_affairs", "民政局", "低保特困发放", 0),
        source("health_settlements", "health", "医疗保障局", "医保结算", 0),
    ]
}

fn ledger() -> Vec<LedgerLine> {
    let line = |source: &str, file: &str, rows: u64, rejected: u64, yuan: i64| LedgerLine {
        source: source.to_owned(),
        file: file.to_owned(),
        rows_read: rows + rejected,
        rows_accepted: rows,
        rows_rejected: rejected,
        values_rejected: 0,
        amount_read: Fen::from_yuan(yuan),
        amount_accepted: Fen::from_yuan(yuan),
        amount_rejected: Fen::ZERO,
        digest: "0f".repeat(32),
        stated: None,
    };
    let stated = Stated {
        file: "charity/grants.xlsx".to_owned(),
        rows: Some(1),
        people: None,
        amount: Some(Fen::from_yuan(2000)),
        extracted_at: "2026-11-20T01:30:00+08:00".parse().ok(),
    };
    vec![
        LedgerLine {
            stated: Some(stated),
            ..line("charity_grants", "charity/grants.xlsx", 1, 0, 2000)
        },
        line("civil_affairs_payments", "civil_affairs/payments.csv", 2, 1, 840),
        line("health_settlements", "health/settlements.csv", 1, 0, 0),
    ]
}

/// Mentions 0 and 1 are two payments to the grandmother, 2 a charity's grant to her, 3 the boy's
/// hospital bill.
fn records() -> Records {
    let mut records = Records::empty();
    let charity = ("charity_grants", "charity/grants.xlsx");
    let payments = ("civil_affairs_payments", "civil_affairs/payments.csv");
    let bills = ("health_settlements", "health/settlements.csv");
    records.mentions = Mentions::from_rows([
        mention(payments, 3, "王秀英", Some(SECRETS[0])),
        mention(payments, 2, "王秀英", Some(SECRETS[0])),
        mention(charity, 3, "王秀英", None),
        mention(bills, 2, "李小宝", Some(SECRETS[1])),
    ]);
    records.awards = Awards::from_rows([Award {
        mention: 0,
        certificate: Some("99010119500302001X"),
        scheme: "DBN",
        status: "active",
        from: Some(day("2025-03-01")),
        to: None,
        monthly: Some(Fen::from_yuan(420)),
        area: None,
        household_key: Some("99010119500302001X"),
    }]);
    records.payments = Payments::from_rows([
        payment(0, "DBN", 420, Some("P2026110001"), None),
        payment(1, "DBN", 420, Some("P2026110002"), None),
        payment(2, "CS", 2000, None, Some("J0001")),
    ]);
    records.circumstances = Circumstances::from_rows([Circumstance {
        mention: 3,
        kind: "hospital_bill",
        from: Some(day("2026-10-01")),
        to: Some(day("2026-10-20")),
        amount: Some(Fen::from_yuan(32_000)),
        assisted: Some(Fen::ZERO),
        grade: None,
        event: Some("J0001"),
    }]);
    records.rejects = Rejects::from_rows([Reject {
        source: payments.0,
        file: payments.1,
        sheet: None,
        line: 4,
        field: Some("身份证号"),
        value: Some("990101201207150033 李小宝"),
        code: "ragged_row",
        message: "该行列数不符：990101201207150033，电话13800001234",
        message_en: "the row's cells are not the header's: 990101201207150033",
        suggestion: "请核对后重新报送",
        repair: Some("990101201207150033"),
        whole_row: true,
    }]);
    records
}

fn mention<'a>(
    (source, file): (&'a str, &'a str),
    line: u32,
    name: &'a str,
    resident_id: Option<&'a str>,
) -> Mention<'a> {
    let class = if resident_id.is_some() { IdClass::Valid } else { IdClass::Missing };
    Mention {
        source,
        file,
        line,
        name_raw: Some(name),
        name: Some(name),
        name_folded: Some(name),
        name_reading: Some("wang2 xiu4 ying1"),
        surname_length: Some(1),
        resident_id_raw: resident_id,
        resident_id,
        resident_id_class: class.code(),
        phone: Some("13800001234"),
        address_raw: Some("幸福路18号2栋301"),
        town: Some("990101001"),
        village: Some("990101001001"),
        door: Some("r幸福路18号2栋301"),
        door_is_dwelling: Some("true"),
        account: Some("6217000010001234567"),
        snapshot: day("2026-11-22"),
        ..Mention::of_nobody()
    }
}

fn payment<'a>(
    mention: u32,
    scheme: &'a str,
    yuan: i64,
    number: Option<&'a str>,
    event: Option<&'a str>,
) -> Payment<'a> {
    Payment {
        mention,
        scheme,
        period: Month::from_ym(2026, 11),
        paid_on: Some(day("2026-11-05")),
        amount: Fen::from_yuan(yuan),
        payment_number: number,
        certificate: None,
        account: Some("6217000010001234567"),
        event,
        cause: None,
        mark: None,
        area: None,
    }
}

fn identities() -> Identities {
    let source =
        |id: &str| IdentitySource { id: id.to_owned(), title: id.to_owned(), roster: false };
    let mut identities = Identities::default();
    identities.keys = vec![u64::MAX - 1, 40, 30, 20];
    identities.source = vec![0, 0, 1, 2];
    identities.sources = vec![
        source("civil_affairs_payments"),
        source("charity_grants"),
        source("health_settlements"),
    ];
    identities.first_mention = vec![0, 1, 2, 3];
    identities.of_mention = vec![0, 1, 2, 3];
    identities
}

/// The boy is the grandmother's child; mention 2 says so.
fn kin() -> Vec<Relative> {
    let relative = |of, kinship, person| Relative { of, kinship, person, mention: 2 };
    vec![relative(0, Kinship::Child, 1), relative(1, Kinship::Mother, 0)]
}

fn households() -> Vec<Household> {
    let household = |id, kind, person| Household {
        id,
        kind,
        members: vec![HouseholdMember {
            person,
            relation: Some("head".to_owned()),
            from: None,
            to: None,
            memberships: vec![],
        }],
        town: Some("990101001".to_owned()),
        village: Some("990101001001".to_owned()),
        source_keys: 1,
    };
    vec![
        household(FIRST_HOME, HouseholdKind::AssistanceUnit, 0),
        household(SECOND_HOME, HouseholdKind::Register, 1),
    ]
}

fn links() -> Vec<Link> {
    let mut vector = ComparisonVector::default();
    vector.0[0] = 1;
    let silent = vector;
    vector.0[1] = 1;
    let link = |left, right, vector, weight, grade| Link {
        scored: ScoredPair { pair: CandidatePair { left, right }, vector, weight },
        grade,
        same_person: true,
    };
    vec![link(0, 2, silent, 3.5, Grade::Probable), link(0, 1, vector, 20.25, Grade::Confirmed)]
}

fn proof(mention: u32, source: u16) -> Proof {
    Proof { mention, source, grade: Grade::Confirmed }
}

fn member(person: PersonId, name_masked: &str, id_masked: &str, birth: &str) -> DossierMember {
    DossierMember {
        person,
        name_masked: name_masked.to_owned(),
        resident_id_masked: Some(id_masked.to_owned()),
        name_mention: None,
        number_mention: None,
        male: Some(true),
        birth: Some(day(birth)),
        relation: Some("head".to_owned()),
        has_namesake: false,
        households: vec![],
        kin: vec![],
        identities: vec![],
    }
}

pub fn dossier_payment(mention: u32, yuan: i64, event: Option<&str>) -> DossierPayment {
    DossierPayment {
        recipient: 0,
        scheme: if event.is_some() { "CS" } else { "DBN" }.to_owned(),
        period: Month::from_ym(2026, 11),
        paid_on: Some(day("2026-11-05")),
        amount: Fen::from_yuan(yuan),
        payment_number: None,
        certificate: None,
        id_key: 0,
        account_masked: None,
        account_key: 0,
        event: event.map(str::to_owned),
        cause: None,
        mark: None,
        area: None,
        proof: proof(mention, 1),
    }
}

fn dossiers() -> Vec<Dossier> {
    let grandmother = member(GRANDMOTHER, "王*英", "990101********001X", "1950-03-02");
    let boy = member(BOY, "李*宝", "990101********0033", "2012-07-15");
    vec![
        Dossier {
            household: FIRST_HOME,
            kind: HouseholdKind::AssistanceUnit,
            town: Some("990101001".to_owned()),
            village: Some("990101001001".to_owned()),
            members: vec![grandmother],
            neighbours: Vec::new(),
            awards: vec![DossierAward {
                payee: None,
                returned_months: Vec::new(),
                paid_months: Vec::new(),
                recipient: Some(0),
                covers: vec![0],
                household: Some(FIRST_HOME),
                certificate: None,
                scheme: "DBN".to_owned(),
                status: AwardStatus::Active,
                from: Some(day("2025-03-01")),
                to: None,
                monthly: Some(Fen::from_yuan(420)),
                area: None,
                proof: proof(0, 1),
            }],
            payments: vec![dossier_payment(1, 420, None), dossier_payment(0, 420, None)],
            circumstances: vec![],
            strays: Vec::new(),
        },
        Dossier {
            household: SECOND_HOME,
            kind: HouseholdKind::Register,
            town: Some("990101001".to_owned()),
            village: Some("990101001001".to_owned()),
            members: vec![boy],
            neighbours: Vec::new(),
            awards: vec![],
            payments: vec![dossier_payment(2, 2000, Some("J0001"))],
            circumstances: vec![DossierCircumstance {
                member: 0,
                kind: CircumstanceKind::HospitalBill,
                from: Some(day("2026-10-01")),
                to: Some(day("2026-10-20")),
                amount: Some(Fen::from_yuan(32_000)),
                assisted: Some(Fen::ZERO),
                grade: None,
                event: Some("J0001".to_owned()),
                proof: proof(3, 2),
            }],
            strays: Vec::new(),
        },
    ]
}

fn findings() -> Vec<Finding> {
    let base = Finding {
        looked_at: "home",
        code: "D01".to_owned(),
        family: Family::Duplicate,
        severity: Severity::Red,
        note: false,
        grade: Grade::Confirmed,
        household: FIRST_HOME,
        other_households: vec![SECOND_HOME],
        town: Some("990101001".to_owned()),
        village: Some("990101001001".to_owned()),
        subjects: vec![GRANDMOTHER],
        discriminator: "DBN 2026-11".to_owned(),
        amount: Fen::from_yuan(420),
        from: Some(day("2026-11-01")),
        to: Some(day("2026-11-30")),
        last_month: Some(day("2026-11-30").month()),
        schemes: vec!["DBN".to_owned()],
        reason: "王*英2026年11月‘农村低保’发放两笔，每笔420元，可能重复。".to_owned(),
        arithmetic: "420 + 420 − 420 = 420（证号99010119500302001X）".to_owned(),
        verify: "核对发放台账，电话13800001234联系本人。".to_owned(),
        harm: "应得的待遇可能被追回".to_owned(),
        suggested: Vec::new(),
        parameters: "tolerance_yuan=0".to_owned(),
        exceptions_checked: vec!["补发".to_owned(), "退汇重发".to_owned()],
        evidence: vec![
            evidence(1, "2026年11月 农村低保 420元"),
            evidence(0, "2026年11月 农村低保 420元"),
        ],
        decision: None,
    };
    let missed = Finding {
        code: "G02".to_owned(),
        family: Family::Missed,
        severity: Severity::Orange,
        grade: Grade::Possible,
        household: SECOND_HOME,
        subjects: vec![BOY],
        discriminator: "J0001".to_owned(),
        amount: Fen::from_yuan(30_000),
        schemes: vec![],
        reason: "李*宝住院个人负担32000元，仅获慈善救助2000元。".to_owned(),
        arithmetic: "32000 − 2000 = 30000".to_owned(),
        verify: "入户了解困难情况。".to_owned(),
        other_households: Vec::new(),
        exceptions_checked: vec![],
        evidence: vec![evidence(3, "住院个人负担32000元")],
        ..base.clone()
    };
    vec![base, missed]
}

fn evidence_key(content: u64, month: Option<&str>) -> EvidenceKey {
    let month = month.map(|month| Month::try_from(month.to_owned()).expect("a month"));
    EvidenceKey { content: RowKey(content), month }
}

fn decision_quality() -> DecisionQuality {
    DecisionQuality {
        dimension: "all",
        value: String::new(),
        outcomes: [0, 1, 0, 0, 0, 0],
        with_case: 1,
        precision: Share::of(1, 1),
        match_precision: Share::of(1, 1),
    }
}

/// An earlier decision about the second home.
fn decision() -> Decision {
    Decision {
        entry: 1,
        corrects: None,
        imported_on: day("2026-11-22"),
        run_date: day("2026-11-20"),
        run: RunId(0x71),
        case: crate::report::case_id(SECOND_HOME),
        flag: FlagId(0x81),
        with_case: true,
        code: "G02".to_owned(),
        severity: Severity::Orange,
        grade: Grade::Confirmed,
        household: SECOND_HOME,
        subjects: vec![BOY],
        sources: vec!["health_settlements".to_owned()],
        grounds: Grounds::new(&[evidence_key(0x53, None)], None, "tolerance_yuan=0"),
        outcome: Outcome::Waived,
        reason: "已由亲属代付".to_owned(),
        decided_on: day("2026-11-21"),
        decided_by: "QS01".to_owned(),
        seconded_by: Some("QS02".to_owned()),
        apart: Vec::new(),
    }
}

fn evidence(mention: u32, says: &str) -> Evidence {
    Evidence { mention, grade: Grade::Confirmed, says: says.to_owned() }
}

fn cases() -> Vec<Case> {
    let first = Case {
        household: FIRST_HOME,
        town: Some("990101001".to_owned()),
        village: Some("990101001001".to_owned()),
        priority: 1,
        listed: true,
        severity: Severity::Red,
        grade: Grade::Confirmed,
        family: Family::Duplicate,
        amount: Fen::from_yuan(420),
        findings: vec![0],
        office: "民政局".to_owned(),
        other_offices: vec!["医疗保障局".to_owned()],
        related: vec![SECOND_HOME],
        overdue_days: 3,
        escalated_to: Some("联席会议办公室".to_owned()),
        due: Some(day("2026-12-07")),
    };
    let second = Case {
        household: SECOND_HOME,
        priority: 2,
        severity: Severity::Orange,
        grade: Grade::Possible,
        family: Family::Missed,
        amount: Fen::from_yuan(30_000),
        findings: vec![1],
        other_offices: Vec::new(),
        related: vec![FIRST_HOME],
        overdue_days: 0,
        escalated_to: None,
        ..first.clone()
    };
    vec![first, second]
}

fn excused() -> Vec<Excused> {
    vec![Excused {
        code: "M01".to_owned(),
        household: SECOND_HOME,
        town: Some("990101001".to_owned()),
        subjects: vec![BOY, GRANDMOTHER],
        discriminator: "99010119500302001X".to_owned(),
        amount: Fen::from_yuan(910),
        exceptions: vec!["转保交接当月".to_owned()],
    }]
}

fn coverage() -> Vec<Coverage> {
    let town = TownCoverage {
        town: Some("990101001".to_owned()),
        in_need: 2,
        assisted: 1,
        payments: 1,
        amount: Fen::from_yuan(2000),
    };
    let illness = Coverage {
        need: "illness".to_owned(),
        name: "大额医疗费用".to_owned(),
        schemes: vec!["CS".to_owned()],
        towns: vec![town],
        off: None,
    };
    let disaster = Coverage {
        need: "disaster".to_owned(),
        name: "受灾".to_owned(),
        towns: Vec::new(),
        off: Some("缺少数据来源 emergency_damage".to_owned()),
        ..illness.clone()
    };
    vec![illness, disaster]
}

/// A fund that the charity's grant overdraws.
fn funds() -> Vec<Fund> {
    let value = |from: &str, yuan| FundValue {
        from: day(from),
        amount: Fen::from_yuan(yuan),
        basis: "未核实".to_owned(),
    };
    vec![Fund {
        code: "charity".to_owned(),
        name: "慈善金".to_owned(),
        schemes: vec!["CS".to_owned()],
        yearly: vec![value("2026-01-01", 900), value("2026-06-01", 1500)],
    }]
}
