//! Topics and judgments → how good the ranking is: nDCG@10, average precision
//! and others, for each topic and on the mean.
//!
//! The files are those of TREC, so that any evaluation program can read what is
//! written here and the other way round; the numbers agree with `trec_eval`.
//! Text comes in, numbers go out: files are read and written by the caller.

mod ask;
mod bench;
mod compare;
mod metric;
mod trec;

use crate::error::Error;

pub use ask::{Asking, Names, Topic, ask, topics};
pub use bench::{Timed, Timing, timed, timing};
pub use compare::{Change, Comparison};
pub use metric::{Evaluation, Metric, Scores, TopicScores, evaluate};
pub use trec::{Qrels, Run, Scored, qrels, run, written};

/// The lines of a file that say something, with their numbers from 1: not empty
/// ones, and none that begins with `#`.
fn said(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().enumerate();
    lines
        .map(|(i, line)| (i + 1, line))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
}

/// What is wrong in a line of a file.
fn wrong(file: &str, line: usize, message: &str) -> Error {
    Error::usage(format!("{file}, line {line}: {message}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_and_comments_say_nothing() {
        let lines: Vec<_> = said("\u{feff}# ids are years\n\n  \n1\tone\r\n#2\ttwo\n 3").collect();
        assert_eq!(lines, [(4, "1\tone"), (6, " 3")]);
    }
}
