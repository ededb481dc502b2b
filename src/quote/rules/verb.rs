//! A word → whether it is a reporting verb where it stands: no noun, no
//! infinitive, no passive.

use super::super::cue::Word;
use super::scene::Shape;
use super::sentence::Reader;

impl Reader<'_, '_> {
    /// True if the verb at `at` reports: no noun, no infinitive, no passive.
    pub(super) fn is_cue(&self, at: usize) -> bool {
        let scene = self.scene;
        let word = scene.word(at);
        if !word.is(Word::VERB) {
            return false;
        }
        if !scene.english {
            return scene.shape(at) == Shape::Small || at == self.segment.start;
        }
        if scene.capital(at) {
            return false;
        }
        let before = at
            .checked_sub(1)
            .filter(|before| *before >= self.segment.start);
        let Some(before) = before else {
            return false;
        };
        let last = scene.lower(before);
        if word.is(Word::ING) {
            let own = (scene.capital(before) || scene.is(before, Word::PRONOUN))
                && !scene.is(before, Word::TIME)
                && (at + 1..self.segment.end.min(at + 8))
                    .any(|near| scene.quoted(near) || scene.lower(near) == "that");
            return own
                || matches!(
                    last,
                    "," | "and" | "as" | "is" | "was" | "are" | "were" | "be" | "been"
                )
                || scene.quoted(before)
                || scene.is(before, Word::SKIP)
                    && before > self.segment.start
                    && scene.shape(before - 1) == Shape::Comma;
        }
        if word.is(Word::BASE | Word::THIRD) {
            let determined = scene.is(before, Word::DETERMINER) && !subject_pronoun(last)
                || scene.is(before, Word::PREPOSITION)
                || last == "'s"
                || last == "’s"
                || last == "'"
                || scene.shape(before) == Shape::Number;
            if determined {
                return false;
            }
        }
        let that = scene.lower(at + 1) == "that";
        if word.is(Word::AMBIGUOUS) && !that {
            let named = scene.capital(before)
                || scene.is(before, Word::PRONOUN)
                || matches!(scene.shape(before), Shape::Comma)
                || scene.is(before, Word::DOCUMENT)
                || scene.quoted(before);
            if !named {
                return false;
            }
        }
        if that && word.is(Word::SAY | Word::THINK) && scene.wordy(before) && last != "to" {
            return true;
        }
        if word.is(Word::BASE) && !word.is(Word::THIRD) && !past_like(scene.lower(at)) {
            let owned = matches!(
                last,
                "her"
                    | "his"
                    | "its"
                    | "their"
                    | "my"
                    | "our"
                    | "your"
                    | "him"
                    | "them"
                    | "us"
                    | "me"
            );
            if owned {
                return false;
            }
            let plural = last.ends_with('s') && !last.ends_with("us") && !last.ends_with("ss")
                || scene.is(before, Word::PRONOUN) && !matches!(last, "he" | "she" | "it" | "this")
                || scene.is(before, Word::SKIP) && last != "'s"
                || scene.quoted(before)
                || scene.shape(before) == Shape::Comma
                || matches!(last, "people" | "men" | "women" | "who" | "percent" | "%");
            return plural && last != "to";
        }
        let passive = matches!(
            last,
            "was" | "were" | "be" | "been" | "is" | "are" | "being"
        );
        !passive && !matches!(last, "to" | "the" | "a" | "an" | "of")
    }
}

fn subject_pronoun(word: &str) -> bool {
    matches!(
        word,
        "he" | "she"
            | "it"
            | "they"
            | "we"
            | "i"
            | "you"
            | "who"
            | "both"
            | "some"
            | "many"
            | "all"
    )
}

/// Base forms that are also past forms.
fn past_like(word: &str) -> bool {
    matches!(word, "read" | "cast" | "forecast" | "put" | "spit")
}
