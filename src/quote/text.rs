//! Article body → tokens, sentences, paragraphs and quoted regions: the form
//! in which all that follows reads it.

use std::ops::Range;

use super::marks::{Region, regions};
use crate::analysis::script::unspaced;
use crate::analysis::sentence::sentences;
use crate::span::Span;

/// A body made ready for reading quotes.
pub(crate) struct Text<'t> {
    /// The body.
    pub(crate) body: &'t str,
    /// Words and single marks, in order.
    pub(crate) tokens: Vec<Token>,
    /// Token ranges; they cover all tokens and never cross a paragraph.
    pub(crate) sentences: Vec<Range<usize>>,
    /// Token ranges; lines of verse are paragraphs of their own.
    pub(crate) paragraphs: Vec<Range<usize>>,
    /// Quoted regions in order.
    pub(crate) regions: Vec<Region>,
    /// The lower-case forms of all tokens, one after the other.
    lower: String,
}

/// A word, an `'s`, or a single mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Bytes of the body.
    pub(crate) span: Span,
    /// Bytes of the lower-case arena.
    lower: (u32, u32),
    /// Number of the quoted region that it lies in, marks included.
    pub(crate) region: Option<u32>,
}

impl<'t> Text<'t> {
    /// Splits a body.
    pub(crate) fn new(body: &'t str) -> Self {
        let lines = lines(body);
        let regions = regions(body, &lines);
        let mut text = Text {
            body,
            tokens: Vec::with_capacity(body.len() / 5),
            sentences: Vec::new(),
            paragraphs: Vec::with_capacity(lines.len()),
            regions,
            lower: String::with_capacity(body.len()),
        };
        for line in lines {
            let first = text.tokens.len();
            text.push_tokens(line.clone());
            if text.tokens.len() > first {
                text.paragraphs.push(first..text.tokens.len());
                text.push_sentences(first, line);
            }
        }
        text.mark_regions();
        text
    }

    /// The token as written.
    pub(crate) fn word(&self, token: usize) -> &'t str {
        self.tokens
            .get(token)
            .and_then(|token| token.span.of(self.body))
            .unwrap_or("")
    }

    /// The token in lower case, with straight apostrophes.
    pub(crate) fn lower(&self, token: usize) -> &str {
        self.tokens
            .get(token)
            .and_then(|token| {
                self.lower
                    .get(token.lower.0 as usize..token.lower.1 as usize)
            })
            .unwrap_or("")
    }

    /// True if the token stands in quotation marks, or is one.
    pub(crate) fn quoted(&self, token: usize) -> bool {
        self.tokens
            .get(token)
            .is_some_and(|token| token.region.is_some())
    }

    /// The body's bytes from the first to the last token of a range.
    pub(crate) fn span(&self, tokens: &Range<usize>) -> Option<Span> {
        let first = self.tokens.get(tokens.start)?;
        let last = self.tokens.get(tokens.end.checked_sub(1)?)?;
        (tokens.start < tokens.end).then(|| Span::new(first.span.start, last.span.end))
    }

    fn push_tokens(&mut self, line: Range<usize>) {
        let end = line.end;
        let mut at = line.start;
        while at < end {
            let rest = &self.body[at..end];
            let Some(c) = rest.chars().next() else { break };
            let len = if c.is_whitespace() {
                at += c.len_utf8();
                continue;
            } else if is_word(c) {
                word_len(rest)
            } else {
                clitic_len(rest, at > line.start && self.ends_word(at)).unwrap_or(c.len_utf8())
            };
            self.push(Span::new(at, at + len));
            at += len;
        }
    }

    /// True if the last token ends right at `at` and is a word.
    fn ends_word(&self, at: usize) -> bool {
        self.tokens.last().is_some_and(|token| token.span.end == at)
            && self.body[..at].chars().next_back().is_some_and(is_word)
    }

    fn push(&mut self, span: Span) {
        let start = self.lower.len() as u32;
        let word = &self.body[span.start..span.end];
        if word.is_ascii() {
            self.lower
                .extend(word.bytes().map(|b| char::from(b.to_ascii_lowercase())));
        } else {
            for c in word.chars() {
                match c {
                    '’' | 'ʼ' => self.lower.push('\''),
                    c => self.lower.extend(c.to_lowercase()),
                }
            }
        }
        self.tokens.push(Token {
            span,
            lower: (start, self.lower.len() as u32),
            region: None,
        });
    }

    fn push_sentences(&mut self, first: usize, line: Range<usize>) {
        let mut token = first;
        // A line end inside would end a sentence; a space is as long.
        let unwrapped = self.body[line.clone()].replace('\n', " ");
        for sentence in sentences(&unwrapped) {
            let end = line.start + sentence.end;
            let start = token;
            while self.tokens.get(token).is_some_and(|t| t.span.start < end) {
                token += 1;
            }
            if token > start {
                self.sentences.push(start..token);
            }
        }
        if token < self.tokens.len() {
            self.sentences.push(token..self.tokens.len());
        }
    }

    fn mark_regions(&mut self) {
        let mut number = 0;
        for token in &mut self.tokens {
            while self
                .regions
                .get(number)
                .is_some_and(|region| region.span.end <= token.span.start)
            {
                number += 1;
            }
            token.region = self
                .regions
                .get(number)
                .filter(|region| region.span.contains(token.span))
                .map(|_| number as u32);
        }
    }
}

