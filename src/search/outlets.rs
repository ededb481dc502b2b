//! A query for an outlet by its name → one for its host as well, by which other
//! articles of it may be named ([`Outlets`]).

use std::borrow::Cow;

use crate::error::Result;
use crate::index::{Outlets, Reader};
use crate::query::{Field, Query};
use crate::roster::words;

/// The query for all names of the outlets that it names.
pub(super) fn with_hosts<'q>(query: &'q Query, reader: &Reader) -> Result<Cow<'q, Query>> {
    Ok(match query.names(Field::Source) {
        true => Cow::Owned(widened(query, reader.outlets()?)),
        false => Cow::Borrowed(query),
    })
}

/// The query with every `source:` that an outlet of several names is meant by
/// made into one for all of them; as it was where there is none.
fn widened(query: &Query, outlets: &Outlets) -> Query {
    let each = |parts: &[Query]| parts.iter().map(|part| widened(part, outlets)).collect();
    match query {
        Query::In(Field::Source, asked) => {
            let hosts = outlets.hosts(|name| is_asked(asked, &words(name)));
            let hosts = hosts.into_iter().map(|host| Query::Phrase(host.to_owned()));
            let hosts: Vec<Query> = hosts.collect();
            match hosts.is_empty() {
                true => query.clone(),
                false => {
                    let all = std::iter::once((**asked).clone()).chain(hosts);
                    Query::In(Field::Source, Box::new(Query::Or(all.collect())))
                }
            }
        }
        Query::Several(parts) => Query::Several(each(parts)),
        Query::And(parts) => Query::And(each(parts)),
        Query::Or(parts) => Query::Or(each(parts)),
        Query::Not(inner) => Query::Not(Box::new(widened(inner, outlets))),
        Query::Within(inner, filters) => {
            Query::Within(Box::new(widened(inner, outlets)), each(filters))
        }
        other => other.clone(),
    }
}

/// True where an outlet of these words is one that is asked for.
fn is_asked(asked: &Query, name: &[String]) -> bool {
    match asked {
        Query::Word(text) | Query::Phrase(text) => {
            let row = words(text);
            !row.is_empty() && name.windows(row.len()).any(|part| part == row)
        }
        Query::Several(parts) | Query::And(parts) => parts.iter().all(|part| is_asked(part, name)),
        Query::Or(parts) => parts.iter().any(|part| is_asked(part, name)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_of_an_outlet() {
        let word = |text: &str| Query::Word(text.to_owned());
        let phrase = |text: &str| Query::Phrase(text.to_owned());
        let name = words("The Harbour Post");
        for (asked, wanted) in [
            (word("harbour"), true),
            (phrase("Harbour Post"), true),
            (phrase("post harbour"), false),
            (Query::Several(vec![word("post"), word("harbour")]), true),
            (Query::Several(vec![word("post"), word("tide")]), false),
            (
                Query::Or(vec![phrase("Tide"), phrase("harbour post")]),
                true,
            ),
            (Query::Not(Box::new(word("tide"))), false),
            (phrase("…"), false),
        ] {
            assert_eq!(is_asked(&asked, &name), wanted, "{asked:?}");
        }
    }
}
