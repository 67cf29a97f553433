//! What the screens ask of the world, and what the world tells them. The screens do nothing
//! themselves: they return effects, and the answers come back as messages.

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Rect;
use zeroize::Zeroizing;

use crate::base::language::Language;
use crate::base::time::Day;
use crate::base::words::Message;
use crate::form::Form;
use crate::response::code::Code;
use crate::response::diary::Diary;
use crate::response::invitation::Invitation;
use crate::stats::view::Overview;
use crate::survey::Questionnaire;

use super::input::Input;
use super::pass::InHand;
use super::theme::Theme;

/// What a session begins with.
pub struct Setup {
    /// The questionnaire to fill in.
    pub questionnaire: Arc<Questionnaire>,
    /// Where the session starts and what it offers.
    pub mode: Mode,
    /// The language, where it was asked for.
    pub language: Option<Language>,
    /// Today.
    pub today: Day,
    /// Decides the order of shuffled choices; random.
    pub seed: u64,
    /// The public name of the box.
    pub box_name: String,
    /// Codes of the departments with fewer people than the smallest group that figures are given for.
    pub small: BTreeSet<String>,
    /// How to draw.
    pub theme: Theme,
}

/// Where a session starts and what it offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// One response, then the end: `tallybox fill`, also under SSH.
    Fill,
    /// Only what one sent: `tallybox me`.
    Own,
    /// The home screen, with everything.
    Home,
    /// The home screen of a throw-away home with made-up answers.
    Demo,
    /// The home screen of a program that has no keys or no box yet: nothing can be filled in.
    Bare,
    /// The home screen of a home that only merges: there are figures, and nothing can be filled in.
    Desk,
    /// A shared terminal: one person after the other, see [`super::kiosk`].
    Kiosk,
    /// An author tries a questionnaire out: as `Fill`, marked on every screen, and nothing is kept.
    Trial,
}

impl Mode {
    /// Whether one pass is all there is to do, so that its end is the session's.
    pub(super) const fn is_one_pass(self) -> bool {
        matches!(self, Self::Fill | Self::Trial | Self::Own | Self::Kiosk)
    }

    /// Whether the language is asked before anything is shown; a kiosk's start screen offers it.
    pub(super) const fn asks_language(self) -> bool {
        self.is_one_pass() && !matches!(self, Self::Kiosk)
    }
}

/// The network that a session came over, by who writes down what of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// An SSH server of the host's own: what it writes down is its keeper's matter.
    OpenSsh,
    /// `tallybox serve`, which writes nothing down.
    Serve,
}

impl Reached {
    /// What this host writes down, in one sentence, as a message's id.
    pub const fn told(self) -> &'static str {
        match self {
            Self::OpenSsh => "reached-open-ssh",
            Self::Serve => "reached-serve",
        }
    }
}

/// A pass that is begun somewhere in the middle.
pub struct Begun {
    /// The code it goes under.
    pub code: Code,
    /// The answers so far.
    pub form: Form,
    /// The page it begins at; the first one where this is not asked.
    pub page: Option<String>,
    /// What is said on it, until the next key.
    pub said: Option<Message>,
    /// What was typed that is no answer yet.
    pub in_hand: InHand,
}

/// Something the screens ask for.
pub enum Effect {
    /// Draw a new code; answered by [`Msg::CodeDrawn`].
    DrawCode,
    /// Seal and store a draft; answered by [`Msg::Saved`].
    SaveDraft(Draft),
    /// Seal and store the response; answered by [`Msg::Submitted`].
    Submit {
        /// The code that signs it.
        code: Code,
        /// The finished form.
        form: Box<Form>,
    },
    /// Look whether an invitation is one; answered by [`Msg::Invitation`].
    ShowInvitation(Invitation),
    /// Look for the draft of a code; answered by [`Msg::Found`].
    FindDraft(Code),
    /// Delete the draft of a code.
    DiscardDraft(Code),
    /// Go to the department summaries.
    OpenSummary,
    /// Go to a throw-away home with made-up answers.
    LookRound,
    /// Look for what was sent with a code, to be read in a language; answered by [`Msg::Own`].
    FindOwn(Code, Language),
    /// Open what was sent with a code, to be changed; answered by [`Msg::Revising`].
    Revise(Code),
    /// Take back what was sent with a code; answered by [`Msg::Withdrawn`].
    Withdraw(Code),
    /// Look for the earlier waves that this box knows; answered by [`Msg::Waves`].
    FindWaves,
    /// Look for what was sent with a code in an earlier wave; answered by [`Msg::Earlier`].
    FindEarlier(Code),
    /// Keep a development record in place of the one that was seen; answered by [`Msg::DiaryKept`].
    KeepDiary {
        /// Whose it is.
        code: Code,
        /// What the person saw before they changed it.
        seen: Diary,
        /// What is to be kept.
        diary: Diary,
    },
    /// Answer what is still open with made-up answers; answered by [`Msg::RestAnswered`].
    AnswerRest(Box<Form>),
    /// Go on line by line, at the same page.
    Plain,
    /// At a kiosk: show nothing of the session until the same key is pressed again.
    Hide,
    /// At a kiosk: the draft is saved; wait for the person under six digits.
    BackSoon,
    /// At a kiosk: somebody is back and has six digits.
    Return,
    /// At a kiosk: wait longer before asking whether somebody is there.
    MoreTime,
    /// At a kiosk: put something of the person's own on paper or on their drive; answered by [`Msg::Given`].
    Give(Leaflet, Way),
    /// Write the whole screen anew.
    Redraw,
    /// End the session.
    Quit,
}

