//! Two rows of numbers → how the shorter one fits into the longer one best.
//!
//! Exact occurrences are found in linear time (Knuth, Morris and Pratt 1977).
//! Where there are none, places are proposed by the diagonals on which most
//! words lie, and aligned with affine gaps (Gotoh 1982) in a band round them:
//! the whole claim is used up, the archive's text may go on at both ends.

/// One step of an alignment: `claim` and `archive` are places in the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Both have the word.
    Same { claim: usize, archive: usize },
    /// The archive alone has it.
    Deleted { archive: usize },
    /// The claim alone has it.
    Inserted { claim: usize },
}

/// What is to be found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'c> {
    /// Numbers of forms, from 1.
    pub(super) ids: &'c [u32],
    /// What finding each is worth.
    pub(super) weights: &'c [i32],
    /// Before each and at the end: anything may have been left out here.
    pub(super) cuts: &'c [bool],
    /// Before each and at the end: a few words may stand here.
    pub(super) open: &'c [bool],
    /// For each, whether it need not be found.
    pub(super) inserted: &'c [bool],
}

/// So many exact occurrences in one text are looked at.
const EXACT_MAX: usize = 8;

/// So many places in one text are aligned.
const PLACES: usize = 3;

/// A band is at most so wide to each side.
const BAND_MAX: usize = 600;

/// Words left out without a mark are found up to about this number.
const BAND_SLACK: usize = 64;

const GAP_OPEN: i32 = 600;
const GAP_EXTEND: i32 = 60;
const CUT_EXTEND: i32 = 1;
const OPEN_EXTEND: i32 = 20;
const INSERT: i32 = 500;
const INSERT_FREE: i32 = 50;

/// Where `ids` stand in `text` as one piece, each place once.
pub(super) fn exact(ids: &[u32], text: &[u32]) -> Vec<usize> {
    let mut found = Vec::new();
    if ids.is_empty() {
        return found;
    }
    let failure = failure(ids);
    let mut matched = 0;
    for (at, id) in text.iter().enumerate() {
        while matched > 0 && ids.get(matched) != Some(id) {
            matched = failure.get(matched - 1).copied().unwrap_or(0);
        }
        if ids.get(matched) == Some(id) {
            matched += 1;
        }
        if matched == ids.len() {
            found.push(at + 1 - matched);
            if found.len() == EXACT_MAX {
                break;
            }
            // Occurrences that overlap are one.
            matched = 0;
        }
    }
    found
}

/// For each beginning of `ids`, how long its longest border is.
fn failure(ids: &[u32]) -> Vec<usize> {
    let mut borders = vec![0; ids.len()];
    let mut length = 0;
    for at in 1..ids.len() {
        while length > 0 && ids[at] != ids[length] {
            length = borders[length - 1];
        }
        if ids[at] == ids[length] {
            length += 1;
        }
        borders[at] = length;
    }
    borders
}

/// The best alignments in `text`, at different places, the best place first by
/// the number of words on its diagonal. `cells` is how much work is left; it
/// is used up.
pub(super) fn fuzzy(wanted: &Wanted<'_>, text: &[u32], cells: &mut usize) -> Vec<Vec<Step>> {
    let gaps = has_gaps(wanted);
    let band = if gaps {
        BAND_MAX
    } else {
        (wanted.ids.len() + BAND_SLACK).min(BAND_MAX)
    };
    let mut found = Vec::new();
    for diagonal in diagonals(wanted, text) {
        let cost = (wanted.ids.len() + 1) * (2 * band + 1);
        if *cells < cost {
            break;
        }
        *cells -= cost;
        let steps = Band::new(wanted, text, diagonal, band).align();
        if !steps.is_empty() && !found.contains(&steps) {
            found.push(steps);
        }
    }
    found
}

fn has_gaps(wanted: &Wanted<'_>) -> bool {
    let inner = wanted.cuts.get(1..wanted.ids.len()).unwrap_or_default();
    inner.contains(&true) || wanted.inserted.contains(&true)
}

