//! Sentence → what it is like as a whole, and to the left of a token.

use super::attributes::{Attribute, Mark};
use super::features::{Keys, key};
use super::words::{Class, hash};

/// What a sentence is like as a whole.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outline {
    /// None, some or all of it is quoted: 0 to 2.
    pub(crate) quotes: u64,
    /// Reporting verbs outside quotation marks, to 2.
    pub(crate) speech: u64,
    /// Verbs of thought, to 2.
    pub(crate) thought: u64,
    pub(crate) according: bool,
    pub(crate) that: bool,
    /// Class of its first token, 15 for a quoted one.
    pub(crate) head: u64,
    /// Lemma of its first reporting verb, or of the first verb of thought.
    pub(crate) lead: u64,
    /// It ends in `, she said`: 1, `, said Roe`: 2, `, according to Roe`: 3.
    pub(crate) tail: u64,
    /// The mark before this end.
    pub(crate) turn: Option<usize>,
}

impl Outline {
    /// The outline of a sentence of these tokens, the first of them being the
    /// text's token `start`.
    pub(crate) fn new(all: &[Attribute], start: usize) -> Self {
        let quoted = all.iter().filter(|a| a.quoted).count();
        let first_speech = all.iter().position(|a| a.is(Class::Speech));
        let first_thought = all.iter().position(|a| a.is(Class::Thought));
        let mut outline = Outline {
            quotes: match quoted {
                0 => 0,
                n if n + 1 >= all.len() => 2,
                _ => 1,
            },
            speech: all.iter().filter(|a| a.is(Class::Speech)).count().min(2) as u64,
            thought: all.iter().filter(|a| a.is(Class::Thought)).count().min(2) as u64,
            according: all.iter().any(|a| a.is(Class::According)),
            that: says_that(all),
            head: all
                .first()
                .map_or(0, |a| if a.quoted { 15 } else { a.class() >> 1 }),
            lead: match (first_speech, first_thought) {
                (Some(at), _) => u64::from(all.get(at).map_or(0, |a| a.lemma)),
                (None, Some(at)) => 0x8000 | u64::from(all.get(at).map_or(0, |a| a.lemma)),
                _ => 0,
            },
            ..Outline::default()
        };
        (outline.tail, outline.turn) = tail(all);
        if let Some(turn) = &mut outline.turn {
            *turn += start;
        }
        outline
    }

    /// The features that all tokens of the sentence have.
    pub(crate) fn describe(&self, keys: &mut impl Keys) {
        keys.add(key(1, self.quotes));
        keys.add(key(2, self.tail));
        keys.add(key(
            3,
            self.speech
                | self.thought << 2
                | u64::from(self.according) << 4
                | u64::from(self.that) << 5
                | self.quotes << 6,
        ));
        keys.add(key(
            4,
            self.quotes | self.tail << 2 | self.speech << 4 | self.head << 6,
        ));
    }

    pub(crate) fn before(&self) -> Before {
        Before {
            quotes: self.quotes,
            tail: match (self.tail, self.speech) {
                (0, 0) => 0,
                (0, _) => 1,
                (3, _) => 3,
                _ => 2,
            },
        }
    }
}

/// What the sentence before was like.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Before {
    pub(crate) quotes: u64,
    pub(crate) tail: u64,
}

/// What stands to the left of a token in its sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Left {
    pub(crate) speech: Option<usize>,
    pub(crate) thought: Option<usize>,
    pub(crate) according: Option<usize>,
    pub(crate) comma_after_according: bool,
    /// Commas outside quotation marks since the reporting verb.
    pub(crate) commas: u8,
    /// `that`, `if`, `to` … followed the reporting verb closely.
    pub(crate) opened: bool,
    pub(crate) mark: Option<usize>,
    pub(crate) mark_sort: u64,
    /// First word of the sentence.
    pub(crate) lead: u32,
}

impl Left {
    /// Takes in a token, which is then to the left.
    pub(crate) fn pass(&mut self, token: usize, here: &Attribute) {
        if self.lead == 0 {
            self.lead = here.word;
        }
        if here.is(Class::Speech) {
            self.speech = Some(token);
            self.commas = 0;
            self.opened = false;
        } else if here.is(Class::Thought) {
            self.thought = Some(token);
        } else if here.is(Class::According) {
            self.according = Some(token);
        }
        if let Some(cue) = self.speech
            && token > cue
            && token <= cue + 4
            && opens_clause(here.word)
        {
            self.opened = true;
        }
        if here.mark == Mark::Comma {
            self.comma_after_according |= self.according.is_some();
            if !here.quoted {
                self.commas = self.commas.saturating_add(1);
            }
        }
        if here.mark != Mark::No && here.mark != Mark::Other {
            self.mark = Some(token);
            self.mark_sort = here.sort();
        }
    }
}

/// Words that open the clause that is said.
pub(crate) fn opens_clause(word: u32) -> bool {
    use std::sync::LazyLock;
    static OPENERS: LazyLock<[u32; 8]> = LazyLock::new(|| {
        [
            hash(b"that"),
            hash(b"whether"),
            hash(b"if"),
            hash(b"how"),
            hash(b"why"),
            hash(b"what"),
            hash(b"because"),
            hash(b"to"),
        ]
    });
    OPENERS.contains(&word)
}

/// Does the sentence end in an attribution: which sort, and after which mark?
pub(crate) fn tail(all: &[Attribute]) -> (u64, Option<usize>) {
    for (at, mark) in all.iter().enumerate().skip(1).rev() {
        if !matches!(mark.mark, Mark::Comma | Mark::Close) {
            continue;
        }
        let rest = all.get(at + 1..).unwrap_or(&[]);
        let verb = rest.iter().take(14).position(|a| a.is(Class::Speech));
        if let Some(verb) = verb.filter(|verb| *verb <= 9) {
            let named = |a: &Attribute| matches!(a.class, Class::Pronoun | Class::Capital);
            let subject = rest.iter().take(verb).any(named);
            let follows = rest
                .get(verb + 1)
                .is_some_and(|a| named(a) || a.class == Class::Title)
                || rest.get(verb + 2).is_some_and(|a| {
                    matches!(a.class, Class::Capital)
                        || (a.class == Class::Other && a.mark == Mark::No)
                });
            if subject {
                return (1, Some(at));
            }
            if follows {
                return (2, Some(at));
            }
        }
        if rest.iter().take(2).any(|a| a.is(Class::According)) {
            return (3, Some(at));
        }
    }
    (0, None)
}

/// True if `that` follows a reporting verb closely.
fn says_that(all: &[Attribute]) -> bool {
    let that = hash(b"that");
    all.iter().enumerate().any(|(at, a)| {
        a.is(Class::Speech)
            && all
                .iter()
                .skip(at + 1)
                .take(3)
                .any(|next| next.word == that)
    })
}
