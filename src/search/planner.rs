//! [`Query`] → [`Plan`]: the same tree with its words as the index has them.

use std::borrow::Cow;

use crate::analysis::script::unspaced;
use crate::analysis::{Language, Stems, stop};
use crate::error::{Error, Result};
use crate::query::{Field, Near, Query};

use super::pattern::Pattern;
use super::plan::{Leaf, LeafWord, Matching, Place, Plan, Planned, Require, WordRow};
use super::rows;

/// Plans a query for an archive in `languages`, the most frequent first.
pub(super) fn plan(query: &Query, require: Require, languages: &[Language]) -> Result<Planned> {
    let mut planner = Planner {
        require,
        languages,
        leaves: Vec::new(),
        left_out: Vec::new(),
    };
    let plan = planner.plan(query, Place::Article)?;
    Ok(Planned {
        plan,
        leaves: planner.leaves,
        left_out: planner.left_out,
    })
}

struct Planner<'a> {
    require: Require,
    languages: &'a [Language],
    leaves: Vec<Leaf>,
    left_out: Vec<Leaf>,
}

impl Planner<'_> {
    fn plan(&mut self, query: &Query, place: Place) -> Result<Plan> {
        Ok(match query {
            Query::All => Plan::Everything,
            Query::Word(_) | Query::Phrase(_) | Query::Open(_) | Query::Nearly(..) => {
                self.leaf(query, place, 1)?
            }
            Query::Near(_) | Query::AtLeast(..) => self.placed(query, place)?,
            Query::Several(parts) => self.several(parts, place)?,
            Query::And(parts) => self.all(parts, place)?,
            Query::Or(parts) => Plan::Any(self.each(&distinct(parts), place)?),
            Query::Not(inner) => {
                let inner = self.plan(inner, place)?;
                Plan::Without(Box::new(Plan::Everything), Box::new(inner))
            }
            Query::In(field, inner) => self.in_field(*field, inner)?,
            Query::Date(period) => Plan::Published(*period),
            Query::Seen(period) => Plan::Seen(*period),
            Query::Within(inner, filters) => {
                let inner = self.plan(inner, place)?;
                Plan::Filtered(Box::new(inner), self.each(filters, place)?)
            }
        })
    }

    /// Things near each other, or often: as one leaf where they stand in one
    /// text.
    fn placed(&mut self, query: &Query, place: Place) -> Result<Plan> {
        match query.drawn_out()? {
            near @ Query::Near(_) => self.leaf(&near, place, 1),
            Query::AtLeast(times, inner) if inner.is_placed() => self.leaf(&inner, place, times),
            drawn => self.plan(&drawn, place),
        }
    }

    fn each(&mut self, parts: &[Query], place: Place) -> Result<Vec<Plan>> {
        parts.iter().map(|part| self.plan(part, place)).collect()
    }

    fn all(&mut self, parts: &[Query], place: Place) -> Result<Plan> {
        let (negative, positive): (Vec<&Query>, Vec<&Query>) =
            parts.iter().partition(|part| matches!(part, Query::Not(_)));
        let mut wanted = Vec::new();
        for part in positive {
            match self.plan(part, place)? {
                // A dash asks for nothing.
                Plan::Nothing => {}
                plan => wanted.push(plan),
            }
        }
        let wanted = if wanted.is_empty() && negative.is_empty() {
            Plan::Nothing
        } else if wanted.is_empty() {
            Plan::Everything
        } else {
            Plan::All(wanted)
        };
        self.without(wanted, &negative, place)
    }

    /// Words side by side. Small words such as "the" are in nearly every
    /// article: they are not asked for where there are others.
    fn several(&mut self, parts: &[Query], place: Place) -> Result<Plan> {
        if !place.is_scored() {
            // Names are filters: nobody means most of the words of one.
            return self.all(parts, place);
        }
        let parts = match self.require {
            Require::Any => Cow::Owned(parts.iter().flat_map(separate).collect()),
            _ => Cow::Borrowed(parts),
        };
        let (negative, positive): (Vec<&Query>, Vec<&Query>) =
            parts.iter().partition(|part| matches!(part, Query::Not(_)));
        let typed: Vec<Option<&str>> = positive.iter().map(|part| as_word(part)).collect();
        let language = self.query_language(&typed);
        let stop = self.stop_words(&typed, language, place);
        let first = self.leaves.len();
        let mut wanted = Vec::new();
        // Filters are no words: nobody means "one of: a word, this outlet".
        let mut filters = Vec::new();
        for (part, is_stop) in positive.into_iter().zip(stop) {
            match part {
                Query::Word(typed) if is_stop => self.leave_out(typed, place),
                // Who names a field for what is said means just that.
                Query::In(Field::Quote, _) => filters.push(self.plan(part, place)?),
                _ if part.is_filter() || part.is_negative() => {
                    filters.push(self.plan(part, place)?);
                }
                _ => match self.plan(part, place)? {
                    // A dash or an ampersand between words asks for nothing.
                    Plan::Nothing => {}
                    Plan::Leaf(_) if self.was_typed_before(&wanted, language) => {}
                    plan => wanted.push(plan),
                },
            }
        }
        weaken(&mut self.leaves[first..], language);
        let words = match (wanted.len(), self.require) {
            (0, _) if filters.is_empty() && negative.is_empty() => Plan::Nothing,
            (0, _) => Plan::Everything,
            (1, _) => wanted.swap_remove(0),
            (_, Require::Any) => Plan::Any(wanted),
            (count, _) => Plan::Several {
                parts: wanted,
                least: count,
            },
        };
        let kept = if filters.is_empty() {
            words
        } else {
            Plan::Filtered(Box::new(words), filters)
        };
        self.without(kept, &negative, place)
    }

    /// Notes a small word that is not asked for: of articles that have the
    /// others, those that have it too may come first.
    fn leave_out(&mut self, typed: &str, place: Place) {
        let before = self.left_out.iter_mut();
        let mut same = before.filter(|leaf| leaf.place == place && leaf.typed == typed);
        if let Some(leaf) = same.next() {
            leaf.times += 1;
            return;
        }
        let words = rows::word(typed, &Matching::Inflected).words;
        let leaves = words.into_iter().map(|word| Leaf {
            typed: typed.to_owned(),
            ..Leaf::of_word(word, place)
        });
        self.left_out.extend(leaves);
    }

    /// Takes back the leaf made last, where one of the words beside it is the
    /// same, and notes that that was typed once more. Where any word will do,
    /// an inflection is the same.
    fn was_typed_before(&mut self, beside: &[Plan], language: Option<Language>) -> bool {
        let Some((last, before)) = self.leaves.split_last_mut() else {
            return false;
        };
        let stem_in = language.filter(|_| self.require == Require::Any);
        let is_same = |leaf: &Leaf| {
            (leaf.place, leaf.least) == (last.place, last.least)
                && (leaf.pattern == last.pattern
                    || stem_in.is_some_and(|language| has_stem_of(leaf, last, language)))
        };
        let mut leaves = beside.iter().filter_map(|plan| match plan {
            Plan::Leaf(number) => Some(*number),
            _ => None,
        });
        let same = leaves.find(|number| before.get(*number).is_some_and(&is_same));
        if let Some(leaf) = same.and_then(|number| before.get_mut(number)) {
            leaf.times += 1;
            self.leaves.pop();
            return true;
        }
        false
    }

    fn without(&mut self, mut plan: Plan, negative: &[&Query], place: Place) -> Result<Plan> {
        for part in negative {
            if let Query::Not(inner) = part {
                let unwanted = self.plan(inner, place)?;
                plan = Plan::Without(Box::new(plan), Box::new(unwanted));
            }
        }
        Ok(plan)
    }

    /// For each word, whether it is a stop word of the language that the query
    /// is written in; none is where all are.
    fn stop_words(
        &self,
        typed: &[Option<&str>],
        language: Option<Language>,
        place: Place,
    ) -> Vec<bool> {
        // In a headline or a name no word is small, and who insists on all
        // words means all.
        let in_text = place.is_scored() && place != Place::Title;
        if !in_text || self.require == Require::All {
            return vec![false; typed.len()];
        }
        let all_capitals = typed
            .iter()
            .flatten()
            .all(|typed| !typed.chars().any(char::is_lowercase));
        let is_stop = |typed: &Option<&str>| {
            typed.is_some_and(|typed| {
                let name = !all_capitals && is_acronym(typed);
                !name && language.is_some_and(|language| is_stop_word(typed, language))
            })
        };
        let found: Vec<bool> = typed.iter().map(is_stop).collect();
        if found.iter().all(|stop| *stop) {
            vec![false; found.len()]
        } else {
            found
        }
    }

    /// The archive's main language, unless the query has two stop words or
    /// more of another and more of them: `war crimes` is no German query.
    fn query_language(&self, typed: &[Option<&str>]) -> Option<Language> {
        let count = |language: &Language| {
            typed
                .iter()
                .flatten()
                .filter(|typed| is_stop_word(typed, *language))
                .count()
        };
        let main = self.languages.first()?;
        let (mut best, mut most) = (main, count(main).max(1));
        for language in self.languages {
            let stops = count(language);
            if stops > most {
                (best, most) = (language, stops);
            }
        }
        Some(*best)
    }

    fn in_field(&mut self, field: Field, inner: &Query) -> Result<Plan> {
        let place = match field {
            Field::Title => Place::Title,
            Field::Body => Place::Body,
            Field::Lead => Place::Lead,
            Field::HeadLead => Place::HeadLead,
            Field::Byline => Place::Byline,
            Field::Source => Place::Outlet,
            Field::Section => Place::Section,
            Field::Quote => Place::Quote,
            Field::Speaker => Place::Speaker,
            Field::Role => Place::Role,
            Field::Affiliation => Place::Affiliation,
            Field::Kind => Place::Kind,
            Field::Sort => Place::Sort,
            Field::Language => return self.language(inner),
        };
        self.plan(inner, place)
    }

    fn language(&mut self, inner: &Query) -> Result<Plan> {
        Ok(match inner {
            Query::Word(code) | Query::Phrase(code) => {
                let language = Language::from_code(code).ok_or_else(|| {
                    Error::usage(format!(
                        "lang: `{code}` is no language known here; write a code such as en, es, zh"
                    ))
                })?;
                Plan::Language(language.code().to_owned())
            }
            Query::Or(parts) | Query::Several(parts) => Plan::Any(
                parts
                    .iter()
                    .map(|part| self.language(part))
                    .collect::<Result<_>>()?,
            ),
            _ => {
                return Err(Error::usage(
                    "lang: takes a language code, or several with OR",
                ));
            }
        })
    }

    /// What stands at places of a text, as one leaf.
    fn leaf(&mut self, query: &Query, place: Place, least: u32) -> Result<Plan> {
        if self.leaves.len() >= LEAVES_MAX {
            let message = format!("the query comes to more than {LEAVES_MAX} words and phrases");
            return Err(Error::usage(message));
        }
        if !place.has_positions() && !matches!(query, Query::Word(_) | Query::Phrase(_)) {
            let message = format!("kind: and sort: take a word, not `{query}`");
            return Err(Error::usage(message));
        }
        let Some(pattern) = pattern(query, place) else {
            return Ok(Plan::Nothing);
        };
        let typed = match query {
            Query::Word(typed) | Query::Phrase(typed) => typed.clone(),
            other => other.to_string(),
        };
        self.leaves.push(Leaf {
            typed,
            pattern,
            place,
            least,
            times: 1,
            is_weak: false,
        });
        Ok(Plan::Leaf(self.leaves.len() - 1))
    }
}

