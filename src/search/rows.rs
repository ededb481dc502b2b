//! What was typed → the words that the index has for it, with their places in
//! a row: `mini-drama` is two words, and a Chinese word is its pairs of
//! characters.

use std::sync::Arc;

use crate::analysis::Words;
use crate::analysis::script::unspaced;
use crate::span::Span;

use super::plan::{LeafWord, Matching, WordRow};
use super::spelling::Spelling;

/// A word or several joined ones, matched as `matching` says.
pub(super) fn word(typed: &str, matching: &Matching) -> WordRow {
    row(&typed.replace('\n', " "), |_, _| matching.clone())
}

/// Words exactly as they stand; a star at the end of one leaves its end open.
pub(super) fn phrase(typed: &str) -> WordRow {
    let kept = without_stray_signs(typed);
    match kept.contains('*') {
        true => joined(&kept, |form, signed| {
            matching_of(form, signed, &Matching::Exact)
        }),
        false => word(&kept, &Matching::Exact),
    }
}

/// Words with letters left open; those that have none are matched as
/// `matching` says.
pub(super) fn open(typed: &str, matching: &Matching) -> WordRow {
    joined(typed, |form, signed| matching_of(form, signed, matching))
}

/// Words spelt nearly as typed.
pub(super) fn nearly(typed: &str, letters: u8) -> WordRow {
    row(typed, |form, _| {
        match form.chars().any(|c| unspaced(c).is_some()) {
            true => Matching::Exact,
            false => Matching::Spelled(Spelling::nearly(form, letters)),
        }
    })
}

fn matching_of(form: &str, signed: &str, plain: &Matching) -> Matching {
    // A Chinese word is found inside others anyway.
    if form == signed || form.chars().any(|c| unspaced(c).is_some()) {
        return plain.clone();
    }
    Matching::Spelled(Spelling::open(signed))
}

/// In a phrase a star counts only where it ends a word.
fn without_stray_signs(typed: &str) -> String {
    let chars: Vec<char> = typed.chars().collect();
    let ends_word = |at: usize| {
        let before = at
            .checked_sub(1)
            .is_some_and(|i| chars[i].is_alphanumeric());
        let after = chars
            .get(at + 1)
            .is_none_or(|c| !c.is_alphanumeric() && *c != '*');
        before && after
    };
    let kept = chars.iter().enumerate().map(|(at, c)| match c {
        '\n' => ' ',
        '*' | '?' if *c == '?' || !ends_word(at) => ' ',
        c => *c,
    });
    kept.collect()
}

/// A word of what was typed.
struct Token {
    form: String,
    span: Span,
    position: u32,
    /// The single character that ends a run of an unspaced script.
    run_end: bool,
    /// A run's last character again, after the pair that has it.
    closes_pair: bool,
}

fn tokens(typed: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut walk = Words::new(typed);
    while let Some(word) = walk.next() {
        let last_end = found.last().map(|token| token.span.end);
        found.push(Token {
            form: word.text.to_owned(),
            span: word.span,
            position: word.position,
            run_end: word.run_end,
            // The character that closes a run in the index is already in its
            // last pair; alone, it is the beginning of any pair.
            closes_pair: word.run_end && last_end == Some(word.span.end),
        });
    }
    found
}

/// Each word with its matching, by its form and by the form with its signs.
fn row(typed: &str, matching: impl Fn(&str, &str) -> Matching) -> WordRow {
    let tokens = tokens(typed).into_iter();
    of_tokens(tokens.map(|token| (token.form.clone(), token)), matching)
}

