//! The dates on a page → when it was published and when changed.

use super::super::page::{Block, Mark, Tag};
use super::super::printed;
use super::{Facts, Found, JSON_LD, MARKUP, META, Metadata, OG, URL, VALUES_MAX};
use crate::article::{When, date};

impl Facts<'_> {
    pub(super) fn read_dates(&self, metadata: &mut Metadata, now_seconds: i64) {
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
                "dcterms.issued",
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
        let (near, far) = self.times();
        published.extend(near);
        let written = self.written_dates();
        let address = metadata.url.as_deref().and_then(address_date);
        metadata.published = first_date("published", &published, now_seconds, metadata);
        if metadata.published.is_none() {
            let address = address.as_deref().map(|text| (URL, text));
            let others: Vec<Found> = address.into_iter().chain(far).collect();
            metadata.published = first_date("published", &others, now_seconds, metadata);
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

    /// The marked times close to the headline, the closest first, and some of
    /// the others. Those above the headline may be of other articles, so they
    /// count as further away.
    fn times(&self) -> (Vec<Found<'_>>, Vec<Found<'_>>) {
        const TIMES_MAX: usize = 8;
        const NEAR: usize = 40;
        let blocks = &self.page.blocks;
        let is_heading = |block: &Block| {
            let mut around = self.page.ancestors(block.container).take(3);
            around.any(|at| self.page.containers[at].tag == Tag::Heading(1))
        };
        let headline = blocks.iter().position(is_heading);
        let mut times: Vec<(usize, Found)> = Vec::new();
        for (text, before) in self.page.times.iter() {
            let away = match headline {
                Some(at) if *before < at => 3 * (at - before),
                Some(at) => before - at,
                None => 0,
            };
            times.push((away, (MARKUP, text)));
        }
        times.sort_by_key(|(away, _)| *away);
        times.truncate(TIMES_MAX);
        let (near, far): (Vec<_>, Vec<_>) = times.into_iter().partition(|(away, _)| *away <= NEAR);
        (
            near.into_iter().map(|(_, time)| time).collect(),
            far.into_iter().map(|(_, time)| time).collect(),
        )
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
                marked.extend(printed::day(&block.text).map(str::to_owned));
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
                metadata.notes.push(format!("{field}: {why} ({from})"));
            }
        }
    }
    None
}

/// The day in an address, as `2024-06-02`: `/2024/06/02/`, `/202406/02/`,
/// `-20240602`, `/2024/jun/02/`.
pub(super) fn address_date(url: &str) -> Option<String> {
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
