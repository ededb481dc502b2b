//! `The professor`, `the 54-year-old`, `his wife` → the person meant.

use std::ops::Range;

use super::gender::Gender;
use super::names::is_capital;
use super::resolve::{Resolver, Who};
use super::words;
use crate::quote::Evidence;

impl Resolver<'_, '_> {
    /// `the professor`, `the 54-year-old`, `his wife`.
    pub(super) fn described(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
        let first = self.text.lower(tokens.start);
        let definite = matches!(
            first,
            "the"
                | "this"
                | "that"
                | "el"
                | "la"
                | "le"
                | "il"
                | "der"
                | "die"
                | "lo"
                | "o"
                | "a"
                | "l"
                | "his"
                | "her"
                | "its"
                | "their"
                | "su"
        ) && !(matches!(first, "a" | "o")
            && self.text.lower(tokens.start + 1).is_ascii()
            && !self.romance());
        let owned = tokens
            .clone()
            .any(|t| matches!(self.text.word(t), "'s" | "’s"));
        if !(definite || owned) || tokens.len() < 2 {
            return None;
        }
        let end = self.phrase_end(tokens);
        if end == tokens.start + 2
            && let Some(found) = self.by_epithet(first, tokens.start)
        {
            return Some(found);
        }
        if let Some(age) =
            (tokens.start + 1..end).find_map(|t| self.text.lower(t).strip_suffix("-year-old"))
        {
            return self.of_age(age.parse().ok()?, tokens.start);
        }
        // “The forecaster now thinks”
        let idle = |t: usize| {
            matches!(
                self.text.lower(t),
                "now" | "also" | "later" | "then" | "still" | "too" | "himself" | "herself"
            )
        };
        let head = (tokens.start + 1..end)
            .rev()
            .filter(|&t| !idle(t))
            .find(|&t| {
                self.text
                    .word(t)
                    .chars()
                    .next()
                    .is_some_and(char::is_alphabetic)
                    || self.text.word(t).contains("-year-old")
            })?;
        let noun = self.text.lower(head);
        if words::classes(noun) & (words::ROLE | words::TITLE) == 0 {
            return None;
        }
        let modifiers: Vec<&str> = (tokens.start + 1..tokens.end)
            .filter(|&t| t != head)
            .map(|t| self.text.lower(t))
            .filter(|w| w.len() > 2 && words::classes(w) & (words::STOP | words::DETERMINER) == 0)
            .collect();
        let possessed = owned || matches!(first, "his" | "her" | "its" | "their" | "su");
        self.of_role(noun, &modifiers, tokens.start, possessed)
    }

    /// `the Utopian`, `his excellency`: whoever is spoken of.
    fn by_epithet(&self, first: &str, token: usize) -> Option<(Who, Evidence, f32)> {
        let noun = self.text.lower(token + 1);
        let gender = match first {
            "his" => Some(Gender::Man),
            "her" => Some(Gender::Woman),
            _ => None,
        };
        let honor = gender.is_some()
            && matches!(
                noun,
                "excellency" | "majesty" | "highness" | "lordship" | "ladyship" | "honour"
            );
        let people = first == "the"
            && is_capital(self.text.word(token + 1))
            && words::classes(noun) & words::NATION != 0
            && ["an", "man", "woman"].iter().any(|end| noun.ends_with(end));
        if !honor && !people {
            return None;
        }
        let (who, _, _) = self.salient(gender, token)?;
        Some((who, Evidence::Description, 0.6))
    }

    pub(super) fn romance(&self) -> bool {
        false
    }

    /// One past the noun phrase before a preposition, a comma, `who`.
    pub(super) fn phrase_end(&self, tokens: &Range<usize>) -> usize {
        (tokens.start + 1..tokens.end)
            .find(|&t| {
                let classes = words::classes(self.text.lower(t));
                classes & (words::PREPOSITION | words::VERBISH) != 0
                    && classes & words::ADJECTIVE == 0
                    || matches!(self.text.word(t), "," | "(" | "—" | "–")
            })
            .unwrap_or(tokens.end)
    }

    pub(super) fn of_age(&self, age: u8, token: usize) -> Option<(Who, Evidence, f32)> {
        let known = self
            .people
            .persons
            .all
            .iter()
            .take(256)
            .position(|p| p.age == Some(age));
        match known {
            Some(person) => Some((Who::Person(person), Evidence::Description, 0.9)),
            None => {
                let (who, _, _) = self.salient(None, token)?;
                Some((who, Evidence::Description, 0.5))
            }
        }
    }

