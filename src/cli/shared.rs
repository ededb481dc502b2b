//! Flags that mean the same in every command, and what they come to.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use jiff::Zoned;
use onrecord::index::{self, Reader};
use onrecord::ingest::{self, Archive, Meter, Options};
use onrecord::output::escape::printable;
use onrecord::output::layout::columns;
use onrecord::output::text::{Look, counted};
use onrecord::query::{self, Day, Field, Period, Query};
use onrecord::quote::Quote;
use onrecord::roster::{Roster, all_words};
use onrecord::search::{Order, Request, Require};
use onrecord::{Error, Result};

use super::people::has_words;
use super::progress::Progress;

/// Where the archive is.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Where")]
pub(super) struct Where {
    /// Folder with corpus/ and index/ [default: the nearest folder upwards that has a corpus/]
    #[arg(long, value_name = "DIR", env = "ONRECORD_ARCHIVE")]
    pub(super) archive: Option<PathBuf>,
    /// Folder of the index [default: index/ in the archive]
    #[arg(long, value_name = "DIR", env = "ONRECORD_INDEX")]
    pub(super) index: Option<PathBuf>,
}

impl Where {
    /// The archive that is meant.
    pub(super) fn archive(&self) -> Result<Archive> {
        let mut archive = match &self.archive {
            Some(root) => Archive::at(root),
            None => Archive::at(&self.nearest()?),
        };
        if let Some(index) = &self.index {
            archive.index.clone_from(index);
        }
        Ok(archive)
    }

    /// The nearest folder upwards that has a corpus, as git finds its own.
    fn nearest(&self) -> Result<PathBuf> {
        let here = std::env::current_dir()
            .map_err(|e| Error::io("find the current folder", Path::new("."), e))?;
        let found = here
            .ancestors()
            .find(|folder| folder.join("corpus").is_dir());
        match found {
            Some(folder) => Ok(folder.to_owned()),
            // With an index named, nothing else is needed for searching.
            None if self.index.is_some() => Ok(here),
            None => Err(Error::usage(
                "no archive here: make a folder corpus/ with articles in it, or name one with --archive",
            )),
        }
    }
}

/// Opens the index of an archive; builds it first where there is none yet.
pub(super) fn open(archive: &Archive) -> Result<Reader> {
    if !index::exists(&archive.index) && archive.corpus.is_dir() {
        note(&format!(
            "no index yet: building it from {} first",
            archive.corpus.display()
        ));
        let meter = Meter::default();
        let progress = Progress::start(&meter);
        let report =
            progress.over(|meter| ingest::update(archive, &[], &options("search"), meter))?;
        note(&format!(
            "index: {} · {} · {}",
            counted(report.articles, "article"),
            counted(report.passages, "passage"),
            counted(report.quotes, "quote")
        ));
    }
    let reader = Reader::open(&archive.index)?;
    if !reader.choice().is_everything() {
        note(&format!(
            "this index holds only: {} (onrecord index --all takes in everything)",
            reader.choice()
        ));
    }
    Ok(reader)
}

/// Memory for indexing where none is named.
pub(super) const MEMORY_MB: u64 = 512;

/// How to index where nothing is said about it.
pub(super) fn options(command: &str) -> Options {
    Options {
        memory_bytes: MEMORY_MB * 1_000_000,
        format: None,
        choice: None,
        now_seconds: now_seconds(),
        patience: Duration::from_secs(10),
        holder: format!("onrecord {command} (process {})", std::process::id()),
    }
}

/// The present, in seconds since 1970 UTC.
pub(super) fn now_seconds() -> i64 {
    Zoned::now().timestamp().as_second()
}

/// Today where the user is.
pub(super) fn today() -> Day {
    let today = Zoned::now().date();
    Day::new(today.year(), today.month(), today.day()).unwrap_or(Day(0))
}

/// Which articles.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Which articles")]
pub(super) struct Filters {
    /// Published on or after: 2024, 2024-06, 2024-06-02, 7d, 3w, 6m, yesterday
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Published on or before
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Only this outlet (repeatable, or with commas)
    #[arg(long, value_name = "OUTLET", value_delimiter = ',')]
    source: Vec<String>,
    /// Only this section
    #[arg(long, value_name = "SECTION", value_delimiter = ',')]
    section: Vec<String>,
    /// Only by this author
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    author: Vec<String>,
    /// Only in this language: en, es, zh
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    lang: Vec<String>,
}

/// Whose words.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Which quotes")]
pub(super) struct By {
    /// Only where this speaker is quoted: any part of the name
    #[arg(long, value_name = "SPEAKER", value_delimiter = ',', value_parser = has_words)]
    by: Vec<String>,
}

