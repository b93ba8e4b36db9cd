//! Explores the interleavings of a concurrent program.
//!
//! Its user has an executor: something that runs the program under a given schedule and says what happened, as a
//! [`protocol::Request`] and a [`protocol::Reply`]. What is here chooses the schedules and reads the traces. It is pure, and
//! knows nothing of any particular executor.

pub mod budget;
pub mod coverage;
pub mod dependence;
pub mod driver;
pub mod executor;
pub mod naming;
pub mod oracle;
pub mod race;
pub mod search;
