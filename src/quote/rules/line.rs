//! A paragraph of a script without spaces → its sentences and quoted regions,
//! as bytes: what the rules for Chinese, Japanese and Korean read.

use std::ops::Range;

use super::super::marks::Region;
use super::super::statement::Statement;
use super::super::text::Text;
use crate::span::Span;

/// Longest sentence in bytes: keeps the rules linear on texts without stops.
const LONGEST: usize = 3000;

/// One paragraph.
pub(super) struct Line<'t> {
    pub(super) body: &'t str,
    pub(super) range: Range<usize>,
    pub(super) regions: &'t [Region],
}

impl<'t> Line<'t> {
    /// The paragraphs of a text.
    pub(super) fn all(text: &'t Text<'t>) -> impl Iterator<Item = Line<'t>> {
        text.paragraphs.iter().filter_map(|paragraph| {
            let span = text.span(paragraph)?;
            let first = text
                .regions
                .partition_point(|region| region.span.end <= span.start);
            let last = text
                .regions
                .partition_point(|region| region.span.start < span.end);
            Some(Line {
                body: text.body,
                range: span.start..span.end,
                regions: text.regions.get(first..last).unwrap_or_default(),
            })
        })
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.body.get(start..end).unwrap_or("")
    }

    /// The regions that lie within a stretch.
    pub(super) fn regions_in(&self, range: &Range<usize>) -> &'t [Region] {
        let first = self
            .regions
            .partition_point(|region| region.span.start < range.start);
        let last = self
            .regions
            .partition_point(|region| region.span.end <= range.end);
        self.regions.get(first..last).unwrap_or_default()
    }

    /// The region that holds a byte.
    pub(super) fn region_at(&self, at: usize) -> Option<&'t Region> {
        let number = self.regions.partition_point(|region| region.span.end <= at);
        self.regions
            .get(number)
            .filter(|region| region.span.start <= at)
    }

    /// The region that begins at `at`, points and spaces before it skipped.
    pub(super) fn region_from(&self, at: usize) -> Option<&'t Region> {
        let rest = self.slice(at, self.range.end);
        let start = at + (rest.len() - rest.trim_start_matches(is_link).len());
        self.region_at(start)
            .filter(|region| region.span.start == start)
    }

    /// Sentences; a full stop within a region ends none.
    pub(super) fn sentences(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = self.range.start;
        let mut at = start;
        while let Some(c) = self.slice(at, self.range.end).chars().next() {
            if let Some(region) = self.region_at(at).filter(|region| region.span.end > at) {
                at = region.span.end.max(at + c.len_utf8());
                continue;
            }
            at += c.len_utf8();
            let next = self.slice(at, self.range.end).chars().next();
            let stop = matches!(c, '。' | '！' | '？' | '；' | '｡' | '!' | '?')
                || c == '.' && next.is_none_or(char::is_whitespace);
            if stop || at - start > LONGEST {
                found.push(start..at);
                start = at;
            }
        }
        if start < self.range.end {
            found.push(start..self.range.end);
        }
        found
    }

    /// A span without points and spaces at its borders; `None` if nothing is
    /// left.
    pub(super) fn trimmed(&self, start: usize, end: usize) -> Option<Span> {
        let text = self.slice(start, end);
        let from = start + (text.len() - text.trim_start_matches(is_border).len());
        let text = text.trim_matches(is_border);
        text.chars()
            .any(char::is_alphanumeric)
            .then(|| Span::new(from, from + text.len()))
    }
}

/// Points that stand between a verb and the quotation: `说：“`.
fn is_link(c: char) -> bool {
    matches!(c, '：' | '，' | ':' | ',' | '、') || c.is_whitespace()
}

fn is_border(c: char) -> bool {
    is_link(c) || matches!(c, '。' | '；' | '.' | ';' | '｡')
}

/// Adds the span to the last statement, or makes it one of its own whose
/// speaker goes on.
pub(super) fn join_or_carry(statements: &mut Vec<Statement>, span: Span, join: bool) {
    match statements.last_mut() {
        Some(last) if join && last.content.last().is_some_and(|end| end.end <= span.start) => {
            last.content.push(span);
        }
        last => {
            let carried = last.is_some();
            statements.push(Statement {
                content: vec![span],
                cue: None,
                mention: None,
                carried,
                strength: 0.5,
            });
        }
    }
}
