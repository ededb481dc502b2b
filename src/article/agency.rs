//! Lines and fields that credit a news agency → which one.
//!
//! Names that are whole words of a language, places or other bodies (`PA`, `MAP`,
//! `Petra`) count only where nothing but a credit can stand.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{Article, DropReason};

/// What an agency is shown as, and whether this name of it is sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Named {
    shown: &'static str,
    /// The name as the table has it.
    written: &'static str,
    /// Means nothing else, so that it may stand among other words.
    sure: bool,
    /// No agency: a house that is named in place lines like one.
    house: bool,
}

static TABLE: LazyLock<FxHashMap<String, Named>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    let lines = include_str!("agencies.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let house = line.starts_with("- ");
        let line = line.trim_start_matches("- ");
        let shown = line.split('|').next().unwrap_or_default().trim();
        let mut unsure: Vec<String> = Vec::new();
        for name in line.split('|').map(str::trim) {
            if let Some(name) = name.strip_prefix('~') {
                unsure.push(folded(name));
            }
        }
        for name in line.split('|') {
            let key = folded(name.trim().trim_start_matches('~'));
            let sure = !house && !unsure.contains(&key);
            let written = name.trim().trim_start_matches('~');
            table.entry(key).or_insert(Named {
                shown,
                written,
                sure,
                house,
            });
        }
    }
    table
});

fn folded(name: &str) -> String {
    name.to_lowercase().replace(['\u{a0}', '\u{3000}'], " ")
}

fn look_up(name: &str) -> Option<Named> {
    // The longest name; longer texts are not folded for nothing.
    const BYTES_MAX: usize = 60;
    let name = name.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | '*' | '/' | '"' | '\'' | '“' | '”' | ':' | '©')
    });
    if name.is_empty() || name.len() > BYTES_MAX {
        return None;
    }
    TABLE.get(&folded(name)).copied()
}

/// The same where a person's name may stand: `Ina` is no `INA`.
fn look_up_name(name: &str) -> Option<Named> {
    let named = look_up(name)?;
    let capitals = !name.chars().any(char::is_lowercase);
    let as_written = name.trim() == named.written;
    (named.sure || named.house || capitals || as_written).then_some(named)
}

/// True for a news agency, or a few of them: `AP`, `Reuters/Nordwire`. Asked
/// of what stands in parentheses in a place line, or alone. Parts of a person's
/// name are none: `Na-young Kim`, `Petra-Anna`.
pub(super) fn is_agency(text: &str) -> bool {
    let small = !text.chars().any(char::is_uppercase);
    let look_up = if small { look_up } else { look_up_name };
    let few = text.split_whitespace().count() <= 5;
    let signs = ['/', ',', '&', '–', '、'];
    let mut parts = text.split(signs).flat_map(|part| part.split(" - "));
    few && (look_up(text).is_some() || parts.any(|part| !all_of(part, look_up).is_empty()))
}

/// The agencies of one name, or of names with hyphens between them (`dpa-AFX`,
/// `NTB-AFP-DPA`): all of them, or it is another name.
fn all_of(part: &str, look_up: fn(&str) -> Option<Named>) -> Vec<Named> {
    if let Some(named) = look_up(part) {
        return vec![named];
    }
    let names: Option<Vec<Named>> = part.split('-').map(look_up).collect();
    names.unwrap_or_default()
}

/// True for what stands for a writer and the agency: `KBY-AFP`.
pub(super) fn is_signature(text: &str) -> bool {
    let code = |part: &str| {
        (2..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    text.split('-').count() == 2 && text.split('-').all(code) && {
        let mut names = text.split('-').filter_map(look_up);
        names.any(|named| named.sure)
    }
}

/// The agencies in a text that is a credit or a byline as a whole: `dpa/AFP`,
/// `AFP with staff`, `By Jane Roe of The Associated Press`, `NTB-AFP-DPA`.
pub(super) fn credited(text: &str) -> Vec<&'static str> {
    named_in(text, look_up_name)
}

/// The same where no person is named: `(apa/sda)`.
fn in_credit(text: &str) -> Vec<&'static str> {
    named_in(text, look_up)
}

fn named_in(text: &str, look_up: fn(&str) -> Option<Named>) -> Vec<&'static str> {
    const BYTES_MAX: usize = 200;
    let mut found = Found::default();
    if text.len() > BYTES_MAX {
        return found.0;
    }
    let text = without_opening(text.trim());
    if let Some(named) = look_up(text) {
        found.add(named);
        return found.0;
    }
    for part in parts(text) {
        let mut names = all_of(part, look_up);
        if names.is_empty() && is_signature(part) {
            names = part.split('-').filter_map(look_up).collect();
            names.retain(|named| named.sure);
        }
        // `Associated Press Writer`
        if names.is_empty() && has_role(part) {
            let ends = part.match_indices(' ').map(|(at, _)| at);
            let name = ends.filter_map(|end| look_up(&part[..end])).next_back();
            name.into_iter().for_each(|name| found.add(name));
        }
        names.into_iter().for_each(|name| found.add(name));
    }
    found.0
}

