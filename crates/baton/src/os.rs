//! What only some systems have: std's own, with ours in place of what is ours.

pub use ::std::os::*;

/// What Unix has.
pub mod unix {
    pub use ::std::os::unix::*;

    /// Processes, as Unix has them.
    pub mod process {
        pub use crate::process::extensions::*;
    }

    /// All of them at once.
    pub mod prelude {
        pub use ::std::os::unix::prelude::*;

        pub use crate::process::extensions::CommandExt;
    }
}
