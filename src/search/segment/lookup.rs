//! A word of a query → the terms of one segment that stand for it, with their
//! postings: its forms and stems, language by language, or what is spelt so.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use crate::analysis::Language;
use crate::index::stem_term;

use super::super::plan::{LeafWord, Matching, Place};
use super::super::postings::{Allowed, Source};
use super::super::spelling::Finder;
use super::Segment;

/// At most so many words stand for a beginning: more pairs than a character
/// of any script has.
const EXPANSIONS_MAX: usize = 30_000;

impl Segment<'_> {
    /// The terms that stand for a word of the query in one field.
    pub(super) fn sources(
        &self,
        field: Field,
        word: &LeafWord,
        option: IndexRecordOption,
    ) -> tantivy::Result<Vec<Source>> {
        match &word.matching {
            Matching::Spelled(spelling) => self.spelled(field, &spelling.to_string(), word, option),
            Matching::Exact => Ok(self
                .source(field, &word.form, None, option)?
                .into_iter()
                .collect()),
            Matching::Beginning => self.beginning_with(field, &word.form, option),
            Matching::Inflected => self.inflected(field, word, option),
        }
    }

    /// Language by language, the forms that share the stem of `form`: those
    /// that differ from the stem under the stem's own term, and the one that
    /// is the stem as itself. A form counts in each language for itself.
    fn inflected(
        &self,
        field: Field,
        word: &LeafWord,
        option: IndexRecordOption,
    ) -> tantivy::Result<Vec<Source>> {
        let form = word.form.as_str();
        let mut forms: FxHashMap<String, u64> = FxHashMap::default();
        *forms.entry(form.to_owned()).or_default() |= Allowed::UNKNOWN;
        let mut found = Vec::new();
        for (language, bit) in self.languages() {
            let Some(language) = language else {
                *forms.entry(form.to_owned()).or_default() |= bit;
                continue;
            };
            let mut stems = self.stems.borrow_mut();
            let stem = stems.stem(form, language).unwrap_or(form).to_owned();
            if !word.is_inflected_in(language, &stem) {
                // Its articles have not even the form.
                continue;
            }
            if stems.stem(&stem, language).is_none() {
                *forms.entry(stem.clone()).or_default() |= bit;
            }
            let term = stem_term(language, &stem);
            found.extend(self.source(field, &term, None, option)?);
        }
        for (form, bits) in forms {
            if let Some(allowed) = self.allowed(bits) {
                found.extend(self.source(field, &form, allowed, option)?);
            }
        }
        Ok(found)
    }

    /// Notes the languages of the live articles that have exactly `form`.
    pub(in crate::search) fn note_languages(
        &self,
        form: &str,
        found: &mut Vec<Language>,
    ) -> tantivy::Result<()> {
        let Some(column) = &self.languages.ordinals else {
            return Ok(());
        };
        let known = |ord: u64| *self.languages.known.get(usize::try_from(ord).ok()?)?;
        let here = self.languages.known.iter().flatten();
        if let Some(articles) = self.other.as_deref().filter(|_| self.view.is_of_quotes()) {
            // Quotes are also found by the words around them.
            articles.note_languages(form, found)?;
        }
        let mut missing = here.filter(|language| !found.contains(language)).count();
        for (_, field) in self.view.fields_of(Place::Article).iter().copied() {
            let Some(mut source) = self.source(field, form, None, IndexRecordOption::Basic)? else {
                continue;
            };
            while source.postings.doc() != TERMINATED && missing > 0 {
                let doc = source.postings.doc();
                let language = column.first(doc).and_then(known);
                if let Some(language) =
                    language.filter(|l| !found.contains(l) && !self.reader.is_deleted(doc))
                {
                    found.push(language);
                    missing -= 1;
                }
                source.postings.advance();
            }
        }
        Ok(())
    }

    /// `None` where no article can have one of the languages of `bits`,
    /// `Some(None)` where every article has.
    fn allowed(&self, bits: u64) -> Option<Option<Allowed>> {
        let every = self.languages().fold(0, |every, (_, bit)| every | bit);
        let every = if self.all_known {
            every
        } else {
            every | Allowed::UNKNOWN
        };
        if bits & every == 0 {
            return None;
        }
        let column = self
            .languages
            .ordinals
            .clone()
            .filter(|_| bits & every != every);
        Some(column.map(|languages| Allowed { languages, bits }))
    }

    fn beginning_with(
        &self,
        field: Field,
        beginning: &str,
        option: IndexRecordOption,
    ) -> tantivy::Result<Vec<Source>> {
        let inverted = self.reader.inverted_index(field)?;
        let mut terms = inverted
            .terms()
            .range()
            .ge(beginning.as_bytes())
            .into_stream()?;
        let mut found = Vec::new();
        while terms.advance() && found.len() < EXPANSIONS_MAX {
            if !terms.key().starts_with(beginning.as_bytes()) {
                break;
            }
            let postings = inverted.read_postings_from_terminfo(terms.value(), option)?;
            found.push(Source {
                postings,
                allowed: None,
            });
        }
        Ok(found)
    }

    /// Notes the forms of the fields of a place that are spelt so, up to
    /// `most` of each field, in `found` as well.
    pub(in crate::search) fn find_forms(
        &self,
        place: Place,
        (spelling, finder): (&str, &Finder<'_>),
        most: usize,
        found: &mut BTreeSet<String>,
    ) -> tantivy::Result<()> {
        for (_, field) in self.view.fields_of(place).iter().copied() {
            let key = (field, spelling.to_owned());
            if let Some(forms) = self.spelled.borrow().get(&key) {
                found.extend(forms.iter().map(|(form, _)| form.clone()));
                continue;
            }
            let inverted = self.reader.inverted_index(field)?;
            let forms = finder.forms(inverted.terms(), most)?;
            found.extend(forms.iter().map(|(form, _)| form.clone()));
            self.spelled.borrow_mut().insert(key, forms.into());
        }
        // Articles have no words of quotes of their own, but quotes are found
        // by the words of their articles.
        let other = self.other.as_deref();
        match other.filter(|other| place.is_of_quotes() || !other.view.is_of_quotes()) {
            Some(other) => other.find_forms(place, (spelling, finder), most, found),
            None => Ok(()),
        }
    }

    fn spelled(
        &self,
        field: Field,
        spelling: &str,
        word: &LeafWord,
        option: IndexRecordOption,
    ) -> tantivy::Result<Vec<Source>> {
        let known = self.spelled.borrow();
        let Some(forms) = known.get(&(field, spelling.to_owned())) else {
            return Ok(Vec::new());
        };
        let inverted = self.reader.inverted_index(field)?;
        let mut found = Vec::new();
        for (form, info) in forms.iter() {
            if word.forms.binary_search(form).is_ok() {
                let postings = inverted.read_postings_from_terminfo(info, option)?;
                found.push(Source {
                    postings,
                    allowed: None,
                });
            }
        }
        Ok(found)
    }

    pub(super) fn source(
        &self,
        field: Field,
        term: &str,
        allowed: Option<Allowed>,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<Source>> {
        let inverted = self.reader.inverted_index(field)?;
        let postings = inverted.read_postings(&Term::from_field_text(field, term), option)?;
        Ok(postings.map(|postings| Source { postings, allowed }))
    }
}
