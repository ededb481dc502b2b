//! Text → where its sentences and paragraphs begin, counted in words: what is
//! near what never depends on bytes.

use crate::analysis::sentence::sentences;
use crate::analysis::{Word, Words};
use crate::passage::paragraphs;

/// The lead ends with the paragraph in which its word of this number, from 0,
/// stands.
const LEAD_WORD: u32 = 49;

/// The lead has no more words.
const LEAD_WORDS_MAX: u32 = 100;

/// What begins at a word. Whatever is coarser begins all that is finer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Sentence,
    Paragraph,
    /// A text that is no part of the text itself.
    Beside,
}

/// The positions of words, as [`Words`] counts them, at which something new
/// begins; the beginning of the text is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breaks {
    /// Every break as `position · 4 + level`, in order.
    starts: Vec<u64>,
    paragraphs: Vec<u32>,
    /// Where what is no part of the text begins.
    beside: Option<u32>,
}

impl Breaks {
    /// The breaks of a text.
    pub fn new(text: &str) -> Self {
        if Breaking::new(text, true).has_none() {
            return Breaks::default();
        }
        Self::to_end(text).0
    }

    /// With the position after the last word; 0 where there is none.
    fn to_end(text: &str) -> (Self, u32) {
        let mut breaking = Breaking::new(text, true);
        let (mut words, mut end) = (Words::new(text), 0);
        while let Some(word) = words.next() {
            breaking.pass(&word);
            end = word.position + 1;
        }
        (breaking.breaks(), end)
    }

    /// The breaks of a text and of others that are indexed after it, each one
    /// position after the last and a paragraph of its own.
    pub fn with_beside<'t>(text: &str, beside: impl Iterator<Item = &'t str>) -> Self {
        let (mut breaks, mut end) = Self::to_end(text);
        for text in beside {
            let start = end + 1;
            let (inner, length) = Self::to_end(text);
            if length == 0 {
                continue;
            }
            breaks.push(start, Level::Beside);
            for (position, level) in inner.listed() {
                breaks.push(start + position, level);
            }
            end = start + length;
        }
        breaks
    }

    fn listed(&self) -> impl Iterator<Item = (u32, Level)> {
        self.starts.iter().map(|number| decoded(*number))
    }

    fn push(&mut self, position: u32, level: Level) {
        self.starts.push(u64::from(position) << 2 | level as u64);
        self.note(position, level);
    }

    fn note(&mut self, position: u32, level: Level) {
        if level >= Level::Paragraph {
            self.paragraphs.push(position);
        }
        if level == Level::Beside {
            self.beside.get_or_insert(position);
        }
    }

    /// The breaks as numbers to keep, in order.
    pub fn numbers(&self) -> &[u64] {
        &self.starts
    }

    /// Takes `count` numbers that [`Breaks::numbers`] gave, which `read` puts
    /// into a slice of that length. Numbers that cannot be breaks, from a
    /// damaged index, count as some break: nothing is near over them.
    pub fn read(&mut self, count: usize, read: impl FnOnce(&mut [u64])) {
        self.starts.resize(count, 0);
        read(&mut self.starts);
        if !self.starts.is_sorted() {
            self.starts.sort_unstable();
        }
        self.paragraphs.clear();
        self.beside = None;
        for i in 0..self.starts.len() {
            let (position, level) = decoded(self.starts[i]);
            self.note(position, level);
        }
    }

    /// The positions of the sentence that a word stands in: its first, and the
    /// first of the next sentence.
    pub fn sentence(&self, position: u32) -> (u32, u32) {
        let after = self
            .starts
            .partition_point(|number| decoded(*number).0 <= position);
        let at = |i: usize| self.starts.get(i).map(|number| decoded(*number).0);
        let before = after.checked_sub(1).and_then(at);
        (before.unwrap_or(0), at(after).unwrap_or(u32::MAX))
    }

    /// The positions of the paragraph that a word stands in, likewise.
    pub fn paragraph(&self, position: u32) -> (u32, u32) {
        let after = self.paragraphs.partition_point(|start| *start <= position);
        let at = |i: usize| self.paragraphs.get(i).copied();
        let before = after.checked_sub(1).and_then(at);
        (before.unwrap_or(0), at(after).unwrap_or(u32::MAX))
    }

    /// The position after the last word of the lead: of the paragraphs up to
    /// the fiftieth word, at most a hundred words.
    pub fn lead(&self) -> u32 {
        // Where the fiftieth place is the break between two paragraphs, the
        // fiftieth word is the first of the second.
        let after = self
            .paragraphs
            .partition_point(|start| *start <= LEAD_WORD + 1);
        let end = self.paragraphs.get(after).copied().unwrap_or(u32::MAX);
        let beside = self.beside.unwrap_or(u32::MAX);
        end.min(LEAD_WORDS_MAX).min(beside)
    }
}

