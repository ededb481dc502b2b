//! `verify`.

use std::io::{self, Read, Write};

use onrecord::output::{json, text};
use onrecord::verify::{self, CLAIM_BYTES_MAX, Note, Request};
use onrecord::{Error, Result};

use super::shared::{Filters, Style, Where, note, open, roster};
use super::{Outcome, Run};

/// Is this quotation in the archive, word for word?
///
/// Kinds of quotation marks, dashes, white space, case and accents do not
/// count; every word does. … and [ ] may show what was left out or put in.
/// The exit code is 0 only if the words are a quotation word for word, and of
/// the person named with --by.
///
/// Examples:
///   onrecord verify "The harbour will not reopen before June"
///   onrecord verify "We moved a mountain … again" --by halvorsen
///   pbpaste | onrecord verify - --json
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// The quotation; - reads it from standard input
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
    /// Who is to have said it: any part of the name
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// How many places to list at most; 0 is all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Print a JSON line
    #[arg(long)]
    json: bool,
    /// Only these keys of the JSON line, with commas between them
    #[arg(long, value_name = "KEYS", value_delimiter = ',', requires = "json")]
    fields: Option<Vec<String>>,
    /// Print nothing; the exit code tells
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    style: Style,
    #[command(flatten)]
    place: Where,
}

pub(super) fn run(args: &Args) -> Run {
    if args.by.as_deref().is_some_and(|by| by.trim().is_empty()) {
        return Err(Error::usage("--by: a name is missing").into());
    }
    let archive = args.place.archive()?;
    let request = Request {
        claim: claim(&args.text)?,
        by: args.by.clone(),
        roster: roster(&archive)?,
        filters: args.filters.queries()?,
    };
    let reader = open(&archive)?;
    let answer = verify::verify(&reader, &request)?;
    let outcome = if answer.is_confirmed() {
        Outcome::Found
    } else {
        Outcome::Nothing
    };
    if args.quiet {
        return Ok(outcome);
    }
    let limit = (args.limit > 0).then_some(args.limit);
    let mut out = io::stdout().lock();
    if args.json {
        let line = json::verdict(&answer, limit);
        writeln!(out, "{}", json::encode(&line, args.fields.as_deref())?)?;
    } else {
        let look = args.style.look();
        write!(out, "{}", text::verification(&answer, limit, &look))?;
    }
    out.flush()?;
    answer.notes.iter().for_each(|told| tell(*told));
    Ok(outcome)
}

/// The quotation: what was typed, or what comes over standard input.
fn claim(typed: &[String]) -> Result<String> {
    if typed != ["-"] {
        return Ok(typed.join(" "));
    }
    let mut bytes = Vec::new();
    // One byte too many is enough to know that it is too long.
    let limit = CLAIM_BYTES_MAX as u64 + 1;
    io::stdin()
        .lock()
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|e| Error::io("read", "standard input".as_ref(), e))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        // Cut inside a character.
        Err(error) if error.as_bytes().len() as u64 == limit => {
            Ok(String::from_utf8_lossy(error.as_bytes()).into_owned())
        }
        Err(_) => Err(Error::usage("standard input is not UTF-8")),
    }
}

fn tell(told: Note) {
    match told {
        Note::Short => note("so few words are found by chance: give more of the quotation"),
        Note::MarksOnly => {
            note("looked for the words in quotation marks, not for what stands between them");
        }
    }
}
