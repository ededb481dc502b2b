//! Paragraphs → the article's own, and those that a page or an agency put
//! around them: headlines of other articles, "Read more", captions, share
//! bars, newsletters, credits.
//!
//! What is dropped in the middle must name itself (`Photo: …`); only after the
//! last real paragraph is the shape of a line enough.

use super::agency::is_agency;
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

/// Lines that name themselves, wherever they stand.
fn named(text: &str) -> Option<DropReason> {
    const BYTES_MAX: usize = 300;
    if text.len() > BYTES_MAX {
        return None;
    }
    let lower = text
        .trim_start_matches(['[', '(', '（', '*', '>', '»', ' ', '-'])
        .to_lowercase();
    if is_caption(&lower) {
        return Some(DropReason::Caption);
    }
    if is_read_more(&lower) {
        return Some(DropReason::ReadMore);
    }
    if is_share_bar(&lower) {
        return Some(DropReason::ShareBar);
    }
    is_promotion(&lower).then_some(DropReason::Promotion)
}

/// The same, and what only the end of an article has.
fn at_the_end(text: &str) -> Option<DropReason> {
    if let Some(reason) = named(text) {
        return Some(reason);
    }
    const BYTES_MAX: usize = 300;
    if text.len() > BYTES_MAX {
        return None;
    }
    if is_credit(text) {
        return Some(DropReason::Credit);
    }
    is_author_note(&text.to_lowercase()).then_some(DropReason::AuthorNote)
}

/// The entries of `list` that `text` starts with. Every short paragraph is
/// asked, so that the first byte decides before anything else is compared.
fn starts<'l>(text: &'l str, list: &'l [&'l str]) -> impl Iterator<Item = &'l &'l str> {
    let first = text.as_bytes().first().copied();
    let same_first = move |start: &&&str| start.as_bytes().first().copied() == first;
    list.iter()
        .filter(same_first)
        .filter(|start| text.starts_with(**start))
}

fn starts_with_any(text: &str, list: &[&str]) -> bool {
    starts(text, list).next().is_some()
}

fn is_caption(lower: &str) -> bool {
    const STARTS: &[&str] = &[
        "photo:",
        "photos:",
        "photo by ",
        "photo courtesy",
        "photo credit",
        "photograph:",
        "picture:",
        "image:",
        "image credit",
        "image source:",
        "image caption",
        "file photo",
        "file image",
        "media caption",
        "caption:",
        "foto:",
        "fotos:",
        "bild:",
        "photo :",
        "crédit photo",
        "imagen:",
        "getty images",
        "ap photo",
        "图:",
        "图：",
        "图为",
        "图片来源",
        "图源",
        "写真:",
        "写真：",
    ];
    starts_with_any(lower, STARTS)
}

/// A lead-in and then a colon, an arrow or a headline; `Read more books, she
/// said.` is a sentence.
fn is_read_more(lower: &str) -> bool {
    const STARTS: &[&str] = &[
        "read more",
        "read also",
        "also read",
        "read the full",
        "read next",
        "see also",
        "more on this",
        "related",
        "related article",
        "related story",
        "related coverage",
        "click here",
        "continue reading",
        "watch",
        "watch now",
        "listen",
        "lire aussi",
        "à lire aussi",
        "lire la suite",
        "lea también",
        "leer más",
        "lee también",
        "mehr zum thema",
        "lesen sie auch",
        "weiterlesen",
        "leia mais",
        "leia também",
        "veja também",
        "saiba mais",
        "leggi anche",
        "leggi tutto",
        "lees ook",
        "阅读更多",
        "相关阅读",
        "延伸阅读",
        "点击查看",
        "続きを読む",
    ];
    starts(lower, STARTS).any(|start| {
        let Some(rest) = lower.strip_prefix(start) else {
            return false;
        };
        let rest = rest.trim_start();
        let marked = rest.starts_with([':', '：', '|', '>', '»', '→', '…', '-', '–', '—']);
        let short_word = matches!(*start, "watch" | "listen" | "related");
        let sign_off =
            *start == "click here" || *start == "continue reading" || *start == "weiterlesen";
        rest.is_empty() && !short_word
            || (marked && lower.len() < 250)
            || (sign_off && lower.len() < 120)
    })
}

