//! Quotes that match → the people who said them.
//!
//! A person is a folded full name. Two persons of one name are kept apart only
//! where they clearly differ: both placed with other organisations in other
//! roles, at the same time. Somebody who changes office stays one person.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, SegmentReader, TERMINATED};

use crate::roster::{self, Roster};

use super::Search;
use super::segment::article_of;
use super::top::Match;

/// Somebody who is quoted.
#[derive(Clone, Debug)]
pub struct Person {
    /// The name as it is written most often, or as the roster gives it.
    pub name: String,
    /// What the person was, in the order of time.
    pub offices: Vec<Office>,
    /// How many different statements there are: the same words in several
    /// articles are one.
    pub statements: u64,
    /// In how many articles.
    pub articles: u64,
    /// In which outlets, with the number of quotes in each.
    pub outlets: BTreeMap<String, u64>,
    /// How many outlets had a statement first: copies of one story count once.
    pub independent: u64,
    /// Day of the first quote, `20240602`.
    pub first: Option<i64>,
    /// Day of the last one.
    pub last: Option<i64>,
    /// How much the person has to say on what was asked; higher is more.
    pub score: f32,
    /// The best quote.
    pub(super) best: (DocAddress, Match),
}

impl Person {
    /// What the person is, as most of the quotes of the last year say.
    pub fn latest(&self) -> Option<&Office> {
        let newest = self.offices.iter().filter_map(|office| office.last).max();
        let is_recent = |office: &&Office| match (office.last, newest) {
            (Some(last), Some(newest)) => last + YEAR >= newest,
            (last, newest) => last == newest,
        };
        let recent = self.offices.iter().filter(is_recent);
        recent.max_by_key(|office| (office.quotes, office.last))
    }
}

/// A year, in days written as `20240602`.
const YEAR: i64 = 10_000;

/// A role somewhere, as articles give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// What: `harbour master`.
    pub role: Option<String>,
    /// Where: `Port Ellery`.
    pub affiliation: Option<String>,
    /// Day of the first quote in it.
    pub first: Option<i64>,
    /// Day of the last one.
    pub last: Option<i64>,
    /// How many quotes are given in it.
    pub quotes: u64,
}

/// One quote, as far as its speaker is concerned.
struct Said {
    name: String,
    role: String,
    affiliation: String,
    outlet: String,
    article: String,
    day: Option<i64>,
    words: u64,
    at: (DocAddress, Match),
}

/// Everybody who said a quote that matches and has a name; the one with most
/// to say first.
pub(super) fn find(search: &mut Search<'_>, roster: &Roster) -> tantivy::Result<Vec<Person>> {
    search.relax_if_empty()?;
    let mut by_name: BTreeMap<(bool, Vec<String>), Vec<Said>> = BTreeMap::new();
    for (ordinal, segment) in search.segments.iter().enumerate() {
        let columns = Columns::new(segment.reader)?;
        let scoring = search.scoring();
        let mut node = segment.node(&search.planned.plan, &search.planned.leaves, &scoring)?;
        while node.doc() != TERMINATED {
            let doc = node.doc();
            if !segment.reader.is_deleted(doc)
                && let Some(score) = search.counts(&mut node, true)
            {
                let address = DocAddress::new(ordinal as u32, doc);
                if let Some(mut said) = columns.said(address, score)? {
                    let by_hand = roster.person(&said.name, &said.role, &said.affiliation);
                    let key = (
                        by_hand.is_some(),
                        roster::words(by_hand.unwrap_or(&said.name)),
                    );
                    if let Some(name) = by_hand {
                        said.name = name.to_owned();
                    }
                    by_name.entry(key).or_default().push(said);
                }
            }
            node.seek(doc + 1);
        }
    }
    let newest = by_name.values().flatten().filter_map(|said| said.day).max();
    let apart = by_name
        .into_iter()
        .flat_map(|((by_hand, _), said)| match by_hand {
            true => vec![said],
            false => persons(said),
        });
    let mut people: Vec<Person> = apart.filter_map(|said| person(said, newest)).collect();
    people.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.name.cmp(&b.name))
    });
    Ok(people)
}

/// The columns of one segment.
struct Columns {
    name: Option<StrColumn>,
    role: Option<StrColumn>,
    affiliation: Option<StrColumn>,
    outlet: Option<StrColumn>,
    id: Option<StrColumn>,
    day: Column<i64>,
    published: Column<i64>,
    numbers: Column<u64>,
    words: Column<u64>,
}

