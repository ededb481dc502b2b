//! Quotes that match → the people who said them.
//!
//! A person is a folded full name. Two persons of one name are kept apart only
//! where they clearly differ, see `apart.rs`.

mod apart;
mod rows;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::{DocAddress, DocId};

use crate::error::Result;
use crate::roster::{self, Roster};

use super::top::Match;
use super::{Note, Order, QuoteHit, Search, Suggestion};

use rows::{Row, Rows};

/// People who said quotes that match, in order; their best quotes are read
/// from the index as they are shown.
pub struct People<'r> {
    search: Search<'r>,
    roster: &'r Roster,
    people: Vec<Person>,
    notes: Vec<Note>,
    suggestions: Vec<Suggestion>,
    explanation: Vec<String>,
}

impl People<'_> {
    /// How many people there are in all.
    pub fn count(&self) -> u64 {
        self.people.len() as u64
    }

    /// The people to show, in order, from the request's `offset` on.
    pub fn shown(&self) -> &[Person] {
        let request = self.search.request;
        let from = self.people.get(request.offset..).unwrap_or_default();
        let limit = request.limit.unwrap_or(usize::MAX);
        from.get(..limit).unwrap_or(from)
    }

    /// The best quote of one of them, as [`super::quotes`] gives it: by the copy
    /// that is shown for all; under the name that the roster gives.
    pub fn best(&self, person: &Person) -> Result<QuoteHit> {
        let best = &person.best;
        let found = Match {
            score: best.score,
            published: best.published,
            id: 0,
            doc: best.at.doc_id,
        };
        let reader = self.search.reader;
        let mut hit = reader.guard(|| {
            let head = self.head(best)?;
            self.search.quote_hit(1, head, (best.at, &found))
        })?;
        if let Some(speaker) = &mut hit.quote.speaker {
            self.roster.apply(speaker);
        }
        Ok(hit)
    }

    /// The copy that is shown for a quote, among those that give the words to
    /// the same person.
    fn head(&self, best: &Best) -> tantivy::Result<DocAddress> {
        let score = |at: DocAddress| {
            let own = best.same.iter().find(|(same, _)| *same == at);
            // What matches without a word that scores is as good as any.
            own.map_or(0.0, |(_, score)| score.max(f32::MIN_POSITIVE))
        };
        let at = |segment, doc: &DocId| DocAddress::new(segment, *doc);
        let heads = self.search.heads([best.at].into_iter(), |segment, docs| {
            Ok(docs.iter().map(|doc| score(at(segment, doc))).collect())
        })?;
        Ok(heads.of(best.at))
    }

    /// What a user should know about how the query was read.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Near words and names for those that no quote has; only where nothing
    /// was found that has all.
    pub fn suggestions(&self) -> &[Suggestion] {
        &self.suggestions
    }

    /// How the query was read, word by word; only on request.
    pub fn explanation(&self) -> &[String] {
        &self.explanation
    }
}

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
    /// In how many independent origins: copies of one article count once.
    pub origins: u64,
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
    best: Best,
}

