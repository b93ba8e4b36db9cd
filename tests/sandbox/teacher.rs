//! A teacher whose class is graded: what attacks would like to have, and how it is seen that they have it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::net::{TcpListener, UdpSocket};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

use rustix::io::{FdFlags, fcntl_setfd};

use super::project::{Project, text};
use super::{Attack, submission};

/// What is in the teacher's file and in a variable.
pub const SECRET: &str = "the secret of the teacher";

/// For how long something sleeps that is left behind: no other process is called like this.
const SLEEP: &str = "98765.4321";

pub struct Teacher {
    pub project: Project,
    _left_open: File,
    reached: Arc<AtomicBool>,
}

impl Teacher {
    /// With a class of these attacks, and two students who have solved the exercise.
    pub fn with(attacks: &[Attack]) -> Teacher {
        let project = Project::new();
        project.write("set.toml", "[[exercises]]\nname = \"first1\"\n");
        project.write("home/secret", SECRET);
        for (student, solution) in [("alice", "7 - 7"), ("zoe", "14 - 14")] {
            let file = format!("class/{student}/first1.rs");
            project.write(&file, &format!("// {student}\n{}", text(solution)));
        }
        let reached = Arc::new(AtomicBool::new(false));
        let name = abstract_name();
        let (tcp, udp) = listen(&project, &name, &reached);
        let values = [
            ("@TEACHER@", project.path("").display().to_string()),
            ("@PID@", process::id().to_string()),
            ("@ABSTRACT@", name),
            ("@TCP@", tcp.to_string()),
            ("@UDP@", udp.to_string()),
            ("@SECRET@", SECRET.to_owned()),
            ("@SLEEP@", SLEEP.to_owned()),
        ];
        for attack in attacks {
            let mut text = attack.text.clone();
            for (name, value) in &values {
                text = text.replace(name, value.trim_end_matches('/'));
            }
            project.write(
                &format!("class/{}/first1.rs", attack.name),
                &submission(&text),
            );
        }
        // As a shell does that was given `9< file`.
        let left_open = File::open(project.path("home/secret")).unwrap();
        fcntl_setfd(&left_open, FdFlags::empty()).unwrap();
        Teacher {
            project,
            _left_open: left_open,
            reached,
        }
    }

    /// All files but the results, each with its text.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        read_all(&self.project.path(""), &mut files);
        files.retain(|path, _| !path.starts_with(self.project.path("out")));
        files
    }

    /// Whether one of the sockets was reached.
    pub fn was_reached(&self) -> bool {
        self.reached.load(Ordering::SeqCst)
    }

    /// Whether something that was left behind is still there.
    pub fn left_running(&self) -> bool {
        let processes = fs::read_dir("/proc").unwrap().flatten();
        let mut lines = processes.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
        lines.any(|line| String::from_utf8_lossy(&line).contains(SLEEP))
    }
}

/// The name of a socket that is in no folder, different for each teacher.
fn abstract_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    format!("racelings-{}-{count}", process::id())
}

/// Listens wherever attacks try to connect to; the threads end with the test.
fn listen(project: &Project, name: &str, reached: &Arc<AtomicBool>) -> (u16, u16) {
    let is_reached = || {
        let reached = reached.clone();
        move || reached.store(true, Ordering::SeqCst)
    };
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    let tcp_port = tcp.local_addr().unwrap().port();
    let note = is_reached();
    thread::spawn(move || tcp.incoming().for_each(|_| note()));
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let udp_port = udp.local_addr().unwrap().port();
    let note = is_reached();
    thread::spawn(move || {
        while let Ok((_, from)) = udp.recv_from(&mut [0; 64]) {
            note();
            let _ = udp.send_to(b"!", from);
        }
    });
    let in_folder = UnixListener::bind(project.path("home/socket")).unwrap();
    let note = is_reached();
    thread::spawn(move || in_folder.incoming().for_each(|_| note()));
    let in_none = UnixListener::bind_addr(&SocketAddr::from_abstract_name(name).unwrap()).unwrap();
    let note = is_reached();
    thread::spawn(move || in_none.incoming().for_each(|_| note()));
    (tcp_port, udp_port)
}

fn read_all(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => read_all(&path, files),
            kind if kind.is_file() => drop(files.insert(path.clone(), fs::read(&path).unwrap())),
            _ => {}
        }
    }
}
