//! Every screen there is, by the program's own table of names: a way of keys that leads to it, what it
//! looks like at three sizes and how that is marked in two themes, that its hints are never cut at any
//! width, that no cell has a look that the contrast test does not know, and what a key costs.
//! `UPDATE=1 cargo test --test every_screen` writes `tests/data/every` anew.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod stage;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use stage::kept::{STANDARD, Sheaf, marks};
use stage::{Shelf, Stage, every_kind, lines, today};
use tallybox::base::language::Language;
use tallybox::base::words::Words;
use tallybox::form::{Form, simulate};
use tallybox::response::code::Code;
use tallybox::runtime::driver::Event;
use tallybox::runtime::respondent::Respondent;
use tallybox::terminal::Output;
use tallybox::ui::keymap::TABLE;
use tallybox::ui::theme::{Charset, Colours, Look, Spacing, Theme};
use tallybox::ui::{self, Begun, InHand, Mode, Saved, Setup, SubmitFailure};

type Begin = fn((u16, u16), Theme) -> Stage;

/// A screen, where the way to it begins, and the keys.
const WAYS: &[(&str, Begin, &str)] = &[
    ("start", home, ""),
    ("about", home, "5"),
    ("language", home, "F4"),
    ("notice", home, "1"),
    ("words", home, "1 Tab Enter"),
    ("ask-back", home, "1 Tab Enter Enter"),
    ("small", first, "3 Enter"),
    ("preview", filled, "F9 Home Enter"),
    ("ask", first, "Enter"),
    ("sections", filled, "F2"),
    ("check", filled, "F9"),
    ("receipt", filled, "F9 Tab Enter"),
    ("own", own, "1 'WORDS' Enter"),
    ("withdraw", own, "1 'WORDS' Enter Tab Down Down Enter"),
    ("diary", own, "1 'WORDS' Enter Tab Down Enter"),
    ("diary-entry", own, "1 'WORDS' Enter Tab Down Enter Enter"),
    ("last-year", again, "1 Tab Enter Enter ONCE"),
    ("leave", first, "F10"),
    ("invitation", invited, "'1234 5678'"),
    ("come-back", home, "2 'absu amou doct zebro'"),
    ("lost", home, "2 Down Enter"),
    ("elsewhere", taken_over, "1 2"),
    ("no-room", crowded, "1 Tab Enter"),
    ("unsent", full, "F9 Tab Enter"),
    ("help", first, "F1"),
    ("why", trial, "F8"),
    ("display", first, "F5"),
];

fn english() -> Language {
    Language::new("en")
}

fn fresh(mode: Mode, size: (u16, u16), theme: Theme) -> Stage {
    Stage::dressed(every_kind(), mode, Some(english()), size, theme)
}

fn home(size: (u16, u16), theme: Theme) -> Stage {
    fresh(Mode::Home, size, theme)
}

fn form() -> Form {
    Form::new(every_kind(), english(), today(), 1)
}

/// At a page of a form.
fn at(
    form: Form,
    page: Option<&str>,
    mode: Mode,
    (width, height): (u16, u16),
    theme: Theme,
) -> Stage {
    let mut stage = fresh(mode, (width, height), theme);
    let setup = Setup {
        questionnaire: every_kind(),
        mode,
        language: Some(english()),
        today: today(),
        seed: 1,
        box_name: "Chemistry stores".to_owned(),
        small: BTreeSet::from(["mech".to_owned()]),
        theme,
    };
    let begun = Begun {
        code: Code::from_bits([1; 10]),
        form,
        page: page.map(str::to_owned),
        said: None,
        in_hand: InHand::default(),
    };
    let shelf = Shelf {
        questionnaire: Some(every_kind()),
        ..Shelf::default()
    };
    stage.program = Respondent::begun(setup, stage.area, shelf, begun);
    stage
}

/// At the first page, where only who was invited may begin.
fn invited(size: (u16, u16), theme: Theme) -> Stage {
    let mut stage = fresh(Mode::Fill, size, theme);
    stage.program =
        std::mem::replace(&mut stage.program, home(size, theme).program).asks_invitation(None);
    stage
}

