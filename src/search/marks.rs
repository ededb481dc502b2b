//! A text and the leaves of a query → what of it matched, word for word.
//!
//! The same words that found an article mark it: a row as one span, a word in
//! any of its inflections, never a lone word of a row.

use rustc_hash::FxHashMap;

use crate::analysis::{Language, Stems, Words};
use crate::span::Span;

use super::plan::{Leaf, Matching};

/// A stretch of text that a leaf matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) leaf: usize,
}

/// Finds the words of some leaves in texts of one language.
pub(super) struct Marker<'p> {
    leaves: Vec<(usize, &'p Leaf)>,
    language: Option<Language>,
    /// Form or stem → the words of leaves that it stands for.
    exact: FxHashMap<&'p str, Vec<(usize, usize)>>,
    inflected: FxHashMap<String, Vec<(usize, usize)>>,
    beginnings: Vec<(&'p str, (usize, usize))>,
    /// By first byte, the words that can have one of the stems looked for:
    /// stemming every word of every article shown would cost more than all
    /// the rest of a search.
    stemmed: [bool; 256],
    stems: Stems,
}

/// An occurrence of a word of a leaf.
struct Found {
    position: u32,
    span: Span,
}

impl<'p> Marker<'p> {
    /// For the leaves with these numbers.
    pub(super) fn new(leaves: &'p [Leaf], numbers: &[usize], language: Option<Language>) -> Self {
        let mut marker = Marker {
            leaves: numbers
                .iter()
                .map(|number| (*number, &leaves[*number]))
                .collect(),
            language,
            exact: FxHashMap::default(),
            inflected: FxHashMap::default(),
            beginnings: Vec::new(),
            stemmed: [!language.is_some_and(Language::stems_keep_beginnings); 256],
            stems: Stems::default(),
        };
        for i in 0..marker.leaves.len() {
            let leaf = marker.leaves[i].1;
            for (j, word) in leaf.words.iter().enumerate() {
                let place = (i, j);
                let stem = stem_of(&mut marker.stems, &word.form, language).to_owned();
                if language.is_some_and(|language| word.is_inflected_in(language, &stem)) {
                    marker.stemmed[first_byte(&stem)] = true;
                    marker.inflected.entry(stem).or_default().push(place);
                } else if word.matching == Matching::Beginning {
                    marker.beginnings.push((&word.form, place));
                } else {
                    marker.exact.entry(&word.form).or_default().push(place);
                }
            }
        }
        marker
    }

    /// What matched in `text`, leaf by leaf.
    pub(super) fn marks(&mut self, text: &str) -> Vec<Mark> {
        let found = self.find(text);
        let mut marks = Vec::new();
        for ((number, leaf), words) in self.leaves.iter().zip(found) {
            match words.as_slice() {
                [only] => marks.extend(only.iter().map(|f| Mark {
                    span: f.span,
                    leaf: *number,
                })),
                row => marks.extend(rows(leaf, row).map(|span| Mark {
                    span,
                    leaf: *number,
                })),
            }
        }
        marks
    }

    /// For each leaf, for each of its words, where it stands.
    fn find(&mut self, text: &str) -> Vec<Vec<Vec<Found>>> {
        let mut found: Vec<Vec<Vec<Found>>> = self
            .leaves
            .iter()
            .map(|(_, leaf)| leaf.words.iter().map(|_| Vec::new()).collect())
            .collect();
        let mut walk = Words::new(text);
        while let Some(word) = walk.next() {
            let mut note = |places: &[(usize, usize)]| {
                for (i, j) in places {
                    found[*i][*j].push(Found {
                        position: word.position,
                        span: word.span,
                    });
                }
            };
            if let Some(places) = self.exact.get(word.text) {
                note(places);
            }
            if !self.inflected.is_empty()
                && self.stemmed[first_byte(word.text)]
                && let Some(places) =
                    self.inflected
                        .get(stem_of(&mut self.stems, word.text, self.language))
            {
                note(places);
            }
            for (beginning, place) in &self.beginnings {
                if word.text.starts_with(beginning) {
                    // Of a pair that begins so, the first character matched.
                    let start = word.span.start;
                    let first = text[start..].chars().next().map_or(0, char::len_utf8);
                    let span = Span::new(start, start + first);
                    found[place.0][place.1].push(Found {
                        position: word.position,
                        span,
                    });
                }
            }
        }
        found
    }
}

fn first_byte(word: &str) -> usize {
    word.bytes().next().map_or(0, usize::from)
}

fn stem_of<'w>(stems: &'w mut Stems, form: &'w str, language: Option<Language>) -> &'w str {
    let Some(language) = language else {
        return form;
    };
    stems.stem(form, language).unwrap_or(form)
}

/// Where the words of a row stand in a row.
fn rows(leaf: &Leaf, words: &[Vec<Found>]) -> impl Iterator<Item = Span> {
    let empty: &[Found] = &[];
    let (first, rest) = words
        .split_first()
        .map_or((empty, &words[..0]), |(f, r)| (f.as_slice(), r));
    first.iter().filter_map(move |start| {
        let mut end = start.span;
        for (found, word) in rest.iter().zip(&leaf.words[1..]) {
            let wanted = start.position + word.offset;
            let at = found.binary_search_by_key(&wanted, |f| f.position).ok()?;
            end = found[at].span;
        }
        Some(Span::new(start.span.start, end.end))
    })
}

/// The marked spans in order, as they are shown: pairs of an unspaced script
/// overlap, and so may a word and a row.
pub(super) fn spans(marks: &[Mark]) -> Vec<Span> {
    let mut spans: Vec<Span> = marks.iter().map(|mark| mark.span).collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut kept: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match kept.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => kept.push(span),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Day, parse};
    use crate::search::plan::{Require, plan};

    fn marked(query: &str, text: &str, code: &str) -> String {
        let language = Language::from_code(code);
        let languages: Vec<Language> = language.into_iter().collect();
        let planned = plan(
            &parse(query, Day(20240101)).unwrap(),
            Require::All,
            &languages,
        )
        .unwrap();
        let numbers: Vec<usize> = (0..planned.leaves.len()).collect();
        let mut shown = String::new();
        let mut last = 0;
        let marks = Marker::new(&planned.leaves, &numbers, language).marks(text);
        for span in spans(&marks) {
            shown += &text[last..span.start];
            shown += &format!("[{}]", span.of(text).unwrap());
            last = span.end;
        }
        shown + &text[last..]
    }

    #[test]
    fn what_matched_is_what_is_marked() {
        for (query, text, code, wanted) in [
            (
                "export",
                "Exports rose; the expert’s export fell.",
                "en",
                "[Exports] rose; the expert’s [export] fell.",
            ),
            (
                "\"exports rose\"",
                "Exports rose. Export rose.",
                "en",
                "[Exports rose]. Export rose.",
            ),
            (
                "mini-drama",
                "A drama, mini. Mini-dramas!",
                "en",
                "A drama, mini. [Mini-dramas]!",
            ),
            ("主席", "国家主席说", "zh", "国家[主席]说"),
            ("席", "国家主席说", "zh", "国家主[席]说"),
            ("elecciones", "La elección", "es", "La [elección]"),
            ("\"a b\"", "a\n\nb", "en", "a\n\nb"),
        ] {
            assert_eq!(marked(query, text, code), wanted, "{query}");
        }
    }
}
