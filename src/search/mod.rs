//! [`Query`] + index → [`Results`]: ranked articles with the passages that
//! matched, marked.
//!
//! An article is the unit of matching, a passage of showing. What found an
//! article and what marks it are the same leaves of one plan.

mod explain;
mod hit;
mod marks;
mod node;
mod plan;
mod postings;
mod rank;
mod segment;
mod stats;
mod suggest;
mod tally;
mod top;

use std::collections::BTreeMap;

use tantivy::{DocAddress, TERMINATED};

use crate::article::Article;
use crate::error::Result;
use crate::index::Reader;
use crate::query::Query;
use crate::span::Span;

use node::Weight;
use plan::{Plan, Planned};
use segment::{Scoring, Segment};
use top::{Match, Top};

pub use plan::Require;
pub use suggest::Suggestion;
pub use tally::{By, NONE};
pub use top::Order;

/// What is asked of the index.
#[derive(Clone, Debug)]
pub struct Request {
    /// What an article must have, filters included.
    pub query: Query,
    /// What is done where no article has all words.
    pub require: Require,
    /// In which order.
    pub order: Order,
    /// How many articles at most; `None` is all.
    pub limit: Option<usize>,
    /// How many articles to leave out at the top.
    pub offset: usize,
    /// How many passages of each article at most, at least 1.
    pub passages: usize,
    /// Whether to say what each word adds to each score.
    pub explain: bool,
}

impl Request {
    /// The ten best articles, the best passage of each.
    pub fn new(query: Query) -> Self {
        Request {
            query,
            require: Require::default(),
            order: Order::default(),
            limit: Some(10),
            offset: 0,
            passages: 1,
            explain: false,
        }
    }
}

/// What was found. The articles themselves are read from the index as they are
/// shown: all of a large archive may match.
pub struct Results<'r> {
    search: Search<'r>,
    matches: Vec<(DocAddress, Match)>,
    /// How many articles match in all.
    pub articles: u64,
    /// What a user should know about how the query was read.
    pub notes: Vec<Note>,
    /// Near words for words that no article has; only where nothing was found
    /// that has all.
    pub suggestions: Vec<Suggestion>,
    /// How the query was read, word by word; only on request.
    pub explanation: Vec<String>,
}

impl Results<'_> {
    /// How many articles there are to show.
    pub fn shown(&self) -> usize {
        self.matches
            .len()
            .saturating_sub(self.search.request.offset)
    }

    /// The articles to show, in order, from the request's `offset` on.
    pub fn hits(&self) -> impl Iterator<Item = Result<Hit>> {
        let shown = self
            .matches
            .iter()
            .enumerate()
            .skip(self.search.request.offset);
        shown.map(|(i, (address, found))| {
            self.search
                .reader
                .guard(|| self.search.hit(i + 1, *address, found))
        })
    }
}

/// Something about the query as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// No article has all words: these have so many of them.
    Relaxed {
        /// How many words the articles shown have.
        having: usize,
        /// How many words were asked for.
        asked: usize,
    },
    /// The query has no letter or digit in it.
    NoWords,
}

/// An article that matches.
#[derive(Clone, Debug)]
pub struct Hit {
    /// 1 for the first of all results.
    pub rank: usize,
    /// Higher is better; comparable within one search only.
    pub score: f32,
    /// The article.
    pub article: Article,
    /// What matched in its title, in bytes.
    pub title_marks: Vec<Span>,
    /// Its best passages, the best first. The first passage of the article
    /// where none has a word of the query. Empty for an article without text.
    pub passages: Vec<PassageHit>,
    /// Where all its passages stand, in bytes of the body.
    pub spans: Vec<Span>,
    /// Why the score is what it is; only on request.
    pub explanation: Vec<String>,
}

/// A passage that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageHit {
    /// 1 for the first passage of the article: the anchor is `p1`.
    pub number: usize,
    /// Its bytes of the article's body.
    pub span: Span,
    /// What matched in it, in bytes of the passage.
    pub marks: Vec<Span>,
}

/// Searches one commit of the index.
pub fn search<'r>(reader: &'r Reader, request: &'r Request) -> Result<Results<'r>> {
    let languages = reader.guard(|| stats::languages(reader.searcher(), reader.fields()))?;
    let planned = plan::plan(&request.query, request.require, &languages)?;
    reader.guard(|| Search::new(reader, request, planned)?.run())
}

/// How many articles match, for each outlet, language or span of time, in the
/// order of its name.
pub fn tally(reader: &Reader, request: &Request, by: By) -> Result<BTreeMap<String, u64>> {
    let languages = reader.guard(|| stats::languages(reader.searcher(), reader.fields()))?;
    let planned = plan::plan(&request.query, request.require, &languages)?;
    let mut counts = reader.guard(|| Search::new(reader, request, planned)?.tally(by))?;
    tally::fill(&mut counts, by);
    Ok(counts)
}

/// So many unknown words of a query get suggestions.
const SUGGESTED_WORDS_MAX: usize = 5;

/// One search under way.
struct Search<'r> {
    reader: &'r Reader,
    request: &'r Request,
    planned: Planned,
    segments: Vec<Segment<'r>>,
    weights: Vec<Weight>,
    factors: segment::FieldFactors,
}

/// The best matches of all segments, and how many matches there are.
struct Found {
    matches: Vec<(DocAddress, Match)>,
    articles: u64,
}

