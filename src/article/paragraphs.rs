//! Text with line breaks → paragraphs without.
//!
//! Files come in three habits: paragraphs apart by blank lines, one paragraph
//! a line, and lines broken at some 70 columns. The last is told by the lines
//! themselves: a line was broken there if the next word would not have fitted.

/// Splits a text that [`super::clean::lines`] has been over.
pub(super) fn split(text: &str) -> Vec<String> {
    let lines: Vec<Line> = text.split('\n').map(Line::new).collect();
    let wrap = Wrap::of(&lines);
    let mut paragraphs: Vec<String> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.text.is_empty() {
            continue;
        }
        match paragraphs.last_mut() {
            Some(paragraph) if wrap.goes_on(&lines, at) => join(paragraph, line.text),
            _ => paragraphs.push(one_spaced(line.text)),
        }
    }
    paragraphs
}

/// True if the text ends as sentences do.
pub(super) fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches([
        '"', '\'', '”', '’', '»', '«', ')', ']', '」', '』', '）', '“', '*', '_', ' ',
    ]);
    end.ends_with([
        '.', '!', '?', '…', ':', ';', '。', '！', '？', '：', '；', '।', '؟',
    ])
}

/// True for a line that starts as an item of a list does.
pub(super) fn is_item(line: &str) -> bool {
    without_marker(line).is_some()
}

/// The text behind a list marker.
pub(super) fn without_marker(line: &str) -> Option<&str> {
    let rest = line.strip_prefix([
        '-', '*', '•', '·', '‣', '▪', '■', '●', '○', '◦', '►', '▶', '»', '>', '–',
    ])?;
    let spaced = rest.trim_start();
    (spaced.len() < rest.len() && !spaced.is_empty()).then_some(spaced)
}

struct Line<'t> {
    text: &'t str,
    indented: bool,
    /// Columns, a wide character counted twice.
    width: usize,
    /// Columns of its first word: what must fit on the line before.
    first_word: usize,
}

impl<'t> Line<'t> {
    fn new(line: &'t str) -> Self {
        let text = line.trim();
        let first_word = match text.chars().next() {
            Some(c) if is_wide(c) => 2,
            _ => text.split(' ').next().map_or(0, width),
        };
        let indented = line.starts_with([' ', '\t', '\u{3000}']);
        Line {
            text,
            indented,
            width: width(text),
            first_word,
        }
    }

    fn starts_lower(&self) -> bool {
        self.text.starts_with(char::is_lowercase)
    }
}

/// Text with longer lines is not broken by hand.
const COLUMNS_MAX: usize = 110;

/// How the lines of a text were broken.
struct Wrap {
    /// The width they were broken at, if they were.
    columns: Option<usize>,
}

impl Wrap {
    fn of(lines: &[Line]) -> Wrap {
        let Some(columns) = lines
            .iter()
            .map(|line| line.width)
            .filter(|&w| w <= COLUMNS_MAX)
            .max()
        else {
            return Wrap { columns: None };
        };
        let written = lines.iter().filter(|line| !line.text.is_empty()).count();
        let long = lines.iter().filter(|line| line.width > COLUMNS_MAX).count();
        let (mut breaks, mut full, mut open) = (0_usize, 0_usize, 0_usize);
        for pair in lines.windows(2) {
            if pair[0].text.is_empty() || pair[1].text.is_empty() {
                continue;
            }
            breaks += 1;
            full += usize::from(is_full(&pair[0], &pair[1], columns));
            open += usize::from(is_open(pair[0].text));
        }
        // An address that is longer than the line may stand in a broken text.
        let narrow = long * 20 <= written;
        let broken = breaks > 0 && full * 2 >= breaks && open * 10 >= breaks * 4;
        Wrap {
            columns: (narrow && broken && columns >= 30).then_some(columns),
        }
    }

    /// True if the line at `at` continues the sentence or the paragraph of the
    /// line before.
    fn goes_on(&self, lines: &[Line], at: usize) -> bool {
        let Some(line) = at.checked_sub(1).map(|before| &lines[before]) else {
            return false;
        };
        let next = &lines[at];
        if line.text.is_empty() {
            return false;
        }
        let full = |line: &Line, next: &Line| {
            !next.text.is_empty()
                && self
                    .columns
                    .is_some_and(|columns| is_full(line, next, columns))
        };
        let open = is_open(line.text);
        if is_item(next.text) && !(full(line, next) && open) {
            return false;
        }
        if next.starts_lower() && (open || self.columns.is_some()) {
            return true;
        }
        if full(line, next) {
            return !next.indented || line.indented;
        }
        // The first line is short where a place line was taken off it.
        let first = at == 1 || lines[at - 2].text.is_empty();
        first && open && lines.get(at + 1).is_some_and(|third| full(next, third))
    }
}

/// True if the line stops inside a sentence, as far as it shows: `U.S.` may be
/// the end of one.
fn is_open(line: &str) -> bool {
    let last_word = line.rsplit(' ').next().unwrap_or_default();
    let initials = last_word.len() >= 4
        && last_word
            .bytes()
            .skip(1)
            .step_by(2)
            .all(|byte| byte == b'.');
    initials || !ends_sentence(line)
}

