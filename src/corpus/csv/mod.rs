//! A table with a header (CSV, TSV) → one record a row: a JSON object with the
//! names of the columns, one row in memory at a time.
//!
//! There is no one CSV. What separates the columns is told by the header line;
//! quotation marks are taken as people write them, doubled or not.

mod cells;
mod names;
mod rows;

use std::io::BufRead;

use serde_json::{Map, Value};

use super::SkipReason;
use super::record::{Place, Sink};

/// Hands every row to the sink. A bad row is reported with its line, and the
/// rest goes on.
pub(super) fn read(reader: impl BufRead, sink: &mut Sink<'_>) -> Result<(), SkipReason> {
    let limit = usize::try_from(sink.limits.record_bytes()).unwrap_or(usize::MAX);
    let mut rows = rows::Rows::new(reader, limit);
    let columns = match rows.header()? {
        None => return Err(SkipReason::Empty),
        Some(row) => row.cells?,
    };
    let keys: Vec<Option<&str>> = columns.iter().map(|name| names::key(name)).collect();
    if !keys.iter().flatten().any(|key| names::is_text(key)) {
        return Err(no_text(&columns));
    }
    loop {
        let row = rows.next_row().map_err(|reason| match reason {
            SkipReason::Damaged(words) => {
                SkipReason::Damaged(format!("{words} in line {}", rows.line()))
            }
            other => other,
        })?;
        let Some(row) = row else {
            return Ok(());
        };
        let place = Place("line", row.line);
        // Spreadsheets end with rows of separators.
        let blank = |cells: &Vec<String>| cells.iter().all(String::is_empty);
        if row.cells.as_ref().is_ok_and(blank) {
            continue;
        }
        match row.cells.and_then(|cells| object(&keys, cells)) {
            Ok(object) => sink.record(Value::Object(object).to_string().as_bytes(), place),
            Err(reason) => sink.skip(place, reason),
        }
    }
}

/// A row by the names of its columns, without what is empty. Of two columns of
/// one name, the first that says something.
fn object(keys: &[Option<&str>], mut cells: Vec<String>) -> Result<Map<String, Value>, SkipReason> {
    // Spreadsheets end rows with separators that nothing stands behind.
    while cells.len() > keys.len() && cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    if cells.len() != keys.len() {
        return Err(SkipReason::Damaged(format!(
            "{} columns where the header has {}",
            cells.len(),
            keys.len()
        )));
    }
    let mut object = Map::new();
    for (key, cell) in keys.iter().zip(cells) {
        if let Some(key) = key
            && !is_nothing(&cell)
            && !object.contains_key(*key)
        {
            object.insert((*key).to_owned(), value(key, cell));
        }
    }
    Ok(object)
}

/// What programs write where there is nothing.
fn is_nothing(cell: &str) -> bool {
    matches!(
        cell,
        "" | "NULL" | "null" | "\\N" | "NaN" | "nan" | "None" | "N/A" | "[]" | "{}"
    )
}

/// A cell; a list as programs print it, `['Jane Roe', 'Bo Lind']`, is a list.
fn value(key: &str, cell: String) -> Value {
    let words = if names::is_text(key) {
        None
    } else {
        printed_list(&cell)
    };
    match words {
        Some(words) => words.into_iter().map(Value::String).collect(),
        None => Value::String(cell),
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
