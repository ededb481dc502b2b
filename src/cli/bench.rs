//! `eval --bench`: how long each of your queries takes, in one process.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use onrecord::eval::{self, Timed, Timing};
use onrecord::index::Reader;
use onrecord::output::eval as told;
use onrecord::output::json;
use onrecord::query;
use onrecord::search::{self, Request};
use onrecord::{Error, Result};

use super::eval::{Args, Layout, read, shown};
use super::shared::{open, today};
use super::{Outcome, Run};

/// What is timed, and how often.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "How fast")]
pub(super) struct Flags {
    /// Time these queries instead, lines `kind TAB query`: parsed, searched, ten passages marked;
    /// of the kind `fuzzy` a word stands for `word~1`
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["topics", "qrels", "run", "compare", "min", "limit", "any", "most",
            "all", "query_syntax", "per_topic"]
    )]
    pub(super) bench: Option<PathBuf>,
    /// Run each query so often before it is timed
    #[arg(long, value_name = "N", default_value_t = 5, requires = "bench",
        conflicts_with_all = ["topics", "qrels"])]
    warm_ups: u32,
    /// Time each query so often
    #[arg(long, value_name = "N", default_value_t = 200, requires = "bench",
        conflicts_with_all = ["topics", "qrels"], value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    times: u32,
    /// Time searches in which copies of one story are results of their own
    #[arg(long, requires = "bench", conflicts_with_all = ["topics", "qrels"])]
    no_collapse: bool,
}

/// Times every query in this process.
pub(super) fn run(args: &Args, file: &Path) -> Run {
    let queries = eval::timed(&shown(file), &read(file)?)?;
    // All of them are read before the first is timed.
    for timed in &queries {
        request(timed, &args.bench)
            .map_err(|e| Error::usage(format!("{}, line {}: {e}", shown(file), timed.line)))?;
    }
    let reader = open(&args.place.archive()?)?;
    let layout = args.layout();
    let mut out = io::stdout().lock();
    let mut timings = Vec::new();
    for timed in queries {
        let timing = time(&reader, &timed, &args.bench)?;
        match layout {
            _ if args.quiet => {}
            Layout::Text => timings.push((timed, timing)),
            Layout::Tsv => write!(out, "{}", told::bench_line(&timed, &timing))?,
            Layout::Jsonl => {
                let line = json::bench(&timed, &timing);
                writeln!(out, "{}", json::encode(&line, None)?)?;
            }
        }
    }
    if !timings.is_empty() {
        write!(out, "{}", told::bench_table(&timings))?;
    }
    out.flush()?;
    Ok(Outcome::Found)
}

/// What `search` asks for the query: the ten best articles.
fn request(timed: &Timed, flags: &Flags) -> Result<Request> {
    Ok(Request {
        collapse: !flags.no_collapse,
        ..Request::new(query::parse(&timed.query, today())?)
    })
}

/// Times one query, from its text to ten articles with their passages and marks.
fn time(reader: &Reader, timed: &Timed, flags: &Flags) -> Result<Timing> {
    let once = || -> Result<(u64, Duration)> {
        let started = Instant::now();
        let request = request(timed, flags)?;
        let results = search::search(reader, &request)?;
        for hit in results.hits() {
            std::hint::black_box(hit?);
        }
        Ok((results.articles, started.elapsed()))
    };
    for _ in 0..flags.warm_ups {
        once()?;
    }
    let mut matches = 0;
    let mut runs = Vec::new();
    for _ in 0..flags.times {
        let (articles, took) = once()?;
        matches = articles;
        runs.push(took);
    }
    Ok(eval::timing(matches, runs))
}
