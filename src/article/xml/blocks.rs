//! Elements of XHTML or NITF → paragraphs, with what is marked in them: whose
//! words a quotation is, what is a caption.

use super::super::{DropReason, Dropped, clean};
use crate::corpus::xml::{Element, Node};

/// What stands in a body.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// Each on one line.
    pub(super) paragraphs: Vec<String>,
    /// Words and who the source says spoke them.
    pub(super) quoted: Vec<(String, String)>,
    /// Names that are marked as those of organisations.
    pub(super) bodies: Vec<String>,
    /// What is no text of the article.
    pub(super) dropped: Vec<Dropped>,
    line: String,
    /// How many lines were ended, empty ones too.
    ended: usize,
}

/// More are no quotations of one article.
const QUOTED_MAX: usize = 500;

/// Elements that stand for themselves.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hl1",
    "hl2",
    "blockquote",
    "block",
    "bq",
    "credit",
    "tr",
    "table",
    "section",
    "article",
    "pre",
    "hr",
    "body",
    "header",
    "footer",
    "note",
    "body.content",
    "hedline",
    "abstract",
    "byline",
    "dateline",
];

/// Pictures and what is written under them.
const CAPTIONS: &[&str] = &[
    "media",
    "figure",
    "figcaption",
    "fig-caption",
    "media-caption",
];

/// Elements whose text is not for reading.
const UNREAD: &[&str] = &[
    "script",
    "style",
    "svg",
    "iframe",
    "noscript",
    "head",
    "title",
    "video",
    "audio",
    "object",
    "media-metadata",
    "media-producer",
    "template",
];

/// Reads everything in an element.
pub(super) fn read(element: &Element) -> Blocks {
    let mut blocks = Blocks::default();
    blocks.inside(element);
    blocks.end_line();
    blocks
}

impl Blocks {
    /// Paragraphs in which nothing is marked.
    pub(super) fn of(paragraphs: Vec<String>) -> Self {
        Blocks {
            paragraphs,
            ..Blocks::default()
        }
    }

    fn inside(&mut self, element: &Element) {
        for node in &element.children {
            match node {
                Node::Text(text) => self.line.push_str(text),
                Node::Element(element) => self.element(element),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let name = element.local().to_lowercase();
        let name = name.as_str();
        if UNREAD.contains(&name) {
        } else if CAPTIONS.contains(&name) {
            let text = clean::line(&spaced(element));
            if !text.is_empty() {
                let reason = DropReason::Caption;
                self.dropped.push(Dropped { reason, text });
            }
        } else if name == "q" {
            self.quotation(element);
        } else if matches!(name, "bq" | "blockquote") {
            self.block_quotation(element);
        } else if BLOCKS.contains(&name) {
            self.end_line();
            if name == "li" {
                self.line.push_str("- ");
            }
            self.inside(element);
            self.end_line();
        } else {
            let cell = matches!(name, "td" | "th");
            self.inside(element);
            if cell {
                self.line.push(' ');
            }
        }
    }

    /// Words in a sentence. An element stands for its marks where none are
    /// written.
    fn quotation(&mut self, element: &Element) {
        const MARKS: &[char] = &[
            '“', '”', '"', '„', '«', '»', '‘', '’', '\'', '「', '『', '‹', '›',
        ];
        let before = self.line.len();
        let marked = self.line.trim_end().ends_with(MARKS);
        let ended = self.ended;
        self.inside(element);
        // What was before the words is no longer in the line.
        if self.ended > ended {
            return;
        }
        let words = clean::line(&self.line[before..]);
        let bare = words.trim_matches(MARKS).to_owned();
        if bare.is_empty() {
            return;
        }
        if !marked && bare.len() == words.len() {
            self.line.truncate(before);
            self.line.push_str(&format!("“{bare}”"));
        }
        if let (Some(speaker), true) = (speaker(element), self.quoted.len() < QUOTED_MAX) {
            self.quoted.push((bare, speaker));
        }
    }

    /// Paragraphs of somebody's words, and who that was below them.
    fn block_quotation(&mut self, element: &Element) {
        self.end_line();
        let first = self.paragraphs.len();
        let credit = element
            .below("credit")
            .first()
            .map(|credit| clean::line(&credit.text()));
        for node in &element.children {
            match node {
                Node::Text(text) => self.line.push_str(text),
                Node::Element(inner) if inner.is("credit") => {}
                Node::Element(inner) => self.element(inner),
            }
        }
        self.end_line();
        let credit = credit.filter(|credit| !credit.is_empty());
        if let Some(speaker) = speaker(element).or_else(|| credit.clone()) {
            let room = QUOTED_MAX.saturating_sub(self.quoted.len());
            let words = self.paragraphs[first..].iter().take(room);
            self.quoted
                .extend(words.map(|text| (text.clone(), speaker.clone())));
        }
        if let Some(credit) = credit {
            self.paragraphs.push(format!("— {credit}"));
        }
    }

    fn end_line(&mut self) {
        self.ended += 1;
        let text = clean::line(&std::mem::take(&mut self.line));
        if !text.is_empty() && text != "-" {
            self.paragraphs.push(text);
        }
    }
}

/// Who the source says the words are of.
fn speaker(element: &Element) -> Option<String> {
    let name = clean::line(element.attribute("quote-source")?);
    (!name.is_empty()).then_some(name)
}

/// Text with a space between elements.
fn spaced(element: &Element) -> String {
    let mut text = String::new();
    for node in &element.children {
        match node {
            Node::Text(words) => text.push_str(words),
            Node::Element(inner) => {
                if !UNREAD.contains(&inner.local()) {
                    text.push(' ');
                    text.push_str(&spaced(inner));
                }
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn quotations_that_hold_ends_of_lines() {
        let check = |xml: &str, wanted: &[&str]| {
            let read = crate::corpus::xml::tree(xml).map(|read| super::read(&read.root));
            let paragraphs = read.map(|blocks| blocks.paragraphs);
            assert_eq!(paragraphs.unwrap_or_default(), wanted, "{xml}");
        };
        check("<p>So <q>it ends</q></p>", &["So “it ends”"]);
        check("<ul><li><q><br/></q></li></ul>", &[]);
        check("<p> <q><br/>é</q></p>", &["é"]);
        check("<p>So <q>it<br/>ends</q></p>", &["So it", "ends"]);
        check(
            "<p>So <q><p/><q>it <br/></q>ends</q></p>",
            &["So", "it", "ends"],
        );
    }
}
