//! Author fields and "By …" lines → names, one each. Better none than a wrong
//! one.

use super::agency::is_agency;
use super::clean;

/// More are no authors of one article.
pub(super) const NAMES_MAX: usize = 100;

/// The names in an author field: `Jane Roe and John Doe`, `By Jane Roe`,
/// `Roe, Jane`.
pub(super) fn names(field: &str) -> Vec<String> {
    let field = clean::line(field);
    let field = without_by(&field).unwrap_or(&field);
    let mut names: Vec<String> = Vec::new();
    for part in people(field) {
        let name = part.trim().trim_matches(['.', ',', ';', '|', '-']).trim();
        let name = if part.trim().ends_with("Jr.") {
            part.trim()
        } else {
            name
        };
        if names.len() == NAMES_MAX {
            break;
        }
        if is_author(name) && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The names of a line that is a byline and nothing else. An agency's byline
/// gives an empty list.
pub(super) fn line(paragraph: &str) -> Option<Vec<String>> {
    const LENGTH_MAX: usize = 120;
    if paragraph.len() > LENGTH_MAX {
        return None;
    }
    if let Some(names) = chinese(paragraph) {
        return Some(names);
    }
    let rest = without_by(paragraph)?;
    let parts: Vec<&str> = people(rest)
        .flat_map(|part| part.split([',', '|']))
        .map(str::trim)
        .collect();
    let mut names = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let part = part.trim_end_matches('.');
        // `enviado especial`, after a name and in small letters.
        let follows = at > 0 && !names.is_empty();
        let small = follows && part.starts_with(char::is_lowercase) && part.split(' ').count() <= 4;
        if is_role(part) || is_agency(part) || small {
            continue;
        }
        // `By Jane Roe in Brackwater`
        let place = [" at ", " in "]
            .iter()
            .find_map(|word| part.split_once(word));
        let part = match place {
            Some((name, place)) if is_person(name) && place.starts_with(char::is_uppercase) => name,
            _ => part,
        };
        if !is_person(part) || (at > 0 && names.is_empty()) {
            return None;
        }
        names.push(part.to_owned());
    }
    Some(names)
}

/// True for a line below a byline that belongs to it: an agency or a role.
pub(super) fn is_below(line: &str) -> bool {
    const BYTES_MAX: usize = 50;
    line.len() <= BYTES_MAX && (is_agency(line) || is_role(line))
}

/// `本报记者 张三 李四`, `文／张三`: the names of a byline in Chinese.
fn chinese(paragraph: &str) -> Option<Vec<String>> {
    const WORDS: &[&str] = &[
        "本报记者",
        "本刊记者",
        "见习记者",
        "記者",
        "记者",
        "撰文",
        "文／",
        "文/",
        "文｜",
    ];
    let rest = WORDS.iter().find_map(|word| paragraph.strip_prefix(word))?;
    let separators = [' ', '\u{3000}', '、', '：', ':', '／', '/', '｜'];
    let names: Vec<&str> = rest
        .split(separators)
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let is_name = |name: &&str| {
        (2..=4).contains(&name.chars().count())
            && name.chars().all(|c| c.is_alphabetic() && !c.is_ascii())
    };
    let all = !names.is_empty() && names.len() <= 6 && names.iter().all(is_name);
    all.then(|| names.into_iter().map(str::to_owned).collect())
}

/// The text after "By" in the languages that news here is in.
fn without_by(text: &str) -> Option<&str> {
    const WORDS: &[&str] = &[
        "by",
        "von",
        "par",
        "por",
        "di",
        "door",
        "written by",
        "words by",
        "story by",
    ];
    let lower = text.get(..text.floor_char_boundary(12))?.to_lowercase();
    let word = WORDS.iter().rev().find(|word| {
        let rest = lower.strip_prefix(**word);
        rest.is_some_and(|rest| rest.starts_with([' ', ':', '\u{a0}']))
    })?;
    let rest = text[word.len()..].trim_start_matches([' ', ':', '\u{a0}']);
    (!rest.is_empty()).then_some(rest)
}

/// Cuts a list of people at "and" and its like, and at commas that do not
/// part a family name from a given name.
fn people(list: &str) -> impl Iterator<Item = &str> {
    let mut parts = vec![list];
    for separator in [
        " and ", " & ", " und ", " et ", " y ", ";", "|", " with ", "、",
    ] {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect();
    }
    let several = parts.len() > 1;
    parts.into_iter().flat_map(move |part| {
        let pieces: Vec<&str> = part.split(", ").collect();
        let whole_names = pieces
            .iter()
            .all(|piece| piece.split_whitespace().count() >= 2);
        if pieces.len() == 1 || !(whole_names || several || pieces.len() > 2) {
            vec![part]
        } else {
            pieces
        }
    })
}

/// Good enough for a field that is meant for authors.
fn is_author(name: &str) -> bool {
    let lower = name.to_lowercase();
    !name.is_empty()
        && name.chars().any(char::is_alphabetic)
        && !name.contains(['@', '<', '>', '{', '}', '=', '/', ':'])
        && !name.chars().any(|c| c.is_ascii_digit())
        && name.split_whitespace().count() <= 8
        && name.len() <= 100
        && ![
            "null",
            "none",
            "unknown",
            "author",
            "admin",
            "by",
            "undefined",
            "nan",
        ]
        .contains(&lower.as_str())
        && !["minutes ago", "hours ago", "email the"]
            .iter()
            .any(|words| lower.contains(words))
}

/// Capitalised words, as a name has them: asked of a line in the text, which
/// may as well be a sentence.
fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase());
    (1..=5).contains(&words.len())
        && name
            .chars()
            .all(|c| c.is_alphabetic() || " .-'’".contains(c))
        && words
            .iter()
            .all(|word| capital(word) || PARTICLES.contains(word))
        && words.iter().filter(|word| capital(word)).count() >= words.len().min(2)
        && (words.len() > 1 || name == "Staff")
}

