//! How meaning looks. Bold, reverse and words carry everything; a colour only repeats it, since the
//! only pairs of the 16 colours that are legible in every usual palette are the default one and black
//! on white. Where 256 are known, only those of the fixed cube (16 to 231) are used: nobody repaints
//! them, so their contrast is known. A test computes it for every pair in use; what a home's own theme
//! brings ([`mod@file`]) is held to the same rule when it is read.

pub mod contrast;
pub mod file;

use ratatui::style::{Color, Modifier, Style};

use super::keymap::Keymap;
use crate::base::language::Text;

/// What a piece of text is, not how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Words to read.
    Text,
    /// Words beside the point; never dim, since dim cannot be read on half of all terminals.
    Quiet,
    /// The question, a heading.
    Title,
    /// What the person has chosen.
    Chosen,
    /// The letters that a search looked for.
    Match,
    /// The one focused item.
    Focus,
    /// What is wrong.
    Error,
    /// The header and the line of keys.
    Bar,
}

impl Tone {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Quiet,
        Self::Title,
        Self::Chosen,
        Self::Match,
        Self::Focus,
        Self::Error,
        Self::Bar,
    ];
}

/// How many colours may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// Default colours only: `NO_COLOR`, and terminals of which nothing is known.
    None,
    /// The 16 named ones, whose look nobody knows: used for the bars alone.
    Sixteen,
    /// 256: those that were measured for contrast.
    Many,
}

/// Which characters may be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Any that the console fonts have.
    Utf8,
    /// ASCII.
    Ascii,
}

/// Which of the themes a person has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The terminal's own colours, and bars of another.
    Standard,
    /// The strongest contrast there is, on a background of its own.
    Contrast,
    /// Pairs that differ for every kind of colour vision (after Okabe and Ito: blue, orange, sky).
    ColourSafe,
    /// No colours at all.
    Monochrome,
    /// The home's own colours, where it has some.
    Own,
}

impl Look {
    /// The program's own, in the order in which they are offered; the home's comes after them.
    pub const ALL: [Self; 4] = [
        Self::Standard,
        Self::Contrast,
        Self::ColourSafe,
        Self::Monochrome,
    ];

    /// The message with its name; a home's own has one in its file.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Own => "display-own",
            Self::Standard => "display-standard",
            Self::Contrast => "display-contrast",
            Self::ColourSafe => "display-colour-safe",
            Self::Monochrome => "display-monochrome",
        }
    }
}

/// How much room the lines of a page have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// One item under the other.
    Usual,
    /// An empty line between two items.
    Large,
}

/// Whether the terminal reports the mouse; it then no longer lets people mark text with it, but with
/// Shift held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// It does not.
    Off,
    /// Clicks and the wheel, never motion, which floods a link.
    Clicks,
}

impl Mouse {
    /// The other of the two.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Off => Self::Clicks,
            Self::Clicks => Self::Off,
        }
    }
}

/// Whether single letters do something outside of texts (WCAG 2.2, 2.1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// j and k move, ? helps.
    Keys,
    /// They go to what begins with them, in long lists only.
    Off,
}

/// A home's own colours, held to what [`contrast`] asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// What it is called.
    pub name: Text,
    /// The look that it changes.
    pub base: Look,
    /// Whether lines have more room at the beginning.
    pub is_large: bool,
    /// What each tone has on a terminal of 256 colours; nothing for what the base has.
    pairs: [Pair; Tone::ALL.len()],
}

impl Default for Own {
    fn default() -> Self {
        Self {
            name: Text::Same(String::new()),
            base: Look::Standard,
            is_large: false,
            pairs: [None; Tone::ALL.len()],
        }
    }
}

