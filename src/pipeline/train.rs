//! Training: the identities of a night become a model file, by labels where somebody has given them.
//!
//! Without labels the model is the one that a run of the night would train for itself. Nothing is
//! published and no previous run is read.

mod labels;

use std::path::Path;

use super::charts::{self, TrainingFigures};
use super::deliver::deliver;
use super::evaluate::people_by_truth;
use super::link::{Labels, Linkage};
use super::night::identities_of;
use super::{Progress, RunError, Stage};
use crate::config::{LinkageSettings, Pipeline};
use crate::domain::{Day, PreviousRun};
use crate::score::LinkageModel;

/// A model and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    pub model: LinkageModel,
    /// Labelled pairs of rows that are one identity, and so no pair to learn from.
    pub one_identity: u64,
    /// In plain Chinese.
    pub warnings: Vec<String>,
    /// Whether an optional source is missing or stale.
    pub partial: bool,
    /// The page of charts, if it was asked for.
    pub charts: Option<String>,
}

/// Trains a model on the identities of a night.
///
/// `labels` is a file of decisions on rows, or a folder with the truth of the night's mentions. The
/// night is linked by the model where charts are asked for, and not otherwise.
pub fn train(
    pipeline: &Pipeline,
    night: Day,
    labels: Option<&Path>,
    with_charts: bool,
    progress: &dyn Progress,
) -> Result<Trained, RunError> {
    progress.begin(Stage::Read, pipeline.sources.len() as u64);
    let delivered = deliver(pipeline, night, progress);
    progress.end(None);
    let delivered = delivered?;
    let identities = identities_of(pipeline, &delivered);
    let (mut one_identity, mut known) = (0, None);
    match labels {
        Some(folder) if folder.is_dir() => {
            let people = people_by_truth(folder, night, &delivered, &identities)?;
            known = Some(Labels::People(people));
        }
        Some(file) => {
            let labelled = labels::read(file, &delivered, &identities)?;
            one_identity = labelled.one_identity;
            known = Some(Labels::Pairs(labelled.pairs));
        }
        None => {}
    }
    progress.begin(Stage::Link, 1);
    let settings = &pipeline.linkage;
    let linkage = Linkage::trained(&identities, settings, known.as_ref())?;
    if let (Some(place), Some(counted)) = (labels, linkage.model().trained_on.labels)
        && counted.matches == 0
    {
        return Err(RunError::Usage {
            place: place.display().to_string(),
            message: "the truth knows no two identities of one person that blocking proposes"
                .into(),
        });
    }
    let (mut model, charts) = if with_charts {
        let (model, charts) = charts_of(linkage, settings, night);
        (model, Some(charts))
    } else {
        (linkage.into_model(), None)
    };
    model.trained_on.night = Some(night);
    progress.end(None);
    let partial = delivered.is_partial(pipeline.sources.len());
    Ok(Trained { model, one_identity, warnings: delivered.warnings, partial, charts })
}

/// Links the night, which the charts tell of. Gives the model with all that it learned by it.
fn charts_of(
    linkage: Linkage<'_>,
    settings: &LinkageSettings,
    night: Day,
) -> (LinkageModel, String) {
    let (pairs, selves) = (linkage.spread_of_pairs(), linkage.spread_of_selves());
    let linked = linkage.link(&PreviousRun::default(), night);
    let mut members = vec![0; linked.people.len()];
    for person in &linked.people.person_of_identity {
        members[*person as usize] += 1;
    }
    let model = linked.model;
    let page =
        charts::of_training(&TrainingFigures { model: &model, settings, pairs, selves, members });
    (model, page)
}
