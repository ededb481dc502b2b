//! Any bytes, as a mailbox → records and articles that hold.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::corpus::Format;

#[path = "../records.rs"]
mod records;

fuzz_target!(|data: &[u8]| records::check("box.mbox", Format::Mail, data));
