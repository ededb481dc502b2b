//! Records of a file that give no article and are not listed → how many there
//! are, and how many before the place from which the file can be read on.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use crate::corpus::{BEYOND_MAX, End, Kind, PassedOver, plural};
use crate::index::Skipped;

/// How many records gave no article.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    /// What was passed over.
    pub(super) passed_over: PassedOver,
    /// How many were not chosen.
    pub(super) unchosen: u64,
    /// How many were skipped beside those that are listed.
    pub(super) unlisted: u64,
}

/// Counts the records of one file.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) numbers: Numbers,
    /// The last that were counted by their ids: what stands behind the place is
    /// read again, and is counted again then.
    last: VecDeque<(String, What)>,
}

/// What a record is counted as.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// The same page, fetched again.
    Repeated,
    Unchosen,
    Unlisted,
}

impl Numbers {
    fn count(&mut self, what: What) {
        match what {
            What::Repeated => self.passed_over.count(Kind::Repeated),
            What::Unchosen => self.unchosen += 1,
            What::Unlisted => self.unlisted += 1,
        }
    }

    /// The lines that these numbers make in a report on `file`.
    pub(super) fn lines(&self, file: &str) -> Vec<Skipped> {
        let mut lines = Vec::new();
        let mut line = |records, reason, by_design| {
            let id = file.to_owned();
            lines.push(Skipped {
                id,
                reason,
                records,
                by_design,
                note: false,
            });
        };
        if self.unlisted > 0 {
            let were = plural(self.unlisted, "record was", "records were");
            let words = format!("{} more {were} skipped", self.unlisted);
            line(self.unlisted, words, false);
        }
        if !self.passed_over.is_empty() {
            line(self.passed_over.total(), self.passed_over.to_string(), true);
        }
        lines
    }
}

impl Tally {
    /// Goes on from what was counted before.
    pub(super) fn from(numbers: Numbers) -> Self {
        Tally {
            numbers,
            last: VecDeque::new(),
        }
    }

    pub(super) fn count(&mut self, id: String, what: What) {
        self.numbers.count(what);
        if self.last.len() > BEYOND_MAX {
            self.last.pop_front();
        }
        self.last.push_back((id, what));
    }

    /// What was counted before the place to which the file was read whole.
    pub(super) fn before(&self, end: &End) -> Numbers {
        let beyond: FxHashSet<&str> = end.beyond.iter().map(String::as_str).collect();
        let mut again = Numbers {
            passed_over: end.passed_over.clone(),
            unchosen: end.unchosen,
            unlisted: 0,
        };
        for (id, what) in &self.last {
            if beyond.contains(id.as_str()) {
                again.count(*what);
            }
        }
        let all = self.numbers.clone();
        Numbers {
            passed_over: all.passed_over.without(&again.passed_over),
            unchosen: all.unchosen.saturating_sub(again.unchosen),
            unlisted: all.unlisted.saturating_sub(again.unlisted),
        }
    }
}

/// Lines of a report, those that say the same of the same record as one: a file
/// may hold an id many times.
pub(super) fn merged(mut lines: Vec<Skipped>) -> Vec<Skipped> {
    lines.sort_by(|a, b| (&a.id, &a.reason).cmp(&(&b.id, &b.reason)));
    lines.dedup_by(|line, kept| {
        let is_same = (&line.id, &line.reason) == (&kept.id, &kept.reason);
        if is_same {
            kept.records += line.records;
        }
        is_same
    });
    lines
}

/// How many records the lines are about, a line on the file itself as one.
pub(super) fn records(lines: &[Skipped]) -> u64 {
    lines.iter().map(|line| line.records.max(1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Format, Reached};

    #[test]
    fn what_is_read_again_is_not_counted_twice() {
        let mut tally = Tally::default();
        tally.numbers.passed_over.count(Kind::Picture);
        tally.numbers.passed_over.count(Kind::Picture);
        tally.numbers.unchosen = 5;
        for (id, what) in [
            ("a", What::Repeated),
            ("b", What::Unchosen),
            ("c", What::Unlisted),
            ("d", What::Repeated),
            ("e", What::Unlisted),
        ] {
            tally.count(id.to_owned(), what);
        }
        let mut passed_over = PassedOver::default();
        passed_over.count(Kind::Picture);
        let end = End {
            reached: Reached {
                format: Format::Warc,
                bytes: 1,
                records: 1,
            },
            beyond: ["b", "d", "e", "x"].map(str::to_owned).into(),
            passed_over,
            unchosen: 2,
        };
        let before = tally.before(&end);
        assert_eq!((before.unchosen, before.unlisted), (3, 1));
        let reasons: Vec<String> = before.lines("a").into_iter().map(|l| l.reason).collect();
        assert_eq!(
            reasons,
            [
                "1 more record was skipped",
                "passed over, since they are no articles: 1 capture that repeats an earlier one, 1 picture"
            ]
        );
    }
}
