//! Comparing words, one thing at a time: the institution's key set, then each box that is new.

use ratatui::layout::Position;

use crate::base::words::Arg;
use crate::ui::lead::Step;
use crate::ui::lead::draw::Page;
use crate::ui::lead::keys::{self, Action, Binding};
use crate::ui::lead::message::{Compared, Comparison, Preparation, SameBox, Taking};
use crate::ui::theme::Tone;

/// With fewer lines than this the words stand above what is said about them.
const LOW: u16 = 14;

/// The screen.
pub(in crate::ui::lead) struct Compare {
    preparation: Preparation,
    at: usize,
    taking: Taking,
    /// Whether the words that differ were those of the key set: then nothing can be opened.
    is_foreign: bool,
}

impl Compare {
    /// The first comparison for what is to be merged.
    pub(in crate::ui::lead) fn new(preparation: Preparation, paths: Vec<String>) -> Self {
        Self {
            preparation,
            at: 0,
            taking: Taking {
                paths,
                is_kept: true,
                ..Taking::default()
            },
            is_foreign: false,
        }
    }

    fn here(&self) -> Option<&Comparison> {
        self.preparation.comparisons.get(self.at)
    }

    /// Where copies could be kept, and what is to be merged, once everything was compared.
    pub(in crate::ui::lead) fn done(&self) -> Option<(Option<String>, Taking)> {
        let is_done = self.at >= self.preparation.comparisons.len() && !self.is_foreign;
        is_done.then(|| (self.preparation.keep_in.clone(), self.taking.clone()))
    }

    pub(in crate::ui::lead) const fn bindings(&self) -> &'static [Binding] {
        if self.is_foreign {
            keys::BACK_ONLY
        } else {
            keys::YES_NO
        }
    }

    pub(in crate::ui::lead) fn update(&mut self, action: Option<Action>) -> Step {
        if self.is_foreign {
            return match action {
                Some(Action::Back) => Step::Back,
                _ => Step::stay(),
            };
        }
        let Some(comparison) = self.here().cloned() else {
            return Step::Compared;
        };
        match (action, comparison.what) {
            (Some(Action::Yes), Compared::Box { path, .. }) => {
                let words = comparison.words;
                self.taking.compared.push(SameBox { path, words });
            }
            (Some(Action::Yes), Compared::KeySet { .. }) => {
                self.taking.key_set = Some(comparison.words);
            }
            (Some(Action::No), Compared::Box { path, .. }) => {
                self.at += 1;
                return Step::LeftOut(path);
            }
            (Some(Action::No), Compared::KeySet { .. }) => {
                self.is_foreign = true;
                return Step::stay();
            }
            (Some(Action::Back), _) => return Step::Back,
            _ => return Step::stay(),
        }
        self.at += 1;
        Step::Compared
    }

    /// Takes a box out that was left out.
    pub(in crate::ui::lead) fn without(&mut self, paths: Vec<String>) {
        self.taking.paths = paths;
    }

    pub(in crate::ui::lead) fn view(&self, page: &mut Page<'_>) -> Option<Position> {
        let all = self.preparation.comparisons.len();
        let args = [("number", Arg::from(self.at + 1)), ("all", Arg::from(all))];
        let number = page.words().say_with("lead-compare-number", args);
        page.bar(&page.words().say("lead-compare-bar"), &number);
        page.gap();
        if self.is_foreign {
            page.paragraph(Tone::Title, &page.words().say("lead-foreign-title"));
            page.gap();
            page.paragraph(Tone::Text, &page.words().say("lead-foreign"));
            return None;
        }
        let comparison = self.here()?;
        let (title, lines) = what(page, &comparison.what);
        page.paragraph(Tone::Title, &title);
        page.gap();
        // In a low window the words come first: they are what has to be seen.
        let is_low = page.room() < LOW;
        if !is_low {
            view_lines(page, &lines);
            page.gap();
        }
        let cursor = page.item(true, &format!(" {} ", comparison.words));
        page.gap();
        page.paragraph(Tone::Title, &page.words().say("lead-compare-question"));
        if is_low {
            view_lines(page, &lines);
            page.more();
        }
        cursor
    }
}

fn view_lines(page: &mut Page<'_>, lines: &[String]) {
    for line in lines {
        page.paragraph(Tone::Text, line);
    }
}

/// The heading, and what the person is to do.
fn what(page: &Page<'_>, what: &Compared) -> (String, Vec<String>) {
    let words = page.words();
    match what {
        Compared::Box { name, .. } => {
            let args = [("box", Arg::Words(name.clone()))];
            let intro = words.say("lead-compare-intro");
            (words.say_with("lead-compare-title", args), vec![intro])
        }
        Compared::KeySet { epoch, day, whose } => {
            let number = i64::try_from(*epoch).unwrap_or(i64::MAX);
            let args = [
                ("epoch", Arg::Number(number)),
                ("day", Arg::Words(day.clone())),
                ("whose", Arg::from(whose.clone())),
            ];
            let about = words.say_with("lead-compare-keys-about", args);
            let intro = words.say("lead-compare-keys-intro");
            (words.say("lead-compare-keys-title"), vec![intro, about])
        }
    }
}
