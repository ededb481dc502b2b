//! Word → the classes that it belongs to: first name, title, role, place …

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Sets of word classes, as bits.
pub(super) type Classes = u32;

/// The classes by the heading of their list in `words/*.txt`.
const CLASSES: &[(&str, Classes)] = &[
    ("first_f", FIRST_F),
    ("first_m", FIRST_M),
    ("first_x", FIRST_F | FIRST_M),
    ("surname", SURNAME),
    ("family_first", FAMILY_FIRST),
    ("pinyin", PINYIN),
    ("title", TITLE),
    ("honor", HONOR),
    ("title_f", TITLE | WOMAN),
    ("title_m", TITLE | MAN),
    ("role", ROLE),
    ("role_f", ROLE | WOMAN),
    ("role_m", ROLE | MAN),
    ("org", ORG),
    ("place", PLACE),
    ("nation", NATION),
    ("time", TIME),
    ("particle", PARTICLE),
    ("suffix", SUFFIX),
    ("speech", SPEECH),
    ("stop", STOP),
    ("det", DETERMINER),
    ("prep", PREPOSITION),
    ("verbish", VERBISH),
    ("unnamed", UNNAMED),
    ("body", BODY),
    ("lead", LEAD),
    ("adjective", ADJECTIVE),
    ("common", COMMON),
];

/// A woman's first name.
pub(super) const FIRST_F: Classes = 1;
/// A man's first name.
pub(super) const FIRST_M: Classes = 1 << 1;
/// Any first name.
pub(super) const FIRST: Classes = FIRST_F | FIRST_M;
/// A surname.
pub(super) const SURNAME: Classes = 1 << 2;
/// A Chinese, Korean or Vietnamese surname, which stands in front.
pub(super) const FAMILY_FIRST: Classes = 1 << 3;
/// A syllable of a Chinese name.
pub(super) const PINYIN: Classes = 1 << 4;
/// A title that stands before a name: `Mr`, `Sen`, `King`.
pub(super) const TITLE: Classes = 1 << 5;
/// A title that says nothing of what the person does.
pub(super) const HONOR: Classes = 1 << 6;
/// The title or role is a woman's.
pub(super) const WOMAN: Classes = 1 << 7;
/// The title or role is a man's.
pub(super) const MAN: Classes = 1 << 8;
/// What a person can be: `professor`, `mother`.
pub(super) const ROLE: Classes = 1 << 9;
/// A part of names of organisations, laws, places, works.
pub(super) const ORG: Classes = 1 << 10;
/// A place.
pub(super) const PLACE: Classes = 1 << 11;
/// A people, a party, a point of the compass.
pub(super) const NATION: Classes = 1 << 12;
/// A day, a month, a feast.
pub(super) const TIME: Classes = 1 << 13;
/// A small word within names: `van`, `bin`.
pub(super) const PARTICLE: Classes = 1 << 14;
/// What may follow a name: `Jr`, `MP`.
pub(super) const SUFFIX: Classes = 1 << 15;
/// A verb of saying.
pub(super) const SPEECH: Classes = 1 << 16;
/// A function word.
pub(super) const STOP: Classes = 1 << 17;
/// An article, a possessive pronoun.
pub(super) const DETERMINER: Classes = 1 << 18;
/// A preposition.
pub(super) const PREPOSITION: Classes = 1 << 19;
/// A verb or conjunction that no description goes across.
pub(super) const VERBISH: Classes = 1 << 20;
/// What unnamed sources are called.
pub(super) const UNNAMED: Classes = 1 << 21;
/// What bodies and documents are called.
pub(super) const BODY: Classes = 1 << 22;
/// `leads`, `runs`: verbs that tell a role.
pub(super) const LEAD: Classes = 1 << 23;
/// `former`, `deputy`: words that go before a role.
pub(super) const ADJECTIVE: Classes = 1 << 24;
/// A word that mostly stands in lower case.
pub(super) const COMMON: Classes = 1 << 25;

