//! A match → the article as it is shown: its best passages, and in them and in
//! its title what matched.

use tantivy::DocAddress;

use crate::analysis::Language;
use crate::span::Span;

use super::marks::{self, Mark, Marker};
use super::plan::{Leaf, Place, Plan};
use super::top::Match;
use super::{Hit, PassageHit, Search, rank};

impl Search<'_> {
    /// The article at an address, with its best passages and its marks.
    pub(super) fn hit(
        &self,
        rank: usize,
        address: DocAddress,
        found: &Match,
    ) -> tantivy::Result<Hit> {
        let stored = self.reader.stored(address)?;
        let article = stored.article;
        let language = article.language.as_deref().and_then(Language::from_code);
        let leaves = &self.planned.leaves;
        let in_title = self.positive_leaves(|leaf| leaf.place != Place::Body);
        let in_body = self.positive_leaves(|leaf| leaf.place != Place::Title);
        let title = article.title.as_deref().unwrap_or("");
        let title_marks = marks::spans(&Marker::new(leaves, &in_title, language).marks(title));
        let body_marks = Marker::new(leaves, &in_body, language).marks(&article.body);
        let passages = self.passages(&stored.passages, &body_marks);
        let explanation = if self.request.explain {
            self.explain_hit(address)?
        } else {
            Vec::new()
        };
        Ok(Hit {
            rank,
            score: found.score,
            title_marks,
            passages,
            spans: stored.passages,
            article,
            explanation,
        })
    }

    /// The leaves that an article is found for, not those that rule it out.
    fn positive_leaves(&self, wanted: impl Fn(&Leaf) -> bool) -> Vec<usize> {
        let mut numbers = Vec::new();
        positive(&self.planned.plan, &mut numbers);
        numbers.retain(|number| {
            let leaf = &self.planned.leaves[*number];
            leaf.place.is_scored() && wanted(leaf)
        });
        numbers
    }

    fn passages(&self, spans: &[Span], body_marks: &[Mark]) -> Vec<PassageHit> {
        let weights: Vec<f32> = self.weights.iter().map(|weight| weight.idf).collect();
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

fn positive(plan: &Plan, numbers: &mut Vec<usize>) {
    match plan {
        Plan::Leaf(number) => numbers.push(*number),
        Plan::All(parts) | Plan::Any(parts) | Plan::Several { parts, .. } => {
            parts.iter().for_each(|part| positive(part, numbers));
        }
        Plan::Filtered(wanted, _) | Plan::Without(wanted, _) => positive(wanted, numbers),
        Plan::Everything | Plan::Nothing | Plan::Within(_) | Plan::Language(_) => {}
    }
}
