//! A claim fitted into an article → [`Finding`]s: how the words there compare
//! with it, whether they are quoted, and whose they are.

use std::cmp::Reverse;

use crate::index::Stored;
use crate::roster::Roster;

use super::align::{self, Step, Wanted};
use super::changes::Change;
use super::claim::Claim;
use super::diff::{self, Part};
use super::found::Found;
use super::stream::{Page, Stream};
use super::{Place, Reason};

/// How well the words of a place agree with a claim, the best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// Other words too.
    Altered,
    /// The same words, not in quotation marks.
    Unquoted,
    /// The same words, some left out, or a piece of a longer sentence.
    Shortened,
    /// The same words, whole sentences.
    Verbatim,
}

/// The words of one place beside a claim.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) agreement: Agreement,
    /// How alike both are, 0 to 1.
    pub(super) likeness: f32,
    pub(super) place: Place,
    pub(super) reasons: Vec<Reason>,
    pub(super) changed: Vec<Change>,
    pub(super) diff: Vec<Part>,
    /// The archive's words, folded: places with one wording have one key.
    pub(super) wording: String,
}

impl Finding {
    /// Orders findings, the best last: agreement, whether it is who was asked
    /// for, likeness, marks.
    pub(super) fn merit(&self) -> (Agreement, Reverse<u8>, i64, bool) {
        let by = match self.place.attributed {
            Some(true) => 0,
            None => 1,
            Some(false) => 2,
        };
        let alike = (self.likeness * 10_000.0) as i64;
        // Of changed words, the closest first, whoever says them.
        if self.agreement == Agreement::Altered {
            let quoted = if self.place.quoted { 200 } else { 0 };
            return (self.agreement, Reverse(0), alike + quoted, by == 0);
        }
        (self.agreement, Reverse(by), alike, self.place.quoted)
    }
}

/// What is compared, and how much work may still be spent on it.
pub(super) struct Judge<'c> {
    pub(super) claim: &'c Claim,
    /// Who is to have said it.
    pub(super) by: Option<&'c str>,
    pub(super) roster: &'c Roster,
    /// Before each word of the claim, whether a bracket may stand for others.
    pub(super) open: Vec<bool>,
    /// Cells of alignment tables that are left.
    cells: usize,
}

impl<'c> Judge<'c> {
    pub(super) fn new(
        claim: &'c Claim,
        by: Option<&'c str>,
        roster: &'c Roster,
        cells: usize,
    ) -> Self {
        let open = (0..=claim.tokens.len()).map(|at| claim.is_open(at));
        Judge {
            claim,
            by,
            roster,
            cells,
            open: open.collect(),
        }
    }

    /// The places of an article where the claim stands, each once; or else the
    /// place that comes closest.
    pub(super) fn findings(&mut self, stored: &Stored) -> Vec<Finding> {
        let page = Page::new(stored, self.claim);
        let mut found: Vec<Finding> = Vec::new();
        for stream in [&page.said, &page.body] {
            for steps in self.alignments(stream) {
                if let Some(finding) = self.finding(&page, stream, &steps) {
                    push(&mut found, finding);
                }
            }
        }
        let best = found.iter().map(|finding| finding.agreement).max();
        if best.is_some_and(|best| best > Agreement::Altered) {
            found.retain(|finding| finding.agreement > Agreement::Altered);
        } else {
            let closest = found.into_iter().max_by_key(Finding::merit);
            found = closest.into_iter().collect();
        }
        found
    }

    fn alignments(&mut self, stream: &Stream) -> Vec<Vec<Step>> {
        let claim = self.claim;
        if !claim.has_gaps() {
            let places = align::exact(&claim.ids, &stream.ids);
            if !places.is_empty() {
                let steps = |start: usize| {
                    let same = |at| Step::Same {
                        claim: at,
                        archive: start + at,
                    };
                    (0..claim.ids.len()).map(same).collect()
                };
                return places.into_iter().map(steps).collect();
            }
        }
        let wanted = Wanted {
            ids: &claim.ids,
            weights: &claim.weights,
            cuts: &claim.cuts,
            open: &self.open,
            inserted: &claim.inserted,
        };
        align::fuzzy(&wanted, &stream.ids, &mut self.cells)
    }

