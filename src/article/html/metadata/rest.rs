//! Agencies, section, summary, dateline, language and keywords of a page.

use super::super::page::{Block, Mark, Tag, ends_sentence};
use super::super::{json_ld, names};
use super::{Facts, JSON_LD, MARKUP, META, Metadata, OG, VALUES_MAX};
use crate::article::agency;

/// Names of meta elements in which an agency may be credited.
const CREDITS: &[&str] = &[
    "dc.source",
    "dcterms.source",
    "dc.creator",
    "agency",
    "news_agency",
    "article:agency",
    "source",
    "author",
    "copyright",
    "dc.rights",
    "dcterms.rightsholder",
];

/// How many summaries are looked at, and how many characters of each: they are
/// looked for in every block.
const SUMMARIES_MAX: usize = 8;
const SUMMARY_MAX: usize = 2000;

/// How many keywords are looked at.
const KEYWORDS_MAX: usize = 10 * VALUES_MAX;

impl Facts<'_> {
    /// The agencies that the page credits, wherever it names an author or a
    /// source.
    pub(super) fn read_agencies(&self, metadata: &mut Metadata) {
        let owned = |texts: Vec<&str>| -> Vec<String> {
            let texts = texts.into_iter().take(VALUES_MAX);
            texts.filter_map(json_ld::plain).collect()
        };
        let sources: [(&'static str, Vec<String>); 4] = [
            (JSON_LD, self.ld.authors.clone()),
            (JSON_LD, self.ld.credits.clone()),
            (META, owned(self.metas(CREDITS).collect())),
            (MARKUP, self.bylines()),
        ];
        let mut from: Vec<&str> = Vec::new();
        for (place, texts) in sources {
            for name in texts
                .iter()
                .take(VALUES_MAX)
                .flat_map(|text| agency::credited(text))
            {
                if metadata.agencies.iter().any(|known| known == name) {
                    continue;
                }
                metadata.agencies.push(name.to_owned());
                if !from.contains(&place) {
                    from.push(place);
                }
            }
        }
        if !from.is_empty() {
            metadata.from.insert("agencies".to_owned(), from.join(", "));
        }
    }

    /// Short texts near the headline, and above the text, that are marked as
    /// the byline of this article: not of a picture, not of another article.
    fn bylines(&self) -> Vec<String> {
        const BEFORE: usize = 6;
        const BLOCKS_MAX: usize = 66;
        // Summary and first paragraph; a byline may stand beside them.
        const PARAGRAPHS_MAX: usize = 2;
        const PARAGRAPH_LETTERS: usize = 80;
        let of_others = [
            Mark::RELATED,
            Mark::ASIDE,
            Mark::NAVIGATION,
            Mark::COMMENTS,
            Mark::AUTHOR_NOTE,
        ];
        let of_others = of_others.into_iter().fold(Mark::CAPTION, Mark::with);
        let blocks = &self.page.blocks;
        let headline = blocks
            .iter()
            .position(|block| self.page.containers[block.container].tag == Tag::Heading(1));
        let headline = headline.unwrap_or(0);
        let holds_headline: Vec<usize> = blocks
            .get(headline)
            .map(|block| self.page.ancestors(block.container).collect())
            .unwrap_or_default();
        let is_of_others = |block: &Block| {
            let around = self.page.ancestors(block.container);
            let mut around = around.filter(|at| !holds_headline.contains(at));
            block.marked.any(of_others)
                || around.any(|at| self.page.containers[at].mark.any(of_others))
        };
        let is_paragraph =
            |block: &Block| block.letters.len() >= PARAGRAPH_LETTERS && ends_sentence(&block.text);
        let mut paragraphs = 0;
        let near = blocks.iter().skip(headline.saturating_sub(BEFORE));
        let near = near.take(BLOCKS_MAX).take_while(|block| {
            paragraphs += usize::from(is_paragraph(block));
            paragraphs <= PARAGRAPHS_MAX
        });
        let marked = near.filter(|block| {
            block.text.len() <= 160
                && self.marks_near(block).any(Mark::BYLINE)
                && !is_of_others(block)
        });
        marked.take(5).map(|block| block.text.clone()).collect()
    }

    pub(super) fn read_rest(&self, metadata: &mut Metadata) {
        let ld = self.ld;
        let mut set = |field: &str, found: Vec<(&'static str, Option<&str>)>, longest: usize| {
            let (from, text) = found.into_iter().find_map(|(from, text)| {
                let text = json_ld::plain(text?)?;
                (text.chars().count() <= longest).then_some((from, text))
            })?;
            metadata.from.insert(field.to_owned(), from.to_owned());
            Some(text)
        };
        let section = set(
            "section",
            vec![
                (JSON_LD, ld.section.as_deref()),
                (OG, self.meta(&["article:section", "og:article:section"])),
                (
                    META,
                    self.meta(&[
                        "section",
                        "parsely-section",
                        "sailthru.section",
                        "articlesection",
                    ]),
                ),
                (MARKUP, self.itemprop("articlesection").next()),
            ],
            80,
        );
        let summary = set(
            "summary",
            vec![
                (JSON_LD, ld.description.as_deref().filter(|_| ld.is_article)),
                (OG, self.meta(&["og:description"])),
                (
                    META,
                    self.meta(&["description", "twitter:description", "dc.description"]),
                ),
            ],
            SUMMARY_MAX,
        );
        let dateline = set("dateline", vec![(JSON_LD, ld.dateline.as_deref())], 120);
        let summaries = ld.description.as_deref().into_iter().chain(self.metas(&[
            "og:description",
            "description",
            "twitter:description",
        ]));
        for text in summaries.take(SUMMARIES_MAX).filter_map(json_ld::plain) {
            let text = text.chars().take(SUMMARY_MAX).collect();
            if !metadata.summaries.contains(&text) {
                metadata.summaries.push(text);
            }
        }
        metadata.section = section;
        metadata.summary = summary;
        metadata.dateline = dateline;
        self.read_language(metadata);
        self.read_keywords(metadata);
    }

    pub(super) fn read_language(&self, metadata: &mut Metadata) {
        let found = [
            (MARKUP, self.page.lang.as_deref()),
            (OG, self.meta(&["og:locale"])),
            (JSON_LD, self.ld.language.as_deref()),
            (
                META,
                self.meta(&[
                    "dc.language",
                    "language",
                    "content-language",
                    "dcterms.language",
                ]),
            ),
        ];
        for (from, text) in found {
            if let Some(code) = text.and_then(language) {
                metadata.language = Some(code);
                metadata.from.insert("language".to_owned(), from.to_owned());
                return;
            }
        }
    }

    pub(super) fn read_keywords(&self, metadata: &mut Metadata) {
        let split = |names: &[&str]| -> Vec<String> {
            self.metas(names)
                .flat_map(|text| text.split([',', ';']))
                .filter(|text| !text.trim().is_empty())
                .take(KEYWORDS_MAX)
                .filter_map(json_ld::plain)
                .collect()
        };
        let found = [
            (JSON_LD, self.ld.keywords.clone()),
            (OG, split(&["article:tag", "og:article:tag"])),
            (META, split(&["news_keywords"])),
            (
                META,
                split(&["keywords", "parsely-tags", "sailthru.tags", "dc.subject"]),
            ),
        ];
        let given = found.into_iter().find(|(_, words)| !words.is_empty());
        let Some((from, words)) = given else { return };
        for word in words.into_iter().take(KEYWORDS_MAX) {
            if word.chars().count() <= 80
                && !metadata
                    .keywords
                    .iter()
                    .any(|known| names::same(known, &word))
            {
                metadata.keywords.push(word);
            }
        }
        metadata.from.insert("keywords".to_owned(), from.to_owned());
    }
}

/// `en_GB`, `EN-us`, `eng` → `en`; `None` for what is no language code.
fn language(text: &str) -> Option<String> {
    let code = text
        .trim()
        .split(['-', '_', ',', ' ', '.'])
        .next()?
        .to_ascii_lowercase();
    let code = match code.as_str() {
        "eng" | "english" => "en",
        "deu" | "ger" => "de",
        "fra" | "fre" => "fr",
        "spa" => "es",
        "zho" | "chi" => "zh",
        other => other,
    };
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase());
    is_code.then(|| code.to_owned())
}
