//! How the screen can be made to look, and leaving it for lines of text and coming back: nothing may
//! be said by colour alone, nothing may be lost on the way.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail where it stands"
)]

mod stage;

use std::collections::BTreeSet;
use std::io::BufReader;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Style};
use stage::{Shelf, Stage, every_kind, lines, today};
use tallybox::base::language::Language;
use tallybox::form::{Form, Path, simulate};
use tallybox::response::code::Code;
use tallybox::runtime::plain::{
    self, Beginning, Ending, Half, NotSaved, PlainKeeper, Receipt, Start,
};
use tallybox::runtime::respondent::{End, Respondent};
use tallybox::terminal::Output;
use tallybox::ui::theme::{Charset, Colours, Look, Spacing, Theme, file};
use tallybox::ui::{Begun, InHand, Mode, Setup};

/// A stage on a terminal that can show so much.
fn with(theme: Theme, (width, height): (u16, u16)) -> Stage {
    let mut stage = Stage::new(every_kind(), Mode::Home, (width, height));
    let setup = Setup {
        questionnaire: every_kind(),
        mode: Mode::Home,
        language: Some(Language::new("en")),
        today: today(),
        seed: 1,
        box_name: "Chemistry stores".to_owned(),
        small: BTreeSet::new(),
        theme,
    };
    let shelf = std::mem::take(stage.shelf());
    stage.program = Respondent::new(setup, stage.area, shelf);
    stage
}

#[test]
fn a_theme_is_chosen_from_the_first_screen_and_by_f5_and_stays() {
    for (key, look) in ["1", "2", "3", "4"].into_iter().zip(Look::ALL) {
        let many = Theme::new(Colours::Many, Charset::Utf8);
        let mut stage = with(many, (80, 24));
        stage.keys("6");
        assert!(stage.text().contains("How the screen looks"));
        stage.keys(key).keys("5");
        let text = stage.text();
        let chosen: Vec<&str> = text.lines().filter(|line| line.contains("(*)")).collect();
        assert!(
            chosen.len() == 1 && chosen[0].contains(&format!("{key}  (*)")),
            "{text}"
        );
        assert!(text.contains("[x] More space"), "{text}");
        // Through a whole pass and out again.
        stage
            .keys("Esc 1")
            .read_on()
            .keys("Enter Enter 1 Enter F5 Esc F10 4 Enter");
        let theme = stage.program.session().theme();
        assert_eq!((theme.look, theme.spacing), (look, Spacing::Large));
    }
}

#[test]
fn a_homes_own_colours_are_chosen_at_the_beginning_and_stand_after_the_programs() {
    let text = "name = { en = \"Ours\", cy = \"Ein rhai ni\" }\nlarge_spacing = true\n[colours]\nchosen = { text = 16, background = 157 }\n";
    let own = file::read("theme.toml", text).expect("a theme");
    let theme = Theme::new(Colours::Many, Charset::Utf8).in_colours_of(Box::leak(Box::new(own)));
    for size in [(40, 12), (60, 20), (80, 24)] {
        let mut stage = with(theme, size);
        stage.keys("F5");
        assert!(stage.text().contains("5  (*) Ours"), "{}", stage.text());
        let chosen = |stage: &Stage| {
            let (buffer, _) = stage.frame();
            let mut cells = buffer.content.iter();
            cells.any(|cell| cell.bg == Color::Indexed(157))
        };
        // What is chosen and has not the focus: more space, with the focus gone on.
        stage.keys("Down Down");
        assert!(chosen(&stage), "{size:?}");
        stage.keys("1 Down");
        assert_eq!(stage.program.session().theme().look, Look::Standard);
        assert!(!chosen(&stage), "{size:?}");
        stage.keys("5");
        assert_eq!(stage.program.session().theme().look, Look::Own);
        stage.keys("F4 2");
        assert!(stage.text().contains("Ein rhai ni"), "{}", stage.text());
    }
}

