//! Any text → a query that can be written back and read again, or an error at
//! one of its columns.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::query::Day;

#[path = "../../tests/query_support/holds.rs"]
mod holds;

// Half of the inputs are text as it is; in the other half two bytes each stand
// for a piece of the language and whether a space follows it.
fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let text = if first % 2 == 0 {
        String::from_utf8_lossy(rest).into_owned()
    } else {
        rest.chunks_exact(2).map(piece).collect()
    };
    if let Some(today) = Day::new(2024, 6, 15)
        && let Err(wrong) = holds::check(&text, today)
    {
        panic!("{wrong}");
    }
});

fn piece(bytes: &[u8]) -> String {
    let space = if bytes[1] % 4 == 0 { "" } else { " " };
    let number = usize::from(bytes[0]) % holds::PIECES.len();
    format!("{}{space}", holds::PIECES[number])
}
