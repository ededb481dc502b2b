//! Arguments → a command run, its output, an exit code.
//!
//! Only here is anything printed, the environment read, the clock looked at.
//! One file a command; what several share is in [`shared`].

mod bench;
mod check;
mod eval;
mod extract;
mod formats;
mod help;
mod index;
mod listing;
mod negated;
mod people;
mod progress;
mod quotes;
mod search;
mod shared;
mod show;
mod similar;
mod stats;
mod verify;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use onrecord::Error;

/// Search the news. Find who said it. Quote it right.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, disable_help_subcommand = true, help_template = help::TEMPLATE, after_help = help::AFTER)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(visible_alias = "s")]
    Search(search::Args),
    #[command(visible_alias = "q")]
    Quotes(quotes::Args),
    People(people::Args),
    #[command(hide = true)]
    Experts(people::ExpertsArgs),
    Verify(verify::Args),
    Show(show::Args),
    Similar(similar::Args),
    Stats(stats::Args),
    Extract(extract::Args),
    #[command(visible_alias = "update")]
    Index(index::Args),
    Rebuild(index::RebuildArgs),
    #[command(visible_alias = "doctor")]
    Check(check::Args),
    Eval(eval::Args),
    Help(help::Args),
}

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Something was found, or everything is sound.
    Found,
    /// Nothing was found, or something is wrong.
    Nothing,
}

/// Why a command failed.
#[derive(Debug)]
enum Failure {
    Error(Error),
    /// Standard output cannot be written to.
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Error(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

type Run = Result<Outcome, Failure>;

/// Runs the program: 0 where something was found, 1 where nothing was, 2 on an
/// error. A closed pipe is the reader's wish and ends quietly.
pub(crate) fn main() -> ExitCode {
    // A damaged file may panic in a library; the panic is caught and told as
    // an error, so the trace would only be noise.
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    let args = match Args::try_parse_from(negated::with_negated_words(std::env::args_os())) {
        Ok(args) => args,
        Err(error) => {
            // Help asked for is output, a wrong flag is an error.
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            return match error.print() {
                Ok(()) => ExitCode::from(code),
                Err(_) => ExitCode::SUCCESS,
            };
        }
    };
    let outcome = std::panic::catch_unwind(|| run(args.command));
    match outcome {
        Ok(Ok(Outcome::Found)) => ExitCode::SUCCESS,
        Ok(Ok(Outcome::Nothing)) => ExitCode::from(1),
        Ok(Err(Failure::Output(cause))) if cause.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Ok(Err(Failure::Output(cause))) => complain(&format!("cannot write: {cause}")),
        Ok(Err(Failure::Error(error))) => complain(&error.to_string()),
        Err(_) => complain("a bug was met; set RUST_BACKTRACE=1 to see where"),
    }
}

fn complain(message: &str) -> ExitCode {
    let message = onrecord::output::escape::printable(message);
    // Nothing can be done where standard error is closed as well.
    let _ = writeln!(io::stderr(), "onrecord: {message}");
    ExitCode::from(2)
}

fn run(command: Command) -> Run {
    match command {
        Command::Search(args) => search::run(&args),
        Command::Quotes(args) => quotes::run(&args),
        Command::People(args) => people::run(&args),
        Command::Experts(args) => people::experts(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Similar(args) => similar::run(&args),
        Command::Stats(args) => stats::run(&args),
        Command::Extract(args) => extract::run(&args),
        Command::Index(args) => index::run(&args),
        Command::Rebuild(args) => index::rebuild(&args),
        Command::Check(args) => check::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Help(args) => help::run(&args, Args::command()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_flag_means_two_things() {
        Args::command().debug_assert();
    }
}
