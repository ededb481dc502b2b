//! Any text → its quotes, by both methods: what must hold of them holds.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::quote::{About, Method};

#[path = "../../tests/quotes_support/holds.rs"]
mod holds;

const LANGUAGES: &[Option<&str>] = &[
    None,
    Some("en"),
    Some("zh"),
    Some("ja"),
    Some("ko"),
    Some("de"),
    Some("fr"),
    Some("es"),
    Some("it"),
    Some("pt"),
    Some("nl"),
    Some("sv"),
    Some("tr"),
    Some("ru"),
];

// The last byte is the language, so that whole articles are good seeds.
fuzz_target!(|data: &[u8]| {
    let Some((last, text)) = data.split_last() else {
        return;
    };
    let body = String::from_utf8_lossy(text);
    let about = About {
        language: LANGUAGES[usize::from(*last) % LANGUAGES.len()],
        ..About::default()
    };
    for method in [Method::Model, Method::Rules] {
        if let Err(wrong) = holds::check(&body, &about, method) {
            panic!("{method:?}: {wrong}");
        }
    }
});
