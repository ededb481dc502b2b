//! Tokens → hashed features of the tagger.
//!
//! A feature is a 64-bit key. All parts of a key are numbers that stand ready
//! per token (hash of the word, class, shape), so that making one costs a few
//! instructions and no memory.

use std::ops::Range;

use super::words::{Class, hash, known};
use crate::quote::text::Text;

/// Receives the features of a paragraph.
pub(crate) trait Sink {
    /// A sentence begins: what is added before the next [`Sink::token`] counts
    /// for each of its tokens.
    fn sentence(&mut self);
    /// A token begins.
    fn token(&mut self);
    /// A feature of the token, or of the sentence.
    fn add(&mut self, key: u64);
}

/// Hash of a quotation mark that opens a region, and of one that closes it:
/// the same for all sorts of marks.
const OPEN: u32 = 0x0051_0001;
const CLOSE: u32 = 0x0051_0002;
/// What stands beyond a paragraph.
const EDGE: u32 = 0x0051_0003;

/// What the features of a token are made of.
#[derive(Clone, Copy, Debug, Default)]
struct Attribute {
    word: u32,
    suffix: u32,
    short_suffix: u32,
    lemma: u16,
    class: Class,
    shape: u8,
    quoted: bool,
    mark: Mark,
}

/// Marks that features look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
enum Mark {
    #[default]
    No,
    Comma,
    Stop,
    Colon,
    Dash,
    Bracket,
    Open,
    Close,
    Other,
}

impl Attribute {
    /// Class and quotedness in four bits.
    fn class(&self) -> u64 {
        u64::from(self.class as u8) << 1 | u64::from(self.quoted)
    }

    /// Class or, for marks, which one; and quotedness.
    fn sort(&self) -> u64 {
        let sort = match self.mark {
            Mark::No => self.class as u8,
            mark => 8 + mark as u8,
        };
        u64::from(sort) << 1 | u64::from(self.quoted)
    }

    fn is(&self, class: Class) -> bool {
        self.class == class && !self.quoted
    }
}

/// The attributes of all tokens of a text.
pub(crate) struct Features<'a, 't> {
    text: &'a Text<'t>,
    attributes: Vec<Attribute>,
    /// Nearest reporting verb outside quotation marks to the right in the
    /// sentence, per token of the sentence at hand.
    right: Vec<Option<usize>>,
    /// What follows after the next mark, per token of the sentence at hand.
    after: Vec<u64>,
}

impl<'a, 't> Features<'a, 't> {
    pub(crate) fn new(text: &'a Text<'t>) -> Self {
        let attributes = (0..text.tokens.len())
            .map(|token| attribute(text, token))
            .collect();
        Features {
            text,
            attributes,
            right: Vec::new(),
            after: Vec::new(),
        }
    }

    /// True if the token stands in quotation marks.
    pub(crate) fn quoted(&self, token: usize) -> bool {
        self.attributes.get(token).is_some_and(|a| a.quoted)
    }

    /// Sends the features of a paragraph to `sink`; `sentences` are those of
    /// the paragraph, `before` is what the paragraph before was like. Gives
    /// what this one is like.
    pub(crate) fn paragraph(
        &mut self,
        tokens: Range<usize>,
        sentences: &[Range<usize>],
        before: Before,
        sink: &mut impl Sink,
    ) -> Before {
        let mut before = before;
        let mut first = true;
        for sentence in sentences {
            let outline = self.outline(sentence);
            self.look_ahead(sentence);
            self.sentence(&tokens, sentence, &outline, before, first, sink);
            before = outline.before();
            first = false;
        }
        before
    }

    fn get(&self, token: usize) -> Attribute {
        self.attributes.get(token).copied().unwrap_or_default()
    }

