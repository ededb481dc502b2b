//! One block of a page among its neighbours → part of the article, or
//! furniture: the headline once more, captions, share bars, links to other
//! articles, notes about the author.
//!
//! The rules look at links, marks, position and sentence ends, not at words,
//! so that they hold in any language; the few word lists only add to them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::metadata::Metadata;
use super::page::{Block, Mark, Page, Tag, ends_sentence};
use super::title::letters;
use crate::article::{DropReason, date};

/// What becomes of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is a paragraph of the article.
    Keep,
    /// It is the clock time of the paragraph that follows.
    Lead,
    /// It stood in the article and is none of it.
    Drop(DropReason),
    /// It has nothing to do with the article.
    Pass,
}

/// What the rules need to know of the page around a block.
pub(super) struct Surroundings<'p> {
    page: &'p Page,
    chosen: &'p [bool],
    container: usize,
    headlines: Vec<String>,
    authors: Vec<String>,
    /// The standfirst, whether the extractor took it or passed over it.
    pub(super) standfirst: Vec<usize>,
    /// The last headline above the text.
    headline_at: Option<usize>,
    /// Quotations set apart whose words stand in the text as well.
    pulled: Vec<usize>,
    /// True where the text has clock times on lines of their own: a live page.
    has_clocks: bool,
    /// The first and the last block that reads as a sentence of the article.
    first: usize,
    last: usize,
    /// The row of like elements in which most of the text stands.
    row: Option<Row>,
    /// The last sentence in that row.
    row_end: usize,
    /// Sentences that stand on the page three times or more.
    notices: FxHashSet<&'p [char]>,
}

/// The paragraphs of an article lie side by side: in one element, or each in
/// an element of its own of the same tag and class.
type Row = (Option<usize>, u64);

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
    fn marks(&self, block: &Block) -> Mark {
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

    fn around(&self, block: &Block) -> impl Iterator<Item = usize> {
        let main = self.container;
        self.page
            .ancestors(block.container)
            .take_while(move |&at| at != main)
    }

    fn is_in(&self, block: &Block, tag: Tag) -> bool {
        self.around(block)
            .any(|at| self.page.containers[at].tag == tag)
    }

    fn is_in_row(&self, block: &Block) -> bool {
        self.row == Some(row_of(self.page, block))
    }

    fn is_heading(&self, block: &Block) -> bool {
        self.around(block)
            .any(|at| matches!(self.page.containers[at].tag, Tag::Heading(_)))
    }
}

