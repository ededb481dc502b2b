//! A mention with a name in it → the person who is its head.

use std::ops::Range;

use super::names::{introduces, is_capital};
use super::persons::PartForm;
use super::phrase;
use super::resolve::{Resolver, Who};
use super::words;
use crate::quote::Evidence;

impl Resolver<'_, '_> {
    /// The person that the mention names as its head.
    pub(super) fn person(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
        let mentions = &self.people.persons.mentions;
        let from = mentions.partition_point(|m| m.tokens.end <= tokens.start);
        for mention in mentions
            .get(from..)?
            .iter()
            .take_while(|m| m.tokens.start < tokens.end)
        {
            let goes_on = mention.possessive && mention.tokens.end + 1 < tokens.end;
            if goes_on
                || !self.is_head(
                    tokens,
                    mention.start.max(tokens.start),
                    mention.start < mention.tokens.start,
                    mention.titled,
                )
                || self.names_body(tokens, mention.tokens.end)
            {
                continue;
            }
            let evidence = if mention.full {
                Evidence::FullName
            } else {
                Evidence::PartOfName
            };
            let sure = if mention.full { 0.97 } else { 0.93 };
            return Some((Who::Person(mention.person), evidence, sure));
        }
        None
    }

    /// `Roe campaign`, `Roe spokesman`: the name goes before a noun.
    pub(super) fn names_body(&self, tokens: &Range<usize>, end: usize) -> bool {
        if end >= tokens.end || is_capital(self.text.word(end)) {
            return false;
        }
        let classes = words::classes(self.text.lower(end));
        classes & (words::BODY | words::UNNAMED | words::ROLE) != 0
            && classes & (words::STOP | words::SPEECH) == 0
    }

    /// True if a name that starts at `start` is the head of the mention.
    pub(super) fn is_head(
        &self,
        tokens: &Range<usize>,
        start: usize,
        prefixed: bool,
        titled: bool,
    ) -> bool {
        if start <= tokens.start {
            return true;
        }
        let before = start - 1;
        let lower = self.text.lower(before);
        if matches!(lower, "," | "—" | "–" | "-" | ":" | "(" | "“" | "\"") {
            let gap = self.text.lower(tokens.start);
            // “a man who …, Jane Roe” is rare; “officials in X, Jane Roe …” rarer.
            return !(matches!(gap, "a" | "an" | "some" | "one")
                && (tokens.start..before).any(|t| self.text.lower(t) == "who"));
        }
        if introduces(self.text, before) {
            return true;
        }
        let classes = words::classes(lower);
        if classes & words::ROLE != 0 || classes & words::TITLE != 0 {
            return true;
        }
        // “Speaker of the House Rep. Jane Roe”
        let leads = (tokens.start..start).all(|t| {
            let lower = self.text.lower(t);
            words::classes(lower) & (words::ROLE | words::ADJECTIVE | words::TITLE) != 0
                || matches!(lower, "of" | "the")
        });
        if titled && (leads || lower == "the") {
            return true;
        }
        if classes & words::PREPOSITION != 0 {
            // “Secretary of State Jane Roe”
            let title = before > tokens.start
                && words::classes(self.text.lower(before - 1)) & words::ROLE != 0
                && prefixed;
            return before == tokens.start || title;
        }
        if matches!(lower, "and" | "or") {
            // “Deputy Leader and Finance Minister Jane Roe”
            let title = titled
                && before > tokens.start
                && words::classes(self.text.lower(before - 1)) & words::ROLE != 0;
            return title || before == tokens.start;
        }
        classes & (words::VERBISH | words::SPEECH | words::STOP | words::ADJECTIVE) == 0
    }

    /// `the president of the club`, where the name follows behind a comma.
    pub(super) fn appositive(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
        if self.text.word(tokens.end) != "," || !phrase::heads_role(self.text, tokens) {
            return None;
        }
        let mentions = &self.people.persons.mentions;
        let at = mentions.partition_point(|m| m.start <= tokens.end);
        let mention = mentions
            .get(at)
            .filter(|m| m.start == tokens.end + 1 && m.full && !m.possessive)?;
        let close = self.text.word(mention.tokens.end);
        let closes = matches!(close, "," | "." | ":" | ";" | "—" | "–" | "");
        closes.then_some((Who::Person(mention.person), Evidence::FullName, 0.85))
    }

    /// A single capitalised word that was not read as a mention, as in a line
    /// before the person is introduced.
    pub(super) fn lone_word(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
        let word = self.text.word(tokens.start);
        let alone = tokens.len() == 1
            || tokens.len() == 2 && matches!(self.text.word(tokens.start + 1), "'s" | "’s");
        if !alone
            || !is_capital(word)
            || words::classes(self.text.lower(tokens.start)) & words::STOP != 0
        {
            return None;
        }
        let person = self.people.persons.by_word(self.text.lower(tokens.start))?;
        Some((Who::Person(person), Evidence::PartOfName, 0.7))
    }

    /// `JR`, `ROE`, `Roe` before the colon of an interview.
    pub(super) fn label(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
        if tokens.len() > 3 {
            return None;
        }
        let letters: Vec<char> = tokens
            .clone()
            .flat_map(|t| self.text.word(t).chars())
            .filter(|c| c.is_alphanumeric())
            .collect();
        if !(2..=4).contains(&letters.len()) || !letters.iter().all(|c| c.is_uppercase()) {
            return None;
        }
        let starts = |number: &usize| {
            self.people.persons.all.get(*number).is_some_and(|person| {
                let initials: Vec<char> = person
                    .parts
                    .iter()
                    .filter(|p| p.form != PartForm::Nickname)
                    .filter_map(|p| p.word.chars().next())
                    .flat_map(char::to_uppercase)
                    .collect();
                initials == letters
                    || (letters.len() == 2
                        && initials.first() == letters.first()
                        && initials.last() == letters.last()
                        && initials.len() > 1)
            })
        };
        let person = (0..self.people.persons.all.len().min(256)).find(starts)?;
        Some((Who::Person(person), Evidence::PartOfName, 0.8))
    }
}
