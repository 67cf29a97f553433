//! One widget for each way of answering. A widget holds what the person has in hand, draws itself
//! into a `Sheet`, and says what a key did to it; it never changes the form.

mod amounts;
mod area;
mod cards;
mod choose;
mod field;
pub(super) mod find;
mod grid;
mod lookup;
mod offer;
mod rank;
mod text_box;
mod typed;

use ratatui::layout::Rect;

use crate::base::language::Text;
use crate::base::text;
use crate::base::words::{Message, Words};
use crate::form::{Form, Path};
use crate::response::answer::Answer;
use crate::survey::model::{Cells, Kind, Question};

use super::keymap::{Action, Place};
use super::sheet::{Sheet, Spot};

pub(crate) use cards::name as entry_name;
pub(crate) use field::{Field, Lines};
pub(crate) use text_box::draw_box;

/// Below this many columns they are scarce.
pub(crate) const NARROW: u16 = 60;

/// What a widget may look at.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The form.
    pub form: &'a Form,
    /// Which question.
    pub path: &'a Path,
    /// The program's words.
    pub words: &'a Words,
    /// The window.
    pub area: Rect,
}

impl Context<'_> {
    /// An author's text in the language, safe to show.
    pub(crate) fn text(&self, text: &Text) -> String {
        super::shown(text.get(self.words.language()))
    }

    /// A text of the question or its section, with the answers that it pipes, safe to show.
    pub(crate) fn piped(&self, text: &Text) -> String {
        super::shown(&self.form.text_at(self.path, text))
    }

    /// A message in the language, safe to show.
    pub(crate) fn tell(&self, message: &Message) -> String {
        super::shown(&self.words.tell(message))
    }

    /// Whether columns are scarce.
    pub(crate) const fn narrow(&self) -> bool {
        self.area.width < NARROW
    }

    /// Whether lines are scarce.
    pub(crate) const fn low(&self) -> bool {
        self.area.height < 20
    }
}

/// What a key did to a widget.
pub(crate) enum Reaction {
    /// Nothing: the key means what it means everywhere.
    Ignored,
    /// The text in hand changed; it becomes an answer when it is left.
    Typed,
    /// The answer changed; the focus goes there.
    Changed(Option<Spot>),
    /// The focus goes there.
    To(Spot),
    /// Nothing, for a reason to be said.
    Refused(Message),
    /// Change an entry.
    Open(usize),
    /// Add an entry.
    Add,
    /// Remove an entry.
    Remove(usize),
    /// Copy an entry.
    Copy(usize),
    /// Put an entry at another place.
    Move(usize, usize),
}

/// What a widget has in hand.
pub(crate) enum Pending {
    /// No answer.
    Nothing,
    /// An answer.
    Answer(Answer),
    /// Typed text that the form reads.
    Typed(String),
    /// Something that is no answer, in a row.
    Unreadable {
        /// The row's code.
        row: String,
        /// What to do.
        message: Message,
    },
}

/// The widgets.
#[derive(Clone)]
pub(crate) enum Widget {
    /// Lists of which one or several are chosen.
    Choose(choose::Choose),
    /// A line of text, a number, a date.
    Typed(typed::Typed),
    /// Several lines of text.
    Area(area::Area),
    /// A matrix of choices.
    Grid(grid::Grid),
    /// Rows of numbers.
    Amounts(amounts::Amounts),
    /// Choices in order.
    Rank(rank::Rank),
    /// A search in a long list.
    Lookup(lookup::Lookup),
    /// The entries of a repeat.
    Cards(cards::Cards),
    /// Words only.
    Note,
}

