//! What stands behind a name → role, affiliation, age: `, a professor at X,`,
//! `(X)`, `of X`, `, who leads X`, `is a …`.

use std::ops::Range;

use super::names::{Run, adjoins, is_capital};
use super::phrase::{body_end, describe, is_role, span};
use super::roles::Description;
use super::words;
use crate::quote::text::Text;

/// No description is longer, in tokens.
pub(super) const LONGEST: usize = 34;

/// What stands behind the name.
pub(super) fn after(
    text: &Text,
    sentence: &Range<usize>,
    name_end: usize,
    run: &Run,
) -> Description {
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

pub(super) fn role_soon(text: &Text, from: usize, to: usize, within: usize) -> bool {
    (from..to.min(from + within)).any(|t| is_role(text, t))
}

pub(super) fn parenthesis(text: &Text, inside: Range<usize>, found: &mut Description) {
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
        if party && text.word(inside.start).contains('-') {
            found.affiliation = span(text, inside);
        } else if party {
            found.role = found.role.take().or_else(|| span(text, inside));
        } else {
            found.affiliation = span(text, inside);
        }
    }
}

/// `Jane Roe of Example University, said`.
pub(super) fn restrictive(
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

/// `, a professor of law at X,` after the name; `start` is behind the comma.
pub(super) fn apposition(
    text: &Text,
    start: usize,
    limit: usize,
    dash: bool,
    found: &mut Description,
) {
    let lower = text.lower(start);
    let classes = words::classes(lower);
    if lower == "who" {
        relative(text, start + 1, limit, found);
        return;
    }
    if matches!(
        lower,
        "of" | "from" | "at" | "with" | "de" | "del" | "da" | "do"
    ) {
        let the = usize::from(matches!(
            text.lower(start + 1),
            "the" | "la" | "el" | "los" | "las"
        ));
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
                | "no"
                | "sin"
                | "que"
                | "quien"
                | "cuyo"
                | "cuya"
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
    if classes & words::STOP != 0
        && classes & (words::DETERMINER | words::ADJECTIVE | words::ROLE) == 0
        && lower != "one"
        && lower != "another"
    {
        return;
    }
    let end = description_end(text, start, limit, dash);
    if end <= start {
        return;
    }
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
    if !closes || !role && !article && !noun {
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
pub(super) fn is_name_list(text: &Text, start: usize, end: usize) -> bool {
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
pub(super) fn relative(text: &Text, start: usize, limit: usize, found: &mut Description) {
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
pub(super) fn description_end(text: &Text, start: usize, limit: usize, dash: bool) -> usize {
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
pub(super) fn over_comma(text: &Text, start: usize, comma: usize, limit: usize) -> Option<usize> {
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
