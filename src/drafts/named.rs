//! What acts are called, and where their pages are: a draft is offered by both. Pure.

use super::act::{About, OfAct};

/// The page of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActPage {
    address: String,
    /// Which part of the page it is, where it is one of several: `#amend`.
    part: &'static str,
    /// What the act is called: "Record a decision".
    pub words: &'static str,
}

impl ActPage {
    /// Its address, with this query.
    pub fn at(&self, query: &str) -> String {
        format!("{}{query}{}", self.address, self.part)
    }

    /// A sample.
    pub fn sample() -> Self {
        Self {
            address: "/concerns/c/decisions".into(),
            part: "",
            words: "Record a decision",
        }
    }
}

impl OfAct {
    /// Whether it adds to a concern, as whoever may read it does, also where they wrote it and are kept
    /// from what became of it.
    pub fn adds(&self) -> bool {
        ["amendments", "marks/new"].contains(&self.act.as_str())
    }

    /// The page of this act; none, where no page keeps drafts of such an act.
    pub fn page(&self) -> Option<ActPage> {
        let (base, act) = (self.about.address(), self.act.as_str());
        let (address, part, words) = match self.about {
            About::Concern(_) if act == "amendments" => (base, "#amend", "Add an amendment"),
            About::Concern(_) => (format!("{base}/{act}"), "", on_concern(act)?),
            About::Pupil(_) => {
                let (address, words) = in_file(&base, act)?;
                (address, "", words)
            }
        };
        Some(ActPage {
            address,
            part,
            words,
        })
    }
}

/// What an act on a concern is called, by the end of its address.
fn on_concern(act: &str) -> Option<&'static str> {
    let (_, last) = act.rsplit_once('/').unwrap_or(("", act));
    Some(match last {
        "actions" => "Add an action",
        "alerts" => "Alert somebody else",
        "assignment" => "Assign",
        "case-notes" => "Write a case note",
        "categories" => "Change the category",
        "closure" => "Close",
        "contacts" => "Record contact made",
        "decisions" => "Record a decision",
        "done" | "result" => "Mark an action as done",
        "links" => "Link with another concern",
        "links-undone" => "Undo a link",
        "new" if act == "marks/new" => "Add marks to the body map",
        "notes" => "Send a message",
        "reopening" => "Reopen",
        "roles" => "Change a role",
        "significance" => "Change the significance",
        "pupils" => "Add a pupil",
        "pupils-taken-off" => "Take a pupil off",
        "staff" => "Name a member of staff",
        "staff-taken-off" => "Not part of this after all",
        _ => return None,
    })
}

/// The page of an act in the file at this address, and what it is called.
fn in_file(base: &str, act: &str) -> Option<(String, &'static str)> {
    let parts: Vec<&str> = act.split('/').collect();
    let (page, words) = match parts[..] {
        ["contacts", "new", "family"] => {
            ("/contacts/new?side=family".into(), "Add a parent or carer")
        }
        ["contacts", "new", "professional"] => (
            "/contacts/new?side=professional".into(),
            "Add a professional",
        ),
        ["contacts", id, "newer"] => (format!("/contacts/new?replaces={id}"), "Update a contact"),
        ["contacts", _, "ending"] => (format!("/{act}"), "End a contact"),
        ["flags", "new"] => (format!("/{act}"), "Add a flag"),
        ["flags", _, "ending"] => (format!("/{act}"), "End a flag"),
        ["exclusions"] => (format!("/{act}"), "Exclude somebody from a file"),
        _ => return None,
    };
    Some((format!("{base}{page}"), words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ConcernId, PupilId};

    fn page(about: impl Into<About>, act: &str) -> Option<String> {
        let of = OfAct::named(about, act).expect("a name");
        of.page().map(|page| page.at(""))
    }

    #[test]
    fn a_draft_leads_to_the_page_of_its_act_and_to_no_other() {
        let (concern, pupil) = (ConcernId("c".into()), PupilId("p".into()));
        for (act, leads) in [
            ("decisions", "/concerns/c/decisions"),
            ("actions/a/result", "/concerns/c/actions/a/result"),
            ("amendments", "/concerns/c#amend"),
            ("marks/new", "/concerns/c/marks/new"),
        ] {
            assert_eq!(page(&concern, act).as_deref(), Some(leads));
        }
        for (act, leads) in [
            ("flags/new", "/pupils/p/flags/new"),
            ("contacts/new/family", "/pupils/p/contacts/new?side=family"),
            ("contacts/k/newer", "/pupils/p/contacts/new?replaces=k"),
            ("exclusions", "/pupils/p/exclusions"),
        ] {
            assert_eq!(page(&pupil, act).as_deref(), Some(leads));
        }
        assert_eq!(page(&concern, "new"), None);
        assert_eq!(page(&concern, "flags/new"), None);
        assert_eq!(page(&pupil, "decisions"), None);
    }
}