/// A query may come to so many leaves.
const LEAVES_MAX: usize = 2_000;

/// What stands at places of a text, in the words of the index; `None` where
/// nothing can.
fn pattern(query: &Query, place: Place) -> Option<Pattern<WordRow>> {
    // Names have no language, and no inflections; roles do.
    let inflected = match place.is_scored() || place == Place::Role {
        true => Matching::Inflected,
        false => Matching::Exact,
    };
    let row = |row: WordRow| (!row.words.is_empty()).then_some(Pattern::Row(row));
    match query {
        Query::Word(typed) => row(rows::word(typed, &inflected)),
        Query::Phrase(typed) => row(rows::phrase(typed)),
        Query::Open(typed) => row(rows::open(typed, &inflected)),
        Query::Nearly(typed, letters) => row(rows::nearly(typed, *letters)),
        Query::Or(parts) => {
            let parts = distinct(parts);
            let parts: Vec<_> = parts.iter().filter_map(|p| pattern(p, place)).collect();
            (!parts.is_empty()).then_some(Pattern::Any(parts))
        }
        Query::Near(near) => {
            let Near {
                left,
                right,
                reach,
                apart,
            } = &**near;
            let left = pattern(left, place)?;
            let Some(right) = pattern(right, place) else {
                // Nothing is never near.
                return apart.then_some(left);
            };
            Some(Pattern::Near {
                sides: Box::new((left, right)),
                reach: *reach,
                apart: *apart,
            })
        }
        _ => None,
    }
}

