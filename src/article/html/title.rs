//! The texts that stand for the headline on a page → the headline, without
//! the name of the site.

use super::site::{is_only_site, without_site};
use crate::article::label::is_label;

/// Where a text for the headline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The only first-order heading of the page.
    Heading,
    /// The first of several.
    FirstHeading,
    JsonLd,
    OpenGraph,
    Twitter,
    Itemprop,
    Meta,
    /// The `<title>`.
    Document,
}

/// A text for the headline: its place, the place's name for `from`, the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) place: Place,
    pub(super) from: &'static str,
    pub(super) text: String,
}

/// What a page shows, beside the candidates.
#[derive(Debug, Default)]
pub(super) struct Shown<'p> {
    /// All first-order headings.
    pub(super) headings: Vec<&'p str>,
    /// Short texts that are no links.
    pub(super) texts: Vec<&'p str>,
    /// The second headline of the JSON-LD, which confirms and is never taken.
    pub(super) alternative: Option<&'p str>,
    /// Names of the site.
    pub(super) outlets: Vec<String>,
}

/// The headline that the candidates agree on, and where it came from. They are
/// in order of trust.
///
/// What a reader sees counts most, and JSON-LD beside it. The text for people
/// who share a page, where it is neither the `<title>` once more nor has the
/// name of the site on it, was written by an editor, not by a template: then it
/// is the headline more often than an unconfirmed heading, which may be one for
/// search engines.
pub(super) fn vote(candidates: &[Candidate], shown: &Shown<'_>) -> Option<(&'static str, String)> {
    let bare = bare(candidates, shown);
    let ballot = Ballot::new(&bare, shown);
    let mut best: Option<(usize, &Bare)> = None;
    for candidate in &bare {
        let votes = ballot.votes(candidate);
        if best.is_none_or(|(most, _)| votes > most) {
            best = Some((votes, candidate));
        }
    }
    let (_, best) = best?;
    // The same words: with the quotation marks of the page itself, unless it
    // has a label in them, which only its look sets off.
    let signs = |text: &str| {
        let is_sign = |c: &char| !c.is_alphanumeric() && !c.is_whitespace();
        text.chars().filter(is_sign).count()
    };
    let printed = bare.iter().find(|other| {
        other.place == Place::Heading
            && letters(&other.text) == letters(&best.text)
            && signs(&other.text) >= signs(&best.text)
            && other.text.chars().any(char::is_lowercase)
    });
    let best = printed.unwrap_or(best);
    Some((best.from, best.text.clone()))
}

/// A candidate without the name of the site.
struct Bare {
    place: Place,
    from: &'static str,
    text: String,
    /// Its letters, without a label such as `LIVE:`.
    key: String,
    /// True where nothing had to be taken off.
    was_bare: bool,
}

fn bare(candidates: &[Candidate], shown: &Shown<'_>) -> Vec<Bare> {
    let one = |(at, candidate): (usize, &Candidate)| {
        // A template's title confirms no other template's title.
        let others = candidates.iter().enumerate().filter(|(other, c)| {
            *other != at && (c.place != Place::Document || candidate.place == Place::Meta)
        });
        let twin = |text: &str| {
            let templates = [Place::OpenGraph, Place::Twitter, Place::Meta];
            templates.contains(&candidate.place) && letters(text) == letters(&candidate.text)
        };
        let others: Vec<&str> = others
            .filter(|(_, c)| {
                matches!(c.place, Place::JsonLd | Place::Heading | Place::Itemprop)
                    || !twin(&c.text)
            })
            .map(|(_, c)| c.text.as_str())
            .chain(shown.headings.iter().copied())
            .chain(printed(candidate, shown))
            .collect();
        let text = without_site(&candidate.text, &others, &shown.outlets);
        let is_headline = !is_only_site(text, &shown.outlets) && !is_label(text);
        is_headline.then(|| Bare {
            place: candidate.place,
            from: candidate.from,
            text: text.to_owned(),
            key: key(text),
            was_bare: letters(text) == letters(&candidate.text),
        })
    };
    candidates.iter().enumerate().filter_map(one).collect()
}

/// The lines that a page without headings shows, for its `<title>`: those that
/// are most of it, so that the name of the site is none of them.
fn printed<'p>(candidate: &Candidate, shown: &Shown<'p>) -> Vec<&'p str> {
    const LETTERS_MIN: usize = 15;
    if candidate.place != Place::Document || !shown.headings.is_empty() {
        return Vec::new();
    }
    let whole = letters(&candidate.text).len();
    let most = |text: &&&str| {
        let part = letters(text).len();
        part >= LETTERS_MIN && 2 * part > whole
    };
    shown.texts.iter().filter(most).copied().collect()
}

