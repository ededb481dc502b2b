//! `index` and `rebuild`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use onrecord::Error;
use onrecord::corpus::Format;
use onrecord::ingest::{self, Meter, Options, Report};
use onrecord::output::escape::printable;
use onrecord::output::json;
use onrecord::output::text::count;

use super::progress::Progress;
use super::shared::{As, MEMORY_MB, Where, note, options};
use super::{Outcome, Run};

/// Add new, replace changed and drop deleted articles
///
/// Looks at every file of corpus/, reads those that are new or changed, and
/// makes all of it visible at once. The former index answers until then, and
/// stays where anything fails.
///
/// Examples:
///   onrecord index                      bring the index up to date
///   onrecord index corpus/wire          only this folder
///   onrecord index ~/export.jsonl       also a file from elsewhere, from now on
///   zcat page.html.gz | onrecord index - --as html
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// Files or folders to look at; - is standard input [default: everything]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// Make the index from nothing, swapped in at the end
///
/// The former index answers until the new one is complete. This is also what
/// mends an index that is damaged or of another version.
#[derive(Debug, clap::Args)]
pub(super) struct RebuildArgs {
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Args)]
struct Common {
    /// Read every file as this, whatever its name says
    #[arg(long = "as", value_name = "FORMAT")]
    format: Option<As>,
    /// Memory to stay within, in millions of bytes
    #[arg(long, value_name = "MB", default_value_t = MEMORY_MB)]
    memory: u64,
    /// Seconds to wait for another writer
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    wait: u64,
    /// Exit with 1 where anything was skipped
    #[arg(long)]
    strict: bool,
    /// List everything that was skipped, with the reason
    #[arg(short, long)]
    verbose: bool,
    /// Print the report as a JSON line
    #[arg(long)]
    json: bool,
    /// Print nothing
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    place: Where,
}

impl Common {
    fn options(&self, command: &str) -> Options {
        Options {
            memory_bytes: self.memory.max(64).saturating_mul(1_000_000),
            format: self.format.map(Format::from),
            patience: Duration::from_secs(self.wait),
            ..options(command)
        }
    }
}

pub(super) fn run(args: &Args) -> Run {
    let archive = args.common.place.archive()?;
    let mut options = args.common.options("index");
    let mut paths = args.paths.clone();
    if let Some(stdin) = paths.iter_mut().find(|path| path.as_os_str() == "-") {
        // The format becomes the name of the kept file, so that later runs
        // know it.
        *stdin = ingest::keep(&archive, io::stdin().lock(), options.format.take())?;
    }
    let started = Instant::now();
    let meter = Meter::default();
    let report =
        Progress::start(&meter).over(|meter| ingest::update(&archive, &paths, &options, meter))?;
    tell(&report, &args.common, started.elapsed())
}

pub(super) fn rebuild(args: &RebuildArgs) -> Run {
    let archive = args.common.place.archive()?;
    let options = args.common.options("rebuild");
    if !archive.corpus.is_dir() {
        return Err(Error::usage(format!(
            "{}: no such folder; nothing to rebuild from",
            archive.corpus.display()
        ))
        .into());
    }
    let started = Instant::now();
    let meter = Meter::default();
    let report =
        Progress::start(&meter).over(|meter| ingest::rebuild(&archive, &options, meter))?;
    tell(&report, &args.common, started.elapsed())
}

fn tell(report: &Report, common: &Common, elapsed: Duration) -> Run {
    let mut out = io::stdout().lock();
    if common.json {
        let ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        writeln!(out, "{}", json::encode(&json::report(report, ms), None)?)?;
    } else if !common.quiet {
        writeln!(
            out,
            "corpus: {} files   + {} new   ~ {} changed   - {} gone   ! {} skipped",
            count(report.files),
            count(report.new),
            count(report.changed),
            count(report.gone),
            count(report.skipped.len() as u64),
        )?;
        writeln!(
            out,
            "articles: + {} added   ~ {} replaced   - {} removed",
            count(report.articles_added),
            count(report.articles_replaced),
            count(report.articles_removed),
        )?;
        writeln!(
            out,
            "index: {} articles · {} passages · {} quotes   {:.1} s",
            count(report.articles),
            count(report.passages),
            count(report.quotes),
            elapsed.as_secs_f64(),
        )?;
    }
    if !common.quiet {
        tell_skipped(report, common.verbose);
    }
    let strict = common.strict && !report.skipped.is_empty();
    Ok(if strict {
        Outcome::Nothing
    } else {
        Outcome::Found
    })
}

/// So many skipped files are named unasked.
const NAMED: usize = 3;

fn tell_skipped(report: &Report, all: bool) {
    let named = if all { report.skipped.len() } else { NAMED };
    for skipped in report.skipped.iter().take(named) {
        note(&format!(
            "! {}: {}",
            printable(&skipped.id),
            printable(&skipped.reason)
        ));
    }
    if report.skipped.len() > named {
        note(&format!(
            "! and {} more (-v for all)",
            count((report.skipped.len() - named) as u64)
        ));
    }
}
