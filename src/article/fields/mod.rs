//! A JSON object, front matter or a header block → the metadata of an
//! [`Article`]. Many tools name the same field in many ways: `names`.

mod names;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use self::names::*;
use super::{Article, Reading, agency, byline, clean, date, markup};

/// The field that a name stands for, where its values may be refused, and the
/// rank of the name among those of that field.
pub(super) fn refusable(name: &str) -> Option<(&'static str, usize)> {
    let plain = plain_key(name);
    let fields = [
        ("published", PUBLISHED),
        ("updated", UPDATED),
        ("fetched", FETCHED),
        ("authors", AUTHORS),
    ];
    let find = |(field, names): (&'static str, Names)| {
        Some((field, names.iter().position(|name| *name == plain)?))
    };
    fields.into_iter().find_map(find)
}

/// True for a text that names an author, or an agency in the place of one.
pub(super) fn names_author(text: &str) -> bool {
    let text = markup::decoded(text);
    agency::is_signature(text.trim()) || !byline::names(&text).is_empty()
}

/// What is wrong with the value of an author's field.
pub(super) fn no_name(text: &str) -> String {
    const CHARS_MAX: usize = 60;
    let line = clean::line(&markup::decoded(text));
    let brief: String = line.chars().take(CHARS_MAX).collect();
    let more = if brief.len() < line.len() { "…" } else { "" };
    format!("{brief}{more} is no name")
}

/// The values of an object under any of their names.
pub(super) struct Fields<'o> {
    values: Vec<(String, &'o str, &'o Value)>,
}

impl<'o> Fields<'o> {
    pub(super) fn new(object: &'o Map<String, Value>) -> Self {
        let values = object
            .iter()
            .map(|(key, value)| (plain_key(key), key.as_str(), value));
        Fields {
            values: values.collect(),
        }
    }

    /// Values that are under our names already: name, where it came from, value.
    pub(super) fn told(values: &'o [(&'static str, String, Value)]) -> Self {
        let values = values
            .iter()
            .map(|(name, place, value)| ((*name).to_owned(), place.as_str(), value));
        Fields {
            values: values.collect(),
        }
    }

    /// Values under these names that are not null, the best name first.
    pub(super) fn all(
        &self,
        names: &'o [&'o str],
    ) -> impl Iterator<Item = (&'o str, &'o Value)> + '_ {
        names.iter().flat_map(move |name| {
            let fits = self.values.iter().filter(move |(plain, ..)| plain == name);
            fits.map(|(_, key, value)| (*key, *value))
                .filter(|(_, value)| !value.is_null())
        })
    }

    /// The first value under these names that gives a line of text.
    fn line(&self, names: &'o [&'o str]) -> Option<(&'o str, String)> {
        self.all(names)
            .find_map(|(key, value)| Some((key, one_line(value)?)))
    }

    /// A publisher's word that the item is not to be published.
    pub(super) fn withdrawn(&self) -> Option<String> {
        let (_, status) = self.line(STATUS)?;
        let word = status.rsplit(':').next().unwrap_or_default().to_lowercase();
        matches!(word.as_str(), "canceled" | "cancelled" | "withheld").then_some(word)
    }
}

