//! Labelled stretches of a paragraph → statements: which source, which cue and
//! which content belong together.
//!
//! A cue takes the nearest source, one in front rather than one behind; content
//! goes to the nearest cue. Content without a cue goes on the statement before
//! it if both are quotations of the same paragraph, and floats otherwise.

use std::ops::Range;

use super::decode::{CONTENT, CUE, SOURCE};

/// Neighbours on either side that are looked at: beyond that nothing belongs
/// together, and a paragraph of thousands of stretches stays cheap.
const REACH: usize = 6;

/// What belongs together, as token ranges.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Link {
    /// In order, never empty.
    pub(crate) content: Vec<Range<usize>>,
    pub(crate) cue: Option<Range<usize>>,
    pub(crate) source: Option<Range<usize>>,
}

/// Links the stretches of a paragraph that starts at token `first`;
/// `sentence` gives the number of a token's sentence.
pub(crate) fn link(labels: &[u8], first: usize, sentence: impl Fn(usize) -> usize) -> Vec<Link> {
    let contents = stretches(labels, first, CONTENT);
    if contents.is_empty() {
        return Vec::new();
    }
    let cues = stretches(labels, first, CUE);
    let sources = stretches(labels, first, SOURCE);
    let (by_cue, used) = sources_of(&cues, &sources, &sentence);
    let mut links: Vec<Link> = Vec::new();
    let mut of_cue: Vec<Option<usize>> = vec![None; cues.len()];
    for (number, content) in contents.iter().enumerate() {
        match cue_of(number, &contents, &cues, &by_cue, &sources, &sentence) {
            Some(cue) => {
                let slot = of_cue.get(cue).copied().flatten();
                if let Some(link) = slot.and_then(|slot| links.get_mut(slot)) {
                    link.content.push(content.clone());
                    continue;
                }
                if let Some(slot) = of_cue.get_mut(cue) {
                    *slot = Some(links.len());
                }
                links.push(Link {
                    content: vec![content.clone()],
                    cue: cues.get(cue).cloned(),
                    source: by_cue
                        .get(cue)
                        .copied()
                        .flatten()
                        .and_then(|source| sources.get(source).cloned()),
                });
            }
            None => links.push(Link {
                content: vec![content.clone()],
                cue: None,
                source: lone_source(content, &sources, &used, &sentence),
            }),
        }
    }
    links
}

/// The stretches of a label, in order.
fn stretches(labels: &[u8], first: usize, label: u8) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, here) in labels.iter().enumerate() {
        let at = first + at;
        if *here == label {
            found.push(at..at + 1);
        } else if *here == label + 1
            && let Some(last) = found.last_mut().filter(|last| last.end == at)
        {
            last.end = at + 1;
        }
    }
    found
}

/// Tokens between two stretches.
fn gap(one: &Range<usize>, other: &Range<usize>) -> f32 {
    if other.start >= one.end {
        (other.start - one.end) as f32
    } else {
        one.start.saturating_sub(other.end) as f32
    }
}

/// The stretches near a place, with their numbers.
fn near(all: &[Range<usize>], at: usize) -> impl Iterator<Item = (usize, &Range<usize>)> {
    let middle = all.partition_point(|range| range.start < at);
    let from = middle.saturating_sub(REACH);
    all.iter().enumerate().skip(from).take(2 * REACH)
}

/// The source of each cue, and which sources are taken.
fn sources_of(
    cues: &[Range<usize>],
    sources: &[Range<usize>],
    sentence: &impl Fn(usize) -> usize,
) -> (Vec<Option<usize>>, Vec<bool>) {
    let mut by_cue = vec![None; cues.len()];
    let mut used = vec![false; sources.len()];
    let mut order: Vec<(usize, f32)> = cues
        .iter()
        .enumerate()
        .map(|(number, cue)| {
            let nearest = near(sources, cue.start)
                .map(|(_, source)| gap(cue, source))
                .fold(99.0, f32::min);
            (number, nearest)
        })
        .collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    for (number, _) in order {
        let Some(cue) = cues.get(number) else {
            continue;
        };
        let best = near(sources, cue.start)
            .map(|(source, range)| {
                let behind = if range.start < cue.start { 0.0 } else { 1.5 };
                let apart = sentence(range.start) != sentence(cue.start);
                let taken = used.get(source).copied().unwrap_or(false);
                let cost = gap(cue, range)
                    + behind
                    + if apart { 25.0 } else { 0.0 }
                    + if taken { 3.0 } else { 0.0 };
                (cost, source)
            })
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, source)) = best.filter(|best| best.0 < 40.0) {
            if let Some(slot) = by_cue.get_mut(number) {
                *slot = Some(source);
            }
            if let Some(slot) = used.get_mut(source) {
                *slot = true;
            }
        }
    }
    (by_cue, used)
}

