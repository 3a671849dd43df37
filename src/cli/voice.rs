//! Voice: how loud the program is, and whether a person or a machine listens to its log.

use super::print_line;

/// How the program speaks on this occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Voice {
    /// Errors only.
    pub quiet: bool,
    /// The log is read by a machine.
    pub json: bool,
}

impl Voice {
    /// Prints what was done to standard output. What a verb is asked to show goes by `say!`, which
    /// quietness does not silence.
    pub fn tell(self, words: &str) {
        if !self.quiet {
            print_line(format_args!("{words}"));
        }
    }

    /// Whether progress bars may be drawn.
    pub const fn draws(self) -> bool {
        !self.quiet && !self.json
    }
}
