//! Text → where its sentences, passages and paragraphs begin, counted in words:
//! what is near what never depends on bytes.

use crate::analysis::Words;
use crate::analysis::sentence::sentences;
use crate::passage::paragraphs;
use crate::span::Span;

/// What begins at a word. Whatever is coarser begins all that is finer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Sentence,
    Passage,
    Paragraph,
}

/// The lead ends with the paragraph in which its word of this number, from 0,
/// stands.
const LEAD_WORDS: u32 = 49;

/// The lead has no more words.
const LEAD_WORDS_MAX: u32 = 100;

/// The positions of words, as [`Words`] counts them, at which something new
/// begins; the beginning of the text is none. In order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breaks {
    sentences: Vec<u32>,
    passages: Vec<u32>,
    paragraphs: Vec<u32>,
    /// Where what is not part of the text itself begins.
    beside: Option<u32>,
    /// The position after the last word.
    end: u32,
}

impl Breaks {
    /// The breaks of a text with these passages.
    pub fn new(text: &str, passages: &[Span]) -> Self {
        let mut breaks = Breaks::default();
        let mut starts = Starts::new(text, passages);
        let mut words = Words::new(text);
        while let Some(word) = words.next() {
            if let Some(level) = starts.up_to(word.span.start).filter(|_| breaks.end > 0) {
                breaks.push(word.position, level);
            }
            breaks.end = word.position + 1;
        }
        breaks
    }

    /// Adds a text that is indexed after this one, as a paragraph of its own,
    /// one position after it.
    pub fn add_paragraph(&mut self, text: &str) {
        let (start, mut words) = (self.end + 1, Words::new(text));
        let mut starts = Starts::new(text, &[]);
        let mut is_first = true;
        while let Some(word) = words.next() {
            let level = starts.up_to(word.span.start);
            let position = start + word.position;
            if std::mem::take(&mut is_first) {
                self.push(start, Level::Paragraph);
                self.beside.get_or_insert(start);
            } else if let Some(level) = level {
                self.push(position, level);
            }
            self.end = position + 1;
        }
    }

    fn push(&mut self, position: u32, level: Level) {
        self.sentences.push(position);
        if level >= Level::Passage {
            self.passages.push(position);
        }
        if level >= Level::Paragraph {
            self.paragraphs.push(position);
        }
    }

    /// The breaks as numbers to keep, in order.
    pub fn encoded(&self) -> impl Iterator<Item = u64> {
        let level = |position: &u32| {
            let passage = self.passages.binary_search(position).is_ok();
            let paragraph = self.paragraphs.binary_search(position).is_ok();
            let beside = self.beside.is_some_and(|beside| beside <= *position);
            u64::from(passage) + u64::from(paragraph) + u64::from(beside)
        };
        let numbers = self.sentences.iter();
        numbers.map(move |position| u64::from(*position) << 2 | level(position))
    }

    /// Reads what [`Breaks::encoded`] gave. Numbers that cannot be breaks, from
    /// a damaged index, count as some break: nothing is near over them.
    pub fn decode(&mut self, numbers: impl Iterator<Item = u64>) {
        self.beside = None;
        self.sentences.clear();
        self.passages.clear();
        self.paragraphs.clear();
        for number in numbers {
            let position = u32::try_from(number >> 2).unwrap_or(u32::MAX);
            let level = match number & 3 {
                0 => Level::Sentence,
                1 => Level::Passage,
                _ => Level::Paragraph,
            };
            self.push(position, level);
            if number & 3 == 3 {
                self.beside = Some(self.beside.map_or(position, |beside| beside.min(position)));
            }
        }
        for starts in [
            &mut self.sentences,
            &mut self.passages,
            &mut self.paragraphs,
        ] {
            if !starts.is_sorted() {
                starts.sort_unstable();
            }
        }
    }

    /// The positions of the sentence that a word stands in: its first, and the
    /// first of the next sentence.
    pub fn sentence(&self, position: u32) -> (u32, u32) {
        around(&self.sentences, position)
    }

    /// The positions of the paragraph that a word stands in, likewise.
    pub fn paragraph(&self, position: u32) -> (u32, u32) {
        around(&self.paragraphs, position)
    }

    /// The passage that a word stands in, by its number from 0.
    pub fn passage(&self, position: u32) -> usize {
        self.passages.partition_point(|start| *start <= position)
    }

    /// The position after the last word of the lead: of the paragraphs up to
    /// the fiftieth word, at most a hundred words.
    pub fn lead(&self) -> u32 {
        let after = self
            .paragraphs
            .partition_point(|start| *start <= LEAD_WORDS + 1);
        let end = self.paragraphs.get(after).copied().unwrap_or(u32::MAX);
        let beside = self.beside.unwrap_or(u32::MAX);
        end.min(LEAD_WORDS_MAX).min(beside)
    }
}

fn around(starts: &[u32], position: u32) -> (u32, u32) {
    let after = starts.partition_point(|start| *start <= position);
    let before = after.checked_sub(1).and_then(|before| starts.get(before));
    let next = starts.get(after).copied().unwrap_or(u32::MAX);
    (before.copied().unwrap_or(0), next)
}

/// Walks over the bytes at which something begins, in three lists at once.
struct Starts {
    lists: [(Level, std::vec::IntoIter<usize>, Option<usize>); 3],
}

impl Starts {
    fn new(text: &str, passages: &[Span]) -> Self {
        let starts = |spans: Vec<Span>| -> Vec<usize> { spans.iter().map(|s| s.start).collect() };
        let list = |level, spans| {
            let mut starts = starts(spans).into_iter();
            let next = starts.next();
            (level, starts, next)
        };
        Starts {
            lists: [
                list(Level::Sentence, sentences(text)),
                list(Level::Passage, passages.to_vec()),
                list(Level::Paragraph, paragraphs(text).collect()),
            ],
        }
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
    use crate::passage::passages;

    fn breaks(text: &str) -> Breaks {
        let spans: Vec<Span> = passages(text).iter().map(|p| p.span).collect();
        Breaks::new(text, &spans)
    }

    #[test]
    fn sentences_and_paragraphs_begin_at_words() {
        let breaks = breaks("One two. “Three” four.\n\nFive six.");
        assert_eq!(breaks.sentence(1), (0, 2));
        assert_eq!(breaks.sentence(2), (2, 5));
        assert_eq!(breaks.paragraph(3), (0, 5));
        assert_eq!(breaks.paragraph(6), (5, u32::MAX));
        assert_eq!((breaks.passage(3), breaks.passage(5)), (0, 1));
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let text = "The council met. It went home.\n\n".repeat(60) + &"It met again. ".repeat(200);
        let mut made = breaks(&text);
        made.add_paragraph("HARBOUR CITY, Monday");
        let mut read = Breaks::default();
        read.decode(made.encoded());
        read.end = made.end;
        assert_eq!(read, made);
        assert!(made.passages.len() > made.paragraphs.len());
    }

    #[test]
    fn the_lead_is_whole_paragraphs_and_no_more_than_a_hundred_words() {
        for (words, lead) in [
            (vec![10, 30, 30, 40], 73),
            (vec![60, 10], 61),
            (vec![200], 100),
            (vec![5], 100),
        ] {
            let paragraphs: Vec<String> = words.iter().map(|n| "word ".repeat(*n)).collect();
            assert_eq!(breaks(&paragraphs.join("\n\n")).lead(), lead, "{words:?}");
        }
    }
}