impl By {
    /// The flag as a part of a query.
    pub(super) fn query(&self, roster: &Roster) -> Option<Query> {
        any(self.by.iter().map(|name| roster.speaker(name)).collect())
    }

    /// The flag as it was typed, for a message.
    pub(super) fn told(&self) -> String {
        told(&[("by", self.by.join(","))])
    }
}

/// Which quotes.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Which quotes")]
pub(super) struct WhichQuotes {
    /// Only by who is this: economist, minister (repeatable, or with commas)
    #[arg(long, value_name = "ROLE", value_delimiter = ',', value_parser = has_words)]
    role: Vec<String>,
    /// Only by who belongs there: a university, a company, a ministry
    #[arg(long, value_name = "ORGANISATION", value_delimiter = ',', value_parser = has_words)]
    affiliation: Vec<String>,
    /// Only quotes of this kind: direct, mixed, indirect
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<KindOf>,
    /// Only by such a source: person, body (an organisation), unnamed
    #[arg(long, value_name = "SORT", value_delimiter = ',')]
    speaker_is: Vec<SortOf>,
}

/// How somebody is quoted.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum KindOf {
    /// Wholly in quotation marks
    Direct,
    /// Partly
    Mixed,
    /// In the article's own words
    Indirect,
}

/// What sort of source is quoted.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum SortOf {
    /// A named person
    Person,
    /// An organisation, a report
    Body,
    /// A source that is not named
    Unnamed,
}

impl WhichQuotes {
    /// The flags as parts of a query.
    pub(super) fn queries(&self) -> Vec<Query> {
        let mut parts = Vec::new();
        for (field, values) in [
            (Field::Role, &self.role),
            (Field::Affiliation, &self.affiliation),
        ] {
            let ways = values.iter().map(|value| all_words(field, value));
            parts.extend(any(ways.collect()));
        }
        let kinds = self
            .kind
            .iter()
            .map(|kind| exactly(Field::Kind, name_of(kind)));
        parts.extend(any(kinds.collect()));
        let sorts = self
            .speaker_is
            .iter()
            .map(|sort| exactly(Field::Sort, name_of(sort)));
        parts.extend(any(sorts.collect()));
        parts
    }

    /// True where the sort of source was asked for.
    pub(super) fn names_sort(&self) -> bool {
        !self.speaker_is.is_empty()
    }

    /// The flags as they were typed, for a message.
    pub(super) fn told(&self) -> String {
        told(&[
            ("role", self.role.join(",")),
            ("affiliation", self.affiliation.join(",")),
            ("kind", names_of(&self.kind)),
            ("speaker-is", names_of(&self.speaker_is)),
        ])
    }
}

fn any(mut ways: Vec<Query>) -> Option<Query> {
    match ways.len() {
        0 => None,
        1 => ways.pop(),
        _ => Some(Query::Or(ways)),
    }
}

fn exactly(field: Field, value: String) -> Query {
    Query::In(field, Box::new(Query::Phrase(value)))
}

fn name_of(value: &impl ValueEnum) -> String {
    let value = value.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

fn names_of(values: &[impl ValueEnum]) -> String {
    let names: Vec<String> = values.iter().map(name_of).collect();
    names.join(",")
}

/// Flags that have a value, as they would be typed.
fn told(flags: &[(&str, String)]) -> String {
    let given = flags.iter().filter(|(_, value)| !value.is_empty());
    let given: Vec<String> = given
        .map(|(flag, value)| format!("--{flag} {value}"))
        .collect();
    given.join(" ")
}

/// Who is who, by the archive's `people.toml` where there is one.
pub(super) fn roster(archive: &Archive) -> Result<Roster> {
    let path = archive.root.join("people.toml");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Roster::default()),
        Err(cause) => return Err(Error::io("read", &path, cause)),
    };
    Roster::parse(&text).map_err(|message| Error::usage(format!("{}: {message}", path.display())))
}

/// Gives the speakers of quotes the names to show.
pub(super) fn name_speakers(roster: &Roster, quotes: &mut [Quote]) {
    let speakers = quotes.iter_mut().filter_map(|quote| quote.speaker.as_mut());
    speakers.for_each(|speaker| roster.apply(speaker));
}

