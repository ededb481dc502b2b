//! A page → a row of numbers for each of its blocks: what the block is like,
//! where it stands, what stands around it, what the page says of itself.
//!
//! Nothing here knows a language: lengths are letters, sentences end with the
//! signs of any script, and the only words are those of classes.

use rustc_hash::FxHashMap;

use super::align::aligned;
use super::around::Around;
use super::marks::{Mark, WORDS};
use super::metadata::Metadata;
use super::page::{Block, Page, Tag, ends_sentence};
use super::title::letters;

/// How many numbers describe a block.
pub(super) const WIDTH: usize = OWN + 4 * NEAR + PLACE + CLAIMS + 2 * (MARKS + WORDS + TAGS);

const OWN: usize = 12;
const NEAR: usize = 5;
const PLACE: usize = 44;
const CLAIMS: usize = 9;
const MARKS: usize = 20;
const TAGS: usize = 20;

/// What is needed to describe the blocks of a page.
pub(super) struct Describer<'p> {
    page: &'p Page,
    around: &'p Around,
    claims: Claims,
}

impl<'p> Describer<'p> {
    pub(super) fn new(page: &'p Page, metadata: &Metadata, around: &'p Around) -> Self {
        let claims = Claims::new(page, metadata);
        Describer {
            page,
            around,
            claims,
        }
    }

    /// Adds the [`WIDTH`] numbers of the block `at` to `row`.
    pub(super) fn describe(&self, at: usize, row: &mut Vec<f32>) {
        own(&self.page.blocks[at], row);
        for step in [-2, -1, 1, 2] {
            near(self.page, self.around, at, step, row);
        }
        place(self.page, self.around, at, row);
        self.claims.push(self.page, at, row);
        signs(self.page, self.around, at, row);
    }
}

fn flag(value: bool) -> f32 {
    f32::from(u8::from(value))
}

fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

fn log(count: usize) -> f32 {
    (count as f32).ln_1p()
}

/// What the text of a block is like.
fn own(block: &Block, rows: &mut Vec<f32>) {
    let size = block.letters.len();
    let share = |is: fn(char) -> bool| {
        let count = block.letters.iter().filter(|&&c| is(c)).count();
        ratio(count, size)
    };
    let stops = block.text.chars().filter(|&c| is_stop(c)).count();
    let pauses = block.text.chars().filter(|&c| is_pause(c)).count();
    let spaces = block.text.bytes().filter(|&byte| byte == b' ').count();
    let first = block.text.chars().next().unwrap_or(' ');
    rows.extend([
        log(size),
        block.link_share() as f32,
        log(block.links),
        flag(ends_sentence(&block.text)),
        flag(block.text.ends_with([':', '：'])),
        ratio(stops, size),
        ratio(pauses, size),
        log(stops + pauses),
        share(char::is_numeric),
        share(char::is_uppercase),
        ratio(spaces, size),
        flag(!first.is_alphanumeric()),
    ]);
}

fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '۔' | '؟' | '።' | '։' | '။'
    )
}

fn is_pause(c: char) -> bool {
    matches!(c, ',' | ';' | '、' | '，' | '；' | '،' | '؛')
}

/// What a neighbour is like.
fn near(page: &Page, around: &Around, at: usize, step: isize, rows: &mut Vec<f32>) {
    let other = at.checked_add_signed(step);
    let Some((other, block)) = other.and_then(|other| Some((other, page.blocks.get(other)?)))
    else {
        rows.extend([-1.0; NEAR]);
        return;
    };
    rows.extend([
        log(block.letters.len()),
        block.link_share() as f32,
        flag(around.running[other]),
        flag(around.is_heading(page, other)),
        flag(around.rows[other] == around.rows[at]),
    ]);
}

/// Where the block stands.
fn place(page: &Page, around: &Around, at: usize, rows: &mut Vec<f32>) {
    let block = &page.blocks[at];
    let own = around.held[block.container];
    let mut above = page.ancestors(block.container).map(|c| around.held[c]);
    for _ in 0..4 {
        let held = above.next().unwrap_or(own);
        rows.extend([
            ratio(held.running, around.running_letters),
            ratio(held.linked, held.letters),
            log(held.blocks),
            ratio(held.running, held.letters),
        ]);
    }
    let row = around.row(at);
    let span = |from: Option<usize>| {
        from.map_or(99.0, |from| (at as f32 - from as f32).clamp(-30.0, 30.0))
    };
    let looks = around.looks[block.container];
    let parent_looks = page.containers[block.container]
        .parent
        .map_or(0, |parent| around.looks[parent]);
    rows.extend([
        flag(around.running[at]),
        ratio(row.running, around.running_letters),
        log(row.blocks),
        flag(around.fullest == Some(around.rows[at])),
        span(around.row_first),
        span(around.row_last),
        span(around.best_first),
        span(around.best_last),
        flag(around.in_best[block.container]),
        flag(around.in_most[block.container]),
        flag(around.in_nearly_all[block.container]),
        ratio(around.best_running, around.running_letters),
        ratio(at, page.blocks.len()),
        ratio(around.before[at], around.running_letters),
        f32::from(around.depth[block.container].min(99)),
        log(looks),
        log(parent_looks),
        span(around.heading_above(at)),
        flag(around.heading_linked(page, at)),
        log(around.running_letters),
        log(around.since_best(at)),
        ratio(around.pair(at).running, around.running_letters),
        ratio(around.pair(at).running, around.pair(at).letters),
        flag(around.fullest_pair == Some(around.pairs[at])),
        ratio(around.look(page, at).running, around.running_letters),
        around.steps_to_row(page, at),
        around.steps_to_top(page, at),
        flag(around.running[at] && around.fullest_pair == Some(around.pairs[at])),
    ]);
}

