//! Taking home what is on the screen: what for, in which form, into which folder.
//!
//! *To send upwards* is services, risks and gaps, not people. At the operational door figures are
//! exact, so only what a table below names goes up: what is not named stays here, whatever a later
//! version of a view adds.

use ratatui::layout::Position;

use crate::base::language::Language;
use crate::stats::DoorName;
use crate::stats::view::{Block, Column, Name, Row, Sheet, View};
use crate::ui::input::Input;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action, Binding};
use crate::ui::lead::message::{Export, Format, Purpose};
use crate::ui::named::named;
use crate::ui::theme::Tone;

/// What may be sent upwards of the operational door's views: a block, and of a table its columns.
/// Holders and what they are expected to do stay; a gap, which is the lead's own statement, goes.
const UPWARDS: &[(Name, &str, &[&str])] = &[
    (
        Name::Cover,
        "cover",
        &["skill", "level", "need", "state", "criticality", "why"],
    ),
    (Name::Risk, "grid", &[]),
    (
        Name::Risk,
        "risks",
        &["skill", "state", "impact", "exposure", "risk", "rating"],
    ),
    (Name::Register, "equipment", THING),
    (Name::Register, "services", THING),
    (
        Name::Demand,
        "gaps",
        &[
            "skill", "need_now", "gap_now", "need_3y", "gap_3y", "priority",
        ],
    ),
];

/// What goes up of a piece of equipment or a service: who looks after it and who can does not.
const THING: &[&str] = &["name", "family", "documented", "training", "felt", "state"];

/// The formats in the order of the list.
const FORMATS: [(Format, &str); 8] = [
    (Format::Html, "lead-format-html"),
    (Format::Text, "lead-format-text"),
    (Format::Csv, "lead-format-csv"),
    (Format::Markdown, "lead-format-markdown"),
    (Format::Json, "lead-format-json"),
    (Format::Xlsx, "lead-format-xlsx"),
    (Format::Sav, "lead-format-sav"),
    (Format::Parquet, "lead-format-parquet"),
];

const PURPOSES: [(Purpose, &str, &str); 2] = [
    (
        Purpose::Upwards,
        "lead-purpose-upwards",
        "lead-purpose-upwards-what",
    ),
    (Purpose::Own, "lead-purpose-own", "lead-purpose-own-what"),
];

/// What may be sent upwards of a view; nothing where it is about people.
pub fn upwards(view: &View) -> Option<View> {
    if view.about.door == DoorName::Statistical {
        return Some(view.clone());
    }
    let blocks: Vec<Block> = view
        .blocks
        .iter()
        .filter_map(|block| block_upwards(view.name, block))
        .collect();
    let has_figures = blocks.iter().any(|block| !matches!(block, Block::Note(_)));
    has_figures.then(|| View {
        blocks,
        ..view.clone()
    })
}

fn block_upwards(name: Name, block: &Block) -> Option<Block> {
    let Some(id) = block.id() else {
        return Some(block.clone());
    };
    let rule = UPWARDS
        .iter()
        .find(|(view, found, _)| (*view, *found) == (name, id));
    let (_, _, columns) = rule?;
    Some(match block {
        Block::Sheet(sheet) => Block::Sheet(sheet_upwards(sheet, columns)),
        other => other.clone(),
    })
}

/// The columns that are named, and nothing of what a row opens.
fn sheet_upwards(sheet: &Sheet, columns: &[&str]) -> Sheet {
    let is_kept = |column: &Column| columns.contains(&column.id);
    let kept: Vec<bool> = sheet.columns.iter().map(is_kept).collect();
    let rows = sheet.rows.iter().map(|row| {
        let values = row.values.iter().zip(&kept).filter(|(_, kept)| **kept);
        Row {
            values: values.map(|(value, _)| value.clone()).collect(),
            detail: Vec::new(),
        }
    });
    Sheet {
        id: sheet.id,
        title: sheet.title.clone(),
        columns: sheet
            .columns
            .iter()
            .filter(|column| is_kept(column))
            .cloned()
            .collect(),
        rows: rows.collect(),
    }
}

/// The questions before a file is written.
pub(super) struct Exporting {
    view: View,
    phase: Phase,
    purpose: Purpose,
    format: Format,
    folder: String,
    language: Language,
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

impl Exporting {
    /// At the statistical door everything is protected, and nobody is asked what for.
    pub(super) fn new(view: View, folder: &str, language: &Language) -> Self {
        let phase = match view.about.door {
            DoorName::Operational => Phase::Purpose,
            DoorName::Statistical => Phase::Format,
        };
        Self {
            view,
            phase,
            purpose: Purpose::Upwards,
            format: Format::Html,
            folder: folder.to_owned(),
            language: language.clone(),
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
                let is_people = self.purpose == Purpose::Upwards && upwards(&self.view).is_none();
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
            Purpose::Upwards => upwards(&self.view),
            Purpose::Own => Some(self.view.clone()),
        };
        view.map_or(Then::Close, |view| {
            Then::Write(Box::new(Export {
                view,
                purpose: self.purpose,
                format: self.format,
                folder: keys::path(&self.folder),
                language: self.language.clone(),
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
                let what = PURPOSES.get(self.at).map_or("", |one| one.2);
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
