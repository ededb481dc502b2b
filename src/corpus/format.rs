//! A file's name, else its first characters → its [`Format`].

use super::{encoding, xml};

pub(super) use super::Format;

/// What a name says about the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// The extension is one of ours.
    Known(Format),
    /// The extension belongs to something that is text but no news.
    Foreign,
    /// No extension, or one that says nothing.
    Unknown,
}

/// Asks the extension, below `.gz` or `.zst`.
pub(super) fn from_name(id: &str) -> Named {
    let name = id
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let name = [".gz", ".zst"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(&name);
    let Some((_, extension)) = name.rsplit_once('.') else {
        return Named::Unknown;
    };
    match extension {
        "txt" | "text" => Named::Known(Format::Text),
        "md" | "markdown" => Named::Known(Format::Markdown),
        "html" | "htm" | "xhtml" => Named::Known(Format::Html),
        "json" => Named::Known(Format::Json),
        "jsonl" | "ndjson" => Named::Known(Format::JsonLines),
        "xml" | "rss" | "atom" | "rdf" | "nitf" => Named::Known(Format::Xml),
        "warc" => Named::Known(Format::Warc),
        "csv" | "tsv" => Named::Known(Format::Csv),
        "eml" | "mbox" => Named::Known(Format::Mail),
        other if FOREIGN.contains(&other) => Named::Foreign,
        _ => Named::Unknown,
    }
}

/// Text, but no news: what browsers save beside a page, tables, programs,
/// settings. Without this list each would become an article.
const FOREIGN: &[&str] = &[
    "css", "js", "mjs", "map", "svg", "yaml", "yml", "toml", "ini", "cfg", "conf", "log", "py",
    "rs", "sh", "sql", "lock", "bib", "ris", "tex", "rtf",
];

/// Asks the first characters. `None`: markup that is no web page.
pub(super) fn sniff(head: &str) -> Option<Format> {
    let text = head.trim_start();
    match text.as_bytes().first() {
        Some(b'<') => sniff_markup(text),
        Some(b'{') => Some(if is_json_lines(text) {
            Format::JsonLines
        } else {
            Format::Json
        }),
        Some(b'[') => {
            let inside = text[1..].trim_start();
            Some(if inside.starts_with(['{', ']']) {
                Format::Json
            } else {
                Format::Text
            })
        }
        _ if is_markdown(text) => Some(Format::Markdown),
        _ => Some(Format::Text),
    }
}

fn sniff_markup(text: &str) -> Option<Format> {
    if let Some(root) = root(text) {
        if xml::is_news(&root) {
            return Some(Format::Xml);
        }
        // What is XML and none of ours is refused by the name of its root.
        if text.starts_with("<?xml") && root != "html" {
            return Some(Format::Xml);
        }
    }
    let lower = text.to_ascii_lowercase();
    let page = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<article",
        "<div",
        "<p>",
        "<p ",
    ];
    if page.iter().any(|tag| lower.contains(tag)) {
        return Some(Format::Html);
    }
    let markup = lower[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "?!/".contains(c));
    if markup { None } else { Some(Format::Text) }
}

/// The local name of the root element in the first bytes of a file, in lower
/// case; `None` where none is seen there.
pub(super) fn xml_root(head: &[u8]) -> Option<String> {
    root(&encoding::head(head)?)
}

/// The name behind prolog, comments and document type.
fn root(text: &str) -> Option<String> {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    loop {
        let end = if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<!") {
            document_type_end(rest)?
        } else {
            break;
        };
        rest = rest[end..].trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    let local = name[..end].rsplit(':').next()?;
    (!local.is_empty()).then(|| local.to_lowercase())
}

/// Where `<!DOCTYPE …>` ends, with what stands in its brackets.
fn document_type_end(text: &str) -> Option<usize> {
    let plain = text.find('>')?;
    match text.find('[') {
        Some(open) if open < plain => {
            let close = text.find("]>").or_else(|| text.find("] >"))?;
            Some(close + text[close..].find('>')? + 1)
        }
        _ => Some(plain + 1),
    }
}

/// One object on the first line, and another one on the next.
fn is_json_lines(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first_ends = lines.next().is_some_and(|line| line.ends_with('}'));
    first_ends && lines.next().is_some_and(|line| line.starts_with('{'))
}

fn is_markdown(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default().trim_end();
    let fence = matches!(first, "---" | "+++");
    let closed = fence && text.lines().skip(1).any(|line| line.trim_end() == first);
    let heading = first.trim_start_matches('#');
    let hashes = first.len() - heading.len();
    closed || ((1..=6).contains(&hashes) && heading.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let check = |name: &str, wanted: Named| assert_eq!(from_name(name), wanted, "{name}");
        check("a/b.txt", Named::Known(Format::Text));
        check("a.TXT.gz", Named::Known(Format::Text));
        check("a.jsonl.zst", Named::Known(Format::JsonLines));
        check("a.ndjson", Named::Known(Format::JsonLines));
        check("a.json", Named::Known(Format::Json));
        check("a.b.htm", Named::Known(Format::Html));
        check("a.md", Named::Known(Format::Markdown));
        check("style.css", Named::Foreign);
        check("a.b/README", Named::Unknown);
        check("-", Named::Unknown);
        check("story.2024", Named::Unknown);
    }

    #[test]
    fn first_characters() {
        let check = |head: &str, wanted| assert_eq!(sniff(head), wanted, "{head}");
        check("Harbour reopens\n\nThe …", Some(Format::Text));
        check("<!DOCTYPE html><html>", Some(Format::Html));
        check("<?xml version=\"1.0\"?><rss>", Some(Format::Xml));
        check("<!-- a --><feed xmlns='x'><p>", Some(Format::Xml));
        check(
            "<!DOCTYPE nitf SYSTEM 'x' [<!ENTITY a \"b\">]>\n<nitf>",
            Some(Format::Xml),
        );
        check("<rdf:RDF xmlns:rdf='x'>", Some(Format::Xml));
        check("<?xml version='1.0'?><svg>", Some(Format::Xml));
        check("<?xml version=\"1.0\"?><html xmlns", Some(Format::Html));
        check("<ABC> buys", None);
        check("< 5 percent", Some(Format::Text));
        check("{\"a\":1}\n{\"a\":2}\n", Some(Format::JsonLines));
        check("{\n \"a\": 1\n}", Some(Format::Json));
        check("[{\"a\":1}]", Some(Format::Json));
        check("[Update] Harbour", Some(Format::Text));
        check("---\ntitle: x\n---\n", Some(Format::Markdown));
        check("---\nno front matter", Some(Format::Text));
        check("# Harbour\n\nText", Some(Format::Markdown));
        check("#harbour", Some(Format::Text));
        check("", Some(Format::Text));
    }
}
