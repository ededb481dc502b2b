//! Scores of labels → the best sequence of labels.
//!
//! A first-order chain whose states remember what their sentence has held so
//! far (content, source, cue): that a cue still waits for its content, or that
//! an attribution is complete, is what tells where content begins.

/// Content, source and cue, each with a first and a further label, and none.
pub const LABELS: usize = 7;
/// Labels in a row of weights, padded.
pub const LANES: usize = 8;
/// Sets of what a sentence has held.
pub(crate) const MEMORIES: usize = 8;
/// Pairs of label and memory.
pub const STATES: usize = LABELS * MEMORIES;
/// Kinds of place between two tokens: see [`place`].
pub(crate) const PLACES: usize = 6;
/// Weights of transitions: place × state before × label.
pub const TRANSITIONS: usize = PLACES * STATES * LANES;

/// Labels of tokens.
pub(crate) const NONE: u8 = 0;
pub(crate) const CONTENT: u8 = 1;
pub(crate) const SOURCE: u8 = 3;
pub(crate) const CUE: u8 = 5;

/// True for the labels that go on a stretch.
pub(crate) fn continues(label: u8) -> bool {
    label != 0 && label.is_multiple_of(2)
}

/// What a sentence has held once it holds a token with this label.
fn mark(label: u8) -> usize {
    match label {
        0 => 0,
        1 | 2 => 1,
        3 | 4 => 2,
        _ => 4,
    }
}

/// The state after `state` (`None` at the start of a paragraph) with `label`,
/// or `None` where the label cannot follow.
pub(crate) fn next(state: Option<usize>, label: u8, starts_sentence: bool) -> Option<usize> {
    let (before, memory) = match state {
        Some(state) => ((state / MEMORIES) as u8, state % MEMORIES),
        None => (NONE, 0),
    };
    if continues(label) && before != label && before != label - 1 {
        return None;
    }
    let memory = if starts_sentence { 0 } else { memory };
    Some(label as usize * MEMORIES + (memory | mark(label)))
}

/// The kind of place in front of a token: does a sentence start there, and do
/// the tokens on both sides stand in quotation marks?
pub(crate) fn place(starts_sentence: bool, quoted_before: bool, quoted: bool) -> usize {
    match (starts_sentence, quoted_before, quoted) {
        (true, _, false) => 0,
        (true, _, true) => 1,
        (false, before, now) => 2 + 2 * usize::from(before) + usize::from(now),
    }
}

/// Where the weight of a transition stands.
pub(crate) fn transition(place: usize, state: usize, label: u8) -> usize {
    (place * STATES + state) * LANES + label as usize
}

/// A score per memory, for one label.
type Lane = [i16; MEMORIES];

/// A score that no sequence comes back from.
const NEVER: i16 = -30_000;

/// Weights of transitions in the order in which the decoder reads them: place,
/// label after, label before, memory before.
pub(crate) struct Transitions {
    weights: [[[Lane; LABELS]; LABELS]; PLACES],
}

impl Transitions {
    /// Orders the weights of a file.
    pub(crate) fn new(flat: &[i16]) -> Self {
        let mut weights = [[[[0; MEMORIES]; LABELS]; LABELS]; PLACES];
        for (at, place) in weights.iter_mut().enumerate() {
            for (label, befores) in (0..).zip(place.iter_mut()) {
                for (before, lane) in befores.iter_mut().enumerate() {
                    for (memory, weight) in lane.iter_mut().enumerate() {
                        let number = transition(at, before * MEMORIES + memory, label);
                        *weight = flat.get(number).copied().unwrap_or(0);
                    }
                }
            }
        }
        Transitions { weights }
    }
}

/// Finds best sequences; keeps its buffers from paragraph to paragraph.
#[derive(Default)]
pub(crate) struct Decoder {
    /// Per token and state, the state before.
    back: Vec<[Before; LABELS]>,
}

/// Per memory, the state before.
type Before = [i16; MEMORIES];

