//! The languages, each called by its own name.

use crate::base::language::Language;
use crate::base::words::Words;
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::sheet::{Button, Sheet, Spot};
use crate::ui::theme::Tone;

use super::{After, Screen, own, picked, titled};

pub(super) fn draw(session: &Session) -> Sheet {
    let mut sheet = titled(session);
    let languages = &session.setup.questionnaire.languages;
    sheet.gap();
    // Whoever cannot read the language on the screen must find their own.
    for language in languages {
        sheet.say(&Words::new(language).say("language-which"), Tone::Title);
    }
    sheet.gap();
    for (place, language) in languages.iter().enumerate() {
        sheet.item(
            Spot::Choice(place),
            &format!("{}  ", place + 1),
            &name(language),
            Tone::Text,
        );
    }
    if let Some(reached) = session.reached {
        sheet.gap();
        for language in languages {
            sheet.say(&Words::new(language).say(reached.told()), Tone::Text);
        }
    }
    let now = languages
        .iter()
        .position(|language| language == session.words.language());
    sheet.start = now.map(Spot::Choice);
    sheet.buttons = vec![Button::Back];
    sheet
}

/// What a language calls itself; its tag where the program has no words in it.
fn name(language: &Language) -> String {
    let own = Words::new(language).say("language-name");
    let english = Words::new(&Language::new("en")).say("language-name");
    if own == english && language.as_str() != "en" {
        return language.as_str().to_owned();
    }
    own
}

pub(super) fn act(session: &mut Session, after: After, action: Action, spot: Spot) -> bool {
    if action == Action::Enter && spot == Spot::Button(Button::Back) {
        session.pop();
        return true;
    }
    let languages = &session.setup.questionnaire.languages;
    let Some(language) = picked(action, spot)
        .and_then(|place| languages.get(place))
        .cloned()
    else {
        return false;
    };
    session.pop();
    session.set_language(language);
    own::read_anew(session);
    if after == After::Notice {
        session.push(Screen::Notice);
    }
    true
}
