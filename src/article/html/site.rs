//! A headline with the name of its site on it → the headline. Where the name
//! is not known, what the other texts of the page agree on tells it apart.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::title::letters;

/// What publishers put between a headline and the name of the site.
const SEPARATORS: [&str; 15] = [
    " | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " « ", " / ", " * ", "｜", " ― ",
    "ㅣ", " │ ",
];

/// The same, as signs: a headline that is known as such may be followed by any
/// of them.
const SIGNS: [char; 17] = [
    '|', '-', '–', '—', '·', '•', '»', '«', '/', '*', '｜', '―', 'ㅣ', '│', '(', '[', '_',
];

/// What follows a headline is longer only where it belongs to it.
const TAIL_MAX: usize = 60;

/// `text` without a part at its end (or beginning) that names the site, or
/// that `others` do not have; they are other texts for the same headline.
pub(super) fn without_site<'t>(text: &'t str, others: &[&str], outlets: &[String]) -> &'t str {
    let mut text = text.trim();
    if let Some(shorter) = known_beginning(text, others, outlets) {
        return shorter;
    }
    // `Headline - Section - Site` has two such parts.
    for _ in 0..3 {
        let Some(shorter) = without_part(text, others, outlets) else {
            break;
        };
        text = shorter;
    }
    text
}

/// The beginning of `text` that is the whole of another text, where nothing
/// but a sign and a few words follow: `Headline * Site * by Ada Wren`.
fn known_beginning<'t>(text: &'t str, others: &[&str], outlets: &[String]) -> Option<&'t str> {
    const LETTERS_MIN: usize = 8;
    let whole = letters(text);
    if others.iter().any(|other| letters(other) == whole) {
        return None;
    }
    let known = others.iter().filter_map(|other| {
        let head = letters(other);
        let fits =
            head.len() >= LETTERS_MIN && whole.starts_with(&head) && !is_site(other, outlets);
        fits.then(|| after_letters(text, head.chars().count()))
    });
    let ends = known.filter(|&end| {
        let tail = text[end..].trim_start();
        tail.starts_with(SIGNS) && tail.chars().count() <= TAIL_MAX
    });
    ends.max().map(|end| text[..end].trim_end())
}

/// The byte behind the first `count` letters of a text, and behind the marks
/// that close what they are in.
fn after_letters(text: &str, count: usize) -> usize {
    let mut left = count;
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        let closes = matches!(
            c,
            '”' | '’' | '"' | '\'' | '?' | '!' | '.' | '…' | '»' | '«' | '›' | ')' | '」' | '』'
        );
        if left == 0 && !closes {
            end = at;
            break;
        }
        if c.is_alphanumeric() {
            left = left.saturating_sub(c.to_lowercase().count());
        }
    }
    end
}

fn without_part<'t>(text: &'t str, others: &[&str], outlets: &[String]) -> Option<&'t str> {
    let whole = letters(text);
    let confirmed = others.iter().any(|other| letters(other) == whole);
    for separator in SEPARATORS {
        // A dash may be the headline's own.
        let own = confirmed && separator.contains(['-', '–', '—', '―', '/', '»']);
        let agreed = |part: &str| {
            let part = letters(part);
            !own && others.iter().any(|other| letters(other) == part)
        };
        if let Some((head, tail)) = text.rsplit_once(separator)
            && (agreed(head) || (is_site(tail, outlets) && letters(head).len() > 5))
        {
            return Some(head.trim_end());
        }
        if let Some((head, tail)) = text.split_once(separator)
            && (agreed(tail) || (is_site(head, outlets) && letters(tail).len() > 5))
        {
            return Some(tail.trim_start());
        }
    }
    // A colon is mostly the headline's own.
    let (head, tail) = text.split_once(": ")?;
    let part = letters(tail);
    let agreed = !part.is_empty() && others.iter().any(|other| letters(other) == part);
    (agreed && is_site(head, outlets)).then(|| tail.trim_start())
}

/// True where `text` is the name of the site or an address.
pub(super) fn is_site(text: &str, outlets: &[String]) -> bool {
    // `The Harbour Post` against `Harbour Post` and `harbourpost`.
    is_like_site(text, outlets, 5)
}

