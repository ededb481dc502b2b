//! Text → sentences, as byte spans.

use crate::span::Span;

use super::script::unspaced;

/// Abbreviations before a name or a number, after which a sentence goes on.
/// Lower case, without the dot.
const ABBREVIATIONS: &[&str] = &[
    "adm", "art", "bros", "brig", "capt", "cf", "cmdr", "co", "col", "corp", "cpl", "ca", "dept",
    "dr", "dra", "etc", "fig", "fr", "ft", "gen", "gov", "hon", "inc", "jr", "lt", "ltd", "maj",
    "mdm", "messrs", "mlle", "mme", "mr", "mrs", "ms", "mt", "nr", "no", "nos", "op", "pp", "prof",
    "pte", "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "sr", "sra", "st", "str", "supt",
    "univ", "vs", "vol", "bzw", "ggf", "sog", "usw", "abs", "hr", "frau", "jan", "feb", "aug",
    "sept", "oct", "nov", "dec", "e.g", "i.e", "approx", "est", "av", "avda", "ud", "uds", "num",
];

/// Abbreviations which also end sentences: a following capital decides nothing
/// for the others, but after these it begins a new sentence unless a name
/// follows a title. Kept apart so that `Smith Inc. The firm` is two.
const MAY_END: &[&str] = &[
    "co", "corp", "etc", "inc", "jr", "ltd", "sr", "bros", "st", "no", "est",
];

/// The sentences of `text`, in order, without the white space around them.
/// A paragraph break always ends one; a dot does unless it belongs to an
/// abbreviation, an initial, or a number. Closing quotation marks and brackets
/// stay with the sentence that they end.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = match c {
            '\n' => at,
            '。' | '！' | '？' | '｡' => after_closers(text, at + c.len_utf8()),
            '.' | '!' | '?' | '…' => {
                let end = after_closers(text, at + c.len_utf8());
                if !ends_sentence(text, start, at, end) {
                    continue;
                }
                end
            }
            _ => continue,
        };
        push_trimmed(&mut found, text, start, end);
        start = end.max(at + c.len_utf8());
        while chars.peek().is_some_and(|(next, _)| *next < start) {
            chars.next();
        }
    }
    push_trimmed(&mut found, text, start, text.len());
    found
}

fn push_trimmed(found: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let piece = &text[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let start = start + (piece.len() - piece.trim_start().len());
        found.push(Span::new(start, start + trimmed.len()));
    }
}

/// Skips further terminators, closing marks and brackets.
fn after_closers(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let closers = rest.find(|c: char| {
        !matches!(
            c,
            '.' | '!'
                | '?'
                | '…'
                | '。'
                | '！'
                | '？'
                | '"'
                | '\''
                | '”'
                | '’'
                | '»'
                | ')'
                | ']'
                | '」'
                | '』'
                | '）'
        )
    });
    at + closers.unwrap_or(rest.len())
}

fn ends_sentence(text: &str, start: usize, dot: usize, end: usize) -> bool {
    let rest = &text[end..];
    let Some(next) = rest.chars().next() else {
        return true;
    };
    if !next.is_whitespace() {
        return unspaced(next).is_some();
    }
    let Some(opener) = rest.trim_start().chars().next() else {
        return true;
    };
    let begins_new =
        !opener.is_lowercase() && !matches!(opener, ',' | ';' | ':' | '-' | '–' | '—' | ')');
    if !begins_new {
        return false;
    }
    let single_dot = text[dot..].starts_with('.') && end == dot + 1;
    !single_dot || !is_abbreviated(&text[start..dot], rest.trim_start())
}

/// True if the dot after `before` shortens a word, so that `after` goes on
/// with the sentence.
fn is_abbreviated(before: &str, after: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '‘' | '«'))
        .next();
    let Some(word) = word.filter(|word| !word.is_empty()) else {
        return false;
    };
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let initial = letters == 1 && word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let ordinal = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    if initial {
        return true;
    }
    if ordinal {
        // German `2. Juni`; in English a number may end a sentence.
        return after.chars().next().is_some_and(|c| c.is_uppercase()) && is_german_month(after);
    }
    if word.contains('.') && letters <= 4 {
        // U.S. Senator, but: … in the U.S. The …
        return !begins_with_small_word(after);
    }
    let lower = word.to_lowercase();
    if !ABBREVIATIONS.contains(&lower.as_str()) {
        return false;
    }
    !(MAY_END.contains(&lower.as_str()) && begins_with_small_word(after))
}

fn is_german_month(after: &str) -> bool {
    const MONTHS: &[&str] = &[
        "Januar",
        "Jänner",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
        "Jahrhundert",
    ];
    MONTHS.iter().any(|month| after.starts_with(month))
}

/// Capitalised small words that begin a sentence rather than continue a name.
fn begins_with_small_word(after: &str) -> bool {
    const STARTERS: &[&str] = &[
        "The", "A", "An", "He", "She", "It", "They", "We", "I", "In", "On", "At", "But", "And",
        "This", "That", "These", "Those", "There", "His", "Her", "Their", "Its", "For", "If", "As",
        "After", "Before", "When", "While", "With", "What", "Who", "However", "Last", "Since",
    ];
    let first = after.trim_start_matches(['"', '“', '‘', '\'', '(']);
    let word: String = first.chars().take_while(|c| c.is_alphanumeric()).collect();
    STARTERS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text)
            .iter()
            .filter_map(|span| span.of(text))
            .collect()
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for (text, wanted) in [
            ("One. Two.", vec!["One.", "Two."]),
            (
                "Dr. Jane Roe spoke. He left.",
                vec!["Dr. Jane Roe spoke.", "He left."],
            ),
            (
                "It cost 3.5 million. It sank.",
                vec!["It cost 3.5 million.", "It sank."],
            ),
            (
                "J. Roe left the U.S. Senate. Why?",
                vec!["J. Roe left the U.S. Senate.", "Why?"],
            ),
            (
                "They live in the U.S. The end.",
                vec!["They live in the U.S.", "The end."],
            ),
            ("“We go.” She went.", vec!["“We go.”", "She went."]),
            ("“Do we go?” she asked.", vec!["“Do we go?” she asked."]),
            (
                "Am 2. Juni kam er. Er ging.",
                vec!["Am 2. Juni kam er.", "Er ging."],
            ),
            (
                "港口关闭。他说：“很好。”然后走了。",
                vec!["港口关闭。", "他说：“很好。”", "然后走了。"],
            ),
            ("Head\n\nBody", vec!["Head", "Body"]),
            ("Wait... what", vec!["Wait... what"]),
            ("", vec![]),
        ] {
            assert_eq!(split(text), wanted, "{text}");
        }
    }
}
