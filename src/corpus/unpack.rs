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
    let (gzip, zstd) = (magic.starts_with(GZIP), magic.starts_with(ZSTD));
    let whole = io::Cursor::new(magic).chain(packed);
    let whole = BufReader::with_capacity(BUFFER_BYTES, whole);
    let (kind, unpacked): (_, Box<dyn Read + 'r>) = if gzip {
        (
            "gzip",
            Box::new(flate2::bufread::MultiGzDecoder::new(whole)),
        )
    } else if zstd {
        (
            "zstd",
            Box::new(zstd::stream::read::Decoder::with_buffer(whole)?),
        )
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
    start.starts_with(GZIP) || start.starts_with(ZSTD)
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
    let words = match cause.kind() {
        io::ErrorKind::UnexpectedEof => format!("{kind} data is cut off"),
        _ => format!("{kind} data is damaged: {cause}"),
    };
    io::Error::other(SkipReason::Damaged(words))
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
        let zstd = zstd::encode_all(&text[..], 3).unwrap();
        let (_, damage) = unpacked(&zstd[..zstd.len() / 2], &Limits::default());
        assert!(matches!(damage, Some(SkipReason::Damaged(words)) if words.contains("zstd")));
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
