//! The JSON-LD of a page → [`LdArticle`]: what schema.org markup says about
//! the article on it.
//!
//! Publishers write it by hand and by template: commented out, with trailing
//! commas, with raw line breaks in strings, as arrays, graphs and references.

#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::page;

/// What JSON-LD says about an article; every field as it was given, without
/// markup and entities.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LdArticle {
    pub(super) headline: Option<String>,
    /// `alternativeHeadline`.
    pub(super) alternative: Option<String>,
    pub(super) description: Option<String>,
    /// The text, paragraphs separated by blank lines where they are known.
    pub(super) body: Option<String>,
    pub(super) authors: Vec<String>,
    /// Those of them whose type says that they are people.
    pub(super) people: Vec<String>,
    /// Who else is credited: `creditText`, `sourceOrganization`, `publisher`, …
    pub(super) credits: Vec<String>,
    pub(super) dateline: Option<String>,
    pub(super) published: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) section: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) language: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) url: Option<String>,
    /// `isAccessibleForFree`.
    pub(super) free: Option<bool>,
    pub(super) word_count: Option<u64>,
    /// True where the type says that it is an article, not just a page.
    pub(super) is_article: bool,
}

type Object = Map<String, Value>;

/// Reads the scripts of a page; `canonical` tells which of several articles is
/// the one that the page is about.
pub(super) fn article(scripts: &[String], canonical: Option<&str>) -> Option<LdArticle> {
    let values: Vec<Value> = scripts.iter().flat_map(|script| values(script)).collect();
    let graph = Graph::new(&values);
    let mut best: Option<(i32, &Object)> = None;
    for candidate in graph
        .objects
        .iter()
        .filter(|c| kind(c.object) != Kind::Other)
    {
        let score = fitness(candidate, canonical);
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, candidate.object));
        }
    }
    best.map(|(_, object)| graph.article(object))
}

/// The JSON values in a script, as far as they can be read.
fn values(script: &str) -> Vec<Value> {
    let strict: Result<Value, _> = serde_json::from_str(script);
    if let Ok(value) = strict {
        return vec![value];
    }
    let mended = mend(script);
    serde_json::Deserializer::from_str(&mended)
        .into_iter::<Value>()
        .map_while(Result::ok)
        .collect()
}

/// Makes JSON of what is nearly JSON: takes away comment and CDATA marks,
/// trailing semicolons and commas; control characters become spaces.
fn mend(script: &str) -> String {
    let begin = script.find(['{', '[']).unwrap_or(script.len());
    // `<![CDATA[` opens a bracket that is none of ours.
    let begin = match script.find("CDATA[") {
        Some(mark) if mark < begin + 9 => {
            let after = mark + "CDATA[".len();
            after + script[after..].find(['{', '[']).unwrap_or(0)
        }
        _ => begin,
    };
    let end = script
        .rfind(['}', ']'])
        .map_or(begin, |at| at + 1)
        .max(begin);
    let script = script[begin..end]
        .trim_end_matches("]]>")
        .trim_end_matches("]]");
    let mut out = String::with_capacity(script.len());
    let mut in_string = false;
    let mut escaped = false;
    for c in script.chars() {
        if in_string {
            in_string = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            out.push(if c.is_control() { ' ' } else { c });
            continue;
        }
        match c {
            '"' => in_string = true,
            '}' | ']' => {
                let kept = out.trim_end_matches([' ', '\n', '\t', '\r', ',']).len();
                out.truncate(kept);
            }
            ';' => continue,
            _ => {}
        }
        out.push(c);
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Article,
    Page,
    Other,
}

fn kind(object: &Object) -> Kind {
    let types = match object.get("@type") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is_article = |name: &&str| {
        name.ends_with("Article") || matches!(*name, "LiveBlogPosting" | "BlogPosting" | "Report")
    };
    if types.iter().any(is_article) {
        Kind::Article
    } else if types
        .iter()
        .any(|name| matches!(*name, "WebPage" | "ItemPage"))
    {
        Kind::Page
    } else {
        Kind::Other
    }
}

/// How likely it is that the page is about this object.
fn fitness(candidate: &Candidate<'_>, canonical: Option<&str>) -> i32 {
    let object = candidate.object;
    let mut score = 0;
    if kind(object) == Kind::Article {
        score += 20;
    }
    if candidate.listed {
        score -= 12;
    }
    for key in [
        "headline",
        "datePublished",
        "author",
        "articleBody",
        "publisher",
    ] {
        score += 2 * i32::from(object.contains_key(key));
    }
    let address = address(object);
    if let (Some(canonical), Some(address)) = (canonical, address)
        && canonical.trim_end_matches('/') == address.trim_end_matches('/')
    {
        score += 10;
    }
    score
}

/// The web address that an object says it has.
fn address(object: &Object) -> Option<&str> {
    let page = object.get("mainEntityOfPage");
    object
        .get("url")
        .and_then(Value::as_str)
        .or_else(|| page.and_then(Value::as_str))
        .or_else(|| page?.get("@id")?.as_str())
        .or_else(|| object.get("@id").and_then(Value::as_str))
        .filter(|address| address.starts_with("http"))
}

/// Under which an agency may be named.
const CREDITS: [&str; 6] = [
    "creditText",
    "sourceOrganization",
    "provider",
    "contributor",
    "copyrightHolder",
    "publisher",
];

/// More bytes are no name and no keyword; more names are no article's.
const NAME_MAX: usize = 2000;
const NAMES_MAX: usize = 100;

/// Of a longer value, or a longer text, the beginning is read.
const VALUE_MAX: usize = 20_000;
const BODY_MAX: usize = 2_000_000;

struct Candidate<'v> {
    object: &'v Object,
    /// True inside a list of other articles or a part of the page.
    listed: bool,
}

