//! Query text → [`Query`]: what is asked, before anything is looked up. Does no
//! I/O and never panics; a query that cannot be read gives an error with the
//! column.

mod codes;
mod display;
mod draw;
mod letters;
mod lex;
mod missing;
mod operand;
mod operator;
mod parse;
mod period;
mod suggest;

pub use parse::parse;
pub use period::{Day, Moment, Period, period};
pub use suggest::nearest;

/// What an article must have to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Every article.
    All,
    /// A word in any inflection, as it was typed.
    Word(String),
    /// Words in a row, exactly as they stand.
    Phrase(String),
    /// Words and phrases side by side: all of them, or most of them where no
    /// article has all.
    Several(Vec<Query>),
    /// What is asked for, in what all filters let through: these are never
    /// given up.
    Within(Box<Query>, Vec<Query>),
    /// All of them.
    And(Vec<Query>),
    /// At least one of them.
    Or(Vec<Query>),
    /// Articles without it.
    Not(Box<Query>),
    /// In one field only.
    In(Field, Box<Query>),
    /// Published in a span of time.
    Date(Period),
    /// Indexed in a span of time.
    Seen(Period),
    /// Words with letters left open, as typed: `econom*`, `colo?r`, `*gate`. A
    /// star is any letters or none, a question mark is one.
    Open(String),
    /// A word, or one spelt so nearly that at most so many letters, 1 or 2, are
    /// added, left out, changed or swapped with their neighbour.
    Nearly(String, u8),
    /// Two things near each other.
    Near(Box<Near>),
    /// At least so many times in an article, or in a quote.
    AtLeast(u32, Box<Query>),
}

/// Two parts of a query and how near each other they are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// What stands on the left of the operator.
    pub left: Query,
    /// What stands on its right.
    pub right: Query,
    /// How near.
    pub reach: Reach,
    /// True for the left where the right is not near: `a NOT W/5 b`.
    pub apart: bool,
}

/// How near two things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// At most so many words from the one to the other, in any order: words
    /// that touch are one word apart. Never over the end of a paragraph.
    Words(u32),
    /// The same, the left before the right.
    Before(u32),
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// A field that a query can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The headline.
    Title,
    /// The text.
    Body,
    /// The beginning of the text.
    Lead,
    /// Headline or beginning of the text.
    HeadLead,
    /// The authors.
    Byline,
    /// The outlet.
    Source,
    /// The section.
    Section,
    /// The language, by its code.
    Language,
    /// What somebody is quoted with.
    Quote,
    /// Who is quoted.
    Speaker,
    /// What the speaker is.
    Role,
    /// Where the speaker is.
    Affiliation,
    /// How somebody is quoted: `direct`, `mixed`, `indirect`.
    Kind,
    /// What sort of source is quoted: `person`, `body`, `unnamed`.
    Sort,
}

/// Every name by which a query may call a field; the first of each is the one
/// that is written back.
const FIELD_NAMES: &[(&str, Field)] = &[
    ("title", Field::Title),
    ("headline", Field::Title),
    ("hl", Field::Title),
    ("body", Field::Body),
    ("text", Field::Body),
    ("lead", Field::Lead),
    ("hlead", Field::HeadLead),
    ("byline", Field::Byline),
    ("author", Field::Byline),
    ("source", Field::Source),
    ("outlet", Field::Source),
    ("section", Field::Section),
    ("lang", Field::Language),
    ("language", Field::Language),
    ("quote", Field::Quote),
    ("said", Field::Quote),
    ("speaker", Field::Speaker),
    ("by", Field::Speaker),
    ("role", Field::Role),
    ("affiliation", Field::Affiliation),
    ("org", Field::Affiliation),
    ("kind", Field::Kind),
    ("sort", Field::Sort),
];

impl Field {
    fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        FIELD_NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, field)| *field)
    }

    /// True where it holds text whose words are scored; others only filter.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Field::Title | Field::Body | Field::Lead | Field::HeadLead | Field::Quote
        )
    }

    /// The values that it can have, where they are few.
    pub fn values(self) -> Option<&'static [&'static str]> {
        match self {
            Field::Kind => Some(&["direct", "mixed", "indirect"]),
            Field::Sort => Some(&["person", "body", "unnamed"]),
            _ => None,
        }
    }

    /// The name by which a query calls it.
    pub fn name(self) -> &'static str {
        FIELD_NAMES
            .iter()
            .find(|(_, field)| *field == self)
            .map_or("", |(name, _)| name)
    }
}

