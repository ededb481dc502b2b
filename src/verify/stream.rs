//! An article → its words in the two orders in which a quotation may stand in
//! it: as printed, and what is in quotation marks alone, so that `“A,” she
//! said. “B.”` reads `A. B.`

use crate::analysis::sentence::sentences;
use crate::index::Stored;
use crate::quote;
use crate::span::Span;

use super::claim::Claim;
use super::token;

/// No quotation marks.
const OUTSIDE: u32 = u32::MAX;

/// An article made ready to be compared with one claim.
pub(super) struct Page<'s> {
    pub(super) stored: &'s Stored,
    /// Everything.
    pub(super) body: Stream,
    /// What is in quotation marks.
    pub(super) said: Stream,
    /// What is in quotation marks, without them, in order.
    pub(super) regions: Vec<Span>,
}

/// Words in a row.
#[derive(Default)]
pub(super) struct Stream {
    /// The claim's number of each form; 0 for a form that it does not have.
    pub(super) ids: Vec<u32>,
    /// Where each stands in the body.
    pub(super) spans: Vec<Span>,
    regions: Vec<u32>,
}

impl Stream {
    /// The number of the quoted region that a word stands in.
    pub(super) fn region(&self, at: usize) -> Option<usize> {
        let region = self.regions.get(at).filter(|region| **region != OUTSIDE);
        region.map(|region| *region as usize)
    }

    fn push(&mut self, id: u32, span: Span, region: u32) {
        self.ids.push(id);
        self.spans.push(span);
        self.regions.push(region);
    }
}

impl<'s> Page<'s> {
    pub(super) fn new(stored: &'s Stored, claim: &Claim) -> Self {
        let text = &stored.article.body;
        let regions = quote::in_marks(text);
        let (mut body, mut said) = (Stream::default(), Stream::default());
        let mut next = 0;
        token::each(text, |form, span| {
            while regions
                .get(next)
                .is_some_and(|region| region.end <= span.start)
            {
                next += 1;
            }
            let inside = regions.get(next).is_some_and(|r| r.start <= span.start);
            let region = if inside { next as u32 } else { OUTSIDE };
            let id = claim.numbers.get(form).copied().unwrap_or(0);
            body.push(id, span, region);
            if inside {
                said.push(id, span, region);
            }
        });
        Page {
            stored,
            body,
            said,
            regions,
        }
    }

