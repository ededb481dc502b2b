//! Chinese and Japanese: the mention at a statement → its speaker.
//!
//! Names stand there without capitals and spaces, but after a role or before
//! a cue: `某大学教授王某表示`. The mentions of the statements themselves are
//! therefore the names; a later `她`, a part of a name, `这位教授` is looked up
//! among them.

use std::sync::LazyLock;

use crate::quote::statement::Statement;
use crate::quote::text::Text;
use crate::quote::{Evidence, Sort, Speaker};
use crate::span::Span;

/// A speaker with how they were found and how sure that is.
type Answer = (Option<Speaker>, Evidence, f32);

/// The words of one heading of `words/han.txt`.
fn list(heading: &str) -> Vec<&'static str> {
    let lines = include_str!("words/han.txt").lines();
    lines
        .skip_while(|line| line.trim_matches(['[', ']']) != heading || !line.starts_with('['))
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .flat_map(str::split_whitespace)
        .collect()
}

/// Roles.
static ROLES: LazyLock<Vec<&str>> = LazyLock::new(|| list("role"));
/// What stands behind a name.
static SUFFIXES: LazyLock<Vec<&str>> = LazyLock::new(|| list("suffix"));
/// Ends of names of bodies and documents.
static BODIES: LazyLock<Vec<&str>> = LazyLock::new(|| list("body"));
/// Surnames of two characters.
static DOUBLE: LazyLock<Vec<&str>> = LazyLock::new(|| list("surname"));
/// Frequent surnames of one character, simple and traditional forms.
static SINGLE: LazyLock<Vec<&str>> = LazyLock::new(|| list("single"));

/// True if most letters of a body are Chinese characters or kana.
pub(super) fn reads(text: &Text) -> bool {
    if text.body.as_bytes().iter().take(400).all(u8::is_ascii) {
        return false;
    }
    let (mut han, mut other) = (0, 0);
    for c in text.body.chars().take(600) {
        if is_han(c) || matches!(c, '\u{3041}'..='\u{30FF}') {
            han += 1;
        } else if c.is_alphabetic() {
            other += 1;
        }
    }
    han > other && han > 8
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

/// A person that a mention has introduced.
struct Known {
    name: String,
    role: Option<String>,
    affiliation: Option<String>,
    span: Span,
}

/// The speakers of the statements of a Chinese or Japanese article.
pub(super) fn speakers(text: &Text, statements: &[Statement]) -> Vec<Answer> {
    let mut known: Vec<Known> = Vec::new();
    for statement in statements.iter().take(MOST * 4) {
        if let Some(mention) = statement.mention {
            introduce(text, mention, &mut known);
        }
    }
    describe(text, &mut known);
    let mut last: Option<Speaker> = None;
    statements
        .iter()
        .map(|statement| {
            let answer = answer(text, statement, &known, last.as_ref());
            if answer.0.is_some() {
                last.clone_from(&answer.0);
            }
            answer
        })
        .collect()
}

/// More people are not told apart: hostile input stays linear.
const MOST: usize = 200;

fn introduce(text: &Text, mention: Span, known: &mut Vec<Known>) {
    let Some(words) = mention.of(text.body) else {
        return;
    };
    let dotted = |words: &str| {
        words.chars().count() <= 6
            && text
                .body
                .find(words)
                .is_some_and(|at| text.body[at + words.len()..].starts_with(['·', '・']))
    };
    let (at, name) = match name_in(words) {
        Some(found) => found,
        None if known.len() < MOST && words.chars().count() > 1 && dotted(words) => (0, words),
        None => return,
    };
    let (role, affiliation) = role_in(&words[..at]);
    let start = mention.start + at;
    let full = known.len() >= MOST;
    let same = known.iter_mut().find(|k| {
        k.name == name
            || k.name
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(['·', '・']))
    });
    match same {
        Some(person) if person.role.is_none() => {
            person.role = role;
            person.affiliation = affiliation;
        }
        Some(_) => {}
        None if !full => known.push(Known {
            name: name.to_owned(),
            role,
            affiliation,
            span: Span::new(start, start + name.len()),
        }),
        None => {}
    }
}

/// Looks where a name stands first in the body for a role in front of it or
/// for the longer form of a name with a dot.
fn describe(text: &Text, known: &mut [Known]) {
    for person in known {
        let Some(at) = text.body.find(&person.name) else {
            continue;
        };
        let after = &text.body[at + person.name.len()..];
        if let Some(rest) = after.strip_prefix(['·', '・']) {
            let more: usize = rest
                .chars()
                .take_while(|c| is_katakana_or_han(*c))
                .take(4)
                .map(char::len_utf8)
                .sum();
            let dot = after.len() - rest.len();
            if more > 0
                && let Some(full) = text.body.get(at..at + person.name.len() + dot + more)
                && let Some((_, trimmed)) = name_in(full)
            {
                person.name = trimmed.to_owned();
                person.span = Span::new(at, at + trimmed.len());
            }
        }
        if person.role.is_none() {
            let mut start = at;
            for c in text.body[..at].chars().rev().take(24) {
                if !is_han(c) {
                    break;
                }
                start -= c.len_utf8();
            }
            let (role, affiliation) = role_in(&text.body[start..at]);
            person.role = role;
            person.affiliation = affiliation;
            person.span = Span::new(at, at + person.name.len());
        }
    }
}

