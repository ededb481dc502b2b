//! Paragraphs → statements: quotations that go on, sentences that wait for
//! their quotation, paragraphs that are one.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::cue::Word;
use super::super::statement::Statement;
use super::dialogue;
use super::scene::{Scene, Shape};
use super::sentence::{self, Found};
use crate::span::Span;

/// A quoted sentence without a verb counts from this number of words on.
const LEAST_WORDS: usize = 4;

/// Reads all paragraphs.
pub(super) fn read(scene: &Scene<'_>) -> Vec<Statement> {
    let mut reader = Reader {
        scene,
        statements: Vec::new(),
        pending: None,
        last: None,
        after_statement: false,
        labels: dialogue::labels(scene),
    };
    for paragraph in &scene.text.paragraphs {
        reader.paragraph(paragraph);
    }
    reader.statements
}

struct Reader<'s, 't> {
    scene: &'s Scene<'t>,
    statements: Vec<Statement>,
    /// `Roe said:`, waiting for its quotation.
    pending: Option<Found>,
    /// What the sentence before left.
    last: Option<Last>,
    /// This paragraph or the one before holds a statement.
    after_statement: bool,
    /// The labels of a transcript, by the first token of their paragraph.
    labels: FxHashMap<usize, Range<usize>>,
}

/// The statement that a following quotation may belong to.
#[derive(Clone, Copy)]
struct Last {
    statement: usize,
    /// Its content ends in this quoted region.
    region: Option<u32>,
    /// It has no source of its own and was the first in its paragraph.
    floating: bool,
}

impl Reader<'_, '_> {
    fn paragraph(&mut self, paragraph: &Range<usize>) {
        let scene = self.scene;
        let before = self.last.take();
        if let Some(found) = self.spoken(paragraph) {
            self.pending = None;
            self.attributed(found, None);
            self.after_statement = true;
            return;
        }
        let mut spoken = false;
        let segments = scene.segments(paragraph);
        for (number, segment) in segments.iter().enumerate() {
            let reading = sentence::read(scene, segment);
            let only = segments.len() == 1;
            if !reading.found.is_empty() {
                self.pending = None;
                spoken = true;
                for found in reading.found {
                    self.attributed(found, before.filter(|_| number == 0));
                }
            } else if self.floats(segment) {
                self.floating(segment, before.filter(|_| number == 0), number == 0);
                spoken = true;
            } else if self.closes(reading.dangling) {
                spoken = true;
                continue;
            } else if !only || reading.pending.is_some() || scene.count(segment) > 3 {
                self.last = None;
                self.pending = None;
            }
            if reading.pending.is_some() {
                self.pending = reading.pending;
            }
        }
        self.after_statement = spoken;
        if self.pending.is_none() {
            self.pending = self.announced(paragraph, segments.last());
        }
    }

    /// `The senator had a clear view of it:` announces a quotation without a
    /// reporting verb; its subject speaks.
    fn announced(&self, paragraph: &Range<usize>, last: Option<&Range<usize>>) -> Option<Found> {
        let scene = self.scene;
        let colon = paragraph.end.checked_sub(1)?;
        let segment = last.filter(|_| scene.shape(colon) == Shape::Colon)?;
        let mut end = segment.start;
        if scene.is(end, Word::CLAUSE | Word::PREPOSITION) {
            return None;
        }
        while end < segment.end && end - segment.start < 6 && scene.capital(end) {
            end += 1;
        }
        let mention = segment.start..end;
        (!mention.is_empty() && !scene.is(segment.start, Word::DETERMINER)).then(|| Found {
            mention: Some(mention),
            strength: 0.5,
            ..Found::default()
        })
    }

    /// A paragraph that is one statement by its form.
    fn spoken(&self, paragraph: &Range<usize>) -> Option<Found> {
        let scene = self.scene;
        if let Some(label) = self.labels.get(&paragraph.start) {
            return Some(Found {
                content: sentence::one(label.end + 1..paragraph.end),
                mention: Some(label.clone()),
                strength: 0.8,
                ..Found::default()
            });
        }
        dialogue::labelled(scene, paragraph)
            .or_else(|| dialogue::signed(scene, paragraph))
            .or_else(|| dialogue::dashed(scene, paragraph))
    }

