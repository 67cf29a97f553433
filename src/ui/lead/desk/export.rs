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
use crate::ui::lead::message::{Export, Extent, Format, Purpose};
use crate::ui::named::named;
use crate::ui::theme::Tone;

/// The formats in the order of the list: first those that hold several pages.
const FORMATS: [(Format, &str); 9] = [
    (Format::Html, "lead-format-html"),
    (Format::Text, "lead-format-text"),
    (Format::Spoken, "lead-format-spoken"),
    (Format::Xlsx, "lead-format-xlsx"),
    (Format::Markdown, "lead-format-markdown"),
    (Format::Csv, "lead-format-csv"),
    (Format::Json, "lead-format-json"),
    (Format::Sav, "lead-format-sav"),
    (Format::Parquet, "lead-format-parquet"),
];
/// How many formats hold several pages.
const OF_PAGES: usize = 5;

/// What can be taken home.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Much {
    /// Every page, in one file.
    Report,
    /// The page that one stands on.
    Page,
}

/// What is it for, and how much: with the words of each, and what they mean.
const CHOICES: [(Purpose, Much, &str, &str); 4] = [
    (
        Purpose::Upwards,
        Much::Report,
        "lead-purpose-upwards-report",
        "lead-purpose-upwards-report-what",
    ),
    (
        Purpose::Upwards,
        Much::Page,
        "lead-purpose-upwards-page",
        "lead-purpose-upwards-page-what",
    ),
    (
        Purpose::Own,
        Much::Page,
        "lead-purpose-own-page",
        "lead-purpose-own-page-what",
    ),
    (
        Purpose::Own,
        Much::Report,
        "lead-purpose-own-report",
        "lead-purpose-own-report-what",
    ),
];

/// The questions before a file is written.
pub(super) struct Exporting {
    from: From,
    phase: Phase,
    purpose: Purpose,
    much: Much,
    format: Format,
    folder: String,
    at: usize,
}

enum Phase {
    Purpose,
    Format,
    Folder,
}

