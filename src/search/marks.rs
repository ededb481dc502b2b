//! A text and the leaves of a query → what of it matched, word for word.
//!
//! The same words that found an article mark it: a row as one span, a word in
//! any of its inflections, never a lone word of a row; of things near each
//! other those that are.

use std::convert::Infallible;

use rustc_hash::FxHashMap;

use crate::analysis::{Language, Stems, Words};
use crate::breaks::{Breaking, Breaks};
use crate::query::Reach;
use crate::span::Span;

use super::pattern::Pattern;
use super::plan::{Leaf, LeafWord, Matching, WordRow};
use super::proximity::{Budget, Match, pairs, sorted, taking_part};

/// A stretch of text that a leaf matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) leaf: usize,
}

/// What a text is to sentences and paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// It has both.
    Text,
    /// It is one sentence: a headline, a name.
    Line,
}

/// Finds the words of some leaves in texts of one language.
pub(super) struct Marker<'p> {
    leaves: Vec<MarkedLeaf<'p>>,
    rows: Vec<&'p WordRow>,
    language: Option<Language>,
    /// Form or stem → the words of rows that it stands for.
    exact: FxHashMap<&'p str, Vec<Place>>,
    inflected: FxHashMap<String, Vec<Place>>,
    beginnings: Vec<(&'p str, Place)>,
    /// Forms in order, and by first byte whether any begins so.
    spelled: Vec<(&'p [String], [bool; 256], Place)>,
    /// By first byte, the words that can have one of the stems looked for:
    /// stemming every word of every article shown would cost more than all
    /// the rest of a search.
    stemmed: [bool; 256],
    stems: Stems,
}

/// A word of a row, by its number, in a row of the marker, by its number.
type Place = (usize, usize);

struct MarkedLeaf<'p> {
    number: usize,
    leaf: &'p Leaf,
    /// Its pattern over numbers of rows.
    pattern: Pattern<usize>,
}

/// An occurrence of a word of a row.
struct Found {
    position: u32,
    span: Span,
}

/// Where a row stands: the positions, and the bytes of each.
#[derive(Default)]
struct Places {
    matches: Vec<Match>,
    spans: Vec<Span>,
}

impl<'p> Marker<'p> {
    /// For the leaves with these numbers.
    pub(super) fn new(leaves: &'p [Leaf], numbers: &[usize], language: Option<Language>) -> Self {
        let mut marker = Marker {
            leaves: Vec::with_capacity(numbers.len()),
            rows: Vec::new(),
            language,
            exact: FxHashMap::default(),
            inflected: FxHashMap::default(),
            beginnings: Vec::new(),
            spelled: Vec::new(),
            stemmed: [!language.is_some_and(Language::stems_keep_beginnings); 256],
            stems: Stems::default(),
        };
        for number in numbers {
            marker.add(*number, &leaves[*number]);
        }
        marker
    }

    fn add(&mut self, number: usize, leaf: &'p Leaf) {
        let mut next = self.rows.len();
        let number_row = &mut |_: &WordRow| {
            next += 1;
            Ok::<usize, Infallible>(next - 1)
        };
        let Ok(pattern) = leaf.pattern.map(number_row);
        for row in leaf.pattern.rows() {
            for (i, word) in row.words.iter().enumerate() {
                self.look_for(word, (self.rows.len(), i));
            }
            self.rows.push(row);
        }
        self.leaves.push(MarkedLeaf {
            number,
            leaf,
            pattern,
        });
    }

