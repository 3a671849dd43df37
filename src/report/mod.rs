//! Report: tonight's tables become the published run, all of it or nothing.
