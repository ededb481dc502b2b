//! Article text → text that is safe to print.

use std::borrow::Cow;

/// `text` with control and direction-changing characters written out, so that
/// no article can move the cursor, change colours or reorder a line. Line ends
/// and tabs become spaces.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' | '\t' | '\r' => safe.push(' '),
            c if is_unsafe(c) => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn nothing_reaches_the_terminal_raw() {
        assert_eq!(printable("Rates “rise”"), "Rates “rise”");
        assert_eq!(printable("a\u{1b}[31mb\u{0}"), "a\\u{1b}[31mb\\u{0}");
        assert_eq!(printable("a\tb\nc"), "a b c");
        assert_eq!(printable("a\u{202e}b"), "a\\u{202e}b");
    }
}
