//! `quotes`.

use std::io::{self, Write};
use std::time::Instant;

use onrecord::output::{json, line, markdown, text};
use onrecord::query::Query;
use onrecord::roster::Roster;
use onrecord::search::{self, QuoteHit, Quotes, Request};

use super::listing::{Layout, Listing, outcome, tell_reading, tell_suggestions};
use super::shared::{By, Filters, Matching, Said, Style, Where, note, open, request, roster};
use super::{Failure, Run};

/// What people said: ranked quotes with their speakers
///
/// The words of the query are looked for in what was said and in the headline
/// over it. Each result names the speaker with role and affiliation, and by
/// which words of the article the quote is put down to that speaker.
///
/// Examples:
///   onrecord quotes harbour --by halvorsen
///   onrecord quotes "interest rates" --role economist --since 2024
///   onrecord quotes --by "Ann Roe" --kind direct --format md >> notes.md
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// Words, "phrases", AND, OR, NOT, ( ), field:word
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    listing: Listing,
    #[command(flatten)]
    by: By,
    #[command(flatten)]
    said: Said,
    /// Only what others said about this person or thing
    #[arg(long, value_name = "NAME")]
    about: Option<String>,
    #[command(flatten)]
    matching: Matching,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    style: Style,
    #[command(flatten)]
    place: Where,
}

impl Args {
    fn request(&self, roster: &Roster) -> onrecord::Result<Request> {
        let listing = &self.listing;
        let mut request = request(
            &self.query,
            &self.filters,
            Some(self.matching),
            listing.sort,
        )?;
        let mut filters = self.said.queries();
        filters.extend(self.by.query(roster));
        filters.extend(self.about.as_deref().map(|name| about(name, roster)));
        request.query = request.query.within(filters);
        Ok(Request {
            limit: listing.wanted(),
            offset: listing.offset,
            explain: listing.explain,
            ..request
        })
    }
}

/// What others said about somebody: the whole name, or its last word, by which
/// people are called once they are known.
fn about(name: &str, roster: &Roster) -> Query {
    let words: Vec<Query> = name
        .split_whitespace()
        .map(|word| Query::Word(word.to_owned()))
        .collect();
    let last = words.last().cloned();
    let named = Query::Or([Query::And(words)].into_iter().chain(last).collect());
    let own = Query::Not(Box::new(roster.speaker(name)));
    Query::And(vec![named, own])
}

pub(super) fn run(args: &Args) -> Run {
    let archive = args.place.archive()?;
    let roster = roster(&archive)?;
    let request = args.request(&roster)?;
    let reader = open(&archive)?;
    let started = Instant::now();
    let quotes = search::quotes(&reader, &request)?;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let listing = &args.listing;
    if listing.quiet {
        return Ok(outcome(quotes.count()));
    }
    if listing.count {
        writeln!(io::stdout().lock(), "{}", quotes.count())?;
        tell_reading(quotes.notes(), "quote");
        return Ok(outcome(quotes.count()));
    }
    print(args, &roster, &quotes, ms)?;
    tell(args, &quotes, ms);
    Ok(outcome(quotes.count()))
}

fn print(args: &Args, roster: &Roster, quotes: &Quotes<'_>, ms: u64) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (i, hit) in quotes.hits().enumerate() {
        let mut hit = hit?;
        if let Some(speaker) = &mut hit.quote.speaker {
            roster.apply(speaker);
        }
        print_hit(args, i, &hit, &mut out)?;
    }
    let listing = &args.listing;
    if listing.layout() == Layout::Jsonl && !listing.ids && listing.fields.is_none() {
        let query = args.query.join(" ");
        let line = json::quote_summary(&query, quotes, ms);
        writeln!(out, "{}", json::encode(&line, None)?)?;
    }
    out.flush()?;
    Ok(())
}

fn print_hit(args: &Args, i: usize, hit: &QuoteHit, out: &mut impl Write) -> Result<(), Failure> {
    let listing = &args.listing;
    if listing.ids {
        let anchor = json::anchor(hit.passage);
        write!(out, "{}#{anchor}{}", hit.article.id, listing.id_end())?;
        return Ok(());
    }
    let gap = if i > 0 { "\n" } else { "" };
    match (listing.layout(), &listing.fields) {
        (Layout::Jsonl, fields) => {
            let line = json::encode(&json::quote(hit), fields.as_deref())?;
            writeln!(out, "{line}")?;
        }
        (_, Some(fields)) => writeln!(out, "{}", line::fields(&json::quote(hit), fields)?)?,
        (Layout::Tsv, None) => writeln!(out, "{}", line::quote(hit))?,
        (Layout::Md, None) => write!(out, "{gap}{}", markdown::quote(hit))?,
        (Layout::Text, None) => write!(out, "{gap}{}", text::quote(hit, &args.style.look()))?,
    }
    Ok(())
}

/// What a person should know beside the results.
fn tell(args: &Args, quotes: &Quotes<'_>, ms: u64) {
    for line in quotes.explanation() {
        note(line);
    }
    tell_reading(quotes.notes(), "quote");
    if quotes.count() == 0 {
        let about = args.about.as_ref().map(|name| format!("--about {name}"));
        let asked = [
            args.query.join(" "),
            about.unwrap_or_default(),
            args.by.told(),
            args.said.told(),
            args.filters.told(),
        ];
        let asked: Vec<String> = asked.into_iter().filter(|part| !part.is_empty()).collect();
        note(&format!("nothing found for: {}", asked.join(" ")));
    }
    tell_suggestions(quotes.suggestions(), "quote");
    if quotes.count() > 0 {
        note(&format!(
            "{} of {} quotes · {ms} ms",
            text::count(quotes.shown() as u64),
            text::count(quotes.count())
        ));
    }
}