const PARTICLES: &[&str] = &[
    "de", "del", "della", "di", "da", "dos", "van", "von", "der", "den", "ter", "la", "le", "al",
    "el", "bin", "ibn", "af", "y", "e", "zu",
];

/// `Staff Writer`, `Economics Editor`.
fn is_role(part: &str) -> bool {
    const ROLES: &[&str] = &[
        "writer",
        "writers",
        "reporters",
        "reporter",
        "editor",
        "correspondent",
        "staff",
        "columnist",
        "contributor",
        "journalist",
        "bureau",
        "press",
        "news",
        "online",
        "producer",
        "desk",
        "times",
        "post",
        "herald",
        "tribune",
        "journal",
        "gazette",
        "photographer",
        "analyst",
        "chief",
    ];
    let last = part
        .split_whitespace()
        .next_back()
        .unwrap_or_default()
        .to_lowercase();
    part.split_whitespace().count() <= 6 && ROLES.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        let check = |field: &str, wanted: &[&str]| assert_eq!(names(field), wanted, "{field}");
        check("By Jane Roe and John Doe", &["Jane Roe", "John Doe"]);
        check(
            "Jane Roe, John Doe & Ann Holt",
            &["Jane Roe", "John Doe", "Ann Holt"],
        );
        check("Roe, Jane", &["Roe, Jane"]);
        check("Jane Roe", &["Jane Roe"]);
        check("张三", &["张三"]);
        check("Staff", &["Staff"]);
        check("jane@example.org", &[]);
        check("https://example.org/jane", &[]);
        check("12 Minutes Ago Jane Roe", &[]);
        check("Jane Roe;Jane Roe", &["Jane Roe"]);
        check(" \0 ", &[]);
    }

    #[test]
    fn lines() {
        let check = |text: &str, wanted: Option<&[&str]>| {
            let found = line(text);
            assert_eq!(
                found.as_deref(),
                wanted
                    .map(|w| w.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>())
                    .as_deref(),
                "{text}"
            );
        };
        check("By Jane Roe", Some(&["Jane Roe"]));
        check(
            "By Jane Roe and John van der Doe, Staff Writers Desk",
            Some(&["Jane Roe", "John van der Doe"]),
        );
        check("BY JANE ROE", Some(&["JANE ROE"]));
        check("By Jane Roe | Reuters", Some(&["Jane Roe"]));
        check("By Na-young Kim", Some(&["Na-young Kim"]));
        check("By Petra-Anna Roe, dpa", Some(&["Petra-Anna Roe"]));
        check("Von Jana Roe", Some(&["Jana Roe"]));
        check("By Reuters", Some(&[]));
        check("By Monday the port had reopened", None);
        check("By then", None);
        check("By the numbers", None);
        check("By Jane Roe in Brackwater", Some(&["Jane Roe"]));
        check("Por Juana Ruiz, enviada especial", Some(&["Juana Ruiz"]));
        check("本报记者 张三 李四五", Some(&["张三", "李四五"]));
        check("记者在现场看到港口重新开放", None);
        check("By George!", None);
        check("By Friday", None);
        check("Jane Roe", None);
        check("By 2030", None);
        check("By", None);
    }
}
