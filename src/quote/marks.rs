//! Quotation marks → the regions between them.
//!
//! Marks are paired within their paragraph and their family (`“ ” " „` are one,
//! `« »` another): whatever stands inside an open region and belongs to another
//! family is nested and left alone. Which way a mark turns is read from its
//! shape *and* from the space beside it, for articles mix styles and turn curly
//! marks the wrong way.

mod scan;
mod single;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::span::Span;
use scan::{Family, Glyph, Look, Mark, is_dash, is_point, is_unspaced};

/// A stretch between an opening mark and its closing one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// With both marks. An unclosed region runs to the end of its paragraph.
    pub(crate) span: Span,
    /// Without them.
    pub(crate) inner: Span,
    /// A closing mark was found.
    pub(crate) closed: bool,
    /// The region goes on one that the paragraph before left open.
    pub(crate) continues: bool,
}

/// In an article that quotes in double marks, words in single ones count as
/// quoted from this number on; fewer are a title or a nickname.
const SINGLE_WORDS: usize = 4;

/// The outermost quoted regions of `text`, in order, never overlapping;
/// `paragraphs` are byte ranges of its paragraphs. A region never crosses a
/// paragraph. Takes time linear in the length of the text.
pub(crate) fn regions(text: &str, paragraphs: &[Range<usize>]) -> Vec<Region> {
    let mut marks = Vec::new();
    let mut ends = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        scan::scan(text, paragraph, &mut marks);
        ends.push(marks.len());
    }
    let singles = single::quotes_in_singles(text, &marks);
    let mut found = Vec::new();
    let mut left_open = None;
    let mut first = 0;
    for (number, (paragraph, end)) in paragraphs.iter().zip(&ends).enumerate() {
        let next_start = ends
            .get(number + 1)
            .filter(|next| *next > end)
            .and_then(|_| marks.get(*end))
            .filter(|mark| {
                paragraphs
                    .get(number + 1)
                    .is_some_and(|next| at_start(text, next, mark.start))
            })
            .map(|mark| mark.glyph.family());
        let pairing = Pairing {
            text,
            paragraph,
            marks: marks.get(first..*end).unwrap_or_default(),
            singles,
            next_start,
        };
        left_open = pairing.run(left_open, &mut found);
        first = *end;
    }
    found
}

/// True if nothing but space and a dash stands before `at` in its paragraph.
fn at_start(text: &str, paragraph: &Range<usize>, at: usize) -> bool {
    text.get(paragraph.start..at)
        .is_some_and(|before| before.chars().all(|c| c.is_whitespace() || is_dash(c)))
}

/// One paragraph's marks on their way to regions.
struct Pairing<'t> {
    text: &'t str,
    paragraph: &'t Range<usize>,
    marks: &'t [Mark],
    /// The article quotes in single marks.
    singles: bool,
    /// The family of the mark that begins the next paragraph.
    next_start: Option<Family>,
}

/// A region whose closing mark is not reached yet.
struct Open {
    /// First byte, mark included, and first byte after the mark.
    start: usize,
    inner: usize,
    glyph: Glyph,
    nested: usize,
    continues: bool,
}

