//! `stats`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use clap::ValueEnum;
use onrecord::index::{self, NotRead};
use onrecord::output::escape::printable;
use onrecord::output::layout::columns;
use onrecord::output::text::{count, counted, with_copies};
use onrecord::search::{self, By, NONE, Request, Tallied};
use serde_json::json;

use super::shared::{Filters, Sort, Where, note, open, request};
use super::{Outcome, Run};

/// Counts: articles, passages, outlets, languages, dates
///
/// Without a query and a filter, what the index holds. With --by, how many
/// articles match in each outlet, language, year, month or day: copies of one
/// article count once, and in brackets each for itself.
///
/// Examples:
///   onrecord stats
///   onrecord stats harbour --by month
///   onrecord stats --by source --since 2024 --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// Count only the articles that match
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Count by this
    #[arg(long, value_name = "WHAT")]
    by: Option<Key>,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    place: Where,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Key {
    /// Outlet
    #[value(alias = "outlet")]
    Source,
    /// Language
    #[value(alias = "language")]
    Lang,
    /// Year
    Year,
    /// Month
    Month,
    /// Day
    Day,
}

impl From<Key> for By {
    fn from(key: Key) -> Self {
        match key {
            Key::Source => By::Source,
            Key::Lang => By::Language,
            Key::Year => By::Year,
            Key::Month => By::Month,
            Key::Day => By::Day,
        }
    }
}

pub(super) fn run(args: &Args) -> Run {
    let archive = args.place.archive()?;
    let reader = open(&archive)?;
    let request = request(&args.query, &args.filters, None, Sort::Relevance)?;
    let tally = |by: By| search::tally(&reader, &request, by);
    let mut out = io::stdout().lock();
    if let Some(by) = args.by {
        let counts: Vec<(String, Tallied)> = tally(by.into())?.into_iter().collect();
        if args.json {
            for (key, Tallied { articles, origins }) in &counts {
                let line = json!({
                    "schema": 1, "type": "count", "key": key, "articles": articles,
                    "origins": origins,
                });
                writeln!(out, "{line}")?;
            }
        } else {
            let by_size = matches!(by, Key::Source | Key::Lang);
            bars(&mut out, named_alone(counts.clone(), by), by_size)?;
            tell(&counts, by);
        }
        return Ok(if counts.is_empty() {
            Outcome::Nothing
        } else {
            Outcome::Found
        });
    }
    let outlets = tally(By::Source)?;
    let languages = tally(By::Language)?;
    let days = tally(By::Day)?;
    let articles: u64 = days.values().map(|day| day.articles).sum();
    let undated = days.get(NONE).map_or(0, |day| day.articles);
    let counting = Request {
        limit: Some(0),
        collapse: true,
        ..request.clone()
    };
    let collapsed = search::search(&reader, &counting)?.collapsed;
    let origins = collapsed.map_or(articles, |collapsed| collapsed.origins);
    let dated: Vec<&String> = days.keys().filter(|day| *day != NONE).collect();
    let (first, last) = (dated.first(), dated.last());
    let totals = reader.totals()?;
    let files = reader.files()?;
    let bytes = index::size(&archive.index);
    // Passages, quotes and files are counted of the whole index alone.
    let whole = args.query.is_empty() && args.filters.queries()?.is_empty();
    let not_read = match whole || args.json {
        true => NotRead::of(&reader.skipped(files.values())?),
        false => NotRead::default(),
    };
    if args.json {
        let line = json!({
            "schema": 1, "type": "stats", "articles": articles,
            "passages": whole.then_some(totals.passages),
            "quotes": whole.then_some(totals.quotes), "files": files.len(),
            "skipped": not_read.files + not_read.records, "skipped_files": not_read.files,
            "skipped_records": not_read.records, "not_understood": not_read.not_understood,
            "passed_over": not_read.passed_over,
            "origins": origins, "outlets": numbers(&outlets), "languages": numbers(&languages),
            "without_outlet": without(&outlets), "without_language": without(&languages),
            "first": first, "last": last, "undated": undated, "index_bytes": bytes,
        });
        writeln!(out, "{line}")?;
        return Ok(if articles > 0 {
            Outcome::Found
        } else {
            Outcome::Nothing
        });
    }
    let line = |out: &mut dyn Write, name: &str, value: String| writeln!(out, "{name:<10} {value}");
    let copies = match origins == articles {
        true => String::new(),
        false => format!(" · {}", counted(origins, "independent origin")),
    };
    line(&mut out, "articles", format!("{}{copies}", count(articles)))?;
    if whole {
        line(&mut out, "passages", count(totals.passages))?;
        line(&mut out, "quotes", count(totals.quotes))?;
        let skipped = count(not_read.files);
        let mut files = format!("{} · {skipped} skipped", count(files.len() as u64));
        if not_read.not_understood > 0 {
            files += &format!(
                " · {} not wholly understood",
                count(not_read.not_understood)
            );
        }
        line(&mut out, "files", files)?;
        if not_read.records + not_read.passed_over > 0 {
            let (skipped, passed_over) = (count(not_read.records), count(not_read.passed_over));
            let records = format!("{skipped} skipped · {passed_over} passed over");
            line(&mut out, "records", records)?;
        }
    }
    line(&mut out, "dates", dates(first, last, undated))?;
    line(&mut out, "outlets", most(outlets, "an outlet"))?;
    line(&mut out, "languages", most(languages, "a language"))?;
    line(&mut out, "on disk", format!("{:.1} MB", bytes as f64 / 1e6))?;
    Ok(if articles > 0 {
        Outcome::Found
    } else {
        Outcome::Nothing
    })
}

