//! The pictures of the README and the tour are what the screens look like: made from the bytes that a
//! terminal gets. `UPDATE=1 cargo test --test pictures --test lead_screens` makes them anew.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod picture;
mod stage;

use std::time::Duration;

use picture::picture;
use ratatui::layout::Rect;
use stage::shared::{PLAIN, Placed, Shared};
use stage::{Shelf, Stage, flagship, today};
use tallybox::base::language::Language;
use tallybox::form::{Form, simulate};
use tallybox::response::code::Code;
use tallybox::runtime::driver::Program as _;
use tallybox::runtime::respondent::Respondent;
use tallybox::ui::kiosk::Outlet;
use tallybox::ui::theme::{Charset, Colours, Look, Theme};
use tallybox::ui::{Begun, InHand, Mode, Setup};

fn setup(look: Look) -> Setup {
    Setup {
        questionnaire: flagship(),
        mode: Mode::Home,
        language: Some(Language::new("en")),
        today: today(),
        seed: 1,
        box_name: "Chemistry stores".to_owned(),
        small: std::collections::BTreeSet::new(),
        theme: Theme {
            look,
            ..Theme::new(Colours::Many, Charset::Utf8)
        },
    }
}

/// The shipped survey on a terminal of 256 colours.
fn open(look: Look) -> Stage {
    let mut stage = Stage::new(flagship(), Mode::Home, (80, 24));
    stage.program = Respondent::new(setup(look), stage.area, Shelf::default());
    stage.now = Duration::ZERO;
    stage
}

/// At the question of what one's lead may see.
fn question(look: Look) -> Stage {
    let mut stage = open(look);
    let begun = Begun {
        code: Code::from_bits([1; 10]),
        form: Form::new(flagship(), Language::new("en"), today(), 1),
        page: Some("a_share".to_owned()),
        said: None,
        in_hand: InHand::default(),
    };
    stage.program = Respondent::begun(setup(look), stage.area, Shelf::default(), begun);
    assert_eq!(stage.program.session().screen(), "ask");
    stage
}

fn take(stage: &Stage, name: &str) {
    let area: Rect = stage.area;
    picture(name, area, |area, buffer| stage.program.view(area, buffer));
}

#[test]
fn home_notice_words_question_check_and_display() {
    let mut stage = open(Look::Standard);
    take(&stage, "home");
    stage.keys("1");
    take(&stage, "notice");
    stage.keys("Tab Enter");
    take(&stage, "words");
    let mut stage = question(Look::Standard);
    stage.keys("1 Down");
    take(&stage, "question");
    stage.keys("F2");
    take(&stage, "sections");
    stage.keys("Esc F9");
    take(&stage, "check");
    stage.keys("Esc F5");
    take(&stage, "display");
}

#[test]
fn receipt_and_overview() {
    let mut stage = open(Look::Standard);
    let form = Form::new(flagship(), Language::new("en"), today(), 1);
    let begun = Begun {
        code: Code::from_bits([1; 10]),
        form: simulate::complete(form, 7),
        page: None,
        said: None,
        in_hand: InHand::default(),
    };
    let shelf = Shelf::default();
    stage.program = Respondent::begun(setup(Look::Standard), stage.area, shelf, begun);
    stage.keys("F9 Tab Enter");
    take(&stage, "receipt");
    stage.keys("Enter");
    assert_eq!(stage.program.session().screen(), "own");
    take(&stage, "overview");
}

#[test]
fn a_shared_terminal() {
    let both = Placed {
        outlet: Outlet::Both,
        ..PLAIN
    };
    let theme = Theme::new(Colours::Many, Charset::Utf8);
    let mut shared = Shared::new(both, (80, 24), theme);
    let show = |shared: &Shared, name: &str| {
        picture(name, shared.area, |area, buffer| {
            shared.program.view(area, buffer)
        });
    };
    show(&shared, "kiosk");
    shared.keys("1").wait(301);
    show(&shared, "kiosk-still-there");
}

#[test]
fn the_other_themes() {
    for (look, name) in [
        (Look::Contrast, "question-high-contrast"),
        (Look::ColourSafe, "question-colour-safe"),
    ] {
        let mut stage = question(look);
        stage.keys("1 Down");
        take(&stage, name);
    }
}

#[test]
fn every_picture_that_a_page_shows_is_there_and_every_one_is_shown() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |file: &str| std::fs::read_to_string(root.join(file)).expect("the page");
    let pages = read("README.md") + &read("docs/tour.md");
    for entry in std::fs::read_dir(root.join("docs/screens")).expect("the pictures") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("UTF-8");
        assert!(
            pages.contains(&format!("screens/{name})")),
            "nobody shows {name}"
        );
    }
    for shown in pages.split("screens/").skip(1) {
        let name = shown.split(')').next().unwrap_or_default();
        assert!(root.join("docs/screens").join(name).exists(), "{name}");
    }
}
