//! Tables as text, CSV and JSON, and the paper form. A table comes from [`crate::stats::Published`] and nothing else: what has not
//! passed its door's rules cannot be written.

pub mod csv;
pub mod handout;
pub mod json;
pub mod key_sheet;
pub mod label;
pub mod paper;
pub mod pool;
pub mod text;
pub mod view;

pub use label::Labels;

use crate::survey::model::Profile;

/// The word for a profile on the command line and in files.
pub const fn profile_code(profile: Profile) -> &'static str {
    match profile {
        Profile::Hesa => "hesa",
        Profile::MinimumN => "minimum-n",
        Profile::Suppress => "suppress",
        Profile::None => "none",
    }
}
