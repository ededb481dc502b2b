//! Invented news → a web archive of any size, to measure with.
//!
//! `cargo run --release --example make_warc -- 1000 big.warc.gz` writes about
//! 1,000 million bytes: pages of invented words, one in four with the frame of
//! a real site around the text, and between them requests and redirects, as
//! crawlers keep them. A name that ends in `.gz` gets one gzip member a record.
//! The same size gives the same file.

#![allow(clippy::print_stderr, reason = "a program for developers")]

use std::fs::File;
use std::io::{self, BufWriter, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

fn main() -> io::Result<()> {
    let mut args = std::env::args().skip(1);
    let (Some(size), Some(path)) = (args.next(), args.next()) else {
        eprintln!("make_warc MILLIONS_OF_BYTES FILE");
        std::process::exit(2);
    };
    let bytes = size.parse::<u64>().unwrap_or(1) * 1_000_000;
    let mut archive = Archive {
        out: BufWriter::new(File::create(&path)?),
        packed: path.ends_with(".gz"),
        bytes: 0,
    };
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let words: Vec<String> = (0..30_000).map(|_| random.word()).collect();
    let mut pages = 0;
    while archive.bytes < bytes {
        let host = random.below(200);
        let address = format!("https://www.paper{host}.example/2024/{pages}.html");
        archive.record("request", &address, pages, b"GET / HTTP/1.1\r\n\r\n")?;
        let page = page(&mut random, &words, pages);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
        archive.record(
            "response",
            &address,
            pages,
            (head.to_owned() + &page).as_bytes(),
        )?;
        let head = "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\nLocation: /\r\n\r\n";
        archive.record(
            "response",
            &format!("{address}?p=1"),
            pages,
            head.as_bytes(),
        )?;
        pages += 1;
    }
    archive.out.flush()?;
    eprintln!("{pages} pages, {} bytes", archive.bytes);
    Ok(())
}

struct Archive {
    out: BufWriter<File>,
    packed: bool,
    bytes: u64,
}

impl Archive {
    fn record(&mut self, kind: &str, address: &str, number: u64, content: &[u8]) -> io::Result<()> {
        let (hour, minute, second) = (number / 3_600 % 24, number / 60 % 60, number % 60);
        let mut record = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-06-02T{hour:02}:{minute:02}:{second:02}Z\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n",
            content.len()
        )
        .into_bytes();
        record.extend(content);
        record.extend(b"\r\n\r\n");
        if self.packed {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
            encoder.write_all(&record)?;
            record = encoder.finish()?;
        }
        self.bytes += record.len() as u64;
        self.out.write_all(&record)
    }
}

/// A page with an article of ten to forty paragraphs.
fn page(random: &mut Random, words: &[String], number: u64) -> String {
    let title = sentence(random, words, 8);
    let day = number % 28 + 1;
    let mut page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title><meta property=\"article:published_time\" content=\"2024-05-{day:02}T08:00:00Z\"></head><body>"
    );
    if random.below(4) == 0 {
        page += "<header><ul>";
        for _ in 0..80 {
            page += &format!(
                "<li><a href=\"/{}\">{}</a></li>",
                random.word(),
                random.word()
            );
        }
        page += "</ul></header><script>";
        for _ in 0..2_000 {
            page += &format!("var {}={};", random.word(), random.below(1 << 30));
        }
        page += "</script>";
    }
    page += &format!("<article><h1>{title}</h1>");
    for _ in 0..10 + random.below(30) {
        page += "<p>";
        for _ in 0..2 + random.below(4) {
            page += &sentence(random, words, 20);
            page += ". ";
        }
        page += "</p>\n";
    }
    page + "</article></body></html>"
}

fn sentence(random: &mut Random, words: &[String], length: u64) -> String {
    const SMALL: &[&str] = &[
        "the", "of", "and", "to", "in", "that", "said", "was", "it", "for",
    ];
    let mut sentence = String::from("The");
    for _ in 0..4 + random.below(length) {
        sentence.push(' ');
        if random.below(2) == 0 {
            sentence += SMALL[random.index(SMALL.len())];
        } else {
            // Few words are frequent.
            let last = 1 + random.index(words.len());
            sentence += &words[random.index(last)];
        }
    }
    sentence
}

/// A seeded source of chance (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) % limit.max(1)
    }

    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    fn word(&mut self) -> String {
        const PARTS: &[&str] = &[
            "ba", "kor", "mi", "len", "ta", "dru", "se", "vo", "ran", "pe", "lu", "sti",
        ];
        let length = 2 + self.below(3);
        (0..length)
            .map(|_| PARTS[self.index(PARTS.len())])
            .collect()
    }
}
