//! The `hedui` program: hands the arguments to [`hedui::cli`] and nothing else.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    hedui::cli::main()
}
