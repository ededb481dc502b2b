//! Text → words: runs of letters and digits; in Chinese and Japanese single
//! characters. All that is measured is measured in them, so that marks and
//! spaces never matter.

use std::collections::BTreeSet;

use onrecord::span::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut joins = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let word = c.is_alphanumeric();
        let single = is_ideograph(c);
        match found.last_mut() {
            Some(last) if word && joins && !single => last.end = end,
            _ if word => found.push(Span::new(at, end)),
            _ => {}
        }
        joins = word && !single;
    }
    found
}

/// The numbers of the words that any of the spans touches.
pub(crate) fn inside(words: &[Span], spans: &[Span]) -> BTreeSet<usize> {
    let touched = |span: &Span| {
        let first = words.partition_point(|word| word.end <= span.start);
        let end = words.partition_point(|word| word.start < span.end);
        first..end
    };
    spans.iter().flat_map(touched).collect()
}

/// Chinese characters and kana.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// Lower case without accents, with straight apostrophes.
pub(crate) fn folded(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == '’' { '\'' } else { c })
        .collect()
}
