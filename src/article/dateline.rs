//! The first paragraph → its place line (`BEIJING, June 2 (Xinhua) —`), the
//! wire agency in it, and the text after it.

use super::agency::is_agency;

/// A place line and what follows it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split<'t> {
    /// Without the dash: `BEIJING, June 2 (Xinhua)`.
    pub(super) dateline: &'t str,
    /// With the dash, as it stood.
    pub(super) printed: &'t str,
    /// The agency in parentheses, if it is one.
    pub(super) agency: Option<&'t str>,
    /// The paragraph without it.
    pub(super) rest: &'t str,
}

/// Finds a place line at the start of a paragraph. Where it is not sure, there
/// is none: a sentence must not lose its subject.
pub(super) fn split(paragraph: &str) -> Option<Split<'_>> {
    if let Some(found) = chinese(paragraph) {
        return Some(found);
    }
    let window = &paragraph[..paragraph.floor_char_boundary(LENGTH_MAX)];
    let (end, text) = dash(window)?;
    let (place, agency) = in_parentheses(&window[..end])?;
    let rest = paragraph[text..].trim_start();
    let printed = paragraph[..text].trim_end();
    let dateline = window[..end].trim_end().trim_end_matches(['.', ',', ':']);
    let colon = printed.ends_with(':');
    is_place_line(place, agency, rest, colon).then_some(Split {
        dateline,
        printed,
        agency,
        rest,
    })
}

const LENGTH_MAX: usize = 100;

/// The first dash that can end a place line: where the place ends, and where
/// the text starts.
fn dash(window: &str) -> Option<(usize, usize)> {
    let mut after_parenthesis = false;
    for (at, c) in window.char_indices() {
        let next = &window[at + c.len_utf8()..];
        let spaced = at > 0 && window[..at].ends_with([' ', '\u{a0}', '.', '.', ')']);
        match c {
            '—' | '–' | '―' if at > 0 => return Some((at, at + c.len_utf8())),
            '-' if next.starts_with('-') && at > 0 => {
                return Some((at, at + 1 + next.len() - next.trim_start_matches('-').len()));
            }
            '-' if spaced && (after_parenthesis || next.starts_with(' ')) => {
                return Some((at, at + 1));
            }
            ':' if next.starts_with(' ') => return Some((at, at + 1)),
            ')' => {
                after_parenthesis = true;
                // `(CNN)The mayor …`, as that page prints it.
                let agency = window[..at].strip_prefix('(').is_some_and(is_agency);
                if agency && !next.trim_start().starts_with(['-', '—', '–', '―', ':']) {
                    return Some((at + 1, at + 1));
                }
            }
            '"' | '“' | '”' | '?' | '!' | ';' | '\n' => return None,
            _ => {}
        }
    }
    None
}

/// Takes a parenthesis off the end: the place, and the agency in it.
fn in_parentheses(head: &str) -> Option<(&str, Option<&str>)> {
    let head = head.trim_end().trim_end_matches(['.', ',']);
    let Some(open) = head.find('(') else {
        return Some((head, None));
    };
    let inside = head[open + 1..].strip_suffix(')')?;
    (!inside.contains(['(', ')'])).then(|| (head[..open].trim_end(), Some(inside.trim())))
}

fn is_place_line(place: &str, agency: Option<&str>, rest: &str, colon: bool) -> bool {
    let known_wire = agency.is_some_and(is_agency);
    if place.is_empty() {
        return known_wire && rest.starts_with(|c: char| !c.is_lowercase());
    }
    let starts_sentence = rest.is_empty() || rest.starts_with(|c: char| !c.is_lowercase());
    let mut parts = place.split(',').map(str::trim);
    let town = parts.next().unwrap_or_default();
    let others: Vec<&str> = parts.collect();
    let dated = others.iter().any(|part| is_day(part));
    // An agency that is not known is believed where all else fits.
    let fits = dated || is_capitals(town);
    let wire =
        known_wire || (fits && agency.is_some_and(|name| is_name(name, 4) || is_capitals(name)));
    if agency.is_some() && !wire {
        return false;
    }
    let tail_fits = others.iter().all(|part| is_day(part) || is_region(part));
    if !starts_sentence || !tail_fits || others.len() > 3 {
        return false;
    }
    if town.starts_with("By ") {
        return false;
    }
    if wire || dated {
        return is_capitals(town) || is_name(town, 4);
    }
    let known = is_capitals(town) && !NO_TOWNS.contains(&town);
    known
        && if colon {
            TOWNS.contains(&town)
        } else {
            town.chars().count() >= 4
        }
}

