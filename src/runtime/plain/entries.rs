//! A repeat read out: its entries, then add, change, remove, or no more.

use crate::base::words::Message;
use crate::form::Path;
use crate::response::answer::{Answer, Value};

use super::{Move, Plain, Stop, Turn};

/// What can be done with the entries.
enum Wish {
    Add,
    NoMore,
    Change(usize),
    Remove(usize),
    Copy(usize),
    Move(usize, usize),
}

impl Plain<'_> {
    /// Until the person has no more to add.
    pub(super) fn by_entry(&mut self, path: &Path) -> Result<Move, Stop> {
        loop {
            self.read_out_entries(path)?;
            let wish = match self.turn(path, &Message::plain("plain-prompt-entries"))? {
                Turn::Move(step) => return Ok(step),
                Turn::Missing(kind) => {
                    if let Some(step) = self.pass(path, kind)? {
                        return Ok(step);
                    }
                    continue;
                }
                Turn::Empty => match self.keep(path)? {
                    Some(step) => return Ok(step),
                    None => continue,
                },
                Turn::Text(typed) | Turn::Find(typed) => wish(&typed, self.form.entries(path)),
            };
            let step = match wish {
                Some(Wish::NoMore) => self.no_more(path)?,
                Some(Wish::Add) => self.add(path)?,
                Some(Wish::Change(entry)) => self.entry(path, entry)?,
                Some(Wish::Remove(entry)) => self.remove(path, entry)?,
                Some(Wish::Copy(entry)) => self.copy(path, entry)?,
                Some(Wish::Move(entry, to)) => self.put_at(path, entry, to)?,
                None => {
                    self.talk.error(&Message::plain("plain-entries-wish"))?;
                    None
                }
            };
            if let Some(step) = step {
                return Ok(step);
            }
        }
    }

    fn read_out_entries(&mut self, path: &Path) -> Result<(), Stop> {
        let count = self.form.entries(path);
        self.talk
            .tell(&Message::with("plain-entries", [("count", count.into())]))?;
        let lines = self.form.in_words(path);
        for entry in 0..count {
            let name = self.form.entry_name(path, entry);
            let name = name
                .or_else(|| lines.get(entry).cloned())
                .unwrap_or_default();
            self.talk.line(&format!("{}. {name}", entry + 1))?;
        }
        self.talk.say("plain-entries-add")?;
        if count > 0 {
            self.talk.say("plain-entries-change")?;
        }
        if count > 1 {
            self.talk.say("plain-entries-move")?;
        }
        Ok(self.talk.say("plain-entries-none")?)
    }

    /// "I have no more" with none added says that there are none, which is an answer.
    fn no_more(&mut self, path: &Path) -> Result<Option<Move>, Stop> {
        if self.form.entries(path) == 0 {
            let none = Answer::Value(Value::Entries(Vec::new()));
            let outcome = self.form.put(path, none);
            return self.settle(path, &outcome);
        }
        self.keep(path)
    }

    fn add(&mut self, path: &Path) -> Result<Option<Move>, Stop> {
        match self.form.add_entry(path) {
            Ok(entry) => self.entry(path, entry),
            Err(problem) => {
                self.talk.error(&problem.message)?;
                Ok(None)
            }
        }
    }

    fn copy(&mut self, path: &Path, entry: usize) -> Result<Option<Move>, Stop> {
        match self.form.copy_entry(path, entry) {
            Ok(entry) => self.entry(path, entry),
            Err(problem) => {
                self.talk.error(&problem.message)?;
                Ok(None)
            }
        }
    }

    fn put_at(&mut self, path: &Path, entry: usize, to: usize) -> Result<Option<Move>, Stop> {
        self.form.move_entry(path, entry, to);
        self.save()?;
        let place = [("place", (to + 1).into())];
        self.talk.tell(&Message::with("cards-moved", place))?;
        Ok(None)
    }

    fn remove(&mut self, path: &Path, entry: usize) -> Result<Option<Move>, Stop> {
        self.form.remove_entry(path, entry);
        self.save()?;
        self.talk.say("plain-entry-removed")?;
        Ok(None)
    }

    /// The questions of one entry; away from the first one backwards is back to the list.
    fn entry(&mut self, path: &Path, entry: usize) -> Result<Option<Move>, Stop> {
        let mut here: Option<Path> = None;
        let mut step = Move::Next;
        loop {
            let pages = self.form.entry_pages(path, entry);
            let at = here
                .as_ref()
                .and_then(|here| pages.iter().position(|page| page == here));
            let next = match (&step, at) {
                (Move::Back, Some(at)) => at.checked_sub(1),
                (Move::Again, at) => at,
                (_, Some(at)) => Some(at + 1),
                (_, None) => Some(0),
            };
            let Some(page) = next.and_then(|at| pages.get(at)) else {
                return Ok(None);
            };
            here = Some(page.clone());
            step = match self.ask(page)? {
                away @ (Move::Review | Move::Sections | Move::There) => return Ok(Some(away)),
                step => step,
            };
        }
    }
}

/// `add`, `no`, `change 2`, `remove 2`, `copy 2`, `move 3 to 1`, in English or Welsh.
fn wish(typed: &str, entries: usize) -> Option<Wish> {
    let typed = typed.to_lowercase();
    let (verb, rest) = typed.split_once(' ').unwrap_or((&typed, ""));
    let place = |typed: &str| {
        let place = typed.trim().parse::<usize>().ok()?.checked_sub(1)?;
        (place < entries).then_some(place)
    };
    let entry = || place(rest);
    let from_to = || {
        let mut words = rest.split_whitespace();
        let (from, to) = (words.next()?, words.next_back()?);
        Some(Wish::Move(place(from)?, place(to)?))
    };
    match verb {
        "add" | "a" | "ychwanegu" => Some(Wish::Add),
        "no" | "none" | "n" | "dim" => Some(Wish::NoMore),
        "change" | "c" | "newid" => entry().map(Wish::Change),
        "remove" | "r" | "dileu" => entry().map(Wish::Remove),
        "copy" | "copio" | "copïo" => entry().map(Wish::Copy),
        "move" | "m" | "symud" => from_to(),
        _ => None,
    }
}
