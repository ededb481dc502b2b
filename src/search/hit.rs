//! A match → the article as it is shown: its best passages, and in them and in
//! its title what matched.

use tantivy::{DocAddress, TantivyError};

use crate::analysis::Language;
use crate::quote::Quote;
use crate::span::Span;

use super::marks::{self, Form, Mark, Marker};
use super::plan::{Leaf, Place};
use super::top::Match;
use super::{Hit, PassageHit, QuoteHit, Search, rank};

impl Search<'_> {
    /// The article at an address, with its best passages and its marks. It is
    /// shown for `best`, which is itself or a copy of it.
    pub(super) fn hit(
        &self,
        rank: usize,
        address: DocAddress,
        (best, found): (DocAddress, &Match),
    ) -> tantivy::Result<Hit> {
        let stored = self.reader.stored(address)?;
        let article = stored.article;
        let language = article.language.as_deref().and_then(Language::from_code);
        let leaves = &self.planned.leaves;
        let in_title = self.positive_leaves(|leaf| {
            !matches!(leaf.place, Place::Body | Place::Lead | Place::Quote)
        });
        let in_body = self.positive_leaves(|leaf| leaf.place != Place::Title);
        let title = article.title.as_deref().unwrap_or("");
        let title_marks =
            marks::spans(&Marker::new(leaves, &in_title, language).marks(title, Form::Line));
        let mut marker = Marker::new(leaves, &in_body, language);
        let mut body_marks = marker.marks(&article.body, Form::Text);
        body_marks.retain(|mark| {
            leaves[mark.leaf].place != Place::Quote || is_said(&stored.quotes, mark.span)
        });
        self.mark_speakers(&stored.quotes, &mut body_marks);
        let passages = self.passages(&stored.passages, &body_marks);
        let explanation = if self.request.explain {
            self.explain_shown(rank, address, best)?
        } else {
            Vec::new()
        };
        Ok(Hit {
            rank,
            score: found.score,
            title_marks,
            passages,
            spans: stored.passages,
            quotes: stored.quotes,
            copies: self.copies(address)?,
            article,
            explanation,
        })
    }

    /// The quote at an address, with what matched in it. It is shown for `best`,
    /// which is itself or the same words in a copy.
    pub(super) fn quote_hit(
        &self,
        rank: usize,
        address: DocAddress,
        (best, found): (DocAddress, &Match),
    ) -> tantivy::Result<QuoteHit> {
        let (stored, number) = self.reader.stored_quote(address)?;
        let article = stored.article;
        let quote = stored.quotes.into_iter().nth(number - 1);
        let quote = quote.ok_or_else(|| damaged("a quote is missing from its article"))?;
        let language = article.language.as_deref().and_then(Language::from_code);
        let in_words =
            self.positive_leaves(|leaf| leaf.place != Place::Title && !leaf.place.is_of_lead());
        let mut marker = Marker::new(&self.planned.leaves, &in_words, language);
        let marks = marker.marks(&quote.words(&article.body), Form::Text);
        let marks = in_body(&quote.content, &marks::spans(&marks));
        let extent = quote.extent();
        let passage = passage_of(&stored.passages, extent.start);
        let named = quote.speaker.as_ref().map(|speaker| speaker.named_at.start);
        let named_in = named
            .map(|at| passage_of(&stored.passages, at))
            .filter(|named| *named != passage);
        let explanation = if self.request.explain {
            self.explain_shown(rank, address, best)?
        } else {
            Vec::new()
        };
        Ok(QuoteHit {
            rank,
            score: found.score,
            article,
            quote,
            number,
            passage,
            passage_span: stored.passages.get(passage - 1).copied().unwrap_or(extent),
            named_in,
            marks,
            copies: self.copies(address)?,
            explanation,
        })
    }

    /// The scored leaves that a document is found for, not those that rule it
    /// out.
    pub(super) fn positive_leaves(&self, wanted: impl Fn(&Leaf) -> bool) -> Vec<usize> {
        let mut numbers = self.planned.plan.positive();
        numbers.retain(|number| {
            let leaf = &self.planned.leaves[*number];
            leaf.place.is_scored() && wanted(leaf)
        });
        numbers
    }

    /// Marks where a speaker who is asked for is named beside what she said.
    fn mark_speakers(&self, quotes: &[Quote], marks: &mut Vec<Mark>) {
        let (plan, leaves) = (&self.planned.plan, &self.planned.leaves);
        let mut numbers = plan.positive();
        numbers.retain(|number| leaves[*number].place == Place::Speaker);
        if numbers.is_empty() {
            return;
        }
        let mut marker = Marker::new(leaves, &numbers, None);
        for quote in quotes {
            let Some(speaker) = &quote.speaker else {
                continue;
            };
            let named: Vec<usize> = marker
                .marks(&speaker.name, Form::Line)
                .iter()
                .map(|m| m.leaf)
                .collect();
            let is_meant = plan
                .holds(&|number| leaves[number].place != Place::Speaker || named.contains(&number));
            if let Some(leaf) = named.first().copied().filter(|_| is_meant) {
                let span = quote.mention.or(quote.cue).unwrap_or(quote.extent());
                marks.push(Mark { span, leaf });
            }
        }
        marks.sort_unstable_by_key(|mark| (mark.leaf, mark.span));
        marks.dedup();
    }

    fn passages(&self, spans: &[Span], body_marks: &[Mark]) -> Vec<PassageHit> {
        let leaves = self.planned.leaves.iter();
        let weight = |leaf: &Leaf, weight: &f32| match leaf.place {
            Place::Speaker => SPEAKER_WEIGHT,
            _ => *weight,
        };
        let weights: Vec<f32> = leaves
            .zip(&self.weights)
            .map(|(l, w)| weight(l, w))
            .collect();
        let mut best = rank::passages(spans, body_marks, &weights);
        if best.is_empty() && !spans.is_empty() {
            best.push(rank::Scored {
                passage: 0,
                score: 0.0,
            });
        }
        let marked = marks::spans(body_marks);
        let shown = best.iter().take(self.request.passages.max(1));
        shown
            .map(|scored| passage_hit(scored.passage, spans[scored.passage], &marked))
            .collect()
    }
}

