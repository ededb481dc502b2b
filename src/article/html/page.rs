//! A page without scripts → [`Page`]: what its head says, and its visible text
//! as a list of blocks, each with the elements around it.
//!
//! Text is joined as a browser shows it: nothing is put between an inline
//! element and its neighbour (a drop cap stays part of its word), every
//! block-level element and every empty line begins a new block.

use std::hash::Hasher;

use rustc_hash::FxHasher;
use scraper::Html;
use scraper::node::{Element, Node};

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
    /// `<time datetime>`, in the order of the page.
    pub(super) times: Vec<String>,
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
    /// True where an inline element around some of it is marked as a byline.
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

/// What an element is for, by its tag, class, id and role: a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark(u32);

impl Mark {
    pub(super) const CAPTION: Mark = Mark(1);
    pub(super) const SHARE: Mark = Mark(1 << 1);
    pub(super) const RELATED: Mark = Mark(1 << 2);
    pub(super) const PROMOTION: Mark = Mark(1 << 3);
    pub(super) const BYLINE: Mark = Mark(1 << 4);
    pub(super) const DATE: Mark = Mark(1 << 5);
    pub(super) const AUTHOR_NOTE: Mark = Mark(1 << 6);
    pub(super) const COMMENTS: Mark = Mark(1 << 7);
    pub(super) const NAVIGATION: Mark = Mark(1 << 8);
    pub(super) const TOPICS: Mark = Mark(1 << 9);
    pub(super) const HIDDEN: Mark = Mark(1 << 10);
    pub(super) const EMBED: Mark = Mark(1 << 11);
    pub(super) const ASIDE: Mark = Mark(1 << 12);
    pub(super) const BODY: Mark = Mark(1 << 13);
    pub(super) const COPYRIGHT: Mark = Mark(1 << 14);
    pub(super) const AUTHOR_LINK: Mark = Mark(1 << 15);
    pub(super) const STANDFIRST: Mark = Mark(1 << 16);
    pub(super) const PLAYER: Mark = Mark(1 << 17);
    pub(super) const PULLED: Mark = Mark(1 << 18);
    pub(super) const PAYWALL: Mark = Mark(1 << 19);

    pub(super) fn with(self, other: Mark) -> Mark {
        Mark(self.0 | other.0)
    }

    /// True if any of the bits of `other` is set.
    pub(super) fn any(self, other: Mark) -> bool {
        self.0 & other.0 != 0
    }
}

