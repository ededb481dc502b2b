//! Tokens → [`Query`], by recursive descent: a function for each line.
//!
//! ```text
//! or        = and { OR and }
//! and       = several { AND several }
//! several   = not { not }
//! not       = { NOT | - } paragraph
//! paragraph = sentence { [NOT] /p sentence }
//! sentence  = words { [NOT] /s words }
//! words     = term { [NOT] W/n term | [NOT] PRE/n term }
//! term      = word | "phrase" | econom* | word~1 | ( or )
//!           | field: term | ATLEASTn term | date: period | seen: period
//! ```

use crate::error::{Error, Result};

use super::codes::{self, is_code};
use super::display::depth;
use super::lex::{Kind, QUERY_BYTES_MAX, Token, tokens, too_long};
use super::period::{Day, Period, period};
use super::suggest::shown;
use super::{Field, Query, Reach, missing, operand};

/// Parentheses and fields may be nested so deep, also when the query is
/// written back with all its parentheses.
const DEPTH_MAX: usize = 50;

/// A query may have so many words and phrases.
const TERMS_MAX: usize = 1_000;

/// So many operators such as `W/5` may follow one another.
const CHAIN_MAX: usize = 30;

/// Reads a query. `today` is what `7d` and `yesterday` count from.
///
/// A query without a single word asks for every article. What is read can be
/// written back and read again: `parse(&query.to_string())` is `query`.
pub fn parse(text: &str, today: Day) -> Result<Query> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Ok(Query::All);
    }
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        end: text.chars().count() + 1,
        depth: 0,
        terms: 0,
        field: None,
        today,
    };
    let query = parser.or()?;
    if let Some(token) = parser.peek() {
        return Err(Error::query(
            token.column,
            "no parenthesis is open that `)` could close; leave it out",
        ));
    }
    // Written back, a query has more parentheses than were typed.
    if depth(&query) > DEPTH_MAX {
        return Err(Error::query(1, too_deep()));
    }
    if query.to_string().len() > QUERY_BYTES_MAX {
        return Err(Error::query(1, too_long()));
    }
    Ok(query)
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    /// The column after the last character.
    end: usize,
    depth: usize,
    terms: usize,
    /// The field that the next term is looked for in.
    field: Option<Field>,
    today: Day,
}

