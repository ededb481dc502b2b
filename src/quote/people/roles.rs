//! The words around a full name → what the person is, and where.
//!
//! `Acme chief executive Jane Roe`, `Jane Roe, a professor at X,`, `its head,
//! Jane Roe,`, `Jane Roe (University of X)`, `Jane Roe of X`, `Jane Roe, who
//! leads …`, `Jane Roe is a …`.

use std::ops::Range;

use super::names::{Run, adjoins, follows_after_space, is_capital};
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

/// No description is longer, in tokens.
const LONGEST: usize = 34;

/// Reads what stands around the name `name` (tokens) of a run.
pub(super) fn read(text: &Text, run: &Run, name: &Range<usize>) -> Description {
    let Some(sentence) = text.sentences.get(run.sentence) else {
        return Description::default();
    };
    let mut pre = before(text, sentence, name.start);
    let mut post = after(text, sentence, name.end, run);
    if pre.role.is_none() && post.role.is_none() {
        let turned = turned(text, sentence, name);
        if turned.role.is_some() {
            pre = turned;
        }
    }
    let age = post.age;
    let mut joined = match (&pre.role, &post.role) {
        (Some(a), Some(b)) if !b.contains(a.as_str()) && !is_title(a) => {
            post.role = Some(format!("{a}, {b}"));
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
    joined.worth = worth(&joined) + joined.worth;
    joined
}

/// True for a title alone: `Cllr`, `Sen.`; a role behind the name says more.
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
        return Description::default();
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

fn is_role(text: &Text, token: usize) -> bool {
    let lower = text.lower(token);
    let classes = words::classes(lower);
    if classes & (words::ROLE | words::TITLE) != 0 {
        return classes & words::HONOR == 0;
    }
    let hyphened = lower
        .rsplit_once('-')
        .is_some_and(|(_, last)| words::classes(last) & words::ROLE != 0);
    hyphened
        || !is_capital(text.word(token))
            && lower.len() > 6
            && ROLE_ENDINGS.iter().any(|end| lower.ends_with(end))
}

/// Ends of names of occupations that no list holds in full.
const ROLE_ENDINGS: &[&str] = &[
    "ologist",
    "ographer",
    "iatrist",
    "surgeon",
    "trician",
    "onomist",
    "woman",
    "sman",
    "eman",
    "tman",
    "keeper",
    "maker",
    "holder",
    "seller",
    "dealer",
    "writer",
    "worker",
    "trainer",
    "therapist",
    "chologe",
    "ologue",
    "ologo",
    "óloga",
    "ólogo",
];

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

/// True if the noun of a phrase, the word before its first preposition, is a
/// role in the singular.
fn heads_role(text: &Text, tokens: &Range<usize>) -> bool {
    let end = (tokens.start + 1..tokens.end)
        .find(|&t| {
            let classes = words::classes(text.lower(t));
            classes & words::PREPOSITION != 0 && classes & words::ADJECTIVE == 0
                || text.word(t) == ","
        })
        .unwrap_or(tokens.end);
    (tokens.start..end)
        .rev()
        .find(|&t| {
            text.word(t)
                .chars()
                .next()
                .is_some_and(char::is_alphanumeric)
        })
        .is_some_and(|t| is_role(text, t) && !words::is_plural(text.lower(t)))
}

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

/// Organisation in front and role: `Acme | chief executive`.
fn split_front(text: &Text, tokens: Range<usize>) -> (Option<Range<usize>>, Range<usize>) {
    let mut tokens = tokens;
    while tokens.len() > 1
        && matches!(
            text.lower(tokens.start),
            "another" | "fellow" | "the" | "a" | "an" | "and" | "&"
        )
    {
        tokens.start += 1;
    }
    let mut start = tokens.start;
    while start < tokens.end
        && words::classes(text.lower(start)) & words::ADJECTIVE != 0
        && !is_capital(text.word(start))
        && text.lower(start) != "chief"
    {
        start += 1;
    }
    let mut end = start;
    let mut names_body = false;
    let mut last_body = start;
    while end < tokens.end
        && (is_capital(text.word(end)) || matches!(text.word(end), "&" | "." | "-"))
    {
        let classes = words::classes(text.lower(end));
        if is_role(text, end) {
            break;
        }
        if classes & words::ORG != 0 {
            names_body = true;
            last_body = end + 1;
        }
        end += 1;
    }
    if end >= tokens.end || end == start {
        return (None, tokens);
    }
    let opener = start == tokens.start
        && end - start == 1
        && start.checked_sub(1).is_none_or(|t| {
            !text
                .word(t)
                .chars()
                .next()
                .is_some_and(char::is_alphanumeric)
        });
    let all_nation = (start..end).all(|t| {
        let lower = text.lower(t);
        let adjective = lower.rsplit_once('-').is_some_and(|(_, last)| {
            last.ends_with("ing")
                || last.ends_with("ed")
                || matches!(last, "born" | "old" | "led" | "elect" | "wide")
        });
        adjective
            || opener && words::classes(lower) & words::COMMON != 0
            || lower == "presidential"
            || lower == "democratic"
            || text.word(t) == "."
            || words::classes(text.lower(t)) & (words::NATION | words::ADJECTIVE | words::TIME) != 0
    });
    if all_nation {
        return (None, tokens);
    }
    let lower_role = !is_capital(text.word(end));
    let cut = if lower_role {
        end
    } else if names_body && last_body < tokens.end {
        last_body
    } else if matches!(
        text.lower(end),
        "ceo"
            | "cfo"
            | "cto"
            | "coo"
            | "founder"
            | "president"
            | "chairman"
            | "captain"
            | "manager"
    ) && (start..end)
        .all(|t| words::classes(text.lower(t)) & (words::COMMON | words::ADJECTIVE) == 0)
    {
        end
    } else {
        return (None, tokens);
    };
    // “former Acme chief executive”: the adjective is lost to the role only
    // where it would not stand next to it.
    (Some(start..cut), cut..tokens.end)
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

/// What stands behind the name.
fn after(text: &Text, sentence: &Range<usize>, name_end: usize, run: &Run) -> Description {
    let limit = sentence.end;
    let mut found = Description::default();
    let mut at = name_end;
    // “Jane Roe MP”
    if at < run.tokens.end
        && words::classes(text.lower(at)) & words::SUFFIX != 0
        && !matches!(
            text.lower(at),
            "jr" | "sr" | "ii" | "iii" | "iv" | "phd" | "md" | "esq"
        )
    {
        found.role = span(text, at..at + 1);
    }
    at = at.max(run.tokens.end);
    if at < limit && matches!(text.word(at), "'s" | "’s") {
        return found;
    }
    if at < limit && text.word(at) == "(" {
        let close = (at + 1..limit.min(at + 14)).find(|&t| text.word(t) == ")");
        if let Some(close) = close {
            parenthesis(text, at + 1..close, &mut found);
            at = close + 1;
        }
    }
    if at >= limit {
        return found;
    }
    let mark = text.word(at);
    if matches!(mark, "," | "—" | "–") || (mark == "-" && !adjoins(text, at)) {
        let mut from = at + 1;
        let aged = usize::from(text.lower(from) == "aged");
        if let Some(age) = super::context::age(text.lower(from + aged), text.lower(from + aged + 1))
        {
            found.age = Some(age);
            from += aged + 1;
            if text.word(from) == "," {
                from += 1;
            } else if !matches!(text.lower(from), "from" | "of" | "who") {
                return found;
            }
        }
        if from < limit {
            apposition(text, from, limit, mark != ",", &mut found);
        }
        return found;
    }
    let lower = text.lower(at);
    match lower {
        "of" | "from" | "at" | "with" => restrictive(text, sentence, name_end, at, &mut found),
        "is" | "was" | "are" if matches!(text.lower(at + 1), "a" | "an" | "the") => {
            let end = description_end(text, at + 1, limit, false);
            let mut read = describe(text, at + 1..end);
            if read.role.is_some() && role_soon(text, at + 1, end, 7) {
                read.worth -= if lower == "was" { 1.2 } else { 0.5 };
                read.age = found.age;
                return read;
            }
        }
        "who" => apposition(text, at, limit, false, &mut found),
        _ => {}
    }
    found
}

fn role_soon(text: &Text, from: usize, to: usize, within: usize) -> bool {
    (from..to.min(from + within)).any(|t| is_role(text, t))
}

fn parenthesis(text: &Text, inside: Range<usize>, found: &mut Description) {
    let Some(first) = (!inside.is_empty()).then(|| text.lower(inside.start)) else {
        return;
    };
    if inside.len() == 1
        && let Ok(age) = text.lower(inside.start).parse::<u8>()
    {
        found.age = Some(age);
        return;
    }
    if first.as_bytes().iter().all(u8::is_ascii_digit) {
        return;
    }
    if role_soon(text, inside.start, inside.end, 6) {
        let read = describe(text, inside);
        found.role = read.role;
        found.affiliation = read.affiliation;
    } else if is_capital(text.word(inside.start)) {
        let party = inside.len() <= 4
            && (text.word(inside.start).contains('-')
                || text.word(inside.start).len() <= 3
                || text.word(inside.start + 1) == "-");
        if party {
            found.role = found.role.take().or_else(|| span(text, inside));
        } else {
            found.affiliation = span(text, inside);
        }
    }
}

/// `Jane Roe of Example University, said`.
fn restrictive(
    text: &Text,
    sentence: &Range<usize>,
    name_end: usize,
    at: usize,
    found: &mut Description,
) {
    let limit = sentence.end;
    let from = at + 1;
    let the = usize::from(matches!(text.lower(from), "the"));
    if !is_capital(text.word(from + the)) || from + the >= limit {
        return;
    }
    let end = body_end(text, from + the, limit);
    let closes = end >= limit
        || matches!(text.word(end), "," | "." | ")" | ":" | ";" | "—" | "–")
        || words::classes(text.lower(end)) & words::SPEECH != 0;
    let said_before = (sentence.start..name_end)
        .rev()
        .take(6)
        .any(|t| words::classes(text.lower(t)) & words::SPEECH != 0);
    let body = (from..end).any(|t| words::classes(text.lower(t)) & words::ORG != 0);
    if closes && (said_before || text.lower(at) == "of" || body) {
        found.affiliation = span(text, from + the..end);
    }
}

/// One past a name of an organisation that starts at a capital.
fn body_end(text: &Text, start: usize, limit: usize) -> usize {
    let mut end = start;
    let limit = limit.min(start + 16);
    while end < limit {
        let word = text.word(end);
        if is_capital(word)
            || matches!(word, "&" | "'s" | "’s" | "-")
            || (word == "."
                && adjoins(text, end)
                && text.word(end - 1).len() < 4
                && end + 1 < limit
                && is_capital(text.word(end + 1)))
        {
            end += 1;
            continue;
        }
        // “Acme (Utopia) Technology Co”
        if word == "(" && end > start {
            let close = (end + 1..limit.min(end + 4)).find(|&t| text.word(t) == ")");
            if let Some(close) = close.filter(|&c| c + 1 < limit && is_capital(text.word(c + 1))) {
                end = close + 1;
                continue;
            }
        }
        let lower = text.lower(end);
        if matches!(
            lower,
            "of" | "for"
                | "and"
                | "the"
                | "de"
                | "du"
                | "der"
                | "für"
                | "del"
                | "di"
                | "da"
                | "des"
        ) {
            let mut next = end + 1;
            if text.lower(next) == "the" {
                next += 1;
            }
            if next < limit
                && is_capital(text.word(next))
                && words::classes(text.lower(next)) & words::STOP == 0
            {
                end = next + 1;
                continue;
            }
        }
        break;
    }
    end
}

/// `, a professor of law at X,` after the name; `start` is behind the comma.
fn apposition(text: &Text, start: usize, limit: usize, dash: bool, found: &mut Description) {
    let lower = text.lower(start);
    let classes = words::classes(lower);
    if lower == "who" {
        relative(text, start + 1, limit, found);
        return;
    }
    if matches!(lower, "of" | "from" | "at" | "with") {
        let the = usize::from(text.lower(start + 1) == "the");
        let end = body_end(text, start + 1 + the, limit);
        if end > start + 1 + the && is_capital(text.word(start + 1 + the)) {
            found.affiliation = span(text, start + 1 + the..end);
        }
        return;
    }
    if classes & words::SPEECH != 0 && classes & words::ROLE == 0
        || matches!(
            lower,
            "and"
                | "but"
                | "or"
                | "he"
                | "she"
                | "they"
                | "it"
                | "which"
                | "whose"
                | "where"
                | "when"
                | "while"
                | "as"
                | "in"
                | "on"
                | "to"
                | "for"
                | "by"
                | "then"
                | "not"
        )
    {
        return;
    }
    // “R-Texas”
    let party = text.word(start);
    if matches!(party.as_bytes(), [b'R' | b'D' | b'I', b'-', first, ..] if first.is_ascii_uppercase())
    {
        found.affiliation = found
            .affiliation
            .take()
            .or_else(|| span(text, start..start + 1));
        return;
    }
    let end = description_end(text, start, limit, dash);
    if end <= start {
        return;
    }
    let determined = classes & words::DETERMINER != 0 || lower == "one";
    let role = role_soon(text, start, end, 9);
    let closes = end >= limit
        || matches!(text.word(end), "," | "." | ";" | "—" | "–" | ")")
        || matches!(text.lower(end), "who" | "whose" | "which")
        || words::classes(text.lower(end)) & words::SPEECH != 0;
    let noun = !is_capital(text.word(start))
        && classes
            & (words::STOP
                | words::DETERMINER
                | words::PREPOSITION
                | words::VERBISH
                | words::SPEECH)
            == 0
        && !["ly", "ing", "ed"]
            .iter()
            .any(|ending| lower.ends_with(ending))
        && matches!(text.lower(start + 1), "of" | "at" | "for" | "from" | "with");
    let article = matches!(lower, "a" | "an" | "another");
    if !(role && closes || (article || noun) && closes) {
        return;
    }
    // A list of people: “Jane Roe, Mayor Ann Poe and …”
    if is_name_list(text, start, end) {
        return;
    }
    let read = describe(text, start..end);
    if read.role.is_some() {
        found.role = match (found.role.take(), read.role) {
            (Some(a), Some(b)) if a != b => Some(format!("{a}, {b}")),
            (_, b) => b,
        };
        found.affiliation = read.affiliation.or(found.affiliation.take());
        found.worth += 0.6;
    }
}

/// True if what follows a comma is another person with a title.
fn is_name_list(text: &Text, start: usize, end: usize) -> bool {
    let Some(last) = (start..end).rev().find(|&t| is_role(text, t)) else {
        return false;
    };
    let next = last + 1;
    let named = next < end
        && is_capital(text.word(next))
        && words::classes(text.lower(next)) & words::FIRST != 0;
    named && words::classes(text.lower(next)) & words::ORG == 0
}

/// `who leads the department of … at X`, `who is a professor at X`.
fn relative(text: &Text, start: usize, limit: usize, found: &mut Description) {
    let lower = text.lower(start);
    if matches!(lower, "is" | "was" | "'s" | "’s") {
        if !matches!(text.lower(start + 1), "a" | "an" | "the" | "also" | "now")
            && !is_role(text, start + 1)
        {
            return;
        }
        let end = description_end(text, start + 1, limit, false);
        let read = describe(text, start + 1..end);
        if read.role.is_some() && role_soon(text, start + 1, end, 9) {
            found.role = read.role;
            found.affiliation = read.affiliation;
            found.worth += 0.3;
        }
        return;
    }
    let adverb = usize::from(matches!(
        lower,
        "also" | "now" | "currently" | "previously" | "jointly"
    ));
    let at = start + adverb;
    if words::classes(text.lower(at)) & words::LEAD == 0 {
        return;
    }
    let end = description_end(text, at + 1, limit, false);
    let kept = matches!(
        text.lower(at),
        "leads"
            | "heads"
            | "runs"
            | "chairs"
            | "directs"
            | "owns"
            | "manages"
            | "oversees"
            | "represents"
            | "founded"
            | "co-founded"
            | "cofounded"
            | "coaches"
            | "edits"
    );
    let preposition = (at + 1..end).find(|&t| {
        matches!(text.lower(t), "at" | "for" | "with" | "in")
            && (is_capital(text.word(t + 1))
                || (text.lower(t + 1) == "the" && is_capital(text.word(t + 2))))
    });
    if let Some(preposition) = preposition {
        let the = usize::from(text.lower(preposition + 1) == "the");
        let body = body_end(text, preposition + 1 + the, end);
        found.affiliation = span(text, preposition + 1 + the..body);
        if kept {
            found.role = found.role.take().or_else(|| span(text, at..preposition));
        }
    } else if kept {
        found.role = found.role.take().or_else(|| span(text, at..end));
    }
    found.worth -= 0.4;
}

/// Where a description that starts at `start` ends.
fn description_end(text: &Text, start: usize, limit: usize, dash: bool) -> usize {
    let limit = limit.min(start + LONGEST);
    let quoted = text.tokens.get(start).and_then(|t| t.region);
    let mut at = start;
    let mut depth = 0;
    while at < limit {
        let word = text.word(at);
        match word {
            "(" => depth += 1,
            ")" if depth > 0 => depth -= 1,
            ")" | ";" | ":" | "—" | "–" | "!" | "?" => break,
            "," if depth == 0 => {
                if let Some(next) = over_comma(text, start, at, limit) {
                    at = next;
                    continue;
                }
                if !dash {
                    break;
                }
            }
            "." if !(adjoins(text, at) && at + 1 < limit && text.word(at - 1).len() <= 3) => break,
            _ => {}
        }
        if text.tokens.get(at).and_then(|t| t.region) != quoted {
            // The title of a work: “host of “Dancing””.
            let work = matches!(
                text.lower(at.wrapping_sub(1)),
                "of" | "for" | "the" | "on" | "in" | "former" | "and"
            ) || at == start + 1;
            let close = (at + 1..limit.min(at + 9))
                .find(|&t| text.tokens.get(t).and_then(|t| t.region) == quoted);
            match close {
                Some(close) if work => {
                    at = close;
                    continue;
                }
                _ => break,
            }
        }
        let lower = text.lower(at);
        if at > start
            && matches!(
                lower,
                "who"
                    | "whose"
                    | "which"
                    | "that"
                    | "where"
                    | "when"
                    | "while"
                    | "as"
                    | "but"
                    | "because"
                    | "after"
                    | "before"
            )
        {
            break;
        }
        let classes = words::classes(lower);
        let verb = classes & words::SPEECH != 0
            && classes & (words::ROLE | words::ORG) == 0
            && !is_capital(word)
            && !matches!(
                text.lower(at.wrapping_sub(1)),
                "to" | "a" | "the" | "an" | "of" | "and"
            )
            && !matches!(
                lower,
                "called"
                    | "calls"
                    | "estimates"
                    | "points"
                    | "posts"
                    | "reports"
                    | "claims"
                    | "notes"
                    | "hopes"
                    | "posted"
                    | "wanted"
                    | "known"
                    | "counters"
                    | "conta"
                    | "dit"
                    | "speaking"
            )
            || matches!(
                lower,
                "said" | "says" | "told" | "has" | "have" | "had" | "is" | "was" | "will" | "would"
            );
        if at > start && verb {
            break;
        }
        at += 1;
    }
    at.min(limit)
}

/// A comma inside a description, as in `University of California, San
/// Francisco` or `professor of law, politics and history at X`: where the
/// description goes on.
fn over_comma(text: &Text, start: usize, comma: usize, limit: usize) -> Option<usize> {
    let next = comma + 1;
    if next >= limit {
        return None;
    }
    // “University of California, San Francisco,”
    if comma > start && is_capital(text.word(comma - 1)) && is_capital(text.word(next)) {
        let place = (next..limit.min(next + 3))
            .take_while(|&t| is_capital(text.word(t)))
            .count();
        let end = next + place;
        let closes = end >= limit
            || matches!(text.word(end), "," | "." | ")" | ";")
            || words::classes(text.lower(end)) & words::SPEECH != 0;
        let classes = words::classes(text.lower(next));
        let is_place = classes & words::PLACE != 0
            && (start..comma)
                .any(|t| words::classes(text.lower(t)) & (words::ORG | words::PREPOSITION) != 0);
        if closes && is_place {
            return Some(end);
        }
        return None;
    }
    // “founder, chairman and CEO of X”, “law, politics and history at X”
    let segment = (next..limit.min(next + 8)).find(|&t| {
        matches!(text.word(t), "," | "." | ";")
            || words::classes(text.lower(t)) & words::VERBISH != 0 && text.lower(t) != "and"
    })?;
    let and = (next..segment).find(|&t| text.lower(t) == "and");
    let and_role = text.lower(next) == "and" && (next..segment).any(|t| is_role(text, t));
    let list = and.is_some_and(|and| {
        and > next
            && and - next <= 3
            && !is_capital(text.word(next))
            && words::classes(text.lower(next)) & (words::STOP | words::SPEECH | words::DETERMINER)
                == 0
    });
    (and_role || list).then_some(next)
}

/// A noun phrase → role and affiliation.
pub(super) fn describe(text: &Text, mut tokens: Range<usize>) -> Description {
    let mut found = Description::default();
    while tokens.start < tokens.end && is_opener(text, tokens.start) {
        found.owned |= matches!(text.lower(tokens.start), "its" | "su");
        tokens.start += 1;
    }
    if tokens.start >= tokens.end
        || !(tokens.start..tokens.end).any(|t| text.word(t).chars().any(char::is_alphabetic))
    {
        return found;
    }
    // “Acme’s chief executive”
    let clitic = (tokens.start..tokens.end.min(tokens.start + 8))
        .find(|&t| matches!(text.word(t), "'s" | "’s"));
    if let Some(clitic) = clitic
        && !(tokens.start..clitic).any(|t| is_role(text, t) && !is_capital(text.word(t)))
        && clitic + 1 < tokens.end
        && !(tokens.start..clitic).any(|t| {
            words::classes(text.lower(t)) & words::PREPOSITION != 0 && !is_capital(text.word(t + 1))
        })
        && role_soon(text, clitic + 1, tokens.end, 8)
    {
        let mut first = tokens.start;
        while first < clitic
            && words::classes(text.lower(first)) & (words::STOP | words::TIME) != 0
            && text.lower(first) != "new"
        {
            first += 1;
        }
        let body = words::classes(text.lower(clitic - 1)) & (words::BODY | words::ORG) != 0;
        if is_capital(text.word(first)) || body && clitic - first == 1 {
            found.affiliation = span(text, first..clitic);
        }
        tokens.start = clitic + 1;
    }
    let split = split_at(text, &tokens);
    let mut role = tokens.start..split.map_or(tokens.end, |(at, _)| at);
    // “farmer with two sons”, “chief at the time”
    let idle = (role.start + 1..role.end).find(|&t| {
        text.lower(t) == "with"
            || text.lower(t) == "at" && text.lower(t + 2) == "time"
            || text.lower(t) == "until"
    });
    role.end = idle.unwrap_or(role.end);
    if let Some((_, from)) = split {
        let end = affiliation_end(text, from, tokens.end);
        found.affiliation = body(text, from..end).or(found.affiliation);
        found.role = span(text, role);
        return found;
    }
    let (front, rest) = split_front(text, role.clone());
    let has_role = (rest.start..rest.end).any(|t| is_role(text, t));
    if found.affiliation.is_none() && front.is_some() && has_role {
        found.affiliation = front.and_then(|f| body(text, f));
        found.role = span(text, rest);
    } else {
        found.role = span(text, role);
    }
    found
}

fn is_opener(text: &Text, token: usize) -> bool {
    let lower = text.lower(token);
    words::classes(lower) & words::DETERMINER != 0
        || matches!(
            lower,
            "one"
                | "also"
                | "now"
                | ","
                | "himself"
                | "herself"
                | "another"
                | "both"
                | "fellow"
                | "then"
        )
        || lower == "of" && text.lower(token.wrapping_sub(1)) == "one"
        || lower.ends_with("-year-old")
        || lower == "-"
}

/// Where the affiliation begins: (the preposition, the name behind it).
fn split_at(text: &Text, tokens: &Range<usize>) -> Option<(usize, usize)> {
    let mut seen_role = false;
    for at in tokens.clone() {
        if at > tokens.start && is_role(text, at - 1) {
            seen_role = true;
        }
        let lower = text.lower(at);
        let kind = match lower {
            "at" | "for" | "with" | "from" | "on" | "to" | "bei" | "chez" | "en" | "presso" => 1,
            "of" | "in" | "de" | "du" | "des" | "der" | "del" | "della" | "di" | "do" | "da"
            | "dell" | "von" | "vom" => 2,
            _ => continue,
        };
        if at == tokens.start || at + 1 >= tokens.end || is_capital(text.word(at)) {
            continue;
        }
        let mut next = at + 1;
        if words::classes(text.lower(next)) & words::DETERMINER != 0 && next + 1 < tokens.end {
            next += 1;
        }
        let fixed = kind == 2
            && matches!(
                text.lower(next),
                "state" | "opposition" | "staff" | "defense" | "labor" | "commons" | "lords"
            );
        let Some(capital) = capital_ahead(text, next..tokens.end) else {
            let noun = text.lower(tokens.end - 1);
            let body = words::classes(noun) & words::BODY != 0 && tokens.end - next == 1;
            if matches!(lower, "for" | "of" | "at") && body && seen_role && next > at + 1 {
                return Some((at, next));
            }
            let place = words::classes(text.lower(tokens.end.min(next + 3) - 1))
                | words::classes(text.lower(next));
            if lower == "at" && seen_role && place & (words::ORG | words::BODY) != 0 {
                return Some((at, next));
            }
            continue;
        };
        let weak = matches!(lower, "on" | "to");
        let body = (capital..tokens.end.min(capital + 6)).any(|t| {
            words::classes(text.lower(t)) & (words::ORG | words::TITLE | words::ROLE) != 0
        });
        let near = capital == next || seen_role && !weak;
        if near && !fixed && (seen_role || kind == 1) && (!weak || body) {
            return Some((at, next));
        }
    }
    None
}

/// The first capital of a phrase, after no more than its adjectives.
fn capital_ahead(text: &Text, tokens: Range<usize>) -> Option<usize> {
    for token in tokens.start..tokens.end.min(tokens.start + 6) {
        let word = text.word(token);
        if is_capital(word) || matches!(word, "“" | "\"" | "‘") {
            return Some(token);
        }
        let classes = words::classes(text.lower(token));
        let stop = classes & (words::PREPOSITION | words::VERBISH | words::STOP | words::ROLE) != 0
            && classes & words::ADJECTIVE == 0;
        if stop || !word.chars().next().is_some_and(char::is_alphanumeric) && word != "-" {
            return None;
        }
    }
    None
}

/// The name of a body inside a phrase: `tech research firm Acme` → `Acme`,
/// `Acme Forum in Utopia` → `Acme Forum`; all of it where there is none.
fn body(text: &Text, tokens: Range<usize>) -> Option<String> {
    let mut at = tokens.start;
    while at < tokens.end {
        let word = text.word(at);
        if !is_capital(word) {
            let classes = words::classes(text.lower(at));
            if at > tokens.start && classes & words::PREPOSITION != 0 {
                break;
            }
            at += 1;
            continue;
        }
        let end = body_end(text, at, tokens.end);
        let modifier = end < tokens.end && {
            let next = text.word(end);
            let classes = words::classes(text.lower(end));
            next.chars().next().is_some_and(char::is_lowercase)
                && classes & (words::PREPOSITION | words::STOP | words::VERBISH) == 0
        };
        let capital_later = (end + 1..tokens.end).any(|t| is_capital(text.word(t)));
        if !(modifier && capital_later) {
            // “University of California, San Francisco”
            let place = text.word(end) == ","
                && end + 1 < tokens.end
                && words::classes(text.lower(end - 1)) & words::PLACE != 0
                && is_capital(text.word(end + 1));
            let end = if place {
                body_end(text, end + 1, tokens.end)
            } else {
                end
            };
            return span(text, at..end);
        }
        at = end;
    }
    span(text, tokens)
}

/// The affiliation ends before `and` a new role, or a relative clause.
fn affiliation_end(text: &Text, from: usize, limit: usize) -> usize {
    for at in from + 1..limit {
        let lower = text.lower(at);
        if lower == "and"
            && (at + 1..limit.min(at + 5)).any(|t| is_role(text, t))
            && !is_capital(text.word(at + 1))
        {
            return at;
        }
        if matches!(
            lower,
            "who" | "which" | "that" | "since" | "until" | "whose"
        ) {
            return at;
        }
    }
    limit
}

/// The words of the tokens, without marks at the borders, white space folded.
fn span(text: &Text, tokens: Range<usize>) -> Option<String> {
    let (mut start, mut end) = (tokens.start, tokens.end);
    let mark = |t: usize| {
        let word = text.word(t);
        word != "."
            && word != ")"
            && word != "("
            && !word.chars().next().is_some_and(char::is_alphanumeric)
    };
    while start < end && (mark(start) || matches!(text.word(start), "." | ")")) {
        start += 1;
    }
    while end > start && (mark(end - 1) || text.word(end - 1) == "(") {
        end -= 1;
    }
    let span = text.span(&(start..end))?;
    let words = span.of(text.body)?;
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(out)
}