/// The diagonals (place in the text less place in the claim) on and near which
/// most of the claim lies.
fn diagonals(wanted: &Wanted<'_>, text: &[u32]) -> Vec<isize> {
    let length = wanted.ids.len();
    let forms = wanted.ids.iter().max().map_or(0, |id| *id as usize);
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); forms + 1];
    for (at, id) in wanted.ids.iter().enumerate() {
        places[*id as usize].push(at);
    }
    let mut counts = vec![0_usize; forms + 1];
    for id in text {
        if let Some(count) = counts.get_mut(*id as usize) {
            *count += 1;
        }
    }
    let most = 4 * (length + text.len());
    let mut votes = vec![0_u32; length + text.len()];
    for (at, id) in text.iter().enumerate().filter(|(_, id)| **id > 0) {
        let Some(here) = places.get(*id as usize) else {
            continue;
        };
        let count = counts[*id as usize];
        // A word that is everywhere tells nothing about where.
        if count.saturating_mul(here.len()) > most {
            continue;
        }
        for place in here {
            let weight = wanted.weights.get(*place).copied().unwrap_or(0).max(0) as u32;
            let worth = weight / (1 + count.ilog2());
            votes[at + length - 1 - place] += worth.max(1);
        }
    }
    peaks(&votes, length)
        .into_iter()
        .map(|peak| peak as isize - (length as isize - 1))
        .collect()
}

/// The places in `votes` with the highest sums round them.
fn peaks(votes: &[u32], length: usize) -> Vec<usize> {
    let reach = (length / 8).clamp(2, 32);
    let mut sums = Vec::with_capacity(votes.len());
    let mut sum: u64 = votes.iter().take(reach).map(|v| u64::from(*v)).sum();
    for at in 0..votes.len() {
        sum += votes.get(at + reach).map_or(0, |v| u64::from(*v));
        if let Some(gone) = at.checked_sub(reach + 1) {
            sum -= u64::from(votes[gone]);
        }
        // The vote itself decides between neighbours.
        sums.push((4 * sum + u64::from(votes[at]), at));
    }
    let mut found: Vec<usize> = Vec::new();
    let apart = (length / 2).max(4);
    for _ in 0..PLACES {
        let free = sums
            .iter()
            .filter(|(_, at)| found.iter().all(|peak| peak.abs_diff(*at) > apart));
        match free.max_by_key(|(sum, at)| (*sum, std::cmp::Reverse(*at))) {
            Some((sum, at)) if *sum > 0 => found.push(*at),
            _ => break,
        }
    }
    found
}

const LOST: i32 = i32::MIN / 2;

/// How a cell was reached, in the two low bits; the third says that a row of
/// words of the archive alone goes on.
const SAME: u8 = 0;
const DELETED: u8 = 1;
const INSERTED: u8 = 2;
const START: u8 = 3;
const GOES_ON: u8 = 4;

/// A band of the table of alignments. Row `i` is how much of the claim is used
/// up, slot `k` of it how much of the text: `i + low + k`.
struct Band<'a> {
    wanted: &'a Wanted<'a>,
    text: &'a [u32],
    low: isize,
    width: usize,
    traces: Vec<u8>,
}

impl<'a> Band<'a> {
    fn new(wanted: &'a Wanted<'a>, text: &'a [u32], diagonal: isize, band: usize) -> Self {
        let width = 2 * band + 1;
        Band {
            wanted,
            text,
            low: diagonal - band as isize,
            width,
            traces: vec![START; (wanted.ids.len() + 1) * width],
        }
    }

    /// How much of the text is used up in slot `k` of row `i`, where that is
    /// inside the text.
    fn used(&self, i: usize, k: usize) -> Option<usize> {
        let used = i as isize + self.low + k as isize;
        usize::try_from(used)
            .ok()
            .filter(|used| *used <= self.text.len())
    }

    fn align(mut self) -> Vec<Step> {
        let rows = self.wanted.ids.len();
        let mut above: Vec<i32> = (0..self.width)
            .map(|k| self.used(0, k).map_or(LOST, |_| 0))
            .collect();
        let mut row = vec![LOST; self.width];
        for i in 1..=rows {
            self.fill(i, &above, &mut row);
            std::mem::swap(&mut above, &mut row);
        }
        // The first of several best ends.
        let best = (0..self.width).rev().max_by_key(|k| above[*k]);
        match best {
            Some(k) if above[k] > LOST / 2 => self.walk_back(rows, k),
            _ => Vec::new(),
        }
    }

