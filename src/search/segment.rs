//! A [`Plan`] over one segment of the index → a [`Node`].

mod lookup;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, Term};

use crate::analysis::{Language, Stems};
use crate::index::{Columns, Languages};

use super::node::{InField, LeafNode, Node, Norms, Occurrences, Within};
use super::plan::{Leaf, LeafWord, Place, Plan, WordRow};
use super::postings::{Row, Union};
use super::proximity::Budget;
use super::spots::Spots;
use super::top::Match;
use super::view::View;

/// One segment with what looking up a word in it needs.
pub(super) struct Segment<'r> {
    pub(super) reader: &'r SegmentReader,
    pub(super) columns: &'r Columns,
    view: Arc<View>,
    /// The same segment as the other kind: as quotes, for the places that an
    /// article has by its quotes, or as articles, for those that quotes have by
    /// their article.
    other: Option<Box<Segment<'r>>>,
    languages: &'r Languages,
    /// True if every article here has a language.
    all_known: bool,
    stems: RefCell<Stems>,
    /// The forms of spellings that were looked for, by field and spelling.
    spelled: RefCell<FxHashMap<(Field, String), Forms>>,
    /// What all its walks together may look at.
    budget: Budget,
}

/// Forms of a dictionary with where their postings lie, in order.
type Forms = Rc<[(String, TermInfo)]>;

/// How the fields are scored: for each by its name, the factor for every
/// stored length.
#[derive(Clone, Default)]
pub(super) struct FieldFactors(pub(super) Vec<(&'static str, Arc<[f32; 256]>)>);

impl FieldFactors {
    fn of(&self, name: &str) -> Option<Arc<[f32; 256]>> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, factors)| factors.clone())
    }
}

/// What every leaf of a plan weighs, and how fields are scored. `None` for a
/// walk that only finds.
pub(super) struct Scoring<'s> {
    pub(super) weights: &'s [f32],
    pub(super) factors: &'s FieldFactors,
}

/// What a walk over a plan takes along.
#[derive(Clone, Copy)]
struct Walk<'w> {
    leaves: &'w [Leaf],
    scoring: &'w Scoring<'w>,
    /// Whether a quote is found by the words around it.
    around: bool,
}

impl Walk<'_> {
    /// Only what a quote itself says counts: to rule it out by what somebody
    /// else says in the same article would be absurd.
    fn itself(self) -> Self {
        Walk {
            around: false,
            ..self
        }
    }
}

impl<'r> Segment<'r> {
    /// A segment as documents of `view`; `other` is the view of the other kind.
    pub(super) fn new(
        reader: &'r SegmentReader,
        columns: &'r Columns,
        view: Arc<View>,
        other: Option<Arc<View>>,
    ) -> tantivy::Result<Self> {
        let languages = match view.is_of_quotes() {
            true => &columns.quote_languages,
            false => &columns.languages,
        };
        let all_known = match &languages.ordinals {
            Some(ordinals) => {
                let all = Term::from_field_text(view.kind_field, view.kind);
                let all = reader.inverted_index(view.kind_field)?.doc_freq(&all)?;
                ordinals.values.num_vals() == all
            }
            None => false,
        };
        Ok(Segment {
            reader,
            columns,
            view,
            other: match other {
                Some(other) => Some(Box::new(Segment::new(reader, columns, other, None)?)),
                None => None,
            },
            languages,
            all_known,
            stems: RefCell::default(),
            spelled: RefCell::default(),
            budget: Budget::of_segment(),
        })
    }

    /// True where a walk over it was not brought to its end.
    pub(super) fn was_cut_short(&self) -> bool {
        let other = self.other.as_deref();
        self.budget.is_spent() || other.is_some_and(Segment::was_cut_short)
    }

    /// The languages of the segment, each with its bit.
    fn languages(&self) -> impl Iterator<Item = (Option<Language>, u64)> {
        let numbered = (0_u32..).zip(&self.languages.known);
        numbered.map(|(ordinal, language)| (*language, 1 << ordinal.min(62)))
    }

