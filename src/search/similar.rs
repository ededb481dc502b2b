//! An article + index → the articles like it: those that have most of the
//! words that tell what it is about, its own copies left out.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, TERMINATED, Term};

use crate::analysis::Language;
use crate::article::Article;
use crate::error::Result;
use crate::index::Reader;
use crate::query::Query;
use crate::sketch::Sketch;

use super::collapse::{Collapsed, Collapsing, Stories};
use super::plan::{Leaf, LeafWord, Matching, Place, Plan};
use super::segment::Segment;
use super::stats::Statistics;
use super::telling::{self, Bounds, Telling, Text};
use super::top::{Match, Top};
use super::view::View;
use super::{COPIES_EXPECTED, Order, Request, Require, Results, Search, outlets, planner};

/// What articles are to be like.
#[derive(Clone, Copy, Debug)]
pub struct Like<'a> {
    /// Its id where it is in the archive: nothing is like itself.
    pub id: Option<&'a str>,
    /// The headline; empty for a part of an article.
    pub title: &'a str,
    /// The text.
    pub text: &'a str,
    /// The language that both are in, where it is known.
    pub language: Option<Language>,
}

impl<'a> Like<'a> {
    /// Like a whole article.
    pub fn article(article: &'a Article) -> Self {
        Like {
            id: None,
            title: article.title.as_deref().unwrap_or(""),
            text: &article.body,
            language: article.language.as_deref().and_then(Language::from_code),
        }
    }

    /// Like `text`, which is a part of an article.
    pub fn part(article: &'a Article, text: &'a str) -> Self {
        Like {
            title: "",
            text,
            ..Like::article(article)
        }
    }

    /// The same, which is the article `id` of the archive or a part of it.
    pub fn in_archive(self, id: &'a str) -> Self {
        Like {
            id: Some(id),
            ..self
        }
    }
}

/// Articles like another.
pub struct Similar<'r> {
    /// The articles, in order, with the passages that have most of the words.
    pub results: Results<'r>,
    /// How many copies of it the filters let through; they are left out unless
    /// they were wanted.
    pub copies: usize,
    /// The words by which they were found, the most telling first.
    pub words: Vec<String>,
}

/// Searches for articles like `like` in those that the request's query lets
/// through. `with_copies` keeps copies of it among the results, each for itself;
/// those of others are one result where the request collapses copies.
pub fn similar<'r>(
    reader: &'r Reader,
    request: &'r Request,
    like: Like<'_>,
    with_copies: bool,
) -> Result<Similar<'r>> {
    let everything = Request::new(Query::All);
    let of_text = match like.id {
        Some(_) => None,
        None => Some(start(reader, &everything)?),
    };
    let search = start(reader, request)?;
    reader.guard(|| {
        let own = match of_text {
            None => Own::of_article(reader, like)?,
            Some(search) => Own::of_text(search, like)?,
        };
        let (words, found, search) = walk(search, like, &own, false)?;
        found.into_similar(search, &own, &words, with_copies)
    })
}

/// A search for what the request's query lets through.
fn start<'r>(reader: &'r Reader, request: &'r Request) -> Result<Search<'r>> {
    let fields = reader.fields();
    let view = Arc::new(View::articles(fields));
    let other = Arc::new(View::quotes(fields));
    let statistics = Statistics {
        searcher: reader.searcher(),
        view: &view,
        counted: reader.counted(),
    };
    let languages = reader.guard(|| statistics.languages())?;
    let query = outlets::with_hosts(&request.query, reader)?;
    let planned = planner::plan(&query, Require::All, &languages)?;
    reader.guard(|| Search::new(reader, request, (view, other), planned))
}

