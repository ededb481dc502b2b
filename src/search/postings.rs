//! Terms of one segment → walks over the articles that have a word, or words
//! in a row, in one field, and where in them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

use super::proximity::Match;

/// The languages in which a term counts, by their ordinals in one segment.
/// The German stem of a word may be the English form of another.
#[derive(Clone)]
pub(super) struct Allowed {
    pub(super) languages: Column<u64>,
    /// Bit *n* for ordinal *n*; [`Allowed::UNKNOWN`] for articles without one.
    pub(super) bits: u64,
}

impl Allowed {
    pub(super) const UNKNOWN: u64 = 1 << 63;

    fn has(&self, doc: DocId) -> bool {
        let bit = self
            .languages
            .first(doc)
            .map_or(Self::UNKNOWN, |ord| 1 << ord.min(62));
        self.bits & bit != 0
    }
}

/// The postings of one term.
pub(super) struct Source {
    pub(super) postings: SegmentPostings,
    pub(super) allowed: Option<Allowed>,
}

impl Source {
    fn settle(&mut self) -> DocId {
        while let Some(allowed) = &self.allowed {
            let doc = self.postings.doc();
            if doc == TERMINATED || allowed.has(doc) {
                break;
            }
            self.postings.advance();
        }
        self.postings.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let doc = self.postings.doc();
        if doc < target {
            if doc + 1 == target {
                self.postings.advance();
            } else {
                self.postings.seek(target);
            }
            return self.settle();
        }
        doc
    }
}

/// More terms than this are kept in a heap by their next article.
const SCANNED_MAX: usize = 8;

/// One word in one field: the union of the terms that stand for it.
pub(super) struct Union {
    sources: Vec<Source>,
    doc: DocId,
    /// Where there are many: the sources that do not stand on `doc`, by the
    /// article that they stand on, and those that do.
    waiting: BinaryHeap<Reverse<(DocId, usize)>>,
    here: Vec<usize>,
}

impl Union {
    pub(super) fn new(mut sources: Vec<Source>) -> Self {
        let docs: Vec<DocId> = sources.iter_mut().map(Source::settle).collect();
        let mut union = Union {
            sources,
            doc: docs.iter().copied().min().unwrap_or(TERMINATED),
            waiting: BinaryHeap::new(),
            here: Vec::new(),
        };
        if union.is_heaped() {
            let numbered = docs.into_iter().enumerate();
            union.waiting = numbered.map(|(i, doc)| Reverse((doc, i))).collect();
            union.gather();
        }
        union
    }

    fn is_heaped(&self) -> bool {
        self.sources.len() > SCANNED_MAX
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if self.is_heaped() {
            return self.seek_heap(target);
        }
        let mut next = TERMINATED;
        for source in &mut self.sources {
            next = next.min(source.seek(target));
        }
        self.doc = next;
        next
    }

    fn seek_heap(&mut self, target: DocId) -> DocId {
        for i in self.here.drain(..) {
            let doc = self.sources[i].seek(target);
            if doc != TERMINATED {
                self.waiting.push(Reverse((doc, i)));
            }
        }
        while let Some(mut top) = self.waiting.peek_mut() {
            let Reverse((doc, i)) = *top;
            if doc >= target {
                break;
            }
            *top = Reverse((self.sources[i].seek(target), i));
        }
        self.gather();
        self.doc
    }

    /// Takes those that stand on the first article from the heap.
    fn gather(&mut self) {
        let first = self.waiting.peek();
        self.doc = first.map_or(TERMINATED, |Reverse((doc, _))| *doc);
        if self.doc == TERMINATED {
            return;
        }
        while let Some(Reverse((doc, i))) = self.waiting.peek().copied() {
            if doc != self.doc {
                break;
            }
            self.here.push(i);
            self.waiting.pop();
        }
    }

    /// An upper bound of the articles left.
    pub(super) fn size(&self) -> u64 {
        self.sources
            .iter()
            .map(|source| u64::from(source.postings.size_hint()))
            .sum()
    }

