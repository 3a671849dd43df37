//! Progress bars: one line per stage on a terminal, nothing when piped.

use std::io::IsTerminal;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::{Progress, Stage};

/// Draws a bar for the stage at work.
pub(super) struct Bars {
    current: Mutex<ProgressBar>,
}

impl Bars {
    pub fn new() -> Self {
        Self { current: Mutex::new(ProgressBar::hidden()) }
    }

    fn with_current(&self, act: impl FnOnce(&mut ProgressBar)) {
        // A thread that panicked while drawing leaves a bar that can still be drawn.
        let mut bar = self.current.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        act(&mut bar);
    }
}

impl Progress for Bars {
    fn begin(&self, stage: Stage, steps: u64) {
        let target = if std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(steps.max(1)), target);
        let style = ProgressStyle::with_template("{prefix:10} {bar:30} {pos}/{len} {elapsed}");
        bar.set_style(style.expect("the template names known keys"));
        bar.set_prefix(stage.chinese());
        self.with_current(|current| *current = bar);
    }

    fn step(&self) {
        self.with_current(|bar| bar.inc(1));
    }

    fn end(&self) {
        self.with_current(|bar| bar.finish());
    }
}
