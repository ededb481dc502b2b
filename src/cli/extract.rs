//! `extract`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use onrecord::article::Reading;
use onrecord::corpus::{self, Format, Limits, Skip, Source};
use onrecord::ingest::read_article;
use onrecord::output::json;
use onrecord::passage::passages;
use onrecord::quote::{self, Method};

use super::formats::As;
use super::shared::now_seconds;
use super::{Outcome, Run};

/// What is read from a file, without an index, as JSON lines
///
/// One line for each article: what is known about it, its text, its passages,
/// its quotes with their speakers, and what was dropped, with the reason. A file
/// or record that gives no article has a line of the type "skipped".
///
/// Examples:
///   onrecord extract page.html | jq -r .text
///   onrecord extract saved/*.html > articles.jsonl
///   curl -s https://example.org/a | onrecord extract - --as html
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// Files or folders; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Read every file as this, whatever its name says
    #[arg(long = "as", value_name = "FORMAT")]
    format: Option<As>,
    /// Only these keys, with commas between them
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    fields: Option<Vec<String>>,
    /// Find quotes by rules alone, without the trained model
    #[arg(long)]
    rules: bool,
}

pub(super) fn run(args: &Args) -> Run {
    let mut extraction = Extraction {
        args,
        out: io::BufWriter::new(io::stdout().lock()),
        found: false,
    };
    for path in &args.files {
        if path.as_os_str() == "-" {
            extraction.stdin()?;
        } else {
            extraction.path(path)?;
        }
    }
    extraction.out.flush()?;
    Ok(if extraction.found {
        Outcome::Found
    } else {
        Outcome::Nothing
    })
}

struct Extraction<'a, W> {
    args: &'a Args,
    out: W,
    found: bool,
}

impl<W: Write> Extraction<'_, W> {
    fn stdin(&mut self) -> Result<(), super::Failure> {
        let mut outcome = Ok(());
        let format = self.format();
        corpus::sources_of(
            io::stdin().lock(),
            "-",
            format,
            &Limits::default(),
            &mut |source| {
                if outcome.is_ok() {
                    outcome = self.one(source);
                }
            },
        );
        outcome
    }

    fn path(&mut self, path: &Path) -> Result<(), super::Failure> {
        let folder = if path.is_dir() {
            Some(path)
        } else {
            path.parent()
        };
        let prefix = match folder.map(corpus::id_of) {
            Some(folder) if !folder.is_empty() => format!("{}/", folder.trim_end_matches('/')),
            _ => String::new(),
        };
        let mut outcome = Ok(());
        let format = self.format();
        corpus::files(path, &prefix, &mut |file| {
            let mut take = |source| {
                if outcome.is_ok() {
                    outcome = self.one(source);
                }
            };
            match file {
                Ok(file) => corpus::sources(&file, format, &Limits::default(), &mut take),
                Err(skip) => take(Err(skip)),
            }
        });
        outcome
    }

    fn one(&mut self, source: Result<Source, Skip>) -> Result<(), super::Failure> {
        let reading = Reading {
            now_seconds: now_seconds(),
        };
        let (id, read) = match source {
            Ok(source) => (source.id.clone(), read_article(&source, &reading)),
            Err(skip) => (skip.id, Err(skip.reason)),
        };
        let fields = self.args.fields.as_deref();
        let line = match read {
            Ok(article) => {
                self.found = true;
                let spans: Vec<_> = passages(&article.body)
                    .iter()
                    .map(|passage| passage.span)
                    .collect();
                let quotes = quote::of_article(&article, self.method());
                json::encode(&json::article(&article, &spans, &quotes, None), fields)?
            }
            Err(reason) => json::encode(&json::skipped(&id, reason), None)?,
        };
        writeln!(self.out, "{line}")?;
        Ok(())
    }

    fn method(&self) -> Method {
        if self.args.rules {
            Method::Rules
        } else {
            Method::Model
        }
    }

    fn format(&self) -> Option<Format> {
        self.args.format.map(Format::from)
    }
}
