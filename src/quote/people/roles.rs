//! The words around a full name → what the person is, and where.
//!
//! `Acme chief executive Jane Roe`, `Jane Roe, a professor at X,`, `its head,
//! Jane Roe,`, `Jane Roe (University of X)`, `Jane Roe of X`, `Jane Roe, who
//! leads …`, `Jane Roe is a …`.

use std::ops::Range;

use super::apposition::after;
use super::context::calling;
use super::names::{Run, adjoins, follows_after_space, is_capital};
use super::phrase::{body, describe, heads_role, is_role, span, split_front};
use super::words;
use crate::quote::text::Text;

/// What a mention tells about its person.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Description {
    /// `associate professor`.
    pub(super) role: Option<String>,
    /// `Example University`.
    pub(super) affiliation: Option<String>,
    /// How much is to be made of it.
    pub(super) worth: f32,
    /// In years.
    pub(super) age: Option<u8>,
    /// The affiliation is `its` or `the company’s`: a body named before.
    pub(super) owned: bool,
}

/// Reads what stands around the name `name` (tokens) of a run.
pub(super) fn read(text: &Text, run: &Run, name: &Range<usize>) -> Description {
    let Some(sentence) = text.sentences.get(run.sentence) else {
        return Description::default();
    };
    let mut pre = before(text, sentence, name.start);
    let mut post = after(text, sentence, name.end, run);
    let titled = pre.role.as_deref().is_none_or(is_titles);
    if titled && post.role.as_deref().is_none_or(is_titles) {
        // “its head, Professor Jane Roe,”
        let whole = title_start(text, sentence, name.start)..name.end;
        let mut turned = turned(text, sentence, &whole);
        if turned.role.is_none() {
            turned = introduced(text, sentence, &whole);
        }
        if turned.role.is_some() {
            turned.affiliation = turned.affiliation.or(pre.affiliation);
            pre = turned;
        }
    }
    let age = post.age;
    let mut joined = match (&pre.role, &post.role) {
        (Some(a), Some(b)) if !ends_alike(b, a) && !b.contains(a.as_str()) && !is_title(a) => {
            // “council spokeswoman Jane Roe, a spokeswoman for …”
            post.role = match ends_alike(a, b) {
                true => Some(a.clone()),
                false => Some(format!("{a}, {b}")),
            };
            post.affiliation = post.affiliation.or(pre.affiliation);
            post.worth += 0.3 * pre.worth;
            post
        }
        (Some(_), None) => {
            pre.affiliation = pre.affiliation.or(post.affiliation);
            pre
        }
        _ => {
            post.affiliation = post.affiliation.or(pre.affiliation);
            post
        }
    };
    joined.age = age;
    joined.worth += worth(&joined);
    joined
}

/// True if a role is no more than titles: `Professor`, `Brig. Gen`.
fn is_titles(role: &str) -> bool {
    role.split(|c: char| c.is_whitespace() || c == '.')
        .filter(|word| !word.is_empty())
        .all(|word| {
            let classes = words::classes(&word.to_lowercase());
            word.chars().next().is_some_and(char::is_uppercase)
                && classes & (words::TITLE | words::ROLE | words::HONOR) != 0
        })
}

/// The first token of the titles in front of a name.
fn title_start(text: &Text, sentence: &Range<usize>, name: usize) -> usize {
    let mut start = name;
    while start > sentence.start && name - start < 6 {
        let before = start - 1;
        let dot = text.word(before) == "." && adjoins(text, before) && before > sentence.start;
        let title = if dot { before - 1 } else { before };
        let classes = words::classes(text.lower(title));
        if !is_capital(text.word(title))
            || classes & (words::TITLE | words::HONOR | words::ROLE) == 0
        {
            break;
        }
        start = title;
    }
    start
}

/// `a former miner called Jane Roe`, `the coach is Jane Roe`.
fn introduced(text: &Text, sentence: &Range<usize>, name: &Range<usize>) -> Description {
    let none = Description::default();
    let Some(verb) = name.start.checked_sub(1).filter(|&t| t > sentence.start) else {
        return none;
    };
    if !matches!(text.lower(verb), "called" | "named" | "is" | "was") {
        return none;
    }
    let mut start = verb;
    while start > sentence.start && verb - start < 12 {
        let token = start - 1;
        let lower = text.lower(token);
        let classes = words::classes(lower);
        let verbal = classes & (words::SPEECH | words::VERBISH) != 0
            && lower != "and"
            && !is_role(text, token);
        let word = text.word(token);
        let mark = !word.chars().next().is_some_and(char::is_alphanumeric)
            && !matches!(word, "'s" | "’s" | "-" | "&");
        if verbal || mark {
            return none;
        }
        start = token;
        let inside = token > sentence.start
            && words::classes(text.lower(token - 1)) & words::PREPOSITION != 0;
        if classes & words::DETERMINER != 0 && !inside {
            break;
        }
    }
    if words::classes(text.lower(start)) & words::DETERMINER == 0 && !is_capital(text.word(start))
        || !heads_role(text, &(start..verb))
    {
        return none;
    }
    let mut read = describe(text, start..verb);
    read.worth -= 0.3;
    read
}

