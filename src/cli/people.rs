//! `people`, and `experts`, which is `people --about`.

use std::io::{self, Write};
use std::time::Instant;

use onrecord::Error;
use onrecord::output::{json, line, markdown, text};
use onrecord::query::{Field, Query};
use onrecord::roster::{self, Roster};
use onrecord::search::{self, People, Person, QuoteHit, Request};

use super::listing::{Layout, Listing, outcome, tell_nothing, tell_reading, tell_suggestions};
use super::shared::{
    Filters, Matching, Style, Where, WhichQuotes, note, open, request, roster as roster_of,
};
use super::{Failure, Run};

/// Who is quoted; experts on a topic; one person's page
///
/// Without a name, those who are quoted most. With a name that is one
/// person's, the page of that person: roles over time, outlets, first and
/// last. With --about, those who have most to say on a topic: how much, in how
/// many outlets, how recently, each with the best statement.
///
/// Statements are counted each once, however many articles have it. Articles
/// are counted once with all their copies, and in brackets each for itself:
/// 2 (5). Of outlets, first come those that had a statement first, and in
/// brackets all. In a pipe: name, role, affiliation, statements, all articles,
/// all outlets, first day, last day, outlets that had a statement first,
/// articles without copies.
///
/// Persons of one name are one person, unless they are clearly two; a file
/// people.toml beside corpus/ merges and splits by hand.
///
/// Examples:
///   onrecord people
///   onrecord people halvorsen
///   onrecord people --about "harbour dredging" --since 2024
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// Any part of a name
    #[arg(value_name = "NAME")]
    name: Vec<String>,
    /// Who speaks on this: words, "phrases", AND, OR, NOT, ( )
    #[arg(long = "about", value_name = "TOPIC")]
    topic: Option<String>,
    #[command(flatten)]
    flags: Flags,
}

/// Who has most to say on a topic: the same as people --about TOPIC
#[derive(Debug, clap::Args)]
pub(super) struct ExpertsArgs {
    /// Words, "phrases", AND, OR, NOT, ( )
    #[arg(value_name = "TOPIC", required = true)]
    topic: Vec<String>,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Clone, Debug, clap::Args)]
struct Flags {
    #[command(flatten)]
    listing: Listing,
    #[command(flatten)]
    which: WhichQuotes,
    #[command(flatten)]
    matching: Matching,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    style: Style,
    #[command(flatten)]
    place: Where,
}

/// Who is asked for.
struct Asked<'a> {
    /// Any part of a name.
    name: Option<String>,
    topic: Option<String>,
    flags: &'a Flags,
}

impl Asked<'_> {
    fn request(&self, roster: &Roster) -> onrecord::Result<Request> {
        for (what, text) in [("name", &self.name), ("topic", &self.topic)] {
            if let Some(text) = text {
                has_words(text).map_err(|_| Error::usage(format!("the {what} has no words")))?;
            }
        }
        let (flags, listing) = (self.flags, &self.flags.listing);
        let topic: Vec<String> = self.topic.iter().cloned().collect();
        let mut request = request(&topic, &flags.filters, Some(flags.matching), listing.sort)?;
        let mut filters = flags.which.queries();
        if !flags.which.names_sort() {
            let person = Query::Phrase("person".to_owned());
            filters.push(Query::In(Field::Sort, Box::new(person)));
        }
        filters.extend(self.name.as_deref().map(|name| roster.speaker(name)));
        request.query = request.query.within(filters);
        Ok(Request {
            limit: listing.wanted(),
            offset: listing.offset,
            // The best quote of a person is shown by one of its copies.
            collapse: true,
            explain: listing.explain,
            ..request
        })
    }
}

/// Accepts a name that has a word in it, as a value of a flag: everybody has
/// all words of a name without any.
pub(super) fn has_words(name: &str) -> Result<String, String> {
    match roster::words(name).is_empty() {
        true => Err("it has no words".to_owned()),
        false => Ok(name.to_owned()),
    }
}

pub(super) fn run(args: &Args) -> Run {
    run_asked(&Asked {
        name: (!args.name.is_empty()).then(|| args.name.join(" ")),
        topic: args.topic.clone(),
        flags: &args.flags,
    })
}

pub(super) fn experts(args: &ExpertsArgs) -> Run {
    run_asked(&Asked {
        name: None,
        topic: Some(args.topic.join(" ")),
        flags: &args.flags,
    })
}

