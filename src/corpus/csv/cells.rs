//! The bytes of a row → its cells. One automaton says of every byte what it is,
//! so that finding the end of a row and cutting it give the same.

/// Where in a row the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// At the start of a cell, or behind spaces there.
    Start,
    /// In a cell without quotation marks.
    Plain,
    /// In a cell in quotation marks.
    Quoted,
    /// Behind a quotation mark in such a cell: its end, or one that was doubled.
    Mark,
}

/// What a byte is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Byte {
    /// Part of the cell.
    Text,
    /// Part of the cell, and so is the quotation mark before it, which ends no
    /// cell: nobody doubled it.
    TextBehindMark,
    /// A quotation mark around the cell, or the first of a doubled one.
    Around,
    /// Between two cells.
    Separator,
    /// The end of the row.
    End,
}

/// The state behind a byte, and what the byte is. `quotes` says whether
/// quotation marks mean anything.
pub(super) fn step(state: State, byte: u8, separator: u8, quotes: bool) -> (State, Byte) {
    match (state, byte) {
        (State::Quoted, b'"') => (State::Mark, Byte::Around),
        (State::Quoted, _) => (State::Quoted, Byte::Text),
        (State::Mark, b'"') => (State::Quoted, Byte::Text),
        (_, b'\r' | b'\n') => (State::Start, Byte::End),
        (_, byte) if byte == separator => (State::Start, Byte::Separator),
        (State::Mark, _) => (State::Quoted, Byte::TextBehindMark),
        (State::Start, b'"') if quotes => (State::Quoted, Byte::Around),
        (State::Start, b' ') => (State::Start, Byte::Text),
        (State::Start | State::Plain, _) => (State::Plain, Byte::Text),
    }
}

/// A row never has more cells.
pub(super) const COLUMNS_MAX: usize = 10_000;

/// Cuts a row, without white space around the cells. Of a row with too many, one
/// more than are allowed.
pub(super) fn cut(row: &str, separator: u8, quotes: bool) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = Vec::new();
    let mut state = State::Start;
    let mut columns = 0;
    let mut end = |cell: &mut Vec<u8>| {
        cells.push(String::from_utf8_lossy(cell).trim().to_owned());
        cell.clear();
    };
    for byte in row.bytes() {
        let (next, kind) = step(state, byte, separator, quotes);
        state = next;
        match kind {
            Byte::Text => cell.push(byte),
            Byte::TextBehindMark => cell.extend([b'"', byte]),
            Byte::Around => {}
            Byte::Separator => {
                columns += 1;
                end(&mut cell);
                if columns > COLUMNS_MAX {
                    return cells;
                }
            }
            Byte::End => break,
        }
    }
    end(&mut cell);
    cells
}

/// The separator of a table, told by its header line: the one that stands most
/// often outside quotation marks. A table of one column has none.
pub(super) fn separator(header: &[u8]) -> u8 {
    const SEPARATORS: [u8; 4] = [b'\t', b';', b',', b'|'];
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut quoted = false;
    for byte in header {
        quoted ^= *byte == b'"';
        if let (false, Some(at)) = (quoted, SEPARATORS.iter().position(|known| known == byte)) {
            counts[at] += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    match counts.iter().position(|count| *count == most) {
        Some(at) if most > 0 => SEPARATORS[at],
        _ => b',',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells() {
        let check = |row: &str, wanted: &[&str]| assert_eq!(cut(row, b',', true), wanted, "{row}");
        check("a,b,c", &["a", "b", "c"]);
        check("a,,", &["a", "", ""]);
        check("\"a,b\",\"c\"", &["a,b", "c"]);
        check("\"a\"\"b\"\"\",c", &["a\"b\"", "c"]);
        check("\"a\nb\",c\r\n", &["a\nb", "c"]);
        check("a \"b\" c, \"d, e\" ", &["a \"b\" c", "d, e\""]);
        check("\"a \"b\" c\",d", &["a \"b\" c", "d"]);
        check("\"\",\"\"\"\"", &["", "\""]);
        assert_eq!(cut("\"a\",b", b',', false), ["\"a\"", "b"]);
        let count = |separators: usize| cut(&",".repeat(separators), b',', true).len();
        assert_eq!(count(COLUMNS_MAX - 1), COLUMNS_MAX);
        assert_eq!(count(COLUMNS_MAX * 2), COLUMNS_MAX + 1);
    }

    #[test]
    fn separators() {
        let check = |header: &str, wanted: u8| {
            assert_eq!(separator(header.as_bytes()), wanted, "{header}");
        };
        check("title,date,body", b',');
        check("title;date;\"a,b,c,d\"", b';');
        check("title\tdate, time\tbody", b'\t');
        check("title|body", b'|');
        check("text", b',');
    }
}
