//! Evaluate: links, findings and the truth become precision and recall.
