//! The mention at a statement → its speaker.

use std::ops::Range;

use super::People;
use super::gender::{self, Gender};
use super::names::is_capital;
use super::phrase;
use super::pronoun;
use crate::quote::statement::Statement;
use crate::quote::text::Text;
use crate::quote::{Evidence, Sort, Speaker};
use crate::span::Span;

/// A speaker with how they were found and how sure that is.
type Answer = (Option<Speaker>, Evidence, f32);

/// Who spoke.
#[derive(Clone, Debug)]
pub(super) enum Who {
    /// A person by number.
    Person(usize),
    /// Anything else.
    Other(Speaker),
}

/// The speaker of the statement before.
pub(super) struct Last {
    pub(super) who: Who,
    pub(super) token: usize,
    pub(super) sentence: usize,
}

pub(super) struct Resolver<'a, 't> {
    pub(super) people: &'a People,
    pub(super) text: &'a Text<'t>,
    pub(super) last: Option<Last>,
    /// Roles that only a later description tells: `the psychiatrist`.
    told: Vec<(usize, String)>,
    /// The person of each answer.
    spoke: Vec<Option<usize>>,
}

/// No more roles are kept from descriptions.
const TOLD: usize = 64;

/// See [`People::speakers`].
pub(super) fn speakers(people: &People, text: &Text, statements: &[Statement]) -> Vec<Answer> {
    let mut resolver = Resolver {
        people,
        text,
        last: None,
        told: Vec::new(),
        spoke: Vec::with_capacity(statements.len()),
    };
    let mut answers: Vec<Answer> = statements
        .iter()
        .map(|statement| resolver.answer(statement))
        .collect();
    for (answer, person) in answers.iter_mut().zip(&resolver.spoke) {
        if let (Some(speaker), Some(person)) = (&mut answer.0, person)
            && speaker.role.is_none()
        {
            let told = resolver.told.iter().find(|(who, _)| who == person);
            speaker.role = told.map(|(_, role)| role.clone());
        }
    }
    own_words(text, statements, &mut answers);
    answers
}

/// `I said` inside a quotation: who speaks the quotation around it.
fn own_words(text: &Text, statements: &[Statement], answers: &mut [Answer]) {
    for at in 0..statements.len() {
        let Some(mention) = statements.get(at).and_then(|s| s.mention) else {
            continue;
        };
        let first = mention.of(text.body).unwrap_or("");
        if !matches!(first, "I" | "me" | "yo" | "ich" | "je" | "io" | "eu" | "我") {
            continue;
        }
        let around = (at.saturating_sub(8)..(at + 8).min(statements.len())).find(|&other| {
            other != at
                && statements
                    .get(other)
                    .is_some_and(|s| s.content.iter().any(|span| span.contains(mention)))
        });
        if let Some(outer) = around
            .and_then(|other| answers.get(other))
            .filter(|a| a.0.is_some())
            .cloned()
            && let Some(answer) = answers.get_mut(at)
        {
            *answer = (outer.0, Evidence::Pronoun, outer.2 * 0.9);
        }
    }
}

impl Resolver<'_, '_> {
    pub(super) fn answer(&mut self, statement: &Statement) -> Answer {
        let start = statement.content.first().map_or(0, |span| span.start);
        let found = match statement.mention {
            Some(span) => self.mentioned(self.tokens(span)),
            None if statement.carried => self.carried(self.first_token(start)),
            None => None,
        };
        self.spoke.push(match found {
            Some((Who::Person(person), ..)) => Some(person),
            _ => None,
        });
        let Some((who, evidence, sure)) = found else {
            let evidence = if statement.mention.is_some() {
                Evidence::AsWritten
            } else {
                Evidence::Nothing
            };
            return (None, evidence, 0.2);
        };
        if let (Who::Person(person), Evidence::Description, Some(mention)) =
            (&who, evidence, statement.mention)
        {
            self.note(*person, self.tokens(mention));
        }
        let token = self.first_token(statement.mention.map_or(start, |m| m.start));
        self.last = Some(Last {
            who: who.clone(),
            token,
            sentence: self.sentence(token),
        });
        match self.speaker(who) {
            Some(speaker) => (Some(speaker), evidence, sure),
            None => (None, Evidence::Nothing, 0.2),
        }
    }

