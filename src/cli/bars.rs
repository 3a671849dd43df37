//! Progress bars: one line per stage on a terminal, nothing when piped; events where a machine listens.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::voice::Voice;
use crate::pipeline::{Progress, Stage, StageTiming};

/// Draws a bar for the stage at work, or logs its begin and end.
pub(super) struct Bars {
    voice: Voice,
    current: Mutex<ProgressBar>,
}

impl Bars {
    pub fn new(voice: Voice) -> Self {
        Self { voice, current: Mutex::new(ProgressBar::hidden()) }
    }

    fn with_current(&self, act: impl FnOnce(&mut ProgressBar)) {
        // A thread that panicked while drawing leaves a bar that can still be drawn.
        let mut bar = self.current.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        act(&mut bar);
    }
}

impl Progress for Bars {
    fn begin(&self, stage: Stage, steps: u64) {
        if self.voice.json {
            tracing::info!(event = "stage_begin", stage = stage.code());
        }
        let is_drawn = self.voice.draws() && std::io::stderr().is_terminal();
        let target =
            if is_drawn { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(steps.max(1)), target);
        // A stage of one step has nothing to count: that it moves shows that it is at work.
        let template = if steps > 1 {
            "{spinner} {prefix:10} {bar:30} {pos}/{len} {elapsed}"
        } else {
            "{spinner} {prefix:10} {elapsed}"
        };
        let style = ProgressStyle::with_template(template);
        bar.set_style(style.expect("the template names known keys"));
        bar.set_prefix(stage.chinese());
        if is_drawn {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        self.with_current(|current| *current = bar);
    }

    fn step(&self) {
        self.with_current(|bar| bar.inc(1));
    }

    fn end(&self, took: Option<&StageTiming>) {
        self.with_current(|bar| bar.finish());
        if let Some(took) = took.filter(|_| self.voice.json) {
            tracing::info!(
                event = "stage_end",
                stage = took.stage,
                seconds = took.seconds,
                handled = took.handled,
                unit = took.unit,
                peak_memory_bytes = took.peak_memory_bytes
            );
        }
    }
}