impl Decoder {
    /// Writes the best labels of a paragraph to `labels`. `scores` and
    /// `places` hold one entry a token.
    pub(crate) fn best(
        &mut self,
        scores: &[[i16; LANES]],
        places: &[u8],
        transitions: &Transitions,
        labels: &mut Vec<u8>,
    ) {
        labels.clear();
        self.back.clear();
        let mut best = [[NEVER; MEMORIES]; LABELS];
        // In front of the paragraph stands no label, and nothing is remembered.
        best[0][0] = 0;
        for (score, place) in scores.iter().zip(places) {
            let Some(weights) = transitions.weights.get(usize::from(*place)) else {
                continue;
            };
            let starts = *place < 2;
            let ways = [
                step::<0>(&best, weights, score, starts),
                step::<1>(&best, weights, score, starts),
                step::<2>(&best, weights, score, starts),
                step::<3>(&best, weights, score, starts),
                step::<4>(&best, weights, score, starts),
                step::<5>(&best, weights, score, starts),
                step::<6>(&best, weights, score, starts),
            ];
            best = settled(ways.map(|(lane, _)| lane));
            self.back.push(ways.map(|(_, before)| before));
        }
        let last = best
            .iter()
            .flatten()
            .enumerate()
            .max_by_key(|(_, score)| **score);
        let mut state = last.map_or(0, |(state, _)| state);
        for back in self.back.iter().rev() {
            let (label, memory) = (state / MEMORIES, state % MEMORIES);
            labels.push(label as u8);
            state = back
                .get(label)
                .and_then(|before| before.get(memory))
                .map_or(0, |state| *state as usize);
        }
        labels.reverse();
    }
}

/// The best ways to a label, per memory after it, and the states that they
/// come from.
#[inline]
fn step<const LABEL: usize>(
    best: &[Lane; LABELS],
    weights: &[[Lane; LABELS]; LABELS],
    score: &[i16; LANES],
    starts_sentence: bool,
) -> (Lane, Before) {
    let first = if continues(LABEL as u8) { LABEL - 1 } else { 0 };
    let count = if continues(LABEL as u8) { 2 } else { LABELS };
    let mut lane = [NEVER; MEMORIES];
    let mut from = [0; MEMORIES];
    let befores = best.iter().zip(&weights[LABEL]).zip(0_i16..);
    for ((scores, weights), before) in befores.skip(first).take(count) {
        (lane, from) = better(lane, from, scores, weights, before);
    }
    let states = std::array::from_fn(|memory| from[memory] * MEMORIES as i16 + memory as i16);
    let mark = mark(LABEL as u8);
    let (lane, states) = if starts_sentence {
        forget(&lane, &states, mark)
    } else {
        remember(lane, states, mark)
    };
    (lane.map(|total| total.saturating_add(score[LABEL])), states)
}

/// Lane by lane the better of what stands in `lane` and of a way from `before`.
/// Without branches, so that all lanes are worked on at once.
#[inline(always)]
fn better(lane: Lane, from: Lane, scores: &Lane, weights: &Lane, before: i16) -> (Lane, Lane) {
    let total: Lane = std::array::from_fn(|at| scores[at].saturating_add(weights[at]));
    let top = std::array::from_fn(|at| lane[at].max(total[at]));
    let from = std::array::from_fn(|at| {
        if total[at] > lane[at] {
            before
        } else {
            from[at]
        }
    });
    (top, from)
}

/// Moves what came without a mark to where it is remembered.
#[inline(always)]
fn remember(lane: Lane, states: Before, mark: usize) -> (Lane, Before) {
    if mark == 0 {
        return (lane, states);
    }
    let moves = |at: usize| lane[at ^ mark] > lane[at];
    let best = std::array::from_fn(|at| match at & mark {
        0 => NEVER,
        _ => lane[at].max(lane[at ^ mark]),
    });
    let states = std::array::from_fn(|at| {
        if moves(at) {
            states[at ^ mark]
        } else {
            states[at]
        }
    });
    (best, states)
}

/// A new sentence remembers nothing but its first label.
fn forget(lane: &Lane, states: &Before, mark: usize) -> (Lane, Before) {
    let mut top = (NEVER, 0);
    for (score, state) in lane.iter().zip(states) {
        if *score > top.0 {
            top = (*score, *state);
        }
    }
    let mut only = [NEVER; MEMORIES];
    only[mark] = top.0;
    (only, [top.1; MEMORIES])
}

