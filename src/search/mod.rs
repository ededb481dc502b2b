//! [`Query`](crate::query::Query) + index → [`Results`]: ranked articles with the passages that
//! matched, marked.
//!
//! An article is the unit of matching, a passage of showing. What found an
//! article and what marks it are the same leaves of one plan.

mod collapse;
mod expand;
mod explain;
mod heads;
mod hit;
mod ids;
mod marks;
mod names;
mod node;
mod outlets;
mod pattern;
mod people;
mod plan;
mod planner;
mod postings;
mod proximity;
mod rank;
mod request;
mod rerank;
mod results;
mod rows;
mod segment;
mod similar;
mod spelling;
mod spots;
mod stats;
mod suggest;
mod tally;
mod telling;
mod top;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::{DocAddress, DocId, TERMINATED};

use crate::error::Result;
use crate::index::Reader;
use crate::roster::Roster;

use collapse::{Collapsing, Stories};
use expand::{Capped, expand, refuse_too_many};
use heads::Heads;
use plan::{Plan, Planned};
use segment::{Scoring, Segment};
use stats::Statistics;
use top::{Match, Top};
use view::View;

pub use collapse::{Collapsed, Copies, First, copies};
pub use ids::near_ids;
pub use people::{Office, People, Person};
pub use plan::Require;
pub use request::Request;
pub use results::{Hit, PassageHit, QuoteHit, Quotes, Results};
pub use similar::{Like, Similar, similar};
pub use suggest::{Offered, Suggestion};
pub use tally::{By, NONE, Tallied};
pub use top::{Order, Recent};

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
    /// No article, or no quote, has this word, and none is spelt like it.
    Unknown {
        /// The word, as it was typed.
        typed: String,
    },
    /// So much stands near each other that not all of it was looked at.
    CutShort,
    /// More words are spelt so than are looked for.
    Capped {
        /// The word, as it was typed.
        typed: String,
        /// How many are looked for, the first of the alphabet.
        words: usize,
    },
}

/// Searches the articles of one commit of the index.
pub fn search<'r>(reader: &'r Reader, request: &'r Request) -> Result<Results<'r>> {
    let search = Search::articles(reader, request)?;
    reader.guard(|| search.run())
}

/// Searches the quotes of one commit of the index.
pub fn quotes<'r>(reader: &'r Reader, request: &'r Request) -> Result<Quotes<'r>> {
    let search = Search::quotes(reader, request)?;
    Ok(Quotes(reader.guard(|| search.run())?))
}

/// Who said the quotes that match, under the names that `roster` gives; only
/// those who are `called` so, where a name is given.
pub fn people<'r>(
    reader: &'r Reader,
    request: &'r Request,
    roster: &'r Roster,
    called: Option<&str>,
) -> Result<People<'r>> {
    let search = Search::quotes(reader, request)?;
    reader.guard(|| people::find(search, roster, called))
}

/// How many articles match, for each outlet, language or span of time, in the
/// order of its name.
pub fn tally(reader: &Reader, request: &Request, by: By) -> Result<BTreeMap<String, Tallied>> {
    let search = Search::articles(reader, request)?;
    let mut counts = reader.guard(|| search.tally(by))?;
    tally::fill(&mut counts, by);
    Ok(counts)
}

/// One search under way.
struct Search<'r> {
    reader: &'r Reader,
    request: &'r Request,
    view: Arc<View>,
    planned: Planned,
    segments: Vec<Segment<'r>>,
    weights: Vec<f32>,
    /// Of the words that are not asked for.
    small_weights: Vec<f32>,
    factors: segment::FieldFactors,
    capped: Vec<Capped>,
}

/// So many matches are kept for each story that is wanted, before copies are
/// collapsed; if that was too little, more are.
const COPIES_EXPECTED: usize = 3;

/// The best matches of all segments, and how many matches there are.
struct Found {
    matches: Vec<(DocAddress, Match)>,
    articles: u64,
    collapsed: Option<Collapsed>,
}

impl<'r> Search<'r> {
    /// Over articles.
    fn articles(reader: &'r Reader, request: &'r Request) -> Result<Self> {
        let fields = reader.fields();
        Self::over(
            reader,
            request,
            View::articles(fields),
            View::quotes(fields),
        )
    }

    /// Over quotes.
    fn quotes(reader: &'r Reader, request: &'r Request) -> Result<Self> {
        let fields = reader.fields();
        Self::over(
            reader,
            request,
            View::quotes(fields),
            View::articles(fields),
        )
    }

