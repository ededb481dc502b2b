//! Noun phrase → role and affiliation: `associate professor | at | Example
//! University`, `Acme | chief executive`.

use std::ops::Range;

use super::apposition::role_soon;
use super::names::{adjoins, is_capital};
use super::roles::Description;
use super::words;
use crate::quote::text::Text;

pub(super) fn is_role(text: &Text, token: usize) -> bool {
    let lower = text.lower(token);
    let classes = words::classes(lower);
    if classes & (words::ROLE | words::TITLE) != 0 {
        // “am”, “di”: an abbreviation has capitals.
        let small = matches!(
            lower,
            "am" | "ms" | "di" | "da" | "dc" | "pc" | "ds" | "ma" | "td"
        ) && !is_capital(text.word(token));
        return classes & words::HONOR == 0 && !small;
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
pub(super) const ROLE_ENDINGS: &[&str] = &[
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

/// True if the noun of a phrase, the word before its first preposition, is a
/// role in the singular.
pub(super) fn heads_role(text: &Text, tokens: &Range<usize>) -> bool {
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

/// Parts of names of bodies that as often belong to the role: `Security
/// Adviser`.
const WEAK_BODIES: &[&str] = &[
    "security",
    "defense",
    "defence",
    "intelligence",
    "energy",
    "global",
    "international",
    "service",
    "services",
    "management",
    "program",
    "programme",
    "campaign",
    "media",
    "police",
    "army",
    "medicine",
    "studies",
    "sciences",
    "insurance",
    "technology",
    "treasury",
    "administration",
    "house",
    "cabinet",
    "project",
    "financial",
    "program",
    "administration",
    "district",
    "county",
    "state",
    "board",
];

/// Organisation in front and role: `Acme | chief executive`.
pub(super) fn split_front(
    text: &Text,
    tokens: Range<usize>,
) -> (Option<Range<usize>>, Range<usize>) {
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
    let mut weak = false;
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
            weak = WEAK_BODIES.contains(&text.lower(end));
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
    } else if names_body && !weak && last_body < tokens.end {
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

/// One past a name of an organisation that starts at a capital.
pub(super) fn body_end(text: &Text, start: usize, limit: usize) -> usize {
    let mut end = start;
    let limit = limit.min(start + 16);
    while end < limit {
        let word = text.word(end);
        if is_capital(word)
            || matches!(word, "&" | "'s" | "’s" | "-")
            || is_plural_owner(text, end)
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
            if next < limit && is_capital(text.word(next)) && text.word(next) != "I" {
                end = next + 1;
                continue;
            }
        }
        break;
    }
    end
}

/// True for the apostrophe of “Fishers’ Association”.
fn is_plural_owner(text: &Text, at: usize) -> bool {
    matches!(text.word(at), "'" | "’")
        && adjoins(text, at)
        && !adjoins(text, at + 1)
        && text.lower(at - 1).ends_with('s')
        && is_capital(text.word(at + 1))
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
            || text.lower(t) == "based" && t + 1 == role.end
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

pub(super) fn is_opener(text: &Text, token: usize) -> bool {
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
pub(super) fn split_at(text: &Text, tokens: &Range<usize>) -> Option<(usize, usize)> {
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
pub(super) fn capital_ahead(text: &Text, tokens: Range<usize>) -> Option<usize> {
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
pub(super) fn body(text: &Text, tokens: Range<usize>) -> Option<String> {
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
        let behind = end + usize::from(text.word(end) == "." && end + 1 < tokens.end);
        let modifier = behind < tokens.end && {
            let next = text.word(behind);
            let classes = words::classes(text.lower(behind));
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
pub(super) fn affiliation_end(text: &Text, from: usize, limit: usize) -> usize {
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
pub(super) fn span(text: &Text, tokens: Range<usize>) -> Option<String> {
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