/// The same, for a text that stands for the headline by itself: it may have
/// the name of the site in it.
pub(super) fn is_only_site(text: &str, outlets: &[String]) -> bool {
    is_like_site(text, outlets, 7)
}

/// `tenths`: how much of the longer of the two the shorter must be.
fn is_like_site(text: &str, outlets: &[String], tenths: usize) -> bool {
    let wanted = letters(text);
    if wanted.is_empty() {
        return true;
    }
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || "–—’".contains(c))
        .map(letters)
        .filter(|word| !word.is_empty())
        .collect();
    // `harbour.example`; but `Fog.` and `Fog...` are headlines.
    let inner = text.trim_matches('.');
    let looks_like_host = !text.contains(' ') && inner.contains('.') && text.is_ascii();
    looks_like_host
        || outlets.iter().any(|outlet| {
            let outlet = letters(outlet);
            let longer = outlet.len().max(wanted.len());
            let shorter = outlet.len().min(wanted.len());
            let alike = shorter * 10 >= longer * tenths;
            let extended = tenths < 7 && words.len() <= 4 && begin_with(&words, &outlet);
            let within = || {
                outlet.contains(&wanted)
                    || (0..words.len()).any(|at| begin_with(&words[at..], &outlet))
            };
            shorter >= 3 && outlet.len() <= NAME_MAX && (extended || (alike && within()))
        })
}

/// A longer text, in bytes, is no name of a site.
const NAME_MAX: usize = 200;

/// True where the first of the words, joined, are the name: `Times Online`
/// begins with `Times`, `Timeline` does not begin with `Time`.
fn begin_with(words: &[String], name: &str) -> bool {
    let mut rest = name;
    for word in words {
        if rest.is_empty() {
            break;
        }
        match rest.strip_prefix(word.as_str()) {
            Some(left) => rest = left,
            None => return false,
        }
    }
    rest.is_empty()
}

/// The parts of a page's title that are not in its address, where another part
/// is: `Headline | Site` at `/2024/headline` tells the name of the site. Where
/// one of `others` has both parts, both are the headline's.
pub(super) fn parts_not_in_address(title: &str, url: &str, others: &[&str]) -> Vec<String> {
    const WORDS_MIN: usize = 2;
    let mut parts = vec![title];
    for separator in SEPARATORS {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect();
    }
    let address = slug(url);
    if parts.len() < 2 || address.len() < WORDS_MIN {
        return Vec::new();
    }
    let share = |part: &&str| {
        let words = slug_words(part);
        let found = words.iter().filter(|word| address.contains(word)).count();
        (found >= WORDS_MIN, found * 10, words.len())
    };
    let (in_address, not): (Vec<&str>, Vec<&str>) = parts.into_iter().partition(|part| {
        let (enough, tenths, words) = share(part);
        enough && tenths >= 6 * words
    });
    let foreign = not.iter().all(|part| {
        let (_, tenths, words) = share(part);
        tenths <= 3 * words
    });
    if in_address.len() != 1 || !foreign {
        return Vec::new();
    }
    let others: Vec<String> = others.iter().map(|text| letters(text)).collect();
    let headline = letters(in_address.first().copied().unwrap_or_default());
    let belongs = |part: &&str| {
        let part = letters(part);
        let mut both = others.iter().filter(|text| text.contains(&headline));
        both.any(|text| text.contains(&part))
    };
    let names = not.into_iter().filter(|part| !belongs(part));
    names.map(|part| part.trim().to_owned()).collect()
}

/// The words of the part of an address that has most of them.
fn slug(url: &str) -> Vec<String> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let parts = path.split('/').skip(1).map(slug_words);
    parts.max_by_key(Vec::len).unwrap_or_default()
}

