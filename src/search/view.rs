//! Which documents a search walks over, and where in them it finds words.
//!
//! Articles and quotes share one index and one engine; their fields are apart,
//! so that no kind of document is found or weighed among the other.

use tantivy::schema::Field;

use crate::index::Fields;

use super::plan::Place;
use super::stats::{self, TextWeight};

/// One kind of document with its fields.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// The kind, as the index names it.
    pub(super) kind: &'static str,
    /// The field of the kind.
    pub(super) kind_field: Field,
    /// Field of language codes, where it can be searched.
    pub(super) language: Field,
    /// The field whose sentences and paragraphs are known.
    pub(super) broken: Field,
    /// The fields that are scored, each by its name.
    pub(super) texts: Vec<Text>,
    places: Vec<(Place, Vec<Slot>)>,
}

/// A field and the name by which explanations call it.
pub(super) type Slot = (&'static str, Field);

/// A field that is scored.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) name: &'static str,
    pub(super) field: Field,
    pub(super) weight: TextWeight,
}

impl View {
    /// Articles, by title and body.
    pub(super) fn articles(fields: &Fields) -> Self {
        let (title, body) = (("title", fields.title), ("body", fields.body));
        View {
            kind: "article",
            kind_field: fields.kind,
            language: fields.language,
            broken: fields.body,
            texts: vec![Text::of(title, stats::TITLE), Text::of(body, stats::BODY)],
            places: vec![
                (Place::Article, vec![title, body]),
                (Place::Title, vec![title]),
                (Place::Body, vec![body]),
                (Place::Lead, vec![body]),
                (Place::HeadLead, vec![title, body]),
                // What is said stands in the body; that it is said, the
                // quotes tell.
                (Place::Quote, vec![body]),
                (Place::Byline, vec![("byline", fields.byline)]),
                (Place::Outlet, vec![("source", fields.outlet)]),
                (Place::Section, vec![("section", fields.section)]),
            ],
        }
    }

    /// Quotes, by what was said and the headline over it; the rest is asked of
    /// their articles.
    pub(super) fn quotes(fields: &Fields) -> Self {
        let fields_of = &fields.quote;
        let words = ("quote", fields_of.words);
        View {
            kind: "quote",
            kind_field: fields.kind,
            language: fields.language,
            broken: fields_of.words,
            texts: vec![
                Text::of(words, stats::WORDS),
                Text::of(("title", fields.title), stats::HEADLINE),
            ],
            places: vec![
                (Place::Article, vec![words]),
                (Place::Body, vec![words]),
                (Place::Quote, vec![words]),
                (Place::Speaker, vec![("speaker", fields_of.speaker)]),
                (Place::Role, vec![("role", fields_of.role)]),
                (
                    Place::Affiliation,
                    vec![("affiliation", fields_of.affiliation)],
                ),
                (Place::Kind, vec![("kind", fields_of.kind)]),
                (Place::Sort, vec![("sort", fields_of.sort)]),
            ],
        }
    }

    /// True for the view of quotes.
    pub(super) fn is_of_quotes(&self) -> bool {
        self.kind == "quote"
    }

    /// The fields in which a leaf of this place is looked for; none where
    /// these documents have no such place.
    pub(super) fn fields_of(&self, place: Place) -> &[Slot] {
        let found = self.places.iter().find(|(known, _)| *known == place);
        found.map_or(&[], |(_, slots)| slots)
    }
}

impl Text {
    fn of((name, field): Slot, weight: TextWeight) -> Self {
        Text {
            name,
            field,
            weight,
        }
    }
}