fn is_katakana_or_han(c: char) -> bool {
    is_han(c) || matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー')
}

/// The name at the end of a mention, and where it starts.
fn name_in(words: &str) -> Option<(usize, &str)> {
    let mut end = words
        .trim_end_matches(|c: char| !is_katakana_or_han(c) && c != 'ん' && c != 'さ')
        .len();
    for suffix in SUFFIXES.iter() {
        if let Some(rest) = words[..end].strip_suffix(*suffix)
            && rest.chars().count() >= 2
        {
            end = rest.len();
        }
    }
    let words = &words[..end];
    let mut start = 0;
    for role in ROLES.iter() {
        if let Some(at) = words.rfind(*role) {
            start = start.max(at + role.len());
        }
    }
    for mark in ["的", "の", "、", "，", "叫"] {
        if let Some(at) = words.rfind(mark) {
            start = start.max(at + mark.len());
        }
    }
    let name = words.get(start..)?;
    let dotted = name.contains(['·', '・']);
    let length = name.chars().count();
    if !name
        .chars()
        .all(|c| is_katakana_or_han(c) || matches!(c, '·' | '・'))
        || length < 2
    {
        return None;
    }
    if BODIES.iter().any(|body| name.ends_with(*body)) && length > 3 {
        return None;
    }
    let fits = dotted && length <= 16
        || start > 0 && length <= 4
        || length <= 4 && begins_with_surname(name);
    let pronoun = name.starts_with(['他', '她', '我', '你', '这', '這', '该', '該', '彼'])
        || matches!(
            name,
            "他们" | "他們" | "她们" | "她們" | "我们" | "我們" | "自己"
        );
    let noun = NOUNS.contains(&name);
    (fits && !pronoun && !noun && !ROLES.contains(&name)).then_some((start, name))
}

/// What stands where a name may, and is none: `这位老人`.
const NOUNS: &[&str] = &[
    "老人", "男子", "女子", "女士", "先生", "居民", "村民", "学生", "學生", "员工", "員工", "官员",
    "官員", "市民", "网友", "網友", "业主", "業主", "孩子", "女孩", "男孩", "青年", "小伙", "姑娘",
    "顾客", "顧客", "乘客", "旅客", "患者", "家长", "家長",
];

/// The full name of a given name that is a mention alone: the words in the
/// body behind a surname.
fn with_surname(text: &Text, given: &str) -> Option<(usize, String)> {
    if given.chars().count() != 2 || !given.chars().all(is_han) || NOUNS.contains(&given) {
        return None;
    }
    // No further: hostile input stays linear.
    let limit = (0..=text.body.len().min(16_384))
        .rev()
        .find(|&at| text.body.is_char_boundary(at))?;
    text.body
        .get(..limit)?
        .match_indices(given)
        .take(8)
        .find_map(|(at, _)| {
            let surname = text.body.get(..at)?.chars().next_back()?;
            let known = SINGLE.first().is_some_and(|all| all.contains(surname));
            let start = at - surname.len_utf8();
            known
                .then(|| text.body.get(start..at + given.len()))?
                .map(|name| (start, name.to_owned()))
        })
}

fn begins_with_surname(name: &str) -> bool {
    let double = DOUBLE.iter().any(|surname| name.starts_with(*surname));
    let single = name.chars().count() <= 3
        && name
            .chars()
            .next()
            .is_some_and(|c| SINGLE.first().is_some_and(|all| all.contains(c)));
    double || single
}

/// The words in front of a name → role and affiliation.
fn role_in(words: &str) -> (Option<String>, Option<String>) {
    let words = words.trim_end_matches('的');
    let words = words
        .rfind(['，', '、', '。', '“', '」', '：'])
        .map_or(words, |at| {
            words[at..]
                .chars()
                .next()
                .map_or(words, |c| &words[at + c.len_utf8()..])
        });
    if !ROLES.iter().any(|role| words.ends_with(*role)) {
        return (None, None);
    }
    let cut = BODIES
        .iter()
        .filter(|body| body.chars().count() > 1 || words.chars().count() > 4)
        .filter_map(|body| words.rfind(*body).map(|at| at + body.len()))
        .filter(|&cut| cut < words.len() && !inside_role(words, cut))
        .max();
    let role = words[cut.unwrap_or(0)..].trim_start_matches('的');
    let role = role
        .rfind('的')
        .map_or(role, |at| &role[at + '的'.len_utf8()..]);
    let affiliation = cut
        .map(|cut| words[..cut].to_owned())
        .filter(|a| !a.is_empty());
    ((!role.is_empty()).then(|| role.to_owned()), affiliation)
}

/// True if the cut falls into a role: `部长` ends no `部`.
fn inside_role(words: &str, cut: usize) -> bool {
    ROLES.iter().any(|role| {
        words
            .rfind(role)
            .is_some_and(|at| at < cut && cut < at + role.len())
    })
}