/// The parts of an OR, each once.
fn distinct(parts: &[Query]) -> Vec<Query> {
    let mut found: Vec<Query> = Vec::with_capacity(parts.len());
    for part in parts {
        if !found.contains(part) {
            found.push(part.clone());
        }
    }
    found
}

/// The words of a joined word, `covid-19`, where any of the words will do.
/// Pairs of characters are no words.
fn separate(part: &Query) -> Vec<Query> {
    let Query::Word(typed) = part else {
        return vec![part.clone()];
    };
    let row = rows::word(typed, &Matching::Exact);
    let is_pair = |word: &LeafWord| word.form.chars().any(|c| unspaced(c).is_some());
    if row.words.len() < 2 || row.words.iter().any(is_pair) {
        return vec![part.clone()];
    }
    let words = row.words.into_iter();
    words.map(|word| Query::Word(word.form)).collect()
}

fn as_word(part: &Query) -> Option<&str> {
    match part {
        Query::Word(typed) => Some(typed.as_str()),
        _ => None,
    }
}

/// Marks the words that say little, where others say more.
fn weaken(leaves: &mut [Leaf], language: Option<Language>) {
    let is_weak = |leaf: &Leaf| {
        let row = leaf.row().filter(|_| leaf.place.is_scored());
        let word = row.and_then(|row| match row.words.as_slice() {
            [word] if word.matching == Matching::Inflected => Some(word.form.as_str()),
            _ => None,
        });
        word.zip(language)
            .is_some_and(|(form, language)| stop::is_weak_word(form, language))
    };
    let weak: Vec<bool> = leaves.iter().map(is_weak).collect();
    if weak.iter().all(|weak| *weak) {
        return;
    }
    for (leaf, weak) in leaves.iter_mut().zip(weak) {
        leaf.is_weak = weak;
    }
}

