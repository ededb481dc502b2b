//! Records that are damaged, cut or too long cost no other.

use std::collections::VecDeque;

use super::super::unpack::tests::gzip;
use super::super::{Asked, Choice, End, Limits, sources_from};
use super::*;

const HTML: &str = "200 OK\r\nContent-Type: text/html";

/// A captured answer. `more`: bytes that its header promises beside.
fn capture(name: &str, head: &str, body: &str, more: usize) -> Vec<u8> {
    let content = format!("HTTP/1.1 {head}\r\n\r\n{body}");
    let length = content.len() + more;
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://mail.example/{name}\r\nContent-Length: {length}\r\n\r\n{content}\r\n\r\n"
    )
    .into_bytes()
}

fn page(name: &str) -> Vec<u8> {
    capture(name, HTML, &format!("<p>The {name} reopens."), 0)
}

/// Gives the pieces one at a time.
struct Pieces(VecDeque<Vec<u8>>);

impl Pieces {
    fn of<'p>(pieces: impl IntoIterator<Item = &'p [u8]>) -> Self {
        Pieces(pieces.into_iter().map(<[u8]>::to_vec).collect())
    }
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(mut piece) = self.0.pop_front() else {
            return Ok(0);
        };
        let rest = piece.split_off(buffer.len().min(piece.len()));
        buffer[..piece.len()].copy_from_slice(&piece);
        if !rest.is_empty() {
            self.0.push_front(rest);
        }
        Ok(piece.len())
    }
}

/// What is told of an archive: pages by the end of their address, with a `~`
/// where they are partial, and reasons with the number of the record.
fn told(reader: impl Read) -> Vec<String> {
    told_of(reader, &Choice::default()).0
}

fn told_of(reader: impl Read, choice: &Choice) -> (Vec<String>, Option<End>) {
    let asked = Asked {
        declared: Some(Format::Warc),
        limits: &Limits::default(),
        choice,
        from: None,
        understands: None,
    };
    let mut lines = Vec::new();
    let end = sources_from(reader, "a", &asked, &mut |found| {
        lines.push(match found {
            Ok(source) => {
                let is_partial = source.told.fields.contains_key("partial");
                let name = source.id.rsplit('/').next().unwrap().to_owned();
                name + if is_partial { "~" } else { "" }
            }
            Err(skip) => format!("{}! {}", skip.id.trim_start_matches("a, "), skip.reason),
        });
    });
    (lines, end)
}

#[test]
fn a_record_behind_damage_is_found_wherever_it_is_cut() {
    for damage in [
        &b"something else\r\n"[..],
        b"something else\nWAR\nWARCRAFT\n",
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\nwithout a length\r\n\r\n",
    ] {
        // The first bytes of a file are read at one go.
        let before = capture("quay", HTML, &"<p>Open.".repeat(2_000), 0);
        let behind = [damage, &page("mole")].concat();
        let whole = [&before[..], &behind].concat();
        let wanted = told(&whole[..]);
        assert_eq!(wanted.len(), 3, "{wanted:?}");
        assert_eq!((&*wanted[0], &*wanted[2]), ("quay", "mole"));
        for cut in 1..behind.len() {
            let (one, two) = whole.split_at(before.len() + cut);
            assert_eq!(told(Pieces::of([one, two])), wanted, "cut at {cut}");
        }
        let bytes: Vec<&[u8]> = whole.chunks(1).collect();
        assert_eq!(told(Pieces::of(bytes)), wanted);
    }
}

#[test]
fn a_record_that_is_too_long_ends_where_the_next_begins() {
    let image = "200 OK\r\nContent-Type: image/png";
    let too_long = "record 2! the record is longer than its data (https://mail.example/pier)";
    for (bad, wanted) in [
        (
            capture("pier", HTML, "<p>Open.", 100_000),
            &["pier~", too_long][..],
        ),
        (capture("pier", HTML, "<p>Open.", 5), &["pier~", too_long]),
        (capture("pier", image, "x", 100_000), &[too_long]),
        // Passed over, or larger than any record.
        (capture("pier", HTML, "<p>Open.", 1 << 40), &[too_long]),
        (
            String::from_utf8(capture("pier", HTML, "<p>Open.", 900))
                .unwrap()
                .replace("response", "request")
                .into_bytes(),
            &[too_long],
        ),
        // A header that does not end.
        (
            b"WARC/1.0\r\nWARC-Type: resp".to_vec(),
            &["record 2! the record is longer than its data"],
        ),
    ] {
        let members = [page("quay"), bad, page("mole"), page("weir")];
        let packed: Vec<u8> = members.iter().flat_map(|record| gzip(record)).collect();
        let found = told(&packed[..]);
        let wanted = [&["quay"], wanted, &["mole", "weir"]].concat();
        assert_eq!(found, wanted);
    }
}

#[test]
fn zstd_with_a_dictionary() {
    let records: Vec<Vec<u8>> = (0..400).map(|n| page(&format!("quay {n}"))).collect();
    let trained = zstd::dict::from_samples(&records, 10_000).unwrap();
    let length = u32::try_from(trained.len()).unwrap().to_le_bytes();
    let mut whole = [&b"\x5d\x2a\x4d\x18"[..], &length, &trained].concat();
    for name in ["quay", "mole", "weir"] {
        let mut encoder =
            zstd::stream::write::Encoder::with_dictionary(&mut whole, 3, &trained).unwrap();
        io::Write::write_all(&mut encoder, &page(name)).unwrap();
        encoder.finish().unwrap();
    }
    assert!(is_begun_by(&whole[..100]));
    assert_eq!(told(&whole[..]), ["quay", "mole", "weir"]);
}