    fn look_for(&mut self, word: &'p LeafWord, place: Place) {
        let stem = stem_of(&mut self.stems, &word.form, self.language).to_owned();
        let mut languages = self.language.iter();
        match &word.matching {
            Matching::Spelled(_) => {
                let mut begin = [false; 256];
                let bytes = word.forms.iter().map(|form| first_byte(form));
                bytes.for_each(|byte| begin[byte] = true);
                self.spelled.push((&word.forms, begin, place));
            }
            Matching::Beginning => self.beginnings.push((&word.form, place)),
            _ if languages.any(|language| word.is_inflected_in(*language, &stem)) => {
                self.stemmed[first_byte(&stem)] = true;
                self.inflected.entry(stem).or_default().push(place);
            }
            _ => self.exact.entry(&word.form).or_default().push(place),
        }
    }

    /// What matched in `text`, leaf by leaf.
    pub(super) fn marks(&mut self, text: &str, form: Form) -> Vec<Mark> {
        let mut breaking = match form {
            Form::Text if self.leaves.iter().any(MarkedLeaf::needs_breaks) => {
                let mut patterns = self.leaves.iter().map(|leaf| &leaf.pattern);
                let with_sentences = patterns.any(Pattern::asks_for_sentences);
                Some(Breaking::new(text, with_sentences))
            }
            _ => None,
        };
        let words = self.find(text, breaking.as_mut());
        let breaks = breaking.map_or_else(Breaks::default, Breaking::breaks);
        let places: Vec<Places> = self
            .rows
            .iter()
            .zip(words)
            .map(|(row, words)| places(row, &words))
            .collect();
        let mut marks = Vec::new();
        for leaf in &self.leaves {
            let lead = match form {
                Form::Text if leaf.leaf.place.is_of_lead() => Some(breaks.lead()),
                _ => None,
            };
            let number = leaf.number;
            let mark = |span| Mark { span, leaf: number };
            marks.extend(leaf.spans(&places, &breaks, lead).into_iter().map(mark));
        }
        marks
    }

