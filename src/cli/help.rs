//! `help`, and the words of the overview.

use std::io::{self, Write};

use onrecord::Error;

use super::{Outcome, Run};

/// The overview groups the commands by what they are for; clap has no groups
/// for subcommands.
pub(super) const TEMPLATE: &str = "\
{about}

Usage: onrecord COMMAND [FLAGS]

Find
  search QUERY...      ranked passages of the articles that match     alias: s
  quotes [QUERY...]    what people said, with who they are            alias: q
  people [NAME]        who is quoted; --about TOPIC: experts
  verify TEXT|-        is this quotation in the archive, word for word?
  show ID[#pN]         an article, a passage, its quotes, what was dropped
  similar ID|FILE|-    articles like this one, copies of it left out
  stats [QUERY...]     counts and timelines
Keep
  index [PATH...|-]    add new, replace changed, drop deleted         alias: update
  rebuild              the same from nothing, swapped in at the end
  check                is everything sound?                           alias: doctor
Measure
  eval                 how good the ranking is on your topics, how fast a search
Look inside
  extract FILE...|-    what is read from a file, as JSON lines
Help
  help [COMMAND]       help on a command
  help query           the query language{after-help}";

pub(super) const AFTER: &str = "
An archive is a folder with corpus/ (your articles) and index/ (made from them).
Exit codes: 0 found, 1 nothing found, 2 error.
";

/// Help on a command, or on the query language: help query
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A command, or `query`
    topic: Option<String>,
}

const QUERY: &str = "\
The query language

  harbour dredging        both words, in any inflection, anywhere in an article
  \"harbour master\"        words in a row, exactly so; “…” and «…» work too
  rail OR tunnel          either             rail AND tunnel    both, always
  tunnel -strike          without; also NOT strike, AND NOT strike
  (rail OR tunnel) cost   groups

  dredg*  dredg!          beginning so       wom*n  *gate       any letters here
  colo?r                  one letter here    halvorsen~1        one or ~2 off

  harbour W/5 cost        at most 5 words from one to the other; also NEAR/5
  harbour PRE/5 cost      the same, in this order
  harbour /s cost         in one sentence    harbour /p cost    in one paragraph
  harbour NOT W/5 master  a harbour with no master near it; also NOT /s, NOT /p
  (a OR b) W/5 \"c d\"      groups and phrases stand beside them too
  ATLEAST3(measles)       three times or more

  title:tunnel  HL(…)     in the headline    body:tunnel        in the text
  lead:tunnel  LEAD(…)    at the beginning   hlead:  HLEAD(…)   in either
  byline:roe  BYLINE(…)   by this author     section:business   in this section
  source:\"Example Times\"  in this outlet     lang:es            in this language
  speaker:\"Ann Roe\"       who is quoted      quote:tunnel       with this word
  role:economist          what she is        org:\"Example Bank\" and where
  kind:direct             or mixed, indirect sort:person        or body, unnamed
  title:(rail OR tunnel)  groups work in fields

  date:2024-06            published then; also 2024, 2024-06-02, 2023..2024-06
  date:7d  seen:7d        published, indexed in the last week; 3w, 6m, yesterday

Operators are CAPITALS, or w/5 near/5 pre/5 /s /p atleast3( hlead( in either
case; and, or, not are words. First come ( ) and \"…\", then W/n and PRE/n, /s,
/p, NOT, words side by side, AND, OR; --explain shows it. Words side by side
are all wanted; where no article has them all, articles with most of them are
shown and a note says so: --all insists, --any asks for any of them. Small
words such as “the” are not asked for, except inside a phrase. Case and accents
never matter. Chinese, Japanese, Korean and Thai need no spaces.
In a shell put a query in single quotes: '\"harbour master\" W/9 cost'.
More, and what differs from Nexis, Factiva and Google: docs/query-syntax.md
";

pub(super) fn run(args: &Args, mut program: clap::Command) -> Run {
    let mut out = io::stdout().lock();
    // Gives the commands their full names.
    program.build();
    match args.topic.as_deref() {
        None => write!(out, "{}", program.render_long_help())?,
        Some("query") => write!(out, "{QUERY}")?,
        Some(topic) => match program.find_subcommand_mut(topic) {
            Some(command) => write!(out, "{}", command.render_long_help())?,
            None => {
                let message = format!("there is no command `{topic}`; see onrecord help");
                return Err(Error::usage(message).into());
            }
        },
    }
    Ok(Outcome::Found)
}
