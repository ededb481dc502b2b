//! A line next to the headline → the names of a byline on it. The line may
//! have the day, the section or the reading time beside the names, so that
//! only what follows a word such as `By` is taken.

use super::names::is_job;
use crate::article::byline;
use crate::article::date::is_month;

/// A longer line, in bytes, is running text.
pub(super) const BYTES_MAX: usize = 140;

/// Words between a day and the names: `2 June 2024 by Ada Wren`.
const WORDS: [&str; 5] = [" by ", " von ", " par ", " por ", " door "];

/// Words between the names and a day or a section.
const JOINTS: [&str; 14] = [
    "in", "on", "at", "am", "um", "vom", "le", "à", "el", "en", "em", "il", "op", "for",
];

/// The names after `By` and its like on a line that says nothing else but
/// days: none where there is no such word, or where running text follows it.
pub(super) fn names(line: &str) -> Vec<String> {
    if line.len() > BYTES_MAX {
        return Vec::new();
    }
    let mut pieces = vec![line];
    for sign in ["|", "•", "·", " - ", " – ", " — ", " / ", "\n"] {
        pieces = pieces
            .into_iter()
            .flat_map(|piece| piece.split(sign))
            .collect();
    }
    let names = pieces.into_iter().filter_map(|piece| {
        let piece = without_day_after(after_day(piece.trim()));
        let mut names = byline::line(piece)?;
        // `By Harbour News`
        names.retain(|name| !is_job(name));
        (!names.is_empty()).then_some(names)
    });
    names.into_iter().next().unwrap_or_default()
}

/// The day on a line of a few words beside it: `Ada Wren 2 June 2024`. None
/// where there are two.
pub(super) fn day(line: &str) -> Option<&str> {
    if line.len() > BYTES_MAX {
        return None;
    }
    let mut span: Option<(usize, usize)> = None;
    let mut at = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        let (from, to) = (at, at + word.trim_end().len());
        at += word.len();
        let bare = word.trim().trim_end_matches(['.', ',']).to_lowercase();
        let starts = bare.starts_with(|c: char| c.is_ascii_digit()) || is_month(&bare);
        span = match span {
            _ if !starts => span,
            None => Some((from, to)),
            // Nothing between the words of a day.
            Some((first, end)) if line[end..from].trim().is_empty() => Some((first, to)),
            Some(_) => return None,
        };
    }
    let (from, to) = span?;
    let day = line[from..to].trim_end_matches(['.', ',']);
    (day.len() < line.trim().len()).then_some(day)
}

/// A line without the day before its byline: a few words with a number among
/// them.
fn after_day(line: &str) -> &str {
    const WORDS_MAX: usize = 7;
    let lower = line.to_ascii_lowercase();
    let start = WORDS.iter().filter_map(|word| lower.find(word)).min();
    let Some(start) = start else {
        return line;
    };
    let before = &line[..start];
    let is_day =
        before.split_whitespace().count() <= WORDS_MAX && before.contains(|c: char| c.is_numeric());
    if is_day { line[start..].trim() } else { line }
}

/// A byline without the day behind it, nor the words before that: `By Ada Wren
/// on June 2, 2024`.
fn without_day_after(line: &str) -> &str {
    let digit = line.find(|c: char| c.is_numeric());
    let mut head = line[..digit.unwrap_or(line.len())].trim_end();
    while let Some((before, last)) = head.rsplit_once(' ') {
        let lower = last.to_lowercase();
        if digit.is_some() && is_month(lower.trim_end_matches('.')) || JOINTS.contains(&&*lower) {
            head = before.trim_end();
        } else {
            // Where the page has no space between them.
            let month = last.rfind(|c: char| c.is_uppercase()).filter(|at| *at > 0);
            let month = month.filter(|at| digit.is_some() && is_month(&last[*at..].to_lowercase()));
            head = month.map_or(head, |at| &head[..head.len() - last.len() + at]);
            break;
        }
    }
    head.trim_end_matches([',', '(', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_beside_names() {
        let cases = [
            ("Ada Wren 4 August 2010", Some("4 August 2010")),
            ("VON ADA WREN am 21. April 2020", Some("21. April 2020")),
            ("28. Jan. 2022 Ada Wren", Some("28. Jan. 2022")),
            ("By Ada Wren - January 10, 2020", Some("January 10, 2020")),
            ("2 June 2024, Ada Wren, 4 June 2024", None),
            ("4 August 2010", None),
            ("Ada Wren", None),
            ("", None),
        ];
        for (line, expected) in cases {
            assert_eq!(day(line), expected, "{line}");
        }
    }

    #[test]
    fn bylines_with_a_day_beside_them() {
        let cases: &[(&str, &[&str])] = &[
            ("By Ada Wren", &["Ada Wren"]),
            ("von Dr. Ada Wren", &["Dr. Ada Wren"]),
            ("von Ada Wren, Bo Lind", &["Ada Wren", "Bo Lind"]),
            ("By Ada Wren - 2 June 2024", &["Ada Wren"]),
            ("VON ADA WREN am 2. Juni 2024", &["ADA WREN"]),
            (
                "Do 06.06.24 | 14:07 Uhr | Von Ada Wren-Lind",
                &["Ada Wren-Lind"],
            ),
            (
                "2. Juni 2024 by Ada Wren / Kategorien: Hafen",
                &["Ada Wren"],
            ),
            (
                "Par Ada Wren et Bo Lind, le 2/6/2024",
                &["Ada Wren", "Bo Lind"],
            ),
            ("By Ada Wren June 2, 2024", &["Ada Wren"]),
            ("By Ada WrenJune 2, 2024", &["Ada Wren"]),
            ("By Ada Wren, on June 2, 2024", &["Ada Wren"]),
            ("Written by Ada Wren In | Ferries", &["Ada Wren"]),
            ("By Ada May, 2 June 2024", &["Ada May"]),
            ("By Harbour News", &[]),
            // No byline, or one among other words.
            ("2 June 2024 | Harbour news", &[]),
            ("Ada Wren | 2 June 2024", &[]),
            ("Von Brücken und Booten am Hafen", &[]),
            ("By the harbour, 2 June 2024", &[]),
            ("A book by Ada Wren", &[]),
            ("Updated 2 June 2024", &[]),
            ("", &[]),
        ];
        for (line, expected) in cases {
            assert_eq!(names(line), *expected, "{line}");
        }
        assert!(names(&"by A ".repeat(1000)).is_empty());
    }
}
