//! Executions that are under way: many are asked for at once, and each is taken when it is needed.

use std::collections::HashMap;

use explore::executor::Executor;
use protocol::{End, Reply, Request};

use crate::exploration::ExploreError;
use crate::exploration::pool::Session;

/// The executions of a session.
pub(super) struct Runs {
    session: Session,
    asked: u64,
    answered: u64,
    /// Those that were not taken yet.
    replies: HashMap<u64, Reply>,
}

/// An execution that was asked for.
#[derive(Debug)]
pub(super) struct Run(u64);

impl Runs {
    /// None yet.
    pub(super) fn of(session: Session) -> Runs {
        Runs {
            session,
            asked: 0,
            answered: 0,
            replies: HashMap::new(),
        }
    }

    /// Has an execution made, beside all others.
    pub(super) fn ask(&mut self, request: Request) -> Run {
        let number = self.asked;
        self.session.begin(number, request);
        self.asked += 1;
        Run(number)
    }

    /// The reply, once it is there.
    pub(super) fn take(&mut self, Run(number): Run) -> Result<Reply, ExploreError> {
        loop {
            match self.replies.remove(&number) {
                Some(Reply {
                    end: End::HeldUp, ..
                }) => return Err(ExploreError::HeldUp),
                Some(reply) => return Ok(reply),
                None => self.wait()?,
            }
        }
    }

    /// Makes one execution now.
    pub(super) fn run(&mut self, request: Request) -> Result<Reply, ExploreError> {
        let run = self.ask(request);
        self.take(run)
    }

    /// Waits until none is under way: two sessions cannot wait at a time.
    pub(super) fn settle(&mut self) -> Result<(), ExploreError> {
        while self.answered < self.asked {
            self.wait()?;
        }
        Ok(())
    }

    fn wait(&mut self) -> Result<(), ExploreError> {
        let answer = self.session.answer()?;
        self.answered += 1;
        self.replies.insert(answer.number, answer.reply);
        Ok(())
    }
}
