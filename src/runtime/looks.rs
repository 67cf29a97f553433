//! How a home wants its screens: its own colours (`theme.toml`) and further keys (`keyboard.toml`), both read
//! once when a program starts. A file with anything wrong in it is not used at all: the screens then look and
//! listen as without it, so that nobody is kept from answering, and whoever keeps the home is told.

use std::io::ErrorKind;

use super::home::{Home, read_limited};
use crate::base::problem::Problem;
use crate::ui::keymap::file::{self as keyboard, Wanted};
use crate::ui::theme::{Own, Theme, file as theme};

/// What a home's two files come to.
#[derive(Default)]
pub struct Looks {
    /// Its colours, where it has some and they can be used.
    pub own: Option<&'static Own>,
    /// Its keys, likewise.
    pub keys: Option<Wanted>,
    /// What is wrong with the files.
    pub problems: Vec<Problem>,
}

impl Looks {
    /// Reads a home's files.
    pub fn of(home: &Home) -> Self {
        let mut looks = Self::default();
        let own = looks.read(home, theme::FILE, theme::read);
        looks.own = own.map(|own| -> &'static Own { Box::leak(Box::new(own)) });
        looks.keys = looks.read(home, keyboard::FILE, keyboard::read);
        looks
    }

    fn read<T>(
        &mut self,
        home: &Home,
        name: &str,
        read: impl FnOnce(&str, &str) -> Result<T, Vec<Problem>>,
    ) -> Option<T> {
        let path = home.root().join(name);
        let file = path.display().to_string();
        let whole = |message: &str| {
            let remedy = "put it right or take it away; the screens do without it";
            Problem::english(&file, (0, None), message, remedy)
        };
        let read = match read_limited(&path) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => read(&file, &text),
                Err(_) => Err(vec![whole("it is not UTF-8")]),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            Err(error) => Err(vec![whole(&format!("cannot read it: {error}"))]),
        };
        read.map_err(|problems| self.problems.extend(problems)).ok()
    }

    /// A theme as the home wants it.
    #[must_use]
    pub fn dress(&self, theme: Theme) -> Theme {
        let theme = self.own.map_or(theme, |own| theme.in_colours_of(own));
        self.keys
            .as_ref()
            .map_or(theme, |keys| keys.listening(theme))
    }
}
