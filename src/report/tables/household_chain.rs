//! The household chain (一户一条救助链): what befell a household and what was paid, in date order.
//!
//! Only households that were granted or paid something, or that a flag or a decision is about, have a chain;
//! for anyone else it would repeat the circumstances.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::table::{Category, Count, Maybe, Money, OnDay, Text, table, zh};
use crate::domain::{
    AwardStatus, CircumstanceKind, Day, Decision, Dossier, DossierAward, DossierCircumstance,
    DossierPayment, Fen, Finding, Grade, HouseholdId, Outcome, PersonId, Schemes,
};
use crate::report::night::{Night, Place};
use crate::report::parquet_file::TableFile;
use crate::report::{ReportError, privacy};

table! {
    /// What befell a household, what it was granted and paid, what was found about it and what reviewers
    /// concluded, in date order.
    pub HouseholdChain, Event, EventsBuilder = "household_chain" "救助链"
        says "一户一条救助链：家庭遇到的情况、获得的资格和发放、发现的疑点和核实结论，按日期排列。"
        v 1 sorted [household_id, sequence] {
        /// The household.
        household_id: Text => zh("家庭编号").says("该户的家庭编号").personal(),
        /// The event's place in the chain, from 1.
        sequence: Count => zh("序号").says("事件在救助链中的位次，从1起计"),
        /// First day; events without one come first.
        from: Maybe<OnDay> => zh("起").says("事件的第一日，没有日期的排在最前")
            .null("not known", "不详"),
        /// Last day.
        to: Maybe<OnDay> => zh("止").says("事件的最后一日")
            .null("open, or a single day", "尚未结束，或只有一日"),
        /// `circumstance`, `application`, `refusal`, `award`, `payment`, `flag` (the first night a flag of
        /// tonight was found), or `decision` (the day reviewers concluded about a flag, also one of earlier
        /// nights).
        event: Category => zh("事件类别")
            .says("事件的类别：circumstance＝情况、application＝申请、refusal＝未批准、\
                 award＝救助资格、payment＝发放、flag＝疑点（当晚疑点首次发现之日）、\
                 decision＝核实结论（对疑点作出结论之日，含以往的疑点）"),
        /// The need it is about: the group of its scheme, or what its circumstance calls for.
        need: Maybe<Category> => zh("需要").says("所针对的需要：救助项目的分组，或情况所要求的救助")
            .null("not about one need", "不针对某一需要"),
        /// The scheme's code, the kind of circumstance, or the flag's code.
        subject: Category => zh("项目或情况").says("救助项目的代码、情况的类别或疑点的代码")
            .sensitive(),
        /// Whom it is about.
        person_id: Maybe<Text> => zh("人员编号").says("所涉人员的编号")
            .null("the row names nobody", "该行未写明人员").personal(),
        /// The agency that says so; `centre` for a decision.
        agency: Category => zh("部门").says("提供该记录的部门；核实结论为centre，即核对中心"),
        /// Amount paid, granted per month, or named by the circumstance.
        amount: Maybe<Money> => zh("金额").says("发放金额、每月给予的金额或情况所记的金额")
            .unit("yuan").null("not about money", "不涉及金额").sensitive(),
        /// What a hospital bill left to the person after insurance, before any assistance.
        own_cost: Maybe<Money> => zh("个人负担")
            .says("医疗费用经医保报销后、救助前由个人负担的金额").unit("yuan")
            .null("not a hospital bill", "不是医疗费用").sensitive(),
        /// What joins costs and payments.
        event_key: Maybe<Text> => zh("事件号").says("费用与发放之间的关联号")
            .null("not tied to an event", "不针对某一事件"),
        /// Own cost of the event, less everything paid for it so far by anyone.
        remaining: Maybe<Money> => zh("尚余负担")
            .says("该事件的个人负担减去各方至此为其支付的全部金额").unit("yuan")
            .null("no cost is known for it", "该事件的费用不详").sensitive(),
        /// The event in a Chinese sentence.
        says: Text => zh("说明").says("用一句中文说明该事件").sensitive(),
        /// The dataset; `decisions` for a decision.
        source: Category => zh("来源").says("所属数据集；核实结论为decisions"),
        /// The file within the delivery; `ledger` for a decision.
        file: Category => zh("文件").says("批次中的文件；核实结论为ledger，即处理结果台账"),
        /// The line, counted from 1 with the header; the entry of a decision.
        line: Count => zh("行号").says("行号，含表头从1起计；核实结论为台账中的条目号"),
        /// How surely the row speaks of this person; of a decision, the grade of its flag then.
        grade: Category => zh("匹配等级")
            .says("该行指向此人的确定程度：confirmed＝确认、probable＝高度疑似、possible＝疑似；\
                 核实结论取其疑点当时的等级"),
    }
}

