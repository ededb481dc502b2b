//! A page → what each element holds and what stands around it, summed once for
//! all blocks.

use rustc_hash::FxHashMap;

use super::features::tag_bit;
use super::marks::Mark;
use super::page::{Block, Page, Tag, ends_sentence};

/// The paragraphs of an article lie side by side: in one element, or each in
/// an element of its own of the same tag and class.
pub(super) type Row = (Option<usize>, u64);

/// What an element holds, everything in it counted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Held {
    pub(super) letters: usize,
    pub(super) linked: usize,
    /// Letters of running text.
    pub(super) running: usize,
    pub(super) blocks: usize,
}

impl Held {
    fn add(&mut self, block: &Block, running: bool) {
        let letters = block.letters.len();
        self.letters += letters;
        self.linked += block.link_letters;
        self.running += if running { letters } else { 0 };
        self.blocks += 1;
    }
}

/// What the elements around a place are for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SignsAround {
    pub(super) mark: Mark,
    pub(super) words: u64,
    pub(super) tags: u32,
}

/// Sums over a page.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// For each block whether it reads as running text.
    pub(super) running: Vec<bool>,
    /// For each block the letters of running text before it.
    pub(super) before: Vec<usize>,
    /// For each block its row.
    pub(super) rows: Vec<Row>,
    row_sums: FxHashMap<Row, Held>,
    /// For each block the looks of its element and of the one around it, and
    /// what all blocks of such a pair hold together, wherever they stand.
    pub(super) pairs: Vec<(u64, u64)>,
    pair_sums: FxHashMap<(u64, u64), Held>,
    look_sums: FxHashMap<u64, Held>,
    pub(super) fullest_pair: Option<(u64, u64)>,
    /// For each container whether the fullest row, or the first heading of the
    /// first order, stands in it.
    holds_row: Vec<bool>,
    holds_top: Vec<bool>,
    /// The row with the most running text, its first and its last block.
    pub(super) fullest: Option<Row>,
    pub(super) row_first: Option<usize>,
    pub(super) row_last: Option<usize>,
    /// All letters of running text.
    pub(super) running_letters: usize,
    /// For each container what it holds.
    pub(super) held: Vec<Held>,
    /// For each container the signs of it and of all around it.
    pub(super) signs: Vec<SignsAround>,
    pub(super) depth: Vec<u8>,
    /// For each container how many have the same tag and class.
    pub(super) looks: Vec<usize>,
    /// For each container whether it is in the densest one, in the innermost
    /// that holds most, or nearly all, of the running text.
    pub(super) in_best: Vec<bool>,
    pub(super) in_most: Vec<bool>,
    pub(super) in_nearly_all: Vec<bool>,
    pub(super) best_running: usize,
    pub(super) best_first: Option<usize>,
    pub(super) best_last: Option<usize>,
    /// For each block the heading above it.
    headings: Vec<Option<usize>>,
}

impl Around {
    pub(super) fn new(page: &Page) -> Self {
        let mut around = Around::default();
        around.sum_signs(page);
        around.sum_text(page);
        around.find_rows(page);
        around.find_candidates(page);
        around.find_headings(page);
        around
    }

    fn sum_signs(&mut self, page: &Page) {
        let mut looks: FxHashMap<u64, usize> = FxHashMap::default();
        for container in &page.containers {
            let above = container.parent.map(|at| (self.signs[at], self.depth[at]));
            let (above, depth) = above.unwrap_or_default();
            // What stands on the whole page tells of no part of it.
            let own = if matches!(container.tag, Tag::Body | Tag::Article) {
                Mark::default()
            } else {
                container.mark
            };
            self.signs.push(SignsAround {
                mark: above.mark.with(own),
                words: above.words
                    | if container.tag == Tag::Body {
                        0
                    } else {
                        container.words
                    },
                tags: above.tags | tag_bit(container.tag),
            });
            self.depth.push(depth.saturating_add(1));
            *looks.entry(container.look).or_default() += 1;
        }
        self.looks = page.containers.iter().map(|c| looks[&c.look]).collect();
    }