    /// The text of the body.
    pub(super) fn text(&self) -> &'s str {
        &self.stored.article.body
    }

    /// The passage, by its number from 1, in which or before which a byte lies.
    pub(super) fn passage(&self, at: usize) -> usize {
        let passages = &self.stored.passages;
        passages
            .partition_point(|passage| passage.start <= at)
            .max(1)
    }

    /// The stored quote, by its number from 0, that most of `spans` are words
    /// of; `None` where no quote has half of them.
    pub(super) fn quote_of(&self, spans: &[Span]) -> Option<usize> {
        let count = |quote: &quote::Quote| -> usize {
            let inside = quote.content.iter().map(|part| {
                let first = spans.partition_point(|span| span.start < part.start);
                let last = spans.partition_point(|span| span.start < part.end);
                last.saturating_sub(first)
            });
            inside.sum()
        };
        let quotes = self.stored.quotes.iter().enumerate();
        let counted = quotes.map(|(i, quote)| {
            let direct = quote.kind != quote::Kind::Indirect;
            let named = quote.speaker.is_some();
            (count(quote), direct, named, std::cmp::Reverse(i))
        });
        let (most, _, _, std::cmp::Reverse(best)) = counted.max()?;
        (most > 0 && 2 * most >= spans.len()).then_some(best)
    }

    /// True where the words at a place go on in the quoted region after the
    /// one that they end: `“… goes on like this”, she said, “we need …”`.
    fn goes_on_after(&self, region: usize) -> bool {
        let (Some(here), Some(next)) = (self.regions.get(region), self.regions.get(region + 1))
        else {
            return false;
        };
        let text = self.text();
        let between = text.get(here.end..next.start).unwrap_or("");
        if between.contains('\n') || between.len() > NARRATOR_BYTES_MAX {
            return false;
        }
        // `said the mayor. He called it “…”`: a sentence of its own.
        let passage = sentences_in(text, self.room(here.start));
        let parts = |s: &Span| here.end < s.start && !before_mark(text, s.start, next.start);
        if passage.iter().any(|s| s.start < next.start && parts(s)) {
            return false;
        }
        let ends = |c: char| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？');
        let before = here.of(text).unwrap_or("").trim_end();
        let after = next.of(text).unwrap_or("").trim_start();
        let is_small = after.chars().next().is_some_and(char::is_lowercase);
        let narrator = between.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_comma(c));
        !before.ends_with(ends)
            && (is_small || narrator.ends_with(is_comma))
            && self.same_quote(*here, *next)
    }

    /// False where two regions are known to be of different quotes, or one is
    /// no quote: a title in marks.
    fn same_quote(&self, one: Span, other: Span) -> bool {
        match (self.quote_in(one), self.quote_in(other)) {
            (Some(one), Some(other)) => {
                let name = self.name_of(one);
                one == other || (name.is_some() && name == self.name_of(other))
            }
            (None, None) => self.stored.quotes.is_empty(),
            _ => false,
        }
    }

    /// The stored quote, by its number from 0, that most of a region is.
    fn quote_in(&self, region: Span) -> Option<usize> {
        let shared = |part: &Span| {
            let end = part.end.min(region.end);
            end.saturating_sub(part.start.max(region.start))
        };
        let quotes = self.stored.quotes.iter().enumerate();
        let counted = quotes.map(|(i, quote)| {
            let bytes: usize = quote.content.iter().map(shared).sum();
            (bytes, std::cmp::Reverse(i))
        });
        let (most, std::cmp::Reverse(best)) = counted.max()?;
        (most > 0 && 2 * most >= region.len()).then_some(best)
    }

    fn name_of(&self, quote: usize) -> Option<&str> {
        let speaker = self.stored.quotes.get(quote)?.speaker.as_ref();
        let name = speaker.map(|speaker| speaker.name.as_str());
        name.filter(|name| !name.is_empty())
    }

    /// The name of who says what stands in a region, where it is known.
    pub(super) fn speaker_in(&self, region: Span) -> Option<&str> {
        self.name_of(self.quote_in(region)?)
    }

    /// True where the words `first..=last` of a stream are whole sentences, or
    /// all of what is in the quotation marks.
    pub(super) fn is_whole(&self, stream: &Stream, first: usize, last: usize) -> bool {
        self.begins(stream, first) && self.ends(stream, last)
    }

    fn begins(&self, stream: &Stream, at: usize) -> bool {
        let Some(span) = stream.spans.get(at) else {
            return false;
        };
        let region = stream.region(at);
        let before = self.sentence_at(region, span.start);
        let first_word = at
            .checked_sub(1)
            .and_then(|at| stream.spans.get(at))
            .is_none_or(|last| last.start < before.start);
        let starts_region = region.is_some_and(|number| {
            self.regions
                .get(number)
                .is_some_and(|region| before.start <= region.start)
        });
        let goes_on = starts_region
            && region
                .and_then(|number| number.checked_sub(1))
                .is_some_and(|before| self.goes_on_after(before));
        first_word && !goes_on
    }

    fn ends(&self, stream: &Stream, at: usize) -> bool {
        let Some(span) = stream.spans.get(at) else {
            return false;
        };
        let region = stream.region(at);
        let sentence = self.sentence_at(region, span.start);
        let last_word = stream
            .spans
            .get(at + 1)
            .is_none_or(|next| next.start >= sentence.end);
        let ends_region = region.and_then(|number| self.regions.get(number));
        let ends_region = ends_region.is_some_and(|region| {
            let rest = self.text().get(sentence.end..region.end).unwrap_or("");
            !rest.chars().any(char::is_alphanumeric)
        });
        let goes_on = ends_region && region.is_some_and(|number| self.goes_on_after(number));
        last_word && !goes_on
    }

    /// The sentence round a byte: of what is in the marks, or of the passage.
    pub(super) fn sentence_at(&self, region: Option<usize>, at: usize) -> Span {
        let room = match region.and_then(|number| self.regions.get(number)) {
            Some(region) => *region,
            None => self.room(at),
        };
        sentences_in(self.text(), room)
            .into_iter()
            .find(|sentence| sentence.start <= at && at < sentence.end)
            .unwrap_or(room)
    }

    fn room(&self, at: usize) -> Span {
        let all = Span::new(0, self.text().len());
        let passage = self.stored.passages.get(self.passage(at) - 1);
        passage.copied().unwrap_or(all)
    }

    /// The sentences of the passages that `span` touches, as one piece.
    pub(super) fn context(&self, span: Span) -> Span {
        let first = self.room(span.start);
        let last = self.room(span.end.saturating_sub(1).max(span.start));
        let touches = |sentence: &Span| sentence.start < span.end && span.start < sentence.end;
        let mut found = span;
        for room in [first, last] {
            for sentence in sentences_in(self.text(), room).into_iter().filter(touches) {
                found.start = found.start.min(sentence.start);
                found.end = found.end.max(sentence.end);
            }
        }
        found
    }
}

/// True where only marks stand between two bytes.
fn before_mark(text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or("");
    !between.chars().any(char::is_alphanumeric)
}

/// Longer text between two quoted regions is no `she said`.
const NARRATOR_BYTES_MAX: usize = 250;

fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，' | '、' | ':' | '：')
}

/// The sentences of a part of a text, in bytes of the text.
fn sentences_in(text: &str, part: Span) -> Vec<Span> {
    let found = sentences(part.of(text).unwrap_or(""));
    found
        .into_iter()
        .map(|s| Span::new(s.start + part.start, s.end + part.start))
        .collect()
}