/// Something of a person's own that they may take away from a kiosk.
pub enum Leaflet {
    /// The eight words, in a language.
    Words(Code, Language),
    /// What was sent with a code, read back in a language.
    Overview(Code, Language),
}

/// How it is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On paper.
    Paper,
    /// As a file on the person's own drive.
    Drive,
}

/// A draft to be sealed.
pub struct Draft {
    /// Whose it is.
    pub code: Code,
    /// Its plaintext, wiped when dropped.
    pub bytes: Zeroizing<Vec<u8>>,
    /// The last day on which it is kept.
    pub expires: Day,
}

/// Something that happened.
pub enum Msg {
    /// The person did something.
    Input(Input),
    /// The window has this area now.
    Resized(Rect),
    /// A code was drawn.
    CodeDrawn(Code),
    /// There is no room for what one more person answers.
    NoRoom,
    /// What became of a save.
    Saved(Saved),
    /// What became of a submit.
    Submitted(Result<Receipt, SubmitFailure>),
    /// What became of showing an invitation.
    Invitation(Invitation, Admitted),
    /// What was found for a code.
    Found(Found),
    /// What was sent with a code.
    Own(Code, Own),
    /// What was sent, as a draft to be changed; nothing where it cannot be opened.
    Revising(Code, Option<Reopened>),
    /// Whether what was sent with a code was taken back.
    Withdrawn(Code, bool),
    /// What became of giving something away, in words.
    Given(Message),
    /// The earlier waves that this box knows, the latest first.
    Waves(Vec<String>),
    /// What was sent with a code in an earlier wave.
    Earlier(Earlier),
    /// Whether a development record was kept.
    DiaryKept(Code, bool),
    /// The rest was answered.
    RestAnswered(Box<Form>),
    /// [`super::Session::deadline`] has passed.
    Tick,
    /// The terminal has gone or the process is asked to end: save what there is.
    Vanished,
}

/// What became of a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is stored.
    Done,
    /// Another session has taken the draft over; nothing was stored.
    Elsewhere,
    /// It could not be stored: the disk is full or the store cannot be written.
    Failed,
}

/// What became of showing an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admitted {
    /// It is one, and nothing was sent with it.
    Invited,
    /// It is none of this box, or something was sent with it.
    Unknown,
    /// The store could not be read.
    Failed,
}

/// What was found for a code.
pub enum Found {
    /// Its draft, opened.
    Draft {
        /// Its plaintext.
        bytes: Zeroizing<Vec<u8>>,
        /// The version of the questionnaire that it goes on under.
        questionnaire: Arc<Questionnaire>,
    },
    /// Nothing: the names of the other boxes that are known.
    Unknown {
        /// Public names.
        others: Vec<String>,
    },
    /// A response was sent with it.
    Sent,
    /// The store could not be read.
    Failed,
}

/// What a code leads to in an earlier wave.
pub enum Earlier {
    /// Answers of then.
    Sent(Box<LastYear>),
    /// The words belong to this wave.
    ThisWave,
    /// What was sent then was taken back or set aside.
    TakenBack,
    /// Nothing: the names of the other boxes that are known.
    Unknown {
        /// Public names.
        others: Vec<String>,
    },
    /// The store could not be read.
    Failed,
}

/// Answers of an earlier wave.
#[derive(Clone)]
pub struct LastYear {
    /// What connects them with later ones, where the person wants that.
    pub link: [u8; 16],
    /// The person's own part and what it answers, where it is held here.
    pub answers: Option<(Zeroizing<Vec<u8>>, Arc<Questionnaire>)>,
}

impl LastYear {
    /// Proposes the answers of then in a form, as far as it asks the same; gives how many.
    pub fn propose_in(&self, form: &mut Form) -> usize {
        form.set_link(self.link);
        let answers = self.answers.as_ref();
        answers.map_or(0, |(mine, then)| form.start_from(then, mine))
    }
}

/// What was sent, opened to be changed.
pub struct Reopened {
    /// Its answers as a draft's plaintext.
    pub bytes: Zeroizing<Vec<u8>>,
    /// The version of the questionnaire that it goes on under.
    pub questionnaire: Arc<Questionnaire>,
}

/// What stands under a code.
pub enum Own {
    /// Answers that count.
    Held(Box<Held>),
    /// They were taken back.
    Withdrawn,
    /// The institution set them aside.
    SetAside,
    /// They were sent and cannot be opened at this box.
    NotHere,
    /// Nothing: the names of the other boxes that are known.
    Unknown {
        /// Public names.
        others: Vec<String>,
    },
    /// The store could not be read.
    Failed,
}

/// Answers that count, read back.
pub struct Held {
    /// What they add up to.
    pub overview: Overview,
    /// Which revision counts.
    pub revision: u32,
    /// The day on which it was sent.
    pub day: Day,
    /// The last day on which it can be changed; `None` where the survey does not close.
    pub until: Option<Day>,
    /// Whether a change was begun and not sent.
    pub is_being_changed: bool,
    /// The earlier wave that they are of; `None` for this one.
    pub earlier: Option<String>,
    /// The development record beside them.
    pub diary: Diary,
}

/// What a person gets for sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The day of sending.
    pub day: Day,
    /// The leaf of the record in full, hex; the screen shows 16 characters.
    pub leaf: String,
}

/// Why a response was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubmitFailure {
    /// The disk or the store is full.
    StoreFull,
    /// The store cannot be written.
    Store,
    /// It cannot be sealed to everyone it must be sealed to.
    Keys,
    /// Another session has taken the draft over.
    Elsewhere,
    /// The invitation is none of this box, or something was sent with it.
    NotInvited,
    /// The survey takes no answers today.
    NotOpen,
}