impl Columns {
    fn new(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Columns {
            name: columns.str("quote_speaker_name")?,
            role: columns.str("quote_role_name")?,
            affiliation: columns.str("quote_affiliation_name")?,
            outlet: columns.str("outlet_name")?,
            id: columns.str("id")?,
            day: columns.i64("day")?,
            published: columns.i64("published")?,
            numbers: columns.u64("quote_number")?,
            words: columns.u64("quote_words_hash")?,
        })
    }

    /// `None` for a quote whose speaker has no name.
    fn said(&self, address: DocAddress, score: f32) -> tantivy::Result<Option<Said>> {
        let doc = address.doc_id;
        let name = text(&self.name, doc)?;
        if name.is_empty() {
            return Ok(None);
        }
        let article = article_of(doc, &self.numbers);
        let found = Match {
            score,
            published: self.published.first(article),
            id: 0,
            doc,
        };
        Ok(Some(Said {
            name,
            role: text(&self.role, doc)?,
            affiliation: text(&self.affiliation, doc)?,
            outlet: text(&self.outlet, article)?,
            article: text(&self.id, article)?,
            day: self.day.first(article),
            words: self.words.first(doc).unwrap_or(0),
            at: (address, found),
        }))
    }
}

fn text(column: &Option<StrColumn>, doc: DocId) -> tantivy::Result<String> {
    let mut value = String::new();
    if let Some(column) = column
        && let Some(ord) = column.term_ords(doc).next()
    {
        column.ord_to_str(ord, &mut value)?;
    }
    Ok(value)
}