fn first(size: (u16, u16), theme: Theme) -> Stage {
    at(form(), None, Mode::Home, size, theme)
}

fn filled(size: (u16, u16), theme: Theme) -> Stage {
    at(simulate::complete(form(), 7), None, Mode::Home, size, theme)
}

fn trial(size: (u16, u16), theme: Theme) -> Stage {
    at(form(), None, Mode::Trial, size, theme)
}

fn taken_over(size: (u16, u16), theme: Theme) -> Stage {
    let mut stage = first(size, theme);
    stage.shelf().save_fails = Some(Saved::Elsewhere);
    stage
}

/// Somebody at a box that keeps answers of an earlier wave.
fn again(size: (u16, u16), theme: Theme) -> Stage {
    let mut stage = home(size, theme);
    let mut then = (*every_kind()).clone();
    "2026".clone_into(&mut then.wave);
    let then = Form::new(Arc::new(then), english(), today(), 1);
    let sent = simulate::complete(then, 7);
    stage.shelf().earlier.push((own_code().digits(), sent));
    stage
}

fn crowded(size: (u16, u16), theme: Theme) -> Stage {
    let mut stage = home(size, theme);
    stage.shelf().is_full = true;
    stage
}

fn full(size: (u16, u16), theme: Theme) -> Stage {
    let mut stage = filled(size, theme);
    stage.shelf().submit_fails = Some(SubmitFailure::StoreFull);
    stage
}

fn own(size: (u16, u16), theme: Theme) -> Stage {
    let mut stage = fresh(Mode::Own, size, theme);
    let sent = simulate::complete(form(), 7);
    stage.shelf().sent.insert(own_code().digits(), sent);
    stage
}

fn own_code() -> Code {
    Code::from_bits([9; 10])
}

/// Goes a way and sees that it leads there.
fn go(way: &(&str, Begin, &str), size: (u16, u16), theme: Theme) -> Stage {
    let (screen, begin, keys) = way;
    let mut stage = begin(size, theme);
    // Past the words that are asked back; in a narrow window that line stands elsewhere.
    let once = if size.0 < 60 {
        "Tab Tab Enter"
    } else {
        "Tab Tab Tab Enter"
    };
    let keys = keys.replace("WORDS", &own_code().words().join(" "));
    stage.hurry(&keys.replace("ONCE", once));
    assert_eq!(
        stage.program.session().screen(),
        *screen,
        "{}",
        stage.text()
    );
    stage
}

/// Every page of the survey that has every kind of question, empty and filled in.
fn pages(size: (u16, u16), theme: Theme) -> Vec<(String, Stage)> {
    let mut out = Vec::new();
    for (state, form) in [("empty", form()), ("filled", simulate::complete(form(), 7))] {
        for page in form.pages() {
            let stage = at(form.clone(), Some(&page), Mode::Home, size, theme);
            out.push((format!("ask {page} {state}"), stage));
        }
    }
    out
}

/// Every screen there is.
fn all(size: (u16, u16), theme: Theme) -> Vec<(String, Stage)> {
    let ways = WAYS.iter();
    let screens = ways.map(|way| (way.0.to_owned(), go(way, size, theme)));
    screens.chain(pages(size, theme)).collect()
}

#[test]
fn no_screen_is_missing_here() {
    let known: BTreeSet<&str> = WAYS.iter().map(|way| way.0).collect();
    let there: BTreeSet<&str> = ui::SCREENS.iter().copied().collect();
    assert_eq!(known, there);
    assert_eq!(ui::SCREENS.len(), there.len(), "two have one name");
    let kinds = every_kind();
    let kinds: std::collections::HashSet<_> = kinds
        .questions()
        .map(|question| std::mem::discriminant(&question.kind))
        .collect();
    // All but `computed`, which has no page.
    assert_eq!(
        kinds.len(),
        17,
        "a kind of question is not in every-kind.toml"
    );
}

