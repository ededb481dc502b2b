//! Runs → persons: which runs name people, and which names are one person's.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Manner;
use super::context::{self, Context};
use super::names::{Form, Item, Names, Run};
use super::shape::{clean, family_first, first_is_name, shape, votes, worth_alone};
use super::words;
use crate::quote::text::Text;

/// Somebody named in the article.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    /// Tokens of the fullest form of the name.
    pub(super) name: Range<usize>,
    /// The lower-case words of the fullest form, without particles.
    pub(super) parts: Vec<Part>,
    /// First token of the first mention by a full name outside headings.
    pub(super) introduced: usize,
    /// Points for a woman and for a man.
    pub(super) woman: f32,
    /// See `woman`.
    pub(super) man: f32,
    /// Mentions of any form.
    pub(super) mentions: u32,
    /// Mentions by the full name.
    pub(super) full: u32,
    /// What they are.
    pub(super) role: Option<String>,
    /// Everything that they are called, in lower case.
    pub(super) called: String,
    /// Where.
    pub(super) affiliation: Option<String>,
    /// How good the description is.
    pub(super) described: f32,
    /// In years.
    pub(super) age: Option<u8>,
    /// The surname stands in front.
    pub(super) family_first: bool,
    /// The name's words are all in capitals.
    pub(super) capitals: bool,
}

/// A word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// In lower case.
    pub(super) word: Box<str>,
    /// Initial, nickname or word.
    pub(super) form: PartForm,
}

/// See [`Part`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartForm {
    /// A whole word.
    Word,
    /// An initial.
    Initial,
    /// A nickname.
    Nickname,
}

/// Where a person is named.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Tokens of the name alone.
    pub(super) tokens: Range<usize>,
    /// With titles in front.
    pub(super) start: usize,
    /// A title or a role stands right before the name.
    pub(super) titled: bool,
    /// Who.
    pub(super) person: usize,
    /// Its sentence.
    pub(super) sentence: usize,
    /// First and last name.
    pub(super) full: bool,
    /// In quotation marks.
    pub(super) quoted: bool,
    /// The quoted region that it stands in.
    pub(super) region: Option<u32>,
    /// An `'s` follows.
    pub(super) possessive: bool,
    /// The first person of its sentence outside quotation marks.
    pub(super) subject: bool,
    /// In a heading.
    pub(super) heading: bool,
}

/// The persons of an article by the words of their names.
#[derive(Debug, Default)]
pub(super) struct Persons {
    /// In order of introduction.
    pub(super) all: Vec<Person>,
    /// In order.
    pub(super) mentions: Vec<Mention>,
    by_word: FxHashMap<Box<str>, Vec<usize>>,
}

/// More people of one name word are not told apart: hostile input stays
/// linear.
const NAMESAKES: usize = 12;

/// A name needs so many points to be a person's.
const TRUSTED: f32 = 1.8;

/// All runs of the same words.
#[derive(Default)]
struct Group {
    shape: f32,
    context: Context,
    first: usize,
    outside: u32,
}

impl Persons {
    /// Finds the persons of an article.
    pub(super) fn read(text: &Text, names: &Names, manner: Manner) -> Self {
        let mut persons = Persons::default();
        persons.introduce(text, names, manner);
        for person in &mut persons.all {
            super::gender::read_name(person);
        }
        persons.mention(text, names);
        persons
    }

