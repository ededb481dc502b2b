//! A page and a text → which blocks of the page the text consists of.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::page::Page;

/// Letters that identify a place in the text.
const WINDOW: usize = 12;

/// For each block of the page whether its words stand in `text`.
pub(super) fn aligned(page: &Page, text: &str) -> Vec<bool> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut places: FxHashMap<u64, usize> = FxHashMap::default();
    for (at, window) in letters.windows(WINDOW).enumerate() {
        places.entry(hash(window)).or_insert(at);
    }
    let mut used = vec![false; letters.len()];
    let mut chosen = Vec::with_capacity(page.blocks.len());
    // Where in `letters` the next block is expected: blocks come in order.
    let mut next = 0;
    for block in &page.blocks {
        let length = block.letters.len();
        if length > 0 && letters[next..].starts_with(&block.letters) {
            used[next..next + length].fill(true);
            next += length;
            chosen.push(true);
            continue;
        }
        let Some(at) = place(&block.letters, &places) else {
            chosen.push(false);
            continue;
        };
        let end = (at + length).min(letters.len());
        let repeated = used[at..end].iter().filter(|&&used| used).count() * 2 > end - at;
        if !repeated {
            used[at..end].fill(true);
            next = end;
        }
        chosen.push(!repeated);
    }
    chosen
}

/// Where most of `block` stands in the indexed text.
fn place(block: &[char], places: &FxHashMap<u64, usize>) -> Option<usize> {
    if block.len() < WINDOW {
        return None;
    }
    let starts = (0..=block.len() - WINDOW).step_by(WINDOW / 2);
    let mut windows = 0;
    let mut found = 0;
    let mut first = None;
    for start in starts {
        windows += 1;
        if let Some(&at) = places.get(&hash(&block[start..start + WINDOW])) {
            found += 1;
            first = first.or(Some(at.saturating_sub(start)));
        }
    }
    first.filter(|_| found * 10 >= windows * 6)
}

fn hash(letters: &[char]) -> u64 {
    let mut hasher = FxHasher::default();
    for &letter in letters {
        hasher.write_u32(u32::from(letter));
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::super::page::page;
    use super::*;

    #[test]
    fn blocks_of_a_text() {
        let page = page(
            "<p>Home<p>The first boat left the northern quay.<p>Boats<p>Home\
             <p>The first boat left the northern quay.",
        );
        let text = "The first boat left the northern quay.\n\nBoats";
        assert_eq!(aligned(&page, text), [false, true, true, false, false]);
    }
}
