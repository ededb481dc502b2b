//! The articles of a commit → pairs of them that share telling hashes, and how
//! far they are the same.
//!
//! Each article looks with the smallest hashes of its sketch for those that
//! have them too. A short text that a long one holds has its smallest hashes
//! in common with it, though they need not be the smallest of the long one.

use std::ops::Range;

use crate::sketch::{Likeness, Sketch};

use super::articles::Articles;

/// An article looks with so many of its hashes. A copy has at least 60 in 100
/// of them: that none is shared by chance happens once in some thousands.
const LOOKED_WITH: usize = 8;

/// What is not looked with is found if it is below this: an eighth of all. Of
/// the hashes with which a text of sixty words or more looks, most are.
const FOUND_BELOW: u32 = 1 << 29;

/// In the order of a hash, an article is compared with so many after it. What
/// hundreds share, boilerplate or a story that went round the world, would
/// give ten thousands of pairs; and each has other hashes to be found by.
const COMPARED: usize = 3;

/// So many hashes are held at a time; where there are more, they are taken in
/// ranges.
const HELD: usize = 4_000_000;

/// Ranges are made of so many parts of all hashes.
const PARTS: usize = 4_096;

/// Two articles that are copies, or nearly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    /// Their numbers, the smaller key first.
    pub(super) articles: (u32, u32),
    /// The part of what either has that both have.
    pub(super) resemblance: f32,
}

/// The pairs found of which the shorter article has `least` in common with the
/// longer, in an order that depends on the articles alone: those that have most
/// in common first.
pub(super) fn pairs(articles: &Articles, least: f32) -> Vec<Pair> {
    let (looks, ranges) = Looks::all(articles);
    let mut sharing = Vec::new();
    let mut hashes = Vec::new();
    for range in ranges {
        let mut held = Vec::new();
        for article in 0..articles.count() {
            articles.hashes(article, &mut hashes);
            let bound = looks.of[article as usize].bound.max(FOUND_BELOW);
            let kept = hashes
                .iter()
                .filter(|hash| **hash <= bound && range.contains(&part(**hash)));
            held.extend(kept.map(|hash| u64::from(*hash) << 32 | u64::from(article)));
        }
        held.sort_unstable();
        looks.sharing(articles, &held, &mut sharing);
    }
    let mut sketches = Sketches::new(articles);
    let mut found = Vec::new();
    for (a, b) in looks.candidates(sharing) {
        let likeness = sketches.likeness(a, b);
        if likeness.is_copy || likeness.contained >= least {
            found.push(Pair {
                articles: (a, b),
                resemblance: likeness.resemblance,
            });
        }
    }
    let keys = |pair: &Pair| (articles.key(pair.articles.0), articles.key(pair.articles.1));
    found.sort_unstable_by(|a, b| {
        let order = b.resemblance.total_cmp(&a.resemblance);
        order.then_with(|| (keys(a), a.articles).cmp(&(keys(b), b.articles)))
    });
    found.dedup_by_key(|pair| pair.articles);
    found
}

/// Which part of all hashes one is in.
fn part(hash: u32) -> usize {
    hash as usize / (1 << 20)
}

/// What each article looks with.
struct Looks {
    of: Vec<Look>,
}

#[derive(Clone, Copy)]
struct Look {
    /// Its smallest hash.
    least: u32,
    /// It looks with those up to this.
    bound: u32,
    /// True if it has hardly more.
    is_short: bool,
}

impl Looks {
    /// And the ranges of parts in which the hashes are to be taken.
    fn all(articles: &Articles) -> (Self, Vec<Range<usize>>) {
        let mut counts = vec![0_usize; PARTS];
        let (mut of, mut hashes) = (Vec::new(), Vec::new());
        for article in 0..articles.count() {
            articles.hashes(article, &mut hashes);
            let look = Look::with(&mut hashes);
            let bound = look.bound.max(FOUND_BELOW);
            for hash in hashes.iter().filter(|hash| **hash <= bound) {
                counts[part(*hash)] += 1;
            }
            of.push(look);
        }
        (Looks { of }, ranges(&counts))
    }

