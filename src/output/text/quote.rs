//! Quotes → text for people.

use crate::quote::{Evidence, Kind, Quote, Speaker};
use crate::search::QuoteHit;
use crate::span::Span;

use super::super::escape::printable;
use super::super::json::{Context, anchor};
use super::super::layout::{columns, excerpt, lines, shortened};
use super::{DIM, Look, headed, push_copies, push_marked, push_plain};

/// Bytes of a quote that are shown.
const QUOTE_BYTES: usize = 800;

/// A quote: who said it, the words, and what justifies it. `context` gives the
/// paragraphs before and after its passage.
pub fn quote(hit: &QuoteHit, context: Option<&Context<'_>>, look: &Look) -> String {
    let number = format!("{:<2} ", hit.rank);
    let indent = " ".repeat(columns(&number));
    let inner = look.width.saturating_sub(indent.len());
    let speaker = described(hit.quote.speaker.as_ref());
    let mut out = headed(&number, &speaker, &[], &hit.article, look);
    let before = context.map(|context| context.before.as_slice());
    let after = context.map(|context| context.after.as_slice());
    push_plain(&mut out, before, &indent, inner, look);
    let (words, marks) = shown(hit);
    push_marked(&mut out, &words, &marks, &indent, inner, look);
    push_plain(&mut out, after, &indent, inner, look);
    let id = format!("{}#{}", hit.article.id, anchor(hit.passage));
    let why = justification(hit);
    let facts = format!(
        "{} · confidence {:.2}",
        hit.quote.kind.name(),
        hit.quote.confidence
    );
    for line in [why, facts, printable(&id).into_owned()] {
        for part in lines(&line, inner) {
            out += &format!("{indent}{}\n", look.paint(DIM, &line[part.start..part.end]));
        }
    }
    push_copies(&mut out, hit.copies.as_ref(), &hit.article, &indent, look);
    for line in &hit.explanation {
        out += &format!("{indent}{}\n", look.paint(DIM, &printable(line)));
    }
    out
}

/// `Jane Roe · mayor, Port Ellery`; the role alone of an unnamed source.
pub fn described(speaker: Option<&Speaker>) -> String {
    let Some(speaker) = speaker else {
        return "(speaker not named)".to_owned();
    };
    let office = office(speaker.role.as_deref(), speaker.affiliation.as_deref());
    match (speaker.name.is_empty(), office) {
        (false, Some(office)) => format!("{} · {office}", speaker.name),
        (false, None) => speaker.name.clone(),
        (true, Some(office)) => format!("(not named) · {office}"),
        (true, None) => "(not named)".to_owned(),
    }
}

/// `mayor, Port Ellery`: what somebody is and where, as far as it is known.
pub fn office(role: Option<&str>, affiliation: Option<&str>) -> Option<String> {
    let parts = [role, affiliation].into_iter().flatten();
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The words as they are shown, with what matched in them: each part of a
/// direct quote in marks of its own, so that no two sentences run together.
pub(super) fn shown(hit: &QuoteHit) -> (String, Vec<Span>) {
    let (open, close) = match hit.quote.kind {
        Kind::Direct => ("“", "”"),
        Kind::Mixed | Kind::Indirect => ("", ""),
    };
    let body = hit.article.body.as_str();
    let mut room = QUOTE_BYTES;
    let mut piece = String::new();
    let mut marks = Vec::new();
    for part in &hit.quote.content {
        let words = part.of(body).unwrap_or("");
        let inside = hit.marks.iter().filter(|mark| part.contains(**mark));
        let inside: Vec<Span> = inside
            .map(|mark| Span::new(mark.start - part.start, mark.end - part.start))
            .collect();
        let cut = excerpt(words, &inside, room);
        let gap = if piece.is_empty() { "" } else { " " };
        let before = if cut.start > 0 { "… " } else { "" };
        let after = if cut.end < words.len() { " …" } else { "" };
        piece += &format!("{gap}{open}{before}");
        let shift = piece.len();
        piece += &words[cut.start..cut.end];
        piece += &format!("{after}{close}");
        let kept = inside.iter().filter(|mark| cut.contains(**mark));
        let move_by = |at: usize| at - cut.start + shift;
        marks.extend(kept.map(|mark| Span::new(move_by(mark.start), move_by(mark.end))));
        room = room.saturating_sub(cut.len()).max(1);
    }
    (piece, marks)
}

/// By which words the quote is put down to its speaker, and where the full
/// name stands.
fn justification(hit: &QuoteHit) -> String {
    let body = hit.article.body.as_str();
    let attribution = attribution(&hit.quote, body);
    let named = hit.named_in.map(anchor);
    let full_name = named
        .map(|at| format!("; full name from #{at}"))
        .unwrap_or_default();
    let why = match (&hit.quote.evidence, attribution) {
        (Evidence::Nothing, None) => "no source is named".to_owned(),
        (Evidence::Carried, _) => format!("the speaker before goes on{full_name}"),
        (_, Some(words)) => format!("said as “{words}”{full_name}"),
        (_, None) => format!("by the words around{full_name}"),
    };
    printable(&why).into_owned()
}

/// Mention and cue as they stand, in the order of the text: `she said`.
fn attribution(quote: &Quote, body: &str) -> Option<String> {
    let mut parts: Vec<Span> = quote.mention.into_iter().chain(quote.cue).collect();
    parts.sort();
    let mut words = String::new();
    let mut last_end = None;
    for part in parts {
        let between = last_end.map_or("", |end| if part.start <= end + 1 { " " } else { " … " });
        words += between;
        words += part.of(body)?;
        last_end = Some(part.end);
    }
    (!words.is_empty()).then(|| shortened(&words, ATTRIBUTION_COLUMNS))
}

/// Columns of an attribution that are shown.
const ATTRIBUTION_COLUMNS: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_what_is_known_of_it() {
        for (role, affiliation, wanted) in [
            (
                Some("mayor"),
                Some("Port Ellery"),
                Some("mayor, Port Ellery"),
            ),
            (Some("mayor"), None, Some("mayor")),
            (Some(""), Some("Port Ellery"), Some("Port Ellery")),
            (None, None, None),
            (Some(""), Some(""), None),
        ] {
            assert_eq!(office(role, affiliation).as_deref(), wanted);
        }
    }
}
