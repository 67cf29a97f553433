//! Texts: translations that are missing, counted; glyphs that terminals disagree about; labels that
//! take too many lines; questions that do not say why they are asked.

use super::{all, some_of};
use crate::base::language::Text;
use crate::base::text::wrap;
use crate::base::words::unchecked_messages;
use crate::survey::lower::pipes::{every_language, question_texts, section_texts};
use crate::survey::lower::{Lowering, Owner};
use crate::survey::model::{Cells, Choice, Kind, Question, Questionnaire};
use crate::survey::rules;

/// Columns that a choice has beside its mark, on a terminal of 80 columns and on one of 40, with the
/// most lines that it may take there.
const CHOICE_ROOM: [(usize, usize, usize); 2] = [(80, 74, 2), (40, 34, 4)];

/// The same for the words of a question.
const LABEL_ROOM: [(usize, usize, usize); 2] = [(80, 76, 4), (40, 36, 9)];

/// The same for the columns of a matrix, which stand beside its rows.
const COLUMN_ROOM: [(usize, usize, usize); 2] = [(80, 40, 2), (40, 34, 3)];

impl Lowering<'_> {
    /// How many texts lack a language.
    pub(super) fn translations(&mut self) {
        let lacking = std::mem::take(&mut self.asides.lacking);
        for (language, count) in lacking {
            let message = format!(
                "{count} of {} texts have no `{language}`",
                self.asides.texts
            );
            let span = self.place("languages");
            let remedy = "translate them, or take the language out of `languages`";
            self.tell(&rules::UNTRANSLATED, &span, message, remedy);
        }
    }

    /// How many texts stand in a language that nobody has checked, once for each; the program's own
    /// words are part of what people will read.
    pub(in crate::survey::lower) fn unchecked_texts(&mut self) {
        for (language, span) in std::mem::take(&mut self.asides.unchecked) {
            let texts = self.asides.worded.get(&language).copied().unwrap_or(0);
            let own = match unchecked_messages(&language) {
                0 => String::new(),
                own => format!(", and {own} of the program's own"),
            };
            let message = format!(
                "nobody has checked the translation into `{language}`: {texts} texts here{own}"
            );
            let remedy = "have a competent translator read it, then take it out of `unchecked`";
            self.tell(&rules::UNCHECKED_TRANSLATION, &span, message, remedy);
        }
    }

    pub(super) fn glyphs_and_widths(&mut self, survey: &Questionnaire) {
        for (at, section) in survey.sections.iter().enumerate() {
            let owner = Owner::section(at);
            for (key, text) in section_texts(section) {
                self.glyphs(owner, key, text);
            }
        }
        for (owner, asked) in all(survey) {
            for (key, text) in question_texts(asked) {
                self.glyphs(owner, key, text);
            }
            if !matches!(asked.kind, Kind::Note) {
                self.width(owner, "label", &asked.label, &LABEL_ROOM);
            }
            self.choice_words(owner, asked);
        }
    }

    fn choice_words(&mut self, owner: Owner, asked: &Question) {
        for (key, choices, room) in written(&asked.kind) {
            for choice in choices {
                self.glyphs(owner, key, &choice.label);
            }
            let widest = choices
                .iter()
                .max_by_key(|choice| choice.label_width())
                .map(|choice| &choice.label);
            if let Some(widest) = widest {
                self.width(owner, key, widest, room);
            }
        }
    }

    fn glyphs(&mut self, owner: Owner, key: &str, text: &Text) {
        let words = every_language(text);
        let Some(glyph) = words
            .iter()
            .flat_map(|words| words.chars())
            .find(|c| is_doubtful(*c))
        else {
            return;
        };
        let span = self.mark(owner, key);
        let message = format!(
            "`{glyph}` (U+{:04X}) is not in every terminal's letters, and terminals disagree about its width",
            u32::from(glyph)
        );
        self.tell(&rules::GLYPH, &span, message, "say it in words");
    }

    fn width(&mut self, owner: Owner, key: &str, text: &Text, room: &[(usize, usize, usize)]) {
        for words in every_language(text) {
            let over = room.iter().find_map(|(screen, columns, most)| {
                let lines = lines(words, *columns);
                (lines > *most).then_some((*screen, lines, *most))
            });
            if let Some((screen, lines, most)) = over {
                let span = self.mark(owner, key);
                let start = crate::base::text::truncate(words, 40);
                let message = format!(
                    "`{start}` takes {lines} lines on a screen of {screen} columns, where {most} are easy to read"
                );
                self.tell(
                    &rules::WIDE,
                    &span,
                    message,
                    "say it in fewer words, and move the rest to `hint` or `why`",
                );
                return;
            }
        }
    }

    /// People answer more readily what they understand the use of.
    pub(super) fn reasons(&mut self, survey: &Questionnaire) {
        let questions = all(survey);
        let answered: Vec<&(Owner, &Question)> = questions
            .iter()
            .filter(|(owner, asked)| {
                owner.is_top()
                    && !matches!(
                        asked.kind,
                        Kind::Note | Kind::Computed { .. } | Kind::Acknowledge
                    )
            })
            .collect();
        let without: Vec<String> = answered
            .iter()
            .filter(|(_, asked)| asked.why.is_none())
            .map(|(_, asked)| format!("`{}`", asked.id))
            .collect();
        let first = answered.iter().find(|(_, asked)| asked.why.is_none());
        if let Some((owner, _)) = first {
            let message = format!(
                "{} of {} questions do not say why they are asked: {}",
                without.len(),
                answered.len(),
                some_of(&without, 5)
            );
            let span = self.mark(*owner, "id");
            self.tell(&rules::WHY, &span, message, "give each a `why`: one sentence on what the answer is used for; a question without a use is best left out");
        }
    }
}

