//! Bytes of a weights file → the tagger's weights.
//!
//! ```text
//! "ORQT" · version u32 · bits u32 · rows u32
//! transitions: i16 each
//! calibration: f32 each
//! bitmap of the 2^bits slots that hold a row
//! rows: 7 × i8 and one check byte each
//! SHA-256 of all that stands before
//! ```
//!
//! Numbers are little-endian. A feature is found by the upper bits of its
//! hash; the check byte, its lowest bits, keeps features that the
//! model never learnt from reading another feature's row.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::decode::{LANES, TRANSITIONS, Transitions};

/// The weights that are part of the program.
const SHIPPED: &[u8] = include_bytes!("../../../models/quotes.bin");

const MAGIC: &[u8; 4] = b"ORQT";
const VERSION: u32 = 1;
/// Most slots: 2^19 rows of eight bytes.
const MAX_BITS: u32 = 19;
/// Weights that turn what is known about a statement into its strength.
pub const CALIBRATION: usize = 8;

/// What is wrong with a weights file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It does not begin as a weights file does.
    #[error("not a quote model")]
    Magic,
    /// Made by another version of the program.
    #[error("quote model of version {0}, wanted {VERSION}")]
    Version(u32),
    /// Shorter or longer than its header says, or sizes out of range.
    #[error("quote model of the wrong size")]
    Size,
    /// The checksum does not fit.
    #[error("quote model with a wrong checksum")]
    Checksum,
}

/// The weights of the tagger.
pub(crate) struct Model {
    /// Bits of a key beside those that number the rows.
    shift: u32,
    checksum: String,
    /// Seven weights, each plus 128, and the check byte, lowest byte first.
    rows: Vec<u64>,
    pub(crate) transitions: Transitions,
    pub(crate) calibration: [f32; CALIBRATION],
}

impl Model {
    /// The weights that are part of the program; `None` if they are damaged.
    pub(crate) fn shipped() -> Option<&'static Model> {
        static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| Model::from_bytes(SHIPPED).ok());
        MODEL.as_ref()
    }

    /// Reads a weights file.
    ///
    /// # Errors
    /// Whatever [`ModelError`] names; every file that passes is safe to use.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        if !bytes.starts_with(MAGIC) {
            return Err(ModelError::Magic);
        }
        let split = bytes.len().checked_sub(32).ok_or(ModelError::Size)?;
        let (content, checksum) = bytes.split_at(split);
        let mut rest = Bytes(content.get(MAGIC.len()..).ok_or(ModelError::Size)?);
        let version = rest.number()?;
        if version != VERSION {
            return Err(ModelError::Version(version));
        }
        if Sha256::digest(content)[..] != *checksum {
            return Err(ModelError::Checksum);
        }
        let bits = rest.number()?;
        let count = rest.number()? as usize;
        if !(3..=MAX_BITS).contains(&bits) || count > 1 << bits {
            return Err(ModelError::Size);
        }
        let transitions: Vec<i16> = rest
            .take(TRANSITIONS * 2)?
            .chunks_exact(2)
            .map(|two| i16::from_le_bytes(two.try_into().unwrap_or_default()))
            .collect();
        let mut calibration = [0.0; CALIBRATION];
        for value in &mut calibration {
            *value = f32::from_bits(rest.number()?);
        }
        let bitmap = rest.take((1 << bits) / 8)?;
        let mut packed = rest.take(count * LANES)?.chunks_exact(LANES);
        if !rest.0.is_empty() {
            return Err(ModelError::Size);
        }
        let mut rows = vec![BIAS; 1 << bits];
        for (slot, row) in rows.iter_mut().enumerate() {
            if bitmap
                .get(slot / 8)
                .is_some_and(|byte| (byte >> (slot % 8)) & 1 == 1)
            {
                let bytes = packed.next().ok_or(ModelError::Size)?;
                let bytes = bytes.try_into().map_err(|_| ModelError::Size)?;
                *row = u64::from_le_bytes(bytes) ^ BIAS;
            }
        }
        if packed.next().is_some() {
            return Err(ModelError::Size);
        }
        Ok(Model {
            checksum: checksum
                .iter()
                .take(4)
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            shift: 64 - bits,
            rows,
            transitions: Transitions::new(&transitions),
            calibration,
        })
    }

    /// The first eight hex digits of the file's checksum.
    pub(crate) fn checksum(&self) -> &str {
        &self.checksum
    }

    /// Adds the weights of a feature to `sums`.
    #[inline(always)]
    pub(crate) fn add(&self, key: u64, sums: &mut Sums) {
        let row = self.rows.get((key >> self.shift) as usize);
        let row = row.copied().unwrap_or(BIAS);
        let row = if row >> 56 == key & 0xFF { row } else { BIAS };
        sums.even += row & EVEN;
        sums.odd += (row >> 8) & EVEN;
        sums.count += 1;
    }
}

/// Turns signed weights into weights plus 128 and back; a row of no weights.
const BIAS: u64 = 0x0080_8080_8080_8080;
/// Every other byte.
const EVEN: u64 = 0x00FF_00FF_00FF_00FF;

/// Sums of weights, four 16-bit lanes in a word. 256 features fit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    even: u64,
    odd: u64,
    count: u16,
}

impl Sums {
    /// A score per label.
    pub(crate) fn scores(self) -> [i16; LANES] {
        let mut scores = [0; LANES];
        let bias = self.count.wrapping_mul(128);
        for (lane, two) in scores.chunks_exact_mut(2).enumerate() {
            if let [even, odd] = two {
                *even = ((self.even >> (16 * lane)) as u16)
                    .wrapping_sub(bias)
                    .cast_signed();
                *odd = ((self.odd >> (16 * lane)) as u16)
                    .wrapping_sub(bias)
                    .cast_signed();
            }
        }
        scores
    }
}

