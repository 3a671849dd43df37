//! Sentences of rules in full: what a reviewer reads, with the sums and the rows.

use expect_test::expect;

use super::check;

#[test]
fn two_homes_of_a_unit_are_told_with_their_owners_and_titles() {
    check(
        "X04",
        "
        award: who covers household scheme from to monthly source
        李大山 李大山+王秀英 甲户 DBC 2025-01-01 - 840 民政局
        王秀英 王秀英 - ZFS 2025-06-01 2028-05-31 - 住建局
        circumstance: who kind from level event source
        李大山 property 2012-05-12 住宅 Z1 住建局
        ",
        &expect![[r#"
            X04 李*山等2人正在享受“城市低保”，不动产和住房保障登记显示该户有住宅、公租房实物配租，共2套。各行证号一致、姓名相符（确认）。可能的正当理由：拆迁安置、继承的份额、房屋不能居住。
              算式：住宅、公租房实物配租：共2项 ≥ 提示线2项
              参数：beside=ZFS; counted_types=住宅; least_count=2; of=household; other_types=安置; owned=property; schemes=DB*,TK*
              已查例外：车库等非住宅、拆迁安置住房不计；同一权证由几人共有的，只计一套；产权人不在保障人口内的，不提示；登记没有证号、仅疑似为本人的，不计
              [确认] 城市低保 2025年1月起，每月840元
              [确认] 名下住宅，2012年5月12日登记
              [确认] 公租房实物配租 2025年6月起至2028年5月止
        "#]],
    );
}

#[test]
fn steady_work_is_told_month_by_month() {
    check(
        "X06",
        "
        award: who scheme from monthly
        王秀英 DBC 2025-01-01 840
        circumstance: who kind from to yuan level source
        王秀英 contribution 2026-07-01 2026-07-31 2900 企业职工基本养老保险 人社局
        王秀英 contribution 2026-08-01 2026-08-31 4200 企业职工基本养老保险 人社局
        王秀英 contribution 2026-09-01 2026-09-30 4500 企业职工基本养老保险 人社局
        王秀英 contribution 2026-10-01 2026-10-31 4200 企业职工基本养老保险 人社局
        ",
        &expect![[r#"
            X06 王*英正在享受“城市低保”，社保数据显示单位为其2026年8月至10月连续3个月缴纳职工社保，每月缴费基数均不低于4,200元，达到3,000元的提示线。各行证号一致、姓名相符（确认）。可能的正当理由：单位代缴、实际未就业、已离职待减员、收入已如实申报。
              算式：逐月比较，不取平均：2026年8月 4,200元 ≥ 3,000元；2026年9月 4,500元 ≥ 3,000元；2026年10月 4,200元 ≥ 3,000元
              参数：counted_types=职工; income=contribution; least_months=3; line_yuan=3000; other_types=灵活就业,居民; recent_months=2; schemes=DB*,TK*
              已查例外：灵活就业人员个人缴费，不计；公益性岗位在岗月份的缴费，不计；不在保障人口内的，不提示
              [确认] 城市低保 2025年1月起，每月840元
              [确认] 2026年8月 企业职工基本养老保险缴费基数4,200元
              [确认] 2026年9月 企业职工基本养老保险缴费基数4,500元
              [确认] 2026年10月 企业职工基本养老保险缴费基数4,200元
        "#]],
    );
}

#[test]
fn whole_months_in_custody_are_told_with_the_share_of_one() {
    check(
        "X09",
        "
        circumstance: who kind from to level source
        李小山 custody 2026-07-10 2026-10-14 服刑 司法局
        award: who covers household scheme from monthly
        李大山 李大山+李小山 甲户 DBN 2025-01-01 840
        payment: who scheme period yuan
        李大山 DBN 2026-07..2026-10 840
        ",
        &expect![[r#"
            X09 司法数据显示李*山自2026年7月10日起被羁押，2026年8月至9月整月在押，其所在户“农村低保”仍按原人口发放2个月，按人均计涉及840元。各行证号一致、姓名相符（确认）。可能的正当理由：释放当月、羁押记录滞后。
              算式：人均每月420元 × 2个月 = 840元
              参数：event=custody; months=enclosed; own_district=990101; schemes=DB*,TK*
              已查例外：收押和释放当月没有整月在押的，不计；已从保障人口核减的月份，不计
              [确认] 2026年7月10日至2026年10月14日服刑
              [确认] 农村低保 2025年1月起，每月840元
              [确认] 2026年8月 农村低保 840元
              [确认] 2026年9月 农村低保 840元
        "#]],
    );
}

#[test]
fn a_death_in_doubt_is_told_with_both_doubts() {
    check(
        "Q08",
        "
        circumstance: who kind from to yuan level event source
        李小山 death 2026-03-05 - - - - 卫健委
        李小山 death 2026-05-20 - - - - 公安局
        李小山 enrolment - - - 四年级 - 教育局
        ",
        &expect![[r#"
            Q08 公安局、卫健委数据显示李*山已死亡（最晚日期2026年5月20日），但各来源死亡日期相差76天，且2026年11月23日仍有在读记录（共1条），死亡信息可能有误；核实之前不应据此处理其待遇。可能的正当理由：死亡登记日期与死亡日期混填、死亡后补办结算。
              算式：各来源死亡日期相差76天，且2026年11月23日仍有在读记录（共1条）
              参数：activity=hospital_bill,contribution,enrolment; activity_after_days=31; date_conflict_days=30
              已查例外：各来源死亡日期相差不超过三十天的，视为一致；死亡后三十一天内的结算、缴费可能是此前发生的，不计；死亡记录仅疑似为本人的，不提示
              [确认] 2026年3月5日死亡
              [确认] 2026年5月20日死亡
              [确认] 2026年11月23日在读
        "#]],
    );
}

#[test]
fn a_paper_too_old_is_told_with_its_days() {
    check(
        "Q09",
        "
        award: who scheme from monthly certificate
        王秀英 DBN 2024-01-01 420 N1
        circumstance: who kind from
        王秀英 review 2026-01-20
        ",
        &expect![[r#"
            Q09 王*英户正在享受“农村低保”，2026年1月20日复核，已过307天，超过183天的复核周期。可能的正当理由：已复核未录入。
              算式：2026年11月23日 − 2026年1月20日 = 307天 > 183天
              参数：missing_counts=false; paper=review; terms.subsistence.good_for_days=183; terms.subsistence.schemes=DB*; terms.support.good_for_days=365; terms.support.schemes=TK*
              已查例外：已停保或暂停的，不提示；新批准的，自批准之日起算
              [确认] 农村低保（证号N1） 2024年1月起，每月420元
              [确认] 2026年1月20日复核
        "#]],
    );
}

#[test]
fn charity_without_public_help_is_told_with_what_was_looked_for() {
    check(
        "G13",
        "
        register: who household head relation size
        王秀英 甲户 王秀英 head 1
        payment: who scheme period yuan paid_on cause source
        王秀英 CS 2026-06 8000 2026-06-20 illness 慈善会
        ",
        &expect![[r#"
            G13 王*英2026年6月20日获慈善救助8,000元，前后90天全户没有“乡镇临时救助备用金”、“急难型临时救助”、“支出型临时救助”、“门诊医疗救助”和“医疗救助”发放记录，本人也不在保。各行证号一致、姓名相符（确认）。可能的正当理由：家庭收入和财产超过标准、本人不愿申请。
              算式：2026年6月20日起已156天 ≥ 90天，“乡镇临时救助备用金”、“急难型临时救助”、“支出型临时救助”、“门诊医疗救助”和“医疗救助”0笔
              参数：aid=YLM,YLZ,LS*; aid_to=household; provided_by=DB*,TK*,GE,SW; trigger.payment.least_yuan=5000; trigger.payment.other_causes=education; trigger.payment.schemes=CS; wait_days=90; window.around.after_days=90; window.around.before_days=90
              已查例外：期间在保的，不提示；已申请或已有不予批准结论的，不提示；受助人与户籍对不上、无法按全户查找救助的，不提示；已死亡或迁出的，不提示；有同名而证号缺失或无效、对不上本人的发放记录的，可能就是本人，不提示
              [确认] 2026年6月 慈善救助 8,000元，2026年6月20日发放
        "#]],
    );
}

#[test]
fn an_unpaid_month_is_told_between_the_paid_ones() {
    check(
        "G14",
        "
        award: who covers household scheme from monthly certificate
        李大山 李大山+王秀英 甲户 DBN 2025-01-01 840 N1
        payment: who scheme period yuan certificate
        李大山 DBN 2026-01..2026-08 840 N1
        李大山 DBN 2026-10 840 N1
        ",
        &expect![[r#"
            G14 李*山户的“农村低保”（证号N1）2026年9月在保，按证号查无发放，共1个月、840元。各行证号一致、姓名相符（确认）。可能的正当理由：退汇正在重发、已决定暂停未录入。
              算式：每月840元 × 1个月 = 840元
              参数：over_months=11; own_district=990101; schemes=DB*,TK*
              已查例外：已发放而退汇、正在重发的，不提示；已暂停保障的，不提示；外区的保障，发放明细不在本区，不提示；首笔发放之前的月份可能随首笔补发或在明细之外，不提示；保障人口均已死亡或迁出的月份，不提示
              [确认] 农村低保（证号N1） 2025年1月起，每月840元
              [确认] 2026年8月 农村低保 840元
              [确认] 2026年10月 农村低保 840元
        "#]],
    );
}

#[test]
fn a_row_against_its_number_is_told_with_both() {
    check(
        "Q04",
        "
        identity: who name class number sex birth source
        王秀英 王秀英 valid 990101195003020028 male 1950-02-03 慈善会
        ",
        &expect![[r#"
            Q04 慈善会数据中王*英的证号990101********0028与同一行不符：性别“男”，证号为“女”；出生日期1950-02-03，证号为1950-03-02（共1种写法）。可能的正当理由：按农历登记生日、证号登记早于生日更正。
              算式：与证号不符的写法1种
              参数：birth=true; sex=true
              已查例外：农历生日，不提示；只登记到年或月、或以一月一日代替的，不提示；十五位旧证号不含世纪，不比较；末三位为零、可能被表格软件截断的证号，不比较
              [确认] 证号990101********0028，性别“男”，证号为“女”；出生日期1950-02-03，证号为1950-03-02
        "#]],
    );
}
