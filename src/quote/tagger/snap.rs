//! Content spans → the same with their borders on the borders of the
//! quotation that they mostly are.

use crate::quote::text::Text;
use crate::span::Span;

/// Words from which on a region is a quotation and no quoted word.
const WORDS: usize = 3;
/// A border that misses the region's by so many bytes is moved anyway.
const NEAR: usize = 25;

/// Moves the borders of `span` to those of the quoted regions that it covers
/// by half, or nearly reaches the end of.
pub(crate) fn snap(text: &Text, span: Span) -> Span {
    let mut snapped = span;
    let first = text
        .regions
        .partition_point(|region| region.span.end <= span.start);
    for region in text.regions.iter().skip(first) {
        let whole = region.span;
        if whole.start >= span.end {
            break;
        }
        if !is_quotation(text, region.inner) {
            continue;
        }
        let shared = whole.end.min(span.end) - whole.start.max(span.start);
        let mostly = 2 * shared >= whole.len();
        if snapped.start > whole.start
            && snapped.start < whole.end
            && (mostly || snapped.start - whole.start <= NEAR)
        {
            snapped.start = whole.start;
        }
        if snapped.end < whole.end
            && snapped.end > whole.start
            && (mostly || whole.end - snapped.end <= NEAR)
        {
            snapped.end = whole.end;
        }
    }
    snapped
}

/// True if the region holds a few words.
pub(crate) fn is_quotation(text: &Text, inner: Span) -> bool {
    inner.of(text.body).is_some_and(|words| {
        words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .nth(WORDS - 1)
            .is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_move_to_those_of_the_quotation() {
        const BODY: &str = "She said “we will not open before June” and left “a hint” there.";
        for (words, wanted) in [
            ("we will not open before", "“we will not open before June”"),
            (
                "said “we will not open before",
                "said “we will not open before June”",
            ),
            (
                "will not open before June” and left",
                "“we will not open before June” and left",
            ),
            ("hint” there", "hint” there"),
            ("She said", "She said"),
        ] {
            let text = Text::new(BODY);
            let start = BODY.find(words).unwrap();
            let found = snap(&text, Span::new(start, start + words.len()));
            assert_eq!(found.of(BODY), Some(wanted), "{words}");
        }
    }
}
