//! Byline texts → names of authors, one each: `By Ada Wren and Bo Lind` gives
//! two. What is no name (addresses, mail, job titles, the outlet) is left out.

/// Longer "names" are sentences.
const WORDS_MAX: usize = 6;

/// Words that stand before the names in a printed byline.
const BEFORE: &[&str] = &[
    "veröffentlicht von",
    "artikel von",
    "post author by",
    "written by",
    "story by",
    "words by",
    "posted by",
    "reported by",
    "report by",
    "published by",
    "text by",
    "von unserem korrespondenten",
    "by",
    "von",
    "par",
    "por",
    "door",
    "oleh",
    "text:",
    "autor:",
    "autorin:",
    "author:",
    "authors:",
    "writer:",
    "by:",
];

/// Words between two names.
const BETWEEN: [&str; 12] = [
    "and", "und", "et", "y", "e", "en", "och", "og", "ja", "dan", "with", "mit",
];

/// Accounts and placeholders that systems fill in where no author is named.
const NOBODY: &[&str] = &[
    "no author",
    "admin",
    "administrator",
    "author",
    "by",
    "editor",
    "webmaster",
    "web desk",
    "unknown",
    "none",
    "null",
    "undefined",
    "guest",
    "user",
    "root",
    "default",
    "anonymous",
    "n/a",
    "na",
    "redaktion",
    "nachrichten",
    "news",
    "wordpress",
];

/// Words of the lines around a byline: `Leave a comment`, `Posted on Monday`.
const NO_NAMES: &[&str] = &[
    "comment",
    "comments",
    "kommentar",
    "kommentare",
    "commentaires",
    "comentarios",
    "comentários",
    "posted",
    "published",
    "updated",
    "written",
    "veröffentlicht",
    "aktualisiert",
    "publié",
    "publicado",
    "pubblicato",
    "share",
    "follow",
    "about",
];

/// Words of which job titles are made; a piece after a comma that holds one is
/// what the author is, not another author.
const JOBS: [&str; 38] = [
    "editor",
    "reporter",
    "correspondent",
    "writer",
    "journalist",
    "columnist",
    "producer",
    "contributor",
    "bureau",
    "chief",
    "staff",
    "director",
    "desk",
    "redakteur",
    "redakteurin",
    "korrespondent",
    "korrespondentin",
    "reporterin",
    "journaliste",
    "correspondant",
    "redactor",
    "redactora",
    "periodista",
    "corresponsal",
    "giornalista",
    "verslaggever",
    "redacteur",
    "professor",
    "analyst",
    "photographer",
    "associate",
    "senior",
    "news",
    "press",
    "freelance",
    "freelancer",
    "autor",
    "media",
];

/// The names in `texts`, without repetitions, and the texts that gave none.
/// `outlets` are names that no author has.
pub(super) fn authors(texts: &[String], outlets: &[String]) -> (Vec<String>, Vec<String>) {
    let mut names: Vec<String> = Vec::new();
    let mut refused = Vec::new();
    for text in texts {
        let before = names.len();
        let mut known = false;
        for name in split(without_outlet(text, outlets)) {
            if names.iter().any(|other| same(other, &name)) {
                known = true;
            } else if is_name(&name) && !outlets.iter().any(|outlet| is_outlet(&name, outlet)) {
                names.push(name);
            }
        }
        if names.len() == before && !known {
            refused.push(text.clone());
        }
    }
    (names, refused)
}

/// `Ada Wren - Harbour Post` without the outlet.
fn without_outlet<'t>(text: &'t str, outlets: &[String]) -> &'t str {
    for dash in [" - ", " – ", " — "] {
        if let Some((before, after)) = text.split_once(dash) {
            if outlets.iter().any(|outlet| same(outlet, before)) {
                return after;
            }
            if outlets.iter().any(|outlet| same(outlet, after)) {
                return before;
            }
        }
    }
    text
}

/// The outlet, or a part of one that is known by letters: `HBC NORTH` of `HBC`.
fn is_outlet(name: &str, outlet: &str) -> bool {
    let capitals = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 3 && !text.chars().any(char::is_lowercase)
    };
    let part = name
        .strip_prefix(outlet)
        .is_some_and(|rest| rest.starts_with(' '));
    same(name, outlet) || (part && capitals(name))
}