    /// Which documents it is walked over as.
    pub(super) fn view(&self) -> &View {
        &self.view
    }

    /// Every document of the view.
    fn everything(&self) -> tantivy::Result<Union> {
        self.set(self.view.kind_field, self.view.kind)
    }

    fn set(&self, field: Field, term: &str) -> tantivy::Result<Union> {
        let sources = self.source(field, term, None, IndexRecordOption::Basic)?;
        Ok(Union::new(sources.into_iter().collect()))
    }

    /// The documents that a plan finds.
    pub(super) fn node(
        &self,
        plan: &Plan,
        leaves: &[Leaf],
        scoring: &Scoring<'_>,
    ) -> tantivy::Result<Node> {
        let walk = Walk {
            leaves,
            scoring,
            around: true,
        };
        if self.view.is_of_quotes() {
            self.on_topic(plan, walk)
        } else {
            self.walk(plan, walk)
        }
    }

    /// Quotes that a plan finds by what was said. A quote in an article on a
    /// topic is on it only if its own words or the headline over it have some
    /// of what was asked.
    fn on_topic(&self, plan: &Plan, walk: Walk<'_>) -> tantivy::Result<Node> {
        match plan {
            Plan::Any(parts) => {
                let parts = parts.iter().map(|part| self.on_topic(part, walk));
                Ok(Node::any(parts.collect::<tantivy::Result<_>>()?))
            }
            Plan::Filtered(words, filters) => {
                let mut parts = vec![self.on_topic(words, walk)?];
                for filter in filters {
                    parts.push(self.on_topic(filter, walk)?);
                }
                Ok(Node::all(parts))
            }
            Plan::Without(wanted, unwanted) => {
                let wanted = self.on_topic(wanted, walk)?;
                Ok(Node::without(wanted, self.walk(unwanted, walk.itself())?))
            }
            _ => {
                let mut anchors = Vec::new();
                let topical = plan.positive();
                let is_topical = |number: &usize| walk.leaves[*number].place == Place::Article;
                if topical.iter().any(is_topical) {
                    for number in topical {
                        self.push_anchors(number, walk, &mut anchors)?;
                    }
                }
                let found = self.walk(plan, walk)?;
                Ok(match anchors.is_empty() {
                    true => found,
                    false => Node::all(vec![found, Node::any(anchors)]),
                })
            }
        }
    }

    /// Where a leaf is in a quote itself, or in the headline over it.
    fn push_anchors(
        &self,
        number: usize,
        walk: Walk<'_>,
        anchors: &mut Vec<Node>,
    ) -> tantivy::Result<()> {
        let (leaf, weight) = (&walk.leaves[number], walk.scoring.weights[number]);
        if matches!(leaf.place, Place::Article | Place::Quote | Place::Body) {
            anchors.push(self.unscored(number, leaf, weight)?);
        }
        if matches!(leaf.place, Place::Article | Place::Title) {
            let titled = leaf.placed(Place::Title);
            anchors.push(self.of_articles(|articles| articles.unscored(number, &titled, weight))?);
        }
        Ok(())
    }

    fn walk(&self, plan: &Plan, walk: Walk<'_>) -> tantivy::Result<Node> {
        if let Some((quotes, (said, rest))) = self
            .other
            .as_deref()
            .filter(|other| other.view.is_of_quotes())
            .zip(plan.said_apart(walk.leaves))
        {
            return self.said_in_one_quote(quotes, &said, &rest, walk);
        }
        let each = |parts: &[Plan]| -> tantivy::Result<Vec<Node>> {
            parts.iter().map(|part| self.walk(part, walk)).collect()
        };
        Ok(match plan {
            Plan::Nothing => Node::Nothing,
            Plan::Everything => Node::Set(self.everything()?),
            Plan::Leaf(number) => self.leaf_node(*number, walk)?,
            Plan::All(parts) => Node::all(each(parts)?),
            Plan::Filtered(words, filters) => {
                let mut parts = vec![self.walk(words, walk)?];
                parts.extend(each(filters)?);
                Node::all(parts)
            }
            Plan::Any(parts) => Node::any(each(parts)?),
            Plan::Several { parts, least } => Node::several(each(parts)?, *least),
            Plan::Without(wanted, unwanted) => {
                let wanted = self.walk(wanted, walk)?;
                Node::without(wanted, self.walk(unwanted, walk.itself())?)
            }
            Plan::Published(_) | Plan::Seen(_) | Plan::Language(_) if self.view.is_of_quotes() => {
                self.of_articles(|articles| articles.walk(plan, walk))?
            }
            Plan::Published(period) => {
                let columns = (self.columns.days.clone(), self.columns.published.clone());
                Node::within(Within::published(*period, columns, self.reader.max_doc()))
            }
            Plan::Seen(period) => {
                let seen = self.columns.seen.clone();
                Node::within(Within::seen(*period, seen, self.reader.max_doc()))
            }
            Plan::Language(code) => Node::Set(self.set(self.view.language, code)?),
        })
    }

