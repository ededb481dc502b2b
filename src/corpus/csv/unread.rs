//! The values of a table → which columns later readers will not understand,
//! told once for a column.

use crate::corpus::record::Sink;
use crate::corpus::{SkipReason, Understands};

/// Counts over the columns of a table.
pub(super) struct Unread<'u> {
    understands: Option<&'u dyn Understands>,
    /// The columns that may be refused, those of a field together and the best
    /// of them first.
    columns: Vec<Column>,
}

struct Column {
    at: usize,
    /// As the header has it.
    name: String,
    field: &'static str,
    rank: usize,
    values: u64,
    refused: u64,
    /// The line of the first that was refused, and what is wrong with it.
    first: Option<(u64, String)>,
}

impl<'u> Unread<'u> {
    pub(super) fn new(
        names: &[String],
        keys: &[Option<&str>],
        understands: Option<&'u dyn Understands>,
    ) -> Self {
        let column = |(at, (name, key)): (usize, (&String, &Option<&str>))| {
            let (field, rank) = understands?.field((*key)?)?;
            Some(Column {
                at,
                name: name.clone(),
                field,
                rank,
                values: 0,
                refused: 0,
                first: None,
            })
        };
        let columns = names.iter().zip(keys).enumerate();
        let mut columns: Vec<Column> = columns.filter_map(column).collect();
        columns.sort_by_key(|column| (column.field, column.rank, column.at));
        Unread {
            understands,
            columns,
        }
    }

    /// Takes a row. Of the columns of one field, the next is asked only where
    /// the one before gives nothing, and only the best of them is blamed.
    pub(super) fn take(&mut self, line: u64, value: impl Fn(usize) -> Option<String>) {
        let Some(understands) = self.understands else {
            return;
        };
        // The field that is done with.
        let mut done = "";
        for column in &mut self.columns {
            if column.field == done {
                continue;
            }
            let Some(value) = value(column.at) else {
                continue;
            };
            done = column.field;
            column.values += 1;
            if let Err(why) = understands.reads(column.field, &value) {
                column.refused += 1;
                column.first.get_or_insert((line, why));
            }
        }
    }

    /// Says what was refused.
    pub(super) fn tell(&self, sink: &mut Sink<'_>) {
        const NAME_CHARS_MAX: usize = 60;
        for column in &self.columns {
            let Some((line, why)) = &column.first else {
                continue;
            };
            let name: String = column.name.chars().take(NAME_CHARS_MAX).collect();
            let sort = match column.field {
                "authors" => "author",
                _ => "date",
            };
            sink.of_file(SkipReason::NotUnderstood(format!(
                "{sort} column `{name}`: {} of {} values were not understood, the first in line {line}: {why}",
                column.refused, column.values
            )));
        }
    }
}
