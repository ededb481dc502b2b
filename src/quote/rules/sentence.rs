//! A sentence → the statements attributed in it.
//!
//! Three orders: content, then source and verb (`“A,” Roe said`); source and
//! verb, then content (`Roe said that A`); and `according to Roe`.

use std::ops::Range;

use super::super::cue::Word;
use super::scene::{Scene, Shape};

/// A statement as token ranges.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) content: Vec<Range<usize>>,
    pub(super) cue: Option<Range<usize>>,
    pub(super) mention: Option<Range<usize>>,
    /// The verb has no subject of its own, in a language that needs none.
    pub(super) carried: bool,
    pub(super) strength: f32,
}

/// What a sentence gave.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) found: Vec<Found>,
    /// A source and a verb whose content must follow: `Roe said:`
    pub(super) pending: Option<Found>,
    /// A source and a verb with no content in the sentence, which may belong
    /// to a quotation before it: `“Why?” Roe asked.`
    pub(super) dangling: Option<Found>,
}

/// Most words that may stand behind `“A,” Roe said`: when, where, to whom.
pub(super) const TAIL: usize = 14;

/// Content of one stretch.
pub(super) fn one(range: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(range).collect()
}

/// Reads one sentence.
pub(super) fn read(scene: &Scene<'_>, segment: &Range<usize>) -> Reading {
    let mut reader = Reader {
        scene,
        segment: segment.clone(),
        cursor: segment.start,
        out: Reading::default(),
    };
    reader.run();
    reader.out
}

pub(super) struct Reader<'s, 't> {
    pub(super) scene: &'s Scene<'t>,
    pub(super) segment: Range<usize>,
    /// First token that no statement has taken.
    pub(super) cursor: usize,
    pub(super) out: Reading,
}

impl Reader<'_, '_> {
    pub(super) fn run(&mut self) {
        self.closing();
        let mut at = self.segment.start;
        while at < self.segment.end {
            if at >= self.cursor && !self.scene.quoted(at) {
                self.try_at(at);
            }
            at = (at + 1).max(self.cursor.min(self.segment.end));
        }
    }

    /// `…, she said.` at the end takes the whole sentence, whatever verbs stand
    /// in it.
    pub(super) fn closing(&mut self) {
        let scene = self.scene;
        let quoted = self.segment.clone().any(|token| scene.quoted(token));
        if !scene.english || quoted {
            return;
        }
        let lowest = self
            .segment
            .start
            .max(self.segment.end.saturating_sub(2 * TAIL));
        for at in (lowest..self.segment.end).rev() {
            let attributes =
                scene.is(at, Word::SAY) && !scene.is(at, Word::WEAK | Word::CLAUSAL | Word::ING);
            if attributes && self.is_cue(at) {
                if let Some(found) = self.tail(at) {
                    self.out.found.push(found);
                }
                return;
            }
        }
    }

    pub(super) fn try_at(&mut self, at: usize) {
        if let Some(found) = self.according(at) {
            self.out.found.push(found);
            return;
        }
        if !self.is_cue(at) {
            return;
        }
        let found = self.tail(at).or_else(|| self.head(at));
        if let Some(found) = found {
            self.out.found.push(found);
        }
    }

