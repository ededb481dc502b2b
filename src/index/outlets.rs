//! The articles of a commit → which of their outlets are one.
//!
//! One source names an outlet, another gives only the host of its address: what
//! is `Harbour Post` here is `harbourpost.example` there. That both are one is
//! told by articles that have the name and the host together, never by how
//! alike they are spelt.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::StrColumn;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::schema::ARTICLE;

/// The names of outlets that some articles name by their host alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlets(FxHashMap<String, String>);

/// A host has a name where so many of ten of its articles with a name have that
/// one: under the address of an agency, or of a group, stand many outlets.
const OF_TEN: u64 = 9;

impl Outlets {
    /// Looks at the articles of a commit, which are of a `kind`. Where no outlet
    /// is a host, which the few different names tell, at none.
    pub(super) fn compute(searcher: &Searcher, kind: Field) -> tantivy::Result<Self> {
        let mut asked = FxHashSet::default();
        for segment in searcher.segment_readers() {
            each_text(&segment.fast_fields().str("outlet_name")?, |_, name| {
                asked.extend(as_host(name).map(Cow::into_owned));
            })?;
        }
        let mut names = FxHashMap::default();
        if !asked.is_empty() {
            for segment in searcher.segment_readers() {
                count_names(segment, kind, &asked, &mut names)?;
            }
        }
        let found = names
            .into_iter()
            .filter_map(|(host, counts)| Some((host, most(counts)?)));
        Ok(Outlets(found.collect()))
    }

    /// The name of an outlet as articles give it: itself, or, of a host, the
    /// name that other articles have under it.
    pub fn name<'n>(&'n self, given: &'n str) -> &'n str {
        if self.0.is_empty() {
            return given;
        }
        let host = as_host(given);
        let name = host.and_then(|host| self.0.get(host.as_ref()));
        name.map_or(given, String::as_str)
    }

    /// The hosts that are one with a name, in the order of the alphabet.
    pub fn hosts(&self, is_name: impl Fn(&str) -> bool) -> Vec<&str> {
        let named = self.0.iter().filter(|(_, name)| is_name(name));
        let mut hosts: Vec<&str> = named.map(|(host, _)| host.as_str()).collect();
        hosts.sort_unstable();
        hosts
    }
}

/// The name that nearly all articles have.
fn most(counts: FxHashMap<String, u64>) -> Option<String> {
    let all: u64 = counts.values().sum();
    let mut often = counts.into_iter();
    let most = often.find(|(_, count)| count * 10 >= all * OF_TEN);
    most.map(|(name, _)| name)
}

/// Adds how often each name stands with each of the hosts that are asked for.
fn count_names(
    segment: &SegmentReader,
    kind: Field,
    asked: &FxHashSet<String>,
    names: &mut FxHashMap<String, FxHashMap<String, u64>>,
) -> tantivy::Result<()> {
    let columns = segment.fast_fields();
    let (outlets, hosts) = (columns.str("outlet_name")?, columns.str("host")?);
    let (Some(outlet_of), Some(host_of)) = (&outlets, &hosts) else {
        return Ok(());
    };
    let mut known_hosts: FxHashMap<u64, String> = FxHashMap::default();
    each_text(&hosts, |ordinal, host| {
        if asked.contains(host) {
            known_hosts.insert(ordinal, host.to_owned());
        }
    })?;
    let mut known_names: FxHashMap<u64, String> = FxHashMap::default();
    each_text(&outlets, |ordinal, name| {
        if as_host(name).is_none() {
            known_names.insert(ordinal, name.to_owned());
        }
    })?;
    let inverted = segment.inverted_index(kind)?;
    let articles = Term::from_field_text(kind, ARTICLE);
    let articles = inverted.read_postings(&articles, IndexRecordOption::Basic)?;
    let (Some(mut articles), false) = (articles, known_names.is_empty()) else {
        return Ok(());
    };
    let mut counts: FxHashMap<(u64, u64), u64> = FxHashMap::default();
    while articles.doc() != TERMINATED {
        let doc = articles.doc();
        if !segment.is_deleted(doc)
            && let Some(host) = host_of.ords().first(doc)
            && let Some(outlet) = outlet_of.ords().first(doc)
        {
            *counts.entry((host, outlet)).or_default() += 1;
        }
        articles.advance();
    }
    for ((host, outlet), count) in counts {
        if let (Some(host), Some(name)) = (known_hosts.get(&host), known_names.get(&outlet)) {
            let of_host = names.entry(host.clone()).or_default();
            *of_host.entry(name.clone()).or_default() += count;
        }
    }
    Ok(())
}

