//! `similar`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use onrecord::Error;
use onrecord::article::{Article, Reading};
use onrecord::corpus::{self, Limits, Skip, Source};
use onrecord::index::Reader;
use onrecord::ingest::read_article;
use onrecord::output::json::{self, Part};
use onrecord::output::text::counted;
use onrecord::roster::Roster;
use onrecord::search::{self, Like, Request, Similar};

use super::formats::As;
use super::listing::{Around, Copying, Listing, listed, outcome, tell_nothing, tell_shown};
use super::search::print_hit;
use super::shared::{
    Filters, Style, Where, name_speakers, note, now_seconds, open, request, roster,
};
use super::show;
use super::{Failure, Outcome, Run};

/// Articles like this one
///
/// Found by the words that tell what it is about. The article itself is not
/// among them, nor are copies of it: the same text shortened, touched up, or
/// under another headline. Copies of another article are one result.
///
/// Examples:
///   onrecord similar wire/2024/harbour.txt            like this article
///   onrecord similar wire/2024/harbour.txt#p7         like this passage of it
///   onrecord similar draft.txt --since 2023           like a file from elsewhere
///   curl -s https://example.org/a | onrecord similar - --as html
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// Id of an article, as results show it, with or without #pN or #qN; or a
    /// file; - is standard input
    #[arg(value_name = "ID|FILE", allow_hyphen_values = true)]
    like: PathBuf,
    /// Show copies of it as well, each for itself
    #[arg(long)]
    copies: bool,
    #[command(flatten)]
    copying: Copying,
    /// Read the file as this, whatever its name says
    #[arg(long = "as", value_name = "FORMAT")]
    read_as: Option<As>,
    #[command(flatten)]
    listing: Listing,
    /// How many passages of each article at most
    #[arg(long, value_name = "N", default_value_t = 1)]
    passages: usize,
    #[command(flatten)]
    around: Around,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    style: Style,
    #[command(flatten)]
    place: Where,
}

impl Args {
    fn request(&self) -> onrecord::Result<Request> {
        let listing = &self.listing;
        Ok(Request {
            limit: listing.wanted(),
            offset: listing.offset,
            passages: self.passages,
            explain: listing.explain,
            collapse: self.copying.collapse(),
            ..request(&[], &self.filters, None, listing.sort)?
        })
    }

    /// True where copies of what was named are results.
    fn with_copies(&self) -> bool {
        self.copies || !self.copying.collapse()
    }

    /// What was named, as text.
    fn named(&self) -> String {
        match self.like.to_str() {
            Some(named) => named.to_owned(),
            None => corpus::id_of(&self.like),
        }
    }
}

pub(super) fn run(args: &Args) -> Run {
    let archive = args.place.archive()?;
    let roster = roster(&archive)?;
    let request = args.request()?;
    let reader = open(&archive)?;
    let Some(model) = Model::find(args, &reader)? else {
        return Ok(Outcome::Nothing);
    };
    let started = Instant::now();
    let similar = search::similar(&reader, &request, model.like(), args.with_copies())?;
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let found = similar.results.articles;
    if args.listing.quiet {
        return Ok(outcome(found));
    }
    if args.listing.count {
        let listed = listed(found, similar.results.collapsed);
        writeln!(io::stdout().lock(), "{listed}")?;
    } else {
        print(args, &roster, &similar, ms)?;
    }
    tell(args, &similar, ms);
    Ok(outcome(found))
}

/// What others are to be like.
struct Model {
    article: Article,
    /// The part of it that is meant, where not all is.
    part: Option<String>,
    in_archive: bool,
}

