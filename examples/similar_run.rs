//! Ids of articles → for each the articles like it, in the format of TREC:
//! `similar_run ARCHIVE IDS RUN`.

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use onrecord::index::Reader;
use onrecord::ingest::Archive;
use onrecord::query::Query;
use onrecord::search::{Like, Request, similar};

/// Articles in the run for each.
const DEPTH: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [archive, ids, run] = arguments.as_slice() else {
        return Err("usage: similar_run ARCHIVE IDS RUN".into());
    };
    let reader = Reader::open(&Archive::at(Path::new(archive)).index)?;
    let request = Request {
        limit: Some(DEPTH),
        ..Request::new(Query::All)
    };
    let own = |id: &str| id.split_once('#').map_or(id, |(_, own)| own).to_owned();
    let mut lines = String::new();
    let mut copies = 0;
    let (mut all, mut n, t) = (0, 0, std::time::Instant::now());
    for id in fs::read_to_string(ids)?.lines() {
        let stored = reader.article(id)?.ok_or_else(|| format!("no article {id}"))?;
        let like = Like::article(&stored.article).in_archive(id);
        let found = similar(&reader, &request, like, std::env::var_os("COPIES").is_some())?;
        copies += found.copies;
        all += found.results.articles;
        n += 1;
        if std::env::var_os("TIME").is_some() { continue; }
        for hit in found.results.hits() {
            let hit = hit?;
            writeln!(lines, "{} Q0 {} {} {} onrecord", own(id), own(&hit.article.id), hit.rank, hit.score)?;
        }
    }
    eprintln!("{copies} copies left out; {} found on average; {:.2} ms each", all / n, t.elapsed().as_secs_f64()*1000.0/n as f64);
    fs::write(run, lines)?;
    Ok(())
}
