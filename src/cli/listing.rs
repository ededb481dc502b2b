//! Flags of the commands that list results, and what they come to.

use std::io::{self, IsTerminal};

use clap::{Args, ValueEnum};
use onrecord::search::{Note, Suggestion};

use super::Outcome;
use super::shared::{Sort, note};

/// Which results, and how they are printed.
#[derive(Args, Clone, Debug)]
pub(super) struct Listing {
    /// How many results at most; 0 is all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// How many results to leave out at the top
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) offset: usize,
    /// The order of results
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub(super) sort: Sort,
    /// Print only how many there are
    #[arg(short, long, conflicts_with_all = ["ids", "json"])]
    pub(super) count: bool,
    /// Print only ids
    #[arg(short = 'l', long, conflicts_with = "json")]
    pub(super) ids: bool,
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
    pub(super) fields: Option<Vec<String>>,
    /// How the query was read, and why each result scores as it does
    #[arg(long)]
    pub(super) explain: bool,
    /// Print nothing; the exit code tells
    #[arg(short, long)]
    pub(super) quiet: bool,
}

/// How results are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Layout {
    /// For people
    Text,
    /// Tab-separated lines: id, date, outlet, speaker, words
    Tsv,
    /// JSON lines
    Jsonl,
    /// Clips with citations, ready to paste
    Md,
}

impl Listing {
    pub(super) fn layout(&self) -> Layout {
        match self.format {
            _ if self.json => Layout::Jsonl,
            Some(layout) => layout,
            None if io::stdout().is_terminal() && self.fields.is_none() => Layout::Text,
            None => Layout::Tsv,
        }
    }

    /// How many results to read: none where only their number is wanted, all
    /// where `None`.
    pub(super) fn wanted(&self) -> Option<usize> {
        match self.limit {
            _ if self.quiet || self.count => Some(0),
            0 => None,
            limit => Some(limit),
        }
    }

    /// What ends an id in a list of ids.
    pub(super) fn id_end(&self) -> char {
        if self.null { '\0' } else { '\n' }
    }
}

/// How a command ended that found so many.
pub(super) fn outcome(found: u64) -> Outcome {
    if found > 0 {
        Outcome::Found
    } else {
        Outcome::Nothing
    }
}

/// How the query was read, where not as it was typed. `what` is found:
/// `article`, `quote`.
pub(super) fn tell_reading(notes: &[Note], what: &str) {
    for told in notes {
        match told {
            Note::Relaxed { having, asked } => note(&format!(
                "no {what} has all {asked} words; these have {having} of them (--all to insist)"
            )),
            Note::NoWords => note("the query has no words"),
        }
    }
}

/// Words near those that nothing has.
pub(super) fn tell_suggestions(suggestions: &[Suggestion], what: &str) {
    for suggestion in suggestions {
        let plural = if suggestion.articles == 1 { "" } else { "s" };
        note(&format!(
            "no {what} has {}; did you mean: {} ({} {what}{plural})?",
            suggestion.typed, suggestion.word, suggestion.articles
        ));
    }
}
