//! A printer that is a device file: there are none here that can be waited for with an end.

use std::io;
use std::path::Path;

pub(super) fn write(_: &Path, _: &[u8]) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
