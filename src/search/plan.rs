//! What an article must have, in the terms of the index: a tree whose leaves are
//! words, rows of words, and such things near each other.

use std::sync::Arc;

use crate::analysis::Language;
use crate::query::Period;

use super::pattern::Pattern;
use super::spelling::Spelling;

/// What an article must have, in the terms of the index.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    /// Every article.
    Everything,
    /// No article: a query of punctuation alone.
    Nothing,
    /// A leaf, by its number in the leaves of the plan.
    Leaf(usize),
    All(Vec<Plan>),
    /// Words, and filters which are not words: only the former are relaxed.
    Filtered(Box<Plan>, Vec<Plan>),
    Any(Vec<Plan>),
    /// At least `least` of them.
    Several {
        parts: Vec<Plan>,
        least: usize,
    },
    Without(Box<Plan>, Box<Plan>),
    /// Published then.
    Published(Period),
    /// Indexed then.
    Seen(Period),
    Language(String),
}

impl Plan {
    /// Shows every leaf that a document is found for, not those that rule it
    /// out.
    pub(super) fn each_positive(&self, show: &mut dyn FnMut(usize)) {
        match self {
            Plan::Leaf(number) => show(*number),
            Plan::All(parts) | Plan::Any(parts) | Plan::Several { parts, .. } => {
                parts.iter().for_each(|part| part.each_positive(show));
            }
            Plan::Filtered(wanted, filters) => {
                wanted.each_positive(show);
                filters.iter().for_each(|filter| filter.each_positive(show));
            }
            Plan::Without(wanted, _) => wanted.each_positive(show),
            Plan::Everything
            | Plan::Nothing
            | Plan::Published(_)
            | Plan::Seen(_)
            | Plan::Language(_) => {}
        }
    }

    /// The numbers of the leaves that [`Plan::each_positive`] shows.
    pub(super) fn positive(&self) -> Vec<usize> {
        let mut numbers = Vec::new();
        self.each_positive(&mut |number| numbers.push(number));
        numbers
    }

    /// True if the plan holds where a leaf holds as `leaf` says, and everything
    /// that is no leaf holds.
    pub(super) fn holds(&self, leaf: &dyn Fn(usize) -> bool) -> bool {
        match self {
            Plan::Leaf(number) => leaf(*number),
            Plan::All(parts) | Plan::Several { parts, .. } => {
                parts.iter().all(|part| part.holds(leaf))
            }
            Plan::Any(parts) => parts.iter().any(|part| part.holds(leaf)),
            Plan::Filtered(wanted, filters) => {
                wanted.holds(leaf) && filters.iter().all(|filter| filter.holds(leaf))
            }
            Plan::Without(wanted, _) => wanted.holds(leaf),
            Plan::Everything
            | Plan::Nothing
            | Plan::Published(_)
            | Plan::Seen(_)
            | Plan::Language(_) => true,
        }
    }

    /// The parts that all must hold, through groups and filters.
    fn conjuncts<'p>(&'p self, found: &mut Vec<&'p Plan>) {
        match self {
            Plan::All(parts) => parts.iter().for_each(|part| part.conjuncts(found)),
            Plan::Filtered(wanted, filters) => {
                wanted.conjuncts(found);
                filters.iter().for_each(|filter| filter.conjuncts(found));
            }
            Plan::Everything => {}
            part => found.push(part),
        }
    }

    /// What must hold together, in two parts: what is asked of one quote, and
    /// all else. `None` where it is no such plan.
    pub(super) fn said_apart(&self, leaves: &[Leaf]) -> Option<(Vec<&Plan>, Vec<&Plan>)> {
        if !matches!(self, Plan::All(_) | Plan::Filtered(..) | Plan::Leaf(_)) {
            return None;
        }
        let mut parts = Vec::new();
        self.conjuncts(&mut parts);
        let (said, rest): (Vec<&Plan>, Vec<&Plan>) = parts
            .into_iter()
            .partition(|part| part.is_of_quotes(leaves));
        (!said.is_empty()).then_some((said, rest))
    }

    /// True if only quotes tell whether it holds.
    fn is_of_quotes(&self, leaves: &[Leaf]) -> bool {
        match self {
            Plan::Leaf(number) => leaves[*number].place.is_of_quotes(),
            Plan::All(parts) | Plan::Any(parts) | Plan::Several { parts, .. } => {
                parts.iter().all(|part| part.is_of_quotes(leaves))
            }
            _ => false,
        }
    }
}

