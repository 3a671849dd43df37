//! The model file: read back, refused where its format is another, and written.

use std::path::Path;

use super::RunError;
use crate::score::{LinkageModel, MODEL_FORMAT, ModelMismatch};

/// Why the text of a model file is no model of this program.
#[derive(Debug, thiserror::Error)]
pub(super) enum ModelFault {
    #[error(transparent)]
    Format(#[from] ModelMismatch),
    #[error(transparent)]
    Text(#[from] serde_json::Error),
}

/// What every format says of itself.
#[derive(serde::Deserialize)]
struct Header {
    format: u32,
}

/// Reads a model. The format is looked at first: what another one holds is not known here.
pub(super) fn read_model(text: &str) -> Result<LinkageModel, ModelFault> {
    let Header { format } = serde_json::from_str(text)?;
    if format != MODEL_FORMAT {
        return Err(ModelMismatch::Format { found: format }.into());
    }
    Ok(serde_json::from_str(text)?)
}

/// The text of a model file: the same for a file of its own and for a run's.
pub(super) fn model_text(model: &LinkageModel) -> String {
    serde_json::to_string_pretty(model).expect("a model is plain numbers and names")
}

/// Writes a model as a file that `[night] model` can name, as a whole or not at all.
pub fn write_model(model: &LinkageModel, path: &Path) -> Result<(), RunError> {
    let unwritable = |source| RunError::Unwritable { path: path.to_owned(), source };
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    std::fs::write(beside, model_text(model)).map_err(unwritable)?;
    std::fs::rename(beside, path).map_err(unwritable)
}