/// What a speaker who is asked for weighs among the words when the passage to
/// show is chosen: as much as a word that one article in twenty has.
const SPEAKER_WEIGHT: f32 = 3.0;

fn damaged(what: &str) -> TantivyError {
    TantivyError::InternalError(what.to_owned())
}

/// True if somebody is quoted with the words at `span`.
fn is_said(quotes: &[Quote], span: Span) -> bool {
    let mut said = quotes.iter().flat_map(|quote| &quote.content);
    said.any(|content| content.contains(span))
}

/// The passage, by its number from 1, in which or before which a byte lies.
fn passage_of(passages: &[Span], at: usize) -> usize {
    passages
        .partition_point(|passage| passage.start <= at)
        .max(1)
}

/// Stretches of the words of a quote, whose parts have one byte between them,
/// in bytes of the body.
fn in_body(content: &[Span], marks: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for part in content {
        let end = start + part.len();
        let inside = marks
            .iter()
            .filter(|mark| mark.start < end && start < mark.end);
        found.extend(inside.map(|mark| {
            let (from, to) = (mark.start.max(start), mark.end.min(end));
            Span::new(part.start + from - start, part.start + to - start)
        }));
        start = end + 1;
    }
    found
}

fn passage_hit(passage: usize, span: Span, marked: &[Span]) -> PassageHit {
    let first = marked.partition_point(|mark| mark.start < span.start);
    let inside = marked[first..]
        .iter()
        .take_while(|mark| mark.start < span.end)
        .filter(|mark| span.contains(**mark));
    let marks = inside
        .map(|mark| Span::new(mark.start - span.start, mark.end - span.start))
        .collect();
    PassageHit {
        number: passage + 1,
        span,
        marks,
    }
}
