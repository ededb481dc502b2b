//! Article → the people in it; the mention at a statement → the speaker with
//! full name, role and affiliation.
//!
//! ```text
//! text ─► names ──► persons ──► roles, gender ─► people
//!         runs of   clusters    what, where       │
//!         capitals  of names                      ▼
//!                          statements ─► resolve ─► speakers
//! ```

mod apposition;
mod bodies;
mod context;
mod described;
mod gender;
mod german;
mod han;
mod name_part;
mod named;
mod names;
mod persons;
mod phrase;
mod pronoun;
mod resolve;
mod roles;
mod shape;
#[cfg(test)]
mod tests;
mod words;
mod written;

pub(super) use bodies::is_body_name;

use super::statement::Statement;
use super::text::Text;
use super::{About, Evidence, Speaker};
use bodies::Bodies;
use names::Names;
use persons::Persons;

/// The people and bodies of an article.
#[derive(Debug, Default)]
pub(crate) struct People {
    names: Names,
    persons: Persons,
    bodies: Bodies,
    /// Who wrote the article, if one person did.
    author: Option<String>,
}

/// How the language of an article writes names.
#[derive(Clone, Copy, Debug, Default)]
struct Manner {
    /// Not English: the lists of common words and places say less.
    foreign: bool,
    /// All nouns have a capital.
    german: bool,
}

impl Manner {
    fn of(language: Option<&str>) -> Self {
        let is = |tag: &str| {
            language.is_some_and(|l| l.get(..2).is_some_and(|l| l.eq_ignore_ascii_case(tag)))
        };
        Manner {
            foreign: language.is_some() && !is("en"),
            german: is("de"),
        }
    }
}

/// So many mentions of a person are read for a description.
const DESCRIBED: u32 = 10;

impl People {
    /// Finds the people and organisations that an article names, in one pass
    /// over its words.
    pub(crate) fn read(text: &Text, about: &About) -> Self {
        let manner = Manner::of(about.language);
        let names = Names::read(text);
        let mut persons = Persons::read(text, &names, manner);
        let bodies = Bodies::read(text, &names);
        describe(text, &names, &bodies, &mut persons);
        gender::read_pronouns(text, &mut persons);
        let author = match about.authors {
            [author] => Some(author.clone()),
            _ => None,
        };
        People {
            names,
            persons,
            bodies,
            author,
        }
    }

    /// The speaker of each statement, in order, how they were found, and how
    /// sure that is, from 0 to 1. The statements stand in the order of the
    /// article: a speaker before is context for a pronoun after.
    pub(crate) fn speakers(
        &self,
        text: &Text,
        statements: &[Statement],
    ) -> Vec<(Option<Speaker>, Evidence, f32)> {
        if han::reads(text) {
            return han::speakers(text, statements);
        }
        resolve::speakers(self, text, statements)
    }
}

