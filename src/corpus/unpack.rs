//! Compressed bytes → bytes. gzip (with any number of members) and zstd are
//! told by their first bytes, not by the name; everything else passes through.
//!
//! Nothing is unpacked that is not asked for, and a bomb ends the reading with
//! a reason, so that memory stays bounded.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use super::{Limits, SkipReason};

pub(super) const GZIP: &[u8] = &[0x1f, 0x8b, 0x08];
pub(super) const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// A frame that other readers pass over: web archives keep in the first one the
/// dictionary that all others were packed with (IIPC, "zstd compressed WARC").
pub(super) const ZSTD_DICTIONARY: &[u8] = &[0x5d, 0x2a, 0x4d, 0x18];

/// A larger dictionary is not read; usual ones have some 100 kB.
const DICTIONARY_BYTES_MAX: u64 = 16_000_000;

const BUFFER_BYTES: usize = 64 * 1024;

/// The unpacked bytes. A failed read holds a [`SkipReason`] where the
/// compressed data is to blame.
pub(super) fn unpack<'r>(
    reader: impl Read + 'r,
    limits: &Limits,
) -> io::Result<Box<dyn BufRead + 'r>> {
    let mut packed = Counted {
        reader,
        bytes: Rc::default(),
    };
    let mut magic = Vec::with_capacity(ZSTD.len());
    (&mut packed)
        .take(ZSTD.len() as u64)
        .read_to_end(&mut magic)?;
    let packed_bytes = packed.bytes.clone();
    let gzip = magic.starts_with(GZIP);
    let dictionary = match magic.starts_with(ZSTD_DICTIONARY) {
        true => Some(dictionary(&mut packed)?),
        false => magic.starts_with(ZSTD).then(Vec::new),
    };
    if dictionary.as_ref().is_some_and(|bytes| !bytes.is_empty()) {
        magic.clear();
    }
    let whole = io::Cursor::new(magic).chain(packed);
    let whole = BufReader::with_capacity(BUFFER_BYTES, whole);
    let (kind, unpacked): (_, Box<dyn Read + 'r>) = if gzip {
        (
            "gzip",
            Box::new(flate2::bufread::MultiGzDecoder::new(whole)),
        )
    } else if let Some(dictionary) = dictionary {
        let decoder = zstd::stream::read::Decoder::with_dictionary(whole, &dictionary);
        let decoder = decoder.map_err(|cause| damage("zstd", cause))?;
        ("zstd", Box::new(decoder))
    } else {
        return Ok(Box::new(whole));
    };
    let bounded = Bounded {
        unpacked,
        kind,
        packed_bytes,
        bytes: 0,
        limits: *limits,
    };
    Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, bounded)))
}

/// True for bytes that [`unpack`] unpacks.
pub(super) fn is_packed(start: &[u8]) -> bool {
    [GZIP, ZSTD, ZSTD_DICTIONARY]
        .iter()
        .any(|magic| start.starts_with(magic))
}

/// The dictionary in the frame whose first word was just read. It may be packed
/// itself.
fn dictionary(packed: &mut impl Read) -> io::Result<Vec<u8>> {
    let bad = |words: &str| io::Error::other(SkipReason::Damaged(words.to_owned()));
    let too_large = || {
        let limit_mb = DICTIONARY_BYTES_MAX / 1_000_000;
        bad(&format!(
            "its zstd dictionary has more than {limit_mb} MB and is not read"
        ))
    };
    let mut length = [0; 4];
    let read = packed.read_exact(&mut length);
    read.map_err(|cause| damage("zstd", cause))?;
    let length = u64::from(u32::from_le_bytes(length));
    if length > DICTIONARY_BYTES_MAX {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    if packed.take(length).read_to_end(&mut bytes)? as u64 != length {
        return Err(bad("zstd data is cut off"));
    }
    if bytes.starts_with(ZSTD) {
        let mut unpacked = Vec::new();
        zstd::stream::read::Decoder::with_buffer(&bytes[..])?
            .take(DICTIONARY_BYTES_MAX + 1)
            .read_to_end(&mut unpacked)
            .map_err(|cause| damage("zstd", cause))?;
        bytes = unpacked;
    }
    if bytes.len() as u64 > DICTIONARY_BYTES_MAX {
        return Err(too_large());
    }
    if bytes.is_empty() {
        return Err(bad("its zstd dictionary is empty"));
    }
    Ok(bytes)
}

struct Counted<R> {
    reader: R,
    bytes: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.reader.read(buffer)?;
        self.bytes.set(self.bytes.get() + length as u64);
        Ok(length)
    }
}

