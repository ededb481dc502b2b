//! A text → a sketch of it: few enough numbers to keep beside each article,
//! enough to tell whether one text is a copy of another, shortened, edited
//! lightly, under another headline.
//!
//! The runs of some words of a text, its shingles, are hashed, and of the
//! hashes those below a bound are kept (Broder, "On the resemblance and
//! containment of documents", 1997). Which are kept depends on the hash alone:
//! what two texts have in common is kept of both or of neither, so that the
//! part of a short text that a long one holds can be told from the sketches.

#[cfg(test)]
mod tests;

use crate::analysis::Words;
use crate::analysis::script::{Unspaced, unspaced};

/// Version of everything that decides which sketch a text has.
pub(crate) const VERSION: u32 = 1;

/// So much of a text is a shingle, in the lengths below. A word that was
/// changed breaks all shingles that it stands in: with longer ones, a lightly
/// edited copy has hardly any in common with its origin; with shorter ones,
/// phrases that everybody uses count.
const SHINGLE_LENGTH: u32 = 12;

/// A word between spaces: four of them are a shingle.
const WORD_LENGTH: u32 = 3;

/// A pair of neighbouring characters of a script without spaces whose
/// characters are syllables or more, and of which a word has about two: six
/// pairs, seven characters, are a shingle.
const PAIR_LENGTH: u32 = 2;

/// Of one whose characters are letters, or less than a word in any case.
const LETTERS_LENGTH: u32 = 1;

/// So many words of a text are looked at; a text beyond is no news article.
const WORDS_MAX: usize = 20_000;

/// Up to so many shingles all are kept. Of so many times this number every
/// second, of so many times that number every fourth, and so on: the sketch of
/// a longer text is longer, but not in proportion.
const KEPT_ALL: u32 = 96;
const KEPT_GROWTH: f32 = 2.5;

/// Up to so many numbers are kept all.
const NUMBERS_KEPT: u32 = 24;

/// No sketch has more values: what claims to is damaged.
pub(crate) const VALUES_MAX: usize = 1_024;

/// Shingles below which a text is too short for a part of it to tell: so many
/// words may stand together in a standing phrase.
const SHINGLES_MIN: u32 = 12;

/// With fewer hashes of the shorter text to go by nothing can be told.
const HASHES_MIN: usize = 6;

/// A copy has this part of the shingles of the shorter text, since what was cut
/// off must not count. Not all of them: what agencies send is touched up where
/// it is printed. Later stories that repeat the background of an earlier one,
/// and reports that are made from one template, have up to about half.
const CONTAINED: f32 = 0.62;

/// So many shingles more: of a short text, a template or a standing phrase may
/// make up most.
const CONTAINED_MORE: f32 = 6.0;

/// A copy has this part of the numbers of the text with fewer of them: the
/// prices of another day are told in the same sentences.
const NUMBERS_CONTAINED: f32 = 0.6;

/// Fewer numbers tell nothing.
const NUMBERS_MIN: usize = 3;

/// In a text so many times as long as another, the place of what they share
/// tells a text that was shortened from one that stands among others.
const LONGER: usize = 2;

/// What begins after this part of the longer text and stands together there is
/// a part of it: a brief on a page of briefs, a statement printed in full. An
/// article is cut from its end, or thinned out.
const BEGINS_LATE: f32 = 0.25;
const TOGETHER: f32 = 0.5;

/// The sketch of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// How many different shingles the text has.
    shingles: u32,
    /// The hashes kept, in order, each with its number among them in the text.
    hashes: Vec<(u32, u32)>,
    /// How many different numbers the text has.
    number_count: u32,
    /// The hashes of numbers that are kept, in order.
    numbers: Vec<u32>,
}

/// How far two texts are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Likeness {
    /// The part of the shorter text that the longer one has, from 0 to 1; 0
    /// where something else tells that they are no copies.
    pub contained: f32,
    /// The part of what either has that both have, from 0 to 1.
    pub resemblance: f32,
    /// True if one text is a copy of the other.
    pub is_copy: bool,
}

impl Sketch {
    /// Of folded words: case, accents and punctuation make no difference.
    pub fn of(text: &str) -> Self {
        let (words, mut numbers) = words(text);
        let mut shingles = shingles(&words);
        // The first place of each.
        shingles.sort_unstable();
        shingles.dedup_by_key(|(hash, _)| *hash);
        let count = shingles.len() as u32;
        shingles.retain(|(hash, _)| *hash < limit(level(count)));
        shingles.sort_unstable_by_key(|(_, place)| *place);
        numbers.sort_unstable();
        numbers.dedup();
        let number_count = numbers.len() as u32;
        numbers.retain(|hash| *hash < limit(number_level(number_count)));
        Sketch {
            shingles: count,
            hashes: numbered(shingles.into_iter().map(|(hash, _)| hash)),
            number_count,
            numbers: numbers.into_iter().map(|hash| hash as u32).collect(),
        }
    }

