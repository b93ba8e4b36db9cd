//! Why a server answers no more.

/// Why there is no reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gone {
    /// This signal ended the server, and the runner did not send it.
    Killed { signal: i32 },
    /// This signal stopped the server, which was ended then.
    Stopped { signal: i32 },
    /// It ended because the system refused it something that it needs: memory, descriptors, a folder, processes. What, in
    /// the server's words.
    Refused { words: String },
    /// It exited.
    Exited { code: i32 },
    /// It was asked to, by a [`Stopper`](super::Stopper).
    Asked,
    /// What it says is none of the protocol's.
    Garbled(String),
}

impl ::std::fmt::Display for Gone {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        match self {
            Self::Killed { signal } => write!(f, "signal {signal} ended the executor"),
            Self::Stopped { signal } => write!(f, "signal {signal} stopped the executor"),
            Self::Refused { words } => {
                write!(f, "the system refused the executor something: {words}")
            }
            Self::Exited { code } => write!(f, "the executor ended with exit code {code}"),
            Self::Asked => f.write_str("the executor was asked to end"),
            Self::Garbled(how) => write!(f, "the executor's answer: {how}"),
        }
    }
}

impl ::std::error::Error for Gone {}
