//! The twelve rules of the plain line mode, a test each, as a screen reader's user hears it: one fact
//! a line, no boxes, nothing redrawn, every state in words.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

mod stage;

use std::collections::BTreeSet;
use std::io::BufReader;

use stage::{every_kind, flagship, today};
use tallybox::base::language::Language;
use tallybox::form::{Form, Path, simulate};
use tallybox::response::answer::{Answer, Value};
use tallybox::response::code::Code;
use tallybox::runtime::plain::{
    self, Beginning, Ending, Half, NotSaved, PlainKeeper, Receipt, Screen, Start,
};

#[derive(Default)]
struct Memory {
    drafts: Vec<Vec<u8>>,
    sent: Option<Form>,
    /// Another session sends what this one holds, just before it does.
    is_sent_elsewhere: bool,
    is_gone: bool,
}

impl PlainKeeper for Memory {
    fn save(&mut self, form: &Form, page: Option<&str>) -> Result<(), NotSaved> {
        if self.is_gone {
            return Err(NotSaved::Elsewhere);
        }
        self.drafts.push(form.to_draft(page));
        Ok(())
    }

    fn submit(&mut self, form: &Form) -> Result<Receipt, String> {
        self.is_gone = self.is_sent_elsewhere;
        if self.is_gone {
            return Err("They were taken up elsewhere.".to_owned());
        }
        self.sent = Some(form.clone());
        let leaf = "0123456789abcdef".to_owned();
        Ok(Receipt { day: today(), leaf })
    }
}

fn code() -> Code {
    Code::from_bits([3; 10])
}

fn form() -> Form {
    Form::new(every_kind(), Language::new("en"), today(), 1)
}

struct Heard {
    ending: Ending,
    form: Form,
    told: String,
    drafts: usize,
    sent: Option<Form>,
}

/// Plays lines over a form, from a beginning.
fn play(form: Form, beginning: Beginning, lines: &[&str]) -> Heard {
    play_with(Memory::default(), form, beginning, lines)
}

fn play_with(mut keeper: Memory, mut form: Form, beginning: Beginning, lines: &[&str]) -> Heard {
    let code = code();
    let start = Start {
        words: code.words(),
        place: Some("Chemistry stores"),
        reason: Some("TERM is dumb"),
        beginning,
        screen: Screen::Absent,
        ask_back: Some(6),
        small: &BTreeSet::from(["mech".to_owned()]),
        half: Half::default(),
        clock: &|| std::time::Duration::ZERO,
    };
    let text = lines.join("\n") + if lines.is_empty() { "" } else { "\n" };
    let mut output = Vec::new();
    let mut input = BufReader::new(text.as_bytes());
    let ending =
        plain::run(&mut form, &start, &mut input, &mut output, &mut keeper).expect("it runs");
    Heard {
        ending,
        form,
        told: String::from_utf8(output).expect("UTF-8"),
        drafts: keeper.drafts.len(),
        sent: keeper.sent,
    }
}

/// At a question of the survey that has every kind.
fn at(page: &str, lines: &[&str]) -> Heard {
    play(form(), Beginning::Resumed(Some(page.to_owned())), lines)
}

/// From the first line to the check, everything filled in: every screen's worth of lines.
fn whole() -> String {
    let form = simulate::complete(Form::new(flagship(), Language::new("en"), today(), 1), 7);
    let mut lines = vec!["1", "1", "", "/skip"];
    let enters = vec!["\n"; 900];
    lines.extend(enters.iter().map(|line| line.trim_end()));
    lines.extend(["/help", "/sections", "", "/preview", "/words"]);
    play(form, Beginning::New, &lines).told
}

#[test]
fn rule_1_no_escapes_no_boxes_no_tabs() {
    let told = whole();
    assert!(told.lines().count() > 500, "{}", told.lines().count());
    for line in told.lines() {
        let fine = |c: char| !c.is_control() && !('\u{2500}'..='\u{25ff}').contains(&c);
        assert!(line.chars().all(fine), "{line:?}");
        assert!(!line.contains("  "), "a column of spaces: {line:?}");
    }
}

#[test]
fn rule_2_a_question_is_said_in_its_order_and_its_prompt_says_what_is_wanted() {
    let told = at("sure", &[]).told;
    let block = told
        .split("\n\n")
        .find(|block| block.starts_with("Question "))
        .expect("a question");
    let lines: Vec<&str> = block.lines().collect();
    assert!(
        lines[0].starts_with("Question 4 of ") && lines[0].ends_with("Choosing."),
        "{block}"
    );
    assert!(
        lines[1].contains(" questions left, about ") && lines[1].ends_with(" minutes."),
        "{block}"
    );
    assert_eq!(lines[2], "How sure are you of your answers?");
    assert!(block.contains("Read by: "), "{block}");
    assert!(
        block.contains("\n0. Not at all\n1. A little\n2. Quite\n3. Fully\n"),
        "{block}"
    );
    assert_eq!(
        *lines.last().expect("a prompt"),
        "Type a number from 0 to 3, then Enter:"
    );
    // Lines are not wrapped: braille displays differ in width.
    assert!(whole().lines().any(|line| line.chars().count() > 120));
}

