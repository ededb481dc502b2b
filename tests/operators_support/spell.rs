//! Forms of words → leaves that stand for them and others, and what of an
//! expression can be counted.

use super::super::common::Random;
use super::draw::drawn_out;
use super::expression::{Expr, Kind, Leaf};

pub fn leaf(kind: Kind, typed: String) -> Leaf {
    Leaf { kind, typed }
}

pub fn plain(typed: String) -> Leaf {
    leaf(Kind::Word, typed)
}

pub fn word(typed: &str) -> Expr {
    Expr::Leaf(plain(typed.to_owned()))
}

/// A word of four letters or more with some left open.
pub fn open(random: &mut Random, form: &str) -> Leaf {
    let letters: Vec<char> = form.chars().collect();
    let text = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
    let all = letters.len();
    let (kept, at) = (2 + random.below(all - 1), 1 + random.below(all - 2));
    let typed = match random.below(7) {
        0..=2 => format!("{}*", text(0, kept)),
        3 => format!("*{}", text(all - kept.max(3), all)),
        4 => {
            let to = (at + random.below(3)).min(all - 1);
            format!("{}*{}", text(0, at.max(2)), text(to.max(2), all))
        }
        5 => format!("{}?{}*", text(0, at), text(at + 1, all)),
        _ => format!("{}?{}", text(0, at), text(at + 1, all)),
    };
    leaf(Kind::Open, somehow(random, typed))
}

/// A word of four letters or more with a slip or two, or with none.
pub fn misspelt(random: &mut Random, form: &str) -> Leaf {
    let mut letters: Vec<char> = form.chars().collect();
    let distance = match letters.len() {
        0..=4 => 1,
        _ => 1 + random.below(2),
    };
    for _ in 0..random.below(distance + 1) {
        let at = random.below(letters.len() - 1);
        match random.below(4) {
            0 => letters.swap(at, at + 1),
            1 => {
                letters.remove(at);
            }
            2 => letters[at] = 'e',
            _ => letters.insert(at, 'r'),
        }
    }
    let typed = letters.into_iter().collect();
    leaf(Kind::Nearly(distance), somehow(random, typed))
}

/// With a capital, now and then, or an accent that folding takes off again.
fn somehow(random: &mut Random, typed: String) -> String {
    match random.below(8) {
        0 => typed.to_uppercase(),
        1 => typed.replace('e', "é"),
        _ => typed,
    }
}

/// What can be counted of an expression: the description leaves open how a
/// NOT is, and an OR around an AND.
pub fn countable(expr: Expr) -> Expr {
    let mut operators = Vec::new();
    expr.operators(&mut operators);
    if !operators.contains(&"NOT") && !is_mixed(&drawn_out(&expr)) {
        return expr;
    }
    match expr.parts().first() {
        Some(part) => countable((*part).clone()),
        None => expr,
    }
}

fn is_mixed(expr: &Expr) -> bool {
    let parts = expr.parts();
    let has_and = |part: &&Expr| matches!(part, Expr::And(_));
    (matches!(expr, Expr::Or(_)) && parts.iter().any(has_and))
        || parts.iter().any(|part| is_mixed(part))
}
