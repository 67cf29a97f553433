//! Before the first question: language, notice, words.

use crate::base::language::Language;
use crate::base::words::{Message, Words};

use super::talk::{Command, Line};
use super::{Beginning, Plain, Purpose, Stop};

impl Plain<'_> {
    /// Whether the person goes on to the questions.
    pub(super) fn open(&mut self) -> Result<bool, Stop> {
        if let Some(reason) = self.start.reason {
            let arguments = [("reason", reason.into())];
            self.talk.tell(&Message::with("plain-mode-on", arguments))?;
        }
        self.say_trial()?;
        if matches!(self.start.beginning, Beginning::FromScreen(_)) {
            self.talk.blank()?;
            self.talk.say("plain-from-screen")?;
            return Ok(true);
        }
        if !matches!(self.start.beginning, Beginning::New | Beginning::NewIn) {
            self.title()?;
            if self.purpose == Purpose::Answers && self.start.beginning != Beginning::Sent {
                self.talk.say("plain-resumed")?;
            }
            if self.start.beginning == Beginning::Sent {
                // What connects them with earlier answers is not among what a person gets back.
                self.connect()?;
            }
            return Ok(true);
        }
        if self.start.beginning == Beginning::New {
            self.choose_language()?;
        }
        self.title()?;
        if !self.notice()? {
            return Ok(false);
        }
        Ok(self.give_words()? && self.offer_last_year()?)
    }

    /// In a trial, that it is one.
    pub(super) fn say_trial(&mut self) -> Result<(), Stop> {
        if self.purpose == Purpose::Trial {
            self.talk.say("plain-trial")?;
        }
        Ok(())
    }

    /// Offers the questionnaire's languages, each under its own name.
    pub(super) fn choose_language(&mut self) -> Result<(), Stop> {
        let languages = self.form.questionnaire().languages.clone();
        if languages.len() < 2 {
            return Ok(());
        }
        self.talk.blank()?;
        self.talk.say("plain-which-language")?;
        let names: Vec<String> = languages.iter().map(name).collect();
        for (at, name) in names.iter().enumerate() {
            self.talk.line(&format!("{}. {name}", at + 1))?;
        }
        let prompt = Message::with("plain-prompt-number", [("max", languages.len().into())]);
        loop {
            let Line::Text(typed) = self.talk.ask(&prompt)? else {
                self.talk.error(&Message::plain("form-not-offered"))?;
                continue;
            };
            let place = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            let by_name = names
                .iter()
                .position(|name| name.to_lowercase() == typed.to_lowercase());
            if let Some(language) = place.or(by_name).and_then(|at| languages.get(at)) {
                self.form.set_language(language.clone());
                self.talk.set_words(Words::new(language));
                return Ok(());
            }
            self.talk.error(&Message::plain("form-not-offered"))?;
        }
    }

    fn title(&mut self) -> Result<(), Stop> {
        let questionnaire = self.form.questionnaire();
        let title = Message::Author(questionnaire.title.clone());
        let minutes = questionnaire.minutes;
        self.talk.blank()?;
        self.talk.tell(&title)?;
        if let Some((least, most)) = minutes {
            let arguments = [("least", least.into()), ("most", most.into())];
            self.talk.tell(&Message::with("plain-minutes", arguments))?;
        }
        Ok(())
    }

    /// The notice ends with "I have read this": it informs, it does not ask for consent.
    fn notice(&mut self) -> Result<bool, Stop> {
        let privacy = self.form.questionnaire().privacy.clone();
        self.talk.blank()?;
        if privacy.approved_by.is_none() {
            self.talk.say("plain-sample-notice")?;
        }
        for text in [privacy.notice, privacy.contact].into_iter().flatten() {
            self.talk.tell(&Message::Author(text))?;
            self.talk.blank()?;
        }
        self.talk.say("plain-notice-read")?;
        self.talk.say("plain-notice-leave")?;
        let prompt = Message::with("plain-prompt-number", [("max", 2_u32.into())]);
        loop {
            match self.talk.ask(&prompt)? {
                Line::Text(typed) if typed == "1" => return Ok(true),
                Line::Text(typed) if typed == "2" => return Ok(false),
                Line::Command(Command::Save) => return Ok(false),
                _ => self.talk.error(&Message::plain("form-not-offered"))?,
            }
        }
    }

    /// From here on the person can come back, so from here on an end of input leaves a draft.
    fn give_words(&mut self) -> Result<bool, Stop> {
        self.talk.blank()?;
        self.talk.say("plain-words-intro")?;
        self.show_words()?;
        self.talk.say("plain-commands")?;
        match self.talk.ask(&Message::plain("plain-words-noted")) {
            // Whatever is typed here is no answer to anything.
            Ok(_) => self.ask_words_back().map(|()| true),
            Err(Stop::Leave) => Ok(true),
            Err(stop) => Err(stop),
        }
    }

    /// Two of the words, asked back once: whoever has not noted them learns it now. `/skip` says that
    /// the person finishes in one sitting. An end of input is left to the first question to meet.
    fn ask_words_back(&mut self) -> Result<(), Stop> {
        let Some(seed) = self.start.ask_back else {
            return Ok(());
        };
        self.talk.say("plain-ask-back")?;
        let first = usize::try_from(seed % 4).unwrap_or(0);
        for place in [first, usize::try_from(seed / 4 % 4).unwrap_or(0) + 4] {
            match self.ask_word_back(place) {
                Ok(true) => {}
                Ok(false) | Err(Stop::Leave) => return Ok(()),
                Err(stop) => return Err(stop),
            }
        }
        Ok(self.talk.say("ask-back-right")?)
    }

    /// Whether the word was given; not where the person skips it.
    fn ask_word_back(&mut self, place: usize) -> Result<bool, Stop> {
        let prompt = Message::with("plain-prompt-word", [("place", (place + 1).into())]);
        loop {
            let typed = match self.talk.ask(&prompt)? {
                Line::Text(typed) => typed,
                Line::Command(Command::Skip) => return Ok(false),
                Line::Command(Command::Words) => {
                    self.show_words()?;
                    continue;
                }
                Line::Command(_) => String::new(),
            };
            if crate::ui::known_word(typed.trim()) == self.start.words[place] {
                return Ok(true);
            }
            let arguments = [("place", (place + 1).into())];
            self.talk
                .error(&Message::with("plain-not-that-word", arguments))?;
        }
    }
}

fn name(language: &Language) -> String {
    let own = Words::new(language);
    let name = own.say("plain-language-name");
    // English words stand in for a language that the program does not speak; its tag says more.
    if name == "English" && language.as_str() != "en" {
        return language.to_string();
    }
    name
}