#[test]
fn every_screen_looks_as_its_file_says_at_three_sizes_in_two_themes() {
    let sheaf = Sheaf::of(|size, theme| {
        let screens = all(size, theme).into_iter();
        let drawn = screens.map(|(name, stage)| {
            let (buffer, cursor) = stage.frame();
            (name, buffer, Some(cursor))
        });
        drawn.collect()
    });
    sheaf.is_kept_in("tests/data/every");
}

#[test]
fn every_look_on_every_screen_in_every_theme_is_one_that_the_contrast_test_knows() {
    for look in Look::ALL {
        // Fewer colours leave tones out and add none (`ui::theme`), so the most are looked at; but at
        // the screens themselves with all.
        for colours in [Colours::None, Colours::Sixteen, Colours::Many] {
            let theme = Theme {
                look,
                spacing: Spacing::Large,
                ..Theme::new(colours, Charset::Ascii)
            };
            let ways = WAYS.iter();
            let mut screens: Vec<_> = ways
                .map(|way| (way.0.to_owned(), go(way, (80, 24), theme)))
                .collect();
            if colours == Colours::Many {
                screens.extend(pages((80, 24), theme));
            }
            for (name, stage) in screens {
                marks(theme, &stage.frame().0, &name);
            }
        }
    }
}

/// Everything that a line of hints may be made of, in a language.
fn hints(language: &Language) -> BTreeSet<String> {
    let words = Words::new(language);
    let hint = |binding: &ui::keymap::Binding| {
        format!("{} {}", binding.caption(), words.say(binding.label))
    };
    TABLE.iter().map(hint).collect()
}

#[test]
fn hints_are_whole_at_every_width_from_40_to_200() {
    let known = hints(&english());
    for (name, mut stage) in all((80, 24), STANDARD) {
        let step = if name.starts_with("ask ") { 40 } else { 8 };
        for width in (40..=200).step_by(step) {
            stage.take(Event::Resized(Rect::new(0, 0, width, 24)));
            let text = stage.text();
            let line = text.lines().last().expect("a line").trim().to_owned();
            for hint in line.split("  ").map(str::trim) {
                assert!(
                    known.contains(hint),
                    "{name} at {width}: {hint:?} in {line:?}"
                );
            }
        }
    }
}

#[test]
fn no_button_is_cut_in_the_smallest_window() {
    for (name, stage) in all((40, 12), STANDARD) {
        let text = stage.text();
        let (begun, ended) = (text.matches("[ ").count(), text.matches(" ]").count());
        assert_eq!(begun, ended, "{name}:\n{text}");
    }
}

/// What a key may do that is not on the screen: leave, or save.
fn state(stage: &mut Stage) -> (String, Position, bool, usize) {
    let (text, is_over) = (stage.text(), stage.end.is_some());
    (text, stage.frame().1, is_over, stage.shelf().saves)
}

/// The line of hints, hint by hint.
fn named(stage: &Stage) -> Vec<String> {
    let text = stage.text();
    let line = text.lines().last().expect("a line");
    line.split("  ")
        .map(|hint| hint.trim().to_owned())
        .collect()
}

/// Whether a key that a hint names does something.
fn does(way: &(&str, Begin, &str), hint: &str) -> bool {
    let words = Words::new(&english());
    let meant = TABLE
        .iter()
        .filter(|binding| hint == format!("{} {}", binding.caption(), words.say(binding.label)));
    meant.flat_map(|binding| binding.keys).any(|(key, _)| {
        let mut stage = go(way, SMALLEST, STANDARD);
        // A page that nobody asked for takes no keys that were typed ahead.
        stage.now += Duration::from_secs(10);
        let before = state(&mut stage);
        stage.press(*key);
        state(&mut stage) != before
    })
}

const SMALLEST: (u16, u16) = (40, 12);

