//! The linkage file: fields that meet, how they are compared, what they weigh, who is one person.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Fault;
use super::document::Document;
use crate::domain::ShortForms;
use crate::{block, cluster, compare, score};

/// A linkage as its file declares it: the settings of the rooms it passes through.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkageSettings {
    /// Pairs of this weight and above are listed, whether or not they join people.
    pub report_weight: f32,
    /// The file that says what names of an alphabet are short for.
    pub short_forms: Option<PathBuf>,
    /// The value by which an identity is the person's own, such as a valid number; there may be none.
    pub anchor: Option<AnchorSettings>,
    /// How numbers are found out that are somebody else's; without it none is looked for.
    pub doubt: Option<DoubtSettings>,
    pub block: block::Settings,
    pub compare: compare::Settings,
    pub score: score::Settings,
    pub cluster: cluster::Settings,
}

/// Which field's which value makes an identity certain.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnchorSettings {
    pub field: String,
    pub value: String,
}

/// What is done about a number that another person's rows give.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoubtSettings {
    /// The comparison of the numbers, which names the field that says whether they fit their rows.
    pub comparison: String,
    /// What may be known from the number alone.
    pub derived: Vec<DerivedSettings>,
}

/// A comparison of a field that may have been filled in from the number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DerivedSettings {
    pub comparison: String,
    /// The field that is compared.
    pub field: String,
    /// The field as the row itself gives it; where the two differ, the number has filled it in.
    pub given: String,
}

impl LinkageSettings {
    /// Reads a linkage file; what its rooms find wrong with one another is [`Self::faults`].
    pub(super) fn read(file: &Path, text: &str, faults: &mut Vec<Fault>) -> Option<Self> {
        let mut document = Document::parse(file, text, faults);
        let report_weight = document.take("report_weight", faults);
        let short_forms = document.take_or_default("short_forms", faults);
        let anchor = document.take_or_default("anchor", faults);
        let doubt = document.take_or_default("doubt", faults);
        let block = document.take("block", faults);
        let compare = document.take("compare", faults);
        let score = document.take("score", faults);
        let cluster = document.take("cluster", faults);
        document.finish(faults);
        Some(Self {
            report_weight: report_weight?,
            short_forms,
            anchor,
            doubt,
            block: block?,
            compare: compare?,
            score: score?,
            cluster: cluster?,
        })
    }

    /// Reads what names are short for, for the rooms that ask.
    pub(super) fn read_short_forms(&mut self, file: &Path, text: &str, faults: &mut Vec<Fault>) {
        let mut document = Document::parse(file, text, faults);
        let short_forms: Option<ShortForms> = document.take("short_forms", faults);
        document.finish(faults);
        self.compare.short_forms = short_forms.unwrap_or_default();
        self.block.short_forms = self.compare.short_forms.clone();
    }

    /// The field that says `yes` where a number in doubt fits the rest of its row and `no` where it cannot.
    pub fn fits(&self) -> Option<&str> {
        let doubted = &self.doubt.as_ref()?.comparison;
        self.compare.comparison.iter().find(|one| one.name() == doubted)?.fits()
    }

    /// Every fault of the linkage, against the fields that identities have.
    pub fn faults(&self, known_fields: &[&str]) -> Vec<String> {
        let shapes = self.compare.shapes();
        let mut faults = self.block.faults(known_fields);
        faults.extend(self.compare.faults(known_fields).iter().map(ToString::to_string));
        faults.extend(self.score.faults(&shapes));
        let rules = cluster::Rules::new(&self.cluster, &shapes);
        faults.extend(rules.err().map(|fault| fault.to_string()));
        let anchor = self.anchor.iter().map(|anchor| &anchor.field);
        let unknown = anchor.filter(|field| !known_fields.contains(&field.as_str()));
        faults.extend(unknown.map(|field| format!("anchor field `{field}` does not exist")));
        if let Some(doubt) = &self.doubt {
            let derived = doubt.derived.iter();
            let fields = derived.clone().flat_map(|one| [&one.field, &one.given]);
            let unknown = fields.filter(|field| !known_fields.contains(&field.as_str()));
            faults.extend(unknown.map(|field| format!("[doubt] reads unknown field `{field}`")));
            let compared = derived.map(|one| &one.comparison).chain([&doubt.comparison]);
            let unknown = compared.filter(|name| !shapes.iter().any(|shape| shape.name == **name));
            faults.extend(unknown.map(|name| format!("[doubt] names unknown comparison `{name}`")));
            let doubted = &doubt.comparison;
            if self.fits().is_none() && shapes.iter().any(|shape| shape.name == *doubted) {
                faults.push(format!(
                    "[doubt] needs to know which numbers fit their rows; give the comparison \
                     `{doubted}` of kind `resident_id` a field `fits`"
                ));
            }
        }
        for rule in &self.block.rule {
            let known = |name: &&String| shapes.iter().any(|shape| shape.name == **name);
            let unknown = rule.settles.iter().filter(|name| !known(name));
            let name = &rule.name;
            faults.extend(unknown.map(|other| format!("rule `{name}` settles unknown `{other}`")));
        }
        faults
    }
}