/// True where the last word is what an agency's writer is.
fn has_role(part: &str) -> bool {
    const ROLES: [&str; 8] = [
        "writer",
        "writers",
        "reporter",
        "correspondent",
        "staff",
        "editor",
        "korrespondent",
        "journalist",
    ];
    let last = part.rsplit(' ').next().unwrap_or_default().to_lowercase();
    ROLES.contains(&last.as_str())
}

#[derive(Default)]
struct Found(Vec<&'static str>);

impl Found {
    fn add(&mut self, named: Named) {
        if !named.house && !self.0.contains(&named.shown) {
            self.0.push(named.shown);
        }
    }
}

/// What may stand before the names in a credit.
fn without_opening(text: &str) -> &str {
    const OPENINGS: &[&str] = &[
        "with files from the",
        "with files from",
        "with material from",
        "with reporting by",
        "with reporting from",
        "with inputs from",
        "with input from",
        "with agency inputs from",
        "inputs from",
        "files from",
        "via",
        "source:",
        "sources:",
        "credit:",
        "quelle:",
        "quellen:",
        "fuente:",
        "fonte:",
        "source :",
        "bron:",
        "kilde:",
        "källa:",
        "lähde:",
        "źródło:",
        "kaynak:",
        "источник:",
        "来源：",
        "来源:",
        "來源：",
        "출처:",
        "المصدر:",
        "mit material von",
        "mit informationen von",
        "mit",
        "avec",
        "con información de",
        "con informacion de",
        "com informações da",
        "com informações de",
        "con",
        "by",
        "von",
        "par",
        "por",
        "di",
        "door",
        "from",
        "text:",
        "copyright",
        "(c)",
        "©",
    ];
    let mut text = text;
    for _ in 0..3 {
        text = text.trim_start_matches([' ', '(', '[', '（', '【', '-', '–', '—', '―', '/', '*']);
        let rest = OPENINGS.iter().find_map(|opening| {
            let head = text.get(..opening.len())?;
            let rest = &text[opening.len()..];
            let ends = !opening.ends_with(char::is_alphabetic)
                || rest.starts_with([' ', ':', '\u{a0}', '©']);
            (ends && head.to_lowercase() == **opening).then_some(rest)
        });
        let Some(rest) = rest else { break };
        // `© 2024 NTB`
        text = rest.trim_start_matches(|c: char| c.is_ascii_digit() || " :,\u{a0}".contains(c));
    }
    text.trim_end_matches([' ', ')', ']', '）', '】', '-', '–', '—', '/', '*'])
}

/// Cuts a credit where one name ends and another begins.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    const WORDS: &[&str] = &[
        " and ", " und ", " et ", " y ", " e ", " och ", " og ", " ja ", " mit ", " with ",
        " avec ", " con ", " com ", " met ", " med ", " of ", " for ", " at ", " via ", " from ",
    ];
    let mut parts = vec![text];
    let signs = [
        ',', ';', '|', '/', '•', '·', '&', '+', '(', ')', '[', ']', '（', '）', '、', '=', '＝',
        '\n', '–', '—', ':', '：',
    ];
    parts = parts
        .into_iter()
        .flat_map(|part| part.split(signs))
        .collect();
    for word in WORDS {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(word))
            .collect();
    }
    parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Adds the agencies that the texts of an article credit: place line, byline,
/// what was taken out as a credit, its beginning and its end. What `is_page`
/// marks as a byline is another article's unless it names an author of this one.
pub(super) fn tell(article: &mut Article, is_page: bool) {
    let mut found: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    if let Some(dateline) = &article.dateline {
        found.push(("dateline", in_dateline(dateline)));
    }
    for dropped in &article.dropped {
        match dropped.reason {
            DropReason::Dateline => found.push(("dateline", in_dateline(&dropped.text))),
            DropReason::Byline if is_page && !names_author(article, &dropped.text) => {}
            DropReason::Byline => found.push(("byline", credited(&dropped.text))),
            DropReason::Credit => found.push(("credit line", in_tagline(&dropped.text))),
            _ => {}
        }
    }
    for author in &article.authors {
        found.push(("byline", credited(author)));
    }
    let mut paragraphs = article.body.split("\n\n");
    if let Some(first) = paragraphs.next() {
        found.push(("first paragraph", at_the_start(first)));
        if paragraphs.next().is_some() {
            let last = article.body.rsplit("\n\n").next().unwrap_or_default();
            found.push(("last paragraph", in_tagline(last)));
        }
        found.push(("last paragraph", at_the_end(&article.body)));
    }
    for (place, names) in found {
        add(article, place, &names);
    }
}

