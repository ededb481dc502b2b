//! A query that finds little → what may have been meant: the nearest words of
//! the archive, and the nearest names as they are shown.
//!
//! What is offered finds something in the field in which it is offered. Nothing
//! is looked at but the dictionaries, by an automaton, and the few documents
//! that have the nearest words.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

use super::plan::{Leaf, LeafWord, Matching, Place};
use super::view::View;
use super::{Search, names, spelling};

/// A word or a name of the archive near one that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The word or the name of the query, as it was typed.
    pub typed: String,
    /// How many of what was searched, articles or quotes, have that.
    pub having: u64,
    /// The word of the archive, folded; a name as it is shown.
    pub word: String,
    /// How many of what was searched, articles or quotes, have it.
    pub articles: u64,
    /// What it is.
    pub kind: Offered,
    /// How many quotes there are of a speaker.
    pub quotes: Option<u64>,
}

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    /// A word.
    Word,
    /// The name of somebody who is quoted.
    Speaker,
    /// An outlet.
    Source,
    /// An author.
    Author,
    /// A section.
    Section,
}

impl Offered {
    /// The field of the query language in which it is looked for.
    pub fn name(self) -> &'static str {
        match self {
            Offered::Word => "word",
            Offered::Speaker => "speaker",
            Offered::Source => "source",
            Offered::Author => "byline",
            Offered::Section => "section",
        }
    }
}

/// With fewer results, something may have been mistyped.
pub(super) const FEW: u64 = 3;

/// So many are offered for a word or a name.
pub(super) const OFFERED: usize = 3;

/// So many words and names of a query get suggestions.
const ASKED_MAX: usize = 5;

/// So many neighbours of a word are counted exactly.
const COUNTED: usize = 8;

/// A word that some articles have was mistyped only if a neighbour is in so many
/// times as many, and a letter away; a word two letters away is nearer than one
/// that is one away only if it is in so many times as many.
pub(super) const FAR_MORE: u64 = 30;

/// Words of fewer characters have too many neighbours to mean anything; longer
/// ones are none that anybody types.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=40;

/// A word of so many characters may have two wrong letters.
const LONG: usize = 7;

/// A word of fewer characters is believed where anything has it.
const RARE_LENGTH_MIN: usize = 5;

impl Search<'_> {
    /// What may have been meant by the words and names of the query.
    pub(super) fn suggestions(&self) -> tantivy::Result<Vec<Suggestion>> {
        let mut found = names::suggestions(self)?;
        let mut asked = 0;
        for leaf in &self.planned.leaves {
            if !has_words(leaf.place) {
                continue;
            }
            for word in leaf.words().filter(|word| can_be_meant(word)) {
                if asked == ASKED_MAX {
                    return Ok(found);
                }
                if let Some(offered) = self.near_word(leaf, word)? {
                    asked += 1;
                    found.extend(offered);
                }
            }
        }
        Ok(found)
    }

    /// The nearest words to one of the words of a leaf that are in far more;
    /// `None` where it is in enough not to ask.
    fn near_word(&self, leaf: &Leaf, word: &LeafWord) -> tantivy::Result<Option<Vec<Suggestion>>> {
        let having = self.count(leaf.place, std::slice::from_ref(word))?;
        let having = having.first().copied().unwrap_or(0);
        let Some(distance) = distance(&word.form, having) else {
            return Ok(None);
        };
        let fields = self.fields_of(leaf.place);
        let mut near = self.near(&fields, &word.form, distance)?;
        near.truncate(COUNTED);
        let words: Vec<LeafWord> = near.iter().map(|near| named(word, &near.word)).collect();
        for (near, count) in near.iter_mut().zip(self.count(leaf.place, &words)?) {
            near.count = count;
        }
        near.retain(|near| {
            is_meant(near.count, having) && !(having > 0 && is_kin(&near.word, &word.form))
        });
        near.sort_by(Near::compare);
        near.truncate(OFFERED);
        let typed = match leaf.words().count() {
            1 => &leaf.typed,
            _ => &word.form,
        };
        let offer = |near: Near| Suggestion {
            typed: typed.clone(),
            having,
            word: near.word,
            articles: near.count,
            kind: Offered::Word,
            quotes: None,
        };
        Ok(Some(near.into_iter().map(offer).collect()))
    }

    /// In how many live documents each of `words` is, as the query would find
    /// it in a place.
    pub(super) fn count(&self, place: Place, words: &[LeafWord]) -> tantivy::Result<Vec<u64>> {
        let leaf = |word: &LeafWord| Leaf::of_word(word.clone(), place);
        let mut leaves: Vec<Leaf> = words.iter().map(leaf).collect();
        let statistics = self.statistics();
        statistics.tell_languages(&self.segments, &mut leaves)?;
        let mut counts = Vec::new();
        for word in leaves.iter().flat_map(Leaf::words) {
            counts.push(statistics.having(&self.segments, word, place)?);
        }
        Ok(counts)
    }

    /// True for a search over quotes.
    pub(super) fn is_of_quotes(&self) -> bool {
        let first = self.segments.first();
        first.is_some_and(|segment| segment.view().is_of_quotes())
    }

    /// The fields of a place: of what is searched, or else of what belongs to it.
    pub(super) fn fields_of(&self, place: Place) -> Vec<Field> {
        let known = self.reader.fields();
        let views = match self.is_of_quotes() {
            true => [View::quotes(known), View::articles(known)],
            false => [View::articles(known), View::quotes(known)],
        };
        let mut slots = views.iter().map(|view| view.fields_of(place));
        let slots = slots.find(|slots| !slots.is_empty()).unwrap_or(&[]);
        slots.iter().map(|(_, field)| *field).collect()
    }

    /// Words of `fields` at most `distance` letters from `form`, the nearest
    /// first; counted as the dictionary counts, dead documents among them.
    pub(super) fn near(
        &self,
        fields: &[Field],
        form: &str,
        distance: u8,
    ) -> tantivy::Result<Vec<Near>> {
        let automaton = spelling::automaton(form, distance);
        let mut found: FxHashMap<String, (u8, u64)> = FxHashMap::default();
        for segment in self.reader.searcher().segment_readers() {
            for field in fields {
                let inverted = segment.inverted_index(*field)?;
                let terms = inverted.terms().search(spelling::Near(&automaton));
                let mut terms = terms.into_stream()?;
                while terms.advance() {
                    let Ok(word) = std::str::from_utf8(terms.key()) else {
                        continue;
                    };
                    // Of a stem nobody types the name.
                    if word.contains('=') || word == form || is_number(word) {
                        continue;
                    }
                    let away = automaton.eval(word).to_u8();
                    let entry = found.entry(word.to_owned()).or_insert((away, 0));
                    entry.1 += u64::from(terms.value().doc_freq);
                }
            }
        }
        let near = |(word, (away, count))| Near { word, away, count };
        let mut found: Vec<Near> = found.into_iter().map(near).collect();
        found.sort_by(Near::compare);
        Ok(found)
    }
}