struct Bounded<'r> {
    unpacked: Box<dyn Read + 'r>,
    kind: &'static str,
    packed_bytes: Rc<Cell<u64>>,
    bytes: u64,
    limits: Limits,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self
            .unpacked
            .read(buffer)
            .map_err(|cause| damage(self.kind, cause))?;
        self.bytes += length as u64;
        self.check().map_err(io::Error::other)?;
        Ok(length)
    }
}

impl Bounded<'_> {
    fn check(&self) -> Result<(), SkipReason> {
        let gigabytes_mb = self.limits.unpacked_gb.saturating_mul(1_000);
        if self.bytes > gigabytes_mb.saturating_mul(1_000_000) {
            return Err(SkipReason::TooLarge {
                what: "unpacked",
                limit_mb: gigabytes_mb,
            });
        }
        let ratio = self.bytes / self.packed_bytes.get().max(1);
        if self.bytes > self.limits.record_bytes() && ratio > self.limits.ratio {
            return Err(out_of_proportion(&self.limits));
        }
        Ok(())
    }
}

/// What a failed read of compressed data of this kind means.
pub(super) fn damage(kind: &str, cause: io::Error) -> io::Error {
    if cause.raw_os_error().is_some() {
        return cause;
    }
    let (words, kind) = match cause.kind() {
        cut_off @ io::ErrorKind::UnexpectedEof => (format!("{kind} data is cut off"), cut_off),
        _ => (
            format!("{kind} data is damaged: {cause}"),
            io::ErrorKind::Other,
        ),
    };
    io::Error::new(kind, SkipReason::Damaged(words))
}

/// True where the compressed data ends too early, not otherwise damaged.
pub(super) fn is_cut_off(cause: &io::Error) -> bool {
    cause.kind() == io::ErrorKind::UnexpectedEof
}