impl Model {
    /// `None` where there is no such article, which has been said then.
    fn find(args: &Args, reader: &Reader) -> Result<Option<Self>, Failure> {
        let named = args.named();
        if args.like.as_os_str() == "-" {
            return Ok(Some(Model::read(args, None)?));
        }
        if let Some((stored, part)) = show::find(reader, &named)? {
            let span = match part {
                None => None,
                Some(Part::Passage(number)) => Some(
                    number
                        .checked_sub(1)
                        .and_then(|i| stored.passages.get(i))
                        .copied(),
                ),
                Some(Part::Quote(number)) => {
                    let quote = number.checked_sub(1).and_then(|i| stored.quotes.get(i));
                    Some(quote.map(onrecord::quote::Quote::extent))
                }
            };
            if span == Some(None) {
                note(&format!("{} has no such part: {named}", stored.article.id));
                return Ok(None);
            }
            let text = span
                .flatten()
                .and_then(|span| span.of(&stored.article.body));
            return Ok(Some(Model {
                part: text.map(str::to_owned),
                article: stored.article,
                in_archive: true,
            }));
        }
        if args.like.exists() {
            return Ok(Some(Model::read(args, Some(&args.like))?));
        }
        show::tell_unknown(reader, &named)?;
        Ok(None)
    }

    /// The only article of a file, or of standard input where none is named.
    fn read(args: &Args, path: Option<&Path>) -> Result<Self, Error> {
        let named = args.named();
        if path.is_some_and(Path::is_dir) {
            return Err(Error::usage(format!(
                "{named} is a folder; name one article"
            )));
        }
        let mut only: Option<Result<Source, Skip>> = None;
        let mut records = 0_u64;
        let mut take = |source| {
            records += 1;
            if only.is_none() {
                only = Some(source);
            }
        };
        let (format, limits) = (args.read_as.map(Into::into), Limits::default());
        match path {
            None => corpus::sources_of(io::stdin().lock(), "-", format, &limits, &mut take),
            Some(path) => {
                let file = fs::File::open(path).map_err(|e| Error::io("read", path, e))?;
                corpus::sources_of(file, &named, format, &limits, &mut take);
            }
        }
        if records > 1 {
            return Err(Error::usage(format!(
                "{named} holds {}; name one of them",
                counted(records, "article")
            )));
        }
        let reading = Reading {
            now_seconds: now_seconds(),
        };
        let article = match only {
            None => Err("empty".to_owned()),
            Some(Err(skip)) => Err(skip.reason.to_string()),
            Some(Ok(source)) => {
                read_article(&source, &reading).map_err(|reason| reason.to_string())
            }
        };
        let article = article.map_err(|reason| Error::usage(format!("{named}: {reason}")))?;
        Ok(Model {
            article,
            part: None,
            in_archive: false,
        })
    }

    fn like(&self) -> Like<'_> {
        let like = match &self.part {
            Some(part) => Like::part(&self.article, part),
            None => Like::article(&self.article),
        };
        match self.in_archive {
            true => like.in_archive(&self.article.id),
            false => like,
        }
    }
}

fn print(args: &Args, roster: &Roster, similar: &Similar<'_>, ms: u64) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (i, hit) in similar.results.hits().enumerate() {
        let mut hit = hit?;
        name_speakers(roster, &mut hit.quotes);
        print_hit(&args.listing, args.around, &args.style, i, &hit, &mut out)?;
    }
    if args.listing.has_summary() {
        let named = args.named();
        let line = json::similar_summary(&named, similar, ms);
        writeln!(out, "{}", json::encode(&line, None)?)?;
    }
    out.flush()?;
    Ok(())
}

/// What a person should know beside the results.
fn tell(args: &Args, similar: &Similar<'_>, ms: u64) {
    let results = &similar.results;
    for line in &results.explanation {
        note(line);
    }
    if similar.words.is_empty() {
        note(&format!(
            "{} has no words that tell what it is about",
            args.named()
        ));
    }
    if results.articles == 0 {
        tell_nothing(&[format!("like {}", args.named())], &[args.filters.told()]);
    }
    if similar.copies > 0 && !args.with_copies() {
        let copies = counted(similar.copies as u64, "copy");
        note(&format!("{copies} left out (--copies shows them)"));
    }
    if results.articles > 0 && !args.listing.count {
        tell_shown(
            results.shown(),
            results.articles,
            results.collapsed,
            "article",
            ms,
        );
    }
}
