//! The numbers of the catalogue's definitions.
//!
//! Those that the catalogue itself gives stand beside its words. The others it leaves to the place;
//! they are unverified and chosen as a district might.

use crate::domain::Fen;

/// D02, D03, D04, M01: months in which two grants may overlap while one replaces the other.
pub const CHANGE_OVER_MONTHS: usize = 1;
/// X01, X02, A05: 所属期 > 死亡（停保）月 + grace. Unverified.
pub const GRACE_MONTHS: i32 = 1;
/// X02: 死亡成员仍在保障人口中 ≥ 2 期.
pub const FORGOTTEN_MONTHS: usize = 2;
/// D06: 同事由临时救助，365 日内.
pub const DAYS_OF_ONE_RELIEF: i32 = 365;
/// D09: days in which two homes may overlap while one is handed over. Unverified.
pub const HAND_OVER_DAYS: i32 = 31;
/// M06: ≥ 3 个来源，90 日内.
pub const DAYS_OF_ONE_CAUSE: i32 = 90;
pub const SOURCES_OF_ONE_CAUSE: usize = 3;
/// M08: what somebody may keep back for the cost of working (就业成本扣减), per cent. Unverified.
pub const COST_OF_WORK_PERCENT: i64 = 20;
/// M09: months by which another agency's label may lag (lag[src]). Unverified.
pub const LABEL_LAG_MONTHS: i32 = 1;
/// M10: 备用金与临时救助同一事件合计上限. Unverified.
pub const COMBINED_CAP: Fen = Fen::from_yuan(10_000);
/// G01: 12 个月自付 ≥ 提示线, and the days in which help may still come. The line is unverified.
pub const COST_LINE: Fen = Fen::from_yuan(20_000);
pub const DAYS_TO_HELP: i32 = 60;
/// G02: own cost from which medical assistance answers. Unverified.
pub const DEDUCTIBLE: Fen = Fen::from_yuan(500);
/// G05: 有低保、残疾证有效而无生活补贴 ≥ 60 日.
pub const DAYS_TO_ALLOWANCE: i32 = 60;
/// G07, G10: minors.
pub const MINOR_BELOW_YEARS: i32 = 18;
/// G10: 新生儿 > 90 日未列入保障人口.
pub const NEWBORN_DAYS: i32 = 90;
/// G11: 受灾后 n 日内未获受灾救助. n is unverified.
pub const DAYS_TO_DISASTER_RELIEF: i32 = 60;
/// G13: 慈善救助 ≥ amount，90 日内无政府救助记录. The amount is unverified.
pub const CHARITY_LINE: Fen = Fen::from_yuan(5_000);
pub const DAYS_TO_APPLY: i32 = 90;
/// G03: 持证、低收入均满 60 日；近 60 日无护理补贴. A refused application answers for a year. Unverified.
pub const DAYS_TO_NURSING: i32 = 60;
pub const DAYS_OF_A_REFUSAL: i32 = 365;
/// G08: 低保标准, and the part of it below which income is low (人均 < 1.5 × 标准). Unverified.
pub const STANDARD_IN_TOWN: Fen = Fen::from_yuan(760);
pub const STANDARD_IN_THE_COUNTRY: Fen = Fen::from_yuan(520);
pub const LOW_INCOME_PERCENT: i64 = 150;
/// G08: working age, days after a registration, whole months without contributions (≥ 3 个月未缴费), how
/// far back work may have been lost, and what help counts. Unverified.
pub const WORKING_AGE: std::ops::Range<i32> = 18..60;
pub const DAYS_AFTER_REGISTRATION: i32 = 30;
pub const MONTHS_WITHOUT_CONTRIBUTION: i32 = 3;
pub const MONTHS_SINCE_WORK: i32 = 12;
pub const DAYS_OF_AID: i32 = 180;
/// G09: days in which a plan may take in an unsafe home. Unverified.
pub const DAYS_TO_PLAN: i32 = 90;
/// M03: 补差比例, of what the child standard is above that of subsistence, per cent; and the change below
/// which nothing is made of it. Unverified.
pub const TOP_UP_PERCENT: i64 = 30;
pub const TOLERANCE: Fen = Fen::from_yuan(1);
/// X06: 职工缴费 ≥ 3 个月且基数高于线. The line is unverified.
pub const STEADY_MONTHS: i32 = 3;
pub const CONTRIBUTION_LINE: Fen = Fen::from_yuan(3_000);
/// X08: 人均金融资产提示线. Unverified.
pub const ASSETS_LINE: Fen = Fen::from_yuan(30_000);
/// A01: 临时救助一次限额, and the reserve fund's own. Unverified.
pub const RELIEF_CAP: Fen = Fen::from_yuan(3_000);
pub const RESERVE_CAP: Fen = Fen::from_yuan(10_000);
/// A03: an account of so many people is a home's or a village's. Unverified.
pub const PEOPLE_OF_AN_INSTITUTION: usize = 11;
/// Q06: 同一电话 ≥ k 户. k is unverified.
pub const HOUSEHOLDS_OF_ONE_PHONE: usize = 5;
/// Q08: |d1 − d2| > 30 日.
pub const DAYS_BETWEEN_DEATHS: i32 = 30;
/// Q09: 复核周期 by class: support yearly, subsistence half-yearly. Unverified.
pub const SUPPORT_REVIEW_DAYS: i32 = 365;
pub const SUBSISTENCE_REVIEW_DAYS: i32 = 183;
/// Q10: how long an authorisation is good for. Unverified.
pub const AUTHORISATION_DAYS: i32 = 365;
