//! The texts that stand for the headline on a page → the headline, without
//! the name of the site.

/// What publishers put between a headline and the name of the site.
const SEPARATORS: [&str; 12] = [
    " | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " « ", " / ", "｜", " ― ",
];

/// The headline that the candidates agree on, and where it came from. They are
/// in order of trust; `shown` are texts that a reader sees, `outlets` names of
/// the site.
///
/// A text for search engines often stands in the JSON-LD, in the `<title>` and
/// even in the `<h1>`; the one for people who share the page is the headline as
/// the editors wrote it more often than any other, so it outweighs them, unless
/// it is cut. What is seen on the page counts more than what is not.
pub(super) fn vote(
    candidates: &[(&'static str, String)],
    shown: &[&str],
    outlets: &[String],
) -> Option<(&'static str, String)> {
    let texts: Vec<&str> = candidates.iter().map(|(_, text)| text.as_str()).collect();
    let bare: Vec<(&'static str, String)> = candidates
        .iter()
        .map(|(from, text)| (*from, without_site(text, &texts, outlets).to_owned()))
        .filter(|(_, text)| !is_site(text, outlets))
        .collect();
    let shown: Vec<String> = shown.iter().map(|text| letters(text)).collect();
    let mut best: Option<(usize, &(&'static str, String))> = None;
    for (at, candidate) in bare.iter().enumerate() {
        let text = letters(&candidate.1);
        let others = bare.iter().enumerate().filter(|(other, _)| *other != at);
        let equal = others
            .filter(|(_, other)| letters(&other.1) == text)
            .count();
        let seen = shown
            .iter()
            .any(|line| line.ends_with(&text) && line.len() <= 2 * text.len());
        // A sharing title that others begin with was cut.
        let cut = bare.iter().any(|(_, other)| {
            let other = letters(other);
            other.len() > text.len() && other.starts_with(&text)
        });
        let shared = candidate.0 == "og" && !cut;
        let votes = equal + 3 * usize::from(seen) + 5 * usize::from(shared);
        if best.is_none_or(|(most, _)| votes > most) {
            best = Some((votes, candidate));
        }
    }
    best.map(|(_, (from, text))| (*from, text.clone()))
}

/// `text` without a part at its end (or beginning) that names the site, or
/// that the other candidates do not have.
fn without_site<'t>(text: &'t str, all: &[&str], outlets: &[String]) -> &'t str {
    let mut text = text.trim();
    // `Headline - Section - Site` has two such parts.
    for _ in 0..3 {
        let Some(shorter) = without_part(text, all, outlets) else {
            break;
        };
        text = shorter;
    }
    text
}

fn without_part<'t>(text: &'t str, all: &[&str], outlets: &[String]) -> Option<&'t str> {
    for separator in SEPARATORS {
        if let Some((head, tail)) = text.rsplit_once(separator) {
            let agreed = all.iter().any(|other| letters(other) == letters(head));
            if agreed || (is_site(tail, outlets) && letters(head).len() > 5) {
                return Some(head.trim_end());
            }
        }
        if let Some((head, tail)) = text.split_once(separator) {
            let agreed = all.iter().any(|other| letters(other) == letters(tail));
            if agreed || (is_site(head, outlets) && letters(tail).len() > 5) {
                return Some(tail.trim_start());
            }
        }
    }
    None
}

/// True where `text` is the name of the site or an address.
fn is_site(text: &str, outlets: &[String]) -> bool {
    let wanted = letters(text);
    if wanted.is_empty() {
        return true;
    }
    let words = text.split_whitespace().count();
    let looks_like_host = !text.contains(' ') && text.contains('.') && text.is_ascii();
    looks_like_host
        || outlets.iter().any(|outlet| {
            let outlet = letters(outlet);
            let longer = outlet.len().max(wanted.len());
            let shorter = outlet.len().min(wanted.len());
            // `The Harbour Post` against `Harbour Post` and `harbourpost`.
            let alike = shorter * 10 >= longer * 5;
            let extended = words <= 4 && wanted.starts_with(&outlet);
            shorter >= 3
                && (alike || extended)
                && (outlet.contains(&wanted) || wanted.contains(&outlet))
        })
}

/// Letters and digits in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], expected: &str) {
        let candidates: Vec<(&'static str, String)> = texts
            .iter()
            .map(|text| ("og", (*text).to_owned()))
            .collect();
        let outlets = ["Harbour Post".to_owned()];
        let title = vote(&candidates, &[], &outlets).map(|(_, text)| text);
        assert_eq!(title.as_deref(), Some(expected), "{texts:?}");
    }

    #[test]
    fn the_name_of_the_site_goes() {
        check(
            &["Ferry strike ends - The Harbour Post"],
            "Ferry strike ends",
        );
        check(&["Harbour Post | Ferry strike ends"], "Ferry strike ends");
        check(
            &["Ferry strike ends - News - harbourpost.example"],
            "Ferry strike ends - News",
        );
        check(&["Strike - ferries idle"], "Strike - ferries idle");
    }

    #[test]
    fn two_against_one() {
        check(
            &["Short", "Ferry strike ends", "Ferry strike ends | News"],
            "Ferry strike ends",
        );
    }
}