/// The counts to show: those of articles without an outlet or a language are
/// none of one.
fn named_alone(mut counts: Vec<(String, Tallied)>, by: Key) -> Vec<(String, Tallied)> {
    if matches!(by, Key::Source | Key::Lang) {
        counts.retain(|(key, _)| key != NONE);
    }
    counts
}

/// What the numbers are, and what is not among them.
fn tell(counts: &[(String, Tallied)], by: Key) {
    if counts.iter().any(|(_, one)| one.articles != one.origins) {
        note("articles, copies counted once (each for itself)");
    }
    let what = match by {
        Key::Source => "an outlet",
        Key::Lang => "a language",
        Key::Year | Key::Month | Key::Day => return,
    };
    if let Some((_, none)) = counts.iter().find(|(key, _)| key == NONE) {
        let articles = counted(none.articles, "article");
        note(&format!("{articles} without {what}"));
    }
}

/// How many articles have no outlet, or no language.
fn without(counts: &BTreeMap<String, Tallied>) -> u64 {
    counts.get(NONE).map_or(0, |none| none.articles)
}

/// How many articles each outlet, or each language, has.
fn numbers(counts: &BTreeMap<String, Tallied>) -> BTreeMap<&str, u64> {
    let numbers = counts.iter().filter(|(key, _)| *key != NONE);
    numbers
        .map(|(key, tallied)| (key.as_str(), tallied.articles))
        .collect()
}

fn dates(first: Option<&&String>, last: Option<&&String>, undated: u64) -> String {
    match (first, last) {
        (Some(first), Some(last)) => {
            format!("{first} to {last} · {} without a date", count(undated))
        }
        _ => format!("none · {} without a date", count(undated)),
    }
}

/// So many outlets or languages are named.
const NAMED: usize = 12;

fn most(mut counts: BTreeMap<String, Tallied>, what: &str) -> String {
    let without = without(&counts);
    counts.remove(NONE);
    let numbers = counts
        .into_iter()
        .map(|(key, tallied)| (key, tallied.articles));
    let mut counts: Vec<(String, u64)> = numbers.collect();
    counts.sort_by_key(|(_, articles)| std::cmp::Reverse(*articles));
    let shown: Vec<String> = counts
        .iter()
        .take(NAMED)
        .map(|(name, articles)| format!("{} {}", printable(name), count(*articles)))
        .collect();
    let more = if counts.len() > NAMED { ", …" } else { "" };
    let named = match counts.len() {
        0 => "none".to_owned(),
        known => format!("{known}: {}{more}", shown.join(", ")),
    };
    match without {
        0 => named,
        without => format!("{named} · {} without {what}", count(without)),
    }
}

/// A bar for each key, the longest thirty columns wide: how many articles, copies
/// counted once, and in brackets all of them where there are copies.
fn bars(out: &mut dyn Write, mut counts: Vec<(String, Tallied)>, by_size: bool) -> io::Result<()> {
    if by_size {
        counts.sort_by_key(|(_, tallied)| std::cmp::Reverse(tallied.origins));
    }
    let widest = counts
        .iter()
        .map(|(key, _)| columns(key))
        .max()
        .unwrap_or(0);
    let most = counts
        .iter()
        .map(|(_, tallied)| tallied.origins)
        .max()
        .unwrap_or(1);
    for (key, Tallied { articles, origins }) in counts {
        let safe = printable(&key);
        let pad = " ".repeat(widest.saturating_sub(columns(&safe)));
        let bar = "█".repeat(usize::try_from((origins * 30).div_ceil(most.max(1))).unwrap_or(30));
        let told = with_copies(origins, articles);
        writeln!(out, "{safe}{pad}  {bar} {told}")?;
    }
    Ok(())
}
