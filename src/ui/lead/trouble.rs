//! What goes wrong at the desk: what happened, where, and what to do next, in no language yet.
//!
//! Every fault has its words in the one table below, so that a lead reads them in their own language and a
//! test can walk all of them. What only somebody who helps can use (a line of a file, what the system
//! said) stands beside it as it is.

use crate::base::text::one_line;
use crate::base::words::{Arg, Message, Words};

/// The most details that a page has room for: whoever has mended those sees the next.
const MOST: usize = 5;

/// Defines [`Fault`] with the messages that say what happened and what to do next.
macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident => $what:literal, $next:literal;)+) => {
        /// A fault that a lead can meet.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Fault {
            $($(#[$doc])* $name,)+
        }

        impl Fault {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The message that says what happened.
            pub const fn what(self) -> &'static str {
                match self {
                    $(Self::$name => $what,)+
                }
            }

            /// The message that says what to do next.
            pub const fn next(self) -> &'static str {
                match self {
                    $(Self::$name => $next,)+
                }
            }
        }
    };
}

faults! {
    /// There is nothing at a path that was typed.
    NoFile => "lead-fault-no-file", "lead-fault-no-file-next";
    /// A folder holds nothing of use.
    NothingThere => "lead-fault-nothing-there", "lead-fault-nothing-there-next";
    /// A file cannot be read.
    Unread => "lead-fault-unread", "lead-fault-unread-next";
    /// A file cannot be written.
    Unwritten => "lead-fault-unwritten", "lead-fault-unwritten-next";
    /// A folder to write into is not there.
    NoFolder => "lead-fault-no-folder", "lead-fault-no-folder-next";
    /// A folder is full of files of one name.
    FolderFull => "lead-fault-folder-full", "lead-fault-folder-full-next";
    /// A file is not a key file.
    NotAKey => "lead-fault-not-a-key", "lead-fault-not-a-key-next";
    /// A key file was altered or cut.
    KeyDamaged => "lead-fault-key-damaged", "lead-fault-key-damaged-next";
    /// Others can read a key file.
    KeyExposed => "lead-fault-key-exposed", "lead-fault-key-exposed-next";
    /// A key file asks for more work than is done.
    KeyTooHard => "lead-fault-key-too-hard", "lead-fault-key-too-hard-next";
    /// A key is in no key set of these responses.
    OtherHome => "lead-fault-other-home", "lead-fault-other-home-next";
    /// A key file opens both doors.
    BothDoors => "lead-fault-both-doors", "lead-fault-both-doors-next";
    /// The home's own key sets are not sound.
    OwnKeys => "lead-fault-own-keys", "lead-fault-own-keys-next";
    /// No key set came with the files.
    NoKeySet => "lead-fault-no-key-set", "lead-fault-no-key-set-next";
    /// Key sets of one epoch differ.
    TwoInstitutions => "lead-fault-two-institutions", "lead-fault-two-institutions-next";
    /// A pack's keys are not the home's.
    OtherInstitution => "lead-fault-other-institution", "lead-fault-other-institution-next";
    /// A pack's key set is older than the home's.
    OlderKeys => "lead-fault-older-keys", "lead-fault-older-keys-next";
    /// The home goes by no institution's keys.
    NobodysKeys => "lead-fault-nobodys-keys", "lead-fault-nobodys-keys-next";
    /// A file is not a bundle.
    NotABundle => "lead-fault-not-a-bundle", "lead-fault-not-a-bundle-next";
    /// A bundle was altered or cut.
    BundleDamaged => "lead-fault-bundle-damaged", "lead-fault-bundle-damaged-next";
    /// A pack was altered or cut.
    PackDamaged => "lead-fault-pack-damaged", "lead-fault-pack-damaged-next";
    /// A pack's signature is not an institution's.
    PackForged => "lead-fault-pack-forged", "lead-fault-pack-forged-next";
    /// A box was not compared.
    BoxUnknown => "lead-fault-box-unknown", "lead-fault-box-unknown-next";
    /// A home could not be exported.
    HomeUnread => "lead-fault-home-unread", "lead-fault-home-unread-next";
    /// A file changed after it was compared.
    Changed => "lead-fault-changed", "lead-fault-changed-next";
    /// A questionnaire in a pack has mistakes.
    PackSurvey => "lead-fault-pack-survey", "lead-fault-pack-survey-next";
    /// No room on the disk.
    DiskFull => "lead-fault-disk-full", "lead-fault-disk-full-next";
    /// The store takes no writing.
    BoxReadOnly => "lead-fault-box-read-only", "lead-fault-box-read-only-next";
    /// Another program holds the store.
    BoxBusy => "lead-fault-box-busy", "lead-fault-box-busy-next";
    /// There is no store.
    BoxMissing => "lead-fault-box-missing", "lead-fault-box-missing-next";
    /// The store is damaged.
    BoxDamaged => "lead-fault-box-damaged", "lead-fault-box-damaged-next";
    /// The store fails otherwise.
    BoxFault => "lead-fault-box-fault", "lead-fault-box-fault-next";
    /// There is no response to report.
    NoResponses => "lead-fault-no-responses", "lead-fault-no-responses-next";
    /// There are responses to several surveys.
    WhichSurvey => "lead-fault-which-survey", "lead-fault-which-survey-next";
    /// A record went while it was read.
    Vanished => "lead-fault-vanished", "lead-fault-vanished-next";
    /// A kept questionnaire cannot be read.
    KeptSurvey => "lead-fault-kept-survey", "lead-fault-kept-survey-next";
    /// The survey protects nothing.
    NoProfile => "lead-fault-no-profile", "lead-fault-no-profile-next";
    /// A file beside the answers has mistakes.
    FileFaulty => "lead-fault-file-faulty", "lead-fault-file-faulty-next";
    /// A file beside the answers is not a text.
    FileNotText => "lead-fault-file-not-text", "lead-fault-file-not-text-next";
    /// A release where nothing is kept.
    NotRemembered => "lead-fault-not-remembered", "lead-fault-not-remembered-next";
    /// A release could be subtracted from an earlier one.
    Subtracted => "lead-fault-subtracted", "lead-fault-subtracted-next";
    /// A release of another profile.
    OtherProfile => "lead-fault-other-profile", "lead-fault-other-profile-next";
    /// A release with other codes.
    Recoded => "lead-fault-recoded", "lead-fault-recoded-next";
    /// The list of releases does not open.
    LedgerSealed => "lead-fault-ledger-sealed", "lead-fault-ledger-sealed-next";
    /// The list of releases is gone or damaged.
    LedgerLost => "lead-fault-ledger-lost", "lead-fault-ledger-lost-next";
    /// The list of releases cannot be sealed.
    LedgerUnsealed => "lead-fault-ledger-unsealed", "lead-fault-ledger-unsealed-next";
    /// There are as many releases as there can be.
    LedgerFull => "lead-fault-ledger-full", "lead-fault-ledger-full-next";
    /// A page does not fit a form of file.
    FormatLimit => "lead-fault-format-limit", "lead-fault-format-limit-next";
    /// A release lies in the home without its signature.
    UniversityUnsigned => "lead-fault-university-unsigned", "lead-fault-university-unsigned-next";
    /// A release is not the one that was signed.
    UniversityChanged => "lead-fault-university-changed", "lead-fault-university-changed-next";
    /// What was signed is not a release of tables.
    UniversityOther => "lead-fault-university-other", "lead-fault-university-other-next";
    /// A file is no earlier release.
    NotAnEarlierWave => "lead-fault-not-an-earlier-wave", "lead-fault-not-an-earlier-wave-next";
    /// The marks of free text do not open.
    MarksSealed => "lead-fault-marks-sealed", "lead-fault-marks-sealed-next";
    /// Something is not to be had here.
    NotHere => "lead-fault-not-here", "lead-fault-not-here-next";
    /// A fault of the program.
    Internal => "lead-fault-internal", "lead-fault-internal-next";
}

