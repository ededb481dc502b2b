//! Standard input → a file in the archive's inbox. The corpus is never written
//! to, and what is only in the index would be lost with it.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::corpus::Format;
use crate::error::{Error, Result};

use super::Archive;

/// Keeps what came over standard input in the archive's inbox, under a name
/// made from its content, for [`super::update`] to find. Returns the file.
pub fn keep(
    archive: &Archive,
    mut input: impl std::io::Read,
    format: Option<Format>,
) -> Result<PathBuf> {
    let inbox = archive.inbox();
    let failed = |cause| Error::io("keep standard input", &inbox, cause);
    fs::create_dir_all(&inbox).map_err(failed)?;
    let mut file = tempfile::Builder::new()
        .prefix(".")
        .tempfile_in(&inbox)
        .map_err(failed)?;
    let mut hashed = Hashed {
        inner: &mut file,
        hash: Sha256::new(),
    };
    std::io::copy(&mut input, &mut hashed).map_err(failed)?;
    let name = hex(&hashed.hash.finalize()[..8]);
    if let Some(kept) = kept_before(&inbox, &name, format) {
        return Ok(kept);
    }
    let extension = format.map_or("", extension);
    let path = inbox.join(format!("{name}{extension}"));
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&path).map_err(|e| failed(e.error))?;
    Ok(path)
}

/// The same bytes, kept before under any name that says the same of them.
fn kept_before(inbox: &Path, name: &str, format: Option<Format>) -> Option<PathBuf> {
    let ends = [
        ".txt", ".md", ".html", ".json", ".jsonl", ".xml", ".warc", ".csv", ".mbox", "",
    ];
    let known = ends.map(|end| inbox.join(format!("{name}{end}")));
    let same = |path: &&PathBuf| {
        format.is_none_or(|format| path.ends_with(format!("{name}{}", extension(format))))
    };
    known
        .iter()
        .filter(|path| path.exists())
        .find(same)
        .cloned()
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Text => ".txt",
        Format::Markdown => ".md",
        Format::Html => ".html",
        Format::Json => ".json",
        Format::JsonLines => ".jsonl",
        Format::Xml => ".xml",
        Format::Warc => ".warc",
        Format::Csv => ".csv",
        Format::Mail => ".mbox",
    }
}

struct Hashed<'w, W> {
    inner: &'w mut W,
    hash: Sha256,
}

impl<W: std::io::Write> std::io::Write for Hashed<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
