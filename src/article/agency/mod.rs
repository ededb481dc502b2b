//! Lines and fields that credit a news agency → which one.
//!
//! Names that are whole words of a language, places or other bodies (`PA`, `MAP`,
//! `Petra`) count only where nothing but a credit can stand.

mod places;
mod table;

use self::places::{at_the_end, at_the_start, in_dateline, in_tagline};
use self::table::{Named, look_up, look_up_name};
use super::{Article, DropReason};

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

#[cfg(test)]
mod tests;
