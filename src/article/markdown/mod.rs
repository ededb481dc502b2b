//! Markdown → [`Article`]: front matter becomes metadata, marks become plain
//! text, pictures are dropped with their description.

#[cfg(test)]
mod tests;

use std::ops::Range;

use serde_json::{Map, Value};

use super::fields::{self, Fields};
use super::{Article, DropReason, Dropped, Reading, body, clean, markup, paragraphs};
use crate::corpus::{SkipReason, Source};

pub(super) fn read(source: &Source, reading: &Reading) -> Result<Article, SkipReason> {
    let text = clean::lines(&source.text);
    let mut article = Article {
        id: source.id.clone(),
        ..Article::default()
    };
    let (front, rest) = front_matter(&text);
    match front.map(FrontMatter::object).transpose() {
        Ok(object) => {
            let object = object.unwrap_or_default();
            let origin = |key: &str| format!("front matter {key}");
            fields::fill(&mut article, &Fields::new(&object), &origin, reading);
        }
        Err(why) => article.notes.push(format!("front matter: {why}")),
    }
    let plain = Plain::of(rest, article.title.is_none());
    if let Some(title) = plain.title {
        article.title = Some(title);
        article
            .from
            .insert("title".to_owned(), "heading".to_owned());
    }
    article.dropped.extend(plain.pictures);
    article.from.insert("body".to_owned(), "text".to_owned());
    body::finish(article, paragraphs::split(&plain.text), reading)
}

enum FrontMatter<'t> {
    Yaml(&'t str),
    Toml(&'t str),
}

/// The part between two `---` or `+++` lines at the very start, and the rest.
/// Without a second fence there is none.
fn front_matter(text: &str) -> (Option<FrontMatter<'_>>, &str) {
    let start = text.trim_start_matches('\n');
    for fence in ["---", "+++"] {
        let Some(rest) = start.strip_prefix(fence) else {
            continue;
        };
        let Some((_, inside)) = rest
            .split_once('\n')
            .filter(|(line, _)| line.trim().is_empty())
        else {
            continue;
        };
        let mut at = 0;
        for line in inside.split_inclusive('\n') {
            if line.trim_end() == fence || (fence == "---" && line.trim_end() == "...") {
                let (front, rest) = (&inside[..at], &inside[at + line.len()..]);
                let front = if fence == "---" {
                    FrontMatter::Yaml(front)
                } else {
                    FrontMatter::Toml(front)
                };
                return (Some(front), rest);
            }
            at += line.len();
        }
    }
    (None, text)
}

impl FrontMatter<'_> {
    fn object(self) -> Result<Map<String, Value>, String> {
        let first_line = |words: String| words.lines().next().unwrap_or_default().to_owned();
        match self {
            FrontMatter::Yaml(text) if text.trim().is_empty() => Ok(Map::new()),
            FrontMatter::Yaml(text) => {
                serde_saphyr::from_str(text).map_err(|cause| first_line(cause.to_string()))
            }
            FrontMatter::Toml(text) => {
                let table: toml::Table = text
                    .parse()
                    .map_err(|cause: toml::de::Error| cause.message().to_owned())?;
                Ok(table
                    .into_iter()
                    .map(|(key, value)| (key, json(value)))
                    .collect())
            }
        }
    }
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(yes) => Value::Bool(yes),
        toml::Value::Datetime(when) => Value::String(when.to_string()),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(table) => Value::Object(
            table
                .into_iter()
                .map(|(key, value)| (key, json(value)))
                .collect(),
        ),
    }
}

/// The text without marks.
#[derive(Default)]
struct Plain {
    text: String,
    title: Option<String>,
    pictures: Vec<Dropped>,
}

impl Plain {
    fn of(text: &str, wants_title: bool) -> Plain {
        let mut plain = Plain::default();
        let text = without_comments(text);
        let (mut fenced, mut begun) = (false, false);
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            let trimmed = line.trim();
            if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
                fenced = !fenced;
                plain.text.push('\n');
                continue;
            }
            if fenced {
                begun = true;
                plain.text.push_str(line);
                plain.text.push('\n');
                continue;
            }
            if is_rule(trimmed) || is_definition(trimmed) {
                plain.text.push('\n');
                continue;
            }
            let underline = lines.next_if(|next| !trimmed.is_empty() && is_underline(next.trim()));
            let heading = heading(trimmed).or(underline.map(|_| trimmed));
            let shown = plain.inline(heading.unwrap_or_else(|| without_quote_mark(trimmed)));
            let first = !begun && !shown.trim().is_empty();
            begun |= first;
            if heading.is_some() && first && wants_title {
                plain.title = Some(clean::line(&shown)).filter(|title| !title.is_empty());
            } else if heading.is_some() {
                plain.text.push_str(&format!("\n{shown}\n\n"));
            } else {
                // The indent says where a paragraph starts in broken lines.
                plain.text.push_str(&shown);
                plain.text.push('\n');
            }
        }
        plain
    }

    /// A line without links, emphasis and pictures.
    fn inline(&mut self, line: &str) -> String {
        let line = markup::plain(line);
        let mut shown = String::with_capacity(line.len());
        self.unmarked(
            Part {
                line: &line,
                brackets: &brackets(&line),
            },
            0..line.len(),
            0,
            &mut shown,
        );
        shown
    }

    /// Writes a stretch of the line to `shown`. Every byte is looked at once,
    /// however deep the brackets are nested.
    fn unmarked(&mut self, part: Part<'_>, range: Range<usize>, depth: usize, shown: &mut String) {
        const DEPTH_MAX: usize = 16;
        let mut at = range.start;
        while let Some(c) = part.line[at..range.end].chars().next() {
            let rest = &part.line[at..range.end];
            if rest.starts_with("![")
                && let Some(link) = part.link(at + 1)
            {
                self.picture(&part.line[link.text]);
                at = link.end;
            } else if c == '['
                && depth < DEPTH_MAX
                && let Some(link) = part.link(at)
            {
                if !part.line[link.text.clone()].starts_with('^') {
                    self.unmarked(part, link.text, depth + 1, shown);
                }
                at = link.end;
            } else if let Some(address) = auto_link(rest) {
                shown.push_str(address);
                at += address.len() + "<>".len();
            } else if let Some(escaped) = escaped(rest) {
                shown.push(escaped);
                at += 2;
            } else if matches!(c, '*' | '_' | '`' | '~') {
                let run = rest.len() - rest.trim_start_matches(c).len();
                if !is_mark(shown, c, run, &rest[run..]) {
                    shown.push_str(&rest[..run]);
                }
                at += run;
            } else {
                shown.push(c);
                at += c.len_utf8();
            }
        }
    }

    fn picture(&mut self, description: &str) {
        let text = clean::line(description);
        if !text.is_empty() {
            self.pictures.push(Dropped {
                reason: DropReason::Caption,
                text,
            });
        }
    }
}