/// True for a title alone: `Cllr`, `Sen.`; a role behind the name says more.
/// True if one role ends with all the words of the other, in whatever capitals:
/// it says the same and more.
fn ends_alike(role: &str, other: &str) -> bool {
    let (role, other) = (role.to_lowercase(), other.to_lowercase());
    let before = role.strip_suffix(other.as_str());
    before.is_some_and(|before| before.is_empty() || before.ends_with(' '))
}

fn is_title(role: &str) -> bool {
    let word = role.trim_end_matches('.').to_lowercase();
    words::classes(&word) & words::TITLE != 0
}

fn worth(description: &Description) -> f32 {
    let words = |text: &Option<String>| {
        text.as_ref()
            .map_or(0, |t| t.split_whitespace().count().min(9)) as f32
    };
    let role = if description.role.is_some() { 2.0 } else { 0.0 };
    let related = description.role.as_ref().is_some_and(|role| {
        role.rsplit(' ')
            .next()
            .is_some_and(|last| RELATIONS.contains(&last))
    });
    let role = if related { role - 0.7 } else { role };
    let place = if description.affiliation.is_some() {
        1.2
    } else {
        0.0
    };
    role + place + 0.12 * words(&description.role) + 0.08 * words(&description.affiliation)
}

/// Title and role in front: `Foreign Secretary`, `Acme chief executive`.
fn before(text: &Text, sentence: &Range<usize>, name: usize) -> Description {
    let mut start = name;
    while start > sentence.start && name - start < 14 && goes_left(text, start - 1, start, name) {
        start -= 1;
    }
    // “the late”, “Meanwhile”: what opens the sentence is no part of it.
    while start < name {
        let classes = words::classes(text.lower(start));
        let idle = classes & (words::STOP | words::TIME) != 0
            && classes & (words::ADJECTIVE | words::ROLE | words::TITLE) == 0;
        if !idle
            && text.lower(start) != "late"
            && text.word(start) != "."
            && text.word(start) != "&"
        {
            break;
        }
        start += 1;
    }
    let mut end = name;
    while end > start {
        let classes = words::classes(text.lower(end - 1));
        let dot = text.word(end - 1) == "." && end - 1 > start;
        let honor = if dot {
            words::classes(text.lower(end - 2)) & words::HONOR != 0
        } else {
            classes & words::HONOR != 0
        };
        if !honor {
            break;
        }
        end -= if dot { 2 } else { 1 };
    }
    let role_at = (start..end).rev().find(|&t| is_role(text, t));
    let Some(role_at) = role_at else {
        let called = calling(text, name).map(|token| token..token + 1);
        return Description {
            role: called.and_then(|tokens| span(text, tokens)),
            worth: 0.2,
            ..Description::default()
        };
    };
    if end - role_at > 6 || end - start == 1 && text.lower(start) == "fellow" {
        return Description::default();
    }
    let plural = words::is_plural(text.lower(role_at));
    let owned = start > sentence.start && matches!(text.lower(start - 1), "its" | "their");
    let (affiliation, role) = split_front(text, start..end);
    let affiliation = affiliation.or_else(|| owner(text, sentence, start));
    Description {
        role: span(text, role),
        affiliation: affiliation.and_then(|a| body(text, a)),
        worth: if plural { -1.6 } else { 0.2 },
        age: None,
        owned,
    }
}

/// Roles that only tell how a person stands to another.
const RELATIONS: &[&str] = &[
    "rival",
    "friend",
    "colleague",
    "opponent",
    "supporter",
    "husband",
    "wife",
    "son",
    "daughter",
    "brother",
    "sister",
    "partner",
    "successor",
    "predecessor",
    "ally",
    "contender",
    "native",
    "critic",
    "challenger",
    "twin",
    "cousin",
];

