//! A name that finds little → the nearest names, whole, as they are shown:
//! speakers, outlets, authors, sections.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, TERMINATED};

use crate::analysis::Words;
use crate::index::Stored;
use crate::query::{Field, Query};

use super::node::Node;
use super::plan::{Leaf, LeafWord, Place, Plan};
use super::segment::{Scoring, Segment, article_of};
use super::suggest::{FEW, OFFERED, Offered, Suggestion, distance, is_meant, named};
use super::view::View;
use super::{Request, Search};

/// So many names of a query get suggestions.
const ASKED_MAX: usize = 3;

/// So many words of a name are looked at, and so many neighbours of each.
const WORDS_MAX: usize = 4;
const NEIGHBOURS: usize = 3;

/// So many stored articles are read to see how an author or a section is
/// written: what is looked for stands in each of them.
const READ_MAX: usize = 5;

/// The places whose values are whole names.
const NAMED: &[(Place, Offered)] = &[
    (Place::Speaker, Offered::Speaker),
    (Place::Outlet, Offered::Source),
    (Place::Byline, Offered::Author),
    (Place::Section, Offered::Section),
];

/// The nearest names for those of the query that find little.
pub(super) fn suggestions(search: &Search<'_>) -> tantivy::Result<Vec<Suggestion>> {
    let mut groups = Vec::new();
    push_groups(&search.planned.plan, &search.planned.leaves, &mut groups);
    let mut found: Vec<Suggestion> = Vec::new();
    let mut asked: Vec<Name<'_>> = Vec::new();
    for name in groups {
        if asked.len() < ASKED_MAX && !asked.contains(&name) {
            found.extend(name.suggestions(search)?);
            asked.push(name);
        }
    }
    Ok(found)
}

/// The words of one name in a query.
#[derive(Debug, PartialEq)]
struct Name<'p> {
    place: Place,
    kind: Offered,
    /// As they were typed.
    typed: Vec<&'p str>,
    /// Folded.
    words: Vec<&'p LeafWord>,
}

/// The names that a plan asks for: words of one place side by side are one.
fn push_groups<'p>(plan: &'p Plan, leaves: &'p [Leaf], groups: &mut Vec<Name<'p>>) {
    match plan {
        Plan::Leaf(_) => push_names(std::slice::from_ref(plan), leaves, groups),
        Plan::All(parts) | Plan::Several { parts, .. } => push_names(parts, leaves, groups),
        Plan::Any(parts) => parts
            .iter()
            .for_each(|part| push_groups(part, leaves, groups)),
        Plan::Filtered(wanted, filters) => {
            push_groups(wanted, leaves, groups);
            filters
                .iter()
                .for_each(|filter| push_groups(filter, leaves, groups));
        }
        Plan::Without(wanted, _) => push_groups(wanted, leaves, groups),
        _ => {}
    }
}

fn push_names<'p>(parts: &'p [Plan], leaves: &'p [Leaf], groups: &mut Vec<Name<'p>>) {
    for (place, kind) in NAMED.iter().copied() {
        let own = parts.iter().filter_map(|part| match part {
            Plan::Leaf(number) => leaves.get(*number).filter(|leaf| leaf.place == place),
            _ => None,
        });
        let own: Vec<&Leaf> = own.collect();
        let words: Vec<&LeafWord> = own.iter().flat_map(|leaf| leaf.words()).collect();
        if !words.is_empty() && words.len() <= WORDS_MAX {
            let typed = own.iter().map(|leaf| leaf.typed.as_str()).collect();
            groups.push(Name {
                place,
                kind,
                typed,
                words,
            });
        }
    }
    for part in parts.iter().filter(|part| !matches!(part, Plan::Leaf(_))) {
        push_groups(part, leaves, groups);
    }
}

