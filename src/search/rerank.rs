//! The best matches → better sorted, by where in an article the words stand:
//! in its headline, in its lead, together in one stretch of it.
//!
//! The first score counts words wherever they are; this adds to it, and so
//! never lets an article fall behind those that are not looked at.

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId};

use super::Search;
use super::node::{LeafNode, saturated};
use super::plan::Place;
use super::proximity::Match as Spot;
use super::segment::Segment;
use super::spots::Spots;
use super::top::{Match, Order};

/// So many of the best are looked at.
pub(super) const DEPTH: usize = 100;

/// What the words count in the best stretch of the text, and how many words
/// that has; stretches overlap by half.
const STRETCH: f32 = 0.4;
const STRETCH_WORDS: u32 = 50;

/// What they count in headline and lead, taken as one text of so many words.
const LEAD: f32 = 0.25;
const LEAD_WORDS: u32 = 100;

/// What it counts that a headline is about the query and nothing else.
const HEADLINE: f32 = 1.0;

/// What the small words count that are not asked for.
const SMALL: f32 = 0.2;

impl Search<'_> {
    /// True where the order is by words, of which there are some.
    pub(super) fn is_reranked(&self) -> bool {
        let relevance = self.request.order == Order::Relevance;
        relevance && !self.view.is_of_quotes() && !self.read_leaves().is_empty()
    }

    /// The leaves by which an article is found and scored.
    fn read_leaves(&self) -> Vec<usize> {
        self.positive_leaves(|_| true)
    }

    /// Adds to the scores of matches.
    pub(super) fn rerank(&self, matches: &mut [(DocAddress, Match)]) -> tantivy::Result<()> {
        for (ordinal, segment) in self.segments.iter().enumerate() {
            let here = matches.iter_mut();
            let here = here.filter(|(address, _)| address.segment_ord as usize == ordinal);
            let mut here: Vec<&mut Match> = here.map(|(_, found)| found).collect();
            if here.is_empty() {
                continue;
            }
            here.sort_by_key(|found| found.doc);
            let mut sight = Sight::new(self, segment)?;
            for found in here {
                let parts = sight.parts(found.doc);
                let recent = self.request.recent.map(|r| r.factor(found.published));
                let added: f32 = parts.iter().map(|(_, part)| part).sum();
                found.score += added * recent.unwrap_or(1.0);
            }
        }
        Ok(())
    }

    /// What is added to the score of an article, by name.
    pub(super) fn reranked(
        &self,
        address: DocAddress,
    ) -> tantivy::Result<[(&'static str, f32); 4]> {
        let segment = &self.segments[address.segment_ord as usize];
        Ok(Sight::new(self, segment)?.parts(address.doc_id))
    }
}

/// What is looked at in the articles of one segment.
struct Sight<'s> {
    leaves: Vec<Seen>,
    /// Words that are not asked for.
    small: Vec<LeafNode>,
    title_words: &'s Column<u64>,
}

/// A leaf with its places in headline and text.
struct Seen {
    weight: f32,
    title: Option<Spots>,
    body: Option<Spots>,
}

impl<'s> Sight<'s> {
    fn new(search: &Search<'_>, segment: &Segment<'s>) -> tantivy::Result<Self> {
        let fields = search.reader.fields();
        let mut leaves = Vec::new();
        for number in search.read_leaves() {
            let leaf = &search.planned.leaves[number];
            let in_title = matches!(leaf.place, Place::Article | Place::Title | Place::HeadLead);
            let spots = |field, wanted: bool| match wanted {
                true => segment.spots(field, leaf).map(Some),
                false => Ok(None),
            };
            leaves.push(Seen {
                weight: search.weights[number],
                title: spots(fields.title, in_title)?,
                body: spots(fields.body, leaf.place != Place::Title)?,
            });
        }
        let mut small = Vec::new();
        for (leaf, weight) in search.planned.left_out.iter().zip(&search.small_weights) {
            small.push(segment.leaf(0, leaf, *weight, Some(&search.factors))?);
        }
        Ok(Sight {
            leaves,
            small,
            title_words: &segment.columns.title_words,
        })
    }

