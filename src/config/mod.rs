//! Config: the pipeline's files become settings, or every fault at once with file and line.
