//! A matrix where columns are scarce: one row at a time, its columns one under the other in words, as
//! any other list is. Continue and Back go from row to row before they leave the page.

use crate::base::words::Arg;
use crate::ui::keymap::Action;
use crate::ui::sheet::{Sheet, Spot};
use crate::ui::theme::Tone;
use crate::ui::widget::{Context, Reaction, or};

use super::Grid;

impl Grid {
    /// Draws the row that the person is on.
    pub(super) fn draw_one(&self, context: &Context<'_>, sheet: &mut Sheet) {
        let Some(row) = self.rows.get(self.here) else {
            return;
        };
        if let Some(group) = row.group {
            sheet.say(&context.tell(&self.groups[group].1), Tone::Quiet);
        }
        let args = [
            ("number", Arg::from(self.here + 1)),
            ("count", Arg::from(self.rows.len())),
            ("row", Arg::from(context.text(&row.label))),
        ];
        sheet.say(&context.words.say_with("plain-row", args), Tone::Title);
        for (place, column) in self.columns.iter().enumerate() {
            if column.is_missing() && place > 0 && !self.columns[place - 1].is_missing() {
                or(context, sheet);
            }
            let tone = if row.chosen.contains(&place) {
                Tone::Chosen
            } else {
                Tone::Text
            };
            let label = context.tell(&column.label);
            sheet.item(Spot::Choice(place), &self.mark_one(place), &label, tone);
        }
        if let Some(group) = self.ended_here() {
            self.draw_close(context, group, sheet);
        }
        sheet.start = row.chosen.first().map(|&place| Spot::Choice(place));
    }

    fn mark_one(&self, place: usize) -> String {
        let chosen = self.rows[self.here].chosen.contains(&place);
        let digit = self.columns[place].digit;
        let digit = digit.map_or(String::new(), |digit| format!("{digit} "));
        let mark = match (self.several, chosen) {
            (false, false) => "( )",
            (false, true) => "(*)",
            (true, false) => "[ ]",
            (true, true) => "[x]",
        };
        format!("{digit}{mark} ")
    }

    /// The group that can be closed after this row.
    fn ended_here(&self) -> Option<usize> {
        let group = self.rows.get(self.here)?.group;
        let next = self.rows.get(self.here + 1);
        let ends = next.is_none_or(|next| next.group != group);
        group.filter(|_| ends && self.closable)
    }

    /// A key on a column of the row; arrows move the choice, as in any list of one.
    pub(super) fn act_one(&mut self, action: Action, place: usize) -> Reaction {
        let here = self.here;
        if here >= self.rows.len() || place >= self.columns.len() {
            return Reaction::Ignored;
        }
        let to = match action {
            Action::Choose => Some(place),
            Action::Digit(digit) => self.column_of(digit),
            Action::Clear => {
                self.rows[here].chosen.clear();
                return Reaction::Changed(Some(Spot::Choice(place)));
            }
            moved if !self.several => return self.follow(moved, place),
            _ => None,
        };
        let Some(to) = to else {
            return Reaction::Ignored;
        };
        self.set(here, to);
        Reaction::Changed(Some(Spot::Choice(to)))
    }

    fn follow(&mut self, action: Action, place: usize) -> Reaction {
        let last = self.columns.len() - 1;
        let began = !self.rows[self.here].chosen.is_empty();
        let to = match action {
            Action::Up if began => place.saturating_sub(1),
            // From the last column down is on to what stands below.
            Action::Down if began && place == last => return Reaction::Ignored,
            Action::Down if began => place + 1,
            Action::Up | Action::Down => place,
            _ => return Reaction::Ignored,
        };
        self.set(self.here, to);
        Reaction::Changed(Some(Spot::Choice(to)))
    }

    /// Goes to the next or the last row; `false` at the edge, where the page is left.
    pub(crate) fn turn(&mut self, forward: bool) -> bool {
        let to = if forward {
            Some(self.here + 1)
        } else {
            self.here.checked_sub(1)
        };
        let to = to.filter(|&to| to < self.rows.len());
        self.here = to.unwrap_or(self.here);
        to.is_some()
    }

    /// Whether another row was asked before.
    pub(crate) const fn is_turned(&self) -> bool {
        self.here > 0
    }

    /// Goes to a row.
    pub(crate) fn go_to(&mut self, place: usize) {
        self.here = place.min(self.rows.len().saturating_sub(1));
    }
}
