//! `people`.

use std::io::{self, Write};

use onrecord::index::Reader;
use onrecord::output::{json, line, text};
use onrecord::query::{Field, Query};
use onrecord::roster::Roster;
use onrecord::search::{self, Person, Request};

use super::listing::{Layout, Listing, outcome, tell_suggestions};
use super::shared::{Filters, Said, Sort, Style, Where, note, open, request, roster};
use super::{Failure, Run};

/// Who is quoted; experts on a topic; one person's page
///
/// Without a name, those who are quoted most. With a name that is one
/// person's, the page of that person: roles over time, outlets, first and
/// last. With --about, those who have most to say on a topic: how much, in how
/// many outlets, how recently, each with the best statement.
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
    listing: Listing,
    #[command(flatten)]
    said: Said,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    style: Style,
    #[command(flatten)]
    place: Where,
}

impl Args {
    fn request(&self, roster: &Roster) -> onrecord::Result<Request> {
        let topic: Vec<String> = self.topic.iter().cloned().collect();
        let mut request = request(&topic, &self.filters, None, Sort::Relevance)?;
        let mut filters = self.said.queries();
        if !self.said.names_sort() {
            let person = Query::Phrase("person".to_owned());
            filters.push(Query::In(Field::Sort, Box::new(person)));
        }
        if !self.name.is_empty() {
            filters.push(roster.speaker(&self.name.join(" ")));
        }
        request.query = request.query.within(filters);
        Ok(request)
    }
}

pub(super) fn run(args: &Args) -> Run {
    let archive = args.place.archive()?;
    let roster = roster(&archive)?;
    let request = args.request(&roster)?;
    let reader = open(&archive)?;
    let mut people = search::people(&reader, &request, &roster)?;
    sort(&mut people, args.listing.sort, args.topic.is_some());
    let found = people.len() as u64;
    if args.listing.quiet {
        return Ok(outcome(found));
    }
    if args.listing.count {
        writeln!(io::stdout().lock(), "{found}")?;
        return Ok(outcome(found));
    }
    let shown = args.listing.wanted().unwrap_or(usize::MAX);
    let shown: Vec<&Person> = people
        .iter()
        .skip(args.listing.offset)
        .take(shown)
        .collect();
    print(args, &reader, &request, &shown)?;
    if found == 0 {
        note("nobody found");
        // The same request as a search for quotes knows near names.
        tell_suggestions(search::quotes(&reader, &request)?.suggestions(), "quote");
    } else if shown.len() as u64 != found {
        note(&format!("{} of {} people", shown.len(), text::count(found)));
    }
    Ok(outcome(found))
}

/// By what they have to say on the topic; without one, by how often they are
/// quoted.
fn sort(people: &mut [Person], order: Sort, on_topic: bool) {
    let by_name = |a: &Person, b: &Person| a.name.cmp(&b.name);
    match order {
        Sort::Relevance if on_topic => {}
        Sort::Relevance => people.sort_by(|a, b| {
            let most = (b.statements, b.articles).cmp(&(a.statements, a.articles));
            most.then_with(|| by_name(a, b))
        }),
        Sort::Newest => people.sort_by(|a, b| b.last.cmp(&a.last).then_with(|| by_name(a, b))),
        Sort::Oldest => people.sort_by(|a, b| {
            let undated = a.first.is_none().cmp(&b.first.is_none());
            undated
                .then(a.first.cmp(&b.first))
                .then_with(|| by_name(a, b))
        }),
    }
}

fn print(
    args: &Args,
    reader: &Reader,
    request: &Request,
    people: &[&Person],
) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (listing, look) = (&args.listing, args.style.look());
    let is_page = people.len() == 1 && !args.name.is_empty() && args.topic.is_none();
    if listing.layout() == Layout::Text && !is_page && !people.is_empty() && !listing.ids {
        writeln!(out, "{}", text::PEOPLE_HEAD)?;
    }
    for (i, person) in people.iter().enumerate() {
        let rank = listing.offset + i + 1;
        if listing.ids {
            write!(out, "{}{}", person.name, listing.id_end())?;
            continue;
        }
        let wants_best = args.topic.is_some() || listing.layout() == Layout::Jsonl;
        let best = match wants_best {
            true => Some(search::best_of(reader, request, person)?),
            false => None,
        };
        let row = json::person(rank, person, best.as_ref());
        match (listing.layout(), &listing.fields) {
            (Layout::Jsonl, fields) => writeln!(out, "{}", json::encode(&row, fields.as_deref())?)?,
            (_, Some(fields)) => writeln!(out, "{}", line::fields(&row, fields)?)?,
            (Layout::Text, None) if is_page => write!(out, "{}", text::page(person, &look))?,
            (Layout::Text, None) => write!(out, "{}", text::person(person, best.as_ref(), &look))?,
            (Layout::Tsv | Layout::Md, None) => writeln!(out, "{}", line::person(person))?,
        }
    }
    out.flush()?;
    Ok(())
}
