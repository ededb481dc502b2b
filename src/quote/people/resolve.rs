//! The mention at a statement → its speaker.

use std::ops::Range;

use super::People;
use super::gender::{self, Gender};
use super::names::{Form, is_capital};
use super::persons::PartForm;
use super::pronoun;
use super::roles;
use super::words;
use crate::quote::statement::Statement;
use crate::quote::text::Text;
use crate::quote::{Evidence, Sort, Speaker};
use crate::span::Span;

/// A speaker with how they were found and how sure that is.
type Answer = (Option<Speaker>, Evidence, f32);

/// Who spoke.
#[derive(Clone, Debug)]
enum Who {
    /// A person by number.
    Person(usize),
    /// Anything else.
    Other(Speaker),
}

/// The speaker of the statement before.
struct Last {
    who: Who,
    token: usize,
    sentence: usize,
}

struct Resolver<'a, 't> {
    people: &'a People,
    text: &'a Text<'t>,
    last: Option<Last>,
}

/// See [`People::speakers`].
pub(super) fn speakers(people: &People, text: &Text, statements: &[Statement]) -> Vec<Answer> {
    let mut resolver = Resolver {
        people,
        text,
        last: None,
    };
    let mut answers: Vec<Answer> = statements
        .iter()
        .map(|statement| resolver.answer(statement))
        .collect();
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
    fn answer(&mut self, statement: &Statement) -> Answer {
        let start = statement.content.first().map_or(0, |span| span.start);
        let found = match statement.mention {
            Some(span) => self.mentioned(self.tokens(span)),
            None if statement.carried => self.carried(self.first_token(start)),
            None => None,
        };
        let Some((who, evidence, sure)) = found else {
            let evidence = if statement.mention.is_some() {
                Evidence::AsWritten
            } else {
                Evidence::Nothing
            };
            return (None, evidence, 0.2);
        };
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

    fn first_token(&self, byte: usize) -> usize {
        self.text.tokens.partition_point(|t| t.span.end <= byte)
    }

    fn tokens(&self, span: Span) -> Range<usize> {
        let start = self.first_token(span.start);
        let end = self
            .text
            .tokens
            .partition_point(|t| t.span.start < span.end);
        self.trimmed(start..end.max(start))
    }

    /// Without marks and prepositions at the borders.
    fn trimmed(&self, mut tokens: Range<usize>) -> Range<usize> {
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

    fn sentence(&self, token: usize) -> usize {
        self.text
            .sentences
            .partition_point(|s| s.end <= token)
            .min(self.text.sentences.len().saturating_sub(1))
    }

    fn speaker(&self, who: Who) -> Option<Speaker> {
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
    fn words(&self, tokens: &Range<usize>) -> Option<String> {
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

    fn mentioned(&self, tokens: Range<usize>) -> Option<(Who, Evidence, f32)> {
        if tokens.is_empty() {
            return None;
        }
        self.pronoun(&tokens)
            .or_else(|| self.person(&tokens))
            .or_else(|| self.label(&tokens))
            .or_else(|| self.relative(&tokens))
            .or_else(|| self.described(&tokens))
            .or_else(|| self.lone_word(&tokens))
            .or_else(|| self.unknown_name(&tokens))
            .or_else(|| self.as_written(&tokens))
    }

    fn pronoun(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
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

    fn salient(&self, gender: Option<Gender>, token: usize) -> Option<(Who, Evidence, f32)> {
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

    fn author(&self, token: usize) -> Option<(Who, Evidence, f32)> {
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
    fn antecedent(&self, token: usize) -> Option<(Who, Evidence, f32)> {
        let mentions = &self.people.persons.mentions;
        let end = mentions.partition_point(|m| m.tokens.end <= token);
        let mention = end.checked_sub(1).and_then(|at| mentions.get(at))?;
        let near = token - mention.tokens.end < 24 && mention.sentence == self.sentence(token);
        near.then_some((Who::Person(mention.person), Evidence::Pronoun, 0.85))
    }

    /// `… , who` as the whole or the end of the mention.
    fn relative(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
        let last = tokens.end.checked_sub(1)?;
        (self.text.lower(last) == "who" && tokens.len() > 1)
            .then(|| self.antecedent(last))
            .flatten()
    }

    /// The person that the mention names as its head.
    fn person(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
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
    fn names_body(&self, tokens: &Range<usize>, end: usize) -> bool {
        if end >= tokens.end || is_capital(self.text.word(end)) {
            return false;
        }
        let classes = words::classes(self.text.lower(end));
        classes & (words::BODY | words::UNNAMED | words::ROLE) != 0
            && classes & (words::STOP | words::SPEECH) == 0
    }

    /// True if a name that starts at `start` is the head of the mention.
    fn is_head(&self, tokens: &Range<usize>, start: usize, prefixed: bool, titled: bool) -> bool {
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
            return before == tokens.start;
        }
        classes & (words::VERBISH | words::SPEECH | words::STOP | words::ADJECTIVE) == 0
    }

    /// A single capitalised word that was not read as a mention, as in a line
    /// before the person is introduced.
    fn lone_word(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
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
    fn label(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
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

    /// `the professor`, `the 54-year-old`, `his wife`.
    fn described(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
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
        if let Some(age) =
            (tokens.start + 1..end).find_map(|t| self.text.lower(t).strip_suffix("-year-old"))
        {
            return self.of_age(age.parse().ok()?, tokens.start);
        }
        let head = (tokens.start + 1..end).rev().find(|&t| {
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
        self.of_role(noun, &modifiers, tokens.start)
    }

    fn romance(&self) -> bool {
        false
    }

    /// One past the noun phrase before a preposition, a comma, `who`.
    fn phrase_end(&self, tokens: &Range<usize>) -> usize {
        (tokens.start + 1..tokens.end)
            .find(|&t| {
                let classes = words::classes(self.text.lower(t));
                classes & (words::PREPOSITION | words::VERBISH) != 0
                    && classes & words::ADJECTIVE == 0
                    || matches!(self.text.word(t), "," | "(" | "—" | "–")
            })
            .unwrap_or(tokens.end)
    }

    fn of_age(&self, age: u8, token: usize) -> Option<(Who, Evidence, f32)> {
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
    fn of_role(
        &self,
        noun: &str,
        modifiers: &[&str],
        token: usize,
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
            if wrong || !has_role(lower, noun) {
                continue;
            }
            let shared = modifiers.iter().filter(|m| lower.contains(**m)).count() as f32;
            let last = self
                .last
                .as_ref()
                .is_some_and(|l| matches!(l.who, Who::Person(p) if p == mention.person));
            let points = shared - 0.15 * sentence.saturating_sub(mention.sentence) as f32
                + if last { 1.5 } else { 0.0 }
                + if mention.quoted { -1.0 } else { 0.0 };
            if best.is_none_or(|(most, _)| points > most) {
                best = Some((points, mention.person));
            }
        }
        match best {
            Some((_, person)) => Some((Who::Person(person), Evidence::Description, 0.75)),
            None => self
                .later(noun, end)
                .or_else(|| self.undescribed(noun, token)),
        }
    }

    /// The person of that role whom the article introduces only afterwards.
    fn later(&self, noun: &str, from: usize) -> Option<(Who, Evidence, f32)> {
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
    fn undescribed(&self, noun: &str, token: usize) -> Option<(Who, Evidence, f32)> {
        if NEVER_GUESSED.contains(&noun) || words::is_plural(noun) {
            return None;
        }
        let classes = words::classes(noun);
        let gender = match classes & (words::WOMAN | words::MAN) {
            words::WOMAN => Some(Gender::Woman),
            words::MAN => Some(Gender::Man),
            _ => None,
        };
        let (who, _, _) = self.salient(gender, token)?;
        let Who::Person(number) = who else {
            return None;
        };
        let persons = &self.people.persons;
        let end = persons.mentions.partition_point(|m| m.tokens.start < token);
        let near = persons
            .mentions
            .get(end.saturating_sub(24)..end)?
            .iter()
            .rev()
            .find(|m| m.person == number)?;
        let close = self.sentence(token).saturating_sub(near.sentence) <= 6;
        close.then_some((who, Evidence::Description, 0.4))
    }

    /// A name that was not trusted to be a person's, but speaks.
    fn unknown_name(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
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

    /// A body or an unnamed source.
    fn as_written(&self, tokens: &Range<usize>) -> Option<(Who, Evidence, f32)> {
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
        let capital = is_capital(self.text.word(head))
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
        let speaker = if body && !several {
            let (name, at) = self.body_name(tokens.start..self.name_end(tokens), head)?;
            Speaker {
                sort: Sort::Body,
                name,
                role: None,
                affiliation: None,
                named_at: at,
            }
        } else {
            let read = roles::describe(self.text, tokens.clone());
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
    fn name_end(&self, tokens: &Range<usize>) -> usize {
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
    fn body_name(&self, tokens: Range<usize>, head: usize) -> Option<(String, Span)> {
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

    /// Nothing stands there: the speaker before goes on, unless somebody else
    /// came between.
    fn carried(&self, token: usize) -> Option<(Who, Evidence, f32)> {
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