fn names_author(article: &Article, text: &str) -> bool {
    article.authors.iter().any(|name| text.contains(name))
}

/// Adds what stands in the parentheses of a place line: agencies, or one that
/// is not known. A house that is none is left out.
pub(super) fn in_place_line(article: &mut Article, name: &str) {
    let known = credited(name);
    if known.is_empty() && !is_agency(name) {
        add(article, "dateline", &[name]);
    }
    add(article, "dateline", &known);
}

/// Adds agencies to an article, with the place where they were found.
pub(super) fn add(article: &mut Article, place: &str, names: &[&str]) {
    for name in names {
        if article.agencies.iter().any(|known| known == name) {
            continue;
        }
        article.agencies.push((*name).to_owned());
        let from = article.from.entry("agencies".to_owned()).or_default();
        if from.is_empty() {
            *from = place.to_owned();
        } else if !from.split(", ").any(|known| known == place) {
            from.push_str(", ");
            from.push_str(place);
        }
    }
}

/// `BRACKWATER, June 2 (Xinhua)`, `WASHINGTON, March 3, Reuter`,
/// `新华社北京6月2日电`.
fn in_dateline(dateline: &str) -> Vec<&'static str> {
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
fn at_the_start(paragraph: &str) -> Vec<&'static str> {
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
fn at_the_end(body: &str) -> Vec<&'static str> {
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
fn in_tagline(line: &str) -> Vec<&'static str> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Dropped;

    #[track_caller]
    fn check(found: &[&str], expected: &str, text: &str) {
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn bylines() {
        for (text, expected) in [
            ("Reuters", "Reuters"),
            ("By Reuters", "Reuters"),
            ("Von Ada Wren, dpa", "dpa"),
            ("AFP with staff", "AFP"),
            ("The Post with AFP", "AFP"),
            ("Associated Press", "AP"),
            ("NTB-AFP-DPA", "NTB AFP dpa"),
            ("dpa-AFX", "dpa"),
            ("KBY-AFP", "AFP"),
            ("EU-NATO", ""),
            ("By Jane Roe of The Associated Press", "AP"),
            ("By Jane Roe,\n Reuters", "Reuters"),
            ("JANE ROE | AP", "AP"),
            ("Jane Roe, AP Business Writer", "AP"),
            ("Jane Roe/AFP", "AFP"),
            ("Le Matin et AFP", "AFP"),
            ("dpa/AFP", "dpa AFP"),
            ("新华社", "Xinhua"),
            ("رويترز", "Reuters"),
            ("ТАСС", "TASS"),
            ("연합뉴스", "Yonhap"),
            ("Jane Roe", ""),
            ("Petra Roe", ""),
            ("Ina", ""),
            ("Sid Roe, Nan Wren", ""),
            ("BBC News", ""),
            ("Ana-Maria Roe", ""),
        ] {
            check(&credited(text), expected, text);
        }
    }

    #[test]
    fn agencies_and_people() {
        for text in [
            "AP",
            "Reuters/Nordwire",
            "dpa-AFX",
            "NTB-AFP",
            "Jane Roe - AP",
            "apa/sda",
            "MAP",
            "Petra",
            "CNN",
        ] {
            assert!(is_agency(text), "{text}");
        }
        for text in [
            "Na-young Kim",
            "Ina-Maria Roe",
            "Sid-Ahmed Wren",
            "Petra-Anna Dahl",
            "Petra-Anna",
            "Ina",
            "Map",
            "Jane Roe",
        ] {
            assert!(!is_agency(text), "{text}");
        }
    }

    #[test]
    fn place_lines() {
        for (text, expected) in [
            ("BRACKWATER, June 2 (Xinhua) —", "Xinhua"),
            ("BERLIN (dpa/AFP) –", "dpa AFP"),
            ("WASHINGTON, March 3, Reuter", "Reuters"),
            ("新华社北京6月2日电（记者王小明）", "Xinhua"),
            ("(CNN)", ""),
            ("BRACKWATER, Pa", ""),
            ("LONDON", ""),
        ] {
            check(&in_dateline(text), expected, text);
        }
    }

    #[test]
    fn before_the_first_sentence() {
        for (text, expected) in [
            ("القاهرة (رويترز) - فتح الميناء", "Reuters"),
            ("(ANSA) - ROMA, 02 GIU - Il porto", "ANSA"),
            ("【北京共同】港が開いた。", "Kyodo"),
            ("［上海　６日　ロイター］ - 港が開いた。", "Reuters"),
            ("(서울=연합뉴스) 홍길동 기자 = 항구가 열렸다.", "Yonhap"),
            ("МОСКВА, 2 июн - РИА Новости. Порт открыт.", "RIA Novosti"),
            ("МОСКВА, 2 июня. /ТАСС/. Порт открыт.", "TASS"),
            ("新华社北京6月2日电 港口开放。", "Xinhua"),
            ("ロイター通信は2日、港が開いたと報じた。", ""),
            ("新华社报道，港口于6月2日开放。", ""),
            ("共同富裕示范区的港口于6月2日开放。", ""),
            ("The harbour (AP photo) is open.", ""),
            ("The harbour of Scranton (PA) is open.", ""),
            ("The port opened - Reuters was told. Ships came.", ""),
        ] {
            check(&at_the_start(text), expected, text);
        }
    }

    #[test]
    fn after_the_last_sentence() {
        for (text, expected) in [
            ("The port opened. (AP)", "AP"),
            ("The port opened. — Reuters", "Reuters"),
            ("“We are glad.” (dpa)", "dpa"),
            ("港が開いた。（共同）", "Kyodo"),
            ("港口开放。（新华社）", "Xinhua"),
            ("The port opened. (Reuters, staff)", "Reuters"),
            ("It closed in Scranton (PA)", ""),
            ("The port opened (AP)", ""),
            ("The port opened — Reuters", ""),
        ] {
            check(&at_the_end(text), expected, text);
        }
    }

    #[test]
    fn lines_of_their_own() {
        for (text, expected) in [
            ("(AP)", "AP"),
            ("– Reuters", "Reuters"),
            ("With files from AFP", "AFP"),
            (
                "With files from The Canadian Press and Reuters",
                "CP Reuters",
            ),
            ("©NTB", "NTB"),
            ("(©dpa)", "dpa"),
            ("© 2024 AFP", "AFP"),
            ("--Xinhua--", "Xinhua"),
            ("Quelle: dpa", "dpa"),
            ("Fuente: EFE", "EFE"),
            ("The Associated Press contributed to this report.", "AP"),
            (
                "Copyright 2024 The Associated Press. All rights reserved.",
                "AP",
            ),
            (
                "The harbour master told Reuters that ships may come in again.",
                "",
            ),
            ("© 2024 Harbour Post", ""),
            ("(Quelle: apa/sda/dpa)", "APA ATS dpa"),
            ("Rubriklistenbild: © dpa", ""),
            (
                "« Nous restons en contact avec le port », a-t-elle dit à Reuters.",
                "",
            ),
            ("The fund contributed $2m, Bloomberg reported.", ""),
            ("The copyright case was first reported by Reuters.", ""),
            (
                "Copyright law is no bar, the harbour master told Reuters.",
                "",
            ),
            (
                "This story was first published by Reuters on Monday evening.",
                "Reuters",
            ),
            (
                "Associated Press writers Jane Roe and Bo Lind contributed.",
                "AP",
            ),
            ("- Petra, Jordan", ""),
            ("– Antara, Bali", ""),
            ("- Map", ""),
            ("— AP", "AP"),
            ("- Petra", "Petra"),
            ("- Reuters/sda", "Reuters"),
            ("(Photo: AP)", ""),
        ] {
            check(&in_tagline(text), expected, text);
        }
    }

    #[test]
    fn all_places_of_an_article() {
        let mut article = Article {
            dateline: Some("PARIS (AFP)".to_owned()),
            authors: vec!["Jane Roe".to_owned(), "dpa".to_owned()],
            body: "The port opened.\n\nShips came.".to_owned(),
            ..Article::default()
        };
        article.dropped.push(Dropped {
            reason: DropReason::Credit,
            text: "The Associated Press contributed to this report.".to_owned(),
        });
        tell(&mut article, false);
        assert_eq!(article.agencies, ["AFP", "AP", "dpa"]);
        assert_eq!(article.from["agencies"], "dateline, credit line, byline");
    }

    #[test]
    fn no_name_stands_twice_in_the_table() {
        let mut seen: FxHashMap<String, &str> = FxHashMap::default();
        for line in include_str!("agencies.txt").lines() {
            let line = line.trim_start_matches("- ");
            let shown = line.split('|').next().unwrap_or_default().trim();
            for name in line.split('|').filter(|_| !line.starts_with('#')) {
                let key = folded(name.trim().trim_start_matches('~'));
                let known = seen.insert(key, shown);
                assert!(known.is_none_or(|known| known == shown), "{name}");
            }
        }
    }
}
