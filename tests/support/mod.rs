//! What several tests share: the real binary, homes with keys, a pty.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![expect(
    dead_code,
    reason = "each test file is a crate of its own and uses a part of this"
)]

pub(crate) mod account;
pub(crate) mod clock;
pub(crate) mod dice;
pub(crate) mod epochs;
pub(crate) mod home;
pub(crate) mod journey;
pub(crate) mod life;
pub(crate) mod machine;
pub(crate) mod many;
pub(crate) mod memory;
pub(crate) mod pty;
pub(crate) mod serve;
pub(crate) mod sshd;
pub(crate) mod story;
pub(crate) mod versions;
