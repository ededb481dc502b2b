//! Any bytes, as a table → records and articles that hold.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::corpus::Format;

#[path = "../records.rs"]
mod records;

fuzz_target!(|data: &[u8]| records::check("table.csv", Format::Csv, data));
