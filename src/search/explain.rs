//! A query and its matches → why: how the words were read, and what each adds
//! to a score.

use tantivy::DocAddress;

use super::Search;
use super::node::Part;
use super::plan::Matching;

impl Search<'_> {
    /// How the query was read.
    pub(super) fn explain_query(&self) -> Vec<String> {
        let mut lines = vec![format!("query: {}", self.request.query)];
        if !self.planned.left_out.is_empty() {
            lines.push(format!(
                "left out as too frequent: {}",
                self.planned.left_out.join(", ")
            ));
        }
        for (leaf, weight) in self.planned.leaves.iter().zip(&self.weights) {
            let words: Vec<&str> = leaf.words.iter().map(|word| word.form.as_str()).collect();
            let matching = match leaf.words[0].matching {
                Matching::Exact => "exactly",
                Matching::Inflected => "in any inflection",
                Matching::Beginning => "as a beginning",
            };
            let place = format!("{:?}", leaf.place).to_lowercase();
            lines.push(format!(
                "{} → {} {matching}, in {place}, weight {:.3}",
                leaf.typed,
                words.join(" + "),
                weight.idf
            ));
        }
        lines
    }

    /// What each word adds to the score of an article.
    pub(super) fn explain_hit(&self, address: DocAddress) -> tantivy::Result<Vec<String>> {
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
                part.idf
            )
        };
        Ok(node.parts(address.doc_id).into_iter().map(line).collect())
    }
}