#[test]
fn rule_3_every_state_is_said_in_words() {
    let filled = simulate::complete(form(), 7);
    let last = Beginning::Resumed(Some("dept".to_owned()));
    let told = play(filled, last, &["/sections", "", "/review"]).told;
    assert!(told.contains("Your answer so far: "), "{told}");
    assert!(told.contains("1. Choosing: completed"), "{told}");
    for mark in ["[x]", "[ ]", "(*)", "( )", "*"] {
        assert!(!told.contains(mark), "{mark} in {told}");
    }
}

#[test]
fn rule_4_commands_start_with_a_slash_and_an_answer_with_two() {
    let help = at("dept", &["/help"]).told;
    let commands: BTreeSet<&str> = help
        .split_whitespace()
        .filter(|word| word.starts_with('/') && word.len() > 1)
        .map(|word| word.trim_end_matches([',', '.']))
        .collect();
    for needed in [
        "/back",
        "/skip",
        "/clear",
        "/help",
        "/why",
        "/review",
        "/sections",
        "/save",
        "/repeat",
        "/find",
        "/undo",
        "/language",
        "/enough",
        "/edit",
        "/preview",
        "/words",
    ] {
        assert!(
            commands.contains(needed) || needed == "/help",
            "{needed} is not in the help: {help}"
        );
    }
    for command in commands {
        let told = at("title", &[command]).told;
        assert!(!told.contains("There is no command"), "{command}: {told}");
    }
    assert!(
        at("title", &["/nonsense"])
            .told
            .contains("There is no command /nonsense")
    );
    let heard = at("title", &["//etc"]);
    assert_eq!(heard.form.in_words(&Path::top("title")), ["/etc"]);
}

#[test]
fn rule_5_an_error_is_one_line_then_the_prompt_and_nothing_typed_is_lost() {
    let heard = at("dept", &["99", "1"]);
    let after = heard.told.split("Error: ").nth(1).expect("an error");
    let lines: Vec<&str> = after.lines().collect();
    assert!(lines[1].starts_with("Type a number from 1 to "), "{after}");
    // A long text that is too long stays in hand, and is mended line by line.
    let long = "word ".repeat(500);
    let heard = at("more", &["first", &long, ".", "/edit", "2 second", "."]);
    assert!(
        heard
            .told
            .contains("Your text is still here. Type /edit to change it."),
        "{}",
        heard.told
    );
    assert_eq!(
        heard.form.in_words(&Path::top("more")).join("\n"),
        "first\nsecond"
    );
}

#[test]
fn rule_6_several_are_typed_in_one_line_and_said_back() {
    let heard = at("share", &["1 2"]);
    let back = heard
        .told
        .lines()
        .find(|line| line.starts_with("You chose: "))
        .expect("said back");
    assert!(
        back.ends_with(". Press Enter to keep this, or type again."),
        "{back}"
    );
    assert_eq!(
        heard.told.matches("\n1. ").count(),
        1,
        "the list is read once:\n{}",
        heard.told
    );
}

#[test]
fn rule_7_long_lists_are_searched_never_read_out() {
    let survey = flagship();
    let form = Form::new(survey, Language::new("en"), today(), 1);
    let page = Beginning::Resumed(Some("b_dept".to_owned()));
    let heard = play(form, page, &["/find e", "/find zzzz"]);
    let question = heard.told.split("Question ").nth(1).expect("a question");
    assert!(
        !question
            .split("Type part")
            .next()
            .expect("it")
            .contains("\n1. "),
        "{question}"
    );
    assert!(
        question.contains("9 of ") && question.contains("\n9. ") && !question.contains("\n10. "),
        "{question}"
    );
    assert!(question.contains("Nothing matches zzzz"), "{question}");
}

#[test]
fn rule_8_tables_are_asked_by_row_dates_in_one_line_and_texts_until_a_full_stop() {
    let told = at("rate", &["", "1"]).told;
    assert!(
        told.contains("1. Go through its rows") && told.contains("Row 1 of "),
        "{told}"
    );
    let heard = at("since", &["27 March 2019"]);
    assert!(matches!(
        heard.form.answer(&Path::top("since")),
        Some(Answer::Value(Value::Day(_)))
    ));
    let heard = at("more", &["one", "two", "."]);
    assert_eq!(
        heard.form.in_words(&Path::top("more")).join("\n"),
        "one\ntwo"
    );
    // `/edit` reopens it: other words for a line, a line away, a line more.
    let heard = at(
        "more",
        &[
            "one", "two", ".", "/back", "/edit", "1 uno", "2", "three", ".",
        ],
    );
    assert_eq!(
        heard.form.in_words(&Path::top("more")).join("\n"),
        "uno\nthree",
        "{}",
        heard.told
    );
}