/// Writes the chains in order of household.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let tonight = night.tonight;
    let mut flagged: BTreeMap<HouseholdId, Vec<(&Finding, Day)>> = BTreeMap::new();
    for (finding, flag) in tonight.findings.iter().zip(&night.flags) {
        flagged.entry(finding.household).or_default().push((finding, flag.first_seen));
    }
    let has_chain = |dossier: &&Dossier| {
        let assisted = !dossier.awards.is_empty() || !dossier.payments.is_empty();
        assisted
            || flagged.contains_key(&dossier.household)
            || tonight.decisions.contains_key(&dossier.household)
    };
    let mut dossiers: Vec<&Dossier> = tonight.dossiers.iter().filter(has_chain).collect();
    dossiers.sort_by_key(|dossier| dossier.household);
    let mut builder = EventsBuilder::default();
    for dossier in dossiers {
        let flags = flagged.get(&dossier.household).map_or(&[][..], Vec::as_slice);
        let decisions = tonight.decisions.get(&dossier.household).map_or(&[][..], Vec::as_slice);
        push_chain(night, dossier, flags, decisions, &mut builder);
        if builder.len() >= file.rows_at_a_time() {
            file.write(std::mem::take(&mut builder).finish().batch())?;
        }
    }
    file.write(builder.finish().batch())
}

/// One link of a chain, before its place is known.
struct Link<'a> {
    from: Option<Day>,
    to: Option<Day>,
    what: What<'a>,
    by: By,
    grade: Grade,
}

/// What proves a link.
#[derive(Clone, Copy)]
enum By {
    Mention(u32),
    /// An entry of the decision ledger.
    Entry(u32),
}

