//! `show`.

use std::collections::HashSet;
use std::io::{self, Write};

use onrecord::analysis::fold;
use onrecord::index::{Reader, Stored};
use onrecord::output::json::Part;
use onrecord::output::{escape::printable, json, markdown, text};
use onrecord::search::{self, QuoteHit};

use super::shared::{Style, Where, name_speakers, note, open, roster};
use super::{Failure, Outcome, Run};

/// An article, a passage or a quote of it, or what was dropped from it
///
/// Examples:
///   onrecord show wire/2024/harbour.txt            the article
///   onrecord show wire/2024/harbour.txt#p7         its seventh passage
///   onrecord show wire/2024/harbour.txt#q3         its third quote, with the speaker
///   onrecord show wire/2024/harbour.txt#p7 --clip  what is said there, to paste
///   onrecord show wire/2024/harbour.txt --dropped  what was left out, and why
///   onrecord show wire/2024/harbour.txt --copies   where else it was printed
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// Id of an article, as results show it, with or without #pN or #qN
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    id: String,
    /// What stood in the source and is not in the text, with the reason
    #[arg(long)]
    dropped: bool,
    /// The articles with nearly the same text, the earliest first
    #[arg(long, conflicts_with_all = ["dropped", "clip"])]
    copies: bool,
    /// The quotes as Markdown clips with citations, ready to paste; those of
    /// the passage where one is named, or the passage where nobody is quoted;
    /// of the quote where one is named
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
    let Some((mut stored, part)) = find(&reader, &args.id)? else {
        tell_unknown(&reader, &args.id)?;
        if let Some(file) = reader
            .files()?
            .get(args.id.as_str())
            .filter(|file| file.articles > 0)
        {
            note(&format!(
                "it is a file of {}; their ids are {}#…",
                text::counted(file.articles, "article"),
                file.id
            ));
        }
        return Ok(Outcome::Nothing);
    };
    if args.copies {
        return print_copies(args, &reader, &stored.article.id);
    }
    name_speakers(&roster, &mut stored.quotes);
    if let Some(told) = part.and_then(|part| missing(part, &stored)) {
        note(&told);
        return Ok(Outcome::Nothing);
    }
    print(args, &stored, part, &mut io::stdout().lock())?;
    for value in &stored.article.notes {
        note(&format!("note: {}", printable(value)));
    }
    Ok(Outcome::Found)
}

fn print(
    args: &Args,
    stored: &Stored,
    part: Option<Part>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let (article, look) = (&stored.article, args.style.look());
    if args.json {
        let line = json::article(article, &stored.passages, &stored.quotes, part);
        writeln!(out, "{}", json::encode(&line, args.fields.as_deref())?)?;
        return Ok(());
    }
    if args.dropped {
        write!(out, "{}", text::dropped(article))?;
        if article.dropped.is_empty() {
            note("nothing was dropped");
        }
        return Ok(());
    }
    let (passage, quote) = match part {
        Some(Part::Passage(number)) => (Some(number), None),
        Some(Part::Quote(number)) => (None, quote_hit(stored, number)),
        None => (None, None),
    };
    let shown = match (quote, args.clip) {
        (Some(hit), true) => markdown::quote(&hit),
        (Some(hit), false) => text::quote(&hit, None, &look),
        (None, true) => markdown::clips(stored, passage),
        (None, false) => text::article(stored, passage, &look),
    };
    write!(out, "{shown}")?;
    Ok(())
}

/// Prints an article among its copies; 1 where it has none.
fn print_copies(args: &Args, reader: &Reader, id: &str) -> Run {
    let Some(copies) = search::copies(reader, id)? else {
        return Ok(Outcome::Nothing);
    };
    let count = copies.len() as u64;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut outlets, names) = (HashSet::new(), reader.outlets()?);
    for copy in copies {
        let copy = copy?;
        if args.json {
            let line = json::encode(&json::copy(&copy, id), args.fields.as_deref())?;
            writeln!(out, "{line}")?;
        } else {
            write!(out, "{}", text::copy(&copy, id, &args.style.look()))?;
        }
        let outlet = copy.article.outlet.as_deref();
        outlets.extend(outlet.map(|outlet| fold(names.name(outlet))));
    }
    out.flush()?;
    let articles = text::counted(count, "article");
    note(&format!(
        "{articles} · {} · 1 origin",
        text::counted(outlets.len() as u64, "outlet")
    ));
    Ok(match count {
        0 | 1 => Outcome::Nothing,
        _ => Outcome::Found,
    })
}

/// What to say where an article has no such part.
fn missing(part: Part, stored: &Stored) -> Option<String> {
    let (number, count, one) = match part {
        Part::Passage(number) => (number, stored.passages.len(), "passage"),
        Part::Quote(number) => (number, stored.quotes.len(), "quote"),
    };
    let plural = if count == 1 { "" } else { "s" };
    let is_missing = number == 0 || number > count;
    is_missing.then(|| format!("{} has {count} {one}{plural}", stored.article.id))
}

/// A quote of an article, by its number from 1, as a search for it finds it.
fn quote_hit(stored: &Stored, number: usize) -> Option<QuoteHit> {
    let quote = stored.quotes.get(number.checked_sub(1)?)?;
    let at = |byte: usize| json::passage_at(&stored.passages, byte).max(1);
    let passage = at(quote.extent().start);
    let speaker = quote.speaker.as_ref();
    let named_in = speaker.map(|speaker| at(speaker.named_at.start));
    Some(QuoteHit {
        rank: 1,
        score: 0.0,
        article: stored.article.clone(),
        quote: quote.clone(),
        number,
        passage,
        passage_span: stored.passages.get(passage - 1).copied()?,
        named_in: named_in.filter(|named| *named != passage),
        marks: Vec::new(),
        copies: None,
        explanation: Vec::new(),
    })
}

/// Says that no article has an id, and which ids are near it.
pub(super) fn tell_unknown(reader: &Reader, id: &str) -> onrecord::Result<()> {
    note(&format!("no article has the id {id}"));
    let near = search::near_ids(reader, without_part(id))?;
    for near in near {
        note(&format!("did you mean: {near}?"));
    }
    Ok(())
}

/// The article of an id, and the part of it where one is named. An article
/// whose own id ends like a part's comes first.
pub(super) fn find(reader: &Reader, id: &str) -> onrecord::Result<Option<(Stored, Option<Part>)>> {
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
    let Some((article, part)) = id
        .rsplit_once('#')
        .and_then(|(id, end)| Some((id, part(end)?)))
    else {
        return Ok(None);
    };
    let stored = reader.article(article)?;
    Ok(stored.map(|stored| (stored, Some(part))))
}

fn without_part(id: &str) -> &str {
    let parted = id.rsplit_once('#').filter(|(_, end)| part(end).is_some());
    parted.map_or(id, |(article, _)| article)
}

/// `p7` or `q3`.
fn part(anchor: &str) -> Option<Part> {
    let number = |letter: char| anchor.strip_prefix(letter)?.parse().ok();
    let passage = number('p').map(Part::Passage);
    passage.or_else(|| number('q').map(Part::Quote))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named_by_their_anchors() {
        for (anchor, wanted) in [
            ("p7", Some(Part::Passage(7))),
            ("q3", Some(Part::Quote(3))),
            ("q0", Some(Part::Quote(0))),
            ("7", None),
            ("q", None),
            ("p-1", None),
            ("é3", None),
        ] {
            assert_eq!(part(anchor), wanted, "{anchor}");
        }
    }
}