/// Cuts a byline where one name ends and the next begins.
fn split(text: &str) -> Vec<String> {
    if text.contains("://") {
        return Vec::new();
    }
    let text = without_brackets(text);
    let mut pieces = Vec::new();
    for part in strip_before(&text).split([';', '|', '•', '·', '\n', '\t', '、', '/']) {
        let commas: Vec<&str> = part.split([',', '，']).collect();
        for (at, piece) in commas.iter().enumerate() {
            // `Wren, Ada` is one name; `Ada Wren, news editor` is one and a job.
            if at > 0 && is_job(piece) {
                continue;
            }
            pieces.extend(split_words(strip_before(piece.trim())));
        }
    }
    pieces
}

fn split_words(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    for word in text.split_whitespace() {
        let between =
            word == "&" || word == "+" || BETWEEN.contains(&word) || matches!(word, "AND" | "And");
        if between {
            names.push(String::new());
            continue;
        }
        let Some(name) = names.last_mut() else {
            continue;
        };
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    let trimmed = names.iter().map(|name| {
        name.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '’'))
    });
    trimmed
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

fn strip_before(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let stripped = BEFORE.iter().find_map(|before| {
            let head = text.get(..before.len())?;
            let rest = &text[before.len()..];
            let ends = before.ends_with(':') || rest.starts_with([' ', ':', '\u{a0}']);
            (head.eq_ignore_ascii_case(before) && ends)
                .then(|| rest.trim_start_matches([' ', ':', '\u{a0}']))
        });
        match stripped {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

pub(super) fn is_job(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower
        .split_whitespace()
        .any(|word| JOBS.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())))
        || text.trim().starts_with(|c: char| c.is_lowercase())
}

fn is_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = name.split_whitespace().count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    // `adawren` is an account, `dpa` an agency.
    let is_account =
        words == 1 && name.len() > 4 && name.chars().all(|c| c.is_ascii_lowercase() || c == '.');
    words <= WORDS_MAX
        && !is_account
        && letters >= 2
        && name.chars().count() <= 60
        && !name.chars().any(|c| {
            c.is_numeric()
                || matches!(
                    c,
                    '@' | '<' | '>' | '{' | '}' | '=' | '_' | '"' | '?' | '!' | ':'
                )
        })
        && !lower
            .split_whitespace()
            .any(|word| NO_NAMES.contains(&word))
        && !["http", "www.", ".com", ".org", ".net"]
            .iter()
            .any(|part| lower.contains(part))
        && !NOBODY.contains(&lower.as_str())
}

/// True for what looks like a person's full name: two words or more, none
/// of them in small letters but particles. In scripts without capitals any
/// word passes, and one is enough.
pub(super) fn is_personal(name: &str) -> bool {
    const PARTICLES: [&str; 22] = [
        "de", "da", "di", "do", "dos", "das", "del", "della", "la", "le", "el", "al", "bin", "ben",
        "von", "van", "der", "den", "du", "zu", "ter", "ten",
    ];
    let small = |word: &str| word.starts_with(char::is_lowercase) && !PARTICLES.contains(&word);
    let cased = name.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    !name.split_whitespace().any(small) && (!cased || name.contains(' '))
}

/// True where two names differ in case, spaces and signs at most.
pub(super) fn same(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let outlets = ["Harbour Post".to_owned()];
        assert_eq!(authors(&[text.to_owned()], &outlets).0, expected, "{text}");
    }

    #[test]
    fn names_in_bylines() {
        check("By Ada Wren and Bo Lind", &["Ada Wren", "Bo Lind"]);
        check(
            "Von Ada Wren, Bo Lind und Cy Dahl",
            &["Ada Wren", "Bo Lind", "Cy Dahl"],
        );
        check("Ada Wren, Political Editor", &["Ada Wren"]);
        check("ADA WREN | Harbour Post", &["ADA WREN"]);
        check("Ada Wren (Harbour Post)", &["Ada Wren"]);
        check("王小明、李大同", &["王小明", "李大同"]);
        check("Harbour Post - Ada Wren", &["Ada Wren"]);
    }

    #[test]
    fn parts_of_an_outlet() {
        let outlets = ["HBC".to_owned()];
        let read = |text: &str| authors(&[text.to_owned()], &outlets).0;
        assert!(read("HBC NORTH").is_empty());
        assert_eq!(read("Ada Wren, HBC NORTH"), ["Ada Wren"]);
        assert_eq!(read("HBC Wren"), ["HBC Wren"]);
    }

    #[test]
    fn what_is_no_name() {
        check("admin", &[]);
        check("ada.wren", &[]);
        check("Leave a comment", &[]);
        check("Posted on Friday", &[]);
        check("Filed under: Harbour", &[]);
        check("Harbour Post", &[]);
        check("ada@harbourpost.example", &[]);
        check("https://harbourpost.example/ada", &[]);
        check("The whole staff of the paper told us this story", &[]);
    }
}