    fn over(reader: &'r Reader, request: &'r Request, view: View, other: View) -> Result<Self> {
        let (view, other) = (Arc::new(view), Arc::new(other));
        let statistics = Statistics {
            searcher: reader.searcher(),
            view: &view,
            counted: reader.counted(),
        };
        let languages = reader.guard(|| statistics.languages())?;
        let query = outlets::with_hosts(&request.query, reader)?;
        let planned = planner::plan(&query, request.require, &languages)?;
        refuse_too_many(&planned.leaves)?;
        reader.guard(|| Self::new(reader, request, (view, other), planned))
    }

    fn new(
        reader: &'r Reader,
        request: &'r Request,
        (view, other): (Arc<View>, Arc<View>),
        mut planned: Planned,
    ) -> tantivy::Result<Self> {
        let searcher = reader.searcher();
        let readers = searcher.segment_readers().iter().zip(reader.columns()?);
        let segments: Vec<Segment<'r>> = readers
            .map(|(segment, columns)| {
                Segment::new(segment, columns, view.clone(), Some(other.clone()))
            })
            .collect::<tantivy::Result<_>>()?;
        let capped = expand(&segments, &mut planned.leaves)?;
        let statistics = Statistics {
            searcher,
            view: &view,
            counted: reader.counted(),
        };
        statistics.tell_languages(&segments, &mut planned.leaves)?;
        statistics.tell_languages(&segments, &mut planned.left_out)?;
        let weights = statistics.weights(&segments, &planned.leaves)?;
        let small_weights = statistics.weights(&segments, &planned.left_out)?;
        let factors = statistics.factors()?;
        Ok(Search {
            reader,
            view,
            request,
            planned,
            segments,
            weights,
            small_weights,
            factors,
            capped,
        })
    }