    /// `According to Roe, A` and `A, according to Roe`.
    pub(super) fn according(&mut self, at: usize) -> Option<Found> {
        let scene = self.scene;
        let phrase = scene.lexicon.according().iter().find(|phrase| {
            phrase
                .iter()
                .enumerate()
                .all(|(number, word)| scene.lower(at + number) == *word)
        })?;
        let mut after = at + phrase.len();
        if !scene.english && scene.is(after, Word::SAY) {
            // según anunció este jueves el canal
            after += 1;
            while after < self.segment.end
                && (scene.is(after, Word::TIME) || scene.is(after + 1, Word::TIME))
            {
                after += 1;
            }
        }
        let first = at == self.segment.start;
        let bare = phrase.len() == 1
            && matches!(
                phrase.first(),
                Some(&"para" | &"pour" | &"per" | &"so" | &"aldus")
            );
        let left = at.checked_sub(1).filter(|left| *left >= self.cursor);
        let comma =
            left.is_some_and(|left| scene.shape(left) == Shape::Comma || scene.quoted(left));
        if phrase.first() == Some(&"so") {
            let ends = mention_ends(scene, after, self.segment.end);
            if !(comma && ends && (scene.capital(after) || scene.is(after, Word::DETERMINER))) {
                return None;
            }
        }
        let plain =
            matches!(phrase.first(), Some(&"so" | &"aldus") if comma) || scene.english && comma;
        if bare && !plain && !(first && scene.capital(after)) {
            return None;
        }
        let mut mention = scene.source_after(after, self.segment.end)?;
        let cue = at..at + phrase.len();
        if at < self.cursor + 3 {
            mention.end = self.leading_source_end(&mention);
        }
        let mut next = mention.end;
        while next < self.segment.end.min(mention.end + 8)
            && scene.shape(next) != Shape::Comma
            && scene.wordy(next)
            && at < self.cursor + 3
            && scene.english
        {
            next += 1;
        }
        let content = if at < self.cursor + 3 || scene.count(&(self.cursor..at)) < 3 {
            // According to Roe, A. German turns the order: Laut Roe ist A.
            let start = if scene.shape(next) == Shape::Comma {
                next + 1
            } else {
                next
            };
            if scene.english && start == next {
                return None;
            }
            let range = start..self.segment.end;
            self.cursor = self.segment.end;
            range
        } else {
            let range = self.cursor..at;
            self.cursor = next;
            if scene.shape(next) == Shape::Comma
                && scene.count(&(next..self.segment.end)) > 3
                && !comma
            {
                self.cursor = next + 1;
            }
            range
        };
        if scene.count(&content) < 3 {
            return None;
        }
        let mut content = one(content);
        let inside = !scene.english && !comma && !first && self.cursor == next;
        if inside && scene.count(&(next..self.segment.end)) > 0 {
            // Die Kosten werden laut Roe auf zwei Millionen geschätzt.
            content.push(next..self.segment.end);
            self.cursor = self.segment.end;
        }
        Some(Found {
            content,
            cue: Some(cue),
            mention: Some(mention),
            carried: false,
            strength: 0.8,
        })
    }

    /// `According to the survey, the port is shut`: what follows the comma is
    /// no apposition unless a further comma closes it behind a name.
    pub(super) fn leading_source_end(&self, mention: &Range<usize>) -> usize {
        let scene = self.scene;
        let comma = |token: &usize| scene.shape(*token) == Shape::Comma;
        let Some(first) = mention.clone().find(comma) else {
            return mention.end;
        };
        if !scene.capital(first.saturating_sub(1)) {
            return first;
        }
        let closed = scene.shape(mention.end) == Shape::Comma
            && scene.count(&(mention.end..self.segment.end)) >= 4;
        if closed {
            return mention.end;
        }
        mention.clone().rev().find(comma).unwrap_or(first)
    }