/// A fault, where it happened, and what it said to whoever helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What.
    pub fault: Fault,
    /// The file or folder, where there is one.
    pub place: Option<String>,
    /// What else there is to say of it: lines of a file, or which release is meant.
    pub details: Vec<Message>,
    /// For whoever helps, in English: what the system said, or lines of an author's file.
    pub technical: Vec<String>,
}

impl Trouble {
    /// A fault somewhere.
    pub const fn new(fault: Fault) -> Self {
        Self {
            fault,
            place: None,
            details: Vec::new(),
            technical: Vec::new(),
        }
    }

    /// A fault at a place.
    pub fn at(fault: Fault, place: impl std::fmt::Display) -> Self {
        Self {
            place: Some(one_line(&place.to_string())),
            ..Self::new(fault)
        }
    }

    /// The same, with more to say of it.
    #[must_use]
    pub fn detailed(mut self, details: impl IntoIterator<Item = Message>) -> Self {
        self.details.extend(details);
        self
    }

    /// The same, with what whoever helps can use, a line each.
    #[must_use]
    pub fn says(mut self, words: impl std::fmt::Display) -> Self {
        let words = words.to_string();
        self.technical.extend(words.lines().map(one_line));
        self
    }

    /// What happened and what to do next, as one message for a list of such.
    pub fn message(fault: Fault) -> Message {
        Message::with(
            "lead-fault-short",
            [
                ("what", Arg::from(Message::plain(fault.what()))),
                ("next", Arg::from(Message::plain(fault.next()))),
            ],
        )
    }

    /// What, where, what next and what else there is to say, a paragraph each; then what is for whoever helps.
    pub fn paragraphs(&self, words: &Words) -> (Vec<String>, Vec<String>) {
        let place = self.place.iter().map(|place| {
            let args = [("place", Arg::Words(place.clone()))];
            words.say_with("lead-fault-place", args)
        });
        let technical = self.technical.iter().map(|said| {
            let args = [("words", Arg::Words(said.clone()))];
            words.say_with("lead-fault-technical", args)
        });
        let said = std::iter::once(words.say(self.fault.what()))
            .chain(place)
            .chain([words.say(self.fault.next())])
            .chain(self.told(words));
        (said.collect(), technical.collect())
    }

    /// What else there is to say, as much of it as a page has room for.
    pub(super) fn told(&self, words: &Words) -> Vec<String> {
        let details = self.details.iter().take(MOST);
        let more = self.details.len().saturating_sub(MOST);
        let more = (more > 0).then(|| words.say_with("lead-fault-more", [("count", more.into())]));
        details.map(|one| words.tell(one)).chain(more).collect()
    }
}
