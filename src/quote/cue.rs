//! Words that report speech, and the small words around them, by language.
//!
//! The lists are our own (`cue/*.txt`): a `[section]` a class, words separated
//! by white space. English lists lemmas, whose regular forms are made here, or
//! `lemma/form/form`; the other languages list forms.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What a word can be: a set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word(u32);

impl Word {
    /// `said`: what follows may be what was said, bare.
    pub(crate) const SAY: Word = Word(1);
    /// `believes`, `wants`.
    pub(crate) const THINK: Word = Word(1 << 1);
    /// `criticised`, `called`: the object is whom or what it was about.
    pub(crate) const ACT: Word = Word(1 << 2);
    /// `smiled`: reports only beside quotation marks.
    pub(crate) const QUOTE: Word = Word(1 << 3);
    /// `statement`, `warning`.
    pub(crate) const NOUN: Word = Word(1 << 4);
    /// `she`, `who`.
    pub(crate) const PRONOUN: Word = Word(1 << 5);
    /// `the`, `several`: a noun phrase begins.
    pub(crate) const DETERMINER: Word = Word(1 << 6);
    /// `of`, `in`.
    pub(crate) const PREPOSITION: Word = Word(1 << 7);
    /// `when`, `but`, `which`: a clause begins.
    pub(crate) const CLAUSE: Word = Word(1 << 8);
    /// Auxiliaries and adverbs between a source and its verb.
    pub(crate) const SKIP: Word = Word(1 << 9);
    /// `Tuesday`, `yesterday`.
    pub(crate) const TIME: Word = Word(1 << 10);
    /// `that`, `whether`.
    pub(crate) const THAT: Word = Word(1 << 11);
    /// English: the form without an ending, `say`.
    pub(crate) const BASE: Word = Word(1 << 12);
    /// English: `says`.
    pub(crate) const THIRD: Word = Word(1 << 13);
    /// English: `saying`.
    pub(crate) const ING: Word = Word(1 << 14);
    /// `found`: reports with `that` or quotation marks, or of a document.
    pub(crate) const WEAK: Word = Word(1 << 15);
    /// `claims`: a verb, or as often a noun.
    pub(crate) const AMBIGUOUS: Word = Word(1 << 16);
    /// `study`: its verb may report bare.
    pub(crate) const DOCUMENT: Word = Word(1 << 17);
    /// `claimed`: reports bare only before a whole clause.
    pub(crate) const CLAUSAL: Word = Word(1 << 18);
    /// `told`: the listener follows first.
    pub(crate) const LISTENER: Word = Word(1 << 19);
    /// `dit-elle`: the subject is part of the word. Set by the reader.
    pub(crate) const INVERTED: Word = Word(1 << 20);
    /// Prepositions that go on with a noun phrase: `of`, `von`, `del`.
    pub(crate) const OF: Word = Word(1 << 21);
    /// Any reporting verb.
    pub(crate) const VERB: Word = Word(Word::SAY.0 | Word::THINK.0 | Word::ACT.0 | Word::QUOTE.0);

    /// True if the word can be anything of `other`.
    pub(crate) fn is(self, other: Word) -> bool {
        self.0 & other.0 != 0
    }

    const fn with(self, other: Word) -> Word {
        Word(self.0 | other.0)
    }
}

impl std::ops::BitOr for Word {
    type Output = Word;

    fn bitor(self, other: Word) -> Word {
        self.with(other)
    }
}

/// The words of one language.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    words: FxHashMap<Box<str>, Word>,
    according: Vec<Vec<&'static str>>,
}

impl Lexicon {
    /// What a word in lower case, with straight apostrophes, can be.
    pub(crate) fn word(&self, lower: &str) -> Word {
        self.words.get(lower).copied().unwrap_or_default()
    }

    /// The words of `according to` in this language, longest first.
    pub(crate) fn according(&self) -> &[Vec<&'static str>] {
        &self.according
    }

    fn read(text: &'static str, inflect: bool) -> Lexicon {
        let mut lexicon = Lexicon::default();
        let mut class = "";
        for line in text.lines().map(str::trim) {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|line| line.strip_suffix(']'))
            {
                class = name;
            } else if class == "according" {
                lexicon.according.extend(
                    line.split('|')
                        .map(|phrase| phrase.split_whitespace().collect::<Vec<_>>()),
                );
            } else {
                let bits = class_of(class);
                let inflected = Word::VERB | Word::CLAUSAL | Word::LISTENER;
                for entry in line.split_whitespace() {
                    lexicon.add(entry, bits, inflect && bits.is(inflected));
                }
            }
        }
        lexicon
            .according
            .sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        lexicon
    }

    fn add(&mut self, entry: &str, class: Word, inflect: bool) {
        if !inflect {
            for form in entry.split('/') {
                self.put(form, class);
            }
            return;
        }
        let mut forms = entry.split('/');
        let lemma = forms.next().unwrap_or(entry);
        self.put(lemma, class.with(Word::BASE));
        let mut irregular = false;
        for form in forms {
            irregular = true;
            self.put(form, class.with(form_of(form)));
        }
        if !irregular {
            for form in regular_forms(lemma) {
                self.put(&form, class.with(form_of(&form)));
            }
        }
    }

    fn put(&mut self, form: &str, word: Word) {
        let entry = self.words.entry(form.into()).or_default();
        *entry = entry.with(word);
    }
}

