//! The texts on a page that may be its headline → the title.

use super::super::page::Tag;
use super::super::title::{self, Candidate, Place, Shown};
use super::super::{json_ld, site};
use super::{Facts, JSON_LD, MARKUP, META, Metadata, OG, VALUES_MAX};

/// More bytes of a headline are not compared, nor looked for among the blocks.
const HEADLINE_MAX: usize = 2000;

impl Facts<'_> {
    pub(super) fn read_title(&self, metadata: &mut Metadata) {
        let headings = self.headings();
        let mut shown = Shown {
            texts: self.shown(),
            alternative: self.ld.alternative.as_deref(),
            outlets: self.outlets(metadata),
            headings,
        };
        if shown.headings.is_empty() {
            shown.texts.extend(self.lower_headings());
        }
        let candidates = self.titles(&shown.headings);
        if let (Some(title), Some(url)) = (&self.page.title, &metadata.url) {
            let others = candidates.iter().filter(|c| c.place != Place::Document);
            let mut others: Vec<&str> = others.map(|c| c.text.as_str()).collect();
            others.extend(shown.headings.iter().take(VALUES_MAX));
            let parts = site::parts_not_in_address(title, url, &others);
            shown.outlets.extend(parts);
        }
        // A site whose name begins with the headline took it from there.
        let own: Vec<String> = candidates.iter().map(|c| title::letters(&c.text)).collect();
        shown.outlets.retain(|outlet| {
            let outlet = title::letters(outlet);
            !own.iter().any(|text| {
                const LETTERS_MIN: usize = 12;
                text.len() >= LETTERS_MIN && outlet.len() > text.len() && outlet.starts_with(text)
            })
        });
        if let Some((from, text)) = title::vote(&candidates, &shown) {
            metadata.title = Some(text);
            metadata.from.insert("title".to_owned(), from.to_owned());
        }
        let headings = shown.headings.iter().take(VALUES_MAX);
        metadata.headlines = candidates.into_iter().map(|c| c.text).collect();
        metadata.headlines.extend(metadata.title.clone());
        metadata
            .headlines
            .extend(headings.map(|text| (*text).to_owned()));
        for text in &mut metadata.headlines {
            text.truncate(text.floor_char_boundary(HEADLINE_MAX));
        }
    }

    /// The candidates, the most trusted first.
    fn titles(&self, headings: &[&str]) -> Vec<Candidate> {
        let mut found: Vec<(Place, &'static str, &str)> = Vec::new();
        if self.ld.is_article
            && let Some(text) = self.ld.headline.as_deref()
        {
            found.push((Place::JsonLd, JSON_LD, text));
        }
        if let Some(text) = self.meta(&["og:title"]) {
            found.push((Place::OpenGraph, OG, text));
        }
        match headings {
            [only] => found.push((Place::Heading, MARKUP, only)),
            [first, ..] => found.push((Place::FirstHeading, MARKUP, first)),
            [] => {}
        }
        if let Some(text) = self.meta(&["twitter:title"]) {
            found.push((Place::Twitter, META, text));
        }
        const METAS: &[&str] = &[
            "dc.title",
            "citation_title",
            "parsely-title",
            "sailthru.title",
        ];
        found.extend(self.meta(METAS).map(|text| (Place::Meta, META, text)));
        let marked = self.itemprop("headline").next();
        found.extend(marked.map(|text| (Place::Itemprop, MARKUP, text)));
        if found.is_empty() {
            found.extend(self.meta(&["title"]).map(|text| (Place::Meta, META, text)));
        }
        let document = self.page.title.as_deref();
        found.extend(document.map(|text| (Place::Document, MARKUP, text)));
        let plain = found.into_iter().filter_map(|(place, from, text)| {
            let text = json_ld::plain(text)?;
            Some(Candidate { place, from, text })
        });
        plain.collect()
    }

    /// The second-order headings that link to themselves, for a page without a
    /// first-order one.
    fn lower_headings(&self) -> impl Iterator<Item = &str> {
        let containers = &self.page.containers;
        let blocks = self.page.blocks.iter().filter(|block| {
            let tag = containers[block.container].tag;
            let is_heading = |tag: Tag| matches!(tag, Tag::Heading(2 | 3));
            let mut around = self.page.ancestors(block.container).take(3);
            (is_heading(tag) || around.any(|at| is_heading(containers[at].tag)))
                && block.letters.len() <= 300
        });
        blocks.take(VALUES_MAX).map(|block| block.text.as_str())
    }

    /// The short texts of the page that are no links.
    fn shown(&self) -> Vec<&str> {
        let blocks = self.page.blocks.iter();
        let own = blocks.filter(|block| block.link_letters == 0 && block.letters.len() <= 300);
        own.take(200).map(|block| block.text.as_str()).collect()
    }

    /// The texts of the first first-order headings.
    fn headings(&self) -> Vec<&str> {
        let containers = &self.page.containers;
        let blocks = self.page.blocks.iter().filter(|block| {
            let mut around = self.page.ancestors(block.container);
            around.any(|at| containers[at].tag == Tag::Heading(1)) && !block.letters.is_empty()
        });
        let texts = blocks.map(|block| &block.text[..block.text.floor_char_boundary(HEADLINE_MAX)]);
        texts.take(VALUES_MAX).collect()
    }
}
