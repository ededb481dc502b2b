//! Matches → one of each story: the copies of one origin are shown once, by
//! the best of them, and counted.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{DocAddress, DocId};

use crate::error::Result;
use crate::index::{Columns, Origins, Outlets, Reader, Stored};

use super::Search;
use super::segment::{Segment, article_of};
use super::top::Match;

/// How many matches there are when copies count once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collapsed {
    /// Independent origins; of quotes, different words of one origin.
    pub origins: u64,
    /// Outlets that have a match.
    pub outlets: u64,
}

/// The articles with nearly the same text as a match, itself among them; of a
/// quote, those that quote the same words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// How many articles.
    pub articles: u64,
    /// Names of their outlets, each once, in the order of the alphabet.
    pub outlets: Vec<String>,
    /// The outlet of the one that is shown, by the same names.
    pub own: Option<String>,
    /// The one that was published first.
    pub first: First,
}

/// The earliest known of several copies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct First {
    /// Id of the article.
    pub id: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Day of publication, `20240602`.
    pub day: Option<i64>,
}

/// The outlets of so many copies are told apart; more are the same page saved
/// again and again.
const COPIES_MAX: usize = 2_000;

/// What is shown once: an origin, or the same words in one origin.
type Key = u64;

/// Tells matches of one story from those of others.
pub(super) struct Collapsing<'s> {
    origins: &'s Origins,
    outlets: &'s Outlets,
    segments: &'s [Segment<'s>],
    of_quotes: bool,
    /// What is a story of its own, whatever it is a copy of; in order.
    apart: Vec<DocAddress>,
}

impl<'s> Collapsing<'s> {
    pub(super) fn of(search: &'s Search<'_>) -> tantivy::Result<Self> {
        Ok(Collapsing {
            origins: search.reader.open_origins()?,
            outlets: search.reader.open_outlets()?,
            segments: &search.segments,
            of_quotes: search.view.is_of_quotes(),
            apart: Vec::new(),
        })
    }

    /// The same, but each of these articles, which are in order, for itself.
    pub(super) fn apart(self, articles: &[DocAddress]) -> Self {
        let apart = articles.to_vec();
        Collapsing { apart, ..self }
    }

    fn key(&self, at: DocAddress) -> Key {
        if self.apart.binary_search(&at).is_ok() {
            // No origin has so high a number.
            return 1 << 63 | Key::from(at.segment_ord) << 32 | Key::from(at.doc_id);
        }
        let origin = self.origins.of(at);
        let segment = self.segments.get(at.segment_ord as usize);
        match segment.filter(|_| self.of_quotes) {
            Some(segment) => words_key(origin, segment.columns.words_hashes.first(at.doc_id)),
            None => Key::from(origin),
        }
    }

    /// Leaves the first of each story.
    pub(super) fn collapse(&self, matches: &mut Vec<(DocAddress, Match)>) {
        let mut seen = FxHashSet::default();
        matches.retain(|(at, _)| seen.insert(self.key(*at)));
    }
}

/// One for the same words in copies of one article.
fn words_key(origin: u32, words: Option<u64>) -> Key {
    // An odd factor: different origins never meet by shifting alone.
    let origin = Key::from(origin).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    words.unwrap_or(0).rotate_left(17) ^ origin
}

/// Counts origins and outlets while all matches are walked over, and takes the
/// best stories of each segment.
pub(super) struct Stories<'s> {
    collapsing: &'s Collapsing<'s>,
    /// How many stories are wanted.
    pool: usize,
    /// True where fewer were kept of a segment that has more.
    lacks_some: bool,
    /// True once all matches were counted.
    is_counted: bool,
    /// Of articles: a bit for each origin.
    bits: Vec<u64>,
    origins: u64,
    /// Of quotes.
    keys: FxHashSet<Key>,
    /// Ordinals of outlets, by segment.
    outlets: Vec<FxHashSet<u64>>,
}

