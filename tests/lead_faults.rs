//! Everything that can go wrong at the desk, in both languages: each fault says what happened, where, and what
//! to do next, on any window; and nothing at the desk has words of its own beside the table.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod stage;

use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use stage::desk::with_boxes;
use stage::{is_allowed, lines};
use tallybox::base::language::Language;
use tallybox::base::words::Words;
use tallybox::ui::input::{Input, Key};
use tallybox::ui::lead::{Fault, Lead, Msg, Trouble};
use tallybox::ui::theme::Theme;

const PLACE: &str = "/media/stick/chem.bundle";

fn draw(lead: &Lead, width: u16, height: u16) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    lead.view(buffer.area, Theme::PLAINEST, &mut buffer);
    lines(&buffer).join("\n")
}

/// Words with single spaces: a page wraps them.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_fault_says_what_where_and_what_next_in_both_languages() {
    let languages = ["en", "cy"].map(|tag| Words::new(&Language::new(tag)));
    for fault in Fault::ALL {
        let mut lead = with_boxes();
        lead.update(Msg::Failed(Trouble::at(*fault, PLACE).says("os error 5")));
        let mut said = Vec::new();
        for words in &languages {
            let page = flat(&draw(&lead, 80, 24));
            let (what, next) = (words.say(fault.what()), words.say(fault.next()));
            for sentence in [what.as_str(), PLACE, next.as_str(), "os error 5"] {
                assert!(
                    page.contains(&flat(sentence)),
                    "{fault:?}: {sentence}\n{page}"
                );
            }
            for sentence in [&what, &next] {
                let is_whole = sentence.ends_with('.') || sentence.ends_with(')');
                assert!(
                    is_whole && !sentence.contains("lead-fault"),
                    "{fault:?}: {sentence}"
                );
                let odd = sentence.chars().find(|letter| !is_allowed(*letter));
                assert_eq!(odd, None, "{fault:?}: {sentence}");
            }
            assert!(what.len() > 15 && next.len() > 15, "{fault:?}");
            said.push((what, next));
            lead.update(Msg::Input(Input::Key(Key::Function(4))));
        }
        assert_ne!(said[0].0, said[1].0, "{fault:?} is not translated");
        assert_ne!(said[0].1, said[1].1, "{fault:?} is not translated");
        // Wherever it happens, a key leads back, and no window is too small to say so much.
        for (width, height) in [(40, 12), (20, 6), (200, 80)] {
            draw(&lead, width, height);
        }
        lead.update(Msg::Input(Input::Key(Key::Enter)));
        assert_eq!(lead.screen(), "boxes", "{fault:?}");
    }
}

#[test]
fn no_two_faults_say_the_same() {
    let words = Words::new(&Language::new("en"));
    let mut all: Vec<String> = Fault::ALL
        .iter()
        .map(|fault| words.say(fault.what()))
        .collect();
    all.sort();
    let count = all.len();
    all.dedup();
    assert_eq!(all.len(), count);
}

/// What the desk's program says comes from the table: no error of a command is made there.
#[test]
fn the_desk_has_no_english_of_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/lead");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        let source = std::fs::read_to_string(&path).expect("it is text");
        seen += 1;
        for forbidden in [
            "CliError::",
            ".hint(",
            "Failed(String",
            "-> Result<Msg, CliError>",
        ] {
            assert!(
                !source.contains(forbidden),
                "{}: {forbidden}",
                path.display()
            );
        }
    }
    assert!(seen > 10, "it looked at {seen} files");
}
