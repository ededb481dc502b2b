//! A saved page → the same page without what no reader sees (scripts, styles,
//! comments, drawings) and without nesting that no browser needs, plus the
//! JSON-LD that stood in its scripts.
//!
//! One pass over the bytes, before any parser: HTML parsers take time in
//! proportion to the square of the nesting, and programs that walk their trees
//! recurse. A page of 100,000 open `<div>`s comes out 160 deep.

/// Nesting allowed in what is parsed; real pages stay below 100.
const DEPTH_MAX: usize = 160;

/// How far down the stack of open tags an end tag looks for its start: enough
/// for forgotten end tags, and a bound on the time.
const LOOK_BACK: usize = 64;

/// Elements whose content is thrown away with them.
const UNSEEN: [&str; 6] = ["script", "style", "noscript", "svg", "iframe", "template"];

/// Elements without content: they open no level.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that end where the next of the same name begins.
const SELF_ENDING: [&str; 8] = ["p", "li", "dt", "dd", "tr", "td", "th", "option"];

/// Elements inside a line: one that is left out leaves no paragraph break.
const INLINE: [&str; 12] = [
    "a", "abbr", "b", "big", "em", "font", "i", "small", "span", "strong", "u", "tt",
];

/// A page made ready for a parser.
#[derive(Debug, Default)]
pub(super) struct Lean {
    /// The page without what no reader sees.
    pub(super) html: String,
    /// The text of each `<script type="application/ld+json">`.
    pub(super) json_ld: Vec<String>,
    /// The address that a browser wrote into the page when it saved it.
    pub(super) saved_from: Option<String>,
}

/// Reads `html` once and leaves out what is not for readers.
pub(super) fn lean(html: &str) -> Lean {
    lean_to(html, DEPTH_MAX)
}

/// The same with less nesting, for programs that suffer from it.
pub(super) fn lean_to(html: &str, depth_max: usize) -> Lean {
    let mut scan = Scan {
        html,
        depth_max,
        out: Lean {
            html: String::with_capacity(html.len()),
            ..Lean::default()
        },
        open: Vec::new(),
        kept: 0,
        endless: Vec::new(),
    };
    scan.run();
    scan.out
}

/// An element that is open at the point of reading.
struct Open<'h> {
    name: &'h str,
    /// False where the start tag was left out for depth.
    kept: bool,
}

struct Scan<'h> {
    html: &'h str,
    depth_max: usize,
    out: Lean,
    open: Vec<Open<'h>>,
    /// How many of `open` were kept.
    kept: usize,
    /// Elements whose end tag is known to occur no more; without this a page
    /// of unclosed `<svg>` would be searched to its end for each of them.
    endless: Vec<&'static str>,
}

impl<'h> Scan<'h> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(next) = self.html[at..].find('<') {
            self.out.html.push_str(&self.html[at..at + next]);
            at = self.markup(at + next);
        }
        self.out.html.push_str(&self.html[at..]);
    }

    /// Handles what begins with `<` at `at`; returns where to go on.
    fn markup(&mut self, at: usize) -> usize {
        let rest = &self.html[at..];
        if rest.starts_with("<!--") {
            return self.comment(at);
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return self.declaration(at);
        }
        let name_at = if rest.starts_with("</") { 2 } else { 1 };
        let name = tag_name(&rest[name_at..]);
        if name.is_empty() {
            // A run of these costs a parser more than any markup.
            if !self.out.html.ends_with("&lt;") {
                self.out.html.push_str("&lt;");
            }
            return at + 1;
        }
        let end = at + tag_length(rest);
        if name_at == 2 {
            self.end_tag(name, &self.html[at..end]);
            return end;
        }
        if let Some(unseen) = UNSEEN.iter().find(|u| name.eq_ignore_ascii_case(u)) {
            return self.unseen(unseen, at, end);
        }
        self.start_tag(name, &self.html[at..end]);
        end
    }

    fn comment(&mut self, at: usize) -> usize {
        let end = self.html[at..]
            .find("-->")
            .map_or(self.html.len(), |length| at + length + 3);
        let comment = &self.html[at..end];
        if self.out.saved_from.is_none() && at < 4096 {
            self.out.saved_from = saved_from(comment);
        }
        end
    }

    /// `<!DOCTYPE …>` is kept: it changes how a page is read. `<?php … ?>` and
    /// the like are comments.
    fn declaration(&mut self, at: usize) -> usize {
        let end = self.html[at..]
            .find('>')
            .map_or(self.html.len(), |length| at + length + 1);
        let tag = &self.html[at..end];
        if tag
            .get(..9)
            .is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"))
        {
            self.out.html.push_str(tag);
        }
        end
    }

    /// Skips an element with its content; keeps JSON-LD.
    fn unseen(&mut self, name: &'static str, at: usize, content: usize) -> usize {
        if self.html[at..content].ends_with("/>") && name == "svg" {
            return content;
        }
        if self.endless.contains(&name) {
            return content;
        }
        let Some(length) = find_end_tag(&self.html[content..], name) else {
            self.endless.push(name);
            // A script without an end hides the rest of the page, in browsers
            // too; anything else is taken as a stray tag.
            return if name == "script" || name == "style" {
                self.html.len()
            } else {
                content
            };
        };
        if name == "script" && is_json_ld(&self.html[at..content]) {
            let text = &self.html[content..content + length];
            self.out.json_ld.push(text.to_owned());
        }
        let end_tag = content + length;
        end_tag + tag_length(&self.html[end_tag..])
    }

    fn start_tag(&mut self, name: &'h str, tag: &str) {
        let bare = format!("<{name}>");
        let tag = if has_too_many_attributes(tag) {
            &bare
        } else {
            tag
        };
        if is_one_of(name, &VOID) {
            self.out.html.push_str(tag);
            return;
        }
        if is_one_of(name, &SELF_ENDING)
            && self
                .open
                .last()
                .is_some_and(|top| top.name.eq_ignore_ascii_case(name))
        {
            self.pop();
        }
        let kept = self.kept < self.depth_max;
        if kept {
            self.out.html.push_str(tag);
            self.kept += 1;
        } else if !is_one_of(name, &INLINE) {
            self.break_paragraph();
        }
        self.open.push(Open { name, kept });
    }

    fn end_tag(&mut self, name: &str, tag: &str) {
        let found = self
            .open
            .iter()
            .rev()
            .take(LOOK_BACK)
            .position(|open| open.name.eq_ignore_ascii_case(name));
        let Some(above) = found else {
            if self.kept < self.depth_max {
                self.out.html.push_str(tag);
            }
            return;
        };
        for _ in 0..above {
            self.pop();
        }
        if self.pop() {
            self.out.html.push_str(tag);
        } else if !is_one_of(name, &INLINE) {
            self.break_paragraph();
        }
    }

    /// Stands for the tag of a block that was left out.
    fn break_paragraph(&mut self) {
        if !self.out.html.ends_with("<br>") {
            self.out.html.push_str("<br><br>");
        }
    }

    /// Closes the innermost element; true where its start tag was kept.
    fn pop(&mut self) -> bool {
        let kept = self.open.pop().is_some_and(|open| open.kept);
        self.kept -= usize::from(kept);
        kept
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|n| name.eq_ignore_ascii_case(n))
}