impl<'s> Stories<'s> {
    pub(super) fn new(collapsing: &'s Collapsing<'s>, pool: usize) -> Self {
        let words = match collapsing.of_quotes {
            true => 0,
            false => (collapsing.origins.count() as usize).div_ceil(64),
        };
        Stories {
            collapsing,
            pool,
            lacks_some: false,
            is_counted: false,
            bits: vec![0; words],
            origins: 0,
            keys: FxHashSet::default(),
            outlets: vec![FxHashSet::default(); collapsing.segments.len()],
        }
    }

    /// Begins a walk over all matches.
    pub(super) fn begin(&mut self) {
        self.lacks_some = false;
    }

    /// True where the walk is to be made again with more room.
    pub(super) fn lacks_some(&self) -> bool {
        self.lacks_some
    }

    /// Leaves of the best matches of one segment, in order, the first of each
    /// story, as many as are wanted: what comes behind these in its segment
    /// comes behind them in all. `is_all`: the segment has no other matches.
    pub(super) fn take(&mut self, best: &mut Vec<(DocAddress, Match)>, is_all: bool) {
        self.collapsing.collapse(best);
        self.lacks_some |= !is_all && best.len() < self.pool;
        best.truncate(self.pool);
    }

    /// Counts a match, in the first walk.
    pub(super) fn count(&mut self, at: DocAddress) {
        if self.is_counted {
            return;
        }
        let key = self.collapsing.key(at);
        let is_new = match self.bits.get_mut((key / 64) as usize) {
            Some(bits) if !self.collapsing.of_quotes => {
                let bit = 1 << (key % 64);
                let is_new = *bits & bit == 0;
                *bits |= bit;
                is_new
            }
            _ => self.keys.insert(key),
        };
        self.origins += u64::from(is_new);
        let ordinal = at.segment_ord as usize;
        if let (Some(segment), Some(outlets)) = (
            self.collapsing.segments.get(ordinal),
            self.outlets.get_mut(ordinal),
        ) {
            let article = article_of(at.doc_id, &segment.columns.quote_numbers);
            outlets.extend(outlet_of(segment.columns, article));
        }
    }

    /// What was counted in the first walk.
    pub(super) fn counted(&mut self) -> tantivy::Result<Collapsed> {
        self.is_counted = true;
        let mut names = BTreeSet::new();
        for (segment, outlets) in self.collapsing.segments.iter().zip(&self.outlets) {
            let mut ordinals: Vec<u64> = outlets.iter().copied().collect();
            ordinals.sort_unstable();
            if let Some(column) = &segment.columns.outlets {
                let dictionary = column.dictionary();
                dictionary.sorted_ords_to_term_cb(&ordinals, |name| {
                    let name = String::from_utf8_lossy(name);
                    names.insert(self.collapsing.outlets.name(&name).to_owned());
                })?;
            }
        }
        Ok(Collapsed {
            origins: self.origins,
            outlets: names.len() as u64,
        })
    }
}

fn outlet_of(columns: &Columns, article: DocId) -> Option<u64> {
    columns.outlets.as_ref()?.ords().first(article)
}

