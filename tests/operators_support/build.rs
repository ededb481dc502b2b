//! Expressions made by hand.

use super::expression::{Expr, Field, Kind, Leaf, Near, Reach};

pub fn word(typed: &str) -> Expr {
    leaf(Kind::Word, typed)
}

pub fn phrase(typed: &str) -> Expr {
    leaf(Kind::Phrase, typed)
}

pub fn open(typed: &str) -> Expr {
    leaf(Kind::Open, typed)
}

pub fn nearly(typed: &str, distance: usize) -> Expr {
    leaf(Kind::Nearly(distance), typed)
}

fn leaf(kind: Kind, typed: &str) -> Expr {
    Expr::Leaf(Leaf {
        kind,
        typed: typed.to_owned(),
    })
}

pub fn near(left: Expr, reach: Reach, right: Expr, apart: bool) -> Expr {
    Expr::Near(Box::new(Near {
        left,
        right,
        reach,
        apart,
    }))
}

pub fn within(n: u32, left: Expr, right: Expr) -> Expr {
    near(left, Reach::Words(n), right, false)
}

pub fn before(n: u32, left: Expr, right: Expr) -> Expr {
    near(left, Reach::Before(n), right, false)
}

pub fn in_sentence(left: Expr, right: Expr) -> Expr {
    near(left, Reach::Sentence, right, false)
}

pub fn in_paragraph(left: Expr, right: Expr) -> Expr {
    near(left, Reach::Paragraph, right, false)
}

pub fn not_within(n: u32, left: Expr, right: Expr) -> Expr {
    near(left, Reach::Words(n), right, true)
}

pub fn and<const N: usize>(parts: [Expr; N]) -> Expr {
    Expr::And(parts.to_vec())
}

pub fn beside<const N: usize>(parts: [Expr; N]) -> Expr {
    Expr::Beside(parts.to_vec())
}

pub fn or<const N: usize>(parts: [Expr; N]) -> Expr {
    Expr::Or(parts.to_vec())
}

pub fn not(inner: Expr) -> Expr {
    Expr::Not(Box::new(inner))
}

pub fn at_least(n: usize, inner: Expr) -> Expr {
    Expr::AtLeast(n, Box::new(inner))
}

pub fn within_field(field: Field, inner: Expr) -> Expr {
    Expr::In(field, Box::new(inner))
}
