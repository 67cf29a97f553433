//! How meaning looks. Bold, reverse and words carry everything; a colour only repeats it, since the
//! only pair of the 16 colours that is legible in every usual palette is the default one.

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

/// How a session's terminal is drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// How many colours.
    pub colours: Colours,
    /// Which characters.
    pub charset: Charset,
}

impl Theme {
    /// Default colours and ASCII: legible on anything.
    pub const PLAINEST: Self = Self {
        colours: Colours::None,
        charset: Charset::Ascii,
    };

    /// The style of a tone.
    pub const fn style(self, tone: Tone) -> Style {
        let plain = Style::new();
        match tone {
            Tone::Text | Tone::Quiet => plain,
            Tone::Title | Tone::Chosen => plain.add_modifier(Modifier::BOLD),
            Tone::Match => plain.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
            Tone::Focus => plain.add_modifier(Modifier::BOLD.union(Modifier::REVERSED)),
            Tone::Error => match self.colours {
                // 10.3:1, and a pair of its own: nobody knows what the background is.
                Colours::Many => plain
                    .fg(Color::Indexed(15))
                    .bg(Color::Indexed(88))
                    .add_modifier(Modifier::BOLD),
                _ => plain.add_modifier(Modifier::BOLD),
            },
            Tone::Bar => match self.colours {
                // 7.0:1.
                Colours::Many => plain.fg(Color::Indexed(15)).bg(Color::Indexed(24)),
                // 9.0:1 in the worst of seven palettes.
                Colours::Sixteen => plain.fg(Color::Black).bg(Color::Gray),
                Colours::None => plain.add_modifier(Modifier::REVERSED),
            },
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