/// What has not been read yet.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, len: usize) -> Result<&'b [u8], ModelError> {
        let (taken, rest) = self.0.split_at_checked(len).ok_or(ModelError::Size)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, ModelError> {
        let bytes = self.take(4)?.try_into().map_err(|_| ModelError::Size)?;
        Ok(u32::from_le_bytes(bytes))
    }
}

/// Makes a weights file. Of features that share a slot the one with the larger
/// weights stays; rows come out in the order of their slots, so that the same
/// weights always give the same file.
pub(crate) fn pack(
    bits: u32,
    features: &[(u64, [i8; LANES - 1])],
    transitions: &[i16],
    calibration: &[f32],
) -> Vec<u8> {
    let bits = bits.clamp(3, MAX_BITS);
    let mut slots: Vec<Option<(u32, u64, [i8; LANES - 1])>> = vec![None; 1 << bits];
    for (key, weights) in features {
        let size = weights
            .iter()
            .map(|w| u32::from(w.unsigned_abs()).pow(2))
            .sum();
        let Some(slot) = slots.get_mut((key >> (64 - bits)) as usize) else {
            continue;
        };
        let here = (size, *key, *weights);
        if size > 0 && slot.is_none_or(|there| (there.0, there.1) < (size, *key)) {
            *slot = Some(here);
        }
    }
    let mut out = Vec::from(MAGIC.as_slice());
    let count = slots.iter().flatten().count();
    for number in [VERSION, bits, count as u32] {
        out.extend(number.to_le_bytes());
    }
    for at in 0..TRANSITIONS {
        out.extend(transitions.get(at).copied().unwrap_or(0).to_le_bytes());
    }
    for at in 0..CALIBRATION {
        out.extend(calibration.get(at).copied().unwrap_or(0.0).to_le_bytes());
    }
    for eight in slots.chunks(8) {
        let byte = eight.iter().enumerate().fold(0, |byte, (bit, slot)| {
            byte | (u8::from(slot.is_some()) << bit)
        });
        out.push(byte);
    }
    for (_, key, weights) in slots.iter().flatten() {
        out.extend(weights.iter().map(|w| w.cast_unsigned()));
        out.push(*key as u8);
    }
    let checksum = Sha256::digest(&out);
    out.extend(checksum);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: u64 = 0x0123_4567_89AB_CDEF;
    const WEIGHTS: [i8; LANES - 1] = [1, -2, 3, 127, -128, 0, 5];

    fn small() -> Vec<u8> {
        pack(4, &[(KEY, WEIGHTS)], &[7; TRANSITIONS], &[0.5; CALIBRATION])
    }

    fn scores(model: &Model, keys: &[u64]) -> [i16; LANES] {
        let mut sums = Sums::default();
        for key in keys {
            model.add(*key, &mut sums);
        }
        sums.scores()
    }

    #[test]
    fn weights_come_back_as_they_were_packed() {
        let model = Model::from_bytes(&small()).unwrap();
        assert_eq!(scores(&model, &[KEY])[..7], WEIGHTS.map(i16::from));
        assert_eq!(
            scores(&model, &[KEY; 50])[..7],
            WEIGHTS.map(|w| i16::from(w) * 50)
        );
        assert_eq!(model.calibration, [0.5; CALIBRATION]);
    }

    #[test]
    fn a_feature_never_learnt_weighs_nothing() {
        let model = Model::from_bytes(&small()).unwrap();
        for key in [KEY ^ 1, KEY ^ (1 << 61), 0, u64::MAX] {
            assert_eq!(scores(&model, &[key])[..7], [0; 7], "{key:x}");
        }
    }

    #[test]
    fn of_two_features_in_a_slot_the_heavier_stays() {
        let light = [1; LANES - 1];
        let other = KEY ^ 1;
        for features in [
            [(KEY, WEIGHTS), (other, light)],
            [(other, light), (KEY, WEIGHTS)],
        ] {
            let bytes = pack(4, &features, &[], &[]);
            let model = Model::from_bytes(&bytes).unwrap();
            assert_eq!(scores(&model, &[KEY])[..7], WEIGHTS.map(i16::from));
            assert_eq!(scores(&model, &[other])[..7], [0; 7]);
        }
    }

    #[test]
    fn the_shipped_model_is_whole_and_small() {
        assert!(Model::shipped().is_some());
        assert!(SHIPPED.len() <= 4 << 20);
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let whole = small();
        for len in 0..whole.len() {
            assert!(Model::from_bytes(&whole[..len]).is_err(), "{len} bytes");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x10;
            assert!(Model::from_bytes(&changed).is_err(), "byte {at}");
        }
        let mut longer = whole;
        longer.push(0);
        assert_eq!(Model::from_bytes(&longer).err(), Some(ModelError::Checksum));
        assert_eq!(Model::from_bytes(b"PK").err(), Some(ModelError::Magic));
    }

    #[test]
    fn sizes_that_lie_are_refused_even_with_a_right_checksum() {
        for (at, number) in [(4, 2_u32), (8, 0), (8, 63), (12, 0), (12, u32::MAX)] {
            let mut bytes = small();
            bytes.truncate(bytes.len() - 32);
            bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
            let checksum = Sha256::digest(&bytes);
            bytes.extend(checksum);
            assert!(Model::from_bytes(&bytes).is_err(), "{number} at {at}");
        }
    }
}
