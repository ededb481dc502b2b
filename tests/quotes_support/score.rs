//! Annotated articles and a method → how well its quotes fit.
//!
//! A quote found is aligned to at most one annotated quote, and the other way
//! round, in the order of how much of their words they share (intersection
//! over union). A pair that shares half counts as found; from
//! [`SAME_STATEMENT`] on its speaker is judged.

use std::collections::BTreeSet;

use onrecord::quote::{Kind, Method, Quote, Sort, Speaker, quotes};
use onrecord::span::Span;

use super::annotated::{Annotated, Gold};
use super::pairs::quoted;
use super::words::{folded, inside, words};

/// From this intersection over union on a quote is the same.
const SAME_WORDS: f64 = 0.5;
/// From this one on it is the same statement, cut otherwise.
const SAME_STATEMENT: f64 = 0.3;

/// Parts of a name that are none.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "rev",
    "sen",
    "senator",
    "rep",
    "representative",
    "gov",
    "governor",
    "president",
    "secretary",
    "mayor",
    "judge",
    "justice",
    "gen",
    "general",
    "col",
    "capt",
    "captain",
    "lt",
    "sgt",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "sheriff",
    "jr",
    "sr",
    "ii",
    "iii",
    "iv",
];

/// Words that a role is not judged by.
const SMALL_WORDS: &[&str] = &[
    "the", "a", "an", "of", "for", "in", "at", "and", "to", "who", "is", "was", "with", "on", "by",
    "from", "his", "her", "its", "as", "de", "del", "la", "el", "los", "las", "en", "y", "的",
];

/// What a set of articles scores, in per cent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figures {
    /// F1 of the quotes found, of all kinds.
    pub(crate) all: f64,
    /// Of those wholly in quotation marks.
    pub(crate) direct: f64,
    /// Of those partly in them.
    pub(crate) mixed: f64,
    /// Of those without.
    pub(crate) indirect: f64,
    /// Of the statements found that name a source: those whose mention shares
    /// a word with it.
    pub(crate) source: f64,
    /// Of the statements of people that were found: those with the right name.
    pub(crate) name: f64,
    /// Of all statements of people: those found and with the right name.
    pub(crate) end_to_end: f64,
    /// F1 of the words of role and affiliation.
    pub(crate) role: f64,
}

impl Figures {
    /// With their names, in the order of the table.
    pub(crate) fn named(&self) -> [(&'static str, f64); 8] {
        [
            ("all", self.all),
            ("direct", self.direct),
            ("mixed", self.mixed),
            ("indirect", self.indirect),
            ("source", self.source),
            ("name", self.name),
            ("end to end", self.end_to_end),
            ("role", self.role),
        ]
    }
}

/// How often something was right: of what was wanted, and of what was found.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hits {
    pub(crate) right: usize,
    pub(crate) wanted: usize,
    pub(crate) found: usize,
}

