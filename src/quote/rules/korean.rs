//! Korean: `……은 “……”라고 말했다`.

use std::ops::Range;

use super::super::marks::Region;
use super::super::statement::Statement;
use super::super::text::Text;
use super::line::{Line, join_or_carry};
use crate::span::Span;

/// Particles that make a quotation a report.
const PARTICLES: &[&str] = &[
    "이라고",
    "라고",
    "고",
    "이라며",
    "라며",
    "며",
    "이라면서",
    "라면서",
    "면서",
    "이라는",
    "라는",
    "는",
    "는데",
    "다고",
    "다며",
];

/// The statements of a Korean text.
pub(super) fn read(text: &Text<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    for line in Line::all(text) {
        let before = statements.len();
        for sentence in line.sentences() {
            read_sentence(&line, &sentence, before, &mut statements);
        }
    }
    statements
}

fn read_sentence(
    line: &Line<'_>,
    sentence: &Range<usize>,
    paragraph: usize,
    statements: &mut Vec<Statement>,
) {
    let mut from = sentence.start;
    let mut open: Option<usize> = None;
    for region in line.regions_in(sentence) {
        let words = region
            .inner
            .of(line.body)
            .map_or(0, |inner| inner.split_whitespace().count());
        let reported = particle(line, region, sentence.end);
        if words >= 3 && reported.is_some() {
            let mention = topic(line, from, region.span.start);
            match open.filter(|_| mention.is_none()) {
                Some(number) => {
                    if let Some(statement) = statements.get_mut(number) {
                        statement.content.push(region.inner);
                    }
                }
                None => {
                    open = Some(statements.len());
                    statements.push(Statement {
                        content: vec![region.inner],
                        cue: verb(line, region.span.end, sentence.end),
                        carried: mention.is_none(),
                        mention,
                        strength: 0.85,
                    });
                }
            }
        } else if words >= 3
            && line.trimmed(sentence.start, region.span.start).is_none()
            && line.trimmed(region.span.end, sentence.end).is_none()
        {
            let join = statements.len() > paragraph || region.continues;
            join_or_carry(statements, region.inner, join);
        }
        from = region.span.end;
    }
}

fn particle(line: &Line<'_>, region: &Region, end: usize) -> Option<&'static str> {
    let rest = line.slice(region.span.end, end);
    PARTICLES.iter().copied().find(|particle| {
        rest.strip_prefix(*particle)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    })
}

/// The last word of the sentence, which is its verb.
fn verb(line: &Line<'_>, from: usize, end: usize) -> Option<Span> {
    let last = line
        .region_at(end.saturating_sub(1))
        .map_or(end, |region| region.span.start);
    let text = line.slice(from, last.max(from));
    let trimmed = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = trimmed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let word = trimmed.get(start..)?;
    (!word.is_empty()).then(|| Span::new(from + start, from + start + word.len()))
}

/// The words up to one that ends in a topic particle.
fn topic(line: &Line<'_>, start: usize, end: usize) -> Option<Span> {
    let text = line.slice(start, end);
    let mut begin = 0;
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let plain = word.trim_end();
        let particle = ['은', '는', '이', '가']
            .iter()
            .find(|particle| plain.ends_with(**particle) && plain.chars().count() >= 2);
        if let Some(particle) = particle {
            let to = at + plain.len() - particle.len_utf8();
            let span = line.trimmed(start + begin, start + to)?;
            return Some(span);
        }
        at += word.len();
        if plain.ends_with([',', '.']) {
            begin = at;
        }
    }
    None
}