    /// Keeps what the description at `tokens` tells of a person without role.
    fn note(&mut self, person: usize, tokens: Range<usize>) {
        let unknown = self
            .people
            .persons
            .all
            .get(person)
            .is_some_and(|p| p.role.is_none());
        let definite = matches!(self.text.lower(tokens.start), "the" | "la" | "el");
        if !unknown || !definite || self.told.len() >= TOLD || tokens.len() > 8 {
            return;
        }
        let whole = phrase::heads_role(self.text, &tokens);
        let read = whole.then(|| phrase::describe(self.text, tokens));
        if let Some(role) = read.and_then(|read| read.role) {
            self.told.push((person, role));
        }
    }

    pub(super) fn first_token(&self, byte: usize) -> usize {
        self.text.tokens.partition_point(|t| t.span.end <= byte)
    }

    pub(super) fn tokens(&self, span: Span) -> Range<usize> {
        let start = self.first_token(span.start);
        let end = self
            .text
            .tokens
            .partition_point(|t| t.span.start < span.end);
        self.trimmed(start..end.max(start))
    }

    /// Without marks and prepositions at the borders.
    pub(super) fn trimmed(&self, mut tokens: Range<usize>) -> Range<usize> {
        let mark = |token: usize| {
            let word = self.text.word(token);
            !matches!(word, "(" | "." | "'s" | "’s")
                && !word.chars().next().is_some_and(char::is_alphanumeric)
        };
        while !tokens.is_empty()
            && (mark(tokens.start)
                || tokens.len() > 1
                    && matches!(
                        self.text.lower(tokens.start),
                        "by" | "to" | "from" | "but" | "and"
                    ))
        {
            tokens.start += 1;
        }
        while !tokens.is_empty() && mark(tokens.end - 1) {
            tokens.end -= 1;
        }
        tokens
    }

    pub(super) fn sentence(&self, token: usize) -> usize {
        self.text
            .sentences
            .partition_point(|s| s.end <= token)
            .min(self.text.sentences.len().saturating_sub(1))
    }

    pub(super) fn speaker(&self, who: Who) -> Option<Speaker> {
        let number = match who {
            Who::Other(speaker) => return Some(speaker),
            Who::Person(number) => number,
        };
        let person = self.people.persons.all.get(number)?;
        Some(Speaker {
            sort: Sort::Person,
            name: self.words(&person.name)?,
            role: person.role.clone(),
            affiliation: person.affiliation.clone(),
            named_at: self.text.span(&person.name)?,
        })
    }

    /// The words of some tokens, white space folded.
    pub(super) fn words(&self, tokens: &Range<usize>) -> Option<String> {
        let words = self.text.span(tokens)?.of(self.text.body)?;
        let mut out = String::with_capacity(words.len());
        for word in words.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        (!out.is_empty()).then_some(out)
    }

    pub(super) fn mentioned(&self, tokens: Range<usize>) -> Option<(Who, Evidence, f32)> {
        if tokens.is_empty() {
            return None;
        }
        let alone = tokens.len() == 1;
        if alone && gender::of_pronoun(self.text.lower(tokens.start)).is_some() {
            return self.pronoun(&tokens);
        }
        self.pronoun(&tokens)
            .or_else(|| self.person(&tokens))
            .or_else(|| self.label(&tokens))
            .or_else(|| self.relative(&tokens))
            .or_else(|| self.appositive(&tokens))
            .or_else(|| self.unknown_after_role(&tokens))
            .or_else(|| self.described(&tokens))
            .or_else(|| self.lone_word(&tokens))
            .or_else(|| self.unknown_name(&tokens))
            .or_else(|| self.as_written(&tokens))
    }