/// `NEW YORK/ST. PETERSBURG`.
fn is_capitals(town: &str) -> bool {
    let letters = town.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 3
        && town.split_whitespace().count() <= 4
        && town
            .chars()
            .all(|c| !c.is_lowercase() && (c.is_uppercase() || " .-'’/".contains(c)))
}

/// `Rio de Janeiro`.
fn is_name(town: &str, words_max: usize) -> bool {
    let words: Vec<&str> = town.split_whitespace().collect();
    !words.is_empty()
        && words.len() <= words_max
        && town
            .chars()
            .all(|c| c.is_alphabetic() || " .-'’/".contains(c))
        && words
            .iter()
            .all(|w| w.starts_with(char::is_uppercase) || PARTICLES.contains(w))
        && words[0].starts_with(char::is_uppercase)
}

const PARTICLES: &[&str] = &[
    "de", "del", "di", "da", "do", "dos", "la", "le", "am", "an", "der", "of", "sur", "en",
];

fn is_region(part: &str) -> bool {
    is_name(part, 4)
        || is_capitals(part)
        || matches!(part, "D.C." | "DC" | "U.S." | "Reuter" | "AP")
}

/// `June 2`, `2 juin`, `2024`, `Monday`.
fn is_day(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let digits = part.chars().any(|c| c.is_ascii_digit());
    if words.is_empty() || words.len() > 3 {
        return false;
    }
    let word_fits = |word: &&str| {
        let bare = word.trim_matches(['.', ',']).to_lowercase();
        bare.parse::<u16>()
            .is_ok_and(|n| n <= 31 || (1900..2100).contains(&n))
            || super::date::is_month(&bare)
            || matches!(bare.as_str(), "de" | "of")
            || DAYS.contains(&bare.as_str())
    };
    words.iter().all(word_fits) && (digits || DAYS.contains(&part.to_lowercase().as_str()))
}

const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
];

/// Words in capitals that stand before a dash and are no towns.
const NO_TOWNS: &[&str] = &[
    "NASA",
    "NATO",
    "UEFA",
    "FIFA",
    "UNESCO",
    "UNICEF",
    "OPEC",
    "UPDATE",
    "UPDATED",
    "BREAKING",
    "BREAKING NEWS",
    "WATCH",
    "VIDEO",
    "LIVE",
    "PHOTOS",
    "PHOTO",
    "ANALYSIS",
    "OPINION",
    "EDITORIAL",
    "EXCLUSIVE",
    "CORRECTION",
    "CORRECTED",
    "NOTE",
    "WARNING",
    "SPOILER",
    "NEWS",
    "FACTBOX",
    "TIMELINE",
    "INTERVIEW",
    "FEATURE",
    "REVIEW",
    "PREVIEW",
    "COLUMN",
    "COMMENT",
    "QUESTION",
    "ANSWER",
    "FILE",
    "READ",
    "MORE",
    "ALERT",
    "SUMMARY",
    "PHOTO GALLERY",
    "STOCKS",
    "FOREX",
    "SPORT",
    "SPORTS",
    "BUSINESS",
    "WORLD",
    "POLITICS",
    "HEALTH",
    "MONEY",
    "THIS JUST IN",
    "FACT CHECK",
    "DISCLAIMER",
    "EDITOR'S NOTE",
    "RELATED",
    "SOURCE",
    "ALERT",
    "ALERTA",
    "URGENTE",
    "URGENT",
    "WORLDWIDE",
    "TOPLINE",
    "AUDIO",
];

/// Cities that stand alone in a place line; asked before a colon, where a
/// label (`WEATHER:`) is more likely than a town.
const TOWNS: &[&str] = &[
    "NEW DELHI",
    "DELHI",
    "MUMBAI",
    "KOLKATA",
    "CHENNAI",
    "BENGALURU",
    "BANGALORE",
    "HYDERABAD",
    "AHMEDABAD",
    "PUNE",
    "LUCKNOW",
    "JAIPUR",
    "CHANDIGARH",
    "ISLAMABAD",
    "KARACHI",
    "LAHORE",
    "PESHAWAR",
    "DHAKA",
    "COLOMBO",
    "KATHMANDU",
    "KABUL",
    "BEIJING",
    "SHANGHAI",
    "HONG KONG",
    "TOKYO",
    "SEOUL",
    "SINGAPORE",
    "BANGKOK",
    "MANILA",
    "JAKARTA",
    "KUALA LUMPUR",
    "HANOI",
    "LONDON",
    "PARIS",
    "BERLIN",
    "MADRID",
    "ROME",
    "MOSCOW",
    "KYIV",
    "KIEV",
    "BRUSSELS",
    "GENEVA",
    "VIENNA",
    "WASHINGTON",
    "NEW YORK",
    "CHICAGO",
    "BOSTON",
    "LOS ANGELES",
    "SAN FRANCISCO",
    "HOUSTON",
    "TORONTO",
    "OTTAWA",
    "MONTREAL",
    "SYDNEY",
    "MELBOURNE",
    "CAIRO",
    "NAIROBI",
    "LAGOS",
    "ABUJA",
    "JOHANNESBURG",
    "JERUSALEM",
    "GAZA",
    "BEIRUT",
    "BAGHDAD",
    "TEHRAN",
    "ANKARA",
    "ISTANBUL",
    "RIYADH",
    "DUBAI",
    "DOHA",
    "UNITED NATIONS",
    "MEXICO CITY",
    "BRASILIA",
    "BUENOS AIRES",
];

