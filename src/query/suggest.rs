//! A name that is no field → what may have been meant.

use super::FIELD_NAMES;

/// Names that other search engines have for fields, and what to write here.
const FOREIGN: &[(&str, &str)] = &[
    ("site", "source:"),
    ("publication", "source:"),
    ("newspaper", "source:"),
    ("paper", "source:"),
    ("publisher", "source:"),
    ("intitle", "title:"),
    ("allintitle", "title:"),
    ("subject", "title:"),
    ("intext", "body:"),
    ("allintext", "body:"),
    ("reporter", "byline:"),
    ("journalist", "byline:"),
    ("writer", "byline:"),
    ("creator", "byline:"),
    ("before", "date:..2024-06"),
    ("until", "date:..2024-06"),
    ("to", "date:..2024-06"),
    ("after", "date:2024-06.."),
    ("since", "date:2024-06.."),
    ("from", "date:2024-06.."),
    ("published", "date:"),
    ("pubdate", "date:"),
    ("year", "date:"),
    ("day", "date:"),
    ("added", "seen:"),
    ("indexed", "seen:"),
    ("says", "quote:"),
    ("quoted", "speaker:"),
    ("caps", "the word alone: case does not matter"),
    ("allcaps", "the word alone: case does not matter"),
    ("nocaps", "the word alone: case does not matter"),
    ("singular", "the word in quotation marks"),
    ("plural", "the word in quotation marks"),
    ("company", "the name in quotation marks"),
    ("person", "the name in quotation marks"),
    ("geographic", "the name in quotation marks"),
    ("terms", "the words themselves"),
    ("name", "speaker:"),
    ("organisation", "affiliation:"),
    ("organization", "affiliation:"),
    ("id", "`onrecord show ID` for one article"),
];

/// Says that there is no field `name`, and which one may have been meant;
/// `word` is the name with what stands after it.
pub(super) fn field(name: &str, word: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let advice = match (foreign(&lower), nearest(&lower, names())) {
        (Some(ours), _) => format!("write {ours}"),
        (None, Some(ours)) => format!("did you mean {ours}:?"),
        (None, None) => format!("fields are {}", names().collect::<Vec<_>>().join(", ")),
    };
    format!(
        "there is no field `{}`; {advice} (to search for the words, put them in quotation marks: \"{}\")",
        shown(name),
        shown(word),
    )
}

/// As much of a word as a message needs.
pub(super) fn shown(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_owned();
    }
    let mut start: String = text.chars().take(39).collect();
    start.push('…');
    start
}

/// What to write here for a field of another search engine.
pub(super) fn foreign(name: &str) -> Option<&'static str> {
    let found = FOREIGN.iter().find(|(other, _)| *other == name);
    found.map(|(_, ours)| *ours)
}

fn names() -> impl Iterator<Item = &'static str> {
    let known = FIELD_NAMES.iter().map(|(known, _)| *known);
    known.chain(["date", "seen"])
}

/// The one of `known` names that is spelt most like `name`, if any is.
pub fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let far = if name.len() < 5 { 1 } else { 2 };
    known
        .filter(|known| known.len().abs_diff(name.len()) <= far)
        .map(|known| (distance(known, name), known))
        .filter(|(letters, _)| *letters <= far)
        .min_by_key(|(letters, _)| *letters)
        .map(|(_, known)| known)
}

/// How many letters must be added, left out, changed, or swapped with their
/// neighbour to come from one word to the other (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut next = vec![i];
        for j in 1..=b.len() {
            let same = a[i - 1] == b[j - 1];
            let mut least = (row[j] + 1)
                .min(next[j - 1] + 1)
                .min(row[j - 1] + usize::from(!same));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_field_has_a_suggestion() {
        for (name, wanted) in [
            ("sorce", "mean source:?"),
            ("tilte", "mean title:?"),
            ("Langauge", "mean language:?"),
            ("site", "write source:"),
            ("after", "write date:2024-06.."),
            ("id", "write `onrecord show ID`"),
            ("colour", "fields are title,"),
        ] {
            let message = field(name, "x:y");
            assert!(message.contains(wanted), "{name}: {message}");
        }
    }
}
