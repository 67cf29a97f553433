//! What is wrong in a file that a person wrote: where, what, and what to do. For the files beside a
//! questionnaire (demand, headcounts); a questionnaire's own problems are numbered, see
//! `survey::diagnostic`.

use std::fmt;

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as it was named.
    pub file: String,
    /// Line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// Column in characters, from 1; `None` where only the line is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl Problem {
    /// `LINE:COLUMN`; `LINE` where only that is known, and nothing where the file as a whole is meant.
    pub fn place(&self) -> String {
        match (self.line, self.column) {
            (0, _) => String::new(),
            (line, None) => line.to_string(),
            (line, Some(column)) => format!("{line}:{column}"),
        }
    }
}

/// `FILE:LINE:COLUMN: what is wrong; what to do`.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.place())?;
        }
        write!(f, ": {}; {}", self.message, self.remedy)
    }
}