impl Filters {
    /// The filters as parts of a query.
    pub(super) fn queries(&self) -> Result<Vec<Query>> {
        let mut parts = Vec::new();
        let today = today();
        let period = |flag: &str, typed: &str, read: std::result::Result<Period, String>| {
            // A span of time is written with both flags, or in the query.
            let spans = match typed.contains("..") {
                true => " (from one to another: --since and --until, or date:A..B in the query)",
                false => "",
            };
            read.map(Query::Date)
                .map_err(|message| Error::usage(format!("--{flag}: {message}{spans}")))
        };
        if let Some(since) = &self.since {
            parts.push(period("since", since, Period::since(since, today))?);
        }
        if let Some(until) = &self.until {
            parts.push(period("until", until, Period::until(until, today))?);
        }
        if let [Query::Date(since), Query::Date(until)] = parts.as_slice()
            && Period::between(since, until).is_none()
        {
            return Err(Error::usage("--until is before --since"));
        }
        let fields = [
            (Field::Source, &self.source),
            (Field::Section, &self.section),
            (Field::Byline, &self.author),
            (Field::Language, &self.lang),
        ];
        for (field, values) in fields {
            let values: Vec<Query> = values
                .iter()
                .map(|value| Query::Phrase(value.clone()))
                .collect();
            if !values.is_empty() {
                parts.push(Query::In(field, Box::new(Query::Or(values))));
            }
        }
        Ok(parts)
    }

    /// The flags as they were typed, for a message.
    pub(super) fn told(&self) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        told(&[
            ("since", text(&self.since)),
            ("until", text(&self.until)),
            ("source", self.source.join(",")),
            ("section", self.section.join(",")),
            ("author", self.author.join(",")),
            ("lang", self.lang.join(",")),
        ])
    }
}

/// How words side by side are matched.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Matching")]
pub(super) struct Matching {
    /// Find articles with any of the words, not all
    #[arg(long, conflicts_with = "all")]
    any: bool,
    /// Never fall back to articles with most of the words
    #[arg(long)]
    all: bool,
}

impl Matching {
    /// The flag as it was typed, for a message.
    pub(super) fn told(self) -> String {
        match self {
            Matching { any: true, .. } => "--any".to_owned(),
            Matching { all: true, .. } => "--all".to_owned(),
            _ => String::new(),
        }
    }
}

/// In which order results come.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum Sort {
    /// Best first
    #[default]
    Relevance,
    /// Newest first
    Newest,
    /// Oldest first
    Oldest,
}

/// The request that the words and flags of a command come to.
pub(super) fn request(
    words: &[String],
    filters: &Filters,
    matching: Option<Matching>,
    sort: Sort,
) -> Result<Request> {
    let text = words.join(" ");
    let query = query::parse(&text, today()).inspect_err(|error| point_at(&text, error))?;
    if let Some(word) = query.small_operator() {
        note(&format!(
            "`{word}` is read as a word; operators are in capitals: {}",
            word.to_uppercase()
        ));
    }
    let require = match matching {
        Some(Matching { any: true, .. }) => Require::Any,
        Some(Matching { all: true, .. }) => Require::All,
        _ => Require::Most,
    };
    let order = match sort {
        Sort::Relevance => Order::Relevance,
        Sort::Newest => Order::Newest,
        Sort::Oldest => Order::Oldest,
    };
    Ok(Request {
        require,
        order,
        ..Request::new(query.within(filters.queries()?))
    })
}

/// Shows where in a query an error is.
fn point_at(text: &str, error: &Error) {
    let Some(column) = error.column() else { return };
    let before: String = text.chars().take(column - 1).collect();
    let width = columns(&printable(&before));
    if width < 200 && columns(text) < 400 {
        note(&format!("  {text}"));
        note(&format!("  {}^", " ".repeat(width)));
    }
}

/// How output looks.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Look")]
pub(super) struct Style {
    /// Colours and bold type
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
    /// Columns of a line [default: those of the terminal, at most 100]
    #[arg(long, value_name = "N")]
    width: Option<usize>,
    /// Put [ ] around what matched
    #[arg(long)]
    mark: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

impl Style {
    pub(super) fn look(&self) -> Look {
        let set = |name: &str| {
            std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0")
        };
        let color = match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto if set("NO_COLOR") => false,
            When::Auto => set("CLICOLOR_FORCE") || io::stdout().is_terminal(),
        };
        let terminal = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        let width = self
            .width
            .unwrap_or_else(|| terminal.min(100))
            .clamp(20, 1_000);
        Look {
            width,
            color,
            brackets: self.mark,
        }
    }
}

/// Says something beside the data.
pub(super) fn note(message: &str) {
    // Notes are a courtesy: a closed standard error is no reason to stop.
    let _ = writeln!(io::stderr(), "{}", printable(message));
}
