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

use serde::Deserialize;

use crate::analysis::Words;
use crate::query::{Field, Query};
use crate::quote::Speaker;

/// Who is who.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    people: Vec<Person>,
}

/// A person as the file names one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
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
    person: Vec<Person>,
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
        if let Some(person) = file
            .person
            .iter()
            .find(|person| words(&person.name).is_empty())
        {
            return Err(format!("a person has no name: {:?}", person.name));
        }
        Ok(Roster {
            people: file.person,
        })
    }

    /// The name to show for a speaker: that of the first person in the file who
    /// is meant, if any is.
    pub fn person(&self, name: &str, role: &str, affiliation: &str) -> Option<&str> {
        let mut people = self.people.iter();
        let person = people.find(|person| person.is(name, role, affiliation));
        person.map(|person| person.name.as_str())
    }

    /// Gives a speaker the name to show.
    pub fn apply(&self, speaker: &mut Speaker) {
        let role = speaker.role.as_deref().unwrap_or("");
        let affiliation = speaker.affiliation.as_deref().unwrap_or("");
        if let Some(name) = self.person(&speaker.name, role, affiliation) {
            speaker.name = name.to_owned();
        }
    }

    /// What finds the quotes of everybody called `name`: all of its words, in
    /// any order, in a speaker's name, or in a name that this file gives.
    pub fn speaker(&self, name: &str) -> Query {
        let mut ways = vec![named(name)];
        let asked = words(name);
        for person in &self.people {
            let called = || std::iter::once(&person.name).chain(&person.also);
            let meant = called().any(|other| holds(&words(other), &asked));
            if meant {
                ways.extend(called().map(|other| person.narrowed(named(other))));
            }
        }
        if ways.len() == 1 {
            return ways.swap_remove(0);
        }
        Query::Or(ways)
    }
}

impl Person {
    fn is(&self, name: &str, role: &str, affiliation: &str) -> bool {
        let folded = words(name);
        let is_called = std::iter::once(&self.name)
            .chain(&self.also)
            .any(|other| words(other) == folded);
        let has = |wanted: &Option<String>, text: &str| {
            wanted
                .as_ref()
                .is_none_or(|wanted| holds(&words(text), &words(wanted)))
        };
        is_called && has(&self.role, role) && has(&self.affiliation, affiliation)
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

fn named(name: &str) -> Query {
    all_words(Field::Speaker, name)
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
    fn an_error_names_its_line() {
        let error = Roster::parse("[[person]]\nname = \"A B\"\nalias = []\n").unwrap_err();
        assert!(error.starts_with("line 3"), "{error}");
        assert!(Roster::parse("[[person]]\nname = \"\"\n").is_err());
    }
}
