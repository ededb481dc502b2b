//! What may stand beside `W/5`, or in `ATLEAST3( )`: words, phrases, and what is
//! made of them; nothing that is asked of the article as a whole.

use crate::analysis::Words;

use super::codes;
use super::display::grouped;
use super::suggest::shown;
use super::{Field, Near, Query, Reach};

/// Joins two operands. Where both are of one field, it is looked for in that
/// field: `title:a W/5 title:b` is `title:(a W/5 b)`.
pub(super) fn near(left: Query, right: Query, reach: Reach, apart: bool) -> Result<Query, String> {
    if let (Query::In(field, left), Query::In(other, right)) = (&left, &right)
        && field == other
    {
        refuse_codes(*field)?;
        let inner = near((**left).clone(), (**right).clone(), reach, apart)?;
        return Ok(Query::In(*field, Box::new(inner)));
    }
    let not = if apart { "NOT " } else { "" };
    let operator = format!("{not}{reach}");
    for (operand, other) in [(&left, &right), (&right, &left)] {
        check(operand).map_err(|fault| fault.beside(&operator, operand, other))?;
    }
    if apart && has_not(&right) {
        return Err(format!(
            "NOT inside what {operator} keeps away has no clear meaning; write a {operator} b"
        ));
    }
    Ok(Query::Near(Box::new(Near {
        left,
        right,
        reach,
        apart,
    })))
}

/// At least so many times. A field goes before it: `ATLEAST3(title:a)` is
/// `title:ATLEAST3(a)`.
pub(super) fn at_least(times: u32, counted: Query) -> Result<Query, String> {
    if let Query::In(field, inner) = counted {
        refuse_codes(field)?;
        return Ok(Query::In(field, Box::new(at_least(times, *inner)?)));
    }
    check(&counted).map_err(|fault| fault.inside(times, &counted))?;
    Ok(Query::AtLeast(times, Box::new(counted)))
}

/// A field that holds a code has no words that could be near each other.
pub(super) fn refuse_codes(field: Field) -> Result<(), String> {
    match codes::expected(field) {
        Some(expected) => {
            let name = field.name();
            Err(format!(
                "{name}: is {expected}, or several with OR in parentheses"
            ))
        }
        None => Ok(()),
    }
}

/// Why something is no operand.
enum Fault {
    /// It names a field.
    Field,
    /// It is about when an article was published or indexed.
    Time,
    /// It counts.
    Count,
    /// It is every article, or articles without something.
    NoWord,
    /// It has no letter and no digit.
    Blank,
}

impl Fault {
    /// The message for an operand beside `operator`.
    fn beside(self, operator: &str, operand: &Query, other: &Query) -> String {
        let typed = shown(&operand.to_string());
        match self {
            Fault::Field => {
                let (field, inner) = match operand {
                    Query::In(field, inner) => (field.name(), grouped(inner)),
                    _ => ("title", "a".to_owned()),
                };
                let other = match other {
                    Query::In(..) => "b".to_owned(),
                    other => grouped(other),
                };
                format!(
                    "both sides of {operator} must be in one field; write {field}:({} {operator} {})",
                    shown(&inner),
                    shown(&other)
                )
            }
            Fault::Time => {
                format!("a date cannot stand beside {operator}; write (a {operator} b) date:2024")
            }
            Fault::Count => format!(
                "ATLEAST cannot stand beside {operator}; write (a {operator} b) AND ATLEAST3(c)"
            ),
            Fault::NoWord => format!(
                "words must stand on both sides of {operator}, not `{typed}`; for `not near` write a NOT W/5 b"
            ),
            Fault::Blank => {
                format!("words must stand on both sides of {operator}; there is none in `{typed}`")
            }
        }
    }

    /// The message for what ATLEAST counts.
    fn inside(self, times: u32, counted: &Query) -> String {
        let typed = shown(&counted.to_string());
        let what = match self {
            Fault::Field => "a field stands before it: title:ATLEAST3(word)",
            Fault::Time => "a date stands beside it: ATLEAST3(word) date:2024",
            Fault::Count => "one ATLEAST cannot count another: write ATLEAST3(a) AND ATLEAST2(b)",
            Fault::NoWord | Fault::Blank => "it counts words: ATLEAST3(word)",
        };
        format!("ATLEAST{times} cannot count `{typed}`; {what}")
    }
}

/// Whether `query` can be found at places in a text.
fn check(query: &Query) -> Result<(), Fault> {
    if matches!(query, Query::All | Query::Not(_)) || query.is_negative() {
        return Err(Fault::NoWord);
    }
    parts(query)?;
    if has_word(query) {
        Ok(())
    } else {
        Err(Fault::Blank)
    }
}

fn parts(query: &Query) -> Result<(), Fault> {
    match query {
        Query::Word(_) | Query::Phrase(_) | Query::Open(_) | Query::Nearly(..) => Ok(()),
        Query::And(all) | Query::Several(all) => {
            // What is left out is left out of the article.
            all.iter().try_for_each(|part| match part {
                Query::Not(inner) => check(inner),
                part => part_of(part),
            })
        }
        Query::Or(any) => any.iter().try_for_each(part_of),
        Query::Near(near) => parts(&near.left).and_then(|()| parts(&near.right)),
        Query::In(..) => Err(Fault::Field),
        Query::Date(_) | Query::Seen(_) => Err(Fault::Time),
        Query::AtLeast(..) => Err(Fault::Count),
        Query::All | Query::Not(_) | Query::Within(..) => Err(Fault::NoWord),
    }
}

fn part_of(query: &Query) -> Result<(), Fault> {
    if query.is_negative() {
        return Err(Fault::NoWord);
    }
    parts(query)
}

/// True where one of its leaves has a letter or a digit.
fn has_word(query: &Query) -> bool {
    match query {
        Query::Word(text) | Query::Phrase(text) | Query::Open(text) | Query::Nearly(text, _) => {
            Words::new(text).next().is_some()
        }
        Query::And(all) | Query::Several(all) => all
            .iter()
            .any(|part| !matches!(part, Query::Not(_)) && has_word(part)),
        Query::Or(any) => any.iter().any(has_word),
        Query::Near(_) => true,
        _ => false,
    }
}

fn has_not(query: &Query) -> bool {
    match query {
        Query::Not(_) => true,
        Query::And(parts) | Query::Several(parts) | Query::Or(parts) => parts.iter().any(has_not),
        _ => false,
    }
}
