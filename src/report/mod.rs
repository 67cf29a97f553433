//! Tables and views as text, Markdown, CSV, JSON, pages, workbooks and files for statistics programs, and
//! the paper form. A table comes from [`crate::stats::Published`] and nothing else: what has not
//! passed its door's rules cannot be written.

pub mod csv;
pub mod ddi;
pub mod flat;
pub mod handout;
pub mod json;
pub mod key_sheet;
pub mod label;
pub mod paper;
pub mod parquet;
pub mod pool;
pub mod sav;
pub mod text;
pub mod view;
pub mod xlsx;

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