/// `新华社北京6月2日电（记者 …）`.
fn chinese(paragraph: &str) -> Option<Split<'_>> {
    const AGENCIES: &[&str] = &[
        "新华社",
        "中新社",
        "中新网",
        "人民网",
        "央视网",
        "新华网",
        "中央社",
    ];
    let agency = AGENCIES.iter().find(|name| paragraph.starts_with(**name))?;
    let window = &paragraph[..paragraph.floor_char_boundary(90)];
    let wired = window.find('电').or_else(|| window.find('電'))? + '电'.len_utf8();
    if !window[..wired].contains('日') {
        return None;
    }
    let after = &paragraph[wired..];
    let reporters = after.trim_start().starts_with(['（', '(']);
    let closed = after.find(['）', ')']).filter(|at| reporters && *at < 120);
    let closing = |at: usize| after[at..].chars().next().map_or(0, char::len_utf8);
    let end = wired + closed.map_or(0, |at| at + closing(at));
    let printed = &paragraph[..end];
    Some(Split {
        dateline: printed,
        printed,
        agency: Some(agency),
        rest: paragraph[end..].trim_start(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paragraph: &str, wanted: &str) {
        let found = match split(paragraph) {
            Some(found) => format!(
                "{} | {} | {}",
                found.dateline,
                found.agency.unwrap_or("-"),
                found.rest
            ),
            None => "none".to_owned(),
        };
        assert_eq!(found, wanted, "{paragraph}");
    }

    #[test]
    fn place_lines() {
        check(
            "BEIJING, June 2 (Xinhua) — The harbour",
            "BEIJING, June 2 (Xinhua) | Xinhua | The harbour",
        );
        check("PARIS (AP) - The harbour", "PARIS (AP) | AP | The harbour");
        check("PARIS (AP) -- The harbour", "PARIS (AP) | AP | The harbour");
        check(
            "Paris (Reuters) - The harbour",
            "Paris (Reuters) | Reuters | The harbour",
        );
        check("LONDON — The harbour", "LONDON | - | The harbour");
        check("LONDON—The harbour", "LONDON | - | The harbour");
        check(
            "BOSTON, Mass. – The harbour",
            "BOSTON, Mass | - | The harbour",
        );
        check(
            "Madrid, 2 jun (EFE).- El puerto",
            "Madrid, 2 jun (EFE) | EFE | El puerto",
        );
        check("NEW DELHI: The harbour", "NEW DELHI | - | The harbour");
        check(
            "WASHINGTON, March 3, Reuter - The harbour",
            "WASHINGTON, March 3, Reuter | - | The harbour",
        );
        check("(CNN) -- The harbour", "(CNN) | CNN | The harbour");
        check("(CNN)The harbour", "(CNN) | CNN | The harbour");
        check(
            "NEW YORK/ST. JOHN'S — \"We are glad,\"",
            "NEW YORK/ST. JOHN'S | - | \"We are glad,\"",
        );
        check(
            "新华社北京6月2日电（记者张三）港口开放。",
            "新华社北京6月2日电（记者张三） | 新华社 | 港口开放。",
        );
    }

    #[test]
    fn sentences_are_left_alone() {
        for text in [
            "NASA — the agency — said so.",
            "BREAKING — The harbour opened.",
            "WEATHER: The harbour",
            "The harbour — closed since May — opened.",
            "Anna Holt - The mayor of Brackwater - spoke.",
            "\"LONDON — The",
            "GDP - The figure",
            "A long-term plan",
            "The mayor (Anna Holt) - The first",
            "COVID-19 cases rose.",
            "HOLT: We are glad.",
            "",
            "é",
        ] {
            check(text, "none");
        }
    }
}
