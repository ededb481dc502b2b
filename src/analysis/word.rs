//! Text → [`Word`]s with byte spans and positions.
//!
//! Word borders follow UAX #29 with the changes that news search needs:
//! - an apostrophe ends a word (`l'homme` → `l`, `homme`; `O'Brien` → `o`,
//!   `brien`), and an `s` after it is part of the word before it
//!   (`minister's` → `minister`), in every language alike, so that text and
//!   query are cut the same way without knowing their language;
//! - an acronym is one word without its dots (`U.S.` → `us`);
//! - a run of an unspaced script gives each pair of neighbouring characters.

use crate::span::Span;

use super::fold::push_folded;
use super::script::{is_extending, unspaced};

/// A word of more bytes than this is cut: nothing that long is a word, and
/// the index has a limit of its own.
const WORD_BYTES_MAX: usize = 255;

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'w> {
    /// The folded form.
    pub text: &'w str,
    /// Where it stands in the text, in bytes.
    pub span: Span,
    /// Number of the word in the text, from 0; a paragraph break counts one.
    pub position: u32,
    /// True for the last character of an unspaced run standing alone: in an
    /// index it closes the run, in a query it is the beginning of any pair.
    pub run_end: bool,
}

/// Walks over the words of a text without allocating for each.
pub struct Words<'t> {
    text: &'t str,
    at: usize,
    position: u32,
    folded: String,
    /// The rest of an unspaced run, if the walk stands inside one.
    run: Option<Run>,
}

/// An unspaced run, from the character to come on.
#[derive(Clone, Copy)]
struct Run {
    next: Span,
    script: super::script::Unspaced,
}

impl<'t> Words<'t> {
    /// Starts before the first word of `text`.
    pub fn new(text: &'t str) -> Self {
        Words {
            text,
            at: 0,
            position: 0,
            folded: String::new(),
            run: None,
        }
    }

