//! The work of `wiping` with the program's allocator: prints nanoseconds a line, for `wipe_without`.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should say so and stop"
)]

mod wiping;

#[global_allocator]
static MEMORY: tallybox::wipe::Wiping = tallybox::wipe::Wiping(std::alloc::System);

fn main() {
    for (_, time) in wiping::times() {
        println!("{}", time.as_nanos());
    }
}
