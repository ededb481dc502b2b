//! Topics → a run in the format of TREC, to be scored by any evaluation
//! program: `trec_run ARCHIVE TOPICS RUN`.
//!
//! A topic is a line `id TAB text`. Its text is taken as words, never as
//! operators, and any of the words will do: topics are sentences. In the run a
//! record inside a container is known by its own id.

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use onrecord::index::Reader;
use onrecord::ingest::Archive;
use onrecord::query::Query;
use onrecord::search::{Request, Require, search};

/// Articles in the run for each topic.
const DEPTH: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [archive, topics, run] = arguments.as_slice() else {
        return Err("usage: trec_run ARCHIVE TOPICS RUN".into());
    };
    let reader = Reader::open(&Archive::at(Path::new(archive)).index)?;
    let mut lines = String::new();
    for line in fs::read_to_string(topics)?.lines() {
        let (topic, text) = line
            .split_once('\t')
            .ok_or("a topic is a line `id TAB text`")?;
        let words = text
            .split_whitespace()
            .map(|word| Query::Word(word.to_owned()));
        let query = Query::Several(words.collect());
        let request = Request {
            require: Require::Any,
            limit: Some(DEPTH),
            ..Request::new(query)
        };
        for hit in search(&reader, &request)?.hits() {
            let hit = hit?;
            let id = hit
                .article
                .id
                .split_once('#')
                .map_or(hit.article.id.as_str(), |(_, own)| own);
            writeln!(lines, "{topic} Q0 {id} {} {} onrecord", hit.rank, hit.score)?;
        }
    }
    fs::write(run, lines)?;
    Ok(())
}
