//! The chosen blocks of a page → what the rules need to know of what stands
//! around a block: headlines, the standfirst, the row of the paragraphs,
//! notices and pulled quotations.

use rustc_hash::{FxHashMap, FxHashSet};

use super::around::{Row, row_of};
use super::furniture::is_headline;
use super::lines::{is_clock, is_sentence};
use super::marks::Mark;
use super::metadata::Metadata;
use super::page::{Block, Page, Tag};
use super::title::letters;

/// What the rules need to know of the page around a block.
pub(super) struct Surroundings<'p> {
    pub(super) page: &'p Page,
    pub(super) chosen: &'p [bool],
    pub(super) container: usize,
    pub(super) headlines: Vec<String>,
    pub(super) authors: Vec<String>,
    /// The standfirst, whether it was chosen or passed over, in the order of
    /// the page.
    pub(super) standfirst: Vec<usize>,
    /// The last headline above the text.
    pub(super) headline_at: Option<usize>,
    /// Quotations set apart whose words stand in the text as well.
    pub(super) pulled: Vec<usize>,
    /// True where the text has clock times on lines of their own: a live page.
    pub(super) has_clocks: bool,
    /// The first and the last block that reads as a sentence of the article.
    pub(super) first: usize,
    pub(super) last: usize,
    /// The row of like elements in which most of the text stands.
    pub(super) row: Option<Row>,
    /// The last sentence in that row.
    pub(super) row_end: usize,
    /// Sentences that stand on the page three times or more.
    pub(super) notices: FxHashSet<&'p [char]>,
}

impl<'p> Surroundings<'p> {
    pub(super) fn new(
        page: &'p Page,
        chosen: &'p [bool],
        inside: &[bool],
        container: usize,
        metadata: &Metadata,
    ) -> Self {
        let is_prose = |at: &usize| {
            let block = &page.blocks[*at];
            chosen[*at] && inside[*at] && is_sentence(block)
        };
        let any = |at: &usize| chosen[*at];
        let blocks = 0..chosen.len();
        let first = blocks
            .clone()
            .find(is_prose)
            .or_else(|| blocks.clone().find(any));
        let last = blocks
            .clone()
            .rev()
            .find(is_prose)
            .or_else(|| blocks.clone().rev().find(any));
        let row = fullest_row(page, blocks.clone().filter(is_prose));
        let row_end = blocks
            .rev()
            .find(|at| is_prose(at) && row == Some(row_of(page, &page.blocks[*at])));
        let row_end = row_end.filter(|&end| is_short_tail(page, chosen, end));
        let notices = notices(page, blocks_chosen(chosen));
        let clocks = page
            .blocks
            .iter()
            .zip(inside)
            .filter(|(block, inside)| **inside && is_clock(&block.text));
        let has_clocks = clocks.count() >= 3;
        let mut around = Surroundings {
            page,
            chosen,
            container,
            headlines: metadata
                .headlines
                .iter()
                .map(|text| letters(text))
                .collect(),
            headline_at: None,
            pulled: pulled(page, chosen),
            has_clocks,
            authors: metadata.authors.iter().map(|name| letters(name)).collect(),
            standfirst: standfirst(page, chosen, first.unwrap_or(0), metadata),
            first: first.unwrap_or(0),
            last: last.unwrap_or(0),
            row,
            row_end: row_end.unwrap_or(usize::MAX),
            notices,
        };
        around.headline_at = (0..around.first)
            .rev()
            .filter(|&at| inside[at] || chosen[at])
            .find(|&at| is_headline(&around, &page.blocks[at]));
        around
    }

    /// What the elements around a block, inside the article's own container,
    /// are for.
    pub(super) fn marks(&self, block: &Block) -> Mark {
        let around = self.around(block);
        let inline = if block.letters.len() <= 80 {
            block.marked
        } else {
            Mark::default()
        };
        around.fold(inline, |marks, at| {
            marks.with(self.page.containers[at].mark)
        })
    }