/// All objects of a page, and where those with an `@id` are.
struct Graph<'v> {
    objects: Vec<Candidate<'v>>,
    by_id: FxHashMap<&'v str, &'v Object>,
}

impl<'v> Graph<'v> {
    fn new(values: &'v [Value]) -> Self {
        let mut graph = Graph {
            objects: Vec::new(),
            by_id: FxHashMap::default(),
        };
        let mut todo: Vec<(&Value, bool)> = values.iter().rev().map(|v| (v, false)).collect();
        while let Some((value, listed)) = todo.pop() {
            match value {
                Value::Array(items) => todo.extend(items.iter().rev().map(|v| (v, listed))),
                Value::Object(object) => {
                    graph.add(object, listed);
                    for (key, value) in object {
                        let listed = listed || !matches!(key.as_str(), "@graph" | "mainEntity");
                        todo.push((value, listed));
                    }
                }
                _ => {}
            }
        }
        graph
    }

    fn add(&mut self, object: &'v Object, listed: bool) {
        if let Some(id) = object.get("@id").and_then(Value::as_str) {
            let known = self.by_id.entry(id).or_insert(object);
            // The reference `{"@id": …}` may come before what it refers to.
            if known.len() < object.len() {
                *known = object;
            }
        }
        self.objects.push(Candidate { object, listed });
    }

    fn article(&self, object: &Object) -> LdArticle {
        let get = |key: &str| object.get(key).and_then(|value| self.text(value));
        let mut article = LdArticle {
            headline: get("headline").or_else(|| get("name")),
            alternative: get("alternativeHeadline"),
            description: get("description"),
            body: object.get("articleBody").and_then(body),
            authors: self.names(object.get("author").or_else(|| object.get("creator"))),
            people: self.people(object.get("author")),
            credits: CREDITS
                .iter()
                .flat_map(|key| self.names(object.get(*key)))
                .collect(),
            dateline: get("dateline"),
            published: get("datePublished").or_else(|| get("dateCreated")),
            updated: get("dateModified"),
            section: object
                .get("articleSection")
                .and_then(|value| self.first_text(value)),
            outlet: self.names(object.get("publisher")).into_iter().next(),
            language: get("inLanguage"),
            keywords: keywords(object.get("keywords")),
            url: address(object).map(str::to_owned),
            free: object.get("isAccessibleForFree").and_then(truth),
            word_count: object.get("wordCount").and_then(count),
            is_article: kind(object) == Kind::Article,
        };
        if article.outlet.is_none() {
            article.outlet = self.names(object.get("isPartOf")).into_iter().next();
        }
        article
    }