/// Words in classes and ids that publishers and their systems use, and what
/// they tell. Classes are written in English all over the world.
const CLASS_WORDS: &[(&str, Mark)] = &[
    ("caption", Mark::CAPTION),
    ("photo-credit", Mark::CAPTION),
    ("photocredit", Mark::CAPTION),
    ("image-credit", Mark::CAPTION),
    ("imagecredit", Mark::CAPTION),
    ("img-credit", Mark::CAPTION),
    ("media-credit", Mark::CAPTION),
    ("image__credit", Mark::CAPTION),
    ("image-description", Mark::CAPTION),
    ("share", Mark::SHARE),
    ("sharing", Mark::SHARE),
    ("social", Mark::SHARE),
    ("addthis", Mark::SHARE),
    ("addtoany", Mark::SHARE),
    ("compartir", Mark::SHARE),
    ("compartilh", Mark::SHARE),
    ("partage", Mark::SHARE),
    ("condivi", Mark::SHARE),
    ("related", Mark::RELATED),
    ("recommend", Mark::RELATED),
    ("read-more", Mark::RELATED),
    ("readmore", Mark::RELATED),
    ("read-also", Mark::RELATED),
    ("readalso", Mark::RELATED),
    ("see-also", Mark::RELATED),
    ("more-on", Mark::RELATED),
    ("more-stories", Mark::RELATED),
    ("most-read", Mark::RELATED),
    ("mostread", Mark::RELATED),
    ("trending", Mark::RELATED),
    ("outbrain", Mark::RELATED),
    ("taboola", Mark::RELATED),
    ("teaser-list", Mark::RELATED),
    ("linklist", Mark::RELATED),
    ("link-list", Mark::RELATED),
    ("newsletter", Mark::PROMOTION),
    ("subscri", Mark::PROMOTION),
    ("signup", Mark::PROMOTION),
    ("sign-up", Mark::PROMOTION),
    ("promo", Mark::PROMOTION),
    ("paywall", Mark::PROMOTION),
    ("paywall", Mark::PAYWALL),
    ("consent", Mark::PROMOTION),
    ("cookie", Mark::PROMOTION),
    ("advert", Mark::PROMOTION),
    ("sponsor", Mark::PROMOTION),
    ("donat", Mark::PROMOTION),
    ("call-to-action", Mark::PROMOTION),
    ("ad-slot", Mark::PROMOTION),
    ("byline", Mark::BYLINE),
    ("author", Mark::BYLINE),
    ("contributor", Mark::BYLINE),
    ("writer", Mark::BYLINE),
    ("dateline", Mark::DATE),
    ("timestamp", Mark::DATE),
    ("pubdate", Mark::DATE),
    ("publish", Mark::DATE),
    ("post-date", Mark::DATE),
    ("entry-date", Mark::DATE),
    ("article-date", Mark::DATE),
    ("datetime", Mark::DATE),
    ("author-bio", Mark::AUTHOR_NOTE),
    ("authorbio", Mark::AUTHOR_NOTE),
    ("about-author", Mark::AUTHOR_NOTE),
    ("about-the-author", Mark::AUTHOR_NOTE),
    ("author-box", Mark::AUTHOR_NOTE),
    ("author-info", Mark::AUTHOR_NOTE),
    ("comments", Mark::COMMENTS),
    ("disqus", Mark::COMMENTS),
    ("breadcrumb", Mark::NAVIGATION),
    ("pagination", Mark::NAVIGATION),
    ("tags", Mark::TOPICS),
    ("tag-list", Mark::TOPICS),
    ("topics", Mark::TOPICS),
    ("twitter-tweet", Mark::EMBED),
    ("instagram-media", Mark::EMBED),
    ("copyright", Mark::COPYRIGHT),
    ("standfirst", Mark::STANDFIRST),
    ("subheadline", Mark::STANDFIRST),
    ("sub-headline", Mark::STANDFIRST),
    ("subtitle", Mark::STANDFIRST),
    ("subhead", Mark::STANDFIRST),
    ("excerpt", Mark::STANDFIRST),
    ("preamble", Mark::STANDFIRST),
    ("article-lead", Mark::STANDFIRST),
    ("article__lead", Mark::STANDFIRST),
    ("article__intro", Mark::STANDFIRST),
    ("article-intro", Mark::STANDFIRST),
    ("ingress", Mark::STANDFIRST),
    ("perex", Mark::STANDFIRST),
    ("chapo", Mark::STANDFIRST),
    ("chapeau", Mark::STANDFIRST),
    ("entradilla", Mark::STANDFIRST),
    ("articlebody", Mark::BODY),
    ("audio", Mark::PLAYER),
    ("podcast", Mark::PLAYER),
    ("player", Mark::PLAYER),
    ("pullquote", Mark::PULLED),
    ("pull-quote", Mark::PULLED),
    ("pull_quote", Mark::PULLED),
    ("pulledquote", Mark::PULLED),
];

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
                    self.line_mark = self.line_mark.with(class_mark(element));
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
        self.page.containers.push(Container {
            parent: self.container,
            tag,
            mark: tag_mark(tag).with(class_mark(element)),
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
            "time" => self.page.times.extend(owned(element.attr("datetime"))),
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
        if !value.is_empty() && value.len() < 500 {
            self.page.itemprops.push((property, value));
        }
    }

    fn read_text(&mut self, text: &str) {
        if self.in_title {
            let title = self.page.title.get_or_insert_default();
            title.push_str(text);
            return;
        }
        for (_, value) in &mut self.itemprops {
            if value.len() < 500 {
                value.push_str(text);
            }
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

/// Joins the cells of each row of a table of data: one row, one block. The
/// cells of a table that only places things on the page hold more.
fn join_cells(page: &mut Page) {
    const CELL_MAX: usize = 60;
    const ROW_MAX: usize = 300;
    let rows: Vec<Option<(usize, usize)>> = cells(page);
    let mut joined: Vec<Block> = Vec::with_capacity(page.blocks.len());
    let mut blocks = std::mem::take(&mut page.blocks).into_iter().peekable();
    let mut rows = rows.into_iter().peekable();
    while let (Some(block), Some(place)) = (blocks.next(), rows.next()) {
        let Some((row, cell)) = place else {
            joined.push(block);
            continue;
        };
        let mut run = vec![block];
        let mut last_cell = cell;
        let mut one_each = true;
        while let Some(&Some((_, next_cell))) = rows.peek().filter(|p| is_of_row(p, row)) {
            one_each &= next_cell != last_cell;
            last_cell = next_cell;
            run.extend(blocks.next());
            rows.next();
        }
        let letters: usize = run.iter().map(|block| block.letters.len()).sum();
        let short = run.iter().all(|block| block.letters.len() <= CELL_MAX);
        if run.len() > 1 && one_each && short && letters <= ROW_MAX {
            joined.extend(row_block(run, row));
        } else {
            joined.append(&mut run);
        }
    }
    page.blocks = joined;
}

fn is_of_row(place: &Option<(usize, usize)>, row: usize) -> bool {
    place.is_some_and(|(other, _)| other == row)
}

/// For each block the innermost table row and cell that it stands in.
fn cells(page: &Page) -> Vec<Option<(usize, usize)>> {
    let place = |block: &Block| {
        let cell = page
            .ancestors(block.container)
            .find(|&at| page.containers[at].tag == Tag::Cell)?;
        let row = page.containers[cell].parent?;
        (page.containers[row].tag == Tag::Row).then_some((row, cell))
    };
    page.blocks.iter().map(place).collect()
}

/// One block of the cells of a row.
fn row_block(cells: Vec<Block>, row: usize) -> Option<Block> {
    cells.into_iter().reduce(|mut all, cell| {
        all.text.push_str(" | ");
        all.text.push_str(&cell.text);
        all.letters.extend(cell.letters);
        all.link_letters += cell.link_letters;
        all.links += cell.links;
        all.container = row;
        all.marked = all.marked.with(cell.marked);
        all
    })
}

/// The stretches of `line` that are paragraphs: cut at empty lines, and at
/// single breaks where the lines are as long as paragraphs and end as such.
fn paragraphs(line: &str) -> Vec<(usize, usize)> {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for piece in line.split('\n') {
        let end = at + piece.len();
        if piece.trim().is_empty() {
            parts.push((start, at.saturating_sub(1).max(start)));
            start = (end + 1).min(line.len());
        }
        at = end + 1;
    }
    parts.push((start, line.len()));
    parts.retain(|&(start, end)| start < end);
    let mut paragraphs = Vec::new();
    for (start, end) in parts {
        if lines_are_paragraphs(&line[start..end]) {
            let mut at = start;
            for piece in line[start..end].split('\n') {
                paragraphs.push((at, at + piece.len()));
                at += piece.len() + 1;
            }
        } else {
            paragraphs.push((start, end));
        }
    }
    paragraphs
}

/// Old systems write a whole article with one `<br>` after each paragraph; a
/// poem or an address has short lines.
fn lines_are_paragraphs(text: &str) -> bool {
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    if lines.len() < 2 {
        return false;
    }
    let ended = lines.iter().filter(|line| ends_sentence(line)).count();
    text.chars().count() / lines.len() >= 60 && ended * 10 >= lines.len() * 7
}

/// True where the last character, quotation marks and brackets aside, ends a
/// sentence in some script.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '”' | '’' | '»' | '«' | '“' | ')' | ']' | '」' | '』'
            )
    });
    text.ends_with([
        '.', '!', '?', '…', '。', '！', '？', '।', '۔', '؟', '።', '։', '၊', '။', '។', '।',
    ])
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
    let linked: Vec<usize> = links
        .iter()
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

