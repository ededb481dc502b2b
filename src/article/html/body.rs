//! The blocks of a page → the paragraphs of its article, and what stood among
//! them and is left out.
//!
//! A general extractor (the crate `trafilatura`) says where the article is;
//! its words are looked up in the blocks of the page, so that the text is the
//! page's own, with its paragraphs, and so that what it passed over is known.
//! `furniture` then judges each block.

use std::hash::Hasher;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rustc_hash::{FxHashMap, FxHasher};
use trafilatura::{ExtractionFocus, Options};

use super::furniture::{self, Surroundings, Verdict};
use super::metadata::Metadata;
use super::page::{Mark, Page, Tag, ends_sentence};
use crate::article::{DropReason, Dropped};

/// The text of an article and what was left out of it.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) paragraphs: Vec<String>,
    pub(super) dropped: Vec<Dropped>,
}

/// Beyond this many bytes of markup, or tags, the extractor is not asked: it
/// copies the tree dozens of times, and a page must be read within 2 s. Of
/// the news pages measured none has half as much.
const EXTRACTOR_BYTES_MAX: usize = 1_500_000;
const EXTRACTOR_TAGS_MAX: usize = 40_000;

/// How many lines beside the article, in the page's main part, are named: some
/// pages have a hundred links there.
const BESIDE_MAX: usize = 30;

/// Letters that identify a place in the text.
const WINDOW: usize = 12;

/// Finds the article on a page; `html` is the page that `page` was made of.
pub(super) fn body(page: &Page, html: &str, metadata: &Metadata) -> Body {
    let mut chosen = extracted_text(html)
        .map(|text| aligned(page, &text))
        .unwrap_or_default();
    if !chosen.contains(&true) {
        chosen = densest(page);
    }
    leave_layout(page, &mut chosen);
    let Some(container) = main_container(page, &chosen) else {
        return Body::default();
    };
    judged(page, &chosen, container, metadata)
}

/// What the extractor takes for the article. Its panics are caught: it indexes
/// strings and trees in ways that odd pages have broken before, and one page
/// must not end the run.
fn extracted_text(html: &str) -> Option<String> {
    let tags = html.bytes().filter(|&byte| byte == b'<').count();
    if html.len() > EXTRACTOR_BYTES_MAX || tags > EXTRACTOR_TAGS_MAX {
        return None;
    }
    let mut options = Options::default()
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_fallback(true)
        .with_deduplicate(false);
    options.exclude_comments = true;
    let result = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options)));
    let text = result.ok()?.ok()?.content_text;
    (!text.trim().is_empty()).then_some(text)
}