    pub(super) fn around(&self, block: &Block) -> impl Iterator<Item = usize> {
        let main = self.container;
        self.page
            .ancestors(block.container)
            .take_while(move |&at| at != main)
    }

    pub(super) fn is_in(&self, block: &Block, tag: Tag) -> bool {
        self.around(block)
            .any(|at| self.page.containers[at].tag == tag)
    }

    pub(super) fn is_standfirst(&self, at: usize) -> bool {
        self.standfirst.binary_search(&at).is_ok()
    }

    pub(super) fn is_in_row(&self, block: &Block) -> bool {
        self.row == Some(row_of(self.page, block))
    }

    pub(super) fn is_heading(&self, block: &Block) -> bool {
        self.around(block)
            .any(|at| matches!(self.page.containers[at].tag, Tag::Heading(_)))
    }
}

/// The blocks above the article that say what the publisher's own summary says
/// or are marked as a standfirst, where none of the chosen ones does.
fn standfirst(page: &Page, chosen: &[bool], first: usize, metadata: &Metadata) -> Vec<usize> {
    const LETTERS_MIN: usize = 25;
    // Each summary, how many letters it has and the beginning of it: summaries
    // are often cut, and standfirsts have a label before them.
    let summaries = metadata.summaries.iter().map(|text| letters(text));
    let summaries: Vec<(String, usize, String)> = summaries
        .filter(|summary| summary.len() >= LETTERS_MIN)
        .map(|summary| {
            let size = summary.chars().count();
            let start = summary.chars().take(size * 8 / 10).collect();
            (summary, size, start)
        })
        .collect();
    let longest = summaries.iter().map(|(_, size, _)| *size).max();
    // How much of a summary a block says: 0 where it says something else.
    let says = |block: &Block| -> usize {
        let length = block.letters.len();
        if length < LETTERS_MIN || longest.is_none_or(|size| length > size * 2 + 40) {
            return 0;
        }
        let text = letters(&block.text);
        let shares = summaries.iter().map(|(summary, size, start)| {
            if length <= size * 2 + 40 && text.contains(start) {
                100
            } else if text.len() <= summary.len() && summary.contains(&text) {
                100 * length / size
            } else {
                0
            }
        });
        shares.max().unwrap_or(0)
    };
    let headlines: Vec<String> = metadata
        .headlines
        .iter()
        .map(|text| letters(text))
        .collect();
    let title = metadata.title.as_deref().map(letters);
    // A second headline may be given in the data that the page shows as a deck.
    let is_headline = |at: usize| {
        let text = letters(&page.blocks[at].text);
        title.as_ref() == Some(&text) || (headlines.contains(&text) && !is_deck(page, at))
    };
    let may_stand = |at: &usize| {
        let block = &page.blocks[*at];
        let marks = page
            .ancestors(block.container)
            .filter(|&at| !matches!(page.containers[at].tag, Tag::Body | Tag::Article))
            .fold(Mark::default(), |marks, at| {
                marks.with(page.containers[at].mark)
            });
        let away = Mark::HIDDEN
            .with(Mark::CAPTION)
            .with(Mark::RELATED)
            .with(Mark::PROMOTION)
            .with(Mark::COMMENTS);
        !marks.any(away) && block.link_share() < 0.5 && !is_headline(*at)
    };
    let taken: Vec<usize> = blocks_chosen(&chosen[..first])
        .filter(|&at| is_deck(page, at) || says(&page.blocks[at]) >= 50)
        .filter(may_stand)
        .collect();
    if !taken.is_empty() || blocks_chosen(chosen).any(|at| says(&page.blocks[at]) >= 50) {
        return taken;
    }
    let mut found: Vec<usize> = Vec::new();
    let mut under_headline = false;
    for at in 0..first {
        let block = &page.blocks[at];
        under_headline |= is_headline(at);
        let deck = under_headline && found.is_empty() && is_deck(page, at);
        if (says(block) == 0 && !deck) || !may_stand(&at) {
            continue;
        }
        let repeated = found
            .iter()
            .any(|&other| page.blocks[other].letters == block.letters);
        if !repeated {
            found.push(at);
        }
    }
    found
}

