//! The lines of an article in which credits stand → the agencies in them.

use super::table::{Named, folded, look_up, look_up_name};
use super::{Found, credited, in_credit, named_in, without_opening};

/// `BRACKWATER, June 2 (Xinhua)`, `WASHINGTON, March 3, Reuter`,
/// `新华社北京6月2日电`.
pub(super) fn in_dateline(dateline: &str) -> Vec<&'static str> {
    let mut found = Found::default();
    let dateline = dateline.trim_end_matches([' ', '-', '–', '—', ':', '.']);
    if let Some(named) = leading_name(dateline) {
        found.add(named);
    }
    if let (Some(open), Some(close)) = (dateline.find(['(', '（']), dateline.rfind([')', '）']))
        && open < close
    {
        let inside = dateline[open..close].trim_start_matches(['(', '（']);
        return merge(found, &in_credit(inside));
    }
    let last = dateline.rsplit(", ").next().unwrap_or_default();
    match look_up(last) {
        // `PA` is a state there.
        Some(named) if last != dateline && named.sure => {
            found.add(named);
            found.0
        }
        _ => found.0,
    }
}

fn merge(mut found: Found, more: &[&'static str]) -> Vec<&'static str> {
    for name in more {
        if !found.0.contains(name) {
            found.0.push(name);
        }
    }
    found.0
}

/// An agency whose name, in a script without spaces, begins a place line.
fn leading_name(text: &str) -> Option<Named> {
    if text.starts_with(|c: char| c.is_ascii()) {
        return None;
    }
    let ends = text.char_indices().map(|(at, _)| at).skip(2).take(5);
    let names = ends.filter_map(|end| look_up(&text[..end]));
    names.filter(|named| named.sure).last()
}

/// The same for the end of a text in brackets: `【北京共同】`, `(서울=연합뉴스)`.
fn trailing_name(text: &str) -> Option<Named> {
    if text.ends_with(|c: char| c.is_ascii()) {
        return None;
    }
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let mut names = starts
        .iter()
        .rev()
        .skip(1)
        .take(7)
        .filter_map(|&at| look_up(&text[at..]));
    names.rfind(|named| named.sure)
}

/// Credits before the first sentence that no place line was read from: an
/// agency in brackets, and a dash behind it.
pub(super) fn at_the_start(paragraph: &str) -> Vec<&'static str> {
    const BYTES_MAX: usize = 120;
    let window = &paragraph[..paragraph.floor_char_boundary(BYTES_MAX)];
    let mut found = Found::default();
    for (open, close) in [
        ('(', ')'),
        ('（', '）'),
        ('【', '】'),
        ('[', ']'),
        ('［', '］'),
        ('/', '/'),
    ] {
        let Some(start) = window.find(open) else {
            continue;
        };
        let inside = &window[start + open.len_utf8()..];
        let Some(end) = inside.find(close) else {
            continue;
        };
        let after = inside[end + close.len_utf8()..].trim_start();
        let inside = &inside[..end];
        let dashed = after.trim_start_matches('.').trim_start();
        let dashed = dashed.starts_with(['-', '–', '—', '―', ':', '−', '='])
            || (open == '/' && after.starts_with('.'));
        if start > 0 && !dashed {
            continue;
        }
        let mut names = credited(inside);
        names.extend(
            inside
                .split(['=', '＝', ' '])
                .filter_map(look_up)
                .filter(|n| n.sure)
                .map(|n| n.shown),
        );
        names.extend(trailing_name(inside).map(|named| named.shown));
        found = Found(merge(found, &names));
    }
    // `МОСКВА, 2 июн - РИА Новости. Порт …`
    for dash in [" - ", " – ", " — "] {
        if let Some((_, after)) = window.split_once(dash)
            && let Some((name, _)) = after.split_once('.')
            && let Some(named) = look_up(name).filter(|named| named.sure)
        {
            found.add(named);
        }
    }
    // `新华社北京6月2日电`; what an agency tells or a name begins with is no credit.
    let wired = ["日电", "日電"].iter().any(|sign| window.contains(sign));
    if let Some(named) = leading_name(window).filter(|_| wired) {
        found.add(named);
    }
    found.0
}

/// `… said the owner. (AP)`, `… said. — Reuters`, `…た。（共同）`.
pub(super) fn at_the_end(body: &str) -> Vec<&'static str> {
    const BYTES_MAX: usize = 60;
    let body = body.trim_end().trim_end_matches('.').trim_end();
    let window = &body[body.ceil_char_boundary(body.len().saturating_sub(BYTES_MAX))..];
    let ends = [
        '.', '!', '?', '。', '”', '"', '»', '’', '」', '！', '？', '…', '۔',
    ];
    let closed = |head: &str| head.is_empty() || head.trim_end().ends_with(ends);
    if let Some(inside) = window.strip_suffix([')', '）', ']', '】', '/'])
        && let Some((head, inside)) = inside.rsplit_once(['(', '（', '[', '【', '/'])
        && closed(head)
    {
        let mut names = in_credit(inside);
        names.extend(trailing_name(inside).map(|named| named.shown));
        names.dedup();
        return names;
    }
    for dash in ["—", "–", "--", " - "] {
        if let Some((head, tail)) = window.rsplit_once(dash)
            && closed(head)
        {
            return after_a_dash(tail);
        }
    }
    Vec::new()
}

