//! The two doors that a figure may come through, as types.
//!
//! They hold nothing and cannot be made: they stand in a type's brackets, so that a table of the
//! statistical door and one of the operational door are different things to the compiler.

/// The `lead` and `review` audiences: exact, for those whom the respondents were told of.
pub enum Operational {}

/// The `statistics` audience: always protected before it is shown.
pub enum Statistical {}

/// Which door, as a value: what a screen or file says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DoorName {
    /// See [`Operational`].
    Operational,
    /// See [`Statistical`].
    Statistical,
}

mod sealed {
    /// Keeps further doors out.
    pub trait Sealed {}
    impl Sealed for super::Operational {}
    impl Sealed for super::Statistical {}
}

/// One of the two doors; there are no others.
pub trait Door: sealed::Sealed + Send + 'static {
    /// Its name.
    const NAME: DoorName;
}

impl Door for Operational {
    const NAME: DoorName = DoorName::Operational;
}

impl Door for Statistical {
    const NAME: DoorName = DoorName::Statistical;
}

impl DoorName {
    /// The word that files write.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::Statistical => "statistical",
        }
    }
}