    /// What is added to the score of an article, by name. Articles come in the
    /// order of their numbers.
    fn parts(&mut self, doc: DocId) -> [(&'static str, f32); 4] {
        for leaf in &mut self.leaves {
            for spots in leaf.title.iter_mut().chain(&mut leaf.body) {
                spots.seek(doc);
            }
        }
        for leaf in &mut self.small {
            leaf.seek(doc);
        }
        let title_words = self.title_words.first(doc).unwrap_or(0);
        let title_words = u32::try_from(title_words).unwrap_or(u32::MAX);
        [
            ("best stretch", STRETCH * self.stretch(doc)),
            ("headline and lead", LEAD * self.lead(doc, title_words)),
            (
                "share of the headline",
                HEADLINE * self.headline(doc, title_words),
            ),
            ("small words", SMALL * self.small(doc)),
        ]
    }

    /// The words of headline and lead as one text, without regard to its length.
    fn lead(&self, doc: DocId, title_words: u32) -> f32 {
        let end = LEAD_WORDS.saturating_sub(title_words);
        let leaf = |leaf: &Seen| {
            let lead = leaf.in_body(doc).partition_point(|spot| spot.start < end);
            leaf.weight * saturated((leaf.in_title(doc).len() + lead) as f32)
        };
        self.leaves.iter().map(leaf).sum()
    }

    /// The stretch of the text that has most of the words.
    fn stretch(&self, doc: DocId) -> f32 {
        const HALF: u32 = STRETCH_WORDS / 2;
        let leaves = self.leaves.iter();
        let spots = leaves.flat_map(|leaf| leaf.in_body(doc));
        let halves = spots.map(|spot| spot.start / HALF);
        // What begins in one half is in two stretches.
        let mut halves: Vec<u32> = halves
            .flat_map(|half| [half.saturating_sub(1), half])
            .collect();
        halves.sort_unstable();
        halves.dedup();
        // For each leaf, the spots from the stretch on.
        let mut ahead: Vec<&[Spot]> = self.leaves.iter().map(|leaf| leaf.in_body(doc)).collect();
        let mut best: f32 = 0.0;
        for half in halves {
            let (from, to) = (
                half * HALF,
                half.saturating_mul(HALF).saturating_add(STRETCH_WORDS),
            );
            let mut score = 0.0;
            for (leaf, spots) in self.leaves.iter().zip(&mut ahead) {
                let passed = spots.iter().take_while(|spot| spot.start < from).count();
                *spots = &spots[passed..];
                let inside = spots.iter().take_while(|spot| spot.start < to).count();
                score += leaf.weight * saturated(inside as f32);
            }
            best = best.max(score);
        }
        best
    }

    /// The words of the query in the headline, by how much of it they are.
    fn headline(&self, doc: DocId, title_words: u32) -> f32 {
        let (mut weight, mut words) = (0.0, 0);
        for leaf in &self.leaves {
            let spots = leaf.in_title(doc);
            if !spots.is_empty() {
                weight += leaf.weight;
                words += spots
                    .iter()
                    .map(|spot| spot.end - spot.start + 1)
                    .sum::<u32>();
            }
        }
        let small = self.small.iter().map(|leaf| leaf.count_in("title", doc));
        let share = (words + small.sum::<u32>()) as f32 / title_words.max(1) as f32;
        weight * share.min(1.0)
    }

    /// The small words, wherever they are.
    fn small(&self, doc: DocId) -> f32 {
        let here = self.small.iter().filter(|leaf| leaf.doc() == doc);
        here.map(LeafNode::score).sum()
    }
}

impl Seen {
    fn in_title(&self, doc: DocId) -> &[Spot] {
        here(&self.title, doc)
    }

    fn in_body(&self, doc: DocId) -> &[Spot] {
        here(&self.body, doc)
    }
}

fn here(spots: &Option<Spots>, doc: DocId) -> &[Spot] {
    match spots {
        Some(spots) if spots.doc() == doc => spots.matches(),
        _ => &[],
    }
}
