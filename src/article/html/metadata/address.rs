//! The address of a page, and the outlet that it names.

use super::super::json_ld;
use super::{Facts, JSON_LD, MARKUP, META, Metadata, OG, URL, VALUES_MAX};

impl Facts<'_> {
    pub(super) fn read_address(&self, metadata: &mut Metadata, saved_from: Option<&str>) {
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

    pub(super) fn read_outlet(&self, metadata: &mut Metadata) {
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
    pub(super) fn outlets(&self, metadata: &Metadata) -> Vec<String> {
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
