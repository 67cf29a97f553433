//! Names of screens, once for each kind of them: a screen without one does not compile, and tests that go
//! through the names miss none.

/// Gives every state of an enum that is a screen its name, and says in a table which names there are. States
/// after `within` are no screens: what they hold, or what is below them, is.
macro_rules! named {
    ($(#[$about:meta])* $names:ident of $states:ident {
        $($state:pat => $name:literal,)+
    } $(within { $($inner:pat),+ $(,)? })?) => {
        $(#[$about])*
        pub(in crate::ui) const $names: &[&str] = &[$($name),+];

        impl $states {
            /// What it is called in tests and documents, where it is a screen.
            pub(in crate::ui) const fn screen_name(&self) -> Option<&'static str> {
                match self {
                    $($state => Some($name),)+
                    $($($inner => None,)+)?
                }
            }
        }
    };
}

pub(in crate::ui) use named;
