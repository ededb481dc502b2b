//! Bytes in any encoding → UTF-8 text without byte order mark, or the answer
//! that they are no text.
//!
//! Valid UTF-8 beats what a page says about itself: pages that were saved by a
//! browser are UTF-8 now and still declare what they once were.

use std::io::{self, BufRead, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::SkipReason;

/// Decodes a whole record; `html` says that it may declare its encoding.
pub(super) fn decode(bytes: Vec<u8>, html: bool) -> Result<String, SkipReason> {
    decode_told(bytes, html, None)
}

/// The same for a record whose server named an encoding, by its label. It is
/// believed before what the page says, as browsers do.
pub(super) fn decode_told(
    bytes: Vec<u8>,
    html: bool,
    told: Option<String>,
) -> Result<String, SkipReason> {
    let told = told
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding));
    let in_page = || if html { declared(&bytes) } else { None };
    let declared = told.or_else(in_page);
    decode_as(bytes, declared)
}

/// Decodes a record whose encoding was declared elsewhere, such as in the
/// prolog of the file that it stands in.
pub(super) fn decode_as(
    bytes: Vec<u8>,
    declared: Option<&'static Encoding>,
) -> Result<String, SkipReason> {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        return Ok(encoding
            .decode_without_bom_handling(&bytes[length..])
            .0
            .into_owned());
    }
    if let Some(encoding) = unmarked_utf16(&bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned());
    }
    if is_binary(&bytes) {
        return Err(SkipReason::Binary);
    }
    let shifted = declared.filter(|encoding| !encoding.is_ascii_compatible());
    match String::from_utf8(bytes) {
        Ok(text) => match shifted {
            // ISO-2022-JP is made of ASCII bytes only.
            Some(encoding) if text.contains('\u{1b}') => Ok(encoding
                .decode_without_bom_handling(text.as_bytes())
                .0
                .into_owned()),
            _ => Ok(text),
        },
        Err(invalid) => {
            let bytes = invalid.as_bytes();
            let encoding = if is_mostly_utf8(bytes) {
                UTF_8
            } else {
                declared
                    .filter(|&encoding| encoding != UTF_8)
                    .unwrap_or_else(|| guess(bytes))
            };
            Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
        }
    }
}

/// The first characters of a file, for telling its format; `None` if they are
/// no text.
pub(super) fn head(bytes: &[u8]) -> Option<String> {
    if bytes.is_empty() {
        return None;
    }
    decode(bytes.to_vec(), false).ok()
}

/// True for bytes that are no text in any encoding: known signatures, NULs
/// outside UTF-16, many control characters.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    if matches!(Encoding::for_bom(bytes), Some((encoding, _)) if encoding != UTF_8) {
        return false;
    }
    if SIGNATURES
        .iter()
        .any(|signature| bytes.starts_with(signature))
    {
        return true;
    }
    let looked_at = &bytes[..bytes.len().min(LOOKED_AT_BYTES)];
    if looked_at.contains(&0) {
        return unmarked_utf16(bytes).is_none();
    }
    let control =
        |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    looked_at.iter().filter(control).count() * 10 > looked_at.len()
}

const LOOKED_AT_BYTES: usize = 8 * 1024;

/// Formats that may begin with enough text to look like it.
const SIGNATURES: &[&[u8]] = &[
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"OggS",
    b"ID3",
    b"7z\xbc\xaf",
    b"\xfd7zXZ",
    b"BZh9",
    b"\x1f\x8b\x08",
    b"\x28\xb5\x2f\xfd",
    b"{\\rtf",
];

/// UTF-16 without a mark: every other byte is zero in Latin text.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = &bytes[..bytes.len().min(1024)];
    let (pairs, _) = pairs.as_chunks::<2>();
    let zeros = |at: usize| pairs.iter().filter(|pair| pair[at] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    if first.max(second) * 10 < pairs.len() * 4 || first.min(second) > 0 || pairs.len() < 2 {
        return None;
    }
    Some(if second > first { UTF_16LE } else { UTF_16BE })
}

/// A UTF-16 mark at the start of a stream. A UTF-8 mark is taken off.
pub(super) fn utf16_of(reader: &mut impl BufRead) -> io::Result<Option<&'static Encoding>> {
    let start = reader.fill_buf()?;
    if let Some((encoding, length)) = Encoding::for_bom(start) {
        reader.consume(length);
        return Ok(Some(encoding).filter(|&encoding| encoding != UTF_8));
    }
    Ok(unmarked_utf16(start))
}

