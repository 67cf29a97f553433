//! Where the system is no Unix: no modes, no limits, and no descriptors that are inherited unasked.

/// There are no modes.
pub const fn write_for_owner_alone() {}

/// There are no modes.
pub(super) const fn private_files() {}

/// There is no such limit.
pub const fn outlive_file_limits() {}

/// Nothing is inherited unless it is said to be.
pub const fn close_inherited() {}

/// There are no such limits.
pub(super) const fn limit(_: u64, _: u64) {}

/// There is no such limit.
pub(super) const fn allow_files(_: u64) {}

/// Core files are not this system's.
pub(super) const fn no_core() -> bool {
    false
}