    fn fill(&mut self, i: usize, above: &[i32], row: &mut [i32]) {
        let claim = i - 1;
        let weight = self.wanted.weights.get(claim).copied().unwrap_or(0);
        let id = self.wanted.ids.get(claim).copied().unwrap_or(0);
        let free = self.wanted.inserted.get(claim).copied().unwrap_or(false);
        let insert = if free { INSERT_FREE } else { INSERT };
        let inner = i < self.wanted.ids.len();
        let at = |marks: &[bool]| inner && marks.get(i).copied().unwrap_or(false);
        let (open, extend) = if at(self.wanted.cuts) {
            (0, CUT_EXTEND)
        } else if at(self.wanted.open) {
            (0, OPEN_EXTEND)
        } else {
            (GAP_OPEN, GAP_EXTEND)
        };
        let mut deleted = LOST;
        let mut left = LOST;
        for k in 0..self.width {
            let Some(used) = self.used(i, k) else {
                row[k] = LOST;
                continue;
            };
            let text = used.checked_sub(1).and_then(|at| self.text.get(at));
            let same = if text == Some(&id) {
                above[k] + weight
            } else {
                LOST
            };
            let inserted = above.get(k + 1).map_or(LOST, |score| score - insert);
            let opened = left - open - extend;
            let goes_on = deleted - extend;
            let mut trace = 0;
            deleted = if goes_on > opened {
                trace |= GOES_ON;
                goes_on
            } else {
                opened
            };
            let (score, how) = if same >= inserted && same >= deleted {
                (same, SAME)
            } else if inserted >= deleted {
                (inserted, INSERTED)
            } else {
                (deleted, DELETED)
            };
            row[k] = score.max(LOST);
            deleted = deleted.max(LOST);
            left = row[k];
            self.traces[i * self.width + k] = trace | how;
        }
    }

    fn walk_back(&self, rows: usize, slot: usize) -> Vec<Step> {
        let (mut i, mut k) = (rows, slot);
        let mut steps = Vec::with_capacity(rows + 8);
        let mut in_gap = false;
        while i > 0 {
            let (Some(trace), Some(used)) = (self.traces.get(i * self.width + k), self.used(i, k))
            else {
                break;
            };
            let how = if in_gap { DELETED } else { trace & 3 };
            match how {
                SAME => {
                    let archive = used.saturating_sub(1);
                    steps.push(Step::Same {
                        claim: i - 1,
                        archive,
                    });
                    i -= 1;
                }
                INSERTED => {
                    steps.push(Step::Inserted { claim: i - 1 });
                    i -= 1;
                    k += 1;
                }
                DELETED => {
                    in_gap = trace & GOES_ON != 0;
                    let archive = used.saturating_sub(1);
                    steps.push(Step::Deleted { archive });
                    let Some(before) = k.checked_sub(1) else {
                        break;
                    };
                    k = before;
                }
                _ => break,
            }
        }
        steps.reverse();
        without_ends(steps)
    }
}

