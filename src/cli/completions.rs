//! `hedui completions`: what a shell needs to complete the command line.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Arguments;

/// Prints the completions of a shell, to be put where the shell looks for them.
#[derive(Args)]
#[command(after_help = "Example:\n  \
    hedui completions bash > /etc/bash_completion.d/hedui\n  \
    hedui completions zsh > /usr/local/share/zsh/site-functions/_hedui")]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub fn execute(&self) -> u8 {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "hedui", &mut text);
        super::print_text(&text);
        0
    }
}
