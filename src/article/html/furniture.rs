//! One block of a page among its neighbours → part of the article, or
//! furniture: the headline once more, captions, share bars, links to other
//! articles, notes about the author.
//!
//! The rules look at links, marks, position and sentence ends, not at words,
//! so that they hold in any language; the few word lists only add to them.

use super::lines::{
    ends_with_chinese_credit, ends_with_credit, is_address, is_agency_line, is_clock, is_copyright,
    is_date_line, is_labelled_link, is_notice_line, is_path, is_sentence, is_short_code,
};
use super::marks::Mark;
use super::page::{Block, Tag, ends_sentence};
use super::surroundings::Surroundings;
use super::title::letters;
use crate::article::DropReason;

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

/// Judges one block that was chosen or stands inside the article's container.
pub(super) fn judge(around: &Surroundings<'_>, at: usize) -> Verdict {
    let block = &around.page.blocks[at];
    if block.letters.is_empty() {
        return Verdict::Pass;
    }
    if around.is_standfirst(at) {
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

/// A headline of the page, or nearly all of one.
pub(super) fn is_headline(around: &Surroundings<'_>, block: &Block) -> bool {
    let text = letters(&block.text);
    let length = block.letters.len();
    around.headlines.iter().any(|headline| {
        *headline == text
            || (length >= 12
                && text.len() <= headline.len()
                && text.len() * 10 >= headline.len() * 7
                && headline.contains(&text))
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
    const AUTHOR_MAX: usize = 400;
    if text.len() > headline.len() + AUTHOR_MAX {
        return false;
    }
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

/// A paragraph that was passed over: it stands in the row of those
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

/// Names what was passed over in the article's container.
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
