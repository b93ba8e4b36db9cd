//! Starting processes.

use ::std::collections::BTreeMap;
use ::std::ffi::{OsStr, OsString};
use ::std::fmt;
use ::std::io;
use ::std::os::unix::ffi::OsStrExt;
use ::std::panic::Location;
use ::std::path::{Path, PathBuf};
use ::std::process::{ExitStatus, Output};

use super::child::Child;
use super::extra::Extra;
use super::parts::{CommandArgs, CommandEnvs};
use super::pipe::{ChildStderr, ChildStdin, ChildStdout};
use super::stdio::{Connection, Stdio};
use crate::engine::control::{self, Message};
use crate::engine::pipe::INHERITED;
use crate::engine::sandbox;
use crate::engine::state::{Caller, Intent, Text};
use crate::engine::task::{self, Quiet};
use crate::engine::turn::{self, Turn};
use crate::engine::unsupported;
use crate::fs::PATHS;
use protocol::{Op, ProcessId};

/// The method that starts a process.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Spawn,
    Status,
    Output,
}

impl By {
    fn name(self) -> &'static str {
        match self {
            By::Spawn => "`Command::spawn`",
            By::Status => "`Command::status`",
            By::Output => "`Command::output`",
        }
    }
}

/// A process to be started, as std's.
pub struct Command {
    program: OsString,
    arguments: Vec<OsString>,
    environment: BTreeMap<OsString, Option<OsString>>,
    only_given_environment: bool,
    folder: Option<PathBuf>,
    streams: [Option<Stdio>; 3],
    pub(super) extras: Vec<Extra>,
}

impl Command {
    pub fn new<S: AsRef<OsStr>>(program: S) -> Self {
        Self {
            program: program.as_ref().to_owned(),
            arguments: Vec::new(),
            environment: BTreeMap::new(),
            only_given_environment: false,
            folder: None,
            streams: [None, None, None],
            extras: Vec::new(),
        }
    }

