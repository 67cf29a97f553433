//! Taking home what is on the screen: what for, in which form, into which folder.
//!
//! *To send upwards* is services, risks and gaps, not people: `stats::view::upwards` says what that is.

use ratatui::layout::Position;

use crate::base::language::Language;
use crate::stats::DoorName;
use crate::stats::view::{View, upwards};
use crate::ui::input::Input;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action, Binding};
use crate::ui::lead::message::{Export, Format, Purpose};
use crate::ui::named::named;
use crate::ui::theme::Tone;

/// The formats in the order of the list.
const FORMATS: [(Format, &str); 9] = [
    (Format::Html, "lead-format-html"),
    (Format::Text, "lead-format-text"),
    (Format::Csv, "lead-format-csv"),
    (Format::Markdown, "lead-format-markdown"),
    (Format::Json, "lead-format-json"),
    (Format::Xlsx, "lead-format-xlsx"),
    (Format::Sav, "lead-format-sav"),
    (Format::Parquet, "lead-format-parquet"),
    (Format::Spoken, "lead-format-spoken"),
];

const PURPOSES: [(Purpose, &str, &str); 2] = [
    (
        Purpose::Upwards,
        "lead-purpose-upwards",
        "lead-purpose-upwards-what",
    ),
    (Purpose::Own, "lead-purpose-own", "lead-purpose-own-what"),
];

/// The questions before a file is written.
pub(super) struct Exporting {
    view: View,
    whole: View,
    phase: Phase,
    purpose: Purpose,
    format: Format,
    folder: String,
    language: Language,
    is_released: bool,
    at: usize,
}

enum Phase {
    Purpose,
    /// Upwards was asked for, and this page is about people.
    NotUpwards,
    Format,
    Folder,
}

named! {
    /// The names of the questions.
    PHASES of Phase {
        Phase::Purpose => "export-purpose",
        Phase::NotUpwards => "export-not-upwards",
        Phase::Format => "export-format",
        Phase::Folder => "export-folder",
    }
}

/// What comes of a key.
pub(super) enum Then {
    Stay,
    Close,
    Write(Box<Export>),
}

/// What is taken home.
pub(super) struct Taken {
    /// As it is on the screen: filtered, and in its order.
    pub(super) view: View,
    /// All of it. A filter looks at exact columns, so that which rows are left would tell what those say: nothing but
    /// the whole goes upwards.
    pub(super) whole: View,
}

impl Exporting {
    /// At the statistical door everything is protected, and nobody is asked what for.
    pub(super) fn new(taken: Taken, folder: &str, language: &Language, is_released: bool) -> Self {
        let Taken { view, whole } = taken;
        let phase = match view.about.door {
            DoorName::Operational => Phase::Purpose,
            DoorName::Statistical => Phase::Format,
        };
        Self {
            view,
            whole,
            phase,
            purpose: Purpose::Upwards,
            format: Format::Html,
            folder: folder.to_owned(),
            language: language.clone(),
            is_released,
            at: 0,
        }
    }

    /// The name of the question.
    pub(super) const fn screen(&self) -> Option<&'static str> {
        self.phase.screen_name()
    }

    pub(super) const fn bindings(&self) -> &'static [Binding] {
        match self.phase {
            Phase::Purpose | Phase::Format => keys::CHOOSE,
            Phase::NotUpwards => keys::READ,
            Phase::Folder => keys::FOLDER,
        }
    }

    const fn choices(&self) -> usize {
        match self.phase {
            Phase::Purpose => PURPOSES.len(),
            Phase::Format => FORMATS.len(),
            Phase::NotUpwards | Phase::Folder => 1,
        }
    }

    pub(super) fn update(&mut self, action: Option<Action>, input: &Input) -> Then {
        match action {
            Some(Action::Back) => return self.back(),
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(self.choices() - 1),
            Some(Action::Enter) => return self.enter(),
            _ if matches!(self.phase, Phase::Folder) => {
                keys::edit(&mut self.folder, input);
            }
            _ => {}
        }
        Then::Stay
    }

    fn back(&mut self) -> Then {
        let is_first = match self.phase {
            Phase::Purpose => true,
            Phase::Format => self.view.about.door == DoorName::Statistical,
            Phase::NotUpwards | Phase::Folder => false,
        };
        if is_first {
            return Then::Close;
        }
        self.phase = match self.phase {
            Phase::Folder => Phase::Format,
            Phase::Purpose | Phase::NotUpwards | Phase::Format => Phase::Purpose,
        };
        self.at = 0;
        Then::Stay
    }

    fn enter(&mut self) -> Then {
        match self.phase {
            Phase::Purpose => {
                self.purpose = PURPOSES.get(self.at).map_or(Purpose::Own, |one| one.0);
                let is_people = self.purpose == Purpose::Upwards && upwards(&self.whole).is_none();
                self.phase = if is_people {
                    Phase::NotUpwards
                } else {
                    Phase::Format
                };
            }
            Phase::NotUpwards => return self.back(),
            Phase::Format => {
                self.format = FORMATS.get(self.at).map_or(Format::Html, |one| one.0);
                self.phase = Phase::Folder;
            }
            Phase::Folder if self.folder.trim().is_empty() => {}
            Phase::Folder => return self.write(),
        }
        self.at = 0;
        Then::Stay
    }

    fn write(&self) -> Then {
        let view = match self.purpose {
            Purpose::Upwards => upwards(&self.whole),
            Purpose::Own => Some(self.view.clone()),
        };
        view.map_or(Then::Close, |view| {
            Then::Write(Box::new(Export {
                view,
                purpose: self.purpose,
                format: self.format,
                folder: keys::path(&self.folder),
                language: self.language.clone(),
                is_released: self.is_released,
            }))
        })
    }

    pub(super) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(&page.words().say("lead-export-title"), "");
        page.gap();
        let say = |id| page.words().say(id);
        match self.phase {
            Phase::Purpose => {
                let lines = PURPOSES.map(|(_, id, _)| say(id));
                let what = PURPOSES.get(self.at).map_or("", |one| match one.0 {
                    // Said before it is chosen: most pages are about people.
                    Purpose::Upwards if upwards(&self.whole).is_none() => "lead-export-people",
                    _ => one.2,
                });
                let (question, what) = (say("lead-export-purpose"), say(what));
                page.paragraph(Tone::Title, &question);
                page.gap();
                let cursor = page.list(self.at, &lines, 4);
                page.gap();
                page.paragraph(Tone::Quiet, &what);
                cursor
            }
            Phase::NotUpwards => {
                let text = say("lead-export-people");
                page.paragraph(Tone::Text, &text);
                None
            }
            Phase::Format => {
                let lines = FORMATS.map(|(_, id)| say(id));
                let question = say("lead-export-format");
                page.paragraph(Tone::Title, &question);
                page.gap();
                page.list(self.at, &lines, 0)
            }
            Phase::Folder => {
                let (question, label) =
                    (say("lead-export-folder-intro"), say("lead-export-folder"));
                page.paragraph(Tone::Title, &question);
                page.gap();
                page.field(true, &label, &self.folder)
            }
        }
    }
}