/// How a session's terminal is drawn on and listened to: all that a person can choose about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// How many colours.
    pub colours: Colours,
    /// Which characters.
    pub charset: Charset,
    /// What the person has chosen to see.
    pub look: Look,
    /// How much room lines have.
    pub spacing: Spacing,
    /// Whether the mouse is listened to.
    pub mouse: Mouse,
    /// Whether letters are keys.
    pub letters: Letters,
    /// The home's own colours: read once, when the program starts, and there as long as it is.
    pub own: Option<&'static Own>,
    /// Which key does what: as the colours.
    pub keys: &'static Keymap,
}

/// Foreground and background, where a theme sets them.
type Pair = Option<(Color, Color)>;

/// White, black and yellow of the fixed cube.
const WHITE: Color = Color::Indexed(231);
const BLACK: Color = Color::Indexed(16);
const YELLOW: Color = Color::Indexed(226);
const BLUE: Color = Color::Indexed(24);
const ORANGE: Color = Color::Indexed(214);
const VERMILION: Color = Color::Indexed(166);
const SKY: Color = Color::Indexed(117);
const RED: Color = Color::Indexed(88);

impl Theme {
    /// Default colours and ASCII: legible on anything.
    pub const PLAINEST: Self = Self::new(Colours::None, Charset::Ascii);

    /// The standard theme on a terminal that can show so much.
    pub const fn new(colours: Colours, charset: Charset) -> Self {
        Self {
            colours,
            charset,
            look: Look::Standard,
            spacing: Spacing::Usual,
            mouse: Mouse::Off,
            letters: Letters::Keys,
            own: None,
            keys: &Keymap::STANDARD,
        }
    }

    /// The theme in a home's own colours, which then are what is shown until somebody chooses otherwise.
    #[must_use]
    pub const fn in_colours_of(self, own: &'static Own) -> Self {
        Self {
            look: Look::Own,
            spacing: if own.is_large {
                Spacing::Large
            } else {
                self.spacing
            },
            own: Some(own),
            ..self
        }
    }

    /// The looks there are to choose from.
    pub fn looks(self) -> impl Iterator<Item = Look> + Clone {
        let own = self.own.map(|_| Look::Own);
        Look::ALL.into_iter().chain(own)
    }

    /// The look whose bold and reverse, and whose colours where nothing else is said, are in use.
    const fn base(self) -> Look {
        match (self.look, self.own) {
            (Look::Own, Some(own)) => own.base,
            (Look::Own, None) => Look::Standard,
            (look, _) => look,
        }
    }

    /// The style of a tone.
    pub const fn style(self, tone: Tone) -> Style {
        let style = Style::new().add_modifier(self.modifier(tone));
        match self.pair(tone) {
            Some((fg, bg)) => style.fg(fg).bg(bg),
            None => style,
        }
    }

    /// What marks a tone without any colour.
    const fn modifier(self, tone: Tone) -> Modifier {
        let strong = matches!(self.base(), Look::Contrast);
        match tone {
            Tone::Text | Tone::Quiet if strong && !self.is_many() => Modifier::BOLD,
            Tone::Text | Tone::Quiet => Modifier::empty(),
            Tone::Title | Tone::Chosen | Tone::Error => Modifier::BOLD,
            Tone::Match => Modifier::BOLD.union(Modifier::UNDERLINED),
            // A reader that looks for reverse video finds the focus whatever its colours are.
            Tone::Focus => Modifier::BOLD.union(Modifier::REVERSED),
            Tone::Bar if self.pair(Tone::Bar).is_some() => Modifier::empty(),
            Tone::Bar => Modifier::REVERSED,
        }
    }

    const fn is_many(self) -> bool {
        matches!(self.colours, Colours::Many)
    }