/// True if the next word would not have fitted: with a little slack, as some
/// break lines early.
fn is_full(line: &Line, next: &Line, columns: usize) -> bool {
    const SLACK: usize = 6;
    line.width + 1 + next.first_word + SLACK > columns
}

fn join(paragraph: &mut String, line: &str) {
    let last = paragraph.chars().next_back();
    let first = line.chars().next();
    let glued = match (last, first) {
        (Some(last), Some(first)) if is_wide(last) && is_wide(first) => true,
        (Some('-'), Some(first)) => {
            let before = paragraph.chars().rev().nth(1);
            first.is_lowercase() && before.is_some_and(char::is_alphabetic)
        }
        _ => false,
    };
    if !glued {
        paragraph.push(' ');
    }
    push_one_spaced(paragraph, line);
}

fn one_spaced(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 64);
    push_one_spaced(&mut text, line);
    text
}

fn push_one_spaced(text: &mut String, line: &str) {
    // Two spaces, a tab, U+00A0 or U+3000, by their bytes.
    let bytes = line.as_bytes();
    let tabs = bytes
        .iter()
        .fold(0, |found, byte| found | u8::from(*byte == b'\t'));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let spaces = pairs.fold(0, |found, (&a, &b)| {
        found
            | u8::from(
                ((a == b' ') & (b == b' '))
                    | ((a == 0xc2) & (b == 0xa0))
                    | ((a == 0xe3) & (b == 0x80)),
            )
    });
    if tabs | spaces == 0 {
        return text.push_str(line);
    }
    for (number, word) in line.split_whitespace().enumerate() {
        if number > 0 {
            text.push(' ');
        }
        text.push_str(word);
    }
}

fn width(text: &str) -> usize {
    // A character has four bytes at most: this is too wide, however it is
    // counted.
    const TOO_WIDE_BYTES: usize = 4 * (COLUMNS_MAX + 1);
    if text.is_ascii() || text.len() > TOO_WIDE_BYTES {
        return text.len();
    }
    text.chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

/// Characters written without spaces between words, two columns wide.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: &[&str]) {
        assert_eq!(split(text), wanted, "{text:?}");
    }

    #[test]
    fn blank_lines() {
        check("One.\n\n \nTwo  words.\n", &["One.", "Two words."]);
        check("\n\n", &[]);
    }

    #[test]
    fn one_paragraph_a_line() {
        check(
            "The harbour of Brackwater opened on Monday.\nShips came in.\n\"We are glad,\" the mayor said.",
            &[
                "The harbour of Brackwater opened on Monday.",
                "Ships came in.",
                "\"We are glad,\" the mayor said.",
            ],
        );
    }

    #[test]
    fn broken_lines_are_joined() {
        let text = "The harbour of Brackwater opened again on Monday\nafter a week of storms, and the first of the long-\n\
                    term lodgers of the quay left at noon. The mayor,\nAnna Holt, said it was time.\n\n\
                    Nobody was hurt in the storm, she said at a press\nconference.";
        check(
            text,
            &[
                "The harbour of Brackwater opened again on Monday after a week of storms, and the first of the \
                 long-term lodgers of the quay left at noon. The mayor, Anna Holt, said it was time.",
                "Nobody was hurt in the storm, she said at a press conference.",
            ],
        );
    }

    #[test]
    fn a_short_first_line_is_joined() {
        let text = "The harbour board of the\nBrackwater Port Union opened the quay again on Monday after the\n\
                    storms of the last week, and it said that the U.S.\nships could come in at once on the next tide as they had done\nbefore.";
        assert_eq!(split(text).len(), 1, "{:#?}", split(text));
    }

    #[test]
    fn indents_start_paragraphs_in_broken_text() {
        let text = "    The harbour of Brackwater opened again on Monday after\na week of storms, and nobody was seen on the long quay there.\n    \
                    The mayor, Anna Holt, said that it was time to open it and\nto let the ships go out again as they did.";
        assert_eq!(split(text).len(), 2);
    }

    #[test]
    fn wide_text_is_joined_without_spaces() {
        let line = "港口在周一重新开放，市长表示欢迎所有的船只再次进入这个港口并祝";
        check(
            &format!("{line}\n{line}\n愿大家平安。"),
            &[&format!("{line}{line}愿大家平安。")],
        );
        check(
            "港口重新开放。\n船只进入。",
            &["港口重新开放。", "船只进入。"],
        );
    }

    #[test]
    fn items_stay_apart() {
        check("The list:\n- one\n- two", &["The list:", "- one", "- two"]);
    }

    #[test]
    fn tables_stay_apart() {
        check(
            "Catch 2 vs 3\nCrew 100 vs 200\nBoats 5 vs 6",
            &["Catch 2 vs 3", "Crew 100 vs 200", "Boats 5 vs 6"],
        );
    }
}
