//! The blocks of a page → the paragraphs of its article, and what stood among
//! them and is left out.
//!
//! A classifier of blocks (`trees`, from the numbers of `features`) says where
//! the article is; `furniture` then judges each block. The text is the page's
//! own, with its paragraphs, and what was passed over is known.

use super::around::{Around, densest_container};
use super::features::{Describer, WIDTH};
use super::furniture::{self, Verdict};
use super::marks::Mark;
use super::metadata::Metadata;
use super::page::{Page, Tag, ends_sentence};
use super::surroundings::Surroundings;
use super::trees::Model;
use crate::article::{DropReason, Dropped};

/// The text of an article and what was left out of it.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) paragraphs: Vec<String>,
    pub(super) dropped: Vec<Dropped>,
}

/// On a page with more blocks the classifier is not asked: a page must be read
/// within 2 s. Of the news pages measured none has a quarter as many.
const BLOCKS_MAX: usize = 20_000;

/// How many lines beside the article, in the page's main part, are named: some
/// pages have a hundred links there.
const BESIDE_MAX: usize = 30;

/// Finds the article on a page.
pub(super) fn body(page: &Page, metadata: &Metadata, model: &Model) -> Body {
    let mut chosen = if page.blocks.len() <= BLOCKS_MAX {
        classified(page, metadata, model)
    } else {
        Vec::new()
    };
    if !chosen.contains(&true) {
        chosen = densest(page);
    }
    leave_layout(page, &mut chosen);
    let Some(container) = main_container(page, &chosen) else {
        return Body::default();
    };
    judged(page, &chosen, container, metadata)
}

/// What the classifier takes for the article.
fn classified(page: &Page, metadata: &Metadata, model: &Model) -> Vec<bool> {
    let around = Around::new(page);
    let describer = Describer::new(page, metadata, &around);
    let mut row = Vec::with_capacity(WIDTH);
    let mut scores = Vec::with_capacity(page.blocks.len());
    let mut joined = Vec::with_capacity(page.blocks.len());
    for at in 0..page.blocks.len() {
        row.clear();
        describer.describe(at, &mut row);
        scores.push(model.score(&row));
        joined.push(at > 0 && around.rows[at] == around.rows[at - 1]);
    }
    model.choose(&scores, &joined)
}

/// Chooses without the classifier: the sentences under the container that has
/// most of them close by.
fn densest(page: &Page) -> Vec<bool> {
    let is_text = |at: usize| {
        let block = &page.blocks[at];
        block.letters.len() >= 25 && block.link_share() < 0.4 && !is_aside(page, at)
    };
    let best = densest_container(page, is_text);
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
    page.ancestors(page.blocks[block].container).any(|at| {
        let container = &page.containers[at];
        container.mark.any(Mark::AWAY) && !matches!(container.tag, Tag::Body | Tag::Article)
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
        let verdict = if chosen[at] || inside[at] || surroundings.is_standfirst(at) {
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
