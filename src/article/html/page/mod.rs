//! A page without scripts → [`Page`]: what its head says, and its visible text
//! as a list of blocks, each with the elements around it.
//!
//! Text is joined as a browser shows it: nothing is put between an inline
//! element and its neighbour (a drop cap stays part of its word), every
//! block-level element and every empty line begins a new block.

#[cfg(test)]
mod tests;

use std::hash::Hasher;

use rustc_hash::FxHasher;
use scraper::Html;
use scraper::node::{Element, Node};

pub(super) use super::breaks::{ends_sentence, one_line};
use super::breaks::{is_invisible, is_space, paragraphs};
pub(super) use super::marks::Mark;
use super::marks::{signs, tag_mark};
use super::tables::join_cells;

/// What one page holds, as far as an article can be made of it.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// `<meta>`: the lower-case name or property, and the content.
    pub(super) metas: Vec<(String, String)>,
    /// `<link rel=canonical>`.
    pub(super) canonical: Option<String>,
    /// `<base href>`.
    pub(super) base: Option<String>,
    /// `<html lang>`.
    pub(super) lang: Option<String>,
    /// `<title>`.
    pub(super) title: Option<String>,
    /// `itemprop` values: the lower-case property and its value.
    pub(super) itemprops: Vec<(String, String)>,
    /// `<time datetime>`, in the order of the page, and how many blocks are
    /// before each.
    pub(super) times: Vec<(String, usize)>,
    /// The visible text.
    pub(super) blocks: Vec<Block>,
    /// The block-level elements; a child comes after its parent.
    pub(super) containers: Vec<Container>,
}

impl Page {
    /// The container `at` and those around it, innermost first.
    pub(super) fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(at), |&at| self.containers[at].parent)
    }
}

/// A run of text that a browser sets apart.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The text on one line.
    pub(super) text: String,
    /// Its letters and digits.
    pub(super) letters: Vec<char>,
    /// How many of its letters and digits stand in links.
    pub(super) link_letters: usize,
    /// How many links it holds.
    pub(super) links: usize,
    /// Index of the innermost block-level element around it.
    pub(super) container: usize,
    /// What the inline elements around some of it are marked as.
    pub(super) marked: Mark,
}

impl Block {
    /// The share of the letters that stand in links, 0 to 1.
    pub(super) fn link_share(&self) -> f64 {
        self.link_letters as f64 / self.letters.len().max(1) as f64
    }
}

/// A block-level element.
#[derive(Clone, Debug)]
pub(super) struct Container {
    pub(super) parent: Option<usize>,
    pub(super) tag: Tag,
    /// What its own tag, class, id and role say that it is for.
    pub(super) mark: Mark,
    /// Which words of a general vocabulary its class and id hold.
    pub(super) words: u64,
    /// A number for its tag and class: equal for elements of one kind.
    pub(super) look: u64,
}

/// Block-level elements, as far as they matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Paragraph,
    Heading(u8),
    Item,
    List,
    Quote,
    Figure,
    Caption,
    Cell,
    Row,
    Table,
    Article,
    Section,
    Aside,
    Header,
    Footer,
    Nav,
    Button,
    Body,
    Other,
}

/// Parses a page that [`super::lean`] has made ready.
pub(super) fn page(html: &str) -> Page {
    let document = Html::parse_document(html);
    let mut walk = Walk::default();
    let mut node = document.tree.root();
    // A loop, not a recursion: depth costs no stack.
    loop {
        let descend = match node.value() {
            Node::Element(element) => walk.enter(element),
            Node::Text(text) => {
                walk.read_text(text);
                false
            }
            _ => true,
        };
        if descend && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if let Node::Element(element) = node.value() {
                walk.leave(element);
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return walk.finish(),
            }
        }
    }
}

/// The state of the walk through the tree.
#[derive(Default)]
struct Walk {
    page: Page,
    /// The container that is open.
    container: Option<usize>,
    /// How many `<a href>` are open.
    links: usize,
    /// Where in `line` each link that is open began and where closed ones lie.
    link_spans: Vec<(usize, usize)>,
    link_start: usize,
    /// The text of the block that is being read: `\n` for `<br>`, otherwise
    /// single spaces.
    line: String,
    /// Marks of inline elements around text of `line`.
    line_mark: Mark,
    in_title: bool,
    /// How many `itemprop` elements are open, and what each has read so far.
    itemprops: Vec<(String, String)>,
}

/// Elements whose text is not for readers, or is not text.
const UNREAD: [&str; 13] = [
    "script", "style", "noscript", "template", "svg", "iframe", "object", "video", "audio",
    "select", "textarea", "canvas", "dialog",
];

