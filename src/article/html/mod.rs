//! A saved web page → [`Article`]: the text between the menus, and what the
//! page says about itself.
//!
//! The steps, each a file: `lean` (with `tag`) takes away what no reader sees
//! and bounds the nesting and the size; `page` (with `marks`, `breaks`, `tables`) reads the rest into
//! blocks of text; `metadata` (with `json_ld`, `title`, `site`, `names`) finds
//! title, authors and dates; `body` finds the article among the blocks, by a learnt
//! classifier (`around`, `features`, `trees`), and `furniture` (with `lines`,
//! `surroundings`) what in it is not part of it; `fallback` takes the whole
//! page where there is none. `training` is for the program that learns the
//! classifier, with `align`.

mod align;
mod around;
mod body;
mod breaks;
mod fallback;
mod features;
mod furniture;
mod json_ld;
mod lean;
mod lines;
mod marks;
mod metadata;
mod names;
mod page;
mod printed;
mod site;
mod surroundings;
mod tables;
mod tag;
#[cfg(test)]
mod tests;
mod title;
pub mod training;
mod trees;

use super::{Article, Reading};
use crate::corpus::SkipReason;

/// A larger page is no article, or not only one.
const BYTES_MAX: usize = 16_000_000;

/// The note of a page that holds more than any news page does.
const CUT: &str = "only the beginning of this page was read: it has too many elements";

/// Fewer letters than this are no article.
const LETTERS_MIN: usize = 20;

/// Reads a saved web page: decoded text with markup.
///
/// Never panics, and takes less than 2 s, however large and however nested the
/// page is: of one that holds more than any news page, the beginning is read.
///
/// # Errors
///
/// The reason why there is no article: too large, binary, empty, or without
/// any running text.
pub fn read(source_id: &str, html: &str, reading: &Reading) -> Result<Article, SkipReason> {
    read_with(source_id, html, reading, trees::Model::built_in())
}

/// [`read`] with a classifier of blocks that is given.
fn read_with(
    source_id: &str,
    html: &str,
    reading: &Reading,
    model: &trees::Model,
) -> Result<Article, SkipReason> {
    if html.len() > BYTES_MAX {
        return Err(SkipReason::TooLarge {
            what: "in one page",
            limit_mb: 16,
        });
    }
    if html.trim().is_empty() {
        return Err(SkipReason::Empty);
    }
    if is_binary(html) {
        return Err(SkipReason::Binary);
    }
    let lean = lean::lean(html);
    let page = page::page(&lean.html);
    let mut metadata = metadata::metadata(
        &page,
        &lean.json_ld,
        lean.saved_from.as_deref(),
        reading.now_seconds,
    );
    if lean.cut {
        metadata.notes.push(CUT.to_owned());
    }
    let mut found = body::body(&page, &metadata, model);
    let mut body_from = "markup";
    if letters(&found.paragraphs) < LETTERS_MIN {
        found.paragraphs = fallback::whole_page(&lean.html);
        found.dropped.clear();
        metadata
            .notes
            .push("body: no article found, whole page taken".to_owned());
    }
    if let Some(ld_body) = longer_body(&metadata, &found.paragraphs) {
        found.paragraphs = ld_body;
        body_from = "json-ld";
    }
    if letters(&found.paragraphs) < LETTERS_MIN {
        return Err(SkipReason::NoBody);
    }
    metadata
        .from
        .insert("body".to_owned(), body_from.to_owned());
    let partial = lean.cut || is_partial(&page, &metadata, &found.paragraphs);
    Ok(Article {
        fetched: None,
        id: source_id.to_owned(),
        title: metadata.title,
        body: found.paragraphs.join("\n\n"),
        authors: metadata.authors,
        dateline: metadata.dateline,
        agencies: metadata.agencies,
        outlet: metadata.outlet,
        section: metadata.section,
        published: metadata.published,
        updated: metadata.updated,
        url: metadata.url,
        language: metadata.language,
        keywords: metadata.keywords,
        summary: metadata.summary,
        partial,
        from: metadata.from,
        dropped: found.dropped,
        notes: metadata.notes,
        ..Article::default()
    })
}

/// Bytes that were no text leave control and replacement characters.
fn is_binary(html: &str) -> bool {
    let mut odd = 0;
    let mut seen = 0;
    for c in html.chars().take(10_000) {
        seen += 1;
        odd += usize::from(c == '\u{fffd}' || (c.is_control() && !c.is_whitespace()));
    }
    odd * 20 > seen
}

/// The body as JSON-LD has it, where the page itself shows far less of it: a
/// paywall, or a page that a script would have filled.
fn longer_body(metadata: &metadata::Metadata, paragraphs: &[String]) -> Option<Vec<String>> {
    let ld_body = metadata.ld_body.as_deref()?;
    let given: Vec<String> = ld_body.split("\n\n").map(str::to_owned).collect();
    (letters(&given) > 2 * letters(paragraphs) + 200).then_some(given)
}

/// True where the page says that it is not free and there are signs that text
/// is missing: far fewer words than the page counts, or a short text that
/// breaks off or stands at a paywall.
fn is_partial(page: &page::Page, metadata: &metadata::Metadata, paragraphs: &[String]) -> bool {
    const WORDS_FEW: u64 = 150;
    if metadata.free != Some(false) {
        return false;
    }
    let words: u64 = paragraphs.iter().map(|text| words(text)).sum();
    if let Some(given) = metadata.word_count.filter(|&given| given > 0) {
        return words.saturating_mul(10) < given.saturating_mul(6);
    }
    let breaks_off = paragraphs.last().is_some_and(|last| {
        let last = last.trim_end_matches([']', ')', ' ', '"', '”', '’', '»']);
        last.ends_with(['…', ':', ',']) || last.ends_with("...") || !page::ends_sentence(last)
    });
    let has_paywall = || {
        let mut containers = page.containers.iter();
        containers.any(|container| container.mark.any(marks::Mark::PAYWALL))
    };
    words < WORDS_FEW && (breaks_off || has_paywall())
}

/// Counts words; of scripts that write no spaces, two characters as one.
fn words(text: &str) -> u64 {
    let unspaced = |c: &char| matches!(*c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    let characters = text.chars().filter(unspaced).count();
    (text.split_whitespace().count() + characters / 2) as u64
}

fn letters(paragraphs: &[String]) -> usize {
    paragraphs
        .iter()
        .map(|text| text.chars().filter(|c| c.is_alphanumeric()).count())
        .sum()
}
