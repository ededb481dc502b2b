//! One word of a query → the operator it is, or the word it is.
//!
//! An operator is written in CAPITALS, or in either case where nobody could
//! mean a word by it. What a word is must not depend on the words around it,
//! since a query that is written back may stand in other company.

use super::letters;
use super::lex::Kind;
use super::suggest::{self, shown};
use super::{Field, Reach};

/// Words may be asked for so far from each other, and so often.
const NUMBER_MAX: u32 = 1_000;

/// The kind of token that a word is, and how many characters after the word
/// belong to it; or why it is none. `after` is the text directly after it.
pub(super) fn read(word: &str, after: &str) -> Result<(Kind, usize), String> {
    if let Some(around) = around(word, after)? {
        return Ok(around);
    }
    let operator = match joining(word).or(near(word)?.map(Kind::Near)) {
        Some(operator) => Some(operator),
        None => function(word, after)?.or(with(word, after)?),
    };
    let kind = match operator {
        Some(operator) => operator,
        None => {
            refuse_foreign(word)?;
            letters::read(word)?
        }
    };
    Ok((kind, 0))
}

/// `AROUND(5)`.
fn around(word: &str, after: &str) -> Result<Option<(Kind, usize)>, String> {
    let inside = after
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'));
    match inside {
        Some((digits, _)) if word == "AROUND" && is_number(digits) => {
            let near = Kind::Near(Reach::Words(number(word, digits)?));
            Ok(Some((near, digits.len() + 2)))
        }
        _ => Ok(None),
    }
}

/// The operators between parts of a query.
fn joining(word: &str) -> Option<Kind> {
    match word {
        "AND" | "&&" => Some(Kind::And),
        "OR" | "||" => Some(Kind::Or),
        "NOT" => Some(Kind::Not),
        _ => None,
    }
}

/// What stands before the number of an operator for either order.
const WITHIN: &[&str] = &["w/", "near/", "near", "/"];

/// What stands before the number of an operator for this order.
const BEFORE: &[&str] = &["pre/", "onear/", "adj/", "adj"];

/// `W/5`, `NEAR/5`, `PRE/5`, `/s`, `/p`, and as other databases write them.
fn near(word: &str) -> Result<Option<Reach>, String> {
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "/s" | "w/s" | "w/sent" | "/sent" => return Ok(Some(Reach::Sentence)),
        "/p" | "w/p" | "w/para" | "/para" => return Ok(Some(Reach::Paragraph)),
        _ => {}
    }
    for (names, is_before) in [(WITHIN, false), (BEFORE, true)] {
        let digits = |name: &str| lower.strip_prefix(name).filter(|rest| is_number(rest));
        if let Some(digits) = names.iter().find_map(|name| digits(name)) {
            let name = &word[..word.len() - digits.len()];
            let words = number(name, digits)?;
            let reach = if is_before {
                Reach::Before
            } else {
                Reach::Words
            };
            return Ok(Some(reach(words)));
        }
    }
    Ok(None)
}

/// `ATLEAST3` and `HLEAD(`.
fn function(word: &str, after: &str) -> Result<Option<Kind>, String> {
    let lower = word.to_ascii_lowercase();
    let is_called = after.starts_with('(');
    if let Some(digits) = lower.strip_prefix("atleast") {
        if is_number(digits) {
            return Ok(Some(Kind::AtLeast(number(&word[..7], digits)?)));
        }
        if digits.is_empty() && (is_called || word == "ATLEAST") {
            return Err(format!(
                "{word} needs a number: ATLEAST3(word) for three times or more"
            ));
        }
    }
    if matches!(word, "HLEAD" | "HL") && !is_called {
        return Err(format!(
            "{word} needs parentheses directly after it: {word}(word)"
        ));
    }
    let is_capital = word.chars().all(|c| c.is_ascii_uppercase());
    let is_plain = matches!(
        lower.as_str(),
        "hlead" | "hl" | "lead" | "byline" | "headline"
    );
    // `lead(s)` is what a careful writer leaves open.
    let is_plural = !is_capital && after.starts_with("(s)");
    if !is_called || is_plural || !(is_capital || is_plain) {
        return Ok(None);
    }
    match field(word) {
        Some(Kind::Date | Kind::Seen) => Err(format!(
            "{word}() is not known here; write {lower}:2024-06 or {lower}:2024-06..2024-09"
        )),
        None if is_capital => match suggest::foreign(&lower) {
            Some(ours) => Err(format!("{word}( ) is not known here; write {ours}")),
            None => Ok(None),
        },
        known => Ok(known),
    }
}

