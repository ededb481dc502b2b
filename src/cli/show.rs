//! `show`.

use std::io::{self, Write};

use onrecord::index::{Reader, Stored};
use onrecord::output::{escape::printable, json, markdown, text};

use super::shared::{Style, Where, note, open, roster};
use super::{Outcome, Run};

/// An article, a passage of it, or what was dropped from it
///
/// Examples:
///   onrecord show wire/2024/harbour.txt            the article
///   onrecord show wire/2024/harbour.txt#p7         its seventh passage
///   onrecord show wire/2024/harbour.txt#p7 --clip  what is said there, to paste
///   onrecord show wire/2024/harbour.txt --dropped  what was left out, and why
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// Id of an article, as results show it, with or without #pN
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    id: String,
    /// What stood in the source and is not in the text, with the reason
    #[arg(long)]
    dropped: bool,
    /// The quotes as Markdown clips with citations, ready to paste; those of
    /// the passage where one is named, or the passage where nobody is quoted
    #[arg(long, conflicts_with_all = ["dropped", "json"])]
    clip: bool,
    /// Print a JSON line
    #[arg(long)]
    json: bool,
    /// Only these keys of the JSON line, with commas between them
    #[arg(long, value_name = "KEYS", value_delimiter = ',', requires = "json")]
    fields: Option<Vec<String>>,
    #[command(flatten)]
    style: Style,
    #[command(flatten)]
    place: Where,
}

pub(super) fn run(args: &Args) -> Run {
    let archive = args.place.archive()?;
    let roster = roster(&archive)?;
    let reader = open(&archive)?;
    let Some((mut stored, passage)) = find(&reader, &args.id)? else {
        note(&format!("no article has the id {}", args.id));
        if let Some(file) = reader
            .files()?
            .get(args.id.as_str())
            .filter(|file| file.articles > 0)
        {
            note(&format!(
                "it is a file of {} articles; their ids are {}#…",
                file.articles, file.id
            ));
        }
        return Ok(Outcome::Nothing);
    };
    for quote in &mut stored.quotes {
        quote
            .speaker
            .as_mut()
            .into_iter()
            .for_each(|speaker| roster.apply(speaker));
    }
    let article = &stored.article;
    if passage.is_some_and(|number| number == 0 || number > stored.passages.len()) {
        note(&format!(
            "{} has {} passages",
            article.id,
            stored.passages.len()
        ));
        return Ok(Outcome::Nothing);
    }
    let mut out = io::stdout().lock();
    if args.json {
        let line = json::article(article, &stored.passages, &stored.quotes, passage);
        writeln!(out, "{}", json::encode(&line, args.fields.as_deref())?)?;
    } else if args.clip {
        write!(out, "{}", markdown::clips(&stored, passage))?;
    } else if args.dropped {
        write!(out, "{}", text::dropped(article))?;
        if article.dropped.is_empty() {
            note("nothing was dropped");
        }
    } else {
        write!(
            out,
            "{}",
            text::article(&stored, passage, &args.style.look())
        )?;
    }
    for value in &article.notes {
        note(&format!("note: {}", printable(value)));
    }
    Ok(Outcome::Found)
}

/// The article of an id, and the number of the passage where one is named. An
/// article whose own id ends like a passage's comes first.
fn find(reader: &Reader, id: &str) -> onrecord::Result<Option<(Stored, Option<usize>)>> {
    // As the shell completes it.
    let id = id.strip_prefix("./").unwrap_or(id);
    if let Some(below) = id.strip_prefix("corpus/")
        && let Some(found) = find(reader, below)?
    {
        return Ok(Some(found));
    }
    if let Some(stored) = reader.article(id)? {
        return Ok(Some((stored, None)));
    }
    let Some((article, number)) = id.rsplit_once("#p") else {
        return Ok(None);
    };
    let Ok(number) = number.parse() else {
        return Ok(None);
    };
    Ok(reader
        .article(article)?
        .map(|stored| (stored, Some(number))))
}