    /// The next word, or `None` at the end.
    #[allow(clippy::should_implement_trait)] // It lends its buffer, as no Iterator can.
    pub fn next(&mut self) -> Option<Word<'_>> {
        if let Some(run) = self.run.take() {
            return Some(self.pair(run));
        }
        loop {
            let bytes = self.text.as_bytes();
            let byte = *bytes.get(self.at)?;
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    return Some(self.spaced());
                }
                if byte == b'\n' && bytes.get(self.at + 1) == Some(&b'\n') {
                    self.position += 1;
                    self.at += 1;
                }
                self.at += 1;
                continue;
            }
            let c = self.char_at(self.at)?;
            if let Some(script) = unspaced(c) {
                let next = self.character(self.at);
                return Some(self.pair(Run { next, script }));
            }
            if c.is_alphanumeric() {
                return Some(self.spaced());
            }
            self.at += c.len_utf8();
        }
    }

    /// A word of a script with spaces, starting at `self.at`.
    fn spaced(&mut self) -> Word<'_> {
        let start = self.at;
        self.folded.clear();
        let mut end = match self.acronym(start) {
            Some(end) => end,
            None => self.letters(start),
        };
        let word_end = end;
        if self.is_apostrophe(end)
            && matches!(
                self.text.as_bytes().get(end + self.apostrophe_len(end)),
                Some(b's' | b'S')
            )
        {
            let after = end + self.apostrophe_len(end) + 1;
            if !self.char_at(after).is_some_and(|c| c.is_alphanumeric()) {
                end = after;
            }
        }
        self.at = end;
        self.word(start, word_end, false)
    }

    /// Folds letters and digits from `start` on; returns where they end.
    fn letters(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                self.folded.push(byte.to_ascii_lowercase() as char);
                at += 1;
            } else if matches!(byte, b'.' | b',') {
                // 3.5 and 1,000 are one word each.
                let between_digits = bytes[at - 1].is_ascii_digit()
                    && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
                if !between_digits {
                    break;
                }
                self.folded.push(byte as char);
                at += 1;
            } else if byte.is_ascii() {
                break;
            } else {
                let Some(c) = self.char_at(at) else { break };
                let belongs = is_extending(c) || (c.is_alphanumeric() && unspaced(c).is_none());
                if !belongs {
                    break;
                }
                push_folded(&mut self.folded, c);
                at += c.len_utf8();
            }
            if self.folded.len() >= WORD_BYTES_MAX {
                break;
            }
        }
        at
    }

    /// `U.S.`, `e.g.`, `J.R.R.`: single letters with a dot after each, at
    /// least two. Folds the letters and returns where the acronym ends; a
    /// last letter without a dot belongs to it (`U.S`).
    fn acronym(&mut self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if bytes.get(start + 1) != Some(&b'.') {
            return None;
        }
        let (mut at, mut letters) = (start, 0);
        while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            let dotted = bytes.get(at + 1) == Some(&b'.');
            let last = !dotted && !self.char_at(at + 1).is_some_and(char::is_alphanumeric);
            if !dotted && !last {
                break;
            }
            letters += 1;
            at += if dotted { 2 } else { 1 };
        }
        // The letter before a longer word is an initial: `J.Smith` stays two.
        let next_is_word = self.char_at(at).is_some_and(char::is_alphanumeric);
        if letters < 2 || next_is_word {
            return None;
        }
        let letters_only = bytes[start..at].iter().filter(|b| b.is_ascii_alphabetic());
        self.folded
            .extend(letters_only.map(|b| b.to_ascii_lowercase() as char));
        Some(at)
    }

    /// The pair of `run.next` and its neighbour, or the single character that
    /// ends the run.
    fn pair(&mut self, run: Run) -> Word<'_> {
        let here = run.next;
        let after = self.character(here.end);
        let neighbour = self.char_at(here.end).and_then(unspaced) == Some(run.script);
        self.folded.clear();
        let folded_to = if neighbour { after.end } else { here.end };
        for c in self.text[here.start..folded_to].chars() {
            push_folded(&mut self.folded, c);
        }
        if neighbour {
            self.run = Some(Run {
                next: after,
                script: run.script,
            });
            self.at = after.end;
        } else {
            self.at = here.end;
        }
        self.word(here.start, folded_to, !neighbour)
    }

    fn word(&mut self, start: usize, end: usize, run_end: bool) -> Word<'_> {
        let position = self.position;
        self.position += 1;
        Word {
            text: &self.folded,
            span: Span::new(start, end),
            position,
            run_end,
        }
    }

    /// The character at `at` with the marks that belong to it.
    fn character(&self, at: usize) -> Span {
        let mut end = at;
        for (i, c) in self.text[at..].char_indices() {
            if i > 0 && !is_extending(c) {
                break;
            }
            end = at + i + c.len_utf8();
        }
        Span::new(at, end)
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn is_apostrophe(&self, at: usize) -> bool {
        self.apostrophe_len(at) > 0
    }

    fn apostrophe_len(&self, at: usize) -> usize {
        match self.char_at(at) {
            Some(c @ ('\'' | '’' | 'ʼ' | '‘' | '＇')) => c.len_utf8(),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut walk = Words::new(text);
        let mut found = Vec::new();
        while let Some(word) = walk.next() {
            assert!(word.span.of(text).is_some());
            found.push(word.text.to_owned());
        }
        found
    }

    #[test]
    fn words_as_a_reader_sees_them() {
        for (text, wanted) in [
            ("Mini-drama's rise", "mini drama rise"),
            ("the U.S. and the U.K.", "the us and the uk"),
            ("at 3 p.m. in the U.S", "at 3 pm in the us"),
            ("J.R.R. Roe", "jrr roe"),
            ("3.5 per cent of 1,000", "3.5 per cent of 1,000"),
            ("in 2024, 17", "in 2024 17"),
            ("end of line.Next", "end of line next"),
            ("l’homme d'État", "l homme d etat"),
            ("O’Brien don't", "o brien don t"),
            ("covid-19 AT&T", "covid 19 at t"),
            ("the ministers' plan", "the ministers plan"),
            ("naïve café", "naive cafe"),
            ("a.b", "ab"),
            ("A.", "a"),
            ("", ""),
            ("—“”…", ""),
        ] {
            assert_eq!(words(text).join(" "), wanted, "{text}");
        }
    }

    #[test]
    fn unspaced_runs_give_pairs_and_a_last_character() {
        assert_eq!(words("国家主席"), ["国家", "家主", "主席", "席"]);
        assert_eq!(words("東京で首相"), ["東京", "京", "で", "首相", "相"]);
        assert_eq!(words("ﾃﾞｰﾀ"), ["デー", "ータ", "タ"]);
        assert_eq!(words("서울에서"), ["서울", "울에", "에서", "서"]);
        assert_eq!(words("AI技术"), ["ai", "技术", "术"]);
    }

    #[test]
    fn positions_count_a_paragraph_break() {
        let mut walk = Words::new("one two\n\nthree");
        let positions: Vec<u32> = std::iter::from_fn(|| walk.next().map(|w| w.position)).collect();
        assert_eq!(positions, [0, 1, 3]);
    }

    #[test]
    fn a_possessive_marks_only_the_word() {
        let text = "minister's";
        let mut walk = Words::new(text);
        assert_eq!(walk.next().and_then(|w| w.span.of(text)), Some("minister"));
    }

    #[test]
    fn a_word_without_end_is_cut() {
        let text = "x".repeat(10_000);
        assert!(words(&text).iter().all(|w| w.len() <= WORD_BYTES_MAX + 4));
    }
}