/// The tag name at the start of `text`; empty where there is none.
fn tag_name(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = text
        .find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')
        .unwrap_or(text.len());
    &text[..end]
}

/// A parser compares each attribute of a tag with all before it. What may part
/// two attributes is counted; no tag for readers has thousands of it.
fn has_too_many_attributes(tag: &str) -> bool {
    const PARTING_MAX: usize = 3_000;
    let parts = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'/');
    tag.len() > PARTING_MAX && tag.bytes().filter(parts).count() > PARTING_MAX
}

/// The length of the tag at the start of `text`, `>` included; a `>` inside a
/// quoted attribute value ends nothing.
fn tag_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    let mut after_equals = false;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return at + 1,
            b'=' => after_equals = true,
            quote @ (b'"' | b'\'') if after_equals => {
                let Some(length) = text[at + 1..].find(char::from(quote)) else {
                    return text.len();
                };
                at += length + 1;
                after_equals = false;
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        at += 1;
    }
    text.len()
}

/// Where `</name` stands in `text`.
fn find_end_tag(text: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text[from..].find("</") {
        let at = from + found;
        let after = &text.as_bytes()[at + 2..];
        if after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

fn is_json_ld(tag: &str) -> bool {
    tag.to_ascii_lowercase().contains("ld+json")
}

/// The address in the comment that browsers and page savers leave:
/// `saved from url=(0042)https://…`, `url: https://…`.
fn saved_from(comment: &str) -> Option<String> {
    let lower = comment.to_ascii_lowercase();
    if !lower.contains("saved from url=") && !lower.contains("page saved with") {
        return None;
    }
    let at = lower.find("http")?;
    let address = comment[at..]
        .split(|c: char| c.is_whitespace() || c == '<')
        .next()?;
    Some(address.trim_end_matches("-->").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_what_no_reader_sees() {
        let page = "<p>a<script>x<y</script>b<!-- c --><STYLE>d</STYLE></p><svg><path/></svg>e";
        assert_eq!(lean(page).html, "<p>ab</p>e");
    }

    #[test]
    fn declarations() {
        let page = "<!DOCTYPE html><?php echo 1; ?><![CDATA[x]]>a < b<<c";
        assert_eq!(lean(page).html, "<!DOCTYPE html>a &lt; b&lt;<c");
    }

    #[test]
    fn keeps_json_ld() {
        let page = r#"<script type="application/ld+json">{"a":1}</script><script>b</script>"#;
        assert_eq!(lean(page).json_ld, [r#"{"a":1}"#]);
    }

    #[test]
    fn a_quoted_bracket_ends_no_tag() {
        let page = r#"<a title="x > y" data-b='</p>'>c</a>"#;
        assert_eq!(lean(page).html, page);
    }

    #[test]
    fn depth_is_bounded_and_text_survives() {
        let deep = format!("{}word{}", "<div>".repeat(5000), "</div>".repeat(5000));
        let out = lean(&deep).html;
        assert_eq!(out.matches("<div>").count(), DEPTH_MAX);
        assert_eq!(out.matches("</div>").count(), DEPTH_MAX);
        assert!(out.contains("word"));
    }

    #[test]
    fn a_tag_of_thousands_of_attributes_is_bare() {
        let attributes: String = (0..5_000).map(|i| format!(" a{i}=1")).collect();
        let found = lean(&format!("<p{attributes}>Ships came.</p><p a=1>More.</p>"));
        assert_eq!(found.html, "<p>Ships came.</p><p a=1>More.</p>");
    }

    #[test]
    fn paragraphs_that_never_end_are_no_depth() {
        let out = lean(&"<p>word ".repeat(3000)).html;
        assert_eq!(out.matches("<p>").count(), 3000);
    }

    #[test]
    fn unclosed_drawings_hide_nothing() {
        assert!(lean(&"<svg>a ".repeat(3000)).html.ends_with("a "));
    }

    #[test]
    fn address_left_by_the_browser() {
        let page = "<!-- saved from url=(0031)https://harbourpost.example/a -->\n<p>b";
        assert_eq!(
            lean(page).saved_from.as_deref(),
            Some("https://harbourpost.example/a")
        );
    }
}
