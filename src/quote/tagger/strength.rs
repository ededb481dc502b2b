//! Scores around a statement → how probable it is that its words are right.
//!
//! A logistic function of a few margins; its weights are learnt on articles
//! that the tagger's were not learnt on, and mean: the share of statements of
//! this strength that share half of their words, of both, with what a reader
//! marks.

use super::decode::{CONTENT, CUE, LANES, SOURCE};
use super::link::Link;
use super::model::CALIBRATION;

/// A margin in units of scores that counts as one.
const UNIT: f32 = 64.0;
/// Margins beyond say no more.
const MOST: f32 = 3.0;

/// What is known about a statement: one, the margins of its first word, of the
/// word after its last one, of its cue and of its source, whether it has a cue
/// and a source, and how much of it is quoted.
pub(crate) fn evidence(
    link: &Link,
    scores: &[[i16; LANES]],
    first: usize,
    quoted: f32,
) -> [f32; CALIBRATION] {
    let margin = |token: usize, label: u8, against: u8| {
        let scores = token.checked_sub(first).and_then(|at| scores.get(at));
        let of = |label: u8| {
            let score = scores.and_then(|scores| scores.get(usize::from(label)));
            f32::from(score.copied().unwrap_or(0))
        };
        ((of(label) - of(against)) / UNIT).clamp(-MOST, MOST)
    };
    let begin = link.content.first().map_or(0, |range| range.start);
    let end = link.content.last().map_or(0, |range| range.end);
    let of = |range: Option<usize>, label: u8| range.map_or(0.0, |at| margin(at, label, 0));
    let cue = link.cue.as_ref().map(|range| range.start);
    let source = link.source.as_ref().map(|range| range.start);
    [
        1.0,
        margin(begin, CONTENT, 0),
        margin(end, 0, CONTENT + 1),
        of(cue, CUE),
        of(source, SOURCE),
        f32::from(u8::from(cue.is_some())),
        f32::from(u8::from(source.is_some())),
        quoted,
    ]
}

/// How sure a statement with this evidence is, 0 to 1.
pub(crate) fn strength(evidence: &[f32; CALIBRATION], weights: &[f32; CALIBRATION]) -> f32 {
    let sum: f32 = evidence.iter().zip(weights).map(|(e, w)| e * w).sum();
    let strength = 1.0 / (1.0 + (-sum).exp());
    if strength.is_finite() { strength } else { 0.5 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strength_stays_between_0_and_1_for_any_weights() {
        for weight in [0.0, 1.0, -1.0, 1e30, -1e30, f32::NAN, f32::INFINITY] {
            let strength = strength(&[1.0; CALIBRATION], &[weight; CALIBRATION]);
            assert!((0.0..=1.0).contains(&strength), "{weight}: {strength}");
        }
    }

    #[test]
    fn clearer_words_are_surer() {
        let link = Link {
            content: std::iter::once(5..9).collect(),
            cue: Some(3..4),
            source: None,
        };
        let at = |score: i16| {
            let mut scores = vec![[0; LANES]; 10];
            scores[0][usize::from(CONTENT)] = score;
            let evidence = evidence(&link, &scores, 5, 0.0);
            strength(&evidence, &[0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
        };
        assert!(at(-100) < at(0) && at(0) < at(100));
        assert_eq!(at(i16::MAX), at(i16::MAX - 1));
    }
}