fn run_asked(asked: &Asked<'_>) -> Run {
    let archive = asked.flags.place.archive()?;
    let roster = roster_of(&archive)?;
    let request = asked.request(&roster)?;
    let reader = open(&archive)?;
    let started = Instant::now();
    let people = search::people(&reader, &request, &roster, asked.name.as_deref())?;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let listing = &asked.flags.listing;
    if listing.quiet {
        return Ok(outcome(people.count()));
    }
    if listing.count {
        writeln!(io::stdout().lock(), "{}", people.count())?;
        tell_reading(people.notes(), "quote");
        return Ok(outcome(people.count()));
    }
    print(asked, &people, ms)?;
    tell(asked, &people, ms);
    Ok(outcome(people.count()))
}

fn print(asked: &Asked<'_>, people: &People<'_>, ms: u64) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let listing = &asked.flags.listing;
    if is_list(asked) && !is_page(asked, people) && !people.shown().is_empty() {
        writeln!(out, "{}", text::PEOPLE_HEAD)?;
    }
    for (i, person) in people.shown().iter().enumerate() {
        let best = match prints_best(asked) {
            true => Some(people.best(person)?),
            false => None,
        };
        let row = Row {
            rank: listing.offset + i + 1,
            person,
            best: best.as_ref(),
            is_page: is_page(asked, people),
        };
        row.print(asked.flags, &mut out)?;
    }
    if listing.layout() == Layout::Jsonl && !listing.ids && listing.fields.is_none() {
        let topic = asked.topic.as_deref().unwrap_or("");
        let line = json::people_summary(topic, asked.name.as_deref(), people, ms);
        writeln!(out, "{}", json::encode(&line, None)?)?;
    }
    out.flush()?;
    Ok(())
}

/// True where people are listed for people.
fn is_list(asked: &Asked<'_>) -> bool {
    let listing = &asked.flags.listing;
    listing.layout() == Layout::Text && !listing.ids && listing.fields.is_none()
}

/// True where the only person of a name is to be shown with everything.
fn is_page(asked: &Asked<'_>, people: &People<'_>) -> bool {
    people.count() == 1 && asked.name.is_some() && asked.topic.is_none()
}

/// True where the best quote of each person is wanted, which is read from the
/// index for each.
fn prints_best(asked: &Asked<'_>) -> bool {
    let listing = &asked.flags.listing;
    match (listing.layout(), &listing.fields) {
        _ if listing.ids => false,
        (_, Some(fields)) => fields.iter().any(|field| field == "best"),
        (Layout::Jsonl | Layout::Md, None) => true,
        (Layout::Text, None) => asked.topic.is_some(),
        (Layout::Tsv, None) => false,
    }
}

/// One person in a list.
struct Row<'a> {
    rank: usize,
    person: &'a Person,
    best: Option<&'a QuoteHit>,
    is_page: bool,
}

impl Row<'_> {
    fn print(&self, flags: &Flags, out: &mut impl Write) -> Result<(), Failure> {
        let (listing, person, best) = (&flags.listing, self.person, self.best);
        if listing.ids {
            write!(out, "{}{}", person.name, listing.id_end())?;
            return Ok(());
        }
        let look = flags.style.look();
        let row = || json::person(self.rank, person, best);
        match (listing.layout(), &listing.fields) {
            (Layout::Jsonl, fields) => {
                writeln!(out, "{}", json::encode(&row(), fields.as_deref())?)?;
            }
            (_, Some(fields)) => writeln!(out, "{}", line::fields(&row(), fields)?)?,
            (Layout::Text, None) if self.is_page => write!(out, "{}", text::page(person, &look))?,
            (Layout::Text, None) => write!(out, "{}", text::person(person, best, &look))?,
            (Layout::Md, None) => write!(out, "{}", markdown::person(person, best))?,
            (Layout::Tsv, None) => writeln!(out, "{}", line::person(person))?,
        }
        Ok(())
    }
}

/// What a person should know beside the results.
fn tell(asked: &Asked<'_>, people: &People<'_>, ms: u64) {
    for line in people.explanation() {
        note(line);
    }
    tell_reading(people.notes(), "quote");
    let is_page = is_page(asked, people);
    let (found, shown) = (people.count(), people.shown().len() as u64);
    if found == 0 {
        let flags = asked.flags;
        let topic = asked.topic.as_ref().map(|topic| format!("--about {topic}"));
        let told = [
            topic.unwrap_or_default(),
            flags.which.told(),
            flags.filters.told(),
            flags.matching.told(),
        ];
        let name: Vec<String> = asked.name.iter().cloned().collect();
        tell_nothing(&name, &told);
    }
    tell_suggestions(people.suggestions(), "quote");
    if found > 0 {
        note(&format!(
            "{} of {} · {ms} ms",
            text::count(shown),
            text::counted(found, "person")
        ));
        let people = people.shown();
        if is_list(asked) && !is_page && people.iter().any(text::has_copies) {
            note(
                "articles: copies count once (all); outlets: those that had a statement first (all)",
            );
        }
    }
}
