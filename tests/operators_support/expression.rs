//! What is asked, as the test means it, and how it is written in the query
//! language.

use super::super::common::Random;

/// A word, a phrase, a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Leaf {
    pub kind: Kind,
    /// As it is typed, without quotation marks or a distance.
    pub typed: String,
}

/// How a leaf stands for words of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Word,
    Phrase,
    Open,
    Nearly(usize),
}

/// How near two things must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Words(u32),
    Before(u32),
    Sentence,
    Paragraph,
}

/// A field, or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Title,
    Body,
    Lead,
    HeadLead,
    Byline,
    Source,
    Section,
    /// What somebody is quoted with.
    Quote,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    Leaf(Leaf),
    Near(Box<Near>),
    And(Vec<Expr>),
    /// Words side by side.
    Beside(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    AtLeast(usize, Box<Expr>),
    In(Field, Box<Expr>),
    Lang(String),
    /// Days as `yyyymmdd`, both included.
    Date(u32, u32),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    pub left: Expr,
    pub right: Expr,
    pub reach: Reach,
    /// `a NOT W/5 b`.
    pub apart: bool,
}

/// How an expression is written: with what chance gives, or plainly.
pub struct Hand<'r>(pub Option<&'r mut Random>);

impl Hand<'_> {
    /// True once in `times` times; never where it is written plainly.
    fn once_in(&mut self, times: usize) -> bool {
        self.0.as_mut().is_some_and(|r| r.below(times) == 0)
    }

    fn pick(&mut self, ways: &[&str]) -> String {
        match &mut self.0 {
            Some(random) => (*random.pick(ways)).to_owned(),
            None => ways[0].to_owned(),
        }
    }
}

/// How tightly the operators bind, from OR on.
const ANY: u8 = 0;
const ALL: u8 = 1;
const BESIDE: u8 = 2;
const NOT: u8 = 3;
const PARAGRAPH: u8 = 4;
const SENTENCE: u8 = 5;
const WORDS: u8 = 6;
const TERM: u8 = 7;

impl Expr {
    /// In the query language, with no parentheses but those needed.
    pub fn plainly(&self) -> String {
        self.write(&mut Hand(None), ANY)
    }

    /// In the query language, in one of the ways in which it can be written.
    pub fn written(&self, random: &mut Random) -> String {
        self.write(&mut Hand(Some(random)), ANY)
    }

    fn level(&self) -> u8 {
        match self {
            Expr::Or(_) => ANY,
            Expr::And(_) => ALL,
            Expr::Beside(_) => BESIDE,
            Expr::Not(_) => NOT,
            Expr::Near(near) => match near.reach {
                Reach::Paragraph => PARAGRAPH,
                Reach::Sentence => SENTENCE,
                Reach::Words(_) | Reach::Before(_) => WORDS,
            },
            _ => TERM,
        }
    }

    /// As an operand of what binds just less tightly than `least`.
    fn write(&self, hand: &mut Hand<'_>, least: u8) -> String {
        let bare = self.bare(hand);
        let may_be_wrapped = !matches!(self, Expr::Lang(_) | Expr::Date(..));
        if self.level() < least || (may_be_wrapped && hand.once_in(12)) {
            format!("({bare})")
        } else {
            bare
        }
    }

    fn bare(&self, hand: &mut Hand<'_>) -> String {
        let mut join = |parts: &[Expr], between: &str, least: u8| {
            let parts: Vec<String> = parts.iter().map(|p| p.write(hand, least)).collect();
            parts.join(between)
        };
        match self {
            Expr::Leaf(leaf) => leaf.written(hand),
            Expr::Or(parts) => join(parts, " OR ", ALL),
            Expr::And(parts) => join(parts, " AND ", BESIDE),
            Expr::Beside(parts) => join(parts, " ", NOT),
            Expr::Not(inner) => {
                let inner = inner.write(hand, PARAGRAPH);
                let sign = hand.pick(&["NOT ", "-"]);
                // `--x` and `-x W/5 y` are hard to read, and `- x` is a dash.
                let sign = if inner.starts_with('-') {
                    "NOT "
                } else {
                    &sign
                };
                format!("{sign}{inner}")
            }
            Expr::Near(near) => {
                let level = self.level();
                let left = near.left.write(hand, level);
                let operator = near.operator(hand);
                let right = near.right.write(hand, level + 1);
                format!("{left} {operator} {right}")
            }
            Expr::AtLeast(n, inner) => {
                let name = hand.pick(&["ATLEAST", "atleast"]);
                format!("{name}{n}({})", argument(inner, hand))
            }
            Expr::In(field, inner) => in_field(*field, inner, hand),
            Expr::Lang(code) => format!("lang:{code}"),
            Expr::Date(from, to) => {
                let day =
                    |d: &u32| format!("{:04}-{:02}-{:02}", d / 10_000, d / 100 % 100, d % 100);
                format!("date:{}..{}", day(from), day(to))
            }
        }
    }

