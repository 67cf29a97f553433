//! `docs/keyboard.md` is the table of keys, written out: a key that changes changes there too.
//! `UPDATE=1 cargo test --test keys_page` writes it anew.

#![expect(clippy::expect_used, reason = "a test may fail where it stands")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use tallybox::base::language::Language;
use tallybox::base::words::Words;
use tallybox::runtime::plain;
use tallybox::ui::keymap::{Binding, Keymap, Place, Scope, TABLE};
use tallybox::ui::lead::keys;

const HEAD: &str = "# The keyboard

This page is made from the program's own tables of keys (`src/ui/keymap.rs`, `src/ui/lead/keys.rs`), from which the
last line of every screen and F1 are drawn too; `UPDATE=1 cargo test --test keys_page` writes it anew. Arrows, Tab,
Enter and Space are enough for everything. F5 switches j, k and ? off, and the mouse on or off. A home can add
keys (docs/display.md).

## On the screen

| keys | what they do | where |
|---|---|---|
";

const DESK: &str = "
## At the lead's desk

| where | keys | what they do |
|---|---|---|
";

/// The desk's screens, in the order of their tables.
const SCREENS: [&str; 25] = [
    "lists of which one line is opened",
    "lists of which one line is chosen",
    "key files",
    "the passphrase",
    "boxes and bundles",
    "yes or no",
    "a path that is typed",
    "while it works",
    "pages to read",
    "a view",
    "a filter that is typed",
    "a folder or number that is typed",
    "the list of views",
    "the values of a column",
    "every question",
    "finding a question",
    "what the department needs",
    "one need",
    "every command",
    "lists that can be searched",
    "a view that nothing can be opened in",
    "a search that is typed",
    "free text to be reviewed",
    "files of earlier waves",
    "pages that only lead back",
];

fn desk(words: &Words) -> String {
    assert_eq!(SCREENS.len(), keys::TABLES.len());
    let screens = SCREENS.iter().zip(keys::TABLES);
    let row = |place: &str, table: &[keys::Binding], binding: &keys::Binding| {
        let all = binding.keys_on(table, &Keymap::STANDARD);
        let names: Vec<String> = all.map(tallybox::ui::input::Key::name).collect();
        format!(
            "| {place} | {} | {} |\n",
            names.join(", "),
            words.say(binding.does)
        )
    };
    let mut out = DESK.to_owned();
    for binding in keys::EVERYWHERE {
        // Where nothing is typed: a view's table.
        out.push_str(&row("everywhere", keys::VIEW, binding));
    }
    for (screen, table) in screens {
        for binding in *table {
            out.push_str(&row(screen, table, binding));
        }
    }
    out
}

const LINES: &str = "
## In plain text

Commands start with a slash, so that no answer is one by mistake. They are the same in every language.

";

/// Where a binding works, in words.
const fn place(place: Place) -> &'static str {
    match place {
        Place::Menu => "menus",
        Place::Radio => "one of some",
        Place::YesNo => "yes or no",
        Place::LongRadio => "one of many",
        Place::Ticks => "several of some",
        Place::LongTicks => "several of many",
        Place::Way => "ways of not answering",
        Place::Below => "ways of not answering below a box",
        Place::Field => "a line of text",
        Place::Area => "a long text",
        Place::Search => "the search box",
        Place::Found => "what a search found",
        Place::Picked => "what a search found and is chosen",
        Place::Grid => "a table of choices",
        Place::GridTicks => "a table of ticks",
        Place::Amount => "rows of numbers",
        Place::Rank => "ranking",
        Place::Card => "entries of a list",
        Place::Reading => "words to read",
        Place::Button => "buttons",
    }
}

const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Always => "everywhere",
        Scope::Words => "from the eight words on",
        Scope::Filling => "while filling in",
        Scope::Page => "questions, sections, check",
        Scope::Rest => "demo and trial",
        Scope::Trial => "trial",
        Scope::Out => "everywhere but on a kiosk's start screen",
        Scope::Back => "not on the first page",
        Scope::Kiosk => "at a shared terminal",
    }
}

fn row(binding: &Binding, words: &Words) -> String {
    let places: Vec<&str> = binding.places.iter().map(|one| place(*one)).collect();
    let where_ = match (binding.places.is_empty(), binding.scope) {
        (true, one) => scope(one).to_owned(),
        (false, _) if binding.places.len() > 12 => "wherever nothing is typed".to_owned(),
        (false, _) => places.join(", "),
    };
    let keys = if binding.shown == 0 {
        binding.caption()
    } else {
        binding.every_key()
    };
    format!("| {keys} | {} | {where_} |\n", words.say(binding.label))
}

fn page() -> String {
    let words = Words::new(&Language::new("en"));
    let mut out = HEAD.to_owned();
    for binding in TABLE {
        out.push_str(&row(binding, &words));
    }
    out.push_str(&desk(&words));
    out.push_str(LINES);
    for id in plain::HELP.iter().skip(1) {
        writeln!(out, "- {}", words.say(id)).expect("a string takes it");
    }
    out
}

#[test]
fn the_page_is_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keyboard.md");
    let page = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        page == kept,
        "docs/keyboard.md is not the table of keys; UPDATE=1 rewrites it"
    );
}

#[test]
fn every_binding_has_words_in_both_languages() {
    for language in ["en", "cy"] {
        let words = Words::new(&Language::new(language));
        let said: BTreeSet<String> = TABLE
            .iter()
            .map(|binding| words.say(binding.label))
            .collect();
        assert!(
            said.iter()
                .all(|said| !said.is_empty() && !said.starts_with("key-")),
            "{said:?}"
        );
    }
}
