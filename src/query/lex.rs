//! Query text → tokens with their columns.

use crate::error::{Error, Result};

use super::Field;

/// A token and the column, counted in characters from 1, at which it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) column: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// A minus directly before what is not wanted.
    Minus,
    /// `name:` with something directly after it.
    Field(String),
    Phrase(String),
    Word(String),
}

/// Longer queries are refused: they are pasted by mistake.
const QUERY_BYTES_MAX: usize = 100_000;

pub(super) fn tokens(text: &str) -> Result<Vec<Token>> {
    if text.len() > QUERY_BYTES_MAX {
        let message = format!("the query is longer than {QUERY_BYTES_MAX} bytes");
        return Err(Error::query(1, message));
    }
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let column = at + 1;
        let kind = match c {
            c if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '(' => Kind::Open,
            ')' => Kind::Close,
            c if is_double_mark(c) => {
                let (phrase, end) = phrase(&chars, at)?;
                at = end;
                found.push(Token {
                    kind: Kind::Phrase(phrase),
                    column,
                });
                continue;
            }
            '-' | '−' if is_minus(&chars, at) => Kind::Minus,
            _ => {
                let end = word_end(&chars, at);
                let word: String = chars[at..end].iter().collect();
                let colon = word.find(':');
                let field = colon.filter(|_| names_field(&chars, at, &word));
                let kind = match field {
                    Some(colon) => {
                        at += word[..colon].chars().count() + 1;
                        Kind::Field(word[..colon].to_owned())
                    }
                    None => {
                        at = end;
                        keyword(word, column)?
                    }
                };
                found.push(Token { kind, column });
                continue;
            }
        };
        found.push(Token { kind, column });
        at += 1;
    }
    Ok(found)
}

/// Straight, curly, low, and angle marks all open and close a phrase: people
/// paste from articles in any typography.
fn is_double_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '「' | '」' | '『' | '』'
    )
}

fn phrase(chars: &[char], open: usize) -> Result<(String, usize)> {
    let closing = chars[open + 1..].iter().position(|c| is_double_mark(*c));
    let Some(length) = closing else {
        return Err(Error::query(
            open + 1,
            "the quotation mark opened here is not closed",
        ));
    };
    let words = chars[open + 1..open + 1 + length].iter().collect();
    Ok((words, open + length + 2))
}

/// A minus counts where it begins a word: `mini-drama` has none, `- film` is a
/// dash.
fn is_minus(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|i| chars[i]);
    let begins = before.is_none_or(|c| c.is_whitespace() || c == '(');
    let attached = chars
        .get(at + 1)
        .is_some_and(|c| !c.is_whitespace() && !matches!(c, '-' | ')'));
    begins && attached
}

fn word_end(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let length = rest
        .iter()
        .position(|c| c.is_whitespace() || matches!(c, '(' | ')') || is_double_mark(*c));
    at + length.unwrap_or(rest.len())
}

/// `title:budget` names a field; `3:30`, `https://…`, `Analysis: why` do not.
fn names_field(chars: &[char], at: usize, word: &str) -> bool {
    let Some((name, rest)) = word.split_once(':') else {
        return false;
    };
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    let after = at + name.chars().count() + 1;
    let attached = chars
        .get(after)
        .is_some_and(|c| !c.is_whitespace() && *c != ')');
    is_name && attached && !rest.starts_with("//")
}

fn keyword(word: String, column: usize) -> Result<Kind> {
    if let Some(message) = unsupported(&word) {
        return Err(Error::query(column, message));
    }
    let named = word.strip_suffix(':').filter(|name| is_field(name));
    if let Some(name) = named {
        return Err(Error::query(
            column,
            format!("a word is missing after `{name}:`"),
        ));
    }
    Ok(match word.as_str() {
        "AND" => Kind::And,
        "OR" => Kind::Or,
        "NOT" => Kind::Not,
        _ => Kind::Word(word),
    })
}

/// `colo?r`, `wom*n`: a sign between letters. In an address it is none.
fn has_wildcard(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    let between =
        |at: &[char]| at[0].is_alphabetic() && matches!(at[1], '?' | '*') && at[2].is_alphabetic();
    !word.contains('/') && chars.windows(3).any(between)
}

/// Only in small letters: `Source:` may begin a pasted headline.
fn is_field(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_lowercase())
        && (name == "date" || Field::from_name(name).is_some())
}

/// Operators of the press databases that would silently be read as words.
fn unsupported(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    let distance = ["w/", "pre/", "near/"]
        .iter()
        .find_map(|op| lower.strip_prefix(op));
    let proximity =
        distance.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    if proximity || lower == "/s" || lower == "/p" {
        return Some(format!(
            "{word} (words near each other) is not supported by this version"
        ));
    }
    let counting = lower.starts_with("atleast")
        && lower[7..].bytes().all(|b| b.is_ascii_digit())
        && lower.len() > 7;
    if counting || matches!(word, "HLEAD" | "HL" | "LEAD" | "BYLINE") {
        return Some(format!("{word}() is not supported by this version"));
    }
    let fuzzy = word.rsplit_once('~').is_some_and(|(word, n)| {
        !word.is_empty() && n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit())
    });
    if fuzzy {
        return Some(format!(
            "{word} (words that are spelt nearly so) is not supported by this version"
        ));
    }
    if has_wildcard(word) {
        return Some(format!(
            "{word} (letters left open) is not supported by this version"
        ));
    }
    let stem = word.strip_suffix('*')?;
    let truncated = stem.chars().any(char::is_alphanumeric);
    truncated.then(|| format!("{word} (words that begin so) is not supported by this version"))
}
