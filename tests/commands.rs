//! All commands except `watch` in its terminal: what each one prints and changes, and its exit code.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

#[path = "commands/check.rs"]
mod check;
#[path = "commands/classroom.rs"]
mod classroom;
#[path = "commands/dev.rs"]
mod dev;
#[path = "commands/export.rs"]
mod export;
#[path = "commands/grade.rs"]
mod grade;
mod installed;
#[path = "commands/learn.rs"]
mod learn;
#[path = "commands/mistakes.rs"]
mod mistakes;
#[path = "commands/page.rs"]
mod page;
#[path = "commands/project.rs"]
mod project;
#[path = "commands/schemas.rs"]
mod schemas;
#[path = "commands/unsafe_code.rs"]
mod unsafe_code;