/// Shifts all scores so that the best is 0: only differences count, and sums
/// stay in range however long the paragraph.
#[inline(always)]
fn settled(scores: [Lane; LABELS]) -> [Lane; LABELS] {
    let mut top = [NEVER; MEMORIES];
    for lane in &scores {
        top = std::array::from_fn(|at| top[at].max(lane[at]));
    }
    let top = top.into_iter().fold(NEVER, i16::max);
    scores.map(|lane| lane.map(|score| score.saturating_sub(top).max(NEVER)))
}

/// True if a state remembers its own label.
pub(crate) fn reachable(state: usize) -> bool {
    let mark = mark((state / MEMORIES) as u8);
    (state % MEMORIES) & mark == mark
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(scores: &[[i16; LANES]], places: &[u8], flat: &[i16]) -> Vec<u8> {
        let mut labels = Vec::new();
        Decoder::default().best(scores, places, &Transitions::new(flat), &mut labels);
        labels
    }

    /// Numbers that look random and are always the same.
    fn numbers(seed: u64) -> impl FnMut(i16) -> i16 {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        move |most| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 33) as i16 % most
        }
    }

    /// The score of a sequence, or `None` if a label cannot follow.
    fn total(labels: &[u8], scores: &[[i16; LANES]], places: &[u8], flat: &[i16]) -> Option<i32> {
        let mut state = None;
        let mut sum = 0;
        for ((label, score), place) in labels.iter().zip(scores).zip(places) {
            let weight = flat[transition(usize::from(*place), state.unwrap_or(0), *label)];
            sum += i32::from(weight) + i32::from(score[usize::from(*label)]);
            state = Some(next(state, *label, *place < 2)?);
        }
        Some(sum)
    }

    #[test]
    fn the_best_of_all_sequences_is_found() {
        const LEN: u32 = 4;
        for seed in 1..6 {
            let mut random = numbers(seed);
            let flat: Vec<i16> = (0..TRANSITIONS).map(|_| random(90)).collect();
            let scores: Vec<[i16; LANES]> = (0..LEN)
                .map(|_| std::array::from_fn(|_| random(90)))
                .collect();
            let places = [0, 2, [3, 0, 1, 5, 4][seed as usize % 5], 2];
            let all = (0..(LABELS as u32).pow(LEN)).map(|number| -> Vec<u8> {
                (0..LEN)
                    .map(|at| (number / (LABELS as u32).pow(at) % LABELS as u32) as u8)
                    .collect()
            });
            let best = all
                .filter_map(|labels| total(&labels, &scores, &places, &flat))
                .max();
            let found = decode(&scores, &places, &flat);
            assert_eq!(total(&found, &scores, &places, &flat), best, "{found:?}");
        }
    }

    #[test]
    fn a_stretch_never_goes_on_what_has_not_begun() {
        let mut scores = vec![[0; LANES]; 6];
        for score in &mut scores {
            score[2] = 100;
            score[4] = 90;
            score[6] = 80;
        }
        let labels = decode(&scores, &[0, 2, 2, 0, 2, 2], &[0; TRANSITIONS]);
        let mut before = 0;
        for label in labels {
            assert!(!continues(label) || before == label || before == label - 1);
            before = label;
        }
    }

    #[test]
    fn a_sentence_remembers_its_cue_and_the_next_one_forgets_it() {
        let cue = next(None, CUE, true).unwrap();
        let after = next(Some(cue), NONE, false).unwrap();
        assert_ne!(Some(after), next(None, NONE, true));
        assert_eq!(next(Some(after), NONE, true), next(None, NONE, true));
        assert_eq!(next(Some(after), 2, false), None);
    }

    #[test]
    fn scores_of_any_size_and_length_stay_in_range() {
        let mut scores = vec![[i16::MIN; LANES]; 5000];
        for (at, score) in scores.iter_mut().enumerate() {
            score[at % LABELS] = i16::MAX;
        }
        let places = vec![2; 5000];
        let flat = vec![i16::MAX; TRANSITIONS];
        assert_eq!(decode(&scores, &places, &flat).len(), 5000);
        assert!(decode(&[], &[], &flat).is_empty());
    }
}
