//! Any bytes → an error or a model that reads a text without harm.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::quote::training::Weights;
use sha2::{Digest, Sha256};

const TEXT: &str = "“It will take time,” said Ann Roe, the clerk.\n\nShe said that prices “rose”.";

fuzz_target!(|data: &[u8]| {
    read(data);
    // What only the checksum would stop.
    let mut whole = [b"ORQT\x01\0\0\0", data].concat();
    whole.extend(Sha256::digest(&whole));
    read(&whole);
});

fn read(bytes: &[u8]) {
    if let Ok(weights) = Weights::read(bytes) {
        for found in weights.statements(TEXT) {
            assert!(found.content.iter().all(|span| span.of(TEXT).is_some()));
        }
    }
}
