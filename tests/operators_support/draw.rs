//! An expression → the same with AND, NOT and fields drawn out of its operands:
//! `(a AND b) W/5 c` is `(a W/5 c) AND (b W/5 c)`.

use super::expression::{Expr, Near};

/// The same with no AND and no field inside an operand.
pub fn drawn_out(expr: &Expr) -> Expr {
    let each = |parts: &[Expr]| parts.iter().map(drawn_out).collect();
    match expr {
        Expr::And(parts) | Expr::Beside(parts) => Expr::And(each(parts)),
        Expr::Or(parts) => Expr::Or(each(parts)),
        Expr::Not(inner) => Expr::Not(Box::new(drawn_out(inner))),
        Expr::In(field, inner) => Expr::In(*field, Box::new(drawn_out(inner))),
        Expr::AtLeast(n, inner) => at_least(*n, drawn_out(inner)),
        Expr::Near(near) => draw_out(Near {
            left: drawn_out(&near.left),
            right: drawn_out(&near.right),
            ..**near
        }),
        Expr::Leaf(_) | Expr::Lang(_) | Expr::Date(..) => expr.clone(),
    }
}

fn at_least(n: usize, inner: Expr) -> Expr {
    match inner {
        Expr::And(parts) => Expr::And(parts.into_iter().map(|part| at_least(n, part)).collect()),
        Expr::In(field, inner) => Expr::In(field, Box::new(at_least(n, *inner))),
        inner => Expr::AtLeast(n, Box::new(inner)),
    }
}

/// `near`, whose operands are drawn out already.
fn draw_out(near: Near) -> Expr {
    let Near {
        left,
        right,
        reach,
        apart,
    } = near;
    let again = |left: Expr, right: Expr| {
        draw_out(Near {
            left,
            right,
            reach,
            apart,
        })
    };
    match (left, right) {
        (Expr::In(field, left), Expr::In(other, right)) => {
            assert_eq!(field, other, "operands in different fields");
            Expr::In(field, Box::new(again(*left, *right)))
        }
        // What is not wanted is not wanted near either.
        (Expr::Not(unwanted), _) | (_, Expr::Not(unwanted)) => Expr::Not(unwanted),
        (Expr::And(parts), right) => Expr::And(
            parts
                .into_iter()
                .map(|part| again(part, right.clone()))
                .collect(),
        ),
        (left @ Expr::Or(_), right) if has_and(&left) => {
            let Expr::Or(parts) = left else {
                unreachable!()
            };
            let parts = parts.into_iter().map(|part| again(part, right.clone()));
            Expr::Or(parts.collect())
        }
        // Not near both of them: far from the one or far from the other.
        (left, Expr::And(parts)) => {
            let parts = parts.into_iter().map(|part| again(left.clone(), part));
            match apart {
                true => Expr::Or(parts.collect()),
                false => Expr::And(parts.collect()),
            }
        }
        (left, right @ Expr::Or(_)) if has_and(&right) => {
            if apart {
                return again(left, all_of_any(&right));
            }
            let Expr::Or(parts) = right else {
                unreachable!()
            };
            let parts = parts.into_iter().map(|part| again(left.clone(), part));
            Expr::Or(parts.collect())
        }
        (left, right) => Expr::Near(Box::new(Near {
            left,
            right,
            reach,
            apart,
        })),
    }
}

fn has_and(expr: &Expr) -> bool {
    match expr {
        Expr::And(_) => true,
        Expr::Or(parts) => parts.iter().any(has_and),
        _ => false,
    }
}

/// a OR (b AND c) as (a OR b) AND (a OR c).
fn all_of_any(expr: &Expr) -> Expr {
    let mut all: Vec<Vec<Expr>> = vec![Vec::new()];
    let Expr::Or(parts) = expr else {
        return expr.clone();
    };
    for part in parts {
        let choices = match part {
            Expr::And(parts) => parts.clone(),
            Expr::Or(_) if has_and(part) => match all_of_any(part) {
                Expr::And(parts) => parts,
                other => vec![other],
            },
            other => vec![other.clone()],
        };
        let mut longer = Vec::new();
        for any in &all {
            for choice in &choices {
                longer.push([any.clone(), vec![choice.clone()]].concat());
            }
        }
        all = longer;
    }
    Expr::And(all.into_iter().map(Expr::Or).collect())
}