/// Where the best quote of a person stands.
#[derive(Clone, Debug)]
struct Best {
    at: DocAddress,
    /// Quotes of the person with the same words in copies of the article, and
    /// how well they match.
    same: Vec<(DocAddress, f32)>,
    score: f32,
    published: Option<i64>,
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

/// One way in which somebody is given: a name, a role, an affiliation.
struct Speaker {
    /// The name to show.
    name: Rc<str>,
    /// Its folded words, and whether the roster gives it.
    key: (bool, Vec<String>),
    role: Rc<str>,
    affiliation: Rc<str>,
    /// Folded words of role and affiliation.
    office: Vec<String>,
}

impl Speaker {
    /// `None` for somebody who is not called as asked.
    fn new(given: &rows::Given, roster: &Roster, called: Option<&str>) -> Option<Self> {
        let [name, role, affiliation] = given;
        let is_called = |asked| roster.is_called(asked, name, role, affiliation);
        if !called.is_none_or(is_called) {
            return None;
        }
        let by_hand = roster.person(name, role, affiliation);
        let shown = by_hand.unwrap_or(name);
        Some(Speaker {
            name: shown.into(),
            key: (by_hand.is_some(), roster::words(shown)),
            role: role.clone(),
            affiliation: affiliation.clone(),
            office: roster::words(&format!("{role} {affiliation}")),
        })
    }
}

/// Everybody who said a quote that matches and has a name, and is called
/// `called` where that is given; in the order of the request.
pub(super) fn find<'r>(
    mut search: Search<'r>,
    roster: &'r Roster,
    called: Option<&str>,
) -> tantivy::Result<People<'r>> {
    let mut notes = search.notes();
    let mut rows = Rows::scan(&search)?;
    let mut is_relaxed = false;
    if rows.matched == 0
        && let Some((having, asked)) = search.relax()?
    {
        rows = Rows::scan(&search)?;
        notes.push(Note::Relaxed { having, asked });
        is_relaxed = true;
    }
    let mut people = people(rows, roster, called);
    let is_on_topic = search
        .planned
        .leaves
        .iter()
        .any(|leaf| leaf.place.is_scored());
    sort(&mut people, search.request.order, is_on_topic);
    let suggestions = match people.is_empty() || is_relaxed {
        true => search.suggestions()?,
        false => Vec::new(),
    };
    let explanation = match search.request.explain {
        true => search.explain_query(),
        false => Vec::new(),
    };
    Ok(People {
        search,
        roster,
        people,
        notes,
        suggestions,
        explanation,
    })
}

fn people(rows: Rows, roster: &Roster, called: Option<&str>) -> Vec<Person> {
    let Rows {
        rows,
        speakers: given,
        outlets,
        ..
    } = rows;
    let mut speakers = Vec::new();
    let mut places: Vec<Option<u32>> = Vec::with_capacity(given.len());
    for given in &given {
        let speaker = Speaker::new(given, roster, called);
        places.push(speaker.as_ref().map(|_| speakers.len() as u32));
        speakers.extend(speaker);
    }
    let mut names: BTreeMap<&(bool, Vec<String>), Vec<Row>> = BTreeMap::new();
    for row in rows {
        let place = places.get(row.who as usize).copied().flatten();
        if let Some((who, speaker)) = place.and_then(|who| Some((who, speakers.get(who as usize)?)))
        {
            let row = Row { who, ..row };
            names.entry(&speaker.key).or_default().push(row);
        }
    }
    let newest = names.values().flatten().filter_map(|row| row.day).max();
    let tables = Tables {
        speakers: &speakers,
        outlets: &outlets,
        newest,
    };
    let mut people = Vec::new();
    for ((by_hand, _), mut rows) in names {
        rows.sort_by_key(Row::in_time);
        let persons = match by_hand {
            true => vec![rows],
            false => apart::persons(rows, &speakers),
        };
        people.extend(persons.iter().filter_map(|rows| tables.person(rows)));
    }
    people
}

/// By what they have to say on the topic; without one, by how often they are
/// quoted. Stable: what is equal stays in the order of the names.
fn sort(people: &mut [Person], order: Order, is_on_topic: bool) {
    people.sort_by(|a, b| {
        let by_order = match order {
            Order::Relevance if is_on_topic => b.score.total_cmp(&a.score),
            Order::Relevance => (b.statements, b.articles).cmp(&(a.statements, a.articles)),
            Order::Newest => b.last.cmp(&a.last),
            Order::Oldest => {
                let undated = a.first.is_none().cmp(&b.first.is_none());
                undated.then(a.first.cmp(&b.first))
            }
        };
        by_order.then_with(|| a.name.cmp(&b.name))
    });
}

fn earlier(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

/// What the numbers in rows stand for.
struct Tables<'a> {
    speakers: &'a [Speaker],
    outlets: &'a [Rc<str>],
    /// The newest day of all.
    newest: Option<i64>,
}