impl Search<'_> {
    /// The copies of a match; `None` where it has no other, and where copies
    /// are not collapsed.
    pub(super) fn copies(&self, at: DocAddress) -> tantivy::Result<Option<Copies>> {
        if !self.request.collapse {
            return Ok(None);
        }
        let origins = self.reader.open_origins()?;
        let same = self.same(at, COPIES_MAX)?;
        let count = match self.view.is_of_quotes() {
            true => same.len(),
            false => origins.copies(origins.of(at)).len(),
        };
        match count {
            0 | 1 => Ok(None),
            _ => self.told(at, &same, count as u64).map(Some),
        }
    }

    /// What is the same as a match in the first `limit` copies of its article,
    /// in the order of their publication: the copies, or of a quote, the first
    /// in each that has the same words.
    pub(super) fn same(&self, at: DocAddress, limit: usize) -> tantivy::Result<Vec<DocAddress>> {
        let origins = self.reader.open_origins()?;
        let all = origins.copies(origins.of(at)).iter().take(limit).copied();
        Ok(match self.view.is_of_quotes() {
            true => {
                let words = self.words_hash(at);
                all.filter_map(|article| self.said_in(article, words))
                    .collect()
            }
            false => all.collect(),
        })
    }

    fn words_hash(&self, at: DocAddress) -> Option<u64> {
        let columns = self.segments[at.segment_ord as usize].columns;
        columns.words_hashes.first(at.doc_id)
    }

    /// The first quote of the article that has these words.
    fn said_in(&self, article: DocAddress, words: Option<u64>) -> Option<DocAddress> {
        let columns = self.segments[article.segment_ord as usize].columns;
        let count = columns.quotes.first(article.doc_id).unwrap_or(0) as u32;
        let mut quotes = (1..=count).map(|number| article.doc_id + number);
        let doc = quotes.find(|doc| columns.words_hashes.first(*doc) == words)?;
        Some(DocAddress::new(article.segment_ord, doc))
    }

    /// What is told of the copies of what stands at `shown`, the first of which
    /// is the earliest; of all of them `copies` are looked at.
    fn told(&self, shown: DocAddress, copies: &[DocAddress], all: u64) -> tantivy::Result<Copies> {
        let mut outlets = BTreeSet::new();
        let mut known: FxHashMap<(u32, u64), String> = FxHashMap::default();
        for at in copies {
            let columns = self.segments[at.segment_ord as usize].columns;
            let article = article_of(at.doc_id, &columns.quote_numbers);
            let Some(ordinal) = outlet_of(columns, article) else {
                continue;
            };
            if let std::collections::hash_map::Entry::Vacant(slot) =
                known.entry((at.segment_ord, ordinal))
            {
                outlets.insert(slot.insert(self.outlet_name(columns, ordinal)?).clone());
            }
        }
        let first = copies.first().map(|at| self.first(*at)).transpose()?;
        Ok(Copies {
            articles: all,
            outlets: outlets.into_iter().collect(),
            own: self.outlet(shown)?,
            first: first.unwrap_or_default(),
        })
    }

    fn first(&self, at: DocAddress) -> tantivy::Result<First> {
        let segment = &self.segments[at.segment_ord as usize];
        let article = article_of(at.doc_id, &segment.columns.quote_numbers);
        Ok(First {
            id: segment.id(&segment.found(article, 0.0))?,
            outlet: self.outlet(at)?,
            day: segment.columns.days.first(article),
        })
    }

    /// The name of the outlet of an article, or of that of a quote.
    fn outlet(&self, at: DocAddress) -> tantivy::Result<Option<String>> {
        let columns = self.segments[at.segment_ord as usize].columns;
        let ordinal = outlet_of(columns, article_of(at.doc_id, &columns.quote_numbers));
        let name = ordinal.map(|ordinal| self.outlet_name(columns, ordinal));
        name.transpose()
    }

    fn outlet_name(&self, columns: &Columns, ordinal: u64) -> tantivy::Result<String> {
        let mut name = String::new();
        if let Some(column) = &columns.outlets {
            column.ord_to_str(ordinal, &mut name)?;
        }
        Ok(self.reader.open_outlets()?.name(&name).to_owned())
    }
}

/// The article of an id and its copies, the earliest first; `None` where no
/// article has the id. They are read one by one: there may be thousands.
pub fn copies<'r>(
    reader: &'r Reader,
    id: &str,
) -> Result<Option<impl ExactSizeIterator<Item = Result<Stored>> + 'r>> {
    let found = reader.guard(|| {
        let Some(address) = reader.address(id)? else {
            return Ok(None);
        };
        let origins = reader.open_origins()?;
        Ok(Some(origins.copies(origins.of(address))))
    })?;
    let read = |at: &DocAddress| reader.guard(|| reader.stored(*at));
    Ok(found.map(|all| all.iter().map(read)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_two_origins_never_meet_by_their_number_alone() {
        let keys: FxHashSet<Key> = (0..10_000)
            .flat_map(|origin| [words_key(origin, Some(1)), words_key(origin, Some(2))])
            .collect();
        assert_eq!(keys.len(), 20_000);
        assert_eq!(words_key(7, Some(5)), words_key(7, Some(5)));
    }
}
