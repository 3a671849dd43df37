//! Ingest: a delivery folder becomes rows as text columns with line numbers.