    /// Adds to `all` the pairs of articles of which one looks with a hash that
    /// the other has, the smaller key first, once for each such hash. `held` are
    /// hashes with their articles.
    fn sharing(&self, articles: &Articles, held: &[u64], all: &mut Vec<(u32, u32)>) {
        let mut found = Vec::new();
        let mut sharing: Vec<(u32, u64, u32)> = Vec::new();
        for group in held.chunk_by(|a, b| a >> 32 == b >> 32) {
            if group.len() < 2 {
                continue;
            }
            let hash = (group[0] >> 32) as u32;
            // Copies stand together by their smallest hash, and in one of four
            // orders: of hundreds, each meets others in each of these.
            sharing.clear();
            sharing.extend(group.iter().map(|held| {
                let article = *held as u32;
                let least = self.of[article as usize].least;
                let turn = articles.key(article) ^ u64::from(hash % 4) << 16;
                (least, turn.wrapping_mul(0x9E37_79B9_7F4A_7C15), article)
            }));
            sharing.sort_unstable();
            for (place, (_, _, a)) in sharing.iter().enumerate() {
                let after = sharing[place + 1..].iter().take(COMPARED);
                found.extend(
                    after
                        .map(|(_, _, b)| (*a, *b))
                        .filter(|(a, b)| a != b && (self.looks(*a, hash) || self.looks(*b, hash)))
                        .map(
                            |(a, b)| match (articles.key(a), a) <= (articles.key(b), b) {
                                true => (a, b),
                                false => (b, a),
                            },
                        ),
                );
            }
        }
        all.extend(found);
    }

    /// The pairs that share enough to be compared, each once.
    fn candidates(&self, mut sharing: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
        sharing.sort_unstable();
        // One hash is a phrase, of which any two articles may share one.
        let pairs = sharing.chunk_by(|a, b| a == b);
        let kept = pairs.filter(|times| times.len() > 1 || self.is_short(times[0]));
        kept.map(|times| times[0]).collect()
    }

    fn is_short(&self, (a, b): (u32, u32)) -> bool {
        self.of[a as usize].is_short || self.of[b as usize].is_short
    }

    fn looks(&self, article: u32, hash: u32) -> bool {
        hash <= self.of[article as usize].bound
    }
}

impl Look {
    fn with(hashes: &mut [u32]) -> Self {
        if hashes.len() > LOOKED_WITH {
            hashes.select_nth_unstable(LOOKED_WITH - 1);
        }
        let least = &hashes[..hashes.len().min(LOOKED_WITH)];
        Look {
            least: least.iter().copied().min().unwrap_or(u32::MAX),
            bound: least.iter().copied().max().unwrap_or(0),
            is_short: hashes.len() < 2 * LOOKED_WITH,
        }
    }
}

/// Parts in a row with about as many hashes as are held at a time.
fn ranges(counts: &[usize]) -> Vec<Range<usize>> {
    let (mut ranges, mut start, mut sum) = (Vec::new(), 0, 0);
    for (part, count) in counts.iter().enumerate() {
        if sum + count > HELD && sum > 0 {
            ranges.push(start..part);
            (start, sum) = (part, 0);
        }
        sum += count;
    }
    ranges.push(start..counts.len());
    ranges
}

/// Sketches, of which those read last are at hand.
pub(super) struct Sketches<'a> {
    articles: &'a Articles,
    kept: Vec<Option<(u32, Sketch)>>,
}

/// How many sketches are at hand.
const AT_HAND: u32 = 1 << 13;

impl<'a> Sketches<'a> {
    pub(super) fn new(articles: &'a Articles) -> Self {
        let kept = (0..AT_HAND).map(|_| None).collect();
        Sketches { articles, kept }
    }

    /// How far two articles are the same.
    pub(super) fn likeness(&mut self, a: u32, b: u32) -> Likeness {
        let (a, b) = (self.take(a), self.take(b));
        let likeness = a.1.likeness(&b.1);
        self.give(a);
        self.give(b);
        likeness
    }

    fn take(&mut self, article: u32) -> (u32, Sketch) {
        let slot = &mut self.kept[(article % AT_HAND) as usize];
        match slot.take() {
            Some(kept) if kept.0 == article => kept,
            other => {
                *slot = other;
                (article, self.articles.sketch(article))
            }
        }
    }

    fn give(&mut self, kept: (u32, Sketch)) {
        let slot = (kept.0 % AT_HAND) as usize;
        self.kept[slot] = Some(kept);
    }
}
