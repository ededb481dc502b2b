//! A table with a header (CSV, TSV) → one record a row: a JSON object with the
//! names of the columns, one row in memory at a time.
//!
//! There is no one CSV. What separates the columns is told by the header line;
//! quotation marks are taken as people write them, doubled or not.

mod cells;
mod names;
mod order;
mod rows;
mod swallowed;
mod unread;

use std::io::BufRead;

use serde_json::{Map, Value};

use super::record::{Place, Sink};
use super::{SkipReason, Told};
use order::Orders;
use rows::{Row, Rows};
use unread::Unread;

/// Hands every row to the sink. A bad row is reported with its line, and the
/// rest goes on.
pub(super) fn read(reader: impl BufRead, sink: &mut Sink<'_>) -> Result<(), SkipReason> {
    let limit = usize::try_from(sink.limits.record_bytes()).unwrap_or(usize::MAX);
    let mut rows = Rows::new(reader, limit);
    let columns = match rows.header()? {
        None => return Err(SkipReason::Empty),
        Some(row) => row.cells?,
    };
    let keys = names::keys(&columns);
    if !keys.iter().flatten().any(|key| names::is_text(key)) {
        return Err(no_text(&columns));
    }
    let (first, end) = first_rows(&mut rows);
    let known = first.iter().filter_map(|row| {
        let cells = row.cells.as_ref().ok()?;
        Some((row.line, cells.as_slice()))
    });
    let mut table = Table {
        orders: Orders::of(&keys, known),
        unread: Unread::new(&columns, &keys, sink.understands),
        keys,
    };
    for row in first {
        table.put(row, sink);
    }
    let end = match end {
        None => table.rest(&mut rows, sink),
        Some(end) => end,
    };
    table.unread.tell(sink);
    end
}

/// The rows that tell how dates are written: 1,000 of them, or 1 MB. Says how
/// the table ended, if it did.
fn first_rows(rows: &mut Rows<impl BufRead>) -> (Vec<Row>, Option<Result<(), SkipReason>>) {
    const ROWS: usize = 1_000;
    const BYTES: usize = 1_000_000;
    let mut first = Vec::new();
    let mut bytes = 0;
    while first.len() < ROWS && bytes < BYTES {
        match next(rows) {
            Ok(Some(row)) => {
                let cells = row.cells.iter().flatten();
                bytes += cells
                    .map(|cell| size_of_val(cell) + cell.len())
                    .sum::<usize>();
                first.push(row);
            }
            Ok(None) => return (first, Some(Ok(()))),
            Err(reason) => return (first, Some(Err(reason))),
        }
    }
    (first, None)
}

fn next(rows: &mut Rows<impl BufRead>) -> Result<Option<Row>, SkipReason> {
    rows.next_row().map_err(|reason| match reason {
        SkipReason::Damaged(words) => {
            SkipReason::Damaged(format!("{words} in line {}", rows.line()))
        }
        other => other,
    })
}

struct Table<'k, 'u> {
    keys: Vec<Option<&'k str>>,
    orders: Orders,
    unread: Unread<'u>,
}

impl Table<'_, '_> {
    fn rest(
        &mut self,
        rows: &mut Rows<impl BufRead>,
        sink: &mut Sink<'_>,
    ) -> Result<(), SkipReason> {
        while let Some(row) = next(rows)? {
            self.put(row, sink);
        }
        Ok(())
    }

    fn put(&mut self, row: Row, sink: &mut Sink<'_>) {
        let place = Place("line", row.line);
        let cells = match row.cells.and_then(|cells| self.whole(cells)) {
            // Spreadsheets end with rows of separators.
            Ok(cells) if cells.iter().all(String::is_empty) => return,
            Ok(cells) => cells,
            Err(reason) => return sink.skip(place, reason),
        };
        let settled = self.orders.settle(&self.keys, &cells);
        let record = object(&self.keys, &cells).to_string();
        if settled.is_empty() {
            self.count(row.line, &cells);
            return sink.record(record.as_bytes(), place);
        }
        let (mut changed, mut told) = (cells, Told::default());
        told.by = "csv";
        for date in settled {
            told.note(date.note);
            changed[date.column] = date.value;
        }
        self.count(row.line, &changed);
        let text = object(&self.keys, &changed).to_string();
        sink.changed(record.as_bytes(), text, told, place);
    }

    fn count(&mut self, line: u64, cells: &[String]) {
        let value = |at: usize| {
            let cell = cells.get(at).filter(|cell| !is_nothing(cell))?;
            Some(printed_list(cell).map_or_else(|| cell.clone(), |list| list.join("; ")))
        };
        self.unread.take(line, value);
    }

    /// The cells of a row, one for each column.
    fn whole(&self, mut cells: Vec<String>) -> Result<Vec<String>, SkipReason> {
        let width = self.keys.len();
        // Spreadsheets end rows with separators that nothing stands behind.
        while cells.len() > width && cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.len() != width && !cells.iter().all(String::is_empty) {
            return Err(SkipReason::Damaged(format!(
                "{} columns where the header has {width}",
                cells.len()
            )));
        }
        Ok(cells)
    }
}

/// A row by the names of its columns, without what is empty. Of two columns of
/// one name, the first that says something.
fn object(keys: &[Option<&str>], cells: &[String]) -> Value {
    let mut object = Map::new();
    for (key, cell) in keys.iter().zip(cells) {
        if let Some(key) = key
            && !is_nothing(cell)
            && !object.contains_key(*key)
        {
            object.insert((*key).to_owned(), value(key, cell));
        }
    }
    Value::Object(object)
}

/// What programs write where there is nothing.
fn is_nothing(cell: &str) -> bool {
    matches!(
        cell,
        "" | "NULL" | "null" | "\\N" | "NaN" | "nan" | "None" | "N/A" | "[]" | "{}"
    )
}

/// A cell; a list as programs print it, `['Jane Roe', 'Bo Lind']`, is a list.
fn value(key: &str, cell: &str) -> Value {
    let words = if names::is_text(key) {
        None
    } else {
        printed_list(cell)
    };
    match words {
        Some(words) => words.into_iter().map(Value::String).collect(),
        None => Value::String(cell.to_owned()),
    }
}

fn printed_list(cell: &str) -> Option<Vec<String>> {
    let mut rest = cell.strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut words = Vec::new();
    loop {
        let mark = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let mut word = String::new();
        let mut letters = rest[1..].char_indices();
        let end = loop {
            match letters.next()? {
                (_, '\\') => word.push(letters.next()?.1),
                (at, c) if c == mark => break at + 2,
                (_, c) => word.push(c),
            }
        };
        words.push(word);
        rest = rest[end..].trim_start();
        if rest.is_empty() {
            return Some(words);
        }
        rest = rest.strip_prefix(',')?.trim_start();
    }
}

/// Names the columns that a table has instead.
fn no_text(columns: &[String]) -> SkipReason {
    const NAMED_MAX: usize = 12;
    const NAME_CHARS_MAX: usize = 30;
    let mut named: Vec<String> = columns
        .iter()
        .take(NAMED_MAX)
        .map(|name| name.chars().take(NAME_CHARS_MAX).collect())
        .collect();
    if columns.len() > NAMED_MAX {
        named.push(format!("and {} more", columns.len() - NAMED_MAX));
    }
    SkipReason::Damaged(format!(
        "no column for the text (such as body, text or content); it has: {}",
        named.join(", ")
    ))
}

#[cfg(test)]
mod tests;