static WORDS: LazyLock<FxHashMap<&'static str, Classes>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for list in [
        include_str!("words/classes.txt"),
        include_str!("words/occupations.txt"),
        include_str!("words/world.txt"),
        include_str!("words/census.txt"),
        include_str!("words/common.txt"),
    ] {
        read_list(list, &mut words);
    }
    words
});

fn read_list(list: &'static str, words: &mut FxHashMap<&'static str, Classes>) {
    let mut class = 0;
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            class = CLASSES
                .iter()
                .find(|(known, _)| *known == name)
                .map_or(0, |(_, class)| *class);
            continue;
        }
        for word in line.split_ascii_whitespace() {
            *words.entry(word).or_insert(0) |= class;
        }
    }
}

/// The classes of a lower-case word; 0 for an unknown one.
pub(super) fn classes(lower: &str) -> Classes {
    let words = &*WORDS;
    match words.get(lower) {
        Some(classes) => *classes,
        None => inflected(lower, words),
    }
}

/// A regular form of a common word is common, a plural of a role a role, as is a
/// German word by its end.
fn inflected(lower: &str, words: &FxHashMap<&'static str, Classes>) -> Classes {
    const KEPT: Classes = COMMON | ROLE | BODY | ORG | UNNAMED | NATION;
    let known = |stem: &str| words.get(stem).copied().unwrap_or(0);
    if lower.len() < 4 {
        return 0;
    }
    let german = super::german::role(lower);
    if german != 0 || !lower.is_ascii() {
        return german;
    }
    if let Some(stem) = lower.strip_suffix('s') {
        let whole = known(stem) & KEPT;
        if whole != 0 {
            return whole;
        }
        if let Some(stem) = stem.strip_suffix('e') {
            let known = known(stem) & KEPT;
            if known != 0 {
                return known;
            }
            if let Some(stem) = stem.strip_suffix('i') {
                return with_y(stem, words) & KEPT;
            }
        }
        return 0;
    }
    for ending in ["ed", "ing", "ly"] {
        if let Some(stem) = lower.strip_suffix(ending) {
            let bytes = stem.as_bytes();
            let doubled = bytes.len() > 3 && bytes.last() == bytes.get(bytes.len() - 2);
            let mut found = known(stem) | with_e(stem, words);
            if doubled {
                found |= known(&stem[..stem.len() - 1]);
            }
            return found & COMMON;
        }
    }
    0
}

fn with_e(stem: &str, words: &FxHashMap<&'static str, Classes>) -> Classes {
    joined(stem, b'e', words)
}

fn with_y(stem: &str, words: &FxHashMap<&'static str, Classes>) -> Classes {
    joined(stem, b'y', words)
}

/// The classes of a short ASCII `stem` with a letter added.
fn joined(stem: &str, letter: u8, words: &FxHashMap<&'static str, Classes>) -> Classes {
    let mut whole = [0u8; 24];
    let Some(place) = whole.get_mut(..stem.len()) else {
        return 0;
    };
    place.copy_from_slice(stem.as_bytes());
    let Some(last) = whole.get_mut(stem.len()) else {
        return 0;
    };
    *last = letter;
    std::str::from_utf8(&whole[..=stem.len()])
        .ok()
        .and_then(|word| words.get(word))
        .copied()
        .unwrap_or(0)
}

/// True if a lower-case word is one to three syllables of a Chinese name:
/// `jie`, `xuelin`.
pub(super) fn is_pinyin(lower: &str) -> bool {
    fn rest(lower: &str, left: usize) -> bool {
        if lower.is_empty() {
            return true;
        }
        left > 0
            && (1..=lower.len().min(6)).rev().any(|len| {
                lower
                    .get(..len)
                    .is_some_and(|syllable| classes(syllable) & PINYIN != 0)
                    && rest(&lower[len..], left - 1)
            })
    }
    lower.len() <= 15 && rest(lower, 2)
}

