//! `search`.

use std::io::{self, Write};
use std::time::Instant;

use onrecord::output::{json, line, markdown, text};
use onrecord::roster::Roster;
use onrecord::search::{self, Hit, Request, Results};
use onrecord::span::Span;

use super::Run;
use super::listing::{Layout, Listing, outcome, tell_reading, tell_suggestions};
use super::shared::{By, Filters, Matching, Style, Where, note, open, request, roster};

/// Ranked passages of the articles that match
///
/// All words must be in an article; where none has them all, articles with
/// most of them are shown, and a note says so. `onrecord help query` shows the
/// whole query language.
///
/// Examples:
///   onrecord search harbour dredging cost
///   onrecord search '"prime minister" (rail OR tunnel) -strike' --since 2024
///   onrecord search source:wire title:harbour --json -n 0 | jq -r .id
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// Words, "phrases", AND, OR, NOT, ( ), field:word
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    listing: Listing,
    /// How many passages of each article at most
    #[arg(long, value_name = "N", default_value_t = 1)]
    passages: usize,
    /// Show N paragraphs before and after the best passage
    #[arg(short = 'C', long, value_name = "N")]
    context: Option<usize>,
    #[command(flatten)]
    by: By,
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
        let (matching, sort) = (Some(self.matching), listing.sort);
        let mut request = request(&self.query, &self.filters, matching, sort)?;
        let by = self.by.query(roster);
        request.query = request.query.within(by.into_iter().collect());
        Ok(Request {
            limit: listing.wanted(),
            offset: listing.offset,
            passages: self.passages,
            explain: listing.explain,
            ..request
        })
    }
}

pub(super) fn run(args: &Args) -> Run {
    let archive = args.place.archive()?;
    let request = args.request(&roster(&archive)?)?;
    let reader = open(&archive)?;
    let started = Instant::now();
    let results = search::search(&reader, &request)?;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    if args.listing.quiet {
        return Ok(outcome(results.articles));
    }
    if args.listing.count {
        writeln!(io::stdout().lock(), "{}", results.articles)?;
        tell_reading(&results.notes, "article");
        return Ok(outcome(results.articles));
    }
    print(args, &results, ms)?;
    tell(args, &results, ms);
    Ok(outcome(results.articles))
}

fn print(args: &Args, results: &Results<'_>, ms: u64) -> Result<(), super::Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (listing, look) = (&args.listing, args.style.look());
    for (i, hit) in results.hits().enumerate() {
        let hit = &hit?;
        if listing.ids {
            write!(out, "{}{}", hit.article.id, listing.id_end())?;
            continue;
        }
        let context = context(args, hit);
        let gap = if i > 0 { "\n" } else { "" };
        match (listing.layout(), &listing.fields) {
            (Layout::Jsonl, fields) => {
                writeln!(
                    out,
                    "{}",
                    json::encode(&json::hit(hit, context), fields.as_deref())?
                )?;
            }
            (_, Some(fields)) => {
                writeln!(out, "{}", line::fields(&json::hit(hit, None), fields)?)?;
            }
            (Layout::Tsv, None) => writeln!(out, "{}", line::hit(hit))?,
            (Layout::Md, None) => write!(out, "{gap}{}", markdown::hit(hit))?,
            (Layout::Text, None) => {
                write!(out, "{gap}{}", text::hit(hit, context.as_ref(), &look))?;
            }
        }
    }
    if listing.layout() == Layout::Jsonl && !listing.ids && listing.fields.is_none() {
        let query = args.query.join(" ");
        writeln!(
            out,
            "{}",
            json::encode(&json::summary(&query, results, ms), None)?
        )?;
    }
    out.flush()?;
    Ok(())
}

/// The paragraphs around the best passage, where any were asked for.
fn context<'h>(args: &Args, hit: &'h Hit) -> Option<(Vec<&'h str>, Vec<&'h str>)> {
    let (count, best) = (args.context?, hit.passages.first()?);
    let at = best.number - 1;
    let end = hit.spans.len().min((at + 1).saturating_add(count));
    let texts = |spans: &'h [Span]| {
        spans
            .iter()
            .filter_map(|span| span.of(&hit.article.body))
            .collect()
    };
    Some((
        texts(&hit.spans[at.saturating_sub(count)..at]),
        texts(&hit.spans[at + 1..end]),
    ))
}

/// What a person should know beside the results.
fn tell(args: &Args, results: &Results<'_>, ms: u64) {
    for line in &results.explanation {
        note(line);
    }
    tell_reading(&results.notes, "article");
    if results.articles == 0 {
        note(&format!("nothing found for: {}", args.query.join(" ")));
    }
    tell_suggestions(&results.suggestions, "article");
    if results.articles == 0 {
        return;
    }
    note(&format!(
        "{} of {} articles · {ms} ms",
        text::count(results.shown() as u64),
        text::count(results.articles)
    ));
}