struct Ballot<'b> {
    bare: &'b [Bare],
    headings: Vec<String>,
    seen: Vec<String>,
    alternative: Option<String>,
}

impl<'b> Ballot<'b> {
    fn new(bare: &'b [Bare], shown: &Shown<'_>) -> Self {
        Ballot {
            bare,
            headings: shown.headings.iter().map(|text| key(text)).collect(),
            seen: shown.texts.iter().map(|text| letters(text)).collect(),
            alternative: shown.alternative.map(key),
        }
    }

    /// Half points; what the weights are is said at [`vote`].
    fn votes(&self, candidate: &Bare) -> usize {
        const SEEN: usize = 6;
        const SHARED: usize = 8;
        let equal = || self.bare.iter().filter(|other| other.key == candidate.key);
        let has = |place: Place| equal().any(|other| other.place == place);
        let mut votes = 0;
        for (place, weight) in [
            (Place::JsonLd, 4),
            (Place::OpenGraph, 4),
            (Place::Itemprop, 2),
            (Place::Meta, 2),
            (Place::Document, 2),
        ] {
            votes += weight * usize::from(has(place));
        }
        // It mostly repeats the other text for sharing.
        if has(Place::Twitter) {
            votes += if has(Place::OpenGraph) { 1 } else { 2 };
        }
        let seen = || {
            self.seen
                .iter()
                .any(|line| line.ends_with(&candidate.key) && line.len() <= 2 * candidate.key.len())
        };
        if self.headings.contains(&candidate.key) && !self.is_lone_first(candidate) || seen() {
            votes += SEEN;
        } else if has(Place::FirstHeading) {
            votes += SEEN / 2;
        }
        votes += usize::from(self.alternative.as_deref() == Some(candidate.key.as_str()));
        let template = has(Place::Document);
        let shared = equal().any(|other| other.place == Place::OpenGraph && other.was_bare);
        if shared && !template && !self.is_cut(candidate) {
            votes += SHARED;
        }
        votes
    }

    /// True for the first of several headings that nothing else confirms.
    fn is_lone_first(&self, candidate: &Bare) -> bool {
        let mut equal = self.bare.iter().filter(|other| other.key == candidate.key);
        equal.all(|other| other.place == Place::FirstHeading)
    }

    /// True where another text goes on after this one. A `<title>` may go on
    /// with anything, so that it counts only where this one shows the cut.
    fn is_cut(&self, candidate: &Bare) -> bool {
        const HEADLINE_MAX: usize = 105;
        let shows = candidate.text.ends_with('…')
            || candidate.text.ends_with("...")
            || candidate.text.chars().count() >= HEADLINE_MAX;
        self.bare.iter().any(|other| {
            (shows || other.place != Place::Document)
                && other.key.len() > candidate.key.len()
                && other.key.starts_with(&candidate.key)
        })
    }
}

/// Letters and digits in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Letters without a label before them: `LIVE: Ferry strike` and `Ferry
/// strike` are one headline.
fn key(text: &str) -> String {
    letters(without_label(text))
}

/// Words before a headline that say what kind of text it is.
const LABELS: &[&str] = &[
    "live",
    "live updates",
    "exclusive",
    "breaking",
    "breaking news",
    "watch",
    "video",
    "opinion",
    "analysis",
    "interview",
    "explainer",
    "update",
    "updated",
    "eilmeldung",
    "liveblog",
    "exklusiv",
    "kommentar",
    "plus",
    "en direct",
    "direct",
    "exclusif",
    "vidéo",
    "en vivo",
    "en directo",
    "exclusiva",
    "exclusivo",
    "ao vivo",
    "vídeo",
    "diretta",
    "esclusiva",
    "esclusivo",
    "son dakika",
    "独家",
    "快讯",
    "直播",
    "速報",
    "動画",
    "속보",
    "단독",
    "срочно",
    "видео",
];

