//! A row over several lines → whether the lines are rows of their own, which a
//! mark that was opened and not closed has swallowed up to the next stray one.

use super::cells;

/// What the cells of a column look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// Only digits.
    Number,
    /// An address on the web.
    Address,
    /// Digits between `-`, `/`, `.`, `:`.
    Date,
    /// Words.
    Words,
}

impl Sort {
    /// `None` for an empty cell, which tells nothing.
    fn of(cell: &str) -> Option<Sort> {
        const DATE_BYTES_MAX: usize = 40;
        if cell.is_empty() {
            return None;
        }
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        let in_date = |byte: u8| {
            byte.is_ascii_digit()
                || matches!(byte, b'-' | b'/' | b'.' | b':' | b' ' | b'T' | b'Z' | b'+')
        };
        Some(if digits == cell.len() {
            Sort::Number
        } else if cell.starts_with("https://") || cell.starts_with("http://") {
            Sort::Address
        } else if digits >= 4 && cell.len() <= DATE_BYTES_MAX && cell.bytes().all(in_date) {
            Sort::Date
        } else {
            Sort::Words
        })
    }
}

/// The columns of the rows so far.
#[derive(Default)]
pub(super) struct Shape {
    columns: Vec<Option<Sort>>,
}

impl Shape {
    /// Learns from a row.
    pub(super) fn learn(&mut self, cells: &[String]) {
        self.columns
            .resize(cells.len().max(self.columns.len()), None);
        for (known, cell) in self.columns.iter_mut().zip(cells) {
            match (*known, Sort::of(cell)) {
                (None, found) => *known = found,
                (Some(sort), Some(found)) if sort != found => *known = Some(Sort::Words),
                _ => {}
            }
        }
    }

    /// True where the lines behind the first of a row are rows as well. The last
    /// of them holds the mark that closed it: `is_whole` says whether all of
    /// them together were a row.
    pub(super) fn are_rows(&self, rest: &str, width: usize, separator: u8, is_whole: bool) -> bool {
        /// So many separators in lines that hold just enough of them are no
        /// accident.
        const SEPARATORS_ENOUGH: usize = 8;
        if width < 2 {
            return false;
        }
        let mut lines: Vec<&str> = rest.lines().collect();
        if !is_whole && lines.len() > 1 {
            lines.pop();
        }
        let mut alike = true;
        for line in &lines {
            let cells = cells::cut(line, separator, !is_whole);
            let plain = cells::cut(line, separator, false);
            if cells.len() != width && plain.len() != width {
                return false;
            }
            match self.is_like(&plain) {
                None => return false,
                Some(found) => alike &= found,
            }
        }
        let spaced = |line: &&str| {
            let mut pairs = line.as_bytes().windows(2);
            pairs.any(|pair| pair[0] == separator && pair[1] == b' ')
        };
        let many = lines.len() * (width - 1) >= SEPARATORS_ENOUGH && !lines.iter().any(spaced);
        !lines.is_empty() && (alike || many)
    }

    /// Whether numbers, dates and addresses stand where they did before; `None`
    /// where something else does.
    fn is_like(&self, cells: &[String]) -> Option<bool> {
        let mut found = false;
        for (known, cell) in self.columns.iter().zip(cells) {
            match (*known, Sort::of(cell)) {
                (None | Some(Sort::Words), _) | (_, None) => {}
                (Some(known), Some(sort)) if known == sort => found = true,
                _ => return None,
            }
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(learnt: &[&str], rest: &str, width: usize, is_whole: bool, wanted: bool) {
        let mut shape = Shape::default();
        for row in learnt {
            shape.learn(&cells::cut(row, b',', true));
        }
        let found = shape.are_rows(rest, width, b',', is_whole);
        assert_eq!(found, wanted, "{rest}");
    }

    #[test]
    fn rows_among_the_lines() {
        let known = ["1,2024-06-02,Harbour,Ships came in."];
        check(
            &known,
            "2,2024-06-03,T,One\n3,2024-06-04,T,Two \"\n",
            4,
            true,
            true,
        );
        check(&known, "2,,T,One\n3,2024-06-04,T,12\",x\n", 4, false, true);
        // Text with commas.
        check(&known, "Ships, boats, and cars, too.\n", 4, true, false);
        check(
            &known,
            "Ships came.\n\n2,2024-06-03,T,One\n",
            4,
            true,
            false,
        );
        check(&known, "2,soon,T,One\n", 4, true, false);
        // Nothing is known of the columns but how many there are.
        let few = "a,b\nc,d\n";
        check(&[], few, 2, true, false);
        check(&[], &few.repeat(4), 2, true, true);
        check(&[], &"One, two\n".repeat(8), 2, true, false);
        check(&[], "", 2, true, false);
        check(&[], &"a\n".repeat(20), 1, true, false);
    }
}