/// The reason to give up a bomb.
pub(super) fn out_of_proportion(limits: &Limits) -> SkipReason {
    let times = limits.ratio;
    SkipReason::Damaged(format!("unpacks to more than {times} times its size"))
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use super::super::why;
    use super::*;

    pub(in crate::corpus) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(bytes: &[u8], limits: &Limits) -> (Vec<u8>, Option<SkipReason>) {
        let mut found = Vec::new();
        let end = unpack(bytes, limits).unwrap().read_to_end(&mut found);
        (found, end.err().map(|cause| why(&cause)))
    }

    #[test]
    fn by_the_first_bytes() {
        let limits = Limits::default();
        let zstd = zstd::encode_all(&b"three"[..], 3).unwrap();
        let members = [gzip(b"one "), gzip(b"two")].concat();
        assert_eq!(unpacked(b"plain", &limits), (b"plain".to_vec(), None));
        assert_eq!(unpacked(b"", &limits), (Vec::new(), None));
        assert_eq!(unpacked(&members, &limits), (b"one two".to_vec(), None));
        assert_eq!(unpacked(&zstd, &limits), (b"three".to_vec(), None));
    }

    #[test]
    fn damage_is_named_after_what_came_before_it() {
        let text: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        let packed = gzip(&text);
        let (found, damage) = unpacked(&packed[..packed.len() / 2], &Limits::default());
        assert!(!found.is_empty() && text.starts_with(&found));
        assert_eq!(
            damage,
            Some(SkipReason::Damaged("gzip data is cut off".to_owned()))
        );
        for (failed, wanted) in [
            (io::Error::from(io::ErrorKind::UnexpectedEof), true),
            (io::Error::from(io::ErrorKind::InvalidData), false),
            (io::Error::other("the text is cut off"), false),
        ] {
            assert_eq!(is_cut_off(&super::damage("gzip", failed)), wanted);
        }
        let zstd = zstd::encode_all(&text[..], 3).unwrap();
        let (_, damage) = unpacked(&zstd[..zstd.len() / 2], &Limits::default());
        assert!(matches!(damage, Some(SkipReason::Damaged(words)) if words.contains("zstd")));
    }

    /// A frame with a dictionary, which `reader` passes over.
    fn dictionary_frame(dictionary: &[u8]) -> Vec<u8> {
        let length = u32::try_from(dictionary.len()).unwrap().to_le_bytes();
        [ZSTD_DICTIONARY, &length, dictionary].concat()
    }

    fn trained() -> Vec<u8> {
        let sample = |number: u32| {
            format!(
                "<p>The ferry {number} leaves the harbour at {}.</p>",
                number * 7 % 23
            )
        };
        let samples: Vec<String> = (0..2_000).map(sample).collect();
        zstd::dict::from_samples(&samples, 4_096).unwrap()
    }

    #[test]
    fn a_dictionary_in_the_first_frame() {
        let trained = trained();
        let frame = |text: &str| {
            let mut encoder =
                zstd::stream::write::Encoder::with_dictionary(Vec::new(), 3, &trained).unwrap();
            encoder.write_all(text.as_bytes()).unwrap();
            encoder.finish().unwrap()
        };
        let (one, two) = ("<p>The ferry 1 leaves the harbour", " at 7.</p>");
        let frames = [frame(one), frame(two)].concat();
        let packed = zstd::encode_all(&trained[..], 3).unwrap();
        let limits = Limits::default();
        for dictionary in [&trained, &packed] {
            let whole = [dictionary_frame(dictionary), frames.clone()].concat();
            let wanted = format!("{one}{two}").into_bytes();
            assert_eq!(unpacked(&whole, &limits), (wanted, None));
        }
        let without = unpacked(&frames, &limits).1.unwrap().to_string();
        assert!(without.contains("zstd data is damaged"), "{without}");
    }

    #[test]
    fn dictionaries_that_are_none() {
        let bomb = zstd::encode_all(&vec![0; 17_000_000][..], 3).unwrap();
        let large = [ZSTD_DICTIONARY, &17_000_000_u32.to_le_bytes()].concat();
        let cut = [ZSTD_DICTIONARY, &9_u32.to_le_bytes(), b"short"].concat();
        let broken = dictionary_frame(&[ZSTD, b"no frame"].concat());
        for (bytes, wanted) in [
            (&dictionary_frame(&bomb), "more than 16 MB and is not read"),
            (&large, "more than 16 MB and is not read"),
            (&cut, "zstd data is cut off"),
            (&ZSTD_DICTIONARY.to_vec(), "zstd data is cut off"),
            (&dictionary_frame(b""), "dictionary is empty"),
            (&broken, "zstd data is"),
        ] {
            let refused = unpack(&bytes[..], &Limits::default()).err().unwrap();
            let reason = why(&refused).to_string();
            assert!(reason.contains(wanted), "{reason}");
        }
    }

    #[test]
    fn bombs_end_with_a_reason() {
        let limits = Limits {
            record_mb: 1,
            unpacked_gb: 1,
            ratio: 100,
        };
        let (found, reason) = unpacked(&gzip(&vec![0; 5_000_000]), &limits);
        assert!(found.len() < 2_000_000);
        let words = "unpacks to more than 100 times its size".to_owned();
        assert_eq!(reason, Some(SkipReason::Damaged(words)));
        let limits = Limits {
            unpacked_gb: 0,
            ..limits
        };
        let (_, reason) = unpacked(&gzip(b"text"), &limits);
        assert_eq!(
            reason,
            Some(SkipReason::TooLarge {
                what: "unpacked",
                limit_mb: 0
            })
        );
    }
}
