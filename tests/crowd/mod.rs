//! A crowd over SSH, for `tests/load.rs` and `benches/serve.rs`: real clients in this one process, real
//! journeys (think, type letter by letter, send; some hang up), at `tallybox serve` or at OpenSSH with a
//! process a person, and a look into the store afterwards that knows nothing of the program.
#![expect(
    clippy::unwrap_used,
    reason = "a rig that cannot be set up stops; what goes wrong for a person is counted"
)]
#![expect(
    clippy::cast_precision_loss,
    reason = "figures to look at: nobody counts 2^52 people"
)]
#![expect(
    dead_code,
    reason = "homes are shared with tests that need more of them"
)]

#[path = "../support/account.rs"]
mod account;
#[path = "../support/home.rs"]
mod home;
mod host;
mod journey;
pub(crate) mod load;
#[path = "../support/machine.rs"]
mod machine;
mod person;
pub(crate) mod soak;

pub(crate) use host::Kind;

/// What went well, or what to tell the reader of the figures.
pub(crate) type Told<T> = Result<T, String>;

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Raises the limit on files as far as it goes: a client has two.
pub(crate) fn many_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let most = getrlimit(Resource::Nofile).maximum;
    let limit = Rlimit {
        current: most,
        maximum: most,
    };
    setrlimit(Resource::Nofile, limit).unwrap();
}