impl Hits {
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.wanted)
    }

    /// Both have the same numerator, so that their harmonic mean is Dice's.
    pub(crate) fn f1(self) -> f64 {
        share(2 * self.right, self.wanted + self.found)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// What was counted over a set of articles.
#[derive(Debug, Default)]
pub(crate) struct Score {
    /// Of direct, mixed and indirect quotes.
    pub(crate) kinds: [Hits; 3],
    pub(crate) source: Hits,
    pub(crate) name: Hits,
    /// People in statements that were not found.
    pub(crate) people_missed: usize,
    pub(crate) role: Hits,
    /// A line for each article that has a fault, with the numbers of the
    /// quotes.
    pub(crate) faults: Vec<String>,
}

impl Score {
    pub(crate) fn of(articles: &[Annotated], method: Method) -> Self {
        let mut score = Score::default();
        for article in articles {
            score.add(article, &quotes(&article.body, &article.about(), method));
        }
        score
    }

    pub(crate) fn all(&self) -> Hits {
        let sum = |part: fn(&Hits) -> usize| self.kinds.iter().map(part).sum();
        Hits {
            right: sum(|kind| kind.right),
            wanted: sum(|kind| kind.wanted),
            found: sum(|kind| kind.found),
        }
    }

    pub(crate) fn figures(&self) -> Figures {
        let [direct, mixed, indirect] = self.kinds.map(Hits::f1);
        Figures {
            all: self.all().f1(),
            direct,
            mixed,
            indirect,
            source: self.source.recall(),
            name: self.name.recall(),
            end_to_end: share(self.name.right, self.name.wanted + self.people_missed),
            role: self.role.f1(),
        }
    }

    fn add(&mut self, article: &Annotated, found: &[Quote]) {
        let words = words(&article.body);
        let marks = quoted(&article.body);
        let gold: Vec<_> = article
            .quotes
            .iter()
            .map(|quote| inside(&words, &quote.content))
            .collect();
        let said: Vec<_> = found
            .iter()
            .map(|quote| inside(&words, &quote.content))
            .collect();
        let pairs = align(&gold, &said);
        let mut faults = Faults::default();
        for (number, quote) in article.quotes.iter().enumerate() {
            let pair = pairs.iter().find(|pair| pair.gold == number);
            let shared = pair.map_or(0.0, |pair| pair.shared);
            let hits = &mut self.kinds[kind(&words, &marks, &gold[number]) as usize];
            hits.wanted += 1;
            hits.found += usize::from(pair.is_some());
            hits.right += usize::from(shared >= SAME_WORDS);
            if shared < SAME_WORDS {
                faults.missed.push(quote.number);
            }
            let same = pair.filter(|pair| pair.shared >= SAME_STATEMENT);
            self.judge(
                quote,
                same.map(|pair| &found[pair.found]),
                &words,
                &mut faults,
            );
        }
        for (number, said) in said.iter().enumerate() {
            if pairs.iter().all(|pair| pair.found != number) {
                self.kinds[kind(&words, &marks, said) as usize].found += 1;
                faults.surplus += 1;
            }
        }
        self.faults.extend(faults.line(&article.name));
    }

    /// Compares the sources of a statement.
    fn judge(&mut self, gold: &Gold, found: Option<&Quote>, words: &[Span], faults: &mut Faults) {
        let person = gold.sort == Sort::Person;
        let Some(found) = found else {
            self.people_missed += usize::from(person);
            return;
        };
        let mention = inside(words, &gold.mention);
        if !mention.is_empty() {
            let here: Vec<Span> = found.mention.into_iter().collect();
            let right = !mention.is_disjoint(&inside(words, &here));
            self.source.wanted += 1;
            self.source.right += usize::from(right);
            if !right {
                faults.source.push(gold.number);
            }
        }
        if !person {
            return;
        }
        let name = found.speaker.as_ref().map_or("", |s| s.name.as_str());
        let right = same_name(&gold.name, name);
        self.name.wanted += 1;
        self.name.right += usize::from(right);
        if !right {
            faults.name.push(gold.number);
        }
        let wanted = role_words(&gold.role, &gold.affiliation);
        if !wanted.is_empty() {
            let here = found.speaker.as_ref().map(described).unwrap_or_default();
            self.role.wanted += wanted.len();
            self.role.found += here.len();
            self.role.right += wanted.intersection(&here).count();
        }
    }
}

/// What went wrong in an article.
#[derive(Default)]
struct Faults {
    missed: Vec<u32>,
    source: Vec<u32>,
    name: Vec<u32>,
    surplus: usize,
}

impl Faults {
    fn line(&self, article: &str) -> Option<String> {
        let mut line = String::new();
        for (what, numbers) in [
            ("missed", &self.missed),
            ("wrong mention", &self.source),
            ("wrong name", &self.name),
        ] {
            if !numbers.is_empty() {
                line += &format!(" {what} {numbers:?};");
            }
        }
        if self.surplus > 0 {
            line += &format!(" {} of none", self.surplus);
        }
        (!line.is_empty()).then(|| format!("{article}:{}", line.trim_end_matches(';')))
    }
}

/// An annotated quote and one found that share words.
struct Pair {
    gold: usize,
    found: usize,
    /// Intersection over union.
    shared: f64,
}

/// Pairs one to one, those that share most first.
fn align(gold: &[BTreeSet<usize>], found: &[BTreeSet<usize>]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (number, wanted) in gold.iter().enumerate() {
        for (at, said) in found.iter().enumerate() {
            let both = wanted.intersection(said).count();
            if both > 0 {
                pairs.push(Pair {
                    gold: number,
                    found: at,
                    shared: both as f64 / wanted.union(said).count() as f64,
                });
            }
        }
    }
    // Stable: of equals the first in the text.
    pairs.sort_by(|a, b| b.shared.total_cmp(&a.shared));
    let (mut golds, mut founds) = (BTreeSet::new(), BTreeSet::new());
    pairs.retain(|pair| {
        let free = !golds.contains(&pair.gold) && !founds.contains(&pair.found);
        if free {
            golds.insert(pair.gold);
            founds.insert(pair.found);
        }
        free
    });
    pairs
}

/// The kind of a quote by the share of its words in quotation marks, 19 of 20
/// as [`Kind`] has it.
pub(crate) fn kind(words: &[Span], marks: &[Span], content: &BTreeSet<usize>) -> Kind {
    let in_marks = |word: &&usize| marks.iter().any(|mark| mark.contains(words[**word]));
    let quoted = content.iter().filter(in_marks).count();
    if quoted == 0 {
        Kind::Indirect
    } else if quoted * 20 >= content.len() * 19 {
        Kind::Direct
    } else {
        Kind::Mixed
    }
}

/// First and last words equal.
fn same_name(wanted: &str, found: &str) -> bool {
    let (wanted, found) = (name_words(wanted), name_words(found));
    !wanted.is_empty() && wanted.first() == found.first() && wanted.last() == found.last()
}

fn name_words(name: &str) -> Vec<String> {
    let folded = folded(name);
    let is_part = |c: char| c.is_alphanumeric() || c == '\'' || c == '-';
    folded
        .split(|c| !is_part(c))
        .map(|word| word.strip_suffix("'s").unwrap_or(word))
        .filter(|word| !word.is_empty() && !TITLES.contains(word))
        .map(str::to_owned)
        .collect()
}

fn described(speaker: &Speaker) -> BTreeSet<String> {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    role_words(&text(&speaker.role), &text(&speaker.affiliation))
}

fn role_words(role: &str, affiliation: &str) -> BTreeSet<String> {
    let both = folded(&format!("{role} {affiliation}"));
    let of = |span: Span| span.of(&both).unwrap_or_default().to_owned();
    let found = words(&both).into_iter().map(of);
    found
        .filter(|word| !SMALL_WORDS.contains(&word.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use onrecord::quote::Evidence;

    use super::*;
    use crate::quotes_support::annotated;

    const FILE: &str = "\
language: en

⟦c1 “One two three four,”⟧ ⟦m1 Ann Roe, the clerk⟧, said. ⟦m2 She⟧ said ⟦c2 that five six “seven” eight⟧.
====
1 | person | Ann Roe | town clerk | Example Port
2 | person | Ann Roe | town clerk | Example Port
";

    fn found(body: &str, content: &str, mention: &str, name: &str) -> Quote {
        let span = |words: &str| {
            let at = body.find(words).unwrap();
            Span::new(at, at + words.len())
        };
        Quote {
            content: vec![span(content)],
            kind: Kind::Direct,
            cue: None,
            mention: Some(span(mention)),
            speaker: Some(Speaker {
                sort: Sort::Person,
                name: name.to_owned(),
                role: Some("clerk".to_owned()),
                affiliation: None,
                named_at: span(mention),
            }),
            evidence: Evidence::FullName,
            confidence: 1.0,
        }
    }

    #[test]
    fn what_is_right_is_counted() {
        let article = annotated::read("x", FILE).unwrap();
        let body = article.body.as_str();
        let right = found(body, "One two three four", "Ann", "Dr Ann B. Roe");
        let cut = found(body, "five", "said", "Bo Roe");
        let surplus = found(body, "clerk", "She", "");

        let mut score = Score::default();
        score.add(&article, &[right, cut, surplus]);

        let figures = score.figures();
        let near = |value: f64, wanted: f64| assert!((value - wanted).abs() < 0.01, "{score:?}");
        near(figures.direct, 100.0);
        near(figures.mixed, 0.0);
        near(figures.indirect, 0.0);
        near(figures.all, 40.0);
        near(figures.source, 100.0);
        near(figures.name, 100.0);
        near(figures.end_to_end, 50.0);
        // One of the four words town, clerk, Example, Port.
        near(figures.role, 40.0);
        assert_eq!(score.faults, ["x: missed [2]; 1 of none"]);
    }

    #[test]
    fn more_shared_words_go_first() {
        let set = |words: &[usize]| words.iter().copied().collect::<BTreeSet<usize>>();
        let gold = [set(&[1, 2, 3, 4]), set(&[5, 6])];
        let found = [set(&[4, 5, 6]), set(&[1, 2, 3, 4, 5])];
        let pairs = align(&gold, &found);
        let pairs: Vec<_> = pairs.iter().map(|pair| (pair.gold, pair.found)).collect();
        assert_eq!(pairs, [(0, 1), (1, 0)]);
    }

    #[test]
    fn names_are_compared_by_their_ends() {
        for (a, b, same) in [
            ("Ann Roe", "Mrs. Ann Middle ROE", true),
            ("José Núñez", "Jose Nunez", true),
            ("Dara O’Hare", "Dara O'Hare", true),
            ("Ann Roe", "Ann Row", false),
            ("Ann Roe", "Roe", false),
            ("", "", false),
            ("林若水", "林若水", true),
            ("林若水", "林水", false),
        ] {
            assert_eq!(same_name(a, b), same, "{a} {b}");
        }
    }
}
