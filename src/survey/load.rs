//! From bytes to a checked questionnaire.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::canonical;
use super::diagnostic::{Diagnostic, Severity};
use super::extends;
use super::lower::Lowering;
use super::model::{Fingerprint, Questionnaire};
use super::raw::{Node, from_json};
use super::rules;
use super::source::{Problems, Source};
use super::switches;

/// The largest questionnaire (docs/format.md §2.1).
pub(super) const LARGEST: usize = 1 << 20;

/// The largest canonical form: a questionnaire with its lists inlined.
const LARGEST_CANONICAL: usize = 16 << 20;

/// Where list files and extended questionnaires come from; the caller does the reading.
pub trait Files {
    /// The bytes of a file named relative to the questionnaire; the error says why not, in words.
    fn read(&self, name: &str) -> Result<Vec<u8>, String>;
}

/// What loading gives: the questionnaire unless there was an error, and everything found.
pub struct Checked {
    /// The questionnaire, `None` where an error was found.
    pub questionnaire: Option<Arc<Questionnaire>>,
    /// Errors and warnings in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and checks a questionnaire. `name` is how diagnostics call the file.
pub fn load(name: &str, bytes: &[u8], files: &dyn Files) -> Checked {
    read(name, bytes, files, Advice::Without)
}

/// As [`load`], and tells its author what could be better too: what takes longer to find out, or is
/// only guessed.
pub fn check(name: &str, bytes: &[u8], files: &dyn Files) -> Checked {
    read(name, bytes, files, Advice::With)
}

/// Whether the author is also told what could be better.
#[derive(Clone, Copy)]
enum Advice {
    With,
    Without,
}

fn read(name: &str, bytes: &[u8], files: &dyn Files, advice: Advice) -> Checked {
    if bytes.len() > LARGEST {
        return refused(too_large(name));
    }
    let text = match utf8(name, bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(diagnostic) => return refused(*diagnostic),
    };
    let mut all = extends::gather(name, text, files);
    let text = std::mem::take(&mut all.text);
    let source = Source::joined(name, std::mem::take(&mut all.further), &text);
    let problems = all.problems(&source);
    let anew = problems.anew();
    let lower = |root: &Node, problems, advice| {
        let lowering = Lowering::new(name, &source, files, problems, false);
        match advice {
            Advice::With => lowering.run_with_advice(root),
            Advice::Without => lowering.run(root),
        }
    };
    let is_partial = switches::is_partial(&all.root);
    // What is switched off is checked for what keeps it from being used; advice is about what is asked.
    let first = if is_partial { Advice::Without } else { advice };
    let (mut questionnaire, mut found) = lower(&all.root, problems, first);
    switches::check(&all.root, &source, &mut found);
    if is_partial {
        switches::keep(&mut all.root);
        let (switched, further) = lower(&all.root, anew, advice);
        questionnaire = switched;
        // Translations were counted with the whole file: that is what a translator reads.
        let but = [&rules::LIST_UNUSED, &rules::UNCHECKED_TRANSLATION];
        found.join(further, &but);
    }
    let diagnostics = found.in_order(name);
    let sound = diagnostics
        .iter()
        .all(|problem| problem.severity != Severity::Error);
    Checked {
        questionnaire: sound.then(|| Arc::new(identified(questionnaire))),
        diagnostics,
    }
}

/// Reads a canonical form that a box or bundle kept; its fingerprint is the SHA-256 of `bytes`.
///
/// # Errors
/// Where it is not the canonical form of a sound questionnaire, in words.
pub fn from_canonical(bytes: &[u8]) -> Result<Arc<Questionnaire>, String> {
    if bytes.len() > LARGEST_CANONICAL {
        return Err("the questionnaire is larger than 16 MiB".to_owned());
    }
    let json = serde_json::from_slice(bytes)
        .map_err(|error| format!("the questionnaire is not JSON: {error}"))?;
    let questionnaire = from_tree(&from_json(json))?;
    if questionnaire.canonical == bytes {
        Ok(Arc::new(questionnaire))
    } else {
        Err("the questionnaire is not in its canonical form".to_owned())
    }
}

fn from_tree(root: &Node) -> Result<Questionnaire, String> {
    let source = Source::new("canonical form", "");
    let lowering = Lowering::new("", &source, &NoFiles, Problems::default(), true);
    let (questionnaire, problems) = lowering.run(root);
    let diagnostics = problems.in_order("");
    let error = diagnostics
        .into_iter()
        .find(|problem| problem.severity == Severity::Error);
    error.map_or_else(
        || Ok(identified(questionnaire)),
        |error| {
            Err(format!(
                "the questionnaire is not sound: {} ({})",
                error.message, error.code
            ))
        },
    )
}

/// Gives a questionnaire its canonical form and fingerprint.
fn identified(mut questionnaire: Questionnaire) -> Questionnaire {
    questionnaire.canonical = canonical::write(&questionnaire);
    questionnaire.fingerprint = Fingerprint(Sha256::digest(&questionnaire.canonical).into());
    questionnaire
}

/// For what stands alone: a canonical form, which holds its lists, or a small file beside a questionnaire.
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("this file names no others".to_owned())
    }
}

/// The bytes as text, or where they are none.
pub(super) fn utf8<'b>(name: &str, bytes: &'b [u8]) -> Result<&'b str, Box<Diagnostic>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let sound = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let sound = std::str::from_utf8(sound).unwrap_or_default();
        let at = sound.len();
        let bad = bytes.get(at).copied().unwrap_or_default();
        let remedy = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            "it looks like UTF-16: save it as UTF-8"
        } else {
            "save it as UTF-8; an older editor or a spreadsheet may have written it as Windows-1252"
        };
        let message = format!("the file is not UTF-8: the byte {bad:#04x} cannot stand here");
        let source = Source::new(name, sound);
        Box::new(source.diagnostic(&rules::ENCODING, &(at..at), message, remedy))
    })
}

fn too_large(name: &str) -> Diagnostic {
    let message = "the file is larger than 1 MiB";
    let remedy = "move long lists into CSV files beside it";
    Source::new(name, "").diagnostic(&rules::SIZE, &(0..0), message, remedy)
}

fn refused(diagnostic: Diagnostic) -> Checked {
    Checked {
        questionnaire: None,
        diagnostics: vec![diagnostic],
    }
}
