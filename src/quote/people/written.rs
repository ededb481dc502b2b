//! A mention that names no known person → a body, an unnamed source, or a
//! name taken as written.

use std::ops::Range;

use super::names::{Form, is_capital};
use super::persons::opens_sentence;
use super::phrase;
use super::resolve::{Resolver, Who};
use super::roles;
use super::words;
use crate::quote::{Evidence, Sort, Speaker};
use crate::span::Span;

impl Resolver<'_, '_> {
    /// A name that was not trusted to be a person's, but speaks.
    pub(super) fn unknown_name(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
        let names = &self.people.names;
        let from = names.runs.partition_point(|r| r.tokens.end <= tokens.start);
        let run = names
            .runs
            .get(from)
            .filter(|r| r.tokens.start < tokens.end)?;
        let lead = tokens.start..run.tokens.start.max(tokens.start);
        if lead
            .clone()
            .any(|t| words::classes(self.text.lower(t)) & words::ROLE == 0)
        {
            return None;
        }
        let items = names.items.get(run.name.clone())?;
        let known = words::FIRST | words::SURNAME | words::FAMILY_FIRST;
        if !run.titled.any && items.iter().all(|i| i.classes & known == 0) {
            return None;
        }
        let odd = |classes: u32| {
            classes
                & (words::ORG
                    | words::PLACE
                    | words::NATION
                    | words::TIME
                    | words::COMMON
                    | words::STOP)
                != 0
                && classes & (words::FIRST | words::SURNAME | words::FAMILY_FIRST) == 0
        };
        if items
            .iter()
            .any(|i| odd(i.classes) || i.form == Form::Capitals)
        {
            return None;
        }
        let titled = run.titled.any || !lead.is_empty();
        let named = items
            .iter()
            .any(|i| i.classes & (words::FIRST | words::SURNAME) != 0);
        let first = items.first()?;
        let last = items.last()?;
        if last.end < tokens.end && !matches!(self.text.word(last.end), "," | "(") {
            return None;
        }
        if items.len() == 1
            && !titled
            && (!named || first.classes & (words::PLACE | words::ORG | words::COMMON) != 0)
        {
            return None;
        }
        let name = first.first..last.end;
        let read = roles::read(self.text, run, &name);
        Some((
            Who::Other(Speaker {
                sort: Sort::Person,
                name: self.words(&name)?,
                role: read.role,
                affiliation: read.affiliation,
                named_at: self.text.span(&name)?,
            }),
            Evidence::AsWritten,
            0.55,
        ))
    }

    /// A full name behind a role that was not trusted to be a person's:
    /// `its president, Xyz Abc`.
    pub(super) fn unknown_after_role(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
        let names = &self.people.names;
        let from = names.runs.partition_point(|r| r.tokens.end <= tokens.start);
        let run = names
            .runs
            .get(from..)?
            .iter()
            .take_while(|r| r.tokens.start < tokens.end)
            .take(4)
            .find(|r| r.name.len() > 1 && r.tokens.start > tokens.start)?;
        let comma = self.text.word(run.tokens.start - 1) == ",";
        let lead = tokens.start..run.tokens.start - usize::from(comma);
        let close = comma
            || lead
                .end
                .checked_sub(1)
                .is_some_and(|t| phrase::is_role(self.text, t));
        if !close || !phrase::heads_role(self.text, &lead) {
            return None;
        }
        let items = names.items.get(run.name.clone())?;
        let odd = |item: &super::names::Item| {
            item.classes & (words::ORG | words::PLACE | words::NATION | words::TIME | words::STOP)
                != 0
                && item.classes & (words::FIRST | words::SURNAME | words::FAMILY_FIRST) == 0
                || item.form == Form::Capitals
        };
        let (first, last) = items.first().zip(items.last())?;
        let goes_on = last.end < tokens.end
            && !matches!(self.text.word(last.end), "," | "(" | "—" | "–")
            && self.text.lower(last.end) != "who";
        if goes_on || items.iter().any(odd) {
            return None;
        }
        let name = first.first..last.end;
        let read = roles::read(self.text, run, &name);
        Some((
            Who::Other(Speaker {
                sort: Sort::Person,
                name: self.words(&name)?,
                role: read.role,
                affiliation: read.affiliation,
                named_at: self.text.span(&name)?,
            }),
            Evidence::AsWritten,
            0.6,
        ))
    }