impl Query {
    /// `self` in what all `filters` let through.
    pub fn within(self, filters: Vec<Query>) -> Query {
        match self {
            _ if filters.is_empty() => self,
            Query::Within(inner, mut all) => {
                all.extend(filters);
                Query::Within(inner, all)
            }
            other => Query::Within(Box::new(other), filters),
        }
    }

    /// `and`, `or` or `not` in small letters, where who typed it may have meant
    /// the operator: beside other operators, or as `and not`.
    pub fn small_operator(&self) -> Option<&'static str> {
        let mut words = Vec::new();
        let mut has_operators = false;
        self.walk(&mut |part| match part {
            Query::Word(word) => words.push(word.as_str()),
            Query::And(_) | Query::Or(_) | Query::Not(_) | Query::Near(_) | Query::AtLeast(..) => {
                has_operators = true;
            }
            _ => {}
        });
        let both = words.windows(2).any(|pair| pair == ["and", "not"]);
        let mut small = ["and", "or", "not"].into_iter().rev();
        small.find(|small| (has_operators || both) && words.contains(small))
    }

    /// True where a part of it is looked for in a field.
    pub(crate) fn names(&self, field: Field) -> bool {
        let mut is_named = false;
        self.walk(&mut |part| is_named |= matches!(part, Query::In(named, _) if *named == field));
        is_named
    }

    /// Of how many parts it is, itself included.
    pub(crate) fn parts(&self) -> usize {
        let mut parts = 0;
        self.walk(&mut |_| parts += 1);
        parts
    }

    /// Shows every part, the whole first, in order.
    fn walk<'q>(&'q self, show: &mut impl FnMut(&'q Query)) {
        show(self);
        match self {
            Query::Several(parts) | Query::And(parts) | Query::Or(parts) => {
                parts.iter().for_each(|part| part.walk(show));
            }
            Query::Within(inner, filters) => {
                inner.walk(show);
                filters.iter().for_each(|part| part.walk(show));
            }
            Query::Not(inner) | Query::In(_, inner) | Query::AtLeast(_, inner) => inner.walk(show),
            Query::Near(near) => {
                near.left.walk(show);
                near.right.walk(show);
            }
            Query::All
            | Query::Word(_)
            | Query::Phrase(_)
            | Query::Open(_)
            | Query::Nearly(..)
            | Query::Date(_)
            | Query::Seen(_) => {}
        }
    }

    /// True where no part of it is a word of the text: it can only let through
    /// or leave out.
    pub fn is_filter(&self) -> bool {
        match self {
            Query::In(field, _) => !field.is_text(),
            Query::Date(_) | Query::Seen(_) => true,
            Query::Not(_) => true,
            Query::And(parts) | Query::Or(parts) | Query::Several(parts) => {
                parts.iter().all(Query::is_filter)
            }
            Query::Near(near) => near.left.is_filter(),
            Query::AtLeast(_, inner) => inner.is_filter(),
            Query::All
            | Query::Word(_)
            | Query::Phrase(_)
            | Query::Open(_)
            | Query::Nearly(..)
            | Query::Within(..) => false,
        }
    }

    /// True where it can only leave articles out.
    pub fn is_negative(&self) -> bool {
        match self {
            Query::Not(_) => true,
            Query::In(_, inner) => inner.is_negative(),
            Query::And(parts) | Query::Several(parts) => parts.iter().all(Query::is_negative),
            Query::Or(parts) => parts.iter().any(Query::is_negative),
            Query::Within(inner, _) => inner.is_negative(),
            Query::All
            | Query::Word(_)
            | Query::Phrase(_)
            | Query::Open(_)
            | Query::Nearly(..)
            | Query::Near(_)
            | Query::AtLeast(..)
            | Query::Date(_)
            | Query::Seen(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_in_small_letters_are_noticed_where_they_may_be_meant() {
        for (text, noticed) in [
            ("corvane W/10 (fraud or guilty)", Some("or")),
            ("takeover and not hostile", Some("not")),
            ("tunnel OR bridge and ferry", Some("and")),
            ("to be or not to be", None),
            ("bread and butter", None),
            ("\"bread and butter\" OR jam", None),
        ] {
            let query = parse(text, Day(20240615)).unwrap();
            assert_eq!(query.small_operator(), noticed, "{text}");
        }
    }
}