/// The telling words of a text, and the articles that have them. `any`: words
/// that tell little, too.
fn walk<'r>(
    mut search: Search<'r>,
    like: Like<'_>,
    own: &Own,
    any: bool,
) -> tantivy::Result<(Vec<Telling>, Found, Search<'r>)> {
    let words = telling_words(&search, like, own, any)?;
    let first = search.planned.leaves.len();
    take_in(&mut search, &words, like.language);
    let found = Found::walk(&search, first, own)?;
    Ok((words, found, search))
}

/// The article itself, as far as it is in the archive, and its copies.
#[derive(Default)]
struct Own {
    itself: FxHashSet<DocAddress>,
    /// In the order of the index.
    copies: Vec<DocAddress>,
}

impl Own {
    /// Of an article of the archive, or of a part of one.
    fn of_article(reader: &Reader, like: Like<'_>) -> tantivy::Result<Self> {
        let itself = own_addresses(reader, like)?;
        let origins = reader.open_origins()?;
        let all = itself.iter().flat_map(|at| origins.copies(origins.of(*at)));
        let copies = all.copied().filter(|at| !itself.contains(at)).collect();
        Ok(Own::new(itself, copies))
    }

    /// Of a text from elsewhere: what is a copy of it among the articles that
    /// have most of its words, and the copies of these.
    fn of_text(search: Search<'_>, like: Like<'_>) -> tantivy::Result<Self> {
        // A text that went round the world has only words that many have.
        let (_, found, search) = walk(search, like, &Own::default(), true)?;
        let text = Sketch::of(like.text);
        let origins = search.reader.open_origins()?;
        let mut copies = Vec::new();
        for (at, _) in found.best(&search, Order::Relevance, COPIES_LOOKED) {
            if found.share(at) >= COPY_SHARE && search.reader.sketch(at)?.is_copy_of(&text) {
                copies.extend(origins.copies(origins.of(at)));
            }
        }
        Ok(Own::new(FxHashSet::default(), copies))
    }

    fn new(itself: FxHashSet<DocAddress>, mut copies: Vec<DocAddress>) -> Self {
        copies.sort_unstable();
        copies.dedup();
        Own { itself, copies }
    }

    fn has_copy(&self, at: DocAddress) -> bool {
        self.copies.binary_search(&at).is_ok()
    }
}

/// Makes of a search for the filters alone one for any of `words` in what they
/// let through.
fn take_in(search: &mut Search<'_>, words: &[Telling], language: Option<Language>) {
    let planned = &mut search.planned;
    let first = planned.leaves.len();
    planned
        .leaves
        .extend(words.iter().map(|word| leaf(word, language)));
    let any = Plan::Any((first..planned.leaves.len()).map(Plan::Leaf).collect());
    let filters = std::mem::replace(&mut planned.plan, Plan::Nothing);
    planned.plan = Plan::Filtered(Box::new(any), vec![filters]);
    let weights = words.iter().map(|word| word.weight);
    search.weights.extend(weights);
}

fn telling_words(
    search: &Search<'_>,
    like: Like<'_>,
    own: &Own,
    any: bool,
) -> tantivy::Result<Vec<Telling>> {
    let text = Text {
        title: like.title,
        body: like.text,
        language: like.language,
    };
    let bounds = Bounds {
        articles: search.statistics().documents()?,
        // A word that no other article has finds none.
        least: if like.id.is_some() { 2 } else { 1 },
        left_out: &own.copies,
        any,
    };
    let reader = search.reader;
    telling::words(reader.searcher(), reader.fields().body, text, bounds)
}

fn leaf(word: &Telling, language: Option<Language>) -> Leaf {
    let word = LeafWord {
        form: word.form.clone(),
        offset: 0,
        matching: Matching::Inflected,
        languages: language.map(|language| vec![language]),
        forms: Arc::default(),
    };
    Leaf::of_word(word, Place::Article)
}

