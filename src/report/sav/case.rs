//! Cases as bytecode: eight letters of instructions, then what they call for (PSPP Developers Guide,
//! 1.19, "Data Record"). Small whole numbers and blanks take one byte instead of eight.

/// A whole number's instruction is the number and this.
const BIAS: f64 = 100.0;
/// The largest whole number with an instruction of its own.
const MOST: f64 = 151.0;
/// The smallest.
const LEAST: f64 = -99.0;
/// Eight bytes as they are.
const RAW: u8 = 253;
/// Eight blanks.
const BLANK: u8 = 254;
/// The number for nothing at all.
const NOTHING: u8 = 255;

/// Cases being written.
pub(super) struct Cases<'a> {
    out: &'a mut Vec<u8>,
    codes: Vec<u8>,
    raw: Vec<u8>,
}

impl<'a> Cases<'a> {
    pub(super) const fn new(out: &'a mut Vec<u8>) -> Self {
        Self {
            out,
            codes: Vec::new(),
            raw: Vec::new(),
        }
    }

    /// A number; nothing for one that is not there.
    pub(super) fn number(&mut self, number: Option<f64>) {
        let Some(number) = number else {
            return self.push(NOTHING, &[]);
        };
        let is_small = (LEAST..=MOST).contains(&number);
        let is_whole = number.fract() == 0.0 && number.to_bits() != (-0.0_f64).to_bits();
        if is_small && is_whole {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 1 and 251"
            )]
            let code = (number + BIAS) as u8;
            return self.push(code, &[]);
        }
        self.push(RAW, &number.to_le_bytes());
    }

    /// Eight bytes of text.
    pub(super) fn letters(&mut self, letters: [u8; 8]) {
        if letters == *b"        " {
            self.push(BLANK, &[]);
        } else {
            self.push(RAW, &letters);
        }
    }

    fn push(&mut self, code: u8, raw: &[u8]) {
        self.codes.push(code);
        self.raw.extend_from_slice(raw);
        if self.codes.len() == 8 {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.codes.resize(8, 0);
        self.out.append(&mut self.codes);
        self.out.append(&mut self.raw);
    }

    pub(super) fn finish(mut self) {
        if !self.codes.is_empty() {
            self.flush();
        }
    }
}