    /// A body or an unnamed source.
    pub(super) fn as_written(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
        let end = self.phrase_end(tokens);
        let span = self.text.span(tokens)?;
        let wordy = |&t: &usize| {
            self.text
                .word(t)
                .chars()
                .next()
                .is_some_and(char::is_alphanumeric)
        };
        let telling = |&t: &usize| {
            words::classes(self.text.lower(t)) & (words::BODY | words::UNNAMED | words::ROLE) != 0
                || is_capital(self.text.word(t))
        };
        let head = (tokens.start..end)
            .rev()
            .filter(wordy)
            .find(telling)
            .or_else(|| (tokens.start..end).rev().find(wordy))
            .unwrap_or(tokens.start);
        let noun = self.text.lower(head);
        let classes = words::classes(noun);
        let opener = head == tokens.start
            && opens_sentence(self.text, head)
            && classes & (words::COMMON | words::ROLE | words::BODY) != 0;
        let capital = is_capital(self.text.word(head))
            && !opener
            && !(head == tokens.start && classes & (words::UNNAMED | words::STOP) != 0);
        let body = if capital {
            classes & words::ROLE == 0 || classes & words::ORG != 0
        } else {
            classes & words::BODY != 0 && classes & words::UNNAMED == 0
        };
        let first = self.text.lower(tokens.start);
        let several = matches!(
            first,
            "some" | "many" | "most" | "others" | "several" | "few" | "both" | "all"
        );
        // “a new report released by Acme”: its noun closes the name.
        let last = if capital {
            self.name_end(tokens)
        } else {
            head + 1
        };
        let speaker = if body && !several {
            let (name, at) = self.body_name(tokens.start..last, head)?;
            Speaker {
                sort: Sort::Body,
                name,
                role: None,
                affiliation: None,
                named_at: at,
            }
        } else {
            let read = phrase::describe(self.text, tokens.clone());
            Speaker {
                sort: Sort::Unnamed,
                name: String::new(),
                role: read.role,
                affiliation: read.affiliation,
                named_at: span,
            }
        };
        Some((Who::Other(speaker), Evidence::AsWritten, 0.7))
    }

    /// One past the name of a body: at its first comma or bracket.
    pub(super) fn name_end(&self, tokens: &Range<usize>) -> usize {
        tokens
            .clone()
            .find(|&t| {
                matches!(self.text.word(t), "," | "(" | "—" | "–")
                    || self.text.lower(t) == "which"
                    || self.text.lower(t) == "that"
            })
            .filter(|&t| t > tokens.start)
            .unwrap_or(tokens.end)
    }

    /// The full name of a body where the article gives one, and where.
    pub(super) fn body_name(&self, tokens: Range<usize>, head: usize) -> Option<(String, Span)> {
        let bodies = &self.people.bodies;
        let noun = self.text.lower(head);
        let capitalised = tokens.clone().any(|t| {
            is_capital(self.text.word(t))
                && words::classes(self.text.lower(t)) & words::DETERMINER == 0
        });
        let short = tokens.len() <= 2;
        let full = if !capitalised && short && matches!(self.text.lower(tokens.start), "the") {
            bodies.of_noun(noun, tokens.start)
        } else if short && capitalised {
            bodies.of_acronym(noun).or_else(|| bodies.of_first(noun))
        } else {
            None
        };
        if let Some(body) = full {
            return Some((self.words(&body.tokens)?, self.text.span(&body.tokens)?));
        }
        let mut tokens = tokens;
        if capitalised
            && tokens.len() > 1
            && words::classes(self.text.lower(tokens.start)) & words::DETERMINER != 0
        {
            tokens.start += 1;
        }
        Some((self.words(&tokens)?, self.text.span(&tokens)?))
    }
}
