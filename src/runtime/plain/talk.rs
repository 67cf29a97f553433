//! Lines in, lines out. Everything that is shown goes through here and is sanitised; nothing that is
//! typed reaches the form before it was.

use std::io::{self, BufRead, Read as _, Write};

use crate::base::text;
use crate::base::words::{Message, Words};
use crate::response::answer::Missing;

use super::Stop;

/// The most bytes of one line: beyond it the rest is read away.
const LINE_LIMIT: u64 = 64 << 10;

/// The commands, for `/help`.
pub const HELP: [&str; 20] = [
    "plain-help",
    "plain-help-back",
    "plain-help-skip",
    "plain-help-clear",
    "plain-help-undo",
    "plain-help-edit",
    "plain-help-missing",
    "plain-help-why",
    "plain-help-find",
    "plain-help-repeat",
    "plain-help-sections",
    "plain-help-review",
    "plain-help-preview",
    "plain-help-enough",
    "plain-help-words",
    "plain-help-language",
    "plain-help-save",
    "plain-help-screen",
    "plain-help-slash",
    "plain-help-enter",
];

/// A command: a line that starts with one slash.
pub(super) enum Command {
    Back,
    Skip,
    Clear,
    Help,
    /// With what was typed after it.
    Why(String),
    Review,
    Sections,
    Repeat,
    Language,
    Words,
    Save,
    Screen,
    Send,
    /// Take the last change back.
    Undo,
    /// Change a text line by line.
    Edit,
    /// Send what there is.
    Enough,
    /// What each reader gets.
    Preview,
    Find(String),
    Missing(Missing),
    Unknown(String),
}

/// What was typed.
pub(super) enum Line {
    /// An answer, trimmed; may be empty.
    Text(String),
    /// A command.
    Command(Command),
}

/// The two ends of the conversation.
pub(super) struct Talk<'a> {
    input: &'a mut dyn BufRead,
    output: &'a mut dyn Write,
    words: Words,
}

impl<'a> Talk<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead, output: &'a mut dyn Write, words: Words) -> Self {
        Self {
            input,
            output,
            words,
        }
    }

    pub(super) fn set_words(&mut self, words: Words) {
        self.words = words;
    }

    /// The words in the person's language.
    pub(super) const fn words(&self) -> &Words {
        &self.words
    }

    /// One of the program's messages.
    pub(super) fn say(&mut self, id: &'static str) -> io::Result<()> {
        self.tell(&Message::plain(id))
    }

    /// A message on lines of its own.
    pub(super) fn tell(&mut self, message: &Message) -> io::Result<()> {
        let told = self.words.tell(message);
        self.line(&told)
    }

    /// A message that starts with "Error:".
    pub(super) fn error(&mut self, message: &Message) -> io::Result<()> {
        let arguments = [("problem", message.clone().into())];
        self.tell(&Message::with("plain-error", arguments))
    }

    /// Words as they are, made fit to show. Lines are not wrapped: braille displays differ in width.
    pub(super) fn line(&mut self, words: &str) -> io::Result<()> {
        writeln!(self.output, "{}", text::sanitise(words).trim_end())
    }

    /// Sends what was said so far.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    /// An empty line.
    pub(super) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.output)
    }

    /// Asks for one line.
    pub(super) fn ask(&mut self, prompt: &Message) -> Result<Line, Stop> {
        self.tell(prompt)?;
        self.output.flush()?;
        Ok(read_line(&self.raw()?))
    }

    /// Reads one line as it was typed, without its end.
    pub(super) fn raw(&mut self) -> Result<String, Stop> {
        let mut bytes = Vec::new();
        let read = (&mut *self.input)
            .take(LINE_LIMIT)
            .read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Err(Stop::Leave);
        }
        if !bytes.ends_with(b"\n") && bytes.len() as u64 == LINE_LIMIT {
            self.read_away()?;
        }
        Ok(text::sanitise(&String::from_utf8_lossy(&bytes))
            .trim_end_matches('\n')
            .to_owned())
    }

    /// Reads the rest of a line that is longer than any answer.
    fn read_away(&mut self) -> io::Result<()> {
        loop {
            let chunk = self.input.fill_buf()?;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(chunk.len(), |end| end + 1);
            let is_done = end.is_some() || chunk.is_empty();
            self.input.consume(used);
            if is_done {
                return Ok(());
            }
        }
    }
}

/// A line that starts with a slash is a command; two slashes are an answer that starts with one.
fn read_line(raw: &str) -> Line {
    let typed = raw.trim();
    match typed.strip_prefix('/') {
        None => Line::Text(typed.to_owned()),
        Some(rest) if rest.starts_with('/') => Line::Text(rest.to_owned()),
        Some(rest) => Line::Command(command(rest)),
    }
}

fn command(typed: &str) -> Command {
    let (name, rest) = typed.split_once(' ').unwrap_or((typed, ""));
    match name.to_lowercase().as_str() {
        "back" | "b" => Command::Back,
        "skip" => Command::Skip,
        "clear" => Command::Clear,
        "help" | "h" | "?" => Command::Help,
        "why" => Command::Why(text::truncate(rest.trim(), 80)),
        "review" => Command::Review,
        "sections" => Command::Sections,
        "repeat" => Command::Repeat,
        "language" | "iaith" => Command::Language,
        "words" => Command::Words,
        "save" | "quit" | "exit" => Command::Save,
        "screen" => Command::Screen,
        "send" => Command::Send,
        "undo" => Command::Undo,
        "edit" => Command::Edit,
        "enough" => Command::Enough,
        "preview" => Command::Preview,
        "find" => Command::Find(rest.trim().to_owned()),
        "unknown" => Command::Missing(Missing::DontKnow),
        "private" => Command::Missing(Missing::PreferNot),
        _ => Command::Unknown(format!("/{}", text::truncate(typed, 20))),
    }
}
