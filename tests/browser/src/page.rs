//! A page that is open in the browser.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

use super::Browser;

/// An open page.
pub struct Page<'a> {
    browser: &'a mut Browser,
    session: String,
    address: String,
}

impl<'a> Page<'a> {
    pub(super) fn open(browser: &'a mut Browser, file: &Path) -> Result<Page<'a>> {
        let address = format!("file://{}", file.canonicalize()?.display());
        let blank = json!({ "url": "about:blank" });
        let target = browser.call(None, "Target.createTarget", blank)?["targetId"].take();
        let attach = json!({ "targetId": target, "flatten": true });
        let session = browser.call(None, "Target.attachToTarget", attach)?;
        let session = session["sessionId"]
            .as_str()
            .context("no session")?
            .to_owned();
        browser.events.clear();
        let mut page = Page {
            browser,
            session,
            address,
        };
        for domain in ["Page", "Runtime", "Network", "Log"] {
            page.call(&format!("{domain}.enable"), json!({}))?;
        }
        page.size(1280, 1000)?;
        page.load()?;
        Ok(page)
    }

    /// Loads it anew.
    ///
    /// # Errors
    /// If Chromium says so, or does not answer.
    pub fn load(&mut self) -> Result<()> {
        self.browser.events.clear();
        let address = self.address.clone();
        let loaded = self.call("Page.navigate", json!({ "url": address }))?;
        if let Some(error) = loaded["errorText"].as_str() {
            bail!("{address}: {error}");
        }
        self.browser.wait_for("Page.loadEventFired")
    }

    /// Calls a method of the DevTools protocol.
    ///
    /// # Errors
    /// If Chromium says so, or does not answer.
    pub fn call(&mut self, method: &str, params: Value) -> Result<Value> {
        self.browser.call(Some(&self.session), method, params)
    }

    /// The value of a JavaScript expression.
    ///
    /// # Errors
    /// If it throws.
    pub fn value(&mut self, expression: &str) -> Result<Value> {
        let how = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", how)?;
        match answer.get("exceptionDetails") {
            Some(thrown) => bail!("{expression}: {thrown}"),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// The value of an expression that is a string.
    ///
    /// # Errors
    /// If it throws, or is something else.
    pub fn text(&mut self, expression: &str) -> Result<String> {
        let value = self.value(expression)?;
        let text = value.as_str().map(str::to_owned);
        text.with_context(|| format!("{expression} is {value}"))
    }

    /// The text of the element with this id.
    ///
    /// # Errors
    /// If there is none.
    pub fn content(&mut self, id: &str) -> Result<String> {
        self.text(&format!("document.getElementById('{id}').textContent"))
    }

    /// Clicks in the middle of the element, as a mouse does.
    ///
    /// # Errors
    /// If there is no such element to be seen.
    pub fn click(&mut self, selector: &str) -> Result<()> {
        let found = format!(
            "(() => {{ const one = document.querySelector({}); if (one === null || one.offsetParent === null) return null;
             one.scrollIntoView({{ block: 'center' }}); const box = one.getBoundingClientRect();
             return [box.x + box.width / 2, box.y + box.height / 2]; }})()",
            json!(selector)
        );
        let place = self.value(&found)?;
        let (Some(x), Some(y)) = (place[0].as_f64(), place[1].as_f64()) else {
            bail!("nothing to click: {selector}");
        };
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event)?;
        }
        Ok(())
    }

    /// Presses a key: `ArrowLeft`, `Tab`, `a`.
    ///
    /// # Errors
    /// If Chromium says so, or does not answer.
    pub fn press(&mut self, key: &str) -> Result<()> {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            " " => 32,
            "End" => 35,
            "Home" => 36,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            one => one.to_uppercase().bytes().next().unwrap_or_default(),
        };
        let text = match key {
            "Enter" => "\r",
            one if one.chars().count() == 1 => one,
            _ => "",
        };
        for kind in ["keyDown", "keyUp"] {
            let mut event =
                json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = text.into();
            }
            self.call("Input.dispatchKeyEvent", event)?;
        }
        Ok(())
    }

    /// Sets the size of the window.
    ///
    /// # Errors
    /// If Chromium says so, or does not answer.
    pub fn size(&mut self, width: u32, height: u32) -> Result<()> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", size)?;
        Ok(())
    }

    /// Shows it as this medium, `screen` or `print`, and in this scheme, `light` or `dark`.
    ///
    /// # Errors
    /// If Chromium says so, or does not answer.
    pub fn show_as(&mut self, medium: &str, scheme: &str) -> Result<()> {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let shown = json!({ "media": medium, "features": features });
        self.call("Emulation.setEmulatedMedia", shown)?;
        Ok(())
    }

    /// Switches JavaScript on or off, for the next load.
    ///
    /// # Errors
    /// If Chromium says so, or does not answer.
    pub fn scripts(&mut self, on: bool) -> Result<()> {
        let disabled = json!({ "value": !on });
        self.call("Emulation.setScriptExecutionDisabled", disabled)?;
        Ok(())
    }

    /// Keeps a picture of the whole page in a file.
    ///
    /// # Errors
    /// If Chromium says so, or the file cannot be written.
    pub fn picture(&mut self, file: &Path) -> Result<()> {
        let whole = json!({ "captureBeyondViewport": true, "format": "png" });
        let picture = self.call("Page.captureScreenshot", whole)?;
        let data = picture["data"].as_str().context("no picture")?;
        fs::write(file, BASE64_STANDARD.decode(data)?)?;
        Ok(())
    }

    /// What has gone wrong since it was loaded: errors and warnings on the console, and exceptions.
    ///
    /// # Errors
    /// If Chromium does not answer.
    pub fn complaints(&mut self) -> Result<Vec<Value>> {
        // What came before this answer was told by then.
        self.value("0")?;
        let events = self.browser.events.iter();
        let complains = |event: &&Value| {
            let of_log = event["params"]["entry"]["level"].as_str();
            match event["method"].as_str() {
                Some("Runtime.exceptionThrown") => true,
                Some("Runtime.consoleAPICalled") => event["params"]["type"] != "log",
                Some("Log.entryAdded") => matches!(of_log, Some("error" | "warning")),
                _ => false,
            }
        };
        Ok(events.filter(complains).cloned().collect())
    }

    /// The addresses that it has asked for since it was loaded, other than its own.
    ///
    /// # Errors
    /// If Chromium does not answer.
    pub fn requests(&mut self) -> Result<Vec<String>> {
        self.value("0")?;
        let events = self.browser.events.iter();
        let asked = events.filter(|event| event["method"] == "Network.requestWillBeSent");
        let addresses = asked.filter_map(|event| event["params"]["request"]["url"].as_str());
        let others = addresses.filter(|url| *url != self.address && !url.starts_with("data:"));
        Ok(others.map(str::to_owned).collect())
    }

    /// The names that a screen reader has for what can be operated, with their roles: `button Next step`.
    ///
    /// # Errors
    /// If Chromium says so, or does not answer.
    pub fn accessible(&mut self) -> Result<Vec<String>> {
        self.call("Accessibility.enable", json!({}))?;
        let tree = self.call("Accessibility.getFullAXTree", json!({}))?;
        let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
        let seen = nodes.iter().filter(|node| node["ignored"] == false);
        let named = seen.map(|node| {
            let text = |key: &str| node[key]["value"].as_str().unwrap_or_default().to_owned();
            format!("{} {}", text("role"), text("name"))
        });
        Ok(named.collect())
    }
}
