//! Text → lines of a width, with the columns of wide characters counted.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::analysis::sentence::sentences;
use crate::span::Span;

/// Columns that `text` takes on a terminal.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// `text` cut to at most `width` columns, with `…` where something is missing;
/// not inside a word, unless it is a very long one.
pub fn shortened(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            // A wide character is a word of its own.
            let inside = |c: char| c.is_alphanumeric() && c.width() == Some(1);
            if inside(c) && short.ends_with(inside) {
                let space = short.rfind(char::is_whitespace);
                let space = space.filter(|at| at * 2 > short.len());
                short.truncate(space.unwrap_or(short.len()));
            }
            break;
        }
        short.push(c);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// Where to break `text` so that no line is wider than `width`: at spaces, or
/// between any two wide characters. A word wider than a line is broken.
pub fn lines(text: &str, width: usize) -> Vec<Span> {
    let width = width.max(10);
    let mut found = Vec::new();
    let mut start = 0;
    let mut used = 0;
    // The last place where the line may end, and where the next one begins.
    let mut last_break: Option<(usize, usize)> = None;
    for (at, c) in text.char_indices() {
        let wide = c.width().unwrap_or(0);
        let after = at + c.len_utf8();
        if c == ' ' {
            last_break = Some((at, after));
        } else if used + wide > width && at > start {
            let (end, next) = last_break
                .filter(|(end, _)| *end > start)
                .unwrap_or((at, at));
            found.push(Span::new(start, end));
            start = next;
            used = columns(&text[start..at]);
            last_break = None;
        }
        used += wide;
        if wide == 2 {
            last_break = Some((after, after));
        }
    }
    if start < text.len() || found.is_empty() {
        found.push(Span::new(start, text.len()));
    }
    found
}

/// The part of a passage to show where all of it is too much: whole sentences
/// of about `bytes` bytes in all, round the sentence with the most marks.
pub fn excerpt(passage: &str, marks: &[Span], bytes: usize) -> Span {
    let all = Span::new(0, passage.len());
    if passage.len() <= bytes {
        return all;
    }
    let sentences = sentences(passage);
    let count = |sentence: &Span| {
        marks
            .iter()
            .filter(|mark| sentence.contains(**mark))
            .count()
    };
    // The first of those with most marks: `max_by_key` would give the last.
    let Some(best) = (0..sentences.len())
        .rev()
        .max_by_key(|i| count(&sentences[*i]))
    else {
        return all;
    };
    let (mut first, mut last) = (best, best);
    loop {
        let room = |from: usize, to: usize| sentences[to].end - sentences[from].start <= bytes;
        if last + 1 < sentences.len() && room(first, last + 1) {
            last += 1;
        } else if first > 0 && room(first - 1, last) {
            first -= 1;
        } else {
            return Span::new(sentences[first].start, sentences[last].end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<&str> {
        lines(text, width)
            .iter()
            .filter_map(|line| line.of(text))
            .collect()
    }

    #[test]
    fn lines_keep_to_their_width() {
        assert_eq!(
            wrapped("the council met on Tuesday", 12),
            ["the council", "met on", "Tuesday"]
        );
        assert_eq!(
            wrapped("港口在本月底之前不会重新开放", 10),
            ["港口在本月", "底之前不会", "重新开放"]
        );
        assert_eq!(wrapped("abcdefghijklmnop", 10), ["abcdefghij", "klmnop"]);
        assert_eq!(wrapped("", 10), [""]);
    }

    #[test]
    fn an_excerpt_is_whole_sentences_round_the_marks() {
        let text = "One is here. Two is there. Three is far. Four is gone.";
        let at = text.find("Three").unwrap_or(0);
        let span = excerpt(text, &[Span::new(at, at + 5)], 30);
        assert_eq!(span.of(text), Some("Three is far. Four is gone."));
    }

    #[test]
    fn wide_characters_count_double() {
        assert_eq!(shortened("港口关闭", 5), "港口…");
        assert_eq!(shortened("harbour", 7), "harbour");
    }

    #[test]
    fn no_word_is_cut() {
        for (text, width, wanted) in [
            ("harbour council met", 14, "harbour…"),
            ("harbour council met", 16, "harbour council…"),
            ("harbour, council met", 9, "harbour,…"),
            ("a harbourmaster", 9, "a harbou…"),
            ("harbourmaster", 8, "harbour…"),
        ] {
            assert_eq!(shortened(text, width), wanted, "{text} {width}");
        }
    }
}