/// Words as addresses write them: in small letters, without accents.
fn slug_words(text: &str) -> Vec<String> {
    let mut plain = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            '\'' | '’' => {}
            _ => plain.extend(c.nfd().filter(|c| !is_combining_mark(*c))),
        }
    }
    let words = plain.split(|c: char| !c.is_alphanumeric());
    // Numbers in an address are of records and days.
    let telling = words.filter(|word| word.len() > 1 && word.contains(char::is_alphabetic));
    telling.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_names_at_either_end() {
        let outlets = ["Harbour Post".to_owned()];
        let check = |text: &str, others: &[&str], expected: &str| {
            assert_eq!(without_site(text, others, &outlets), expected, "{text}");
        };
        check(
            "Ferry strike ends - The Harbour Post",
            &[],
            "Ferry strike ends",
        );
        check("Harbour Post | Ferry strike ends", &[], "Ferry strike ends");
        let heading = ["Ferry strike ends"];
        check("Harbour Post: Ferry strike ends", &heading, heading[0]);
        for own in ["Harbour Post: Ferry strike ends", "Fog. "] {
            check(own, &[], own.trim());
        }
        let subject = "Ferries: Ferry strike ends";
        check(subject, &heading, subject);
        check("渡轮罢工结束-新闻ㅣ港报", &["渡轮罢工结束"], "渡轮罢工结束");
        check(
            "“Ferry strike ends” * Someone * by Ada Wren",
            &["Ferry strike ends"],
            "“Ferry strike ends”",
        );
        check(
            "Ferry strike ends (new quay)",
            &["Ferry strike ends"],
            "Ferry strike ends",
        );
        // What others have too belongs to the headline.
        check(
            "Ferry strike ends - crews go back",
            &["Ferry strike ends", "Ferry strike ends - crews go back"],
            "Ferry strike ends - crews go back",
        );
        check("Strike - ferries idle", &[], "Strike - ferries idle");
        check(
            "Ferry strike ends today",
            &["Ferry strike ends"],
            "Ferry strike ends today",
        );
    }

    #[test]
    fn names_of_sites_are_whole_words() {
        let check = |outlet: &str, text: &str, expected: &str| {
            let outlets = [outlet.to_owned()];
            assert_eq!(without_site(text, &[], &outlets), expected, "{text}");
        };
        for (outlet, text) in [
            ("TIME", "Ferry strike — Timeline of events"),
            ("TIME", "Ferry strike — Timeline"),
            ("Sun", "Ferry strike - Sunday ferries"),
            ("Sun", "Ferry strike - Sunday"),
            ("Welt", "Fährstreik – Weltweit"),
            ("Metro", "Ferry strike - Metropolitan police"),
        ] {
            check(outlet, text, text);
        }
        check("港报", "港报｜港报记者直击复工", "港报记者直击复工");
        check(
            "TIME",
            "Ferry strike ends - TIME Magazine",
            "Ferry strike ends",
        );
        check("Sun", "Ferry strike ends - The Sun", "Ferry strike ends");
        check(
            "harbourpost",
            "Ferry ends - Harbour Post News",
            "Ferry ends",
        );
    }

    #[test]
    fn unknown_names_by_the_address() {
        let check = |title: &str, url: &str, others: &[&str], expected: &[&str]| {
            assert_eq!(
                parts_not_in_address(title, url, others),
                expected,
                "{title}"
            );
        };
        let url = "https://ada.example/2024/06/faehre-ueber-den-hafen.htm";
        check("Ferry | Quay notes", "https://ada.example/?p=3", &[], &[]);
        let heading = ["Fähre über den Hafen – Eine Reise"];
        check("Fähre über den Hafen – Eine Reise", url, &heading, &[]);
        let check = |title: &str, expected: &[&str]| check(title, url, &[], expected);
        check("Fähre über den Hafen | Quay notes", &["Quay notes"]);
        check(
            "Quay notes » Blog » Fähre über den Hafen",
            &["Quay notes", "Blog"],
        );
        check("Fähre über den Hafen - im Hafen", &[]);
        check("Fähre über den Hafen", &[]);
    }

    #[test]
    fn a_headline_may_name_its_site() {
        let outlets = ["Harbour Post".to_owned()];
        assert!(is_only_site("The Harbour Post", &outlets));
        assert!(!is_only_site("30 years of Harbour Post", &outlets));
    }
}
