//! Word → what the tagger knows about it beforehand: reporting verb, verb of
//! thought, noun of speech, pronoun, title.

use std::sync::LazyLock;

/// One group of forms a line: its class, then the forms, the lemma first.
const LEXICON: &str = include_str!("lexicon.txt");

/// Slots of the table; a power of two, more than twice the forms.
const SLOTS: usize = 8192;

/// What sort of word a token is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Class {
    /// Nothing special.
    #[default]
    Other,
    /// A verb of speech: `said`.
    Speech,
    /// A verb of thought: `believes`.
    Thought,
    /// A noun of speech: `statement`.
    Noun,
    /// `according`.
    According,
    /// `he`, `who`.
    Pronoun,
    /// `Dr`, `spokeswoman`.
    Title,
    /// Another word with a capital.
    Capital,
}

/// What the lexicon says about a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) class: Class,
    /// Number of the group of forms, from 1; 0 for an unknown word.
    pub(crate) lemma: u16,
}

/// Hash of a word in lower case. Part of the model's format.
pub(crate) fn hash(word: &[u8]) -> u32 {
    const MULTIPLY: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = word.len() as u64;
    for chunk in word.chunks(8) {
        let mut bytes = [0; 8];
        for (to, from) in bytes.iter_mut().zip(chunk) {
            *to = *from;
        }
        state = (state.rotate_left(23) ^ u64::from_le_bytes(bytes)).wrapping_mul(MULTIPLY);
        state ^= state >> 29;
    }
    (state >> 32) as u32
}

/// What is known about the word with this hash.
pub(crate) fn known(word: u32) -> Known {
    TABLE.get(word)
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(LEXICON));

struct Table {
    slots: Vec<(u32, Known)>,
}

impl Table {
    fn read(lexicon: &str) -> Self {
        let mut table = Table {
            slots: vec![(0, Known::default()); SLOTS],
        };
        for (line, number) in lexicon.lines().zip(1..) {
            let mut forms = line.split(' ');
            let class = match forms.next() {
                Some("S") => Class::Speech,
                Some("T") => Class::Thought,
                Some("N") => Class::Noun,
                Some("A") => Class::According,
                Some("P") => Class::Pronoun,
                Some("H") => Class::Title,
                _ => continue,
            };
            for form in forms {
                table.insert(
                    hash(form.as_bytes()),
                    Known {
                        class,
                        lemma: number,
                    },
                );
            }
        }
        table
    }

    fn insert(&mut self, word: u32, known: Known) {
        let mut at = word as usize % SLOTS;
        for _ in 0..SLOTS {
            let Some(slot) = self.slots.get_mut(at) else {
                return;
            };
            if slot.1.lemma == 0 {
                *slot = (word, known);
                return;
            }
            if slot.0 == word {
                return;
            }
            at = (at + 1) % SLOTS;
        }
    }

    fn get(&self, word: u32) -> Known {
        let mut at = word as usize % SLOTS;
        while let Some((found, known)) = self.slots.get(at) {
            if known.lemma == 0 {
                break;
            }
            if *found == word {
                return *known;
            }
            at = (at + 1) % SLOTS;
        }
        Known::default()
    }
}
