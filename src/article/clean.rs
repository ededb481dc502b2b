//! Text as it was found → text as it is kept: composed (NFC), without control
//! characters, one kind of line break.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A value of one line: runs of white space become one space.
pub(super) fn line(text: &str) -> String {
    let text = composed(text);
    let mut line = String::with_capacity(text.len());
    for word in text.split(is_space) {
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.extend(word.chars().filter(|c| !is_dropped(*c)));
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// A text with lines, each ended by `\n`.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    let composed = composed(text);
    if !has_odd_byte(composed.as_bytes()) && !has_odd_character(composed.as_bytes()) {
        return composed;
    }
    let mut text = String::with_capacity(composed.len());
    let mut characters = composed.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                characters.next_if_eq(&'\n');
                text.push('\n');
            }
            '\u{2029}' => text.push_str("\n\n"),
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' => text.push('\n'),
            '\n' | '\t' => text.push(c),
            c if !is_dropped(c) => text.push(c),
            _ => {}
        }
    }
    Cow::Owned(text)
}

fn composed(text: &str) -> Cow<'_, str> {
    // Everything below U+0300 is composed already, and U+0300 starts with CC.
    let low = text.bytes().fold(0, u8::max) < 0xcc;
    if low || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{85}' | '\u{1c}'..='\u{1f}')
}

/// Controls of ASCII other than the two that stay. One condition a loop and no
/// branch in it, here and below, so that each runs over many bytes at once.
fn has_odd_byte(bytes: &[u8]) -> bool {
    let odd = |byte: u8| ((byte < 0x20) & (byte != b'\n') & (byte != b'\t')) | (byte == 0x7f);
    bytes
        .iter()
        .fold(0, |found, byte| found | u8::from(odd(*byte)))
        != 0
}

/// What [`is_dropped`] and [`lines`] look for beyond ASCII, by its bytes:
/// U+0080 to U+009F and U+00AD start with C2, the others with E2 or EF. May
/// say yes too often, never too rarely.
fn has_odd_character(bytes: &[u8]) -> bool {
    let second = bytes.get(1..).unwrap_or_default();
    let third = bytes.get(2..).unwrap_or_default();
    let latin = |a: u8, b: u8| (a == 0xc2) & ((b < 0xa0) | (b == 0xad));
    let other = |a: u8, b: u8, c: u8| {
        let general = (a == 0xe2) & (b == 0x80) & ((c == 0x8b) | (c == 0xa8) | (c == 0xa9));
        general
            | ((a == 0xe2) & (b == 0x81) & (c == 0xa0))
            | ((a == 0xef) & (b == 0xbb) & (c == 0xbf))
    };
    let in_pairs = bytes.iter().zip(second);
    let latin = in_pairs.fold(0, |found, (a, b)| found | u8::from(latin(*a, *b)));
    let in_triples = bytes.iter().zip(second).zip(third);
    let other = in_triples.fold(0, |found, ((a, b), c)| found | u8::from(other(*a, *b, *c)));
    latin | other != 0
}

/// Controls, marks of byte order, and signs that only say where a line may
/// break. Joiners stay: Persian and emoji are written with them.
fn is_dropped(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line() {
        assert_eq!(line("  a\u{a0}b\r\n\tc\0d \u{1b} "), "a b cd");
        assert_eq!(line("cafe\u{301} co\u{ad}op"), "café coop");
        assert_eq!(line("\u{feff}\0"), "");
    }

    #[test]
    fn no_character_is_overlooked() {
        for c in (0..=0xffff).filter_map(char::from_u32) {
            let text = format!("x{c}");
            let changes = is_dropped(c) || matches!(c, '\r' | '\u{2028}' | '\u{2029}');
            let seen = has_odd_byte(text.as_bytes()) || has_odd_character(text.as_bytes());
            assert!(seen || !changes, "{c:?}");
        }
    }

    #[test]
    fn many_lines() {
        assert_eq!(
            lines("a\r\nb\rc\u{2028}d\u{2029}e\u{c}f"),
            "a\nb\nc\nd\n\ne\nf"
        );
        assert_eq!(lines("a\0\u{1b}[1mb\u{85}c"), "a[1mb\nc");
        assert_eq!(lines("e\u{301}\n中文"), "é\n中文");
        assert!(matches!(lines("plain é\n“text”"), Cow::Borrowed(_)));
    }
}
