//! What goes between the lead's screens and whoever runs them.

use zeroize::Zeroizing;

use crate::ui::input::Input;

use super::boxes::FoundBox;
use super::summary::Summary;

/// Someone whom a demo lets one be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// What the driver knows them by.
    pub id: String,
    /// What is shown, for example the department's name.
    pub name: String,
    /// What they may see, in words.
    pub sees: String,
}

/// What became of a merge, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// What was merged, a line each.
    pub done: Vec<String>,
    /// What was set aside and why, a line each.
    pub set_aside: Vec<String>,
}

/// What happened.
pub enum Msg {
    /// The person did something.
    Input(Input),
    /// Boxes and bundles that were found.
    Boxes(Vec<FoundBox>),
    /// A merge ended.
    Merged(Merged),
    /// Identity files that were found.
    Identities(Vec<String>),
    /// The figures are there.
    Opened(Box<Summary>),
    /// An effect failed, in words that say what to do next.
    Failed(String),
}

/// What is to be done. Everything but [`Effect::Leave`] is answered with a message.
#[derive(Clone, PartialEq, Eq)]
pub enum Effect {
    /// Look for boxes and bundles where they usually are.
    LookForBoxes,
    /// Look for identity files where they usually are.
    LookForIdentities,
    /// Look at one more path that the person typed; answered with all boxes.
    Add(String),
    /// Enrol a box whose words the person has compared; answered with all boxes.
    Enrol(String),
    /// Merge these paths.
    Merge(Vec<String>),
    /// Open with an identity file; the passphrase is empty where none was typed.
    Open {
        /// The file.
        file: String,
        /// Its passphrase.
        passphrase: Zeroizing<String>,
    },
    /// Open as someone of a demo.
    OpenAs(String),
    /// Go.
    Leave,
}