/// What every widget can do; the variants of [`Widget`] are its only implementations.
trait Part {
    fn draw(&self, context: &Context<'_>, sheet: &mut Sheet);
    fn act(&mut self, context: &Context<'_>, action: Action, spot: Spot) -> Reaction;
    fn pending(&self, context: &Context<'_>) -> Pending;
    fn place(&self, spot: Spot) -> Place;
    fn field(&mut self, spot: Spot) -> Option<&mut Field>;
}

impl Widget {
    /// The widget of a question, holding the answer so far.
    pub(crate) fn new(context: &Context<'_>, question: &Question) -> Self {
        match &question.kind {
            Kind::Text { .. } | Kind::Integer(_) | Kind::Decimal(_) | Kind::Date | Kind::Month => {
                Self::Typed(typed::Typed::new(context, question))
            }
            Kind::LongText { .. } => Self::Area(area::Area::new(context, question)),
            Kind::YesNo
            | Kind::Single(_)
            | Kind::Multiple { .. }
            | Kind::Scale { .. }
            | Kind::Acknowledge => Self::Choose(choose::Choose::new(context, question)),
            Kind::Matrix(matrix) => match &matrix.cells {
                Cells::Integer(_) | Cells::Decimal(_) => {
                    Self::Amounts(amounts::Amounts::new(context, question))
                }
                _ => Self::Grid(grid::Grid::new(context, question, matrix)),
            },
            Kind::Allocation { .. } => Self::Amounts(amounts::Amounts::new(context, question)),
            Kind::Rank { .. } => Self::Rank(rank::Rank::new(context, question)),
            Kind::Lookup(choices) => Self::Lookup(lookup::Lookup::new(context, question, choices)),
            Kind::Repeat(_) => Self::Cards(cards::Cards::new(context, question)),
            Kind::Note | Kind::Computed { .. } => Self::Note,
        }
    }

    fn part(&self) -> Option<&dyn Part> {
        Some(match self {
            Self::Choose(widget) => widget,
            Self::Typed(widget) => widget,
            Self::Area(widget) => widget,
            Self::Grid(widget) => widget,
            Self::Amounts(widget) => widget,
            Self::Rank(widget) => widget,
            Self::Lookup(widget) => widget,
            Self::Cards(widget) => widget,
            Self::Note => return None,
        })
    }

    fn part_mut(&mut self) -> Option<&mut dyn Part> {
        Some(match self {
            Self::Choose(widget) => widget,
            Self::Typed(widget) => widget,
            Self::Area(widget) => widget,
            Self::Grid(widget) => widget,
            Self::Amounts(widget) => widget,
            Self::Rank(widget) => widget,
            Self::Lookup(widget) => widget,
            Self::Cards(widget) => widget,
            Self::Note => return None,
        })
    }

    /// Draws the answer part of the page.
    pub(crate) fn draw(&self, context: &Context<'_>, sheet: &mut Sheet) {
        if let Some(part) = self.part() {
            part.draw(context, sheet);
        }
    }

    /// Does what a key asks for.
    pub(crate) fn act(&mut self, context: &Context<'_>, action: Action, spot: Spot) -> Reaction {
        match self.part_mut() {
            Some(part) => part.act(context, action, spot),
            None => Reaction::Ignored,
        }
    }

    /// What is in hand; `None` where the widget holds no answer: words to read, entries that stand
    /// in the form.
    pub(crate) fn pending(&self, context: &Context<'_>) -> Option<Pending> {
        match self {
            Self::Cards(_) if context.form.entries(context.path) > 0 => None,
            other => other.part().map(|part| part.pending(context)),
        }
    }

    /// Goes on, or back, within the page; `false` where the page itself is to be turned.
    pub(crate) fn turn(&mut self, narrow: bool, forward: bool) -> bool {
        match self {
            Self::Grid(grid) if narrow => grid.turn(forward),
            _ => false,
        }
    }

    /// Whether what the page asks was read on an earlier row of it.
    pub(crate) const fn is_turned(&self, narrow: bool) -> bool {
        matches!(self, Self::Grid(grid) if narrow && grid.is_turned())
    }

    /// What has the focus for a row.
    pub(crate) fn go_to_row(&mut self, narrow: bool, place: usize) -> Option<Spot> {
        match self {
            Self::Grid(grid) if narrow => {
                grid.go_to(place);
                None
            }
            _ => Some(Spot::Row(place)),
        }
    }

    /// What the digits of a table mean, in full: beside its rows there is not always room for that.
    pub(crate) fn meanings(&self, context: &Context<'_>) -> Vec<String> {
        match self {
            Self::Grid(grid) => grid.meanings(context),
            _ => Vec::new(),
        }
    }

    /// The text that is typed, where that is all there is.
    pub(crate) fn only_text(&self) -> Option<String> {
        match self {
            Self::Typed(widget) => Some(widget.text()),
            Self::Area(widget) => Some(widget.text()),
            _ => None,
        }
    }

    /// Puts a text in place of the one that is typed.
    pub(crate) fn put_text(&mut self, text: &str) {
        let typed = matches!(self, Self::Typed(_) | Self::Area(_));
        let part = self.part_mut().filter(|_| typed);
        if let Some(field) = part.and_then(|part| part.field(Spot::Field(0))) {
            field.act(Action::EraseAll);
            field.paste(text);
        }
    }

    /// What the focus is on, for the keys.
    pub(crate) fn place(&self, spot: Spot) -> Place {
        match spot {
            Spot::Body => Place::Reading,
            _ => self.part().map_or(Place::Reading, |part| part.place(spot)),
        }
    }

    /// Inserts pasted words where a text has the focus.
    pub(crate) fn paste(&mut self, spot: Spot, words: &str) -> bool {
        let field = self.part_mut().and_then(|part| part.field(spot));
        field.map(|field| field.paste(words)).is_some()
    }
}

/// A line such as `or`, between the choices and the ways of not answering.
fn or(context: &Context<'_>, sheet: &mut Sheet) {
    let word = context.words.say("or");
    sheet.bullet("      ", &word, super::theme::Tone::Quiet);
}

/// The first columns of a text, filled up with spaces to them.
pub(crate) fn padded(words: &str, columns: usize) -> String {
    let cut = text::truncate(words, columns);
    let gap = columns.saturating_sub(text::width(&cut));
    cut + &" ".repeat(gap)
}
