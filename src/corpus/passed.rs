//! Records of a container that hold no article → how many there are of which
//! kind, in words.

use std::collections::BTreeMap;
use std::fmt;

/// What a record is that holds no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A capture of a page that was captured before, with the same content.
    Repeated,
    /// An answer that points to another address.
    Redirect,
    /// An answer that says that there is no page.
    Failed,
    /// An answer of any other status that is no page.
    OtherAnswer,
    /// What should be an answer and is none.
    NoAnswer,
    /// What a server tells robots.
    Robots,
    /// A page without a word.
    Empty,
    /// An image.
    Picture,
    /// A film or a sound.
    Film,
    /// A program, or rules of layout.
    Script,
    /// XML that is no page.
    Xml,
    /// JSON.
    Json,
    /// A file of another type.
    OtherFile,
    /// A file that does not say what it is, and does not look like a page.
    UnknownFile,
    /// A record of a type that is not known.
    UnknownRecord,
    /// What was not fetched over HTTP.
    NotWeb,
}

/// Every kind, in words for one and for many.
const WORDS: &[(Kind, &str, &str)] = &[
    (
        Kind::Repeated,
        "capture that repeats an earlier one",
        "captures that repeat an earlier one",
    ),
    (Kind::Redirect, "redirect", "redirects"),
    (Kind::Failed, "failed request", "failed requests"),
    (Kind::OtherAnswer, "other answer", "other answers"),
    (
        Kind::NoAnswer,
        "not an answer of a web server",
        "not answers of a web server",
    ),
    (Kind::Robots, "robots.txt", "robots.txt"),
    (Kind::Empty, "empty", "empty"),
    (Kind::Picture, "picture", "pictures"),
    (Kind::Film, "film or sound", "films and sounds"),
    (
        Kind::Script,
        "script or style sheet",
        "scripts and style sheets",
    ),
    (Kind::Xml, "XML file", "XML files"),
    (Kind::Json, "JSON file", "JSON files"),
    (
        Kind::OtherFile,
        "file of another type",
        "files of other types",
    ),
    (Kind::UnknownFile, "of no known type", "of no known type"),
    (
        Kind::UnknownRecord,
        "of an unknown type",
        "of an unknown type",
    ),
    (Kind::NotWeb, "not from the web", "not from the web"),
];

impl Kind {
    /// The words for many, by which a kind is kept.
    fn name(self) -> &'static str {
        let words = WORDS.iter().find(|(kind, ..)| *kind == self);
        words.map_or("", |(_, _, many)| many)
    }
}

/// How many records of a container were passed over that hold no article, by
/// what they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassedOver(BTreeMap<String, u64>);

impl PassedOver {
    /// One more of a kind.
    pub fn count(&mut self, kind: Kind) {
        self.add(kind.name(), 1);
    }

    /// So many more of a kind, which is named in the words for many.
    pub fn add(&mut self, name: &str, more: u64) {
        match self.0.get_mut(name) {
            Some(number) => *number += more,
            None => {
                self.0.insert(name.to_owned(), more);
            }
        }
    }

    /// Takes over what another counted.
    pub fn extend(&mut self, other: &PassedOver) {
        for (name, number) in &other.0 {
            self.add(name, *number);
        }
    }

    /// Without what another counted.
    pub fn without(mut self, other: &PassedOver) -> Self {
        for (name, number) in &other.0 {
            if let Some(all) = self.0.get_mut(name) {
                *all = all.saturating_sub(*number);
            }
        }
        self.0.retain(|_, number| *number > 0);
        self
    }

    /// The names of the kinds with their numbers.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(name, number)| (name.as_str(), *number))
    }

    /// How many there are of all kinds.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// True where nothing was passed over.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for PassedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("passed over, since they are no articles: ")?;
        for (at, (name, number)) in self.kinds().enumerate() {
            let comma = if at > 0 { ", " } else { "" };
            let words = WORDS.iter().find(|(.., many)| *many == name);
            let one = words.map_or(name, |(_, one, _)| one);
            write!(f, "{comma}{number} {}", plural(number, one, name))?;
        }
        Ok(())
    }
}

/// The word for one or the word for many, as the number wants it.
pub fn plural<'w>(number: u64, one: &'w str, many: &'w str) -> &'w str {
    if number == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_their_words() {
        let mut passed_over = PassedOver::default();
        passed_over.count(Kind::Failed);
        passed_over.count(Kind::Robots);
        passed_over.add("redirects", 3);
        passed_over.add("things", 2);
        assert_eq!(
            passed_over.to_string(),
            "passed over, since they are no articles: 1 failed request, 3 redirects, 1 robots.txt, 2 things"
        );
        assert_eq!(passed_over.total(), 7);
        let mut other = PassedOver::default();
        other.count(Kind::Redirect);
        other.count(Kind::Failed);
        let rest: Vec<_> = passed_over.clone().without(&other).0.into_iter().collect();
        let wanted = [("redirects", 2), ("robots.txt", 1), ("things", 2)];
        assert_eq!(rest, wanted.map(|(name, number)| (name.to_owned(), number)));
    }

    #[test]
    fn every_kind_has_words() {
        assert_eq!(Kind::NotWeb.name(), "not from the web");
        for (kind, one, many) in WORDS {
            assert_eq!(kind.name(), *many);
            assert!(!one.is_empty());
        }
    }
}