    /// Makes persons from the runs that are full names.
    fn introduce(&mut self, text: &Text, names: &Names, manner: Manner) {
        let mut groups: Vec<Group> = Vec::new();
        let mut by_name: FxHashMap<String, usize> = FxHashMap::default();
        let mut key = String::new();
        let votes = votes(text, names, manner);
        for (number, run) in names.runs.iter().enumerate() {
            let Some(items) = names.items.get(run.name.clone()).filter(|i| !i.is_empty()) else {
                continue;
            };
            if items.len() == 1 && !worth_alone(text, run, items) {
                continue;
            }
            key.clear();
            for item in items {
                key.push_str(text.lower(item.key));
                key.push(' ');
            }
            let group = match by_name.get(&key) {
                Some(&group) => group,
                None => {
                    by_name.insert(key.clone(), groups.len());
                    groups.push(Group {
                        shape: shape(text, items, manner),
                        first: number,
                        ..Group::default()
                    });
                    groups.len() - 1
                }
            };
            let Some(group) = groups.get_mut(group) else {
                continue;
            };
            group.context.join(context::read(text, run, items, manner));
            if !run.heading {
                if group.outside == 0 {
                    group.first = number;
                }
                group.outside += 1;
            }
        }
        for group in &mut groups {
            let Some(run) = names.runs.get(group.first).filter(|run| run.name.len() > 1) else {
                continue;
            };
            let items = names.items.get(run.name.clone()).unwrap_or(&[]);
            let surname = if family_first(text, items) {
                items.first()
            } else {
                items.iter().rfind(|i| i.form == Form::Word)
            };
            if let Some(points) = surname.and_then(|item| votes.get(text.lower(item.key))) {
                group.context.points = group.context.points.max(0.0) + points;
            }
        }
        for group in &mut groups {
            let first = names
                .runs
                .get(group.first)
                .filter(|run| run.name.len() == 1);
            let classes = first
                .and_then(|run| names.items.get(run.name.start))
                .map_or(0, |item| item.classes);
            let first_name = classes & words::FIRST != 0
                && classes & (words::COMMON | words::PLACE | words::SURNAME | words::ORG) == 0;
            if first_name && group.outside > 1 {
                group.context.points = group.context.points.max(0.0) + 0.9;
            }
        }
        for pass in 0..3 {
            for group in &groups {
                let Some(run) = names.runs.get(group.first) else {
                    continue;
                };
                let trusted = group.outside > 0
                    && group.shape > -2.9
                    && group.shape + group.context.points >= TRUSTED;
                let items = names.items.get(run.name.clone()).unwrap_or(&[]);
                let wanted = match items {
                    [] => continue,
                    items if part_count(items) < 2 => 2,
                    items => usize::from(!first_is_name(items)),
                };
                // “Another Roe”, after “Jane Roe”: no name of its own.
                let odd = wanted == 1
                    && items.len() == 2
                    && items
                        .first()
                        .is_some_and(|i| i.classes & (words::COMMON | words::STOP) != 0)
                    && items
                        .last()
                        .is_some_and(|i| self.by_word.contains_key(text.lower(i.key)));
                if trusted && wanted == pass && !odd {
                    self.add(text, names, run, &group.context, group.outside);
                }
            }
        }
    }

    fn add(&mut self, text: &Text, names: &Names, run: &Run, context: &Context, count: u32) {
        let Some(items) = names.items.get(run.name.clone()) else {
            return;
        };
        let Some((first, last)) = items.first().zip(items.last()) else {
            return;
        };
        let parts = parts(text, items);
        let name = first.first..last.end;
        let capitals = items
            .iter()
            .all(|i| matches!(i.form, Form::Capitals | Form::Initial));
        let found = self.same(&parts);
        if parts.len() < 2 && found.is_some() {
            return;
        }
        let number = match found {
            Some(number) => number,
            None => {
                self.all.push(Person {
                    introduced: first.first,
                    family_first: family_first(text, items),
                    ..Person::default()
                });
                self.all.len() - 1
            }
        };
        let Some(person) = self.all.get_mut(number) else {
            return;
        };
        if parts.len() > 1 {
            person.full += count;
        }
        person.woman += context.woman;
        person.man += context.man;
        person.age = person.age.or(context.age);
        person.introduced = person.introduced.min(first.first);
        if person.parts.is_empty()
            || (person.capitals && !capitals)
            || (parts.len() > person.parts.len() && !capitals && clean(items))
        {
            person.name = name;
            person.parts.clone_from(&parts);
            person.capitals = capitals;
        }
        for part in parts {
            let known = self.by_word.entry(part.word).or_default();
            if !known.contains(&number) && known.len() < NAMESAKES {
                known.push(number);
            }
        }
    }

    /// The person that a name certainly means.
    fn same(&self, parts: &[Part]) -> Option<usize> {
        for part in parts.iter().rev() {
            for &number in self.by_word.get(&part.word).map_or(&[][..], Vec::as_slice) {
                let Some(person) = self.all.get(number) else {
                    continue;
                };
                let fits = parts.len() == 1 || compatible(&person.parts, parts);
                if fits {
                    return Some(number);
                }
            }
        }
        None
    }

    /// Finds all mentions, full and partial.
    fn mention(&mut self, text: &Text, names: &Names) {
        let mut last_subject = usize::MAX;
        for run in &names.runs {
            let Some(items) = names.items.get(run.name.clone()).filter(|i| !i.is_empty()) else {
                continue;
            };
            let Some((person, items)) = self.who(text, run, items) else {
                continue;
            };
            let Some((first, last)) = items.first().zip(items.last()) else {
                continue;
            };
            let possessive = is_possessive(text, last.end);
            let subject = !run.quoted && !possessive && last_subject != run.sentence;
            if !run.quoted {
                last_subject = run.sentence;
            }
            let full = part_count(items) > 1;
            if let Some(person) = self.all.get_mut(person) {
                person.mentions += 1;
                if run.titled.woman {
                    person.woman += 2.0;
                }
                if run.titled.man {
                    person.man += 2.0;
                }
            }
            self.mentions.push(Mention {
                tokens: first.first..last.end,
                start: run.tokens.start,
                titled: run.titled.any,
                person,
                sentence: run.sentence,
                full,
                quoted: run.quoted,
                region: text.tokens.get(first.first).and_then(|t| t.region),
                possessive,
                subject,
                heading: run.heading,
            });
        }
    }

