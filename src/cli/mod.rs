//! Cli: arguments become one verb; the only room that prints.
