//! Any bytes, as a saved web page → records and articles that hold.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::corpus::Format;

#[path = "../records.rs"]
mod records;

fuzz_target!(|data: &[u8]| records::check("page.html", Format::Html, data));