    /// Articles with one quote of which all of `said` holds, and for which
    /// `rest` holds.
    fn said_in_one_quote(
        &self,
        quotes: &Segment<'r>,
        said: &[&Plan],
        rest: &[&Plan],
        walk: Walk<'_>,
    ) -> tantivy::Result<Node> {
        let mut parts = Vec::new();
        for part in rest {
            parts.push(self.walk(part, walk)?);
        }
        let mut asked = Vec::new();
        for part in said {
            asked.push(quotes.walk(part, walk)?);
            // Words that were said stand in the body, and are scored there.
            for number in part.positive() {
                let leaf = &walk.leaves[number];
                if !self.view.fields_of(leaf.place).is_empty() {
                    parts.push(self.scored(number, leaf, walk)?);
                }
            }
        }
        let numbers = self.columns.quote_numbers.clone();
        // First what has words: what is counted of a match is counted there.
        parts.push(Node::having(Node::all(asked), numbers));
        Ok(Node::all(parts))
    }

    /// A leaf in its own documents, or, where only their articles have its
    /// place, in these.
    fn leaf_node(&self, number: usize, walk: Walk<'_>) -> tantivy::Result<Node> {
        let leaf = &walk.leaves[number];
        let has_place = !self.view.fields_of(leaf.place).is_empty();
        if !self.view.is_of_quotes() || (has_place && leaf.place != Place::Article) {
            return self.scored(number, leaf, walk);
        }
        let below =
            |place| self.of_articles(|articles| articles.scored(number, &leaf.placed(place), walk));
        if !has_place {
            return below(leaf.place);
        }
        // The headline tells of what the talk was, and so does the text, but
        // without a say in the score.
        let mut ways = vec![self.scored(number, leaf, walk)?, below(Place::Title)?];
        if walk.around {
            let weight = walk.scoring.weights[number];
            ways.push(self.of_articles(|articles| {
                articles.unscored(number, &leaf.placed(Place::Body), weight)
            })?);
        }
        Ok(Node::any(ways))
    }

    fn scored(&self, number: usize, leaf: &Leaf, walk: Walk<'_>) -> tantivy::Result<Node> {
        let (weight, factors) = (walk.scoring.weights[number], walk.scoring.factors);
        let leaf = self.leaf(number, leaf, weight, Some(factors))?;
        Ok(Node::Leaf(Box::new(leaf)))
    }

    fn unscored(&self, number: usize, leaf: &Leaf, weight: f32) -> tantivy::Result<Node> {
        Ok(Node::Leaf(Box::new(self.leaf(number, leaf, weight, None)?)))
    }

