//! `people.toml` → who is who: names of one person merged, persons of one name
//! kept apart, by hand, and applied when the index is asked.
//!
//! ```toml
//! [[person]]
//! name = "Katarzyna Roe"
//! also = ["Kasia Roe", "K. Roe"]
//!
//! [[person]]
//! name = "Wang Wei (economist)"
//! also = ["Wang Wei"]
//! role = "economist"
//! ```

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::analysis::Words;
use crate::query::{Field, Query};
use crate::quote::Speaker;

/// Who is who.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    people: Vec<Person>,
    /// Folded name → who may be meant by it, in the order of the file.
    by_name: FxHashMap<Vec<String>, Vec<usize>>,
}

/// A person as the file names one, words folded.
#[derive(Clone, Debug)]
struct Person {
    entry: Entry,
    /// The name to show and all others, word by word.
    called: Vec<Vec<String>>,
    role: Vec<String>,
    affiliation: Vec<String>,
}

/// A person as the file names one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The name to show.
    name: String,
    /// Names under which the person is quoted.
    #[serde(default)]
    also: Vec<String>,
    /// Only who is described with these words.
    role: Option<String>,
    /// Only who is placed with these words.
    affiliation: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    person: Vec<Entry>,
}

impl Roster {
    /// Reads the text of a `people.toml`.
    ///
    /// # Errors
    ///
    /// A message that names the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                text.get(..span.start)
                    .map_or(1, |before| before.matches('\n').count() + 1)
            });
            format!("line {line}: {}", error.message())
        })?;
        let mut roster = Roster::default();
        for entry in file.person {
            if words(&entry.name).is_empty() {
                return Err(format!("a person has no name: {:?}", entry.name));
            }
            roster.add(Person::new(entry));
        }
        Ok(roster)
    }

    fn add(&mut self, person: Person) {
        for name in &person.called {
            let meant = self.by_name.entry(name.clone()).or_default();
            meant.push(self.people.len());
        }
        self.people.push(person);
    }

    /// The name to show for a speaker: that of the first person in the file who
    /// is meant, if any is.
    pub fn person(&self, name: &str, role: &str, affiliation: &str) -> Option<&str> {
        let person = self.meant(&words(name), role, affiliation)?;
        Some(person.entry.name.as_str())
    }

    /// True for a speaker who is called `asked`: who has all of its words in
    /// the name, or in one that this file gives that very person.
    pub fn is_called(&self, asked: &str, name: &str, role: &str, affiliation: &str) -> bool {
        let (asked, name) = (words(asked), words(name));
        if holds(&name, &asked) {
            return true;
        }
        let person = self.meant(&name, role, affiliation);
        person.is_some_and(|person| person.is_called(&asked))
    }

    fn meant(&self, name: &[String], role: &str, affiliation: &str) -> Option<&Person> {
        let mut meant = self.by_name.get(name)?.iter();
        meant.find_map(|i| {
            let person = self.people.get(*i)?;
            person.is_described(role, affiliation).then_some(person)
        })
    }

    /// Gives a speaker the name to show.
    pub fn apply(&self, speaker: &mut Speaker) {
        if self.people.is_empty() {
            return;
        }
        let role = speaker.role.as_deref().unwrap_or("");
        let affiliation = speaker.affiliation.as_deref().unwrap_or("");
        if let Some(name) = self.person(&speaker.name, role, affiliation) {
            speaker.name = name.to_owned();
        }
    }

    /// What finds the quotes of everybody called `name`: all of its words, in
    /// any order, in a speaker's name, or all words of a name that this file
    /// gives to somebody who is called so. Longer names that have these words
    /// are found with them; [`Roster::is_called`] tells them apart.
    pub fn speaker(&self, name: &str) -> Query {
        let mut ways = vec![named(name)];
        let asked = words(name);
        for person in &self.people {
            if person.is_called(&asked) {
                let names = person.entry.names();
                ways.extend(names.map(|other| person.entry.narrowed(named(other))));
            }
        }
        if ways.len() == 1 {
            return ways.swap_remove(0);
        }
        Query::Or(ways)
    }
}

