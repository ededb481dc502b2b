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

/// What speaks for a line being a row, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    None,
    /// A number where numbers stand, as in many a list.
    Number,
    /// A date or an address where those stand.
    Sure,
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

    /// True where the lines of a row, but the last that holds the mark which closed
    /// it, are rows as well. `is_whole`: all of them together are a sound row, as
    /// texts with line ends are; then more must speak for it.
    pub(super) fn are_rows(&self, lines: &str, width: usize, sign: u8, is_whole: bool) -> bool {
        /// So many separators in lines that hold just enough of them are no
        /// accident.
        const SEPARATORS_ENOUGH: usize = 8;
        let mut lines: Vec<&str> = lines.lines().collect();
        if width < 2 || lines.len() < 2 {
            return false;
        }
        let first = lines.remove(0);
        if !is_whole && lines.len() > 1 {
            lines.pop();
        }
        let mut likeness = Likeness::Sure;
        for line in &lines {
            let cells = cells::cut(line, sign, !is_whole);
            let plain = cells::cut(line, sign, false);
            if cells.len() != width && plain.len() != width {
                return false;
            }
            match self.is_like(&plain) {
                None => return false,
                Some(found) => likeness = likeness.min(found),
            }
        }
        let spaced = |line: &&str| {
            let mut pairs = line.as_bytes().windows(2);
            pairs.any(|pair| pair[0] == sign && pair[1] == b' ')
        };
        if is_whole {
            let starts_row = cells::cut(first, sign, false).len() == width;
            let is_plain = starts_row && !lines.iter().any(spaced);
            return width >= 3 && is_plain && likeness == Likeness::Sure;
        }
        let many = lines.len() * (width - 1) >= SEPARATORS_ENOUGH && !lines.iter().any(spaced);
        likeness >= Likeness::Number || many
    }

    /// Whether numbers, dates and addresses stand where they did before; `None`
    /// where something else does.
    fn is_like(&self, cells: &[String]) -> Option<Likeness> {
        let mut found = Likeness::None;
        for (known, cell) in self.columns.iter().zip(cells) {
            match (*known, Sort::of(cell)) {
                (None | Some(Sort::Words), _) | (_, None) => {}
                (Some(Sort::Number), Some(Sort::Number)) => found = found.max(Likeness::Number),
                (Some(known), Some(sort)) if known == sort => found = Likeness::Sure,
                _ => return None,
            }
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `lines` follow the first of a row, `first`.
    #[track_caller]
    fn check(learnt: &[&str], (first, lines): (&str, &str), is_whole: bool, wanted: bool) {
        let mut shape = Shape::default();
        for row in learnt {
            shape.learn(&cells::cut(row, b',', true));
        }
        let width = cells::cut(first, b',', false).len();
        let found = shape.are_rows(&format!("{first}\n{lines}"), width, b',', is_whole);
        assert_eq!(found, wanted, "{first}\n{lines}");
    }

    #[test]
    fn rows_among_the_lines() {
        let known = ["1,2024-06-02,Harbour,Ships came in."];
        let open = "2,2024-06-03,T,\"One";
        let rows = "3,2024-06-03,T,One\n4,2024-06-04,T,Two \"\n";
        check(&known, (open, rows), true, true);
        check(
            &known,
            (open, "3,,T,One\n4,2024-06-04,T,12\",x\n"),
            false,
            true,
        );
        // Text with commas.
        for text in [
            "Ships, boats, and cars, too.\n",
            "Ships came.\n\n2,2024-06-03,T,One\n",
            "2,soon,T,One\n",
            "",
        ] {
            check(&known, (open, text), true, false);
        }
        // Nothing is known of the columns but how many there are.
        let few = "a,b\nc,d\n";
        check(&[], ("1,\"b", few), false, false);
        check(&[], ("1,\"b", &few.repeat(5)), false, true);
        check(&[], ("1,\"b", &"One, two\n".repeat(8)), false, false);
        check(&[], ("\"b", &"a\n".repeat(20)), false, false);
    }

    /// Lists and tables in a text.
    #[test]
    fn a_sound_row_is_not_cut() {
        let table = "A,10\nB,11\nC,12\nD,13\nE,14\nF,15\nG,16\nH,17\nI,18\nJ,19\"\n";
        check(
            &["T,Ships came in."],
            ("League,\"Final standings:", table),
            true,
            false,
        );
        let said = "12, said the police\n14, said the mayor\"\n";
        check(
            &["1,Ships came in."],
            ("2,\"The count of the dead:", said),
            true,
            false,
        );
        let numbers = "3,a,b\n4,c,d\"\n";
        check(
            &["1,T,Ships came in."],
            ("2,T,\"List:", numbers),
            true,
            false,
        );
    }
}