    /// For each row, for each of its words, where it stands.
    fn find(&mut self, text: &str, mut breaking: Option<&mut Breaking>) -> Vec<Vec<Vec<Found>>> {
        let empty = |row: &&WordRow| row.words.iter().map(|_| Vec::new()).collect();
        let mut found: Vec<Vec<Vec<Found>>> = self.rows.iter().map(empty).collect();
        let mut walk = Words::new(text);
        while let Some(word) = walk.next() {
            if let Some(breaking) = &mut breaking {
                breaking.pass(&word);
            }
            let mut note = |(row, i): Place, span: Span| {
                found[row][i].push(Found {
                    position: word.position,
                    span,
                });
            };
            if let Some(places) = self.exact.get(word.text) {
                places.iter().for_each(|place| note(*place, word.span));
            }
            if !self.inflected.is_empty()
                && self.stemmed[first_byte(word.text)]
                && let Some(places) =
                    self.inflected
                        .get(stem_of(&mut self.stems, word.text, self.language))
            {
                places.iter().for_each(|place| note(*place, word.span));
            }
            let spelled = self.spelled.iter();
            let spelled = spelled.filter(|(_, begin, _)| begin[first_byte(word.text)]);
            for (forms, _, place) in spelled {
                if forms
                    .binary_search_by(|form| form.as_str().cmp(word.text))
                    .is_ok()
                {
                    note(*place, word.span);
                }
            }
            for (beginning, place) in &self.beginnings {
                if word.text.starts_with(beginning) {
                    // Of a pair that begins so, the first character matched.
                    let start = word.span.start;
                    let first = text[start..].chars().next().map_or(0, char::len_utf8);
                    note(*place, Span::new(start, start + first));
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
fn places(row: &WordRow, words: &[Vec<Found>]) -> Places {
    let mut places = Places::default();
    let Some((first, rest)) = words.split_first() else {
        return places;
    };
    for start in first {
        let last = rest
            .iter()
            .zip(&row.words[1..])
            .try_fold(start.span, |_, (found, word)| {
                let wanted = start.position + word.offset;
                let at = found.binary_search_by_key(&wanted, |f| f.position).ok()?;
                Some(found[at].span)
            });
        if let Some(last) = last {
            places.spans.push(Span::new(start.span.start, last.end));
            places.matches.push(Match {
                start: start.position,
                end: start.position + row.last,
                solid: true,
            });
        }
    }
    places
}

impl MarkedLeaf<'_> {
    fn needs_breaks(&self) -> bool {
        self.leaf.place.is_of_lead() || !matches!(self.pattern, Pattern::Row(_))
    }

    /// What the leaf matched, before the word `lead` where that is given.
    fn spans(&self, places: &[Places], breaks: &Breaks, lead: Option<u32>) -> Vec<Span> {
        let evaluated = Evaluated::new(&self.pattern, places, breaks);
        let mut wanted = evaluated.matches().to_vec();
        if let Some(lead) = lead {
            wanted.retain(|found| found.end < lead);
        }
        let mut spans = Vec::new();
        evaluated.take(&wanted, breaks, &mut spans);
        spans
    }
}

/// A pattern with what it matches, part by part.
enum Evaluated<'e> {
    Row(&'e Places),
    Any(Vec<Evaluated<'e>>, Vec<Match>),
    Near {
        sides: Box<(Evaluated<'e>, Evaluated<'e>)>,
        reach: Reach,
        apart: bool,
        matches: Vec<Match>,
    },
}

impl<'e> Evaluated<'e> {
    fn new(pattern: &Pattern<usize>, places: &'e [Places], breaks: &Breaks) -> Self {
        match pattern {
            Pattern::Row(number) => Evaluated::Row(&places[*number]),
            Pattern::Any(parts) => {
                let parts = parts
                    .iter()
                    .map(|part| Evaluated::new(part, places, breaks));
                let parts: Vec<Evaluated<'e>> = parts.collect();
                let matches = parts.iter().flat_map(Evaluated::matches);
                let matches = sorted(matches.copied().collect());
                Evaluated::Any(parts, matches)
            }
            Pattern::Near {
                sides,
                reach,
                apart,
            } => {
                let left = Evaluated::new(&sides.0, places, breaks);
                let right = Evaluated::new(&sides.1, places, breaks);
                let how = (*reach, *apart);
                Evaluated::Near {
                    matches: pairs(
                        left.matches(),
                        right.matches(),
                        how,
                        breaks,
                        &Budget::of_text(),
                    ),
                    sides: Box::new((left, right)),
                    reach: *reach,
                    apart: *apart,
                }
            }
        }
    }

    fn matches(&self) -> &[Match] {
        match self {
            Evaluated::Row(places) => &places.matches,
            Evaluated::Any(_, matches) | Evaluated::Near { matches, .. } => matches,
        }
    }

    /// The rows that take part in the matches `wanted`, which are in order.
    fn take(&self, wanted: &[Match], breaks: &Breaks, spans: &mut Vec<Span>) {
        let is_wanted = |found: Match| wanted.binary_search(&found).is_ok();
        match self {
            Evaluated::Row(row) => {
                let taken = row.matches.iter().zip(&row.spans);
                let taken = taken.filter(|(found, _)| is_wanted(**found));
                spans.extend(taken.map(|(_, span)| *span));
            }
            Evaluated::Any(parts, _) => {
                let parts = parts.iter();
                parts.for_each(|part| part.take(wanted, breaks, spans));
            }
            Evaluated::Near { sides, apart, .. } if *apart => {
                sides.0.take(wanted, breaks, spans);
            }
            Evaluated::Near { sides, reach, .. } => {
                let (left, right) = &**sides;
                let (of_left, of_right) =
                    taking_part(left.matches(), right.matches(), *reach, breaks, &is_wanted);
                left.take(&of_left, breaks, spans);
                right.take(&of_right, breaks, spans);
            }
        }
    }
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
    use crate::search::plan::Require;
    use crate::search::planner::plan;

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
        let marks = Marker::new(&planned.leaves, &numbers, language).marks(text, Form::Text);
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