impl Roster {
    /// What finds quotes about somebody or something, said by others: the name
    /// in the words or in the headline over them; or its last word, by which
    /// people are called once they are known, where the article has the name.
    pub fn about(&self, name: &str) -> Query {
        let mut ways = vec![about(name)];
        ways.extend(self.aliases(name).into_iter().map(about));
        let own = Query::Not(Box::new(self.speaker(name)));
        Query::And(vec![Query::Or(ways), own])
    }

    /// All names of those who are called `name`.
    fn aliases(&self, name: &str) -> Vec<&str> {
        let asked = words(name);
        let mut found = Vec::new();
        for person in &self.people {
            let called = || std::iter::once(&person.entry.name).chain(&person.entry.also);
            if called().any(|other| words(other) == asked) {
                found.extend(called().map(String::as_str));
            }
        }
        found
    }
}

fn about(name: &str) -> Query {
    let phrase = |text: &str| Query::Phrase(text.to_owned());
    let said = |text: &str| Query::In(Field::Quote, Box::new(phrase(text)));
    let mut ways = vec![said(name), Query::In(Field::Title, Box::new(phrase(name)))];
    let last = name
        .split_whitespace()
        .last()
        .filter(|last| *last != name.trim());
    ways.extend(last.map(|last| Query::And(vec![phrase(name), said(last)])));
    Query::Or(ways)
}

impl Person {
    fn new(entry: Entry) -> Self {
        let mut called: Vec<Vec<String>> = Vec::new();
        for name in entry.names().map(words) {
            // A name without words would be that of everybody without a name.
            if !name.is_empty() && !called.contains(&name) {
                called.push(name);
            }
        }
        Person {
            called,
            role: words(entry.role.as_deref().unwrap_or("")),
            affiliation: words(entry.affiliation.as_deref().unwrap_or("")),
            entry,
        }
    }

    fn is_called(&self, asked: &[String]) -> bool {
        self.called.iter().any(|name| holds(name, asked))
    }

    fn is_described(&self, role: &str, affiliation: &str) -> bool {
        let has = |wanted: &[String], text: &str| wanted.is_empty() || holds(&words(text), wanted);
        has(&self.role, role) && has(&self.affiliation, affiliation)
    }
}

impl Entry {
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name)
            .chain(&self.also)
            .map(String::as_str)
    }

    fn narrowed(&self, name: Query) -> Query {
        let mut parts = vec![name];
        let narrow = [
            (Field::Role, &self.role),
            (Field::Affiliation, &self.affiliation),
        ];
        for (field, value) in narrow {
            if let Some(value) = value {
                parts.push(all_words(field, value));
            }
        }
        Query::And(parts)
    }
}

/// Every word of a name; titles and initials only where there is nothing else.
fn named(name: &str) -> Query {
    let is_part = |word: &&str| {
        let folded = words(word).concat();
        !(is_title(&folded) || folded.is_ascii() && folded.len() == 1)
    };
    let parts: Vec<&str> = name.split_whitespace().filter(is_part).collect();
    if parts.is_empty() {
        return all_words(Field::Speaker, name);
    }
    all_words(Field::Speaker, &parts.join(" "))
}

/// Forms of address, which are no part of a name.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "captain",
    "capt",
    "judge",
    "mayor",
    "minister",
    "councillor",
    "cllr",
    "lt",
    "col",
    "gen",
    "rev",
    "hon",
    "senator",
    "president",
    "herr",
    "frau",
    "m",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "senor",
    "senora",
    "don",
    "dona",
    "sr",
    "sra",
    "signor",
    "signora",
    "the",
    "a",
    "an",
];

/// True for a folded word that is a form of address.
pub fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

