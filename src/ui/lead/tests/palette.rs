//! The palette, by keys alone.

use super::*;
use crate::base::words::Words;
use crate::ui::keymap::file as keyboard;

/// What the palette lists, at a size: without marks and in order.
fn listed(lead: &Lead, width: u16, height: u16) -> Vec<String> {
    let (screen, cursor) = draw(lead, width, height);
    let at = cursor.unwrap_or_else(|| panic!("a cursor is on\n{screen}"));
    assert_eq!(at.y, 1, "it stands where one types\n{screen}");
    let lines = screen.lines().skip(3).take(usize::from(height) - 5);
    lines
        .map(|line| line.trim_start_matches(['>', ' ']).to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

#[test]
fn every_command_view_and_department_is_found_with_its_key() {
    let mut lead = arrived(cover());
    for opens in [Key::Char(':'), Key::Ctrl('p')] {
        press(&mut lead, opens);
        assert_eq!(lead.screen(), "commands");
        let all = listed(&lead, 80, 100).join("\n");
        for row in keys::VIEW.iter().chain(keys::EVERYWHERE) {
            let says = Words::new(&english()).say(row.does);
            let is_itself = row.action == Action::Commands;
            let mut rest = says.chars();
            let first = rest.next().map(char::to_uppercase);
            let says: String = first.into_iter().flatten().chain(rest).collect();
            assert_eq!(all.contains(&says), !is_itself, "{says}\n{all}");
            for key in row.keys.iter().filter(|_| !is_itself) {
                assert!(all.contains(&key.name()), "{}", key.name());
            }
        }
        for words in ["Who can cover what", "Every question", "Department: "] {
            assert!(all.contains(words), "{words}\n{all}");
        }
        press(&mut lead, Key::Escape);
        assert_eq!(lead.screen(), "view", "Esc leaves and nothing has happened");
    }
}

#[test]
fn a_few_letters_find_it_and_a_slip_does_too_at_every_size() {
    for (width, height) in [(40, 12), (60, 20), (80, 24), (200, 60)] {
        for typed in ["take", "hom tak", "takw home", "TAKE HOME"] {
            let mut lead = arrived(cover());
            press(&mut lead, Key::Ctrl('p'));
            type_in(&mut lead, typed);
            let found = listed(&lead, width, height);
            let is_it = |line: &String| line.starts_with("Take home") && line.ends_with('e');
            assert!(found.iter().any(is_it), "{typed}: {found:?}");
            let (screen, _) = draw(&lead, width, height);
            assert!(screen.contains("Enter do it   Esc back"), "{screen}");
        }
        let mut lead = arrived(cover());
        press(&mut lead, Key::Ctrl('p'));
        type_in(&mut lead, "take h");
        assert_eq!(listed(&lead, width, height).len(), 1);
        press(&mut lead, Key::Enter);
        assert_eq!(lead.screen(), "export-purpose", "{width}");
    }
}

#[test]
fn what_is_chosen_happens_and_what_is_not_found_does_nothing() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char(':'));
    type_in(&mut lead, "every question");
    assert!(press(&mut lead, Key::Enter).is_empty());
    assert_eq!(lead.screen(), "questions");
    press(&mut lead, Key::Char(':'));
    type_in(&mut lead, "language");
    press(&mut lead, Key::Enter);
    assert_eq!(lead.teller.words().language().as_str(), "cy");
    press(&mut lead, Key::Function(4));
    press(&mut lead, Key::Char(':'));
    type_in(&mut lead, "colours");
    assert!(press(&mut lead, Key::Enter) == [Effect::Display]);
    press(&mut lead, Key::Char(':'));
    type_in(&mut lead, "xyzzy");
    assert!(press(&mut lead, Key::Enter).is_empty());
    assert_eq!(lead.screen(), "commands");
    shows(&lead, "Try fewer letters");
    press(&mut lead, Key::Ctrl('u'));
    assert!(listed(&lead, 80, 24).len() > 10);
    let first = screen(&lead);
    press(&mut lead, Key::PageDown);
    assert_ne!(screen(&lead), first, "a page key goes a page on");
    press(&mut lead, Key::PageUp);
    assert_eq!(screen(&lead), first);
    press(&mut lead, Key::Down);
    press(&mut lead, Key::Up);
    assert!(press(&mut lead, Key::Function(10)) == [Effect::Leave]);
}

#[test]
fn where_text_is_typed_the_colon_is_text_and_the_other_key_opens_it() {
    let mut lead = arrived(cover());
    press(&mut lead, Key::Char('/'));
    press(&mut lead, Key::Char(':'));
    assert_eq!(lead.screen(), "view");
    shows(&lead, "Find: :");
    press(&mut lead, Key::Ctrl('p'));
    assert_eq!(lead.screen(), "commands");
    press(&mut lead, Key::Escape);
    shows(&lead, "Find: :");
}

#[test]
fn a_home_s_keys_work_and_are_named_in_hints_help_and_palette() {
    let wanted =
        keyboard::read("keyboard.toml", "[desk]\nexport = \"F8\"\nback = \"q\"\n").unwrap();
    let mut lead = arrived(cover()).listening(wanted.keys);
    let theme = wanted.listening(Theme::PLAINEST);
    let draw = |lead: &Lead| {
        let area = Rect::new(0, 0, 200, 60);
        let mut buffer = Buffer::empty(area);
        lead.view(area, theme, &mut buffer);
        let text: String = buffer
            .content
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        text
    };
    let screen = draw(&lead);
    assert!(
        screen.contains("F8 take home") && screen.contains("q back"),
        "{screen}"
    );
    press(&mut lead, Key::Char('?'));
    assert!(draw(&lead).contains("F8, e "), "{}", draw(&lead));
    press(&mut lead, Key::Char('q'));
    press(&mut lead, Key::Char(':'));
    assert!(draw(&lead).contains("F8, e"));
    press(&mut lead, Key::Escape);
    press(&mut lead, Key::Function(8));
    assert_eq!(lead.screen(), "export-purpose");
}
