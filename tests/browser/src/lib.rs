//! Drives Chromium over its DevTools protocol, as far as tests of pages need it.
//!
//! <https://chromedevtools.github.io/devtools-protocol/> names the methods and the events.

mod page;

use std::fs;
use std::net::TcpStream;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

pub use page::Page;

/// How long Chromium may take to start, or to answer. On a busy machine it is slow.
const PATIENCE: Duration = Duration::from_secs(120);

/// Debian's name for it, and what others call it.
const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// A running Chromium. Dropping it ends it.
pub struct Browser {
    process: Child,
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    /// The number of the last message that was sent.
    last: u64,
    /// What it told without having been asked.
    events: Vec<Value>,
    _profile: TempDir,
}

impl Browser {
    /// Starts Chromium without a window.
    ///
    /// # Errors
    /// If it is not installed, or does not start.
    pub fn start() -> Result<Browser> {
        let profile = tempfile::tempdir()?;
        let process = started(profile.path())?;
        let mut browser = Unconnected { process };
        let address = browser.address(profile.path())?;
        let (mut socket, _) = tungstenite::connect(address)?;
        if let MaybeTlsStream::Plain(stream) = socket.get_mut() {
            stream.set_read_timeout(Some(PATIENCE))?;
        }
        Ok(Browser {
            process: browser.process,
            socket,
            last: 0,
            events: Vec::new(),
            _profile: profile,
        })
    }

    /// Opens a page in a file, and waits until it is loaded.
    ///
    /// # Errors
    /// If Chromium says so, or does not answer.
    pub fn open(&mut self, file: &Path) -> Result<Page<'_>> {
        Page::open(self, file)
    }

    /// Calls a method, in a session if one is named, and waits for its answer.
    fn call(&mut self, session: Option<&str>, method: &str, params: Value) -> Result<Value> {
        self.last += 1;
        let id = self.last;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        self.socket.send(Message::text(message.to_string()))?;
        loop {
            let mut told = self
                .read()
                .with_context(|| format!("no answer to {method}"))?;
            if told["id"] != id {
                self.events.push(told);
            } else if told["error"].is_null() {
                return Ok(told["result"].take());
            } else {
                bail!("{method}: {}", told["error"]);
            }
        }
    }

    /// Waits for an event.
    fn wait_for(&mut self, method: &str) -> Result<()> {
        while !self.events.iter().any(|event| event["method"] == method) {
            let told = self.read().with_context(|| format!("no {method}"))?;
            self.events.push(told);
        }
        Ok(())
    }

    fn read(&mut self) -> Result<Value> {
        loop {
            if let Message::Text(text) = self.socket.read()? {
                return Ok(serde_json::from_str(&text)?);
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.call(None, "Browser.close", json!({}));
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn started(profile: &Path) -> Result<Child> {
    let command = |program: &str| {
        let mut command = Command::new(program);
        command.args([
            "--headless=new",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-dev-shm-usage",
            "--remote-debugging-port=0",
        ]);
        // Chromium refuses its sandbox to root.
        if fs::metadata("/proc/self").is_ok_and(|about| about.uid() == 0) {
            command.arg("--no-sandbox");
        }
        command.arg(format!("--user-data-dir={}", profile.display()));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.arg("about:blank").spawn()
    };
    let found = PROGRAMS.iter().find_map(|program| command(program).ok());
    found.context("Chromium is not installed, so no page was looked at: `apt-get install chromium`")
}

/// A Chromium that was started, and has not said yet where it listens. Dropping it leaves it running.
struct Unconnected {
    process: Child,
}

impl Unconnected {
    /// Where it listens: it says so in a file.
    fn address(&mut self, profile: &Path) -> Result<String> {
        let start = Instant::now();
        loop {
            let file = fs::read_to_string(profile.join("DevToolsActivePort")).unwrap_or_default();
            if let Some((port, path)) = file.trim().split_once('\n') {
                return Ok(format!("ws://127.0.0.1:{port}{path}"));
            }
            if let Some(status) = self.process.try_wait()? {
                bail!("Chromium has ended: {status}");
            }
            if start.elapsed() > PATIENCE {
                self.process.kill()?;
                bail!("Chromium has not started within {PATIENCE:?}");
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}