named! {
    /// The names of the questions.
    PHASES of Phase {
        Phase::Purpose => "export-purpose",
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

/// A page that can be taken home.
pub(super) struct Taken {
    /// As it is on the screen: filtered, and in its order.
    pub(super) view: View,
    /// All of it. A filter looks at exact columns, so that which rows are left would tell what those say: nothing but
    /// the whole goes upwards.
    pub(super) whole: View,
    /// Whether the university released it: then it is out already.
    pub(super) is_released: bool,
}

impl Taken {
    /// At the statistical door everything is protected, and nobody is asked what for.
    fn is_protected(&self) -> bool {
        self.view.about.door == DoorName::Statistical
    }
}

/// Where one stands.
pub(super) struct From {
    /// The page; nothing on the list of pages.
    pub(super) page: Option<Taken>,
    /// The department that is looked at.
    pub(super) department: Option<String>,
}

impl From {
    fn is_protected(&self) -> bool {
        self.page.as_ref().is_some_and(Taken::is_protected)
    }

    /// A page about people does not go upwards, and is not offered to.
    fn offers(&self, purpose: Purpose, much: Much) -> bool {
        match (much, &self.page) {
            (Much::Report, _) => true,
            (Much::Page, None) => false,
            (Much::Page, Some(page)) => purpose == Purpose::Own || upwards(&page.whole).is_some(),
        }
    }
}

impl Exporting {
    pub(super) fn new(from: From, folder: &str) -> Self {
        let is_protected = from.is_protected();
        Self {
            phase: if is_protected {
                Phase::Format
            } else {
                Phase::Purpose
            },
            purpose: Purpose::Upwards,
            much: if is_protected {
                Much::Page
            } else {
                Much::Report
            },
            from,
            format: Format::Html,
            folder: folder.to_owned(),
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
            Phase::Folder => keys::FOLDER,
        }
    }

    /// What may be chosen from where one stands.
    fn choices(&self) -> Vec<(Purpose, Much, &'static str, &'static str)> {
        let all = CHOICES.into_iter();
        all.filter(|(purpose, much, ..)| self.from.offers(*purpose, *much))
            .collect()
    }

    /// The formats that hold as much.
    fn formats(&self) -> &'static [(Format, &'static str)] {
        let count = match self.much {
            Much::Report => OF_PAGES,
            Much::Page => FORMATS.len(),
        };
        FORMATS.get(..count).unwrap_or_default()
    }

    fn last(&self) -> usize {
        let lines = match self.phase {
            Phase::Purpose => self.choices().len(),
            Phase::Format => self.formats().len(),
            Phase::Folder => 1,
        };
        lines.saturating_sub(1)
    }

    /// A file is written in the language of the screen.
    pub(super) fn update(
        &mut self,
        action: Option<Action>,
        input: &Input,
        language: &Language,
    ) -> Then {
        match action {
            Some(Action::Back) => return self.back(),
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(self.last()),
            Some(Action::Enter) => return self.enter(language),
            _ if matches!(self.phase, Phase::Folder) => {
                keys::edit(&mut self.folder, input);
            }
            _ => {}
        }
        Then::Stay
    }

    fn back(&mut self) -> Then {
        self.phase = match self.phase {
            Phase::Folder => Phase::Format,
            Phase::Format if !self.from.is_protected() => Phase::Purpose,
            Phase::Purpose | Phase::Format => return Then::Close,
        };
        self.at = 0;
        Then::Stay
    }

    fn enter(&mut self, language: &Language) -> Then {
        match self.phase {
            Phase::Purpose => {
                if let Some((purpose, much, ..)) = self.choices().get(self.at) {
                    (self.purpose, self.much) = (*purpose, *much);
                }
                self.phase = Phase::Format;
            }
            Phase::Format => {
                self.format = self
                    .formats()
                    .get(self.at)
                    .map_or(Format::Html, |one| one.0);
                self.phase = Phase::Folder;
            }
            Phase::Folder if self.folder.trim().is_empty() => {}
            Phase::Folder => return self.write(language),
        }
        self.at = 0;
        Then::Stay
    }

    fn extent(&self) -> Option<Extent> {
        let page = match (self.much, self.purpose) {
            (Much::Report, _) => return Some(Extent::Report(self.from.department.clone())),
            (Much::Page, Purpose::Upwards) => upwards(&self.from.page.as_ref()?.whole)?,
            (Much::Page, Purpose::Own) => self.from.page.as_ref()?.view.clone(),
        };
        Some(Extent::Page(Box::new(page)))
    }

    fn write(&self, language: &Language) -> Then {
        self.extent().map_or(Then::Close, |extent| {
            Then::Write(Box::new(Export {
                extent,
                purpose: self.purpose,
                format: self.format,
                folder: keys::path(&self.folder),
                language: language.clone(),
                is_released: self.from.page.as_ref().is_some_and(|page| page.is_released),
            }))
        })
    }

    pub(super) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        page.bar(&page.words().say("lead-export-title"), "");
        page.gap();
        match self.phase {
            Phase::Purpose => {
                let choices = self.choices();
                let lines = choices.iter().map(|(.., id, _)| page.words().say(id));
                let lines: Vec<String> = lines.collect();
                let what = choices.get(self.at).map_or("", |(.., what)| what);
                let [question, what, people] = ["lead-export-purpose", what, "lead-export-people"]
                    .map(|id| page.words().say(id));
                page.paragraph(Tone::Title, &question);
                page.gap();
                let cursor = page.list(self.at, &lines, 4);
                page.gap();
                page.paragraph(Tone::Quiet, &what);
                if !self.from.offers(Purpose::Upwards, Much::Page) && self.from.page.is_some() {
                    page.gap();
                    page.paragraph(Tone::Quiet, &people);
                }
                cursor
            }
            Phase::Format => {
                let formats = self.formats().iter();
                let lines: Vec<String> = formats.map(|(_, id)| page.words().say(id)).collect();
                let question = page.words().say("lead-export-format");
                page.paragraph(Tone::Title, &question);
                page.gap();
                page.list(self.at, &lines, 0)
            }
            Phase::Folder => {
                let [question, label] = ["lead-export-folder-intro", "lead-export-folder"]
                    .map(|id| page.words().say(id));
                page.paragraph(Tone::Title, &question);
                page.gap();
                page.field(true, &label, &self.folder)
            }
        }
    }
}
