//! Where things stand in one text → which of them are near each other.
//!
//! One algebra for finding and for marking: the index gives positions of words
//! for the one, the text itself for the other. What it means is written down in
//! `docs/query-syntax.md`.

use std::cell::Cell;
use std::rc::Rc;

use crate::breaks::Breaks;
use crate::query::Reach;

/// A stretch of a text that an expression matches, in word positions, both
/// included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Match {
    pub(super) start: u32,
    pub(super) end: u32,
    /// True where every word from start to end is part of it; between the
    /// words of two things near each other others may stand.
    pub(super) solid: bool,
}

/// So many matches of one expression in one text are looked at: what has more
/// is `/p` over the commonest words of an endless paragraph.
const MATCHES_MAX: usize = 20_000;

/// How many pairs may still be looked at; those who share it have copies.
#[derive(Clone)]
pub(super) struct Budget {
    left: Rc<Cell<u64>>,
}

impl Budget {
    /// For the walks of a search over one segment, a second's work or so:
    /// nobody waits for words that stand everywhere near each other.
    pub(super) fn of_segment() -> Self {
        Self::new(30_000_000)
    }

    /// For marking one text.
    pub(super) fn of_text() -> Self {
        Self::new(2_000_000)
    }

    fn new(pairs: u64) -> Self {
        Budget {
            left: Rc::new(Cell::new(pairs)),
        }
    }

    fn spend(&self, pairs: usize) {
        let left = self.left.get().saturating_sub(pairs as u64);
        self.left.set(left);
    }

    /// True where nothing more is looked at.
    pub(super) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}

/// Puts matches in order, each once.
pub(super) fn sorted(mut matches: Vec<Match>) -> Vec<Match> {
    if !matches.is_sorted() {
        matches.sort_unstable();
    }
    matches.dedup();
    matches
}

/// What stands near each other: the matches of two things near each other, as
/// matches of both, or with `apart` the left ones that have no right one near.
/// Both lists are [`sorted`], and so is what is returned.
pub(super) fn pairs(
    left: &[Match],
    right: &[Match],
    (reach, apart): (Reach, bool),
    breaks: &Breaks,
    budget: &Budget,
) -> Vec<Match> {
    let finder = Finder::new(right, reach, breaks);
    let mut found = Vec::new();
    for a in left {
        budget.spend(1);
        if budget.is_spent() {
            break;
        }
        if apart {
            if finder.near(*a).next().is_none() {
                found.push(*a);
            }
            continue;
        }
        let before = found.len();
        found.extend(finder.near(*a).map(|b| both(*a, b)));
        budget.spend(found.len() - before);
        if found.len() > MATCHES_MAX {
            found = sorted(found);
            found.truncate(MATCHES_MAX);
            if found.len() == MATCHES_MAX {
                break;
            }
        }
    }
    sorted(found)
}

/// For each of the left whether it takes part in a match that is `wanted`, and
/// for each of the right.
pub(super) fn taking_part(
    left: &[Match],
    right: &[Match],
    reach: Reach,
    breaks: &Breaks,
    wanted: &dyn Fn(Match) -> bool,
) -> (Vec<Match>, Vec<Match>) {
    let finder = Finder::new(right, reach, breaks);
    let budget = Budget::of_text();
    let (mut of_left, mut of_right) = (Vec::new(), Vec::new());
    for a in left.iter().take_while(|_| !budget.is_spent()) {
        let before = of_right.len();
        let partners = finder.near(*a).inspect(|_| budget.spend(1));
        of_right.extend(partners.filter(|b| wanted(both(*a, *b))));
        if of_right.len() > before {
            of_left.push(*a);
        }
        if of_right.len() > MATCHES_MAX {
            of_right = sorted(of_right);
        }
    }
    (of_left, sorted(of_right))
}

fn both(a: Match, b: Match) -> Match {
    Match {
        start: a.start.min(b.start),
        end: a.end.max(b.end),
        solid: false,
    }
}

/// Where a match begins and ends to be near another.
struct Bounds {
    /// It begins here or after.
    earliest: u32,
    /// It begins before.
    latest: u32,
    /// It ends before.
    end: u32,
}

/// Finds what of one list is near a match.
struct Finder<'m> {
    matches: &'m [Match],
    reach: Reach,
    breaks: &'m Breaks,
    /// The length of the longest, in words.
    longest: u32,
}

impl<'m> Finder<'m> {
    fn new(matches: &'m [Match], reach: Reach, breaks: &'m Breaks) -> Self {
        let longest = matches.iter().map(|m| m.end - m.start + 1).max();
        Finder {
            matches,
            reach,
            breaks,
            longest: longest.unwrap_or(0),
        }
    }

    /// The matches near `a`, in order.
    fn near(&self, a: Match) -> impl Iterator<Item = Match> {
        let Bounds {
            earliest,
            latest,
            end,
        } = self.bounds(a);
        // No match that begins before this reaches to where it could count.
        let first = earliest.saturating_sub(self.longest);
        let first = self.matches.partition_point(|b| b.start < first);
        let candidates = self.matches[first..].iter().copied();
        candidates
            .take_while(move |b| b.start < latest)
            .filter(move |b| earliest <= b.start && b.end < end && self.fits(a, *b))
    }

