//! What a record says of itself, collected under the names that every format
//! shares → fields of the [`Article`], each with where it came from.

use serde_json::Value;

use super::super::fields::{self, Fields};
use super::super::{Article, Reading};

/// Values in the order in which they are preferred.
#[derive(Default)]
pub(in crate::article) struct Found {
    values: Vec<(&'static str, String, Value)>,
}

impl Found {
    /// A value for a field (`headline`, `byline`, `published`, `updated`,
    /// `outlet`, `url`, `language`, `section`, `keywords`, `summary`,
    /// `dateline`), and the place that gives it.
    pub(in crate::article) fn put(
        &mut self,
        field: &'static str,
        place: &str,
        value: impl Into<Value>,
    ) {
        let mut value = value.into();
        if let ("dateline", Value::String(place)) = (field, &mut value) {
            // The dash belongs to the text behind it.
            let end = place.trim_end_matches([' ', '\u{a0}', '-', '–', '—']).len();
            place.truncate(end);
        }
        let blank = match &value {
            Value::String(text) => text.trim().is_empty(),
            Value::Array(values) => values.is_empty(),
            other => other.is_null(),
        };
        if !blank {
            self.values.push((field, place.to_owned(), value));
        }
    }

    /// The same for a value that may not be there.
    pub(super) fn maybe(
        &mut self,
        field: &'static str,
        place: &str,
        value: Option<impl Into<Value>>,
    ) {
        if let Some(value) = value {
            self.put(field, place, value);
        }
    }

    /// Fills the fields that are not set; `format` stands before each place.
    pub(in crate::article) fn fill(&self, article: &mut Article, format: &str, reading: &Reading) {
        let fields = Fields::told(&self.values);
        fields::fill(
            article,
            &fields,
            &|place| format!("{format} {place}"),
            reading,
        );
    }
}
