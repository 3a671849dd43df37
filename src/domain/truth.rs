//! Truth: what a synthetic district knows of its own rows, for judging a run.
//!
//! The generator writes it beside the deliveries and `evaluate` reads it. No stage of a night sees
//! it. True people and households are plain numbers, unlike the ids of a run. A mention is the one
//! of a run that stands in the same source, file, line and role; those of one role in one line are
//! told apart by their order. Beside the table lie two lists, `findings.csv` of what holds and
//! `legal.csv` of what only looks like it, with the columns night, code, person, discriminator
//! (one line for each person of a finding) and note (`optional …` where a finding may be flagged or
//! not; what a look-alike's excuse is).

use super::table::{Category, Count, Maybe, OnDay, Text, table, zh};

table! {
    /// Whom every row of every night speaks of, in the order of the rows.
    pub TrueMentions, TrueMention, TrueMentionsBuilder = "mentions" "真实提及"
        says "每一晚每一行实际所指的人员，按行的顺序。"
        v 1 sorted [night] {
        /// The night of the delivery.
        night: OnDay => zh("夜次").says("批次所属的夜次"),
        /// The dataset.
        source: Category => zh("来源").says("所属数据集"),
        /// The file within the delivery; where a source reads all sheets, `#` and the sheet follow.
        file: Category => zh("文件").says("批次中的文件；来源读取全部工作表的，其后接#和表名"),
        /// The line of the file or the row of the sheet, counted from 1.
        line: Count => zh("行号").says("文件的行号或工作表的行号，从1起计"),
        /// What the person is in the row.
        role: Category => zh("角色")
            .says("人员在该行中的身份：recipient＝救助对象或申请人、head＝户主、member＝家庭成员、\
                 spouse＝配偶、father＝父亲、mother＝母亲、guardian＝监护人、\
                 co_applicant＝共同申请人或共有人、payee＝收款账户户名、deceased＝死者、agent＝代领人"),
        /// The true person, counted from 1.
        person: Count => zh("真实人员").says("真实人员的序号，从1起计").personal(),
        /// The person's register household on the night.
        register: Maybe<Count> => zh("真实户口户").says("该人当晚的户口户")
            .null("in no register of the district", "不在本区任何户口户").personal(),
        /// The home the person lives in on the night.
        dwelling: Maybe<Count> => zh("真实居住户").says("该人当晚的居住户")
            .null("dead or moved away", "已死亡或迁出").personal(),
        /// The assistance unit this row is about; only rows that list units and their members have one.
        unit: Maybe<Count> => zh("真实保障家庭")
            .says("该行所属的保障家庭，只有列出保障家庭及其成员的行才有")
            .null("the row is about no unit", "该行不属任何保障家庭").personal(),
        /// What makes the mention hard to link, as words joined by `;`.
        strata: Maybe<Category> => zh("难点层").says("使该提及难以归并的原因，以英文分号连接")
            .null("nothing", "没有"),
    }
}

table! {
    /// Everybody of a synthetic district as they truly are on its last night. Nobody of them exists.
    pub TruePeople, TruePerson, TruePeopleBuilder = "people" "真实人员"
        says "合成区县全部人员在最后一晚的真实情况，均非实有其人。"
        v 1 sorted [person] {
        /// The true person, counted from 1.
        person: Count => zh("真实人员").says("真实人员的序号，从1起计").personal(),
        /// The name in use.
        name: Text => zh("姓名").says("现用姓名").sensitive(),
        /// A name borne before, or one that a renaming is to bring.
        former_name: Maybe<Text> => zh("曾用名").says("曾用的姓名，或更名后将用的姓名")
            .null("none", "没有").sensitive(),
        /// `male` or `female`.
        sex: Category => zh("性别").says("性别代码：male＝男、female＝女").standard("GB/T 2261.1"),
        /// The birth date.
        birth: OnDay => zh("出生日期").says("出生的日期").sensitive(),
        /// The number of the document the person shows.
        number: Text => zh("证号").says("所出示证件的号码").standard("GB 11643").sensitive(),
        /// The number before the police gave another.
        former_number: Maybe<Text> => zh("原证号").says("公安机关换号之前的号码")
            .null("none", "没有").sensitive(),
        /// The register household.
        register: Maybe<Count> => zh("真实户口户").says("该人的户口户")
            .null("in no register of the district", "不在本区任何户口户").personal(),
        /// The home the person lives in.
        dwelling: Maybe<Count> => zh("真实居住户").says("该人的居住户")
            .null("dead or moved away", "已死亡或迁出").personal(),
        /// The division code of the village or community of that home.
        village: Category => zh("村社区").says("该居住户所在村或社区的区划代码")
            .standard("GB/T 2260"),
        /// The father, as a true person.
        father: Maybe<Count> => zh("父亲").says("父亲，以真实人员序号表示")
            .null("not of the district", "不是本区人员").personal(),
        /// The mother, as a true person.
        mother: Maybe<Count> => zh("母亲").says("母亲，以真实人员序号表示")
            .null("not of the district", "不是本区人员").personal(),
        /// The spouse, as a true person.
        spouse: Maybe<Count> => zh("配偶").says("配偶，以真实人员序号表示")
            .null("not married here", "在本区未婚").personal(),
        /// The day of death.
        death: Maybe<OnDay> => zh("死亡日期").says("死亡的日期").null("alive", "在世"),
        /// The day of moving out of the district.
        left: Maybe<OnDay> => zh("迁出日期").says("迁出本区的日期").null("has not moved", "未迁出"),
    }
}