    fn sum_text(&mut self, page: &Page) {
        self.held = vec![Held::default(); page.containers.len()];
        for block in &page.blocks {
            let running = self.is_running(block);
            let letters = block.letters.len();
            self.before.push(self.running_letters);
            self.running.push(running);
            self.running_letters += if running { letters } else { 0 };
            self.held[block.container].add(block, running);
        }
        // A child comes after its parent, so one pass backwards sums the trees.
        for at in (0..self.held.len()).rev() {
            if let Some(parent) = page.containers[at].parent {
                let held = self.held[at];
                let sum = &mut self.held[parent];
                sum.letters += held.letters;
                sum.linked += held.linked;
                sum.running += held.running;
                sum.blocks += held.blocks;
            }
        }
    }

    fn is_running(&self, block: &Block) -> bool {
        block.letters.len() >= 25
            && ends_sentence(&block.text)
            && block.link_share() < 0.4
            && !self.signs[block.container].mark.any(Mark::AWAY)
    }

    fn find_rows(&mut self, page: &Page) {
        for (at, block) in page.blocks.iter().enumerate() {
            let row = row_of(page, block);
            self.rows.push(row);
            let pair = pair_of(page, block);
            self.pairs.push(pair);
            let running = self.running[at];
            self.row_sums.entry(row).or_default().add(block, running);
            self.pair_sums.entry(pair).or_default().add(block, running);
            self.look_sums
                .entry(pair.0)
                .or_default()
                .add(block, running);
        }
        // The lower row breaks a tie, for the same answer every time.
        let sums = self.row_sums.iter().filter(|(_, sum)| sum.running > 0);
        let fullest = sums.max_by_key(|&(row, sum)| (sum.running, std::cmp::Reverse(*row)));
        self.fullest = fullest.map(|(row, _)| *row);
        let pairs = self.pair_sums.iter().filter(|(_, sum)| sum.running > 0);
        let fullest = pairs.max_by_key(|&(pair, sum)| (sum.running, *pair));
        self.fullest_pair = fullest.map(|(pair, _)| *pair);
        let is_in = |at: &usize| self.running[*at] && Some(self.rows[*at]) == self.fullest;
        self.row_first = (0..self.rows.len()).find(is_in);
        self.row_last = (0..self.rows.len()).rev().find(is_in);
    }

    fn find_candidates(&mut self, page: &Page) {
        let best = densest_container(page, |at| self.running[at]);
        let holding = |percent: usize| {
            let total = self.running_letters;
            (0..self.held.len())
                .rev()
                .find(|&at| total > 0 && self.held[at].running * 100 >= total * percent)
        };
        self.in_most = inside(page, holding(60));
        self.in_nearly_all = inside(page, holding(90));
        self.in_best = inside(page, best);
        self.best_running = best.map_or(0, |at| self.held[at].running);
        let is_in = |at: &usize| self.running[*at] && self.in_best[page.blocks[*at].container];
        self.best_first = (0..page.blocks.len()).find(is_in);
        self.best_last = (0..page.blocks.len()).rev().find(is_in);
    }

    fn find_headings(&mut self, page: &Page) {
        let mut last = None;
        let first = (0..page.blocks.len()).find(|&at| {
            let tags = self.signs[page.blocks[at].container].tags;
            tags & tag_bit(Tag::Heading(1)) != 0
        });
        self.holds_top = holding(page, first);
        self.holds_row = holding(page, self.row_first);
        for at in 0..page.blocks.len() {
            self.headings.push(last);
            if self.is_heading(page, at) {
                last = Some(at);
            }
        }
    }

    pub(super) fn is_heading(&self, page: &Page, at: usize) -> bool {
        let tags = self.signs[page.blocks[at].container].tags;
        tags & (tag_bit(Tag::Heading(1)) | tag_bit(Tag::Heading(2))) != 0
    }

    pub(super) fn heading_above(&self, at: usize) -> Option<usize> {
        self.headings[at]
    }

    /// True where the heading above is a link.
    pub(super) fn heading_linked(&self, page: &Page, at: usize) -> bool {
        self.headings[at].is_some_and(|heading| page.blocks[heading].link_share() >= 0.8)
    }

