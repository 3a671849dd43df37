//! Clock: times the stages of a night, counts what they were given, and tells of them.

use std::time::Instant;

use super::{Progress, Stage};
use crate::report::StageTiming;

/// Times the stages and tells of them.
pub(super) struct Clock<'a> {
    progress: &'a dyn Progress,
    stages: Vec<StageTiming>,
}

impl<'a> Clock<'a> {
    pub const fn new(progress: &'a dyn Progress) -> Self {
        Self { progress, stages: Vec::new() }
    }

    /// Does the work of a stage; `handled` tells from its result how much it was given.
    pub fn time<T>(
        &mut self,
        stage: Stage,
        steps: u64,
        handled: impl FnOnce(&T) -> usize,
        work: impl FnOnce() -> T,
    ) -> T {
        self.progress.begin(stage, steps);
        let start = Instant::now();
        let result = work();
        let took = StageTiming {
            stage: stage.code().to_owned(),
            // Whole milliseconds: more digits would only look exact.
            seconds: (start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
            handled: handled(&result) as u64,
            unit: stage.unit().to_owned(),
            peak_memory_bytes: peak_memory_bytes(),
        };
        self.progress.end(Some(&took));
        self.stages.push(took);
        result
    }

    /// What the stages took so far, in their order.
    pub fn stages(&self) -> &[StageTiming] {
        &self.stages
    }
}

/// The most memory the process has held, where the system tells; 0 elsewhere.
pub(super) fn peak_memory_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kilobytes.and_then(|number| number.trim().parse::<u64>().ok()).unwrap_or(0) * 1024
}