#[test]
fn no_hint_names_a_key_that_does_nothing() {
    for way in WAYS {
        let stage = go(way, SMALLEST, STANDARD);
        // What is still wrong stays as it is told, what is chosen stays chosen (the first look on the
        // display page), and help is named on every page, on its own too.
        let is_told = stage.text().contains("Error: ");
        let stays = |hint: &str| {
            (is_told || way.0 == "display") && hint.starts_with("Enter ")
                || way.0 == "help" && hint.starts_with("F1 ")
        };
        for hint in named(&stage) {
            assert!(
                does(way, &hint) || stays(&hint),
                "{hint:?} does nothing on {}",
                way.0
            );
        }
    }
}

#[test]
fn no_size_from_nothing_to_the_largest_breaks_any_screen() {
    for (_, mut stage) in all((80, 24), STANDARD) {
        for (width, height) in [
            (0, 0),
            (1, 1),
            (3, 3),
            (20, 6),
            (39, 24),
            (80, 11),
            (40, 12),
            (500, 200),
            (80, 24),
        ] {
            stage.area = Rect::new(0, 0, width, height);
            stage.program_takes(Event::Resized(stage.area));
        }
        stage.frame();
    }
}

/// Draws what a stage shows, and says how many bytes that took.
fn draw(output: &mut Output, stage: &Stage) -> usize {
    let (drawn, cursor) = stage.frame();
    let show = |_, buffer: &mut Buffer| {
        *buffer = drawn;
        Some(cursor)
    };
    output.draw(stage.area, show).len()
}

/// The letters on the line of the focus, which a moved highlight writes anew.
fn focused(stage: &Stage) -> usize {
    let (buffer, cursor) = stage.frame();
    let line = lines(&buffer)[usize::from(cursor.y)].clone();
    // Not what stands beside the question in a wide window.
    let line: String = line.chars().take(80).collect();
    line.trim().len()
}

/// Bytes that a key may cost (docs/measured.md), besides the words it moves a mark from and to.
const BUDGET: usize = 80;

#[test]
fn a_typed_letter_costs_at_most_eighty_bytes_at_any_width() {
    for width in [40, 80, 200] {
        for (name, mut stage) in pages((width, 24), STANDARD) {
            let typed = [
                "title", "years", "fte", "since", "until", "more", "spans", "time",
            ];
            let is_text = typed
                .iter()
                .any(|page| name.starts_with(&format!("ask {page} ")));
            let mut output = Output::new(Charset::Utf8);
            stage.keys("Ctrl+u '1'");
            draw(&mut output, &stage);
            for key in ["'2'", "'3'", "BS"].into_iter().filter(|_| is_text) {
                stage.keys(key);
                let cost = draw(&mut output, &stage);
                // Rows of numbers say their total anew.
                let total = if name.starts_with("ask time ") {
                    BUDGET
                } else {
                    0
                };
                assert!(
                    (1..=BUDGET + total).contains(&cost),
                    "{name} at {width}, {key}: {cost}"
                );
            }
        }
    }
}

#[test]
fn a_moved_mark_costs_eighty_bytes_and_its_words_at_any_width() {
    for width in [40, 80, 200] {
        for (name, mut stage) in pages((width, 24), STANDARD) {
            let listed = ["dept", "share", "manage", "sure", "order", "rate", "proof"];
            if !listed
                .iter()
                .any(|page| name.starts_with(&format!("ask {page} ")))
            {
                continue;
            }
            let mut output = Output::new(Charset::Utf8);
            stage.keys("Down Up");
            draw(&mut output, &stage);
            for key in ["Down", "Up"] {
                let from = focused(&stage);
                stage.keys(key);
                let (to, cost) = (focused(&stage), draw(&mut output, &stage));
                assert!(
                    cost <= BUDGET + from + to,
                    "{name} at {width}, {key}: {cost} for {from} and {to}"
                );
            }
        }
    }
}

#[test]
fn a_key_that_changes_nothing_costs_nothing_on_any_screen() {
    for (name, mut stage) in all((80, 24), STANDARD) {
        let mut output = Output::new(Charset::Utf8);
        stage.keys("F12");
        draw(&mut output, &stage);
        stage.keys("F12 F11");
        assert_eq!(draw(&mut output, &stage), 0, "{name}");
    }
}
