//! The quotes that a search matches → one small row each: who, where, when.
//!
//! What is written in words is read from the index once for each different
//! value of a segment, not for each quote.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::quote::Kind;

use super::super::Search;
use super::super::segment::article_of;

/// One quote, as far as its speaker is concerned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Index in [`Rows::speakers`].
    pub(super) who: u32,
    /// Index in [`Rows::outlets`].
    pub(super) outlet: u32,
    /// The article, by the place of its id in the order of all ids.
    pub(super) article: u32,
    /// The origin of the article, which its copies have as well.
    pub(super) origin: u32,
    pub(super) day: Option<i64>,
    pub(super) published: Option<i64>,
    /// Hash of the words: one for all copies of a statement.
    pub(super) words: u64,
    /// Wholly in quotation marks.
    pub(super) is_direct: bool,
    pub(super) score: f32,
    pub(super) at: DocAddress,
}

impl Row {
    /// Sorts by time, what has no date last; the same however the index is cut
    /// into segments.
    pub(super) fn in_time(&self) -> (bool, Option<i64>, u32, DocId) {
        // Quotes of one article stand in one segment.
        let undated = self.published.is_none();
        (undated, self.published, self.article, self.at.doc_id)
    }
}

/// How a speaker is given: name, role, affiliation.
pub(super) type Given = [Rc<str>; 3];

/// The quotes of speakers who have a name.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    /// Each description once.
    pub(super) speakers: Vec<Given>,
    /// Names of outlets; one that goes by two names is here twice.
    pub(super) outlets: Vec<Rc<str>>,
    /// How many quotes match, those without a name among them.
    pub(super) matched: u64,
}

impl Rows {
    /// Every quote that matches.
    pub(super) fn scan(search: &Search<'_>) -> tantivy::Result<Rows> {
        let mut tables = Tables::default();
        let mut rows = Rows::default();
        for (ordinal, segment) in search.segments.iter().enumerate() {
            let found = scan_segment(search, ordinal, &mut rows.matched)?;
            tables.take_in(&Columns::new(segment.reader)?, found, &mut rows.rows)?;
        }
        let ranks = tables.ids.ranks();
        for row in &mut rows.rows {
            row.article = ranks.get(row.article as usize).copied().unwrap_or(0);
        }
        rows.speakers = tables.speakers;
        let known = search.reader.open_outlets()?;
        let texts = tables.outlets.texts.into_iter();
        rows.outlets = texts.map(|text| known.name(&text).into()).collect();
        Ok(rows)
    }
}

/// A row whose words are ordinals of its segment: name, role, affiliation,
/// outlet, id.
struct Raw {
    ords: [u64; 5],
    row: Row,
}

/// The ordinal of what is not given.
const NONE: u64 = u64::MAX;

fn scan_segment(
    search: &Search<'_>,
    ordinal: usize,
    matched: &mut u64,
) -> tantivy::Result<Vec<Raw>> {
    let Some(segment) = search.segments.get(ordinal) else {
        return Ok(Vec::new());
    };
    let columns = Columns::new(segment.reader)?;
    let mut direct = Cursor::new(segment.reader, search.reader.fields().quote.kind)?;
    let scoring = search.scoring();
    let origins = search.reader.open_origins()?;
    let mut node = segment.node(&search.planned.plan, &search.planned.leaves, &scoring)?;
    let mut found = Vec::new();
    while node.doc() != TERMINATED {
        let doc = node.doc();
        if !segment.reader.is_deleted(doc) {
            *matched += 1;
            let at = DocAddress::new(ordinal as u32, doc);
            let is_direct = direct.has(doc);
            let origin = origins.of(at);
            found.extend(columns.raw(at, node.score(doc), is_direct, origin));
        }
        node.seek(doc + 1);
    }
    Ok(found)
}

/// The columns of one segment.
struct Columns {
    /// Name, role, affiliation: of a quote; outlet, id: of its article.
    texts: [Option<StrColumn>; 5],
    day: Column<i64>,
    published: Column<i64>,
    numbers: Column<u64>,
    words: Column<u64>,
}

impl Columns {
    fn new(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Columns {
            texts: [
                columns.str("quote_speaker_name")?,
                columns.str("quote_role_name")?,
                columns.str("quote_affiliation_name")?,
                columns.str("outlet_name")?,
                columns.str("id")?,
            ],
            day: columns.i64("day")?,
            published: columns.i64("published")?,
            numbers: columns.u64("quote_number")?,
            words: columns.u64("quote_words_hash")?,
        })
    }

    /// `None` for a quote whose speaker has no name.
    fn raw(&self, at: DocAddress, score: f32, is_direct: bool, origin: u32) -> Option<Raw> {
        let doc = at.doc_id;
        let article = article_of(doc, &self.numbers);
        let [name, role, affiliation, outlet, id] = &self.texts;
        let name = ordinal(name, doc).filter(|ord| *ord != NONE)?;
        let ords = [
            name,
            ordinal(role, doc).unwrap_or(NONE),
            ordinal(affiliation, doc).unwrap_or(NONE),
            ordinal(outlet, article).unwrap_or(NONE),
            ordinal(id, article).unwrap_or(NONE),
        ];
        let row = Row {
            who: 0,
            outlet: 0,
            article: 0,
            origin,
            day: self.day.first(article),
            published: self.published.first(article),
            words: self.words.first(doc).unwrap_or(0),
            is_direct,
            score,
            at,
        };
        Some(Raw { ords, row })
    }
}