#[test]
fn rule_9_lists_and_figures_are_sentences() {
    let filled = simulate::complete(form(), 7);
    let told = play(
        filled,
        Beginning::Resumed(None),
        &["/sections", "", "/preview"],
    )
    .told;
    let states: Vec<&str> = told
        .lines()
        .filter(|line| line.contains(": completed") || line.contains(": in progress"))
        .collect();
    assert!(states.len() > 2, "{told}");
    assert!(told.contains("For the statistics office:"), "{told}");
}

#[test]
fn rule_10_the_end_of_input_saves_and_says_the_words_wherever_it_comes() {
    let script = ["1", "1", "", "word", "/skip", "1", "1", "", "y"];
    for end in 3..=script.len() {
        let heard = play(form(), Beginning::New, &script[..end]);
        assert_eq!(heard.ending, Ending::Saved, "after {end}");
        assert!(
            heard.drafts > 0 && heard.told.contains(&code().words().join(" ")),
            "{}",
            heard.told
        );
    }
}

#[test]
fn rule_11_there_is_no_time_limit_to_extend() {
    // A line is waited for without end: no part of the line mode looks at a clock, but for the one that it
    // is given to tell a person's pace by.
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime/plain");
    for entry in std::fs::read_dir(folder).expect("the mode") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a file");
        let is_pace = |line: &&str| line.contains("clock") || *line == "use std::time::Duration;";
        let text: Vec<&str> = text.lines().filter(|line| !is_pace(line)).collect();
        let text = text.join("\n");
        for clock in ["Duration", "Instant", "SystemTime", "timeout"] {
            assert!(!text.contains(clock), "{clock} in {}", path.display());
        }
    }
}

/// Rule 12 has a test of its own on every shipped survey, `tests/parity.rs`; here that what the screen
/// has on the way is there in lines.
#[test]
fn rule_12_what_the_screen_has_on_the_way_the_lines_have() {
    // Two words asked back: wrong, then four letters of the right ones.
    let words = code().words();
    let four = |word: &'static str| word.get(..4).unwrap_or(word);
    let (third, sixth) = (four(words[2]), four(words[5]));
    let heard = play(
        form(),
        Beginning::New,
        &["1", "1", "", "zebra", third, sixth],
    );
    assert!(
        heard.told.contains("Error: That is not word 3"),
        "{}",
        heard.told
    );
    assert!(
        heard.told.contains("That is right. Keep your note."),
        "{}",
        heard.told
    );
    // A small department is told.
    let heard = at("dept", &["3"]);
    assert!(
        heard.told.contains("Your department has fewer than "),
        "{}",
        heard.told
    );
    // The last change is taken back, twice.
    let heard = at("dept", &["1", "1", "", "/undo", "/undo"]);
    assert!(
        heard.form.answer(&Path::top("dept")).is_none(),
        "{}",
        heard.told
    );
    assert!(
        heard.told.contains("The last change was taken back."),
        "{}",
        heard.told
    );
}

#[test]
fn what_one_has_is_sent_from_the_end_of_a_section_on_and_one_may_go_on_again() {
    let mut lines = vec!["1", "1", "", "1", "2", "", "1", "", "gas", "1"];
    let early = at("dept", &["/enough"]);
    assert!(
        early
            .told
            .contains("Error: You can send what you have once"),
        "{}",
        early.told
    );
    lines.extend(["/enough", "/send"]);
    let heard = at("dept", &lines);
    assert!(
        heard.told.contains("Another section begins."),
        "{}",
        heard.told
    );
    let sent = heard.sent.unwrap_or_else(|| panic!("{}", heard.told));
    assert_eq!(sent.stopped_after(), Some("choices"));
    lines.truncate(lines.len() - 1);
    lines.extend(["/enough", "/send"]);
    let heard = at("dept", &lines);
    assert!(
        heard.sent.is_none() && heard.form.stopped_after().is_none(),
        "{}",
        heard.told
    );
}

#[test]
fn what_another_session_sent_ends_this_one_and_is_not_sent_again() {
    let keeper = Memory {
        is_sent_elsewhere: true,
        ..Memory::default()
    };
    let mut lines = vec!["1", "1", "", "1", "2", "", "1", "", "gas", "1"];
    lines.extend(["/enough", "/send", "/send", "/send"]);
    let beginning = Beginning::Resumed(Some("dept".to_owned()));
    let heard = play_with(keeper, form(), beginning, &lines);
    assert_eq!(heard.ending, Ending::Elsewhere, "{}", heard.told);
    assert!(!heard.told.contains("/send to try"), "{}", heard.told);
}