/// Every word of `text`, in any order, in a field.
pub fn all_words(field: Field, text: &str) -> Query {
    let words = text
        .split_whitespace()
        .map(|word| Query::Word(word.to_owned()));
    Query::In(field, Box::new(Query::And(words.collect())))
}

/// The folded words of a name: the same for the same person's name however it
/// is written.
pub fn words(name: &str) -> Vec<String> {
    let mut walk = Words::new(name);
    let mut found = Vec::new();
    while let Some(word) = walk.next() {
        found.push(word.text.to_owned());
    }
    found
}

fn holds(text: &[String], wanted: &[String]) -> bool {
    wanted.iter().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
[[person]]
name = "Katarzyna Roe"
also = ["Kasia Roe"]

[[person]]
name = "Wang Wei (economist)"
also = ["Wang Wei"]
role = "economist"
"#;

    #[test]
    fn names_are_merged_and_kept_apart() {
        let roster = Roster::parse(FILE).unwrap();
        assert_eq!(roster.person("kasia roe", "", ""), Some("Katarzyna Roe"));
        assert_eq!(
            roster.person("Wang Wei", "chief economist", "Example Bank"),
            Some("Wang Wei (economist)")
        );
        assert_eq!(roster.person("Wang Wei", "actor", ""), None);
    }

    #[test]
    fn either_name_finds_both() {
        let roster = Roster::parse(FILE).unwrap();
        let query = roster.speaker("kasia").to_string();
        assert!(
            query.contains("Katarzyna") && query.contains("Kasia"),
            "{query}"
        );
        let alone = roster.speaker("Ann Roe-Smith").to_string();
        assert_eq!(alone, "speaker:(Ann AND Roe-Smith)");
    }

    #[test]
    fn only_exact_names_are_of_the_person() {
        let roster = Roster::parse(FILE).unwrap();
        for (asked, name, role, wanted) in [
            ("katarzyna", "Kasia Roe", "", true),
            ("katarzyna", "Kasia Roe Smith", "", false),
            ("kasia", "Kasia Roe Smith", "", true),
            ("ROE katarzyna", "Kasia ROE", "", true),
            ("economist", "Wang Wei", "economist", true),
            ("economist", "Wang Wei", "actor", false),
        ] {
            let is_called = roster.is_called(asked, name, role, "");
            assert_eq!(is_called, wanted, "{asked}: {name}, {role}");
        }
        assert!(Roster::default().is_called("wei", "Wang Wei", "", ""));
        assert!(!Roster::default().is_called("wei", "Ann Roe", "", ""));
    }

    #[test]
    fn the_first_person_who_is_meant_counts() {
        let file = r#"
[[person]]
name = "Wang Wei (actor)"
also = ["Wang Wei"]
role = "actor"

[[person]]
name = "Wang Wei (other)"
also = ["Wang Wei", "wang WEI", ""]
"#;
        let roster = Roster::parse(file).unwrap();
        let person = |role| roster.person("Wang Wei", role, "");
        assert_eq!(person("film actor"), Some("Wang Wei (actor)"));
        assert_eq!(person("mayor"), Some("Wang Wei (other)"));
        // An empty name is nobody's.
        assert_eq!(roster.person("", "", ""), None);
    }

    #[test]
    fn titles_and_initials_are_no_names() {
        let query = |name: &str| Roster::default().speaker(name).to_string();
        for name in ["Mrs Thorne", "A. Thorne", "Minister Thorne", "Thorne"] {
            assert_eq!(query(name), "speaker:(Thorne)", "{name}");
        }
        assert_eq!(query("Miss"), "speaker:(Miss)");
    }

    #[test]
    fn an_error_names_its_line() {
        let error = Roster::parse("[[person]]\nname = \"A B\"\nalias = []\n").unwrap_err();
        assert!(error.starts_with("line 3"), "{error}");
        assert!(Roster::parse("[[person]]\nname = \"\"\n").is_err());
    }
}