/// The lines that words take; what has no more bytes than there are columns takes one.
fn lines(words: &str, columns: usize) -> usize {
    if words.len() <= columns && !words.contains('\n') {
        return 1;
    }
    wrap(words, columns).len()
}

impl Choice {
    /// The columns of its longest label.
    fn label_width(&self) -> usize {
        let widths = every_language(&self.label)
            .into_iter()
            .map(crate::base::text::width);
        widths.max().unwrap_or(0)
    }
}

type Written<'k> = (&'static str, &'k [Choice], &'static [(usize, usize, usize)]);

/// The choices and rows that are written with a question, with their key and room.
fn written(kind: &Kind) -> Vec<Written<'_>> {
    match kind {
        Kind::Single(choices)
        | Kind::Lookup(choices)
        | Kind::Multiple { choices, .. }
        | Kind::Rank { choices, .. } => vec![("choices", &choices.own, &CHOICE_ROOM)],
        Kind::Scale { points } => vec![("choices", points, &CHOICE_ROOM)],
        Kind::Allocation { rows, .. } => vec![("rows", &rows.own, &CHOICE_ROOM)],
        Kind::Matrix(matrix) => {
            let columns: &[Choice] = match &matrix.cells {
                Cells::Single(columns) | Cells::Multiple(columns) | Cells::Scale(columns) => {
                    columns
                }
                Cells::Integer(_) | Cells::Decimal(_) => &[],
            };
            vec![
                ("rows", &matrix.rows.own, &CHOICE_ROOM),
                ("choices", columns, &COLUMN_ROOM),
            ]
        }
        _ => Vec::new(),
    }
}

/// Emoji, pictures and letters of nobody's alphabet: fonts of consoles lack them, and tmux, terminals and
/// this program count their columns differently.
fn is_doubtful(c: char) -> bool {
    matches!(u32::from(c),
        0x20E3 | 0x2139 | 0x231A..=0x231B | 0x23E9..=0x23FA | 0x2600..=0x2604 | 0x260E | 0x2614..=0x27BF
        | 0x2B05..=0x2B55 | 0xE000..=0xF8FF | 0x1F000..=0x1FAFF | 0xF0000..)
}
