//! What screens look like at three sizes and how that is marked in two themes, a file a screen.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;
use tallybox::ui::theme::{Charset, Colours, Look, Theme, Tone};

use super::lines;

pub const SIZES: [(u16, u16); 3] = [(40, 12), (80, 24), (200, 60)];
pub const STANDARD: Theme = Theme::new(Colours::Many, Charset::Utf8);
pub const THEMES: [(&str, Theme); 2] = [
    ("standard", STANDARD),
    (
        "high contrast",
        Theme {
            look: Look::Contrast,
            ..STANDARD
        },
    ),
];

/// What a cell means, by its look; the first tone that looks so.
fn tone(theme: Theme, look: Style) -> Option<Tone> {
    let wanted = |tone: &Tone| {
        let style = theme.style(*tone);
        (
            style.fg.unwrap_or_default(),
            style.bg.unwrap_or_default(),
            style.add_modifier,
        ) == (
            look.fg.unwrap_or_default(),
            look.bg.unwrap_or_default(),
            look.add_modifier,
        )
    };
    Tone::ALL.into_iter().find(wanted)
}

/// Runs of cells that are marked, a line each: `4: 3-27 Focus`.
pub fn marks(theme: Theme, buffer: &Buffer, name: &str) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut run: Option<(u16, Tone)> = None;
        for x in 0..=buffer.area.width {
            let tone = (x < buffer.area.width).then(|| {
                let look = buffer[(x, y)].style();
                tone(theme, look).unwrap_or_else(|| panic!("{name}: a look of its own: {look:?}"))
            });
            let tone = tone.filter(|tone| *tone != Tone::Text);
            if run.map(|(_, tone)| tone) == tone {
                continue;
            }
            if let Some((from, tone)) = run {
                writeln!(out, "{y}: {from}-{} {tone:?}", x - 1).expect("a string takes it");
            }
            run = tone.map(|tone| (x, tone));
        }
    }
    out
}

/// Screens as they were drawn, by name.
#[derive(Default)]
pub struct Sheaf(BTreeMap<String, String>);

impl Sheaf {
    /// Every screen that `all` shows, in all sizes and themes.
    pub fn of(
        mut all: impl FnMut((u16, u16), Theme) -> Vec<(String, Buffer, Option<Position>)>,
    ) -> Self {
        let mut sheaf = Self::default();
        for size in SIZES {
            for theme in THEMES {
                for (name, buffer, cursor) in all(size, theme.1) {
                    sheaf.add(&name, theme, &buffer, cursor);
                }
            }
        }
        sheaf
    }

    fn add(
        &mut self,
        name: &str,
        (theme_name, theme): (&str, Theme),
        buffer: &Buffer,
        cursor: Option<Position>,
    ) {
        let out = self.0.entry(name.replace(' ', "-")).or_default();
        if theme_name == THEMES[0].0 {
            let cursor =
                cursor.map_or_else(|| "none".to_owned(), |at| format!("{},{}", at.x, at.y));
            let text = lines(buffer).join("\n");
            write!(
                out,
                "=== {}x{}\n{}\n=== cursor {cursor}\n",
                buffer.area.width,
                buffer.area.height,
                text.trim_end(),
            )
            .expect("a string takes it");
        }
        write!(out, "=== {theme_name}\n{}", marks(theme, buffer, name)).expect("a string takes it");
    }

    /// Compares with the files of a folder, and finds none there that is nobody's; `UPDATE=1` writes them.
    pub fn is_kept_in(&self, folder: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for (name, drawn) in &self.0 {
            let path = folder.join(format!("{name}.txt"));
            if std::env::var_os("UPDATE").is_some() {
                std::fs::create_dir_all(&folder).expect("made");
                std::fs::write(&path, drawn).expect("written");
            }
            let kept = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(
                *drawn,
                kept,
                "{} differs; UPDATE=1 rewrites it",
                path.display()
            );
        }
        let known: BTreeSet<_> = self.0.keys().map(|name| format!("{name}.txt")).collect();
        for entry in std::fs::read_dir(folder).expect("the folder") {
            let name = entry.expect("an entry").file_name();
            let name = name.to_string_lossy();
            assert!(known.contains(name.as_ref()), "{name} is nobody's");
        }
    }
}
