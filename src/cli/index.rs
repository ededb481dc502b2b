//! `index` and `rebuild`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use onrecord::Error;
use onrecord::corpus::{Choice, Format, host, plural};
use onrecord::index::Skipped;
use onrecord::ingest::{self, Meter, Options, Report};
use onrecord::output::escape::printable;
use onrecord::output::json;
use onrecord::output::text::count;
use onrecord::query::{Moment, Period};

use super::formats::As;
use super::progress::Progress;
use super::shared::{MEMORY_MB, Where, note, options, today};
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
    /// Only articles from this web site and those below it (repeatable, or with
    /// commas); articles without an address are left out
    ///
    /// Which articles the index is made of, by --host, --since and --lang, is
    /// kept for later runs and for rebuild, until it is named anew or lifted by
    /// --all. It also chooses what is taken of files read before.
    #[arg(long, value_name = "HOST", value_delimiter = ',')]
    host: Vec<String>,
    /// Only articles published on this day or later; undated ones are kept
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only articles in this language: en, de, … (repeatable, or with commas)
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    lang: Vec<String>,
    /// Everything: lifts --host, --since and --lang of earlier runs
    #[arg(long, conflicts_with_all = ["host", "since", "lang"])]
    all: bool,
    /// Memory to stay within, in millions of bytes
    #[arg(long, value_name = "MB", default_value_t = MEMORY_MB)]
    memory: u64,
    /// Seconds to wait for another writer
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    wait: u64,
    /// Exit with 1 where something could not be read
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
    fn options(&self, command: &str) -> Result<Options, Error> {
        Ok(Options {
            choice: self.choice()?,
            memory_bytes: self.memory.max(64).saturating_mul(1_000_000),
            format: self.format.map(Format::from),
            patience: Duration::from_secs(self.wait),
            ..options(command)
        })
    }

    /// What is chosen from now on; `None` where nothing is said about it.
    fn choice(&self) -> Result<Option<Choice>, Error> {
        let since = match &self.since {
            Some(text) => {
                let period = Period::since(text, today())
                    .map_err(|why| Error::usage(format!("--since: {why}")))?;
                match period.from {
                    Some(Moment::Day(day)) => Some(day.0),
                    _ => return Err(Error::usage("--since: name a day: 2024-06-02")),
                }
            }
            None => None,
        };
        let choice = Choice {
            hosts: cleaned(&self.host, host_name),
            since,
            languages: cleaned(&self.lang, |code| {
                code.split(['-', '_']).next().unwrap_or("").to_lowercase()
            }),
        };
        if let Some(typed) = self.host.iter().find(|typed| !is_host(&host_name(typed))) {
            return Err(Error::usage(format!(
                "--host: `{}` is no web site; name one: mail.example",
                printable(typed)
            )));
        }
        let is_code =
            |code: &String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
        if !choice.languages.iter().all(is_code) {
            return Err(Error::usage(
                "--lang: name a language by two letters: en, de",
            ));
        }
        let is_said = self.all || !choice.is_everything();
        Ok(is_said.then_some(choice))
    }
}

/// The host in an address, or in what is typed for one: `*.mail.example`,
/// `mail.example/news`.
fn host_name(typed: &str) -> String {
    let typed = typed.trim().trim_start_matches("*.").trim_matches('.');
    let of_address = host(typed).or_else(|| host(&format!("https://{typed}")));
    of_address.unwrap_or_default()
}

/// True for what can be a web site: letters, digits and hyphens between dots.
/// Some names in use have an underscore.
fn is_host(host: &str) -> bool {
    let is_part = |part: &str| {
        let mut chars = part.chars();
        !part.is_empty() && chars.all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    host.split('.').all(is_part)
}

/// The values in one order, each once.
fn cleaned(values: &[String], clean: impl Fn(&str) -> String) -> Vec<String> {
    let values = values.iter().map(|value| clean(value.trim()));
    let mut values: Vec<String> = values.collect();
    values.sort();
    values.dedup();
    values
}

pub(super) fn run(args: &Args) -> Run {
    let archive = args.common.place.archive()?;
    let mut options = args.common.options("index")?;
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
    let options = args.common.options("rebuild")?;
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
        write!(out, "{}", summary(report))?;
        writeln!(out, "   {:.1} s", elapsed.as_secs_f64())?;
    }
    if !common.quiet {
        tell_skipped(report, common.verbose);
    }
    let strict = common.strict && report.is_incomplete();
    Ok(if strict {
        Outcome::Nothing
    } else {
        Outcome::Found
    })
}

/// What a run did, in three lines and those of what is not usual.
fn summary(report: &Report) -> String {
    let not_read = report.not_read();
    let mut out = format!(
        "corpus: {}   + {} new   ~ {} changed   - {} gone   ! {} skipped",
        counted(report.files, "file", "files"),
        count(report.new),
        count(report.changed),
        count(report.gone),
        count(not_read.files),
    );
    for (number, words) in [
        (report.chosen_anew, "chosen anew"),
        (report.read_again, "read again"),
        (not_read.not_understood, "not wholly understood"),
    ] {
        if number > 0 {
            out += &format!("   {} {words}", count(number));
        }
    }
    out += &format!(
        "\narticles: + {} added   ~ {} replaced   - {} removed\n",
        count(report.articles_added),
        count(report.articles_replaced),
        count(report.articles_removed),
    );
    if not_read.records + not_read.passed_over > 0 {
        out += &format!(
            "records: ! {} skipped   {} passed over, since they are no articles\n",
            count(not_read.records),
            count(not_read.passed_over),
        );
    }
    if !report.choice.is_everything() {
        out += &format!(
            "choice: {}   {} left out (--all lifts it)\n",
            printable(&report.choice.to_string()),
            counted(report.left_out, "record", "records"),
        );
    }
    out + &format!(
        "index: {} · {} · {}",
        counted(report.articles, "article", "articles"),
        counted(report.passages, "passage", "passages"),
        counted(report.quotes, "quote", "quotes"),
    )
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), plural(number, one, many))
}

/// So many skipped files are named unasked.
const NAMED: usize = 3;

/// Names what was skipped; records that are rightly no articles only if all is
/// asked for.
fn tell_skipped(report: &Report, all: bool) {
    let shown = |skip: &&Skipped| all || !skip.by_design || skip.records == 0;
    let skipped: Vec<&Skipped> = report.skipped.iter().filter(shown).collect();
    let named = if all { skipped.len() } else { NAMED };
    for skip in skipped.iter().take(named) {
        note(&format!(
            "! {}: {}",
            printable(&skip.id),
            printable(&skip.reason)
        ));
    }
    if skipped.len() > named {
        note(&format!(
            "! and {} more (-v for all)",
            count((skipped.len() - named) as u64)
        ));
    }
}
