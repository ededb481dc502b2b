//! The quotes under one name → the quotes of each person of that name.
//!
//! Persons are kept apart only where they clearly differ: both placed with
//! other organisations in other roles, at the same time. Somebody who changes
//! office stays one person.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::analysis::stop::is_stop_word;
use crate::analysis::{Language, fold};

use super::rows::Row;
use super::{Speaker, earlier};

/// The quotes of each person, all of one name and in the order of time.
pub(super) fn persons(rows: Vec<Row>, speakers: &[Speaker]) -> Vec<Vec<Row>> {
    let described = descriptions(&rows, speakers);
    if described.len() < 2 {
        return vec![rows];
    }
    let (cluster_of, clusters) = clusters(&described);
    let offices: Vec<usize> = (0..clusters.len())
        .filter(|i| clusters.iter().any(|other| clusters[*i].clashes(other)))
        .collect();
    // Who is described otherwise, or not at all, is the one quoted most.
    let most = (0..offices.len())
        .rev()
        .max_by_key(|i| clusters[offices[*i]].quotes);
    let Some(most) = most else {
        return vec![rows];
    };
    let mut groups: Vec<Vec<Row>> = offices.iter().map(|_| Vec::new()).collect();
    for row in rows {
        let cluster = cluster_of.get(&row.who);
        let own = cluster.and_then(|cluster| offices.binary_search(cluster).ok());
        if let Some(group) = groups.get_mut(own.unwrap_or(most)) {
            group.push(row);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// One description, or several that share words.
#[derive(Default)]
struct Described<'a> {
    who: Vec<u32>,
    words: Vec<&'a str>,
    has_role: bool,
    has_affiliation: bool,
    first: Option<i64>,
    last: Option<i64>,
    quotes: u64,
}

impl Described<'_> {
    /// True where the two can hardly be one person: quoted by turns, and, as
    /// different clusters are, described with other words throughout.
    fn clashes(&self, other: &Described<'_>) -> bool {
        let (Some(a), Some(b)) = (self.first.zip(self.last), other.first.zip(other.last)) else {
            return false;
        };
        let is_full = |d: &Described<'_>| d.has_role && d.has_affiliation && d.quotes > 1;
        let by_turns = a.0.max(b.0) < a.1.min(b.1);
        let is_other = !std::ptr::eq(self, other);
        is_other && by_turns && is_full(self) && is_full(other)
    }
}

/// Each description once, in the order in which they come first.
fn descriptions<'a>(rows: &[Row], speakers: &'a [Speaker]) -> Vec<Described<'a>> {
    let mut found: Vec<Described<'_>> = Vec::new();
    let mut places: FxHashMap<u32, usize> = FxHashMap::default();
    for row in rows {
        let Some(speaker) = speakers.get(row.who as usize) else {
            continue;
        };
        let place = *places.entry(row.who).or_insert_with(|| {
            found.push(Described {
                who: vec![row.who],
                words: telling(speaker),
                has_role: !speaker.role.is_empty(),
                has_affiliation: !speaker.affiliation.is_empty(),
                ..Described::default()
            });
            found.len() - 1
        });
        let described = &mut found[place];
        described.first = earlier(described.first, row.day);
        described.last = described.last.max(row.day);
        described.quotes += 1;
    }
    found.retain(|described| !described.words.is_empty());
    found
}

/// Descriptions that share words, taken together; and for each speaker the
/// cluster.
fn clusters<'a>(described: &[Described<'a>]) -> (FxHashMap<u32, usize>, Vec<Described<'a>>) {
    let mut sets = Sets((0..described.len()).collect());
    let mut by_word: FxHashMap<&str, usize> = FxHashMap::default();
    for (i, description) in described.iter().enumerate() {
        for word in &description.words {
            let same = *by_word.entry(word).or_insert(i);
            sets.join(same, i);
        }
    }
    let mut found: Vec<Described<'_>> = Vec::new();
    let mut places: FxHashMap<usize, usize> = FxHashMap::default();
    let mut cluster_of = FxHashMap::default();
    for (i, description) in described.iter().enumerate() {
        let place = *places.entry(sets.root(i)).or_insert_with(|| {
            found.push(Described::default());
            found.len() - 1
        });
        let cluster = &mut found[place];
        cluster.has_role |= description.has_role;
        cluster.has_affiliation |= description.has_affiliation;
        cluster.first = earlier(cluster.first, description.first);
        cluster.last = cluster.last.max(description.last);
        cluster.quotes += description.quotes;
        cluster_of.extend(description.who.iter().map(|who| (*who, place)));
    }
    (cluster_of, found)
}