    fn run(mut self) -> tantivy::Result<Results<'r>> {
        let mut notes = self.notes();
        let mut found = self.find()?;
        if found.articles == 0
            && let Some((having, asked)) = self.relax()?
        {
            found = self.find()?;
            notes.push(Note::Relaxed { having, asked });
        }
        if self.segments.iter().any(Segment::was_cut_short) {
            notes.push(Note::CutShort);
        }
        let is_relaxed = notes
            .iter()
            .any(|note| matches!(note, Note::Relaxed { .. }));
        let suggestions = if found.articles < suggest::FEW || is_relaxed {
            self.suggestions()?
        } else {
            Vec::new()
        };
        if found.articles == 0 || is_relaxed {
            notes.extend(self.unknown(&suggestions)?);
        }
        let explanation = if self.request.explain {
            self.explain_query()
        } else {
            Vec::new()
        };
        let scores = |segment, docs: &[DocId]| self.scores(segment, docs);
        let heads = self.shown_heads(&found.matches, |_| false, scores)?;
        Ok(Results {
            search: self,
            matches: found.matches,
            heads,
            articles: found.articles,
            collapsed: found.collapsed,
            notes,
            suggestions,
            explanation,
        })
    }

    /// The heads of the stories that are shown, but for what is `apart`. In an
    /// order by date a story is shown by the copy that has its place.
    fn shown_heads(
        &self,
        matches: &[(DocAddress, Match)],
        apart: impl Fn(DocAddress) -> bool,
        scores: impl FnMut(u32, &[DocId]) -> tantivy::Result<Vec<f32>>,
    ) -> tantivy::Result<Heads> {
        if !self.request.collapse || self.request.order != Order::Relevance {
            return Ok(Heads::default());
        }
        let shown = matches.get(self.request.offset..).unwrap_or_default();
        let shown = shown.iter().map(|(at, _)| *at).filter(|at| !apart(*at));
        self.heads(shown, scores)
    }

    fn statistics(&self) -> Statistics<'_> {
        Statistics {
            searcher: self.reader.searcher(),
            view: &self.view,
            counted: self.reader.counted(),
        }
    }

    /// What a user should know about how the query is read.
    fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        if matches!(self.planned.plan, Plan::Nothing) {
            notes.push(Note::NoWords);
        }
        notes.extend(self.capped.iter().map(|capped| Note::Capped {
            typed: capped.typed.clone(),
            words: capped.words,
        }));
        notes
    }

    /// Words of the query that nothing has, but for those with suggestions.
    fn unknown(&self, suggestions: &[Suggestion]) -> tantivy::Result<Vec<Note>> {
        let mut notes = Vec::new();
        for number in self.planned.plan.positive() {
            let leaf = &self.planned.leaves[number];
            let Some([word]) = leaf.row().map(|row| row.words.as_slice()) else {
                continue;
            };
            let typed = &leaf.typed;
            let is_told = suggestions
                .iter()
                .any(|suggestion| suggestion.typed == *typed);
            let having = self.statistics().having(&self.segments, word, leaf.place)?;
            if leaf.place.is_scored() && having == 0 && !is_told {
                let typed = typed.clone();
                notes.push(Note::Unknown { typed });
            }
        }
        Ok(notes)
    }

    fn scoring(&self) -> Scoring<'_> {
        Scoring {
            weights: &self.weights,
            factors: &self.factors,
        }
    }

    fn find(&self) -> tantivy::Result<Found> {
        let limit = match self.request.limit {
            Some(0) => 0,
            Some(limit) => limit.saturating_add(self.request.offset),
            None => usize::MAX,
        };
        let pool = match limit {
            0 => 0,
            limit if self.is_reranked() => limit.max(rerank::DEPTH),
            limit => limit,
        };
        let mut found = match self.request.collapse {
            true => self.find_stories(pool)?,
            false => self.walk(pool, None)?,
        };
        let matches = &mut found.matches;
        if self.is_reranked() {
            matches.truncate(pool);
            let depth = matches.len().min(rerank::DEPTH);
            self.rerank(&mut matches[..depth])?;
            self.sort(&mut matches[..depth], self.request.order);
        }
        matches.truncate(limit);
        Ok(found)
    }

    /// The best `pool` stories, each by its best match.
    fn find_stories(&self, pool: usize) -> tantivy::Result<Found> {
        let collapsing = Collapsing::of(self)?;
        let mut stories = Stories::new(&collapsing, pool);
        let mut room = pool.saturating_mul(COPIES_EXPECTED);
        let mut found = self.walk(room, Some(&mut stories))?;
        let collapsed = stories.counted()?;
        // All that was kept of a segment may be copies of little.
        while stories.lacks_some() {
            room = room.saturating_mul(8);
            found = self.walk(room, Some(&mut stories))?;
        }
        collapsing.collapse(&mut found.matches);
        found.matches.truncate(pool);
        found.collapsed = Some(collapsed);
        Ok(found)
    }

    /// The best matches of every segment in order, `room` in each at most, or as
    /// many as `stories` takes of them.
    fn walk(&self, room: usize, mut stories: Option<&mut Stories<'_>>) -> tantivy::Result<Found> {
        let mut articles = 0;
        let mut matches: Vec<(DocAddress, Match)> = Vec::new();
        if let Some(stories) = &mut stories {
            stories.begin();
        }
        for (ordinal, segment) in self.segments.iter().enumerate() {
            let mut node =
                segment.node(&self.planned.plan, &self.planned.leaves, &self.scoring())?;
            let mut top = Top::new(self.request.order, room);
            let address = |doc| DocAddress::new(ordinal as u32, doc);
            let before = articles;
            while node.doc() != TERMINATED {
                let doc = node.doc();
                if !segment.reader.is_deleted(doc) {
                    articles += 1;
                    if let Some(stories) = &mut stories {
                        stories.count(address(doc));
                    }
                    let mut score = if room > 0 { node.score(doc) } else { 0.0 };
                    if let Some(recent) = self.request.recent {
                        score *= recent.factor(segment.published(doc));
                    }
                    if top.may_take(score) {
                        top.offer(segment.found(doc, score));
                    }
                }
                node.seek(doc + 1);
            }
            let best = top.into_matches();
            let is_all = articles - before == best.len() as u64;
            let mut best = best.iter().map(|m| (address(m.doc), *m)).collect();
            if let Some(stories) = &mut stories {
                stories.take(&mut best, is_all);
            }
            matches.append(&mut best);
        }
        self.sort(&mut matches, self.request.order);
        Ok(Found {
            matches,
            articles,
            collapsed: None,
        })
    }

    /// Puts matches of all segments in order. Ids are read only where nothing
    /// else decides.
    fn sort(&self, matches: &mut [(DocAddress, Match)], order: Order) {
        let mut ids: FxHashMap<DocAddress, String> = FxHashMap::default();
        let mut id = |(address, found): &(DocAddress, Match)| {
            let read = || self.id(*address, found).unwrap_or_default();
            ids.entry(*address).or_insert_with(read).clone()
        };
        matches.sort_by(|a, b| {
            let by_order = top::compare(order, &a.1, &b.1);
            by_order.then_with(|| match a.0.segment_ord == b.0.segment_ord {
                // Ordinals of ids are in the order of the ids; quotes of one
                // article have its id, and stand in one segment.
                true => (a.1.id, a.1.doc).cmp(&(b.1.id, b.1.doc)),
                false => id(a).cmp(&id(b)),
            })
        });
    }

    /// The id of a match.
    fn id(&self, address: DocAddress, found: &Match) -> tantivy::Result<String> {
        self.segments[address.segment_ord as usize].id(found)
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