    fn outline(&self, sentence: &Range<usize>) -> Outline {
        let all = self.attributes.get(sentence.clone()).unwrap_or(&[]);
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
            that: self.says_that(all),
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
            *turn += sentence.start;
        }
        outline
    }

    /// True if `that` follows a reporting verb closely.
    fn says_that(&self, all: &[Attribute]) -> bool {
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

    /// Fills what tokens know about the rest of their sentence.
    fn look_ahead(&mut self, sentence: &Range<usize>) {
        let len = sentence.len();
        self.right.clear();
        self.right.resize(len, None);
        self.after.clear();
        self.after.resize(len, 0);
        let mut cue = None;
        let mut after = 0;
        let mut mark_at = sentence.end;
        for token in sentence.clone().rev() {
            let at = token - sentence.start;
            let here = self.get(token);
            if let Some(slot) = self.right.get_mut(at) {
                *slot = cue;
            }
            if let Some(slot) = self.after.get_mut(at) {
                *slot = after;
            }
            if here.is(Class::Speech) {
                cue = Some(token);
            }
            if matches!(
                here.mark,
                Mark::Comma | Mark::Stop | Mark::Colon | Mark::Dash | Mark::Close | Mark::Open
            ) {
                // A reporting verb between this mark and the next one?
                let says = cue.is_some_and(|cue| cue < mark_at && cue < token + 12);
                after = 1
                    | (here.mark as u64) << 1
                    | u64::from(says) << 5
                    | self.get(token + 1).sort() << 6
                    | u64::from(token + 1 < sentence.end) << 12
                    | u64::from(here.quoted) << 13;
                mark_at = token;
            }
        }
    }

    fn sentence(
        &self,
        paragraph: &Range<usize>,
        sentence: &Range<usize>,
        outline: &Outline,
        before: Before,
        first: bool,
        sink: &mut impl Sink,
    ) {
        sink.sentence();
        sink.add(key(1, outline.quotes));
        sink.add(key(2, outline.tail));
        sink.add(key(
            3,
            outline.speech
                | outline.thought << 2
                | u64::from(outline.according) << 4
                | u64::from(outline.that) << 5
                | outline.quotes << 6,
        ));
        let shape = outline.quotes | outline.tail << 2 | outline.speech << 4 | outline.head << 6;
        sink.add(key(4, shape));
        let mut left = Left::default();
        for token in sentence.clone() {
            sink.token();
            self.words(paragraph, token, sink);
            self.relations(sentence, token, outline, &left, sink);
            self.quotation(token, outline, sink);
            let here = self.get(token);
            sink.add(key(
                60,
                before.quotes
                    | before.tail << 2
                    | outline.quotes << 4
                    | u64::from(first) << 6
                    | u64::from(here.quoted) << 7,
            ));
            left.pass(token, &here);
        }
    }

    /// The words around a token.
    fn words(&self, paragraph: &Range<usize>, token: usize, sink: &mut impl Sink) {
        let at = |offset: isize| -> Attribute {
            match token.checked_add_signed(offset) {
                Some(at) if paragraph.contains(&at) => self.get(at),
                _ => Attribute {
                    word: EDGE,
                    ..Attribute::default()
                },
            }
        };
        let here = at(0);
        let (p3, p2, p1) = (at(-3), at(-2), at(-1));
        let (n1, n2, n3) = (at(1), at(2), at(3));
        sink.add(key(5, u64::from(here.word)));
        sink.add(key(6, u64::from(p1.word)));
        sink.add(key(7, u64::from(p2.word)));
        sink.add(key(8, u64::from(p3.word)));
        sink.add(key(9, u64::from(n1.word)));
        sink.add(key(10, u64::from(n2.word)));
        sink.add(key(11, u64::from(n3.word)));
        sink.add(key(12, pair(p1.word, here.word)));
        sink.add(key(13, pair(here.word, n1.word)));
        if here.suffix != 0 {
            sink.add(key(14, u64::from(here.suffix)));
            sink.add(key(15, u64::from(here.short_suffix)));
        }
        sink.add(key(16, here.sort() | u64::from(here.shape) << 6));
        sink.add(key(17, p3.sort() | p2.sort() << 6 | p1.sort() << 12));
        sink.add(key(18, n1.sort() | n2.sort() << 6 | n3.sort() << 12));
        sink.add(key(19, p2.sort() | p1.sort() << 6 | here.sort() << 12));
        sink.add(key(20, here.sort() | n1.sort() << 6 | n2.sort() << 12));
        sink.add(key(21, p1.sort() | here.sort() << 6 | n1.sort() << 12));
        sink.add(key(
            22,
            pair(here.word, (p1.sort() | n1.sort() << 6) as u32),
        ));
        sink.add(key(23, p2.sort()));
        sink.add(key(24, p1.sort()));
        sink.add(key(25, n1.sort()));
        sink.add(key(26, n2.sort()));
        sink.add(key(
            27,
            u64::from(p1.quoted) | u64::from(here.quoted) << 1 | u64::from(n1.quoted) << 2,
        ));
    }

    /// Where a token stands to the reporting verbs and marks of its sentence.
    fn relations(
        &self,
        sentence: &Range<usize>,
        token: usize,
        outline: &Outline,
        left: &Left,
        sink: &mut impl Sink,
    ) {
        let here = self.get(token);
        let quoted = u64::from(here.quoted);
        let at = token - sentence.start;
        let right = self.right.get(at).copied().flatten();
        let after = self.after.get(at).copied().unwrap_or(0);
        let to_left = left.speech.map_or(0, |cue| distance(token - cue));
        let to_right = right.map_or(0, |cue| distance(cue - token));
        let side = match outline.turn {
            Some(turn) if token > turn => 2,
            Some(turn) if token == turn => 1,
            _ => 0,
        };
        sink.add(key(30, to_left | quoted << 4 | outline.quotes << 5));
        sink.add(key(31, to_right | quoted << 4 | outline.quotes << 5));
        sink.add(key(
            32,
            u64::from(left.speech.is_some())
                | u64::from(right.is_some()) << 1
                | outline.tail << 2
                | quoted << 4
                | side << 5,
        ));
        let right_lemma = right.map_or(0, |cue| u64::from(self.get(cue).lemma));
        match left.speech {
            Some(cue) => {
                let lemma = u64::from(self.get(cue).lemma);
                let next = self.get(cue + 1).word;
                sink.add(key(33, lemma | quoted << 16));
                sink.add(key(34, pair(next, (lemma | quoted << 16) as u32)));
                sink.add(key(46, lemma << 4 | to_left));
            }
            None => {
                sink.add(key(35, right_lemma << 8 | quoted | outline.tail << 1));
                sink.add(key(47, right_lemma << 4 | to_right));
            }
        }
        let thought = left.thought.map_or(0, |at| {
            u64::from(self.get(at).lemma) << 4 | distance(token - at)
        });
        sink.add(key(36, thought));
        sink.add(key(
            37,
            u64::from(left.according.is_some())
                | u64::from(outline.according) << 1
                | u64::from(left.comma_after_according) << 2,
        ));
        sink.add(key(
            38,
            u64::from(left.commas.min(3))
                | outline.tail << 2
                | u64::from(left.speech.is_some()) << 4,
        ));
        sink.add(key(39, u64::from(left.opened) | to_left << 1));
        let edge = match at {
            0 => 0,
            1 => 1,
            _ if token + 1 == sentence.end => 3,
            _ => 2,
        };
        sink.add(key(40, edge | quoted << 2));
        sink.add(key(
            41,
            outline.quotes | outline.tail << 2 | outline.head << 4 | edge << 8 | side << 10,
        ));
        sink.add(key(
            42,
            outline.lead << 2
                | u64::from(left.speech.is_some() || left.thought.is_some()) << 1
                | quoted,
        ));
        sink.add(key(43, after));
        sink.add(key(44, after << 4 | to_left));
        let last = left.mark.map_or(0, |at| distance(token - at));
        sink.add(key(45, after << 10 | last << 6 | here.sort()));
        sink.add(key(48, left.mark_sort << 4 | last));
        sink.add(key(49, u64::from(left.lead) | (here.sort() << 32)));
    }

    /// Where a token stands in its quoted region.
    fn quotation(&self, token: usize, outline: &Outline, sink: &mut impl Sink) {
        let region = self
            .text
            .tokens
            .get(token)
            .and_then(|token| token.region)
            .and_then(|region| self.text.regions.get(region as usize));
        let Some(region) = region else { return };
        let length = match region.inner.len() {
            0..12 => 0,
            12..24 => 1,
            24..40 => 2,
            40..80 => 3,
            80..160 => 4,
            _ => 5,
        };
        let facts = length | u64::from(region.closed) << 3 | u64::from(region.continues) << 4;
        sink.add(key(50, facts | outline.quotes << 5 | outline.speech << 7));
        sink.add(key(
            51,
            facts | self.get(token).sort() << 5 | outline.tail << 11,
        ));
    }
}

