//! Organisations of the article: their full names by acronym, by short form,
//! by `the association`.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::names::{Form, Names};
use super::words;
use crate::quote::text::Text;

/// An organisation as the article names it.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// Tokens of its name.
    pub(super) tokens: Range<usize>,
}

/// The organisations of an article.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    all: Vec<Body>,
    by_acronym: FxHashMap<Box<str>, usize>,
    by_first: FxHashMap<Box<str>, usize>,
    by_noun: FxHashMap<Box<str>, Vec<usize>>,
}

impl Bodies {
    /// Finds the organisations among the runs.
    pub(super) fn read(text: &Text, names: &Names) -> Self {
        let mut bodies = Bodies::default();
        let mut number = 0;
        while let Some(run) = names.runs.get(number) {
            let mut tokens = run.tokens.clone();
            let mut org = has_org(names, run.items.clone());
            let first = number;
            number += 1;
            while let Some(next) = names.runs.get(number) {
                let joins = org
                    && next.sentence == run.sentence
                    && number - first < 5
                    && is_joint(text, tokens.end..next.tokens.start);
                if !joins {
                    break;
                }
                org |= has_org(names, next.items.clone());
                tokens.end = next.tokens.end;
                number += 1;
            }
            if org && !run.heading {
                bodies.add(text, names, first, tokens);
            }
        }
        bodies
    }

    fn add(&mut self, text: &Text, names: &Names, first: usize, mut tokens: Range<usize>) {
        // “But the”: openers of the sentence are no part of a name.
        while tokens.len() > 1 {
            let lower = text.lower(tokens.start);
            let classes = words::classes(lower);
            let opener = classes & (words::STOP | words::TIME) != 0
                && classes & words::ADJECTIVE == 0
                || matches!(lower, "the");
            if !opener {
                break;
            }
            tokens.start += 1;
        }
        if tokens.len() < 2 {
            return;
        }
        let number = self.all.len();
        if text.word(tokens.end) == "("
            && let Some(run) = names
                .runs
                .get(first..)
                .and_then(|runs| runs.iter().find(|r| r.tokens.start == tokens.end + 1))
            && text.word(run.tokens.end) == ")"
            && run.tokens.len() == 1
        {
            self.by_acronym
                .entry(text.lower(run.tokens.start).into())
                .or_insert(number);
        }
        let mut letters = String::new();
        for token in tokens.clone() {
            if let Some(c) = text.word(token).chars().next().filter(|c| c.is_uppercase()) {
                letters.extend(c.to_lowercase());
            }
        }
        if letters.chars().count() > 2 {
            self.by_acronym.entry(letters.into()).or_insert(number);
        }
        let opening = text.lower(tokens.start);
        if words::classes(opening)
            & (words::COMMON | words::NATION | words::PLACE | words::STOP | words::FIRST)
            == 0
        {
            self.by_first.entry(opening.into()).or_insert(number);
        }
        for token in tokens.clone() {
            let lower = text.lower(token);
            if words::classes(lower) & words::ORG != 0 {
                let known = self.by_noun.entry(lower.into()).or_default();
                if known.len() < 64 {
                    known.push(number);
                }
            }
        }
        self.all.push(Body { tokens });
    }

    /// The full name behind `NUT`.
    pub(super) fn of_acronym(&self, lower: &str) -> Option<&Body> {
        self.by_acronym.get(lower).and_then(|&n| self.all.get(n))
    }

    /// The full name behind `Acme`.
    pub(super) fn of_first(&self, lower: &str) -> Option<&Body> {
        self.by_first.get(lower).and_then(|&n| self.all.get(n))
    }

    /// The full name behind an affiliation in lower case, `agency`, or an
    /// acronym, named before `token`.
    pub(super) fn whole(&self, text: &Text, name: &str, token: usize) -> Option<String> {
        let noun = name.strip_prefix("the ").unwrap_or(name);
        let lower = noun.to_lowercase();
        let capital = noun.chars().any(char::is_uppercase);
        if noun.contains(' ') || capital && words::classes(&lower) & words::ORG == 0 {
            return None;
        }
        let body = self.of_noun(&lower, token)?;
        let words = text.span(&body.tokens)?.of(text.body)?;
        Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The organisation that `the association` means at `token`: the last
    /// one before that has the noun in its name.
    pub(super) fn of_noun(&self, lower: &str, token: usize) -> Option<&Body> {
        let known = self.by_noun.get(lower)?;
        known
            .iter()
            .rev()
            .filter_map(|&n| self.all.get(n))
            .find(|body| body.tokens.end <= token)
    }
}

/// True for a name by itself that is an organisation's: `Ministry of Transport`,
/// `Brackwater Port Authority`, `NATO`.
pub(in crate::quote) fn is_body_name(name: &str) -> bool {
    const PERSON: words::Classes = words::FIRST | words::SURNAME | words::FAMILY_FIRST;
    let tokens: Vec<&str> = name
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')))
        .filter(|word| !word.is_empty())
        .collect();
    let classes = |word: &str| words::classes(&word.to_lowercase());
    let skipped = tokens
        .iter()
        .take_while(|word| classes(word) & words::DETERMINER != 0);
    let tokens = &tokens[skipped.count()..];
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return false;
    };
    let of_body = |word: &str| {
        let classes = classes(word);
        classes & (words::ORG | words::BODY) != 0 && classes & PERSON == 0
    };
    let letters = first.chars().count();
    let acronym =
        tokens.len() == 1 && (2..=6).contains(&letters) && first.chars().all(char::is_uppercase);
    acronym
        || of_body(first)
        || (of_body(last) && classes(first) & (words::FIRST | words::TITLE | words::HONOR) == 0)
}

fn has_org(names: &Names, items: Range<usize>) -> bool {
    names.items.get(items).is_some_and(|items| {
        items.len() + 1 > 1
            && items
                .iter()
                .any(|i| i.classes & words::ORG != 0 && i.form != Form::Particle)
    })
}

/// `of`, `for the`, `and`, `&` between two runs.
fn is_joint(text: &Text, between: Range<usize>) -> bool {
    (1..=2).contains(&between.len())
        && between.enumerate().all(|(at, token)| {
            matches!(
                (at, text.lower(token)),
                (
                    0,
                    "of" | "for"
                        | "and"
                        | "&"
                        | "de"
                        | "du"
                        | "der"
                        | "für"
                        | "del"
                        | "di"
                        | "da"
                        | "do"
                        | "'s"
                        | "des"
                ) | (1, "the" | "la" | "los" | "las")
            )
        })
}
