//! [`Claim`] → queries for the articles in which it may stand.

use crate::analysis::Words;
use crate::analysis::script::unspaced;
use crate::query::{Field, Query};
use crate::search::{Request, Require};

use super::claim::{Claim, WEIGHT};

/// Words of a row that is looked for as it stands; a row of four is rare.
const ROW_WORDS: usize = 4;

/// Characters of an unspaced script in a row.
const ROW_CHARACTERS: usize = 6;

/// So many rows at most, spread over the claim.
const ROWS_MAX: usize = 16;

/// Articles that have one of the rows, at most; those with most rows first.
const ARTICLES_WITH_ROWS: usize = 1_000;

/// Articles that have words of the claim, at most.
const ARTICLES_WITH_WORDS: usize = 100;

/// Words that are looked for one by one, at most.
const WORDS_MAX: usize = 40;

/// Articles that have at least one row of the claim's words as it stands.
/// Whatever of the claim is split or changed, some row is likely to be whole.
pub(super) fn by_rows(claim: &Claim, filters: &[Query]) -> Option<Request> {
    let rows = rows(claim);
    let phrases: Vec<Query> = rows.into_iter().map(Query::Phrase).collect();
    request(phrases, filters, ARTICLES_WITH_ROWS)
}

/// Articles that have the most telling of the claim's words, in any order and
/// inflection.
pub(super) fn by_words(claim: &Claim, filters: &[Query]) -> Option<Request> {
    let mut words: Vec<Query> = Vec::new();
    let mut telling: Vec<(usize, String)> = Vec::new();
    let mut walk = Words::new(&claim.text);
    while let Some(word) = walk.next() {
        let first = word.text.chars().next();
        if first.and_then(unspaced).is_some() {
            // A pair of characters is about a word.
            if !word.run_end {
                telling.push((word.text.len(), word.text.to_owned()));
            }
        } else if !claim.is_small(word.text) {
            telling.push((word.text.len(), word.text.to_owned()));
        }
    }
    if telling.is_empty() {
        let all = claim.tokens.iter().map(|token| token.form.clone());
        telling.extend(all.map(|form| (form.len(), form)));
    }
    telling.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    telling.dedup();
    for (_, word) in telling.into_iter().take(WORDS_MAX) {
        words.push(Query::Word(word));
    }
    request(words, filters, ARTICLES_WITH_WORDS)
}

fn request(parts: Vec<Query>, filters: &[Query], limit: usize) -> Option<Request> {
    if parts.is_empty() {
        return None;
    }
    let any = Query::In(Field::Body, Box::new(Query::Or(parts)));
    Some(Request {
        require: Require::Any,
        limit: Some(limit),
        ..Request::new(any.within(filters.to_vec()))
    })
}

/// Rows of words side by side in the claim.
fn rows(claim: &Claim) -> Vec<String> {
    let mut rows: Vec<(bool, String)> = Vec::new();
    for (start, end) in pieces(claim) {
        let first = claim.tokens.get(start);
        let is_unspaced = first.is_some_and(|t| t.form.chars().next().and_then(unspaced).is_some());
        let length = if is_unspaced {
            ROW_CHARACTERS
        } else {
            ROW_WORDS
        };
        let step = if end - start <= 3 * length {
            length / 2
        } else {
            length
        };
        let mut at = start;
        loop {
            let to = (at + length).min(end);
            let from = to.saturating_sub(length).max(start);
            rows.extend(row(claim, from, to));
            if to == end {
                break;
            }
            at += step;
        }
    }
    let telling = rows.iter().any(|(telling, _)| *telling);
    rows.retain(|(tells, _)| *tells || !telling);
    rows.dedup();
    // Spread over the claim.
    let count = rows.len();
    let kept = count.min(ROWS_MAX);
    (0..kept)
        .filter_map(|i| rows.get(i * count / kept).map(|(_, row)| row.clone()))
        .collect()
}

/// A row, and whether it has a word that is not small.
fn row(claim: &Claim, from: usize, to: usize) -> Option<(bool, String)> {
    let first = claim.tokens.get(from)?.span.start;
    let last = claim.tokens.get(to.checked_sub(1)?)?.span.end;
    let text = claim.text.get(first..last)?;
    let weights = claim.weights.get(from..to).unwrap_or_default();
    Some((weights.contains(&WEIGHT), text.to_owned()))
}

/// Where the claim neither was cut nor has anything in brackets, as ranges of
/// its tokens.
fn pieces(claim: &Claim) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..claim.tokens.len() {
        let gone = claim.inserted.get(at).copied().unwrap_or(false);
        let bracket = claim.tokens.get(at).and_then(|t| t.span.of(&claim.text));
        let gone = gone || bracket.is_some_and(|raw| raw.contains(']'));
        if claim.cuts.get(at).copied().unwrap_or(false) || gone {
            found.push((start, at));
            start = if gone { at + 1 } else { at };
        }
    }
    found.push((start, claim.tokens.len()));
    found.retain(|(start, end)| start < end);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows_of(claim: &str) -> Vec<String> {
        rows(&Claim::read(claim).unwrap())
    }

    #[test]
    fn rows_cover_the_claim() {
        assert_eq!(
            rows_of("We moved a mountain of mud"),
            ["We moved a mountain", "a mountain of mud"]
        );
        assert_eq!(rows_of("a disgrace"), ["a disgrace"]);
        assert_eq!(
            rows_of("we moved … could breathe again"),
            ["we moved", "could breathe again"]
        );
        assert_eq!(
            rows_of("[They] moved mountains of mud"),
            ["moved mountains of mud"]
        );
        assert_eq!(rows_of("不是礼物"), ["不是礼物"]);
        assert!(rows_of(&"word other ".repeat(900)).len() <= ROWS_MAX);
    }
}