/// A text of as many bytes is no value of an `itemprop`.
const VALUE_MAX: usize = 500;

/// Of a longer `<title>` the beginning is read.
const TITLE_MAX: usize = 2_000;

impl Walk {
    /// Returns whether the element's children are to be read.
    fn enter(&mut self, element: &Element) -> bool {
        let name = element.name();
        self.read_head(name, element);
        if UNREAD.contains(&name) {
            return false;
        }
        self.read_itemprop(element);
        match name {
            "title" => self.in_title = true,
            "br" => {
                self.end_spaces();
                self.line.push('\n');
            }
            "a" if element.attr("href").is_some() => {
                self.links += 1;
                if self.links == 1 {
                    self.link_start = self.line.len();
                }
                if is_author_link(element) {
                    self.line_mark = self.line_mark.with(Mark::AUTHOR_LINK);
                }
            }
            _ => {}
        }
        match block_tag(name) {
            Some(tag) => self.open_container(tag, element),
            None => {
                if element.attr("class").is_some() {
                    self.line_mark = self.line_mark.with(signs(element).mark);
                }
            }
        }
        true
    }

    fn leave(&mut self, element: &Element) {
        let name = element.name();
        if UNREAD.contains(&name) {
            return;
        }
        match name {
            "title" => self.in_title = false,
            "a" if element.attr("href").is_some() => {
                self.links = self.links.saturating_sub(1);
                if self.links == 0 {
                    self.link_spans.push((self.link_start, self.line.len()));
                }
            }
            _ => {}
        }
        if block_tag(name).is_some() {
            self.flush();
            if let Some(container) = self.container {
                self.container = self.page.containers[container].parent;
            }
        }
        self.leave_itemprop(element);
    }

    fn open_container(&mut self, tag: Tag, element: &Element) {
        self.flush();
        let mut signs = signs(element);
        if is_tooltip(element) {
            signs.mark = signs.mark.with(Mark::HIDDEN);
        }
        self.page.containers.push(Container {
            parent: self.container,
            tag,
            mark: tag_mark(tag).with(signs.mark),
            words: signs.words,
            look: look(element),
        });
        self.container = Some(self.page.containers.len() - 1);
    }

    fn read_head(&mut self, name: &str, element: &Element) {
        match name {
            "html" => self.page.lang = owned(element.attr("lang")),
            "base" => self.page.base = owned(element.attr("href")),
            "meta" => self.read_meta(element),
            "link" => {
                let rel = element.attr("rel").unwrap_or_default();
                if rel.eq_ignore_ascii_case("canonical") && self.page.canonical.is_none() {
                    self.page.canonical = owned(element.attr("href"));
                }
            }
            "time" => {
                let before = self.page.blocks.len();
                let time = owned(element.attr("datetime"));
                self.page.times.extend(time.map(|time| (time, before)));
            }
            _ => {}
        }
    }

    fn read_meta(&mut self, element: &Element) {
        let Some(content) = element.attr("content") else {
            return;
        };
        let names = ["property", "name", "itemprop", "http-equiv"];
        for name in names.iter().filter_map(|key| element.attr(key)) {
            let name = name.trim().to_ascii_lowercase();
            self.page.metas.push((name, content.trim().to_owned()));
        }
    }

    /// Begins an `itemprop` whose value is its text, or takes the value from
    /// the attribute that holds it.
    fn read_itemprop(&mut self, element: &Element) {
        let Some(property) = element.attr("itemprop") else {
            return;
        };
        let property = property.to_ascii_lowercase();
        self.itemprops.push((property, String::new()));
    }

    fn leave_itemprop(&mut self, element: &Element) {
        if element.attr("itemprop").is_none() {
            return;
        }
        let Some((property, text)) = self.itemprops.pop() else {
            return;
        };
        let value = ["content", "datetime"]
            .iter()
            .find_map(|key| element.attr(key))
            .map_or(text, str::to_owned);
        let value = one_line(&value);
        if !value.is_empty() && value.len() < VALUE_MAX {
            self.page.itemprops.push((property, value));
        }
    }

    fn read_text(&mut self, text: &str) {
        if self.in_title {
            let title = self.page.title.get_or_insert_default();
            push_to(title, text, TITLE_MAX);
            return;
        }
        for (_, value) in &mut self.itemprops {
            push_to(value, text, 2 * VALUE_MAX);
        }
        for c in text.chars() {
            if is_space(c) {
                if !self.line.is_empty() && !self.line.ends_with([' ', '\n']) {
                    self.line.push(' ');
                }
            } else if !is_invisible(c) {
                self.line.push(c);
            }
        }
    }