/// True for a line that its element calls a standfirst.
fn is_deck(page: &Page, at: usize) -> bool {
    const LETTERS_MIN: usize = 25;
    const LETTERS_MAX: usize = 400;
    let block = &page.blocks[at];
    let own = page.containers[block.container].mark;
    own.any(Mark::STANDFIRST)
        && (LETTERS_MIN..=LETTERS_MAX).contains(&block.letters.len())
        && block.link_share() < 0.5
}

/// The blocks of elements for pulled quotations whose words are in the text
/// too. Looks at a few: a page of nothing else must not cost its square.
fn pulled(page: &Page, chosen: &[bool]) -> Vec<usize> {
    const QUOTES_MAX: usize = 24;
    let is_pulled = |block: &Block| {
        let mut around = page.ancestors(block.container).take(4);
        around.any(|at| page.containers[at].mark.any(Mark::PULLED))
    };
    let quotes: Vec<usize> = (0..page.blocks.len())
        .filter(|&at| page.blocks[at].letters.len() <= 500 && is_pulled(&page.blocks[at]))
        .take(QUOTES_MAX)
        .collect();
    if quotes.is_empty() {
        return quotes;
    }
    let mut text = String::new();
    for at in blocks_chosen(chosen).filter(|at| !quotes.contains(at)) {
        text.push_str(&letters(&page.blocks[at].text));
    }
    quotes
        .into_iter()
        .filter(|&at| text.contains(&letters(&page.blocks[at].text)))
        .collect()
}

fn blocks_chosen(chosen: &[bool]) -> impl Iterator<Item = usize> + Clone {
    (0..chosen.len()).filter(|&at| chosen[at])
}

/// The sentences that stand on the page three times or more ("This
/// advertisement has not loaded yet"), unless they are most of the text.
fn notices(page: &Page, chosen: impl Iterator<Item = usize> + Clone) -> FxHashSet<&[char]> {
    let mut times: FxHashMap<&[char], usize> = FxHashMap::default();
    for block in page.blocks.iter().filter(|block| is_sentence(block)) {
        *times.entry(&block.letters).or_default() += 1;
    }
    let notices: FxHashSet<&[char]> = times
        .into_iter()
        .filter(|(_, times)| *times >= 3)
        .map(|(text, _)| text)
        .collect();
    let (mut repeated, mut all) = (0, 0);
    for at in chosen {
        let letters = page.blocks[at].letters.as_slice();
        all += letters.len();
        repeated += if notices.contains(letters) {
            letters.len()
        } else {
            0
        };
    }
    if repeated * 10 > all * 6 {
        FxHashSet::default()
    } else {
        notices
    }
}

/// The row that holds the most letters of `prose`, if it is the most of it.
fn fullest_row(page: &Page, prose: impl Iterator<Item = usize>) -> Option<Row> {
    let mut rows: FxHashMap<Row, usize> = FxHashMap::default();
    let mut total = 0;
    for at in prose {
        let block = &page.blocks[at];
        *rows.entry(row_of(page, block)).or_default() += block.letters.len();
        total += block.letters.len();
    }
    // The lower row breaks a tie, for the same answer every time.
    let fullest = rows
        .into_iter()
        .max_by_key(|&(row, letters)| (letters, std::cmp::Reverse(row)));
    fullest
        .filter(|(_, letters)| letters * 10 >= total * 6)
        .map(|(row, _)| row)
}

/// A box that holds much of the text is part of the article: a recipe, a
/// table of results.
fn is_short_tail(page: &Page, chosen: &[bool], end: usize) -> bool {
    let letters = |blocks: std::ops::Range<usize>| -> usize {
        blocks
            .filter(|&at| chosen[at])
            .map(|at| page.blocks[at].letters.len())
            .sum()
    };
    letters(end + 1..chosen.len()) * 4 <= letters(0..end + 1)
}