/// Declared in the order in which they stand on one day: need, grant, money, what was found, and what was
/// concluded.
enum What<'a> {
    Circumstance(&'a DossierCircumstance),
    Award(&'a DossierAward),
    Payment(&'a DossierPayment),
    Flag(&'a Finding),
    Decision(&'a Decision),
}

fn push_chain(
    night: &Night,
    dossier: &Dossier,
    flags: &[(&Finding, Day)],
    decisions: &[Decision],
    builder: &mut EventsBuilder,
) {
    let household_id = dossier.household.to_string();
    let mut costs = Costs::new(dossier);
    for (link, sequence) in chain(dossier, flags, decisions).into_iter().zip(1..) {
        let Proven { place, agency, person } = proven(night, &link);
        let Place { source, file, line } = place;
        let remaining = costs.after(&link);
        let person_id = person.as_ref().map(PersonId::to_string);
        let says = link.what.says(night);
        builder.push(Event {
            household_id: &household_id,
            sequence,
            from: link.from,
            to: link.to,
            event: link.what.code(),
            need: link.what.need(night.tonight.schemes),
            subject: link.what.subject(),
            person_id: person_id.as_deref(),
            agency,
            amount: link.what.amount(),
            own_cost: link.what.own_cost(),
            event_key: link.what.event().map(privacy::serial).as_deref(),
            remaining,
            says: &privacy::text(&says),
            source,
            file,
            line,
            grade: link.grade.code(),
        });
    }
}

/// Where what a link says stands, who says it, and of whom.
struct Proven<'a> {
    place: Place<'a>,
    agency: &'a str,
    person: Option<PersonId>,
}

fn proven<'a>(night: &Night<'a>, link: &Link) -> Proven<'a> {
    match (link.by, &link.what) {
        (By::Mention(mention), _) => Proven {
            place: night.place_of(mention),
            agency: night.agency_of(mention),
            person: night.person_id_of(mention),
        },
        (By::Entry(line), what) => Proven {
            place: Place { source: "decisions", file: "ledger", line },
            agency: "centre",
            person: match what {
                What::Decision(decision) => {
                    decision.subjects.first().copied().filter(|one| night.member(*one).is_some())
                }
                _ => None,
            },
        },
    }
}

/// The events of a dossier in order of first day; on one day as [`What`] declares.
fn chain<'a>(
    dossier: &'a Dossier,
    flags: &[(&'a Finding, Day)],
    decisions: &'a [Decision],
) -> Vec<Link<'a>> {
    let circumstances = dossier.circumstances.iter().map(|one| Link {
        from: one.from,
        to: one.to,
        what: What::Circumstance(one),
        by: By::Mention(one.proof.mention),
        grade: one.proof.grade,
    });
    let awards = dossier.awards.iter().map(|award| Link {
        from: award.from,
        to: award.to,
        what: What::Award(award),
        by: By::Mention(award.proof.mention),
        grade: award.proof.grade,
    });
    let payments = dossier.payments.iter().map(|payment| Link {
        from: Some(payment.paid_on.unwrap_or_else(|| payment.period.first_day())),
        to: None,
        what: What::Payment(payment),
        by: By::Mention(payment.proof.mention),
        grade: payment.proof.grade,
    });
    let flags = flags.iter().filter_map(|(finding, first_seen)| {
        let evidence = finding.evidence.first()?;
        Some(Link {
            from: Some(*first_seen),
            to: None,
            what: What::Flag(finding),
            by: By::Mention(evidence.mention),
            grade: finding.grade,
        })
    });
    let decisions = decisions.iter().map(|decision| Link {
        from: Some(decision.decided_on),
        to: None,
        what: What::Decision(decision),
        by: By::Entry(decision.entry),
        grade: decision.grade,
    });
    let events = circumstances.chain(awards).chain(payments);
    let mut links: Vec<Link> = events.chain(flags).chain(decisions).collect();
    links.sort_by_key(|link| link.from);
    links
}

/// What each event has cost a household and what was paid for it, as the chain is walked.
struct Costs<'a> {
    cost: BTreeMap<&'a str, Fen>,
    paid: BTreeMap<&'a str, Fen>,
    /// Rows that pay: assistance named in a settlement that also came as a payment counts once.
    paying_rows: BTreeSet<(&'a str, u32)>,
}

impl<'a> Costs<'a> {
    fn new(dossier: &'a Dossier) -> Self {
        let paying = dossier.payments.iter();
        let paying_rows = paying
            .filter_map(|payment| Some((payment.event.as_deref()?, payment.proof.mention)))
            .collect();
        Self { cost: BTreeMap::new(), paid: BTreeMap::new(), paying_rows }
    }

    /// What is left of the link's event once the link has happened; none while no cost is known.
    fn after(&mut self, link: &Link<'a>) -> Option<Fen> {
        let event = link.what.event()?;
        match link.what {
            What::Circumstance(one) if one.kind == CircumstanceKind::HospitalBill => {
                *self.cost.entry(event).or_default() += one.amount.unwrap_or_default();
                if !self.paying_rows.contains(&(event, one.proof.mention)) {
                    *self.paid.entry(event).or_default() += one.assisted.unwrap_or_default();
                }
            }
            What::Payment(payment) => *self.paid.entry(event).or_default() += payment.amount,
            What::Circumstance(_) | What::Award(_) | What::Flag(_) | What::Decision(_) => {}
        }
        let cost = *self.cost.get(event)?;
        Some(cost - self.paid.get(event).copied().unwrap_or_default())
    }
}

impl<'a> What<'a> {
    const fn code(&self) -> &'static str {
        match self {
            Self::Circumstance(_) => "circumstance",
            Self::Award(award) => match award.status {
                AwardStatus::Applied => "application",
                AwardStatus::Refused => "refusal",
                _ => "award",
            },
            Self::Payment(_) => "payment",
            Self::Flag(_) => "flag",
            Self::Decision(_) => "decision",
        }
    }

    fn need(&self, schemes: &'a Schemes) -> Option<&'a str> {
        let group = |scheme: &str| schemes.get(scheme).map(|scheme| scheme.group.as_str());
        match self {
            Self::Circumstance(one) => need_of(one.kind),
            Self::Award(award) => group(&award.scheme),
            Self::Payment(payment) => group(&payment.scheme),
            Self::Flag(_) | Self::Decision(_) => None,
        }
    }

    fn subject(&self) -> &'a str {
        match self {
            Self::Circumstance(one) => one.kind.code(),
            Self::Award(award) => &award.scheme,
            Self::Payment(payment) => &payment.scheme,
            Self::Flag(finding) => &finding.code,
            Self::Decision(decision) => &decision.code,
        }
    }

    fn amount(&self) -> Option<Fen> {
        match self {
            Self::Circumstance(one) => one.amount,
            Self::Award(award) => award.monthly,
            Self::Payment(payment) => Some(payment.amount),
            Self::Flag(finding) => Some(finding.amount),
            Self::Decision(_) => None,
        }
    }

    fn own_cost(&self) -> Option<Fen> {
        match self {
            Self::Circumstance(one) if one.kind == CircumstanceKind::HospitalBill => one.amount,
            _ => None,
        }
    }

    fn event(&self) -> Option<&'a str> {
        match self {
            Self::Circumstance(one) => one.event.as_deref(),
            Self::Payment(payment) => payment.event.as_deref(),
            Self::Award(_) | Self::Flag(_) | Self::Decision(_) => None,
        }
    }

    fn says(&self, night: &Night<'a>) -> String {
        let schemes = night.tonight.schemes;
        match self {
            Self::Circumstance(one) => circumstance_says(one),
            Self::Award(award) => {
                let monthly = award.monthly.map(|monthly| format!(" 每月{}元", monthly.in_yuan()));
                let (scheme, status) = (schemes.name(&award.scheme), status_says(award.status));
                format!("{scheme} {status}{}", monthly.unwrap_or_default())
            }
            Self::Payment(payment) => {
                let (month, scheme) = (payment.period.in_chinese(), schemes.name(&payment.scheme));
                let mark = payment.mark.as_deref().map(mark_says);
                let mark = mark.map(|mark| format!("（{mark}）")).unwrap_or_default();
                format!("{month} {scheme} {}元{mark}", payment.amount.in_yuan())
            }
            Self::Flag(finding) => {
                let name = night.rule_name(&finding.code);
                let what = if finding.note { "统筹提示" } else { finding.family.chinese() };
                format!("发现{what}：{name}")
            }
            Self::Decision(decision) => {
                let Decision { run_date, code, outcome, .. } = decision;
                let name = night.rule_name(code);
                format!("{run_date}清单的{name}（{code}）{CONCLUDED}{}", outcome.chinese())
            }
        }
    }
}