/// The body that `its` or `the company` in a description means: the first name
/// in the sentence, or the one before, that is no person's or place's.
/// `starts` are the first tokens of the mentions of persons.
fn owner(text: &Text, names: &Names, starts: &[usize], of: &names::Run) -> Option<String> {
    const OTHER: u32 =
        words::PLACE | words::TIME | words::NATION | words::STOP | words::ROLE | words::TITLE;
    let end = names
        .runs
        .partition_point(|r| r.tokens.start < of.tokens.start);
    let near = names.runs.get(end.saturating_sub(12)..end)?;
    let fits = |run: &&names::Run| {
        let from = starts.partition_point(|&s| s < run.tokens.start);
        let person = starts.get(from).is_some_and(|&s| s < run.tokens.end);
        let items = names.items.get(run.items.clone()).unwrap_or(&[]);
        let body = items.iter().any(|i| i.classes & words::ORG != 0);
        !person
            && !run.heading
            && !run.quoted
            && (body || items.iter().all(|i| i.classes & OTHER == 0))
            && (items.len() > 1
                || items
                    .iter()
                    .all(|i| i.classes & words::COMMON == 0 && !is_number(text.lower(i.key))))
    };
    let in_sentence = |sentence: usize| near.iter().filter(|r| r.sentence == sentence).find(fits);
    let run = in_sentence(of.sentence).or_else(|| in_sentence(of.sentence.checked_sub(1)?))?;
    let words = text.span(&run.tokens)?.of(text.body)?;
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `nineteen`, `sixty`: opens a sentence with a capital.
fn is_number(lower: &str) -> bool {
    lower.ends_with("teen") || lower.len() > 4 && lower.ends_with("ty")
}

/// Gives every person the best description of all their mentions.
fn describe(text: &Text, names: &Names, bodies: &Bodies, persons: &mut Persons) {
    let starts: Vec<usize> = persons.mentions.iter().map(|m| m.tokens.start).collect();
    let mut read = vec![0u32; persons.all.len()];
    let mut run_number = 0;
    for mention in &persons.mentions {
        let Some(person) = persons.all.get_mut(mention.person) else {
            continue;
        };
        let Some(read) = read.get_mut(mention.person) else {
            continue;
        };
        while names
            .runs
            .get(run_number)
            .is_some_and(|run| run.tokens.end < mention.tokens.end)
        {
            run_number += 1;
        }
        let Some(run) = names.runs.get(run_number) else {
            continue;
        };
        if mention.heading || *read >= DESCRIBED {
            continue;
        }
        *read += 1;
        let mut implied = None;
        let mut found = roles::read(text, run, &mention.tokens);
        person.age = person.age.or(found.age);
        if !mention.full {
            found.worth -= 0.8;
        }
        if mention.quoted {
            found.worth -= 0.8;
        }
        found.worth -= 0.1 * (*read - 1) as f32;
        if let Some(words) = found.affiliation.take() {
            let whole = bodies.whole(text, &words, mention.tokens.start);
            let lower = !words.contains(' ') && words.chars().all(char::is_lowercase);
            let owner = || owner(text, names, &starts, run);
            found.affiliation = whole
                .or_else(|| lower.then(owner).flatten())
                .or(Some(words));
        } else if found.owned {
            found.affiliation = owner(text, names, &starts, run);
        }
        let bare = found.affiliation.is_none() && mention.full && person.affiliation.is_none();
        if bare && found.role.as_deref().is_some_and(implies_body) {
            implied = owner(text, names, &starts, run);
        }
        for words in [&found.role, &found.affiliation].into_iter().flatten() {
            person.called.push_str(&words.to_lowercase());
            person.called.push_str("; ");
        }
        if found.role.is_none() && found.affiliation.is_none() {
            continue;
        }
        if found.worth > person.described || (person.role.is_none() && person.affiliation.is_none())
        {
            if found.affiliation.is_none() && found.role.is_some() {
                found.affiliation = person.affiliation.take();
            }
            if found.role.is_none() {
                found.role = person.role.take();
            }
            person.described = found.worth;
            person.role = found.role;
            person.affiliation = found.affiliation;
        } else {
            if person.affiliation.is_none() {
                person.affiliation = found.affiliation;
            }
            if person.role.is_none() {
                person.role = found.role;
            }
        }
        if person.affiliation.is_none() {
            person.affiliation = implied;
        }
    }
}

/// True for a role that somebody has in a body, which an article names before:
/// `chief executive Jane Roe`.
fn implies_body(role: &str) -> bool {
    let last = role.rsplit(' ').next().unwrap_or(role).to_lowercase();
    matches!(
        last.as_str(),
        "executive"
            | "ceo"
            | "director"
            | "manager"
            | "chairman"
            | "chairwoman"
            | "chair"
            | "founder"
            | "spokesman"
            | "spokeswoman"
            | "spokesperson"
            | "coordinator"
            | "member"
            | "treasurer"
            | "trustee"
            | "headteacher"
            | "principal"
    )
}
