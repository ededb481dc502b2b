//! A query and its matches → why: how the words were read, and what each adds
//! to a score.

use tantivy::DocAddress;

use super::node::Part;
use super::plan::{LeafWord, Matching};
use super::{Search, rerank};

impl Search<'_> {
    /// How the query was read.
    pub(super) fn explain_query(&self) -> Vec<String> {
        let mut lines = vec![format!("query: {}", self.request.query)];
        if !self.planned.left_out.is_empty() {
            let left_out = self.planned.left_out.iter();
            let left_out: Vec<&str> = left_out.map(|leaf| leaf.typed.as_str()).collect();
            lines.push(format!("left out as too frequent: {}", left_out.join(", ")));
        }
        for (leaf, weight) in self.planned.leaves.iter().zip(&self.weights) {
            let words: Vec<String> = leaf.words().map(read_as).collect();
            let place = format!("{:?}", leaf.place).to_lowercase();
            let often = match leaf.least {
                0 | 1 => String::new(),
                least => format!(", at {least} places or more"),
            };
            lines.push(format!(
                "{} → {}, in {place}{often}, weight {:.3}",
                leaf.typed,
                words.join(" + "),
                weight
            ));
        }
        lines
    }

    /// Why what is shown for `best` has its score: what it is of that one.
    pub(super) fn explain_shown(
        &self,
        rank: usize,
        shown: DocAddress,
        best: DocAddress,
    ) -> tantivy::Result<Vec<String>> {
        let mut lines = Vec::new();
        if shown != best {
            let segment = &self.segments[best.segment_ord as usize];
            let id = segment.id(&segment.found(best.doc_id, 0.0))?;
            lines.push(format!("ranked by its copy {id}:"));
        }
        lines.extend(self.explain_hit(rank, best)?);
        Ok(lines)
    }

    /// What each word adds to the score of an article.
    fn explain_hit(&self, rank: usize, address: DocAddress) -> tantivy::Result<Vec<String>> {
        let segment = &self.segments[address.segment_ord as usize];
        let mut node = segment.node(&self.planned.plan, &self.planned.leaves, &self.scoring())?;
        if node.seek(address.doc_id) != address.doc_id {
            return Ok(Vec::new());
        }
        let line = |part: Part| {
            let typed = &self.planned.leaves[part.leaf].typed;
            let places: Vec<String> = part
                .frequencies
                .iter()
                .map(|(field, n)| format!("{n} in {field}"))
                .collect();
            format!(
                "{:.3}  {typed}: {} × weight {:.3}",
                part.score,
                places.join(", "),
                part.weight
            )
        };
        let mut lines: Vec<String> = node.parts(address.doc_id).into_iter().map(line).collect();
        if self.is_reranked() && rank <= rerank::DEPTH {
            let added = self.reranked(address)?;
            let added = added.iter().filter(|(_, score)| *score > 0.0);
            lines.extend(added.map(|(name, score)| format!("{score:.3}  {name}")));
        }
        if let Some(recent) = self.request.recent {
            let factor = recent.factor(segment.published(address.doc_id));
            lines.push(format!("× {factor:.3}  by its age"));
        }
        Ok(lines)
    }
}

/// So many of the words that are spelt so are named.
const NAMED_MAX: usize = 8;

fn read_as(word: &LeafWord) -> String {
    let form = &word.form;
    match &word.matching {
        Matching::Exact => format!("{form} exactly"),
        Matching::Inflected => format!("{form} in any inflection"),
        Matching::Beginning => format!("{form} as a beginning"),
        Matching::Spelled(spelling) => {
            let count = word.forms.len();
            let named = word.forms.iter().take(NAMED_MAX);
            let named: Vec<&str> = named.map(String::as_str).collect();
            let more = if count > NAMED_MAX { ", …" } else { "" };
            format!("{spelling}: {count} words ({}{more})", named.join(", "))
        }
    }
}
