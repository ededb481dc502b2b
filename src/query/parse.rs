//! Tokens → [`Query`], by recursive descent.
//!
//! ```text
//! or      = and { OR and }
//! and     = several { AND several }
//! several = not { not }
//! not     = { NOT | - } term
//! term    = word | "phrase" | ( or ) | field: term
//! ```

use crate::analysis::Language;
use crate::error::{Error, Result};

use super::lex::{Kind, Token, tokens};
use super::period::{Day, period};
use super::{FIELD_NAMES, Field, Query};

/// Parentheses and fields may be nested so deep.
const DEPTH_MAX: usize = 50;

/// A query may have so many words and phrases.
const TERMS_MAX: usize = 1_000;

/// Reads a query. `today` is what `7d` and `yesterday` count from.
///
/// A query without a single word asks for every article.
pub fn parse(text: &str, today: Day) -> Result<Query> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Ok(Query::All);
    }
    let end = text.chars().count() + 1;
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        end,
        depth: 0,
        terms: 0,
        today,
    };
    let query = parser.or()?;
    match parser.peek() {
        Some(token) => Err(Error::query(
            token.column,
            "no parenthesis is open that `)` could close",
        )),
        None => Ok(query),
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    /// The column after the last character.
    end: usize,
    depth: usize,
    terms: usize,
    today: Day,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, kind: &Kind) -> bool {
        let found = self.peek().is_some_and(|token| token.kind == *kind);
        self.at += usize::from(found);
        found
    }

    fn or(&mut self) -> Result<Query> {
        let mut parts = vec![self.and()?];
        while self.take(&Kind::Or) {
            parts.push(self.and()?);
        }
        Ok(one_or(parts, Query::Or))
    }

    fn and(&mut self) -> Result<Query> {
        let mut parts = vec![self.several()?];
        while self.take(&Kind::And) {
            parts.push(self.several()?);
        }
        Ok(one_or(parts, Query::And))
    }

    fn several(&mut self) -> Result<Query> {
        let mut parts = vec![self.not()?];
        while self.begins_term() {
            parts.push(self.not()?);
        }
        Ok(one_or(parts, Query::Several))
    }

    fn begins_term(&self) -> bool {
        let next = self.peek().map(|token| &token.kind);
        next.is_some_and(|kind| !matches!(kind, Kind::Close | Kind::And | Kind::Or))
    }

    fn not(&mut self) -> Result<Query> {
        let mut negative = false;
        while self.take(&Kind::Not) || self.take(&Kind::Minus) {
            negative = !negative;
        }
        let term = self.term()?;
        Ok(if negative {
            Query::Not(Box::new(term))
        } else {
            term
        })
    }

    fn term(&mut self) -> Result<Query> {
        let Some(token) = self.peek() else {
            return Err(Error::query(self.end, "a word or a phrase is missing here"));
        };
        self.at += 1;
        match &token.kind {
            Kind::Word(word) if word == "*" => Ok(Query::All),
            Kind::Word(word) => self.counted(token, || Query::Word(word.clone())),
            Kind::Phrase(words) => self.counted(token, || Query::Phrase(words.clone())),
            Kind::Open => self.group(token),
            Kind::Field(name) => self.field(token, name),
            Kind::Close => Err(Error::query(token.column, "a word is missing before `)`")),
            Kind::And | Kind::Or => Err(Error::query(
                token.column,
                "a word is missing before the operator",
            )),
            Kind::Not | Kind::Minus => {
                Err(Error::query(token.column, "a word is missing after NOT"))
            }
        }
    }

    fn counted(&mut self, token: &Token, term: impl FnOnce() -> Query) -> Result<Query> {
        self.terms += 1;
        if self.terms > TERMS_MAX {
            let message = format!("more than {TERMS_MAX} words");
            return Err(Error::query(token.column, message));
        }
        Ok(term())
    }

    fn group(&mut self, open: &Token) -> Result<Query> {
        self.deeper(open)?;
        let inner = self.or()?;
        self.depth -= 1;
        if !self.take(&Kind::Close) {
            return Err(Error::query(
                open.column,
                "the parenthesis opened here is not closed",
            ));
        }
        Ok(inner)
    }

    fn field(&mut self, token: &Token, name: &str) -> Result<Query> {
        if name.eq_ignore_ascii_case("date") {
            return self.date(token);
        }
        let Some(field) = Field::from_name(name) else {
            return Err(Error::query(token.column, unknown_field(name)));
        };
        self.deeper(token)?;
        let column = self.peek().map_or(self.end, |token| token.column);
        let inner = self.term()?;
        self.depth -= 1;
        match &inner {
            Query::Word(code) | Query::Phrase(code)
                if field == Field::Language && Language::from_code(code).is_none() =>
            {
                let message =
                    format!("`{code}` is no language known here; write a code such as en, es, zh");
                Err(Error::query(column, message))
            }
            Query::Word(value) | Query::Phrase(value)
                if field
                    .values()
                    .is_some_and(|values| !values.contains(&value.to_lowercase().as_str())) =>
            {
                let values = field.values().unwrap_or(&[]).join(", ");
                let message = format!("{}: is one of {values}", field.name());
                Err(Error::query(column, message))
            }
            _ => Ok(Query::In(field, Box::new(inner))),
        }
    }

    fn date(&mut self, token: &Token) -> Result<Query> {
        let value = match self.peek().map(|token| &token.kind) {
            Some(Kind::Word(text) | Kind::Phrase(text)) => text,
            _ => {
                return Err(Error::query(
                    token.column,
                    "date: needs a date, such as date:2024-06",
                ));
            }
        };
        let column = self.tokens[self.at].column;
        self.at += 1;
        let period = period(value, self.today).map_err(|message| Error::query(column, message))?;
        Ok(Query::Date(period))
    }

    fn deeper(&mut self, token: &Token) -> Result<()> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            let message = format!("nested more than {DEPTH_MAX} deep");
            return Err(Error::query(token.column, message));
        }
        Ok(())
    }
}

