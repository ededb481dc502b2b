//! What the index keeps beside the words: articles to show, and the state of
//! every file, from which a re-run knows what changed.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::corpus::Choice;
use crate::quote::Quote;
use crate::span::Span;

/// An article as it is stored, with the places of its passages and quotes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stored {
    /// The article itself.
    pub article: Article,
    /// Its passages in order; `p1` is the first. Bytes of the body.
    pub passages: Vec<Span>,
    /// Its quotes in order; `q1` is the first.
    pub quotes: Vec<Quote>,
    /// When it was indexed, seconds since 1970 UTC.
    pub seen: i64,
}

/// A record of a file that gave no article, and why, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Its id, or the file's with the line.
    pub id: String,
    /// The reason.
    pub reason: String,
    /// How many records this is about; 0 where it is the file itself.
    #[serde(default, skip_serializing_if = "is_default")]
    pub records: u64,
    /// True for what was read and is rightly no article.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by_design: bool,
    /// True for what is only told of a file: all its records were read, though
    /// not all of what they say.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: bool,
}

/// How much gave no article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NotRead {
    /// Files and folders that gave nothing, or not all that they hold.
    pub files: u64,
    /// Records of files that hold many.
    pub records: u64,
    /// Records that are rightly no articles.
    pub passed_over: u64,
    /// Files whose records were all read, though not all of what they say.
    pub not_understood: u64,
}

impl NotRead {
    /// Counts the lines of a report.
    pub fn of(lines: &[Skipped]) -> Self {
        let ids = |is_note: bool| {
            let about = lines.iter().filter(|line| line.records == 0);
            let about = about.filter(|line| line.note == is_note);
            about.map(|line| &line.id).collect::<FxHashSet<_>>().len() as u64
        };
        let records = |by_design: bool| {
            let such = lines.iter().filter(|line| line.by_design == by_design);
            such.map(|line| line.records).sum()
        };
        NotRead {
            files: ids(false),
            records: records(false),
            passed_over: records(true),
            not_understood: ids(true),
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A file as it was when it was last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileState {
    /// The file's id.
    pub id: String,
    /// Bytes on disk.
    pub size: u64,
    /// Time of its last change, nanoseconds since 1970.
    pub mtime_ns: i64,
    /// How many articles it gave.
    pub articles: u64,
    /// How many of its records were skipped.
    pub skipped: u64,
    /// How many of its records the choice of the index left out.
    pub unchosen: u64,
}

/// What is kept of a file beside its state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// What was skipped in it.
    pub skipped: Vec<Skipped>,
    /// How many were skipped beside these.
    #[serde(default)]
    pub unlisted: u64,
    /// From where it can be read on, should it grow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

/// How a container was when it was read, up to the place behind its last whole
/// record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// A web archive; else JSON Lines.
    pub is_warc: bool,
    /// Bytes on disk before the place.
    pub bytes: u64,
    /// Records or lines before the place.
    pub records: u64,
    /// A digest of the first bytes of the file.
    pub head: String,
    /// A digest of the last bytes before the place.
    pub tail: String,
    /// Ids of what was read behind the place.
    pub beyond: Vec<String>,
    /// What was passed over before the place: how many of which kind.
    pub passed_over: Vec<(String, u64)>,
    /// How many records before the place the choice of the index left out.
    pub unchosen: u64,
    /// How many of those before the place were skipped and are not listed.
    #[serde(default)]
    pub unlisted: u64,
}

impl FileState {
    /// One line for the column of file states. The id comes last since it may
    /// hold anything but control characters.
    pub(crate) fn line(&self) -> String {
        let FileState {
            id,
            size,
            mtime_ns,
            articles,
            skipped,
            unchosen,
        } = self;
        format!("{size}\t{mtime_ns}\t{articles}\t{skipped}\t{unchosen}\t{id}")
    }

    pub(crate) fn from_line(line: &str) -> Option<Self> {
        let mut parts = line.splitn(6, '\t');
        Some(FileState {
            size: parts.next()?.parse().ok()?,
            mtime_ns: parts.next()?.parse().ok()?,
            articles: parts.next()?.parse().ok()?,
            skipped: parts.next()?.parse().ok()?,
            unchosen: parts.next()?.parse().ok()?,
            id: parts.next()?.to_owned(),
        })
    }
}

/// What is written with every commit: whether this program can read the index,
/// and which folders it was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// [`super::FORMAT`] of the writer.
    pub format: u32,
    /// [`crate::analysis::FINGERPRINT`] of the writer.
    pub analysis: String,
    /// [`crate::article::READING`] of the writer.
    pub reading: u32,
    /// [`crate::quote::fingerprint`] of the writer.
    pub quotes: String,
    /// Files and folders outside the corpus that were added by name.
    pub roots: Vec<String>,
    /// Which records it is made of.
    #[serde(default)]
    pub choice: Choice,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_report_are_counted() {
        let line = |id: &str, records, by_design, note| Skipped {
            id: id.into(),
            reason: String::new(),
            records,
            by_design,
            note,
        };
        let lines = [
            line("a.pdf", 0, true, false),
            line("a.csv", 0, false, true),
            // Two columns of one file, and one that was not read to its end.
            line("b.csv", 0, false, true),
            line("b.csv", 0, false, true),
            line("b.csv", 0, false, false),
            line("b.csv#3", 1, false, false),
            line("b.csv", 40, false, false),
            line("c.warc", 12, true, false),
        ];
        let counted = NotRead {
            files: 2,
            records: 41,
            passed_over: 12,
            not_understood: 2,
        };
        assert_eq!(NotRead::of(&lines), counted);
    }

    #[test]
    fn a_file_state_survives_its_line() {
        let state = FileState {
            id: "a b/c.txt".into(),
            size: 5,
            mtime_ns: -1,
            articles: 1,
            skipped: 0,
            unchosen: 2,
        };
        assert_eq!(FileState::from_line(&state.line()), Some(state));
        assert_eq!(FileState::from_line("damaged"), None);
    }
}