    /// The colours of a tone. Those of the focus are shown reversed.
    const fn pair(self, tone: Tone) -> Pair {
        if let (Look::Own, Colours::Many, Some(own)) = (self.look, self.colours, self.own)
            && let Some(pair) = own.pairs[tone as usize]
        {
            return Some(pair);
        }
        match (self.base(), self.colours) {
            (Look::Monochrome, _) | (_, Colours::None) | (Look::Contrast, Colours::Sixteen) => None,
            (_, Colours::Sixteen) => match tone {
                // 9.0:1 in the worst of seven palettes.
                Tone::Bar => Some((Color::Black, Color::Gray)),
                _ => None,
            },
            (Look::Standard | Look::Own, Colours::Many) => match tone {
                Tone::Error => Some((WHITE, RED)),
                Tone::Bar => Some((WHITE, BLUE)),
                _ => None,
            },
            (Look::Contrast, Colours::Many) => Some(match tone {
                Tone::Text | Tone::Quiet => (WHITE, BLACK),
                Tone::Title | Tone::Chosen | Tone::Match | Tone::Focus => (YELLOW, BLACK),
                Tone::Error | Tone::Bar => (BLACK, WHITE),
            }),
            (Look::ColourSafe, Colours::Many) => match tone {
                Tone::Text | Tone::Quiet | Tone::Title | Tone::Match => None,
                Tone::Chosen => Some((BLACK, SKY)),
                Tone::Focus => Some((ORANGE, BLACK)),
                Tone::Error => Some((BLACK, VERMILION)),
                Tone::Bar => Some((WHITE, BLUE)),
            },
        }
    }

    /// The theme after this one, for a key that goes through them.
    #[must_use]
    pub fn following(self) -> Self {
        let mut looks = self.looks().cycle();
        looks.by_ref().find(|look| *look == self.look);
        Self {
            look: looks.next().unwrap_or(self.look),
            ..self
        }
    }

