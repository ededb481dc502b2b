//! Beside a reporting verb → the noun phrase that names the source, with its
//! apposition: `Ann Roe, a professor of law at X`.

use std::ops::Range;

use super::super::cue::Word;
use super::scene::{Scene, Shape};

/// Longest noun phrase and apposition, in tokens.
const PHRASE: usize = 16;
const APPOSITION: usize = 34;

impl Scene<'_> {
    /// The source that ends right before `cue`, not before `floor`, with
    /// adverbs and auxiliaries between them left out.
    pub(super) fn source_before(&self, cue: usize, floor: usize) -> Option<Range<usize>> {
        let mut end = self.before_skips(cue, floor);
        // Ann Roe, however, said
        if end > floor + 1 && self.shape(end - 1) == Shape::Comma {
            let inner = self.before_skips(end - 1, floor);
            if inner < end - 1 && inner > floor && self.shape(inner - 1) == Shape::Comma {
                end = inner - 1;
            }
        }
        if end <= floor {
            return None;
        }
        let source = if self.shape(end - 1) == Shape::Comma {
            self.with_apposition(end - 1, floor)?
        } else {
            self.phrase_before(end, floor)?
        };
        self.is_source(&source).then_some(source)
    }

    /// One past the last token before `end` that is no adverb or auxiliary.
    fn before_skips(&self, end: usize, floor: usize) -> usize {
        let mut at = end;
        while at > floor {
            let token = at - 1;
            let time = self.is(token, Word::TIME) && (self.capital(token) || !self.english);
            let adverb = self.english
                && self.shape(token) == Shape::Small
                && self.lower(token).len() > 4
                && self.lower(token).ends_with("ly");
            if self.quoted(token)
                || !(self.is(token, Word::SKIP) || time || adverb)
                || self.is(token, Word::PRONOUN) && !self.is(token, Word::SKIP)
            {
                break;
            }
            at -= 1;
            // … on Tuesday
            if time && at > floor && matches!(self.lower(at - 1), "on" | "late" | "early" | "last")
            {
                at -= 1;
            }
        }
        at
    }

    /// `Ann Roe, a professor at X,` before the comma at `comma`.
    fn with_apposition(&self, comma: usize, floor: usize) -> Option<Range<usize>> {
        let lowest = floor.max(comma.saturating_sub(APPOSITION));
        let mut last = comma;
        for _ in 0..4 {
            let before = self.comma_before(last, lowest)?;
            let head = self.phrase_before(before, floor)?;
            let start = head.start;
            let inner = self.is(start, Word::PREPOSITION)
                || self.shape(start) == Shape::Number
                || self.lower(start) == "who"
                || (self.shape(start) == Shape::Small
                    && !self.is(start, Word::DETERMINER)
                    && !self.is(start, Word::PRONOUN)
                    && start > floor
                    && self.shape(start - 1) == Shape::Comma);
            if !inner {
                return Some(start..comma);
            }
            last = before;
        }
        None
    }

    /// The comma before `end` that opens the apposition.
    fn comma_before(&self, end: usize, floor: usize) -> Option<usize> {
        let mut at = end;
        while at > floor {
            at -= 1;
            if self.quoted(at) && self.shape(at) == Shape::Mark && self.count_region(at) > 5 {
                return None;
            }
            match self.shape(at) {
                Shape::Comma if !self.quoted(at) => return Some(at),
                Shape::Stop if self.text.word(at) != "." => return None,
                Shape::Semicolon | Shape::Colon => return None,
                _ => {}
            }
        }
        None
    }

    fn count_region(&self, token: usize) -> usize {
        self.region(token)
            .and_then(|region| self.text.regions.get(region as usize))
            .and_then(|region| region.inner.of(self.text.body))
            .map_or(0, |inner| inner.split_whitespace().take(8).count())
    }

    /// The noun phrase that ends at `end`.
    fn phrase_before(&self, end: usize, floor: usize) -> Option<Range<usize>> {
        let lowest = floor.max(end.saturating_sub(PHRASE));
        let mut start = end;
        while start > lowest {
            let token = start - 1;
            if self.quoted(token) {
                // A nickname may stand in the name.
                if self.count_region(token) > 3 || !self.nickname(token, floor, end) {
                    break;
                }
                start -= 1;
                continue;
            }
            match self.shape(token) {
                Shape::Capital | Shape::Small | Shape::Number => {}
                Shape::Other if !matches!(self.text.word(token), "(" | "[" | "{" | "/" | "*") => {}
                Shape::Other if matches!(self.text.word(token), "(" | "[") && start < end => {}
                Shape::Mark if matches!(self.text.word(token), "'" | "’") => {}
                Shape::Stop if self.text.word(token) == "." && self.abbreviates(token) => {}
                _ => break,
            }
            if self.is(token, Word::CLAUSE) && !self.joins_names(token, end) {
                // A relative pronoun is a source: Ann Roe, who said …
                if start == end && matches!(self.lower(token), "who" | "which" | "qui" | "quien") {
                    start -= 1;
                }
                break;
            }
            if start < end
                && self.is(token, Word::VERB)
                && self.shape(token) == Shape::Small
                && self.finite(token, floor)
            {
                break;
            }
            start -= 1;
            if self.is(token, Word::PRONOUN)
                && self.shape(token) == Shape::Small
                && matches!(
                    self.lower(token),
                    "he" | "she" | "they" | "we" | "it" | "i" | "you"
                )
            {
                break;
            }
        }
        start = self.past_preposition(start, end);
        (start < end).then_some(start..end)
    }

    /// A phrase cannot begin with `in` or `of`: the source is what follows the
    /// innermost such beginning only when a name does.
    fn past_preposition(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        while at < end
            && (self.is(at, Word::SKIP) && !self.is(at, Word::PRONOUN | DET)
                || self.lower(at) == "and"
                || self.lower(at) == "but")
        {
            at += 1;
        }
        at
    }

    fn nickname(&self, token: usize, floor: usize, end: usize) -> bool {
        let first = token.saturating_sub(6).max(floor);
        (first..token).any(|before| !self.quoted(before) && self.capital(before)) && end > token
    }

    fn abbreviates(&self, dot: usize) -> bool {
        dot > 0 && self.capital(dot - 1) && self.text.word(dot - 1).len() <= 5
    }

    /// `and` between two names.
    fn joins_names(&self, token: usize, end: usize) -> bool {
        matches!(
            self.lower(token),
            "and" | "&" | "y" | "et" | "und" | "e" | "en" | "och" | "og"
        ) && token > 0
            && token + 1 < end
            && (self.capital(token - 1) && self.capital(token + 1)
                || matches!(
                    self.lower(token + 1),
                    "his" | "her" | "their" | "its" | "other" | "others"
                )
                || self.shape(token - 1) == Shape::Small
                    && self.shape(token + 1) == Shape::Small
                    && self.lower(token - 1).ends_with('s')
                    && self.lower(end - 1).ends_with('s')
                    && end - token <= 4)
    }

    /// True for a verb that stands as one, so that the phrase begins behind it.
    fn finite(&self, token: usize, floor: usize) -> bool {
        if !self.english {
            return false;
        }
        let word = self.word(token);
        let plain = matches!(
            self.lower(token),
            "said" | "says" | "told" | "wrote" | "adds" | "added"
        );
        plain
            || !word.is(Word::BASE)
                && !word.is(Word::ING)
                && !word.is(Word::THIRD)
                && token > floor
                && self.is(token - 1, Word::PRONOUN)
    }

    /// True if the tokens can be a source: a name, a pronoun, or a phrase that
    /// begins with a determiner; never one that ends in a small word.
    fn is_source(&self, range: &Range<usize>) -> bool {
        let Some(last) = range.end.checked_sub(1) else {
            return false;
        };
        let small_word = Word::PREPOSITION | DET;
        if self.is(last, small_word) && !self.is(last, Word::PRONOUN) && !self.capital(last) {
            return false;
        }
        if self.is(last, Word::CLAUSE) && !self.is(last, Word::PRONOUN) {
            return false;
        }
        if self.lower(last) == "to" || self.lower(last) == "not" || self.lower(last) == "there" {
            return false;
        }
        let first = range.start;
        if !self.english
            && self.is(first, Word::PREPOSITION)
            && !self.is(first, DET | Word::OF)
            && range.len() <= 4
        {
            return false;
        }
        range.clone().any(|token| self.capital(token))
            || self.is(first, Word::PRONOUN | DET)
            || range.len() <= 4 && self.english
    }

    /// The source that begins at `from`, right after its verb, before `ceiling`.
    pub(super) fn source_after(&self, from: usize, ceiling: usize) -> Option<Range<usize>> {
        let dated = !self.english && self.is(from + 1, Word::TIME) && !self.capital(from);
        let begins = !self.quoted(from)
            && !dated
            && (self.capital(from) && !self.is(from, Word::TIME)
                || self.is(from, Word::PRONOUN | DET)
                || !self.english
                    && self.shape(from) == Shape::Small
                    && !self.is(
                        from,
                        Word::PREPOSITION | Word::CLAUSE | Word::THAT | Word::TIME,
                    ));
        if from >= ceiling || !begins {
            return self.plural_after(from, ceiling);
        }
        let mut end = self.phrase_after(from, ceiling);
        if end == from {
            return None;
        }
        // Appositions: , a professor of law at X,
        while end < ceiling && self.shape(end) == Shape::Comma && !self.quoted(end) {
            let Some(next) = self.apposition_after(end, ceiling) else {
                break;
            };
            end = next;
        }
        Some(from..end)
    }

    /// `said officials`, `said people close to the talks`.
    fn plural_after(&self, from: usize, ceiling: usize) -> Option<Range<usize>> {
        if from >= ceiling
            || self.quoted(from)
            || !self.english && self.is(from + 1, Word::TIME)
            || self.shape(from) != Shape::Small
            || self.is(
                from,
                Word::CLAUSE | Word::THAT | Word::PREPOSITION | Word::TIME | Word::SKIP,
            )
        {
            return None;
        }
        let end = self.phrase_after(from, ceiling);
        (end > from && end - from <= 12).then_some(from..end)
    }

    fn phrase_after(&self, from: usize, ceiling: usize) -> usize {
        let mut end = from;
        while end < ceiling && end - from < PHRASE {
            if self.quoted(end) {
                if end > from && self.count_region(end) <= 2 && self.capital(end - 1) {
                    end = self.region_end(end, ceiling);
                    continue;
                }
                break;
            }
            match self.shape(end) {
                Shape::Capital | Shape::Small | Shape::Number => {}
                Shape::Other if matches!(self.text.word(end), "(" | ")" | "-" | "&" | "/") => {}
                Shape::Mark if matches!(self.text.word(end), "'" | "’") => {}
                Shape::Stop
                    if self.text.word(end) == "."
                        && self.abbreviates(end)
                        && end + 1 < ceiling
                        && self.wordy(end + 1) => {}
                _ => break,
            }
            if end > from && self.ends_phrase(end, from) {
                break;
            }
            end += 1;
            if end == from + 1
                && self.is(from, Word::PRONOUN)
                && !self.is(from, DET)
                && !self.capital(from)
            {
                break;
            }
        }
        while end > from && self.dangles(end - 1) {
            end -= 1;
        }
        end
    }

    /// True for a token that cannot end a noun phrase.
    fn dangles(&self, token: usize) -> bool {
        matches!(self.text.word(token), "(" | "-" | "/")
            || self.is(token, Word::PREPOSITION)
                && !self.capital(token)
                && !self.is(token, Word::PRONOUN | DET)
    }

    /// True if what stands at `token` no longer belongs to the source.
    fn ends_phrase(&self, token: usize, from: usize) -> bool {
        if self.is(token, Word::CLAUSE) && !self.joins_names(token, token + 2) {
            return true;
        }
        if self.is(token, Word::TIME) && (self.capital(token) || !self.english) {
            return true;
        }
        if !self.english {
            let genitive = token > from + 1
                && self.is(token, DET)
                && self.capital(token - 1)
                && self.capital(token - 2);
            let dated = self.is(token + 1, Word::TIME) && !self.capital(token);
            // German writes nouns with capitals: a small word ends the phrase.
            let beyond = self.nouns_capital
                && self.capital(token - 1)
                && !self.capital(token)
                && !self.is(token, Word::OF | DET | Word::CLAUSE);
            return dated
                || beyond
                || self.is(token, Word::SKIP) && !self.capital(token)
                || self.is(token, Word::THAT)
                || self.is(token, Word::PREPOSITION) && !self.is(token, Word::OF)
                || genitive;
        }
        if self.is(token, Word::THAT) && !self.is(token, DET) || is_auxiliary(self.lower(token)) {
            return true;
        }
        let named = self.capital(token - 1);
        match self.lower(token) {
            "in" | "on" | "at" | "during" | "after" | "before" | "by" | "via" | "through"
            | "last" | "this" | "earlier" | "late" => named || token - from > 6,
            "to" | "as" | "about" | "into" | "outside" | "inside" => true,
            "of" | "for" | "from" | "with" => false,
            word => {
                self.shape(token) == Shape::Small
                    && named
                    && (word.ends_with("ing") || word.ends_with("ly"))
            }
        }
    }

    /// `the mayor, Ann Roe,`: a name behind a description.
    fn name_after(&self, comma: usize, ceiling: usize) -> Option<usize> {
        let described = comma > 0 && !self.capital(comma - 1);
        let mut end = comma + 1;
        while end < ceiling
            && end - comma <= 6
            && !self.quoted(end)
            && !self.is(end, Word::TIME)
            && (self.capital(end) || end > comma + 1 && self.is(end, Word::OF))
        {
            end += 1;
        }
        let closed = end >= ceiling || matches!(self.shape(end), Shape::Comma | Shape::Stop);
        (described && closed && end > comma + 1).then_some(end)
    }

    /// The end of an apposition whose comma stands at `comma`.
    fn apposition_after(&self, comma: usize, ceiling: usize) -> Option<usize> {
        let from = comma + 1;
        if from >= ceiling || self.quoted(from) || self.verb_last {
            return None;
        }
        let small = self.shape(from) == Shape::Small;
        let opens = self.is(from, DET) && !matches!(self.lower(from), "this" | "that" | "some")
            || self.shape(from) == Shape::Number && self.shape(from + 1) != Shape::Capital
            || matches!(
                self.lower(from),
                "who" | "whose" | "qui" | "quien" | "who's"
            )
            || small
                && !self.is(
                    from,
                    Word::CLAUSE | Word::SKIP | Word::THAT | Word::TIME | Word::PRONOUN,
                )
                && !self.lower(from).ends_with("ing")
                && (!self.is(from, Word::PREPOSITION) || self.is(from, Word::OF));
        if !opens {
            return self.name_after(comma, ceiling);
        }
        let mut end = from;
        while end < ceiling && end - from < APPOSITION && !self.quoted(end) {
            match self.shape(end) {
                Shape::Comma | Shape::Semicolon | Shape::Colon | Shape::Dash => break,
                Shape::Stop if !self.abbreviates(end) || end + 1 >= ceiling => break,
                _ => {}
            }
            if self.is(end, Word::TIME) && self.capital(end) {
                break;
            }
            end += 1;
        }
        (end > from).then_some(end)
    }
}

/// Verbs that end a noun phrase for certain.
fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "are"
            | "were"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "could"
            | "can"
            | "should"
            | "may"
            | "might"
            | "must"
            | "did"
            | "does"
            | "do"
    )
}

/// [`Word::DETERMINER`], short for the many places that need it.
const DET: Word = Word::DETERMINER;