/// `– Reuters`, `--Xinhua--`. An item of a list looks the same (`- Petra,
/// Jordan`), so that names which mean something else must be the whole of it.
fn after_a_dash(text: &str) -> Vec<&'static str> {
    match look_up_name(without_opening(text)) {
        Some(named) if !named.house => vec![named.shown],
        _ => named_in(text, |name| look_up(name).filter(|named| named.sure)),
    }
}

/// A line of its own under (or above) a text: `(AP)`, `– Reuters`, `With files
/// from AFP`, `©NTB`, `The Associated Press contributed to this report.`
pub(super) fn in_tagline(line: &str) -> Vec<&'static str> {
    const BYTES_MAX: usize = 250;
    if line.len() > BYTES_MAX {
        return Vec::new();
    }
    let mut found = Found::default();
    let bare = line.trim().trim_end_matches(['.', ' ']);
    let marked = line
        .trim_start()
        .starts_with(['(', '（', '[', '-', '–', '—', '©', '/', '*']);
    let lower = folded(bare);
    if PICTURES.iter().any(|word| lower.contains(word)) {
        return Vec::new();
    }
    if bare.starts_with(['-', '–', '—', '*']) {
        found.0 = after_a_dash(bare);
    } else if marked {
        found.0 = in_credit(bare);
    } else if bare.split_whitespace().count() <= 6 {
        found.0 = credited(bare);
    }
    // Among other words only names that are nothing else.
    if says_whose_text(&lower) {
        for name in windows(bare) {
            if let Some(named) = look_up(name).filter(|named| named.sure) {
                found.add(named);
            }
        }
    }
    found.0
}

/// Whose the picture is says nothing about the text.
const PICTURES: &[&str] = &[
    "photo", "foto", "bild", "image", "picture", "imagen", "imagem", "immagin", "фото", "kuva",
    "zdjęci", "写真", "图片", "사진", "video",
];

/// True for a line in small letters that says whose text it stands under.
fn says_whose_text(lower: &str) -> bool {
    let open = lower.trim_start_matches(['(', '（', '[', '-', '–', '—', '/', '*', ' ']);
    let is_this = open.starts_with("this ") && PUBLISHED.iter().any(|words| open.contains(words));
    is_this
        || CREDITS.iter().any(|words| lower.contains(words))
        || OPENINGS.iter().any(|words| open.starts_with(words))
}

/// Phrases that say nothing else, wherever they stand in a line.
const CREDITS: &[&str] = &[
    "contributed reporting",
    "contributed to this report",
    "contributed to this story",
    "contributed to this article",
    "contributed to this dispatch",
    "contributed to the report",
    "with files from",
    "with inputs from",
    "with reporting by",
    "mit material von",
    "mit material der",
    "all rights reserved",
    "alle rechte vorbehalten",
    "©",
    "来源：",
    "来源:",
    "來源：",
    "來源:",
];

/// Words that say so only where a line begins with them.
const OPENINGS: &[&str] = &[
    "associated press writer",
    "files from",
    "inputs from",
    "input from",
    "with input from",
    "with agency inputs",
    "with information from",
    "with material from",
    "with reporting from",
    "with additional reporting",
    "additional reporting",
    "reporting by",
    "material von",
    "mit informationen von",
    "con información de",
    "con informacion de",
    "com informações",
    "source:",
    "source :",
    "sources:",
    "quelle:",
    "quellen:",
    "fuente:",
    "fonte:",
    "bron:",
    "copyright 1",
    "copyright 2",
    "copyright:",
    "copyright (c)",
    "copyright by",
    "distributed by",
    "provided by",
    "originally published by",
    "first published by",
];

/// The same in a line about the article itself: `This story was …`.
const PUBLISHED: &[&str] = &[
    "published by",
    "distributed by",
    "provided by",
    "produced by",
];

/// The runs of one to four words of a line.
fn windows(line: &str) -> impl Iterator<Item = &str> {
    const WORDS_MAX: usize = 4;
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut start = None;
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        let part = c.is_alphanumeric() || matches!(c, '-' | '’' | '\'');
        match (part, start) {
            (true, None) => start = Some(at),
            (false, Some(begin)) => {
                words.push((begin, at));
                start = None;
            }
            _ => {}
        }
    }
    let last = words.len();
    (0..last).flat_map(move |first| {
        let words = words.clone();
        (first..last.min(first + WORDS_MAX)).map(move |end| &line[words[first].0..words[end].1])
    })
}
