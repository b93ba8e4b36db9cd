//! std's preludes, with our printing macros in place of the real ones.

macro_rules! preludes {
    ($($name:ident)*) => {$(
        /// The prelude of this edition.
        pub mod $name {
            pub use ::std::prelude::$name::*;

            pub use crate::{dbg, eprint, eprintln, print, println};
        }
    )*};
}

preludes! { v1 rust_2015 rust_2018 rust_2021 rust_2024 }
