//! The live articles of a commit → numbers from 0 in the order of the index,
//! and back, by one bit for each document.

use tantivy::{DocAddress, Searcher};

/// Which documents are live articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places(Vec<Segment>);

/// A segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Segment {
    /// How many documents it has.
    documents: u32,
    /// One bit for each.
    bits: Vec<u64>,
    /// How many articles stand before each word of bits.
    before: Vec<u32>,
}

impl Places {
    pub(super) fn of(searcher: &Searcher) -> tantivy::Result<Self> {
        let mut all = Vec::new();
        for segment in searcher.segment_readers() {
            // Only articles have a value.
            let passages = segment.fast_fields().u64("passages")?;
            let mut bits = vec![0_u64; words(segment.max_doc())];
            for doc in segment.doc_ids_alive() {
                if passages.first(doc).is_some() {
                    bits[doc as usize / 64] |= 1 << (doc % 64);
                }
            }
            all.push((segment.max_doc(), bits));
        }
        Ok(Places::from_bits(all))
    }

    /// Of the number of documents and the bits of each segment.
    pub(super) fn from_bits(segments: Vec<(u32, Vec<u64>)>) -> Self {
        let mut count = 0;
        let counted = segments.into_iter().map(|(documents, bits)| {
            let before = bits.iter().map(|word| {
                let before = count;
                count += word.count_ones();
                before
            });
            Segment {
                documents,
                before: before.collect(),
                bits,
            }
        });
        Places(counted.collect())
    }

    /// The bits of each segment, as [`Places::from_bits`] takes them.
    pub(super) fn bits(&self) -> impl Iterator<Item = &[u64]> {
        self.0.iter().map(|segment| segment.bits.as_slice())
    }

    /// The number of the article at an address, or before a quote at it.
    pub(super) fn number(&self, at: DocAddress) -> Option<u32> {
        let segment = self.0.get(at.segment_ord as usize)?;
        if at.doc_id >= segment.documents {
            return None;
        }
        let word = at.doc_id as usize / 64;
        let up_to = segment.bits.get(word)? & (u64::MAX >> (63 - at.doc_id % 64));
        // One less than there are up to it.
        (segment.before[word] + up_to.count_ones()).checked_sub(1)
    }

    /// The address of every number.
    pub(super) fn addresses(&self) -> Vec<DocAddress> {
        let mut found = Vec::new();
        for (ordinal, segment) in (0..).zip(&self.0) {
            for (place, word) in (0..).zip(&segment.bits) {
                let mut rest = *word;
                while rest != 0 {
                    found.push(DocAddress::new(ordinal, place * 64 + rest.trailing_zeros()));
                    rest &= rest - 1;
                }
            }
        }
        found
    }
}

/// Words of bits for so many documents.
pub(super) fn words(documents: u32) -> usize {
    documents.div_ceil(64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_are_inverse() {
        let bits = vec![
            (130, vec![0b1001, 1 << 63, 0b10]),
            (0, vec![]),
            (64, vec![u64::MAX]),
        ];
        let places = Places::from_bits(bits);
        let addresses = places.addresses();
        assert_eq!(addresses.len(), 68);
        for (number, address) in (0..).zip(&addresses) {
            assert_eq!(places.number(*address), Some(number));
        }
        // A quote stands behind its article.
        assert_eq!(places.number(DocAddress::new(0, 126)), Some(1));
        assert_eq!(places.number(DocAddress::new(0, 128)), Some(2));
        for (segment, doc) in [(0, 130), (1, 0), (2, 64), (3, 0)] {
            assert_eq!(places.number(DocAddress::new(segment, doc)), None);
        }
    }
}
