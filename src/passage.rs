//! Article body → [`Passage`]s: spans into it, never copies.
//!
//! A passage is one paragraph. A very long one is cut at sentence ends, but a
//! quotation is never cut.

use crate::analysis::sentence::sentences;
use crate::span::Span;

/// A paragraph of more bytes than this is cut.
const PARAGRAPH_BYTES_MAX: usize = 1_500;

/// A cut passage is closed at the first sentence end after so many bytes.
const PASSAGE_BYTES_WANTED: usize = 700;

/// A quotation mark that is not closed after so many bytes is taken for a
/// stray one.
const QUOTATION_BYTES_MAX: usize = 4_000;

/// One passage of an article: its place in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Bytes of the body.
    pub span: Span,
}

/// The passages of a body whose paragraphs are separated by `\n\n`, in order.
/// Passage number *n*, counted from 1, has the anchor `p`*n*.
pub fn passages(body: &str) -> Vec<Passage> {
    let mut found = Vec::new();
    for paragraph in paragraphs(body) {
        if paragraph.len() <= PARAGRAPH_BYTES_MAX {
            found.push(Passage { span: paragraph });
        } else {
            cut(body, paragraph, &mut found);
        }
    }
    found
}

/// The paragraphs of a body, without the breaks between them.
pub fn paragraphs(body: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    body.split("\n\n").filter_map(move |paragraph| {
        let span = Span::new(start, start + paragraph.len());
        start = span.end + 2;
        (!paragraph.trim().is_empty()).then_some(span)
    })
}

fn cut(body: &str, paragraph: Span, found: &mut Vec<Passage>) {
    let text = &body[paragraph.start..paragraph.end];
    let quoted = quotations(text);
    let mut start = 0;
    for sentence in sentences(text) {
        let long_enough = sentence.end - start >= PASSAGE_BYTES_WANTED;
        let inside_quotation = quoted
            .iter()
            .any(|q| q.start < sentence.end && sentence.end < q.end);
        if long_enough && !inside_quotation {
            push(text, paragraph.start, start, sentence.end, found);
            start = sentence.end;
        }
    }
    push(text, paragraph.start, start, text.len(), found);
}

fn push(text: &str, offset: usize, start: usize, end: usize, found: &mut Vec<Passage>) {
    let piece = &text[start..end];
    let trimmed = piece.trim();
    if trimmed.is_empty() {
        return;
    }
    let start = offset + start + (piece.len() - piece.trim_start().len());
    found.push(Passage {
        span: Span::new(start, start + trimmed.len()),
    });
}

/// Where double quotation marks of any style open and close. Single marks are
/// apostrophes too often to forbid a cut.
fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut opened: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match opened {
            Some((start, closer)) if c == closer || at - start > QUOTATION_BYTES_MAX => {
                if c == closer {
                    found.push(Span::new(start, at + c.len_utf8()));
                }
                opened = None;
            }
            Some(_) => {}
            None => {
                let closer = match c {
                    '“' => '”',
                    '„' => '“',
                    '«' => '»',
                    '「' => '」',
                    '『' => '』',
                    '"' => '"',
                    _ => continue,
                };
                opened = Some((at, closer));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(body: &str) -> Vec<&str> {
        passages(body)
            .iter()
            .filter_map(|p| p.span.of(body))
            .collect()
    }

    #[test]
    fn a_paragraph_is_a_passage() {
        assert_eq!(
            texts("One.\n\nTwo. Three.\n\nFour."),
            ["One.", "Two. Three.", "Four."]
        );
        assert_eq!(texts(""), Vec::<&str>::new());
    }

    #[test]
    fn a_long_paragraph_is_cut_at_sentence_ends() {
        let body = "The council met on Tuesday evening. ".repeat(100);
        let found = texts(&body);
        assert!(found.len() > 2);
        for passage in &found {
            assert!(passage.starts_with("The council") && passage.ends_with("evening."));
            assert!(passage.len() <= PARAGRAPH_BYTES_MAX);
        }
        assert_eq!(found.join(" "), body.trim());
    }

    #[test]
    fn a_quotation_is_never_cut() {
        let speech = "We will not go. ".repeat(120);
        let body = format!("She spoke. “{speech}” The council met.");
        let found = texts(&body);
        assert!(found.iter().any(|p| p.contains(speech.trim())), "{found:?}");
    }

    #[test]
    fn a_stray_mark_does_not_keep_a_text_whole() {
        let body = format!(
            "He \" spoke. {}",
            "The council met on Tuesday. ".repeat(400)
        );
        assert!(texts(&body).len() > 3);
    }
}