/// Joins the words of `text` with single spaces. Between two characters of a
/// script that writes no spaces a line break of the source is none of the text.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text
        .split(|c: char| is_space(c))
        .filter(|word| !word.is_empty())
    {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|&c| !is_invisible(c)));
    }
    line.trim().to_owned()
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Characters that break or mark a line and are no part of a word.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fffc}'
    )
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

fn tag_mark(tag: Tag) -> Mark {
    match tag {
        Tag::Caption => Mark::CAPTION,
        Tag::Aside => Mark::ASIDE,
        Tag::Nav | Tag::Footer => Mark::NAVIGATION,
        _ => Mark::default(),
    }
}

fn class_mark(element: &Element) -> Mark {
    let mut mark = Mark::default();
    if element.attr("hidden").is_some() || is_undisplayed(element.attr("style")) {
        mark = mark.with(Mark::HIDDEN);
    }
    for key in ["class", "id", "itemprop", "role"] {
        if let Some(value) = element.attr(key) {
            mark = mark.with(words_mark(value));
        }
    }
    mark
}

fn look(element: &Element) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(element.name().as_bytes());
    hasher.write(element.attr("class").unwrap_or_default().as_bytes());
    hasher.finish()
}

fn is_undisplayed(style: Option<&str>) -> bool {
    style.is_some_and(|style| {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        style.contains("display:none")
    })
}