    /// Where a match must lie to be near `a`: in the same paragraph or
    /// sentence, and not much further away than it may be.
    fn bounds(&self, a: Match) -> Bounds {
        let (start, end) = match self.reach {
            Reach::Sentence => self.breaks.sentence(a.start),
            _ => self.breaks.paragraph(a.start),
        };
        if a.end >= end {
            // It goes over the border itself: nothing is near.
            return Bounds {
                earliest: 0,
                latest: 0,
                end: 0,
            };
        }
        let after = |words: u32| a.end.saturating_add(words).saturating_add(1);
        let (earliest, latest) = match self.reach {
            Reach::Sentence | Reach::Paragraph => (start, end),
            Reach::Before(words) => (a.end.saturating_add(1), after(words)),
            Reach::Words(words) => {
                let before = words.saturating_add(self.longest);
                (a.start.saturating_sub(before), after(words))
            }
        };
        Bounds {
            earliest: earliest.max(start),
            latest: latest.min(end),
            end,
        }
    }

    fn fits(&self, a: Match, b: Match) -> bool {
        let overlap = a.start <= b.end && b.start <= a.end;
        if a.start == b.start || a.end == b.end || (overlap && a.solid && b.solid) {
            return false;
        }
        let gap = match overlap {
            true => 0,
            false if a.end < b.start => b.start - a.end,
            false => a.start - b.end,
        };
        match self.reach {
            Reach::Words(words) => gap <= words,
            Reach::Before(words) => a.end < b.start && gap <= words,
            Reach::Sentence | Reach::Paragraph => true,
        }
    }
}

/// The number of places at which a match begins. `matches` are [`sorted`].
pub(super) fn places(matches: &[Match]) -> u32 {
    let starts = matches.chunk_by(|a, b| a.start == b.start);
    u32::try_from(starts.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(at: u32) -> Match {
        row(at, at)
    }

    fn row(start: u32, end: u32) -> Match {
        Match {
            start,
            end,
            solid: true,
        }
    }

    fn spans(matches: &[Match]) -> Vec<(u32, u32)> {
        matches.iter().map(|m| (m.start, m.end)).collect()
    }

    /// Sentences at 10 and 20, of which the latter begins a paragraph.
    fn breaks() -> Breaks {
        let mut breaks = Breaks::default();
        breaks.read(2, |numbers| {
            numbers.copy_from_slice(&[10 << 2, 20 << 2 | 1])
        });
        breaks
    }

    #[test]
    fn near_is_counted_in_words_and_ends_with_the_paragraph() {
        let near = |left: &[Match], right: &[Match], reach| {
            let how = (reach, false);
            spans(&pairs(left, right, how, &breaks(), &Budget::of_text()))
        };
        use Reach::{Before, Paragraph, Sentence, Words};
        for (left, right, reach, wanted) in [
            (vec![word(1)], vec![word(3)], Words(2), vec![(1, 3)]),
            (vec![word(1)], vec![word(3)], Words(1), vec![]),
            (vec![word(3)], vec![word(1)], Words(2), vec![(1, 3)]),
            (vec![word(3)], vec![word(1)], Before(2), vec![]),
            (vec![word(1)], vec![word(1)], Words(5), vec![]),
            (vec![row(1, 2)], vec![word(2)], Words(5), vec![]),
            (vec![row(1, 2)], vec![word(4)], Words(2), vec![(1, 4)]),
            (vec![word(19)], vec![word(20)], Words(5), vec![]),
            (vec![word(9)], vec![word(10)], Words(1), vec![(9, 10)]),
            (vec![word(9)], vec![word(10)], Sentence, vec![]),
            (vec![word(9)], vec![word(10)], Paragraph, vec![(9, 10)]),
            (vec![word(0)], vec![word(9)], Sentence, vec![(0, 9)]),
            (vec![row(9, 10)], vec![word(8)], Sentence, vec![]),
        ] {
            assert_eq!(
                near(&left, &right, reach),
                wanted,
                "{left:?} {reach} {right:?}"
            );
        }
    }

    #[test]
    fn things_near_each_other_may_interleave() {
        let gappy = Match {
            solid: false,
            ..row(1, 8)
        };
        let found = pairs(
            &[gappy],
            &[word(4)],
            (Reach::Words(1), false),
            &breaks(),
            &Budget::of_text(),
        );
        assert_eq!(spans(&found), [(1, 8)]);
    }

    #[test]
    fn apart_is_what_has_no_other_near() {
        let left = [word(1), word(8)];
        let found = pairs(
            &left,
            &[word(3)],
            (Reach::Words(2), true),
            &breaks(),
            &Budget::of_text(),
        );
        assert_eq!(spans(&found), [(8, 8)]);
    }

    #[test]
    fn what_takes_part_is_found_on_both_sides() {
        let (left, right) = ([word(1), word(5), word(9)], [word(2), word(30)]);
        let all = |_| true;
        let (left, right) = taking_part(&left, &right, Reach::Words(3), &breaks(), &all);
        assert_eq!(
            (spans(&left), spans(&right)),
            (vec![(1, 1), (5, 5)], vec![(2, 2)])
        );
    }

    #[test]
    fn a_budget_ends_the_work() {
        let words: Vec<Match> = (0..9).map(word).collect();
        let budget = Budget::new(20);
        let found = pairs(&words, &words, (Reach::Words(9), false), &breaks(), &budget);
        assert!(budget.is_spent() && found.len() < 36, "{found:?}");
    }
}