#[test]
fn high_contrast_has_a_background_of_its_own_in_every_cell() {
    let theme = Theme {
        look: Look::Contrast,
        ..Theme::new(Colours::Many, Charset::Utf8)
    };
    let mut stage = with(theme, (80, 24));
    for keys in ["F1", "Esc 1", "Tab Enter", "Enter", "Enter", "F9"] {
        stage.keys(keys);
        let (buffer, _) = stage.frame();
        let bare = buffer.content.iter().filter(|cell| cell.bg == Color::Reset);
        assert_eq!(bare.count(), 0, "after {keys}");
    }
}

#[test]
fn every_theme_shows_the_same_words_in_the_same_places() {
    let script = "1 Tab Enter Enter Down Enter 1 3 Enter F9 Esc F2 Esc F6";
    let texts = |theme| {
        let mut stage = with(theme, (60, 20));
        script
            .split(' ')
            .map(|key| stage.keys(key).text())
            .collect::<Vec<String>>()
    };
    let bare = texts(Theme::new(Colours::None, Charset::Utf8));
    for look in Look::ALL {
        for colours in [Colours::None, Colours::Sixteen, Colours::Many] {
            let theme = Theme {
                look,
                ..Theme::new(colours, Charset::Utf8)
            };
            assert_eq!(texts(theme), bare, "{theme:?}");
        }
    }
}

#[test]
fn large_spacing_works_in_the_smallest_window() {
    for size in [(40, 12), (80, 24)] {
        let theme = Theme {
            spacing: Spacing::Large,
            ..Theme::new(Colours::None, Charset::Utf8)
        };
        let mut stage = with(theme, size);
        stage.keys("1").read_on().keys("Enter").one_sitting();
        // The frame is checked after every key: the cursor is on the focused line, and in view.
        stage.keys("Down Down Down Up Home End Tab Tab BackTab BackTab");
        stage.keys("1 Enter 1 Enter y Enter 2 Enter Space Enter");
        let given = stage.form().answer(&Path::top("manage"));
        assert!(given.is_some(), "{size:?}\n{}", stage.text());
    }
}

/// What a terminal without UTF-8 gets for lines of text.
fn in_ascii(text: &str) -> Vec<u8> {
    let width = text
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(1);
    let area = Rect::new(
        0,
        0,
        u16::try_from(width).unwrap_or(u16::MAX),
        u16::try_from(text.lines().count()).unwrap_or(u16::MAX),
    );
    Output::new(Charset::Ascii).draw(area, |_, buffer: &mut Buffer| {
        for (row, line) in (0..).zip(text.lines()) {
            buffer.set_string(0, row, line, Style::new());
        }
        Some(Position::new(0, 0))
    })
}

#[test]
fn every_screen_has_an_ascii_form_without_a_question_mark_for_a_glyph() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/screens");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the screens") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        seen += 1;
        let text = std::fs::read_to_string(&path).expect("a screen");
        let bytes = in_ascii(&text);
        assert!(bytes.is_ascii(), "{}", path.display());
        let asked = text.matches('?').count();
        let escaped = bytes.windows(3).filter(|bytes| bytes == b"\x1b[?").count();
        let unknown = String::from_utf8_lossy(&bytes).matches('?').count() - escaped;
        assert_eq!(
            unknown,
            asked,
            "{}:\n{}",
            path.display(),
            String::from_utf8_lossy(&bytes)
        );
    }
    assert!(seen > 100, "{seen} screens");
}

#[test]
fn an_ascii_theme_draws_no_line_of_its_own_in_another_charset() {
    let mut stage = with(Theme::PLAINEST, (80, 24));
    for keys in [
        "F1",
        "Esc F5",
        "Esc 1",
        "Tab Enter",
        "Enter",
        "Enter",
        "F9",
        "Esc F2",
        "Esc F10",
    ] {
        stage.keys(keys);
        let text = stage.text();
        assert!(!text.contains(['─', '·', '█', '░', '▒']), "{text}");
    }
}

/// A keeper of nothing, which counts.
#[derive(Default)]
struct Counts {
    saves: usize,
}

