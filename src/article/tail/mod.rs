//! Paragraphs → the article's own, and those that a page or an agency put
//! around them: headlines of other articles, "Read more", captions, share
//! bars, newsletters, credits.
//!
//! What is dropped in the middle must name itself (`Photo: …`); only after the
//! last real paragraph is the shape of a line enough.

mod lines;
#[cfg(test)]
mod tests;

use self::lines::{at_the_end, named};
use super::paragraphs::{ends_sentence, without_marker};
use super::{DropReason, Dropped};

/// Moves what is not the article's from `paragraphs` to `dropped`, in the
/// order in which it stood.
pub(super) fn trim(paragraphs: &mut Vec<String>, title: Option<&str>, dropped: &mut Vec<Dropped>) {
    let mut end = paragraphs.len();
    let mut after: Vec<Dropped> = Vec::new();
    // One real paragraph stays: a page of headlines is not emptied.
    while end > 1 {
        let kept = &paragraphs[..end];
        if let Some((start, reason)) = related(kept, title) {
            after.extend(kept[start..].iter().rev().map(|text| Dropped {
                reason,
                text: text.clone(),
            }));
            end = start;
        } else if let Some(reason) = at_the_end(&kept[end - 1]) {
            after.push(Dropped {
                reason,
                text: kept[end - 1].clone(),
            });
            end -= 1;
        } else if let Some(reason) = after.last().map(|dropped| dropped.reason)
            && !kept[end - 1].chars().any(char::is_alphanumeric)
        {
            // A rule between the article and what was dropped below it.
            after.push(Dropped {
                reason,
                text: kept[end - 1].clone(),
            });
            end -= 1;
        } else {
            break;
        }
    }
    paragraphs.truncate(end);
    paragraphs.retain(|text| match named(text) {
        Some(reason) => {
            dropped.push(Dropped {
                reason,
                text: text.clone(),
            });
            false
        }
        None => true,
    });
    dropped.extend(after.into_iter().rev());
}

/// A run of headlines at the end: where it starts. `- A headline` three times,
/// twice where one repeats the title, or any number under "Related".
fn related(kept: &[String], title: Option<&str>) -> Option<(usize, DropReason)> {
    const ITEMS_MAX: usize = 40;
    let shaped = |marked: bool| {
        let fits = |text: &&String| is_headline(text, marked);
        kept.iter().rev().take(ITEMS_MAX).take_while(fits).count()
    };
    let marked = shaped(true);
    let items = if marked > 0 { marked } else { shaped(false) };
    let start = kept.len() - items;
    if items == 0 || start == 0 {
        return None;
    }
    let reason = DropReason::RelatedHeadlines;
    // Under a heading the items may have taken the heading in.
    let heading = kept[start - 1..]
        .iter()
        .position(|text| is_related_heading(text));
    if let Some(at) = heading.filter(|at| start - 1 + at > 0) {
        return Some((start - 1 + at, reason));
    }
    let before = &kept[start - 1];
    let repeats_title = title.is_some_and(|title| {
        kept[start..]
            .iter()
            .any(|item| same_words(without_marker(item).unwrap_or(item), title))
    });
    let own_list = before.trim_end().ends_with([':', '：']) || !ends_sentence(before);
    if own_list && !repeats_title {
        return None;
    }
    let enough = if repeats_title {
        items >= 2
    } else {
        marked >= 3 && !is_series(&kept[start..])
    };
    enough.then_some((start, reason))
}

/// Headlines have four words or more, no full stop, and no figures in a row as
/// tables have.
fn is_headline(text: &str, marked: bool) -> bool {
    const BYTES_MAX: usize = 200;
    let item = match (without_marker(text), marked) {
        (Some(item), true) => item,
        (None, false) => text,
        _ => return false,
    };
    let stopped = item.ends_with(['.', '。', ':', '：', ';', ',', '!', '”', '"', '…']);
    if item.len() > BYTES_MAX || stopped {
        return false;
    }
    let words = item.split_whitespace().count();
    let wide = item
        .chars()
        .filter(|c| super::paragraphs::is_wide(*c))
        .count();
    let digits = item.bytes().filter(u8::is_ascii_digit).count();
    // A list of names is no headline.
    let commas = item.matches([',', '、']).count();
    (words >= 4 || wide >= 8) && commas < 3 && digits * 4 < item.len()
}

/// True for items that share their first word or have a label each, as prizes
/// and results do: headlines of other articles are of all kinds.
fn is_series(items: &[String]) -> bool {
    let bare = || {
        items
            .iter()
            .map(|item| without_marker(item).unwrap_or(item))
    };
    let first = |item: &str| {
        item.split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase()
    };
    let labelled = bare()
        .filter(|item| {
            [" - ", " – ", " — ", ": "]
                .iter()
                .any(|sign| item.contains(sign))
        })
        .count();
    let firsts: Vec<String> = bare().map(first).collect();
    let shared = firsts
        .iter()
        .filter(|word| firsts.iter().filter(|other| other == word).count() > 1)
        .count();
    labelled * 2 > items.len() || shared * 2 > items.len()
}

fn is_related_heading(text: &str) -> bool {
    const HEADINGS: &[&str] = &[
        "related",
        "related articles",
        "related stories",
        "related news",
        "related content",
        "related links",
        "related topics",
        "related coverage",
        "most read",
        "most popular",
        "most viewed",
        "top stories",
        "more stories",
        "more news",
        "more on this story",
        "more on this",
        "recommended",
        "recommended for you",
        "you may also like",
        "you might also like",
        "editor's picks",
        "editors' picks",
        "trending",
        "trending now",
        "latest news",
        "latest stories",
        "in other news",
        "don't miss",
        "see also",
        "read also",
        "also read",
        "read next",
        "up next",
        "read more",
        "mehr zum thema",
        "das könnte sie auch interessieren",
        "à lire aussi",
        "lire aussi",
        "sur le même sujet",
        "noticias relacionadas",
        "te puede interesar",
        "lo más leído",
        "más noticias",
        "leia também",
        "veja também",
        "notícias relacionadas",
        "leggi anche",
        "articoli correlati",
        "lees ook",
        "相关阅读",
        "相关新闻",
        "延伸阅读",
        "推荐阅读",
        "相關新聞",
        "関連記事",
        "おすすめ記事",
        "관련기사",
        "관련 기사",
    ];
    if text.len() > 60 {
        return false;
    }
    let words = text
        .trim_matches([':', '：', '.', '-', '#', '*', ' ', '»', '>'])
        .to_lowercase();
    HEADINGS.contains(&words.replace('’', "'").as_str()) || words.starts_with("more from ")
}

/// Equal, whatever the case and the punctuation.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    // Cheap where a title is a whole page by mistake.
    let similar = a.len().max(b.len()) <= a.len().min(b.len()).saturating_mul(3);
    if !similar {
        return false;
    }
    let (a, b) = (letters(a), letters(b));
    !a.is_empty() && a == b
}
