//! A place where a term should stand and does not → what to do about it.

use super::lex::Kind;

/// Why there is no term between two tokens, and what to do.
pub(super) fn message(before: Option<&Kind>, after: Option<&Kind>) -> String {
    match (before, after) {
        (Some(Kind::Open), Some(Kind::Close)) => {
            "there is nothing in the parentheses; leave them out".to_owned()
        }
        (Some(Kind::Near(reach)), Some(Kind::Not | Kind::Minus)) => {
            format!("NOT stands before {reach}: a NOT {reach} b")
        }
        (Some(Kind::Field(field)), Some(Kind::Not | Kind::Minus)) => {
            let name = field.name();
            format!("NOT stands before the field: NOT {name}:word")
        }
        (Some(Kind::Not), Some(Kind::Near(reach))) => {
            format!("something must stand before NOT {reach}: a NOT {reach} b")
        }
        (Some(Kind::Open) | None, Some(kind)) => {
            format!("something must stand before {}{}", typed(kind), mark(kind))
        }
        (Some(kind), None) => {
            format!("a word is missing after {}{}", typed(kind), mark(kind))
        }
        (Some(kind), Some(next)) => {
            let (kind, next) = (typed(kind), typed(next));
            format!("a word is missing between {kind} and {next}")
        }
        (None, None) => "a word is missing here".to_owned(),
    }
}

/// How to search for an operator as a word.
fn mark(kind: &Kind) -> &'static str {
    match kind {
        Kind::And | Kind::Or | Kind::Not => {
            "; to search for the operator as a word, put it in quotation marks"
        }
        _ => "",
    }
}

/// A token as it is typed.
fn typed(kind: &Kind) -> String {
    match kind {
        Kind::Open => "`(`".to_owned(),
        Kind::Close => "`)`".to_owned(),
        Kind::And => "AND".to_owned(),
        Kind::Or => "OR".to_owned(),
        Kind::Not => "NOT".to_owned(),
        Kind::Minus => "the minus".to_owned(),
        Kind::Near(reach) => reach.to_string(),
        Kind::AtLeast(times) => format!("ATLEAST{times}"),
        Kind::Field(field) => format!("{}:", field.name()),
        Kind::Date => "date:".to_owned(),
        Kind::Seen => "seen:".to_owned(),
        Kind::Phrase(_) | Kind::Word(_) | Kind::Wild(_) | Kind::Nearly(..) => "the word".to_owned(),
    }
}
