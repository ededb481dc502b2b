//! Text → statements: for English the tagger leads, since it sees reported
//! speech that no rule foresees, and rules second it; elsewhere rules alone.
//!
//! Where both find the same words, they are surer than the tagger alone; where
//! the tagger saw no source, the rules' source stands; quotations inside
//! quotations are the rules' alone. What is not wholly in marks and not sure
//! enough is left out.

use super::statement::Statement;
use super::tagger::{self, Model};
use super::text::Text;
use super::{Kind, Method, kind, rules};
use crate::span::Span;

/// Partly or wholly unmarked statements of the tagger count from this strength
/// on: below it, fewer than half are right.
const STRENGTH_LEAST: f32 = 0.45;

/// Reported speech of fewer words says nothing: *she thought for a moment*.
const INDIRECT_WORDS_LEAST: usize = 3;

/// The strength of what tagger and rules find alike.
const STRENGTH_AGREED: f32 = 0.9;

/// Intersection over union, in bytes, from which on two statements are the
/// same, and from which on they are about the same words.
const SAME: f32 = 0.5;
const AKIN: f32 = 0.3;

/// The statements of a text in the order in which they begin.
pub(super) fn statements(
    text: &Text<'_>,
    language: Option<&str>,
    method: Method,
) -> Vec<Statement> {
    let model = match method {
        Method::Model if is_english(language) => Model::shipped(),
        Method::Model | Method::Rules => None,
    };
    let ruled = rules::statements(text, language);
    let Some(model) = model else {
        return ruled;
    };
    let mut found = tagger::statements(text, model);
    second(&mut found, &ruled);
    found.extend(ruled.into_iter().filter(|rule| {
        rule.mention.is_some() && rule.content.iter().all(|span| is_nested(text, *span))
    }));
    found.retain(|statement| match kind(text, &statement.content) {
        Kind::Direct => true,
        Kind::Mixed => statement.strength >= STRENGTH_LEAST,
        Kind::Indirect => {
            statement.strength >= STRENGTH_LEAST
                && words(text, statement) >= INDIRECT_WORDS_LEAST
                && !is_question_put(text, statement)
        }
    });
    found.sort_by_key(Statement::start);
    found
}

/// True for what somebody was asked: *Asked whether she would stay, she …*.
fn is_question_put(text: &Text<'_>, statement: &Statement) -> bool {
    let Some(cue) = statement.cue else {
        return false;
    };
    let asked = cue.of(text.body).is_some_and(|cue| {
        let first = cue.split_whitespace().next().unwrap_or("");
        first.eq_ignore_ascii_case("asked")
    });
    let after = |mention: Span| mention.start > cue.start;
    asked && statement.mention.is_none_or(after)
}

/// How many words a statement has.
fn words(text: &Text<'_>, statement: &Statement) -> usize {
    let parts = statement
        .content
        .iter()
        .filter_map(|span| span.of(text.body));
    parts.map(|part| part.split_whitespace().count()).sum()
}

/// True for a quotation in a quotation: it stands in marks of its own inside a
/// region.
fn is_nested(text: &Text<'_>, span: Span) -> bool {
    let number = text
        .regions
        .partition_point(|region| region.span.end < span.end);
    let Some(region) = text.regions.get(number) else {
        return false;
    };
    let before = text
        .body
        .get(..span.start)
        .and_then(|before| before.chars().next_back());
    region.inner.start < span.start
        && region.inner.contains(span)
        && before.is_some_and(|c| matches!(c, '‘' | '“' | '"' | '\'' | '«' | '「' | '『'))
}

/// True for English, and where nothing is known.
fn is_english(language: Option<&str>) -> bool {
    language.is_none_or(|tag| tag == "en" || tag.starts_with("en-"))
}

/// Lets the statements of the rules second those of the tagger.
fn second(tagged: &mut [Statement], ruled: &[Statement]) {
    let parts = parts(tagged);
    for rule in ruled {
        let Some((number, shared)) = nearest(&parts, rule) else {
            continue;
        };
        let Some(found) = tagged.get_mut(number) else {
            continue;
        };
        let either = found.bytes() + rule.bytes() - shared;
        let likeness = shared as f32 / either.max(1) as f32;
        if likeness >= SAME {
            found.strength = found.strength.max(STRENGTH_AGREED);
        }
        if likeness >= AKIN && found.mention.is_none() && rule.mention.is_some() {
            found.mention = rule.mention;
            found.cue = rule.cue;
        }
    }
}

/// The content spans of all statements with the statements' numbers, in order.
fn parts(statements: &[Statement]) -> Vec<(Span, usize)> {
    let numbered = statements.iter().enumerate();
    let mut parts: Vec<(Span, usize)> = numbered
        .flat_map(|(number, statement)| statement.content.iter().map(move |span| (*span, number)))
        .collect();
    parts.sort_unstable();
    parts
}

/// The statement that shares most bytes with `rule`, and how many. The parts
/// do not overlap each other.
fn nearest(parts: &[(Span, usize)], rule: &Statement) -> Option<(usize, usize)> {
    let mut shared: Vec<(usize, usize)> = Vec::new();
    for span in &rule.content {
        let first = parts.partition_point(|(part, _)| part.end <= span.start);
        let meeting = parts.iter().skip(first);
        for (part, number) in meeting.take_while(|(part, _)| part.start < span.end) {
            let bytes = part.end.min(span.end) - part.start.max(span.start);
            match shared.iter_mut().find(|(known, _)| known == number) {
                Some((_, sum)) => *sum += bytes,
                None => shared.push((*number, bytes)),
            }
        }
    }
    let most = shared.into_iter().rev();
    most.max_by_key(|(_, bytes)| *bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(spans: &[(usize, usize)], mention: Option<(usize, usize)>) -> Statement {
        let span = |(start, end): (usize, usize)| Span::new(start, end);
        Statement {
            content: spans.iter().copied().map(span).collect(),
            cue: None,
            mention: mention.map(span),
            carried: false,
            strength: 0.2,
        }
    }

    #[test]
    fn rules_second_what_they_find_too() {
        let mut tagged = [
            statement(&[(0, 20), (30, 40)], None),
            statement(&[(50, 60)], None),
        ];
        let ruled = [
            statement(&[(0, 20), (30, 44)], Some((22, 28))),
            statement(&[(59, 90)], Some((92, 95))),
        ];
        second(&mut tagged, &ruled);
        assert_eq!(tagged[0].mention, Some(Span::new(22, 28)));
        assert_eq!(tagged[0].strength, STRENGTH_AGREED);
        assert_eq!((tagged[1].mention, tagged[1].strength), (None, 0.2));
    }

    #[test]
    fn english_by_its_tag_or_none() {
        assert!(is_english(None) && is_english(Some("en-GB")));
        assert!(!is_english(Some("eo")) && !is_english(Some("de")));
    }
}