fn decoded(number: u64) -> (u32, Level) {
    let level = match number & 3 {
        0 => Level::Sentence,
        1 => Level::Paragraph,
        _ => Level::Beside,
    };
    (u32::try_from(number >> 2).unwrap_or(u32::MAX), level)
}

/// Finds breaks while somebody walks over the words of a text.
pub struct Breaking {
    lists: [(Level, std::vec::IntoIter<usize>, Option<usize>); 2],
    breaks: Breaks,
    is_first: bool,
}

impl Breaking {
    /// For a text; its sentences only where they are wanted.
    pub fn new(text: &str, with_sentences: bool) -> Self {
        let sentences = match with_sentences {
            true => sentences(text).iter().map(|span| span.start).collect(),
            false => Vec::new(),
        };
        let paragraphs = paragraphs(text).map(|span| span.start).collect();
        let list = |level, starts: Vec<usize>| {
            let mut starts = starts.into_iter();
            let next = starts.next();
            (level, starts, next)
        };
        Breaking {
            lists: [
                list(Level::Sentence, sentences),
                list(Level::Paragraph, paragraphs),
            ],
            breaks: Breaks::default(),
            is_first: true,
        }
    }

    /// True for a text of one sentence: its words need not be passed.
    fn has_none(&self) -> bool {
        self.lists.iter().all(|(_, starts, _)| starts.len() == 0)
    }

    /// Passes the next word of the text.
    pub fn pass(&mut self, word: &Word<'_>) {
        let begun = self.up_to(word.span.start);
        let is_first = std::mem::take(&mut self.is_first);
        if let Some(level) = begun.filter(|_| !is_first) {
            self.breaks.push(word.position, level);
        }
    }

    /// The breaks before the words that were passed.
    pub fn breaks(self) -> Breaks {
        self.breaks
    }

    /// The coarsest that begins before or at a byte, since the last call.
    fn up_to(&mut self, byte: usize) -> Option<Level> {
        let mut begun = None;
        for (level, starts, next) in &mut self.lists {
            while next.is_some_and(|start| start <= byte) {
                begun = begun.max(Some(*level));
                *next = starts.next();
            }
        }
        begun
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_paragraphs_begin_at_words() {
        let breaks = Breaks::new("One two. “Three” four.\n\nFive six.");
        assert_eq!(breaks.sentence(1), (0, 2));
        assert_eq!(breaks.sentence(2), (2, 5));
        assert_eq!(breaks.paragraph(3), (0, 5));
        assert_eq!(breaks.paragraph(6), (5, u32::MAX));
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let text = "The council met. It went home.\n\n".repeat(60) + &"It met again. ".repeat(200);
        let beside = ["HARBOUR CITY, Monday", "", "It met. It went."];
        let made = Breaks::with_beside(&text, beside.into_iter());
        let mut read = Breaks::new("Something. Else.\n\nAltogether.");
        read.read(made.numbers().len(), |numbers| {
            numbers.copy_from_slice(made.numbers());
        });
        assert_eq!(read, made);
        let last = made.paragraphs.len() - 1;
        let (start, end) = (made.paragraphs[last - 1], made.paragraphs[last]);
        assert_eq!((end - start, made.beside), (4, Some(start)));
        assert_eq!(made.sentence(end + 3), (end + 2, u32::MAX));
    }

    #[test]
    fn the_lead_is_whole_paragraphs_and_no_more_than_a_hundred_words() {
        for (words, lead) in [
            (vec![10, 30, 30, 40], 73),
            (vec![20, 28, 30, 9], 81),
            (vec![60, 10], 61),
            (vec![200], 100),
            (vec![5], 100),
        ] {
            let paragraphs: Vec<String> = words.iter().map(|n| "word ".repeat(*n)).collect();
            assert_eq!(
                Breaks::new(&paragraphs.join("\n\n")).lead(),
                lead,
                "{words:?}"
            );
        }
        let beside = Breaks::with_beside("Five words of a text", ["Monday"].into_iter());
        assert_eq!(beside.lead(), 6);
    }
}
