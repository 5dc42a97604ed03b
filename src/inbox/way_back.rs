//! The way back to the inbox as somebody left it, from a concern and from what is done about it. It
//! travels with links and forms as identifiers and plain words, and leads to the inbox and nowhere
//! else, whatever somebody writes into an address.

use keyward_web::Pairs;

use super::filter::Filter;

/// More than any filter is long.
const CHARACTERS_MAX: usize = 400;

/// The inbox as somebody left it: what they looked at, and on which page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WayBack(Filter);

impl WayBack {
    /// The field of it, in an address and in a form.
    pub const FIELD: &'static str = "inbox";

    /// From the inbox that shows this.
    pub(super) fn of(filter: &Filter) -> Self {
        Self(filter.clone())
    }

    /// As a link or a form carries it. What it does not know is as if it were not there.
    pub fn read(text: &str) -> Self {
        if text.len() > CHARACTERS_MAX {
            return Self::default();
        }
        Self(Filter::read(&Pairs::parse(text.as_bytes())))
    }

    /// From the query of an address.
    pub fn of_query(query: Option<&str>) -> Self {
        let query = Pairs::parse(query.unwrap_or_default().as_bytes());
        Self::read(query.text(Self::FIELD))
    }

    /// The address of the inbox.
    pub fn inbox(&self) -> String {
        self.0.url(self.0.place.as_ref())
    }

    /// As a form carries it; empty for the inbox as it opens.
    pub fn text(&self) -> String {
        let inbox = self.inbox();
        inbox
            .split_once('?')
            .map_or_else(String::new, |(_, query)| query.to_owned())
    }

    /// The end of an address that carries it: `?inbox=status%3Dnew`, or nothing.
    pub fn query(&self) -> String {
        match self.text().as_str() {
            "" => String::new(),
            // Nothing else stands in it that an address would not bear.
            text => format!(
                "?{}={}",
                Self::FIELD,
                text.replace('=', "%3D").replace('&', "%26")
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_leads_to_the_inbox_as_it_was_and_nowhere_else() {
        let left = "status=new&year=7&assigned=me&order=oldest&after=new.0190-b";
        let back = WayBack::read(left);
        assert_eq!(back.inbox(), format!("/inbox?{left}"));
        assert_eq!(back.text(), left);
        let query = back.query();
        assert_eq!(
            query,
            "?inbox=status%3Dnew%26year%3D7%26assigned%3Dme%26order%3Doldest%26after%3Dnew.0190-b"
        );
        assert_eq!(WayBack::of_query(query.strip_prefix('?')), back);
        for elsewhere in [
            "https://example.org/",
            "//example.org",
            "/account",
            "status=//example.org&category=%22%3E%3Cscript%3E&after=Ella",
            &"status=new&".repeat(60),
        ] {
            let back = WayBack::read(elsewhere);
            assert_eq!(back.inbox(), "/inbox", "{elsewhere}");
            assert_eq!(back.query(), "");
        }
        assert_eq!(WayBack::of_query(None).query(), "");
    }
}