/// What stands before the conclusion in the sentence of a decision.
const CONCLUDED: &str = "核实结论：";

/// What the sentence of a decision says was concluded.
pub fn outcome_told(says: &str) -> Option<Outcome> {
    let (_, told) = says.rsplit_once(CONCLUDED)?;
    Outcome::ALL.into_iter().find(|outcome| outcome.chinese() == told)
}

/// The group of schemes that is for what a circumstance calls for.
const fn need_of(kind: CircumstanceKind) -> Option<&'static str> {
    match kind {
        CircumstanceKind::HospitalBill => Some("medical"),
        CircumstanceKind::Disability => Some("disability"),
        CircumstanceKind::Enrolment => Some("education"),
        CircumstanceKind::Unemployment => Some("employment"),
        CircumstanceKind::Damage => Some("disaster"),
        _ => None,
    }
}

fn circumstance_says(one: &DossierCircumstance) -> String {
    let grade = one.grade.as_ref().map(|grade| format!("（{grade}）"));
    let amount = one.amount.map(|amount| format!(" {}元", amount.in_yuan()));
    let assisted = one.assisted.filter(|assisted| *assisted != Fen::ZERO);
    let assisted = assisted.map(|assisted| format!("，结算时已救助{}元", assisted.in_yuan()));
    let details = [grade, amount, assisted].into_iter().flatten();
    std::iter::once(kind_says(one.kind).to_owned()).chain(details).collect()
}