/// Where the article itself stands.
fn own_addresses(reader: &Reader, like: Like<'_>) -> tantivy::Result<FxHashSet<DocAddress>> {
    let mut found = FxHashSet::default();
    let Some(id) = like.id else {
        return Ok(found);
    };
    let field = reader.fields().id;
    let term = Term::from_field_text(field, id);
    for (ordinal, segment) in (0..).zip(reader.searcher().segment_readers()) {
        let inverted = segment.inverted_index(field)?;
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        while postings.doc() != TERMINATED {
            found.insert(DocAddress::new(ordinal, postings.doc()));
            postings.advance();
        }
    }
    Ok(found)
}

/// An article that has less of the words, by weight, is not like it.
const SHARE_MIN: f32 = 0.1;

/// Copies of a text that is not in the archive are looked for among so many of
/// the most similar articles, and there only among those with this share of the
/// words.
const COPIES_LOOKED: usize = 50;
const COPY_SHARE: f32 = 0.4;

/// Articles that have enough of the words, segment by segment.
struct Found(Vec<Vec<Scored>>);

struct Scored {
    found: Match,
    /// The share of the words that it has, by weight.
    share: f32,
}

impl Found {
    /// Word by word over each segment: with dozens of words, of which an
    /// article has few, this is several times faster than article by article.
    /// The sums are the same, since they are made in the order of the words.
    fn walk(search: &Search<'_>, first: usize, own: &Own) -> tantivy::Result<Self> {
        let mut all = Vec::new();
        for (ordinal, segment) in (0..).zip(&search.segments) {
            let is_copy = |doc| own.has_copy(DocAddress::new(ordinal, doc));
            let mut found = of_segment(search, segment, first, is_copy)?;
            let at = |scored: &Scored| DocAddress::new(ordinal, scored.found.doc);
            found.retain(|scored| !own.itself.contains(&at(scored)));
            all.push(found);
        }
        Ok(Found(all))
    }

    /// Takes the copies of the text itself away; returns how many there were.
    fn without_copies(&mut self, own: &Own) -> usize {
        let before = self.count();
        for (ordinal, found) in (0..).zip(&mut self.0) {
            let at = |scored: &Scored| DocAddress::new(ordinal, scored.found.doc);
            found.retain(|scored| !own.has_copy(at(scored)));
        }
        (before - self.count()) as usize
    }

    fn count(&self) -> u64 {
        self.0.iter().map(|segment| segment.len() as u64).sum()
    }

    /// The first `limit` in an order.
    fn best(&self, search: &Search<'_>, order: Order, limit: usize) -> Vec<(DocAddress, Match)> {
        let mut kept: Vec<(DocAddress, Match)> = Vec::new();
        for (ordinal, found) in (0..).zip(&self.0) {
            let mut top = Top::new(order, limit);
            found.iter().for_each(|scored| top.offer(scored.found));
            let matches = top.into_matches().into_iter();
            kept.extend(matches.map(|found| (DocAddress::new(ordinal, found.doc), found)));
        }
        search.sort(&mut kept, order);
        kept.truncate(limit);
        kept
    }

    /// The first `limit` stories in an order, each by its best article.
    fn stories(
        &self,
        search: &Search<'_>,
        collapsing: &Collapsing<'_>,
        limit: usize,
    ) -> Vec<(DocAddress, Match)> {
        let mut room = limit.saturating_mul(COPIES_EXPECTED);
        loop {
            let mut best = self.best(search, search.request.order, room);
            let is_all = best.len() as u64 == self.count();
            collapsing.collapse(&mut best);
            if is_all || best.len() >= limit {
                best.truncate(limit);
                return best;
            }
            room = room.saturating_mul(8);
        }
    }

    fn counted(&self, collapsing: &Collapsing<'_>) -> tantivy::Result<Collapsed> {
        let mut stories = Stories::new(collapsing, 0);
        for (ordinal, found) in (0..).zip(&self.0) {
            let docs = found.iter().map(|scored| scored.found.doc);
            docs.for_each(|doc| stories.count(DocAddress::new(ordinal, doc)));
        }
        stories.counted()
    }