/// A stream in another encoding, read as UTF-8.
pub(super) struct Transcoded<R> {
    reader: R,
    decoder: Decoder,
    /// Decoded and not yet handed on: `ready[at..]`.
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: BufRead> Transcoded<R> {
    pub(super) fn new(reader: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Transcoded {
            reader,
            decoder,
            ready: Vec::new(),
            at: 0,
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        const STEP_BYTES: usize = 16 * 1024;
        let input = self.reader.fill_buf()?;
        let input = &input[..input.len().min(STEP_BYTES)];
        self.ended = input.is_empty();
        let needed = self.decoder.max_utf8_buffer_length(input.len());
        self.ready.resize(needed.unwrap_or(4 * STEP_BYTES), 0);
        let (_, read, written, _) = self
            .decoder
            .decode_to_utf8(input, &mut self.ready, self.ended);
        self.ready.truncate(written);
        self.at = 0;
        self.reader.consume(read);
        Ok(())
    }
}

impl<R: BufRead> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.ended {
            self.refill()?;
        }
        let length = buffer.len().min(self.ready.len() - self.at);
        buffer[..length].copy_from_slice(&self.ready[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

/// UTF-8 with a few damaged places: a cut character, a pasted byte.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * 4
}

/// `<meta charset=…>`, `<meta http-equiv … charset=…>` or the XML declaration.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const WITHIN_BYTES: usize = 1024;
    let start =
        String::from_utf8_lossy(&bytes[..bytes.len().min(WITHIN_BYTES)]).to_ascii_lowercase();
    let in_xml = start.trim_start().strip_prefix("<?xml").and_then(|rest| {
        let declaration = rest.split("?>").next()?;
        label_after(declaration, "encoding")
    });
    let in_meta = || {
        start.split("<meta").skip(1).find_map(|rest| {
            let tag = rest.split('>').next()?;
            label_after(tag, "charset")
        })
    };
    let encoding = in_xml.or_else(in_meta)?;
    // A page that names UTF-16 in ASCII bytes cannot be in it.
    let impossible = encoding == UTF_16LE || encoding == UTF_16BE;
    Some(if impossible { UTF_8 } else { encoding })
}

fn label_after(text: &str, name: &str) -> Option<&'static Encoding> {
    let (_, rest) = text.split_once(name)?;
    let value = rest
        .trim_start()
        .strip_prefix('=')?
        .trim_start()
        .trim_start_matches(['"', '\'']);
    let label = value.split(['"', '\'', ';', ' ', '/', '?', '>']).next()?;
    Encoding::for_label(label.as_bytes())
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    const ENOUGH_BYTES: usize = 128 * 1024;
    let ascii = Encoding::ascii_valid_up_to(bytes);
    let from = ascii.saturating_sub(64);
    let shown = &bytes[from..bytes.len().min(from + ENOUGH_BYTES)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(shown, from + shown.len() == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], html: bool, wanted: &str) {
        assert_eq!(
            decode(bytes.to_vec(), html).as_deref(),
            Ok(wanted),
            "{bytes:?}"
        );
    }

    fn encoded(label: &str, text: &str) -> Vec<u8> {
        Encoding::for_label(label.as_bytes())
            .unwrap()
            .encode(text)
            .0
            .into_owned()
    }

    const RUSSIAN: &str = "Порт снова открыт, сообщила в понедельник городская администрация.";
    const FRENCH: &str = "Le café du port a rouvert lundi, a déclaré la mairie après l’été.";

    #[test]
    fn marks() {
        check(b"\xef\xbb\xbfport", false, "port");
        check(b"\xff\xfep\0\xe9\0", false, "pé");
        check(b"\xfe\xff\0p\0\xe9", false, "pé");
        check(b"p\0o\0r\0t\0", false, "port");
        check(b"\0p\0o\0r\0t", false, "port");
    }

    #[test]
    fn undeclared() {
        check(RUSSIAN.as_bytes(), false, RUSSIAN);
        check(&encoded("windows-1251", RUSSIAN), false, RUSSIAN);
        check(&encoded("windows-1252", FRENCH), false, FRENCH);
        check(
            b"Le caf\xe9 de la for\xeat est ferm\xe9.",
            false,
            "Le café de la forêt est fermé.",
        );
        check(
            &encoded("shift_jis", "港は月曜日に再開した。"),
            false,
            "港は月曜日に再開した。",
        );
        let chinese = "港口周一重新开放，市政府表示，船只可以再次进入。";
        check(&encoded("gbk", chinese), false, chinese);
    }

    #[test]
    fn declared_in_the_page() {
        let page = |meta: &str| format!("<html><head>{meta}</head>");
        for (label, text) in [
            ("windows-1251", RUSSIAN),
            ("iso-8859-1", "déjà"),
            ("euc-kr", "항구"),
        ] {
            for meta in [
                format!("<meta charset={label}>"),
                format!("<META http-equiv='Content-Type' content='text/html; charset={label}'>"),
            ] {
                let wanted = page(&meta) + text;
                check(&encoded(label, &wanted), true, &wanted);
            }
        }
        let xml = format!("<?xml version='1.0' encoding='windows-1251'?><html>{RUSSIAN}");
        check(&encoded("windows-1251", &xml), true, &xml);
        let saved_as_utf8 = page("<meta charset=windows-1252>") + RUSSIAN;
        check(saved_as_utf8.as_bytes(), true, &saved_as_utf8);
        let wrong = page("<meta charset=utf-8>") + RUSSIAN;
        check(&encoded("windows-1251", &wrong), true, &wrong);
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = RUSSIAN.as_bytes().to_vec();
        bytes.truncate(bytes.len() - 2);
        bytes.push(0xd0);
        assert!(decode(bytes, false).unwrap().starts_with("Порт снова"));
    }

    #[test]
    fn binary() {
        for bytes in [
            &b"%PDF-1.4 text text text"[..],
            b"\x89PNG\r\n",
            b"a\0b\x01c\0\0d",
            b"\x01\x02\x03abc",
        ] {
            assert_eq!(decode(bytes.to_vec(), true), Err(SkipReason::Binary));
        }
        assert!(!is_binary(b"one \x1b[31mred\x1b[0m word"));
    }

    #[test]
    fn a_stream_in_utf16_is_read_as_utf8() {
        let text = RUSSIAN.repeat(2_000);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut found = String::new();
        Transcoded::new(&bytes[..], UTF_16LE)
            .read_to_string(&mut found)
            .unwrap();
        assert_eq!(found, text);
    }
}
