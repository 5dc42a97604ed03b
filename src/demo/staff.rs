//! Who works at Hawthorn Park.

/// The school's name.
pub const SCHOOL_NAME: &str = "Hawthorn Park";
/// Its part of the address.
pub const SCHOOL_SLUG: &str = "hawthorn-park";
/// Where its people's mail would go: a name that never leads anywhere (RFC 2606 § 3).
const MAIL_DOMAIN: &str = "hawthorn-park.example";
/// Whom its people ask for help.
pub(super) const SUPPORT: &str = "it.support@hawthorn-park.example";

/// One line of the table that the demo prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// What they sign in with.
    pub email: String,
    /// Their password.
    pub password: String,
    /// Their user group.
    pub group: String,
}

/// Somebody on the staff, before they have a password.
pub(super) struct Role {
    pub name: &'static str,
    pub mailbox: &'static str,
    pub group: &'static str,
    pub years: &'static [&'static str],
}

impl Role {
    pub fn email(&self) -> String {
        format!("{}@{MAIL_DOMAIN}", self.mailbox)
    }
}

/// The staff, in the order of the table.
pub(super) const STAFF: [Role; 9] = [
    role("Amira Khan", "amira.khan", "Staff", &[]),
    role("Oliver Bennett", "oliver.bennett", "Staff", &[]),
    role("Siân Llewellyn", "sian.llewellyn", "Staff", &[]),
    role("Joseph Mensah", "joseph.mensah", "Staff", &[]),
    role("Priya Nair", "priya.nair", "Pastoral", &["7", "8"]),
    role(
        "Callum Fraser",
        "callum.fraser",
        "Pastoral",
        &["9", "10", "11"],
    ),
    role("Tom Griffiths", "tom.griffiths", "Deputy DSL", &[]),
    role("Helen Okafor", "helen.okafor", "DSL", &[]),
    role("Ruth Abrahams", "ruth.abrahams", "Administrator", &[]),
];

const fn role(
    name: &'static str,
    mailbox: &'static str,
    group: &'static str,
    years: &'static [&'static str],
) -> Role {
    Role {
        name,
        mailbox,
        group,
        years,
    }
}