/// The blocks above the article that say what the publisher's own summary says
/// or are marked as a standfirst, where none of the chosen ones does.
fn standfirst(page: &Page, chosen: &[bool], first: usize, metadata: &Metadata) -> Vec<usize> {
    const LETTERS_MIN: usize = 25;
    let summaries: Vec<String> = metadata
        .summaries
        .iter()
        .map(|text| letters(text))
        .collect();
    // How much of a summary a block says: 0 where it says something else.
    let says = |block: &Block| -> usize {
        if block.letters.len() < LETTERS_MIN {
            return 0;
        }
        let text = letters(&block.text);
        let shares = summaries
            .iter()
            .filter(|summary| summary.len() >= LETTERS_MIN)
            .map(|summary| {
                // Summaries are often cut, and standfirsts have a label before them.
                let size = summary.chars().count();
                let start: String = summary.chars().take(size * 8 / 10).collect();
                if text.contains(&start) && block.letters.len() <= size * 2 + 40 {
                    100
                } else if summary.contains(&text) {
                    100 * block.letters.len() / size
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

/// A clock time and nothing else: `01:52`, `9.40pm`, `18.04 Uhr`, `6h30`.
fn is_clock(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "am", "pm", "a.m.", "p.m.", "uhr", "gmt", "bst", "utc", "cet", "cest",
    ];
    let text = text.trim().to_lowercase();
    let time_end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | 'h')));
    let (time, rest) = text.split_at(time_end.unwrap_or(text.len()));
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let is_time = time
        .split_once([':', '.', 'h'])
        .is_some_and(|(hour, minute)| digits(hour, 2) && minute.len() == 2 && digits(minute, 2));
    is_time && rest.split_whitespace().all(|word| WORDS.contains(&word))
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
    if repeated * 4 > all {
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

fn row_of(page: &Page, block: &Block) -> Row {
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

/// Judges one block that was chosen or stands inside the article's container.
pub(super) fn judge(around: &Surroundings<'_>, at: usize) -> Verdict {
    let block = &around.page.blocks[at];
    if block.letters.is_empty() {
        return Verdict::Pass;
    }
    if around.standfirst.contains(&at) {
        return Verdict::Keep;
    }
    if around.has_clocks && at < around.last && is_clock(&block.text) {
        return Verdict::Lead;
    }
    if let Some(reason) = reason(around, at, block) {
        return Verdict::Drop(reason);
    }
    if around.chosen[at] || is_lost_paragraph(around, at, block) {
        return Verdict::Keep;
    }
    match other_reason(around, block) {
        Some(reason) => Verdict::Drop(reason),
        None => Verdict::Pass,
    }
}

/// Judges a block outside the article's container, but inside `outer`, the
/// page's main part: names what a reader would look for in the list of what
/// was left out, and keeps nothing.
pub(super) fn judge_beside(around: &Surroundings<'_>, at: usize, outer: usize) -> Verdict {
    let block = &around.page.blocks[at];
    let marks = around
        .page
        .ancestors(block.container)
        .take_while(|&at| at != outer)
        .fold(Mark::default(), |marks, at| {
            marks.with(around.page.containers[at].mark)
        });
    let hidden = Mark::HIDDEN.with(Mark::COMMENTS);
    if block.letters.is_empty() || marks.any(hidden) {
        return Verdict::Pass;
    }
    let before = at < around.first;
    let reason = if at <= around.first && is_headline(around, block) {
        DropReason::RepeatedTitle
    } else if is_caption(around, block, marks) {
        DropReason::Caption
    } else if marks.any(Mark::SHARE) || (before && is_path(block)) {
        DropReason::ShareBar
    } else if before && is_date_line(block, marks) {
        DropReason::DateLine
    } else if before && is_byline(around, block, marks) {
        DropReason::Byline
    } else if marks.any(Mark::PROMOTION) || is_notice_line(&block.text) {
        DropReason::Promotion
    } else if marks.any(Mark::RELATED) || (!before && block.link_share() >= 0.8) {
        DropReason::RelatedHeadlines
    } else {
        return Verdict::Pass;
    };
    Verdict::Drop(reason)
}

/// Why a block is none of the article, however it was chosen.
fn reason(around: &Surroundings<'_>, at: usize, block: &Block) -> Option<DropReason> {
    let marks = around.marks(block);
    let length = block.letters.len();
    let sentence = ends_sentence(&block.text);
    let before = at < around.first;
    let after = at > around.last;
    if at <= around.first && is_headline(around, block) {
        return Some(DropReason::RepeatedTitle);
    }
    if is_caption(around, block, marks) {
        return Some(DropReason::Caption);
    }
    if around.pulled.contains(&at) || is_notice_line(&block.text) {
        return Some(DropReason::Promotion);
    }
    if before
        && !sentence
        && let Some(reason) = above_the_text(around, at, block, marks)
    {
        return Some(reason);
    }
    if (before || after) && !sentence {
        if is_date_line(block, marks) {
            return Some(DropReason::DateLine);
        }
        if is_byline(around, block, marks) {
            return Some(DropReason::Byline);
        }
    }
    if marks.any(Mark::SHARE) && length <= 120 {
        return Some(DropReason::ShareBar);
    }
    if is_read_more(around, block, sentence) {
        return Some(DropReason::ReadMore);
    }
    if is_copyright(block) || (at >= around.last && is_agency_line(block)) {
        return Some(DropReason::Credit);
    }
    if marks.any(Mark::AUTHOR_NOTE) {
        return Some(DropReason::AuthorNote);
    }
    if is_promotion(around, at, block) {
        return Some(DropReason::Promotion);
    }
    // A heading or a label with nothing under it leads to something else.
    if after && !sentence && (around.is_heading(block) || block.text.ends_with([':', '：'])) {
        return Some(DropReason::RelatedHeadlines);
    }
    if around.row.is_some() && !around.is_in_row(block) {
        if at > around.row_end {
            return Some(after_the_end(around, block, marks));
        }
        if !is_table_row(around, block) && is_in_teaser(around, at) {
            return Some(DropReason::RelatedHeadlines);
        }
    }
    None
}

/// What leads from the top of the page to the text and is no part of it:
/// the path to the page, buttons, a player, the label above the headline.
fn above_the_text(
    around: &Surroundings<'_>,
    at: usize,
    block: &Block,
    marks: Mark,
) -> Option<DropReason> {
    const LABEL_MAX: usize = 40;
    let length = block.letters.len();
    let named = is_byline(around, block, marks) || is_date_line(block, marks);
    if named || around.is_in(block, Tag::Row) {
        return None;
    }
    if is_path(block) || (block.links >= 2 && block.link_share() >= 0.8) {
        return Some(DropReason::ShareBar);
    }
    if around.is_in(block, Tag::Item) && is_list_of_buttons(around, at) {
        return Some(DropReason::ShareBar);
    }
    let is_label = length <= LABEL_MAX && around.headline_at.is_some_and(|head| at < head);
    if is_label || (marks.any(Mark::PLAYER) && length <= 80) {
        return Some(DropReason::Promotion);
    }
    None
}

/// `Home > News > Harbour`
fn is_path(block: &Block) -> bool {
    let steps = block
        .text
        .split([' ', '\u{a0}'])
        .filter(|word| matches!(*word, ">" | "›" | "»" | "→" | "/"))
        .count();
    steps > 0 && block.links > 0 && block.link_share() >= 0.3 && block.letters.len() <= 120
}

/// A list whose items are all words on buttons.
fn is_list_of_buttons(around: &Surroundings<'_>, at: usize) -> bool {
    const BUTTON_MAX: usize = 25;
    const ALL_MAX: usize = 120;
    let page = around.page;
    let list_of = |block: &Block| {
        page.ancestors(block.container)
            .find(|&at| page.containers[at].tag == Tag::List)
    };
    let Some(list) = list_of(&page.blocks[at]) else {
        return false;
    };
    let is_item = |block: &&Block| list_of(block) == Some(list);
    let before = page.blocks[..at].iter().rev().take_while(is_item);
    let after = page.blocks[at..].iter().take_while(is_item);
    let (mut items, mut all) = (0, 0);
    for item in after.chain(before) {
        items += 1;
        all += item.letters.len();
        if item.letters.len() > BUTTON_MAX || all > ALL_MAX || items > ALL_MAX {
            return false;
        }
    }
    // Buttons are single words, more or less; points of a story are not.
    items >= 2 && all <= items * 14
}

/// A line that announces an advertisement, whole.
fn is_notice_line(text: &str) -> bool {
    const NOTICES: [&str; 26] = [
        "ad",
        "ads",
        "advert",
        "advertisement",
        "advertisements",
        "advertising",
        "scrolltocontinue",
        "skipadvertisement",
        "articlecontinuesbelow",
        "storycontinuesbelow",
        "articlecontinuesafteradvertisement",
        "storycontinuesbelowadvertisement",
        "continuereadingbelow",
        "anzeige",
        "werbung",
        "publicité",
        "publicidad",
        "publicidade",
        "pubblicità",
        "advertentie",
        "reklama",
        "реклама",
        "广告",
        "廣告",
        "広告",
        "광고",
    ];
    text.chars().count() <= 60 && NOTICES.contains(&letters(text).as_str())
}

/// What stands after the last paragraph in boxes of its own.
fn after_the_end(around: &Surroundings<'_>, block: &Block, marks: Mark) -> DropReason {
    let text = letters(&block.text);
    let names_author = around
        .authors
        .iter()
        .any(|name| text.contains(name.as_str()));
    if names_author || marks.any(Mark::BYLINE) {
        DropReason::AuthorNote
    } else if block.link_share() > 0.5 || around.is_heading(block) || marks.any(Mark::RELATED) {
        DropReason::RelatedHeadlines
    } else {
        DropReason::Promotion
    }
}

/// A box among the paragraphs that is small and holds a headline in a link:
/// another article's title with its first sentence.
fn is_in_teaser(around: &Surroundings<'_>, at: usize) -> bool {
    const LETTERS_MAX: usize = 500;
    let blocks = &around.page.blocks;
    let Some(outermost) = around.around(&blocks[at]).last() else {
        return false;
    };
    // The blocks of one element follow each other, so looking stops where the
    // element does, or where it is too long for a teaser.
    let is_inside = |other: &&Block| around.around(other).any(|at| at == outermost);
    let before = blocks[..at].iter().rev().take_while(is_inside);
    let after = blocks[at..].iter().take_while(is_inside);
    let mut letters = 0;
    let mut linked = false;
    for other in after.chain(before) {
        letters += other.letters.len();
        linked |= other.link_share() >= 0.8 && !ends_sentence(&other.text);
        if letters > LETTERS_MAX {
            return false;
        }
    }
    linked
}

/// A line that sells something, by signs that are the same in any language.
fn is_promotion(around: &Surroundings<'_>, at: usize, block: &Block) -> bool {
    const PLATFORMS: [&str; 13] = [
        "facebook",
        "twitter",
        "instagram",
        "youtube",
        "whatsapp",
        "telegram",
        "linkedin",
        "tiktok",
        "pinterest",
        "flipboard",
        "threads",
        "bluesky",
        "google news",
    ];
    let length = block.letters.len();
    if length > 250 {
        return false;
    }
    if around.notices.contains(block.letters.as_slice()) {
        return true;
    }
    let lower = block.text.to_lowercase();
    if is_short_code(&lower) || (length <= 120 && lower.contains("javascript")) {
        return true;
    }
    let named = PLATFORMS
        .iter()
        .filter(|name| lower.contains(**name))
        .count();
    let at_end = at >= around.last;
    (named >= 2 && (at_end || block.link_letters > 0) && length <= 150)
        || (at_end && block.link_letters > 0 && (named >= 1 || lower.contains("newsletter")))
}

/// `[button link="…"]`: a command to the publisher's system, left standing.
fn is_short_code(text: &str) -> bool {
    let Some((name, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(' ')) else {
        return false;
    };
    let is_command = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let gives_value = ["=\"", "=”", "=“", "='", "=’"]
        .iter()
        .any(|sign| rest.contains(sign));
    is_command && gives_value && rest.contains(']')
}

/// `(dpa/sda)` on a line of its own.
fn is_agency_line(block: &Block) -> bool {
    let text = block.text.trim();
    let bracketed = (text.starts_with('(') && text.ends_with(')'))
        || (text.starts_with('[') && text.ends_with(']'));
    bracketed && block.letters.len() <= 40
}

/// A headline of the page, or nearly all of one.
fn is_headline(around: &Surroundings<'_>, block: &Block) -> bool {
    let text = letters(&block.text);
    let length = block.letters.len();
    around.headlines.iter().any(|headline| {
        *headline == text
            || (length >= 12 && headline.contains(&text) && text.len() * 10 >= headline.len() * 7)
            // The path to the page in front of it: `Home › News › …`.
            || (headline.len() >= 12
                && block.link_letters > 0
                && text.ends_with(headline.as_str())
                && text.len() <= headline.len() + 60)
            || is_headline_and_more(around, headline, &text)
    })
}

/// The headline, the author and the date in one line, as old pages have it;
/// the name of the site may stand before the headline that the page gives.
fn is_headline_and_more(around: &Surroundings<'_>, headline: &str, text: &str) -> bool {
    const COMMON_MIN: usize = 20;
    const REST_MAX: usize = 40;
    let named = around.authors.iter().find(|name| text.contains(*name));
    let Some(author) = named else { return false };
    if text.len() > headline.len() + author.len() + 2 * REST_MAX {
        return false;
    }
    // What comes before the author's name ends the headline, but for "By".
    let shown = text.split(author.as_str()).next().unwrap_or_default();
    let cut = |end: &usize| shown.is_char_boundary(*end) && headline.ends_with(&shown[..*end]);
    (COMMON_MIN..=shown.len())
        .rev()
        .take(12)
        .any(|end| cut(&end))
}

fn is_caption(around: &Surroundings<'_>, block: &Block, marks: Mark) -> bool {
    const SIGNS: [&str; 12] = [
        "photo:",
        "photo by",
        "photos:",
        "foto:",
        "fotos:",
        "image:",
        "bild:",
        "credit:",
        "photograph:",
        "picture:",
        "(photo",
        "image source",
    ];
    if marks.any(Mark::CAPTION)
        || around.is_in(block, Tag::Caption)
        || around.is_in(block, Tag::Figure)
    {
        return true;
    }
    let lower = block.text.to_lowercase();
    (block.letters.len() <= 150 && SIGNS.iter().any(|sign| lower.starts_with(sign)))
        || (block.letters.len() <= 300 && ends_with_credit(&lower))
        || ends_with_chinese_credit(block)
}

/// `… in the summer of 2018. Foto: Archiv`: a sentence, then who made the
/// picture, and nothing more. The text is in lower case.
fn ends_with_credit(lower: &str) -> bool {
    const NAMES: [&str; 8] = [
        "photo: ",
        "photos: ",
        "foto: ",
        "fotos: ",
        "bild: ",
        "image: ",
        "picture: ",
        "photograph: ",
    ];
    const CREDIT_MAX: usize = 50;
    let last = NAMES.iter().filter_map(|name| {
        let at = lower.rfind(name)?;
        Some((at, at + name.len()))
    });
    last.into_iter().any(|(at, end)| {
        let before = lower[..at].trim_end();
        let credit = lower[end..].trim_end_matches([')', ']']);
        (ends_sentence(before) || before.ends_with(['(', '[', '/', '|']))
            && credit.chars().count() <= CREDIT_MAX
            && !credit.contains(". ")
            && !credit.is_empty()
    })
}

/// `图为…。 本报记者 … 摄`: ends with "taken by" and is short.
fn ends_with_chinese_credit(block: &Block) -> bool {
    let last = block.letters.last();
    let is_taken = matches!(last, Some('摄' | '攝'));
    let length = block.letters.len();
    let shows = block.text.contains(['图', '圖', '者', '社']);
    is_taken && (length <= 30 || (shows && length <= 120))
}

/// A line that is a date and little else.
fn is_date_line(block: &Block, marks: Mark) -> bool {
    let length = block.letters.len();
    let digits = block.letters.iter().filter(|c| c.is_numeric()).count();
    if length > 90 || digits == 0 || is_count(&block.text) {
        return false;
    }
    let is_date = block.text.len() <= 60 && date::parse(&block.text, i64::MAX / 2).is_ok();
    is_date || marks.any(Mark::DATE) || (digits >= 3 && digits * 5 >= length)
}

/// `Comments (112)`: words and, in brackets, how many there are.
fn is_count(text: &str) -> bool {
    let inner = text
        .trim()
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('));
    inner.is_some_and(|(label, count)| {
        count.bytes().all(|b| b.is_ascii_digit()) && !label.chars().any(|c| c.is_numeric())
    })
}

/// A line that holds an author's name and little else, or is marked as one.
fn is_byline(around: &Surroundings<'_>, block: &Block, marks: Mark) -> bool {
    let text = letters(&block.text);
    let length = block.letters.len();
    let named: usize = around
        .authors
        .iter()
        .filter(|name| text.contains(name.as_str()))
        .map(|name| name.chars().count())
        .sum();
    (named > 0 && length <= named + 30)
        || (marks.any(Mark::BYLINE.with(Mark::AUTHOR_LINK)) && length <= 90)
}

/// A line that is nearly all link and no sentence, or a label and a link:
/// `Read more: Ferry strike ends`.
fn is_read_more(around: &Surroundings<'_>, block: &Block, sentence: bool) -> bool {
    if block.letters.len() < 4 || around.is_in(block, Tag::Table) || is_address(&block.text) {
        return false;
    }
    (block.link_share() >= 0.8 && !sentence) || is_labelled_link(block)
}

/// An address or an account that is written out belongs to the text.
fn is_address(text: &str) -> bool {
    let text = text.trim();
    !text.contains(' ') && text.is_ascii() && (text.starts_with('@') || text.contains('.'))
}

fn is_labelled_link(block: &Block) -> bool {
    const LABEL_MAX: usize = 30;
    let Some((label, rest)) = block.text.split_once([':', '：', '|', '►', '»']) else {
        return false;
    };
    let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    if is_address(rest) || (rest.is_ascii() && rest.split_whitespace().count() < 3) {
        return false;
    }
    let linked = count(rest);
    count(label) <= LABEL_MAX
        && linked >= 12
        && block.link_letters >= linked
        && block.link_share() >= 0.5
}

fn is_copyright(block: &Block) -> bool {
    let text = block.text.trim_start();
    let marked = text.starts_with('©') || text.starts_with("(c) ") || text.starts_with("Copyright");
    marked && block.letters.len() <= 200
}

/// A paragraph that the extractor passed over: it stands in the row of those
/// that it chose, or between two of them.
fn is_lost_paragraph(around: &Surroundings<'_>, at: usize, block: &Block) -> bool {
    let furniture = [
        Mark::HIDDEN,
        Mark::RELATED,
        Mark::PROMOTION,
        Mark::COMMENTS,
        Mark::NAVIGATION,
        Mark::TOPICS,
        Mark::EMBED,
        Mark::ASIDE,
        Mark::BYLINE,
        Mark::SHARE,
        Mark::COPYRIGHT,
    ];
    let furniture = furniture
        .iter()
        .fold(Mark::default(), |all, &mark| all.with(mark));
    let within = at > around.first && at < around.last;
    if around.marks(block).any(furniture) || around.is_in(block, Tag::Button) {
        return false;
    }
    if is_table_row(around, block) {
        return within && block.link_share() < 0.5;
    }
    if around.is_heading(block) {
        return within && around.is_in_row(block) && block.link_share() < 0.5;
    }
    (within || around.is_in_row(block)) && is_sentence(block) && block.link_share() < 0.5
}

/// A row of a table of data, made one block.
fn is_table_row(around: &Surroundings<'_>, block: &Block) -> bool {
    around.page.containers[block.container].tag == Tag::Row && block.text.contains(" | ")
}

/// Names what the extractor left out in the article's container.
fn other_reason(around: &Surroundings<'_>, block: &Block) -> Option<DropReason> {
    let marks = around.marks(block);
    if marks.any(Mark::HIDDEN.with(Mark::COMMENTS)) {
        return None;
    }
    if around.is_in(block, Tag::Button) || marks.any(Mark::SHARE) {
        return Some(DropReason::ShareBar);
    }
    if is_date_line(block, marks) {
        return Some(DropReason::DateLine);
    }
    if is_byline(around, block, marks) {
        return Some(DropReason::Byline);
    }
    if marks.any(Mark::BYLINE) {
        return Some(DropReason::AuthorNote);
    }
    if marks.any(Mark::RELATED.with(Mark::NAVIGATION).with(Mark::TOPICS))
        || block.link_share() > 0.5
    {
        return Some(DropReason::RelatedHeadlines);
    }
    Some(DropReason::Promotion)
}

/// Reads as running text: long enough, ends as a sentence does, few links.
fn is_sentence(block: &Block) -> bool {
    block.letters.len() >= 25 && ends_sentence(&block.text) && block.link_share() < 0.8
}
