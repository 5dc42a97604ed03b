//! Who somebody is.

/// An e-mail address, in lower case, as somebody signs in with it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// The address in this text, if it is one (RFC 5321, as mail is really sent).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let dotted = text
            .rsplit_once('@')
            .is_some_and(|(_, host)| host.contains('.'));
        // What a mail server takes without extensions, and nothing that only looks like a letter.
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\\' | ',' | '<' | '>');
        (dotted
            && text.chars().all(plain)
            && text.len() <= 254
            && text.parse::<lettre::Address>().is_ok())
        .then_some(Self(text))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Email;

    #[test]
    fn an_address_is_the_same_in_capitals_and_with_blanks_around_it() {
        let email = Email::parse(" A.Teacher@School.example ").unwrap();
        assert_eq!(email.as_str(), "a.teacher@school.example");
        for wrong in [
            "",
            "teacher",
            "teacher@school",
            "a b@c.example",
            "@c.example",
            "\"a b\"@c.example",
            "h\u{435}len@c.example",
        ] {
            assert_eq!(Email::parse(wrong), None, "{wrong}");
        }
    }
}