    /// The numbers to keep of the shingles, which [`Sketch::read`] takes: how
    /// many there are, and the hashes kept, in the order of the text.
    pub fn values(&self) -> Vec<u64> {
        let mut by_place = self.hashes.clone();
        by_place.sort_unstable_by_key(|(_, place)| *place);
        let hashes = by_place.iter().map(|(hash, _)| u64::from(*hash));
        std::iter::once(u64::from(self.shingles))
            .chain(hashes)
            .collect()
    }

    /// The numbers to keep of the numbers in the text, likewise; none where it
    /// has none.
    pub fn number_values(&self) -> Vec<u64> {
        let hashes = self.numbers.iter().map(|hash| u64::from(*hash));
        let count = Some(u64::from(self.number_count)).filter(|count| *count > 0);
        count.into_iter().chain(hashes).collect()
    }

    /// Of the numbers that were kept. Numbers that no sketch has, from a
    /// damaged index, give some sketch.
    pub fn read(
        values: impl IntoIterator<Item = u64>,
        numbers: impl IntoIterator<Item = u64>,
    ) -> Self {
        let mut values = values.into_iter().take(VALUES_MAX);
        let shingles = values.next().unwrap_or(0) as u32;
        let mut number_values = numbers.into_iter().take(VALUES_MAX);
        let number_count = number_values.next().unwrap_or(0) as u32;
        let mut numbers: Vec<u32> = number_values.map(|value| value as u32).collect();
        if !numbers.is_sorted() {
            numbers.sort_unstable();
        }
        Sketch {
            shingles,
            hashes: numbered(values),
            number_count,
            numbers,
        }
    }

    /// How many different shingles the text has.
    pub fn shingles(&self) -> u32 {
        self.shingles
    }

    /// The hashes kept, in order.
    pub fn hashes(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.hashes.iter().map(|(hash, _)| *hash)
    }

    /// True if one text is a copy of the other, or of a part of it.
    pub fn is_copy_of(&self, other: &Sketch) -> bool {
        self.likeness(other).is_copy
    }

    /// How far two texts are the same; the same whichever is asked.
    pub fn likeness(&self, other: &Sketch) -> Likeness {
        let (shorter, longer) = match self.length() <= other.length() {
            true => (self, other),
            false => (other, self),
        };
        if shorter.shingles < SHINGLES_MIN {
            let same = shorter.shingles > 0
                && shorter.shingles == longer.shingles
                && shorter.hashes().eq(longer.hashes());
            return match same {
                true => Likeness::SAME,
                false => Likeness::default(),
            };
        }
        let bound = limit(level(longer.shingles).max(level(shorter.shingles)));
        let (short, long) = (below(&shorter.hashes, bound), below(&longer.hashes, bound));
        if short.len() < HASHES_MIN || self.has_other_numbers(other) {
            return Likeness::default();
        }
        let mut places = shared(short, long);
        let both = places.len() as f32;
        if long.len() >= LONGER * short.len() && is_a_part(&mut places, long) {
            return Likeness::default();
        }
        let contained = both / short.len() as f32;
        Likeness {
            contained,
            resemblance: both / (short.len() as f32 + long.len() as f32 - both),
            is_copy: contained >= CONTAINED + CONTAINED_MORE / shorter.shingles as f32,
        }
    }

    fn length(&self) -> (u32, usize) {
        (self.shingles, self.hashes.len())
    }

    fn has_other_numbers(&self, other: &Sketch) -> bool {
        let bound = limit(number_level(self.number_count.max(other.number_count)));
        let is_kept = |hash: &u32| u64::from(*hash) < bound;
        let kept = |sketch: &Sketch| sketch.numbers.partition_point(is_kept);
        let (a, b) = (&self.numbers[..kept(self)], &other.numbers[..kept(other)]);
        let fewer = a.len().min(b.len());
        let both = a.iter().filter(|hash| b.binary_search(hash).is_ok());
        fewer >= NUMBERS_MIN && (both.count() as f32) < NUMBERS_CONTAINED * fewer as f32
    }
}

impl Likeness {
    const SAME: Likeness = Likeness {
        contained: 1.0,
        resemblance: 1.0,
        is_copy: true,
    };
}

/// The words of a text as hash and length, and the hashes of its numbers.
fn words(text: &str) -> (Vec<(u64, u32)>, Vec<u64>) {
    let (mut words, mut numbers) = (Vec::with_capacity(text.len() / 6), Vec::new());
    let (mut walk, mut run_end) = (Words::new(text), 0);
    while let Some(word) = walk.next()
        && words.len() < WORDS_MAX
    {
        // The last character of a run was in the pair before.
        if word.run_end && word.span.start < run_end {
            continue;
        }
        let length = length(word.text);
        if length < WORD_LENGTH {
            run_end = word.span.end;
        }
        let hash = match is_number(word.text) {
            // 1,000 is written in many ways.
            true => hash(word.text.bytes().filter(u8::is_ascii_digit)),
            false => hash(word.text.bytes()),
        };
        if word.text.bytes().any(|byte| byte.is_ascii_digit()) {
            numbers.push(hash >> 32);
        }
        words.push((hash, length));
    }
    (words, numbers)
}