fn class_of(name: &str) -> Word {
    match name {
        "say" => Word::SAY,
        "weak" => Word::SAY.with(Word::WEAK),
        "of" => Word::PREPOSITION.with(Word::OF),
        "clausal" => Word::CLAUSAL,
        "listener" => Word::LISTENER,
        "ambiguous" => Word::AMBIGUOUS,
        "document" => Word::DOCUMENT,
        "think" => Word::THINK,
        "act" => Word::ACT,
        "quote" => Word::QUOTE,
        "noun" => Word::NOUN,
        "pronoun" => Word::PRONOUN,
        "determiner" => Word::DETERMINER,
        "preposition" => Word::PREPOSITION,
        "clause" => Word::CLAUSE,
        "skip" => Word::SKIP,
        "time" => Word::TIME,
        "that" => Word::THAT,
        _ => Word::default(),
    }
}

fn form_of(form: &str) -> Word {
    if form.ends_with("ing") {
        Word::ING
    } else if form.ends_with('s') && !form.ends_with("ss") {
        Word::THIRD
    } else {
        Word::default()
    }
}

/// `argue` → `argues`, `argued`, `arguing`.
fn regular_forms(lemma: &str) -> [String; 3] {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    if let Some(stem) = lemma.strip_suffix('e') {
        let ing = if lemma.ends_with("ee") { lemma } else { stem };
        return [
            format!("{lemma}s"),
            format!("{lemma}d"),
            format!("{ing}ing"),
        ];
    }
    if let Some(stem) = lemma.strip_suffix('y')
        && !stem.ends_with(vowel)
    {
        return [
            format!("{stem}ies"),
            format!("{stem}ied"),
            format!("{lemma}ing"),
        ];
    }
    let hissing = ["s", "x", "ch", "sh", "z"]
        .iter()
        .any(|end| lemma.ends_with(end));
    let s = if hissing { "es" } else { "s" };
    [
        format!("{lemma}{s}"),
        format!("{lemma}ed"),
        format!("{lemma}ing"),
    ]
}

/// The lexicon of a BCP 47 language tag; English where there is none.
pub(crate) fn lexicon(language: &str) -> &'static Lexicon {
    static ENGLISH: LazyLock<Lexicon> =
        LazyLock::new(|| Lexicon::read(include_str!("cue/en.txt"), true));
    static SPANISH: LazyLock<Lexicon> =
        LazyLock::new(|| Lexicon::read(include_str!("cue/es.txt"), false));
    static FRENCH: LazyLock<Lexicon> =
        LazyLock::new(|| Lexicon::read(include_str!("cue/fr.txt"), false));
    static GERMAN: LazyLock<Lexicon> =
        LazyLock::new(|| Lexicon::read(include_str!("cue/de.txt"), false));
    static ITALIAN: LazyLock<Lexicon> =
        LazyLock::new(|| Lexicon::read(include_str!("cue/it.txt"), false));
    static PORTUGUESE: LazyLock<Lexicon> =
        LazyLock::new(|| Lexicon::read(include_str!("cue/pt.txt"), false));
    static DUTCH: LazyLock<Lexicon> =
        LazyLock::new(|| Lexicon::read(include_str!("cue/nl.txt"), false));
    static NORDIC: LazyLock<Lexicon> =
        LazyLock::new(|| Lexicon::read(include_str!("cue/sv.txt"), false));
    static TURKISH: LazyLock<Lexicon> =
        LazyLock::new(|| Lexicon::read(include_str!("cue/tr.txt"), false));
    match language.split('-').next().unwrap_or(language) {
        "es" | "ca" | "gl" => &SPANISH,
        "fr" => &FRENCH,
        "de" => &GERMAN,
        "it" => &ITALIAN,
        "pt" => &PORTUGUESE,
        "nl" => &DUTCH,
        "sv" | "no" | "nb" | "nn" | "da" => &NORDIC,
        "tr" => &TURKISH,
        _ => &ENGLISH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_made_from_lemmas() {
        let english = lexicon("en-GB");
        for (form, class) in [
            ("said", Word::SAY),
            ("argues", Word::THIRD),
            ("implied", Word::SAY),
            ("arguing", Word::ING),
            ("quipped", Word::QUOTE),
            ("criticised", Word::ACT),
            ("believes", Word::THINK),
            ("confess", Word::BASE),
            ("agreed", Word::SAY),
        ] {
            assert!(english.word(form).is(class), "{form}");
        }
        assert!(!english.word("table").is(Word::VERB));
        assert!(!english.word("confess").is(Word::THIRD));
    }

    #[test]
    fn every_language_has_its_verbs() {
        for (language, verb) in [
            ("es", "señaló"),
            ("fr", "déclaré"),
            ("de", "sagte"),
            ("it", "ribadisce"),
            ("pt", "disse"),
            ("nl", "zei"),
            ("sv", "säger"),
            ("nb", "sier"),
            ("da", "siger"),
            ("tr", "söyledi"),
        ] {
            assert!(
                lexicon(language).word(verb).is(Word::SAY),
                "{language} {verb}"
            );
        }
    }

    #[test]
    fn english_knows_many_verbs() {
        let verbs = lexicon("en").words.values();
        let lemmas = verbs.filter(|word| word.is(Word::VERB) && word.is(Word::BASE));
        assert!(lemmas.count() >= 250);
    }
}