/// For each block of the page whether its words stand in `text`.
fn aligned(page: &Page, text: &str) -> Vec<bool> {
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

/// Chooses without the extractor: the sentences under the container that has
/// most of them close by.
fn densest(page: &Page) -> Vec<bool> {
    let is_text = |at: usize| {
        let block = &page.blocks[at];
        block.letters.len() >= 25 && block.link_share() < 0.4 && !is_aside(page, at)
    };
    let mut weights = vec![0_usize; page.containers.len()];
    for (at, block) in page
        .blocks
        .iter()
        .enumerate()
        .filter(|(at, _)| is_text(*at))
    {
        // A paragraph counts for its parent, and half for the one above.
        let letters = page.blocks[at].letters.len();
        for (step, container) in page.ancestors(block.container).skip(1).take(2).enumerate() {
            weights[container] += letters >> step;
        }
    }
    let best = weights
        .iter()
        .enumerate()
        .max_by_key(|(_, weight)| **weight);
    let best = best.filter(|(_, weight)| **weight > 0).map(|(at, _)| at);
    (0..page.blocks.len())
        .map(|at| match best {
            Some(best) => {
                is_text(at) && page.ancestors(page.blocks[at].container).any(|c| c == best)
            }
            None => is_text(at),
        })
        .collect()
}

fn is_aside(page: &Page, block: usize) -> bool {
    const AWAY: [Mark; 6] = [
        Mark::NAVIGATION,
        Mark::COMMENTS,
        Mark::HIDDEN,
        Mark::PROMOTION,
        Mark::RELATED,
        Mark::ASIDE,
    ];
    let away = AWAY
        .iter()
        .fold(Mark::default(), |all, &mark| all.with(mark));
    page.ancestors(page.blocks[block].container).any(|at| {
        let container = &page.containers[at];
        container.mark.any(away) && !matches!(container.tag, Tag::Body | Tag::Article)
    })
}

/// On a page that is laid out by a table, keeps of what was chosen what stands
/// in the cell that holds nearly all the sentences.
fn leave_layout(page: &Page, chosen: &mut [bool]) {
    let mut weights = vec![0_usize; page.containers.len()];
    let mut total = 0;
    for (at, block) in page.blocks.iter().enumerate().filter(|(at, _)| chosen[*at]) {
        if block.letters.len() < 25 || !ends_sentence(&block.text) || is_aside(page, at) {
            continue;
        }
        weights[block.container] += block.letters.len();
        total += block.letters.len();
    }
    for at in (0..weights.len()).rev() {
        if let Some(parent) = page.containers[at].parent {
            weights[parent] += weights[at];
        }
    }
    let is_text_cell = |at: &usize| {
        page.containers[*at].tag == Tag::Cell && total > 0 && weights[*at] * 100 >= total * 85
    };
    let Some(cell) = (0..weights.len()).rev().find(is_text_cell) else {
        return;
    };
    for (at, chosen) in chosen.iter_mut().enumerate() {
        *chosen &= page.ancestors(page.blocks[at].container).any(|c| c == cell);
    }
}

/// The innermost container that holds nearly all of the chosen text.
fn main_container(page: &Page, chosen: &[bool]) -> Option<usize> {
    let mut weights = vec![0_usize; page.containers.len()];
    let mut total = 0;
    for (block, _) in page
        .blocks
        .iter()
        .zip(chosen)
        .filter(|(_, chosen)| **chosen)
    {
        weights[block.container] += block.letters.len();
        total += block.letters.len();
    }
    // A child comes after its parent, so one pass backwards sums the trees.
    for at in (0..weights.len()).rev() {
        if let Some(parent) = page.containers[at].parent {
            weights[parent] += weights[at];
        }
    }
    let holds = |at: &usize| total > 0 && weights[*at] * 10 >= total * 9;
    let innermost = (0..weights.len()).rev().find(holds)?;
    // A single paragraph is the article, not where the article stands.
    page.ancestors(innermost).find(|&at| {
        matches!(
            page.containers[at].tag,
            Tag::Other | Tag::Article | Tag::Section | Tag::Body | Tag::Cell
        )
    })
}

/// Goes through the chosen blocks and those around them.
fn judged(page: &Page, chosen: &[bool], container: usize, metadata: &Metadata) -> Body {
    let inside: Vec<bool> = page
        .blocks
        .iter()
        .map(|block| page.ancestors(block.container).any(|at| at == container))
        .collect();
    let surroundings = Surroundings::new(page, chosen, &inside, container, metadata);
    let beside = beside(page, container);
    let mut body = Body::default();
    let mut lead = String::new();
    let mut listed = 0;
    for (at, block) in page.blocks.iter().enumerate() {
        let verdict = if chosen[at] || inside[at] || surroundings.standfirst.contains(&at) {
            furniture::judge(&surroundings, at)
        } else if listed < BESIDE_MAX
            && let Some(outer) = beside.filter(|&outer| is_under(page, at, outer))
        {
            let verdict = furniture::judge_beside(&surroundings, at, outer);
            listed += usize::from(verdict != Verdict::Pass);
            verdict
        } else {
            continue;
        };
        match verdict {
            Verdict::Keep => {
                let lead = std::mem::take(&mut lead);
                body.paragraphs.push(lead + &block.text);
            }
            Verdict::Lead => lead = format!("{} ", block.text),
            Verdict::Drop(reason) => body.dropped.push(Dropped {
                reason,
                text: block.text.clone(),
            }),
            Verdict::Pass => {}
        }
    }
    merge_dropped(&mut body.dropped);
    body
}

/// The element around the article's container that the page calls its article
/// or its main part.
fn beside(page: &Page, container: usize) -> Option<usize> {
    page.ancestors(container)
        .filter(|&at| matches!(page.containers[at].tag, Tag::Article | Tag::Section))
        .last()
        .filter(|&at| at != container)
}

fn is_under(page: &Page, block: usize, container: usize) -> bool {
    page.ancestors(page.blocks[block].container)
        .any(|at| at == container)
}

/// The buttons of one share bar are one thing for a reader of the list.
fn merge_dropped(dropped: &mut Vec<Dropped>) {
    dropped.dedup_by(|next, kept| {
        let same = next.reason == DropReason::ShareBar
            && kept.reason == DropReason::ShareBar
            && kept.text.len() + next.text.len() < 200;
        if same {
            kept.text.push_str(" · ");
            kept.text.push_str(&next.text);
        }
        same
    });
}