/// The quotes under one name, person by person.
fn persons(said: Vec<Said>) -> Vec<Vec<Said>> {
    let all = distinct_offices(&said);
    let clashes = |office: &&Described| all.iter().any(|other| office.clashes(other));
    let offices: Vec<&Described> = all.iter().filter(clashes).collect();
    if offices.is_empty() {
        return vec![said];
    }
    let mut groups: Vec<Vec<Said>> = offices.iter().map(|_| Vec::new()).collect();
    // Who is described otherwise, or not at all, is the one quoted most.
    let most = (0..offices.len()).rev().max_by_key(|i| offices[*i].quotes);
    for quote in said {
        let words = office_words(&quote);
        let own = offices
            .iter()
            .position(|office| !office.words.is_disjoint(&words));
        if let Some(group) = own.or(most) {
            groups[group].push(quote);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Descriptions that share words, taken together.
#[derive(Default)]
struct Described {
    words: BTreeSet<String>,
    roles: bool,
    affiliations: bool,
    first: Option<i64>,
    last: Option<i64>,
    quotes: u64,
}

impl Described {
    /// True where the two can hardly be one person: other words throughout, and
    /// quoted by turns.
    fn clashes(&self, other: &Described) -> bool {
        let (Some(a), Some(b)) = (self.first.zip(self.last), other.first.zip(other.last)) else {
            return false;
        };
        let is_full = |d: &Described| d.roles && d.affiliations && d.quotes > 1;
        let by_turns = a.0.max(b.0) < a.1.min(b.1);
        is_full(self) && is_full(other) && by_turns && self.words.is_disjoint(&other.words)
    }
}

fn distinct_offices(said: &[Said]) -> Vec<Described> {
    let mut found: Vec<Described> = Vec::new();
    for quote in said {
        let words = office_words(quote);
        if words.is_empty() {
            continue;
        }
        let mut joined = Described {
            words,
            roles: !quote.role.is_empty(),
            affiliations: !quote.affiliation.is_empty(),
            first: quote.day,
            last: quote.day,
            quotes: 1,
        };
        let (same, apart): (Vec<Described>, Vec<Described>) = found
            .into_iter()
            .partition(|known| !known.words.is_disjoint(&joined.words));
        for known in same {
            joined.words.extend(known.words);
            joined.roles |= known.roles;
            joined.affiliations |= known.affiliations;
            joined.first = earlier(joined.first, known.first);
            joined.last = joined.last.max(known.last);
            joined.quotes += known.quotes;
        }
        found = apart;
        found.push(joined);
    }
    found
}

/// The words that describe a speaker, small ones left out.
fn office_words(said: &Said) -> BTreeSet<String> {
    let described = format!("{} {}", said.role, said.affiliation);
    let words = roster::words(&described).into_iter();
    words.filter(|word| word.chars().count() > 3).collect()
}

fn earlier(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

/// What the quotes of one person come to.
fn person(mut said: Vec<Said>, newest: Option<i64>) -> Option<Person> {
    // The earliest of several with the same words is the statement; the others
    // are copies.
    said.sort_by(|a, b| (a.day, &a.article, a.at.0).cmp(&(b.day, &b.article, b.at.0)));
    let better = |a: &&Said, b: &&Said| {
        let by_score = a.at.1.score.total_cmp(&b.at.1.score);
        by_score.then_with(|| b.article.cmp(&a.article))
    };
    let best = said.iter().max_by(better)?.at;
    let mut seen = BTreeSet::new();
    let mut independent = BTreeSet::new();
    let mut relevance = 0.0;
    for quote in said.iter().filter(|quote| seen.insert(quote.words)) {
        independent.insert(quote.outlet.as_str());
        relevance += quote.at.1.score.max(SCORE_MIN);
    }
    let articles: BTreeSet<&str> = said.iter().map(|quote| quote.article.as_str()).collect();
    let mut outlets: BTreeMap<String, u64> = BTreeMap::new();
    for quote in said.iter().filter(|quote| !quote.outlet.is_empty()) {
        *outlets.entry(quote.outlet.clone()).or_default() += 1;
    }
    let last = said.iter().filter_map(|quote| quote.day).max();
    Some(Person {
        name: usual_name(&said),
        offices: offices(&said),
        statements: seen.len() as u64,
        articles: articles.len() as u64,
        outlets,
        independent: independent.len() as u64,
        first: said.iter().filter_map(|quote| quote.day).min(),
        last,
        score: weighed(relevance, independent.len(), age_years(last, newest)),
        best,
    })
}

/// What a quote counts where nothing was asked that could score it.
const SCORE_MIN: f32 = 0.1;

/// Years after which a voice counts half of what it would today.
const HALF_LIFE_YEARS: f32 = 4.0;

/// How much is said, in how many outlets, how recently: each further statement
/// and outlet adds less than the one before.
fn weighed(relevance: f32, outlets: usize, age_years: f32) -> f32 {
    let breadth = 1.0 + (outlets.max(1) as f32).ln();
    let recency = 0.5 + 0.5 * (-age_years * std::f32::consts::LN_2 / HALF_LIFE_YEARS).exp();
    (1.0 + relevance).ln() * breadth * recency
}

/// From a day to the newest of all, in years.
fn age_years(day: Option<i64>, newest: Option<i64>) -> f32 {
    let years = |day: i64| (day / 10_000) as f32 + (day / 100 % 100) as f32 / 12.0;
    match (day, newest) {
        (Some(day), Some(newest)) => (years(newest) - years(day)).max(0.0),
        _ => HALF_LIFE_YEARS,
    }
}

fn usual_name(said: &[Said]) -> String {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for quote in said {
        *counts.entry(&quote.name).or_default() += 1;
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map_or_else(String::new, |(name, _)| name.to_owned())
}

/// The roles of a person in the order of time; the same one in other capitals
/// is the same.
fn offices(said: &[Said]) -> Vec<Office> {
    let mut found: Vec<Office> = Vec::new();
    let mut places: FxHashMap<Vec<String>, usize> = FxHashMap::default();
    for quote in said {
        if quote.role.is_empty() && quote.affiliation.is_empty() {
            continue;
        }
        let key = roster::words(&format!("{} {}", quote.role, quote.affiliation));
        let place = *places.entry(key).or_insert_with(|| {
            let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
            found.push(Office {
                role: given(&quote.role),
                affiliation: given(&quote.affiliation),
                first: quote.day,
                last: quote.day,
                quotes: 0,
            });
            found.len() - 1
        });
        let office = &mut found[place];
        office.first = earlier(office.first, quote.day);
        office.last = office.last.max(quote.day);
        office.quotes += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(day: i64, role: &str, affiliation: &str) -> Said {
        let found = Match {
            score: 1.0,
            published: None,
            id: 0,
            doc: 0,
        };
        Said {
            name: "Ann Roe".into(),
            role: role.into(),
            affiliation: affiliation.into(),
            outlet: "Example Times".into(),
            article: format!("{day}.txt"),
            day: Some(day),
            words: day as u64,
            at: (DocAddress::new(0, 0), found),
        }
    }

    #[test]
    fn a_new_office_is_no_new_person() {
        let one = vec![
            said(20200101, "mayor", "Port Ellery"),
            said(20210101, "mayor", "Port Ellery"),
            said(20240101, "transport minister", "Arland"),
            said(20250101, "transport minister", "Arland"),
        ];
        assert_eq!(persons(one).len(), 1);
    }

    #[test]
    fn two_offices_by_turns_are_two_persons() {
        let two = vec![
            said(20200101, "surgeon", "Tarn Hospital"),
            said(20210101, "striker", "Wexcombe Rovers"),
            said(20220101, "surgeon", "Tarn Hospital"),
            said(20230101, "striker", "Wexcombe Rovers"),
            said(20230201, "", ""),
        ];
        let sizes: Vec<usize> = persons(two).iter().map(Vec::len).collect();
        assert_eq!(sizes.iter().sum::<usize>(), 5);
        assert_eq!(sizes.len(), 2);
    }

    #[test]
    fn one_odd_description_is_no_office() {
        let mut quotes: Vec<Said> = (1..5)
            .map(|day| said(20240100 + day, "mayor", "Port Ellery"))
            .collect();
        quotes.push(said(20240601, "speaker", ""));
        let person = person(quotes, Some(20240601)).unwrap();
        let role = person.latest().and_then(|office| office.role.clone());
        assert_eq!(role.as_deref(), Some("mayor"));
    }

    #[test]
    fn copies_are_one_statement() {
        let mut copies = vec![said(20200101, "", ""), said(20200102, "", "")];
        copies[1].words = copies[0].words;
        copies[1].outlet = "Example Post".into();
        let person = person(copies, Some(20200102)).unwrap();
        assert_eq!((person.statements, person.articles), (1, 2));
        assert_eq!((person.outlets.len(), person.independent), (2, 1));
    }
}
