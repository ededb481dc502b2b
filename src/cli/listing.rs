//! Flags of the commands that list results, and what they come to.

use std::io::{self, IsTerminal};

use clap::{Args, ValueEnum};
use onrecord::output::json::{Context, told_once};
use onrecord::output::text::{count, counted};
use onrecord::search::{Collapsed, Note, Offered, Recent, Suggestion};
use onrecord::span::Span;

use super::Outcome;
use super::shared::{Sort, note, now_seconds};

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
    /// Prefer what is new: a score halves with every such time, as in 30d, 6w, 1y
    #[arg(long, value_name = "HALF-LIFE", value_parser = days)]
    recent: Option<f32>,
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

/// Whether copies of one story are results of their own.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Copying {
    /// Show every copy of a story, not the best one for all
    #[arg(long)]
    no_collapse: bool,
}

impl Copying {
    pub(super) fn collapse(self) -> bool {
        !self.no_collapse
    }
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

    /// How much newer articles are preferred.
    pub(super) fn recent(&self) -> Option<Recent> {
        self.recent.map(|half_life_days| Recent {
            half_life_days,
            now_seconds: now_seconds(),
        })
    }

    /// True where a summary follows the results.
    pub(super) fn has_summary(&self) -> bool {
        self.layout() == Layout::Jsonl && !self.ids && self.fields.is_none()
    }

    /// What ends an id in a list of ids.
    pub(super) fn id_end(&self) -> char {
        if self.null { '\0' } else { '\n' }
    }
}

/// Reads `30d`, `6w`, `3m`, `1y` as days.
fn days(text: &str) -> Result<f32, String> {
    let wrong = || "a number of days, weeks, months or years, such as 30d, 6w, 3m, 1y".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let days = match unit {
        'd' => 1.0,
        'w' => 7.0,
        'm' => 30.44,
        'y' => 365.25,
        _ => return Err(wrong()),
    };
    let number = text.strip_suffix(unit).unwrap_or("");
    match number.parse::<u32>() {
        Ok(number @ 1..=10_000) => Ok(number as f32 * days),
        _ => Err(wrong()),
    }
}

/// How much of an article to show around a passage.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Around {
    /// Show N paragraphs before and after the passage
    #[arg(short = 'C', long, value_name = "N")]
    context: Option<usize>,
}

impl Around {
    /// The passages of an article before and after one of them, by its number
    /// from 1, where any were asked for.
    pub(super) fn of<'b>(
        self,
        body: &'b str,
        passages: &[Span],
        number: usize,
    ) -> Option<Context<'b>> {
        let count = self.context?;
        let (to, from) = (number.checked_sub(1)?, number.min(passages.len()));
        let texts = |spans: Option<&[Span]>| {
            let spans = spans.unwrap_or_default().iter();
            spans.filter_map(|span| span.of(body)).collect()
        };
        let end = from.saturating_add(count).min(passages.len());
        Some(Context {
            before: texts(passages.get(to.saturating_sub(count)..to)),
            after: texts(passages.get(from..end)),
        })
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

/// Says that nothing was found, and for what: the query and the flags that
/// narrow it, as they were typed.
pub(super) fn tell_nothing(query: &[String], flags: &[String]) {
    let asked = query.iter().chain(flags).map(String::as_str);
    let asked: Vec<&str> = asked.filter(|part| !part.is_empty()).collect();
    match asked.is_empty() {
        true => note("nothing found"),
        false => note(&format!("nothing found for: {}", asked.join(" "))),
    }
}

/// How many results there are to list: copies count once where they are
/// collapsed.
pub(super) fn listed(found: u64, collapsed: Option<Collapsed>) -> u64 {
    collapsed.map_or(found, |collapsed| collapsed.origins)
}

/// How many results are shown, and of how many.
pub(super) fn tell_shown(
    shown: usize,
    found: u64,
    collapsed: Option<Collapsed>,
    what: &str,
    ms: u64,
) {
    let listed = listed(found, collapsed);
    let copies = match listed == found {
        true => String::new(),
        false => format!(" ({} with copies)", count(found)),
    };
    let outlets = collapsed.map(|collapsed| collapsed.outlets);
    let outlets = match outlets.filter(|outlets| *outlets > 0) {
        Some(outlets) => format!(" · {}", counted(outlets, "outlet")),
        None => String::new(),
    };
    let (shown, listed) = (count(shown as u64), counted(listed, what));
    note(&format!("{shown} of {listed}{copies}{outlets} · {ms} ms"));
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
            Note::Unknown { typed } => note(&format!("no {what} has {typed}")),
            Note::CutShort => note(
                "cut short: words that stand nearly everywhere are asked for near each other; not all was looked at",
            ),
            Note::Capped { typed, words } => note(&format!(
                "more than {words} words are spelt like {typed}: the first {words} of the alphabet are looked for"
            )),
        }
    }
}

/// Words and names near those that nothing has, or little. `what` is searched:
/// `article`, `quote`.
pub(super) fn tell_suggestions(suggestions: &[Suggestion], what: &str) {
    for suggestion in told_once(suggestions) {
        note(&told_suggestion(suggestion, what));
    }
}

fn told_suggestion(suggestion: &Suggestion, what: &str) -> String {
    let (kind, typed, word) = (suggestion.kind, &suggestion.typed, &suggestion.word);
    let (what, number) = match (kind, suggestion.quotes) {
        (Offered::Word, _) => (what, suggestion.articles),
        (_, Some(quotes)) => ("quote", quotes),
        (_, None) => ("article", suggestion.articles),
    };
    let many = |number: u64| counted(number, what);
    let little = match (kind, suggestion.having) {
        (Offered::Word, 0) => format!("no {what} has {typed}"),
        (Offered::Word, 1) => format!("only one {what} has {typed}"),
        (Offered::Word, having) => format!("only {} have {typed}", many(having)),
        (_, 0) => format!("no {what} for {}:{typed}", kind.name()),
        (_, having) => format!("only {} for {}:{typed}", many(having), kind.name()),
    };
    format!("{little}; did you mean: {word} ({})?", many(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_ends_where_the_article_does() {
        let body = "a b c d";
        let passages: Vec<Span> = (0..4).map(|i| Span::new(2 * i, 2 * i + 1)).collect();
        let around = |count, number| {
            let around = Around {
                context: Some(count),
            };
            let context = around.of(body, &passages, number).unwrap_or_default();
            (context.before.concat(), context.after.concat())
        };
        for (count, number, before, after) in [
            (1, 1, "", "b"),
            (1, 2, "a", "c"),
            (2, 4, "bc", ""),
            (0, 2, "", ""),
            (usize::MAX, 3, "ab", "d"),
            (1, 9, "", ""),
        ] {
            let wanted = (before.to_owned(), after.to_owned());
            assert_eq!(around(count, number), wanted, "{count} around {number}");
        }
        assert_eq!(Around { context: None }.of(body, &passages, 2), None);
    }
}
