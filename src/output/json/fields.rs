//! A line → JSON on one line, with all of its keys or with those asked for.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::query::nearest;

/// `line` as JSON on one line, with only the keys of `fields` where some are
/// given.
pub fn encode(line: &impl Serialize, fields: Option<&[String]>) -> Result<String> {
    let failed = |e: serde_json::Error| Error::usage(format!("cannot write JSON: {e}"));
    let Some(fields) = fields else {
        return serde_json::to_string(line).map_err(failed);
    };
    let Value::Object(all) = serde_json::to_value(line).map_err(failed)? else {
        return serde_json::to_string(line).map_err(failed);
    };
    let mut chosen = Map::new();
    for field in fields {
        let Some(value) = all.get(field) else {
            let known: Vec<&str> = all.keys().map(String::as_str).collect();
            return Err(Error::usage(no_field(field, &known)));
        };
        chosen.insert(field.clone(), value.clone());
    }
    serde_json::to_string(&chosen).map_err(failed)
}

/// What keys are called elsewhere, in flags and in other programs; the first
/// that a line has is meant.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("outlet", "source"),
    ("publisher", "source"),
    ("headline", "title"),
    ("date", "published"),
    ("day", "published"),
    ("lang", "language"),
    ("affiliation", "org"),
    ("organisation", "org"),
    ("organization", "org"),
    ("text", "passage"),
    ("quote", "text"),
    ("link", "url"),
    ("hash", "sha256"),
    ("copies", "cluster"),
    ("name", "speaker"),
    ("speaker", "name"),
];

/// Says that a line has no such field, and which one may have been meant.
fn no_field(field: &str, known: &[&str]) -> String {
    let asked = field.trim().to_ascii_lowercase();
    let named = OTHER_NAMES
        .iter()
        .find(|(other, ours)| *other == asked && known.contains(ours))
        .map(|(_, ours)| *ours);
    let meant = named.or_else(|| nearest(&asked, known.iter().copied()));
    let meant = meant.map_or_else(String::new, |name| format!(" did you mean `{name}`?"));
    format!(
        "there is no field `{field}`;{meant} fields are {}",
        known.join(", ")
    )
}