/// What the metadata say about the blocks.
struct Claims {
    headlines: Vec<String>,
    authors: Vec<String>,
    summaries: Vec<String>,
    headline_at: Option<usize>,
    in_data: Option<Vec<bool>>,
    body_marked: f32,
    times: Vec<usize>,
}

impl Claims {
    fn new(page: &Page, metadata: &Metadata) -> Self {
        let plain =
            |texts: &[String]| -> Vec<String> { texts.iter().map(|t| letters(t)).collect() };
        let headlines = plain(&metadata.headlines);
        let mut headline_at = None;
        let mut seen: FxHashMap<&[char], usize> = FxHashMap::default();
        for (at, block) in page.blocks.iter().enumerate() {
            if block.letters.len() <= 300 && headlines.contains(&letters(&block.text)) {
                headline_at = Some(at);
            }
            *seen.entry(&block.letters).or_default() += 1;
        }
        let times = page
            .blocks
            .iter()
            .map(|b| seen[b.letters.as_slice()])
            .collect();
        let marked = page.containers.iter().any(|c| c.mark.any(Mark::BODY));
        Claims {
            headlines,
            authors: plain(&metadata.authors),
            summaries: plain(&metadata.summaries),
            headline_at,
            in_data: metadata.ld_body.as_ref().map(|text| aligned(page, text)),
            body_marked: flag(marked),
            times,
        }
    }

    fn push(&self, page: &Page, at: usize, rows: &mut Vec<f32>) {
        const LINE_MAX: usize = 500;
        let block = &page.blocks[at];
        let text = if block.letters.len() <= LINE_MAX {
            letters(&block.text)
        } else {
            String::new()
        };
        let is = |texts: &[String]| !text.is_empty() && texts.contains(&text);
        let says = self.summaries.iter().any(|summary| {
            text.len() >= 25 && (summary.contains(&text) || text.contains(summary.as_str()))
        });
        let names = text.len() <= 200 && self.authors.iter().any(|a| text.contains(a.as_str()));
        rows.extend([
            flag(is(&self.headlines)),
            self.headline_at
                .map_or(99.0, |head| (at as f32 - head as f32).clamp(-30.0, 30.0)),
            flag(says),
            flag(is(&self.summaries)),
            flag(names),
            self.in_data.as_ref().map_or(-1.0, |found| flag(found[at])),
            self.body_marked,
            log(self.times[at]),
            flag(block.marked != Mark::default()),
        ]);
    }
}

/// What the elements around the block are for: those close by, and all.
fn signs(page: &Page, around: &Around, at: usize, rows: &mut Vec<f32>) {
    let block = &page.blocks[at];
    let near = around.near(page, block.container);
    let all = around.signs[block.container];
    for signs in [near, all] {
        let mark = signs.mark.with(block.marked);
        rows.extend((0..MARKS).map(|bit| flag(mark.has(bit))));
        rows.extend((0..WORDS).map(|bit| flag(signs.words >> bit & 1 == 1)));
        rows.extend((0..TAGS).map(|bit| flag(signs.tags >> bit & 1 == 1)));
    }
}

/// The number of a tag in a set of bits.
pub(super) fn tag_bit(tag: Tag) -> u32 {
    let bit = match tag {
        Tag::Paragraph => 0,
        Tag::Heading(1) => 1,
        Tag::Heading(_) => 2,
        Tag::Item => 3,
        Tag::List => 4,
        Tag::Quote => 5,
        Tag::Figure => 6,
        Tag::Caption => 7,
        Tag::Cell => 8,
        Tag::Row => 9,
        Tag::Table => 10,
        Tag::Article => 11,
        Tag::Section => 12,
        Tag::Aside => 13,
        Tag::Header => 14,
        Tag::Footer => 15,
        Tag::Nav => 16,
        Tag::Button => 17,
        Tag::Body => 18,
        Tag::Other => 19,
    };
    1 << bit
}

#[cfg(test)]
mod tests {
    use super::super::page::page;
    use super::*;

    #[test]
    fn each_block_has_all_numbers() {
        let page = page(
            "<h1>Ferry strike ends</h1><p>The crews went back to work, at last, on Sunday.</p>\
             <p>船员们周日复工，渡轮恢复航行，旅客终于可以回家了。</p>\
             <ul><li><a href=/b>Harbour tolls to rise</a></ul>",
        );
        let around = Around::new(&page);
        let describer = Describer::new(&page, &Metadata::default(), &around);
        assert_eq!(page.blocks.len(), 4);
        for at in 0..4 {
            let mut row = Vec::new();
            describer.describe(at, &mut row);
            assert_eq!(row.len(), WIDTH);
            assert!(row.iter().all(|number| number.is_finite()));
        }
    }

    #[test]
    fn running_text_is_found_in_any_script() {
        let page = page(
            "<p>船员们周日复工，渡轮恢复航行，旅客终于可以回家了，港口一切恢复正常。</p>\
             <p>Harbour tolls</p>",
        );
        assert_eq!(Around::new(&page).running, [true, false]);
    }
}