impl Name<'_> {
    fn suggestions(&self, search: &Search<'_>) -> tantivy::Result<Vec<Suggestion>> {
        let scope = Scope::new(search, self.place)?;
        let own: Vec<String> = self.words.iter().map(|word| word.form.clone()).collect();
        let as_typed = scope.values(self, &own)?;
        // A name in quotation marks stands in its order, or nowhere.
        let in_order = |value: &Value| folded(&value.name).windows(own.len()).any(|row| row == own);
        let is_row = self.typed.len() < self.words.len();
        let right = as_typed.iter().filter(|value| !is_row || in_order(value));
        let having: u64 = right.map(|value| value.count).sum();
        if having >= FEW {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for words in self.ways(search, &scope)? {
            found.extend(scope.values(self, &words)?);
        }
        if found.is_empty() && having == 0 && self.words.len() > 1 {
            // Nobody has all of the words: who has one of them?
            for word in &own {
                found.extend(scope.values(self, std::slice::from_ref(word))?);
            }
        }
        found.retain(|value| folded(&value.name) != own && is_meant(value.count, having));
        self.offered(found, having, search)
    }

    /// The name in other spellings: each word as it is, or as one of its
    /// neighbours; a word that nothing is near is left out.
    fn ways(
        &self,
        search: &Search<'_>,
        scope: &Scope<'_, '_>,
    ) -> tantivy::Result<Vec<Vec<String>>> {
        let fields = search.fields_of(self.place);
        let mut ways: Vec<Vec<String>> = vec![Vec::new()];
        for word in &self.words {
            let alone = scope.values(self, std::slice::from_ref(&word.form))?;
            let count: u64 = alone.iter().map(|value| value.count).sum();
            let mut spelt: Vec<String> = Vec::new();
            if count > 0 {
                spelt.push(word.form.clone());
            }
            if let Some(distance) = distance(&word.form, count.min(1)) {
                let near = search.near(&fields, &word.form, distance)?;
                spelt.extend(near.into_iter().take(NEIGHBOURS).map(|near| near.word));
            }
            if spelt.is_empty() {
                continue;
            }
            let longer = |way: &Vec<String>| {
                let with = |word: &String| way.iter().chain([word]).cloned().collect();
                spelt.iter().map(with).collect::<Vec<Vec<String>>>()
            };
            ways = ways.iter().flat_map(longer).collect();
        }
        ways.retain(|way| !way.is_empty());
        Ok(ways)
    }

    /// The most frequent of some names, each once.
    fn offered(
        &self,
        mut found: Vec<Value>,
        having: u64,
        search: &Search<'_>,
    ) -> tantivy::Result<Vec<Suggestion>> {
        found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        let mut kept: Vec<Value> = Vec::new();
        for value in found {
            if !kept
                .iter()
                .any(|other| folded(&other.name) == folded(&value.name))
            {
                kept.push(value);
            }
        }
        kept.truncate(OFFERED);
        if self.kind == Offered::Source {
            for value in &mut kept {
                value.articles = of_outlet(search, value)?;
                value.count = value.articles;
            }
        }
        let of_quotes = search.is_of_quotes();
        let offer = |value: Value| Suggestion {
            typed: self.typed.join(" "),
            having,
            word: value.name,
            articles: match of_quotes {
                true => value.count,
                false => value.articles,
            },
            kind: self.kind,
            quotes: (self.kind == Offered::Speaker).then_some(value.count),
        };
        Ok(kept.into_iter().map(offer).collect())
    }
}

/// How many articles a query for an outlet finds: those that call it by its
/// host, and by a longer name, are among them.
fn of_outlet(search: &Search<'_>, outlet: &Value) -> tantivy::Result<u64> {
    let name = Query::Phrase(outlet.name.clone());
    let query = Query::In(Field::Source, Box::new(name));
    let request = Request {
        limit: Some(0),
        ..Request::new(query)
    };
    // A name that is no query, of too many words, has what bears it.
    let Ok(asked) = Search::articles(search.reader, &request) else {
        return Ok(outlet.articles);
    };
    Ok(asked.find()?.articles.max(outlet.articles))
}

/// A name as it is shown.
struct Value {
    name: String,
    /// How many documents have it: quotes of a speaker, else articles.
    count: u64,
    articles: u64,
}

/// The documents whose names are looked at: quotes for speakers, else articles.
struct Scope<'s, 'r> {
    search: &'s Search<'r>,
    segments: Vec<Segment<'r>>,
    place: Place,
}

impl<'s, 'r> Scope<'s, 'r> {
    fn new(search: &'s Search<'r>, place: Place) -> tantivy::Result<Self> {
        let fields = search.reader.fields();
        let view = Arc::new(match place {
            Place::Speaker => View::quotes(fields),
            _ => View::articles(fields),
        });
        let readers = search.reader.searcher().segment_readers().iter();
        let readers = readers.zip(search.reader.columns()?);
        let segments =
            readers.map(|(reader, columns)| Segment::new(reader, columns, view.clone(), None));
        Ok(Scope {
            search,
            segments: segments.collect::<tantivy::Result<_>>()?,
            place,
        })
    }