/// An operator such as `W/5` or `NOT /s`.
struct Operator {
    reach: Reach,
    apart: bool,
    column: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    fn kind(&self, at: usize) -> Option<&'t Kind> {
        self.tokens.get(at).map(|token| &token.kind)
    }

    fn take(&mut self, kind: &Kind) -> bool {
        let found = self.kind(self.at) == Some(kind);
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
        self.kind(self.at)
            .is_some_and(|kind| !matches!(kind, Kind::Close | Kind::And | Kind::Or))
    }

    fn not(&mut self) -> Result<Query> {
        let mut negative = false;
        while self.take(&Kind::Not) || self.take(&Kind::Minus) {
            negative = !negative;
        }
        let wanted = self.paragraph()?;
        Ok(if negative {
            Query::Not(Box::new(wanted))
        } else {
            wanted
        })
    }

    fn paragraph(&mut self) -> Result<Query> {
        self.chain(Self::sentence, |reach| reach == Reach::Paragraph)
    }

    fn sentence(&mut self) -> Result<Query> {
        self.chain(Self::words, |reach| reach == Reach::Sentence)
    }

    fn words(&mut self) -> Result<Query> {
        self.chain(Self::term, |reach| {
            matches!(reach, Reach::Words(_) | Reach::Before(_))
        })
    }

    /// Operands with operators of one level between them, from the left.
    fn chain(
        &mut self,
        operand: fn(&mut Self) -> Result<Query>,
        level: fn(Reach) -> bool,
    ) -> Result<Query> {
        let mut left = operand(self)?;
        let mut chained = 0;
        while let Some(operator) = self.operator(level) {
            chained += 1;
            if chained > CHAIN_MAX {
                let message = format!("more than {CHAIN_MAX} operators in a row; leave some out");
                return Err(Error::query(operator.column, message));
            }
            let right = operand(self)?;
            left = self.near(left, right, &operator)?;
        }
        Ok(left)
    }

    /// Takes an operator of the level, with the NOT before it.
    fn operator(&mut self, level: fn(Reach) -> bool) -> Option<Operator> {
        let column = self.peek()?.column;
        let apart = self.kind(self.at) == Some(&Kind::Not);
        let at = self.at + usize::from(apart);
        match self.kind(at) {
            Some(Kind::Near(reach)) if level(*reach) => {
                self.at = at + 1;
                Some(Operator {
                    reach: *reach,
                    apart,
                    column,
                })
            }
            _ => None,
        }
    }

    fn near(&self, left: Query, right: Query, operator: &Operator) -> Result<Query> {
        self.refuse_in_codes(operator.column)?;
        operand::near(left, right, operator.reach, operator.apart)
            .map_err(|message| Error::query(operator.column, message))
    }

    fn term(&mut self) -> Result<Query> {
        let Some(token) = self.peek() else {
            return Err(self.missing());
        };
        let term = match &token.kind {
            Kind::Word(word) if word == "*" => Query::All,
            Kind::Word(word) => Query::Word(word.clone()),
            Kind::Phrase(words) => Query::Phrase(words.clone()),
            Kind::Wild(word) => Query::Open(word.clone()),
            Kind::Nearly(word, letters) => Query::Nearly(word.clone(), *letters),
            Kind::Open => return self.group(token),
            Kind::Field(field) => return self.field(token, *field),
            Kind::AtLeast(times) => return self.at_least(token, *times),
            Kind::Date => return self.period(token, "date").map(Query::Date),
            Kind::Seen => return self.period(token, "seen").map(Query::Seen),
            Kind::Close | Kind::And | Kind::Or | Kind::Not | Kind::Minus | Kind::Near(_) => {
                return Err(self.missing());
            }
        };
        self.at += 1;
        self.count(token)?;
        self.check_code(token, &term)?;
        Ok(term)
    }

    fn count(&mut self, token: &Token) -> Result<()> {
        self.terms += 1;
        if self.terms > TERMS_MAX {
            let message = "more than 1,000 words and phrases; ask in several queries";
            return Err(Error::query(token.column, message));
        }
        Ok(())
    }

    fn group(&mut self, open: &Token) -> Result<Query> {
        self.at += 1;
        self.deeper(open)?;
        let inner = self.or()?;
        self.depth -= 1;
        if !self.take(&Kind::Close) {
            return Err(Error::query(
                open.column,
                "the parenthesis opened here is not closed; add `)`",
            ));
        }
        Ok(inner)
    }

    fn field(&mut self, token: &Token, field: Field) -> Result<Query> {
        self.refuse_in_codes(token.column)?;
        self.at += 1;
        self.deeper(token)?;
        let around = self.field.replace(field);
        let inner = self.term()?;
        self.field = around;
        self.depth -= 1;
        Ok(Query::In(field, Box::new(inner)))
    }

    fn at_least(&mut self, token: &Token, times: u32) -> Result<Query> {
        self.refuse_in_codes(token.column)?;
        self.at += 1;
        self.deeper(token)?;
        let counted = self.term()?;
        self.depth -= 1;
        operand::at_least(times, counted).map_err(|message| Error::query(token.column, message))
    }

    /// What stands after `date:` or `seen:`.
    fn period(&mut self, token: &Token, name: &str) -> Result<Period> {
        let (text, column) = match self.tokens.get(self.at + 1) {
            Some(Token {
                kind: Kind::Word(text) | Kind::Phrase(text),
                column,
            }) => (text, *column),
            _ => {
                let message = format!("{name}: needs a date, such as {name}:2024-06");
                return Err(Error::query(token.column, message));
            }
        };
        self.at += 2;
        self.count(token)?;
        let read = period(text, self.today).map_err(|message| Error::query(column, message))?;
        // Years before the calendar cannot be written back.
        if period(&read.to_string(), self.today) != Ok(read) {
            let message = format!("`{}` is too long ago", shown(text));
            return Err(Error::query(column, message));
        }
        Ok(read)
    }

    fn deeper(&mut self, token: &Token) -> Result<()> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Error::query(token.column, too_deep()));
        }
        Ok(())
    }

    /// Fields that hold a code or one of a few values take nothing else.
    fn check_code(&self, token: &Token, term: &Query) -> Result<()> {
        let Some((field, expected)) = self
            .field
            .and_then(|field| Some((field, codes::expected(field)?)))
        else {
            return Ok(());
        };
        match term {
            Query::Word(value) | Query::Phrase(value) if is_code(field, value) => Ok(()),
            other => {
                let name = field.name();
                let value = shown(&other.to_string());
                let message = format!("{name}: is {expected}; `{value}` is none");
                Err(Error::query(token.column, message))
            }
        }
    }

    fn refuse_in_codes(&self, column: usize) -> Result<()> {
        let field = self.field.map_or(Ok(()), operand::refuse_codes);
        field.map_err(|message| Error::query(column, message))
    }

    /// Says that a term is missing here, between what and what.
    fn missing(&self) -> Error {
        let column = self.peek().map_or(self.end, |token| token.column);
        let before = self.at.checked_sub(1).and_then(|at| self.kind(at));
        let after = self.kind(self.at);
        Error::query(column, missing::message(before, after))
    }
}

fn too_deep() -> String {
    format!("nested more than {DEPTH_MAX} deep; take the query apart")
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

#[cfg(test)]
mod tests;
