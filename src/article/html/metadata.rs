//! What a page says about itself → the fields of an
//! [`Article`](crate::article::Article) other than the body: JSON-LD first,
//! then OpenGraph, meta names, markup and the address.
//!
//! A value that is there and cannot be right is refused with a note.

use std::collections::BTreeMap;

use super::json_ld::{self, LdArticle};
use super::names;
use super::page::{Block, Mark, Page, Tag, one_line};
use super::title;
use crate::article::{When, date};

/// The fields of an article that the head and the markup of a page give.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    /// Every text that stands for the headline somewhere, for the body to
    /// leave out.
    pub(super) headlines: Vec<String>,
    /// Every summary that the page gives, for the body to find the standfirst.
    pub(super) summaries: Vec<String>,
    pub(super) authors: Vec<String>,
    pub(super) dateline: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) section: Option<String>,
    pub(super) published: Option<When>,
    pub(super) updated: Option<When>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) summary: Option<String>,
    /// The text as JSON-LD has it; often cut.
    pub(super) ld_body: Option<String>,
    pub(super) free: Option<bool>,
    pub(super) word_count: Option<u64>,
    pub(super) from: BTreeMap<String, String>,
    pub(super) notes: Vec<String>,
}

const JSON_LD: &str = "json-ld";
const OG: &str = "og";
const META: &str = "meta";
const MARKUP: &str = "markup";
const URL: &str = "url";

/// How many values of one kind are looked at: a page of a hundred thousand
/// meta elements must not cost the square of that.
const VALUES_MAX: usize = 30;

/// A text and where it was found.
type Found<'p> = (&'static str, &'p str);

/// Reads the metadata of a page; `saved_from` is the address that a browser
/// left in it.
pub(super) fn metadata(
    page: &Page,
    scripts: &[String],
    saved_from: Option<&str>,
    now_seconds: i64,
) -> Metadata {
    let canonical = page.canonical.as_deref();
    let ld = json_ld::article(scripts, canonical).unwrap_or_default();
    let facts = Facts { page, ld: &ld };
    let mut metadata = Metadata::default();
    facts.read_address(&mut metadata, saved_from);
    facts.read_outlet(&mut metadata);
    facts.read_title(&mut metadata);
    facts.read_authors(&mut metadata);
    facts.read_dates(&mut metadata, now_seconds);
    facts.read_rest(&mut metadata);
    metadata.ld_body = ld.body.clone().filter(|_| ld.is_article);
    metadata.free = ld.free;
    metadata.word_count = ld.word_count;
    metadata
}

struct Facts<'p> {
    page: &'p Page,
    ld: &'p LdArticle,
}