    /// The person named before whose role has the noun; the latest.
    pub(super) fn of_role(
        &self,
        noun: &str,
        modifiers: &[&str],
        token: usize,
        possessed: bool,
    ) -> Option<(Who, Evidence, f32)> {
        let persons = &self.people.persons;
        let end = persons.mentions.partition_point(|m| m.tokens.start < token);
        let recent = persons.mentions.get(end.saturating_sub(120)..end)?;
        let sentence = self.sentence(token);
        let mut best: Option<(f32, usize)> = None;
        let mut seen: Vec<usize> = Vec::new();
        for mention in recent.iter().rev() {
            if seen.contains(&mention.person) {
                continue;
            }
            seen.push(mention.person);
            let Some(person) = persons.all.get(mention.person) else {
                continue;
            };
            let gendered = words::classes(noun);
            let wrong = gendered & words::WOMAN != 0 && person.man > person.woman + 1.0
                || gendered & words::MAN != 0 && person.woman > person.man + 1.0;
            let lower = &person.called;
            let shared = modifiers.iter().filter(|m| lower.contains(**m)).count() as f32;
            let last = self
                .last
                .as_ref()
                .is_some_and(|l| matches!(l.who, Who::Person(p) if p == mention.person));
            // Nothing is known of them yet: the description may tell it.
            let blank = last
                && lower.is_empty()
                && !possessed
                && sentence.saturating_sub(mention.sentence) <= 2;
            let generic = shared > 0.0 && GENERIC.contains(&noun);
            if wrong || !(has_role(lower, noun) || generic || blank) {
                continue;
            }
            let points = shared - 0.15 * sentence.saturating_sub(mention.sentence) as f32
                + if last { 1.5 } else { 0.0 }
                + if mention.quoted { -1.0 } else { 0.0 };
            if best.is_none_or(|(most, _)| points > most) {
                best = Some((points, mention.person));
            }
        }
        match best {
            Some((_, person)) => Some((Who::Person(person), Evidence::Description, 0.75)),
            None => self.later(noun, end).or_else(|| {
                (!possessed)
                    .then(|| self.undescribed(noun, token))
                    .flatten()
            }),
        }
    }

    /// The person of that role whom the article introduces only afterwards.
    pub(super) fn later(&self, noun: &str, from: usize) -> Option<(Who, Evidence, f32)> {
        if NEVER_GUESSED.contains(&noun) {
            return None;
        }
        let persons = &self.people.persons;
        let mentions = persons.mentions.get(from..)?;
        let mention = mentions.iter().take(40).find(|m| {
            persons
                .all
                .get(m.person)
                .is_some_and(|p| p.introduced >= m.tokens.start && has_role(&p.called, noun))
        })?;
        Some((Who::Person(mention.person), Evidence::Description, 0.5))
    }

    /// The person just named, where no role tells who `the actor` is.
    pub(super) fn undescribed(&self, noun: &str, token: usize) -> Option<(Who, Evidence, f32)> {
        if NEVER_GUESSED.contains(&noun) || words::is_plural(noun) {
            return None;
        }
        // “the mother-of-three”
        let classes = words::classes(noun.split_once("-of-").map_or(noun, |(head, _)| head));
        let gender = match classes & (words::WOMAN | words::MAN) {
            words::WOMAN => Some(Gender::Woman),
            words::MAN => Some(Gender::Man),
            _ => None,
        };
        let persons = &self.people.persons;
        let end = persons.mentions.partition_point(|m| m.tokens.start < token);
        let fresh = self.last.as_ref().is_some_and(|l| {
            matches!(l.who, Who::Person(_)) && l.sentence + 1 >= self.sentence(token)
        });
        if let Some(blank) = (!fresh).then(|| self.blank(gender, end, token)).flatten() {
            return Some((Who::Person(blank), Evidence::Description, 0.5));
        }
        let (who, _, _) = self.salient(gender, token)?;
        let Who::Person(number) = who else {
            return None;
        };
        let near = persons
            .mentions
            .get(end.saturating_sub(24)..end)?
            .iter()
            .rev()
            .find(|m| m.person == number)?;
        let last = self
            .last
            .as_ref()
            .is_some_and(|l| matches!(l.who, Who::Person(p) if p == number));
        let reach = if last { 12 } else { 6 };
        let close = self.sentence(token).saturating_sub(near.sentence) <= reach;
        close.then_some((who, Evidence::Description, 0.4))
    }

