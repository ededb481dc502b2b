//! `search`.

use std::io::{self, IsTerminal, Write};
use std::time::Instant;

use clap::ValueEnum;
use onrecord::output::{json, line, text};
use onrecord::search::{self, Hit, Note, Request, Results};
use onrecord::span::Span;

use super::shared::{Filters, Matching, Sort, Style, Where, note, open, request};
use super::{Outcome, Run};

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
    /// How many articles at most; 0 is all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// How many articles to leave out at the top
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// How many passages of each article at most
    #[arg(long, value_name = "N", default_value_t = 1)]
    passages: usize,
    /// Show N paragraphs before and after the best passage
    #[arg(short = 'C', long, value_name = "N")]
    context: Option<usize>,
    /// The order of results
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    sort: Sort,
    /// Print only how many articles match
    #[arg(short, long, conflicts_with_all = ["ids", "json"])]
    count: bool,
    /// Print only ids
    #[arg(short = 'l', long, conflicts_with = "json")]
    ids: bool,
    /// End each id with a zero byte, not a line end
    #[arg(short = '0', long, requires = "ids")]
    null: bool,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
    /// The layout [default: text on a terminal, tsv in a pipe]
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    format: Option<Layout>,
    /// Only these fields, with commas between them
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    fields: Option<Vec<String>>,
    /// How the query was read, and why each article scores as it does
    #[arg(long)]
    explain: bool,
    /// Print nothing; the exit code tells
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    matching: Matching,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    style: Style,
    #[command(flatten)]
    place: Where,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// For people
    Text,
    /// Tab-separated lines: id, date, outlet, speaker, passage
    Tsv,
    /// JSON lines
    Jsonl,
}

impl Args {
    fn layout(&self) -> Layout {
        match self.format {
            _ if self.json => Layout::Jsonl,
            Some(layout) => layout,
            None if io::stdout().is_terminal() && self.fields.is_none() => Layout::Text,
            None => Layout::Tsv,
        }
    }

    fn request(&self) -> onrecord::Result<Request> {
        let request = request(&self.query, &self.filters, Some(self.matching), self.sort)?;
        let limit = match self.limit {
            _ if self.quiet || self.count => Some(0),
            0 => None,
            limit => Some(limit),
        };
        Ok(Request {
            limit,
            offset: self.offset,
            passages: self.passages,
            explain: self.explain,
            ..request
        })
    }
}

pub(super) fn run(args: &Args) -> Run {
    let request = args.request()?;
    let reader = open(&args.place.archive()?)?;
    let started = Instant::now();
    let results = search::search(&reader, &request)?;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    if args.quiet {
        return Ok(outcome(results.articles));
    }
    if args.count {
        writeln!(io::stdout().lock(), "{}", results.articles)?;
        tell_reading(&results);
        return Ok(outcome(results.articles));
    }
    print(args, &results, ms)?;
    tell(args, &results, ms);
    Ok(outcome(results.articles))
}

fn outcome(articles: u64) -> Outcome {
    if articles > 0 {
        Outcome::Found
    } else {
        Outcome::Nothing
    }
}

fn print(args: &Args, results: &Results<'_>, ms: u64) -> Result<(), super::Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let look = args.style.look();
    for (i, hit) in results.hits().enumerate() {
        let hit = &hit?;
        if args.ids {
            let end = if args.null { '\0' } else { '\n' };
            write!(out, "{}{end}", hit.article.id)?;
            continue;
        }
        let context = context(args, hit);
        match (args.layout(), &args.fields) {
            (Layout::Jsonl, fields) => {
                writeln!(
                    out,
                    "{}",
                    json::encode(&json::hit(hit, context), fields.as_deref())?
                )?;
            }
            (Layout::Tsv | Layout::Text, Some(fields)) => {
                writeln!(out, "{}", line::fields(hit, fields)?)?
            }
            (Layout::Tsv, None) => writeln!(out, "{}", line::hit(hit))?,
            (Layout::Text, None) => {
                let gap = if i > 0 { "\n" } else { "" };
                write!(out, "{gap}{}", text::hit(hit, context.as_ref(), &look))?;
            }
        }
    }
    if args.layout() == Layout::Jsonl && !args.ids && args.fields.is_none() {
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
    tell_reading(results);
    if results.articles == 0 {
        note(&format!("nothing found for: {}", args.query.join(" ")));
    }
    for suggestion in &results.suggestions {
        let articles = if suggestion.articles == 1 {
            "article"
        } else {
            "articles"
        };
        note(&format!(
            "no article has {}; did you mean: {} ({} {articles})?",
            suggestion.typed, suggestion.word, suggestion.articles
        ));
    }
    if results.articles == 0 {
        return;
    }
    note(&format!(
        "{} of {} articles · {ms} ms",
        text::count(results.shown() as u64),
        text::count(results.articles)
    ));
}

/// How the query was read, where not as it was typed.
fn tell_reading(results: &Results<'_>) {
    for told in &results.notes {
        match told {
            Note::Relaxed { having, asked } => {
                note(&format!(
                    "no article has all {asked} words; these have {having} of them (--all to insist)"
                ));
            }
            Note::NoWords => note("the query has no words"),
        }
    }
}