    /// The names that have all of `words`, in any order.
    fn values(&self, name: &Name<'_>, words: &[String]) -> tantivy::Result<Vec<Value>> {
        let Some(like) = name.words.first() else {
            return Ok(Vec::new());
        };
        let leaves: Vec<Leaf> = words.iter().map(|word| self.leaf(like, word)).collect();
        let plan = Plan::All((0..leaves.len()).map(Plan::Leaf).collect());
        let weights = vec![0.0; leaves.len()];
        let scoring = Scoring {
            weights: &weights,
            factors: &self.search.factors,
        };
        let mut values = Values::default();
        for segment in &self.segments {
            let node = segment.node(&plan, &leaves, &scoring)?;
            match self.place {
                Place::Speaker => values.count(segment, "quote_speaker_name", node)?,
                Place::Outlet => values.count(segment, "outlet_name", node)?,
                _ => self.read(segment, node, words, &mut values)?,
            }
        }
        Ok(values.list())
    }

    fn leaf(&self, like: &LeafWord, form: &str) -> Leaf {
        Leaf::of_word(named(like, form), self.place)
    }

    /// Counts the articles that a node finds under a name that is read in the
    /// first few of them.
    fn read(
        &self,
        segment: &Segment<'_>,
        mut node: Node,
        words: &[String],
        values: &mut Values,
    ) -> tantivy::Result<()> {
        let ordinals = self.search.reader.searcher().segment_readers().iter();
        let same =
            |reader: &tantivy::SegmentReader| reader.segment_id() == segment.reader.segment_id();
        let Some(ordinal) = (0_u32..).zip(ordinals).find(|(_, reader)| same(reader)) else {
            return Ok(());
        };
        let (mut read, mut last) = (0, None);
        while node.doc() != TERMINATED {
            let doc = node.doc();
            if !segment.reader.is_deleted(doc) {
                if read < READ_MAX {
                    read += 1;
                    let at = tantivy::DocAddress::new(ordinal.0, doc);
                    last = self
                        .written(&self.search.reader.stored(at)?, words)
                        .or(last);
                }
                if let Some(name) = &last {
                    values.add(name, 1, 1);
                }
            }
            node.seek(doc + 1);
        }
        Ok(())
    }

    /// How a name with these words is written in an article.
    fn written(&self, stored: &Stored, words: &[String]) -> Option<String> {
        let article = &stored.article;
        let has = |name: &&String| {
            let parts = folded(name);
            words.iter().all(|word| parts.contains(word))
        };
        match self.place {
            Place::Byline => article.authors.iter().find(has).cloned(),
            _ => article.section.iter().find(has).cloned(),
        }
    }
}

/// Names with their counts.
#[derive(Default)]
struct Values(FxHashMap<String, (u64, u64)>);

impl Values {
    fn add(&mut self, name: &str, count: u64, articles: u64) {
        let entry = self.0.entry(name.to_owned()).or_default();
        entry.0 += count;
        entry.1 += articles;
    }

    /// Counts what a node finds by a column of names.
    fn count(
        &mut self,
        segment: &Segment<'_>,
        column: &str,
        mut node: Node,
    ) -> tantivy::Result<()> {
        let columns = segment.reader.fast_fields();
        let (names, numbers) = (columns.str(column)?, columns.u64("quote_number")?);
        let Some(names) = names else { return Ok(()) };
        let mut counts: FxHashMap<u64, (u64, u64, DocId)> = FxHashMap::default();
        while node.doc() != TERMINATED {
            let doc = node.doc();
            if !segment.reader.is_deleted(doc)
                && let Some(ord) = names.term_ords(doc).next()
            {
                let article = article_of(doc, &numbers);
                let entry = counts.entry(ord).or_insert((0, 0, DocId::MAX));
                entry.0 += 1;
                entry.1 += u64::from(entry.2 != article);
                entry.2 = article;
            }
            node.seek(doc + 1);
        }
        for (ord, (count, articles, _)) in counts {
            self.add(&text(&names, ord)?, count, articles);
        }
        Ok(())
    }

    fn list(self) -> Vec<Value> {
        let value = |(name, (count, articles))| Value {
            name,
            count,
            articles,
        };
        self.0.into_iter().map(value).collect()
    }
}

fn text(names: &StrColumn, ord: u64) -> tantivy::Result<String> {
    let mut name = String::new();
    names.ord_to_str(ord, &mut name)?;
    Ok(name)
}

/// The folded words of a name.
fn folded(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut walk = Words::new(name);
    while let Some(word) = walk.next() {
        found.push(word.text.to_owned());
    }
    found
}