/// What a name before a colon stands for.
pub(super) fn field(name: &str) -> Option<Kind> {
    match name.to_ascii_lowercase().as_str() {
        "date" => Some(Kind::Date),
        "seen" => Some(Kind::Seen),
        name => Field::from_name(name).map(Kind::Field),
    }
}

/// `W/ 5`, `W/n`: a number is missing. `w/` alone is a short "with".
fn with(word: &str, after: &str) -> Result<Option<Kind>, String> {
    let lower = word.to_ascii_lowercase();
    let operator = lower.strip_suffix('n').unwrap_or(&lower);
    if !matches!(operator, "w/" | "pre/" | "near/") {
        return Ok(None);
    }
    let next = after.trim_start();
    let is_numbered = next.len() < after.len() && next.starts_with(|c: char| c.is_ascii_digit());
    if word == operator && !is_numbered {
        // Without its slash it is a word before any number.
        return Ok(Some(Kind::Word(word.trim_end_matches('/').to_owned())));
    }
    let operator = operator.to_ascii_uppercase();
    Err(format!(
        "the number must follow directly, such as {operator}5"
    ))
}

/// What other databases would take for an operator, and we would silently take
/// for a word.
fn refuse_foreign(word: &str) -> Result<(), String> {
    let lower = word.to_ascii_lowercase();
    let instead = match lower.as_str() {
        "pre/s" | "pre/p" | "+s" | "+p" => "write /s or /p, or PRE/20 for this order",
        "/seg" | "w/seg" => "name the field: title:(a W/50 b)",
        _ if lower.strip_prefix('+').is_some_and(is_number) => {
            "write PRE/5 for words in this order"
        }
        _ if is_factiva_stem(word) => "write a star for letters left open",
        _ if lower.starts_with("hd=") => "write title:word",
        _ if lower.starts_with("hlp=") => "write hlead:word",
        _ if lower.starts_with("by=") => "write byline:name",
        _ if lower.starts_with("la=") => "write lang:en",
        _ if lower.starts_with("sn=") || lower.starts_with("rst=") => "write source:name",
        _ => match word {
            "ANDNOT" => "write AND NOT",
            "XOR" => "write (a OR b) NOT (a AND b)",
            _ => return Ok(()),
        },
    };
    Err(format!(
        "`{}` is not known here; {instead}, or put it in quotation marks to search for it",
        shown(word)
    ))
}

/// `econom$3`, but not `US$3`.
fn is_factiva_stem(word: &str) -> bool {
    let Some((stem, letters)) = word.split_once('$') else {
        return false;
    };
    let is_stem = stem.chars().count() > 3 && stem.chars().all(char::is_lowercase);
    is_stem && letters.bytes().all(|b| b.is_ascii_digit())
}

/// `~5` directly after a phrase.
pub(super) fn slop(after: &str) -> Option<String> {
    let rest = after.strip_prefix('~')?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some(digits).filter(|digits| !digits.is_empty())
}

fn is_number(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The number after an operator, from 1 to [`NUMBER_MAX`].
fn number(operator: &str, digits: &str) -> Result<u32, String> {
    let number = digits.parse().ok();
    number
        .filter(|number| (1..=NUMBER_MAX).contains(number))
        .ok_or_else(|| format!("the number after {operator} must be from 1 to {NUMBER_MAX}"))
}
