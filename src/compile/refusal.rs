//! What compiling returns if there is no program.

use crate::failure::Location;

/// Why there is no program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The compiler refuses the text.
    DoesNotCompile {
        /// The compiler's own messages, as it draws them.
        rendered: String,
        /// The first error's message.
        message: String,
        /// The first error's place.
        location: Option<Location>,
    },
    /// The machine left next to none of its processors to the compiler.
    TooBusy {
        /// That, and on further lines what to do.
        reason: String,
    },
    /// Something that compiling needs is missing or broken: the toolchain, the linker, space on the disk.
    Surroundings {
        /// What, and on further lines what to do.
        reason: String,
    },
}

/// Unsafe code that was found in a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsafeCode {
    /// What it is: ``the keyword `unsafe` ``, or in the words of the compiler's lint.
    pub what: String,
    /// Where it is, if that is known.
    pub location: Option<Location>,
}

/// How far the libraries are that programs are compiled against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preparing {
    /// Another kit is building them.
    Waiting,
    /// They are being built.
    Building {
        /// For how long so far.
        seconds: u64,
    },
}
