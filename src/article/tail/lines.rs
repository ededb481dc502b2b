//! A line at the end of a text → what it is: a caption, a share bar, a credit, a
//! link to more, a promotion, a note about the author.

use crate::article::DropReason;
use crate::article::agency::is_agency;

/// Lines that name themselves, wherever they stand.
pub(super) fn named(text: &str) -> Option<DropReason> {
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
pub(super) fn at_the_end(text: &str) -> Option<DropReason> {
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
pub(super) fn starts<'l>(text: &'l str, list: &'l [&'l str]) -> impl Iterator<Item = &'l &'l str> {
    let first = text.as_bytes().first().copied();
    let same_first = move |start: &&&str| start.as_bytes().first().copied() == first;
    list.iter()
        .filter(same_first)
        .filter(|start| text.starts_with(**start))
}

pub(super) fn starts_with_any(text: &str, list: &[&str]) -> bool {
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
