//! A leaf and a text → where the leaf occurs in it.

use onrecord::analysis::script::unspaced;
use onrecord::analysis::{Language, Stems, Words};
use onrecord::span::Span;

use super::expression::{Kind, Leaf};
use super::text::{Corpus, Text};

/// Where a leaf stands: positions, both included, and bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    pub start: u32,
    pub end: u32,
    pub span: Span,
}

/// What one token must be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    Exact(String),
    Inflected(String),
    /// A lone character of an unspaced script: any pair that begins with it.
    Beginning(String),
    Open(String),
    Nearly(String, usize),
}

/// Letters that stand for `*` and `?` while a pattern is cut into words: of a
/// script with spaces, in no language of news, folded to themselves.
const ANY_LETTERS: char = 'ꙩ';
const ONE_LETTER: char = 'ʘ';

/// The row of tokens that a leaf stands for, each with its place in the row.
/// Names have no inflections.
pub fn row(leaf: &Leaf, inflects: bool) -> Vec<(Term, u32)> {
    let signs = |sign: char| match (sign, leaf.kind) {
        ('*', Kind::Phrase | Kind::Open) => ANY_LETTERS,
        ('?', Kind::Open) => ONE_LETTER,
        (other, _) => other,
    };
    let typed: String = leaf.typed.chars().map(signs).collect();
    let mut cut: Vec<(String, u32, bool)> = Vec::new();
    let mut last_end = None;
    let mut walk = Words::new(&typed);
    while let Some(word) = walk.next() {
        let closes_pair = word.run_end && last_end == Some(word.span.end);
        last_end = Some(word.span.end);
        if !closes_pair {
            cut.push((word.text.to_owned(), word.position, word.run_end));
        }
    }
    let (count, first) = (cut.len(), cut.first().map_or(0, |(_, at, _)| *at));
    let terms = cut.into_iter().enumerate().map(|(i, (form, at, run_end))| {
        let pattern = form.replace(ANY_LETTERS, "*").replace(ONE_LETTER, "?");
        let term = match leaf.kind {
            _ if run_end && i + 1 == count => Term::Beginning(form),
            _ if run_end => Term::Exact(form),
            Kind::Nearly(distance) => Term::Nearly(form, distance),
            Kind::Open | Kind::Phrase if pattern != form => Term::Open(pattern),
            Kind::Word | Kind::Open if inflects => Term::Inflected(form),
            _ => Term::Exact(form),
        };
        (term, at - first)
    });
    terms.collect()
}

/// For every form of the corpus, whether it is one that `term` stands for in
/// an article of `language`.
pub fn fitting(term: &Term, language: Option<Language>, corpus: &Corpus) -> Vec<bool> {
    let by_letters = |fits: &dyn Fn(&[char]) -> bool| -> Vec<bool> {
        corpus.letters.iter().map(|letters| fits(letters)).collect()
    };
    let by_form = |fits: &dyn Fn(&str) -> bool| -> Vec<bool> {
        corpus.forms.iter().map(|form| fits(form)).collect()
    };
    match term {
        Term::Exact(wanted) => by_form(&|form| form == wanted),
        Term::Inflected(wanted) => match stem_in(wanted, language, corpus) {
            Some((stem, language)) => {
                let stems = corpus.stems[&language].iter();
                stems.map(|other| *other == stem).collect()
            }
            None => by_form(&|form| form == wanted),
        },
        Term::Beginning(wanted) => by_form(&|form| form.starts_with(wanted.as_str())),
        Term::Open(pattern) => {
            let pattern: Vec<char> = pattern.chars().collect();
            by_letters(&|letters| fits_pattern(&pattern, letters))
        }
        Term::Nearly(wanted, most) => {
            let wanted: Vec<char> = wanted.chars().collect();
            // Every letter too many or too few is one of the distance.
            by_letters(&|letters| {
                wanted.len().abs_diff(letters.len()) <= *most && distance(&wanted, letters) <= *most
            })
        }
    }
}

/// The stem of a word in a language, where it stands for all words with it.
/// It does in the languages in whose articles it occurs; in another only where
/// its stem there is its beginning.
fn stem_in(form: &str, language: Option<Language>, corpus: &Corpus) -> Option<(String, Language)> {
    let language = language?;
    let mut stems = Stems::default();
    let stem = stems.stem(form, language).unwrap_or(form);
    let spoken = corpus.number(form).map(|number| &corpus.spoken[number]);
    let occurs_elsewhere_only =
        spoken.is_some_and(|spoken| !spoken.is_empty() && !spoken.contains(&language));
    (!occurs_elsewhere_only || form.starts_with(stem)).then(|| (stem.to_owned(), language))
}

/// `*` is any letters or none, `?` exactly one.
pub fn fits_pattern(pattern: &[char], form: &[char]) -> bool {
    match (pattern.split_first(), form.split_first()) {
        (None, None) => true,
        (Some(('*', rest)), None) => fits_pattern(rest, form),
        (Some(('*', rest)), Some((_, shorter))) => {
            fits_pattern(rest, form) || fits_pattern(pattern, shorter)
        }
        (Some(('?', rest)), Some((_, shorter))) => fits_pattern(rest, shorter),
        (Some((wanted, rest)), Some((letter, shorter))) => {
            wanted == letter && fits_pattern(rest, shorter)
        }
        _ => false,
    }
}

/// How many letters must be added, left out, changed or swapped with their
/// neighbour, no place of the word being changed twice (optimal string
/// alignment, Boytsov 2011, section 2.1).
pub fn distance(one: &[char], two: &[char]) -> usize {
    let mut costs = vec![vec![0; two.len() + 1]; one.len() + 1];
    for i in 0..=one.len() {
        for j in 0..=two.len() {
            costs[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = usize::from(one[i - 1] != two[j - 1]);
                let mut least = (costs[i - 1][j] + 1)
                    .min(costs[i][j - 1] + 1)
                    .min(costs[i - 1][j - 1] + changed);
                if i > 1 && j > 1 && one[i - 1] == two[j - 2] && one[i - 2] == two[j - 1] {
                    least = least.min(costs[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    costs[one.len()][two.len()]
}

/// Where a row of terms stands; for each term the forms that fit are given.
pub fn occurrences(row: &[(Term, u32)], fits: &[&Vec<bool>], text: &Text) -> Vec<Occurrence> {
    let mut found = Vec::new();
    for first in &text.tokens {
        let place = |offset: u32| text.at(first.position + offset);
        let mut stands = !row.is_empty();
        for ((_, offset), fits) in row.iter().zip(fits) {
            stands = stands && place(*offset).is_some_and(|token| fits[token.form]);
        }
        let Some((term, offset)) = row.last().filter(|_| stands) else {
            continue;
        };
        let last = place(*offset).unwrap();
        let one_character = matches!(term, Term::Beginning(_));
        let end = match one_character {
            true => last.span.start + first_character(&text.raw[last.span.start..]),
            false => last.span.end,
        };
        found.push(Occurrence {
            start: first.position,
            end: last.position + u32::from(last.is_pair && !one_character),
            span: Span::new(first.span.start, end),
        });
    }
    found
}

fn first_character(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// True where a character is written without spaces.
pub fn is_unspaced(c: char) -> bool {
    unspaced(c).is_some()
}