fn words_mark(value: &str) -> Mark {
    let value = value.to_ascii_lowercase();
    let bytes = value.as_bytes();
    let mut mark = Mark::default();
    for at in 0..bytes.len() {
        for (word, means) in CLASS_WORDS {
            if bytes[at] == word.as_bytes()[0] && bytes[at..].starts_with(word.as_bytes()) {
                mark = mark.with(*means);
            }
        }
    }
    if value.split_ascii_whitespace().any(is_deck) {
        mark = mark.with(Mark::STANDFIRST);
    }
    mark
}

/// `deck`, `article__dek`: words too short to be looked for inside others.
fn is_deck(class: &str) -> bool {
    let last = class.rsplit(['-', '_']).next();
    matches!(last, Some("deck" | "dek"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<String> {
        page(html)
            .blocks
            .into_iter()
            .map(|block| block.text)
            .collect()
    }

    #[test]
    fn inline_elements_join_without_space() {
        assert_eq!(
            texts("<p><span>H</span>ong Kong <b>is</b>\n far</p>"),
            ["Hong Kong is far"]
        );
    }

    #[test]
    fn two_breaks_are_a_paragraph() {
        assert_eq!(
            texts("<div>one<br> <br/>two<br>three</div>four"),
            ["one", "two three", "four"]
        );
    }

    #[test]
    fn single_breaks_between_long_sentences() {
        let sentence =
            "The harbour office counted more ships this year than in any year before it.";
        assert_eq!(
            texts(&format!("{sentence}<br>{sentence}")),
            [sentence, sentence]
        );
    }

    #[test]
    fn links_are_measured() {
        let blocks = page("<p>ab<a href=x>cd</a></p><a href=y><p>ef</p></a>").blocks;
        assert_eq!(blocks[0].link_letters, 2);
        assert_eq!(blocks[1].link_letters, 2);
    }

    #[test]
    fn head_is_read() {
        let page = page(
            "<html lang=de><head><title> A\nb </title><meta property='og:Title' content='c'>\
             <link rel=canonical href='https://harbourpost.example/a'></head><body>\
             <span itemprop=author>Ada Wren</span><time datetime='2024-06-02'>x</time>",
        );
        assert_eq!(page.lang.as_deref(), Some("de"));
        assert_eq!(page.metas, [("og:title".to_owned(), "c".to_owned())]);
        assert_eq!(
            page.itemprops,
            [("author".to_owned(), "Ada Wren".to_owned())]
        );
        assert_eq!(page.times, ["2024-06-02"]);
    }
}
