//! Terms of one segment → walks over the articles that have a word, or words
//! in a row, in one field.

use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

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
}

/// One word in one field: the union of the terms that stand for it.
pub(super) struct Union {
    sources: Vec<Source>,
    doc: DocId,
}

impl Union {
    pub(super) fn new(mut sources: Vec<Source>) -> Self {
        let doc = sources
            .iter_mut()
            .map(Source::settle)
            .min()
            .unwrap_or(TERMINATED);
        Union { sources, doc }
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        let mut next = TERMINATED;
        for source in &mut self.sources {
            if source.postings.doc() < target {
                source.postings.seek(target);
                source.settle();
            }
            next = next.min(source.postings.doc());
        }
        self.doc = next;
        next
    }

    /// An upper bound of the articles left.
    pub(super) fn size(&self) -> u64 {
        self.sources
            .iter()
            .map(|source| u64::from(source.postings.size_hint()))
            .sum()
    }

    pub(super) fn frequency(&self) -> u32 {
        let here = self
            .sources
            .iter()
            .filter(|source| source.postings.doc() == self.doc);
        here.map(|source| source.postings.term_freq()).sum()
    }

    /// The positions in the current article, less `offset`, in order.
    fn positions(&mut self, offset: u32, found: &mut Vec<u32>) {
        found.clear();
        for source in &mut self.sources {
            if source.postings.doc() == self.doc {
                source.postings.append_positions_with_offset(0, found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|position| *position >= offset);
        for position in found.iter_mut() {
            *position -= offset;
        }
    }
}

/// Words in a row in one field.
pub(super) struct Row {
    words: Vec<(u32, Union)>,
    doc: DocId,
    frequency: u32,
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl Row {
    /// `words` with their offsets from the first.
    pub(super) fn new(words: Vec<(u32, Union)>) -> Self {
        let mut row = Row {
            words,
            doc: 0,
            frequency: 0,
            starts: Vec::new(),
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

    pub(super) fn frequency(&self) -> u32 {
        self.frequency
    }

    /// Moves to the first article from `target` on that has the row.
    fn settle(&mut self, mut target: DocId) {
        loop {
            let mut agreed = target;
            for (_, word) in &mut self.words {
                agreed = word.seek(agreed);
                if agreed == TERMINATED {
                    break;
                }
            }
            if agreed == TERMINATED {
                self.doc = TERMINATED;
                self.frequency = 0;
                return;
            }
            if self.words.iter().any(|(_, word)| word.doc() != agreed) {
                target = agreed;
                continue;
            }
            self.frequency = self.count();
            if self.frequency > 0 {
                self.doc = agreed;
                return;
            }
            target = agreed + 1;
        }
    }

    /// How often the row stands in the article that all words agree on.
    fn count(&mut self) -> u32 {
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
                starts.retain(|start| positions.binary_search(start).is_ok());
            }
            if starts.is_empty() {
                return 0;
            }
        }
        starts.len() as u32
    }
}
