//! A corpus → queries by chance that tend to find something: their words stand
//! near each other in some article, and their distances are about the true
//! ones.

use super::super::common::Random;
use super::expression::{Expr, Field, Kind, Leaf, Near, Reach};
use super::leaf::is_unspaced;
use super::spell::{countable, leaf, misspelt, open, plain, word};
use super::text::{Corpus, Part, Text, Token};

/// How far from each other two words are looked for.
const NEAR: usize = 12;

/// Words that the query language reads as operators where they are typed so.
const RESERVED: &[&str] = &["AND", "OR", "NOT", "HL", "HLEAD", "LEAD", "BYLINE"];

pub struct Generator<'c> {
    corpus: &'c Corpus,
    pub random: Random,
}

/// A token of a text of an article.
#[derive(Clone, Copy)]
struct Spot<'c> {
    article: usize,
    text: &'c Text,
    at: usize,
}

impl<'c> Spot<'c> {
    fn token(&self) -> &'c Token {
        &self.text.tokens[self.at]
    }
}

impl<'c> Generator<'c> {
    pub fn new(corpus: &'c Corpus, seed: u64) -> Self {
        Generator {
            corpus,
            random: Random::new(seed),
        }
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.random.below(times) == 0
    }

    /// A query with at least two kinds of things in it, as a rule.
    pub fn query(&mut self) -> Expr {
        let depth = match self.random.below(10) {
            0 => 4,
            _ => 1 + self.random.below(3),
        };
        match self.random.below(21) {
            0 => {
                let spot = self.spot_in_text();
                Expr::Leaf(self.leaf(spot))
            }
            1..=7 => self.in_text(depth),
            8 => Expr::And(vec![self.in_text(depth), self.in_text_of_any(1)]),
            9 => Expr::Beside(vec![self.in_text(depth - 1), self.in_text_of_any(1)]),
            10 => Expr::Or(vec![self.in_text(depth), self.in_text(1)]),
            11 => {
                let unwanted = Expr::Not(Box::new(self.in_text(1)));
                Expr::Beside(vec![self.in_text(depth), unwanted])
            }
            12 => Expr::Not(Box::new(self.in_text(depth))),
            13 | 14 => self.counted(),
            15 | 16 => self.in_place(depth),
            17 | 18 => self.in_name(),
            19 => self.filtered(depth),
            _ => self.same_field(),
        }
    }

    /// What somebody may be quoted with, where the bodies are quotes.
    pub fn said(&mut self) -> Expr {
        let depth = self.random.below(4);
        let inner = match self.random.below(6) {
            0 => self.counted(),
            1 => Expr::And(vec![self.in_text(depth), self.in_text(0)]),
            _ => self.in_text(depth),
        };
        match inner {
            Expr::In(_, inner) => Expr::In(Field::Quote, inner),
            inner => Expr::In(Field::Quote, Box::new(inner)),
        }
    }

    /// An expression about a spot in a headline or a body.
    fn in_text(&mut self, depth: usize) -> Expr {
        let spot = self.spot_in_text();
        self.about(spot, depth)
    }

    /// The same, or a small word that most articles have.
    fn in_text_of_any(&mut self, depth: usize) -> Expr {
        if self.once_in(3) {
            let small = *self.random.pick(&["the", "of", "and", "in", "to", "a"]);
            return word(small);
        }
        self.in_text(depth)
    }

