//! Kin: the graph of relatives, and how households stand to each other.

use crate::domain::table::{Category, Count, Measure, Text, Truth, table, zh};
use crate::domain::{Grade, Relative};
use crate::report::ReportError;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

table! {
    /// Who is whose spouse, parent, child or guardian, as rows name them.
    pub Kin, KinRow, KinBuilder = "kin" "亲属关系"
        says "各行记载的配偶、父母、子女和监护人关系。"
        v 1 sorted [person_id, kinship, relative_id] {
        /// The person.
        person_id: Text => zh("人员编号").says("本人的编号").personal(),
        /// What the relative is to the person: `spouse`, `father`, `mother`, `guardian` or `child`.
        kinship: Category => zh("亲属关系")
            .says("亲属是本人的什么人：spouse＝配偶、father＝父亲、mother＝母亲、\
                 guardian＝监护人、child＝子女"),
        /// The relative.
        relative_id: Text => zh("亲属编号").says("该亲属的人员编号").personal(),
        /// Whether the law makes the one support the other: spouses, parents and children.
        obligated: Truth => zh("法定义务人")
            .says("双方依法是否有赡养、抚养、扶养义务，即配偶、父母与子女之间").standard("民法典"),
        /// How many mentions say so.
        mentions: Count => zh("依据提及数").says("作此记载的提及数"),
        /// The surest grade at which such a row speaks of whom it names.
        grade: Category => zh("匹配等级")
            .says("此类行指向所记人员的最高匹配等级：confirmed＝确认、probable＝高度疑似、\
                 possible＝疑似"),
    }
}

table! {
    /// How households stand to each other: those of other kinds tonight, those of their kind last night.
    pub HouseholdLinks, HouseholdLinkRow, HouseholdLinksBuilder = "household_links" "家庭关联"
        says "家庭之间的关系：当晚不同类别的家庭之间，以及与上一晚同类家庭之间。"
        v 1 sorted [household_id, other_household_id] {
        /// A household of tonight.
        household_id: Text => zh("家庭编号").says("当晚家庭的编号").personal(),
        /// `register`, `assistance_unit` or `dwelling`.
        kind: Category => zh("家庭类别")
            .says("该家庭的类别：register＝户口户、assistance_unit＝保障家庭、dwelling＝居住户"),
        /// The other household.
        other_household_id: Text => zh("另一家庭编号").says("与之比较的家庭的编号").personal(),
        /// Its kind.
        other_kind: Category => zh("另一家庭类别").says("另一家庭的类别，代码同家庭类别"),
        /// Whether the other is of the previous night.
        previous_night: Truth => zh("上一晚").says("另一家庭是否为上一晚的家庭"),
        /// `same` people; `part_of` or `holds` the other; `partial`: each has people of its own. Of the
        /// previous night also `moved`: the same people in another place; `split`; `merged`.
        relation: Category => zh("关系")
            .says("两家人员的关系：same＝人员相同、part_of＝包含于另一家庭、holds＝包含另一家庭、\
                 partial＝各有对方没有的人员；与上一晚比较还有moved＝人员相同而地点不同、\
                 split＝分户、merged＝并户"),
        /// People of both.
        shared: Count => zh("共同人数").says("两家共有的人数"),
        /// People of the household.
        members: Count => zh("人数").says("该家庭的人数"),
        /// People of the other.
        other_members: Count => zh("另一家庭人数").says("另一家庭的人数"),
        /// People of both by people of either, each as surely as linkage is of them.
        similarity: Measure => zh("相似度")
            .says("两家共有的人与两家全部的人之比，每人按身份关联的确定程度计"),
    }
}

/// Writes the relatives in order of the people's ids.
pub(super) fn write_kin(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let mut builder = KinBuilder::default();
    for (_, person) in &night.people_by_id {
        let relatives: Vec<Relative> = night.tonight.kin.of(*person).collect();
        let same = |one: &Relative, other: &Relative| {
            (one.kinship, one.person) == (other.kinship, other.person)
        };
        let mut rows: Vec<&[Relative]> = relatives.chunk_by(same).collect();
        rows.sort_by_key(|rows| (rows[0].kinship.code(), night.person_text(rows[0].person)));
        for rows in rows {
            let grades = rows.iter().filter_map(|row| night.grade_of(row.mention));
            builder.push(KinRow {
                person_id: night.person_text(*person),
                kinship: rows[0].kinship.code(),
                relative_id: night.person_text(rows[0].person),
                obligated: rows[0].kinship.is_obligated(),
                mentions: u32::try_from(rows.len()).expect("few rows name one relative"),
                grade: grades.min().unwrap_or(Grade::Possible).code(),
            });
        }
        if builder.len() >= file.rows_at_a_time() {
            file.write(std::mem::take(&mut builder).finish().batch())?;
        }
    }
    file.write(builder.finish().batch())
}

/// Writes the links of households in order of both ids.
pub(super) fn write_links(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    for chunk in night.tonight.household_links.chunks(file.rows_at_a_time()) {
        let mut builder = HouseholdLinksBuilder::with_capacity(chunk.len());
        for link in chunk {
            builder.push(HouseholdLinkRow {
                household_id: &link.household.to_string(),
                kind: link.kind.code(),
                other_household_id: &link.other.to_string(),
                other_kind: link.other_kind.code(),
                previous_night: link.is_of_previous_night,
                relation: link.relation.code(),
                shared: link.shared,
                members: link.members,
                other_members: link.other_members,
                similarity: f64::from(link.similarity_permille) / 1000.0,
            });
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}
