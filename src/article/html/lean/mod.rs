//! A saved page → the same page without what no reader sees (scripts, styles,
//! comments, drawings), without nesting that no browser needs, and not more
//! of it than a news page can have, plus the JSON-LD that stood in its scripts.
//!
//! One pass over the bytes, before any parser: HTML parsers take time in
//! proportion to the square of the nesting, and programs that walk their trees
//! recurse. A page of 100,000 open `<div>`s comes out 160 deep, and of a page
//! of millions of tags the beginning comes out.

#[cfg(test)]
mod tests;

use super::tag::{find_end_tag, tag_length, tag_name, write_start};

/// Nesting allowed in what is parsed; real pages stay below 100.
const DEPTH_MAX: usize = 160;

/// How far down the stack of open tags an end tag looks for its start: enough
/// for forgotten end tags, and a bound on the time.
const LOOK_BACK: usize = 64;

/// How many open elements are known; of more, the ends are not looked for.
const OPEN_MAX: usize = 10_000;

/// Of a page with more tags, or more bytes without what no reader sees, the
/// beginning is read. Of 441 real pages none has a tenth as many.
const TAGS_MAX: usize = 100_000;
const BYTES_MAX: usize = 5_500_000;

/// How many bytes an `&` counts for besides: what it stands for is looked up.
const ENTITY_BYTES: usize = 4;

/// The same bound for its JSON-LD.
const JSON_LD_MAX: usize = 8_000_000;

/// A longer name is no tag's.
const NAME_MAX: usize = 100;

/// A longer `<!DOCTYPE …>` says nothing.
const DOCTYPE_BYTES_MAX: usize = 1_000;

/// Elements whose content is thrown away with them.
const UNSEEN: [&str; 6] = ["script", "style", "noscript", "svg", "iframe", "template"];

/// Elements without content: they open no level.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that end where the next of the same name begins.
const SELF_ENDING: [&str; 8] = ["p", "li", "dt", "dd", "tr", "td", "th", "option"];

/// Elements that end, wherever they are, where the next of the same name begins.
const SELF_REPLACING: [&str; 2] = ["a", "nobr"];

/// Elements inside a line that a parser opens again, in each block that
/// follows, where the element around them ended before they did.
const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Other elements inside a line. One of either kind that is left out leaves no
/// paragraph break.
const INLINE: [&str; 2] = ["abbr", "span"];

/// How many formatting elements may be open in each other.
const FORMATTING_MAX: usize = 4;

/// How many elements may end by the end of one around them as a parser has it:
/// it keeps some of them open. Further ones are given end tags of their own.
const MISNESTED_MAX: usize = 200;
const MISNESTED_FORMATTING_MAX: usize = 4;

/// A page made ready for a parser.
#[derive(Debug, Default)]
pub(super) struct Lean {
    /// The page without what no reader sees.
    pub(super) html: String,
    /// The text of each `<script type="application/ld+json">`.
    pub(super) json_ld: Vec<String>,
    /// The address that a browser wrote into the page when it saved it.
    pub(super) saved_from: Option<String>,
    /// True where the page has more tags or text than are read.
    pub(super) cut: bool,
}

/// Reads `html` once and leaves out what is not for readers.
pub(super) fn lean(html: &str) -> Lean {
    lean_to(html, DEPTH_MAX, TAGS_MAX)
}