fn is_share_bar(lower: &str) -> bool {
    const WORDS: &[&str] = &[
        "share",
        "tweet",
        "facebook",
        "twitter",
        "x",
        "email",
        "e-mail",
        "mail",
        "print",
        "whatsapp",
        "linkedin",
        "pinterest",
        "reddit",
        "telegram",
        "comments",
        "comment",
        "save",
        "copy",
        "link",
        "follow",
        "like",
        "pocket",
        "flipboard",
        "wechat",
        "weibo",
        "messenger",
        "on",
        "this",
        "via",
        "article",
        "story",
        "us",
        "bookmark",
        "instagram",
        "youtube",
        "tiktok",
    ];
    const SURE: &[&str] = &[
        "share",
        "tweet",
        "facebook",
        "twitter",
        "whatsapp",
        "linkedin",
        "pinterest",
        "print",
        "follow",
        "comments",
    ];
    if lower.len() > 90 || lower.contains("()") {
        return false;
    }
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || ",|/·•:.()&".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let numbers = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    !words.is_empty()
        && words
            .iter()
            .all(|word| WORDS.contains(word) || numbers(word))
        && words.iter().any(|word| SURE.contains(word))
        && !words.iter().all(numbers)
}

fn is_promotion(lower: &str) -> bool {
    const WHOLE: &[&str] = &[
        "advertisement",
        "advertisements",
        "story continues below advertisement",
        "advertising",
        "scroll down for video",
        "article continues below",
        "anzeige",
        "werbung",
        "publicité",
        "publicidad",
        "publicidade",
        "pubblicità",
        "广告",
        "sponsored",
        "sponsored content",
    ];
    const STARTS: &[&str] = &[
        "sign up for",
        "sign up to",
        "sign up here",
        "subscribe to our",
        "subscribe now",
        "subscribe to the",
        "get our newsletter",
        "get the latest news",
        "download our app",
        "download the app",
        "join our newsletter",
        "follow us on",
        "like us on facebook",
        "support our journalism",
        "already a subscriber",
        "to continue reading",
        "abonnez-vous",
        "inscrivez-vous",
        "suscríbete",
        "suscríbase",
        "inscreva-se",
        "assine ",
        "iscriviti",
        "abonnieren sie",
        "melden sie sich",
    ];
    let bare = lower.trim_matches(['-', '*', '.', ':', ' ', '—', ']', ')']);
    if WHOLE.contains(&bare) {
        return true;
    }
    let appeal = [
        "newsletter",
        "inbox",
        "our app",
        "subscri",
        "facebook",
        "twitter",
        "alerts",
        "free trial",
        "email",
    ];
    let quoted = || lower.contains(['"', '“', '”']);
    lower.len() <= 220
        && starts_with_any(lower, STARTS)
        && (appeal.iter().any(|word| lower.contains(word)) || lower.starts_with("follow us"))
        && !quoted()
}

fn is_credit(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "©",
        "copyright ",
        "copyright:",
        "all rights reserved",
        "reporting by ",
        "additional reporting by ",
        "editing by ",
        "writing by ",
        "compiled by ",
        "(c) ",
        "(©",
        "责任编辑",
        "责编",
        "编辑：",
        "编辑:",
        "(reporting by",
        "this article was first published",
        "this article was originally published",
        "the associated press contributed",
        "associated press writers",
    ];
    const SIGNS: [char; 13] = [
        '(', ')', '[', ']', '（', '）', ' ', '-', '—', '–', '*', '.', '/',
    ];
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(SIGNS);
    let open = lower.trim_start_matches(['(', '[', '（', '*', '-', ' ', '—']);
    let starts = STARTS
        .iter()
        .any(|start| open.starts_with(start) || lower.starts_with(start));
    let name = text.trim_matches(SIGNS);
    let agency = name.len() <= 40 && is_agency(name);
    // `- Petra, Jordan` is an item of a list.
    let dashed = lower.starts_with(['-', '—', '–']) && name.split(',').all(is_agency);
    let wrapped = dashed || lower.starts_with(['(', '[', '（']) || lower.ends_with(['/', ')']);
    let ended = ["end", "ends", "enditem", "###", "-30-", "完"].contains(&bare)
        && lower.len() <= 12
        && !lower.ends_with('.');
    // An item about copyright law is longer than the line under an article.
    (starts && lower.len() <= 250)
        || (agency && (wrapped || bare == lower))
        || (ended && !lower.is_empty())
}