    pub(super) fn frequency(&self) -> u32 {
        if self.is_heaped() {
            let here = self.here.iter().map(|i| &self.sources[*i]);
            return here.map(|source| source.postings.term_freq()).sum();
        }
        let here = self
            .sources
            .iter()
            .filter(|source| source.postings.doc() == self.doc);
        here.map(|source| source.postings.term_freq()).sum()
    }

    /// The positions in the current article, less `offset`, in order.
    fn positions(&mut self, offset: u32, found: &mut Vec<u32>) {
        found.clear();
        let mut terms = 0;
        if self.is_heaped() {
            for i in &self.here {
                let postings = &mut self.sources[*i].postings;
                postings.append_positions_with_offset(0, found);
                terms += 1;
            }
        } else {
            for source in &mut self.sources {
                if source.postings.doc() == self.doc {
                    source.postings.append_positions_with_offset(0, found);
                    terms += 1;
                }
            }
        }
        if terms > 1 {
            found.sort_unstable();
            found.dedup();
        }
        if offset > 0 {
            found.retain(|position| *position >= offset);
            for position in found.iter_mut() {
                *position -= offset;
            }
        }
    }
}

/// Words in a row, or one word, in one field, with their places.
pub(super) struct Row {
    words: Vec<(u32, Union)>,
    /// The last position that it covers, from its first.
    last: u32,
    doc: DocId,
    starts: Vec<u32>,
    /// True where `starts` is of `doc`.
    is_read: bool,
    positions: Vec<u32>,
}

impl Row {
    /// `words` with their offsets from the first; the row covers `last`
    /// positions after its first.
    pub(super) fn new(words: Vec<(u32, Union)>, last: u32) -> Self {
        let mut row = Row {
            words,
            last,
            doc: 0,
            starts: Vec::new(),
            is_read: false,
            positions: Vec::new(),
        };
        row.settle(0);
        row
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.settle(target);
        }
        self.doc
    }

    pub(super) fn size(&self) -> u64 {
        self.words
            .iter()
            .map(|(_, word)| word.size())
            .min()
            .unwrap_or(0)
    }

    /// How often the row stands in the current article.
    pub(super) fn frequency(&self) -> u32 {
        if self.is_read {
            return self.starts.len() as u32;
        }
        self.words.first().map_or(0, |(_, word)| word.frequency())
    }

    /// Where the row stands in the current article, in order.
    pub(super) fn push_matches(&mut self, matches: &mut Vec<Match>) {
        if !self.is_read {
            self.read();
        }
        matches.extend(self.starts.iter().map(|start| Match {
            start: *start,
            end: start.saturating_add(self.last),
            solid: true,
        }));
    }

    /// Moves to the first article from `target` on that has the row.
    fn settle(&mut self, mut target: DocId) {
        self.is_read = false;
        loop {
            let mut agreed = target;
            for (_, word) in &mut self.words {
                agreed = word.seek(agreed);
                if agreed == TERMINATED {
                    break;
                }
            }
            if agreed == TERMINATED || self.words.is_empty() {
                self.doc = TERMINATED;
                return;
            }
            if self.words.iter().any(|(_, word)| word.doc() != agreed) {
                target = agreed;
                continue;
            }
            self.doc = agreed;
            if self.words.len() == 1 {
                // An article that has the word has the row: where, only who
                // asks need know.
                return;
            }
            self.read();
            if !self.starts.is_empty() {
                return;
            }
            target = agreed + 1;
        }
    }

    /// Reads where the row stands in the article that all words agree on.
    fn read(&mut self) {
        self.is_read = true;
        let Row {
            words,
            starts,
            positions,
            ..
        } = self;
        for (i, (offset, word)) in words.iter_mut().enumerate() {
            if i == 0 {
                word.positions(*offset, starts);
            } else {
                word.positions(*offset, positions);
                keep_common(starts, positions);
            }
            if starts.is_empty() {
                return;
            }
        }
    }
}

/// Keeps in one list what is in both; both are in order.
fn keep_common(kept: &mut Vec<u32>, other: &[u32]) {
    let mut rest = other.iter().peekable();
    kept.retain(|position| {
        while rest.next_if(|other| *other < position).is_some() {}
        rest.peek() == Some(&position)
    });
}