/// One word, words in a row, or such things near each other, in certain fields.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// As it was typed.
    pub(super) typed: String,
    pub(super) pattern: Pattern<WordRow>,
    pub(super) place: Place,
    /// It must begin at so many places of a document, over all fields.
    pub(super) least: u32,
    /// How often it was typed among words side by side.
    pub(super) times: u32,
    /// True for a word that says little beside others.
    pub(super) is_weak: bool,
}

impl Leaf {
    /// One word, with whatever offset.
    pub(super) fn of_word(word: LeafWord, place: Place) -> Leaf {
        let typed = word.form.clone();
        let words = vec![LeafWord { offset: 0, ..word }];
        Leaf {
            typed,
            pattern: Pattern::Row(WordRow { words, last: 0 }),
            place,
            least: 1,
            times: 1,
            is_weak: false,
        }
    }

    /// The same words in another place.
    pub(super) fn placed(&self, place: Place) -> Leaf {
        Leaf {
            place,
            ..self.clone()
        }
    }

    /// By how much it counts more or less than its words are rare.
    pub(super) fn emphasis(&self) -> f32 {
        let weak = if self.is_weak { 0.5 } else { 1.0 };
        (self.times as f32).sqrt() * weak
    }

    /// All words, in the order of the query.
    pub(super) fn words(&self) -> impl Iterator<Item = &LeafWord> {
        self.pattern.rows().into_iter().flat_map(|row| &row.words)
    }

    /// The row, where it is nothing but one.
    pub(super) fn row(&self) -> Option<&WordRow> {
        match &self.pattern {
            Pattern::Row(row) => Some(row),
            _ => None,
        }
    }
}

/// One word, or words in a row with their places relative to the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WordRow {
    pub(super) words: Vec<LeafWord>,
    /// The last position that it covers, from its first: a pair of characters
    /// covers two.
    pub(super) last: u32,
}

/// Where a leaf is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Headline or text.
    Article,
    Title,
    Body,
    /// The beginning of the text.
    Lead,
    /// Headline or beginning of the text.
    HeadLead,
    Byline,
    Outlet,
    Section,
    /// What was said.
    Quote,
    /// Who said it.
    Speaker,
    Role,
    Affiliation,
    /// How it is quoted.
    Kind,
    /// What sort of source said it.
    Sort,
}

impl Place {
    /// False for the places whose words are whole values.
    pub(super) fn has_positions(self) -> bool {
        !matches!(self, Place::Kind | Place::Sort)
    }

    pub(super) fn is_scored(self) -> bool {
        matches!(
            self,
            Place::Article
                | Place::Title
                | Place::Body
                | Place::Lead
                | Place::HeadLead
                | Place::Quote
        )
    }

    /// True where of the text only the beginning counts.
    pub(super) fn is_of_lead(self) -> bool {
        matches!(self, Place::Lead | Place::HeadLead)
    }

    /// True where only a quote tells: an article has the place by its quotes.
    pub(super) fn is_of_quotes(self) -> bool {
        matches!(
            self,
            Place::Quote
                | Place::Speaker
                | Place::Role
                | Place::Affiliation
                | Place::Kind
                | Place::Sort
        )
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LeafWord {
    /// Folded.
    pub(super) form: String,
    pub(super) offset: u32,
    pub(super) matching: Matching,
    /// The languages in whose articles the form occurs: it is inflected as a
    /// word of these only. `None` where it occurs nowhere, or is not looked up.
    pub(super) languages: Option<Vec<Language>>,
    /// The forms of the archive that it stands for, in order, where it is
    /// matched by its spelling.
    pub(super) forms: Arc<[String]>,
}

impl LeafWord {
    /// True if the word stands for all words of `stem` in articles of
    /// `language`. In a language of which it is no known word, only where the
    /// stem is its beginning: `Hering` is not the English `here`.
    pub(super) fn is_inflected_in(&self, language: Language, stem: &str) -> bool {
        let spoken = self
            .languages
            .as_ref()
            .is_none_or(|languages| languages.contains(&language));
        self.matching == Matching::Inflected && (spoken || self.form.starts_with(stem))
    }
}

/// Which words of a text a word of the query stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Matching {
    /// The same form.
    Exact,
    /// Every form with the same stem, in the language of the article.
    Inflected,
    /// Every form that begins so: a single character of an unspaced script.
    Beginning,
    /// The forms that are spelt so: see [`LeafWord::forms`].
    Spelled(Spelling),
}

/// A plan and its leaves, in the order of the query.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) leaves: Vec<Leaf>,
    /// Words left out because they are in nearly every article.
    pub(super) left_out: Vec<Leaf>,
}

/// What is to be done about words side by side of which no article has all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Require {
    /// All of them; most of them where no article has all.
    #[default]
    Most,
    /// All of them.
    All,
    /// Any of them.
    Any,
}
