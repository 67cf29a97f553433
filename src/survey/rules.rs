//! Every rule that a questionnaire can break, with its number: the one table that the loader, the
//! expressions and `surveys/README.md` share. A number is never used again for something else.

use super::diagnostic::Severity::{self, Error, Warning};

/// A rule of the questionnaire language.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its number, `SV` and three digits; each has an entry in `surveys/README.md`.
    pub code: &'static str,
    /// Whether breaking it makes the questionnaire unusable.
    pub severity: Severity,
    /// Whether a break is real even where the file's TOML is broken elsewhere, so that part of it is not seen.
    pub local: bool,
}

macro_rules! rules {
    ($($name:ident = $code:literal, $severity:ident, $local:literal, $doc:literal;)*) => {
        $(#[doc = $doc] pub const $name: Rule = Rule { code: $code, severity: $severity, local: $local };)*
        /// All of them, by number.
        pub const ALL: &[&Rule] = &[$(&$name),*];
    };
}

/// The rules that a questionnaire must keep even where it was stored by another version of the program:
/// without what they ask for it cannot be read, or answers cannot be told apart. What any other rule
/// finds is for authors. A stored form must be its own canonical form besides, so whatever was left out
/// or changed in reading it refuses it too.
pub const UNUSABLE: &[&Rule] = &[
    &ENCODING,
    &SIZE,
    &SYNTAX,
    &UNKNOWN_KEY,
    &WRONG_VALUE,
    &KEY_MISSING,
    &NOT_YET,
    &UNKNOWN_TYPE,
    &KEY_NOT_FOR_TYPE,
    &DUPLICATE,
    &BAD_ID,
    &HIDDEN_CHARACTERS,
    &UNKNOWN_LIST,
    &UNKNOWN_AUDIENCE,
    &UNKNOWN_QUESTION,
    &CONDITION_SYNTAX,
    &CONDITION_NAME,
    &CONDITION_CIRCLE,
    &CONDITION_LIMIT,
    &LIST_CODE,
    &LIST_PARENT,
    &PAD,
    &REPEAT_IN_REPEAT,
];

rules! {
    ENCODING = "SV001", Error, true, "The file is not UTF-8.";
    SIZE = "SV002", Error, true, "The file is too large.";
    SYNTAX = "SV003", Error, true, "The file is not TOML.";
    UNKNOWN_KEY = "SV004", Error, true, "A key that means nothing here.";
    WRONG_VALUE = "SV005", Error, true, "A value of the wrong type, or outside what the key takes.";
    KEY_MISSING = "SV006", Error, false, "A key that must be given.";
    NOT_YET = "SV007", Error, true, "Something that this version does not do.";
    UNKNOWN_TYPE = "SV008", Error, true, "A type of question that does not exist.";
    KEY_NOT_FOR_TYPE = "SV009", Error, true, "A key that this type of question does not take.";
    DUPLICATE = "SV010", Error, true, "The same id or code twice.";
    CASE_ONLY = "SV011", Warning, true, "Two ids that differ in capitals only.";
    MISSING_TEXT = "SV012", Error, false, "A text that a declared language lacks.";
    BAD_ID = "SV013", Error, true, "An id or code with letters it may not have, or a reserved one.";
    HIDDEN_CHARACTERS = "SV014", Warning, true, "Hidden or control characters in a text.";
    UNDECLARED_LANGUAGE = "SV015", Error, false, "A text in a language that the survey does not declare.";
    UNCHECKED_TRANSLATION = "SV016", Warning, true, "A translation that nobody has checked.";
    SAMPLE_NOTICE = "SV017", Warning, false, "A notice that nobody has approved.";
    UNKNOWN_LIST = "SV020", Error, false, "A list that does not exist.";
    UNKNOWN_AUDIENCE = "SV021", Error, false, "An audience that does not exist.";
    UNKNOWN_QUESTION = "SV022", Error, false, "A key that names a question which does not exist or does not fit.";
    AUDIENCE_MISSING = "SV023", Error, false, "A question that does not say who may read it.";
    CONDITION_SYNTAX = "SV030", Error, true, "A condition that cannot be read.";
    CONDITION_NAME = "SV031", Error, false, "A condition that names what does not exist.";
    CONDITION_CODE = "SV032", Error, false, "A condition that compares with a code which is not one.";
    CONDITION_TYPES = "SV033", Error, false, "A condition that compares or combines unlike things.";
    CONDITION_RESULT = "SV034", Error, false, "An expression that gives something other than what is wanted here.";
    CONDITION_CIRCLE = "SV035", Error, false, "Questions that depend on one another in a circle.";
    CONDITION_LIMIT = "SV036", Error, true, "A condition that is too long or too deep.";
    PIPE = "SV037", Error, false, "A text that pipes an answer which it cannot know.";
    LIST_FILE = "SV040", Error, true, "A list file that is missing or cannot be read.";
    LIST_SHAPE = "SV041", Error, true, "A list file that is not the CSV it should be.";
    LIST_CODE = "SV042", Error, true, "A list entry whose code is empty, given twice or badly formed.";
    LIST_PARENT = "SV043", Error, true, "A two-level list whose levels do not fit.";
    LIST_UNUSED = "SV044", Warning, false, "A list that no question uses.";
    GROUPS = "SV045", Error, false, "Groups of rows that do not fit their list.";
    PAD = "SV050", Error, true, "A size that parts cannot be padded to.";
    BOUNDS = "SV051", Error, true, "Bounds that nothing can meet.";
    PATTERN = "SV052", Error, true, "A pattern that is not a regular expression.";
    REPEAT_IN_REPEAT = "SV053", Error, true, "More than three repeats in one another.";
    NO_CHOICES = "SV054", Error, false, "A question that offers nothing to choose.";
    SCALE_CODES = "SV055", Error, true, "A scale whose codes are not whole numbers from low to high.";
    DATES = "SV056", Error, true, "Dates of the survey that are out of order.";
    MESSAGE_ALONE = "SV057", Warning, true, "A message without the check that it belongs to.";
    DEPARTMENT_QUESTION = "SV060", Error, false, "A department question that cannot say a department.";
    DEPARTMENT_RELEASE = "SV061", Error, false, "Departments that could not tell which responses are theirs.";
    UNREACHABLE = "SV062", Warning, false, "A question that nobody is asked.";
    ALWAYS = "SV063", Warning, false, "A condition that is always true.";
    NEVER = "SV064", Warning, false, "A condition that is never true.";
    UNANSWERABLE = "SV065", Warning, false, "A question that nobody can answer.";
    WIDE = "SV070", Warning, false, "Words that take too many lines of a screen.";
    GLYPH = "SV071", Warning, false, "Emoji and pictures in a text.";
    WHY = "SV072", Warning, false, "Questions that do not say why they are asked.";
    UNTRANSLATED = "SV073", Warning, false, "Texts that a declared language lacks, counted.";
    PERSONAL = "SV074", Warning, false, "Personal data that go further than the institution.";
    NO_WAY_OUT = "SV075", Warning, false, "A sensitive question that must be answered.";
    PAD_SMALL = "SV076", Warning, false, "Parts that can be larger than they are padded to.";
    IDENTIFYING = "SV077", Warning, false, "Answers that together would single people out.";
    SPSS = "SV078", Warning, false, "Ids and labels that SPSS does not take.";
    LIME_SURVEY = "SV079", Warning, false, "Ids and codes that `LimeSurvey` does not take.";
    EXTENDS = "SV080", Error, true, "A questionnaire to extend that is missing, cannot be read or extends itself.";
    SHARED = "SV081", Error, true, "A change of what is shared with every questionnaire that extends the same one.";
    SWITCH = "SV082", Error, false, "A tier or pack that is switched on and no question belongs to.";
    MIGRATION_QUESTION = "SV083", Error, false, "A migration of a question that does not fit.";
    MIGRATION_CODE = "SV084", Error, false, "A migration to a code or row that the question does not have.";
    MIGRATION_FROM = "SV085", Error, true, "A migration from something that is not a fingerprint.";
}
