//! The one place that draws random bytes outside of sealing (`age` and `vault::x25519`).

/// Random bytes from the operating system.
///
/// # Errors
/// Where the operating system has none to give; nothing may go on without them.
pub fn bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut out = [0; N];
    getrandom::getrandom(&mut out)?;
    Ok(out)
}