    /// The character of a horizontal rule.
    pub const fn rule(self) -> &'static str {
        match self.charset {
            Charset::Utf8 => "─",
            Charset::Ascii => "-",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published defaults of what people sit at: its name, its own text on its own background,
    /// and its colours 0 and 7, which alone of the 16 are used.
    const PALETTES: [(&str, [u32; 4]); 11] = [
        ("Linux console", [0xaa_aaaa, 0, 0, 0xaa_aaaa]),
        ("xterm", [0, 0xff_ffff, 0, 0xe5_e5e5]),
        ("xterm reversed", [0xff_ffff, 0, 0, 0xe5_e5e5]),
        ("PuTTY", [0xbb_bbbb, 0, 0, 0xbb_bbbb]),
        (
            "Windows Terminal",
            [0xcc_cccc, 0x0c_0c0c, 0x0c_0c0c, 0xcc_cccc],
        ),
        ("VS Code dark", [0xcc_cccc, 0x1e_1e1e, 0, 0xe5_e5e5]),
        ("GNOME dark", [0xd0_cfcc, 0x17_1421, 0x17_1421, 0xd0_cfcc]),
        ("GNOME light", [0x17_1421, 0xff_ffff, 0x17_1421, 0xd0_cfcc]),
        ("Tango", [0xd3_d7cf, 0x2e_3436, 0x2e_3436, 0xd3_d7cf]),
        (
            "Solarized dark",
            [0x83_9496, 0x00_2b36, 0x07_3642, 0xee_e8d5],
        ),
        ("macOS Terminal", [0, 0xff_ffff, 0, 0xbf_bfbf]),
    ];

    fn seen(colour: Option<Color>, own: u32, [_, _, black, white]: [u32; 4]) -> u32 {
        match colour {
            None => own,
            Some(Color::Black) => black,
            Some(Color::Gray) => white,
            // 0 to 15 are repainted at will, so no theme may rely on them.
            Some(Color::Indexed(number)) => contrast::look(number).unwrap(),
            Some(other) => panic!("nobody knows how {other:?} looks"),
        }
    }

    /// Every look in every depth of colour, a home's own over each of the program's among them.
    fn themes() -> impl Iterator<Item = Theme> {
        let every = [Colours::None, Colours::Sixteen, Colours::Many];
        let own = Look::ALL.map(|base| {
            let own = Own {
                base,
                ..file::read("theme.toml", OURS).unwrap()
            };
            let own: &'static Own = Box::leak(Box::new(own));
            Theme::PLAINEST.in_colours_of(own)
        });
        let program = Look::ALL.map(|look| Theme {
            look,
            ..Theme::PLAINEST
        });
        program.into_iter().chain(own).flat_map(move |theme| {
            every
                .into_iter()
                .map(move |colours| Theme { colours, ..theme })
        })
    }

    const OURS: &str = "name = \"Ours\"\n[colours]\ntext = { text = 16, background = 230 }\nfocus = { text = \"#003c3c\", background = \"#ffffff\" }\nbar = { text = 231, background = 52 }\n";

    #[test]
    fn a_homes_colours_are_shown_where_there_are_256_and_change_no_mark() {
        for theme in themes().filter(|theme| theme.look == Look::Own) {
            for tone in Tone::ALL {
                let base = Theme {
                    look: theme.base(),
                    ..theme
                };
                let (style, usual) = (theme.style(tone), base.style(tone));
                let is_given = matches!(tone, Tone::Text | Tone::Focus | Tone::Bar);
                let is_shown = is_given && theme.colours == Colours::Many;
                assert_eq!(
                    (style.fg, style.bg) != (usual.fg, usual.bg),
                    is_shown,
                    "{theme:?} {tone:?}"
                );
                // A bar that has colours needs no reverse.
                if tone != Tone::Bar {
                    assert_eq!(style.add_modifier, usual.add_modifier, "{tone:?}");
                }
            }
        }
    }

    #[test]
    fn every_pair_of_every_theme_can_be_read_in_every_palette() {
        for theme in themes() {
            for (name, palette) in PALETTES {
                for tone in Tone::ALL {
                    let style = theme.style(tone);
                    assert_eq!(style.fg.is_some(), style.bg.is_some(), "{theme:?} {tone:?}");
                    let ratio = contrast::ratio(
                        seen(style.fg, palette[0], palette),
                        seen(style.bg, palette[1], palette),
                    );
                    assert!(ratio >= 4.5, "{name} {theme:?} {tone:?} {ratio:.2}");
                }
            }
        }
    }

    #[test]
    fn high_contrast_is_seven_to_one_where_it_sets_the_colours() {
        let theme = Theme {
            look: Look::Contrast,
            ..Theme::new(Colours::Many, Charset::Utf8)
        };
        for tone in Tone::ALL {
            let style = theme.style(tone);
            let ratio = contrast::ratio(
                seen(style.fg, 0, PALETTES[0].1),
                seen(style.bg, 0, PALETTES[0].1),
            );
            assert!(style.bg.is_some() && ratio >= 7.0, "{tone:?} {ratio:.2}");
        }
    }

    #[test]
    fn the_focus_is_bold_and_reversed_in_every_theme_and_nothing_is_dim() {
        for theme in themes() {
            let focus = theme.style(Tone::Focus).add_modifier;
            assert!(focus.contains(Modifier::BOLD.union(Modifier::REVERSED)));
            for tone in Tone::ALL {
                let unwanted = Modifier::DIM
                    .union(Modifier::RAPID_BLINK)
                    .union(Modifier::SLOW_BLINK);
                assert!(!theme.style(tone).add_modifier.intersects(unwanted));
            }
        }
    }

    #[test]
    fn no_colour_means_none_in_any_theme() {
        for theme in themes() {
            let bare = theme.look == Look::Monochrome || theme.colours == Colours::None;
            for tone in Tone::ALL.into_iter().filter(|_| bare) {
                let style = theme.style(tone);
                assert_eq!((style.fg, style.bg), (None, None), "{theme:?}");
            }
        }
    }

    #[test]
    fn the_key_goes_through_all_and_comes_back() {
        let first = Theme::PLAINEST;
        let mut theme = first;
        for _ in 0..Look::ALL.len() {
            theme = theme.following();
        }
        assert_eq!(theme, first);
        assert_ne!(first.following(), first);
    }
}
