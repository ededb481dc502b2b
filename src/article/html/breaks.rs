//! Text with line breaks → lines and paragraphs; where a sentence ends.

/// The stretches of `line` that are paragraphs: cut at empty lines, and at
/// single breaks where the lines are as long as paragraphs and end as such.
pub(super) fn paragraphs(line: &str) -> Vec<(usize, usize)> {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for piece in line.split('\n') {
        let end = at + piece.len();
        if piece.trim().is_empty() {
            parts.push((start, at.saturating_sub(1).max(start)));
            start = (end + 1).min(line.len());
        }
        at = end + 1;
    }
    parts.push((start, line.len()));
    parts.retain(|&(start, end)| start < end);
    let mut paragraphs = Vec::new();
    for (start, end) in parts {
        if lines_are_paragraphs(&line[start..end]) {
            let mut at = start;
            for piece in line[start..end].split('\n') {
                paragraphs.push((at, at + piece.len()));
                at += piece.len() + 1;
            }
        } else {
            paragraphs.push((start, end));
        }
    }
    paragraphs
}

/// Old systems write a whole article with one `<br>` after each paragraph; a
/// poem or an address has short lines.
fn lines_are_paragraphs(text: &str) -> bool {
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    if lines.len() < 2 {
        return false;
    }
    let ended = lines.iter().filter(|line| ends_sentence(line)).count();
    text.chars().count() / lines.len() >= 60 && ended * 10 >= lines.len() * 7
}

/// True where the last character, quotation marks and brackets aside, ends a
/// sentence in some script.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '”' | '’' | '»' | '«' | '“' | ')' | ']' | '」' | '』'
            )
    });
    text.ends_with([
        '.', '!', '?', '…', '。', '！', '？', '।', '۔', '؟', '።', '։', '၊', '။', '។', '।',
    ])
}

/// Joins the words of `text` with single spaces. Between two characters of a
/// script that writes no spaces a line break of the source is none of the text.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text
        .split(|c: char| is_space(c))
        .filter(|word| !word.is_empty())
    {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|&c| !is_invisible(c)));
    }
    line.trim().to_owned()
}

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Characters that break or mark a line and are no part of a word.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fffc}'
    )
}