    /// Content before its source and verb.
    pub(super) fn tail(&mut self, cue: usize) -> Option<Found> {
        let scene = self.scene;
        let verb = scene.word(cue);
        let (start, mut mention, mut end) = self.attribution(cue)?;
        // , as Roe put it
        let mut border = start;
        if border > self.cursor
            && matches!(
                scene.lower(border - 1),
                "as" | "wie" | "como" | "comme" | "come"
            )
        {
            border -= 1;
        }
        let left = border.checked_sub(1).filter(|left| *left >= self.cursor)?;
        let after_mark = self.ends_region(left);
        let parted = matches!(scene.shape(left), Shape::Comma | Shape::Dash);
        if !after_mark && !parted {
            return None;
        }
        let content_end = if parted && !scene.quoted(left) {
            left
        } else {
            border
        };
        let mut content = self.cursor..content_end;
        if let Some(colon) = self.colon_before_region(&content) {
            content.start = colon + 1;
        }
        let quoted = after_mark || content_end > self.cursor && self.ends_region(content_end - 1);
        if mention.is_none() && scene.verb_last {
            // Turkish: Demir, “Yanlış” dedi.
            if let Some(first) = content.clone().find(|token| scene.quoted(*token)) {
                let name = content.start..first;
                let comma = usize::from(scene.shape(first.saturating_sub(1)) == Shape::Comma);
                if (1..=8).contains(&name.len().saturating_sub(comma)) {
                    mention = Some(name.start..name.end - comma);
                    content.start = first;
                }
            }
        }
        let next_quoted = self.region_follows(end);
        if !quoted {
            let words = scene.count(&content);
            let tail = scene.count(&(end..self.segment.end));
            let clause = scene.is(end, Word::THAT) || next_quoted.is_some() && scene.quoted(end);
            let reports = verb.is(Word::SAY | Word::THINK) && !verb.is(Word::WEAK);
            if let Some(right) = self.goes_on(end).filter(|_| reports) {
                return self.parenthesis(cue, mention, content, right);
            }
            let prefix = scene.is(self.cursor, Word::PREPOSITION | Word::CLAUSE)
                && !self.is_clause(self.cursor, content_end);
            if !verb.is(Word::SAY)
                || verb.is(Word::WEAK)
                || words < 4
                || tail > TAIL
                || clause
                || prefix
                || scene.shape(end) == Shape::Colon
                || !self.plain_tail(end)
            {
                return None;
            }
        } else if scene.is(end, Word::THAT)
            && !scene.is(end, Word::DETERMINER)
            && scene.english
            && scene.count(&(end..self.segment.end)) > 4
            && scene.lower(end) == "that"
        {
            // “A,” and Roe said that B: two statements; the first is floating.
            return None;
        }
        if scene.count(&content) == 0 {
            return None;
        }
        let mut found = Found {
            content: vec![content],
            cue: Some(cue..cue + 1),
            carried: mention.is_none(),
            mention,
            strength: if quoted { 0.95 } else { 0.75 },
        };
        if quoted && let Some(more) = next_quoted.filter(|more| !self.cue_between(end, *more)) {
            let stop = scene.region_end(more, self.segment.end);
            let rest = scene.count(&(stop..self.segment.end));
            let stop = if rest <= 6 { self.segment.end } else { stop };
            found.content.push(more..stop);
            end = stop;
        }
        self.cursor = end;
        Some(found)
    }

    /// A colon that introduces the quotation with which the content ends.
    pub(super) fn colon_before_region(&self, content: &Range<usize>) -> Option<usize> {
        let scene = self.scene;
        let first = content.clone().find(|token| scene.quoted(*token))?;
        let colon = first
            .checked_sub(1)
            .filter(|colon| *colon >= content.start)?;
        (scene.shape(colon) == Shape::Colon).then_some(colon)
    }

    /// Where the content goes on behind `The port, she said, is shut`.
    pub(super) fn goes_on(&self, end: usize) -> Option<usize> {
        let scene = self.scene;
        let from = end + 1;
        let parted =
            end < self.segment.end && scene.shape(end) == Shape::Comma && !scene.quoted(end);
        let small = scene.shape(from) == Shape::Small || scene.quoted(from) || scene.capital(from);
        let more = parted
            && small
            && scene.count(&(from..self.segment.end)) >= 3
            && !scene.is(from, Word::ING | Word::TIME)
            && !matches!(
                scene.lower(from),
                "citing" | "referring" | "according" | "who" | "which"
            );
        more.then_some(from)
    }

    pub(super) fn parenthesis(
        &mut self,
        cue: usize,
        mention: Option<Range<usize>>,
        left: Range<usize>,
        right: usize,
    ) -> Option<Found> {
        let end = self.next_clause(right).unwrap_or(self.segment.end);
        self.cursor = end;
        Some(Found {
            content: vec![left, right..end],
            cue: Some(cue..cue + 1),
            carried: mention.is_none(),
            mention,
            strength: 0.7,
        })
    }

    /// True if what follows `“A,” Roe said` is when, where or to whom.
    pub(super) fn plain_tail(&self, end: usize) -> bool {
        let scene = self.scene;
        end >= self.segment.end
            || !scene.wordy(end)
            || scene.is(
                end,
                Word::TIME | Word::PREPOSITION | Word::SKIP | Word::CLAUSE,
            )
            || !scene.english
            || matches!(
                scene.lower(end),
                "last" | "reporters" | "this" | "earlier" | "it"
            )
    }