impl PlainKeeper for Counts {
    fn save(&mut self, _: &Form, _: Option<&str>) -> Result<(), NotSaved> {
        self.saves += 1;
        Ok(())
    }

    fn submit(&mut self, _: &Form) -> Result<Receipt, String> {
        Err("not here".to_owned())
    }
}

/// Goes on line by line with what the screen gave away.
fn in_lines(stage: &mut Stage, typed: &str) -> (Ending, Form, String) {
    let mut begun = stage.program.hand_over().expect("a pass");
    let start = Start {
        words: begun.code.words(),
        place: None,
        reason: None,
        beginning: Beginning::FromScreen(begun.page),
        screen: plain::Screen::Waiting,
        ask_back: None,
        small: &BTreeSet::new(),
        half: Half::new(begun.in_hand.take_texts()),
        clock: &|| std::time::Duration::ZERO,
    };
    let (mut form, mut output, mut keeper) = (begun.form, Vec::new(), Counts::default());
    let mut input = BufReader::new(typed.as_bytes());
    let ending = plain::run(&mut form, &start, &mut input, &mut output, &mut keeper);
    assert!(keeper.saves > 0);
    let output = String::from_utf8(output).expect("UTF-8");
    (ending.expect("it ends"), form, output)
}

#[test]
fn one_key_goes_on_line_by_line_at_the_same_question_and_a_word_comes_back() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("1 Enter 1 Enter Ctrl+p");
    assert_eq!(stage.end, Some(End::Plain));
    assert!(stage.shelf().saves > 0);
    let before = stage.form().to_draft(None);
    let (ending, form, told) = in_lines(&mut stage, "/screen\n");
    assert!(
        told.contains("Do you manage people?") && told.contains("/screen goes back"),
        "{told}"
    );
    assert_eq!(
        ending,
        Ending::ToScreen(Some("manage".to_owned()), Half::default())
    );
    assert!(form.to_draft(None) == before, "answers changed on the way");
}

#[test]
fn answers_given_half_on_the_screen_and_half_in_lines_are_the_same_bytes() {
    let mut whole = Stage::at_first_question((80, 24));
    whole.keys("1 Enter 1 Enter y Enter 2 Enter");
    let mut halves = Stage::at_first_question((80, 24));
    halves.keys("1 Enter 1 Enter F5 8");
    assert_eq!(halves.end, Some(End::Plain));
    let (ending, form, told) = in_lines(&mut halves, "1\n2\n/screen\n");
    assert!(matches!(ending, Ending::ToScreen(Some(_), _)), "{told}");
    assert!(form.to_draft(None) == whole.form().to_draft(None), "{told}");
}

#[test]
fn text_being_typed_is_an_answer_before_the_screen_is_left() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys("1 Enter 1 Enter y Enter 2 Enter Space Enter 'gas' Enter Enter Enter 'Tech' Ctrl+p");
    assert_eq!(stage.form().in_words(&Path::top("title")).join(""), "Tech");
}

/// On the screen again with what the lines gave back.
fn back_on_screen(mut begun: Begun, ending: Ending, form: Form) -> Stage {
    let Ending::ToScreen(page, half) = ending else {
        panic!("{ending:?}");
    };
    begun.in_hand.put_texts(half.into_texts());
    let mut stage = Stage::new(every_kind(), Mode::Home, (80, 24));
    let setup = Setup {
        questionnaire: every_kind(),
        mode: Mode::Home,
        language: Some(Language::new("en")),
        today: today(),
        seed: 1,
        box_name: "Chemistry stores".to_owned(),
        small: BTreeSet::new(),
        theme: stage::MONO,
    };
    let begun = Begun {
        form,
        page,
        ..begun
    };
    stage.program = Respondent::begun(setup, stage.area, Shelf::default(), begun);
    stage
}

/// To the years in post, with the rest answered.
const TO_YEARS: &str =
    "1 Enter 1 Enter y Enter 2 Enter Space Enter 'gas' Enter Enter Enter 'Me' Enter";