/// What a sentence is like as a whole.
#[derive(Clone, Copy, Debug, Default)]
struct Outline {
    /// None, some or all of it is quoted: 0 to 2.
    quotes: u64,
    /// Reporting verbs outside quotation marks, to 2.
    speech: u64,
    /// Verbs of thought, to 2.
    thought: u64,
    according: bool,
    that: bool,
    /// Class of its first token, 15 for a quoted one.
    head: u64,
    /// Lemma of its first reporting verb, or of the first verb of thought.
    lead: u64,
    /// It ends in `, she said`: 1, `, said Roe`: 2, `, according to Roe`: 3.
    tail: u64,
    /// The mark before this end.
    turn: Option<usize>,
}

impl Outline {
    fn before(&self) -> Before {
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
    quotes: u64,
    tail: u64,
}

/// What stands to the left of a token in its sentence.
#[derive(Clone, Copy, Debug, Default)]
struct Left {
    speech: Option<usize>,
    thought: Option<usize>,
    according: Option<usize>,
    comma_after_according: bool,
    /// Commas outside quotation marks since the reporting verb.
    commas: u8,
    /// `that`, `if`, `to` … followed the reporting verb closely.
    opened: bool,
    mark: Option<usize>,
    mark_sort: u64,
    /// First word of the sentence.
    lead: u32,
}

impl Left {
    /// Takes in a token, which is then to the left.
    fn pass(&mut self, token: usize, here: &Attribute) {
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
fn opens_clause(word: u32) -> bool {
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
fn tail(all: &[Attribute]) -> (u64, Option<usize>) {
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

/// A distance in tokens, from 1, in eight steps.
fn distance(tokens: usize) -> u64 {
    match tokens {
        0..=1 => 1,
        2 => 2,
        3 => 3,
        4..=5 => 4,
        6..=9 => 5,
        10..=15 => 6,
        16..=30 => 7,
        _ => 8,
    }
}

/// The key of a feature: which template, which value.
fn key(template: u64, value: u64) -> u64 {
    let mixed =
        (value ^ template.wrapping_mul(0xD6E8_FEB8_6659_FD93)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 32)
}

/// Two numbers in one value.
fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

fn attribute(text: &Text, token: usize) -> Attribute {
    let word = text.word(token);
    let lower = text.lower(token).as_bytes();
    let region = text.tokens.get(token).and_then(|t| t.region);
    let mut made = Attribute {
        quoted: region.is_some(),
        ..Attribute::default()
    };
    if let (Some(region), Some(span)) = (
        region.and_then(|region| text.regions.get(region as usize)),
        text.tokens.get(token).map(|token| token.span),
    ) {
        if span.end <= region.inner.start {
            made.mark = Mark::Open;
            made.word = OPEN;
            return made;
        }
        if span.start >= region.inner.end {
            made.mark = Mark::Close;
            made.word = CLOSE;
            return made;
        }
    }
    made.word = hash(lower);
    let Some(first) = word.chars().next() else {
        return made;
    };
    if !first.is_alphanumeric()
        && lower.len() <= 4
        && !lower.get(1).is_some_and(u8::is_ascii_alphabetic)
    {
        made.mark = mark(first);
        return made;
    }
    if lower.len() > 3 {
        made.suffix = hash(lower.get(lower.len() - 3..).unwrap_or(lower));
        made.short_suffix = hash(lower.get(lower.len() - 2..).unwrap_or(lower));
    }
    made.shape = shape(word, first);
    let known = known(made.word);
    made.class = known.class;
    made.lemma = known.lemma;
    if made.class == Class::Other && first.is_uppercase() {
        made.class = Class::Capital;
    }
    made
}

fn mark(c: char) -> Mark {
    match c {
        ',' => Mark::Comma,
        '.' | '!' | '?' | '…' | ';' => Mark::Stop,
        ':' => Mark::Colon,
        '—' | '–' | '-' => Mark::Dash,
        '(' | ')' | '[' | ']' => Mark::Bracket,
        _ => Mark::Other,
    }
}

/// Digits, all capitals, one capital, a capital first, small.
fn shape(word: &str, first: char) -> u8 {
    if first.is_numeric() {
        return 1;
    }
    if !first.is_uppercase() {
        return 0;
    }
    let mut rest = word.chars().skip(1);
    match rest.next() {
        None => 2,
        Some(_) if word.chars().all(|c| !c.is_lowercase()) => 3,
        Some(_) => 4,
    }
}