    pub fn arg<S: AsRef<OsStr>>(&mut self, argument: S) -> &mut Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    pub fn args<I, S>(&mut self, arguments: I) -> &mut Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        self.arguments.extend(
            arguments
                .into_iter()
                .map(|argument| argument.as_ref().to_owned()),
        );
        self
    }

    pub fn env<K: AsRef<OsStr>, V: AsRef<OsStr>>(&mut self, name: K, value: V) -> &mut Self {
        self.environment
            .insert(name.as_ref().to_owned(), Some(value.as_ref().to_owned()));
        self
    }

    pub fn envs<I, K, V>(&mut self, variables: I) -> &mut Self
    where
        I: IntoIterator<Item = (K, V)>,
        K: AsRef<OsStr>,
        V: AsRef<OsStr>,
    {
        for (name, value) in variables {
            self.env(name, value);
        }
        self
    }

    pub fn env_remove<K: AsRef<OsStr>>(&mut self, name: K) -> &mut Self {
        self.environment.insert(name.as_ref().to_owned(), None);
        self
    }

    pub fn env_clear(&mut self) -> &mut Self {
        self.only_given_environment = true;
        self.environment.clear();
        self
    }

    pub fn current_dir<P: AsRef<Path>>(&mut self, folder: P) -> &mut Self {
        self.folder = Some(folder.as_ref().to_owned());
        self
    }

    pub fn stdin<T: Into<Stdio>>(&mut self, stream: T) -> &mut Self {
        self.streams[0] = Some(stream.into());
        self
    }

    pub fn stdout<T: Into<Stdio>>(&mut self, stream: T) -> &mut Self {
        self.streams[1] = Some(stream.into());
        self
    }

    pub fn stderr<T: Into<Stdio>>(&mut self, stream: T) -> &mut Self {
        self.streams[2] = Some(stream.into());
        self
    }

    pub fn get_program(&self) -> &OsStr {
        &self.program
    }

    pub fn get_args(&self) -> CommandArgs<'_> {
        CommandArgs::of(&self.arguments)
    }

    pub fn get_envs(&self) -> CommandEnvs<'_> {
        CommandEnvs::of(&self.environment)
    }

    pub fn get_current_dir(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    #[track_caller]
    pub fn spawn(&mut self) -> io::Result<Child> {
        self.start(
            [
                Connection::INHERIT,
                Connection::INHERIT,
                Connection::INHERIT,
            ],
            By::Spawn,
            Location::caller(),
        )
    }

    #[track_caller]
    pub fn status(&mut self) -> io::Result<ExitStatus> {
        self.start(
            [
                Connection::INHERIT,
                Connection::INHERIT,
                Connection::INHERIT,
            ],
            By::Status,
            Location::caller(),
        )?
        .wait()
    }

    #[track_caller]
    pub fn output(&mut self) -> io::Result<Output> {
        self.start(
            [Connection::NULL, Connection::Piped, Connection::Piped],
            By::Output,
            Location::caller(),
        )?
        .wait_with_output()
    }

    #[inline(never)]
    fn start(&mut self, otherwise: [Connection; 3], by: By, place: Caller) -> io::Result<Child> {
        let mut streams = otherwise;
        for (stream, given) in streams.iter_mut().zip(&mut self.streams) {
            if let Some(connection) = Connection::of(given) {
                *stream = connection;
            }
        }
        if self.is_this_program() {
            self.start_process(&streams, place)
        } else {
            self.start_real(streams, by, place)
        }
    }

    fn is_this_program(&self) -> bool {
        let me = ::std::env::current_exe().unwrap_or_default();
        let program = Path::new(&self.program);
        program == me
            || Some(&self.program) == ::std::env::args_os().next().as_ref()
            || program == Path::new("/proc/self/exe")
            || (program.is_absolute() && program.canonicalize().is_ok_and(|path| path == me))
    }

    /// Whether there is such a program: where there is none, the system's own error is the answer.
    pub(super) fn exists(&self) -> bool {
        let program = Path::new(&self.program);
        if program.components().count() > 1 {
            return program.exists();
        }
        let given = self.environment.get(OsStr::new("PATH"));
        let path = match given {
            Some(path) => path.clone(),
            None => ::std::env::var_os("PATH"),
        };
        ::std::env::split_paths(&path.unwrap_or_default())
            .any(|folder| folder.join(program).is_file())
    }

    /// A program that is not controlled. What it does is one step, if nothing else goes on until it has ended.
    fn start_real(&mut self, streams: [Connection; 3], by: By, place: Caller) -> io::Result<Child> {
        let alone = turn::with_state(|state| state.alive.len() == 1);
        if self.exists() && (by == By::Spawn || alone == Some(false)) {
            unsupported::stop(&format!("another program ({})", by.name()), place);
        }
        // Even if there is no such program: finding that out takes a process.
        sandbox::lift_filter();
        let turn = turn::take(Intent::new(Op::ProcessSpawn, None, place));
        let mut real = self.real();
        for extra in self.extras.drain(..) {
            extra.apply(&mut real);
        }
        let [stdin, stdout, stderr] = streams.map(|stream| {
            stream.for_real().unwrap_or_else(|| {
                unsupported::leave("a pipe to another program (`Stdio::from`)", place)
            })
        });
        let _quiet = Quiet::enter();
        let child = real.stdin(stdin).stdout(stdout).stderr(stderr).spawn();
        if let (Err(_), Some(mut turn)) = (&child, turn) {
            turn.failed();
        }
        child.map(Child::real)
    }

    /// The same command for the real std, but for streams and what only Unix has.
    fn real(&self) -> ::std::process::Command {
        let mut real = ::std::process::Command::new(&self.program);
        real.args(&self.arguments);
        if self.only_given_environment {
            real.env_clear();
        }
        for (name, value) in &self.environment {
            match value {
                Some(value) => real.env(name, value),
                None => real.env_remove(name),
            };
        }
        if let Some(folder) = &self.folder {
            real.current_dir(folder);
        }
        real
    }

    /// The program again, as a process of the execution.
    fn start_process(&self, streams: &[Connection; 3], place: Caller) -> io::Result<Child> {
        if streams
            .iter()
            .any(|stream| matches!(stream, Connection::Real(_)))
        {
            unsupported::stop("a file as a stream of a process (`Stdio::from`)", place);
        }
        if let Some(extra) = self.extras.first() {
            unsupported::stop(extra.name(), place);
        }
        let Some(mut turn) = turn::take(Intent::new(Op::ProcessSpawn, None, place)) else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let too_many = || io::Error::other("too many processes or threads");
        let process = turn.add_process(Some(place)).ok_or_else(too_many)?;
        let task = turn
            .add_task(process, "main", Some(place))
            .ok_or_else(too_many)?;
        let arguments = text_of(&mut turn, self.arguments.iter().map(OsString::as_os_str));
        let environment = self.environment_text(&mut turn);
        let folder = self
            .folder
            .as_deref()
            .unwrap_or(Path::new(""))
            .as_os_str()
            .as_bytes();
        let folder = turn.add_whole_text(folder, PATHS);
        let numbers = connect(&mut turn, streams, process, place).ok_or_else(too_many)?;
        let record = &mut turn.processes[process.index()];
        record.first_task = Some(task);
        record.parent = Some(task::process());
        record.arguments = arguments;
        record.environment = environment;
        record.folder = folder;
        record.streams = numbers;
        let object = record.object.get();
        turn.step().intent.object = Some(object);
        turn.step().intent.second = Some(turn.task(task).object.get());
        turn.written(u64::from(process.number()));
        control::tell_server(Message::Fork);
        drop(turn);
        let pipe =
            |stream: usize| matches!(streams[stream], Connection::Piped).then_some(numbers[stream]);
        Ok(Child::of(
            process,
            object,
            pipe(0).map(ChildStdin::of),
            pipe(1).map(ChildStdout::of),
            pipe(2).map(ChildStderr::of),
        ))
    }

    fn environment_text(&self, turn: &mut Turn) -> Text {
        let mut words: Vec<OsString> = Vec::new();
        if self.only_given_environment {
            words.push(control::CLEAR_ENVIRONMENT.into());
        }
        for (name, value) in &self.environment {
            let mut word = name.clone();
            if let Some(value) = value {
                word.push("=");
                word.push(value);
            }
            words.push(word);
        }
        text_of(turn, words.iter().map(OsString::as_os_str))
    }
}

/// What the streams of a process are, as its record has them; `None` where there are too many pipes.
fn connect(
    turn: &mut Turn,
    streams: &[Connection; 3],
    process: ProcessId,
    place: Caller,
) -> Option<[u32; 3]> {
    let me = task::process();
    let mut numbers = turn.processes[me.index()].streams;
    for (stream, wanted) in streams.iter().enumerate() {
        match wanted {
            // The starting process's own.
            Connection::Stream(INHERITED) | Connection::Real(_) => {}
            Connection::Stream(number) => numbers[stream] = *number,
            Connection::Piped => numbers[stream] = turn.add_pipe(stream, me, place)?,
        }
        turn.connect_pipe(numbers[stream], stream, process);
    }
    Some(numbers)
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.real().fmt(f)
    }
}

/// Words, each with a NUL behind it.
fn text_of<'a>(turn: &mut Turn, words: impl Iterator<Item = &'a OsStr>) -> Text {
    let mut bytes = Vec::new();
    for word in words {
        bytes.extend_from_slice(word.as_bytes());
        bytes.push(0);
    }
    turn.add_whole_text(&bytes, "bytes of arguments")
}
