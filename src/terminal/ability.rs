//! What a terminal can be trusted with, from what its environment says: whole screens or plain
//! lines, colours or none, UTF-8 or ASCII. A guess too low costs beauty, one too high costs reading.

use crate::ui::theme::{Charset, Colours, Mouse, Theme};

/// What the terminal of this session can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ability {
    /// Why only the plain line mode will do, where that is so.
    pub plain: Option<Plain>,
    /// How to draw.
    pub theme: Theme,
}

/// Why the plain line mode was taken; the mode says so in its first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// stdin or stdout is not a terminal.
    NoTerminal,
    /// `TERM` is empty, `dumb` or `unknown`.
    Dumb,
    /// `ACCESSIBLE` or `TALLYBOX_PLAIN` asks for it.
    Asked,
}

/// Decides from the environment, which `get` reads; `terminal` says whether stdin and stdout are one.
pub fn detect(terminal: bool, get: impl Fn(&str) -> Option<String>) -> Ability {
    let set = |name: &str| get(name).filter(|value| !value.is_empty());
    let term = set("TERM").unwrap_or_default();
    let plain = if !terminal {
        Some(Plain::NoTerminal)
    } else if matches!(term.as_str(), "" | "dumb" | "unknown") {
        Some(Plain::Dumb)
    } else {
        ["ACCESSIBLE", "TALLYBOX_PLAIN"]
            .iter()
            .any(|name| set(name).is_some_and(|value| value != "0"))
            .then_some(Plain::Asked)
    };
    let theme = Theme::new(
        colours(set("NO_COLOR").is_some(), set("COLORTERM").is_some(), &term),
        charset([set("LC_ALL"), set("LC_CTYPE"), set("LANG")], &term),
    );
    let theme = Theme {
        mouse: mouse(set("SSH_CONNECTION").or_else(|| set("SSH_TTY")).is_some()),
        ..theme
    };
    Ability { plain, theme }
}

/// Clicks on a terminal at hand; over SSH the mouse stays the person's own.
const fn mouse(remote: bool) -> Mouse {
    if remote { Mouse::Off } else { Mouse::Clicks }
}

fn colours(refused: bool, claimed: bool, term: &str) -> Colours {
    if refused {
        Colours::None
    } else if claimed || term.contains("256color") {
        Colours::Many
    } else if term == "linux" {
        Colours::Sixteen
    } else {
        Colours::None
    }
}

/// The first locale variable that is set decides, as in C. None set says nothing: `getty` unsets
/// them on the Linux console, which is UTF-8 all the same.
fn charset(variables: [Option<String>; 3], term: &str) -> Charset {
    let Some(locale) = variables.into_iter().flatten().next() else {
        return if term == "linux" {
            Charset::Utf8
        } else {
            Charset::Ascii
        };
    };
    let locale = locale.to_ascii_lowercase();
    if locale.contains("utf-8") || locale.contains("utf8") {
        Charset::Utf8
    } else {
        Charset::Ascii
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Ability {
        detect(true, |name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_terminal_that_cannot_move_its_cursor_gets_lines() {
        assert_eq!(with(&[]).plain, Some(Plain::Dumb));
        assert_eq!(with(&[("TERM", "dumb")]).plain, Some(Plain::Dumb));
        assert_eq!(with(&[("TERM", "vt100")]).plain, None);
        assert_eq!(
            with(&[("TERM", "xterm"), ("ACCESSIBLE", "1")]).plain,
            Some(Plain::Asked)
        );
        assert_eq!(
            detect(false, |_| Some("xterm".to_owned())).plain,
            Some(Plain::NoTerminal)
        );
    }

    #[test]
    fn colours_are_taken_only_where_they_are_known() {
        for (variables, colours) in [
            (&[("TERM", "xterm-256color")][..], Colours::Many),
            (
                &[("TERM", "xterm-256color"), ("NO_COLOR", "1")],
                Colours::None,
            ),
            (
                &[("TERM", "xterm-256color"), ("NO_COLOR", "")],
                Colours::Many,
            ),
            (&[("TERM", "linux")], Colours::Sixteen),
            (&[("TERM", "vt220")], Colours::None),
        ] {
            assert_eq!(with(variables).theme.colours, colours, "{variables:?}");
        }
    }

    #[test]
    fn over_ssh_the_mouse_stays_the_persons_own() {
        let here = with(&[("TERM", "xterm")]);
        assert_eq!(here.theme.mouse, Mouse::Clicks);
        for name in ["SSH_CONNECTION", "SSH_TTY"] {
            let there = with(&[("TERM", "xterm"), (name, "x")]);
            assert_eq!(there.theme.mouse, Mouse::Off, "{name}");
        }
    }

    #[test]
    fn the_first_locale_variable_that_is_set_decides() {
        for (variables, charset) in [
            (
                &[("TERM", "xterm"), ("LANG", "cy_GB.UTF-8")][..],
                Charset::Utf8,
            ),
            (
                &[("TERM", "xterm"), ("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")],
                Charset::Ascii,
            ),
            (&[("TERM", "xterm")], Charset::Ascii),
            (&[("TERM", "linux")], Charset::Utf8),
        ] {
            assert_eq!(with(variables).theme.charset, charset, "{variables:?}");
        }
    }
}