    fn end_spaces(&mut self) {
        while self.line.ends_with(' ') {
            self.line.pop();
        }
    }

    /// Makes blocks of what has been read since the last boundary.
    fn flush(&mut self) {
        if self.links > 0 {
            self.link_spans.push((self.link_start, self.line.len()));
            self.link_start = 0;
        }
        let line = std::mem::take(&mut self.line);
        let links = std::mem::take(&mut self.link_spans);
        let marked = std::mem::take(&mut self.line_mark);
        if line.trim().is_empty() {
            return;
        }
        let container = match self.container {
            Some(container) => container,
            None => {
                self.page.containers.push(Container {
                    parent: None,
                    tag: Tag::Body,
                    mark: Mark::default(),
                    words: 0,
                    look: 0,
                });
                self.container = Some(self.page.containers.len() - 1);
                self.page.containers.len() - 1
            }
        };
        for (start, end) in paragraphs(&line) {
            let block = block(&line, (start, end), &links, container, marked);
            self.page.blocks.extend(block);
        }
    }

    fn finish(mut self) -> Page {
        self.flush();
        join_cells(&mut self.page);
        self.page
    }
}

/// Adds so much of `text` that `value` has at most `bytes_max` bytes.
fn push_to(value: &mut String, text: &str, bytes_max: usize) {
    let room = bytes_max.saturating_sub(value.len());
    value.push_str(&text[..text.floor_char_boundary(room)]);
}

fn block(
    line: &str,
    (start, end): (usize, usize),
    links: &[(usize, usize)],
    container: usize,
    marked: Mark,
) -> Option<Block> {
    let text = one_line(&line[start..end]);
    if text.is_empty() {
        return None;
    }
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    // They are in the order of the line.
    let first = links.partition_point(|&(_, to)| to <= start);
    let linked: Vec<usize> = links[first..]
        .iter()
        .take_while(|&&(from, _)| from < end)
        .map(|&(from, to)| (from.clamp(start, end), to.clamp(start, end)))
        .filter(|(from, to)| from < to)
        .filter_map(|(from, to)| line.get(from..to))
        .map(|text| text.chars().filter(|c| c.is_alphanumeric()).count())
        .collect();
    Some(Block {
        text,
        letters,
        link_letters: linked.iter().sum(),
        links: linked.len(),
        container,
        marked,
    })
}

fn owned(value: Option<&str>) -> Option<String> {
    value
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}

fn is_author_link(element: &Element) -> bool {
    let rel = element.attr("rel").unwrap_or_default();
    rel.split_ascii_whitespace()
        .any(|word| word.eq_ignore_ascii_case("author"))
}

/// A box that is shown while a button is pointed at (WAI-ARIA, role tooltip).
fn is_tooltip(element: &Element) -> bool {
    let tells = |key| {
        element
            .attr(key)
            .is_some_and(|value| value.contains("tooltip"))
    };
    tells("role") || tells("class")
}

/// The kind of a block-level element; `None` for an inline one.
fn block_tag(name: &str) -> Option<Tag> {
    let tag = match name {
        "p" => Tag::Paragraph,
        "h1" => Tag::Heading(1),
        "h2" => Tag::Heading(2),
        "h3" => Tag::Heading(3),
        "h4" => Tag::Heading(4),
        "h5" => Tag::Heading(5),
        "h6" => Tag::Heading(6),
        "li" | "dt" | "dd" => Tag::Item,
        "ul" | "ol" | "dl" | "menu" => Tag::List,
        "blockquote" => Tag::Quote,
        "figure" => Tag::Figure,
        "figcaption" | "caption" => Tag::Caption,
        "td" | "th" => Tag::Cell,
        "tr" => Tag::Row,
        "table" | "thead" | "tbody" | "tfoot" => Tag::Table,
        "article" => Tag::Article,
        "section" | "main" => Tag::Section,
        "aside" => Tag::Aside,
        "header" | "hgroup" => Tag::Header,
        "footer" => Tag::Footer,
        "nav" => Tag::Nav,
        "button" | "form" | "fieldset" | "label" | "legend" => Tag::Button,
        "html" | "body" => Tag::Body,
        "div" | "pre" | "address" | "center" | "details" | "summary" | "hr" | "amp-ad" => {
            Tag::Other
        }
        _ => return None,
    };
    Some(tag)
}

fn look(element: &Element) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(element.name().as_bytes());
    hasher.write(element.attr("class").unwrap_or_default().as_bytes());
    hasher.finish()
}