const fn status_says(status: AwardStatus) -> &'static str {
    match status {
        AwardStatus::Applied => "申请中",
        AwardStatus::Active => "在享",
        AwardStatus::Suspended => "暂停",
        AwardStatus::Ended => "已终止",
        AwardStatus::Refused => "未批准",
    }
}

fn mark_says(mark: &str) -> &str {
    match mark {
        "back_pay" => "补发",
        "bank_return" => "退汇重发",
        "split" => "分账户发放",
        "approved_exception" => "一事一议",
        "price_subsidy" => "价格临时补贴",
        "transfer" => "转学续发",
        other => other,
    }
}

const fn kind_says(kind: CircumstanceKind) -> &'static str {
    match kind {
        CircumstanceKind::HospitalBill => "医疗费用报销后个人负担",
        CircumstanceKind::Insured => "参加医保",
        CircumstanceKind::Disability => "持残疾证",
        CircumstanceKind::Enrolment => "在校就读",
        CircumstanceKind::Unemployment => "失业登记",
        CircumstanceKind::Contribution => "缴纳社会保险，缴费基数",
        CircumstanceKind::Pension => "领取养老金",
        CircumstanceKind::PublicPost => "公益性岗位",
        CircumstanceKind::Property => "不动产登记",
        CircumstanceKind::Vehicle => "车辆登记",
        CircumstanceKind::Business => "工商登记",
        CircumstanceKind::Death => "死亡登记",
        CircumstanceKind::Custody => "羁押服刑",
        CircumstanceKind::Missing => "失踪失联",
        CircumstanceKind::DeclaredIncome => "申报家庭年收入",
        CircumstanceKind::Damage => "因灾受损",
        CircumstanceKind::Authorisation => "核对授权",
        CircumstanceKind::Review => "复核",
        CircumstanceKind::Label => "其他部门认定困难",
        CircumstanceKind::RegisterExit => "户口迁出或注销",
        CircumstanceKind::Withdrawal => "渐退期",
        CircumstanceKind::Calculation => "救助金计算方式",
        CircumstanceKind::Counted => "登记保障人口数",
        CircumstanceKind::CountedPupil => "登记为在读",
        CircumstanceKind::RegisterEntry => "户口迁入或分户",
        CircumstanceKind::MentalDisability => "智力或精神残疾",
        CircumstanceKind::LowIncome => "列入低收入家庭名单，人均月收入",
        CircumstanceKind::UnsafeHome => "住房鉴定为危房",
        CircumstanceKind::NoOwnHome => "申报没有自有住房",
        CircumstanceKind::InformalWork => "灵活就业登记",
        CircumstanceKind::FinancialAssets => "金融资产",
        CircumstanceKind::Staff => "救助经办人员",
        CircumstanceKind::DeclaredKin => "经办人员近亲属备案",
    }
}