fn length(word: &str) -> u32 {
    let first = word.chars().next().filter(|c| !c.is_ascii());
    match first.and_then(unspaced) {
        None => WORD_LENGTH,
        Some(Unspaced::Han | Unspaced::Hangul) => PAIR_LENGTH,
        Some(_) => LETTERS_LENGTH,
    }
}

fn is_number(word: &str) -> bool {
    let mut bytes = word.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_digit())
        && bytes.all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

/// Every shingle as the upper half of its hash, with its place in the text. A
/// text that is shorter than one is one.
fn shingles(words: &[(u64, u32)]) -> Vec<(u64, u32)> {
    let mut found = Vec::with_capacity(words.len());
    let (mut end, mut length) = (0, 0);
    for start in 0..words.len() {
        while length < SHINGLE_LENGTH
            && let Some(word) = words.get(end)
        {
            length += word.1;
            end += 1;
        }
        if length < SHINGLE_LENGTH && start > 0 {
            break;
        }
        let row = words[start..end].iter();
        let hash = row.fold(SEED, |hash, (word, _)| mixed(hash, *word));
        found.push((hash >> 32, start as u32));
        length -= words[start].1;
    }
    found
}

const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

/// A hash of our own, since it is kept on disk and must be the same on every
/// machine.
pub(crate) fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    let (mut hash, mut block, mut filled) = (SEED, 0, 0_u64);
    for byte in bytes {
        block = block << 8 | u64::from(byte);
        filled += 1;
        if filled.is_multiple_of(8) {
            hash = mixed(hash, block);
            block = 0;
        }
    }
    mixed(mixed(hash, block), filled)
}

/// Multiplies to twice the width and folds the halves together.
fn mixed(hash: u64, value: u64) -> u64 {
    let product = u128::from(hash ^ value) * u128::from(0xD6E8_FEB8_6659_FD93_u64);
    (product as u64 ^ (product >> 64) as u64).wrapping_add(SEED)
}

/// Of `count` shingles every second is kept so many times over.
fn level(count: u32) -> u32 {
    let (mut level, mut most) = (0, KEPT_ALL as f32);
    while count as f32 > most {
        most *= KEPT_GROWTH;
        level += 1;
    }
    level
}

fn number_level(count: u32) -> u32 {
    let mut level = 0;
    while count >> level > NUMBERS_KEPT {
        level += 1;
    }
    level
}

/// What is kept at a level is below this.
fn limit(level: u32) -> u64 {
    (1 << 32) >> level.min(32)
}

/// Hashes in the order of the text → in their own order, numbered.
fn numbered(hashes: impl Iterator<Item = u64>) -> Vec<(u32, u32)> {
    let mut numbered: Vec<(u32, u32)> = (0..)
        .zip(hashes)
        .map(|(place, hash)| (hash as u32, place))
        .collect();
    numbered.sort_unstable();
    numbered
}

fn below(hashes: &[(u32, u32)], bound: u64) -> &[(u32, u32)] {
    &hashes[..hashes.partition_point(|(hash, _)| u64::from(*hash) < bound)]
}

/// The places in `long` of what both have.
fn shared(short: &[(u32, u32)], long: &[(u32, u32)]) -> Vec<u32> {
    let (mut places, mut rest) = (Vec::with_capacity(short.len()), long);
    for (hash, _) in short {
        while let Some((first, after)) = rest.split_first()
            && first.0 < *hash
        {
            rest = after;
        }
        if let Some((first, after)) = rest.split_first()
            && first.0 == *hash
        {
            places.push(first.1);
            rest = after;
        }
    }
    places
}

/// True if the places shared stand together, and not at the beginning. The
/// outermost tenth is left out of account: a phrase may be found anywhere.
fn is_a_part(places: &mut [u32], long: &[(u32, u32)]) -> bool {
    places.sort_unstable();
    let aside = places.len() / 10;
    let inner = &places[aside..places.len() - aside];
    let (Some(first), Some(last)) = (inner.first(), inner.last()) else {
        return false;
    };
    // Places count all that is kept of the longer text, not only what is kept
    // of both: only their proportions tell.
    let end = long.iter().map(|(_, place)| *place).max().unwrap_or(0);
    let all = (end + 1) as f32;
    let density = long.len() as f32 / all;
    let together = inner.len() as f32 / ((last - first + 1) as f32 * density).max(1.0);
    *first as f32 > BEGINS_LATE * all && together >= TOGETHER
}
