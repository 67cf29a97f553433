//! The binary: parse, run, exit code. What it gives back of its memory is wiped first.

#[global_allocator]
static MEMORY: tallybox::wipe::Wiping = tallybox::wipe::Wiping(std::alloc::System);

fn main() -> std::process::ExitCode {
    tallybox::cli::main()
}
