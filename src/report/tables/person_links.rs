//! Person links: the pairs of identities that were weighed, with what was compared.

use rustc_hash::FxHashMap;

use crate::domain::table::{Category, Key, Maybe, Measure, Text, Truth, table, zh};
use crate::domain::{ComparisonVector, Link, NO_EVIDENCE};
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;
use crate::report::{ComparisonLevels, ReportError};

table! {
    /// Pairs of identities that were compared and kept, whether or not they became one person.
    pub PersonLinks, PersonLink, PersonLinksBuilder = "person_links" "身份关联"
        says "经比对并保留的身份对，不论是否归为一人。"
        v 1 sorted [left_person_id, right_person_id, left_identity, right_identity] {
        /// The person the first identity belongs to.
        left_person_id: Text => zh("左人员").says("第一个身份所归人员的编号").personal(),
        /// The person the second identity belongs to.
        right_person_id: Text => zh("右人员").says("第二个身份所归人员的编号").personal(),
        /// The key of the first identity; `source_rows` leads from it to files and lines.
        left_identity: Key => zh("左身份键").says("第一个身份的键，由source_rows可查到文件和行")
            .personal(),
        /// The key of the second identity.
        right_identity: Key => zh("右身份键").says("第二个身份的键").personal(),
        /// Match weight: log2 of the odds that the two are one person, prior included.
        weight: Measure => zh("匹配权重").says("两个身份为同一人的优势（含先验）以2为底的对数")
            .unit("bit"),
        /// The probability that the two are one person, to six decimals.
        probability: Measure => zh("匹配概率").says("两个身份为同一人的概率，六位小数"),
        /// `confirmed`, `probable` or `possible`.
        grade: Category => zh("匹配等级")
            .says("该身份对的匹配等级：confirmed＝确认、probable＝高度疑似、possible＝疑似"),
        /// Whether clustering put both into one person.
        same_person: Truth => zh("归为一人").says("聚类是否将两个身份归为一人"),
        /// What each comparison found: `name=exact; resident_id=equal_valid`. Silent ones are left out.
        levels: Category => zh("比对结果")
            .says("各比较项的结果，如name=exact; resident_id=equal_valid，无结果的不列"),
        /// What each of these levels weighs before term frequencies: `name=8.13; …`.
        level_weights: Maybe<Category> => zh("分项权重")
            .says("上述各结果在计入词频之前的权重，如name=8.13; …").unit("bit")
            .null("no model was given", "未给出模型"),
    }
}

/// Writes the links in order of the people they join.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let tonight = night.tonight;
    let ranks = ranks(night);
    let mut order: Vec<_> =
        tonight.links.iter().map(|link| ends(night, &ranks, link)).zip(0_usize..).collect();
    order.sort_unstable();
    let person_of = |identity: u32| tonight.people.person_of_identity[identity as usize];
    let mut words = Wording::new(tonight.comparisons);
    for chunk in order.chunks(file.rows_at_a_time()) {
        let mut builder = PersonLinksBuilder::with_capacity(chunk.len());
        for ((_, _, left_identity, right_identity), at) in chunk {
            let link = &tonight.links[*at];
            let (levels, level_weights) = words.of(&link.scored.vector);
            builder.push(PersonLink {
                left_person_id: night.person_text(person_of(link.scored.pair.left)),
                right_person_id: night.person_text(person_of(link.scored.pair.right)),
                left_identity: *left_identity,
                right_identity: *right_identity,
                weight: f64::from(link.scored.weight),
                probability: (link.scored.probability() * 1e6).round() / 1e6,
                grade: link.grade.code(),
                same_person: link.same_person,
                levels,
                level_weights,
            });
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}

/// The rank of each person's id among all.
fn ranks(night: &Night) -> Vec<u32> {
    let mut ranks = vec![0; night.people_by_id.len()];
    for (rank, (_, person)) in (0..).zip(&night.people_by_id) {
        ranks[*person as usize] = rank;
    }
    ranks
}

/// What links are in order of: the ranks of the two people, and the keys of the two identities.
type Ends = (u32, u32, u64, u64);

fn ends(night: &Night, ranks: &[u32], link: &Link) -> Ends {
    let tonight = night.tonight;
    let person =
        |identity: u32| ranks[tonight.people.person_of_identity[identity as usize] as usize];
    let key = |identity: u32| tonight.identities.keys[identity as usize];
    let pair = link.scored.pair;
    (person(pair.left), person(pair.right), key(pair.left), key(pair.right))
}

/// Comparison vectors in words. Few patterns make most pairs, so each is spelled out once.
struct Wording<'a> {
    comparisons: &'a [ComparisonLevels],
    known: FxHashMap<ComparisonVector, (String, String)>,
}

impl<'a> Wording<'a> {
    fn new(comparisons: &'a [ComparisonLevels]) -> Self {
        Self { comparisons, known: FxHashMap::default() }
    }

    fn of(&mut self, vector: &ComparisonVector) -> (&str, Option<&str>) {
        let comparisons = self.comparisons;
        let words = self.known.entry(*vector);
        let (levels, weights) = words.or_insert_with(|| spell(comparisons, vector));
        (levels, (!weights.is_empty()).then_some(weights))
    }
}

fn spell(comparisons: &[ComparisonLevels], vector: &ComparisonVector) -> (String, String) {
    let (mut levels, mut weights) = (Vec::new(), Vec::new());
    for (comparison, level) in comparisons.iter().zip(vector.0) {
        if level == NO_EVIDENCE {
            continue;
        }
        let at = usize::from(level) - 1;
        let code = comparison.levels.get(at).map_or("unnamed", String::as_str);
        levels.push(format!("{}={code}", comparison.name));
        if let Some(weight) = comparison.weights.get(at) {
            weights.push(format!("{}={weight:.2}", comparison.name));
        }
    }
    (levels.join("; "), weights.join("; "))
}
