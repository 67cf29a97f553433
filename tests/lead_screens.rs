//! The lead's screens as they look, at every size: from the key to the figures. They stand in
//! `tests/data/screens`; `UPDATE=1` rewrites them.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod picture;
mod stage;

use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use stage::desk::{arrival, at, charts, preparation, press, table, type_in, with_boxes, with_keys};
use stage::lines;
use tallybox::base::language::Language;
use tallybox::base::words::Message;
use tallybox::ui::input::Key;
use tallybox::ui::lead::{Lead, Msg, Needs, Progress};
use tallybox::ui::theme::{Charset, Colours, Theme};

const SIZES: [(u16, u16); 4] = [(80, 24), (60, 20), (40, 12), (200, 60)];

/// Draws at every size and compares with what is kept.
fn shot(lead: &Lead, name: &str) {
    let theme = Theme::new(Colours::None, Charset::Utf8);
    for (width, height) in SIZES {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        let cursor = lead.view(area, theme, &mut buffer);
        let cursor =
            cursor.map_or_else(|| "none".to_owned(), |Position { x, y }| format!("{x},{y}"));
        let text = format!("{}\n=== cursor {cursor}\n", lines(&buffer).join("\n"));
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/data/screens")
            .join(format!("lead-{name}.{width}x{height}.txt"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).expect("written");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            text,
            kept,
            "{} differs; UPDATE=1 rewrites it",
            path.display()
        );
    }
}

/// A picture for the README and the tour.
fn take(lead: &Lead, name: &str) {
    let theme = Theme::new(Colours::Many, Charset::Utf8);
    let area = Rect::new(0, 0, 80, 24);
    picture::picture(name, area, |area, buffer| lead.view(area, theme, buffer));
}

#[test]
fn the_key_and_its_passphrase() {
    let mut lead = with_keys("en");
    shot(&lead, "01-key");
    press(&mut lead, &[Key::Char('a')]);
    type_in(&mut lead, "/media/stick/chem.key");
    shot(&lead, "02-key-path");
    press(&mut lead, &[Key::Escape, Key::Down, Key::Down, Key::Enter]);
    shot(&lead, "03-key-exposed");
    press(&mut lead, &[Key::Char('n'), Key::Up, Key::Enter]);
    type_in(&mut lead, "SECRET");
    shot(&lead, "04-passphrase");
    press(&mut lead, &[Key::Function(2)]);
    shot(&lead, "05-forgotten");
    press(&mut lead, &[Key::Escape, Key::Enter]);
    shot(&lead, "06-unlocking");
    lead.update(Msg::WrongPassphrase);
    shot(&lead, "07-wrong");
    let (mut lead, _) = Lead::new(&Language::new("en"));
    lead.update(Msg::Keys(Vec::new()));
    shot(&lead, "08-no-key");
    shot(&with_keys("cy"), "09-key-welsh");
}

#[test]
fn the_boxes_and_the_words() {
    let mut lead = with_boxes();
    shot(&lead, "10-boxes");
    press(&mut lead, &[Key::Enter]);
    lead.update(Msg::Prepared(preparation()));
    shot(&lead, "11-compare-keys");
    press(&mut lead, &[Key::Char('y')]);
    shot(&lead, "12-compare-box");
    press(&mut lead, &[Key::Char('y')]);
    shot(&lead, "13-keep");
    press(&mut lead, &[Key::Enter]);
    lead.update(Msg::Progress(Progress {
        doing: Message::plain("lead-opening"),
        done: 100,
        of: 245,
    }));
    shot(&lead, "14-watch");
    let told = ["set aside: record 0123456789abcdef, part `lead`: it was altered or cut"];
    lead.update(Msg::Arrived(Box::new(arrival(&told))));
    shot(&lead, "15-told");
    let mut lead = with_boxes();
    press(&mut lead, &[Key::Enter]);
    lead.update(Msg::Prepared(preparation()));
    press(&mut lead, &[Key::Char('n')]);
    shot(&lead, "16-foreign");
}

#[test]
fn a_table_and_what_lies_above_it() {
    let mut lead = at(table());
    shot(&lead, "20-table");
    take(&lead, "lead-table");
    press(&mut lead, &[Key::Char(':')]);
    type_in(&mut lead, "co");
    shot(&lead, "29-commands");
    take(&lead, "lead-commands");
    press(&mut lead, &[Key::Escape]);
    press(&mut lead, &[Key::End, Key::Up, Key::Up]);
    shot(&lead, "21-table-below");
    press(
        &mut lead,
        &[
            Key::Home,
            Key::Right,
            Key::Right,
            Key::Right,
            Key::Char('s'),
        ],
    );
    shot(&lead, "22-table-sorted");
    press(&mut lead, &[Key::Char('/')]);
    type_in(&mut lead, "gas");
    shot(&lead, "23-table-find");
    press(&mut lead, &[Key::Escape, Key::Home, Key::Char('f')]);
    shot(&lead, "23-table-values");
    press(&mut lead, &[Key::Down, Key::Enter]);
    type_in(&mut lead, "glass");
    shot(&lead, "23-table-filter");
    press(&mut lead, &[Key::Enter, Key::Enter]);
    shot(&lead, "24-detail");
    press(&mut lead, &[Key::Char('?')]);
    shot(&lead, "25-about");
    press(&mut lead, &[Key::Escape, Key::Char('e')]);
    shot(&lead, "26-export");
    press(&mut lead, &[Key::Down, Key::Enter]);
    shot(&lead, "27-format");
    press(&mut lead, &[Key::Enter]);
    shot(&lead, "28-folder");
    lead.update(Msg::Written("/home/lead/Downloads/EXACT-x.txt".to_owned()));
    shot(&lead, "29-written");
}

#[test]
fn charts_and_lists() {
    let mut lead = at(charts());
    shot(&lead, "30-facts-and-bars");
    take(&lead, "lead-department");
    press(&mut lead, &[Key::End, Key::Up, Key::Up, Key::Up]);
    shot(&lead, "31-grids");
    press(&mut lead, &[Key::Char('e')]);
    shot(&lead, "32-people-stay");
    press(&mut lead, &[Key::Escape, Key::Char('d')]);
    shot(&lead, "33-departments");
    press(&mut lead, &[Key::Escape, Key::Char('m'), Key::End]);
    shot(&lead, "34-views");
    press(&mut lead, &[Key::Enter]);
    shot(&lead, "35-not-here");
}

#[test]
fn what_the_department_needs() {
    let mut lead = at(table());
    press(&mut lead, &[Key::Char('d'), Key::Down, Key::Enter]);
    lead.update(Msg::View(Box::new(table())));
    press(&mut lead, &[Key::Char('m'), Key::Home]);
    press(&mut lead, &[Key::Down; 13]);
    press(&mut lead, &[Key::Enter]);
    lead.update(Msg::Needs(Box::new(Needs {
        headcount: Some(31),
        ..Needs::default()
    })));
    shot(&lead, "40-no-needs");
    press(&mut lead, &[Key::Char('a')]);
    type_in(&mut lead, "kar");
    shot(&lead, "41-skill");
    press(&mut lead, &[Key::Enter, Key::Down]);
    shot(&lead, "42-need");
    press(&mut lead, &[Key::Function(9)]);
    shot(&lead, "43-needs");
    press(&mut lead, &[Key::Escape]);
    shot(&lead, "44-leaving");
}
