//! A run's [`Meter`] → a bar on a terminal, a line now and then otherwise.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use onrecord::ingest::Meter;
use onrecord::output::text::count;

use super::shared::note;

/// Between two looks at the meter.
const TICK: Duration = Duration::from_millis(100);

/// Between two lines where there is no terminal.
const LINE: Duration = Duration::from_secs(10);

/// Shows how far a run has come while it runs.
pub(super) struct Progress<'m> {
    meter: &'m Meter,
}

impl<'m> Progress<'m> {
    pub(super) fn start(meter: &'m Meter) -> Self {
        Progress { meter }
    }

    /// Runs `work` and shows its progress on standard error meanwhile.
    pub(super) fn over<T>(&self, work: impl FnOnce(&Meter) -> T) -> T {
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                if io::stderr().is_terminal() {
                    self.bar(&done)
                } else {
                    self.lines(&done)
                }
            });
            // Also where the work panics: the scope waits for the watcher.
            let _finished = Finished(&done);
            work(self.meter)
        })
    }

    fn bar(&self, done: &AtomicBool) {
        let started = Instant::now();
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let template = "{bar:30} {msg} · {bytes_per_sec} · {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        while !done.load(Ordering::Relaxed) {
            std::thread::park_timeout(TICK);
            // A run of an instant needs no bar.
            if started.elapsed() < Duration::from_millis(500) {
                continue;
            }
            bar.set_length(self.meter.bytes_total.load(Ordering::Relaxed));
            bar.set_position(self.meter.bytes.load(Ordering::Relaxed));
            bar.set_message(self.counts());
        }
        bar.finish_and_clear();
    }

    fn lines(&self, done: &AtomicBool) {
        let started = Instant::now();
        let mut next = LINE;
        while !done.load(Ordering::Relaxed) {
            std::thread::park_timeout(TICK);
            let elapsed = started.elapsed();
            if elapsed >= next {
                next = elapsed + LINE;
                let megabytes = self.meter.bytes.load(Ordering::Relaxed) as f64 / 1e6;
                let seconds = elapsed.as_secs_f64();
                note(&format!(
                    "{} · {:.1} MB/s · {seconds:.0} s",
                    self.counts(),
                    megabytes / seconds
                ));
            }
        }
    }

    fn counts(&self) -> String {
        let load = |counter: &std::sync::atomic::AtomicU64| count(counter.load(Ordering::Relaxed));
        format!(
            "{} of {} files · {} articles",
            load(&self.meter.files),
            load(&self.meter.files_total),
            load(&self.meter.articles)
        )
    }
}

struct Finished<'d>(&'d AtomicBool);

impl Drop for Finished<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