/// Disjoint sets of numbers: each number points towards the root of its set.
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The first stays the root.
        self.0[a.max(b)] = a.min(b);
    }
}

/// The words that tell an office from another: all but small words. What is
/// written in capitals is no small word: `UN`, `EU`.
fn telling(speaker: &Speaker) -> Vec<&str> {
    let texts = [&speaker.role, &speaker.affiliation].into_iter();
    let written = texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let is_capitals = |word: &&str| word.len() > 1 && word.chars().all(char::is_uppercase);
    let names: Vec<String> = written.filter(is_capitals).map(fold).collect();
    let words = speaker.office.iter().map(String::as_str);
    let tells =
        |word: &&str| !word.is_ascii() || names.iter().any(|name| name == word) || !is_small(word);
    words.filter(tells).collect()
}

/// True for a small word in any language: roles come in the language of the
/// article, affiliations often in another.
fn is_small(word: &str) -> bool {
    static LANGUAGES: LazyLock<Vec<Language>> =
        LazyLock::new(|| (0..=u8::MAX).filter_map(Language::from_number).collect());
    LANGUAGES
        .iter()
        .any(|language| is_stop_word(word, *language))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{row, speakers};
    use super::*;

    fn sizes(given: &[(&str, &str)], quotes: &[(u32, i64)]) -> Vec<usize> {
        let given: Vec<_> = given
            .iter()
            .map(|(role, affiliation)| ("Ann Roe", *role, *affiliation))
            .collect();
        let rows = quotes.iter().map(|(who, day)| row(*who, *day)).collect();
        persons(rows, &speakers(&given))
            .iter()
            .map(Vec::len)
            .collect()
    }

    #[test]
    fn a_new_office_is_no_new_person() {
        let given = [("mayor", "Port Ellery"), ("transport minister", "Arland")];
        let quotes = [(0, 20200101), (0, 20210101), (1, 20240101), (1, 20250101)];
        assert_eq!(sizes(&given, &quotes), [4]);
    }

    /// By turns, and the last one without a description.
    const BY_TURNS: [(u32, i64); 5] = [
        (0, 20200101),
        (1, 20210101),
        (0, 20220101),
        (1, 20230101),
        (2, 20230201),
    ];

    #[test]
    fn two_offices_by_turns_are_two_persons() {
        for (a, b) in [
            (("surgeon", "Tarn Hospital"), ("striker", "Wexcombe Rovers")),
            // Small words are no common ground.
            (
                ("surgeon from", "the Tarn"),
                ("striker with", "the Rovers from"),
            ),
            // Short words and other scripts tell.
            (("MP", "Arland"), ("CEO", "Tarn")),
            (("市长", "海港"), ("演员", "剧院")),
        ] {
            assert_eq!(sizes(&[a, b, ("", "")], &BY_TURNS), [3, 2], "{a:?} {b:?}");
        }
    }

    #[test]
    fn a_common_word_makes_one_person() {
        for (a, b) in [
            (("MP", "Arland"), ("former MP", "Tarn")),
            (("市长", "海港"), ("前市长", "剧院")),
            // Small words in some language, but names here.
            (("envoy", "UN"), ("spokeswoman", "UN mission")),
        ] {
            assert_eq!(sizes(&[a, b, ("", "")], &BY_TURNS), [5], "{a:?} {b:?}");
        }
    }

    #[test]
    fn words_are_shared_over_a_third() {
        let given = [
            ("surgeon", "Tarn Hospital"),
            ("striker", "Wexcombe Rovers"),
            ("surgeon", "Wexcombe"),
        ];
        assert_eq!(sizes(&given, &BY_TURNS), [5]);
    }
}