    /// The text of a value; of an object its name.
    fn text(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => plain(text),
            Value::Object(_) | Value::Array(_) => self.names(Some(value)).into_iter().next(),
            _ => None,
        }
    }

    fn first_text(&self, value: &Value) -> Option<String> {
        match value {
            Value::Array(items) => items.iter().find_map(|item| self.text(item)),
            _ => self.text(value),
        }
    }

    /// The names of the objects of type `Person` among authors.
    fn people(&self, value: Option<&Value>) -> Vec<String> {
        let one = |value: &Value| -> Vec<String> {
            let is_person =
                |object: &Object| object.get("@type").and_then(Value::as_str) == Some("Person");
            let object = value.as_object();
            match object.filter(|object| is_person(object)) {
                Some(_) => self.names(Some(value)),
                None => Vec::new(),
            }
        };
        match value {
            Some(Value::Array(items)) => items.iter().take(20).flat_map(one).collect(),
            Some(value) => one(value),
            None => Vec::new(),
        }
    }

    /// The names in a string, an object, a reference or an array of these.
    fn names(&self, value: Option<&Value>) -> Vec<String> {
        let mut names = Vec::new();
        let mut todo: Vec<&Value> = value.into_iter().collect();
        // References can go round in circles.
        let mut steps = 0;
        while let Some(value) = todo.pop()
            && steps < 1000
            && names.len() < NAMES_MAX
        {
            steps += 1;
            match value {
                // A thousand references may be to one long text.
                Value::String(text) => {
                    names.extend(plain_to(text, NAME_MAX));
                }
                Value::Array(items) => todo.extend(items.iter().rev()),
                Value::Object(object) => {
                    let referred = object
                        .get("@id")
                        .and_then(Value::as_str)
                        .and_then(|id| self.by_id.get(id));
                    let name = object.get("name").or_else(|| referred?.get("name"));
                    todo.extend(name);
                }
                _ => {}
            }
        }
        names
    }
}

/// A number, or a text that is one.
fn count(value: &Value) -> Option<u64> {
    let written = || value.as_str()?.trim().parse().ok();
    value.as_u64().or_else(written)
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// How many keywords are read.
const KEYWORDS_MAX: usize = 300;

fn keywords(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => text
            .split([',', ';'])
            .filter(|text| !text.trim().is_empty())
            .take(KEYWORDS_MAX)
            .filter_map(|text| plain_to(text, NAME_MAX))
            .collect(),
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(Value::as_str)
            .take(KEYWORDS_MAX)
            .filter_map(|text| plain_to(text, NAME_MAX))
            .collect(),
        _ => Vec::new(),
    }
}

/// Text on one line without markup and entities; `None` where nothing is left.
pub(super) fn plain(text: &str) -> Option<String> {
    plain_to(text, VALUE_MAX)
}

/// The same of at most `bytes_max` of a text.
fn plain_to(text: &str, bytes_max: usize) -> Option<String> {
    let text = &text[..text.floor_char_boundary(bytes_max)];
    let line = if text.contains(['<', '&']) {
        // Templates escape twice: `&amp;quot;`.
        let once = blocks(text).join(" ");
        if once.contains('&') {
            blocks(&once).join(" ")
        } else {
            once
        }
    } else {
        page::one_line(text)
    };
    (!line.is_empty()).then_some(line)
}

fn body(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let text = &text[..text.floor_char_boundary(BODY_MAX)];
    let paragraphs = if text.contains(['<', '&']) {
        blocks(text)
    } else {
        text.lines()
            .map(page::one_line)
            .filter(|line| !line.is_empty())
            .collect()
    };
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

fn blocks(html: &str) -> Vec<String> {
    let html = super::lean::lean(html).html;
    page::page(&html)
        .blocks
        .into_iter()
        .map(|block| block.text)
        .collect()
}
