//! The words that somebody asks about → [`Claim`]: tokens, and where the claim
//! itself says that something was left out or put in.

use rustc_hash::FxHashMap;

use crate::analysis::language::detect;
use crate::analysis::script::unspaced;
use crate::analysis::{Language, stop};
use crate::error::{Error, Result};
use crate::quote;
use crate::span::Span;

use super::Note;
use super::token::{Token, tokens};

/// A longer claim is refused: nobody asks for a whole article word for word.
pub const CLAIM_BYTES_MAX: usize = 20_000;

/// Fewer words than this are found by chance.
const WORDS_WANTED: usize = 3;

/// Characters of an unspaced script that are about as many words.
const CHARACTERS_WANTED: usize = 6;

/// What is asked about, made ready to be compared.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// The words as they are read; spans are bytes of it.
    pub(super) text: String,
    /// Its tokens.
    pub(super) tokens: Vec<Token>,
    /// For each token, its number from 1 among the different forms.
    pub(super) ids: Vec<u32>,
    /// The numbers of forms.
    pub(super) numbers: FxHashMap<String, u32>,
    /// For each token, what it counts: small words count little.
    pub(super) weights: Vec<i32>,
    /// For each token, whether it was put in: `[the minister]`.
    pub(super) inserted: Vec<bool>,
    /// Before each token and at the end, whether an ellipsis stands there.
    pub(super) cuts: Vec<bool>,
    /// What the user should know about how it was read.
    pub(super) notes: Vec<Note>,
    language: Option<Language>,
}

/// The weight of an ordinary word.
pub(super) const WEIGHT: i32 = 1_000;

/// The weight of a small word.
const SMALL_WEIGHT: i32 = 400;

impl Claim {
    /// Reads a claim.
    ///
    /// # Errors
    ///
    /// Where it has no words, or is longer than [`CLAIM_BYTES_MAX`].
    pub(super) fn read(given: &str) -> Result<Self> {
        if given.len() > CLAIM_BYTES_MAX {
            return Err(Error::usage(format!(
                "the quotation is longer than {CLAIM_BYTES_MAX} bytes"
            )));
        }
        let mut notes = Vec::new();
        let text = match said(given.trim()) {
            Some(said) => {
                notes.push(Note::MarksOnly);
                said
            }
            None => given.trim().to_owned(),
        };
        let tokens = tokens(&text);
        let has_words = |token: &Token| token.form.chars().any(char::is_alphanumeric);
        if !tokens.iter().any(has_words) {
            return Err(Error::usage("the quotation has no words"));
        }
        if is_short(&tokens) {
            notes.push(Note::Short);
        }
        let mut claim = Claim {
            ids: Vec::with_capacity(tokens.len()),
            numbers: FxHashMap::default(),
            weights: Vec::with_capacity(tokens.len()),
            inserted: vec![false; tokens.len()],
            cuts: vec![false; tokens.len() + 1],
            language: detect(&text, None),
            text,
            tokens,
            notes,
        };
        claim.number();
        claim.mark_edits();
        Ok(claim)
    }

    fn number(&mut self) {
        for token in &self.tokens {
            let next = self.numbers.len() as u32 + 1;
            let id = *self.numbers.entry(token.form.clone()).or_insert(next);
            self.ids.push(id);
            self.weights.push(weight(&token.form, self.language));
        }
    }

    /// Finds ellipses and brackets.
    fn mark_edits(&mut self) {
        let (mut cuts, mut brackets) = (Vec::new(), Vec::new());
        edits(&self.text, &mut cuts, &mut brackets);
        for at in cuts {
            let before = self.tokens.partition_point(|token| token.span.start < at);
            if let Some(cut) = self.cuts.get_mut(before) {
                *cut = true;
            }
        }
        for bracket in brackets {
            for (token, inserted) in self.tokens.iter().zip(&mut self.inserted) {
                *inserted |= token.span.start < bracket.end && bracket.start < token.span.end;
            }
        }
        // All in brackets: nothing is left to be compared.
        if self.inserted.iter().all(|inserted| *inserted) {
            self.inserted.fill(false);
        }
    }

    /// True where an ellipsis stands between two tokens, or a bracket stands
    /// for words: not all of what is matched need stand side by side.
    pub(super) fn has_gaps(&self) -> bool {
        let last = self.cuts.len().saturating_sub(1);
        let inner = self.cuts.get(1..last).unwrap_or_default();
        inner.contains(&true) || self.inserted.contains(&true)
    }

    /// True for a word that tells nothing about what is said.
    pub(super) fn is_small(&self, form: &str) -> bool {
        is_small(form, self.language)
    }

    /// True at a place between tokens where words of the archive may stand
    /// that a bracket of the claim replaces.
    pub(super) fn is_open(&self, at: usize) -> bool {
        let here = self.inserted.get(at).copied().unwrap_or(false);
        let before = at.checked_sub(1).and_then(|at| self.inserted.get(at));
        here || before.copied().unwrap_or(false)
    }
}

/// What a word counts in an article of `language`.
pub(super) fn weight(form: &str, language: Option<Language>) -> i32 {
    if is_small(form, language) {
        SMALL_WEIGHT
    } else {
        WEIGHT
    }
}

fn is_small(form: &str, language: Option<Language>) -> bool {
    match language {
        Some(language) => stop::is_stop_word(form, language),
        None => form.is_ascii() && form.len() <= 3 && !form.bytes().any(|b| b.is_ascii_digit()),
    }
}