/// Fills the fields of `article` that are not set. `origin` says where a value
/// came from, given its key.
pub(super) fn fill(
    article: &mut Article,
    fields: &Fields<'_>,
    origin: &dyn Fn(&str) -> String,
    reading: &Reading,
) {
    let mut from = |name: &str, key: &str| {
        article.from.insert(name.to_owned(), origin(key));
    };
    let mut line = |slot: &mut Option<String>, name: &str, names: Names| {
        if let (None, Some((key, value))) = (&slot, fields.line(names)) {
            *slot = Some(value);
            from(name, key);
        }
    };
    line(&mut article.title, "title", TITLE);
    line(&mut article.section, "section", SECTION);
    line(&mut article.summary, "summary", SUMMARY);
    line(&mut article.dateline, "dateline", DATELINE);
    fill_authors(article, fields, origin);
    fill_agencies(article, fields, origin);
    fill_dates(article, fields, origin, reading);
    fill_addresses(article, fields, origin);
    if article.keywords.is_empty()
        && let Some((key, words)) = fields
            .all(KEYWORDS)
            .map(|(key, value)| (key, list(value)))
            .find(|(_, w)| !w.is_empty())
    {
        article.keywords = words;
        article.from.insert("keywords".to_owned(), origin(key));
    }
    if article.language.is_none()
        && let Some((key, code)) = fields
            .all(LANGUAGE)
            .find_map(|(key, value)| Some((key, language(value)?)))
    {
        article.language = Some(code);
        article.from.insert("language".to_owned(), origin(key));
    }
    let yes = |value: &Value| value.as_bool() == Some(true);
    let no = |value: &Value| {
        value.as_bool() == Some(false)
            || value
                .as_str()
                .is_some_and(|v| v.eq_ignore_ascii_case("false"))
    };
    article.partial |= fields.all(PARTIAL).any(|(_, value)| yes(value))
        || fields.all(FREE).any(|(_, value)| no(value));
}

fn fill_authors(article: &mut Article, fields: &Fields<'_>, origin: &dyn Fn(&str) -> String) {
    if !article.authors.is_empty() {
        return;
    }
    let mut refused = None;
    for (key, value) in fields.all(AUTHORS) {
        let mut names: Vec<String> = Vec::new();
        for field in texts(value) {
            let field = markup::decoded(&field);
            if agency::is_signature(field.trim()) {
                agency::add(article, &origin(key), &agency::credited(&field));
                continue;
            }
            let found = byline::names(&field);
            if found.is_empty() && refused.is_none() && !field.trim().is_empty() {
                refused = Some(format!("authors: {}", no_name(&field)));
            }
            for name in found {
                if !names.contains(&name) && names.len() < byline::NAMES_MAX {
                    names.push(name);
                }
            }
        }
        if !names.is_empty() {
            article.authors = names;
            article.from.insert("authors".to_owned(), origin(key));
            return;
        }
    }
    article.notes.extend(refused);
}

/// More characters are no name of an agency.
const AGENCY_MAX: usize = 60;

fn fill_agencies(article: &mut Article, fields: &Fields<'_>, origin: &dyn Fn(&str) -> String) {
    for (key, value) in fields.all(AGENCIES) {
        for text in texts(value) {
            let line = clean::line(&text);
            let known = agency::credited(&line);
            // What is exported under this name is an agency, known or not.
            let is_name = key.eq_ignore_ascii_case("agencies")
                && (1..=AGENCY_MAX).contains(&line.chars().count());
            if known.is_empty() && is_name {
                agency::add(article, &origin(key), &[&line]);
            }
            agency::add(article, &origin(key), &known);
        }
    }
}

fn fill_dates(
    article: &mut Article,
    fields: &Fields<'_>,
    origin: &dyn Fn(&str) -> String,
    reading: &Reading,
) {
    let dates = [
        ("published", PUBLISHED),
        ("updated", UPDATED),
        ("fetched", FETCHED),
    ];
    for (name, names) in dates {
        let slot = match name {
            "published" => &mut article.published,
            "updated" => &mut article.updated,
            _ => &mut article.fetched,
        };
        for (key, value) in fields.all(names) {
            let Some(text) = one_line(value) else {
                continue;
            };
            if slot.is_some() {
                break;
            }
            match date::parse(&text, reading.now_seconds) {
                Ok(when) => {
                    *slot = Some(when);
                    article.from.insert(name.to_owned(), origin(key));
                }
                Err(why) => article.notes.push(format!("{name}: {why}")),
            }
        }
    }
    // One time stamp for both says nothing about a change.
    if article.updated.is_some() && article.updated == article.published {
        article.updated = None;
        article.from.remove("updated");
    }
}

