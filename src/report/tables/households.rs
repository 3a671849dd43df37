//! Households and who belongs to them, of all three kinds.

use crate::domain::table::{Category, Count, Maybe, OnDay, Text, table, zh};
use crate::report::ReportError;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

table! {
    /// Tonight's households. The three kinds are never merged into one.
    pub Households, Household, HouseholdsBuilder = "households" "家庭"
        says "当晚的家庭；户口户、保障家庭、居住户三类互不合并。"
        v 1 sorted [household_id] {
        /// The household's lasting id.
        household_id: Text => zh("家庭编号").says("家庭的长期编号").personal(),
        /// `register` 户口户, `assistance_unit` 保障家庭 or `dwelling` 居住户.
        kind: Category => zh("家庭类别")
            .says("家庭的类别：register＝户口户、assistance_unit＝保障家庭、dwelling＝居住户"),
        /// The town most members' rows name.
        town: Maybe<Category> => zh("乡镇街道").says("多数成员的行所记的乡镇街道")
            .standard("GB/T 2260").null("not known", "不详").personal(),
        /// The village or community most members' rows name.
        village: Maybe<Category> => zh("村社区").says("多数成员的行所记的村或社区")
            .null("not known", "不详").personal(),
        /// How many people belong to it.
        members: Count => zh("人数").says("该家庭的人数"),
        /// How many of the sources' own household numbers were joined into it.
        source_keys: Count => zh("来源户数").says("并入该家庭的各来源自编户号数"),
        /// The first night it was seen.
        first_seen: OnDay => zh("首次出现").says("首次出现该家庭的核对日期"),
    }
}

table! {
    /// Who belongs to which household.
    pub HouseholdMembers, HouseholdMember, HouseholdMembersBuilder =
        "household_members" "家庭成员"
        says "每个家庭的成员。"
        v 1 sorted [household_id, person_id] {
        /// The household.
        household_id: Text => zh("家庭编号").says("所属家庭的编号").personal(),
        /// `register`, `assistance_unit` or `dwelling`.
        kind: Category => zh("家庭类别")
            .says("家庭的类别：register＝户口户、assistance_unit＝保障家庭、dwelling＝居住户"),
        /// The person.
        person_id: Text => zh("人员编号").says("成员的人员编号").personal(),
        /// Relation to the head.
        relation: Maybe<Category> => zh("与户主关系").says("成员与户主的关系").standard("GB/T 4761")
            .null("not given", "未填").personal(),
        /// First day of the membership.
        from: Maybe<OnDay> => zh("起").says("成为成员的第一日").null("not known", "不详"),
        /// Last day of the membership.
        to: Maybe<OnDay> => zh("止").says("作为成员的最后一日").null("still a member", "仍为成员"),
        /// How many rows say so.
        memberships: Count => zh("依据行数").says("作此记载的行数"),
        /// The first night the household was seen.
        first_seen: OnDay => zh("家庭首次出现").says("首次出现该家庭的核对日期"),
    }
}

/// Writes the households in order of their ids.
pub(super) fn write_households(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let households = night.households_by_id();
    for chunk in households.chunks(file.rows_at_a_time()) {
        let mut builder = HouseholdsBuilder::default();
        for (position, household) in chunk {
            builder.push(Household {
                household_id: &household.id.to_string(),
                kind: household.kind.code(),
                town: household.town.as_deref(),
                village: household.village.as_deref(),
                members: count(household.members.len()),
                source_keys: household.source_keys,
                first_seen: night.first_seen_of(*position),
            });
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}

/// Writes the members in order of household and person.
pub(super) fn write_members(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let households = night.households_by_id();
    let ids = &night.tonight.people.ids;
    for chunk in households.chunks(file.rows_at_a_time()) {
        let mut builder = HouseholdMembersBuilder::default();
        for (position, household) in chunk {
            let household_id = household.id.to_string();
            let mut members: Vec<_> = household.members.iter().collect();
            members.sort_by_key(|member| ids[member.person as usize]);
            for member in members {
                builder.push(HouseholdMember {
                    household_id: &household_id,
                    kind: household.kind.code(),
                    person_id: &ids[member.person as usize].to_string(),
                    relation: member.relation.as_deref(),
                    from: member.from,
                    to: member.to,
                    memberships: count(member.memberships.len()),
                    first_seen: night.first_seen_of(*position),
                });
            }
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}

fn count(length: usize) -> u32 {
    u32::try_from(length).expect("a household has fewer than 2^32 members")
}
