//! Links → statements: borders on quotation marks, and the parts of a quotation
//! that goes on put together.

use std::ops::Range;

use super::decode::LANES;
use super::link::Link;
use super::model::CALIBRATION;
use super::snap::snap;
use super::strength::{evidence, strength};
use crate::quote::marks::Region;
use crate::quote::statement::Statement;
use crate::quote::text::Text;
use crate::span::Span;

/// A statement, and what its strength is made of.
pub(crate) struct Found {
    pub(crate) statement: Statement,
    pub(crate) evidence: [f32; CALIBRATION],
}

/// The statements of a text while it is read.
pub(crate) struct Assembly<'a, 't> {
    text: &'a Text<'t>,
    calibration: &'a [f32; CALIBRATION],
    found: Vec<Found>,
    /// Where the content found so far ends.
    taken: usize,
}

impl<'a, 't> Assembly<'a, 't> {
    pub(crate) fn new(text: &'a Text<'t>, calibration: &'a [f32; CALIBRATION]) -> Self {
        Assembly {
            text,
            calibration,
            found: Vec::new(),
            taken: 0,
        }
    }

    /// All statements.
    pub(crate) fn finish(self) -> Vec<Found> {
        self.found
    }

    /// Takes in the links of a paragraph that starts at token `first`.
    pub(crate) fn paragraph(&mut self, links: Vec<Link>, scores: &[[i16; LANES]], first: usize) {
        let before = self.found.len();
        let borders = self.borders(&links);
        for (link, content) in links.into_iter().zip(borders) {
            let Some(start) = content.first().map(|span| span.start) else {
                continue;
            };
            let floating = link.cue.is_none() && link.source.is_none();
            let region = self.region(start);
            if self.goes_on(region, floating, self.found.len() > before) {
                self.join(content, &link);
                continue;
            }
            let evidence = evidence(&link, scores, first, self.quoted(&link.content));
            self.found.push(Found {
                statement: Statement {
                    content,
                    cue: link.cue.as_ref().and_then(|range| self.text.span(range)),
                    mention: link.source.as_ref().and_then(|range| self.text.span(range)),
                    carried: floating && region.is_some(),
                    strength: strength(&evidence, self.calibration),
                },
                evidence,
            });
        }
    }

    /// The content of each link on the borders of its quotations. No two of
    /// them overlap: in the order of the text, each begins where the one before
    /// has ended at the earliest.
    fn borders(&mut self, links: &[Link]) -> Vec<Vec<Span>> {
        let mut order: Vec<(Span, usize)> = Vec::new();
        for (number, link) in links.iter().enumerate() {
            let spans = link
                .content
                .iter()
                .filter_map(|range| self.text.span(range));
            order.extend(spans.map(|span| (span, number)));
        }
        order.sort_unstable();
        let mut borders = vec![Vec::new(); links.len()];
        for (span, number) in order {
            let span = snap(self.text, span);
            let span = Span::new(span.start.max(self.taken), span.end);
            if !span.is_empty()
                && let Some(content) = borders.get_mut(number)
            {
                self.taken = span.end;
                content.push(span);
            }
        }
        borders
    }

    /// True if what begins in `region` goes on the statement found last: a
    /// quotation without a source of its own in the same paragraph, or one that
    /// the paragraph before left open.
    fn goes_on(&self, region: Option<&Region>, floating: bool, same_paragraph: bool) -> bool {
        let Some(last) = self.found.last() else {
            return false;
        };
        let (Some(region), Some(end)) = (region, last.statement.content.last()) else {
            return false;
        };
        let Some(open) = self.region(end.end.saturating_sub(1)) else {
            return false;
        };
        if same_paragraph {
            return floating;
        }
        // One of both tells the source, or neither.
        region.continues && !open.closed && (floating || last.statement.carried)
    }

    /// Adds content, and the source if there was none, to the last statement.
    fn join(&mut self, content: Vec<Span>, link: &Link) {
        let text = self.text;
        let Some(last) = self.found.last_mut() else {
            return;
        };
        last.statement.content.extend(content);
        last.statement.content.sort_unstable();
        if last.statement.carried && (link.cue.is_some() || link.source.is_some()) {
            last.statement.cue = link.cue.as_ref().and_then(|range| text.span(range));
            last.statement.mention = link.source.as_ref().and_then(|range| text.span(range));
            last.statement.carried = false;
        }
    }

    /// The quoted region that a byte lies in.
    fn region(&self, byte: usize) -> Option<&'a Region> {
        let regions = &self.text.regions;
        let number = regions.partition_point(|region| region.span.end <= byte);
        regions
            .get(number)
            .filter(|region| region.span.start <= byte)
    }

    /// How much of some tokens is quoted, 0 to 1.
    fn quoted(&self, content: &[Range<usize>]) -> f32 {
        let all: usize = content.iter().map(ExactSizeIterator::len).sum();
        let quoted = content
            .iter()
            .cloned()
            .flatten()
            .filter(|token| self.text.quoted(*token))
            .count();
        quoted as f32 / all.max(1) as f32
    }
}