/// The byte ranges of the lines of a body that hold anything; lines that were
/// only wrapped at a width are one.
fn lines(body: &str) -> Vec<Range<usize>> {
    let wrapped = body.lines().all(|line| line.len() <= WRAPPED_BYTES_MAX);
    let mut start = 0;
    let mut found: Vec<Range<usize>> = Vec::new();
    for line in body.split('\n') {
        let range = start..start + line.len();
        start = range.end + 1;
        if line.trim().is_empty() {
            continue;
        }
        match found.last_mut() {
            Some(last)
                if wrapped
                    && last.end + 1 == range.start
                    && is_wrapped(&body[last.clone()], line) =>
            {
                last.end = range.end;
            }
            _ => found.push(range),
        }
    }
    found
}

/// A text with a longer line is not wrapped: its lines are paragraphs.
const WRAPPED_BYTES_MAX: usize = 120;

/// Characters of a line from which on it may have been wrapped: lines of verse
/// and of lists are shorter.
const WRAPPED_CHARS: usize = 40;

/// True if a sentence goes on from one line into the next.
fn is_wrapped(before: &str, after: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or(before).trim_end();
    let goes_on = line
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-'));
    let begins = after.trim_start().chars().next();
    goes_on
        && begins.is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '$' | '"' | '“' | '‘'))
        && line.chars().count() >= WRAPPED_CHARS
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Length of the word at the start of `rest`: letters and digits, joined by
/// single `.`, `&` and `-`. Scripts without spaces give single characters.
fn word_len(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if unspaced(c).is_some() {
            return if at == 0 { c.len_utf8() } else { at };
        }
        if is_word(c) || crate::analysis::script::is_extending(c) {
            end = at + c.len_utf8();
            continue;
        }
        let joins = matches!(c, '.' | '&' | '-')
            && chars
                .peek()
                .is_some_and(|(_, next)| is_word(*next) && unspaced(*next).is_none());
        if !joins {
            break;
        }
    }
    end
}

/// Length of an `'s`, `'re`, `'ve`, `'ll`, `'d`, `'m`, `'t` after a word.
fn clitic_len(rest: &str, after_word: bool) -> Option<usize> {
    let mark = rest.chars().next().filter(|c| matches!(c, '\'' | '’'))?;
    if !after_word {
        return None;
    }
    let letters = &rest[mark.len_utf8()..];
    let len = letters.find(|c: char| !is_word(c)).unwrap_or(letters.len());
    let known = ["s", "re", "ve", "ll", "d", "m", "t"]
        .iter()
        .any(|clitic| letters[..len].eq_ignore_ascii_case(clitic));
    known.then(|| mark.len_utf8() + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_are_one_paragraph_and_verse_is_not() {
        for (body, paragraphs) in [
            (
                "Rain fell all week on the northern hills and\nthe river rose. The town\n\nwaits.",
                2,
            ),
            (
                "Rain fell all week on the northern hills, the\nriver rose.",
                1,
            ),
            (
                "Rain fell all week on the northern hills, said the\nMet Office. Rain fell all week on the northern hills and on the coast, where many roads were closed until the evening, and on the moors.",
                2,
            ),
            ("O mud, O mud,\nthou comest in blood", 2),
            ("The council met on Tuesday evening to vote.\nIt voted.", 2),
        ] {
            assert_eq!(Text::new(body).paragraphs.len(), paragraphs, "{body}");
        }
        let text = Text::new("Rain fell all week on the northern hills, the\nriver rose.");
        assert_eq!(text.sentences.len(), 1);
    }
}