/// The same with less nesting and fewer tags, for programs that suffer from it.
pub(super) fn lean_to(html: &str, depth_max: usize, tags_max: usize) -> Lean {
    let mut scan = Scan {
        html,
        depth_max,
        tags_max,
        out: Lean {
            html: String::with_capacity(html.len().min(BYTES_MAX)),
            ..Lean::default()
        },
        open: Vec::new(),
        kept: 0,
        formatting: 0,
        misnested: 0,
        misnested_formatting: 0,
        tags: 0,
        entities: 0,
        counted: 0,
        json_ld_bytes: 0,
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
    tags_max: usize,
    out: Lean,
    open: Vec<Open<'h>>,
    /// How many of `open` were kept, and how many of these are for formatting.
    kept: usize,
    formatting: usize,
    /// How many elements ended by the end of another; those for formatting.
    misnested: usize,
    misnested_formatting: usize,
    /// How many tags were kept.
    tags: usize,
    /// How many `&` are in the first `counted` bytes of what was kept.
    entities: usize,
    counted: usize,
    json_ld_bytes: usize,
    /// Elements whose end tag is known to occur no more; without this a page
    /// of unclosed `<svg>` would be searched to its end for each of them.
    endless: Vec<&'static str>,
}

impl<'h> Scan<'h> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(next) = self.html[at..].find('<') {
            self.text(&self.html[at..at + next]);
            at += next;
            if self.is_full() {
                self.out.cut = true;
                return;
            }
            at = self.markup(at);
        }
        self.text(&self.html[at..]);
    }

    fn is_full(&mut self) -> bool {
        let new = &self.out.html.as_bytes()[self.counted..];
        self.entities += new.iter().filter(|&&byte| byte == b'&').count();
        self.counted = self.out.html.len();
        let bytes = self.counted + ENTITY_BYTES * self.entities;
        self.tags >= self.tags_max || bytes >= BYTES_MAX
    }

    fn text(&mut self, text: &str) {
        const PIECE: usize = 10_000;
        let mut rest = text;
        while !rest.is_empty() {
            if self.is_full() {
                self.out.cut = true;
                return;
            }
            let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
            self.out.html.push_str(piece);
            rest = after;
        }
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
            // A long run of these costs a parser more than any markup.
            if !self.out.html.ends_with("&lt;&lt;&lt;") {
                self.out.html.push_str("&lt;");
            }
            return at + 1;
        }
        let end = at + tag_length(rest);
        if name.len() > NAME_MAX {
            return end;
        }
        if name_at == 2 {
            self.end_tag(name);
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
            self.tags += 1;
            let is_brief = tag.len() <= DOCTYPE_BYTES_MAX;
            self.out
                .html
                .push_str(if is_brief { tag } else { "<!DOCTYPE html>" });
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
            self.json_ld(&self.html[content..content + length]);
        }
        let end_tag = content + length;
        end_tag + tag_length(&self.html[end_tag..])
    }

    fn json_ld(&mut self, text: &str) {
        self.json_ld_bytes += text.len();
        if self.json_ld_bytes <= JSON_LD_MAX {
            self.out.json_ld.push(text.to_owned());
        } else {
            self.out.cut = true;
        }
    }

    fn start_tag(&mut self, name: &'h str, tag: &str) {
        if is_one_of(name, &VOID) {
            self.write_start(name, tag);
            return;
        }
        // What is in it is text; a parser would know no HTML there.
        if name.eq_ignore_ascii_case("math") {
            return;
        }
        self.end_before(name);
        let formats = is_one_of(name, &FORMATTING);
        let too_many =
            formats && self.formatting >= FORMATTING_MAX && !is_one_of(name, &SELF_REPLACING);
        let kept = self.kept < self.depth_max && !too_many;
        if kept {
            self.write_start(name, tag);
            self.kept += 1;
            self.formatting += usize::from(formats);
        } else {
            self.break_paragraph(name);
        }
        if kept || self.open.len() < OPEN_MAX {
            self.open.push(Open { name, kept });
        }
    }

    /// Takes the element as ended that a start tag of this name ends.
    fn end_before(&mut self, name: &str) {
        let is_same = |open: &Open<'_>| open.name.eq_ignore_ascii_case(name);
        if is_one_of(name, &SELF_ENDING) && self.open.last().is_some_and(is_same) {
            self.pop();
        } else if is_one_of(name, &SELF_REPLACING)
            && let Some(above) = self.open.iter().rev().take(LOOK_BACK).position(is_same)
        {
            let open = self.open.remove(self.open.len() - 1 - above);
            self.uncount(&open);
        }
    }

    fn end_tag(&mut self, name: &str) {
        if name.eq_ignore_ascii_case("math") {
            return;
        }
        let found = self
            .open
            .iter()
            .rev()
            .take(LOOK_BACK)
            .position(|open| open.name.eq_ignore_ascii_case(name));
        let Some(above) = found else {
            if self.kept < self.depth_max {
                self.write_end(name);
            }
            return;
        };
        for _ in 0..above {
            self.end_misnested();
        }
        if self.pop().is_some_and(|open| open.kept) {
            self.write_end(name);
        } else {
            self.break_paragraph(name);
        }
    }

    /// Ends the innermost element where another's end tag stands.
    fn end_misnested(&mut self) {
        let Some(open) = self.pop().filter(|open| open.kept) else {
            return;
        };
        if is_one_of(open.name, &SELF_ENDING) {
            return;
        }
        let (count, most) = if is_one_of(open.name, &FORMATTING) {
            (&mut self.misnested_formatting, MISNESTED_FORMATTING_MAX)
        } else {
            (&mut self.misnested, MISNESTED_MAX)
        };
        *count += 1;
        if *count > most {
            self.write_end(open.name);
        }
    }

    fn write_start(&mut self, name: &str, tag: &str) {
        self.tags += 1;
        write_start(&mut self.out.html, name, tag);
    }

    fn write_end(&mut self, name: &str) {
        self.tags += 1;
        self.out.html.push_str("</");
        self.out.html.push_str(name);
        self.out.html.push('>');
    }

    /// Stands for the tag of a block that was left out.
    fn break_paragraph(&mut self, name: &str) {
        let in_line = is_one_of(name, &INLINE) || is_one_of(name, &FORMATTING);
        if !in_line && !self.out.html.ends_with("<br>") {
            self.tags += 2;
            self.out.html.push_str("<br><br>");
        }
    }

    /// Closes the innermost element.
    fn pop(&mut self) -> Option<Open<'h>> {
        let open = self.open.pop()?;
        self.uncount(&open);
        Some(open)
    }

    fn uncount(&mut self, open: &Open<'_>) {
        if open.kept {
            self.kept -= 1;
            self.formatting -= usize::from(is_one_of(open.name, &FORMATTING));
        }
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|n| name.eq_ignore_ascii_case(n))
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
