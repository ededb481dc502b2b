//! `search`.

use std::io::{self, Write};
use std::time::Instant;

use onrecord::output::{json, line, markdown, text};
use onrecord::roster::Roster;
use onrecord::search::{self, Hit, Request, Results};

use super::listing::{
    Around, Copying, Layout, Listing, listed, outcome, tell_nothing, tell_reading, tell_shown,
    tell_suggestions,
};
use super::shared::{
    By, Filters, Matching, Style, Where, name_speakers, note, open, request, roster,
};
use super::{Failure, Run};

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
    #[command(flatten)]
    copying: Copying,
    #[command(flatten)]
    around: Around,
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
    let results = search::search(&reader, &request)?;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    if args.listing.quiet {
        return Ok(outcome(results.articles));
    }
    if args.listing.count {
        let listed = listed(results.articles, results.collapsed);
        writeln!(io::stdout().lock(), "{listed}")?;
        tell_reading(&results.notes, "article");
        return Ok(outcome(results.articles));
    }
    print(args, &roster, &results, ms)?;
    tell(args, &results, ms);
    Ok(outcome(results.articles))
}

fn print(args: &Args, roster: &Roster, results: &Results<'_>, ms: u64) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (i, hit) in results.hits().enumerate() {
        let mut hit = hit?;
        name_speakers(roster, &mut hit.quotes);
        print_hit(&args.listing, args.around, &args.style, i, &hit, &mut out)?;
    }
    if args.listing.has_summary() {
        let query = args.query.join(" ");
        let line = json::summary(&query, results, ms);
        writeln!(out, "{}", json::encode(&line, None)?)?;
    }
    out.flush()?;
    Ok(())
}

/// Prints an article in the layout that was asked for; `i` counts from 0.
pub(super) fn print_hit(
    listing: &Listing,
    around: Around,
    style: &Style,
    i: usize,
    hit: &Hit,
    out: &mut impl Write,
) -> Result<(), Failure> {
    if listing.ids {
        write!(out, "{}{}", hit.article.id, listing.id_end())?;
        return Ok(());
    }
    let best = hit.passages.first();
    let context = best.and_then(|best| around.of(&hit.article.body, &hit.spans, best.number));
    let gap = if i > 0 { "\n" } else { "" };
    match (listing.layout(), &listing.fields) {
        (Layout::Jsonl, fields) => {
            let line = json::encode(&json::hit(hit, context), fields.as_deref())?;
            writeln!(out, "{line}")?;
        }
        (_, Some(fields)) => writeln!(out, "{}", line::fields(&json::hit(hit, context), fields)?)?,
        (Layout::Tsv, None) => writeln!(out, "{}", line::hit(hit))?,
        (Layout::Md, None) => write!(out, "{gap}{}", markdown::hit(hit))?,
        (Layout::Text, None) => {
            let look = style.look();
            write!(out, "{gap}{}", text::hit(hit, context.as_ref(), &look))?;
        }
    }
    Ok(())
}

/// What a person should know beside the results.
fn tell(args: &Args, results: &Results<'_>, ms: u64) {
    for line in &results.explanation {
        note(line);
    }
    tell_reading(&results.notes, "article");
    if results.articles == 0 {
        let flags = [args.by.told(), args.filters.told(), args.matching.told()];
        tell_nothing(&args.query, &flags);
    }
    tell_suggestions(&results.suggestions, "article");
    if results.articles > 0 {
        let (found, collapsed) = (results.articles, results.collapsed);
        tell_shown(results.shown(), found, collapsed, "article", ms);
    }
}
