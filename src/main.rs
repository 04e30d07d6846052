//! The binary: hands over to the library and nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    recto::cli::main()
}