    fn finding(&self, page: &Page<'_>, stream: &Stream, steps: &[Step]) -> Option<Finding> {
        let steps = self.widened(page, stream, steps);
        let found = Found::new(self, page, stream, steps)?;
        let likeness = found.likeness();
        let exact = found.is_clean();
        if !exact && likeness < LIKENESS_SHOWN {
            return None;
        }
        let mut reasons = found.reasons();
        let quoted = found.is_quoted();
        let agreement = if !exact || reasons.contains(&Reason::Stitched) {
            Agreement::Altered
        } else if !quoted {
            Agreement::Unquoted
        } else if reasons.is_empty() {
            Agreement::Verbatim
        } else {
            Agreement::Shortened
        };
        if !quoted {
            reasons.push(Reason::Unquoted);
        }
        Some(Finding {
            agreement,
            likeness,
            changed: found.changed(),
            diff: diff::parts(self.claim, page, stream, &found.steps),
            wording: found.wording(),
            place: found.place(quoted),
            reasons,
        })
    }

    /// Where the claim has words at an end that the archive does not have,
    /// what the archive has in their place.
    fn widened(&self, page: &Page<'_>, stream: &Stream, steps: &[Step]) -> Vec<Step> {
        let is_same = |step: &&Step| matches!(step, Step::Same { .. });
        let before = steps.iter().take_while(|step| !is_same(step)).count();
        let after = steps.iter().rev().take_while(|step| !is_same(step)).count();
        let mut out: Vec<Step> = Vec::with_capacity(steps.len() + 2 * (before + after));
        let at = |step: Option<&Step>| match step {
            Some(Step::Same { archive, .. }) => Some(*archive),
            _ => None,
        };
        if before > 0
            && let Some(first) = at(steps.get(before))
        {
            let room = neighbours(page, stream, first, before, true);
            out.extend(room.map(|archive| Step::Deleted { archive }));
        }
        out.extend_from_slice(steps);
        if after > 0
            && let Some(last) = at(steps.get(steps.len() - after - 1))
        {
            let room = neighbours(page, stream, last, after, false);
            let end = out.len() - after;
            out.splice(end..end, room.map(|archive| Step::Deleted { archive }));
        }
        out
    }
}

/// Less alike than this, two texts are no versions of one.
const LIKENESS_SHOWN: f32 = 0.4;

/// The words of a stream beside `at`: about `count`, and to the end of the
/// sentence where that is near.
fn neighbours(
    page: &Page<'_>,
    stream: &Stream,
    at: usize,
    count: usize,
    before: bool,
) -> std::ops::Range<usize> {
    let Some(span) = stream.spans.get(at) else {
        return 0..0;
    };
    let sentence = page.sentence_at(stream.region(at), span.start);
    if before {
        let first = stream.spans.partition_point(|s| s.start < sentence.start);
        let near = at.saturating_sub(count + SENTENCE_SLACK) <= first;
        let from = if near { first } else { at - count };
        from.min(at)..at
    } else {
        let end = stream.spans.partition_point(|s| s.start < sentence.end);
        let near = at + 1 + count + SENTENCE_SLACK >= end;
        let to = if near { end } else { at + 1 + count };
        (at + 1)..to.max(at + 1)
    }
}

/// So many words more are shown where a sentence ends after them.
const SENTENCE_SLACK: usize = 2;

/// Adds a finding unless the same words of the body are known already; what is
/// known of them in marks comes first.
fn push(found: &mut Vec<Finding>, finding: Finding) {
    let overlaps = |known: &&mut Finding| {
        let (one, other) = (known.place.bytes, finding.place.bytes);
        one.start < other.end && other.start < one.end
    };
    match found.iter_mut().find(overlaps) {
        Some(known) if known.merit() < finding.merit() => *known = finding,
        Some(_) => {}
        None => found.push(finding),
    }
}
