//! What the things in a trace are called: threads and objects by the names that the code gave them, steps by their lines.
//!
//! A [`legend::Legend`] is made from the program's text and from its binary's symbols and debug information.

pub mod actors;
pub mod addresses;
mod dwarf;
pub mod files;
mod layout;
pub mod legend;
pub(crate) mod stored;
pub mod symbols;
pub mod text;
pub mod value;
