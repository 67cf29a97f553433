//! A holder's paper sheet: who they are, what their identity opens, and the identity itself in words.
//!
//! Plain text at most 76 wide, or one HTML file that prints to A4: no script, nothing fetched. What is
//! here is a secret once printed; both say so first.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use crate::base::words::Words;
use crate::survey::codebook::escape;

use super::paper::html::head;

/// What stands on a sheet. There is no `Debug`: the rows are a secret.
pub struct KeySheet {
    /// Whose identity it is, in words.
    pub holder: String,
    /// Who keeps it.
    pub name: Option<String>,
    /// What it opens, a line each.
    pub opens: Vec<String>,
    /// Its recipient.
    pub recipient: String,
    /// The recipient's fingerprint.
    pub fingerprint: String,
    /// The day of printing.
    pub day: String,
    /// Six words and a check word a row.
    pub rows: Vec<[&'static str; 7]>,
    /// The identity as the `age` command reads it.
    pub identity: Zeroizing<String>,
}

const STYLE: &str = "\
@page { size: A4; margin: 18mm 16mm 20mm; }
html { font: 11pt/1.4 \"Liberation Sans\", Arial, Helvetica, sans-serif; color: #000; background: #fff; }
body { max-width: 178mm; margin: 0 auto; }
.secret { border: 0.8mm solid #000; padding: 3mm; font-weight: bold; }
table { border-collapse: collapse; margin: 3mm 0; }
th, td { border: 0.2mm solid #777; padding: 1.5mm 2.5mm; text-align: left; }
td { font-family: \"Liberation Mono\", monospace; }
td:last-child { font-weight: bold; }
code { font-family: \"Liberation Mono\", monospace; overflow-wrap: anywhere; }
";

impl KeySheet {
    fn facts(&self, words: &Words) -> Vec<(String, String)> {
        let name = self.name.clone().unwrap_or_else(|| "_".repeat(30));
        let mut facts = vec![
            ("keys-sheet-of", self.holder.clone()),
            ("keys-sheet-kept", name),
        ];
        facts.extend(
            self.opens
                .iter()
                .map(|one| ("keys-sheet-opens", one.clone())),
        );
        facts.push(("keys-sheet-recipient", self.recipient.clone()));
        facts.push(("keys-sheet-fingerprint", self.fingerprint.clone()));
        facts.push(("keys-sheet-printed", self.day.clone()));
        let said = facts.into_iter();
        said.map(|(id, value)| (words.say(id), value)).collect()
    }

    /// As text.
    pub fn to_text(&self, words: &Words) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(8 << 10));
        let mut put = |line: &str| {
            text.push_str(line);
            text.push('\n');
        };
        put(&words.say("keys-sheet-title"));
        put("");
        put(&wrapped(&words.say("keys-sheet-warning")));
        put("");
        for (name, value) in self.facts(words) {
            put(&format!("{name:<12} {value}"));
        }
        put("");
        for (at, row) in self.rows.iter().enumerate() {
            put(&Zeroizing::new(numbered(at, row)));
        }
        put("");
        for id in EXPLAINED {
            put(&wrapped(&words.say(id)));
            put("");
        }
        put(&self.identity);
        text
    }

    /// As one HTML file.
    pub fn to_html(&self, words: &Words) -> Zeroizing<String> {
        let mut page = Zeroizing::new(String::with_capacity(16 << 10));
        let mut put = |html: &str| page.push_str(html);
        let said = |id| escape(&words.say(id));
        put(&head(
            words.language().as_str(),
            &said("keys-sheet-title"),
            STYLE,
        ));
        put("<main>\n<p class=\"secret\">");
        put(&said("keys-sheet-warning"));
        put("</p>\n<table>\n");
        for (name, value) in self.facts(words) {
            put("<tr><th scope=\"row\">");
            put(&escape(&name));
            put("</th><td>");
            put(&escape(&value));
            put("</td></tr>\n");
        }
        put("</table>\n<table>\n<tr><th scope=\"col\">");
        put(&said("keys-sheet-row"));
        put("</th><th scope=\"col\" colspan=\"6\">");
        put(&said("keys-sheet-words"));
        put("</th><th scope=\"col\">");
        put(&said("keys-sheet-check"));
        put("</th></tr>\n");
        for (at, row) in self.rows.iter().enumerate() {
            put(&format!("<tr><th scope=\"row\">{}</th>", at + 1));
            for word in row {
                put("<td>");
                put(word);
                put("</td>");
            }
            put("</tr>\n");
        }
        put("</table>\n");
        for id in EXPLAINED {
            put(&format!("<p>{}</p>\n", said(id)));
        }
        put("<p><code>");
        put(&self.identity);
        put("</code></p>\n</main>\n</body>\n</html>\n");
        page
    }
}

/// What stands below the rows.
const EXPLAINED: [&str; 2] = ["keys-sheet-how", "keys-sheet-without"];

/// A row as text, its words in columns.
fn numbered(at: usize, row: &[&str; 7]) -> String {
    let mut line = format!("{:>2}.", at + 1);
    for (place, word) in row.iter().enumerate() {
        let gap = if place + 1 == row.len() { "| " } else { "" };
        // Writing to a string cannot fail.
        let written = write!(line, " {gap}{word:<8}");
        debug_assert!(written.is_ok());
    }
    line.truncate(line.trim_end().len());
    line
}

fn wrapped(words: &str) -> String {
    crate::base::text::wrap(words, 76).join("\n")
}
