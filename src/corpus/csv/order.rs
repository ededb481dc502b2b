//! The first rows of a table → which of two numbers is the day in its columns:
//! `03/04/2024` is read only where another value of the column, such as
//! `13/04/2024`, says how.
//!
//! The first rows decide alone, so that a table of more rows that grew is read as
//! before.

use super::names;

/// Which number stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    DayFirst,
    MonthFirst,
}

/// The order of a column, with the value that tells it and its line.
struct Known {
    order: Order,
    value: String,
    line: u64,
}

/// What is known of each column.
pub(super) struct Orders {
    columns: Vec<Option<Known>>,
}

/// A value that was read in the order of its column.
pub(super) struct Settled {
    pub(super) column: usize,
    /// The same date, the year first.
    pub(super) value: String,
    /// How that is known, for the reader of the article.
    pub(super) note: String,
}

impl Orders {
    /// Reads the order of each column from the cells of the first rows, with
    /// their lines. `keys`: what the columns are.
    pub(super) fn of<'r>(
        keys: &[Option<&str>],
        rows: impl Iterator<Item = (u64, &'r [String])> + Clone,
    ) -> Orders {
        let column = |(at, key): (usize, &Option<&str>)| {
            key.filter(|key| names::is_date(key))?;
            known(
                rows.clone()
                    .filter_map(|(line, cells)| Some((line, cells.get(at)?.as_str()))),
            )
        };
        Orders {
            columns: keys.iter().enumerate().map(column).collect(),
        }
    }

    /// The values of a row that may be two dates, in the order of their columns.
    pub(super) fn settle(&self, keys: &[Option<&str>], cells: &[String]) -> Vec<Settled> {
        let columns = self.columns.iter().zip(cells).enumerate();
        let settled = columns.filter_map(|(column, (known, cell))| {
            let known = known.as_ref()?;
            let date = Numbers::of(cell).filter(Numbers::may_be_two)?;
            let (day, month, first) = match known.order {
                Order::DayFirst => (date.first, date.second, "day"),
                Order::MonthFirst => (date.second, date.first, "month"),
            };
            Some(Settled {
                column,
                value: format!("{}-{month:02}-{day:02}{}", date.year, date.rest),
                note: format!(
                    "{}: {cell} has the {first} first, as {} in line {} shows",
                    keys.get(column).copied().flatten().unwrap_or_default(),
                    known.value,
                    known.line
                ),
            })
        });
        settled.collect()
    }
}

/// The order that the values of a column agree on.
fn known<'c>(values: impl Iterator<Item = (u64, &'c str)>) -> Option<Known> {
    let mut found: Option<Known> = None;
    for (line, value) in values {
        let Some(order) = Numbers::of(value).and_then(|date| date.order()) else {
            continue;
        };
        match &found {
            None => {
                found = Some(Known {
                    order,
                    value: value.to_owned(),
                    line,
                });
            }
            Some(found) if found.order != order => return None,
            Some(_) => {}
        }
    }
    found
}

/// `3/4/2024 10:15`: two numbers, a year, and what follows.
struct Numbers<'c> {
    first: u32,
    second: u32,
    year: &'c str,
    rest: &'c str,
}

impl<'c> Numbers<'c> {
    fn of(cell: &'c str) -> Option<Self> {
        const LENGTH_MAX: usize = 60;
        let cell = cell.trim();
        if cell.len() > LENGTH_MAX {
            return None;
        }
        let (first, rest) = digits(cell)?;
        let separator = rest.chars().next().filter(|c| matches!(c, '/' | '-'))?;
        let (second, rest) = digits(&rest[1..])?;
        let (year, rest) = digits(rest.strip_prefix(separator)?)?;
        let ends = rest.is_empty() || rest.starts_with([' ', 'T', ',']);
        let small = |digits: &str| digits.len() <= 2;
        if !(small(first) && small(second) && year.len() == 4 && ends) {
            return None;
        }
        Some(Numbers {
            first: first.parse().ok()?,
            second: second.parse().ok()?,
            year,
            rest,
        })
    }

    /// The order that this date can only have.
    fn order(&self) -> Option<Order> {
        let month = |number| (1..=12).contains(&number);
        let late_day = |number| (13..=31).contains(&number);
        match (self.first, self.second) {
            (day, other) if late_day(day) && month(other) => Some(Order::DayFirst),
            (other, day) if late_day(day) && month(other) => Some(Order::MonthFirst),
            _ => None,
        }
    }

    fn may_be_two(&self) -> bool {
        let month = |number| (1..=12).contains(&number);
        month(self.first) && month(self.second) && self.first != self.second
    }
}

/// The digits that a text begins with, and the rest.
fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(column: &str, first: &[&str], value: &str, wanted: Option<&str>) {
        let keys = [Some(column)];
        let rows: Vec<Vec<String>> = first.iter().map(|cell| vec![(*cell).to_owned()]).collect();
        let lines = rows.iter().enumerate();
        let lines = lines.map(|(at, cells)| (at as u64 + 2, cells.as_slice()));
        let orders = Orders::of(&keys, lines);
        let settled = orders.settle(&keys, &[value.to_owned()]);
        let settled: Vec<&str> = settled.iter().map(|date| date.value.as_str()).collect();
        assert_eq!(settled.first().copied(), wanted, "{first:?} {value}");
    }

    #[test]
    fn one_value_tells_of_the_others() {
        let day = ["03/04/2024", "13/04/2024"];
        let month = ["", "03/04/2024", "4/13/2024"];
        check("published", &day, "03/04/2024", Some("2024-04-03"));
        check(
            "published",
            &day,
            "3/4/2024 10:15",
            Some("2024-04-03 10:15"),
        );
        check("published", &month, "03-04-2024", Some("2024-03-04"));
        check("Publish_Date", &month, "03/04/2024", Some("2024-03-04"));
        // As it is.
        check("published", &day, "13/04/2024", None);
        check("published", &day, "04/13/2024", None);
        check("published", &day, "04/04/2024", None);
        check("published", &day, "3 April 2024", None);
        check("published", &day, "03/04/24", None);
        check("published", &day, "2024-03-04", None);
        check("published", &day, "0/4/2024", None);
    }

    #[test]
    fn what_tells_nothing_or_both() {
        for first in [
            &["03/04/2024"][..],
            &["03/04/2024", "13/04/2024", "04/13/2024"],
            &["32/01/2024", "13/13/2024", "2024-13-04", "13.04.2024"],
            &[],
        ] {
            check("published", first, "03/04/2024", None);
        }
        check("title", &["13/04/2024"], "03/04/2024", None);
    }
}