/// Without words of the archive alone before the first and after the last word
/// that both have.
fn without_ends(mut steps: Vec<Step>) -> Vec<Step> {
    let is_same = |step: &Step| matches!(step, Step::Same { .. });
    let (Some(first), Some(last)) = (
        steps.iter().position(is_same),
        steps.iter().rposition(is_same),
    ) else {
        return Vec::new();
    };
    let mut at = 0;
    steps.retain(|step| {
        let outside = at < first || at > last;
        at += 1;
        !(outside && matches!(step, Step::Deleted { .. }))
    });
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustc_hash::FxHashMap;

    fn numbered(claim: &str, text: &str) -> (Vec<u32>, Vec<u32>) {
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        let claim = claim
            .split_whitespace()
            .map(|word| {
                let next = numbers.len() as u32 + 1;
                *numbers.entry(word).or_insert(next)
            })
            .collect();
        let text = text
            .split_whitespace()
            .map(|word| numbers.get(word).copied().unwrap_or(0))
            .collect();
        (claim, text)
    }

    /// The best alignment as `same [-archive-] {+claim+}`. `…` in the claim is
    /// a cut, `[word]` was put in.
    fn aligned(claim: &str, text: &str) -> String {
        let words: Vec<&str> = claim.split_whitespace().filter(|w| *w != "…").collect();
        let (ids, numbers) = numbered(&words.join(" "), text);
        let mut cuts = vec![false; ids.len() + 1];
        let mut at = 0;
        for word in claim.split_whitespace() {
            if word == "…" {
                cuts[at] = true;
            } else {
                at += 1;
            }
        }
        let inserted: Vec<bool> = words.iter().map(|word| word.starts_with('[')).collect();
        let mut open: Vec<bool> = inserted.clone();
        open.push(false);
        for at in 0..inserted.len() {
            open[at + 1] |= inserted[at];
        }
        let weights = vec![1_000; ids.len()];
        let wanted = Wanted {
            ids: &ids,
            weights: &weights,
            cuts: &cuts,
            open: &open,
            inserted: &inserted,
        };
        let mut cells = usize::MAX;
        let found = fuzzy(&wanted, &numbers, &mut cells);
        let texts: Vec<&str> = text.split_whitespace().collect();
        let Some(steps) = found.first() else {
            return String::new();
        };
        let shown: Vec<String> = steps
            .iter()
            .map(|step| match step {
                Step::Same { archive, .. } => texts[*archive].to_owned(),
                Step::Deleted { archive } => format!("[-{}-]", texts[*archive]),
                Step::Inserted { claim } => format!("{{+{}+}}", words[*claim]),
            })
            .collect();
        shown.join(" ")
    }

    #[test]
    fn a_claim_is_fitted_into_a_text() {
        let text =
            "he said we moved a mountain of mud so that this town could breathe again and left";
        for (claim, wanted) in [
            ("we moved a mountain of mud", "we moved a mountain of mud"),
            (
                "this town could live again",
                "this town could [-breathe-] {+live+} again",
            ),
            (
                "we moved mud so that this town could breathe",
                "we moved [-a-] [-mountain-] [-of-] mud so that this town could breathe",
            ),
            ("we never moved a mountain", "we {+never+} moved a mountain"),
            (
                "we moved … could breathe again",
                "we moved [-a-] [-mountain-] [-of-] [-mud-] [-so-] [-that-] [-this-] [-town-] could breathe again",
            ),
            (
                "[they] moved a mountain of mud",
                "{+[they]+} moved a mountain of mud",
            ),
            ("xx yy zz", ""),
        ] {
            assert_eq!(aligned(claim, text), wanted, "{claim}");
        }
    }

    #[test]
    fn exact_places_are_all_found_once() {
        let (claim, text) = numbered("a b a", "a b a b a x a b a");
        assert_eq!(exact(&claim, &text), [0, 6]);
        assert_eq!(exact(&[], &text), Vec::<usize>::new());
        let (claim, text) = numbered("a a b", "a a a b");
        assert_eq!(exact(&claim, &text), [1]);
    }

    #[test]
    fn a_long_cut_is_found() {
        let filler = "z ".repeat(400);
        let text = format!("one two three {filler} four five six");
        let shown = aligned("one two three … four five six", &text);
        assert!(shown.starts_with("one two three [-z-]"), "{shown}");
        assert!(shown.ends_with("[-z-] four five six"), "{shown}");
    }

    #[test]
    fn work_is_bounded() {
        let ids = vec![1; 3_000];
        let weights = vec![1_000; 3_000];
        let (cuts, inserted) = (vec![false; 3_001], vec![false; 3_000]);
        let wanted = Wanted {
            ids: &ids,
            weights: &weights,
            cuts: &cuts,
            open: &cuts,
            inserted: &inserted,
        };
        let mut cells = 10_000;
        assert!(fuzzy(&wanted, &[1; 100], &mut cells).is_empty());
    }
}