fn without_label(text: &str) -> &str {
    const BYTES_MAX: usize = 24;
    let text = text.trim();
    let window = &text[..text.floor_char_boundary(BYTES_MAX)];
    let signs = [':', '|', '：', '｜', ']', '】', '·', '–', '—'];
    let Some(at) = window.find(signs) else {
        return text;
    };
    let label = window[..at].trim_matches(['[', '【', ' ']).to_lowercase();
    let rest = text[at..].trim_start_matches(signs).trim_start();
    if LABELS.contains(&label.as_str()) && !rest.is_empty() {
        rest
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a vote over `place text` lines.
    #[track_caller]
    fn check(lines: &str, expected: &str) {
        let mut shown = Shown {
            outlets: vec!["Harbour Post".to_owned()],
            ..Shown::default()
        };
        let mut candidates = Vec::new();
        for line in lines.lines() {
            let (place, text) = line.trim().split_once(' ').unwrap();
            let place = match place {
                "h1" => Place::Heading,
                "first" => Place::FirstHeading,
                "ld" => Place::JsonLd,
                "og" => Place::OpenGraph,
                "tw" => Place::Twitter,
                "meta" => Place::Meta,
                "title" => Place::Document,
                "seen" => {
                    shown.texts.push(text);
                    continue;
                }
                _ => {
                    shown.headings.push(text);
                    continue;
                }
            };
            if matches!(place, Place::Heading | Place::FirstHeading) {
                shown.headings.push(text);
            }
            candidates.push(Candidate {
                place,
                from: "x",
                text: text.to_owned(),
            });
        }
        let title = vote(&candidates, &shown).map(|(_, text)| text);
        assert_eq!(title.as_deref(), Some(expected), "{lines}");
    }

    #[test]
    fn the_name_of_the_site_goes() {
        check(
            "og Ferry strike ends - The Harbour Post",
            "Ferry strike ends",
        );
        check("og Harbour Post | Ferry strike ends", "Ferry strike ends");
        check(
            "og Ferry strike ends - harbourpost.example",
            "Ferry strike ends",
        );
        check("og Strike - ferries idle", "Strike - ferries idle");
        check(
            "ld Ferry strike ends\nog Ferry strike ends * The Quay * by Ada Wren\n\
             tw Ferry strike ends * The Quay * by Ada Wren\n\
             title Ferry strike ends * The Quay * by Ada Wren",
            "Ferry strike ends",
        );
    }

    #[test]
    fn heading_and_json_ld_against_a_template() {
        check(
            "ld Ferry strike ends\nog Crews say yes | Harbour Post\nh1 Ferry strike ends\n\
             tw Crews say yes | Harbour Post\ntitle Ferry strike ends | Harbour Post",
            "Ferry strike ends",
        );
        check(
            "ld Ferry strike ends\nog Strike of ferries over\nh1 Ferry strike ends\n\
             tw Strike of ferries over\ntitle Strike of ferries over",
            "Ferry strike ends",
        );
    }

    #[test]
    fn the_text_for_sharing_against_one_for_search_engines() {
        check(
            "ld Ferries: strike ends in Harbour Bay\nog They are back\n\
             h1 Ferries: strike ends in Harbour Bay\ntw Ferries: strike ends in Harbour Bay\n\
             title Ferries: strike ends in Harbour Bay\nseen They are back",
            "They are back",
        );
        check(
            "ld Ferry strike\nog How a bay got its boats back\nh1 Ferry strike\n\
             tw How a bay got its boats back\ntitle Ferry strike",
            "How a bay got its boats back",
        );
    }

    #[test]
    fn cut_texts() {
        check(
            "og Ferry strike ends after nine days of…\nh1 Ferry strike ends after nine days of rain",
            "Ferry strike ends after nine days of rain",
        );
        check(
            "ld Ferry strike: It ends\nog Ferry strike: It ends\nh1 It ends\n\
             tw Ferry strike: It ends\ntitle Ferry strike: It ends, daily, 2.6.2024",
            "Ferry strike: It ends",
        );
    }

    #[test]
    fn several_headings() {
        check(
            "og Ferry strike ends\nfirst Log in\nheading Ferry strike ends",
            "Ferry strike ends",
        );
        check(
            "first The Quay\nheading Ferry strike ends\ntitle Ferry strike ends - Some site",
            "Ferry strike ends",
        );
    }

    #[test]
    fn a_page_without_headings() {
        check(
            "title The Quay - Ferry crews are back at work\nseen The Quay\n\
             seen Ferry crews are back at work",
            "Ferry crews are back at work",
        );
    }

    #[test]
    fn labels() {
        for label in ["LIVE: ", "Exclusive | ", "【独家】", "En direct : "] {
            assert_eq!(
                without_label(&format!("{label}Ferry strike")),
                "Ferry strike"
            );
        }
        assert_eq!(without_label("Ferries: strike"), "Ferries: strike");
        check(
            "ld Ferry strike ends\nog LIVE: Ferry strike ends\nh1 Ferry strike ends",
            "Ferry strike ends",
        );
    }

    #[test]
    fn two_against_one() {
        check(
            "ld Short\nh1 Ferry strike ends\ntitle Ferry strike ends | News",
            "Ferry strike ends",
        );
    }
}
