//! Writes HTML and SVG. Every text and every value of an attribute is escaped, so no content can become markup.

/// Markup that is well formed.
#[derive(Debug, Default)]
pub struct Markup(String);

impl Markup {
    /// Nothing yet.
    pub fn new() -> Markup {
        Markup::default()
    }

    /// An element, with what `inside` writes in it.
    pub fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Markup),
    ) {
        self.start(name, attributes);
        self.0.push('>');
        inside(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element with a text in it.
    pub fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.element(name, attributes, |inside| inside.text(text));
    }

    /// An element of SVG with nothing in it.
    pub fn shape(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.0.push_str("/>");
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                other => self.0.push(other),
            }
        }
    }

    /// A line end, for those who read the markup.
    pub fn line_end(&mut self) {
        self.0.push('\n');
    }

    /// What was written.
    pub fn into_string(self) -> String {
        self.0
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes {
            self.0.push(' ');
            self.0.push_str(key);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
    }
}

/// The beginning of every page: what it may load, which is nothing.
const HEAD: &str = include_str!("head.html");

/// Whether there are scripts in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// There are none, and none would be run.
    None,
    /// There are some in the page itself.
    Inline,
}

/// A whole page: its template, filled in.
pub fn whole_page(template: &str, scripts: Scripts, values: &[(&str, &str)]) -> String {
    let scripts = match scripts {
        Scripts::None => "",
        Scripts::Inline => "script-src 'unsafe-inline'; ",
    };
    let head = filled(HEAD.trim_end(), &[("scripts", scripts)]);
    let mut all = vec![("head", head.as_str())];
    all.extend_from_slice(values);
    filled(template, &all)
}

/// A text in which each `{{name}}` is replaced by the value of that name: markup, which is not looked at again.
pub fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut page = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once("{{") {
        let (name, after) = behind.split_once("}}").unwrap_or((behind, ""));
        let value = values.iter().find(|(key, _)| *key == name);
        page.push_str(before);
        page.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    page.push_str(rest);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_and_no_attribute_becomes_markup() {
        let mut markup = Markup::new();
        let hostile = "</script><img src=x onerror='a&b' \">";
        markup.leaf("p", &[("title", hostile)], hostile);
        let escaped = "&lt;/script&gt;&lt;img src=x onerror=&#39;a&amp;b&#39; &quot;&gt;";
        assert_eq!(
            markup.into_string(),
            format!("<p title=\"{escaped}\">{escaped}</p>")
        );
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let filled = filled("a {{one}} b {{two}}", &[("one", "{{two}}"), ("two", "2")]);
        assert_eq!(filled, "a {{two}} b 2");
    }
}
