//! [`Query`] → text, as the parser reads it; with every pair of parentheses, so
//! that it shows how a query was read.

use std::fmt;

use super::{Query, Reach};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Query::All => f.write_str("*"),
            Query::Word(word) => f.write_str(word),
            Query::Phrase(words) => write!(f, "\"{words}\""),
            Query::Several(parts) => join(f, parts, " "),
            Query::Within(inner, filters) => {
                if **inner != Query::All {
                    group(f, inner)?;
                    f.write_str(" ")?;
                }
                join(f, filters, " ")
            }
            Query::And(parts) => join(f, parts, " AND "),
            Query::Or(parts) => join(f, parts, " OR "),
            Query::Not(inner) => {
                f.write_str("NOT ")?;
                group(f, inner)
            }
            Query::In(field, inner) => {
                write!(f, "{}:", field.name())?;
                group(f, inner)
            }
            Query::Date(period) => write!(f, "date:{period}"),
            Query::Seen(period) => write!(f, "seen:{period}"),
            Query::Open(word) => f.write_str(word),
            Query::Nearly(word, letters) => write!(f, "{word}~{letters}"),
            Query::Near(near) => {
                group(f, &near.left)?;
                let not = if near.apart { "NOT " } else { "" };
                write!(f, " {not}{} ", near.reach)?;
                group(f, &near.right)
            }
            Query::AtLeast(times, inner) => write!(f, "ATLEAST{times}({inner})"),
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, parts: &[Query], between: &str) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            f.write_str(between)?;
        }
        group(f, part)?;
    }
    Ok(())
}

/// The query as it is written as part of another.
pub(super) fn grouped(query: &Query) -> String {
    match needs_parentheses(query) {
        true => format!("({query})"),
        false => query.to_string(),
    }
}

fn group(f: &mut fmt::Formatter<'_>, query: &Query) -> fmt::Result {
    if needs_parentheses(query) {
        write!(f, "({query})")
    } else {
        write!(f, "{query}")
    }
}

/// True for what is written in parentheses as part of another.
fn needs_parentheses(query: &Query) -> bool {
    matches!(
        query,
        Query::Several(_)
            | Query::And(_)
            | Query::Or(_)
            | Query::Not(_)
            | Query::Near(_)
            | Query::Within(..)
    )
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reach::Words(words) => write!(f, "W/{words}"),
            Reach::Before(words) => write!(f, "PRE/{words}"),
            Reach::Sentence => f.write_str("/s"),
            Reach::Paragraph => f.write_str("/p"),
        }
    }
}

/// How deep parentheses, fields and functions are nested where the query is
/// written back.
pub(super) fn depth(query: &Query) -> usize {
    let deepest = |parts: &[Query]| parts.iter().map(grouped_depth).max().unwrap_or(0);
    match query {
        Query::And(parts) | Query::Or(parts) | Query::Several(parts) => deepest(parts),
        Query::Within(inner, filters) => grouped_depth(inner).max(deepest(filters)),
        Query::Not(inner) => grouped_depth(inner),
        Query::In(_, inner) => 1 + grouped_depth(inner),
        // The parentheses after ATLEAST3 are there for any query.
        Query::AtLeast(_, inner) => 2 + depth(inner),
        Query::Near(near) => grouped_depth(&near.left).max(grouped_depth(&near.right)),
        Query::All
        | Query::Word(_)
        | Query::Phrase(_)
        | Query::Open(_)
        | Query::Nearly(..)
        | Query::Date(_)
        | Query::Seen(_) => 0,
    }
}

fn grouped_depth(query: &Query) -> usize {
    depth(query) + usize::from(needs_parentheses(query))
}