    fn spot_in_text(&mut self) -> Spot<'c> {
        let part = match self.random.below(16) {
            0 | 1 => Part::Title,
            2 => Part::Beside,
            _ => Part::Body,
        };
        self.spot(&[part, Part::Body, Part::Title])
    }

    /// A spot in the first of these parts that some article has.
    fn spot(&mut self, parts: &[Part]) -> Spot<'c> {
        let corpus = self.corpus;
        for part in parts {
            for _ in 0..200 {
                let article = self.random.below(corpus.articles.len());
                let texts = corpus.articles[article].texts.iter();
                let texts: Vec<&Text> = texts
                    .filter(|text| text.part == *part && !text.tokens.is_empty())
                    .collect();
                if !texts.is_empty() {
                    let text = *self.random.pick(&texts);
                    let at = self.random.below(text.tokens.len());
                    return Spot { article, text, at };
                }
            }
        }
        panic!("no article has a word in its {parts:?}")
    }

    /// Another spot of the same paragraph, and how far it is.
    fn beside(&mut self, spot: Spot<'c>) -> (Spot<'c>, u32) {
        for _ in 0..20 {
            let at = (spot.at + self.random.below(2 * NEAR + 1)).saturating_sub(NEAR);
            let Some(token) = spot.text.tokens.get(at) else {
                continue;
            };
            if at != spot.at && token.paragraph == spot.token().paragraph {
                let gap = token.position.abs_diff(spot.token().position);
                return (Spot { at, ..spot }, gap);
            }
        }
        (spot, 1)
    }

    /// An expression that has, so deep, what stands about a spot.
    fn about(&mut self, spot: Spot<'c>, depth: usize) -> Expr {
        if depth == 0 {
            return self.operand(spot, 0);
        }
        let (other, gap) = self.beside(spot);
        let (left_depth, right_depth) = match self.random.below(3) {
            0 => (depth - 1, 0),
            1 => (0, depth - 1),
            _ => (depth - 1, depth - 1),
        };
        let (mut first, mut second) = (spot, other);
        if second.at < first.at && !self.once_in(6) {
            (first, second) = (second, first);
        }
        let apart = self.once_in(7);
        // Of what must not be near, most is something else.
        if apart && !self.once_in(3) {
            second = self.spot_in_text();
        }
        let left = self.operand(first, left_depth);
        let right = match apart {
            true => self.unwanted(second, right_depth),
            false => self.operand(second, right_depth),
        };
        let n = (gap + self.random.below(4) as u32).saturating_sub(1).max(1);
        let reach = match self.random.below(10) {
            0..=4 => Reach::Words(n),
            5 | 6 => Reach::Before(n),
            7 | 8 => Reach::Sentence,
            _ => Reach::Paragraph,
        };
        Expr::Near(Box::new(Near {
            left,
            right,
            reach,
            apart,
        }))
    }

    /// What stands about a spot, alone or in a group.
    fn operand(&mut self, spot: Spot<'c>, depth: usize) -> Expr {
        match self.random.below(14) {
            0 | 1 => {
                let elsewhere = self.spot_in_text();
                let mut parts = vec![self.alone(spot, depth), self.alone(elsewhere, 0)];
                if self.once_in(3) {
                    let (other, _) = self.beside(spot);
                    parts.insert(0, self.alone(other, 0));
                }
                Expr::Or(parts)
            }
            2 => {
                let (other, _) = self.beside(spot);
                let parts = vec![self.alone(spot, depth), self.alone(other, 0)];
                match self.once_in(2) {
                    true => Expr::And(parts),
                    false => Expr::Beside(parts),
                }
            }
            3 if self.once_in(2) => {
                let elsewhere = self.spot_in_text();
                let unwanted = Expr::Not(Box::new(self.alone(elsewhere, 0)));
                Expr::Beside(vec![self.alone(spot, depth), unwanted])
            }
            3 if self.once_in(2) => {
                let (one, _) = self.beside(spot);
                let (two, _) = self.beside(spot);
                let both = Expr::And(vec![self.alone(one, 0), self.alone(two, 0)]);
                Expr::Or(vec![self.alone(spot, depth), both])
            }
            _ => self.alone(spot, depth),
        }
    }

    fn alone(&mut self, spot: Spot<'c>, depth: usize) -> Expr {
        match depth {
            0 => Expr::Leaf(self.leaf(spot)),
            _ => self.about(spot, depth),
        }
    }

    /// The right of NOT W/n: no NOT in it, of which it is open what it means.
    fn unwanted(&mut self, spot: Spot<'c>, depth: usize) -> Expr {
        for _ in 0..10 {
            let expr = self.operand(spot, depth);
            let mut operators = Vec::new();
            expr.operators(&mut operators);
            if !operators.contains(&"NOT") {
                return expr;
            }
        }
        Expr::Leaf(self.leaf(spot))
    }

    /// ATLEASTn of what is about as frequent in some article.
    fn counted(&mut self) -> Expr {
        let mut spot = self.spot_in_text();
        let mut count = 1;
        for _ in 0..8 {
            let texts = &self.corpus.articles[spot.article].texts;
            let tokens = texts.iter().flat_map(|text| &text.tokens);
            let form = spot.token().form;
            count = tokens.filter(|token| token.form == form).count();
            if count > 1 {
                break;
            }
            spot = self.spot_in_text();
        }
        let depth = self.random.below(3).saturating_sub(1);
        let inner = match depth {
            0 => Expr::Leaf(self.leaf(spot)),
            _ => self.about(spot, depth),
        };
        let inner = match self.random.below(6) {
            0 => Expr::Or(vec![inner, self.in_text(0)]),
            1 => {
                let (other, _) = self.beside(spot);
                Expr::And(vec![inner, Expr::Leaf(self.leaf(other))])
            }
            _ => inner,
        };
        let inner = countable(inner);
        let n = (count + self.random.below(3)).saturating_sub(1).clamp(1, 9);
        let counted = Expr::AtLeast(n, Box::new(inner));
        match self.random.below(4) {
            0 => {
                let field = *self
                    .random
                    .pick(&[Field::Body, Field::HeadLead, Field::Lead]);
                Expr::In(field, Box::new(counted))
            }
            1 => Expr::Beside(vec![counted, self.in_text(1)]),
            _ => counted,
        }
    }

    fn in_place(&mut self, depth: usize) -> Expr {
        let field = *self.random.pick(&[
            Field::Title,
            Field::Body,
            Field::Lead,
            Field::HeadLead,
            Field::HeadLead,
        ]);
        let part = match field {
            Field::Title => Part::Title,
            _ => Part::Body,
        };
        let mut spot = self.spot(&[part, Part::Title]);
        if matches!(field, Field::Lead | Field::HeadLead) && !self.once_in(3) {
            spot.at %= 60.min(spot.text.tokens.len());
        }
        let inner = self.about(spot, depth - 1);
        let inner = Expr::In(field, Box::new(inner));
        match self.random.below(4) {
            0 => Expr::Beside(vec![inner, self.in_text(1)]),
            1 => Expr::And(vec![self.in_text(1), inner]),
            _ => inner,
        }
    }

    /// In a byline or the name of an outlet, beside a word or not.
    fn in_name(&mut self) -> Expr {
        let (field, part) = *self.random.pick(&[
            (Field::Byline, Part::Byline),
            (Field::Byline, Part::Byline),
            (Field::Source, Part::Outlet),
            (Field::Section, Part::Section),
        ]);
        let spot = self.spot(&[part, Part::Title]);
        let depth = self.random.below(2);
        let inner = match depth {
            0 => Expr::Leaf(self.leaf(spot)),
            _ => self.about(spot, depth),
        };
        let named = Expr::In(field, Box::new(inner));
        match self.random.below(3) {
            0 => named,
            1 => Expr::Beside(vec![named, self.in_text(1)]),
            _ => Expr::And(vec![self.in_text(0), named]),
        }
    }

    /// With a language or a span of time.
    fn filtered(&mut self, depth: usize) -> Expr {
        let spot = self.spot_in_text();
        let article = &self.corpus.articles[spot.article];
        let filter = match article.day {
            Some(day) if self.once_in(2) || article.code.is_empty() => {
                let (from, to) = (self.random.below(3) as u32, self.random.below(3) as u32);
                let (year, rest) = (day / 10_000, day % 10_000);
                Expr::Date((year - from) * 10_000 + rest, (year + to) * 10_000 + 1231)
            }
            _ if article.code.is_empty() => return self.in_text(depth),
            _ => Expr::Lang(article.code.clone()),
        };
        Expr::Beside(vec![self.about(spot, depth), filter])
    }

    /// `title:a W/5 title:b`.
    fn same_field(&mut self) -> Expr {
        let field = *self.random.pick(&[Field::Title, Field::Body]);
        let part = match field {
            Field::Title => Part::Title,
            _ => Part::Body,
        };
        let spot = self.spot(&[part, Part::Body]);
        let (other, gap) = self.beside(spot);
        let mut within = |spot| Expr::In(field, Box::new(Expr::Leaf(self.leaf(spot))));
        let (left, right) = (within(spot), within(other));
        let reach = match self.random.below(3) {
            0 => Reach::Sentence,
            _ => Reach::Words(gap.max(1)),
        };
        Expr::Near(Box::new(Near {
            left,
            right,
            reach,
            apart: false,
        }))
    }

    /// What stands at a spot, as somebody may type it.
    fn leaf(&mut self, spot: Spot<'c>) -> Leaf {
        let token = spot.token();
        let raw = &spot.text.raw;
        if raw[token.span.start..].starts_with(is_unspaced) {
            return self.characters(&raw[token.span.start..]);
        }
        let form = &self.corpus.forms[token.form];
        let is_plain = form.chars().all(char::is_alphanumeric);
        let leaf = match self.random.below(20) {
            0..=4 => self.phrase(spot),
            5..=7 if is_plain && form.chars().count() > 3 => open(&mut self.random, form),
            8 | 9 if is_plain && form.chars().count() > 3 => misspelt(&mut self.random, form),
            _ => leaf(Kind::Word, self.typed(spot)),
        };
        match leaf.typed.is_empty() {
            true => plain(form.clone()),
            false => self.joined(spot, leaf),
        }
    }

    /// With the word after it, where a hyphen joins the two: `mini*-drama`.
    fn joined(&mut self, spot: Spot<'c>, leaf: Leaf) -> Leaf {
        let next = spot.text.tokens.get(spot.at + 1);
        let raw = &spot.text.raw;
        let hyphened =
            next.filter(|next| raw.get(spot.token().span.end..next.span.start) == Some("-"));
        let is_open = leaf.kind == Kind::Open;
        match hyphened.filter(|_| is_open && !leaf.typed.ends_with('*')) {
            Some(next) => {
                let typed = format!("{}-{}", leaf.typed, self.corpus.forms[next.form]);
                Leaf { typed, ..leaf }
            }
            None => leaf,
        }
    }

    /// A part of a run without spaces.
    fn characters(&mut self, rest: &str) -> Leaf {
        let count = 1 + self.random.below(4);
        let run = rest.chars().take_while(|c| is_unspaced(*c)).take(count);
        let kind = if self.once_in(3) {
            Kind::Phrase
        } else {
            Kind::Word
        };
        leaf(kind, run.collect())
    }

    /// A word as it stands or as it is folded; what is joined to it by a hyphen
    /// or an apostrophe, now and then.
    fn typed(&mut self, spot: Spot<'c>) -> String {
        let (raw, span) = (&spot.text.raw, spot.token().span);
        let as_is = self.once_in(2);
        let next = spot.text.tokens.get(spot.at + 1).map(|token| token.span);
        if let Some(next) = next.filter(|next| !raw[next.start..].starts_with(is_unspaced))
            && let Some("-" | "’" | "'") = raw.get(span.end..next.start)
            && self.once_in(2)
        {
            return raw[span.start..next.end].to_owned();
        }
        let word = &raw[span.start..span.end];
        if !as_is || RESERVED.contains(&word) || word.contains('\u{ad}') {
            return self.corpus.forms[spot.token().form].clone();
        }
        word.to_owned()
    }

    /// Words in a row from a spot on, one of them cut now and then.
    fn phrase(&mut self, spot: Spot<'c>) -> Leaf {
        let tokens = &spot.text.tokens[spot.at..];
        let count = 2 + self.random.below(2);
        let cut = match self.random.below(3) {
            0 => self.random.below(count),
            _ => count,
        };
        let mut words: Vec<String> = Vec::new();
        for (i, token) in tokens.iter().take(count).enumerate() {
            let form = &self.corpus.forms[token.form];
            let follows = token.position == spot.token().position + i as u32;
            if !follows || form.chars().any(is_unspaced) {
                break;
            }
            let letters = form.chars().count();
            if i == cut && letters > 3 && form.chars().all(char::is_alphabetic) {
                let kept = 2 + self.random.below(letters - 2);
                let cut: String = form.chars().take(kept).collect();
                words.push(format!("{cut}*"));
            } else {
                words.push(form.clone());
            }
        }
        leaf(Kind::Phrase, words.join(" "))
    }
}