fn answer(text: &Text, statement: &Statement, known: &[Known], last: Option<&Speaker>) -> Answer {
    let Some(mention) = statement.mention else {
        return match last {
            Some(last) if statement.carried => (Some(last.clone()), Evidence::Carried, 0.8),
            _ => (None, Evidence::Nothing, 0.2),
        };
    };
    let words = mention.of(text.body).unwrap_or("");
    let named = known
        .iter()
        .filter(|k| words.contains(k.name.as_str()))
        .max_by_key(|k| k.name.len())
        .map(|k| (k, Evidence::FullName))
        .or_else(|| {
            let part = name_in(words).map_or(words, |(_, name)| name);
            let person = known.iter().find(|k| {
                k.name
                    .strip_prefix(part)
                    .is_some_and(|rest| rest.starts_with(['·', '・']))
            })?;
            Some((person, Evidence::PartOfName))
        });
    if let Some((person, evidence)) = named {
        return (Some(speaker(person)), evidence, 0.9);
    }
    if !words.starts_with(['他', '她', '我', '这', '這', '该', '該', '彼'])
        && !ROLES.contains(&words)
        && let Some((start, name)) = with_surname(text, words)
    {
        let span = Span::new(start, start + name.len());
        let person = Known {
            name,
            role: None,
            affiliation: None,
            span,
        };
        return (Some(speaker(&person)), Evidence::PartOfName, 0.6);
    }
    if matches!(words, "他" | "她" | "彼" | "彼女" | "其") {
        let near = nearest(text, known, mention.start);
        let found = near.map(speaker).or_else(|| last.cloned());
        return (found, Evidence::Pronoun, 0.75);
    }
    if ["这位", "這位", "该", "該", "这名", "這名", "同"]
        .iter()
        .any(|w| words.starts_with(w))
    {
        let role = ROLES.iter().find(|role| words.ends_with(*role));
        let by_role = role.and_then(|role| {
            known.iter().rfind(|k| {
                k.span.start < mention.start && k.role.as_ref().is_some_and(|r| r.contains(*role))
            })
        });
        let found = by_role.or_else(|| nearest(text, known, mention.start));
        if let Some(person) = found {
            return (Some(speaker(person)), Evidence::Description, 0.7);
        }
    }
    as_written(mention, words)
}

/// The person named last before `at` in the same paragraph, outside quotation
/// marks.
fn nearest<'k>(text: &Text, known: &'k [Known], at: usize) -> Option<&'k Known> {
    let paragraph = text.body[..at].rfind('\n').map_or(0, |line| line + 1);
    let before = &text.body[paragraph..at];
    let outside = |place: usize| {
        let token = text
            .tokens
            .partition_point(|t| t.span.end <= paragraph + place);
        !text.quoted(token)
    };
    let found = known
        .iter()
        .filter_map(|person| {
            let short = person.name.split(['·', '・']).next().unwrap_or("");
            let place = before
                .rfind(short)
                .filter(|&place| !short.is_empty() && outside(place))?;
            Some((place, person))
        })
        .max_by_key(|(place, _)| *place);
    found.map(|(_, person)| person)
}

fn speaker(person: &Known) -> Speaker {
    Speaker {
        sort: Sort::Person,
        name: person.name.clone(),
        role: person.role.clone(),
        affiliation: person.affiliation.clone(),
        named_at: person.span,
    }
}

fn as_written(mention: Span, words: &str) -> Answer {
    let role = ROLES.iter().any(|role| words.ends_with(*role));
    let body = !role && BODIES.iter().any(|body| words.ends_with(*body));
    let (role, affiliation) = if role { role_in(words) } else { (None, None) };
    let speaker = Speaker {
        sort: if body { Sort::Body } else { Sort::Unnamed },
        name: if body {
            words.trim_matches(['《', '》']).to_owned()
        } else {
            String::new()
        },
        role: role.or_else(|| (!body).then(|| words.to_owned())),
        affiliation,
        named_at: mention,
    };
    (Some(speaker), Evidence::AsWritten, 0.6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_at_the_end_of_a_mention() {
        for (mention, name) in [
            ("示例大学教授王小明", Some("王小明")),
            ("王小明教授", Some("王小明")),
            ("七十岁的李兰", Some("李兰")),
            ("欧阳小明", Some("欧阳小明")),
            ("示例・林", Some("示例・林")),
            ("示例市商务局", None),
            ("她", None),
        ] {
            assert_eq!(name_in(mention).map(|(_, name)| name), name, "{mention}");
        }
    }

    #[test]
    fn roles_and_bodies_are_split() {
        for (words, role, affiliation) in [
            ("示例大学教授", Some("教授"), Some("示例大学")),
            ("运输部长", Some("运输部长"), None),
            ("七十岁的", None, None),
        ] {
            let read = role_in(words);
            assert_eq!(
                (read.0.as_deref(), read.1.as_deref()),
                (role, affiliation),
                "{words}"
            );
        }
    }
}
