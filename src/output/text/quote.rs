//! Quotes → text for people.

use crate::quote::{Evidence, Kind, Quote, Speaker};
use crate::search::QuoteHit;
use crate::span::Span;

use super::super::escape::printable;
use super::super::json::anchor;
use super::super::layout::{columns, excerpt, lines, shortened};
use super::{DIM, HEADLINE, Look, bracketed, marked, right_side};
use anstyle::Style;

/// Bytes of a quote that are shown.
const QUOTE_BYTES: usize = 800;

/// A quote: who said it, the words, and what justifies it.
pub fn quote(hit: &QuoteHit, look: &Look) -> String {
    let number = format!("{:<2} ", hit.rank);
    let indent = " ".repeat(columns(&number));
    let inner = look.width.saturating_sub(indent.len());
    let mut out = head(&number, hit, look);
    push_words(&mut out, hit, &indent, inner, look);
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
    for line in &hit.explanation {
        out += &format!("{indent}{}\n", look.paint(DIM, &printable(line)));
    }
    out
}

/// The speaker on the left, outlet and date on the right of the last line.
fn head(number: &str, hit: &QuoteHit, look: &Look) -> String {
    let right = right_side(&hit.article);
    let room = look.width.saturating_sub(columns(number));
    let speaker = printable(&described(hit.quote.speaker.as_ref())).into_owned();
    let wrapped = lines(&speaker, room);
    let mut out = String::new();
    for (i, line) in wrapped.iter().enumerate() {
        let lead = if i == 0 {
            number.to_owned()
        } else {
            " ".repeat(columns(number))
        };
        out += &lead;
        out += &look.paint(HEADLINE, &speaker[line.start..line.end]);
        if i + 1 == wrapped.len() {
            let used = columns(&speaker[line.start..line.end]);
            let gap = if used + 2 + columns(&right) <= room {
                " ".repeat(room - used - columns(&right))
            } else {
                format!(
                    "\n{}",
                    " ".repeat(look.width.saturating_sub(columns(&right)))
                )
            };
            out += &gap;
            out += &look.paint(DIM, &right);
        }
        out.push('\n');
    }
    out
}

/// `Jane Roe · mayor, Port Ellery`; the role alone of an unnamed source.
pub fn described(speaker: Option<&Speaker>) -> String {
    let Some(speaker) = speaker else {
        return "(speaker not named)".to_owned();
    };
    let office = office(speaker);
    match (speaker.name.is_empty(), office) {
        (false, Some(office)) => format!("{} · {office}", speaker.name),
        (false, None) => speaker.name.clone(),
        (true, Some(office)) => format!("(not named) · {office}"),
        (true, None) => "(not named)".to_owned(),
    }
}

/// `mayor, Port Ellery`.
fn office(speaker: &Speaker) -> Option<String> {
    let parts: Vec<&str> = [speaker.role.as_deref(), speaker.affiliation.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn push_words(out: &mut String, hit: &QuoteHit, indent: &str, width: usize, look: &Look) {
    let (mut piece, mut marks) = shown(hit);
    if printable(&piece) != piece.as_str() {
        piece = printable(&piece).into_owned();
        marks.clear();
    }
    let (piece, marks) = if look.brackets {
        bracketed(&piece, &marks)
    } else {
        (piece, marks)
    };
    for line in lines(&piece, width) {
        *out += indent;
        *out += &marked(&piece, line, &marks, Style::new(), look);
        out.push('\n');
    }
}

/// The words as they are shown, with what matched in them: each part of a
/// direct quote in marks of its own, so that no two sentences run together.
fn shown(hit: &QuoteHit) -> (String, Vec<Span>) {
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
