//! Steps of an alignment → pieces of text to show: what both have, what the
//! archive alone has, what the claim alone has.

use crate::analysis::script::unspaced;

use super::align::Step;
use super::claim::Claim;
use super::stream::{Page, Stream};

/// Who has a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// Both.
    Same,
    /// The archive alone.
    Delete,
    /// The claim alone.
    Insert,
}

impl Op {
    /// As it is written in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Op::Same => "same",
            Op::Delete => "delete",
            Op::Insert => "insert",
        }
    }
}

/// A piece of text, with the white space and the marks after its last word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Who has it.
    pub op: Op,
    /// The archive's text, or the claim's where it alone has it.
    pub text: String,
    /// What both have as the claim writes it; otherwise as `text`.
    pub claimed: String,
}

/// The pieces of an alignment, in the order of the archive; where both sides
/// differ, the archive's come first.
pub(super) fn parts(claim: &Claim, page: &Page<'_>, stream: &Stream, steps: &[Step]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut waiting: Option<Part> = None;
    for step in steps {
        let (op, text, claimed) = match step {
            Step::Same {
                claim: word,
                archive,
            } => (
                Op::Same,
                archived(page, stream, *archive),
                written(claim, *word),
            ),
            Step::Deleted { archive } => {
                let text = archived(page, stream, *archive);
                (Op::Delete, text.clone(), text)
            }
            Step::Inserted { claim: word } => {
                let text = written(claim, *word);
                (Op::Insert, text.clone(), text)
            }
        };
        match op {
            // Held back until all of the archive's words here are told.
            Op::Insert => {
                let part = waiting.get_or_insert_with(|| Part {
                    op,
                    text: String::new(),
                    claimed: String::new(),
                });
                part.text += &text;
                part.claimed += &claimed;
            }
            Op::Same => {
                parts.extend(waiting.take());
                push(&mut parts, op, &text, &claimed);
            }
            Op::Delete => push(&mut parts, op, &text, &claimed),
        }
    }
    parts.extend(waiting);
    tidy_end(&mut parts);
    parts
}

/// The archive's sentence may go on after the last word: no comma is shown.
fn tidy_end(parts: &mut [Part]) {
    let last = parts.len().saturating_sub(1);
    let archived = parts.iter().rposition(|part| part.op != Op::Insert);
    for at in [archived, Some(last)].into_iter().flatten() {
        let Some(part) = parts.get_mut(at) else {
            return;
        };
        let goes_on = |c: char| c.is_whitespace() || ",;:，；：、–—-(（[".contains(c);
        part.text
            .truncate(part.text.trim_end_matches(goes_on).len());
        part.claimed.truncate(part.claimed.trim_end().len());
        if at < last {
            part.text.push(' ');
            part.claimed.push(' ');
        }
    }
}

fn push(parts: &mut Vec<Part>, op: Op, text: &str, claimed: &str) {
    match parts.last_mut() {
        Some(last) if last.op == op => {
            last.text += text;
            last.claimed += claimed;
        }
        _ => parts.push(Part {
            op,
            text: text.to_owned(),
            claimed: claimed.to_owned(),
        }),
    }
}

/// A word of the archive with what follows it up to the next word, marks of
/// quotations left out.
fn archived(page: &Page<'_>, stream: &Stream, at: usize) -> String {
    let text = page.text();
    let Some(span) = stream.spans.get(at) else {
        return String::new();
    };
    let region = stream.region(at).and_then(|at| page.regions.get(at));
    let end = region.map_or_else(|| line_end(text, span.end), |region| region.end);
    let next = stream.spans.get(at + 1);
    let goes_on = next.is_some_and(|next| next.start < end);
    let to = match next {
        Some(next) if goes_on => next.start,
        _ => end,
    };
    let piece = text.get(span.start..to.max(span.end)).unwrap_or("");
    let mut out = openers(text, span.start).to_owned() + &tidy(piece, span.len());
    // Between two quoted regions, as between words.
    let begins = next
        .and_then(|next| next.of(text))
        .and_then(|word| word.chars().next());
    let wants_space = begins.is_some_and(|c| unspaced(c).is_none());
    if !goes_on && wants_space && !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

fn written(claim: &Claim, at: usize) -> String {
    let Some(token) = claim.tokens.get(at) else {
        return String::new();
    };
    let next = claim.tokens.get(at + 1);
    let to = next.map_or(claim.text.len(), |next| next.span.start);
    let piece = claim.text.get(token.span.start..to).unwrap_or("");
    openers(&claim.text, token.span.start).to_owned() + &tidy(piece, token.span.len())
}

/// The brackets right before a word: they are its own, not those of the word
/// before.
fn openers(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or("");
    let rest = before.trim_end_matches(OPENERS).len();
    before.get(rest..).unwrap_or("")
}

const OPENERS: &[char] = &['[', '(', '（', '［'];

/// Where the line round a byte ends.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + rest.find('\n').unwrap_or(rest.len())
}

/// A word and what follows it: white space as one space, no marks of
/// quotations.
fn tidy(piece: &str, word: usize) -> String {
    let (word, after) = piece.split_at_checked(word).unwrap_or((piece, ""));
    let after = after.trim_end_matches(OPENERS);
    let mut out = word.to_owned();
    if matches!(after, "'" | "’" | "ʼ") {
        // Inside a word of two parts: `l’homme`.
        return out + after;
    }
    for c in after.chars().filter(|c| !is_mark(*c)) {
        match c {
            c if !c.is_whitespace() => out.push(c),
            _ if out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
    out
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‘'
            | '’'
            | '‚'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_goes_with_what_follows_it() {
        for (piece, word, wanted) in [
            ("town,” \n", 4, "town, "),
            ("l’", 1, "l’"),
            ("town [", 4, "town "),
            ("town] ", 4, "town] "),
            ("town ‘", 4, "town "),
            ("港", 3, "港"),
            ("港」，", 3, "港，"),
        ] {
            assert_eq!(tidy(piece, word), wanted, "{piece}");
        }
    }
}