    fn scored(&self, segment: u32, doc: DocId) -> Option<&Scored> {
        let segment = self.0.get(segment as usize)?;
        let place = segment.binary_search_by_key(&doc, |scored| scored.found.doc);
        segment.get(place.ok()?)
    }

    fn share(&self, at: DocAddress) -> f32 {
        let found = self.scored(at.segment_ord, at.doc_id);
        found.map_or(0.0, |scored| scored.share)
    }

    /// How alike documents of a segment are.
    fn scores(&self, segment: u32, docs: &[DocId]) -> Vec<f32> {
        let score = |doc: &DocId| self.scored(segment, *doc).map_or(0.0, |s| s.found.score);
        docs.iter().map(score).collect()
    }

    fn into_similar<'r>(
        mut self,
        search: Search<'r>,
        own: &Own,
        words: &[Telling],
        with_copies: bool,
    ) -> tantivy::Result<Similar<'r>> {
        let request = search.request;
        let copies = match with_copies {
            true => own.copies.iter().filter(|at| self.has(**at)).count(),
            false => self.without_copies(own),
        };
        let limit = match request.limit {
            Some(0) => 0,
            Some(limit) => limit.saturating_add(request.offset),
            None => usize::MAX,
        };
        let (matches, collapsed) = match request.collapse {
            true => {
                let collapsing = Collapsing::of(&search)?.apart(&own.copies);
                let matches = self.stories(&search, &collapsing, limit);
                (matches, Some(self.counted(&collapsing)?))
            }
            false => (self.best(&search, request.order, limit), None),
        };
        let heads = search.shown_heads(
            &matches,
            |at| own.has_copy(at),
            |segment, docs| Ok(self.scores(segment, docs)),
        )?;
        let explanation = match request.explain {
            true => search.explain_query(),
            false => Vec::new(),
        };
        Ok(Similar {
            copies,
            words: words.iter().map(|word| word.form.clone()).collect(),
            results: Results {
                articles: self.count(),
                collapsed,
                search,
                matches,
                heads,
                notes: Vec::new(),
                suggestions: Vec::new(),
                explanation,
            },
        })
    }

    fn has(&self, at: DocAddress) -> bool {
        self.scored(at.segment_ord, at.doc_id).is_some()
    }
}

/// The articles of a segment that have enough of the words, or are copies of
/// the text, in their order.
fn of_segment(
    search: &Search<'_>,
    segment: &Segment<'_>,
    first: usize,
    is_copy: impl Fn(DocId) -> bool,
) -> tantivy::Result<Vec<Scored>> {
    let (planned, scoring) = (&search.planned, search.scoring());
    let all: f32 = search.weights[first..].iter().sum();
    let mut sums = vec![(0.0_f32, 0.0_f32); segment.reader.max_doc() as usize];
    for number in first..planned.leaves.len() {
        let share = search.weights[number] / all;
        let mut node = segment.node(&Plan::Leaf(number), &planned.leaves, &scoring)?;
        while node.doc() != TERMINATED {
            let doc = node.doc();
            if let Some(sum) = sums.get_mut(doc as usize) {
                sum.0 += node.score(doc);
                sum.1 += share;
            }
            node.seek(doc + 1);
        }
    }
    let Plan::Filtered(_, filters) = &planned.plan else {
        return Ok(Vec::new());
    };
    let mut filter = match filters.first() {
        Some(Plan::Everything) | None => None,
        Some(filter) => Some(segment.node(filter, &planned.leaves, &scoring)?),
    };
    let mut found = Vec::new();
    for (doc, (score, share)) in (0..).zip(sums) {
        if (share < SHARE_MIN && !is_copy(doc)) || segment.reader.is_deleted(doc) {
            continue;
        }
        if filter
            .as_mut()
            .is_some_and(|filter| filter.seek(doc) != doc)
        {
            continue;
        }
        found.push(Scored {
            found: segment.found(doc, score),
            share,
        });
    }
    Ok(found)
}
