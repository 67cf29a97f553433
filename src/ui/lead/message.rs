//! What goes between the lead's screens and whoever runs them.

use zeroize::Zeroizing;

use crate::base::language::Language;
use crate::base::time::Day;
use crate::base::words::{Arg, Message};
use crate::report::view::title_id;
use crate::stats::DoorName;
use crate::stats::demand::Demand;
use crate::stats::view::{Label, Name, Released, View};
use crate::ui::input::Input;

use super::desk::earlier::WaveFile;
use super::desk::summary::Summary;
use super::desk::texts::{Mark, Written};
use super::trouble::{Fault, Trouble};

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

/// A key file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFile {
    /// Its path, for the driver.
    pub path: String,
    /// Its name without folders.
    pub name: String,
    /// The folder it lies in.
    pub folder: String,
    /// Whose it seems to be.
    pub whose: Message,
    /// Whether a passphrase protects it.
    pub is_protected: bool,
    /// Whether others on this computer can read it: it is refused until it is its owner's alone.
    pub is_exposed: bool,
}

/// A box or bundle that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundBox {
    /// Its path, for the driver.
    pub path: String,
    /// The file's or folder's name.
    pub file: String,
    /// The box's public name.
    pub name: String,
    /// How many records it says it holds.
    pub records: u64,
    /// Whether its key is known here.
    pub is_enrolled: bool,
    /// What is wrong with the file, where nothing of it can be taken.
    pub fault: Option<Fault>,
}

/// A survey to which there are answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Its id.
    pub id: String,
    /// What it is called, in the language of the screens.
    pub title: String,
    /// Its runs.
    pub waves: Vec<String>,
    /// How many records there are of it.
    pub records: usize,
}

/// What the reading home holds already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Here {
    /// Records.
    pub records: usize,
}

/// Something whose words a person compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What.
    pub what: Compared,
    /// Four words and a number.
    pub words: String,
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// A box's key: where it came from, and the box's name.
    Box {
        /// The path of the first bundle of it.
        path: String,
        /// Its public name.
        name: String,
    },
    /// The institution's key set: its epoch and day, and whose it says the lead's key is.
    KeySet {
        /// The epoch.
        epoch: u64,
        /// The day it was signed.
        day: String,
        /// Whose the key is according to it.
        whose: Message,
    },
}

/// What is to be compared and asked before a merge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preparation {
    /// What is to be compared, the key set first.
    pub comparisons: Vec<Comparison>,
    /// Where sealed copies could be kept, where nobody has decided that yet.
    pub keep_in: Option<String>,
}

/// A box that a person compared just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameBox {
    /// Where it came from.
    pub path: String,
    /// The words that the person saw.
    pub words: String,
}

/// What is to be merged and opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taking {
    /// Bundles and homes.
    pub paths: Vec<String>,
    /// The boxes that a person compared just now.
    pub compared: Vec<SameBox>,
    /// The fingerprint of the key set that a person compared just now.
    pub key_set: Option<String>,
    /// Whether sealed copies are kept in the home; else in a folder that goes with the program.
    pub is_kept: bool,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub doing: Message,
    /// How much of it is done.
    pub done: u64,
    /// How much there is; 0 where nobody knows.
    pub of: u64,
}

/// What was opened.
pub struct Arrival {
    /// The door.
    pub door: DoorName,
    /// The departments that can be looked at; none where the door has figures for all alone.
    pub departments: Vec<Label>,
    /// Whether all of them can be looked at together.
    pub has_all: bool,
    /// The views that can be made.
    pub made: Vec<Name>,
    /// The skills that a department can need; empty where the survey has no such list.
    pub skills: Vec<Label>,
    /// Every question.
    pub summary: Summary,
    /// What was set aside and why, and what could not be opened, a line each.
    pub told: Vec<Message>,
    /// The tables that the university released, as they came in a pack; or why they are not shown.
    pub university: Option<Result<Released, Trouble>>,
    /// The views that it released.
    pub released: Vec<ReleasedView>,
    /// Whether this key reads what people wrote before others do.
    pub reviews: bool,
    /// The day.
    pub today: Day,
    /// Where files go unless another folder is typed.
    pub folder: String,
}

/// A view that the university released, as it came in a pack.
#[derive(Clone)]
pub struct ReleasedView {
    /// What it is called among files: `career.chemistry`.
    pub label: String,
    /// The view, and the day on which the institution signed it; or why it is not shown.
    pub view: Result<(View, Day), Trouble>,
}

impl ReleasedView {
    /// What a list of views calls it.
    pub fn name(&self) -> Message {
        let Ok((view, _)) = &self.view else {
            let file = ("file", Arg::Words(self.label.clone()));
            return Message::with("lead-released-file", [file]);
        };
        let title = ("view", Arg::from(Message::plain(title_id(view.name))));
        match &view.about.department {
            Some(label) => {
                let department = ("department", Arg::Text(label.text.clone()));
                Message::with("lead-released-of", [title, department])
            }
            None => Message::with("lead-released", [title]),
        }
    }
}

/// What a department needs, as it stands in the home.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The needs.
    pub demand: Demand,
    /// People on the staff list, where it was typed.
    pub headcount: Option<u64>,
    /// Whether it goes with the program: nothing is kept on this computer.
    pub is_held: bool,
}

