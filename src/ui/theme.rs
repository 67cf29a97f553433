//! How meaning looks. Bold, reverse and words carry everything; a colour only repeats it, since the
//! only pairs of the 16 colours that are legible in every usual palette are the default one and black
//! on white. Where 256 are known, only those of the fixed cube (16 to 231) are used: nobody repaints
//! them, so their contrast is known. A test computes it for every pair in use.

use ratatui::style::{Color, Modifier, Style};

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
}

impl Look {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Standard,
        Self::Contrast,
        Self::ColourSafe,
        Self::Monochrome,
    ];

    /// The message with its name.
    pub const fn label(self) -> &'static str {
        match self {
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

/// Whether single letters do something outside of texts (WCAG 2.2, 2.1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// j and k move, ? helps.
    Keys,
    /// They go to what begins with them, in long lists only.
    Off,
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
        let strong = matches!(self.look, Look::Contrast);
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
        match (self.look, self.colours) {
            (Look::Monochrome, _) | (_, Colours::None) | (Look::Contrast, Colours::Sixteen) => None,
            (_, Colours::Sixteen) => match tone {
                // 9.0:1 in the worst of seven palettes.
                Tone::Bar => Some((Color::Black, Color::Gray)),
                _ => None,
            },
            (Look::Standard, Colours::Many) => match tone {
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
        let mut looks = Look::ALL.into_iter().cycle();
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

    const TONES: [Tone; 8] = [
        Tone::Match,
        Tone::Text,
        Tone::Quiet,
        Tone::Title,
        Tone::Chosen,
        Tone::Focus,
        Tone::Error,
        Tone::Bar,
    ];

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

    /// The colour of the cube of 256 (16 to 231): six steps a channel.
    fn cube(number: u8) -> u32 {
        const STEPS: [u32; 6] = [0, 95, 135, 175, 215, 255];
        let at = usize::from(number - 16);
        (STEPS[at / 36] << 16) | (STEPS[at / 6 % 6] << 8) | STEPS[at % 6]
    }

    fn luminance(colour: u32) -> f64 {
        let channel = |shift: u32| {
            let value = f64::from((colour >> shift) & 0xff) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126_f64.mul_add(
            channel(16),
            0.7152_f64.mul_add(channel(8), 0.0722 * channel(0)),
        )
    }

    /// WCAG 2.2, "contrast ratio".
    fn contrast(one: u32, other: u32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn seen(colour: Option<Color>, own: u32, [_, _, black, white]: [u32; 4]) -> u32 {
        match colour {
            None => own,
            Some(Color::Black) => black,
            Some(Color::Gray) => white,
            // 0 to 15 are repainted at will, so no theme may rely on them.
            Some(Color::Indexed(number @ 16..=231)) => cube(number),
            Some(other) => panic!("nobody knows how {other:?} looks"),
        }
    }

    fn themes() -> impl Iterator<Item = Theme> {
        let every = [Colours::None, Colours::Sixteen, Colours::Many];
        Look::ALL.into_iter().flat_map(move |look| {
            every.into_iter().map(move |colours| Theme {
                look,
                ..Theme::new(colours, Charset::Utf8)
            })
        })
    }

    #[test]
    fn every_pair_of_every_theme_can_be_read_in_every_palette() {
        assert!((contrast(0, 0xff_ffff) - 21.0).abs() < 0.01);
        for theme in themes() {
            for (name, palette) in PALETTES {
                for tone in TONES {
                    let style = theme.style(tone);
                    assert_eq!(style.fg.is_some(), style.bg.is_some(), "{theme:?} {tone:?}");
                    let ratio = contrast(
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
        for tone in TONES {
            let style = theme.style(tone);
            let ratio = contrast(
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
            for tone in TONES {
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
            for tone in TONES.into_iter().filter(|_| bare) {
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