fn is_author_note(lower: &str) -> bool {
    const STARTS: &[&str] = &[
        "contact the writer",
        "contact the reporter",
        "contact the author",
        "email the writer",
        "e-mail the writer",
        "follow the author",
        "reach the reporter",
        "the author is ",
        "the writer is ",
        "about the author",
        "contact us at",
        "to contact the ",
    ];
    let handle = lower.contains('@');
    let short = lower.len() <= 220;
    (short && starts_with_any(lower, STARTS))
        || (short
            && handle
            && [
                "follow ",
                "email ",
                "e-mail",
                "contact ",
                "reach ",
                "write to ",
            ]
            .iter()
            .any(|s| lower.starts_with(s)))
        || (handle && !lower.contains(' '))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Paragraphs a line each: what is kept, then what is dropped.
    #[track_caller]
    fn check(text: &str, kept: usize, reasons: &[DropReason]) {
        let mut paragraphs: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut dropped = Vec::new();
        trim(
            &mut paragraphs,
            Some("Brackwater harbour opens again"),
            &mut dropped,
        );
        let found: Vec<_> = dropped.iter().map(|dropped| dropped.reason).collect();
        assert_eq!(
            (paragraphs.len(), found.as_slice()),
            (kept, reasons),
            "{paragraphs:#?} {dropped:#?}"
        );
    }

    use DropReason::*;

    #[test]
    fn headlines_after_the_end() {
        check(
            "The port opened.\n- Brackwater harbour opens again\n- Council buys a second ferry",
            1,
            &[RelatedHeadlines; 2],
        );
        check(
            "The port opened.\n- Bakers plan a longer loaf\n- Bus line moves to the hill\n- Frogs return to the lake\n© 2024 Brackwater Mail",
            1,
            &[RelatedHeadlines, RelatedHeadlines, RelatedHeadlines, Credit],
        );
        check(
            "The port opened.\nRelated articles\nBakers plan a longer loaf",
            1,
            &[RelatedHeadlines; 2],
        );
        check(
            "The port opened.\n相关阅读\n港口重新开放后第一艘船抵达",
            1,
            &[RelatedHeadlines; 2],
        );
    }

    #[test]
    fn lists_of_the_article_stay() {
        for item in ["- Petra, Jordan", "- Antara, Bali", "- Map"] {
            check(&format!("Ships go to:\n- Quay Street\n{item}"), 3, &[]);
        }
        check("Ships go in.\n- Reuters, AFP", 1, &[Credit]);
        check(
            "The rules are:\n- No fishing from the quay\n- No swimming in the dock\n- No dogs on the pier",
            4,
            &[],
        );
        check(
            "The port opened.\n- Ships may come in now.\n- Nobody may swim there.\n- Dogs stay out of it.",
            4,
            &[],
        );
        check(
            "What we know\n- Ships may come in now\n- Nobody may swim there\n- Dogs stay out of it",
            4,
            &[],
        );
        check(
            "The prizes were given.\n- Best actress - Anna Holt\n- Best ship - The Grey Gull\n- Best song - Row the boat",
            4,
            &[],
        );
        check("They won.\n- Anna Holt\n- Bo Lind\n- Cy Moor", 4, &[]);
        check(
            "Figures below.\nCatch 7.10 tons vs 6.45 tons\nCrew 1,180 vs 1,150 in all",
            3,
            &[],
        );
        check("“We are glad,” she said.\n“The port is open”", 2, &[]);
    }

    #[test]
    fn lines_that_name_themselves() {
        check(
            "Photo: The quay\nThe port opened.\nRead more: Frogs return\nIt closed in May.",
            2,
            &[Caption, ReadMore],
        );
        check(
            "The port opened.\nShare on Facebook | Tweet | Print\nIt closed.",
            2,
            &[ShareBar],
        );
        check(
            "The port opened.\nSign up for our newsletter\nAdvertisement\nIt closed.",
            2,
            &[Promotion; 2],
        );
        check(
            "The port opened.\n(Reporting by Jane Roe; Editing by Bo Lind)",
            1,
            &[Credit],
        );
        check("The port opened.\n(AP)", 1, &[Credit]);
        check(
            "The port opened.\nContact the writer at jane@example.org",
            1,
            &[AuthorNote],
        );
        check("The port opened.\n--Xinhua--", 1, &[Credit]);
        check(
            "The port opened.\n____\nThe Associated Press contributed to this report.",
            1,
            &[Credit; 2],
        );
    }

    #[test]
    fn sentences_stay() {
        check("The port opened.\nRead more books, she said.", 2, &[]);
        check("The port opened.\nWatch the sky tonight.", 2, &[]);
        check("The port opened.\nRelated costs rose by 5 percent.", 2, &[]);
        check("The port opened.\nShare prices fell.", 2, &[]);
        check(
            "The port opened.\nSubscribe to the view that it pays, said Lind, \"and you lose.\"",
            2,
            &[],
        );
        check("The port opened.\nFollow the money, Lind said.", 2, &[]);
    }
}
