//! Nothing: the kit depends on this package to know where its files are. See `build.rs`.
