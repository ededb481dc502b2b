//! One line of a page, by itself → whether it is a clock time, a date, a
//! credit, a path, a notice: signs that are the same in any language, and a few
//! words that only add to them.

use super::marks::Mark;
use super::page::{Block, ends_sentence};
use super::title::letters;
use crate::article::agency::is_agency;
use crate::article::date;

/// A clock time and nothing else: `01:52`, `9.40pm`, `18.04 Uhr`, `6h30`.
pub(super) fn is_clock(text: &str) -> bool {
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

/// `Home > News > Harbour`
pub(super) fn is_path(block: &Block) -> bool {
    let steps = block
        .text
        .split([' ', '\u{a0}'])
        .filter(|word| matches!(*word, ">" | "›" | "»" | "→" | "/"))
        .count();
    steps > 0 && block.links > 0 && block.link_share() >= 0.3 && block.letters.len() <= 120
}

/// A line that announces an advertisement, whole.
pub(super) fn is_notice_line(text: &str) -> bool {
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

/// `[button link="…"]`: a command to the publisher's system, left standing.
pub(super) fn is_short_code(text: &str) -> bool {
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

/// `(dpa/sda)` on a line of its own. A sentence in brackets is text.
pub(super) fn is_agency_line(block: &Block) -> bool {
    let text = block.text.trim();
    let bracketed = (text.starts_with('(') && text.ends_with(')'))
        || (text.starts_with('[') && text.ends_with(']'));
    let inside = text.trim_matches(['(', ')', '[', ']']);
    bracketed && block.letters.len() <= 40 && (is_agency(inside) || !ends_sentence(text))
}

/// `… in the summer of 2018. Foto: Archiv`: a sentence, then who made the
/// picture, and nothing more. The text is in lower case.
pub(super) fn ends_with_credit(lower: &str) -> bool {
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
pub(super) fn ends_with_chinese_credit(block: &Block) -> bool {
    let last = block.letters.last();
    let is_taken = matches!(last, Some('摄' | '攝'));
    let length = block.letters.len();
    let shows = block.text.contains(['图', '圖', '者', '社']);
    is_taken && (length <= 30 || (shows && length <= 120))
}

/// A line that is a date and little else.
pub(super) fn is_date_line(block: &Block, marks: Mark) -> bool {
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

/// An address or an account that is written out belongs to the text.
pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim();
    !text.contains(' ') && text.is_ascii() && (text.starts_with('@') || text.contains('.'))
}

pub(super) fn is_labelled_link(block: &Block) -> bool {
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

pub(super) fn is_copyright(block: &Block) -> bool {
    let text = block.text.trim_start();
    let marked = text.starts_with('©') || text.starts_with("(c) ") || text.starts_with("Copyright");
    marked && block.letters.len() <= 200
}

/// Reads as running text: long enough, ends as a sentence does, few links.
pub(super) fn is_sentence(block: &Block) -> bool {
    block.letters.len() >= 25 && ends_sentence(&block.text) && block.link_share() < 0.8
}