/// True if a lower-case role stands in the plural.
pub(super) fn is_plural(lower: &str) -> bool {
    lower.len() > 3
        && lower
            .strip_suffix('s')
            .is_some_and(|stem| WORDS.get(stem).is_some_and(|c| c & ROLE != 0))
        || matches!(
            lower,
            "spokesmen" | "women" | "men" | "businessmen" | "congressmen"
        )
}

/// Pairs of a first name and its short form; lower case.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("william", "bill"),
    ("william", "will"),
    ("robert", "bob"),
    ("robert", "rob"),
    ("richard", "dick"),
    ("richard", "rick"),
    ("james", "jim"),
    ("james", "jimmy"),
    ("michael", "mike"),
    ("thomas", "tom"),
    ("joseph", "joe"),
    ("charles", "charlie"),
    ("charles", "chuck"),
    ("edward", "ed"),
    ("edward", "ted"),
    ("edward", "eddie"),
    ("theodore", "ted"),
    ("daniel", "dan"),
    ("david", "dave"),
    ("stephen", "steve"),
    ("steven", "steve"),
    ("anthony", "tony"),
    ("andrew", "andy"),
    ("matthew", "matt"),
    ("christopher", "chris"),
    ("timothy", "tim"),
    ("kenneth", "ken"),
    ("ronald", "ron"),
    ("donald", "don"),
    ("gregory", "greg"),
    ("jeffrey", "jeff"),
    ("geoffrey", "geoff"),
    ("samuel", "sam"),
    ("benjamin", "ben"),
    ("alexander", "alex"),
    ("nicholas", "nick"),
    ("peter", "pete"),
    ("philip", "phil"),
    ("patrick", "pat"),
    ("lawrence", "larry"),
    ("elizabeth", "liz"),
    ("elizabeth", "beth"),
    ("elizabeth", "betsy"),
    ("katherine", "kate"),
    ("catherine", "kate"),
    ("kathleen", "kathy"),
    ("margaret", "maggie"),
    ("margaret", "peggy"),
    ("jennifer", "jen"),
    ("susan", "sue"),
    ("deborah", "debbie"),
    ("rebecca", "becky"),
    ("victoria", "vicky"),
    ("jessica", "jess"),
    ("pamela", "pam"),
    ("patricia", "pat"),
    ("bernard", "bernie"),
    ("francis", "frank"),
    ("harold", "harry"),
    ("john", "jack"),
    ("katarzyna", "kasia"),
    ("aleksander", "olek"),
    ("abigail", "abby"),
    ("jacob", "jake"),
    ("zachary", "zach"),
    ("cynthia", "cindy"),
    ("sandra", "sandy"),
    ("jacqueline", "jackie"),
    ("christina", "chris"),
    ("frederick", "fred"),
];

/// True if two lower-case first names are the same or one is the other's
/// short form.
pub(super) fn same_first_name(a: &str, b: &str) -> bool {
    a == b
        || SHORT_FORMS
            .iter()
            .any(|(long, short)| (*long == a && *short == b) || (*long == b && *short == a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_classes() {
        for (word, class) in [
            ("jane", FIRST_F),
            ("mr", TITLE),
            ("mr", MAN),
            ("professor", ROLE),
            ("zhou", FAMILY_FIRST),
            ("university", ORG),
            ("walking", COMMON),
            ("stopped", COMMON),
            ("ministries", BODY),
            ("bakers", ROLE),
        ] {
            assert_ne!(classes(word) & class, 0, "{word}");
        }
        assert_eq!(classes("qwertz"), 0);
    }

    #[test]
    fn chinese_given_names_are_syllables() {
        for (word, is) in [
            ("xuelin", true),
            ("jie", true),
            ("smith", false),
            ("", true),
        ] {
            assert_eq!(is_pinyin(word), is, "{word}");
        }
    }
}