/// True if the token belongs to a description that goes on at `next`.
fn goes_left(text: &Text, token: usize, next: usize, name: usize) -> bool {
    let word = text.word(token);
    if text.tokens.get(token).map(|t| t.region) != text.tokens.get(name).map(|t| t.region) {
        return false;
    }
    if word == "." {
        return token > 0
            && adjoins(text, token)
            && (is_capital(text.word(token - 1)) && text.word(token - 1).len() <= 4);
    }
    if matches!(word, "&" | "/" | "-") {
        return true;
    }
    let alphabetic = word.chars().next().is_some_and(char::is_alphanumeric);
    if !alphabetic {
        return false;
    }
    if next < name
        && text.word(next) != "."
        && !follows_after_space(text, next)
        && !adjoins(text, next)
    {
        return false;
    }
    let lower = text.lower(token);
    let classes = words::classes(lower);
    let before_is_role = token > 0 && is_role(text, token - 1);
    let inside_body = is_capital(text.word(next))
        && (next..name).any(|t| is_role(text, t) && !is_capital(text.word(t)))
        && token > 1;
    if inside_body {
        // “Party for the Land leader”
        let body =
            |t: usize| is_capital(text.word(t)) && words::classes(text.lower(t)) & words::ORG != 0;
        let joint = matches!(lower, "of" | "for") && body(token - 1);
        let article =
            lower == "the" && matches!(text.lower(token - 1), "of" | "for") && body(token - 2);
        if joint || article {
            return true;
        }
    }
    if matches!(lower, "for" | "of") && text.lower(next) == "the" && token > 0 {
        let body = words::classes(text.lower(token - 1)) & words::ORG != 0;
        if body && is_capital(text.word(token - 1)) && is_capital(text.word(next + 1)) {
            return true;
        }
    }
    if matches!(lower, "of" | "for" | "de" | "du" | "für") {
        return before_is_role && next < name;
    }
    if matches!(lower, "and") {
        return before_is_role && (next..name).any(|t| is_role(text, t));
    }
    // “catches Acme chief executive”: only “former” stands before a name of a
    // body.
    let before_name = is_capital(text.word(next)) && !is_capital(word);
    if before_name && next < name && classes & words::ROLE == 0 {
        return classes & words::ADJECTIVE != 0;
    }
    if classes & (words::ROLE | words::ADJECTIVE | words::TITLE) != 0 {
        return true;
    }
    if classes & (words::STOP | words::DETERMINER | words::PREPOSITION | words::VERBISH) != 0 {
        return false;
    }
    if classes & words::SPEECH != 0 && !is_capital(word) {
        return false;
    }
    is_capital(word) || !(lower.ends_with("ly") || lower.ends_with("ed") || lower.ends_with("ing"))
}

/// The owner of what starts at `start`: `Acme’s` in `Acme’s chief executive`.
fn owner(text: &Text, sentence: &Range<usize>, start: usize) -> Option<Range<usize>> {
    let clitic = start.checked_sub(1).filter(|&t| t > sentence.start)?;
    if !matches!(text.word(clitic), "'s" | "’s" | "'" | "’") {
        return None;
    }
    let noun = clitic.checked_sub(1).filter(|&t| t > sentence.start)?;
    if !is_capital(text.word(noun)) {
        // “the agency’s head”
        let the = noun.checked_sub(1).is_some_and(|t| text.lower(t) == "the");
        let body = words::classes(text.lower(noun)) & (words::BODY | words::ORG) != 0;
        return (the && body).then_some(noun..clitic);
    }
    let mut first = clitic;
    while first > sentence.start
        && clitic - first < 8
        && (is_capital(text.word(first - 1))
            || matches!(text.lower(first - 1), "of" | "and" | "&" | "for")
                && first < clitic
                && first > sentence.start + 1
                && is_capital(text.word(first - 2)))
    {
        first -= 1;
    }
    while first < clitic
        && words::classes(text.lower(first)) & (words::STOP | words::TIME) != 0
        && text.lower(first) != "new"
    {
        first += 1;
    }
    (first < clitic).then_some(first..clitic)
}

/// `its chief executive, Jane Roe, said`.
fn turned(text: &Text, sentence: &Range<usize>, name: &Range<usize>) -> Description {
    let none = Description::default();
    let Some(comma) = name.start.checked_sub(1).filter(|&t| t > sentence.start) else {
        return none;
    };
    let closes = name.end >= sentence.end
        || matches!(text.word(name.end), "," | "." | "–" | "—" | ":" | ")")
        || words::classes(text.lower(name.end)) & words::SPEECH != 0;
    if text.word(comma) != "," || !closes {
        return none;
    }
    let mut start = comma;
    let mut opened = false;
    while start > sentence.start && comma - start < 18 {
        let token = start - 1;
        let lower = text.lower(token);
        let classes = words::classes(lower);
        if matches!(
            text.word(token),
            "," | ";" | ":" | "“" | "”" | "\"" | "–" | "—" | "(" | ")"
        ) {
            opened = true;
            break;
        }
        let verb = classes & words::SPEECH != 0
            || classes & words::VERBISH != 0 && !matches!(lower, "and" | "or");
        if verb
            && !is_role(text, token)
            && !(is_capital(text.word(token)) && token > sentence.start)
        {
            opened = true;
            break;
        }
        start = token;
        let determiner = classes & words::DETERMINER != 0 && !matches!(lower, "that" | "this");
        if determiner
            && !token.checked_sub(1).is_some_and(|t| {
                t >= sentence.start
                    && words::classes(text.lower(t)) & words::PREPOSITION != 0
                    && is_noun_before(text, t, sentence.start)
            })
        {
            opened = true;
            break;
        }
    }
    if !opened && start > sentence.start {
        return none;
    }
    while start < comma
        && words::classes(text.lower(start)) & (words::STOP | words::TIME) != 0
        && words::classes(text.lower(start)) & (words::DETERMINER | words::ADJECTIVE) == 0
    {
        start += 1;
    }
    if !heads_role(text, &(start..comma)) {
        return none;
    }
    describe(text, start..comma)
}

/// True if a role stands before the preposition at `token`.
fn is_noun_before(text: &Text, token: usize, first: usize) -> bool {
    (first.max(token.saturating_sub(4))..token).any(|t| is_role(text, t))
}