    /// The person that a run names, and the words that name them.
    fn who<'n>(&self, text: &Text, run: &Run, items: &'n [Item]) -> Option<(usize, &'n [Item])> {
        if part_count(items) == 1 {
            let item = items.last()?;
            let lone_common = item.classes & words::COMMON != 0
                && run.tokens.start == item.first
                && opens_sentence(text, item.first)
                && words::classes(text.lower(item.end)) & (words::SPEECH | words::VERBISH) == 0
                && !matches!(text.word(item.end), "," | "’s" | "'s");
            let person = self.lone(text, run, item)?;
            let known = self
                .all
                .get(person)
                .is_some_and(|p| p.introduced < item.first && p.parts.len() > 1);
            if lone_common && !known {
                return None;
            }
            return Some((person, items));
        }
        let known = items
            .iter()
            .any(|i| self.by_word.contains_key(text.lower(i.key)));
        if !known {
            return None;
        }
        let wanted = parts(text, items);
        let mut best: Option<usize> = None;
        for part in &wanted {
            for &number in self.by_word.get(&part.word).map_or(&[][..], Vec::as_slice) {
                let fits = self
                    .all
                    .get(number)
                    .is_some_and(|p| compatible(&p.parts, &wanted));
                if fits && best.is_none_or(|b| self.parts_of(number) > self.parts_of(b)) {
                    best = Some(number);
                }
            }
        }
        if let Some(best) = best {
            return Some((best, items));
        }
        // “Chairman-designate Roe”, “But Roe”: the words before are no name.
        let (last, rest) = items.split_last()?;
        let odd = rest.iter().all(|item| {
            item.classes
                & (words::COMMON
                    | words::NATION
                    | words::PLACE
                    | words::ROLE
                    | words::STOP
                    | words::TIME)
                != 0
                && item.classes & (words::FIRST | words::SURNAME) == 0
        });
        if !odd || last.classes & words::ORG != 0 {
            return None;
        }
        let person = self.lone(text, run, last)?;
        Some((person, items.get(items.len() - 1..)?))
    }

    /// The person of that surname, or else of that first name, for a mention
    /// that is no more than a word.
    pub(super) fn by_word(&self, lower: &str) -> Option<usize> {
        let known = self.by_word.get(lower)?;
        known.iter().copied().max_by_key(|&number| {
            self.all.get(number).map_or((false, 0), |person| {
                let place = person.parts.iter().position(|p| &*p.word == lower);
                (
                    place.is_some_and(|place| is_surname(person, place)),
                    person.full,
                )
            })
        })
    }

    fn parts_of(&self, number: usize) -> usize {
        self.all.get(number).map_or(0, |person| person.parts.len())
    }

    /// Who a single word means: by surname before first name, then by sex of
    /// the title, then whoever is named in full nearest before and oftenest.
    pub(super) fn lone(&self, text: &Text, run: &Run, item: &Item) -> Option<usize> {
        let lower = text.lower(item.key);
        let known = self.by_word.get(lower)?;
        if item.form == Form::Initial && known.len() > 1 {
            return None;
        }
        // “Mrs Roe” is no “Roe Poe”, but “Sir Xyz” is “Xyz Abc”.
        let formal = run.titled.any
            && (matches!(
                text.lower(item.first.saturating_sub(1)),
                "mr" | "mrs" | "ms" | "miss" | "."
            ) || known.iter().any(|&number| {
                self.all.get(number).is_some_and(|p| {
                    p.parts
                        .iter()
                        .position(|part| &*part.word == lower)
                        .is_some_and(|place| is_surname(p, place))
                })
            }));
        let mut best: Option<(f32, usize)> = None;
        for &number in known {
            let Some(person) = self.all.get(number) else {
                continue;
            };
            let Some(place) = person.parts.iter().position(|p| &*p.word == lower) else {
                continue;
            };
            if person
                .parts
                .get(place)
                .is_some_and(|p| p.form == PartForm::Initial)
            {
                continue;
            }
            let surname = is_surname(person, place);
            if !surname && formal && item.classes & words::FIRST == 0 {
                continue;
            }
            let mut points = if surname { 4.0 } else { 0.0 };
            if place > 0
                && !surname
                && person
                    .parts
                    .get(place)
                    .is_some_and(|p| p.form == PartForm::Word)
            {
                points += 1.0;
            }
            points += (1.0 + person.full as f32).ln();
            if (run.titled.woman && person.man > person.woman + 1.0)
                || (run.titled.man && person.woman > person.man + 1.0)
            {
                points -= 6.0;
            } else if run.titled.woman && person.woman > person.man
                || run.titled.man && person.man > person.woman
            {
                points += 1.0;
            }
            if person.introduced > item.first {
                points -= 3.0;
            } else if known.len() > 1 {
                points += 2.0 * self.recency(text, number, item.first, run.sentence);
            }
            if best.is_none_or(|(most, _)| points > most) {
                best = Some((points, number));
            }
        }
        best.map(|(_, number)| number)
    }

    /// 1 for a person named in the same sentence before `token`, falling to 0.
    fn recency(&self, _text: &Text, number: usize, token: usize, sentence: usize) -> f32 {
        let end = self.mentions.partition_point(|m| m.tokens.start < token);
        let start = end.saturating_sub(24);
        self.mentions
            .get(start..end)
            .unwrap_or(&[])
            .iter()
            .rev()
            .find(|m| m.person == number && !m.heading)
            .map_or(0.0, |m| {
                1.0 / (1.0 + 0.25 * sentence.saturating_sub(m.sentence) as f32)
            })
    }
}