impl Tables<'_> {
    /// What the quotes of one person, in the order of time, come to.
    fn person(&self, rows: &[Row]) -> Option<Person> {
        let best = best(rows)?;
        let mut seen = BTreeSet::new();
        let mut independent = BTreeSet::new();
        let mut relevance = 0.0;
        // The earliest of several with the same words is the statement; the
        // others are copies.
        for row in rows.iter().filter(|row| seen.insert(row.words)) {
            independent.insert(self.outlet(row));
            relevance += row.score.max(SCORE_MIN);
        }
        independent.remove("");
        let articles: BTreeSet<u32> = rows.iter().map(|row| row.article).collect();
        let origins: BTreeSet<u32> = rows.iter().map(|row| row.origin).collect();
        let mut outlets: BTreeMap<String, u64> = BTreeMap::new();
        for row in rows.iter().filter(|row| !self.outlet(row).is_empty()) {
            *outlets.entry(self.outlet(row).to_owned()).or_default() += 1;
        }
        let last = rows.iter().filter_map(|row| row.day).max();
        let age = age_years(last, self.newest);
        Some(Person {
            name: self.usual_name(rows),
            offices: self.offices(rows),
            statements: seen.len() as u64,
            articles: articles.len() as u64,
            origins: origins.len() as u64,
            outlets,
            independent: independent.len() as u64,
            first: rows.iter().filter_map(|row| row.day).min(),
            last,
            score: weighed(relevance, independent.len(), age),
            best: Best {
                at: best.at,
                same: same(best, rows),
                score: best.score,
                published: best.published,
            },
        })
    }

    fn outlet(&self, row: &Row) -> &str {
        let outlet = self.outlets.get(row.outlet as usize);
        outlet.map_or("", |outlet| outlet)
    }

    fn usual_name(&self, rows: &[Row]) -> String {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for speaker in rows.iter().filter_map(|row| self.speaker(row)) {
            *counts.entry(&speaker.name).or_default() += 1;
        }
        let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
        most.map_or_else(String::new, |(name, _)| name.to_owned())
    }

    fn speaker(&self, row: &Row) -> Option<&Speaker> {
        self.speakers.get(row.who as usize)
    }

    /// The roles of a person in the order of time; the same one in other
    /// capitals is the same.
    fn offices(&self, rows: &[Row]) -> Vec<Office> {
        let mut found: Vec<Office> = Vec::new();
        let mut places: FxHashMap<&[String], usize> = FxHashMap::default();
        let mut known: FxHashMap<u32, usize> = FxHashMap::default();
        for row in rows {
            let Some(speaker) = self.speaker(row) else {
                continue;
            };
            if speaker.role.is_empty() && speaker.affiliation.is_empty() {
                continue;
            }
            let place = *known.entry(row.who).or_insert_with(|| {
                *places.entry(&speaker.office).or_insert_with(|| {
                    found.push(Office::of(speaker, row.day));
                    found.len() - 1
                })
            });
            let office = &mut found[place];
            office.first = earlier(office.first, row.day);
            office.last = office.last.max(row.day);
            office.quotes += 1;
        }
        found
    }
}

impl Office {
    fn of(speaker: &Speaker, day: Option<i64>) -> Self {
        let given = |text: &Rc<str>| Some(text.to_string()).filter(|text| !text.is_empty());
        Office {
            role: given(&speaker.role),
            affiliation: given(&speaker.affiliation),
            first: day,
            last: day,
            quotes: 0,
        }
    }
}

/// A quote that scores at least this part of the best is as good.
const CLOSE: f32 = 0.9;

/// The best quote: among those that score about as high as any a direct one,
/// then the one that scores most, then the newest; of one day the first by id
/// and place in the article.
fn best(rows: &[Row]) -> Option<&Row> {
    let most = rows.iter().map(|row| row.score).max_by(f32::total_cmp)?;
    let close = rows.iter().filter(|row| row.score >= most * CLOSE);
    close.min_by(|a, b| {
        let by_kind = b.is_direct.cmp(&a.is_direct);
        let by_score = || b.score.total_cmp(&a.score);
        let place = |row: &Row| (Reverse(row.published), row.article, row.at.doc_id);
        by_kind
            .then_with(by_score)
            .then_with(|| place(a).cmp(&place(b)))
    })
}

/// The quotes with the words of one in copies of its article, itself among them.
fn same(best: &Row, rows: &[Row]) -> Vec<(DocAddress, f32)> {
    let is_same = |row: &&Row| (row.words, row.origin) == (best.words, best.origin);
    let same = rows.iter().filter(is_same);
    same.map(|row| (row.at, row.score)).collect()
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

#[cfg(test)]
mod tests;