/// The cue of a content stretch.
fn cue_of(
    number: usize,
    contents: &[Range<usize>],
    cues: &[Range<usize>],
    by_cue: &[Option<usize>],
    sources: &[Range<usize>],
    sentence: &impl Fn(usize) -> usize,
) -> Option<usize> {
    let content = contents.get(number)?;
    let before = number
        .checked_sub(1)
        .and_then(|number| contents.get(number));
    let behind = contents.get(number + 1);
    near(cues, content.start)
        .map(|(cue, range)| {
            let source = by_cue
                .get(cue)
                .copied()
                .flatten()
                .and_then(|source| sources.get(source));
            let to_source = source.map_or(f32::MAX, |source| gap(content, source) + 0.5);
            let same = [content.start, content.end - 1]
                .iter()
                .any(|token| sentence(*token) == sentence(range.start));
            // Other content in between keeps them apart.
            let apart = before.is_some_and(|other| range.end <= other.start)
                || behind.is_some_and(|other| other.end <= range.start);
            let cost = gap(content, range).min(to_source)
                + if same { 0.0 } else { 30.0 }
                + if apart { 6.0 } else { 0.0 };
            (cost, cue)
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|best| best.0 <= 24.0)
        .map(|best| best.1)
}

/// A source that stands right at a content stretch without any cue:
/// `Roe: We go.`
fn lone_source(
    content: &Range<usize>,
    sources: &[Range<usize>],
    used: &[bool],
    sentence: &impl Fn(usize) -> usize,
) -> Option<Range<usize>> {
    near(sources, content.start)
        .filter(|(source, range)| {
            !used.get(*source).copied().unwrap_or(true)
                && sentence(range.start) == sentence(content.start)
                && gap(content, range) <= 6.0
        })
        .min_by(|a, b| gap(content, a.1).total_cmp(&gap(content, b.1)))
        .map(|(_, range)| range.clone())
}

#[cfg(test)]
#[allow(
    clippy::single_range_in_vec_init,
    reason = "one stretch is a list of one"
)]
mod tests {
    use super::*;

    /// Labels from one letter a token: `c`, `s`, `q` begin, capitals go on.
    fn labels(letters: &str) -> Vec<u8> {
        letters
            .chars()
            .map(|letter| match letter {
                'c' => CONTENT,
                'C' => CONTENT + 1,
                's' => SOURCE,
                'S' => SOURCE + 1,
                'q' => CUE,
                'Q' => CUE + 1,
                _ => 0,
            })
            .collect()
    }

    /// The links of a paragraph whose sentences end after a `.`.
    fn links(letters: &str) -> Vec<Link> {
        let of = |token: usize| letters[..token].matches('.').count();
        link(&labels(letters), 0, of)
    }

    #[test]
    fn content_goes_to_its_cue_and_the_cue_to_its_source() {
        for (letters, content, cue, source) in [
            ("sSqcCCC.", vec![3..7], Some(2..3), Some(0..2)),
            ("cCCC-qsS.", vec![0..4], Some(5..6), Some(6..8)),
            ("cCC-sq-cCC.", vec![0..3, 7..10], Some(5..6), Some(4..5)),
            ("qQsS-cCCC.", vec![5..9], Some(0..2), Some(2..4)),
            ("cCCC.", vec![0..4], None, None),
            ("s-cCCC.", vec![2..6], None, Some(0..1)),
        ] {
            let found = links(letters);
            assert_eq!(found.len(), 1, "{letters}");
            assert_eq!(found[0].content, content, "{letters}");
            assert_eq!(found[0].cue, cue, "{letters}");
            assert_eq!(found[0].source, source, "{letters}");
        }
    }

    #[test]
    fn each_sentence_keeps_its_own() {
        let found = links("sqcCC.sqcCC.");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].source, Some(0..1));
        assert_eq!(found[1].source, Some(6..7));
        assert_eq!(found[1].content, [8..11]);
    }

    #[test]
    fn a_cue_without_content_is_no_statement() {
        assert!(links("sq....").is_empty());
        assert!(links("").is_empty());
    }

    #[test]
    fn a_paragraph_of_thousands_of_stretches_is_linked() {
        let letters = "sqc".repeat(20_000);
        let of = |token: usize| token / 30;
        assert_eq!(link(&labels(&letters), 0, of).len(), 20_000);
    }
}