    /// The parts that an expression is made of.
    pub fn parts(&self) -> Vec<&Expr> {
        match self {
            Expr::And(parts) | Expr::Beside(parts) | Expr::Or(parts) => parts.iter().collect(),
            Expr::Not(inner) | Expr::AtLeast(_, inner) | Expr::In(_, inner) => vec![inner],
            Expr::Near(near) => vec![&near.left, &near.right],
            Expr::Leaf(_) | Expr::Lang(_) | Expr::Date(..) => Vec::new(),
        }
    }

    /// The names of the operators in it.
    pub fn operators(&self, found: &mut Vec<&'static str>) {
        found.push(match self {
            Expr::Leaf(leaf) => match leaf.kind {
                Kind::Word => "word",
                Kind::Phrase if leaf.typed.contains('*') => "\"phrase*\"",
                Kind::Phrase => "\"phrase\"",
                Kind::Open if leaf.typed.contains('?') => "wo?d",
                Kind::Open if leaf.typed.starts_with('*') => "*ord",
                Kind::Open if leaf.typed.ends_with('*') => "wor*",
                Kind::Open => "w*d",
                Kind::Nearly(1) => "word~1",
                Kind::Nearly(_) => "word~2",
            },
            Expr::Near(near) => match (near.reach, near.apart) {
                (Reach::Words(_), false) => "W/n",
                (Reach::Before(_), false) => "PRE/n",
                (Reach::Sentence, false) => "/s",
                (Reach::Paragraph, false) => "/p",
                (Reach::Words(_), true) => "NOT W/n",
                (Reach::Before(_), true) => "NOT PRE/n",
                (Reach::Sentence, true) => "NOT /s",
                (Reach::Paragraph, true) => "NOT /p",
            },
            Expr::And(_) => "AND",
            Expr::Beside(_) => "side by side",
            Expr::Or(_) => "OR",
            Expr::Not(_) => "NOT",
            Expr::AtLeast(..) => "ATLEASTn",
            Expr::In(field, _) => field.name(),
            Expr::Lang(_) => "lang",
            Expr::Date(..) => "date",
        });
        if matches!(self, Expr::Near(near) if is_nested(near)) {
            found.push("nested");
        }
        self.parts().iter().for_each(|part| part.operators(found));
    }
}

fn is_nested(near: &Near) -> bool {
    let is_near = |expr: &Expr| matches!(expr, Expr::Near(_));
    is_near(&near.left) || is_near(&near.right)
}

impl Field {
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Body => "body",
            Field::Lead => "lead",
            Field::HeadLead => "hlead",
            Field::Byline => "byline",
            Field::Source => "source",
            Field::Section => "section",
            Field::Quote => "quote",
        }
    }

    /// The operators that are written before a parenthesis.
    fn called(self) -> &'static [&'static str] {
        match self {
            Field::Title => &["HL"],
            Field::Lead => &["LEAD"],
            Field::HeadLead => &["HLEAD", "hlead"],
            Field::Byline => &["BYLINE"],
            Field::Body | Field::Source | Field::Section | Field::Quote => &[],
        }
    }
}

fn in_field(field: Field, inner: &Expr, hand: &mut Hand<'_>) -> String {
    if !field.called().is_empty() && hand.once_in(2) {
        let name = hand.pick(field.called());
        return format!("{name}({})", argument(inner, hand));
    }
    format!("{}:{}", field.name(), inner.write(hand, TERM))
}

impl Near {
    fn operator(&self, hand: &mut Hand<'_>) -> String {
        let operator = match self.reach {
            Reach::Words(n) => format!("{}{n}", hand.pick(&["W/", "w/", "NEAR/", "near/"])),
            Reach::Before(n) => format!("{}{n}", hand.pick(&["PRE/", "pre/"])),
            Reach::Sentence => hand.pick(&["/s", "/S"]),
            Reach::Paragraph => hand.pick(&["/p", "/P"]),
        };
        let sign = if self.apart { "NOT " } else { "" };
        format!("{sign}{operator}")
    }
}

impl Leaf {
    fn written(&self, hand: &mut Hand<'_>) -> String {
        let typed = &self.typed;
        match self.kind {
            Kind::Word => typed.clone(),
            Kind::Phrase => {
                let marks = hand.pick(&["\"\"", "“”", "„“", "«»"]);
                let mut marks = marks.chars();
                let (open, close) = (marks.next().unwrap(), marks.next().unwrap());
                format!("{open}{typed}{close}")
            }
            Kind::Open => match typed.strip_suffix('*') {
                Some(stem) if may_be_cut(stem) && hand.once_in(2) => format!("{stem}!"),
                _ => typed.clone(),
            },
            Kind::Nearly(distance) => format!("{typed}~{distance}"),
        }
    }
}

/// `econom!` is cut, `no!` and `Yahoo!` are cried.
fn may_be_cut(stem: &str) -> bool {
    let last = stem.chars().rev().take(3);
    last.clone().count() == 3
        && last.clone().all(char::is_alphabetic)
        && stem.chars().next().is_some_and(char::is_lowercase)
}

/// What stands in the parentheses of `HL( )`: `lead(s)` is a plural.
fn argument(inner: &Expr, hand: &mut Hand<'_>) -> String {
    match inner.write(hand, ANY).as_str() {
        letter @ ("s" | "S") => format!("({letter})"),
        written => written.to_owned(),
    }
}