#[test]
fn a_half_typed_text_that_is_refused_goes_to_the_lines_and_back_and_can_change_on_the_way() {
    for (typed, expected) in [("/screen\n", "[many_"), ("lots\n/screen\n", "[lots_")] {
        let mut stage = Stage::at_first_question((80, 24));
        stage.keys(TO_YEARS).keys("'many' Ctrl+p");
        assert_eq!(stage.end, Some(End::Plain));
        let mut begun = stage.program.hand_over().expect("a pass");
        let start = Start {
            words: begun.code.words(),
            place: None,
            reason: None,
            beginning: Beginning::FromScreen(begun.page.clone()),
            screen: plain::Screen::Waiting,
            ask_back: None,
            small: &BTreeSet::new(),
            half: Half::new(begun.in_hand.take_texts()),
            clock: &|| std::time::Duration::ZERO,
        };
        let (mut form, mut output) = (begun.form.clone(), Vec::new());
        let mut input = BufReader::new(typed.as_bytes());
        let mut keeper = Counts::default();
        let ending = plain::run(&mut form, &start, &mut input, &mut output, &mut keeper);
        let told = String::from_utf8(output).expect("UTF-8");
        assert!(told.contains("no answer yet: many"), "{told}");
        let back = back_on_screen(begun, ending.expect("it ends"), form);
        assert!(back.text().contains(expected), "{}", back.text());
    }
}

#[test]
fn rows_of_numbers_that_are_refused_survive_the_lines_too() {
    let mut stage = Stage::at_first_question((80, 24));
    stage.keys(TO_YEARS);
    stage.keys("'5' Enter '0.5' Enter '27/3/2019' Enter Enter Tab Enter 3 Enter Enter 'x' Ctrl+p");
    let before = stage.text();
    let begun = stage.program.hand_over().expect("a pass");
    let ending = Ending::ToScreen(begun.page.clone(), Half::default());
    let form = begun.form.clone();
    let back = back_on_screen(begun, ending, form);
    assert!(
        before.contains("[x__") && back.text().contains("[x__"),
        "{before}\n{}",
        back.text()
    );
}

#[test]
fn plain_text_is_not_offered_where_there_is_nothing_to_fill_in_or_keep() {
    for mode in [Mode::Bare, Mode::Trial] {
        let mut stage = Stage::new(every_kind(), mode, (80, 24));
        stage.keys("F5");
        assert!(!lines(&stage.frame().0).join("\n").contains("Plain text"));
        stage.keys("8");
        assert_eq!(stage.end, None);
    }
}

/// Pages whose list is longer than a window.
fn long_page() -> Stage {
    let mut stage = with(Theme::new(Colours::None, Charset::Utf8), (40, 12));
    stage
        .keys("1")
        .read_on()
        .keys("Enter")
        .one_sitting()
        .keys("F1");
    stage
}

#[test]
fn the_wheel_turns_the_page_and_never_an_answer() {
    use tallybox::runtime::driver::Event;
    use tallybox::ui::input::{Input, Wheel};
    let mut stage = long_page();
    let before = stage.text();
    stage.take(Event::Input(Input::Wheel(Wheel::Down)));
    assert_ne!(stage.text(), before);
    stage.take(Event::Input(Input::Wheel(Wheel::Up)));
    assert_eq!(stage.text(), before);
    stage.keys("Esc 1");
    let answers = stage.form().to_draft(None);
    for wheel in [Wheel::Down, Wheel::Down, Wheel::Up] {
        stage.take(Event::Input(Input::Wheel(wheel)));
    }
    assert!(stage.form().to_draft(None) == answers);
}

#[test]
fn letters_are_no_keys_where_a_person_switched_them_off() {
    let mut stage = with(Theme::new(Colours::None, Charset::Utf8), (80, 24));
    stage.keys("F5 7 Esc");
    let before = stage.text();
    assert_eq!(stage.keys("j ?").text(), before);
    stage.keys("F5 7 Esc j");
    assert_ne!(stage.text(), before);
}

