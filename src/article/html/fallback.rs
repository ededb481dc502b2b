//! A page in which no article was found → the text of the whole page, by
//! `html2text`, the last resort.

use std::panic::{AssertUnwindSafe, catch_unwind};

use html2text::config;

use super::lean::lean_to;
use super::page::{ends_sentence, one_line};

/// Its time grows with the size, with the square of the nesting, and with the
/// square of what stands in a table outside of its cells.
const BYTES_MAX: usize = 500_000;
const DEPTH_MAX: usize = 24;
const TAGS_MAX: usize = 10_000;

/// Wide enough that no line is broken.
const WIDTH: usize = 1_000_000;

/// The lines of the page that read as sentences, in the order of the page.
pub(super) fn whole_page(html: &str) -> Vec<String> {
    let html = &html[..html.floor_char_boundary(BYTES_MAX)];
    let html = lean_to(html, DEPTH_MAX, TAGS_MAX).html;
    let bytes = html.as_bytes();
    let render = || {
        config::plain_no_decorate()
            .link_footnotes(false)
            .no_table_borders()
            .allow_width_overflow()
            .raw_mode(true)
            .string_from_read(bytes, WIDTH)
    };
    // Its layout arithmetic has panicked on odd tables before.
    let Ok(Ok(text)) = catch_unwind(AssertUnwindSafe(render)) else {
        return Vec::new();
    };
    text.lines()
        .map(one_line)
        .filter(|line| ends_sentence(line) && line.chars().count() >= 25)
        .collect()
}