/// `*` and its like are marks where a word begins or ends, and text where they
/// stand alone (`3 * 4`), start a list, or join words (`snake_case`).
fn is_mark(before: &str, c: char, run: usize, after: &str) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    let (left, right) = (before.chars().next_back(), after.chars().next());
    match c {
        '~' if run < 2 => false,
        '_' => {
            let inside =
                left.is_some_and(char::is_alphanumeric) && right.is_some_and(char::is_alphanumeric);
            !inside && (word(left) || word(right))
        }
        _ => word(left) || word(right),
    }
}

/// A line, and where its brackets are closed.
#[derive(Clone, Copy)]
struct Part<'l> {
    line: &'l str,
    brackets: &'l [(usize, usize)],
}

struct Link {
    text: Range<usize>,
    end: usize,
}

impl Part<'_> {
    /// `[text](address)`, `[text][ref]` or `[^1]` at `at`. A bare `[text]` is
    /// text: reporters write `[sic]`.
    fn link(&self, at: usize) -> Option<Link> {
        let close = self.closed(at)?;
        let (text, after) = (at + 1..close, close + 1);
        if self.line[text.clone()].starts_with('^') {
            return Some(Link { text, end: after });
        }
        let target = self.line[after..].starts_with(['(', '[']);
        let end = if target {
            self.closed(after)? + 1
        } else {
            return None;
        };
        Some(Link { text, end })
    }

    /// Where the bracket that opens at `at` is closed.
    fn closed(&self, at: usize) -> Option<usize> {
        let found = self
            .brackets
            .binary_search_by_key(&at, |(open, _)| *open)
            .ok()?;
        Some(self.brackets[found].1)
    }
}

/// The pairs of `[]` and of `()`, by where they open.
fn brackets(line: &str) -> Vec<(usize, usize)> {
    let (mut square, mut round) = (Vec::new(), Vec::new());
    let mut pairs = Vec::new();
    if !line.contains('[') {
        return pairs;
    }
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        let closed = match byte {
            _ if escaped => None,
            b'[' => {
                square.push(at);
                None
            }
            b'(' => {
                round.push(at);
                None
            }
            b']' => square.pop(),
            b')' => round.pop(),
            _ => None,
        };
        pairs.extend(closed.map(|open| (open, at)));
        escaped = byte == b'\\' && !escaped;
    }
    pairs.sort_unstable();
    pairs
}

/// `\*`: the sign without its backslash.
fn escaped(text: &str) -> Option<char> {
    let escaped = text.strip_prefix('\\')?.chars().next()?;
    escaped.is_ascii_punctuation().then_some(escaped)
}

/// `<https://…>`: the address.
fn auto_link(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('<')?;
    let link = ["http://", "https://", "mailto:"]
        .iter()
        .any(|start| inside.starts_with(start));
    let end = inside.find(['>', '<', ' ']).filter(|_| link)?;
    inside[end..].starts_with('>').then_some(&inside[..end])
}

fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find("<!--") {
        let Some(close) = rest[open..].find("-->") else {
            break;
        };
        plain.push_str(&rest[..open]);
        rest = &rest[open + close + "-->".len()..];
    }
    plain.push_str(rest);
    plain
}

fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let hashes = line.len() - text.len();
    let text = text.strip_prefix(' ')?;
    (1..=6)
        .contains(&hashes)
        .then(|| text.trim().trim_end_matches('#').trim_end())
}

/// `====` or `----` under a heading.
fn is_underline(line: &str) -> bool {
    line.len() >= 3
        && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// `* * *`
fn is_rule(line: &str) -> bool {
    let signs: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
    signs.len() >= 3 && matches!(signs[0], '*' | '-' | '_') && signs.iter().all(|c| *c == signs[0])
}

/// `[name]: https://…`
fn is_definition(line: &str) -> bool {
    let Some((name, target)) = line
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]:"))
    else {
        return false;
    };
    !name.starts_with('^')
        && !name.contains(']')
        && target.trim_start().starts_with(['h', '/', '<', '#', '.'])
}

fn without_quote_mark(line: &str) -> &str {
    let mut text = line;
    while let Some(rest) = text.strip_prefix('>') {
        text = rest.trim_start();
    }
    text
}
