//! Every screen of the lead's, by the program's own tables of names: a way of keys and answers that leads to it,
//! and what it looks like at three sizes in two themes (`tests/data/every-lead`; `UPDATE=1` writes them anew);
//! that its hints are whole at every width, and that no cell has a look that the contrast test does not know.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod stage;

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use stage::desk::{arrival, at, preparation, press, table, type_in, with_boxes, with_keys};
use stage::kept::{STANDARD, Sheaf, marks};
use stage::{is_allowed, lines};
use tallybox::base::language::{Language, Text};
use tallybox::base::words::{Message, Words};
use tallybox::ui::input::Key;
use tallybox::ui::lead::{
    Answered, Fault, Lead, Msg, Needs, SCREENS, Trouble, WaveFile, Who, Written, keys,
};
use tallybox::ui::theme::{Charset, Colours, Look, Theme};

/// The name of a screen, and a way to it.
type Way = (&'static str, fn() -> Lead);

const WAYS: &[Way] = &[
    ("who", || {
        let who = |name: &str| Who {
            id: name.to_owned(),
            name: format!("Head of {name}"),
            sees: format!("Sees the answers that people in {name} gave their lead."),
        };
        Lead::demo(&Language::new("en"), vec![who("Chemistry"), who("Physics")])
    }),
    ("keys", || with_keys("en")),
    ("passphrase", || {
        let mut lead = with_keys("en");
        press(&mut lead, &[Key::Down, Key::Enter]);
        type_in(&mut lead, "secret");
        lead
    }),
    ("boxes", with_boxes),
    ("compare", comparing),
    ("keep", keeping),
    ("surveys", || {
        let mut lead = after(keeping(), &[Key::Enter]);
        lead.update(Msg::Surveys(surveys()));
        after(lead, &[Key::Down])
    }),
    ("watch", || {
        let mut lead = keeping();
        press(&mut lead, &[Key::Enter]);
        lead
    }),
    ("told", || {
        let mut lead = with_boxes();
        let told = ["set aside: record 0123456789abcdef, part `lead`: it was altered or cut"];
        lead.update(Msg::Arrived(Box::new(arrival(&told))));
        lead
    }),
    ("help", || after(with_keys("en"), &[Key::Function(1)])),
    ("commands", || {
        let mut lead = after(view(), &[Key::Char(':')]);
        type_in(&mut lead, "s");
        lead
    }),
    ("waiting", || Lead::new(&Language::new("en")).0),
    ("failed", || {
        let mut lead = with_boxes();
        let trouble = Trouble::at(Fault::Unread, "/media/stick/a.bundle");
        lead.update(Msg::Failed(trouble.says("Broken pipe (os error 32)")));
        lead
    }),
    ("view", view),
    ("questions", || {
        let keys = [Key::Char('m'), Key::Home];
        let mut lead = after(view(), &keys);
        while lead.screen() != "questions" {
            press(&mut lead, &[Key::Down]);
            if on(&lead).contains("Every question") {
                press(&mut lead, &[Key::Enter]);
            }
        }
        lead
    }),
    ("values", || {
        after(view(), &[Key::End, Key::Right, Key::Char('f')])
    }),
    ("texts", || {
        let mut lead = view();
        let text = "The kiln would stop. Nobody else knows which of its three thermocouples is the true one.";
        lead.update(Msg::Texts(vec![Written {
            question: Text::same("What would stop without you?"),
            department: Some(stage::desk::label("chemistry", "Chemistry")),
            text: text.to_owned(),
            mark: None,
        }]));
        lead
    }),
    ("earlier", || {
        let mut lead = view();
        lead.update(Msg::Waves(vec![WaveFile {
            path: "/media/stick/2025.json".to_owned(),
            wave: "2025".to_owned(),
            folder: "/media/stick".to_owned(),
            is_chosen: true,
        }]));
        lead
    }),
    ("menu", || after(view(), &[Key::Char('m')])),
    ("departments", || after(view(), &[Key::Char('d')])),
    ("about", || after(view(), &[Key::Char('?')])),
    ("said", || {
        let mut lead = view();
        lead.update(Msg::Written("/home/lead/Downloads/EXACT-x.txt".to_owned()));
        lead
    }),
    ("leaving", || {
        after(needing(), &[Key::Function(9), Key::Escape])
    }),
    ("keep-after-all", || {
        let mut lead = demand();
        lead.update(Msg::Held { can_be_kept: true });
        lead
    }),
    ("needs-faulty", || {
        let mut lead = demand();
        let mistake = "chemistry.toml:3:9: there is no skill `mat.sen` in this survey; did you mean `mat.sem`?";
        let trouble = Trouble::new(Fault::FileFaulty).detailed([Message::same(mistake)]);
        lead.update(Msg::NeedsFaulty(trouble));
        lead
    }),
    ("export-purpose", || after(view(), &[Key::Char('e')])),
    ("export-format", || {
        after(view(), &[Key::Char('e'), Key::Down, Key::Enter])
    }),
    ("export-folder", || {
        let keys = [Key::Char('e'), Key::Down, Key::Enter, Key::Enter];
        after(view(), &keys)
    }),
    ("demand", demand),
    ("demand-headcount", || after(demand(), &[Key::Enter])),
    ("demand-rate", || after(demand(), &[Key::Down, Key::Enter])),
    ("demand-need", needing),
];

/// Two surveys with answers.
fn surveys() -> Vec<Answered> {
    let of = |id: &str, title: &str, waves: &[&str], records| Answered {
        id: id.to_owned(),
        title: title.to_owned(),
        waves: waves.iter().map(|wave| (*wave).to_owned()).collect(),
        records,
    };
    vec![
        of("equipment", "Equipment register", &["2027"], 1),
        of("skills", "Skills and responsibility", &["2025", "2027"], 41),
    ]
}

fn after(mut lead: Lead, keys: &[Key]) -> Lead {
    press(&mut lead, keys);
    lead
}

fn view() -> Lead {
    at(table())
}

fn comparing() -> Lead {
    let mut lead = after(with_boxes(), &[Key::Enter]);
    lead.update(Msg::Prepared(preparation()));
    lead
}

fn keeping() -> Lead {
    after(comparing(), &[Key::Char('y'), Key::Char('y')])
}

/// What Chemistry needs: nothing yet.
fn demand() -> Lead {
    let mut lead = after(view(), &[Key::Char('d'), Key::Down, Key::Enter]);
    lead.update(Msg::View(Box::new(table())));
    press(&mut lead, &[Key::Char('m'), Key::End]);
    while !on(&lead).contains("needs") {
        press(&mut lead, &[Key::Up]);
    }
    press(&mut lead, &[Key::Enter]);
    lead.update(Msg::Needs(Box::new(Needs {
        headcount: Some(31),
        ..Needs::default()
    })));
    lead
}

/// A need that is being written.
fn needing() -> Lead {
    let mut lead = after(demand(), &[Key::Char('a')]);
    type_in(&mut lead, "kar");
    press(&mut lead, &[Key::Enter]);
    lead
}

fn draw(lead: &Lead, (width, height): (u16, u16), theme: Theme) -> (Buffer, Option<Position>) {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    let cursor = lead.view(area, theme, &mut buffer);
    (buffer, cursor)
}

/// The line of the cursor.
fn on(lead: &Lead) -> String {
    let (buffer, cursor) = draw(lead, (80, 24), STANDARD);
    lines(&buffer)[usize::from(cursor.expect("a cursor").y)].clone()
}

/// Every screen there is, by its own way.
fn all() -> Vec<(&'static str, Lead)> {
    let gone = WAYS.iter().map(|(name, way)| {
        let lead = way();
        let (buffer, _) = draw(&lead, (80, 24), STANDARD);
        assert_eq!(lead.screen(), *name, "{}", lines(&buffer).join("\n"));
        (*name, lead)
    });
    gone.collect()
}

#[test]
fn no_screen_of_the_leads_is_missing_here() {
    let there: Vec<&str> = SCREENS.concat();
    let names: BTreeSet<&str> = there.iter().copied().collect();
    assert_eq!(names.len(), there.len(), "two have one name");
    let shown: BTreeSet<&str> = WAYS.iter().map(|way| way.0).collect();
    assert_eq!(names, shown);
}

#[test]
fn every_screen_looks_as_its_file_says_at_three_sizes_in_two_themes() {
    let screens = all();
    let sheaf = Sheaf::of(|size, theme| {
        let drawn = screens.iter().map(|(name, lead)| {
            let (buffer, cursor) = draw(lead, size, theme);
            ((*name).to_owned(), buffer, cursor)
        });
        drawn.collect()
    });
    sheaf.is_kept_in("tests/data/every-lead");
}

#[test]
fn every_look_in_every_theme_is_one_that_the_contrast_test_knows() {
    for look in Look::ALL {
        for colours in [Colours::None, Colours::Sixteen, Colours::Many] {
            let theme = Theme {
                look,
                ..Theme::new(colours, Charset::Ascii)
            };
            for (name, lead) in all() {
                marks(theme, &draw(&lead, (80, 24), theme).0, name);
            }
        }
    }
}

#[test]
fn hints_are_whole_at_every_width_and_letters_are_in_every_font() {
    let words = Words::new(&Language::new("en"));
    let tables = keys::TABLES.iter().copied().chain([keys::EVERYWHERE]);
    let known: BTreeSet<String> = tables
        .flatten()
        .map(|binding| format!("{} {}", binding.name, words.say(binding.does)))
        .collect();
    for (name, lead) in all() {
        for width in (40..=200).step_by(8) {
            let (buffer, cursor) = draw(&lead, (width, 24), STANDARD);
            assert!(cursor.is_none_or(|at| buffer.area.contains(at)), "{name}");
            let text = lines(&buffer);
            let line = text.last().unwrap();
            for hint in line
                .split("   ")
                .map(str::trim)
                .filter(|hint| !hint.is_empty())
            {
                assert!(known.contains(hint), "{name} at {width}: {hint:?}");
            }
            let odd = text
                .concat()
                .chars()
                .find(|c| !is_allowed(*c) && !"█▒░·".contains(*c));
            assert_eq!(odd, None, "{name}: {}", text.join("\n"));
        }
    }
}

#[test]
fn no_size_from_nothing_to_the_largest_breaks_any_screen() {
    for (_, lead) in all() {
        for size in [(1, 1), (3, 3), (20, 6), (39, 24), (80, 11), (500, 200)] {
            draw(&lead, size, STANDARD);
        }
    }
}