    /// The row of a block.
    pub(super) fn row(&self, at: usize) -> Held {
        self.row_sums
            .get(&self.rows[at])
            .copied()
            .unwrap_or_default()
    }

    /// What the blocks with the same pair of looks hold.
    pub(super) fn pair(&self, at: usize) -> Held {
        self.pair_sums
            .get(&self.pairs[at])
            .copied()
            .unwrap_or_default()
    }

    /// What the elements of the same look as the block's hold.
    pub(super) fn look(&self, page: &Page, at: usize) -> Held {
        let look = page.containers[page.blocks[at].container].look;
        self.look_sums.get(&look).copied().unwrap_or_default()
    }

    /// How far up the element is that holds the block and the fullest row.
    pub(super) fn steps_to_row(&self, page: &Page, at: usize) -> f32 {
        steps(page, at, &self.holds_row)
    }

    /// The same for the first heading of the first order.
    pub(super) fn steps_to_top(&self, page: &Page, at: usize) -> f32 {
        steps(page, at, &self.holds_top)
    }

    /// Letters of running text between the end of the fullest row and a block.
    pub(super) fn since_best(&self, at: usize) -> usize {
        self.row_last
            .map_or(0, |last| self.before[at].saturating_sub(self.before[last]))
    }

    /// The signs of a container and the two around it.
    pub(super) fn near(&self, page: &Page, container: usize) -> SignsAround {
        let mut near = SignsAround::default();
        for container in page
            .ancestors(container)
            .take(3)
            .map(|at| &page.containers[at])
        {
            near.mark = near.mark.with(container.mark);
            near.words |= container.words;
            near.tags |= tag_bit(container.tag);
        }
        near
    }
}

/// The container that has most of the letters of the blocks of `is_text` close
/// by: a paragraph counts for its parent, and half for the one above.
pub(super) fn densest_container(page: &Page, is_text: impl Fn(usize) -> bool) -> Option<usize> {
    let mut weights = vec![0_usize; page.containers.len()];
    let blocks = page.blocks.iter().enumerate();
    for (_, block) in blocks.filter(|(at, _)| is_text(*at)) {
        let letters = block.letters.len();
        for (step, container) in page.ancestors(block.container).skip(1).take(2).enumerate() {
            weights[container] += letters >> step;
        }
    }
    let best = weights
        .iter()
        .enumerate()
        .max_by_key(|(_, weight)| **weight);
    best.filter(|(_, weight)| **weight > 0).map(|(at, _)| at)
}

/// For each container whether `block` stands in it.
fn holding(page: &Page, block: Option<usize>) -> Vec<bool> {
    let mut holding = vec![false; page.containers.len()];
    if let Some(block) = block {
        for at in page.ancestors(page.blocks[block].container) {
            holding[at] = true;
        }
    }
    holding
}

fn steps(page: &Page, at: usize, holding: &[bool]) -> f32 {
    const STEPS_MAX: usize = 20;
    let mut above = page.ancestors(page.blocks[at].container).take(STEPS_MAX);
    above.position(|at| holding[at]).unwrap_or(STEPS_MAX) as f32
}

fn pair_of(page: &Page, block: &Block) -> (u64, u64) {
    let own = &page.containers[block.container];
    (
        own.look,
        own.parent.map_or(0, |parent| page.containers[parent].look),
    )
}

/// For each container whether it is `root` or in it.
fn inside(page: &Page, root: Option<usize>) -> Vec<bool> {
    let mut inside: Vec<bool> = Vec::with_capacity(page.containers.len());
    for (at, container) in page.containers.iter().enumerate() {
        let above = container.parent.is_some_and(|parent| inside[parent]);
        inside.push(above || root == Some(at));
    }
    inside
}

/// The row that a block stands in.
pub(super) fn row_of(page: &Page, block: &Block) -> Row {
    let is_line = |at: &usize| {
        matches!(
            page.containers[*at].tag,
            Tag::Paragraph | Tag::Heading(_) | Tag::Item | Tag::List | Tag::Quote
        )
    };
    let Some(parent) = page.ancestors(block.container).find(|at| !is_line(at)) else {
        return (None, 0);
    };
    (page.containers[parent].parent, page.containers[parent].look)
}