fn is_short(tokens: &[Token]) -> bool {
    let is_character = |token: &&Token| token.form.chars().next().and_then(unspaced).is_some();
    let characters = tokens.iter().filter(is_character).count();
    let words = tokens.len() - characters;
    words + characters * WORDS_WANTED / CHARACTERS_WANTED < WORDS_WANTED
}

/// `“A,” she said. “B.”` pasted as it stands in an article: the words in marks
/// alone. `None` where the claim does not look so.
fn said(text: &str) -> Option<String> {
    let regions = quote::in_marks(text);
    let first = regions.first()?;
    let opens = text.get(..first.start)?.chars().count() == 1;
    let words = |text: &str| tokens(text).len();
    let inside: Vec<&str> = regions
        .iter()
        .filter_map(|region| region.of(text))
        .collect();
    let count: usize = inside.iter().map(|part| words(part)).sum();
    let outside = words(text).saturating_sub(count);
    // Otherwise it is a sentence that begins with a name in marks.
    let ends = |c: char| matches!(c, ',' | '.' | '!' | '?' | '…' | '，' | '。' | '！' | '？');
    let after = text.get(first.end..)?.chars().nth(1);
    let closed = first.of(text)?.trim_end().ends_with(ends) || after.is_some_and(ends);
    (opens && closed && outside >= 2 && count >= 3).then(|| inside.join(" "))
}

/// Finds where something was left out, and the bytes of what was put in.
fn edits(text: &str, cuts: &mut Vec<usize>, brackets: &mut Vec<Span>) {
    let mut open = None;
    let mut dots = 0;
    for (at, c) in text.char_indices() {
        dots = match c {
            '.' => dots + 1,
            // `. . .` is an ellipsis as well.
            ' ' | '\u{a0}' if dots > 0 => dots,
            _ => 0,
        };
        if matches!(c, '…' | '⋯') || dots == 3 {
            cuts.push(at);
        }
        match c {
            '[' | '［' => open = Some(at),
            ']' | '］' => {
                if let Some(start) = open.take() {
                    let span = Span::new(start, at + c.len_utf8());
                    if !is_one_letter(text, span) {
                        brackets.push(with_word(text, span));
                    }
                }
            }
            _ => {}
        }
    }
}

/// `[T]he`: the case of a letter alone was changed.
fn is_one_letter(text: &str, bracket: Span) -> bool {
    let inner = bracket.of(text).unwrap_or("").trim_matches(['[', ']']);
    let next = text.get(bracket.end..).and_then(|rest| rest.chars().next());
    inner.chars().count() == 1 && next.is_some_and(char::is_lowercase)
}

/// `reopen[ed]`: the word that the bracket is part of, too.
fn with_word(text: &str, bracket: Span) -> Span {
    let joined = |c: char| c.is_alphanumeric() && unspaced(c).is_none();
    let before = text.get(..bracket.start).unwrap_or("");
    let after = text.get(bracket.end..).unwrap_or("");
    let start = before.trim_end_matches(joined).len();
    let end = text.len() - after.trim_start_matches(joined).len();
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The claim with `…` at cuts and `[]` around what was put in.
    fn shown(given: &str) -> String {
        let claim = Claim::read(given).unwrap();
        let mut out = Vec::new();
        for (i, token) in claim.tokens.iter().enumerate() {
            if claim.cuts[i] {
                out.push("…".to_owned());
            }
            out.push(if claim.inserted[i] {
                format!("[{}]", token.form)
            } else {
                token.form.clone()
            });
        }
        if claim.cuts[claim.tokens.len()] {
            out.push("…".to_owned());
        }
        out.join(" ")
    }

    #[test]
    fn what_the_claim_says_about_itself() {
        for (given, wanted) in [
            ("“We moved … a town”", "we moved … a town"),
            ("... we moved a town ...", "… we moved a town …"),
            ("we [...] moved (…) a town", "we … moved … a town"),
            ("we . . . moved a town", "we … moved a town"),
            ("[T]he harbour is shut", "the harbour is shut"),
            ("[the minister] will not go", "[the] [minister] will not go"),
            ("they reopen[ed] the port", "they [reopen] [ed] the port"),
            (
                "“A town lives,” she said. “It does.”",
                "a town lives it does",
            ),
            (
                "“Costa Brisa” is a ship of ours",
                "costa brisa is a ship of ours",
            ),
            ("港口……不会开放", "港 口 … 不 会 开 放"),
            ("He left. I stayed.", "he left i stayed"),
        ] {
            assert_eq!(shown(given), wanted, "{given}");
        }
    }

    #[test]
    fn claims_that_are_none_are_refused() {
        for given in ["", "  ", "…", "“”", "—", "[...]", "%"] {
            assert!(Claim::read(given).is_err(), "{given:?}");
        }
        assert!(Claim::read(&"a ".repeat(CLAIM_BYTES_MAX)).is_err());
        assert!(Claim::read("[the minister]").is_ok());
    }

    #[test]
    fn short_claims_are_told() {
        for (given, short) in [
            ("a disgrace", true),
            ("a real disgrace", false),
            ("不是礼物", true),
            ("不是礼物是还账", false),
        ] {
            let claim = Claim::read(given).unwrap();
            assert_eq!(claim.notes.contains(&Note::Short), short, "{given}");
        }
    }
}