    /// The quotes of the articles that a node of articles finds.
    fn of_articles(
        &self,
        node: impl FnOnce(&Segment<'r>) -> tantivy::Result<Node>,
    ) -> tantivy::Result<Node> {
        let Some(articles) = &self.other else {
            return Ok(Node::Nothing);
        };
        let columns = self.columns;
        Ok(Node::below(
            node(articles)?,
            columns.quotes.clone(),
            columns.quote_numbers.clone(),
        ))
    }

    /// A leaf in every field of its place.
    pub(super) fn leaf(
        &self,
        number: usize,
        leaf: &Leaf,
        weight: f32,
        factors: Option<&FieldFactors>,
    ) -> tantivy::Result<LeafNode> {
        let mut fields = Vec::new();
        for (name, field) in self.view.fields_of(leaf.place).iter().copied() {
            let occurrences = self.occurrences(field, leaf)?;
            let factors = factors.and_then(|factors| factors.of(name));
            let norms = match factors {
                Some(factors) => Some(Norms {
                    reader: self.reader.get_fieldnorms_reader(field)?,
                    factors,
                }),
                None => None,
            };
            fields.push(InField {
                name,
                occurrences,
                norms,
            });
        }
        Ok(LeafNode::new(number, fields, weight, leaf.least))
    }

    fn occurrences(&self, field: Field, leaf: &Leaf) -> tantivy::Result<Occurrences> {
        let in_lead = self.view.broken == field && leaf.place.is_of_lead();
        if let Some(row) = leaf.row().filter(|_| !in_lead) {
            if let [word] = row.words.as_slice() {
                let sources = self.sources(field, word, IndexRecordOption::WithFreqs)?;
                return Ok(Occurrences::Word(Union::new(sources)));
            }
            return Ok(Occurrences::Row(self.row(field, row)?));
        }
        Ok(Occurrences::Spots(Box::new(self.spots(field, leaf)?)))
    }

    /// Where a leaf stands in the articles of one field.
    pub(super) fn spots(&self, field: Field, leaf: &Leaf) -> tantivy::Result<Spots> {
        let is_broken = self.view.broken == field;
        let breaks = is_broken.then(|| self.columns.breaks.clone());
        let pattern = leaf.pattern.map(&mut |row| self.row(field, row))?;
        let in_lead = is_broken && leaf.place.is_of_lead();
        Ok(Spots::new(pattern, breaks, in_lead, self.budget.clone()))
    }

    fn row(&self, field: Field, row: &WordRow) -> tantivy::Result<Row> {
        let mut words = Vec::with_capacity(row.words.len());
        for word in &row.words {
            let sources = self.sources(field, word, IndexRecordOption::WithFreqsAndPositions)?;
            words.push((word.offset, Union::new(sources)));
        }
        Ok(Row::new(words, row.last))
    }

    /// How many live articles of the segment have a word in its place.
    pub(super) fn count(&self, word: &LeafWord, place: Place) -> tantivy::Result<u64> {
        if let Some(other) = &self.other
            && self.view.fields_of(place).is_empty()
        {
            return other.count(word, place);
        }
        let leaf = Leaf::of_word(word.clone(), place);
        let mut node = Node::Leaf(Box::new(self.leaf(0, &leaf, 0.0, None)?));
        let mut count = 0;
        while node.doc() != tantivy::TERMINATED {
            count += u64::from(!self.reader.is_deleted(node.doc()));
            node.seek(node.doc() + 1);
        }
        Ok(count)
    }

    /// When the article of a document was published, in seconds since 1970.
    pub(super) fn published(&self, doc: DocId) -> Option<i64> {
        let article = article_of(doc, &self.columns.quote_numbers);
        self.columns.published.first(article)
    }

    /// A document as a match.
    pub(super) fn found(&self, doc: DocId, score: f32) -> Match {
        let id = self.columns.ids.as_ref();
        Match {
            score,
            published: self.published(doc),
            id: id.and_then(|ids| ids.ords().first(doc)).unwrap_or(u64::MAX),
            doc,
        }
    }

    /// The id of a match.
    pub(super) fn id(&self, found: &Match) -> tantivy::Result<String> {
        let mut id = String::new();
        if let Some(ids) = &self.columns.ids {
            ids.ord_to_str(found.id, &mut id)?;
        }
        Ok(id)
    }
}

/// The article of a quote; an article's own.
pub(super) fn article_of(doc: DocId, numbers: &Column<u64>) -> DocId {
    if doc >= numbers.num_docs() {
        return doc;
    }
    let number = numbers.first(doc).unwrap_or(0);
    doc.saturating_sub(u32::try_from(number).unwrap_or(0))
}
