//! `(a AND b) W/5 c` → `(a W/5 c) AND (b W/5 c)`: what asks for an article is
//! drawn out of what asks for places in it.

use crate::error::{Error, Result};

use super::{Near, Query, Reach};

/// A query may be drawn out to so many parts, whatever they are: each AND
/// inside an operand doubles what it stands in.
const PARTS_MAX: usize = 10_000;

impl Query {
    /// True for what stands at places of a text: words, phrases, either of
    /// them, and such things near each other.
    pub fn is_placed(&self) -> bool {
        match self {
            Query::Word(_) | Query::Phrase(_) | Query::Open(_) | Query::Nearly(..) => true,
            Query::Or(parts) => parts.iter().all(Query::is_placed),
            Query::Near(near) => near.left.is_placed() && near.right.is_placed(),
            _ => false,
        }
    }

    /// The query with AND, NOT and all filters drawn out of proximity operators
    /// and of ATLEAST: the operands that are left are [placed](Query::is_placed).
    pub fn drawn_out(&self) -> Result<Query> {
        Drawing { parts: PARTS_MAX }.out(self)
    }
}

struct Drawing {
    /// How many parts may still be made.
    parts: usize,
}

impl Drawing {
    fn charge(&mut self, parts: usize) -> Result<()> {
        let left = self.parts.checked_sub(parts);
        self.parts = left.ok_or_else(|| {
            Error::usage(
                "AND inside W/n, /s, /p or ATLEAST: too many combinations; write them apart",
            )
        })?;
        Ok(())
    }

    fn out(&mut self, query: &Query) -> Result<Query> {
        if query.is_placed() {
            self.charge(query.parts())?;
            return Ok(query.clone());
        }
        self.charge(1)?;
        match query {
            Query::Near(near) => {
                let (left, right) = (self.out(&near.left)?, self.out(&near.right)?);
                self.near(left, right, (near.reach, near.apart))
            }
            Query::AtLeast(times, inner) => {
                let inner = self.out(inner)?;
                self.at_least(*times, inner)
            }
            Query::Or(parts) => Ok(Query::Or(self.each(parts, Self::out)?)),
            other => Ok(other.clone()),
        }
    }

    fn each(
        &mut self,
        parts: &[Query],
        draw: impl Fn(&mut Self, &Query) -> Result<Query>,
    ) -> Result<Vec<Query>> {
        parts.iter().map(|part| draw(self, part)).collect()
    }

    /// Both operands are drawn out themselves.
    fn near(&mut self, left: Query, right: Query, how: (Reach, bool)) -> Result<Query> {
        let (reach, apart) = how;
        if left.is_placed() && right.is_placed() {
            return Ok(Query::Near(Box::new(Near {
                left,
                right,
                reach,
                apart,
            })));
        }
        if !left.is_placed() {
            return self.spread(&left, &|drawing, part| {
                let near = near(part, &right, how);
                drawing.out(&near)
            });
        }
        if !apart {
            return self.spread(&right, &|drawing, part| {
                let near = near(&left, part, how);
                drawing.out(&near)
            });
        }
        self.apart_from(left, right, reach)
    }

    /// The left where a right that is not placed is not near.
    fn apart_from(&mut self, left: Query, right: Query, reach: Reach) -> Result<Query> {
        match right {
            // Not near both: not near the one, or not near the other.
            Query::And(parts) | Query::Several(parts) => {
                let ways = self.each(&parts, |drawing, part| match part {
                    Query::Not(inner) => Ok(Query::And(vec![left.clone(), (**inner).clone()])),
                    part => drawing.out(&near(&left, part, (reach, true))),
                })?;
                Ok(Query::Or(ways))
            }
            // Not near any: one after the other.
            Query::Or(parts) => {
                let mut left = left;
                for part in &parts {
                    left = self.out(&near(&left, part, (reach, true)))?;
                }
                Ok(left)
            }
            other => Ok(Query::And(vec![left, other])),
        }
    }

    fn at_least(&mut self, times: u32, inner: Query) -> Result<Query> {
        if inner.is_placed() {
            return Ok(Query::AtLeast(times, Box::new(inner)));
        }
        if let Query::In(field, inner) = inner {
            let inner = self.out(&Query::AtLeast(times, inner))?;
            return Ok(Query::In(field, Box::new(inner)));
        }
        self.spread(&inner, &|drawing, part| {
            drawing.out(&Query::AtLeast(times, Box::new(part.clone())))
        })
    }

    /// Asks for each part of a query that is not placed what was asked for the
    /// whole; what is not wanted, and filters, stay as they are.
    fn spread(
        &mut self,
        query: &Query,
        ask: &dyn Fn(&mut Self, &Query) -> Result<Query>,
    ) -> Result<Query> {
        let each = |drawing: &mut Self, part: &Query| match part {
            Query::Not(_) | Query::Date(_) | Query::Seen(_) | Query::All => Ok(part.clone()),
            part => ask(drawing, part),
        };
        match query {
            Query::And(parts) | Query::Several(parts) => Ok(Query::And(self.each(parts, each)?)),
            Query::Or(parts) => Ok(Query::Or(self.each(parts, each)?)),
            other => Err(Error::usage(format!(
                "`{other}` has no place in the text that something could be near or be counted"
            ))),
        }
    }
}

fn near(left: &Query, right: &Query, (reach, apart): (Reach, bool)) -> Query {
    Query::Near(Box::new(Near {
        left: left.clone(),
        right: right.clone(),
        reach,
        apart,
    }))
}

#[cfg(test)]
mod tests {
    use crate::query::{Day, parse};

    #[test]
    fn and_is_drawn_out() {
        for (text, wanted) in [
            ("a W/5 b", "a W/5 b"),
            ("(a b) W/5 c", "(a W/5 c) AND (b W/5 c)"),
            ("a /s (b AND c)", "(a /s b) AND (a /s c)"),
            ("(a NOT d) W/5 c", "(a W/5 c) AND (NOT d)"),
            ("a NOT W/5 (b c)", "(a NOT W/5 b) OR (a NOT W/5 c)"),
            ("(a OR b) W/5 c", "(a OR b) W/5 c"),
            (
                "(a OR (b c)) W/5 d",
                "(a W/5 d) OR ((b W/5 d) AND (c W/5 d))",
            ),
            (
                "((a b) W/5 c) W/9 d",
                "((a W/5 c) W/9 d) AND ((b W/5 c) W/9 d)",
            ),
            ("ATLEAST3(a b)", "ATLEAST3(a) AND ATLEAST3(b)"),
            ("ATLEAST3(a OR b)", "ATLEAST3(a OR b)"),
        ] {
            let query = parse(text, Day(20240615)).unwrap();
            assert_eq!(query.drawn_out().unwrap().to_string(), wanted, "{text}");
        }
    }

    #[test]
    fn combinations_are_bounded() {
        let ors = "((a OR b) AND (c OR d) AND (e OR f))";
        for (operand, operator) in [("(a b)", " W/5 "), (ors, " NOT W/5 "), (ors, " /s ")] {
            let chain = [operand; 12].join(operator);
            let query = parse(&chain, Day(20240615)).unwrap();
            assert!(query.drawn_out().is_err(), "{chain}");
        }
        let wide = format!("({}) W/5 x", vec!["a"; 900].join(" OR "));
        let query = parse(&wide, Day(20240615)).unwrap();
        assert!(query.drawn_out().is_ok());
    }
}