impl Facts<'_> {
    /// The contents of the meta elements with these names, in this order.
    fn metas<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
        names.iter().flat_map(|wanted| {
            self.page
                .metas
                .iter()
                .filter(move |(name, content)| name == wanted && !content.is_empty())
                .map(|(_, content)| content.as_str())
        })
    }

    fn meta<'a>(&'a self, names: &'a [&str]) -> Option<&'a str> {
        self.metas(names).next()
    }

    fn itemprop(&self, wanted: &str) -> impl Iterator<Item = &str> {
        self.page
            .itemprops
            .iter()
            .filter(move |(name, _)| name == wanted)
            .map(|(_, value)| value.as_str())
    }

    fn read_address(&self, metadata: &mut Metadata, saved_from: Option<&str>) {
        let found = [
            (MARKUP, self.page.canonical.as_deref()),
            (OG, self.meta(&["og:url"])),
            (JSON_LD, self.ld.url.as_deref()),
            (
                META,
                self.meta(&["parsely-link", "citation_public_url", "twitter:url"]),
            ),
            (MARKUP, saved_from),
        ];
        let bases = [
            self.page.base.as_deref(),
            self.meta(&["og:url"]),
            self.ld.url.as_deref(),
            saved_from,
        ];
        for (from, address) in found {
            let Some(address) = address else { continue };
            let absolute = bases
                .iter()
                .flatten()
                .find_map(|base| absolute(address, base))
                .or_else(|| absolute(address, ""));
            if let Some(url) = absolute {
                metadata.url = Some(url);
                metadata.from.insert("url".to_owned(), from.to_owned());
                return;
            }
        }
    }

    fn read_outlet(&self, metadata: &mut Metadata) {
        let host = metadata.url.as_deref().and_then(host).map(str::to_owned);
        let found = [
            (JSON_LD, self.ld.outlet.as_deref()),
            (OG, self.meta(&["og:site_name"])),
            (
                META,
                self.meta(&[
                    "application-name",
                    "dc.publisher",
                    "apple-mobile-web-app-title",
                    "citation_journal_title",
                ]),
            ),
            (URL, host.as_deref()),
        ];
        for (from, name) in found {
            let name = name.and_then(json_ld::plain);
            let Some(name) = name.filter(|name| name.chars().count() <= 80) else {
                continue;
            };
            if name.starts_with("http") {
                continue;
            }
            metadata.outlet = Some(name);
            metadata.from.insert("outlet".to_owned(), from.to_owned());
            return;
        }
    }

    /// Names that the outlet goes by.
    fn outlets(&self, metadata: &Metadata) -> Vec<String> {
        let mut outlets: Vec<String> = metadata.outlet.iter().cloned().collect();
        outlets.extend(self.ld.outlet.clone());
        outlets.extend(
            self.metas(&[
                "og:site_name",
                "application-name",
                "apple-mobile-web-app-title",
                "twitter:site",
            ])
            .take(VALUES_MAX)
            .map(|name| name.trim_start_matches('@').to_owned()),
        );
        if let Some(host) = metadata.url.as_deref().and_then(host) {
            outlets.push(host.to_owned());
            // Of `news.harbourpost.co.uk` the longest label is the name.
            let longest = host
                .split('.')
                .rev()
                .skip(1)
                .max_by_key(|label| label.len());
            outlets.extend(longest.map(str::to_owned));
        }
        outlets
    }

    fn read_title(&self, metadata: &mut Metadata) {
        let h1s = self.headings();
        let mut candidates: Vec<Found> = Vec::new();
        if self.ld.is_article {
            candidates.extend(self.ld.headline.as_deref().map(|text| (JSON_LD, text)));
        }
        candidates.extend(self.meta(&["og:title"]).map(|text| (OG, text)));
        if let [only] = h1s.as_slice() {
            candidates.push((MARKUP, only));
        }
        candidates.extend(
            self.meta(&[
                "twitter:title",
                "dc.title",
                "citation_title",
                "parsely-title",
                "sailthru.title",
            ])
            .map(|text| (META, text)),
        );
        candidates.extend(self.itemprop("headline").next().map(|text| (MARKUP, text)));
        if candidates.is_empty() {
            candidates.extend(self.meta(&["title"]).map(|text| (META, text)));
            candidates.extend(h1s.first().map(|&text| (MARKUP, text)));
        }
        candidates.extend(self.page.title.as_deref().map(|text| (MARKUP, text)));
        let outlets = self.outlets(metadata);
        let plain: Vec<(&'static str, String)> = candidates
            .into_iter()
            .take(VALUES_MAX)
            .filter_map(|(from, text)| Some((from, json_ld::plain(text)?)))
            .collect();
        if let Some((from, text)) = title::vote(&plain, &self.shown(), &outlets) {
            metadata.title = Some(text);
            metadata.from.insert("title".to_owned(), from.to_owned());
        }
        metadata.headlines = plain.into_iter().map(|(_, text)| text).collect();
        metadata.headlines.extend(metadata.title.clone());
        metadata
            .headlines
            .extend(h1s.into_iter().take(VALUES_MAX).map(str::to_owned));
    }

    /// The short texts of the page that are no links.
    fn shown(&self) -> Vec<&str> {
        let blocks = self.page.blocks.iter();
        let own = blocks.filter(|block| block.link_letters == 0 && block.letters.len() <= 300);
        own.take(200).map(|block| block.text.as_str()).collect()
    }

    /// The texts of the first-order headings.
    fn headings(&self) -> Vec<&str> {
        let containers = &self.page.containers;
        self.page
            .blocks
            .iter()
            .filter(|block| {
                self.page
                    .ancestors(block.container)
                    .any(|at| containers[at].tag == Tag::Heading(1))
            })
            .map(|block| block.text.as_str())
            .collect()
    }

    fn read_authors(&self, metadata: &mut Metadata) {
        let owned = |texts: Vec<&str>| -> Vec<String> {
            texts.into_iter().filter_map(json_ld::plain).collect()
        };
        let sources: [(&'static str, Vec<String>); 5] = [
            (JSON_LD, self.ld.authors.clone()),
            (
                META,
                owned(
                    self.metas(&[
                        "author",
                        "byl",
                        "parsely-author",
                        "sailthru.author",
                        "dc.creator",
                        "dcterms.creator",
                        "cxenseparse:author",
                        "dcsext.author",
                    ])
                    .collect(),
                ),
            ),
            (
                OG,
                owned(
                    self.metas(&["article:author", "og:article:author", "og:author"])
                        .collect(),
                ),
            ),
            (MARKUP, owned(self.itemprop("author").collect())),
            (MARKUP, self.marked_texts(Mark::AUTHOR_LINK)),
        ];
        let outlets = self.outlets(metadata);
        for (from, texts) in sources {
            let texts: Vec<String> = texts.into_iter().take(20).collect();
            let (names, refused) = names::authors(&texts, &outlets);
            // Only the sources that are meant for an author are worth a note.
            if from != MARKUP {
                let notes = refused.iter().take(3);
                let notes = notes.map(|text| format!("authors: {} is no name", brief(text)));
                metadata.notes.extend(notes);
            }
            if !names.is_empty() {
                metadata.authors = names;
                metadata.from.insert("authors".to_owned(), from.to_owned());
                return;
            }
        }
        // What is only marked as a byline may be anything near one.
        for text in self.marked_texts(Mark::BYLINE) {
            let (mut names, _) = names::authors(&[text], &outlets);
            names.retain(|name| names::is_personal(name));
            if !names.is_empty() {
                metadata.authors = names;
                metadata
                    .from
                    .insert("authors".to_owned(), MARKUP.to_owned());
                return;
            }
        }
    }

    /// Short texts near the headline that are marked as an author's name.
    fn marked_texts(&self, mark: Mark) -> Vec<String> {
        let headline = self
            .page
            .blocks
            .iter()
            .position(|block| self.page.containers[block.container].tag == Tag::Heading(1))
            .unwrap_or(0);
        let near = &self.page.blocks[headline.saturating_sub(6)..];
        let marked = near.iter().take(60).filter(|block| {
            self.marks_near(block).any(mark)
                && block.text.chars().count() <= 80
                && block.letters.len() >= 4
        });
        marked.take(5).map(|block| block.text.clone()).collect()
    }

    fn read_dates(&self, metadata: &mut Metadata, now_seconds: i64) {
        let ld = self.ld;
        let mut published: Vec<Found> = Vec::new();
        if ld.is_article {
            published.extend(ld.published.as_deref().map(|text| (JSON_LD, text)));
        }
        published.extend(
            self.metas(&[
                "article:published_time",
                "og:article:published_time",
                "og:published_time",
                "article:published",
            ])
            .map(|text| (OG, text)),
        );
        published.extend(
            self.metas(&[
                "datepublished",
                "pubdate",
                "publishdate",
                "publish-date",
                "publish_date",
                "publication_date",
                "parsely-pub-date",
                "sailthru.date",
                "article.published",
                "dc.date.issued",
                "dcterms.created",
                "dcterms.date",
                "dc.date",
                "citation_publication_date",
                "cxenseparse:recs:publishtime",
                "date",
            ])
            .map(|text| (META, text)),
        );
        published.extend(self.itemprop("datepublished").map(|text| (MARKUP, text)));
        if !ld.is_article {
            published.extend(ld.published.as_deref().map(|text| (JSON_LD, text)));
        }
        published.extend(
            self.page
                .times
                .iter()
                .take(8)
                .map(|text| (MARKUP, text.as_str())),
        );
        let written = self.written_dates();
        let address = metadata.url.as_deref().and_then(address_date);
        metadata.published = first_date("published", &published, now_seconds, metadata);
        if metadata.published.is_none() {
            let address: Vec<Found> = address
                .as_deref()
                .map(|text| (URL, text))
                .into_iter()
                .collect();
            metadata.published = first_date("published", &address, now_seconds, metadata);
        }
        if metadata.published.is_none() {
            metadata.published = written
                .iter()
                .find_map(|text| date::parse(text, now_seconds).ok());
            if metadata.published.is_some() {
                metadata
                    .from
                    .insert("published".to_owned(), MARKUP.to_owned());
            }
        }
        let mut updated: Vec<Found> = Vec::new();
        updated.extend(ld.updated.as_deref().map(|text| (JSON_LD, text)));
        updated.extend(
            self.metas(&[
                "article:modified_time",
                "og:updated_time",
                "article:updated",
            ])
            .map(|text| (OG, text)),
        );
        updated.extend(
            self.metas(&[
                "datemodified",
                "lastmod",
                "last-modified",
                "dcterms.modified",
                "dc.date.modified",
            ])
            .map(|text| (META, text)),
        );
        updated.extend(self.itemprop("datemodified").map(|text| (MARKUP, text)));
        metadata.updated = first_date("updated", &updated, now_seconds, metadata);
    }

    /// Texts that may be a date, near the top: those that are marked as one
    /// first, then any short line.
    fn written_dates(&self) -> Vec<String> {
        let (mut marked, mut others) = (Vec::new(), Vec::new());
        let short = self
            .page
            .blocks
            .iter()
            .filter(|block| block.text.len() <= 120);
        for block in short.take(150) {
            let digits = |text: &&str| text.bytes().filter(u8::is_ascii_digit).count() >= 4;
            if self.marks_near(block).any(Mark::DATE.with(Mark::BYLINE)) {
                let pieces = block.text.split(['|', '•', '·', ',']).map(str::trim);
                let texts = std::iter::once(block.text.as_str()).chain(pieces);
                marked.extend(texts.filter(digits).map(str::to_owned));
            } else if digits(&block.text.as_str()) {
                // Nothing but a date: the date of another article has its
                // headline beside it.
                others.push(block.text.clone());
            }
        }
        marked.extend(others);
        marked.truncate(40);
        marked
    }

    /// What a block, its element and the one around that are marked as.
    fn marks_near(&self, block: &Block) -> Mark {
        let near = self.page.ancestors(block.container).take(2);
        near.fold(block.marked, |marks, at| {
            marks.with(self.page.containers[at].mark)
        })
    }

    fn read_rest(&self, metadata: &mut Metadata) {
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
            2000,
        );
        let dateline = set("dateline", vec![(JSON_LD, ld.dateline.as_deref())], 120);
        let summaries = ld.description.as_deref().into_iter().chain(self.metas(&[
            "og:description",
            "description",
            "twitter:description",
        ]));
        metadata.summaries = summaries
            .take(VALUES_MAX)
            .filter_map(json_ld::plain)
            .collect();
        metadata.section = section;
        metadata.summary = summary;
        metadata.dateline = dateline;
        self.read_language(metadata);
        self.read_keywords(metadata);
    }

    fn read_language(&self, metadata: &mut Metadata) {
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

    fn read_keywords(&self, metadata: &mut Metadata) {
        let split = |names: &[&str]| -> Vec<String> {
            self.metas(names)
                .flat_map(|text| text.split([',', ';']))
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
        for word in words.into_iter().take(10 * VALUES_MAX) {
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

/// The first text that is a date; the ones before it are noted.
fn first_date(
    field: &str,
    found: &[Found],
    now_seconds: i64,
    metadata: &mut Metadata,
) -> Option<When> {
    let mut noted: Vec<&str> = Vec::new();
    for (from, text) in found.iter().take(VALUES_MAX) {
        match date::parse(text, now_seconds) {
            Ok(when) => {
                metadata.from.insert(field.to_owned(), (*from).to_owned());
                return Some(when);
            }
            Err(_) if text.trim().is_empty() || noted.contains(text) => {}
            Err(why) => {
                noted.push(text);
                metadata.notes.push(format!("{field}: {why}"));
            }
        }
    }
    None
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

/// `address` as an absolute one, where it is one or `base` makes it one.
fn absolute(address: &str, base: &str) -> Option<String> {
    let address = address.trim();
    if address.contains(char::is_whitespace) {
        return None;
    }
    let is_web = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    if is_web(address) {
        return host(address).map(|_| address.to_owned());
    }
    if !is_web(base) {
        return None;
    }
    if let Some(rest) = address.strip_prefix("//") {
        return Some(format!("https://{rest}"));
    }
    let path = address.strip_prefix('/')?;
    let scheme = base.split("://").next()?;
    Some(format!("{scheme}://{}/{path}", authority(base)?))
}

fn authority(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    rest.split(['/', '?', '#'])
        .next()
        .filter(|host| host.contains('.'))
}

/// The host of a web address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let host = authority(url)?.split(':').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// The day in an address, as `2024-06-02`: `/2024/06/02/`, `/202406/02/`,
/// `-20240602`, `/2024/jun/02/`.
fn address_date(url: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let path = url.split_once("://")?.1.split_once('/')?.1;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.', '?', '=', '&']).collect();
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>| -> Option<u32> {
        let is_number =
            digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().ok()).flatten()
    };
    let month = |text: &str| -> Option<u32> {
        let named = MONTHS
            .iter()
            .position(|name| text.eq_ignore_ascii_case(name));
        named
            .map(|at| at as u32 + 1)
            .or_else(|| number(text, 1..=2))
    };
    for (at, part) in parts.iter().enumerate() {
        let next = |step: usize| parts.get(at + step).copied().unwrap_or_default();
        let day = if let Some(day) = number(part, 8..=8) {
            Some((day / 10_000, day / 100 % 100, day % 100))
        } else if let (Some(both), Some(day)) = (number(part, 6..=6), number(next(1), 1..=2)) {
            Some((both / 100, both % 100, day))
        } else if let (Some(year), Some(month), Some(day)) =
            (number(part, 4..=4), month(next(1)), number(next(2), 1..=2))
        {
            Some((year, month, day))
        } else {
            None
        };
        if let Some((year, month, day)) = day
            && (1990..2100).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
        {
            return Some(format!("{year:04}-{month:02}-{day:02}"));
        }
    }
    None
}

fn brief(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::page;
    use super::*;

    /// 2025-01-01.
    const NOW: i64 = 1_735_689_600;

    fn read(html: &str) -> Metadata {
        let lean = super::super::lean::lean(html);
        metadata(
            &page(&lean.html),
            &lean.json_ld,
            lean.saved_from.as_deref(),
            NOW,
        )
    }

    #[test]
    fn json_ld_comes_first() {
        let found = read(
            r#"<html lang="en-GB"><head><meta property="article:published_time" content="2024-06-03">
            <script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry strike ends",
            "author":"Ada Wren","datePublished":"2024-06-02T10:00:00Z"}</script>"#,
        );
        assert_eq!(found.title.as_deref(), Some("Ferry strike ends"));
        assert_eq!(found.authors, ["Ada Wren"]);
        assert_eq!(found.published.map(|when| when.day()), Some(20_240_602));
        assert_eq!(found.from["published"], "json-ld");
        assert_eq!(found.language.as_deref(), Some("en"));
    }

    #[test]
    fn impossible_dates_are_refused_with_a_note() {
        for bad in ["2024-02-31", "9999-01-01", "2031-05-05"] {
            let page = format!(
                r#"<meta property="article:published_time" content="{bad}">
                <link rel=canonical href="https://harbourpost.example/2024/06/02/ferry">"#
            );
            let found = read(&page);
            assert_eq!(
                found.published.map(|when| when.day()),
                Some(20_240_602),
                "{bad}"
            );
            assert_eq!(found.from["published"], "url");
            assert!(
                found
                    .notes
                    .iter()
                    .any(|note| note.starts_with("published: ")),
                "{bad}"
            );
        }
    }

    #[test]
    fn days_in_addresses() {
        let check = |path: &str, expected: Option<&str>| {
            let url = format!("https://harbourpost.example/{path}");
            assert_eq!(address_date(&url).as_deref(), expected, "{path}");
        };
        check("2024/06/02/ferry", Some("2024-06-02"));
        check("a/202406/02/WS1", Some("2024-06-02"));
        check("ferry-20240602.html", Some("2024-06-02"));
        check("world/2024/jun/02/ferry", Some("2024-06-02"));
        check("12345678/ferry", None);
    }

    #[test]
    fn a_page_that_says_nothing() {
        let found = read("<p>Text.</p>");
        assert!(found.title.is_none() && found.from.is_empty() && found.notes.is_empty());
    }

    #[test]
    fn relative_canonical_address() {
        let found = read(
            r#"<link rel=canonical href="/a"><meta property="og:url" content="https://harbourpost.example/x">"#,
        );
        assert_eq!(found.url.as_deref(), Some("https://harbourpost.example/a"));
        assert_eq!(found.outlet.as_deref(), Some("harbourpost.example"));
    }

    #[test]
    fn byline_in_the_markup() {
        let found = read("<h1>Ferry strike ends</h1><p class=byline>By Ada Wren and Bo Lind</p>");
        assert_eq!(found.authors, ["Ada Wren", "Bo Lind"]);
    }
}