#[test]
fn members_that_are_pieces_of_a_record_are_joined() {
    let pages = [page("quay"), page("mole")].concat();
    for size in [1, 7, 100, 1_000] {
        let packed: Vec<u8> = pages.chunks(size).flat_map(gzip).collect();
        assert_eq!(told(&packed[..]), ["quay", "mole"], "{size}");
    }
}

/// Text that cannot be packed, so that damage is met where it lies.
fn noise(length: usize) -> String {
    let mut state = 7_u32;
    let mut letter = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b' ' + (state >> 24) as u8 % 90)
    };
    (0..length).map(|_| letter()).collect()
}

#[test]
fn damage_names_its_record_and_the_address_in_it() {
    let bad = gzip(&capture("pier", HTML, &noise(50_000), 0));
    let damaged_at = |at: usize| {
        let mut bad = bad.clone();
        bad[at] ^= 0xff;
        bad[at + 1] ^= 0xff;
        told(&[gzip(&page("quay")), bad, gzip(&page("mole"))].concat()[..])
    };
    // Behind the header, and in the check sum, which comes behind the page.
    for (at, is_page_there) in [(bad.len() / 2, false), (bad.len() - 8, true)] {
        let lines = damaged_at(at);
        let (first, last) = (&*lines[0], &**lines.last().unwrap());
        assert_eq!((first, last), ("quay", "mole"), "{lines:?}");
        assert_eq!(lines.len(), 3 + usize::from(is_page_there), "{lines:?}");
        let told = &lines[lines.len() - 2];
        assert!(told.starts_with("record 2! gzip data is damaged"), "{told}");
        assert!(told.ends_with("(https://mail.example/pier)"), "{told}");
    }
    // Before the first word: the number is known, and nothing else.
    let lines = damaged_at(11);
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[1].starts_with("record 2! gzip data"), "{lines:?}");
    assert!(!lines[1].contains("https"), "{lines:?}");
}

#[test]
fn damaged_chunks_are_told() {
    let chunked = format!("{HTML}\r\nTransfer-Encoding: chunked");
    let told_of = |body: &str| {
        let archive = capture("pier", &chunked, body, 0);
        told(&archive[..])
    };
    let damaged = "record 1! the chunks of the page are damaged, some of it may be missing (https://mail.example/pier)";
    assert_eq!(told_of("8\r\n<p>Open.\r\n0\r\n\r\n"), ["pier"]);
    assert_eq!(told_of("8\r\n<p>Open.\r\n9\r\n<p>"), ["pier~"]);
    assert_eq!(told_of("8\r\n<p>Open.\r\nx\r\n<p>"), [damaged, "pier~"]);
    assert_eq!(told_of("zz\r\n<p>Open.\r\n0\r\n\r\n"), [damaged, "pier~"]);
    assert_eq!(told_of("8\r\n\r\n\r\n\r\n\r\n\r\nx\r\n<p>"), [damaged]);
}

/// What is counted before a place from which reading goes on, and behind it.
#[test]
fn what_is_cut_is_not_counted() {
    let image = "200 OK\r\nContent-Type: image/png";
    let choice = Choice {
        hosts: vec!["mail.example".to_owned()],
        ..Choice::default()
    };
    let elsewhere = String::from_utf8(page("quay")).unwrap();
    let elsewhere = elsewhere.replace("mail.example", "post.example");
    let robots = capture("robots.txt", HTML, "<p>none", 0);
    let picture = capture("a.png", image, "x", 0);
    let empty = capture("b", HTML, "  ", 0);
    let last = [
        elsewhere.into_bytes(),
        robots.clone(),
        picture.clone(),
        empty.clone(),
        capture("c", HTML, "", 0),
    ];
    for cut in &last {
        let text = String::from_utf8_lossy(cut).into_owned();
        let cut = &cut[..cut.len() - 6];
        let before = [page("mole"), picture.clone(), robots.clone()].concat();
        let counts = "a! passed over, since they are no articles: 1 picture, 1 robots.txt";
        let cut_off = |line: &String| line.starts_with("record 4! the file ends within");
        let (lines, end) = told_of(&[&before[..], cut].concat()[..], &choice);
        assert!(lines.iter().any(cut_off), "{lines:?}");
        assert_eq!(lines.last().unwrap(), counts, "{text}");
        let end = end.unwrap();
        assert_eq!(end.reached.bytes, before.len() as u64);
        assert!(end.passed_over.is_empty() && end.unchosen == 0);
        // The same in a member that is counted in part.
        let behind = gzip(&[&picture, &picture[..], cut].concat());
        let packed = [&gzip(&before)[..], &behind[..behind.len() - 8]].concat();
        let (_, end) = told_of(&packed[..], &choice);
        let end = end.unwrap();
        assert_eq!(end.passed_over.total(), 2, "{text}");
        assert_eq!(end.reached.records, 3);
    }
}

#[test]
fn a_revisit_is_asked_for_its_host_as_well() {
    let revisit = |host: &str| {
        let head = "WARC/1.0\r\nWARC-Type: revisit\r\nWARC-Target-URI: https://";
        format!("{head}{host}/quay\r\nContent-Length: 0\r\n\r\n\r\n\r\n").into_bytes()
    };
    let archive = [revisit("mail.example"), revisit("tide.example")].concat();
    let choice = Choice {
        hosts: vec!["mail.example".to_owned()],
        ..Choice::default()
    };
    let (lines, _) = told_of(archive.as_slice(), &choice);
    assert_eq!(
        lines,
        [
            "a! passed over, since they are no articles: 1 capture that repeats an earlier one",
            "a! 1 record left out by the choice of this index"
        ]
    );
}