    /// The start of the attribution around a verb, its source, and its end.
    pub(super) fn attribution(&self, cue: usize) -> Option<(usize, Option<Range<usize>>, usize)> {
        let scene = self.scene;
        let verb_start = self.verb_start(cue);
        let left = verb_start
            .checked_sub(1)
            .filter(|left| *left >= self.cursor);
        let parted = left.is_some_and(|left| {
            self.ends_region(left) || matches!(scene.shape(left), Shape::Comma | Shape::Dash)
        });
        let inverted = (verb_start..=cue).find(|token| scene.inverted(*token));
        if let Some(token) = inverted {
            return Some((verb_start, Some(token..token + 1), cue + 1));
        }
        let apposed = left.is_some_and(|left| {
            !self.ends_region(left) && (self.cursor..left).any(|token| scene.quoted(token))
        });
        if parted && !apposed {
            let after = cue + 1;
            if let Some(source) = scene.source_after(after, self.segment.end) {
                let plain = left.is_some_and(|left| self.ends_region(left))
                    || (scene.english
                        || scene.capital(after)
                        || scene.is(after, Word::DETERMINER | Word::PRONOUN))
                        && (source.end >= self.segment.end
                            || !scene.wordy(source.end)
                            || scene.is(source.end, Word::TIME | Word::PREPOSITION)
                                && !scene.english
                            || scene.is(source.end, Word::TIME));
                if plain && (!scene.is(after, Word::THAT) || !scene.english) {
                    let end = source.end;
                    return Some((verb_start, Some(source), end));
                }
            }
            if let Some(source) = self.source_past_listener(after) {
                let end = source.end;
                return Some((verb_start, Some(source), end));
            }
            // Spanish and its kin need no pronoun: «Son pocos», afirmó.
            if !scene.english
                && left.is_some_and(|left| {
                    self.ends_region(left)
                        || scene.shape(left) == Shape::Comma
                            && after < self.segment.end
                            && matches!(scene.shape(after), Shape::Comma | Shape::Stop)
                })
            {
                return Some((verb_start, None, after));
            }
        }
        let source = scene.source_before(cue, self.cursor)?;
        Some((source.start, Some(source), cue + 1))
    }

    /// `a déclaré à l’AFP le maire`: the source stands behind the listener.
    pub(super) fn source_past_listener(&self, after: usize) -> Option<Range<usize>> {
        let scene = self.scene;
        let time = scene.is(after, Word::TIME) || scene.is(after + 1, Word::TIME);
        if scene.english || !(scene.is(after, Word::PREPOSITION) || time) {
            return None;
        }
        let limit = self.segment.end.min(after + 8);
        (after + 2..limit)
            .take_while(|at| !matches!(scene.shape(*at), Shape::Comma | Shape::Stop))
            .find(|at| scene.is(*at, Word::DETERMINER) && !scene.is(at - 1, Word::PREPOSITION))
            .and_then(|at| scene.source_after(at, self.segment.end))
    }

    /// The first token of the verb, auxiliaries included: `ha dicho`.
    pub(super) fn verb_start(&self, cue: usize) -> usize {
        let mut at = cue;
        while at > self.cursor
            && self.scene.is(at - 1, Word::SKIP)
            && !self.scene.quoted(at - 1)
            && cue - at < 3
        {
            at -= 1;
        }
        at
    }

    /// True if a quoted region ends at the token, or a comma after it.
    pub(super) fn ends_region(&self, token: usize) -> bool {
        let scene = self.scene;
        if scene.quoted(token) {
            return true;
        }
        token > self.segment.start
            && matches!(scene.shape(token), Shape::Comma | Shape::Dash | Shape::Stop)
            && scene.quoted(token - 1)
    }

    /// The next quoted token within reach.
    pub(super) fn region_follows(&self, from: usize) -> Option<usize> {
        (from..self.segment.end.min(from + TAIL)).find(|token| self.scene.quoted(*token))
    }

    pub(super) fn cue_between(&self, from: usize, to: usize) -> bool {
        (from..to).any(|token| {
            self.scene.is(token, Word::SAY)
                && (self.is_cue(token) || self.scene.is(token, Word::ING))
        })
    }
}

/// True if nothing follows the source at `from` in its clause.
fn mention_ends(scene: &Scene<'_>, from: usize, end: usize) -> bool {
    scene
        .source_after(from, end)
        .is_some_and(|source| source.end >= end || !scene.wordy(source.end))
}