    /// True for a sentence that is a quotation.
    fn floats(&self, segment: &Range<usize>) -> bool {
        let words = self.scene.count(segment);
        let quoted = self.scene.count_quoted(segment);
        // As a parent, “we keep going”: joins what the speaker said before.
        let joins = self.last.is_some_and(|last| last.region.is_some())
            && quoted >= 6
            && quoted * 10 >= words * 6
            && self
                .scene
                .quoted(segment.end.saturating_sub(1).max(segment.start));
        if joins {
            return true;
        }
        quoted * 10 >= words * 9
            && (quoted >= LEAST_WORDS
                || quoted > 0 && self.pending.is_some()
                || quoted > 0
                    && self
                        .first_region(segment)
                        .is_some_and(|region| self.continues(region))
                || quoted >= 2 && self.last.is_some())
    }

    /// `“Why?” Roe asked.`: the sentence gives the quotation before it a source.
    fn closes(&mut self, dangling: Option<Found>) -> bool {
        let (Some(last), Some(found)) = (self.last.as_mut(), dangling) else {
            return false;
        };
        if !last.floating {
            return false;
        }
        let Some(statement) = self.statements.get_mut(last.statement) else {
            return false;
        };
        last.floating = false;
        let span = |range: &Option<Range<usize>>| {
            range.as_ref().and_then(|range| self.scene.text.span(range))
        };
        statement.cue = span(&found.cue);
        statement.mention = span(&found.mention);
        statement.carried = false;
        statement.strength = found.strength;
        true
    }

    fn attributed(&mut self, found: Found, before: Option<Last>) {
        let scene = self.scene;
        let content: Vec<Span> = found
            .content
            .iter()
            .filter_map(|range| scene.content(range))
            .collect();
        if content.is_empty() {
            return;
        }
        let first_region = found
            .content
            .first()
            .and_then(|range| self.first_region(range));
        let continues = first_region.is_some_and(|region| self.continues(region));
        // The quotation began in earlier sentences or paragraphs: they belong to it.
        let earlier = self.last.or(before).filter(|last| {
            last.floating && (last.region.is_some() && last.region == first_region || continues)
        });
        let mut content = content;
        if earlier.is_some_and(|earlier| earlier.statement + 1 == self.statements.len())
            && let Some(floating) = self.statements.pop()
        {
            let mut joined = floating.content;
            joined.append(&mut content);
            content = joined;
        }
        let region = found
            .content
            .last()
            .and_then(|range| self.last_region(range));
        self.last = Some(Last {
            statement: self.statements.len(),
            region,
            floating: false,
        });
        self.statements.push(Statement {
            content: merged(content),
            cue: found.cue.as_ref().and_then(|cue| scene.cue(cue)),
            mention: found
                .mention
                .as_ref()
                .and_then(|mention| scene.mention(mention)),
            carried: found.carried,
            strength: found.strength,
        });
    }

    fn floating(&mut self, segment: &Range<usize>, before: Option<Last>, first: bool) {
        let scene = self.scene;
        let Some(span) = scene.content(segment) else {
            return;
        };
        let region = self.last_region(segment);
        let continues = self
            .first_region(segment)
            .is_some_and(|region| self.continues(region));
        if let Some(pending) = self.pending.take() {
            let found = Found {
                content: vec![segment.clone()],
                ..pending
            };
            self.attributed(found, None);
            return;
        }
        let joined = match self.last {
            Some(last) if last.region.is_some() => Some(last),
            _ => before.filter(|_| first && continues),
        };
        if let Some(last) = joined
            && let Some(statement) = self.statements.get_mut(last.statement)
        {
            push_merged(&mut statement.content, span);
            self.last = Some(Last { region, ..last });
            return;
        }
        self.last = Some(Last {
            statement: self.statements.len(),
            region,
            floating: true,
        });
        self.statements.push(Statement {
            content: vec![span],
            cue: None,
            mention: None,
            carried: self.after_statement || !first,
            strength: 0.6,
        });
    }

    fn continues(&self, region: u32) -> bool {
        self.scene
            .text
            .regions
            .get(region as usize)
            .is_some_and(|region| region.continues)
    }

    fn first_region(&self, range: &Range<usize>) -> Option<u32> {
        self.scene.region(range.start)
    }

    /// The region in which a range ends.
    fn last_region(&self, range: &Range<usize>) -> Option<u32> {
        let mut at = range.end;
        while at > range.start {
            at -= 1;
            if let Some(region) = self.scene.region(at) {
                return Some(region);
            }
            if !matches!(self.scene.shape(at), Shape::Stop | Shape::Comma) {
                return None;
            }
        }
        None
    }
}

/// Spans in order, those that overlap made one.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        push_merged(&mut out, span);
    }
    out
}

/// Adds a span that begins no earlier than the last one.
fn push_merged(spans: &mut Vec<Span>, span: Span) {
    match spans.last_mut() {
        Some(last) if span.start < last.end => last.end = last.end.max(span.end),
        _ => spans.push(span),
    }
}