/// True for two words with one stem.
fn has_stem_of(leaf: &Leaf, other: &Leaf, language: Language) -> bool {
    let mut stems = Stems::default();
    let mut stem = |leaf: &Leaf| match leaf.row().map(|row| row.words.as_slice()) {
        Some([word]) if word.matching == Matching::Inflected => {
            let form = word.form.as_str();
            Some(stems.stem(form, language).unwrap_or(form).to_owned())
        }
        _ => None,
    };
    let one = stem(leaf);
    one.is_some() && one == stem(other)
}

/// US, WHO, U.S.: a name, whatever it is folded to.
fn is_acronym(typed: &str) -> bool {
    let letters = typed.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 2 && !typed.chars().any(char::is_lowercase))
        || typed.trim_end_matches('.').contains('.')
}

fn is_stop_word(typed: &str, language: Language) -> bool {
    let row = rows::word(typed, &Matching::Exact);
    matches!(row.words.as_slice(), [word] if stop::is_stop_word(&word.form, language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Day, parse};

    fn planned(text: &str, codes: &[&str]) -> Planned {
        let languages: Vec<Language> = codes
            .iter()
            .filter_map(|code| Language::from_code(code))
            .collect();
        plan(
            &parse(text, Day(20240101)).unwrap(),
            Require::Most,
            &languages,
        )
        .unwrap()
    }

    fn left_out(text: &str, codes: &[&str]) -> Vec<String> {
        let left_out = planned(text, codes).left_out.into_iter();
        left_out.map(|leaf| leaf.typed).collect()
    }

    #[test]
    fn small_words_are_left_out_beside_others() {
        assert_eq!(left_out("the war in the north", &["en"]), ["the", "in"]);
        assert_eq!(left_out("war crimes", &["en", "de"]), Vec::<String>::new());
        assert_eq!(
            left_out("der Krieg und die Stadt", &["en", "de"]),
            ["der", "und", "die"]
        );
        assert_eq!(left_out("US tariffs on the WHO", &["en"]), ["on", "the"]);
        assert_eq!(left_out("WHO PAYS", &["en"]), ["WHO"]);
        assert_eq!(
            left_out("to be or not to be", &["en"]),
            Vec::<String>::new()
        );
    }
}