/// What an export is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To send upwards: services, risks and gaps, not people.
    Upwards,
    /// For the lead and deputies.
    Own,
}

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A page of text.
    Text,
    /// A table for a spreadsheet.
    Csv,
    /// For programs.
    Json,
    /// For a wiki or a word processor.
    Markdown,
    /// A page to read and print.
    Html,
    /// A workbook to pivot.
    Xlsx,
    /// For statistics programs.
    Parquet,
    /// For SPSS.
    Sav,
    /// One sentence per figure, for a screen reader or a braille display.
    Spoken,
}

/// How much is taken home.
#[derive(Clone, Debug, PartialEq)]
pub enum Extent {
    /// One page.
    Page(Box<View>),
    /// Every page of a department, by its code, or of all departments, in one file.
    Report(Option<String>),
}

/// What is to be written to a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    /// How much.
    pub extent: Extent,
    /// What for.
    pub purpose: Purpose,
    /// How.
    pub format: Format,
    /// Into which folder.
    pub folder: String,
    /// In which language: the screen's.
    pub language: Language,
    /// Whether the university released it: then it is out already.
    pub is_released: bool,
}

/// What happened.
pub enum Msg {
    /// The person did something.
    Input(Input),
    /// Key files that were found.
    Keys(Vec<KeyFile>),
    /// The key is open; whose it is.
    Unlocked(Message),
    /// The passphrase is not the file's.
    WrongPassphrase,
    /// The file is protected after all.
    NeedsPassphrase,
    /// Boxes and bundles that were found, and what is here already.
    Boxes(Vec<FoundBox>, Here),
    /// What is to be compared before a merge.
    Prepared(Preparation),
    /// There are answers to several surveys: one is to be chosen.
    Surveys(Vec<Answered>),
    /// It goes on.
    Progress(Progress),
    /// It was stopped because the person wanted it.
    Stopped,
    /// The figures are there.
    Arrived(Box<Arrival>),
    /// A view.
    View(Box<View>),
    /// What the department needs.
    Needs(Box<Needs>),
    /// The file of what the department needs has mistakes.
    NeedsFaulty(Trouble),
    /// What the survey suggests that it needs.
    Starter(Demand),
    /// Needs were saved.
    Saved,
    /// Needs are held in memory, since nothing is kept.
    Held {
        /// Whether everything can be kept after all.
        can_be_kept: bool,
    },
    /// What people wrote.
    Texts(Vec<Written>),
    /// What was decided of a text is kept.
    Kept,
    /// Files of earlier waves that were found.
    Waves(Vec<WaveFile>),
    /// A file was written; where.
    Written(String),
    /// An effect failed.
    Failed(Trouble),
}

/// What is to be done. Everything but [`Effect::Leave`], [`Effect::Display`] and [`Effect::Mouse`] is answered with a message.
#[derive(Clone, PartialEq)]
pub enum Effect {
    /// Look for key files where they usually are.
    LookForKeys,
    /// Look at one more path that the person typed; answered with all key files.
    AddKey(String),
    /// Make a key file its owner's alone; answered with all key files.
    Close(String),
    /// Open a key file; the passphrase is empty where none was typed.
    Unlock {
        /// The file.
        file: String,
        /// Its passphrase.
        passphrase: Zeroizing<String>,
    },
    /// Look for boxes and bundles where they usually are.
    LookForBoxes,
    /// Look at one more path; answered with all boxes.
    AddBox(String),
    /// Find out what is to be compared before these are merged.
    Prepare(Vec<String>),
    /// Merge, and open with the key that was unlocked.
    Take(Taking),
    /// Open as someone of a demo.
    OpenAs(String),
    /// Open the answers to this one of several surveys; answered by [`Msg::Arrived`].
    OpenSurvey(String),
    /// Stop what is being done.
    Cancel,
    /// Make a view of a department, or of all that was opened.
    Show {
        /// Which.
        name: Name,
        /// The department's code.
        department: Option<String>,
    },
    /// What a department needs.
    Needs(String),
    /// Set the file of what a department needs aside, since it has mistakes; answered with what it needs.
    SetAside(String),
    /// Draw needs up from the survey.
    Starter(String),
    /// Save what a department needs.
    Save {
        /// The department's code.
        department: String,
        /// What it needs.
        needs: Box<Needs>,
    },
    /// Keep the sealed copies and the needs, where nothing was to be kept.
    KeepAfterAll,
    /// What people wrote, for whoever reads it first.
    Texts,
    /// Keep what was decided of the text at this place.
    Decide(usize, Mark),
    /// Look for files of earlier waves where files usually are.
    LookForWaves,
    /// Look at one more path; answered with all of them.
    AddWave(String),
    /// Make a view again with an earlier wave beside it.
    Compare {
        /// The wave's file; none takes the one of before away.
        wave: Option<String>,
        /// Which view.
        name: Name,
        /// The department's code.
        department: Option<String>,
    },
    /// Write a file.
    Export(Box<Export>),
    /// The next look.
    Display,
    /// Listen to the mouse, or no longer.
    Mouse,
    /// Go.
    Leave,
}