#[test]
fn the_mouse_is_switched_by_f5_in_the_bytes_of_a_frame() {
    use tallybox::runtime::driver::Program as _;
    use tallybox::ui::theme::Mouse;
    let mut stage = with(Theme::new(Colours::None, Charset::Utf8), (80, 24));
    let mut output = Output::new(Charset::Utf8);
    assert!(output.listen(stage.program.mouse()).is_empty());
    stage.keys("F5 6");
    assert_eq!(stage.program.mouse(), Mouse::Clicks);
    assert_eq!(
        output.listen(stage.program.mouse()),
        b"\x1b[?1000h\x1b[?1006h"
    );
    assert!(output.listen(Mouse::Clicks).is_empty());
    assert_eq!(output.listen(Mouse::Off), b"\x1b[?1006l\x1b[?1000l");
}

#[test]
fn what_is_always_at_hand_in_a_search_is_in_view_however_long_the_list() {
    for size in [(80, 24), (40, 12)] {
        let survey = stage::load("surveys/skills-and-responsibility.toml");
        let form = simulate::complete(
            Form::new(survey.clone(), Language::new("en"), today(), 1),
            7,
        );
        let mut stage = Stage::new(survey.clone(), Mode::Fill, size);
        let setup = Setup {
            questionnaire: survey,
            mode: Mode::Fill,
            language: Some(Language::new("en")),
            today: today(),
            seed: 1,
            box_name: String::new(),
            small: BTreeSet::new(),
            theme: stage::MONO,
        };
        let begun = Begun {
            code: Code::from_bits([1; 10]),
            form,
            page: Some("b_soc".to_owned()),
            said: None,
            in_hand: InHand::default(),
        };
        stage.program = Respondent::begun(setup, stage.area, Shelf::default(), begun);
        let text = stage.keys("'e'").text();
        assert!(text.contains("I do not know"), "{text}");
        assert!(text.contains(" below"), "{text}");
    }
}

#[test]
fn a_narrow_header_keeps_how_far_one_is_beside_the_sample_notice() {
    let mut stage = Stage::new(stage::flagship(), Mode::Home, (40, 12));
    stage
        .keys("1")
        .read_on()
        .keys("Enter")
        .one_sitting()
        .keys("1 Enter 1");
    let text = stage.text();
    let (title, rest) = text.split_once('\n').expect("two lines");
    let rest = rest.lines().next().expect("a second line");
    assert_eq!(title.trim(), "Before you start (2 minutes)", "{text}");
    assert!(
        rest.contains("left") && rest.contains("SAMPLE NOTICE"),
        "{text}"
    );
}

#[test]
fn no_section_title_is_cut_at_any_width_in_any_language() {
    let survey = stage::flagship();
    for language in &survey.languages {
        let mut form = Form::new(survey.clone(), language.clone(), today(), 1);
        form = simulate::complete(form, 3);
        for state in form.sections() {
            let page = state.next.or(state.first);
            let title = survey.sections.iter().find(|one| one.id == state.id);
            let title = form.text(&title.expect("a section").title);
            let Some(page) = page else { continue };
            for width in (40..=120).step_by(8) {
                let spoken = Some(language.clone());
                let mut stage = Stage::in_language(survey.clone(), Mode::Home, spoken, (width, 24));
                let setup = stage.setup();
                let begun = Begun {
                    code: Code::from_bits([1; 10]),
                    form: form.clone(),
                    page: Some(page.clone()),
                    said: None,
                    in_hand: InHand::default(),
                };
                stage.program = Respondent::begun(setup, stage.area, Shelf::default(), begun);
                let text = stage.text();
                let header: Vec<&str> = text.lines().take(2).collect();
                let words = title.split_whitespace();
                let missing = words
                    .filter(|word| !header.join(" ").contains(word))
                    .count();
                assert_eq!(missing, 0, "{title} at {width}:\n{text}");
            }
        }
    }
}
