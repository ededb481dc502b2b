//! `quotes`.

use std::io::{self, Write};
use std::time::Instant;

use onrecord::output::{json, line, markdown, text};
use onrecord::passage::passages;
use onrecord::roster::Roster;
use onrecord::search::{self, QuoteHit, Quotes, Request};
use onrecord::span::Span;

use super::listing::{
    Around, Copying, Layout, Listing, listed, outcome, tell_nothing, tell_reading, tell_shown,
    tell_suggestions,
};
use super::shared::{
    By, Filters, Matching, Style, Where, WhichQuotes, name_speakers, note, open, request, roster,
};
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
    around: Around,
    #[command(flatten)]
    copying: Copying,
    #[command(flatten)]
    by: By,
    #[command(flatten)]
    which: WhichQuotes,
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
        let mut filters = self.which.queries();
        filters.extend(self.by.query(roster));
        filters.extend(self.about.as_deref().map(|name| roster.about(name)));
        request.query = request.query.within(filters);
        Ok(Request {
            limit: listing.wanted(),
            offset: listing.offset,
            explain: listing.explain,
            recent: listing.recent(),
            collapse: self.copying.collapse(),
            ..request
        })
    }
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
        let listed = listed(quotes.count(), quotes.collapsed());
        writeln!(io::stdout().lock(), "{listed}")?;
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
        name_speakers(roster, std::slice::from_mut(&mut hit.quote));
        print_hit(args, i, &hit, &mut out)?;
    }
    if args.listing.has_summary() {
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
        let anchor = json::quote_anchor(hit.number);
        write!(out, "{}#{anchor}{}", hit.article.id, listing.id_end())?;
        return Ok(());
    }
    let body = hit.article.body.as_str();
    let spans: Vec<Span> = passages(body).iter().map(|passage| passage.span).collect();
    let context = args.around.of(body, &spans, hit.passage);
    let gap = if i > 0 { "\n" } else { "" };
    match (listing.layout(), &listing.fields) {
        (Layout::Jsonl, fields) => {
            let line = json::encode(&json::quote(hit, context), fields.as_deref())?;
            writeln!(out, "{line}")?;
        }
        (_, Some(fields)) => {
            writeln!(out, "{}", line::fields(&json::quote(hit, context), fields)?)?;
        }
        (Layout::Tsv, None) => writeln!(out, "{}", line::quote(hit))?,
        (Layout::Md, None) => write!(out, "{gap}{}", markdown::quote(hit))?,
        (Layout::Text, None) => {
            let look = args.style.look();
            write!(out, "{gap}{}", text::quote(hit, context.as_ref(), &look))?;
        }
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
        let flags = [
            about.unwrap_or_default(),
            args.by.told(),
            args.which.told(),
            args.filters.told(),
            args.matching.told(),
        ];
        tell_nothing(&args.query, &flags);
    }
    tell_suggestions(quotes.suggestions(), "quote");
    if quotes.count() > 0 {
        let (found, collapsed) = (quotes.count(), quotes.collapsed());
        tell_shown(quotes.shown(), found, collapsed, "quote", ms);
    }
}