/// True if the word at `place` is a surname of the person.
pub(super) fn is_surname(person: &Person, place: usize) -> bool {
    if person.parts.len() < 2 {
        return true;
    }
    if person.family_first {
        return place == 0;
    }
    let generation = |p: &Part| matches!(&*p.word, "jr" | "sr" | "ii" | "iii" | "iv");
    let last = person
        .parts
        .iter()
        .rposition(|p| !generation(p))
        .unwrap_or(0);
    place == last && place > 0
}

pub(super) fn parts(text: &Text, items: &[Item]) -> Vec<Part> {
    let words = items
        .iter()
        .enumerate()
        .filter(|(at, _)| is_part(items, *at));
    words
        .map(|(_, item)| Part {
            word: text.lower(item.key).into(),
            form: match item.form {
                Form::Initial => PartForm::Initial,
                Form::Nickname => PartForm::Nickname,
                _ => PartForm::Word,
            },
        })
        .collect()
}

/// How many words of a name are no particles.
pub(super) fn part_count(items: &[Item]) -> usize {
    (0..items.len()).filter(|&at| is_part(items, at)).count()
}

/// True if a word of a name is no particle.
fn is_part(items: &[Item], at: usize) -> bool {
    items.get(at).is_some_and(|item| {
        let particle = item.classes & words::PARTICLE != 0
            && item.classes & (words::FIRST | words::FAMILY_FIRST) == 0
            && at + 1 < items.len();
        item.form != Form::Particle && !particle
    })
}

/// True if two names can be one person's: the words of the shorter stand in
/// the longer, in order, an initial for a word, a short form for a first name.
fn compatible(a: &[Part], b: &[Part]) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let words = |parts: &[Part]| parts.iter().filter(|p| p.form == PartForm::Word).count();
    if words(short) == 0 {
        return false;
    }
    let mut at = 0;
    let mut whole = 0;
    for (number, part) in short.iter().enumerate() {
        let Some(found) = long
            .get(at..)
            .unwrap_or(&[])
            .iter()
            .position(|other| same_part(other, part, number == 0))
        else {
            // “Jane A. Roe” and “Jane B. Roe” are two, “Jane Ann Roe” and
            // “Jane A. Roe” one.
            return false;
        };
        whole += usize::from(part.form == PartForm::Word);
        at += found + 1;
    }
    // A shared surname alone is not enough, nor a shared first name.
    short.len() > 1 && whole > 0
}

fn same_part(a: &Part, b: &Part, first: bool) -> bool {
    match (a.form, b.form) {
        (PartForm::Initial, _) | (_, PartForm::Initial) => {
            a.word.chars().next() == b.word.chars().next()
        }
        _ => a.word == b.word || (first && words::same_first_name(&a.word, &b.word)),
    }
}

/// True if an `'s` or a bare apostrophe of possession follows.
pub(super) fn is_possessive(text: &Text, end: usize) -> bool {
    match text.word(end) {
        "'s" | "’s" | "'S" | "’S" => true,
        "'" | "’" => {
            super::names::adjoins(text, end)
                && text.lower(end.wrapping_sub(1)).ends_with('s')
                && super::names::follows_after_space(text, end + 1)
        }
        _ => false,
    }
}

/// True if a sentence starts at `token`.
pub(super) fn opens_sentence(text: &Text, token: usize) -> bool {
    let at = text.sentences.partition_point(|s| s.start < token);
    text.sentences.get(at).is_some_and(|s| s.start == token)
        || (token > 0 && matches!(text.word(token - 1), "“" | "\"" | "‘" | ":"))
}