/// The same where words around a sign, `colo?r`, are one.
fn joined(typed: &str, matching: impl Fn(&str, &str) -> Matching) -> WordRow {
    let mut found: Vec<(String, Token)> = Vec::new();
    let mut gone = 0;
    let mut end = 0;
    for mut token in tokens(typed) {
        let between = typed.get(end..token.span.start).unwrap_or("");
        let signs = trailing_signs(between);
        let follows = signs.len() == between.len() && !between.is_empty();
        end = token.span.end;
        token.position -= gone;
        match found.last_mut() {
            Some((signed, last)) if follows && !token.closes_pair => {
                signed.push_str(signs);
                signed.push_str(&token.form);
                last.form.push_str(&token.form);
                last.span.end = end;
                gone += 1;
            }
            last => {
                if let Some((signed, _)) = last {
                    signed.push_str(leading_signs(between));
                }
                found.push((format!("{signs}{}", token.form), token));
            }
        }
    }
    if let Some((signed, _)) = found.last_mut() {
        signed.push_str(leading_signs(typed.get(end..).unwrap_or("")));
    }
    of_tokens(found.into_iter(), matching)
}

fn is_sign(c: char) -> bool {
    matches!(c, '*' | '?')
}

fn leading_signs(text: &str) -> &str {
    &text[..text.find(|c| !is_sign(c)).unwrap_or(text.len())]
}

fn trailing_signs(text: &str) -> &str {
    let before = text.trim_end_matches(is_sign);
    &text[before.len()..]
}

fn of_tokens(
    tokens: impl Iterator<Item = (String, Token)>,
    matching: impl Fn(&str, &str) -> Matching,
) -> WordRow {
    let mut words: Vec<LeafWord> = Vec::new();
    let (mut first, mut last) = (None, 0);
    for (signed, token) in tokens {
        let start = *first.get_or_insert(token.position);
        let offset = token.position - start;
        last = offset;
        if token.closes_pair {
            continue;
        }
        // Inside a row the run is whole on both sides.
        if let Some(before) = words.last_mut()
            && before.matching == Matching::Beginning
        {
            before.matching = Matching::Exact;
        }
        let matching = match token.run_end {
            true => Matching::Beginning,
            false => matching(&token.form, &signed),
        };
        words.push(LeafWord {
            form: token.form,
            offset,
            matching,
            languages: None,
            forms: Arc::default(),
        });
    }
    WordRow { words, last }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(row: &WordRow) -> String {
        let words = row.words.iter().map(|word| {
            let matching = match &word.matching {
                Matching::Exact => "",
                Matching::Inflected => "+",
                Matching::Beginning => "…",
                Matching::Spelled(spelling) => return format!("{}<{spelling}>", word.offset),
            };
            format!("{}{}{matching}", word.offset, word.form)
        });
        let words: Vec<String> = words.collect();
        format!("{} /{}", words.join(" "), row.last)
    }

    #[test]
    fn typed_words_become_rows() {
        let inflected = Matching::Inflected;
        for (row, wanted) in [
            (word("mini-drama", &inflected), "0mini+ 1drama+ /1"),
            (word("国家主席", &inflected), "0国家+ 1家主+ 2主席+ /3"),
            (word("席", &inflected), "0席… /0"),
            (word("AI技术", &inflected), "0ai+ 1技术+ /2"),
            (word("—", &inflected), " /0"),
            (phrase("Mini drama?"), "0mini 1drama /1"),
            (phrase("climate chang*"), "0climate 1<chang*> /1"),
            (phrase("f*** off * now"), "0f 1off 2now /2"),
            (open("econom*", &inflected), "0<econom*> /0"),
            (open("Colo?r", &inflected), "0<colo?r> /0"),
            (open("*gate", &inflected), "0<*gate> /0"),
            (open("mini-dram*", &inflected), "0mini+ 1<dram*> /1"),
            (
                open("wom?n-own*-ship x", &inflected),
                "0<wom?n> 1<own*> 2ship+ 3x+ /3",
            ),
            (open("主席*", &inflected), "0主席+ /1"),
            (nearly("Goverment", 1), "0<goverment~1> /0"),
        ] {
            assert_eq!(told(&row), wanted);
        }
    }
}