impl<'r> Search<'r> {
    fn new(
        reader: &'r Reader,
        request: &'r Request,
        mut planned: Planned,
    ) -> tantivy::Result<Self> {
        let (searcher, fields) = (reader.searcher(), reader.fields());
        let segments: Vec<Segment<'r>> = searcher
            .segment_readers()
            .iter()
            .map(|segment| Segment::new(segment, fields))
            .collect::<tantivy::Result<_>>()?;
        stats::tell_languages(&segments, &mut planned.leaves)?;
        let articles = stats::articles(searcher, fields)?;
        let weights = stats::weights(&segments, &planned.leaves, articles)?;
        let factors = stats::factors(searcher, fields, articles)?;
        Ok(Search {
            reader,
            request,
            planned,
            segments,
            weights,
            factors,
        })
    }

    fn run(mut self) -> tantivy::Result<Results<'r>> {
        let mut notes = Vec::new();
        if matches!(self.planned.plan, Plan::Nothing) {
            notes.push(Note::NoWords);
        }
        let mut found = self.find()?;
        if found.articles == 0
            && let Some((having, asked)) = self.relax()?
        {
            found = self.find()?;
            notes.push(Note::Relaxed { having, asked });
        }
        let is_relaxed = notes
            .iter()
            .any(|note| matches!(note, Note::Relaxed { .. }));
        let suggestions = if found.articles == 0 || is_relaxed {
            self.suggestions()?
        } else {
            Vec::new()
        };
        let explanation = if self.request.explain {
            self.explain_query()
        } else {
            Vec::new()
        };
        Ok(Results {
            search: self,
            matches: found.matches,
            articles: found.articles,
            notes,
            suggestions,
            explanation,
        })
    }

    fn scoring(&self) -> Scoring<'_> {
        Scoring {
            weights: &self.weights,
            factors: &self.factors,
        }
    }

    fn find(&self) -> tantivy::Result<Found> {
        let limit = self.request.limit.map_or(usize::MAX, |limit| {
            if limit == 0 {
                0
            } else {
                limit.saturating_add(self.request.offset)
            }
        });
        let mut articles = 0;
        let mut kept: Vec<(DocAddress, Match, String)> = Vec::new();
        for (ordinal, segment) in self.segments.iter().enumerate() {
            let mut node =
                segment.node(&self.planned.plan, &self.planned.leaves, &self.scoring())?;
            let columns = segment.order()?;
            let mut top = Top::new(self.request.order, limit);
            while node.doc() != TERMINATED {
                let doc = node.doc();
                if !segment.reader.is_deleted(doc) {
                    articles += 1;
                    if limit > 0 {
                        let score = node.score(doc);
                        let published = columns.published.first(doc);
                        let id = columns.ids.first(doc).unwrap_or(u64::MAX);
                        top.offer(Match {
                            score,
                            published,
                            id,
                            doc,
                        });
                    }
                }
                node.seek(doc + 1);
            }
            let ids = segment.reader.fast_fields().str("id")?;
            for found in top.into_matches() {
                let mut id = String::new();
                if let Some(ids) = &ids {
                    ids.ord_to_str(found.id, &mut id)?;
                }
                kept.push((DocAddress::new(ordinal as u32, found.doc), found, id));
            }
        }
        kept.sort_by(|a, b| top::across_segments(self.request.order, (&a.1, &a.2), (&b.1, &b.2)));
        kept.truncate(limit);
        let matches = kept
            .into_iter()
            .map(|(address, found, _)| (address, found))
            .collect();
        Ok(Found { matches, articles })
    }

    /// Where no article has all words side by side: lowers the plan to the
    /// most words that any article has. Returns that number and all.
    fn relax(&mut self) -> tantivy::Result<Option<(usize, usize)>> {
        if self.request.require != Require::Most {
            return Ok(None);
        }
        let Some(asked) = lower(&mut self.planned.plan, 1) else {
            return Ok(None);
        };
        let mut most = 0;
        for segment in &self.segments {
            let mut node =
                segment.node(&self.planned.plan, &self.planned.leaves, &self.scoring())?;
            while node.doc() != TERMINATED {
                if !segment.reader.is_deleted(node.doc()) {
                    most = most.max(node.matched(node.doc()));
                }
                node.seek(node.doc() + 1);
            }
        }
        lower(&mut self.planned.plan, most.max(1));
        Ok((most > 0).then_some((most, asked)))
    }

    fn suggestions(&self) -> tantivy::Result<Vec<Suggestion>> {
        let mut found: Vec<Suggestion> = Vec::new();
        let mut asked = 0;
        for leaf in self
            .planned
            .leaves
            .iter()
            .filter(|leaf| leaf.place.is_scored())
        {
            for word in &leaf.words {
                let mut having = 0;
                for segment in &self.segments {
                    having += segment.count(word, leaf.place)?;
                }
                if having == 0 && asked < SUGGESTED_WORDS_MAX {
                    asked += 1;
                    let field = self.reader.fields().body;
                    let typed = if leaf.words.len() == 1 {
                        &leaf.typed
                    } else {
                        &word.form
                    };
                    found.extend(suggest::near(
                        self.reader.searcher(),
                        field,
                        typed,
                        &word.form,
                    )?);
                }
            }
        }
        Ok(found)
    }
}

/// Lowers the outermost words side by side to `least` of them; returns how
/// many there are, or `None` where there are none.
fn lower(plan: &mut Plan, to: usize) -> Option<usize> {
    match plan {
        Plan::Several { parts, least } => {
            *least = to;
            Some(parts.len())
        }
        Plan::Filtered(words, _) => lower(words, to),
        Plan::Without(wanted, _) => lower(wanted, to),
        _ => None,
    }
}
