//! An article + index → the articles like it: those that have most of the
//! words that tell what it is about, its own copies left out.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TERMINATED, Term};

use crate::analysis::Language;
use crate::article::Article;
use crate::error::Result;
use crate::index::Reader;
use crate::sketch::Sketch;

use super::plan::{Leaf, LeafWord, Matching, Place, Plan};
use super::segment::Segment;
use super::stats::Statistics;
use super::telling::{self, Bounds, Telling, Text};
use super::top::{Match, Top};
use super::view::View;
use super::{Order, Request, Require, Results, Search, planner};

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
    /// How many copies of it were found, and left out unless they were wanted.
    pub copies: usize,
    /// The words by which they were found, the most telling first.
    pub words: Vec<String>,
}

/// Searches for articles like `like` in those that the request's query lets
/// through. `with_copies` keeps copies of it among the results.
pub fn similar<'r>(
    reader: &'r Reader,
    request: &'r Request,
    like: Like<'_>,
    with_copies: bool,
) -> Result<Similar<'r>> {
    let fields = reader.fields();
    let view = Arc::new(View::articles(fields));
    let other = Arc::new(View::quotes(fields));
    let statistics = Statistics {
        searcher: reader.searcher(),
        view: &view,
        counted: reader.counted(),
    };
    let (languages, documents) =
        reader.guard(|| Ok((statistics.languages()?, statistics.documents()?)))?;
    let planned = planner::plan(&request.query, Require::All, &languages)?;
    reader.guard(|| {
        let words = telling_words(reader, documents, like)?;
        let mut search = Search::new(reader, request, (view, other), planned)?;
        let first = search.planned.leaves.len();
        take_in(&mut search, &words, like.language);
        let own = own_addresses(reader, like)?;
        let found = Found::walk(&search, first, &own)?;
        found.into_similar(search, like, &words, with_copies)
    })
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

fn telling_words(reader: &Reader, articles: u64, like: Like<'_>) -> tantivy::Result<Vec<Telling>> {
    let text = Text {
        title: like.title,
        body: like.text,
        language: like.language,
    };
    let bounds = Bounds {
        articles,
        // A word that no other article has finds none.
        least: if like.id.is_some() { 2 } else { 1 },
    };
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

/// Copies are looked for among so many of the most similar articles, and there
/// only among those with this share of the words.
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
    fn walk(
        search: &Search<'_>,
        first: usize,
        own: &FxHashSet<DocAddress>,
    ) -> tantivy::Result<Self> {
        let mut all = Vec::new();
        for (ordinal, segment) in (0..).zip(&search.segments) {
            let mut found = of_segment(search, segment, first)?;
            found.retain(|scored| !own.contains(&DocAddress::new(ordinal, scored.found.doc)));
            all.push(found);
        }
        Ok(Found(all))
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

    fn share(&self, at: DocAddress) -> f32 {
        let segment = self.0.get(at.segment_ord as usize);
        let found = segment.and_then(|segment| {
            let place = segment.binary_search_by_key(&at.doc_id, |scored| scored.found.doc);
            segment.get(place.ok()?)
        });
        found.map_or(0.0, |scored| scored.share)
    }

    /// The copies of a text among the most similar articles.
    fn copies(
        &self,
        search: &Search<'_>,
        like: Like<'_>,
    ) -> tantivy::Result<FxHashSet<DocAddress>> {
        let own = Sketch::of(like.text);
        let mut copies = FxHashSet::default();
        for (at, _) in self.best(search, Order::Relevance, COPIES_LOOKED) {
            if self.share(at) >= COPY_SHARE && search.reader.sketch(at)?.is_copy_of(&own) {
                copies.insert(at);
            }
        }
        Ok(copies)
    }

    fn into_similar<'r>(
        self,
        search: Search<'r>,
        like: Like<'_>,
        words: &[Telling],
        with_copies: bool,
    ) -> tantivy::Result<Similar<'r>> {
        let request = search.request;
        let copies = self.copies(&search, like)?;
        let left_out = if with_copies { 0 } else { copies.len() };
        let limit = match request.limit {
            Some(0) => 0,
            Some(limit) => limit
                .saturating_add(request.offset)
                .saturating_add(left_out),
            None => usize::MAX,
        };
        let mut matches = self.best(&search, request.order, limit);
        if !with_copies {
            matches.retain(|(at, _)| !copies.contains(at));
        }
        matches.truncate(limit.saturating_sub(left_out));
        let explanation = match request.explain {
            true => search.explain_query(),
            false => Vec::new(),
        };
        Ok(Similar {
            copies: copies.len(),
            words: words.iter().map(|word| word.form.clone()).collect(),
            results: Results {
                articles: self.count() - left_out as u64,
                collapsed: None,
                search,
                matches,
                notes: Vec::new(),
                suggestions: Vec::new(),
                explanation,
            },
        })
    }
}

/// The articles of a segment that have enough of the words, in their order.
fn of_segment(
    search: &Search<'_>,
    segment: &Segment<'_>,
    first: usize,
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
        if share < SHARE_MIN || segment.reader.is_deleted(doc) {
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
