//! The program: everything is in the library, where the tests and benchmarks reach it.

use std::process::ExitCode;

fn main() -> ExitCode {
    racelings::cli::main()
}
