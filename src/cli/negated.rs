//! Arguments → arguments in which a word with a minus before it is no flag.

use std::ffi::OsString;

/// Letters that are flags of their own in some command.
const SHORT_FLAGS: &str = "nclCqvhV0";

/// Flags whose value is a number: `-1` after them is a wrong number, no word.
const NUMBERED: &[&str] = &["-n", "--limit", "--offset", "-C", "--context", "--width"];

/// Commands that take a query.
const QUERYING: &[&str] = &["search", "s", "quotes", "q", "stats", "people", "experts"];

/// `search drama -film` means "without film" to everybody who types it: what
/// begins with a minus and can be no flag is handed on as `NOT film`.
pub(super) fn with_negated_words(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut out: Vec<OsString> = Vec::new();
    let mut is_query = false;
    let mut is_value = false;
    for (i, arg) in args.enumerate() {
        if i == 1 {
            is_query = arg
                .to_str()
                .is_some_and(|command| QUERYING.contains(&command));
        }
        is_query &= arg != "--";
        let word = arg
            .to_str()
            .and_then(|text| text.strip_prefix('-'))
            .filter(|_| i > 1 && is_query && !is_value);
        is_value = arg.to_str().is_some_and(|flag| NUMBERED.contains(&flag));
        match word.filter(|word| is_negated(word)) {
            Some(word)
                if word.contains(char::is_whitespace) && !word.starts_with(['"', '“', '(']) =>
            {
                out.extend([OsString::from("NOT"), OsString::from(format!("({word})"))]);
            }
            Some(word) => out.extend([OsString::from("NOT"), OsString::from(word)]),
            None => out.push(arg),
        }
    }
    out
}

fn is_negated(word: &str) -> bool {
    let Some(first) = word.chars().next() else {
        return false;
    };
    let letters = word.chars().take_while(|c| c.is_ascii_alphabetic()).count();
    if letters == 0 {
        return first != '-' && first != '0';
    }
    letters >= 2 && word.chars().take(letters).any(|c| !SHORT_FLAGS.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_a_minus_is_no_flag() {
        let given = [
            "onrecord",
            "search",
            "drama",
            "-film",
            "-2024",
            "-two days",
            "-n5",
            "-cl",
            "--json",
            "-n",
            "3",
        ];
        let read = with_negated_words(given.iter().map(OsString::from));
        let wanted = [
            "onrecord",
            "search",
            "drama",
            "NOT",
            "film",
            "NOT",
            "2024",
            "NOT",
            "(two days)",
            "-n5",
            "-cl",
            "--json",
            "-n",
            "3",
        ];
        assert_eq!(read, wanted.map(OsString::from));
    }
}