fn one_or(mut parts: Vec<Query>, all: impl FnOnce(Vec<Query>) -> Query) -> Query {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            all(parts)
        }
        None => Query::All,
    }
}

fn unknown_field(name: &str) -> String {
    let mut names: Vec<&str> = FIELD_NAMES.iter().map(|(known, _)| *known).collect();
    names.push("date");
    format!(
        "there is no field `{name}`; fields are {} (put the words in quotation marks to search for them)",
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match parse(text, Day::new(2024, 6, 15).unwrap()) {
            Ok(query) => query.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn queries_are_read_as_meant() {
        for (text, wanted) in [
            ("mini drama", "mini drama"),
            ("a OR b c", "a OR (b c)"),
            ("a AND b OR c", "(a AND b) OR c"),
            ("(a OR b) c", "(a OR b) c"),
            ("drama -film", "drama (NOT film)"),
            ("mini-drama", "mini-drama"),
            ("drama - film", "drama - film"),
            ("NOT NOT film", "film"),
            ("“mini drama” „x“ «y z»", "\"mini drama\" \"x\" \"y z\""),
            ("title:budget", "title:budget"),
            ("headline:(a OR b)", "title:(a OR b)"),
            ("source:\"China Daily\" x", "source:\"China Daily\" x"),
            ("and or not", "and or not"),
            (
                "why? https://example.org/a?b=c",
                "why? https://example.org/a?b=c",
            ),
            ("at 3:30 https://example.org", "at 3:30 https://example.org"),
            ("Analysis: why", "Analysis: why"),
            ("don't O’Brien", "don't O’Brien"),
            ("date:2024-02", "date:2024-02-01..2024-02-29"),
            ("by:roe said:tunnel", "speaker:roe quote:tunnel"),
            (
                "kind:direct org:\"Example Bank\"",
                "kind:direct affiliation:\"Example Bank\"",
            ),
            ("date:7d", "date:2024-06-08.."),
            ("", "*"),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn errors_name_the_column() {
        for (text, column) in [
            ("a \"b", 3),
            ("a (b", 3),
            ("a )", 3),
            ("a AND", 6),
            ("OR b", 1),
            ("()", 2),
            ("colour:red", 1),
            ("a date:soon", 8),
            ("a kind:loud", 8),
            ("rise W/5 fall", 6),
            ("a econom*", 3),
            ("a colo?r", 3),
            ("a storm~1", 3),
            ("a ATLEAST3(b)", 3),
        ] {
            let error = parse(text, Day::new(2024, 6, 15).unwrap()).unwrap_err();
            assert_eq!(error.column(), Some(column), "{text}: {error}");
        }
    }

    #[test]
    fn monsters_are_refused() {
        for text in [
            "(".repeat(10_000),
            "x ".repeat(2_000),
            "y".repeat(1_000_000),
        ] {
            assert!(parse(&text, Day::new(2024, 6, 15).unwrap()).is_err());
        }
    }
}