impl Pairing<'_> {
    /// Appends the paragraph's regions; the family of the one left open.
    fn run(&self, left_open: Option<Family>, found: &mut Vec<Region>) -> Option<Family> {
        let mut open = self.resumed(left_open);
        // A resumed region with a mark of its own begins behind that mark.
        let mut at = usize::from(open.as_ref().is_some_and(|open| open.inner > open.start));
        let mut unclosed_singles = false;
        while let Some(mark) = self.marks.get(at) {
            match open.take() {
                Some(state) if mark.glyph.family() != state.glyph.family() => open = Some(state),
                Some(state) => open = self.inside(at, mark, state, found),
                None if mark.glyph.family() == Family::Single => {
                    if !unclosed_singles && single::may_open(self.text, mark) {
                        match self.single(at, mark, left_open, found) {
                            Single::Closed(closer) => at = closer,
                            Single::Open(state) => open = Some(state),
                            Single::Apostrophe => unclosed_singles = !self.single_follows(at),
                        }
                    }
                }
                None => {
                    if self.opens(at, mark) {
                        open = Some(Open {
                            start: mark.start,
                            inner: mark.end,
                            glyph: mark.glyph,
                            nested: 0,
                            continues: left_open.is_some()
                                && at_start(self.text, self.paragraph, mark.start),
                        });
                    }
                }
            }
            at += 1;
        }
        let open = open?;
        let family = open.glyph.family();
        self.push(open, self.paragraph.end, self.paragraph.end, false, found);
        Some(family)
    }

    /// The region that the paragraph before left open, where this paragraph
    /// goes on with it in a way of its own: it begins with `»`, or it has a
    /// closing mark before any opening one.
    fn resumed(&self, left_open: Option<Family>) -> Option<Open> {
        let family = left_open?;
        let mark = self
            .marks
            .iter()
            .find(|mark| mark.glyph.family() == family)?;
        let start = at_start(self.text, self.paragraph, mark.start);
        let (from, inner, glyph) = match mark.glyph {
            Glyph::GuillemetRight if start && self.marks.first()?.start == mark.start => {
                (mark.start, mark.end, Glyph::GuillemetLeft)
            }
            Glyph::GuillemetRight | Glyph::HighRight | Glyph::CornerRight | Glyph::AngleRight
                if !start && mark.look != Look::Opens =>
            {
                (
                    self.paragraph.start,
                    self.paragraph.start,
                    left_of(mark.glyph),
                )
            }
            Glyph::Straight | Glyph::DoubledApostrophe if mark.look == Look::Closes => {
                (self.paragraph.start, self.paragraph.start, mark.glyph)
            }
            _ => return None,
        };
        Some(Open {
            start: from,
            inner,
            glyph,
            nested: 0,
            continues: true,
        })
    }

    /// True if the mark begins a region where none is open.
    fn opens(&self, at: usize, mark: &Mark) -> bool {
        let looks_open = mark.look == Look::Opens;
        match mark.glyph {
            Glyph::Straight | Glyph::DoubledApostrophe => match mark.look {
                Look::Opens => true,
                Look::Tight => is_point(mark.before) || is_unspaced(mark.before),
                Look::Spaced => self
                    .marks
                    .get(at + 1)
                    .is_some_and(|next| next.glyph == mark.glyph && next.before.is_whitespace()),
                Look::Closes => is_unspaced(mark.before) && mark.after == '…',
            },
            Glyph::HighLeft | Glyph::Low => {
                mark.look != Look::Closes || is_unspaced(mark.before) || mark.after == '…'
            }
            Glyph::GuillemetLeft | Glyph::AngleLeft => mark.look != Look::Closes,
            Glyph::HighRight | Glyph::GuillemetRight | Glyph::AngleRight => looks_open,
            Glyph::CornerLeft | Glyph::WhiteCornerLeft => true,
            _ => false,
        }
    }

    /// What a mark of the open region's own family does to it.
    fn inside(
        &self,
        at: usize,
        mark: &Mark,
        mut open: Open,
        found: &mut Vec<Region>,
    ) -> Option<Open> {
        if self.closes(at, mark, &open) {
            if open.nested > 0 {
                open.nested -= 1;
                return Some(open);
            }
            self.push(open, mark.start, mark.end, true, found);
            return None;
        }
        if is_inch(mark) {
            return Some(open);
        }
        if self.closes_twice(at, mark, &open) {
            open.nested += 1;
            return Some(open);
        }
        // A second opening mark where a sentence has just ended: the first
        // one's closing mark is missing.
        let last = self
            .text
            .get(open.inner..mark.start)
            .and_then(|text| text.trim_end().chars().next_back());
        if mark.look == Look::Opens && last.is_some_and(|c| matches!(c, '.' | '!' | '?')) {
            let end = open.inner.max(mark.start);
            self.push(open, end, end, false, found);
            return Some(Open {
                start: mark.start,
                inner: mark.end,
                glyph: mark.glyph,
                nested: 0,
                continues: false,
            });
        }
        Some(open)
    }

    /// True if the mark ends the region, or one nested in it.
    fn closes(&self, at: usize, mark: &Mark, open: &Open) -> bool {
        let looks_open = mark.look == Look::Opens;
        match mark.glyph {
            Glyph::Straight => !looks_open && !self.is_measure(at, mark),
            Glyph::DoubledApostrophe => !looks_open,
            Glyph::HighRight => !(looks_open && open.glyph == Glyph::HighRight),
            Glyph::HighLeft if open.glyph == Glyph::Low => !looks_open,
            Glyph::HighLeft => mark.look == Look::Closes && !is_unspaced(mark.before),
            Glyph::GuillemetLeft | Glyph::AngleLeft => right_handed(open.glyph) && !looks_open,
            Glyph::GuillemetRight | Glyph::AngleRight => !(right_handed(open.glyph) && looks_open),
            Glyph::CornerRight | Glyph::WhiteCornerRight => true,
            Glyph::SingleRight | Glyph::SingleStraight => {
                mark.look == Look::Closes && !mark.before.is_alphanumeric()
            }
            _ => false,
        }
    }

    /// True for inches within a quotation: `"He is 6'2" tall," she said.`
    fn is_measure(&self, at: usize, mark: &Mark) -> bool {
        is_inch(mark)
            && mark.look == Look::Closes
            && self
                .marks
                .iter()
                .skip(at + 1)
                .find(|next| next.glyph == Glyph::Straight)
                .is_some_and(|next| next.look == Look::Closes && !is_inch(next))
    }

    /// True if two closing marks of the family follow, so that a mark which
    /// opens within the region is nested.
    fn closes_twice(&self, at: usize, mark: &Mark, open: &Open) -> bool {
        let family = mark.glyph.family();
        let mut later = self
            .marks
            .iter()
            .enumerate()
            .skip(at + 1)
            .take(8)
            .filter(|(_, next)| next.glyph.family() == family);
        let mut closing = || {
            later
                .next()
                .is_some_and(|(at, next)| self.closes(at, next, open))
        };
        closing() && closing()
    }

    fn single(
        &self,
        at: usize,
        mark: &Mark,
        left_open: Option<Family>,
        found: &mut Vec<Region>,
    ) -> Single {
        let rest = self.marks.get(at..).unwrap_or_default();
        let start = at_start(self.text, self.paragraph, mark.start);
        let open = Open {
            start: mark.start,
            inner: mark.end,
            glyph: mark.glyph,
            nested: 0,
            continues: start && left_open == Some(Family::Single),
        };
        if let Some((closer, close)) = single::closer(self.text, rest, !self.singles)
            .and_then(|closer| rest.get(closer).map(|close| (at + closer, close)))
        {
            let words = self.text.get(mark.end..close.start).map_or(0, |inner| {
                inner.split_whitespace().take(SINGLE_WORDS).count()
            });
            let unspaced = is_unspaced(mark.after);
            if self.singles || unspaced || words >= SINGLE_WORDS {
                self.push(open, close.start, close.end, true, found);
            }
            return Single::Closed(closer);
        }
        let goes_on = self.next_start == Some(Family::Single) || open.continues;
        if self.singles && start && goes_on && !self.single_follows(at) {
            return Single::Open(open);
        }
        Single::Apostrophe
    }

    /// True if another single mark that can open follows.
    fn single_follows(&self, at: usize) -> bool {
        self.marks
            .iter()
            .skip(at + 1)
            .take(8)
            .any(|mark| single::may_open(self.text, mark))
    }

    fn push(
        &self,
        open: Open,
        inner_end: usize,
        end: usize,
        closed: bool,
        found: &mut Vec<Region>,
    ) {
        let inner = self.text.get(open.inner..inner_end).unwrap_or("");
        let start = open.inner + (inner.len() - inner.trim_start().len());
        let trimmed = inner.trim();
        if trimmed.is_empty() {
            return;
        }
        found.push(Region {
            span: Span::new(open.start, end),
            inner: Span::new(start, start + trimmed.len()),
            closed,
            continues: open.continues,
        });
    }
}

/// What a single mark that may open turned out to be.
enum Single {
    /// A region, closed by this mark.
    Closed(usize),
    /// A region that the next paragraph goes on with.
    Open(Open),
    Apostrophe,
}

/// A straight mark right after a digit: `6'2"`.
fn is_inch(mark: &Mark) -> bool {
    mark.glyph == Glyph::Straight && mark.before.is_ascii_digit()
}

/// True for a mark that opens although it points to the right: `»so«`.
fn right_handed(glyph: Glyph) -> bool {
    matches!(glyph, Glyph::GuillemetRight | Glyph::AngleRight)
}

fn left_of(glyph: Glyph) -> Glyph {
    match glyph {
        Glyph::GuillemetRight => Glyph::GuillemetLeft,
        Glyph::AngleRight => Glyph::AngleLeft,
        Glyph::CornerRight => Glyph::CornerLeft,
        _ => Glyph::HighLeft,
    }
}
