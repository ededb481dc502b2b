//! A word of a query → the word, the word with letters left open (`econom*`,
//! `colo?r`, `*gate`), or the word that may be misspelt (`word~1`).

use crate::analysis::Words;
use crate::analysis::script::unspaced;

use super::lex::Kind;
use super::suggest::shown;

/// Where the beginning of a word is open, so many letters must be given.
const LETTERS_MIN: usize = 3;

/// A word may be misspelt by so many letters.
const DISTANCE_MAX: u8 = 2;

/// What a word with signs in it stands for.
pub(super) fn read(word: &str) -> Result<Kind, String> {
    // A sign in an address is part of the address.
    if word.contains(['/', '=', '@']) {
        return Ok(Kind::Word(word.to_owned()));
    }
    if let Some((word, digits)) = fuzzy(word) {
        return nearly(word, digits);
    }
    let typed = truncated(word);
    match signs(&typed) {
        Signs::None => Ok(Kind::Word(word.to_owned())),
        Signs::All => wild(&typed),
        Signs::Some => Err(format!(
            "`{}`: `*` and `?` stand for letters and must touch a letter; put the word in quotation marks to search for it as it stands",
            shown(word)
        )),
    }
}

/// `word~`, `word~1`: what stands on either side of the sign.
fn fuzzy(word: &str) -> Option<(&str, &str)> {
    let end = word.trim_end_matches(|c| !is_letter(c) && c != '~');
    let (word, digits) = end.rsplit_once('~')?;
    let is_number = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (is_number && word.chars().any(is_letter)).then_some((word, digits))
}

fn nearly(word: &str, digits: &str) -> Result<Kind, String> {
    let word = word.trim_matches(|c| !is_letter(c) && !is_sign(c));
    if word.contains(['*', '?']) {
        return Err(format!(
            "`{}~`: letters can be left open or misspelt, not both; leave one sign out",
            shown(word)
        ));
    }
    let distance = match digits {
        "" | "1" => 1,
        "2" => DISTANCE_MAX,
        _ => {
            return Err(format!(
                "at most {DISTANCE_MAX} letters may differ: {0}~1 or {0}~2",
                shown(word)
            ));
        }
    };
    if word.chars().any(|c| unspaced(c).is_some()) {
        return Err(format!(
            "`{}`: misspellings are found in scripts with spaces only; leave `~` out",
            shown(word)
        ));
    }
    let parts = words(word);
    if parts.len() != 1 {
        let each: Vec<String> = parts
            .iter()
            .map(|part| format!("{part}~{distance}"))
            .collect();
        return Err(format!(
            "`~` goes with one word; write {}",
            shown(&each.join(" PRE/1 "))
        ));
    }
    if word.chars().filter(|c| is_letter(*c)).count() <= usize::from(distance) {
        return Err(format!(
            "`{word}~` is too short a word to be misspelt; leave `~` out"
        ));
    }
    Ok(Kind::Nearly(word.to_owned(), distance))
}

fn words(text: &str) -> Vec<String> {
    let mut walk = Words::new(text);
    let mut found = Vec::new();
    while let Some(word) = walk.next() {
        found.push(word.text.to_owned());
    }
    found
}

/// The word with `!` written as a star where it is one, and without what
/// stands around it.
fn truncated(word: &str) -> String {
    let stem = word.strip_suffix('!').filter(|stem| is_truncated(stem));
    let typed = stem.map_or_else(|| word.to_owned(), |stem| format!("{stem}*"));
    let end = typed.trim_end_matches(|c| !is_letter(c) && c != '*');
    let mut typed = end.to_owned();
    // Any part of a run of an unspaced script is found as it is.
    while typed.ends_with('*') && typed.chars().rev().nth(1).is_some_and(is_unspaced) {
        typed.pop();
    }
    while typed.starts_with('*') && typed.chars().nth(1).is_some_and(is_unspaced) {
        typed.remove(0);
    }
    typed
}

/// `econom!` is truncated, `Yahoo!` and `no!` are cried.
fn is_truncated(stem: &str) -> bool {
    let last = stem.chars().rev().take(LETTERS_MIN);
    let is_word = last.clone().count() == LETTERS_MIN
        && last.clone().all(|c| c.is_alphabetic() && !is_unspaced(c));
    let first = stem.chars().find(|c| is_letter(*c));
    is_word && first.is_some_and(|c| !c.is_uppercase())
}

/// Whether the stars and question marks of a word stand for letters.
enum Signs {
    None,
    Some,
    All,
}

fn signs(word: &str) -> Signs {
    // `f***` is no truncation.
    if word.contains("**") {
        return Signs::None;
    }
    let chars: Vec<char> = word.chars().collect();
    let is_part = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(|c| is_letter(*c) || is_sign(*c))
    };
    let (mut meant, mut all) = (0, 0);
    for (at, c) in chars.iter().enumerate().filter(|(_, c)| is_sign(**c)) {
        let (before, after) = (is_part(at.checked_sub(1)), is_part(Some(at + 1)));
        all += 1;
        // A question mark at the end of a word asks a question.
        meant += usize::from(if *c == '*' {
            before || after
        } else {
            before && after
        });
    }
    match meant {
        0 => Signs::None,
        meant if meant == all => Signs::All,
        _ => Signs::Some,
    }
}

fn wild(word: &str) -> Result<Kind, String> {
    for part in word.split(|c| !is_letter(c) && !is_sign(c)) {
        let letters = part.chars().filter(|c| is_letter(*c)).count();
        let open = part.starts_with(is_sign);
        if letters == 0 && !part.is_empty() || open && letters < LETTERS_MIN {
            return Err(format!(
                "`{}`: where the beginning is open, at least {LETTERS_MIN} letters must be given",
                shown(word)
            ));
        }
    }
    Ok(Kind::Wild(word.to_owned()))
}

fn is_sign(c: char) -> bool {
    matches!(c, '*' | '?')
}

/// A letter, a digit, or an accent on one.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_unspaced(c) || matches!(c, '\u{300}'..='\u{36F}')
}

fn is_unspaced(c: char) -> bool {
    unspaced(c).is_some()
}
