//! `hedui man`: the manual page, and one for each verb.

use std::path::PathBuf;

use clap::{Args, CommandFactory};

use super::voice::Voice;
use super::{Arguments, Failure};

/// Prints the manual page, or writes it and one for each verb into a folder.
#[derive(Args)]
#[command(after_help = "Example:\n  \
    hedui man | man -l -\n  \
    hedui man --out /usr/local/share/man/man1")]
pub(super) struct Man {
    /// An existing folder for `hedui.1`, `hedui-run.1` and so on.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// Disk or output.
const UNWRITABLE: u8 = 8;

impl Man {
    pub fn execute(&self, voice: Voice) -> Result<u8, Failure> {
        let command = Arguments::command();
        let Some(folder) = &self.out else {
            let mut page = Vec::new();
            let rendered = clap_mangen::Man::new(command).render(&mut page);
            rendered.expect("a page in memory takes any text");
            super::print_text(&page);
            return Ok(0);
        };
        clap_mangen::generate_to(command, folder).map_err(|error| Failure {
            message: format!("{}: {error}; make the folder first", folder.display()),
            code: UNWRITABLE,
        })?;
        voice.tell(&format!("written      {}", folder.display()));
        Ok(0)
    }
}