fn ordinal(column: &Option<StrColumn>, doc: DocId) -> Option<u64> {
    column.as_ref()?.term_ords(doc).next()
}

/// Tells of documents, asked for in their order, which are direct quotes.
struct Cursor(Option<tantivy::postings::SegmentPostings>);

impl Cursor {
    fn new(segment: &SegmentReader, kind: Field) -> tantivy::Result<Self> {
        let term = Term::from_field_text(kind, Kind::Direct.name());
        let inverted = segment.inverted_index(kind)?;
        Ok(Cursor(
            inverted.read_postings(&term, IndexRecordOption::Basic)?,
        ))
    }

    fn has(&mut self, doc: DocId) -> bool {
        let Some(postings) = &mut self.0 else {
            return false;
        };
        let here = postings.doc();
        let here = if here < doc { postings.seek(doc) } else { here };
        here == doc
    }
}

/// Texts of all segments, each once.
#[derive(Default)]
struct Tables {
    /// Names, roles, affiliations.
    words: Table,
    outlets: Table,
    ids: Table,
    speakers: Vec<Given>,
    places: FxHashMap<[u32; 3], u32>,
}

impl Tables {
    /// The rows of a segment, their ordinals made into indices.
    fn take_in(
        &mut self,
        columns: &Columns,
        found: Vec<Raw>,
        rows: &mut Vec<Row>,
    ) -> tantivy::Result<()> {
        let [name, role, affiliation, outlet, id] = &columns.texts;
        let ords = |i: usize| found.iter().map(move |raw| raw.ords[i]);
        let names = self.words.decoded(name, ords(0))?;
        let roles = self.words.decoded(role, ords(1))?;
        let affiliations = self.words.decoded(affiliation, ords(2))?;
        let outlets = self.outlets.decoded(outlet, ords(3))?;
        let ids = self.ids.decoded(id, ords(4))?;
        let nothing = self.words.of("");
        let no_outlet = self.outlets.of("");
        rows.reserve(found.len());
        for Raw { ords, row } in found {
            let part =
                |known: &FxHashMap<u64, u32>, ord: u64| known.get(&ord).copied().unwrap_or(nothing);
            let key = [
                part(&names, ords[0]),
                part(&roles, ords[1]),
                part(&affiliations, ords[2]),
            ];
            if key[0] == nothing {
                continue;
            }
            rows.push(Row {
                who: self.who(key),
                outlet: outlets.get(&ords[3]).copied().unwrap_or(no_outlet),
                article: ids.get(&ords[4]).copied().unwrap_or(0),
                ..row
            });
        }
        Ok(())
    }

    fn who(&mut self, key: [u32; 3]) -> u32 {
        let (words, speakers) = (&self.words, &mut self.speakers);
        *self.places.entry(key).or_insert_with(|| {
            speakers.push(key.map(|i| words.text(i)));
            speakers.len() as u32 - 1
        })
    }
}

/// Texts, each once.
#[derive(Default)]
struct Table {
    texts: Vec<Rc<str>>,
    places: FxHashMap<Rc<str>, u32>,
}

impl Table {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let (text, place) = (Rc::<str>::from(text), self.texts.len() as u32);
        self.texts.push(text.clone());
        self.places.insert(text, place);
        place
    }

    fn text(&self, place: u32) -> Rc<str> {
        let text = self.texts.get(place as usize);
        text.cloned().unwrap_or_default()
    }

    /// Where the texts of a segment's ordinals stand: each is read once.
    fn decoded(
        &mut self,
        column: &Option<StrColumn>,
        ords: impl Iterator<Item = u64>,
    ) -> tantivy::Result<FxHashMap<u64, u32>> {
        let Some(column) = column else {
            return Ok(FxHashMap::default());
        };
        let mut ords: Vec<u64> = ords.filter(|ord| *ord != NONE).collect();
        ords.sort_unstable();
        ords.dedup();
        let mut places = Vec::with_capacity(ords.len());
        let dictionary = column.dictionary();
        dictionary.sorted_ords_to_term_cb(&ords, |text| {
            places.push(self.of(&String::from_utf8_lossy(text)));
        })?;
        Ok(ords.into_iter().zip(places).collect())
    }

    /// For each text its place in the order of all.
    fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.texts.len() as u32).collect();
        order.sort_by(|a, b| {
            self.texts
                .get(*a as usize)
                .cmp(&self.texts.get(*b as usize))
        });
        let mut ranks = vec![0; order.len()];
        for (rank, place) in order.into_iter().enumerate() {
            if let Some(slot) = ranks.get_mut(place as usize) {
                *slot = rank as u32;
            }
        }
        ranks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_once_and_ranked() {
        let mut table = Table::default();
        let places = ["c", "a", "b", "a"].map(|text| table.of(text));
        assert_eq!(places, [0, 1, 2, 1]);
        assert_eq!(table.ranks(), [2, 0, 1]);
        assert_eq!(&*table.text(2), "b");
    }

    #[test]
    fn what_has_no_date_comes_last() {
        let row = |published, article| Row {
            who: 0,
            outlet: 0,
            article,
            origin: 0,
            day: None,
            published,
            words: 0,
            is_direct: false,
            score: 0.0,
            at: DocAddress::new(0, 0),
        };
        let mut rows = [
            row(None, 0),
            row(Some(2), 1),
            row(Some(1), 3),
            row(Some(1), 2),
        ];
        rows.sort_by_key(Row::in_time);
        assert_eq!(rows.map(|row| row.article), [2, 3, 1, 0]);
    }
}