/// `source` is an outlet with some tools and an address with others.
fn fill_addresses(article: &mut Article, fields: &Fields<'_>, origin: &dyn Fn(&str) -> String) {
    if article.url.is_none()
        && let Some((key, url)) = fields
            .all(URL)
            .find_map(|(key, value)| Some((key, address(value)?)))
    {
        article.url = Some(url);
        article.from.insert("url".to_owned(), origin(key));
    }
    if article.outlet.is_none() {
        let named = fields.all(OUTLET).find_map(|(key, value)| {
            let text = one_line(value)?;
            let outlet = if is_address(&text) {
                host(&text)?
            } else {
                text
            };
            Some((key, outlet))
        });
        if let Some((key, outlet)) = named {
            article.outlet = Some(outlet);
            article.from.insert("outlet".to_owned(), origin(key));
        } else if let Some(outlet) = article.url.as_deref().and_then(host) {
            article.outlet = Some(outlet);
            article.from.insert("outlet".to_owned(), "url".to_owned());
        }
    }
}

fn plain_key(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' ' | ':' | '.'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The texts in a value: a string, a number, `{"name": …}`, or a list of such.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(object) => {
            let keys = [
                "name", "value", "text", "title", "content", "html", "label", "#text", "$t", "_",
                "term", "href",
            ];
            let found = keys
                .iter()
                .filter_map(|key| object.get(*key))
                .find(|value| value.is_string());
            found.map(texts).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn one_line(value: &Value) -> Option<String> {
    let text = texts(value).into_iter().next()?;
    let line = clean::line(&markup::plain(&text));
    (!line.is_empty()).then_some(line)
}

/// The words of a list, each once.
fn list(value: &Value) -> Vec<String> {
    const WORDS_MAX: usize = 500;
    let mut words: Vec<String> = Vec::new();
    let single = value.is_string();
    for text in texts(value) {
        let parts: Vec<&str> = if single {
            text.split([',', ';']).collect()
        } else {
            vec![&text]
        };
        for part in parts {
            let word = clean::line(&markup::decoded(part));
            if words.len() == WORDS_MAX {
                return words;
            }
            if !word.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}

/// ISO 639-1 of `en-GB`, `English`, `zh_CN`.
fn language(value: &Value) -> Option<String> {
    // Norwegian, after YAML has read it.
    if value.as_bool() == Some(false) {
        return Some("no".to_owned());
    }
    let text = one_line(value)?.to_lowercase();
    let code = text.split(['-', '_']).next()?;
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(code.to_owned());
    }
    const CODES: &[(&str, &str)] = &[
        ("english", "en"),
        ("eng", "en"),
        ("chinese", "zh"),
        ("zho", "zh"),
        ("chi", "zh"),
        ("german", "de"),
        ("deutsch", "de"),
        ("deu", "de"),
        ("ger", "de"),
        ("french", "fr"),
        ("français", "fr"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("spanish", "es"),
        ("español", "es"),
        ("spa", "es"),
        ("portuguese", "pt"),
        ("português", "pt"),
        ("por", "pt"),
        ("italian", "it"),
        ("italiano", "it"),
        ("ita", "it"),
        ("dutch", "nl"),
        ("nederlands", "nl"),
        ("nld", "nl"),
        ("russian", "ru"),
        ("rus", "ru"),
        ("japanese", "ja"),
        ("jpn", "ja"),
        ("korean", "ko"),
        ("kor", "ko"),
        ("arabic", "ar"),
        ("ara", "ar"),
        ("swedish", "sv"),
        ("swe", "sv"),
        ("norwegian", "no"),
        ("danish", "da"),
        ("finnish", "fi"),
        ("polish", "pl"),
        ("turkish", "tr"),
        ("ukrainian", "uk"),
        ("hindi", "hi"),
    ];
    CODES
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, code)| (*code).to_owned())
}

fn address(value: &Value) -> Option<String> {
    texts(value)
        .into_iter()
        .map(|text| clean::line(&text))
        .find(|text| is_address(text))
}

fn is_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(' '))
}

fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest
        .split(['/', '?', '#'])
        .next()?
        .rsplit('@')
        .next()?
        .split(':')
        .next()?;
    let host = host.strip_prefix("www.").unwrap_or(host).to_lowercase();
    (host.contains('.')).then_some(host)
}
