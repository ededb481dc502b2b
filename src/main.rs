//! The `onrecord` program: hands its arguments to [`cli`], and gives the shell
//! the exit code.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