/// A word near another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Near {
    pub(super) word: String,
    /// How many letters are other ones.
    pub(super) away: u8,
    /// How many documents have it.
    pub(super) count: u64,
}

impl Near {
    /// The likelier first: mistakes get rarer with every letter, words are as
    /// likely to be meant as they are frequent (Kernighan, Church and Gale 1990).
    pub(super) fn compare(&self, other: &Near) -> Ordering {
        let cost = |near: &Near| {
            let frequent = (near.count.max(1) as f64).ln() / (FAR_MORE as f64).ln();
            f64::from(near.away) - frequent
        };
        let by_cost = cost(self).total_cmp(&cost(other));
        by_cost.then_with(|| self.word.cmp(&other.word))
    }
}

/// True if what `count` have may have been meant by what `having` have.
pub(super) fn is_meant(count: u64, having: u64) -> bool {
    count > 0 && count >= having.saturating_mul(FAR_MORE)
}

/// How many wrong letters are looked for in a word that `having` have.
pub(super) fn distance(form: &str, having: u64) -> Option<u8> {
    let length = form.chars().count();
    if !LENGTHS.contains(&length) || is_number(form) {
        return None;
    }
    match having {
        0 if length < LONG => Some(1),
        0 => Some(2),
        1..FEW if length >= RARE_LENGTH_MIN => Some(1),
        _ => None,
    }
}

/// True for words that differ in the last letter alone: `painted` is not a
/// mistyped `painter`.
fn is_kin(a: &str, b: &str) -> bool {
    let shorter = a.chars().count().min(b.chars().count());
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
    same.count() + 1 >= shorter
}

fn is_number(word: &str) -> bool {
    !word.contains(char::is_alphabetic)
}

/// False for what is no spelling of a word: a number, letters left open.
fn can_be_meant(word: &LeafWord) -> bool {
    !is_number(&word.form) && !matches!(word.matching, Matching::Spelled(_))
}

/// True where single words are offered; elsewhere whole names are.
fn has_words(place: Place) -> bool {
    place.is_scored() || matches!(place, Place::Role | Place::Affiliation)
}

/// Another word in the place of one.
pub(super) fn named(word: &LeafWord, form: &str) -> LeafWord {
    LeafWord {
        form: form.to_owned(),
        languages: None,
        ..word.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_and_frequent_words_come_first() {
        let near = |word: &str, away, count| Near {
            word: word.to_owned(),
            away,
            count,
        };
        let mut words = [
            near("rare", 1, 1),
            near("usual", 1, 40),
            near("far", 2, 90),
            near("farther", 2, 20),
            near("also rare", 1, 1),
        ];
        words.sort_by(Near::compare);
        let order = words.map(|near| near.word);
        assert_eq!(order, ["usual", "far", "also rare", "rare", "farther"]);
    }

    #[test]
    fn what_is_found_is_believed() {
        for (form, having, wanted) in [
            ("harbr", 0, Some(1)),
            ("harbuor", 0, Some(2)),
            ("harbuor", 1, Some(1)),
            ("harb", 1, None),
            ("harbuor", 3, None),
            ("ab", 0, None),
            ("2024", 0, None),
        ] {
            assert_eq!(distance(form, having), wanted, "{form} {having}");
        }
        assert!(is_meant(1, 0) && is_meant(30, 1));
        assert!(!is_meant(0, 0) && !is_meant(29, 1));
        assert!(is_kin("painted", "painter") && is_kin("print", "prints"));
        assert!(!is_kin("coucil", "council") && !is_kin("rat", "harbour"));
    }
}
