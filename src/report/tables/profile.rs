//! Profile: how good tonight's data is, as the reading counted it.

use crate::report::ReportError;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

/// Writes the figures, which come in order.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    file.write(night.tonight.profile.batch())
}