/// Every text of a column with its ordinal.
fn each_text(column: &Option<StrColumn>, mut take: impl FnMut(u64, &str)) -> tantivy::Result<()> {
    let Some(column) = column else {
        return Ok(());
    };
    let mut terms = column.dictionary().stream()?;
    let mut ordinal = 0;
    while terms.advance() {
        if let Ok(text) = std::str::from_utf8(terms.key()) {
            take(ordinal, text);
        }
        ordinal += 1;
    }
    Ok(())
}

/// The host of an address on the web, in small letters and without `www.`.
pub(crate) fn host_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    let host = host.split(':').next()?;
    as_host(host)
        .filter(|_| is_web)
        .map(|host| host.into_owned())
}

/// A name that is a host: `www.harbourpost.example`, in small letters and
/// without `www.`.
fn as_host(name: &str) -> Option<Cow<'_, str>> {
    let (front, last) = name.rsplit_once('.')?;
    let is_ending = last.len() >= 2 && last.chars().all(char::is_alphabetic);
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    if !is_ending || !front.split('.').all(is_label) {
        return None;
    }
    let small: Cow<'_, str> = match name.chars().any(char::is_uppercase) {
        true => Cow::Owned(name.to_lowercase()),
        false => Cow::Borrowed(name),
    };
    Some(match small {
        Cow::Borrowed(host) => Cow::Borrowed(host.strip_prefix("www.").unwrap_or(host)),
        Cow::Owned(host) => match host.strip_prefix("www.") {
            Some(rest) => Cow::Owned(rest.to_owned()),
            None => Cow::Owned(host),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_names() {
        for (name, host) in [
            ("harbourpost.example", Some("harbourpost.example")),
            ("www.HarbourPost.example", Some("harbourpost.example")),
            (
                "news.harbour-post.co.example",
                Some("news.harbour-post.co.example"),
            ),
            ("Harbour Post", None),
            ("St. Brede", None),
            ("A.B.", None),
            ("3.5", None),
            (".example", None),
            ("", None),
        ] {
            assert_eq!(as_host(name).as_deref(), host, "{name}");
        }
        for (url, host) in [
            (
                "https://www.harbourpost.example:80/a?b",
                Some("harbourpost.example"),
            ),
            ("HTTP://me@harbourpost.example", Some("harbourpost.example")),
            ("harbourpost.example/a", None),
            ("tag://harbourpost.example", None),
            ("https://", None),
        ] {
            assert_eq!(host_of(url).as_deref(), host, "{url}");
        }
    }

    #[test]
    fn a_host_of_several_outlets_has_no_name() {
        let counts = |pairs: &[(&str, u64)]| {
            let pairs = pairs
                .iter()
                .map(|(name, count)| ((*name).to_owned(), *count));
            most(pairs.collect())
        };
        assert_eq!(
            counts(&[("Harbour Post", 1)]).as_deref(),
            Some("Harbour Post")
        );
        assert_eq!(
            counts(&[("Harbour Post", 9), ("Tide", 1)]).as_deref(),
            Some("Harbour Post")
        );
        assert_eq!(counts(&[("Harbour Post", 8), ("Tide", 1)]), None);
        assert_eq!(counts(&[("Harbour Post", 1), ("Tide", 1)]), None);
        assert_eq!(counts(&[]), None);
    }

    #[test]
    fn what_is_no_host_keeps_its_name() {
        let one = ("harbourpost.example".to_owned(), "Harbour Post".to_owned());
        let outlets = Outlets([one].into_iter().collect());
        for (given, name) in [
            ("www.harbourpost.example", "Harbour Post"),
            ("Harbour Post", "Harbour Post"),
            ("tide.example", "tide.example"),
            ("Harbourpost", "Harbourpost"),
        ] {
            assert_eq!(outlets.name(given), name, "{given}");
        }
        assert_eq!(
            outlets.hosts(|name| name == "Harbour Post"),
            ["harbourpost.example"]
        );
        assert_eq!(Outlets::default().name("tide.example"), "tide.example");
    }
}