    pub(super) fn pronoun(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
        let lower = self.text.lower(tokens.start);
        let alone = tokens.len() <= 2
            && (tokens.start + 1..tokens.end).all(|t| {
                !is_capital(self.text.word(t))
                    && matches!(
                        self.text.lower(t),
                        "himself"
                            | "herself"
                            | "also"
                            | "too"
                            | "'s"
                            | "then"
                            | "later"
                            | "now"
                            | "and"
                            | "both"
                            | "all"
                            | "themselves"
                    )
            });
        if !alone {
            return None;
        }
        let at = tokens.start;
        match lower {
            "i" | "me" | "myself" => return self.author(at),
            "we" | "you" | "us" => return None,
            "they" | "them" | "it" | "this" | "that" => {
                let last = self.last.as_ref()?;
                return match &last.who {
                    Who::Other(_) => Some((last.who.clone(), Evidence::Pronoun, 0.5)),
                    Who::Person(_) => None,
                };
            }
            "who" | "whom" => return self.antecedent(at),
            _ => {}
        }
        let gender = gender::of_pronoun(lower)?;
        // “her lawyer” is handled as a description.
        if matches!(lower, "his" | "her") && tokens.len() > 1 {
            return None;
        }
        self.salient(Some(gender), at)
    }

    pub(super) fn salient(
        &self,
        gender: Option<Gender>,
        token: usize,
    ) -> Option<(Who, Evidence, f32)> {
        let paragraph = self.text.paragraphs.partition_point(|p| p.end <= token);
        let at = pronoun::At {
            token,
            sentence: self.sentence(token),
            region: self.text.tokens.get(token).and_then(|t| t.region),
            paragraph: self.text.paragraphs.get(paragraph).map_or(0, |p| p.start),
            last: self.last.as_ref().and_then(|last| match last.who {
                Who::Person(person) => Some((person, last.sentence)),
                Who::Other(_) => None,
            }),
        };
        let (person, sure) = pronoun::resolve(&self.people.persons, gender, &at)?;
        Some((Who::Person(person), Evidence::Pronoun, sure))
    }

    pub(super) fn author(&self, token: usize) -> Option<(Who, Evidence, f32)> {
        if self.text.quoted(token) {
            return None;
        }
        let author = self.people.author.as_ref()?;
        let span = self.text.span(&(token..token + 1))?;
        Some((
            Who::Other(Speaker {
                sort: Sort::Person,
                name: author.clone(),
                role: None,
                affiliation: None,
                named_at: span,
            }),
            Evidence::Pronoun,
            0.8,
        ))
    }

    /// The person in front of `who`.
    pub(super) fn antecedent(&self, token: usize) -> Option<(Who, Evidence, f32)> {
        let mentions = &self.people.persons.mentions;
        let end = mentions.partition_point(|m| m.tokens.end <= token);
        let mention = end.checked_sub(1).and_then(|at| mentions.get(at))?;
        let near = token - mention.tokens.end < 24 && mention.sentence == self.sentence(token);
        near.then_some((Who::Person(mention.person), Evidence::Pronoun, 0.85))
    }

    /// `… , who` as the whole or the end of the mention.
    pub(super) fn relative(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
        let last = tokens.end.checked_sub(1)?;
        (self.text.lower(last) == "who" && tokens.len() > 1)
            .then(|| self.antecedent(last))
            .flatten()
    }

    /// Nothing stands there: the speaker before goes on, unless somebody else
    /// came between.
    pub(super) fn carried(&self, token: usize) -> Option<(Who, Evidence, f32)> {
        let last = self.last.as_ref()?;
        let mentions = &self.people.persons.mentions;
        let from = mentions.partition_point(|m| m.tokens.start <= last.token);
        let to = mentions.partition_point(|m| m.tokens.start < token);
        let other = mentions.get(from..to).and_then(|between| {
            between.iter().rev().find(|m| {
                m.subject
                    && !m.heading
                    && m.sentence > last.sentence
                    && !matches!(last.who, Who::Person(p) if p == m.person)
            })
        });
        match other {
            Some(other) => Some((Who::Person(other.person), Evidence::Carried, 0.45)),
            None => Some((last.who.clone(), Evidence::Carried, 0.8)),
        }
    }
}