    /// The last person named in the few sentences before of whom the article
    /// tells no role; `end` counts the mentions before.
    fn blank(&self, gender: Option<Gender>, end: usize, token: usize) -> Option<usize> {
        let persons = &self.people.persons;
        let sentence = self.sentence(token);
        persons
            .mentions
            .get(end.saturating_sub(12)..end)?
            .iter()
            .rev()
            .filter(|m| !m.heading && !m.possessive && sentence.saturating_sub(m.sentence) <= 4)
            .filter(|m| !m.quoted)
            .find(|m| {
                persons.all.get(m.person).is_some_and(|p| {
                    let wrong = match gender {
                        Some(Gender::Woman) => p.man > p.woman + 0.9,
                        Some(Gender::Man) => p.woman > p.man + 0.9,
                        None => false,
                    };
                    p.called.is_empty() && !wrong
                })
            })
            .map(|m| m.person)
    }
}

/// Nouns of sources that stay unnamed unless somebody has just that role.
const NEVER_GUESSED: &[&str] = &[
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "official",
    "source",
    "witness",
    "victim",
    "resident",
    "neighbour",
    "neighbor",
    "lawyer",
    "attorney",
    "critic",
    "insider",
    "aide",
    "adviser",
    "advisor",
    "colleague",
    "friend",
    "officer",
    "representative",
    "reporter",
    "judge",
    "prosecutor",
    "parent",
    "member",
    "leader",
    "worker",
];

/// Nouns for whoever stands at the head of what a word before them names.
const GENERIC: &[&str] = &[
    "leader",
    "boss",
    "chief",
    "head",
    "official",
    "executive",
    "dirigente",
    "líder",
];

/// Nouns for the same role.
const SAME_ROLE: &[&[&str]] = &[
    &["senator", "sen", "lawmaker", "legislator", "politician"],
    &[
        "congressman",
        "congresswoman",
        "rep",
        "representative",
        "lawmaker",
        "legislator",
        "politician",
    ],
    &[
        "mp",
        "politician",
        "lawmaker",
        "backbencher",
        "parliamentarian",
    ],
    &["governor", "gov"],
    &[
        "professor",
        "prof",
        "academic",
        "scholar",
        "researcher",
        "scientist",
        "lecturer",
        "expert",
    ],
    &[
        "researcher",
        "scientist",
        "biologist",
        "ecologist",
        "physicist",
        "chemist",
        "expert",
        "academic",
    ],
    &["chief", "ceo", "executive", "boss"],
    &[
        "founder",
        "co-founder",
        "entrepreneur",
        "businessman",
        "businesswoman",
    ],
    &["coach", "manager", "boss", "trainer"],
    &["captain", "skipper"],
    &[
        "player",
        "striker",
        "midfielder",
        "defender",
        "goalkeeper",
        "winger",
        "forward",
        "star",
    ],
    &["lawyer", "attorney", "solicitor", "barrister", "counsel"],
    &["nominee", "candidate", "contender"],
    &["premier", "pm", "prime"],
    &["president", "leader"],
    &["minister", "secretary", "politician"],
    &["actor", "actress", "star", "performer"],
    &["singer", "musician", "star", "songwriter", "rapper"],
    &["writer", "author", "novelist", "columnist"],
    &["spokesman", "spokeswoman", "spokesperson"],
    &[
        "officer",
        "sergeant",
        "inspector",
        "superintendent",
        "detective",
        "constable",
        "supt",
        "sgt",
    ],
    &["doctor", "gp", "surgeon", "physician", "consultant"],
    &["judge", "justice", "magistrate"],
    &[
        "billionaire",
        "businessman",
        "tycoon",
        "magnate",
        "investor",
        "entrepreneur",
    ],
    &["mother", "mum", "mom"],
    &["father", "dad"],
    &["councillor", "cllr", "councilman", "councilwoman"],
    &["director", "filmmaker", "film-maker"],
    &["farmer", "grower"],
];

/// True if a role, in lower case, tells of what `noun` names.
fn has_role(role: &str, noun: &str) -> bool {
    role.split(|c: char| !c.is_alphanumeric() && c != '-')
        .any(|word| {
            word == noun
                || SAME_ROLE
                    .iter()
                    .any(|group| group.contains(&noun) && group.contains(&word))
        })
}
